"""Answers to an invitation in the shapes in which calendar programs send them."""

OUR_MEETING = "Meeting of Ada and Mira"


def event(
    status: str = "ACCEPTED",
    method: str = "REPLY",
    start: str = "DTSTART;TZID=Europe/Berlin:20260310T150000",
    extra: str = "",
    params: str = "",
) -> str:
    """A calendar with one event, folded as RFC 5545 wants."""
    return f"""BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:{method}
BEGIN:VEVENT
{start}
DTSTAMP:20260304T101500Z
ORGANIZER;CN=Peerpost:mailto:agency@mentoring.example.org
UID:meeting-1@mentoring.example.org
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={status};CN=Mira Nowa
 k;X-NUM-GUESTS=0{params}:mailto:Mira@example.net
SEQUENCE:2
STATUS:CONFIRMED
SUMMARY:{OUR_MEETING}
{extra}TRANSP:OPAQUE
END:VEVENT
END:VCALENDAR
"""


def google(status: str = "ACCEPTED", note: str = "") -> bytes:
    """Google Calendar says that it made the mail itself, repeats the meeting in it and attaches the calendar twice."""
    word = {"ACCEPTED": "accepted", "DECLINED": "declined", "TENTATIVE": 'replied "Maybe" to'}[status]
    calendar = event(status, params=f';X-RESPONSE-COMMENT="{note}"' if note else "")
    text = f"""Mira Nowak has {word} this invitation{" with this note:" if note else "."}

{f'"{note}"' if note else ""}

{OUR_MEETING}
Tuesday 10 Mar 2026 3pm - 4pm
Central European Time - Berlin

Guests
agency@mentoring.example.org - organizer
mira@example.net

Invitation from Google Calendar: https://calendar.google.com/calendar/
"""
    return f"""From: Mira Nowak <mira@example.net>
Sender: Google Calendar <calendar-notification@google.com>
Return-Path: <3abc@calendar-server.bounces.google.com>
To: agency+k3vq7x@mentoring.example.org
Auto-Submitted: auto-generated
Subject: {status.title()}: {OUR_MEETING} @ Tue 10 Mar 2026 3pm - 4pm (CET)
Message-ID: <calendar-1@google.com>
Content-Type: multipart/mixed; boundary="m"

--m
Content-Type: multipart/alternative; boundary="a"

--a
Content-Type: text/plain; charset="UTF-8"; format=flowed; delsp=yes

{text}
--a
Content-Type: text/calendar; charset="UTF-8"; method=REPLY
Content-Transfer-Encoding: 7bit

{calendar}
--a--
--m
Content-Type: application/ics; name="invite.ics"
Content-Disposition: attachment; filename="invite.ics"

{calendar}
--m--
""".encode()


_WINDOWS_ZONE = """BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT"""


def outlook(status: str = "ACCEPTED", note: str = "", method: str = "REPLY", at: str = "20260310T150000") -> bytes:
    """Outlook's mail is empty or holds what was typed, above the appointment it quotes; zones by Windows' names."""
    start = f"DTSTART;TZID=W. Europe Standard Time:{at}"
    comment = f"COMMENT;LANGUAGE=en-GB:{note}\n" if note else ""
    calendar = event(status, method, start, comment).replace("BEGIN:VEVENT", _WINDOWS_ZONE)
    verb = {"ACCEPTED": "Accepted", "DECLINED": "Declined", "TENTATIVE": "Tentative"}[status]
    return f"""From: Mira Nowak <mira@example.net>
To: Peerpost <agency+k3vq7x@mentoring.example.org>
Subject: {verb if method == "REPLY" else "New Time Proposed"}: {OUR_MEETING}
Message-ID: <AM1@eurprd.prod.outlook.com>
Content-Type: multipart/alternative; boundary="a"

--a
Content-Type: text/plain; charset="utf-8"

{note}

-----Original Appointment-----
From: Peerpost <agency@mentoring.example.org>
When: 10 March 2026 15:00-16:00 (UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna.

--a
Content-Type: text/calendar; charset="utf-8"; method={method}

{calendar}
--a--
""".encode()


def apple(status: str = "ACCEPTED") -> bytes:
    """Apple's calendar writes one sentence and leaves out the part's method."""
    verb = {"ACCEPTED": "accepted", "DECLINED": "declined", "TENTATIVE": "tentatively accepted"}[status]
    calendar = event(status, start="DTSTART:20260310T140000Z").replace("\n", "\r\n")
    return f"""From: Mira Nowak <mira@example.net>
To: agency+k3vq7x@mentoring.example.org
Subject: {verb.title()}: {OUR_MEETING}
Content-Type: multipart/alternative; boundary="Apple-Mail-1"

--Apple-Mail-1
Content-Type: text/plain; charset=utf-8

Mira Nowak {verb} the invitation to {OUR_MEETING}, Tue 10 March at 15:00.

--Apple-Mail-1
Content-Type: text/calendar; charset=utf-8

{calendar}
--Apple-Mail-1--
""".encode()
