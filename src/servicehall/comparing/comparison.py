"""Comparison (比较): two policies, what differs in their rules, and what in their sources only."""

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import Any

from attrs import field, frozen

from servicehall.checks import check_type
from servicehall.comparing.changes import Change
from servicehall.comparing.differences import (
    TableChange,
    changes_of,
    items_of,
    sources_of,
    tables_of,
)
from servicehall.divisions import NATION
from servicehall.entries import Entry
from servicehall.errors import InputValueError
from servicehall.instants import ONE_DAY
from servicehall.plugins import Pack
from servicehall.plugins.packs import OrderChange, RowChange
from servicehall.policy import Policy
from servicehall.spans import Span
from servicehall.tables import Row

__all__ = ["MOST", "Comparison", "Later", "compare", "name_of"]

MOST = 20
"""How many lines of a list are shown, unless all are asked for."""


@frozen(kw_only=True)
class Later:
    """A record of one side that begins or ends after the day compared (以后的变动): not compared.

    Attributes:
        kind: The kind of record, one of :data:`KINDS`.
        id: The record.
        title: Its Chinese name.
        span: The days on which it is in force.
        day: The day from which on the rules are others because of it.
    """

    kind: str
    id: str
    title: str
    span: Span
    day: date

    @property
    def begins(self) -> bool:
        """Whether it begins on that day; else it has ended by then."""
        return self.span.since == self.day


@frozen(kw_only=True, eq=False)
class Comparison:
    """What differs between two policies (规则比较).

    Attributes:
        old: The one: the present policy, or the one of the first place.
        new: The other.
        changes: What differs in what the rules say, a record or a field each.
        sources: The records that say the same, and stand elsewhere: another article, note, or days
            in force.
        tables: The decision tables that do not decide alike, the most changed first. A term can
            change them without any of their rows being changed.
    """

    old: Policy
    new: Policy
    changes: tuple[Change, ...] = field(repr=False)
    sources: tuple[Change, ...] = field(repr=False)
    tables: tuple[TableChange, ...] = field(repr=False)

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs, sources included."""
        return not self.changes and not self.sources and not self.tables

    @property
    def days(self) -> tuple[date, date] | None:
        """The days of the two, where they are not the same."""
        return None if self.old.on == self.new.on else (self.old.on, self.new.on)

    @cached_property
    def packs(self) -> tuple[tuple[Pack, ...], tuple[Pack, ...]]:
        """The packs that only the one has, and those that only the other has, by name."""
        old, new = ({pack.id: pack for pack in one.packs} for one in (self.old, self.new))
        gone = tuple(pack for name, pack in old.items() if name not in new)
        return gone, tuple(pack for name, pack in new.items() if name not in old)

    @cached_property
    def later(self) -> tuple[tuple[Later, ...], tuple[Later, ...]]:
        """What of the one, and what of the other, begins or ends after the day compared.

        It is not compared. What stands alike on both sides is left out: it makes no difference.
        """
        day = max(self.old.on, self.new.on)
        old, new = (tuple(_ahead(one, day)) for one in (self.old, self.new))
        return (
            tuple(self._later(one, day) for one in old if one not in new),
            tuple(self._later(one, day) for one in new if one not in old),
        )

    def _later(self, record: Any, day: date) -> Later:
        kind, name = _named(record)
        span: Span = record.span
        items = [items_of(policy) for policy in (self.new, self.old)]
        known = [found[kind, name].title for found in items if (kind, name) in found]
        written = record.fields.get("title") if isinstance(record, Entry) else ""
        ends = span.expires + ONE_DAY if span.expires else day
        return Later(
            kind=kind,
            id=name,
            title=str(written or next(iter(known), name)),
            span=span,
            day=span.since if span.since and span.since > day else ends,
        )

    def of(self, kind: str) -> tuple[Change, ...]:
        """Return what differs in the records of one kind, such as ``"fees"``."""
        return tuple(one for one in self.changes if one.kind == kind)

    def explain(self, *, most: int | None = MOST) -> str:
        """Say in plain Chinese what differs, with the articles of both (说明).

        Args:
            most: How many lines of each list are shown; how many more there are, is said. None for
                all.
        """
        from servicehall.comparing.texts import comparison_text  # words, when somebody asks

        return comparison_text(self, most)

    def to_json(self) -> str:
        """Return what differs as JSON (比较记录)."""
        from servicehall.comparing.data import comparison_data, dump  # as above

        return dump(comparison_data(self))

    def _repr_html_(self) -> str:
        from servicehall.comparing.html import comparison_html  # as above

        return comparison_html(self)


def compare(old: Policy, new: Policy, *, across_days: bool = False) -> Comparison:
    """Compare two policies: two places, or one place by two versions of its packs (规则比较).

    Records are matched by their names. What a term sets is told with the term, once.

    Args:
        old: The one.
        new: The other, of the same day.
        across_days: Whether to compare policies of different days on purpose.

    Raises:
        InputTypeError: Something else was handed over (SH119).
        InputValueError: They are of different days (SH850).

    >>> from datetime import date
    >>> import servicehall as sh
    >>> from servicehall.comparing import compare
    >>> value = {"changes": "joint.threshold", "value": 2, "cite": "《某镇规定》第一条"}
    >>> pack = sh.load_pack({"id": "town", "division": "530926103", "terms": [value]})
    >>> day = date(2026, 11, 21)
    >>> old = sh.Registry.of().policy("530926103", on=day)
    >>> found = compare(old, sh.Registry.of(pack).policy("530926103", on=day))
    >>> [(one.title, one.label, one.old, one.new) for one in found.changes]
    [('联办件的窗口或部门数', '取值', 3, 2)]
    """
    check_type(old, Policy, "old")
    check_type(new, Policy, "new")
    if old.on != new.on and not across_days:
        raise InputValueError("SH850", old=old.on, new=new.on)
    one, other = items_of(old), items_of(new)
    changes = sorted(changes_of(one, other, (old, new)), key=lambda c: c.place)
    return Comparison(
        old=old,
        new=new,
        changes=tuple(changes),
        sources=tuple(sorted(sources_of(one, other, changes), key=lambda c: c.place)),
        tables=tuple(tables_of(old, new)),
    )


def _ahead(policy: Policy, day: date) -> Iterator[Any]:
    """Go through what of a policy begins or ends after a day."""
    for one in policy.later:
        since, expires = one.span.since, one.span.expires
        if (since and since > day) or (expires and day <= expires < date.max):
            yield one


def _named(record: Any) -> tuple[str, str]:
    """Return the kind of a record, and its name, as changes have them."""
    match record:
        case Entry():
            return record.kind, record.id
        case Row():
            return "rows", f"{record.table}/{record.id}"
        case RowChange():
            return "rows", f"{record.table}/{record.row}"
        case OrderChange():
            return "tables", record.table
    return "terms", record.term


def name_of(policy: Policy) -> str:
    """Return what a division is called, with its code (地方名称)."""
    for pack in policy.packs:
        if pack.division == policy.division:
            return str(pack.level.place)
    return "全国" if policy.division == NATION else policy.division
