"""Layers (分层): which records are in force for one division on one day, and what they come to.

From general to special: statutes, the model hall, adopted profiles, then divisions from the nation
down to one hall. The order in which packs were handed over never matters.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from attrs import evolve, field, frozen

from servicehall.cells import Cell
from servicehall.citations import Citation
from servicehall.divisions import path_of
from servicehall.errors import DataError
from servicehall.instants import ONE_DAY
from servicehall.plugins.packs import Pack, RowChange, TableHead
from servicehall.spans import Span, first_days
from servicehall.tables import Row, Table
from servicehall.terms import TermValue
from servicehall.vocabulary import Fact, Number, Value, Vocabulary

__all__ = ["Layers"]


@frozen(eq=False)
class Layers:
    """The packs that count for one division, and what they say on any day.

    Attributes:
        packs: The packs on the path, the most general first.
        path: The divisions that the division lies in, itself last.
        vocabulary: All facts that they declare.
        heads: All tables that they declare, by name.
    """

    packs: tuple[Pack, ...]
    path: tuple[str, ...]
    vocabulary: Vocabulary = field(init=False)
    heads: Mapping[str, TableHead] = field(init=False)

    @classmethod
    def of(cls, packs: Iterable[Pack], division: str, profiles: Sequence[str] = ()) -> "Layers":
        """Choose the packs that count for a division that has adopted some profiles."""
        path = path_of(division)
        chosen = [pack for pack in packs if pack.counts_for(path, profiles)]
        return cls(tuple(sorted(chosen, key=lambda p: (p.level.rank, p.id))), path)

    def __attrs_post_init__(self) -> None:
        self._check_names()
        self._check_base()

    def _check_names(self) -> None:
        """Refuse two packs on one path that make the same thing: neither is above the other."""
        seen: dict[tuple[str, str], str] = {}
        for pack in self.packs:
            made = [*(("row", f"{row.table}/{row.id}") for row in pack.rows)]
            made += [("term", term.id) for term in pack.terms]
            for kind, name in made:
                if (kind, name) in seen:
                    path = f"{seen[kind, name]}, {pack.id}"
                    kind_zh = {"row": "规则行", "term": "参数"}[kind]
                    raise DataError("SH432", kind=kind, kind_zh=kind_zh, id=name, path=path)
                seen[kind, name] = pack.id

    def _check_base(self) -> None:
        """Refuse packs that build on one that is not at hand."""
        for pack in self.packs:
            for change in pack.orders:
                if change.table not in self.heads:
                    hint = ", ".join(self.heads)
                    raise DataError("SH434", table=change.table, hint=hint, path=pack.id)
            rows: tuple[Row | RowChange, ...] = (*pack.rows, *pack.changes)
            for record in rows:
                if record.table not in self.heads:
                    hint = ", ".join(self.heads)
                    raise DataError("SH434", table=record.table, hint=hint, path=pack.id)
                for name in record.facts_used:
                    if name not in self.vocabulary:
                        hint = ", ".join(self.vocabulary.facts)
                        raise DataError("SH424", name=name, hint=hint, path=pack.id)

    @vocabulary.default
    def _all_facts(self) -> Vocabulary:
        return Vocabulary.of(fact for pack in self.packs for fact in pack.facts)

    @heads.default
    def _all_tables(self) -> Mapping[str, TableHead]:
        heads: dict[str, TableHead] = {}
        for head in (head for pack in self.packs for head in pack.tables):
            if head.id in heads:
                raise DataError("SH432", kind="table", kind_zh="规则表", id=head.id, path="tables")
            heads[head.id] = head
        return heads

    def first_days(self) -> tuple[date, ...]:
        """Return the first day of each stretch of time within which nothing changes."""
        records = (record for pack in self.packs for record in pack.dated_records)
        return first_days(record.span for record in records if self._is_here(record))

    def over_time(self) -> Iterator[tuple[Span, dict[str, Table]]]:
        """Go through the stretches within which nothing changes, with the tables of each."""
        days = self.first_days()
        for first, following in itertools.zip_longest(days, days[1:]):
            since = None if first == date.min else first
            expires = None if following is None else following - ONE_DAY
            yield Span(since=since, expires=expires), self.tables(first, self.terms(first))

    # ---- terms

    def terms(self, on: date) -> dict[str, TermValue]:
        """Return the terms that have a value on a day."""
        found: dict[str, TermValue] = {}
        for term in (term for pack in self.packs for term in pack.terms):
            values = self._in_force((v for pack in self.packs for v in pack.values), on)
            own = [value for value in values if value.term == term.id]
            own.sort(key=lambda value: -value.level.rank)
            for one, other in itertools.pairwise(own):
                if one.level.rank == other.level.rank:
                    raise DataError("SH454", what=f"${term.id}", on=on, path=f"terms {term.id}")
            if own:
                found[term.id] = TermValue(term=term, set_by=tuple(own), on=on)
        return found

    # ---- tables

    def tables(self, on: date, terms: Mapping[str, TermValue]) -> dict[str, Table]:
        """Return all tables as they stand on a day."""
        return {name: self.table(head, on, terms) for name, head in self.heads.items()}

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
        changes = (c for pack in self.packs for c in pack.orders if c.table == head.id)
        in_force = sorted(self._in_force(changes, on), key=lambda change: -change.level.rank)
        for one, other in itertools.pairwise(in_force):
            if one.level.rank == other.level.rank:
                raise DataError("SH454", what=f"{head.id}.order", on=on, path=f"tables {head.id}")
        found = in_force[0] if in_force else head
        return found.order, found.citation

    def _rows(self, head: TableHead, on: date) -> Iterator[Row]:
        rows = (row for pack in self.packs for row in pack.rows if row.table == head.id)
        changes = [c for pack in self.packs for c in pack.changes if c.table == head.id]
        in_force = sorted(self._in_force(changes, on), key=lambda change: change.level.rank)
        for row in sorted(self._in_force(rows, on), key=lambda row: -row.level.rank):
            yield _changed(row, [change for change in in_force if change.row == row.id], on)

    def _facts(self, head: TableHead, rows: Sequence[Row]) -> Iterator[Fact]:
        """Return the facts to ask for: those that the table names first, then the others used."""
        used = frozenset().union(*(row.facts_used for row in rows))
        yield from (self.vocabulary[name] for name in head.facts)
        yield from (f for f in self.vocabulary if f.name in used and f.name not in head.facts)

    # ---- what is in force

    def _in_force(self, records: Iterable[Any], on: date) -> Iterator[Any]:
        return (r for r in records if self._is_here(r) and on in r.span)

    def _is_here(self, record: Any) -> bool:
        return not record.division or record.division in self.path


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
    seen: set[tuple[int, str]] = set()
    for change in changes:
        for part in change.amendment.cells:
            if (change.level.rank, part) in seen:
                raise DataError("SH454", what=f"{row.id}.{part}", on=on, path=f"rows {row.id}")
            seen.add((change.level.rank, part))
        row = _with_change(row, change)
    return row


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
