"""From forms to records (解析规则包): every fault is found at once, and told with its place."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial

from attrs import evolve, fields

from servicehall.cells import ANY, parse_cell
from servicehall.checks import check_id, check_text
from servicehall.duties import EventKind
from servicehall.errors import TOP_LEVEL, DataError
from servicehall.events import Field, FieldKind, Sensitivity
from servicehall.instants import ONE_DAY
from servicehall.levels import LAYERS
from servicehall.limits import Limit, parse_limit
from servicehall.plugins.entries import read_entries
from servicehall.plugins.files import Contents
from servicehall.plugins.meanings import (
    Scope,
    citation_of,
    domain_of,
    literal,
    refuse_keys,
    short_form,
)
from servicehall.plugins.packs import OrderChange, Pack, Rules, TableHead
from servicehall.plugins.rows import read_rows
from servicehall.plugins.sections import (
    SECTIONS,
    EventForm,
    FactForm,
    FieldForm,
    HeadForm,
    Sourced,
    TableForm,
    TermForm,
    ValueForm,
)
from servicehall.problems import Problems
from servicehall.reading import structure
from servicehall.tables import HitPolicy
from servicehall.terms import SetValue, Term
from servicehall.vocabulary import Fact, Value, YesNo, hint_for

__all__ = ["check_shapes", "parse_pack"]

_SHORTER = "shorter only"
_LIMIT_WORDS = ("trigger", "binds", "extends", "condition", "approver")


def parse_pack(pack: Pack, contents: Contents, above: Iterable[Rules], problems: Problems) -> Rules:
    """Make records of what stands in a pack, of all that is in order.

    Args:
        pack: What the pack says of itself.
        contents: What stands in its files.
        above: What it builds on: facts, terms, tables, rows and records that are known.
        problems: Takes every fault that is found, with its place.
    """
    _check_keys(contents, problems)
    scope = Scope.of(pack, contents, above, problems)
    facts = tuple(_facts(scope))
    event_fields = tuple(_event_fields(scope))
    events = tuple(_events(scope))
    terms, values = _terms(scope)
    tables, orders = _tables(scope)
    rows, changes = read_rows(scope)
    return Rules(
        pack=pack,
        facts=facts,
        events=events,
        fields=event_fields,
        terms=terms,
        values=values,
        tables=tables,
        orders=orders,
        rows=rows,
        changes=changes,
        entries=tuple(read_entries(scope)),
    )


def check_shapes(contents: Contents, problems: Problems) -> None:
    """Note what can be told of a pack without knowing what stands above it: keys and types."""
    _check_keys(contents, problems)
    for section in SECTIONS:
        if not section.named:
            for path, item in contents.listed(section.name, problems):
                with problems.at(path):
                    structure(item, section.form, problems.source, path)


def _check_keys(contents: Contents, problems: Problems) -> None:
    """Note sections that do not exist; keys of the head stand in the first file only."""
    head = [key.name for key in fields(HeadForm)]
    sections = [section.name for section in SECTIONS]
    for name, key, number in contents.top_level():
        known = (*head, *sections) if number == 0 else tuple(sections)
        if key not in known:
            hint = hint_for(key, known)
            problems.add("SH204", f"{name} {TOP_LEVEL}".strip(), key=key, hint=hint)


# ---- facts, events and their fields


def _events(scope: Scope) -> Iterator[EventKind]:
    """Read kinds of event: new ones, and of those that are known another title or what they set."""
    for path, name, written in scope.named("events"):
        with scope.problems.at(path):
            form = EventForm(title=written) if isinstance(written, str) else None
            form = form or structure(written, EventForm, scope.problems.source, path)
            above = scope.events.get(name)
            title = form.title or (above.title if above else check_text(form.title, "title"))
            sets = {fact: literal(scope.fact(fact), value) for fact, value in form.sets.items()}
            known = dict(above.sets) if above else {}
            clears = form.clears or (above.clears if above else ())
            for fact in form.clears:
                scope.fact(fact)
            for key in ("in_place_of", "back"):
                _check_field(scope, key, getattr(form, key))
            scope.events[name] = EventKind(
                id=name,
                title=title,
                sets=known | sets,
                clears=clears,
                in_place_of=form.in_place_of or (above.in_place_of if above else ""),
                back=form.back or (above.back if above else ""),
            )
            yield scope.events[name]


def _check_field(scope: Scope, key: str, name: str) -> None:
    if name and name not in scope.fields:
        raise DataError("SH217", name=key, value=name, known=", ".join(scope.fields))


def _event_fields(scope: Scope) -> Iterator[Field]:
    for path, name, written in scope.named("fields"):
        with scope.problems.at(path):
            if name in scope.fields or name in scope.facts:
                raise DataError("SH432", kind="field", kind_zh="登记项", id=name)
            form = FieldForm(type=written) if isinstance(written, str) else None
            form = form or structure(written, FieldForm, scope.problems.source, path)
            for key, words in (("type", FieldKind), ("sensitivity", Sensitivity)):
                if getattr(form, key) not in tuple(words):
                    known = ", ".join(words)
                    raise DataError("SH217", name=key, value=getattr(form, key), known=known)
            label, sensitivity = form.label or name, Sensitivity(form.sensitivity)
            scope.fields[name] = Field(name, label, FieldKind(form.type), sensitivity)
            yield scope.fields[name]


def _facts(scope: Scope) -> Iterator[Fact]:
    for section in ("facts", "details"):
        for path, name, written in scope.named(section):
            if name in scope.facts:
                scope.problems.add("SH432", path, kind="fact", kind_zh="事实", id=name)
                continue
            scope.problems.faulty.add(("fact", name))
            with scope.problems.at(path):
                scope.facts[name] = _fact(scope, name, written, path, detail=section == "details")
                scope.problems.faulty.discard(("fact", name))
                yield scope.facts[name]


def _fact(scope: Scope, name: str, written: object, path: str, *, detail: bool) -> Fact:
    form = short_form(written)
    if form is None:
        form = structure(written, FactForm, scope.problems.source, path)
    words = {key: getattr(form, key) for key in ("label", "question") if getattr(form, key)}
    return Fact(name, domain_of(form), detail=detail, **words)


# ---- terms


def _terms(scope: Scope) -> tuple[tuple[Term, ...], tuple[SetValue, ...]]:
    terms: list[Term] = []
    values: list[SetValue] = []
    for path, form in scope.forms("terms", TermForm):
        with scope.problems.at(path):
            if bool(form.id) == bool(form.changes):
                raise DataError("SH449")
            if form.id:
                check_id(form.id)
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
    for layer in form.set_by:
        if layer not in LAYERS:
            raise DataError("SH217", name="set_by", value=layer, known=", ".join(LAYERS))
    if form.extends and form.extends not in scope.terms:
        raise DataError("SH430", name=form.extends, known=tuple(scope.terms))
    make = partial(
        Term,
        id=form.id,
        label=form.label or form.id,
        set_by=form.set_by,
        fixed=form.fixed,
        pack=scope.pack.id,
        rank=scope.pack.level.rank,
    )
    if form.type == "limit":
        if form.bound not in ("", _SHORTER):
            raise DataError("SH217", name="bound", value=form.bound, known=_SHORTER)
        words = {key: getattr(form, key) for key in _LIMIT_WORDS}
        return make(domain=None, shorter_only=bool(form.bound), **words)
    refuse_keys(form, _LIMIT_WORDS, "type")
    kind = short_form(form.type)
    if kind is None:
        kind = structure(form.type, FactForm, scope.problems.source, f"{path}.type")
    domain = domain_of(kind)
    bound = parse_cell(Fact("value", domain), form.bound or ANY, {}, {})
    return make(domain=domain, bound=bound)


def _values(scope: Scope, term: Term, form: TermForm, path: str) -> Iterator[SetValue]:
    """Read one value, or several; each of several holds until the next begins."""
    alone = form.value is not None
    if alone == bool(form.values):
        raise DataError("SH450")
    if form.changes:
        refuse_keys(form, ("label", "type", "bound", "set_by", "fixed", *_LIMIT_WORDS), "changes")
    if form.values:
        refuse_keys(
            form, (key.name for key in fields(Sourced) if key.name != "confidence"), "values"
        )
    written: tuple[TermForm | ValueForm, ...] = (form,) if alone else form.values
    places = [path if alone else f"{path}.values[{n}]" for n in range(1, len(written) + 1)]
    for place, one, expires in zip(places, written, _ends(written), strict=True):
        found = scope.problems.count
        with scope.problems.at(place):
            _check_authority(scope, term, one)
            yield SetValue(
                term=term.id,
                value=_value(term, one.value),
                citation=citation_of(one),
                note=one.note,
                **scope.place(evolve(one, expires=expires)),
            )
        if scope.problems.count > found:
            scope.problems.faulty.add(("term", term.id))


def _ends(written: Sequence[TermForm | ValueForm]) -> list[date | None]:
    """Return the last day of each value: its own, or the day before the next one there begins."""
    ends = []
    for one in written:
        here = [w.since for w in written if w.since and w.division == one.division]
        later = [since for since in here if one.since is None or since > one.since]
        ends.append(one.expires or (min(later) - ONE_DAY if later else None))
    return ends


def _value(term: Term, written: object) -> Value | Limit:
    """Read a value of a term, within its bound."""
    if term.domain is None:
        return parse_limit(written)  # type: ignore[arg-type]  # it refuses what is no text
    value = literal(Fact("value", term.domain, label=term.label), written)
    if term.bound is not None and not term.bound.holds({"value": value}):
        bound = term.bound.say(term.domain, {})
        raise DataError("SH444", value=value, term=term.id, bound=bound)
    return value


def _check_authority(scope: Scope, term: Term, form: TermForm | ValueForm) -> None:
    """Refuse to set a term that is fixed (SH461), or that others are to set (SH464)."""
    if term.pack == scope.pack.id:
        return
    if term.fixed:
        raise DataError("SH461", what=term.id)
    layer = scope.place(form)["level"].layer
    if term.set_by and layer not in term.set_by:
        allowed = {"allowed": term.set_by, "allowed_zh": tuple(LAYERS[n] for n in term.set_by)}
        own = {"layer": layer, "layer_zh": LAYERS[layer]}
        raise DataError("SH464", term=term.id, **own, **allowed)


# ---- tables


def _tables(scope: Scope) -> tuple[tuple[TableHead, ...], tuple[OrderChange, ...]]:
    heads: list[TableHead] = []
    orders: list[OrderChange] = []
    for path, form in scope.forms("tables", TableForm):
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
        raise DataError("SH451", keys="order")
    return OrderChange(
        table=head.id,
        order=tuple(_order(scope, head.gives, form.order, f"{path}.order")),
        citation=citation_of(form),
        **scope.place(form),
    )


def _table(scope: Scope, form: TableForm, path: str) -> TableHead:
    check_id(form.id)
    for key in ("gives", "answer"):
        if not getattr(form, key):
            raise DataError("SH206", key=key)
    refuse_keys(form, ("division", "since", "expires", "replaces"), "id")
    if form.answer not in tuple(HitPolicy):
        raise DataError("SH217", name="answer", value=form.answer, known=", ".join(HitPolicy))
    gives = scope.fact(form.gives)
    for name in form.at:
        if name not in scope.events:
            hint = hint_for(name, scope.events)
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
