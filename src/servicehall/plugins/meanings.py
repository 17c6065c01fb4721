"""What written words mean (词义): facts, terms and tables that are known, values read by them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from attrs import evolve, field, frozen

from servicehall.checks import shown
from servicehall.citations import Citation, Confidence, parse_citation
from servicehall.conditions import earlier_fact, fact_before, history_fact, kind_counted
from servicehall.divisions import check_division, path_of
from servicehall.duties import EventKind
from servicehall.entries import Entry
from servicehall.errors import DataError, FaultyDataError
from servicehall.events import Field
from servicehall.levels import Level, division_level
from servicehall.plugins.files import Contents
from servicehall.plugins.packs import Pack, Rules, TableHead
from servicehall.plugins.sections import FactForm, Sourced
from servicehall.problems import Problems
from servicehall.reading import structure
from servicehall.spans import Span
from servicehall.terms import Term
from servicehall.timeline import TABLE
from servicehall.vocabulary import (
    Choice,
    Domain,
    Fact,
    Number,
    Value,
    YesNo,
    hint_for,
    is_too_long,
    read_number,
)

__all__ = [
    "Scope",
    "citation_of",
    "domain_of",
    "literal",
    "refuse_keys",
    "short_form",
]

Form = TypeVar("Form")

_CORE: Mapping[str, EventKind] = {row.kind: EventKind(id=row.kind, title=row.zh) for row in TABLE}
"""The kinds of event that every place knows."""

_TYPES: Mapping[str, Domain] = {
    "yes_no": YesNo(),
    "count": Number(least=0),
    "integer": Number(),
    "decimal": Number(whole=False),
}


@frozen(eq=False)
class Scope:
    """All that a pack can speak of: what stands above it, and its own records as they are read.

    Attributes:
        pack: What the pack says of itself.
        contents: What stands in its files.
        problems: Takes every fault that is found.
        facts: The facts and details, by name.
        events: The kinds of event, by name.
        fields: The fields that events can note, by name.
        terms: The terms, by name.
        heads: The tables, by name.
        rows: The rows, by table and name; each with whether it is fixed.
        records: What makes the matters, fees and other records that stand above, by kind and name.
        own: Those that the pack itself makes.
    """

    pack: Pack
    contents: Contents
    problems: Problems
    facts: dict[str, Fact]
    events: dict[str, EventKind]
    fields: dict[str, Field]
    terms: dict[str, Term]
    heads: dict[str, TableHead]
    rows: dict[tuple[str, str], bool]
    records: dict[tuple[str, str], Entry]
    own: set[tuple[str, str]] = field(factory=set)

    @classmethod
    def of(
        cls, pack: Pack, contents: Contents, above: Iterable[Rules], problems: Problems
    ) -> "Scope":
        """Return what stands above a pack."""
        packs = tuple(above)
        made = (entry for rules in packs for entry in rules.entries if entry.makes)
        return cls(
            pack=pack,
            contents=contents,
            problems=problems,
            facts={fact.name: fact for rules in packs for fact in rules.facts},
            events={**_CORE, **{kind.id: kind for rules in packs for kind in rules.events}},
            fields={one.name: one for rules in packs for one in rules.fields},
            terms={term.id: term for rules in packs for term in rules.terms},
            heads={table.id: table for rules in packs for table in rules.tables},
            rows={(row.table, row.id): row.fixed for rules in packs for row in rules.rows},
            records={(entry.kind, entry.id): entry for entry in made},
        )

    def fact(self, name: str) -> Fact:
        """Return a fact by its name.

        Raises:
            DataError: There is none (SH424).
        """
        self.problems.refuse_faulty("fact", name)
        if name not in self.facts:
            hint = hint_for(name, self.facts)
            raise DataError("SH424", name=name, hint=hint)
        return self.facts[name]

    def condition_fact(self, name: str) -> Fact:
        """Return what a condition can ask for: a fact, now or before, or how often something was.

        Raises:
            DataError: There is no such fact (SH424), no such kind of event (SH443).
        """
        if earlier := fact_before(name):
            return earlier_fact(self.fact(earlier))
        kind = kind_counted(name)
        if not kind:
            return self.fact(name)
        return history_fact(name, self.event(kind).title)

    def event(self, name: str) -> EventKind:
        """Return a kind of event by its name.

        Raises:
            DataError: There is none (SH443).
        """
        if name not in self.events:
            raise DataError("SH443", name=name, hint=hint_for(name, self.events))
        return self.events[name]

    def head_of(self, table: str) -> TableHead:
        """Return the head of a table by its name.

        Raises:
            DataError: There is none (SH434).
        """
        self.problems.refuse_faulty("table", table)
        if table not in self.heads:
            hint = hint_for(table, self.heads)
            raise DataError("SH434", table=table, hint=hint)
        return self.heads[table]

    def place(self, form: Sourced) -> dict[str, Any]:
        """Return who says a record, and where and when it holds.

        Raises:
            DataError: It is for no part of the pack's division (SH452), or names no days that
                can be (SH440).
        """
        level, division = self._level(form.division)
        return {
            "level": level,
            "division": division,
            "pack": self.pack.id,
            "replaces": form.replaces,
            "span": Span(since=form.since, expires=form.expires),
        }

    def _level(self, division: str) -> tuple[Level, str]:
        """Return level and division of a record; one may be for a part of its pack's division."""
        own = self.pack.division
        if not division:
            return self.pack.level, own
        code = check_division(division)
        if not own:
            return self.pack.level, code
        if own not in path_of(code):
            raise DataError("SH452", division=code, own=own)
        return evolve(division_level(code), title=self.pack.level.title), code

    def forms(self, section: str, kind: type[Form]) -> Iterator[tuple[str, Form]]:
        """Go through the records of a section, each with its place; faulty ones are noted."""
        for path, item in self.contents.listed(section, self.problems):
            if form := self._form(path, item, kind):
                yield path, form

    def written(
        self, section: str, kind: type[Form]
    ) -> Iterator[tuple[str, Form, frozenset[str], frozenset[str]]]:
        """Go through the records of a section: place, form, keys, and those that can be read.

        Where they differ the faults are noted, and the record is of no use but for its other
        faults. Every key of the form can be left out.
        """
        for path, item in self.contents.listed(section, self.problems):
            if form := self._form(path, item, kind):
                yield path, form, frozenset(item), frozenset(item)
            elif isinstance(item, dict):
                good = {key: item[key] for key in item if self._can_be_read(key, item[key], kind)}
                form = structure(good, kind, self.problems.source, path)
                yield path, form, frozenset(item), frozenset(good)

    def _form(self, path: str, item: object, kind: type[Form]) -> Form | None:
        with self.problems.at(path):
            return structure(item, kind, self.problems.source, path)
        return None  # its faults are noted

    def _can_be_read(self, key: str, value: object, kind: type) -> bool:
        try:
            structure({key: value}, kind, self.problems.source)
        except FaultyDataError:
            return False
        return True

    def named(self, section: str) -> Iterator[tuple[str, str, Any]]:
        """Go through the names of a section: place, name, what is written."""
        return self.contents.named(section, self.problems)


# ---- values


def short_form(written: object) -> FactForm | None:
    """Take a fact that is written as its type or its values only."""
    if isinstance(written, str):
        return FactForm(type=written)
    return FactForm(values=written) if isinstance(written, list) else None


def domain_of(form: FactForm) -> Domain:
    """Return the domain that a form describes.

    Raises:
        DataError: It does not say what the fact can be (SH421), or says it wrongly (SH423, SH428,
            SH446).
    """
    if form.values is not None or form.type == "yes_no":
        refuse_keys(form, ("least", "most", "unit"), form.type or "values")
    if form.values is not None:
        if form.type or not isinstance(form.values, list | dict):
            raise DataError("SH421", value=shown(form.type or form.values))
        return Choice(form.values)
    if form.type not in _TYPES:
        raise DataError("SH421", value=shown(form.type))
    domain: Domain = _TYPES[form.type]
    if not isinstance(domain, Number):
        return domain
    least, most = _bound(form.least), _bound(form.most)
    return Number(domain.whole, domain.least if least is None else least, most, form.unit)


def _bound(written: object) -> Any:
    if isinstance(written, float):
        raise DataError("SH428", fact="", written=shown(written))
    try:
        bound = read_number(written) if isinstance(written, str) else written
    except ValueError:
        raise DataError("SH421", value=shown(written)) from None
    if is_too_long(bound):
        raise DataError("SH421", value=shown(written))
    return bound


def literal(fact: Fact, written: object, code: str = "SH426") -> Value:
    """Read a value of a fact; numbers with decimals stand in quotation marks.

    Raises:
        DataError: It is none (the code handed over), or a binary float (SH428).
    """
    value = written
    if isinstance(written, float):
        raise DataError("SH428", fact=fact.name, written=shown(written))
    if isinstance(written, str) and isinstance(fact.domain, Number):
        try:
            value = read_number(written)
        except ValueError:
            value = written
    if fact.domain.refusal(value) is None and not is_too_long(value):
        return value  # type: ignore[return-value]  # the domain has just taken it
    about = {"fact": fact.name, "label": fact.label, "value": shown(value)}
    allowed = {"allowed": fact.domain.allowed, "allowed_zh": fact.domain.allowed_zh}
    raise DataError(code, **allowed, **about)


def refuse_keys(form: object, keys: Iterable[str], of: str) -> None:
    """Refuse keys that say nothing where they are written.

    Raises:
        DataError: One of them is written (SH459).
    """
    written = [key for key in keys if getattr(form, key)]
    if written:
        raise DataError("SH459", key=", ".join(written), of=of)


def citation_of(form: Sourced) -> Citation:
    """Return where a figure stands.

    Raises:
        DataError: No instrument is named (SH433), or the confidence does not exist (SH217).
    """
    if form.confidence not in tuple(Confidence):
        known = ", ".join(Confidence)
        raise DataError("SH217", name="confidence", value=form.confidence, known=known)
    return parse_citation(form.cite, quote=form.quote, link=form.link, confidence=form.confidence)
