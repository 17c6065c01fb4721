"""The commands rounds and roster: what counts for nobody, and what is no finding, is told."""

import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.command_line import Run

HALL = ("371302996", "examples/hall/town.toml")
SEPTEMBER = ("--from", "2026-09-14", "--to", "2026-09-15")


def ask(run: Run, command: str, file: Path, *options: object) -> tuple[int, str, str]:
    """Return what a command answers of the made-up town: status, output, and what it tells."""
    town, pack = HALL
    found = run(command, town, file, *SEPTEMBER, "--pack", pack, *options)
    return found.status, found.output, found.errors


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    return tmp_path / "hall.csv"


@pytest.fixture
def staff(tmp_path: Path) -> Path:
    file = tmp_path / "staff.csv"
    file.write_text("姓名,角色\n赵某,窗口人员\n李镇长,镇领导\n", encoding="utf-8")
    return file


HEADING = "日期,时间,事项,姓名,首日,末日,半天\n"


def test_a_clerk_on_duty_as_leader_does_not_count(run: Run, sheet: Path, staff: Path) -> None:
    """Nor does a row without a name; both are told."""
    sheet.write_text(HEADING + "2026-09-14,,带班,赵某,,,\n2026-09-15,,带班,,,,\n", encoding="utf-8")
    status, output, told = ask(run, "roster", sheet, "--staff", staff)
    assert (status, "✗ 没有安排2次" in output) == (1, True)
    assert told == (
        "每个工作日有一位镇领导：“赵某”、“（未写姓名）”当天不在“镇领导”名单上，没有计入\n"
    )


def test_without_a_list_nobody_knows_who_is_a_leader(run: Run, sheet: Path) -> None:
    sheet.write_text(
        HEADING + "2026-09-14,,带班,赵某,,,\n2026-09-15,,带班,赵某,,,\n", encoding="utf-8"
    )
    status, _, told = ask(run, "roster", sheet, "--duty", "leader.daily")
    assert status == 0
    assert told == "每个工作日有一位镇领导：没有“镇领导”的名单，没有核对是不是其中的人\n"


def test_who_is_down_on_a_day_of_leave_is_told(run: Run, sheet: Path, staff: Path) -> None:
    """A whole day, and half of one: who is on duty for a day is so for both halves."""
    sheet.write_text(
        HEADING
        + "2026-09-14,,带班,李镇长,,,\n2026-09-15,,带班,李镇长,,,\n"
        + "2026-09-10,,准假,李镇长,2026-09-14,,\n2026-09-10,,准假,李镇长,2026-09-15,,上午\n",
        encoding="utf-8",
    )
    options = ("--staff", staff, "--duty", "leader.daily")
    status, output, told = ask(run, "roster", sheet, *options)
    assert (status, "准假" in output) == (0, False)
    assert told.splitlines() == [
        "每个工作日有一位镇领导：安排了李镇长，但2026年9月14日已对其准假",
        "每个工作日有一位镇领导：安排了李镇长，但2026年9月15日已对其准假",
    ]


def test_leave_of_a_name_on_no_list_is_told(run: Run, sheet: Path, staff: Path) -> None:
    sheet.write_text(HEADING + "2026-09-10,,准假,赵谋,2026-09-14,,\n", encoding="utf-8")
    _, _, told = ask(run, "rounds", sheet, "--staff", staff, "--duty", "sign-in")
    assert "准假的“赵谋”不在名单上，没有人因此免责" in told


def test_a_period_that_runs_on_is_not_yet_planned(run: Run, sheet: Path, tmp_path: Path) -> None:
    """Half a month, of which the roster has two days: the status is that of what is open."""
    more = Path(HALL[1]).read_text(encoding="utf-8") + (
        '[[duties]]\nid = "chief"\ntitle = "每半月有主要领导坐班"\nevery = "half-month"\n'
        'who = "town_leader"\nmust = "leader.on-duty"\ncite = "《制度》六"\n'
    )
    pack = tmp_path / "town.toml"
    pack.write_text(more, encoding="utf-8")
    sheet.write_text(HEADING, encoding="utf-8")
    days = ("--from", "2026-09-18", "--to", "2026-09-18", "--pack", pack, "--duty", "chief")
    found = run("roster", HALL[0], sheet, *days)
    assert found.status == 3
    assert "▷ 还没有安排，周期未完1次" in found.output
    late = run("rounds", HALL[0], sheet, *days, "--as-of", "2026-10-01")
    assert late.output.startswith("没有一个周期在这段时间内到期")
    running = run("rounds", HALL[0], sheet, *days, "--as-of", "2026-09-19")
    assert (running.status, "▷ 未到期1次" in running.output) == (0, True)
    before = run("roster", HALL[0], sheet, *days[:4], *days[4:6], "--duty", "leader.daily")
    assert "✗ 没有安排1次" in before.output


def test_what_is_no_finding_is_told(run: Run, sheet: Path, tmp_path: Path) -> None:
    """One finding; a duty without a kind of breach; one that two could have done; one undecided."""
    pack = tmp_path / "town.toml"
    text = Path(HALL[1]).read_text(encoding="utf-8")
    text = text.replace(
        'when = { signed = false, leave_granted = false }\nthen = "away',
        ('when = { signed = false, leave_granted = false, minutes_late = ">= 5" }\nthen = "away'),
    )
    text += (
        '[[duties]]\nid = "plain"\ntitle = "没有写违反的种类"\nevery = "Mon"\nwho = "clerk"\n'
        'must = "leader.on-duty"\ncite = "《制度》六"\n'
    )
    pack.write_text(text, encoding="utf-8")
    staff = tmp_path / "staff.csv"
    staff.write_text("姓名,角色\n赵某,窗口人员\n李镇长,镇领导\n王镇长,镇领导\n", encoding="utf-8")
    sheet.write_text(HEADING + "2026-09-14,08:10,签到,赵某,,,\n", encoding="utf-8")
    written = tmp_path / "found.jsonl"
    duties = [one for name in ("sign-in", "leader.daily", "plain") for one in ("--duty", name)]
    found = run(
        "rounds", HALL[0], sheet, "--from", "2026-09-14", "--to", "2026-09-15", "--pack", pack,
        "--staff", staff, "--as-of", "2026-09-16", "--findings", written, *duties,
    )  # fmt: skip
    assert [json.loads(line)["breach"] for line in written.read_text("utf-8").splitlines()] == [
        "late"
    ]
    told = found.errors.splitlines()
    assert told[0] == f"写成认定1个：{written}"
    assert set(told[1:4]) == {
        "没有写成认定的2次：每个工作日有一位镇领导，没有写明由谁一个人负责",
        "没有写成认定的1次：没有写违反的种类，规则没有写明违反的种类（breach）",
        "没有写成认定的1次：上午上班签到，认定所需的情况不明",
    }


def test_why_nothing_can_be_said_stands_in_the_data(run: Run, sheet: Path, tmp_path: Path) -> None:
    pack = tmp_path / "town.toml"
    text = Path(HALL[1]).read_text(encoding="utf-8")
    begin = text.index("[[hours]]")
    pack.write_text(text[:begin] + text[text.index("[[", begin + 1) :], encoding="utf-8")
    sheet.write_text(HEADING, encoding="utf-8")
    days = ("--from", "2026-09-14", "--to", "2026-09-14", "--pack", pack, "--duty", "watch")
    found = run("rounds", HALL[0], sheet, *days, "--as-of", "2026-09-16", "--json")
    (one,) = json.loads(found.output)
    assert (found.status, one["reason"], one["bearers"], one["unended"]) == (
        3,
        "没有规定当天的办公时间",
        [],
        [],
    )


def test_a_roster_may_stand_in_a_workbook_under_other_headings(run: Run, tmp_path: Path) -> None:
    """The sheet is named, and the headings are explained; the sheet that is not read is told."""
    book = Workbook()
    book.active.title = "说明"
    plan = book.create_sheet("九月")
    for row in (["带班日期", "事项", "姓名"], ["2026-09-14", "带班", "李镇长"]):
        plan.append(row)
    file = tmp_path / "plan.xlsx"
    book.save(file)
    columns = tmp_path / "columns.toml"
    columns.write_text('[hall.day]\nheadings = ["带班日期"]\n', encoding="utf-8")
    options = ("--sheet", "九月", "--columns", columns, "--duty", "leader.daily")
    status, output, told = ask(run, "roster", file, *options)
    assert (status, "已安排1次，✗ 没有安排1次" in output) == (1, True)
    assert "plan.xlsx 没有读取的工作表：说明" in told


def test_a_roster_of_days_on_which_nothing_is_due(run: Run, sheet: Path) -> None:
    sheet.write_text(HEADING, encoding="utf-8")
    days = ("--from", "2026-09-19", "--to", "2026-09-19", "--pack", HALL[1])
    found = run("roster", HALL[0], sheet, *days, "--duty", "leader.daily")
    assert found.status == 0
    assert found.output.startswith("没有一个周期涉及这段时间，没有什么可以核对\n")


def test_what_no_rule_says_is_no_finding(run: Run, sheet: Path, tmp_path: Path) -> None:
    """Without the row on lateness, nobody has said what ten minutes too late are."""
    text = Path(HALL[1]).read_text(encoding="utf-8")
    begin = text.index('[[rows]]\ntable = "attendance"\nid = "qinghe.late"')
    pack = tmp_path / "town.toml"
    pack.write_text(text[:begin] + text[text.index("[[rows]]", begin + 1) :], encoding="utf-8")
    staff = tmp_path / "staff.csv"
    staff.write_text("姓名,角色\n赵某,窗口人员\n", encoding="utf-8")
    sheet.write_text(HEADING + "2026-09-14,08:10,签到,赵某,,,\n", encoding="utf-8")
    days = ("--from", "2026-09-14", "--to", "2026-09-14", "--pack", pack, "--duty", "sign-in")
    options = ("--staff", staff, "--as-of", "2026-09-16", "--findings", tmp_path / "found.jsonl")
    found = run("rounds", HALL[0], sheet, *days, *options)
    assert found.errors.splitlines()[:2] == [
        f"写成认定0个：{tmp_path / 'found.jsonl'}",
        "没有写成认定的1次：上午上班签到，认定为“本地没有规定怎样认定”，没有列为违反的种类",
    ]


def test_who_left_long_ago_is_no_stranger_of_today(run: Run, sheet: Path, staff: Path) -> None:
    """What he did in March, and his leave of March, concern no day that is looked at."""
    sheet.write_text(
        HEADING + "2026-03-02,08:00,签到,旧某,,,\n2026-03-02,,准假,旧某,2026-03-03,,\n",
        encoding="utf-8",
    )
    _, _, told = ask(
        run, "rounds", sheet, "--staff", staff, "--as-of", "2026-09-16", "--duty", "sign-in"
    )
    assert "旧某" not in told


def test_who_does_the_same_for_another_duty_is_no_stranger(
    run: Run, sheet: Path, tmp_path: Path
) -> None:
    """A clerk signs in, which of leaders is asked too."""
    more = Path(HALL[1]).read_text(encoding="utf-8") + (
        '[[duties]]\nid = "leaders-in"\ntitle = "领导签到"\nevery = "Mon"\neach = "town_leader"\n'
        'who = "town_leader"\nmust = "signed_in"\ngrade = "target"\nbreach = "no_leader"\n'
        'cite = "《制度》六"\n'
    )
    pack = tmp_path / "town.toml"
    pack.write_text(more, encoding="utf-8")
    staff = tmp_path / "staff.csv"
    staff.write_text("姓名,角色\n赵某,窗口人员\n李镇长,镇领导\n", encoding="utf-8")
    sheet.write_text(
        HEADING + "2026-09-14,08:00,签到,赵某,,,\n2026-09-14,08:00,签到,路人,,,\n", encoding="utf-8"
    )
    written = tmp_path / "found.jsonl"
    found = run(
        "rounds", HALL[0], sheet, *SEPTEMBER, "--pack", pack, "--staff", staff,
        "--as-of", "2026-09-16", "--duty", "leaders-in", "--findings", written,
    )  # fmt: skip
    assert found.errors.splitlines()[:3] == [
        f"写成认定0个：{written}",
        "没有写成认定的1次：领导签到，是内部目标，不作认定",
        "领导签到：“路人”当天不在“镇领导”名单上，没有计入",
    ]


def test_december_can_be_planned(run: Run, sheet: Path, tmp_path: Path) -> None:
    """The last week ends in a year of which nothing is published: it is left out, and told."""
    more = Path(HALL[1]).read_text(encoding="utf-8") + (
        '[[duties]]\nid = "weekly"\ntitle = "每周检查"\nevery = "week"\nrest = "next"\n'
        'who = "clerk"\nmust = "leader.on-duty"\ncite = "《制度》六"\n'
    )
    pack = tmp_path / "town.toml"
    pack.write_text(more, encoding="utf-8")
    sheet.write_text(HEADING, encoding="utf-8")
    days = ("--from", "2026-12-21", "--to", "2026-12-31", "--pack", pack, "--duty", "weekly")
    found = run("roster", HALL[0], sheet, *days)
    assert (found.status, "✗ 没有安排2次" in found.output) == (1, True)
    assert found.errors == "到没有公布放假安排的日子才到期的周期，没有核对\n"
