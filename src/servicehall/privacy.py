"""Privacy (个人信息保护): what may be shown of an applicant. Masked unless asked for expressly.

A field that is declared personal is masked whole, but for its first letter. In other texts, which
people write freely, numbers of identity cards and mobile telephones are masked wherever they stand.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final

from servicehall.events import Event, Field, FieldKind, Sensitivity
from servicehall.limits import parse_limit
from servicehall.policy import Policy

__all__ = [
    "MASKED",
    "UNMASKED",
    "hide",
    "is_personal",
    "mask",
    "mask_names",
    "mask_numbers",
    "mask_persons",
    "persons_of",
    "say_field",
]

MASKED: Final = "个人信息只显示首字"
"""What an output says that is masked."""
UNMASKED: Final = "未作隐去处理：含有个人信息原文，请妥善保管"
"""What an output says that is not."""

_NAMES: Final = frozenset({"division", "matter"})
"""Fields that name something: their numbers are nobody's."""

_GAPS: Final = (
    *"\t ./_·•・．／＿()（）",  # signs that people set between digits
    *"-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d\ufe63",  # dashes
    *"\u00a0\u2002\u2003\u2007\u2008\u2009\u200a\u202f\u205f\u3000",  # blanks
    *"\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff",  # what nobody sees
)
_PLAIN: Final = {
    **{0xFF10 + digit: str(digit) for digit in range(10)},
    **dict.fromkeys(map(ord, "xＸｘ"), "X"),  # of full width
    **dict.fromkeys(map(ord, _GAPS), "-"),
    ord("＋"): "+",  # of full width
}
"""One sign for all that mean the same: a text keeps its length."""


def _spaced(*signs: str) -> str:
    """Return a pattern of signs between which there may be gaps."""
    return "-{0,3}".join(signs)


_D: Final = r"\d"
_BIRTHDAY: Final = "|".join(
    _spaced(month, day)
    for month in (_spaced("0", "[1-9]"), _spaced("1", "[0-2]"))
    for day in (_spaced("0", "[1-9]"), _spaced("[12]", _D), _spaced("3", "[01]"))
)
_YEAR: Final = f"(?:{_spaced('1', '9')}|{_spaced('2', '0')})"
_PLACE: Final = (_D,) * 6
_CARD: Final = _spaced(*_PLACE, _YEAR, _D, _D, f"(?:{_BIRTHDAY})", _D, _D, _D, r"[\dX]")
_OLD_CARD: Final = _spaced(*_PLACE, _D, _D, f"(?:{_BIRTHDAY})", _D, _D, _D)
_MOBILE: Final = (
    r"(?:(?:\+|0{1,2})-{0,3})?(?:8-?6-{0,3})?" + _spaced("1", "[3-9]") + r"(?!-+20\d\d)-{0,3}"
) + _spaced(*(_D,) * 9)
_DAY: Final = r"(?:19|20)\d\d-(?:0?[1-9]|1[0-2])-(?:0?[1-9]|[12]\d|3[01])(?!\d)"
_NUMBER: Final = re.compile(
    rf"(?<!\d)(?:(?P<day>{_DAY})|(?:{_CARD}|{_MOBILE}|{_OLD_CARD})+(?!\d))", re.ASCII
)
"""A day; or numbers of mobile telephones, or of identity cards of 18 or of 15 digits.

Several of them may stand there without anything between. In a card a birthday stands, after the
digits of a place.
"""
_SHORTEST: Final = 11
_CARD_LENGTH: Final = 18
_SINCE: Final = "2020"
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1)
"""The weights of the digits of a card (GB 11643): 0 to 9, and 10 for X."""


def mask_numbers(text: str) -> str:
    """Return a text without the numbers of identity cards and mobile telephones (隐去号码).

    Whatever stands between their digits: blanks, dashes, dots, signs that nobody sees. A card of
    which one digit is mistyped is masked too. Only of one that tells of a birth since 2020 the
    check digit must be right, for place, day and a count make numbers of cases and papers.
    """
    if len(text) < _SHORTEST:
        return text
    told, after = [], 0
    for found in _NUMBER.finditer(text.translate(_PLAIN)):
        if not found["day"] and _is_somebodys(found[0].replace("-", "")):
            told += [text[after : found.start()], mask(text[found.start() : found.end()])]
            after = found.end()
    return "".join((*told, text[after:]))


def _is_somebodys(digits: str) -> bool:
    """Tell whether a number is not one of a case: of a card of these years the check decides."""
    if len(digits) != _CARD_LENGTH or digits[6:10] < _SINCE:
        return True
    values = (10 if sign == "X" else int(sign) for sign in digits)
    return sum(weight * value for weight, value in zip(_WEIGHTS, values, strict=True)) % 11 == 1


_AGES: Final = 4
"""Numbers of fewer digits are ages and the like; those of as many may be years."""


def mask(text: str) -> str:
    """Return a text of which only the first letter is shown (隐去).

    Of a single letter, or an age, that would be all or nearly all: nothing of it is shown.
    """
    if not text.strip():
        return text
    short = len(text) == 1 or (len(text) < _AGES and text.isdecimal())
    return "＊" * len(text) if short else text[:1] + "＊" * (len(text) - 1)


def is_personal(policy: Policy, name: str) -> bool:
    """Tell whether a field of events is personal data (个人信息)."""
    known = policy.fields.get(name)
    return known is not None and known.sensitivity is Sensitivity.PERSONAL


def persons_of(policy: Policy, events: Iterable[Event]) -> frozenset[str]:
    """Return what the personal fields of a case hold (已登记的个人信息): names, numbers, addresses.

    Where they stand in other texts of the case, they are masked there too, also in its number. A
    single letter, and an age or a year, stand in too many that are not about anybody.
    """
    noted = (pair for event in events for pair in event.payload.items())
    values = (value for name, value in noted if is_personal(policy, name))
    return frozenset(text for value in values for text in _texts(value) if _is_telling(text))


def _texts(value: object) -> Iterator[str]:
    """Go through the texts in a value."""
    match value:
        case str():
            yield value
        case Mapping():
            yield from (text for one in value.values() for text in _texts(one))
        case tuple():
            yield from (text for one in value for text in _texts(one))


def _is_telling(text: str) -> bool:
    bare = text.strip()
    return len(bare) > (_AGES if bare.isdecimal() else 1)


def mask_persons(text: str, persons: Collection[str]) -> str:
    """Return a text in which neither a number of somebody nor one of some names is shown."""
    return mask_numbers(mask_names(text, persons))


def mask_names(text: str, persons: Collection[str]) -> str:
    """Return a text in which none of some names is shown."""
    for one in sorted(persons, key=len, reverse=True):
        text = text.replace(one, mask(one))
    return text


def hide(policy: Policy, name: str, value: Any, persons: Collection[str] = ()) -> Any:
    """Return what stands in a field as it may be shown, in the same shape (隐去个人信息).

    Args:
        policy: The rules, which say what is personal.
        name: The field.
        value: What stands in it.
        persons: See :func:`persons_of`.
    """
    match value:
        case str() if is_personal(policy, name):
            return mask(value)
        case str() if name not in _NAMES and name not in policy.vocabulary:
            return mask_persons(value, persons)
        case list() | tuple():
            return type(value)(hide(policy, name, one, persons) for one in value)
        case Mapping():
            return {key: hide(policy, name, one, persons) for key, one in value.items()}
        case int() if is_personal(policy, name):
            return mask(str(value))
    return value


def say_field(
    policy: Policy,
    name: str,
    value: object,
    *,
    persons: Collection[str] = (),
    unmask: bool = False,
) -> str:
    """Say what stands in a field, masked where it must be (登记内容); see :func:`hide`."""
    shown = value if unmask else hide(policy, name, value, persons)
    known = policy.fields.get(name)
    if isinstance(shown, list | tuple):
        return "、".join(_in_chinese(known, one) for one in shown)
    if isinstance(shown, Mapping):
        return "、".join(f"{key}：{_in_chinese(known, one)}" for key, one in shown.items())
    return _in_chinese(known, shown)


def _in_chinese(known: Field | None, value: object) -> str:
    """Say a value: a limit as limits are said, yes and no in words."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if known is not None and known.kind is FieldKind.LIMIT and str(value).strip():
        return str(parse_limit(str(value)))
    return str(value)
