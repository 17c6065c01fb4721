"""Accountability (责任追究): findings, what follows from them, and scores.

    findings (verified) ─► rows of sanctions ─► items proposed ─► measures ─► rows …
                                                     └─► scores of each period

All of it is data of packs; see :mod:`servicehall.sanctions`. The library proposes, and says why; a
body with authority decides.
"""

from servicehall.accountability.checking import (
    RuleFault,
    RuleFaultKind,
    check_sanctions,
)
from servicehall.accountability.detecting import (
    Detected,
    DetectedTurns,
    detect,
    detect_turns,
)
from servicehall.accountability.files import (
    FindingFile,
    load_finding,
    load_ruling,
    read_findings,
    write_finding,
)
from servicehall.accountability.findings import (
    ALLOWED,
    COUNTING,
    Finding,
    FindingState,
    LaterRuling,
    Ruling,
    check_findings,
    with_rulings,
)
from servicehall.accountability.items import (
    Item,
    ItemStatus,
)
from servicehall.accountability.proposals import Proposals
from servicehall.accountability.proposing import propose_sanctions
from servicehall.accountability.scoring import (
    Cut,
    Tally,
)

__all__ = [
    "ALLOWED",
    "COUNTING",
    "Cut",
    "Detected",
    "DetectedTurns",
    "Finding",
    "FindingFile",
    "FindingState",
    "Item",
    "ItemStatus",
    "LaterRuling",
    "Proposals",
    "RuleFault",
    "RuleFaultKind",
    "Ruling",
    "Tally",
    "check_findings",
    "check_sanctions",
    "detect",
    "detect_turns",
    "load_finding",
    "load_ruling",
    "propose_sanctions",
    "read_findings",
    "with_rulings",
    "write_finding",
]
