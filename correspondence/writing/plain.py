"""Plain text out of parsed Markdown: readable, at most 72 wide, without a trace of the Markdown."""

import textwrap
from collections.abc import Iterator

from markdown_it.tree import SyntaxTreeNode

from correspondence.writing.inert import shown

WIDTH = 72
QUOTE_INDENT = "    "


def plain_text(root: SyntaxTreeNode) -> str:
    """The text of a Markdown document; a line that goes on in the next ends in a space (RFC 3676, section 4.1)."""
    return "\n".join(_blocks(root, WIDTH)).strip("\n") + "\n"


def _blocks(parent: SyntaxTreeNode, width: int) -> list[str]:
    """The lines of a node's blocks, a blank line between two of them."""
    lines: list[str] = []
    for block in parent.children:
        lines += ["", *_block(block, width)] if lines else _block(block, width)
    return lines


def _block(block: SyntaxTreeNode, width: int) -> list[str]:
    match block.type:
        case "paragraph" | "heading":
            return _lines("".join(_inline(block.children[0])), width)
        case "bullet_list":
            return _items(block, ["- "] * len(block.children), width)
        case "ordered_list":
            first = int(str(block.attrs.get("start", 1)))
            return _items(block, [f"{n}. " for n in range(first, first + len(block.children))], width)
        case "blockquote":
            inner = _blocks(block, width - len(QUOTE_INDENT))
            return [QUOTE_INDENT + line.rstrip() if line else "" for line in inner]
        case "hr":
            return ["-" * 20]
        case _:
            raise ValueError(f"A letter cannot use Markdown's {block.type}; please write it as a paragraph or a list.")


def _items(parent: SyntaxTreeNode, marks: list[str], width: int) -> list[str]:
    lines: list[str] = []
    for mark, item in zip(marks, parent.children, strict=True):
        inner = _blocks(item, width - len(mark))
        tight = all(child.hidden for child in item.children if child.type == "paragraph")
        if lines and not tight:
            lines.append("")
        # An indented line is not flowed: joining it to the next would leave the indentation in the sentence.
        lines += [f"{mark if n == 0 else ' ' * len(mark)}{line.rstrip()}".rstrip() for n, line in enumerate(inner)]
    return lines


def _inline(node: SyntaxTreeNode) -> Iterator[str]:
    for child in node.children:
        match child.type:
            case "text":
                yield shown(child.content)
            case "softbreak":
                yield " "
            case "hardbreak":
                yield "\n"
            case "strong" | "em":
                yield from _inline(child)
            case _:
                raise ValueError(f"A letter cannot use Markdown's {child.type}; please write plain words.")


def _lines(text: str, width: int) -> list[str]:
    lines: list[str] = []
    for paragraph in text.split("\n"):
        # One column is kept for the space that says that the line goes on.
        parts = textwrap.wrap(paragraph, width - 1, break_long_words=False, break_on_hyphens=False)
        lines += [f"{part} " for part in parts[:-1]] + parts[-1:]
    return lines
