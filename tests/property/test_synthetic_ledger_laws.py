"""Laws of made-up cases: whatever the seed, they can be read, assessed, and told again."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from hypothesis import given, strategies as st

import servicehall as sh
from servicehall.instants import SHANGHAI
from servicehall.ledgers import Line, read_case_line, write_case_line
from servicehall.plugins import open_pack
from servicehall.testing import Shares, synthetic_ledger
from servicehall.testing.strategies import cases

ROOT: Final = Path(__file__).parents[2]
TOWN: Final = "371302998"
REGISTRY: Final = sh.Registry.of(open_pack(ROOT / "examples/liuhe"))
END: Final = datetime(2027, 1, 1, tzinfo=SHANGHAI)
NAMES: Final = [name for name in Shares.__slots__ if not name.startswith("_")]
SHARES: Final = st.fixed_dictionaries(dict.fromkeys(NAMES, st.sampled_from([0, 0.3, 1])))


@given(cases(REGISTRY, TOWN))
def test_a_line_tells_the_whole_case(case: sh.Timeline) -> None:
    """What is written is read again, the same."""
    line = read_case_line(Line(1, write_case_line(case)))
    assert line.timeline.recorded == case.recorded
    assert line.timeline.events == case.events


@given(cases(REGISTRY, TOWN))
def test_events_come_one_after_the_other(case: sh.Timeline) -> None:
    """No two at one instant, none recorded before it happened, none after the year."""
    instants = [event.occurred_at for event in case.events]
    assert instants == sorted(set(instants))
    assert all(event.occurred_at <= event.recorded_at < END for event in case.recorded)
    assert instants[0] >= datetime(2025, 12, 31, 16, tzinfo=UTC)


@given(SHARES, st.integers(0, 2**64))
def test_whatever_happens_how_often_every_case_can_be_assessed(
    shares: dict[str, float], seed: int
) -> None:
    """Also where everything always happens, or never; each number once."""
    made = list(synthetic_ledger(REGISTRY, TOWN, cases=12, seed=seed, shares=Shares(**shares)))
    assert len({case.case for case in made}) == 12
    for case in made:
        assert REGISTRY.assess(case, as_of=END).timeline is case
