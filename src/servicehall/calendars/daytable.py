"""The table of days (日表): what every covered day is, put together from notices and overlays.

A table is compiled once and then only read. One byte a day says its kind, one its certainty; days
that something names also have a mark with their name and citation.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from attrs import frozen

from servicehall.calendars.days import WEEKDAYS_ZH, Certainty, DayKind
from servicehall.calendars.notices import HolidayNotice
from servicehall.calendars.overlays import Overlay
from servicehall.citations import Citation

__all__ = ["UNKNOWN", "DayTable", "Mark", "compile_table"]

UNKNOWN: Final = 255
"""The code of a day that nothing known decides."""

_KINDS = tuple(DayKind)
_CERTAINTIES = tuple(Certainty)
_CODES = {kind: code for code, kind in enumerate(_KINDS)}
_PROVISIONAL = _CERTAINTIES.index(Certainty.PROVISIONAL)
_UNCERTAIN = _CERTAINTIES.index(Certainty.UNKNOWN)
_WORKING_CODES = frozenset(_CODES[kind] for kind in DayKind if kind.is_workday)


@frozen
class Mark:
    """The name of a day, the citation that makes it so, and a note."""

    name: str
    citation: Citation
    note: str = ""


@frozen(eq=False)
class DayTable:
    """Every day from ``first`` on: its kind, its certainty, its mark.

    Attributes:
        first: The first day.
        kinds: One code a day, the place in ``DayKind`` or ``UNKNOWN``.
        certainties: One code a day, the place in ``Certainty``.
        marks: Names and citations of the days that something names.
    """

    first: date
    kinds: bytes
    certainties: bytes
    marks: Mapping[date, Mark]

    @property
    def last(self) -> date:
        """The last day; before ``first`` if the table is empty."""
        return self.first + timedelta(len(self.kinds) - 1)

    def codes(self, day: date) -> tuple[int, int]:
        """Return the codes of the kind and the certainty of a day."""
        place = (day - self.first).days
        if 0 <= place < len(self.kinds):
            return self.kinds[place], self.certainties[place]
        return UNKNOWN, _UNCERTAIN

    def kind(self, day: date) -> DayKind | None:
        """Return the kind of a day, or None where nothing known decides it."""
        code, _ = self.codes(day)
        return None if code == UNKNOWN else _KINDS[code]

    def certainty(self, day: date) -> Certainty:
        """Return the certainty of a day."""
        return _CERTAINTIES[self.codes(day)[1]]

    def mark(self, day: date) -> Mark:
        """Return the name and the citation of a day."""
        return self.marks.get(day) or weekday_mark(day)

    def known_days(self) -> Iterator[tuple[date, bool]]:
        """Yield each known day, in order, and whether it is a working day."""
        for offset, code in enumerate(self.kinds):
            if code != UNKNOWN:
                yield self.first + timedelta(offset), code in _WORKING_CODES

    def unknown_days(self) -> Iterator[date]:
        """Yield the days inside the table that nothing known decides, in order."""
        for offset, code in enumerate(self.kinds):
            if code == UNKNOWN:
                yield self.first + timedelta(offset)


def compile_table(
    notices: Iterable[HolidayNotice], overlays: Iterable[Overlay], known_on: date | None
) -> DayTable:
    """Put a table together.

    Args:
        notices: In the order in which they apply.
        overlays: In the order in which they apply.
        known_on: Only what was published by this day; where that cannot be told, the days that
            depend on it are UNKNOWN.
    """
    notices, overlays = tuple(notices), tuple(overlays)
    if known_on is None:
        return _compile(notices, overlays, overlays)
    items: tuple[HolidayNotice | Overlay, ...] = (*notices, *overlays)
    sure = [item for item in items if item.known_by and item.known_by <= known_on]
    doubtful = [
        item
        for item in items
        if item not in sure and (item.known_from is None or item.known_from <= known_on)
    ]

    def variant(*extra: HolidayNotice | Overlay) -> DayTable:
        kept = [*sure, *extra]
        known = [overlay for overlay in overlays if overlay in kept]
        return _compile([notice for notice in notices if notice in kept], known, overlays)

    table = variant()
    for extra in ([[item] for item in doubtful] + [doubtful]) if doubtful else []:
        table = _where_both_agree(table, variant(*extra))
    return _trimmed(table)


def _compile(
    notices: Iterable[HolidayNotice], overlays: Iterable[Overlay], ever: Iterable[Overlay]
) -> DayTable:
    """Put a table together from what is known; ``ever`` are the overlays that will be known."""
    notices, overlays = tuple(notices), tuple(overlays)
    yearly = {notice.year: notice for notice in notices if not notice.revises}
    if not yearly:
        return DayTable(date(2000, 1, 1), b"", b"", {})
    first, last = date(min(yearly), 1, 1), date(max(yearly), 12, 31)
    days = [first + timedelta(i) for i in range((last - first).days + 1)]
    kinds = {
        day: DayKind.WORKDAY if day.weekday() < 5 else DayKind.WEEKEND
        for day in days
        if day.year in yearly
    }
    marks: dict[date, Mark] = {}
    for notice in notices:
        _apply_notice(notice, kinds, marks)
        for day in notice.undecided:
            kinds.pop(day, None)
    divisions = {overlay.division for overlay in ever}
    open_years = _open_years(yearly.keys(), divisions, overlays)
    for overlay in overlays:
        _apply_overlay(overlay, kinds, marks)
    settled = {year for year, notice in yearly.items() if notice.certainty == "certain"}

    def certainty(day: date) -> int:
        if day not in kinds:
            return _UNCERTAIN
        reachable = day.month == 12 and day.day >= 29 and day.year + 1 not in settled
        firm = day.year in settled and not reachable and day.year not in open_years
        return 0 if firm else _PROVISIONAL

    return DayTable(
        first,
        bytes(_CODES[kinds[day]] if day in kinds else UNKNOWN for day in days),
        bytes(map(certainty, days)),
        marks,
    )


def _apply_notice(
    notice: HolidayNotice, kinds: dict[date, DayKind], marks: dict[date, Mark]
) -> None:
    statutory = notice.statutory_days
    citation = notice.cite()
    for clause in notice.holidays:
        for day in clause.rest:
            if day not in kinds:
                continue
            if day in statutory:
                kinds[day] = DayKind.STATUTORY_HOLIDAY
            elif kinds[day] is not DayKind.STATUTORY_HOLIDAY:
                weekday = day.weekday() < 5
                kinds[day] = DayKind.ADJUSTED_REST_DAY if weekday else DayKind.WEEKEND
            marks[day] = Mark(statutory.get(day, clause.name), citation, notice.source)
        for day in clause.work:
            if day in kinds:
                weekday = day.weekday() < 5
                kinds[day] = DayKind.WORKDAY if weekday else DayKind.MAKE_UP_WORKDAY
                marks[day] = Mark(f"{clause.name}调休", citation, notice.source)


def _apply_overlay(overlay: Overlay, kinds: dict[date, DayKind], marks: dict[date, Mark]) -> None:
    for festival in overlay.days:
        for day in (*festival.rest, *festival.work):
            if day not in kinds:
                continue
            if festival.group:
                note = f"{festival.name}仅限{festival.group}放假，机关照常办公，不影响计算"
                old = marks.get(day) or weekday_mark(day)
                marks[day] = Mark(old.name, old.citation, note)
            elif kinds[day] is DayKind.STATUTORY_HOLIDAY and day in festival.work:
                old = marks[day]  # known only since: the overlay was written before the notice
                note = f"{festival.name}安排上班，但法定节假日不因地方安排而取消"
                marks[day] = Mark(old.name, old.citation, note)
            elif day in festival.work:
                kinds[day] = DayKind.LOCAL_WORKDAY
                marks[day] = Mark(f"{festival.name}调休", overlay.citation)
            elif kinds[day] is not DayKind.STATUTORY_HOLIDAY:
                kinds[day] = DayKind.LOCAL_REST_DAY
                marks[day] = Mark(festival.name, overlay.citation)


def _open_years(
    years: Iterable[int], divisions: Iterable[str], overlays: Iterable[Overlay]
) -> set[int]:
    """Return the years for which the arrangement of some division is not known to be complete."""
    complete: dict[str, set[int]] = {division: set() for division in divisions}
    for overlay in overlays:
        complete[overlay.division].update(overlay.years)
    return {year for year in years if any(year not in known for known in complete.values())}


def _where_both_agree(one: DayTable, two: DayTable) -> DayTable:
    """Return a table that knows only what two tables agree on, as weakly as the weaker."""
    first, last = min(one.first, two.first), max(one.last, two.last)
    kinds, certainties = bytearray(), bytearray()
    for offset in range((last - first).days + 1):
        (kind, weak), (other, other_weak) = (
            table.codes(first + timedelta(offset)) for table in (one, two)
        )
        agreed = kind == other
        kinds.append(kind if agreed else UNKNOWN)
        certainties.append(max(weak, other_weak) if agreed else _UNCERTAIN)
    return DayTable(first, bytes(kinds), bytes(certainties), {**one.marks, **two.marks})


def _trimmed(table: DayTable) -> DayTable:
    """Cut off unknown days at both ends, so that a table begins and ends with what is known."""
    unknown = bytes([UNKNOWN])
    start = len(table.kinds) - len(table.kinds.lstrip(unknown))
    stop = len(table.kinds.rstrip(unknown))
    return DayTable(
        table.first + timedelta(start),
        table.kinds[start:stop],
        table.certainties[start:stop],
        table.marks,
    )


def weekday_mark(day: date) -> Mark:
    """Return the mark of a day that nothing names: its weekday, and the law on the week."""
    return Mark(WEEKDAYS_ZH[day.weekday()], FIVE_DAY_WEEK)


FIVE_DAY_WEEK: Final = Citation("《国务院关于职工工作时间的规定》", "第7条")
"""State organs rest on Saturday and Sunday (周六和周日为周休息日)."""
