"""The report for spreadsheets (电子表格): CSV that spreadsheet programs open as it is."""

import io
from collections.abc import Iterable, Iterator, Sequence

from servicehall.interop.sheets import write_csv
from servicehall.reports.figures import figures, value_of
from servicehall.reports.report import GROUPINGS, Report
from servicehall.reports.tally import Mean, Rate, Tally
from servicehall.reports.words import lists_of, plain

__all__ = ["figures_csv", "lists_csv"]


def figures_csv(report: Report) -> bytes:
    """Return the figures as CSV (统计指标): a line for all cases, and one for each group.

    Rates stand with numerator and denominator, means with the number of cases that were compared
    and of those that were not; so every figure can be computed again. UTF-8 with a mark.
    """
    headings = ["分组", "名称"]
    for figure in figures():
        headings += [figure.label, *_headings(value_of(figure, Tally()), figure.label)]
    return _written([headings, *_figures(report)])


def _figures(report: Report) -> Iterator[list[str]]:
    yield ["全部", "合计", *_cells(report.total)]
    for by, groups in report.groups.items():
        for one in groups:
            yield [GROUPINGS[by].label, plain(one.name), *_cells(one.tally)]


def _cells(tally: Tally) -> Iterator[str]:
    for figure in figures():
        match value := value_of(figure, tally):
            case Rate():
                yield from (str(value), str(value.part), str(value.whole))
            case Mean():
                yield from (str(value), str(value.count), str(value.left_out))
            case _:
                yield str(value)


def _headings(value: int | Rate | Mean, label: str) -> tuple[str, ...]:
    match value:
        case Rate():
            return (f"{label}分子", f"{label}分母")
        case Mean():
            return (f"{label}可比件数", f"{label}不可比件数")
    return ()


def lists_csv(report: Report) -> bytes:
    """Return the lists as CSV (清单), all lines of them: overdue, due soon, odd, not known.

    One flat table: the first column says which list a line belongs to; columns that a list does
    not have stay empty. UTF-8 with a mark.
    """
    lists = lists_of(report)
    headings = list(dict.fromkeys(heading for one in lists for heading in one.headings))
    lines = [["清单", *headings]]
    for one in lists:
        for line in one.lines:
            told = dict(zip(one.headings, line, strict=True))
            lines.append([one.title, *(told.get(heading, "") for heading in headings)])
    return _written(lines)


def _written(lines: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    write_csv(lines, out)
    return out.getvalue().encode("utf-8-sig")
