"""From forms to records (解析规则包): every fault is found at once, and told with its place."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from attrs import evolve, fields

from servicehall.cells import ANY, parse_cell
from servicehall.checks import check_text, shown
from servicehall.divisions import NATION
from servicehall.errors import DataError
from servicehall.instants import ONE_DAY
from servicehall.plugins.forms import FORMAT, FactForm, HeadForm, TableForm, TermForm, ValueForm
from servicehall.plugins.meanings import (
    Scope,
    citation_of,
    division_level,
    domain_of,
    literal,
    refuse_keys,
    short_form,
)
from servicehall.plugins.packs import OrderChange, Pack, TableHead
from servicehall.plugins.rows import read_rows
from servicehall.problems import Problems
from servicehall.reading import structure
from servicehall.spans import Span
from servicehall.tables import HitPolicy, Level
from servicehall.terms import SetValue, Term
from servicehall.vocabulary import Fact, Value, YesNo, nearest

__all__ = ["parse_pack"]

_LAYERS = {"statutes": (0, "法律法规"), "model hall": (1, "示范大厅")}
_SECTIONS = ("facts", "details", "events", "terms", "tables", "rows")


def parse_pack(data: Mapping[str, Any], above: Iterable[Pack], problems: Problems) -> Pack:
    """Make a pack of parsed TOML, of all its records that are in order.

    Args:
        data: What stands in the file.
        above: The packs that it builds on: their facts, terms, tables and rows are known.
        problems: Takes every fault that is found, with its place.

    Raises:
        FaultyDataError: What the pack says of itself cannot be read; then nothing else can.
    """
    head = _head(data, problems)
    scope = Scope.of(head, above, problems)
    events = _events(scope, data)
    facts = tuple(_facts(scope, data))
    terms, values = _terms(scope, data)
    tables, orders = _tables(scope, data)
    rows, changes = read_rows(scope, data)
    return evolve(
        head,
        events=events,
        facts=facts,
        terms=terms,
        values=values,
        tables=tables,
        orders=orders,
        rows=rows,
        changes=changes,
    )


# ---- the pack itself


def _head(data: Mapping[str, Any], problems: Problems) -> Pack:
    """Read what the pack says of itself; without it nothing else can be read."""
    known = [field.name for field in fields(HeadForm)]
    for key in data:
        if key not in known and key not in _SECTIONS:
            hint = nearest(key, (*known, *_SECTIONS)) or ", ".join((*known, *_SECTIONS))
            problems.add("SH204", "(top level, 顶层)", key=key, hint=hint)
    own = {key: value for key, value in data.items() if key in known}
    head = Problems(problems.source)
    form = HeadForm(id="?")
    level = Level(3, NATION, "全国")
    with head.at("pack"):
        form = structure(own, HeadForm, problems.source)
        check_text(form.id, "id")
        level = _level(form)
    if form.format != FORMAT:
        head.add("SH210", "format", format=form.format, known=FORMAT)
    problems.found.extend(head.found)
    if head.found:
        problems.stop()
    return Pack(
        id=form.id,
        title=form.title or form.id,
        level=evolve(level, title=form.title or level.title),
        profile=form.profile,
        division=level.name if level.rank > 2 else "",
        source=problems.source,
    )


def _level(head: HeadForm) -> Level:
    """Say where a pack stands between the general and the special."""
    given = [key for key in ("layer", "profile", "division") if getattr(head, key)]
    if len(given) > 1:
        raise DataError("SH448", keys=tuple(given))
    if head.layer:
        if head.layer not in _LAYERS:
            raise DataError("SH217", name="layer", value=head.layer, known=", ".join(_LAYERS))
        rank, title = _LAYERS[head.layer]
        return Level(rank, head.layer, title)
    if head.profile:
        return Level(2, head.profile)
    return division_level(head.division or NATION)


# ---- facts and events


def _events(scope: Scope, data: Mapping[str, Any]) -> Mapping[str, str]:
    events = scope.section(data, "events")
    for name, label in events.items():
        if not isinstance(label, str):
            facts = {"expected": "text in quotation marks", "expected_zh": "文字，加引号"}
            scope.problems.add("SH205", f"events.{name}", value=shown(label), **facts)
    scope.events.update(events)
    return events


def _facts(scope: Scope, data: Mapping[str, Any]) -> Iterator[Fact]:
    for section in ("facts", "details"):
        for name, written in scope.section(data, section).items():
            path = f"{section}.{name}"
            if name in scope.facts:
                scope.problems.add("SH432", path, kind="fact", kind_zh="事实", id=name)
                continue
            scope.problems.faulty.add(("fact", name))
            with scope.problems.at(path):
                scope.facts[name] = _fact(scope, name, written, path)
                scope.problems.faulty.discard(("fact", name))
                yield scope.facts[name]


def _fact(scope: Scope, name: str, written: object, path: str) -> Fact:
    form = short_form(written)
    if form is None:
        form = structure(written, FactForm, scope.problems.source, path)
    words = {key: getattr(form, key) for key in ("label", "question") if getattr(form, key)}
    return Fact(name, domain_of(form), detail=path.startswith("details"), **words)


# ---- terms


def _terms(scope: Scope, data: Mapping[str, Any]) -> tuple[tuple[Term, ...], tuple[SetValue, ...]]:
    terms: list[Term] = []
    values: list[SetValue] = []
    for path, form in scope.forms(data, "terms", TermForm):
        with scope.problems.at(path):
            if bool(form.id) == bool(form.changes):
                raise DataError("SH449")
            if form.id in scope.terms:
                raise DataError("SH432", kind="term", kind_zh="参数", id=form.id)
            if form.id:
                scope.problems.faulty.add(("term", form.id))
                scope.terms[form.id] = _term(scope, form, path)
                scope.problems.faulty.discard(("term", form.id))
                terms.append(scope.terms[form.id])
            scope.problems.refuse_faulty("term", form.changes)
            term = scope.terms.get(form.id or form.changes)
            if term is None:
                raise DataError("SH430", name=form.changes, known=tuple(scope.terms))
            values += _values(scope, term, form, path)
    return tuple(terms), tuple(values)


def _term(scope: Scope, form: TermForm, path: str) -> Term:
    if form.type is None:
        raise DataError("SH206", key="type")
    kind = short_form(form.type)
    if kind is None:
        kind = structure(form.type, FactForm, scope.problems.source, f"{path}.type")
    domain = domain_of(kind)
    bound = parse_cell(Fact("value", domain), form.bound or ANY, {}, {})
    return Term(id=form.id, label=form.label or form.id, domain=domain, bound=bound)


def _values(scope: Scope, term: Term, form: TermForm, path: str) -> Iterator[SetValue]:
    """Read one value, or several; each of several holds until the next begins."""
    alone = form.value is not None
    if alone == bool(form.values):
        raise DataError("SH450")
    if form.changes:
        refuse_keys(form, ("label", "type", "bound"), "changes")
    if form.values:
        refuse_keys(form, ("cite", "quote", "link", "division", "since", "expires"), "values")
    written: tuple[TermForm | ValueForm, ...] = (form,) if alone else form.values
    places = [path if alone else f"{path}.values[{n}]" for n in range(1, len(written) + 1)]
    fact = Fact("value", term.domain, label=term.label)
    for place, one, expires in zip(places, written, _ends(written), strict=True):
        found = scope.problems.count
        with scope.problems.at(place):
            yield SetValue(
                term=term.id,
                value=_bounded(term, literal(fact, one.value)),
                citation=citation_of(one),
                span=Span(since=one.since, expires=expires),
                **scope.place(one.division),
            )
        if scope.problems.count > found:
            scope.problems.faulty.add(("term", term.id))


def _ends(written: Sequence[TermForm | ValueForm]) -> list[date | None]:
    """Return the last day of each value: its own, or the day before the next one begins."""
    ends = []
    for one in written:
        later = [w.since for w in written if w.since and (one.since is None or w.since > one.since)]
        ends.append(one.expires or (min(later) - ONE_DAY if later else None))
    return ends


def _bounded(term: Term, value: Value) -> Value:
    if term.bound is not None and not term.bound.holds({"value": value}):
        bound = term.bound.say(term.domain, {})
        raise DataError("SH444", value=value, term=term.id, bound=bound)
    return value


# ---- tables


def _tables(
    scope: Scope, data: Mapping[str, Any]
) -> tuple[tuple[TableHead, ...], tuple[OrderChange, ...]]:
    heads: list[TableHead] = []
    orders: list[OrderChange] = []
    for path, form in scope.forms(data, "tables", TableForm):
        scope.problems.faulty.add(("table", form.id))
        with scope.problems.at(path):
            if bool(form.id) == bool(form.changes):
                raise DataError("SH449")
            if form.changes:
                orders.append(_order_change(scope, form, path))
                continue
            if form.id in scope.heads:
                scope.problems.faulty.discard(("table", form.id))
                raise DataError("SH432", kind="table", kind_zh="规则表", id=form.id)
            scope.heads[form.id] = _table(scope, form, path)
            scope.problems.faulty.discard(("table", form.id))
            heads.append(scope.heads[form.id])
    return tuple(heads), tuple(orders)


def _order_change(scope: Scope, form: TableForm, path: str) -> OrderChange:
    """Read another order for a table above; all else of it stays."""
    head = scope.head_of(form.changes)
    refuse_keys(form, ("label", "gives", "answer", "facts", "at", "rest", "after"), "changes")
    if not form.order:
        raise DataError("SH451")
    return OrderChange(
        table=head.id,
        order=tuple(_order(scope, head.gives, form.order, f"{path}.order")),
        citation=citation_of(form),
        span=Span(since=form.since, expires=form.expires),
        **scope.place(form.division),
    )


def _table(scope: Scope, form: TableForm, path: str) -> TableHead:
    for key in ("gives", "answer"):
        if not getattr(form, key):
            raise DataError("SH206", key=key)
    refuse_keys(form, ("division", "since", "expires"), "id")
    if form.answer not in tuple(HitPolicy):
        raise DataError("SH217", name="answer", value=form.answer, known=", ".join(HitPolicy))
    gives = scope.fact(form.gives)
    for name in form.at:
        if name not in scope.events:
            hint = nearest(name, scope.events) or ", ".join(scope.events)
            scope.problems.add("SH443", f"{path}.at", name=name, hint=hint)
    for name in form.facts:
        with scope.problems.at(f"{path}.facts"):
            scope.fact(name)
    return TableHead(
        id=form.id,
        label=form.label or form.id,
        gives=gives,
        policy=HitPolicy(form.answer),
        order=tuple(_order(scope, gives, form.order, f"{path}.order")),
        facts=tuple(name for name in form.facts if name in scope.facts),
        at=form.at,
        rest=None if form.rest is None else literal(gives, form.rest, "SH435"),
        after=dict(_after(scope, gives, form.after, f"{path}.after")),
        citation=citation_of(form) if form.cite else None,
    )


def _order(scope: Scope, gives: Fact, written: Sequence[object], path: str) -> Iterator[Value]:
    seen: list[Value] = []
    for one in written:
        with scope.problems.at(path):
            outcome = literal(gives, one, "SH435")
            if outcome in seen:
                raise DataError("SH432", kind="outcome", kind_zh="结论", id=outcome)
            seen.append(outcome)
    yield from seen


def _after(
    scope: Scope, gives: Fact, written: Mapping[str, Mapping[str, object]], path: str
) -> Iterator[tuple[Value, Mapping[str, Value]]]:
    for one, settled in written.items():
        facts: dict[str, Value] = {}
        for name, value in settled.items():
            with scope.problems.at(f"{path}.{one}.{name}"):
                facts[name] = literal(scope.fact(name), value)
        with scope.problems.at(f"{path}.{one}"):
            plain = isinstance(gives.domain, YesNo)
            outcome = {"true": True, "false": False}.get(one, one) if plain else one
            yield literal(gives, outcome, "SH435"), facts
