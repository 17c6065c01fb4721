"""What concerns the hall alone (厅务事项): an outing, leave, a change of staff; it is no case."""

from datetime import datetime

import pytest

import servicehall as sh
from servicehall.instants import SHANGHAI

TOWN = "371302996"


def event(kind: str, hour: int, actor: str = "甲", **refs: str) -> sh.Event:
    at = datetime(2026, 9, 14, hour, tzinfo=SHANGHAI)
    return sh.Event(id=f"{kind}{hour}", kind=kind, occurred_at=at, actor=actor, refs=refs)


def assess(*events: sh.Event) -> sh.Assessment:
    as_of = datetime(2026, 9, 15, tzinfo=SHANGHAI)
    return sh.Registry.of().assess(sh.Timeline.of(events), as_of=as_of, division=TOWN)


@pytest.mark.requirement("R-235")
def test_an_outing_is_registered_and_needs_leave() -> None:
    """Whoever goes out without asking has left the post; whoever asked first has not."""
    gone = assess(event("outing.began", 10, outing="O1"))
    assert [one.duty.breach for one in gone.breaches] == ["empty_post"]
    assert gone.bearer(gone.breaches[0]).actor == "甲"
    asked = assess(
        event("outing.approved", 9, "主任", outing="O1"), event("outing.began", 10, outing="O1")
    )
    assert asked.breaches == ()


@pytest.mark.requirement("R-235")
def test_leave_for_one_outing_is_none_for_another() -> None:
    found = assess(
        event("outing.approved", 9, "主任", outing="O1"), event("outing.began", 10, outing="O2")
    )
    assert [one.duty.id for one in found.breaches] == ["outing.leave"]


@pytest.mark.requirement("R-230")
def test_leave_is_granted_when_a_substitute_is_named() -> None:
    """Granted before, whoever granted it broke the rule."""
    without = assess(
        event("leave.requested", 8, leave="L1"), event("leave.approved", 9, "主任", leave="L1")
    )
    (broken,) = without.breaches
    assert (broken.duty.id, without.bearer(broken).actor) == ("leave.substitute", "主任")
    named = assess(
        event("leave.requested", 8, leave="L1"),
        event("substitute.named", 9, "民政局", leave="L1"),
        event("leave.approved", 10, "主任", leave="L1"),
    )
    assert named.breaches == ()


@pytest.mark.requirement("R-250")
def test_a_change_of_staff_is_put_on_record() -> None:
    changed = assess(event("staff.changed", 9, change="C1"))
    assert [(one.duty.id, one.is_undone) for one in changed.duties] == [("staff.filing", True)]
    filed = assess(
        event("staff.changed", 9, change="C1"), event("staff.change-filed", 10, change="C1")
    )
    assert filed.duties[0].status is sh.DutyStatus.FULFILLED


def test_it_is_not_spoken_of_as_a_case() -> None:
    """It has no kind, and is named after the event with which it begins."""
    found = assess(event("outing.began", 10, outing="O1"))
    assert not found.has_kind
    text = found.explain()
    assert "状态：截至2026年9月14日（星期一）24:00，没有收件" in text
    assert "2026年9月14日外出" in text
    assert "类型：" not in text
    assert "没有收件" in found.explain_progress()
    assert "没有收件" in found._repr_html_()
