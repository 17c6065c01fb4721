"""The commands about cases, run as the script runs them: assess and verify.

The story ``handover``: received on 2026-10-12 with five working days (13 to 16, 19), closed on the
21st. The town 石桥 is made up; of its case only the applicant is personal.
"""

import json
import re
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest

import servicehall as sh
from tests.command_line import Run
from tests.places import PLUGINS

EXAMPLES: Final = Path(__file__).parent.parent / "examples"
LIUHE: Final = ("--pack", EXAMPLES / "liuhe")
MENGDING: Final = ("--pack", PLUGINS / "mengding" / "src" / "servicehall_mengding")
LATER: Final = ("--as-of", "2026-11-01T12:00")
STORIES: Final = sorted((EXAMPLES / "cases").glob("*.json"))
NOW: Final = ("--as-of", "2027-06-30")


def story(name: str) -> Path:
    """Return the file of a story."""
    return EXAMPLES / "cases" / f"{name}.json"


HANDOVER: Final = story("handover")
TRACTOR: Final = story("tractor-same-day")
DUE: Final = "应于2026年10月19日（星期一）17:00前"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """Return a case of 2010 that says neither where it was filed nor for what."""
    data = {
        "format": 1,
        "about": "例子",
        "events": [
            {
                "id": "e1",
                "kind": "received",
                "occurred_at": "2010-05-10T09:00+08:00",
                "actor": "王芳",
                "payload": {"applicant": "李小明", "needs_process": True},
            }
        ],
    }
    file = tmp_path / "case.json"
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return file


@pytest.fixture
def record(run: Run, tmp_path: Path) -> Path:
    """Return the record of a story."""
    file = tmp_path / "record.json"
    file.write_text(run("assess", HANDOVER, *LIUHE, *LATER, "--json").output, encoding="utf-8")
    return file


def alter(file: Path, **values: Any) -> Path:
    """Write over values of a record by hand."""
    data = json.loads(file.read_text(encoding="utf-8")) | values
    file.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return file


# ---- assess: text


@pytest.mark.requirement("R-039")
def test_a_case_is_told(run: Run) -> None:
    """Status 0, nothing on stderr: where it stands, each duty with its end, and who bears it."""
    told = run("assess", HANDOVER, *LIUHE, *LATER)
    assert (told.status, told.errors) == (0, "")
    assert told.output.startswith("办件：高龄津贴，371302998，2026年10月12日收件\n")
    assert "状态：截至2026年11月1日（星期日）12:00，已办结" in told.output
    assert f"{DUE}，逾期，2026年10月21日（星期三）10:00才完成，超过2个工作日" in told.output
    assert "承担人：第一责任人（综合服务窗口赵强）" in told.output
    assert "未写 --as-of" not in told.output


@pytest.mark.requirement("R-039")
def test_days_left_near_due_and_overdue_are_told_for_any_instant(run: Run) -> None:
    """On 10-14 15, 16 and 19 are left; on the 19th none, after 17:00 it is overdue."""

    def promise(as_of: str) -> str:
        output = run("assess", HANDOVER, *LIUHE, "--as-of", as_of).output
        (said,) = re.findall(r"承诺时限内办结（.*?）：(.*)", output)
        return str(said).removeprefix("承担人")

    assert promise("2026-10-14T17:00").endswith(f"{DUE}，办理中，剩余3个工作日")
    assert promise("2026-10-19T17:00").endswith(f"{DUE}，办理中，剩余0个工作日")
    assert promise("2026-10-19T17:01").endswith(f"{DUE}，逾期，尚未完成")


def test_a_day_stands_for_its_end(run: Run) -> None:
    """``2026-10-14`` is 24:00 of that day; an instant without time zone is in Beijing time."""
    day = run("assess", HANDOVER, *LIUHE, "--as-of", "2026-10-14").output
    assert "截至2026年10月14日（星期三）24:00，" in day
    assert day == run("assess", HANDOVER, *LIUHE, "--as-of", "2026-10-15T00:00").output
    utc = run("assess", HANDOVER, *LIUHE, "--as-of", "2026-10-14T16:00+00:00").output
    assert day == utc


def test_now_is_used_where_no_instant_is_given(run: Run, case: Path) -> None:
    """To the minute, in Beijing time, and the answer says so; as data it stands in the record."""
    shanghai = ZoneInfo("Asia/Shanghai")
    before = datetime.now(shanghai).replace(second=0, microsecond=0)
    told = run("assess", case, "--division", "53")
    after = datetime.now(shanghai)
    (said,) = re.findall(r"（未写 --as-of，按现在 (\S+ \S+) 计算）\n$", told.output)
    assert before <= datetime.fromisoformat(said).replace(tzinfo=shanghai) <= after
    data = run("assess", case, "--division", "53", "--json").output
    assert "未写" not in data
    assert before <= datetime.fromisoformat(json.loads(data)["as_of"])
    assert "未写" not in run("assess", case, "--division", "53", "--html", "-").output


@pytest.mark.requirement("R-039")
def test_only_what_is_overdue_is_told(run: Run) -> None:
    """The breach with its count, and nothing of the course; or that there is none."""
    told = run("assess", HANDOVER, *LIUHE, *LATER, "--overdue")
    assert (told.status, told.errors) == (0, "")
    assert told.output.startswith(f"【承诺时限内办结】{DUE}，逾期，")
    assert "2026年10月19日 星期一：第5日，工作日" in told.output
    assert "经过：" not in told.output
    none = run("assess", TRACTOR, *MENGDING, "--as-of", "2026-09-30", "--overdue")
    assert none.output == "没有逾期或者违反的义务。\n"


def test_personal_data_are_masked_unless_somebody_asks(run: Run, case: Path) -> None:
    """In text, record and page alike; who asks is told so."""
    options = ("--division", "53", *NOW)
    for form in ((), ("--json",), ("--html", "-")):
        masked = run("assess", case, *options, *form).output
        assert "李小明" not in masked
        assert "李＊＊" in masked
        bare = run("assess", case, *options, *form, "--unmask").output
        assert "李小明" in bare
    assert (
        "（未作隐去处理：含有个人信息原文，请妥善保管）"
        in run("assess", case, *options, "--unmask").output
    )
    assert json.loads(run("assess", case, *options, "--json", "--unmask").output)["unmasked"]


def test_the_place_can_be_given(run: Run, case: Path) -> None:
    """What the events do not say; without it nobody knows whose rules hold (SH617)."""
    told = run("assess", case, "--division", "53", *NOW)
    assert (told.status, told.errors) == (0, "")
    assert told.output.startswith("办件：未写明事项，53，2010年5月10日收件")
    unknown = run("assess", case, *NOW)
    assert (unknown.status, unknown.output) == (3, "")
    assert "SH617" in unknown.errors


def test_a_profile_can_be_supposed(run: Run, case: Path) -> None:
    """The record names it; one that does not exist is refused."""
    options = ("--division", "530926104", *NOW)
    plain = json.loads(run("assess", case, *options, "--json").output)
    supposed = json.loads(run("assess", case, *options, "--json", "--profile", "X8").output)
    assert (plain["profiles"], supposed["profiles"]) == ([], ["X8"])
    assert plain["policy"] != supposed["policy"]
    refused = run("assess", case, *options, "--profile", "X7")
    assert (refused.status, refused.output) == (3, "")
    assert "SH412" in refused.errors


def test_packs_are_added(run: Run, tmp_path: Path) -> None:
    """A folder or a file; without the town's pack its matter is not known."""
    file = EXAMPLES / "liuhe" / "pack.toml"
    assert run("assess", HANDOVER, "--pack", file, *LATER) == run(
        "assess", HANDOVER, *LIUHE, *LATER
    )
    unknown = run("assess", HANDOVER, *LATER)
    assert (unknown.status, unknown.output) == (3, "")
    assert "SH467" in unknown.errors
    assert "elder-allowance" in unknown.errors
    missing = run("assess", HANDOVER, "--pack", tmp_path / "none.toml", *LATER)
    assert missing.status == 3
    assert "SH201" in missing.errors


# ---- assess: data and page


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_the_record_is_that_of_the_library(path: Path, run: Run, tmp_path: Path) -> None:
    """Each story: what is printed verifies, on the command line as in the library."""
    told = run("assess", path, *LIUHE, *MENGDING, *NOW, "--json")
    assert (told.status, told.errors) == (0, "")
    file = tmp_path / "record.json"
    file.write_text(told.output, encoding="utf-8")
    checked = run("verify", file, *LIUHE, *MENGDING)
    assert checked == (0, "重新计算的结果与记录一致。\n", "")


def test_a_page_is_written(run: Run, tmp_path: Path) -> None:
    """To a file, and then nothing is printed; to ``-``, the same on the screen."""
    file = tmp_path / "page.html"
    written = run("assess", HANDOVER, *LIUHE, *LATER, "--html", file)
    assert written == (0, "", "")
    page = file.read_text(encoding="utf-8")
    assert page.startswith('<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">')
    assert "<title>办件评估</title>" in page
    assert "高龄津贴" in page
    assert page.index("<body>") < page.index("<svg") < page.index("</body>")
    printed = run("assess", HANDOVER, *LIUHE, *LATER, "--html", "-")
    assert (printed.status, printed.output, printed.errors) == (0, page, "")


def test_a_page_that_cannot_be_written_is_refused(run: Run, tmp_path: Path) -> None:
    """There is no such folder: a message in Chinese that names it, and status 3; no traceback."""
    file = tmp_path / "none" / "page.html"
    told = run("assess", HANDOVER, *LIUHE, *LATER, "--html", file)
    assert (told.status, told.output) == (3, "")
    assert str(file) in told.errors


# ---- assess: what is refused


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "SH619"),
        ("{", "SH619"),
        ("[]", "SH205"),
        ('{"format": 2, "events": []}', "SH620"),
        ('{"format": 1, "events": []}', "SH604"),
        ('{"format": 1, "events": [{"id": "e1", "kind": "received"}]}', "SH206"),
        (
            '{"events": [{"id": "e1", "kind": "received", "occurred_at": "gestern"}]}',
            "SH621",
        ),
        (
            '{"events": [{"id": "e1", "kind": "closed", "occurred_at": "2010-01-04T09:00+08:00"}]}',
            "SH608",
        ),
    ],
)
def test_a_bad_file_is_refused(run: Run, tmp_path: Path, content: str, code: str) -> None:
    """Status 3, nothing on stdout, and a message in Chinese that names file and fault."""
    file = tmp_path / "case.json"
    file.write_text(content, encoding="utf-8")
    told = run("assess", file, "--division", "53", *NOW)
    assert (told.status, told.output) == (3, "")
    assert code in told.errors
    assert str(file) in told.errors
    assert re.search("错误", told.errors)


def test_a_file_that_is_not_there_is_refused(run: Run, tmp_path: Path) -> None:
    """SH201, for a case and for a record."""
    for command in ("assess", "verify"):
        told = run(command, tmp_path / "none.json")
        assert (told.status, told.output) == (3, "")
        assert "SH201" in told.errors


@pytest.mark.parametrize("as_of", ["morgen", "2026-13-01", "2026-11-01T25:00", "20261101", ""])
def test_a_bad_instant_is_refused(run: Run, as_of: str) -> None:
    """SH150, with what can be typed."""
    told = run("assess", HANDOVER, *LIUHE, "--as-of", as_of)
    assert (told.status, told.output) == (3, "")
    assert "SH150" in told.errors
    assert "2026-09-18T15:30" in told.errors


def test_before_anything_had_happened_there_is_nothing_to_tell(run: Run) -> None:
    """SH615, with the instant of the first event."""
    told = run("assess", HANDOVER, *LIUHE, "--as-of", "2026-10-11")
    assert (told.status, told.output) == (3, "")
    assert "SH615" in told.errors
    assert "到2026年10月11日24:00为止还没有发生任何事件" in told.errors
    assert "第一个事件在2026年10月12日09:00" in told.errors


def test_an_unknown_matter_is_refused(run: Run, tmp_path: Path) -> None:
    """SH467; nothing is guessed from a name that is nearly right, but it is proposed."""
    data = json.loads(HANDOVER.read_text(encoding="utf-8"))
    data["events"][0]["payload"]["matter"] = "elder-alowance"
    file = tmp_path / "case.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    told = run("assess", file, *LIUHE, *LATER)
    assert (told.status, told.output) == (3, "")
    assert "SH467" in told.errors
    assert "elder-allowance" in told.errors


def test_an_unknown_word_is_refused(run: Run, tmp_path: Path) -> None:
    """SH612, with the event in which it stands."""
    data = json.loads(HANDOVER.read_text(encoding="utf-8"))
    data["events"][0]["payload"]["aplicant"] = "李"
    file = tmp_path / "case.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    told = run("assess", file, *LIUHE, *LATER)
    assert (told.status, told.output) == (3, "")
    assert "SH612" in told.errors
    assert "aplicant" in told.errors


@pytest.mark.parametrize("command", ["assess", "verify"])
def test_without_a_file_the_usage_is_told(run: Run, command: str) -> None:
    """Bad usage has the status 2."""
    told = run(command)
    assert (told.status, told.output) == (2, "")
    assert "servicehall" in told.errors


@pytest.mark.parametrize("command", ["assess", "verify"])
def test_help_is_in_chinese(run: Run, command: str) -> None:
    """What the command does, and what each option means."""
    told = run(command, "--help")
    assert told.status == 0
    assert ("评估一个办件" if command == "assess" else "复核一份评估记录") in told.output


# ---- verify


def test_a_record_that_stands_is_said_so(run: Run, record: Path) -> None:
    """One sentence, status 0."""
    assert run("verify", record, *LIUHE) == (0, "重新计算的结果与记录一致。\n", "")


def test_each_difference_is_told(run: Run, record: Path) -> None:
    """Status 1: a line for each, with what was written and what is found, and their number."""
    alter(record, state="withdrawn", fee=None)
    told = run("verify", record, *LIUHE)
    assert (told.status, told.errors) == (1, "")
    lines = told.output.splitlines()
    assert lines[0] == "state：记录为'withdrawn'，重新计算为'closed'"
    assert lines[1].startswith("fee：记录为无，重新计算为{")
    assert lines[2:] == ["共2处不一致。"]


def test_a_duty_that_was_altered_is_named(run: Run, record: Path) -> None:
    """The duty and the key, and nothing else."""
    data = json.loads(record.read_text(encoding="utf-8"))
    (promise,) = [one for one in data["duties"] if one["duty"] == "decide.promised"]
    promise["status"] = "fulfilled"
    alter(record, duties=data["duties"])
    assert run("verify", record, *LIUHE) == (
        1,
        "decide.promised.status：记录为'fulfilled'，重新计算为'breached'\n共1处不一致。\n",
        "",
    )


def test_other_rules_are_found(run: Run, record: Path, tmp_path: Path) -> None:
    """With four days the case was due on 10-16; the verdict is the same, the end is not."""
    shutil.copytree(EXAMPLES / "liuhe", tmp_path / "liuhe")
    file = tmp_path / "liuhe" / "pack.toml"
    text = file.read_text(encoding="utf-8")
    assert text.count('"5个工作日"') == 1
    file.write_text(text.replace('"5个工作日"', '"4个工作日"'), encoding="utf-8")
    told = run("verify", record, "--pack", file)
    assert told.status == 1
    assert "decide.promised.limit：记录为'5个工作日'，重新计算为'4个工作日'" in told.output
    assert (
        "decide.promised.due_at：记录为'2026-10-19T17:00:00+08:00'，"
        "重新计算为'2026-10-16T17:00:00+08:00'" in told.output
    )
    assert re.search(r"^policy：", told.output, re.MULTILINE)


def test_without_the_pack_a_record_cannot_be_verified(run: Run, record: Path) -> None:
    """Its matter is not known: that is no difference, but a question that has no answer."""
    told = run("verify", record)
    assert (told.status, told.output) == (3, "")
    assert "SH467" in told.errors


def test_a_record_of_a_supposed_profile_verifies(run: Run, case: Path, tmp_path: Path) -> None:
    """The record says which profile it supposes; that is all that is needed."""
    options = ("--division", "530926104", "--profile", "X8", *NOW, "--json")
    file = tmp_path / "record.json"
    file.write_text(run("assess", case, *options).output, encoding="utf-8")
    assert run("verify", file) == (0, "重新计算的结果与记录一致。\n", "")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "SH619"),
        ("nothing", "SH619"),
        ("{}", "SH622"),
        ("[]", "SH622"),
        (json.dumps({"format": 2, "division": "53", "as_of": "", "events": []}), "SH620"),
        (
            json.dumps(
                {
                    "format": 1,
                    "division": "53",
                    "as_of": "gestern",
                    "events": [
                        {"id": "e1", "kind": "received", "occurred_at": "2010-01-04T09:00+08:00"}
                    ],
                }
            ),
            "SH621",
        ),
    ],
)
def test_what_is_no_record_is_refused(run: Run, tmp_path: Path, content: str, code: str) -> None:
    """Status 3, in Chinese, nothing on stdout."""
    file = tmp_path / "record.json"
    file.write_text(content, encoding="utf-8")
    told = run("verify", file)
    assert (told.status, told.output) == (3, "")
    assert code in told.errors
    assert "错误" in told.errors


def test_a_refused_record_is_named(run: Run, tmp_path: Path) -> None:
    """As a case is: which file it was stands in the message."""
    file = tmp_path / "record.json"
    file.write_text("{}", encoding="utf-8")
    assert str(file) in run("verify", file).errors


def test_the_commands_and_the_library_say_the_same(run: Run) -> None:
    """What is printed is what the methods return."""
    registry = sh.Registry.of(sh.read_pack(EXAMPLES / "liuhe"))
    as_of = datetime(2026, 11, 1, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
    found = registry.assess(sh.read_case(HANDOVER), as_of=as_of)
    assert run("assess", HANDOVER, *LIUHE, *LATER).output == found.explain() + "\n"
    assert run("assess", HANDOVER, *LIUHE, *LATER, "--overdue").output == (
        found.explain_overdue() + "\n"
    )
    assert run("assess", HANDOVER, *LIUHE, *LATER, "--json").output == found.to_json() + "\n"
