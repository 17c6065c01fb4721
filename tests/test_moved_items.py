"""What a holiday notice does to open cases: which items move, by which clock, and which way.

On 27 January 2020 the Spring Festival was made longer: 31 January stays a rest day, 1 February, a
make-up Saturday before, becomes one (国办发明电〔2020〕1号). The day before nobody knew.
"""

from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest

import servicehall as sh
from servicehall.assessment import Assessment
from servicehall.cases import read_case
from servicehall.interop.moves import MovedItem, moved_items
from tests.places import place

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
EXAMPLES: Final = Path(__file__).parent.parent / "examples"
REGISTRY: Final = sh.Registry.of(sh.read_pack(EXAMPLES / "liuhe"), place("mengding"))
CITE: Final = {"cite": "《柳桥镇规定》一"}
BEFORE: Final = date(2020, 1, 26)


def at(year: int, month: int, day: int, hour: int = 12) -> datetime:
    """Return an instant in Beijing."""
    return datetime(year, month, day, hour, tzinfo=SHANGHAI)


def story(name: str, as_of: datetime) -> Assessment:
    """Assess a story."""
    return REGISTRY.assess(read_case(EXAMPLES / "cases" / f"{name}.json"), as_of=as_of)


def town(**days: Any) -> sh.Registry:
    """Return the registry of a town that keeps one duty of its own and one of the law."""
    duty = {"on": "received", "who": "case_owner", "must": "closed", **CITE}
    data = {
        "id": "liuqiao",
        "title": "柳桥镇",
        "division": "371302997",
        "duties": [
            {"id": "own", "title": "回访", "within": "5个工作日", "grade": "service", **duty},
            {"id": "law", "title": "报告", "within": "5个工作日", "grade": "unlawful", **duty},
        ],
        **days,
    }
    return sh.Registry.of(sh.load_pack(data, "liuqiao"))


def received(registry: sh.Registry, start: datetime, *later: sh.Event) -> Assessment:
    """Assess a case of the town, received at an instant, on the day after the last event."""
    first = sh.Event(
        id="e1",
        kind="received",
        occurred_at=start,
        payload={"case": "LQ-1", "division": "371302997"},
    )
    timeline = sh.Timeline.of([first, *later])
    return registry.assess(timeline, as_of=timeline.events[-1].occurred_at)


def own(found: tuple[MovedItem, ...]) -> list[tuple[str, bool, str, str]]:
    """Return what moves of the town's own two duties: duty, clock, from, to."""
    return [
        (one.item.duty, one.is_national, f"{one.before:%m-%d}", f"{one.after:%m-%d}")
        for one in found
        if one.item.duty in ("own", "law")
    ]


def test_the_spring_festival_of_2020_gives_time() -> None:
    """Accepted on 13 January with 20 working days: 13 February as known before, then the 17th.

    Counted by hand. Before: 14 to 17 and 19 January 5, 20 to 23 January 9, 31 January and 1
    February 11, 3 to 7 February 16, 10 to 13 February 20. After: 9 until 23 January, 3 to 7
    February 14, 10 to 14 February 19, 17 February 20. A day ends at 24:00, 00:00 of the next.
    """
    found = story("spring-festival-2020", at(2020, 1, 28))
    new = found.policy.calendar
    (one,) = moved_items(found, new, old=new.as_known_on(BEFORE))
    assert one.item.duty == "decide.statutory"
    assert (one.before, one.after) == (at(2020, 2, 14, 0), at(2020, 2, 18, 0))
    assert (one.direction, one.is_earlier, one.is_national) == ("推后", False, False)


def test_nothing_moves_between_equal_calendars() -> None:
    """A notice that the library ships does no harm when it is handed over again."""
    found = story("spring-festival-2020", at(2020, 1, 28))
    known = [notice for notice in found.policy.calendar.notices if notice.year == 2020]
    assert moved_items(found, found.policy.calendar.with_notices(known)) == ()


def test_what_is_done_does_not_move() -> None:
    """After 14 February the decision is made: nothing is open that could move."""
    found = story("spring-festival-2020", at(2020, 3, 1))
    new = found.policy.calendar
    assert all(
        one.item.duty != "decide.statutory"
        for one in moved_items(found, new, old=new.as_known_on(BEFORE))
    )


def test_a_new_notice_settles_an_estimate() -> None:
    """A made-up notice for 2027 makes Monday 4 January a rest day.

    The statutory limit of the story is estimated to end on 12 January; it moves by one working day
    to the 13th. The promised one ends in 2026 and stays.
    """
    found = story("into-2027", at(2026, 12, 20))
    law = sh.HolidayNotice(id="2027", year=2027, holidays=holidays_2027(), title="2027年的安排")
    (one,) = moved_items(found, found.policy.calendar.with_notices([law]))
    assert one.item.duty == "decide.statutory"
    assert (one.before, one.after) == (at(2027, 1, 12, 17), at(2027, 1, 13, 17))


def holidays_2027() -> tuple[sh.NamedDays, ...]:
    """Return made-up holidays of 2027: those of the law, and one Monday more at New Year."""
    from servicehall.calendars.holiday_law import statutory_holidays

    named = [sh.NamedDays(name=name, rest=days) for name, days in statutory_holidays(2027).items()]
    first, *rest = named
    more = sh.NamedDays(name=first.name, rest=(*first.rest, date(2027, 1, 4)))
    return (more, *rest)


def test_an_earlier_day_is_told_as_such() -> None:
    """The other way round: from the longer holiday back to the shorter one there is less time."""
    found = story("spring-festival-2020", at(2020, 1, 28))
    now = found.policy.calendar
    (one,) = moved_items(found, now.as_known_on(BEFORE), old=now)
    assert (one.direction, one.is_earlier) == ("提前", True)


LOCAL: Final = {
    "days": [
        {"id": "fair", "name": "赶集", "rest": [date(2020, 2, 5)], "years": [2020], **CITE},
    ]
}


def test_both_clocks_of_a_limit_of_the_law_move() -> None:
    """Received on Tuesday 21 January with five working days, where Wednesday 5 February is local.

    Before: 22, 23, 31 January, 1, 3 February; the local day comes later. After: 22, 23 January, 3,
    4 February, then the 6th in the town and the 5th in the nation. The town's own duty has one
    clock, the law's has two.
    """
    found = received(town(**LOCAL), at(2020, 1, 21))
    new = found.policy.calendar
    moves = own(moved_items(found, new, old=new.as_known_on(BEFORE)))
    assert moves == [
        ("own", False, "02-04", "02-07"),
        ("law", False, "02-04", "02-07"),
        ("law", True, "02-04", "02-06"),
    ]  # 24:00 of a day is 00:00 of the next


def test_a_limit_that_waits_for_the_end_of_a_pause_has_no_end_to_move() -> None:
    """Only its earliest day moves, and that is nobody's deadline."""
    duty = {"on": "received", "who": "case_owner", "must": "closed", **CITE}
    registry = town(
        terms=[
            {"id": "own.term", "label": "回访期限", "type": "limit", "value": "5个工作日", **CITE}
        ],
        duties=[{"id": "own", "title": "回访", "within": "$own.term", **duty}],
        pauses=[
            {"id": "own.pause", "title": "等候", "of": ["own.term"], "grounds": ["停电"], **CITE}
        ],
    )
    start = at(2020, 1, 21)
    pause = sh.Event(
        id="e2", kind="pause.started", occurred_at=at(2020, 1, 22), payload={"ground": "停电"}
    )
    found = received(registry, start, pause)
    new = found.policy.calendar
    (paused,) = [one for one in found.duties if one.duty.id == "own"]
    assert paused.due_at is None
    assert own(moved_items(found, new, old=new.as_known_on(BEFORE))) == []


def test_where_a_calendar_refuses_the_reason_is_told() -> None:
    """Of the notice for 2004 it is known only that it came out from 18 to 26 December 2003: whether
    it was known on the 20th nobody can say, so there is nothing to compare with."""
    found = received(town(), at(2004, 1, 5))
    new = found.policy.calendar
    moves = moved_items(found, new, old=new.as_known_on(date(2003, 12, 20)))
    (one,) = [one for one in moves if one.item.duty == "own"]
    assert one.before is None
    assert one.after == at(2004, 1, 13, 0)
    assert (one.direction, one.is_earlier) == ("无法比较", False)
    assert "2004" in one.reason


@pytest.mark.parametrize("name", ["new", "old"])
def test_only_calendars_are_compared(name: str) -> None:
    found = story("spring-festival-2020", at(2020, 1, 28))
    told: dict[str, Any] = {"new": found.policy.calendar, "old": None, name: "2020"}
    with pytest.raises(sh.InputTypeError) as error:
        moved_items(found, told["new"], old=told["old"])
    assert error.value.code == "SH119"


def test_only_notices_make_a_calendar() -> None:
    """A path is no notice here: ``read_notice`` reads one."""
    with pytest.raises(sh.InputTypeError) as error:
        sh.mainland().with_notices(["2027.toml"])  # type: ignore[list-item]  # refused
    assert error.value.code == "SH119"
