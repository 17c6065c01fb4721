"""Items (处理建议): each single thing that is proposed, with its finding and its rule."""

import enum
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from attrs import define, field

from servicehall.accountability.findings import Finding
from servicehall.citations import Citation
from servicehall.money import ZERO
from servicehall.policy import Policy
from servicehall.sanctions import Consequence, Measure, Sanction, Score

__all__ = ["Item", "ItemStatus", "Key", "State", "digits", "say_amount"]


class ItemStatus(enum.StrEnum):
    """What has become of an item (建议状态)."""

    PROPOSED = "proposed"
    OPEN = "open"
    """Something is not known, or not picked: it does not count until it is."""
    ABSORBED = "absorbed"
    SUPERSEDED = "superseded"

    @property
    def zh(self) -> str:
        """The Chinese label."""
        return _STATUSES[self]


_STATUSES: Final = {
    ItemStatus.PROPOSED: "建议",
    ItemStatus.OPEN: "待定",
    ItemStatus.ABSORBED: "同一事实，不重复处理",
    ItemStatus.SUPERSEDED: "已被取代",
}


Key = tuple[object, ...]
"""What tells an item from all others, also when everything is found once more."""

State = tuple[ItemStatus, tuple[str, ...]]
"""What has become of an item, and what would settle it."""


@define(eq=False, kw_only=True)
class Item:
    """One thing that is proposed (一项处理建议).

    Attributes:
        finding: The finding.
        sanction: The rule.
        consequence: What of it.
        policy: The rules of the day of the breach.
        at: When the breach was.
        role: As what somebody is concerned.
        name: Who; empty where the finding does not say.
        measure: The measure, or None.
        score: The score, or None.
        category: The category of the score, or empty.
        amount: By how much the score changes, or None where that is open.
        ends: Between what figures the amount lies, whatever is open about it.
        reckoning: How the amount came about, in Chinese.
        status: What has become of it.
        needed: The facts, roles and picks that would settle it.
        why: Why it is open, or dropped, in Chinese.
        by: The rule in whose favour it was dropped, or None.
        cause: The measure that this follows from; None where it follows from the finding.
        through: Whose amount goes over to this one, or None.
        tally: The score from which it follows, at the end of its period, or None.
    """

    finding: Finding
    sanction: Sanction
    consequence: Consequence
    policy: Policy = field(repr=False)
    at: datetime
    role: str
    name: str
    measure: Measure | None = None
    score: Score | None = None
    category: str = ""
    amount: Decimal | None = None
    ends: tuple[Decimal, Decimal] = (ZERO, ZERO)
    reckoning: str = ""
    status: ItemStatus = ItemStatus.PROPOSED
    needed: tuple[str, ...] = ()
    why: str = ""
    by: Sanction | None = None
    cause: "Item | None" = field(default=None, repr=False)
    through: "Item | None" = field(default=None, repr=False)
    tally: Any = field(default=None, repr=False)

    @property
    def counts(self) -> bool:
        """Whether it is proposed (是否计入)."""
        return self.status is ItemStatus.PROPOSED

    @property
    def is_live(self) -> bool:
        """Whether it is proposed, or open; what was dropped is neither."""
        return self.status in (ItemStatus.PROPOSED, ItemStatus.OPEN)

    @property
    def reach(self) -> tuple[Decimal, Decimal]:
        """Between what it changes its score once it is settled; it may come to nothing."""
        if self.counts or self.needed == (f"picks.{self.sanction.id}",):
            return self.ends
        return min(self.ends[0], ZERO), max(self.ends[1], ZERO)

    @property
    def state(self) -> State:
        """What has become of it, and what would settle it."""
        return self.status, self.needed

    @property
    def key(self) -> Key:
        """What tells it from all others, also when everything is found once more."""
        before = (one.key for one in (self.cause, self.through) if one)
        return (self.finding.id, *self.target, self.category, self.at, *before)

    @property
    def target(self) -> tuple[str, ...]:
        """Which of the things that a row gives it is, and to whom (同一规定的同一项)."""
        alike = [one for one in self.sanction.then if _kind(one) == _kind(self.consequence)]
        place = next(n for n, one in enumerate(alike) if one is self.consequence)
        over = (self.score.id, self.category) if self.through and self.score else ()
        return (self.sanction.id, *_kind(self.consequence), f"{place}", self.role, self.name, *over)

    @property
    def leads_on(self) -> bool:
        """Whether something may follow from it: a measure, or what is taken off a score."""
        taken_off = self.amount is not None and self.amount < 0
        return self.counts and (self.measure is not None or taken_off)

    @property
    def picks(self) -> Mapping[str, Any]:
        """What was picked for its rule, by finding: for a grade, in any of those it came from."""
        asked = [one.finding for one in self.tally.items] if self.tally else [self.finding]
        name = self.sanction.id
        return {one.id: one.picks[name] for one in asked if one.picks.get(name) is not None}

    @property
    def citation(self) -> Citation:
        """Where the rule stands (依据)."""
        return self.sanction.settled.citation

    @property
    def subject(self) -> str:
        """Whom it concerns, and as what (针对谁)."""
        title = self.policy.roles[self.role].title
        return f"{self.name}（{title}）" if self.name else title

    @property
    def says(self) -> str:
        """What it is, in Chinese (内容)."""
        if self.score is None:
            words = [self.policy.measures[name].title for name in self.consequence.measures]
            return self.measure.title if self.measure else "、".join(words) + "之一"
        amount = self.reckoning if self.amount is None else say_amount(self.amount, self.score)
        return f"{self.score.title}{amount}"

    def settle_by(self, why: str, needed: Iterable[str]) -> None:
        """Leave it open until what is needed is known."""
        self.status = ItemStatus.OPEN
        self.why = "；".join(dict.fromkeys(part for part in (*self.why.split("；"), why) if part))
        self.needed = tuple(dict.fromkeys((*self.needed, *needed)))

    def drop(self, status: ItemStatus, by: Sanction) -> None:
        """Take it out in favour of another rule."""
        self.status, self.by, self.why = status, by, f"{status.zh}：{by.title}"


def _kind(one: Consequence) -> tuple[str, str]:
    """Return whom a consequence is for, and whether it is a measure or an amount."""
    return one.who, "amount" if one.score else "measure"


def say_amount(amount: Decimal, score: Score) -> str:
    """Say by how much a score changes, such as ``扣2分`` (扣加数额)."""
    if not amount:
        return "不增不减"
    word = "扣" if amount < 0 else "加"
    return f"{word}{digits(abs(amount))}{score.unit.zh}"


def digits(number: Decimal) -> str:
    """Write a number without zeros that say nothing: ``97.5``, ``100`` (数字)."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
