"""What 武邑 takes off a bonus, against its printed figures: 50, 100, and 100 with 50.

The bonus itself is not printed, so what is asked is what changes; persons are made up.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import servicehall_wuyi

import servicehall as sh
from servicehall.accountability import check_sanctions

REGISTRY = sh.Registry.of(servicehall_wuyi.pack)
BUREAU = "131122"
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 4, 1, tzinfo=SHANGHAI)
MARCH = ("bonus", "2026-03")
QUIET = {"criticised_above": False, "media_exposed": False}


def found(
    name: str, breach: str, day: int = 2, *, occurrence: str = "", **facts: Any
) -> sh.Finding:
    """Return a finding of March 2026 against 王某, verified the same day."""
    return against({"person": "王某"}, name, breach, day, occurrence=occurrence, **facts)


def against(
    subjects: dict[str, str],
    name: str,
    breach: str,
    day: int = 2,
    *,
    occurrence: str = "",
    state: str = "verified",
    **facts: Any,
) -> sh.Finding:
    """Return a finding of March 2026 against somebody."""
    at = datetime(2026, 3, day, 9, tzinfo=SHANGHAI)
    rulings = [sh.Ruling(state=state, at=at, by="监察室")] if state else []
    return sh.Finding(
        id=name,
        breach=breach,
        occurred_at=at,
        division=BUREAU,
        subjects=subjects,
        facts=facts,
        evidence=["录像"],
        occurrence=occurrence,
        rulings=rulings,
    )


def off(*findings: sh.Finding, registry: sh.Registry = REGISTRY, whose: str = "王某") -> Decimal:
    """Return what comes off a bonus of March, in yuan."""
    proposals = sh.propose_sanctions(findings, registry, as_of=NOW)
    tally = proposals.score(MARCH[0], whose, MARCH[1], division=BUREAU)
    assert tally.total is None  # the bonus is not printed
    return tally.change


# ---- quarrels and complaints


@pytest.mark.requirement("R-273")
def test_each_quarrel_is_fifty() -> None:
    """发现一次扣奖金50元: two quarrels, 100."""
    assert off(found("F1", "quarrel")) == -50
    assert off(found("F1", "quarrel"), found("F2", "quarrel", 9)) == -100


@pytest.mark.requirement("R-274")
def test_each_person_time_of_a_verified_complaint_is_fifty() -> None:
    """每人次扣奖金50元: 王某 twice and 李某 once are 100 and 50."""
    other = against({"person": "李某"}, "F3", "complaint_verified", **QUIET)
    mine = [found(f"F{n}", "complaint_verified", n, **QUIET) for n in (1, 2)]
    assert off(*mine, other) == -100
    assert off(*mine, other, whose="李某") == -50


@pytest.mark.requirement("R-275")
@pytest.mark.parametrize("exposed", ["criticised_above", "media_exposed"])
def test_criticised_above_or_in_the_media_is_a_hundred(exposed: str) -> None:
    """每人次扣奖金100元, in place of the 50, one of the two sufficing."""
    assert off(found("F1", "complaint_verified", **{exposed: True})) == -100


@pytest.mark.requirement("R-290")
def test_a_hundred_absorbs_the_fifty_of_the_same_fact_only() -> None:
    """One quarrel, complained of and exposed: 100. Another complaint is 50 more."""
    same = [
        found("F1", "quarrel", occurrence="吵架", **QUIET),
        found("F2", "complaint_verified", occurrence="吵架", media_exposed=True),
    ]
    assert off(*same) == -100
    assert off(*same, found("F3", "complaint_verified", 9, **QUIET)) == -150


@pytest.mark.requirement("R-290")
def test_a_quarrel_that_was_complained_of_is_taken_off_once() -> None:
    """The same fact under both halves of （四）: 50; two facts: 100."""
    quarrel = found("F1", "quarrel", occurrence="吵架")
    assert off(quarrel, found("F2", "complaint_verified", occurrence="吵架", **QUIET)) == -50
    assert off(quarrel, found("F2", "complaint_verified", **QUIET)) == -100


@pytest.mark.requirement("R-290")
def test_whose_quarrel_it_was_matters() -> None:
    """甲 quarrelled, 王某 was complained of for the same fact: each 50."""
    quarrel = against({"person": "甲"}, "F1", "quarrel", occurrence="吵架")
    complaint = found("F2", "complaint_verified", occurrence="吵架", **QUIET)
    assert off(quarrel, complaint) == -50
    assert off(quarrel, complaint, whose="甲") == -50


def test_whether_it_was_exposed_must_be_known() -> None:
    """A complaint of which nobody said whether it was exposed: 50 or 100, so nothing yet."""
    proposals = sh.propose_sanctions([found("F1", "complaint_verified")], REGISTRY, as_of=NOW)
    assert proposals.proposed == ()
    needed = {name for item in proposals.open for name in item.needed}
    assert needed >= {"criticised_above", "media_exposed"}


@pytest.mark.requirement("R-275")
@pytest.mark.parametrize(("serious", "measures"), [(True, ["按有关规定严肃处理"]), (False, [])])
def test_what_is_serious_goes_by_other_rules_too(
    serious: bool,  # noqa: FBT001  # a case of the test
    measures: list[str],
) -> None:
    """扣奖金100元,情节严重的按有关规定严肃处理: 100 all the same; which rules, nobody says."""
    one = found("F1", "complaint_verified", media_exposed=True, serious=serious)
    proposals = sh.propose_sanctions([one], REGISTRY, as_of=NOW)
    assert [item.measure.title for item in proposals.proposed if item.measure] == measures
    assert off(one) == -100


# ---- the back door


@pytest.mark.requirement("R-276")
def test_the_back_door_costs_two_people() -> None:
    """扣大厅负责人100元,当日值班人50元: each their own."""
    one = against({"hall_head": "赵某", "duty_officer": "钱某"}, "F1", "back_door")
    assert off(one, whose="赵某") == -100
    assert off(one, whose="钱某") == -50


@pytest.mark.requirement("R-276")
def test_who_was_on_duty_must_be_known() -> None:
    """Without the day's duty person half of it stays open, and says whom it needs."""
    one = against({"hall_head": "赵某"}, "F1", "back_door")
    proposals = sh.propose_sanctions([one], REGISTRY, as_of=NOW)
    assert [item.amount for item in proposals.proposed] == [Decimal(-100)]
    assert [item.needed for item in proposals.open] == [("duty_officer",)]


# ---- verified, recorded, replayed


@pytest.mark.requirement("R-272")
@pytest.mark.parametrize("state", ["", "unfounded", "excused"])
def test_what_is_not_verified_costs_nothing(state: str) -> None:
    """经查实确实违纪的: alleged, unfounded, excused count for nothing."""
    one = against({"person": "王某"}, "F1", "complaint_verified", state=state, **QUIET)
    assert off(one) == 0
    proposals = sh.propose_sanctions([one], REGISTRY, as_of=NOW)
    assert [finding.id for finding in proposals.pending] == ["F1"]


@pytest.mark.requirement("R-272")
def test_what_is_revoked_costs_nothing_any_more() -> None:
    """Appealed and revoked: 50 come back, no more and no less."""
    one, other = found("F1", "quarrel"), found("F2", "quarrel", 9)
    appeal = sh.Ruling(state="appealed", at=datetime(2026, 3, 20, tzinfo=SHANGHAI), by="王某")
    revoked = sh.Ruling(state="revoked", at=datetime(2026, 3, 25, tzinfo=SHANGHAI))
    assert off(one.with_ruling(appeal), other) == -50
    assert off(one.with_ruling(appeal).with_ruling(revoked), other) == -50
    assert off(one, other) == -100


@pytest.mark.requirement("R-292")
def test_an_item_says_clause_person_day_evidence_and_amount() -> None:
    """Each item of a penalty can be traced to the clause and to what shows it."""
    one = found("F1", "quarrel")
    (item,) = sh.propose_sanctions([one], REGISTRY, as_of=NOW).items
    assert str(item.citation) == "《武邑县人社局服务大厅管理制度》（四）"
    assert (item.role, item.name, item.at.date()) == ("person", "王某", date(2026, 3, 2))
    assert item.finding.evidence == ("录像",)
    assert (item.sanction.id, item.amount) == ("quarrel", Decimal(-50))
    said = sh.propose_sanctions([one], REGISTRY, as_of=NOW).explain()
    for word in ("王某", "2026年3月2日", "录像", "-50元", "（四）"):
        assert word in said


@pytest.mark.requirement("R-291")
def test_it_is_money_and_no_points() -> None:
    """The bonus is in yuan, without a base; the appraisal has dimensions and no figures."""
    policy = REGISTRY.policy(BUREAU, on=date(2026, 3, 2))
    assert policy.scores["bonus"].unit.zh == "元"
    assert "没有写奖金" in str(policy.scores["bonus"].base)
    assert "不是法律上的罚款" in "".join(policy.scores["bonus"].settled.notes)


@pytest.mark.requirement("R-294")
def test_four_things_are_appraised() -> None:
    """服务质量与服务水平、工作作风、遵章守纪及内部管理."""
    policy = REGISTRY.policy(BUREAU, on=date(2026, 3, 2))
    score = policy.scores["staff-appraisal"]
    assert [one.title for one in score.categories] == [
        "服务质量与服务水平",
        "工作作风",
        "遵章守纪",
        "内部管理",
    ]
    assert "定期公布考评结果,将考评结果与奖惩及评优评先挂钩" in score.settled.citation.quote


# ---- the rules themselves


@pytest.mark.requirement("R-290")
def test_a_place_can_add_both_up() -> None:
    """One of its halls says that 50 and 100 add up: ``absorbs`` names nothing there."""
    change = {"changes": "exposed", "absorbs": [], "cite": "《某分厅办法》三"}
    written = {"id": "hall", "division": f"{BUREAU}/east", "sanctions": [change]}
    hall = sh.load_pack(written, above=[servicehall_wuyi.pack])
    registry = sh.Registry.of(servicehall_wuyi.pack, hall)
    at = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)
    one = sh.Finding(
        id="F1",
        breach="complaint_verified",
        occurred_at=at,
        division=f"{BUREAU}/east",
        subjects={"person": "王某"},
        facts={"media_exposed": True},
        rulings=[sh.Ruling(state="verified", at=at)],
    )
    proposals = sh.propose_sanctions([one], registry, as_of=NOW)
    assert sorted(item.amount for item in proposals.proposed if item.amount) == [-100, -50]


def test_no_rule_is_dead_and_nothing_is_punished_twice() -> None:
    """The rows that can meet say which takes the place of which."""
    assert check_sanctions(REGISTRY.policy(BUREAU, on=date(2026, 3, 2))) == ()
