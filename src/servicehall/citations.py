"""Citations (依据): where a rule or a day stands, and how well it was read."""

import enum
import re

from attrs import field, frozen

from servicehall.errors import DataError, InputValueError

__all__ = ["Citation", "Confidence", "parse_citation"]


class Confidence(enum.StrEnum):
    """How well the source was read (可信程度)."""

    CLEAN = "clean"
    """The text of the source itself was read."""
    INFERRED = "inferred"
    """Concluded from other sources that agree; the text itself was not read."""
    GARBLED = "garbled"
    """The source is damaged at this place."""

    @property
    def zh(self) -> str:
        """The Chinese label."""
        return {"clean": "原文", "inferred": "推定", "garbled": "原文残缺"}[self.value]


def _as_confidence(value: str) -> Confidence:
    allowed = tuple(Confidence)
    if value not in allowed:
        raise InputValueError("SH112", name="confidence", value=repr(value), allowed=allowed)
    return Confidence(value)


@frozen
class Citation:
    """A place in a source (依据).

    Attributes:
        instrument: The title of the law, regulation or notice, in 《》.
        article: The article, for example ``"第201条"``; empty for a whole instrument.
        number: The document number (发文字号), where it has one.
        quote: The decisive words.
        link: An address at which the text can be read.
        confidence: How well the source was read.

    Raises:
        InputValueError: The confidence does not exist (SH112).
    """

    instrument: str
    article: str = ""
    number: str = field(default="", kw_only=True)
    quote: str = field(default="", kw_only=True)
    link: str = field(default="", kw_only=True)
    confidence: Confidence = field(default=Confidence.CLEAN, kw_only=True, converter=_as_confidence)

    def __str__(self) -> str:
        number = f"（{self.number}）" if self.number else ""
        return f"{self.instrument}{number}{self.article}{self._mark}"

    @property
    def short(self) -> str:
        """The document number alone, where there is one."""
        return (self.number or self.instrument) + self.article + self._mark

    @property
    def _mark(self) -> str:
        return "" if self.confidence is Confidence.CLEAN else f"（{self.confidence.zh}）"


_BOOK = re.compile(r"(《[^》]*[^》\s][^》]*》)(?:（([^（）]*号)）)?\s*(.*)", re.DOTALL)
_PLACE = re.compile(r"(第.+[编章节条款项目]|§|[0-9０-９]|L[0-9])")


def parse_citation(
    text: str, *, quote: str = "", link: str = "", confidence: str = Confidence.CLEAN
) -> Citation:
    """Read a citation as packs write it (解析依据).

    ``"《行政许可法》第42条"``, ``"《…的通知》（国办发明电〔2025〕7号）第一条"``; without 《》 the
    instrument is what stands before the first space: ``"行政复议法(2023) 第88条第2款"``.

    Args:
        text: The instrument, and the place in it.
        quote: The decisive words.
        link: An address at which they can be read.
        confidence: How well the source was read.

    Raises:
        DataError: It names no instrument (SH433).
        InputValueError: The confidence does not exist (SH112).
    """
    book = _BOOK.fullmatch(text.strip())
    if book:
        instrument, number, article = book[1], book[2] or "", book[3]
    else:
        instrument, _, article = text.strip().partition(" ")
        number = ""
    empty = not book and instrument.startswith("《")
    if not instrument or empty or _PLACE.match(instrument):
        raise DataError("SH433", cite=repr(text))
    return Citation(
        instrument, article.strip(), number=number, quote=quote, link=link, confidence=confidence
    )
