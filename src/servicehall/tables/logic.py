"""The bare logic of a table (判定逻辑): what decides, without words, sources or dates.

Two tables that decide alike have equal logic, whatever they cite; so what is costly to find out
about a table is found out once for each logic. How rows are settled against one another is said
here twice, side by side: for the rows that one case meets, and for whole sets of cases at once.
"""

import enum
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Generic, TypeVar

from attrs import field, frozen

from servicehall.cells import Cell
from servicehall.vocabulary import Fact, Value

__all__ = ["HitPolicy", "Logic", "Rule", "Settled", "SettledSets", "settle", "settle_sets"]


class HitPolicy(enum.StrEnum):
    """How many answers a table gives, and which (命中方式)."""

    ONE = "one"
    """Exactly one: rows that overlap must agree, or one is named as an exception to the other."""
    ORDER = "order"
    """The first outcome in a stated order; the others that apply are kept as traits."""
    ALL = "all"
    """All that apply."""

    @property
    def zh(self) -> str:
        """The Chinese label."""
        return {"one": "唯一", "order": "按次序取先", "all": "全部适用"}[self.value]


@frozen(cache_hash=True)
class Rule:
    """What one row decides.

    Attributes:
        id: The row.
        when: Sets of conditions, any one of which suffices; within a set all must hold.
        then: The outcome.
        tier: The level that it belongs to; where rows of a higher one apply, they alone decide.
        otherwise: Whether it applies where no other row does.
        beats: The rows to which it is an exception.
    """

    id: str
    when: tuple[tuple[Cell, ...], ...]
    then: Value
    tier: int = 0
    otherwise: bool = False
    beats: tuple[str, ...] = ()

    def applies(self, facts: Mapping[str, Value]) -> bool:
        """Tell whether complete facts meet its conditions."""
        return any(all(cell.holds(facts) for cell in cells) for cells in self.when)

    @property
    def rank(self) -> tuple[bool, int]:
        """What it is settled by first: proper rows before "otherwise", then the level."""
        return not self.otherwise, self.tier

    def cells(self) -> Iterator[Cell]:
        """Go through all its conditions."""
        return itertools.chain.from_iterable(self.when)


@frozen(cache_hash=True)
class Logic:
    """What a table decides on, and how.

    Attributes:
        gives: The fact that it settles.
        facts: The facts that it asks for, in the order in which people are asked.
        policy: How many answers it gives.
        order: All outcomes, for :attr:`HitPolicy.ORDER` the first one first.
        rest: The outcome of what belongs to none of the others, which is never a trait.
        rules: The rules.
    """

    gives: Fact
    facts: tuple[Fact, ...]
    policy: HitPolicy
    order: tuple[Value, ...]
    rules: tuple[Rule, ...]
    rest: Value | None = None
    tiers: tuple[tuple[Rule, ...], ...] = field(init=False, eq=False)

    @tiers.default
    def _by_rank(self) -> tuple[tuple[Rule, ...], ...]:
        """Return the rules level by level, the one that decides first coming first."""
        ranks = sorted({rule.rank for rule in self.rules}, reverse=True)
        return tuple(tuple(r for r in self.rules if r.rank == rank) for rank in ranks)

    def cells_on(self, name: str) -> Iterator[Cell]:
        """Go through the conditions on one fact."""
        return (cell for rule in self.rules for cell in rule.cells() if cell.fact == name)

    def pairs(self) -> frozenset[tuple[str, str]]:
        """Return the pairs of facts that are compared with one another."""
        cells = (cell for rule in self.rules for cell in rule.cells())
        return frozenset((cell.fact, other) for cell in cells for other in cell.references("@"))

    def linked(self) -> frozenset[str]:
        """Return the facts that are compared with one another."""
        return frozenset(name for pair in self.pairs() for name in pair)


# ---- one case


@frozen
class Settled:
    """What the rows that apply to one case come to.

    Attributes:
        outcomes: What is decided: one outcome, several under "all", none where no row applies.
            More than one under "one" is a fault of the table.
        deciding: The rows that decide it.
        traits: The outcomes that apply as well and lose, in order; under "order" only.
    """

    outcomes: tuple[Value, ...]
    deciding: tuple[Rule, ...]
    traits: tuple[Value, ...] = ()


def settle(logic: Logic, applying: Iterable[Rule]) -> Settled:
    """Settle the rows that apply to one case."""
    rules = list(applying)
    if not rules:
        return Settled((), ())
    rank = max(rule.rank for rule in rules)
    live = [rule for rule in rules if rule.rank == rank]
    if logic.policy is HitPolicy.ONE:
        beaten = {row for rule in live for row in rule.beats}
        live = [rule for rule in live if rule.id not in beaten]
    found = [outcome for outcome in logic.order if any(r.then == outcome for r in live)]
    if logic.policy is HitPolicy.ORDER:
        first, *traits = found
        traits = [trait for trait in traits if trait != logic.rest]
        return Settled((first,), tuple(r for r in live if r.then == first), tuple(traits))
    return Settled(tuple(found), tuple(live))


# ---- whole sets of cases


Cases = TypeVar("Cases", bound=Any)
"""A set of cases: a number with a bit for each, or an array with a truth value for each."""


@frozen
class SettledSets(Generic[Cases]):
    """The same for many cases at once.

    Attributes:
        given: For each outcome, the cases in which it is decided.
        also: For each outcome, the cases in which it is a trait.
        deciding: For each rule, the cases in which it is among those that decide.
        holes: The cases to which no row applies.
        conflicts: The cases in which rows disagree and nothing settles it.
    """

    given: Mapping[Value, Cases]
    also: Mapping[Value, Cases]
    deciding: Mapping[str, Cases]
    holes: Cases
    conflicts: Cases


def settle_sets(logic: Logic, sets: Mapping[str, Cases], full: Cases) -> SettledSets[Cases]:
    """Settle whole sets of cases.

    Args:
        logic: The table.
        sets: For each rule that takes part, the cases to which it applies.
        full: All cases.
    """
    nothing = full ^ full
    given = dict.fromkeys(logic.order, nothing)
    also = dict.fromkeys(logic.order, nothing)
    deciding = dict.fromkeys(sets, nothing)
    conflicts, left = nothing, full
    for tier in logic.tiers:
        live = {rule: sets[rule.id] & left for rule in tier if rule.id in sets}
        if logic.policy is HitPolicy.ONE:
            live = _without_beaten(live, nothing)
        taken = nothing
        for outcome, rules in _by_outcome(logic.order, live).items():
            cases = _union(rules.values(), nothing)
            won = cases & ~taken if logic.policy is HitPolicy.ORDER else cases
            if logic.policy is HitPolicy.ONE:
                conflicts = conflicts | (cases & taken)
            given[outcome] = given[outcome] | won
            if outcome != logic.rest:
                also[outcome] = also[outcome] | (cases & ~won)
            deciding.update({rule.id: where & won for rule, where in rules.items()})
            taken = taken | cases
        left = left & ~_union((sets[rule.id] for rule in live), nothing)
    settled = {outcome: cases & ~conflicts for outcome, cases in given.items()}
    return SettledSets(settled, also, deciding, left, conflicts)


def _by_outcome(
    order: Sequence[Value], live: Mapping[Rule, Cases]
) -> Mapping[Value, Mapping[Rule, Cases]]:
    groups: dict[Value, dict[Rule, Cases]] = {outcome: {} for outcome in order}
    for rule, cases in live.items():
        groups[rule.then][rule] = cases
    return groups


def _without_beaten(live: Mapping[Rule, Cases], nothing: Cases) -> dict[Rule, Cases]:
    """Take from each rule the cases in which an exception to it applies."""
    beaten: dict[str, Cases] = {}
    for rule, cases in live.items():
        for row in rule.beats:
            beaten[row] = beaten.get(row, nothing) | cases
    return {rule: cases & ~beaten.get(rule.id, nothing) for rule, cases in live.items()}


def _union(sets: Iterable[Cases], nothing: Cases) -> Cases:
    union = nothing
    for cases in sets:
        union = union | cases
    return union
