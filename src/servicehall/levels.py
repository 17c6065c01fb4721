"""Levels (层级): where a rule comes from, from the general to the special."""

from typing import Final

from attrs import field, frozen

from servicehall.divisions import NATION, path_of

__all__ = ["LAYERS", "MODEL_HALL", "PROFILE", "STATUTES", "Level", "division_level"]

STATUTES: Final = 0
MODEL_HALL: Final = 1
PROFILE: Final = 2

_DIVISIONS: Final = {2: "province", 4: "prefecture", 6: "county", 9: "town", 12: "village"}

LAYERS: Final = {
    "statutes": "法律法规",
    "model hall": "示范大厅",
    "profile": "模式",
    "nation": "全国",
    "province": "省级",
    "prefecture": "市级",
    "county": "县级",
    "town": "乡镇（街道）",
    "village": "村（社区）",
    "hall": "大厅",
}
"""All layers, from general to special, with their Chinese names."""


@frozen
class Level:
    """Where a rule comes from (层级).

    Attributes:
        rank: 0 statutes, 1 model hall, 2 adopted profiles, from 3 on divisions, nation to hall.
        name: The pack's layer, the profile, or the code of the division.
        title: Its Chinese name.
    """

    rank: int
    name: str
    title: str = field(default="", eq=False)

    def __str__(self) -> str:
        return self.title or self.name

    @property
    def layer(self) -> str:
        """The kind of level, one of :data:`LAYERS`."""
        if self.rank <= PROFILE:
            return list(LAYERS)[self.rank]
        if "/" in self.name:
            return "hall"
        return "nation" if self.name == NATION else _DIVISIONS[len(self.name)]

    @property
    def place(self) -> str:
        """Its Chinese name, with the code of a division."""
        if self.rank <= PROFILE or not self.title or self.title == self.name:
            return str(self)
        return f"{self.title}（{self.name}）"


def division_level(code: str) -> Level:
    """Return the level of a division, the nation's being 3.

    Raises:
        InputValueError: There is no such code (SH445).
    """
    path = path_of(code)
    return Level(2 + len(path), path[-1])
