"""Accountability (责任追究): findings, what follows from them, and scores.

    findings (verified) ─► rows of sanctions ─► items proposed ─► measures ─► rows …
                                                     └─► scores of each period

All of it is data of packs; see :mod:`servicehall.sanctions`. The library proposes, and says why; a
body with authority decides.
"""

from servicehall.accountability.checking import (
    RuleFault as RuleFault,
    RuleFaultKind as RuleFaultKind,
    check_sanctions as check_sanctions,
)
from servicehall.accountability.detecting import (
    Detected as Detected,
    detect as detect,
)
from servicehall.accountability.files import (
    FindingFile as FindingFile,
    load_finding as load_finding,
    load_ruling as load_ruling,
    read_findings as read_findings,
    write_finding as write_finding,
)
from servicehall.accountability.findings import (
    ALLOWED as ALLOWED,
    COUNTING as COUNTING,
    Finding as Finding,
    FindingState as FindingState,
    LaterRuling as LaterRuling,
    Ruling as Ruling,
    check_findings as check_findings,
    with_rulings as with_rulings,
)
from servicehall.accountability.items import (
    Item as Item,
    ItemStatus as ItemStatus,
)
from servicehall.accountability.proposals import Proposals as Proposals
from servicehall.accountability.proposing import propose_sanctions as propose_sanctions
from servicehall.accountability.scoring import (
    Cut as Cut,
    Tally as Tally,
)
