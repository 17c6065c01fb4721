"""Charts (图表) as SVG: months side by side, and groups by what became of their cases.

No chart tells by colour alone: numbers stand in it, what is late is hatched, and the table below
has all its figures.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from attrs import frozen

from servicehall.explain.picture.shapes import clean, cut, rect, words
from servicehall.reports.outcomes import ENDED, Outcome
from servicehall.reports.report import Group
from servicehall.reports.tally import Rate, Tally

__all__ = ["month_chart", "patterns", "share_chart"]

WIDTH: Final = 1000
"""How wide a chart is, in its own units."""
_MOST_MONTHS: Final = 24
_MOST_GROUPS: Final = 15
"""How many groups a chart shows; the table below has all."""


@frozen
class Series:
    """Cases that are drawn alike (图例).

    Attributes:
        kind: The class of their style.
        outcomes: What became of them.
        light: Whether dark letters stand on them.
        weave: The pattern on top of their colour, or empty.
    """

    kind: str
    outcomes: tuple[Outcome, ...]
    light: bool = False
    weave: str = ""

    @property
    def label(self) -> str:
        """What they are called."""
        return "、".join(one.zh for one in self.outcomes)

    def count(self, tally: Tally) -> int:
        """Return how many there are."""
        return sum(tally.outcomes[one] for one in self.outcomes)


SERIES: Final = (
    Series("early", (Outcome.EARLY,)),
    Series("on_last_day", (Outcome.ON_LAST_DAY,), light=True),
    Series("untimed", (Outcome.UNTIMED,)),
    Series("late", (Outcome.LATE,), light=True, weave="hatch"),
    Series("overdue", (Outcome.OVERDUE,), weave="cross"),
    Series("running", (Outcome.RUNNING,)),
    Series("paused", (Outcome.PAUSED,), light=True, weave="dots"),
    Series("waiting", (Outcome.WAITING,), light=True),
    Series("ended", ENDED, light=True),
)
"""All cases that were handed in, in the order in which a bar shows them."""

_PATTERNS: Final = (
    '<pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse">'
    '<path d="M-1 8L8 -1" stroke="#7a3b06" stroke-width="1.3"/></pattern>'
    '<pattern id="cross" width="7" height="7" patternUnits="userSpaceOnUse">'
    '<path d="M0 7L7 0M0 0L7 7" stroke="#fff" stroke-opacity=".45"/></pattern>'
    '<pattern id="dots" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<circle cx="2" cy="2" r="1.1" fill="#7a5a00"/></pattern>'
)


def patterns() -> str:
    """Return the patterns of the charts, which stand on a page once."""
    return f'<svg width="0" height="0" aria-hidden="true"><defs>{_PATTERNS}</defs></svg>'


def _legend(groups: Sequence[Group]) -> str:
    """Return what the colours and patterns of some groups mean."""
    signs = (
        f'<span><svg viewBox="0 0 26 14" aria-hidden="true">'
        f"{rect(0, 0, 26, 14, one.kind, fill=one.weave)}</svg>{one.label}</span>"
        for one in SERIES
        if any(one.count(group.tally) for group in groups)
    )
    return f'<p class="legend">{"".join(signs)}</p>'


# ---- months


def month_chart(label: str, groups: Sequence[Group]) -> str:
    """Draw the months: accepted, and how many of these are closed (各月受理与办结).

    Args:
        label: How they are grouped.
        groups: The months, at least one, in order.
    """
    shown = groups[-_MOST_MONTHS:]
    most = max(1, *(one.tally.accepted for one in shown))
    step = min((WIDTH - 20) / len(shown), 140)
    parts = [_key()]
    for number, one in enumerate(shown):
        parts += _month(one, 10 + number * step, step, most)
    parts.append(f'<path class="axis" d="M10 190H{WIDTH - 10}"/>')
    return _chart(222, f"各{label}受理与办结", _cut(len(groups), len(shown)), parts)


def _key() -> str:
    boxes = rect(10, 6, 12, 12, "accepted") + rect(80, 6, 12, 12, "closed")
    return boxes + words(26, 17, "受理", "") + words(96, 17, "其中已办结", "")


def _month(one: Group, x: float, step: float, most: int) -> Iterator[str]:
    width = min(step * 0.36, 40)
    middle = x + step / 2
    told = (
        (middle - width, one.tally.accepted, "accepted", "受理"),
        (middle, one.tally.closed, "closed", "办结"),
    )
    for left, count, kind, said in told:
        height = 140 * count / most
        yield rect(left, 190 - height, width - 1, height, kind, f"{one.name}{said}{count}件")
        yield words(left + width / 2, 185 - height, str(count), "middle")
    yield words(middle, 208, one.name, "middle quiet")


# ---- groups


_LEFT: Final = 200
_BAR: Final = 540
_ROW: Final = 32


def share_chart(label: str, groups: Sequence[Group]) -> str:
    """Draw groups: what became of their cases, how many were closed, how many in time.

    Args:
        label: How they are grouped.
        groups: The groups, at least one, in order.
    """
    shown = groups[:_MOST_GROUPS]
    most = max(1, *(one.tally.received for one in shown))
    parts = [
        words(_LEFT, 16, "收件的办理结果（件）", "quiet"),
        words(_RATES[0], 16, "办结率", "quiet"),
        words(_RATES[1], 16, "按时办结率", "quiet"),
    ]
    for number, one in enumerate(shown):
        parts += _group(one, 26 + number * _ROW, most)
    height = 30 + len(shown) * _ROW
    told = _cut(len(groups), len(shown))
    return _legend(shown) + _chart(height, f"各{label}的办理结果", told, parts)


_RATES: Final = (760, 882)


def _group(one: Group, y: float, most: int) -> Iterator[str]:
    yield f"<g><title>{clean(one.name)}：收件{one.tally.received}件</title>"
    yield words(_LEFT - 10, y + 16, cut(one.name, 14), "end")
    yield from _segments(one.tally, y, most)
    rates = (one.tally.closing_rate, one.tally.on_time_rate)
    for x, rate, kind in zip(_RATES, rates, ("closed", "early"), strict=True):
        yield from _rate(x, y, rate, kind)
    yield "</g>"


def _segments(tally: Tally, y: float, most: int) -> Iterator[str]:
    x = float(_LEFT)
    for one in SERIES:
        count = one.count(tally)
        if count:
            width = _BAR * count / most
            said = f"{one.label}{count}件"
            yield rect(x, y, width, 22, f"{one.kind} segment", said, fill=one.weave)
            if width >= 9 + 8 * len(str(count)):
                on = "dark" if one.light else "on"
                yield words(x + width / 2, y + 16, str(count), f"middle {on}")
            x += width


def _rate(x: float, y: float, rate: Rate, kind: str) -> Iterator[str]:
    """Draw a rate: its bar, and its figure beside it."""
    yield rect(x, y + 6, 56, 10, "track")
    yield rect(x, y + 6, 56 * float(rate.value or 0), 10, kind, f"{rate.part}÷{rate.whole}")
    yield words(x + 62, y + 16, str(rate), "")


# ---- all charts


def _cut(all_: int, shown: int) -> str:
    return f"图中只有{shown}组，共{all_}组，表中列出全部。" if shown < all_ else "数字见下表。"


def _chart(height: float, title: str, description: str, parts: Sequence[str]) -> str:
    told = f"<title>{clean(title)}</title><desc>{clean(description)}</desc>"
    note = "" if description == "数字见下表。" else f'<p class="quiet">{clean(description)}</p>'
    return (
        f'<div class="scroll"><svg class="chart" role="img" viewBox="0 0 {WIDTH} {height:.0f}">'
        f"{told}{''.join(parts)}</svg></div>{note}"
    )
