"""The whole picture (全图): days, scale, events, bars and strip, one below another."""

from collections.abc import Iterator, Sequence
from typing import Final

from attrs import frozen

from servicehall.explain.picture.bars import ROW, draw_bar
from servicehall.explain.picture.days import draw_days
from servicehall.explain.picture.events import LANE, Label, draw_events, labels_of
from servicehall.explain.picture.scale import draw_scale
from servicehall.explain.picture.shapes import WIDTH, clean, words
from servicehall.explain.picture.sheet import Sheet, last_day
from servicehall.explain.picture.strip import STRIP, draw_strip
from servicehall.explain.words import name_of, say_at, say_status
from servicehall.trails import say_date

__all__ = ["draw"]

_TOP: Final = 44
"""Where the days end and the events begin."""


@frozen(kw_only=True)
class Heights:
    """Where the parts of a picture stand, from above (版面).

    Attributes:
        base: The line of the events.
        rows: The first duty.
        strip: The strip of responsibility.
        bottom: Where the picture ends; below it only the instant asked for is written.
    """

    base: float
    rows: float
    strip: float
    bottom: float


def draw(sheet: Sheet) -> str:
    """Return the picture of a case, as SVG (绘制过程图)."""
    labels = labels_of(sheet.found, sheet.axis)
    heights = _heights(sheet, labels)
    return (
        f'<svg viewBox="0 0 {WIDTH} {heights.bottom + 20:.0f}" role="img" class="picture">'
        f"<title>办件过程图</title><desc>{clean(_describe(sheet))}</desc>"
        f"{_patterns(sheet.prefix)}{''.join(_parts(sheet, labels, heights))}</svg>"
    )


def _heights(sheet: Sheet, labels: Sequence[Label]) -> Heights:
    base = _TOP + 18 + LANE * (1 + max(label.lane for label in labels))
    rows = base + 14
    strip = rows + ROW * len(sheet.bars) + 2
    return Heights(base=base, rows=rows, strip=strip, bottom=strip + 20 + STRIP)


def _parts(sheet: Sheet, labels: Sequence[Label], heights: Heights) -> Iterator[str]:
    found, axis = sheet.found, sheet.axis
    yield from draw_days(axis, sheet.days, heights.bottom)
    yield from draw_scale(axis, heights.bottom)
    yield from _now(sheet, heights)
    yield from draw_events(found, axis, labels, heights.base)
    yield from (draw_bar(sheet, bar, heights.rows + ROW * n) for n, bar in enumerate(sheet.bars))
    yield from draw_strip(sheet, heights.strip)


def _now(sheet: Sheet, heights: Heights) -> Iterator[str]:
    """Draw the instant asked for; where it lies beyond the picture, say so."""
    axis, as_of = sheet.axis, sheet.found.as_of
    x = axis.x(as_of)
    gaps = "".join(f"M{x:.1f} {top:.1f}V{end:.1f}" for top, end in _beside_words(heights))
    yield f'<path class="now" d="{gaps}"/>'
    shown = say_date(last_day(axis.since, axis.until))
    said = f"截至{say_at(as_of)}{f'（图至{shown}止）▸' if as_of > axis.until else ''}"
    shift, side = (-4, "end") if x > WIDTH / 2 else (4, "")
    yield words(x + shift, heights.bottom + 15, said, f"small strong {side}")


def _beside_words(heights: Heights) -> Iterator[tuple[float, float]]:
    """Go through the heights at which no words stand."""
    yield 30, heights.base
    top = heights.rows
    while top + 16 < heights.bottom:
        yield top + 15, min(top + ROW - 4, heights.bottom + 3)
        top += ROW


def _describe(sheet: Sheet) -> str:
    """Say what the picture shows, for those who do not see it."""
    found, steps = sheet.found, sheet.found.replay.steps
    first, last = say_at(steps[0].event.occurred_at), say_at(steps[-1].event.occurred_at)
    duties = "；".join(f"{name_of(bar.one)}，{say_status(bar.one)}" for bar in sheet.bars)
    return (
        f"{first}至{last}的{len(steps)}个事件，截至{say_at(found.as_of)}。"
        f"有期限的义务：{duties or '无'}。事件与义务详见下表。"
    )


def _patterns(name: str) -> str:
    box = 'width="6" height="6" patternUnits="userSpaceOnUse"'
    return (
        f'<defs><pattern id="{name}-hatch" {box}>'
        f'<path class="weave" d="M-1 1l2-2M0 6l6-6M5 7l2-2"/></pattern>'
        f'<pattern id="{name}-dots" {box}><circle class="weave" cx="3" cy="3" r="1"/>'
        "</pattern></defs>"
    )
