"""The registry (规则库): packs, put together for a division and a day."""

import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, Literal

from attrs import field, frozen

from servicehall.assessment import Assessment, assess
from servicehall.calendars import WorkCalendar
from servicehall.checks import check_many, check_type, read_only, shown
from servicehall.divisions import check_division
from servicehall.entries import Entry
from servicehall.errors import FaultyDataError, InputValueError
from servicehall.events import Event
from servicehall.instants import EARLIEST, check_date, check_reach, days_in
from servicehall.plugins.catalogue import make_calendar, make_catalogue
from servicehall.plugins.layers import Layers
from servicehall.plugins.loading import Shelf, check_bounds
from servicehall.plugins.packs import Pack
from servicehall.policy import Policy
from servicehall.problems import Problems
from servicehall.spans import Span
from servicehall.staff import Staff
from servicehall.tables import Table
from servicehall.timeline import Timeline
from servicehall.turns import LONGEST, Turn, rounds_by
from servicehall.vocabulary import hint_for

__all__ = ["OnError", "Registry"]


def _all_read_only(mapping: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Mapping[str, Any]]:
    return read_only({key: read_only(value) for key, value in mapping.items()})


OnError = Literal["raise", "quarantine"]


@frozen(eq=False)
class Registry:
    """All packs that are at hand (规则库).

    Attributes:
        packs: The built-in packs and those handed over.
    """

    packs: tuple[Pack, ...]
    _shelf: Shelf = field(repr=False)
    _layers: dict[object, Layers] = field(factory=dict, init=False, repr=False)
    _policies: dict[object, Policy] = field(factory=dict, init=False, repr=False)
    _calendars: dict[object, WorkCalendar] = field(factory=dict, init=False, repr=False)

    @classmethod
    def discover(cls, *, on_error: OnError = "raise") -> "Registry":
        """Return the registry of the built-in packs and of all installed locality packages.

        Args:
            on_error: See :meth:`of`. A package that cannot be loaded at all, or has a hook that
                does not exist, is always fatal: nobody can tell whose rules would be missing.

        Raises:
            PluginError: A package cannot be loaded (SH480), hands over no pack (SH481), or has a
                hook that does not exist (SH482); the message names package and version.
            FaultyDataError: With every fault of every pack.
        """
        from servicehall.plugins.discovery import installed_packs  # pluggy, when it is needed

        return cls.of(*installed_packs(), on_error=on_error)

    @classmethod
    def of(cls, *packs: Pack, on_error: OnError = "raise") -> "Registry":
        """Return the registry of exactly these packs and the built-in ones.

        Args:
            *packs: The packs; their order never matters.
            on_error: ``"raise"``: every pack is read and checked now, and any fault is raised.
                ``"quarantine"``: a pack is read when a division asks for it; a faulty one stops
                that division, and no other.

        Raises:
            InputTypeError: What is handed over is no pack (SH119).
            InputValueError: Two packs have one name (SH413); ``on_error`` is another word (SH112).
            FaultyDataError: With every fault of every pack.
        """
        if on_error not in ("raise", "quarantine"):
            allowed = ("raise", "quarantine")
            raise InputValueError("SH112", name="on_error", value=repr(on_error), allowed=allowed)
        for pack in packs:
            check_type(pack, Pack, "pack")
        shelf = Shelf.of(packs)
        registry = cls(shelf.packs, shelf)
        if on_error == "raise":
            shelf.check(pack for pack in packs if pack.checked != shelf.neighbours(pack))
        return registry

    @classmethod
    def alone(cls, packs: Iterable[Pack]) -> "Registry":
        """Return the registry of exactly these packs, without the built-in ones of this version.

        A policy names the packs that it was put together from: with those it can be made again.

        Raises:
            InputValueError: Two packs have one name (SH413).
        """
        shelf = Shelf.alone(packs)
        return cls(shelf.packs, shelf)

    @property
    def faults(self) -> Mapping[str, FaultyDataError]:
        """Every faulty pack with its faults; all packs are read for it."""
        found = {}
        for pack in self.packs:
            try:
                self._shelf.rules(pack)
            except FaultyDataError as error:
                found[pack.id] = error
        return found

    def made(self, kind: str) -> tuple[Entry, ...]:
        """Return every making of a record of a kind, in whatever place and time (已设定的记录).

        Args:
            kind: The kind of record, for example ``"forms"``.

        Raises:
            FaultyDataError: With every fault of the first faulty pack.
        """
        rules = (self._shelf.rules(pack) for pack in self.packs)
        return tuple(one for own in rules for one in own.entries if one.kind == kind and one.makes)

    def policy(self, division: str, *, on: date, profiles: Iterable[str] = ()) -> Policy:
        """Return what is in force for a division on a day (现行规则).

        Args:
            division: Its code, 2 to 12 digits; a hall adds a slash and a name.
            on: The day. For a case, the day on which it was filed.
            profiles: Profiles to suppose adopted, for what-if questions.

        Raises:
            InputTypeError: A code that is no text (SH118), a day that is none (SH101, SH102).
            InputValueError: No such code (SH445), no such profile (SH412).
            FaultyDataError: A pack on the path is faulty, or several do not go together.
            DataError: Records of several packs do not go together.
        """
        code, day = check_division(division), check_date(on, "on")
        listed = check_many(profiles, "profiles", "a list of profiles", "模式的列表")
        supposed = tuple(sorted(self._profiles(listed)))
        key = (code, self._put_together(code, supposed).stretch(day), supposed)
        if key not in self._policies:
            self._policies[key] = self._made(code, day, supposed)
        return self._policies[key].on_day(day)

    def assess(
        self,
        timeline: Timeline,
        *,
        as_of: datetime,
        division: str = "",
        profiles: Iterable[str] = (),
    ) -> Assessment:
        """Assess a case by the rules of its day of filing (评估办件).

        Args:
            timeline: What happened.
            as_of: The instant for which the case is looked at, with time zone.
            division: Where it was filed; left out, what the events say.
            profiles: Profiles to suppose adopted, for what-if questions.

        Raises:
            InputTypeError, InputValueError, FaultyDataError: See :func:`servicehall.assess` and
                :meth:`policy`.
            InputValueError: Neither the events nor the caller say where (SH617).
        """
        check_type(timeline, Timeline, "timeline")
        where = division or timeline.division
        if not where:
            raise InputValueError("SH617")
        policy = self.policy(where, on=timeline.filed_on, profiles=profiles)
        return assess(timeline, policy, as_of=as_of)

    def rounds(
        self,
        division: str,
        events: Iterable[Event],
        first: date,
        last: date,
        *,
        as_of: datetime,
        staff: Staff | None = None,
        profiles: Iterable[str] = (),
        duties: Collection[str] | None = None,
        unfinished: bool = False,
    ) -> tuple[Turn, ...]:
        """Say of every recurring duty of a hall whether it was done (核查周期义务).

        Each time is judged by the rules of the first day of its period.

        Args:
            division: The division, or the hall.
            events: What happened in the hall, or what a roster plans, in any order.
            first: The first day; what is due on it or later is looked at.
            last: The last day on which something may be due.
            as_of: The instant for which it is looked at; what is due later is open.
            staff: Who belongs to each role: names by its id, or posts.
            profiles: Profiles to suppose adopted, for what-if questions.
            duties: The ids of the duties to look at; left out, all that recur.
            unfinished: Whether to look at periods too that have begun and are due after that.

        Raises:
            InputTypeError, InputValueError, FaultyDataError, CalendarCoverageError: See
                :func:`servicehall.rounds` and :meth:`policy`.
        """
        code, supposed = check_division(division), tuple(profiles)

        for name, day in (("first", first), ("last", last)):
            check_reach(check_date(day, name), name)
        begin = max(first - LONGEST, EARLIEST)
        return rounds_by(
            [
                (self.policy(code, on=one, profiles=supposed), one, end)
                for one, end in self._stretches(code, begin, max(first, last), supposed)
            ],
            first,
            last,
            events,
            as_of=as_of,
            staff=staff,
            duties=duties,
            unfinished=unfinished,
        )

    def policies(
        self, division: str, first: date, last: date, *, profiles: Iterable[str] = ()
    ) -> Iterator[Policy]:
        """Go through what is in force on some days (各段时间的现行规则), in the order of time.

        Args:
            division: Its code.
            first: The first day.
            last: The last day.
            profiles: Profiles to suppose adopted, for what-if questions.

        Raises:
            InputTypeError, InputValueError, FaultyDataError, DataError: See :meth:`policy`.
            InputValueError: ``last`` is before ``first`` (SH106).
        """
        code, supposed = check_division(division), tuple(profiles)
        for begin, _ in self._stretches(code, first, last, supposed):
            yield self.policy(code, on=begin, profiles=supposed)

    def _stretches(
        self, code: str, first: date, last: date, supposed: Iterable[str]
    ) -> Iterator[tuple[date, date]]:
        """Go through the stretches of [first, last] within which no rule changes."""
        layers = self._put_together(code, tuple(sorted(self._profiles(supposed))))
        begin = check_reach(check_date(first, "first"), "first")
        end = check_reach(check_date(last, "last"), "last")
        if end < begin:
            raise InputValueError("SH106", start=begin, end=end)
        days = [begin, *days_in(begin, end)]
        for _, stretch in itertools.groupby(days, key=layers.stretch):
            own = list(stretch)
            yield own[0], own[-1]

    def over_time(
        self, division: str, *, profiles: Iterable[str] = ()
    ) -> tuple[tuple[Span, Mapping[str, Table]], ...]:
        """Return the tables of a division for every stretch within which nothing changes.

        Args:
            division: Its code.
            profiles: Profiles to suppose adopted.

        Returns:
            Each stretch, with the tables as they stand in it: analyse each to check them all.
        """
        listed = check_many(profiles, "profiles", "a list of profiles", "模式的列表")
        chosen = tuple(sorted(self._profiles(listed)))
        return tuple(self._put_together(check_division(division), chosen).over_time())

    def _profiles(self, names: Iterable[str]) -> set[str]:
        known = self._shelf.profiles
        chosen = list(names)
        for name in chosen:
            if name not in known:
                hint = hint_for(name, known)
                raise InputValueError("SH412", name=shown(name), hint=hint)
        return set(chosen)

    def _put_together(self, division: str, supposed: tuple[str, ...]) -> Layers:
        key = (division, supposed)
        if key not in self._layers:
            rules = self._shelf.path(division, supposed)
            self._layers[key] = Layers.of(rules, division, supposed)
        return self._layers[key]

    def _made(self, division: str, on: date, supposed: tuple[str, ...]) -> Policy:
        layers = self._put_together(division, supposed)
        problems = Problems(f"{division} {on}")
        terms = layers.terms(on, problems)
        check_bounds(terms, problems)
        catalogue = make_catalogue(layers.entries(on), terms, on, problems)
        tables = {} if problems.found else layers.tables(on, terms, problems)
        problems.stop()
        return Policy(
            division=division,
            on=on,
            profiles=tuple(sorted(layers.profiles(on))),
            packs=tuple(rules.pack for rules in layers.rules),
            vocabulary=layers.vocabulary,
            events=read_only(layers.events),
            fields=read_only(layers.fields),
            terms=read_only(terms),
            tables=read_only(tables),
            records=_all_read_only(catalogue.records),
            settled=_all_read_only(catalogue.settled),
            calendar=self._calendar(division, layers),
            later=layers.later(on),
        )

    def _calendar(self, division: str, layers: Layers) -> WorkCalendar:
        """Return the national calendar with the local days of a division's path."""
        key = (division, layers.supposed)
        if key not in self._calendars:
            problems = Problems(division)
            self._calendars[key] = make_calendar(layers.all_days(), problems)
            problems.stop()
        return self._calendars[key]
