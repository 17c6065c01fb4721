"""Rules of sanctions: what a pack may not say, and what is told of rules that it may."""

from typing import Any

import pytest

import servicehall as sh
from servicehall.accountability import RuleFaultKind, check_sanctions
from servicehall.cli.open_points import rules_in_question
from tests.accountable import AS_OF, CITE, TOWN, at, finding, rules

POINTS = {"id": "month", "title": "月度得分", "of": "person", "period": "month", "base": "100"}
MEASURES = [
    {"id": "mild", "title": "轻", "scale": "s", "step": 1},
    {"id": "hard", "title": "重", "scale": "s", "step": 2},
    {"id": "talk", "title": "谈话"},
]
YEAR = {"id": "y", "title": "y", "of": "person", "period": "year", "made_of": "month"}
WINDOW = POINTS | {"id": "w", "of": "window"}
PASSED = {"to": "person", "ratio": "0.5", "score": "month"}
OTHER = POINTS | {"id": "z"}
COUNT = {"id": "n", "label": "一年内", "of": "quarrel", "per": "person", "within": "year"}


def row(name: str, *then: dict[str, Any], kinds: object = "quarrel", **said: Any) -> dict[str, Any]:
    return {"id": name, "title": name, "kinds": kinds, "then": list(then), **said}


def off(amount: object, who: str = "person", **said: Any) -> dict[str, Any]:
    return {"who": who, "score": "month", "amount": amount, **said}


def take(measure: object, who: str = "person") -> dict[str, Any]:
    return {"who": who, "measure": measure}


def bad(*then: dict[str, Any]) -> dict[str, Any]:
    """Return grades that lead to something below 60."""
    return {"grades": [{"points": "< 60", "grade": "不合格", "then": list(then)}]}


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
        ({"sanctions": [row("r", off("-2"), in_addition_to=["x"])]}, "SH465"),
        ({"sanctions": [row("r", off("-2"), in_addition_to=["r"])]}, "SH839"),
        ({"sanctions": [row("s", off("-1")),
                        row("r", off("-2"), absorbs=["s"], in_addition_to=["s"])]}, "SH839"),
        ({"sanctions": [row("s", off("-1")),
                        row("r", off("-2"), when={"n": 2}, supersedes=["s"], in_addition_to=["s"])],
          "counts": [COUNT]}, "SH839"),
        ({"sanctions": [row("r", off("-2"), factors=[{"times": "0"}])]}, "SH813"),
        ({"sanctions": [row("r", off("-2", who="window"))]}, "SH829"),
        ({"sanctions": [row("r", off("-2", who="window") | {"score": "w", "category": "c"})],
          "scores": [POINTS, WINDOW]}, "SH819"),
        ({"sanctions": [row("r", off("-2") | {"score": "y"})], "scores": [POINTS, YEAR]}, "SH829"),
        ({"sanctions": [row("r", off("-2"))],
          "scores": [POINTS | {"propagates": [PASSED | {"score": "w"}]}, WINDOW]}, "SH829"),
        ({"sanctions": [row("r", off(["-2", "-5"]), take(["mild", "hard"]))]}, "SH831"),
        ({"scores": [POINTS | {"propagates": [PASSED | {"ratio": "-1"}]}]}, "SH813"),
        ({"scores": [POINTS | bad(off("-5") | {"score": "y"}), YEAR]}, "SH829"),
        ({"scores": [POINTS | bad(off("-5") | {"score": "w"}), WINDOW]}, "SH829"),
        ({"scores": [POINTS | bad(off("-5") | {"score": "z", "category": "x"}), OTHER]}, "SH819"),
        ({"scores": [POINTS | bad(off("-5") | {"score": "z"}),
                     OTHER | {"propagates": [PASSED | {"score": "w"}]}, WINDOW]}, "SH829"),
        ({"scores": [POINTS | bad(off("-5", per="late_days") | {"score": "z"}), OTHER]}, "SH459"),
        ({"scores": [POINTS | bad(take(["mild", "hard"]), take(["mild", "talk"]))]}, "SH831"),
        ({"sanctions": [row("r", off("-2"))],
          "scores": [POINTS | {"propagates": [PASSED | {"score": "z"}]},
                     OTHER | {"propagates": [PASSED | {"score": "w"}]}, WINDOW]}, "SH829"),
        ({"scores": [POINTS, YEAR | {"of": "window"}]}, "SH818"),
        ({"scores": [POINTS, YEAR | {"unit": "yuan"}]}, "SH818"),
        ({"scores": [POINTS | {"most_on": "-5"}]}, "SH832"),
        ({"scores": [POINTS | {"categories": [{"id": "c", "most_off": "-10"}]}]}, "SH832"),
        ({"scores": [POINTS | {"categories": [{"id": "c", "most_on": "-1"}]}]}, "SH832"),
        ({"sanctions": [row("r", off("-2", at_most="-10"))]}, "SH832"),
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


def days(*rows: tuple[str, dict[str, Any]]) -> list[dict[str, Any]]:
    return [row(f"r{n}", then, kinds="overdue_promised", when={"late_days": cell})
            for n, (cell, then) in enumerate(rows, 1)]  # fmt: skip


DAILY = {"per": "late_days"}


@pytest.mark.parametrize(
    ("least", "above", "said"),
    [
        # at four days 8 and at any more are more than 5
        (off("-5"), off("-2", **DAILY), ""),
        # at three days 9, at four days 8
        (off("-3", **DAILY), off("-2", **DAILY), "由9减为8"),
        # at three days 6, at four days 5: the last day of a step and the first of the next
        (off("-2", **DAILY), off("-5"), "由6减为5"),
        (off("-1", **DAILY), off("-5"), ""),
        # at three days one full three, at four days two that have begun
        (off("-4", each=3, **DAILY), off("-3", each=3, begun=True, **DAILY), ""),
        (off("-4", each=3, **DAILY), off("-3", each=3, **DAILY), "由4减为3"),
        # both ends of a range
        (off(["-4", "-5"]), off(["-1", "-5"]), "由4至5减为1至5"),
        (off(["-2", "-5"]), off(["-2", "-4"]), "由2至5减为2至4"),
        (off(["-2", "-5"]), off(["-1", "-9"]), ""),
        # never more than 2
        (off("-5"), off("-6", at_most="2"), "由5减为2"),
        # no figure, no comparison
        (off("-5"), off("unknown: 没有写"), ""),
        (off("unknown: 没有写"), off("-1"), ""),
        # for five minutes each or for ten, of minutes that nobody asks for
        (off("-1", per="late_minutes", each=5), off("-1", per="late_minutes", each=10), ""),
        (off("-2", per="late_minutes"), off("-1", per="late_minutes"), "由2减为1"),
        (off("-2", per="late_minutes", at_most="9"), off("-1", per="late_minutes"), ""),
        (off("-2", per="late_minutes"), off("-9"), ""),
        # somebody else
        (off("-5"), take("mild", "unit"), ""),
        # a measure in its place; and nothing in its place
        (off("-5"), take("talk"), ""),
        (take("hard"), take("talk"), ""),
        (take(["mild", "hard"]), take("mild"), "“s”由1至2减为1"),
        (take("mild"), take(["mild", "hard"]), ""),
        (take(["talk", "hard"]), take("talk"), ""),
        (off("2"), off("1"), ""),
    ],
)  # fmt: skip
def test_what_weighs_less_for_more_days_is_told(
    least: dict[str, Any], above: dict[str, Any], said: str
) -> None:
    """One up to three days, the other above: compared on the third and the fourth day."""
    town = rules(
        scores=[POINTS], measures=MEASURES, sanctions=days(("<= 3", least), ("> 3", above))
    )
    found = check_sanctions(town.policy(TOWN, on=at(3, 2).date()))
    assert [fault.kind for fault in found] == ([RuleFaultKind.MILDER] if said else [])
    assert all(said in fault.text and fault.rules == ("r1", "r2") for fault in found)


def test_a_measure_that_falls_away_is_milder_unless_something_takes_its_place() -> None:
    """A talk and 5 points at first, then 5 points only; 2 points and a talk are another thing."""
    first, more = row("r1", off("-5"), take("talk"), when={"n": 1}), {"n": ">= 2"}
    less = [first, row("r2", off("-5"), when=more)]
    assert faults(counts=[COUNT], sanctions=less) == [(RuleFaultKind.MILDER, ("r1", "r2"))]
    other = [row("r1", off("-5"), when={"n": 1}), row("r2", off("-2"), take("talk"), when=more)]
    assert faults(counts=[COUNT], sanctions=other) == []


def test_two_scores_of_one_title_are_two() -> None:
    """5 points of the month, then 2 of the other: which weighs more nobody can say."""
    other = POINTS | {"id": "other"}
    ladder = [
        row("r1", off("-5"), when={"n": 1}),
        row("r2", off("-2") | {"score": "other"}, when={"n": ">= 2"}),
    ]
    assert faults(scores=[POINTS, other], counts=[COUNT], sanctions=ladder) == []


def test_factors_count_where_rows_are_compared() -> None:
    """5, then 6 by a tenth where it was made good: 0.6. So does one that always applies."""
    for factor in ({"times": "0.1", "when": {"serious": True}}, {"times": "0.1"}):
        ladder = [
            row("r1", off("-5"), when={"n": 1}),
            row("r2", off("-6"), when={"n": ">= 2"}, factors=[{"title": "f", **factor}]),
        ]
        assert faults(counts=[COUNT], sanctions=ladder) == [(RuleFaultKind.MILDER, ("r1", "r2"))]
    by_figure = [{"title": "f", "times": "0.1", "when": {"late_days": ">= 4"}}]
    one = [row("r", off("-2", **DAILY), kinds="overdue_promised", factors=by_figure,
               when={"late_days": ">= 1"})]  # fmt: skip
    assert faults(sanctions=one) == [(RuleFaultKind.MILDER, ("r",))]


def test_factors_are_left_aside_where_there_are_too_many() -> None:
    """Rows that can be tried are, whatever makes them milder; what that weighs is not known."""
    names = ("late_minutes", "half_days", "person_times")
    many = [{"title": "f", "times": "0.1", "when": dict.fromkeys(names, n)} for n in range(1, 41)]
    ladder = [
        row("r1", off("-5"), when={"n": 1}),
        row("r2", off("-1"), when={"n": 3}, factors=many),
        row("r3", off("-1"), when={"n": ">= 4"}),
    ]
    assert faults(counts=[COUNT], sanctions=ladder) == [(RuleFaultKind.HOLE, ("r1",))]


def test_a_hole_behind_a_milder_step_is_told_too() -> None:
    """5, 3, nothing for the third, 9 from the fourth on."""
    ladder = steps(("1", "-5"), ("2", "-3"), (">= 4", "-9"))
    assert faults(counts=[COUNT], sanctions=ladder) == [
        (RuleFaultKind.MILDER, ("r1", "r2")),
        (RuleFaultKind.HOLE, ("r2",)),
    ]


def test_one_fault_is_told_once_whatever_else_is_known() -> None:
    """Milder from the second time on, whether or not it was exposed, and whether or not serious.

    What both have beside is not part of it. A hole is told for each kind of breach.
    """
    beside = [
        row("exposed", take("talk"), when={"media_exposed": True}),
        row("serious", take("hard"), when={"serious": True}),
    ]
    ladder = [*steps(("1", "-5"), (">= 2", "-3")), *beside]
    assert faults(counts=[COUNT], sanctions=ladder) == [(RuleFaultKind.MILDER, ("r1", "r2"))]
    kinds = ["quarrel", "smoking"]
    both = [
        row("r1", off("-1"), kinds=kinds, when={"late_minutes": "<= 10"}),
        row("r2", off("-3"), kinds="quarrel", when={"late_minutes": "> 15"}),
        row("r3", off("-3"), kinds="smoking", when={"late_minutes": "> 20"}),
    ]
    assert faults(sanctions=both) == [(RuleFaultKind.HOLE, ("r1",))] * 2
    twice = [row("a", off("-1"), kinds=kinds), row("b", off("-1"), kinds=kinds),
             row("c", take("talk"), kinds="smoking")]  # fmt: skip
    assert faults(sanctions=twice) == [(RuleFaultKind.DOUBLE, ("a", "b"))]


@pytest.mark.parametrize("says", ["a", "b"])
def test_what_is_meant_to_be_in_addition_is_no_double_punishment(says: str) -> None:
    """另扣5分: one of the two rows says so, and both give their points for one finding."""
    rows = [row(name, off(amount), **({"in_addition_to": [other]} if name == says else {}))
            for name, other, amount in (("a", "b", "-2"), ("b", "a", "-5"))]  # fmt: skip
    assert faults(sanctions=rows) == []
    town = rules(scores=[POINTS], sanctions=rows)
    found = sh.propose_sanctions([finding("F", "quarrel", at(3, 2))], town, as_of=AS_OF)
    assert found.score("month", "甲", "2026-03").total == 100 - 2 - 5


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
