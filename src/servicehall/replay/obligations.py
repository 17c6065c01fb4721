"""Obligations (已产生的义务): duties that have begun in a case, and what has become of them."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from attrs import define, field, frozen

from servicehall.calendars import WorkCalendar
from servicehall.citations import Citation
from servicehall.clocks import Pause, Silence
from servicehall.deadlines import Deadline
from servicehall.dues import Clock, plain_due
from servicehall.duties import Duty, DutyStatus
from servicehall.events import Event
from servicehall.hours import OfficeHours
from servicehall.instants import ONE_DAY
from servicehall.limits import Limit, WorkingDays
from servicehall.questions import CountingFrom, Pause as Stretch

__all__ = ["NOT_TOLD", "NO_TIME", "Almanac", "Holder", "Note", "Obligation", "PauseSpan", "StandIn"]

NOT_TOLD: Final = "没有按规定告知申请人"
NO_TIME: Final = "没有告知申请人所需时间"
"""Why a pause stops no clock until the applicant is told of it."""


@frozen(kw_only=True)
class Almanac:
    """What limits of one place are counted by (计时依据).

    Attributes:
        calendar: The calendar of the place.
        national: The same without local days; None where there are none.
        hours: When the hall is open; None where nothing says so.
        as_of: The instant for which a case is looked at.
    """

    calendar: WorkCalendar
    national: WorkCalendar | None = None
    hours: OfficeHours | None = None
    as_of: datetime

    @property
    def day(self) -> date:
        """The day for which a case is looked at; midnight is 24:00 of the day that ends."""
        return (self.as_of - timedelta.resolution).date()


@frozen
class Holder:
    """Who plays a part in a case (承担人).

    Attributes:
        role: What the part is called.
        actor: The person, or empty.
        unit: The unit, or empty.
        among: Those of whom nothing says which one it is; then nobody is named.
    """

    role: str
    actor: str = ""
    unit: str = ""
    among: tuple[str, ...] = ()

    def __str__(self) -> str:
        if self.among:
            return f"{self.role}（未定：{'、'.join(self.among)}同时担任，没有写明以谁为准）"
        who = self.who
        return f"{self.role}（{who}）" if who else self.role

    @property
    def who(self) -> str:
        """The unit and the person, in one."""
        return self.unit + self.actor

    def is_also(self, other: "Holder") -> bool:
        """Tell whether two are the same person, or the same unit where no person is noted."""
        return self.actor == other.actor if self.actor or other.actor else self.unit == other.unit

    def or_else(self, other: "Holder") -> "Holder":
        """Return nobody, one of several: two who took a part at once (尚未确定)."""
        both = (*(self.among or (self.who,)), other.who)
        return Holder(self.role, among=tuple(dict.fromkeys(both)))


@frozen(kw_only=True)
class StandIn:
    """Somebody who plays all parts of another (代岗).

    Attributes:
        person: Whose parts.
        by: The event with which it began; its actor plays them.
        until: When he plays them himself again, or None.
    """

    person: str
    by: Event
    until: datetime | None = None

    def covers(self, person: str, at: datetime) -> bool:
        """Tell whether it stands for somebody at an instant."""
        over = self.until is not None and at >= self.until
        return person == self.person and self.by.occurred_at <= at and not over


@frozen
class Note:
    """Something that an event did not bring about, and why (未予采用的情况).

    Attributes:
        event: The id of the event.
        text: What it is, in Chinese.
        citation: The rule.
    """

    event: str
    text: str
    citation: Citation

    def __str__(self) -> str:
        return f"{self.text}（{self.citation}）"


@frozen(kw_only=True)
class PauseSpan:
    """Time that limits do not count, as it came about (中止).

    Attributes:
        rule: What allows it.
        started: The event with which it began.
        ended: The event with which it ended, or None.
        last: The last day that is given back; None while it is open.
        cap: The last day that the applicant was told, or None.
        tellings: When the applicant was told, each time with the last day.
        on_last_day: Whether it began on the last day of the limit that gives it back.
        why_not: Why it stops no clock; empty where it does.
    """

    rule: Pause
    started: Event
    ended: Event | None = None
    last: date | None = None
    cap: date | None = None
    tellings: tuple[tuple[datetime, date | None], ...] = ()
    on_last_day: bool = False
    why_not: str = ""

    @property
    def stretch(self) -> Stretch | None:
        """The days that are given back: those after the one on which it starts; None for none.

        No limit runs out while it is paused. Where the day on which a pause starts would be the
        last, what is left of it is left on the day on which the pause ends.
        """
        day = self.started.occurred_at.date()
        first = day if self.on_last_day else day + ONE_DAY
        if self.last is None:
            return first, None
        last = self.last - ONE_DAY if self.on_last_day else self.last
        return (first, last) if first <= last else None

    @property
    def days(self) -> Stretch | None:
        """The days of the pause itself: those after its start, up to its last; None for none."""
        first = self.started.occurred_at.date() + ONE_DAY
        return None if self.last is not None and self.last < first else (first, self.last)

    @property
    def is_untold(self) -> bool:
        """Whether it stops no clock only because the applicant was not told of it."""
        return self.why_not in (NOT_TOLD, NO_TIME)

    @property
    def exceeds(self) -> bool:
        """Whether it lasted longer than the applicant was told."""
        return bool(
            self.cap and self.ended is not None and self.ended.occurred_at.date() > self.cap
        ) or bool(self.cap and self.ended is None and self.last == self.cap)


@define(eq=False, kw_only=True, repr=False)
class Obligation:
    """A duty that has begun in a case, and what has become of it (已产生的义务).

    Attributes:
        duty: The duty.
        thing: Which part, visit or complaint it is about; empty for the case.
        trigger: The event that began it.
        cycle: The cycle in which it began.
        status: What has become of it.
        almanac: What its limit is counted by.
        start: The instant from which its limit runs.
        limit: Its limit; None where only an event ends its time.
        term: The name under which pauses and silences know its limit.
        basis: Where its limit stands, where that is not where the duty does.
        counting_from: How counting begins.
        extensions: By how much it was lengthened.
        extended_by: The event that lengthened it.
        pauses: The pauses that it gives back.
        completed_by: The event that fulfilled it, late or not.
        ended_by: The event with which it fell away, or by which it had to be done.
        broken_by: The event that was forbidden.
        silence: What follows from its being missed.
        needed: The facts that would settle whether it has begun, while that is open.
        notes: What did not count, and why.
    """

    duty: Duty
    thing: str = ""
    trigger: Event
    cycle: int
    status: DutyStatus
    almanac: Almanac
    start: datetime
    limit: Limit | None = None
    term: str = ""
    basis: Citation | None = None
    counting_from: CountingFrom = "next_day"
    extensions: tuple[Limit, ...] = ()
    extended_by: Event | None = None
    pauses: tuple[PauseSpan, ...] = ()
    completed_by: Event | None = None
    ended_by: Event | None = None
    broken_by: Event | None = None
    silence: Silence | None = None
    needed: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    _due: tuple[datetime | None] | None = field(default=None, init=False)

    def __repr__(self) -> str:
        due = f" due {self.due_at:%Y-%m-%d %H:%M}" if self.due_at else ""
        thing = f"/{self.thing}" if self.thing else ""
        return f"<Obligation {self.duty.id}{thing} {self.status.value}{due}>"

    # ---- when

    @property
    def clock(self) -> Clock | None:
        """Its limit as it runs; None where it has none."""
        return None if self.limit is None else self._clock(self.almanac.calendar)

    def _clock(self, calendar: WorkCalendar) -> Clock:
        stretches = tuple(s for s in (span.stretch for span in self.pauses) if s is not None)
        were = tuple(s for s in (span.days for span in self.pauses) if s is not None)
        open_since = [first for first, last in stretches if last is None]
        return Clock(
            start=self.start,
            limit=self.limit,  # type: ignore[arg-type]  # asked for only where there is one
            calendar=calendar,
            hours=self.almanac.hours,
            pauses=stretches,
            extensions=self.extensions,
            counting_from=self.counting_from,
            as_of=max([self.almanac.day, *open_since]) if open_since else None,
            actual_pauses=were if were != stretches else (),
        )

    @property
    def deadline(self) -> Deadline | None:
        """When it must be done, and why (到期日); None where only an event ends its time."""
        return None if self.clock is None else self.clock.deadline

    @property
    def national_clock(self) -> Clock | None:
        """The limit by the national calendar alone, for a limit of the law where local days count.

        No law says whether local rest days stop a limit of the law: one should keep the earlier of
        the two, and is late only after the later.
        """
        national = self.almanac.national
        if national is None or self.limit is None or not self.duty.is_lawful:
            return None
        return self._clock(national)

    @property
    def due_at(self) -> datetime | None:
        """The instant after which it is late (届满时刻): of two calendars the later one's."""
        if self._due is None:
            self._due = (max(self._ends(), default=None),)
        return self._due[0]

    def _ends(self) -> list[datetime]:
        """Return when its limit ends, by each calendar; nothing while any has no end."""
        if self.limit is None:
            return []
        ends = [self._end(self.almanac.calendar)]
        if self.almanac.national is not None and self.duty.is_lawful:
            ends.append(self._end(self.almanac.national))
        return [] if None in ends else ends  # type: ignore[return-value]  # none of them is None

    def _end(self, calendar: WorkCalendar) -> datetime | None:
        """Return when its limit ends, by one calendar."""
        limit = self.limit
        changed = self.pauses or self.extensions or self.counting_from != "next_day"
        if type(limit) is WorkingDays and not changed:
            due = plain_due(self.start, limit.n, calendar, self.almanac.hours)
            if due is not None:
                return due
        return self._clock(calendar).due_at

    @property
    def last_day(self) -> date | None:
        """The day with which its time ends; midnight is 24:00 of the day that ends."""
        return None if self.due_at is None else (self.due_at - timedelta.resolution).date()

    @property
    def warn_at(self) -> datetime | None:
        """The instant by which it should be done (应办时刻): of two calendars the earlier one's."""
        return min(self._ends(), default=None)

    def is_late(self, at: datetime) -> bool:
        """Tell whether its time had run out before an instant."""
        due = self.due_at
        return due is not None and at > due

    @property
    def completed_at(self) -> datetime | None:
        """When it was fulfilled, late or not."""
        return None if self.completed_by is None else self.completed_by.occurred_at

    @property
    def is_untimed(self) -> bool:
        """Whether it was done, while nothing says by when it had to be (期限不明)."""
        done = self.status is DutyStatus.FULFILLED and self.completed_by is not None
        return done and self.limit is not None and self.due_at is None

    @property
    def status_zh(self) -> str:
        """What has become of it, in Chinese (义务状态).

        Unlike the label of its status it calls nothing timely whose limit cannot be computed.
        """
        if self.is_untimed:
            return "已完成，期限不明"
        if self.status is DutyStatus.FULFILLED and not self.duty.must:
            return "没有违反"
        return self.status.zh

    @property
    def broken_at(self) -> datetime | None:
        """When it was broken (违反时刻): when its time ran out, or the forbidden thing was done."""
        if self.status is not DutyStatus.BREACHED:
            return None
        if self.broken_by is not None:
            return self.broken_by.occurred_at
        ended = self.ended_by
        if self.duty.before and ended is not None and ended.kind in self.duty.before:
            return ended.occurred_at if self.due_at is None else min(ended.occurred_at, self.due_at)
        return self.due_at

    @property
    def settled_at(self) -> datetime | None:
        """When it was broken, fulfilled or fell away (了结时刻); None while none of these is so."""
        if self.status is DutyStatus.BREACHED:
            return self.broken_at
        event = self.completed_by or self.ended_by
        if event is not None:
            return event.occurred_at
        return self.due_at if self.status is DutyStatus.FULFILLED else None

    def is_ended_by(self, event: Event) -> bool:
        """Tell whether it was fulfilled by an event, late or not, or fell away with it."""
        return event is self.completed_by or event is self.ended_by

    @property
    def is_running(self) -> bool:
        """Whether it must still be done."""
        return self.status in (DutyStatus.OPEN, DutyStatus.PAUSED)

    @property
    def is_undone(self) -> bool:
        """Whether it must still be done, in time or late (待办)."""
        ended = (self.completed_by, self.ended_by, self.broken_by)
        missed = self.status is DutyStatus.BREACHED and ended == (None, None, None)
        return bool(self.duty.must) and (self.is_running or missed)

    @property
    def days_left(self) -> int | None:
        """How many working days are left (剩余工作日), the last day included; None without an end.

        The day asked for is not counted: 0 means that it ends on that day.
        """
        end, today = self.warn_at, self.almanac.day
        if not self.is_running or end is None:
            return None
        last = (end - timedelta.resolution).date()
        return self.almanac.calendar.reaching(last).count(today, max(last, today))

    # ---- changes, while the case is replayed

    def note(self, event: Event, text: str, citation: Citation | None = None) -> None:
        """Keep what did not count, and why."""
        self.notes += (Note(event.id, text, citation or self.duty.settled.citation),)

    def change(self, **values: Any) -> None:
        """Change it; where its end depends on that, find the end anew when it is asked for."""
        for name, value in values.items():
            setattr(self, name, value)
        if not _DECIDING.isdisjoint(values):
            self._due = None


_DECIDING: Final = frozenset({"start", "counting_from", "pauses", "extensions"})
"""What the end of a limit depends on, beside the limit itself."""
