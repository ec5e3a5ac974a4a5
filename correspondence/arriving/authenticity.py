"""Whether our own receiving server vouches that a mail comes from the address in its From field.

Anybody can write an Authentication-Results field, with our server's name in it too, and plain mail servers let it
through.  So a field counts only if it carries exactly our authserv-id and stands above the topmost Received field,
where nobody before our border can put it (RFC 8601, section 5).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from correspondence.arriving.mime import Mail

_COMMENT = re.compile(r"\([^()]{0,1000}\)")
_METHOD = re.compile(r"([a-z0-9-]{1,40})(?:\s*/\s*\d{1,4})?\s*=\s*([a-z]{1,20})", re.IGNORECASE)
_PROPERTY = re.compile(
    r"([a-z]{1,20})\s*\.\s*([a-z0-9_-]{1,40})\s*=\s*(\"[^\"]{0,320}\"|[^\s;\"]{1,320})", re.IGNORECASE
)
_MOST_RESULTS = 40


@dataclass(frozen=True, slots=True)
class _Result:
    """One method's verdict with the properties it was reached on, such as header.from or smtp.auth."""

    method: str
    verdict: str
    properties: dict[str, str]


def vouched(mail: Mail, authserv_id: str) -> bool:
    """Whether a trusted field says `dmarc=pass` for From's domain, or `auth=pass` for exactly the From address.

    `authserv_id` is our border's name as it signs its fields (RFC 8601, 2.5); with "" nothing is ever vouched for.
    """
    if not authserv_id or not mail.sender:
        return False
    results = [result for value in _above_border(mail) for result in _results(value, authserv_id)]
    if any(result.verdict == "fail" and result.method == "dmarc" for result in results):
        return False
    return any(_vouches(result, mail.sender) for result in results)


def _above_border(mail: Mail) -> Iterator[str]:
    """The Authentication-Results above the topmost Received; none if there is no Received at all."""
    above: list[str] = []
    for name, value in mail.headers:
        if name.lower() == "received":
            yield from above
            return
        if name.lower() == "authentication-results":
            above.append(value)


def _results(value: str, authserv_id: str) -> Iterator[_Result]:
    """The results of one field if it is ours and well formed; none otherwise."""
    plain = _without_comments(value)
    if plain is None:
        return
    head, _, rest = plain.partition(";")
    words = head.split()
    if not words or words[0] != authserv_id or words[1:] not in ([], ["1"]):
        return
    for statement in rest.split(";")[:_MOST_RESULTS]:
        method = _METHOD.match(statement.strip())
        if method is not None:
            properties = {
                f"{kind}.{name}".lower(): found.strip('"') for kind, name, found in _PROPERTY.findall(statement)
            }
            yield _Result(method.group(1).lower(), method.group(2).lower(), properties)


def _without_comments(value: str) -> str | None:
    """The field without comments (RFC 5322, 3.2.2); None if it is not plain: brackets left over, a backslash."""
    for _ in range(3):
        value = _COMMENT.sub(" ", value)
    return None if set("()\\") & set(value) else value


def _vouches(result: _Result, sender: str) -> bool:
    if result.verdict != "pass":
        return False
    local, _, domain = sender.rpartition("@")
    if result.method == "dmarc":
        # DMARC is about From's domain; a field that names another one speaks of another mail.
        return result.properties.get("header.from", "").lower().rpartition("@")[2].rstrip(".") == domain
    if result.method == "auth":
        found = result.properties.get("smtp.auth", result.properties.get("smtp.mailfrom", ""))
        login, _, at = found.rpartition("@")
        # Addresses are kept and compared without regard to case, so a login that is written otherwise is the same.
        return login.casefold() == local.casefold() and at.lower() == domain
    return False
