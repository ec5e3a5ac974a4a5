"""Bodies made to exhaust a parser: each repeats, to any length, what somewhere has made one slow."""

from tests.replies.mail_clients import SPEECH

_INTRODUCTION = "On Mon, Mar 2, 2026 at 10:00 AM Ada <ada@example.org>"
_OURS = str(SPEECH["en"]["body"])

TEXTS = {
    "prose": "This is a plain line of words, nothing more.\n",
    "on and on": "On ",
    "on x at y": " on x at y",
    "introductions begun": f"{_INTRODUCTION}\n",
    "introductions": f"{_INTRODUCTION} wrote:\n",
    "introductions on one line": f"{_INTRODUCTION} wrote ",
    "introductions and answers": f"{_INTRODUCTION} wrote:\n> x\nyes\n",
    "dates in the middle": "yes Am 1 ",
    "wrote": "wrote: ",
    "colons": "wrote:\n",
    "alternating": "> a\ntext\n",
    "blank lines": "\n",
    "blank quotes": ">\n\n",
    "marks": ">",
    "spaced marks": "> ",
    "deeper and deeper": "".join(f"{'>' * depth} x\n" for depth in range(60)),
    "wrapped quotes": "> " + "x" * 70 + "\nand so\n",
    "arrows": ">>> a <b@c.de> 1.1.2026 10:00 >>>\n> x\nb\n",
    "headers": "From: x\n",
    "copied headers": "From: Ada <ada@example.org>\nSubject: x\n\nhi\n",
    "foreign headers": "Abc: Ada <ada@example.org>\nDef: 3 May 2026 10:00\nhi\n",
    "labels": "a " * 15 + ":\n",
    "addresses": "a@b.co:\n",
    "address without an end": "a.",
    "addresses broken off": "<a@b\n>c\n",
    "links": "> https://example.org/aaaaaaa\nbbb\n",
    "links on one line": "https://",
    "brackets": "<",
    "mixed brackets": "[<(",
    "dashes": "-",
    "dash lines": "-----\n",
    "rules": "_____\n* * * *\n",
    "one line": "QUJD",
    "spaces": " ",
    "digits": "1",
    "times": "10:00 ",
    "names": "Ada Lovelace\n",
    "names on one line": "Ada ",
    "cards": "\nAda Lovelace\n+43 1 000 000 000\nwww.example.org\n",
    "closings": "Best regards,\nMira\nx\n",
    "telephones": "Sent from my iPhone\n",
    "telephones on one line": "Sent from my ",
    "disclaimers": "confidential intended recipient\n\n",
    "postscripts": "P.S. x\n",
    "armour": "-----BEGIN PGP SIGNED MESSAGE-----\n",
    "invisible": "\u200b",
    "letters without spaces": "写道：",
    "ligatures": "\ufdfa",
    "accents": "a\u0301",
    "pictures": "👍",
    "our letter": _OURS,
    "our letter quoted": "".join(f"> {line}\n" for line in _OURS.split("\n")),
    "three words of our letter": " ".join(_OURS.split()[:3]) + " x ",
}

PAGES = {
    "open boxes": "<div>",
    "open quotes": "<blockquote>",
    "quotes a hundred deep": "<blockquote>" * 100 + "x" + "</blockquote>" * 100,
    "letters in bold": "<b>a</b>",
    "rows of a table": "<tr><td>a</td><td>b</td></tr>",
    "tables in tables": "<table><tr><td>",
    "lists": "<ol><li>x",
    "paragraphs": "<p>",
    "crossing tags": "<b><i>x</b></i>",
    "entities": "&amp;",
    "entities without an end": "&",
    "tags without an end": "<a ",
    "attributes": '<a x="1" ',
    "styles": '<p style="display: block">x</p>',
    "sheets": "<style>a{b:c}</style>",
    "comments": "<!-- x -->",
    "comments without an end": "<!--",
    "gmail quotes": '<div class="gmail_quote">x</div>',
    "gmail quotes, open": '<div class="gmail_quote">',
    "scripts": "<script>x</script>",
    "pictures": '<img alt="👍">',
    "lines as typed": "<pre>x\n",
    "one word": "a",
    "entities that grow": '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><p>&b;</p>',
}


_HEAD = "From: mira@example.net\nContent-Type: text/{}; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"


def mail_of(name: str, size: int) -> bytes:
    """A mail whose plain text has `size` bytes of a kind."""
    unit = TEXTS[name].encode()
    return _HEAD.format("plain").encode() + (unit * (size // len(unit) + 1))[:size]


def text_of(name: str, size: int) -> str:
    """`size` characters of a kind of text."""
    return _filled(TEXTS[name], size)


def page_of(name: str, size: int) -> bytes:
    """A mail whose HTML part has `size` characters of a kind."""
    return (_HEAD.format("html") + _filled(PAGES[name], size)).encode()


def _filled(unit: str, size: int) -> str:
    return (unit * (size // len(unit) + 1))[:size]
