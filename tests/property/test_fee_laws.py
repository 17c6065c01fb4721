"""Laws of fees: what holds for every rule, quantity and waiver, beside a slow oracle.

The oracle computes with :class:`fractions.Fraction` on plain tuples and knows nothing of the
library: rates as (kind, figures), tiers walked unit by unit of their bounds.
"""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

from attrs import frozen
from hypothesis import given, strategies as st

from servicehall.citations import Citation
from servicehall.fees import (
    FeeRule,
    FeeStatus,
    Fixed,
    LineStatus,
    NoFigure,
    Percent,
    PerUnit,
    Range,
    Rate,
    Tier,
    Tiered,
    Waiver,
    quote,
)
from servicehall.money import say_yuan, sum_of, to_fen, yuan

SOURCE = Citation("原文")


def texts(whole: int, places: int) -> st.SearchStrategy[str]:
    """Draw numbers as people write them, with up to so many digits."""
    return st.decimals(0, 10**whole - 1, places=places, allow_nan=False).map(lambda d: f"{d:f}")


NUMBERS = (
    texts(3, 0) | texts(4, 2) | texts(6, 3) | st.sampled_from(["0", "0.005", "0.015", "2.675"])
)
LONG = texts(15, 10)


@frozen
class Case:
    """One rule, as the library and as the oracle has it, with its quantities."""

    rate: Rate
    plain: tuple[Any, ...]
    quantity: str
    periods: str | None
    least: str | None
    most: str | None

    @property
    def rule(self) -> FeeRule:
        """The rule of the library."""
        return FeeRule(
            id="fee",
            matter="m",
            item="甲",
            rate=self.rate,
            period="年" if self.periods is not None else "",
            least=self.least,
            most=self.most,
            basis="依据",
            citation=SOURCE,
        )

    @property
    def given(self) -> dict[str, object]:
        """What the caller hands over."""
        periods = {} if self.periods is None else {"计费期数": self.periods}
        return {"甲": self.quantity, **periods}


def as_tiers(drawn: tuple[list[str], list[str], bool, bool]) -> tuple[Rate, tuple[Any, ...]]:
    """Return tiers for the library and for the oracle."""
    bounds, rates, by_slice, priced = drawn
    ends = sorted(set(map(Fraction, bounds)) - {Fraction(0)})
    written = {Fraction(bound): bound for bound in bounds}
    rates = (rates * (len(ends) + 1))[: len(ends) + 1]
    tiers = [
        Tier(f"{rate}%" if priced else rate, up_to)
        for rate, up_to in zip(rates, [*(written[end] for end in ends), None], strict=True)
    ]
    where = {"of": "价款"} if priced else {"per": "吨"}
    rate = Tiered(tiers=tiers, by_slice=by_slice, **where)
    factors = [Fraction(one) / (100 if priced else 1) for one in rates]
    return rate, ("slice" if by_slice else "whole", ends, factors)


PERCENTS = texts(2, 1).filter(lambda text: float(text) > 0)
RATES = st.one_of(
    NUMBERS.map(lambda a: (PerUnit(a, "吨"), ("each", Fraction(a)))),
    LONG.map(lambda a: (PerUnit(a, "吨"), ("each", Fraction(a)))),
    PERCENTS.map(lambda p: (Percent(f"{p}%", "价款"), ("each", Fraction(p) / 100))),
    NUMBERS.map(lambda a: (Range(a, "9999999", per="吨", lowest=True), ("each", Fraction(a)))),
    st.tuples(
        st.lists(NUMBERS, max_size=4),
        st.lists(texts(2, 1), min_size=1, max_size=5),
        st.booleans(),
        st.booleans(),
    ).map(as_tiers),
)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Draw a rule with its quantities."""
    rate, plain = draw(RATES)
    least, most = sorted(draw(st.tuples(NUMBERS, NUMBERS)), key=Fraction)
    return Case(
        rate=rate,
        plain=plain,
        quantity=draw(NUMBERS | LONG),
        periods=draw(st.none() | NUMBERS),
        least=draw(st.none() | st.just(least)),
        most=draw(st.none() | st.just(most)),
    )


def oracle_fen(amount: Fraction) -> int:
    """Round half up to whole fen."""
    return floor(amount * 100 + Fraction(1, 2))


def oracle(case: Case) -> int:
    """Return the fee in fen, slowly."""
    quantity = Fraction(case.quantity)
    match case.plain:
        case ("each", factor):
            fee = factor * quantity
        case ("whole", ends, factors):
            fee = factors[sum(quantity > end for end in ends)] * quantity
        case ("slice", ends, factors):
            borders = [Fraction(0), *ends, max(quantity, *ends, Fraction(0))]
            fee = Fraction(0)
            for low, high, factor in zip(borders, borders[1:], factors, strict=False):
                fee += max(min(quantity, high) - low, Fraction(0)) * factor
    if case.periods is not None:
        fee *= Fraction(case.periods)
    if case.least is not None:
        fee = max(fee, Fraction(case.least))
    if case.most is not None:
        fee = min(fee, Fraction(case.most))
    return oracle_fen(fee)


def waivers() -> st.SearchStrategy[list[Waiver]]:
    """Draw approved waivers, no two equal."""
    kinds = st.tuples(st.sampled_from(["", "甲"]), st.booleans(), st.integers(1, 10_000))

    def make(number: int, kind: tuple[str, bool, int]) -> Waiver:
        item, by_share, size = kind
        how = (
            {"share": f"{Decimal(size) / 100:f}%"} if by_share else {"amount": Decimal(size) / 100}
        )
        document = f"〔2009〕{number}号"
        return Waiver(item=item, by="市政府", document=document, on=date(2009, 1, 1), **how)

    several = st.lists(kinds, max_size=4)
    return several.map(lambda drawn: [make(n, kind) for n, kind in enumerate(drawn, 1)])


# ---- beside the oracle


@given(cases())
def test_every_fee_is_that_of_the_oracle(case: Case) -> None:
    """Any rate, quantity, number of periods, least and most: the same fen."""
    found = quote("事项", [case.rule], case.given)
    assert found.status is FeeStatus.COMPUTED
    assert found.total is not None
    assert found.total * 100 == oracle(case)
    assert found.total.as_tuple().exponent == -2
    assert found.explain()


@given(cases(), waivers())
def test_every_waived_fee_is_that_of_the_oracle(case: Case, several: list[Waiver]) -> None:
    """Shares are of the whole line, amounts come off what is left, and nothing falls below zero."""
    found = quote("事项", [case.rule], case.given, waivers=several)
    assessed = Fraction(oracle(case), 100)
    shares = sum((Fraction(one.share.percent) / 100 for one in several if one.share), Fraction(0))
    amounts = sum((Fraction(one.amount) for one in several if one.amount), Fraction(0))
    left = Fraction(oracle_fen(max(assessed * (1 - shares), Fraction(0))), 100)
    assert found.total is not None
    assert Fraction(found.total) == max(left - amounts, Fraction(0))
    assert quote("事项", [case.rule], case.given, waivers=several[::-1]).total == found.total


# ---- what always holds


@given(st.decimals(-(10**12), 10**12, allow_nan=False))
def test_rounding_moves_an_amount_by_half_a_fen_at_most(amount: Decimal) -> None:
    """Rounded to whole fen, never by more than half of one, and once is enough."""
    rounded = to_fen(amount)
    assert abs(Fraction(rounded) - Fraction(amount)) <= Fraction(1, 200)
    assert to_fen(rounded) == rounded
    assert say_yuan(amount) == f"{rounded:f}元"


@given(NUMBERS | LONG)
def test_what_was_written_is_what_is_read(text: str) -> None:
    """Text, Decimal and int give the same exact number."""
    number = yuan(text)
    assert Fraction(number) == Fraction(text)
    assert yuan(number) == number
    assert yuan(f"{number:f}") == number


LINES = st.lists(
    st.tuples(st.sampled_from(["computed", "needed", "none", "disabled"]), NUMBERS),
    min_size=1,
    max_size=5,
)


def a_rule(number: int, kind: str, rate: str) -> FeeRule:
    """Return a rule for the item of a number."""
    return FeeRule(
        id=f"fee-{number}",
        matter="m",
        item=f"项{number}",
        rate=NoFigure("残缺") if kind == "none" else PerUnit(rate, "吨"),
        disabled="旧" if kind == "disabled" else "",
        basis="依据",
        citation=SOURCE,
    )


@given(LINES, st.randoms(use_true_random=False), st.booleans())
def test_a_total_needs_every_line(
    drawn: list[tuple[str, str]],
    random: Any,
    ask_for_old: bool,  # noqa: FBT001  # Hypothesis passes it
) -> None:
    """The total is the sum of all lines or nothing; the order of the quantities does not matter."""
    rules = [a_rule(number, kind, rate) for number, (kind, rate) in enumerate(drawn)]
    items = [
        (f"项{number}", None if kind == "needed" else "3") for number, (kind, _) in enumerate(drawn)
    ]
    found = quote("事项", rules, dict(items), include_disabled=ask_for_old)
    random.shuffle(items)
    assert quote("事项", rules, dict(items), include_disabled=ask_for_old) == found
    kinds = {kind for kind, _ in drawn}
    open_ = kinds - ({"computed", "disabled"} if ask_for_old else {"computed"})
    assert (found.total is None) == bool(open_)
    assert len(found.needed) == sum(kind == "needed" for kind, _ in drawn)
    for line, (kind, rate) in zip(found.lines, drawn, strict=True):
        computed = kind == "computed" or (kind == "disabled" and ask_for_old)
        assert (line.status is LineStatus.COMPUTED) == computed
        assert (line.amount is None) == (not computed)
        if computed:
            assert line.amount is not None
            assert line.amount * 100 == oracle_fen(Fraction(rate) * 3)
    if found.total is not None:
        assert found.total == sum_of(line.amount for line in found.lines if line.amount is not None)


@given(NUMBERS, st.integers(1, 5))
def test_missing_is_never_zero(amount: str, periods: int) -> None:
    """None gives no amount where a figure, even zero, gives one."""
    rule = FeeRule(
        id="fee",
        matter="m",
        rate=Fixed(amount),
        period_unknown="残缺",
        basis="依据",
        citation=SOURCE,
    )
    assert quote("事项", [rule], {"计费期数": None}).total is None
    assert quote("事项", [rule], {}).total is None
    assert quote("事项", [rule], {"计费期数": 0}).total == 0
    found = quote("事项", [rule], {"计费期数": periods}).total
    assert found is not None
    assert found * 100 == oracle_fen(Fraction(amount) * periods)
