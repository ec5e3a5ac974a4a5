"""The set of replies: how many are understood as a careful human would, and that nothing is understood wrongly."""

import re
from collections import Counter
from dataclasses import replace

import pytest

from correspondence.arriving.lexicon import languages, lexicon
from correspondence.arriving.meaning import understand
from correspondence.arriving.reading import Intent
from tests.replies.measure import Reply, replies
from tests.replies.whole_replies import figures, whole_replies

# What is done at once, or binds: to hear it where it was not said would cost a relationship.
FOREIGN = re.compile("möchte|mentoría|mentorat|vacaciones|merci", re.IGNORECASE)
BINDING = {
    Intent.END,
    Intent.LEAVE_GROUP,
    Intent.AGREE,
    Intent.RENEW,
    Intent.FINISH,
    Intent.FORGET_ME,
    Intent.UNDO,
    Intent.ORGANISER_CLOSE,
    Intent.ORGANISER_REMATCH,
    Intent.PAUSE,
    Intent.DECLINED_TO_JOIN,
}


# The floor under what was reached.  The goal: 0.95 of those held back, at most one plain reply in ten asked back.
REACHED = [
    ("tuned", 0.99, 0.01),
    ("tuned_2", 0.96, 0.05),
    ("tuned_3", 0.97, 0.03),
    ("tuned_4", 0.9, 0.08),
    ("tuned_5", 0.99, 0.01),
    ("held_back", 0.95, 0.06),
    ("held_back_2", 0.92, 0.1),
    ("held_back_3", 0.92, 0.06),
]


@pytest.mark.parametrize("name", [name for name, _, _ in REACHED])
def test_nothing_grave_is_heard_that_was_not_said(name: str) -> None:
    assert [(reply.context.asked, reply.text, reply.read) for reply in replies(name) if reply.grave] == []


@pytest.mark.parametrize(("name", "right", "asked"), REACHED)
def test_most_plain_replies_are_understood(name: str, right: float, asked: float) -> None:
    every = replies(name)
    plain = [reply for reply in every if not reply.doubtful]
    outcomes = Counter(reply.outcome() for reply in every)
    asked_back = sum(reply.outcome() == "asked" for reply in plain)
    assert outcomes["right"] / len(every) >= right
    assert asked_back / len(plain) <= asked


# Whole mails: those held back are by somebody who knew neither the set nor the lexicons, and nothing was mended because
# of them; the floor is what was reached, and the goal is that of the others.
WHOLE_REACHED = [("whole", 0.96, 0.03), ("whole_held_back", 0.85, 0.1)]


@pytest.mark.parametrize(("name", "right", "asked"), WHOLE_REACHED)
def test_most_plain_mails_are_understood(name: str, right: float, asked: float) -> None:
    rightly, asked_back = figures(name)
    assert rightly >= right
    assert asked_back <= asked


@pytest.mark.parametrize(("name", "right", "asked"), WHOLE_REACHED)
def test_nothing_that_binds_is_heard_in_a_whole_mail_that_did_not_say_it(name: str, right: float, asked: float) -> None:
    wrong = [(each.line["body"], each.grave) for each in whole_replies(name) if each.grave & BINDING]
    assert wrong == []


@pytest.mark.parametrize(
    "frame",
    [
        "Maybe {}",
        "{}, maybe",
        "{} - just kidding",
        "I wonder if {}",
        "I am not sure whether {}",
        "If {}",
        "Suppose {}",
        "{}, or maybe not",
        'Mira wrote: "{}"',
        "{}, but not yet",
        "What happens if {}?",
        "{}?",
        "Mira said: {}",
        "{} if you agree",
        "{}, unless Ada objects",
        "It would be nice if {}",
        "{} - is that ok?",
        "Once the form is fixed: {}",
        "Do you want me to say {}?",
    ],
)
def test_doubt_conditions_and_quotation_take_every_weight_away(frame: str) -> None:
    heard = []
    for reply in replies("tuned"):
        if is_english(reply) and weighty(reply) and is_one_sentence(reply.text):
            text = frame.format(reply.text.rstrip(".!"))
            said = {each.intent for each in understand(text, reply.context)}
            heard += [(reply.context.asked, text)] * bool(said & (BINDING - {Intent.UNDO, Intent.DECLINED_TO_JOIN}))
    assert heard == []


def is_english(reply: Reply) -> bool:
    """Whether the reply, and not only its writer, is English, and no form is asked."""
    return reply.context.language == "en" and not reply.context.fields and not FOREIGN.search(reply.text)


def weighty(reply: Reply) -> bool:
    return {word for right in reply.right for word in right.split()} & BINDING == {reply.right[0]}


def is_one_sentence(text: str) -> bool:
    return not any(sign in text[:-1] for sign in ".!?\n,")


def test_a_name_never_matters() -> None:
    for reply in replies("tuned"):
        if "Mira" not in reply.text or not is_english(reply):
            continue
        for name in ("Zsófia", "June", "Will", "Grace"):
            other = replace(reply, text=reply.text.replace("Mira", name))
            assert other.read in (reply.read, "ask_back"), (name, other.text)


@pytest.mark.parametrize("language", languages())
def test_every_lexicon_says_all_that_english_says(language: str) -> None:
    english = {phrase.key for phrases in lexicon("en").starts.values() for phrase in phrases}
    other = {phrase.key for phrases in lexicon(language).starts.values() for phrase in phrases}
    assert english - other == set()
