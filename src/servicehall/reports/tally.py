"""Tallies (计数): how many cases came to what, with rates that are exact fractions.

Tallies of parts of a ledger add up to that of the whole, in whichever order.
"""

import math
from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from typing import Final

from attrs import define, field, frozen

from servicehall.duties import Grade
from servicehall.reports.outcomes import ENDED, Outcome
from servicehall.reports.rows import CaseRow

__all__ = ["NONE", "Mean", "Rate", "Tally", "percent", "tally"]

NONE: Final = "—"
"""What stands for a rate of nothing: neither 0 % nor 100 %."""


def percent(value: Fraction | None) -> str:
    """Say a share in per cent, with one decimal, rounded down: 100% is all, and nothing less."""
    if value is None:
        return NONE
    tenths = math.floor(value * 1000)
    if tenths == 0 and value:
        return "<0.1%"
    sign, tenths = ("-", -tenths) if tenths < 0 else ("", tenths)
    return f"{sign}{tenths // 10}.{tenths % 10}%"


@frozen
class Rate:
    """So many of so many (比率).

    Attributes:
        part: How many.
        whole: Of how many.
    """

    part: int
    whole: int

    @property
    def value(self) -> Fraction | None:
        """The share; None of nothing."""
        return Fraction(self.part, self.whole) if self.whole else None

    def __str__(self) -> str:
        return percent(self.value)


@define
class Mean:
    """The mean over cases, each with the same weight (平均).

    Attributes:
        total: The sum.
        count: Over how many cases.
        left_out: How many cases have nothing that could be compared.
    """

    total: Fraction = Fraction()
    count: int = 0
    left_out: int = 0

    @property
    def value(self) -> Fraction | None:
        """The mean; None over nothing."""
        return self.total / self.count if self.count else None

    def add(self, value: Fraction | None) -> None:
        """Take up a case."""
        if value is None:
            self.left_out += 1
        else:
            self.total += value
            self.count += 1

    def __add__(self, other: "Mean") -> "Mean":
        return Mean(
            self.total + other.total, self.count + other.count, self.left_out + other.left_out
        )

    def __str__(self) -> str:
        return percent(self.value)


@define
class Tally:
    """How many cases came to what (计数).

    Attributes:
        outcomes: How many cases have which outcome.
        accepted: How many count as accepted.
        reopened: How many were taken up more than once.
        missed_promise: How many missed a limit that was promised.
        missed_statute: How many missed a limit of the law.
        ever_paused: How many were paused at least once.
        promised_speed: How much shorter the promise is than the law; over accepted cases.
        actual_speed: How much of the limit of the law was not used; over closed cases.
    """

    outcomes: Counter[Outcome] = field(factory=Counter)
    accepted: int = 0
    reopened: int = 0
    missed_promise: int = 0
    missed_statute: int = 0
    ever_paused: int = 0
    promised_speed: Mean = field(factory=Mean)
    actual_speed: Mean = field(factory=Mean)

    def add(self, row: CaseRow) -> None:
        """Count a case."""
        self.outcomes[row.outcome] += 1
        self.reopened += row.cycles > 1
        self.missed_promise += Grade.SERVICE in row.missed
        self.missed_statute += Grade.UNLAWFUL in row.missed
        self.ever_paused += row.pauses > 0
        if row.accepted_on is not None:
            self.accepted += 1
            self.promised_speed.add(row.promised)
        if row.is_closed:
            self.actual_speed.add(row.actual)

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            outcomes=self.outcomes + other.outcomes,
            accepted=self.accepted + other.accepted,
            reopened=self.reopened + other.reopened,
            missed_promise=self.missed_promise + other.missed_promise,
            missed_statute=self.missed_statute + other.missed_statute,
            ever_paused=self.ever_paused + other.ever_paused,
            promised_speed=self.promised_speed + other.promised_speed,
            actual_speed=self.actual_speed + other.actual_speed,
        )

    # ---- figures

    @property
    def cases(self) -> int:
        """How many cases there are, those included in which somebody asked only."""
        return self.outcomes.total()

    @property
    def received(self) -> int:
        """How many were handed in (收件)."""
        return self.cases - self.outcomes[Outcome.CONSULTED]

    @property
    def closed(self) -> int:
        """How many were decided or closed (办结)."""
        out = self.outcomes
        return self.on_time + out[Outcome.LATE] + out[Outcome.UNTIMED]

    @property
    def on_time(self) -> int:
        """How many were closed in time (按时办结), the early ones included."""
        return self.outcomes[Outcome.EARLY] + self.outcomes[Outcome.ON_LAST_DAY]

    @property
    def closing_rate(self) -> Rate:
        """Closed ÷ accepted (办结率), X-40."""
        return Rate(self.closed, self.accepted)

    @property
    def on_time_rate(self) -> Rate:
        """Closed in time ÷ closed (按时办结率), X-40; what has no known limit is left out."""
        return Rate(self.on_time, self.on_time + self.outcomes[Outcome.LATE])

    @property
    def ended(self) -> int:
        """How many ended otherwise (终止): neither in time nor overdue."""
        return sum(self.outcomes[one] for one in ENDED)

    @property
    def all_overdue(self) -> int:
        """How many are overdue (逾期), closed or not."""
        return self.outcomes[Outcome.LATE] + self.outcomes[Outcome.OVERDUE]


def tally(rows: Iterable[CaseRow]) -> Tally:
    """Count cases (计数)."""
    found = Tally()
    for row in rows:
        found.add(row)
    return found
