"""Comparing (比较): what a change of rules does before it is signed; what two places do otherwise.

    two policies ─────────────► Comparison: tables, terms, matters, fees, duties … with articles
    a ledger, two sides ──────► LedgerComparison: kinds, days, verdicts, fees of each case
    findings, two sides ──────► FindingsComparison: points, yuan, measures

The library says what differs; which of the two is better, people decide.
"""

from servicehall.comparing.cases import CaseChange, CaseView, FeeView, LimitChange, LimitView
from servicehall.comparing.changes import KINDS, Change, Ground
from servicehall.comparing.comparison import Comparison, Later, compare
from servicehall.comparing.differences import TableChange
from servicehall.comparing.findings import (
    FindingReject,
    FindingsComparison,
    ItemChange,
    ScoreChange,
    compare_findings,
)
from servicehall.comparing.ledgers import (
    FeeSum,
    LedgerComparison,
    Shift,
    SideReject,
    compare_ledgers,
)
from servicehall.comparing.sides import NEW, OLD, Side

__all__ = [
    "KINDS",
    "NEW",
    "OLD",
    "CaseChange",
    "CaseView",
    "Change",
    "Comparison",
    "FeeSum",
    "FeeView",
    "FindingReject",
    "FindingsComparison",
    "Ground",
    "ItemChange",
    "Later",
    "LedgerComparison",
    "LimitChange",
    "LimitView",
    "ScoreChange",
    "Shift",
    "Side",
    "SideReject",
    "TableChange",
    "compare",
    "compare_findings",
    "compare_ledgers",
]
