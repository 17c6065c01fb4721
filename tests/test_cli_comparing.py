"""The command compare."""

import json
import re
from pathlib import Path

import pytest

from tests.command_line import Run
from tests.test_comparing_ledgers import LEDGER, LIUHE

EXAMPLES = LIUHE.parent
CODE = "371302998"
SAME = (CODE, CODE, "--on", "2026-11-21")
AS_OF = ("--as-of", "2026-12-01")


@pytest.fixture
def shorter(tmp_path: Path) -> Path:
    """Return the pack of the example town with a promise of three days in the place of five."""
    file = tmp_path / "shorter.toml"
    text = (LIUHE / "pack.toml").read_text(encoding="utf-8")
    file.write_text(text.replace('"5个工作日"', '"3个工作日"'), encoding="utf-8")
    return file


def test_two_versions_of_a_pack_are_compared(run: Run, shorter: Path) -> None:
    """One field differs; a pack of a side takes the place of the common one of its name."""
    told = run("compare", *SAME, "--pack", LIUHE, "--new-pack", shorter)
    assert (told.status, told.errors) == (0, "")
    assert told.output == (
        "原规则：柳河镇便民服务中心（371302998），2026-11-21\n"
        "新规则：柳河镇便民服务中心（371302998），2026-11-21\n\n"
        "一、事项（1项）\n"
        "  高龄津贴　承诺时限：5个工作日 → 3个工作日\n"
        "    依据：《柳河镇便民服务中心办事指南》二\n"
    )
    back = run("compare", *SAME, "--old-pack", shorter, "--new-pack", LIUHE)
    assert "3个工作日 → 5个工作日" in back.output


def test_the_day_is_said_where_none_was_typed(run: Run) -> None:
    assert "（未写 --on，按今天" in run("compare", CODE, CODE).output


def test_a_ledger_is_compared(run: Run, shorter: Path) -> None:
    """Sums, cases, and the lines of other towns, for which neither side has rules: status 1."""
    told = run(
        "compare", *SAME, "--old-pack", LIUHE, "--new-pack", shorter, "--ledger", LEDGER, *AS_OF
    )
    assert told.status == 1
    assert "共21行：有变化的7件" in told.output
    assert "  1件：到期日办结 → 逾期办结" in told.output
    assert "    两方：[SH467]" in told.output


def test_a_ledger_that_both_can_read_ends_well(run: Run, tmp_path: Path) -> None:
    """Nothing is wrong with a line that comes later; now is said where no instant was typed."""
    lines = LEDGER.read_text(encoding="utf-8").splitlines()
    ledger = tmp_path / "ledger.jsonl"
    ledger.write_text("\n".join(one for one in lines if "elder-allowance" in one), encoding="utf-8")
    told = run("compare", *SAME, "--pack", LIUHE, "--ledger", ledger)
    assert told.status == 0
    assert "（未写 --as-of，按现在" in told.errors


def test_several_processes_and_a_supposed_verdict(run: Run, shorter: Path) -> None:
    told = run(
        "compare",
        *(*SAME, "--old-pack", LIUHE, "--new-pack", shorter, "--ledger", LEDGER, *AS_OF),
        *("--workers", "2", "--suppose-verified", "--json"),
    )
    data = json.loads(told.output)
    assert data["findings"] is None
    assert data["ledger"]["changed"] == 7
    assert data["ledger"]["supposed"]["scores"] == []
    assert [one["field"] for one in data["rules"]["changes"]] == ["promised"]


def test_findings_are_compared(run: Run, tmp_path: Path) -> None:
    """Five points instead of three for a complaint; a line that is no finding is told: status 1."""
    scheme = EXAMPLES / "accountability" / "scheme.toml"
    findings = EXAMPLES / "accountability" / "findings.jsonl"
    other = tmp_path / "scheme.toml"
    text = scheme.read_text(encoding="utf-8")
    assert text.count('amount = "-3"') == 1
    other.write_text(text.replace('amount = "-3"', 'amount = "-5"'), encoding="utf-8")
    sides = ("530926103", "530926103", "--on", "2026-11-21", "--old-pack", scheme)
    sides += ("--new-pack", other, "--as-of", "2026-10-01")
    told = run("compare", *sides, "--findings", findings)
    assert told.status == 0
    assert "、责任追究（1项）" in told.output
    assert "  王芳　月度得分　2026-03：89分，合格 → 87分，合格" in told.output
    data = json.loads(run("compare", *sides, "--findings", findings, "--json").output)
    assert data["ledger"] is None
    assert data["findings"]["sums"][0]["difference"] == "-2"
    broken = tmp_path / "findings.jsonl"
    broken.write_text(findings.read_text(encoding="utf-8") + "{}\n", encoding="utf-8")
    told = run("compare", *sides, "--findings", broken)
    assert told.status == 1
    assert "SH823" in told.errors


def test_a_page_is_written(run: Run, shorter: Path, tmp_path: Path) -> None:
    """One file with all that was asked for; nothing is written over what is read."""
    page = tmp_path / "page.html"
    findings = EXAMPLES / "accountability" / "findings.jsonl"
    told = run(
        "compare",
        *(*SAME, "--old-pack", LIUHE, "--new-pack", shorter, *AS_OF),
        *("--ledger", LEDGER, "--findings", findings, "--html", page),
    )
    assert told.output == ""
    text = page.read_text(encoding="utf-8")
    assert text.startswith("<!DOCTYPE html>")
    assert "高龄津贴" in text
    assert text.count('<div class="servicehall">') == 3
    assert "SH764" in run("compare", *SAME, "--ledger", LEDGER, "--html", LEDGER).errors
    only = run("compare", *SAME, "--pack", LIUHE, "--html", "-")
    assert "两方相同。" in only.output


def test_lists_are_cut_unless_all_are_asked_for(run: Run) -> None:
    """A village with scores of duties of its own, beside one without: beyond the twentieth."""
    longpo = EXAMPLES.parent / "plugins" / "longpo" / "src" / "servicehall_longpo"
    sides = ("530926103", "460203/longpo", "--on", "2026-11-21", "--pack", longpo)
    cut = run("compare", *sides).output
    everything = run("compare", *sides, "--all").output
    told = re.search(r"、义务（(\d+)项）", everything)
    assert told is not None
    assert f"  还有{int(told[1]) - 20}项" in cut
    assert "  还有" not in everything
    assert len(everything) > len(cut)


def test_what_begins_later_is_told(run: Run, tmp_path: Path) -> None:
    """A shorter promise of the new year beside the old one: at the end of text, record and page."""
    text = (LIUHE / "pack.toml").read_text(encoding="utf-8")
    head, rest = text.split('id = "elder-allowance"\n')
    record, after = rest.split("\n\n", 1)
    shorter = record.replace('"5个工作日"', '"3个工作日"')
    later = tmp_path / "later.toml"
    later.write_text(
        f'{head}id = "elder-allowance"\nexpires = 2026-12-31\n{record}\n\n'
        f'[[matters]]\nid = "elder-allowance"\nsince = 2027-01-01\n{shorter}\n\n{after}',
        encoding="utf-8",
    )
    asked = ("compare", *SAME, "--pack", LIUHE, "--new-pack", later)
    told = run(*asked)
    line = (
        "注意：新规则另有自2027-01-01起施行的1条（高龄津贴）、施行至2026-12-31为止的1条（高龄津贴），"
        "这里没有比较；要比较，加 --on 2027-01-01"
    )
    assert told.output.endswith(f"\n\n{line}\n")
    assert line in run(*asked, "--html", "-").output
    data = json.loads(run(*asked, "--json").output)["rules"]
    assert [one["id"] for one in data["later"]["new"]] == ["elder-allowance", "elder-allowance"]
    then = ("compare", CODE, CODE, "--on", "2027-01-01", "--pack", LIUHE, "--new-pack", later)
    assert "承诺时限：5个工作日 → 3个工作日" in run(*then).output


def test_days_are_compared_on_purpose(run: Run) -> None:
    told = run("compare", CODE, CODE, "--on", "2026-11-21", "--new-on", "2026-01-01")
    first = told.output.splitlines()[0]
    assert first == "注意：两方不是同一天的规则：原规则2026-11-21，新规则2026-01-01。"


def test_what_is_wrong_names_the_side(run: Run, tmp_path: Path) -> None:
    """A profile, a place, a pack: whichever side it is, is said."""
    told = run("compare", *SAME, "--new-profile", "X99")
    assert told.status == 3
    assert "新规则: profiles" in told.errors
    assert "原规则: '9'" in run("compare", "9", CODE).errors
    told = run("compare", *SAME, "--old-pack", tmp_path / "none")
    assert "原规则：" in told.errors
    assert "X8" in run("compare", *SAME, "--new-profile", "X8").output
