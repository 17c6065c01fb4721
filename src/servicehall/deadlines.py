"""Deadlines (到期日): from a start and a limit to a last day, an instant, and the reasons.

A deadline is a pure function of what is handed over: the start, the limit, the calendar, the
pauses and extensions. Nothing is stored and moved; to see it again, compute it again.

* The day of receipt is day 0 and is not counted; the count starts with the next (民法典第201条).
* A limit in working days counts working days, make-up workdays included.
* A period that ends on a rest day ends on the next working day (民法典第203条); a make-up Saturday
  is no rest day. This happens once, last.
* A month ends on the corresponding day, or on the month's last (民法典第202条).
* The last day ends at 24:00, or when business stops (民法典第203条).
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from attrs import evolve, field, frozen

from servicehall.calendars import Certainty, WorkCalendar
from servicehall.calendars.holiday_law import LAST_YEAR
from servicehall.calendars.windows import window_after, window_before
from servicehall.checks import check_type, wrong_type
from servicehall.counting import (
    End,
    add_months,
    closing_instant,
    count_natural_days,
    count_natural_days_back,
    count_office_minutes,
    count_wall_minutes,
    count_working_days,
    count_working_days_back,
)
from servicehall.errors import CalendarCoverageError, InputValueError, PublicationUnknownError
from servicehall.hours import OfficeHours
from servicehall.instants import ONE_DAY, Stretch, as_instant, check_date, end_of_day
from servicehall.limits import (
    Before,
    FixedDate,
    Limit,
    Minutes,
    Months,
    NaturalDays,
    NotBefore,
    SameDay,
    Unknown,
    WorkingDays,
)
from servicehall.questions import CountingFrom, Pause, Question, day_of
from servicehall.reasons import doubt, make_trail, say_calendar, say_question
from servicehall.trails import RuleStep, Trail, say_day, say_instant

__all__ = ["Deadline", "deadline"]

_YEARS_AHEAD: Final = (1, 2, 5, 10, 20, 70)
"""How many unpublished years are estimated, one attempt after the other."""


def deadline(
    start: date | datetime,
    limit: Limit,
    cal: WorkCalendar,
    *,
    hours: OfficeHours | None = None,
    pauses: Iterable[Pause] = (),
    extensions: Iterable[Limit] = (),
    counting_from: CountingFrom = "next_day",
    roll: bool = True,
    deemed_receipt: bool = False,
    as_of: date | datetime | None = None,
) -> "Deadline":
    """Compute a deadline (计算到期日).

    Args:
        start: The day, or the instant, of receipt or of whatever starts the clock. For a
            :class:`~servicehall.Before` limit the day that it comes before.
        limit: How long.
        cal: Which days count.
        hours: When the hall is open; without them a day ends at 24:00.
        pauses: Stretches given back, (first, last) with both days given back; overlapping ones
            count once. ``(first, None)`` is still open and needs ``as_of``.
        extensions: Further limits of the same kind, added before everything else.
        counting_from: ``"next_day"``, or ``"same_day"`` where a local rule counts the day of
            receipt (当日起算). Of no effect on minutes and fixed dates.
        roll: Whether a period in natural days or months that ends on a rest day moves to the next
            working day. Of no effect on other limits.
        deemed_receipt: Whether what arrives on a rest day or after closing is deemed received on
            the next working day (视为次一工作日收到), as some local rules say. Of no effect on
            minutes, which wait for the next opening anyway, on fixed dates, and backwards.
        as_of: The day or instant for which an open pause is looked at.

    Returns:
        The deadline. Its ``due`` is None while a pause is open, for an earliest day
        (:class:`~servicehall.NotBefore`), and for an unknown limit.

    Raises:
        InputTypeError, InputValueError: Something handed over cannot be meant.
        CalendarCoverageError: The answer needs a day of a year that is not published, and the
            calendar does not estimate.

    >>> from datetime import date
    >>> from servicehall import WorkingDays, deadline, mainland
    >>> hearing = (date(2026, 9, 24), date(2026, 10, 12))
    >>> deadline(date(2026, 9, 18), WorkingDays(20), mainland(), pauses=[hearing]).due
    datetime.date(2026, 11, 3)
    """
    question = Question(
        start=start,
        limit=limit,
        hours=hours,
        pauses=pauses,
        extensions=extensions,
        counting_from=counting_from,
        roll=roll,
        deemed_receipt=deemed_receipt,
        as_of=as_of,
    )
    check_type(cal, WorkCalendar, "cal")
    return answer(question, cal)


def answer(question: "Question", cal: WorkCalendar) -> "Deadline":
    """Answer by what is published; where that ends, by an estimate if the calendar makes one."""
    try:
        return _outcome(question, cal)
    except PublicationUnknownError:
        raise
    except CalendarCoverageError:
        if not cal.estimates:
            raise
        last = max(cal.last, question.day).year
        for ahead in _YEARS_AHEAD:
            try:
                farthest = date(min(last + ahead, LAST_YEAR), 12, 31)
                return _outcome(question, cal.reaching(farthest))
            except PublicationUnknownError:
                raise
            except CalendarCoverageError:
                continue
        raise


@frozen(kw_only=True)
class Deadline:
    """When something must be done, how firmly that is known, and why (到期日).

    Attributes:
        question: What was asked.
        calendar: The calendar by which it was counted.
        due: The last day, or None.
        due_at: The instant at which it ends; later is late. None if ``due`` is.
        not_before: The earliest day: of a limit that states one, or while a pause is open.
        certainty: The weakest certainty of the days that decide it.
        window: (earliest, latest) last day, where days were estimated and enough is known.
        reason: Why it is not certain, or has no day; in Chinese, empty for a certain one.
        day_0: The day of receipt, or of deemed receipt.
        end: How the count ended; None for a limit that is not known.
    """

    question: Question
    calendar: WorkCalendar = field(repr=False)
    due: date | None = None
    due_at: datetime | None = None
    not_before: date | None = None
    certainty: Certainty
    window: tuple[date, date] | None = None
    reason: str = ""
    day_0: date
    end: End | None = field(default=None, repr=False)

    @property
    def start(self) -> date | datetime:
        """The day or instant from which it was counted."""
        return self.question.start

    @property
    def limit(self) -> Limit:
        """How long it was to be."""
        return self.question.limit

    @property
    def trail(self) -> Trail:
        """The rules that were applied and the days that were walked; made on request."""
        if self.end is None:
            return Trail(rules=(RuleStep(self.reason),))
        return make_trail(self.question, self.calendar, self.day_0, self.end)

    def explain(self) -> str:
        """Explain the deadline in plain Chinese, made from its trail (说明)."""
        lines = [f"结论：{self._conclusion()}"]
        if self.reason:
            lines.append(f"提示：{self.reason}。")
        lines.append(f"条件：{say_question(self.question)}")
        lines.append(f"日历：{say_calendar(self.calendar)}")
        trail = self.trail
        lines += ["计算过程：", *(f"  {line}" for line in trail.lines())]
        lines += ["依据：", *(f"  {cited} {cited.link}".rstrip() for cited in trail.citations())]
        return "\n".join(lines)

    def _conclusion(self) -> str:
        if self.due_at is not None:
            text = f"应于{say_instant(self.due_at)}前办结（{self.certainty.zh}）"
            if isinstance(self.limit, Before):
                text = f"最迟应于{say_instant(self.due_at)}前完成（{self.certainty.zh}）"
            if self.window and self.window != (self.due, self.due):
                text += f"；可能区间为{say_day(self.window[0])}至{say_day(self.window[1])}"
            return f"{text}。"
        if self.not_before is not None:
            return f"不早于{say_day(self.not_before)}（{self.certainty.zh}）。"
        return "无法确定到期日。"

    def met_by(self, done: date | datetime) -> bool | None:
        """Tell whether something done then is in time (是否按时); None without a due day.

        Instants are compared, not numbers of days: what is done on a rest day after the limit is
        late although no working day has passed.

        Raises:
            InputValueError: Something was done on the due day, which ends before 24:00, and it is
                not said when (SH139).
        """
        if self.due is None or self.due_at is None:
            return None
        if isinstance(done, datetime):
            return as_instant(done, "done") <= self.due_at
        if check_date(done, "done") == self.due and self.due_at != end_of_day(self.due):
            raise InputValueError("SH139", done=done, due_at=self.due_at)
        return done <= self.due

    def days_saved(self, done: date | datetime) -> int | None:
        """Return how many working days before the due day something was done (提前天数).

        The day on which it was done is not counted, the due day is. 0 if it was late.
        """
        day = _day_done(done)
        return None if self.due is None else self.calendar.count(min(day, self.due), self.due)

    def days_late(self, done: date | datetime) -> int | None:
        """Return how many working days after the due day something was done (超期天数).

        The due day is not counted, the day on which it was done is. It may be 0 for something
        late; :meth:`met_by` tells.
        """
        day = _day_done(done)
        return None if self.due is None else self.calendar.count(self.due, max(day, self.due))


def _day_done(done: date | datetime) -> date:
    """Return the day on which something was done; midnight is 24:00 of the day that ends."""
    if isinstance(done, datetime):
        return (as_instant(done, "done") - timedelta.resolution).date()
    return day_of(done, "done")


def _outcome(question: Question, cal: WorkCalendar) -> Deadline:
    limit = question.limit
    if isinstance(limit, Unknown):
        return Deadline(
            question=question,
            calendar=cal,
            certainty=Certainty.UNKNOWN,
            reason=f"期限不明：{limit.why}",
            day_0=question.day,
        )
    if isinstance(limit, NotBefore):
        return _earliest(question, evolve(question, limit=limit.limit, roll=False), cal)
    day_0, late = _receipt(question, cal)
    end = _end(question, cal, question.ended_pauses, day_0, late=late)
    if question.open_since is not None and question.open_since <= end.due:
        return _while_paused(question, cal, day_0, late=late)
    if question.hours and end.at is None:  # whether the hall is open on it decides the instant
        end = evolve(end, decided_by=(*end.decided_by, (end.due - ONE_DAY, end.due)))
    certainty = end.certainty(cal)
    certain = certainty is Certainty.CERTAIN
    return Deadline(
        question=question,
        calendar=cal,
        due=end.due,
        due_at=end.at or closing_instant(end.due, cal, question.hours),
        certainty=certainty,
        window=None if certain else _window(end, cal, question.ended_pauses),
        reason="" if certain else doubt(end.decided_by, cal),
        day_0=day_0,
        end=end,
    )


def _earliest(question: Question, inner: Question, cal: WorkCalendar) -> Deadline:
    """Answer with the day before which something cannot be done; it has no last day."""
    day_0, late = _receipt(inner, cal)
    end = _end(inner, cal, inner.ended_pauses, day_0, late=late)
    if inner.open_since is not None and inner.open_since <= end.due:
        return evolve(_while_paused(inner, cal, day_0, late=late), question=question)
    return Deadline(
        question=question,
        calendar=cal,
        not_before=end.due,
        certainty=end.certainty(cal),
        reason=doubt(end.decided_by, cal) or "只规定最早日期，没有规定最迟日期",
        day_0=day_0,
        end=end,
    )


def _while_paused(question: Question, cal: WorkCalendar, day_0: date, *, late: bool) -> Deadline:
    """Answer while a pause is open: the day before which the deadline cannot come."""
    end = _end(question, cal, question.pauses_so_far, day_0, late=late)
    since, as_of = question.open_since, question.as_of
    return Deadline(
        question=question,
        calendar=cal,
        not_before=end.due,
        certainty=end.certainty(cal),
        reason=f"自{since}起中止，截至{as_of}尚未恢复，不早于{end.due}到期",
        day_0=day_0,
        end=end,
    )


def _receipt(question: Question, cal: WorkCalendar) -> tuple[date, bool]:
    """Return day 0, and whether the start came after closing on it."""
    day, start, hours = question.day, question.start, question.hours
    counts_day_0 = question.counting_from == "same_day" or isinstance(question.limit, SameDay)
    from_receipt = isinstance(question.limit, WorkingDays | NaturalDays | Months | SameDay)
    if not from_receipt or not (counts_day_0 or question.deemed_receipt):
        return day, False
    works = cal.is_workday(day) if hours or question.deemed_receipt else None
    late = bool(works and hours and isinstance(start, datetime) and start > hours.closing(day))
    if question.deemed_receipt and (late or not works):
        return cal.add(day, 1), False
    return day, late


def _end(
    question: Question, cal: WorkCalendar, pauses: Sequence[Stretch], day_0: date, *, late: bool
) -> End:
    """Count by the limit's own unit."""
    counts = question.counting_from == "same_day" and not late
    limit, start = question.limit, question.start
    match limit:
        case WorkingDays():
            n = limit.n + question.extended_by(WorkingDays)
            end = count_working_days(day_0, n, cal, pauses, day_0_counts=counts)
        case SameDay():  # is the first working day, the day of receipt included
            n = 1 + question.extended_by(WorkingDays)
            end = count_working_days(day_0, n, cal, pauses, day_0_counts=not late)
        case NaturalDays() | Months():
            n = _natural_days(day_0, limit, question)
            end = count_natural_days(day_0, n, cal, pauses, day_0_counts=counts, roll=question.roll)
        case Minutes() if isinstance(start, datetime):
            n = limit.n + question.extended_by(Minutes)
            if limit.clock == "wall" or question.hours is None:
                return count_wall_minutes(start, n, pauses)
            return count_office_minutes(start, n, cal, pauses, question.hours)
        case Before():
            return _end_before(day_0, limit.limit, question, cal)
        case FixedDate():
            return End(due=limit.day)
        case _:
            raise wrong_type(limit, "limit", "a limit of this library", "本库的期限")
    if question.deemed_receipt or late:
        end = evolve(end, decided_by=(*end.decided_by, (question.day - ONE_DAY, day_0)))
    return end


def _natural_days(day_0: date, limit: NaturalDays | Months, question: Question) -> int:
    """Return a limit, extended, as a number of natural days from day 0."""
    days = question.extended_by(NaturalDays)
    if isinstance(limit, NaturalDays):
        return limit.n + days
    return (add_months(day_0, limit.n + question.extended_by(Months)) - day_0).days + days


def _end_before(
    day: date, limit: WorkingDays | NaturalDays | Months, question: Question, cal: WorkCalendar
) -> End:
    """Count backwards; a day that counts itself is day 1."""
    counts = question.counting_from == "same_day"
    if isinstance(limit, WorkingDays):
        return count_working_days_back(day + ONE_DAY if counts else day, limit.n, cal)
    if isinstance(limit, Months):
        last_day = add_months(day, -limit.n) + timedelta(int(counts))
    else:
        last_day = day - timedelta(limit.n - counts)
    return count_natural_days_back(day, last_day, cal, roll=question.roll)


def _window(end: End, cal: WorkCalendar, pauses: Sequence[Stretch]) -> tuple[date, date] | None:
    """Return the window of a date that rests on days no notice has fixed."""
    if not cal.estimates or end.anchor is None:
        return None
    if end.anchor > end.due:
        return window_before(cal, end.anchor, end.due)
    return window_after(cal, end.anchor, end.due, pauses)
