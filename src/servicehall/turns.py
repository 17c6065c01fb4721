"""Turns (周期义务): what must be done again and again, by whom, and who was excused.

A roster, a weekly inspection, a leader in the hall on every working day: a duty that recurs. It is
looked at for a stretch of days, over the events of the hall. Who belongs to a role is handed over.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from typing import Final

from attrs import frozen

from servicehall.checks import check_many, check_type, wrong_type
from servicehall.duties import Duty, DutyStatus
from servicehall.errors import InputValueError
from servicehall.events import Event, check_instant
from servicehall.instants import end_of_day
from servicehall.policy import Policy
from servicehall.recurrence import Occurrence

__all__ = ["Turn", "rounds"]

_NOON: Final = time(12)


@frozen(kw_only=True)
class Turn:
    """One time at which something must be done, by one person or by anybody (一次).

    Attributes:
        duty: The duty.
        occurrence: The day or period, and the day by which it is due.
        who: The person; empty where anybody will do.
        status: What has become of it.
        by: The events that did it.
        covered_by: The event that excuses from it, or None.
    """

    duty: Duty
    occurrence: Occurrence
    who: str = ""
    status: DutyStatus
    by: tuple[Event, ...] = ()
    covered_by: Event | None = None


def rounds(
    policy: Policy,
    events: Iterable[Event],
    first: date,
    last: date,
    *,
    as_of: datetime,
    staff: Mapping[str, Sequence[str]] | None = None,
) -> tuple[Turn, ...]:
    """Say of every recurring duty whether it was done, each time (核查周期义务).

    Args:
        policy: The rules.
        events: What happened in the hall, in any order.
        first: The first day; periods that begin on it or later are looked at.
        last: The last day on which a period may begin.
        as_of: The instant for which it is looked at; what is due later is open.
        staff: Who belongs to each role, by its id.

    Raises:
        InputTypeError: What is handed over is of the wrong type (SH119, SH601).
        InputValueError: Nobody is named for a role of which each member must do something (SH624);
            the days are the wrong way round (SH106).
        CalendarCoverageError: A period depends on a day that is not published.
    """
    check_type(policy, Policy, "policy")
    listed = list(check_many(events, "events", "a list of events", "事件的列表"))
    for event in listed:
        check_type(event, Event, "events")
    if staff is not None and not isinstance(staff, Mapping):
        raise wrong_type(staff, "staff", "persons by role", "角色与人员的对照")
    instant = check_instant(as_of, "as_of")
    happened = sorted((e for e in listed if e.occurred_at <= instant), key=lambda e: e.occurred_at)
    turns: list[Turn] = []
    for duty in policy.duties.values():
        if duty.every is not None:
            who = _members(duty, policy, staff or {})
            for one in duty.every.between(first, last, policy.calendar):
                turns += [_turn(duty, one, person, happened, policy, instant) for person in who]
    return tuple(turns)


def _members(duty: Duty, policy: Policy, staff: Mapping[str, Sequence[str]]) -> Sequence[str]:
    """Return who must do it; one nameless turn where anybody will do."""
    if not duty.each:
        return ("",)
    if not staff.get(duty.each):
        title = policy.roles[duty.each].title
        raise InputValueError("SH624", role=duty.each, title=title, duty=duty.id)
    return staff[duty.each]


def _turn(
    duty: Duty,
    one: Occurrence,
    person: str,
    events: Sequence[Event],
    policy: Policy,
    as_of: datetime,
) -> Turn:
    own = [event for event in events if not person or event.actor == person]
    by = tuple(_performing(duty, one, own, policy))
    covering = next((event for event in own if _covers(duty, one, event)), None)
    if len(by) >= duty.least:
        status = DutyStatus.FULFILLED
    elif covering is not None:
        status = DutyStatus.EXCUSED
    else:
        over = as_of >= end_of_day(one.due)
        status = DutyStatus.BREACHED if over else DutyStatus.OPEN
    return Turn(duty=duty, occurrence=one, who=person, status=status, by=by, covered_by=covering)


def _performing(
    duty: Duty, one: Occurrence, events: Iterable[Event], policy: Policy
) -> Iterator[Event]:
    """Go through the events that do what is due, in the period and the part of the day."""
    for event in events:
        due = one.first <= event.occurred_at.date() <= one.due
        if due and event.kind in duty.must and duty.slot in ("", _slot(event, policy)):
            yield event


def _slot(event: Event, policy: Policy) -> str:
    """Return the part of the day: the morning ends when the hall closes for the midday break."""
    sessions = policy.hours.on(event.occurred_at.date()) if policy.hours else ()
    noon = sessions[0].closes if len(sessions) > 1 else _NOON
    return "morning" if event.occurred_at.time() <= noon else "afternoon"


def _covers(duty: Duty, one: Occurrence, event: Event) -> bool:
    """Tell whether an event excuses from it: for the days that it states, else for its own day."""
    if event.kind not in duty.covered:
        return False
    own = event.occurred_at.date()
    first, last = _stated(event, "first_day", own), _stated(event, "last_day", own)
    return first <= one.due and one.first <= max(first, last)


def _stated(event: Event, name: str, otherwise: date) -> date:
    said = event.payload.get(name)
    return date.fromisoformat(said) if isinstance(said, str) else otherwise
