"""Faults of other systems, and of first drafts, that a case must not show again.

Days are those of the notice of 2026: 12 October is a Monday; 17, 18, 24, 25 and 31 October and
1 November are rest days, and there is no holiday until January.
"""

from datetime import datetime
from typing import Any

import pytest

import servicehall as sh
from servicehall.instants import SHANGHAI

TOWN = "371302994"
CITE = {"cite": "《某镇办事指南》一"}
BASIC = {"kind": "行政许可", "fee": "free", "materials": "none", **CITE}
PACK = sh.load_pack(
    {
        "id": "town",
        "division": TOWN,
        "matters": [
            {
                "id": "sign",
                "title": "招牌许可",
                "promised": "10个工作日",
                "statutory": "$licence.decide",
                **BASIC,
            },
            {
                "id": "joint",
                "title": "联合许可",
                "promised": "40个工作日",
                "statutory": "$licence.joint",
                **BASIC,
            },
            {
                "id": "proof",
                "title": "居住证明",
                "promised": "same day",
                **BASIC,
                "kind": "公共服务",
            },
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


def at(day: str) -> datetime:
    """Read ``"10-12 09:00"`` of 2026."""
    return datetime.fromisoformat(f"2026-{day}+08:00").astimezone(SHANGHAI)


def on(day: str, kind: str, /, **payload: Any) -> Happened:
    return day, kind, payload


def received(facts: dict[str, Any], matter: str = "sign", day: str = "10-12 09:00") -> Happened:
    return on(day, "received", division=TOWN, matter=matter, unit="窗口", **facts)


def assess(as_of: str, *happened: Happened) -> sh.Assessment:
    """Assess a case; ``unit`` and ``part`` are no payload."""
    events = []
    for number, (day, kind, payload) in enumerate(happened):
        said = dict(payload)
        unit, part = said.pop("unit", ""), said.pop("part", "")
        refs = {"part": part} if part else {}
        events.append(
            sh.Event(
                id=f"e{number}", kind=kind, occurred_at=at(day), unit=unit, refs=refs, payload=said
            )
        )
    return REGISTRY.assess(sh.Timeline.of(events), as_of=at(as_of))


def outcome(found: sh.Assessment, name: str) -> str:
    """Return status and due day of a duty; nothing where it has not begun."""
    duties = [one for one in found.duties if one.duty.id == name and not one.thing]
    if not duties:
        return ""
    due = duties[-1].due_at
    return f"{duties[-1].status.value} {due:%m-%d}" if due else duties[-1].status.value


def test_a_fact_that_is_stated_later_does_not_undo_what_was_missed() -> None:
    """Received lacking papers, told on the sixth day; that nothing forbids it was noted last.

    The notice was due on the 19th: 13, 14, 15, 16, 19. Accepted as of receipt, the twenty days end
    on 9 November: 13 to 16, 19 to 23, 26 to 30 October, 2 to 6 November are nineteen, the 9th one.
    """
    facts = {name: value for name, value in LACKING.items() if name != "contrary_to_policy"}
    course = (
        received(facts),
        on("10-22 09:00", "notice.supplement", missing=["图纸"]),
        on("10-23 09:00", "materials.completed"),
        on("10-23 09:10", "accepted"),
    )
    found = assess(
        "11-20 09:00", *course, on("10-23 10:00", "facts.stated", contrary_to_policy=False)
    )
    assert outcome(found, "licence.one-time-notice") == "breached 10-20"
    assert outcome(found, "decide.statutory") == "breached 11-10"
    at_once = assess("11-20 09:00", received(LACKING), *course[1:])
    assert outcome(at_once, "decide.statutory") == "breached 11-10"


def test_what_a_later_event_completes_was_not_known_before() -> None:
    """Nobody noted whether papers were missing: that they are complete now does not tell."""
    facts = {name: value for name, value in FACTS.items() if name != "other_materials"}
    found = assess(
        "11-20 09:00",
        received(facts),
        on("10-13 09:00", "notice.supplement", missing=["图纸"]),
        on("10-14 09:00", "materials.completed"),
    )
    assert outcome(found, "licence.one-time-notice").startswith("dormant")
    assert found.duty("licence.one-time-notice").needed == ("other_materials",)


def test_a_promise_does_not_run_out_while_the_applicant_is_waited_for() -> None:
    """Asked for on the last day, be it the first: paused overnight, begun anew when complete."""
    facts = {**FACTS, "main_document": "held_not_brought", "needs_process": False}
    facts["same_day_possible"] = True
    course = (
        received(facts, "proof"),
        on("10-12 09:10", "notice.supplement", missing=["户口簿"], limit="5个工作日"),
    )
    assert outcome(assess("10-13 09:00", *course), "decide.promised") == "paused"
    completed = on("10-14 09:00", "materials.completed")
    found = assess("10-14 12:00", *course, completed)
    assert outcome(found, "decide.promised") == "open 10-15"
    assert outcome(assess("10-20 09:00", *course, completed), "decide.promised") == "breached 10-15"


@pytest.mark.parametrize(
    ("matter", "approver", "longer", "expected"),
    [
        ("sign", "agency_head", "10个工作日", "11-24"),  # twenty and ten
        ("sign", "government_head", "10个工作日", "11-10"),
        ("joint", "government_head", "15个工作日", "01-06"),  # forty-five and fifteen
        ("joint", "agency_head", "15个工作日", "12-15"),
    ],
)
def test_the_law_says_whose_approval_an_extension_needs(
    matter: str, approver: str, longer: str, expected: str
) -> None:
    """42(1): the head of the agency; 42(2): the head of the government of the same level.

    Twenty working days after 12 October end on 9 November, thirty on the 23rd; forty-five on 14
    December, sixty on 5 January: 1 January is a holiday, 4 January the first working day.
    """
    found = assess(
        "10-20 09:00",
        received(FACTS, matter),
        on("10-12 10:00", "accepted"),
        on("10-19 09:00", "extension.approved", approver=approver, reasons_told=True, limit=longer),
    )
    one = found.duty("decide.statutory")
    assert f"{one.due_at:%m-%d}" == expected
    refused = [note.text for note in one.notes]
    asked = {"sign": "本行政机关负责人", "joint": "同级人民政府负责人"}[matter]
    lengthened = one.extended_by is not None
    assert refused == ([] if lengthened else [f"延期：须经{asked}批准，不予计算"])


def test_what_the_law_has_moved_nobody_moves_back() -> None:
    """Not told in five days, refused afterwards: accepted all the same, and a reader is told so."""
    found = assess("11-20 09:00", received(LACKING), on("10-28 09:00", "not_accepted"))
    assert found.state is sh.CaseState.ACCEPTED
    assert "“不予受理”时，依法已是“已受理”，不改变办件状态" in found.explain()
    in_time = assess("11-20 09:00", received(LACKING), on("10-14 09:00", "not_accepted"))
    assert in_time.state is sh.CaseState.NOT_ACCEPTED
    assert "不改变办件状态" not in in_time.explain()


def test_a_part_that_is_assigned_anew_has_the_new_limit() -> None:
    """Five days for 消防 from the 13th, then three for 消防二 from the 15th: to the 20th."""
    found = assess(
        "10-16 09:00",
        received(FACTS, "joint"),
        on("10-13 09:00", "part.assigned", part="fire", unit="消防", limit="5个工作日"),
        on("10-15 09:00", "part.assigned", part="fire", unit="消防二", limit="3个工作日"),
    )
    one = found.duty("part/fire")
    assert f"{one.due_at:%m-%d}" == "10-21"  # 24:00 of the 20th: 16, 19, 20
    assert found.bearer(one).unit == "消防二"


def test_nobody_from_before_is_charged_after_a_reopening() -> None:
    """The window has the case again, not a superior or a part that never ended."""
    found = assess(
        "10-22 09:00",
        received(FACTS, "joint"),
        on("10-12 10:00", "forwarded"),
        on("10-13 09:00", "superior.received", unit="县局"),
        on("10-13 10:00", "part.assigned", part="fire", unit="消防", limit="5个工作日"),
        on("10-14 09:00", "decided", outcome="granted"),
        on("10-14 10:00", "closed"),
        on("10-19 09:00", "reopened"),
    )
    (last,) = [one.shares for one in found.responsibility.segments][-1]
    assert last.name == "窗口"
    assert outcome(found, "decide.superior").startswith("discharged")
