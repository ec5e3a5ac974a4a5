"""No test reaches the network beyond this machine.

An audit hook of the interpreter (PEP 578) sees every connection, datagram and name look-up of Python code, from
whatever library and thread, and cannot be taken out again.  Libraries with sockets of their own, like Temporal's
core, are not seen: they are given loopback addresses only.
"""

import ipaddress
import socket
import sys

LOCAL_NAMES = frozenset({"", "localhost", "localhost.", socket.gethostname()})


class BeyondLoopbackError(RuntimeError):
    """A test tried to reach something that is not on this machine."""


def allow_loopback_only() -> None:
    """Refuse, from now on and for the rest of the process, what leaves this machine."""
    sys.addaudithook(_refuse_beyond)


def _refuse_beyond(event: str, arguments: tuple[object, ...]) -> None:
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        sock, address = arguments[0], arguments[1]
        internet = isinstance(sock, socket.SocketType) and sock.family in (socket.AF_INET, socket.AF_INET6)
        if internet and isinstance(address, tuple):
            _require_local(address[0])
    elif event == "socket.getaddrinfo":
        _require_local(arguments[0])


def _require_local(host: object) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if not (name is None or (isinstance(name, str) and _is_local(name))):
        raise BeyondLoopbackError("Tests stay on this machine; run a server on 127.0.0.1 instead.")


def _is_local(name: str) -> bool:
    if name in LOCAL_NAMES:
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified
