"""Mail that says that a mail did not arrive: which addresses, for good or for now, and which mail it was."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.message import Message

from flufl.bounce import all_failures

from correspondence.arriving import addressee, bounce_notices, headers, mime, parts
from correspondence.arriving import delivery_wording as wording

_MOST_ADDRESSES = 20
_TEXT_READ = 64 * 1024
_HEAD = 3000
_FINISHED = ("delivered", "relayed", "expanded")
_LARGEST_FOR_HEURISTICS = 512 * 1024
# Fields of answers and of newsletters, which a report has none of.
_A_LETTERS = ("in-reply-to", "list-unsubscribe", "list-post")


@dataclass(frozen=True, slots=True)
class Bounce:
    """`failed` are the addresses that were not reached; `permanent` if trying again is pointless.

    `original_id` is the Message-ID of the mail that was not delivered, with its brackets, "" if it is not told.
    """

    failed: tuple[str, ...] = ()
    permanent: bool = False
    original_id: str = ""


NO_BOUNCE = Bounce()

# The library logs its own stumbling with a traceback before it raises; a report may hold somebody's words.
logging.getLogger("flufl.bounce").setLevel(logging.CRITICAL)


def failed_addresses(raw: bytes) -> tuple[str, ...]:
    """The addresses a mail reports as not reached, also those still being tried; () if it is no such report."""
    return read(raw).failed


def read(raw: bytes) -> Bounce:
    """What a mail reports about delivery (RFC 3464, else what mail systems write in its place).  Never raises."""
    return in_tree(mime.parsed(raw), len(raw))


def in_tree(tree: Message | str, size: int) -> Bounce:
    """The same of a mail of so many bytes that was parsed already.  Never raises."""
    try:
        if isinstance(tree, str):
            return NO_BOUNCE
        payload = tree.get_payload()
        if isinstance(payload, str) and bounce_notices.MARK in payload and (told := bounce_notices.notice(_text(tree))):
            permanent = all(map(wording.nobody_there, told.told))
            return Bounce(_unique(told.failed), permanent, told.original_id)
        return _read(tree, size) if _is_report(tree) else NO_BOUNCE
    except (RecursionError, ValueError, TypeError, LookupError, AttributeError):
        return NO_BOUNCE


def _is_report(tree: Message) -> bool:
    """Only a mail of a mail system counts: somebody may well quote a bounce in a letter of their own."""
    kind = str(tree.get("content-type", "")).lower()
    if "multipart/report" in kind or "report-type" in kind:
        return "feedback-report" not in kind and not _is_complaint(tree)
    if _is_complaint(tree):
        return False
    if tree.get("x-failed-recipients") is not None or wording.DAEMON.search(str(tree.get("from", ""))):
        return True
    if any(part.get_content_type() == "message/delivery-status" for part in _outermost(tree)):
        return True
    subject = next((value for name, value in headers.fields(tree) if name.lower() == "subject"), "")
    head = _text(tree)[:_HEAD]
    told = (wording.SUBJECT.search(subject) is not None) + (wording.BODY.search(head) is not None)
    if str(tree.get("return-path", "")).strip().upper() in ("<>", "<MAILER-DAEMON>"):
        return told > 0
    if told < 2 or any(tree.get(name) is not None for name in _A_LETTERS) or wording.A_PERSON.search(head):
        return False
    if wording.BARE_ADDRESS.search(head) is not None:
        return True
    return wording.REPLY.match(subject) is None and wording.RETURNED.search(_text(tree)) is not None


def _is_complaint(tree: Message) -> bool:
    """An abuse report (RFC 5965) or a receipt (RFC 8098) has the same frame and is no bounce.

    The exception is a filter's refusal, which is a receipt too: sent by itself, the mail deleted (RFC 5429, 2.2.1).
    """
    for part in _some(tree):
        if part.get_content_type() == "message/feedback-report":
            return True
        if part.get_content_type() == "message/disposition-notification":
            return wording.REFUSED.search(_report_text(part)) is None
    return False


def _report_text(part: Message) -> str:
    """The fields of a report part, which the parser keeps as a message of its own."""
    payload = part.get_payload()
    inner = payload if isinstance(payload, list) else [payload]
    return "\n".join(str(piece) for piece in inner)[:_TEXT_READ]


def _some(tree: Message) -> Iterator[Message]:
    for number, part in enumerate(tree.walk()):
        if number > _MOST_ADDRESSES * 10:
            return
        yield part


def _outermost(tree: Message) -> Iterator[Message]:
    """The parts of a mail, not those of the mails in it: somebody may hand a report on and ask what it means."""
    waiting = [tree]
    for part in waiting:
        yield part
        if part.get_content_maintype() == "multipart" and isinstance(inside := part.get_payload(), list):
            waiting.extend(each for each in inside if isinstance(each, Message))


def _read(tree: Message, size: int) -> Bounce:
    told = list(_status_blocks(tree))
    blocks = [block for block in told if _recipients(block)]
    if not blocks and any(_was_reached(block) for block in told):
        return NO_BOUNCE
    text = _text(tree)
    head = text[:_HEAD]
    failed = _unique(address for block in blocks for address in _recipients(block))
    lasting = bool(blocks) and all(_is_lasting(block) for block in blocks)
    if not failed and size <= _LARGEST_FOR_HEURISTICS:
        passing, given_up = _recognised(tree)
        failed = _unique(given_up or passing)
    failed = failed or _mentioned(tree, text)
    permanent = not any(_is_delayed(block) for block in blocks) and (lasting or wording.nobody_there(head))
    return Bounce(failed, permanent, _original_id(tree, text)) if failed else NO_BOUNCE


def _recognised(tree: Message) -> tuple[list[str], list[str]]:
    """(still tried, given up) as the library of known mail systems' wordings finds them."""
    try:
        passing, lasting = all_failures(tree)
    except (IndexError, ValueError, TypeError, LookupError, AttributeError):
        return [], []
    return [found.decode("utf-8", "replace") for found in sorted(passing)], [
        found.decode("utf-8", "replace") for found in sorted(lasting)
    ]


def _status_blocks(tree: Message) -> Iterator[Message]:
    for part in _some(tree):
        payload = part.get_payload()
        if part.get_content_type() == "message/delivery-status" and isinstance(payload, list):
            yield from (block for block in payload if isinstance(block, Message))


def _recipients(block: Message) -> tuple[str, ...]:
    """The addresses of one recipient's block; those that were reached have none here (RFC 3464, 2.3.3)."""
    if _was_reached(block):
        return ()
    values = (str(block.get(name, "")) for name in ("original-recipient", "final-recipient", "x-actual-recipient"))
    return tuple(found.group() for value in values for found in wording.ADDRESS.finditer(value))


def _was_reached(block: Message) -> bool:
    return str(block.get("action", "failed")).strip().lower().startswith(_FINISHED)


def _is_delayed(block: Message) -> bool:
    """Whether the mail system still tries (RFC 3464, 2.3.3 and 2.3.4)."""
    return str(block.get("action", "")).strip().lower().startswith("delayed") or _status(block).startswith("4")


def _is_lasting(block: Message) -> bool:
    """Given up because nobody is there; a full mailbox, a filter's opinion or a bare `5.0.0` is no such reason."""
    return not _is_delayed(block) and wording.nobody_there(f" {_status(block)} {block.get('diagnostic-code', '')}")


def _status(block: Message) -> str:
    return str(block.get("status", "")).strip()


def _mentioned(tree: Message, text: str) -> tuple[str, ...]:
    """Addresses the report names as recipients, else the first it names that are not its own sender or reader."""
    told = str(tree.get("x-failed-recipients", ""))
    own = {
        found.group().lower()
        for name in ("from", "to", "reply-to", "return-path", "sender")
        for found in wording.ADDRESS.finditer(str(tree.get(name, "")))
    }
    reported = " ".join(match.group() for match in wording.REPORTED.finditer(text))
    for source in (told, reported, text):
        found = _unique(
            match.group() for match in wording.ADDRESS.finditer(source) if not wording.DAEMON.search(match.group())
        )
        if others := tuple(address for address in found if address.lower() not in own):
            return others if source is not text else others[:1]
    return ()


def _unique(addresses: Iterable[str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for address in addresses:
        if folded := addressee.folded(address.strip("<>; ")):
            found.setdefault(folded)
        if len(found) >= _MOST_ADDRESSES:
            break
    return tuple(found)


def _text(tree: Message) -> str:
    """All that can be read in a report, the returned mail's headers too."""
    pieces: list[str] = []
    for part in _some(tree):
        if part is not tree and (part.is_multipart() or part.get("message-id") is not None):
            pieces.extend(f"{name}: {value}" for name, value in part.items())
        if not part.is_multipart() and part.get_content_maintype() in ("text", "message", "multipart"):
            pieces.append(parts.text_of(part)[:_TEXT_READ])
    return "\n".join(pieces)[: 4 * _TEXT_READ]


def _original_id(tree: Message, text: str) -> str:
    for part in _some(tree):
        payload = part.get_payload()
        if part.get_content_type() in ("message/rfc822", "message/global") and isinstance(payload, list) and payload:
            returned = payload[0]
            if isinstance(returned, Message) and (ids := headers.message_ids(str(returned.get("message-id", "")))):
                return ids[0]
    if found := wording.ORIGINAL_ID.search(text):
        return found.group(1)
    answered = headers.message_ids(f"{tree.get('in-reply-to', '')} {tree.get('references', '')}")
    return answered[-1] if answered else ""
