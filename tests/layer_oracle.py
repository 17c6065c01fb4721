"""The slow and obvious way to what is in force: it goes through every record, for each question.

It shares no code with ``src/``. Levels are numbers from the general to the special; of what is said
of a field the most special level counts, and of equals the one that no other takes the place of.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

__all__ = ["Conflict", "Record", "World", "WrittenPack"]

STATUTES, MODEL_HALL, PROFILE, NATION = range(4)


class Conflict(Exception):  # noqa: N818  # what the world is, no error of the oracle
    """Two equals say the same thing, and neither takes the other's place."""

    def __init__(self, what: str, packs: Iterable[str]) -> None:
        super().__init__(what, sorted(packs))
        self.what = what
        self.packs = frozenset(packs)


@dataclass(frozen=True)
class Record:
    """One record as somebody wrote it."""

    about: str
    makes: bool
    says: Mapping[str, Any]
    since: date | None = None
    expires: date | None = None
    division: str = ""
    replaces: str = ""

    def holds(self, on: date) -> bool:
        """Tell whether it is in force on a day."""
        begun = self.since is None or on >= self.since
        return begun and (self.expires is None or on <= self.expires)


@dataclass(frozen=True)
class WrittenPack:
    """One pack: where it stands, and what it says."""

    id: str
    place: str
    """``statutes``, ``model hall``, ``profile X``, or a division."""
    records: tuple[Record, ...] = ()
    needs: tuple[str, ...] = ()

    @property
    def profile(self) -> str:
        """The profile that it is, or nothing."""
        return self.place[8:] if self.place.startswith("profile ") else ""


def is_within(inner: str, outer: str) -> bool:
    """Tell whether a division lies in another: their codes begin alike; the nation has no code."""
    return inner == outer or (inner.partition("/")[0].startswith(outer) and "/" not in outer)


def rank_of(place: str) -> int:
    """Return how special a place is."""
    if place in ("statutes", "model hall"):
        return ("statutes", "model hall").index(place)
    if place.startswith("profile "):
        return PROFILE
    digits, _, hall = place.partition("/")
    return NATION + {0: 0, 2: 1, 4: 2, 6: 3, 9: 4, 12: 5}[len(digits)] + bool(hall)


@dataclass(frozen=True)
class Said:
    """What one record says, as it counts for one question."""

    rank: int
    pack: str
    record: Record


def leads(one: Said, other: Said, equals: list[Said]) -> bool:
    """Tell whether one replaces another, be it over others that it replaces."""
    reached = [one]
    for at in reached:
        reached += [o for o in equals if at.record.replaces == o.pack and o not in reached]
    return other in reached


@dataclass(frozen=True)
class World:
    """All packs that there are."""

    packs: tuple[WrittenPack, ...] = field()

    def adopted(self, division: str, on: date) -> set[str]:
        """Return the profiles that a place has adopted on a day."""
        found = set()
        for pack in self.packs:
            for record in pack.records:
                if "profile" in record.says and self._is_here(pack, record, division, on):
                    found.add(record.says["profile"])
        return found

    def _is_here(self, pack: WrittenPack, record: Record, division: str, on: date) -> bool:
        if not record.holds(on):
            return False
        if rank_of(pack.place) >= NATION and not is_within(division, pack.place):
            return False
        return is_within(division, record.division)

    def said(self, about: str, division: str, on: date, supposed: Iterable[str]) -> list[Said]:
        """Return all that counts and is said of one thing."""
        profiles = self.adopted(division, on) | set(supposed)
        found = []
        for pack in self.packs:
            if pack.profile and pack.profile not in profiles:
                continue
            for record in pack.records:
                if record.about == about and self._is_here(pack, record, division, on):
                    is_of_place = rank_of(pack.place) >= NATION and record.division
                    place = record.division if is_of_place else pack.place
                    found.append(Said(rank_of(place), pack.id, record))
        return found

    def chain(
        self, about: str, name: str, division: str, on: date, supposed: Iterable[str] = ()
    ) -> list[tuple[str, Any]]:
        """Return who says a field and what, the one in force first.

        Raises:
            Conflict: Two equals say it.
        """
        said = [s for s in self.said(about, division, on, supposed) if name in s.record.says]
        chain: list[tuple[str, Any]] = []
        for rank in sorted({one.rank for one in said}, reverse=True):
            equals = [one for one in said if one.rank == rank]
            gone = [
                one
                for one in equals
                if any(o.record.replaces == one.pack and not leads(one, o, equals) for o in equals)
            ]
            left = [one for one in equals if one not in gone]
            if len(left) != 1:
                raise Conflict(f"{about}.{name}", {one.pack for one in left or equals})
            chain += [(one.pack, one.record.says[name]) for one in (*left, *gone)]
        return chain

    def exists(self, about: str, division: str, on: date, supposed: Iterable[str] = ()) -> bool:
        """Tell whether a record is made on a day.

        Raises:
            Conflict: It is made twice.
        """
        makers = [one for one in self.said(about, division, on, supposed) if one.record.makes]
        left = [
            one
            for one in makers
            if not any(o.record.replaces == one.pack and not leads(one, o, makers) for o in makers)
        ]
        if len(left) > 1:
            raise Conflict(about, {one.pack for one in left})
        return bool(left)

    def fields(
        self, about: str, division: str, on: date, supposed: Sequence[str] = ()
    ) -> dict[str, list[tuple[str, Any]]] | None:
        """Return every field with its chain; None where the record is not made."""
        if not self.exists(about, division, on, supposed):
            return None
        said = self.said(about, division, on, supposed)
        names = {name for one in said for name in one.record.says}
        return {name: self.chain(about, name, division, on, supposed) for name in sorted(names)}

    def conflicts(
        self, abouts: Mapping[str, bool], division: str, on: date, supposed: Sequence[str] = ()
    ) -> Iterator[Conflict]:
        """Go through all conflicts; ``abouts`` tells of each thing whether it must be made."""
        for about, is_made in abouts.items():
            try:
                if is_made and not self.exists(about, division, on, supposed):
                    continue
            except Conflict as conflict:
                yield conflict
                continue
            said = self.said(about, division, on, supposed)
            for name in sorted({name for one in said for name in one.record.says}):
                try:
                    self.chain(about, name, division, on, supposed)
                except Conflict as conflict:
                    yield conflict
