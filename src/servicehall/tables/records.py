"""The rows of a table, as a place has written them (规则行)."""

import itertools

from attrs import frozen

from servicehall.cells import Cell, facts_of
from servicehall.citations import Citation, Confidence
from servicehall.levels import Level
from servicehall.spans import ALWAYS, Span
from servicehall.tables.logic import Rule
from servicehall.vocabulary import Value

__all__ = ["Amendment", "Row"]


@frozen(kw_only=True)
class Amendment:
    """A change of single cells of a row, by a level below it (局部修改).

    Attributes:
        cells: The facts, or the parts of the row, that were changed.
        citation: What orders the change.
        level: Who made it.
    """

    cells: tuple[str, ...]
    citation: Citation
    level: Level


@frozen(kw_only=True)
class Row:
    """One row (规则行): under these conditions, this outcome, by this article.

    Attributes:
        id: Its name, unlike that of any other row of the table.
        table: The table that it belongs to.
        when: Sets of conditions, any one of which suffices; within a set all must hold.
        then: The outcome.
        otherwise: Whether it applies where no other row does (其他情形).
        exception_to: Rows that it goes before where both apply (例外).
        citation: The article, with how well it was read.
        level: Who set it.
        pack: The pack in which it stands.
        division: The division in which it holds; empty for all.
        span: The days on which it is in force.
        fixed: Whether levels below cannot change it.
        amendments: What levels below have changed in it.
        terms: What sets the terms that it refers to, by term, where a level below has set one.
    """

    id: str
    table: str
    when: tuple[tuple[Cell, ...], ...]
    then: Value
    otherwise: bool = False
    exception_to: tuple[str, ...] = ()
    citation: Citation
    level: Level
    pack: str = ""
    division: str = ""
    span: Span = ALWAYS
    fixed: bool = False
    amendments: tuple[Amendment, ...] = ()
    terms: tuple[tuple[str, Citation], ...] = ()

    @property
    def confidence(self) -> Confidence:
        """How well its source was read."""
        return self.citation.confidence

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Its article, what orders the changes made to it, and what sets its terms."""
        amendments = (amendment.citation for amendment in self.amendments)
        found = (self.citation, *amendments, *(citation for _, citation in self.terms))
        return tuple(dict.fromkeys(found))

    @property
    def facts_used(self) -> frozenset[str]:
        """The facts that its conditions speak of."""
        return facts_of(itertools.chain.from_iterable(self.when))

    @property
    def rule(self) -> Rule:
        """What it decides, without words and sources."""
        tier = self.level.rank
        return Rule(self.id, self.when, self.then, tier, self.otherwise, self.exception_to)
