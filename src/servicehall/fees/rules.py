"""Fee rules (收费标准) and waivers (减免), as packs and approvals state them."""

from datetime import date
from decimal import Decimal
from typing import Final

from attrs import field, frozen

from servicehall.checks import check_text, check_type, wrong_type
from servicehall.citations import Citation
from servicehall.errors import DataError, InputValueError
from servicehall.fees.rates import (
    Rate,
    above_zero,
    amount_or_none,
    check_order,
    text_of,
)
from servicehall.instants import check_date
from servicehall.money import Share, as_share, plain, say_yuan, to_fen
from servicehall.spans import ALWAYS, Span

__all__ = ["EVERY_OTHER", "PERIODS", "FeeRule", "Waiver", "label_of", "shown_item"]

PERIODS: Final = "计费期数"
"""The name under which the number of charging periods is handed over."""

EVERY_OTHER: Final = "*"
"""The item of a rule for every item that no other rule names."""


@frozen(kw_only=True)
class FeeRule:
    """One charge of a matter (收费标准).

    Attributes:
        id: Its name, for example ``"own-use-timber.fee"``.
        matter: The matter.
        item: What is charged, for example 自用材. Empty: charged in every case. ``"*"``: every item
            that no other rule names.
        rate: How much.
        period: The charging period (收费周期), for example 年; empty where it is charged once.
        period_unknown: Why the period is not known, though there is one. The number of periods
            must then be handed over, as with a known one.
        least: The least that a line comes to, in yuan.
        most: The most that a line comes to, in yuan.
        basis: The legal basis of charging (收费依据).
        basis_unknown: Why the legal basis is not known; exactly one of the two is given.
        disabled: Why it is not charged unless asked for; empty where it is.
        citation: Where the rule was read.
        span: The days on which it is in force; shown only. Choosing those in force on a day is
            done before a quote.
        also: What else sets figures of it, where that is not the citation: for each the Chinese
            name of what it sets, such as 最低收费, with its own citation.
        note: What a reader must know.

    Raises:
        DataError: A name is taken (SH513); the basis or the period is stated and unknown, or
            neither (SH514, SH515); more at least than at most (SH446).
    """

    id: str
    matter: str
    item: str = ""
    rate: Rate
    period: str = ""
    period_unknown: str = ""
    least: Decimal | None = field(default=None, converter=amount_or_none)
    most: Decimal | None = field(default=None, converter=amount_or_none)
    basis: str = ""
    basis_unknown: str = ""
    disabled: str = ""
    citation: Citation
    span: Span = ALWAYS
    also: tuple[tuple[str, Citation], ...] = ()
    note: str = ""

    def __attrs_post_init__(self) -> None:
        check_text(self.id, "id")
        check_text(self.matter, "matter")
        for name in ("item", "period", "period_unknown", "basis", "basis_unknown"):
            text_of(getattr(self, name), name)
        text_of(self.disabled, "disabled")
        text_of(self.note, "note")
        if not isinstance(self.rate, Rate):
            raise wrong_type(self.rate, "rate", "a rate such as Fixed or PerUnit", "收费标准")
        check_type(self.citation, Citation, "citation")
        check_type(self.span, Span, "span")
        for name in (self.item, self.rate.base):
            if name.startswith(PERIODS):
                raise DataError("SH513", name=name, rule=self.id)
        if bool(self.basis) == bool(self.basis_unknown):
            raise DataError("SH514", rule=self.id)
        if self.period and self.period_unknown:
            raise DataError("SH515", rule=self.id, period=self.period)
        check_order(self.least, self.most)

    def __str__(self) -> str:
        return self.say()

    @property
    def per_period(self) -> str:
        """The unit of its charging periods, 期 where that is not known; empty without any."""
        return self.period or ("期" if self.period_unknown else "")

    def say(self) -> str:
        """Say the standard: ``自用材：20元/立方米`` (收费标准文字)."""
        said = [label_of(self.item) + str(self.rate)]
        if self.period:
            said.append(f"按{self.period}计收")
        if self.period_unknown:
            said.append(f"收费周期不明（{self.period_unknown}）")
        if self.least is not None:
            said.append(f"最低{plain(self.least)}元")
        if self.most is not None:
            said.append(f"最高{plain(self.most)}元")
        return "，".join(said)

    def say_basis(self) -> str:
        """Say the legal basis, or why it is not known (收费依据)."""
        return self.basis or f"不明（{self.basis_unknown}）"


def shown_item(item: str) -> str:
    """Return an item as people read it."""
    return "其他" if item == EVERY_OTHER else item


def label_of(item: str) -> str:
    """Return an item with a colon; nothing where the rule has none."""
    return f"{shown_item(item)}：" if item else ""


# ---- waivers


def _share_or_none(value: object) -> Share | None:
    if value is None:
        return None
    return above_zero(as_share(value, "share"), "share", Decimal(100))


@frozen(kw_only=True)
class Waiver:
    """A reduction of a fee, with the record of its approval (减免).

    Nobody waives a fee on his own: without the authority, the number and the day of the approval it
    is refused. Shares are of the line before any waiver, so their order does not matter.

    Attributes:
        item: The item whose fee is reduced, or the id of a fee rule; empty for the whole fee.
        share: How much of it is taken off; text such as ``"50%"`` is read.
        amount: Or how many yuan are taken off, in all.
        by: The authority that approved it (批准机关).
        document: The number of its approval (批准文号).
        on: The day of its approval.
        reason: Why.

    Raises:
        InputValueError: The approval is not recorded (SH517); both or neither of share and amount
            (SH516); a share above 100% (SH507); an amount that is not in whole fen (SH526).
    """

    item: str = ""
    share: Share | None = field(default=None, converter=_share_or_none)
    amount: Decimal | None = field(default=None, converter=amount_or_none)
    by: str = ""
    document: str = ""
    on: date | None = None
    reason: str = ""

    def __attrs_post_init__(self) -> None:
        text_of(self.item, "item")
        text_of(self.reason, "reason")
        for name in ("by", "document", "on"):
            value = getattr(self, name)
            if value is None or (isinstance(value, str) and not value.strip()):
                raise InputValueError("SH517", name=name)
        check_text(self.by, "by")
        check_text(self.document, "document")
        check_date(self.on, "on")
        if (self.share is None) == (self.amount is None):
            raise InputValueError("SH516", share=self.share, amount=self.amount)
        if self.amount is not None and (not self.amount or to_fen(self.amount) != self.amount):
            raise InputValueError("SH526", value=plain(self.amount))

    def __str__(self) -> str:
        less = say_yuan(self.amount) if self.amount else str(self.share)
        reason = f"：{self.reason}" if self.reason else ""
        approval = f"{self.by}批准，{self.document}，{self.on}"
        return f"{label_of(self.item)}减免{less}（{approval}）{reason}"
