"""The report as text (文字报告), for a terminal; Chinese columns stand below one another."""

from collections.abc import Iterator
from typing import Final

from servicehall.explain.picture.shapes import cut
from servicehall.reports.report import Report
from servicehall.reports.words import (
    MOST,
    Listing,
    facts_of,
    groups_of,
    lists_of,
    notes_of,
    period_of,
    plain,
    remarks_of,
)

__all__ = ["to_text"]

_WIDEST: Final = 12
"""How many Chinese characters a column shows at most; spreadsheet and page have all."""


def to_text(report: Report, *, most: int = MOST) -> str:
    """Return a report as text (文字报告).

    Args:
        report: The report.
        most: How many lines of a list are shown; how many more there are, is said.
    """
    return "\n".join(_lines(report, most))


def _lines(report: Report, most: int) -> Iterator[str]:
    yield plain(report.title)
    yield period_of(report)
    yield from remarks_of(report)
    yield from _table(facts_of(report.total), len(notes_of()))
    for listing in groups_of(report):
        yield from _table(listing, most)
    for listing in lists_of(report):
        yield from _table(listing, most)
    yield "\n【指标说明】"
    yield from (f"  {label}：{note}" for label, note in notes_of())


def _table(listing: Listing, most: int) -> Iterator[str]:
    from prettytable import PrettyTable, TableStyle  # loads when the first report is written

    yield f"\n【{listing.title}】" + ("" if listing.lines else listing.none)
    if not listing.lines:
        return
    shown, more = listing.first(most)
    drawn = PrettyTable(align="l")
    drawn.set_style(TableStyle.PLAIN_COLUMNS)
    drawn.header = False
    drawn.left_padding_width, drawn.right_padding_width = 0, 1
    drawn.add_row([_folded(heading) for heading in listing.headings])
    drawn.add_rows([[cut(text, _WIDEST) for text in line] for line in shown])
    for name in drawn.field_names[listing.numbers :]:
        drawn.align[name] = "r"
    yield "\n".join(line.rstrip() for line in drawn.get_string().splitlines())
    if more:
        yield f"还有{more}项"


def _folded(heading: str) -> str:
    """Return a long heading on two lines, so that columns of numbers stay narrow."""
    return heading if len(heading) < 4 else f"{heading[:2]}\n{heading[2:]}"
