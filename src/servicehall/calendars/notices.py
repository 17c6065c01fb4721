"""Holiday notices (节假日安排通知): what the State Council announces for a year.

A notice says which days rest and which weekend days work. Which of the rest days are statutory
follows from the law, and may be left out of a file. Notices are data: a new one is a TOML file or
a record handed to :func:`servicehall.mainland`, never a change of code.
"""

import functools
import itertools
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from os import PathLike

from attrs import Attribute, field, frozen

from servicehall.calendars.holiday_law import (
    FIRST_YEAR,
    LAST_YEAR,
    holiday_law,
    statutory_holidays,
)
from servicehall.checks import check_many, check_text, check_type, check_year, wrong_type
from servicehall.citations import Citation, Confidence
from servicehall.errors import DataError, FaultyDataError, InputTypeError
from servicehall.instants import check_date, check_days
from servicehall.reading import parse_toml, read_toml, structure

__all__ = [
    "HolidayNotice",
    "NamedDays",
    "as_notice",
    "in_order",
    "merge_notices",
    "read_notice",
    "shipped_notices",
]

FORMAT = 1
_SATURDAY = 5


@frozen(eq=False)
class DaysByName(Mapping[str, tuple[date, ...]]):
    """Days by the name of their holiday (节日及其日期); a mapping that cannot be changed."""

    _pairs: tuple[tuple[str, tuple[date, ...]], ...]

    def __getitem__(self, name: str) -> tuple[date, ...]:
        return dict(self._pairs)[name]

    def __iter__(self) -> Iterator[str]:
        return (name for name, _ in self._pairs)

    def __len__(self) -> int:
        return len(self._pairs)

    def __hash__(self) -> int:
        return hash(self._pairs)


def _by_name(value: Mapping[str, Iterable[date]] | None) -> DaysByName | None:
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise wrong_type(value, "statutory", "a mapping, name to days", "节日到日期的对应")
    return DaysByName(tuple((str(name), check_days(days, name)) for name, days in value.items()))


def _rest(value: Iterable[date]) -> tuple[date, ...]:
    return check_days(value, "rest")


def _work(value: Iterable[date]) -> tuple[date, ...]:
    return check_days(value, "work")


def _undecided(value: Iterable[date]) -> tuple[date, ...]:
    return check_days(value, "undecided")


def _clauses(value: Iterable["NamedDays"]) -> tuple["NamedDays", ...]:
    clauses = tuple(check_many(value, "holidays", "a list of NamedDays", "NamedDays 的列表"))
    for clause in clauses:
        check_type(clause, NamedDays, "holidays")
    return clauses


def _check_text(_: object, attribute: "Attribute[str]", value: str) -> None:
    check_text(value, attribute.name)


def _check_year(_: object, attribute: "Attribute[int]", value: int) -> None:
    check_year(value, attribute.name)


def _check_day(_: object, attribute: "Attribute[date | None]", value: date | None) -> None:
    if value is not None:
        check_date(value, attribute.name)


@frozen(kw_only=True)
class NamedDays:
    """One clause of a notice (一条安排): a holiday, its rest days, its make-up workdays.

    Attributes:
        name: The holiday, for example ``"国庆节、中秋节"``.
        rest: Days on which people rest, weekends inside the block included (放假).
        work: Days on which people work to make up for it (上班).
    """

    name: str = field(validator=_check_text)
    rest: tuple[date, ...] = field(default=(), converter=_rest)
    work: tuple[date, ...] = field(default=(), converter=_work)


@frozen(kw_only=True)
class HolidayNotice:
    """One notice on the holidays of a year (放假安排通知).

    Attributes:
        id: A name of its own; the year for a yearly notice.
        year: The year that it arranges. It may reach back into December of the year before.
        holidays: Its clauses.
        statutory: Statutory holidays, name -> days. Left out, they are taken from the law in
            force in ``year``; empty for a revision that adds none.
        title: Its title.
        issuer: Who issued it.
        document: Its document number (发文字号).
        signed: The day on which it was signed (成文日期).
        published: The day on which it was published (发布日期), where that is known.
        published_from: Where only bounds are known: not published before this day.
        published_until: Where only bounds are known: published by this day.
        published_basis: How the day of publication is known.
        link: Where the text can be read.
        revises: The id of the notice that it changes, for a revision.
        confidence: How well its text was read.
        source: Where the days come from, if not from the notice itself; in Chinese.
        certainty: ``"certain"``, or ``"provisional"`` for days that no published notice fixes.
        undecided: Days on which the sources of such a year disagree; they stay unknown.
        format: The version of this file format.

    Raises:
        FaultyDataError: Days that are named twice (SH212), lie outside the year (SH213), make an
            ordinary weekday a make-up workday (SH211), rest that leaves out a statutory holiday
            (SH214), or publication bounds that contradict each other (SH215).
    """

    id: str = field(validator=_check_text)
    year: int = field(validator=_check_year)
    holidays: tuple[NamedDays, ...] = field(converter=_clauses)
    statutory: Mapping[str, tuple[date, ...]] | None = field(default=None, converter=_by_name)
    title: str = ""
    issuer: str = "国务院办公厅"
    document: str = ""
    signed: date | None = field(default=None, validator=_check_day)
    published: date | None = field(default=None, validator=_check_day)
    published_from: date | None = field(default=None, validator=_check_day)
    published_until: date | None = field(default=None, validator=_check_day)
    published_basis: str = ""
    link: str = ""
    revises: str = ""
    confidence: str = "clean"
    source: str = ""
    certainty: str = "certain"
    undecided: tuple[date, ...] = field(default=(), converter=_undecided)
    format: int = FORMAT

    def __attrs_post_init__(self) -> None:
        if problems := list(_faults(self)):
            raise FaultyDataError(f"notice {self.id!r}", problems)

    @property
    def statutory_days(self) -> dict[date, str]:
        """The statutory holidays that the notice covers, day -> name."""
        given: Mapping[str, tuple[date, ...]] | None = self.statutory
        if given is None:
            given = DaysByName(()) if self.revises else statutory_holidays(self.year)
        named: dict[date, str] = {}
        for name, days in given.items():
            for day in days:
                named[day] = f"{named[day]}、{name}" if day in named else name
        return named

    @property
    def known_from(self) -> date | None:
        """The first day on which it may have been known, or None."""
        return self.published or self.published_from

    @property
    def known_by(self) -> date | None:
        """The day by which it was known for sure, or None."""
        return self.published or self.published_until

    def cite(self) -> Citation:
        """Return the citation of this notice."""
        instrument = self.title or f"{self.year}年放假安排"
        return Citation(
            f"《{instrument}》",
            number=self.document,
            quote=self.source,
            link=self.link,
            confidence=Confidence(self.confidence),
        )


def _faults(notice: HolidayNotice) -> Iterator[DataError]:
    """Yield everything that cannot be meant."""
    if notice.format != FORMAT:
        yield DataError("SH210", format=notice.format, known=FORMAT)
    for name, value, known in (
        ("confidence", notice.confidence, tuple(Confidence)),
        ("certainty", notice.certainty, ("certain", "provisional")),
    ):
        if value not in known:
            yield DataError("SH217", name=name, value=value, known=", ".join(known))
    if not FIRST_YEAR <= notice.year <= LAST_YEAR:
        yield DataError("SH216", year=notice.year, last=LAST_YEAR)
        return
    yield from _faults_of_days(notice)
    yield from _faults_of_rest(notice)
    yield from _faults_of_publication(notice)


def _faults_of_days(notice: HolidayNotice) -> Iterator[DataError]:
    """Yield days that are named twice, out of the year, or worked anyway."""
    seen: set[date] = set()
    for clause in notice.holidays:
        for day in (*clause.rest, *clause.work):
            facts = {"day": day, "name": clause.name}
            if day in seen:
                yield DataError("SH212", **facts)
            seen.add(day)
            if not date(notice.year - 1, 12, 1) <= day <= date(notice.year, 12, 31):
                yield DataError("SH213", **facts, year=notice.year)
            # Only a revision can name a weekday: it takes back rest that was given before.
            if day in clause.work and day.weekday() < _SATURDAY and not notice.revises:
                yield DataError("SH211", **facts, weekday=f"{day:%A}")


def _faults_of_rest(notice: HolidayNotice) -> Iterator[DataError]:
    """Yield each holiday of which a statutory day is not among the rest days."""
    if notice.statutory is not None and not notice.revises:
        law = {holiday.name: holiday.days for holiday in holiday_law(notice.year).holidays}
        given = {name: len(days) for name, days in notice.statutory.items()}
        for name in sorted(law.keys() | given.keys()):
            if law.get(name) != given.get(name):
                facts = {"given": given.get(name, 0), "days": law.get(name, 0)}
                yield DataError("SH219", name=name, year=notice.year, **facts)
    rest = {day for clause in notice.holidays for day in clause.rest}
    missing: dict[str, list[date]] = {}
    for day, name in notice.statutory_days.items():
        if day not in rest:
            missing.setdefault(name, []).append(day)
    for name, days in missing.items():
        yield DataError("SH214", name=name, day=days)


def _faults_of_publication(notice: HolidayNotice) -> Iterator[DataError]:
    """Yield bounds of the publication that contradict it or each other."""
    known, first, last = notice.published, notice.published_from, notice.published_until
    if (known and (first or last)) or (first and last and first > last):
        yield DataError("SH215", published=known, bounds=(first, last))


def read_notice(path: str | PathLike[str]) -> HolidayNotice:
    """Read a notice from a TOML file.

    Raises:
        FaultyDataError: With every fault of the file.
    """
    return _build(read_toml(path), str(path))


def as_notice(value: object) -> HolidayNotice:
    """Take a notice as a record, or as the path of a TOML file."""
    if isinstance(value, HolidayNotice):
        return value
    if isinstance(value, str | PathLike):
        return read_notice(value)
    raise InputTypeError("SH113", value=repr(value), type=type(value).__name__)


@functools.cache
def shipped_notices() -> tuple[HolidayNotice, ...]:
    """Return the notices of 2004 to 2026 that come with the library, revisions included."""
    from importlib import resources  # loads when the data are read

    folder = resources.files("servicehall.calendars") / "data" / "notices"
    files = sorted((file for file in folder.iterdir()), key=lambda file: file.name)
    return tuple(
        _build(parse_toml(file.read_text(encoding="utf-8"), file.name), file.name)
        for file in files
        if file.name.endswith(".toml")
    )


def _build(data: object, source: str) -> HolidayNotice:
    try:
        return structure(data, HolidayNotice, source)
    except FaultyDataError as error:
        raise error.at(source) from error


def merge_notices(*groups: Iterable[HolidayNotice]) -> tuple[HolidayNotice, ...]:
    """Put notices together in the order in which they apply: by year, revisions last.

    Of notices that say the same the first is kept, so that a file handed over last year does no
    harm when a release of this library ships the notice too.

    Raises:
        FaultyDataError: Two different notices with one id (SH221) or for one year (SH222); a
            revision of a notice that is not there (SH223) or of another year (SH224), or one that
            takes away a statutory holiday (SH225) or makes an ordinary weekday one to make up
            for something (SH211).
    """
    problems: list[DataError] = []
    yearly: dict[int, HolidayNotice] = {}
    merged: dict[str, HolidayNotice] = {}
    for notice in itertools.chain.from_iterable(groups):
        other = merged.get(notice.id) or (None if notice.revises else yearly.get(notice.year))
        if other is None:
            merged[notice.id] = notice
            if not notice.revises:
                yearly[notice.year] = notice
        elif not _agree(notice, other):
            code = "SH221" if notice.id == other.id else "SH222"
            problems.append(DataError(code, id=notice.id, other=other.id, year=notice.year))
    for notice in merged.values():
        if notice.revises:
            problems += _faults_of_revision(notice, merged)
    if problems:
        raise FaultyDataError("notices", problems)
    return in_order(merged.values())


def _faults_of_revision(
    revision: HolidayNotice, notices: Mapping[str, HolidayNotice]
) -> Iterator[DataError]:
    """Yield what a revision cannot mean, seen beside the notice that it changes."""
    revised = notices.get(revision.revises)
    if revised is None:
        yield DataError("SH223", id=revision.id, revises=revision.revises)
        return
    if revised.revises or revised.year != revision.year:
        facts = {"id": revision.id, "revises": revised.id, "year": revision.year}
        yield DataError("SH224", **facts)
        return
    rest = {
        day
        for notice in notices.values()
        if notice.year == revision.year and notice is not revision
        for clause in notice.holidays
        for day in clause.rest
    }
    for clause in revision.holidays:
        for day in clause.work:
            if day in revised.statutory_days:
                yield DataError("SH225", day=day, name=revised.statutory_days[day])
            elif day.weekday() < _SATURDAY and day not in rest:
                yield DataError("SH211", day=day, name=clause.name, weekday=f"{day:%A}")


def in_order(notices: Iterable[HolidayNotice]) -> tuple[HolidayNotice, ...]:
    """Put notices in the order in which they apply: by year, a year's revisions after it."""
    return tuple(sorted(notices, key=_application_order))


def _agree(one: HolidayNotice, two: HolidayNotice) -> bool:
    """Tell whether two notices say the same of every day, and do not differ in publication."""

    def days(notice: HolidayNotice) -> tuple[set[date], set[date], set[date]]:
        rest = {day for clause in notice.holidays for day in clause.rest}
        work = {day for clause in notice.holidays for day in clause.work}
        return rest, work, set(notice.statutory_days)

    published = {notice.published for notice in (one, two)} - {None}
    same_place = (one.year, one.revises) == (two.year, two.revises)
    return same_place and days(one) == days(two) and len(published) < 2


def _application_order(notice: HolidayNotice) -> tuple[int, bool, date, str]:
    return (notice.year, bool(notice.revises), notice.known_from or date.max, notice.id)
