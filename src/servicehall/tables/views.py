"""Words and tables for people (文字与表格): how tables, answers, findings are told in Chinese."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from attrs import frozen

from servicehall.cells import Cell
from servicehall.parts import Edge, Interval, Part
from servicehall.tables.analysis import Analysis, IdleRow
from servicehall.tables.differences import Difference
from servicehall.tables.logic import HitPolicy
from servicehall.tables.records import Row
from servicehall.tables.space import Region
from servicehall.tables.table import Decision, Table, Undetermined
from servicehall.tables.trails import Met, TrailStep, grounds_of
from servicehall.vocabulary import Choice, Fact, Number, Value, Vocabulary

__all__ = [
    "GAPS",
    "NO_CONDITION",
    "Grid",
    "analysis_text",
    "difference_text",
    "explain",
    "explain_undetermined",
    "grid_of",
    "grid_text",
    "known_line",
    "say_cells",
    "say_domain",
    "say_facts",
    "say_parts",
    "say_region",
    "table_text",
]

NO_CONDITION: Final = "—"
GAPS: Final = "注意：部分情形下本表没有唯一的结论，请检查规则表。"


# ---- words


def say_cells(cells: Iterable[Cell], vocabulary: Vocabulary) -> str:
    """Say conditions that all must hold."""
    said = (f"{vocabulary[c.fact].label}{_joint(c, vocabulary)}" for c in cells)
    return "；".join(said) or "任何情形"


def _joint(cell: Cell, vocabulary: Vocabulary) -> str:
    """Say one condition after the label of its fact."""
    said = say_cell(cell, vocabulary)
    return said if said[0] in "≥≤＞＜＝与" else f"：{said}"


def say_cell(cell: Cell, vocabulary: Vocabulary, *, terms: bool = True) -> str:
    """Say one condition; other facts by their labels, figures with the terms they come from."""
    names = {fact.name: fact.label for fact in vocabulary}
    return cell.say(vocabulary[cell.fact].domain, names, terms=terms)


def say_region(region: Region) -> str:
    """Say of which cases a region consists."""
    said = [f"{fact.label}：{say_parts(fact, parts)}" for fact, parts in region.conditions]
    said += [f"{one.label}{sign}{other.label}" for one, sign, other in region.relations]
    return "；".join(said) or "所有情形"


def say_parts(fact: Fact, parts: Sequence[Part]) -> str:
    """Say several parts of a fact; neighbouring intervals as one."""
    said: list[str] = []
    span: Interval | None = None
    for values in dict.fromkeys(part.values for part in parts):
        if not isinstance(values, Interval):
            said += map(fact.say, values)
        elif span is not None and span.high == values.low:
            span = Interval(span.low, values.high)
        else:
            said += [] if span is None else [_say_interval(fact, span)]
            span = values
    said += [] if span is None else [_say_interval(fact, span)]
    return "或".join(said)


def _say_interval(fact: Fact, interval: Interval) -> str:
    """Say an interval; 及以上 and 及以下 include the number itself."""
    low, high = interval.low, interval.high
    whole = isinstance(fact.domain, Number) and fact.domain.whole
    last = None if high is None else high[0] - 1 if whole else high[0]
    closed = whole or (high is not None and high[1] == 1)
    if low and last is not None and low[0] == last:
        return fact.say(last)
    if low and last is not None and closed and not low[1]:
        return f"{low[0]}至{fact.say(last)}"
    above = "" if low is None else _at_least(fact, low)
    if last is None:
        return above or "任何数"
    below = f"{fact.say(last)}及以下" if closed else f"小于{fact.say(last)}"
    return f"{above}且{below}" if above else below


def _at_least(fact: Fact, low: Edge) -> str:
    return f"大于{fact.say(low[0])}" if low[1] else f"{fact.say(low[0])}及以上"


def say_domain(fact: Fact) -> str:
    """Say what can be answered to a fact's question."""
    match fact.domain:
        case Choice(labels=labels):
            return "、".join(labels.values())
        case Number() as domain:
            return domain.allowed_zh
        case _:
            return "是、否"


def say_facts(values: Mapping[str, Value], facts: Iterable[Fact]) -> str:
    """Say what is known."""
    known = (fact for fact in facts if fact.name in values)
    return "；".join(f"{fact.label}：{fact.say(values[fact.name])}" for fact in known)


# ---- decisions


def explain(decision: Decision) -> str:
    """Say what was decided, and why."""
    gives = decision.table.gives
    outcome = "、".join(gives.say(o) for o in decision.outcomes) or "无适用的规则"
    lines = [f"结论：{outcome}（{gives.label}）。"]
    if decision.traits:
        lines.append(f"同时符合：{'、'.join(gives.say(t) for t in decision.traits)}。")
    if decision.open_traits:
        lines.append(f"是否同时符合尚待确定：{'、'.join(map(gives.say, decision.open_traits))}。")
    grounds = [f"  {line}" for row in decision.rows for line in _grounds(row, decision)]
    lines += ["依据：", *grounds] if grounds else []
    lines.append(known_line(decision.facts, decision.table))
    lines.append("判定过程：")
    lines += [
        f"  {number}. {_step(step, decision)}" for number, step in enumerate(decision.trail, 1)
    ]
    return "\n".join(lines)


def known_line(facts: Mapping[str, Value], table: Table) -> str:
    """Say what is known of a case."""
    return f"已知：{say_facts(facts, table.vocabulary) or '无'}。"


def _grounds(row: Row, decision: Decision) -> Iterator[str]:
    """Say why a row applies: its article and conditions, what changed it, what set its terms."""
    vocabulary, grounds = decision.table.vocabulary, grounds_of(row, decision.facts)
    sets = grounds.sets if len(grounds.sets) == len(row.when) else grounds.sets[:1]
    held = "；或者".join(say_cells(cells, vocabulary) for cells in sets)
    yield f"{row.citation}（{'不符合其他各行' if row.otherwise else held}）"
    if row.citation.quote:
        yield f"　　“{row.citation.quote}”"
    for amendment in grounds.amendments:
        yield f"　　{amendment.level}修改（{'、'.join(amendment.cells)}）：{amendment.citation}"
    for term, citation in grounds.terms:
        yield f"　　参数 {term} 的依据：{citation}"


def _step(step: TrailStep, decision: Decision) -> str:
    gives, vocabulary = decision.table.gives, decision.table.vocabulary
    outcome = gives.say(step.row.then)
    mark = step.met.zh
    if step.decides:
        mark += "，据此判定"
    elif step.met is Met.YES and step.row.rule.rank < decision.rows[0].rule.rank:
        mark += "，但由更具体的规定取代"
    failing = ""
    if step.row.otherwise and step.met is Met.NO:
        failing = "，已有其他行适用"
    elif step.failing:
        verb = "不满足" if step.met is Met.NO else "尚不知是否"
        failing = f"，{verb}“{say_cells(step.failing, vocabulary)}”"
    return f"{outcome}（{step.row.id}）：{mark}{failing}"


def explain_undetermined(answer: Undetermined) -> str:
    """Say what can still come out, and what to ask."""
    gives = answer.table.gives
    lines = [f"尚不能判定（{gives.label}）。可能为：{'、'.join(map(gives.say, answer.possible))}。"]
    if answer.certain:
        lines.append(f"其中已确定：{'、'.join(map(gives.say, answer.certain))}。")
    if answer.has_gaps:
        lines.append(GAPS)
    lines.append("需要询问（按作用大小排列）：")
    for number, fact in enumerate(answer.questions, 1):
        lines.append(f"  {number}. {fact.question}（{say_domain(fact)}）[{fact.name}]")
    lines += [known_line(answer.facts, answer.table)] if answer.facts else []
    return "\n".join(lines)


# ---- tables


@frozen
class Grid:
    """A table as people write it (表格): headings, lines, and notes below.

    Attributes:
        title: What stands above it.
        headings: The headings of the columns: a number, the facts, the outcome.
        lines: The cells, line by line; a row with alternatives has several lines.
        notes: For each row its name and its articles; then the terms.
    """

    title: str
    headings: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...]


def grid_of(table: Table) -> Grid:
    """Lay a table out: a line for each row or alternative, a column for each fact."""
    used = {cell.fact for row in table.rows for cells in row.when for cell in cells}
    facts = [fact for fact in table.facts if fact.name in used]
    numbered = list(enumerate(table.rows_in_order, 1))
    return Grid(
        f"{table.label}（{table.id}，{table.policy.zh}）",
        ("行", *(fact.label for fact in facts), table.gives.label),
        tuple(line for number, row in numbered for line in _lines(number, row, facts, table)),
        (*(_note(number, row) for number, row in numbered), *_term_notes(table)),
    )


def _lines(number: int, row: Row, facts: Sequence[Fact], table: Table) -> Iterator[tuple[str, ...]]:
    outcome = table.gives.say(row.then)
    if row.otherwise:
        yield (str(number), *("其他" for _ in facts), outcome)
    for place, cells in enumerate(row.when):
        said = {cell.fact: say_cell(cell, table.vocabulary, terms=False) for cell in cells}
        conditions = (said.get(fact.name, NO_CONDITION) for fact in facts)
        yield ("或" if place else str(number), *conditions, "" if place else outcome)


def _note(number: int, row: Row) -> str:
    span = f"，{row.span}" if not row.span.is_always else ""
    exceptions = f"，{'、'.join(row.exception_to)} 的例外" if row.exception_to else ""
    return f"{number} {row.id}：{'；'.join(map(str, row.citations))}{span}{exceptions}"


def _term_notes(table: Table) -> Iterator[str]:
    """Say which figures are terms, which each place may set."""
    cells = {cell for row in table.rows for cells in row.when for cell in cells}
    terms = {c.term: (cell.fact, c.operand) for cell in cells for c in cell.comparisons() if c.term}
    for name, (fact, value) in sorted(terms.items()):
        yield f"参数 {name}＝{table.vocabulary[fact].say(value)}"  # type: ignore[arg-type]  # resolved


def table_text(table: Table) -> str:
    """Print a table with its articles."""
    grid = grid_of(table)
    return "\n".join([grid.title, grid_text(grid), *grid.notes])


def grid_text(grid: Grid) -> str:
    """Draw the lines and columns of a table."""
    from prettytable import PrettyTable  # loads when the first table is printed

    drawn = PrettyTable(header=False, align="l")
    drawn.add_row([_folded(text) for text in grid.headings], divider=True)
    drawn.add_rows([[_folded(text) for text in line] for line in grid.lines])
    return drawn.get_string()


_WIDTH: Final = 5
"""How many Chinese characters a column holds before it is folded."""


_PIECES = re.compile(r"[≥≤＞＜＝]?[0-9.,]+|[A-Za-z0-9_.-]+|.")


def _folded(text: str) -> str:
    """Fold Chinese text into lines of about one length; numbers and names stay in one piece."""
    if text.isascii():
        return text
    width = math.ceil(len(text) / math.ceil(len(text) / _WIDTH))
    lines = [""]
    for piece in _PIECES.findall(text):
        if lines[-1] and len(lines[-1]) + len(piece) > width and piece not in _UNITS:
            lines.append("")
        lines[-1] += piece
    return "\n".join(lines)


_UNITS: Final = "个元天日件次分小时％%，。、）"
"""What is not parted from what stands before it."""


# ---- findings


def analysis_text(analysis: Analysis) -> str:
    """Say what was found out about a table."""
    if not analysis.checked:
        return f"未检查：本表共{analysis.cells:,}种情形，超过可逐一检查的数量，不能断定没有问题。"
    gives = analysis.logic.gives
    lines = [f"已检查全部{analysis.cells:,}种情形。"]
    lines += list(_hole_lines(analysis))
    for overlap in analysis.overlaps:
        one, other = overlap.rows
        says = "、".join(gives.say(outcome) for outcome in overlap.outcomes)
        where = say_region(overlap.region)
        lines.append(f"矛盾：{one} 与 {other} 同时适用而结论不同（{says}）：{where}")
        lines.append(f"　　例如：{_example(analysis, overlap.region)}")
    lines += [_idle(idle, "从不决定结论") for idle in analysis.never_fire]
    lines += [_idle(idle, "单独删去后结论不变") for idle in analysis.redundant]
    lines += [_idle(idle, "已由下级规定取代") for idle in analysis.replaced]
    lines += [
        f"无用的事实：{fact.label}（{fact.name}）不影响任何结论" for fact in analysis.unused_facts
    ]
    lines += [f"从不出现的结论：{gives.say(o)}" for o in analysis.unused_outcomes]
    return "\n".join([*lines, "没有发现问题。"] if len(lines) == 1 else lines)


def _hole_lines(analysis: Analysis) -> Iterator[str]:
    if not analysis.hole_cells:
        return
    allowed = analysis.logic.policy is HitPolicy.ALL
    head = "没有规定（全部适用的表允许如此）" if allowed else "漏洞"
    yield f"{head}：{analysis.hole_cells:,}种情形没有任何一行适用："
    for region in analysis.holes:
        yield f"　　{say_region(region)}"
        if region.example:
            yield f"　　　　例如：{_example(analysis, region)}"
    told = sum(region.cells for region in analysis.holes)
    if told < analysis.hole_cells:
        yield f"　　……另有{analysis.hole_cells - told:,}种情形"


def _example(analysis: Analysis, region: Region) -> str:
    return say_facts(region.example, analysis.logic.facts)


def _idle(idle: IdleRow, what: str) -> str:
    because = f"（由 {'、'.join(idle.because)} 覆盖）" if idle.because else "（条件自相矛盾）"
    return f"{what}的行：{idle.row}{because}"


def difference_text(difference: Difference) -> str:
    """Say what a newer table decides differently."""
    if not difference.checked:
        return f"未比较：共{difference.cells:,}种情形，超过可逐一比较的数量。"
    if difference.is_empty:
        return f"全部{difference.cells:,}种情形的结论相同。"
    changed = f"{difference.changed_cells:,}种情形的结论不同"
    lines = [f"共{difference.cells:,}种情形，其中{changed}："]
    for change in difference.changes:
        pair = f"{difference.say(change.old)} → {difference.say(change.new)}"
        lines.append(f"　　{pair}：{say_region(change.region)}")
    for trait in difference.trait_changes:
        verb = "新增兼具" if trait.added else "不再兼具"
        lines.append(f"　　{verb}{difference.say(trait.trait)}：{say_region(trait.region)}")
    return "\n".join(lines)
