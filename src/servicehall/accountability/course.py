"""The course of things (推演): which rows apply to a fact, what they give, what that leads to."""

import graphlib
import itertools
from bisect import bisect_left, bisect_right, insort
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final, Protocol

from attrs import define, evolve, field, frozen

from servicehall.accountability.findings import Finding
from servicehall.accountability.items import Item, ItemStatus, Key, State, digits
from servicehall.accountability.reckoning import come_to, needed_for, reckon
from servicehall.accountability.scoring import ScoreBook, Tally
from servicehall.cells import facts_of
from servicehall.conditions import Known, ready
from servicehall.errors import DataError
from servicehall.instants import end_of_day
from servicehall.money import sum_of
from servicehall.policy import Policy
from servicehall.sanctions import (
    ANY,
    PERSON,
    SCORE,
    Band,
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
    found_once: tuple[str, int] = field(init=False)

    @found_once.default
    def _of_what(self) -> tuple[str, int]:
        """Return what it is of: one finding, or one grade, however much was given for it."""
        return self.finding.id, id(self.item.tally) if self.item and self.item.tally else 0

    @property
    def counted_for(self) -> Mapping[str, str]:
        """For whom it counts, by role: what a unit receives, no person has received."""
        if self.item is None or not self.policy.roles[self.item.role].collective:
            return self.subjects
        return {role: name for role, name in self.subjects.items() if role != PERSON}

    @property
    def day(self) -> date:
        """Its day."""
        return self.at.date()


@define(eq=False)
class Hit:
    """A row that holds for an act; or may, while facts are missing.

    Attributes:
        act: For what.
        sanction: The row.
        known: What it was judged by: what was found, and the counts.
        needed: What would settle whether it holds.
        since: From which day on its counts go, or None where it asks for none.
    """

    act: Act
    sanction: Sanction
    known: Known
    needed: tuple[str, ...] = ()
    since: date | None = None


@define(eq=False)
class Fact:
    """One fact (同一事实) so far: the rows that hold for it, and what they gave."""

    hits: list[Hit] = field(factory=list)
    about: list[Item] = field(factory=list)


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
        """Go through the ends of periods at which something may follow from a score, in order.

        Args:
            division: Where.
            first: The day of the first thing that was found there.
        """
        for day in month_ends(first, self.as_of.date()):
            for score in scores_in_order(self.policy(division, day)):
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
    """What was found so far, finding by finding.

    A grade is that of what stands in the end: what is taken back after the period is over is
    foreseen, from what became of it when everything was found before.

    Attributes:
        place: The rules, and the instant for which one asks.
        foreseen: What becomes of items after they were counted for a grade, by their key.
        settled: The keys of items that stay as they were counted for a grade, for they would be
            taken back only because of it.
        items: What was given.
        flawless: The scores of those of whom nothing was found, where their grade leads to
            something; nobody knows here who they are.
    """

    place: Place
    foreseen: Mapping[Key, State] = field(factory=dict)
    settled: Collection[Key] = frozenset()
    items: list[Item] = field(factory=list, init=False)
    flawless: list[Tally] = field(factory=list, init=False)
    _graded: dict[Key, State] = field(factory=dict, init=False)
    _acts: dict[tuple[Subject, str], list[Act]] = field(factory=dict, init=False)
    _facts: dict[tuple[str, str], Fact] = field(factory=dict, init=False)
    _followed: dict[int, Act] = field(factory=dict, init=False)
    _of_finding: dict[str, list[Item]] = field(factory=dict, init=False)
    _of_row: dict[tuple[Subject, str], list[Item]] = field(factory=dict, init=False)

    def take(self, act: Act) -> None:
        """Take what was found next, and all that follows from it."""
        fact = self._facts.setdefault((act.finding.division, act.finding.fact), Fact())
        self._follow([act], fact)

    def _follow(self, acts: Sequence[Act], fact: Fact) -> None:
        """Find what follows from acts, and again from that."""
        while acts:
            new = [hit for act in acts for hit in self._hits(act)]
            fact.hits += new
            self._absorb(new, fact.about)
            for hit in new:
                self._give(hit, fact)
            acts = self._given(fact)

    def _given(self, fact: Fact) -> list[Act]:
        """Return what was given, of which nothing has followed yet."""
        given = [one for one in fact.about if one.leads_on and id(one) not in self._followed]
        acts = {id(one): _followed(one) for one in given}
        self._followed |= acts
        return list(acts.values())

    def _enter(self, act: Act) -> None:
        """Enter what counts, for each whom it counts for and by each kind of it."""
        for place in _places(act):
            insort(self._acts.setdefault(place, []), act, key=_at)

    def _leave(self, item: Item) -> None:
        """Take out what no longer counts."""
        act = self._followed.get(id(item))
        for place in _places(act) if act else ():
            if act in self._acts[place]:
                self._acts[place].remove(act)

    def _keep(self, item: Item, fact: Fact) -> None:
        """Add an item to what was given."""
        fact.about.append(item)
        self.items.append(item)
        self._of_finding.setdefault(item.finding.id, []).append(item)
        if item.is_live:
            given = self._of_row.setdefault((_somebody(item), item.sanction.id), [])
            insort(given, item, key=_day_of)

    def _absorb(self, new: Iterable[Hit], about: Iterable[Item]) -> None:
        """Take back what was given for a fact, where a row that follows takes its place."""
        for hit in new:
            for item in about:
                same = hit.act.subjects.get(item.role, "") == item.name
                if same and item.is_live and item.sanction.id in hit.sanction.absorbs:
                    self._replace(item, hit, ItemStatus.ABSORBED, certain=not hit.needed)

    def close(self, division: str, score: Score, number: int, end: datetime) -> None:
        """Take the end of a period: what follows for those whose score earned a grade."""
        policy = self.place.policy(division, score.period.days_of(number)[1])
        book = ScoreBook(
            items=[self._as_foreseen(one) for one in self.items],
            scores=lambda day: self.place.policy(division, day).scores,
            division=division,
            until=(end - timedelta.resolution).date(),
            known=policy.scores,
        )
        changing = book.changing(score.id, number, score.period)
        self._graded |= {one.key: one.state for one in changing}
        tallies = [
            book.tally(score.id, number, score.period, name)
            for name in book.names(score.id, number, score.period)
        ]
        flawless = book.tally(score.id, number, score.period, _NOBODY)
        if flawless.band and flawless.band.then:
            self.flawless.append(evolve(flawless, name=""))
        for tally in tallies:
            fact = Fact()
            for item in _earned(tally, policy, end):
                self._keep(item, fact)
            self._follow(self._given(fact), fact)

    def _as_foreseen(self, item: Item) -> Item:
        """Return an item as it will stand in the end, as far as that is foreseen."""
        state = self.foreseen.get(item.key) if self.foreseen else None
        return item if state is None else evolve(item, status=state[0], needed=state[1])

    @property
    def misjudged(self) -> Mapping[Key, State]:
        """What does not stand as it was counted for a grade, as it stands."""
        final = {one.key: one.state for one in self.items}
        return {key: final[key] for key, state in self._graded.items() if final[key] != state}

    def _stays(self, item: Item) -> bool:
        """Tell whether an item stays as it was counted, and say so."""
        stays = bool(self.settled) and item.key in self.settled and item.key in self._graded
        if stays and item.counts:
            item.why = _STAYS
        return stays

    def _hits(self, act: Act) -> Iterator[Hit]:
        """Go through the rows that hold for an act, or may."""
        self._enter(act)
        for rule in rules_of(act.policy):
            if act.kinds.isdisjoint(rule.kinds):
                continue
            known = Known({**act.finding.facts, **dict(self._counted(rule, act))})
            met = ready(rule.when)(known)
            if met is not False:
                needed = () if met else needed_for(rule.when, known, act.policy)
                yield Hit(act, rule, known, needed, _since(rule, known, act))

    def _counted(self, rule: Sanction, act: Act) -> Iterator[tuple[str, Value]]:
        """Go through the counts that a row asks for; one for nobody knows is none."""
        whens = (rule.when, *(one.when for one in rule.factors))
        asked = (name for when in whens for cells in when for name in sorted(facts_of(cells)))
        for name in dict.fromkeys(asked):
            count = act.policy.counts.get(name)
            if count is not None and act.subjects.get(count.per):
                yield name, self._count(count, act)

    def _count(self, count: Count, act: Act) -> int | Decimal:
        """Count; what a unit has received is, of a person, none."""
        if count.in_a_row:
            return self._in_a_row(count, act)
        within = self._standing(count, act, count.within.first(act.day), act.at)
        if count.adds_up:
            return _taken_off(within)
        if count.distinct:
            return len({one.counted_for.get(count.distinct, "") for one in within} - {""})
        if count.per != PERSON:
            return len({one.found_once for one in within})
        return len(within)

    def _in_a_row(self, count: Count, act: Act) -> int:
        """Return how many periods there are, one after another, in which there was one."""
        periods, until = 0, act.at
        while True:
            first = count.within.first(until.date())
            if not self._standing(count, act, first, until):
                return periods
            periods += 1
            until = end_of_day(first - timedelta(days=1)) - timedelta.resolution

    def _standing(self, count: Count, act: Act, first: date, until: datetime) -> Collection[Act]:
        """Return what counts and stands, from a day to an instant, for the one concerned."""
        whose = (act.finding.division, count.per, act.counted_for.get(count.per, ""))
        found = []
        for kind in count.of:
            acts = self._acts.get((whose, kind), [])
            low, high = bisect_left(acts, first, key=_day), bisect_right(acts, until, key=_at)
            found.append(acts[low:high])
        return found[0] if len(found) == 1 else dict.fromkeys(itertools.chain(*found))

    # ---- items

    def _give(self, hit: Hit, fact: Fact) -> None:
        """Give what a row gives; what another one absorbs is told, and does not count."""
        before = tuple(fact.about)
        for consequence in hit.sanction.then:
            item = _item(hit, consequence)
            certain = _open_or_absorb(item, hit, fact.hits)
            self._once(item, before)
            if item.is_live:
                self._supersede(hit, item, certain=certain)
            self._keep(item, fact)
            for other in _propagated(item, hit.act.subjects):
                self._once(other, before)
                self._keep(other, fact)

    def _once(self, item: Item, before: Iterable[Item]) -> None:
        """Let the heavier of two count that one row gives somebody for one fact (择一重)."""
        for one in before:
            if not (one.is_live and item.is_live and one.target == item.target):
                continue
            if one.counts and _outweighs(one, item):
                item.drop(ItemStatus.ABSORBED, one.sanction)
            elif item.counts and _outweighs(item, one):
                self._take_back(one, item.sanction, ItemStatus.ABSORBED)
            else:
                needed = (*one.needed, *item.needed)
                self._reopen(one, _WHICH_IS_HEAVIER, needed)
                self._reopen(item, _WHICH_IS_HEAVIER, needed)

    def _supersede(self, hit: Hit, item: Item, *, certain: bool) -> None:
        """Take back what was given before, where a row takes its place, or say that it may."""
        if hit.since is None or not item.name:
            return
        for name in hit.sanction.supersedes:
            given = self._of_row.get((_somebody(item), name), [])
            for one in given[bisect_left(given, hit.since, key=_day_of) :]:
                if one.finding is not item.finding and one.is_live and one.at <= item.at:
                    self._replace(one, hit, ItemStatus.SUPERSEDED, certain=certain)

    def _replace(self, item: Item, hit: Hit, status: ItemStatus, *, certain: bool) -> None:
        """Let a row take the place of an item; the item is open where it is not certain to."""
        if certain:
            self._take_back(item, hit.sanction, status)
        else:
            self._reopen(item, _may_become(hit), hit.needed)

    def _take_back(self, item: Item, by: Sanction, status: ItemStatus) -> None:
        """Take an item back, and all that followed from it."""
        if self._stays(item):
            return
        item.drop(status, by)
        self._of_row[_somebody(item), item.sanction.id].remove(item)
        self._leave(item)
        for one in self._following(item):
            self._take_back(one, by, status)

    def _reopen(self, item: Item, why: str, needed: Iterable[str]) -> None:
        """Leave an item open, and all that followed from it."""
        if self._stays(item):
            return
        asked = tuple(needed)
        item.settle_by(why, asked)
        self._leave(item)
        for one in self._following(item):
            if one.counts:
                self._reopen(one, f"所依据的“{item.says}”尚未确定", asked)

    def _following(self, item: Item) -> list[Item]:
        """Return what followed from an item, and has not been dropped."""
        found = self._of_finding.get(item.finding.id, ())
        return [one for one in found if (one.cause is item or one.through is item) and one.is_live]


_NOBODY: Final = " "
"""A name that nobody has."""
_STAYS: Final = "取代它的规定由它所定的等次引出，因此仍然计入"
_WHICH_IS_HEAVIER: Final = "同一事实依同一规定只处理一次，取重的，哪个重尚未确定"


def _at(act: Act) -> datetime:
    return act.at


def _day(act: Act) -> date:
    return act.day


def _day_of(item: Item) -> date:
    return item.at.date()


def _places(act: Act) -> Iterator[tuple[Subject, str]]:
    """Go through for whom something counts, and as what."""
    for role, name in act.counted_for.items():
        for kind in act.kinds:
            yield (act.finding.division, role, name), kind


def _somebody(item: Item) -> Subject:
    """Whom an item concerns; people of one name in two places are two."""
    return item.finding.division, item.role, item.name


def _outweighs(one: Item, other: Item) -> bool:
    """Tell whether what one comes to is known to be no less than what another comes to."""
    if one.measure and other.measure:
        scale = one.measure.scale
        comparable = bool(scale) and scale == other.measure.scale
        same = one.measure.id == other.measure.id
        return same or (comparable and one.measure.step >= other.measure.step)
    if one.amount is None or other.amount is None or one.amount * other.amount < 0:
        return False
    same = (one.score and one.score.id) == (other.score and other.score.id)
    return same and abs(one.amount) >= abs(other.amount)


def _may_become(hit: Hit) -> str:
    return f"是否改为“{hit.sanction.title}”尚未确定"


def _since(rule: Sanction, known: Known, act: Act) -> date | None:
    """Return from which day on the counts go by which a row holds, or may; None without any.

    Of several alternatives only those say it that hold, or may where none does.
    """
    met = ready(rule.when)(known)
    held = (cells for cells in rule.when if ready((cells,))(known) is met)
    counts = act.policy.counts
    names = {name for cells in held for name in facts_of(cells) if name in counts}
    return min((_first_day(counts[name], known, act.day) for name in names), default=None)


def _first_day(count: Count, known: Known, day: date) -> date:
    """Return the first day of what is counted: of periods in a row, that of the first of them."""
    first, periods = count.within.first(day), known.get(count.id)
    if not count.in_a_row or not isinstance(periods, int):
        return first
    return count.within.days_of(count.within.number(day) - max(periods - 1, 0))[0]


def _earned(tally: Tally, policy: Policy, end: datetime) -> Iterator[Item]:
    """Go through what follows from a grade, for the one who earned it."""
    bands = tally.bands if tally.is_undecided else (tally.band,)
    for band in bands:
        for item in _of_band(tally, band, policy, end) if band else ():
            if tally.is_undecided:
                item.settle_by(_GRADE_IS_OPEN, [name for one in tally.open for name in one.needed])
            yield item
            yield from _propagated(item, {**item.finding.subjects, item.role: item.name})


_GRADE_IS_OPEN: Final = "还有扣加分待定，等次未定"


def _of_band(tally: Tally, band: Band, policy: Policy, end: datetime) -> Iterator[Item]:
    """Go through what follows from a grade; it is told beside the last thing that was found."""
    finding = (tally.items or tally.open)[-1].finding
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
    return reckon(item, hit.known)


def _open_or_absorb(item: Item, hit: Hit, hits: Sequence[Hit]) -> bool:
    """Say of an item that another row takes its place for the same fact, or that it is open.

    Returns:
        Whether the row certainly holds for it; what it comes to may be open nevertheless.
    """
    others = [one for one in hits if _takes_place(one, hit, item)]
    settled = [one for one in others if not one.needed]
    if settled:
        item.drop(ItemStatus.ABSORBED, settled[0].sanction)
        return False
    if hit.needed:
        item.settle_by("是否适用尚未确定", hit.needed)
    for one in others:
        item.settle_by(_may_become(one), one.needed)
    return not hit.needed and not others


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
        least, most = (come_to([end, one.ratio], score) for end in item.ends)
        other = evolve(
            item,
            role=one.to,
            name=name,
            score=score,
            category=one.category,
            amount=None if item.amount is None else come_to([item.amount, one.ratio], score),
            ends=(least, most),
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
        DataError: Something does (SH821), or what follows is not in force (SH837).
    """
    if "sanctions" not in policy.derived:
        leads: dict[str, set[str]] = {}
        for rule in policy.sanctions.values():
            given = _in_force(f"sanctions {rule.id}", _given(rule.then), policy)
            for kind in rule.kinds:
                if kind in policy.measures or kind.startswith(SCORE):
                    leads.setdefault(kind, set()).update(given)
        for score in policy.scores.values():
            told = {f"{SCORE}{one.score}" for one in score.propagates}
            told |= {name for band in score.grades for name in _given(band.then)}
            _in_force(f"scores {score.id}", told, policy)
            leads.setdefault(f"{SCORE}{score.id}", set()).update(told)
            if score.made_of:
                leads.setdefault(f"{SCORE}{score.made_of}", set()).add(f"{SCORE}{score.id}")
        for name in leads:
            _refuse_circle(name, leads, (name,))
        graph = {name: sorted(following) for name, following in sorted(leads.items())}
        order = [*graphlib.TopologicalSorter(graph).static_order()][::-1]
        names = [name.removeprefix(SCORE) for name in order if name.startswith(SCORE)]
        policy.derived["scores"] = tuple(
            policy.scores[name] for name in names if name in policy.scores
        )
        policy.derived["sanctions"] = tuple(
            policy.sanctions[name] for name in sorted(policy.sanctions)
        )
    found: tuple[Sanction, ...] = policy.derived["sanctions"]
    return found


def scores_in_order(policy: Policy) -> tuple[Score, ...]:
    """Return the scores of a policy, each after those that can change it."""
    rules_of(policy)
    found: tuple[Score, ...] = policy.derived["scores"]
    return found


def _given(then: Iterable[Consequence]) -> set[str]:
    """Return what consequences give: measures, and what changes scores."""
    scores = {f"{SCORE}{one.score}" for one in then if one.score}
    return scores | {name for one in then for name in one.measures}


def _in_force(record: str, given: set[str], policy: Policy) -> set[str]:
    """Return what a record gives, or refuse what is not in force (SH837)."""
    known = {*policy.measures, *(f"{SCORE}{name}" for name in policy.scores)}
    for name in sorted(given - known):
        told = {"id": name.removeprefix(SCORE), "on": policy.on}
        raise DataError("SH837", name=record, path=record, **told)
    return given


def _refuse_circle(name: str, leads: Mapping[str, set[str]], path: tuple[str, ...]) -> None:
    for following in sorted(leads.get(name, ())):
        if following in path:
            raise DataError("SH821", circle=(*path, following))
        _refuse_circle(following, leads, (*path, following))
