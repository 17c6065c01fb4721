"""The events of a picture (事件编号): dots on a line, their numbers above, none over another."""

from collections.abc import Iterator, Sequence
from typing import Final

from attrs import evolve, frozen

from servicehall.assessment import Assessment
from servicehall.explain.picture.scale import Axis
from servicehall.explain.picture.shapes import LEFT, RIGHT, clean, ems, rect, words
from servicehall.explain.words import say_at, title_of
from servicehall.timeline import Step

__all__ = ["LANE", "Label", "draw_events", "labels_of"]

LANE: Final = 19
"""How high a line of numbers is."""
_LANES: Final = 3
"""How many lines of numbers there are at most."""


@frozen(kw_only=True)
class Label:
    """The number of an event, or of several that lie too close together (事件编号).

    Attributes:
        first: The first number.
        last: The last number.
        lane: Its line, from 0, the lowest.
        left: Where it begins.
        at: Where its first event lies.
        derived: Whether silence made its only event.
    """

    first: int
    last: int
    lane: int
    left: float
    at: float
    derived: bool = False

    @property
    def text(self) -> str:
        """What is written in it."""
        if self.first == self.last:
            return f"{'推' if self.derived else ''}{self.first}"
        return f"{self.first}–{self.last}"

    @property
    def width(self) -> float:
        """How wide it is."""
        return max(16, 8 + 11 * ems(self.text))

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.left + self.width


def labels_of(found: Assessment, axis: Axis) -> tuple[Label, ...]:
    """Lay out the numbers of the events so that no two overlap (排布编号).

    Each stands over its event, in the lowest line that has room; where none has, it joins the one
    before.
    """
    labels: list[Label] = []
    free = [0.0] * _LANES
    for number, step in enumerate(found.replay.steps, 1):
        derived = step.event.id in found.replay.derived
        label = _centred(number, axis.x(step.event.occurred_at), derived=derived)
        lane = next((n for n in range(_LANES) if free[n] <= label.left), None)
        if lane is None:
            labels[-1] = label = evolve(labels[-1], last=number)
        else:
            label = evolve(label, lane=lane)
            labels.append(label)
        free[label.lane] = label.right + 2
    return tuple(labels)


def _centred(number: int, at: float, *, derived: bool) -> Label:
    label = Label(first=number, last=number, lane=0, left=at, at=at, derived=derived)
    return evolve(label, left=max(at - label.width / 2, 0))


def draw_events(
    found: Assessment, axis: Axis, labels: Sequence[Label], base: float
) -> Iterator[str]:
    """Draw the events: dots on a line, their numbers above."""
    yield f'<line class="base" x1="{LEFT}" y1="{base:.1f}" x2="{RIGHT}" y2="{base:.1f}"/>'
    yield from (_stalk(label, base) for label in labels)
    for label in labels:
        yield from _number(found, label, base)
    yield from (_dot(found, step, axis, base) for step in found.replay.steps)


def _stalk(label: Label, base: float) -> str:
    """Draw the line from an event to its number."""
    top = base - 9 - label.lane * LANE
    at = min(max(label.at, label.left + 3), label.right - 3)
    return f'<path class="stalk" d="M{label.at:.1f} {base:.1f}L{at:.1f} {top:.1f}"/>'


def _number(found: Assessment, label: Label, base: float) -> Iterator[str]:
    top = base - 24 - label.lane * LANE
    steps = found.replay.steps[label.first - 1 : label.last]
    said = f"事件{label.text}：{'；'.join(_say(found, step) for step in steps[:12])}"
    yield rect(label.left, top, label.width, 16, "pill", said, round_=8)
    yield words(label.left + label.width / 2, top + 12, label.text, "number middle")


def _dot(found: Assessment, step: Step, axis: Axis, base: float) -> str:
    kind = "dot derived" if step.event.id in found.replay.derived else "dot"
    place = f'cx="{axis.x(step.event.occurred_at):.2f}" cy="{base:.1f}" r="3.5"'
    title = f"<title>{clean(_say(found, step))}</title>"
    return f'<circle class="{kind}" {place}>{title}</circle>'


def _say(found: Assessment, step: Step) -> str:
    return f"{title_of(found, step.event)} {say_at(step.event.occurred_at)}"
