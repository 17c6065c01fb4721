"""The whole domain of a table (全部情形), as sets of bits.

Every fact is cut into the parts that the table tells apart; one choice of a part for each fact is
a *cell*, and stands for all cases in it. A set of cells is one Python integer with a bit for each,
so that whole tables are compared with a few operations, exactly.
"""

import itertools
import math
import operator
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from attrs import field, frozen

from servicehall.cells import Cell, Comparison
from servicehall.parts import Part, parts_of
from servicehall.tables.logic import Logic, Rule
from servicehall.vocabulary import Fact, Number, Value

__all__ = ["MOST_CELLS", "Axis", "Region", "Space", "cut", "full_size", "strides_of"]

MOST_CELLS: Final = 2**22
"""The largest domain that is gone through: 4,194,304 cells."""


@frozen
class Axis:
    """One fact with its parts."""

    fact: Fact
    parts: tuple[Part, ...]


@frozen
class Region:
    """Cells that can be told in one line: for some facts, some of their parts (情形).

    Attributes:
        conditions: The facts that matter, each with the parts that belong.
        example: One complete case of it.
        cells: How many cells it comprises.
    """

    conditions: tuple[tuple[Fact, tuple[Part, ...]], ...]
    example: Mapping[str, Value]
    cells: int


def cut(logics: Iterable[Logic], known: Mapping[str, Value] | None = None) -> tuple[Axis, ...]:
    """Cut the facts of tables into the parts that any of them tells apart.

    Args:
        logics: The tables; a fact that several ask for must have the same domain in all.
        known: Facts that are settled: each is one part only.
    """
    tables, known = list(logics), known or {}
    facts = {fact.name: fact for logic in tables for fact in logic.facts}
    linked = {n: facts[n] for logic in tables for n in logic.linked()}
    return tuple(
        Axis(fact, (Part(known[name], (known[name],)),))
        if name in known
        else Axis(fact, _parts(fact, tables, linked, known))
        for name, fact in facts.items()
    )


def _parts(
    fact: Fact, tables: Sequence[Logic], linked: Mapping[str, Fact], known: Mapping[str, Value]
) -> tuple[Part, ...]:
    """Cut one fact; numbers that are compared with one another are all cut in the same places."""
    if fact.name not in linked:
        return parts_of(fact, _asked(tables, fact.name))
    numbers = {n: f.domain for n, f in linked.items() if isinstance(f.domain, Number)}
    if fact.name not in numbers:
        return parts_of(fact, (), together=len(linked))
    asked = [comparison for name in numbers for comparison in _asked(tables, name)]
    ends = [end for domain in numbers.values() for end in (domain.least, domain.most)]
    extra = [*(end for end in ends if end is not None), *(known[n] for n in numbers if n in known)]
    return parts_of(fact, asked, extra=extra, together=len(numbers))


def _asked(tables: Iterable[Logic], name: str) -> list[Comparison]:
    cells = (cell for logic in tables for cell in logic.cells_on(name))
    return [comparison for cell in cells for comparison in cell.comparisons()]


def full_size(axes: Iterable[Axis]) -> int:
    """Return how many cells there are."""
    return math.prod(len(axis.parts) for axis in axes)


def strides_of(axes: Sequence[Axis]) -> dict[str, int]:
    """Return for each fact how many cells lie between one part and the next."""
    lengths = [len(axis.parts) for axis in axes]
    strides = itertools.accumulate([1, *lengths[:-1]], operator.mul)
    return dict(zip((axis.fact.name for axis in axes), strides, strict=False))


@frozen(eq=False)
class Space:
    """All cells over some axes; the first axis changes fastest.

    Attributes:
        axes: The facts and their parts.
        size: How many cells there are.
        full: The set of all of them.
        strides: For each fact, how far its next part lies.
    """

    axes: tuple[Axis, ...]
    size: int = field(init=False)
    full: int = field(init=False)
    strides: Mapping[str, int] = field(init=False)

    @size.default
    def _size(self) -> int:
        return full_size(self.axes)

    @full.default
    def _full(self) -> int:
        return (1 << self.size) - 1

    @strides.default
    def _strides(self) -> Mapping[str, int]:
        return strides_of(self.axes)

    # ---- sets of cells

    def rule(self, rule: Rule) -> int:
        """Return the cells to which a rule applies."""
        if rule.otherwise:
            return self.full
        union = 0
        for cells in rule.when:
            union |= self.where(cells)
        return union

    def where(self, cells: Iterable[Cell]) -> int:
        """Return the cells in which all conditions hold."""
        found = self.full
        for cell in cells:
            found &= self._holding(cell)
        return found

    def within(self, name: str, chosen: Iterable[int]) -> int:
        """Return the cells in which a fact lies in one of the parts with these numbers."""
        stride = self.strides[name]
        block = (1 << stride) - 1
        pattern = 0
        for number in chosen:
            pattern |= block << (number * stride)
        width = stride * len(self.axis(name).parts)
        while width < self.size:  # twice as many each time, then cut to size
            pattern |= pattern << width
            width *= 2
        return pattern & self.full

    def axis(self, name: str) -> Axis:
        """Return the axis of a fact."""
        return next(axis for axis in self.axes if axis.fact.name == name)

    def depends_on(self, cases: int, name: str) -> bool:
        """Tell whether two cells that differ only in a fact can differ in belonging to a set."""
        stride, parts = self.strides[name], self.axis(name).parts
        if len(parts) == 1:
            return False
        moved = (cases >> stride) ^ cases
        return bool(moved & self.within(name, range(len(parts) - 1)))

    def _holding(self, cell: Cell) -> int:
        """Return the cells in which one condition holds."""
        others = cell.references("@")
        parts = self.axis(cell.fact).parts
        found = 0
        for chosen in itertools.product(*(enumerate(self.axis(o).parts) for o in others)):
            facts = {o: part.sample for o, (_, part) in zip(others, chosen, strict=True)}
            passing = [i for i, p in enumerate(parts) if cell.holds({**facts, cell.fact: p.sample})]
            here = self.within(cell.fact, passing)
            for other, (number, _) in zip(others, chosen, strict=True):
                here &= self.within(other, [number])
            found |= here
        return found

    # ---- back to words

    def sample(self, number: int) -> dict[str, Value]:
        """Return a complete case of one cell."""
        return {a.fact.name: a.parts[i].sample for a, i in self._places(number)}

    def _places(self, number: int) -> Iterator[tuple[Axis, int]]:
        for axis in self.axes:
            number, place = divmod(number, len(axis.parts))
            yield axis, place

    def regions(self, cases: int) -> Iterator[Region]:
        """Take a set apart into regions, each as wide as it can be.

        Regions may overlap, as people would tell them; each counts only the cells that those
        before it did not.
        """
        left = cases
        while left:
            region, found = self._widest(cases, left)
            yield region
            left &= ~found

    def _widest(self, cases: int, left: int) -> tuple[Region, int]:
        """Widen the first cell that is left as far as the set reaches, fact by fact."""
        first = (left & -left).bit_length() - 1
        chosen = {axis.fact.name: [place] for axis, place in self._places(first)}
        box = {name: self.within(name, places) for name, places in chosen.items()}
        for axis in self.axes:
            name = axis.fact.name
            others = self._meet(box, but=name)
            fitting = [
                i for i in range(len(axis.parts)) if not others & self.within(name, [i]) & ~cases
            ]
            chosen[name], box[name] = fitting, self.within(name, fitting)
        found = self._meet(box)
        conditions = tuple(
            (axis.fact, tuple(axis.parts[i] for i in chosen[axis.fact.name]))
            for axis in self.axes
            if len(chosen[axis.fact.name]) < len(axis.parts)
        )
        return Region(conditions, self.sample(first), (found & left).bit_count()), found

    def _meet(self, box: Mapping[str, int], but: str = "") -> int:
        found = self.full
        for name, cells in box.items():
            if name != but:
                found &= cells
        return found
