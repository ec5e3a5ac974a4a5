"""What a mail carries beside its text: counted, and opened only by whoever asks for its bytes."""

from dataclasses import dataclass, field
from email.message import Message

from correspondence.arriving import headers

MOST_OPENED = 10
LARGEST_OPENED = 2 * 1024 * 1024
"""Bytes of one attachment: a filled form is far smaller, and nobody reads a film."""
_LONGEST_NAME = 255


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part that is no text of the mail: a file, a picture, a mail inside the mail, Outlook's winmail.dat.

    `name` is the file's name as its sender wrote it, without folders, "" if it has none; `kind` the content type.
    Both are somebody's words and never trusted.
    """

    name: str
    kind: str
    _part: Message | None = field(default=None, compare=False, repr=False)

    def content(self) -> bytes:
        """The bytes, transfer encoding taken off; b"" for what stays closed.

        Closed are mails inside the mail, files beyond LARGEST_OPENED and all after the first MOST_OPENED.
        """
        if self._part is None:
            return b""
        data = self._part.get_payload(decode=True)
        return data if isinstance(data, bytes) and len(data) <= LARGEST_OPENED else b""


def attachment(part: Message, before: int) -> Attachment:
    """The attachment in a part that has so many others before it."""
    kind = part.get_content_type()
    closed = before >= MOST_OPENED or part.is_multipart() or kind.startswith("message/")
    return Attachment(_name(part), kind, None if closed else part)


def _name(part: Message) -> str:
    """The last piece of a file name on one line; "" where a control character hides in it."""
    name = headers.decoded(str(part.get_filename() or ""))
    return name.replace("\\", "/").rpartition("/")[2].strip()[:_LONGEST_NAME]
