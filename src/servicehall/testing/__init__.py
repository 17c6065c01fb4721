"""Made-up years of halls (虚构台账), to try rules on before they hold for anybody.

    from servicehall.testing import synthetic_ledger
    for case in synthetic_ledger(registry, "530926103", year=2026, cases=1000, seed=7): ...

The standard library decides by chance; strategies for Hypothesis stand in
:mod:`servicehall.testing.strategies` and need the extra ``testing``.
"""

from servicehall.testing.findings import synthetic_findings
from servicehall.testing.ledgers import MOST_CASES, synthetic_ledger
from servicehall.testing.shares import Shares

__all__ = ["MOST_CASES", "Shares", "synthetic_findings", "synthetic_ledger"]
