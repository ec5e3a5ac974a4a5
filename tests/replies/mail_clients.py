"""How mail programs quote a letter in a reply: one function for each shape, written after what each is known to do."""

import textwrap
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from html import escape
from importlib.resources import files
from typing import Any

WHO = "Peerpost <agency+k3vq7x@mentoring.example.org>"
SPEECH: dict[str, dict[str, Any]] = tomllib.loads(files(__package__).joinpath("own_letters.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Written:
    """A reply about to be sent: what stands above the quote, the quoted text as edited, what stands below."""

    above: str
    quoted: str
    below: str
    language: str = "en"
    page: str = ""
    """The quoted letter's own HTML, for programs that quote that."""

    def rows(self) -> str:
        return self.page or _rows(self.quoted)

    def words(self, name: str) -> str:
        return str(SPEECH[self.language][name]).format(who=WHO)

    def block(self) -> str:
        """The copied header that Outlook and its kin put above a quote."""
        values = (WHO, self.words("date"), "Mira <mira@example.net>", "Your agreement")
        return "\n".join(
            f"{label}: {value}" for label, value in zip(SPEECH[self.language]["fields"], values, strict=True)
        )


def _mail(text: str, html: str = "", **parameters: str) -> bytes:
    mail = EmailMessage()
    mail["From"] = "Mira <mira@example.net>"
    mail["To"] = WHO
    mail["Subject"] = "Re: Your agreement"
    if text:
        mail.set_content(text, params=parameters or None)
        if html:
            mail.add_alternative(html, subtype="html")
    else:
        mail.set_content(html, subtype="html")
    return mail.as_bytes()


def _marked(text: str, width: int = 0) -> str:
    """The text with "> " before every line, wrapped before if a width is given."""
    lines = [piece for line in text.split("\n") for piece in (_wrap(line, width) if width else [line])]
    return "\n".join(f"> {line}".rstrip() for line in lines)


def _wrap(line: str, width: int) -> list[str]:
    return textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) or [""]


def _wrapped(text: str, width: int) -> str:
    return "\n".join(piece for line in text.split("\n") for piece in _wrap(line, width))


def _rows(text: str) -> str:
    return "".join(f"<div>{escape(line) or '<br>'}</div>" for line in text.strip("\n").split("\n")) if text else ""


def _paragraphs(text: str) -> str:
    return "".join(
        f'<p class="MsoNormal">{escape(line) or "&nbsp;"}<o:p></o:p></p>' for line in text.strip("\n").split("\n")
    )


def gmail_text(reply: Written) -> bytes:
    quote = f"{_wrapped(reply.words('gmail'), 76)}\n\n{_marked(reply.quoted, 74)}"
    return _mail(f"{reply.above}\n\n{quote}\n\n{reply.below}\n")


def gmail_html(reply: Written) -> bytes:
    return _mail(
        "",
        f'<div dir="ltr">{_rows(reply.above)}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" '
        f'class="gmail_attr">{escape(reply.words("gmail"))}<br></div><blockquote class="gmail_quote" '
        'style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">'
        f"<u></u>{reply.rows()}</blockquote></div>{_rows(reply.below)}",
    )


def apple_text(reply: Written) -> bytes:
    return _mail(f"{reply.above}\n\n{_marked(reply.words('apple'))}\n> \n{_marked(reply.quoted)}\n\n{reply.below}\n")


def apple_html(reply: Written) -> bytes:
    return _mail(
        "",
        f'<html><body style="word-wrap: break-word;">{_rows(reply.above)}<div><br><blockquote type="cite"><div>'
        f'{escape(reply.words("apple"))}</div><br class="Apple-interchange-newline"><div>{reply.rows()}</div>'
        f"</blockquote></div><br>{_rows(reply.below)}</body></html>",
    )


def outlook_text(reply: Written) -> bytes:
    return _mail(f"{reply.above}\n\n{reply.block()}\n\n{_wrapped(reply.quoted, 70)}\n")


def outlook_html(reply: Written) -> bytes:
    block = "<br>".join(f"<b>{line.replace(': ', ':</b> ', 1)}" for line in escape(reply.block()).split("\n"))
    return _mail(
        "",
        f'<html><body><div class="WordSection1">{_paragraphs(reply.above)}<div><div style="border:none;border-top:'
        f'solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in"><p class="MsoNormal">{block}<o:p></o:p></p></div></div>'
        f"{reply.page or _paragraphs(reply.quoted)}</div></body></html>",
    )


def outlook_web(reply: Written) -> bytes:
    block = "<br>".join(f"<b>{line.replace(': ', ':</b> ', 1)}" for line in escape(reply.block()).split("\n"))
    return _mail(
        "",
        f'<html><body dir="ltr"><div class="elementToProof">{_rows(reply.above)}</div><div id="appendonsend"></div>'
        '<hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><font>'
        f"{block}</font><div>&nbsp;</div></div><div>{reply.rows()}</div></body></html>",
    )


def outlook_phone(reply: Written) -> bytes:
    signature = f"{reply.words('sent_from')}<https://aka.ms/o0ukef>"
    return _mail(f"{reply.above}\n\n{signature}\n{'_' * 32}\n{reply.block()}\n\n{reply.quoted}\n")


def yahoo(reply: Written) -> bytes:
    return _mail(
        "",
        f'<html><body><div class="ydp1yahoo-style-wrap">{_rows(reply.above)}</div><div id="yahoo_quoted_5381" '
        f'class="yahoo_quoted"><div><div>{escape(reply.words("yahoo"))}</div><div><br></div><div>'
        f"{reply.rows()}</div></div></div></body></html>",
    )


def thunderbird(reply: Written) -> bytes:
    """Flowed text (RFC 3676): a line that goes on ends with a space."""
    rows = [f"> {piece}" for line in reply.quoted.split("\n") for piece in _flowed(line)]
    quote = "\n".join(row if row.strip() != ">" else ">" for row in rows)
    return _mail(f"{reply.above}\n\n{reply.words('thunderbird')}\n{quote}\n\n{reply.below}\n", format="flowed")


def _flowed(line: str) -> list[str]:
    *soft, last = _wrap(line, 66)
    return [f"{piece} " for piece in soft] + [last]


def proton(reply: Written) -> bytes:
    return _mail(f"{reply.above}\n\n{reply.words('proton')}\n\n{_marked(reply.quoted)}\n\n{reply.below}\n")


def samsung(reply: Written) -> bytes:
    return _mail(f"{reply.above}\n\n-------- {reply.words('original')} --------\n{reply.block()}\n\n{reply.quoted}\n")


def careless_wrapper(reply: Written) -> bytes:
    """Marks first and wraps after, so that the ends of long lines lose their mark."""
    quote = "\n".join(piece for line in _marked(reply.quoted).split("\n") for piece in _wrap(line, 72))
    return _mail(f"{reply.above}\n\n{reply.words('gmail')}\n{quote}\n\n{reply.below}\n")


def without_marks(reply: Written) -> bytes:
    return _mail(f"{reply.above}\n\n{reply.quoted}\n")


Client = Callable[[Written], bytes]
MARKING: tuple[Client, ...] = (gmail_text, gmail_html, apple_text, apple_html, thunderbird, proton, careless_wrapper)
"""Programs that set a quote off, so that people write below it too."""
TRAILING: tuple[Client, ...] = (outlook_text, outlook_html, outlook_web, outlook_phone, yahoo, samsung)
"""Programs that put the old letter at the end."""
CLIENTS = (*MARKING, *TRAILING, without_marks)
