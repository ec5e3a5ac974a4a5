"""How mail systems word what they report about delivery."""

import re

DAEMON = re.compile(
    r"mailer-?daemon|post[-_]?master\\?@|mail delivery (?:sub)?system|mail deliver system|\bmdaemon@|"
    r"e-?mail interconnect|microsoftexchange[0-9a-f]{20,}@|system administrator.{0,9}@",
    re.I,
)
"""Senders that are no person."""

SUBJECT = re.compile(
    r"undeliver|non-?deliver|deliver(?:y|ed).{0,30}(?:status|fail|delay|problem|warning|error)|(?:fail|error).{0,20}deliver|"
    r"returned mail|failure notice|mail failure|failed mail|mail failed|mail (?:system|delivery) (?:error|fail)|"
    r"not (?:be )?delivered|could ?n[o']t (?:be )?(?:sen|deliver)|delayed|error sending|automatically rejected|"
    r"warning: (?:could|message)|(?:user|host) unknown|unzustellbar|nicht zugestellt|non (?:remis|distribu)|"
    r"no se (?:ha )?(?:puede |pudo )?(?:podido )?entregar|no entregado|correo devuelto|não (?:foi )?entregue|"
    r"não (?:é|foi) possível entregar|não pôde ser entregue|mancato recapito|onbestelbaar|niet bezorgd|"
    r"kan inte levereras|nie dostarczono|не доставлено|配信不能|送信できません|投递失败|退信",
    re.I,
)
BODY = re.compile(
    r"could not (?:be )?deliver|(?:can ?not|unable to|n't able to) deliver|failed recipient|not (?:been )?delivered to|"
    r"(?:user|host) unknown|unknown user|mailbox (?:is )?(?:full|unavailable)|delivery to the following|undeliverable|"
    r"did not reach the following|delivery of .{0,40} failed",
    re.I,
)
BARE_ADDRESS = re.compile(
    r"^[^>\n]{0,200}deliver[^\n]{0,80}\n{1,3}[ \t<]{0,8}[^\s<>@]{1,64}@[^\s<>@]{1,200}>?[ \t]*$", re.I | re.M
)
"""The sentence that a mail was not delivered, and the address by itself below it: nobody types that in an answer."""
REFUSED = re.compile(r"^disposition:\s{0,4}automatic-action/mdn-sent-automatically;\s{0,4}deleted", re.I | re.M)
REPLY = re.compile(r"\s*(?:re|aw|sv|antw|odp|vs|res?p|fwd?|wg|tr|rv|enc|vb|doorst)\s?:", re.I)
RETURNED = re.compile(
    r"^[\s>]{0,8}(?:received|message-id|return-path|from|subject):|(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?![\d.])|"
    r"(?<![\d.@-])[45]5[0-4](?=[\s-])",
    re.I | re.M,
)
"""What a report has and a letter about one has not: headers of the mail that came back, or a code."""
A_PERSON = re.compile(
    r"\b(?:my|our|meine?r?|unsere?r?|mi|mis|nuestros?|mon|mes|notre|meus?|minhas?|nossos?)\s(?:\w{1,12}\s)?"
    r"(?:e-?mails?|mails?|messages?|nachricht(?:en)?|correos?|mensajes?|courriels?|mensage(?:m|ns))\b",
    re.I,
)
"""Who tells of a mail of their own: a report speaks of the reader's, `your message`."""

_PASSING = re.compile(
    r"\bdelay|will (?:keep|continue) (?:trying|to try)|still being retried|(?<![\d.])4\.\d{1,3}\.\d{1,3}(?![\d.])|"
    r"(?:mailbox|inbox) (?:is )?(?:too )?full|over ?quota|quota (?:exceeded|is full)|exceed\w{0,3} .{0,20}quota|"
    r"(?<![\d.])5\.(?:2\.2|[37]\.\d{1,3})(?![\d.])|not yet been delivered|too fast|too many|rate limit|"
    r"\bspam|\bblock|blacklist|\bpolicy\b|\bdenied\b|\bfilter",
    re.I,
)
_GONE = re.compile(
    r"(?<!sender )(?:user|host|recipient|mailbox|account|address|domain)(?: name)? (?:is |was )?"
    r"(?:unknown|not (?:been )?found|no longer|not a valid|invalid\b)|"
    r"(?:unknown|invalid|no such) (?:local )?(?:user|recipient|mailbox|account|address|host|domain)|"
    r"(?<!sender )(?:user|recipient|mailbox|account|address|alias|you tried to reach)(?: <?[^\s<>]{1,80}>?)? "
    r"(?:does(?: not|n't)|do not) exist|couldn't find any host|no mailbox here|not listed in|"
    r"no (?:user|mailbox) by that name|doesn't have an? .{1,60} account|host \S{1,120} not found",
    re.I,
)
_GONE_CODE = re.compile(r"(?<![\d.])5\.1\.(?:[0-36]|10)(?![\d.])")


def nobody_there(report: str) -> bool:
    """Whether a report says that there is no such mailbox (RFC 3463, 5.1.x), not one that is full or guarded."""
    if _GONE.search(report):
        return True
    return _GONE_CODE.search(report) is not None and _PASSING.search(report) is None


ADDRESS = re.compile(r"(?<![\w.+=-])[\w.+=/-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
REPORTED = re.compile(
    r"^[\s>]{0,8}(?:original-recipient|final-recipient|x-failed-recipients|x-original-to|rcpt to|to)\s?:[^\n]{0,400}",
    re.I | re.M,
)
ORIGINAL_ID = re.compile(r"^[\s>]{0,8}message-id:\s{0,4}(<[^<>\s]{1,300}>)", re.I | re.M)
