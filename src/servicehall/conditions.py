"""Conditions over what is known (条件判断): yes, no, or not settled yet.

A fact that is not known is neither yes nor no. What is known of a case at one moment are its
lasting facts, the details of the event at hand, and how often something has happened.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from attrs import field, frozen

from servicehall.cells import Cell, Comparison, Reference, facts_of
from servicehall.vocabulary import Fact, Number, Value, YesNo

__all__ = [
    "Known",
    "Possible",
    "Test",
    "When",
    "earlier_fact",
    "fact_before",
    "history_fact",
    "holds",
    "kind_counted",
    "kinds_counted",
    "ready",
    "unsettled",
]

When = tuple[tuple[Cell, ...], ...]
"""Sets of conditions, any one of which suffices; none at all is always met."""

_COUNT: Final = "count:"
_SEEN: Final = "seen:"
_BEFORE: Final = "before:"


@frozen
class Possible:
    """What a fact can still be, while others are not known (可能的取值)."""

    values: frozenset[Value]


def fact_before(name: str) -> str:
    """Return the fact of which a name asks what it was before the event, or an empty text."""
    return name.removeprefix(_BEFORE) if name.startswith(_BEFORE) else ""


def earlier_fact(fact: Fact) -> Fact:
    """Return what a fact was before the event at hand (此前的情况)."""
    return Fact(_BEFORE + fact.name, fact.domain, label=f"此前的{fact.label}", history=True)


def history_fact(name: str, label: str) -> Fact:
    """Return the fact that says how often a kind of event has happened, or whether it has.

    Args:
        name: ``"count:notice.supplement"`` or ``"seen:explained"``.
        label: What the kind of event is called in Chinese.
    """
    if name.startswith(_COUNT):
        domain = Number(least=0, unit="次")
        return Fact(name, domain, label=f"{label}的次数", history=True)
    return Fact(name, YesNo(), label=f"已经{label}", history=True)


def kind_counted(name: str) -> str:
    """Return the kind of event that a name speaks of, or an empty text."""
    sign, colon, kind = name.partition(":")
    return kind if sign + colon in (_COUNT, _SEEN) else ""


def kinds_counted(when: When) -> Iterator[str]:
    """Go through the kinds of event whose number conditions ask for."""
    for cells in when:
        for name in facts_of(cells):
            if kind := kind_counted(name):
                yield kind


@frozen
class Known:
    """What is known at one moment (已知情况).

    Attributes:
        lasting: Facts of the case.
        details: What belongs to the event at hand only.
        counts: How often each kind of event has happened to the thing in question.
        before: The lasting facts as they were before the event.
    """

    lasting: Mapping[str, Value | Possible]
    details: Mapping[str, Value] = field(factory=dict)
    counts: Mapping[str, int] = field(factory=dict)
    before: Mapping[str, Value | Possible] = field(factory=dict)

    def get(self, name: str) -> Value | Possible | None:
        """Return what is known of a fact; None where nothing is."""
        found = self.lasting.get(name)
        if found is not None:
            return found
        if name in self.details:
            return self.details[name]
        if ":" not in name:
            return None
        if name.startswith(_BEFORE):
            return self.before.get(name.removeprefix(_BEFORE))
        count = self.counts.get(kind_counted(name), 0)
        return count if name.startswith(_COUNT) else count > 0


Test = Callable[[Known], bool | None]
"""A condition made ready: yes, no, or not settled."""


def holds(when: When, known: Known) -> bool | None:
    """Tell whether conditions are met; None where that is not settled."""
    return ready(when)(known) if when else True


def ready(when: When) -> Test:
    """Make conditions ready to be decided many times."""
    sets = [_ready_set([_ready_cell(cell) for cell in cells]) for cells in when]

    def test(known: Known) -> bool | None:
        open_ = False
        for one in sets:
            found = one(known)
            if found:
                return True
            open_ = open_ or found is None
        return None if open_ else False

    if not sets:
        return _always
    return sets[0] if len(sets) == 1 else test


def _always(_: Known) -> bool:
    return True


def _ready_set(tests: Sequence[Test]) -> Test:
    """Make one set of cells ready, all of which must hold."""

    def test(known: Known) -> bool | None:
        open_ = False
        for one in tests:
            found = one(known)
            if found is False:
                return False
            open_ = open_ or found is None
        return None if open_ else True

    return tests[0] if len(tests) == 1 else test


def _ready_cell(cell: Cell) -> Test:
    """Make one cell ready; most compare with single values, which is one look."""
    plain = all(len(one) == 1 and _is_value(one[0]) for one in cell.alternatives)
    values = frozenset(one[0].operand for one in cell.alternatives) if plain else frozenset()
    name = cell.fact

    def test(known: Known) -> bool | None:
        value = known.get(name)
        if value is None:
            return None
        if isinstance(value, Possible):
            found = {_value_passes(cell, one, known) for one in value.values}
            return found.pop() if len(found) == 1 else None
        return value in values if plain else _value_passes(cell, value, known)

    return test


def _is_value(comparison: Comparison) -> bool:
    return comparison.sign == "=" and not isinstance(comparison.operand, Reference)


def _value_passes(cell: Cell, value: Value, known: Known) -> bool | None:
    """Tell whether one value passes; a fact that it is compared with may not be known."""
    open_ = False
    for alternative in cell.alternatives:
        found = _all_compare(alternative, value, known)
        if found:
            return True
        open_ = open_ or found is None
    return None if open_ else False


def _all_compare(comparisons: Iterable[Comparison], value: Value, known: Known) -> bool | None:
    open_ = False
    for comparison in comparisons:
        found = _compares(comparison, value, known)
        if found is False:
            return False
        open_ = open_ or found is None
    return None if open_ else True


def _compares(comparison: Comparison, value: Value, known: Known) -> bool | None:
    """Compare a value with another one, or with another fact, which may be open."""
    operand = comparison.operand
    if not isinstance(operand, Reference):
        return comparison.holds(value, {})
    other = known.get(operand.name)
    if other is None:
        return None
    values = other.values if isinstance(other, Possible) else (other,)
    found = {comparison.holds(value, {operand.name: one}) for one in values}
    return found.pop() if len(found) == 1 else None


def unsettled(when: When, known: Known) -> tuple[str, ...]:
    """Return the facts that are not known and that conditions ask for."""
    asked = (name for cells in when for name in sorted(facts_of(cells)))
    return tuple(dict.fromkeys(name for name in asked if _is_open(known.get(name))))


def _is_open(value: Value | Possible | None) -> bool:
    return value is None or isinstance(value, Possible)
