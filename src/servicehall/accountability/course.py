"""The course of things (推演): which rows apply to a fact, what they give, what that leads to."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Protocol

from attrs import define, evolve, field, frozen

from servicehall.accountability.findings import Finding
from servicehall.accountability.items import Item, ItemStatus, digits
from servicehall.accountability.reckoning import come_to, reckon
from servicehall.accountability.scoring import ScoreBook, Tally
from servicehall.conditions import Known, ready, unsettled
from servicehall.errors import DataError
from servicehall.instants import end_of_day
from servicehall.money import sum_of
from servicehall.policy import Policy
from servicehall.sanctions import (
    ANY,
    PERSON,
    SCORE,
    Consequence,
    Count,
    Period,
    Sanction,
    Score,
    scores_known,
)
from servicehall.vocabulary import Value

__all__ = ["Act", "Course", "Place", "Rules", "kinds_of", "rules_of", "title_of"]


Subject = tuple[str, str, str]
"""Somebody: the division, the role, the name."""


class Rules(Protocol):
    """Whoever knows the policy of a division on a day; see :class:`servicehall.Registry`."""

    def policy(self, division: str, *, on: Any, profiles: Iterable[str] = ()) -> Policy: ...  # noqa: D102


@define(eq=False)
class Act:
    """What counts: a breach that was found, or what was given for one (计次对象)."""

    kinds: frozenset[str]
    at: datetime
    subjects: Mapping[str, str]
    finding: Finding
    policy: Policy
    item: Item | None = None

    @property
    def stands(self) -> bool:
        """Whether it still counts: a measure that was taken back does not."""
        return self.item is None or self.item.counts

    @property
    def place(self) -> tuple[float, str]:
        """Its place in the order of time."""
        return self.at.timestamp(), self.finding.id

    @property
    def subjects_here(self) -> Iterator[Subject]:
        """Whom it concerns; people of one name in two places are two."""
        return ((self.finding.division, role, name) for role, name in self.subjects.items())


@define(eq=False)
class Hit:
    """A row that holds for an act; or may, while facts are missing."""

    act: Act
    sanction: Sanction
    needed: tuple[str, ...] = ()
    spans: tuple[Period, ...] = ()


@frozen(eq=False)
class Place:
    """The rules of all places, and the instant for which one asks."""

    registry: Rules
    profiles: tuple[str, ...]
    as_of: datetime

    def policy(self, division: str, day: date) -> Policy:
        """Return the rules of a division on a day."""
        return self.registry.policy(division, on=day, profiles=self.profiles)

    def scores(self, division: str, days: Iterable[date]) -> Mapping[str, Score]:
        """Return the scores that were in force on some days, at the ends of months since, or now.

        Raises:
            DataError: Under one name there was another score before (SH833).
        """
        last = (self.as_of - timedelta.resolution).date()
        listed = {last, *days}
        listed.update(month_ends(min(listed), last))
        return scores_known(self.policy(division, day).scores.values() for day in sorted(listed))

    def ends(self, division: str, first: date) -> Iterator[tuple[Score, int, datetime]]:
        """Go through the ends of periods at which something may follow from a score.

        Args:
            division: Where.
            first: The day of the first thing that was found there.
        """
        for day in month_ends(first, self.as_of.date()):
            for score in self.policy(division, day).scores.values():
                number = score.period.number(day)
                over = score.period.days_of(number)[1] == day and end_of_day(day) <= self.as_of
                if over and any(band.then for band in score.grades):
                    yield score, number, end_of_day(day)


def month_ends(first: date, last: date) -> Iterator[date]:
    """Go through the last days of the months from that of a day up to another day."""
    month = Period("month")
    for number in range(month.number(first), month.number(last) + 1):
        end = month.days_of(number)[1]
        if end <= last:
            yield end


def kinds_of(breach: str, policy: Policy) -> frozenset[str]:
    """Return a kind of breach with all kinds that it belongs to."""
    found, open_ = set[str](), [breach]
    while open_:
        name = open_.pop()
        if name not in found:
            found.add(name)
            open_ += policy.breaches[name].of if name in policy.breaches else ()
    merit = any(policy.breaches[name].merit for name in found if name in policy.breaches)
    measure = breach in policy.measures and breach not in policy.breach_titles()
    return frozenset(found if merit or measure else {*found, ANY})


def title_of(kind: str, policy: Policy) -> str:
    """Return what a kind of breach, a measure, or what is taken off a score is called (名称)."""
    if kind.startswith(SCORE):
        return f"{policy.scores[kind.removeprefix(SCORE)].title}扣减"
    titles = {ANY: "任何违反", **policy.breach_titles()}
    return titles[kind] if kind in titles else policy.measures[kind].title


# ---- the course of things


@define(eq=False)
class Course:
    """What was found so far, fact by fact."""

    place: Place
    items: list[Item] = field(factory=list)
    _acts: dict[Subject, list[Act]] = field(factory=dict, init=False)
    _followed: set[int] = field(factory=set, init=False)
    _of_finding: dict[str, list[Item]] = field(factory=dict, init=False)
    _of_somebody: dict[Subject, list[Item]] = field(factory=dict, init=False)

    def enter(self, acts: Iterable[Act]) -> None:
        """Enter what counts: findings before any is taken, for one fact may take several days."""
        for act in acts:
            for subject in act.subjects_here:
                self._acts.setdefault(subject, []).append(act)

    def take(self, acts: Sequence[Act]) -> None:
        """Take the next fact, and all that follows from it."""
        hits: list[Hit] = []
        about: list[Item] = []
        while acts:
            new = [hit for act in acts for hit in self._hits(act)]
            hits += new
            self._absorb(new, about)
            for item in (item for hit in new for item in self._give(hit, hits)):
                _once(item, about)
                about.append(item)
                self._keep(item)
            given = [item for item in about if item.leads_on]
            acts = [_followed(item) for item in given if id(item) not in self._followed]
            self._followed |= {id(item) for item in given}

    def _keep(self, item: Item) -> None:
        """Add an item to what was given."""
        self.items.append(item)
        self._of_finding.setdefault(item.finding.id, []).append(item)
        somebody = (item.finding.division, item.role, item.name)
        self._of_somebody.setdefault(somebody, []).append(item)

    def _absorb(self, new: Iterable[Hit], about: Iterable[Item]) -> None:
        """Take back what was given for a fact, where a row that follows from it takes its place."""
        for hit in new:
            for item in about:
                same = hit.act.subjects.get(item.role, "") == item.name
                absorbed = item.sanction.id in hit.sanction.absorbs and not hit.needed
                if absorbed and same and item.counts:
                    self._take_back(item, hit.sanction, ItemStatus.ABSORBED)

    def close(self, division: str, score: Score, number: int, end: datetime) -> None:
        """Take the end of a period: what follows for those whose score earned a grade."""
        policy = self.place.policy(division, score.period.days_of(number)[1])
        book = ScoreBook(
            items=self.items,
            scores=lambda day: self.place.policy(division, day).scores,
            division=division,
            until=(end - timedelta.resolution).date(),
            known=policy.scores,
        )
        tallies = [
            book.tally(score.id, number, score.period, name)
            for name in book.names(score.id, number, score.period)
        ]
        rules_of(policy)  # it refuses circles
        given = [item for tally in tallies for item in _earned(tally, policy, end)]
        for item in given:
            self._keep(item)
        self.take([_followed(item) for item in given if item.leads_on])

    def _hits(self, act: Act) -> Iterator[Hit]:
        """Go through the rows that hold for an act, or may."""
        if act.item is not None:
            self.enter([act])
        for rule in rules_of(act.policy):
            if act.kinds.isdisjoint(rule.kinds):
                continue
            known = Known({**act.finding.facts, **dict(self._counted(rule, act))})
            met = ready(rule.when)(known)
            if met is None:
                yield Hit(act, rule, _needed(rule, known, act.policy))
            elif met:
                yield Hit(act, rule, spans=_spans(rule, known, act.policy))

    def _counted(self, rule: Sanction, act: Act) -> Iterator[tuple[str, Value]]:
        """Go through the counts that a row asks for; one for nobody knows is none."""
        for name in dict.fromkeys(cell.fact for cells in rule.when for cell in cells):
            count = act.policy.counts.get(name)
            if count is not None and act.subjects.get(count.per):
                yield name, self._count(count, act)

    def _count(self, count: Count, act: Act) -> int | Decimal:
        whose, day = act.subjects[count.per], act.at.date()
        counted = [
            one
            for one in self._acts[act.finding.division, count.per, whose]
            if one.stands and one.place <= act.place and not one.kinds.isdisjoint(count.of)
        ]
        if not count.in_a_row:
            within = [one for one in counted if count.within.holds(one.at.date(), day)]
            if count.adds_up:
                return _taken_off(within)
            different = {one.subjects.get(count.distinct, "") for one in within} - {""}
            return len(different) if count.distinct else len(within)
        numbers = {count.within.number(one.at.date()) for one in counted}
        last = at = count.within.number(day)
        while at in numbers:
            at -= 1
        return last - at

    # ---- items

    def _give(self, hit: Hit, hits: Sequence[Hit]) -> Iterator[Item]:
        """Go through what a row gives; what another one absorbs is told, and does not count."""
        for consequence in hit.sanction.then:
            item = _item(hit, consequence)
            _open_or_absorb(item, hit, hits)
            if item.counts:
                self._supersede(hit, item)
            yield item
            yield from _propagated(item, hit.act.subjects)

    def _supersede(self, hit: Hit, item: Item) -> None:
        """Take back what was given before, where a row takes its place."""
        if not hit.sanction.supersedes:
            return
        somebody = (item.finding.division, item.role, item.name)
        for one in self._of_somebody.get(somebody, ()):
            before = one.sanction.id in hit.sanction.supersedes and one.finding is not item.finding
            within = any(span.holds(one.at.date(), item.at.date()) for span in hit.spans)
            stands = one.counts or one.status is ItemStatus.OPEN
            if before and stands and within:
                self._take_back(one, hit.sanction, ItemStatus.SUPERSEDED)

    def _take_back(self, item: Item, by: Sanction, status: ItemStatus) -> None:
        """Take an item back, and all that followed from it."""
        item.drop(status, by)
        for one in self._of_finding[item.finding.id]:
            if (one.cause is item or one.through is item) and one.counts:
                self._take_back(one, by, status)


def _needed(rule: Sanction, known: Known, policy: Policy) -> tuple[str, ...]:
    """Return what would settle whether a row holds; for a count, for whom to count."""
    counts = policy.counts
    asked = unsettled(rule.when, known)
    return tuple(counts[name].per if name in counts else name for name in asked)


def _spans(rule: Sanction, known: Known, policy: Policy) -> tuple[Period, ...]:
    """Return the times of the counts by which a row holds, of the alternatives that do."""
    held = (cells for cells in rule.when if ready((cells,))(known))
    names = {cell.fact for cells in held for cell in cells}
    return tuple(policy.counts[name].within for name in sorted(names) if name in policy.counts)


def _once(item: Item, about: Iterable[Item]) -> None:
    """Drop what the same row has given somebody for the same fact already."""
    for one in about:
        same = (one.role, one.name, one.score) == (item.role, item.name, item.score)
        if one.counts and one.consequence is item.consequence and same and item.counts:
            item.drop(ItemStatus.ABSORBED, one.sanction)
            return


def _earned(tally: Tally, policy: Policy, end: datetime) -> Iterator[Item]:
    """Go through what follows from a grade, for the one who earned it."""
    band = tally.band
    if band is None or not band.then or not tally.items:
        return
    finding = tally.items[-1].finding
    score = tally.score
    rule = Sanction(
        id=f"{score.id}:{band.grade}",
        title=f"{score.title}{tally.period}{band.grade}",
        kinds=(),
        then=band.then,
        settled=score.settled,
    )
    for consequence in band.then:
        own = consequence.who == score.of
        item = Item(
            finding=finding,
            sanction=rule,
            consequence=consequence,
            policy=policy,
            at=end - timedelta.resolution,
            role=consequence.who,
            name=tally.name if own else finding.subjects.get(consequence.who, ""),
            score=policy.scores.get(consequence.score),
            category=consequence.category,
            tally=tally,
        )
        yield reckon(item)
        yield from _propagated(item, {**finding.subjects, item.role: item.name})


def _taken_off(acts: Iterable[Act]) -> Decimal:
    """Return how much was taken off (累计扣分)."""
    items = (one.item for one in acts if one.item is not None)
    return -sum_of(item.amount for item in items if item.amount is not None)


def _followed(item: Item) -> Act:
    """Return what was given as something that counts; it is that of the one who received it."""
    receiver = item.name
    subjects = {**item.finding.subjects, item.role: receiver}
    if not item.policy.roles[item.role].collective:
        subjects[PERSON] = receiver
    score = f"{SCORE}{item.score.id}" if item.score else ""
    kinds = frozenset({item.measure.id if item.measure else score})
    return Act(kinds, item.at, subjects, item.finding, item.policy, item)


def _item(hit: Hit, consequence: Consequence) -> Item:
    act, rule = hit.act, hit.sanction
    item = Item(
        finding=act.finding,
        sanction=rule,
        consequence=consequence,
        policy=act.policy,
        at=act.at,
        role=consequence.who,
        name=act.subjects.get(consequence.who, ""),
        score=act.policy.scores.get(consequence.score),
        category=consequence.category,
        cause=act.item,
    )
    return reckon(item)


def _open_or_absorb(item: Item, hit: Hit, hits: Sequence[Hit]) -> None:
    """Say of an item that another row takes its place for the same fact, or that it is open."""
    others = [one for one in hits if _takes_place(one, hit, item)]
    settled = [one for one in others if not one.needed]
    if settled:
        item.drop(ItemStatus.ABSORBED, settled[0].sanction)
        return
    if hit.needed:
        item.settle_by("是否适用尚未确定", hit.needed)
    for one in others:
        item.settle_by(f"是否改为“{one.sanction.title}”尚未确定", one.needed)


def _takes_place(other: Hit, hit: Hit, item: Item) -> bool:
    """Tell whether a row takes the place of another one for the same fact and the same person."""
    takes = {*other.sanction.absorbs}
    if other.act is hit.act:
        takes |= {*other.sanction.supersedes} - {other.sanction.id}
    return hit.sanction.id in takes and other.act.subjects.get(item.role, "") == item.name


def _propagated(item: Item, subjects: Mapping[str, str]) -> Iterator[Item]:
    """Go through what of an amount goes over to others, and from them to others again."""
    for one in item.score.propagates if item.score else ():
        name = subjects.get(one.to, "")
        score = item.policy.scores[one.score]
        other = evolve(
            item,
            role=one.to,
            name=name,
            score=score,
            category=one.category,
            amount=None if item.amount is None else come_to([item.amount, one.ratio], score),
            reckoning=f"{item.reckoning}，连带{digits(one.ratio)}倍",
            through=item,
        )
        if not name and other.counts:
            other.settle_by(f"没有写明{item.policy.roles[one.to].title}是谁", (one.to,))
        yield other
        yield from _propagated(other, subjects)


def rules_of(policy: Policy) -> tuple[Sanction, ...]:
    """Return the rows of a policy; nothing leads back to itself, no grade to the score it is of.

    Raises:
        DataError: Something does (SH821).
    """
    if "sanctions" not in policy.derived:
        leads: dict[str, set[str]] = {}
        for rule in policy.sanctions.values():
            for kind in rule.kinds:
                if kind in policy.measures or kind.startswith(SCORE):
                    leads.setdefault(kind, set()).update(_given(rule.then))
        for score in policy.scores.values():
            told = {f"{SCORE}{one.score}" for one in score.propagates}
            told |= {name for band in score.grades for name in _given(band.then)}
            leads.setdefault(f"{SCORE}{score.id}", set()).update(told)
            if score.made_of:
                leads.setdefault(f"{SCORE}{score.made_of}", set()).add(f"{SCORE}{score.id}")
        for name in leads:
            _refuse_circle(name, leads, (name,))
        policy.derived["sanctions"] = tuple(
            policy.sanctions[name] for name in sorted(policy.sanctions)
        )
    found: tuple[Sanction, ...] = policy.derived["sanctions"]
    return found


def _given(then: Iterable[Consequence]) -> set[str]:
    """Return what consequences give: measures, and what changes scores."""
    scores = {f"{SCORE}{one.score}" for one in then if one.score}
    return scores | {name for one in then for name in one.measures}


def _refuse_circle(name: str, leads: Mapping[str, set[str]], path: tuple[str, ...]) -> None:
    for following in sorted(leads.get(name, ())):
        if following in path:
            raise DataError("SH821", circle=(*path, following))
        _refuse_circle(following, leads, (*path, following))
