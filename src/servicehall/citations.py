"""Citations (依据): where a rule or a day stands, and how well it was read."""

import enum

from attrs import field, frozen

from servicehall.errors import InputValueError

__all__ = ["Citation", "Confidence"]


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
