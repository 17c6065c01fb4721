"""The whole domain of a table (全部情形), as sets of bits.

Every fact is cut into the parts that the table tells apart; one choice of a part for each fact is
a *cell*, and stands for all cases in it. A set of cells is one Python integer with a bit for each,
so that whole tables are compared with a few operations, exactly.
"""

import functools
import itertools
import math
import operator
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from attrs import field, frozen

from servicehall.cells import Cell, Comparison
from servicehall.parts import Part, parts_of
from servicehall.tables.logic import Logic, Rule
from servicehall.vocabulary import Fact, Number, Value

__all__ = ["MOST_CELLS", "Axis", "Region", "Space", "cut", "full_size", "strides_of"]

MOST_CELLS: Final = 2**20
"""The largest domain that is gone through: 1,048,576 cells."""


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
        relations: How facts stand to one another, where that matters.
        example: One complete case of it.
        cells: How many cells it comprises.
    """

    conditions: tuple[tuple[Fact, tuple[Part, ...]], ...]
    relations: tuple[tuple[Fact, str, Fact], ...]
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
        pairs: The facts that are compared with one another.
        size: How many cells there are.
        full: The set of all of them.
        strides: For each fact, how far its next part lies.
    """

    axes: tuple[Axis, ...]
    pairs: frozenset[tuple[str, str]] = frozenset()
    size: int = field(init=False)
    full: int = field(init=False)
    strides: Mapping[str, int] = field(init=False)
    _parts: dict[tuple[str, int], int] = field(factory=dict, init=False, repr=False)

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
        found = 0
        for number in chosen:
            key = name, number
            if key not in self._parts:
                self._parts[key] = self._part(name, number)
            found |= self._parts[key]
        return found

    def _part(self, name: str, number: int) -> int:
        stride = self.strides[name]
        cells = ((1 << stride) - 1) << (number * stride)
        width = stride * len(self.axis(name).parts)
        while width < self.size:  # twice as many each time, then cut to size
            cells |= cells << width
            width *= 2
        return cells & self.full

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

    def cell(self, cases: int) -> Region:
        """Return the first cell of a set as a region of its own."""
        first = (cases & -cases).bit_length() - 1
        conditions = tuple((axis.fact, (axis.parts[i],)) for axis, i in self._places(first))
        return Region(conditions, (), self.sample(first), 1)

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
        places = {axis.fact.name: place for axis, place in self._places(first)}
        linked = {name for pair in self.pairs for name in pair}
        box = {n: self.within(n, [place]) for n, place in places.items() if n not in linked}
        alike = self._alike(places, linked)
        box[""] = self._meet(alike)
        chosen: dict[str, list[int]] = {}
        for name in list(box):
            others = self._meet(cells for n, cells in box.items() if n != name)
            if name:
                numbers = range(len(self.axis(name).parts))
                chosen[name] = [i for i in numbers if not others & self.within(name, [i]) & ~cases]
                box[name] = self.within(name, chosen[name])
        others = self._meet(cells for n, cells in box.items() if n)
        kept = alike
        while kept and not others & self._meet(kept[:-1]) & ~cases:
            kept = kept[:-1]
        found = others & self._meet(kept)
        return self._region(places, chosen, len(kept), first, (found & left).bit_count()), found

    def _alike(self, places: Mapping[str, int], linked: Iterable[str]) -> list[int]:
        """Return the cells in which linked facts stand as in one: to one another, to figures."""
        if not linked:
            return []
        same_order = self._meet(self._related(pair, places) for pair in sorted(self.pairs))
        same_values = self._meet(self.within(n, self._same_part(n, places[n])) for n in linked)
        return [same_order, same_values]

    def _same_part(self, name: str, place: int) -> list[int]:
        parts = self.axis(name).parts
        return [i for i, part in enumerate(parts) if part.values == parts[place].values]

    def _related(self, pair: tuple[str, str], places: Mapping[str, int]) -> int:
        """Return the cells in which two facts stand to one another as in one cell."""
        one, other = (self.axis(name).parts for name in pair)
        sign = _relation(one[places[pair[0]]].sample, other[places[pair[1]]].sample)
        found = 0
        for (i, mine), (j, theirs) in itertools.product(enumerate(one), enumerate(other)):
            if _relation(mine.sample, theirs.sample) == sign:
                found |= self.within(pair[0], [i]) & self.within(pair[1], [j])
        return found

    def _region(
        self,
        places: Mapping[str, int],
        chosen: Mapping[str, Sequence[int]],
        told: int,
        first: int,
        cells: int,
    ) -> Region:
        """Put a region into words: which parts, and how linked facts stand (``told`` of it)."""
        conditions = []
        for axis in self.axes:
            name = axis.fact.name
            numbers = chosen.get(name)
            if numbers is None:
                full = range(len(axis.parts))
                numbers = self._same_part(name, places[name]) if told > 1 else full
            if len(numbers) < len(axis.parts):
                conditions.append((axis.fact, tuple(axis.parts[i] for i in numbers)))
        relations = [self._relation_of(pair, places) for pair in sorted(self.pairs)]
        return Region(
            tuple(conditions), tuple(relations) if told else (), self.sample(first), cells
        )

    def _relation_of(
        self, pair: tuple[str, str], places: Mapping[str, int]
    ) -> tuple[Fact, str, Fact]:
        one, other = (self.axis(name) for name in pair)
        samples = (axis.parts[places[axis.fact.name]].sample for axis in (one, other))
        return one.fact, _relation(*samples), other.fact

    def _meet(self, sets: Iterable[int]) -> int:
        return functools.reduce(operator.and_, sets, self.full)


def _relation(one: Any, other: Any) -> str:
    """Say how two values stand to one another; without an order, only whether they are the same."""
    if one == other:
        return "＝"
    if isinstance(one, str | bool):
        return "≠"
    return "＞" if one > other else "＜"
