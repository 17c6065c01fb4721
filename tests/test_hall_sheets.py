"""Rosters, logs of a hall, and lists of staff, as sheets; and the commands that read them."""

import json
import re
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

import servicehall as sh
from servicehall.accountability import read_findings
from servicehall.interop.sheets import hall_events_from, read_sheet, say_reject, staff_from
from servicehall.ledgers import Reject
from tests.command_line import Result, Run
from tests.sheet_files import book

TOWN = "371302996"
PACK = """
id = "town"
division = "371302996"

[events]
"leader.on-duty" = "带班领导到岗"
"watch.began" = "值班"
"watch.ended" = "交班"

[[hours]]
id = "h"
sessions = ["08:00-12:00", "14:30-17:30"]
cite = "《某镇值班办法》一"

[[roles]]
id = "clerk"
title = "窗口人员"
cite = "《某镇值班办法》一"

[[roles]]
id = "watchman"
title = "值班人员"
cite = "《某镇值班办法》一"

[[roles]]
id = "leader"
title = "镇领导"
cite = "《某镇值班办法》一"

[[duties]]
id = "sign-in"
title = "上午上班签到"
every = "working day"
each = "clerk"
who = "clerk"
slot = "morning"
latest = "opening"
must = "signed_in"
covered = "leave.approved"
breach = "late"
cite = "《某镇值班办法》二"

[[duties]]
id = "leader.daily"
title = "每天有一位镇领导"
every = "working day"
who = "leader"
must = "leader.on-duty"
breach = "no_leader"
cite = "《某镇值班办法》三"

[[duties]]
id = "watch"
title = "非办公时间有人值班"
every = "day"
who = "watchman"
must = "watch.began"
until = "watch.ended"
throughout = "closed hours"
breach = "watch_gap"
cite = "《某镇值班办法》四"
"""


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    file = tmp_path / "town.toml"
    file.write_text(PACK, encoding="utf-8")
    return file


@pytest.fixture
def policy(pack: Path) -> sh.Policy:
    return sh.Registry.of(sh.open_pack(pack)).policy(TOWN, on=date(2026, 9, 14))


def written(tmp_path: Path, text: str, name: str = "log.csv") -> Path:
    file = tmp_path / name
    file.write_text(text, encoding="utf-8-sig")
    return file


def rows(tmp_path: Path, policy: sh.Policy, text: str) -> list[Any]:
    """Return the events of each row, or the code for which it was not taken."""
    sheet = read_sheet(written(tmp_path, text), "hall")
    return [
        (
            one.error.code
            if not isinstance(one.error, sh.FaultyDataError)
            else [problem.code for problem in one.error.problems]
        )
        if isinstance(one, Reject)
        else [(event.kind, f"{event.occurred_at:%m-%d %H:%M}", event.actor) for event in one]
        for one in hall_events_from(sheet, policy)
    ]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("2026-09-14,08:01,,签到,甲", [("signed_in", "09-14 08:01", "甲")]),
        ("2026年9月14日,上午8点,,signed_in,甲", [("signed_in", "09-14 08:00", "甲")]),
        ("2026-09-14 08:01,,,签到,甲", [("signed_in", "09-14 08:01", "甲")]),
        ("2026-09-14,,,带班领导到岗,丁", [("leader.on-duty", "09-14 12:00", "丁")]),
        (
            "2026-09-14,12:00,14:30,值班,甲",
            [("watch.began", "09-14 12:00", "甲"), ("watch.ended", "09-14 14:30", "甲")],
        ),
        (
            "2026-09-14,17:30,08:00,值班,甲",
            [("watch.began", "09-14 17:30", "甲"), ("watch.ended", "09-15 08:00", "甲")],
        ),
        ("2026-09-14,08:00,12:00,签到,甲", ["SH841"]),
        ("2026-09-14,,,签到,甲", ["SH842"]),
        ("2026-09-14,,,值班,甲", ["SH842"]),
        ("2026-09-14,08:00,,迁到,甲", ["SH613"]),
        ("2026-09-14,,,,甲", ["SH725"]),
        (",08:00,,签到,甲", ["SH725"]),
        ("26-9-14,08:00,,签到,甲", ["SH728"]),
        ("2026-02-30,25:00,,迁到,甲", ["SH613", "SH728"]),
        ("2026-09-14,八点,,签到,甲", ["SH846"]),
        ("1914-09-14,08:00,,签到,甲", ["SH752"]),
        ("2026-09-14,08:00,2026-09-13 08:00,值班,甲", ["SH106"]),
    ],
)
def test_a_row_is_what_somebody_does(
    tmp_path: Path, policy: sh.Policy, row: str, expected: list[Any]
) -> None:
    """A shift that ends before it begins ends on the next day; where a time counts, it is said."""
    (found,) = rows(tmp_path, policy, f"日期,开始,结束,事项,姓名\n{row}\n")
    codes = [found] if isinstance(found, str) else found
    assert codes == expected


@pytest.mark.parametrize(
    ("begins", "ends", "expected"),
    [
        ("17:30-08:00", "", ("14 17:30", "15 08:00")),
        ("08:00—12:00", "", ("14 08:00", "14 12:00")),
        ("8:00至12:00", "", ("14 08:00", "14 12:00")),
        ("08:00~12:00", "", ("14 08:00", "14 12:00")),
        ("０８：００～１２：００", "", ("14 08:00", "14 12:00")),
        ("8点30分 - 12点", "", ("14 08:30", "14 12:00")),
        ("08:00:00-12:00", "", ("14 08:00", "14 12:00")),
        ("17:30—次日8:00", "", ("14 17:30", "15 08:00")),
        ("08:00-24:00", "", ("14 08:00", "15 00:00")),
        ("2026-09-14 17:30-08:00", "", ("14 17:30", "15 08:00")),
        ("17:30-2026-09-16 08:00", "", ("14 17:30", "16 08:00")),
        ("上午8:00-11:30", "", ("14 08:00", "14 11:30")),
        ("下午2:30-下午5:30", "", ("14 14:30", "14 17:30")),
        ("17:30-08:00", "08:00", ("14 17:30", "15 08:00")),
        ("17:30", "次日 08:00", ("14 17:30", "15 08:00")),
        ("08:00", "次日08:00", ("14 08:00", "15 08:00")),
        ("17:30", "2026-09-16 08:00", ("14 17:30", "16 08:00")),
        ("17:30-08:00", "09:00", ["SH847"]),
        ("17:30-", "", ["SH846"]),
        ("8-12点", "", ["SH846"]),
        ("17:30", "08:00-12:00", ["SH846"]),
        ("下午2:30-5:30", "", ["SH846"]),
        ("下午2:30", "5:30", ["SH846"]),
        ("17:30", "2026-09-15", ["SH846"]),
    ],
)
def test_a_shift_may_be_written_as_a_range_of_hours(
    tmp_path: Path, policy: sh.Policy, begins: str, ends: str, expected: tuple[str, str] | list[str]
) -> None:
    """From one time to another, in the ways in which rosters write it; never as a time zone. What
    could be morning or afternoon, an end without a time, and two ends are refused."""
    text = f"日期,开始,结束,事项,姓名\n2026-09-14,{begins},{ends},值班,甲\n"
    (found,) = rows(tmp_path, policy, text)
    if isinstance(expected, list):
        assert found == expected
    else:
        assert [when for _, when, _ in found] == [f"09-{one}" for one in expected]


def test_a_range_is_no_time_of_what_has_no_end(tmp_path: Path, policy: sh.Policy) -> None:
    """Signing in is done once; and a day is no place for hours."""
    text = "日期,时间,事项,姓名\n2026-09-14,08:00-12:00,签到,甲\n2026-09-14 08:00-12:00,,值班,甲\n"
    sheet = read_sheet(written(tmp_path, text), "hall")
    told = [
        say_reject(one, sheet) for one in hall_events_from(sheet, policy) if isinstance(one, Reject)
    ]
    assert told[0].startswith("第2行：[SH841] 时间：“签到”没有结束的时间可言")
    assert told[1].startswith("第3行：[SH728] 日期：不是确定的日期")


@pytest.mark.parametrize(
    ("day", "begins", "expected"),
    [
        ("2026-09-14 08:40", "07:50", "日期是 2026-09-14 08:40，时间是 2026-09-14 07:50"),
        ("2026-09-14", "2026-09-16 08:00", "日期是 2026-09-14，时间是 2026-09-16 08:00"),
        ("2026-09-14", "2026-09-16", "日期是 2026-09-14，时间是 2026-09-16"),
        ("2026-09-14", "次日08:00", "日期是 2026-09-14，时间是 2026-09-15 08:00"),
        ("2026-09-14 07:50", "上午7:50", "09-14 07:50"),
        ("2026-09-14 07:50", "2026-09-14", "09-14 07:50"),
        ("2026-09-14", "2026/9/14 7:50", "09-14 07:50"),
    ],
)
def test_the_day_and_the_time_agree(
    tmp_path: Path, policy: sh.Policy, day: str, begins: str, expected: str
) -> None:
    """One moment may be written twice; two are refused, with both cells."""
    text = f"日期,时间,事项,姓名\n{day},{begins},签到,甲\n"
    sheet = read_sheet(written(tmp_path, text), "hall")
    (found,) = hall_events_from(sheet, policy)
    if isinstance(found, Reject):
        assert f"[SH847] 时间：两处不一致：{expected}" in say_reject(found, sheet)
    else:
        assert f"{found[0].occurred_at:%m-%d %H:%M}" == expected


def test_a_day_twice_says_no_time(tmp_path: Path, policy: sh.Policy) -> None:
    """A day under 开始 is not midnight."""
    text = "日期,时间,事项,姓名\n2026-09-14,2026-09-14,签到,甲\n"
    assert rows(tmp_path, policy, text) == ["SH842"]


@pytest.mark.parametrize(
    ("ends", "expected"),
    [(timedelta(hours=24), "15 00:00"), (timedelta(hours=20, minutes=30), "14 20:30")],
)
def test_a_duration_of_a_workbook_is_a_time_of_the_day(
    tmp_path: Path, policy: sh.Policy, ends: timedelta, expected: str
) -> None:
    """Spreadsheets take 24:00 for a duration: it is midnight at the end of the day."""
    head = ["日期", "开始", "结束", "事项", "姓名"]
    row = [datetime(2026, 9, 14), time(17, 30), ends, "值班", "甲"]  # noqa: DTZ001  # as workbooks
    sheet = read_sheet(book(tmp_path / "a.xlsx", [head, row]), "hall")
    ((_, left),) = hall_events_from(sheet, policy)  # type: ignore[misc]  # it is taken
    assert f"{left.occurred_at:%d %H:%M}" == expected


@pytest.mark.parametrize("approver", ["主任", ""])
def test_leave_says_who_has_it(tmp_path: Path, policy: sh.Policy, approver: str) -> None:
    """Who granted it is not whom it excuses."""
    text = f"日期,时间,事项,姓名,批准人\n2026-09-11,09:00,准假,,{approver}\n"
    sheet = read_sheet(written(tmp_path, text), "hall")
    (found,) = hall_events_from(sheet, policy)
    assert isinstance(found, Reject)
    assert "[SH725] 姓名：缺少姓名" in str(found)


MORE = """
[[duties]]
id = "watch.office"
title = "办公时间有人值班"
every = "day"
who = "watchman"
must = "watch.began"
until = "relieved"
throughout = "open hours"
cite = "《某镇值班办法》五"

[[duties]]
id = "watch.day"
title = "全天有人值班"
every = "day"
who = "watchman"
must = "watch.began"
until = ["handed-over", "watch.ended"]
throughout = "day"
cite = "《某镇值班办法》六"
"""


def test_an_end_ends_every_duty_that_the_beginning_began(tmp_path: Path) -> None:
    """Two are left with events of their own; a third with one of those. All belong together."""
    more = '"watch.ended" = "交班"\nrelieved = "换班"\n"handed-over" = "移交"\n'
    pack = PACK.replace('"watch.ended" = "交班"\n', more) + MORE
    assert leavings(tmp_path, pack) == [
        ("第2行", "watch.began"),
        ("第2行/止", "watch.ended"),
        ("第2行/止2", "relieved"),
    ]


def leavings(tmp_path: Path, pack: str) -> list[tuple[str, str]]:
    """Return the events of a shift, which all refer to it, by the rules of a pack."""
    rules = sh.Registry.of(sh.open_pack(written(tmp_path, pack, "town.toml")))
    text = "日期,开始,结束,事项,姓名\n2026-09-14,08:00,12:00,值班,甲\n"
    sheet = read_sheet(written(tmp_path, text), "hall")
    (found,) = hall_events_from(sheet, rules.policy(TOWN, on=date(2026, 9, 14)))
    assert not isinstance(found, Reject), str(found)
    assert {event.refs["shift"] for event in found} == {"第2行"}
    return [(event.id, event.kind) for event in found]


def test_a_title_of_two_things_names_neither(tmp_path: Path) -> None:
    """The row is refused, naming both ids; the id may be written."""
    pack = PACK.replace("[events]\n", '[events]\n"leader.came" = "值班"\n')
    pack += '\n[[roles]]\nid = "guard"\ntitle = "值班人员"\ncite = "《某镇值班办法》一"\n'
    rules = sh.Registry.of(sh.open_pack(written(tmp_path, pack, "town.toml")))
    policy = rules.policy(TOWN, on=date(2026, 9, 14))
    text = "日期,时间,事项,姓名\n2026-09-14,08:00,值班,甲\n2026-09-14,08:00,leader.came,甲\n"
    sheet = read_sheet(written(tmp_path, text), "hall")
    refused, taken = hall_events_from(sheet, policy)
    assert isinstance(refused, Reject)
    told = say_reject(refused, sheet)
    assert "[SH848] 事项：不止一项叫“值班”" in told
    assert {"leader.came", "watch.began"} <= set(re.split("[，：, ]+", told))
    assert not isinstance(taken, Reject)
    staff = read_sheet(written(tmp_path, "姓名,角色\n甲,值班人员\n乙,guard\n"), "staff")
    unnamed, post = staff_from(staff, policy)
    assert isinstance(unnamed, Reject)
    told = say_reject(unnamed, staff)
    assert "[SH848] 角色：不止一项叫“值班人员”" in told
    assert {"watchman", "guard"} <= set(re.split("[，：, ]+", told))
    assert post == sh.Post(person="乙", role="guard")


@pytest.mark.parametrize(
    ("what", "hint"),
    [
        ("带班领导到了", "带班领导到岗"),
        ("打扫", "签到, 带班领导到岗, 值班, 准假, 交班"),
    ],
)
def test_what_is_unknown_is_told_with_its_row_and_what_was_meant(
    tmp_path: Path, policy: sh.Policy, what: str, hint: str
) -> None:
    """What is spelt nearly so; else what the duties that recur ask for: nothing else of a hall."""
    sheet = read_sheet(
        written(tmp_path, f"日期,时间,事项,姓名\n2026-09-14,08:00,{what},甲\n"), "hall"
    )
    (found,) = hall_events_from(sheet, policy)
    assert isinstance(found, Reject)
    told = say_reject(found, sheet)
    assert told.startswith("第2行：[SH613] 事项：事件 第2行 的种类")
    assert f"改写为 {hint}；" in told


def test_a_time_that_cannot_be_read_is_told_how_to_write_it(
    tmp_path: Path, policy: sh.Policy
) -> None:
    sheet = read_sheet(written(tmp_path, "日期,时间,事项,姓名\n2026-09-14,八点,签到,甲\n"), "hall")
    (found,) = hall_events_from(sheet, policy)
    assert isinstance(found, Reject)
    assert "[SH846] 时间：看不出是几点" in say_reject(found, sheet)
    assert "按24小时写成 08:00" in say_reject(found, sheet)


def test_half_a_day_is_morning_or_afternoon(tmp_path: Path, policy: sh.Policy) -> None:
    """Another word is refused, with the two that are taken."""
    text = "日期,时间,事项,姓名,半天\n2026-09-11,09:00,准假,甲,上午半天\n"
    sheet = read_sheet(written(tmp_path, text), "hall")
    (found,) = hall_events_from(sheet, policy)
    assert isinstance(found, Reject)
    assert "[SH732] 半天：不认得 上午半天，改写为其中之一：上午、下午" in str(found)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("孙　某", "孙某"),
        ("孙 某", "孙某"),
        ("　欧 阳  明 ", "欧阳明"),
        ("𠮷 某", "𠮷某"),
        ("Li Hua", "Li Hua"),
        ("李 华 Lee", "李 华 Lee"),
        ("Ｌｅｅ 李　华", "Ｌｅｅ 李　华"),
        ("张伟（民政）", "张伟（民政）"),
    ],
)
def test_blanks_in_a_chinese_name_do_not_count(
    tmp_path: Path, policy: sh.Policy, name: str, expected: str
) -> None:
    """Lists stretch names of two letters; in the log and on the list it is the same person."""
    text = f"日期,时间,事项,姓名,批准人\n2026-09-11,09:00,准假,{name},{name}\n"
    ((event,),) = hall_events_from(read_sheet(written(tmp_path, text), "hall"), policy)  # type: ignore[misc]  # it is taken
    assert (event.actor, event.payload["concerns"]) == (expected, expected)
    staff = read_sheet(written(tmp_path, f"姓名,角色\n{name},窗口人员\n"), "staff")
    assert list(staff_from(staff, policy)) == [sh.Post(person=expected, role="clerk")]


def test_leave_says_its_days(tmp_path: Path, policy: sh.Policy) -> None:
    text = (
        "日期,时间,事项,姓名,首日,末日,备注\n2026-09-11,09:00,准假,甲,2026-09-14,2026/9/15,病假\n"
    )
    sheet = read_sheet(written(tmp_path, text), "hall")
    ((event,),) = hall_events_from(sheet, policy)  # type: ignore[misc]  # it is taken
    assert dict(event.payload) == {
        "first_day": "2026-09-14",
        "last_day": "2026-09-15",
        "note": "病假",
        "concerns": "甲",
    }


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("2026-09-11,09:00,准假,甲,2026-09-16,2026-09-14,上午", "SH106"),
        ("2026-09-11,09:00,准假,甲,2026-09-14,2026-09-14,半天", "SH732"),
        ("2026-09-11,09:00,准假,甲,2026-09-14,2026-09-14,早上", "SH732"),
        ("2026-09-11,09:00,准假,甲,2026-09-14,26-9-16,上午", "SH728"),
    ],
)
def test_leave_that_cannot_be_is_refused(
    tmp_path: Path, policy: sh.Policy, row: str, code: str
) -> None:
    """Its last day before its first; half a day that is neither."""
    assert rows(tmp_path, policy, f"日期,时间,事项,姓名,首日,末日,半天\n{row}\n") == [[code]]


def test_who_granted_leave_is_not_who_has_it(tmp_path: Path, policy: sh.Policy) -> None:
    row = "2026-09-11,09:00,准假,甲,2026-09-14,主任,上午"
    text = f"日期,时间,事项,姓名,首日,批准人,半天\n{row}\n"
    sheet = read_sheet(written(tmp_path, text), "hall")
    ((event,),) = hall_events_from(sheet, policy)  # type: ignore[misc]  # it is taken
    assert event.actor == "主任"
    assert (event.payload["concerns"], event.payload["half_day"]) == ("甲", "上午")


@pytest.mark.parametrize("heading", ["日期,姓名", "事项,姓名"])
def test_a_log_has_days_and_says_what_was_done(
    tmp_path: Path, policy: sh.Policy, heading: str
) -> None:
    with pytest.raises(sh.FaultyDataError, match="SH725"):
        hall_events_from(read_sheet(written(tmp_path, f"{heading}\n1,甲\n"), "hall"), policy)


def test_a_row_that_breaks_off_is_refused(tmp_path: Path, policy: sh.Policy) -> None:
    text = '日期,事项,姓名\n2026-09-14,带班领导到岗,丁\n2026-09-14,"带班\n'
    assert rows(tmp_path, policy, text)[1] == "SH730"
    staff = written(tmp_path, '姓名,角色\n甲,"窗\n', "staff.csv")
    (found,) = staff_from(read_sheet(staff, "staff"), policy)
    assert isinstance(found, Reject)


def test_staff_are_listed_by_role(tmp_path: Path, policy: sh.Policy) -> None:
    text = (
        "姓名,角色,任职日期,离任日期\n"
        "甲,窗口人员,,2026-09-14\n"
        "乙,clerk,2026-09-15,\n"
        "丙,保安,,\n"
        ",窗口人员,,\n"
        "丁,窗口人员,2026-09-15,2026-09-14\n"
    )
    found = list(staff_from(read_sheet(written(tmp_path, text), "staff"), policy))
    assert found[:2] == [
        sh.Post(person="甲", role="clerk", expires=date(2026, 9, 14)),
        sh.Post(person="乙", role="clerk", since=date(2026, 9, 15)),
    ]
    assert [one.number for one in found[2:] if isinstance(one, Reject)] == [4, 5, 6]
    told = [str(one) for one in found[2:]]
    assert "SH843" in told[0]
    assert "SH725" in told[1]
    assert "SH440" in told[2]


# ---- the commands

LOG = """日期,时间,事项,姓名
2026-09-14,07:55,签到,甲
2026-09-14,08:05,签到,乙
2026-09-15,08:00,签到,甲
2026-09-14,09:00,带班领导到岗,丁
"""
STAFF = "姓名,角色\n甲,窗口人员\n乙,窗口人员\n丁,镇领导\n"
DAYS = ("--from", "2026-09-14", "--to", "2026-09-15", "--as-of", "2026-09-16")


@pytest.fixture
def look(run: Run, tmp_path: Path, pack: Path) -> Any:
    """Look at the log of two days."""
    log, staff = written(tmp_path, LOG), written(tmp_path, STAFF, "staff.csv")

    def go(*options: object) -> Result:
        return run("rounds", TOWN, log, *DAYS, "--staff", staff, "--pack", pack, *options)

    return go


def test_rounds_tell_who_was_late_and_which_day_had_no_leader(look: Any) -> None:
    found = look("--duty", "sign-in", "--duty", "leader.daily")
    assert found.status == 1
    assert found.output == (
        "每天有一位镇领导〔leader.daily〕：✓ 已做到1次，✗ 没有做到1次\n"
        "  2026年9月15日（星期二）　✗ 没有做到\n"
        "  依据：《某镇值班办法》三\n"
        "上午上班签到〔sign-in〕：✓ 已做到2次，✗ 没有做到2次\n"
        "  2026年9月14日（星期一）　乙　✗ 没有做到\n"
        "    2026年9月14日08:05　乙\n"
        "  2026年9月15日（星期二）　乙　✗ 没有做到\n"
        "  依据：《某镇值班办法》二\n"
    )


def test_rounds_list_everything_where_that_is_asked(look: Any) -> None:
    found = look("--duty", "sign-in", "--all")
    assert "  2026年9月14日（星期一）　甲　✓ 已做到\n" in found.output


def test_rounds_as_json(look: Any) -> None:
    turns = json.loads(look("--duty", "leader.daily", "--json").output)
    assert [(one["due"], one["status"], one["by"]) for one in turns] == [
        ("2026-09-14", "fulfilled", [["2026-09-14T09:00:00+08:00", "丁"]]),
        ("2026-09-15", "breached", []),
    ]


def test_what_was_not_done_becomes_findings(look: Any, tmp_path: Path) -> None:
    file = tmp_path / "findings.jsonl"
    look("--duty", "sign-in", "--duty", "leader.daily", "--findings", file)
    found = read_findings(file).findings
    assert sorted(
        (one.breach, str(one.occurred_at.date()), *one.subjects.values()) for one in found
    ) == [
        ("late", "2026-09-14", "乙"),
        ("late", "2026-09-15", "乙"),
        ("no_leader", "2026-09-15", "丁"),
    ]
    again = look("--findings", file)
    assert (again.status, "SH738" in again.errors) == (3, True)


def test_a_duty_that_does_not_recur_is_refused(look: Any) -> None:
    found = look("--duty", "leader")
    assert (found.status, "SH844" in found.errors, "leader.daily" in found.errors) == (
        3,
        True,
        True,
    )


def test_staff_must_be_named(run: Run, tmp_path: Path, pack: Path) -> None:
    found = run("rounds", TOWN, written(tmp_path, LOG), *DAYS, "--pack", pack)
    assert (found.status, "SH624" in found.errors) == (3, True)


def test_rows_that_are_not_taken_are_told(run: Run, tmp_path: Path, pack: Path) -> None:
    log = written(tmp_path, "日期,时间,事项,姓名,天气\n2026-09-14,09:00,带班,丁,晴\n")
    staff = written(tmp_path, "姓名,角色\n甲,保安\n", "staff.csv")
    options = ("--staff", staff, "--pack", pack, "--duty", "leader.daily")
    found = run("rounds", TOWN, log, *DAYS, *options)
    assert found.status == 1
    assert "log.csv 第2行" in found.errors
    assert "log.csv 不认得的表头：天气；没有采用" in found.errors
    assert "staff.csv 第2行" in found.errors


def test_the_words_of_the_rules_are_shown_in_full(run: Run, tmp_path: Path, pack: Path) -> None:
    """They are no names of people; what else stands in the row is masked."""
    text = "日期,开始,结束,事项,姓名\n2026-09-14,08:00,12:00,签到,欧阳明\n2026-09-14,,,值班,甲\n"
    found = run("roster", TOWN, written(tmp_path, text), *DAYS[:4], "--pack", pack)
    assert "“签到”没有结束的时间可言" in found.errors
    assert "没有写明“值班”的时间" in found.errors
    assert "欧阳明" not in found.output + found.errors


PLAN = """日期,开始,结束,事项,值班人员
2026-09-14,,,带班领导到岗,丁
2026-09-13,17:30,08:00,值班,甲
2026-09-14,12:00,14:30,值班,乙
2026-09-14,17:30,08:00,值班,甲
2026-09-15,12:00,14:00,值班,乙
2026-09-15,17:30,08:00,值班,甲
"""


@pytest.mark.requirement("R-241")
def test_a_roster_with_gaps_is_told_where(run: Run, tmp_path: Path, pack: Path) -> None:
    """No leader on the 15th; nobody from 14:00 to 14:30; and who is down how often."""
    plan = written(tmp_path, PLAN, "plan.csv")
    found = run("roster", TOWN, plan, *DAYS[:4], "--pack", pack)
    assert found.status == 1
    assert found.output == (
        "每天有一位镇领导〔leader.daily〕：✓ 已安排1次，✗ 没有安排1次\n"
        "  2026年9月15日（星期二）　✗ 没有安排\n"
        "  依据：《某镇值班办法》三\n"
        "非办公时间有人值班〔watch〕：✓ 已安排1次，✗ 没有安排1次\n"
        "  2026年9月15日（星期二）　✗ 没有安排\n"
        "    2026年9月14日17:30　甲\n"
        "    2026年9月15日12:00　乙\n"
        "    2026年9月15日17:30　甲\n"
        "    无人：2026年9月15日14:00至2026年9月15日14:30\n"
        "  依据：《某镇值班办法》四\n"
        "带班领导到岗：丁1次\n"
        "值班：甲3次，乙2次\n"
        "值班表没有涉及的周期义务：上午上班签到（要一并核对的，加 --duty）\n"
    )


def test_coming_and_leaving_may_be_two_rows(run: Run, tmp_path: Path, pack: Path) -> None:
    """As a log notes them, one after the other; the same time as one row with an end."""
    rows = [line for line in PLAN.splitlines() if ",值班," in line]
    two = [PLAN.splitlines()[0].replace(",结束", "")]
    for line in rows:
        day, begins, ends, _, who = line.replace("14:00", "14:30").split(",")
        then = date.fromisoformat(day) + timedelta(days=ends < begins)
        two += [f"{day},{begins},值班,{who}", f"{then},{ends},交班,{who}"]
    log = written(tmp_path, "\n".join(two) + "\n")
    found = run("rounds", TOWN, log, *DAYS, "--pack", pack, "--duty", "watch")
    assert (found.status, "已做到2次" in found.output) == (0, True)


def test_a_full_roster_passes(run: Run, tmp_path: Path, pack: Path) -> None:
    more = PLAN.replace("14:00,值班", "14:30,值班") + "2026-09-15,,,带班领导到岗,戊\n"
    plan = written(tmp_path, more, "plan.csv")
    assert run("roster", TOWN, plan, *DAYS[:4], "--pack", pack).status == 0
    data = json.loads(run("roster", TOWN, plan, *DAYS[:4], "--pack", pack, "--json").output)
    assert {one["status"] for one in data} == {"fulfilled"}


def test_who_is_on_no_list_is_told(run: Run, tmp_path: Path, pack: Path) -> None:
    """A name with a letter more is another name, and its owner is missed: both are seen."""
    log = written(tmp_path, "日期,时间,事项,姓名\n2026-09-14,07:55,签到,赵某某\n")
    staff = written(tmp_path, "姓名,角色\n赵某,窗口人员\n", "staff.csv")
    options = ("--staff", staff, "--pack", pack, "--duty", "sign-in")
    found = run("rounds", TOWN, log, *DAYS, *options)
    assert "上午上班签到：“赵某某”当天不在“窗口人员”名单上，没有计入" in found.errors


LATER = """
id = "later"
division = "371302995"

[events]
inspected = "巡查"

[[roles]]
id = "inspector"
title = "巡查员"
since = 2026-09-16
cite = "《办法》一"

[[duties]]
id = "inspect"
title = "每天巡查"
every = "working day"
each = "inspector"
who = "inspector"
must = "inspected"
since = 2026-09-16
cite = "《办法》一"
"""


def test_a_rule_that_begins_in_the_midst_counts_from_its_day(run: Run, tmp_path: Path) -> None:
    """From the 16th on somebody inspects each working day; the roster has him on the 16th."""
    file = tmp_path / "later.toml"
    file.write_text(LATER, encoding="utf-8")
    plan = written(tmp_path, "日期,事项,姓名\n2026-09-16,巡查,甲\n", "plan.csv")
    staff = written(tmp_path, "姓名,角色\n甲,巡查员\n", "staff.csv")
    days = ("--from", "2026-09-14", "--to", "2026-09-17")
    found = run("roster", "371302995", plan, *days, "--staff", staff, "--pack", file)
    assert found.status == 1
    assert found.output.startswith("每天巡查〔inspect〕：✓ 已安排1次，✗ 没有安排1次\n")
    days = ("--from", "2026-09-14", "--to", "2026-09-15")
    nothing = run("rounds", "371302995", plan, *days, "--pack", file)
    assert nothing.output == "没有一个周期在这段时间内到期，没有什么可以核查\n"


def test_a_roster_of_days_that_are_not_published_is_refused(
    run: Run, tmp_path: Path, pack: Path
) -> None:
    """Nobody knows which days of 2030 are working days: it says so, and for which day."""
    plan = written(tmp_path, "日期,事项,姓名\n2030-03-04,带班领导到岗,丁\n", "plan.csv")
    days = ("--from", "2030-03-04", "--to", "2030-03-08")
    found = run("roster", TOWN, plan, *days, "--pack", pack, "--duty", "leader.daily")
    assert found.status == 3
    assert "2030" in found.errors


def test_a_place_may_ask_for_no_roster(run: Run, tmp_path: Path) -> None:
    plan = written(tmp_path, "日期,时间,事项,姓名\n2026-09-14,08:00,签到,甲\n", "plan.csv")
    found = run("roster", "371302997", plan, *DAYS[:4])
    assert (found.status, found.output.splitlines()[0]) == (
        0,
        "这里的规定没有要求值班表中的任何一项",
    )


# ---- any table


def test_a_table_decides(run: Run) -> None:
    found = run(
        "decide", "attendance", "--signed", "否", "--leave-granted", "是", "--on", "2026-09-14"
    )
    assert found.status == 0
    assert "请假" in found.output


def test_a_table_says_what_to_find_out(run: Run) -> None:
    found = run("decide", "attendance", "--signed", "是", "--json")
    data = json.loads(found.output)
    assert (found.status, data["settled"]) == (3, False)
    assert "leave_granted" in {one["name"] for one in data["needed"]}
    settled = run("decide", "attendance", "--signed", "否", "--leave-granted", "是", "--json")
    assert json.loads(settled.output)["names"] == ["请假"]


def test_half_of_a_day_that_stands_under_the_day_is_seen(tmp_path: Path, policy: sh.Policy) -> None:
    """下午2:30 to 5:30 may be 05:30 or 17:30, wherever 下午 stands."""
    text = "日期,开始,结束,事项,姓名\n2026-09-15 下午2:30,,5:30,值班,丙\n"
    assert rows(tmp_path, policy, text) == [["SH846"]]


def test_a_window_with_blanks_is_the_same_window(tmp_path: Path, policy: sh.Policy) -> None:
    text = "日期,时间,事项,姓名,窗口\n2026-09-15,08:00,签到,丙,民政　窗口\n"
    sheet = read_sheet(written(tmp_path, text), "hall")
    ((event,),) = hall_events_from(sheet, policy)
    assert event.unit == "民政窗口"
