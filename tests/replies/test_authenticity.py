"""Only our own border's word counts, and only where nobody else can have written it."""

import pytest

from correspondence.arriving import mime
from correspondence.arriving.authenticity import vouched

BORDER = "mx.mentoring.example.org"
RECEIVED = "Received: from mail.example.net by mx.mentoring.example.org; Mon, 2 Mar 2026 10:00:00 +0000"
PASS = f"Authentication-Results: {BORDER}; dmarc=pass (p=reject) header.from=example.net"


def _vouched(*fields: str, sender: str = "Mira <mira@example.net>", authserv_id: str = BORDER) -> bool:
    lines = [*fields, f"From: {sender}", "To: agency@mentoring.example.org"]
    return vouched(mime.read("\r\n".join(lines).encode() + b"\r\n\r\nYES\r\n"), authserv_id)


@pytest.mark.parametrize(
    "result",
    [
        f"{BORDER}; dmarc=pass header.from=example.net",
        f"{BORDER} 1; spf=fail smtp.mailfrom=example.com;\r\n dmarc=pass (p=NONE sp=NONE) header.from=example.net",
        f"{BORDER}; DMARC=Pass header.From=Example.NET",
        f"{BORDER}; auth=pass smtp.auth=mira@example.net",
        f'{BORDER}; auth=pass (PLAIN) smtp.auth="mira@example.net"',
        f"{BORDER}; auth=pass smtp.mailfrom=mira@example.net",
        f"{BORDER}; auth=pass smtp.auth=Mira@Example.NET",
    ],
)
def test_a_pass_of_our_own_border_about_this_sender_vouches(result: str) -> None:
    assert _vouched(f"Authentication-Results: {result}", RECEIVED)


@pytest.mark.parametrize(
    "result",
    [
        f"{BORDER}; dmarc=fail header.from=example.net",
        f"{BORDER}; dmarc=none header.from=example.net",
        f"{BORDER}; dmarc=pass header.from=example.com",
        f"{BORDER}; dmarc=pass header.from=net",
        f"{BORDER}; dmarc=pass header.from=mail.example.net.example.com",
        f"{BORDER}; dmarc=pass",
        f"{BORDER}; spf=pass smtp.mailfrom=mira@example.net; dkim=pass header.d=example.net",
        f"{BORDER}; auth=pass smtp.auth=noor@example.net",
        f"{BORDER}; auth=pass smtp.auth=mira",
        f"{BORDER}; auth=none",
        f"{BORDER}; x-dmarc=pass header.from=example.net",
        f'{BORDER}; none; reason="dmarc=pass" header.from=example.net',
        f"{BORDER}.example.com; dmarc=pass header.from=example.net",
        f"x{BORDER}; dmarc=pass header.from=example.net",
        "mentoring.example.org; dmarc=pass header.from=example.net",
        f"{BORDER} 2; dmarc=pass header.from=example.net",
        f"({BORDER}) example.com; dmarc=pass header.from=example.net",
        f"{BORDER} (; dmarc=fail header.from=example.net",
        f"{BORDER}; dmarc=fail (; dmarc=pass header.from=example.net",
        f"{BORDER}; dmarc=fail header.from=example.net; dmarc=pass header.from=example.net",
        f"{BORDER}",
        "",
    ],
)
def test_anything_less_does_not(result: str) -> None:
    assert not _vouched(f"Authentication-Results: {result}", RECEIVED)


def test_a_field_below_the_topmost_received_was_brought_along_and_is_not_believed() -> None:
    assert not _vouched(RECEIVED, PASS)
    assert not _vouched(RECEIVED, PASS, RECEIVED)


def test_a_mail_that_passed_no_border_has_no_border_to_vouch_for_it() -> None:
    assert not _vouched(PASS)


def test_a_forged_field_below_does_not_undo_what_the_border_said() -> None:
    forged = f"Authentication-Results: {BORDER}; dmarc=fail header.from=example.net"
    assert _vouched(PASS, RECEIVED, forged)


def test_two_fields_of_the_border_that_disagree_vouch_for_nobody() -> None:
    assert not _vouched(PASS, f"Authentication-Results: {BORDER}; dmarc=fail header.from=example.net", RECEIVED)


def test_without_a_border_to_trust_nobody_is_vouched_for() -> None:
    assert not _vouched(PASS, RECEIVED, authserv_id="")
    assert not _vouched("Authentication-Results: ; dmarc=pass header.from=example.net", RECEIVED, authserv_id="")


def test_without_a_plain_sender_there_is_nobody_to_vouch_for() -> None:
    assert not _vouched(PASS, RECEIVED, sender="mira@example.net, mallory@example.com")
    assert not _vouched(PASS, "From: mallory@example.com", RECEIVED)


def test_seals_of_others_are_not_results_of_ours() -> None:
    assert not _vouched(PASS.replace("Authentication", "ARC-Authentication", 1), RECEIVED)
    assert not _vouched(PASS.replace("Authentication", "X-Authentication", 1), RECEIVED)


FOLDED = (
    f"Authentication-Results:\r\n {BORDER};\r\n\tdmarc=pass\r\n (p=reject\r\n dis=none)\r\n header.from=example.net"
)


def test_a_folded_field_reads_like_a_plain_one() -> None:
    assert _vouched(FOLDED, RECEIVED)
    assert not _vouched(RECEIVED, FOLDED)


@pytest.mark.parametrize("name", ["authentication-results", "AUTHENTICATION-RESULTS", "Authentication-Results "])
def test_a_forged_field_below_counts_for_nothing_however_its_name_is_written(name: str) -> None:
    """T18."""
    assert not _vouched(RECEIVED, f"{name}: {BORDER}; dmarc=pass header.from=example.net")


@pytest.mark.parametrize("name", ["received", "RECEIVED", "Received "])
def test_a_received_field_ends_what_is_believed_however_its_name_is_written(name: str) -> None:
    """T18: what stands below it was there before our border."""
    assert not _vouched(RECEIVED.replace("Received", name, 1), PASS)


@pytest.mark.parametrize(
    "results",
    [
        f"({BORDER}; dmarc=pass) example.com; dmarc=pass header.from=example.net",
        f"example.com ({BORDER}); dmarc=pass header.from=example.net",
        f'"{BORDER}"; dmarc=pass header.from=example.net',
        f"{BORDER}(; dmarc=fail) example.com; dmarc=pass header.from=example.net",
        f"{BORDER}; dmarc=fail (dmarc=pass header.from=example.net)",
        f'{BORDER}; dmarc=fail reason="dmarc=pass; dmarc=pass" header.from=example.net',
        f"{BORDER}; spf=pass (; dmarc=pass header.from=example.net)",
        f"{BORDER}\x00; dmarc=pass header.from=example.net",
        f"{BORDER.upper()}.; dmarc=pass header.from=example.net",
        f"=?utf-8?q?{BORDER}?=; dmarc=pass header.from=example.com",
    ],
)
def test_comments_quotes_and_look_alikes_of_our_name_are_not_believed(results: str) -> None:
    """T18: even above the border, where a server that adds no field of its own would leave them."""
    assert not _vouched(f"Authentication-Results: {results}", RECEIVED)


def test_of_two_fields_above_the_border_the_one_of_another_server_counts_for_nothing() -> None:
    other = "Authentication-Results: mx.example.com; dmarc=pass header.from=example.net"
    assert not _vouched(other, f"Authentication-Results: {BORDER}; dmarc=none header.from=example.net", RECEIVED)
    assert _vouched(other, PASS, RECEIVED)
    assert _vouched(PASS, "Authentication-Results: mx.example.com; dmarc=fail header.from=example.net", RECEIVED)
