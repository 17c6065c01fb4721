"""Sanctions (责任追究): what a place provides for a breach, as data.

A breach has a kind. Sanctions are rows over verified breaches, over the measures that were taken
for them, and over how many of either there were within a month, a year, a number of days. What a
row gives are consequences: a measure, or an amount that goes to a score, in points or in yuan.
:mod:`servicehall.accountability` finds what follows from the findings of a year.
"""

import enum
import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from attrs import field, frozen

from servicehall.cells import Cell
from servicehall.conditions import When
from servicehall.counting import add_months
from servicehall.entries import NotStated, Settled
from servicehall.errors import DataError

__all__ = [
    "ANY",
    "PERSON",
    "SCORE",
    "Amount",
    "Appraisal",
    "Band",
    "BreachKind",
    "Category",
    "Consequence",
    "Count",
    "Factor",
    "Measure",
    "Period",
    "Propagation",
    "Sanction",
    "Score",
    "Unit",
    "scores_known",
]


_NAMES: Final[Mapping[str, re.Pattern[str]]] = {
    "month": re.compile(r"([1-9][0-9]{3})-(0[1-9]|1[0-2])"),
    "quarter": re.compile(r"([1-9][0-9]{3})-Q([1-4])"),
    "half-year": re.compile(r"([1-9][0-9]{3})-H([12])"),
    "year": re.compile(r"([1-9][0-9]{3})"),
}
"""How periods are written."""

SCORE: Final = "score:"
"""How the kind of what is taken off a score begins, as in ``"score:month"``; its id follows."""

ANY: Final = "*"
"""Any kind of breach; no measure, and nothing that is to somebody's credit."""

PERSON: Final = "person"
"""The role of the one whom a finding is about; who receives a measure is that for what follows."""


class Appraisal(enum.StrEnum):
    """The grades of a yearly appraisal (年度考核等次), the best first.

    Source: 《中华人民共和国公务员法》第三十八条; public institutions say 合格 for 称职.
    """

    EXCELLENT = "优秀"
    COMPETENT = "称职"
    BASIC = "基本称职"
    INCOMPETENT = "不称职"

    @property
    def zh(self) -> str:
        """The grade, in the words of civil servants and of public institutions (合格)."""
        other = self.value.replace("称职", "合格")
        return self.value if other == self.value else f"{self.value}（{other}）"

    @property
    def rank(self) -> int:
        """Its place: 0 for the best."""
        return list(Appraisal).index(self)


class Unit(enum.StrEnum):
    """What a score is counted in (计量单位)."""

    POINTS = "points"
    YUAN = "yuan"
    PERCENT = "percent"

    @property
    def zh(self) -> str:
        """The Chinese label."""
        return {"points": "分", "yuan": "元", "percent": "%"}[self.value]


_MONTHS: Final[Mapping[str, int]] = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
_CALENDAR: Final[Mapping[str, str]] = {
    "month": "月",
    "quarter": "季度",
    "half-year": "半年",
    "year": "年",
}
_ROLLING: Final[Mapping[str, str]] = {"days": "天", "months": "个月"}


@frozen
class Period:
    """Within what time something is counted (统计期间).

    Attributes:
        unit: ``"month"``, ``"quarter"``, ``"half-year"``, ``"year"`` of the calendar; ``"days"`` or
            ``"months"`` that end with the day on which one counts.
        length: How many days or months.
    """

    unit: str
    length: int = 0

    @property
    def rolls(self) -> bool:
        """Whether it ends with the day on which one counts, and is none of the calendar (滚动)."""
        return self.unit not in _MONTHS

    def first(self, day: date) -> date:
        """Return the first day that is counted on a day."""
        if self.unit == "days":
            return day - timedelta(days=self.length - 1)
        if self.unit == "months":
            return add_months(day, -self.length) + timedelta(days=1)
        return self.days_of(self.number(day))[0]

    def number(self, day: date) -> int:
        """Return the number of the calendar period of a day; the next one has the next number."""
        return (day.year * 12 + day.month - 1) // _MONTHS[self.unit]

    def is_shorter(self, other: "Period") -> bool:
        """Tell whether it is a part of another period of the calendar."""
        return _MONTHS[self.unit] < _MONTHS[other.unit]

    def days_of(self, number: int) -> tuple[date, date]:
        """Return the first and the last day of the period of a number."""
        months = _MONTHS[self.unit]
        year, month = divmod(number * months, 12)
        end = month + months
        return date(year, month + 1, 1), date(year, end, monthrange(year, end)[1])

    def numbered(self, name: str) -> int | None:
        """Return the number of the period of a name, such as ``"2026-03"``, or None."""
        found = _NAMES[self.unit].fullmatch(name)
        if not found:
            return None
        place = int(found[2]) if found.re.groups > 1 else 1
        day = date(int(found[1]), (place - 1) * _MONTHS[self.unit] + 1, 1)
        return self.number(day)

    @staticmethod
    def is_name(name: str) -> bool:
        """Tell whether a name is that of some period of the calendar."""
        return any(pattern.fullmatch(name) for pattern in _NAMES.values())

    def name(self, day: date) -> str:
        """Return what the period of a day is called, such as ``"2026-03"`` (期间名称)."""
        place = (day.month - 1) // _MONTHS[self.unit] + 1
        return {
            "month": f"{day:%Y-%m}",
            "quarter": f"{day.year}-Q{place}",
            "half-year": f"{day.year}-H{place}",
            "year": f"{day.year}",
        }[self.unit]

    @property
    def zh(self) -> str:
        """The Chinese word for it."""
        return f"{self.length}{_ROLLING[self.unit]}" if self.rolls else _CALENDAR[self.unit]


@frozen(kw_only=True)
class BreachKind:
    """A kind of breach, of banned conduct, or of merit (违反种类、禁止行为、加分事项).

    Attributes:
        id: Its name.
        title: Its Chinese name.
        of: The kinds that it belongs to: what is provided for those holds for it too.
        merit: Whether it is to somebody's credit.
        settled: Who set it, on what authority.
    """

    id: str
    title: str
    of: tuple[str, ...] = ()
    merit: bool = False
    settled: Settled = field(repr=False)


@frozen(kw_only=True)
class Measure:
    """A measure that can be taken (处理措施).

    Attributes:
        id: Its name.
        title: Its Chinese name.
        months: For how many months it has effect; None where no rule says so.
        statutory: Whether it is one of the law's 处分: only a body with authority can impose it.
        ceiling: The best grade that the appraisal of its year can give; None where any.
        scale: The scale on which it can be compared, with its step; None where it cannot.
        step: The step on that scale: the higher, the heavier.
        settled: Who set it, on what authority.
    """

    id: str
    title: str
    months: int | None = None
    statutory: bool = False
    ceiling: Appraisal | None = None
    scale: str = ""
    step: int = 0
    settled: Settled = field(repr=False)


@frozen(kw_only=True)
class Count:
    """How many of what (计次), whose result is a fact for the rows of sanctions.

    Attributes:
        id: Its name, and that of the fact.
        label: Its Chinese name.
        of: The kinds of breach, or the measures, that count; or what is taken off a score.
        per: The role whose holder they are counted for.
        within: The time within which they are.
        in_a_row: Whether it is the number of periods one after another in which there was one.
        distinct: The role whose different holders are counted; empty to count each time.
        adds_up: Whether it is how much was taken off the scores, before their bounds, and not how
            often (累计扣分).
        settled: Who set it, on what authority.
    """

    id: str
    label: str
    of: tuple[str, ...]
    per: str
    within: Period
    in_a_row: bool = False
    distinct: str = ""
    adds_up: bool = False
    settled: Settled = field(repr=False)


@frozen
class Amount:
    """What is taken or given (扣加数额): a figure, or a range from which a person picks.

    Attributes:
        least: The milder end; both ends are the same where it is a figure.
        most: The heavier end.
    """

    least: Decimal
    most: Decimal

    @property
    def is_range(self) -> bool:
        """Whether a person has to pick."""
        return self.least != self.most

    def holds(self, pick: Decimal) -> bool:
        """Tell whether a pick lies within it."""
        return min(self.least, self.most) <= pick <= max(self.least, self.most)

    def __str__(self) -> str:
        return f"{self.least}至{self.most}" if self.is_range else str(self.least)


@frozen(kw_only=True)
class Consequence:
    """One thing that follows (一项后果): a measure, or an amount to a score.

    Attributes:
        who: The role whose holder it is for.
        measures: The measure; several of which a person picks one.
        score: The score to which the amount goes.
        category: The category of the score, or empty.
        amount: The amount; or why no figure is known.
        per: The fact whose number multiplies it, such as the working days late; empty for once.
        each: How many of them count as one, such as five minutes.
        begun: Whether what is left over counts as one too (不足的也计一次).
        at_most: What it cannot go beyond for one finding, or None (一次最多).
    """

    who: str
    measures: tuple[str, ...] = ()
    score: str = ""
    category: str = ""
    amount: Amount | NotStated | None = None
    per: str = ""
    each: int = 1
    begun: bool = False
    at_most: Decimal | None = None

    def times(self, number: int | Decimal) -> Decimal:
        """Return how often an amount counts for a number of what multiplies it (计次)."""
        full, left = divmod(Decimal(number), self.each)
        return full + 1 if self.begun and left else full if self.each > 1 else Decimal(number)

    @property
    def needs_pick(self) -> bool:
        """Whether a person has to pick."""
        return len(self.measures) > 1 or (isinstance(self.amount, Amount) and self.amount.is_range)


@frozen(kw_only=True)
class Factor:
    """What makes it heavier or milder (从重、从轻情节).

    Attributes:
        when: The conditions.
        times: By what amounts are multiplied.
        title: What it is called.
    """

    when: When
    times: Decimal
    title: str = ""


@frozen(kw_only=True)
class Sanction:
    """One row of sanctions (一条责任追究规定).

    Attributes:
        id: Its name.
        title: Its Chinese name.
        kinds: The kinds of breach, or the measures, for which it is; or what is taken off a score.
        when: The conditions: facts of the finding, and counts.
        then: What follows.
        absorbs: The rows that give nothing beside it for the same fact.
        supersedes: The rows of which what they gave before, in the time that it counts, falls away.
        in_addition_to: The rows that give the same to the same people too, and are meant to.
        factors: What makes it heavier or milder.
        settled: Who set it, on what authority.
    """

    id: str
    title: str
    kinds: tuple[str, ...]
    when: When = ()
    then: tuple[Consequence, ...]
    absorbs: tuple[str, ...] = ()
    supersedes: tuple[str, ...] = ()
    in_addition_to: tuple[str, ...] = ()
    factors: tuple[Factor, ...] = ()
    settled: Settled = field(repr=False)


@frozen(kw_only=True)
class Category:
    """A part of a score with bounds of its own (考核项目).

    Attributes:
        id: Its name.
        title: Its Chinese name.
        most_off: How much can be taken off in it, or None for any amount (扣完为止).
        most_on: How much can be added in it, or None.
    """

    id: str
    title: str
    most_off: Decimal | None = None
    most_on: Decimal | None = None


@frozen(kw_only=True)
class Band:
    """A grade, and what earns it (等次).

    Attributes:
        points: The condition on the score.
        grade: The grade.
        then: What follows for whoever has it when the period is over.
    """

    points: Cell
    grade: str
    then: tuple[Consequence, ...] = ()

    def holds(self, points: Decimal) -> bool:
        """Tell whether a score earns it."""
        return any(all(c.holds(points, {}) for c in one) for one in self.points.alternatives)


@frozen(kw_only=True)
class Propagation:
    """What goes over to somebody else too (连带).

    Attributes:
        to: The role whose holder it goes to.
        ratio: What share of each amount.
        score: The score of theirs.
        category: The category in it, or empty.
    """

    to: str
    ratio: Decimal
    score: str
    category: str = ""


@frozen(kw_only=True)
class Score:
    """A score, or a sum of money that is counted like one (考核得分、奖金).

    Attributes:
        id: Its name.
        title: Its Chinese name.
        of: The role whose holders have one.
        period: For what period each is.
        unit: What it is counted in.
        base: What it begins with; or why that is not known.
        least: What it cannot fall below, or None.
        most: What it cannot rise above, or None.
        most_on: How much can be added altogether, or None.
        categories: Its parts with bounds of their own.
        grades: The grades, and what earns them.
        made_of: The score of shorter periods of which it is made; empty where it is counted itself.
        by: How: ``"average"`` or ``"sum"``.
        propagates: What goes over to others.
        settled: Who set it, on what authority.
    """

    id: str
    title: str
    of: str
    period: Period
    unit: Unit = Unit.POINTS
    base: Decimal | NotStated
    least: Decimal | None = None
    most: Decimal | None = None
    most_on: Decimal | None = None
    categories: tuple[Category, ...] = ()
    grades: tuple[Band, ...] = ()
    made_of: str = ""
    by: str = "average"
    propagates: tuple[Propagation, ...] = ()
    settled: Settled = field(repr=False)

    def category(self, name: str) -> Category | None:
        """Return a category by its name, or None."""
        return next((one for one in self.categories if one.id == name), None)

    @property
    def nature(self) -> tuple[str, Period, Unit, str]:
        """What stays the same as long as it has its name: whose, by what period, and of what."""
        return self.of, self.period, self.unit, self.made_of


def scores_known(days: Iterable[Iterable[Score]]) -> dict[str, Score]:
    """Return the scores that are known on some days, by id, each as it is on the last of them.

    Raises:
        DataError: Under one name there was another score before (SH833).
    """
    known: dict[str, Score] = {}
    for score in (score for scores in days for score in scores):
        before = known.setdefault(score.id, score)
        if before.nature != score.nature:
            told = {"before": _say_nature(before, "en"), "before_zh": _say_nature(before, "zh")}
            told |= {"now": _say_nature(score, "en"), "now_zh": _say_nature(score, "zh")}
            path = f"scores {score.id}"
            raise DataError("SH833", id=score.id, title=score.title, path=path, **told)
        known[score.id] = score
    return known


def _say_nature(score: Score, language: str) -> str:
    """Say what a score is, in English or in Chinese."""
    if language == "en":
        made = f", made of {score.made_of}" if score.made_of else ""
        return f"of {score.of} by the {score.period.unit} in {score.unit.value}{made}"
    made = f"，由 {score.made_of} 汇总" if score.made_of else ""
    return f"{score.of} 的得分，按{score.period.zh}，以{score.unit.zh}计{made}"
