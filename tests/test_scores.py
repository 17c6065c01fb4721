"""Scores: bounds, categories, grades, months to years, and what a grade leads to."""

import json
from decimal import Decimal, localcontext
from itertools import pairwise
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

import servicehall as sh
from tests.accountable import AS_OF, CITE, TOWN, at, finding, proposed, rules

POINTS = {"id": "month", "title": "月度得分", "of": "person", "period": "month", "base": "100"}


def row(kinds: str, amount: object, **said: object) -> dict[str, object]:
    then = {"who": "person", "score": "month", "amount": amount, **said}
    return {"id": kinds, "title": kinds, "kinds": kinds, "then": [then]}


def score(town: sh.Registry, *findings: sh.Finding, period: str = "2026-03") -> sh.Tally:
    found = sh.propose_sanctions(findings, town, as_of=AS_OF)
    return found.score("month", "甲", period, division=TOWN)


def test_a_category_is_taken_off_until_nothing_is_left() -> None:
    """扣完为止: four of 3 points in a category of 10 take 10, and the rest is untouched."""
    town = rules(
        scores=[POINTS | {"categories": [{"id": "c", "title": "品德", "most_off": "10"}]}],
        sanctions=[row("quarrel", "-3", category="c"), row("smoking", "-1")],
    )
    four = [finding(f"F{n}", "quarrel", at(3, n)) for n in range(1, 5)]
    tally = score(town, *four, finding("G", "smoking", at(3, 9)))
    assert tally.total == 100 - 10 - 1
    (cut,) = tally.cuts
    assert (cut.what, cut.amount) == ("品德最多扣10", 2)
    assert "品德最多扣10，多出的+2分" in tally.explain()


def test_floors_and_ceilings() -> None:
    """Never below 0, never above 110, and no more than 5 to anybody's credit."""
    town = rules(
        scores=[POINTS | {"least": "0", "most": "104", "most_on": "5"}],
        breaches=[{"id": "praised", "title": "表扬", "merit": True}],
        sanctions=[row("quarrel", "-60"), row("praised", "4")],
    )
    assert score(town, *(finding(f"F{n}", "quarrel", at(3, n)) for n in (1, 2))).total == 0
    praised = [finding(f"F{n}", "praised", at(3, n)) for n in (1, 2)]
    assert score(town, *praised).total == 104
    assert score(town, *praised, finding("G", "quarrel", at(3, 9))).total == 100 + 5 - 60


def test_what_is_added_in_a_category_has_a_bound_of_its_own() -> None:
    """Three times 2 in a category that takes 3 at most."""
    town = rules(
        scores=[POINTS | {"categories": [{"id": "c", "title": "表扬", "most_on": "3"}]}],
        breaches=[{"id": "praised", "title": "表扬", "merit": True}],
        sanctions=[row("praised", "2", category="c")],
    )
    tally = score(town, *(finding(f"F{n}", "praised", at(3, n)) for n in (1, 2, 3)))
    assert (tally.total, tally.cuts[0].what) == (103, "表扬最多加3")


def test_a_base_that_nobody_knows_gives_no_score() -> None:
    """The source says what is deducted of the bonus, not how much the bonus is."""
    town = rules(
        scores=[POINTS | {"base": "unknown: 原文没有奖金数额", "unit": "yuan", "title": "奖金"}],
        sanctions=[row("quarrel", "-50")],
    )
    tally = score(town, finding("F1", "quarrel", at(3, 2)))
    assert (tally.total, tally.change, tally.grade) == (None, -50, "")
    assert (tally.ends, tally.bands, tally.is_undecided) == (None, (), False)
    assert "得分：不明，增减合计-50元" in tally.explain()


GRADES = [
    {"points": ">= 80", "grade": "合格"},
    {"points": ">= 60, < 80", "grade": "基本合格"},
    {"points": "< 60", "grade": "不合格"},
]


@pytest.mark.parametrize(
    ("off", "grade"),
    [("20", "合格"), ("20.01", "基本合格"), ("40", "基本合格"), ("40.5", "不合格")],
)
def test_grades(off: str, grade: str) -> None:
    town = rules(scores=[POINTS | {"grades": GRADES}], sanctions=[row("quarrel", f"-{off}")])
    tally = score(town, finding("F1", "quarrel", at(3, 2)))
    assert (tally.grade, tally.in_hole) == (grade, False)
    assert f"分，{grade}" in tally.explain()


def test_a_score_for_which_no_grade_is_provided_has_none() -> None:
    """Nothing is said of 60 to 80; 70 has no grade, and nobody makes one up."""
    town = rules(
        scores=[POINTS | {"grades": [GRADES[0], GRADES[2]]}], sanctions=[row("quarrel", "-30")]
    )
    tally = score(town, finding("F1", "quarrel", at(3, 2)))
    assert (tally.grade, tally.in_hole) == ("", True)
    assert "没有规定这个得分的等次" in tally.explain()


@pytest.mark.parametrize(("by", "total"), [("average", "99.67"), ("sum", "1196")])
def test_a_year_is_made_of_its_months(by: str, total: str) -> None:
    """98 in March, 98 in May and ten times 100: 1,196 in all, 99.666… on average."""
    year = {
        "id": "year", "title": "年度得分", "of": "person", "period": "year", "made_of": "month",
        "by": by,
    }  # fmt: skip
    town = rules(scores=[POINTS, year], sanctions=[row("quarrel", "-2")])
    findings = [finding("F1", "quarrel", at(3, 2)), finding("F2", "quarrel", at(5, 2))]
    found = sh.propose_sanctions(findings, town, as_of=AS_OF)
    tally = found.score("year", "甲", "2026")
    assert tally.total == Decimal(total)
    assert len(tally.parts) == 12
    assert tally.explain().count("2026-") == 12
    midway = sh.propose_sanctions(findings, town, as_of=at(4, 15))
    assert [part.period for part in midway.score("year", "甲", "2026").parts] == [
        "2026-01", "2026-02", "2026-03", "2026-04",
    ]  # fmt: skip
    assert [one.score.id for one in found.scores("2026")] == ["year"]
    assert [(one.name, one.period) for one in found.scores("2026-03")] == [("甲", "2026-03")]
    assert found.scores("2026-Q1") == ()


def test_a_year_of_months_without_a_base_is_not_known() -> None:
    year = {"id": "year", "title": "年", "of": "person", "period": "year", "made_of": "month"}
    town = rules(
        scores=[POINTS | {"base": "unknown: 没有数字"}, year], sanctions=[row("quarrel", "-2")]
    )
    found = sh.propose_sanctions([finding("F1", "quarrel", at(3, 2))], town, as_of=AS_OF)
    assert found.score("year", "甲", "2026").total is None
    before = found.score("year", "甲", "2028")
    assert (before.parts, before.total) == ((), None)


def test_what_a_window_loses_goes_over_to_its_chief() -> None:
    """Paired: window −3, chief representative −1.5."""
    window = {
        "id": "window", "title": "窗口得分", "of": "window", "period": "month", "base": "100",
        "propagates": [{"to": "chief_representative", "ratio": "0.5", "score": "month"}],
    }  # fmt: skip
    rule = {
        "id": "q", "title": "q", "kinds": "quarrel",
        "then": [{"who": "window", "score": "window", "amount": "-3"}],
    }  # fmt: skip
    town = rules(scores=[POINTS, window], sanctions=[rule])
    whose = {"window": "民政窗口", "chief_representative": "乙"}
    found = sh.propose_sanctions([finding("F1", "quarrel", at(3, 2), who=whose)], town, as_of=AS_OF)
    assert found.score("window", "民政窗口", "2026-03").total == 97
    assert found.score("month", "乙", "2026-03").total == Decimal("98.5")
    assert "连带0.5倍" in found.explain()
    alone = sh.propose_sanctions(
        [finding("F1", "quarrel", at(3, 2), who={"window": "民政窗口"})], town, as_of=AS_OF
    )
    assert [item.needed for item in alone.open] == [("chief_representative",)]


def test_a_grade_can_have_consequences_which_count_again() -> None:
    """Below 60 in a month a talk at its end; two months running lead to a suspension."""
    grades = [
        {"points": ">= 60", "grade": "合格"},
        {"points": "< 60", "grade": "不合格", "then": [
            {"who": "person", "measure": "talk"}, {"who": "unit_head", "measure": "told"},
        ]},
    ]  # fmt: skip
    count = {
        "id": "n", "label": "n", "of": "talk", "per": "person", "within": "month",
        "in_a_row": True,
    }  # fmt: skip
    then = {"who": "person", "measure": "suspended"}
    two = {"id": "two", "title": "连续两月", "kinds": "talk", "when": {"n": ">= 2"}, "then": [then]}
    town = rules(
        scores=[POINTS | {"grades": grades}], counts=[count],
        measures=[{"id": name, "title": name} for name in ("talk", "told", "suspended")],
        sanctions=[row("quarrel", "-30"), two],
    )  # fmt: skip
    whose = {"person": "甲", "unit_head": "局长"}
    listed = [
        finding(f"F{n}", "quarrel", at(month, day), who=whose)
        for n, (month, day) in enumerate([(3, 2), (3, 3), (4, 2), (4, 3)])
    ]
    found = sh.propose_sanctions(listed, town, as_of=AS_OF)
    measures = [(str(item.at.date()), item.name, item.says) for item in found.proposed
                if item.measure]  # fmt: skip
    assert measures == [
        ("2026-03-31", "甲", "talk"), ("2026-03-31", "局长", "told"),
        ("2026-04-30", "甲", "talk"), ("2026-04-30", "局长", "told"),
        ("2026-04-30", "甲", "suspended"),
    ]  # fmt: skip
    young = [{**one, "since": at(5, 1).date()} for one in [POINTS | {"grades": grades}]]
    since_may = rules(
        scores=young, measures=[{"id": name, "title": name} for name in ("talk", "told")]
    )
    assert sh.propose_sanctions(listed, since_may, as_of=AS_OF).items == ()
    running = sh.propose_sanctions(listed, town, as_of=at(3, 31, 12))
    assert not [item for item in running.proposed if item.measure]
    less = found.without("F3")
    assert [item.says for item in less.proposed if item.measure] == ["talk", "told"]


def test_periods_have_names() -> None:
    """A month, a quarter, a half-year and a year; anything else is refused with an example."""
    for unit, name, wrong in (
        ("month", "2026-03", "2026-3"), ("quarter", "2026-Q1", "2026-Q5"),
        ("half-year", "2026-H1", "2026-H3"), ("year", "2026", "26"),
    ):  # fmt: skip
        town = rules(scores=[POINTS | {"period": unit}], sanctions=[row("quarrel", "-2")])
        found = sh.propose_sanctions([finding("F1", "quarrel", at(3, 31))], town, as_of=AS_OF)
        assert found.score("month", "甲", name).total == 98
        with pytest.raises(sh.InputValueError) as caught:
            found.score("month", "甲", wrong)
        assert caught.value.code == "SH811"


def test_the_last_year_of_the_calendar_has_an_end() -> None:
    """Nothing comes after 9999-12-31; nobody has lost anything by then."""
    town = rules(scores=[POINTS], sanctions=[row("quarrel", "-2")])
    found = sh.propose_sanctions([finding("F1", "quarrel", at(3, 2))], town, as_of=AS_OF)
    assert found.score("month", "甲", "9999-12").total == 100
    assert found.scores("9999") == ()
    with pytest.raises(sh.InputValueError) as caught:
        found.scores("10000")
    assert caught.value.code == "SH834"


def test_a_division_is_known_by_its_long_code() -> None:
    """530926103000 is 530926103."""
    town = rules(scores=[POINTS], sanctions=[row("quarrel", "-2")])
    found = sh.propose_sanctions([finding("F1", "quarrel", at(3, 2))], town, as_of=AS_OF)
    assert found.score("month", "甲", "2026-03", division=f"{TOWN}000").total == 98


def test_what_cannot_be_asked_for() -> None:
    town = rules(scores=[POINTS], sanctions=[row("quarrel", "-2")])
    found = sh.propose_sanctions([finding("F1", "quarrel", at(3, 2))], town, as_of=AS_OF)
    with pytest.raises(sh.InputValueError) as caught:
        found.score("year", "甲", "2026")
    assert caught.value.code == "SH810"
    nothing = sh.propose_sanctions([], town, as_of=AS_OF)
    with pytest.raises(sh.InputValueError) as where:
        nothing.score("month", "甲", "2026-03")
    assert where.value.code == "SH826"
    assert nothing.score("month", "甲", "2026-03", division=TOWN).total == 100


def test_a_scheme_that_begins_in_june_has_no_score_of_march() -> None:
    """Nothing is made up for the months before; the year is made of those since June."""
    since = {"since": at(6, 1).date()}
    year = {"id": "year", "title": "年", "of": "person", "period": "year", "made_of": "month"}
    town = rules(scores=[POINTS | since, year | since], sanctions=[row("quarrel", "-7") | since])
    found = sh.propose_sanctions([finding("F1", "quarrel", at(6, 2))], town, as_of=AS_OF)
    with pytest.raises(sh.InputValueError) as caught:
        found.score("month", "甲", "2026-03")
    assert caught.value.code == "SH828"
    assert found.scores("2026-03") == ()
    tally = found.score("year", "甲", "2026")
    assert (len(tally.parts), tally.total) == (7, 99)
    assert [one.total for one in found.scores("2026")] == [99]


def test_what_was_found_elsewhere_changes_no_score_here() -> None:
    here = {"id": "here", "division": TOWN, "scores": [POINTS | CITE],
            "sanctions": [row("quarrel", "-2") | CITE]}  # fmt: skip
    there = {**here, "id": "there", "division": "360821100"}
    both = sh.Registry.of(sh.load_pack(here), sh.load_pack(there))
    listed = [
        finding("F1", "quarrel", at(3, 2)),
        finding("F2", "quarrel", at(3, 2), division="360821100"),
    ]
    found = sh.propose_sanctions(listed, both, as_of=AS_OF)
    assert found.score("month", "甲", "2026-03", division=TOWN).total == 98
    assert len(proposed(found)) == 2


@given(
    points=st.decimals("-50", "150", places=2),
    edges=st.lists(st.decimals("0", "100", places=1), min_size=1, max_size=4, unique=True),
)
def test_every_score_lies_in_one_band(points: Decimal, edges: list[Decimal]) -> None:
    """Bands that follow one another take every score, each by the obvious comparison."""
    ordered = sorted(edges)
    cells = [f"< {ordered[0]}"]
    cells += [f">= {low}, < {high}" for low, high in pairwise(ordered)]
    cells.append(f">= {ordered[-1]}")
    grades = [{"points": cell, "grade": str(place)} for place, cell in enumerate(cells)]
    town = rules(scores=[POINTS | {"base": str(points), "grades": grades}])
    found = sh.propose_sanctions([], town, as_of=AS_OF)
    tally = found.score("month", "甲", "2026-03", division=TOWN)
    assert tally.grade == str(sum(points >= edge for edge in ordered))


QUARTER = {
    "id": "quarter", "title": "季度得分", "of": "person", "period": "quarter", "made_of": "month",
}  # fmt: skip
YEAR = {"id": "year", "title": "年度得分", "of": "person", "period": "year", "made_of": "quarter"}


def test_a_year_of_quarters_of_months_knows_who_lost_what_by_which_finding() -> None:
    """Twelve off one month are 4 off its quarter (12 ÷ 3), and 1 off the year (4 ÷ 4)."""
    town = rules(scores=[POINTS, QUARTER, YEAR], sanctions=[row("quarrel", "-12")])
    found = sh.propose_sanctions([finding("F1", "quarrel", at(3, 2))], town, as_of=AS_OF)
    assert [(one.name, one.total) for one in found.scores("2026")] == [("甲", 99)]
    assert found.cost("F1") == {
        ("month", "甲", "2026-03"): -12,
        ("quarter", "甲", "2026-Q1"): -4,
        ("year", "甲", "2026"): -1,
    }


def test_a_score_that_has_ended_is_still_known_of_its_days() -> None:
    """It ended in June: that of March is there, and what its grade led to at the end of March."""
    until = {"expires": at(6, 30).date()}
    then = [{"who": "person", "measure": "talk"}]
    grades = [
        {"points": ">= 60", "grade": "合格"}, {"points": "< 60", "grade": "不合格", "then": then},
    ]  # fmt: skip
    town = rules(
        scores=[POINTS | until | {"grades": grades}],
        measures=[{"id": "talk", "title": "谈话"}],
        sanctions=[row("quarrel", "-50") | until],
    )
    found = sh.propose_sanctions([finding("F1", "quarrel", at(3, 2))], town, as_of=AS_OF)
    assert found.score("month", "甲", "2026-03").grade == "不合格"
    assert ("F1", "甲", "谈话") in proposed(found)
    with pytest.raises(sh.InputValueError) as caught:
        found.score("month", "甲", "2026-09")
    assert caught.value.code == "SH828"


def test_what_a_finding_costs_where_the_base_is_not_known() -> None:
    town = rules(scores=[POINTS | {"base": "unknown: 没有数字"}], sanctions=[row("quarrel", "-2")])
    found = sh.propose_sanctions([finding("F1", "quarrel", at(3, 2))], town, as_of=AS_OF)
    assert found.cost("F1") == {("month", "甲", "2026-03"): -2}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"period": "quarter"}, "person 的得分，按季度，以分计"),
        ({"of": "window"}, "window 的得分，按月，以分计"),
        ({"unit": "yuan"}, "person 的得分，按月，以元计"),
    ],
)
def test_a_score_stays_what_it_is_under_its_name(changed: dict[str, str], told: str) -> None:
    """Until June by the quarter, from July by the month: points of May would count nowhere."""
    before = POINTS | changed | {"expires": at(6, 30).date()}
    with pytest.raises(sh.FaultyDataError) as caught:
        rules(scores=[before, POINTS | {"since": at(7, 1).date()}])
    (problem,) = caught.value.problems
    assert (problem.code, problem.facts["path"]) == ("SH833", "scores month")
    assert f"先是{told}，后是person 的得分，按月，以分计" in problem.part("what", "zh")


def test_a_year_is_not_made_of_something_else_under_its_name() -> None:
    """Counted itself until June, made of months from July on."""
    year = {"id": "year", "title": "年", "of": "person", "period": "year"}
    before = year | {"base": "100", "expires": at(6, 30).date()}
    after = year | {"made_of": "month", "since": at(7, 1).date()}
    with pytest.raises(sh.FaultyDataError) as caught:
        rules(scores=[POINTS, before, after])
    (problem,) = caught.value.problems
    assert "，由 month 汇总" in problem.part("what", "zh")


def test_a_score_can_change_its_base_and_what_its_grades_are() -> None:
    """100 until June, 120 from July on: one score, each month by the rules of its last day."""
    before = POINTS | {"expires": at(6, 30).date()}
    after = POINTS | {"base": "120", "since": at(7, 1).date()}
    town = rules(scores=[before, after], sanctions=[row("quarrel", "-2")])
    listed = [finding("F1", "quarrel", at(6, 30)), finding("F2", "quarrel", at(7, 1))]
    assert score(town, *listed, period="2026-06").total == 98
    assert score(town, *listed, period="2026-07").total == 118


def test_two_adopted_schemes_do_not_share_the_name_of_two_scores() -> None:
    """Each goes together in itself; the place that adopts one after the other is told."""
    packs = [
        sh.load_pack({"id": f"p.{name}", "profile": name, "scores": [POINTS | CITE | said]})
        for name, said in (("A", {}), ("B", {"period": "quarter"}))
    ]
    spans = ({"expires": at(6, 30).date()}, {"since": at(7, 1).date()})
    adopts = [
        {"id": name, "profile": name, **CITE, **span}
        for name, span in zip("AB", spans, strict=True)
    ]
    town = sh.load_pack({"id": "town", "division": TOWN, "adopts": adopts}, above=packs)
    both = sh.Registry.of(*packs, town)
    with pytest.raises(sh.DataError) as caught:
        sh.propose_sanctions([finding("F1", "quarrel", at(5, 2))], both, as_of=AS_OF)
    assert caught.value.code == "SH833"


def test_a_grade_leads_to_something_by_the_rules_of_the_end_of_its_period() -> None:
    """A year that is counted since July leads to a talk in December, whoever else was found."""
    then = [{"who": "person", "measure": "talk"}]
    year = {
        "id": "year", "title": "年", "of": "person", "period": "year", "made_of": "month",
        "since": at(7, 1).date(), "grades": [{"points": "< 99", "grade": "差", "then": then}],
    }  # fmt: skip
    town = rules(
        scores=[POINTS, year], measures=[{"id": "talk", "title": "谈话"}],
        sanctions=[row("quarrel", "-50")],
    )  # fmt: skip
    first = finding("F1", "quarrel", at(3, 10))
    other = finding("F2", "quarrel", at(8, 10), who={"person": "乙"})
    for listed in ([first], [first, other]):
        found = sh.propose_sanctions(listed, town, as_of=AS_OF)
        assert [item.says for item in found.of("甲")] == ["月度得分扣50分", "谈话"]


def test_a_score_that_ended_within_a_period_costs_nothing_in_it() -> None:
    """It ended on 15 March: there is none of March, and nothing of it to restore."""
    until = {"expires": at(3, 15).date()}
    town = rules(scores=[POINTS | until], sanctions=[row("quarrel", "-2") | until])
    found = sh.propose_sanctions([finding("F1", "quarrel", at(3, 2))], town, as_of=AS_OF)
    assert found.cost("F1") == {}
    with pytest.raises(sh.InputValueError) as caught:
        found.score("month", "甲", "2026-03")
    assert caught.value.code == "SH828"


def test_a_category_that_is_gone_keeps_the_bound_that_it_had() -> None:
    """Three times 2 in 纪律 until June, 3 at most; from July on the year has another category."""
    until, since = {"expires": at(6, 30).date()}, {"since": at(7, 1).date()}
    year = {"id": "month", "title": "年度得分", "of": "person", "period": "year", "base": "100"}
    old = {"categories": [{"id": "c", "title": "纪律", "most_off": "3"}]}
    new = {"categories": [{"id": "d", "title": "效率", "most_off": "3"}]}
    town = rules(
        scores=[year | old | until, year | new | since],
        sanctions=[
            row("quarrel", "-2", category="c") | until, row("smoking", "-2", category="d") | since,
        ],
    )  # fmt: skip
    listed = [finding(f"F{n}", "quarrel", at(n, 2)) for n in (1, 2, 3)]
    tally = score(town, *listed, finding("G", "smoking", at(8, 2)), period="2026")
    assert tally.total == 100 - 3 - 2
    assert "扣2分〔纪律〕" in tally.explain()
    assert "纪律最多扣3，多出的+3分" in tally.explain()


@pytest.mark.parametrize(("by", "change"), [("average", "-0.83"), ("sum", "-10")])
def test_a_year_without_a_base_changes_as_its_months_do(by: str, change: str) -> None:
    """14 off March, of which 10 count: 10 of the year's sum, 10 ÷ 12 of its average."""
    month = {"base": "unknown: 没有数字", "categories": [{"id": "c", "most_off": "10"}]}
    year = {
        "id": "year", "title": "年", "of": "person", "period": "year", "made_of": "month",
        "by": by,
    }  # fmt: skip
    town = rules(scores=[POINTS | month, year], sanctions=[row("quarrel", "-14", category="c")])
    found = sh.propose_sanctions([finding("F1", "quarrel", at(3, 2))], town, as_of=AS_OF)
    tally = found.score("year", "甲", "2026")
    assert (tally.total, tally.change) == (None, Decimal(change))
    assert f"增减合计{change}分" in tally.explain()
    assert found.cost("F1") == {
        ("month", "甲", "2026-03"): -10,
        ("year", "甲", "2026"): Decimal(change),
    }
    assert found.score("year", "甲", "2028").change == 0


def test_an_average_does_not_depend_on_the_precision_of_the_caller() -> None:
    """1,199 ÷ 12 = 99.9166…, also where the thread counts with three digits."""
    year = {"id": "year", "title": "年", "of": "person", "period": "year", "made_of": "month"}
    town = rules(scores=[POINTS, year], sanctions=[row("quarrel", "-1")])
    found = sh.propose_sanctions([finding("F1", "quarrel", at(3, 2))], town, as_of=AS_OF)
    with localcontext(prec=3):
        assert found.score("year", "甲", "2026").total == Decimal("99.92")


def test_yuan_are_rounded_to_the_fen_with_each_item() -> None:
    """13.33 × 0.333 = 4.43889 is 4.44, × 0.5 = 6.665 is 6.67; points are not rounded."""
    bonus = POINTS | {"title": "奖金", "unit": "yuan"}
    shared = bonus | {"propagates": [{"to": "chief_representative", "ratio": "0.333",
                                      "score": "c"}]}  # fmt: skip
    chief = bonus | {"id": "c", "of": "chief_representative"}
    heavier = {"factors": [{"title": "从轻", "when": {"serious": False}, "times": "0.5"}]}
    town = rules(
        scores=[shared, chief], sanctions=[row("quarrel", "-13.33") | heavier,
                                           row("smoking", "-13.33")],
    )  # fmt: skip
    whose = {"person": "甲", "chief_representative": "乙"}
    listed = [
        finding("F1", "smoking", at(3, 2), who=whose),
        finding("F2", "quarrel", at(4, 2), serious=False),
    ]
    found = sh.propose_sanctions(listed, town, as_of=AS_OF)
    assert found.score("c", "乙", "2026-03").total == Decimal("95.56")
    assert found.score("month", "甲", "2026-04").total == Decimal("93.33")
    points = rules(scores=[POINTS], sanctions=[row("quarrel", "-13.33") | heavier])
    assert score(points, listed[1], period="2026-04").total == Decimal("93.335")


def test_what_goes_over_goes_on() -> None:
    """The window loses 4, its chief half of that, the head half of what the chief does."""
    chief = POINTS | {"id": "c", "title": "代表", "of": "chief_representative"}
    chief |= {"propagates": [{"to": "unit_head", "ratio": "0.5", "score": "h"}]}
    window = POINTS | {"id": "w", "title": "窗口", "of": "window"}
    window |= {"propagates": [{"to": "chief_representative", "ratio": "0.5", "score": "c"}]}
    rule = {"id": "q", "title": "q", "kinds": "quarrel",
            "then": [{"who": "window", "score": "w", "amount": "-4"}]}  # fmt: skip
    head = POINTS | {"id": "h", "title": "局长", "of": "unit_head"}
    town = rules(scores=[head, chief, window], sanctions=[rule])
    whose = {"window": "民政窗口", "chief_representative": "乙", "unit_head": "丙"}
    found = sh.propose_sanctions([finding("F1", "quarrel", at(3, 2), who=whose)], town, as_of=AS_OF)
    assert proposed(found) == [
        ("F1", "民政窗口", "窗口扣4分"), ("F1", "乙", "代表扣2分"), ("F1", "丙", "局长扣1分"),
    ]  # fmt: skip
    del whose["chief_representative"]
    found = sh.propose_sanctions([finding("F1", "quarrel", at(3, 2), who=whose)], town, as_of=AS_OF)
    assert [item.name for item in found.open] == ["", "丙"]


def test_what_a_grade_takes_off_goes_over_too() -> None:
    """Below 60 in March costs the window 6 of the year, and its chief half of that."""
    year = {"id": "y", "title": "年度", "period": "year", "base": "100"}
    chief = year | {"id": "c", "of": "chief_representative"}
    passed = [{"to": "chief_representative", "ratio": "0.5", "score": "c"}]
    window = year | {"of": "window", "propagates": passed}
    then = [{"who": "window", "score": "y", "amount": "-6"}]
    grades = [{"points": "< 60", "grade": "不合格", "then": then}]
    rule = {"id": "q", "title": "q", "kinds": "quarrel",
            "then": [{"who": "window", "score": "month", "amount": "-50"}]}  # fmt: skip
    town = rules(
        scores=[POINTS | {"of": "window", "grades": grades}, chief, window], sanctions=[rule]
    )
    whose = {"window": "民政窗口", "chief_representative": "乙"}
    found = sh.propose_sanctions([finding("F1", "quarrel", at(3, 2), who=whose)], town, as_of=AS_OF)
    assert found.score("y", "民政窗口", "2026").total == 94
    assert found.score("c", "乙", "2026").total == 97


@pytest.mark.parametrize("way", ["points", "measure", "part"])
def test_a_grade_cannot_change_the_score_that_earned_it(way: str) -> None:
    """It would be another grade then: by points of its own, by a measure that costs points, …"""
    points = {"who": "person", "score": "month", "amount": "-5"}
    talk = {"who": "person", "measure": "talk"}
    grades = [{"points": "< 60", "grade": "不合格", "then": [talk if way == "measure" else points]}]
    year = {"id": "year", "title": "年", "of": "person", "period": "year", "made_of": "month"}
    scores = [POINTS, year | {"grades": grades}]
    town = rules(
        scores=scores if way == "part" else [POINTS | {"grades": grades}],
        measures=[{"id": "talk", "title": "谈话"}],
        sanctions=[row("talk", "-5"), row("quarrel", "-50")],
    )
    with pytest.raises(sh.DataError) as caught:
        sh.propose_sanctions([finding("F1", "quarrel", at(3, 2))], town, as_of=AS_OF)
    assert caught.value.code == "SH821"


EARNED = [
    {"points": ">= 80", "grade": "合格", "then": [{"who": "person", "measure": "award"}]},
    {"points": "< 80", "grade": "不合格", "then": [{"who": "person", "measure": "talk"}]},
]
MEASURES = [{"id": name, "title": name} for name in ("award", "talk")]


def graded(*findings: sh.Finding, **said: Any) -> sh.Proposals:
    """Return what follows where smoking costs 18, chess as said, and grades lead to measures."""
    chess = {"amount": said.pop("amount", ["-3", "-5"]), **said.pop("then", {})}
    town = rules(
        scores=[POINTS | {"grades": EARNED} | said.pop("score", {})],
        measures=MEASURES,
        sanctions=[row("smoking", "-18"), row("chess", **chess) | said],
    )
    return sh.propose_sanctions(findings, town, as_of=AS_OF)


SMOKING = finding("A", "smoking", at(3, 10))
CHESS = finding("B", "chess", at(3, 11))


def test_a_grade_is_not_certain_while_points_are_open() -> None:
    """82, of which 3 to 5 are still to be taken: 77 to 79 is 不合格, and no award is due."""
    found = graded(SMOKING, CHESS)
    tally = found.score("month", "甲", "2026-03")
    assert (tally.total, tally.ends, tally.grade, tally.in_hole) == (82, (77, 79), "", False)
    assert "得分：82分，等次未定" in tally.explain()
    assert "没有规定这个得分的等次" not in tally.explain()
    (talk,) = [item for item in found.items if item.measure]
    assert (talk.says, talk.status, talk.needed) == ("talk", "open", ("picks.chess",))
    assert talk.why == "还有扣加分待定，等次未定"
    settled = graded(SMOKING, evolve(CHESS, picks={"chess": "-4"}))
    assert settled.score("month", "甲", "2026-03").grade == "不合格"
    assert [item.says for item in settled.proposed][-1] == "talk"


def test_a_grade_is_certain_where_open_points_cannot_change_it() -> None:
    """95 to 97 is 合格 whatever is picked; the award is proposed, though nothing else is yet."""
    found = graded(CHESS)
    assert found.score("month", "甲", "2026-03").grade == "合格"
    assert [item.says for item in found.proposed] == ["award"]


@pytest.mark.parametrize(
    ("said", "ends"),
    [
        ({"amount": ["-1", "-2"]}, (80, 81)),
        ({"amount": "-3", "when": {"serious": True}}, (79, 82)),
        ({"amount": "unknown: 没有写", "then": {"at_most": "6"}}, (76, 88)),
        ({"amount": "-1", "then": {"per": "late_days", "at_most": "9"}}, (73, 82)),
        ({"amount": "-1", "factors": [
            {"title": "从重", "when": {"serious": True}, "times": "3"},
            {"title": "从轻", "when": {"bad_result": False}, "times": "0.5"}]},
         (79, 82)),
        ({"amount": ["-1", "-2"], "score": {"least": "81"}}, (81, 81)),
        ({"amount": ["-4", "-5"], "then": {"category": "c"},
          "score": {"categories": [{"id": "c", "most_off": "2"}]}}, (80, 80)),
    ],
)  # fmt: skip
def test_between_what_a_score_will_be(said: dict[str, Any], ends: tuple[int, int]) -> None:
    """18 are taken off; what is open lies between two figures, or may not count at all."""
    tally = graded(SMOKING, CHESS, **said).score("month", "甲", "2026-03")
    assert tally.ends == ends
    assert tally.grade == ("合格" if ends[0] >= 80 else "")


def test_whatever_may_be_earned_is_open() -> None:
    """Nobody knows how many days: 82 or anything below; both the award and the talk are open."""
    found = graded(SMOKING, CHESS, amount="-1", then={"per": "late_days"})
    open_ = [(item.says, item.needed) for item in found.open if item.tally]
    assert open_ == [("talk", ("late_days",)), ("award", ("late_days",))]


def test_a_year_is_undecided_as_its_months_are() -> None:
    """March is 77 to 79, the year of twelve months 98.08 to 98.25: the limit of 98.2 is between."""
    year = {
        "id": "year",
        "title": "年",
        "of": "person",
        "period": "year",
        "made_of": "month",
        "grades": [{"points": ">= 98.2", "grade": "优"}, {"points": "< 98.2", "grade": "良"}],
    }
    town = rules(scores=[POINTS, year], sanctions=[row("smoking", "-18"),
                                                   row("chess", ["-3", "-5"])])  # fmt: skip
    found = sh.propose_sanctions([SMOKING, CHESS], town, as_of=AS_OF)
    tally = found.score("year", "甲", "2026")
    assert (tally.ends, tally.grade) == ((Decimal("98.08"), Decimal("98.25")), "")


def test_what_goes_over_is_open_as_long_as_what_it_is_a_share_of() -> None:
    """Half of 3 to 5 goes over to the chief: 97.5 to 98.5."""
    passed = [{"to": "chief_representative", "ratio": "0.5", "score": "c"}]
    chief = POINTS | {"id": "c", "of": "chief_representative"}
    town = rules(scores=[POINTS | {"propagates": passed}, chief],
                 sanctions=[row("chess", ["-3", "-5"])])  # fmt: skip
    whose = {"person": "甲", "chief_representative": "乙"}
    found = sh.propose_sanctions([finding("B", "chess", at(3, 11), who=whose)], town, as_of=AS_OF)
    assert found.score("c", "乙", "2026-03").ends == (Decimal("97.5"), Decimal("98.5"))


NTH = {"label": "次数", "of": "smoking", "per": "person", "within": "year"}


def test_a_grade_is_that_of_what_stands_in_the_end() -> None:
    """The second time takes the place of the first: January is 100, and nobody is talked to."""
    town = rules(
        scores=[POINTS | {"grades": EARNED}], measures=MEASURES, counts=[NTH | {"id": "n"}],
        sanctions=[
            row("smoking", "-50") | {"id": "one", "when": {"n": 1}},
            row("smoking", "-60") | {"id": "two", "when": {"n": 2}, "supersedes": ["one"]},
        ],
    )  # fmt: skip
    first, second = finding("A", "smoking", at(1, 2)), finding("B", "smoking", at(2, 2))
    alone = sh.propose_sanctions([first], town, as_of=AS_OF)
    assert [item.says for item in alone.proposed] == ["月度得分扣50分", "talk"]
    found = sh.propose_sanctions([second, first], town, as_of=AS_OF)
    assert [(item.finding.id, item.says) for item in found.proposed] == [
        ("B", "月度得分扣60分"), ("B", "talk"),
    ]  # fmt: skip
    assert found.score("month", "甲", "2026-01").grade == "合格"


def test_a_grade_is_open_where_it_is_open_what_takes_the_place_of_its_points() -> None:
    """Whether the second was serious is not known: January is 50 or 100."""
    town = rules(
        scores=[POINTS | {"grades": EARNED}], measures=MEASURES, counts=[NTH | {"id": "n"}],
        sanctions=[
            row("smoking", "-50") | {"id": "one", "when": {"n": 1}},
            row("smoking", "-10") | {"id": "two", "when": {"n": 2, "serious": True},
                                     "supersedes": ["one"]},
        ],
    )  # fmt: skip
    listed = [finding("A", "smoking", at(1, 2)), finding("B", "smoking", at(2, 2))]
    found = sh.propose_sanctions(listed, town, as_of=AS_OF)
    january = found.score("month", "甲", "2026-01")
    assert (january.ends, january.grade) == ((50, 100), "")
    talks = [item for item in found.items if item.says == "talk"]
    assert [item.status for item in talks] == ["open"]


@pytest.mark.parametrize("when", [{}, {"serious": True}])
def test_points_stay_that_only_their_own_grade_would_take_back(when: dict[str, bool]) -> None:
    """The talk for January would take January's points back, or might: then there were no talk."""
    off = {"id": "off", "title": "待岗", "kinds": "talk", "when": {"talks": ">= 1", **when},
           "supersedes": ["smoking"], "then": [{"who": "person", "measure": "award"}]}  # fmt: skip
    town = rules(
        scores=[POINTS | {"grades": EARNED}], measures=MEASURES,
        counts=[NTH | {"id": "talks", "of": "talk"}],
        sanctions=[row("smoking", "-15"), off],
    )  # fmt: skip
    listed = [finding("A", "smoking", at(1, 2)), finding("B", "smoking", at(1, 3))]
    found = sh.propose_sanctions(listed, town, as_of=AS_OF)
    january = found.score("month", "甲", "2026-01")
    assert (january.total, january.grade) == (Decimal(100 - 15 - 15), "不合格")
    assert "取代它的规定由它所定的等次引出，因此仍然计入" in found.explain()
    assert [item.says for item in found.proposed].count("talk") == 1


def test_a_score_is_closed_after_those_that_change_it() -> None:
    """不合格 in the month costs 30 of another score of that month, which is then below 80 too."""
    costs = {"who": "person", "score": "a", "amount": "-30"}
    month = POINTS | {"grades": [{"points": "< 80", "grade": "不合格", "then": [costs]}]}
    town = rules(
        scores=[POINTS | {"id": "a", "grades": EARNED}, month], measures=MEASURES,
        sanctions=[row("smoking", "-50")],
    )  # fmt: skip
    found = sh.propose_sanctions([finding("A", "smoking", at(1, 2))], town, as_of=AS_OF)
    assert [item.says for item in found.proposed] == ["月度得分扣50分", "月度得分扣30分", "talk"]


JULY = {"since": at(7, 1).date()}
TALK = {"id": "talk", "title": "谈话"}


@pytest.mark.parametrize(
    ("sections", "record", "gone"),
    [
        ({"scores": [POINTS | JULY], "sanctions": [row("quarrel", "-2")]},
         "sanctions quarrel", "month"),
        ({"scores": [POINTS], "measures": [TALK | JULY],
          "sanctions": [row("quarrel", "-2") | {"then": [{"who": "person", "measure": "talk"}]}]},
         "sanctions quarrel", "talk"),
        ({"scores": [POINTS | {"grades": EARNED[1:]}], "measures": [TALK | JULY],
          "sanctions": [row("quarrel", "-2")]}, "scores month", "talk"),
        ({"scores": [POINTS | JULY | {"id": "c", "of": "chief_representative"},
                     POINTS | {"propagates": [{"to": "chief_representative", "ratio": "0.5",
                                               "score": "c"}]}],
          "sanctions": [row("quarrel", "-2")]}, "scores month", "c"),
    ],
)  # fmt: skip
def test_what_follows_is_in_force(sections: dict[str, Any], record: str, gone: str) -> None:
    """A row of March for a score, or a measure, that begins in July gives nothing that is known."""
    town = rules(**sections)
    with pytest.raises(sh.DataError) as caught:
        sh.propose_sanctions([finding("F1", "quarrel", at(3, 2))], town, as_of=AS_OF)
    told = caught.value.facts
    assert (caught.value.code, told["name"], told["id"]) == ("SH837", record, gone)
    later = sh.propose_sanctions([finding("F1", "quarrel", at(7, 2))], town, as_of=AS_OF)
    assert len(later.items) >= 1


def test_a_reward_of_those_without_a_finding_is_told() -> None:
    """Whoever has 100 is 合格 too, and gets the award; who that is, no finding says."""
    listed = [SMOKING, finding("N", "smoking", at(4, 1), who={"window": "民政窗口"})]
    town = rules(scores=[POINTS | {"grades": EARNED}], measures=MEASURES,
                 sanctions=[row("smoking", ["-30", "-40"])])  # fmt: skip
    found = sh.propose_sanctions(listed, town, as_of=at(5, 1, 0))
    assert [(one.period, one.name, one.grade) for one in found.flawless] == [
        ("2026-03", "", "合格"), ("2026-04", "", "合格"),
    ]  # fmt: skip
    told = "没有认定的人和单位，这里没有名单，下列等次的后果没有为他们列出："
    assert f"{told}\n  月度得分“合格”：2026-03、2026-04" in found.explain()
    assert json.loads(found.to_json())["flawless"][0] == {
        "score": "month", "division": TOWN, "period": "2026-03", "grade": "合格",
    }  # fmt: skip
    fallen = rules(scores=[POINTS | {"grades": EARNED[1:]}], measures=MEASURES[1:],
                   sanctions=[row("smoking", "-30")])  # fmt: skip
    plain = sh.propose_sanctions(listed, fallen, as_of=at(5, 1, 0))
    assert plain.flawless == ()
    assert told not in plain.explain()
