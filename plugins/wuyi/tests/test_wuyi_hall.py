"""The hall of 武邑: the door opened ten minutes early, the back door, the counter, the wall.

Expected values are read off the sentences in ``source.txt``. The hours of ``WITH_HOURS`` are made
up: the source prints none. Monday 14 September 2026 is a working day.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import servicehall_wuyi

import servicehall as sh
from servicehall.accountability import detect_turns

BUREAU = "131122"
SHANGHAI = ZoneInfo("Asia/Shanghai")
ON, MONDAY = date(2026, 9, 1), date(2026, 9, 14)
HOURS = {"id": "hours", "sessions": ["08:30-12:00", "14:00-17:30"], "cite": "《虚构的作息》一"}
POLICY = sh.Registry.of(servicehall_wuyi.pack).policy(BUREAU, on=ON)
WITH_HOURS = sh.Registry.of(
    servicehall_wuyi.pack, sh.load_pack({"id": "hours", "division": BUREAU, "hours": [HOURS]})
).policy(BUREAU, on=ON)


def door(policy: sh.Policy, hour: int, minute: int) -> sh.Turn:
    """Return what became of the opening of the door on the Monday, by 值班人李某."""
    at = datetime(2026, 9, 14, hour, minute, tzinfo=SHANGHAI)
    opened = sh.Event(id="1", kind="door.opened", occurred_at=at, actor="李某")
    (turn,) = sh.rounds(
        policy,
        [opened],
        MONDAY,
        MONDAY,
        as_of=datetime(2026, 9, 15, tzinfo=SHANGHAI),
        staff={"duty_officer": ["李某"]},
        duties=["door.open"],
    )
    return turn


@pytest.mark.requirement("R-220")
@pytest.mark.parametrize(
    ("hour", "minute", "expected"),
    [(8, 19, "fulfilled"), (8, 20, "fulfilled"), (8, 21, "breached"), (9, 0, "breached")],
)
def test_the_door_is_opened_ten_minutes_early(hour: int, minute: int, expected: str) -> None:
    """提前十分钟到岗开门: where the hall opens at 8:30, by 8:20; it is laid to who is on duty."""
    turn = door(WITH_HOURS, hour, minute)
    assert turn.status.value == expected
    assert turn.due_at == datetime(2026, 9, 14, 8, 20, tzinfo=SHANGHAI)
    found = detect_turns([turn], WITH_HOURS).findings
    assert [one.subjects for one in found] == (
        [{"person": "李某"}] if expected == "breached" else []
    )


@pytest.mark.requirement("R-220")
def test_without_hours_nothing_is_early_or_late() -> None:
    """The source prints none, and none are made up."""
    assert door(POLICY, 9, 0).status.value == "dormant"


def standards(**facts: object) -> dict[str, str]:
    """Return whether each standard is met."""
    return {one.standard.id: one.status.value for one in POLICY.check_standards(facts)}


@pytest.mark.requirement("R-332")
@pytest.mark.parametrize(
    ("working", "shut", "expected"),
    [(True, True, "met"), (True, False, "failed"), (False, False, "not_applicable")],
)
def test_the_back_door_is_shut_in_working_hours(
    *, working: bool, shut: bool, expected: str
) -> None:
    """后门正常工作时间应关闭."""
    assert standards(working_time=working, back_door_shut=shut)["back-door"] == expected


@pytest.mark.requirement("R-332")
@pytest.mark.parametrize(("outsider", "expected"), [(False, "met"), (True, "failed")])
def test_nobody_else_is_behind_the_counter(*, outsider: bool, expected: str) -> None:
    """非本局人员一律不得进入柜台内, at any time; what comes off a bonus, another rule says."""
    assert standards(outsider_behind_counter=outsider)["counter"] == expected
    assert POLICY.sanctions["back-door"].kinds == ("back_door",)


@pytest.mark.requirement("R-266")
@pytest.mark.parametrize(
    ("guide", "words", "expected"),
    [
        (True, True, "met"),
        (True, False, "failed"),
        (False, True, "failed"),
        (True, None, "unknown"),
    ],
)
def test_guides_and_courtesy_hang_on_the_wall(
    *, guide: bool, words: bool | None, expected: str
) -> None:
    """上墙张贴《业务办理指南》、文明用语口号: both."""
    assert standards(guide_posted=guide, courtesy_posted=words)["wall"] == expected
