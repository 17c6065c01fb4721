"""Proposing (提出处理建议): from verified findings to what follows, by the rules of each day.

The findings about one fact are taken together, facts in the order of time. What follows from them
may itself be counted and lead to more: a second admonition in a year to a warning. Of each fact:

    findings ─► rows that hold ─► those that others absorb fall away ─► items ─► measures ─► rows …

The same findings give the same items in whatever order they are handed over.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from attrs import define, evolve, field

from servicehall.accountability.findings import COUNTING, Finding, check_findings
from servicehall.accountability.items import Item, ItemStatus
from servicehall.accountability.proposals import Proposals
from servicehall.accountability.reckoning import reckon
from servicehall.checks import shown
from servicehall.conditions import Known, ready, unsettled
from servicehall.errors import DataError, FaultyDataError, ServiceHallError
from servicehall.events import check_instant
from servicehall.policy import Policy
from servicehall.sanctions import PERSON, Consequence, Count, Sanction
from servicehall.vocabulary import Value, hint_for

__all__ = ["Rules", "kinds_of", "propose_sanctions"]


class Rules(Protocol):
    """Whoever knows the policy of a division on a day; see :class:`servicehall.Registry`."""

    def policy(self, division: str, *, on: Any, profiles: Iterable[str] = ()) -> Policy: ...  # noqa: D102


@define(eq=False)
class Act:
    """What counts: a breach that was found, or a measure that was given for one (计次对象)."""

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


@define(eq=False)
class Hit:
    """A row that holds for an act; or may, while facts are missing."""

    act: Act
    sanction: Sanction
    needed: tuple[str, ...] = ()


def propose_sanctions(
    findings: Iterable[Finding], registry: Rules, *, as_of: datetime, profiles: Iterable[str] = ()
) -> Proposals:
    """Say what follows from findings, each by the rules of the day of its breach (提出处理建议).

    Only what is verified at the instant has consequences; the library proposes, a body with
    authority decides. What is not known, or not picked, is named, and does not count.

    Args:
        findings: What was found; the order never matters.
        registry: The rules.
        as_of: The instant for which one asks, with time zone.
        profiles: Profiles to suppose adopted, for what-if questions.

    Raises:
        InputTypeError: Something of the wrong type was handed over (SH119, SH601).
        FaultyDataError: With every fault: two findings of one id (SH803), an unknown kind of breach
            (SH801), role (SH808), fact (SH401 to SH404) or pick (SH807, SH809).
        DataError: Measures give one another in a circle (SH821).
    """
    instant, supposed = check_instant(as_of, "as_of"), tuple(profiles)
    listed = check_findings(findings)
    policies = {
        one.id: registry.policy(one.division, on=one.occurred_at.date(), profiles=supposed)
        for one in listed
    }
    problems = [error for one in listed for error in _faults(one, policies[one.id])]
    if problems:
        raise FaultyDataError("findings", problems)
    course = _Course()
    for fact in _facts(one for one in listed if one.state(instant) in COUNTING):
        course.take([_act(one, policies[one.id]) for one in fact])
    return Proposals(
        findings=listed,
        items=tuple(course.items),
        as_of=instant,
        policies=policies,
        registry=registry,
        profiles=supposed,
    )


def _facts(standing: Iterable[Finding]) -> Iterator[list[Finding]]:
    """Put findings about the same fact together, in the order of time."""
    by_fact: dict[tuple[str, str], list[Finding]] = {}
    for one in standing:
        by_fact.setdefault((one.division, one.fact), []).append(one)
    yield from by_fact.values()


def _act(one: Finding, policy: Policy) -> Act:
    return Act(kinds_of(one.breach, policy), one.occurred_at, one.subjects, one, policy)


def kinds_of(breach: str, policy: Policy) -> frozenset[str]:
    """Return a kind of breach with all kinds that it belongs to."""
    found, open_ = set[str](), [breach]
    while open_:
        name = open_.pop()
        if name not in found:
            found.add(name)
            open_ += policy.breaches[name].of if name in policy.breaches else ()
    return frozenset(found)


# ---- what findings may say


def _faults(one: Finding, policy: Policy) -> Iterator[ServiceHallError]:
    """Go through what of a finding no rule knows."""
    kinds = {*policy.breaches, *policy.breach_titles()}
    if one.breach not in kinds:
        hint = hint_for(one.breach, kinds)
        yield DataError("SH801", id=one.id, kind=shown(one.breach), hint=hint, path=one.id)
    for role in one.subjects:
        if role not in policy.roles:
            hint = hint_for(role, policy.roles)
            yield DataError("SH808", id=one.id, role=shown(role), hint=hint, path=one.id)
    for name, value in one.facts.items():
        try:
            policy.vocabulary.check({name: value})
        except ServiceHallError as error:
            yield type(error)(error.code, **{**error.facts, "path": f"{one.id}.{name}"})
    for name, pick in one.picks.items():
        rule = policy.sanctions.get(name)
        if rule is None or not any(c.needs_pick for c in rule.then):
            known = [r.id for r in policy.sanctions.values() if any(c.needs_pick for c in r.then)]
            told = {"id": one.id, "sanction": shown(name), "pick": shown(pick), "path": one.id}
            yield DataError("SH809", known=tuple(known) or "—", **told)


# ---- the course of things


@define(eq=False)
class _Course:
    """What was found so far, fact by fact."""

    acts: list[Act] = field(factory=list)
    items: list[Item] = field(factory=list)

    def take(self, acts: Sequence[Act]) -> None:
        """Take the next fact, and all that follows from it."""
        while acts:
            hits = [hit for act in acts for hit in self._hits(act)]
            given = [item for hit in hits for item in self._give(hit, hits)]
            self.items += given
            acts = [_followed(item) for item in given if item.measure and item.counts]

    def _hits(self, act: Act) -> Iterator[Hit]:
        """Go through the rows that hold for an act, or may."""
        self.acts.append(act)
        for rule in _rules_of(act.policy):
            if act.kinds.isdisjoint(rule.kinds):
                continue
            known = Known({**act.finding.facts, **dict(self._counted(rule, act))})
            met = ready(rule.when)(known)
            if met is None:
                yield Hit(act, rule, unsettled(rule.when, known))
            elif met:
                yield Hit(act, rule)

    def _counted(self, rule: Sanction, act: Act) -> Iterator[tuple[str, Value]]:
        """Go through the counts that a row asks for; one for nobody knows is none."""
        for name in dict.fromkeys(cell.fact for cells in rule.when for cell in cells):
            count = act.policy.counts.get(name)
            if count is not None and act.subjects.get(count.per):
                yield name, self._count(count, act)

    def _count(self, count: Count, act: Act) -> int:
        whose, day = act.subjects[count.per], act.at.date()
        days = [
            one.at.date()
            for one in self.acts
            if one.stands
            and not one.kinds.isdisjoint(count.of)
            and one.subjects.get(count.per) == whose
        ]
        if not count.in_a_row:
            return sum(count.within.holds(one, day) for one in days)
        numbers = {count.within.number(one) for one in days}
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
            yield from _propagated(item, hit)

    def _supersede(self, hit: Hit, item: Item) -> None:
        """Take back what was given before, where a row takes its place."""
        if not hit.sanction.supersedes:
            return
        counts = hit.act.policy.counts
        asked = {cell.fact for cells in hit.sanction.when for cell in cells}
        spans = [counts[name].within for name in asked if name in counts]
        for one in self.items:
            before = one.sanction.id in hit.sanction.supersedes and one.finding is not item.finding
            same = (one.role, one.name) == (item.role, item.name)
            within = any(span.holds(one.at.date(), item.at.date()) for span in spans)
            if before and same and within and one.counts:
                self._take_back(one, hit.sanction)

    def _take_back(self, item: Item, by: Sanction) -> None:
        """Take an item back, and all that followed from it."""
        item.drop(ItemStatus.SUPERSEDED, by)
        for one in self.items:
            if (one.cause is item or one.through is item) and one.counts:
                self._take_back(one, by)


def _followed(item: Item) -> Act:
    """Return a measure as something that counts; it is that of the one who received it."""
    measure, receiver = item.measure, item.name
    assert measure is not None  # noqa: S101  # by the caller
    subjects = {**item.finding.subjects, item.role: receiver}
    if not item.policy.roles[item.role].collective:
        subjects[PERSON] = receiver
    kinds = frozenset({measure.id})
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
    """Say of an item that it is open, or that another row for the same fact takes its place."""
    if hit.needed:
        item.status, item.why = ItemStatus.OPEN, "是否适用尚未确定"
        item.needed = tuple(dict.fromkeys((*hit.needed, *item.needed)))
        return
    for other in hits:
        takes = {*other.sanction.absorbs}
        if other.act is hit.act:
            takes |= {*other.sanction.supersedes} - {other.sanction.id}
        concerned = other.act.subjects.get(item.role, "") == item.name
        if hit.sanction.id not in takes or not concerned:
            continue
        if not other.needed:
            item.drop(ItemStatus.ABSORBED, other.sanction)
            return
        item.status, item.needed = ItemStatus.OPEN, (*item.needed, *other.needed)
        item.why = f"是否改为“{other.sanction.title}”尚未确定"


def _propagated(item: Item, hit: Hit) -> Iterator[Item]:
    """Go through what of an amount goes over to others."""
    for one in item.score.propagates if item.score else ():
        name = hit.act.subjects.get(one.to, "")
        other = evolve(
            item,
            role=one.to,
            name=name,
            score=item.policy.scores[one.score],
            category=one.category,
            amount=None if item.amount is None else item.amount * one.ratio,
            reckoning=f"{item.reckoning}，连带{one.ratio:f}倍",
            through=item,
        )
        if not name and other.counts:
            other.status, other.needed = ItemStatus.OPEN, (one.to,)
            other.why = f"没有写明{item.policy.roles[one.to].title}是谁"
        yield other


def _rules_of(policy: Policy) -> tuple[Sanction, ...]:
    """Return the rows of a policy, whose measures do not lead back to themselves.

    Raises:
        DataError: They do (SH821).
    """
    if "sanctions" not in policy.derived:
        leads: dict[str, set[str]] = {}
        for rule in policy.sanctions.values():
            given = {name for one in rule.then for name in one.measures}
            for kind in rule.kinds:
                if kind in policy.measures:
                    leads.setdefault(kind, set()).update(given)
        for name in leads:
            _refuse_circle(name, leads, (name,))
        policy.derived["sanctions"] = tuple(
            policy.sanctions[name] for name in sorted(policy.sanctions)
        )
    found: tuple[Sanction, ...] = policy.derived["sanctions"]
    return found


def _refuse_circle(name: str, leads: Mapping[str, set[str]], path: tuple[str, ...]) -> None:
    for following in sorted(leads.get(name, ())):
        if following in path:
            raise DataError("SH821", circle=(*path, following))
        _refuse_circle(following, leads, (*path, following))
