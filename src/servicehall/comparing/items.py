"""Items (条目): every record of a policy in one shape, field by field, ready to be compared.

A record that is made field by field stands as packs wrote it: a limit that a term sets is the name
of the term, so that the change of a term is told once, and not again with each record that uses it.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, Final

from attrs import field, frozen

from servicehall.comparing.changes import Ground
from servicehall.comparing.words import Words, label_of
from servicehall.entries import Entry, Settled
from servicehall.plugins.sections import ENTRY_SECTIONS
from servicehall.policy import Policy

__all__ = ["Item", "Stated", "entry_items", "say_item", "stated"]


@frozen(kw_only=True, eq=False)
class Stated:
    """What stands in one field (一项内容).

    Attributes:
        label: What the field is called.
        value: What stands in it.
        same: What is compared: equal where both say the same.
        text: Says it in Chinese, once somebody asks.
        grounds: Where it stands.
    """

    label: str
    value: Any
    same: Any
    text: Callable[[], str]
    grounds: tuple[Ground, ...] = ()


def stated(
    label: str,
    value: Any,
    text: Callable[[Any], str] = str,
    grounds: tuple[Ground, ...] = (),
    same: Any = None,
) -> Stated:
    """Return what stands in a field; what is compared is the value, unless something else is."""
    return Stated(
        label=label,
        value=value,
        same=value if same is None else same,
        text=partial(text, value),
        grounds=grounds,
    )


@frozen(kw_only=True, eq=False)
class Item:
    """One record of a policy (条目).

    Attributes:
        kind: The kind of record.
        id: Its name.
        title: Its Chinese name.
        of: The matter of a material or a fee, the table of a row; empty for others.
        record: The record itself.
        defaults: The record, where a field that is not written has a value all the same.
        fields: What stands in it, by field.
        grounds: Where the record itself stands.
    """

    kind: str
    id: str
    title: str
    of: str = ""
    record: Any
    defaults: Any = None
    fields: Mapping[str, Stated] = field(repr=False)
    grounds: tuple[Ground, ...] = ()


_LEFT_OUT: Final = frozenset({"title", "label", "titles"})
"""Fields that the title of a record says."""


def say_item(item: Item) -> str:
    """Say all that stands in a record, in one line (条目内容)."""
    said: dict[str, list[str]] = {}
    for key, one in item.fields.items():
        label, quoted, _ = one.label.partition("“")
        if key not in _LEFT_OUT:
            named = f"{one.label.removeprefix(label)}" if quoted else ""
            text = one.text()
            said.setdefault(label, []).append(named if f"“{text}”" == named else named + text)
    return "；".join(f"{label}：{'、'.join(texts)}" for label, texts in said.items())


# ---- records that are made field by field


_ITEMIZED: Final = frozenset({"items", "facts", "says"})
"""Fields whose items are compared one by one."""


def entry_items(words: Words) -> Iterator[Item]:
    """Go through the records of a policy that are made field by field, those in force."""
    policy = words.policy
    for kind in (section.name for section in ENTRY_SECTIONS):
        if kind in ("hours", "days"):  # several records make one; see servicehall.comparing.times
            continue
        records = _records(policy, kind)
        for name, found in policy.settled[kind].items():
            if name in records:
                yield _item(words, found, records[name])


def _records(policy: Policy, kind: str) -> Mapping[str, Any]:
    """Return the records of a kind that are in force: some are by the value of a term only."""
    if kind == "materials":
        papers = (matter.materials for matter in policy.matters.values())
        return {one.id: one for listed in papers if isinstance(listed, tuple) for one in listed}
    found: Mapping[str, Any] = getattr(policy, kind, policy.settled[kind])
    return found


def _item(words: Words, found: Settled, record: Any) -> Item:
    fields: dict[str, Stated] = {}
    for key, value in found.fields.items():
        if key in _ITEMIZED:
            fields |= {
                f"{key}.{item}": _stated(words, found, key, one, item)
                for item, one in value.items()
            }
        elif value not in ("", (), {}):
            fields[key] = _stated(words, found, key, value)
    if found.made.fixed:
        fields["fixed"] = stated("下级不得修改", value=True, text=lambda _: "是")
    matter = found.get("matter", "")
    return Item(
        kind=found.kind,
        id=found.id,
        title=_title(words, found, record),
        of=matter,
        record=record,
        defaults=record,
        fields=fields,
        grounds=(_ground(found.made),),
    )


def _stated(words: Words, found: Settled, key: str, value: Any, item: str = "") -> Stated:
    label = label_of(found.kind, key)
    return stated(
        f"{label}“{words.item(key, item, value)}”" if item else label,
        value,
        partial(words.fact, item)
        if key == "facts"
        else partial(words.say, found.kind, item or key),
        _grounds(found, key, item),
    )


def _grounds(found: Settled, key: str, item: str) -> tuple[Ground, ...]:
    """Return where a field stands; where levels add to one another, all of them."""
    if item and key in found.parts:
        return (_ground(found.parts[key][item][0]),)
    chain = found.sources[key]
    if item:
        return tuple(_ground(entry) for entry in chain if item in entry.fields[key])
    adds = found.fields[key] is not chain[0].fields[key]
    return tuple(map(_ground, chain if adds else chain[:1]))


def _ground(entry: Entry) -> Ground:
    return Ground(citation=entry.citation, span=entry.span, note=entry.note)


def _title(words: Words, found: Settled, record: Any) -> str:
    """Return what a record is called; a material and a fee with their matter."""
    if found.kind == "fees":
        of, own = words.matter(found.fields["matter"]), found.get("item", "")
        return f"{of}　{'其他' if own == '*' else own}".rstrip("　")
    if found.kind == "materials":
        return f"{words.matter(found.fields['matter'])}　{'或'.join(record.titles)}"
    names = (found.get(key) for key in ("title", "label", "profile"))
    return str(next(filter(None, names), found.id))
