"""How the words of a concern move, and how they do not (`IMG-15`, `IMG-16`, `XC-04`)."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from mentoring.answers import AskStatus, Unclear
from mentoring.concern_cases import BasisGiven, ConcernOpened, ConcernReady, OpeningAgreed, Refused
from mentoring.concerns import TWO, GiveBasis, OpenConcern, RaiseConcern, WithdrawConcern
from mentoring.confidentiality import Tick
from mentoring.confirmations import Confirm, Doubt
from mentoring.contradictions import contradictions
from mentoring.ending import End, Undo
from mentoring.letters import CONCERNS, ORGANISER, SECOND_ORGANISER, Ask, Question
from mentoring.words import Attribution, Words
from tests.spec import IMG, RED, Life, Step, day, given, lives, with_a_second

TWO_IMG = with_a_second(IMG)
ILLEGAL, FITNESS, NO_HELP, OTHERS = 1, 2, 3, 4
TOLD, WORDS, ADA = date(2026, 1, 30), Words("he goes on operating"), Attribution("ada")
RAISED: Step = (5, RaiseConcern("ada"))
READY: tuple[Step, ...] = (RAISED, (5, GiveBasis("ada", 1, (FITNESS, NO_HELP), told=TOLD, words=WORDS)))
NOTICE, NOTED = ("concern_notice", "mira"), ("concern_complete", "ada")
ASKED = [("concern_ready", ORGANISER), ("concern_ready", SECOND_ORGANISER)]


def life(*steps: Step, until: float = 5) -> Life:
    return lives(TWO_IMG, *steps, until=until)


def sent(of: Life, *names: str) -> list[tuple[str, str]]:
    return [(each.name, each.to) for each in of.sent if each.name in names]


def missing(*steps: Step) -> tuple[Any, ...]:
    """What the last letter of a life asks of whoever raised a concern."""
    letter = life(*steps).letters(to="ada")[-1].letter
    assert letter.question == Question(Ask.CONCERN_BASIS, "concern/1")
    asked = letter.facts["missing"]
    assert isinstance(asked, tuple)
    return asked


def test_whom_the_programme_binds_is_asked_for_the_basis_the_day_and_the_words() -> None:
    """IMG-15, IMG-16."""
    assert missing(RAISED) == ("tick1", "tick2", "tick3", "tick4", "told", "words")
    assert [each.letter.facts for each in life(RAISED).letters(to=CONCERNS)] == [{"form": True}]


def test_the_other_side_is_asked_for_no_basis_and_the_route_is_asked_to_get_in_touch() -> None:
    """IMG-15: the mentee is bound by nothing; nobody is told who of the two it was."""
    raised = given(life()).when(RaiseConcern("mira"), at=day(5))
    answer, pending = raised.letters()
    assert (answer.to, answer.question.kind, answer.facts) == ("mira", Ask.UNPROMPTED, {"stated": True})
    assert (pending.to, pending.facts) == (CONCERNS, {"form": False})
    forged = given(life((5, RaiseConcern("mira"))))
    forged.when(GiveBasis("mira", 1, (ILLEGAL,), told=TOLD, words=WORDS), at=day(5)).then_nothing()
    forged.when(GiveBasis("ada", 1, (ILLEGAL,), told=TOLD, words=WORDS), at=day(5)).then_nothing()


def test_with_one_organiser_no_word_can_move() -> None:
    """IMG-16: the organiser is asked to speak to the mentor."""
    alone = lives(IMG, RAISED, until=5)
    assert alone.letters(to=CONCERNS)[0].letter.facts == {"form": False, "speak_to": "ada"}
    given(alone).when(GiveBasis("ada", 1, (ILLEGAL,), told=TOLD, words=WORDS), at=day(5)).then_nothing()


def test_where_no_exception_is_stated_none_is_offered_and_nobody_is_told() -> None:
    """XC-04: a second organiser changes nothing of that, and there is nothing to take back."""
    red = lives(with_a_second(RED), (5, RaiseConcern("ada")), (5, RaiseConcern("mira")), until=5)
    assert red.letters(to=CONCERNS) == [] and red.pair.cases == {}
    assert {each.letter.facts["stated"] for each in red.letters("concern_answer")} == {False}
    given(red).when(GiveBasis("ada", 1, (1,), told=TOLD, words=WORDS), at=day(5, of=RED)).then_nothing()
    given(red).when(Undo("ada"), at=day(5, of=RED)).then_declined("nothing_to_undo")


def test_one_tick_of_two_is_not_enough() -> None:
    """IMG-15: it bears on fitness to practise, and the mentee refuses to seek help."""
    for tick, other in ((FITNESS, "tick3"), (NO_HELP, "tick2")):
        assert missing(RAISED, (5, GiveBasis("ada", 1, (tick,), told=TOLD, words=WORDS))) == (other,)
    both = given(life(RAISED)).when(GiveBasis("ada", 1, (FITNESS, NO_HELP), told=TOLD, words=WORDS), at=day(5))
    assert [event.bases for event in both.events if isinstance(event, ConcernReady)] == [(2,)]


def test_answers_come_in_any_order_and_only_what_is_missing_is_asked_for() -> None:
    words: Step = (5, GiveBasis("ada", 1, words=WORDS))
    told: Step = (5, GiveBasis("ada", 1, told=TOLD))
    assert missing(RAISED, words) == ("tick1", "tick2", "tick3", "tick4", "told")
    assert missing(RAISED, words, told) == ("tick1", "tick2", "tick3", "tick4")
    last = GiveBasis("ada", 1, (OTHERS,))
    assert given(life(RAISED, words, told)).when(last, at=day(5)).kinds() == ["BasisGiven", "ConcernReady"]


def test_nothing_moves_before_the_mentee_was_told() -> None:
    """IMG-16: not without a day, and not on one that is yet to come."""
    assert missing(RAISED, (5, GiveBasis("ada", 1, (ILLEGAL,), words=WORDS))) == ("told",)
    tomorrow = GiveBasis("ada", 1, (ILLEGAL,), told=date(2026, 2, 1), words=WORDS)
    refused = given(life(RAISED)).when(tomorrow, at=day(5))
    refused.then(BasisGiven(day(5), ADA, 1, (ILLEGAL,), words=WORDS, refused=(Refused.TOLD_LATER,)))
    refused.then_letters(("concern_basis", "ada"))
    today = GiveBasis("ada", 1, (ILLEGAL,), told=date(2026, 1, 31), words=WORDS)
    assert given(life(RAISED)).when(today, at=day(5)).kinds() == ["BasisGiven", "ConcernReady"]


@pytest.mark.parametrize(
    "none",
    [GiveBasis("ada", 1, other=True), GiveBasis("ada", 1, denied=(1, 2, 4)), GiveBasis("ada", 1, denied=(1, 3, 4))],
)
def test_what_is_no_exception_is_refused_with_the_list(none: GiveBasis) -> None:
    """IMG-15, XC-04: exceptions are not invented."""
    (letter,) = given(life(RAISED)).when(none, at=day(5)).letters()
    assert letter.facts["refused"] == (Refused.NO_BASIS,)
    assert life(RAISED, (5, none), until=20).letters("concern_ready") == []


def test_the_notice_is_there_before_anybody_can_open_a_word() -> None:
    """IMG-16: of the letters of one step, and so of one transaction, it is the first; it has none of the words."""
    ready = given(life(RAISED)).when(GiveBasis("ada", 1, (FITNESS, NO_HELP), told=TOLD, words=WORDS), at=day(5))
    ready.then_letters(NOTICE, NOTED, *ASKED)
    assert all(WORDS not in letter.facts.values() for letter in ready.letters())
    opens = OpenConcern(ORGANISER, 1)
    given(life(RAISED, (5, GiveBasis("ada", 1, (ILLEGAL,), words=WORDS)))).when(opens, at=day(5)).then_nothing()


def test_the_notice_goes_out_in_the_grace_of_an_end_too_whoever_leaves() -> None:
    """IMG-16: nobody's END keeps it from its reader, or the words would move without it."""
    for leaver in ("ada", "mira"):
        leaves = life((5, End(leaver)), *READY)
        assert sent(leaves, "concern_notice", "concern_ready") == [NOTICE, *ASKED]


@pytest.mark.parametrize("order", [TWO, TWO[::-1]])
def test_nothing_is_opened_until_both_organisers_have_said_so(order: tuple[str, str]) -> None:
    """IMG-16: one letter with the words, to the route for concerns; the event names roles and no person."""
    first, second = order
    one = life(*READY, (5, OpenConcern(first, 1)), (5, OpenConcern(first, 1)), until=9)
    assert one.letters("concern_words") == []
    both = given(one).when(OpenConcern(second, 1), at=day(9))
    both.then(OpeningAgreed(day(9), second, 1), ConcernOpened(day(9), 1, TWO))
    both.then_letters(("concern_opening_noted", second), ("concern_words", CONCERNS))
    assert both.letters()[1].facts == {"words": WORDS, "bases": (2,), "told": TOLD}
    again = given(one, *both.events).when(OpenConcern(first, 1), at=day(10))
    assert again.kinds() == ["OpeningAgreed"]


def test_nobody_else_opens_anything() -> None:
    for nobody in ("ada", "mira", "mallory", CONCERNS):
        given(life(*READY)).when(OpenConcern(nobody, 1), at=day(5)).then_nothing()
    given(life(*READY)).when(OpenConcern(ORGANISER, 2), at=day(5)).then_nothing()


def test_the_second_organiser_is_there_for_this_alone() -> None:
    given(life(*READY)).when(AskStatus(SECOND_ORGANISER), at=day(5)).then_nothing()
    asked = Unclear(SECOND_ORGANISER, Question(Ask.CONCERN_OPEN, "concern/1"))
    given(life(*READY)).when(asked, at=day(5)).then_letters(("ask_back", SECOND_ORGANISER))
    thrice = life(*READY, *((5 + n / 10, asked) for n in range(4)), until=9)
    assert thrice.letters("human_needed") == []


def test_a_concern_can_be_taken_back_until_it_is_opened() -> None:
    """The route reads that it was, and nothing else; whoever had the notice is told that nothing was passed on."""
    for undo in (Undo("ada"), WithdrawConcern("ada", 1), WithdrawConcern("ada")):
        taken = given(life(*READY, (5, OpenConcern(ORGANISER, 1)))).when(undo, at=day(5))
        taken.then_letters(
            ("concern_taken_back", "ada"), ("concern_not_passed", "mira"), ("concern_withdrawn", CONCERNS)
        )
        assert taken.letters()[2].facts == {}
    late = life(
        *READY, (5, WithdrawConcern("ada", 1)), (6, OpenConcern(ORGANISER, 1)), (6, OpenConcern(SECOND_ORGANISER, 1))
    )
    assert late.letters("concern_words") == []
    assert {each.letter.facts["state"] for each in late.letters("concern_opening_noted")} == {"withdrawn"}
    opened = life(*READY, *((5, OpenConcern(who, 1)) for who in TWO))
    given(opened).when(Undo("ada"), at=day(5)).then_declined("nothing_to_undo")


def test_only_who_raised_it_takes_it_back() -> None:
    for other in (Undo("mira"), WithdrawConcern("mira", 1)):
        given(life(*READY)).when(other, at=day(5)).then_declined("nothing_to_undo")


def test_an_undo_takes_back_the_end_first() -> None:
    leaves = life(*READY, (5, End("ada")))
    assert given(leaves).when(Undo("ada"), at=day(5)).kinds() == ["EndUndone"]


def test_what_is_written_beside_goes_nowhere_and_is_answered_with_what_is_missing() -> None:
    """IMG-16: at most ten times a day, so that no machine is answered for ever."""
    asked = Question(Ask.CONCERN_BASIS, "concern/1")
    unclear = life(RAISED, *((5 + n / 100, Unclear("ada", asked)) for n in range(30)), until=5.5)
    assert len(unclear.letters("concern_basis")) == 10
    assert unclear.letters("human_needed") == [] and unclear.pair.cases[1].words is None
    done = life(*READY, (5, Unclear("ada", asked)), (5, Unclear("ada", asked)))
    assert len(done.letters("concern_noted")) == 1


def test_after_the_end_a_concern_is_heard_answered_opened_and_taken_back() -> None:
    """As long as closing letters may be answered."""
    ended: Step = (5, End("mira"))
    late = life(ended, (9, RaiseConcern("ada")), (9, GiveBasis("ada", 1, (ILLEGAL,), told=TOLD, words=WORDS)), until=9)
    assert sent(late, "concern_notice", "concern_ready") == [NOTICE, *ASKED]
    assert given(late).when(Undo("ada"), at=day(9)).kinds() == ["ConcernWithdrawn"]
    late.does(OpenConcern(ORGANISER, 1))
    late.does(Doubt(SECOND_ORGANISER, OpenConcern(SECOND_ORGANISER, 1)))
    late.does(Confirm(SECOND_ORGANISER, 1, True))
    assert [each.to for each in late.letters("concern_words")] == [CONCERNS]


@pytest.mark.parametrize("phrase", ["", " ", "[any]", "~", "()", "(illegal", "(is [not] illegal)", "[a (b)] c"])
def test_a_phrase_that_every_reply_would_hold_is_refused(phrase: str) -> None:
    """Or one that is none: a tick is given by words, never by their absence."""
    ticks = (Tick(1, "It is illegal", (phrase, "(a|b) [certain] crime")),)
    told = contradictions(replace(IMG, confidentiality=replace(IMG.confidentiality, ticks=ticks)))
    assert [finding.sentence for finding in told] == [
        f"the tick 'It is illegal': {phrase!r} is no phrase; please write words, (a|b) for one of these and [a] for "
        "what may be left out."
    ]


def test_who_raised_it_may_be_forgotten_and_it_goes_on() -> None:
    """With the key of who asked for an end goes who raised a concern; the token still says whose answer it is."""
    raised = life(RAISED).pair
    forgotten = replace(raised, cases={1: replace(raised.cases[1], by="")}, concerns={})
    answered = given(forgotten).when(GiveBasis("ada", 1, (ILLEGAL,), told=TOLD, words=WORDS), at=day(5))
    answered.then_letters(NOTICE, NOTED, *ASKED)
