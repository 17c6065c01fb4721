"""Proposing (提出处理建议): from verified findings to what follows, by the rules of each day.

Findings are taken in the order of time, each with what is known of its fact by then. What follows
from them may itself be counted and lead to more: a second admonition in a year to a warning:

    finding ─► rows that hold ─► those that others absorb fall away ─► items ─► measures ─► rows …

The same findings give the same items in whatever order they are handed over.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial

from servicehall.accountability.course import Act, Course, Place, Rules, kinds_of
from servicehall.accountability.findings import COUNTING, Finding, check_findings
from servicehall.accountability.items import Key, State
from servicehall.accountability.proposals import Proposals
from servicehall.accountability.reckoning import check_pick
from servicehall.checks import shown
from servicehall.errors import DataError, FaultyDataError, ServiceHallError
from servicehall.events import check_instant
from servicehall.policy import Policy
from servicehall.vocabulary import hint_for

__all__ = ["faults_of", "propose_sanctions"]


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
        DataError: Measures give one another in a circle (SH821); under one name there are two
            scores (SH833); what follows is not in force (SH837).
    """
    instant, supposed = check_instant(as_of, "as_of"), tuple(profiles)
    every = check_findings(findings)
    listed = tuple(one for one in every if one.occurred_at <= instant)
    policies = {
        one.id: registry.policy(one.division, on=one.occurred_at.date(), profiles=supposed)
        for one in listed
    }
    problems = [error for one in listed for error in faults_of(one, policies[one.id])]
    if problems:
        raise FaultyDataError("findings", problems)
    standing = [one for one in listed if one.state(instant) in COUNTING]
    course = _course(Place(registry, supposed, instant), standing, policies)
    return Proposals(
        findings=listed,
        later=tuple(one for one in every if one.occurred_at > instant),
        items=tuple(course.items),
        flawless=tuple(course.flawless),
        as_of=instant,
        policies=policies,
        registry=registry,
        profiles=supposed,
    )


def _course(place: Place, standing: Sequence[Finding], policies: Mapping[str, Policy]) -> Course:
    """Take everything in its order, until no grade was counted from what does not stand.

    What is taken back after a period is over is foreseen the next time. What would be taken back
    only because of the grade that it earned, stays.
    """
    foreseen: dict[Key, State] = {}
    settled: set[Key] = set()
    while True:
        course = Course(place, foreseen, settled)
        for _, _, take in sorted(_turns(course, standing, policies), key=lambda turn: turn[:2]):
            take()
        wrong = {key: state for key, state in course.misjudged.items() if key not in settled}
        if not wrong:
            return course
        settled |= wrong.keys() & foreseen.keys()
        foreseen = {
            key: state for key, state in {**foreseen, **wrong}.items() if key not in settled
        }


def _turns(
    course: "Course", standing: Sequence[Finding], policies: Mapping[str, Policy]
) -> Iterator[tuple[float, tuple[str, ...], Callable[[], None]]]:
    """Go through what happens, each with its time: findings, and the ends of periods of scores."""
    for one in standing:
        take = partial(course.take, _act(one, policies[one.id]))
        yield one.occurred_at.timestamp(), ("finding", one.id), take
    for division in sorted({one.division for one in standing}):
        days = {one.occurred_at.date() for one in standing if one.division == division}
        course.place.scores(division, days)  # it refuses two under one name
        ends = course.place.ends(division, min(days))
        for place, (score, number, end) in enumerate(ends):
            close = partial(course.close, division, score, number, end)
            yield end.timestamp(), ("end", division, f"{place:09}"), close


def _act(one: Finding, policy: Policy) -> Act:
    return Act(kinds_of(one.breach, policy), one.occurred_at, one.subjects, one, policy)


# ---- what findings may say


def faults_of(one: Finding, policy: Policy) -> Iterator[ServiceHallError]:
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
        if rule is None:  # one for a grade is judged when it is earned; see Proposals.unused_picks
            continue
        if not any(choice.needs_pick for choice in rule.then):
            known = [r.id for r in policy.sanctions.values() if any(c.needs_pick for c in r.then)]
            told = {"id": one.id, "sanction": shown(name), "pick": shown(pick), "path": one.id}
            yield DataError("SH809", known=tuple(known) or "—", **told)
            continue
        try:
            check_pick(rule, pick, one.id, policy)
        except ServiceHallError as error:
            yield error
