"""Shapes (图形): the words and rectangles that a picture is put together from, as SVG."""

import re
import unicodedata
from html import escape
from typing import Final

__all__ = ["LEFT", "RIGHT", "WIDTH", "clean", "cut", "ems", "rect", "words"]

WIDTH: Final = 800
"""How wide a picture is, in its own units."""
LEFT: Final = 16
"""Where time begins in it."""
RIGHT: Final = 784
"""Where time ends in it."""
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(value: object) -> str:
    """Return a text for HTML: escaped, and without characters that no page may hold."""
    return escape(_NOT_XML.sub("\ufffd", str(value)))


def ems(text: str) -> float:
    """Return about how wide a text is, in widths of a Chinese character."""
    return sum(1 if unicodedata.east_asian_width(c) in "WFA" else 0.6 for c in text)


def cut(text: str, most: float) -> str:
    """Return a text that is no wider than that; the table below has it in full."""
    if ems(text) <= most:
        return text
    while text and ems(text) > most - 1:
        text = text[:-1]
    return f"{text}…"


def words(x: float, y: float, text: str, kind: str) -> str:
    """Return a text that stands in a picture."""
    return f'<text class="{kind.strip()}" x="{x:.1f}" y="{y:.1f}">{clean(text)}</text>'


def rect(
    x: float,
    y: float,
    width: float,
    height: float,
    kind: str,
    said: str = "",
    *,
    round_: float = 0,
    fill: str = "",
) -> str:
    """Return a rectangle; one with a pattern has its ground below it."""
    place = f'x="{x:.2f}" y="{y:.1f}" width="{max(width, 0):.2f}" height="{height:.1f}"'
    corners = f' rx="{round_}"' if round_ else ""
    title = f"<title>{clean(said)}</title>" if said else ""
    box = f'<rect class="{kind}" {place}{corners}>{title}</rect>'
    woven = f'<rect class="weaving" {place} fill="url(#{fill})">{title}</rect>' if fill else ""
    return box + woven
