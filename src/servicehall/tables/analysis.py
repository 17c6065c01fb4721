"""Exact analysis of a table (规则表检查): its holes, contradictions and idle rows.

All of it is exact over the whole domain. A domain that is too large is not gone through, and the
analysis then says that it was not checked; it never says that all is well.
"""

import functools
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from attrs import field, frozen

from servicehall.cells import facts_of
from servicehall.tables.logic import HitPolicy, Logic, Rule, SettledSets, settle, settle_sets
from servicehall.tables.space import MOST_CELLS, Region, Space, cut, full_size
from servicehall.vocabulary import Fact, Value

__all__ = ["Analysis", "IdleRow", "Overlap", "analyse_logic"]

SHOWN: Final = 20
"""How many regions of a set are told; the number of cells is always exact."""


@frozen
class Overlap:
    """Two rows that disagree, where nothing says which one counts (未定的重叠).

    Attributes:
        rows: The two rows.
        outcomes: What each of them says.
        region: Where both apply, with an example; for the first 20 pairs the widest such region,
            for all others one cell of it.
    """

    rows: tuple[str, str]
    outcomes: tuple[Value, Value]
    region: Region


@frozen
class IdleRow:
    """A row that does nothing, and the rows that together take its place.

    Attributes:
        row: The row.
        because: The rows that cover it; empty where it contradicts itself.
    """

    row: str
    because: tuple[str, ...]


@frozen(kw_only=True)
class Analysis:
    """What was found out about a table, over its whole domain (检查结果).

    Attributes:
        checked: Whether the domain was gone through. Where it is false, nothing else was found
            out, and nothing may be concluded from empty lists.
        cells: How many cells the domain has.
        holes: Regions in which no row applies, the first 20; under "all" that is no fault.
        hole_cells: How many cells lie in holes.
        overlaps: Pairs of rows that disagree and are not settled.
        never_fire: Rows that never decide anything, on their own level.
        redundant: Rows without which every answer and every trait would stay the same.
        replaced: Rows in whose place more specific levels always decide.
        unused_facts: Facts that the table asks for and that change no answer and no trait; and
            facts declared beside it that nothing asks for.
        unused_outcomes: Outcomes that the table orders and never gives.
        logic: The table's logic.
    """

    logic: Logic
    checked: bool
    cells: int
    holes: tuple[Region, ...] = ()
    hole_cells: int = 0
    overlaps: tuple[Overlap, ...] = ()
    never_fire: tuple[IdleRow, ...] = ()
    redundant: tuple[IdleRow, ...] = ()
    replaced: tuple[IdleRow, ...] = ()
    unused_facts: tuple[Fact, ...] = ()
    unused_outcomes: tuple[Value, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether it is certain that the table answers every case, and with one voice."""
        return self.checked and not self.hole_cells and not self.overlaps

    @property
    def is_clean(self) -> bool:
        """Whether it is certain that nothing at all is wrong with it."""
        holes = self.hole_cells and self.logic.policy is not HitPolicy.ALL
        unused = [fact for fact in self.unused_facts if fact in self.logic.facts]
        idle = self.never_fire or self.redundant or unused
        return self.checked and not (holes or self.overlaps or idle)

    def __str__(self) -> str:
        from servicehall.tables.views import analysis_text  # words are made when asked for

        return analysis_text(self)

    def _repr_html_(self) -> str:
        from servicehall.tables.html import analysis_html  # as above

        return analysis_html(self)


@functools.lru_cache(maxsize=4096)
def analyse_logic(logic: Logic, most: int = MOST_CELLS) -> Analysis:
    """Analyse a table; once for each logic, whoever asks.

    Args:
        logic: The table.
        most: The largest domain to go through, in cells.
    """
    axes = cut([logic])
    cells = full_size(axes)
    if cells > most:
        return Analysis(checked=False, cells=cells, logic=logic)
    return _Analyst(logic, Space(axes, logic.pairs())).report()


@frozen(eq=False)
class _Analyst:
    """A table, its domain, and where each of its rules applies."""

    logic: Logic
    space: Space
    sets: Mapping[str, int] = field(init=False)
    settled: SettledSets[int] = field(init=False)

    @sets.default
    def _every_rule(self) -> Mapping[str, int]:
        return {rule.id: self.space.rule(rule) for rule in self.logic.rules}

    @settled.default
    def _whole(self) -> SettledSets[int]:
        return settle_sets(self.logic, self.sets, self.space.full)

    def report(self) -> Analysis:
        """Return all that was found."""
        idle = [rule for rule in self.logic.rules if not self.settled.deciding[rule.id]]
        replaced = [rule for rule in idle if self.sets[rule.id] and self._is_replaced(rule)]
        dead = [rule for rule in idle if rule not in replaced]
        holes = itertools.islice(self.space.regions(self.settled.holes), SHOWN)
        return Analysis(
            checked=True,
            cells=self.space.size,
            logic=self.logic,
            holes=tuple(holes),
            hole_cells=self.settled.holes.bit_count(),
            overlaps=tuple(self._overlaps()),
            never_fire=tuple(IdleRow(r.id, self._covering(r, self._stronger(r))) for r in dead),
            redundant=tuple(self._redundant(idle)),
            replaced=tuple(IdleRow(r.id, self._covering(r, self._above(r))) for r in replaced),
            unused_facts=tuple(self._unused(replaced)),
            unused_outcomes=tuple(o for o, cases in self.settled.given.items() if not cases),
        )

    # ---- contradictions

    def _overlaps(self) -> Iterator[Overlap]:
        if not self.settled.conflicts:
            return
        told = 0
        for tier in self.logic.tiers:
            for one, other in itertools.combinations(tier, 2):
                both = self.settled.deciding[one.id] & self.settled.deciding[other.id]
                if one.then != other.then and both:
                    widest = told < SHOWN
                    region = next(self.space.regions(both)) if widest else self.space.cell(both)
                    told += 1
                    yield Overlap((one.id, other.id), (one.then, other.then), region)

    # ---- idle rows

    def _above(self, rule: Rule) -> list[Rule]:
        """Return the rules of all levels that decide before a rule's own."""
        return [other for other in self.logic.rules if other.rank > rule.rank]

    def _is_replaced(self, rule: Rule) -> bool:
        """Tell whether only other levels keep a rule from ever deciding."""
        own = [other for other in self.logic.rules if other.tier <= rule.tier]
        alone = settle_sets(self.logic, {r.id: self.sets[r.id] for r in own}, self.space.full)
        return bool(alone.deciding[rule.id])

    def _stronger(self, rule: Rule) -> list[Rule]:
        """Return the rules that decide in the place of a rule."""
        place = {outcome: i for i, outcome in enumerate(self.logic.order)}
        own = [other for other in self.logic.rules if other.rank == rule.rank]
        if self.logic.policy is HitPolicy.ORDER:
            own = [other for other in own if place[other.then] < place[rule.then]]
        else:
            own = [other for other in own if rule.id in other.beats]
        return [*self._above(rule), *own]

    def _covering(self, rule: Rule, others: Iterable[Rule]) -> tuple[str, ...]:
        """Return few of some rules that together cover a rule; those with most of it first."""
        left, chosen = self.sets[rule.id], []
        shares = {other.id: self.sets[other.id] & left for other in others}
        for row in sorted(shares, key=lambda row: -shares[row].bit_count()):
            if shares[row] & left:
                left &= ~shares[row]
                chosen.append(row)
        return tuple(chosen)

    def _redundant(self, idle: Iterable[Rule]) -> Iterator[IdleRow]:
        """Find rows that could go: without one, each answer and each trait stays the same."""
        idle_rows = {rule.id for rule in idle}
        alone = self._deciding_alone()
        for rule in self.logic.rules:
            if rule.id in idle_rows or self._is_needed(rule, alone[rule.id]):
                continue
            sets = {row: cases for row, cases in self.sets.items() if row != rule.id}
            without = settle_sets(self.logic, sets, self.space.full)
            if self._same_answers(without):
                agreeing = [r for r in self.logic.rules if r is not rule and r.then == rule.then]
                yield IdleRow(rule.id, self._covering(rule, agreeing))

    def _deciding_alone(self) -> Mapping[str, int]:
        """Return for each rule the cells in which no other decides the same."""
        once: dict[Value, int] = {}
        twice: dict[Value, int] = {}
        for rule in self.logic.rules:
            cases = self.settled.deciding[rule.id]
            twice[rule.then] = twice.get(rule.then, 0) | (once.get(rule.then, 0) & cases)
            once[rule.then] = once.get(rule.then, 0) | cases
        deciding, shared = self.settled.deciding, self.settled.conflicts
        return {r.id: deciding[r.id] & ~(twice[r.then] | shared) for r in self.logic.rules}

    def _is_needed(self, rule: Rule, alone: int) -> bool:
        """Tell from one cell that only a rule decides whether it is needed there; a quick look."""
        if not alone:
            return False
        facts = self.space.cell(alone).example
        applying = [r for r in self.logic.rules if r.otherwise or r.applies(facts)]
        before, after = settle(self.logic, applying), settle(self.logic, set(applying) - {rule})
        return (before.outcomes, before.traits) != (after.outcomes, after.traits)

    def _same_answers(self, other: SettledSets[int]) -> bool:
        mine = self.settled
        return (mine.given, mine.also, mine.holes, mine.conflicts) == (
            other.given,
            other.also,
            other.holes,
            other.conflicts,
        )

    # ---- facts

    def _unused(self, replaced: Sequence[Rule]) -> Iterator[Fact]:
        """Find facts that matter to nothing, though they stand in rows that have their say."""
        sets = (*self.settled.given.values(), *self.settled.also.values(), self.settled.conflicts)
        for fact in self.logic.facts:
            rows = [r for r in self.logic.rules if fact.name in facts_of(r.cells())]
            silenced = rows and all(row in replaced for row in rows)
            if not silenced and not any(self.space.depends_on(s, fact.name) for s in sets):
                yield fact
