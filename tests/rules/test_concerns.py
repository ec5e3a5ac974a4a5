"""After a concern: what its writer adds is acknowledged once, with where help is, and goes nowhere (`IMG-16`)."""

from mentoring.answers import AskStatus, Unclear
from mentoring.concerns import ABOUT_CONCERN, RaiseConcern
from mentoring.ending import End
from mentoring.events import ConcernAddedTo, ConcernRaised, HumanCalled, NotUnderstood
from mentoring.letters import CONCERNS, NOTHING_ASKED, ORGANISER, Ask, Question
from mentoring.words import Attribution
from tests.spec import IMG, RED, day, given, lives

RAISED, MORE, UNASKED = RaiseConcern("mira"), Unclear("mira", ABOUT_CONCERN), Unclear("mira", NOTHING_ASKED)


def test_a_further_mail_in_the_thread_is_acknowledged_once_and_nobody_else_hears_of_it() -> None:
    life = lives(IMG, (5, RAISED), until=5)
    when = given(life).when(MORE, at=day(5, 13))
    when.then(ConcernAddedTo(day(5, 13), Attribution("mira")))
    when.then_letters(("concern_noted", "mira"))
    given(life, *when.events).when(MORE, at=day(5, 14)).then_nothing()
    given(life, *when.events).when(MORE, at=day(9)).then_nothing()


def test_it_calls_no_human_and_counts_for_no_run_of_unread_replies() -> None:
    life = lives(IMG, (5, RAISED), *((5.0 + n / 10, MORE) for n in range(5)), until=6)
    assert life.happened(NotUnderstood) == [] and life.happened(HumanCalled) == []
    assert [sent.name for sent in life.letters(to=ORGANISER)] == []


def test_a_mail_of_its_own_soon_after_is_about_the_concern_too() -> None:
    """`It is about my mentor`, written anew instead of as a reply."""
    given(lives(IMG, (5, RAISED), until=6)).when(UNASKED, at=day(6)).then(ConcernAddedTo(day(6), Attribution("mira")))
    later = given(lives(IMG, (5, RAISED), until=13)).when(UNASKED, at=day(13))
    later.then(NotUnderstood(day(13), "mira", NOTHING_ASKED))


def test_an_answer_to_another_question_is_asked_back_as_ever() -> None:
    asked = Question(Ask.MET_CHECK, "meeting/1")
    when = given(lives(IMG, (5, RAISED), until=5)).when(Unclear("mira", asked), at=day(5))
    when.then(NotUnderstood(day(5), "mira", asked))


def test_the_others_mails_are_not_about_my_concern() -> None:
    when = given(lives(IMG, (5, RAISED), until=5)).when(Unclear("ada", NOTHING_ASKED), at=day(5))
    assert when.kinds() == ["NotUnderstood"]


def test_the_word_said_again_within_a_day_is_the_same_concern() -> None:
    """The people responsible are told once; a day later it is another."""
    life = lives(IMG, (5, RAISED), (5.1, RAISED), (5.2, RAISED), until=6)
    assert [sent.name for sent in life.letters(to=CONCERNS)] == ["concern_pending"]
    assert life.happened(ConcernAddedTo) != []
    given(life).when(RAISED, at=day(6)).then(ConcernRaised(day(6), Attribution("mira")))


def test_a_concern_raised_anew_may_be_added_to_anew() -> None:
    life = lives(IMG, (5, RAISED), (5.1, MORE), (9, RAISED), until=9)
    assert given(life).when(MORE, at=day(9)).kinds() == ["ConcernAddedTo"]


def test_it_is_the_same_where_the_programme_states_no_exception() -> None:
    life = lives(RED, (5, RAISED), until=5)
    given(life).when(MORE, at=day(5, 13, of=RED)).then_letters(("concern_noted", "mira"))
    assert life.letters(to=CONCERNS) == []


def test_after_the_end_it_is_acknowledged_too() -> None:
    life = lives(IMG, (5, End("ada")), (7, RAISED), until=7)
    assert given(life).when(MORE, at=day(7)).kinds() == ["ConcernAddedTo"]


def test_what_can_be_read_in_the_thread_is_done() -> None:
    assert given(lives(IMG, (5, RAISED), until=5)).when(AskStatus("mira"), at=day(5)).kinds() == ["StatusTold"]


def test_a_late_letter_says_that_its_reader_took_part() -> None:
    life = lives(IMG, (4, End("ada")), (20, RaiseConcern("mira")), until=20)
    late = [sent.letter for sent in life.letters(to="mira") if sent.at >= day(20)]
    assert late and all(letter.facts["over"] for letter in late)
    assert all("over" not in sent.letter.facts for sent in life.sent if sent.at <= day(4) or sent.to == ORGANISER)
