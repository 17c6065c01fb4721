"""What a newer table decides differently, over the whole domain (差异)."""

import enum
import itertools
from collections.abc import Iterator, Mapping
from typing import Any, Final

from attrs import evolve, field, frozen

from servicehall.cells import Cell, Comparison
from servicehall.errors import InputValueError
from servicehall.tables.logic import HitPolicy, Logic, Rule, SettledSets, settle_sets
from servicehall.tables.space import MOST_CELLS, Region, Space, cut, full_size
from servicehall.vocabulary import Choice, Domain, Fact, Number, Value

__all__ = ["SHOWN", "Change", "Difference", "NoAnswer", "TraitChange", "compare_logic"]

SHOWN: Final = 50
"""How many changes of each kind are told; the number of cells is always exact."""


class NoAnswer(enum.Enum):
    """What stands in the place of an outcome where there is none."""

    NONE = "none"
    """No row applies; under "all", this outcome does not."""
    CONFLICT = "conflict"
    """Rows contradict each other."""
    UNKNOWN_VALUE = "unknown value"
    """The table does not know this value of a fact."""

    @property
    def zh(self) -> str:
        """The Chinese label."""
        return {"none": "无规定", "conflict": "相互矛盾", "unknown value": "无此取值"}[self.value]


@frozen
class Change:
    """Where one outcome takes the place of another (变化).

    Attributes:
        old: What was decided.
        new: What is decided now.
        region: In which cases, with an example.
    """

    old: Value | NoAnswer
    new: Value | NoAnswer
    region: Region


@frozen
class TraitChange:
    """Where a trait comes or goes, while the outcome stays the same (兼具的变化).

    Attributes:
        trait: The outcome that applies as well.
        added: Whether it comes, or goes.
        region: In which cases, with an example.
    """

    trait: Value
    added: bool
    region: Region


@frozen(kw_only=True)
class Difference:
    """What a newer table decides differently (差异).

    Attributes:
        gives: The fact that the tables settle.
        checked: Whether the domain was gone through; where it is false, nothing may be concluded.
        cells: How many cells the domain has that both tables together tell apart.
        changed_cells: How many of them have another outcome.
        changes: Where, and from what to what; the first 50 of each pair of outcomes.
        trait_changes: Where only traits differ.
    """

    gives: Fact
    checked: bool
    cells: int
    changed_cells: int = 0
    changes: tuple[Change, ...] = ()
    trait_changes: tuple[TraitChange, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether it is certain that both decide alike."""
        return self.checked and not self.changes and not self.trait_changes

    def say(self, outcome: Value | NoAnswer) -> str:
        """Return an outcome as people read it."""
        return outcome.zh if isinstance(outcome, NoAnswer) else self.gives.say(outcome)

    def __str__(self) -> str:
        from servicehall.tables.views import difference_text  # words are made when asked for

        return difference_text(self)

    def _repr_html_(self) -> str:
        from servicehall.tables.html import difference_html  # as above

        return difference_html(self)


def compare_logic(old: Logic, new: Logic, most: int = MOST_CELLS) -> Difference:
    """Compare two tables.

    Args:
        old: The one table.
        new: The other.
        most: The largest domain to go through, in cells.

    Raises:
        InputValueError: They settle different facts, or one fact is of two kinds (SH410).
    """
    gives = _merged(old.gives, new.gives)
    shared = _shared_facts(old, new)
    axes = cut([_widened(old, shared), _widened(new, shared), *_telling_apart(old, new, shared)])
    cells = full_size(axes)
    if cells > most:
        return Difference(gives=gives, checked=False, cells=cells)
    space = Space(axes, old.pairs() | new.pairs())
    one, other = _Side(old, space), _Side(new, space)
    changes = list(_changes(one, other))
    total = 0
    for _, _, cases in changes:
        total |= cases
    return Difference(
        gives=gives,
        checked=True,
        cells=cells,
        changed_cells=total.bit_count(),
        changes=tuple(
            Change(was, now, region)
            for was, now, cases in changes
            for region in itertools.islice(space.regions(cases), SHOWN)
        ),
        trait_changes=tuple(_trait_changes(one, other, space.full & ~total)),
    )


# ---- one domain for both


def _shared_facts(old: Logic, new: Logic) -> dict[str, Fact]:
    """Return the facts of both tables, each with every value that either of them knows."""
    facts = {fact.name: fact for fact in old.facts}
    for fact in new.facts:
        facts[fact.name] = _merged(facts[fact.name], fact) if fact.name in facts else fact
    return facts


def _merged(one: Fact, other: Fact) -> Fact:
    if one.name != other.name or _kind(one.domain) != _kind(other.domain):
        raise InputValueError("SH410", one=one.name, other=other.name)
    return evolve(other, domain=_merged_domain(one.domain, other.domain))


def _kind(domain: Domain) -> tuple[type, bool]:
    return type(domain), isinstance(domain, Number) and domain.whole


def _merged_domain(one: Domain, other: Domain) -> Domain:
    match one, other:
        case (Choice(), Choice()):
            return Choice({**one.labels, **other.labels})
        case (Number(), Number()):
            lows, highs = (one.least, other.least), (one.most, other.most)
            return Number(
                one.whole,
                None if None in lows else min(lows),  # type: ignore[type-var]  # no None
                None if None in highs else max(highs),  # type: ignore[type-var]  # no None
                other.unit,
            )
        case _:
            return other


def _widened(logic: Logic, shared: Mapping[str, Fact]) -> Logic:
    return evolve(logic, facts=tuple(shared[fact.name] for fact in logic.facts))


def _telling_apart(old: Logic, new: Logic, shared: Mapping[str, Fact]) -> Iterator[Logic]:
    """Make tables that only tell apart the values that one of the two does not know."""
    for fact in (*old.facts, *new.facts):
        cells = [
            Cell(fact.name, ((Comparison(sign, value),),)) for sign, value in _limits(fact.domain)
        ]
        rules = tuple(Rule(str(i), ((cell,),), then=False) for i, cell in enumerate(cells))
        yield Logic(fact, (shared[fact.name],), HitPolicy.ALL, (False,), rules)


def _limits(domain: Domain) -> Iterator[tuple[str, Value]]:
    """Go through comparisons that tell a domain's values from others."""
    match domain:
        case Number(least=least, most=most):
            yield from (("<", least),) if least is not None else ()
            yield from ((">", most),) if most is not None else ()
        case Choice(values=values):
            yield from (("=", value) for value in values)
        case _:
            return


@frozen(eq=False)
class _Side:
    """One of the two tables, over the domain of both."""

    logic: Logic
    space: Space
    unknown: int = field(init=False)
    settled: SettledSets[int] = field(init=False)

    @unknown.default
    def _beyond(self) -> int:
        """Return the cells with a value that this table does not know."""
        cases = 0
        for fact in self.logic.facts:
            parts = self.space.axis(fact.name).parts
            foreign = [i for i, part in enumerate(parts) if fact.domain.refusal(part.sample)]
            cases |= self.space.within(fact.name, foreign)
        return cases

    @settled.default
    def _settled(self) -> SettledSets[int]:
        known = self.space.full & ~self.unknown
        sets = {rule.id: self.space.rule(rule) & known for rule in self.logic.rules}
        return settle_sets(self.logic, sets, known)

    def answers(self) -> dict[Value | NoAnswer, int]:
        """Return all that can come out, with the cells in which it does."""
        return {
            **dict[Any, int](self.settled.given),
            NoAnswer.NONE: self.settled.holes,
            NoAnswer.CONFLICT: self.settled.conflicts,
            NoAnswer.UNKNOWN_VALUE: self.unknown,
        }


# ---- what differs


def _changes(old: _Side, new: _Side) -> Iterator[tuple[Value | NoAnswer, Value | NoAnswer, int]]:
    if old.logic.policy is HitPolicy.ALL or new.logic.policy is HitPolicy.ALL:
        yield from _gained_and_lost(old, new)
        return
    for (was, before), (now, after) in itertools.product(
        old.answers().items(), new.answers().items()
    ):
        if was != now and before & after:
            yield was, now, before & after


def _gained_and_lost(
    old: _Side, new: _Side
) -> Iterator[tuple[Value | NoAnswer, Value | NoAnswer, int]]:
    before, after = old.answers(), new.answers()
    before.pop(NoAnswer.NONE)
    after.pop(NoAnswer.NONE)
    for outcome in dict.fromkeys([*before, *after]):
        was, now = before.get(outcome, 0), after.get(outcome, 0)
        if lost := was & ~now:
            yield outcome, NoAnswer.NONE, lost
        if gained := now & ~was:
            yield NoAnswer.NONE, outcome, gained


def _trait_changes(old: _Side, new: _Side, same: int) -> Iterator[TraitChange]:
    for trait in dict.fromkeys([*old.settled.also, *new.settled.also]):
        was, now = old.settled.also.get(trait, 0) & same, new.settled.also.get(trait, 0) & same
        for added, cases in ((True, now & ~was), (False, was & ~now)):
            for region in itertools.islice(old.space.regions(cases), SHOWN):
                yield TraitChange(trait, added, region)
