"""The page of figures, as whoever watches reads it."""

import re
import urllib.request

LINE = re.compile(r"(?P<name>[a-z_]+)(?:\{(?P<labels>[^}]*)\})? (?P<value>\S+)")
LABEL = re.compile(r'([a-z_]+)="([^"]*)"')


def page(address: str) -> str:
    """The whole page."""
    with urllib.request.urlopen(f"http://{address}/metrics", timeout=10) as answer:
        text: str = answer.read().decode()
    return text


def labels(page: str) -> dict[str, set[str]]:
    """Every label of every line, with its values."""
    found: dict[str, set[str]] = {}
    for line in page.splitlines():
        for label, value in LABEL.findall(line.partition("{")[2]):
            found.setdefault(label, set()).add(value)
    return found


def figures(address: str) -> dict[tuple[str, str], float]:
    """Our own figures: (name, value of its label) -> figure."""
    lines = (LINE.fullmatch(line) for line in page(address).splitlines() if line.startswith("peerpost_"))
    return {(line["name"], LABEL.findall(line["labels"])[0][1]): float(line["value"]) for line in lines if line}
