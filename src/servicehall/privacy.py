"""Privacy (个人信息保护): what may be shown of an applicant. Masked unless asked for expressly.

A field that is declared personal is masked whole, but for its first letter. In other texts, which
people write freely, numbers of identity cards and mobile telephones are masked wherever they stand.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
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
    "mask_numbers",
    "mask_persons",
    "mask_quoted",
    "persons_of",
    "say_field",
]

MASKED: Final = "个人信息只显示首字"
"""What an output says that is masked."""
UNMASKED: Final = "未作隐去处理：含有个人信息原文，请妥善保管"
"""What an output says that is not."""

_NAMES: Final = frozenset({"case", "division", "matter"})
"""Fields that name something: their numbers are nobody's."""

_D = "[0-9０-９]"
_GAP = "[-–— .\u00a0]?"
_NUMBER: Final = re.compile(
    rf"(?<!{_D})(?:"
    rf"(?:[+＋]|00)?(?:86{_GAP})?[1１][3-9３-９]{_D}[)）]?{_GAP}{_D}{{4}}{_GAP}{_D}{{4}}"
    rf"|{_D}{{6}}{_GAP}{_D}{{4}}{_GAP}{_D}{{4}}{_GAP}{_D}{{3}}[0-9０-９XxＸｘ]"
    rf"|{_D}{{15}}"
    rf")(?!{_D})"
)
"""The number of a mobile telephone, or of an identity card of 18 or of 15 digits."""
_BIRTHDAY: Final = re.compile(r"(?:19|20)?\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_CARDS: Final = (15, 18)
_REGION: Final = 6
"""How many digits of a card tell the place; the birthday follows."""


def mask_numbers(text: str) -> str:
    """Return a text without the numbers of identity cards and mobile telephones (隐去号码)."""
    return _NUMBER.sub(lambda found: mask(found[0]) if _is_somebodys(found[0]) else found[0], text)


def _is_somebodys(number: str) -> bool:
    """Tell whether a number is that of a telephone, or of a card: a birthday stands in it.

    A card of which one digit is mistyped is masked too, so its check digit does not count.
    """
    digits = "".join(sign for sign in unicodedata.normalize("NFKC", number) if sign.isalnum())
    if len(digits) not in _CARDS or digits.startswith("0086"):
        return True
    length = len(digits) - _REGION - (4 if len(digits) == max(_CARDS) else 3)
    return _BIRTHDAY.fullmatch(digits[_REGION : _REGION + length]) is not None


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


def is_personal(policy: Policy, name: str) -> bool:
    """Tell whether a field of events is personal data (个人信息)."""
    known = policy.fields.get(name)
    return known is not None and known.sensitivity is Sensitivity.PERSONAL


def persons_of(policy: Policy, events: Iterable[Event]) -> frozenset[str]:
    """Return what the personal fields of a case hold (已登记的个人信息): names, numbers, addresses.

    Where they stand in other texts of the case, they are masked there too.
    """
    noted = (pair for event in events for pair in event.payload.items())
    values = (value for name, value in noted if is_personal(policy, name))
    texts = (one for value in values for one in (value if isinstance(value, tuple) else (value,)))
    return frozenset(text for text in texts if isinstance(text, str) and len(text.strip()) > 1)


def mask_persons(text: str, persons: Collection[str]) -> str:
    """Return a text in which neither a number of somebody nor one of some names is shown."""
    for one in sorted(persons, key=len, reverse=True):
        text = text.replace(one, mask(one))
    return mask_numbers(text)


def mask_quoted(text: str) -> str:
    """Return a message without what it quotes: somebody's name may have stood in a wrong place."""
    return _QUOTED.sub(lambda found: f"'{mask(found[1])}'", mask_numbers(text))


_QUOTED: Final = re.compile(r"'([^']*)'")


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
