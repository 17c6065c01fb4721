"""Days (日): of which kind they are, how certain that is, and who says so."""

import enum
from datetime import date

from attrs import frozen

from servicehall.citations import Citation

__all__ = ["WEEKDAYS_ZH", "Certainty", "Day", "DayKind", "weakest"]

WEEKDAYS_ZH = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")


class DayKind(enum.StrEnum):
    """What a day is in the working calendar (日期类别)."""

    WORKDAY = "workday"
    """工作日: an ordinary working day, Monday to Friday."""
    WEEKEND = "weekend"
    """休息日: an ordinary Saturday or Sunday, also one inside a block of holidays."""
    STATUTORY_HOLIDAY = "statutory_holiday"
    """法定节假日: a holiday for all citizens by law, whatever its weekday."""
    ADJUSTED_REST_DAY = "adjusted_rest_day"
    """调休放假: a Monday to Friday on which a notice gives rest."""
    MAKE_UP_WORKDAY = "make_up_workday"
    """调休上班: a Saturday or Sunday on which a notice has people work."""
    LOCAL_REST_DAY = "local_rest_day"
    """地方放假: rest by a local arrangement."""
    LOCAL_WORKDAY = "local_workday"
    """地方上班: work by a local arrangement."""

    @property
    def zh(self) -> str:
        """The Chinese label."""
        return _KINDS_ZH[self]

    @property
    def is_workday(self) -> bool:
        """Whether a day of this kind counts as a working day."""
        return self in _WORKING


_KINDS_ZH = {
    DayKind.WORKDAY: "工作日",
    DayKind.WEEKEND: "休息日",
    DayKind.STATUTORY_HOLIDAY: "法定节假日",
    DayKind.ADJUSTED_REST_DAY: "调休放假",
    DayKind.MAKE_UP_WORKDAY: "调休上班",
    DayKind.LOCAL_REST_DAY: "地方放假",
    DayKind.LOCAL_WORKDAY: "地方上班",
}
_WORKING = frozenset({DayKind.WORKDAY, DayKind.MAKE_UP_WORKDAY, DayKind.LOCAL_WORKDAY})


class Certainty(enum.StrEnum):
    """How firmly an answer stands (确定程度)."""

    CERTAIN = "certain"
    """确定: fixed by a published notice, which may still be revised."""
    PROVISIONAL = "provisional"
    """暂定: the next notice, or a local arrangement not yet complete, may change it."""
    UNKNOWN = "unknown"
    """未知: nothing that is known decides it."""

    @property
    def zh(self) -> str:
        """The Chinese label."""
        return {"certain": "确定", "provisional": "暂定", "unknown": "未知"}[self.value]


_STRENGTH = tuple(Certainty)


def weakest(*certainties: Certainty) -> Certainty:
    """Return the weakest of some certainties; of none, CERTAIN."""
    return max(certainties, key=_STRENGTH.index, default=Certainty.CERTAIN)


@frozen(kw_only=True)
class Day:
    """One day of a working calendar, with the reason for what it is.

    Attributes:
        date: The day.
        kind: What it is.
        name: The holiday, or the weekday where no arrangement names the day, in Chinese.
        certainty: How firmly that stands.
        citation: The notice, law or local arrangement that makes it so.
        note: What else a reader should know, in Chinese; mostly empty.
    """

    date: date
    kind: DayKind
    name: str
    certainty: Certainty
    citation: Citation
    note: str = ""

    @property
    def is_workday(self) -> bool:
        """Whether the day counts as a working day."""
        return self.kind.is_workday

    @property
    def weekday_zh(self) -> str:
        """The weekday in Chinese, ``星期一`` to ``星期日``."""
        return WEEKDAYS_ZH[self.date.weekday()]

    def __str__(self) -> str:
        """Say in Chinese what the day is and by whom."""
        name = "" if self.name == self.weekday_zh else f"（{self.name}）"
        return f"{self.date} {self.weekday_zh} {self.kind.zh}{name}，依据：{self.citation}"
