"""A button pressed in a calendar is an answer like any other; what is typed beside it counts more."""

import time
from datetime import UTC, date, datetime

import pytest

from correspondence.arriving import calendar_answers, mime
from correspondence.arriving.reading import Context, Intent, Kind, Reading, Statement
from correspondence.arriving.understand import read_any
from mentoring.letters import Ask
from tests.replies.calendar_mails import apple, event, google, outlook

WEDNESDAY = datetime(2026, 3, 4, 10, tzinfo=UTC)
TUESDAY = datetime(2026, 3, 10, 14, tzinfo=UTC)


def _read(raw: bytes, asked: Ask = Ask.NEXT_MEETING) -> Reading:
    return read_any(raw, Context(asked, WEDNESDAY, "Europe/Berlin"))


def _intents(raw: bytes, asked: Ask = Ask.NEXT_MEETING) -> list[Intent]:
    return [each.intent for each in _read(raw, asked).statements]


def _mail(calendar: str, text: str = "", kind: str = "text/calendar") -> bytes:
    return (
        "From: mira@example.net\nSubject: Accepted: our meeting\nContent-Type: multipart/mixed; boundary=b\n\n"
        f"--b\nContent-Type: text/plain\n\n{text}\n--b\nContent-Type: {kind}\n\n{calendar}\n--b--\n"
    ).encode()


@pytest.mark.parametrize("program", [google, outlook, apple])
@pytest.mark.parametrize(
    ("status", "intent"),
    [("ACCEPTED", Intent.AGREE), ("DECLINED", Intent.MEETING_CANCELLED), ("TENTATIVE", Intent.ASK_BACK)],
)
@pytest.mark.parametrize("asked", [Ask.FIRST_MEETING, Ask.NEXT_MEETING])
def test_a_pressed_button_answers_for_the_proposed_meeting(program, status: str, intent: Intent, asked: Ask) -> None:  # type: ignore[no-untyped-def]
    reading = _read(program(status), asked)
    assert (reading.kind, [each.intent for each in reading.statements]) == (Kind.PERSON, [intent])
    assert reading.calendar is not None
    assert (reading.calendar.uid, reading.calendar.sequence) == ("meeting-1@mentoring.example.org", 2)
    assert reading.visible_text == ""


@pytest.mark.parametrize("asked", [Ask.AGREEMENT_SIGN, Ask.RENEWAL, Ask.CONFIRM, Ask.END_CONFIRM, Ask.SURVEY])
@pytest.mark.parametrize("status", ["ACCEPTED", "DECLINED", "TENTATIVE"])
def test_a_pressed_button_signs_renews_and_ends_nothing(asked: Ask, status: str) -> None:
    for program in (google, outlook, apple):
        assert _intents(program(status), asked) == [Intent.NOTHING]


def test_an_event_of_the_programme_is_accepted_and_declined_in_the_calendar_too() -> None:
    assert _intents(google("ACCEPTED"), Ask.EVENT) == [Intent.AGREE]
    assert _intents(google("DECLINED"), Ask.EVENT) == [Intent.DECLINED_TO_JOIN]


@pytest.mark.parametrize("program", [google, outlook])
@pytest.mark.parametrize(
    ("status", "note", "intents"),
    [
        ("ACCEPTED", "See you there!", [Intent.AGREE]),
        ("ACCEPTED", "Yes, that works. I am away until 9 March.", [Intent.AGREE, Intent.AWAY]),
        ("ACCEPTED", "Sorry, I have to cancel.", [Intent.ASK_BACK]),
        ("ACCEPTED", "Could we meet on 12 March at 4pm instead?", [Intent.ASK_BACK]),
        ("DECLINED", "Could we meet on 12 March at 4pm instead?", [Intent.MEETING_PROPOSED]),
        ("DECLINED", "Sorry, I can't make it.", [Intent.MEETING_CANCELLED]),
        ("DECLINED", "Ich schaffe es leider nicht.", [Intent.MEETING_CANCELLED]),
        ("DECLINED", "Yes, I will be there", [Intent.ASK_BACK]),
        ("DECLINED", "I want to end this mentoring.", [Intent.MEETING_CANCELLED, Intent.END]),
        ("TENTATIVE", "Yes", [Intent.ASK_BACK]),
    ],
)
def test_words_beside_the_button_are_read_and_a_contradiction_is_asked_back(  # type: ignore[no-untyped-def]
    program, status: str, note: str, intents: list[Intent]
) -> None:
    found = _intents(program(status, note))
    assert found == intents or (intents == [Intent.MEETING_PROPOSED] and found == [Intent.MEETING_MOVED])


def test_another_time_proposed_in_the_calendar_is_a_proposal_with_its_moment() -> None:
    proposed = Statement(Intent.MEETING_PROPOSED, date(2026, 3, 12), datetime(2026, 3, 12, 15, 30, tzinfo=UTC))
    raw = outlook("TENTATIVE", method="COUNTER", at="20260312T163000")
    assert _read(raw).statements == (proposed,)
    assert _read(raw, Ask.UNPROMPTED).statements == (proposed,)
    assert _intents(outlook("TENTATIVE", "How about later?", "COUNTER", "20260312T163000")) == [Intent.MEETING_PROPOSED]
    assert _intents(outlook("TENTATIVE", method="COUNTER", at="20260301T163000")) == [Intent.ASK_BACK]


def test_an_invitation_that_a_person_sends_is_a_proposal_and_its_withdrawal_a_cancellation() -> None:
    reading = _read(_mail(event("NEEDS-ACTION", "REQUEST"), "Would this suit you, Ada?"))
    assert reading.statements == (Statement(Intent.MEETING_PROPOSED, date(2026, 3, 10), TUESDAY),)
    withdrawn = _read(_mail(event("NEEDS-ACTION", "CANCEL"))).statements
    assert withdrawn == (Statement(Intent.MEETING_CANCELLED, date(2026, 3, 10)),), "an old entry taken away says so"
    assert _intents(_mail(event("NEEDS-ACTION", "REQUEST")), Ask.AGREEMENT_SIGN) == [Intent.NOTHING]


@pytest.mark.parametrize(
    ("start", "moment", "sure"),
    [
        ("DTSTART:20260310T140000Z", TUESDAY, 1.0),
        ("DTSTART;TZID=W. Europe Standard Time:20260310T150000", TUESDAY, 1.0),
        ("DTSTART;TZID=/citadel.org/20210210_1/Europe/Berlin:20260310T150000", TUESDAY, 1.0),
        ("DTSTART;TZID=My own clock:20260310T150000", TUESDAY, 0.7),
        ("DTSTART:20260310T150000", TUESDAY, 0.7),
        ("DTSTART;VALUE=DATE:20260310", None, 1.0),
    ],
)
def test_zones_are_known_by_many_names_and_an_unknown_one_is_the_writer_s(
    start: str, moment: datetime | None, sure: float
) -> None:
    said = _read(_mail(event("NEEDS-ACTION", "REQUEST", start))).statements
    assert said == (Statement(Intent.MEETING_PROPOSED, date(2026, 3, 10), moment, confidence=sure),)


def test_a_calendar_that_comes_only_as_a_file_is_read_too() -> None:
    assert _intents(_mail(event("DECLINED"), kind="application/ics; name=invite.ics")) == [Intent.MEETING_CANCELLED]


def test_of_several_who_are_named_only_the_sender_answers() -> None:
    noor = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:noor@example.net\n"
    assert _intents(_mail(event("DECLINED", extra=noor))) == [Intent.MEETING_CANCELLED]
    strangers = event("ACCEPTED", extra=noor).replace("Mira@", "mallory@")
    assert calendar_answers.read(mime.read(_mail(strangers))) is None
    alias = event("ACCEPTED").replace("Mira@", "mira.nowak@")
    assert _intents(_mail(alias)) == [Intent.AGREE]


ZONE = "BEGIN:VTIMEZONE\nTZID:x\nBEGIN:STANDARD\nDTSTART:16010101T000000\nRRULE:FREQ=SECONDLY\nTZOFFSETFROM:+0000\n"
HOSTILE = {
    "no calendar": "BEGIN:VCALENDAR",
    "no event": "BEGIN:VCALENDAR\nMETHOD:REPLY\nEND:VCALENDAR",
    "no method": event().replace("METHOD:REPLY\n", ""),
    "another method": event(method="PUBLISH"),
    "no attendee": event(method="REPLY").replace("ATTENDEE", "X-ATTENDEE"),
    "open ends": event().replace("END:VEVENT", ""),
    "nested": "BEGIN:VEVENT\n" * 20_000,
    "long": event(extra="DESCRIPTION:" + "x" * 100_000 + "\n"),
    "zones": event().replace("BEGIN:VEVENT", "BEGIN:VTIMEZONE\n" * 5_000 + "BEGIN:VEVENT"),
    "nulls": event().replace("PARTSTAT", "PART\x00STAT"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_broken_or_hostile_calendar_says_nothing_and_takes_no_time(name: str) -> None:
    begun = time.process_time()
    assert _intents(_mail(HOSTILE[name])) == [Intent.NOTHING]
    assert time.process_time() - begun < 2


ODD = {
    "parameters": event(params=';X="' * 2_000),
    "folds": event(extra="COMMENT:x" + "\n " * 20_000),
    "a clock that changes every second": event().replace(
        "BEGIN:VEVENT", f"{ZONE}TZOFFSETTO:+0100\nEND:STANDARD\nEND:VTIMEZONE\nBEGIN:VEVENT"
    ),
    "a meeting every second": event(extra="RRULE:FREQ=SECONDLY\n"),
}


@pytest.mark.parametrize("name", ODD)
def test_what_is_odd_in_a_calendar_takes_no_time(name: str) -> None:
    begun = time.process_time()
    assert _intents(_mail(ODD[name])) == [Intent.AGREE]
    assert time.process_time() - begun < 2


@pytest.mark.parametrize("start", ["DTSTART:junk", "DTSTART:99999999T999999Z", "X-NONE:1", "DTSTART:00010101T000000"])
def test_a_proposal_without_a_day_to_come_is_asked_back(start: str) -> None:
    assert _intents(_mail(event("NEEDS-ACTION", "REQUEST", start))) == [Intent.ASK_BACK]


def _reaction(content: str) -> bytes:
    return (
        "From: mira@example.net\nSubject: Re: Your meeting\nContent-Type: multipart/alternative; boundary=b\n\n"
        "--b\nContent-Type: text/plain; charset=utf-8\n\n👍 Mira Nowak reacted via Gmail <https://www.google.com/gmail>\n"
        f"--b\nContent-Type: text/vnd.google.email-reaction+json; charset=utf-8\n\n{content}\n--b--\n"
    ).encode()


@pytest.mark.parametrize(
    ("content", "asked", "intent"),
    [
        ('{"emoji": "👍", "version": 1}', Ask.NEXT_MEETING, Intent.AGREE),
        ('{"emoji": "👍🏽", "version": 1}', Ask.NEXT_MEETING, Intent.AGREE),
        ('{"emoji": "👍", "version": 1}', Ask.MET_CHECK, Intent.ASK_BACK),
        ('{"emoji": "👍", "version": 1}', Ask.UNPROMPTED, Intent.NOTHING),
        ('{"emoji": "👍", "version": 1}', Ask.AGREEMENT_FORM, Intent.NOTHING),
        ('{"emoji": "👎", "version": 1}', Ask.NEXT_MEETING, Intent.NOTHING),
        ('{"emoji": "😂", "version": 1}', Ask.END_CONFIRM, Intent.NOTHING),
    ],
)
def test_a_raised_thumb_is_a_weak_yes_and_other_signs_are_nothing(content: str, asked: Ask, intent: Intent) -> None:
    assert _intents(_reaction(content), asked) == [intent]


@pytest.mark.parametrize("content", ["", "junk", "[]", '{"emoji": 1}', "[" * 50_000, '{"emoji": ["👍"]}'])
def test_a_broken_reaction_stops_nobody(content: str) -> None:
    assert mime.read(_reaction(content)).reaction == ""
