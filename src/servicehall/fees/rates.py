"""Rates (收费标准的计费方式): how much, for what; each says itself and works out an amount."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from attrs import field, frozen

from servicehall.checks import check_many, check_text, check_type, wrong_type
from servicehall.errors import DataError, InputValueError
from servicehall.money import (
    Share,
    as_share,
    check_not_negative,
    difference,
    plain,
    product,
    sum_of,
    yuan,
)

__all__ = [
    "COUNT",
    "WHETHER",
    "Fixed",
    "NoFigure",
    "PerUnit",
    "Percent",
    "Range",
    "Rate",
    "Tier",
    "Tiered",
    "above_zero",
    "amount_or_none",
    "check_order",
    "check_yes_no",
    "text_of",
]

WHETHER: Final = "是否办理"
COUNT: Final = "数量"


def amount_of(value: object) -> Decimal:
    return check_not_negative(yuan(value), "amount")


def amount_or_none(value: object) -> Decimal | None:
    """Read an amount that may be left out."""
    return None if value is None else amount_of(value)


def text_of(value: object, name: str) -> str:
    """Return a text that may be empty, but not blank."""
    return value if isinstance(value, str) and not value else check_text(value, name)


def check_yes_no(value: object, name: str) -> bool:
    """Return yes or no unchanged, or refuse what is neither (SH119)."""
    if not isinstance(value, bool):
        raise wrong_type(value, name, "True or False", "是或否")
    return value


@frozen
class Fixed:
    """So much for a case, whatever its size (按件定额).

    Attributes:
        amount: In yuan.
    """

    amount: Decimal = field(converter=amount_of)

    base = ""
    what = WHETHER
    unit = ""

    def __str__(self) -> str:
        return f"{plain(self.amount)}元"

    def exact(self, quantity: Decimal) -> Decimal:
        """Return the fee, not rounded."""
        return product((self.amount, quantity))

    def worked(self, _: Decimal) -> str:
        """Say how it is computed."""
        return str(self)


def _unit(value: object) -> str:
    return check_text(value, "per")


@frozen
class PerUnit:
    """So much for each unit (按数量).

    Attributes:
        rate: In yuan.
        per: The unit, for example 立方米, 平方米, 对.
    """

    rate: Decimal = field(converter=amount_of)
    per: str = field(converter=_unit)

    what = COUNT

    def __str__(self) -> str:
        return _say_rate(self.rate, self.per)

    @property
    def base(self) -> str:
        """The name of what is measured."""
        return self.per

    @property
    def unit(self) -> str:
        """The unit of what is measured."""
        return self.per

    def exact(self, quantity: Decimal) -> Decimal:
        """Return the fee, not rounded."""
        return product((self.rate, quantity))

    def worked(self, quantity: Decimal) -> str:
        """Say how it is computed."""
        return _step(quantity, self.rate, self.per)


def _percent(value: object) -> Share:
    return above_zero(as_share(value), "percent", Decimal(1000))


def above_zero(share: Share, name: str, most: Decimal) -> Share:
    """Return a share unchanged, or refuse one that is nothing, or too much (SH507)."""
    if not 0 < share.percent <= most:
        bounds = {"least": "more than 0%", "least_zh": "0%（不含）", "most": f"{most}%"}
        raise InputValueError("SH507", name=name, value=share, **bounds)
    return share


def _priced(value: object) -> str:
    return check_text(value, "of")


@frozen
class Percent:
    """A share of a price (按比例).

    Attributes:
        percent: The share, more than 0 and up to 1,000 percent; text such as ``"5%"`` is read.
        of: The name of the price, as the source has it: 初交价, 交价, 销售价款. Which price that
            is, the library does not guess: the caller hands over the one so named.
    """

    percent: Share = field(converter=_percent)
    of: str = field(converter=_priced)

    unit = "元"

    def __str__(self) -> str:
        return f"按{_say_rate(self.percent, self.of)}"

    @property
    def base(self) -> str:
        """The name of what is measured."""
        return self.of

    @property
    def what(self) -> str:
        """What is measured."""
        return self.of

    def exact(self, quantity: Decimal) -> Decimal:
        """Return the fee, not rounded."""
        return product((self.percent.factor, quantity))

    def worked(self, quantity: Decimal) -> str:
        """Say how it is computed."""
        return _step(quantity, self.percent, self.of)


def _tier_rate(value: object) -> Decimal | Share:
    if isinstance(value, Share) or (isinstance(value, str) and "%" in value):
        return as_share(value, "rate")
    return amount_of(value)


@frozen
class Tier:
    """One tier (一档).

    Attributes:
        rate: Yuan for each unit, or a share of the price; ``"5%"`` is read as a share.
        up_to: The greatest quantity, or price, that lies in the tier; None in the last.
    """

    rate: Decimal | Share = field(converter=_tier_rate)
    up_to: Decimal | None = field(default=None, converter=amount_or_none)


def _tiers(value: object) -> tuple[Tier, ...]:
    tiers = tuple(check_many(value, "tiers", "a list of tiers", "分档的列表"))
    for tier in tiers:
        check_type(tier, Tier, "tiers")
    return tiers


@frozen(kw_only=True)
class Tiered:
    """Rates that depend on how much it is (分档).

    Attributes:
        tiers: In ascending order; only the last is without an end.
        by_slice: True: each tier's rate for the part that lies in it (分段累进). False: the rate of
            the tier in which the whole lies, for all of it (全额按所在档). It has to be stated:
            the difference is money.
        per: The unit, for rates in yuan.
        of: The name of the price, for rates in percent.

    Raises:
        DataError: Both or neither of ``per`` and ``of`` (SH512); a tier without an end that is not
            the last, or a last one with an end (SH510); tiers not ascending (SH509); a share of a
            quantity, or yuan for each unit of a price (SH511).
    """

    tiers: tuple[Tier, ...] = field(converter=_tiers)
    by_slice: bool = field()
    per: str = ""
    of: str = ""

    @by_slice.validator
    def _check_by_slice(self, _: object, value: object) -> None:
        check_yes_no(value, "by_slice")

    def __attrs_post_init__(self) -> None:
        per, of = text_of(self.per, "per"), text_of(self.of, "of")
        if bool(per) == bool(of):
            raise DataError("SH512", per=repr(per), of=repr(of))
        last, before = len(self.tiers), Decimal(0)
        if not self.tiers:
            raise DataError("SH510", number=0, count=0)
        for number, tier in enumerate(self.tiers, start=1):
            if isinstance(tier.rate, Share) != bool(of):
                rate = tier.rate if isinstance(tier.rate, Share) else plain(tier.rate)
                raise DataError("SH511", rate=rate, base=of or per)
            if (tier.up_to is None) != (number == last):
                raise DataError("SH510", number=number, count=last)
            if tier.up_to is not None:
                if tier.up_to <= before:
                    raise DataError("SH509", up_to=plain(tier.up_to), before=plain(before))
                before = tier.up_to

    def __str__(self) -> str:
        return "；".join(self._say())

    def _say(self) -> Iterator[str]:
        """Say each tier; the unit of its bounds is that of the quantity, or yuan."""
        before = ""
        for tier in self.tiers:
            bounds = [f"超过{before}"] if before else []
            if tier.up_to is not None:
                before = f"{plain(tier.up_to)}{self.unit}"
                bounds.append(f"不超过{before}")
            rate = f"按{_say_rate(tier.rate, self.base)}"
            if not bounds:
                yield rate
            elif self.by_slice:
                yield f"{'、'.join(bounds)}的部分{rate}"
            else:
                yield f"{'、'.join(bounds)}的，全部{rate}"

    @property
    def base(self) -> str:
        """The name of what is measured."""
        return self.per or self.of

    @property
    def what(self) -> str:
        """What is measured."""
        return self.of or COUNT

    @property
    def unit(self) -> str:
        """The unit of what is measured."""
        return self.per or "元"

    def parts(self, quantity: Decimal) -> tuple[tuple[Decimal, Decimal | Share], ...]:
        """Return the parts of a quantity, each with its rate; a whole is one part."""
        parts: list[tuple[Decimal, Decimal | Share]] = []
        before = Decimal(0)
        for tier in self.tiers:
            end = quantity if tier.up_to is None else min(quantity, tier.up_to)
            if end > before or not parts:
                parts.append((difference(end, before), tier.rate))
            before = end
        return tuple(parts) if self.by_slice else ((quantity, parts[-1][1]),)

    def exact(self, quantity: Decimal) -> Decimal:
        """Return the fee, not rounded."""
        return sum_of(product((part, _factor(rate))) for part, rate in self.parts(quantity))

    def worked(self, quantity: Decimal) -> str:
        """Say how it is computed."""
        parts = self.parts(quantity)
        return " + ".join(_step(part, rate, self.base) for part, rate in parts)


@frozen
class Range:
    """A range within which a body with authority sets the fee (收费幅度).

    Attributes:
        least: The lower bound (低限), in yuan.
        most: The upper bound, in yuan.
        per: The unit, where the bounds are for each unit; empty where they are for a case.
        lowest: Whether the lower bound is to be taken (按低限执行); otherwise nothing is computed.

    Raises:
        DataError: The bounds are the wrong way round (SH446).
    """

    least: Decimal = field(converter=amount_of)
    most: Decimal = field(converter=amount_of)
    per: str = field(default="", kw_only=True)
    lowest: bool = field(default=False, kw_only=True)

    def __attrs_post_init__(self) -> None:
        text_of(self.per, "per")
        check_yes_no(self.lowest, "lowest")
        check_order(self.least, self.most)

    def __str__(self) -> str:
        low = "（按低限执行）" if self.lowest else ""
        return f"{self._each}{plain(self.least)}元至{plain(self.most)}元{low}"

    @property
    def _each(self) -> str:
        return f"每{self.per}" if self.per else ""

    @property
    def base(self) -> str:
        """The name of what is measured."""
        return self.per

    @property
    def what(self) -> str:
        """What is measured."""
        return COUNT if self.per else WHETHER

    @property
    def unit(self) -> str:
        """The unit of what is measured."""
        return self.per

    @property
    def why(self) -> str:
        """Why nothing can be computed unless the lower bound is to be taken."""
        bounds = f"{plain(self.least)}元至{plain(self.most)}元"
        return f"{self._each}应在{bounds}之间由有权机关确定"

    def exact(self, quantity: Decimal) -> Decimal:
        """Return the fee at the lower bound, not rounded."""
        return product((self.least, quantity))

    def worked(self, quantity: Decimal) -> str:
        """Say how it is computed."""
        if not self.per:
            return f"{plain(self.least)}元（低限）"
        return f"{_step(quantity, self.least, self.per)}（低限）"


def _why(value: object) -> str:
    return check_text(value, "why")


@frozen
class NoFigure:
    """A fee is charged, and the source does not state how much (标准不明).

    Attributes:
        why: Why there is no figure.
    """

    why: str = field(converter=_why)

    base = ""
    what = WHETHER
    unit = ""

    def __str__(self) -> str:
        return f"收费标准不明（{self.why}）"


Rate = Fixed | PerUnit | Percent | Tiered | Range | NoFigure
"""How much (收费标准)."""


def check_order(least: Decimal | None, most: Decimal | None) -> None:
    """Refuse bounds that are the wrong way round (SH446)."""
    if least is not None and most is not None and most < least:
        raise DataError("SH446", least=plain(least), most=plain(most))


def _factor(rate: Decimal | Share) -> Decimal:
    return rate.factor if isinstance(rate, Share) else rate


def _say_rate(rate: Decimal | Share, base: str) -> str:
    return f"{base}的{rate}" if isinstance(rate, Share) else f"{plain(rate)}元/{base}"


def _step(part: Decimal, rate: Decimal | Share, base: str) -> str:
    if isinstance(rate, Share):
        return f"{base}{plain(part)}元 × {rate}"
    return f"{plain(part)}{base} × {_say_rate(rate, base)}"
