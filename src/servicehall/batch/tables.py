"""Decision tables for millions of cases at once (批量判定).

A fact becomes a column of small numbers, the parts that the table tells apart; all columns
together become the number of a cell, and one gather from the packed table answers. Tables that are
too large to pack, or that compare facts with one another, are settled row by row of the *table*,
by the same lines of code that settle whole domains.
"""

import functools
from collections.abc import Iterable, Mapping
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from attrs import frozen

from servicehall.batch.rows import refuse_rows
from servicehall.cells import OPERATORS, Cell, Reference
from servicehall.checks import check_type, wrong_type
from servicehall.errors import InputTypeError, InputValueError
from servicehall.parts import parts_of
from servicehall.tables import MOST_CELLS, HitPolicy, Logic, Table, Undetermined, cut
from servicehall.tables.logic import Rule, settle_sets
from servicehall.tables.space import Axis, Space, full_size, strides_of
from servicehall.vocabulary import Choice, Fact, Number, Value, YesNo

__all__ = ["Coded", "decide"]

Array = npt.NDArray[Any]

_NO_ANSWER: Final = 0
"""The place of "nothing" among the packed answers."""


@frozen
class Coded:
    """A column of choices as numbers (编码列): where the k-th category stands, the column has k.

    A pandas ``Categorical`` has the same shape and is taken as well; -1 stands for what is not
    known.

    Attributes:
        categories: The values.
        codes: For each row the place of its value among the categories, from 0.
    """

    categories: Iterable[str]
    codes: Any


def decide(table: Table, columns: Mapping[str, Any]) -> npt.NDArray[np.object_]:
    """Decide many cases (批量判定).

    Args:
        table: The table.
        columns: For each fact an array, one value a row; all of one length. Choices are texts, or
            :class:`Coded`; yes and no are boolean; numbers are whole, or ``Decimal`` objects.
            ``None``, a masked value, or a whole column left out is not known; it is never "no".

    Returns:
        The outcome of each row; under "all" a tuple of outcomes. None where the facts do not
        settle it: :meth:`servicehall.Table.decide` tells of such a row what is still possible.

    Raises:
        InputValueError: A name (SH401) or a value (SH402) that is not declared; columns of
            different lengths (SH142). A note names the first row.
        InputTypeError: A value of the wrong type (SH403), a float (SH404).
        DataError: The table has a hole (SH406) or contradicts itself (SH407) in some row.
    """
    check_type(table, Table, "table")
    facts = {fact.name: fact for fact in table.vocabulary}
    table.vocabulary.check(dict.fromkeys(columns))
    read = {name: _Column.of(facts[name], column) for name, column in columns.items()}
    lengths = {len(column) for column in read.values()}
    if len(lengths) > 1:
        raise InputValueError("SH418", name=", ".join(read), reason=f"{sorted(lengths)}")
    return _Batch(table, read, max(lengths, default=0)).answers()


# ---- columns


@frozen(eq=False)
class _Column:
    """One fact in all rows.

    Attributes:
        fact: The fact.
        values: The values, as they came; for coded columns, the categories.
        codes: Where the values are coded, the place of each row's.
        known: Whether each row's value is known; None where all are.
    """

    fact: Fact
    values: Array
    codes: Array | None
    known: npt.NDArray[np.bool_] | None

    def __len__(self) -> int:
        return len(self.values if self.codes is None else self.codes)

    @classmethod
    def of(cls, fact: Fact, column: Any) -> "_Column":
        """Read a column, refusing what the fact cannot be."""
        column = getattr(column, "cat", column)  # a pandas Series of categories
        if hasattr(column, "categories") and hasattr(column, "codes"):
            return cls._coded(fact, column)
        masked = np.ma.getmaskarray(column) if np.ma.isMaskedArray(column) else None
        values = _listed(fact, column)
        if values.dtype == np.dtype(object):
            missing = np.array([value is None for value in values.tolist()], dtype=np.bool_)
            masked = missing if masked is None else masked | missing
        known = None if masked is None or not masked.any() else ~masked
        if isinstance(fact.domain, Choice):
            return cls._encoded(fact, values, known)
        made = cls(fact, values, None, known)
        made.check()
        if isinstance(fact.domain, YesNo) and values.dtype == np.dtype(object):
            return cls(fact, np.array([value is True for value in values]), None, known)
        return made

    @classmethod
    def _encoded(cls, fact: Fact, values: Array, known: npt.NDArray[np.bool_] | None) -> "_Column":
        """Put numbers in the place of texts, and refuse those that are no value of the fact."""
        listed = fact.domain.values  # type: ignore[union-attr]  # a choice
        codes = np.full(len(values), -1, dtype=np.int16)
        for code, value in enumerate(listed):
            codes[values == value] = code
        unread = codes < 0 if known is None else (codes < 0) & known
        refuse_rows(unread, lambda row: fact.check(values[row : row + 1].tolist()[0]))
        return cls(fact, _objects([*listed, None]), codes, known)

    @classmethod
    def _coded(cls, fact: Fact, column: Any) -> "_Column":
        if not isinstance(fact.domain, Choice):
            raise wrong_type(column, fact.name, "an array of values", "取值的数组")
        codes = np.asarray(column.codes)
        values = np.array([*column.categories, ""], dtype=object)
        if codes.dtype.kind not in "iu" or codes.ndim != 1:
            raise InputTypeError("SH104", name=fact.name, value=repr(codes), type=str(codes.dtype))
        outside = (codes < -1) | (codes >= len(values) - 1)
        refuse_rows(outside, lambda row: fact.check(f"code {codes[row]}"))
        unknown = codes == -1
        known = ~unknown if unknown.any() else None
        foreign = [fact.domain.refusal(value) is not None for value in values[:-1]]
        if any(foreign):
            bad = np.array([*foreign, False])[codes]
            refuse_rows(bad, lambda row: fact.check(values[codes[row]]))
        return cls(fact, values, codes, known)

    def check(self) -> None:
        """Refuse the first value that the fact cannot be."""
        bad = ~self._fits()
        if self.known is not None:
            bad &= self.known
        refuse_rows(bad, lambda row: self.fact.check(self.value(row)))

    def _fits(self) -> npt.NDArray[np.bool_]:
        """Tell for each row whether its value is in order."""
        kind = self.values.dtype.kind
        match self.fact.domain:
            case YesNo() if kind == "b":
                return np.ones(len(self), dtype=np.bool_)
            case Number(least=least, most=most) if kind in "iu":
                fits = np.ones(len(self), dtype=np.bool_)
                if least is not None:
                    fits &= self.values >= least
                if most is not None:
                    fits &= self.values <= most
                return fits
            case domain:
                fitting = [domain.refusal(self.value(row)) is None for row in range(len(self))]
                return np.array(fitting, dtype=np.bool_)

    def value(self, row: int) -> Any:
        """Return the value of one row as plain Python."""
        if self.known is not None and not self.known[row]:
            return None
        value = self.values[row if self.codes is None else self.codes[row]]
        return value.item() if isinstance(value, np.generic) else value

    def parts(self, axis: Axis) -> Array:
        """Return for each row the number of the part that its value lies in; any if not known."""
        kind = np.min_scalar_type(len(axis.parts))
        if isinstance(axis.fact.domain, Number):
            return self._intervals(axis, kind)
        if self.codes is None:
            return self.values.view(np.uint8) * np.uint8(len(axis.parts) - 1)
        places = {value: n for n, part in enumerate(axis.parts) for value in part.values}  # type: ignore[union-attr]  # listed
        lookup = np.array([places.get(value, 0) for value in self.values], dtype=kind)
        return np.take(lookup, self.codes, mode="wrap")

    def _intervals(self, axis: Axis, kind: Any) -> Array:
        """Count for each row the intervals that begin at or below its value."""
        values = self.values
        if self.known is not None:
            values = np.where(self.known, values, _object(axis.parts[0].sample))
        found: Array = np.zeros(len(self), dtype=kind)
        for part in axis.parts[1:]:
            value, after = part.values.low  # type: ignore[union-attr,misc]  # later ones have an edge
            found += values > value if after else values >= value
        return found


def _listed(fact: Fact, column: Any) -> Array:
    """Make an array of a column, one value a row; whole numbers of any length stay whole."""
    try:
        values = np.asarray(column)
    except ValueError:
        values = np.empty((0, 0))
    if values.ndim != 1:
        raise InputValueError("SH418", name=fact.name, reason=f"{values.ndim} dimensions")
    if values.dtype.kind == "f" and not isinstance(column, np.ndarray):
        return np.array(column, dtype=object)
    return values


# ---- the packed table


@frozen(eq=False)
class _Packed:
    """A table as an array: for each cell the place of its answer.

    Attributes:
        axes: The facts and their parts.
        answers: All answers that occur; the first is none: a hole, or a contradiction.
        places: For each cell, the place of its answer.
    """

    axes: tuple[Axis, ...]
    answers: Array
    places: Array


@functools.lru_cache(maxsize=64)
def _packed(logic: Logic) -> _Packed:
    axes = cut([logic])
    space = Space(axes)
    settled = settle_sets(logic, {r.id: space.rule(r) for r in logic.rules}, space.full)
    given = {outcome: _bits(cases, space.size) for outcome, cases in settled.given.items()}
    faulty = _bits(settled.holes | settled.conflicts, space.size)
    answers, places = _distinct(logic, given, faulty)
    return _Packed(axes, answers, places)


def _bits(cases: int, size: int) -> npt.NDArray[np.bool_]:
    """Return a set of bits as an array of truth values."""
    octets = np.frombuffer(cases.to_bytes((size + 7) // 8, "little"), dtype=np.uint8)
    return np.unpackbits(octets, count=size, bitorder="little").astype(np.bool_)


def _distinct(
    logic: Logic, given: Mapping[Value, npt.NDArray[np.bool_]], faulty: npt.NDArray[np.bool_]
) -> tuple[Array, Array]:
    """Return all answers that occur, and for each case the place of its own among them."""
    if logic.policy is not HitPolicy.ALL:
        single: Array = np.zeros(len(faulty), dtype=np.uint16)
        for number, cases in enumerate(given.values(), 1):
            single[cases] = number
        return _objects([None, *given]), single
    if not given:
        return _objects([None, ()]), np.ones(len(faulty), dtype=np.uint8)
    together = np.stack([*given.values()], axis=1)
    combinations, places = np.unique(together, axis=0, return_inverse=True)
    answers = [tuple(o for o, y in zip(given, line, strict=True) if y) for line in combinations]
    return _objects([None, *answers]), places.ravel().astype(np.uint32) + 1


def _objects(values: Iterable[object]) -> Array:
    """Make an array of objects, tuples kept whole."""
    listed = list(values)
    made = np.empty(len(listed), dtype=object)
    made[:] = listed
    return made


# ---- deciding


@frozen(eq=False)
class _Batch:
    """Many cases that are put to one table."""

    table: Table
    columns: Mapping[str, _Column]
    length: int

    def answers(self) -> npt.NDArray[np.object_]:
        """Answer the rows that are complete together, each kind of the others once."""
        logic = self.table.logic
        missing = self._missing()
        if missing is not None and missing.all():
            return self._one_by_one(np.empty(self.length, dtype=object), np.arange(self.length))
        small = not logic.linked() and full_size(cut([logic])) <= MOST_CELLS
        found = self._from_packed(_packed(logic)) if small else self._from_rules(logic, missing)
        if missing is not None:
            return self._one_by_one(found, np.flatnonzero(missing))
        return found

    def _missing(self) -> npt.NDArray[np.bool_] | None:
        """Tell of which rows a fact is not known; None where all are complete."""
        facts = self.table.facts
        if any(fact.name not in self.columns for fact in facts):
            return np.ones(self.length, dtype=np.bool_)
        known = [self.columns[fact.name].known for fact in facts]
        incomplete = [~mask for mask in known if mask is not None]
        return functools.reduce(np.logical_or, incomplete) if incomplete else None

    def _from_packed(self, packed: _Packed) -> Array:
        strides = strides_of(packed.axes)
        size = full_size(packed.axes)
        kind = np.uint16 if size <= 2**16 else np.uint32
        cells: Array = np.zeros(self.length, dtype=kind)
        for axis in (axis for axis in packed.axes if len(axis.parts) > 1):
            name = axis.fact.name
            cells += self.columns[name].parts(axis) * kind(strides[name])
        places = np.take(packed.places, cells)
        return self._checked(packed.answers, places)

    def _checked(self, answers: Array, places: Array) -> Array:
        """Return the answers, after the table has refused the first row that has none."""
        missing = self._missing()
        faulty = places == _NO_ANSWER
        if missing is not None:
            faulty &= ~missing
        refuse_rows(faulty, lambda row: self.table.decide(self._facts(row)))
        return np.take(answers, places)

    def _from_rules(self, logic: Logic, missing: npt.NDArray[np.bool_] | None) -> Array:
        """Settle the rows of a table over all cases, where it cannot be packed."""
        full = np.ones(self.length, dtype=np.bool_) if missing is None else ~missing
        settled = settle_sets(logic, {r.id: self._applies(r) & full for r in logic.rules}, full)
        answers, places = _distinct(logic, settled.given, settled.holes | settled.conflicts)
        return self._checked(answers, places)

    def _applies(self, rule: Rule) -> npt.NDArray[np.bool_]:
        if rule.otherwise:
            return np.ones(self.length, dtype=np.bool_)
        found = np.zeros(self.length, dtype=np.bool_)
        for cells in rule.when:
            held = np.ones(self.length, dtype=np.bool_)
            for cell in cells:
                held &= self._holds(cell)
            found |= held
        return found

    def _holds(self, cell: Cell) -> npt.NDArray[np.bool_]:
        found = np.zeros(self.length, dtype=np.bool_)
        for alternative in cell.alternatives:
            held = np.ones(self.length, dtype=np.bool_)
            for comparison in alternative:
                operand = comparison.operand
                other = self._plain(operand.name) if isinstance(operand, Reference) else operand
                held &= OPERATORS[comparison.sign](self._plain(cell.fact), other)
            found |= held
        return found

    def _plain(self, name: str) -> Array:
        """Return a column's values, with some value of the fact where one is not known."""
        column = self.columns[name]
        values = column.values if column.codes is None else column.values[column.codes]
        if column.known is None:
            return values
        return np.where(column.known, values, _object(_some_value(column.fact)))

    def _one_by_one(self, found: Array, rows: Array) -> Array:
        """Decide rows that are not complete; rows with the same facts only once."""
        kept: dict[tuple[Any, ...], Any] = {}
        for row in rows.tolist():
            facts = self._facts(row)
            key = tuple(facts.values())
            if key not in kept:
                answer = self.table.decide(facts)
                kept[key] = (
                    None if isinstance(answer, Undetermined) else _outcome(self.table, answer)
                )
            found[row] = kept[key]
        return found

    def _facts(self, row: int) -> dict[str, Any]:
        return {name: column.value(row) for name, column in self.columns.items()}


def _outcome(table: Table, answer: Any) -> Any:
    return answer.outcomes if table.policy is HitPolicy.ALL else answer.outcome


def _object(value: Value) -> Any:
    """Return a value for numpy, which knows more kinds than its annotations say."""
    return value


def _some_value(fact: Fact) -> Value:
    """Return a value to stand where none is known; what it leads to is thrown away."""
    return parts_of(fact, ())[0].sample
