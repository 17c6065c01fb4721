"""The pack of 广西: 三月三 2017, which overrides the national calendar both ways.

By the region's notice of 10 February 2017 it rested on 30 and 31 March and on Saturday 1 April,
which the nation worked, and worked on Saturday 8 April, on which the nation rested.
"""

from datetime import date

import pytest
import servicehall_guangxi

import servicehall as sh

REGISTRY = sh.Registry.of(servicehall_guangxi.pack)
NATION = sh.mainland()
REGION = REGISTRY.policy("45", on=date(2017, 3, 1)).calendar


@pytest.mark.requirement("R-308")
@pytest.mark.parametrize(
    ("day", "nation", "region"),
    [
        (date(2017, 3, 29), True, True),
        (date(2017, 3, 30), True, False),
        (date(2017, 3, 31), True, False),
        (date(2017, 4, 1), True, False),
        (date(2017, 4, 2), False, False),
        (date(2017, 4, 5), True, True),
        (date(2017, 4, 8), False, True),
        (date(2017, 4, 9), False, False),
    ],
)
def test_the_region_rests_and_works_against_the_nation(
    day: date, *, nation: bool, region: bool
) -> None:
    """Three days are free that the nation worked, and one is worked that it rested."""
    assert NATION.is_workday(day) is nation
    assert REGION.is_workday(day) is region


@pytest.mark.requirement("R-308")
@pytest.mark.parametrize("division", ["4501", "450102", "450102001"])
def test_the_days_hold_throughout_the_region(division: str) -> None:
    """Prefectures, counties and towns inherit them."""
    calendar = REGISTRY.policy(division, on=date(2017, 3, 1)).calendar
    assert not calendar.is_workday(date(2017, 4, 1))


@pytest.mark.requirement("R-308")
def test_the_neighbours_keep_the_national_days() -> None:
    """Guangdong worked on 1 April."""
    calendar = REGISTRY.policy("44", on=date(2017, 3, 1)).calendar
    assert calendar.is_workday(date(2017, 4, 1))


def test_ten_working_days_end_later_here() -> None:
    """From 20 March the nation's tenth is 1 April; here 27 to 29 March make seven, 7 April ten."""
    assert NATION.add(date(2017, 3, 20), 10) == date(2017, 4, 1)
    assert REGION.add(date(2017, 3, 20), 10) == date(2017, 4, 7)


@pytest.mark.requirement("R-005")
def test_other_years_are_provisional() -> None:
    """Only 2017 is complete: of other years there may be local days that nobody wrote down."""
    assert REGION.certainty(date(2017, 3, 30)) is sh.Certainty.CERTAIN
    assert REGION.certainty(date(2016, 4, 8)) is sh.Certainty.PROVISIONAL
    assert NATION.certainty(date(2016, 4, 8)) is sh.Certainty.CERTAIN


def test_each_day_names_its_notice() -> None:
    """The citation of a local day is the region's notice."""
    day = REGION.day(date(2017, 4, 1))
    assert day.name == "三月三"
    assert "广西壮族自治区" in str(day.citation)
