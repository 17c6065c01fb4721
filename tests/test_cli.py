"""The command line: in Chinese, with the same answers, and refusals that end with status 3."""

import io
import json
import os
import re
import runpy
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import servicehall as sh
from servicehall import cli
from tests.command_line import Result, Run
from tests.places import PLUGINS

testing = pytest.importorskip("typer.testing")
commands = pytest.importorskip("servicehall.cli.commands")

RUNNER = testing.CliRunner()
ENGLISH = re.compile(r"[A-Za-z]{4,}")
PAUSED = ["due", "2026-09-18", "20", "--pause", "2026-09-24:2026-10-12"]

GUANGXI = """\
division = "45"
cite = "自治区政府令第98号"
years = [2017]
published = 2017-02-10

[[days]]
name = "三月三"
rest = [2017-03-30, 2017-03-31, 2017-04-01]
work = [2017-04-08]
"""
NOTICE = """\
id = "2027"
year = 2027
published = 2026-11-06

[[holidays]]
name = "放假"
rest = [
  2027-01-01, 2027-02-05, 2027-02-06, 2027-02-07, 2027-02-08, 2027-04-05, 2027-05-01,
  2027-05-02, 2027-06-09, 2027-09-15, 2027-10-01, 2027-10-02, 2027-10-03,
]
work = [2027-01-16]
"""


@pytest.fixture
def guangxi(tmp_path: Path) -> Path:
    """The file of a local arrangement."""
    file = tmp_path / "guangxi.toml"
    file.write_text(GUANGXI, encoding="utf-8")
    return file


def data(result: Result) -> dict[str, object]:
    """Return what a command printed as JSON."""
    assert result.status == 0
    assert result.errors == ""
    found: dict[str, object] = json.loads(result.output)
    return found


def due(run: Run, *arguments: str) -> object:
    """Return the due day of a deadline."""
    return data(run("due", *arguments, "--json"))["due"]


# ---- due


@pytest.mark.requirement("R-001", "R-004", "R-006")
def test_a_paused_deadline(run: Run) -> None:
    """20 working days from 18 September, paused until 12 October, end on 3 November."""
    # 20 (make-up) to 23 September are 4, 13 to 30 October 14, 2 and 3 November the last.
    result = run(*PAUSED)
    assert result.status == 0
    assert result.errors == ""
    assert result.output.startswith("结论：应于2026年11月3日（星期二）24:00前办结（确定）。")
    assert "国办发明电〔2025〕7号" in result.output
    assert "中止，首尾" in result.output.replace("\n", "") or "中止，不计入" in result.output


def test_the_months_show_the_counted_numbers(run: Run) -> None:
    """Below the explanation the months show each day's number, kind and treatment."""
    months = run(*PAUSED).output.partition("2026年9月 ")[2]
    for title in ("2026年10月", "2026年11月"):
        assert title in months
    assert "20止" in months
    assert "20班" in months
    assert "25假" in months
    for number in range(1, 20):
        assert re.search(rf"(?<!\d){number}(?!\d)", months)
    assert "数字＝第几日" in months
    assert "停＝中止" in months
    assert "班＝调休上班" in months


def test_json_is_the_whole_answer(run: Run) -> None:
    """JSON holds everything that the deadline says, and nothing but JSON is printed."""
    found = data(run(*PAUSED, "--json"))
    cal = sh.mainland()
    answer = sh.deadline(
        date(2026, 9, 18),
        sh.WorkingDays(20),
        cal,
        pauses=[(date(2026, 9, 24), date(2026, 10, 12))],
    )
    assert found["start"] == "2026-09-18"
    assert found["limit"] == "20个工作日"
    assert found["due"] == "2026-11-03"
    assert found["due_at"] == "2026-11-04T00:00:00+08:00"
    assert found["not_before"] is None
    assert found["certainty"] == "certain"
    assert found["window"] is None
    assert found["reason"] == ""
    assert found["rules"] == [str(rule) for rule in answer.trail.rules]
    assert found["calendar"] == {
        "first": "2004-01-01",
        "last": "2026-12-31",
        "known_on": None,
        "overlays": [],
        "estimates": False,
        "fingerprint": cal.fingerprint,
    }
    days = found["days"]
    assert isinstance(days, list)
    assert [day["date"] for day in days] == [s.day.date.isoformat() for s in answer.trail.days]
    assert [day["number"] for day in days if day["number"]] == list(range(1, 21))
    make_up = next(day for day in days if day["date"] == "2026-09-20")
    assert make_up == {
        "date": "2026-09-20",
        "kind": "make_up_workday",
        "is_workday": True,
        "name": "国庆节调休",
        "certainty": "certain",
        "citation": "《国务院办公厅关于2026年部分节假日安排的通知》（国办发明电〔2025〕7号）",
        "link": make_up["link"],
        "note": "",
        "why": "counted",
        "number": 1,
    }
    assert make_up["link"].startswith("https://www.gov.cn/")


def test_json_says_what_was_asked(run: Run, guangxi: Path) -> None:
    """JSON repeats every condition, so that the answer can be computed again from it."""
    plain = data(run("due", "2026-09-18", "3", "--json"))
    asked = ("hours", "pauses", "extensions", "counting_from", "roll", "deemed_receipt", "as_of")
    assert [plain[key] for key in asked] == [None, [], [], "next_day", True, False, None]
    assert plain["day_0"] == "2026-09-18"
    found = data(
        run(
            "due", "2026-09-26", "3", "--hours", "08:00-12:00 14:30-17:30", "--extend", "2",
            "--pause", "2026-09-29:2026-09-30", "--pause", "2026-10-08:", "--as-of", "2026-10-09",
            "--same-day", "--no-roll", "--deemed-receipt", "--overlay", str(guangxi),
            "--estimate", "--json",
        )
    )  # fmt: skip
    assert found["hours"] == "08:00-12:00、14:30-17:30"
    assert found["pauses"] == [["2026-09-29", "2026-09-30"], ["2026-10-08", None]]
    assert found["extensions"] == ["2个工作日"]
    assert found["counting_from"] == "same_day"
    assert (found["roll"], found["deemed_receipt"]) == (False, True)
    assert found["as_of"] == "2026-10-09"
    assert found["day_0"] == "2026-09-28"  # 26 and 27 September rest
    calendar = found["calendar"]
    assert isinstance(calendar, dict)
    assert (calendar["overlays"], calendar["estimates"]) == (["45"], True)


def test_a_backward_roll_has_its_own_marks(run: Run) -> None:
    """Days that a backward period moves past are marked 提, the day it ends on 止."""
    # Two days before Monday 28 September is Saturday 26; 25 is a holiday, 24 a Thursday.
    output = run("due", "2026-09-28", "2", "--unit", "natural", "--before").output
    months = output.partition("2026年9月 ")[2]
    assert "提＝提前" in months
    assert "止" in months.partition("数字＝")[0]
    assert "提" in months.partition("数字＝")[0]
    assert "顺" not in months.partition("数字＝")[0]


@pytest.mark.parametrize("columns", ["1", "30", "37"])
def test_a_narrow_terminal_shows_whole_months(
    run: Run, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    """A month needs 38 columns: on a narrower terminal it is not cut."""
    shown = {}
    for width in (columns, "38"):
        monkeypatch.setenv("COLUMNS", width)
        shown[width] = (run(*PAUSED).output, run("calendar", "2026").output)
    assert shown[columns] == shown["38"]
    assert "20止" in shown[columns][0]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        # Working days after Friday 18 September: 20 (make-up), 21, 22; 25 to 27 rest.
        (["3"], "2026-09-22"),
        (["3", "--unit", "working"], "2026-09-22"),
        (["3个工作日"], "2026-09-22"),
        (["7", "--unit", "natural"], "2026-09-28"),
        (["7", "--unit", "natural", "--no-roll"], "2026-09-25"),
        (["1", "--unit", "week"], "2026-09-28"),
        (["1", "--unit", "month"], "2026-10-19"),
        (["2个月"], "2026-11-18"),
        (["当日"], "2026-09-18"),
        (["3工作日"], "2026-09-22"),
        (["2026-12-01"], "2026-12-01"),
        (["3", "--same-day"], "2026-09-21"),
        (["3", "--extend", "2"], "2026-09-24"),
        (["3", "--extend", "1", "--extend", "1个工作日"], "2026-09-24"),
        (
            ["3", "--pause", "2026-09-21:2026-09-21", "--pause", "2026-09-22:2026-09-22"],
            "2026-09-24",
        ),
        (["2", "--before"], "2026-09-16"),
        (["5", "--unit", "natural", "--before"], "2026-09-11"),  # 13 is a Sunday
    ],
)
def test_limits_units_and_options(run: Run, arguments: list[str], expected: str) -> None:
    """Units, extensions, pauses and the other options mean what they mean in Python."""
    assert due(run, "2026-09-18", *arguments) == expected


@pytest.mark.parametrize(
    ("start", "arguments", "expected"),
    [
        ("2026-09-18T11:45", ["30", "--unit", "office-minute"], "2026-09-18T14:45:00+08:00"),
        ("2026-09-18T11:45", ["30", "--unit", "wall-minute"], "2026-09-18T12:15:00+08:00"),
        ("2026-09-18T03:45+00:00", ["30 office minutes"], "2026-09-18T14:45:00+08:00"),
        ("2026-09-18T18:00", ["当日"], "2026-09-20T17:30:00+08:00"),
        ("2026-09-18T18:00", ["1", "--deemed-receipt"], "2026-09-21T17:30:00+08:00"),
    ],
)
@pytest.mark.requirement("R-011")
def test_instants_and_office_hours(
    run: Run, start: str, arguments: list[str], expected: str
) -> None:
    """A time without a zone is Beijing time; office hours are given as text."""
    hours = ["--hours", "08:00-12:00 14:30-17:30"]
    assert data(run("due", start, *arguments, *hours, "--json"))["due_at"] == expected


def test_minutes_without_days_show_no_months(run: Run) -> None:
    """By the wall clock no day is counted: the explanation stands alone."""
    result = run("due", "2026-09-18T11:45", "30", "--unit", "wall-minute")
    assert result.status == 0
    assert "12:15" in result.output
    assert "数字＝第几日" not in result.output


def test_an_open_pause(run: Run) -> None:
    """With a day of asking an open pause gives an earliest day; without one it is refused."""
    arguments = ["due", "2026-09-18", "5", "--pause", "2026-09-21:"]
    found = data(run(*arguments, "--as-of", "2026-09-23", "--json"))
    # Counted: 20 September, then from the 24th on 24, 28, 29, 30.
    assert (found["due"], found["due_at"], found["not_before"]) == (None, None, "2026-09-30")
    shown = run(*arguments, "--as-of", "2026-09-23")
    assert "不早于2026年9月30日" in shown.output
    refused = run(*arguments)
    assert refused.status == 3
    assert "[SH132]" in refused.errors


def test_an_estimate_has_a_window(run: Run) -> None:
    """With --estimate a deadline in an unpublished year is provisional, without it refused."""
    arguments = ["due", "2026-12-28", "30"]
    found = data(run(*arguments, "--estimate", "--json"))
    assert found["certainty"] == "provisional"
    window = found["window"]
    assert isinstance(window, list)
    assert window[0] <= str(found["due"]) <= window[1]
    assert "放假安排尚未公布" in str(found["reason"])
    assert "（暂定）" in run(*arguments, "--estimate").output
    refused = run(*arguments)
    assert refused.status == 3
    assert "[SH301]" in refused.errors
    assert "--estimate" in refused.errors


@pytest.mark.parametrize(
    ("known_on", "expected"), [("2018-12-05", "2018-12-31"), ("2018-12-06", "2018-12-29")]
)
def test_as_known_on(run: Run, known_on: str, expected: str) -> None:
    """The notice of 6 December 2018 moves the fourth working day from 31 to 29 December."""
    # 26, 27, 28 December, and Monday 31 or the make-up Saturday 29.
    assert due(run, "2018-12-25", "4", "--as-known-on", known_on) == expected
    found = data(run("due", "2018-12-25", "3", "--as-known-on", known_on, "--json"))
    assert found["calendar"]["known_on"] == known_on  # type: ignore[index]  # a table


def test_an_overlay_file(run: Run, guangxi: Path) -> None:
    """A local arrangement is read from a file and changes the days."""
    assert due(run, "2017-03-29", "3") == "2017-04-01"
    assert due(run, "2017-03-29", "3", "--overlay", str(guangxi)) == "2017-04-07"
    shown = run("due", "2017-03-29", "4", "--overlay", str(guangxi))
    assert "8岗" in shown.output
    assert "30地" in shown.output
    assert "自治区政府令第98号" in shown.output


def test_a_notice_file(run: Run, tmp_path: Path) -> None:
    """A notice that does not ship is read from a file and extends the calendar."""
    file = tmp_path / "2027.toml"
    file.write_text(NOTICE, encoding="utf-8")
    # 29, 30, 31 December, 4 to 8, 11 to 15 January, the make-up Saturday 16.
    assert due(run, "2026-12-28", "14", "--notice", str(file)) == "2027-01-16"


# ---- day


def test_a_day_is_explained(run: Run) -> None:
    """2005-12-31 is a make-up workday by 国办发明电〔2005〕35号."""
    result = run("day", "2005-12-31")
    assert result.status == 0
    assert "2005年12月31日（星期六）" in result.output
    assert "调休上班（元旦调休），计为工作日" in result.output
    assert "国办发明电〔2005〕35号" in result.output
    assert "http" in result.output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["2026-09-21"], ["工作日，计为工作日", "《国务院关于职工工作时间的规定》第7条", "确定"]),
        (["2026-09-19"], ["休息日，不计为工作日"]),
        (["2026-10-01"], ["法定节假日（国庆节），不计为工作日"]),
        (["2026-12-30"], ["暂定"]),
        (["2027-10-01", "--estimate"], ["法定节假日（国庆节）", "暂定", "说　　明", "尚未公布"]),
        (["2004-05-08"], ["推定", "未见发文机关原文"]),
        (["2018-12-29", "--as-known-on", "2018-12-05"], ["休息日，不计为工作日"]),
    ],
)
def test_a_day_says_kind_certainty_and_source(
    run: Run, arguments: list[str], words: list[str]
) -> None:
    """A day says what it is, how certain that is, by whom, and what else there is to know."""
    output = run("day", *arguments).output
    assert all(word in output for word in words)


def test_a_day_as_json(run: Run) -> None:
    """A day as JSON has the fields of a Day."""
    found = data(run("day", "2005-12-31", "--json"))
    assert found["kind"] == "make_up_workday"
    assert found["is_workday"] is True
    assert found["name"] == "元旦调休"
    assert set(found) == {
        "date", "kind", "is_workday", "name", "certainty", "citation", "link", "note",
    }  # fmt: skip


# ---- calendar


def test_a_year_shows_its_working_days(run: Run) -> None:
    """2026 has 365 days and 248 working days; 29 to 31 December are provisional."""
    output = run("calendar", "2026").output
    assert "全年365天，工作日248天，休息日117天；其中3天为暂定" in output
    for month in range(1, 13):
        assert f"2026年{month}月" in output
    assert "02-16 至 02-19" in output
    assert "春节调休" in output
    assert "国办发明电〔2025〕7号" in output


@pytest.mark.parametrize(("year", "working"), [("2005", 251), ("2024", 251), ("2025", 248)])
def test_a_past_year_is_certain(run: Run, year: str, working: int) -> None:
    """Published years have the working days that their notices give, and nothing provisional."""
    output = run("calendar", year).output
    assert f"工作日{working}天" in output
    assert "暂定" not in output


def test_a_year_as_json(run: Run) -> None:
    """A year as JSON is a list of its days."""
    result = run("calendar", "2024", "--json")
    days = json.loads(result.output)
    assert len(days) == 366
    assert sum(day["is_workday"] for day in days) == 251
    assert days[0]["date"] == "2024-01-01"


def test_a_year_can_be_estimated(run: Run) -> None:
    """With --estimate a year without a notice is shown, all of it provisional."""
    assert "其中365天为暂定" in run("calendar", "2027", "--estimate").output
    assert run("calendar", "2027").status == 3


# ---- refusals


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["due", "2026-09-18", "15日"], "SH115"),
        (["due", "2026-09-18", "0"], "SH105"),
        (["due", "2026-09-18", "20", "--unit", "days"], "SH112"),
        (["due", "2026-02-30", "20"], "SH150"),
        (["due", "18.9.2026", "20"], "SH150"),
        (["due", "20260918", "20"], "SH150"),
        (["due", "2026-W38-5", "20"], "SH150"),
        (["due", "2026-9-18", "20"], "SH150"),
        (["due", "20260918T15:30", "20"], "SH150"),
        (["due", "", "20"], "SH150"),
        (["due", "2026-09-18", "20270301"], "SH115"),
        (["due", "2026-09-18", "1个工作日s"], "SH115"),
        (["due", "2026-09-18", "20", "--pause", "20260924:2026-10-12"], "SH150"),
        (["due", "2026-09-18", "20", "--as-of", ""], "SH150"),
        (["due", "2026-09-18", "20", "--hours", ""], "SH120"),
        (["due", "2026-09-18", "20", "--as-known-on", ""], "SH150"),
        (["day", "2026-09-18", "--as-known-on", ""], "SH150"),
        (["calendar", "2026", "--as-known-on", ""], "SH150"),
        (["day", "20260918"], "SH150"),
        (["day", "2026-02-30"], "SH150"),
        (["due", "2026-09-18T25:00", "20"], "SH150"),
        (["due", "2026-09-18", "20", "--pause", "2026-09-24"], "SH151"),
        (["due", "2026-09-18", "20", "--pause", "2026-09-24:morgen"], "SH150"),
        (["due", "2026-09-18", "20", "--pause", "2026-09-24:2026-09-23"], "SH131"),
        (["due", "2026-09-18", "20", "--extend", "10个自然日"], "SH138"),
        (["due", "2026-09-18", "30", "--unit", "office-minute"], "SH136"),
        (["due", "2026-09-18T09:00", "30", "--unit", "office-minute"], "SH137"),
        (["due", "2026-09-18T09:00", "当日", "--hours", "8-12"], "SH120"),
        (["due", "2026-09-18", "当日", "--before"], "SH117"),
        (["due", "2026-12-30", "2"], "SH301"),
        (["due", "2003-12-30", "2"], "SH305"),
        (["due", "2026-09-18", "20", "--overlay", "nowhere.toml"], "SH200"),
        (["due", "2026-09-18", "20", "--notice", "nowhere.toml"], "SH200"),
        (["due", "9999-12-31", "1", "--unit", "natural", "--no-roll"], "SH"),
        (["day", "2027-01-01"], "SH301"),
        (["day", "tomorrow"], "SH150"),
        (["day", "2026-09-18", "--as-known-on", "2003-12-01"], "SH304"),
        (["calendar", "2003"], "SH305"),
        (["calendar", "0"], "SH150"),
        (["calendar", "99999"], "SH150"),
        (["calendar", "--", "-5"], "SH150"),
    ],
)
def test_a_question_that_cannot_be_answered_ends_with_status_3(
    run: Run, arguments: list[str], code: str
) -> None:
    """A refusal is a Chinese message of five parts on the error channel, and nothing else."""
    result = run(*arguments)
    assert result.status == 3
    assert result.output == ""
    assert re.match(rf"错误 \[{code}\d*\]: ", result.errors)
    assert "  原因  " in result.errors
    assert "  办法  " in result.errors
    if code != "SH200":  # the headline of a file names it, its problems below have their places
        assert "  何处  " in result.errors
    assert "Traceback" not in result.errors


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["due", "2026-09-18", "5", "--pause", "2026-09-21:"], "--as-of"),
        (["due", "2026-09-18", "30", "--unit", "wall-minute"], "2026-09-18T15:30"),
        (["due", "2026-09-18T09:00", "30", "--unit", "office-minute"], "--hours"),
        (["due", "2026-12-28", "30"], "--estimate"),
    ],
)
def test_a_refusal_names_the_option_that_helps(run: Run, arguments: list[str], word: str) -> None:
    """Who typed the question is told which option to type, not only what to write in Python."""
    assert word in run(*arguments).errors


@pytest.mark.parametrize(
    "arguments",
    [
        ["due"],
        ["due", "2026-09-18"],
        ["due", "2026-09-18", "20", "--nothing"],
        ["calendar", "x"],
        ["do"],
    ],
)
def test_wrong_usage_ends_with_status_2(run: Run, arguments: list[str]) -> None:
    """A missing argument or an unknown option is no refusal but wrong usage."""
    assert run(*arguments).status == 2


# ---- help


def test_without_a_command_there_is_help(run: Run) -> None:
    """Who types nothing is shown the commands."""
    result = run()
    assert "计算到期日" in result.output + result.errors


@pytest.mark.parametrize("command", [[], ["due"], ["day"], ["calendar"]])
def test_help_is_chinese(run: Run, command: list[str]) -> None:
    """What each command and option does is said in Chinese."""
    result = run(*command, "--help")
    assert result.status == 0
    described = [
        line.strip()
        for line in result.output.splitlines()
        if re.match(r"\s+(--[a-z]|due|day|calendar)", line) and "--help" not in line
    ]
    assert described
    assert all(re.search(r"[\u4e00-\u9fff]{2,}", line) for line in described)


# ---- the other doors


def test_the_application_raises_for_other_programs() -> None:
    """Inside another Typer program a refusal is an exception, for that program to show."""
    result = RUNNER.invoke(commands.app, ["day", "2027-01-01"])
    assert isinstance(result.exception, sh.CalendarCoverageError)
    assert RUNNER.invoke(commands.app, ["day", "2005-12-31"]).exit_code == 0


def module(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run ``python -m servicehall`` as a program of its own."""
    return subprocess.run(  # our own module, with the arguments of a test
        [sys.executable, "-W", "error", "-m", "servicehall", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def test_the_module_runs() -> None:
    """``python -m servicehall`` answers like the script."""
    result = module(*PAUSED, "--json")
    assert (result.returncode, result.stderr) == (0, "")
    assert json.loads(result.stdout)["due"] == "2026-11-03"


def test_the_module_refuses_with_status_3() -> None:
    """As a program too, a refusal is Chinese, on the error channel, and ends with status 3."""
    result = module("due", "2026-09-18", "15日")
    assert (result.returncode, result.stdout) == (3, "")
    assert result.stderr.startswith("错误 [SH115]: 看不懂这个期限")


def test_a_terminal_without_chinese_is_no_crash() -> None:
    """Where the terminal cannot show Chinese a question mark stands for each character."""
    result = subprocess.run(  # our own module
        [sys.executable, "-m", "servicehall", "day", "2005-12-31"],
        capture_output=True,
        encoding="latin-1",
        timeout=60,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0"},
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert "2005?12?31?" in result.stdout


def test_a_program_may_catch_what_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the output is no terminal and no file but text in memory, it is written as it is."""
    caught = io.StringIO()
    monkeypatch.setattr(sys, "stdout", caught)
    with pytest.raises(SystemExit) as ended:
        cli.main(["day", "2005-12-31"])
    assert not ended.value.code
    assert "2005年12月31日（星期六）" in caught.getvalue()


def test_the_module_is_the_command_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Running the module runs the command line with the arguments of the process."""
    monkeypatch.setattr(sys, "argv", ["servicehall", "day", "2005-12-31", "--json"])
    with pytest.raises(SystemExit) as caught:
        runpy.run_module("servicehall", run_name="__main__")
    assert caught.value.code == 0
    assert json.loads(capsys.readouterr().out)["is_workday"] is True


def test_importing_the_module_runs_nothing() -> None:
    """Imported, and not run, the module does nothing."""
    assert runpy.run_module("servicehall.__main__", run_name="imported")["__name__"] == "imported"


class Missing:
    """Lets a package be found nowhere."""

    def __init__(self, package: str) -> None:
        self.package = package

    def find_spec(self, name: str, *_: object) -> None:
        """Refuse the package, and leave all others to those who know them."""
        if name == self.package:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


@pytest.mark.parametrize("package", ["typer", "rich"])
def test_without_the_extra_it_is_named(
    run: Run, monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    """Without Typer or Rich the command line says which extra to install."""
    for name in list(sys.modules):
        if name == package or name.startswith(("servicehall.cli.", f"{package}.")):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Missing(package), *sys.meta_path])
    result = run("day", "2005-12-31")
    assert result.status == 3
    assert result.errors.startswith("错误 [SH901]: ")
    assert 'pip install "servicehall[cli]"' in result.errors
    assert f"它需要 {package}" in result.errors


def test_another_missing_module_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    """A module of our own that is missing is a fault, not a missing extra."""
    monkeypatch.setitem(sys.modules, "servicehall.cli.commands", None)
    with pytest.raises(ModuleNotFoundError) as caught:
        cli.main(["day", "2005-12-31"])
    assert not isinstance(caught.value, sh.MissingExtraError)


# ---- installed packages


def test_installed_packages_may_be_asked(run: Run) -> None:
    """--installed adds what packages know; of published years nothing changes."""
    assert due(run, "2026-09-18", "3", "--installed") == "2026-09-22"


def test_disagreements_are_shown(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Days on which packages disagree are named on the error channel before the answer."""
    disagreement = sh.Disagreement(date(2027, 2, 20), "甲称该日上班", "乙称该日休息")
    cal = sh.WorkCalendar(sh.mainland().notices, disagreements=(disagreement,))
    monkeypatch.setattr(commands, "mainland", lambda *_, **__: cal)
    result = run("day", "2026-09-21", "--installed")
    assert result.status == 0
    assert result.errors == "来源不一致，该日不作答：2027-02-20：甲称该日上班；乙称该日休息\n"
    assert "来源不一致" not in result.output


def test_a_place_has_its_own_days(run: Run) -> None:
    """广西 worked on 8 April 2017, a Saturday on which the nation rested."""
    place = ("--division", "45", "--pack", str(PLUGINS / "guangxi/src/servicehall_guangxi"))
    assert "休息日" in run("day", "2017-04-08").output
    assert "地方上班" in run("day", "2017-04-08", *place).output
    assert due(run, "2017-04-07", "1", *place) == "2017-04-08"
    assert due(run, "2017-04-07", "1") == "2017-04-10"
