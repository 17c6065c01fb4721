"""Sheets of a hall (值班表、厅务记录、人员名单): who does what when, planned or done.

    日期, 开始, 结束, 事项, 姓名, 窗口, 备注          日期：2026-09-18；开始：08:00；事项：签到
    姓名, 角色, 任职日期, 离任日期

A row with an end, or with a range of hours (17:30-08:00), is coming and leaving, which belong
together; a bare time that is not later than the beginning is on the next day. A row that does not
say a time is taken only where no time counts. Of leave, 姓名 is who has it; who granted it stands
under 批准人. A Chinese name is the same with blanks in it (孙　某) and without.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from attrs import frozen

from servicehall.assessment import check_words
from servicehall.duties import Duty, Routine
from servicehall.errors import DataError, InputValueError, ServiceHallError
from servicehall.events import Event
from servicehall.instants import SHANGHAI
from servicehall.interop.sheets.cells import said
from servicehall.interop.sheets.days import (
    Clock,
    Moment,
    check_span,
    fuller,
    read_clock,
    read_moment,
    split_hours,
)
from servicehall.interop.sheets.rows import Row, Sheet
from servicehall.ledgers import Reject
from servicehall.policy import Policy
from servicehall.problems import Problems
from servicehall.staff import Post
from servicehall.timeline import KINDS, Timeline
from servicehall.vocabulary import hint_for, nearest

__all__ = ["hall_events_from", "staff_from"]

_NOON: Final = 12


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
    rules = _Rules.of(policies)
    return (row if isinstance(row, Reject) else _taken(row, rules) for row in sheet.rows)


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
    roles = [(one.id, one.title) for policy in policies for one in policy.roles.values()]
    titles = _by_title(roles)
    return (row if isinstance(row, Reject) else _post(row, titles) for row in sheet.rows)


# ---- from when to when


@frozen
class _Span:
    """When it began and ended (起止时间).

    Attributes:
        begins: When it began; without a time it is noon.
        ends: When it ended, or None.
        has_time: Whether it is written at what time it began.
    """

    begins: datetime
    ends: datetime | None
    has_time: bool


def _when(row: Row, problems: Problems) -> _Span:
    begun = Moment(datetime.min.replace(tzinfo=SHANGHAI), has_time=False)
    ends: datetime | None = None
    with problems.at(row.heading("day")):
        begun = day = read_moment(_needed(row, "day"))
        check_span(day.at.date())
        text, until = "", ""
        with problems.at(row.heading("begins")):
            text, until = split_hours(said(row.cell("begins")))
            begun = _begun(row, day, text)
        with problems.at(row.heading("ends")):
            ends = _ended(row, begun, text or said(row.cell("day")), until)
    at = begun.at if begun.has_time else begun.at.replace(hour=_NOON)
    return _Span(at, ends, begun.has_time)


def _begun(row: Row, day: Moment, text: str) -> Moment:
    """Read when it began: what stands under the day and under the time must agree (SH847)."""
    if not text:
        return day
    clock = read_clock(text, day.at.date())
    if clock.is_bare and not day.has_time:
        return clock.moment
    both = fuller(day, clock.moment)
    if both is None:
        raise _differ((row.heading("day"), day), (row.heading("begins"), clock.moment))
    return both


def _ended(row: Row, begun: Moment, text: str, until: str) -> datetime | None:
    """Read when it ended: from the end of a range of hours, or from its own cell, or None."""
    told = [one for one in (until, said(row.cell("ends"))) if one]
    clocks = [read_clock(one, begun.at.date()) for one in told]
    if not clocks:
        return None
    moments = [_later(clock, begun) for clock in clocks]
    if moments[0] != moments[-1]:
        names = (f"{row.heading('begins')}一格的止时", row.heading("ends"))
        raise _differ(*zip(names, (Moment(one, has_time=True) for one in moments), strict=True))
    at = moments[0]
    is_moved = clocks[0].moment.at != at
    if not clocks[0].moment.has_time or (is_moved and _names_half(text, told[0])):
        raise DataError("SH846", value=told[0])
    if at <= begun.at:
        raise InputValueError("SH106", start=begun.at, end=at)
    return at


def _later(clock: Clock, begun: Moment) -> datetime:
    """Return when it is: a bare time that is not later than the beginning is on the next day."""
    at = clock.moment.at
    return at + timedelta(days=1) if clock.is_bare and at <= begun.at else at


def _names_half(begins: str, ends: str) -> bool:
    """Tell whether only the beginning says which half of the day: 下午2:30 to 5:30."""
    named = [any(half in text for half in ("上午", "下午")) for text in (begins, ends)]
    return named == [True, False]


def _differ(one: tuple[str, Moment], other: tuple[str, Moment]) -> DataError:
    told = {"label": one[0], "value": _shown(one[1]), "field": other[0], "other": _shown(other[1])}
    return DataError("SH847", **told)


def _shown(moment: Moment) -> str:
    return f"{moment.at:%Y-%m-%d %H:%M}" if moment.has_time else f"{moment.at:%Y-%m-%d}"


# ---- what was done


@frozen
class _Rules:
    """What a hall's rules say of its sheets.

    Attributes:
        policy: The rules of the last day; which events there are, does not change.
        routines: The duties that recur on any of the days, and how.
        names: The titles of the events, by kind.
        titles: Their kinds, by title; those of one title stand together.
        recurring: The titles of the events that such duties ask for: what a roster can hold.
    """

    policy: Policy
    routines: tuple[tuple[Duty, Routine], ...]
    names: Mapping[str, str]
    titles: Mapping[str, tuple[str, ...]]
    recurring: tuple[str, ...]

    @classmethod
    def of(cls, policies: Sequence[Policy]) -> "_Rules":
        """Gather what several days have."""
        policy = policies[-1]
        duties = (duty for each in policies for duty in each.duties.values())
        routines = tuple((duty, duty.routine) for duty in duties if duty.routine is not None)
        known = [(one.kind, one.zh) for one in KINDS.values()]
        known += [(one.id, one.title) for one in policy.events.values()]
        names = dict(known)
        asked = [kind for duty, _ in routines for kind in duty.must]
        asked += [kind for _, one in routines for kind in (*one.until, *one.covered)]
        return cls(
            policy=policy,
            routines=routines,
            names=names,
            titles=_by_title(known),
            recurring=tuple(dict.fromkeys(names.get(kind, kind) for kind in asked)),
        )

    def hint(self, text: str) -> str:
        """Return what to propose for a title that is not known: the nearest, or what recurs."""
        return nearest(text, self.titles) or hint_for(text, self.recurring or self.titles)

    def excuses(self, kind: str) -> bool:
        """Tell whether an event excuses somebody from what recurs."""
        return any(kind in routine.covered for _, routine in self.routines)

    def is_timed(self, kind: str) -> bool:
        """Tell whether it counts at what time of the day an event happens."""
        return any(
            kind in (*duty.must, *routine.until)
            for duty, routine in self.routines
            if _is_timed(routine)
        )

    def leavings(self, kind: str) -> tuple[str, ...]:
        """Return the events with which ends what another one begins; each duty is ended by one."""
        found: list[str] = []
        for duty, routine in self.routines:
            until = routine.until if kind in duty.must else ()
            if until and not set(until).intersection(found):
                found.append(until[0])
        return tuple(found)


def _is_timed(routine: Routine) -> bool:
    return bool(routine.throughout or routine.slot or routine.earliest or routine.latest)


def _taken(row: Row, rules: _Rules) -> tuple[Event, ...] | Reject:
    try:
        events = tuple(_events(row, rules))
        check_words(Timeline.of(events), rules.policy, None)
    except ServiceHallError as error:
        return Reject(row.number, error, row.text)
    return events


def _events(row: Row, rules: _Rules) -> Iterator[Event]:
    number = f"第{row.number}行"
    problems = Problems(number)
    kind = ""
    with problems.at(row.heading("what")):
        kind = _named(_needed(row, "what"), rules.titles, "SH613", rules.hint, id=number)
    span = _when(row, problems)
    actor, concerns = _who(row, problems, excuses=rules.excuses(kind))
    payload = _payload(row, problems) | ({"concerns": concerns} if concerns else {})
    problems.stop()
    unit = _person(row, "unit")
    refs = {} if span.ends is None else {"shift": number}  # coming and leaving belong together
    for name, what, at in _steps(row, kind, span, rules):
        yield Event(
            id=f"{number}{name}",
            kind=what,
            occurred_at=at,
            actor=actor,
            unit=unit,
            refs=refs,
            payload=payload,
        )


def _steps(row: Row, kind: str, span: _Span, rules: _Rules) -> Iterator[tuple[str, str, datetime]]:
    """Go through the events of a row: what their ids end with, their kinds, and when they were."""
    left = rules.leavings(kind)
    if span.ends is not None and not left:
        where = row.heading("ends" if said(row.cell("ends")) else "begins")
        raise DataError("SH841", what=rules.names[kind], path=where)
    if not span.has_time and rules.is_timed(kind):
        raise DataError("SH842", what=rules.names[kind], path=row.heading("begins"))
    yield "", kind, span.begins
    if span.ends is not None:
        for count, leaving in enumerate(left, 1):
            yield f"/止{count if count > 1 else ''}", leaving, span.ends


def _who(row: Row, problems: Problems, *, excuses: bool) -> tuple[str, str]:
    """Read who did it, and whom it excuses: that must be said, who granted it need not be."""
    actor, concerns = "", ""
    with problems.at(row.heading("person")):
        person = _person(row, "person", is_needed=excuses)
        actor, concerns = ("", person) if excuses else (person, "")
    if excuses:
        with problems.at(row.heading("approver")):
            actor = _person(row, "approver")
    return actor, concerns


def _payload(row: Row, problems: Problems) -> dict[str, str]:
    """Read for which days it holds, and what else is noted."""
    days: dict[str, date] = {}
    for name in ("first_day", "last_day"):
        with problems.at(row.heading(name)):
            if (day := _day(row, name)) is not None:
                days[name] = day
    with problems.at(row.heading("last_day")):
        if list(days.values()) != sorted(days.values()):
            raise InputValueError("SH106", start=days["first_day"], end=days["last_day"])
    payload = {name: day.isoformat() for name, day in days.items()}
    for name in ("note", "half_day"):
        if text := said(row.cell(name)):
            payload[name] = text
    with problems.at(row.heading("half_day")):
        if payload.get("half_day", "上午") not in ("上午", "下午"):
            raise DataError("SH732", value=payload["half_day"], known="上午、下午")
    return payload


# ---- who is what


def _post(row: Row, titles: Mapping[str, tuple[str, ...]]) -> Post | Reject:
    problems = Problems(f"第{row.number}行")
    role, person = "", ""
    since: date | None = None
    expires: date | None = None
    try:
        with problems.at(row.heading("role")):
            role = _named(
                _needed(row, "role"), titles, "SH843", lambda text: hint_for(text, titles)
            )
        with problems.at(row.heading("person")):
            person = _person(row, "person", is_needed=True)
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


def _person(row: Row, name: str, *, is_needed: bool = False) -> str:
    """Read a name: blanks between Chinese letters (孙　某) only stretch it."""
    text = _needed(row, name) if is_needed else said(row.cell(name))
    return text if _LATIN.search(text) else _STRETCHED.sub("", text)


_CHINESE: Final = r"[\u3007\u3400-\u9fff\U00020000-\U0003ffff]"
_STRETCHED: Final = re.compile(rf"(?<={_CHINESE})\s+(?={_CHINESE})")
_LATIN: Final = re.compile(r"[A-Za-z\u00c0-\u024f\uff21-\uff3a\uff41-\uff5a]")


def _by_title(named: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    """Return ids by title, of (id, title)."""
    titles: dict[str, dict[str, None]] = {}
    for name, title in named:
        titles.setdefault(title, {})[name] = None
    return {title: tuple(names) for title, names in titles.items()}


def _named(
    text: str,
    titles: Mapping[str, tuple[str, ...]],
    code: str,
    hint: Callable[[str], str],
    **told: str,
) -> str:
    """Return the id of what is written, by its id or its title.

    Raises:
        DataError: Nothing is called so (``code``), or several things are (SH848).
    """
    if any(text in ids for ids in titles.values()):
        return text
    ids = titles.get(text, ())
    if not ids:
        raise DataError(code, kind=text, hint=hint(text), **told)
    if len(ids) > 1:
        raise DataError("SH848", label=text, known=ids)
    return ids[0]
