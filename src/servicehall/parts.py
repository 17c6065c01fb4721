"""Parts of a domain (取值分段): what conditions tell apart, and nothing finer.

Conditions compare with finitely many figures, so they cut even an endless domain into finitely
many parts, within which they cannot tell one value from another. Whatever holds for one sample of
each part holds for every value. Numbers that are compared *with each other* get as many samples
in each interval as there are such numbers: then every order in which they can stand occurs.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, localcontext
from typing import Any

from attrs import frozen

from servicehall.cells import Comparison, Reference
from servicehall.vocabulary import Fact, Number, Value

__all__ = ["Edge", "Interval", "Part", "cut_points", "parts_of"]

Edge = tuple[int | Decimal, int]
"""A place between numbers: just before a value ``(v, 0)`` or just after it ``(v, 1)``."""


@frozen
class Interval:
    """All numbers between two edges; None is without end."""

    low: Edge | None
    high: Edge | None


@frozen
class Part:
    """Values of one fact that no condition tells apart (同类取值).

    Attributes:
        sample: One of them, standing for all.
        values: What they are: the values themselves, or an interval of numbers.
    """

    sample: Value
    values: tuple[Value, ...] | Interval


def parts_of(
    fact: Fact,
    comparisons: Iterable[Comparison],
    *,
    extra: Iterable[Value] = (),
    together: int = 1,
) -> tuple[Part, ...]:
    """Return the parts into which comparisons cut a fact's domain, in order.

    Args:
        fact: The fact.
        comparisons: All that is asked of it, terms resolved.
        extra: More numbers at which it is cut, so that each is a part of its own.
        together: How many facts are compared with one another, this one counted.
    """
    asked = [c for c in comparisons if not isinstance(c.operand, Reference)]
    if isinstance(fact.domain, Number):
        points = [*asked, *(Comparison("=", value) for value in extra)]
        return tuple(_numbers(fact.domain, points, together))
    return tuple(_alike(fact.domain.values, asked, single=together > 1))


def _alike(values: Sequence[Value], asked: Sequence[Comparison], *, single: bool) -> Iterator[Part]:
    """Put values together that all comparisons treat alike; or each alone."""
    groups: dict[object, list[Value]] = {}
    for value in values:
        treated = tuple(comparison.holds(value, {}) for comparison in asked)
        groups.setdefault(value if single else treated, []).append(value)
    for group in groups.values():
        yield Part(group[0], tuple(group))


def cut_points(domain: Number, asked: Iterable[Comparison]) -> list[Edge]:
    """Return where comparisons cut a domain of numbers, in order, its ends left out."""
    edges = {edge for c in asked for edge in _edges(domain, c.sign, c.operand)}
    low, high = _ends(domain)
    return sorted(e for e in edges if (low is None or low < e) and (high is None or e < high))


def _edges(domain: Number, sign: str, value: Any) -> Iterator[Edge]:
    if sign in (">=", "<", "=", "!="):
        yield value, 0
    if sign in (">", "<=", "=", "!="):
        yield _just_after(domain, value)


def _just_after(domain: Number, value: int | Decimal) -> Edge:
    """Return the place after a value: of whole numbers, the same as that before the next."""
    return (value + 1, 0) if domain.whole else (value, 1)


def _ends(domain: Number) -> tuple[Edge | None, Edge | None]:
    low = None if domain.least is None else (domain.least, 0)
    return low, None if domain.most is None else _just_after(domain, domain.most)


def _numbers(domain: Number, points: Iterable[Comparison], together: int) -> Iterator[Part]:
    low, high = _ends(domain)
    edges: list[Edge | None] = [low, *cut_points(domain, points), high]
    for first, last in itertools.pairwise(edges):
        interval = Interval(first, last)
        for sample in _samples(domain, interval, together):
            yield Part(sample, interval)


def _size(domain: Number, interval: Interval) -> int | None:
    """Return how many numbers an interval holds; None for endlessly many."""
    if interval.low is None or interval.high is None:
        return None
    if domain.whole:
        return int(interval.high[0] - interval.low[0])
    return 1 if interval.low[0] == interval.high[0] else None


def _samples(domain: Number, interval: Interval, count: int) -> list[int | Decimal]:
    """Return up to ``count`` different numbers of an interval, in order, exactly."""
    size = _size(domain, interval)
    count = count if size is None else min(count, size)
    digits = sum(len(str(edge[0])) for edge in (interval.low, interval.high) if edge)
    with localcontext(prec=digits + 20):
        return _spread(domain, interval.low, interval.high, count)


def _spread(domain: Number, low: Edge | None, high: Edge | None, count: int) -> list[int | Decimal]:
    if low is None and high is None:
        return list(range(count))
    if low is None and high is not None:
        step = 1 if domain.whole or not high[1] else 0
        return [high[0] - step - i for i in reversed(range(count))]
    if low is not None and (domain.whole or high is None):
        return [low[0] + low[1] + i for i in range(count)]
    return _between(low, high, count)  # type: ignore[arg-type]  # both ends are there


def _between(low: Edge, high: Edge, count: int) -> list[int | Decimal]:
    """Return numbers with decimals between two edges."""
    if low[0] == high[0] or (count == 1 and not low[1]):
        return [low[0]]
    if count == 1 and high[1]:
        return [high[0]]
    first, last = Decimal(low[0]), Decimal(high[0])
    step = (last - first) / (count + 1)
    return [first + step * (i + 1) for i in range(count)]
