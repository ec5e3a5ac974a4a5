"""A server on loopback that says what its script tells it, well-behaved or not, and remembers what it heard."""

import contextlib
import socket
import socketserver
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

HANG_UP = "hang up"
SAY_NOTHING = "say nothing until the other side hangs up"

Saying = bytes | float | str
"""Bytes are sent as they are, a number is a pause in seconds, and the two words above do what they say."""


class Script(contextlib.AbstractContextManager["Script"]):
    """Greets whoever connects and answers each line with what `answer` returns for it."""

    def __init__(
        self,
        greeting: bytes,
        answer: Callable[[bytes], Iterable[Saying]],
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.heard: list[bytes] = []
        self._connections: list[socket.socket] = []
        self.host = "127.0.0.1"
        script = self

        class Visit(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                with contextlib.suppress(OSError):
                    script._talk(self, greeting, answer, tls)

        self._server = socketserver.ThreadingTCPServer((self.host, 0), Visit)
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        for connection in self._connections:
            with contextlib.suppress(OSError):
                # What was sent is still read, then comes the end; past the TLS layer, which its own thread is using.
                socket.socket.shutdown(connection, socket.SHUT_RD)
        self._server.server_close()

    def _talk(
        self,
        visit: socketserver.StreamRequestHandler,
        greeting: bytes,
        answer: Callable[[bytes], Iterable[Saying]],
        tls: ssl.SSLContext | None,
    ) -> None:
        connection = visit.request if tls is None else tls.wrap_socket(visit.request, server_side=True)
        self._connections.append(connection)
        with connection, connection.makefile("rb") as lines:
            connection.sendall(greeting)
            for line in lines:
                self.heard.append(line.rstrip(b"\r\n"))
                for saying in answer(self.heard[-1]):
                    if isinstance(saying, bytes):
                        connection.sendall(saying)
                    elif isinstance(saying, float):
                        time.sleep(saying)
                    elif saying == HANG_UP:
                        return
                    else:
                        lines.read()


def self_signed(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A server's TLS with a certificate nobody signed, and a client's that trusts just this one."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail.town.example")])
    start = datetime(2020, 1, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=36500))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = folder / "server.pem"
    private = serialization.PrivateFormat.PKCS8
    pem.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, private, serialization.NoEncryption())
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(pem)
    return server, ssl.create_default_context(cafile=str(pem))


@contextlib.contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Fail if the block took longer: what hangs for ever in life must not pass as slow here."""
    start = time.monotonic()
    yield
    assert time.monotonic() - start < seconds
