"""Fees (收费): fee rules, and quotes that show how each fen came about.

A fee is never guessed. What the source leaves open stays open: no fee text is not "free", a rate
that is not stated is not zero, a price that nobody has given is asked for. Rules that are kept for
the record only (``disabled``) are not charged unless the caller asks, and then the quote says so.
"""

from servicehall.fees.lines import FeeLine, FeeQuote, FeeStatus, LineStatus, Needed
from servicehall.fees.quotes import quote
from servicehall.fees.rates import (
    Fixed,
    NoFigure,
    Percent,
    PerUnit,
    Range,
    Rate,
    Tier,
    Tiered,
)
from servicehall.fees.rules import PERIODS, FeeRule, Waiver

__all__ = [
    "PERIODS",
    "FeeLine",
    "FeeQuote",
    "FeeRule",
    "FeeStatus",
    "Fixed",
    "LineStatus",
    "Needed",
    "NoFigure",
    "PerUnit",
    "Percent",
    "Range",
    "Rate",
    "Tier",
    "Tiered",
    "Waiver",
    "quote",
]
