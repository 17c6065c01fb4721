"""Made-up findings (虚构认定): what a year of a hall shows to have been broken, and what was ruled.

Missed duties and complaints come from the cases; lateness and the like, which no case shows, are
made up. Most are verified, some are unfounded or excused, a few are appealed against.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from attrs import evolve

from servicehall.accountability import Finding, FindingState, Ruling, detect
from servicehall.checks import check_count, check_type
from servicehall.plugins.registry import Registry
from servicehall.testing.dice import WORDS, Dice
from servicehall.testing.halls import Hall
from servicehall.timeline import Timeline

__all__ = ["synthetic_findings"]


def synthetic_findings(
    ledger: Iterable[Timeline],
    registry: Registry,
    division: str,
    *,
    year: int = 2026,
    conduct: int = 20,
    seed: int = 0,
    profiles: Iterable[str] = (),
) -> tuple[Finding, ...]:
    """Make up what was found and ruled in a year (虚构认定).

    Args:
        ledger: The cases of the year, such as :func:`synthetic_ledger` makes them.
        registry: The rules.
        division: The place.
        year: The year.
        conduct: How many findings of what no case shows, such as lateness, from 0; of kinds that
            the rules of the place know.
        seed: Another one gives other findings, and other people where it is not that of the
            ledger.
        profiles: Profiles to suppose adopted.

    Returns:
        The findings with their rulings, as they stand at the end of the year, in the order of time.

    Raises:
        InputTypeError, InputValueError, CalendarCoverageError, FaultyDataError: See
            :func:`synthetic_ledger` and :meth:`servicehall.Registry.assess`.
    """
    check_type(registry, Registry, "registry")
    number = check_count(conduct + 1, "conduct", _MOST_FINDINGS) - 1
    supposed = tuple(profiles)
    hall = Hall.of(registry, division, year, seed, supposed)
    dice = Dice(f"{seed}/{hall.division}/{year}/findings")
    shown = [*_detected(ledger, registry, hall, supposed), *_seen(hall, number, dice)]
    ruled = (one if one.rulings else _ruled(one, at, hall, dice) for one, at in shown)
    return tuple(sorted(ruled, key=lambda one: (one.occurred_at, one.id)))


Shown = tuple[Finding, datetime]
"""A finding, and when all that it states was known."""

_MOST_FINDINGS: Final = 1_000_000


def _detected(
    ledger: Iterable[Timeline], registry: Registry, hall: Hall, profiles: tuple[str, ...]
) -> Iterator[Shown]:
    """Go through what the cases show by the end of the year."""
    last = hall.end - timedelta.resolution
    for case in ledger:
        found = registry.assess(case, as_of=last, division=hall.division, profiles=profiles)
        for one in detect(found).findings:
            yield one, max(one.occurred_at, case.events[-1].occurred_at)


def _seen(hall: Hall, number: int, dice: Dice) -> Iterator[Shown]:
    """Make up what people saw."""
    at = sorted(hall.moment(dice.pick(hall.days), dice) for _ in range(number))
    for place, when in enumerate(at, 1):
        policy = hall.policies[when.date()]
        known = [one for one in WORDS["conduct"] if one["breach"] in policy.breaches]
        yield _conduct(hall, f"K{place:04}", when, dice.pick(known), dice), when


def _conduct(hall: Hall, name: str, at: datetime, kind: dict[str, Any], dice: Dice) -> Finding:
    policy, window = hall.policies[at.date()], dice.pick(hall.windows)
    stated = dice.pick(kind["facts"]) if "facts" in kind else {}
    return Finding(
        id=name,
        breach=kind["breach"],
        occurred_at=at,
        division=hall.division,
        subjects={"person": hall.somebody(window, dice), "window": window},
        facts={one: value for one, value in stated.items() if one in policy.vocabulary.facts},
        evidence=[dice.word("evidence")],
    )


# ---- what was ruled


def _ruled(one: Finding, at: datetime, hall: Hall, dice: Dice) -> Finding:
    """Add what was decided of a finding after an instant, by the end of the year."""
    rulings = []
    for state, days in _decisions(dice):
        at = hall.days_later(at, days, dice)
        by = one.subjects.get("person", "") if state is _S.APPEALED else WORDS["office"]
        rulings.append(Ruling(state=state, at=at, by=by))
    return evolve(one, rulings=[ruling for ruling in rulings if ruling.at < hall.end])


_S: Final = FindingState


def _decisions(dice: Dice) -> Iterator[tuple[FindingState, int]]:
    """Go through what is decided of a finding, each after how many working days."""
    if dice.chance(0.2):
        yield dice.pick((_S.UNFOUNDED, _S.EXCUSED)), dice.whole(2, 8)
        return
    yield _S.VERIFIED, dice.whole(2, 8)
    if dice.chance(0.15):
        yield _S.APPEALED, dice.whole(1, 5)
        yield dice.pick((_S.UPHELD, _S.REVOKED)), dice.whole(5, 15)
