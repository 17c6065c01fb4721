"""Encodings (文字编码): UTF-8 and GB18030, told apart by what stands in a line, never by guess.

A line of GB18030 may happen to be sound UTF-8 too: the bytes of 谢毛 are those of лë. Where a
Chinese letter stands in the reading as UTF-8, which takes three bytes there, it holds: letters of
the first level of GB 2312 never look so, and of the second several must meet. Else both readings
are looked at. Foreign words are written in one script; Chinese in letters of GB 2312 that adjoin no
small Latin letter. If only one reading is likely, it holds; if not, the line is refused, with both.
"""

import codecs
import contextlib
import re
import unicodedata
from typing import Final

from servicehall.errors import DataError
from servicehall.privacy import mask

__all__ = ["text_of"]

_CHINESE: Final = re.compile(rb"[\xe4-\xe9]")
"""The first byte of a Chinese letter in UTF-8."""


def text_of(data: bytes, *, marked: bool = False) -> str:
    """Return the text of a line in UTF-8 or GB18030 (识别编码); the mark of UTF-8 is dropped.

    Args:
        data: The line. With the mark of UTF-8 before it, it is UTF-8 wherever it can be.
        marked: Whether that mark stands before the file: what can be either is UTF-8.

    Raises:
        DataError: It is text in neither (SH631), or in both, and each is likely (SH640).
    """
    bare = data.removeprefix(codecs.BOM_UTF8)
    try:
        text = bare.decode("utf-8")
    except UnicodeDecodeError as error:
        return _other(bare, error)
    if len(bare) < len(data) or bare.isascii() or _CHINESE.search(bare):
        return text
    try:
        return _likely(text, bare.decode("gb18030"), marked=marked)
    except UnicodeDecodeError:
        return text


def _other(data: bytes, error: UnicodeDecodeError) -> str:
    """Read what is no UTF-8; if only its last letter is broken, it is no other encoding."""
    if error.reason != "unexpected end of data" or data[: error.start].isascii():
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode("gb18030")
    raise DataError("SH631", bytes=len(data)) from error


# ---- what is sound in both


_ESCAPE: Final = re.compile(r"\\.")
_WORD: Final = re.compile(r"[^\W\d_]+")
_SCRIPTS: Final = re.compile(
    "|".join(
        f"[{letters}]+"
        for letters in (
            "A-Za-zÀ-ſǍ-ǜＡ-Ｚａ-ｚ",  # Latin, also in Pinyin and in full width
            "\u0370-\u03ff",  # Greek
            "\u0400-\u04ff",  # Cyrillic
            "\u0600-\u06ff",  # Arabic, as Uyghur and Kazakh are written
            "\u0f00-\u0fff",  # Tibetan
            "\u1800-\u18af",  # Mongolian
            "\ua000-\ua4cf",  # Yi
            "\uac00-\ud7af",  # Korean
            "\u3400-\u9fff\U00020000-\U0003ffff",  # rare Chinese
        )
    )
)
"""A word in one of the scripts that a ledger may hold."""
_IN_A_WORD: Final = re.compile(r"[a-z][^\x00-\x7f]|[^\x00-\x7f][a-z]")
_STRANGE: Final = re.compile(r"[^\x00-\x7f]+")


def _likely(foreign: str, chinese: str, *, marked: bool) -> str:
    """Return the one of two readings that is likely; of both, or neither, what the mark says."""
    likely = [
        text
        for text, is_likely in ((foreign, _is_foreign), (chinese, _is_chinese))
        if is_likely(_ESCAPE.sub(" ", text))
    ]
    if len(likely) == 1:
        return likely[0]
    if marked:
        return foreign
    raise DataError("SH640", utf8=_sample(foreign), gb18030=_sample(chinese))


def _is_foreign(text: str) -> bool:
    is_assigned = "Cn" not in map(unicodedata.category, text)
    return is_assigned and all(_SCRIPTS.fullmatch(word) for word in _WORD.findall(text))


def _is_chinese(text: str) -> bool:
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return _IN_A_WORD.search(text) is None


def _sample(text: str) -> str:
    """Return the first letters over which the readings differ; they may be somebody's name."""
    return mask("".join(_STRANGE.findall(text)[:1]))
