"""Turns (周期义务): what must be done again and again, by whom, and who was excused.

A roster, a weekly inspection, signing in, a leader in the hall on every working day: a duty that
recurs. It is looked at for a stretch of days, over the events of the hall: those that happened, or
those that a roster has planned. Who belongs to a role is handed over.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from attrs import evolve, field, frozen

from servicehall.assessment import check_words
from servicehall.checks import check_many, check_type, read_only
from servicehall.duties import Duty, DutyStatus, Routine
from servicehall.errors import CalendarCoverageError, InputValueError
from servicehall.events import Event, check_instant
from servicehall.hours import ClockTime
from servicehall.instants import (
    ONE_DAY,
    SHANGHAI,
    check_date,
    check_reach,
    days_in,
    end_of_day,
)
from servicehall.policy import Policy
from servicehall.presence import Half, Log, Presence, Stay, TimeSpan, gaps, presences, who_of
from servicehall.recurrence import Occurrence
from servicehall.staff import Post, Staff, staff_of
from servicehall.tables import Decision, Undetermined
from servicehall.timeline import Timeline
from servicehall.vocabulary import Value

__all__ = ["LONGEST", "Turn", "rounds", "rounds_by"]

_NOON: Final = time(12)
_MINUTE: Final = timedelta(minutes=1)
_EVER: Final = datetime.min.replace(tzinfo=SHANGHAI)
_NEVER: Final = datetime.max.replace(tzinfo=SHANGHAI)
_DAY: Final[tuple[Half, ...]] = ("morning", "afternoon")


@frozen(kw_only=True)
class Turn:
    """One time at which something must be done, by one person or by anybody (一次).

    Attributes:
        duty: The duty.
        occurrence: The day or period, and the day by which it is due.
        who: The person; empty where anybody will do.
        status: What has become of it; dormant where nothing says when the hall is open.
        due_at: The instant after which it is late; None while that is not known.
        by: The events that did it, in time or late.
        covered_by: The event that excuses from it, or None.
        gaps: Of a time that must be covered, that for which too few were there.
        unended: The events with which somebody came, and nothing says when he left.
        clashes: Who did it although he had leave then, and the day.
        facts: What its table is asked, by fact: ``signed``, ``minutes_late``, ``minutes_early``,
            ``leave_granted``.
        verdict: What the table says of it; None without a table, and while it is open.
        breach: The kind of breach that it is, for sanctions; empty for none. What a table says goes
            before what the duty says, where it is a kind of breach.
        bearers: Who answers for it: the person himself, or who has the role of the duty in that
            period. Nobody where a single one had it for a part only.
        collective: Whether these are windows or units, no persons.
        reason: Why nothing can be said of it, in Chinese; empty where something can.
    """

    duty: Duty
    occurrence: Occurrence
    who: str = ""
    status: DutyStatus
    due_at: datetime | None = None
    by: tuple[Event, ...] = ()
    covered_by: Event | None = None
    gaps: tuple[TimeSpan, ...] = ()
    unended: tuple[Event, ...] = ()
    clashes: tuple[tuple[str, date], ...] = ()
    facts: Mapping[str, Value] = field(factory=dict, converter=read_only)
    verdict: Decision | Undetermined | None = None
    breach: str = ""
    bearers: tuple[str, ...] = ()
    collective: bool = False
    reason: str = ""

    @property
    def broken_at(self) -> datetime | None:
        """When it was broken (违反时刻): when its time ran out, or nobody was there any more."""
        if self.status is not DutyStatus.BREACHED:
            return None
        return self.gaps[0][0] if self.gaps else self.due_at


def rounds(
    policy: Policy,
    events: Iterable[Event],
    first: date,
    last: date,
    *,
    as_of: datetime,
    staff: Staff | None = None,
    duties: Collection[str] | None = None,
    unfinished: bool = False,
) -> tuple[Turn, ...]:
    """Say of every recurring duty whether it was done, each time (核查周期义务).

    Each period is looked at once, on the day by which it is due: who looks at a hall month by month
    misses no quarter, and finds nothing twice.

    Args:
        policy: The rules.
        events: What happened in the hall, or what a roster plans, in any order.
        first: The first day; what is due on it or later is looked at.
        last: The last day on which something may be due.
        as_of: The instant for which it is looked at; what is due later is open.
        staff: Who belongs to each role: names by its id, or posts.
        duties: The ids of the duties to look at; left out, all that recur.
        unfinished: Whether to look at periods too that have begun and are due after the last day.

    Raises:
        InputTypeError: What is handed over is of the wrong type (SH119, SH601).
        InputValueError: Nobody is named for a role of which each member must do something (SH624);
            no such role (SH467) or duty (SH844); the days are the wrong way round (SH106), also of
            a leave.
        FaultyDataError: With every word of the events that no rule knows (SH612, SH613), or that
            does not fit.
        CalendarCoverageError: A period depends on a day that is not published.
    """
    check_type(policy, Policy, "policy")
    return rounds_by(
        [(policy, date.min, last)],
        first,
        last,
        events,
        as_of=as_of,
        staff=staff,
        duties=duties,
        unfinished=unfinished,
    )


def rounds_by(
    stretches: Sequence[tuple[Policy, date, date]],
    first: date,
    last: date,
    events: Iterable[Event],
    *,
    as_of: datetime,
    staff: Staff | None,
    duties: Collection[str] | None,
    unfinished: bool,
) -> tuple[Turn, ...]:
    """Look at rounds while rules change: each time is judged by those of its first day.

    Args:
        stretches: What is in force from when to when, in order, since :data:`LONGEST` before the
            first day.
        first: As for :func:`rounds`.
        last: Likewise.
        events: Likewise.
        as_of: Likewise.
        staff: Likewise.
        duties: Likewise.
        unfinished: Likewise.
    """
    for name, day in (("first", first), ("last", last)):
        check_reach(check_date(day, name), name)
    if last < first:
        raise InputValueError("SH106", start=first, end=last)
    listed = list(check_many(events, "events", "a list of events", "事件的列表"))
    for event in listed:
        check_type(event, Event, "events")
    in_force = [policy for policy, _, end in stretches if end >= first]
    posts = staff_of(staff, *(policy for policy, _, _ in stretches))
    instant = check_instant(as_of, "as_of")
    timeline = Timeline.of(listed) if listed else None
    if timeline is not None:
        for policy in in_force:
            check_words(timeline, policy, None)
    log = Log(timeline.events if timeline else ())
    taken: dict[tuple[str, str], set[str]] = {}
    turns: list[Turn] = []
    asked = _asked(duties, [policy for policy, _, _ in stretches])
    for duty, one, policy in _times(stretches, first, last, asked, unfinished):
        look = _Look(policy, log, [post for post in posts if post.role in policy.roles], instant)
        is_asked = one.due >= first
        for who in look.members(duty, one, (first, last) if is_asked else None):
            used = taken.setdefault((duty.id, who), set())
            turn = look.turn(duty, one, who, used)
            if turn is not None:
                used.update(_used(turn))
                turns += [turn] if is_asked else []
    return tuple(turns)


LONGEST: Final = timedelta(days=366 + 2 * 31)
"""How long before the first day something may begin that counts for what is due on it."""
_BEFORE: Final = timedelta(days=62)
"""For how long before, what was done late is looked for, which does nothing else any more."""


def _times(
    stretches: Sequence[tuple[Policy, date, date]],
    start: date,
    end: date,
    asked: Collection[str],
    unfinished: bool,  # noqa: FBT001  # handed on
) -> Iterator[tuple[Duty, Occurrence, Policy]]:
    """Go through the times at which something is due, with the rules by which each is judged."""
    for policy, first, last in stretches:
        for duty in policy.duties.values():
            if duty.routine is None or duty.id not in asked:
                continue
            every = duty.routine.every
            back = timedelta(days=every.reach) + (_BEFORE if every.rest == "next" else timedelta())
            begin = max(first, min(start, max(start - back, policy.calendar.first)))
            if begin > last:
                continue
            due_by = None if unfinished else end
            for one in every.between(begin, last, policy.calendar, due_by=due_by):
                if one.due >= start or every.rest == "next":
                    yield duty, one, policy


def _asked(duties: Collection[str] | None, policies: Iterable[Policy]) -> Collection[str]:
    """Return the ids of the duties to look at.

    Raises:
        InputValueError: One of them is no duty that recurs (SH844).
    """
    own = {one.id for each in policies for one in each.duties.values() if one.routine is not None}
    if duties is None:
        return own
    asked = list(check_many(duties, "duties", "a list of names", "名称的列表"))
    for name in asked:
        if name not in own:
            raise InputValueError("SH844", name=name, known=tuple(sorted(own)) or "—")
    return asked


def _used(turn: Turn) -> Iterator[str]:
    """Go through the events that did it after its period: they do not do the next one too."""
    routine = _routine(turn.duty)
    if turn.status is DutyStatus.FULFILLED and not routine.throughout:
        for event in turn.by[: routine.least]:
            if event.occurred_at.date() > turn.occurrence.last:
                yield event.id


def _routine(duty: Duty) -> Routine:
    """Return how a duty recurs that does."""
    assert duty.routine is not None  # noqa: S101  # only such are looked at
    return duty.routine


def _days(one: Occurrence) -> tuple[date, date]:
    """Return the days on which it can be done."""
    return one.first, max(one.last, one.due)


def _tenure(one: Occurrence) -> tuple[date, date]:
    """Return the days for which somebody must have a role to answer: the period itself.

    A single day that is moved is no day on which it could be done; whoever answers is there on the
    other.
    """
    return one.first, one.due if one.first == one.last else one.last


def _holding(posts: Iterable[Post], role: str, first: date, last: date) -> tuple[str, ...]:
    """Return who has a role on some of the days."""
    own = (post for post in posts if post.role == role and post.covers(first, last))
    return tuple(dict.fromkeys(post.person for post in own))


def _lasting(posts: Iterable[Post], role: str, first: date, last: date) -> tuple[str, ...]:
    """Return who has a role on all of the days."""
    own = (post for post in posts if post.role == role and post.lasts(first, last))
    return tuple(dict.fromkeys(post.person for post in own))


@frozen
class _Look:
    """One look at the events of a hall, by the rules of some day."""

    policy: Policy
    log: Log
    posts: Sequence[Post]
    as_of: datetime

    def members(
        self, duty: Duty, one: Occurrence, days: tuple[date, date] | None
    ) -> tuple[str, ...]:
        """Return who must do it; one without a name where anybody will do.

        Raises:
            InputValueError: Nobody is named for any of the days that are asked for (SH624).
        """
        role = _routine(duty).each
        if not role:
            return ("",)
        if days is not None:
            first, last = min(one.first, days[0]), max(one.due, days[1])
            if not _holding(self.posts, role, first, last):
                title = self.policy.roles[role].title
                raise InputValueError("SH624", role=role, title=title, duty=duty.id)
        return _holding(self.posts, role, *_tenure(one))

    def turn(self, duty: Duty, one: Occurrence, who: str, used: Collection[str]) -> Turn | None:
        """Say of one time whether it was done; None where nothing is to be done that day.

        Args:
            duty: The duty.
            one: The day or period.
            who: The person; empty where anybody will do.
            used: The events that did something else already.
        """
        routine = _routine(duty)
        turn = Turn(
            duty=duty,
            occurrence=one,
            who=who,
            status=DutyStatus.OPEN,
            bearers=(who,) if who else self._bearers(duty, one),
            collective=self.policy.roles[routine.each or duty.who].collective,
        )
        look = self._over_time if routine.throughout else self._at_a_time
        found = look(turn, routine, used)
        if found is None:
            return None
        lasting = _lasting(self.posts, routine.each, *_tenure(one))
        if found.status is DutyStatus.BREACHED and who and who not in lasting:
            reason = "任职期间只占周期的一部分"
            return evolve(found, status=DutyStatus.DORMANT, verdict=None, reason=reason)
        return evolve(found, breach=self._breach(found, routine))

    def _bearers(self, duty: Duty, one: Occurrence) -> tuple[str, ...]:
        """Return who answers where anybody will do: each who had the role could have done it."""
        holding = _holding(self.posts, duty.who, *_tenure(one))
        return holding if len(holding) > 1 else _lasting(self.posts, duty.who, *_tenure(one))

    def _breach(self, turn: Turn, routine: Routine) -> str:
        """Return the kind of breach that it is; empty for none, and while its table is open."""
        if turn.status is DutyStatus.EXCUSED:
            return ""
        if isinstance(turn.verdict, Decision) and turn.verdict.outcome in self.policy.breaches:
            return str(turn.verdict.outcome)
        if turn.status is not DutyStatus.BREACHED or (routine.judged and turn.verdict is None):
            return ""
        return turn.duty.breach

    def _counts(self, event: Event, routine: Routine) -> bool:
        """Tell whether whoever did it is one of those who can; without a list, anybody is."""
        if not routine.done_by:
            return True
        own = [post for post in self.posts if post.role == routine.done_by]
        day, did = event.occurred_at.date(), {event.actor, event.unit} - {""}
        return not own or any(post.person in did and post.covers(day, day) for post in own)

    # ---- something that is done at some time

    def _at_a_time(self, turn: Turn, routine: Routine, used: Collection[str]) -> Turn | None:
        one = turn.occurrence
        if routine.slot and not self._is_open(one, routine.slot):
            return None
        leave = self._leave(turn, routine)
        excused = self._excusing(one, routine, leave)
        partly = excused is None and not routine.slot
        off = {half for day, half in leave if day == one.due and partly}
        instants: list[datetime | None] = []
        of_day = None if one.first < one.last else routine.earliest
        for clock in (routine.latest, of_day):
            at = None if clock is None else self._clock(clock, one.due, routine.slot, off)
            if clock is not None and at is None:
                reason = _NO_HALF if self._open(one.due) else _NO_HOURS
                return evolve(turn, status=DutyStatus.DORMANT, reason=reason)
            instants.append(at)
        due_at, earliest = instants[0] or end_of_day(one.due), instants[1]
        done = [
            event
            for event in self.log.within(turn.duty.must, turn.who, one.first, one.due)
            if event.occurred_at <= self.as_of
            and (not routine.slot or routine.slot == self._half(event.occurred_at))
            and event.id not in used
            and self._counts(event, routine)
        ]
        by = [event for event in done if not self._early(event, routine, one, earliest)]
        in_time = [event for event in by if event.occurred_at <= due_at]
        over = self.as_of >= due_at if routine.latest is None else self.as_of > due_at
        if len(in_time) >= routine.least:
            status = DutyStatus.FULFILLED
        elif excused is not None:
            status = DutyStatus.EXCUSED
        else:
            status = DutyStatus.BREACHED if over else DutyStatus.OPEN
        facts: dict[str, Value] = {"signed": bool(done), "leave_granted": excused is not None}
        if done:
            enough = (by or done)[: routine.least][-1]
            facts["minutes_late"] = _minutes(enough.occurred_at - due_at)
            facts["minutes_early"] = self._early(done[-1], routine, one, earliest)
        found = evolve(
            turn,
            status=status,
            due_at=due_at,
            by=tuple(by),
            facts=facts,
            covered_by=excused,
            clashes=tuple(
                dict.fromkeys(self._on_leave(self._time_of(event, routine) for event in by))
            ),
        )
        return self._judged(found, routine)

    def _early(
        self, event: Event, routine: Routine, one: Occurrence, earliest: datetime | None
    ) -> int:
        """Return by how many minutes something was done too early in its day to count."""
        day = event.occurred_at.date()
        if routine.earliest is not None and (day != one.due or one.first < one.last):
            earliest = self._in_slot(routine.earliest, day, routine.slot)
        return 0 if earliest is None else _minutes(earliest - event.occurred_at)

    def _time_of(self, event: Event, routine: Routine) -> Presence:
        """Return the time for which somebody does something: a day, or the instant of a part."""
        at, day = event.occurred_at, event.occurred_at.date()
        timed = routine.slot or routine.earliest or routine.latest
        span = (at, at + _MINUTE) if timed else (end_of_day(day - ONE_DAY), end_of_day(day))
        return (*span, who_of(event))

    def _judged(self, turn: Turn, routine: Routine) -> Turn:
        """Say what it amounts to; while more may still be done that day, nothing is said."""
        if not routine.judged or turn.status is DutyStatus.OPEN:
            return turn
        settled = turn.facts["signed"] and routine.earliest is None
        due = turn.occurrence.due
        over = self.as_of >= (self._noon(due) if routine.slot == "morning" else end_of_day(due))
        if turn.status is DutyStatus.BREACHED and not (settled or over):
            return turn
        table = self.policy.table(routine.judged)
        asked = {fact.name for fact in table.facts}
        facts = {name: value for name, value in turn.facts.items() if name in asked}
        return evolve(turn, verdict=table.decide(facts))

    # ---- the day of a hall

    def _open(self, day: date) -> list[TimeSpan]:
        """Return when the hall is open on a day; nothing where none says."""
        if self.policy.hours is None or not self.policy.calendar.is_workday(day):
            return []
        return self.policy.hours.spans(day)

    def _noon(self, day: date) -> datetime:
        """Return when the morning ends: when the hall closes for the break; else at noon."""
        noon = datetime.combine(day, _NOON, tzinfo=SHANGHAI)
        sessions = self._open(day)
        before = [ends for begins, ends in sessions if begins < noon]
        return before[-1] if before and len(before) < len(sessions) else noon

    def _half(self, at: datetime) -> Half:
        """Return the half of its day."""
        return "morning" if at <= self._noon(at.date()) else "afternoon"

    def _halves(self, day: date) -> tuple[Half, ...]:
        """Return the halves of a day in which the hall is open; both where none says."""
        spans, noon = self._open(day), self._noon(day)
        if not spans:
            return _DAY
        is_open = {"morning": spans[0][0] < noon, "afternoon": spans[-1][1] > noon}
        return tuple(half for half in _DAY if is_open[half])

    def _is_open(self, one: Occurrence, half: str) -> bool:
        """Tell whether the hall is open in half of some day on which it can be done."""
        days = [*days_in(one.first - ONE_DAY, _days(one)[1])]
        if len(days) > 1:
            days = [day for day in days if self.policy.calendar.is_workday(day)] or days
        return any(half in self._halves(day) for day in days)

    def _clock(
        self, clock: ClockTime, day: date, slot: str, off: Collection[str]
    ) -> datetime | None:
        """Return when a time of the day is; of half a day of leave, that of the other half.

        None where the hall has no hours, does not open or close then, or a fixed time says nothing
        of the other half.
        """
        at = self._in_slot(clock, day, slot)
        if at is None or self._half(at) not in off:
            return at
        (other,) = set(_DAY).difference(off)
        return None if clock.fixed is not None else self._in_slot(clock, day, other)

    def _in_slot(self, clock: ClockTime, day: date, slot: str) -> datetime | None:
        spans, noon = self._open(day), self._noon(day)
        if slot == "morning":
            spans = [span for span in spans if span[0] < noon]
            unsaid = clock.of == "closing" and bool(spans) and spans[-1][1] > noon
        else:
            spans = [span for span in spans if not slot or span[1] > noon]
            unsaid = clock.of == "opening" and bool(slot) and bool(spans) and spans[0][0] < noon
        return None if unsaid else clock.on(day, spans)

    # ---- a time that must be covered

    def _over_time(self, turn: Turn, routine: Routine, _: Collection[str]) -> Turn | None:
        one = turn.occurrence
        if routine.throughout != "day" and self.policy.hours is None:
            return evolve(turn, status=DutyStatus.DORMANT, reason=_NO_HOURS)
        days = [*days_in(one.first - ONE_DAY, one.due)]
        asked = [span for day in days for span in self._needed(day, routine)]
        if not asked:
            return None
        leave = self._leave(turn, routine)
        needed = gaps(asked, [(*self._span(day, half), "") for day, half in leave])
        stays = [
            stay
            for stay in self.log.stays(turn.duty.must, routine.until, turn.who)
            if stay.began.occurred_at <= self.as_of and self._counts(stay.began, routine)
        ]
        there = presences(stays)
        since = self._running_since(routine, one)
        still = self._still_there(stays) if since < self.as_of else []
        past = gaps(gaps(needed, [(since, _NEVER, "")]), there, routine.least)
        running = gaps(gaps(needed, [(_EVER, since, "")]), [*there, *still], routine.least)
        open_ = _joined(past, running)
        told = tuple((began, min(end, self.as_of)) for began, end in open_ if began < self.as_of)
        if open_:
            status = DutyStatus.BREACHED if told else DutyStatus.OPEN
        else:
            status = DutyStatus.FULFILLED if needed else DutyStatus.EXCUSED
        lasting = [stay for stay in stays if _lies_in(stay, one)]
        known = {(came, who) for came, _, who in still}
        unended = (stay.began for stay in lasting if stay.ended is None)
        return evolve(
            turn,
            status=status,
            due_at=end_of_day(one.due),
            by=tuple(stay.began for stay in lasting),
            covered_by=None if needed else next(iter(leave.values())),
            gaps=told,
            unended=tuple(
                event for event in unended if (event.occurred_at, who_of(event)) not in known
            ),
            clashes=tuple(dict.fromkeys(self._on_leave(presences(lasting)))),
        )

    def _still_there(self, stays: Iterable[Stay]) -> list[Presence]:
        """Return who came last, less than a day ago, and has not left: he is there until now."""
        last = {who_of(stay.began): stay for stay in stays}
        return [
            (stay.began.occurred_at, self.as_of, who)
            for who, stay in last.items()
            if stay.ended is None and self.as_of - stay.began.occurred_at < ONE_DAY
        ]

    def _running_since(self, routine: Routine, one: Occurrence) -> datetime:
        """Return when the time began that is to be covered and runs now; now where none does."""
        day = self.as_of.date()
        if not one.first <= day <= one.due + ONE_DAY:
            return self.as_of
        try:
            spans = [*self._needed(day - ONE_DAY, routine), *self._needed(day, routine)]
        except CalendarCoverageError:
            return self.as_of
        running = [span for span in gaps(spans, ()) if span[0] <= self.as_of < span[1]]
        return running[0][0] if running else self.as_of

    def _needed(self, day: date, routine: Routine) -> list[TimeSpan]:
        """Return the time of a day that must be covered."""
        whole = (end_of_day(day - ONE_DAY), end_of_day(day))
        if routine.throughout == "day":
            return [whole]
        opened = self._open(day)
        if routine.throughout == "open hours":
            return opened
        ends = [whole[0], *(at for span in opened for at in span), whole[1]]
        return [(a, b) for a, b in zip(ends[::2], ends[1::2], strict=True) if a < b]

    def _span(self, day: date, half: Half) -> TimeSpan:
        """Return the time of half a day."""
        begins, noon, ends = end_of_day(day - ONE_DAY), self._noon(day), end_of_day(day)
        return (begins, noon) if half == "morning" else (noon, ends)

    # ---- who is excused

    def _leave(self, turn: Turn, routine: Routine) -> Mapping[tuple[date, Half], Event]:
        """Return the halves of days for which a person is excused, and by what."""
        if not routine.covered:
            return {}
        found = self.log.leaves(routine.covered).of(turn.who, *_days(turn.occurrence))
        return {half: event for half, event in found.items() if event.occurred_at <= self.as_of}

    def _on_leave(self, there: Iterable[Presence]) -> Iterator[tuple[str, date]]:
        """Go through who did something at a time for which he had leave, and the day."""
        duties = (duty for duty in self.policy.duties.values() if duty.routine)
        leaves = self.log.leaves(
            sorted({kind for duty in duties for kind in _routine(duty).covered})
        )
        for came, left, who in there:
            for day, half in leaves.of(who, came.date(), left.date()):
                begins, ends = self._span(day, half)
                if begins < left and came < ends:
                    yield who, day

    def _excusing(
        self, one: Occurrence, routine: Routine, leave: Mapping[tuple[date, Half], Event]
    ) -> Event | None:
        """Return the event that excuses; of a period, leave must cover every working day."""
        first, last = _days(one)
        days = [*days_in(first - ONE_DAY, last)]
        if len(days) > 1:
            days = [day for day in days if self.policy.calendar.is_workday(day)]
        asked = {
            (day, half) for day in days for half in self._halves(day) if routine.slot in ("", half)
        }
        return next(iter(leave.values())) if leave and asked <= set(leave) else None


_NO_HOURS: Final = "没有规定当天的办公时间"
_NO_HALF: Final = "没有规定当天这半天几点上下班"


def _minutes(late: timedelta) -> int:
    """Return full minutes, each that has begun counted; nothing where it is not late."""
    return max(0, -(-late // _MINUTE))


def _joined(past: Sequence[TimeSpan], running: Sequence[TimeSpan]) -> tuple[TimeSpan, ...]:
    """Return the gaps of both; what goes on is one."""
    return gaps((*past, *running), ())


def _lies_in(stay: Stay, one: Occurrence) -> bool:
    """Tell whether somebody was there at some time of a period."""
    last = stay.began if stay.ended is None else stay.ended
    return stay.began.occurred_at.date() <= one.due and last.occurred_at.date() >= one.first
