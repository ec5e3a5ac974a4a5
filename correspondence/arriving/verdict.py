"""From phrases to statements: what they mean under the question that was asked, and whether they agree."""

from collections.abc import Mapping

from correspondence.arriving.reading import Intent
from mentoring.letters import Ask

_MEETINGS = frozenset({Ask.KICKOFF, Ask.FIRST_MEETING, Ask.NEXT_MEETING, Ask.MET_CHECK, Ask.CADENCE_NUDGE})
_PAIRED = _MEETINGS | {Ask.UNPROMPTED, Ask.GOAL_REVIEW, Ask.RENEWAL, Ask.SLA_CHECK, Ask.EVENT}
_UNANSWERED = frozenset({Ask.SLA_CHECK, Ask.UNPROMPTED, Ask.FIRST_MEETING, Ask.CADENCE_NUDGE, Ask.MET_CHECK})
# Letters to the organiser: about what is owed, and about anything else there is to see to.
_ORGANISERS = frozenset({Ask.ORGANISER_ESCALATION, Ask.ORGANISER_CARE})
_DOCUMENTS = frozenset({Ask.AGREEMENT_FORM, Ask.PLAN_FORM, Ask.AGREEMENT_SIGN, Ask.GOAL_REVIEW})

YES: Mapping[Ask, Intent] = {
    Ask.KICKOFF: Intent.JOINED,
    Ask.AGREEMENT_SIGN: Intent.AGREE,
    Ask.FIRST_MEETING: Intent.AGREE,
    Ask.NEXT_MEETING: Intent.AGREE,
    Ask.MET_CHECK: Intent.MET,
    Ask.CADENCE_NUDGE: Intent.MET,
    Ask.GOAL_REVIEW: Intent.AGREE,
    Ask.RENEWAL: Intent.RENEW,
    Ask.SLA_CHECK: Intent.CONTACT_HAPPENED,
    Ask.AFTER_CARE: Intent.AGREE,
    Ask.EVENT: Intent.AGREE,
    Ask.CONFIRM: Intent.AGREE,
    Ask.PAUSE_OFFER: Intent.AGREE,
    Ask.END_CONFIRM: Intent.AGREE,
}
NO: Mapping[Ask, Intent] = {
    Ask.KICKOFF: Intent.DECLINED_TO_JOIN,
    Ask.MET_CHECK: Intent.NOT_MET,
    Ask.CADENCE_NUDGE: Intent.NOT_MET,
    Ask.RENEWAL: Intent.FINISH,
    Ask.SLA_CHECK: Intent.NO_REPLY_REPORT,
    Ask.EVENT: Intent.DECLINED_TO_JOIN,
    Ask.CONFIRM: Intent.UNDO,
    Ask.PAUSE_OFFER: Intent.NOTHING,
    Ask.SURVEY: Intent.NOTHING,
}
# Ask for a meeting that is still to be.
TO_COME = frozenset({Ask.KICKOFF, Ask.FIRST_MEETING, Ask.NEXT_MEETING})
# A yes to what happened is a fact; `sounds good` is no answer to it.
FACTS = frozenset({Ask.MET_CHECK, Ask.CADENCE_NUDGE, Ask.SLA_CHECK})
WEAK_YES = {asked: intent for asked, intent in YES.items() if asked not in FACTS}
AGREED = {asked: intent for asked, intent in YES.items() if asked not in FACTS}

# Under these questions an answer binds: nothing may be said beside it that is not understood.
BINDING = frozenset({Ask.KICKOFF, Ask.AGREEMENT_SIGN, Ask.RENEWAL, Ask.CONFIRM, Ask.PAUSE_OFFER, Ask.END_CONFIRM})
STRICT = frozenset({Intent.DECLINED_TO_JOIN, Intent.AGREE, Intent.RENEW, Intent.FINISH, Intent.UNDO})

_ONLY: Mapping[str, Mapping[Ask, Intent]] = {
    "yes": YES,
    "weak_yes": WEAK_YES,
    "agree": AGREED,
    "no": dict.fromkeys(YES, Intent.ASK_BACK) | dict(NO),
    # Not to go on is to end it, and at the end of a term to let it end.
    "no_longer": dict.fromkeys(Ask, Intent.END) | {Ask.RENEWAL: Intent.FINISH},
    "received": {Ask.AFTER_CARE: Intent.AGREE, Ask.EVENT: Intent.ASK_BACK, Ask.END_CONFIRM: Intent.NOTHING},
    "went_well": {Ask.MET_CHECK: Intent.MET, Ask.CADENCE_NUDGE: Intent.MET},
    "not_lately": {Ask.MET_CHECK: Intent.NOT_MET, Ask.CADENCE_NUDGE: Intent.NOT_MET},
    "not_yet": {
        Ask.FIRST_MEETING: Intent.NOT_MET,
        Ask.MET_CHECK: Intent.NOT_MET,
        Ask.CADENCE_NUDGE: Intent.NOT_MET,
        Ask.SLA_CHECK: Intent.NO_REPLY_REPORT,
    },
    "joined": {Ask.KICKOFF: Intent.JOINED, Ask.UNPROMPTED: Intent.JOINED, Ask.EVENT: Intent.AGREE},
    "declined_to_join": {
        Ask.KICKOFF: Intent.DECLINED_TO_JOIN,
        Ask.EVENT: Intent.DECLINED_TO_JOIN,
    },
    "coming": {Ask.EVENT: Intent.AGREE, Ask.FIRST_MEETING: Intent.AGREE, Ask.NEXT_MEETING: Intent.AGREE},
    "want_changes": dict.fromkeys(_DOCUMENTS | {Ask.UNPROMPTED}, Intent.WANT_CHANGES),
    "unchanged": {Ask.GOAL_REVIEW: Intent.AGREE},
    "met": dict.fromkeys(_PAIRED | _DOCUMENTS, Intent.MET),
    "done": {Ask.MET_CHECK: Intent.MET, Ask.CADENCE_NUDGE: Intent.MET},
    # A worry that is over is no new one; whether it is taken back has to be asked.
    "settled": {Ask.CONCERN_BASIS: Intent.ASK_BACK},
    "withdrawn": {Ask.CONCERN_BASIS: Intent.UNDO},
    "not_met": dict.fromkeys((_PAIRED | _DOCUMENTS) - {Ask.EVENT, Ask.RENEWAL}, Intent.NOT_MET),
    "contact_happened": dict.fromkeys(_PAIRED | _DOCUMENTS, Intent.CONTACT_HAPPENED),
    "no_reply_report": dict.fromkeys(_UNANSWERED, Intent.NO_REPLY_REPORT),
    "meeting_moved": dict.fromkeys(_PAIRED, Intent.MEETING_MOVED),
    "meeting_cancelled": dict.fromkeys({*_MEETINGS, Ask.UNPROMPTED} - {Ask.KICKOFF}, Intent.MEETING_CANCELLED)
    | {Ask.CONFIRM: Intent.UNDO},
    "unsuitable": dict.fromkeys(_MEETINGS, Intent.ASK_BACK),
    "renew": {Ask.RENEWAL: Intent.RENEW, Ask.END_CONFIRM: Intent.UNDO},
    "finish": {Ask.RENEWAL: Intent.FINISH, Ask.END_CONFIRM: Intent.END},
    "stay": {Ask.END_CONFIRM: Intent.UNDO, Ask.CONCERN_BASIS: Intent.ASK_BACK},
    "organiser_snooze": {Ask.ORGANISER_ESCALATION: Intent.ORGANISER_SNOOZE},
    "organiser_extend": {Ask.ORGANISER_ESCALATION: Intent.ORGANISER_EXTEND},
    "organiser_close": dict.fromkeys(_ORGANISERS, Intent.ORGANISER_CLOSE),
    "organiser_rematch": dict.fromkeys(_ORGANISERS, Intent.ORGANISER_REMATCH),
    "organiser_open": {Ask.CONCERN_OPEN: Intent.ORGANISER_OPEN},
    "organiser_note": dict.fromkeys(_ORGANISERS, Intent.ORGANISER_NOTE),
    # `I will ring her`: what the organiser does about it is for the file.
    "in_hand": dict.fromkeys(_ORGANISERS, Intent.ORGANISER_NOTE),
}
# Under every question, by the key's own name.
_ALWAYS = frozenset(
    {
        "end",
        "leave_group",
        "undo",
        "pause",
        "away",
        "resume",
        "fewer_mails",
        "help",
        "status",
        "concern",
        "my_data",
        "forget_me",
        "address_change",
    }
)
# Say no more than yes or no: the question says to what.
ASSENTS = frozenset({"yes", "weak_yes", "agree"})
GENERIC = ASSENTS | {"no", "not_lately"}
# Takes a bare yes back; beside something definite it only leads to it.
TURNING = frozenset({"unsuitable", "no"})
# Only colour what else is said.
BESIDE = frozenset({"ahead", "see_you"})
# Said out of politeness where the question gives them no meaning.
COURTESY = frozenset({"received", "read_it", "went_well"})
# Said in goodwill: where they mean nothing they take nothing back.
GOODWILL = BESIDE | {"coming", "joined", "read_it", "unchanged", "went_well"}

_CONTRADICT = (
    {Intent.MET, Intent.NOT_MET},
    {Intent.JOINED, Intent.DECLINED_TO_JOIN},
    {Intent.RENEW, Intent.FINISH},
    {Intent.AGREE, Intent.UNDO},
    {Intent.AGREE, Intent.DECLINED_TO_JOIN},
    {Intent.END, Intent.UNDO},
    {Intent.END, Intent.PAUSE},
    {Intent.END, Intent.RESUME},
    {Intent.END, Intent.RENEW},
    {Intent.END, Intent.FINISH},
    {Intent.END, Intent.AGREE},
    {Intent.END, Intent.JOINED},
    {Intent.PAUSE, Intent.RESUME},
    {Intent.AWAY, Intent.RESUME},
    {Intent.END, Intent.MEETING_PROPOSED},
    {Intent.END, Intent.MEETING_MOVED},
    {Intent.END, Intent.LEAVE_GROUP},
    {Intent.MEETING_CANCELLED, Intent.MEETING_PROPOSED},
    {Intent.MEETING_CANCELLED, Intent.MEETING_MOVED},
    {Intent.MEETING_CANCELLED, Intent.AGREE},
    {Intent.UNDO, Intent.PAUSE},
    {Intent.UNDO, Intent.RESUME},
    {Intent.ORGANISER_CLOSE, Intent.ORGANISER_SNOOZE},
    {Intent.ORGANISER_CLOSE, Intent.ORGANISER_EXTEND},
    {Intent.ORGANISER_SNOOZE, Intent.ORGANISER_EXTEND},
    {Intent.CONTACT_HAPPENED, Intent.NO_REPLY_REPORT},
    {Intent.END, Intent.FORM_ANSWERS},
    {Intent.END, Intent.SURVEY_ANSWERS},
    {Intent.UNDO, Intent.FORM_ANSWERS},
)


def meaning_of(key: str, asked: Ask) -> Intent | None:
    """What a phrase of this key means under this question; None if it means nothing there."""
    if key in _ALWAYS:
        return Intent(key)
    return _ONLY.get(key, {}).get(asked)


# Of two meanings of the same words the first counts: what the question gives them, before what they mean anywhere.
ORDER = (
    ("finish", "end"),
    ("finish", "fewer_mails"),
    ("organiser_close", "end"),
    ("declined_to_join", "end"),
    ("renew", "resume"),
    ("meeting_cancelled", "undo"),
    ("not_yet", "no_reply_report"),
)


def is_special(key: str) -> bool:
    """Whether only some questions give this key its meaning: the organiser's verbs, renewing, finishing."""
    return key.startswith("organiser_") or key in ("in_hand", "renew", "finish", "no_longer")


def is_bound(key: str) -> bool:
    """Whether a key is an answer to one question only, and says nothing beside another."""
    return (is_special(key) and key != "no_longer") or key in ("stay", "withdrawn")


def contradict(intents: set[Intent]) -> bool:
    """Whether two of these cannot both be meant in one mail."""
    return any(pair <= intents for pair in _CONTRADICT)


def about_meetings(asked: Ask) -> bool:
    """Whether a date by itself is an answer to the question."""
    return asked in _MEETINGS
