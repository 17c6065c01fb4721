"""Rules (规则) as items: terms, tables and their rows, and the words that they speak of."""

from collections.abc import Iterable, Iterator
from typing import Any

from servicehall.cells import Cell
from servicehall.citations import Citation
from servicehall.comparing.changes import KINDS, Ground
from servicehall.comparing.items import Item, Stated, stated
from servicehall.comparing.words import Words, references, say_domain
from servicehall.duties import EventKind
from servicehall.events import Field, Sensitivity
from servicehall.levels import LAYERS
from servicehall.matters import say
from servicehall.spans import ALWAYS, Span
from servicehall.tables import Row, Table
from servicehall.terms import Term, TermValue
from servicehall.vocabulary import Fact

__all__ = ["rule_items", "uses_of"]


def rule_items(words: Words) -> Iterator[Item]:
    """Go through the terms, tables, rows, facts, events and fields of a policy."""
    policy = words.policy
    yield from map(_term, policy.terms.values())
    for table in policy.tables.values():
        yield _table(table)
        yield from (_row(row, table, words) for row in table.rows)
    yield from map(_fact, policy.vocabulary)
    yield from (_event(kind, words) for kind in policy.events.values())
    yield from map(_field, policy.fields.values())


def _filled(**fields: Stated) -> dict[str, Stated]:
    """Return the fields in which something stands."""
    return {name: one for name, one in fields.items() if one.value not in (None, "", (), False)}


def _one(citation: Citation, span: Span = ALWAYS, note: str = "") -> tuple[Ground, ...]:
    return (Ground(citation=citation, span=span, note=note),)


# ---- terms


def _term(value: TermValue) -> Item:
    term, first = value.term, value.set_by[0]
    grounds = _one(first.citation, first.span, first.note)
    fields = {"value": stated("取值", value.value, term.say, grounds), **_declared(term)}
    return Item(
        kind="terms", id=term.id, title=term.label, record=value, fields=fields, grounds=grounds
    )


def _declared(term: Term) -> dict[str, Stated]:
    """Return what the declaration of a term says."""
    bound = None if term.bound is None or term.domain is None else term.bound
    return {
        "label": stated("名称", term.label),
        "domain": stated("取值范围", term.domain, say_domain, same=(term.domain,)),
        **_filled(
            bound=stated("界限", bound, lambda cell: cell.say(term.domain, {})),
            shorter_only=stated("下级只能缩短", term.shorter_only, say),
            set_by=stated("可以设值的层级", term.set_by, _layers),
            fixed=stated("下级不得设值", term.fixed, say),
            trigger=stated("起算", term.trigger),
            binds=stated("约束", term.binds),
            extends=stated("延长的期限", term.extends),
            condition=stated("条件", term.condition),
            approver=stated("由谁批准", term.approver),
        ),
    }


def _layers(names: Iterable[str]) -> str:
    return "、".join(LAYERS[name] for name in names)


def uses_of(words: Words, term: str) -> tuple[str, ...]:
    """Return what a term sets, in Chinese: fields of records, and rows of tables (参数的用处)."""
    policy, found = words.policy, []
    for kind, records in policy.settled.items():
        for one in records.values():
            said = {name: value for name, value in one.fields.items() if name != "of"}
            if term in references(said):
                found.append(f"{KINDS[kind]}“{one.get('title') or one.get('label') or one.id}”")
    for table in policy.tables.values():
        cells = (cell for row in table.rows for cells in row.when for cell in cells)
        if any(term in references(cell) for cell in cells):
            found.append(f"规则表“{table.label}”")
    return tuple(dict.fromkeys(found))


# ---- tables


def _table(table: Table) -> Item:
    gives = table.gives
    grounds = () if table.citation is None else _one(table.citation)
    after = tuple((outcome, tuple(facts.items())) for outcome, facts in table.after.items())
    fields = {
        "label": stated("名称", table.label),
        "gives": stated("确定的事实", gives.name, lambda _: gives.label),
        "answer": stated("命中方式", table.policy, lambda policy: policy.zh),
        **_filled(
            order=stated("结论的次序", table.order, lambda order: _list(gives, order), grounds),
            rest=stated("其余的结论", table.rest, gives.say),
            after=stated("补齐以后", after, lambda _: _list(gives, table.after)),
        ),
    }
    return Item(
        kind="tables",
        id=table.id,
        title=table.label,
        record=table,
        fields=fields,
        grounds=grounds,
    )


def _list(gives: Fact, outcomes: Iterable[Any]) -> str:
    return "、".join(map(gives.say, outcomes))


def _row(row: Row, table: Table, words: Words) -> Item:
    grounds = (
        *_one(row.citation, row.span),
        *(g for one in row.amendments for g in _one(one.citation)),
    )
    when = tuple(tuple(_bare(cell) for cell in cells) for cells in row.when)
    fields = {
        "then": stated("结论", row.then, table.gives.say, grounds),
        **_filled(
            when=stated("条件", row.when, words.when, grounds, same=when),
            otherwise=stated("其他行都不适用时才适用", row.otherwise, say, grounds),
            exception_to=stated("作为例外优先于", row.exception_to, say, grounds),
            fixed=stated("下级不得修改", row.fixed, say, grounds),
        ),
    }
    return Item(
        kind="rows",
        id=f"{table.id}/{row.id}",
        title=f"{table.label}　{row.id}",
        of=table.id,
        record=row,
        fields=fields,
        grounds=grounds,
    )


def _bare(cell: Cell) -> Any:
    """Return a condition with the names of terms in the place of their values."""
    return cell.fact, tuple(
        tuple((one.sign, f"${one.term}" if one.term else (one.operand,)) for one in alternative)
        for alternative in cell.alternatives
    )


# ---- words


def _fact(fact: Fact) -> Item:
    fields = {
        "label": stated("名称", fact.label),
        "question": stated("问法", fact.question),
        "domain": stated("取值范围", fact.domain, say_domain),
        **_filled(detail=stated("只属于一个事件", fact.detail, say)),
    }
    return Item(kind="facts", id=fact.name, title=fact.label, record=fact, fields=fields)


def _event(kind: EventKind, words: Words) -> Item:
    facts = words.policy.vocabulary.facts
    fields = {
        "title": stated("名称", kind.title),
        **{
            f"sets.{name}": stated(f"此后“{facts[name].label}”", value, facts[name].say)
            for name, value in kind.sets.items()
        },
        **_filled(
            clears=stated("此后不再知道", kind.clears, words.facts),
            in_place_of=stated("代行谁的角色", kind.in_place_of, words.noted),
            back=stated("谁恢复行使角色", kind.back, words.noted),
        ),
    }
    return Item(kind="events", id=kind.id, title=kind.title, record=kind, fields=fields)


def _field(one: Field) -> Item:
    personal = one.sensitivity is Sensitivity.PERSONAL
    fields = {
        "label": stated("名称", one.label),
        "kind": stated("类型", one.kind, lambda kind: kind.zh),
        "sensitivity": stated("个人信息", personal, say),
    }
    return Item(kind="fields", id=one.name, title=one.label, record=one, fields=fields)
