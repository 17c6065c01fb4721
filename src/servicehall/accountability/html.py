"""The same on a page (网页说明): what is proposed, and a score, as tables; texts are escaped."""

from collections.abc import Iterable

from servicehall.accountability.findings import COUNTING, Finding
from servicehall.accountability.items import Item, say_amount
from servicehall.accountability.proposals import Proposals
from servicehall.accountability.scoring import Tally
from servicehall.accountability.words import (
    NOT_A_DECISION,
    say_breach,
    say_needed,
    say_state,
    say_terms,
    say_total,
)
from servicehall.explain.html.style import STYLE
from servicehall.explain.html.tables import cell, table
from servicehall.explain.picture import clean
from servicehall.money import ZERO
from servicehall.privacy import mask_numbers
from servicehall.trails import say_date

__all__ = ["proposals_html", "tally_html"]


def proposals_html(found: Proposals) -> str:
    """Show what is proposed: finding by finding, with the clause of each item (处理建议表)."""
    headings = ("认定", "状态", "针对", "建议", "依据")
    by_finding: dict[str, list[Item]] = {one.id: [] for one in found.findings}
    for item in found.items:
        by_finding[item.finding.id].append(item)
    rows = [row for one in found.findings for row in _rows(found, one, by_finding[one.id])]
    listed = table("proposals", "<b>处理建议</b>按违反的时间", headings, rows)
    return _page([f'<p class="quiet">{clean(NOT_A_DECISION)}</p>', listed])


def _rows(found: Proposals, one: Finding, items: list[Item]) -> list[list[str]]:
    """Return the lines of a finding: one for each item, or one that says that there is none."""
    what = say_breach(one, found.policies[one.id])
    where = [one.division] if found.in_several_places else []
    head = _cell([one.id, *where, say_date(one.occurred_at.date()), what])
    state = _cell([say_state(one, found.as_of)])
    if not items:
        nothing = "没有规定后果" if one.state(found.as_of) in COUNTING else "不作处理"
        return [[head, state, _cell(["、".join(one.subjects.values())]), _cell([nothing]), ""]]
    return [[head, state, *_item(item)] for item in items]


def _item(item: Item) -> list[str]:
    needed = say_needed(item)
    details = [part for part in (item.why, f"需要：{needed}" if needed else "") if part]
    terms = say_terms(item.measure) if item.measure else ""
    says = _cell([f"{item.status.zh}：{item.says}{terms}", *details])
    return [_cell([item.subject]), says, _cell([item.sanction.title, str(item.citation)])]


def tally_html(one: Tally) -> str:
    """Show how a score came about: every point with its finding and its clause (得分表)."""
    headings = ("日期", "数额", "认定", "依据")
    rows = [
        [
            _cell([say_date(item.at.date())]),
            _cell([say_amount(item.amount or ZERO, one.score), item.reckoning]),
            _cell([item.finding.id, say_breach(item.finding, item.policy)]),
            _cell([item.sanction.title, str(item.citation)]),
        ]
        for item in one.items
    ]
    rows += [["", _cell([cut.what]), "", ""] for cut in one.cuts]
    head = f"{one.name}　{one.score.title}　{one.period}：{say_total(one)}"
    parts = [f'<p class="head">{clean(mask_numbers(head))}</p>']
    parts += [f'<p class="quiet">{clean(part.period)}：{clean(say_total(part))}</p>'
              for part in one.parts]  # fmt: skip
    caption = f"<b>各项</b>依据：{clean(str(one.score.settled.citation))}"
    return _page([*parts, table("tally", caption, headings, rows)])


def _cell(lines: Iterable[str]) -> str:
    return cell(mask_numbers(line) for line in lines)


def _page(parts: Iterable[str]) -> str:
    return f'<div class="servicehall"><style>{STYLE}</style>{"".join(parts)}</div>'
