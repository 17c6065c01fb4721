"""Rules of sanctions: what a pack may not say, and what is told of rules that it may."""

from typing import Any

import pytest

import servicehall as sh
from servicehall.accountability import RuleFaultKind, check_sanctions
from servicehall.cli.open_points import rules_in_question
from tests.accountable import CITE, TOWN, at, rules

POINTS = {"id": "month", "title": "月度得分", "of": "person", "period": "month", "base": "100"}
MEASURES = [
    {"id": "mild", "title": "轻", "scale": "s", "step": 1},
    {"id": "hard", "title": "重", "scale": "s", "step": 2},
    {"id": "talk", "title": "谈话"},
]
YEAR = {"id": "y", "title": "y", "of": "person", "period": "year", "made_of": "month"}
WINDOW = POINTS | {"id": "w", "of": "window"}
PASSED = {"to": "person", "ratio": "0.5", "score": "month"}
COUNT = {"id": "n", "label": "一年内", "of": "quarrel", "per": "person", "within": "year"}


def row(name: str, *then: dict[str, Any], kinds: object = "quarrel", **said: Any) -> dict[str, Any]:
    return {"id": name, "title": name, "kinds": kinds, "then": list(then), **said}


def off(amount: object, who: str = "person", **said: Any) -> dict[str, Any]:
    return {"who": who, "score": "month", "amount": amount, **said}


def take(measure: object, who: str = "person") -> dict[str, Any]:
    return {"who": who, "measure": measure}


# ---- refused


@pytest.mark.requirement("R-291")
@pytest.mark.parametrize(
    ("sections", "code"),
    [
        ({"sanctions": [row("r", off(-0.5))]}, "SH501"),
        ({"sanctions": [row("r", off("0"))]}, "SH813"),
        ({"sanctions": [row("r", off(["-2", "5"]))]}, "SH813"),
        ({"sanctions": [row("r", off(["-2", "-2"]))]}, "SH813"),
        ({"sanctions": [row("r", off(["-2"]))]}, "SH813"),
        ({"sanctions": [row("r", off("unknown"))]}, "SH116"),
        ({"sanctions": [row("r", off("viel"))]}, "SH503"),
        ({"sanctions": [row("r", off("unknown-ish"))]}, "SH503"),
        ({"scores": [POINTS | {"base": "unknown-ish"}]}, "SH503"),
        ({"counts": [COUNT | {"id": "a b"}]}, "SH422"),
        ({"counts": [COUNT | {"id": 3}]}, "SH205"),
        ({"counts": [COUNT | {"id": "class"}]}, "SH422"),
        ({"sanctions": [row("r", off("-2", category="x"))]}, "SH819"),
        ({"sanctions": [row("r", off("-2", per="media_exposed"))]}, "SH815"),
        ({"sanctions": [row("r", off("-2", per="late_day"))]}, "SH424"),
        ({"sanctions": [row("r", off("-2") | take("talk"))]}, "SH814"),
        ({"sanctions": [row("r", {"who": "person"})]}, "SH814"),
        ({"sanctions": [row("r", {"measure": "talk"})]}, "SH206"),
        ({"sanctions": [row("r", {"who": "person", "amount": "-2"})]}, "SH206"),
        ({"sanctions": [row("r", take("talk") | {"per": "late_days"})]}, "SH459"),
        ({"sanctions": [row("r", off("-2", who="persn"))]}, "SH465"),
        ({"sanctions": [row("r", off("-2") | {"score": "yaer"})]}, "SH465"),
        ({"sanctions": [row("r", take("tlak"))]}, "SH465"),
        ({"sanctions": [row("r", take([]))]}, "SH205"),
        ({"sanctions": [row("r", off("-2"), kinds="quarel")]}, "SH465"),
        ({"sanctions": [row("r", off("-2"), kinds=[])]}, "SH205"),
        ({"sanctions": [row("r")]}, "SH206"),
        ({"sanctions": [row("r", off("-2"), when={"nn": 2})]}, "SH424"),
        ({"sanctions": [row("r", off("-2"), when={"seen:referred": False})]}, "SH835"),
        ({"sanctions": [row("r", off("-2"), when=[{"count:referred": 2}])]}, "SH835"),
        ({"sanctions": [row("r", off("-2"), factors=[{"when": {"before:kind": "JOINT"},
                                                      "times": "2"}])]}, "SH835"),
        ({"sanctions": [row("r", off("-2"), absorbs=["x"])]}, "SH465"),
        ({"sanctions": [row("r", off("-2"), supersedes=["r"])]}, "SH820"),
        ({"sanctions": [row("r", off("-2"), factors=[{"times": "0"}])]}, "SH813"),
        ({"sanctions": [row("r", off("-2", who="window"))]}, "SH829"),
        ({"sanctions": [row("r", off("-2", who="window") | {"score": "w", "category": "c"})],
          "scores": [POINTS, WINDOW]}, "SH819"),
        ({"sanctions": [row("r", off("-2") | {"score": "y"})], "scores": [POINTS, YEAR]}, "SH829"),
        ({"sanctions": [row("r", off("-2"))],
          "scores": [POINTS | {"propagates": [PASSED | {"score": "w"}]}, WINDOW]}, "SH829"),
        ({"sanctions": [row("r", off(["-2", "-5"]), take(["mild", "hard"]))]}, "SH831"),
        ({"scores": [POINTS | {"propagates": [PASSED | {"ratio": "-1"}]}]}, "SH813"),
        ({"scores": [POINTS, YEAR | {"of": "window"}]}, "SH818"),
        ({"scores": [POINTS, YEAR | {"unit": "yuan"}]}, "SH818"),
        ({"scores": [POINTS | {"least": "101"}]}, "SH830"),
        ({"scores": [POINTS | {"most": "99"}]}, "SH830"),
        ({"scores": [POINTS | {"base": "unknown: 没有写", "least": "9", "most": "1"}]}, "SH830"),
        ({"sanctions": [row("r", off("-2"), factors=[{"times": 1.5}])]}, "SH205"),
        ({"counts": [COUNT | {"within": "week"}]}, "SH812"),
        ({"counts": [COUNT | {"within": "0 days"}]}, "SH812"),
        ({"counts": [COUNT | {"within": "30 days", "in_a_row": True}]}, "SH812"),
        ({"counts": [COUNT | {"distinct": "unit", "in_a_row": True}]}, "SH459"),
        ({"counts": [COUNT | {"per": "persn"}]}, "SH465"),
        ({"scores": [POINTS | {"period": "30 days"}]}, "SH812"),
        ({"scores": [{k: v for k, v in POINTS.items() if k != "base"}]}, "SH817"),
        ({"scores": [POINTS | {"made_of": "month"}]}, "SH817"),
        ({"scores": [POINTS, {"id": "y", "title": "y", "of": "person", "period": "month",
                              "made_of": "month"}]}, "SH818"),
        ({"scores": [POINTS | {"base": 100.5}]}, "SH205"),
        ({"scores": [POINTS | {"categories": [{"id": "c"}, {"id": "c"}]}]}, "SH432"),
        ({"scores": [POINTS | {"grades": [{"points": ">= 80", "grade": "a"},
                                          {"points": ">= 60", "grade": "b"}]}]}, "SH816"),
        ({"scores": [POINTS | {"grades": [{"points": "> x", "grade": "a"}]}]}, "SH425"),
        ({"measures": [{"id": "m", "title": "m", "scale": "s"}]}, "SH206"),
        ({"measures": [{"id": "m", "title": "m", "ceiling": "良好"}]}, "SH217"),
        ({"breaches": [{"id": "b", "title": "b", "of": "quarel"}]}, "SH465"),
    ],
)  # fmt: skip
def test_what_a_pack_may_not_say(sections: dict[str, Any], code: str) -> None:
    """Each with its place: floats, ranges over zero, unknown names, steps that overlap, …"""
    given = {"scores": [POINTS], "measures": MEASURES} | sections
    with pytest.raises(sh.FaultyDataError) as caught:
        rules(**given).policy(TOWN, on=at(3, 2).date())
    assert code in {problem.code for problem in caught.value.problems}
    assert next(iter(sections)) in str(caught.value)


def test_a_count_cannot_take_the_name_of_a_fact() -> None:
    """A rule that asks for it could mean either."""
    with pytest.raises(sh.FaultyDataError) as caught:
        rules(counts=[COUNT | {"id": "late_days"}])
    assert {problem.code for problem in caught.value.problems} == {"SH432"}


def test_a_level_below_changes_one_cell_of_a_row() -> None:
    """The county takes 2 points; the town takes 3, and the condition stays the county's."""
    county = {"id": "county", "division": "530926", "scores": [POINTS | CITE],
              "sanctions": [row("r", off("-2"), when={"serious": True}) | CITE]}  # fmt: skip
    change = {"changes": "r", "then": [off("-3")], "cite": "《镇办法》一"}
    count = {"id": "n", "label": "一年内", "of": "quarrel", "per": "person", "within": "year"}
    county["counts"] = [count | CITE]
    own = row("s", off("-9"), when={"n": ">= 2"}) | CITE
    town = {"id": "town", "division": TOWN, "sanctions": [change, own]}
    above = sh.load_pack(county)
    both = sh.Registry.of(above, sh.load_pack(town, above=[above]))
    rule = both.policy(TOWN, on=at(3, 2).date()).sanctions["r"]
    assert [str(one.amount) for one in rule.then] == ["-3"]
    assert [cell.fact for cell in rule.when[0]] == ["serious"]


# ---- told


def faults(**sections: Any) -> list[tuple[RuleFaultKind, tuple[str, ...]]]:
    town = rules(scores=sections.pop("scores", [POINTS]), measures=MEASURES, **sections)
    found = check_sanctions(town.policy(TOWN, on=at(3, 2).date()))
    return [(fault.kind, fault.rules) for fault in found]


def steps(*rows: tuple[str, str]) -> list[dict[str, Any]]:
    return [row(f"r{n}", off(amount), when={"n": n_}) for n, (n_, amount) in enumerate(rows, 1)]


def test_a_ladder_without_fault() -> None:
    sound = steps(("1", "-1"), ("2", "-2"), (">= 3", "-3"))
    assert faults(counts=[COUNT], sanctions=sound) == []


@pytest.mark.parametrize(
    ("ladder", "expected"),
    [
        ((("1", "-1"), (">= 3", "-3")), [(RuleFaultKind.HOLE, ("r1",))]),
        ((("1", "-1"), ("2", "-2")), [(RuleFaultKind.HOLE, ("r2",))]),
        ((("1", "-2"), (">= 2", "-1")), [(RuleFaultKind.MILDER, ("r1", "r2"))]),
        (((">= 1", "-1"), (">= 2", "-2")), [(RuleFaultKind.DOUBLE, ("r1", "r2"))]),
        (((">= 1", "-1"), ("< 1", "-2")), [(RuleFaultKind.UNREACHABLE, ("r2",))]),
        (((">= 2", "-1"),), []),
    ],
)
def test_ladders_of_counts(ladder: Any, expected: Any) -> None:
    """A gap, an end, a milder step, an overlap; a breach counts itself, so below one is nothing."""
    assert faults(counts=[COUNT], sanctions=steps(*ladder)) == expected


def test_a_gap_between_minutes_is_told() -> None:
    """−1 up to 10 minutes, −3 above 15: nothing is said of 11 to 15."""
    found = rules(
        scores=[POINTS],
        sanctions=[
            row("late", off("-1"), kinds="empty_post", when={"late_minutes": "<= 10"}),
            row("away", off("-3"), kinds="empty_post", when={"late_minutes": "> 15"}),
        ],
    ).policy(TOWN, on=at(3, 2).date())
    (fault,) = check_sanctions(found)
    assert fault.kind is RuleFaultKind.HOLE
    assert "迟到、早退或离岗的分钟11分钟没有规定" in str(fault)


def test_an_overlap_that_one_absorbs_is_none() -> None:
    overlapping = [
        row("r1", off("-1"), when={"n": ">= 1"}),
        row("r2", off("-2"), when={"n": ">= 2"}, absorbs=["r1"]),
    ]
    assert faults(counts=[COUNT], sanctions=overlapping) == []
    always = [*overlapping, row("r3", off("-9"), absorbs=["r1", "r2"])]
    assert faults(counts=[COUNT], sanctions=always) == [
        (RuleFaultKind.UNREACHABLE, ("r1",)),
        (RuleFaultKind.UNREACHABLE, ("r2",)),
    ]


def test_measures_are_compared_on_their_scale_only() -> None:
    """From heavy to light on one scale is told; a talk is neither heavier nor lighter."""
    down = [row("r1", take("hard"), when={"n": 1}), row("r2", take("mild"), when={"n": ">= 2"})]
    assert faults(counts=[COUNT], sanctions=down) == [(RuleFaultKind.MILDER, ("r1", "r2"))]
    other = [row("r1", take("hard"), when={"n": 1}), row("r2", take("talk"), when={"n": ">= 2"})]
    assert faults(counts=[COUNT], sanctions=other) == []


def test_counts_of_a_month_and_a_year_go_together() -> None:
    """Three in a month are three in the year: no gap where that cannot be."""
    month = COUNT | {"id": "m", "label": "一月内", "within": "month"}
    sound = [
        row("year", off("-1"), when={"n": "< 3"}),
        row("late", off("-2"), when={"n": ">= 3", "m": "< 3"}),
        row("month", off("-5"), when={"m": ">= 3"}),
    ]
    assert faults(counts=[COUNT, month], sanctions=sound) == []


@pytest.mark.parametrize(
    ("bounds", "cells", "expected"),
    [
        ({}, [">= 80", ">= 60, < 80", "< 60"], False),
        ({"least": "0"}, [">= 80", ">= 60, < 80", ">= 0, < 60"], False),
        ({}, [">= 80", ">= 60, < 80", ">= 0, < 60"], True),
        ({"least": "0", "most": "100"}, [">= 80", "< 60"], True),
        ({"least": "60"}, [">= 80", ">= 60, < 80"], False),
    ],
)
def test_scores_that_earn_no_grade_are_told(
    bounds: dict[str, str],
    cells: list[str],
    expected: bool,  # noqa: FBT001  # a column
) -> None:
    grades = [{"points": cell, "grade": str(n)} for n, cell in enumerate(cells)]
    found = faults(scores=[POINTS | bounds | {"grades": grades}])
    assert bool(found) is expected
    assert all(fault == (RuleFaultKind.NO_GRADE, ("month",)) for fault in found)


def test_too_many_combinations_are_told_and_not_tried() -> None:
    """Forty figures on each of four facts are more than anybody would try."""
    names = ("late_days", "late_minutes", "half_days", "person_times")
    many = [row(f"{name}{n}", off("-1"), when={name: n}) for name in names for n in range(1, 41)]
    (fault,) = faults(sanctions=many)
    assert fault[0] is RuleFaultKind.TOO_MANY


def test_the_built_in_rules_have_no_fault() -> None:
    policy = sh.Registry.of().policy(TOWN, on=at(3, 2).date())
    assert check_sanctions(policy) == ()
    assert all(kind.zh for kind in RuleFaultKind)


def test_a_pack_is_told_of_its_own_rules_only() -> None:
    """One pack of a town takes points for a quarrel twice; the other's only row is in order."""
    twice = [row(name, off("-2")) | CITE for name in ("r", "s")]
    faulty = sh.load_pack(
        {"id": "one", "division": TOWN, "scores": [POINTS | CITE], "sanctions": twice}
    )
    talk = {"id": "talk", "title": "谈话", **CITE}
    once = row("t", take("talk"), kinds="smoking") | CITE
    other = sh.load_pack({"id": "two", "division": TOWN, "measures": [talk], "sanctions": [once]})
    policy = sh.Registry.of(faulty, other).policy(TOWN, on=at(3, 2).date())
    assert rules_in_question(other, [policy]) == ()
    (told,) = rules_in_question(faulty, [policy])
    assert told.names == ("r", "s")
