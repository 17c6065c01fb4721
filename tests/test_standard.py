"""Case records of GB/T 39046-2020: what stands in them of each story, by the names of the standard.

Links are the stretches in which a case was handled; each expected instant is read from the story.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import servicehall as sh
from servicehall.cases import read_case
from servicehall.interop.standard import CaseRecords, case_records
from tests.places import place

EXAMPLES: Final = Path(__file__).parent.parent / "examples"
REGISTRY: Final = sh.Registry.of(
    sh.read_pack(EXAMPLES / "liuhe"), place("mengding"), place("longpo")
)
SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
TOWN: Final = "371302998"


def at(month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
    """Return an instant of 2026 in Beijing."""
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI)


LATER: Final = at(12, 31)


def story(name: str, as_of: datetime = LATER) -> CaseRecords:
    """Return the records of a story."""
    timeline = read_case(EXAMPLES / "cases" / f"{name}.json")
    return case_records(REGISTRY.assess(timeline, as_of=as_of))


def case(*events: tuple[str, datetime, dict[str, Any]], **options: Any) -> CaseRecords:
    """Return the records of a case of the example town, received on 12 October at nine."""
    given = (("received", at(10, 12, 9), {"case": "LH-1", "division": TOWN}), *events)
    timeline = sh.Timeline.of(
        sh.Event(
            id=f"e{number}",
            kind=kind,
            occurred_at=when,
            payload=payload,
            actor="王芳13912345678" if kind == "extension.requested" else "",
            refs={"part": payload.pop("part")} if "part" in payload else {},
        )
        for number, (kind, when, payload) in enumerate(given)
    )
    return case_records(REGISTRY.assess(timeline, as_of=at(12, 31)), **options)


def links(found: CaseRecords) -> list[tuple[str, str, str | None]]:
    """Return the links of a case: name, state, action."""
    return [(link.name, link.status, link.action) for link in found.links]


def test_a_case_that_was_lengthened() -> None:
    """``extension-in-time``: accepted, lengthened by ten working days for a reason, granted.

    The promised limit ended on 26 October at 17:00; the decision came on 20 November at 15:00, 24
    days and 22 hours later, which is the 25th day.
    """
    found = story("extension-in-time")
    assert found.kind == "2"
    assert found.accepted_at == at(10, 12, 9, 30)
    assert links(found) == [
        ("已收件", "2", "通过"),
        ("已受理", "2", "通过"),
        ("已决定", "2", "通过"),
    ]
    assert [(link.start, link.end) for link in found.links][1] == (
        at(10, 12, 9, 30),
        at(11, 20, 15),
    )
    (extension,) = found.procedures
    assert (extension.kind, extension.start, extension.end) == ("1", at(11, 5, 9), at(11, 6, 10))
    assert (extension.ground, extension.applicant) == ("须征求规划部门意见", "综合执法窗口陈静")
    assert (extension.result, extension.opinion) == ("批准延期", None)
    assert (found.closed_at, found.result) == (at(11, 24, 9, 10), "准予")
    assert (found.delay, found.delay_reason) == ("10个工作日", "须征求规划部门意见")
    assert found.days_late == 25


def test_time_that_is_not_counted_is_the_other_kind() -> None:
    """``hearing``: from 28 September to 9 October, for a hearing; nothing was late."""
    found = story("hearing")
    (hearing,) = found.procedures
    assert (hearing.kind, hearing.ground) == ("2", "听证")
    assert (hearing.start, hearing.end) == (at(9, 28, 10), at(10, 9, 16))
    assert (hearing.result, hearing.opinion) == (None, None)
    assert (found.delay, found.delay_reason, found.days_late) == (None, None, None)


def test_a_refusal_is_no_pass() -> None:
    """``hearing-too-long``: decided against; the handling of the decision itself was completed."""
    found = story("hearing-too-long")
    assert links(found)[1:] == [("已受理", "2", "其他"), ("已决定", "2", "通过")]
    assert found.result == "不予"


def test_a_returned_case() -> None:
    """``returned-after-survey``: of kind 9, and its one link ends with 退回."""
    found = story("returned-after-survey")
    assert (found.kind, links(found)) == ("9", [("已收件", "2", "退回")])
    assert found.result == "已退回"
    assert found.accepted_at is None


def test_rounds_of_supplements_are_links_of_their_own() -> None:
    """``second-supplement``: asked twice, completed twice, closed without a stated decision."""
    found = story("second-supplement")
    assert links(found) == [
        ("已收件", "2", "其他"),
        ("待补正", "2", "通过"),
        ("已收件", "2", "其他"),
        ("待补正", "2", "通过"),
        ("已收件", "2", None),
    ]
    assert found.result is None


def test_a_case_that_is_still_open() -> None:
    """``into-2027`` on 20 December: the last link is to be done, and nothing is said of its end."""
    found = story("into-2027", at(12, 20))
    assert links(found) == [("已收件", "2", "通过"), ("已受理", "1", None)]
    assert (found.links[-1].end, found.closed_at, found.result) == (None, None, None)


def test_withdrawn_cases_end_otherwise() -> None:
    found = story("withdrawn")
    assert (links(found), found.result) == ([("已收件", "2", "其他")], "已撤回")


def test_only_the_last_cycle_counts() -> None:
    """``reopened``: the records are those of the second cycle, which began with the reopening."""
    found = story("reopened")
    assert links(found) == [("已收件", "2", None)]
    timeline = read_case(EXAMPLES / "cases" / "reopened.json")
    reopened = next(e for e in timeline.events if e.kind == "reopened")
    assert found.links[0].start == reopened.occurred_at


def test_a_case_that_was_only_talked_of_has_no_links() -> None:
    """Before a case is received nothing is handled, and its kind is not settled."""
    timeline = sh.Timeline.of([sh.Event(id="e1", kind="contacted", occurred_at=at(10, 12))])
    found = case_records(REGISTRY.assess(timeline, as_of=at(10, 13), division=TOWN))
    assert (found.links, found.kind, found.case) == ((), None, "")


def test_an_extension_that_nobody_asked_for_in_writing() -> None:
    """What is not known of it, is left out: neither when it was asked for nor by whom."""
    found = case(
        ("accepted", at(10, 12, 10), {}),
        ("extension.approved", at(10, 20), {"limit": "3个工作日", "note": "同意"}),
        ("notice.extension", at(10, 21), {"reasons": "材料较多"}),
    )
    (extension,) = found.procedures
    assert (extension.start, extension.applicant, extension.ground) == (None, None, None)
    assert (extension.end, extension.opinion) == (at(10, 20), "同意")
    assert (found.delay, found.delay_reason) == ("3个工作日", "材料较多")


def test_an_extension_that_was_only_asked_for() -> None:
    """It lasts until somebody decides it; the case has not been lengthened."""
    found = case(
        ("accepted", at(10, 12, 10), {}),
        ("extension.requested", at(10, 20), {"reasons": "材料较多", "limit": "3个工作日"}),
    )
    (asked,) = found.procedures
    assert (asked.start, asked.end, asked.result) == (at(10, 20), None, None)
    assert (found.delay, found.delay_reason) == (None, None)


def test_pauses_side_by_side_are_told_apart() -> None:
    """Each end belongs to the pause about the same part, in whatever order they end."""
    found = case(
        ("accepted", at(10, 12, 10), {}),
        ("pause.started", at(10, 13), {"ground": "检验", "part": "A"}),
        ("pause.started", at(10, 14), {"ground": "鉴定", "part": "B"}),
        ("pause.ended", at(10, 15), {"part": "B", "note": "合格"}),
    )
    told = [(one.ground, one.start, one.end, one.opinion) for one in found.procedures]
    assert told == [
        ("鉴定", at(10, 14), at(10, 15), "合格"),
        ("检验", at(10, 13), None, None),
    ]


def test_the_names_are_those_of_the_standard() -> None:
    """Nothing else stands in the records, and nothing that is not known."""
    data = json.loads(story("extension-in-time").to_json())
    assert list(data) == [
        "format",
        "standard",
        "servicehall",
        "unmasked",
        "division",
        "case",
        "as_of",
        "records",
    ]
    assert (data["format"], data["standard"]) == (1, "GB/T 39046-2020")
    records = data["records"]
    assert list(records) == [
        "办件类型",
        "受理时间",
        "环节",
        "特别程序",
        "办结时间",
        "结果",
        "延期时限",
        "延期原因",
        "超期天数",
    ]
    assert list(records["环节"][0]) == ["环节", "开始", "结束", "状态", "动作"]
    assert records["受理时间"] == "2026-10-12T09:30:00+08:00"
    assert records["特别程序"] == [
        {
            "种类": "1",
            "开始时间": "2026-11-05T09:00:00+08:00",
            "启动理由或依据": "须征求规划部门意见",
            "申请人": "综合执法窗口陈静",
            "结束时间": "2026-11-06T10:00:00+08:00",
            "结果": "批准延期",
        }
    ]


def test_what_is_not_known_is_left_out() -> None:
    """A case just received, of which no fact is known: no empty names, no nulls."""
    data = json.loads(case().to_json())
    assert list(data["records"]) == ["环节"]
    assert "null" not in case().to_json()


def test_personal_data_in_texts_are_masked_unless_asked_for() -> None:
    """A telephone number in reasons and names shows its first digit; the records say so."""
    events = (
        ("accepted", at(10, 12, 10), {}),
        ("extension.requested", at(10, 20), {"reasons": "联系13812345678核实"}),
        ("extension.approved", at(10, 21), {}),
    )
    masked = case(*events)
    assert "13812345678" not in masked.to_json()
    assert "13912345678" not in masked.to_json()
    assert json.loads(masked.to_json())["unmasked"] is False
    shown = case(*events, unmask=True)
    assert shown.delay_reason == "联系13812345678核实"
    own = ("consulted", at(10, 12, 9), {"applicant": "王芳"})
    assert "王芳" not in case(own, *events).to_json()
    assert shown.procedures[0].applicant == "王芳13912345678"
    assert json.loads(shown.to_json())["unmasked"] is True
