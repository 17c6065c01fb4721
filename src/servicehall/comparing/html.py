"""The same on a page (网页): tables of what differs; every text is escaped."""

from collections.abc import Iterable

from servicehall.comparing.comparison import MOST, Comparison
from servicehall.comparing.findings import FindingsComparison
from servicehall.comparing.ledgers import LedgerComparison
from servicehall.comparing.sides import NEW, OLD
from servicehall.comparing.texts import (
    Entry,
    Section,
    comparison_foot,
    comparison_head,
    comparison_sections,
    findings_head,
    findings_sections,
    ledger_head,
    ledger_sections,
)
from servicehall.explain.html.style import STYLE
from servicehall.explain.html.tables import cell, table
from servicehall.explain.picture import clean

__all__ = ["comparison_html", "findings_html", "ledger_html", "page"]


def comparison_html(found: Comparison, most: int | None = MOST) -> str:
    """Show what differs between two policies (规则比较表)."""
    foot = comparison_foot(found, most)
    return _fragment(comparison_head(found), comparison_sections(found, most), most, foot)


def ledger_html(found: LedgerComparison, most: int | None = MOST) -> str:
    """Show what changes in a ledger (台账比较表)."""
    return _fragment(ledger_head(found), ledger_sections(found, most), most)


def findings_html(found: FindingsComparison, most: int | None = MOST) -> str:
    """Show what follows otherwise from findings (认定比较表)."""
    return _fragment(findings_head(found), findings_sections(found), most)


def page(fragments: Iterable[str]) -> str:
    """Return a whole page of such fragments, which needs nothing else (网页)."""
    return (
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head><meta charset="utf-8"/>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>'
        f"<title>规则比较</title></head>\n<body>{''.join(fragments)}</body>\n</html>\n"
    )


def _fragment(
    head: Iterable[str], sections: Iterable[Section], most: int | None, foot: Iterable[str] = ()
) -> str:
    first, *others = head
    lines = "".join(f'<p class="quiet">{clean(line)}</p>' for line in others)
    notes = "".join(f"<p>{clean(line)}</p>" for line in foot)
    tables = "".join(_section(section, most) for section in sections)
    return (
        f'<div class="servicehall"><style>{STYLE}</style>'
        f'<p class="head">{clean(first)}</p>{lines}{tables}{notes}</div>'
    )


def _section(section: Section, most: int | None) -> str:
    shown, more = section.first(most)
    has_sides = any(entry.old or entry.new for entry in shown)
    headings = ("项目", OLD, NEW) if has_sides else ("项目",)
    rows = [_row(entry, has_sides=has_sides) for entry in shown]
    rest = f'<p class="quiet">还有{more}项</p>' if more else ""
    return table("compared", f"<b>{clean(section.title)}</b>", headings, rows) + rest


def _row(entry: Entry, *, has_sides: bool) -> list[str]:
    notes = [line for note in entry.notes for line in note.splitlines()]
    head = cell([entry.head, *notes])
    return [head, clean(entry.old), clean(entry.new)] if has_sides else [head]
