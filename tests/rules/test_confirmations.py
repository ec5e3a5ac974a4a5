"""What waits for one more yes: concerns and an organiser's word too, and a reply from an address that is nobody's."""

from datetime import timedelta

from mentoring.answers import StatusTold
from mentoring.concerns import ConcernRaised, RaiseConcern
from mentoring.confirmations import (
    AddressLearned,
    Confirm,
    ConfirmationAnswered,
    ConfirmationAsked,
    Doubt,
    FromElsewhere,
)
from mentoring.documents import Sign, Signed
from mentoring.ending import End
from mentoring.letters import ORGANISER, Ask
from mentoring.organising import CloseRelationship, Extend, Extended, Note, OrganiserNoted
from mentoring.words import Attribution
from tests.spec import IMG, Step, answers, day, given, lives

FILLED: tuple[Step, ...] = ((1, answers(IMG, "agreement", "ada")), (2, answers(IMG, "agreement", "mira")))


def _elsewhere(mail: str, member: str = "mira") -> Doubt:
    return Doubt(member, FromElsewhere(member, mail))


def test_a_concern_in_doubt_is_raised_by_a_yes_and_says_where_help_is_at_once() -> None:
    concern = Doubt("mira", RaiseConcern("mira"))
    asked = given(lives(IMG, until=5)).when(concern, at=day(5))
    (letter,) = asked.letters()
    assert (letter.name, letter.to, letter.facts["act"]) == ("confirm_act", "mira", "concern")
    life = lives(IMG, (5, concern), until=5)
    given(life).when(Confirm("mira", 1, True), at=day(5)).then(
        ConfirmationAnswered(day(5), "mira", 1, True), ConcernRaised(day(5), Attribution("mira"))
    )


def test_a_concern_in_doubt_is_heard_after_the_end_too_and_nothing_else_is() -> None:
    life = lives(IMG, (4, End("ada")), until=20)
    given(life).when(Doubt("mira", RaiseConcern("mira")), at=day(20)).then(
        ConfirmationAsked(day(20), "mira", 1, RaiseConcern("mira"))
    )
    given(life).when(_elsewhere("m"), at=day(20)).then_nothing()
    given(life).when(Doubt("mira", Sign("mira", "agreement", 1, "m")), at=day(20)).then_nothing()
    life.does(Doubt("mira", RaiseConcern("mira")))
    assert given(life).when(Confirm("mira", 1, True), at=day(20)).kinds() == ["ConfirmationAnswered", "ConcernRaised"]


def test_an_organisers_word_in_doubt_is_done_by_a_yes() -> None:
    """T21."""
    life = lives(IMG, (33, Doubt(ORGANISER, Extend("agreement", 14))), (33, Doubt(ORGANISER, Note("plan"))), until=33)
    assert [sent.to for sent in life.letters("confirm_act")] == [ORGANISER] * 2
    extended = given(life).when(Confirm(ORGANISER, 1, True), at=day(33))
    assert [type(event) for event in extended.events] == [ConfirmationAnswered, Extended]
    noted = given(life).when(Confirm(ORGANISER, 2, True), at=day(33))
    assert [type(event) for event in noted.events] == [ConfirmationAnswered, OrganiserNoted]


def test_a_reply_from_elsewhere_asks_the_one_on_file_and_a_yes_makes_the_address_theirs() -> None:
    """T02: the token alone does nothing."""
    asked = given(lives(IMG, until=5)).when(_elsewhere("mail-7"), at=day(5))
    asked.then(ConfirmationAsked(day(5), "mira", 1, FromElsewhere("mira", "mail-7")))
    (letter,) = asked.letters()
    assert (letter.name, letter.to, letter.question.kind) == ("other_address", "mira", Ask.CONFIRM)
    life = lives(IMG, (5, _elsewhere("mail-7")), until=5)
    yes = given(life).when(Confirm("mira", 1, True), at=day(5))
    yes.then(ConfirmationAnswered(day(5), "mira", 1, True), AddressLearned(day(5), "mira", "mail-7"))
    assert yes.letters() == [], "the reply itself is answered, once it is read as theirs"


def test_a_no_makes_no_address_anybodys() -> None:
    life = lives(IMG, (5, _elsewhere("mail-7")), until=5)
    no = given(life).when(Confirm("mira", 1, False), at=day(5))
    no.then(ConfirmationAnswered(day(5), "mira", 1, False))
    given(life, *no.events).when(Confirm("mira", 1, True), at=day(6)).then(StatusTold(day(6), "mira"))


def test_a_thief_with_a_token_brings_one_letter_however_much_they_write() -> None:
    """T02: at most one is open for each member."""
    flood = tuple((5 + n / 100, _elsewhere(f"mail-{n}")) for n in range(500))
    life = lives(IMG, *flood, until=15)
    assert [sent.to for sent in life.letters("other_address")] == ["mira"]
    given(life).when(_elsewhere("mail-a", "ada"), at=day(15)).then(
        ConfirmationAsked(day(15), "ada", 2, FromElsewhere("ada", "mail-a"))
    )


def test_after_a_no_it_is_asked_again_on_another_day_at_most() -> None:
    steps: tuple[Step, ...] = ((5, _elsewhere("a")), (5.1, Confirm("mira", 1, False)))
    life = lives(IMG, *steps, until=5.2)
    given(life).when(_elsewhere("b"), at=day(5.9)).then_nothing()
    assert given(life).when(_elsewhere("b"), at=day(6.1)).kinds() == ["ConfirmationAsked"]


def test_a_question_that_was_overlooked_is_asked_again_and_the_first_is_dead() -> None:
    """T04: superseded, so that only the mail asked about last is read."""
    life = lives(IMG, (5, _elsewhere("a")), (20, _elsewhere("b")), until=20)
    assert len(life.letters("other_address")) == 2
    given(life).when(Confirm("mira", 1, True), at=day(20)).then(StatusTold(day(20), "mira"))
    assert given(life).when(Confirm("mira", 2, True), at=day(20)).kinds() == ["ConfirmationAnswered", "AddressLearned"]


def test_the_same_doubt_twice_can_be_confirmed_once() -> None:
    """T04: a yes to either letter; whoever forges the same once more takes the open question away from nobody."""
    one, two = (Doubt("mira", Sign("mira", "agreement", 1, mail)) for mail in ("m1", "m2"))
    life = lives(IMG, *FILLED, (3, one), (day(3, 14), two), until=day(3, 15))
    assert [sent.letter.question.about for sent in life.letters("confirm_act", "mira")] == ["confirm/1"] * 2
    yes = given(life).when(Confirm("mira", 1, True), at=day(4))
    assert yes.kinds() == ["ConfirmationAnswered", "Signed"]
    assert [event.mail for event in yes.events if isinstance(event, Signed)] == ["m1"], "the evidence is the first mail"
    again = given(life, *yes.events).when(Confirm("mira", 1, True), at=day(5))
    again.then(StatusTold(day(5), "mira"))


def test_the_same_question_is_asked_again_once_an_hour_at_most() -> None:
    close = Doubt(ORGANISER, CloseRelationship("pair"))
    forged = tuple((day(5) + timedelta(minutes=6 * n), close) for n in range(20))
    life = lives(IMG, *forged, until=6)
    assert [sent.to for sent in life.letters("confirm_act")] == [ORGANISER] * 2
    assert given(life).when(Confirm(ORGANISER, 1, True), at=day(6)).kinds() == ["ConfirmationAnswered", "EndAsked"]


def test_a_yes_of_the_organiser_to_what_is_answered_already_is_answered_too() -> None:
    steps = ((5, Doubt(ORGANISER, Note("plan"))), (5, Confirm(ORGANISER, 1, True)))
    given(lives(IMG, *steps, until=5)).when(Confirm(ORGANISER, 1, True), at=day(6)).then_letters(
        ("organiser_status", ORGANISER)
    )


def test_another_act_has_a_number_of_its_own_after_one_was_asked_again() -> None:
    first, other = Doubt(ORGANISER, Note("plan")), Doubt(ORGANISER, Note("agreement"))
    life = lives(IMG, (5, first), (5, other), (6, first), (7, Doubt(ORGANISER, Note("cadence"))), until=7)
    assert [number for number, _, _ in life.pair.confirmations.open] == [2, 1, 3]
