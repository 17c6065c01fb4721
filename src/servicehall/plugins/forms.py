"""The forms in which a pack is written down (规则包的写法), before words get a meaning."""

from datetime import date
from typing import Any

from attrs import field, frozen

__all__ = [
    "FORMAT",
    "FactForm",
    "HeadForm",
    "RowForm",
    "Sourced",
    "TableForm",
    "TermForm",
    "ValueForm",
]

FORMAT = 1
"""The version of the pack format."""


@frozen(kw_only=True)
class HeadForm:
    """What a pack says of itself."""

    format: int = FORMAT
    id: str
    title: str = ""
    layer: str = ""
    profile: str = ""
    division: str = ""


@frozen(kw_only=True)
class FactForm:
    """One fact or detail, or the kind of figure that a term is."""

    label: str = ""
    question: str = ""
    type: str = ""
    values: Any = None
    least: Any = None
    most: Any = None
    unit: str = ""


@frozen(kw_only=True)
class Sourced:
    """What every figure carries: where it stands, and when and where it holds."""

    cite: str = ""
    quote: str = ""
    link: str = ""
    confidence: str = "clean"
    division: str = ""
    since: date | None = None
    expires: date | None = None


@frozen(kw_only=True)
class ValueForm(Sourced):
    """One value of a term."""

    value: Any


@frozen(kw_only=True)
class TermForm(Sourced):
    """A term, or a value for a term declared above."""

    id: str = ""
    changes: str = ""
    label: str = ""
    type: Any = None
    bound: str = ""
    value: Any = None
    values: tuple[ValueForm, ...] = ()


@frozen(kw_only=True)
class TableForm(Sourced):
    """The head of a table, or another order for one above."""

    id: str = ""
    changes: str = ""
    label: str = ""
    gives: str = ""
    answer: str = ""
    order: tuple[Any, ...] = ()
    facts: tuple[str, ...] = ()
    at: tuple[str, ...] = ()
    rest: Any = None
    after: dict[str, dict[str, Any]] = field(factory=dict)


@frozen(kw_only=True)
class RowForm(Sourced):
    """A row, or a change of single cells of a row above."""

    table: str
    id: str = ""
    changes: str = ""
    when: Any = None
    then: Any = None
    otherwise: bool = False
    exception_to: tuple[str, ...] = ()
