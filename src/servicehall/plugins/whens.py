"""Reading conditions (解析条件): sets of cells, over facts, details and the course of a case."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from attrs import frozen

from servicehall.cells import Cell, parse_cell
from servicehall.checks import shown
from servicehall.conditions import When
from servicehall.errors import DataError
from servicehall.parts import parts_of
from servicehall.plugins.meanings import Scope
from servicehall.problems import Problems
from servicehall.vocabulary import Fact

__all__ = ["ConditionReader", "no_check"]

_REFERENCE = re.compile(r"([$@])([^\s,'\"\]]+)")


def no_check(cell: Cell) -> None:
    """Take whatever a condition asks for."""


@frozen(eq=False)
class ConditionReader:
    """Reads conditions of one record.

    Attributes:
        scope: What can be spoken of.
        problems: Takes every fault that is found.
        check: Refuses what cannot be asked where the record is decided.
    """

    scope: Scope
    problems: Problems
    check: Callable[[Cell], None] = no_check

    def when(self, written: object, path: str) -> When:
        """Read sets of conditions, any one of which suffices."""
        if not isinstance(written, list):
            return (self._set(written, path),)
        if not written:
            raise DataError("SH437")
        return tuple(self._set(one, f"{path}[{n}]") for n, one in enumerate(written, 1))

    def _set(self, written: object, path: str) -> tuple[Cell, ...]:
        """Read one set of conditions, all of which must hold."""
        if not isinstance(written, dict):
            expected = {"expected": "{ fact = condition }", "expected_zh": "{ 事实 = 条件 }"}
            raise DataError("SH205", path=path, value=shown(written), **expected)
        return tuple(cell for _, cell in self.cells(written, path) if cell is not None)

    def cells(self, written: Mapping[str, Any], path: str) -> Iterator[tuple[str, Cell | None]]:
        """Read one set of conditions, by fact; None where a cell sets no condition."""
        terms = {name: term.domain for name, term in self.scope.terms.items() if term.domain}
        for name, cell in written.items():
            with self.problems.at(f"{path}.{name}"):
                fact = self.scope.condition_fact(name)
                self._refuse_faulty(cell)
                parsed = parse_cell(fact, cell, self.scope.facts, terms)
                if parsed is not None:
                    self.check(parsed)
                    if _never_holds(fact, parsed):
                        domain = fact.domain
                        allowed = {"allowed": domain.allowed, "allowed_zh": domain.allowed_zh}
                        raise DataError("SH429", written=shown(cell), **allowed)
                yield name, parsed

    def _refuse_faulty(self, cell: object) -> None:
        """Pass over a condition that refers to a fact or a term with a fault of its own."""
        for text in cell if isinstance(cell, list) else [cell]:
            for kind, name in _REFERENCE.findall(text) if isinstance(text, str) else ():
                self.problems.refuse_faulty("term" if kind == "$" else "fact", name)


def _never_holds(fact: Fact, cell: Cell) -> bool:
    """Tell whether some alternative can be met by no value, as far as that is settled by itself."""
    if cell.references("$") or cell.references("@"):
        return False
    parts = parts_of(fact, cell.comparisons())
    return not all(
        any(all(c.holds(part.sample, {}) for c in alternative) for part in parts)
        for alternative in cell.alternatives
    )
