"""The published schemes S1 to S17 of examples/schemes: what follows comes from their printed
figures.

All expected figures are worked out by hand from what the schemes print; the reasoning stands
with each test. What a scheme does not print, such as the sum that it begins with, a test's town
says.
"""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

import servicehall as sh
from servicehall.accountability import (
    ItemStatus,
    Proposals,
    RuleFaultKind,
    check_sanctions,
    propose_sanctions,
    read_findings,
)
from servicehall.errors import FaultyDataError
from tests.schemes import (
    CITE,
    END_OF_YEAR,
    SCHEMES,
    TOWN,
    YEAR,
    found,
    measures,
    packs,
    rules,
    rules_with,
    under,
    verified,
)


def total(proposals: Proposals, score: str, name: str, period: str) -> Decimal | None:
    """Return a score."""
    return proposals.score(score, name, period).total


def in_town(scheme: str, findings: list[sh.Finding], **sections: Any) -> Proposals:
    """Say what follows in a town that adopts a scheme, and says something of its own."""
    adopts = [{"id": "adoption", "profile": scheme, **CITE}]
    registry = rules_with(adopts=adopts, **sections)
    return propose_sanctions(findings, registry, as_of=END_OF_YEAR)


# ---- the packs


def test_every_scheme_names_its_source() -> None:
    """A pack says in its title which scheme it is; each rule cites it, and how well it was read."""
    for pack in packs():
        assert pack.title
        assert not pack.profile or pack.title.startswith(f"{pack.profile} ")
    for scheme in SCHEMES:
        own = rules().policy(TOWN, on=END_OF_YEAR.date(), profiles=[scheme])
        added = set(own.sanctions) - set(rules().policy(TOWN, on=END_OF_YEAR.date()).sanctions)
        assert added
        assert all(own.sanctions[name].settled.citation.instrument for name in added)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_only_the_hole_that_is_printed_is_found(scheme: str) -> None:
    """S1 says nothing of 11 to 14 minutes; no other rule is missing, doubled, dead or milder."""
    policy = rules().policy(TOWN, on=END_OF_YEAR.date(), profiles=[scheme])
    faults = check_sanctions(policy)
    assert [one.kind for one in faults] == ([RuleFaultKind.HOLE] if scheme == "S1" else [])
    assert all("11分钟没有规定" in one.text for one in faults)


# ---- S1


@pytest.mark.parametrize(
    ("breach", "facts", "expected"),
    [
        ("late", {"late_minutes": 1}, 99),
        ("late", {"late_minutes": 10}, 99),
        ("early", {"late_minutes": 10}, 99),
        ("late", {"late_minutes": 11}, 100),
        ("early", {"late_minutes": 14}, 100),
        ("late", {"late_minutes": 15}, 97),
        ("away", {"late_minutes": 15}, 97),
        ("away", {"late_minutes": 14}, 100),
        ("absent", {"half_days": 1}, 95),
        ("no_sign_in", {}, 98),
        ("no_sign_out", {}, 98),
    ],
)
def test_s1_by_minutes(breach: str, facts: dict[str, int], expected: int) -> None:
    """Up to 10 minutes 1, from 15 on 3, half a day 5, a missing sign 2; between them nothing."""
    result = under("S1", [verified("2026-03-02", breach, **facts)])
    assert total(result, "month", "张某", "2026-03") == expected
    assert (len(result.without_rule) == 1) == (expected == 100)


def test_s1_has_no_bottom() -> None:
    """100 less 21 half days at 5 each is −5: what is taken off is not bounded."""
    result = under("S1", [verified("2026-03-02", "absent", half_days=21)])
    assert total(result, "month", "张某", "2026-03") == -5


def test_s1_adds_at_most_five() -> None:
    """Three times 2, as a town says that did not find the figure, is 6, of which 5 count: 105."""
    praise = {"who": "person", "score": "month", "amount": "2"}
    result = in_town(
        "S1",
        [verified(f"2026-03-0{day}", "praised") for day in (2, 3, 4)],
        sanctions=[{"changes": "praised", "then": [praise], **CITE}],
    )
    tally = result.score("month", "张某", "2026-03")
    assert tally.total == 105
    assert [cut.amount for cut in tally.cuts] == [-1]


@pytest.mark.requirement("R-291")
def test_s1_does_not_invent_what_praise_is_worth() -> None:
    """How much one praise gives was not read: it stays open, and the score is 100."""
    result = under("S1", [verified("2026-03-02", "praised")])
    assert [one.status for one in result.items] == [ItemStatus.OPEN]
    assert total(result, "month", "张某", "2026-03") == 100


def test_a_place_has_a_scheme_from_the_day_on_which_it_adopted_it() -> None:
    """苍南 adopted S1 on 2019-06-12: the day before, lateness has no consequence there."""
    days = ("2019-06-11", "2019-06-12")
    findings = [
        found(day, "late", facts={"late_minutes": 5}, division="330327", id=day) for day in days
    ]
    result = propose_sanctions(findings, rules(), as_of=END_OF_YEAR)
    assert [one.id for one in result.without_rule] == ["2019-06-11"]
    assert [one.finding.id for one in result.proposed] == ["2019-06-12"]


# ---- S2, S3


def test_s2_takes_off_no_more_than_a_category_has() -> None:
    """品德 10: four times 3 is 12, of which 10 count. 业务 20: 4 + 4 + 1.5 + 0.5 + 2 + 2 = 14 count
    all. 效率 30: 14 working days at 2 and a refusal at 3 is 31, of which 30 count. Together −54."""
    findings = [verified(f"2026-03-0{day}", "poor_morals") for day in (2, 3, 4, 5)]
    once = (
        "lost_file",
        "wrong_result",
        "document_error",
        "first_contact_unanswered",
        "poor_first_check",
        "instant_as_promised",
        "not_accepting",
    )
    findings += [verified("2026-04-01", breach) for breach in once]
    findings.append(verified("2026-04-02", "overdue_promised", late_days=14))
    tally = under("S2", findings).score("appraisal", "张某", "2026")
    assert tally.change == Decimal(-54)
    assert sorted(cut.amount for cut in tally.cuts) == [1, 2]
    assert tally.total is None


def test_s2_asks_how_many_working_days_late() -> None:
    """Without the number of working days nothing is taken off, and that is what is asked for."""
    result = under("S2", [verified("2026-03-02", "overdue_promised")])
    assert [one.needed for one in result.open] == [("late_days",)]
    assert result.score("appraisal", "张某", "2026").change == 0


def test_s3_by_half_day_by_case_and_never_above_110() -> None:
    """3 half days at 3, a case late at 5 however many days, a meeting missed at 5, a fee at 5:
    76."""
    findings = [
        verified("2026-03-02", "absent", half_days=3),
        verified("2026-03-03", "overdue_promised", late_days=14),
        verified("2026-03-04", "joint_meeting_absent"),
        verified("2026-03-05", "illegal_fee"),
    ]
    assert total(under("S3", findings), "window", "民政窗口", "2026") == 76
    praise = {"who": "window", "score": "window", "amount": "15"}
    changed = [{"changes": "praised", "then": [praise], **CITE}]
    result = in_town("S3", [verified("2026-03-02", "praised")], sanctions=changed)
    assert total(result, "window", "民政窗口", "2026") == 110


@pytest.mark.parametrize(("pick", "expected"), [("-2", 98), ("-3.5", Decimal("96.5")), ("-5", 95)])
def test_s3_lets_a_person_pick(pick: str, expected: Decimal) -> None:
    """An error costs 2 to 5; who has authority picks, and the score is 100 less that."""
    picked = found("2026-03-02", "document_error", picks={"error": pick})
    assert total(under("S3", [picked]), "window", "民政窗口", "2026") == expected


@pytest.mark.parametrize("pick", ["-1.9", "-5.1", "2", "3"])
def test_s3_refuses_a_pick_outside_the_range(pick: str) -> None:
    """2 to 5 points off is printed: less, more, and an addition are refused."""
    with pytest.raises(FaultyDataError, match="SH807"):
        under("S3", [found("2026-03-02", "document_error", picks={"error": pick})])


# ---- S4, S5


@pytest.mark.parametrize(
    ("breach", "window", "chief"),
    [
        ("item_of_three", "-3", "-1.5"),
        ("item_of_two", "-2", "-1"),
        ("item_of_one", "-1", "-0.5"),
    ],
)
def test_s4_takes_half_from_the_chief_representative(breach: str, window: str, chief: str) -> None:
    """The pairs are printed: 3 and 1.5, 2 and 1, 1 and 0.5."""
    subjects = {"window": "民政窗口", "chief_representative": "孙某"}
    result = under("S4", [found("2026-03-02", breach, subjects=subjects)])
    assert result.score("window", "民政窗口", "2026-03").change == Decimal(window)
    assert result.score("chief", "孙某", "2026-03").change == Decimal(chief)


def test_s4_asks_who_the_chief_representative_is() -> None:
    """Without a name the window's points are taken off, and the chief's are open."""
    result = under("S4", [verified("2026-03-02", "item_of_two")])
    assert result.score("window", "民政窗口", "2026-03").change == -2
    assert [one.needed for one in result.open] == [("chief_representative",)]


@pytest.mark.parametrize(
    ("threes", "halves", "expected", "grade"),
    [
        (0, 0, "100", "合格"),
        (6, 4, "80", "合格"),
        (6, 5, "79.5", "基本合格"),
        (13, 2, "60", "基本合格"),
        (13, 3, "59.5", "不合格"),
        (34, 0, "0", "不合格"),
    ],
)
def test_s5_grades_units_and_stops_at_nought(
    threes: int, halves: int, expected: str, grade: str
) -> None:
    """In a town that begins with 100: 80 and more 合格, 60 to below 80 基本合格, below 不合格;
    34 times 3 is 102, and the score stops at 0."""
    findings = [found("2026-03-02", "item_of_three", id=f"T{n}") for n in range(threes)]
    findings += [found("2026-03-03", "item_of_half", id=f"H{n}") for n in range(halves)]
    findings.append(verified("2026-03-04", "smoking"))
    result = in_town("S5", findings, scores=[{"changes": "unit", "base": "100", **CITE}])
    tally = result.score("unit", "民政局", "2026")
    assert (tally.total, tally.grade) == (Decimal(expected), grade)


def test_s5_leads_from_mending_to_the_head_working_in_the_hall() -> None:
    """In a town that begins with 100: a unit that ended 2025 with 59.5 is told to mend when
    the year is over, one with 62.5 is not. Who did not mend is named, the head works there."""
    findings = [found("2025-03-02", "item_of_three", id=f"T{n}") for n in range(13)]
    findings += [found("2025-03-03", "item_of_half", id=f"H{n}") for n in range(3)]
    base = [{"changes": "unit", "base": "100", **CITE}]
    result = in_town("S5", findings, scores=base)
    assert measures(result, "民政局") == ["限期整改"]
    assert [one.at.date() for one in result.of("民政局") if one.measure] == [date(2025, 12, 31)]
    assert measures(in_town("S5", findings[1:], scores=base), "民政局") == []
    result = under("S5", [verified("2026-06-02", "not_mended")])
    assert measures(result, "民政局") == ["通报"]
    assert measures(result, "赵某") == ["负责人到大厅办公，直到整改到位"]


# ---- ladders of measures: S6, S7, S8


@pytest.mark.parametrize(
    ("times", "ceiling"), [(0, None), (1, "称职"), (2, "基本称职"), (3, "不称职"), (4, "不称职")]
)
def test_s6_bounds_the_grade_of_the_year(times: int, ceiling: str | None) -> None:
    """One admonition: not 优秀; two: below 称职; three and more: 不称职. Only the heaviest
    stands."""
    findings = [verified(f"2026-0{month}-02", "efficiency_breach") for month in range(1, times + 1)]
    result = under("S6", findings)
    assert result.ceiling("张某", 2026) == ceiling
    bounding = [one for one in result.of("张某") if one.measure and one.measure.ceiling]
    assert len(bounding) == min(times, 1)


def test_s6_counts_within_a_calendar_year() -> None:
    """An admonition in December and one in January are the first of two years."""
    days = ("2025-12-30", "2026-01-05")
    result = under("S6", [verified(day, "efficiency_breach") for day in days])
    assert result.ceiling("张某", 2025) == result.ceiling("张某", 2026) == "称职"


@pytest.mark.parametrize(
    ("times", "bonus", "ceiling", "admonitions"),
    [
        (0, 100, None, 0),
        (1, 85, None, 0),
        (2, 70, None, 0),
        (3, 50, "称职", 1),
        (4, 50, "不称职", 2),
    ],
)
def test_s7_counts_on_two_levels(
    times: int, bonus: int, ceiling: str | None, admonitions: int
) -> None:
    """Talks: the first −15%, the second −30% in its place, from the third on an admonition each.
    The first admonition takes 50% and 优秀, the second 称职 too; the 30% fell away with the
    third talk."""
    findings = [verified(f"2026-0{month}-02", "efficiency_breach") for month in range(1, times + 1)]
    result = under("S7", [*findings, verified("2026-11-02", "smoking")])
    assert total(result, "bonus", "张某", "2026") == bonus
    assert result.ceiling("张某", 2026) == ceiling
    assert measures(result).count("效能告诫") == admonitions
    assert measures(result).count("诫勉教育") == times


def test_s7_replays_the_ladder_when_an_appeal_succeeds() -> None:
    """Three talks, the first revoked: the other two are the first and the second, 70% is left."""
    states = ("verified", "appealed", "revoked")
    first = found("2026-01-02", "efficiency_breach", states=states)
    rest = [verified(f"2026-0{month}-02", "efficiency_breach") for month in (2, 3)]
    result = under("S7", [first, *rest])
    assert total(result, "bonus", "张某", "2026") == 70
    assert measures(result).count("效能告诫") == 0


@pytest.mark.parametrize(
    ("employment", "more"),
    [("own", []), ("seconded", ["通报原单位（借调人员）"]), ("temporary", ["辞退（临时人员）"])],
)
def test_s8_goes_over_to_the_unit_and_its_head(employment: str, more: list[str]) -> None:
    """First: written, no award. Second: the bonus, and what the staff is; the unit's points are not
    known. Third: suspended, the head questioned, the unit without award."""
    findings = [
        verified(f"2026-0{month}-02", "accountable", employment=employment) for month in (1, 2, 3)
    ]
    result = under("S8", findings)
    own = ["书面检查", "取消评先评优资格", "取消年终奖金", *more, "停职"]
    assert measures(result) == own
    assert measures(result, "赵某") == ["问责单位负责人"]
    assert measures(result, "民政局") == ["取消评先评优资格"]
    assert [(one.name, one.amount) for one in result.open] == [("民政局", None)]


def test_s8_asks_what_the_staff_is() -> None:
    """Whether somebody is seconded or temporary is asked at the second time, and not at the
    first."""
    first, second = (verified(f"2026-0{month}-02", "accountable") for month in (1, 2))
    assert not under("S8", [first]).open
    asked = {name for one in under("S8", [first, second]).open for name in one.needed}
    assert asked == {"employment"}


# ---- windows of time: S9, S10, S11, S12, S14, S16, S17


def test_s9_counts_complaints_by_month_and_staff_by_unit() -> None:
    """Two complaints in March warn the head; the third sends the person off the post. One in
    April is the fourth in the year: neither twice in the month nor five times. One in May is the
    fifth."""
    days = ["2026-03-02", "2026-03-03"]
    findings = [verified(day, "complaint_verified") for day in days]
    assert measures(under("S9", findings)) == []
    assert measures(under("S9", findings), "赵某") == ["对单位负责人予以告诫"]
    findings.append(verified("2026-03-31", "complaint_verified"))
    assert measures(under("S9", findings)) == ["待岗15天"]
    findings += [verified(day, "complaint_verified") for day in ("2026-04-01", "2026-05-06")]
    heads = [one for one in under("S9", findings).items if one.role == "unit_head"]
    assert [(one.finding.occurred_at.month, one.counts) for one in heads] == [
        (3, False),
        (3, False),
        (5, True),
    ]


def test_s9_counts_a_unit_by_its_own_people() -> None:
    """Two of one unit warn its head; two of two units warn nobody."""
    other = {"person": "钱某", "unit": "社保局", "unit_head": "周某"}
    one = verified("2026-03-02", "first_contact_unanswered")
    two = found("2026-03-03", "first_contact_unanswered", subjects=other)
    three = found("2026-03-04", "first_contact_unanswered", subjects={**other, "person": "吴某"})
    assert measures(under("S9", [one, two]), "周某") == []
    result = under("S9", [one, two, three])
    assert measures(result, "周某") == ["对单位负责人予以告诫"]
    assert measures(result, "赵某") == []
    assert measures(result, "吴某") == ["口头告诫"]


def test_s9_ignorance_first_and_second() -> None:
    """The first time a week off the post with an examination, the second time another post."""
    findings = [verified(f"2026-0{month}-02", "ignorance") for month in (1, 5)]
    assert measures(under("S9", findings)) == ["待岗1周，考试合格后上岗", "调整岗位"]


@pytest.mark.requirement("R-290")
@pytest.mark.parametrize(
    ("days", "serious", "expected"),
    [
        (["2026-03-02"], False, ["通报批评"]),
        (["2026-03-02"], True, ["调离窗口"]),
        (["2026-03-02", "2026-12-01"], False, ["通报批评", "调离窗口"]),
        (["2025-12-31", "2026-01-01"], False, ["通报批评", "通报批评"]),
    ],
)
def test_s10_moves_out_at_the_second(
    days: list[str], *, serious: bool, expected: list[str]
) -> None:
    """Criticised; moved out instead when serious or at the second within a calendar year."""
    result = under("S10", [verified(day, "complaint_verified", serious=serious) for day in days])
    assert measures(result) == expected


def test_s11_holds_leaders_to_account() -> None:
    """Once: no promotion, not 优秀; twice: demoted; three times: removed."""
    findings = [verified(f"2026-0{month}-02", "accountable") for month in (1, 2, 3)]
    result = under("S11", findings)
    assert measures(result, "赵某") == ["不得提拔", "年度考核不得评为优秀", "降职", "免职"]
    assert measures(result) == []


def test_s12_takes_money_and_points_for_one_absence() -> None:
    """Of 200 yuan: two latenesses at 20 and two days at 50 leave 60; the days cost 3 points each.
    Five days take no more than there is, for it is an allowance and no fine."""
    findings = [
        verified("2026-03-02", "late"),
        verified("2026-03-03", "late"),
        verified("2026-03-04", "absent", absent_days=2),
        verified("2026-04-01", "absent", absent_days=5),
    ]
    result = under("S12", findings)
    assert total(result, "allowance", "张某", "2026-03") == 60
    assert total(result, "allowance", "张某", "2026-04") == 0
    assert result.score("year", "张某", "2026").change == -21


def test_s12_online_play() -> None:
    """Once: 不称职; twice: dismissed, and the first stands beside it."""
    once, twice = verified("2026-03-02", "games"), verified("2026-03-03", "games")
    assert under("S12", [once]).ceiling("张某", 2026) == "不称职"
    assert measures(under("S12", [once, twice])) == ["年度考核确定为不称职", "辞退"]


def test_s14_once_is_enough() -> None:
    """One proven complaint: training off the post; failed: three months more."""
    findings = [
        verified("2026-03-02", "complaint_verified"),
        verified("2026-04-02", "training_failed"),
    ]
    result = under("S14", findings)
    assert measures(result) == ["待岗培训", "延长待岗3个月"]
    assert [one.measure.months for one in result.proposed if one.measure] == [None, 3]


def test_s16_registers_two_and_makes_each_more_known() -> None:
    """The first two minor errors are registered, the third and the fourth are made known each."""
    findings = [verified(f"2026-0{month}-02", "minor_error") for month in (1, 2, 3, 4)]
    assert measures(under("S16", findings)) == ["登记", "登记", "通报批评", "通报批评"]


def test_s16_lets_a_person_pick_the_months() -> None:
    """A major error: off the post 1 to 3 months; two are picked. Not picked, nothing is
    proposed."""
    picked = found("2026-03-02", "major_error", picks={"major": "待岗2个月"})
    assert measures(under("S16", [picked])) == ["待岗2个月"]
    assert measures(under("S16", [verified("2026-03-02", "major_error")])) == []


def test_s17_counts_in_its_county_from_its_day_on() -> None:
    """萧县 (341322) since 2023-04-18: leaving without handing over is made known, and bars
    awards."""
    days = ("2023-04-17", "2023-04-18")
    findings = [found(day, "no_handover", division="341322", id=day) for day in days]
    result = propose_sanctions(findings, rules(), as_of=END_OF_YEAR)
    assert {one.finding.id for one in result.proposed} == {"2023-04-18"}
    assert measures(result) == ["通报批评", "取消评先评优资格"]


# ---- one year of facts under four schemes


def year(scheme: str, **how: Any) -> Proposals:
    """Put the year of examples/schemes/year.jsonl under a scheme."""
    told = read_findings(YEAR)
    assert not told.rejects
    return propose_sanctions(
        told.findings, rules(), as_of=how.get("as_of", END_OF_YEAR), profiles=[scheme]
    )


def test_the_year_under_s1() -> None:
    """January: 8 minutes late cost 1, 12 minutes nothing (the hole): 99. March: two half days at 5:
    90. November: the third lateness was revoked: 100."""
    result = year("S1")
    months = {"2026-01": 99, "2026-03": 90, "2026-11": 100}
    assert {one: total(result, "month", "张某", one) for one in months} == months
    assert "Y02" in {one.id for one in result.without_rule}


def test_the_year_under_s2() -> None:
    """张某 was 3 working days late: −6. 李某 was 14 days late and turned somebody away: 28 + 3, of
    which 30 count, and an error in a document, 1.5: −31.5."""
    result = year("S2")
    assert result.score("appraisal", "张某", "2026").change == -6
    assert result.score("appraisal", "李某", "2026").change == Decimal("-31.5")


def test_the_year_under_s3() -> None:
    """The window: two half days at 3, two cases late at 5, one turned away at 2: 100 − 18 = 82. The
    error waits for a person's pick, the praise for its figure; with 3 picked 79 are left."""
    result = year("S3")
    tally = result.score("window", "民政窗口", "2026")
    assert tally.total == 82
    assert [one.finding.id for one in tally.open] == ["Y07", "Y13"]
    findings = {one.id: one for one in read_findings(YEAR).findings}
    picked = found("2026-05-20", "document_error", picks={"error": "-3"})
    rest = [one for one in findings.values() if one.id != "Y07"]
    assert total(under("S3", [*rest, picked]), "window", "民政窗口", "2026") == 79


@pytest.mark.requirement("R-272")
def test_the_year_under_s10() -> None:
    """李某: criticised in June, moved out in September. 张某: the complaint proved unfounded."""
    result = year("S10")
    assert measures(result, "李某") == ["通报批评", "调离窗口"]
    assert measures(result, "张某") == []


def test_the_year_under_s12() -> None:
    """Two latenesses in January leave 160 of 200 yuan, a day's absence in March 150 and −3 points;
    online play bounds the year's grade. November: revoked, 200 again; until then it was 180."""
    result = year("S12")
    months = {"2026-01": 160, "2026-03": 150, "2026-11": 200}
    assert {one: total(result, "allowance", "张某", one) for one in months} == months
    assert result.score("year", "张某", "2026").change == -3
    assert result.ceiling("张某", 2026) == "不称职"
    before = year("S12", as_of=END_OF_YEAR.replace(month=11, day=8))
    assert total(before, "allowance", "张某", "2026-11") == 180


def test_two_schemes_at_once() -> None:
    """Of schemes that speak of different things, a what-if can suppose several: each counts."""
    result = propose_sanctions(
        read_findings(YEAR).findings, rules(), as_of=END_OF_YEAR, profiles=["S2", "S10"]
    )
    assert result.score("appraisal", "张某", "2026").change == -6
    assert measures(result, "李某") == ["通报批评", "调离窗口"]


# ---- typical rules of schemes that are not shipped


def test_last_in_rank_two_months_running() -> None:
    """S15: last in January, February and April: a talk in February only."""
    count = {"of": "last_in_rank", "per": "person", "within": "month", "in_a_row": True}
    registry = rules_with(
        counts=[{"id": "months_last", "label": "连续末位的月数", **count, **CITE}],
        sanctions=[
            {
                "id": "last",
                "title": "连续2个月末位的，约谈",
                "kinds": "last_in_rank",
                "when": {"months_last": ">= 2"},
                "then": [{"who": "person", "measure": "reminder-talk"}],
                **CITE,
            }
        ],
    )
    findings = [verified(f"2026-0{month}-28", "last_in_rank") for month in (1, 2, 4)]
    result = propose_sanctions(findings, registry, as_of=END_OF_YEAR)
    assert [one.finding.occurred_at.month for one in result.of("张某")] == [2]


def test_a_matrix_by_kind() -> None:
    """S13: a slow and an idle act together weigh more than either alone, in whatever order."""
    counts = [
        {"id": kind, "label": kind, "of": of, "per": "person", "within": "year", **CITE}
        for kind, of in (("idle_acts", "not_accepting"), ("slow_acts", "overdue_promised"))
    ]
    both = {"idle_acts": ">= 1", "slow_acts": ">= 1"}
    registry = rules_with(
        counts=counts,
        sanctions=[
            {
                "id": "both",
                "title": "不作为、慢作为兼有的，诫勉",
                "kinds": ["not_accepting", "overdue_promised"],
                "when": both,
                "then": [{"who": "person", "measure": "admonition"}],
                **CITE,
            }
        ],
    )
    idle = verified("2026-03-02", "not_accepting")
    for day in ("2026-03-01", "2026-03-03"):
        slow = verified(day, "overdue_promised")
        assert measures(propose_sanctions([idle, slow], registry, as_of=END_OF_YEAR)) == ["诫勉"]
    assert not propose_sanctions([idle], registry, as_of=END_OF_YEAR).proposed
