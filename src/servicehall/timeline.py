"""The course of a case (办件过程): which event can follow which, in one table.

A case is in one state at a time. The table below says of each kind of event in which states it can
happen, and to which state it leads; nothing else in the library moves a case. An event that only
adds something (a visit, a notice, a pause) leaves the state as it is. Packs may declare further
kinds of event; those never move a case.

    NEW ─ received ─► RECEIVED ─ accepted ─► ACCEPTED ─ decided ─► DECIDED ─ closed ─► CLOSED
                       │    ▲
       notice.supplement    materials.completed
                       ▼    │
                    SUPPLEMENTING

A complaint, a petition or a call to the hotline is a course of its own, which nobody files and
nobody decides: received, it is HANDLING until it is closed. Noted in the course of a service case,
the same events leave that case where it stands.

A case ends in CLOSED, RETURNED, NOT_ACCEPTED, WITHDRAWN or TRANSFERRED; ``reopened`` begins a new
cycle, with clocks of its own, and leaves the verdicts of the old one.

Events may be handed over in any order. They are put in the order of time; those of one instant in
the order of this table, for a case is received before it is accepted; events of one kind, and kinds
that only a pack knows, in the order in which they were written down.
"""

import enum
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Final

from attrs import field, frozen

from servicehall.checks import check_many, check_type
from servicehall.errors import DataError, FaultyDataError, InputValueError
from servicehall.events import Event, check_instant
from servicehall.fingerprints import canonical

__all__ = [
    "ENDS",
    "FILINGS",
    "KINDS",
    "TABLE",
    "CaseState",
    "Correction",
    "Step",
    "Timeline",
    "Transition",
    "next_state",
]


class CaseState(enum.StrEnum):
    """Where a case stands (办件状态)."""

    NEW = "new"
    CONTACTED = "contacted"
    HANDLING = "handling"
    """A complaint, a petition or a call of the hotline that is being dealt with."""
    RECEIVED = "received"
    SUPPLEMENTING = "supplementing"
    ACCEPTED = "accepted"
    DECIDED = "decided"
    CLOSED = "closed"
    RETURNED = "returned"
    NOT_ACCEPTED = "not_accepted"
    WITHDRAWN = "withdrawn"
    TRANSFERRED = "transferred"

    @property
    def zh(self) -> str:
        """The Chinese label."""
        return _STATES[self]


_STATES: Final = {
    CaseState.NEW: "尚未开始",
    CaseState.CONTACTED: "已接待",
    CaseState.HANDLING: "处理中",
    CaseState.RECEIVED: "已收件",
    CaseState.SUPPLEMENTING: "待补正",
    CaseState.ACCEPTED: "已受理",
    CaseState.DECIDED: "已决定",
    CaseState.CLOSED: "已办结",
    CaseState.RETURNED: "已退回",
    CaseState.NOT_ACCEPTED: "不予受理",
    CaseState.WITHDRAWN: "已撤回",
    CaseState.TRANSFERRED: "已移送",
}

NEW, CONTACTED, HANDLING = CaseState.NEW, CaseState.CONTACTED, CaseState.HANDLING
RECEIVED = CaseState.RECEIVED
SUPPLEMENTING, ACCEPTED, DECIDED = CaseState.SUPPLEMENTING, CaseState.ACCEPTED, CaseState.DECIDED
CLOSED, RETURNED, NOT_ACCEPTED = CaseState.CLOSED, CaseState.RETURNED, CaseState.NOT_ACCEPTED
WITHDRAWN, TRANSFERRED = CaseState.WITHDRAWN, CaseState.TRANSFERRED

ENDS: Final = frozenset({CLOSED, RETURNED, NOT_ACCEPTED, WITHDRAWN, TRANSFERRED})
"""The states in which a case has ended."""

_OPEN: Final = frozenset({RECEIVED, SUPPLEMENTING, ACCEPTED})
_RUNNING: Final = _OPEN | {DECIDED}
_FIRST: Final = frozenset({NEW, CONTACTED})
_BEGUN: Final = frozenset(CaseState) - {NEW}
_ALL: Final = frozenset(CaseState)


@frozen
class Transition:
    """One line of the table (一条转换规则).

    Attributes:
        kind: The kind of event.
        zh: Its Chinese name.
        allowed: The states in which it can happen.
        to: The state to which it leads; those that it leaves as they are, are not in it.
        follows: The kind that must have come before, with the same reference, once for each.
        takes: Whether the unit of the event holds the case from then on.
        again: Whether it can come more than once after what it follows.
    """

    kind: str
    zh: str
    allowed: frozenset[CaseState]
    to: Mapping[CaseState, CaseState] = field(factory=dict, hash=False)
    follows: str = ""
    takes: bool = False
    again: bool = False


def _row(
    kind: str,
    zh: str,
    allowed: Iterable[CaseState],
    to: CaseState | None = None,
    *,
    only: Iterable[CaseState] | None = None,
    follows: str = "",
    takes: bool = False,
    again: bool = False,
) -> Transition:
    """Write a line: it leads from all states allowed, or only from some, to another."""
    states = frozenset(allowed)
    leads = {} if to is None else dict.fromkeys(states if only is None else only, to)
    return Transition(kind, zh, states, leads, follows, takes, again)


TABLE: Final[tuple[Transition, ...]] = (
    _row("reopened", "重新办理", {DECIDED, *ENDS}, RECEIVED, takes=True),
    _row("contacted", "首次接待", _ALL, CONTACTED, only={NEW}),
    _row("consulted", "咨询", _ALL, CONTACTED, only={NEW}),
    _row("phoned", "接听电话", _ALL, CONTACTED, only={NEW}),
    _row("substituted", "代岗", _BEGUN),
    _row("substitution.ended", "代岗结束", _BEGUN, follows="substituted"),
    _row("notice.one-time", "一次性告知", _BEGUN),
    _row("referred", "引导转办", _BEGUN),
    _row("referral.accepted", "接收转办", _BEGUN, follows="referred", takes=True),
    _row("referral.refused", "推诿转办", _BEGUN, follows="referred", again=True),
    _row("referral.followed-up", "督办转办", _BEGUN, follows="referred", again=True),
    _row("referral.closed", "转办办结", _BEGUN, follows="referred"),
    _row("received", "收件", _FIRST, RECEIVED, takes=True),
    _row("complaint.received", "收到投诉", _ALL, HANDLING, only=_FIRST),
    _row("petition.received", "收到信访事项", _ALL, HANDLING, only=_FIRST),
    _row("hotline.received", "接到热线事项", _ALL, HANDLING, only=_FIRST),
    _row("petition.accepted", "受理信访事项", _BEGUN),
    _row("facts.stated", "情况补记", _BEGUN),
    _row("notice.supplement", "一次性告知补正", _OPEN, SUPPLEMENTING, only={RECEIVED}),
    _row("materials.completed", "补齐材料", _OPEN, RECEIVED, only={SUPPLEMENTING}),
    _row("notice.deferred", "容缺受理告知", _OPEN),
    _row("accepted", "受理", {RECEIVED, SUPPLEMENTING}, ACCEPTED),
    _row("not_accepted", "不予受理", {RECEIVED, SUPPLEMENTING}, NOT_ACCEPTED),
    _row("notice.acceptance", "送达受理通知书", _BEGUN),
    _row("notice.not-accepted", "送达不予受理通知书", _BEGUN),
    _row("notice.promise", "送达承诺件通知", _BEGUN),
    _row("notice.joint", "送达联办件通知书", _BEGUN),
    _row("notice.forward", "告知上报时限", _BEGUN),
    _row("handover.offered", "提出交接", _BEGUN),
    _row("handover.accepted", "接收交接", _BEGUN, takes=True),
    _row("joint.convened", "召开联审会", _OPEN),
    _row("part.assigned", "分办", _OPEN),
    _row("part.done", "分办完成", _RUNNING, follows="part.assigned"),
    _row("survey.done", "踏勘核实完成", _RUNNING),
    _row("forwarded", "上报", {RECEIVED, ACCEPTED}),
    _row("superior.received", "上级收到", _RUNNING, follows="forwarded", takes=True),
    _row("superior.answered", "上级批复", _RUNNING, follows="forwarded"),
    _row("pause.started", "中止", {HANDLING, *_RUNNING}),
    _row("notice.special-procedure", "告知特别程序所需时间", _RUNNING),
    _row("pause.ended", "恢复", {HANDLING, *_RUNNING}, follows="pause.started"),
    _row("explained", "说明情况", _BEGUN),
    _row("extension.requested", "申请延期", {HANDLING, *_OPEN}),
    _row("extension.approved", "批准延期", {HANDLING, *_OPEN}),
    _row("notice.extension", "告知延期", {HANDLING, *_RUNNING}),
    _row("complaint.verified", "投诉查实", _BEGUN),
    _row("complaint.unfounded", "投诉不实", _BEGUN),
    _row("complaint.decided", "对投诉作出处理", _BEGUN),
    _row("complaint.answered", "答复投诉人", _BEGUN),
    _row("petition.answered", "答复信访人", _BEGUN),
    _row("hotline.replied", "回复热线事项", _BEGUN),
    _row("decided", "作出决定", _OPEN, DECIDED),
    _row("notice.refusal", "送达不予许可决定书", _BEGUN),
    _row("returned", "退回", _OPEN, RETURNED),
    _row("notice.return", "送达退回件通知书", _BEGUN),
    _row("notice.not-handled", "送达不予办理通知书", _BEGUN),
    _row("withdrawn", "申请人撤回", {CONTACTED, *_OPEN}, WITHDRAWN),
    _row("transferred", "移送", {CONTACTED, *_OPEN}, TRANSFERRED),
    _row("served", "送达", {DECIDED, CLOSED}),
    _row("closed", "办结", {RECEIVED, ACCEPTED, DECIDED}, CLOSED),
    _row("complaint.closed", "投诉办结", _BEGUN, CLOSED, only={HANDLING}),
    _row("petition.closed", "信访事项办结", _BEGUN, CLOSED, only={HANDLING}),
    _row("hotline.closed", "热线事项办结", _BEGUN, CLOSED, only={HANDLING}),
    _row("complaint.withdrawn", "投诉人撤回投诉", _BEGUN, WITHDRAWN, only={HANDLING}),
    _row("petition.withdrawn", "信访人撤回信访事项", _BEGUN, WITHDRAWN, only={HANDLING}),
    _row("hotline.withdrawn", "来电人撤回热线事项", _BEGUN, WITHDRAWN, only={HANDLING}),
    _row("notified", "通知领取", _BEGUN),
    _row("delivered", "领取", {DECIDED, CLOSED}),
    _row("annulled", "撤销登记", _ALL),
    _row("visit.ended", "离开窗口", _BEGUN),
    _row("rated", "评价", _BEGUN),
)
"""The one table, in the order in which events of one instant are taken."""

KINDS: Final[Mapping[str, Transition]] = {row.kind: row for row in TABLE}
"""The table by kind of event."""

FILINGS: Final = frozenset(row.kind for row in TABLE if row.to.get(NEW) in (RECEIVED, HANDLING))
"""The kinds of event with which a case is filed; the rules of that day are those that it keeps."""

_Refs = tuple[tuple[str, str], ...]

_RANKS: Final = {row.kind: rank for rank, row in enumerate(TABLE)}


@frozen
class Correction:
    """A record that another one takes the place of (更正).

    Attributes:
        before: What was written down first.
        after: What is now taken to have happened.
    """

    before: Event
    after: Event


@frozen
class Step:
    """One event in the course of a case (过程的一步).

    Attributes:
        event: The event.
        state: Where the case stands after it.
        cycle: The cycle, from 1; each reopening begins another.
    """

    event: Event
    state: CaseState
    cycle: int


@frozen(eq=False, kw_only=True)
class Timeline:
    """What happened to one case, in order (办件过程); made by :meth:`of`.

    Attributes:
        steps: The events that stand, in the order of time, with the state after each.
        recorded: Everything that was written down, also what was corrected, in the order of time.
        corrections: What was put right.
    """

    steps: tuple[Step, ...]
    recorded: tuple[Event, ...]
    corrections: tuple[Correction, ...] = ()

    @classmethod
    def of(cls, events: Iterable[Event]) -> "Timeline":
        """Put events in order (整理事件); the order in which they are handed over never matters.

        The same event twice is one event. An event that ``corrects`` another takes its place.

        Raises:
            InputTypeError: What is handed over is no list of events (SH119).
            InputValueError: There is none (SH604).
            FaultyDataError: With every fault: one id with two contents (SH605), a correction of an
                event that is not there (SH606) or was recorded later (SH611), two corrections of
                one event (SH607), corrections in a circle (SH610), events that cannot follow one
                another (SH608, SH609).
        """
        listed = list(check_many(events, "events", "a list of events", "事件的列表"))
        for event in listed:
            check_type(event, Event, "events")
        if not listed:
            raise InputValueError("SH604")
        problems: list[DataError] = []
        recorded = _in_order(_each_once(listed, problems))
        standing, corrections = _corrected(recorded, problems)
        steps = tuple(_steps(standing, problems)) if not problems else ()
        if problems:
            raise FaultyDataError("timeline", problems)
        return cls(steps=steps, recorded=recorded, corrections=corrections)

    @property
    def events(self) -> tuple[Event, ...]:
        """The events that stand, in the order of time."""
        return tuple(step.event for step in self.steps)

    @property
    def filed_on(self) -> date:
        """The day of filing (收件之日), whose rules the case keeps; else its first day."""
        filed = (step.event for step in self.steps if step.event.kind in FILINGS)
        return next(filed, self.steps[0].event).occurred_at.date()

    @property
    def case(self) -> str:
        """The number of the case (办件编号), as the events say; empty where none does."""
        return self._said("case")

    @property
    def division(self) -> str:
        """The division in which it was filed (属地), as the events say; empty where none does."""
        return self._said("division")

    @property
    def matter(self) -> str:
        """The matter (事项), as the events say; empty where none does."""
        return self._said("matter")

    def _said(self, name: str) -> str:
        said = (step.event.payload.get(name) for step in self.steps)
        return next((one for one in said if isinstance(one, str) and one), "")

    def state(self, as_of: datetime) -> CaseState:
        """Return where the case stands at an instant (状态).

        Raises:
            InputTypeError: It is no instant (SH601).
            InputValueError: It has no time zone (SH103).
        """
        before = [step.state for step in self.until(as_of)]
        return before[-1] if before else NEW

    def until(self, as_of: datetime) -> tuple[Step, ...]:
        """Return the steps that had happened by an instant, that instant included."""
        instant = check_instant(as_of, "as_of")
        return tuple(step for step in self.steps if step.event.occurred_at <= instant)

    def as_recorded(self, when: datetime) -> "Timeline":
        """Return the course as it was written down by an instant (当时的记录).

        Raises:
            InputValueError: Nothing was written down by then (SH604).
            FaultyDataError: What was written down by then cannot have happened so: some of it was
                still missing.
        """
        instant = check_instant(when, "when")
        return Timeline.of(event for event in self.recorded if event.recorded_at <= instant)


def _each_once(events: Iterable[Event], problems: list[DataError]) -> list[Event]:
    """Drop what was handed over twice; note one id with two contents."""
    known: dict[str, list[Event]] = {}
    for event in events:
        known.setdefault(event.id, []).append(event)
    return [
        same[0] if len(same) == 1 else _one_of(name, same, problems)
        for name, same in sorted(known.items())
    ]


def _one_of(name: str, same: Iterable[Event], problems: list[DataError]) -> Event:
    """Return the one event of which several were handed over; note that they differ."""
    contents = {canonical(event): event for event in same}
    if len(contents) > 1:
        problems.append(DataError("SH605", id=name, path=name))
    return contents[min(contents)]


def _in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    return tuple(sorted(events, key=_place))


def _place(event: Event) -> tuple[float, int, float, str]:
    rank = _RANKS.get(event.kind, len(_RANKS))
    return event.occurred_at.timestamp(), rank, event.recorded_at.timestamp(), event.id


def _corrected(
    recorded: Iterable[Event], problems: list[DataError]
) -> tuple[list[Event], tuple[Correction, ...]]:
    """Take out what was corrected; a correction may itself be corrected."""
    known = {event.id: event for event in recorded}
    by_corrected: dict[str, Event] = {}
    for event in known.values():
        if not event.corrects:
            continue
        if event.corrects not in known:
            problems.append(DataError("SH606", id=event.id, other=event.corrects, path=event.id))
        elif event.recorded_at < known[event.corrects].recorded_at:
            problems.append(DataError("SH611", id=event.id, other=event.corrects, path=event.id))
        elif event.corrects in by_corrected:
            both = (by_corrected[event.corrects].id, event.id)
            problems.append(DataError("SH607", id=event.corrects, both=both, path=event.id))
        else:
            by_corrected[event.corrects] = event
    problems += _circles(by_corrected)
    gone = [(known[name], after) for name, after in by_corrected.items()]
    standing = [event for event in known.values() if event.id not in by_corrected]
    return standing, tuple(Correction(before, after) for before, after in gone)


def _circles(by_corrected: Mapping[str, Event]) -> Iterator[DataError]:
    """Note events that correct one another in a circle: none of them would stand."""
    followed: set[str] = set()
    for start in sorted(by_corrected):
        chain: list[str] = []
        at = start
        while at in by_corrected and at not in followed:
            followed.add(at)
            chain.append(at)
            at = by_corrected[at].id
        if at in chain:
            circle = chain[chain.index(at) :]
            yield DataError("SH610", ids=tuple(circle), path=circle[0])


def _steps(events: Iterable[Event], problems: list[DataError]) -> Iterator[Step]:
    """Follow the table; what cannot happen is noted, and taken to have happened all the same."""
    state, cycle = NEW, 1
    counts: dict[tuple[str, _Refs], int] = {}
    for event in events:
        row = KINDS.get(event.kind)
        if row is None:  # of a kind that a pack declares: it never moves a case
            yield Step(event, state, cycle)
            continue
        leads = row.to.get(state, state)
        if state not in row.allowed:
            problems.append(_impossible(event, row, state))
            leads = next(iter(row.to.values()), state)
        key = (event.kind, _reference(event))
        counts[key] = 1 if row.again else counts.get(key, 0) + 1
        if row.follows and counts[key] > counts.get((row.follows, key[1]), 0):
            problems.append(_unfounded(event, row))
            counts[key] -= 1
        state = leads
        cycle += event.kind == "reopened"
        yield Step(event, state, cycle)


def next_state(state: CaseState, kind: str) -> CaseState:
    """Return where an event leads; what cannot happen in a state leaves it as it is."""
    return KINDS[kind].to.get(state, state) if kind in KINDS else state


def _reference(event: Event) -> _Refs:
    """Return what tells parallel parts, pauses and forwardings apart."""
    return tuple(sorted((name, to) for name, to in event.refs.items() if name != "visit"))


def _impossible(event: Event, row: Transition, state: CaseState) -> DataError:
    """Say in which states an event can happen, and which events would lead there from here."""
    before = [other for other in TABLE if other.to.get(state) in row.allowed]
    before = before or [other for other in TABLE if row.allowed.intersection(other.to.values())]
    states = sorted(row.allowed, key=list(CaseState).index)
    return DataError(
        "SH608",
        path=event.id,
        id=event.id,
        kind=event.kind,
        kind_zh=row.zh,
        at=event.occurred_at.isoformat(timespec="minutes"),
        state=state.value,
        state_zh=state.zh,
        allowed=tuple(one.value for one in states),
        allowed_zh=tuple(one.zh for one in states),
        before=tuple(other.kind for other in before),
        before_zh=tuple(other.zh for other in before),
    )


def _unfounded(event: Event, row: Transition) -> DataError:
    return DataError(
        "SH609",
        path=event.id,
        id=event.id,
        kind=event.kind,
        kind_zh=row.zh,
        follows=row.follows,
        follows_zh=KINDS[row.follows].zh,
    )
