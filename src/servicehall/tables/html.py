"""The same for notebooks (网页显示): tables and answers as HTML, every text escaped."""

from collections.abc import Iterable, Sequence
from html import escape

from servicehall.tables.analysis import Analysis
from servicehall.tables.differences import Difference
from servicehall.tables.table import Decision, Table, Undetermined
from servicehall.tables.views import (
    GAPS,
    NO_CONDITION,
    explain,
    grid_of,
    known_line,
    say_domain,
    say_region,
)

__all__ = ["analysis_html", "decision_html", "difference_html", "table_html", "undetermined_html"]

_STYLE = (
    "<style>.sh-view{font-family:'Noto Sans CJK SC','Microsoft YaHei','PingFang SC',sans-serif;"
    "line-height:1.5}.sh-view table{border-collapse:collapse;font-size:90%;margin:.4em 0}"
    ".sh-view th,.sh-view td{border:1px solid #8886;padding:.2em .6em;text-align:left;"
    "vertical-align:top}.sh-view th{background:#8882}.sh-view td.any{color:#8888;"
    "text-align:center}.sh-view td.out{font-weight:600;background:#4a81}"
    ".sh-view .notes{font-size:85%;opacity:.8}.sh-view .ask{font-weight:600}"
    ".sh-view pre{white-space:pre-wrap}</style>"
)


def table_html(table: Table) -> str:
    """Show a decision table, its outcome set off, its articles below."""
    grid = grid_of(table)
    outcome = len(grid.headings) - 1
    lines = [
        [_cell(text, "out" if place == outcome else "") for place, text in enumerate(line)]
        for line in grid.lines
    ]
    notes = "<br>".join(map(escape, grid.notes))
    body = _grid(grid.headings, lines)
    return _view(f"<b>{escape(grid.title)}</b>{body}<div class='notes'>{notes}</div>")


def decision_html(decision: Decision) -> str:
    """Show what was decided; the whole explanation folds out."""
    first, _, rest = explain(decision).partition("\n")
    more = f"<details><summary>依据与过程</summary><pre>{escape(rest)}</pre></details>"
    return _view(f"<b>{escape(first)}</b>{more}")


def undetermined_html(answer: Undetermined) -> str:
    """Show what can still come out, and the questions to ask, the most useful one first."""
    possible = "、".join(map(answer.table.gives.say, answer.possible))
    lines = [
        [_cell(str(number)), _cell(fact.question, "ask"), _cell(say_domain(fact)), _cell(fact.name)]
        for number, fact in enumerate(answer.questions, 1)
    ]
    head = f"<b>尚不能判定</b>，可能为：{escape(possible)}。请询问："
    known = escape(known_line(answer.facts, answer.table))
    notes = f"{GAPS}<br>{known}" if answer.has_gaps else known
    grid = _grid(("序", "问题", "可答", "事实"), lines)
    return _view(f"{head}{grid}<div class='notes'>{notes}</div>")


def difference_html(difference: Difference) -> str:
    """Show what a newer table decides differently."""
    if not difference.checked or difference.is_empty:
        return _view(escape(str(difference)))
    say = difference.say
    lines = [
        [_cell(say_region(c.region)), _cell(say(c.old)), _cell(say(c.new), "out")]
        for c in difference.changes
    ]
    lines += [
        [
            _cell(say_region(t.region)),
            _cell("" if t.added else f"兼具{say(t.trait)}"),
            _cell(f"兼具{say(t.trait)}" if t.added else "", "out"),
        ]
        for t in difference.trait_changes
    ]
    head = f"共{difference.cells:,}种情形，{difference.changed_cells:,}种的结论不同。"
    return _view(head + _grid(("情形", "原为", "改为"), lines))


def analysis_html(analysis: Analysis) -> str:
    """Show what was found out about a table."""
    first, _, rest = str(analysis).partition("\n")
    return _view(f"<b>{escape(first)}</b><pre>{escape(rest)}</pre>")


def _view(body: str) -> str:
    return f"{_STYLE}<div class='sh-view'>{body}</div>"


def _grid(headings: Sequence[str], lines: Iterable[Iterable[str]]) -> str:
    head = "".join(f"<th>{escape(heading)}</th>" for heading in headings)
    rows = "".join(f"<tr>{''.join(line)}</tr>" for line in lines)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _cell(text: str, kind: str = "") -> str:
    kind = "any" if text == NO_CONDITION else kind
    mark = f" class='{kind}'" if kind else ""
    return f"<td{mark}>{escape(text)}</td>"
