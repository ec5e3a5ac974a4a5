"""Agreement and plan: filled in, offered, signed, changed."""

from dataclasses import replace
from datetime import date

from mentoring.documents import Answer, ChangesWanted, FillForm, Sign, WantChanges, digest_of, text_of
from mentoring.events import DocumentInForce, FormAnswered, Lapsed, Reminded, Signed, StatusTold, TextOffered
from mentoring.letters import Ask, Question
from mentoring.relationship import owed
from mentoring.words import Words
from tests.spec import IMG, PAIR, RED, Step, agreed, answer, answers, day, given, lives

FILLED: tuple[Step, ...] = ((1, answers(IMG, "agreement", "ada")), (2, answers(IMG, "agreement", "mira")))


def weekly(member: str, words: str = "weekly") -> FillForm:
    return FillForm(member, "agreement", (Answer("frequency", Words(words), days=7),))


def test_the_text_is_offered_to_both_once_nothing_is_missing() -> None:
    life = lives(IMG, *FILLED, until=2)
    (offered,) = life.happened(TextOffered)
    assert offered.digest == digest_of(IMG.document("agreement"), life.pair.document("agreement").answers)
    assert {(sent.to, sent.letter.question) for sent in life.letters("sign")} == {
        ("ada", Question(Ask.AGREEMENT_SIGN, "agreement/1")),
        ("mira", Question(Ask.AGREEMENT_SIGN, "agreement/1")),
    }


def test_whoever_answered_first_hears_that_the_other_is_waited_for() -> None:
    assert lives(IMG, *FILLED[:1], until=1).letters("form_waiting")[0].to == "ada"


def test_whoever_left_something_out_is_told_what() -> None:
    part = FillForm("ada", "agreement", (answer("contact_mentor"), answer("frequency", "frequency")))
    (letter,) = given(lives(IMG, until=1)).when(part, at=day(1)).letters()
    assert (letter.name, letter.facts["missing"]) == (
        "form_incomplete",
        ("session_length", "between_sessions", "phone_times"),
    )


def test_an_empty_answer_is_no_answer() -> None:
    blank = FillForm("ada", "agreement", (Answer("phone_times", Words("  ")),))
    (letter,) = given(lives(IMG, *FILLED, until=3)).when(blank, at=day(3)).letters()
    assert letter.facts["missing"] == ("phone_times",)


def test_answers_may_come_in_several_mails_and_in_any_order() -> None:
    ada = answers(IMG, "agreement", "ada").answers
    pieces = tuple((1.0, FillForm("ada", "agreement", (each,))) for each in reversed(ada))
    assert lives(IMG, FILLED[1], *pieces, until=4).happened(TextOffered)


def test_the_text_is_the_same_whoever_reads_it_and_however_it_was_spaced() -> None:
    rules = IMG.document("agreement")
    one = text_of(rules, (Answer("phone_times", Words("evenings,\n after  six")),))
    assert one == text_of(rules, (Answer("phone_times", Words("evenings, after six")),))
    assert one.splitlines()[0] == "Mentoring agreement" and rules.clauses[-1] in one


def test_nobody_signs_before_everything_is_there() -> None:
    given(lives(IMG, *FILLED[:1], until=1)).when(Sign("ada", "agreement", 1, "m"), at=day(1)).then_declined(
        "form_not_complete"
    )


def test_signing_twice_is_signing_once() -> None:
    life = lives(IMG, *FILLED, (3, Sign("ada", "agreement", 1, "m")), until=3)
    given(life).when(Sign("ada", "agreement", 1, "m"), at=day(3)).then_nothing()


def test_one_word_changed_needs_both_again() -> None:
    """`P3`, `XC-08`: a signature is to one exact text."""
    life = lives(IMG, *FILLED, (3, Sign("ada", "agreement", 1, "m")), (4, weekly("mira")), until=4)
    first, second = life.happened(TextOffered)
    assert (first.version, second.version) == (1, 2) and first.digest != second.digest
    given(life).when(Sign("ada", "agreement", 1, "m"), at=day(4)).then_declined("out_of_date")
    given(life).when(Sign("ada", "agreement", 2, "m"), at=day(4)).then(
        Signed(day(4), "ada", "agreement", 2, second.digest, "m")
    )


def test_the_same_form_again_costs_nobody_a_signature() -> None:
    """Their mail program sent it twice, or they quoted it; they hear how things stand."""
    life = lives(IMG, *FILLED, (3, Sign("ada", "agreement", 1, "m")), until=3)
    given(life).when(answers(IMG, "agreement", "mira"), at=day(3)).then(StatusTold(day(3), "mira"))


def test_the_same_plan_again_is_no_new_version() -> None:
    plan = answers(RED, "plan", "mira")
    given(lives(RED, (8, plan), until=9)).when(plan, at=day(9)).then(StatusTold(day(9), "mira"))


def test_wanting_changes_brings_the_form_with_what_was_said() -> None:
    when = given(lives(IMG, *FILLED, until=3)).when(WantChanges("mira", "agreement"), at=day(3))
    when.then(ChangesWanted(day(3), "mira", "agreement"))
    (letter,) = when.letters()
    assert (letter.name, letter.to, letter.facts["changes"]) == ("form", "mira", True)


def test_a_reminder_goes_only_to_whom_we_wait_for() -> None:
    """Ada has filled in her part, then it is Mira's turn; then Ada has signed, and it is Mira's turn again."""
    life = lives(IMG, FILLED[0], until=15)
    assert [event.owners for event in life.happened(Reminded) if event.key == "agreement"] == [("mira",)]
    life = lives(IMG, *FILLED, (3, Sign("ada", "agreement", 1, "m")), until=15)
    assert [sent.to for sent in life.letters("sign") if sent.letter.facts.get("again")] == ["mira"]


def test_the_ladder_of_an_agreement_ends_with_the_organiser() -> None:
    """XC-05: two weeks and four days before, two days after, and on the fifth the organiser."""
    life = lives(IMG, until=60)
    assert [sent.on for sent in life.letters("form", to="mira")] == [
        date(2026, 1, 26), date(2026, 2, 9), date(2026, 2, 19), date(2026, 2, 25),
    ]  # fmt: skip
    (told,) = life.letters("escalation")
    assert told.on == date(2026, 2, 28)
    assert told.letter.facts["roles"] == ("mentor", "mentee")


def test_an_amendment_needs_both_and_then_holds() -> None:
    """IMG-19."""
    both = tuple((21.0, Sign(member.id, "agreement", 2, "m")) for member in PAIR)
    life = lives(IMG, *agreed(IMG), (20, weekly("mira")), *both, until=30)
    assert [event.version for event in life.happened(DocumentInForce)] == [1, 2]
    for name in ("sign", "in_force"):
        assert [sent.letter.facts["amendment"] for sent in life.letters(name, to="ada")] == [False, True]
    assert {a.field: a.days for a in life.pair.document("agreement").standing}["frequency"] == 7


def test_until_an_amendment_holds_the_old_agreement_does() -> None:
    """IMG-19: two-weekly it was, and two-weekly the nudges stay."""
    life = lives(IMG, *agreed(IMG), (20, weekly("mira")), until=21)
    assert life.pair.document("agreement").in_force == 1
    assert {a.field: a.days for a in life.pair.document("agreement").standing}["frequency"] == 14


def test_a_lapsed_amendments_text_can_never_be_signed() -> None:
    """XC-08: nor does a later amendment take its number, so that an old letter cannot sign a new text."""
    life = lives(IMG, *agreed(IMG), (20, weekly("mira")), until=40)
    old = Sign("ada", "agreement", 2, "m")
    given(life).when(old, at=day(40)).then_declined("out_of_date")
    again = lives(IMG, *agreed(IMG), (20, weekly("mira")), (40, weekly("ada", "each week")), until=41)
    assert [event.version for event in again.happened(TextOffered)] == [1, 2, 3]
    given(again).when(old, at=day(41)).then_declined("out_of_date")


def test_a_second_amendment_is_reminded_and_lapses_like_the_first() -> None:
    life = lives(IMG, *agreed(IMG), (20, weekly("mira")), (40, weekly("ada", "each week")), until=60)
    lapses = [event.at for event in life.happened(Lapsed) if event.key.startswith("agreement")]
    assert lapses == [day(34, 9), day(54, 9)]
    reminders = [event.at for event in life.happened(Reminded) if event.key.startswith("agreement/")]
    assert reminders == [day(27, 9), day(47, 9)]


def test_an_amendment_changed_again_has_its_two_weeks_from_then() -> None:
    life = lives(IMG, *agreed(IMG), (20, weekly("mira")), (30, weekly("ada", "each week")), until=60)
    assert [event.at for event in life.happened(Lapsed) if event.key.startswith("agreement")] == [day(44, 9)]


def test_an_amendment_that_lapsed_half_filled_can_be_begun_anew() -> None:
    blank = FillForm("mira", "agreement", (Answer("session_length", Words("")),))
    both = tuple((41.0, Sign(member.id, "agreement", 3, "m")) for member in PAIR)
    life = lives(IMG, *agreed(IMG), (20, blank), (40, weekly("ada")), *both, until=42)
    assert [event.version for event in life.happened(DocumentInForce)] == [1, 3]


def test_a_plan_that_is_changed_holds_at_once() -> None:
    """RED-11: it is the mentee's own."""
    new = FillForm("mira", "plan", (Answer("goal", Words("something else")),))
    life = lives(RED, (8, answers(RED, "plan", "mira")), (9, new), until=10)
    assert [event.version for event in life.happened(DocumentInForce)] == [1, 2]


def test_a_plan_written_before_the_first_meeting_is_not_asked_for_again() -> None:
    life = lives(RED, (2, answers(RED, "plan", "mira")), until=100)
    assert [sent for sent in life.letters("form") if sent.letter.facts["document"] == "plan"] == []


def test_the_mentor_cannot_write_the_plan() -> None:
    given(lives(RED, until=1)).when(FillForm("ada", "plan", (answer("goal"),)), at=day(1)).then_declined(
        "unknown_field"
    )


def test_a_document_the_programme_does_not_have_is_declined() -> None:
    life = lives(IMG, until=1)
    given(life).when(FillForm("ada", "plan", (answer("goal"),)), at=day(1)).then_declined("unknown_field")
    given(life).when(WantChanges("ada", "plan"), at=day(1)).then_declined("unknown_field")
    given(life).when(Sign("ada", "plan", 1, "m"), at=day(1)).then_declined("nothing_to_sign")


def test_a_running_relationship_keeps_the_programme_it_began_with() -> None:
    """XC-11: the version is in the state, and nothing that happens changes it."""
    life = lives(IMG, *agreed(IMG), until=100)
    assert (life.pair.programme.name, life.pair.programme.version) == ("img", "2026.1")


def test_what_is_in_force_is_owed_no_more() -> None:
    assert "agreement" not in {o.key for o in owed(lives(IMG, *agreed(IMG), until=5).state)}


def test_only_a_frequency_field_sets_the_rhythm() -> None:
    """A session of 90 minutes, or a plan by a day, is not how often they meet."""
    odd = {"session_length": Answer("session_length", Words("90 minutes"), days=90)}
    filled = ((2, answers(IMG, "agreement", "ada", **odd)), (2, answers(IMG, "agreement", "mira", **odd)))
    signed = tuple((2.0, Sign(member.id, "agreement", 1, "m")) for member in PAIR)
    due = {o.key.split("/")[0]: o.due for o in owed(lives(IMG, *filled, *signed, until=3).state)}
    assert due["cadence"] == date(2026, 2, 23)


def test_a_date_that_names_no_day_is_asked_for_again() -> None:
    """RED-11: the rest of the plan is kept."""
    someday = Answer("target_date", Words("when the budget is done"))
    life = given(lives(RED, until=8)).when(answers(RED, "plan", "mira", target_date=someday), at=day(8))
    (letter,) = life.letters()
    assert (letter.name, letter.facts["refused"], letter.facts["missing"]) == (
        "form_incomplete",
        ("target_date",),
        ("target_date",),
    )


def test_only_one_of_the_programmes_choices_is_kept() -> None:
    method = next(each for each in RED.document("agreement").fields if each.key == "method")
    fields = tuple(
        replace(each, kind="choice", options=("video", "phone")) if each == method else each
        for each in RED.document("agreement").fields
    )
    papers = tuple(replace(each, fields=fields) if each.key == "agreement" else each for each in RED.documents)
    choosy = replace(RED, documents=papers)
    for words, refused in (("by pigeon", ("method",)), ("video", ())):
        form = FillForm("ada", "agreement", (Answer("method", Words(words)),))
        (event, *_) = given(lives(choosy, until=1)).when(form, at=day(1)).events
        assert isinstance(event, FormAnswered) and event.refused == refused


def test_an_answer_that_is_refused_does_not_undo_what_was_kept_before() -> None:
    life = lives(RED, (1, answers(RED, "agreement", "ada")), until=1)
    rarely = FillForm("ada", "agreement", (Answer("frequency", Words("yearly"), days=365),))
    when = given(life).when(rarely, at=day(1))
    when.then(FormAnswered(day(1), "ada", "agreement", 1, (), ("frequency",)))
    assert life.pair.document("agreement").answers == given(life, *when.events).state.document("agreement").answers  # type: ignore[union-attr]


def test_whoever_wants_another_text_no_longer_stands_by_the_one_they_signed() -> None:
    """XC-08: the other's assent alone does not put in force what one of two has taken back."""
    life: tuple[Step, ...] = (*FILLED, (3, Sign("mira", "agreement", 1, "m")), (4, WantChanges("mira", "agreement")))
    when = given(lives(IMG, *life, until=4)).when(Sign("ada", "agreement", 1, "m"), at=day(5))
    assert [type(event) for event in when.events] == [Signed]
    given(lives(IMG, *life, (5, Sign("ada", "agreement", 1, "m")), until=5)).when(
        Sign("mira", "agreement", 1, "n"), at=day(6)
    ).then_letters(("in_force", "ada"), ("in_force", "mira"), ("copy", "organiser"))
