"""Progress: what an applicant is told who asks, and what becomes of an objection.

In October 2026 the 12th is a Monday; five working days after it are the 13th to 16th and the 19th.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

import servicehall as sh
from servicehall.instants import SHANGHAI
from tests.command_line import Run

EXAMPLES = Path(__file__).parent.parent / "examples"
TOWN = "371302990"
CITE = {"cite": "《公示》"}
TOLD = {"promised": "5个工作日", "fee": "free", "materials": "none", **CITE}
PACK = sh.load_pack(
    {
        "id": "town",
        "division": TOWN,
        "windows": [{"id": "w", "title": "民政窗口", "phone": "0539-1234", **CITE}],
        "matters": [
            {
                "id": "stall",
                "title": "摆摊登记",
                "window": "w",
                "phone": "0539-1111",
                "result_query": "热线12345",
                **TOLD,
            },
            {"id": "plain", "title": "证明", **TOLD},
        ],
    }
)
REGISTRY = sh.Registry.of(PACK)
FACTS: dict[str, Any] = {
    "main_document": "provided",
    "other_materials": "complete",
    "contrary_to_policy": False,
    "survey": "not_needed",
    "needs_process": True,
    "same_day_possible": False,
    "windows": 1,
    "departments": 1,
    "must_forward": False,
}
LACKING = {**FACTS, "other_materials": "missing_affecting"}

Happened = tuple[str, str, dict[str, Any]]


def received(facts: dict[str, Any] = FACTS, **others: Any) -> Happened:
    payload = {"case": "N-7", "matter": "stall", "applicant": "李小明", **facts, **others}
    return "10-12 09:00", "received", payload


def assess(as_of: str, *happened: Happened) -> sh.Assessment:
    """Assess a case of 王芳 of the 综合窗口."""

    def at(said: str) -> datetime:
        return datetime.fromisoformat(f"2026-{said}+08:00").astimezone(SHANGHAI)

    events = [
        sh.Event(
            id=f"e{number}",
            kind=kind,
            occurred_at=at(when),
            actor="王芳",
            unit="综合窗口",
            payload={"division": TOWN, **payload},
        )
        for number, (when, kind, payload) in enumerate(happened)
    ]
    return REGISTRY.assess(sh.Timeline.of(events), as_of=at(as_of))


@pytest.mark.requirement("R-158")
def test_an_applicant_is_told_where_his_case_stands_and_whom_to_ask() -> None:
    """The window (RS), the person (LP), the hotline (DH): all that the place has published."""
    said = assess("10-13 10:00", received()).explain_progress()
    assert said.splitlines() == [
        "办件：N-7，摆摊登记，2026年10月12日收件",
        "办理情况：已收件（截至2026年10月13日10:00）",
        "承诺办结：2026年10月19日24:00前",
        "查询：第一责任人综合窗口王芳；民政窗口；窗口电话0539-1234；咨询电话0539-1111；结果查询热线12345",
    ]
    assert "李" not in said


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("", "承诺办结：2026年10月19日24:00前，已超过承诺时限"),
        ("closed", "承诺办结：2026年10月19日24:00前，已按时办结"),
        ("withdrawn", "办理情况：已撤回（截至2026年10月20日09:00）"),
    ],
)
def test_a_promise_is_said_as_it_was_kept(kind: str, line: str) -> None:
    """Missed, kept, or fallen away: of a withdrawn case no promise is said."""
    happened: list[Happened] = [("10-16 09:00", kind, {})] if kind else []
    said = assess("10-20 09:00", received(), *happened).explain_progress().splitlines()
    assert line in said
    assert any(one.startswith("承诺办结") for one in said) == line.startswith("承诺办结")


def test_what_the_applicant_must_do_is_said_first() -> None:
    """While papers are waited for the promise stands still; the applicant has until the 19th."""
    asked = ("10-12 10:00", "notice.supplement", {"missing": ["申请表"], "limit": "5个工作日"})
    said = assess("10-13 09:00", received(LACKING), asked).explain_progress().splitlines()
    assert "承诺办结：期限暂停计算" in said
    assert "请您办理：补齐材料，2026年10月19日24:00前" in said
    asked = ("10-12 10:00", "notice.supplement", {"missing": ["申请表"]})
    said = assess("10-13 09:00", received(LACKING), asked).explain_progress().splitlines()
    assert "请您办理：补齐材料" in said


def test_what_the_place_has_not_published_is_not_said() -> None:
    """Neither a window nor a number; without a matter, the person; before the receipt, the one who
    was asked first."""
    said = assess("10-13 09:00", received(matter="plain")).explain_progress()
    assert said.endswith("查询：第一责任人综合窗口王芳")
    visit = assess("10-13 09:00", ("10-12 09:00", "contacted", {})).explain_progress()
    assert visit.splitlines()[0] == "办件：未写明事项，2026年10月12日首次接待"
    assert visit.endswith("查询：首问责任人综合窗口王芳")


def test_a_promise_that_cannot_be_counted_is_said_so() -> None:
    """Where the matter states no promise that can be counted, no day is made up."""
    unknown = {"id": "m", "title": "事项", "promised": "unknown: 未公开", **CITE}
    pack = {"id": "t", "division": TOWN, "matters": [{**TOLD, **unknown}]}
    registry = sh.Registry.of(sh.load_pack(pack))
    at = datetime(2026, 10, 12, 9, tzinfo=SHANGHAI)
    payload = {"division": TOWN, "matter": "m", **FACTS}
    event = sh.Event(id="e", kind="received", occurred_at=at, payload=payload)
    said = registry.assess(sh.Timeline.of([event]), as_of=at).explain_progress()
    assert "承诺办结：尚不能确定" in said


@pytest.mark.requirement("R-159")
def test_an_objection_is_owed_an_answer() -> None:
    """可要求受理窗口明确答复: open until the hall has explained; no figure is made up."""
    objected = ("10-13 09:00", "objection.raised", {"note": "对结果有异议"})
    open_ = assess("10-30 09:00", received(), objected).duty("objection")
    assert (open_.status.value, open_.due_at) == ("open", None)
    answered = ("10-14 09:00", "explained", {})
    done = assess("10-30 09:00", received(), objected, answered).duty("objection")
    assert done.status.value == "fulfilled"


# ---- on the command line


def test_progress_is_told_of_one_case_of_a_ledger(run: Run, tmp_path: Path) -> None:
    """By its number; of a number that is not there, or there twice, nothing is told."""
    options = ("--as-of", "2026-11-01", "--pack", EXAMPLES / "liuhe")
    found = run("progress", EXAMPLES / "ledger.jsonl", "--case", "LH-0003", *options)
    assert found.output.startswith("办件：LH-0003，户外招牌设置许可，2026年10月12日收件\n")
    assert run("progress", EXAMPLES / "ledger.jsonl", "--case", "none", *options).status == 3
    story = run("progress", EXAMPLES / "cases" / "hearing.json", *options)
    assert story.output.startswith("办件：户外招牌设置许可，2026年9月21日收件\n")
    twice = tmp_path / "a.jsonl"
    event = {"id": "e", "kind": "contacted", "occurred_at": "2026-09-21T09:00+08:00"}
    lines = [
        {"events": [{**event, "payload": {"case": "A", "division": place}}]}
        for place in ("371302998", "371302997")
    ]
    twice.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    refused = run("progress", twice, "--case", "A", *options)
    assert (refused.status, "有2件" in refused.errors) == (3, True)


def test_lines_that_cannot_be_read_are_not_kept_quiet(run: Run, tmp_path: Path) -> None:
    """The case that is asked for may stand in one of them."""
    ledger = tmp_path / "a.jsonl"
    ledger.write_text('{"events": [{"id": "X-1"\n', encoding="utf-8")
    refused = run("progress", ledger, "--case", "X-1", "--as-of", "2026-11-01")
    assert (refused.status, "有0件，另有1行读不了" in refused.errors) == (3, True)
