"""The commands about rules: facts as options, questions one by one, tables with what is found."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

import servicehall as sh
from tests.command_line import Run
from tests.places import PLUGINS

pytest.importorskip("typer")
rules = pytest.importorskip("servicehall.cli.rules")

EXAMPLES = Path(__file__).parents[1] / "docs" / "examples"
ON = ("--on", "2026-11-21")


def test_facts_are_options(run: Run) -> None:
    """A settled case is explained with its clause; the status is 0."""
    found = run("classify", "--contrary-to-policy", "是", *ON)
    assert found.status == 0
    assert found.output.startswith("结论：退回件")
    assert "《便民服务大厅六件管理制度》二、2" in found.output


@pytest.mark.parametrize(
    "options",
    [
        ("--windows", "3", "--main-document", "lacking"),
        ("--windows=3", "--main-document=缺少"),
        ("--main_document", "缺少"),
    ],
)
def test_values_are_written_as_people_write_them(run: Run, options: tuple[str, ...]) -> None:
    """Values and Chinese labels, with and without an equals sign."""
    assert run("classify", *options, *ON).output.startswith("结论：退回件")


def test_what_is_missing_is_asked_for(run: Run) -> None:
    """Unsettled facts give the questions, and status 3."""
    found = run("classify", "--main-document", "已有但未带来", "--survey", "不需要", *ON)
    assert found.status == 3
    assert "可能为：退回件、补办件" in found.output
    assert "1. 经初审，申请内容是否明显不符合国家、省、市有关政策规定？" in found.output


def test_questions_are_asked_one_by_one(run: Run) -> None:
    """Answers are numbers, words or values; a wrong one is refused and asked for again."""
    found = run("classify", "--ask", *ON, typed="2\n缺失\n3\n")
    assert found.status == 0
    assert "可用：provided（已提供）" in found.output  # after 缺失, which is no answer
    assert "结论：退回件" in found.output


def test_who_does_not_know_is_asked_the_next_question(run: Run) -> None:
    """An empty answer means not known; when nobody knows more, the status is 3."""
    nobody = run("classify", "--ask", *ON, typed="\n" * 9)
    assert nobody.status == 3
    assert nobody.output.count("请回答") == 9
    ended = run("classify", "--ask", *ON, typed="2\n")
    assert ended.status == 3
    assert "已知：明显不符合政策：否。" in ended.output
    settled = run("classify", "--ask", *ON, typed="\n缺少\n")
    assert settled.status == 0
    assert "结论：退回件" in settled.output


def test_numbers_are_asked_for_with_their_bounds(run: Run) -> None:
    """A number has no list to choose from; its bounds are told."""
    found = run(
        "classify", "--ask", "--profile", "X8", "--same-day-possible", "否", *ON, typed="0\n2\n"
    )
    assert "（整数，不小于1）" in found.output
    assert "不在规定范围内" in found.output
    assert "结论：联办件" in found.output


def test_a_supplement_says_what_it_becomes(run: Run) -> None:
    """The kind that a 补办件 becomes is told, or what it may become."""
    facts = {
        "main-document": "held_not_brought", "other-materials": "齐全", "contrary-to-policy": "否",
        "survey": "不需要", "needs-process": "否", "same-day-possible": "是", "windows": 1,
        "departments": 1,
    }  # fmt: skip
    options = [f"--{name}={value}" for name, value in facts.items()]
    assert "补齐后：即办件。" in run("classify", *options, "--must-forward=否", *ON).output
    assert "补齐后：尚待确定，可能为上报件、即办件。" in run("classify", *options, *ON).output


def test_json_says_the_same(run: Run) -> None:
    """``--json`` gives settled and unsettled answers as data."""
    settled = json.loads(run("classify", "--main-document=缺少", "--json", *ON).output)
    assert settled["settled"] is True
    assert (settled["kind"], settled["name"], settled["gbt_39046"]) == ("RETURNED", "退回件", "9")
    assert settled["once_complete"] is None
    asked = json.loads(run("classify", "--main-document=provided", "--json", *ON).output)
    assert asked["settled"] is False
    assert "RETURNED" in asked["possible"]
    assert {"name", "question"} == set(asked["needed"][0])
    assert asked["facts"] == {"main_document": "provided"}
    options = ("--main-document=已有但未带来", "--survey=不需要", "--contrary-to-policy=否")
    half = json.loads(run("classify", *options, "--json", *ON).output)
    assert half["once_complete"] == ["FORWARDED", "JOINT", "PROMISED", "INSTANT"]


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("--main-documnet", "lacking"), "SH401", "是否想写 --main-document（主件）？可用："),
        (("--main-document", "lackng"), "SH402", "lacking?"),
        (("--windows", "2.5"), "SH403", "整数"),
        (("--windows",), "SH414", "--windows"),
        (("lacking",), "SH414", "lacking"),
        (("--windows", "3", "--windows=1"), "SH417", "--windows"),
        (("--profile", "X7"), "SH412", "X8"),
        (("--division", "53092"), "SH445", "53092"),
    ],
)
def test_what_is_not_understood_is_refused(
    run: Run, arguments: tuple[str, ...], code: str, says: str
) -> None:
    """Nothing is ignored: the message names the code and what is allowed; the status is 3."""
    found = run("classify", *arguments, *ON)
    assert found.status == 3
    assert code in found.errors
    assert says in found.errors


def test_today_is_used_where_no_day_is_given(run: Run) -> None:
    """The command line may look at the clock; the library never does."""
    found = run("classify", "--main-document=缺少")
    assert found.status == 0
    assert re.search(r"未写 --on，按今天 \d{4}-\d\d-\d\d 施行的规则", found.output)


def test_help_names_every_fact(run: Run) -> None:
    """The help text names the facts of the table, so that nobody has to guess."""
    policy = sh.Registry.discover().policy("000000", on=date(2026, 11, 21))
    facts = {fact.name for fact in policy.tables["case_kind"].facts}
    named = re.findall(r"--([a-z-]+)", re.sub(r"\s", "", rules.classify.__doc__))
    assert facts <= {name.replace("-", "_") for name in named}


# ---- tables


def test_tables_are_listed_shown_and_checked(run: Run) -> None:
    """Without a name the tables are listed; one by name, or the only one, is shown and checked."""
    mengding = str(PLUGINS / "mengding" / "src" / "servicehall_mengding")
    several = run("table", "--division", "530926103", "--pack", mengding, *ON).output
    attendance = "attendance：考勤认定，3行\n"
    assert several == f"case_kind：办件分类，13行\n{attendance}procedure：办理程序用语，3行\n"
    assert run("table", *ON).output == f"case_kind：办件分类，13行\n{attendance}"
    found = run("table", "case_kind", *ON)
    assert found.status == 0
    assert "已检查全部3,072种情形" in found.output
    assert "变化" not in found.output


def test_a_faulty_table_ends_with_status_1(run: Run) -> None:
    """A hole is told with an example."""
    found = run("table", "--file", EXAMPLES / "leave.toml")
    assert found.status == 1
    assert "岗位：窗口负责人；请假天数：0.5天" in found.output


def test_versions_and_layers_are_compared(run: Run) -> None:
    """An older file, a profile or a pack: what they change is told."""
    new, old = EXAMPLES / "leave-2.toml", EXAMPLES / "leave.toml"
    versions = run("table", "leave", "--file", new, "--old", old)
    assert versions.status == 0
    assert "大厅主任 → 窗口负责人" in versions.output
    town = run(
        "table", "case_kind", "--division", "530926103", "--pack", EXAMPLES / "town.toml", *ON
    )
    assert "上报件 → 即办件" in town.output


def test_an_unknown_table_is_refused(run: Run) -> None:
    """A table that does not exist is refused with those that do."""
    found = run("table", "case_knd", *ON)
    assert found.status == 3
    assert "SH411" in found.errors
    assert "case_kind" in found.errors


def test_every_stretch_of_time_is_checked(run: Run, tmp_path: Path) -> None:
    """A day between two rows that nobody wrote for is found without asking for just that day."""
    text = (EXAMPLES / "leave-2.toml").read_text(encoding="utf-8")
    row = '[[rows]]\ntable = "leave"\nid = "{}"\nwhen = {{ days = "> 3" }}\nthen = "leader"\n'
    first = row.format("longer") + 'cite = "《X》"\nexpires = 2026-06-30\n'
    later = row.format("later") + 'cite = "《X》"\nsince = 2026-07-02\n'
    file = tmp_path / "dated.toml"
    file.write_text(text[: text.rindex("[[rows]]")] + first + later, encoding="utf-8")
    found = run("table", "--file", file)
    assert found.status == 1
    parts = found.output.split("【")[1:]
    assert [part.partition("】")[0] for part in parts] == [
        "至2026-06-30止", "自2026-07-01起至2026-07-01止", "自2026-07-02起",
    ]  # fmt: skip
    assert ["漏洞" in part for part in parts] == [False, True, False]
    assert run("table", "--file", file, "--on", "2026-07-02").status == 0
