"""The report (统计报告): which cases it is about, their figures in groups, and its lists.

Each case belongs to one day: that of acceptance; of receipt, where it was not accepted; of its
first event, where nothing was handed in. A report is about the cases whose day lies in its period,
as they stand at one instant; so no rate exceeds 100 %.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

from attrs import define, field, frozen

from servicehall.checks import check_many, shown
from servicehall.errors import InputValueError
from servicehall.events import check_instant
from servicehall.instants import SHANGHAI, check_date
from servicehall.kinds import CaseKind
from servicehall.ledgers import NOT_YET, Answer, OpenItem, Reject
from servicehall.reports.pauses import LatePause
from servicehall.reports.quality import Gap
from servicehall.reports.rows import CaseRow
from servicehall.reports.tally import Tally
from servicehall.vocabulary import hint_for

__all__ = ["GROUPINGS", "UNSAID", "Group", "Grouping", "Report", "Unsettled", "end_of", "report_of"]

UNSAID: Final = "（未写明）"

Key = tuple[str, str]
"""A name, and the division to which it belongs; empty for names that mean the same everywhere."""


@frozen
class Grouping:
    """A way to put cases into groups (分组方式).

    Attributes:
        label: What it is called.
        key: To which group a case belongs.
    """

    label: str
    key: Callable[[CaseRow], Key]


def _person(row: CaseRow) -> Key:
    unit = f"（{row.unit}）" if row.unit and row.person else ""
    return f"{row.person}{unit}", row.division


GROUPINGS: Final[Mapping[str, Grouping]] = MappingProxyType(
    {
        "month": Grouping("月份", lambda row: (f"{row.day:%Y-%m}", "")),
        "window": Grouping("窗口", lambda row: (row.window, row.division)),
        "matter": Grouping("事项", lambda row: (row.matter, "")),
        "kind": Grouping("办件类型", lambda row: (row.kind or "未定", "")),
        "person": Grouping("第一责任人", _person),
        "unit": Grouping("单位", lambda row: (row.unit, row.division)),
    }
)
"""The ways to group, by name."""

_KINDS: Final = {kind.zh: rank for rank, kind in enumerate(CaseKind)}


@frozen
class Group:
    """The cases of one window, person, month (一组).

    Attributes:
        name: What it is called.
        tally: How many cases came to what.
    """

    name: str
    tally: Tally


@frozen(kw_only=True)
class Unsettled:
    """A case of which something is not known (未定事项).

    Attributes:
        case: The number of the case.
        division: Where it was filed.
        what: What is not known, in Chinese.
    """

    case: str
    division: str
    what: tuple[str, ...]


@frozen(kw_only=True)
class Report:
    """What became of the cases of a period (统计报告).

    Attributes:
        title: What it is called.
        as_of: The instant for which the cases were looked at.
        since: The first day of the period; None from the beginning.
        until: The last day; None without end.
        total: The figures of all its cases.
        groups: The figures of groups, by the name of the grouping.
        overdue: What should have been done and is not, the oldest first.
        near_due: What must be done soon, the most urgent first.
        late_pauses: Pauses that began shortly before an end, in the order of time.
        unsettled: Cases of which something is not known.
        rejects: The lines that could not be taken.
        repeated: How many lines told of a case that stood there before, with the same events.
        not_yet: How many cases of the ledger begin after that instant.
        outside: How many cases lie outside the period.
        divisions: Where the cases were filed.
        gaps: What the catalogues of these places do not say.
    """

    title: str
    as_of: datetime
    since: date | None
    until: date | None
    total: Tally
    groups: Mapping[str, tuple[Group, ...]]
    overdue: tuple[OpenItem, ...]
    near_due: tuple[OpenItem, ...]
    late_pauses: tuple[LatePause, ...]
    unsettled: tuple[Unsettled, ...]
    rejects: tuple[Reject, ...]
    repeated: int
    not_yet: int
    outside: int
    divisions: tuple[str, ...]
    gaps: tuple[Gap, ...] = ()


def report_of(
    answers: Iterable[Answer[CaseRow] | Reject],
    *,
    as_of: datetime,
    by: Sequence[str] = ("month", "window", "matter", "kind", "person"),
    since: date | None = None,
    until: date | None = None,
    title: str = "政务服务办件统计报告",
) -> Report:
    """Put a report together (编制统计报告) while going through the cases, holding none of them.

    Args:
        answers: What :func:`servicehall.ledgers.assess_ledger` yields for the job
            :func:`~servicehall.reports.case_row`.
        as_of: The instant for which they were looked at.
        by: How to group; see :data:`GROUPINGS`.
        since: The first day of the period.
        until: Its last day.
        title: What the report is called.

    Raises:
        InputTypeError: The instant is none (SH601), a day is none (SH101, SH102), or the
            groupings are no list (SH119).
        InputValueError: There is no such grouping (SH761), the period ends before it begins
            (SH762), or the instant has no time zone (SH103).
    """
    check_instant(as_of, "as_of")
    for name, day in (("since", since), ("until", until)):
        if day is not None:
            check_date(day, name)
    for name in check_many(by, "by", "a list of groupings", "分组的列表"):
        if name not in GROUPINGS:
            hint = hint_for(name, GROUPINGS)
            known = tuple(GROUPINGS)
            raise InputValueError("SH761", name=shown(name), hint=hint, known=known)
    if since is not None and until is not None and until < since:
        raise InputValueError("SH762", since=since, until=until)
    book = _Book(by=tuple(dict.fromkeys(by)), since=since, until=until)
    for answer in answers:
        book.take(answer)
    return book.report(title, as_of)


def _tallies() -> defaultdict[str, defaultdict[Key, Tally]]:
    return defaultdict(lambda: defaultdict(Tally))


@define(kw_only=True)
class _Book:
    """A report while it is being written."""

    by: tuple[str, ...]
    since: date | None
    until: date | None
    total: Tally = field(factory=Tally)
    groups: defaultdict[str, defaultdict[Key, Tally]] = field(factory=_tallies)
    overdue: list[OpenItem] = field(factory=list)
    near_due: list[OpenItem] = field(factory=list)
    late_pauses: list[LatePause] = field(factory=list)
    unsettled: list[Unsettled] = field(factory=list)
    rejects: list[Reject] = field(factory=list)
    repeated: int = 0
    not_yet: int = 0
    outside: int = 0
    divisions: set[str] = field(factory=set)

    def take(self, answer: Answer[CaseRow] | Reject) -> None:
        """Take up a case, or a line that could not be taken."""
        if isinstance(answer, Reject):
            if answer.error.code == NOT_YET:
                self.not_yet += 1
            elif answer.is_fault:
                self.rejects.append(answer)
            else:
                self.repeated += 1
        elif self._lies_in(answer.value.day):
            self._count(answer.value)
        else:
            self.outside += 1

    def _lies_in(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )

    def _count(self, row: CaseRow) -> None:
        self.total.add(row)
        for name in self.by:
            self.groups[name][GROUPINGS[name].key(row)].add(row)
        self.divisions.add(row.division)
        self.overdue += row.overdue
        self.near_due += row.near_due
        self.late_pauses += row.late_pauses
        if row.unsettled:
            self.unsettled.append(
                Unsettled(case=row.case, division=row.division, what=row.unsettled)
            )

    def report(self, title: str, as_of: datetime) -> Report:
        """Return the report."""
        return Report(
            title=title,
            as_of=as_of,
            since=self.since,
            until=self.until,
            total=self.total,
            groups={name: _in_order(name, self.groups[name]) for name in self.by},
            overdue=tuple(sorted(self.overdue, key=_by_end)),
            near_due=tuple(sorted(self.near_due, key=_by_end)),
            late_pauses=tuple(sorted(self.late_pauses, key=lambda one: (one.began, one.case))),
            unsettled=tuple(self.unsettled),
            rejects=tuple(self.rejects),
            repeated=self.repeated,
            not_yet=self.not_yet,
            outside=self.outside,
            divisions=tuple(sorted(self.divisions)),
        )


def end_of(item: OpenItem) -> datetime:
    """Return when an item of a report ends, or ended: those without an end are in none."""
    end = item.due_at if item.is_overdue else item.warn_at
    return datetime.max.replace(tzinfo=SHANGHAI) if end is None else end


def _by_end(item: OpenItem) -> tuple[datetime, str, str]:
    return end_of(item), item.case, item.title


def _in_order(by: str, tallies: Mapping[Key, Tally]) -> tuple[Group, ...]:
    """Return groups in order: months by time, kinds as they rank, else the largest first."""

    def place(key: Key) -> tuple[int, Key]:
        if by == "month":
            return 0, key
        rank = _KINDS.get(key[0], len(_KINDS)) if by == "kind" else -tallies[key].cases
        return rank, key

    names = Counter(name for name, _ in tallies)
    return tuple(
        Group(_name(key, alone=names[key[0]] == 1), tallies[key])
        for key in sorted(tallies, key=place)
    )


def _name(key: Key, *, alone: bool) -> str:
    """Return what a group is called; two of one name in two places are told apart."""
    name, division = key
    return (name or UNSAID) + ("" if alone else f"（{division}）")
