"""Loading packs (加载规则包): parsed, put on what stands above, and checked whole."""

import graphlib
import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from attrs import field, frozen

from servicehall.cells import Cell
from servicehall.divisions import NATION, path_of
from servicehall.entries import Entry
from servicehall.errors import DataError, FaultyDataError, InputValueError, ServiceHallError
from servicehall.levels import PROFILE
from servicehall.limits import Limit
from servicehall.plugins.catalogue import goes_beyond, make_calendar, make_catalogue
from servicehall.plugins.files import Contents, PackFiles
from servicehall.plugins.layers import Layers
from servicehall.plugins.packs import Pack, Rules
from servicehall.plugins.parsing import check_shapes, parse_pack
from servicehall.problems import Problems
from servicehall.sanctions import Score, scores_known
from servicehall.tables import Overlap, Table
from servicehall.tables.views import say_region
from servicehall.terms import TermReference, TermValue
from servicehall.vocabulary import hint_for

__all__ = ["Shelf", "built_in_packs", "check_bounds", "load_rules"]

_BUILT_IN = (
    *("words", "statutes", "discipline", "petitions"),
    *("model_hall", "course", "first_responder", "complaints", "feedback", "breaches", "conduct"),
    *("staff", "notices", "three_kinds", "county_hall", "town_hall", "town_hall_accountability"),
    *("government_hall", "settlement_hall", "duty_head", "housing_hall", "community_hall"),
    *("community_windows", "property_hall", "labour_hall", "staff_rules", "county_opening"),
)
_DATED = ("on", "when", "when_zh", "path")
"""What differs where one fault is told for another stretch of time."""


@cache
def built_in_packs() -> tuple[Pack, ...]:
    """Return the packs that ship with the library, the most general first."""
    folder = resources.files("servicehall.national")
    return tuple(
        Pack.open(PackFiles.of_resource(folder.joinpath(f"{name}.toml"), f"servicehall/{name}"))
        for name in _BUILT_IN
    )


@cache
def _built_in_rules() -> Mapping[str, Rules]:
    shelf = Shelf(built_in_packs(), {})
    return {pack.id: shelf.rules(pack) for pack in built_in_packs()}


def _division(pack: Pack) -> str:
    return pack.division or NATION


@frozen(eq=False)
class Shelf:
    """Packs at hand, each read when it is asked for, on top of what stands above it.

    Attributes:
        packs: The packs; their names differ.
    """

    packs: tuple[Pack, ...]
    _rules: dict[str, Rules]
    _places: dict[str, list[Pack]] = field(init=False)

    @classmethod
    def of(cls, packs: Iterable[Pack]) -> "Shelf":
        """Put packs beside the built-in ones.

        Raises:
            InputValueError: Two packs have one name (SH413).
        """
        return cls(_each_once((*built_in_packs(), *packs)), dict(_built_in_rules()))

    @classmethod
    def alone(cls, packs: Iterable[Pack]) -> "Shelf":
        """Take packs as they are, without the built-in ones.

        Raises:
            InputValueError: Two packs have one name (SH413).
        """
        return cls(_each_once(tuple(packs)), {})

    @_places.default
    def _by_place(self) -> dict[str, list[Pack]]:
        """Index the packs by what they are for: a division, a profile, or all."""
        places: dict[str, list[Pack]] = {}
        for pack in self.packs:
            places.setdefault(_place(pack), []).append(pack)
        return places

    @property
    def profiles(self) -> tuple[str, ...]:
        """The names of the profiles at hand."""
        return tuple(dict.fromkeys(pack.profile for pack in self.packs if pack.profile))

    def path(self, division: str, supposed: Iterable[str] = ()) -> tuple[Rules, ...]:
        """Return what stands in the packs that can count for a division, on any day.

        Args:
            division: The division.
            supposed: Profiles to suppose adopted.

        Raises:
            FaultyDataError: With every fault of those packs.
        """
        own = self._gathered(self._on_path(path_of(division)))
        adopted = [name for rules in own for name in _adopted(rules)]
        names = dict.fromkeys((*supposed, *adopted))
        of_profiles = [pack for name in names for pack in self._places.get(f"profile {name}", [])]
        return (*own, *self._gathered(of_profiles))

    def rules(self, pack: Pack) -> Rules:
        """Return what stands in a pack, checked.

        Raises:
            FaultyDataError: With every fault of it.
        """
        if pack.id not in self._rules:
            problems = Problems(pack.source)
            contents = pack.files.readable(problems)
            if problems.found:  # what the other files lack may stand in those that cannot be read
                check_shapes(contents, problems)
                problems.stop()
            try:
                above = self._gathered(self._above(pack, contents, problems))
            except FaultyDataError as error:
                check_shapes(contents, problems)
                own = [FaultyDataError(pack.source, problems.found)] if problems.found else []
                raise together([error, *own]) from error
            beside = [other.id for other in self._places[_place(pack)]]
            self._rules[pack.id] = load_rules(pack, contents, above, problems, beside)
        return self._rules[pack.id]

    def neighbours(self, pack: Pack) -> frozenset[str]:
        """Return the names of the packs that a pack meets wherever it counts, itself too."""
        return frozenset(one.id for one in self._on_path(path_of(_division(pack))))

    def check(self, packs: Iterable[Pack]) -> None:
        """Read packs, and check those of one place together.

        Raises:
            FaultyDataError: With every fault of all.
        """
        chosen = tuple(packs)
        faults: list[FaultyDataError] = []
        for pack in chosen:
            try:
                self.rules(pack)
            except FaultyDataError as error:
                faults.append(error)
        for place in () if faults else dict.fromkeys(map(_place, chosen)):
            faults += self._check_equals(self._places[place])
        if faults:
            raise together(faults)

    def _check_equals(self, packs: Sequence[Pack]) -> Iterator[FaultyDataError]:
        """Go through what packs of one place have against each other."""
        if len(packs) < 2 or packs[0].level.rank < PROFILE:
            return
        division, profiles = _division(packs[0]), [p.profile for p in packs if p.profile]
        problems = Problems(", ".join(pack.source for pack in packs))
        with problems.at(division):
            layers = Layers.of(self.path(division, profiles), division, profiles)
            who = _Part([pack.id for pack in packs])
            for pack in packs:
                rules = self.rules(pack)
                concern = _Concern.of(rules, layers, division)
                _check_records(concern, layers, who, problems)
                _check_tables(rules, layers, who, problems)
        if problems.found:
            yield FaultyDataError(problems.source, problems.found)

    def _on_path(self, path: Sequence[str]) -> list[Pack]:
        return [pack for place in ("", *path) for pack in self._places.get(place, [])]

    def _gathered(self, packs: Iterable[Pack]) -> tuple[Rules, ...]:
        """Return what stands in packs; the faults of all are raised together."""
        found: list[Rules] = []
        faults: list[FaultyDataError] = []
        for pack in packs:
            try:
                found.append(self.rules(pack))
            except FaultyDataError as error:
                faults.append(error)
        if faults:
            raise together(faults)
        return tuple(found)

    def _above(self, pack: Pack, contents: Contents, problems: Problems) -> Iterator[Pack]:
        """Go through the packs that stand above one, and those that it builds on."""
        rank = pack.level.rank
        path = path_of(_division(pack))
        above = [other for other in self._on_path(path) if other.level.rank < rank]
        names = list(_named_profiles(contents))
        for other in above:
            if other.level.rank > PROFILE:
                names += _adopted(self.rules(other))
        for name in dict.fromkeys(names) if rank > PROFILE else ():
            if name not in self.profiles:
                hint = hint_for(name, self.profiles)
                problems.add("SH412", "adopts", name=repr(name), hint=hint)
                continue
            above += self._places[f"profile {name}"]
        yield from (*above, *self._needed(pack, problems))

    def _needed(self, pack: Pack, problems: Problems) -> Iterator[Pack]:
        """Go through the packs of the same place that one builds on."""
        equals = {other.id: other for other in self._places[_place(pack)] if other is not pack}
        for name in pack.needs:
            if name not in equals:
                hint = hint_for(name, equals)
                problems.add("SH475", "needs", name=name, pack=pack.id, hint=hint)
            elif pack in _reached(equals[name], equals | {pack.id: pack}):
                problems.add("SH476", "needs", one=pack.id, other=name)
            else:
                yield equals[name]


def _each_once(packs: tuple[Pack, ...]) -> tuple[Pack, ...]:
    """Refuse two packs of one name."""
    names: set[str] = set()
    for pack in packs:
        if pack.id in names:
            both = tuple(one.source for one in packs if one.id == pack.id)
            raise InputValueError("SH413", name=pack.id, both=both)
        names.add(pack.id)
    return packs


def _place(pack: Pack) -> str:
    if pack.level.rank < PROFILE:
        return ""
    return f"profile {pack.profile}" if pack.profile else _division(pack)


def _reached(pack: Pack, packs: Mapping[str, Pack]) -> set[Pack]:
    """Return all packs that one builds on, directly or through others."""
    found: set[Pack] = set()
    left = [pack]
    while left:
        needed = {packs[name] for name in left.pop().needs if name in packs} - found
        found |= needed
        left += needed
    return found


def _named_profiles(contents: Contents) -> Iterator[str]:
    """Go through the profiles that a pack says are adopted; faults are noted elsewhere."""
    for _, item in contents.listed("adopts", Problems("")):
        if isinstance(item, dict) and isinstance(item.get("profile"), str):
            yield item["profile"]


def _adopted(rules: Rules) -> list[str]:
    return [e.fields["profile"] for e in rules.entries if e.kind == "adopts"]


def together(errors: Sequence[FaultyDataError]) -> FaultyDataError:
    """Put the faults of several packs into one error."""
    if len(errors) == 1:
        return errors[0]
    problems: dict[str, ServiceHallError] = {}
    named = {source for error in errors for source in error.source.split(", ")}
    for error in errors:
        for problem in error.problems:
            path = str(problem.facts.get("path", ""))
            if path.partition(": ")[0] not in named:  # else it was put together before
                path = f"{error.source}: {path}".rstrip(": ")
            told = type(problem)(problem.code, **{**problem.facts, "path": path})
            problems.setdefault(str(told), told)  # a fault above is that of all below it
    sources = dict.fromkeys(error.source for error in errors)
    return FaultyDataError(", ".join(sources), problems.values())


# ---- one pack


def load_rules(
    pack: Pack,
    contents: Contents,
    above: Sequence[Rules],
    problems: Problems,
    beside: Iterable[str] = (),
) -> Rules:
    """Parse a pack and check it on what stands above it.

    Args:
        pack: The pack.
        contents: What stands in its files.
        above: What stands above it, and what it builds on.
        problems: Takes what is found.
        beside: The packs of the same place. What conflicts unless one of those is replaced by it,
            can be told only when that one is read too.

    Raises:
        FaultyDataError: With every fault: what cannot be read, what has no meaning, rows that
            contradict each other, limits beyond their bounds.
    """
    rules = parse_pack(pack, contents, above, problems)
    unread = frozenset(beside) - {pack.id, *(one.pack.id for one in above)}
    _check_exceptions(rules, problems)
    supposed = [pack.profile] if pack.profile else []
    for division in _divisions(rules):
        with problems.at(division):
            layers = Layers.of((*above, rules), division, supposed)
            if any(entry.kind == "days" for entry in rules.entries):
                make_calendar(layers.all_days(), problems)
            concern = _Concern.of(rules, layers, division)
            _check_records(concern, layers, _Part([pack.id], unread), problems)
            _check_tables(rules, layers, _Part([pack.id], unread), problems)
    problems.stop()
    return rules


def _divisions(rules: Rules) -> Iterable[str]:
    """Return the divisions for which a pack has records of their own."""
    return dict.fromkeys(record.division or NATION for record in rules.dated_records)


def _check_exceptions(rules: Rules, problems: Problems) -> None:
    """Note circles of exceptions."""
    graph = {
        (row.table, row.id): [(row.table, name) for name in row.exception_to] for row in rules.rows
    }
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        circle = [name for _, name in error.args[1]]
        problems.add("SH457", f"rows {circle[0]}", row=" → ".join(circle))
        problems.faulty.update(("exceptions", row.table) for row in rules.rows)


@frozen(eq=False)
class _Concern:
    """What a pack has a say in, for one division: only that can be wrong because of it.

    Attributes:
        entries: All entries about those records, whoever wrote them.
        terms: The terms that it sets, or that those records refer to.
    """

    entries: tuple[Entry, ...]
    terms: frozenset[str]

    @classmethod
    def of(cls, rules: Rules, layers: Layers, division: str) -> "_Concern":
        """Find it, from the entries and values of a pack for a division."""
        everything = [entry for one in layers.rules for entry in one.entries]
        own = [e for e in rules.entries if (e.division or NATION) == division]
        terms = {v.term for v in rules.values if (v.division or NATION) == division}
        keys = {(entry.kind, entry.id) for entry in own}
        if terms:
            keys |= {(e.kind, e.id) for e in everything if terms & _references(e)}
        of_matters = [e for e in everything if "matter" in e.fields]
        keys |= {("matters", e.fields["matter"]) for e in of_matters if (e.kind, e.id) in keys}
        keys |= {(e.kind, e.id) for e in of_matters if ("matters", e.fields["matter"]) in keys}
        entries = tuple(e for e in everything if (e.kind, e.id) in keys or e.kind == "adopts")
        return cls(entries, frozenset(terms).union(*map(_references, entries)))


@frozen
class _Part:
    """Who is told of what conflicts.

    Attributes:
        packs: The packs that are checked; a conflict in which none of them has a part is told to
            those that have.
        unread: Packs of their place that are not looked at yet: what replaces one of them may go
            together with the others, once it is.
    """

    packs: Collection[str]
    unread: Collection[str] = ()

    def has_part(self, problem: ServiceHallError) -> bool:
        equals: Any = problem.facts.get("who", ())
        awaits: Any = problem.facts.get("awaits", ())
        parties = {str(one).partition(":")[0] for one in equals}
        if parties and parties.isdisjoint(self.packs):
            return False
        return set(awaits).isdisjoint(self.unread)


def _references(entry: Entry) -> set[str]:
    """Return the terms that an entry refers to."""
    return set(_referred(tuple(entry.fields.values())))


def _referred(value: object) -> Iterator[str]:
    """Go through the terms that a value refers to, be it in the midst of a condition."""
    match value:
        case TermReference(term=term):
            yield term
        case Cell():
            yield from value.references("$")
        case tuple():
            for one in value:
                yield from _referred(one)
        case Mapping():
            yield from _referred(tuple(value.values()))


def _check_records(concern: _Concern, layers: Layers, who: _Part, problems: Problems) -> None:
    """Note records that do not go together, on any day, where some packs have a part in it."""
    scores: list[Iterable[Score]] = []
    for first in layers.record_days(concern.entries, concern.terms):
        found = Problems(problems.source)
        with found.at(f"{first}"):
            terms = layers.terms(first, found)
            own = {name: value for name, value in terms.items() if name in concern.terms}
            check_bounds(own, found)
            catalogue = make_catalogue(layers.among(concern.entries, first), own, first, found)
            scores.append(catalogue.records["scores"].values())
        _take_over(found, who, problems)
    with problems.at(""):
        scores_known(scores)


def _check_tables(rules: Rules, layers: Layers, who: _Part, problems: Problems) -> None:
    """Note rows that contradict each other, on any day."""
    touched = {row.table for row in rules.rows} | {change.table for change in rules.changes}
    touched |= {change.table for change in rules.orders}
    if not touched and not rules.values:
        return
    for first in layers.table_days():
        found = Problems(problems.source)
        terms = layers.terms(first, found)
        for name, head in layers.heads_on(first).items() if not found.found else ():
            if (name in touched or rules.values) and ("exceptions", name) not in problems.faulty:
                with found.at(f"tables {name}"):
                    _check_table(layers.table(head, first, terms), first, problems)
        _take_over(found, who, problems)


def _take_over(found: Problems, who: _Part, problems: Problems) -> None:
    """Note what was found, each thing once, however long it lasts."""
    for problem in found.found:
        facts = {key: value for key, value in problem.facts.items() if key not in _DATED}
        if not who.has_part(problem):
            continue
        key = ("told", f"{problem.code} {facts}")
        if key not in problems.faulty:
            problems.faulty.add(key)
            problems.found.append(problem)


def check_bounds(terms: Mapping[str, TermValue], problems: Problems) -> None:
    """Note limits that are longer than a level above allows (SH463)."""
    for name, term in terms.items():
        levels = itertools.groupby(term.set_by, key=lambda value: value.level.rank)
        chain = [next(equals) for _, equals in levels] if term.term.shorter_only else []
        for one, other in itertools.combinations(chain, 2):
            if _longer(one.value, other.value):
                facts = {"term": name, "value": one.value, "above": other.value}
                by = {"by": str(other.level), "citation": other.citation}
                problems.add("SH463", f"terms {name}", **facts, **by)


def _longer(one: object, other: object) -> bool:
    return isinstance(one, Limit) and isinstance(other, Limit) and goes_beyond(one, other)


def _check_table(table: Table, first: date, problems: Problems) -> None:
    for overlap in table.analyse().overlaps:
        place = (table.id, *overlap.rows, say_region(overlap.region))
        if ("overlap", "/".join(place)) not in problems.faulty:  # told once, not for each day
            problems.faulty.add(("overlap", "/".join(place)))
            problems.found.append(_contradiction(table, overlap, first))


def _contradiction(table: Table, overlap: Overlap, first: date) -> DataError:
    one, other = overlap.rows
    return DataError(
        "SH441",
        path=f"rows {one}, {other}",
        table=table.id,
        outcomes=tuple(map(table.gives.say, overlap.outcomes)),
        region=say_region(overlap.region),
        since="" if first == date.min else first.isoformat(),
    )
