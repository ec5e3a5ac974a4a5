"""Going on after the term: asked in time, both must say yes, no oftener and no longer than the programme allows."""

from dataclasses import replace
from datetime import date

from mentoring.calendar import Span
from mentoring.ending import End, Undo
from mentoring.events import RelationshipEnded, RenewalAnswered, Renewed
from mentoring.letters import ORGANISER
from mentoring.pause import AbsenceKind, Pause
from mentoring.picture import stage
from mentoring.programme import Programme, Renewal
from mentoring.renewal import AnswerRenewal
from tests.spec import IMG, RED, Life, day, given, lives


def yes(member: str) -> AnswerRenewal:
    return AnswerRenewal(member, True, f"mail-{member}")


def no(member: str) -> AnswerRenewal:
    return AnswerRenewal(member, False, f"mail-{member}")


def renewing(length: Span, times: int, longest: Span) -> Programme:
    return replace(IMG, renewal=Renewal(length, times, longest, 14, 5))


def ended_on(life: Life) -> list[date]:
    return [event.day for event in life.happened(RelationshipEnded)]


def test_with_the_second_yes_both_and_the_organiser_hear_the_new_end() -> None:
    life = lives(IMG, (108, yes("ada")), until=109)
    when = given(life).when(yes("mira"), at=day(109))
    when.then(RenewalAnswered(day(109), "mira", True, "mail-mira"), Renewed(day(109), 1, date(2026, 7, 26)))
    when.then_letters(("renewed", "ada"), ("renewed", "mira"), ("organiser_renewed", ORGANISER))


def test_the_first_answer_is_noted_and_not_passed_on() -> None:
    when = given(lives(IMG, until=108)).when(no("ada"), at=day(108))
    when.then_letters(("renewal_noted", "ada"))


def test_a_yes_said_twice_is_one() -> None:
    given(lives(IMG, (108, yes("ada")), until=108)).when(yes("ada"), at=day(108)).then_nothing()


def test_one_may_think_again_before_the_other_has_answered() -> None:
    assert ended_on(lives(IMG, (108, no("ada")), (109, yes("mira")), (110, yes("ada")))) == [date(2026, 7, 26)]
    assert ended_on(lives(IMG, (108, yes("ada")), (109, no("ada")), (110, yes("mira")))) == [date(2026, 5, 26)]


def test_whoever_has_said_no_does_not_show_by_the_others_letters() -> None:
    """XC-03: the other is reminded as ever."""
    said_no = lives(IMG, (108, no("ada")), until=119)
    said_nothing = lives(IMG, until=119)
    assert [s.on for s in said_no.letters(to="mira")] == [s.on for s in said_nothing.letters(to="mira")]


def test_the_longest_is_the_longest() -> None:
    """Four months, renewable twice by three, seven at most: the second renewal ends at seven."""
    of = renewing(Span(months=3), 2, Span(months=7))
    life = lives(of, (108, yes("ada")), (108, yes("mira")), (200, yes("ada")), (200, yes("mira")))
    assert [event.ends for event in life.happened(Renewed)] == [date(2026, 8, 26)]
    assert ended_on(life) == [date(2026, 8, 26)]


def test_a_second_renewal_is_asked_where_the_programme_has_two() -> None:
    of = renewing(Span(months=1), 2, Span(months=6))
    life = lives(of, (108, yes("ada")), (108, yes("mira")))
    assert life.days("renewal_asked", to="ada") == [date(2026, 5, 12), date(2026, 6, 12), date(2026, 6, 21)]
    assert ended_on(life) == [date(2026, 6, 26)]


def test_pauses_are_added_to_the_renewed_term_too() -> None:
    """A pause of seven days in the renewed months; the longest is six months of mentoring."""
    away = Pause("ada", AbsenceKind.PAUSE, None, date(2026, 6, 12))
    assert ended_on(lives(IMG, (108, yes("ada")), (108, yes("mira")), (130, away))) == [date(2026, 8, 2)]


def test_where_a_programme_has_no_renewal_none_is_asked() -> None:
    life = lives(replace(IMG, renewal=None))
    assert life.letters("renewal_asked") == [] and ended_on(life) == [date(2026, 5, 26)]
    running = lives(replace(IMG, renewal=None), until=100)
    given(running).when(yes("ada"), at=day(100)).then_declined("no_renewal")


def test_a_year_may_be_renewed_by_half_a_year() -> None:
    """RED-22."""
    assert ended_on(lives(RED, (355, yes("ada")), (356, yes("mira")))) == [date(2027, 7, 26)]


def test_an_end_that_is_taken_back_costs_no_renewal() -> None:
    """XC-03: asked again after the grace as if nothing had been."""
    life = lives(IMG, (105.0, End("mira")), (106, Undo("mira")), (110, yes("ada")), (110, yes("mira")))
    assert life.days("renewal_asked", to="mira") == [date(2026, 5, 12)]
    assert ended_on(life) == [date(2026, 7, 26)]


def test_whoever_is_asked_is_in_the_stage_of_renewal() -> None:
    assert [stage(lives(IMG, until=n).state) for n in (105, 107)] == ["agreement", "renewal"]
    assert stage(lives(IMG, (108, yes("ada")), (108, yes("mira")), until=109).state) == "agreement"
