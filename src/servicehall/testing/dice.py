"""Chances (随机数) that fall alike on every machine, under every version of Python.

Python promises that for the seeding with a text and for ``random()`` alone; everything here is made
of these two, with no more than products, sums and comparisons of numbers.
"""

from collections.abc import Sequence
from importlib import resources
from random import Random
from typing import Any, Final, TypeVar

from attrs import field, frozen

from servicehall.reading import parse_toml

__all__ = ["WORDS", "Dice"]

T = TypeVar("T")

WORDS: Final[dict[str, Any]] = parse_toml(
    resources.files("servicehall.testing").joinpath("words.toml").read_text(encoding="utf-8"),
    "words.toml",
)
"""The words of made-up halls."""


@frozen
class Dice:
    """What decides where a story may go on in several ways (随机数).

    Attributes:
        seed: What tells them from other dice: the same seed, the same falls.
    """

    seed: str
    _random: Random = field(init=False, repr=False)

    @_random.default
    def _seeded(self) -> Random:
        return Random(self.seed)  # noqa: S311  # made-up cases are no secret

    def chance(self, share: float) -> bool:
        """Tell whether something happens that happens in a share of all cases."""
        return self._random.random() < share

    def whole(self, least: int, most: int) -> int:
        """Return a whole number, the least and the most included."""
        return least + int(self._random.random() * (most - least + 1))

    def pick(self, items: Sequence[T]) -> T:
        """Return one of several things."""
        return items[self.whole(0, len(items) - 1)]

    def draw(self, items: Sequence[T], number: int) -> list[T]:
        """Return several of them, none twice."""
        left = list(items)
        return [left.pop(self.whole(0, len(left) - 1)) for _ in range(min(number, len(left)))]

    def word(self, kind: str) -> str:
        """Return one of the words of a kind."""
        return str(self.pick(WORDS[kind]))

    def name(self) -> str:
        """Return a made-up name of a person."""
        return self.word("surnames") + self.word("given")
