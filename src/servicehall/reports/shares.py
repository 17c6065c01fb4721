"""Shares of a catalogue (事项占比): of the matters that must, how many do; which do not (R-316)."""

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction

from attrs import frozen

from servicehall.matters import Matter
from servicehall.policy import Policy
from servicehall.reports.tally import Rate

__all__ = ["MatterShare", "matter_share"]


@frozen(kw_only=True)
class MatterShare:
    """So many matters of so many (事项占比).

    Attributes:
        having: Of which it holds.
        lacking: Of which it does not.
        unknown: Of which the record does not say; they count as those of which it does not hold.
    """

    having: tuple[Matter, ...]
    lacking: tuple[Matter, ...]
    unknown: tuple[Matter, ...]

    @property
    def rate(self) -> Rate:
        """The share."""
        whole = len(self.having) + len(self.lacking) + len(self.unknown)
        return Rate(len(self.having), whole)

    def __str__(self) -> str:
        value = self.rate.value
        if value is None:
            return str(self.rate)
        tenths = math.floor(value * 1000 + Fraction(1, 2))  # to the nearest, as halls print it
        return f"{tenths // 10}.{tenths % 10}%"


def matter_share(
    policy: Policy, *, of: Mapping[str, object], having: Mapping[str, object]
) -> MatterShare:
    """Say of how many matters something holds, by the facts that their records settle (事项占比).

    The rate of entry (入驻率) is that of ``handled_in_hall`` among ``required_in_hall``.

    Args:
        policy: The rules.
        of: Which matters are looked at: those whose records settle these facts so.
        having: What is asked of them.

    Raises:
        InputValueError: An unknown fact (SH401) or value (SH402).
        InputTypeError: A value of the wrong type (SH403), a float (SH404).
    """
    wanted, asked = policy.vocabulary.check(of), policy.vocabulary.check(having)
    by_answer: dict[bool | None, list[Matter]] = {True: [], False: [], None: []}
    for matter in policy.matters.values():
        if not matter.unusable and _holds(matter, wanted):
            by_answer[_holds(matter, asked)].append(matter)
    return MatterShare(
        having=tuple(by_answer[True]),
        lacking=tuple(by_answer[False]),
        unknown=tuple(by_answer[None]),
    )


def _holds(matter: Matter, facts: Mapping[str, object]) -> bool | None:
    """Tell whether a record settles facts so; None where it does not say, and nothing is amiss."""
    found = [_agrees(matter.facts.get(name), value) for name, value in facts.items()]
    if False in found:
        return False
    return None if None in found else True


def _agrees(settled: Iterable[object] | None, value: object) -> bool | None:
    if settled is None:
        return None
    allowed = tuple(settled)
    if value not in allowed:
        return False
    return True if len(allowed) == 1 else None
