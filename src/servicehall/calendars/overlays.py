"""Local arrangements (地方放假安排): days by which a place differs from the national calendar.

An overlay can rest where the nation works and work where the nation rests. A festival kept by one
group only (限定人群) is recorded and shown, but the office stays open and the clock runs.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from os import PathLike

from attrs import Attribute, field, frozen

from servicehall.calendars.holiday_law import FIRST_YEAR, LAST_YEAR
from servicehall.checks import check_many, check_text, check_type, check_year
from servicehall.citations import Citation, Confidence
from servicehall.errors import DataError, FaultyDataError, InputTypeError
from servicehall.instants import check_date, check_days
from servicehall.reading import read_toml, structure

__all__ = ["LocalDays", "Overlay", "read_overlay"]

FORMAT = 1


def _rest(value: Iterable[date]) -> tuple[date, ...]:
    return check_days(value, "rest")


def _work(value: Iterable[date]) -> tuple[date, ...]:
    return check_days(value, "work")


def _name(value: str) -> str:
    return check_text(value, "name")


def _festivals(value: Iterable["LocalDays"]) -> tuple["LocalDays", ...]:
    festivals = tuple(check_many(value, "days", "a list of LocalDays", "LocalDays 的列表"))
    for festival in festivals:
        check_type(festival, LocalDays, "days")
    return festivals


def _years(value: Iterable[int]) -> tuple[int, ...]:
    years = check_many(value, "years", "a list of years", "年份的列表")
    return tuple(sorted(check_year(year, "years") for year in years))


def _published(value: date | None) -> date | None:
    return None if value is None else check_date(value, "published")


def _text(_: object, __: "Attribute[str]", value: str) -> None:
    if not isinstance(value, str):
        raise InputTypeError("SH118", value=repr(value), type=type(value).__name__)


@frozen(kw_only=True)
class LocalDays:
    """One local festival (地方节日) and its days.

    Attributes:
        name: The festival, for example ``"三月三"``.
        rest: Days on which the place rests.
        work: Days on which it works although the nation rests.
        group: For whom alone the days are free; the office then stays open on them.
    """

    name: str = field(converter=_name)
    rest: tuple[date, ...] = field(default=(), converter=_rest)
    work: tuple[date, ...] = field(default=(), converter=_work)
    group: str = field(default="", validator=_text)


@frozen(kw_only=True)
class Overlay:
    """The local arrangement of one division (地方放假安排).

    Attributes:
        division: The code of the division, for example ``"45"`` for 广西.
        days: Its festivals.
        years: The years for which the arrangement is complete. In all others the days of this
            division are PROVISIONAL: there may be local days that nobody wrote down.
        citation: What orders it.
        published: The day on which it was published, where known.

    Raises:
        FaultyDataError: A day named twice (SH212), a year out of range (SH216), or a festival of
            one group on which the office is to work (SH218).
    """

    division: str = field(validator=_text)
    days: tuple[LocalDays, ...] = field(converter=_festivals)
    years: tuple[int, ...] = field(default=(), converter=_years)
    citation: Citation = field()
    published: date | None = field(default=None, converter=_published)

    def __attrs_post_init__(self) -> None:
        if problems := list(_faults(self)):
            raise FaultyDataError(f"overlay {self.division!r}", problems)

    @citation.default
    def _uncited(self) -> Citation:
        names = "、".join(days.name for days in self.days)
        return Citation(f"未注明依据的地方安排（{names}）", confidence=Confidence.INFERRED)

    @property
    def known_from(self) -> date | None:
        """The day on which it was published, or None."""
        return self.published

    @property
    def known_by(self) -> date | None:
        """The day on which it was published, or None."""
        return self.published


def _faults(overlay: Overlay) -> Iterator[DataError]:
    for year in overlay.years:
        if not FIRST_YEAR <= year <= LAST_YEAR:
            yield DataError("SH216", year=year, last=LAST_YEAR)
    seen: set[date] = set()
    for festival in overlay.days:
        if festival.group and festival.work:
            yield DataError("SH218", name=festival.name, group=festival.group)
        for day in (*festival.rest, *festival.work):
            if day in seen:
                yield DataError("SH212", day=day, name=festival.name)
            seen.add(day)


@frozen(kw_only=True)
class _OverlayFile:
    """The form in which an overlay is written down."""

    division: str
    days: tuple[LocalDays, ...]
    cite: str
    years: tuple[int, ...] = ()
    article: str = ""
    link: str = ""
    confidence: str = "clean"
    published: date | None = None
    format: int = FORMAT


def read_overlay(path: str | PathLike[str]) -> Overlay:
    """Read the local arrangement of a division from a TOML file.

    Raises:
        FaultyDataError: With every fault of the file.
    """
    data, source = read_toml(path), str(path)
    file = structure(data, _OverlayFile, source)
    problems: list[DataError] = []
    if file.format != FORMAT:
        problems.append(DataError("SH210", format=file.format, known=FORMAT))
    if file.confidence not in tuple(Confidence):
        known = ", ".join(Confidence)
        problems.append(DataError("SH217", name="confidence", value=file.confidence, known=known))
    if problems:
        raise FaultyDataError(source, problems)
    try:
        citation = Citation(file.cite, file.article, link=file.link, confidence=file.confidence)
        return Overlay(
            division=file.division,
            days=file.days,
            years=file.years,
            citation=citation,
            published=file.published,
        )
    except FaultyDataError as error:
        raise error.at(source) from error
