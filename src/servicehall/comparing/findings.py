"""Findings (认定) by two sets of rules: the scores, the money and the measures that change.

A finding that one of the two cannot take is told with the side, and left out on both: what is
counted is counted from the same findings.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Final

from attrs import field, frozen

from servicehall.accountability import (
    Finding,
    Item,
    Proposals,
    Tally,
    check_findings,
    propose_sanctions,
)
from servicehall.accountability.proposing import faults_of
from servicehall.comparing.comparison import MOST
from servicehall.comparing.sides import NEW, OLD, Side, SideRules, of_side
from servicehall.errors import InputValueError, ServiceHallError
from servicehall.events import check_instant
from servicehall.money import difference, sum_of
from servicehall.sanctions import Period, Unit

__all__ = [
    "FindingReject",
    "FindingsComparison",
    "ItemChange",
    "ScoreChange",
    "compare_each",
    "compare_findings",
]

_PERIODS: Final = tuple(Period(unit) for unit in ("month", "quarter", "half-year", "year"))


@frozen(kw_only=True)
class FindingReject:
    """A finding that not both sides can take (未采用的认定).

    Attributes:
        finding: The finding.
        side: Which side cannot, :data:`OLD` or :data:`NEW`.
        error: Why.
    """

    finding: str
    side: str
    error: ServiceHallError


@frozen(kw_only=True)
class ScoreChange:
    """A score of somebody that differs (得分、奖金的变化).

    Attributes:
        score: The score.
        title: Its Chinese name.
        unit: What it is counted in.
        name: Whose, a person or a unit.
        period: The period, such as ``"2026-03"``.
        division: Where the findings are.
        old: How it comes about by the one; None where there is no such score.
        new: The same by the other.
    """

    score: str
    title: str
    unit: Unit
    name: str
    period: str
    division: str
    old: Tally | None = field(repr=False)
    new: Tally | None = field(repr=False)

    @property
    def difference(self) -> Decimal | None:
        """By how much it is higher; None where one side has no such score, or does not know it.

        Of a score whose base is not known by either, it is the difference of what is added and
        taken off.
        """
        if self.old is None or self.new is None:
            return None
        if self.old.total is None and self.new.total is None:
            return difference(self.new.change, self.old.change)
        if self.old.total is None or self.new.total is None:
            return None
        return difference(self.new.total, self.old.total)


@frozen(kw_only=True)
class ItemChange:
    """Something that is proposed, or open, by one side only, or otherwise (处理建议的变化).

    Attributes:
        finding: The finding.
        name: Whom it concerns; empty where the finding does not say.
        old: By the one, or None.
        new: By the other, or None.
    """

    finding: str
    name: str
    old: Item | None = field(default=None, repr=False)
    new: Item | None = field(default=None, repr=False)

    @property
    def old_text(self) -> str:
        """What the one gives and where it stands, in Chinese; empty where it gives nothing."""
        return _say(self.old)

    @property
    def new_text(self) -> str:
        """The same by the other."""
        return _say(self.new)

    @property
    def is_come(self) -> bool:
        """Whether it is a measure that the other alone proposes (新增)."""
        return _is_measure(self.new) and not _is_measure(self.old)

    @property
    def is_gone(self) -> bool:
        """Whether it is a measure that the one alone proposes (不再给予)."""
        return _is_measure(self.old) and not _is_measure(self.new)


def _say(item: Item | None) -> str:
    return "" if item is None else f"{item.says}（{item.status.zh}）"


def _is_measure(item: Item | None) -> bool:
    return item is not None and item.measure is not None and item.counts


@frozen(kw_only=True, eq=False)
class FindingsComparison:
    """What follows from findings by two sets of rules (认定比较). None of it is a decision.

    Attributes:
        old: All that follows by the one.
        new: All that follows by the other.
        scores: The scores and sums of money that differ.
        items: The measures, amounts and open items that only one side gives, or that it gives
            otherwise: an amount that changes is one item.
        rejects: The findings that one side or both cannot take; neither counts them.
    """

    old: Proposals
    new: Proposals
    scores: tuple[ScoreChange, ...] = field(repr=False)
    items: tuple[ItemChange, ...] = field(repr=False)
    rejects: tuple[FindingReject, ...] = field(repr=False)

    @property
    def come(self) -> tuple[ItemChange, ...]:
        """The measures that the other side alone proposes (新增的措施)."""
        return tuple(one for one in self.items if one.is_come)

    @property
    def gone(self) -> tuple[ItemChange, ...]:
        """The measures that the one side alone proposes (不再给予的措施)."""
        return tuple(one for one in self.items if one.is_gone)

    @property
    def others(self) -> tuple[ItemChange, ...]:
        """What neither measures nor scores tell: what is open, or changes no score (其他各项)."""
        tallies = (tally for one in self.scores for tally in (one.old, one.new) if tally)
        told = {id(item) for tally in tallies for item in tally.items}
        return tuple(
            one
            for one in self.items
            if not one.is_come
            and not one.is_gone
            and any(item and id(item) not in told for item in (one.old, one.new))
        )

    @cached_property
    def sums(self) -> Mapping[tuple[Unit, str], Decimal]:
        """How much higher all scores of a kind are, by unit and title, as far as both are known.

        Scores that are made of others are left out: they would count twice.
        """
        found: dict[tuple[Unit, str], list[Decimal]] = {}
        for one in self.scores:
            made_of = any(side and side.score.made_of for side in (one.old, one.new))
            if one.difference is not None and not made_of:
                found.setdefault((one.unit, one.title), []).append(one.difference)
        return {key: sum_of(amounts) for key, amounts in found.items()}

    @property
    def is_empty(self) -> bool:
        """Whether the same follows by both, from all findings."""
        return not self.scores and not self.items and not self.rejects

    def explain(self, *, most: int | None = MOST) -> str:
        """Say in plain Chinese what follows otherwise (说明).

        Args:
            most: How many lines of each list are shown; how many more there are, is said. None for
                all.
        """
        from servicehall.comparing.texts import findings_text  # words, when somebody asks

        return findings_text(self, most)

    def to_json(self) -> str:
        """Return what follows otherwise as JSON (比较记录)."""
        from servicehall.comparing.data import dump, findings_data  # as above

        return dump(findings_data(self))

    def _repr_html_(self) -> str:
        from servicehall.comparing.html import findings_html  # as above

        return findings_html(self)


def compare_findings(
    findings: Iterable[Finding], old: Side, new: Side, *, as_of: datetime
) -> FindingsComparison:
    """Say what follows from findings by two sets of rules (认定比较).

    Args:
        findings: What was found; the order never matters.
        old: The one side. A side that names a division judges all findings by the rules there.
        new: The other.
        as_of: The instant for which one asks, with time zone.

    Raises:
        InputTypeError: Something of the wrong type was handed over (SH119, SH601).
        FaultyDataError: Two findings have one id (SH803); packs are faulty, with the side.
        InputValueError: There is no such division (SH445) or profile (SH412), with the side.
    """
    instant, every = check_instant(as_of, "as_of"), check_findings(findings)
    return compare_each((every, every), (old.at_hand(OLD), new.at_hand(NEW)), instant)


def compare_each(
    findings: tuple[Sequence[Finding], Sequence[Finding]],
    rules: tuple[SideRules, SideRules],
    as_of: datetime,
) -> FindingsComparison:
    """Say what follows by two sets of rules, of findings that each of them has of its own.

    Raises:
        ServiceHallError: As :func:`compare_findings`.
    """
    pairs = tuple(zip(findings, rules, strict=True))
    rejects = [reject for listed, side in pairs for reject in _rejects(listed, side)]
    gone = {one.finding for one in rejects}
    old, new = (
        _proposals([one for one in listed if one.id not in gone], side, as_of)
        for listed, side in pairs
    )
    return FindingsComparison(
        old=old,
        new=new,
        scores=tuple(_scores(old, new)),
        items=tuple(_items(old, new)),
        rejects=tuple(rejects),
    )


def _rejects(findings: Iterable[Finding], rules: SideRules) -> Iterator[FindingReject]:
    for one in findings:
        policy = rules.policy(one.division, on=one.occurred_at.date())
        for error in faults_of(one, policy):
            yield FindingReject(finding=one.id, side=rules.name, error=error)


def _proposals(findings: Iterable[Finding], rules: SideRules, as_of: datetime) -> Proposals:
    with of_side(rules.name):
        return propose_sanctions(findings, rules, as_of=as_of)


# ---- scores


_ScoreKey = tuple[str, str, str, str]
"""Division, score, name, period."""


def _scores(old: Proposals, new: Proposals) -> Iterator[ScoreChange]:
    """Go through the scores that differ; one that a side did not change has its base there."""
    before, after = _tallies(old), _tallies(new)
    for key in sorted({*before, *after}):
        one = before.get(key) or _base(old, key)
        other = after.get(key) or _base(new, key)
        known = other or one
        assert known is not None  # noqa: S101  # one of them has it
        if one and other and _same(one, other):
            continue
        yield ScoreChange(
            score=known.score.id,
            title=known.score.title,
            unit=known.score.unit,
            name=known.name,
            period=known.period,
            division=key[0],
            old=one,
            new=other,
        )


def _tallies(found: Proposals) -> dict[_ScoreKey, Tally]:
    """Return all scores that were changed, by place, score, name and period."""
    days = {(one.finding.division, one.at.date()) for one in found.items if one.score is not None}
    periods = {(where, period.name(day)) for where, day in days for period in _PERIODS}
    return {
        (where, tally.score.id, tally.name, name): tally
        for where, name in sorted(periods)
        for tally in found.scores(name, division=where)
    }


def _base(found: Proposals, key: _ScoreKey) -> Tally | None:
    """Return a score that nothing changed; None where there is no such score."""
    where, score, name, period = key
    try:
        return found.score(score, name, period, division=where)
    except InputValueError:
        return None


def _same(old: Tally, new: Tally) -> bool:
    return (old.total, old.change, old.grade) == (new.total, new.change, new.grade)


# ---- measures, amounts, and what is open


def _items(old: Proposals, new: Proposals) -> Iterator[ItemChange]:
    """Go through what the sides do not give alike: of the same thing once, with both sides."""
    before, after = ([*side.proposed, *side.open] for side in (old, new))
    _take_pairs(before, after, _words)  # which are no change
    pairs = [*_take_pairs(before, after, _by_rule), *_take_pairs(before, after, _thing)]
    changes = [
        *(ItemChange(finding=a.finding.id, name=a.name, old=a, new=b) for a, b in pairs),
        *(ItemChange(finding=one.finding.id, name=one.name, old=one) for one in before),
        *(ItemChange(finding=one.finding.id, name=one.name, new=one) for one in after),
    ]
    yield from sorted(changes, key=lambda c: (c.finding, c.name, c.old_text, c.new_text))


_Likeness = Callable[[Item], Hashable]
"""What two items have in common that are told together."""


def _take_pairs(old: list[Item], new: list[Item], like: _Likeness) -> list[tuple[Item, Item]]:
    """Take out of two lists what is alike, one from each, in order; return the pairs."""
    left: dict[Hashable, list[Item]] = {}
    for item in new:
        left.setdefault(like(item), []).append(item)
    pairs = [(item, found.pop(0)) for item in old if (found := left.get(like(item)))]
    taken = {id(item) for pair in pairs for item in pair}
    for listed in (old, new):
        listed[:] = (item for item in listed if id(item) not in taken)
    return pairs


def _thing(item: Item) -> Hashable:
    """Return what of a finding an item is, for whom: a score, a measure, a choice of measures."""
    if item.score is not None:
        what = ("score", item.score.id)
    else:
        what = ("measure", item.measure.id if item.measure else item.says)
    return item.finding.id, item.role, item.name, what


def _by_rule(item: Item) -> Hashable:
    return _thing(item), item.sanction.id


def _words(item: Item) -> Hashable:
    return _thing(item), item.says, item.status
