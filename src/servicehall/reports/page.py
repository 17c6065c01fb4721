"""The page (网页报告): one file that needs nothing else, to be read, printed, and put on a wall."""

from collections.abc import Iterator

from servicehall.explain.picture.shapes import clean
from servicehall.reports.charts import month_chart, patterns, share_chart
from servicehall.reports.outcomes import Outcome
from servicehall.reports.report import GROUPINGS, Report
from servicehall.reports.style import STYLE
from servicehall.reports.tally import Rate
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

__all__ = ["to_html"]


def to_html(report: Report, *, most: int = MOST) -> str:
    """Return a report as a page (网页报告): one file without scripts, with its charts inside.

    Args:
        report: The report.
        most: How many lines of a list are shown; how many more there are, is said.

    Returns:
        A whole page; every text is escaped. Each chart has its figures in the table below it.
    """
    title = clean(plain(report.title))
    body = "\n".join(_sections(report, most))
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head><meta charset="utf-8"/>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>'
        f"<title>{title}</title>\n<style>{STYLE}</style></head>\n"
        f"<body><main>\n{body}\n</main></body>\n</html>\n"
    )


def _sections(report: Report, most: int) -> Iterator[str]:
    yield patterns()
    yield _head(report)
    yield f'<div class="cards">{"".join(_cards(report))}</div>'
    yield _facts(report)
    for (by, groups), listing in zip(report.groups.items(), groups_of(report), strict=True):
        draw = month_chart if by == "month" else share_chart
        chart = draw(GROUPINGS[by].label, groups) if groups else ""
        yield _section(listing, len(listing.lines), chart)
    yield from (_section(listing, most) for listing in lists_of(report))
    yield _notes()


def _head(report: Report) -> str:
    remarks = "".join(map(clean, remarks_of(report)))
    return (
        f"<header><h1>{clean(plain(report.title))}</h1>"
        f"<p>{clean(period_of(report))}</p><p>{remarks}</p></header>"
    )


# ---- the figures that matter most


def _cards(report: Report) -> Iterator[str]:
    total, out = report.total, report.total.outcomes
    late, overdue = out[Outcome.LATE], out[Outcome.OVERDUE]
    yield _card("已受理", str(total.accepted), f"收件{total.received}件")
    yield _card("已办结", str(total.closed), f"其中提前{out[Outcome.EARLY]}件")
    yield _card("办结率", str(total.closing_rate), _parts(total.closing_rate, "受理"))
    yield _card("按时办结率", str(total.on_time_rate), _parts(total.on_time_rate, "有期限"))
    bad = " bad" if total.all_overdue else ""
    yield _card("逾期", str(total.all_overdue), f"办结{late}件，未办{overdue}件", bad)
    yield _card("中止", str(out[Outcome.PAUSED]), f"曾中止{total.ever_paused}件")


def _parts(rate: Rate, whole: str) -> str:
    return f"{rate.part}÷{whole}{rate.whole}"


def _card(label: str, value: str, beside: str, kind: str = "") -> str:
    told = f"<b>{clean(value)}</b><span>{label}</span><small>{clean(beside)}</small>"
    return f'<div class="card{kind}">{told}</div>'


def _facts(report: Report) -> str:
    """Return every figure of the report, in short: numbers first, then what was computed."""
    lines = facts_of(report.total).lines
    counts = "".join(_fact(*line) for line in lines if not line[2])
    rates = "".join(_fact(*line) for line in lines if line[2])
    return (
        f'<section><h2>总体情况</h2><dl class="facts">{counts}</dl>'
        f'<dl class="facts rates">{rates}</dl></section>'
    )


def _fact(label: str, value: str, beside: str) -> str:
    small = f"<small>{clean(beside)}</small>" if beside else ""
    return f"<div><dt>{clean(label)}</dt><dd>{clean(value)}{small}</dd></div>"


# ---- tables


def _section(listing: Listing, most: int, chart: str = "") -> str:
    title = f"<h2>{clean(listing.title)}</h2>"
    if not listing.lines:
        return f'<section>{title}<p class="quiet">{clean(listing.none)}</p></section>'
    shown, more = listing.first(most)
    head = "".join(
        _cell("th", text, i >= listing.numbers) for i, text in enumerate(listing.headings)
    )
    rows = "".join(f"<tr>{_row(line, listing.numbers)}</tr>" for line in shown)
    kind = ' class="figures"' if listing.numbers == 1 else ""
    table = f"<table{kind}><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    rest = f'<p class="quiet">还有{more}项</p>' if more else ""
    return f'<section>{title}{chart}<div class="wide">{table}</div>{rest}</section>'


def _row(line: tuple[str, ...], numbers: int) -> str:
    return "".join(_cell("td", text, i >= numbers) for i, text in enumerate(line))


def _cell(kind: str, text: str, number: bool) -> str:  # noqa: FBT001  # how it stands
    aligned = f' class="n{" zero" if text == "0" else ""}"' if number else ""
    return f"<{kind}{aligned}>{clean(text)}</{kind}>"


def _notes() -> str:
    notes = "".join(f"<dt>{clean(label)}</dt><dd>{clean(note)}</dd>" for label, note in notes_of())
    return f'<section><h2>指标说明</h2><dl class="notes">{notes}</dl></section>'
