"""The strip of a picture (责任时间): whose time the case took, with a sign for each owner."""

import itertools
from collections.abc import Iterable, Iterator
from typing import Final

from servicehall.explain.picture.shapes import rect, words
from servicehall.explain.picture.sheet import Sheet
from servicehall.explain.words import say_at
from servicehall.responsibility import Segment, Share, ShareKind

__all__ = ["STRIP", "draw_strip", "fill_of", "share_classes", "share_marks"]

STRIP: Final = 24
"""How high the strip is."""
_MARKS: Final = {
    ShareKind.APPLICANT: "申",
    ShareKind.PAUSE: "停",
    ShareKind.REST: "休",
    ShareKind.ENDED: "毕",
}
_PLAIN: Final = {_MARKS[ShareKind.REST], _MARKS[ShareKind.ENDED]}
"""The signs on time that is nobody's: they have the colour of the page."""
_FILLS: Final = {ShareKind.APPLICANT: "dots", ShareKind.PAUSE: "hatch"}
"""The patterns of time that no unit has to answer for."""


def share_marks(shares: Iterable[Share]) -> dict[Share, str]:
    """Return the sign of each owner of time: units are counted, the others named."""
    marks: dict[Share, str] = {}
    counts: dict[ShareKind, int] = {}
    for share in shares:
        count = counts[share.kind] = counts.get(share.kind, 0) + 1
        if share.kind is ShareKind.UNIT:
            marks[share] = "甲乙丙丁戊己庚辛壬癸"[count - 1] if count <= 10 else str(count)
        else:
            marks[share] = _MARKS[share.kind] + (str(count) if count > 1 else "")
    return marks


def share_classes(shares: Iterable[Share]) -> dict[Share, str]:
    """Return how each owner of time is drawn."""
    units = itertools.cycle(range(6))
    return {
        one: f"unit u{next(units)}" if one.kind is ShareKind.UNIT else one.kind.value
        for one in shares
    }


def fill_of(sheet: Sheet, share: Share) -> str:
    """Return the name of the pattern on the time of an owner; empty for none."""
    return f"{sheet.prefix}-{_FILLS[share.kind]}" if share.kind in _FILLS else ""


def draw_strip(sheet: Sheet, top: float) -> Iterator[str]:
    """Draw whose time it was; those that share it stand one over another."""
    shares = sheet.took.shares
    marks, classes = share_marks(shares), share_classes(shares)
    yield words(sheet.axis.left, top + 11, "责任时间", "label")
    for segment in sheet.took.segments:
        height = STRIP / len(segment.shares)
        for place, share in enumerate(segment.shares):
            y = top + 17 + place * height
            yield from _part(sheet, segment, share, y, marks[share], classes[share])


def _part(
    sheet: Sheet, segment: Segment, share: Share, y: float, mark: str, kind: str
) -> Iterator[str]:
    """Draw the time of one owner, with its sign where that has room."""
    since, until = sheet.axis.x(segment.since), sheet.axis.x(segment.until)
    width, height, fill = until - since, STRIP / len(segment.shares), fill_of(sheet, share)
    if width < 0.4:
        return
    said = f"{share}：{say_at(segment.since)}至{say_at(segment.until)}"
    yield rect(since, y, width, height, f"share {kind}", said, fill=fill)
    if width >= 14 and height >= 11:
        yield from _mark((since + until) / 2, y + height / 2, mark, fill)


def _mark(x: float, y: float, mark: str, fill: str) -> Iterator[str]:
    """Write the sign of an owner on its time; on a pattern it has ground of its own."""
    if fill:
        yield rect(x - 7, y - 6, 14, 12, "chip")
    tone = "ink" if fill else "plain" if mark in _PLAIN else "on"
    yield words(x, y + 4, mark, f"tiny middle {tone}")
