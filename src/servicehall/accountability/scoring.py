"""Scoring (计分): what the items of a period come to, every point with its finding and its rule.

    base + what is added − what is taken off, each category within its bounds, then the whole

The order of the items never matters; without a finding the score is what it would have been had
there been none.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from attrs import evolve, field, frozen

from servicehall.accountability.items import Item, ItemStatus, digits
from servicehall.entries import NotStated
from servicehall.money import ZERO, average_of, sum_of
from servicehall.parts import parts_of
from servicehall.sanctions import Band, Category, Period, Score
from servicehall.vocabulary import Fact, Number

__all__ = ["Cut", "ScoreBook", "Tally", "category_of"]

_POINTS: Final = Fact("points", Number(whole=False), label="得分")


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
        division: Where.
        period: The period, such as ``"2026-03"``.
        items: What changed it, in the order of time.
        open: What may change it, once it is settled.
        cuts: What does not count because a bound is reached.
        parts: The scores of shorter periods of which it is made.
        total: The score; None where the base is not known.
        ends: Between what scores it will be once everything is settled; None as the total.
    """

    score: Score
    name: str
    division: str = ""
    period: str
    items: tuple[Item, ...] = ()
    open: tuple[Item, ...] = ()
    cuts: tuple[Cut, ...] = ()
    parts: tuple["Tally", ...] = ()
    total: Decimal | None = field()
    ends: tuple[Decimal, Decimal] | None = field(default=None, repr=False)

    @property
    def change(self) -> Decimal:
        """By how much it was changed, bounds counted (增减)."""
        if self.score.made_of:
            changed = [_together(self.score, [part.change for part in self.parts])]
        else:
            changed = [one.amount or ZERO for one in self.items]
        return sum_of([*changed, *(cut.amount for cut in self.cuts)])

    @property
    def bands(self) -> tuple[Band | None, ...]:
        """The bands in which it can lie once everything is settled; None for no band."""
        if self.ends is None:
            return ()
        least, most = self.ends
        asked = [c for band in self.score.grades for c in band.points.comparisons()]
        samples = [Decimal(str(part.sample)) for part in parts_of(_POINTS, asked)]
        points = [least, *(one for one in samples if least < one < most), most]
        return tuple({id(one): one for one in map(self._band_of, points)}.values())

    def _band_of(self, points: Decimal) -> Band | None:
        return next((band for band in self.score.grades if band.holds(points)), None)

    @property
    def is_undecided(self) -> bool:
        """Whether what is open can change the grade (等次未定)."""
        if self.total is None or not self.open:
            return False
        return self.bands != (self._band_of(self.total),)

    @property
    def band(self) -> Band | None:
        """The band in which it lies; None where no rule says, or it is not known."""
        if self.total is None or self.is_undecided:
            return None
        return self._band_of(self.total)

    @property
    def grade(self) -> str:
        """The grade that it earns (等次); empty where no rule says, or it is not known."""
        return self.band.grade if self.band else ""

    @property
    def in_hole(self) -> bool:
        """Whether there are grades, and none for this score (没有规定等次)."""
        known = self.total is not None and not self.is_undecided
        return bool(self.score.grades) and known and not self.grade

    def explain(self) -> str:
        """Say in plain Chinese how it came about, point by point (说明)."""
        from servicehall.accountability.words import explain_tally

        return explain_tally(self)

    def _repr_html_(self) -> str:
        from servicehall.accountability.html import tally_html

        return tally_html(self)


@frozen(eq=False, kw_only=True)
class ScoreBook:
    """What scores are counted from (计分依据).

    Attributes:
        items: What changes scores.
        scores: The scores as they are on a day, by id.
        division: Where; what was found elsewhere changes nothing.
        until: The last day that is looked at.
        known: The scores of all days that are looked at, by id.
    """

    items: Sequence[Item]
    scores: Callable[[date], Mapping[str, Score]]
    division: str
    until: date
    known: Mapping[str, Score]
    _sorted: Mapping[tuple[str, int], Sequence[Item]] = field(init=False, repr=False)

    @_sorted.default
    def _by_period(self) -> Mapping[tuple[str, int], Sequence[Item]]:
        """Put what changes scores together by score and period."""
        found: dict[tuple[str, int], list[Item]] = {}
        for one in self.items:
            if one.score is not None and one.finding.division == self.division:
                number = one.score.period.number(one.at.date())
                found.setdefault((one.score.id, number), []).append(one)
        return found

    def tally(self, score_id: str, number: int, period: Period, name: str) -> Tally:
        """Return somebody's score for the period of a number, by the rules of its last day."""
        first, last = period.days_of(number)
        score = self.scores(min(last, self.until))[score_id]
        if score.made_of:
            parts = self._parts(score, number, name)
            found = _put_together(score, name, period.name(first), parts)
            return evolve(found, division=self.division)
        mine = [one for one in self._sorted.get((score_id, number), ()) if one.name == name]
        return evolve(_counted(score, name, period.name(first), mine), division=self.division)

    def names(self, score_id: str, number: int, period: Period) -> tuple[str, ...]:
        """Return whose score was changed in a period, or may be by what is open."""
        changed = self.changing(score_id, number, period)
        open_ = ItemStatus.OPEN
        names = {one.name for one in changed if one.counts or one.status is open_}
        return tuple(sorted(names - {""}))

    def nameless(self, score_id: str, number: int, period: Period) -> tuple[Item, ...]:
        """Return what may change a score in a period, and it is not said whose."""
        changed = self.changing(score_id, number, period)
        return tuple(one for one in changed if one.status is ItemStatus.OPEN and not one.name)

    def changing(self, score_id: str, number: int, period: Period) -> Iterator[Item]:
        """Go through what changed a score, or one of which it is made."""
        score = self.scores(min(period.days_of(number)[1], self.until)).get(score_id)
        if score is None:
            return
        yield from self._sorted.get((score_id, number), ())
        for part, first in self._numbers(score, number):
            yield from self.changing(score.made_of, part.number(first), part)

    def _parts(self, score: Score, number: int, name: str) -> Iterator[Tally]:
        """Go through the scores of shorter periods that had begun by the last day."""
        for part, first in self._numbers(score, number):
            place = part.number(first)
            if self.is_in_force(score.made_of, place, part):
                yield self.tally(score.made_of, place, part, name)

    def _numbers(self, score: Score, number: int) -> Iterator[tuple[Period, date]]:
        """Go through the shorter periods of which one is made, each with its first day."""
        if not score.made_of:
            return
        part = self.known[score.made_of].period
        first, last = score.period.days_of(number)
        last = min(last, self.until)
        for place in range(part.number(first), part.number(last) + 1 if last >= first else 0):
            yield part, part.days_of(place)[0]

    def made_with(self, score_id: str) -> Iterator[Score]:
        """Go through a score and all that are made of it."""
        yield self.known[score_id]
        for score in self.known.values():
            if score.made_of == score_id:
                yield from self.made_with(score.id)

    def is_in_force(self, score_id: str, number: int, period: Period) -> bool:
        """Tell whether there is such a score on the last day of a period."""
        return score_id in self.scores(min(period.days_of(number)[1], self.until))


def _counted(score: Score, name: str, period: str, mine: Iterable[Item]) -> Tally:
    """Count what changed a score in a period (计分)."""
    listed = sorted(mine, key=_place)
    counted = tuple(one for one in listed if one.counts and one.amount is not None)
    open_ = tuple(one for one in listed if one.status is ItemStatus.OPEN)
    certain = [(one, one.amount or ZERO) for one in counted]
    total, cuts = _total(score, certain)
    least, most = (
        _total(score, [*certain, *((one, one.reach[end]) for one in open_)])[0] for end in (0, 1)
    )
    return Tally(
        score=score,
        name=name,
        period=period,
        items=counted,
        open=open_,
        cuts=tuple(cuts),
        total=total,
        ends=None if least is None or most is None else (least, most),
    )


def _total(
    score: Score, counted: Sequence[tuple[Item, Decimal]]
) -> tuple[Decimal | None, list[Cut]]:
    """Return what items come to, each with its amount, and what of it goes beyond a bound."""
    cuts = list(_cuts(score, counted))
    if isinstance(score.base, NotStated):
        return None, cuts
    change = [*(amount for _, amount in counted), *(cut.amount for cut in cuts)]
    total = sum_of([score.base, *change])
    bounded = _bounded(score, total)
    return sum_of([total, *(cut.amount for cut in bounded)]), [*cuts, *bounded]


def _place(item: Item) -> tuple[float, str, str]:
    return item.at.timestamp(), item.finding.id, item.sanction.id


def _cuts(score: Score, counted: Iterable[tuple[Item, Decimal]]) -> Iterator[Cut]:
    """Go through what goes beyond the bounds of categories, and of all that is added."""
    by_category: dict[str, list[tuple[Item, Decimal]]] = {}
    for one, amount in counted:
        by_category.setdefault(one.category, []).append((one, amount))
    added = ZERO
    for _, mine in sorted(by_category.items()):
        amounts = [amount for _, amount in mine]
        last = max((one for one, _ in mine), key=_place)
        category = category_of(last, score) or Category(id="", title=score.title)
        off = -sum_of(one for one in amounts if one < 0)
        on = sum_of(one for one in amounts if one > 0)
        if category.most_off is not None and off > category.most_off:
            yield Cut(f"{category.title}最多扣{digits(category.most_off)}", off - category.most_off)
        if category.most_on is not None and on > category.most_on:
            yield Cut(f"{category.title}最多加{digits(category.most_on)}", category.most_on - on)
            on = category.most_on
        added += on
    if score.most_on is not None and added > score.most_on:
        yield Cut(f"合计最多加{digits(score.most_on)}", score.most_on - added)


def category_of(item: Item, score: Score) -> Category | None:
    """Return the category of an item; where the score has it no more, as it was on that day."""
    then = item.score.category(item.category) if item.score else None
    return score.category(item.category) or then


def _bounded(score: Score, total: Decimal) -> list[Cut]:
    """Return what brings a score back within its bounds."""
    if score.least is not None and total < score.least:
        return [Cut(f"最低{digits(score.least)}", score.least - total)]
    if score.most is not None and total > score.most:
        return [Cut(f"最高{digits(score.most)}", score.most - total)]
    return []


def _together(score: Score, parts: Sequence[Decimal]) -> Decimal:
    """Return the sum of the parts, or their average to the hundredth; nothing is 0."""
    return average_of(parts) if score.by == "average" and parts else sum_of(parts)


def _put_together(score: Score, name: str, period: str, parts: Iterable[Tally]) -> Tally:
    """Make a score of those of shorter periods: their sum, or their average to the hundredth."""
    listed = tuple(parts)
    total, cuts = _joined(score, [one.total for one in listed])
    least, most = (
        _joined(score, [one.ends and one.ends[end] for one in listed])[0] for end in (0, 1)
    )
    return Tally(
        score=score,
        name=name,
        period=period,
        items=tuple(item for one in listed for item in one.items),
        open=tuple(item for one in listed for item in one.open),
        cuts=tuple(cuts),
        parts=listed,
        total=total,
        ends=None if least is None or most is None else (least, most),
    )


def _joined(score: Score, totals: Sequence[Decimal | None]) -> tuple[Decimal | None, list[Cut]]:
    """Return what scores of shorter periods come to, and what goes beyond a bound."""
    known = [one for one in totals if one is not None]
    if len(known) < len(totals) or not known:
        return None, []
    total = _together(score, known)
    cuts = _bounded(score, total)
    return sum_of([total, *(cut.amount for cut in cuts)]), cuts
