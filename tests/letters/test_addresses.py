"""The token of a letter comes back with its reply, whatever the mail systems on the way do to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from correspondence.arriving.mime import read
from correspondence.writing.addresses import SEPARATORS, find_token, is_plain, message_id, reply_address, token_of
from tests.letters.shown import NAMES, shown

AGENCY = "letters@example.org"
TOKEN = "abcdefghijklmnopqrstuvwx27"
TOKENS = st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=26, max_size=26)
KEYS = st.text(min_size=1, max_size=80)


@given(TOKENS, st.sampled_from(SEPARATORS))
def test_an_address_leads_back_with_any_separator(token: str, separator: str) -> None:
    address = reply_address(AGENCY, token, separator)
    assert is_plain(address)
    assert token_of(address) == token
    assert find_token((address,), (), "", AGENCY) == token
    assert find_token(("noor@example.org", f"IMG <{address.upper()}>"), (), "", AGENCY) == token


@given(TOKENS, KEYS)
def test_a_message_id_leads_back_whatever_the_key(token: str, key: str) -> None:
    identity = message_id(key, token, "example.org")
    assert identity.isascii() and identity.isprintable() and " " not in identity
    assert find_token((AGENCY,), (identity,), "", AGENCY) == token
    assert find_token((AGENCY,), (identity.strip("<>"),), "", AGENCY) == token


@given(KEYS, KEYS)
def test_two_keys_have_two_message_ids(one: str, other: str) -> None:
    assert (message_id(one, TOKEN, "h") == message_id(other, TOKEN, "h")) == (one == other)


@pytest.mark.parametrize("name", NAMES)
def test_the_quoted_letter_leads_back(name: str) -> None:
    quoted = "\n".join(f"> {line}" for line in shown(name).text.splitlines())
    assert find_token((AGENCY,), (), f"Yes.\n\nOn Monday, IMG wrote:\n{quoted}", AGENCY) == "mentoringmentoringmentorin"


def test_a_wrapped_last_line_leads_back() -> None:
    assert find_token((), (), f"> > Ref:\n> > {TOKEN.upper()}\n", AGENCY) == TOKEN


def test_the_address_counts_before_the_references_and_the_latest_reference_first() -> None:
    first, last, quoted = "a" * 26, "b" * 26, "c" * 26
    ids = (message_id("k1", first, "example.org"), message_id("k2", last, "example.org"))
    assert find_token((reply_address(AGENCY, TOKEN),), ids, f"Ref: {quoted}", AGENCY) == TOKEN
    assert find_token((AGENCY,), ids, f"Ref: {quoted}", AGENCY) == last
    assert find_token((AGENCY,), (), f"Ref: {quoted}", AGENCY) == quoted


@pytest.mark.parametrize(
    "recipient",
    [AGENCY, f"letters+{TOKEN}x@example.org", f"letters+{TOKEN[1:]}@example.org", f"noor+{TOKEN}@example.org",
     f"letters+{TOKEN[:-1]}1@example.org", f"letters_{TOKEN}@example.org", f"xletters+{TOKEN}@example.org", ""],
)  # fmt: skip
def test_what_is_no_reply_address_of_ours_names_no_letter(recipient: str) -> None:
    assert find_token((recipient,), ("<123@example.com>", "<>"), "Ref: nothing", AGENCY) == ""


def test_an_agency_whose_own_name_has_a_separator_finds_its_tokens() -> None:
    agency = "peer-post@example.org"
    assert find_token((reply_address(agency, TOKEN, "-"),), (), "", agency) == TOKEN
    assert find_token((agency,), (), "", agency) == ""


PLACES = ["To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "X-Forwarded-To"]


def _found(*fields: str, text: str = "YES") -> str:
    """The token that a whole mail with these fields leads back to."""
    mail = read("\r\n".join(["From: mira@example.org", *fields, "", text]).encode())
    return find_token(mail.recipients, mail.references, mail.text, AGENCY)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("separator", SEPARATORS)
def test_a_mail_leads_back_by_any_field_that_says_whom_it_reached(place: str, separator: str) -> None:
    address = reply_address(AGENCY, TOKEN, separator)
    assert _found(f"{place}: {address}") == TOKEN
    assert _found(f"{place}: IMG Peer Mentoring <{address.upper()}>") == TOKEN
    to = "" if place == "To" else f"To: {AGENCY}"
    assert _found(*[to] * bool(to), f"{place}: noor@example.org, {address}") == TOKEN


@pytest.mark.parametrize("field", ["References", "In-Reply-To"])
def test_a_mail_whose_plus_part_a_gateway_took_away_leads_back_by_what_it_refers_to(field: str) -> None:
    older = message_id("k1", "b" * 26, "example.org")
    assert _found(f"To: {AGENCY}", f"{field}: {message_id('k2', TOKEN, 'example.org')}") == TOKEN
    ids = f"{older}\r\n {message_id('k2', TOKEN, 'example.org')}"
    assert _found(f"To: {AGENCY}", f"References: {ids}") == TOKEN


def test_a_mail_without_plus_part_and_without_references_leads_back_by_the_letter_it_quotes() -> None:
    assert _found(f"To: {AGENCY}", text=f"YES\r\n\r\n> Dear Mira\r\n> Ref: {TOKEN}\r\n") == TOKEN
    html = f"<p>YES</p><blockquote><p>Dear Mira</p><p>Ref: {TOKEN}</p></blockquote>"
    assert _found(f"To: {AGENCY}", "Content-Type: text/html", text=html) == TOKEN


def test_only_the_topmost_delivered_to_is_our_servers_word() -> None:
    """T18: plain mail servers keep a Delivered-To that the sender wrote."""
    forged = f"Delivered-To: {reply_address(AGENCY, TOKEN)}"
    assert _found(f"Delivered-To: {AGENCY}", forged, f"To: {AGENCY}") == ""
    assert _found(forged, f"Delivered-To: {AGENCY}", f"To: {AGENCY}") == TOKEN
