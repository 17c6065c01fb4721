"""The registry (规则库): packs, put together for a division and a day."""

from collections.abc import Iterable, Mapping
from datetime import date

from attrs import field, frozen

from servicehall.checks import check_many, check_type, shown
from servicehall.divisions import check_division
from servicehall.errors import InputValueError
from servicehall.instants import check_date
from servicehall.plugins.layers import Layers
from servicehall.plugins.loading import built_in_packs
from servicehall.plugins.packs import Pack
from servicehall.policy import Policy
from servicehall.spans import Span
from servicehall.tables import Table
from servicehall.vocabulary import nearest

__all__ = ["Registry"]


@frozen(eq=False)
class Registry:
    """All packs that are at hand (规则库).

    Attributes:
        packs: The built-in packs and those handed over.
    """

    packs: tuple[Pack, ...]
    _policies: dict[object, Policy] = field(factory=dict, init=False, repr=False)

    @classmethod
    def discover(cls) -> "Registry":
        """Return the registry of the built-in packs."""
        return cls.of()

    @classmethod
    def of(cls, *packs: Pack) -> "Registry":
        """Return the registry of exactly these packs and the built-in ones.

        Raises:
            InputTypeError: What is handed over is no pack (SH119).
            InputValueError: Two packs have one name (SH413).
        """
        all_packs = (*built_in_packs(), *packs)
        for pack in all_packs:
            check_type(pack, Pack, "pack")
        names = [pack.id for pack in all_packs]
        for name in names:
            if names.count(name) > 1:
                raise InputValueError("SH413", name=name)
        return cls(all_packs)

    def policy(self, division: str, *, on: date, profiles: Iterable[str] = ()) -> Policy:
        """Return what is in force for a division on a day (现行规则).

        Args:
            division: Its code, 2 to 12 digits; a hall adds a slash and a name.
            on: The day. For a case, the day on which it was filed.
            profiles: Profiles to suppose adopted, for what-if questions.

        Raises:
            InputTypeError: A code that is no text (SH118), a day that is none (SH101, SH102).
            InputValueError: No such code (SH445), no such profile (SH412).
            DataError: Records of several packs do not go together.
        """
        code, day = check_division(division), check_date(on, "on")
        listed = check_many(profiles, "profiles", "a list of profiles", "模式的列表")
        adopted = tuple(sorted(self._profiles(listed)))
        key = (code, day, adopted)
        if key not in self._policies:
            self._policies[key] = self._made(code, day, adopted)
        return self._policies[key]

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
        return tuple(Layers.of(self.packs, check_division(division), chosen).over_time())

    def _profiles(self, names: Iterable[str]) -> set[str]:
        known = [pack.profile for pack in self.packs if pack.profile]
        chosen = list(names)
        for name in chosen:
            if name not in known:
                hint = nearest(name, known) or ", ".join(known)
                raise InputValueError("SH412", name=shown(name), hint=hint)
        return set(chosen)

    def _made(self, division: str, on: date, profiles: tuple[str, ...]) -> Policy:
        layers = Layers.of(self.packs, division, profiles)
        terms = layers.terms(on)
        return Policy(
            division=division,
            on=on,
            profiles=profiles,
            vocabulary=layers.vocabulary,
            terms=terms,
            tables=layers.tables(on, terms),
        )
