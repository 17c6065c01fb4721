"""Differences (差异): item by item, and table by table over the whole domain."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, Final

from attrs import evolve, frozen

from servicehall.comparing.changes import Change, Ground
from servicehall.comparing.items import Item, Stated, entry_items, say_item
from servicehall.comparing.rules import rule_items, uses_of
from servicehall.comparing.times import time_items
from servicehall.comparing.words import Words
from servicehall.errors import InputValueError
from servicehall.policy import Policy
from servicehall.tables import Difference, Table

__all__ = ["TableChange", "changes_of", "items_of", "sources_of", "tables_of"]

Items = Mapping[tuple[str, str], Item]


def items_of(policy: Policy) -> Items:
    """Return every record of a policy, by kind and name; made once."""
    if "compared" not in policy.derived:
        words = Words(policy)
        every = (*rule_items(words), *entry_items(words), *time_items(words))
        policy.derived["compared"] = {(one.kind, one.id): one for one in every}
    found: Items = policy.derived["compared"]
    return found


# ---- rules


def changes_of(old: Items, new: Items, policies: tuple[Policy, Policy]) -> Iterator[Change]:
    """Go through every record, and every field of a record, that differs in what it says."""
    for key in dict.fromkeys([*old, *new]):
        one, other = old.get(key), new.get(key)
        found = _fields(one, other) if one and other else (_whole(one, other),)
        for change in found:
            yield _with_uses(change, policies) if change.kind == "terms" else change


def _whole(old: Item | None, new: Item | None) -> Change:
    """Return the change of a record that only one side has."""
    item = old or new
    assert item is not None  # noqa: S101  # one of them has it
    return Change(
        kind=item.kind,
        id=item.id,
        title=item.title,
        of=item.of,
        old=old and old.record,
        new=new and new.record,
        old_text=say_item(old) if old else "",
        new_text=say_item(new) if new else "",
        old_grounds=old.grounds if old else (),
        new_grounds=new.grounds if new else (),
    )


def _fields(old: Item, new: Item) -> Iterator[Change]:
    for key in dict.fromkeys([*old.fields, *new.fields]):
        one, other = old.fields.get(key), new.fields.get(key)
        if _says_the_same(old, new, key):
            continue
        yield Change(
            kind=new.kind,
            id=new.id,
            title=new.title,
            of=new.of,
            field=key,
            label=(other or one).label,  # type: ignore[union-attr]  # one of them has it
            old=one and one.value,
            new=other and other.value,
            old_text=one.text() if one else "",
            new_text=other.text() if other else "",
            old_grounds=one.grounds if one else (),
            new_grounds=other.grounds if other else (),
        )


_NOTHING: Final = object()


def _says_the_same(old: Item, new: Item, key: str) -> bool:
    """Tell whether a field says the same; what is not written may be what holds without it."""
    one, other = old.fields.get(key), new.fields.get(key)
    if one is not None and other is not None:
        return bool(one.same == other.same)
    found = _value(old.defaults, key)
    return found is not _NOTHING and bool(found == _value(new.defaults, key))


def _value(record: Any, key: str) -> Any:
    """Return what a record has for a key; what is said of how a duty recurs stands by itself."""
    routine = getattr(record, "routine", None)
    return getattr(record, key, getattr(routine, key, _NOTHING))


def _with_uses(change: Change, policies: tuple[Policy, Policy]) -> Change:
    uses = (use for policy in policies for use in uses_of(Words(policy), change.id))
    return evolve(change, affects=tuple(sorted(set(uses))))


# ---- sources


def sources_of(old: Items, new: Items, changes: Iterable[Change]) -> Iterator[Change]:
    """Go through the records of which only sources, notes or days in force differ.

    Args:
        old: The records of the one.
        new: The records of the other.
        changes: What differs in what they say: its sources are told with it.
    """
    told = {(c.kind, c.id, c.old_grounds, c.new_grounds) for c in changes}
    for key in (key for key in old if key in new):
        one, other = old[key], new[key]
        pairs = [(one.grounds, other.grounds), *_grounds(one, other)]
        differing = [pair for pair in pairs if pair[0] != pair[1] and (*key, *pair) not in told]
        if differing:
            before, after = (
                tuple(dict.fromkeys(g for p in differing for g in p[i])) for i in (0, 1)
            )
            yield Change(
                kind=other.kind,
                id=other.id,
                title=other.title,
                of=other.of,
                old=before,
                new=after,
                old_text="；".join(map(str, before)),
                new_text="；".join(map(str, after)),
                old_grounds=before,
                new_grounds=after,
            )


def _grounds(old: Item, new: Item) -> Iterator[tuple[tuple[Ground, ...], tuple[Ground, ...]]]:
    """Go through where the fields stand that both have, and that say the same."""
    for key, one in old.fields.items():
        other: Stated | None = new.fields.get(key)
        if other is not None and one.same == other.same:
            yield one.grounds, other.grounds


# ---- tables


@frozen(kw_only=True, eq=False)
class TableChange:
    """A decision table that does not decide alike (规则表的变化).

    Attributes:
        id: The table.
        label: Its Chinese name.
        old: The one, or None.
        new: The other, or None.
        difference: What it decides differently, over the whole domain; None where that cannot be
            said.
        reason: Why not, in Chinese.
    """

    id: str
    label: str
    old: Table | None
    new: Table | None
    difference: Difference | None = None
    reason: str = ""

    @property
    def share(self) -> Fraction:
        """The share of its cases that have another outcome; 1 where nothing can be compared."""
        found = self.difference
        is_known = found is not None and found.checked
        return Fraction(found.changed_cells, found.cells) if is_known else Fraction(1)  # type: ignore[union-attr]  # it is there


def tables_of(old: Policy, new: Policy) -> Iterator[TableChange]:
    """Go through the tables that only one has, or that decide otherwise, the most changed first."""
    names = dict.fromkeys([*old.tables, *new.tables])
    pairs = ((name, old.tables.get(name), new.tables.get(name)) for name in names)
    found = [
        _table(name, one, other)
        for name, one, other in pairs
        if one is None or other is None or one.logic != other.logic
    ]
    yield from sorted(found, key=lambda one: (-one.share, one.id))


def _table(name: str, old: Table | None, new: Table | None) -> TableChange:
    label = (new or old).label  # type: ignore[union-attr]  # one of them is there
    told: dict[str, Any] = {"id": name, "label": label, "old": old, "new": new}
    if old is None or new is None:
        return TableChange(**told, reason=f"只有{'新' if old is None else '原'}规则有这张表")
    try:
        return TableChange(**told, difference=old.compare(new))
    except InputValueError as error:
        parts = (error.part(name, "zh") for name in ("what", "why"))
        return TableChange(**told, reason="：".join(parts))
