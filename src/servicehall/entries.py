"""Entries (条目): what packs say of one record, and what they come to for one day.

A matter, a fee, a form is made by one pack and may be changed, one field at a time, by packs below.
Everything that was said stays at hand: each field knows who set it and what it took the place of.
"""

import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, Final, Protocol, TypeVar

from attrs import field, frozen

from servicehall.checks import check_text, read_only
from servicehall.citations import Citation
from servicehall.errors import DataError
from servicehall.levels import Level
from servicehall.spans import ALWAYS, Span, told_from

__all__ = ["Entry", "NotStated", "Settled", "Source", "ranked", "replaced", "settle"]


def _why(value: object) -> str:
    return check_text(value, "why")


@frozen
class NotStated:
    """What the source does not say (原文未写明). It is false: nobody can take it for an answer.

    Attributes:
        why: Why it is not known; shown wherever it would have been.
    """

    why: str = field(converter=_why)

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        return f"不明（{self.why}）"


class Source(Protocol):
    """What every record says of where it comes from; see :class:`Entry`."""

    @property
    def level(self) -> Level: ...  # noqa: D102  # see Entry
    @property
    def pack(self) -> str: ...  # noqa: D102  # see Entry
    @property
    def replaces(self) -> str: ...  # noqa: D102  # see Entry
    @property
    def citation(self) -> Citation: ...  # noqa: D102  # see Entry


Record = TypeVar("Record", bound=Source)

_NO_WORDS: Final[Mapping[str, str]] = MappingProxyType({})


@frozen(kw_only=True)
class Entry:
    """What one pack says of one record (条目).

    Attributes:
        kind: The kind of record, for example ``"matters"``.
        id: The record.
        makes: Whether it makes the record, or changes one that was made above.
        fields: What it says, by field.
        fixed: Whether levels below cannot change the record.
        replaces: The pack of the same level whose word it takes the place of.
        pack: The pack.
        citation: Where it stands.
        note: What a reader must know, in Chinese.
        level: Who says it.
        division: The division in which it holds; empty for all.
        span: The days on which it is in force.
    """

    kind: str
    id: str
    makes: bool
    fields: Mapping[str, Any]
    fixed: bool = False
    replaces: str = ""
    pack: str = ""
    citation: Citation
    note: str = ""
    level: Level
    division: str = ""
    span: Span = ALWAYS


@frozen(kw_only=True)
class Settled:
    """A record as it is in force for one division on one day (现行条目).

    Attributes:
        kind: The kind of record.
        id: The record.
        fields: What is in force, by field.
        sources: Who said it, by field: the first is in force, it took the place of the second, and
            so on. Where each adds to what stands above, all are in force.
        made: What made the record.
        parts: Where levels state single items of a field, such as the facts of a matter, who said
            each item, by field and item, as in ``sources``.
    """

    kind: str
    id: str
    fields: Mapping[str, Any] = field(converter=read_only)
    sources: Mapping[str, tuple[Entry, ...]] = field(converter=read_only)
    made: Entry
    parts: Mapping[str, Mapping[str, tuple[Entry, ...]]] = field(factory=dict, converter=read_only)

    @property
    def citation(self) -> Citation:
        """Where the record itself stands."""
        return self.made.citation

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All that said something which is in force, the record's own first."""
        chains = (*self.sources.values(), *(c for of in self.parts.values() for c in of.values()))
        said = (found for chain in chains for found in chain[:1])
        return tuple({id(entry): entry for entry in (self.made, *said)}.values())

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Where everything stands that is in force."""
        return tuple(dict.fromkeys(entry.citation for entry in self.entries))

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader must know."""
        return tuple(dict.fromkeys(entry.note for entry in self.entries if entry.note))

    def get(self, name: str, default: Any = None) -> Any:
        """Return what is in force for a field."""
        return self.fields.get(name, default)


def ranked(records: Iterable[Record], what: str, on: date, path: str = "") -> tuple[Record, ...]:
    """Put records that say the same thing in order: the most specific, and in force, first.

    Args:
        records: What is in force on the day, on one path.
        what: The thing that they settle, for messages.
        on: The day, for messages.
        path: Where it stands, for messages; left out, the thing itself.

    Raises:
        DataError: Two of one level settle it, and neither replaces the other (SH454).
    """
    ordered = sorted(records, key=lambda record: (-record.level.rank, record.pack))
    if len(ordered) < 2:
        return tuple(ordered)
    found: list[Record] = []
    for _, group in itertools.groupby(ordered, key=lambda record: record.level.rank):
        equals = list(group)
        gone = replaced(equals)
        left = [record for record in equals if id(record) not in gone]
        if len(left) != 1:
            who = tuple(f"{one.pack}: {one.citation}" for one in left)
            told = {"who": who, "awaits": tuple(one.replaces for one in left)}
            raise DataError("SH454", what=what, path=path or what, **told_from(on), **told)
        found += _by_replacement(left[0], equals)
    return tuple(found)


def _by_replacement(first: Record, equals: Sequence[Record]) -> list[Record]:
    """Put equals in order: the one in force, the one that it replaces, and so on; then the rest."""
    chain, left = [first], [record for record in equals if record is not first]
    while left:
        following = [one for one in left if one.pack == chain[-1].replaces] or left
        chain.append(following[0])
        left.remove(following[0])
    return chain


def replaced(equals: Sequence[Source]) -> set[int]:
    """Return the identities of those among equals whose place another one takes.

    Of those that replace one another in a circle none takes the place of another.
    """
    takes = {record.pack: record.replaces for record in equals if record.replaces}
    names = {name for pack, name in takes.items() if pack not in _followed(name, takes)}
    return {id(record) for record in equals if record.pack in names}


def _followed(name: str, takes: Mapping[str, str]) -> set[str]:
    """Return what a pack replaces, and what that one replaces, and so on; itself too."""
    found: set[str] = set()
    while name and name not in found:
        found.add(name)
        name = takes.get(name, "")
    return found


def _gone(makers: Sequence[Entry]) -> set[int]:
    """Return the identities of makers whose place an equal takes."""
    groups = itertools.groupby(makers, key=lambda entry: entry.level.rank)
    return {one for _, equals in groups for one in replaced(list(equals))}


def settle(
    entries: Iterable[Entry],
    adds: Iterable[str],
    on: date,
    *,
    merges: Collection[str] = (),
    words: Mapping[str, str] = _NO_WORDS,
) -> Settled | None:
    """Say what entries about one record come to (合并条目).

    Args:
        entries: All that are in force on a day, on one path.
        adds: The fields in which each entry adds to what stands above it.
        on: The day, for messages.
        merges: The fields of which an entry states single items; what it does not name stays.
        words: The fields that say another one in words, with that field: they do not outlast it.

    Returns:
        The record; None where it is not made on that day.

    Raises:
        DataError: It is made twice (SH460), two of one level settle the same field (SH454), or an
            item is added that is there (SH432).
    """
    listed = sorted(entries, key=lambda entry: (entry.level.rank, entry.pack))
    if len(listed) == 1:  # as nearly all are
        (made,) = listed
        return _made_alone(made, merges) if made.makes else None
    makers = [entry for entry in listed if entry.makes]
    gone = _gone(makers)
    makers = [entry for entry in makers if id(entry) not in gone]
    if not makers:
        return None
    made = makers[0]
    name = f"{made.kind} {made.id}"
    if len(makers) > 1:
        who = tuple(f"{entry.pack}: {entry.citation}" for entry in makers)
        raise DataError("SH460", what=name, who=who, path=name, **told_from(on))
    said = [entry for entry in listed if entry is made or not entry.makes]
    rejected = [entry for entry in listed if id(entry) in gone]
    whole = {*adds, *merges}
    sources = dict(_sources(said, rejected, whole, name, on))
    for key in [key for key, of in words.items() if _is_outdated(sources, key, of)]:
        del sources[key]
    parts = {key: _parts(sources[key], rejected, key, name, on) for key in merges if key in sources}
    values = {
        key: _added(chain, key, name) if key in adds else chain[0].fields[key]
        for key, chain in sources.items()
    }
    for key, said_of in parts.items():
        values[key] = {item: chain[0].fields[key][item] for item, chain in said_of.items()}
    return Settled(
        kind=made.kind, id=made.id, fields=values, sources=sources, made=made, parts=parts
    )


def _made_alone(made: Entry, merges: Collection[str]) -> Settled:
    sources = dict.fromkeys(made.fields, (made,))
    stated = (key for key in merges if key in made.fields)
    parts = {key: dict.fromkeys(made.fields[key], (made,)) for key in stated}
    return Settled(
        kind=made.kind, id=made.id, fields=made.fields, sources=sources, made=made, parts=parts
    )


def _is_outdated(sources: Mapping[str, Sequence[Entry]], key: str, of: str) -> bool:
    """Tell whether a level below has set another figure than the one that words speak of."""
    if key not in sources or of not in sources:
        return False
    rank, newest = sources[key][0].level.rank, sources[of][0]
    spoken_of = [entry.fields[of] for entry in sources[of] if entry.level.rank <= rank]
    return newest.level.rank > rank and newest.fields[of] not in spoken_of[:1]


def _parts(
    said: Sequence[Entry], rejected: Sequence[Entry], key: str, name: str, on: date
) -> dict[str, tuple[Entry, ...]]:
    """Return who set each item of a field, the one in force first."""
    found = {}
    for item in dict.fromkeys(item for entry in reversed(said) for item in entry.fields[key]):
        about = [entry for entry in said if item in entry.fields[key]]
        rivals = (entry for entry in rejected if item in entry.fields.get(key, ()))
        found[item] = (*ranked(about, f"{name}.{key}.{item}", on), *rivals)
    return found


def _sources(
    said: Sequence[Entry], rejected: Sequence[Entry], whole: set[str], name: str, on: date
) -> Iterator[tuple[str, tuple[Entry, ...]]]:
    for key in dict.fromkeys(key for entry in said for key in entry.fields):
        about = [entry for entry in said if key in entry.fields]
        if key in whole:
            yield key, tuple(reversed(about))
        else:
            rivals = (entry for entry in rejected if key in entry.fields)
            yield key, (*ranked(about, f"{name}.{key}", on), *rivals)


def _added(chain: Sequence[Entry], key: str, name: str) -> Any:
    """Put together what each entry adds, from the general to the special."""
    if isinstance(chain[-1].fields[key], tuple):
        every = (item for entry in reversed(chain) for item in entry.fields[key])
        return tuple(dict.fromkeys(every))
    items: dict[str, Any] = {}
    for entry in reversed(chain):
        for item, value in entry.fields[key].items():
            if item in items:
                raise DataError("SH432", kind="item", kind_zh="项目", id=item, path=f"{name}.{key}")
            items[item] = value
    return items
