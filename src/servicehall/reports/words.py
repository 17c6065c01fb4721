"""Words (说法) that page, text and spreadsheet share: the lists of a report as lines of text."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from attrs import frozen

from servicehall.explain.words import say_at
from servicehall.ledgers import OpenItem, discreet_reject
from servicehall.privacy import mask_numbers
from servicehall.reports.figures import figures, value_of
from servicehall.reports.report import GROUPINGS, UNSAID, Report, end_of
from servicehall.reports.tally import Mean, Rate, Tally
from servicehall.trails import say_date

__all__ = [
    "MOST",
    "Listing",
    "facts_of",
    "groups_of",
    "lists_of",
    "notes_of",
    "period_of",
    "plain",
    "remarks_of",
]

REJECTS: Final = "没有采用的行"
MOST: Final = 20
"""How many lines of a list are shown; the spreadsheet has all."""
NO_NUMBERS: Final = 99


@frozen(kw_only=True)
class Listing:
    """A table of texts (表).

    Attributes:
        title: What it is called.
        headings: The headings of its columns.
        lines: Its lines, all of them.
        none: What is said where it has none.
        numbers: From which column on there are numbers; none before.
    """

    title: str
    headings: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    none: str = "没有"
    numbers: int = NO_NUMBERS

    def first(self, most: int) -> tuple[Sequence[tuple[str, ...]], int]:
        """Return the first lines, and how many are left out."""
        return self.lines[:most], max(len(self.lines) - most, 0)


def plain(text: str) -> str:
    """Return a text on one line, without signs that nobody sees."""
    shown = (" " if c.isspace() else c for c in text)
    kept = (c if unicodedata.category(c)[0] != "C" else "\ufffd" for c in shown)
    return " ".join("".join(kept).split())


def period_of(report: Report) -> str:
    """Say which cases a report is about, and for which instant."""
    since = "台账开始" if report.since is None else say_date(report.since)
    until = "" if report.until is None else say_date(report.until)
    days = f"{since}至{until or '截止时刻'}受理（未受理的按收件、来访之日）的办件"
    return f"{days}；截至{say_at(report.as_of)}"


# ---- figures


def facts_of(tally: Tally) -> Listing:
    """Return every figure of some cases, with what it counts."""
    lines = (
        (figure.label, str(value_of(figure, tally)), _beside(value_of(figure, tally)))
        for figure in figures()
    )
    return Listing(title="总体情况", headings=("指标", "数值", "计算"), lines=tuple(lines))


def notes_of() -> tuple[tuple[str, str], ...]:
    """Return what each figure counts (指标说明)."""
    return tuple((figure.label, figure.note) for figure in figures())


def groups_of(report: Report) -> tuple[Listing, ...]:
    """Return the figures of the groups, a table for each way of grouping."""
    shown = [figure for figure in figures() if figure.table]
    return tuple(
        Listing(
            title=f"按{GROUPINGS[by].label}",
            headings=(GROUPINGS[by].label, *(figure.label for figure in shown)),
            lines=tuple(
                (plain(one.name), *(str(value_of(figure, one.tally)) for figure in shown))
                for one in groups
            ),
            numbers=1,
        )
        for by, groups in report.groups.items()
    )


def _beside(value: int | Rate | Mean) -> str:
    """Say how a rate was counted."""
    match value:
        case Rate():
            return f"{value.part}÷{value.whole}"
        case Mean():
            return f"{value.count}件平均，不可比{value.left_out}件"
    return ""


# ---- lists


def remarks_of(report: Report) -> Iterator[str]:
    """Go through what a reader must know of which cases were counted (说明)."""
    if report.outside:
        yield f"另有{report.outside}件不在统计期间，没有计入。"
    if report.not_yet:
        yield f"另有{report.not_yet}件到截止时刻还没有发生，没有计入。"
    if report.repeated:
        yield f"另有{report.repeated}件重复，内容相同，只计一次。"
    if report.rejects:
        yield f"另有{len(report.rejects)}行不能采用，没有计入，原因见“{REJECTS}”。"
    yield "每件办件只计一次；不含申请人的个人信息。"


def lists_of(report: Report) -> tuple[Listing, ...]:
    """Return the lists of a report: what is overdue, due soon, odd, or not known."""
    return (
        _listing("待办汇总", ("窗口", "承担人", "逾期未办", "即将届满"), _load(report), numbers=2),
        _listing("逾期未办的事项", _ITEMS, _items(report, report.overdue)),
        _listing("即将届满的事项", _ITEMS, _items(report, report.near_due)),
        _listing("临近届满才开始的中止", _PAUSES, _pauses(report)),
        _listing("资料不全的办件", ("办件", "原因"), _unsettled(report)),
        _listing("事项登记缺项", ("地方", "事项", "缺项", "原因"), _gaps(report)),
        _listing(REJECTS, ("行", "办件", "原因"), _rejects(report)),
    )


_ITEMS: Final = ("期限", "办件", "事项", "应办", "窗口", "承担人", "性质")
_PAUSES: Final = ("开始", "办件", "中止", "期限", "剩余工作日", "窗口", "承担人", "是否扣除")
Lines = Iterator[tuple[str, ...]]


def _listing(
    title: str, headings: tuple[str, ...], lines: Lines, numbers: int = NO_NUMBERS
) -> Listing:
    cleaned = tuple(tuple(map(plain, line)) for line in lines)
    return Listing(title=title, headings=headings, lines=cleaned, numbers=numbers)


def _named(report: Report, division: str, name: str) -> str:
    """Return the name of a case or a window; in two places there may be two of one name."""
    return name if len(report.divisions) < 2 else f"{division}/{name}"


def _bearer(item: OpenItem) -> str:
    return f"{item.unit}{item.person}" or item.role


def _load(report: Report) -> Lines:
    """Count what each window and each person has overdue, and due soon; the most first."""
    late, near = (
        Counter((_named(report, i.division, i.window), _bearer(i)) for i in items)
        for items in (report.overdue, report.near_due)
    )
    for key in sorted(late.keys() | near.keys(), key=lambda key: (-late[key], -near[key], key)):
        yield *key, str(late[key]), str(near[key])


def _items(report: Report, items: Iterable[OpenItem]) -> Lines:
    for item in items:
        case = _named(report, item.division, item.shown_case)
        matter, name, grade = item.matter or UNSAID, mask_numbers(item.name), item.grade.zh
        yield say_at(end_of(item)), case, matter, name, item.window, _bearer(item), grade


def _pauses(report: Report) -> Lines:
    for one in report.late_pauses:
        case = _named(report, one.division, one.case)
        pause = f"{one.pause}（{one.ground}）" if one.ground else one.pause
        counted = "扣除" if one.counted else f"不扣除（{one.why_not or '没有一项期限因此延后'}）"
        days = (say_at(one.due_at), str(one.days_left))
        yield say_at(one.began), case, pause, *days, one.window, one.person, counted


def _unsettled(report: Report) -> Lines:
    for one in report.unsettled:
        yield _named(report, one.division, one.case), "；".join(one.what)


def _gaps(report: Report) -> Lines:
    for one in report.gaps:
        yield one.division, one.title, one.what, one.why


def _rejects(report: Report) -> Lines:
    for one in map(discreet_reject, report.rejects):
        yield str(one.number), one.case, one.reason
