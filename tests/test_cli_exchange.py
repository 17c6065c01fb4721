"""The commands of exchange, run as the script runs them: feed, moved, schema, policy --bundle."""

import csv
import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Final

import pytest
from icalendar import Calendar

from servicehall.interop.policies import policy_from_json
from servicehall.interop.schemas import schema
from tests.command_line import Run
from tests.places import PLUGINS

EXAMPLES: Final = Path(__file__).parent.parent / "examples"
LEDGER: Final = EXAMPLES / "ledger.jsonl"
LIUHE: Final = ("--pack", EXAMPLES / "liuhe")
MENGDING: Final = ("--pack", PLUGINS / "mengding" / "src" / "servicehall_mengding")
LINES: Final = LEDGER.read_text(encoding="utf-8").splitlines()
DAY: Final = ("--as-of", "2026-10-15T12:00")


def ledger(folder: Path, *numbers: int, more: str = "") -> Path:
    """Write a ledger of some lines of the example, by number."""
    file = folder / "ledger.jsonl"
    lines = [LINES[number - 1] for number in numbers]
    file.write_text("\n".join([*lines, more]), encoding="utf-8")
    return file


def states(file: Path) -> dict[str, tuple[str, int]]:
    """Read a feed: status and sequence by title."""
    entries = Calendar.from_ical(file.read_bytes()).walk("VEVENT")
    return {str(one["SUMMARY"]): (str(one["STATUS"]), one.decoded("SEQUENCE")) for one in entries}


# ---- feed


def test_a_feed_is_written_and_kept_up(run: Run, tmp_path: Path) -> None:
    """LH-0001 is due on 19 October and closed that day at 16:00; LH-0003 is due on the 26th and on
    9 November. The second run cancels what is done and leaves the rest as it was."""
    file, out = ledger(tmp_path, 1, 3), tmp_path / "hall.ics"
    first = run("feed", file, "--out", out, *LIUHE, *DAY)
    assert (first.status, first.errors) == (0, "")
    assert "待办3项，其中逾期0项。" in first.output
    assert states(out) == {
        "承诺时限内办结 LH-0001": ("CONFIRMED", 0),
        "承诺时限内办结 LH-0003": ("CONFIRMED", 0),
        "法定时限内作出决定 LH-0003": ("CONFIRMED", 0),
    }
    assert run("feed", file, "--out", out, *LIUHE, "--as-of", "2026-10-20").status == 0
    assert states(out) == {
        "不再待办：承诺时限内办结 LH-0001": ("CANCELLED", 1),
        "承诺时限内办结 LH-0003": ("CONFIRMED", 0),
        "法定时限内作出决定 LH-0003": ("CONFIRMED", 0),
    }
    assert set(tmp_path.iterdir()) == {file, out}


def test_a_feed_with_numbers_of_people_says_so(run: Run, tmp_path: Path) -> None:
    """The case has a telephone number for its number; it is shown only where that is asked for."""
    file, out = ledger(tmp_path, 1), tmp_path / "hall.ics"
    text = file.read_text(encoding="utf-8").replace("LH-0001", "13812345678")
    file.write_text(text, encoding="utf-8")
    masked = run("feed", file, "--out", out, *LIUHE, *DAY)
    assert states(out) == {"承诺时限内办结 1＊＊＊＊＊＊＊＊＊＊": ("CONFIRMED", 0)}
    assert "未作隐去处理" not in masked.output
    bare = run("feed", file, "--out", out, *LIUHE, *DAY, "--unmask")
    assert states(out) == {"承诺时限内办结 13812345678": ("CONFIRMED", 1)}
    assert "未作隐去处理" in bare.output


def test_two_runs_give_the_same_file(run: Run, tmp_path: Path) -> None:
    file, out = ledger(tmp_path, 1, 3), tmp_path / "hall.ics"
    run("feed", file, "--out", out, *LIUHE, *DAY)
    before = out.read_bytes()
    run("feed", file, "--out", out, *LIUHE, *DAY)
    assert out.read_bytes() == before


def test_items_without_an_end_are_counted(run: Run, tmp_path: Path) -> None:
    """LH-0019 waits for its applicant: the promised limit is paused, the applicant's ran out."""
    out = tmp_path / "hall.ics"
    result = run("feed", ledger(tmp_path, 19), "--out", out, *LIUHE, *DAY, "--name", "柳河镇")
    assert "待办1项，其中逾期1项；另有1项没有确定的届满日，不列入。" in result.output
    assert "X-WR-CALNAME:柳河镇" in out.read_text(encoding="utf-8")


def test_a_case_that_cannot_be_read_keeps_its_entries(run: Run, tmp_path: Path) -> None:
    """Its line is broken on the second run: nobody may conclude that it is done. Status 1."""
    out = tmp_path / "hall.ics"
    run("feed", ledger(tmp_path, 1, 3), "--out", out, *LIUHE, *DAY)
    broken = ledger(tmp_path, 1, more=LINES[2][:100])
    result = run("feed", broken, "--out", out, *LIUHE, "--as-of", "2026-10-20")
    assert result.status == 1
    assert "[SH632]" in result.errors
    assert "未采用1件。" in result.errors
    assert states(out)["承诺时限内办结 LH-0003"] == ("CONFIRMED", 0)
    assert states(out)["不再待办：承诺时限内办结 LH-0001"] == ("CANCELLED", 1)


def test_a_file_of_somebody_else_is_not_written_over(run: Run, tmp_path: Path) -> None:
    """Status 3, and the file is as it was."""
    out = tmp_path / "mine.ics"
    out.write_text("我的日程", encoding="utf-8")
    result = run("feed", ledger(tmp_path, 1), "--out", out, *LIUHE, *DAY)
    assert result.status == 3
    assert "[SH741]" in result.errors
    assert out.read_text(encoding="utf-8") == "我的日程"


@pytest.mark.parametrize(("out", "code"), [("", "SH201"), ("no/such/folder.ics", "SH625")])
def test_a_feed_that_cannot_be_written_is_refused(
    run: Run, tmp_path: Path, out: str, code: str
) -> None:
    """A folder, and a folder that is not there."""
    result = run("feed", ledger(tmp_path, 1), "--out", tmp_path / out, *LIUHE, *DAY)
    assert result.status == 3
    assert f"[{code}]" in result.errors


# ---- moved


SPRING: Final = (*MENGDING, "--as-of", "2020-01-28T12:00", "--known-on", "2020-01-26")


def spring(folder: Path, *, number: str = "") -> Path:
    """Write a ledger of the case of January 2020, under another number if one is given."""
    file = ledger(folder, 17)
    if number:
        text = file.read_text(encoding="utf-8").replace("LH-0017", number)
        file.write_text(text, encoding="utf-8")
    return file


def test_a_longer_holiday_moves_a_deadline(run: Run, tmp_path: Path) -> None:
    """From 13 to 17 February 2020, as the story says; status 0."""
    result = run("moved", spring(tmp_path), *SPRING)
    assert (result.status, result.errors) == (0, "")
    assert "2020-02-13 24:00" in result.output
    assert "2020-02-17 24:00" in result.output
    assert "推后" in result.output
    assert "共评估1件，1件的1项到期日变动，其中提前0项。" in result.output


def test_moves_as_data(run: Run, tmp_path: Path) -> None:
    """Every field, for programs; a line that cannot be read is among them. Status 1."""
    file = spring(tmp_path)
    file.write_text(file.read_text(encoding="utf-8") + "\n{", encoding="utf-8")
    result = run("moved", file, *SPRING, "--json")
    assert result.status == 1
    data = json.loads(result.output)
    (one,) = data["moved"]
    assert (data["cases"], one["case"], one["duty"]) == (1, "LH-0017", "decide.statutory")
    assert one["before"] == "2020-02-14T00:00:00+08:00"
    assert one["after"] == "2020-02-18T00:00:00+08:00"
    assert (one["earlier"], one["national"]) == (False, False)
    assert data["rejected"] == [3]
    assert "未采用1件。" in result.errors


def test_moves_as_a_table(run: Run, tmp_path: Path) -> None:
    """A spreadsheet program opens it as Chinese text; what would be a formula is none."""
    table = tmp_path / "moved.csv"
    run("moved", spring(tmp_path, number="=1+1"), *SPRING, "--csv", table)
    text = table.read_bytes().decode("utf-8-sig")
    assert table.read_bytes().startswith(b"\xef\xbb\xbf")
    heading, row = csv.reader(StringIO(text))
    assert heading == ["办件", "事项", "应办", "承担", "原届满", "现届满", "变动"]
    assert row[0] == "'=1+1"
    assert row[4:] == ["2020-02-13 24:00", "2020-02-17 24:00", "推后"]


def test_numbers_of_people_are_masked(run: Run, tmp_path: Path) -> None:
    """A part of a case that somebody named after a telephone shows its first digit only.

    LH-0011 is put into January 2020: ten working days from the 20th reach into February.
    """
    line = json.loads(LINES[10])
    received, _, accepted, _, assigned = line["events"][:5]
    assigned |= {"refs": {"part": "13812345678"}, "payload": {"limit": "10个工作日"}}
    line["events"] = [received, accepted, assigned]
    for event in line["events"]:
        event["occurred_at"] = "2020-01-20T09:00+08:00"
    file, table = ledger(tmp_path, more=json.dumps(line)), tmp_path / "moved.csv"
    options = (*LIUHE, "--as-of", "2020-01-28", "--known-on", "2020-01-26")
    text = run("moved", file, *options, "--csv", table).output
    data = run("moved", file, *options, "--json").output
    for told in (text, data, table.read_text(encoding="utf-8")):
        assert "1＊＊＊" in told.replace("\n", "")
        assert "13812345678" not in told


NOTICE_2027: Final = """
format = 1
id = "2027"
year = 2027
title = "虚构的2027年安排"

[[holidays]]
name = "元旦"
rest = [2027-01-01, 2027-01-02, 2027-01-03]
work = [{work}]

[[holidays]]
name = "春节"
rest = [2027-02-05, 2027-02-06, 2027-02-07, 2027-02-08]

[[holidays]]
name = "清明节"
rest = [2027-04-05]

[[holidays]]
name = "劳动节"
rest = [2027-05-01, 2027-05-02]

[[holidays]]
name = "端午节"
rest = [2027-06-09]

[[holidays]]
name = "中秋节"
rest = [2027-09-15]

[[holidays]]
name = "国庆节"
rest = [2027-10-01, 2027-10-02, 2027-10-03]
"""


def test_a_new_notice_can_take_time_away(run: Run, tmp_path: Path) -> None:
    """A made-up notice makes Saturday 26 December 2026 a working day; the warning comes first.

    LH-0010 was received and accepted on 14 December. Ten working days: 15 to 18 4, 21 to 25 9, then
    the 28th; with the notice the 26th. Twenty: to the 31st 13, 4 to 8 January 18, 11, 12 January;
    with the notice one day earlier, 11 January.
    """
    notice = tmp_path / "2027.toml"
    notice.write_text(NOTICE_2027.format(work="2026-12-26"), encoding="utf-8")
    file = ledger(tmp_path, 10, 1)
    result = run("moved", file, "--notice", notice, *LIUHE, "--as-of", "2026-12-20")
    assert result.status == 0
    assert result.output.startswith("注意：有2项提前，列在最前。")
    assert "共评估2件，1件的2项到期日变动，其中提前2项。" in result.output
    for day in ("2026-12-28", "2026-12-26", "2027-01-12", "2027-01-11"):
        assert f"{day} 17:00" in result.output


def test_nothing_moves(run: Run, tmp_path: Path) -> None:
    """A notice that is known already: no table, and a sentence that says so."""
    notice = Path("src/servicehall/calendars/data/notices/2026.toml").resolve()
    result = run("moved", ledger(tmp_path, 1), "--notice", notice, *LIUHE, *DAY)
    assert result.output.strip() == "共评估1件，0件的0项到期日变动，其中提前0项。"


def test_a_notice_that_contradicts_another_is_refused_before_any_line(
    run: Run, tmp_path: Path
) -> None:
    """There is a notice for 2026 already: a second one under another id is refused once (SH222). It
    is no fault of the cases, so none of them is rejected and nothing is written."""
    known = Path("src/servicehall/calendars/data/notices/2026.toml").read_text(encoding="utf-8")
    notice, rejects = tmp_path / "2026-b.toml", tmp_path / "rejects.jsonl"
    other = known.replace('id = "2026"', 'id = "2026-b"').replace("2026-10-07", "2026-10-08")
    notice.write_text(other, encoding="utf-8")
    file = ledger(tmp_path, 1, 3)
    result = run("moved", file, "--notice", notice, *LIUHE, *DAY, "--rejects", rejects)
    assert result.status == 3
    assert result.errors.count("[SH222]") == 1
    assert "第1行" not in result.errors
    assert not rejects.exists()


def test_a_refusal_to_answer_is_explained(run: Run, tmp_path: Path) -> None:
    """Of the notice for 2004 the day of publication is known only within bounds."""
    line = json.loads(LINES[0])
    line["events"] = [{**line["events"][0], "occurred_at": "2004-01-05T09:00+08:00"}]
    file = ledger(tmp_path, more=json.dumps(line, ensure_ascii=False))
    options = (*LIUHE, "--as-of", "2004-01-06", "--known-on", "2003-12-20")
    result = run("moved", file, *options)
    assert "无法计算" in result.output
    assert "无法比较" in result.output
    assert "[SH" in result.output
    data = json.loads(run("moved", file, *options, "--json").output)
    assert data["moved"][0]["before"] is None
    assert data["moved"][0]["reason"]


def test_something_must_be_compared_with(run: Run, tmp_path: Path) -> None:
    result = run("moved", ledger(tmp_path, 1), *LIUHE)
    assert result.status == 3
    assert "[SH748]" in result.errors


# ---- schema, policy --bundle


def test_a_schema_is_printed(run: Run) -> None:
    result = run("schema", "record")
    assert json.loads(result.output) == schema("record")


def test_a_schema_that_does_not_exist(run: Run) -> None:
    """Status 3, with the names that there are."""
    result = run("schema", "policies")
    assert result.status == 3
    assert "case, ledger, record, policy, finding, pack" in result.errors


def test_a_policy_is_kept(run: Run, tmp_path: Path) -> None:
    """The file makes the same policy again."""
    file = tmp_path / "policy.json"
    result = run("policy", "371302998", "--on", "2026-10-12", *LIUHE, "--bundle", file)
    assert result.status == 0
    assert "2026-10-12 的规则，规则包" in result.output
    policy = policy_from_json(file.read_text(encoding="utf-8"))
    assert (policy.division, policy.on) == ("371302998", date(2026, 10, 12))
