"""Changes (变化): one record, or one field of it, as each of two policies has it."""

from collections.abc import Iterable
from typing import Any, Final

from attrs import evolve, frozen

from servicehall.citations import Citation
from servicehall.plugins.sections import SECTIONS
from servicehall.spans import ALWAYS, Span

__all__ = ["KINDS", "Change", "Ground", "say_grounds"]

KINDS: Final = {
    name: next(section.zh for section in SECTIONS if section.name == name)
    for name in (
        *("tables", "rows", "terms", "matters", "materials", "fees", "duties", "pauses"),
        *("silences", "hours", "days", "sanctions", "measures", "scores", "counts", "breaches"),
        *("forms", "notices", "windows", "roles", "adopts", "events", "fields", "facts"),
    )
}
"""The kinds of record that are compared, in the order of their weight, with their Chinese names."""


@frozen(kw_only=True)
class Ground:
    """Where something stands (出处): its citation, the days in force, what a reader must know.

    Attributes:
        citation: The article.
        span: The days on which it is in force.
        note: What a reader must know, in Chinese.
    """

    citation: Citation
    span: Span = ALWAYS
    note: str = ""

    def __str__(self) -> str:
        details = (
            str(self.span),
            f"原文：“{self.citation.quote}”" if self.citation.quote else "",
            f"链接：{self.citation.link}" if self.citation.link else "",
            f"说明：{self.note}" if self.note else "",
        )
        return "，".join((str(self.citation), *filter(None, details)))


@frozen(kw_only=True)
class Change:
    """A record, or a field of it, that two policies have otherwise (一处变化).

    Attributes:
        kind: The kind of record, one of :data:`KINDS`.
        id: The record.
        title: Its Chinese name.
        field: The field; empty for the record as a whole.
        label: What the field is called in Chinese.
        of: The matter of a material or a fee, the table of a row; empty for others.
        old: What the one has; None where it is not there.
        new: What the other has; None where it is not there.
        old_text: The same, as people read it.
        new_text: The same, as people read it.
        old_grounds: Where that stands.
        new_grounds: Where that stands.
        affects: What a term sets, in Chinese.
    """

    kind: str
    id: str
    title: str
    field: str = ""
    label: str = ""
    of: str = ""
    old: Any = None
    new: Any = None
    old_text: str = ""
    new_text: str = ""
    old_grounds: tuple[Ground, ...] = ()
    new_grounds: tuple[Ground, ...] = ()
    affects: tuple[str, ...] = ()

    @property
    def is_added(self) -> bool:
        """Whether a whole record is there in the other policy only (新增)."""
        return not self.field and self.old is None

    @property
    def is_removed(self) -> bool:
        """Whether a whole record is there in the one policy only (取消)."""
        return not self.field and self.new is None

    @property
    def old_citations(self) -> tuple[Citation, ...]:
        """The articles of the one."""
        return tuple(one.citation for one in self.old_grounds)

    @property
    def new_citations(self) -> tuple[Citation, ...]:
        """The articles of the other."""
        return tuple(one.citation for one in self.new_grounds)

    @property
    def mirrored(self) -> "Change":
        """The same change, seen from the other policy."""
        return evolve(
            self,
            old=self.new,
            new=self.old,
            old_text=self.new_text,
            new_text=self.old_text,
            old_grounds=self.new_grounds,
            new_grounds=self.old_grounds,
        )

    @property
    def place(self) -> tuple[int, str, str, str]:
        """Where it stands among others: by kind, then by name."""
        return list(KINDS).index(self.kind), self.of, self.id, self.field


def say_grounds(grounds: Iterable[Ground]) -> str:
    """Say where something stands, in one line, without quotes."""
    return "；".join(dict.fromkeys(str(one.citation) for one in grounds))
