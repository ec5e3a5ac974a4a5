"""Programs are told from people: by header where there is one, by wording where there is none."""

import tomllib
from importlib.resources import files

import pytest

from correspondence.arriving import mime
from correspondence.arriving.automatic import is_automatic

AWAY = tomllib.loads(files(__package__).joinpath("away_mails.toml").read_text("utf-8"))["mail"]


def _code(*fields: str, subject: str = "Re: Your agreement", text: str = "Yes, I agree.") -> str:
    sender = () if any(field.startswith("From:") for field in fields) else ("From: Mira <mira@example.net>",)
    lines = [*fields, *sender, f"Subject: {subject}", "Content-Type: text/plain; charset=utf-8"]
    return is_automatic(mime.read(("\r\n".join(lines) + "\r\n\r\n" + text).encode()))


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("Auto-Submitted: auto-replied", "auto-submitted"),
        ("Auto-Submitted: auto-generated", "auto-submitted"),
        ("auto-submitted: Auto-Replied (vacation)", "vacation"),
        ('Auto-Submitted: auto-replied; owner-email="mira@example.net"', "vacation"),
        ("Auto-Submitted: auto-notified; owner-token=1", "auto-submitted"),
        ("X-Autoreply: yes", "auto-reply"),
        ("X-Autorespond: Your agreement", "auto-reply"),
        ("X-FC-MachineGenerated: true", "auto-reply"),
        ("X-POST-MessageClass: 9; Autoresponder", "auto-reply"),
        ("Precedence: auto_reply", "vacation"),
        ("Precedence: bulk", "bulk"),
        ("Precedence: Junk", "bulk"),
        ("Precedence: list", "list"),
        ("List-Id: <staff.example.net>", "list"),
        ("List-Unsubscribe: <mailto:leave@example.net>", "list"),
        ("X-Loop: peerpost", "loop"),
        ("Return-Path: <>", "null-sender"),
        ("From: MAILER-DAEMON@example.net", "program"),
        ("From: No Reply <no-reply@example.net>", "program"),
        ("From: Postmaster <postmaster@example.net>", "program"),
        ("X-Auto-Response-Suppress: All\r\nX-MS-Exchange-Inbox-Rules-Loop: mira@example.net", "vacation"),
    ],
)
def test_a_telling_header_is_named(field: str, code: str) -> None:
    assert _code(field) == code


@pytest.mark.parametrize(
    "field",
    [
        "Auto-Submitted: no",
        "Auto-Submitted: no (a person)",
        "Auto-Submitted: auto-forwarded",
        "X-Auto-Response-Suppress: All",
        "X-Auto-Response-Suppress: DR, OOF, AutoReply",
        "Precedence: normal",
        "X-Autoreply: no",
        "Return-Path: <mira@example.net>",
        "From: Noreen Reply <noreen@example.net>",
        "X-Mailer: Autopilot",
    ],
)
def test_what_people_s_mail_carries_too_is_no_sign(field: str) -> None:
    assert _code(field) == ""


def test_a_receipt_says_only_that_a_letter_was_opened() -> None:
    body = (
        "From: mira@example.net\r\nSubject: Read: Your agreement\r\n"
        "Content-Type: multipart/report; report-type=disposition-notification; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/plain\r\n\r\nYour message was read.\r\n"
        "--b\r\nContent-Type: message/disposition-notification\r\n\r\n"
        "Disposition: manual-action/MDN-sent-manually; displayed\r\n--b--\r\n"
    )
    assert is_automatic(mime.read(body.encode())) == "receipt"


@pytest.mark.parametrize("number", range(len(AWAY)))
def test_an_away_note_without_a_header_is_known_by_its_words(number: int) -> None:
    assert _code(subject=AWAY[number]["subject"], text=AWAY[number]["text"]) in ("ooo-subject", "ooo-text")


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Re: Your meeting", "I'm on holiday until 16 March, so let's meet on the 17th."),
        ("Re: Your meeting", "I will be out of the office next week. Could we move it?"),
        ("Re: Your meeting", "Thank you for your message! Yes, Tuesday suits me."),
        ("Re: Automatic reply: Your meeting", "Welcome back! Tuesday then."),
        ("Re: Ihr Treffen", "Ich bin bis 16. März im Urlaub, danach gern."),
        ("Re: Votre rendez-vous", "Je suis en vacances jusqu'au 16, on se voit le 17 ?"),
        ("away", "I am away until 16 March"),
        ("Your agreement", "Please contact Ada too, she has the notes."),
        ("", ""),
    ],
)
def test_a_person_who_tells_of_an_absence_is_a_person(subject: str, text: str) -> None:
    assert _code(subject=subject, text=text) == ""


def test_words_quoted_from_our_letter_do_not_make_a_reply_automatic() -> None:
    text = (
        "Yes, I agree.\n\nOn Mon, Mar 2, 2026 at 10:00 AM Peerpost <agency@example.org> wrote:\n> This is an automatic "
        "letter.\n> Thank you for your message, I am out of the office."
    )
    assert _code(text=text) == ""


def test_words_known_to_be_the_writer_s_are_judged_instead_of_all() -> None:
    mail = mime.read(b"From: mira@example.net\nSubject: Re: x\n\nYes.\n\nThis is an automated letter of the programme.")
    assert (is_automatic(mail), is_automatic(mail, "Yes.")) == ("ooo-text", "")


TOKEN = "k3vq7x2mabcdefghijklmnopqr"


@pytest.mark.parametrize(
    "fields",
    [
        (f"Message-ID: <{TOKEN}.start-1.2@peerpost.example.net>",),
        ("From: Peerpost <agency@mentoring.example.org>",),
        ("From: AGENCY@Mentoring.example.org",),
        (f"From: agency+{TOKEN}@mentoring.example.org",),
        (f"From: agency-{TOKEN}@mentoring.example.org",),
    ],
)
def test_a_letter_of_our_own_that_comes_round_is_a_loop(fields: tuple[str, ...]) -> None:
    head = fields if fields[0].startswith("From:") else (*fields, "From: mira@example.net")
    mail = mime.read("\r\n".join((*head, "Subject: Re: x", "", "Yes.")).encode())
    assert is_automatic(mail, "Yes.", "agency@mentoring.example.org") == "loop"


@pytest.mark.parametrize("sender", ["agency@mentoring.example.net", "agencyfan@mentoring.example.org", "a@b.example"])
def test_somebody_at_a_like_address_is_a_person(sender: str) -> None:
    fields = f"From: {sender}\r\nMessage-ID: <m1@mentoring.example.org>\r\nReferences: <{TOKEN}.x@peerpost.example.net>"
    mail = mime.read(f"{fields}\r\nSubject: Re: x\r\n\r\nYes.".encode())
    assert is_automatic(mail, "Yes.", "agency@mentoring.example.org") == ""
