"""Case records of the national standard (办件信息): GB/T 39046-2020, tables 6 to 8.

    办件类型  受理时间  环节[开始 结束 状态 动作]
    特别程序[种类 开始时间 启动理由或依据 申请人 结束时间 结果 办理意见]
    办结时间  结果  延期时限  延期原因  超期天数

Only what the events say stands in a record; what they do not say is left out. The way back is not
offered: a record keeps neither the facts that classify a case nor the papers that were served, so
no honest course of events can be made from it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from attrs import frozen

from servicehall.assessment import Assessment
from servicehall.duties import OF_MATTER
from servicehall.events import Event
from servicehall.kinds import Classification
from servicehall.privacy import mask_persons, say_field
from servicehall.replay import Obligation
from servicehall.timeline import ENDS, KINDS, CaseState, Step
from servicehall.version import __version__

__all__ = ["FORMAT", "CaseRecords", "Link", "SpecialProcedure", "case_records"]

FORMAT: Final = 1
"""The version of the format of these records."""

STANDARD: Final = "GB/T 39046-2020"

_LINKS: Final = (
    CaseState.RECEIVED,
    CaseState.SUPPLEMENTING,
    CaseState.ACCEPTED,
    CaseState.DECIDED,
)
"""The states in which a case is being handled: each stretch in one of them is a link."""


@frozen(kw_only=True)
class Link:
    """One link of the handling (环节): a stretch of the case in one state.

    Attributes:
        name: The state, in Chinese.
        start: When it began (开始).
        end: When it ended (结束); None while it lasts.
        action: How it ended (动作): 通过, 退回, 其他; None where nothing says.
    """

    name: str
    start: datetime
    end: datetime | None = None
    action: str | None = None

    @property
    def status(self) -> str:
        """The code of its state (状态): 1 待办, 2 已办."""
        return "1" if self.end is None else "2"


@frozen(kw_only=True)
class SpecialProcedure:
    """A special procedure (特别程序): an extension, or time that limits do not count.

    Attributes:
        kind: Its code (种类): 1 延长审批, 2 其余.
        start: When it was applied for or began (开始时间); None where nothing says.
        ground: Why (启动理由或依据), or None.
        applicant: Who asked for it (申请人), unit and name; None where nothing says.
        end: When it was approved or ended (结束时间); None while it lasts.
        result: What came of it (结果), or None.
        opinion: What was noted at its end (办理意见), or None.
    """

    kind: str
    start: datetime | None = None
    ground: str | None = None
    applicant: str | None = None
    end: datetime | None = None
    result: str | None = None
    opinion: str | None = None


@frozen(kw_only=True)
class CaseRecords:
    """What the standard asks for of a case (办件信息), of its last cycle.

    Attributes:
        case: The number of the case.
        division: Where it was filed.
        as_of: The instant for which it was looked at.
        unmasked: Whether personal data stand in it in full.
        kind: The code of its kind (办件类型): 1, 2 or 9; None while that is not settled.
        accepted_at: When it was accepted (受理时间), or None.
        links: What was done, in order (环节).
        procedures: Extensions, and time not counted (特别程序).
        closed_at: When it ended (办结时间), or None.
        result: How (结果), in Chinese, or None.
        delay: By how much it was lengthened (延期时限), in Chinese, or None.
        delay_reason: Why (延期原因), or None.
        days_late: By how many days the limit of the matter was overrun (超期天数), that which was
            overrun most; days of the calendar, a day begun being a day. None where none was.
    """

    case: str
    division: str
    as_of: datetime
    unmasked: bool = False
    kind: str | None = None
    accepted_at: datetime | None = None
    links: tuple[Link, ...] = ()
    procedures: tuple[SpecialProcedure, ...] = ()
    closed_at: datetime | None = None
    result: str | None = None
    delay: str | None = None
    delay_reason: str | None = None
    days_late: int | None = None

    def to_json(self) -> str:
        """Return the records as JSON text, by the names of the standard."""
        data = {
            "format": FORMAT,
            "standard": STANDARD,
            "servicehall": __version__,
            "unmasked": self.unmasked,
            "division": self.division,
            "case": self.case,
            "as_of": self.as_of.isoformat(),
            "records": _written(self),
        }
        return json.dumps(data, ensure_ascii=False, indent=1)


def _written(records: CaseRecords) -> dict[str, Any]:
    return _known(
        {
            "办件类型": records.kind,
            "受理时间": records.accepted_at,
            "环节": [_link_data(link) for link in records.links],
            "特别程序": [_procedure_data(one) for one in records.procedures],
            "办结时间": records.closed_at,
            "结果": records.result,
            "延期时限": records.delay,
            "延期原因": records.delay_reason,
            "超期天数": records.days_late,
        }
    )


def _link_data(link: Link) -> dict[str, Any]:
    return _known(
        {
            "环节": link.name,
            "开始": link.start,
            "结束": link.end,
            "状态": link.status,
            "动作": link.action,
        }
    )


def _procedure_data(one: SpecialProcedure) -> dict[str, Any]:
    return _known(
        {
            "种类": one.kind,
            "开始时间": one.start,
            "启动理由或依据": one.ground,
            "申请人": one.applicant,
            "结束时间": one.end,
            "结果": one.result,
            "办理意见": one.opinion,
        }
    )


def _known(data: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is not known; write instants as JSON can."""
    told = {key: value for key, value in data.items() if value not in (None, [])}
    return {
        key: value.isoformat() if isinstance(value, datetime) else value
        for key, value in told.items()
    }


# ---- from an assessment


def _code(found: Assessment) -> str | None:
    """Return the code of the kind of a case; None where it has none, or none is settled."""
    kind = found.classification
    return kind.kind.gbt_39046 if found.has_kind and isinstance(kind, Classification) else None


def case_records(found: Assessment, *, unmask: bool = False) -> CaseRecords:
    """Return what GB/T 39046 asks for of a case (办件信息).

    Args:
        found: The case.
        unmask: Whether personal data stand in texts in full; the records say so.
    """
    last = found.replay.steps[-1].cycle
    steps = [step for step in found.replay.steps if step.cycle == last]
    events = [step.event for step in steps]
    words = _Words(found, unmask)
    approved = any(event.kind == "extension.approved" for event in events)
    granted = _of(events, "extension.approved", "notice.extension") if approved else []
    asked = _of(events, "extension.requested") if approved else []
    return CaseRecords(
        case=found.timeline.case if unmask else found.shown_case,
        division=found.policy.division,
        as_of=found.as_of,
        unmasked=unmask,
        kind=_code(found),
        accepted_at=_first(events, "accepted"),
        links=tuple(_links(steps)),
        procedures=tuple(_procedures(events, words)),
        closed_at=next((step.event.occurred_at for step in steps if step.state in ENDS), None),
        result=_result(steps, words),
        delay=words.first(granted, "limit"),
        delay_reason=words.first([*granted, *asked], "reasons"),
        days_late=_days_late(found, last),
    )


@frozen
class _Words:
    """Says what stands in events, masked where it must be."""

    found: Assessment
    unmask: bool

    def first(self, events: Sequence[Event], *names: str) -> str | None:
        """Say the first of some fields that one of some events states."""
        for event in events:
            for name in names:
                value = event.payload.get(name)
                if value:
                    policy, persons = self.found.policy, self.found.persons
                    return say_field(policy, name, value, persons=persons, unmask=self.unmask)
        return None

    def who(self, event: Event) -> str | None:
        """Say for which unit and by whom something was done."""
        told = event.unit + event.actor
        return (told if self.unmask else mask_persons(told, self.found.persons)) or None

    def outcome(self, events: Sequence[Event]) -> str | None:
        """Say how a case was decided."""
        values = [event.payload.get("outcome") for event in events]
        known = next((value for value in values if value is not None), None)
        fact = self.found.policy.vocabulary.facts["outcome"]
        return None if known is None else fact.say(known)


def _of(events: Sequence[Event], *kinds: str) -> list[Event]:
    """Return the events of some kinds, those of the first kind first, the latest of each first."""
    return [event for kind in kinds for event in reversed(events) if event.kind == kind]


def _first(events: Sequence[Event], kind: str) -> datetime | None:
    return next((event.occurred_at for event in events if event.kind == kind), None)


def _links(steps: Sequence[Step]) -> Iterator[Link]:
    """Go through the stretches in which the case was handled."""
    moves = [
        step
        for number, step in enumerate(steps)
        if number == 0 or step.state is not steps[number - 1].state
    ]
    for step, after in zip(moves, [*moves[1:], None], strict=True):
        if step.state in _LINKS:
            yield Link(
                name=step.state.zh,
                start=step.event.occurred_at,
                end=None if after is None else after.event.occurred_at,
                action=None if after is None else _action(step.state, after.event),
            )


def _action(state: CaseState, ended: Event) -> str | None:
    """Say how a link ended: a decision passes it on where it grants what was applied for."""
    match ended.kind:
        case "returned":
            return "退回"
        case "accepted" | "materials.completed":
            return "通过"
        case "closed" if state is CaseState.DECIDED:
            return "通过"
        case "decided" | "closed":
            return {None: None, "granted": "通过"}.get(ended.payload.get("outcome"), "其他")
    return "其他"


def _result(steps: Sequence[Step], words: _Words) -> str | None:
    """Say how a case ended: by its decision, or by falling away."""
    ended = next((step.state for step in steps if step.state in ENDS), None)
    if ended in (None, CaseState.CLOSED):
        return words.outcome([step.event for step in reversed(steps)])
    return ended.zh


def _procedures(events: Sequence[Event], words: _Words) -> Iterator[SpecialProcedure]:
    """Go through extensions and pauses, each begun and ended by an event."""
    for asked, approved in _paired(events, "extension.requested", "extension.approved"):
        yield SpecialProcedure(
            kind="1",
            **_span(asked, approved, words),
            ground=words.first(_known_of(asked, approved), "reasons", "ground"),
            result=None if approved is None else KINDS["extension.approved"].zh,
        )
    for started, ended in _paired(events, "pause.started", "pause.ended"):
        ground = words.first(_known_of(started), "ground", "reasons")
        yield SpecialProcedure(kind="2", **_span(started, ended, words), ground=ground)


def _known_of(*events: Event | None) -> list[Event]:
    return [event for event in events if event is not None]


def _span(begun: Event | None, ended: Event | None, words: _Words) -> dict[str, Any]:
    """Return what both kinds of procedure have."""
    return {
        "start": None if begun is None else begun.occurred_at,
        "applicant": None if begun is None else words.who(begun),
        "end": None if ended is None else ended.occurred_at,
        "opinion": words.first(_known_of(ended), "note"),
    }


def _paired(
    events: Sequence[Event], begins: str, ends: str
) -> Iterator[tuple[Event | None, Event | None]]:
    """Put each end to the earliest beginning about the same that has none yet."""
    waiting: list[Event] = []
    pairs: list[tuple[Event | None, Event | None]] = []
    for event in events:
        if event.kind == begins:
            waiting.append(event)
        elif event.kind == ends:
            begun = next((one for one in waiting if one.refs == event.refs), None)
            if begun is not None:
                waiting.remove(begun)
            pairs.append((begun, event))
    yield from (*pairs, *((begun, None) for begun in waiting))


def _days_late(found: Assessment, cycle: int) -> int | None:
    """Return by how many days the limits of the matter were overrun: the most of them."""
    missed = [
        one
        for one in found.breaches
        if one.cycle == cycle and one.duty.within is not None and one.due_at is not None
    ]
    days = [_overrun(found, one) for one in missed if one.duty.within.source in OF_MATTER]  # type: ignore[union-attr]  # see above
    return max(days, default=None)


def _overrun(found: Assessment, one: Obligation) -> int:
    done = one.completed_at or (one.ended_by.occurred_at if one.ended_by else found.as_of)
    late = done - one.due_at  # type: ignore[operator]  # it has an end
    return -(-late // timedelta(days=1))
