"""How facts stand to the rows of a table (判定过程)."""

import enum
from collections.abc import Mapping

from attrs import frozen

from servicehall.cells import Cell
from servicehall.tables.records import Row
from servicehall.vocabulary import Value

__all__ = ["Met", "TrailStep", "trail_step"]


class Met(enum.StrEnum):
    """How a row stands to the facts (是否符合)."""

    YES = "yes"
    NO = "no"
    OPEN = "open"
    """A fact that it asks for is missing."""

    @property
    def zh(self) -> str:
        """The Chinese label."""
        return {"yes": "符合", "no": "不符合", "open": "待定"}[self.value]


@frozen
class TrailStep:
    """One row, and how the facts stand to it (判定过程).

    Attributes:
        row: The row.
        met: Whether its conditions hold.
        decides: Whether it is among those that decide.
        failing: Conditions that do not hold, or wait for a fact, of the set that comes closest.
    """

    row: Row
    met: Met
    decides: bool
    failing: tuple[Cell, ...]


def trail_step(row: Row, facts: Mapping[str, Value], *, decides: bool) -> TrailStep:
    """Say how facts stand to one row."""
    if row.otherwise:
        return TrailStep(row, Met.YES if decides else Met.NO, decides, ())
    closest: tuple[bool, tuple[Cell, ...]] = (True, ())
    for cells in row.when:
        states = {cell: _state(cell, facts) for cell in cells}
        failing = tuple(cell for cell, met in states.items() if met is not Met.YES)
        if not failing:
            return TrailStep(row, Met.YES, decides, ())
        found = (Met.NO in states.values(), failing)
        if not closest[1] or (found[0], len(failing)) < (closest[0], len(closest[1])):
            closest = found
    return TrailStep(row, Met.NO if closest[0] else Met.OPEN, decides, closest[1])


def _state(cell: Cell, facts: Mapping[str, Value]) -> Met:
    if any(name not in facts for name in (cell.fact, *cell.references("@"))):
        return Met.OPEN
    return Met.YES if cell.holds(facts) else Met.NO
