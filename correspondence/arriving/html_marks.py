"""How the HTML of each mail program marks the letter it quotes, and the signature it adds."""

import re
from enum import Enum, auto

from lxml import etree


class Mark(Enum):
    """What an element says about its place in a mail."""

    NONE = auto()
    QUOTE = auto()
    """All inside is quoted."""
    QUOTE_FOLLOWS = auto()
    """All behind it is quoted."""
    SIGNATURE = auto()


_NONE = Mark.NONE
_QUOTE_CLASSES = frozenset(
    "yahoo_quoted yahoo-quoted protonmail_quote tutanota_quote zmail_extra front-blockquote cm_quote missive_quote "
    "freshdesk_quote elided-text gmail_attr moz-cite-prefix sh-quoted-content mail-quote-collapse quoted-message "
    "gmail_quote_attribution hs_reply quotedMessage reply-intro".split()
)
_QUOTE_IDS = frozenset(
    "OLK_SRC_BODY_SECTION mail-editor-reference-message-container isReplyContent replyBody reply-intro "
    "geary-quote ntesmailquote".split()
)
_QUOTE_NAMES = frozenset(("messageReplySection", "quote"))
_FOLLOWS_IDS = frozenset("divRplyFwdMsg appendonsend zwchr stopSpelling origbody".split())
_FOLLOWS_CLASSES = frozenset("OutlookMessageHeader ms-outlook-reply-header hmmessage-quote".split())
_SIGNATURE_CLASSES = frozenset(
    "gmail_signature moz-signature protonmail_signature_block bloop_sign gmail_signature_prefix "
    "tutanota_signature front-signature signature-placeholder".split()
)
_SIGNATURE_IDS = frozenset(
    "Signature ms-outlook-mobile-signature cm_signature composer_signature signature "
    "geary-signature yMail_signature ymail_android_signature ydpsignature".split()
)
_SIGNATURE_STARTS = ("AppleMailSignature", "lineBreakAtBeginningOfSignature", "apple-mail-signature")

# Gmail's "increase indent" is a blockquote without any mark of a quote.
_INDENTED = re.compile(
    r"border:\s{0,4}none|border:\s{0,4}0(?:px)?\s{0,4}[;\"]|margin:\s{0,4}0(?:px)?\s{1,4}0(?:px)?\s{1,4}0(?:px)?\s{1,4}40px"
)


def mark_of(element: etree._Element) -> Mark:
    """The mark an element carries.  Ids that a mail program has renamed with "x_" in front count as before."""
    attributes = element.attrib
    if element.tag == "blockquote":
        return _blockquote(element)
    if not attributes:
        return _NONE
    classes = {name.removeprefix("x_") for name in element.get("class", "").split()}
    identity = element.get("id", "").removeprefix("x_")
    if classes & _SIGNATURE_CLASSES or identity in _SIGNATURE_IDS or identity.startswith(_SIGNATURE_STARTS):
        return Mark.SIGNATURE
    if identity in _FOLLOWS_IDS or classes & _FOLLOWS_CLASSES or element.get("data-marker") == "__QUOTED_TEXT__":
        return Mark.QUOTE_FOLLOWS
    if classes & _QUOTE_CLASSES or identity in _QUOTE_IDS or element.get("name", "") in _QUOTE_NAMES:
        return Mark.QUOTE
    if "gmail_quote" in classes and element.find(".//blockquote") is None:
        return Mark.QUOTE
    return Mark.NONE


def _blockquote(element: etree._Element) -> Mark:
    """A block quote is another mail's, save where it only indents or names a page on the web as its source."""
    if element.get("type") == "cite" or "quote" in element.get("class", ""):
        return Mark.QUOTE
    if element.get("cite", "").startswith(("http:", "https:")) or _INDENTED.search(element.get("style", "")):
        return Mark.NONE
    return Mark.QUOTE
