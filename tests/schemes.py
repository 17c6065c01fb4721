"""The published schemes of examples/schemes: their packs, and findings to put under them."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import servicehall as sh
from servicehall.accountability import Proposals
from tests.oracle import BEIJING

FOLDER = Path(__file__).parent.parent / "examples" / "schemes"
YEAR = FOLDER / "year.jsonl"
TOWN = "371302998"
END_OF_YEAR = datetime(2026, 12, 31, 18, 0, tzinfo=BEIJING)
SUBJECTS = {"person": "张某", "window": "民政窗口", "unit": "民政局", "unit_head": "赵某"}
SCHEMES = ("S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8", "S9", "S10", "S11", "S12", "S14", "S16")
CITE = {"cite": "《柳河镇考核规定》第一条"}


def packs() -> list[sh.Pack]:
    """Return all packs of the folder."""
    return [sh.open_pack(file.parent) for file in sorted(FOLDER.glob("*/pack.toml"))]


@cache
def rules() -> sh.Registry:
    """Return a registry of all schemes; each counts only where it is supposed or adopted."""
    return sh.Registry.of(*packs())


def rules_with(**sections: Any) -> sh.Registry:
    """Return a registry in which the example town says something of its own."""
    town = {"format": 1, "id": "town", "division": TOWN, **sections}
    return sh.Registry.of(*packs(), sh.load_pack(town, above=packs()))


def verified(day: str, breach: str, **facts: Any) -> sh.Finding:
    """Return a finding that was verified a day after the breach, named by its day and kind."""
    return found(day, breach, facts=facts)


def found(
    day: str,
    breach: str,
    *,
    facts: Mapping[str, Any] | None = None,
    subjects: Mapping[str, str] = SUBJECTS,
    division: str = TOWN,
    states: Iterable[str] = ("verified",),
    **rest: Any,
) -> sh.Finding:
    """Return a finding with rulings, one a day from the day after the breach on."""
    at = datetime.fromisoformat(f"{day}T09:00:00+08:00")
    rulings = [
        sh.Ruling(state=state, at=at + timedelta(days=number))
        for number, state in enumerate(states, 1)
    ]
    return sh.Finding(
        id=rest.pop("id", f"{day} {breach}"),
        breach=breach,
        occurred_at=at,
        division=division,
        subjects=subjects,
        facts=facts or {},
        rulings=rulings,
        **rest,
    )


def under(scheme: str, findings: Iterable[sh.Finding]) -> Proposals:
    """Say what follows from findings under a scheme, at the end of 2026."""
    return sh.propose_sanctions(findings, rules(), as_of=END_OF_YEAR, profiles=[scheme])


def measures(proposals: Proposals, name: str = "张某") -> list[str]:
    """Return the measures that are proposed for somebody, in the order in which they follow."""
    return [one.measure.title for one in proposals.of(name) if one.measure]
