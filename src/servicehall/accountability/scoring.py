"""Scoring (计分): what the items of a period come to, every point with its finding and its rule.

    base + what is added − what is taken off, each category within its bounds, then the whole

The order of the items never matters; without a finding the score is what it would have been had
there been none.
"""

from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal

from attrs import field, frozen

from servicehall.accountability.items import Item
from servicehall.cells import Cell
from servicehall.entries import NotStated
from servicehall.sanctions import Category, Score

__all__ = ["Cut", "Tally", "as_tally", "put_together"]

_CENT = Decimal("0.01")


@frozen
class Cut:
    """What does not count because a bound is reached (限额调整).

    Attributes:
        what: The bound, in Chinese.
        amount: By how much the score is put right.
    """

    what: str
    amount: Decimal


@frozen(eq=False, kw_only=True)
class Tally:
    """A score of somebody for a period (得分).

    Attributes:
        score: What it is a score of, and its bounds.
        name: Whose.
        period: The period, such as ``"2026-03"``.
        items: What changed it, in the order of time.
        open: What may change it, once it is settled.
        cuts: What does not count because a bound is reached.
        parts: The scores of shorter periods of which it is made.
        total: The score; None where the base is not known.
    """

    score: Score
    name: str
    period: str
    items: tuple[Item, ...] = ()
    open: tuple[Item, ...] = ()
    cuts: tuple[Cut, ...] = ()
    parts: tuple["Tally", ...] = ()
    total: Decimal | None = field()

    @property
    def change(self) -> Decimal:
        """By how much it was changed, bounds counted (增减)."""
        changed = (one.amount or Decimal(0) for one in self.items)
        return sum(changed, Decimal(0)) + sum((cut.amount for cut in self.cuts), Decimal(0))

    @property
    def grade(self) -> str:
        """The grade that it earns (等次); empty where no rule says."""
        if self.total is None:
            return ""
        earned = (band.grade for band in self.score.grades if _earns(band.points, self.total))
        return next(earned, "")

    @property
    def in_hole(self) -> bool:
        """Whether there are grades, and none for this score (没有规定等次)."""
        return bool(self.score.grades) and self.total is not None and not self.grade

    def explain(self) -> str:
        """Say in plain Chinese how it came about, point by point (说明)."""
        from servicehall.accountability.words import explain_tally

        return explain_tally(self)


def _earns(cell: Cell, total: Decimal) -> bool:
    return any(all(c.holds(total, {}) for c in one) for one in cell.alternatives)


def as_tally(
    score: Score, name: str, period: str, items: Iterable[Item], open_: Iterable[Item]
) -> Tally:
    """Count what changed a score in a period (计分)."""
    listed = tuple(sorted(items, key=_place))
    cuts = list(_cuts(score, listed))
    change = sum((one.amount or Decimal(0) for one in listed), Decimal(0))
    change += sum((cut.amount for cut in cuts), Decimal(0))
    total: Decimal | None = None
    if not isinstance(score.base, NotStated):
        total = score.base + change
        cuts += _bounded(score, total)
        total += sum((cut.amount for cut in _bounded(score, total)), Decimal(0))
    return Tally(
        score=score,
        name=name,
        period=period,
        items=listed,
        open=tuple(sorted(open_, key=_place)),
        cuts=tuple(cuts),
        total=total,
    )


def _place(item: Item) -> tuple[float, str, str]:
    return item.at.timestamp(), item.finding.id, item.sanction.id


def _cuts(score: Score, items: Iterable[Item]) -> Iterator[Cut]:
    """Go through what goes beyond the bounds of categories, and of all that is added."""
    by_category: dict[str, list[Decimal]] = {}
    for one in items:
        by_category.setdefault(one.category, []).append(one.amount or Decimal(0))
    added = Decimal(0)
    for name, amounts in sorted(by_category.items()):
        category = score.category(name) or Category(id="", title=score.title)
        off = -sum((one for one in amounts if one < 0), Decimal(0))
        on = sum((one for one in amounts if one > 0), Decimal(0))
        if category.most_off is not None and off > category.most_off:
            yield Cut(f"{category.title}最多扣{category.most_off:f}", off - category.most_off)
        if category.most_on is not None and on > category.most_on:
            yield Cut(f"{category.title}最多加{category.most_on:f}", category.most_on - on)
            on = category.most_on
        added += on
    if score.most_on is not None and added > score.most_on:
        yield Cut(f"合计最多加{score.most_on:f}", score.most_on - added)


def _bounded(score: Score, total: Decimal) -> list[Cut]:
    """Return what brings a score back within its bounds."""
    if score.least is not None and total < score.least:
        return [Cut(f"最低{score.least:f}", score.least - total)]
    if score.most is not None and total > score.most:
        return [Cut(f"最高{score.most:f}", score.most - total)]
    return []


def put_together(score: Score, name: str, period: str, parts: Iterable[Tally]) -> Tally:
    """Make a score of those of shorter periods: their sum, or their average to the hundredth."""
    listed = tuple(parts)
    totals = [one.total for one in listed]
    total: Decimal | None = None
    cuts: list[Cut] = []
    if None not in totals and totals:
        total = sum((one for one in totals if one is not None), Decimal(0))
        if score.by == "average":
            total = (total / len(totals)).quantize(_CENT, ROUND_HALF_UP)
        cuts = _bounded(score, total)
        total += sum((cut.amount for cut in cuts), Decimal(0))
    return Tally(
        score=score,
        name=name,
        period=period,
        items=tuple(item for one in listed for item in one.items),
        open=tuple(item for one in listed for item in one.open),
        cuts=tuple(cuts),
        parts=listed,
        total=total,
    )
