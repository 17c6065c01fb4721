"""The cell language (条件写法): what one condition of a rule says about one fact.

A cell is written as people write decision tables, and one language serves all rules:

======================  ============================================================
``"failed"``, ``true``  this value
``["a", "b"]``          any of these
``">= 2"``              a comparison; ``"> 0.5, <= 1"``: both
``"!= failed"``         any other value
``">= $a.term"``        compared with a term, a figure that each place may set
``"@other"``            the same as another fact; ``"> @other"``: compared with it
``"-"``                 whatever it is: no condition
======================  ============================================================
"""

import operator
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from attrs import evolve, field, frozen

from servicehall.checks import shown
from servicehall.errors import DataError
from servicehall.vocabulary import (
    Choice,
    Domain,
    Fact,
    Number,
    Refusal,
    Value,
    YesNo,
    hint_for,
    is_too_long,
    read_number,
)

__all__ = ["ANY", "OPERATORS", "Cell", "Comparison", "Reference", "facts_of", "parse_cell"]

ANY: Final = "-"
"""The cell that sets no condition."""

OPERATORS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "=": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}
_SIGNS: Final = {"=": "＝", "!=": "非", ">=": "≥", "<=": "≤", ">": "＞", "<": "＜"}
_PRINTED: Final = str.maketrans({"≥": ">=", "≤": "<=", "≠": "!=", "＞": ">", "＜": "<", "＝": "="})
_RELATIONS: Final = {"=": "与“{}”相同", "!=": "与“{}”不同"}
_COMPARISON = re.compile(r"(>=|<=|!=|=|>|<|)\s*([$@]?)(.*)", re.DOTALL)


@frozen
class Reference:
    """A figure that stands elsewhere: a term (``$``) or another fact (``@``)."""

    sign: str
    name: str

    def __str__(self) -> str:
        return self.sign + self.name


@frozen
class Comparison:
    """One comparison of a fact with a value, a term or another fact.

    Attributes:
        sign: ``=``, ``!=``, ``>=``, ``<=``, ``>`` or ``<``.
        operand: What it is compared with.
        term: The term that the value came from, once it is resolved.
    """

    sign: str
    operand: Value | Reference
    term: str = field(default="", eq=False)

    def holds(self, value: Value, facts: Mapping[str, Value]) -> bool:
        """Tell whether a value passes; another fact is looked up in ``facts``."""
        operand = self.operand
        if isinstance(operand, Reference):
            operand = facts[operand.name]
        return OPERATORS[self.sign](value, operand)

    def say(self, domain: Domain, names: Mapping[str, str], *, terms: bool = True) -> str:
        """Return it as people read it.

        Args:
            domain: What the fact can be.
            names: The labels of other facts.
            terms: Whether to tell the term that its value comes from.
        """
        if isinstance(self.operand, Reference):
            name = names.get(self.operand.name, str(self.operand))
            return _RELATIONS.get(self.sign, _SIGNS[self.sign] + "{}").format(name)
        sign = "" if self.sign == "=" and not isinstance(domain, Number) else _SIGNS[self.sign]
        term = f"〔{self.term}〕" if self.term and terms else ""
        return sign + domain.say(self.operand) + term


@frozen
class Cell:
    """One condition (条件): what a rule asks of one fact.

    Attributes:
        fact: The name of the fact.
        alternatives: Any one of these suffices; each is several comparisons that all must hold.
    """

    fact: str
    alternatives: tuple[tuple[Comparison, ...], ...]

    def comparisons(self) -> Iterator[Comparison]:
        """Go through all comparisons."""
        for alternative in self.alternatives:
            yield from alternative

    def references(self, sign: str) -> tuple[str, ...]:
        """Return the names of the terms (``$``) or facts (``@``) that it refers to."""
        operands = (c.operand for c in self.comparisons())
        found = (o.name for o in operands if isinstance(o, Reference) and o.sign == sign)
        return tuple(dict.fromkeys(found))

    def holds(self, facts: Mapping[str, Value]) -> bool:
        """Tell whether facts pass it; all that it reads must be there."""
        value = facts[self.fact]
        return any(all(c.holds(value, facts) for c in alt) for alt in self.alternatives)

    def resolved(self, terms: Mapping[str, Value]) -> "Cell":
        """Return it with the values of terms in the place of their names."""
        if not self.references("$"):
            return self
        return evolve(
            self,
            alternatives=tuple(
                tuple(_resolved(c, terms) for c in alternative) for alternative in self.alternatives
            ),
        )

    def say(self, domain: Domain, names: Mapping[str, str], *, terms: bool = True) -> str:
        """Return it as people read it; see :meth:`Comparison.say`."""
        alternatives = (
            "且".join(comparison.say(domain, names, terms=terms) for comparison in alternative)
            for alternative in self.alternatives
        )
        return "或".join(alternatives)


def facts_of(cells: Iterable[Cell]) -> frozenset[str]:
    """Return the names of all facts that conditions speak of."""
    return frozenset(name for cell in cells for name in (cell.fact, *cell.references("@")))


def _resolved(comparison: Comparison, terms: Mapping[str, Value]) -> Comparison:
    match comparison.operand:
        case Reference(sign="$", name=name):
            return Comparison(comparison.sign, terms[name], name)
        case _:
            return comparison


# ---- reading


def parse_cell(
    fact: Fact, written: object, facts: Mapping[str, Fact], terms: Mapping[str, Domain]
) -> Cell | None:
    """Read one cell.

    Args:
        fact: The fact that it speaks of.
        written: What stands in the file.
        facts: All facts, for comparisons with another one.
        terms: The terms that are declared, with their domains.

    Returns:
        The cell, or None where it sets no condition.

    Raises:
        DataError: It cannot be read: SH424 to SH428, SH430, SH431.
    """
    if written == ANY:
        return None
    items = written if isinstance(written, list) else [written]
    if not items:
        raise DataError("SH425", written="[]", fact=fact.name, **_help(fact))
    return Cell(fact.name, tuple(_alternative(fact, item, facts, terms) for item in items))


def _alternative(
    fact: Fact, item: object, facts: Mapping[str, Fact], terms: Mapping[str, Domain]
) -> tuple[Comparison, ...]:
    if isinstance(item, float):
        raise DataError("SH428", fact=fact.name, written=shown(item))
    if not isinstance(item, str):
        return (Comparison("=", _literal(fact, item)),)
    item = item.translate(_PRINTED) if isinstance(fact.domain, Number) else item
    pieces = item.split(",") if _is_compared(fact, item) else [item]
    return tuple(_comparison(fact, piece.strip(), item, facts, terms) for piece in pieces)


def _is_compared(fact: Fact, text: str) -> bool:
    """Tell whether a text holds comparisons, not just a value that may have a comma in it."""
    return isinstance(fact.domain, Number) or text.startswith(("<", ">", "=", "!"))


def _comparison(
    fact: Fact, text: str, written: str, facts: Mapping[str, Fact], terms: Mapping[str, Domain]
) -> Comparison:
    match = _COMPARISON.fullmatch(text)
    sign, mark, rest = match.groups() if match else ("", "", "")
    if not rest or (sign not in ("", "=", "!=") and not isinstance(fact.domain, Number)):
        raise DataError("SH425", written=shown(written), fact=fact.name, **_help(fact))
    if not mark:
        return Comparison(sign or "=", _literal(fact, _read(fact, rest, written)))
    if mark == "$":
        _check_term(fact, rest, terms)
    else:
        _check_fact(fact, rest, facts)
    return Comparison(sign or "=", Reference(mark, rest))


def _read(fact: Fact, text: str, written: str) -> object:
    """Read a value inside a text; yes and no are written without quotation marks."""
    if not isinstance(fact.domain, Number):
        return text
    try:
        return read_number(text)
    except ValueError:
        raise DataError("SH425", written=shown(written), fact=fact.name, **_help(fact)) from None


def _literal(fact: Fact, value: object) -> Value:
    refusal = fact.domain.refusal(value)
    if refusal is None and is_too_long(value):
        refusal = Refusal("value")
    if refusal is None:
        return value  # type: ignore[return-value]  # the domain has just taken it
    about = {"fact": fact.name, "label": fact.label, "value": shown(value)}
    allowed = {"allowed": fact.domain.allowed, "allowed_zh": fact.domain.allowed_zh}
    if refusal.reason == "value":
        raise DataError("SH426", **allowed, **about)
    raise DataError("SH427", type=type(value).__name__, **allowed, **about)


def _check_term(fact: Fact, name: str, terms: Mapping[str, Domain]) -> None:
    if name not in terms:
        raise DataError("SH430", name=name, known=tuple(terms), fact=fact.name)
    if not _fits(fact.domain, terms[name]):
        raise DataError("SH431", fact=fact.name, other=f"${name}")


def _check_fact(fact: Fact, name: str, facts: Mapping[str, Fact]) -> None:
    if name not in facts:
        raise DataError("SH424", name=name, hint=hint_for(name, facts))
    other = facts[name].domain
    if name == fact.name or not (_fits(fact.domain, other) and _fits(other, fact.domain)):
        raise DataError("SH431", fact=fact.name, other=f"@{name}")


def _fits(domain: Domain, other: Domain) -> bool:
    """Tell whether every value of another domain could stand in a cell of the first."""
    match domain, other:
        case (Choice(values=mine), Choice(values=theirs)):
            return set(theirs) <= set(mine)
        case (Number(whole=mine), Number(whole=theirs)):
            return theirs or not mine
        case _:
            return type(domain) is type(other)


def _help(fact: Fact) -> dict[str, str]:
    """Say, with examples, what could stand in a cell of a fact."""
    match fact.domain:
        case YesNo():
            examples = "true, false"
        case Choice(values=values):
            examples = f'"{values[0]}", ["{values[0]}", …], "!= {values[0]}"'
        case Number(whole=True):
            examples = '3, ">= 3", "> 1, <= 5", ">= $term"'
        case _:
            examples = '"0.5", ">= 0.5", "> 0.5, <= 1", ">= $term"'
    return {"examples": examples}
