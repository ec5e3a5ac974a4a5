"""Files, pictures, mails inside a mail and Outlook's winmail.dat are counted; only who asks for bytes opens one."""

from datetime import UTC, datetime

from correspondence.arriving import mime
from correspondence.arriving.attachments import LARGEST_OPENED, MOST_OPENED
from correspondence.arriving.reading import Context
from correspondence.arriving.understand import read_any
from mentoring.letters import Ask

HEAD = b"From: mira@example.net\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
TEXT = b"--b\r\nContent-Type: text/plain\r\n\r\nYes.\r\n"


def _file(fields: bytes, content: bytes) -> bytes:
    return b"--b\r\nContent-Disposition: attachment\r\n" + fields + b"\r\n\r\n" + content + b"\r\n"


def _mail(*files: bytes) -> bytes:
    return HEAD + TEXT + b"".join(files) + b"--b--\r\n"


def test_outlook_s_wrapped_mail_is_counted_and_its_text_is_not_looked_for() -> None:
    raw = _mail(_file(b"Content-Type: application/ms-tnef; name=winmail.dat", b"x\x9f>\x22END"))
    found = mime.read(raw).attachments
    assert [(each.name, each.kind) for each in found] == [("winmail.dat", "application/ms-tnef")]
    reading = read_any(raw, Context(Ask.MET_CHECK, datetime(2026, 3, 4, tzinfo=UTC)))
    assert (reading.visible_text, reading.attachments) == ("Yes.", 1)


def test_a_file_s_bytes_come_out_of_their_transfer_encoding() -> None:
    raw = _mail(_file(b"Content-Type: text/plain; name=plan.txt\r\nContent-Transfer-Encoding: base64", b"R29hbHM6IFI="))
    assert mime.read(raw).attachments[0].content() == b"Goals: R"


def test_a_file_s_name_is_one_plain_word_of_the_sender_s() -> None:
    fields = (
        rb'Content-Type: text/plain; name="C:\\plans\\my plan.docx"',
        b"Content-Type: text/plain; name*=utf-8''..%2F..%2Fetc%2Fpasswd",
        b"Content-Type: text/plain; name*=utf-8''plan%0Aname.txt",
        b"Content-Type: text/plain; name==?utf-8?q?Pl=C3=A4ne.txt?=",
    )
    found = mime.read(_mail(*(_file(each, b"x") for each in fields))).attachments
    assert [each.name for each in found] == ["my plan.docx", "passwd", "", "Pläne.txt"]


def test_what_is_too_large_or_beyond_the_first_few_stays_closed_and_is_counted_all_the_same() -> None:
    small = _file(b"Content-Type: text/plain", b"x")
    large = _file(b"Content-Type: text/plain", b"y" * 76 + (b"\r\n" + b"y" * 76) * (LARGEST_OPENED // 76))
    found = mime.read(_mail(large, *[small] * (MOST_OPENED + 5))).attachments
    assert len(found) == MOST_OPENED + 6
    assert [each.content() for each in found] == [b""] + [b"x"] * (MOST_OPENED - 1) + [b""] * 6
