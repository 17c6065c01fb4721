"""Sides (比较的一方): what makes the rules, for which place, with which profiles supposed."""

import contextlib
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from attrs import field, frozen

from servicehall.checks import check_many, wrong_type
from servicehall.errors import FaultyDataError, ServiceHallError
from servicehall.plugins import Registry
from servicehall.policy import Policy

__all__ = ["NEW", "OLD", "Side", "SideRules", "of_side"]

OLD = "原规则"
NEW = "新规则"
"""What the two sides are called in Chinese."""


def _profiles(value: Any) -> tuple[str, ...]:
    return tuple(check_many(value, "profiles", "a list of profiles", "模式的列表"))


@frozen
class Side:
    """One of two sets of rules (比较的一方).

    Attributes:
        rules: The registry, or what makes it, for example ``Registry.discover``. For several
            processes it must be a function that can be imported by name.
        division: The place; left out, what each case or finding says.
        profiles: Profiles to suppose adopted, for what-if questions.

    Raises:
        InputTypeError: The rules are neither (SH119).
    """

    rules: Registry | Callable[[], Registry]
    division: str = ""
    profiles: tuple[str, ...] = field(default=(), converter=_profiles)

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.rules, Registry) and not callable(self.rules):
            expected = {"expected": "a registry, or what makes one", "expected_zh": "规则库"}
            raise wrong_type(self.rules, "rules", **expected)

    def at_hand(self, name: str) -> "SideRules":
        """Return its rules, made once (备好的规则).

        Args:
            name: What the side is called in messages, :data:`OLD` or :data:`NEW`.

        Raises:
            ServiceHallError: They cannot be made; the message says of which side.
        """
        with of_side(name):
            made = self.rules if isinstance(self.rules, Registry) else self.rules()
        return SideRules(self, name, made)


@frozen
class SideRules:
    """The rules of a side: those of the place that it names, wherever something happened.

    Attributes:
        side: The side.
        name: What it is called in messages.
        registry: Its registry.
    """

    side: Side
    name: str
    registry: Registry

    def policy(self, division: str, *, on: date, profiles: Iterable[str] = ()) -> Policy:
        """Return what is in force on this side.

        Args:
            division: The place, unless the side names one.
            on: The day.
            profiles: Profiles to suppose beside those of the side.

        Raises:
            ServiceHallError: As :meth:`servicehall.Registry.policy`, with the side.
        """
        side = self.side
        with of_side(self.name):
            supposed = (*side.profiles, *profiles)
            return self.registry.policy(side.division or division, on=on, profiles=supposed)


@contextlib.contextmanager
def of_side(name: str) -> Iterator[None]:
    """Say in an error on which side it arose."""
    try:
        yield
    except FaultyDataError as error:
        raise error.at(f"{name}：{error.source}") from error
    except ServiceHallError as error:
        path = "：".join(filter(None, (name, error.place("zh"))))
        raise type(error)(error.code, **{**error.facts, "path": path}) from error
