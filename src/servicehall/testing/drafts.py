"""Drafts (起草): a case that is being made up, event after event, while time goes on."""

from datetime import datetime
from typing import Any

from attrs import define, evolve, field

from servicehall.events import Event
from servicehall.kinds import CaseKind, Classification
from servicehall.limits import Limit, Minutes, Months, NaturalDays, SameDay, WorkingDays
from servicehall.matters import Matter
from servicehall.policy import Policy
from servicehall.testing.dice import Dice
from servicehall.testing.halls import Hall
from servicehall.testing.shares import Shares
from servicehall.timeline import Timeline
from servicehall.vocabulary import Value

__all__ = ["Draft"]

_USUAL: WorkingDays = WorkingDays(10)
"""What a hall promises of which no rule says what."""


@define(kw_only=True, eq=False)
class Draft:
    """A case that is being made up (起草中的办件).

    Attributes:
        hall: Where.
        dice: What decides how it goes on.
        shares: How often what happens.
        number: The number of the case.
        at: Now; each event takes some minutes.
        begun: Since when its limit runs.
        lost: How many working days since then do not count.
        unit: The window or office that holds it.
        actor: Who holds it.
        matter: What it is about; None where the place lists nothing.
        facts: What is known of it.
        events: What has happened.
    """

    hall: Hall
    dice: Dice
    shares: Shares
    number: str
    at: datetime
    begun: datetime = field(init=False)
    lost: int = 0
    unit: str = ""
    actor: str = ""
    matter: Matter | None = None
    facts: dict[str, Value] = field(factory=dict)
    events: list[Event] = field(factory=list)

    @begun.default
    def _from_filing(self) -> datetime:
        return self.at

    # ---- what the rules say

    @property
    def is_over(self) -> bool:
        """Whether the year is: what comes now is not written down."""
        return self.at >= self.hall.end

    @property
    def policy(self) -> Policy:
        """The rules of the day of filing."""
        day = self.events[0].occurred_at.date() if self.events else self.at.date()
        return self.hall.policies[day]

    @property
    def kind(self) -> CaseKind:
        """The kind of the case by the rules of the place; a promised one while they ask more."""
        matter = self.matter.id if self.matter else ""
        found = self.policy.classify(self.facts, matter=matter)
        return found.kind if isinstance(found, Classification) else CaseKind.PROMISED

    @property
    def is_licence(self) -> bool:
        """Whether it is about an administrative licence (行政许可)."""
        return self.matter is not None and self.matter.kind == "行政许可"

    @property
    def promise(self) -> Limit:
        """The limit that the hall promises: that of the matter, or the usual one."""
        limit = self.matter.limit if self.matter else None
        return limit if limit is not None and _days(limit) is not None else _USUAL

    def working_days(self, limit: Limit) -> int:
        """Return how many working days a limit leaves, at least."""
        return _days(limit) or 0

    def pace(self, limit: Limit) -> int:
        """Return how many working days the hall takes, now and then more than it has."""
        number = self.working_days(limit)
        if self.chance("late"):
            return number + self.dice.whole(1, 5)
        return self.dice.whole((number + 1) // 3, number)

    # ---- what happens

    def chance(self, what: str) -> bool:
        """Tell whether something happens, by its share."""
        return self.dice.chance(getattr(self.shares, what))

    def tell(
        self, kind: str, *, by: tuple[str, str] | None = None, ref: str = "", **payload: Any
    ) -> None:
        """Write down what happens now, by whoever holds the case unless somebody else is named.

        Args:
            kind: What happens.
            by: Who does it, and for which unit.
            ref: What it is about, such as ``"part:消防部门"``.
            **payload: What is noted.
        """
        actor, unit = (self.actor, self.unit) if by is None else by
        about = dict(one.split(":") for one in ref.split() if ref)
        name = f"e{len(self.events) + 1}"
        told = {"actor": actor, "unit": unit, "refs": about, "payload": payload}
        if not self.is_over:
            self.events.append(Event(id=name, kind=kind, occurred_at=self.at, **told))
        self.at = self.hall.later(self.at, self.dice.whole(1, 9))

    def paper(self, kind: str, **payload: Any) -> None:
        """Serve a paper in writing, unless it is forgotten."""
        if not self.chance("forgotten"):
            self.tell(kind, form="written", **payload)

    def wait(self, days: int) -> None:
        """Let working days go by; without any, the better part of an hour."""
        if days < 1:
            self.at = self.hall.later(self.at, self.dice.whole(15, 60))
        else:
            self.at = self.hall.days_later(self.at, days, self.dice)

    def begin(self) -> None:
        """Let the limit run from now on."""
        self.begun, self.lost = self.at, 0

    def reach(self, days: int) -> None:
        """Let time go on to so many working days after the limit began, lost ones not counted."""
        number = days + self.lost
        target = self.hall.days_later(self.begun, number, self.dice) if number else self.begun
        if target.date() > self.at.date():
            self.at = target
        else:
            self.wait(0)

    def correct(self) -> None:
        """Write down that the last event was noted too late in the day, and put it right."""
        right = self.events[-1]
        self.wait(self.dice.whole(0, 2))
        wrong = evolve(right, id=f"{right.id}a", occurred_at=self.at, recorded_at=self.at)
        self.wait(self.dice.whole(1, 2))
        if not self.is_over:
            mended = evolve(right, recorded_at=self.at, corrects=wrong.id)
            self.events[-1:] = [wrong, mended]

    def timeline(self) -> Timeline:
        """Return the case as it stands at the end of the year."""
        return Timeline.of(self.events)


def _days(limit: Limit) -> int | None:
    """Return how many working days a limit leaves at least; None where it says no last day."""
    match limit:
        case WorkingDays(n=number):
            return number
        case NaturalDays(n=number):
            return number * 3 // 5
        case Months(n=number):
            return number * 18
    return 0 if isinstance(limit, SameDay | Minutes) else None
