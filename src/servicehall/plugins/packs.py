"""Packs (规则包): what one place, or one kind of hall, has written down."""

import itertools
from collections.abc import Mapping, Sequence

from attrs import field, frozen

from servicehall.cells import Cell, facts_of
from servicehall.citations import Citation
from servicehall.spans import ALWAYS, Span
from servicehall.tables import Amendment, HitPolicy, Level, Row
from servicehall.terms import SetValue, Term
from servicehall.vocabulary import Fact, Value

__all__ = ["OrderChange", "Pack", "RowChange", "TableHead"]


@frozen(kw_only=True)
class TableHead:
    """What a table is, before its rows (规则表的表头).

    Attributes:
        id: Its name.
        label: Its Chinese name.
        gives: The fact that it settles.
        policy: How many answers it gives, and which.
        order: The outcomes, in order of precedence; empty for the order of the fact's values.
        facts: The facts that people are asked for, in that order; others that rows use follow.
        at: The kinds of event at which it is decided, for details belong to one event.
        rest: The outcome of what belongs to none of the others, or None.
        after: For outcomes that ask for something, the facts that hold once it is there.
        citation: What sets the table or its order, where something does.
    """

    id: str
    label: str
    gives: Fact
    policy: HitPolicy
    order: tuple[Value, ...] = ()
    facts: tuple[str, ...] = ()
    at: tuple[str, ...] = ()
    rest: Value | None = None
    after: Mapping[Value, Mapping[str, Value]] = field(factory=dict)
    citation: Citation | None = None


@frozen(kw_only=True)
class OrderChange:
    """Another order of precedence for a table above (次序的修改).

    Attributes:
        table: The table.
        order: All its outcomes, in order of precedence.
        citation: What orders the change.
        level: Who makes it.
        division: The division in which it holds; empty for all.
        span: The days on which it is in force.
    """

    table: str
    order: tuple[Value, ...]
    citation: Citation
    level: Level
    division: str = ""
    span: Span = ALWAYS


@frozen(kw_only=True)
class RowChange:
    """A change of single cells of a row above (局部修改).

    Attributes:
        table: The table.
        row: The row.
        cells: New conditions by fact; None takes a condition away. A condition that the row has
            in some of its alternatives is changed in those; one that it has in none is added to
            each.
        when: New conditions altogether, or None.
        then: A new outcome, or None.
        citation: What orders the change.
        level: Who makes it.
        division: The division in which it holds; empty for all.
        span: The days on which it is in force.
    """

    table: str
    row: str
    cells: Mapping[str, Cell | None] = field(factory=dict)
    when: tuple[tuple[Cell, ...], ...] | None = None
    then: Value | None = None
    citation: Citation
    level: Level
    division: str = ""
    span: Span = ALWAYS

    @property
    def facts_used(self) -> frozenset[str]:
        """The facts that its conditions speak of."""
        new = [cell for cell in self.cells.values() if cell is not None]
        return facts_of((*new, *itertools.chain.from_iterable(self.when or ())))

    @property
    def amendment(self) -> Amendment:
        """What it leaves on the row that it changes."""
        parts = [
            *self.cells,
            *(["when"] if self.when else []),
            *([] if self.then is None else ["then"]),
        ]
        return Amendment(cells=tuple(parts), citation=self.citation, level=self.level)


@frozen(kw_only=True)
class Pack:
    """The rules of one place or one kind of hall (规则包).

    Attributes:
        id: Its name.
        title: Its Chinese name.
        level: Where it stands between the general and the special.
        profile: The profile that it is, or empty.
        division: The division that it is for, or empty.
        source: The file that it was read from.
        facts: The facts and details that it declares.
        events: The kinds of event that it declares, with their Chinese names.
        terms: The terms that it declares.
        values: The values that it sets for terms, its own or from above.
        tables: The tables that it declares.
        orders: Its changes of the order of tables above.
        rows: Its rows, for its own tables or from above.
        changes: Its changes of rows above.
    """

    id: str
    title: str
    level: Level
    profile: str = ""
    division: str = ""
    source: str = ""
    facts: tuple[Fact, ...] = ()
    events: Mapping[str, str] = field(factory=dict)
    terms: tuple[Term, ...] = ()
    values: tuple[SetValue, ...] = ()
    tables: tuple[TableHead, ...] = ()
    orders: tuple[OrderChange, ...] = ()
    rows: tuple[Row, ...] = ()
    changes: tuple[RowChange, ...] = ()

    def counts_for(self, path: Sequence[str], profiles: Sequence[str]) -> bool:
        """Tell whether it counts for a division that lies in some others, itself last."""
        if self.profile:
            return self.profile in profiles
        return not self.division or self.division in path

    @property
    def dated_records(self) -> tuple[Row | RowChange | OrderChange | SetValue, ...]:
        """All that holds in some division, for some time."""
        return (*self.rows, *self.changes, *self.orders, *self.values)
