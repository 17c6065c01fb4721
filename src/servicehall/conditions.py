"""Conditions over what is known (条件判断): yes, no, or not settled yet.

A fact that is not known is neither yes nor no. What is known of a case at one moment are its
lasting facts, the details of the event at hand, and how often something has happened.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from attrs import field, frozen

from servicehall.cells import Cell, Comparison, Reference, facts_of
from servicehall.vocabulary import Fact, Number, Value, YesNo

__all__ = ["Known", "Possible", "When", "history_fact", "holds", "kinds_counted", "unsettled"]

When = tuple[tuple[Cell, ...], ...]
"""Sets of conditions, any one of which suffices; none at all is always met."""

_COUNT: Final = "count:"
_SEEN: Final = "seen:"


@frozen
class Possible:
    """What a fact can still be, while others are not known (可能的取值)."""

    values: frozenset[Value]


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
    """

    lasting: Mapping[str, Value | Possible]
    details: Mapping[str, Value] = field(factory=dict)
    counts: Mapping[str, int] = field(factory=dict)

    def get(self, name: str) -> Value | Possible | None:
        """Return what is known of a fact; None where nothing is."""
        if name in self.details:
            return self.details[name]
        found = self.lasting.get(name)
        if found is None and ":" in name:
            count = self.counts.get(kind_counted(name), 0)
            return count if name.startswith(_COUNT) else count > 0
        return found


def holds(when: When, known: Known) -> bool | None:
    """Tell whether conditions are met; None where that is not settled."""
    if not when:
        return True
    open_ = False
    for cells in when:
        found = _all_hold(cells, known)
        if found:
            return True
        open_ = open_ or found is None
    return None if open_ else False


def _all_hold(cells: Iterable[Cell], known: Known) -> bool | None:
    open_ = False
    for cell in cells:
        found = _cell_holds(cell, known)
        if found is False:
            return False
        open_ = open_ or found is None
    return None if open_ else True


def _cell_holds(cell: Cell, known: Known) -> bool | None:
    value = known.get(cell.fact)
    if value is None:
        return None
    values = value.values if isinstance(value, Possible) else (value,)
    found = {_value_passes(cell, one, known) for one in values}
    return found.pop() if len(found) == 1 else None


def _value_passes(cell: Cell, value: Value, known: Known) -> bool | None:
    """Tell whether one value passes; a fact that it is compared with may not be known."""
    open_ = False
    for alternative in cell.alternatives:
        found = [_comparison_holds(comparison, value, known) for comparison in alternative]
        if all(found):
            return True
        open_ = open_ or (None in found and False not in found)
    return None if open_ else False


def _comparison_holds(comparison: Comparison, value: Value, known: Known) -> bool | None:
    if not isinstance(comparison.operand, Reference):
        return comparison.holds(value, {})
    other = known.get(comparison.operand.name)
    values = other.values if isinstance(other, Possible) else () if other is None else (other,)
    found = {comparison.holds(value, {comparison.operand.name: one}) for one in values}
    return found.pop() if len(found) == 1 else None


def unsettled(when: When, known: Known) -> tuple[str, ...]:
    """Return the facts that are not known and that conditions ask for."""
    asked = (name for cells in when for name in sorted(facts_of(cells)))
    return tuple(dict.fromkeys(name for name in asked if _is_open(known.get(name))))


def _is_open(value: Value | Possible | None) -> bool:
    return value is None or isinstance(value, Possible)
