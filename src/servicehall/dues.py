"""When a running limit ends (运行中的期限): the instant, and the whole answer on request.

A case has many limits, and of most of them only the instant matters. Plain limits in working days
are counted directly; :func:`servicehall.deadlines.deadline` answers for the rest, and explains all.
"""

from collections.abc import Sequence
from datetime import date, datetime

from attrs import evolve, frozen

from servicehall.calendars import WorkCalendar
from servicehall.counting import closing_instant
from servicehall.deadlines import Deadline, deadline
from servicehall.errors import CalendarCoverageError
from servicehall.hours import OfficeHours
from servicehall.limits import Limit, Minutes, Unknown
from servicehall.questions import CountingFrom, Pause

__all__ = ["Clock", "plain_due"]


def plain_due(
    start: datetime, days: int, calendar: WorkCalendar, hours: OfficeHours | None
) -> datetime | None:
    """Return when a plain limit in working days ends; None where only an estimate can tell.

    Args:
        start: From when; its day is not counted.
        days: How many working days, without pauses and extensions.
        calendar: Which days count.
        hours: When the hall is open, or None.
    """
    try:
        day = calendar.add(start.date(), days)
    except CalendarCoverageError:
        return None
    return closing_instant(day, calendar, hours)


@frozen(kw_only=True)
class Clock:
    """A limit that runs (运行中的期限).

    Attributes:
        start: The instant from which it runs.
        limit: How long.
        calendar: Which days count.
        hours: When the hall is open, or None.
        pauses: The stretches that are given back; one may still be open.
        extensions: Further limits, added before everything else.
        counting_from: How counting begins.
        as_of: The day for which an open pause is looked at.
        actual_pauses: The pauses as they were, where other days are given back for them.
    """

    start: datetime
    limit: Limit
    calendar: WorkCalendar
    hours: OfficeHours | None = None
    pauses: Sequence[Pause] = ()
    extensions: tuple[Limit, ...] = ()
    counting_from: CountingFrom = "next_day"
    as_of: date | None = None
    actual_pauses: Sequence[Pause] = ()

    @property
    def due_at(self) -> datetime | None:
        """The instant at which it ends; later is late. None while a pause is open, or unknown."""
        return self.deadline.due_at

    @property
    def deadline(self) -> Deadline:
        """The whole answer, with its reasons (到期日)."""
        limit = self.limit
        if isinstance(limit, Minutes) and limit.clock == "office" and self.hours is None:
            limit = Unknown(f"{limit}须按办公时间计算，而规则包没有写明办公时间")
        try:
            return self._counted(limit)
        except CalendarCoverageError as refusal:
            return self._counted(Unknown(refusal.in_chinese().splitlines()[0]))

    def _counted(self, limit: Limit) -> Deadline:
        found = deadline(
            self.start,
            limit,
            self.calendar,
            hours=self.hours,
            pauses=self.pauses,
            extensions=() if isinstance(limit, Unknown) else self.extensions,
            counting_from=self.counting_from,
            as_of=self.as_of,
        )
        if not self.actual_pauses:
            return found
        return evolve(found, question=evolve(found.question, actual_pauses=self.actual_pauses))
