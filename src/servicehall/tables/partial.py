"""Deciding on part of the facts (事实不全时的判定): what is still possible, and what to ask.

What is known narrows the domain; what can still happen is read off all completions, exactly.
"""

import math
from collections.abc import Iterator, Mapping

from attrs import field, frozen

from servicehall.errors import InputValueError
from servicehall.tables.logic import HitPolicy, Logic, SettledSets, settle_sets
from servicehall.tables.space import MOST_CELLS, Space, cut, full_size
from servicehall.vocabulary import Value

__all__ = ["Completions"]


def _narrowed(logic: Logic, known: Mapping[str, Value]) -> Space:
    axes = cut([logic], known)
    if (cells := full_size(axes)) > MOST_CELLS:
        missing = tuple(fact.name for fact in logic.facts if fact.name not in known)
        raise InputValueError("SH408", cells=cells, most=MOST_CELLS, missing=missing)
    return Space(axes)


@frozen(eq=False)
class Completions:
    """All ways in which the missing facts may turn out.

    Attributes:
        logic: The table.
        known: The facts of the table that are known.
        space: The domain that is left.
        settled: What the table says over it.

    Raises:
        InputValueError: So few facts are known that too many completions are left (SH408).
    """

    logic: Logic
    known: Mapping[str, Value]
    space: Space = field(init=False)
    settled: SettledSets[int] = field(init=False)

    @space.default
    def _space(self) -> Space:
        return _narrowed(self.logic, self.known)

    @settled.default
    def _settled(self) -> SettledSets[int]:
        sets = {rule.id: self.space.rule(rule) for rule in self.logic.rules}
        return settle_sets(self.logic, sets, self.space.full)

    @property
    def possible(self) -> tuple[Value, ...]:
        """The outcomes that some completion has."""
        return tuple(outcome for outcome, cases in self.settled.given.items() if cases)

    def certain(self) -> tuple[Value, ...]:
        """Return the outcomes that every completion has."""
        given = self.settled.given.items()
        return tuple(outcome for outcome, cases in given if cases == self.space.full)

    @property
    def faults(self) -> int:
        """The completions for which the table has no single answer."""
        holes = 0 if self.logic.policy is HitPolicy.ALL else self.settled.holes
        return holes | self.settled.conflicts

    @property
    def is_settled(self) -> bool:
        """Whether all completions have the same answer."""
        return all(cases in (0, self.space.full) for cases in (*self._given, self.faults))

    @property
    def _given(self) -> tuple[int, ...]:
        return tuple(self.settled.given.values())

    def always(self, cases: Mapping[str, int]) -> tuple[str, ...]:
        """Return the rows that all completions have in common; if none, those that some have."""
        every = tuple(row for row, where in cases.items() if where == self.space.full)
        return every or tuple(row for row, where in cases.items() if where)

    def traits(self) -> tuple[Value, ...]:
        """Return the traits that all completions have."""
        return tuple(o for o, cases in self.settled.also.items() if cases == self.space.full)

    def open_traits(self) -> tuple[Value, ...]:
        """Return the traits that some completions have and others do not."""
        also = self.settled.also.items()
        return tuple(o for o, cases in also if 0 < cases < self.space.full)

    def needed(self) -> tuple[str, ...]:
        """Return every missing fact that can make a difference, the most useful one first.

        A fact is needed when two completions that differ in it alone have different answers. It is
        the more useful, the less doubt its answer leaves on average, all cells weighing the same;
        of equally useful ones the first in the table's order comes first.
        """
        sets = (*self._given, self.faults)
        names = [
            axis.fact.name
            for axis in self.space.axes
            if any(self.space.depends_on(cases, axis.fact.name) for cases in sets)
        ]
        return tuple(sorted(names, key=self._doubt_after))

    def _doubt_after(self, name: str) -> float:
        """Return the doubt that is left on average once a fact is known, in bits."""
        total = 0.0
        for number in range(len(self.space.axis(name).parts)):
            here = self.space.within(name, [number])
            total += sum(_doubts(self._given, here))
        return round(total / self.space.size, 9)


def _doubts(sets: tuple[int, ...], here: int) -> Iterator[float]:
    """Go through the doubts about each outcome over some cells, each weighed by the cells."""
    size = here.bit_count()
    for cases in sets:
        share = (cases & here).bit_count() / size
        if 0 < share < 1:
            yield -size * (share * math.log2(share) + (1 - share) * math.log2(1 - share))
