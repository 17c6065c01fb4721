"""Duties that recur: rosters, inspections, a leader on every working day; who was excused.

The days are those of the State Council notice of 2026: 1 to 8 October are holidays, 10 October is a
make-up Saturday.
"""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

import servicehall as sh
from servicehall.instants import SHANGHAI

TOWN = "371302996"
CITE = {"cite": "《某镇值班办法》一"}
STAFF = {"group_head": ["甲", "乙"]}


def pack(*duties: dict[str, Any], **others: Any) -> sh.Pack:
    """Return the pack of a town with duties that recur."""
    return sh.load_pack(
        {
            "id": "town",
            "division": TOWN,
            "events": {
                "signed_in": "签到",
                "leave.approved": "批准请假",
                "cleaned": "消毒",
            },
            "roles": [{"id": "group_head", "title": "小组长", **CITE}],
            "duties": [{"who": "group_head", **CITE, **duty} for duty in duties],
            **others,
        }
    )


THURSDAY = {
    "id": "thursday",
    "title": "每周四上午办公",
    "every": "Thu",
    "slot": "morning",
    "rest": "skip",
    "each": "group_head",
    "must": "signed_in",
    "covered": "leave.approved",
    "breach": "group_head_absent",
}
HOURS = {"hours": [{"id": "h", "sessions": ["08:00-12:30", "14:30-17:30"], **CITE}]}


def policy(*duties: dict[str, Any], **others: Any) -> sh.Policy:
    return sh.Registry.of(pack(*duties, **others)).policy(TOWN, on=date(2026, 9, 1))


def event(
    kind: str, who: str, day: date, hour: int = 9, minute: int = 0, **payload: Any
) -> sh.Event:
    """Return what somebody did on a day."""
    at = datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)
    name = f"{kind} {who} {at:%m%d%H%M}"
    return sh.Event(id=name, kind=kind, occurred_at=at, actor=who, payload=payload)


def told(
    found: tuple[sh.Turn, ...],
) -> list[tuple[str, str, str]]:
    """Return day, person and status of each turn."""
    return [(f"{one.occurrence.due:%m-%d}", one.who, one.status.value) for one in found]


def sep(day: int) -> date:
    return date(2026, 9, day)


NOW = datetime(2026, 9, 18, 9, tzinfo=SHANGHAI)


def test_each_member_of_a_role_has_a_turn_of_his_own() -> None:
    """Two group heads on Thursday the 10th and the 17th; one came late, one not at all."""
    events = [
        event("signed_in", "甲", sep(10)),
        event("signed_in", "乙", sep(10), 15),  # not in the morning
        event("signed_in", "甲", sep(17), 12, 20),  # the hall closes at 12:30
        event("signed_in", "乙", sep(16)),  # a Wednesday
    ]
    here = policy(THURSDAY, **HOURS)
    found = sh.rounds(here, events, sep(7), sep(20), as_of=NOW, staff=STAFF)
    assert told(found) == [
        ("09-10", "甲", "fulfilled"),
        ("09-10", "乙", "breached"),
        ("09-17", "甲", "fulfilled"),
        ("09-17", "乙", "breached"),
    ]
    assert [one.by[0].id for one in found if one.by] == [
        "signed_in 甲 09100900",
        "signed_in 甲 09171220",
    ]


def test_without_hours_the_morning_ends_at_noon() -> None:
    """12:20 is no morning where nothing says when the hall closes for its break."""
    events = [event("signed_in", "甲", sep(17), 12, 20), event("signed_in", "乙", sep(17), 12)]
    found = sh.rounds(policy(THURSDAY), events, sep(17), sep(17), as_of=NOW, staff=STAFF)
    assert told(found) == [("09-17", "甲", "breached"), ("09-17", "乙", "fulfilled")]


@pytest.mark.parametrize(
    ("leave", "expected"),
    [
        ({}, "excused"),  # for its own day
        ({"first_day": "2026-09-14", "last_day": "2026-09-17"}, "excused"),
        ({"first_day": "2026-09-17"}, "excused"),
        ({"first_day": "2026-09-18", "last_day": "2026-09-20"}, "breached"),
        ({"first_day": "2026-09-11", "last_day": "2026-09-16"}, "breached"),
    ],
)
def test_who_has_leave_is_excused_for_the_days_that_it_states(
    leave: dict[str, str], expected: str
) -> None:
    events = [event("leave.approved", "甲", sep(17), 8, **leave), event("signed_in", "乙", sep(17))]
    found = sh.rounds(policy(THURSDAY), events, sep(17), sep(17), as_of=NOW, staff=STAFF)
    assert told(found) == [("09-17", "甲", expected), ("09-17", "乙", "fulfilled")]
    assert (found[0].covered_by is not None) == (expected == "excused")


def test_a_turn_on_a_rest_day_is_dropped_or_moved() -> None:
    """Thursday 1 October is a holiday: skipped, or done on Friday the 9th, or kept."""
    first, last = date(2026, 9, 25), date(2026, 10, 7)
    for rest, due in (("skip", []), ("next", ["10-08"]), ("keep", ["10-01"])):
        here = policy({**THURSDAY, "rest": rest})
        found = sh.rounds(
            here, [], first, last, as_of=NOW, staff={"group_head": ["甲"]}, unfinished=True
        )
        assert [day for day, _, _ in told(found)] == due


def test_what_is_due_later_is_open() -> None:
    """On the day itself until 24:00; at that instant it is missed."""
    here = policy({**THURSDAY, "slot": "afternoon"})
    end = datetime(2026, 9, 18, tzinfo=SHANGHAI)
    for as_of, status in ((end - timedelta(minutes=1), "open"), (end, "breached")):
        found = sh.rounds(here, [], sep(17), sep(17), as_of=as_of, staff={"group_head": ["甲"]})
        assert told(found) == [("09-17", "甲", status)]


def test_anybody_will_do_where_no_role_is_named() -> None:
    """Twice a day, by whomever; what happens after the instant asked for does not count."""
    here = policy(
        {"id": "clean", "title": "每日消毒两次", "every": "day", "least": 2, "must": "cleaned"}
    )
    events = [
        event("cleaned", "丙", sep(16), 8),
        event("cleaned", "丁", sep(16), 16),
        event("cleaned", "丙", sep(17), 8),
        event("cleaned", "丁", sep(18), 8),
        event("cleaned", "丁", sep(18), 10),  # after the instant
    ]
    found = sh.rounds(here, events, sep(16), sep(18), as_of=NOW)
    assert told(found) == [
        ("09-16", "", "fulfilled"),
        ("09-17", "", "breached"),
        ("09-18", "", "open"),
    ]


def test_a_period_may_be_a_week() -> None:
    """Once in the week of the 14th, any day of it."""
    here = policy({"id": "w", "title": "每周检查", "every": "week", "must": "cleaned"})
    found = sh.rounds(
        here, [event("cleaned", "丙", sep(18))], sep(18), sep(20), as_of=NOW.replace(day=19)
    )
    assert told(found) == [("09-20", "", "fulfilled")]


def test_the_order_of_events_does_not_matter() -> None:
    events = [event("signed_in", "甲", sep(17)), event("signed_in", "乙", sep(10))]
    here = policy(THURSDAY)
    both = [
        sh.rounds(here, one, sep(7), sep(20), as_of=NOW, staff=STAFF)
        for one in (events, events[::-1])
    ]
    assert told(both[0]) == told(both[1])


def test_nobody_can_be_missed_where_nobody_is_named() -> None:
    """The role is named, and what to hand over."""
    with pytest.raises(sh.InputValueError, match="SH624") as caught:
        sh.rounds(policy(THURSDAY), [], sep(7), sep(20), as_of=NOW)
    assert "小组长" in caught.value.in_chinese()


@pytest.mark.parametrize("odd", ["甲", 3, [("group_head", "甲")]])
def test_staff_is_a_mapping(odd: Any) -> None:
    with pytest.raises(sh.InputTypeError, match="SH119"):
        sh.rounds(policy(THURSDAY), [], sep(7), sep(20), as_of=NOW, staff=odd)


def test_only_events_are_looked_at() -> None:
    with pytest.raises(sh.InputTypeError, match="SH119"):
        sh.rounds(policy(THURSDAY), ["signed_in"], sep(7), sep(20), as_of=NOW)  # type: ignore[list-item]


def test_a_duty_that_recurs_begins_in_no_case() -> None:
    """A case is not the hall: its duties are those that its events begin."""
    case = sh.Timeline.of([event("received", "甲", sep(17), division=TOWN)])
    found = sh.Registry.of(pack(THURSDAY)).assess(case, as_of=NOW)
    assert "thursday" not in {one.duty.id for one in found.duties}


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"on": "received"}, "SH459"),
        ({"within": "3个工作日"}, "SH459"),
        ({"must_not": "cleaned", "must": None}, "SH459"),
        ({"how": {"form": "written"}}, "SH459"),
        ({"form": "notice.one-time"}, "SH459"),
        ({"early": True}, "SH459"),
        ({"every": None}, "SH206"),
        ({"every": "fortnight"}, "SH217"),
        ({"slot": "night"}, "SH217"),
        ({"rest": "never"}, "SH217"),
        ({"each": "nobody"}, "SH465"),
        ({"least": 0}, "SH105"),
        ({"covered": "sick"}, "SH443"),
    ],
)
def test_what_says_nothing_of_a_turn_is_refused(changed: dict[str, Any], code: str) -> None:
    """A duty recurs, or an event begins it; never both."""
    duty = {key: value for key, value in {**THURSDAY, **changed}.items() if value is not None}
    with pytest.raises(sh.FaultyDataError) as caught:
        pack(duty)
    assert code in {problem.code for problem in caught.value.problems}


def test_a_day_is_written_as_one() -> None:
    """2026-9-1 and 九月一日 are refused where an event of a case notes them."""
    for said in ("2026-9-1", "九月一日", "2026-02-30"):
        case = sh.Timeline.of([event("received", "甲", sep(17), division=TOWN, first_day=said)])
        with pytest.raises(sh.FaultyDataError) as caught:
            sh.Registry.of(pack(THURSDAY)).assess(case, as_of=NOW)
        assert [problem.code for problem in caught.value.problems] == ["SH616"]
