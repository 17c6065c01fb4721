"""Holiday notices (节假日安排通知): what the State Council announces for a year.

A notice says which days rest and which weekend days work. Which of the rest days are statutory
follows from the law, and may be left out of a file. Notices are data: a new one is a TOML file or
a record handed to :func:`servicehall.mainland`, never a change of code.
"""

import functools
import itertools
from collections.abc import Iterable, Iterator
from datetime import date
from os import PathLike
from pathlib import Path

from attrs import field, frozen

from servicehall.calendars.holiday_law import FIRST_YEAR, LAST_YEAR, statutory_holidays
from servicehall.citations import Citation, Confidence
from servicehall.errors import DataError, FaultyDataError, InputTypeError
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


@frozen(kw_only=True)
class NamedDays:
    """One clause of a notice (一条安排): a holiday, its rest days, its make-up workdays.

    Attributes:
        name: The holiday, for example ``"国庆节、中秋节"``.
        rest: Days on which people rest, weekends inside the block included (放假).
        work: Days on which people work to make up for it (上班).
    """

    name: str
    rest: tuple[date, ...] = ()
    work: tuple[date, ...] = ()


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

    id: str
    year: int
    holidays: tuple[NamedDays, ...]
    statutory: dict[str, tuple[date, ...]] | None = field(default=None, hash=False)
    title: str = ""
    issuer: str = "国务院办公厅"
    document: str = ""
    signed: date | None = None
    published: date | None = None
    published_from: date | None = None
    published_until: date | None = None
    published_basis: str = ""
    link: str = ""
    revises: str = ""
    confidence: str = "clean"
    source: str = ""
    certainty: str = "certain"
    undecided: tuple[date, ...] = ()
    format: int = FORMAT

    def __attrs_post_init__(self) -> None:
        if problems := list(_faults(self)):
            raise FaultyDataError(f"notice {self.id!r}", problems)

    @property
    def statutory_days(self) -> dict[date, str]:
        """The statutory holidays that the notice covers, day -> name."""
        given = self.statutory
        if given is None:
            given = {} if self.revises else statutory_holidays(self.year)
        return {day: name for name, days in given.items() for day in days}

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
    return _build(read_toml(path), str(Path(path)))


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

    A notice that says the same as one already there is taken once, so that a file handed over
    last year does no harm when a release of this library ships the notice too.

    Raises:
        FaultyDataError: Two different notices with one id (SH221) or for one year (SH222), or a
            revision of a notice that is not there (SH223).
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
    problems += [
        DataError("SH223", id=notice.id, revises=notice.revises)
        for notice in merged.values()
        if notice.revises and notice.revises not in merged
    ]
    if problems:
        raise FaultyDataError("notices", problems)
    return in_order(merged.values())


def in_order(notices: Iterable[HolidayNotice]) -> tuple[HolidayNotice, ...]:
    """Put notices in the order in which they apply: by year, a year's revisions after it."""
    return tuple(sorted(notices, key=_application_order))


def _agree(one: HolidayNotice, two: HolidayNotice) -> bool:
    """Tell whether two notices say the same of every day."""

    def days(notice: HolidayNotice) -> tuple[set[date], set[date], set[date]]:
        rest = {day for clause in notice.holidays for day in clause.rest}
        work = {day for clause in notice.holidays for day in clause.work}
        return rest, work, set(notice.statutory_days)

    return (one.year, one.revises) == (two.year, two.revises) and days(one) == days(two)


def _application_order(notice: HolidayNotice) -> tuple[int, bool, date, str]:
    return (notice.year, bool(notice.revises), notice.known_from or date.max, notice.id)
