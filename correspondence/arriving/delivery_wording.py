"""How mail systems word what they report about delivery."""

import re

DAEMON = re.compile(
    r"mailer-?daemon|post[-_]?master\\?@|mail delivery (?:sub)?system|mail deliver system|\bmdaemon@|"
    r"e-?mail interconnect|system administrator.{0,9}@",
    re.I,
)
"""Senders that are no person."""

SUBJECT = re.compile(
    r"undeliver|deliver(?:y|ed).{0,30}(?:status|fail|delay|problem|warning|error)|(?:fail|error).{0,20}deliver|"
    r"returned mail|failure notice|mail failure|failed mail|mail failed|mail (?:system|delivery) (?:error|fail)|"
    r"not (?:be )?delivered|could ?n[o']t (?:be )?(?:sen|deliver)|delayed|error sending|automatically rejected|"
    r"warning: (?:could|message)|(?:user|host) unknown|unzustellbar|nicht zugestellt|non (?:remis|distribu)|"
    r"no se (?:ha )?(?:pudo )?(?:podido )?entregar|não (?:foi )?entregue|mancato recapito|onbestelbaar|niet bezorgd|"
    r"kan inte levereras|nie dostarczono|не доставлено|配信不能|送信できません|投递失败|退信",
    re.I,
)
BODY = re.compile(
    r"could not (?:be )?deliver|(?:can ?not|unable to|n't able to) deliver|failed recipient|not (?:been )?delivered to|"
    r"(?:user|host) unknown|unknown user|mailbox (?:is )?(?:full|unavailable)|delivery to the following|undeliverable|"
    r"did not reach the following|delivery of .{0,40} failed",
    re.I,
)
REFUSED = re.compile(r"^disposition:\s{0,4}automatic-action/mdn-sent-automatically;\s{0,4}deleted", re.I | re.M)
REPLY = re.compile(r"\s*(?:re|aw|sv|antw|odp|vs|res?p)\s?:", re.I)

PERMANENT = re.compile(r"(?<![\d.])5\.\d{1,3}\.\d{1,3}(?![\d.])|(?<![\d.@-])55[0-4](?=[\s-])", re.I)
PASSING = re.compile(
    r"\bdelay|will (?:keep|continue) (?:trying|to try)|still being retried|(?<![\d.])4\.\d{1,3}\.\d{1,3}(?![\d.])|"
    r"mailbox (?:is )?full|over ?quota|quota exceeded|(?<![\d.])5\.2\.2(?![\d.])|(?<![\d.])5\.[37]\.\d{1,3}(?![\d.])|"
    r"not yet been delivered",
    re.I,
)
"""Trouble that may be over next time: a full mailbox, a filter's opinion, a server that does not answer."""

GONE = re.compile(
    r"(?:user|host|recipient|mailbox|account|address|domain)(?: name)? (?:is )?(?:unknown|not found|disabled|inactive)|"
    r"(?:unknown|invalid|no such) (?:local )?(?:user|recipient|mailbox|account|address|host|domain)|"
    r"(?:user|recipient|mailbox|account|address|you tried to reach)(?: <?[^\s<>]{1,80}>?)? "
    r"(?:does(?: not|n't)|do not) exist|couldn't find any host|no mailbox here|not listed in|"
    r"(?<![\d.])5\.1\.(?:[0-36]|10)(?![\d.])",
    re.I,
)
"""Nobody is there."""

ADDRESS = re.compile(r"(?<![\w.+=-])[\w.+=/-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
REPORTED = re.compile(
    r"^[\s>]{0,8}(?:original-recipient|final-recipient|x-failed-recipients|x-original-to|rcpt to|to)\s?:[^\n]{0,400}",
    re.I | re.M,
)
ORIGINAL_ID = re.compile(r"^[\s>]{0,8}message-id:\s{0,4}(<[^<>\s]{1,300}>)", re.I | re.M)
