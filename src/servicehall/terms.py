"""Terms (参数): figures that are declared above and may be set below."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from attrs import field, frozen

from servicehall.cells import Cell
from servicehall.citations import Citation
from servicehall.levels import STATUTES, Level
from servicehall.limits import Limit, Unknown
from servicehall.spans import ALWAYS, Span
from servicehall.vocabulary import Domain, Value

__all__ = ["SetValue", "Term", "TermReference", "TermValue", "limit_of"]


@frozen(kw_only=True)
class SetValue:
    """One value of a term, as one level has set it.

    Attributes:
        term: The term.
        value: The value.
        citation: What sets it.
        level: Who set it.
        pack: The pack in which it stands.
        replaces: The pack of the same level whose word it takes the place of.
        note: What a reader must know, in Chinese.
        division: The division in which it holds; empty for all.
        span: The days on which it is in force.
    """

    term: str
    value: Value | Limit
    citation: Citation
    level: Level
    pack: str = ""
    replaces: str = ""
    note: str = ""
    division: str = ""
    span: Span = ALWAYS


@frozen(kw_only=True)
class Term:
    """A figure that each place may set within bounds (参数).

    Attributes:
        id: Its name, for example ``"joint.threshold"``.
        label: Its Chinese name.
        domain: What it can be; None where it is a limit.
        bound: What every value must meet, whoever sets it; None for no bound.
        shorter_only: Whether a limit may only be made shorter by levels below.
        set_by: The layers that may set it, of :data:`~servicehall.levels.LAYERS`; empty for all.
        fixed: Whether levels below the one that declares it cannot set it.
        trigger: From when a limit runs, in Chinese.
        binds: Whom a limit binds, in Chinese.
        extends: The term that a limit lengthens.
        condition: When it applies, in Chinese.
        approver: Who must approve an extension, as events note it; empty for nobody in particular.
        pack: The pack that declares it.
        rank: The rank of the level that declares it.
    """

    id: str
    label: str
    domain: Domain | None
    bound: Cell | None = None
    shorter_only: bool = False
    set_by: tuple[str, ...] = ()
    fixed: bool = False
    trigger: str = ""
    binds: str = ""
    extends: str = ""
    condition: str = ""
    approver: str = ""
    pack: str = ""
    rank: int = 0

    def say(self, value: Value | Limit) -> str:
        """Return a value of it as people read it."""
        if self.domain is None or isinstance(value, Limit):
            return str(value)
        return self.domain.say(value)


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
    def value(self) -> Any:
        """The value in force: a limit, or a value of the term's domain."""
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
        value = self.term.say(self.value)
        return f"{self.term.label}：{value}（{self.level}，{self.citation}）"

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know of the value in force."""
        return (self.set_by[0].note,) if self.set_by[0].note else ()


@frozen
class TermReference:
    """A limit that is set by a term (引用参数的期限).

    Attributes:
        term: The name of the term.
    """

    term: str


def limit_of(limit: Limit | TermReference | None, terms: Mapping[str, TermValue]) -> Limit | None:
    """Put the value that the law gives a term in the place of its name, else the one in force."""
    if not isinstance(limit, TermReference):
        return limit
    if limit.term not in terms:
        return Unknown(f"参数 {limit.term} 在该日没有施行的取值")
    said = terms[limit.term].set_by
    lawful = [value for value in said if value.level.rank == STATUTES]
    value: Limit = (lawful or said)[0].value  # type: ignore[assignment]  # the term is a limit
    return value
