"""Weighing (轻重): how heavy what rows give weighs in one case, and what of it became milder.

An amount weighs what it takes away, from the milder end to the heavier one; a measure on a scale,
its step. Any other measure weighs the same whenever it is given.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final, Literal

from attrs import frozen

from servicehall.accountability.items import digits
from servicehall.conditions import Known, ready
from servicehall.money import product, sum_of
from servicehall.policy import Policy
from servicehall.sanctions import Amount, Consequence, Sanction
from servicehall.vocabulary import Value

__all__ = ["Weight", "became_milder", "weights_of"]


@frozen
class Weight:
    """How heavy something weighs (轻重).

    Attributes:
        least: Its milder end.
        most: Its heavier end.
    """

    least: Decimal
    most: Decimal

    def __str__(self) -> str:
        return "至".join(dict.fromkeys((digits(self.least), digits(self.most))))


@frozen
class Weighed:
    """What weighs something (何种后果).

    Attributes:
        kind: A score, a scale, or measures of which one is given.
        of: The ids of the score or of the measures, or the scale.
        zh: What it is called.
        per: The fact whose number multiplies it, and how, where that number is not known.
    """

    kind: Literal["score", "scale", "measure"]
    of: tuple[str, ...]
    zh: str
    per: tuple[object, ...] = ()

    def together(self, one: Weight, other: Weight) -> Weight:
        """Put two weights of it together: amounts add up, the heavier measure counts."""
        put = sum_of if self.kind == "score" else max
        return Weight(put([one.least, other.least]), put([one.most, other.most]))

    def say(self, before: Weight, now: Weight) -> str:
        """Say that it weighs less."""
        if self.kind == "measure":
            return f"不再“{self.zh}”"
        return f"“{self.zh}”由{before}减为{now}"


Weights = Mapping[Weighed, Weight]
_NOTHING: Final = Weight(Decimal(0), Decimal(0))
_GIVEN: Final = Weight(Decimal(1), Decimal(1))


def weights_of(
    rules: Iterable[Sanction], point: Mapping[str, Value], policy: Policy
) -> dict[str, Weights | None]:
    """Return how heavy rows weigh in one case, by the role whom it is for (轻重).

    Args:
        rules: The rows that apply.
        point: What is known of the case.
        policy: The rules of the place.

    Returns:
        None for a role where it is not known: the source does not say an amount.
    """
    found: dict[str, dict[Weighed, Weight] | None] = {}
    for rule in rules:
        times = _times_of(rule, point)
        for one in rule.then:
            mine = found.setdefault(one.who, {})
            weighed = list(_weighed(one, times, point, policy))
            if mine is None or None in weighed:
                found[one.who] = None
                continue
            for key, weight in (pair for pair in weighed if pair is not None):
                mine[key] = key.together(mine.get(key, _NOTHING), weight)
    return dict(found)


def became_milder(old: Weights, new: Weights) -> str:
    """Say what became milder; an empty text where nothing did, or something else took its place."""
    pairs = [(key, old.get(key, _NOTHING), new.get(key, _NOTHING)) for key in {**old, **new}]
    if any(now.least > before.least or now.most > before.most for _, before, now in pairs):
        return ""
    return "，".join(key.say(before, now) for key, before, now in pairs if now != before)


def _times_of(rule: Sanction, point: Mapping[str, Value]) -> Decimal | None:
    """Return by what the amounts of a row are multiplied; None where that is not known."""
    known = Known(dict(point))
    met = [(one.times, ready(one.when)(known)) for one in rule.factors]
    if any(holds is None for _, holds in met):
        return None
    return product([Decimal(1), *(times for times, holds in met if holds)])


def _weighed(
    one: Consequence, times: Decimal | None, point: Mapping[str, Value], policy: Policy
) -> Iterator[tuple[Weighed, Weight] | None]:
    """Go through what a consequence weighs; None where that is not known."""
    if one.measures:
        yield _measured(one, policy)
    elif not isinstance(one.amount, Amount) or times is None:
        yield None
    elif one.amount.most < 0:  # what is to somebody's credit is no sanction
        yield _taken(one, one.amount, times, point, policy)


def _measured(one: Consequence, policy: Policy) -> tuple[Weighed, Weight]:
    measures = [policy.measures[name] for name in one.measures]
    scales = {measure.scale for measure in measures}
    if len(scales) == 1 and "" not in scales:
        (scale,) = scales
        steps = [Decimal(measure.step) for measure in measures]
        return Weighed("scale", (scale,), scale), Weight(min(steps), max(steps))
    return Weighed("measure", one.measures, "、".join(m.title for m in measures)), _GIVEN


def _taken(
    one: Consequence,
    amount: Amount,
    times: Decimal,
    point: Mapping[str, Value],
    policy: Policy,
) -> tuple[Weighed, Weight] | None:
    """Return what an amount takes away; of what counts by a number that is not known, for each."""
    title = policy.scores[one.score].title
    number: Any = point.get(one.per)
    counted = number is not None or not one.per
    if not counted and one.at_most is not None:
        return None
    count = one.times(number) if number is not None else Decimal(1)
    ends = [product([-end, times, count]) for end in (amount.least, amount.most)]
    least, most = (end if one.at_most is None else min(end, one.at_most) for end in ends)
    if counted:
        return Weighed("score", (one.score,), title), Weight(least, most)
    per = (one.per, one.each, one.begun)
    said = f"{title}（按{policy.vocabulary[one.per].label}）"
    return Weighed("score", (one.score,), said, per), Weight(least, most)
