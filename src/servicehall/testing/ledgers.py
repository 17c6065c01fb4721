"""Made-up ledgers (虚构台账): a year of a hall, in the order in which it was filed."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from servicehall.checks import check_count, check_type
from servicehall.plugins.registry import Registry
from servicehall.testing.dice import Dice
from servicehall.testing.drafts import Draft
from servicehall.testing.halls import Hall
from servicehall.testing.shares import Shares
from servicehall.testing.stories import complaint, service
from servicehall.timeline import Timeline

__all__ = ["MOST_CASES", "synthetic_ledger"]

MOST_CASES: Final = 1_000_000
"""How many cases a made-up year can have."""
USUAL: Final = Shares()


def synthetic_ledger(
    registry: Registry,
    division: str,
    *,
    year: int = 2026,
    cases: int = 1000,
    seed: int = 0,
    shares: Shares = USUAL,
    profiles: Iterable[str] = (),
) -> Iterator[Timeline]:
    """Make up a year of a hall (虚构台账), by the rules of a place.

    Filed while the hall is open, handled mostly in time, by people who do not exist; as it stands
    at the end of the year. The same arguments give the same cases, to the byte, on every machine
    and under every version of Python; other rules may give others.

    Args:
        registry: The rules: matters, windows, hours, kinds of case.
        division: The place.
        year: The year; every day of it must be known.
        cases: How many, 1 to 1,000,000.
        seed: Another one gives another year.
        shares: How often what happens.
        profiles: Profiles to suppose adopted.

    Yields:
        Each case, with the number ``"2026-0001"`` and so on, in the order of filing;
        :func:`servicehall.ledgers.write_case_line` makes a line of a ledger of it.

    Raises:
        InputTypeError, InputValueError: Something handed over cannot be meant (SH104, SH105,
            SH119, SH445, SH870).
        CalendarCoverageError: Not every day of the year is known (SH301).
    """
    check_type(registry, Registry, "registry")
    check_type(shares, Shares, "shares")
    number = check_count(cases, "cases", MOST_CASES)
    hall = Hall.of(registry, division, year, seed, profiles)
    return _cases(hall, number, f"{seed}/{hall.division}/{year}", shares)


def _cases(hall: Hall, number: int, seed: str, shares: Shares) -> Iterator[Timeline]:
    dice = Dice(f"{seed}/filing")
    year, width = hall.end.year - 1, max(len(str(number)), 4)
    for place, at in enumerate(sorted(_filed(hall, dice, shares) for _ in range(number)), 1):
        name = f"{year}-{place:0{width}}"
        draft = Draft(hall=hall, dice=Dice(f"{seed}/{name}"), shares=shares, number=name, at=at)
        (complaint if draft.chance("complaint") else service)(draft)
        yield draft.timeline()


def _filed(hall: Hall, dice: Dice, shares: Shares) -> datetime:
    """Return when somebody comes to the hall."""
    days = hall.edges if hall.edges and dice.chance(shares.edge_day) else hall.days
    return hall.moment(dice.pick(days), dice, shares.closing_time)
