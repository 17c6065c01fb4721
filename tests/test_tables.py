"""Decision tables of many fields, with faults planted in them: every one found, none invented.

Leave approval, lateness, fines, attendance, rules that change with time: small tables as offices
write them. What a table must say, and where it says nothing, was worked out by hand.
"""

import itertools
import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from attrs import evolve

import servicehall as sh
from servicehall.parts import Interval
from servicehall.tables import MOST_CELLS, Region
from tests.places import place

Rows = Sequence[Mapping[str, object]]

DAYS: Mapping[str, object] = {
    "days": {"label": "请假天数", "type": "decimal", "least": "0.5", "unit": "天"}
}
LATE: Mapping[str, object] = {"late": {"label": "迟到", "type": "count", "unit": "分钟"}}
AMOUNT: Mapping[str, object] = {"amount": {"label": "金额", "type": "count", "unit": "元"}}
TWO: Mapping[str, object] = {"a": "yes_no", "b": "yes_no"}
ATTENDANCE: Mapping[str, object] = {
    "hours": {"label": "缺勤", "type": "count", "unit": "小时"},
    "excused": {"label": "已请假", "type": "yes_no"},
    "place": {
        "label": "岗位",
        "values": {"window": "窗口", "office": "科室", "away": "外勤"},
    },
}


def data_of(
    facts: Mapping[str, object],
    rows: Rows,
    *,
    answer: str = "one",
    gives: object = ("A", "B", "C"),
    terms: Rows = (),
    **head: object,
) -> dict[str, Any]:
    """Return a file with one table; rows are r1, r2, ..., with an article each."""
    listed = gives if isinstance(gives, str | dict) else list(gives)
    return {
        "id": "office",
        "facts": {**facts, "result": listed},
        "events": {"notified": "告知"},
        "terms": list(terms),
        "tables": [{"id": "t", "label": "规则", "gives": "result", "answer": answer, **head}],
        "rows": [
            {"table": "t", "id": f"r{n}", "cite": f"《规定》第{n}条", **row}
            for n, row in enumerate(rows, 1)
        ],
    }


def table_of(
    facts: Mapping[str, object], rows: Rows, *, on: date | None = None, **rest: Any
) -> sh.Table:
    """Return the table of such a file."""
    return sh.load_tables(data_of(facts, rows, **rest), on=on)["t"]


def faults_of(load: Callable[[], object]) -> tuple[sh.ServiceHallError, ...]:
    """Return the faults for which something is refused at load."""
    with pytest.raises(sh.FaultyDataError) as refused:
        load()
    return refused.value.problems


def row(then: object, **when: object) -> dict[str, object]:
    """Write a row."""
    return {"when": when, "then": then}


def lies_in(region: Region, facts: Mapping[str, Any]) -> bool:
    """Tell whether a case belongs to a region, number by number."""
    related = all(
        {"＝": one == other, "≠": one != other, "＞": one > other, "＜": one < other}[sign]
        for one, sign, other in (
            (facts[mine.name], sign, facts[theirs.name]) for mine, sign, theirs in region.relations
        )
    )
    return related and all(
        any(_is_of(part.values, facts[fact.name]) for part in parts)
        for fact, parts in region.conditions
    )


def _is_of(values: object, value: Any) -> bool:
    if not isinstance(values, Interval):
        return value in values
    low, high = values.low, values.high
    above = low is None or value > low[0] or (value == low[0] and low[1] == 0)
    below = high is None or value < high[0] or (value == high[0] and high[1] == 1)
    return above and below


def told_holes(table: sh.Table, cases: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the cases that the analysis tells as holes."""
    holes = table.analyse().holes
    return [facts for facts in cases if any(lies_in(hole, facts) for hole in holes)]


def undecided(table: sh.Table, cases: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the cases for which the table refuses to answer, since no row applies."""
    found = []
    for facts in cases:
        try:
            table.decide(facts)
        except sh.DataError as error:
            assert error.code == "SH406"  # noqa: PT017  # among many
            found.append(facts)
    return found


# ---- leave approval: decimals

HALF_DAYS = [{"days": Decimal(n) / 4} for n in range(2, 25)]


def test_leave_without_a_fault_is_clean() -> None:
    """Up to 1 day, over 1 to 3, over 3: nothing is missing, nothing is found."""
    table = table_of(
        DAYS, [row("A", days="<= 1"), row("B", days="> 1, <= 3"), row("C", days="> 3")]
    )
    analysis = table.analyse()
    assert analysis.is_clean
    assert analysis.is_complete
    assert analysis.cells == 3
    expected = ["A" if n <= 4 else "B" if n <= 12 else "C" for n in range(2, 25)]
    assert [table.decide(facts).outcome for facts in HALF_DAYS] == expected


@pytest.mark.parametrize(
    ("cells", "missing"),
    [
        (("< 1", "> 1, <= 3", "> 3"), lambda days: days == 1),
        (("<= 1", "> 1.5, <= 3", "> 3"), lambda days: 1 < days <= Decimal("1.5")),
        (("<= 1", ">= 1.5, < 3", "> 3"), lambda days: 1 < days < Decimal("1.5") or days == 3),
        (("> 0.5, <= 1", "> 1, <= 3", "> 3"), lambda days: days == Decimal("0.5")),
        (("<= 1", "> 1, <= 3", "> 3, <= 5"), lambda days: days > 5),
    ],
)
def test_leave_with_a_hole_at_a_boundary(
    cells: tuple[str, ...], missing: Callable[[Decimal], bool]
) -> None:
    """A hole of one point or of an interval is told exactly, and the table refuses to guess."""
    table = table_of(DAYS, [row(then, days=c) for then, c in zip("ABC", cells, strict=True)])
    expected = [facts for facts in HALF_DAYS if missing(facts["days"])]
    assert expected
    assert told_holes(table, HALF_DAYS) == expected
    assert undecided(table, HALF_DAYS) == expected
    analysis = table.analyse()
    assert not analysis.is_complete
    assert (analysis.overlaps, analysis.never_fire, analysis.redundant) == ((), (), ())
    for hole in analysis.holes:
        assert missing(hole.example["days"])


def test_a_hole_between_two_numbers_is_told_between_them() -> None:
    """Between 1 day and 1.5 days lie endlessly many numbers: the example is one of them."""
    table = table_of(DAYS, [row("A", days="<= 1"), row("B", days=">= 1.5")])
    (hole,) = table.analyse().holes
    assert Decimal(1) < hole.example["days"] < Decimal("1.5")
    assert table.decide({"days": 1}).outcome == "A"
    assert table.decide({"days": Decimal("1.5")}).outcome == "B"
    with pytest.raises(sh.DataError) as refused:
        table.decide({"days": Decimal("1.2")})
    assert refused.value.code == "SH406"


# ---- lateness: bands with a hole


def test_bands_with_nothing_said_from_10_to_15_minutes() -> None:
    """Under 10 one thing, over 15 another: exactly 10 to 15 minutes are the hole."""
    table = table_of(LATE, [row("A", late="< 10"), row("B", late="> 15")])
    minutes = [{"late": n} for n in range(200)]
    assert told_holes(table, minutes) == [{"late": n} for n in range(10, 16)]
    assert undecided(table, minutes) == [{"late": n} for n in range(10, 16)]
    (hole,) = table.analyse().holes
    assert 10 <= hole.example["late"] <= 15
    assert table.analyse().hole_cells == 1
    assert "迟到：10至15分钟" in str(table.analyse())


def test_whole_numbers_leave_no_hole_between_neighbours() -> None:
    """Up to 10 and from 11 on is complete for whole minutes, and is not for decimals."""
    rows = [row("A", late="<= 10"), row("B", late=">= 11")]
    assert table_of(LATE, rows).analyse().is_complete
    exact = {"late": {"type": "decimal", "least": 0}}
    (hole,) = table_of(exact, rows).analyse().holes
    assert 10 < hole.example["late"] < 11


def test_numbers_below_the_least_are_no_hole() -> None:
    """What the domain excludes needs no row: less than 0 minutes, more than 600."""
    rows = [row("A", late="<= 10"), row("B", late="> 10")]
    assert table_of(LATE, rows).analyse().is_clean
    bounded = {"late": {"type": "integer", "least": 1, "most": 600}}
    rows = [row("A", late=">= 1, <= 10"), row("B", late="> 10, <= 600")]
    assert table_of(bounded, rows).analyse().is_clean
    unbounded = {"late": {"type": "integer"}}
    table = table_of(unbounded, rows)
    numbers = [{"late": n} for n in (-5, 0, 1, 10, 11, 600, 601, 5000)]
    assert told_holes(table, numbers) == [{"late": n} for n in (-5, 0, 601, 5000)]


def test_a_missing_number_in_a_band_is_asked_for() -> None:
    """A table with a hole, and nothing known: what is possible, and that there may be no answer."""
    table = table_of(LATE, [row("A", late="< 10"), row("B", late="> 15")])
    answer = table.decide({})
    assert isinstance(answer, sh.Undetermined)
    assert (answer.possible, answer.needed, answer.has_gaps) == (("A", "B"), ("late",), True)


def test_a_refusal_names_only_facts_that_were_handed_over() -> None:
    """The place alone shows that nothing applies: no hours and no excuse are made up."""
    table = table_of(ATTENDANCE, [row("A", place="window", hours=">= 0", excused=[True, False])])
    with pytest.raises(sh.DataError) as refused:
        table.decide({"place": "away"})
    assert refused.value.code == "SH406"
    assert refused.value.facts["facts"] == "place = away"


# ---- fines: overlap at one integer


def test_fines_that_overlap_at_exactly_one_amount() -> None:
    """Up to 1000 and from 1000 on: one yuan amount has two answers, and it is named."""
    rows = [row("A", amount="<= 1000"), row("B", amount=">= 1000")]
    (fault,) = faults_of(lambda: table_of(AMOUNT, rows))
    assert fault.code == "SH441"
    assert fault.facts["region"] == "金额：1000元"
    assert fault.facts["outcomes"] == ("A", "B")
    assert "r1" in fault.where
    assert "r2" in fault.where


@pytest.mark.parametrize(
    "cells", [("< 1000", ">= 1000"), ("<= 999", ">= 1000"), ("<= 1000", "> 1000")]
)
def test_fines_that_touch_do_not_overlap(cells: tuple[str, str]) -> None:
    """Neighbouring bands are in order however their edge is written."""
    table = table_of(AMOUNT, [row(o, amount=c) for o, c in zip("AB", cells, strict=True)])
    assert table.analyse().is_clean


def test_an_overlap_where_both_agree_is_none() -> None:
    """Two rows may apply together if they say the same; both are then named."""
    table = table_of(AMOUNT, [row("A", amount="<= 1000"), row("A", amount=">= 1000")])
    assert table.analyse().overlaps == ()
    answer = table.decide({"amount": 1000})
    assert [r.id for r in answer.rows] == ["r1", "r2"]
    assert answer.outcome == "A"


def test_all_pairs_that_overlap_are_told_and_no_others() -> None:
    """Of four bands three pairs overlap; each is told once, with a case that really overlaps."""
    bands = {"r1": (0, 10), "r2": (10, 20), "r3": (15, 30), "r4": (30, 30), "r5": (31, 40)}
    rows = [
        row(then, late=f">= {low}, <= {high}")
        for then, (low, high) in zip("ABCAB", bands.values(), strict=True)
    ]
    faults = faults_of(lambda: table_of(LATE, rows))
    found = {fault.where.partition(":")[0].removeprefix("rows ") for fault in faults}
    assert found == {"r1, r2", "r2, r3", "r3, r4"}
    assert [fault.facts["region"] for fault in faults] == [
        "迟到：10分钟",
        "迟到：15至20分钟",
        "迟到：30分钟",
    ]


def test_an_overlap_is_found_by_the_analysis_too() -> None:
    """A table that was not loaded but put together tells its overlaps in the same way."""
    rows = [row("A", amount="<= 1000"), row("B", amount=">= 1000")]
    table = evolve(table_of(AMOUNT, rows, answer="order"), policy=sh.HitPolicy.ONE)
    (overlap,) = table.analyse().overlaps
    assert (overlap.rows, overlap.outcomes) == (("r1", "r2"), ("A", "B"))
    assert overlap.region.example == {"amount": 1000}
    assert not table.analyse().is_complete
    with pytest.raises(sh.DataError) as refused:
        table.decide({"amount": 1000})
    assert refused.value.code == "SH407"
    assert table.decide({"amount": 999}).outcome == "A"
    assert "矛盾" in str(table.analyse())


# ---- dates


def dated(first_ends: date, second_begins: date) -> list[dict[str, object]]:
    """Return two rows that take turns: the first until a day, the second from a day."""
    return [
        {**row("A", late=">= 0"), "expires": first_ends},
        {**row("B", late=">= 0"), "since": second_begins},
    ]


JUNE_30, JULY_1, JULY_2 = date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 2)


def test_rows_that_both_hold_on_one_day_overlap() -> None:
    """The old row until 30 June, the new one from 30 June: the day is named."""
    (fault,) = faults_of(lambda: table_of(LATE, dated(JUNE_30, JUNE_30)))
    assert fault.code == "SH441"
    assert fault.facts["since"] == "2026-06-30"


def test_rows_that_take_turns_are_in_order() -> None:
    """Until 30 June, from 1 July: no day too many, none too few."""
    rows = dated(JUNE_30, JULY_1)
    said = [
        table_of(LATE, rows, on=day).decide({"late": 5}).outcome
        for day in (date(1990, 1, 1), JUNE_30, JULY_1, date(2050, 1, 1))
    ]
    assert said == ["A", "A", "B", "B"]
    for day in (JUNE_30, JULY_1):
        assert table_of(LATE, rows, on=day).analyse().is_complete


def test_a_gap_of_one_day_between_rows_is_a_hole_on_that_day() -> None:
    """Until 30 June, from 2 July: on 1 July nothing applies, before and after all is well."""
    rows = dated(JUNE_30, JULY_2)
    complete = {
        day: table_of(LATE, rows, on=day).analyse().is_complete for day in (JUNE_30, JULY_1, JULY_2)
    }
    assert complete == {JUNE_30: True, JULY_1: False, JULY_2: True}
    with pytest.raises(sh.DataError) as refused:
        table_of(LATE, rows, on=JULY_1).decide({"late": 5})
    assert refused.value.code == "SH406"


def test_tables_that_change_with_time_want_a_day() -> None:
    """Without a day one cannot know which rows hold; the days of change are told."""
    with pytest.raises(sh.InputValueError) as refused:
        table_of(LATE, dated(JUNE_30, JULY_2))
    assert refused.value.code == "SH415"
    assert "2026-07-01, 2026-07-02" in refused.value.why


def test_an_overlap_of_dated_rows_that_exclude_each_other_is_none() -> None:
    """Rows that never hold together may say what they like."""
    rows = [
        {**row("A", late="<= 10"), "expires": JUNE_30},
        {**row("B", late="> 10"), "expires": JUNE_30},
        {**row("A", late="<= 15"), "since": JULY_1},
        {**row("B", late="> 15"), "since": JULY_1},
    ]
    old, new = (table_of(LATE, rows, on=day) for day in (JUNE_30, JULY_1))
    assert old.analyse().is_complete
    assert new.analyse().is_complete
    (change,) = old.compare(new).changes
    assert (change.old, change.new) == ("B", "A")
    minutes = [{"late": n} for n in range(30)]
    moved = [facts for facts in minutes if lies_in(change.region, facts)]
    assert moved == [{"late": n} for n in range(11, 16)]


def test_an_overlap_in_a_stretch_in_the_middle_is_found() -> None:
    """Two rows each in force for some months meet in two of them only, on the first day of which
    the fault is told.
    """
    rows = [
        {**row("A", late=">= 0"), "since": date(2026, 1, 1), "expires": date(2026, 8, 31)},
        {**row("B", late="> 5"), "since": JULY_1, "expires": date(2026, 12, 31)},
    ]
    (fault,) = faults_of(lambda: table_of(LATE, rows))
    assert fault.facts["since"] == "2026-07-01"
    assert fault.facts["region"] == "迟到：6分钟及以上"


# ---- attendance: several facts at once

SHIFTS = [
    {"hours": h, "excused": e, "place": p}
    for h, e, p in itertools.product(
        (0, 1, 3, 4, 7, 8, 50), (True, False), ("window", "office", "away")
    )
]


def test_a_hole_in_three_facts_is_found_to_the_last_case() -> None:
    """Nothing is said of the unexcused in the field from 4 to 7 hours, and of nothing else."""
    rows = [
        row("A", excused=True),
        row("A", excused=False, hours="0"),
        row("B", excused=False, hours=">= 1, < 8", place=["window", "office"]),
        row("B", excused=False, hours=">= 1, < 4", place="away"),
        row("C", excused=False, hours=">= 8"),
    ]
    table = table_of(ATTENDANCE, rows)
    expected = [
        s for s in SHIFTS if s["place"] == "away" and not s["excused"] and 4 <= s["hours"] < 8
    ]
    assert told_holes(table, SHIFTS) == expected != []
    assert undecided(table, SHIFTS) == expected
    (hole,) = table.analyse().holes
    assert lies_in(hole, hole.example)
    assert table.analyse().hole_cells == 1
    assert table.analyse().redundant == ()


def test_a_value_that_was_forgotten_is_a_hole() -> None:
    """A list of places without one of them: every case of that place is missing."""
    rows = [row("A", place="window"), row("B", place="office")]
    table = table_of(ATTENDANCE, rows)
    expected = [s for s in SHIFTS if s["place"] == "away"]
    only = [{"place": s["place"]} for s in expected]
    assert told_holes(table, only) == only
    (hole,) = table.analyse().holes
    assert "岗位：外勤" in str(table.analyse())
    assert hole.example == {"place": "away"}


def test_otherwise_closes_every_hole() -> None:
    """A row for all other cases applies where no other does, and only there."""
    rows = [row("A", place="window"), row("B", place="office"), {"otherwise": True, "then": "C"}]
    table = table_of(ATTENDANCE, rows)
    assert table.analyse().is_complete
    assert [table.decide({"place": p}).outcome for p in ("window", "office", "away")] == [*"ABC"]


def test_otherwise_that_nothing_is_left_for_never_fires() -> None:
    """Where the other rows cover all, the row for the rest is told as idle."""
    rows = [row("A", a=True), row("B", a=False), {"otherwise": True, "then": "C"}]
    (idle,) = table_of(TWO, rows).analyse().never_fire
    assert (idle.row, set(idle.because)) == ("r3", {"r1", "r2"})


# ---- hit policies

SANCTIONS: Rows = [
    row("A", late=">= 10"),
    row("B", late=">= 30"),
    row("C", a=True),
]
BOTH: Mapping[str, object] = {**LATE, "a": "yes_no"}


@pytest.mark.parametrize(
    ("late", "a", "expected"),
    [
        (0, False, None),
        (0, True, ("C", ())),
        (10, False, ("A", ())),
        (10, True, ("C", ("A",))),
        (30, False, ("B", ("A",))),
        (30, True, ("C", ("B", "A"))),
    ],
)
def test_order_gives_the_first_and_keeps_the_others(
    late: int, expected: tuple[str, tuple[str, ...]] | None, *, a: bool
) -> None:
    """C before B before A: the first that applies decides, the others are traits in order."""
    table = table_of(BOTH, SANCTIONS, answer="order", order=["C", "B", "A"])
    if expected is None:
        with pytest.raises(sh.DataError) as refused:
            table.decide({"late": late, "a": a})
        assert refused.value.code == "SH406"
    else:
        answer = table.decide({"late": late, "a": a})
        assert (answer.outcome, answer.traits) == expected
        assert answer.outcomes == (expected[0],)


@pytest.mark.parametrize(
    ("late", "a", "expected"),
    [
        (0, False, ()),
        (0, True, ("C",)),
        (10, False, ("A",)),
        (30, True, ("A", "B", "C")),
    ],
)
def test_all_gives_everything_that_applies(
    late: int, expected: tuple[str, ...], *, a: bool
) -> None:
    """Under "all" each row stands for itself; where none applies nothing is decided."""
    table = table_of(BOTH, SANCTIONS, answer="all")
    answer = table.decide({"late": late, "a": a})
    assert answer.outcomes == expected
    assert {r.then for r in answer.rows} == set(expected)
    assert answer.traits == ()


def test_all_is_no_worse_for_a_case_without_a_row() -> None:
    """Under "all" it is no fault that no row applies, and no two rows contradict each other."""
    analysis = table_of(BOTH, SANCTIONS, answer="all").analyse()
    assert analysis.is_clean
    assert analysis.hole_cells == 1
    assert analysis.overlaps == ()


def test_all_with_facts_missing_says_what_may_apply() -> None:
    """Half an hour late: A and B for certain, C depends on what is missing."""
    table = table_of(BOTH, SANCTIONS, answer="all")
    answer = table.decide({"late": 30})
    assert isinstance(answer, sh.Undetermined)
    assert (answer.possible, answer.needed, answer.has_gaps) == (("A", "B", "C"), ("a",), False)


def test_one_refuses_what_the_others_settle() -> None:
    """The same rows under "one" contradict each other in all three pairs."""
    faults = faults_of(lambda: table_of(BOTH, SANCTIONS))
    assert [fault.code for fault in faults] == ["SH441"] * 3


def test_an_outcome_outside_the_order_is_refused() -> None:
    """An order that leaves an outcome out could not settle it."""
    (fault,) = faults_of(lambda: table_of(BOTH, SANCTIONS, answer="order", order=["C", "B"]))
    assert fault.code == "SH436"


@pytest.mark.parametrize(("gives", "outcomes"), [("yes_no", (True, False)), ("count", (3, 7))])
def test_outcomes_can_be_truths_and_numbers(gives: str, outcomes: tuple[object, object]) -> None:
    """A table may settle a truth or a figure as well as one of a list."""
    first, second = outcomes
    table = table_of(TWO, [row(first, a=True), row(second, a=False)], gives=gives)
    assert table.decide({"a": True}).outcome is first
    assert table.decide({"a": False}).outcome is second
    assert set(table.decide({}).possible) == set(outcomes)


# ---- exceptions


def chain(*exceptions: tuple[str, ...]) -> list[dict[str, object]]:
    """Return rows A for all, B where a, C where a and b, with the exceptions that they name."""
    rows = [{"when": {}, "then": "A"}, row("B", a=True), row("C", a=True, b=True)]
    return [
        {**one, "exception_to": list(to)}
        for one, to in itertools.zip_longest(rows, exceptions, fillvalue=())
    ]


EVERY = [{"a": a, "b": b} for a, b in itertools.product((False, True), repeat=2)]


def test_an_exception_to_an_exception_goes_before_both() -> None:
    """A in general, B where a, C where a and b: the most special one decides."""
    for named in (((), ("r1",), ("r2",)), ((), ("r1",), ("r1", "r2"))):
        table = table_of(TWO, chain(*named))
        assert [table.decide(facts).outcome for facts in EVERY] == ["A", "A", "B", "C"]
        assert table.analyse().is_clean
        assert [r.id for r in table.rows_in_order] == ["r3", "r2", "r1"]


def test_an_exception_to_an_exception_does_not_reach_further() -> None:
    """Where C applies without B, nothing settles it against A: that is told."""
    rows = [{"when": {}, "then": "A"}, row("B", a=True), row("C", b=True)]
    rows[1]["exception_to"], rows[2]["exception_to"] = ["r1"], ["r2"]
    (fault,) = faults_of(lambda: table_of(TWO, rows))
    assert fault.code == "SH441"
    assert "r1, r3" in fault.where
    assert fault.facts["region"] == "a：否；b：是"


def test_exceptions_in_a_circle_are_refused() -> None:
    """Three rows, each an exception to the next, would leave none to decide."""
    rows = [row("A", a=True), row("B", a=True), row("C", a=True)]
    for n, to in enumerate(("r2", "r3", "r1")):
        rows[n]["exception_to"] = [to]
    codes = [fault.code for fault in faults_of(lambda: table_of(TWO, rows))]
    assert "SH457" in codes


@pytest.mark.parametrize(("answer", "code"), [("order", "SH438"), ("all", "SH438")])
def test_exceptions_belong_to_tables_with_one_answer(answer: str, code: str) -> None:
    """Other policies settle rows in another way, so that a named exception would do nothing."""
    rows = [row("A", a=True), {**row("B", b=True), "exception_to": ["r1"]}]
    assert [f.code for f in faults_of(lambda: table_of(TWO, rows, answer=answer))] == [code]


def test_the_row_for_all_other_cases_is_no_exception() -> None:
    """It applies where no other row does: named as an exception to one it would do nothing."""
    rows = [row("A", a=True), {"otherwise": True, "then": "B", "exception_to": ["r1"]}]
    faults_of(lambda: table_of(TWO, rows))


def test_an_exception_to_a_row_that_is_not_there_is_refused() -> None:
    """A misspelt row name would leave the overlap to chance."""
    rows = [row("A", a=True), {**row("B", a=False), "exception_to": ["r9"]}]
    (fault,) = faults_of(lambda: table_of(TWO, rows))
    assert (fault.code, fault.facts["other"]) == ("SH456", "r9")


# ---- details and facts

WRITTEN: Mapping[str, object] = {"form": {"label": "形式", "values": {"written": "书面"}}}


def test_a_detail_belongs_to_a_table_that_names_its_event() -> None:
    """The form of a notice is a detail of that notice: without an event it is refused."""
    data = data_of(TWO, [row("A", form="written"), row("B", form="oral")])
    data["details"] = {"form": ["written", "oral"]}
    (first, second) = faults_of(lambda: sh.load_tables(data))
    assert (first.code, second.code) == ("SH442", "SH442")
    data["tables"][0]["at"] = ["notified"]
    table = sh.load_tables(data)["t"]
    assert table.decide({"form": "oral"}).outcome == "B"
    assert table.vocabulary["form"].detail
    assert not table.vocabulary["a"].detail


def test_an_event_that_is_not_declared_is_refused() -> None:
    """A misspelt event would never come."""
    (fault,) = faults_of(lambda: table_of(TWO, [row("A", a=True)], at=["notifed"]))
    assert fault.code == "SH443"
    assert "notified" in fault.fix


def test_a_name_is_a_fact_or_a_detail() -> None:
    """One name for both is refused: a written registration makes no notice written."""
    data = data_of({**TWO, "form": ["written"]}, [row("A", a=True)])
    data["details"] = {"form": ["written", "oral"]}
    (fault,) = faults_of(lambda: sh.load_tables(data))
    assert fault.code == "SH432"


# ---- rows and facts that do nothing


def test_a_row_inside_another_is_redundant() -> None:
    """Under 5 minutes is under 10 minutes already; the wider row is not redundant."""
    rows = [row("A", late="< 10"), row("A", late="< 5"), row("B", late=">= 10")]
    analysis = table_of(LATE, rows).analyse()
    assert [(idle.row, idle.because) for idle in analysis.redundant] == [("r2", ("r1",))]
    assert analysis.never_fire == ()
    assert analysis.is_complete
    assert not analysis.is_clean


def test_a_row_that_several_others_take_the_place_of_is_redundant() -> None:
    """No one row covers it, two together do."""
    rows = [
        row("A", a=True),
        row("A", a=False, b=True),
        row("A", b=True),
        row("B", a=False, b=False),
    ]
    analysis = table_of(TWO, rows).analyse()
    found = {idle.row: set(idle.because) for idle in analysis.redundant}
    assert found == {"r2": {"r3"}, "r3": {"r1", "r2"}}


def test_a_row_that_keeps_a_trait_is_not_redundant() -> None:
    """Without it every outcome were the same, yet a trait would be lost."""
    rows = [row("A", a=True), row("B", b=True), {"when": {}, "then": "C"}]
    analysis = table_of(TWO, rows, answer="order").analyse()
    assert analysis.is_clean


def test_a_fact_that_changes_nothing_is_unused() -> None:
    """Asked for in two rows that say the same, or in none: either way it changes no answer."""
    rows = [row("A", a=True, b=True), row("A", a=True, b=False), row("B", a=False)]
    data = data_of({**TWO, "c": "yes_no"}, rows)
    data["tables"][0]["facts"] = ["a", "b", "c"]
    table = sh.load_tables(data)["t"]
    assert [fact.name for fact in table.analyse().unused_facts] == ["b", "c"]
    assert table.decide({"a": True}).outcome == "A"


def test_a_fact_that_changes_only_a_trait_is_used() -> None:
    """The outcome is the same, the trait is not: the fact has its use."""
    rows = [row("A", b=False), row("B", b=True), row("B", a=True)]
    table = table_of(TWO, rows, answer="order")
    assert table.decide({"b": False, "a": True}).traits == ("B",)
    assert table.analyse().unused_facts == ()
    assert table.analyse().is_clean


def test_an_outcome_that_never_comes_is_told() -> None:
    """C is foreseen and never given; that alone is no fault."""
    analysis = table_of(TWO, [row("A", a=True), row("B", a=False)]).analyse()
    assert analysis.unused_outcomes == ("C",)
    assert analysis.is_clean


def test_a_row_that_contradicts_itself_never_fires() -> None:
    """Conditions of two facts that cannot hold together make a row that never applies."""
    numbers = {"a": "count", "b": "count"}
    rows = [{"when": {"a": "> @b", "b": "> @a"}, "then": "A"}, {"otherwise": True, "then": "B"}]
    (idle,) = table_of(numbers, rows).analyse().never_fire
    assert (idle.row, idle.because) == ("r1", ())


# ---- the size limit


def many(count: int) -> sh.Table:
    """Return a table over many truths: A where all are so, B otherwise."""
    facts = {f"f{n}": "yes_no" for n in range(count)}
    rows = [row("A", **dict.fromkeys(facts, True)), {"otherwise": True, "then": "B"}]
    return table_of(facts, rows, gives=("A", "B"))


def test_beyond_the_limit_nothing_is_concluded() -> None:
    """23 truths make more cells than are gone through: it says so, and never that all is well."""
    table = many(23)
    analysis = table.analyse()
    assert analysis.cells == 2**23 > MOST_CELLS
    assert not analysis.checked
    assert not analysis.is_clean
    assert not analysis.is_complete
    assert (analysis.holes, analysis.hole_cells) == ((), 0)
    assert "未检查" in str(analysis)
    assert "没有发现问题" not in str(analysis)
    difference = table.compare(table)
    assert not difference.checked
    assert not difference.is_empty
    assert "未比较" in str(difference)


def test_beyond_the_limit_complete_facts_are_decided() -> None:
    """One case is decided whatever the size, by either way."""
    table = many(23)
    facts: dict[str, object] = {f"f{n}": True for n in range(23)}
    assert table.decide(facts).outcome == "A"
    assert table.decide({**facts, "f7": False}).outcome == "B"


def test_beyond_the_limit_few_missing_facts_are_no_matter() -> None:
    """With three facts missing there are eight completions."""
    table = many(23)
    known = {f"f{n}": True for n in range(20)}
    answer = table.decide(known)
    assert isinstance(answer, sh.Undetermined)
    assert (answer.possible, answer.needed) == (("A", "B"), ("f20", "f21", "f22"))
    assert table.decide({**known, "f3": False}).outcome == "B"


def test_beyond_the_limit_too_few_facts_are_refused() -> None:
    """Nothing known of 23 truths: rather no answer than a guess; what is missing is named."""
    with pytest.raises(sh.InputValueError) as refused:
        many(23).decide({})
    assert refused.value.code == "SH408"
    assert refused.value.facts["missing"] == tuple(f"f{n}" for n in range(23))


def test_the_limit_can_be_set() -> None:
    """Whoever wants a quick look goes through fewer cells, and is told that it was not checked."""
    table = table_of(TWO, [row("A", a=True), row("B", a=False, b=True)])
    assert table.analyse().cells == 4
    assert table.analyse(most=4).checked
    assert not table.analyse(most=3).checked


# ---- terms

TERM: Mapping[str, object] = {
    "id": "late.most",
    "label": "迟到界限",
    "type": "count",
    "values": [
        {"value": 10, "expires": JUNE_30, "cite": "《考勤办法（旧）》第1条"},
        {"value": 15, "since": JULY_1, "cite": "《考勤办法（新）》第1条"},
    ],
}
BY_TERM: Rows = [row("A", late="<= $late.most"), row("B", late="> $late.most")]


def test_a_condition_takes_the_value_of_its_term() -> None:
    """The figure stands in one place: the row follows it, day by day."""
    for day, most in ((JUNE_30, 10), (JULY_1, 15)):
        table = table_of(LATE, BY_TERM, terms=[TERM], on=day)
        assert table.analyse().is_clean
        assert table.decide({"late": most}).outcome == "A"
        assert table.decide({"late": most + 1}).outcome == "B"


@pytest.mark.parametrize(
    ("terms", "code"), [([], "SH430"), ([{**TERM, "type": "decimal"}], "SH431")]
)
def test_a_term_must_be_there_and_fit(terms: Rows, code: str) -> None:
    """A term that is not declared, or of another kind than the fact, is refused in each row."""
    faults = faults_of(lambda: table_of(LATE, BY_TERM, terms=terms))
    assert [fault.code for fault in faults] == [code, code]


def test_a_term_without_a_value_on_a_day_is_refused() -> None:
    """The rows hold always, the figure only from July on: that is told at load."""
    late = {**TERM, "values": [{"value": 15, "since": JULY_1, "cite": "《考勤办法》第1条"}]}
    codes = {fault.code for fault in faults_of(lambda: table_of(LATE, BY_TERM, terms=[late]))}
    assert codes == {"SH453"}


def test_an_overlap_that_only_one_value_of_a_term_makes_is_found() -> None:
    """Up to the term, and from 12 on: as long as it is 10 all is well, at 15 they overlap."""
    rows = [row("A", late="<= $late.most"), row("B", late=">= 12")]
    (fault,) = faults_of(lambda: table_of(LATE, rows, terms=[TERM]))
    assert fault.code == "SH441"
    assert fault.facts["since"] == "2026-07-01"
    assert fault.facts["region"] == "迟到：12至15分钟"


# ---- facts compared with one another

NEEDED: Mapping[str, object] = {
    "approver": {"label": "批准人", "values": {"head": "科长", "chief": "局长"}},
    "approver_needed": {"label": "应由", "values": {"head": "科长", "chief": "局长"}},
}


def test_a_fact_can_be_compared_with_another() -> None:
    """Approved by whom it should be: A; by somebody else: B; half known: asked for."""
    rows = [row("A", approver="@approver_needed"), row("B", approver="!= @approver_needed")]
    table = table_of(NEEDED, rows)
    assert table.analyse().is_clean
    assert table.decide({"approver": "head", "approver_needed": "head"}).outcome == "A"
    assert table.decide({"approver": "head", "approver_needed": "chief"}).outcome == "B"
    answer = table.decide({"approver": "chief"})
    assert isinstance(answer, sh.Undetermined)
    assert answer.needed == ("approver_needed",)


PAIR: Mapping[str, object] = {
    "a": {"label": "实到", "type": "count"},
    "b": {"label": "应到", "type": "count"},
}
PAIRS = [{"a": a, "b": b} for a, b in itertools.product(range(8), repeat=2)]


@pytest.mark.parametrize(
    ("cells", "missing"),
    [
        (("> @b", "< @b"), operator.eq),
        (("> @b", "= @b"), operator.lt),
        ((">= @b", "< @b"), None),
        (("!= @b", "= @b"), None),
    ],
)
def test_holes_between_two_numbers_are_found(
    cells: tuple[str, str], missing: Callable[[object, object], bool] | None
) -> None:
    """However two numbers stand to each other is a case of its own."""
    table = table_of(PAIR, [row("A", a=cells[0]), row("B", a=cells[1])])
    expected = [facts for facts in PAIRS if missing and missing(facts["a"], facts["b"])]
    assert undecided(table, PAIRS) == expected
    assert table.analyse().is_complete is (not expected)
    for hole in table.analyse().holes:
        assert missing is not None
        assert missing(hole.example["a"], hole.example["b"])


def test_every_case_of_a_hole_between_two_numbers_is_told() -> None:
    """Equal numbers, whatever they are, belong to the hole that is told."""
    table = table_of(PAIR, [row("A", a="> @b"), row("B", a="< @b")])
    assert told_holes(table, PAIRS) == [facts for facts in PAIRS if facts["a"] == facts["b"]]


def test_numbers_that_overlap_where_they_are_equal() -> None:
    """At least and at most: both apply where the numbers are equal."""
    (fault,) = faults_of(lambda: table_of(PAIR, [row("A", a=">= @b"), row("B", a="<= @b")]))
    assert fault.code == "SH441"


@pytest.mark.parametrize("known", range(8))
def test_part_of_two_numbers_leaves_what_the_other_can_be(known: int) -> None:
    """At least as many as should be, at most 3 more, or 3: by going through the others."""
    rows = [
        row("A", a=">= @b", b=">= 3"),
        row("B", a=">= @b", b="< 3"),
        row("C", a="< @b"),
    ]
    table = table_of(PAIR, rows)

    def meant(a: int, b: int) -> str:
        return "C" if a < b else "A" if b >= 3 else "B"

    for name, other in (("a", "b"), ("b", "a")):
        possible = {meant(**{name: known, other: n}) for n in range(30)}
        answer = table.decide({name: known})
        if len(possible) == 1:
            assert {answer.outcome} == possible
        else:
            assert isinstance(answer, sh.Undetermined)
            assert set(answer.possible) == possible
            assert answer.needed == (other,)


# ---- differences

OLD: Rows = [row("A", late="<= 10"), row("B", late="> 10")]


def changed(table: sh.Table, newer: sh.Table, cases: Iterable[Mapping[str, Any]]) -> list[Any]:
    """Return each case that is told as changed, with its old and new outcome."""
    found = table.compare(newer).changes
    return [(f, c.old, c.new) for f in cases for c in found if lies_in(c.region, f)]


def test_a_moved_boundary_is_told_as_the_cases_that_move() -> None:
    """The band to 10 minutes now goes to 15: 11 to 15 change from B to A, no others."""
    old, new = table_of(LATE, OLD), table_of(LATE, [row("A", late="<= 15"), row("B", late="> 15")])
    minutes = [{"late": n} for n in range(100)]
    assert changed(old, new, minutes) == [({"late": n}, "B", "A") for n in range(11, 16)]
    difference = old.compare(new)
    assert difference.checked
    assert not difference.is_empty
    assert (difference.changed_cells, difference.cells) == (1, 3)
    assert difference.changes[0].region.example["late"] in range(11, 16)
    assert "B → A：迟到：11至15分钟" in str(difference)
    assert changed(new, old, minutes) == [({"late": n}, "A", "B") for n in range(11, 16)]


def test_tables_that_decide_alike_do_not_differ() -> None:
    """Written in other words, with other articles and more rows: the answers are the same."""
    old = table_of(LATE, OLD)
    rows = [row("B", late=">= 11"), row("A", late="<= 5"), row("A", late="> 5, <= 10")]
    new = table_of(LATE, [{**one, "cite": "《新规》第1条"} for one in rows])
    assert old.compare(new).is_empty
    assert old.compare(old).is_empty


def test_a_hole_that_is_closed_is_a_change() -> None:
    """Where nothing was said, something is: from "no rule" to B."""
    old = table_of(LATE, [row("A", late="< 10"), row("B", late="> 15")])
    new = table_of(LATE, [row("A", late="< 10"), row("B", late=">= 10")])
    minutes = [{"late": n} for n in range(40)]
    expected = [({"late": n}, sh.NoAnswer.NONE, "B") for n in range(10, 16)]
    assert changed(old, new, minutes) == expected


def test_a_new_value_of_a_list_is_a_change() -> None:
    """Only what the new value does is told; the values that both know are compared."""
    places = {"place": ["window", "office"]}
    more = {"place": ["window", "office", "away"]}
    old = table_of(places, [row("A", place="window"), row("B", place="office")])
    new = table_of(more, [row("A", place="window"), row("B", place=["office", "away"])])
    cases = [{"place": p} for p in ("window", "office", "away")]
    unknown = sh.NoAnswer.UNKNOWN_VALUE
    assert changed(old, new, cases) == [({"place": "away"}, unknown, "B")]
    assert changed(new, old, cases) == [({"place": "away"}, "B", unknown)]


def test_changed_bounds_are_a_change() -> None:
    """From "any number of minutes" to 1 to 600: 0, and more than 600, no longer exist."""
    bounded = {"late": {"type": "integer", "least": 1, "most": 600}}
    old, new = table_of(LATE, OLD), table_of(bounded, OLD)
    cases = [{"late": n} for n in (0, 1, 10, 11, 600, 601, 9999)]
    unknown = sh.NoAnswer.UNKNOWN_VALUE
    assert changed(old, new, cases) == [
        ({"late": 0}, "A", unknown),
        ({"late": 601}, "B", unknown),
        ({"late": 9999}, "B", unknown),
    ]


def test_a_fact_that_is_asked_for_in_addition_is_told() -> None:
    """The new table asks whether the officer was excused: only the unexcused change."""
    old = table_of(LATE, OLD)
    new = table_of(
        {**LATE, "excused": "yes_no"},
        [
            row("A", late="<= 10"),
            row("B", late="> 10", excused=True),
            row("C", late="> 10", excused=False),
        ],
    )
    cases = [{"late": n, "excused": e} for n in (0, 10, 11, 99) for e in (True, False)]
    expected = [({"late": n, "excused": False}, "B", "C") for n in (11, 99)]
    assert changed(old, new, cases) == expected


def test_a_trait_that_comes_or_goes_is_told() -> None:
    """The outcomes stay, what applies besides does not."""
    rows = [row("A", a=True), row("B", b=True), {"otherwise": True, "then": "C"}]
    old = table_of(TWO, rows, answer="order")
    new = table_of(TWO, [rows[0], row("B", a=False, b=True), rows[2]], answer="order")
    difference = old.compare(new)
    assert difference.changes == ()
    assert difference.changed_cells == 0
    assert not difference.is_empty
    (change,) = difference.trait_changes
    assert (change.trait, change.added, change.region.example) == (
        "B",
        False,
        {"a": True, "b": True},
    )
    (back,) = new.compare(old).trait_changes
    assert (back.trait, back.added) == ("B", True)


def test_under_all_each_outcome_is_compared_for_itself() -> None:
    """Of two that applied one is gone, and one is new."""
    old = table_of(TWO, [row("A", a=True), row("B", a=True)], answer="all")
    new = table_of(TWO, [row("A", a=True), row("C", b=True)], answer="all")
    found = {(c.old, c.new, tuple(c.region.example.values())) for c in old.compare(new).changes}
    assert {(was, now) for was, now, _ in found} == {
        ("B", sh.NoAnswer.NONE),
        (sh.NoAnswer.NONE, "C"),
    }
    assert all(changed(old, new, EVERY))


def test_tables_of_different_things_are_not_compared() -> None:
    """Another outcome fact, or one fact that was a number and is a truth: refused."""
    old = table_of(LATE, OLD)
    other = table_of({"late": "yes_no"}, [row("A", late=True), row("B", late=False)])
    with pytest.raises(sh.InputValueError) as refused:
        old.compare(other)
    assert refused.value.code == "SH410"
    policy = sh.Registry.of(place("mengding")).policy("530926103", on=JULY_1)
    with pytest.raises(sh.InputValueError) as refused:
        policy.tables["procedure"].compare(policy.tables["case_kind"])
    assert refused.value.code == "SH410"


def test_the_difference_that_a_local_pack_makes_is_its_own_rows_only() -> None:
    """A threshold of 2: cases of exactly two windows or departments change, no others."""
    change = {"changes": "joint.threshold", "value": 2, "cite": "《本地规定》第1条"}
    pack = sh.load_pack({"id": "town", "division": "460203", "terms": [change]})
    old, new = (
        registry.policy("460203", on=JULY_1).tables["case_kind"]
        for registry in (sh.Registry.discover(), sh.Registry.of(pack))
    )
    difference = old.compare(new)
    assert {(c.old, c.new) for c in difference.changes} == {
        ("PROMISED", "JOINT"),
        ("INSTANT", "JOINT"),
    }
    assert {(t.trait, t.added) for t in difference.trait_changes} <= {
        ("JOINT", True),
        ("PROMISED", True),
    }
    for change_ in difference.changes:
        example = change_.region.example
        assert 2 in (example["windows"], example["departments"])
        assert old.decide(example).outcome == change_.old
        assert new.decide(example).outcome == change_.new


# ---- once for each logic


def test_tables_that_decide_alike_share_one_analysis() -> None:
    """Other citations, other labels of the table: the logic is the same, and so is the object."""
    one = table_of(LATE, OLD)
    other = table_of(
        LATE, [{**r, "cite": f"《别处规定》第{n}条"} for n, r in enumerate(OLD)], label="别处的规则"
    )
    assert one is not other
    assert one.rows[0].citation != other.rows[0].citation
    assert one.analyse() is other.analyse()


def test_tables_that_decide_differently_do_not() -> None:
    """One figure more, and the analysis is another."""
    one, other = table_of(LATE, OLD), table_of(LATE, [row("A", late="<= 9"), row("B", late="> 9")])
    assert one.analyse() is not other.analyse()


def test_an_equal_fact_with_another_label_is_told_by_its_own_label() -> None:
    """What is kept by content does not tell one place's findings in the words of another."""
    rows = [row("A", late="< 10")]
    here = table_of(LATE, rows).analyse()
    there = table_of({"late": {"label": "晚到", "type": "count", "unit": "分钟"}}, rows).analyse()
    assert "迟到" in str(here)
    assert "晚到" in str(there)
    assert "迟到" not in str(there)


def test_equal_lists_with_other_labels_are_told_by_their_own() -> None:
    """The same holds for the labels of values."""
    rows = [row("A", place="window")]
    here, there = (
        table_of({"place": {"values": {"window": "窗口", "away": label}}}, rows).analyse()
        for label in ("外勤", "出差")
    )
    assert "外勤" in str(here)
    assert "出差" in str(there)


# ---- a record, and a mapping


class Record:
    """A record as programs have them."""

    def __init__(self, facts: Mapping[str, object]) -> None:
        vars(self).update(facts)


@pytest.mark.parametrize("answer", ["one", "order"])
def test_a_record_is_decided_like_a_mapping(answer: str) -> None:
    """The compiled function says of every case what ``decide`` says."""
    rows = [
        row("C", excused=True, place="away"),
        row("A", excused=True, place=["window", "office"]),
        row("B", excused=False, hours=">= 4"),
        row("A", excused=False, hours="< 4"),
    ]
    table = table_of(ATTENDANCE, rows, answer=answer, order=["B", "C", "A"])
    for shift in SHIFTS:
        assert table.outcome(Record(shift)) == table.decide(shift).outcome


def test_a_record_out_of_order_is_met_as_a_mapping_is() -> None:
    """What the compiled function cannot answer in order it refuses as ``decide`` does."""
    rows = [row("A", excused=True), row("B", excused=False, hours=">= 4"), row("C", hours="< 4")]
    table = table_of(ATTENDANCE, rows, answer="order")
    for faulty, code in (
        ({"hours": 1.0}, "SH404"),
        ({"hours": "1"}, "SH403"),
        ({"hours": -1}, "SH402"),
        ({"excused": 0}, "SH403"),
        ({"excused": None}, "SH409"),
    ):
        with pytest.raises(sh.ServiceHallError) as refused:
            table.outcome(Record({"excused": False, "hours": 9, **faulty}))
        assert refused.value.code == code
    assert table.outcome(Record({"excused": True, "hours": None})) == "A"


def test_a_record_is_read_as_far_as_the_answer_needs() -> None:
    """What settles the case is checked; what is not read is not looked at, as documented."""
    table = table_of(ATTENDANCE, [row("A", excused=True), row("B", excused=False, hours=">= 0")])
    with pytest.raises(sh.InputTypeError):
        table.decide({"excused": True, "hours": 1.0})
    assert table.outcome(SimpleNamespace(excused=True, hours=1.0)) == "A"
    with pytest.raises(sh.InputTypeError):
        table.outcome(SimpleNamespace(excused=False, hours=1.0))


def test_a_table_with_all_answers_has_no_compiled_outcome() -> None:
    """Under "all" one outcome is only there if exactly one applies."""
    table = table_of(BOTH, SANCTIONS, answer="all")
    assert table.outcome(Record({"late": 0, "a": True})) == "C"
    with pytest.raises(sh.InputValueError, match="SH419"):
        table.outcome(Record({"late": 30, "a": True}))


# ---- small promises


def test_the_answer_itself_is_no_fact() -> None:
    """What the table decides cannot be handed over: it could only be ignored."""
    table = table_of(ATTENDANCE, [row("A", excused=True), row("B", excused=False)])
    with pytest.raises(sh.InputValueError) as refused:
        table.decide({"excused": True, table.gives.name: "A"})
    assert refused.value.code == "SH416"


def test_answers_that_are_kept_do_not_grow_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table forgets what it kept when it is much, and answers as before."""
    monkeypatch.setattr("servicehall.tables.table._MOST_KEPT", 1)
    table = table_of(ATTENDANCE, [row("A", excused=True), row("B", excused=False, hours=">= 0")])
    for _ in range(2):
        for excused, outcome in ((True, "A"), (False, "B")):
            found = table.decide({"excused": excused, "hours": 1})
            assert isinstance(found, sh.Decision)
            assert found.outcome == outcome
            part = table.decide({"excused": excused})
            assert isinstance(part, sh.Decision)
            assert part.outcome == outcome


def test_a_row_tells_how_well_its_source_was_read() -> None:
    """The confidence of a row is that of its citation."""
    policy = sh.Registry.discover().policy("000000", on=date(2026, 11, 21))
    rows = {row.id: row for row in policy.tables["case_kind"].rows}
    assert rows["joint"].confidence is sh.Confidence.CLEAN
    assert rows["not-accepted.missing-affecting"].confidence is sh.Confidence.INFERRED


def test_all_that_apply_are_no_single_outcome() -> None:
    """None or several are refused where one is asked for; all are in ``outcomes``."""
    rows = [row("A", excused=True), row("B", excused=True)]
    decision = table_of(ATTENDANCE, rows, answer="all").decide({"excused": True})
    assert isinstance(decision, sh.Decision)
    assert decision.outcomes == ("A", "B")
    with pytest.raises(sh.InputValueError) as refused:
        _ = decision.outcome
    assert refused.value.code == "SH419"
