"""Kinds of case (办件类型): the six kinds of the halls, and what belongs to none of them yet."""

import enum
from collections.abc import Callable
from typing import Any

from attrs import define, evolve

from servicehall.tables import Decision, Table, Undetermined
from servicehall.vocabulary import Value

__all__ = ["CaseKind", "Classification", "classifier"]


class CaseKind(enum.StrEnum):
    """The kind of a case (办件类型), in order of precedence.

    Source: 《便民服务大厅六件管理制度》 一 to 六. The order and ``NOT_ACCEPTED`` are the library's
    own, since the source settles neither.
    """

    RETURNED = "RETURNED"
    """退回件: main document lacking, or plainly contrary to policy, or survey failed."""
    SUPPLEMENT = "SUPPLEMENT"
    """补办件: something is still to be brought; the limit runs from the day it is complete."""
    NOT_ACCEPTED = "NOT_ACCEPTED"
    """未受理（待补正）: what is missing affects the approval, and nobody undertook to bring it."""
    FORWARDED = "FORWARDED"
    """上报件: the approval lies with an authority at county level or above."""
    JOINT = "JOINT"
    """联办件: several windows or departments."""
    PROMISED = "PROMISED"
    """承诺件: needs time, done within a promised limit."""
    INSTANT = "INSTANT"
    """即办件: simple, complete, done on the spot or the same day."""

    @property
    def zh(self) -> str:
        """The Chinese name."""
        return _NAMES[self]

    @property
    def gbt_39046(self) -> str:
        """The code of 办件类型 in GB/T 39046-2020, table A.6: 1 即办件, 2 承诺件, 9 其他."""
        return {CaseKind.INSTANT: "1", CaseKind.PROMISED: "2"}.get(self, "9")


_NAMES = {
    CaseKind.RETURNED: "退回件",
    CaseKind.SUPPLEMENT: "补办件",
    CaseKind.NOT_ACCEPTED: "未受理（待补正）",
    CaseKind.FORWARDED: "上报件",
    CaseKind.JOINT: "联办件",
    CaseKind.PROMISED: "承诺件",
    CaseKind.INSTANT: "即办件",
}


@define(eq=False)
class Classification(Decision):
    """The kind of a case, with the clauses that make it so (办件分类)."""

    @property
    def kind(self) -> CaseKind:
        """The kind."""
        return _kind(self.outcome)

    @property
    def traits(self) -> tuple[CaseKind, ...]:
        """The other kinds that also apply, in order of precedence."""
        return tuple(map(_kind, self._answer.traits))

    @property
    def open_traits(self) -> tuple[CaseKind, ...]:
        """The other kinds that may also apply, while facts are missing."""
        return tuple(map(_kind, self._answer.open_traits))

    @property
    def once_complete(self) -> CaseKind | Undetermined | None:
        """The kind that a 补办件 becomes once all is there; None for other kinds."""
        found = self.after
        if isinstance(found, Undetermined):
            return _as_kinds(found)
        return None if found is None else _kind(found.outcome)


def classifier(table: Table) -> Callable[[Any], Classification | Undetermined]:
    """Return the function that says what kind of case it is, by a table."""
    return table.decider(Classification, _as_kinds)


def _kind(outcome: Value) -> CaseKind:
    return CaseKind(str(outcome))


def _as_kinds(found: Undetermined) -> Undetermined:
    return evolve(found, possible=tuple(map(_kind, found.possible)))
