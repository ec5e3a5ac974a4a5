"""Whatever people write, whenever they write it: what holds for every life."""

from datetime import UTC, date, datetime, timedelta

import hypothesis.strategies as st
from hypothesis import HealthCheck, given, settings

from mentoring.answers import Acknowledge, AskHelp, AskStatus, FewerMails, Unclear
from mentoring.calendar import local_day
from mentoring.commands import Command, PassTime, Start
from mentoring.concerns import TWO, GiveBasis, OpenConcern, RaiseConcern, WithdrawConcern
from mentoring.confirmations import Confirm, Doubt, FromElsewhere
from mentoring.documents import Answer, FillForm, Sign, WantChanges
from mentoring.ending import Closed, End, Ended, Leaving, Undo
from mentoring.events import Event, RelationshipClosed, RelationshipEnded
from mentoring.letterbook import WHOEVER_LEAVES, letters_for
from mentoring.letters import OFFICE, ORGANISER, Ask, Question
from mentoring.meetings import AgreeMeeting, CancelMeeting, ProposeMeeting, ReportContact, ReportMeeting
from mentoring.occasions import AnswerInvitation, AnswerSurvey
from mentoring.organising import CloseRelationship, Extend, Note
from mentoring.pause import AbsenceKind, OfferPause, Pause, Resume
from mentoring.picture import details, stage
from mentoring.programme import Programme
from mentoring.reaching import ReportBounce
from mentoring.relationship import decide, evolve, initial, is_over, next_deadline, owed
from mentoring.renewal import AnswerRenewal
from mentoring.state import Relationship, State
from mentoring.words import Words
from tests.spec import IMG, PAIR, RED, answers, with_a_second

AFTER_THE_END = {
    "survey", "survey_thanks", "duties_noted", "already_ended", "help", "concern_answer", "concern_pending",
    "organiser_noted", "address_failing", "organiser_help", "organiser_status", "concern_noted", "confirm_act",
    "concern_basis", "concern_complete", "concern_notice", "concern_ready", "concern_opening_noted", "concern_words",
    "concern_withdrawn", "concern_taken_back", "concern_not_passed",
}  # fmt: skip
STAGES = {"enrolled", "agreement", "first_meeting", "meetings", "renewal", "paused", "ended", "closed"}

FORMS = (("agreement", "ada"), ("agreement", "mira"), ("plan", "mira"))

who = st.sampled_from(["ada", "mira", "ada", "mira", "mallory"])
days = st.dates(date(2025, 12, 1), date(2027, 12, 1)) | st.sampled_from([date.min, date.max])
maybe_day = st.none() | days
numbers = st.integers(0, 5)
some_ticks = st.lists(st.integers(1, 4), max_size=3).map(tuple)
questions = st.builds(Question, st.sampled_from(Ask))
papers = st.sampled_from(["agreement", "agreement", "plan", "a letter of another programme"])
form_keys = st.sampled_from([field.key for p in (IMG, RED) for rules in p.documents for field in rules.fields])
answered = st.builds(
    Answer, form_keys, st.builds(Words, st.sampled_from(["so", ""])), st.none() | st.integers(1, 400), maybe_day
)
signs = st.builds(Sign, who, papers, st.integers(0, 4), st.just("mail"))
yes_or_no = st.builds(AnswerRenewal, who, st.booleans(), st.just("mail"))
keys = st.sampled_from(["agreement", "plan", "first-meeting", "cadence/2026-02-23", "renewal/1", "nothing"])
closes = st.builds(CloseRelationship, keys)
elsewhere = st.builds(FromElsewhere, who, st.just("m"))
moments = st.none() | st.integers(0, 12000).map(lambda hours: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours))

commands: st.SearchStrategy[Command] = st.one_of(
    st.builds(FillForm, who, papers, st.lists(answered, max_size=4).map(tuple)),
    st.sampled_from([answers(RED, key, who) for key, who in FORMS]),
    st.sampled_from([answers(IMG, "agreement", "ada"), answers(IMG, "agreement", "mira")]),
    signs,
    st.builds(WantChanges, who, papers),
    st.builds(ProposeMeeting, who, days, moments, numbers),
    st.builds(AgreeMeeting, who, numbers),
    st.builds(CancelMeeting, who, numbers),
    st.builds(ReportMeeting, who, st.booleans(), maybe_day, numbers),
    st.builds(ReportContact, who, maybe_day),
    yes_or_no,
    st.builds(AnswerSurvey, who, st.sampled_from(["closing", "evaluation", "none"]), st.just((Words("5"),))),
    st.builds(AnswerInvitation, who, st.just("networking-spring"), st.booleans()),
    st.builds(Pause, who, st.sampled_from(AbsenceKind), maybe_day, maybe_day),
    st.builds(Resume, who),
    st.builds(End, who) | closes,
    st.builds(Undo, who),
    st.builds(AskHelp, who | st.just(ORGANISER)),
    st.builds(AskStatus, who | st.just(ORGANISER)),
    st.builds(FewerMails, who),
    st.builds(Acknowledge, who, questions),
    st.builds(Unclear, who, questions),
    st.builds(Doubt, who | st.just(ORGANISER), signs | yes_or_no | closes | elsewhere | st.builds(RaiseConcern, who)),
    elsewhere,
    st.builds(Confirm, who | st.just(ORGANISER), numbers, st.booleans()),
    st.builds(RaiseConcern, who),
    st.builds(GiveBasis, who, numbers, some_ticks, some_ticks, maybe_day, st.none() | st.just(Words("so"))),
    st.builds(WithdrawConcern, who, numbers),
    st.builds(OpenConcern, who | st.sampled_from(TWO), numbers),
    st.builds(ReportBounce, who, st.booleans()),
    st.builds(OfferPause, who, days.filter(lambda day: day < date.max)),
    st.builds(Extend, keys, st.integers(-3, 10**7)),
    st.builds(Note, keys),
    st.just(PassTime()),
)
HOURS = st.integers(0, 60) | st.integers(0, 24 * 40)
steps = st.lists(st.tuples(HOURS, commands), max_size=25)
kickoffs = st.sampled_from(
    [date(2026, 1, 26), date(2026, 1, 31), date(2026, 3, 1), date(2026, 10, 20), date(2028, 2, 29)]
)


class Watch:
    """Lives a life and looks, after each thing that happens, whether all still holds."""

    def __init__(self, state: State, now: datetime) -> None:
        self.state, self.now = state, now
        self.ended = False
        self.versions: dict[str, str] = {}

    def does(self, command: Command) -> None:
        happened = decide(self.state, command, self.now)
        assert not (happened and is_over(self.state)), "nothing happens after the close"
        for event in happened:
            before, self.state = self.state, evolve(self.state, event)
            self._look_at(event, before)
        assert stage(self.state) in STAGES
        assert not {"ada", "mira"} & set(details(self.state).replace("|", " ").split())

    def _look_at(self, event: Event, before: State) -> None:
        for letter in letters_for(event, before, self.state):
            if self.ended:
                assert letter.name in AFTER_THE_END, f"{letter.name} after the end"
            assert letter.to in {"ada", "mira", *OFFICE}
            if isinstance(self.state, Relationship) and isinstance(self.state.life, Leaving):
                own = getattr(event, "member", "") or getattr(getattr(event, "by", None), "member", "")
                assert (
                    letter.to not in self.state.life.asked
                    or letter.to in (own, *OFFICE)
                    or letter.name in WHOEVER_LEAVES
                )
        self.ended = self.ended or isinstance(event, RelationshipEnded | RelationshipClosed)

    def goes_on(self, until: datetime) -> None:
        """Time passes with every deadline kept."""
        while (deadline := next_deadline(self.state)) and deadline.at <= until:
            self.now = max(self.now, deadline.at)
            self.does(PassTime())
            self.is_done_for_now()
        self.now = until

    def is_done_for_now(self) -> None:
        """Time that has passed does not pass again."""
        assert decide(self.state, PassTime(), self.now) == ()
        deadline = next_deadline(self.state)
        assert deadline is None or deadline.at > self.now
        assert (deadline is None) == is_over(self.state)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(programme=st.sampled_from([IMG, RED, with_a_second(IMG)]), kickoff=kickoffs, story=steps, outage=st.booleans())
def test_whatever_is_written_and_whenever(
    programme: Programme, kickoff: date, story: list[tuple[int, Command]], outage: bool
) -> None:
    """XC-09: and with an outage, time is only noticed when the next mail comes."""
    start = datetime.fromisoformat(f"{kickoff}T15:00:00+00:00") - timedelta(days=1)
    watch = Watch(initial(programme), start)
    watch.does(Start(PAIR, programme.zone, kickoff))
    for hours, command in story:
        later = watch.now + timedelta(hours=hours)
        if outage:
            watch.now = later
        else:
            watch.goes_on(later)
        watch.does(command)
    watch.does(PassTime())
    watch.is_done_for_now()
    watch.goes_on(watch.now + timedelta(days=1200))
    assert is_over(watch.state) and owed(watch.state) == ()
    assert isinstance(watch.state, Relationship)
    assert isinstance(watch.state.life, Closed) and not isinstance(watch.state.life, Ended)
    assert local_day(watch.now, programme.zone) > kickoff
