"""Where figures come from (来历): who set them, by what authority, and what they replaced."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from attrs import frozen

from servicehall.citations import Confidence
from servicehall.entries import Entry, NotStated, Settled, Source
from servicehall.errors import InputValueError
from servicehall.fees import FeeRule
from servicehall.levels import LAYERS, STATUTES
from servicehall.limits import Limit, Minutes, SameDay, Unknown, is_longer
from servicehall.matters import PUBLIC_ITEMS, Matter, say
from servicehall.tables import HitPolicy, Row, Table
from servicehall.tables.views import say_region
from servicehall.terms import Term, TermReference, TermValue, limit_of
from servicehall.vocabulary import hint_for

__all__ = ["LABELS", "InForce", "Remark", "explain", "other_units", "remarks"]


class InForce(Protocol):
    """What a policy hands over to be explained."""

    @property
    def terms(self) -> Mapping[str, TermValue]: ...  # noqa: D102  # see Policy
    @property
    def tables(self) -> Mapping[str, Table]: ...  # noqa: D102
    @property
    def settled(self) -> Mapping[str, Mapping[str, Settled]]: ...  # noqa: D102
    @property
    def matters(self) -> Mapping[str, Matter]: ...  # noqa: D102
    @property
    def fees(self) -> Mapping[str, FeeRule]: ...  # noqa: D102
    @property
    def packs(self) -> Sequence[Any]: ...  # noqa: D102


@frozen
class Remark:
    """Something that a reader of a policy must know (待核事项).

    Attributes:
        about: The record or term, as :meth:`Policy.explain` takes it.
        text: What it is, in Chinese.
    """

    about: str
    text: str

    def __str__(self) -> str:
        return f"{self.about}：{self.text}"


# ---- what is open


def remarks(policy: InForce) -> Iterator[Remark]:
    """Go through what the packs leave open, or what is not comparable."""
    for matter in policy.matters.values():
        yield from _of_matter(matter)
        yield from _of_usual(matter, policy.terms)
    for term in policy.terms.values():
        yield from _of_term(term)
    for table in policy.tables.values():
        yield from _of_table(table)
    yield from _of_replacements(policy)


def _of_replacements(policy: InForce) -> Iterator[Remark]:
    """Tell of words that are to take the place of a pack which has no say here."""
    said: list[tuple[str, Source]] = []
    for name, term in policy.terms.items():
        said += [(name, value) for value in term.set_by]
    for one in (one for records in policy.settled.values() for one in records.values()):
        said += [(f"{one.kind}/{one.id}", entry) for entry in one.entries]
    present = {pack.id for pack in policy.packs}
    for about, source in said:
        if source.replaces and source.replaces not in present:
            text = f"写明取代规则包 {source.replaces}，但本地没有这个规则包，此项不起作用"
            yield Remark(about, text)


def _of_matter(matter: Matter) -> Iterator[Remark]:
    about = f"matters/{matter.id}"
    if matter.unusable:
        yield Remark(about, f"{matter.title}：不得使用（{matter.unusable}）")
        return
    for name, limit in (("承诺时限", matter.promised), ("法定时限", matter.statutory)):
        if isinstance(limit, Unknown):
            yield Remark(about, f"{matter.title}：{name}不明（{limit.why}）")
    yield from _units_of_matter(matter)
    if not matter.is_taken_up:
        return  # the law does not say what papers a hall asks for, nor what it charges
    if isinstance(matter.materials, NotStated):
        yield Remark(about, f"{matter.title}：材料{matter.materials}")
    if matter.fee_unknown:
        yield Remark(about, f"{matter.title}：收费不明（{matter.fee_unknown}）")


def _of_usual(matter: Matter, terms: Mapping[str, TermValue]) -> Iterator[Remark]:
    """Tell of a promise in days that is not within what is usual, by terms that a place declares.

    They are ``matter.promised.least`` and ``matter.promised.most``; what is done on the spot has no
    such bounds.
    """
    promised = matter.promised
    if matter.unusable or promised is None or isinstance(promised, SameDay | Minutes):
        return
    for end, word in (("least", "短于"), ("most", "长于")):
        term = terms.get(f"matter.promised.{end}")
        if term is None:
            continue
        pair = (promised, term.value) if end == "most" else (term.value, promised)
        if is_longer(*pair):
            text = f"{matter.title}：承诺时限（{promised}）{word}{term.term.label}（{term.value}）"
            yield Remark(f"matters/{matter.id}", f"{text}，依据：{term.citation}")


def other_units(policy: InForce) -> Iterator[Remark]:
    """Go through limits that cannot be compared with the limit above them (单位不同)."""
    for matter in policy.matters.values():
        if not matter.unusable:
            yield from _units_of_matter(matter)
    for term in policy.terms.values():
        yield from _of_term(term)


def _units_of_matter(matter: Matter) -> Iterator[Remark]:
    promised, statutory = matter.promised, matter.statutory
    if promised is None or statutory is None:
        return
    known = not isinstance(promised, Unknown) and not isinstance(statutory, Unknown)
    if known and is_longer(promised, statutory) is None:
        text = f"{matter.title}：承诺时限（{promised}）与法定时限（{statutory}）"
        yield Remark(f"matters/{matter.id}", f"{text}单位不同，逐件比较，以先到期的为准")


def _of_table(table: Table) -> Iterator[Remark]:
    """Tell of cases for which a table that gives one answer has none."""
    holes = () if table.policy is HitPolicy.ALL else table.analyse().holes
    for region in holes[:1]:
        text = f"{table.label}：有漏洞，以下情形没有适用的行（servicehall table 列出全部）"
        yield Remark(table.id, f"{text}：{say_region(region)}")


def _of_term(value: TermValue) -> Iterator[Remark]:
    about, chain = value.term.id, value.set_by
    if not value.term.shorter_only or not isinstance(value.value, Limit):
        return
    for other in chain[1:]:
        if isinstance(other.value, Limit) and is_longer(value.value, other.value) is None:
            text = f"{value.term.label}：{value.value}与上级的{other.value}单位不同"
            yield Remark(about, f"{text}，逐件比较，以先到期的为准")


# ---- who set it


def explain(policy: InForce, name: str) -> str:
    """Say who set something; see :meth:`Policy.explain`."""
    if name in policy.terms:
        return "\n".join(_explain_term(policy.terms[name]))
    kind, slash, rest = name.partition("/")
    if slash and kind in policy.settled:
        return "\n".join(_explain_record(policy, kind, rest))
    if slash and kind in policy.tables:
        return "\n".join(_explain_row(policy.tables[kind], rest))
    found = [k for k, records in policy.settled.items() if _record_in(records, name)]
    if len(found) > 1:
        raise InputValueError("SH479", name=repr(name), found=[f"{k}/{name}" for k in found])
    if found:
        return "\n".join(_explain_record(policy, found[0], name))
    known = [*policy.terms, *(i for records in policy.settled.values() for i in records)]
    hint = hint_for(name, known)
    raise InputValueError("SH478", name=repr(name), hint=hint)


def _explain_term(value: TermValue) -> Iterator[str]:
    term = value.term
    yield f"{term.id}（{term.label}）：{term.say(value.value)}"
    yield from _chain([(v, term.say(v.value), v.note) for v in value.set_by])
    yield from (f"  {line}" for line in _about_term(term))


def _about_term(term: Term) -> Iterator[str]:
    words = {"起算": term.trigger, "约束": term.binds, "条件": term.condition}
    yield from (f"{label}：{text}" for label, text in words.items() if text)
    if term.extends:
        yield f"延长：{term.extends}"
    if term.shorter_only:
        yield "界限：下级只能缩短"
    if term.bound is not None and term.domain is not None:
        yield f"界限：{term.bound.say(term.domain, {})}"
    if term.fixed:
        yield "下级不得设值"
    elif term.set_by:
        yield f"可由以下层级设值：{'、'.join(LAYERS[layer] for layer in term.set_by)}"


def _record_in(records: Mapping[str, Settled], name: str) -> bool:
    return any(name == one.id or _field_of(one, name) for one in records.values())


def _field_of(one: Settled, name: str) -> str:
    field = name.removeprefix(f"{one.id}.")
    key, _, item = field.partition(".")
    known = field in one.fields or item in one.parts.get(key, ())
    return field if field != name and known else ""


def _explain_record(policy: InForce, kind: str, name: str) -> Iterator[str]:
    """Explain a record, or one field of it; a record's id may itself hold dots."""
    records = policy.settled[kind]
    if name in records:
        one = records[name]
        headline = policy.fees[name].say() if kind == "fees" else one.get("title", one.id)
        yield f"{kind}/{one.id}：{headline}"
        yield from _source(one.made, "设立")
        for key in one.fields:
            if len(one.sources[key]) > 1 or one.sources[key][0] is not one.made:
                yield from _explain_field(policy, one, key)
        return
    for one in records.values():
        if key := _field_of(one, name):
            yield f"{kind}/{name}"
            yield from _explain_field(policy, one, key)
            return
    hint = hint_for(name, records)
    raise InputValueError("SH478", name=repr(f"{kind}/{name}"), hint=hint)


def _explain_field(policy: InForce, one: Settled, name: str) -> Iterator[str]:
    """Explain a field, or an item of one; a field of which levels state single items, by item."""
    key, _, item = name.partition(".")
    if key in one.parts:
        for each in [item] if item else one.parts[key]:
            yield from _explain_item(one, key, each)
        return
    chain = one.sources[key]
    yield f"  {LABELS.get(key, key)}：{_say(policy, one.fields[key])}"
    below = "上级" if isinstance(one.fields[key], Mapping) and key == "items" else "取代"
    said = [(entry, _say(policy, entry.fields[key]), entry.note) for entry in chain]
    yield from (f"  {line}" for line in _chain(said, below))


def _explain_item(one: Settled, key: str, item: str) -> Iterator[str]:
    yield f"  {LABELS[key]} {item}：{say(one.fields[key][item])}"
    said = [(entry, say(entry.fields[key][item]), entry.note) for entry in one.parts[key][item]]
    yield from (f"  {line}" for line in _chain(said))


def _say(policy: InForce, value: object) -> str:
    """Say a value as people read it; one that a term sets with the term and its figure."""
    if not isinstance(value, TermReference):
        return say(value)
    found = policy.terms.get(value.term)
    label = found.term.label if found else "该日没有施行的取值"
    return f"{limit_of(value, policy.terms)}（参数 {value.term}，{label}）"


LABELS = PUBLIC_ITEMS | {
    "code": "编码",
    "kind": "事项类型",
    "approval_level": "行使层级",
    "clients": "服务对象",
    "words": "承诺时限原话",
    "statutory_words": "法定时限原话",
    "forwarding": "上报时限",
    "text": "正文",
    "says": "照写的项目",
    "limit": "写明哪项义务的期限",
    "visits": "到现场次数",
    "facts": "预先确定的事实",
    "unusable": "不得使用的原因",
    "department": "进驻部门",
    "titles": "材料名称",
    "main": "是否主件",
    "form": "材料形式",
    "number": "份数",
    "condition": "条件",
    "issuer": "出具单位",
    "matter": "所属事项",
    "item": "收费项目",
    "rate": "收费标准",
    "period": "计费周期",
    "least": "最低收费",
    "most": "最高收费",
    "basis": "依据",
    "disabled": "停用",
    "of": "对象",
    "items": "项目",
    "grounds": "事由",
    "notice": "告知方式",
    "effect": "后果",
    "as_of": "起算",
    "scope": "适用范围",
    "sessions": "办公时间",
    "profile": "采用的模式",
}
"""What fields are called in Chinese."""


def _explain_row(table: Table, name: str) -> Iterator[str]:
    rows = {row.id: row for row in table.rows}
    if name not in rows:
        hint = hint_for(name, rows)
        raise InputValueError("SH478", name=repr(f"{table.id}/{name}"), hint=hint)
    row = rows[name]
    yield f"{table.label}/{row.id}：{table.gives.say(row.then)}"
    yield from _source(row, "设立")
    for amendment in row.amendments:
        yield f"  {'、'.join(amendment.cells)} 由{amendment.level.place}修改，{amendment.citation}"
    for term, citation in row.terms:
        yield f"  参数 {term} 的依据：{citation}"


def _chain(said: Sequence[tuple[Any, str, str]], below: str = "取代") -> Iterator[str]:
    """Tell who said something, the one in force first, then what it took the place of."""
    for place, (source, value, note) in enumerate(said):
        head = "现行" if place == 0 else below
        yield f"  {head}：{value}"
        yield from (f"  {line}" for line in _details(source, note))


def _source(record: Entry | Row, head: str) -> Iterator[str]:
    yield f"  {head}："
    yield from (f"  {line}" for line in _details(record, getattr(record, "note", "")))


def _details(source: Any, note: str) -> Iterator[str]:
    pack = f"，规则包 {source.pack}" if source.pack else ""
    yield f"  {source.level.place}{pack}{_in_brackets(str(source.span))}"
    yield f"  依据：{source.citation}"
    if source.level.rank == STATUTES and source.span.since is None:
        yield "  施行之日：未查，不能断定查询之日已经施行"
    if source.citation.quote:
        yield f"  原文：“{source.citation.quote}”"
    if source.citation.confidence is not Confidence.CLEAN:
        yield f"  可信程度：{source.citation.confidence.zh}"
    if note:
        yield f"  说明：{note}"


def _in_brackets(text: str) -> str:
    return f"（{text}）" if text else ""
