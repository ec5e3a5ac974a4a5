"""Everything that may differ between two installations, read once.

Each setting may also come from a file: `PEERPOST_SMTP_PASSWORD_FILE` names one that holds `PEERPOST_SMTP_PASSWORD`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from correspondence.writing.addresses import SEPARATORS

SECURITIES = ("tls", "starttls", "none")
LOOPBACK = "127.0.0.1"
_ADDRESS = re.compile(r"(?:(?P<host>[0-9A-Za-z_.-]+|\[[0-9a-fA-F:]+\]):)?(?P<port>\d{1,5})")
FEWEST_EVENTS = 20
"""A run must be long enough to do something before it goes on in a fresh one."""
REQUIRED = (
    "PEERPOST_DATABASE_URL",
    "PEERPOST_TEMPORAL_ADDRESS",
    "PEERPOST_SMTP_HOST",
    "PEERPOST_IMAP_HOST",
    "PEERPOST_ADDRESS",
    "PEERPOST_KEYS",
)


class SettingsIncomplete(Exception):
    """Says to the operator what to set."""


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server: `security` is tls, starttls, or none (on this machine only)."""

    host: str
    port: int
    user: str
    password: str
    security: str


@dataclass(frozen=True, slots=True)
class Settings:
    """`address` is the one our letters come from; `authserv_id` names the border whose word on senders we take
    (RFC 8601; empty: nobody's, and weighty replies are confirmed); `keys` is the file of keys outside the database;
    `metrics` is where figures are served (host:port; empty: nowhere).
    """

    database_url: str
    temporal_address: str
    smtp: Server
    imap: Server
    address: str
    keys: Path
    temporal_namespace: str = "default"
    task_queue: str = "peerpost"
    authserv_id: str = ""
    separator: str = "+"
    events_per_run: int = 100
    keep_mail_days: int = 7
    metrics: str = ""

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> "Settings":
        """Raises SettingsIncomplete with every name that is missing or wrong."""
        missing = [name for name in REQUIRED if not _value(env, name)]
        if missing:
            raise SettingsIncomplete(f"Please set {', '.join(missing)}; see README.md, 'Settings'.")
        return cls(
            database_url=_value(env, "PEERPOST_DATABASE_URL"),
            temporal_address=_value(env, "PEERPOST_TEMPORAL_ADDRESS"),
            temporal_namespace=_value(env, "PEERPOST_TEMPORAL_NAMESPACE") or "default",
            task_queue=_value(env, "PEERPOST_TASK_QUEUE") or "peerpost",
            smtp=Server(
                _value(env, "PEERPOST_SMTP_HOST"),
                _number(env, "PEERPOST_SMTP_PORT", 587),
                _value(env, "PEERPOST_SMTP_USER"),
                _value(env, "PEERPOST_SMTP_PASSWORD"),
                _choice(env, "PEERPOST_SMTP_SECURITY", "starttls"),
            ),
            imap=Server(
                _value(env, "PEERPOST_IMAP_HOST"),
                _number(env, "PEERPOST_IMAP_PORT", 993),
                _value(env, "PEERPOST_IMAP_USER"),
                _value(env, "PEERPOST_IMAP_PASSWORD"),
                _choice(env, "PEERPOST_IMAP_SECURITY", "tls"),
            ),
            address=_value(env, "PEERPOST_ADDRESS"),
            authserv_id=_value(env, "PEERPOST_AUTHSERV_ID"),
            keys=Path(_value(env, "PEERPOST_KEYS")),
            separator=_choice(env, "PEERPOST_SEPARATOR", "+", tuple(SEPARATORS)),
            keep_mail_days=_number(env, "PEERPOST_KEEP_MAIL_DAYS", 7),
            metrics=_served_at(_value(env, "PEERPOST_METRICS")),
            events_per_run=_number(env, "PEERPOST_EVENTS_PER_RUN", 100, FEWEST_EVENTS),
        )


def _value(env: Mapping[str, str], name: str) -> str:
    file = env.get(f"{name}_FILE")
    if file:
        try:
            return Path(file).read_text().strip()
        except OSError:
            raise SettingsIncomplete(f"{name}_FILE names a file that cannot be read; please check it.") from None
    return env.get(name, "").strip()


def _number(env: Mapping[str, str], name: str, usual: int, least: int = 1) -> int:
    value = _value(env, name)
    if value and not (value.isascii() and value.isdigit() and int(value) >= least):
        raise SettingsIncomplete(f"{name} must be a whole number, {least} or more.")
    return int(value or usual)


def _served_at(said: str) -> str:
    """Host and port, or nothing; a port alone is on loopback."""
    found = _ADDRESS.fullmatch(said)
    if said and (found is None or not 0 < int(found["port"]) < 65536):
        raise SettingsIncomplete("PEERPOST_METRICS must be a port, or an address and a port such as 127.0.0.1:9464.")
    return f"{found['host'] or LOOPBACK}:{found['port']}" if found else ""


def _choice(env: Mapping[str, str], name: str, usual: str, choices: tuple[str, ...] = SECURITIES) -> str:
    value = _value(env, name) or usual
    if value not in choices:
        raise SettingsIncomplete(f"{name} must be one of {' '.join(choices)}.")
    return value
