"""One reply, read from beginning to end: kind, own words, and what they say."""

from dataclasses import replace

from correspondence.arriving import (
    absences,
    authenticity,
    automatic,
    bounces,
    calendar_answers,
    invitations,
    meaning,
    mime,
    returned_forms,
    visible,
)
from correspondence.arriving.length import is_story
from correspondence.arriving.mime import Mail
from correspondence.arriving.reading import Context, Intent, Kind, Reading
from correspondence.arriving.visible import SentLetter, Visible

ANSWERS = frozenset(
    {
        Intent.AGREE,
        Intent.JOINED,
        Intent.MET,
        Intent.NOT_MET,
        Intent.RENEW,
        Intent.FINISH,
        Intent.UNDO,
        Intent.CONTACT_HAPPENED,
        Intent.MEETING_PROPOSED,
        Intent.MEETING_MOVED,
    }
)
"""What a program that nobody recognised may seem to say: its `yes, your mail has come in` binds nobody."""

LONG = "long"
"""The note of a reading that asks back because the mail is longer than what is read of one."""


def read_reply(mail: Mail, context: Context, letter: SentLetter | None = None, split: Visible | None = None) -> Reading:
    """What a person's mail says, in the light of the letter it answers; `split` if it has been split already."""
    split = split or visible.split(mail, letter)
    reading = Reading(Kind.PERSON, split.text, split.cut, attachments=len(mail.attachments))
    if mail.reaction:
        return replace(reading, statements=invitations.reacted(mail.reaction, context))
    if answer := calendar_answers.read(mail):
        words = calendar_answers.own_words(split.text, answer)
        statements = invitations.answered(answer, words, context)
        cut = split.cut if words == split.text else f"{split.text}\n{split.cut}".strip()
        return replace(reading, visible_text=words, cut=cut, statements=statements, calendar=answer)
    # `Accepted: ...` is a calendar's wording; beside a calendar that cannot be read it is nobody's.
    subject = "" if mail.calendar else mail.subject
    files = returned_forms.returned(mail.attachments, context, letter.body if letter else "")
    statements = meaning.understand(split.text, context, subject, files.answers)
    if statements == meaning.NOTHING and (files.trouble or (files.asked and mail.attachments and not split.text)):
        statements = meaning.ASK_BACK  # they sent their answers, perhaps as a picture, and we cannot read them
    if {each.intent for each in statements} & ANSWERS and automatic.is_doubtful(split.text):
        statements = meaning.ASK_BACK
    if split.beyond:
        # Nobody looked at all of it: only a cry for help is heard.
        statements = tuple(each for each in statements if each.intent is Intent.CONCERN) or meaning.ASK_BACK
    long = split.beyond or (statements == meaning.ASK_BACK and is_story(split.text))
    return replace(reading, statements=statements, note=files.note or (LONG if long else ""))


def read_any(raw: bytes, context: Context, letter: SentLetter | None = None) -> Reading:
    """The reading of any mail at all: what is not a person's is named, not interpreted.  Never raises."""
    tree = mime.parsed(raw)
    mail = mime.mail_of(tree)
    if mail.too_much:
        return Reading(Kind.HOSTILE, "", note=mail.too_much)
    bounce = bounces.in_tree(tree, len(raw))
    if bounce.failed:
        return Reading(Kind.BOUNCE, "", failed_addresses=bounce.failed, permanent=bounce.permanent)
    split = visible.split(mail, letter)
    if reason := automatic.is_automatic(mail, split.text):
        count = len(mail.attachments)
        until = absences.absence_until(mail, split.text, context)
        return Reading(Kind.AUTOMATIC, split.text, split.cut, note=reason, attachments=count, away_until=until)
    return read_reply(mail, context, letter, split)


def is_vouched(raw: bytes, authserv_id: str) -> bool:
    """Whether our own border vouches for the sender of a mail (RFC 8601)."""
    return authenticity.vouched(mime.read(raw), authserv_id)
