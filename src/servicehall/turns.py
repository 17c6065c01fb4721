"""Turns (周期义务): what must be done again and again, by whom, and who was excused.

A roster, a weekly inspection, signing in, a leader in the hall on every working day: a duty that
recurs. It is looked at for a stretch of days, over the events of the hall: those that happened, or
those that a roster has planned. Who belongs to a role is handed over.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from attrs import evolve, field, frozen

from servicehall.assessment import check_words
from servicehall.checks import check_many, check_type, read_only
from servicehall.duties import Duty, DutyStatus, Routine
from servicehall.errors import InputValueError
from servicehall.events import Event, check_instant
from servicehall.instants import ONE_DAY, days_in, end_of_day
from servicehall.policy import Policy
from servicehall.presence import Log, Stay, TimeSpan, gaps
from servicehall.recurrence import Occurrence
from servicehall.staff import Post, Staff, staff_of
from servicehall.tables import Decision, Undetermined
from servicehall.timeline import Timeline
from servicehall.vocabulary import Value

__all__ = ["Turn", "rounds"]

_NOON: Final = time(12)
_MINUTE: Final = timedelta(minutes=1)


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
        facts: What its table is asked, by fact: ``signed``, ``minutes_late``, ``minutes_early``,
            ``leave_granted``.
        verdict: What the table says of it; None without a table, and while it is open.
        breach: The kind of breach that it is, for sanctions; empty for none. What a table says goes
            before what the duty says, where it is a kind of breach.
        bearers: Who answers for it: the person himself, or whoever has the role of the duty for the
            whole of the period.
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
    facts: Mapping[str, Value] = field(factory=dict, converter=read_only)
    verdict: Decision | Undetermined | None = None
    breach: str = ""
    bearers: tuple[str, ...] = ()
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
) -> tuple[Turn, ...]:
    """Say of every recurring duty whether it was done, each time (核查周期义务).

    Args:
        policy: The rules.
        events: What happened in the hall, or what a roster plans, in any order.
        first: The first day; periods that begin on it or later are looked at.
        last: The last day on which a period may begin.
        as_of: The instant for which it is looked at; what is due later is open.
        staff: Who belongs to each role: names by its id, or posts.
        duties: The ids of the duties to look at; left out, all that recur.

    Raises:
        InputTypeError: What is handed over is of the wrong type (SH119, SH601).
        InputValueError: Nobody is named for a role of which each member must do something (SH624);
            no such role (SH467); the days are the wrong way round (SH106).
        FaultyDataError: With every word of the events that no rule knows (SH612, SH613), or that
            does not fit.
        CalendarCoverageError: A period depends on a day that is not published.
    """
    check_type(policy, Policy, "policy")
    listed = list(check_many(events, "events", "a list of events", "事件的列表"))
    for event in listed:
        check_type(event, Event, "events")
    posts = staff_of(staff, policy)
    instant = check_instant(as_of, "as_of")
    happened: list[Event] = []
    if listed:
        timeline = Timeline.of(listed)
        check_words(timeline, policy, None)
        happened = [event for event in timeline.events if event.occurred_at <= instant]
    look = _Look(policy, Log(happened), posts, instant)
    turns: list[Turn] = []
    for duty in policy.duties.values():
        if duty.routine is not None and (duties is None or duty.id in duties):
            names = _members(duty, duty.routine, policy, posts)
            taken: dict[str, set[str]] = {}
            for one in duty.routine.every.between(first, last, policy.calendar):
                for who in names(one):
                    used = taken.setdefault(who, set())
                    turn = look.turn(duty, duty.routine, one, who, used)
                    used.update(_used(turn, duty.routine))
                    turns.append(turn)
    return tuple(turns)


def _used(turn: Turn, routine: Routine) -> Iterator[str]:
    """Go through the events that did it after its period: they do not do the next one too."""
    if turn.status is DutyStatus.FULFILLED and not routine.throughout:
        for event in turn.by[: routine.least]:
            if event.occurred_at.date() > turn.occurrence.last:
                yield event.id


def _members(
    duty: Duty, routine: Routine, policy: Policy, posts: Sequence[Post]
) -> Callable[[Occurrence], Sequence[str]]:
    """Return who must do it each time; one nameless turn where anybody will do."""
    if not routine.each:
        return lambda _: ("",)
    if not any(post.role == routine.each for post in posts):
        title = policy.roles[routine.each].title
        raise InputValueError("SH624", role=routine.each, title=title, duty=duty.id)
    return lambda one: _holding(posts, routine.each, one)


def _holding(posts: Iterable[Post], role: str, one: Occurrence) -> tuple[str, ...]:
    """Return who has a role on some day of a period."""
    own = (post for post in posts if post.role == role and post.covers(one.first, one.last))
    return tuple(dict.fromkeys(post.person for post in own))


def _lasting(posts: Iterable[Post], role: str, one: Occurrence) -> tuple[str, ...]:
    """Return who has a role for the whole of a period."""
    own = (post for post in posts if post.role == role and post.lasts(one.first, one.last))
    return tuple(dict.fromkeys(post.person for post in own))


@frozen
class _Look:
    """One look at the events of a hall."""

    policy: Policy
    log: Log
    posts: Sequence[Post]
    as_of: datetime

    def turn(
        self, duty: Duty, routine: Routine, one: Occurrence, who: str, used: Collection[str] = ()
    ) -> Turn:
        """Say of one time whether it was done; some events did something else already."""
        turn = Turn(
            duty=duty,
            occurrence=one,
            who=who,
            status=DutyStatus.OPEN,
            covered_by=self._covering(routine, one, who),
            bearers=(who,) if who else _lasting(self.posts, duty.who, one),
        )
        if routine.throughout:
            turn = self._over_time(turn, routine)
        else:
            turn = self._judged(self._at_a_time(turn, routine, used), routine)
        if (
            turn.status is DutyStatus.BREACHED
            and who
            and who not in _lasting(self.posts, routine.each, one)
        ):
            reason = "任职期间只占周期的一部分"
            return evolve(turn, status=DutyStatus.DORMANT, verdict=None, reason=reason)
        return evolve(turn, breach=self._breach(turn, routine))

    def _breach(self, turn: Turn, routine: Routine) -> str:
        """Return the kind of breach that it is; empty for none, and while its table is open."""
        if isinstance(turn.verdict, Decision) and turn.verdict.outcome in self.policy.breaches:
            return str(turn.verdict.outcome)
        if turn.status is not DutyStatus.BREACHED or (routine.judged and turn.verdict is None):
            return ""
        return turn.duty.breach

    # ---- something that is done at some time

    def _at_a_time(self, turn: Turn, routine: Routine, used: Collection[str]) -> Turn:
        one = turn.occurrence
        instants: list[datetime | None] = []
        for clock in (routine.latest, routine.earliest):
            at = None if clock is None else clock.on(one.due, self._open(one.due, routine.slot))
            if clock is not None and at is None:
                return evolve(turn, status=DutyStatus.DORMANT, reason=_NO_HOURS)
            instants.append(at)
        due_at, earliest = instants[0] or end_of_day(one.due), instants[1]
        done = [
            event
            for event in self.log.within(turn.duty.must, turn.who, one.first, one.due)
            if (not routine.slot or routine.slot == self._slot(event)) and event.id not in used
        ]
        by = [event for event in done if earliest is None or event.occurred_at >= earliest]
        in_time = [event for event in by if event.occurred_at <= due_at]
        over = self.as_of >= due_at if routine.latest is None else self.as_of > due_at
        if len(in_time) >= routine.least:
            status = DutyStatus.FULFILLED
        elif turn.covered_by is not None:
            status = DutyStatus.EXCUSED
        else:
            status = DutyStatus.BREACHED if over else DutyStatus.OPEN
        facts: dict[str, Value] = {
            "signed": bool(done),
            "leave_granted": turn.covered_by is not None,
        }
        if done:
            facts["minutes_late"] = _minutes(done[0].occurred_at - due_at)
            last = done[-1].occurred_at
            facts["minutes_early"] = 0 if earliest is None else _minutes(earliest - last)
        return evolve(turn, status=status, due_at=due_at, by=tuple(by), facts=facts)

    def _judged(self, turn: Turn, routine: Routine) -> Turn:
        """Say what it amounts to; while more may still be done that day, nothing is said."""
        if not routine.judged or turn.status in (DutyStatus.OPEN, DutyStatus.DORMANT):
            return turn
        settled = turn.facts["signed"] and routine.earliest is None
        over = self.as_of >= self._slot_ends(turn.occurrence.due, routine.slot)
        if turn.status is DutyStatus.BREACHED and not (settled or over):
            return turn
        table = self.policy.table(routine.judged)
        asked = {fact.name for fact in table.facts}
        facts = {name: value for name, value in turn.facts.items() if name in asked}
        return evolve(turn, verdict=table.decide(facts))

    def _slot_ends(self, day: date, slot: str) -> datetime:
        """Return when a day is over, or a part of it."""
        opened = self._open(day) if slot == "morning" else []
        return opened[0][1] if opened else end_of_day(day)

    def _slot(self, event: Event) -> str:
        """Return the part of the day: the morning ends when the hall closes for the break."""
        sessions = self._open(event.occurred_at.date())
        noon = sessions[0][1].time() if len(sessions) > 1 else _NOON
        return "morning" if event.occurred_at.time() <= noon else "afternoon"

    def _open(self, day: date, slot: str = "") -> list[TimeSpan]:
        """Return when the hall is open on a day, or in a part of it; nothing where none says."""
        if self.policy.hours is None or not self.policy.calendar.is_workday(day):
            return []
        spans = self.policy.hours.spans(day)
        if not slot or len(spans) < 2:
            return spans
        return spans[:1] if slot == "morning" else spans[1:]

    # ---- a time that must be covered

    def _over_time(self, turn: Turn, routine: Routine) -> Turn:
        one = turn.occurrence
        if routine.throughout != "day" and self.policy.hours is None:
            return evolve(turn, status=DutyStatus.DORMANT, reason=_NO_HOURS)
        days = [*days_in(one.first - ONE_DAY, one.due)]
        needed = [span for day in days for span in self._needed(day, routine)]
        stays = self.log.stays(turn.duty.must, routine.until, turn.who)
        unended = tuple(stay.began for stay in stays if stay.ended is None)
        open_ = gaps(needed, stays, routine.least)
        past = tuple((began, min(end, self.as_of)) for began, end in open_ if began < self.as_of)
        due_at = end_of_day(one.due)
        if not open_:
            status = DutyStatus.FULFILLED
        elif turn.covered_by is not None:
            status = DutyStatus.EXCUSED
        else:
            status = DutyStatus.BREACHED if past else DutyStatus.OPEN
        by = tuple(stay.began for stay in stays if _lies_in(stay, one))
        return evolve(
            turn, status=status, due_at=due_at, by=by, gaps=past, unended=_of(unended, one)
        )

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

    # ---- who is excused

    def _covering(self, routine: Routine, one: Occurrence, who: str) -> Event | None:
        """Return the event that excuses; of a period, leave must cover every working day."""
        found: list[Event] = []
        days: set[date] = set()
        for event in self.log.of(routine.covered):
            half = event.payload.get("half_day", "")
            if who in ("", self._concerned(event)) and half in ("", _HALVES.get(routine.slot)):
                own = event.occurred_at.date()
                first, last = _stated(event, "first_day", own), _stated(event, "last_day", own)
                last = max(first, last)
                if first <= one.due and one.first <= last:
                    found.append(event)
                    days.update((first, *days_in(first, last)))
        whole = [one.first, *days_in(one.first, max(one.last, one.due))]
        if found and len(whole) > 1:
            asked = {day for day in whole if self.policy.calendar.is_workday(day)}
            return found[0] if asked <= days else None
        return found[0] if found else None

    def _concerned(self, event: Event) -> str:
        """Return whom an event excuses: whom it names; who asked for it; else who is noted."""
        named = event.payload.get("concerns", "")
        if named:
            return str(named)
        leave = event.refs.get("leave", "")
        asked = [one for one in self.log.of(("leave.requested",)) if one.refs.get("leave") == leave]
        return asked[0].actor if leave and asked else event.actor


_NO_HOURS: Final = "没有规定当天的办公时间"
_HALVES: Final = {"morning": "上午", "afternoon": "下午"}


def _stated(event: Event, name: str, otherwise: date) -> date:
    said = event.payload.get(name)
    return date.fromisoformat(said) if isinstance(said, str) else otherwise


def _minutes(late: timedelta) -> int:
    """Return full minutes, each that has begun counted; nothing where it is not late."""
    return max(0, -(-late // _MINUTE))


def _lies_in(stay: Stay, one: Occurrence) -> bool:
    """Tell whether somebody was there at some time of a period."""
    last = stay.began if stay.ended is None else stay.ended
    return stay.began.occurred_at.date() <= one.due and last.occurred_at.date() >= one.first


def _of(events: Iterable[Event], one: Occurrence) -> tuple[Event, ...]:
    return tuple(e for e in events if one.first <= e.occurred_at.date() <= one.due)
