"""Sheets of a hall (值班表、厅务记录、人员名单): who does what when, planned or done.

    日期, 开始, 结束, 事项, 姓名, 窗口, 备注          日期：2026-09-18；开始：08:00；事项：签到
    姓名, 角色, 任职日期, 离任日期

A row with an end is two events: coming, and leaving, which belong together; a bare time that is not
later than the beginning is on the next day. A row that does not say a time is taken only where no
time counts. Of leave, 姓名 is who has it; who granted it stands under 批准人.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from servicehall.assessment import check_words
from servicehall.duties import Duty
from servicehall.errors import DataError, InputValueError, ServiceHallError
from servicehall.events import Event
from servicehall.interop.sheets.cells import said
from servicehall.interop.sheets.days import check_span, read_moment
from servicehall.interop.sheets.rows import Row, Sheet
from servicehall.ledgers import Reject
from servicehall.policy import Policy
from servicehall.problems import Problems
from servicehall.staff import Post
from servicehall.timeline import KINDS, Timeline
from servicehall.vocabulary import hint_for

__all__ = ["hall_events_from", "staff_from"]

_NOON: Final = time(12)


def hall_events_from(sheet: Sheet, *policies: Policy) -> Iterator[tuple[Event, ...] | Reject]:
    """Go through what a sheet says of a hall (读取值班表、厅务记录).

    Args:
        sheet: The sheet, read as ``hall``.
        *policies: The rules, which know the events and by which of them a presence ends; several
            where they change within the days of the sheet.

    Yields:
        The events of each row: one, or two where it says when somebody left; or a reject for a row
        that cannot be taken, with the reason.

    Raises:
        FaultyDataError: The sheet has no days, or does not say what was done (SH725).
    """
    sheet.require("day")
    sheet.require("what")
    return (row if isinstance(row, Reject) else _taken(row, policies) for row in sheet.rows)


def staff_from(sheet: Sheet, *policies: Policy) -> Iterator[Post | Reject]:
    """Go through who belongs to which role (读取人员名单).

    Args:
        sheet: The sheet, read as ``staff``.
        *policies: The rules, which know the roles, by id or by title.

    Yields:
        Each post, or a reject for a row that cannot be taken, with the reason.

    Raises:
        FaultyDataError: The sheet has no persons or no roles (SH725).
    """
    sheet.require("person")
    sheet.require("role")
    return (row if isinstance(row, Reject) else _post(row, policies) for row in sheet.rows)


# ---- what was done


def _taken(row: Row, policies: Sequence[Policy]) -> tuple[Event, ...] | Reject:
    try:
        events = tuple(_events(row, policies))
        check_words(Timeline.of(events), policies[-1], None)
    except ServiceHallError as error:
        return Reject(row.number, error, row.text)
    return events


def _events(row: Row, policies: Sequence[Policy]) -> Iterator[Event]:
    policy = policies[-1]  # which events there are, does not change
    problems = Problems(f"第{row.number}行")
    kind = ""
    with problems.at(row.heading("what")):
        titles = {one.title: one.id for one in policy.events.values()}
        titles |= {one.zh: one.kind for one in KINDS.values()}
        kind = _named(_needed(row, "what"), titles, "SH613", id=f"第{row.number}行")
    begins, ends, has_time = _when(row, problems)
    problems.stop()
    routines = [one for each in policies for one in _routines(each)]
    left = _leaving(kind, routines)
    if ends is not None and not left:
        raise DataError("SH841", what=_title(kind, policy), path=row.heading("ends"))
    if not has_time and kind in _timed(routines):
        raise DataError("SH842", what=_title(kind, policy), path=row.heading("begins"))
    excuses = any(kind in duty.routine.covered for duty in routines if duty.routine)
    refs = {} if ends is None else {"shift": f"第{row.number}行"}  # the two belong together
    yield _event(row, kind, begins, refs=refs, excuses=excuses)
    if ends is not None:
        yield _event(row, left, ends, refs=refs, suffix="/止")


def _when(row: Row, problems: Problems) -> tuple[datetime, datetime | None, bool]:
    """Read when it began and ended, and whether a time is written; without one it is noon."""
    at = datetime.combine(date.min, _NOON)
    ends: datetime | None = None
    has_time = False
    with problems.at(row.heading("day")):
        moment = read_moment(_needed(row, "day"))
        check_span(moment.at.date())
        at, has_time = moment.at, moment.has_time
        with problems.at(row.heading("begins")):
            if (begins := _clock(row, "begins", at.date())) is not None:
                at, has_time = begins, True
        with problems.at(row.heading("ends")):
            ends = _clock(row, "ends", at.date())
            if ends is not None and ends <= at and _is_bare(row, "ends"):
                ends += timedelta(days=1)
            if ends is not None and ends <= at:
                raise InputValueError("SH106", start=at, end=ends)
    return at if has_time else at.replace(hour=_NOON.hour), ends, has_time


def _is_bare(row: Row, name: str) -> bool:
    """Tell whether a cell says a time of the day only."""
    try:
        read_moment(said(row.cell(name)))
    except DataError:
        return True
    return False


def _event(
    row: Row,
    kind: str,
    at: datetime,
    *,
    refs: Mapping[str, str],
    suffix: str = "",
    excuses: bool = False,
) -> Event:
    payload: dict[str, Any] = {}
    days = [day for name in ("first_day", "last_day") if (day := _day(row, name)) is not None]
    if days != sorted(days):
        raise InputValueError("SH106", start=days[0], end=days[1])
    for name in ("first_day", "last_day"):
        if (day := _day(row, name)) is not None:
            payload[name] = day.isoformat()
    for name in ("note", "half_day"):
        if text := said(row.cell(name)):
            payload[name] = text
    if payload.get("half_day", "上午") not in ("上午", "下午"):
        raise DataError("SH732", value=payload["half_day"], known="上午、下午")
    person = said(row.cell("person"))
    if excuses:
        payload["concerns"] = person
    return Event(
        id=f"第{row.number}行{suffix}",
        kind=kind,
        occurred_at=at,
        actor=said(row.cell("approver")) if excuses else person,
        unit=said(row.cell("unit")),
        refs=refs,
        payload=payload,
    )


def _clock(row: Row, name: str, day: date) -> datetime | None:
    """Read a time of the day, or a whole instant."""
    text = said(row.cell(name))
    if not text:
        return None
    try:
        return read_moment(f"{day} {text}").at
    except DataError:
        return read_moment(text).at


def _routines(policy: Policy) -> Iterator[Duty]:
    yield from (duty for duty in policy.duties.values() if duty.routine is not None)


def _leaving(kind: str, duties: Iterable[Duty]) -> str:
    """Return the event with which ends what another one begins; empty for none."""
    for duty in duties:
        if duty.routine is not None and kind in duty.must and duty.routine.until:
            return duty.routine.until[0]
    return ""


def _timed(duties: Iterable[Duty]) -> frozenset[str]:
    """Return the kinds of event of which it counts at what time of the day they happen."""
    timed = (
        (*duty.must, *duty.routine.until)
        for duty in duties
        if duty.routine is not None
        and (
            duty.routine.throughout
            or duty.routine.slot
            or duty.routine.earliest
            or duty.routine.latest
        )
    )
    return frozenset(kind for kinds in timed for kind in kinds)


def _title(kind: str, policy: Policy) -> str:
    return policy.events[kind].title if kind in policy.events else KINDS[kind].zh


# ---- who is what


def _post(row: Row, policies: Iterable[Policy]) -> Post | Reject:
    problems = Problems(f"第{row.number}行")
    role, person = "", ""
    since: date | None = None
    expires: date | None = None
    try:
        with problems.at(row.heading("role")):
            roles = (one for policy in policies for one in policy.roles.values())
            titles = {one.title: one.id for one in roles}
            role = _named(_needed(row, "role"), titles, "SH843")
        with problems.at(row.heading("person")):
            person = _needed(row, "person")
        with problems.at(row.heading("since")):
            since = _day(row, "since")
        with problems.at(row.heading("expires")):
            expires = _day(row, "expires")
        problems.stop()
        return Post(person=person, role=role, since=since, expires=expires)
    except ServiceHallError as error:
        return Reject(row.number, error, row.text)


def _day(row: Row, name: str) -> date | None:
    text = said(row.cell(name))
    return read_moment(text).at.date() if text else None


# ---- cells


def _needed(row: Row, name: str) -> str:
    text = said(row.cell(name))
    if not text:
        raise DataError("SH725", missing=row.heading(name))
    return text


def _named(text: str, titles: dict[str, str], code: str, **told: str) -> str:
    """Return the name of what is written, by its name or its title."""
    if text in titles.values():
        return text
    if text not in titles:
        known: Iterable[str] = titles
        raise DataError(code, kind=text, hint=hint_for(text, known), **told)
    return titles[text]
