"""Sheets of events: what is written can be read again, unless personal data are masked."""

import csv
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import servicehall as sh
from servicehall.errors import FaultyDataError
from servicehall.events import Event
from servicehall.interop.sheets import (
    by_reason,
    events_from,
    read_sheet,
    write_events_csv,
)
from servicehall.ledgers import CaseLine, Reject, read_ledger
from servicehall.timeline import Timeline
from tests.sheet_files import TOWN, at, book, text

LEDGER = Path(__file__).parent.parent / "examples" / "ledger.jsonl"
HEAD = "办件编号,属地,事件编号,事件,发生时间"
RECEIVED = f"A1,{TOWN},e1,received,2026-10-12T09:00:00+08:00"


def case(number: str = "A1", **payload: Any) -> Timeline:
    """Return a case that was received and closed."""
    told = {"case": number, "division": TOWN, **payload}
    return Timeline.of(
        [
            Event(id="e1", kind="received", occurred_at=at(2026, 10, 12, 9), payload=told),
            Event(id="e2", kind="closed", occurred_at=at(2026, 10, 13, 9), actor="王芳"),
        ]
    )


def written(*cases: Timeline, registry: sh.Registry | None = None, unmask: bool = True) -> str:
    """Return cases as CSV."""
    stream = io.StringIO()
    write_events_csv(lambda: cases, stream, registry=registry, unmask=unmask)
    return stream.getvalue()


def read(file: Path) -> list[CaseLine | Reject]:
    """Read a sheet of events."""
    return list(events_from(read_sheet(file, "events")))


def read_again(tmp_path: Path, told: str) -> list[CaseLine | Reject]:
    """Read what was written."""
    (tmp_path / "a.csv").write_bytes(told.encode("utf-8-sig"))
    return read(tmp_path / "a.csv")


def fault(found: CaseLine | Reject) -> list[str]:
    """Return the codes of why a row was not taken."""
    assert isinstance(found, Reject), str(found)
    return list(by_reason([found]))


def test_the_example_ledger_comes_back(tmp_path: Path) -> None:
    """All 21 cases of the example ledger are read from their sheet as they were written: with
    corrections, parts, lists and all."""
    cases = [one.timeline for one in read_ledger(LEDGER) if isinstance(one, CaseLine)]
    again = read_again(tmp_path, written(*cases))
    assert len(again) == len(cases) == 21
    for before, after in zip(cases, again, strict=True):
        assert isinstance(after, CaseLine)
        assert after.timeline.recorded == before.recorded


@pytest.mark.parametrize(
    "payload",
    [
        {"note": "=1+1"},
        {"note": "两\n\n行"},
        {"note": "空\n \n行"},
        {"note": " 前后 "},
        {"note": "\r"},
        {"note": ""},
        {"note": '说"好"，再见'},
        {"note": "12"},
        {"note": "5.3E+17"},
        {"note": "#N/A"},
        {"note": '="007"'},
        {"note": "是"},
        {"windows": 2, "urgent": True, "consent": False},
        {"windows": -5},
        {"windows": 530921199001011000},
        {"nothing": None},
        {"missing": ["照片", "户口簿"]},
        {"quantities": {"自用材": "3.5"}},
        {"full（整数）": "x"},
        {"两 字": "x"},
        {"ＡＢ": "x"},
        {"a.b-c": "x"},
    ],
)
def test_payloads_come_back(tmp_path: Path, payload: dict[str, Any]) -> None:
    """Whatever an event notes, of whatever type, is read as it was."""
    before = case(**payload)
    (after,) = read_again(tmp_path, written(before))
    assert isinstance(after, CaseLine), str(after)
    assert after.timeline.recorded == before.recorded


@pytest.mark.parametrize(
    "number",
    [
        *("0012345", "007", "12E5", "2026-10", "1/2", "10:30", "TRUE", "-5", " =1", "  M1 "),
        *('"A1"', '"', "A1/2", "第1\n件"),
    ],
)
@pytest.mark.parametrize("division", [TOWN, f"{TOWN}/east", f" {TOWN}"])
def test_numbers_of_cases_come_back(tmp_path: Path, number: str, division: str) -> None:
    """Whatever a hall calls a case, the sheet of events calls it so; neither a spreadsheet nor the
    reading takes it for a day, a time, another number, or one with fewer blanks."""
    before = case(number, division=division)
    told = written(before)
    (after,) = read_again(tmp_path, told)
    assert isinstance(after, CaseLine), str(after)
    assert (after.case, after.timeline.recorded) == (number, before.recorded)


def test_a_quotation_mark_that_somebody_typed_is_one(tmp_path: Path) -> None:
    """Only what stands between two is read as the writing of the library."""
    row = RECEIVED.replace("A1", '"""A1"')
    file = text(tmp_path / "a.csv", f"{HEAD},内容.case,内容.division", f'{row},"""A1",{TOWN}')
    (found,) = read(file)
    assert found.case == '"A1'


def test_a_number_that_a_spreadsheet_would_convert_has_an_apostrophe() -> None:
    """In the column of case numbers as well as in that of the field."""
    row = written(case("2026-10")).splitlines()[1]
    assert row.startswith(f"'2026-10,{TOWN},")
    assert row.count("'2026-10") == 2


def test_a_very_long_text_comes_back(tmp_path: Path) -> None:
    """Python's reader stops at 131 072 letters; what a ledger holds is read all the same, and the
    next reader finds its limit as it was."""
    most = csv.field_size_limit()
    before = case(note="长" * 200_000)
    (after,) = read_again(tmp_path, written(before))
    assert isinstance(after, CaseLine), str(after)
    assert after.timeline.recorded == before.recorded
    assert csv.field_size_limit() == most


def test_days_of_a_ledger_come_back(tmp_path: Path) -> None:
    """A ledger may hold what happened before the calendar begins, and what is far ahead: the sheet
    that was written of it holds the same. Its heading says what it is."""
    days = (at(1990, 1, 2, 9), at(2091, 1, 2, 9))
    told = {"case": "A1", "division": TOWN}
    events = [Event(id="e1", kind="received", occurred_at=days[0], payload=told)]
    events.append(Event(id="e2", kind="closed", occurred_at=days[1]))
    (tmp_path / "a.csv").write_bytes(written(Timeline.of(events)).encode("utf-8-sig"))
    sheet = read_sheet(tmp_path / "a.csv", "events")
    (after,) = events_from(sheet, as_of=at(2026, 11, 1))
    assert isinstance(after, CaseLine), str(after)
    assert after.timeline.recorded == tuple(events)


def test_decimals_are_written_as_case_files_write_them(tmp_path: Path) -> None:
    """A number with decimals is text in a case file, and so it is here."""
    (after,) = read_again(tmp_path, written(case(amount=Decimal("3.50"))))
    assert isinstance(after, CaseLine)
    assert after.timeline.events[0].payload["amount"] == "3.50"


def test_people_with_strange_names(tmp_path: Path) -> None:
    """Texts of an event that no line can hold stand as JSON, and references too."""
    event = Event(
        id="e1",
        kind="received",
        occurred_at=at(2026, 10, 12, 9),
        recorded_at=at(2026, 10, 13, 9),
        actor=" 王芳 ",
        unit="=1+1",
        refs={"visit": "V1", "a b": "x"},
        payload={"case": "A1"},
    )
    (after,) = read_again(tmp_path, written(Timeline.of([event])))
    assert isinstance(after, CaseLine)
    assert after.timeline.recorded == (event,)


def test_rows_in_any_order(tmp_path: Path) -> None:
    """Somebody sorted the sheet: the rows of a case are found all the same, and the cases come in
    the order in which they begin."""
    head, *rows = written(case("B1"), case("A1")).splitlines()
    told = "\r\n".join([head, rows[3], rows[0], rows[1], rows[2]])
    found = read_again(tmp_path, told)
    assert [(one.number, one.case) for one in found] == [(2, "A1"), (3, "B1")]


def test_a_workbook_of_events(tmp_path: Path) -> None:
    """The same sheet, saved as a workbook, is read too; a column that somebody added is named."""
    rows = [HEAD.split(","), RECEIVED.split(",")]
    rows[0] += ["内容.case", "内容.division", "批注"]
    rows[1] += ["A1", TOWN, "已核"]
    sheet = read_sheet(book(tmp_path / "a.xlsx", rows), "events")
    assert sheet.unknown == ("批注",)
    (found,) = events_from(sheet)
    assert isinstance(found, CaseLine)
    assert found.case == "A1"


# ---- personal data


@pytest.mark.requirement("R-162", "R-163")
def test_personal_data_are_masked(tmp_path: Path) -> None:
    """Declared fields show their first letter, numbers in free text are masked, and what no rule
    knows is masked whole; the heading says so, and such a sheet is no original."""
    told = written(
        case(
            applicant="刀春梅",
            note="电话13800138000",
            matter="高龄津贴",
            kin={"name": "刀小梅", "ages": [47], "alive": True, "none": None},
        ),
        unmask=False,
    )
    for hidden in ("刀春梅", "13800138000", "刀小梅", "47"):
        assert hidden not in told
    assert "刀＊＊" in told
    assert "高龄津贴" in told
    assert told.splitlines()[0].endswith("个人信息只显示首字")
    with pytest.raises(FaultyDataError) as caught:
        read_again(tmp_path, told)
    assert caught.value.problems[0].code == "SH736"


def test_personal_data_in_full() -> None:
    """Asked for expressly, they are written, and the heading says so."""
    told = written(case(applicant="刀春梅"))
    assert "刀春梅" in told
    assert "未作隐去处理" in told.splitlines()[0]


def test_a_place_that_nobody_knows() -> None:
    """A case of no place, or of one that does not exist, is masked by what the nation says."""
    event = Event(
        id="e1",
        kind="received",
        occurred_at=at(2026, 10, 12, 9),
        payload={"case": "A1", "applicant": "刀春梅"},
    )
    told = written(Timeline.of([event]), registry=sh.Registry.of(), unmask=False)
    assert "刀春梅" not in told


def test_a_case_without_payload() -> None:
    """An event that notes nothing has nothing to hide."""
    assert "王芳" in written(case(), unmask=False)


# ---- what is refused


@pytest.mark.parametrize(
    ("head", "row", "codes"),
    [
        ("", "", ["SH725"]),
        (",内容.windows（整数）", ",两", ["SH732"]),
        (",内容.urgent（是否）", ",对", ["SH732"]),
        (",内容.note", ",#N/A", ["SH727"]),
        (",其他（JSON）", ",{", ["SH619"]),
        (",其他（JSON）", ",[]", ["SH619"]),
        (",其他（JSON）", ',"{""payload"": 1}"', ["SH619"]),
        (",经办人", ",5.3E+17", ["SH726"]),
    ],
)
def test_rows_that_cannot_be_taken(tmp_path: Path, head: str, row: str, codes: list[str]) -> None:
    """Each fault has its own code."""
    told = RECEIVED if row else RECEIVED.replace("received", "")
    (found,) = read(text(tmp_path / "a.csv", HEAD + head, told + row))
    assert fault(found) == codes


def test_rows_without_a_case(tmp_path: Path) -> None:
    """A row of no case is refused alone; a row that is none at all, too."""
    file = text(tmp_path / "a.csv", HEAD, RECEIVED.removeprefix("A1"), RECEIVED + ",,x")
    no_case, no_row = read(file)
    assert (fault(no_case), fault(no_row)) == (["SH725"], ["SH730"])


def test_half_a_case_is_no_case(tmp_path: Path) -> None:
    """Where one row is faulty, the others of its case are refused with its number; other cases are
    taken."""
    more = "内容.case,内容.division,内容.windows（整数）"
    file = text(
        tmp_path / "a.csv",
        f"{HEAD},{more}",
        f"{RECEIVED},A1,{TOWN},1",
        f"A1,{TOWN},e2,closed,2026-10-13T09:00:00+08:00,,,两",
        f"{RECEIVED.replace('A1', 'A2')},A2,{TOWN},1",
    )
    faulty, other, fine = read(file)
    assert (fault(faulty), faulty.number) == (["SH732"], 3)
    assert (fault(other), other.number) == (["SH737"], 2)
    assert isinstance(other, Reject)
    assert "第3行" in other.reason
    assert isinstance(fine, CaseLine)


def test_events_that_do_not_go_together(tmp_path: Path) -> None:
    """A closing before the receipt, and a receipt after the closing, are refused; and so is a case
    whose events name another number."""
    more = "内容.case,内容.division"
    file = text(
        tmp_path / "a.csv",
        f"{HEAD},{more}",
        f"{RECEIVED},A1,{TOWN}",
        f"A1,{TOWN},e2,closed,2026-10-11T09:00:00+08:00,,",
        f"{RECEIVED.replace('A1', 'A2')},A3,{TOWN}",
    )
    assert [fault(one) for one in read(file)] == [["SH608"], ["SH608"], ["SH729"]]


def test_a_sheet_without_times(tmp_path: Path) -> None:
    """A sheet without one of its columns is refused at once."""
    with pytest.raises(FaultyDataError) as caught:
        read(text(tmp_path / "a.csv", "办件编号,事件编号,事件", "A1,e1,received"))
    assert caught.value.problems[0].code == "SH725"


def test_a_fault_is_told_of_its_row(tmp_path: Path) -> None:
    """Where an event of a case cannot be, its row says why, and the others of the case say which
    row it is: an instant that is none in row 3, two events of one name in rows 2 and 3."""
    late = f"A1,{TOWN},e2,closed,昨天"
    first, second = read(text(tmp_path / "a.csv", HEAD, RECEIVED, late))
    assert (first.number, fault(first), second.number, fault(second)) == (
        2,
        ["SH737"],
        3,
        ["SH621"],
    )
    assert isinstance(first, Reject)
    assert first.error.facts["row"] == 3
    twice = f"A1,{TOWN},e1,closed,2026-10-13T09:00:00+08:00"
    found = read(text(tmp_path / "b.csv", HEAD, RECEIVED, twice))
    assert sorted(code for one in found for code in fault(one)) == ["SH605", "SH737"]


@pytest.mark.parametrize("day", ["1900-02-28", "1926-10-12", "2003-12-31"])
def test_days_that_cannot_be_meant(tmp_path: Path, day: str) -> None:
    """An event before 2004, the first year of the calendar, is refused under the heading of its
    time, and the other row of the case with it."""
    early = f"{RECEIVED},A1,{TOWN}".replace("2026-10-12", day)
    late = f"A1,{TOWN},e2,explained,2026-10-12T09:00:00+08:00"
    first, second = read(text(tmp_path / "a.csv", f"{HEAD},内容.case,内容.division", early, late))
    assert (fault(first), fault(second)) == (["SH752"], ["SH737"])
    assert f"第2行（A1）：[SH752] 发生时间：日期 {day} 不合情理，应在 2004-01-01 至" in str(first)


def test_days_far_ahead(tmp_path: Path) -> None:
    """An event more than 366 days after the instant of reading is refused, one on that day not:
    366 days after 2026-11-01 is 2027-11-02; without an instant both are taken."""
    for day, taken in (("2027-11-02", True), ("2027-11-03", False)):
        row = f"{RECEIVED},A1,{TOWN}".replace("2026-10-12", day)
        file = text(tmp_path / "a.csv", f"{HEAD},内容.case,内容.division", row)
        (found,) = events_from(read_sheet(file, "events"), as_of=at(2026, 11, 1))
        assert isinstance(found, CaseLine) == taken
        assert isinstance(next(iter(read(file))), CaseLine)


def test_rows_that_name_another_case(tmp_path: Path) -> None:
    """Where the columns of the row and the fields of its event differ, the two are named."""
    head = f"{HEAD},内容.case,内容.division"
    (number,) = read(text(tmp_path / "a.csv", head, f"{RECEIVED},A2,{TOWN}"))
    (place,) = read(text(tmp_path / "b.csv", head, f"{RECEIVED},A1,371302"))
    assert "对同一内容写了两种说法：办件编号, 内容.case，" in str(number)
    assert "对同一内容写了两种说法：属地, 内容.division，" in str(place)
