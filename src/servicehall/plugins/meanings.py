"""What written words mean (词义): facts, terms and tables that are known, values read by them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from attrs import evolve, frozen

from servicehall.checks import shown
from servicehall.citations import Citation, Confidence, parse_citation
from servicehall.divisions import NATION, check_division, path_of
from servicehall.errors import DataError
from servicehall.plugins.forms import FactForm, Sourced
from servicehall.plugins.packs import Pack, TableHead
from servicehall.problems import Problems
from servicehall.reading import structure
from servicehall.tables import Level
from servicehall.terms import Term
from servicehall.vocabulary import (
    Choice,
    Domain,
    Fact,
    Number,
    Value,
    YesNo,
    is_too_long,
    nearest,
    read_number,
)

__all__ = [
    "Scope",
    "citation_of",
    "division_level",
    "domain_of",
    "literal",
    "refuse_keys",
    "short_form",
]

Form = TypeVar("Form")

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
        head: What the pack says of itself.
        problems: Takes every fault that is found.
        facts: The facts and details, by name.
        events: The kinds of event, by name.
        terms: The terms, by name.
        heads: The tables, by name.
        rows: The rows, by table and name.
    """

    head: Pack
    problems: Problems
    facts: dict[str, Fact]
    events: dict[str, str]
    terms: dict[str, Term]
    heads: dict[str, TableHead]
    rows: set[tuple[str, str]]

    @classmethod
    def of(cls, head: Pack, above: Iterable[Pack], problems: Problems) -> "Scope":
        """Return what stands above a pack."""
        path, profiles = path_of(head.division or NATION), [head.profile]
        packs = [pack for pack in above if pack.counts_for(path, profiles)]
        return cls(
            head=head,
            problems=problems,
            facts={fact.name: fact for pack in packs for fact in pack.facts},
            events={name: label for pack in packs for name, label in pack.events.items()},
            terms={term.id: term for pack in packs for term in pack.terms},
            heads={table.id: table for pack in packs for table in pack.tables},
            rows={(row.table, row.id) for pack in packs for row in pack.rows},
        )

    def fact(self, name: str) -> Fact:
        """Return a fact by its name.

        Raises:
            DataError: There is none (SH424).
        """
        self.problems.refuse_faulty("fact", name)
        if name not in self.facts:
            hint = nearest(name, self.facts) or ", ".join(self.facts)
            raise DataError("SH424", name=name, hint=hint)
        return self.facts[name]

    def head_of(self, table: str) -> TableHead:
        """Return the head of a table by its name.

        Raises:
            DataError: There is none (SH434).
        """
        self.problems.refuse_faulty("table", table)
        if table not in self.heads:
            hint = nearest(table, self.heads) or ", ".join(self.heads)
            raise DataError("SH434", table=table, hint=hint)
        return self.heads[table]

    def place(self, division: str) -> dict[str, Any]:
        """Return level and division of a record; one may be for a part of its pack's division."""
        own = self.head.division
        if not division:
            return {"level": self.head.level, "division": own}
        code = check_division(division)
        if not own:
            return {"level": self.head.level, "division": code}
        if own not in path_of(code):
            raise DataError("SH452", division=code, own=own)
        level = evolve(division_level(code), title=self.head.level.title)
        return {"level": level, "division": code}

    def forms(
        self, data: Mapping[str, Any], section: str, kind: type[Form]
    ) -> Iterator[tuple[str, Form]]:
        """Go through the records of a section, each with its place; faulty ones are noted."""
        listed = data.get(section, [])
        if not isinstance(listed, list):
            expected = f"[[{section}]]"
            facts = {"expected": expected, "expected_zh": expected}
            self.problems.add("SH205", section, value=shown(listed), **facts)
            return
        for number, item in enumerate(listed, 1):
            name = item.get("id") or item.get("changes") if isinstance(item, dict) else None
            path = f"{section}[{number}]" + (f" {name}" if isinstance(name, str) else "")
            form = None
            with self.problems.at(path):
                form = structure(item, kind, self.problems.source, path)
            if form is not None:
                yield path, form

    def section(self, data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
        """Return a section of keys and values; a faulty one is noted, and empty."""
        found = data.get(name, {})
        if isinstance(found, dict):
            return found
        facts = {"expected": "a table of keys and values", "expected_zh": "由键和值组成的表"}
        self.problems.add("SH205", name, value=shown(found), **facts)
        return {}


def division_level(code: str) -> Level:
    """Return the level of a division, the nation's being 3.

    Raises:
        InputValueError: There is no such code (SH445).
    """
    path = path_of(code)
    return Level(2 + len(path), path[-1])


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
