"""What follows in 敦厚 for a first responder, and for not telling at once; persons are made up."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import servicehall_dunhou

import servicehall as sh
from servicehall.accountability import check_sanctions

REGISTRY = sh.Registry.of(servicehall_dunhou.pack)
TOWN = "360821100"
AT = datetime(2026, 11, 24, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
FIRST = ["批评教育", "内部告诫"]


def given(breach: str, *, verified: bool = True, **facts: Any) -> list[str]:
    """Return the measures that are proposed for a breach of 王某."""
    finding = sh.Finding(
        id="F1",
        breach=breach,
        occurred_at=AT,
        division=TOWN,
        subjects={"person": "王某"},
        facts=facts,
        rulings=[sh.Ruling(state="verified", at=AT)] if verified else [],
    )
    proposals = sh.propose_sanctions([finding], REGISTRY, as_of=AT)
    assert {item.name for item in proposals.items} <= {"王某"}
    return [item.measure.title for item in proposals.proposed if item.measure]


@pytest.mark.requirement("R-282", "R-150")
@pytest.mark.parametrize(
    "breach",
    ["first_not_directed", "referral_not_supervised", "referral_pretext", "absence_not_recorded"],
)
def test_a_breach_of_first_responsibility_is_criticised_and_warned_of(breach: str) -> None:
    """一经查实,给予批评教育和内部告诫: both; of the rules above as of those of this hall."""
    assert given(breach) == FIRST


@pytest.mark.requirement("R-282", "R-272")
def test_only_once_verified() -> None:
    """一经查实."""
    assert given("first_not_directed", verified=False) == []


@pytest.mark.requirement("R-282")
@pytest.mark.parametrize(
    ("facts", "more"),
    [
        ({"unrepentant": True, "image_harmed": True}, ["依照有关规定进行处理"]),
        ({"unrepentant": True, "image_harmed": False}, []),
        ({"unrepentant": False, "image_harmed": True}, []),
        ({}, []),
    ],
)
def test_who_does_not_mend_his_ways_is_dealt_with_by_the_rules(
    facts: dict[str, bool], more: list[str]
) -> None:
    """屡教不改,严重损害机关形象: both, as somebody with authority finds; no figure stands there."""
    assert given("first_not_directed", **facts) == FIRST + more


@pytest.mark.requirement("R-285")
@pytest.mark.parametrize(
    ("facts", "expected"),
    [({"bad_influence": True}, ["依照有关规定进行处理"]), ({"bad_influence": False}, []), ({}, [])],
)
def test_not_telling_at_once_with_bad_influence(
    facts: dict[str, bool], expected: list[str]
) -> None:
    """造成不良影响的,按有关规定处理."""
    assert given("one_time_notice", **facts) == expected


def test_the_rules_do_not_clash() -> None:
    """Nothing is given twice for one fact, and every row can apply."""
    assert check_sanctions(REGISTRY.policy(TOWN, on=date(2026, 11, 24))) == ()
