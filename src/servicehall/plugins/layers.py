"""Layers (分层): which records are in force for one division on one day, and what they come to.

From general to special: statutes, the model hall, adopted profiles, then divisions from the nation
down to one hall. The order in which packs were handed over never matters.
"""

import bisect
import itertools
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from attrs import evolve, field, frozen

from servicehall.cells import Cell
from servicehall.citations import Citation
from servicehall.divisions import path_of
from servicehall.duties import EventKind
from servicehall.entries import Entry, ranked, settle
from servicehall.errors import DataError
from servicehall.events import Field
from servicehall.instants import ONE_DAY
from servicehall.levels import PROFILE
from servicehall.plugins.packs import RowChange, Rules, TableHead
from servicehall.problems import Problems
from servicehall.spans import Span, first_days
from servicehall.tables import Row, Table
from servicehall.terms import SetValue, TermValue
from servicehall.vocabulary import Fact, Number, Value, Vocabulary

__all__ = ["Layers"]


@frozen(eq=False)
class Layers:
    """The packs that count for one division, and what they say on any day.

    Attributes:
        rules: What stands in the packs on the path, the most general first.
        path: The divisions that the division lies in, itself last.
        supposed: Profiles to suppose adopted on every day.
        vocabulary: All facts that they declare.
        heads: All tables that they declare, by name.
    """

    rules: tuple[Rules, ...]
    path: tuple[str, ...]
    supposed: frozenset[str]
    vocabulary: Vocabulary = field(init=False)
    heads: Mapping[str, TableHead] = field(init=False)
    _adoptions: tuple[Entry, ...] = field(init=False)
    _days: tuple[date, ...] = field(init=False)
    _profiles: dict[date, frozenset[str]] = field(factory=dict, init=False)

    @classmethod
    def of(cls, rules: Iterable[Rules], division: str, supposed: Iterable[str] = ()) -> "Layers":
        """Put together what counts for a division: packs on its path, and profiles."""
        ordered = sorted(rules, key=lambda one: (one.pack.level.rank, one.pack.id))
        return cls(tuple(ordered), path_of(division), frozenset(supposed))

    def __attrs_post_init__(self) -> None:
        self._check_names()

    def _check_names(self) -> None:
        """Refuse two packs on one path that make the same thing: neither is above the other."""
        seen: dict[tuple[str, str], str] = {}
        for rules in self.rules:
            made = [*(("row", f"{row.table}/{row.id}") for row in rules.rows)]
            made += [("term", term.id) for term in rules.terms]
            for kind, name in made:
                if (kind, name) in seen:
                    path = f"{seen[kind, name]}, {rules.pack.id}"
                    kind_zh = {"row": "规则行", "term": "参数"}[kind]
                    raise DataError("SH432", kind=kind, kind_zh=kind_zh, id=name, path=path)
                seen[kind, name] = rules.pack.id

    @vocabulary.default
    def _all_facts(self) -> Vocabulary:
        return Vocabulary.of(fact for rules in self.rules for fact in rules.facts)

    @property
    def events(self) -> Mapping[str, EventKind]:
        """All kinds of event that they declare, or of which they say what they set."""
        return {kind.id: kind for rules in self.rules for kind in rules.events}

    @property
    def fields(self) -> Mapping[str, Field]:
        """All fields of events that they declare."""
        return {one.name: one for rules in self.rules for one in rules.fields}

    @heads.default
    def _all_tables(self) -> Mapping[str, TableHead]:
        heads: dict[str, TableHead] = {}
        for head in (head for rules in self.rules for head in rules.tables):
            if head.id in heads:
                raise DataError("SH432", kind="table", kind_zh="规则表", id=head.id, path="tables")
            heads[head.id] = head
        return heads

    def record_days(self, entries: Iterable[Entry], terms: Container[str]) -> tuple[date, ...]:
        """Return the first day of each stretch within which some entries and terms stay."""
        values = (v for rules in self.rules for v in rules.values if v.term in terms)
        records: list[Any] = [*entries, *values]
        return first_days(record.span for record in records if self._is_here(record))

    def stretch(self, on: date) -> date:
        """Return the first day of the stretch of time, with a day in it, in which nothing changes.

        From :attr:`datetime.date.min` on runs the stretch before anything began.
        """
        return self._days[bisect.bisect_right(self._days, on) - 1]

    @_days.default
    def _all_days_of_change(self) -> tuple[date, ...]:
        records = [r for rules in self.rules for r in rules.dated_records if self._is_here(r)]
        return first_days(record.span for record in records)

    def table_days(self) -> tuple[date, ...]:
        """Return the first day of each stretch of time within which no table changes."""
        limits = {t.id for rules in self.rules for t in rules.terms if t.domain is None}
        records: list[Any] = [
            *(r for rules in self.rules for r in (*rules.rows, *rules.changes, *rules.orders)),
            *(v for rules in self.rules for v in rules.values if v.term not in limits),
            *self._adoptions,
        ]
        return first_days(record.span for record in records if self._is_here(record))

    def over_time(self) -> Iterator[tuple[Span, dict[str, Table]]]:
        """Go through the stretches within which no table changes, with the tables of each."""
        days = self.table_days()
        for first, following in itertools.zip_longest(days, days[1:]):
            since = None if first == date.min else first
            expires = None if following is None else following - ONE_DAY
            problems = Problems(self.path[-1])
            tables = self.tables(first, self.terms(first, problems), problems)
            problems.stop()
            yield Span(since=since, expires=expires), tables

    def profiles(self, on: date) -> frozenset[str]:
        """Return the profiles that count on a day: adopted ones, and those supposed to be."""
        if on not in self._profiles:
            found = [e for e in self._adoptions if on in e.span and self._is_here(e)]
            names = dict.fromkeys(entry.id for entry in found)
            settled = [settle((e for e in found if e.id == name), (), on) for name in names]
            adopted = {one.fields["profile"] for one in settled if one is not None}
            self._profiles[on] = self.supposed | adopted
        return self._profiles[on]

    @_adoptions.default
    def _all_adoptions(self) -> tuple[Entry, ...]:
        """Return all adoptions; a profile does not adopt another."""
        own = (rules for rules in self.rules if not rules.pack.profile)
        return tuple(e for rules in own for e in rules.entries if e.kind == "adopts")

    # ---- what is in force

    def _in_force(self, of: Callable[[Rules], Iterable[Any]], on: date) -> Iterator[Any]:
        """Go through records in force on a day, of the packs that count on it."""
        profiles = self.profiles(on)
        for rules in self.rules:
            if not rules.pack.profile or rules.pack.profile in profiles:
                yield from (r for r in of(rules) if self._is_here(r) and on in r.span)

    def _is_here(self, record: Any) -> bool:
        return not record.division or record.division in self.path

    # ---- entries

    def entries(self, on: date) -> Iterator[Entry]:
        """Go through all entries in force on a day."""
        return self._in_force(lambda rules: rules.entries, on)

    def among(self, entries: Iterable[Entry], on: date) -> Iterator[Entry]:
        """Go through those of some entries that are in force on a day."""
        profiles = self.profiles(on)
        for entry in entries:
            outside = entry.level.rank == PROFILE and entry.level.name not in profiles
            if not outside and self._is_here(entry) and on in entry.span:
                yield entry

    def later(self, on: date) -> tuple[Any, ...]:
        """Return what begins after a day, or ends on it or later, of the packs that count on it.

        Local days are left out: they say themselves when they are.
        """
        counting = ("", *self.profiles(on))
        rules = (one for one in self.rules if one.pack.profile in counting)
        return tuple(
            record
            for one in rules
            for record in one.dated_records
            if self._is_here(record)
            and not (isinstance(record, Entry) and record.kind == "days")
            and (_follows(record.span.since, on) or _follows(record.span.expires, on - ONE_DAY))
        )

    def all_days(self) -> tuple[Entry, ...]:
        """Return what is said of local rest days, whatever the day: the days say when they are."""
        return tuple(
            entry
            for rules in self.rules
            for entry in rules.entries
            if entry.kind == "days" and self._is_here(entry)
        )

    # ---- terms

    def terms(self, on: date, problems: Problems) -> dict[str, TermValue]:
        """Return the terms that have a value on a day.

        Args:
            on: The day.
            problems: Takes each term that two of one level set, neither replacing the other
                (SH454).
        """
        values: dict[str, list[SetValue]] = {}
        for value in self._in_force(lambda rules: rules.values, on):
            values.setdefault(value.term, []).append(value)
        found: dict[str, TermValue] = {}
        for term in (term for rules in self.rules for term in rules.terms if term.id in values):
            with problems.at(f"terms {term.id}"):
                chain = ranked(values[term.id], f"${term.id}", on, f"terms {term.id}")
                found[term.id] = TermValue(term=term, set_by=chain, on=on)
        return found

    # ---- tables

    def tables(
        self, on: date, terms: Mapping[str, TermValue], problems: Problems
    ) -> dict[str, Table]:
        """Return all tables as they stand on a day; what contradicts itself is noted."""
        found: dict[str, Table] = {}
        for name, head in self.heads_on(on).items():
            with problems.at(f"tables {name}"):
                found[name] = self.table(head, on, terms)
        return found

    def heads_on(self, on: date) -> dict[str, TableHead]:
        """Return the tables that there are on a day: those of profiles only while they count."""
        profiles = ("", *self.profiles(on))
        counting = (rules for rules in self.rules if rules.pack.profile in profiles)
        return {head.id: head for rules in counting for head in rules.tables}

    def table(self, head: TableHead, on: date, terms: Mapping[str, TermValue]) -> Table:
        """Return one table as it stands on a day."""
        rows = [_resolved(row, terms, on) for row in self._rows(head, on)]
        order, citation = self._order(head, on)
        for row in rows if order else ():
            if row.then not in order:
                path = f"rows {row.id}"
                raise DataError("SH436", outcome=row.then, order=order, path=path)
        return Table(
            id=head.id,
            label=head.label,
            gives=head.gives,
            policy=head.policy,
            order=order or _all_outcomes(head.gives, rows),
            rows=tuple(rows),
            facts=tuple(self._facts(head, rows)),
            vocabulary=self.vocabulary,
            rest=head.rest,
            after=head.after,
            citation=citation,
        )

    def _order(self, head: TableHead, on: date) -> tuple[tuple[Value, ...], Citation | None]:
        """Return the order in force, the most specific level's, and what sets it."""
        changes = self._in_force(lambda rules: rules.orders, on)
        own = ranked(
            (c for c in changes if c.table == head.id), f"{head.id}.order", on, f"tables {head.id}"
        )
        found = own[0] if own else head
        return found.order, found.citation

    def _rows(self, head: TableHead, on: date) -> Iterator[Row]:
        rows = (r for r in self._in_force(lambda rules: rules.rows, on) if r.table == head.id)
        changes = [c for c in self._in_force(lambda one: one.changes, on) if c.table == head.id]
        for row in sorted(rows, key=lambda row: -row.level.rank):
            yield _changed(row, [change for change in changes if change.row == row.id], on)

    def _facts(self, head: TableHead, rows: Sequence[Row]) -> Iterator[Fact]:
        """Return the facts to ask for: those that the table names first, then the others used."""
        used = frozenset().union(*(row.facts_used for row in rows))
        yield from (self.vocabulary[name] for name in head.facts)
        yield from (f for f in self.vocabulary if f.name in used and f.name not in head.facts)


def _follows(day: date | None, on: date) -> bool:
    return day is not None and day > on


def _all_outcomes(gives: Fact, rows: Sequence[Row]) -> tuple[Value, ...]:
    """Return the outcomes of a table that states no order."""
    if isinstance(gives.domain, Number):
        return tuple(dict.fromkeys(row.then for row in rows))
    return gives.domain.values


def _resolved(row: Row, terms: Mapping[str, TermValue], on: date) -> Row:
    """Put the values of terms in the place of their names; note what levels below have set."""
    cells = [cell for cells in row.when for cell in cells]
    used = tuple(dict.fromkeys(name for cell in cells for name in cell.references("$")))
    for name in used:
        if name not in terms:
            raise DataError("SH453", name=name, on=on, path=f"rows {row.id}")
    values = {name: terms[name].value for name in used}
    when = tuple(tuple(cell.resolved(values) for cell in cells) for cells in row.when)
    local = [name for name in used if terms[name].level.rank > row.level.rank]
    return evolve(row, when=when, terms=tuple((name, terms[name].citation) for name in local))


# ---- changes of rows above


def _changed(row: Row, changes: Sequence[RowChange], on: date) -> Row:
    """Apply the changes of levels below, the more general first."""
    lasting: dict[str, tuple[RowChange, ...]] = {}
    for part in dict.fromkeys(part for change in changes for part in change.amendment.cells):
        about = [change for change in changes if part in change.amendment.cells]
        lasting[part] = ranked(about, f"{row.id}.{part}", on, f"rows {row.id}")
    for change in sorted(changes, key=lambda change: (change.level.rank, change.pack)):
        gone = [part for part, chain in lasting.items() if _is_replaced(change, chain)]
        row = _with_change(row, change.without(gone))
    return row


def _is_replaced(change: RowChange, chain: Sequence[RowChange]) -> bool:
    """Tell whether another change of the same level has taken the place of one."""
    equals = [other for other in chain if other.level.rank == change.level.rank]
    return change in equals[1:]


def _with_change(row: Row, change: RowChange) -> Row:
    if row.otherwise and (change.cells or change.when):
        raise DataError("SH455", row=row.id, part="otherwise", path=f"rows {row.id}")
    when = row.when if change.when is None else change.when
    for name, cell in change.cells.items():
        when = _with_cell(row, when, name, cell)
    return evolve(
        row,
        when=when,
        then=row.then if change.then is None else change.then,
        amendments=(*row.amendments, change.amendment),
    )


def _with_cell(
    row: Row, when: tuple[tuple[Cell, ...], ...], name: str, cell: Cell | None
) -> tuple[tuple[Cell, ...], ...]:
    """Change a condition where the row has it; where it has it nowhere, add it everywhere."""
    present = any(old.fact == name for cells in when for old in cells)
    if present:
        new = [] if cell is None else [cell]
        return tuple(
            tuple(kept for old in cells for kept in (new if old.fact == name else [old]))
            for cells in when
        )
    if cell is None:
        raise DataError("SH455", row=row.id, part=name, path=f"rows {row.id}")
    return tuple((*cells, cell) for cells in when)
