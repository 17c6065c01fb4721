"""Amounts of money (金额): exact decimal yuan, rounded half up to the fen once, at the end.

Nothing here depends on the decimal context of the thread: a caller who lowers its precision gets
the same fen as everybody else.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal, Inexact, InvalidOperation, localcontext
from typing import Final

from attrs import field, frozen

from servicehall.checks import shown, wrong_type
from servicehall.errors import InputTypeError, InputValueError

__all__ = [
    "FEN",
    "ZERO",
    "Share",
    "as_share",
    "average_of",
    "check_not_negative",
    "difference",
    "percent_meant",
    "plain",
    "product",
    "say_yuan",
    "sum_of",
    "to_fen",
    "yuan",
]

FEN: Final = Decimal("0.01")
ZERO: Final = Decimal("0.00")

_WHOLE: Final = 15
_PLACES: Final = 10
_LONGEST: Final = 1 + _WHOLE + 1 + _PLACES
_GREATEST: Final = 90
"""Powers of ten that an amount may have: six of the longest numbers multiplied."""
_MOST_PERCENT: Final = Decimal(1000)

_HALF_UP: Final = Context(
    prec=400,
    rounding=ROUND_HALF_UP,
    Emin=-9999,
    Emax=9999,
    capitals=1,
    clamp=0,
    flags=[],
    traps=[InvalidOperation],
)
_EXACT: Final = _HALF_UP.copy()
_EXACT.traps[Inexact] = True
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def yuan(value: object, name: str = "amount") -> Decimal:
    """Read an amount in yuan, or a quantity, exactly (金额).

    Args:
        value: An int, a Decimal, or text such as ``"28.40"``: ASCII digits, no exponent, no commas.
        name: What it is, for the message.

    Raises:
        InputTypeError: It is a float, which is not exact (SH501), or no number (SH502).
        InputValueError: The text is no number (SH503); it is not finite (SH504); it has more than
            15 digits before the point or 10 after it (SH505).

    >>> yuan("28.40")
    Decimal('28.40')
    """
    if isinstance(value, float):
        raise InputTypeError("SH501", name=name, value=repr(value))
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        raise InputTypeError("SH502", name=name, value=shown(value), type=type(value).__name__)
    if isinstance(value, str):
        return _as_read(_number_in(value, name), name)
    if isinstance(value, int) and abs(value) >= 10**_WHOLE:
        raise _too_long(value, name)
    return _as_read(Decimal(value), name)


def _number_in(text: str, name: str) -> Decimal:
    bare = text.strip(" ")
    if not _NUMBER.fullmatch(bare):
        raise InputValueError("SH503", name=name, value=shown(text))
    if len(bare) > _LONGEST:
        raise _too_long(text, name)
    return Decimal(bare)


def _as_read(number: Decimal, name: str) -> Decimal:
    _check_finite(number, name)
    places = number.as_tuple().exponent
    if number.adjusted() >= _WHOLE or (isinstance(places, int) and places < -_PLACES):
        raise _too_long(number, name)
    return number or number.copy_abs()  # no -0


def _check_finite(number: Decimal, name: str) -> None:
    if not number.is_finite():
        raise InputValueError("SH504", name=name, value=str(number))


def _too_long(value: object, name: str) -> InputValueError:
    return InputValueError("SH505", name=name, value=shown(value), whole=_WHOLE, places=_PLACES)


def check_not_negative(number: Decimal, name: str) -> Decimal:
    """Return a number unchanged, or refuse one below zero.

    Raises:
        InputValueError: SH508.
    """
    if number < 0:
        raise InputValueError("SH508", name=name, value=plain(number))
    return number


def to_fen(amount: Decimal) -> Decimal:
    """Round an amount half up to the fen (四舍五入到分).

    Raises:
        InputTypeError: It is no Decimal (SH501, SH502).
        InputValueError: It is not finite (SH504), or absurdly great (SH505).

    >>> to_fen(Decimal("0.005"))
    Decimal('0.01')
    """
    if not isinstance(amount, Decimal):
        amount = yuan(amount)
    _check_finite(amount, "amount")
    if amount.adjusted() > _GREATEST:
        raise _too_long(amount, "amount")
    with localcontext(_HALF_UP):
        rounded = amount.quantize(FEN)
    return rounded or ZERO  # no -0.00


def say_yuan(amount: Decimal) -> str:
    """Say an amount to the fen (金额文字).

    >>> say_yuan(Decimal(70))
    '70.00元'
    """
    return f"{plain(to_fen(amount))}元"


def plain(number: Decimal) -> str:
    """Write a number in digits as it was given: ``"28.40"``, never ``"1E+2"``."""
    return format(number, "f")


def product(numbers: Iterable[Decimal]) -> Decimal:
    """Multiply exactly."""
    result = Decimal(1)
    with localcontext(_EXACT):
        for number in numbers:
            result *= number
    return result


def sum_of(numbers: Iterable[Decimal]) -> Decimal:
    """Add exactly; nothing is ``0.00``."""
    result = ZERO
    with localcontext(_EXACT):
        for number in numbers:
            result += number
    return result


def average_of(numbers: Sequence[Decimal]) -> Decimal:
    """Return the average of one or more numbers, half up to the hundredth (平均).

    >>> average_of([Decimal(98), Decimal(100), Decimal(100)])
    Decimal('99.33')
    """
    total = sum_of(numbers)
    with localcontext(_HALF_UP):
        return to_fen(total / len(numbers))


def difference(number: Decimal, less: Decimal) -> Decimal:
    """Subtract exactly."""
    with localcontext(_EXACT):
        return number - less


# ---- shares


def _as_percent(value: object) -> Decimal:
    return yuan(value, "percent")


@frozen
class Share:
    """A share of an amount, in percent (比例).

    Attributes:
        percent: From 0 to 1,000; ``Decimal(5)`` for 5%.

    Raises:
        InputValueError: It lies outside (SH507).
    """

    percent: Decimal = field(converter=_as_percent)

    @percent.validator
    def _check_percent(self, _: object, value: Decimal) -> None:
        if not 0 <= value <= _MOST_PERCENT:
            about = {"least": "0%", "least_zh": "0%", "most": f"{_MOST_PERCENT}%"}
            raise InputValueError("SH507", name="percent", value=f"{plain(value)}%", **about)

    def __str__(self) -> str:
        return f"{plain(self.percent)}%"

    @property
    def factor(self) -> Decimal:
        """The number to multiply by: 0.05 for 5%."""
        return product((self.percent, FEN))


def as_share(value: object, name: str = "percent") -> Share:
    """Return a share, read from text such as ``"5%"`` as packs write it (比例).

    A bare ``"5"`` or ``"0.05"`` is refused: it does not say of what size it is.

    Raises:
        InputTypeError: It is neither a share nor text (SH119).
        InputValueError: It cannot be read (SH506), or is out of range (SH505, SH507).
    """
    if isinstance(value, Share):
        return value
    if not isinstance(value, str):
        raise wrong_type(value, name, 'a share such as "5%"', "“5%”这样的比例")
    number, sign, rest = value.strip(" ").partition("%")
    if not sign or rest or not _NUMBER.fullmatch(number):
        raise InputValueError("SH506", name=name, value=shown(value))
    return Share(yuan(number, name))


_OTHER_SHARE = re.compile(r"([百千万])分之(.+)|(.+?)\s*([‰‱％])")
_TENTH: Final = Decimal("0.1")
_ONE: Final = Decimal(1)
_PERCENT: Final = {"百": _ONE, "％": _ONE, "千": _TENTH, "‰": _TENTH, "万": FEN, "‱": FEN}
_DIGITS: Final = {digit: place for place, digit in enumerate("零一二三四五六七八九")} | {"两": 2}


def percent_meant(text: str) -> str | None:
    """Return a share that is written in another way than ``5%`` as packs write it.

    Args:
        text: For example ``"5‰"``, ``"千分之五"``, ``"５％"``.

    Returns:
        The share in percent, empty where its number cannot be read; None where it is no share in
        another way.

    >>> percent_meant("千分之五")
    '0.5%'
    """
    found = _OTHER_SHARE.fullmatch(text.strip())
    if found is None:
        return None
    word, first, second, sign = found.groups()
    number = _chinese_number(unicodedata.normalize("NFKC", first or second).strip())
    if number is None:
        return ""
    whole, _, decimals = plain(product((number, _PERCENT[word or sign]))).partition(".")
    return f"{whole}.{decimals}".rstrip("0").rstrip(".") + "%"


def _chinese_number(text: str) -> Decimal | None:
    """Read a number in digits, or in Chinese up to 九十九, also with decimals; else None."""
    if _NUMBER.fullmatch(text) and len(text) <= _LONGEST:
        return Decimal(text)
    whole, _, decimals = text.partition("点")
    tens, ten, ones = whole.rpartition("十")
    digits = [tens or "一" if ten else "零", ones or "零", *decimals]
    if not all(digit in _DIGITS for digit in digits):
        return None
    numbers = [str(_DIGITS[digit]) for digit in digits]
    return Decimal(f"{''.join(numbers[:2])}.{''.join(numbers[2:]) or 0}")
