"""The working calendar (工作日历): which days count.

``WorkCalendar`` answers questions about days from a table compiled once. It is immutable, so it
may be shared between threads and sent to other processes. Past what is published it refuses.
"""

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date
from typing import Any, Final, NoReturn

from attrs import evolve, field, fields, frozen

from servicehall.calendars.days import Certainty, Day, DayKind, weakest
from servicehall.calendars.daytable import DayTable, compile_table
from servicehall.calendars.estimates import estimated_notice
from servicehall.calendars.holiday_law import FIRST_YEAR, LAST_YEAR, statutory_holidays
from servicehall.calendars.notices import HolidayNotice, in_order, merge_notices
from servicehall.calendars.overlays import LocalDays, Overlay
from servicehall.checks import check_count, check_many, check_type
from servicehall.citations import Citation
from servicehall.errors import (
    CalendarCoverageError,
    InputTypeError,
    InputValueError,
    PublicationUnknownError,
)
from servicehall.instants import ONE_DAY, check_date

__all__ = ["MOST_DAYS", "Disagreement", "WorkCalendar"]

MOST_DAYS: Final = 36_500
"""More days than this at once are a mistake, not a limit."""


@frozen
class Disagreement:
    """A day on which two sources of an unpublished year disagree (来源不一致).

    Attributes:
        day: The day; it stays UNKNOWN.
        one: What the first source says of it, in Chinese, with the source.
        other: What the second says.
    """

    day: date
    one: str
    other: str

    def __str__(self) -> str:
        return f"{self.day}：{self.one}；{self.other}"


@frozen(eq=False, repr=False)
class WorkCalendar:
    """A calendar that knows which days are working days, why, and how far it knows (工作日历).

    Made by :func:`servicehall.mainland`; its own methods derive others from it. Days are
    ``datetime.date``; an instant is refused. Two calendars are equal if they answer alike.

    Attributes:
        notices: The holiday notices it is made of, in the order in which they apply.
        overlays: The local arrangements on top of them.
        known_on: If set, only what was published by this day counts.
        estimates: Whether unpublished years may be estimated where the answer can say so.
        disagreements: Days on which sources of unpublished years contradict each other.
    """

    notices: tuple[HolidayNotice, ...]
    overlays: tuple[Overlay, ...] = ()
    known_on: date | None = None
    estimates: bool = False
    disagreements: tuple[Disagreement, ...] = ()
    table: DayTable = field(init=False)
    _rank: dict[date, int] = field(init=False)
    _works: dict[date, bool] = field(init=False)
    _workdays: list[date] = field(init=False)
    _unknown: list[date] = field(init=False)
    _years: frozenset[int] = field(init=False)
    _settled: frozenset[int] = field(init=False)
    _longer: dict[int, "WorkCalendar"] = field(init=False, factory=dict)
    _estimating: list["WorkCalendar"] = field(init=False, factory=list)

    def __attrs_post_init__(self) -> None:
        table = compile_table(self.notices, self.overlays, self.known_on)
        rank: dict[date, int] = {}
        workdays = [date.min]  # never read: so that the n-th working day stands at place n
        works = dict(table.known_days())
        for day, is_workday in works.items():
            if is_workday:
                workdays.append(day)
            rank[day] = len(workdays) - 1
        for name, value in (
            ("table", table),
            ("_rank", rank),
            ("_works", works),
            ("_workdays", workdays),
            ("_unknown", list(table.unknown_days())),
            ("_years", frozenset(day.year for day in works)),
            ("_settled", self._find_settled_years({day.year for day in works})),
        ):
            object.__setattr__(self, name, value)

    def __reduce__(self) -> tuple[Any, ...]:
        parts = (self.notices, self.overlays, self.known_on, self.estimates, self.disagreements)
        return (type(self), parts)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, WorkCalendar):
            return NotImplemented
        return self.fingerprint == other.fingerprint

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    def __repr__(self) -> str:
        known = f" as known on {self.known_on}" if self.known_on else ""
        covered = f"{self.first} to {self.last}" if self._works else "no days"
        local = "".join(f", overlay {overlay.division}" for overlay in self.overlays)
        beyond = ", estimates beyond" if self.estimates else ""
        return f"<WorkCalendar {covered}{known}{local}{beyond}>"

    # ---- how far it reaches

    @property
    def first(self) -> date:
        """The first covered day."""
        return self.table.first

    @property
    def last(self) -> date:
        """The last covered day; beyond it nothing is published."""
        return self.table.last

    @property
    def fingerprint(self) -> str:
        """A digest of everything that the calendar answers.

        Coverage, kinds, workdays and certainties count, and whether it estimates; names and links
        do not.
        """
        digest = hashlib.sha256(f"{self.first} {self.estimates}\n".encode())
        digest.update(self.table.kinds)
        digest.update(self.table.certainties)
        if self.estimates:  # then local days beyond coverage decide answers too
            for overlay in self.overlays:
                digest.update(repr(_beyond(overlay, self.last)).encode())
        return digest.hexdigest()

    # ---- questions about one day

    def is_workday(self, d: date) -> bool:
        """Tell whether a day is a working day (是否工作日).

        Raises:
            InputTypeError: ``d`` is no plain date.
            CalendarCoverageError: The calendar does not cover the day.
        """
        try:
            return self._works[d]
        except (KeyError, TypeError):
            self._refuse(check_date(d, "d"))

    def certainty(self, d: date) -> Certainty:
        """Return how firmly the kind of a day is known; UNKNOWN outside coverage.

        29 to 31 December of the last published year are PROVISIONAL: in 5 of 22 years the next
        notice reached back into them. So are estimated days.
        """
        check_date(d, "d")
        try:
            return self._table_for(d).certainty(d)
        except CalendarCoverageError:
            return Certainty.UNKNOWN

    def day(self, d: date) -> Day:
        """Return what a day is, by which notice, and how firmly.

        Beyond the published years a calendar that estimates answers too, PROVISIONAL, since a
        :class:`Day` can say so; :meth:`is_workday` cannot and refuses.

        Raises:
            CalendarCoverageError: The calendar does not cover the day.
        """
        table = self._table_for(check_date(d, "d"))
        kind = table.kind(d)
        if kind is None:
            self._refuse(d)
        mark = table.mark(d)
        certainty = table.certainty(d)
        doubt = "" if certainty is Certainty.CERTAIN else self.doubt_about(d)
        return Day(
            date=d,
            kind=kind,
            name=mark.name,
            certainty=certainty,
            citation=mark.citation,
            note="；".join(dict.fromkeys(note for note in (mark.note, doubt) if note)),
        )

    def doubt_about(self, d: date) -> str:
        """Say in Chinese why a day that has a kind is not certain (为何暂定)."""
        if self.is_settled(d):
            return "本地的放假安排没有写全，可能另有放假或上班的日子"
        source = self.reaching(d) if self.estimates and not self._covers_year(d.year) else self
        years = {n.year: n for n in source.notices if not n.revises}
        arranged_by = years[d.year]
        if arranged_by.certainty == "certain":
            following = years.get(d.year + 1)
            if following and following.certainty != "certain":
                return following.source
            return f"{d.year + 1}年的放假安排尚未公布，可能改动{d.year}年12月末的上班日"
        return arranged_by.source

    def on_or_after(self, d: date) -> date:
        """Return the first working day on or after a day."""
        return d if self.is_workday(d) else self.add(d, 1)

    def on_or_before(self, d: date) -> date:
        """Return the last working day on or before a day."""
        return d if self.is_workday(d) else self.before(d, 1)

    # ---- counting

    def add(self, start: date, n: int) -> date:
        """Return the n-th working day after a day, which itself is never counted (次日起算).

        Args:
            start: The day from which to count, a working day or not; covered like the others.
            n: How many working days, from 1.

        Raises:
            InputTypeError: ``start`` is no plain date, or ``n`` no whole number.
            InputValueError: ``n`` is below 1 or absurd.
            CalendarCoverageError: A day in (start, result] is not covered.

        >>> from datetime import date
        >>> from servicehall import mainland
        >>> mainland().add(date(2018, 12, 20), 7)  # 29 December, a make-up Saturday
        datetime.date(2018, 12, 29)
        """
        if n.__class__ is int and n > 0:
            try:
                end = self._workdays[self._rank[start] + n]
            except (KeyError, IndexError, TypeError):
                pass
            else:
                if not self._unknown:
                    return end
        return self._add_checked(start, n)

    def before(self, end: date, n: int) -> date:
        """Return the n-th working day before a day, which itself is never counted.

        Raises:
            InputTypeError, InputValueError, CalendarCoverageError: As for :meth:`add`.
        """
        n = check_count(n, "n", MOST_DAYS)
        if check_date(end, "end") not in self._rank:
            self._refuse(end)
        place = self._rank[end] - self._works[end] - n + 1
        if place < 1:
            self._refuse(self.first - ONE_DAY, n=n, start=end)
        start = self._workdays[place]
        self._refuse_gap(start, end, inclusive=True)
        return start

    def count(self, start: date, end: date) -> int:
        """Return how many working days lie in (start, end]: ``start`` is not counted, ``end`` is.

        Raises:
            InputValueError: ``end`` is before ``start``.
            CalendarCoverageError: A day of the stretch is not covered.
        """
        if check_date(end, "end") < check_date(start, "start"):
            raise InputValueError("SH106", start=start, end=end)
        for d in (start, end):
            if d not in self._rank:
                self._refuse(d)
        self._refuse_gap(start, end)
        return self._rank[end] - self._rank[start]

    def weakest(self, start: date, end: date) -> Certainty:
        """Return the weakest certainty of the days in (start, end]; of none, CERTAIN."""
        table = self._table_for(end)
        first = (start - table.first).days + 1
        codes = table.certainties[max(first, 0) : (end - table.first).days + 1]
        outside = start < end and (first < 0 or end > table.last)
        found = {tuple(Certainty)[code] for code in set(codes)}
        return weakest(*found, *([Certainty.UNKNOWN] if outside else []))

    # ---- calendars made from this one

    def as_known_on(self, d: date) -> "WorkCalendar":
        """Return the calendar as it was known on a day: only what was published by then.

        The day of publication decides, not the day of signing. Where it is not known whether a
        notice or an overlay was out, questions that depend on it are refused.
        """
        d = check_date(d, "d")
        return evolve(self, known_on=min(d, self.known_on or d))

    def with_notices(self, notices: Iterable[HolidayNotice]) -> "WorkCalendar":
        """Return the calendar with further holiday notices (加入放假通知), local days kept.

        A notice that the calendar knows does no harm.

        Raises:
            InputTypeError: What is handed over is no list of notices (SH119).
            FaultyDataError: A notice contradicts another; see :func:`servicehall.mainland`.
        """
        listed = tuple(check_many(notices, "notices", "a list of notices", "通知的列表"))
        for notice in listed:
            check_type(notice, HolidayNotice, "notices")
        return evolve(self, notices=merge_notices(self.notices, listed))

    def overlay(
        self,
        rest: Iterable[date] = (),
        work: Iterable[date] = (),
        *,
        name: str = "地方安排",
        division: str = "",
        citation: Citation | str | None = None,
        years: Iterable[int] | None = None,
        published: date | None = None,
        group: str = "",
    ) -> "WorkCalendar":
        """Return the calendar with local days on top (叠加地方安排).

        Args:
            rest: Days on which the place rests. A statutory holiday stays one.
            work: Days on which the place works although the nation rests.
            name: The festival or occasion.
            division: The code of the division, for example ``"45"``.
            citation: What orders it.
            years: The years for which these are all local days. All other years of the division
                become PROVISIONAL; left out, that is every year.
            published: The day on which it was published, for :meth:`as_known_on`.
            group: For whom alone the days are free. The office then stays open: no day changes.

        Raises:
            InputValueError: A working day is declared a local workday (SH109), or a statutory
                holiday is (SH110).
            FaultyDataError: A day is named twice.
        """
        days = LocalDays(
            name=name,
            rest=tuple(check_many(rest, "rest", "a list of days", "日期的列表")),
            work=tuple(check_many(work, "work", "a list of days", "日期的列表")),
            group=group,
        )
        cited = {} if citation is None else {"citation": _as_citation(citation)}
        return self.with_overlay(
            Overlay(
                division=division,
                days=(days,),
                years=tuple(check_many(years or (), "years", "a list of years", "年份的列表")),
                published=published,
                **cited,
            )
        )

    def with_overlay(self, overlay: Overlay) -> "WorkCalendar":
        """Return the calendar with a local arrangement on top, for example one read from a file.

        Raises:
            InputTypeError: It is no Overlay (SH119).
            InputValueError: As for :meth:`overlay`.
        """
        check_type(overlay, Overlay, "overlay")
        for festival in overlay.days:
            for d in festival.work:
                if self._works.get(d):
                    raise InputValueError("SH109", day=d, name=festival.name)
                if name := self._statutory_name(d):
                    raise InputValueError("SH110", day=d, name=name)
        return evolve(self, overlays=(*self.overlays, overlay))

    @property
    def estimating(self) -> "WorkCalendar":
        """This calendar with unpublished years estimated where the answer can say so.

        It knows the same days; what was made of them is shared.
        """
        if self.estimates:
            return self
        if not self._estimating:
            own = {"estimates": True, "_longer": {}, "_estimating": []}
            other = object.__new__(WorkCalendar)
            for one in fields(WorkCalendar):
                object.__setattr__(other, one.name, own.get(one.name, getattr(self, one.name)))
            self._estimating.append(other)
        return self._estimating[0]

    def reaching(self, d: date) -> "WorkCalendar":
        """Return this calendar with unpublished years estimated through the year of a day.

        The days of those years are PROVISIONAL: statutory holidays by the law in force in the
        year, weekdays given back for holidays lost on weekends, never a make-up workday.

        Raises:
            CalendarCoverageError: The calendar does not estimate, or not as far as that.
        """
        open_years = [y for y in range(self.first.year, d.year + 1) if not self._covers_year(y)]
        if not open_years:
            return self
        if not self.estimates or not self._works or d.year > LAST_YEAR:
            self._refuse(max(d, self.last + ONE_DAY))
        for notice in self.notices:
            if notice.year in open_years and self._in_doubt(notice):
                self._refuse(date(notice.year, 1, 1))
        if d.year not in self._longer:
            known = [notice for notice in self.notices if notice.year not in open_years]
            guesses = [evolve(estimated_notice(y), published=self.known_on) for y in open_years]
            self._longer[d.year] = evolve(self, notices=in_order([*known, *guesses]))
        return self._longer[d.year]

    def is_settled(self, d: date) -> bool:
        """Tell whether a notice fixes a day nationally; local arrangements aside."""
        next_year_matters = d.month == 12 and d.day >= 29
        return d.year in self._settled and (not next_year_matters or d.year + 1 in self._settled)

    # ---- refusals

    def _statutory_name(self, d: date) -> str:
        """Return the name of a statutory holiday, also of an unpublished year; else nothing."""
        if d in self._works:
            is_statutory = self.table.kind(d) is DayKind.STATUTORY_HOLIDAY
            return self.table.mark(d).name if is_statutory else ""
        if not FIRST_YEAR <= d.year <= LAST_YEAR:
            return ""
        named = statutory_holidays(d.year).items()
        return "、".join(name for name, days in named if d in days)

    def _find_settled_years(self, years: set[int]) -> frozenset[int]:
        return frozenset(
            notice.year
            for notice in self.notices
            if notice.certainty == "certain" and notice.year in years
        )

    def _covers_year(self, year: int) -> bool:
        return year in self._years

    def _table_for(self, d: date) -> DayTable:
        """Return the table that answers for a day: an estimated one only if it must be."""
        if d in self._works or not self.estimates or not self.first <= d <= date(LAST_YEAR, 12, 31):
            return self.table
        return self.reaching(d).table

    def _add_checked(self, start: date, n: int) -> date:
        n = check_count(n, "n", MOST_DAYS)
        if check_date(start, "start") not in self._rank:
            self._refuse(start)
        place = self._rank[start] + n
        if place >= len(self._workdays):
            self._refuse_gap(start, self.last)
            self._refuse(self.last + ONE_DAY, n=n, start=start)
        end = self._workdays[place]
        self._refuse_gap(start, end)
        return end

    def _refuse_gap(self, start: date, end: date, *, inclusive: bool = False) -> None:
        """Refuse a stretch (start, end], or [start, end], that holds a day not known."""
        find = bisect_left if inclusive else bisect_right
        place = find(self._unknown, start)
        if place < len(self._unknown) and self._unknown[place] <= end:
            self._refuse(self._unknown[place])

    def _refuse(self, d: date, n: int | None = None, start: date | None = None) -> NoReturn:
        """Say why nothing is known of a day."""
        self._refuse_if_doubtful(d)
        if not self._works:
            raise CalendarCoverageError("SH304", day=d, known_on=self.known_on)
        settled = [x for x in self.notices if not x.revises and self._covers_year(x.year)]
        source = settled[-1]
        question = f"{n} working days from {start}" if start else f"the day {d}"
        facts = {
            "day": d,
            "question": question,
            "question_zh": f"自{start}起{n}个工作日" if start else f"{d}",
            "first": self.first,
            "last": self.last,
            "last_year": source.year,
            "document": source.document or source.id,
            "next_year": d.year,
        }
        if d < self.first:
            raise CalendarCoverageError("SH305", **facts)
        if self.estimates and d.year > LAST_YEAR:
            raise CalendarCoverageError("SH307", **facts, last_estimated=LAST_YEAR)
        if self.estimates:
            raise CalendarCoverageError("SH308", **facts)
        raise CalendarCoverageError("SH306" if d <= self.last else "SH301", **facts)

    def _refuse_if_doubtful(self, d: date) -> None:
        """Refuse a day that hinges on a notice of unknown publication, or is in dispute."""
        items: tuple[HolidayNotice | Overlay, ...] = (*self.notices, *self.overlays)
        for item in items:
            if self.known_on and self._hinges_on(item, d):
                name = item.id if isinstance(item, HolidayNotice) else item.division
                raise PublicationUnknownError("SH302", day=d, known_on=self.known_on, notice=name)
        disputes: dict[date, object] = {
            day: notice.source for notice in self.notices for day in notice.undecided
        }
        disputes.update((disagreement.day, disagreement) for disagreement in self.disagreements)
        if d in disputes:
            raise CalendarCoverageError("SH303", day=d, disagreement=disputes[d])

    def _in_doubt(self, item: HolidayNotice | Overlay) -> bool:
        """Tell whether it is not known that a notice was out on the day of ``known_on``."""
        if self.known_on is None or (item.known_by and item.known_by <= self.known_on):
            return False
        return item.known_from is None or item.known_from <= self.known_on

    def _hinges_on(self, item: HolidayNotice | Overlay, d: date) -> bool:
        """Tell whether a day may depend on a notice of which that is in doubt."""
        near = isinstance(item, Overlay) or abs(d.year - item.year) <= 1
        return near and self._in_doubt(item)


def _beyond(overlay: Overlay, last: date) -> object:
    """Return what an overlay says of the time after a day, names left out."""
    return (
        overlay.division,
        [year for year in overlay.years if year > last.year],
        [
            (sorted(d for d in days if d > last), bool(festival.group))
            for festival in overlay.days
            for days in (festival.rest, festival.work)
        ],
    )


def _as_citation(value: Citation | str) -> Citation:
    if isinstance(value, Citation):
        return value
    if isinstance(value, str):
        return Citation(value)
    raise InputTypeError("SH111", value=repr(value), type=type(value).__name__)
