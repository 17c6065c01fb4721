"""Privacy (个人信息保护): what may be shown of an applicant. Masked unless asked for expressly.

A field that is declared personal is masked whole, but for its first letter. In other texts, which
people write freely, numbers of identity cards and mobile telephones are masked wherever they stand.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from servicehall.events import Field, FieldKind, Sensitivity
from servicehall.limits import parse_limit
from servicehall.policy import Policy

__all__ = ["MASKED", "UNMASKED", "hide", "is_personal", "mask", "mask_numbers", "say_field"]

MASKED: Final = "个人信息只显示首字"
"""What an output says that is masked."""
UNMASKED: Final = "未作隐去处理：含有个人信息原文，请妥善保管"
"""What an output says that is not."""

_NAMES: Final = frozenset({"case", "division", "matter"})
"""Fields that name something: their numbers are nobody's."""

_NUMBER: Final = re.compile(
    r"(?<![0-9A-Za-z])"
    r"(?:[1-9]\d{16}[\dXx]|(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4})"
    r"(?![0-9A-Za-z])",
    re.ASCII,
)
"""The number of an identity card, of which the last digit follows from the others, or of a mobile
telephone."""
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


_AGES: Final = 4
"""Numbers of fewer digits are ages and the like."""


def mask(text: str) -> str:
    """Return a text of which only the first letter is shown (隐去).

    Of a single letter, or an age, that would be all or nearly all: nothing of it is shown.
    """
    if not text.strip():
        return text
    short = len(text) == 1 or (len(text) < _AGES and text.isdecimal())
    return "＊" * len(text) if short else text[:1] + "＊" * (len(text) - 1)


def mask_numbers(text: str) -> str:
    """Return a text without the numbers of identity cards and mobile telephones (隐去号码)."""
    return _NUMBER.sub(lambda found: mask(found[0]) if _is_somebodys(found[0]) else found[0], text)


def _is_somebodys(number: str) -> bool:
    """Tell whether a number is that of a telephone, or of a card: GB 11643 sets its last digit."""
    if len(number) != 18 or not number[:17].isdigit():
        return True
    rest = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False)) % 11
    return number[-1].upper() == "10X98765432"[rest]


def is_personal(policy: Policy, name: str) -> bool:
    """Tell whether a field of events is personal data (个人信息)."""
    known = policy.fields.get(name)
    return known is not None and known.sensitivity is Sensitivity.PERSONAL


def hide(policy: Policy, name: str, value: Any) -> Any:
    """Return what stands in a field as it may be shown, in the same shape (隐去个人信息)."""
    match value:
        case str() if is_personal(policy, name):
            return mask(value)
        case str() if name not in _NAMES and name not in policy.vocabulary:
            return mask_numbers(value)
        case list() | tuple():
            return type(value)(hide(policy, name, one) for one in value)
        case Mapping():
            return {key: hide(policy, name, one) for key, one in value.items()}
        case int() if is_personal(policy, name):
            return mask(str(value))
    return value


def say_field(policy: Policy, name: str, value: object, *, unmask: bool = False) -> str:
    """Say what stands in a field, masked where it must be (登记内容)."""
    if isinstance(value, list | tuple):
        return "、".join(say_field(policy, name, one, unmask=unmask) for one in value)
    if isinstance(value, Mapping):
        pairs = ((key, say_field(policy, name, one, unmask=unmask)) for key, one in value.items())
        return "、".join(f"{key}：{said}" for key, said in pairs)
    return _in_chinese(policy.fields.get(name), value if unmask else hide(policy, name, value))


def _in_chinese(known: Field | None, value: object) -> str:
    """Say a value: a limit as limits are said, yes and no in words."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if known is not None and known.kind is FieldKind.LIMIT and str(value).strip():
        return str(parse_limit(str(value)))
    return str(value)
