"""Without the letter at hand: quotes known by their shape, signatures by custom, and nobody's own words lost."""

import random
import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from correspondence.arriving.mime import Mail
from correspondence.arriving.visible import split, visible_text
from tests.replies import hostile

SHAPES = tomllib.loads(files(__package__).joinpath("introductions.toml").read_text("utf-8"))
NAME, SHORT = "Peerpost <agency@mentoring.example.org>", "Peerpost"
OWN = "Yes, Tuesday suits me.\n\nUntil then!"
OLD = "Dear Mira,\n\nhave you and Ada found a day?"
MARKED = "\n".join(f"> {line}".rstrip() for line in OLD.split("\n"))


def _seen(text: str) -> str:
    return split(Mail(text=text)).text


def _html(html: str) -> str:
    return " ".join(
        visible_text(b"From: mira@example.net\nContent-Type: text/html; charset=utf-8\n\n" + html.encode()).split()
    )


@pytest.mark.parametrize("line", SHAPES["lines"])
def test_the_line_before_a_marked_quote_goes_with_it(line: str) -> None:
    line = line.format(name=NAME, short=SHORT)
    assert _seen(f"{OWN}\n\n{line}\n\n{MARKED}\n") == OWN
    assert _seen(f"{OWN}\n{line}\n{MARKED}\n") == OWN


@pytest.mark.parametrize("line", [line for line in SHAPES["lines"] if "{short}" not in line])
def test_the_line_before_an_unmarked_quote_cuts_what_follows(line: str) -> None:
    assert _seen(f"{OWN}\n\n{line.format(name=NAME)}\n\n{OLD}\n") == OWN


@pytest.mark.parametrize("delimiter", SHAPES["delimiters"])
def test_a_delimiter_with_the_copied_header_below_cuts_what_follows(delimiter: str) -> None:
    block = "From: Peerpost <agency@mentoring.example.org>\nSent: Monday, March 2, 2026 10:00\nTo: Mira\nSubject: A day"
    assert _seen(f"{OWN}\n\n{delimiter}\n{block}\n\n{OLD}\n") == OWN


@pytest.mark.parametrize(
    "block",
    [
        "From: Peerpost <agency@example.org>\nDate: Monday, March 2, 2026 at 10:00\nTo: Mira\nSubject: A day",
        "*From:* Peerpost <agency@example.org>\n*Sent:* Monday, March 2, 2026\n*To:* Mira\n*Subject:* A day",
        "Von: Peerpost\nGesendet: Montag, 2. März 2026 10:00\nAn: Mira\nBetreff: Ein Termin",
        "De : Peerpost <agency@example.org>\nEnvoyé : lundi 2 mars 2026 10:00\nÀ : Mira\nObjet : Une date",
        "De: Peerpost\nEnviado el: lunes, 2 de marzo de 2026\nPara: Mira\nAsunto: Un día",
        "Da: Peerpost\nInviato: lunedì 2 marzo 2026\nA: Mira\nOggetto: Un giorno",
        "Van: Peerpost\nVerzonden: maandag 2 maart 2026\nAan: Mira\nOnderwerp: Een dag",
        "Från: Peerpost\nSkickat: den 2 mars 2026\nTill: Mira\nÄmne: En dag",
        "Od: Peerpost\nWysłano: 2 marca 2026\nDo: Mira\nTemat: Dzień",
        "От: Peerpost\nОтправлено: 2 марта 2026 г.\nКому: Mira\nТема: День",
        "差出人: Peerpost\n送信日時: 2026年3月2日\n宛先: Mira\n件名: 日程",
        "发件人: Peerpost\n发送时间: 2026年3月2日\n收件人: Mira\n主题: 日期",
        "보낸 사람: Peerpost\n보낸 날짜: 2026년 3월 2일\n받는 사람: Mira\n제목: 날짜",
        "From: Peerpost\n <agency@example.org>\nSent: Monday, March 2, 2026\nTo: Mira\nSubject: A day",
    ],
)
def test_a_copied_header_cuts_itself_and_what_follows(block: str) -> None:
    assert _seen(f"{OWN}\n\n{block}\n\n{OLD}\n") == OWN


@pytest.mark.parametrize("line", SHAPES["sent_from"])
def test_a_telephone_s_line_is_no_word_of_the_writer(line: str) -> None:
    assert _seen(f"{OWN}\n\n{line}\n") == OWN
    assert _seen(f"{line}\n\n{OWN}\n") == OWN


@pytest.mark.parametrize(
    "tail",
    [
        "-- \nMira Nowak\nPhD student, Room 3",
        "--\nMira Nowak",
        "Kind regards,\nMira Nowak\nPhD student\n+43 1 000",
        "-- \nMira\n\n____________________\nThis e-mail is confidential, solely for its intended recipient.",
        "CONFIDENTIALITY NOTICE: this message is confidential and meant for its intended recipient only; if you have "
        "received it in error, please delete it.",
        "_______________________________________________\nstaff mailing list\nstaff@example.org",
    ],
)
def test_what_stands_below_the_signature_mark_is_cut(tail: str) -> None:
    assert _seen(f"{OWN}\n\n{tail}\n") == OWN


@pytest.mark.parametrize(
    "text",
    [
        "Goals: learn R\nFrom: 3 March\nTo: 20 August\nHow often: weekly",
        "From: old@example.net\nTo: new@example.net",
        "Date: 3 May, 15:00\nPlace: library",
        "Sent from my desk, so please excuse the formal tone: yes.",
        "I wrote to Ada on Monday:\nno answer yet.",
        "We met on 3 March 2026 at 10:00:\n- goals\n- dates",
        "Two things:\n-- the first\n-- the second",
        "On Tuesday then:\n\n10 o'clock",
        "My plan\n-------\nread, write",
        "Best,\nMira",
        "Yes!\n\nRegards,\nMira",
        "a > b, and\n5 < 6",
        "to: be or not to be",
        "Subject: to your approval, yes.",
        "Ada said: let's meet on 3 March at 10:00.",
        "Re: your question\nYes.",
    ],
)
def test_what_only_looks_like_a_quote_is_kept_whole(text: str) -> None:
    assert _seen(text) == text


PLAIN = [
    reply[0]
    for path in sorted(Path(__file__).parent.joinpath("set").glob("*.toml"))
    for group in tomllib.loads(path.read_text("utf-8"))["group"]
    for reply in group["replies"]
    if ">" not in reply[0] and "Sent from" not in reply[0]
]


def test_of_a_thousand_plain_replies_none_loses_a_word() -> None:
    assert len(PLAIN) > 500
    assert [text for text in PLAIN if _seen(text).split() != text.split()] == []


def test_answers_between_quoted_lines_are_kept_in_their_order() -> None:
    line = "On Mon, Mar 2, 2026 at 10:00 AM Peerpost <a@example.org> wrote:"
    text = f"{line}\n> Have you met?\nYes.\n\n> When?\n\nOn Tuesday.\n"
    assert _seen(text) == "Yes.\n\nOn Tuesday."


def test_an_answer_below_the_quote_is_kept_and_its_signature_is_not() -> None:
    assert _seen(f"On 2 Mar 2026 Peerpost wrote:\n{MARKED}\n\n{OWN}\n\n-- \nMira\n") == OWN


def test_the_end_of_a_quoted_line_that_a_program_wrapped_is_no_answer() -> None:
    quote = (
        "> Please tell us by the end of next week whether the day that Ada proposed\nwould suit you too.\n> Thank you"
    )
    assert _seen(f"Yes.\n\n{quote}\n") == "Yes."


def test_an_answer_typed_into_the_middle_of_a_quoted_sentence_is_kept() -> None:
    quote = "> Please tell us by the end of next week whether the day that Ada proposed\nit does\n> would suit you too."
    assert _seen(f"{quote}\n") == "it does"


def test_words_before_an_introduction_on_the_same_line_are_kept() -> None:
    assert _seen("Yes, gladly. On Mon, Mar 2, 2026 at 10:00 AM Ada <a@example.org> wrote:\n> Tea?") == "Yes, gladly."


def test_nothing_is_lost_what_is_not_seen_is_in_the_cut() -> None:
    found = split(Mail(text=f"{OWN}\n\n-----Original Message-----\n{OLD}\n"))
    assert "have you and Ada found a day?" in found.cut
    assert "Tuesday" in found.text and "Tuesday" not in found.cut


def test_invisible_letters_and_armour_are_taken_off() -> None:
    assert _seen("Y\u200bE\u2060S\u202e") == "YES"
    signature = "-----BEGIN PGP SIGNATURE-----\niQ\n-----END PGP SIGNATURE-----"
    assert _seen(f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n- -YES-\n{signature}") == "-YES-"


@pytest.mark.parametrize(
    "html",
    [
        '<p>Yes</p><blockquote type="cite"><p>Have you met?</p></blockquote>',
        '<div>Yes</div><div class="gmail_quote"><div class="gmail_attr">On Monday Ada wrote:<br></div>'
        '<blockquote class="gmail_quote">Have you met?</blockquote></div>',
        '<div>Yes</div><div class="gmail_quote">---------- Forwarded message ---------<br>Have you met?</div>',
        '<div>Yes</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg">From: x</div><div>Have you met?</div>',
        '<div>Yes</div><div id="x_divRplyFwdMsg"><b>From:</b> x</div><div>Have you met?</div>',
        '<div>Yes</div><div class="yahoo_quoted"><div>Have you met?</div></div>',
        '<div>Yes</div><div class="protonmail_quote">On Monday Ada wrote:<blockquote>Have you met?</blockquote></div>',
        '<div>Yes</div><div class="moz-cite-prefix">Ada wrote:</div><blockquote cite="mid:1">Met?</blockquote>',
        '<div>Yes</div><div class="zmail_extra"><div>---- On Monday Ada wrote ----</div>Have you met?</div>',
        '<div>Yes</div><div class="gmail_signature">Mira Nowak<br>PhD student</div>',
        '<div>Yes</div><div id="Signature"><p>Mira Nowak</p></div>',
        '<div>Yes</div><div style="display:none">No</div>',
        '<div>Yes</div><div name="messageReplySection">Ada wrote:<blockquote>Have you met?</blockquote></div>',
        "<html><head><title>No</title><style>p {}</style></head><body>Yes<script>no()</script></body></html>",
        "<div>Yes",
        "Yes",
    ],
)
def test_each_program_s_own_marks_are_known(html: str) -> None:
    assert _html(html) == "Yes"


def test_answers_typed_between_the_blocks_of_a_quote_are_kept() -> None:
    asked = "<blockquote type=cite>{}</blockquote>".format
    assert _html(f"{asked('Have you met?')}<p>Yes</p>{asked('When?')}<p>Tuesday</p>") == "Yes Tuesday"


def test_indenting_and_quoting_a_book_are_the_writer_s_own() -> None:
    assert _html('<blockquote style="margin:0 0 0 40px;border:none;padding:0px">Goals: R</blockquote>') == "Goals: R"
    assert _html('<blockquote cite="https://example.org/book">Read.</blockquote>') == "Read."


def test_lists_tables_and_emoji_pictures_stay_readable() -> None:
    table = "<table><tr><td>How often</td><td>weekly</td></tr></table>"
    html = f'<ol><li>Goals</li><li>Dates</li></ol>{table}<img alt="👍"><img alt="logo">'
    assert _html(html) == "1. Goals 2. Dates How often weekly 👍"


PIECES = [
    *[
        "",
        "Yes, gladly.",
        "> ",
        ">> older",
        "-- ",
        "__",
        "Mira",
        "Sent from my iPhone",
        "Regards,",
        "👍",
        "____",
        "Straße",
    ],
    *[
        "On Mon, Mar 2, 2026 at 10:00 AM Ada <ada@example.org> wrote:",
        "From: Ada <ada@example.org>",
        "Sent: Monday 10:00",
    ],
    *[
        "Subject: tea",
        "-----Original Message-----",
        "<ada@example.org",
        "> wrote:",
        "https://example.org/tea",
        "> Tea?",
    ],
]


def test_whatever_is_cut_no_word_disappears() -> None:
    chance = random.Random(20260302)
    for _ in range(2_000):
        text = "\n".join(chance.choice(PIECES) for _ in range(chance.randint(1, 30)))
        found = split(Mail(text=text))
        assert sorted(f"{found.text} {found.cut}".replace(">", " ").split()) == sorted(text.replace(">", " ").split())


@pytest.mark.parametrize("name", hostile.TEXTS)
def test_a_body_made_to_exhaust_a_parser_does_not_hide_the_words_above_it(name: str) -> None:
    assert split(Mail(text=f"Yes, gladly.\n\n{hostile.text_of(name, 30_000)}")).text.startswith("Yes, gladly.")


def test_html_nested_beyond_reason_still_says_something() -> None:
    assert "Yes" in _html("<div>" * 5000 + "Yes" + "</div>" * 5000)
