"""How facts stand to the rows of a table (判定过程)."""

import enum
from collections.abc import Mapping

from attrs import frozen

from servicehall.cells import Cell
from servicehall.citations import Citation
from servicehall.tables.records import Amendment, Row
from servicehall.vocabulary import Value

__all__ = ["Grounds", "Met", "TrailStep", "grounds_of", "trail_step"]


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


@frozen
class Grounds:
    """Why a row applies (依据).

    Attributes:
        row: The row.
        sets: The sets of conditions that hold; all, where none is known to.
        amendments: The changes of the row that they use.
        terms: The terms that they use, with what sets each.
    """

    row: Row
    sets: tuple[tuple[Cell, ...], ...]
    amendments: tuple[Amendment, ...]
    terms: tuple[tuple[str, Citation], ...]

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The article of the row, what orders its changes, what sets its terms."""
        amendments = (amendment.citation for amendment in self.amendments)
        found = (self.row.citation, *amendments, *(citation for _, citation in self.terms))
        return tuple(dict.fromkeys(found))


def grounds_of(row: Row, facts: Mapping[str, Value]) -> Grounds:
    """Say why a row applies to facts."""
    held = [cells for cells in row.when if all(_state(c, facts) is Met.YES for c in cells)]
    sets = tuple(held or row.when)
    cells = [cell for conditions in sets for cell in conditions]
    used = {comparison.term for cell in cells for comparison in cell.comparisons()}
    here = {cell.fact for cell in cells} | {"then", "when"}
    elsewhere = {cell.fact for conditions in row.when for cell in conditions} - here
    return Grounds(
        row,
        sets,
        tuple(a for a in row.amendments if not set(a.cells) <= elsewhere),
        tuple((term, citation) for term, citation in row.terms if term in used),
    )


def _state(cell: Cell, facts: Mapping[str, Value]) -> Met:
    if any(name not in facts for name in (cell.fact, *cell.references("@"))):
        return Met.OPEN
    return Met.YES if cell.holds(facts) else Met.NO
