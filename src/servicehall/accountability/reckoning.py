"""Reckoning (核算): what one consequence comes to: the measure, or the amount, by whom picked."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from servicehall.accountability.items import Item, digits
from servicehall.checks import shown
from servicehall.conditions import Known, ready, unsettled
from servicehall.entries import NotStated
from servicehall.errors import DataError, ServiceHallError
from servicehall.money import product, yuan
from servicehall.sanctions import Amount

__all__ = ["reckon"]


def reckon(item: Item) -> Item:
    """Fill in what an item comes to; what is missing makes it open.

    Raises:
        DataError: A pick is not allowed (SH807).
    """
    if not item.name:
        item.settle_by(f"没有写明{item.policy.roles[item.role].title}是谁", (item.role,))
    if item.consequence.measures:
        _measure(item)
    else:
        _amount(item)
    return item


def _measure(item: Item) -> None:
    measures = item.consequence.measures
    if len(measures) == 1:
        item.measure = item.policy.measures[measures[0]]
        return
    pick = item.finding.picks.get(item.sanction.id)
    titles = {item.policy.measures[name].title: name for name in measures}
    if pick is None:
        item.settle_by(f"由有权机关在{'、'.join(titles)}中选定", (f"picks.{item.sanction.id}",))
        return
    chosen = titles.get(pick, pick) if isinstance(pick, str) else pick
    if chosen not in measures:
        raise _not_allowed(item, pick, "、".join(titles))
    item.measure = item.policy.measures[chosen]


def _not_allowed(item: Item, pick: object, allowed: str) -> DataError:
    about = {"id": item.finding.id, "sanction": item.sanction.title, "path": item.finding.id}
    return DataError("SH807", pick=shown(pick), allowed=allowed, **about)


def _amount(item: Item) -> None:
    said = item.consequence.amount
    if isinstance(said, NotStated) or said is None:
        item.reckoning = str(said)
        item.settle_by(f"数额{said}", ())
        return
    figure = _figure(item, said)
    item.reckoning = _say(item, said if figure is None else figure)
    times = _times(item)
    factor = _factor(item)
    known = [one for one in (figure, times, factor) if one is not None]
    if len(known) == 3:
        item.amount = product(known)


def _say(item: Item, figure: Amount | Decimal) -> str:
    unit = item.score.unit.zh if item.score else ""
    return f"{digits(figure)}{unit}" if isinstance(figure, Decimal) else f"{figure}{unit}"


def _figure(item: Item, said: Amount) -> Decimal | None:
    """Return the figure, that which was picked where there is a range."""
    if not said.is_range:
        return said.least
    pick = item.finding.picks.get(item.sanction.id)
    if pick is None:
        item.settle_by(f"由有权机关在{said}之间选定", (f"picks.{item.sanction.id}",))
        return None
    try:
        figure = yuan(pick, "pick")
    except ServiceHallError as error:
        raise _not_allowed(item, pick, str(said)) from error
    if not said.holds(figure):
        raise _not_allowed(item, pick, str(said))
    return figure


def _times(item: Item) -> Decimal | None:
    """Return how many times an amount is taken."""
    name = item.consequence.per
    if not name:
        return Decimal(1)
    fact = item.policy.vocabulary[name]
    number: Any = item.finding.facts.get(name)
    if number is None:
        item.settle_by(f"没有写明{fact.label}", (name,))
        return None
    item.reckoning += f" × {fact.say(number)}"
    return Decimal(number)


def _factor(item: Item) -> Decimal | None:
    """Return by what an amount is multiplied, for what makes it heavier or milder."""
    known = Known(_facts(item.finding.facts))
    factor = Decimal(1)
    for one in item.sanction.factors:
        met = ready(one.when)(known)
        if met is None:
            item.settle_by(f"是否“{one.title}”尚未确定", unsettled(one.when, known))
            return None
        if met:
            factor = product([factor, one.times])
            item.reckoning += f" × {digits(one.times)}（{one.title}）"
    return factor


def _facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value is not None}
