"""What a letter offers as an answer is understood when it comes back, as what the letter meant by it."""

import pytest

from correspondence.arriving.meaning import understand
from correspondence.arriving.offered import offers
from correspondence.arriving.reading import Context, Intent
from correspondence.writing.source import load
from mentoring.letters import Ask
from tests.letters.shown import NAMES, SAMPLES, shown

MEANT = {
    (Ask.KICKOFF, "JOIN"): Intent.JOINED,
    (Ask.KICKOFF, "END"): Intent.END,
    (Ask.KICKOFF, "We will meet on "): Intent.MEETING_PROPOSED,
    (Ask.AGREEMENT_SIGN, "AGREE"): Intent.AGREE,
    (Ask.AGREEMENT_SIGN, "I would like to change this: "): Intent.WANT_CHANGES,
    (Ask.FIRST_MEETING, "We will meet on "): Intent.MEETING_PROPOSED,
    (Ask.FIRST_MEETING, "We met on "): Intent.MET,
    (Ask.NEXT_MEETING, "YES"): Intent.AGREE,
    (Ask.NEXT_MEETING, "Let us meet on "): Intent.MEETING_PROPOSED,
    (Ask.NEXT_MEETING, "We will meet on "): Intent.MEETING_PROPOSED,
    (Ask.NEXT_MEETING, "Move the meeting to "): Intent.MEETING_MOVED,
    (Ask.NEXT_MEETING, "Cancel the meeting"): Intent.MEETING_CANCELLED,
    (Ask.MET_CHECK, "YES"): Intent.MET,
    (Ask.MET_CHECK, "YES, WE MET"): Intent.MET,
    (Ask.MET_CHECK, "We met on "): Intent.MET,
    (Ask.MET_CHECK, "NOT YET"): Intent.NOT_MET,
    (Ask.MET_CHECK, "WE DID NOT MEET"): Intent.NOT_MET,
    (Ask.MET_CHECK, "We moved it to "): Intent.MEETING_MOVED,
    (Ask.CADENCE_NUDGE, "We met on "): Intent.MET,
    (Ask.CADENCE_NUDGE, "We will meet on "): Intent.MEETING_PROPOSED,
    (Ask.CADENCE_NUDGE, "We were in touch on "): Intent.CONTACT_HAPPENED,
    (Ask.GOAL_REVIEW, "OK"): Intent.AGREE,
    (Ask.GOAL_REVIEW, "I would like to change our goals: "): Intent.WANT_CHANGES,
    (Ask.RENEWAL, "RENEW"): Intent.RENEW,
    (Ask.RENEWAL, "FINISH"): Intent.FINISH,
    (Ask.AFTER_CARE, "I UNDERSTAND"): Intent.AGREE,
    (Ask.CONCERN_OPEN, "OPEN"): Intent.ORGANISER_OPEN,
    (Ask.EVENT, "COMING"): Intent.AGREE,
    (Ask.EVENT, "NOT COMING"): Intent.DECLINED_TO_JOIN,
    (Ask.CONFIRM, "UNDO"): Intent.UNDO,
    (Ask.CONFIRM, "YES"): Intent.AGREE,
    (Ask.CONFIRM, "NO"): Intent.UNDO,
    (Ask.END_CONFIRM, "UNDO"): Intent.UNDO,
    (Ask.END_CONFIRM, "END"): Intent.END,
    (Ask.ORGANISER_ESCALATION, "SNOOZE 3 days"): Intent.ORGANISER_SNOOZE,
    (Ask.ORGANISER_ESCALATION, "EXTEND 2 weeks"): Intent.ORGANISER_EXTEND,
    (Ask.ORGANISER_ESCALATION, "CLOSE"): Intent.ORGANISER_CLOSE,
    (Ask.ORGANISER_ESCALATION, "NOTE"): Intent.ORGANISER_NOTE,
    (Ask.ORGANISER_CARE, "CLOSE"): Intent.ORGANISER_CLOSE,
    (Ask.ORGANISER_CARE, "NOTE"): Intent.ORGANISER_NOTE,
    (Ask.PAUSE_OFFER, "YES"): Intent.AGREE,
    (Ask.PAUSE_OFFER, "NO"): Intent.NOTHING,
    (Ask.PAUSE_OFFER, "PAUSE UNTIL "): Intent.PAUSE,
    (Ask.UNPROMPTED, "STATUS"): Intent.STATUS,
}
ANYWHERE = {
    "HELP": Intent.HELP,
    "STATUS": Intent.STATUS,
    "PAUSE UNTIL 3 August 2026": Intent.PAUSE,
    "STOP THE NUDGES": Intent.FEWER_MAILS,
    "END": Intent.END,
}
"""The words of every letter's footer."""


def _offered() -> list[tuple[Ask, str]]:
    found = {
        (SAMPLES[name].letter.question.kind, reply)
        for name in NAMES
        for _, reply in shown(name).answers
        if "\n" not in reply
    }
    again = {(Ask(kind), each.reply) for kind, choices in load("ask_back").choices.items() for each in choices}
    return sorted(pair for pair in found | again if not pair[1].endswith(":"))


@pytest.mark.parametrize(("ask", "reply"), _offered())
def test_an_offered_answer_is_understood(ask: Ask, reply: str) -> None:
    expected = ANYWHERE.get(reply) or MEANT[ask, reply]
    context = Context(ask, SAMPLES["met_check-1"].at, "Europe/London", "en")
    said = understand(_completed(reply), context, "Re: a letter")
    assert [statement.intent for statement in said] == [expected]


@pytest.mark.parametrize("ask", list(Ask))
@pytest.mark.parametrize("words", list(ANYWHERE))
def test_the_words_of_the_footer_are_understood_under_every_letter(ask: Ask, words: str) -> None:
    context = Context(ask, SAMPLES["met_check-1"].at, "Europe/London", "en")
    expected = ANYWHERE[words]
    assert [statement.intent for statement in understand(words, context, "")] == [expected]


@pytest.mark.parametrize("ask", list(Ask))
def test_the_words_on_a_button_read_as_its_answer_alone_and_with_thanks_around_them(ask: Ask) -> None:
    context = Context(ask, SAMPLES["met_check-1"].at, "Europe/London", "en")
    for label, reply in offers(ask):
        meant = understand(reply, context)
        for words in (label, reply, f"{reply.strip()} ({label})"):
            letter = f"Hi,\n\n{words.upper()}.\n\nThanks, Ada"
            for text in (words, letter, f"{words}. Many thanks, Noor", f"Thanks! {words}"):
                assert understand(text, context) == meant, (text, reply)


@pytest.mark.parametrize(
    ("ask", "text", "intent"),
    [
        (Ask.NEXT_MEETING, "Another day: 3 March", Intent.MEETING_PROPOSED),
        (Ask.FIRST_MEETING, "We have a day: Friday 13 February, 5pm", Intent.MEETING_PROPOSED),
        (Ask.PAUSE_OFFER, "Another day - 3 March", Intent.PAUSE),
        (Ask.RENEWAL, "Go on? I do not know", Intent.ASK_BACK),
        (Ask.RENEWAL, "Don't\nGo on", Intent.ASK_BACK),
        (Ask.END_CONFIRM, "Do not let it end", Intent.ASK_BACK),
        (Ask.ORGANISER_ESCALATION, "Close to a solution", Intent.ASK_BACK),
    ],
)
def test_a_buttons_words_with_more_than_courtesy_around_them_are_read_as_any_words(
    ask: Ask, text: str, intent: Intent
) -> None:
    context = Context(ask, SAMPLES["met_check-1"].at, "Europe/London", "en")
    assert [statement.intent for statement in understand(text, context)] == [intent]


def _completed(reply: str) -> str:
    """The answer with its gap filled as people do."""
    if reply.endswith(": "):
        return f"{reply}the frequency to once a month"
    if not reply.endswith(" "):
        return reply
    past = "met" in reply or "were" in reply
    return f"{reply}{'5 January 2026' if past else '3 February 2026'}"
