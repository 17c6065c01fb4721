"""Parts of a domain: each is one side of every condition, and together they are all of it."""

import itertools
from collections.abc import Sequence
from decimal import Decimal

import pytest

from servicehall.cells import Comparison, Reference
from servicehall.parts import Interval, Part, cut_points, parts_of
from servicehall.vocabulary import Choice, Fact, Number, YesNo

COUNT = Fact("n", Number(least=0))
WHOLE = Fact("i", Number())
AMOUNT = Fact("d", Number(whole=False))
RATIO = Fact("r", Number(whole=False, least=Decimal(0), most=Decimal(1)))
COLOUR = Fact("c", Choice(["red", "green", "blue"]))
ANSWER = Fact("y", YesNo())
TINY = Decimal("1e-9")


def compared(*written: tuple[str, object]) -> list[Comparison]:
    """Make comparisons of pairs."""
    return [Comparison(sign, operand) for sign, operand in written]  # type: ignore[arg-type]


def owner(parts: Sequence[Part], value: int | Decimal) -> list[int]:
    """Return the numbers of the parts whose interval holds a value, by plain reading of edges."""
    found = []
    for number, part in enumerate(parts):
        assert isinstance(part.values, Interval)
        low, high = part.values.low, part.values.high
        above = low is None or value > low[0] or (value == low[0] and low[1] == 0)
        below = high is None or value < high[0] or (value == high[0] and high[1] == 1)
        if above and below:
            found.append(number)
    return found


@pytest.mark.parametrize(
    ("fact", "asked", "count"),
    [
        (COUNT, [], 1),
        (COUNT, [(">=", 3)], 2),
        (COUNT, [(">", 2)], 2),
        (COUNT, [(">=", 3), ("<", 3), (">", 2), ("<=", 2)], 2),  # four ways to say one cut
        (COUNT, [("=", 3)], 3),
        (COUNT, [("=", 0)], 2),  # nothing lies below 0
        (COUNT, [(">=", 0)], 1),
        (COUNT, [("!=", 3), ("=", 4)], 4),
        (WHOLE, [("=", 0)], 3),
        (AMOUNT, [(">", 2)], 2),
        (AMOUNT, [(">=", 2), (">", 2)], 3),  # 2 itself is told apart from both sides
        (AMOUNT, [("=", Decimal("0.5"))], 3),
        (RATIO, [(">=", Decimal("0.5"))], 2),
        (RATIO, [("=", Decimal(0)), ("=", Decimal(1))], 3),
        (COLOUR, [], 1),
        (COLOUR, [("=", "red")], 2),
        (COLOUR, [("!=", "red"), ("=", "blue")], 3),
        (ANSWER, [], 1),
        (ANSWER, [("=", True)], 2),
    ],
)
def test_conditions_cut_no_finer_than_they_ask(
    fact: Fact, asked: list[tuple[str, object]], count: int
) -> None:
    """There are just as many parts as conditions tell apart, each with a sample of its own."""
    parts = parts_of(fact, compared(*asked))
    assert len(parts) == count
    assert all(fact.domain.refusal(part.sample) is None for part in parts)
    ways = {tuple(c.holds(part.sample, {}) for c in compared(*asked)) for part in parts}
    assert len(ways) <= count


PROBES = [*range(-3, 9), Decimal("0.5"), Decimal("2.5"), 2 + TINY, 2 - TINY, Decimal("0.999")]
LISTS = [
    [(">=", 2)],
    [(">", 2), ("<=", 5)],
    [("=", 2), ("!=", 5)],
    [("<", 0), (">", 1)],
    [(">=", Decimal("0.5")), (">=", 1)],
]


@pytest.mark.parametrize("fact", [COUNT, WHOLE, AMOUNT, RATIO], ids=lambda f: f.name)
@pytest.mark.parametrize("asked", LISTS)
def test_every_value_is_treated_like_the_sample_of_its_part(
    fact: Fact, asked: list[tuple[str, object]]
) -> None:
    """A value lies in one part, and no condition tells it from that part's sample."""
    fitting = [(s, v) for s, v in asked if fact.domain.refusal(v) is None]
    parts = parts_of(fact, compared(*fitting))
    for value in (v for v in PROBES if fact.domain.refusal(v) is None):
        (number,) = owner(parts, value)
        sample = parts[number].sample
        for comparison in compared(*fitting):
            assert comparison.holds(value, {}) is comparison.holds(sample, {})


def test_listed_values_stand_together_where_nothing_tells_them_apart() -> None:
    """The parts of a list name the values themselves, in their order."""
    parts = parts_of(COLOUR, compared(("=", "green")))
    assert [part.values for part in parts] == [("red", "blue"), ("green",)]
    alone = parts_of(COLOUR, (), together=2)
    assert [part.values for part in alone] == [("red",), ("green",), ("blue",)]


def test_comparisons_with_facts_do_not_cut() -> None:
    """Another fact is no place on the line; only the numbers themselves are."""
    assert len(parts_of(COUNT, [Comparison(">", Reference("@", "other"))])) == 1


@pytest.mark.parametrize(
    ("fact", "asked", "samples"),
    [
        (COUNT, [], [0, 1, 2]),
        (COUNT, [("=", 2)], [0, 1, 2, 3, 4, 5]),
        (WHOLE, [(">", 0)], [-2, -1, 0, 1, 2, 3]),
        (WHOLE, [], [0, 1, 2]),
    ],
)
def test_linked_whole_numbers_have_a_sample_for_each_order(
    fact: Fact, asked: list[tuple[str, object]], samples: list[int]
) -> None:
    """Three facts compared with one another need three numbers of each interval, if it has them."""
    parts = parts_of(fact, compared(*asked), together=3)
    assert [part.sample for part in parts] == samples
    assert all(number in owner(parts, sample) for number, sample in enumerate(samples))


@pytest.mark.parametrize("fact", [AMOUNT, RATIO])
@pytest.mark.parametrize("asked", [[], [(">", Decimal("0.5"))], [("=", 1)], [("<", 1), (">", 0)]])
def test_linked_decimals_have_different_samples_inside(
    fact: Fact, asked: list[tuple[str, object]]
) -> None:
    """Samples rise strictly and belong to the domain, even in a short interval."""
    samples = [part.sample for part in parts_of(fact, compared(*asked), together=3)]
    assert all(a < b for a, b in itertools.pairwise(samples))  # type: ignore[operator]
    assert all(fact.domain.refusal(sample) is None for sample in samples)


def test_more_numbers_can_be_cut_out() -> None:
    """An extra number is a part of its own."""
    parts = parts_of(COUNT, (), extra=[4])
    assert [len(owner(parts, n)) for n in (3, 4, 5)] == [1, 1, 1]
    assert len({owner(parts, n)[0] for n in (3, 4, 5)}) == 3


def test_cut_points_leave_out_the_ends() -> None:
    """A comparison with the end of a domain tells nothing apart beyond it."""
    domain = Number(least=1, most=5)
    asked = compared((">=", 1), ("<=", 5), (">", 5), ("<", 1), (">=", 3))
    assert cut_points(domain, asked) == [(3, 0)]


def test_neighbours_far_beyond_28_digits_are_told_apart() -> None:
    """Whole numbers of any length are cut exactly."""
    big = 10**40
    samples = [part.sample for part in parts_of(WHOLE, compared(("=", big)))]
    assert samples == [big - 1, big, big + 1]


@pytest.mark.parametrize("sign", [">", "<=", ">=", "<", "="])
@pytest.mark.parametrize("digits", ["1" * 32 + ".3", "9" * 32 + ".7", "-" + "1" * 32 + ".3"])
def test_long_decimals_are_cut_exactly(sign: str, digits: str) -> None:
    """A decimal with more than 28 digits has a sample on each of its sides."""
    parts = parts_of(AMOUNT, compared((sign, Decimal(digits))))
    for number, part in enumerate(parts):
        assert owner(parts, part.sample) == [number]  # type: ignore[arg-type]  # a number
