"""The HTML of a letter: one column that fits a telephone, styles inlined, nothing fetched from anywhere."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote

from css_inline import CSSInliner
from jinja2 import FunctionLoader, StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Button:
    """An answer as a link that writes the reply; it acts only when its reader sends that mail."""

    label: str
    reply: str
    subject: str
    reply_to: str

    @property
    def link(self) -> str:
        """A mailto address (RFC 6068): lines of the body end in CRLF."""
        body = "\r\n".join(self.reply.splitlines())
        return f"mailto:{quote(self.reply_to, safe='@+')}?subject={quote(f'Re: {self.subject}')}&body={quote(body)}"


# Mail programs drop style sheets, so the rules go into the elements; the at-rules that may stay are for dark screens.
_INLINER = CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)


def page(context: Mapping[str, Any], source: Callable[[str], str]) -> str:
    """The whole page; `context` brings the frame's names, with `body` and `footer` as HTML."""
    frame = _frame(source)
    return _INLINER.inline(
        frame.render({**context, "body": Markup(context["body"]), "footer": Markup(context["footer"])})
    )


@cache
def _frame(source: Callable[[str], str]) -> Template:
    environment = ImmutableSandboxedEnvironment(
        loader=FunctionLoader(source), undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template("_base/frame.html")
