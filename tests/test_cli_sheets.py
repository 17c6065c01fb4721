"""The commands about sheets, run as the script runs them: import and export."""

import json
import shlex
from pathlib import Path
from typing import Final

import openpyxl
import pytest

import servicehall as sh
from servicehall.ledgers import CaseLine, read_ledger
from tests.command_line import Run
from tests.sheet_files import TOWN, book, text

EXAMPLES: Final = Path(__file__).parent.parent / "examples"
LIUHE: Final = ("--pack", EXAMPLES / "liuhe", "--division", TOWN)
HEAD: Final = "办件编号,事项名称,申请人,收件时间,办结时间"
GOOD: Final = "A1,高龄津贴,刀春梅,2026-10-12,2026-10-19 16:00"
BAD: Final = "A2,高龄津贴,玉罕,26-10-12,联系13800138000"


def test_cases_become_a_ledger(tmp_path: Path, run: Run) -> None:
    """Every row is taken: a ledger, how many, and which cells had no time."""
    sheet, out = text(tmp_path / "a.csv", HEAD, GOOD), tmp_path / "ledger.jsonl"
    result = run("import", "cases", sheet, "--out", out, *LIUHE)
    assert result.status == 0
    assert f"已写出 {out}：采用1件" in result.output
    assert "1个单元格只有日期、没有时间，按09:00记" in result.output
    (found,) = read_ledger(out)
    assert isinstance(found, CaseLine)
    assert found.timeline.matter == "elder-allowance"
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []


def test_times_and_files_of_headings(tmp_path: Path, run: Run) -> None:
    """The time and the headings that the caller names are used."""
    sheet, out = (
        book(tmp_path / "a.xlsx", [["办件编号", "来件"], ["A1", "20261012"]]),
        tmp_path / "o",
    )
    columns = text(tmp_path / "map.toml", "[cases.received]", 'headings = ["来件"]')
    options = ("--columns", columns, "--time", "08:30", "--sheet", "办件", *LIUHE)
    assert run("import", "cases", sheet, "--out", out, *options).status == 0
    timed = text(tmp_path / "t.csv", "办件编号,收件时间", "A1,2026-10-12 09:00")
    assert "--time" not in run("import", "cases", timed, "--out", tmp_path / "q", *LIUHE).output
    assert json.loads(out.read_text(encoding="utf-8"))["events"][0]["occurred_at"].startswith(
        "2026-10-12T08:30"
    )
    wrong = run("import", "cases", sheet, "--out", tmp_path / "p", "--time", "九点", *LIUHE)
    assert (wrong.status, "--time" in wrong.errors) == (2, True)


def test_rows_that_were_not_taken_are_shown(tmp_path: Path, run: Run) -> None:
    """They are counted by reason and shown, numbers of telephones masked; repeated rows and unknown
    headings are told; the status is 1."""
    sheet = text(tmp_path / "a.csv", f"{HEAD},血型", GOOD, GOOD, f"{BAD},O")
    result = run("import", "cases", sheet, "--out", tmp_path / "o", *LIUHE)
    assert result.status == 1
    assert "重复1行，内容相同，只计一次" in result.output
    assert "不认得的表头：血型；没有采用" in result.output
    assert "未采用1行（SH728 1行）" in result.output
    assert "第4行（A2）：[SH728] 收件时间" in result.output
    assert "13800138000" not in result.output


def test_rows_that_were_not_taken_are_written(tmp_path: Path, run: Run) -> None:
    """They go to a file with the reason, can be mended there, and are then taken."""
    sheet, rejects = text(tmp_path / "a.csv", HEAD, GOOD, BAD), tmp_path / "rejects.csv"
    options = ("--rejects", rejects, *LIUHE)
    result = run("import", "cases", sheet, "--out", tmp_path / "o", *options)
    assert result.status == 1
    assert "含有个人信息原文" in result.output
    told = rejects.read_text(encoding="utf-8-sig")
    assert "未采用原因" in told
    mended = told.replace("26-10-12", "2026-10-12").replace("联系13800138000", "20261019")
    rejects.write_text(mended, encoding="utf-8-sig")
    again = run("import", "cases", rejects, "--out", tmp_path / "p", *LIUHE)
    assert again.status == 0
    assert "采用1件" in again.output


def test_nothing_is_written_where_nothing_is_taken(tmp_path: Path, run: Run) -> None:
    """No ledger comes of faulty rows alone, nor of none; the rows are shown, twenty at most."""
    out = tmp_path / "o"
    many = text(tmp_path / "a.csv", HEAD, *[BAD.replace("A2", f"B{n}") for n in range(25)])
    result = run("import", "cases", many, "--out", out, *LIUHE)
    assert (result.status, out.exists()) == (1, False)
    assert "一行也没有采用" in result.output
    assert "另有5行" in result.output
    none = run("import", "cases", text(tmp_path / "b.csv", HEAD), "--out", out, *LIUHE)
    assert (none.status, out.exists()) == (1, False)


def test_files_are_not_overwritten(tmp_path: Path, run: Run) -> None:
    """A file that is there stays, unless --force is given; nothing is begun before."""
    sheet, out = text(tmp_path / "a.csv", HEAD, GOOD), tmp_path / "o"
    out.write_text("alt", encoding="utf-8")
    refused = run("import", "cases", sheet, "--out", out, *LIUHE)
    assert (refused.status, out.read_text(encoding="utf-8")) == (3, "alt")
    assert "SH738" in refused.errors
    rejects = run("import", "cases", sheet, "--out", tmp_path / "p", "--rejects", out, *LIUHE)
    assert (rejects.status, (tmp_path / "p").exists()) == (3, False)
    assert run("import", "cases", sheet, "--out", out, "--force", *LIUHE).status == 0
    nowhere = run("import", "cases", sheet, "--out", tmp_path / "x" / "o", *LIUHE)
    assert (nowhere.status, "SH625" in nowhere.errors) == (3, True)


@pytest.mark.parametrize("force", [(), ("--force",)])
def test_files_are_kept_apart(tmp_path: Path, run: Run, force: tuple[str, ...]) -> None:
    """One name for the ledger and the rejects, or that of the sheet for either, is refused before
    anything is written, also with --force and by another way to the same file."""
    sheet, out = text(tmp_path / "a.csv", HEAD, GOOD, BAD), tmp_path / "o"
    before = sheet.read_bytes()
    again = tmp_path / "x" / ".." / "a.csv"
    (tmp_path / "x").mkdir()
    for options in (
        ("--out", out, "--rejects", out),
        ("--out", again),
        ("--out", out, "--rejects", sheet),
    ):
        result = run("import", "cases", sheet, *options, *force, *LIUHE)
        assert (result.status, out.exists(), sheet.read_bytes()) == (3, False, before)


def test_sheets_that_were_not_read_are_named(tmp_path: Path, run: Run) -> None:
    """The summary names the other sheets of a workbook, whether rows were refused or not."""
    made = openpyxl.Workbook()
    for title, row in (("一月", GOOD), ("二月", BAD)):
        sheet = made.create_sheet(title)
        sheet.append(HEAD.split(","))
        sheet.append(row.split(","))
    made.save(tmp_path / "a.xlsx")
    for title, others, status in (("一月", "Sheet、二月", 0), ("二月", "Sheet、一月", 1)):
        options = ("--out", tmp_path / title, "--sheet", title, *LIUHE)
        result = run("import", "cases", tmp_path / "a.xlsx", *options)
        assert result.status == status
        assert f"没有读取的工作表：{others}；用 --sheet 指定" in result.output


def test_rejects_that_nobody_mended(tmp_path: Path, run: Run) -> None:
    """Whatever was refused is refused again when the rejects are read as they are."""
    head = [*HEAD.split(","), "证件号码"]
    rows = [
        head,
        ["A1", "高龄津贴", "甲", "2026-10-12", "", 530921199001011239],
        ["A2", "高龄津贴", "=B2", "2026-10-12"],
        ["A3", "高龄津贴", "乙", "2026-10-12", "", "", "多出"],
        ["A4", "高龄津贴", "丙", "2026-10-12"],
    ]
    first, second = tmp_path / "1.csv", tmp_path / "2.csv"
    sheet = book(tmp_path / "a.xlsx", rows)
    result = run("import", "cases", sheet, "--out", tmp_path / "o", "--rejects", first, *LIUHE)
    assert "未采用3行" in result.output
    result = run("import", "cases", first, "--out", tmp_path / "p", "--rejects", second, *LIUHE)
    assert "一行也没有采用" in result.output
    assert "未采用3行" in result.output
    told = first.read_text(encoding="utf-8-sig")
    assert "E+17" in told.splitlines()[1]
    assert "[SH726] 证件号码：数字已失真" in told.splitlines()[1]


def test_the_ledger_goes_out_and_comes_back(tmp_path: Path, run: Run) -> None:
    """The example ledger, exported in full and read again, is as it was; masked, it is refused."""
    ledger, sheet, out = EXAMPLES / "ledger.jsonl", tmp_path / "a.csv", tmp_path / "o"
    packs = ("--pack", EXAMPLES / "liuhe")
    result = run("export", "csv", ledger, "--out", sheet, "--unmask", *packs)
    assert result.status == 0
    assert "136个事件；未作隐去处理" in result.output
    assert sheet.read_bytes().startswith("\ufeff办件编号".encode())
    assert run("import", "events", sheet, "--out", out).status == 0
    before, after = (list(read_ledger(file)) for file in (ledger, out))
    assert [one.timeline.recorded for one in after if isinstance(one, CaseLine)] == [
        one.timeline.recorded for one in before if isinstance(one, CaseLine)
    ]
    masked = run("export", "csv", ledger, "--out", sheet, "--force", *packs)
    assert "个人信息只显示首字" in masked.output
    assert "刀春梅" not in sheet.read_text(encoding="utf-8-sig")
    refused = run("import", "events", sheet, "--out", tmp_path / "p")
    assert (refused.status, "SH736" in refused.errors) == (3, True)


def test_a_ledger_with_a_faulty_line(tmp_path: Path, run: Run) -> None:
    """What can be read is exported; the faulty line is told, and the status is 1."""
    ledger = tmp_path / "ledger.jsonl"
    good = (EXAMPLES / "ledger.jsonl").read_text(encoding="utf-8").splitlines()[0]
    ledger.write_text(f"{good}\n{good}\n{{\n", encoding="utf-8")
    result = run("export", "csv", ledger, "--out", tmp_path / "a.csv")
    assert result.status == 1
    assert "台账中有1行未采用" in result.output
    assert "第3行" in result.output


def test_matters_become_a_pack(tmp_path: Path, run: Run) -> None:
    """With a name the file is a whole pack, which pack check takes; without, a further file."""
    sheet, out = (
        text(tmp_path / "a.csv", "事项名称,承诺时限,数量", "高龄津贴,5个工作日,不限"),
        tmp_path / "m.toml",
    )
    options = ("--division", TOWN, "--cite", "《柳河镇清单》")
    result = run("import", "matters", sheet, "--out", out, "--id", "liuhe-list", *options)
    assert result.status == 0
    assert "采用1个事项" in result.output
    assert "不认得的表头：数量；原样写入备注" in result.output
    assert sh.read_pack(out).title == "liuhe-list"
    assert run("pack", "check", out).status == 0
    assert run("import", "matters", sheet, "--out", out, "--force", *options).status == 0
    assert out.read_text(encoding="utf-8").startswith("[[matters]]")


def test_the_way_from_a_sheet_to_a_pack(tmp_path: Path, run: Run) -> None:
    """The output says what to do next, and it works as printed: a whole pack is checked as a file,
    a further file with the folder in which it stands; one without such a folder lacks a head."""
    sheet = text(tmp_path / "a.csv", "事项名称,承诺时限", "高龄津贴,5个工作日", "养老,5")
    command = ("import", "matters", sheet, "--division", TOWN, "--cite", "《柳河镇清单》")
    alone = run(*command, "--out", tmp_path / "m.toml")
    assert alone.status == 1
    assert "没有规则包的表头，不能单独使用：放进有 pack.toml 的规则包文件夹" in alone.output
    assert "加 --id 名称" in alone.output
    folder = tmp_path / "my pack"
    folder.mkdir()
    whole = run(*command, "--out", folder / "pack.toml", "--id", "town-list")
    first = _printed(whole.output)
    assert first == ["servicehall", "pack", "check", str(folder / "pack.toml")]
    assert run(*first[1:]).status == 0
    text(folder / "pack.toml", 'id = "town"', 'title = "柳河镇"', f'division = "{TOWN}"')
    second = _printed(run(*command, "--out", folder / "matters.toml").output)
    assert second == ["servicehall", "pack", "check", str(folder)]
    checked = run(*second[1:])
    assert (checked.status, "事项1" in checked.output) == (0, True)


def _printed(output: str) -> list[str]:
    """Return the command that was printed, as a shell takes it."""
    (line,) = (one for one in output.splitlines() if one.startswith("下一步"))
    return shlex.split(line.partition("：")[2])


@pytest.mark.parametrize("command", [("import",), ("export",), ("import", "cases")])
def test_help(run: Run, command: tuple[str, ...]) -> None:
    """Each command explains itself in Chinese."""
    assert "导" in run(*command, "--help").output


# ---- what the screen shows

NAME: Final = "欧阳桂芳"
EVENT_HEAD: Final = (
    "办件编号,属地,事件编号,事件,发生时间,内容.windows（整数）,内容.x（是否）,其他（JSON）"
)
EVENT: Final = f"E1,{TOWN},e1,received,2026-10-12T09:00:00+08:00,1,是,"


def wrong_cells(head: str, good: str) -> list[tuple[str, str]]:
    """Return rows of which each has the name in another column, with the heading of that."""
    cells = good.split(",")
    rows = [
        (heading, ",".join([*cells[:number], NAME, *cells[number + 1 :]]))
        for number, heading in enumerate(head.split(","))
    ]
    return [*rows, *[(heading, row.replace(NAME, f"{NAME};{NAME}")) for heading, row in rows]]


CASE_HEAD: Final = (
    "办件编号,属地,事项编码,收件时间,办结时间,办理期限,办理期限单位,办理结果,"
    "需补正材料,补正告知时间"
)
CASE: Final = (
    f"A1,{TOWN},elder-allowance,2026-10-12 09:00,2026-10-19 16:00,5,工作日,准予,"
    "照片,2026-10-12 10:00"
)
MATTER_HEAD: Final = (
    "实施编码,事项名称,事项类型,服务对象,承诺时限,承诺时限单位,法定时限,法定时限单位,是否收费,"
    "到现场次数,收费标准,来源"
)
MATTER: Final = "0101,高龄津贴,公共服务,自然人,5,工作日,20,工作日,否,1,,《清单》"


@pytest.mark.requirement("R-072")
@pytest.mark.parametrize(
    ("kind", "head", "good", "options"),
    [
        ("cases", CASE_HEAD, CASE, LIUHE),
        ("events", EVENT_HEAD, EVENT, ()),
        ("matters", MATTER_HEAD, MATTER, ("--division", TOWN)),
    ],
)
def test_a_name_in_a_wrong_column_is_not_shown(
    tmp_path: Path, run: Run, kind: str, head: str, good: str, options: tuple[object, ...]
) -> None:
    """Whatever column somebody's name stands in by mistake, the screen shows its first letter only;
    the number of the row and the column stay; the file of rejects has the name; --unmask shows it,
    and the output says which. A row may also be taken: of a title or a person any text is."""
    for heading, row in wrong_cells(head, good):
        sheet, out = text(tmp_path / "a.csv", head, good, row), tmp_path / "o"
        command = ("import", kind, sheet, "--out", out, "--force", *options)
        masked = run(*command)
        shown = masked.output + masked.errors
        assert NAME not in shown, (heading, shown)
        if masked.status == 0:
            continue
        assert "第3行" in shown, shown
        assert "个人信息只显示首字；要看原文，加 --unmask" in shown
        in_full = run(*command, "--unmask")
        assert "未作隐去处理" in in_full.output
        assert (NAME in in_full.output) == ("欧＊" in shown), (heading, in_full.output, shown)
        rejects = tmp_path / "r.csv"
        run(*command, "--rejects", rejects)
        assert NAME in rejects.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("26-10-12", "26-10-12"),
        ("10月18", "10月18"),
        ("0883-2121234", "0＊＊"),
        ("212 1234", "2＊＊"),
        ("13800138000", "1＊＊"),
        ("2026-02-30 09:00", "2026-02-30 09:00"),
        ("刀春梅", "刀＊＊"),
    ],
)
def test_figures_are_shown(tmp_path: Path, run: Run, cell: str, shown: str) -> None:
    """What can only be a figure or a day stays readable; digits that may be the number of a
    telephone do not, nor does anything with letters."""
    sheet = text(tmp_path / "a.csv", HEAD, GOOD, f"A2,高龄津贴,,{cell},")
    result = run("import", "cases", sheet, "--out", tmp_path / "o", *LIUHE)
    assert f"第3行（A2）：[SH728] 收件时间：不是确定的日期：{shown}" in result.output
    if "＊" in shown:
        assert cell not in result.output


def test_a_sheet_without_heading_shows_no_names(tmp_path: Path, run: Run) -> None:
    """Where no heading is found, the first cells are told, masked unless asked for; a fault in
    which nothing is quoted says nothing of masking."""
    sheet = text(tmp_path / "a.csv", f"A1,{NAME},2026-10-12")
    command = ("import", "cases", sheet, "--out", tmp_path / "o", *LIUHE)
    masked, in_full = run(*command), run(*command, "--unmask")
    assert (masked.status, "SH724" in masked.errors, NAME in masked.errors) == (3, True, False)
    assert "个人信息只显示首字" in masked.errors
    assert NAME in in_full.errors
    two = book(tmp_path / "a.xlsx", [[NAME, "2026-10-12"]], title="一月")
    made = openpyxl.load_workbook(two)
    made.create_sheet("二月")
    made.save(two)
    assert "其他工作表（用 --sheet 指定）：二月" in run(*command[:2], two, *command[3:]).errors
    page = text(tmp_path / "c.xls", f"<html><td>{NAME}</td></html>")
    other = run(*command[:2], page, *command[3:])
    assert ("而是网页" in other.errors, "首字" in other.errors) == (True, False)
    missing = text(tmp_path / "b.csv", "事项名称,收件时间", "高龄津贴,2026-10-12")
    plain = run("import", "cases", missing, "--out", tmp_path / "o", *LIUHE)
    assert ("SH725" in plain.errors, "首字" in plain.errors) == (True, False)


def test_a_faulty_line_of_a_ledger_shows_no_names(tmp_path: Path, run: Run) -> None:
    """Of a ledger that is exported, lines that are refused are shown masked as well."""
    ledger = tmp_path / "ledger.jsonl"
    event = {"id": "e1", "kind": "received", "occurred_at": NAME, "payload": {"case": "A1"}}
    lines = [json.dumps({"format": 1, "events": [event]}, ensure_ascii=False)] * 21
    ledger.write_text("\n".join(lines), encoding="utf-8")
    command = ("export", "csv", ledger, "--out", tmp_path / "a.csv", "--force")
    masked, in_full = run(*command), run(*command, "--unmask")
    assert (NAME in masked.output, "events[1] e1：occurred_at" in masked.output) == (False, True)
    assert "另有1行\n" in masked.output
    assert NAME in in_full.output


def test_what_no_rule_knows_is_told(tmp_path: Path, run: Run) -> None:
    """A column that the rules do not know refuses its rows at once, not when they are assessed; the
    words of the rules stay readable where a value does not fit them."""
    columns = text(
        tmp_path / "map.toml",
        *("[cases.blood]", 'headings = ["血型"]', 'field = "blood"'),
        *("[cases.sort]", 'headings = ["类别"]', 'words = { "乙" = { windows = "two" } }'),
    )
    sheet = text(tmp_path / "a.csv", f"{HEAD},血型,类别", f"{GOOD},O,", f"{GOOD},,乙")
    options = ("--columns", columns, *LIUHE)
    result = run("import", "cases", sheet, "--out", tmp_path / "o", *options)
    assert result.status == 1
    assert "第2行（A1）：[SH751] 血型：规则中没有 blood 这一项，用 --pack" in result.output
    assert "类别：涉及窗口（windows）的取值类型不对" in result.output


@pytest.mark.parametrize(
    ("case", "shown"),
    [
        ("JTA202600012", "JTA202600012"),
        ("2026-0001/3", "2026-0001/3"),
        ("0883-2121234", "0＊＊＊＊＊＊＊＊＊＊＊"),
        ("13800138000", "1＊＊＊＊＊＊＊＊＊＊"),
        ("zhangguifang1", "z＊＊＊＊＊＊＊＊＊＊＊＊"),
    ],
)
def test_numbers_of_cases_are_shown(tmp_path: Path, run: Run, case: str, shown: str) -> None:
    """The number of a case beside the row stays readable, unless it looks like something else: a
    telephone, or somebody's name."""
    sheet = text(tmp_path / "a.csv", HEAD, f"{case},高龄津贴,,昨天,")
    result = run("import", "cases", sheet, "--out", tmp_path / "o", *LIUHE)
    assert f"第2行（{shown}）：[SH728]" in result.output
