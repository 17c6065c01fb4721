"""Terms (参数): figures that are declared above and may be set below."""

from datetime import date

from attrs import field, frozen

from servicehall.cells import Cell
from servicehall.citations import Citation
from servicehall.spans import ALWAYS, Span
from servicehall.tables.records import Level
from servicehall.vocabulary import Domain, Value

__all__ = ["SetValue", "Term", "TermValue"]


@frozen(kw_only=True)
class SetValue:
    """One value of a term, as one level has set it.

    Attributes:
        term: The term.
        value: The value.
        citation: What sets it.
        level: Who set it.
        division: The division in which it holds; empty for all.
        span: The days on which it is in force.
    """

    term: str
    value: Value
    citation: Citation
    level: Level
    division: str = ""
    span: Span = ALWAYS


@frozen(kw_only=True)
class Term:
    """A figure that each place may set within bounds (参数).

    Attributes:
        id: Its name, for example ``"joint.threshold"``.
        label: Its Chinese name.
        domain: What it can be.
        bound: What every value must meet, whoever sets it.
    """

    id: str
    label: str
    domain: Domain
    bound: Cell | None = None


@frozen(kw_only=True)
class TermValue:
    """A term as it is in force for one division on one day.

    Attributes:
        term: The term.
        set_by: What was set, the most specific first: the first is in force, it took the place of
            the second, and so on.
        on: The day.
    """

    term: Term
    set_by: tuple[SetValue, ...] = field()
    on: date

    @property
    def value(self) -> Value:
        """The value in force."""
        return self.set_by[0].value

    @property
    def citation(self) -> Citation:
        """What sets it."""
        return self.set_by[0].citation

    @property
    def level(self) -> Level:
        """Who set it."""
        return self.set_by[0].level

    def __str__(self) -> str:
        value = self.term.domain.say(self.value)
        return f"{self.term.label}：{value}（{self.level}，{self.citation}）"
