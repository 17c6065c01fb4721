"""Sheets: whatever program wrote a file, each row is taken as it is meant, or refused with why.

Serial numbers of days: 2000-01-01 is 36526 in the count from 1900. From there to 2026-01-01 are
26 years of 365 days and 7 leap days (2000 to 2024), 9497; to 18 September 260 more: 46283. The
count from 1904 is 1462 less, 44821.
"""

import csv
import io
import sys
import zipfile
from datetime import time, timedelta
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from servicehall.errors import (
    DataError,
    FaultyDataError,
    InputValueError,
    MissingExtraError,
    ServiceHallError,
)
from servicehall.interop.sheets import (
    Row,
    read_columns,
    read_sheet,
    write_csv,
    write_rejects,
)
from servicehall.interop.sheets.cells import (
    Number,
    Spoilt,
    guard,
    read_text_cell,
    said,
    shown_cell,
    unguard,
)
from servicehall.interop.sheets.days import Moment, placed, read_moment
from servicehall.interop.sheets.textfiles import Record, joined, read_csv, split
from servicehall.interop.sheets.values import read_limit, texts_of
from servicehall.ledgers import Reject
from tests.sheet_files import at, book, naive, text

HEAD = "办件编号,申请人,收件时间"
UNITS = read_columns().units


def rows_of(file: Path, **more: str) -> list[Row | Reject]:
    """Read the rows of a sheet of cases."""
    return list(read_sheet(file, "cases", **more).rows)  # type: ignore[arg-type]


def first(file: Path, name: str) -> str:
    """Return what the first row says in a column."""
    (row,) = rows_of(file)
    assert isinstance(row, Row)
    return said(row.cell(name))


# ---- text files


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("sign", [",", "\t", ";"])
def test_encodings_and_delimiters(tmp_path: Path, encoding: str, sign: str) -> None:
    """Text is read in any encoding, and whatever stands between the cells."""
    lines = [HEAD.replace(",", sign), f"A1{sign}刀春梅{sign}2026-09-18"]
    file = text(tmp_path / "a.csv", *lines, encoding=encoding)
    assert first(file, "applicant") == "刀春梅"


def test_two_encodings_in_one_file(tmp_path: Path) -> None:
    """Rows that two programs added, one in UTF-8 and one in GB18030, are both read."""
    file = tmp_path / "a.csv"
    file.write_bytes(
        f"{HEAD}\nA1,刀春梅,2026-09-18\n".encode() + "A2,玉罕,2026-09-18\n".encode("gb18030")
    )
    rows = rows_of(file)
    assert [said(row.cell("applicant")) for row in rows if isinstance(row, Row)] == [
        "刀春梅",
        "玉罕",
    ]


def test_a_row_that_is_no_text(tmp_path: Path) -> None:
    """A row of no encoding is refused with its number; the next one is read."""
    file = tmp_path / "a.csv"
    file.write_bytes(f"{HEAD}\n".encode() + b"A1,\xff\xff\xff,x\n" + "A2,玉罕,x\n".encode())
    reject, row = rows_of(file)
    assert isinstance(reject, Reject)
    assert (reject.number, reject.error.code) == (2, "SH631")
    assert isinstance(row, Row)
    assert row.number == 3


def test_titles_above_the_heading(tmp_path: Path) -> None:
    """A title line and an empty one above the heading do no harm; rows keep the numbers of the
    spreadsheet, and empty ones are left out."""
    file = text(
        tmp_path / "a.csv", "便民服务大厅办件台账,,", ",,", HEAD, "A1,甲,x", ",,", "A2,乙,x"
    )
    assert [row.number for row in rows_of(file)] == [4, 6]


def test_a_faulty_row_above_the_heading_is_told(tmp_path: Path) -> None:
    """What stands above the heading and is no row is refused, too."""
    file = tmp_path / "a.csv"
    file.write_bytes(b"\xff\xff\xff\n" + f"{HEAD}\nA1,x,y\n".encode())
    assert [type(row).__name__ for row in rows_of(file)] == ["Reject", "Row"]


def test_text_of_several_lines(tmp_path: Path) -> None:
    """A cell in quotation marks may have several lines, also an empty one; a quotation mark inside
    is written twice."""
    file = text(tmp_path / "a.csv", HEAD, 'A1,"甲', "", '说""乙""",2026-09-18', "A2,丙,x")
    row, after = rows_of(file)
    assert isinstance(row, Row)
    assert said(row.cell("applicant")) == '甲\n\n说"乙"'
    assert (row.number, after.number) == (2, 5)


def test_a_quotation_mark_that_never_closes(tmp_path: Path) -> None:
    """It spoils its own row and no other: the file was cut off, or somebody mistyped."""
    file = text(tmp_path / "a.csv", HEAD, 'A1,"甲,x', "A2,乙,x", "A3,丙,x")
    reject, *rows = rows_of(file)
    assert isinstance(reject, Reject)
    assert reject.error.code == "SH730"
    assert reject.text == 'A1,"甲,x'
    assert [row.number for row in rows] == [3, 4]


def test_a_quotation_mark_swallows_no_long_file(tmp_path: Path) -> None:
    """Two stray marks far apart are two faulty rows, and what lies between them is read."""
    lines = [f"A{number},甲,x" for number in range(300)]
    file = text(tmp_path / "a.csv", HEAD, 'B1,"甲,x', *lines, 'B2,"甲,x')
    found = rows_of(file)
    assert [one.number for one in found if isinstance(one, Reject)] == [2, 303]
    assert len(found) == 302


def test_marks_in_wrong_places(tmp_path: Path) -> None:
    """Quotation marks that close in the middle of a cell cannot be understood."""
    (reject,) = rows_of(text(tmp_path / "a.csv", HEAD, 'A1,"甲"乙,x'))
    assert isinstance(reject, Reject)
    assert reject.error.code == "SH730"


def test_more_cells_than_headings(tmp_path: Path) -> None:
    """A comma inside a name moves all that follows: such a row is refused; empty cells at the end
    are not."""
    moved, fine = rows_of(text(tmp_path / "a.csv", HEAD, "A1,甲,乙,2026-09-18", "A2,甲,x,,"))
    assert isinstance(moved, Reject)
    assert moved.error.code == "SH730"
    assert "4 > 3" in moved.reason
    assert isinstance(fine, Row)


def test_headings_that_are_not_known(tmp_path: Path) -> None:
    """They are named, also with what stands under them; those left out on purpose are not."""
    file = text(tmp_path / "a.csv", f"序号,{HEAD},血型", "1,A1,甲,x,O", "2,A2,乙,x,")
    sheet = read_sheet(file, "cases")
    assert sheet.unknown == ("血型",)
    row, other = sheet.rows
    assert isinstance(row, Row)
    assert row.unnamed == {"血型": "O"}
    assert isinstance(other, Row)
    assert other.unnamed == {}


def test_no_heading(tmp_path: Path) -> None:
    """A file without two known headings is refused, and shows what was found."""
    for content in (["甲,乙", "1,2"], []):
        with pytest.raises(FaultyDataError) as caught:
            read_sheet(text(tmp_path / "a.csv", *content), "cases")
        (problem,) = caught.value.problems
        assert problem.code == "SH724"
        assert "办件编号" in problem.part("fix", "zh")


def test_a_text_file_has_one_sheet(tmp_path: Path) -> None:
    """To ask a text file for a sheet by name is a mistake."""
    with pytest.raises(InputValueError, match="SH723"):
        read_sheet(text(tmp_path / "a.csv", HEAD), "cases", sheet="一月")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """It is refused as such."""
    with pytest.raises(FaultyDataError) as caught:
        read_sheet(tmp_path / "a.csv", "cases")
    assert caught.value.problems[0].code == "SH201"


# ---- formula injection


@pytest.mark.parametrize(
    "value",
    [
        "=HYPERLINK(1)",
        "+1",
        "-1+1",
        "-x",
        "@SUM(A1)",
        "\tx",
        "＝1",
        "＠x",
        "'=1",
        "#N/A",
        "530921199001011239",
        "0012345",
        "-007",
        "12E5",
    ],
)
def test_formulas_are_guarded(value: str) -> None:
    """What a spreadsheet would compute or round gets an apostrophe, which reading takes away:
    the signs are those of OWASP, CSV Injection, also in full width."""
    stream = io.StringIO()
    assert write_csv([["名称"], [value]], stream) == 2
    written = next(csv.reader([stream.getvalue().split("\r\n", 1)[1]]))[0]
    assert written == f"'{value}"
    assert read_text_cell(written) == unguard(written) == value


@pytest.mark.parametrize("value", ["-1", "-10.5%", "0.25", "高龄津贴", "A-1"])
def test_plain_numbers_and_texts_stay_as_they_are(value: str) -> None:
    """A rate below zero is a number, and no formula."""
    stream = io.StringIO()
    write_csv([[value]], stream)
    assert stream.getvalue() == f"{value}\r\n"
    assert unguard(value) == value


@pytest.mark.parametrize("value", ["高龄津贴", "'s", "", "12", "A-1", "2026-09-18"])
def test_other_texts_stay(value: str) -> None:
    """What no spreadsheet would touch is written as it is."""
    assert guard(value) == unguard(value) == value
    assert read_text_cell(value) == value


@pytest.mark.parametrize(
    "value",
    [
        *("2026-10", "10-12", "1/2", "2026/10/12", "2026-10-12 10:30", "10月12日", "2026年10月"),
        *("10:30", "10：30", "9:05:30", "9:30 PM", "MAR1", "1-Oct-26", "may 2026"),
        *("1 1/2", "TRUE", "false", "1.50", ".5", "12.", "1,234", "(5)", "¥5", "5.0%", "'10:30"),
    ],
)
def test_what_a_spreadsheet_would_convert_can_be_kept(value: str) -> None:
    """Days, times, fractions, yes and no, and numbers that are shown otherwise than written: Excel
    keeps none of them as text. As a rule a day is meant as one; exactly, each gets an apostrophe,
    which reading takes away."""
    stream = io.StringIO()
    write_csv([[value]], stream, exact=True)
    (written,) = next(csv.reader([stream.getvalue()]))
    assert written == f"'{value}"
    assert read_text_cell(written) == value
    assert read_text_cell(guard(value)) == value


@pytest.mark.parametrize("value", ["-1", "0.25", "12", "0", "高龄津贴", "A-1", "2026年", "M1", ""])
def test_what_a_spreadsheet_keeps_needs_no_apostrophe(value: str) -> None:
    """Plain numbers, and texts that are neither day nor time."""
    assert guard(value, exact=True) == value


def test_a_quoted_formula() -> None:
    """Some programs keep leading zeros by a formula: ="007" is the text 007."""
    assert read_text_cell('="007"') == "007"


def test_empty_cells_and_broken_signs() -> None:
    """None is an empty cell; a sign that is no text is written as its number."""
    stream = io.StringIO()
    write_csv([["a", None, "\ud800"]], stream)
    assert stream.getvalue() == "a,,\\ud800\r\n"


# ---- what spreadsheets spoil


@pytest.mark.parametrize("value", ["5.30921E+17", "530921199001011000"])
def test_rounded_numbers_of_text_files(value: str) -> None:
    """A spreadsheet keeps fifteen digits: what it wrote of an identity card is refused; with an
    apostrophe the same digits are meant."""
    assert read_text_cell(value) == Spoilt("SH726", value)
    with pytest.raises(DataError, match="SH726"):
        said(read_text_cell(value))
    assert read_text_cell(f"'{value}") == value


def test_errors_of_text_files() -> None:
    """#N/A says that something is missing, not that it is called so."""
    with pytest.raises(DataError, match="SH727"):
        said(read_text_cell("#N/A"))


def test_rejects_stay_what_they_were(tmp_path: Path) -> None:
    """Rows that were not taken are written with their cells, number and reason; a rounded number
    must not pass for a sound one when they are read again, nor a formula for a text."""
    cells = ("A1", Spoilt("SH726", "5.3E+17"), Spoilt("SH727", "=A1"), "=1+1")
    reject = Reject(4, DataError("SH726", value="5.3E+17"), joined(cells))
    broken = Reject(5, DataError("SH730", reason="x", reason_zh="x"), 'A2,"甲')
    long = Reject(6, DataError("SH730", reason="x", reason_zh="x"), "1,2,3,4,5")
    file = tmp_path / "rejects.csv"
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        headings = ("办件编号", "证件号码", "申请人", "备注")
        assert write_rejects(headings, [reject, broken, long], stream) == 3
    top, *rows = file.read_text(encoding="utf-8-sig").splitlines()
    assert top == "办件编号,证件号码,申请人,备注,原行号,未采用原因"
    assert rows[0].startswith("A1,5.3E+17,#N/A,'=1+1,4,[SH726] 数字已失真：5.3E+17，")
    assert rows[1].startswith('"A2,""甲",#N/A,#N/A,#N/A,5,[SH730] ')
    assert rows[2].startswith("1,2,3,4,5,6,[SH730] ")
    again = read_sheet(file, "cases")
    assert again.unknown == ()
    row = next(again.rows)
    assert isinstance(row, Row)
    assert said(row.cell("note")) == "=1+1"
    with pytest.raises(DataError, match="SH726"):
        said(row.cell("id_number"))
    with pytest.raises(DataError, match="SH727"):
        said(row.cell("applicant"))
    *_, moved = again.rows
    assert isinstance(moved, Reject)
    assert moved.error.code == "SH730"


@pytest.mark.parametrize(
    ("kept", "written"),
    [
        (Spoilt("SH726", "530921199001011239"), "5.30921199001011239E+17"),
        (Spoilt("SH726", "1234567890123456"), "1.234567890123456E+15"),
        (Spoilt("SH726", "530921199001011000"), "530921199001011000"),
        (Spoilt("SH726", "1e-07"), "#N/A"),
        (Spoilt("SH726", "-1234567890123456"), "#N/A"),
        (Spoilt("SH727", "=B2"), "#N/A"),
        (Spoilt("SH727", "#CALC!"), "#N/A"),
        (Spoilt("SH727", "#REF!"), "#REF!"),
    ],
)
def test_what_is_spoilt_stays_spoilt(kept: Spoilt, written: str) -> None:
    """A rounded number is written with its power of ten, and what has no value as #N/A: neither is
    read again as if somebody had mended it."""
    assert joined([kept]) == written
    assert isinstance(read_text_cell(written), Spoilt)


def test_rows_of_no_encoding_stay_refused(tmp_path: Path) -> None:
    """Of a row that is text in no encoding, the cells that cannot be read have no value; the others
    stand as they were."""
    file = tmp_path / "a.csv"
    file.write_bytes(f"{HEAD}\n".encode() + b"A1,\xff\xff\xff,2026-09-18\n")
    (reject,) = rows_of(file)
    assert isinstance(reject, Reject)
    stream = io.StringIO()
    write_rejects(HEAD.split(","), [reject], stream)
    row = stream.getvalue().splitlines()[1]
    assert row.startswith("A1,#N/A,2026-09-18,2,[SH631] ")


# ---- files that are cut off


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_last_row_that_is_cut_off(tmp_path: Path, encoding: str) -> None:
    """A file that ends within a row, without the end of the line and with fewer cells than
    headings, was not copied whole: that row is refused, and refused again in the rejects file; with
    a line end, or all cells, it is a row like others."""
    file = tmp_path / "a.csv"
    lines = f"{HEAD},\nA1,甲\nA2,乙,2026-09-18\nA3,丙"
    file.write_bytes(lines.encode(encoding))
    *whole, cut = rows_of(file)
    assert [type(one) for one in whole] == [Row, Row]
    assert isinstance(cut, Reject)
    assert (cut.number, cut.error.code, cut.text) == (4, "SH730", "A3,丙")
    assert "文件到这里中断，单元格少于表头（2 < 3）" in cut.reason
    stream = io.StringIO()
    write_rejects(HEAD.split(","), [cut], stream)
    assert stream.getvalue().splitlines()[1].startswith("A3,丙,#N/A,4,[SH730] ")
    for ending in ("\n", "\r\n", ",2026-09-18"):
        file.write_bytes((lines + ending).encode(encoding))
        assert [type(one) for one in rows_of(file)] == [Row, Row, Row]


def test_a_sheet_in_utf_16_that_ends_within_a_letter(tmp_path: Path) -> None:
    """Its whole rows are taken; only the last, of which half a letter is missing, is refused."""
    file = tmp_path / "a.csv"
    file.write_bytes(f"{HEAD}\nA1,甲,2026-09-18\nA2,乙,2026-09-18".encode("utf-16")[:-1])
    whole, cut = rows_of(file)
    assert isinstance(whole, Row)
    assert isinstance(cut, Reject)
    assert (cut.number, cut.error.code) == (3, "SH632")


def test_a_file_of_one_letter(tmp_path: Path) -> None:
    """The shortest file has one row, which has no line end."""
    file = tmp_path / "a.csv"
    file.write_bytes(b"a")
    (record,) = read_csv(file)
    assert isinstance(record, Record)
    assert (record.cells, record.is_unended) == (("a",), True)


# ---- workbooks


def test_cells_of_a_workbook(tmp_path: Path) -> None:
    """Texts, whole numbers, days, times, numbers with decimals and yes or no are read as shown."""
    row = ["A1", 12, naive(2026, 9, 18, 9, 30), time(9, 30), 1.5, True, 46283, None, False]
    row.append(timedelta(hours=30))
    file = book(tmp_path / "a.xlsx", [HEAD.split(",") + list("abcdefg"), row])
    (record,) = rows_of(file)
    assert isinstance(record, Row)
    assert record.named["received"] == (("收件时间", naive(2026, 9, 18, 9, 30)),)
    assert said(record.cell("applicant")) == "12"
    assert record.unnamed == {
        "a": time(9, 30),
        "b": Number("1.5"),
        "c": "是",
        "d": Number("46283", naive(2026, 9, 18)),
        "f": "否",
        "g": "30:00:00",
    }
    assert record.text == "A1,12,2026-09-18 09:30:00,09:30:00,1.5,是,46283,,否,30:00:00"
    assert shown_cell(time(9, 30)) == "09:30:00"


@pytest.mark.parametrize(
    ("duration", "shown"),
    [
        (timedelta(hours=8, minutes=5), "8:05:00"),
        (timedelta(hours=24), "24:00:00"),
        (timedelta(hours=-1), "-1 day, 23:00:00"),
    ],
)
def test_durations_are_read_as_a_spreadsheet_shows_them(
    tmp_path: Path, duration: timedelta, shown: str
) -> None:
    """[h]:mm:ss; what lies before zero is no time, and stays what nobody takes for one."""
    file = book(tmp_path / "a.xlsx", [[*HEAD.split(","), "a"], ["A1", "甲", "x", duration]])
    (record,) = rows_of(file)
    assert isinstance(record, Row)
    assert shown in {*record.unnamed.values(), *(cell for ((_, cell),) in record.named.values())}


def test_text_by_its_name_and_workbook_by_its_content(tmp_path: Path) -> None:
    """A workbook that is called .csv is a workbook."""
    assert first(book(tmp_path / "a.csv", [HEAD.split(","), ["A1", "甲", "x"]]), "case") == "A1"


def test_workbooks_need_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without openpyxl the message names the extra."""
    file = book(tmp_path / "a.xlsx", [HEAD.split(",")])
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(MissingExtraError, match="sheets") as caught:
        rows_of(file)
    assert caught.value.code == "SH901"


def test_sheets_by_name(tmp_path: Path) -> None:
    """A sheet is chosen by its name; a name that is not there is refused with those that are."""
    file = book(tmp_path / "a.xlsx", [HEAD.split(","), ["A1", "甲", "x"]], title="一月")
    assert len(rows_of(file, sheet="一月")) == 1
    with pytest.raises(InputValueError) as caught:
        rows_of(file, sheet="二月")
    assert "一月" in caught.value.why


def test_sheets_that_are_not_read(tmp_path: Path) -> None:
    """The other sheets of a workbook are named, and where the one that was read has no heading, the
    message names them and how to ask for one; a text file has no others."""
    made = openpyxl.Workbook()
    made.worksheets[0].title = "说明"
    made.worksheets[0].append(["填表说明"])
    for title in ("一月", "二月"):
        sheet = made.create_sheet(title)
        sheet.append(HEAD.split(","))
        sheet.append(["A1", "甲", "x"])
    made.save(tmp_path / "a.xlsx")
    january = read_sheet(tmp_path / "a.xlsx", "cases", sheet="一月")
    assert (january.others, len(list(january.rows))) == (("说明", "二月"), 1)
    with pytest.raises(FaultyDataError) as caught:
        read_sheet(tmp_path / "a.xlsx", "cases")
    (problem,) = caught.value.problems
    assert problem.code == "SH724"
    assert "（用 --sheet 指定）：一月, 二月" in problem.part("fix", "zh")
    assert read_sheet(text(tmp_path / "a.csv", HEAD), "cases").others == ()


def test_numbers_that_a_workbook_rounded(tmp_path: Path) -> None:
    """A number of eighteen digits in a cell that is no text has lost three of them."""
    head = ["办件编号", "证件号码"]
    file = book(tmp_path / "a.xlsx", [head, ["A1", 530921199001011239], ["A2", 5.3e300]])
    for row in rows_of(file):
        assert isinstance(row, Row)
        with pytest.raises(DataError, match="SH726"):
            said(row.cell("id_number"))


def test_errors_and_formulas_without_value(tmp_path: Path) -> None:
    """#N/A, and a formula that no program has computed yet, are no values."""
    file = book(tmp_path / "a.xlsx", [["办件编号", "申请人"], ["A1", "#N/A"], ["A2", "=B2"]])
    for row in rows_of(file):
        assert isinstance(row, Row)
        with pytest.raises(DataError, match="SH727"):
            said(row.cell("applicant"))


def test_formulas_with_value(tmp_path: Path) -> None:
    """A formula counts as what the program that saved it had computed."""
    file = book(tmp_path / "a.xlsx", [["办件编号", "申请人"], ["A1", "=1+1"]])
    part = "xl/worksheets/sheet1.xml"
    computed = tmp_path / "b.xlsx"
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(computed, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace(b"<v />", b"<v>2</v>") if name == part else data)
    assert first(computed, "applicant") == "2"


def test_days_counted_from_1904(tmp_path: Path) -> None:
    """A workbook of an old Macintosh counts from 1904: 44821 is 2026-09-18 there."""
    file = book(
        tmp_path / "a.xlsx", [HEAD.split(","), ["A1", "甲", 44821]], epoch=CALENDAR_MAC_1904
    )
    (row,) = rows_of(file)
    assert isinstance(row, Row)
    assert read_moment(row.cell("received")).at == at(2026, 9, 18)


def test_empty_rows_and_merged_titles(tmp_path: Path) -> None:
    """A merged title, empty rows between and hundreds at the end are passed over."""
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet["A1"] = "办件台账"
    sheet.merge_cells("A1:C1")
    for column, heading in zip("ABC", HEAD.split(","), strict=True):
        sheet[f"{column}3"] = heading
    sheet["A5"] = "A1"
    sheet["C700"].number_format = "@"
    made.save(tmp_path / "a.xlsx")
    assert [row.number for row in rows_of(tmp_path / "a.xlsx")] == [5]


@pytest.mark.parametrize(
    ("begin", "name"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Excel"),
        (b"\xef\xbb\xbf\n<html><table>", "网页"),
        (b'<?xml version="1.0"?><Workbook>', "XML 表格"),
    ],
)
def test_other_kinds_of_file(tmp_path: Path, begin: bytes, name: str) -> None:
    """Old and encrypted workbooks, and web pages called .xls, are refused with the remedy."""
    file = tmp_path / "a.xls"
    file.write_bytes(begin + bytes(200))
    with pytest.raises(FaultyDataError) as caught:
        read_sheet(file, "cases")
    (problem,) = caught.value.problems
    assert problem.code == "SH721"
    assert name in problem.part("what", "zh")
    assert "另存为 .xlsx" in problem.part("fix", "zh")


@pytest.mark.parametrize(
    ("part", "name"), [("xl/workbook.bin", ".xlsb"), ("mimetype", "OpenDocument"), ("a", "压缩")]
)
def test_other_archives(tmp_path: Path, part: str, name: str) -> None:
    """Binary workbooks, OpenDocument sheets and other archives are told apart and refused."""
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr(part, "x")
    with pytest.raises(FaultyDataError) as caught:
        read_sheet(tmp_path / "a.xlsx", "cases")
    assert name in caught.value.in_chinese()


def test_a_workbook_that_is_cut_off(tmp_path: Path) -> None:
    """Half a workbook is damaged, and so is one with parts that cannot be read."""
    whole = book(tmp_path / "a.xlsx", [HEAD.split(","), ["A1", "甲", "x"]])
    (tmp_path / "half.xlsx").write_bytes(whole.read_bytes()[:2000])
    for name, part in (("b.xlsx", "xl/workbook.xml"), ("c.xlsx", "xl/worksheets/sheet1.xml")):
        with zipfile.ZipFile(whole) as old, zipfile.ZipFile(tmp_path / name, "w") as new:
            for one in old.namelist():
                new.writestr(one, old.read(one)[:300] if one == part else old.read(one))
    for name in ("half.xlsx", "b.xlsx", "c.xlsx"):
        with pytest.raises(FaultyDataError) as caught:
            rows_of(tmp_path / name)
        assert caught.value.problems[0].code == "SH722"


# ---- days


@pytest.mark.parametrize(
    "written",
    [
        "2026-09-18",
        "2026-9-18",
        "2026/9/18",
        "2026.09.18",
        "2026年9月18日",
        "２０２６年９月１８日",
        "20260918",
        " 2026-09-18 ",
        naive(2026, 9, 18),
        Number("46283", naive(2026, 9, 18)),
        Number("20260918"),
    ],
)
def test_days_without_time(written: str) -> None:
    """The ways in which halls write a day; a workbook does not tell midnight from no time."""
    assert read_moment(written) == Moment(at(2026, 9, 18), has_time=False)


@pytest.mark.parametrize(
    ("written", "hour", "minute", "second"),
    [
        ("2026-09-18 9:30", 9, 30, 0),
        ("2026/9/18 09:30:15", 9, 30, 15),
        ("2026-09-18T09:30:15.123", 9, 30, 15),
        ("2026年9月18日 15时30分", 15, 30, 0),
        ("2026年9月18日15点", 15, 0, 0),
        ("2026-09-18 下午3:30", 15, 30, 0),
        ("2026-09-18 下午15:30", 15, 30, 0),
        ("2026-09-18 上午9:30", 9, 30, 0),
        ("202609180930", 9, 30, 0),
        ("20260918093015", 9, 30, 15),
        ("2026-09-18T01:30:00Z", 9, 30, 0),
        ("2026-09-18T01:30Z", 9, 30, 0),
        ("2026-09-18 09:30:00+08:00", 9, 30, 0),
        ("2026-09-18 09:30+0800", 9, 30, 0),
        ("2026-09-17T17:30-08:00", 9, 30, 0),
        ("2026-09-17 17:30:00-08:00", 9, 30, 0),
        (naive(2026, 9, 18, 9, 30), 9, 30, 0),
    ],
)
def test_days_with_time(written: str, hour: int, minute: int, second: int) -> None:
    """Times are of Beijing, unless a zone is written."""
    assert read_moment(written) == Moment(at(2026, 9, 18, hour, minute, second), has_time=True)


def test_midnight_at_the_end_of_a_day() -> None:
    """24:00 of a day is 00:00 of the next (民法典第203条)."""
    assert read_moment("2026-09-18 24:00") == Moment(at(2026, 9, 19), has_time=True)


@pytest.mark.parametrize(
    "written",
    [
        "26-09-18",
        "9/18/2026",
        "18/09/2026",
        "2026-02-30",
        "2026-9.18",
        "46283",
        "1900-02-29",
        "0026-09-18",
        "2026-09-18 25:00",
        "2026-09-18 上午12:00",
        "昨天",
        "2026-09-14 17:30-08:00",
        "2026-09-14 08:00-12:00",
        "2026-09-14 08:00 -12:00",
        "2026-09-14 8点-12:00",
        "2026-09-14 08:00至12:00",
        time(9, 30),
        Number("60"),
        naive(1899, 12, 31),
    ],
)
def test_days_that_are_doubtful(written: str) -> None:
    """Years of two digits, foreign order, days that never were, a number of days without the
    workbook that counts them, a time alone, a range of hours, which is no time zone: none is
    guessed."""
    with pytest.raises(DataError, match="SH728"):
        read_moment(written)


def test_seconds_that_floating_point_leaves(tmp_path: Path) -> None:
    """46283.3958333 is 9:30 to the second."""
    file = book(tmp_path / "a.xlsx", [HEAD.split(","), ["A1", "甲", 46283.3958333]])
    (row,) = rows_of(file)
    assert isinstance(row, Row)
    assert read_moment(row.cell("received")).at == at(2026, 9, 18, 9, 30)


def test_a_time_is_supposed_that_contradicts_no_other() -> None:
    """A receipt at 15:30 and a closing of that day without time: it was not closed at 9:00. An
    acceptance at 8:40 and a receipt without time: it was received by then. On another day the time
    asked for counts."""
    day = Moment(at(2026, 9, 18), has_time=False)
    known = {"received": Moment(at(2026, 9, 18, 15, 30), has_time=True), "closed": day}
    assert placed(known, time(9))["closed"] == at(2026, 9, 18, 15, 30)
    known = {"received": day, "accepted": Moment(at(2026, 9, 18, 8, 40), has_time=True)}
    assert placed(known, time(9))["received"] == at(2026, 9, 18, 8, 40)
    known = {"received": Moment(at(2026, 9, 17, 15, 30), has_time=True), "closed": day}
    assert placed(known, time(9, 15))["closed"] == at(2026, 9, 18, 9, 15)


# ---- limits and lists


@pytest.mark.parametrize(
    ("cell", "unit", "limit"),
    [
        ("20", "工作日", "20个工作日"),
        ("20", "1", "20个工作日"),
        ("20", "W", "20个工作日"),
        ("15", "N", "15个自然日"),
        ("15", "自然日", "15个自然日"),
        ("２０个工作日", "", "20个工作日"),
        ("20个工作日以内", "工作日", "20个工作日"),
        ("20天", "工作日", "20个工作日"),
        ("2个月", "", "2个月"),
        ("3.0", "工作日", "3个工作日"),
        ("0", "", "same day"),
        ("即办", "", "same day"),
        ("当场办结", "工作日", "same day"),
        ("1周", "", "1周"),
        ("same day", "", "same day"),
    ],
)
def test_limits(cell: str, unit: str, limit: str) -> None:
    """A figure has the unit that is written in the cell or beside it; 1 and W are the codes of the
    service platform for working days, 2 and N for natural ones. Zero, of any unit, is at once."""
    assert read_limit(cell, unit, UNITS) == limit


@pytest.mark.parametrize("cell", ["无", "/", "—"])
def test_no_limit(cell: str) -> None:
    """Cells that say that there is none."""
    assert read_limit(cell, "", UNITS) is None


@pytest.mark.parametrize(
    ("cell", "unit", "code"),
    [
        ("20", "", "SH731"),
        ("20天", "", "SH731"),
        ("20日", "天", "SH731"),
        ("20", "光年", "SH731"),
        ("20个工作日", "自然日", "SH729"),
        ("尽快", "", "SH115"),
        ("999999", "工作日", "SH105"),
        ("10.5", "工作日", "SH754"),
        ("0.5个工作日", "", "SH754"),
        ("1.50", "月", "SH754"),
    ],
)
def test_limits_that_cannot_be_told(cell: str, unit: str, code: str) -> None:
    """Units are stored, never inferred from a number; two that differ are not chosen from; days and
    months are counted whole."""
    with pytest.raises(ServiceHallError, match=code):
        read_limit(cell, unit, UNITS)


def test_lists() -> None:
    """Lists stand in lines, or with 、 or ；, numbered or not; a figure in a word is no number."""
    assert texts_of("1.身份证；2、户口簿\n3）2寸照片") == ["身份证", "户口簿", "2寸照片"]
    assert texts_of("身份证") == ["身份证"]


# ---- files of headings


def test_headings_of_a_place(tmp_path: Path) -> None:
    """A place adds headings to known columns, columns of its own, units, and what it leaves out."""
    file = text(
        tmp_path / "map.toml",
        'skip = ["血型"]',
        "[units]",
        '"旬" = "个自然日"',
        "[cases.received]",
        'headings = ["来件时间"]',
        "[cases.sex]",
        'headings = ["性别"]',
        'field = "sex"',
        "personal = true",
    )
    known = read_columns(file)
    named = known.named("cases")
    assert named["来件时间"] is named["收件时间"]
    assert named["来件时间"].events == ("received",)
    assert named["性别"].field == "sex"
    assert "血型" in known.skip
    assert known.units["旬"] == "个自然日"
    assert "来件时间" not in read_columns().named("cases")


def test_a_heading_that_is_no_longer_left_out(tmp_path: Path) -> None:
    """序号 is left out, unless a place says what stands there; a later file may leave it out."""
    given = text(tmp_path / "a.toml", "[cases.case]", 'headings = ["序号"]')
    left_out = text(tmp_path / "b.toml", 'skip = ["序号"]')
    assert "序号" in read_columns().skip
    assert "序号" not in read_columns(given).skip
    assert "序号" in read_columns(given, left_out).skip


def test_states_of_a_place(tmp_path: Path) -> None:
    """A place adds words that need a time, or exclude one, to those that are known."""
    file = text(
        tmp_path / "map.toml",
        "[cases.outcome]",
        'needs = { "结案" = ["closed"] }',
        'excludes = { "挂起" = ["closed"] }',
    )
    outcome = read_columns(file).kinds["cases"]["outcome"]
    assert outcome.needs["结案"] == outcome.excludes["挂起"] == ("closed",)
    assert {"办结", "中止"} < set(outcome.needs)


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["[cases.a]", 'headings = ["b"]', 'events = ["recieved"]'], "SH217"),
        (["[cases.a]", 'headings = ["b"]', 'needs = { "x" = ["recieved"] }'], "SH217"),
        (["[cases.a]", 'headings = ["b"]', 'excludes = { "x" = ["recieved"] }'], "SH217"),
        (["[cases.a]", 'headings = ["b"]', 'type = "number"'], "SH217"),
        (["[cases.a]", 'headings = ["b"]', 'attribute = "place"'], "SH217"),
        (["[cases.a]", 'headings = ["收件时间"]'], "SH432"),
        (["[cases.a]", 'heading = ["b"]'], "SH204"),
        (["[forms.a]"], "SH204"),
    ],
)
def test_faults_of_a_file_of_headings(tmp_path: Path, lines: list[str], code: str) -> None:
    """Misspelt words, and headings that already say something else, are refused."""
    with pytest.raises(FaultyDataError) as caught:
        read_columns(text(tmp_path / "map.toml", *lines))
    assert [problem.code for problem in caught.value.problems] == [code]


def test_split_and_read_csv(tmp_path: Path) -> None:
    """A row is split as it was joined; cells that stand empty make no row."""
    assert split(joined(["甲", 'a"b', "c,d"])) == ["甲", 'a"b', "c,d"]
    assert list(read_csv(text(tmp_path / "a.csv", ",,", '""'))) == []
