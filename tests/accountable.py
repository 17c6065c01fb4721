"""What tests of accountability share: findings in a line, and the rules of a town of their own."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import servicehall as sh
from servicehall.instants import SHANGHAI

TOWN = "530926103"
CITE = {"cite": "《某镇考核办法》第一条"}
AS_OF = datetime(2027, 1, 1, 9, tzinfo=SHANGHAI)


def at(month: int, day: int, hour: int = 9, *, year: int = 2026) -> datetime:
    """Return an instant."""
    return datetime(year, month, day, hour, tzinfo=SHANGHAI)


def rules(**sections: Iterable[Mapping[str, Any]]) -> sh.Registry:
    """Return the registry of a town with some records; each is cited."""
    cited = {name: [{**CITE, **one} for one in listed] for name, listed in sections.items()}
    return sh.Registry.of(sh.load_pack({"id": "town", "division": TOWN, **cited}))


def finding(
    name: str,
    breach: str,
    when: datetime,
    /,
    *states: str,
    division: str = TOWN,
    who: Mapping[str, str] | None = None,
    picks: Mapping[str, Any] | None = None,
    occurrence: str = "",
    **facts: Any,
) -> sh.Finding:
    """Return a finding about 甲, verified a day later unless other states are said, each a day."""
    rulings = [
        sh.Ruling(state=sh.FindingState(state), at=when + timedelta(days=place))
        for place, state in enumerate(states or ("verified",), 1)
        if state != "alleged"
    ]
    return sh.Finding(
        id=name,
        breach=breach,
        occurred_at=when,
        division=division,
        subjects={"person": "甲"} if who is None else who,
        facts=facts,
        rulings=rulings,
        picks=picks or {},
        occurrence=occurrence,
    )


def proposed(found: sh.Proposals) -> list[tuple[str, str, str]]:
    """Return what is proposed: the finding, whom it concerns, and what."""
    return [(item.finding.id, item.name, item.says) for item in found.proposed]
