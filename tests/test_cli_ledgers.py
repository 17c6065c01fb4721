"""The commands about ledgers: what is taken is written, what is not is told, nothing is lost.

The days are those of the stories in examples/cases; three of the 21 belong to towns whose packs are
not handed over here, so their matters are not known.
"""

import codecs
import json
import re
import sys
from pathlib import Path
from typing import Any, Final

import pytest
from rich.console import Console

from servicehall.cli import running
from servicehall.explain.records import verify
from servicehall.plugins import open_pack
from servicehall.plugins.registry import Registry
from tests.command_line import Run

EXAMPLES: Final = Path(__file__).parent.parent / "examples"
LEDGER: Final = EXAMPLES / "ledger.jsonl"
LIUHE: Final = ("--pack", EXAMPLES / "liuhe")
NOVEMBER: Final = ("--as-of", "2026-11-21")


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at the packs that are handed over, whatever is installed."""
    monkeypatch.setattr("servicehall.cli.options.installed_packs", tuple)


def lines(file: Path) -> list[dict[str, Any]]:
    """Return what stands in a file of JSON Lines."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


# ---- assess


def test_a_ledger_is_assessed_line_by_line(run: Run) -> None:
    """A line for each case; what was rejected is told with its number; the status says so."""
    found = run("assess", LEDGER, *NOVEMBER, *LIUHE)
    said = found.output.splitlines()
    assert said[0] == "LH-0001  已办结  承诺件  高龄津贴"
    assert "LH-0012  已办结  承诺件  户外招牌设置许可，违反3项" in said
    assert len(said) == 17
    assert found.status == 1
    assert "第2行（LH-0002）：[SH467]" in found.errors
    assert "共采用17件，当时尚未收件1件，未采用3件。" in found.errors


def test_records_are_written_that_can_be_verified(run: Run, tmp_path: Path) -> None:
    """Each line of the file is the record of one case, and stands up to verification."""
    out = tmp_path / "records.jsonl"
    found = run("assess", LEDGER, *NOVEMBER, *LIUHE, "--out", out)
    assert found.output == ""
    registry = Registry.of(open_pack(EXAMPLES / "liuhe"))
    records = lines(out)
    assert [one["case"] for one in records][:2] == ["LH-0001", "LH-0003"]
    assert len(records) == 17
    assert verify(json.dumps(records[0]), registry) == ()
    printed = run("assess", LEDGER, *NOVEMBER, *LIUHE, "--json").output
    assert printed == out.read_text(encoding="utf-8")


def test_what_is_not_known_is_said_in_a_line(run: Run, tmp_path: Path) -> None:
    """A case without matter and facts has no kind yet; the instant is that of now, and said."""
    event = {"id": "e", "kind": "received", "occurred_at": "2026-09-21T09:00+08:00"}
    event["payload"] = {"case": "N1", "division": "371302998", "applicant": "李小明"}  # type: ignore[assignment]
    ledger = tmp_path / "a.jsonl"
    ledger.write_text(json.dumps({"format": 1, "events": [event]}), encoding="utf-8")
    found = run("assess", ledger, *LIUHE)
    assert found.output == "N1  已收件  类型未定  未写明事项\n"
    assert "（未写 --as-of，按现在" in found.errors
    assert found.status == 0
    masked = run("assess", ledger, *LIUHE, *NOVEMBER, "--json").output
    bare = run("assess", ledger, *LIUHE, *NOVEMBER, "--json", "--unmask").output
    assert ("李小明" in masked, '"unmasked":false' in masked) == (False, True)
    assert ("李小明" in bare, '"unmasked":true' in bare) == (True, True)


@pytest.mark.parametrize("option", [("--overdue",), ("--html", "a.html")])
def test_what_is_for_one_case_is_refused_for_many(run: Run, option: tuple[str, ...]) -> None:
    """Nothing is silently ignored: the message names the command for many."""
    found = run("assess", LEDGER, *NOVEMBER, *LIUHE, *option)
    assert found.status == 2
    assert option[0] in found.errors


def test_rejected_lines_are_kept_as_they_stood(run: Run, tmp_path: Path) -> None:
    """The line, the reason, the text: mended, it can be read again. A repeated case is no fault."""
    first = LEDGER.read_text(encoding="utf-8").splitlines()[0]
    ledger, kept = tmp_path / "a.jsonl", tmp_path / "rejects.jsonl"
    data = [first.encode(), b"{\xff", first.encode(), first[:50].encode()]
    ledger.write_bytes(b"\n".join(data))
    found = run("assess", ledger, *NOVEMBER, *LIUHE, "--rejects", kept)
    assert found.status == 1
    assert "共采用1件，重复1件，未采用2件。" in found.errors
    told = kept.read_bytes().splitlines()
    assert told[1::2] == [b"{\xff", first.encode(), first[:50].encode()]
    assert all(one.startswith("# 第".encode()) for one in told[::2])
    assert "中途断开" in told[4].decode()
    again = run("assess", kept, *NOVEMBER, *LIUHE)
    assert again.output == "LH-0001  已办结  承诺件  高龄津贴\n"
    assert "共采用1件，未采用2件。" in again.errors


def test_half_a_letter_of_utf_16_is_kept_as_its_number(run: Run, tmp_path: Path) -> None:
    """One bad letter costs its line, not the file."""
    first = LEDGER.read_text(encoding="utf-8").splitlines()[0]
    ledger, kept = tmp_path / "a.jsonl", tmp_path / "rejects.jsonl"
    text = f"{first}\n{{\ud83d\n"
    ledger.write_bytes(codecs.BOM_UTF16_LE + text.encode("utf-16-le", "surrogatepass"))
    found = run("assess", ledger, *NOVEMBER, *LIUHE, "--rejects", kept)
    assert "共采用1件，未采用1件。" in found.errors
    assert kept.read_text(encoding="utf-8").splitlines()[1] == "{\\ud83d"


def test_a_ledger_in_utf_16_that_was_cut_off_is_assessed_up_to_there(
    run: Run, tmp_path: Path
) -> None:
    """As one in UTF-8: whole lines are taken, the last is rejected, and the status is 1."""
    first, second = LEDGER.read_text(encoding="utf-8").splitlines()[:2]
    ledger = tmp_path / "a.jsonl"
    ledger.write_bytes(f"{first}\n{second}".encode("utf-16")[:-201])
    found = run("assess", ledger, *NOVEMBER, *LIUHE)
    assert (found.status, found.output) == (1, "LH-0001  已办结  承诺件  高龄津贴\n")
    assert "第2行：[SH632]" in found.errors


def test_half_a_letter_in_a_case_costs_its_line_only(run: Run, tmp_path: Path) -> None:
    """As an escape of JSON it is legal, and nothing that could be written: in whichever field."""
    good = LEDGER.read_text(encoding="utf-8").splitlines()[0]
    bad = [good.replace("LH-0001", "\\ud800"), good.replace("王芳", "\\ud800", 1)]
    bad += [good.replace('"case":', '"note":"\\ud800","case":')]
    ledger = tmp_path / "a.jsonl"
    ledger.write_text("\n".join([*bad, good]), encoding="utf-8")
    found = run("due-list", ledger, *NOVEMBER, *LIUHE)
    assert "共采用1件，未采用3件。" in found.errors
    assert found.errors.count("[SH485]") == 3


@pytest.mark.parametrize(
    "options",
    [
        ("assess", "--rejects"),
        ("assess", "--out"),
        ("due-list", "--rejects"),
        ("register", "--out"),
        ("report", "--html"),
        ("moved", "--known-on", "2026-01-01", "--csv"),
    ],
)
def test_a_ledger_is_not_written_over(options: tuple[str, ...], run: Run, tmp_path: Path) -> None:
    """Not even through a link: it may be the only one."""
    ledger, link = tmp_path / "a.jsonl", tmp_path / "link"
    ledger.write_bytes(LEDGER.read_bytes())
    link.symlink_to(ledger)
    command, *others = options
    for target in (ledger, link):
        found = run(command, ledger, *NOVEMBER, *LIUHE, *others, target)
        assert (found.status, "[SH764]" in found.errors) == (3, True)
        assert ledger.read_bytes() == LEDGER.read_bytes()


def test_two_things_do_not_go_to_one_file(run: Run, tmp_path: Path) -> None:
    """What was taken and what was not: the one would take the place of the other."""
    one = tmp_path / "a"
    found = run("assess", LEDGER, *NOVEMBER, *LIUHE, "--out", one, "--rejects", one)
    assert ("[SH764]" in found.errors, one.exists()) == (True, False)


def test_a_link_stays_a_link(run: Run, tmp_path: Path) -> None:
    """What it leads to is written; what is no plain file is written to as it is."""
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("old", encoding="utf-8")
    link.symlink_to(target)
    run("assess", LEDGER, *NOVEMBER, *LIUHE, "--out", link)
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8").startswith('{"format":1')
    run("assess", LEDGER, *NOVEMBER, *LIUHE, "--out", "/dev/null")
    assert Path("/dev/null").is_char_device()


def test_what_was_typed_is_refused_once(run: Run, tmp_path: Path) -> None:
    """A division or a profile that does not exist: not for each case, and nothing is written."""
    out = tmp_path / "a"
    for option in (("--profile", "none"), ("--division", "999")):
        found = run("assess", LEDGER, *NOVEMBER, *LIUHE, *option, "--out", out)
        assert (found.status, out.exists()) == (3, False)
        assert len(re.findall(r"错误 \[SH", found.errors)) == 1


def test_a_screen_that_takes_no_more_is_no_crash(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk behind a pipe: said in a line."""

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("typer.echo", full)
    found = run("due-list", LEDGER, *NOVEMBER, *LIUHE)
    assert (found.status, "无法输出" in found.errors) == (3, True)


def test_a_file_that_cannot_be_written_leaves_nothing_behind(run: Run, tmp_path: Path) -> None:
    """The file is named, and no unfinished one stays."""
    found = run("assess", LEDGER, *NOVEMBER, *LIUHE, "--out", tmp_path / "none" / "a.jsonl")
    assert found.status == 3
    assert "[SH625]" in found.errors
    assert "无法写入" in found.errors
    assert list(tmp_path.iterdir()) == []


def test_a_ledger_that_is_not_there_is_refused(run: Run, tmp_path: Path) -> None:
    """And what was to be written is not."""
    out = tmp_path / "a.jsonl"
    found = run("assess", tmp_path / "none.jsonl", *NOVEMBER, *LIUHE, "--out", out)
    assert (found.status, "[SH201]" in found.errors, out.exists()) == (3, True, False)


# ---- due-list


@pytest.mark.requirement("R-321")
def test_the_due_list_tells_what_is_near_by_window_and_person(run: Run) -> None:
    """On 14 October: five working days on is the 21st; what ends first stands first.

    15, 16, 19, 20 and 21 are working days. The stories of 高龄津贴 received on the 12th have five
    working days, to the 19th; the joint case of the 13th has parts to the 16th and the 20th.
    """
    found = run("due-list", LEDGER, "--as-of", "2026-10-14", *LIUHE)
    said = found.output
    assert said.startswith("逾期和5个工作日内届满的事项，截至2026年10月14日24:00：13项\n")
    assert "民政服务窗口 · 王芳" in said
    assert "柳河镇便民服务中心 · 消防救援站" in said
    row = next(line for line in said.splitlines() if "LH-0001" in line)
    assert row.split() == [
        "10月19日17:00",
        "剩余3个工作日",
        "LH-0001",
        "高龄津贴",
        "承诺时限内办结",
    ]
    late = next(line for line in said.splitlines() if "LH-0019" in line)
    assert "申请人逾期" in late
    assert found.status == 1
    assert "当时尚未收件5件" in found.errors


def test_the_due_list_can_be_narrowed_and_widened(run: Run) -> None:
    """By window, by person, by days; with everything that is open, also without an end."""

    def cases(*options: object) -> list[tuple[str, str]]:
        found = run("due-list", LEDGER, "--as-of", "2026-10-14", *LIUHE, *options, "--json")
        return [(one["case"], one["duty"]) for one in json.loads(found.output)]

    everything = cases("--all")
    assert ("LH-0019", "decide.promised") in everything
    assert ("LH-0019", "decide.promised") not in cases()
    assert {case for case, _ in cases("--window", "综合执法窗口")} == {
        "LH-0008",
        "LH-0009",
        "LH-0012",
    }
    assert {case for case, _ in cases("--person", "王芳")} >= {"LH-0001", "LH-0007"}
    assert cases("--near", "1", "--window", "综合执法窗口") == [("LH-0008", "decide.promised")]
    assert len(everything) > len(cases())


def test_open_items_are_plain_data(run: Run) -> None:
    """With instants as ISO writes them, and words of the library for programs."""
    options = ("--as-of", "2026-10-14", *LIUHE, "--all", "--json")
    data = json.loads(run("due-list", LEDGER, *options).output)
    one = next(item for item in data if item["case"] == "LH-0001")
    assert one["warn_at"] == "2026-10-19T17:00:00+08:00"
    assert (one["status"], one["grade"], one["certainty"]) == ("open", "service", "certain")
    waiting = next(
        item for item in data if (item["case"], item["duty"]) == ("LH-0019", "decide.promised")
    )
    assert (waiting["warn_at"], waiting["certainty"]) == (None, None)
    assert waiting["reason"]


def test_how_urgent_something_is_can_be_read(run: Run) -> None:
    """Overdue, today, in some days, provisional, without an end: each in words."""

    def row(case: str, duty: str, as_of: str) -> str:
        found = run(
            "due-list", LEDGER, "--as-of", as_of, *LIUHE, "--all", "--window", WINDOWS[case]
        )
        return next(line for line in found.output.splitlines() if case in line and duty in line)

    assert "逾期" in row("LH-0008", "承诺时限内办结", "2026-10-20")
    assert "今日届满" in row("LH-0001", "承诺时限内办结", "2026-10-19T10:00")
    assert "未定" in row("LH-0019", "承诺时限内办结", "2026-10-14")
    assert "（暂定）" in row("LH-0010", "法定时限", "2026-12-30")
    assert "（法定义务）" in row("LH-0009", "法定时限", "2026-10-14")


WINDOWS: Final = {
    "LH-0001": "民政服务窗口",
    "LH-0008": "综合执法窗口",
    "LH-0009": "综合执法窗口",
    "LH-0010": "综合执法窗口",
    "LH-0019": "民政服务窗口",
}


# ---- the run


def test_progress_is_shown_in_a_terminal_only(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """On the error stream, so that what is written stays clean."""
    monkeypatch.setattr(
        running, "Console", lambda **_: Console(file=sys.stderr, force_terminal=True)
    )
    found = run("assess", LEDGER, *NOVEMBER, *LIUHE, "--json")
    assert "处理台账" in found.errors
    assert all(json.loads(line) for line in found.output.splitlines())


def test_a_long_ledger_is_worth_several_processes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A short one is not: to begin a process takes longer. What is not there is worth none."""
    monkeypatch.setattr("os.cpu_count", lambda: 4)
    file = tmp_path / "a.jsonl"
    file.write_bytes(b"\n" * 100)
    assert (running._worth(file), running._count_lines(file)) == (1, 0)
    file.write_bytes(b"1234567\n" * 300_000)
    assert (running._worth(file), running._count_lines(file)) == (4, 300_000)
    assert (running._worth(tmp_path / "b"), running._count_lines(tmp_path / "b")) == (1, None)


def test_the_number_of_processes_can_be_said(run: Run) -> None:
    """One is enough; none is refused with the reason."""
    assert run("due-list", LEDGER, *NOVEMBER, *LIUHE, "--workers", "0").status == 3
    assert run("due-list", LEDGER, *NOVEMBER, *LIUHE, "--workers", "1").status == 1


# ---- register


@pytest.mark.requirement("R-154")
def test_a_ledger_is_shown_as_the_register_of_the_hall(run: Run, tmp_path: Path) -> None:
    """The four columns of the service ledger, a line for each case, as a spreadsheet opens it."""
    out = tmp_path / "register.csv"
    found = run("register", LEDGER, *NOVEMBER, *LIUHE, "--out", out)
    rows = out.read_text(encoding="utf-8-sig").splitlines()
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    assert rows[0] == "受理事项,办理过程,办理时间,办复结果,（个人信息只显示首字）"
    assert rows[1].startswith("高龄津贴,2026年10月12日09:00收件；")
    assert len(rows) == 18
    assert "个人信息只显示首字" in found.errors
    assert found.status == 1
    bare = run("register", LEDGER, *NOVEMBER, *LIUHE, "--unmask")
    assert "未作隐去处理" in bare.errors
    said = bare.output.splitlines()
    assert said[0].endswith("（未作隐去处理：含有个人信息原文，请妥善保管）")
    assert said[1:] == rows[1:]


@pytest.mark.parametrize(("form", "code"), [("wrong", "SH467"), ("publicity.matter", "SH637")])
def test_a_register_that_does_not_exist_is_refused_once(
    run: Run, tmp_path: Path, form: str, code: str
) -> None:
    """Before a line is read: the message stands there once, and the table of last time stays."""
    out = tmp_path / "register.csv"
    out.write_text("旧表", encoding="utf-8")
    found = run("register", LEDGER, *NOVEMBER, *LIUHE, "--form", form, "--out", out)
    assert (found.status, found.errors.count(code)) == (3, 1)
    assert out.read_text(encoding="utf-8") == "旧表"


def test_a_register_has_one_set_of_columns(run: Run, tmp_path: Path) -> None:
    """A place that added a column to it needs a table of its own: its cases are told."""
    place = {"format": 1, "id": "more", "division": "371302997"}
    pack = tmp_path / "more.toml"
    pack.write_text(
        "".join(f"{key} = {json.dumps(value)}\n" for key, value in place.items())
        + "[[forms]]\n"
        + 'changes = "ledger.service"\nitems = { remark = "备注" }\n'
        + 'cite = "《办法》一"\n',
        encoding="utf-8",
    )
    event = {"id": "e", "kind": "contacted", "occurred_at": "2026-09-21T09:00+08:00"}
    ledger = tmp_path / "a.jsonl"
    places = ("371302998", "371302997")
    ledger.write_text(
        "\n".join(
            json.dumps({"events": [{**event, "payload": {"case": "N1", "division": place}}]})
            for place in places
        ),
        encoding="utf-8",
    )
    found = run("register", ledger, *NOVEMBER, "--pack", pack)
    assert len(found.output.splitlines()) == 2
    assert "第2行（N1）：[SH638] 该办件所在地的登记台账 ledger.service 栏目不同" in found.errors
    assert "共采用1件，未采用1件。" in found.errors
    assert found.status == 1
