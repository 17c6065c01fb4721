"""Reckoning (核算): what one consequence comes to: the measure, or the amount, by whom picked."""

import itertools
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from servicehall.accountability.items import Item, digits
from servicehall.checks import shown
from servicehall.conditions import Known, When, ready, unsettled
from servicehall.entries import NotStated
from servicehall.errors import DataError, FaultyDataError, ServiceHallError
from servicehall.money import ZERO, product, to_fen, yuan
from servicehall.policy import Policy
from servicehall.sanctions import Amount, Consequence, Measure, Sanction, Score, Unit

__all__ = ["check_pick", "come_to", "needed_for", "reckon"]

_NOTHING: Final = Known({})
_FAR: Final = Decimal(10) ** 40
"""More than any amount comes to."""


def reckon(item: Item, known: Known = _NOTHING) -> Item:
    """Fill in what an item comes to; what is missing makes it open.

    Args:
        item: The item.
        known: What its row was judged by: what was found, and the counts.

    Raises:
        FaultyDataError: A pick is not allowed (SH807).
    """
    if not item.name:
        item.settle_by(f"没有写明{item.policy.roles[item.role].title}是谁", (item.role,))
    if item.consequence.measures:
        _measure(item)
    else:
        _amount(item, known)
    return item


def _measure(item: Item) -> None:
    measures = item.consequence.measures
    if len(measures) == 1:
        item.measure = item.policy.measures[measures[0]]
        return
    pick = _pick(item, "、".join(item.policy.measures[name].title for name in measures) + "中")
    item.measure = None if pick is None else _measure_of(item.consequence, pick, item.policy)


def _pick(item: Item, choice: str) -> object:
    """Return what was picked; None where nothing was, or not one thing.

    Raises:
        FaultyDataError: The rule does not allow it (SH807).
    """
    for finding, pick in item.picks.items():
        try:
            check_pick(item.sanction, pick, finding, item.policy)
        except DataError as error:
            raise FaultyDataError("findings", [error]) from error
    picked = list(item.picks.values())
    if picked and all(pick == picked[0] for pick in picked):
        return picked[0]
    said = f"由有权机关在{choice}选定"
    if picked:
        said = f"各认定的选定不一致（{'、'.join(item.picks)}），{said}"
    item.settle_by(said, (f"picks.{item.sanction.id}",))
    return None


def rules_named(name: str, policy: Policy) -> tuple[Sanction, ...]:
    """Return the rows of a name; or what a grade leads to, as in ``"month:不合格"``."""
    if name in policy.sanctions:
        return (policy.sanctions[name],)
    return tuple(
        Sanction(id=name, title=name, kinds=(), then=band.then, settled=score.settled)
        for score in policy.scores.values()
        for band in score.grades
        if band.then and name == f"{score.id}:{band.grade}"
    )


def check_pick(rule: Sanction, pick: object, finding: str, policy: Policy) -> None:
    """Refuse what was picked for a rule that does not allow it.

    Raises:
        DataError: It is no measure of the rule, or no figure within its range (SH807).
    """
    for one in (one for one in rule.then if one.needs_pick):
        picked = _measure_of(one, pick, policy) if one.measures else _figure_of(one, pick)
        if picked is None:
            titles = [policy.measures[name].title for name in one.measures]
            allowed = "、".join(titles) or one.amount
            told = {"id": finding, "sanction": rule.title, "pick": shown(pick), "path": finding}
            raise DataError("SH807", allowed=allowed, **told)


def _measure_of(one: Consequence, pick: object, policy: Policy) -> Measure | None:
    allowed = [policy.measures[name] for name in one.measures]
    return next((m for m in allowed if pick in (m.id, m.title)), None)


def _figure_of(one: Consequence, pick: object) -> Decimal | None:
    try:
        figure = yuan(pick, "pick")
    except ServiceHallError:
        return None
    return figure if isinstance(one.amount, Amount) and one.amount.holds(figure) else None


def _amount(item: Item, known: Known) -> None:
    said = item.consequence.amount
    if isinstance(said, NotStated) or said is None:
        item.ends = _ends(item, (-_FAR, _FAR))
        item.reckoning = str(said)
        item.settle_by(f"数额{said}", ())
        return
    figure = _figure(item, said)
    item.reckoning = _say(item, said if figure is None else figure)
    times = _times(item)
    factor = _factor(item, known)
    factors = [one for one in (figure, times, factor) if one is not None]
    if len(factors) == 3:
        item.amount = _bounded(item, come_to(factors, item.score))
        item.ends = (item.amount, item.amount)
        return
    item.ends = _ends(
        item,
        (said.least, said.most) if figure is None else (figure, figure),
        (ZERO, _FAR) if times is None else (times, times),
        _possible_factors(item, known) if factor is None else (factor, factor),
    )


def _ends(item: Item, *between: tuple[Decimal, Decimal]) -> tuple[Decimal, Decimal]:
    """Return between what figures an amount lies whose factors lie between others."""
    every = [_within(item, come_to(factors, item.score)) for factors in itertools.product(*between)]
    return min(every), max(every)


def _possible_factors(item: Item, known: Known) -> tuple[Decimal, Decimal]:
    """Return between what an amount is multiplied while it is not known what makes it heavier."""
    one = Decimal(1)
    judged = [(factor.times, ready(factor.when)(known)) for factor in item.sanction.factors]
    may = [(times, holds) for times, holds in judged if holds is not False]
    mild = product(times if holds else min(times, one) for times, holds in may)
    heavy = product(times if holds else max(times, one) for times, holds in may)
    return mild, heavy


def come_to(numbers: Iterable[Decimal], score: Score | None) -> Decimal:
    """Return what numbers come to, multiplied: yuan half up to the fen, points exactly."""
    amount = product(numbers)
    return to_fen(amount) if score and score.unit is Unit.YUAN else amount


def _bounded(item: Item, amount: Decimal) -> Decimal:
    """Return an amount that stays within what one finding can cost or earn, and say so."""
    bounded = _within(item, amount)
    if bounded != amount:
        item.reckoning += f"，最多{_say(item, abs(bounded))}"
    return bounded


def _within(item: Item, amount: Decimal) -> Decimal:
    """Return an amount that stays within what one finding can cost or earn."""
    most = item.consequence.at_most
    return amount if most is None or abs(amount) <= most else most.copy_sign(amount)


def _say(item: Item, figure: Amount | Decimal) -> str:
    unit = item.score.unit.zh if item.score else ""
    return f"{digits(figure)}{unit}" if isinstance(figure, Decimal) else f"{figure}{unit}"


def _figure(item: Item, said: Amount) -> Decimal | None:
    """Return the figure, that which was picked where there is a range."""
    if not said.is_range:
        return said.least
    pick = _pick(item, f"{said}之间")
    return None if pick is None else _figure_of(item.consequence, pick)


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
    each, begun = item.consequence.each, item.consequence.begun
    if each == 1:
        item.reckoning += f" × {fact.say(number)}"
        return Decimal(number)
    full, left = divmod(Decimal(number), each)
    times = full + 1 if begun and left else full
    word = "，不满的也计" if begun else ""
    item.reckoning += f" × {digits(times)}（{fact.say(number)}，每满{fact.say(each)}计一次{word}）"
    return times


def _factor(item: Item, known: Known) -> Decimal | None:
    """Return by what an amount is multiplied, for what makes it heavier or milder."""
    factor = Decimal(1)
    for one in item.sanction.factors:
        met = ready(one.when)(known)
        if met is None:
            item.settle_by(f"是否“{one.title}”尚未确定", needed_for(one.when, known, item.policy))
            return None
        if met:
            factor = product([factor, one.times])
            item.reckoning += f" × {digits(one.times)}（{one.title}）"
    return factor


def needed_for(when: When, known: Known, policy: Policy) -> tuple[str, ...]:
    """Return what would settle conditions; for a count, for whom to count."""
    counts = policy.counts
    asked = unsettled(when, known)
    return tuple(counts[name].per if name in counts else name for name in asked)
