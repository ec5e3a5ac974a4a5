"""Reports about delivery: who was not reached, whether it is worth trying again, and which letter it was."""

import pytest

from correspondence.arriving import bounces
from correspondence.arriving.bounces import NO_BOUNCE, Bounce

LETTER = "<l1@mentoring.example.org>"


def _report(*blocks: str, words: str = "Your letter did not arrive.", kind: str = "delivery-status") -> bytes:
    text = f"""\
Return-Path: <>
From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
To: agency+k3vq7x@mentoring.example.org
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type={kind}; boundary="b"

--b
Content-Type: text/plain

{words}

--b
Content-Type: message/{kind}

Reporting-MTA: dns; mx.example.net

{chr(10).join(blocks)}
--b
Content-Type: message/rfc822

Message-ID: {LETTER}
From: agency@mentoring.example.org
To: mira@example.net
Subject: Your agreement

Reply YES to agree.
--b--
"""
    return text.encode()


def _block(address: str = "mira@example.net", action: str = "failed", status: str = "5.1.1", said: str = "") -> str:
    return (
        f"Final-Recipient: rfc822; {address}\nAction: {action}\nStatus: {status}\n"
        f"Diagnostic-Code: smtp; {status} {said}\n"
    )


def test_a_standard_report_names_the_address_and_the_letter() -> None:
    found = bounces.read(_report(_block(said="No such user")))
    assert found == Bounce(("mira@example.net",), permanent=True, original_id=LETTER)


@pytest.mark.parametrize(
    ("action", "status", "said"),
    [
        ("delayed", "4.4.1", "connection timed out"),
        ("failed", "4.4.7", "expired"),
        ("failed", "5.2.2", "mailbox full"),
        ("failed", "5.7.1", "looks like spam"),
        ("failed", "5.1.1", "mailbox is full"),
        ("failed", "5.1.8", "sender address rejected"),
        ("failed", "5.0.0", "rejected"),
        ("failed", "5.4.6", "routing loop"),
        ("failed", "4.1.1", "user unknown, trying again"),
    ],
)
def test_trouble_that_may_pass_is_not_permanent(action: str, status: str, said: str) -> None:
    found = bounces.read(_report(_block(action=action, status=status, said=said)))
    assert (found.failed, found.permanent) == (("mira@example.net",), False)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("5.1.0", "address rejected"),
        ("5.1.1", "bad destination"),
        ("5.1.2", "bad domain"),
        ("5.1.10", "null mx"),
        ("5.7.1", "user unknown"),
        ("5.0.0", "No such user here"),
        ("5.5.0", "This account does not exist"),
    ],
)
def test_where_nobody_is_trying_again_is_pointless_whatever_code_a_filter_gives_it(status: str, said: str) -> None:
    assert bounces.read(_report(_block(status=status, said=said))).permanent


def test_addresses_that_were_reached_are_not_counted() -> None:
    found = bounces.read(_report(_block("noor@example.net", "delivered", "2.0.0"), _block("mira@example.net")))
    assert found.failed == ("mira@example.net",)
    assert bounces.read(_report(_block(action="relayed", status="2.0.0"), words="Passed on.")).failed == ()


def _plain(text: str, *fields: str) -> bytes:
    head = fields or ("Return-Path: <>", "From: MAILER-DAEMON@mx.example.net", "Subject: failure notice")
    return "\n".join([*head, "To: agency@mentoring.example.org", "", text]).encode()


@pytest.mark.parametrize(
    ("text", "permanent"),
    [
        (
            "Hi. This is the qmail-send program.\n\n<mira@example.net>:\nSorry, no mailbox here. (#5.1.1)\n",
            True,
        ),
        ("The following addresses had permanent fatal errors:\n  mira@example.net\n  550 5.1.1 User unknown\n", True),
        ("Your mail to mira@example.net is delayed, we will keep trying for 3 days.", False),
        ("mira@example.net: mailbox full (552 5.2.2)", False),
        ("Your mail could not be delivered to\nmira@example.net\n", False),
        ("mira@example.net: host mx.example.net not found", True),
        ("We could not deliver.\n\nTo: mira@example.net\nMessage-ID: <l1@mentoring.example.org>\n", False),
    ],
)
def test_reports_in_the_words_of_old_mail_systems_are_understood(text: str, permanent: bool) -> None:
    found = bounces.read(_plain(text))
    assert (found.failed, found.permanent) == (("mira@example.net",), permanent)


def test_a_gateway_that_answers_in_the_subject_of_the_letter_is_known_by_the_shape_of_its_words() -> None:
    fields = ("From: gateway@example.net", "Subject: RE: Your meeting: non remis\n\t(delivery failed)")
    assert bounces.failed_addresses(_plain("Could not be delivered to\nmira@example.net", *fields)) == (
        "mira@example.net",
    )
    assert bounces.failed_addresses(_plain("It could not be delivered to mira@example.net, why?", *fields)) == ()
    assert bounces.failed_addresses(_plain("See:\n> could not be delivered to\n> mira@example.net", *fields)) == ()


def test_a_refusing_mailbox_filter_counts_as_a_bounce() -> None:
    raw = _report(
        "Final-Recipient: rfc822; mira@example.net\nDisposition: automatic-action/MDN-sent-automatically; deleted\n",
        words="The message was refused by the recipient's mail filtering program: mira@example.net",
        kind="disposition-notification",
    )
    assert bounces.failed_addresses(raw) == ("mira@example.net",)


@pytest.mark.parametrize(
    "raw",
    [
        _plain("Yes, I agree.", "From: Mira <mira@example.net>", "Subject: Re: Your agreement"),
        _plain(
            "I got this: mira@example.net user unknown, could not be delivered",
            "From: Mira <mira@example.net>",
            "Subject: Re: failure notice",
            "In-Reply-To: <l1@mentoring.example.org>",
        ),
        _plain(
            "I am out until Monday, write to noor@example.net",
            "Return-Path: <>",
            "From: mira@example.net",
            "Subject: Away",
        ),
        _report(
            "Final-Recipient: rfc822; mira@example.net\nDisposition: manual-action/MDN-sent-manually; displayed\n",
            kind="disposition-notification",
        ),
        _report("Feedback-Type: abuse\nOriginal-Rcpt-To: mira@example.net\n", kind="feedback-report"),
        b"",
        b"\xff\x00\xfe",
    ],
    ids=["a reply", "a person quoting a bounce", "an away note", "a receipt", "a complaint", "nothing", "noise"],
)
def test_what_is_no_report_of_a_failure_is_none(raw: bytes) -> None:
    assert bounces.read(raw) == NO_BOUNCE


def test_a_yes_in_the_returned_letter_reaches_nobody_but_the_report() -> None:
    assert "YES" not in repr(bounces.read(_report(_block())))


@pytest.mark.parametrize(
    ("sender", "subject", "text"),
    [
        ("shop@post.example", "Delivery failed: your parcel", "We were unable to deliver to mira@example.net."),
        (
            "mira@example.net",
            "Fwd: Undelivered Mail",
            "What now?\n\nFrom: MAILER-DAEMON\n\n<ada@example.net>: user unknown",
        ),
        ("mira@example.net", "could not deliver", "My mail to ada@example.net could not be delivered, can you help?"),
    ],
    ids=["a parcel", "a bounce handed on", "a person who tells of one"],
)
def test_a_letter_about_a_delivery_is_no_report_of_one(sender: str, subject: str, text: str) -> None:
    assert bounces.read(_plain(text, f"From: {sender}", f"Subject: {subject}")) == NO_BOUNCE
