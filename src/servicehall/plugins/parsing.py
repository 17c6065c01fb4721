"""From forms to records (解析规则包): words get their meaning, and every fault is found at once."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from attrs import evolve, frozen

from servicehall.cells import ANY, Cell, parse_cell
from servicehall.citations import Citation, parse_citation
from servicehall.divisions import NATION, check_division, path_of
from servicehall.errors import DataError
from servicehall.parts import parts_of
from servicehall.plugins.forms import (
    FORMAT,
    FactForm,
    HeadForm,
    RowForm,
    TableForm,
    TermForm,
    ValueForm,
)
from servicehall.plugins.packs import Pack, RowChange, TableHead
from servicehall.problems import Problems
from servicehall.reading import structure
from servicehall.spans import Span
from servicehall.tables import HitPolicy, Level, Row
from servicehall.terms import SetValue, Term
from servicehall.vocabulary import (
    Choice,
    Domain,
    Fact,
    Number,
    Value,
    YesNo,
    nearest,
    read_number,
)

__all__ = ["parse_pack"]

Form = TypeVar("Form")

_LAYERS = {"statutes": (0, "法律法规"), "model hall": (1, "示范大厅")}
_LISTS = ("terms", "tables", "rows")
_SECTIONS = ("facts", "details", "events", *_LISTS)
_TYPES: Mapping[str, Domain] = {
    "yes_no": YesNo(),
    "count": Number(least=0),
    "integer": Number(),
    "decimal": Number(whole=False),
}


def parse_pack(data: Mapping[str, Any], above: Sequence[Pack], problems: Problems) -> Pack:
    """Make a pack of parsed TOML, of all its records that are in order.

    Args:
        data: What stands in the file.
        above: The packs that it builds on: their facts, terms, tables and rows are known.
        problems: Takes every fault that is found, with its place.

    Raises:
        FaultyDataError: What the pack says of itself cannot be read; then nothing else can.
    """
    return _Parser(problems, _head(data, problems), list(above)).pack(data)


def _head(data: Mapping[str, Any], problems: Problems) -> Pack:
    """Read what the pack says of itself; without it nothing else can be read."""
    own = {key: value for key, value in data.items() if key not in _SECTIONS}
    head = structure(own, HeadForm, problems.source)
    if head.format != FORMAT:
        problems.add("SH210", "format", format=head.format, known=FORMAT)
    level = Level(3, NATION, "全国")
    with problems.at("pack"):
        level = _level(head)
    problems.stop()
    division = level.name if level.rank > 2 else ""
    return Pack(
        id=head.id,
        title=head.title or head.id,
        level=evolve(level, title=head.title or level.title),
        profile=head.profile,
        division=division,
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
    return _division_level(head.division or NATION)


def _division_level(code: str) -> Level:
    path = path_of(code)
    return Level(2 + len(path), path[-1])


@frozen(eq=False)
class _Parser:
    """A pack on its way from forms to records, and what is known above it."""

    problems: Problems
    head: Pack
    above: list[Pack]

    def pack(self, data: Mapping[str, Any]) -> Pack:
        """Parse section by section: facts before terms, terms before rows."""
        pack = evolve(self.head, events=self._events(data), facts=self._facts(data))
        pack = self._with_terms(pack, data)
        pack = evolve(pack, tables=tuple(self._tables(pack, data)))
        return self._with_rows(pack, data)

    # ---- forms

    def _forms(
        self, data: Mapping[str, Any], section: str, kind: type[Form]
    ) -> Iterator[tuple[str, Form]]:
        """Go through the records of a section, each with its place; faulty ones are noted."""
        listed = data.get(section, [])
        if not isinstance(listed, list):
            self.problems.add(
                "SH205",
                section,
                value=repr(listed),
                expected=f"[[{section}]]",
                expected_zh=f"[[{section}]]",
            )
            return
        for number, item in enumerate(listed, 1):
            name = item.get("id") or item.get("changes") if isinstance(item, dict) else None
            path = f"{section}[{number}]" + (f" {name}" if isinstance(name, str) else "")
            found = len(self.problems.found)
            with self.problems.at(path):
                form = structure(item, kind, self.problems.source, path)
            if len(self.problems.found) == found:
                yield path, form

    def _section(self, data: Mapping[str, Any], section: str) -> Mapping[str, Any]:
        found = data.get(section, {})
        if isinstance(found, dict):
            return found
        self.problems.add(
            "SH205",
            section,
            value=repr(found),
            expected="a table of keys and values",
            expected_zh="由键和值组成的表",
        )
        return {}

    # ---- facts

    def _events(self, data: Mapping[str, Any]) -> Mapping[str, str]:
        events = self._section(data, "events")
        for name, label in events.items():
            if not isinstance(label, str):
                self.problems.add(
                    "SH205",
                    f"events.{name}",
                    value=repr(label),
                    expected="text in quotation marks",
                    expected_zh="文字，加引号",
                )
        return events

    def _facts(self, data: Mapping[str, Any]) -> tuple[Fact, ...]:
        known = {fact.name: pack for pack in self.above for fact in pack.facts}
        facts: dict[str, Fact] = {}
        for section in ("facts", "details"):
            for name, written in self._section(data, section).items():
                with self.problems.at(f"{section}.{name}"):
                    if name in facts or name in known:
                        raise DataError("SH432", kind="fact", kind_zh="事实", id=name)
                    facts[name] = self._fact(name, written, f"{section}.{name}")
        return tuple(facts.values())

    def _fact(self, name: str, written: object, path: str) -> Fact:
        form = _short_form(written)
        if form is None:
            form = structure(written, FactForm, self.problems.source, path)
        words = {key: getattr(form, key) for key in ("label", "question") if getattr(form, key)}
        return Fact(name, _domain(form), detail=path.startswith("details"), **words)

    # ---- terms

    def _with_terms(self, pack: Pack, data: Mapping[str, Any]) -> Pack:
        known = {term.id: term for above in self.above for term in above.terms}
        terms: dict[str, Term] = {}
        values: list[SetValue] = []
        for path, form in self._forms(data, "terms", TermForm):
            with self.problems.at(path):
                if bool(form.id) == bool(form.changes):
                    raise DataError("SH449")
                if form.id and (form.id in known or form.id in terms):
                    raise DataError("SH432", kind="term", kind_zh="参数", id=form.id)
                if form.id:
                    terms[form.id] = self._term(form, path)
                term = {**known, **terms}.get(form.id or form.changes)
                if term is None:
                    raise DataError("SH430", name=form.changes, known=tuple({**known, **terms}))
                values += self._values(term, form, path)
        return evolve(pack, terms=tuple(terms.values()), values=tuple(values))

    def _term(self, form: TermForm, path: str) -> Term:
        kind = _short_form(form.type)
        if kind is None:
            kind = structure(form.type, FactForm, self.problems.source, f"{path}.type")
        domain = _domain(kind)
        bound = parse_cell(Fact("value", domain), form.bound or ANY, {}, {})
        return Term(id=form.id, label=form.label or form.id, domain=domain, bound=bound)

    def _values(self, term: Term, form: TermForm, path: str) -> Iterator[SetValue]:
        alone = form.value is not None
        if alone == bool(form.values):
            raise DataError("SH450")
        written: tuple[TermForm | ValueForm, ...] = (form,) if alone else form.values
        for number, one in enumerate(written, 1):
            with self.problems.at(path if alone else f"{path}.values[{number}]"):
                yield SetValue(
                    term=term.id,
                    value=_bounded(term, _literal(Fact("value", term.domain), one.value)),
                    citation=_citation(one),
                    span=Span(since=one.since, expires=one.expires),
                    **self._place(one.division),
                )

    # ---- tables

    def _tables(self, pack: Pack, data: Mapping[str, Any]) -> Iterator[TableHead]:
        seen = {table.id for above in self.above for table in above.tables}
        facts = self._known_facts(pack)
        for path, form in self._forms(data, "tables", TableForm):
            with self.problems.at(path):
                if form.id in seen:
                    raise DataError("SH432", kind="table", kind_zh="规则表", id=form.id)
                seen.add(form.id)
                yield self._table(form, facts, path, pack)

    def _table(
        self, form: TableForm, facts: Mapping[str, Fact], path: str, pack: Pack
    ) -> TableHead:
        if form.answer not in tuple(HitPolicy):
            raise DataError("SH217", name="answer", value=form.answer, known=", ".join(HitPolicy))
        gives = _known(form.gives, facts)
        events = {name for one in (*self.above, pack) for name in one.events}
        for name in form.at:
            if name not in events:
                self.problems.add("SH443", f"{path}.at", name=name, hint=nearest(name, events))
        order = tuple(self._outcomes(gives, form.order, f"{path}.order"))
        after = {
            self._outcome(gives, outcome, f"{path}.after"): {
                name: self._value(name, value, facts, f"{path}.after.{outcome}")
                for name, value in settled.items()
            }
            for outcome, settled in form.after.items()
        }
        for name in form.facts:
            with self.problems.at(f"{path}.facts"):
                _known(name, facts)
        return TableHead(
            id=form.id,
            label=form.label or form.id,
            gives=gives,
            policy=HitPolicy(form.answer),
            order=order,
            facts=form.facts,
            at=form.at,
            after=after,
            citation=_citation(form) if form.cite else None,
        )

    def _outcomes(self, gives: Fact, order: Sequence[object], path: str) -> Iterator[Value]:
        seen = []
        for written in order:
            outcome = self._outcome(gives, written, path)
            if outcome in seen:
                self.problems.add("SH432", path, kind="outcome", kind_zh="结论", id=outcome)
            seen.append(outcome)
        yield from seen

    def _outcome(self, gives: Fact, written: object, path: str) -> Value:
        with self.problems.at(path):
            return _literal(gives, written, "SH435")
        return ""  # the problem is noted, and stops the load

    def _value(self, name: str, written: object, facts: Mapping[str, Fact], path: str) -> Value:
        with self.problems.at(path):
            return _literal(_known(name, facts), written)
        return ""  # as above

    # ---- rows

    def _with_rows(self, pack: Pack, data: Mapping[str, Any]) -> Pack:
        """Parse the rows; one with any fault is left out, so that it cannot feign others."""
        packs = (*self.above, pack)
        heads = {head.id: head for one in packs for head in one.tables}
        known = {(row.table, row.id) for one in self.above for row in one.rows}
        rows: list[Row] = []
        changes: list[tuple[str, RowChange]] = []
        for path, form in self._forms(data, "rows", RowForm):
            found = len(self.problems.found)
            with self.problems.at(path):
                head = _head_of(form, heads)
                if form.changes:
                    changes.append((path, self._change(form, head, pack, path)))
                    continue
                if (form.table, form.id) in known:
                    raise DataError("SH432", kind="row", kind_zh="规则行", id=form.id)
                known.add((form.table, form.id))
                row = self._row(form, head, pack, path)
                if len(self.problems.found) == found:
                    rows.append(row)
        in_order = [change for path, change in changes if self._is_known(path, change, known)]
        return evolve(pack, rows=tuple(rows), changes=tuple(in_order))

    def _is_known(self, path: str, change: RowChange, known: Iterable[tuple[str, str]]) -> bool:
        """Note a change of a row that does not exist."""
        names = sorted(row for table, row in known if table == change.table)
        if change.row not in names:
            hint = nearest(change.row, names) or ", ".join(names)
            self.problems.add("SH439", path, row=change.row, table=change.table, hint=hint)
        return change.row in names

    def _row(self, form: RowForm, head: TableHead, pack: Pack, path: str) -> Row:
        if form.otherwise == (form.when is not None):
            raise DataError("SH437")
        if form.then is None:
            raise DataError("SH206", key="then")
        if form.exception_to and head.policy is not HitPolicy.ONE:
            self.problems.add("SH438", f"{path}.exception_to", policy=head.policy.value)
        return Row(
            id=form.id,
            table=form.table,
            when=() if form.otherwise else self._when(form.when, head, pack, f"{path}.when"),
            then=self._then(form, head, path),
            otherwise=form.otherwise,
            exception_to=form.exception_to,
            citation=self._cited(form, path),
            span=self._span(form, path),
            **self._place(form.division),
        )

    def _change(self, form: RowForm, head: TableHead, pack: Pack, path: str) -> RowChange:
        if form.when is None and form.then is None:
            raise DataError("SH451")
        cells: dict[str, Cell | None] = {}
        when = None
        if isinstance(form.when, dict):
            cells = dict(self._cells(form.when, head, pack, f"{path}.when"))
        elif form.when is not None:
            when = self._when(form.when, head, pack, f"{path}.when")
        return RowChange(
            table=form.table,
            row=form.changes,
            cells=cells,
            when=when,
            then=None if form.then is None else self._then(form, head, path),
            citation=self._cited(form, path),
            span=self._span(form, path),
            **self._place(form.division),
        )

    def _then(self, form: RowForm, head: TableHead, path: str) -> Value:
        outcome = self._outcome(head.gives, form.then, f"{path}.then")
        if head.order and outcome not in head.order:
            self.problems.add("SH436", f"{path}.then", outcome=outcome, order=head.order)
        return outcome

    def _cited(self, form: RowForm, path: str) -> Citation:
        with self.problems.at(f"{path}.cite"):
            return _citation(form)
        return Citation("")  # the problem is noted, and stops the load

    def _span(self, form: RowForm, path: str) -> Span:
        with self.problems.at(path):
            return Span(since=form.since, expires=form.expires)
        return Span()  # as above

    def _when(
        self, written: object, head: TableHead, pack: Pack, path: str
    ) -> tuple[tuple[Cell, ...], ...]:
        """Read sets of conditions, any one of which suffices."""
        listed = written if isinstance(written, list) else [written]
        if not listed:
            raise DataError("SH437")
        places = (
            [path] if listed is not written else [f"{path}[{n}]" for n in range(1, len(listed) + 1)]
        )
        sets = []
        for place, one in zip(places, listed, strict=True):
            if not isinstance(one, dict):
                expected = {"expected": "{ fact = condition }", "expected_zh": "{ 事实 = 条件 }"}
                raise DataError("SH205", path=place, value=repr(one), **expected)
            cells = self._cells(one, head, pack, place)
            sets.append(tuple(cell for _, cell in cells if cell is not None))
        return tuple(sets)

    def _cells(
        self, written: Mapping[str, object], head: TableHead, pack: Pack, path: str
    ) -> Iterator[tuple[str, Cell | None]]:
        facts = self._known_facts(pack)
        terms = {term.id: term.domain for one in (*self.above, pack) for term in one.terms}
        for name, cell in written.items():
            with self.problems.at(f"{path}.{name}"):
                fact = _known(name, facts)
                parsed = parse_cell(fact, cell, facts, terms)
                if parsed is not None:
                    _check_use(parsed, head, facts)
                    if _never_holds(fact, parsed):
                        raise DataError("SH429", written=repr(cell), allowed=fact.domain.allowed)
                yield name, parsed

    # ---- shared

    def _known_facts(self, pack: Pack) -> dict[str, Fact]:
        return {fact.name: fact for one in (*self.above, pack) for fact in one.facts}

    def _place(self, division: str) -> dict[str, Any]:
        """Return level and division of a record; one may be for a part of its pack's division."""
        if not division:
            return {"level": self.head.level, "division": self.head.division}
        code = check_division(division)
        if self.head.division and self.head.division not in path_of(code):
            raise DataError("SH452", division=code, own=self.head.division)
        if not self.head.division:
            return {"level": self.head.level, "division": code}
        level = _division_level(code)
        return {"level": evolve(level, title=self.head.level.title), "division": code}


# ---- small readers


def _head_of(form: RowForm, heads: Mapping[str, TableHead]) -> TableHead:
    if bool(form.id) == bool(form.changes):
        raise DataError("SH449")
    if form.table not in heads:
        hint = nearest(form.table, heads) or ", ".join(heads)
        raise DataError("SH434", table=form.table, hint=hint)
    return heads[form.table]


def _short_form(written: object) -> FactForm | None:
    """Take a fact that is written as its type or its values only."""
    if isinstance(written, str):
        return FactForm(type=written)
    return FactForm(values=written) if isinstance(written, list) else None


def _domain(form: FactForm) -> Domain:
    """Return the domain that a form describes."""
    if form.values is not None:
        if form.type or not isinstance(form.values, list | dict):
            raise DataError("SH421", value=repr(form.type or form.values))
        return Choice(form.values)
    if form.type not in _TYPES:
        raise DataError("SH421", value=repr(form.type))
    domain: Domain = _TYPES[form.type]
    if not isinstance(domain, Number):
        return domain
    least, most = _bound(form.least), _bound(form.most)
    least = domain.least if least is None else least
    return Number(domain.whole, least, most, form.unit)


def _bound(written: object) -> Any:
    if isinstance(written, float):
        raise DataError("SH428", fact="", written=repr(written))
    try:
        return read_number(written) if isinstance(written, str) else written
    except ValueError:
        raise DataError("SH421", value=repr(written)) from None


def _known(name: str, facts: Mapping[str, Fact]) -> Fact:
    if name not in facts:
        raise DataError("SH424", name=name, hint=nearest(name, facts) or ", ".join(facts))
    return facts[name]


def _literal(fact: Fact, written: object, code: str = "SH426") -> Value:
    """Read a value of a fact; numbers with decimals stand in quotation marks."""
    value = written
    if isinstance(written, float):
        raise DataError("SH428", fact=fact.name, written=repr(written))
    if isinstance(written, str) and isinstance(fact.domain, Number):
        try:
            value = read_number(written)
        except ValueError:
            value = written
    refusal = fact.domain.refusal(value)
    if refusal is None:
        return value  # type: ignore[return-value]  # the domain has just taken it
    about = {"fact": fact.name, "label": fact.label, "value": repr(value)}
    raise DataError(code, allowed=refusal.allowed, **about)


def _bounded(term: Term, value: Value) -> Value:
    if term.bound is not None and not term.bound.holds({"value": value}):
        bound = term.bound.say(term.domain)
        raise DataError("SH444", value=value, term=term.id, bound=bound)
    return value


def _citation(form: RowForm | TermForm | ValueForm | TableForm) -> Citation:
    if form.confidence not in ("clean", "inferred", "garbled"):
        known = "clean, inferred, garbled"
        raise DataError("SH217", name="confidence", value=form.confidence, known=known)
    return parse_citation(form.cite, quote=form.quote, link=form.link, confidence=form.confidence)


def _check_use(cell: Cell, head: TableHead, facts: Mapping[str, Fact]) -> None:
    """Refuse a table that asks for what it gives, or for a detail while no event is at hand."""
    for name in (cell.fact, *cell.references("@")):
        if name == head.gives.name:
            raise DataError("SH447", name=name, table=head.id)
        if facts[name].detail and not head.at:
            raise DataError("SH442", name=name, table=head.id)


def _never_holds(fact: Fact, cell: Cell) -> bool:
    """Tell whether no value can meet a condition, as far as that is settled by itself."""
    if cell.references("$") or cell.references("@"):
        return False
    parts = parts_of(fact, cell.comparisons())
    return not any(cell.holds({fact.name: part.sample}) for part in parts)
