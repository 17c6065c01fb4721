"""Sheets of cases: a row becomes events, or is refused with every reason.

The registers are those that localities' rules describe; the sentences stand with the tests. The
town 371302998 of examples/liuhe is made up.
"""

from datetime import time
from pathlib import Path
from typing import Any

import pytest

import servicehall as sh
from servicehall.errors import FaultyDataError, InputValueError
from servicehall.interop.sheets import (
    SheetCase,
    by_reason,
    cases_from,
    is_repeated,
    read_columns,
    read_sheet,
    write_events_csv,
)
from servicehall.ledgers import Reject
from tests.sheet_files import TOWN, at, book, events_of, naive, read_cases, text

EXAMPLES = Path(__file__).parent.parent / "examples"
COURSE = (
    "办件编号,事项名称,申请人,联系电话,收件时间,补正告知时间,需补正材料,补齐时间,受理时间,"
    "办结时间,办理结果,经办人,受理人,窗口"
)


@pytest.fixture(scope="module")
def liuhe() -> sh.Registry:
    """Return the rules of the made-up town."""
    return sh.Registry.of(sh.read_pack(EXAMPLES / "liuhe"))


def fault(found: SheetCase | Reject) -> list[str]:
    """Return the codes of why a row was not taken."""
    assert isinstance(found, Reject), str(found)
    return list(by_reason([found]))


# ---- what becomes of a row


def test_the_course_of_a_case(tmp_path: Path, liuhe: sh.Registry) -> None:
    """Each time is an event whose name is its kind; people, units and fields stand with the events
    to which they belong; the matter is found by its title, however it is spaced."""
    row = (
        "A1,高龄 津贴,刀春梅,13800138000,2026-10-12 09:00,2026-10-12 10:00,照片；户口簿,"
        "2026-10-14 09:00,2026-10-14 09:30,2026-10-20 16:00,准予,王芳,陈静,民政服务窗口"
    )
    (found,) = read_cases(text(tmp_path / "a.csv", COURSE, row), registry=liuhe)
    events = events_of(found)
    assert {name: event.occurred_at for name, event in events.items()} == {
        "received": at(2026, 10, 12, 9),
        "notice.supplement": at(2026, 10, 12, 10),
        "materials.completed": at(2026, 10, 14, 9),
        "accepted": at(2026, 10, 14, 9, 30),
        "closed": at(2026, 10, 20, 16),
    }
    assert dict(events["received"].payload) == {
        "case": "A1",
        "division": TOWN,
        "matter": "elder-allowance",
        "applicant": "刀春梅",
        "phone": "13800138000",
    }
    assert dict(events["notice.supplement"].payload) == {"missing": ("照片", "户口簿")}
    assert dict(events["closed"].payload) == {"outcome": "granted"}
    assert {name: event.actor for name, event in events.items() if event.actor != "王芳"} == {
        "accepted": "陈静"
    }
    assert {event.unit for event in events.values()} == {"民政服务窗口"}
    assert isinstance(found, SheetCase)
    assert (found.number, found.untimed) == (2, ())


def test_a_case_from_a_sheet_is_assessed(tmp_path: Path, liuhe: sh.Registry) -> None:
    """Received on Monday 2026-10-12 with five working days (13 to 16, 19) and closed on the 19th,
    of which only the day is written: in time, at whatever hour of that day; closed on the 20th, it
    is late. What kind of case it is, the hall's file of headings says."""
    head = "办件编号,事项编码,事项,收件日期,办结日期,办件类型"
    lines = (
        "A1,elder-allowance,高龄津贴,2026/10/12,2026/10/19,承诺件",
        "A2,,高龄津贴,2026/10/12,2026/10/20,承诺件",
    )
    file = text(tmp_path / "a.csv", head, *lines)
    found = read_cases(file, EXAMPLES / "sheets" / "hall.toml", registry=liuhe)
    late = []
    for one in found:
        assert isinstance(one, SheetCase)
        assert one.untimed == ("received", "closed")
        assessed = liuhe.assess(one.timeline, as_of=at(2026, 11, 1))
        late.append("decide.promised" in [breach.duty.id for breach in assessed.breaches])
    assert late == [False, True]


def test_days_without_time_are_noted(tmp_path: Path) -> None:
    """The event says that its time was supposed; the remark of the sheet stays beside it."""
    head = "办件编号,收件时间,办结时间,备注"
    file = text(tmp_path / "a.csv", head, "A1,2026-10-12,2026-10-19 16:00,代办")
    (found,) = read_cases(file, time_of_day=time(8, 30))
    events = events_of(found)
    assert events["received"].occurred_at == at(2026, 10, 12, 8, 30)
    assert events["received"].payload["note"] == "表中只有日期，按08:30记；代办"
    assert "note" not in events["closed"].payload


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("退件", "returned"),
        ("不予受理", "not_accepted"),
        ("撤回", "withdrawn"),
        ("移送", "transferred"),
    ],
)
def test_cases_that_ended_otherwise(tmp_path: Path, word: str, kind: str) -> None:
    """Where the result says that it was returned, refused acceptance, withdrawn or passed on, the
    time of its end is that of this, and no closing."""
    head = "办件编号,收件时间,办结时间,办理结果"
    (found,) = read_cases(
        text(tmp_path / "a.csv", head, f"A1,2026-10-12 09:00,2026-10-13 09:00,{word}")
    )
    assert list(events_of(found)) == ["received", kind]


def test_an_end_with_a_column_of_its_own(tmp_path: Path) -> None:
    """A column 退件时间 beside the result says the same thing; another closing time does not."""
    head = "办件编号,收件时间,办结时间,退件时间,办理结果,退件原因"
    lines = (
        "A1,2026-10-12 09:00,,2026-10-13 09:00,退件,材料不全",
        "A2,2026-10-12 09:00,2026-10-14 09:00,2026-10-13 09:00,退件,",
        "A3,2026-10-12 09:00,,,退件,",
    )
    fine, both, none = read_cases(text(tmp_path / "a.csv", head, *lines))
    assert events_of(fine)["returned"].payload["reasons"] == "材料不全"
    assert (fault(both), fault(none)) == (["SH729"], ["SH735"])


def test_words_that_say_nothing(tmp_path: Path) -> None:
    """A state such as 在办 adds nothing to the times."""
    file = text(tmp_path / "a.csv", "办件编号,收件时间,办件状态", "A1,2026-10-12 09:00,在办")
    (found,) = read_cases(file)
    assert list(events_of(found)["received"].payload) == ["case", "division"]


@pytest.mark.parametrize(
    ("columns", "row", "codes"),
    [
        ("", "办结", ["SH735"]),
        ("", "已办结", ["SH735"]),
        ("办结时间", "2026-10-13,已办结", []),
        ("退件时间", "2026-10-13,办结", []),
        ("", "中止", ["SH735"]),
        ("中止时间", "2026-10-13,中止", []),
        ("中止时间,恢复时间", "2026-10-13,2026-10-14,中止", ["SH729"]),
        ("", "待补正", ["SH735"]),
        ("", "补正中", ["SH735"]),
        ("补正告知时间", "2026-10-13,待补正", []),
        ("补正告知时间,补齐时间", "2026-10-13,2026-10-14,待补正", ["SH729"]),
        ("办结时间", "2026-10-13,在办", ["SH729"]),
        ("办结时间", ",在办", []),
        ("办结时间", "不详,已办结", ["SH728"]),
    ],
)
def test_states_that_contradict_the_times(
    tmp_path: Path, columns: str, row: str, codes: list[str]
) -> None:
    """已办结 without an end, 中止 without a pause, 待补正 without a notice say more than the times;
    在办 with an end, 中止 with a resumption less: neither is chosen. Where the time itself cannot
    be read, that alone is told."""
    head = ",".join(one for one in ("办件编号", "收件时间", columns, "办件状态") if one)
    (found,) = read_cases(text(tmp_path / "a.csv", head, f"A1,2026-10-12,{row}"))
    assert (fault(found) if isinstance(found, Reject) else []) == codes


def test_what_a_state_lacks_is_told(tmp_path: Path) -> None:
    """The message names the column, and the event whose time is missing or too many."""
    file = text(
        tmp_path / "a.csv",
        "办件编号,收件时间,办结时间,办件状态",
        "A1,2026-10-12,,已办结",
        "A2,2026-10-12,2026-10-13,在办",
    )
    open_, closed = read_cases(file)
    assert isinstance(open_, Reject)
    assert isinstance(closed, Reject)
    assert "办件状态：单元格所说的事没有时间：办结，" in open_.reason
    assert "办件状态：对同一内容写了两种说法：办件状态, 办结，" in closed.reason


def test_a_day_beside_its_time(tmp_path: Path) -> None:
    """Two columns of one event agree where one has the time and the other its day: the fuller one
    counts, whichever comes first; so does 退件时间 beside the closing of a returned case."""
    head = "办件编号,收件时间,收件日期,退件时间,办结时间,办理结果"
    file = text(
        tmp_path / "a.csv",
        head,
        "A1,2026-9-18 09:00,2026/9/18,2026-9-21,2026-09-21 10:00,退件",
        "A2,2026-9-18,2026-9-18 09:00,,,",
        "A3,2026-9-18 09:00,2026-9-19,,,",
        "A4,2026-9-18 09:00,2026-9-18 09:30,,,",
    )
    one, other, *wrong = read_cases(file)
    assert events_of(one)["received"].occurred_at == at(2026, 9, 18, 9)
    assert events_of(one)["returned"].occurred_at == at(2026, 9, 21, 10)
    assert events_of(other)["received"].occurred_at == at(2026, 9, 18, 9)
    assert "note" not in events_of(other)["received"].payload
    for each in wrong:
        assert fault(each) == ["SH729"]
        assert isinstance(each, Reject)
        assert "收件时间, 收件日期" in each.reason


def test_a_heading_that_does_not_count(tmp_path: Path) -> None:
    """Where two columns differ, the one that a place puts under skip is not read, whatever it would
    mean; nor is it told as unknown."""
    columns = text(tmp_path / "map.toml", 'skip = ["登记日期"]')
    file = text(tmp_path / "a.csv", "办件编号,收件时间,登记日期", "A1,2026-9-18,2026-9-19")
    (wrong,) = read_cases(file)
    assert fault(wrong) == ["SH729"]
    (right,) = read_cases(file, columns)
    assert events_of(right)["received"].occurred_at == at(2026, 9, 18, 9)
    assert read_sheet(file, "cases", columns=read_columns(columns)).unknown == ()
    both = text(tmp_path / "both.toml", 'skip = ["办件编号"]')
    with pytest.raises(FaultyDataError, match="SH725"):
        read_cases(file, both)


def test_where_it_was_filed(tmp_path: Path) -> None:
    """A row that says where it was filed counts before what the caller says."""
    file = text(
        tmp_path / "a.csv",
        "办件编号,属地,收件时间",
        "A1,530926103,2026-10-12 09:00",
        "A1,,2026-10-12 09:00",
    )
    one, other = read_cases(file)
    assert isinstance(one, SheetCase)
    assert isinstance(other, SheetCase)  # another hall may use the same number
    assert (one.timeline.division, other.timeline.division) == ("530926103", TOWN)
    told, untold = read_cases(file, division="")
    assert isinstance(told, SheetCase)
    assert fault(untold) == ["SH725"]


def test_workbooks_and_text_say_the_same(tmp_path: Path) -> None:
    """The same sheet as a workbook with real dates makes the same events."""
    head = ["办件编号", "申请人", "收件时间", "办结时间"]
    rows = [head, ["A1", "甲", naive(2026, 10, 12, 9, 30), naive(2026, 10, 19)]]
    (one,) = read_cases(book(tmp_path / "a.xlsx", rows))
    (other,) = read_cases(
        text(tmp_path / "a.csv", ",".join(head), "A1,甲,2026/10/12 9:30,20261019")
    )
    assert isinstance(one, SheetCase)
    assert isinstance(other, SheetCase)
    assert one.timeline.recorded == other.timeline.recorded


# ---- what is refused


@pytest.mark.parametrize(
    ("head", "row", "codes"),
    [
        ("办件编号,收件时间", ",2026-10-12", ["SH725"]),
        ("办件编号,收件时间,申请人", "A1,,甲", ["SH755"]),
        ("办件编号,属地,收件时间", "A1,柳河镇,2026-10-12", ["SH445"]),
        ("办件编号,收件时间,办结时间", "A1,26-10-12,不详", ["SH728"]),
        ("办件编号,收件时间,办结时间", "A1,2026-10-12,2026-10-11", ["SH753"]),
        ("办件编号,收件时间,申请时间", "A1,2026-10-12,2026-10-13", ["SH729"]),
        ("办件编号,收件时间,申请人,办事人", "A1,2026-10-12,甲,乙", ["SH729"]),
        ("办件编号,收件时间,办理结果", "A1,2026-10-12,好", ["SH732"]),
        ("办件编号,收件时间,办理结果", "A1,2026-10-12,准予", ["SH735"]),
        ("办件编号,收件时间,受理人", "A1,2026-10-12,王芳", ["SH735"]),
        ("办件编号,收件时间,证件号码", "A1,2026-10-12,5.3E+17", ["SH726"]),
        ("办件编号,收件时间,办理期限", "A1,2026-10-12,5", ["SH731"]),
        ("办件编号,收件时间,承诺时限,承诺时限单位", "A1,2026-10-12,5,旬", ["SH731"]),
        ("办件编号,收件时间", "#N/A,2026-10-12", ["SH727"]),
    ],
)
def test_rows_that_cannot_be_taken(tmp_path: Path, head: str, row: str, codes: list[str]) -> None:
    """Each fault has its own code; the row is kept as it stands."""
    (found,) = read_cases(text(tmp_path / "a.csv", head, row))
    assert fault(found) == codes
    assert isinstance(found, Reject)
    assert found.number == 2


@pytest.mark.parametrize(
    ("cell", "taken"),
    [
        ("1926-10-12", False),
        ("1900-02-28", False),
        (naive(1900, 2, 28), False),
        ("2003-12-31", False),
        ("2004-01-01", True),
        ("2027-11-02", True),
        ("2027-11-03", False),
    ],
)
def test_days_that_cannot_be_meant(tmp_path: Path, cell: Any, *, taken: bool) -> None:
    """Days before 2004, the first year of the calendar, or more than 366 after the instant of
    reading (2027-11-02 is the last), come of years of two digits or wrong numbers of days: they are
    refused with row, column, reason and remedy."""
    file = book(tmp_path / "a.xlsx", [["办件编号", "收件时间"], ["A1", cell]])
    (found,) = read_cases(file, as_of=at(2026, 11, 1, 12))
    assert isinstance(found, SheetCase) == taken
    if isinstance(found, Reject):
        day = str(cell)[:10]
        told = f"[SH752] 收件时间：日期 {day} 不合情理，应在 2004-01-01 至 2027-11-02 之间"
        assert str(found).startswith(f"第2行（A1）：{told}")


def test_what_comes_before_the_receipt(tmp_path: Path) -> None:
    """A closing before the receipt is told in these words, under its heading; so is all else that
    comes too early, and a visit does not. What is impossible otherwise keeps its reason, under the
    heading of the event: an acceptance after the closing."""
    early, late, visit = read_cases(
        text(
            tmp_path / "a.csv",
            "办件编号,来访时间,收件日期,受理时间,办结日期",
            "A1,,2026-10-12,2026-10-09 10:00,2026-10-11",
            "A2,,2026-10-12,2026-10-15,2026-10-14",
            "A3,2026-10-11,2026-10-12,,",
        )
    )
    assert fault(early) == ["SH753"]
    assert isinstance(early, Reject)
    told = (
        "办结日期：办结（2026年10月11日09:00）早于收件（2026年10月12日09:00），改正写错的一个时间"
    )
    assert told in early.reason
    assert "受理时间：受理（2026年10月9日10:00）早于收件" in early.reason
    assert isinstance(late, Reject)
    assert "[SH608] 受理时间：" in late.reason
    assert isinstance(visit, SheetCase)


def test_a_course_without_receipt(tmp_path: Path) -> None:
    """Where nothing was received, what is impossible keeps its reason, under its heading: papers
    are not completed before there are any."""
    (found,) = read_cases(
        text(tmp_path / "a.csv", "办件编号,来访时间,补齐时间", "A1,2026-10-12,2026-10-13")
    )
    assert isinstance(found, Reject)
    assert "补齐时间：事件 materials.completed（补齐材料）不可能发生在" in found.reason


def test_two_numbers_of_one_case(tmp_path: Path) -> None:
    """Two columns of case numbers that differ are not chosen from."""
    (found,) = read_cases(text(tmp_path / "a.csv", "办件编号,流水号,收件时间", "A1,B1,2026-10-12"))
    assert fault(found) == ["SH729"]
    assert "对同一内容写了两种说法：办件编号, 流水号" in str(found)


def test_a_row_without_any_time(tmp_path: Path) -> None:
    """At least one time is needed: those of the sheet are named, or the commonest."""
    (found,) = read_cases(text(tmp_path / "a.csv", "办件编号,收件日期,申请人", "A1,,甲"))
    told = "第2行（A1）：[SH755] 这一行一个时间也没有写，至少填写一个时间，例如收件日期"
    assert str(found) == told
    (found,) = read_cases(text(tmp_path / "b.csv", "办件编号,申请人", "A1,甲"))
    assert str(found).endswith("例如收件时间、受理时间、办结时间")


def test_a_result_beside_a_state(tmp_path: Path) -> None:
    """办理结果 and 办件状态 are one column: 准予 and 办结 agree, and two words of one meaning do; a
    state that the times deny is still refused, and so are two results."""
    head = "办件编号,收件时间,办结时间,办理结果,办件状态"
    same, alike, empty, wrong, two, ended = read_cases(
        text(
            tmp_path / "a.csv",
            head,
            "A1,2026-10-12,2026-10-13,准予,办结",
            "A2,2026-10-12,2026-10-13,准予,审批通过",
            "A3,2026-10-12,2026-10-13,办结,已办结",
            "A4,2026-10-12,2026-10-13,准予,在办",
            "A5,2026-10-12,2026-10-13,准予,退件",
            "A6,2026-10-12,2026-10-13,办结,退件",
        )
    )
    assert [events_of(one)["closed"].payload["outcome"] for one in (same, alike)] == ["granted"] * 2
    assert "outcome" not in events_of(empty)["closed"].payload
    assert fault(wrong) == fault(two) == ["SH729"]
    assert "returned" in events_of(ended)


def test_what_no_rule_knows(tmp_path: Path, liuhe: sh.Registry) -> None:
    """A field, a fact of a word, or a stated one that the rules of the place do not know is told
    when the sheet is read, under its heading, as assessing the case would refuse it (SH612); a fact
    with a wrong value too. Rows that leave the column empty are taken; without rules all are."""
    columns = text(
        tmp_path / "map.toml",
        *("[cases.blood]", 'headings = ["血型"]', 'field = "blood"'),
        *("[cases.sort]", 'headings = ["类别"]'),
        'words = { "甲" = { sort_a = true }, "乙" = { windows = "two" } }',
    )
    file = text(
        tmp_path / "a.csv",
        "办件编号,收件时间,血型,类别",
        *("A1,2026-10-12,O,", "A2,2026-10-12,,甲", "A3,2026-10-12,,乙", "A4,2026-10-12,,"),
    )
    blood, sort, value, good = read_cases(file, columns, registry=liuhe)
    assert str(blood).startswith("第2行（A1）：[SH751] 血型：规则中没有 blood 这一项，用 --pack")
    assert "[SH751] 类别：规则中没有 sort_a" in str(sort)
    assert (fault(value), "类别：" in str(value)) == (["SH403"], True)
    assert isinstance(good, SheetCase)
    assert all(isinstance(one, SheetCase) for one in read_cases(file, columns))
    for one in (blood, sort, value):
        assert isinstance(one, Reject)
    stated = text(tmp_path / "stated.toml", "[stated]", "blood = 1")
    (*_, last) = read_cases(file, columns, stated, registry=liuhe)
    assert "[SH751] stated：规则中没有 blood" in str(last)


def test_what_only_a_profile_knows(tmp_path: Path) -> None:
    """A field that a profile declares is known where that profile is asked for."""
    head = {"id": "p", "profile": "Z1", "title": "试行"}
    pack = sh.load_pack({**head, "fields": {"blood": {"label": "血型"}}})
    columns = text(tmp_path / "map.toml", "[cases.blood]", 'headings = ["血型"]', 'field = "blood"')
    file = text(tmp_path / "a.csv", "办件编号,收件时间,血型", "A1,2026-10-12,O")
    registry = sh.Registry.of(pack)
    (wrong,) = read_cases(file, columns, registry=registry)
    assert fault(wrong) == ["SH751"]
    (right,) = read_cases(file, columns, registry=registry, profiles=["Z1"])
    assert isinstance(right, SheetCase)


def test_every_fault_of_a_row_is_told(tmp_path: Path) -> None:
    """Two bad dates and a missing number are three reasons, with the headings."""
    (found,) = read_cases(text(tmp_path / "a.csv", "办件编号,收件时间,办结时间", ",昨天,今天"))
    assert isinstance(found, Reject)
    for heading in ("收件时间：", "办结时间：", "缺少办件编号"):
        assert heading in found.reason


def test_personal_data_are_not_told(tmp_path: Path) -> None:
    """A message about a column of personal data does not show them."""
    columns = text(
        tmp_path / "map.toml", "[cases.sex]", 'headings = ["性别"]', 'field = "sex"',
        "personal = true", 'words = { "男" = "m", "女" = "f" }',
    )  # fmt: skip
    file = text(
        tmp_path / "a.csv", "办件编号,收件时间,性别", "A1,2026-10-12,刀春梅", "A2,2026-10-12,女"
    )
    wrong, right = read_cases(file, columns)
    assert isinstance(wrong, Reject)
    assert "刀春梅" not in wrong.reason
    assert events_of(right)["received"].payload["sex"] == "f"


def test_repeated_and_conflicting_numbers(tmp_path: Path) -> None:
    """The same row twice is told and counts once; another case with the number is refused and names
    the first row."""
    file = text(
        tmp_path / "a.csv", "办件编号,收件时间", "A1,2026-10-12", "A1,2026/10/12", "A1,2026-10-13"
    )
    first, same, other = read_cases(file)
    assert isinstance(first, SheetCase)
    assert isinstance(same, Reject)
    assert isinstance(other, Reject)
    assert (is_repeated(same), is_repeated(other)) == (True, False)
    assert (same.error.code, other.error.code, other.case) == ("SH634", "SH635", "A1")
    assert "第2行" in other.reason


def test_a_faulty_row_of_the_file_is_passed_on(tmp_path: Path) -> None:
    """What is no row at all is refused among the others."""
    found = read_cases(text(tmp_path / "a.csv", "办件编号,收件时间", "A1,2026-10-12,,x"))
    assert fault(found[0]) == ["SH730"]


def test_a_sheet_without_numbers_of_cases(tmp_path: Path) -> None:
    """It is refused at once, and not row by row."""
    with pytest.raises(FaultyDataError) as caught:
        read_cases(text(tmp_path / "a.csv", "申请人,收件时间", "甲,2026-10-12"))
    assert caught.value.problems[0].code == "SH725"
    with pytest.raises(InputValueError, match="SH445"):
        read_cases(text(tmp_path / "a.csv", "办件编号,收件时间"), division="abc")


# ---- matters


@pytest.mark.parametrize(
    ("code", "title", "near"),
    [
        ("", "高龄补贴", "—"),
        ("", "津贴", "elder-allowance"),
        ("pond-permit", "高龄津贴", "elder-allowance, pond-permit"),
    ],
)
def test_matters_that_cannot_be_told(
    tmp_path: Path, liuhe: sh.Registry, code: str, title: str, near: str
) -> None:
    """A title that no matter has, and a code and a title of two matters, are refused with those
    that could be meant."""
    file = text(
        tmp_path / "a.csv", "办件编号,事项编码,事项名称,收件时间", f"A1,{code},{title},2026-10-12"
    )
    (found,) = read_cases(file, registry=liuhe)
    assert fault(found) == ["SH734"]
    assert isinstance(found, Reject)
    assert near in found.reason


def test_two_matters_of_one_title(tmp_path: Path) -> None:
    """They are told apart by their codes only."""
    cite = {"cite": "《柳河镇清单》", "promised": "5个工作日"}
    matters = [
        {"id": "a", "title": "证明", "code": "001", **cite},
        {"id": "b", "title": "证明", "code": "002", **cite},
    ]
    pack = sh.load_pack({"id": "x", "division": TOWN, "matters": matters})
    lines = ("A1,,证明,2026-10-12", "A2,002,证明,2026-10-12")
    file = text(tmp_path / "a.csv", "办件编号,事项编码,事项名称,收件时间", *lines)
    wrong, right = read_cases(file, registry=sh.Registry.of(pack))
    assert fault(wrong) == ["SH734"]
    assert events_of(right)["received"].payload["matter"] == "b"


def test_matters_without_rules(tmp_path: Path) -> None:
    """Without rules at hand what the sheet says is kept as it stands, and nothing where it says
    nothing."""
    file = text(
        tmp_path / "a.csv", "办件编号,事项名称,收件时间", "A1,高龄津贴,2026-10-12", "A2,,2026-10-12"
    )
    one, other = read_cases(file)
    assert events_of(one)["received"].payload["matter"] == "高龄津贴"
    assert "matter" not in events_of(other)["received"].payload


def test_a_register_that_begins_with_a_visit(tmp_path: Path, liuhe: sh.Registry) -> None:
    """Where nothing was received yet, the rules of the first day count."""
    file = text(
        tmp_path / "a.csv",
        "办件编号,事项,接待时间,转办时间,转出窗口,转办人",
        "A1,高龄津贴,2026-10-12 09:00,2026-10-12 09:10,综合窗口,王芳",
    )
    (found,) = read_cases(file, registry=liuhe)
    events = events_of(found)
    assert events["contacted"].payload["matter"] == "elder-allowance"
    assert (events["referred"].unit, events["referred"].actor) == ("综合窗口", "王芳")


# ---- registers of the localities


@pytest.mark.requirement("R-152")
def test_the_first_responder_register(tmp_path: Path, liuhe: sh.Registry) -> None:
    """《首问责任登记台帐》 holds the time of first reception, the first responder, the visitor, the
    matter, the limit, the course and the day of closing; its file of headings says that the first
    reception is the receipt as well."""
    head = "编号,首次接待时间,首问责任人姓名,办事群众姓名,办理事项,办理期限,办理情况,办结日期"
    row = "1,2026-10-12 09:00,王芳,刀春梅,高龄津贴,5个工作日,已发放,2026-10-19"
    (found,) = read_cases(
        text(tmp_path / "a.csv", head, row),
        EXAMPLES / "sheets" / "first-responder.toml",
        registry=liuhe,
    )
    events = events_of(found)
    assert list(events) == ["contacted", "received", "closed"]
    assert events["contacted"].actor == "王芳"
    assert events["contacted"].payload["limit"] == "5个工作日"
    assert events["contacted"].payload["note"] == "已发放"
    assert events["contacted"].payload["applicant"] == "刀春梅"
    assert isinstance(found, SheetCase)
    assessed = liuhe.assess(found.timeline, as_of=at(2026, 11, 1))
    assert assessed.matter is not None
    assert assessed.matter.title == "高龄津贴"
    assert assessed.state is sh.CaseState.CLOSED


@pytest.mark.requirement("R-153", "R-155")
def test_the_three_stages_of_agency_work(tmp_path: Path) -> None:
    """受理, 承办 and 回复 are registered with their times and people, the course of handling and
    the result of the reply beside them."""
    head = (
        "登记编号,代办事项,收件时间,登记人,受理时间,受理人,"
        "办结时间,代办员,回复时间,回复人,办理过程,办复结果"
    )
    row = (
        "1,高龄津贴,2026-10-12 09:00,甲,2026-10-12 10:00,乙,"
        "2026-10-15 09:00,丙,2026-10-15 10:00,丁,已报镇民政,同意发放"
    )
    (found,) = read_cases(text(tmp_path / "a.csv", head, row))
    events = events_of(found)
    assert {name: event.actor for name, event in events.items()} == {
        "received": "甲",
        "accepted": "乙",
        "closed": "丙",
        "notified": "丁",
    }
    assert events["received"].payload["note"] == "已报镇民政"
    assert events["notified"].payload["note"] == "同意发放"


@pytest.mark.requirement("R-160", "R-162", "R-163")
def test_the_petition_register(tmp_path: Path) -> None:
    """登记内容包括来访时间、访者姓名、性别、年龄、职业、政治面貌、住址或工作单位，反映的主要问题:
    the fields of a place are declared personal in its pack, and an export shows none of them."""
    fields: dict[str, Any] = {
        name: {"label": label, "sensitivity": "personal"}
        for name, label in (
            ("sex", "性别"),
            ("age", "年龄"),
            ("occupation", "职业"),
            ("party", "政治面貌"),
        )
    }
    fields["issue"] = {"label": "反映的主要问题"}
    pack = sh.load_pack({"id": "x", "division": TOWN, "fields": fields})
    columns = EXAMPLES / "sheets" / "petitions.toml"
    head = "编号,来访时间,访者姓名,性别,年龄,职业,政治面貌,住址或工作单位,反映的主要问题"
    row = "1,2026-10-12 09:00,刀春梅,女,47,教师,群众,柳河村二组,电话13800138000无人接听"
    (found,) = read_cases(text(tmp_path / "a.csv", head, row), columns)
    assert isinstance(found, SheetCase)
    payload = events_of(found)["contacted"].payload
    assert [payload[name] for name in ("sex", "age", "occupation", "party")] == [
        "女",
        "47",
        "教师",
        "群众",
    ]
    registry = sh.Registry.of(pack)
    registry.assess(found.timeline, as_of=at(2026, 11, 1))
    for rules in (registry, None):
        file = tmp_path / "out.csv"
        with file.open("w", encoding="utf-8", newline="") as stream:
            write_events_csv(lambda: [found.timeline], stream, registry=rules)
        written = file.read_text(encoding="utf-8")
        for told in ("刀春梅", "47", "教师", "群众", "柳河村二组", "13800138000"):
            assert told not in written


def test_the_same_column_twice(tmp_path: Path) -> None:
    """Two columns of a place that note one field of one event differently are refused."""
    columns = text(
        tmp_path / "map.toml", "[cases.kin]", 'headings = ["家属"]', 'field = "applicant"'
    )
    file = text(
        tmp_path / "a.csv",
        "办件编号,收件时间,申请人,家属",
        "A1,2026-10-12,甲,乙",
        "A2,2026-10-12,甲,甲",
    )
    wrong, right = read_cases(file, columns)
    assert fault(wrong) == ["SH729"]
    assert isinstance(right, SheetCase)


def test_two_columns_of_one_event(tmp_path: Path) -> None:
    """A file of headings may let two columns say when one event happened, if they agree."""
    columns = EXAMPLES / "sheets" / "first-responder.toml"
    head = "编号,首次接待时间,收件时间"
    file = text(
        tmp_path / "a.csv",
        head,
        "1,2026-10-12 09:00,2026-10-12 09:30",
        "2,2026-10-12 09:00,2026-10-12 09:00",
    )
    wrong, right = read_cases(file, columns)
    assert fault(wrong) == ["SH729"]
    assert isinstance(right, SheetCase)


def test_cases_are_gone_through_once(tmp_path: Path) -> None:
    """A sheet is read while it is gone through; nothing is held."""
    sheet = read_sheet(
        text(tmp_path / "a.csv", "办件编号,收件时间", "A1,2026-10-12"),
        "cases",
        columns=read_columns(),
    )
    assert len(list(cases_from(sheet, division=TOWN))) == 1
    assert list(cases_from(sheet, division=TOWN)) == []
