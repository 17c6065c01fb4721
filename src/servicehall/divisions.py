"""Administrative divisions (行政区划): codes, and the path from the nation down to one hall."""

import re
from typing import Final

from servicehall.errors import InputTypeError, InputValueError

__all__ = ["NATION", "check_division", "path_of"]

NATION: Final = "000000"
"""The code of the nation (全国)."""

_WIDTHS: Final = (2, 4, 6, 9, 12)
"""Digits of a province, a prefecture, a county, a town, a village."""

_FORM = re.compile(r"([0-9]+)(?:/([a-z0-9][a-z0-9_-]*))?")


def check_division(code: object) -> str:
    """Return a division's code in its shortest form: ``371300`` and ``3713`` are one.

    Args:
        code: 2, 4, 6, 9 or 12 digits; a hall adds a slash and a name: ``"460203/longpo"``.

    Raises:
        InputTypeError: The code is no text (SH118): numbers lose leading zeros.
        InputValueError: It is no such code (SH445).
    """
    if not isinstance(code, str):
        raise InputTypeError("SH118", value=repr(code), type=type(code).__name__)
    match = _FORM.fullmatch(code)
    if match is None or len(match[1]) not in _WIDTHS:
        raise InputValueError("SH445", code=repr(code))
    digits, hall = match.groups()
    short = digits
    for width in reversed(_WIDTHS[:-1]):
        if len(short) > width and not short[width:].strip("0"):
            short = short[:width]
    short = NATION if not short.strip("0") else short
    return f"{short}/{hall}" if hall else short


def path_of(code: str) -> tuple[str, ...]:
    """Return the divisions that a division lies in, from the nation down to itself."""
    short = check_division(code)
    digits, _, hall = short.partition("/")
    above = [] if digits == NATION else [digits[:w] for w in _WIDTHS if w <= len(digits)]
    return (NATION, *above, *([short] if hall else []))
