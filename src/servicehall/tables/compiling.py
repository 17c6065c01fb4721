"""Generated Python for one case at a time (编译).

A table becomes two functions. *Outcome* reads the facts of a record and is what a programmer would
have written by hand: plain ``if`` lines in order of precedence. *Place* reads a mapping and returns
the number of the cell that a case lies in, under which its answer is kept. Both check each fact
that they read, and leave every case that is incomplete or not in order to the exact path, so that
a missing fact is never read as "no".

The source is made of names and values that the vocabulary has checked. A name stands after a dot
or in a literal; a value stands as a literal made by ``repr`` or is handed over under a number.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from attrs import field, frozen

from servicehall.cells import Cell, Comparison, Reference
from servicehall.parts import Part
from servicehall.tables.logic import HitPolicy, Logic, Rule
from servicehall.tables.space import Axis, cut, strides_of
from servicehall.vocabulary import Fact, Number, YesNo

__all__ = ["compile_decide", "compile_outcome", "compile_place", "in_order_of_precedence"]

_PYTHON_SIGNS = {"=": "=="}
_FEW = 8
_FAULTS = "    except (AttributeError, KeyError, TypeError, ArithmeticError):\n        pass"


@frozen
class _Constants:
    """The values that generated lines refer to by a number."""

    values: dict[str, object] = field(factory=dict)

    def write(self, value: object) -> str:
        """Write a value: as a literal where Python has one, else as a numbered name."""
        if type(value) in (bool, int, str):
            return repr(value)
        name = f"c{len(self.values)}"
        self.values[name] = value
        return name


# ---- the outcome, from a record


def compile_outcome(logic: Logic, slow: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return a function from a record with all facts as attributes to the outcome.

    Args:
        logic: A table that gives one outcome, and whose rows were found not to contradict.
        slow: Takes what the generated lines do not settle.
    """
    constants = _Constants({"slow": slow, "Decimal": Decimal})
    return _defined("outcome", "\n".join(_outcome_lines(logic, constants)), constants)


def _outcome_lines(logic: Logic, constants: _Constants) -> Iterator[str]:
    names = {fact.name: f"v{number}" for number, fact in enumerate(logic.facts)}
    unread = {fact.name: fact for fact in logic.facts}
    yield "def outcome(record):\n    try:\n        pass"
    for rule in in_order_of_precedence(logic):
        for fact in [unread.pop(name) for name in _facts_of(rule) if name in unread]:
            local = names[fact.name]
            yield f"        {local} = record.{fact.name}"
            yield f"        if {_amiss(fact, local, constants)}: return slow(record)"
        always = rule.otherwise or not all(rule.when)
        condition = " or ".join(_conjunction(cells, names, constants) for cells in rule.when)
        yield f"        if {always or condition}: return {constants.write(rule.then)}"
    yield _FAULTS
    yield "    return slow(record)"


def in_order_of_precedence(logic: Logic) -> Iterator[Rule]:
    """Go through the rules so that the first one that applies decides."""
    for tier in logic.tiers:
        if logic.policy is HitPolicy.ORDER:
            yield from sorted(tier, key=lambda rule: logic.order.index(rule.then))
        else:
            yield from _exceptions_first(tier)


def _exceptions_first(tier: Iterable[Rule]) -> Iterator[Rule]:
    left = list(tier)
    while left:
        beaten = {row for rule in left for row in rule.beats}
        free = [rule for rule in left if rule.id not in beaten]
        yield from free
        left = [rule for rule in left if rule.id in beaten]


def _facts_of(rule: Rule) -> Iterable[str]:
    names = (name for cell in rule.cells() for name in (cell.fact, *cell.references("@")))
    return dict.fromkeys(names)


def _conjunction(cells: Iterable[Cell], names: Mapping[str, str], constants: _Constants) -> str:
    return " and ".join(_cell(cell, names, constants) for cell in cells)


def _cell(cell: Cell, names: Mapping[str, str], constants: _Constants) -> str:
    """Write one condition; several alternatives stand in brackets."""
    alternatives = [
        " and ".join(_comparison(names[cell.fact], c, names, constants) for c in alternative)
        for alternative in cell.alternatives
    ]
    return alternatives[0] if len(alternatives) == 1 else f"({' or '.join(alternatives)})"


def _comparison(
    local: str, comparison: Comparison, names: Mapping[str, str], constants: _Constants
) -> str:
    operand = comparison.operand
    if comparison.sign == "=" and isinstance(operand, bool):
        return local if operand else f"not {local}"
    sign = _PYTHON_SIGNS.get(comparison.sign, comparison.sign)
    other = names[operand.name] if isinstance(operand, Reference) else constants.write(operand)
    return f"{local} {sign} {other}"


# ---- what is not in order


def _amiss(fact: Fact, local: str, constants: _Constants) -> str:
    """Write the test that a value is missing or does not belong to the domain."""
    domain = fact.domain
    if isinstance(domain, Number):
        return _no_number(domain, local, local, constants)
    if isinstance(domain, YesNo):
        return f"{local} is not True and {local} is not False"
    listed = ", ".join(map(repr, domain.values))
    few = len(domain.values) < _FEW  # going through a few is faster than hashing a text
    return f"{local} not in " + (f"({listed},)" if few else f"{{{listed}}}")


def _no_number(domain: Number, read: str, local: str, constants: _Constants) -> str:
    """Write the test that a value is not a number of a domain; ``read`` is its first mention."""
    wrong = f"type({read}) is not int"
    if not domain.whole:
        wrong += f" and (type({local}) is not Decimal or not {local}.is_finite())"
    below = [] if domain.least is None else [f"{local} < {constants.write(domain.least)}"]
    above = [] if domain.most is None else [f"{local} > {constants.write(domain.most)}"]
    return " or ".join([wrong, *below, *above])


# ---- the place in the domain, from a mapping


def compile_place(logic: Logic) -> Callable[[Any], int | None]:
    """Return a function from a mapping of facts to the number of their cell.

    It returns None for what is incomplete, has a fact too many, or is not in order; and always
    where facts are compared with one another, since a cell does not tell how they stand.
    """
    if logic.linked():
        return lambda _: None
    constants = _Constants({"Decimal": Decimal})
    lines = [
        "def place(facts):",
        *_place_lines(logic, constants, "return {place}"),
        "    return None",
    ]
    return _defined("place", "\n".join(lines), constants)


def compile_decide(
    logic: Logic,
    answers: Mapping[int, Any],
    made: Callable[[Any, Any], Any],
    slow: Callable[[Any], Any],
) -> Callable[[Any], Any]:
    """Return a function from a mapping of facts to the decision on it.

    Args:
        logic: The table.
        answers: The answers known so far, by the number of the cell.
        made: Makes a decision of an answer and of the facts.
        slow: Takes what is not known yet, incomplete or not in order.
    """
    if logic.linked():
        return slow
    given = {"Decimal": Decimal, "answers": answers, "made": made, "slow": slow}
    constants = _Constants(given)
    result = "return made(answers[{place}], facts.copy())"
    lines = _place_lines(logic, constants, result)
    source = "\n".join(["def decide(facts):", *lines, "    return slow(facts)"])
    return _defined("decide", source, constants)


def _place_lines(logic: Logic, constants: _Constants, result: str) -> Iterator[str]:
    """Write the lines that find the cell of facts that are complete and in order."""
    axes = cut([logic])
    strides = strides_of(axes)
    terms = [_offset(axis, strides[axis.fact.name], constants) for axis in axes]
    yield f"    if type(facts) is dict and len(facts) == {len(axes)}:"
    yield "        try:"
    yield f"            {result.format(place=' + '.join(terms) or '0')}"
    yield "        except (AttributeError, KeyError, TypeError, ArithmeticError):"
    yield "            pass"


def _offset(axis: Axis, stride: int, constants: _Constants) -> str:
    """Write how far a value's part lies from the first cell; None, if it is not in order."""
    offsets = [number * stride for number in range(len(axis.parts))]
    value = f"facts[{axis.fact.name!r}]"
    domain = axis.fact.domain
    if isinstance(domain, YesNo):
        return f"(0 if (v := {value}) is False else {offsets[-1]} if v is True else None)"
    if isinstance(domain, Number):
        edges = [_before(part, "v", constants) for part in axis.parts[1:]]
        steps = zip(offsets, edges, strict=False)
        far = "".join(f"{far} if {edge} else " for far, edge in steps)
        amiss = _no_number(domain, f"v := {value}", "v", constants)
        return f"(None if {amiss} else {far}{offsets[-1]})"
    listed = zip(axis.parts, offsets, strict=True)
    table = {value: far for part, far in listed for value in part.values}  # type: ignore[union-attr]  # listed values
    return f"{constants.write(table)}[{value}]"


def _before(part: Part, local: str, constants: _Constants) -> str:
    """Write the test that a number lies before a part."""
    value, after = part.values.low  # type: ignore[union-attr,misc]  # later intervals have an edge
    return f"{local} {'<=' if after else '<'} {constants.write(value)}"


def _defined(name: str, source: str, constants: _Constants) -> Callable[[Any], Any]:
    """Define a function; the source is made above, of checked names and values only."""
    exec(source, constants.values)  # noqa: S102  # see above
    return constants.values[name]  # type: ignore[return-value]  # the function just defined
