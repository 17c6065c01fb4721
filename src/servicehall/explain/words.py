"""Words (说法) for the duties, events, kinds and times of a case, which text and page share.

What only one of them says, or what each says in its own way, stands with the one that says it.
"""

from typing import Final

from servicehall.assessment import Assessment, book_of
from servicehall.duties import DutyStatus
from servicehall.events import Event
from servicehall.kinds import CaseKind
from servicehall.replay import Obligation, PauseSpan
from servicehall.tables import Undetermined
from servicehall.timeline import FILINGS, CaseState
from servicehall.trails import say_at, say_date

__all__ = [
    "SIGNS",
    "name_of",
    "say_at",
    "say_bar",
    "say_filing",
    "say_pause",
    "say_possible",
    "say_state",
    "say_status",
    "sign_status",
    "title_of",
    "title_of_filing",
]

SIGNS: Final = {
    DutyStatus.FULFILLED: "✓",
    DutyStatus.OPEN: "▷",
    DutyStatus.PAUSED: "‖",
    DutyStatus.BREACHED: "✗",
    DutyStatus.DISCHARGED: "－",
    DutyStatus.DORMANT: "？",
    DutyStatus.EXCUSED: "○",
}
"""The sign of each status; colour comes on top of it."""


def name_of(one: Obligation) -> str:
    """Return what a duty is called, with the part of the case that it is about."""
    return f"{one.duty.title}（{one.thing}）" if one.thing else one.duty.title


def sign_status(one: Obligation) -> str:
    """Say what has become of a duty, with its sign."""
    return f"{SIGNS[one.status]} {say_status(one)}"


def say_status(one: Obligation) -> str:
    """Say what has become of a duty; only what had a limit can be overdue."""
    late = one.due_at is not None and one.broken_by is None
    if one.status is DutyStatus.BREACHED and not late:
        return "违反"
    if one.status is DutyStatus.BREACHED:
        return say_bar(one.status) if one.completed_by is None else "逾期完成"
    if one.status is DutyStatus.FULFILLED and not one.duty.must:
        return "已遵守"
    if one.is_untimed:
        return "已完成"
    return one.status.zh


def say_bar(status: DutyStatus) -> str:
    """Say a status of what has a limit: missed, it is overdue."""
    return "逾期" if status is DutyStatus.BREACHED else status.zh


def say_pause(span: PauseSpan) -> str:
    """Return what a pause is called, with its ground where one was noted."""
    ground = span.started.payload.get("ground", "")
    return f"{span.rule.title}（{ground}）" if ground else span.rule.title


def say_possible(answer: Undetermined) -> str:
    """Say what kinds a case can still be of."""
    return "、".join(CaseKind(str(one)).zh for one in answer.possible)


def say_filing(found: Assessment) -> str:
    """Say on which day a case was filed, and as what: ``"2026年9月1日收到投诉"``."""
    return f"{say_date(found.timeline.filed_on)}{title_of_filing(found)}"


def say_state(found: Assessment) -> str:
    """Say where a case stands; nothing was handed in for what concerns the hall alone."""
    return "没有收件" if found.state is CaseState.NEW else found.state.zh


def title_of_filing(found: Assessment) -> str:
    """Return as what a case was filed: 收件, 收到投诉, 收到信访事项; 首次接待 before that.

    What concerns the hall alone is named after the event with which it begins.
    """
    events = [step.event for step in found.replay.steps]
    filed = (event for event in events if event.kind in FILINGS)
    begun = "首次接待" if found.state is not CaseState.NEW else title_of(found, events[0])
    return next((title_of(found, event) for event in filed), begun)


def title_of(found: Assessment, event: Event) -> str:
    """Return what an event is called by the rules of a case."""
    return book_of(found.policy).title(event.kind)
