"""What a finding costs, and what adds up: several units at once, a limit, sums, rolling months."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from hypothesis import given, strategies as st

import servicehall as sh
from servicehall.accountability import RuleFaultKind, check_sanctions
from servicehall.sanctions import Period
from tests.accountable import AS_OF, TOWN, at, finding, proposed, rules
from tests.command_line import Run

YEAR = {"id": "year", "title": "年度得分", "of": "person", "period": "year", "base": "100"}
OFF = {"id": "off", "label": "一年内累计扣分", "per": "person", "within": "year", "adds_up": True}
TALK = [{"id": "talk", "title": "约谈"}]


def taken(amount: str, **said: Any) -> dict[str, Any]:
    """Return what is taken off the year's score."""
    return {"who": "person", "score": "year", "amount": amount, **said}


def costs(then: Mapping[str, Any], **facts: Any) -> Decimal | None:
    """Return by how much a finding changes the year's score."""
    row = {"id": "r", "title": "扣分", "kinds": "quarrel", "then": [then]}
    found = sh.propose_sanctions(
        [finding("F1", "quarrel", at(3, 2), **facts)],
        rules(scores=[YEAR], sanctions=[row]),
        as_of=AS_OF,
    )
    return found.items[0].amount


# ---- units of several, and a limit


@pytest.mark.parametrize(
    ("minutes", "full", "begun"),
    [(0, 0, 0), (1, 0, -1), (4, 0, -1), (5, -1, -1), (6, -1, -2), (10, -2, -2), (11, -2, -3)],
)
def test_each_five_minutes_count_once(minutes: int, full: int, begun: int) -> None:
    """每满5分钟扣1分: what is left over does not count; 不足5分钟的按5分钟计: it does."""
    each = taken("-1", per="late_minutes", each=5)
    assert costs(each, late_minutes=minutes) == full
    assert costs({**each, "begun": True}, late_minutes=minutes) == begun


@pytest.mark.parametrize(("days", "expected"), [(1, -2), (4, -8), (5, -10), (6, -10), (90, -10)])
def test_one_finding_costs_no_more_than_is_said(days: int, expected: int) -> None:
    """每逾期1个工作日扣2分，最多扣10分: five days and more cost 10."""
    assert costs(taken("-2", per="late_days", at_most="10"), late_days=days) == expected


def test_how_it_was_reckoned_is_said() -> None:
    """The units, what counts as one, and the limit stand in the explanation."""
    for begun, said in ((False, "每满5分钟计一次"), (True, "每满5分钟计一次，不满的也计")):
        then = taken("-3", per="late_minutes", each=5, begun=begun, at_most="5")
        row = {"id": "r", "title": "扣分", "kinds": "quarrel", "then": [then]}
        found = sh.propose_sanctions(
            [finding("F1", "quarrel", at(3, 2), late_minutes=10)],
            rules(scores=[YEAR], sanctions=[row]),
            as_of=AS_OF,
        )
        assert found.items[0].reckoning == f"-3分 × 2（10分钟，{said}），最多5分"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"each": 5}, "SH206"),
        ({"per": "late_minutes", "begun": True}, "SH206"),
        ({"per": "late_minutes", "each": 0}, "SH813"),
        ({"at_most": "zehn"}, "SH503"),
        ({"at_most": "0"}, "SH813"),
    ],
)
def test_units_that_mean_nothing_are_refused(change: dict[str, Any], code: str) -> None:
    """Units without what is counted, no unit at all, and a limit that is no figure."""
    row = {"id": "r", "title": "扣分", "kinds": "quarrel", "then": [taken("-1", **change)]}
    with pytest.raises(sh.FaultyDataError) as caught:
        rules(scores=[YEAR], sanctions=[row])
    assert code in {problem.code for problem in caught.value.problems}


# ---- what adds up


@cache
def threshold(*steps: tuple[str, str]) -> sh.Registry:
    """Return a town: quarrels cost 5, smoking 2.5, abuse 6; from some sum on something follows."""
    rows = [
        {"id": kind, "title": kind, "kinds": kind, "then": [taken(amount)]}
        for kind, amount in (("quarrel", "-5"), ("smoking", "-2.5"), ("abuse", "-6"))
    ]
    praised = {"id": "praised", "title": "表扬", "merit": True}
    rows.append({"id": "good", "title": "加分", "kinds": "praised", "then": [taken("3")]})
    names = [measure for _, measure in steps]
    for cell, measure in steps:
        then = [{"who": "person", "measure": measure}]
        when = {"off": cell}
        given = {"id": f"from.{measure}", "title": measure, "kinds": "score:year", "then": then}
        rows.append({**given, "when": when, "supersedes": [f"from.{one}" for one in names]})
    return rules(
        breaches=[praised],
        measures=[{"id": one, "title": one} for one in names],
        scores=[YEAR],
        counts=[{**OFF, "of": "score:year"}],
        sanctions=rows,
    )


def given_for(town: sh.Registry, *kinds: str, as_of: datetime = AS_OF) -> list[tuple[str, str]]:
    """Return the measures that follow from findings of a year, one a month, by finding."""
    listed = [finding(f"F{n}", kind, at(n, 2)) for n, kind in enumerate(kinds, 1)]
    found = sh.propose_sanctions(listed, town, as_of=as_of)
    return [(name, says) for name, _, says in proposed(found) if "分" not in says]


def test_what_was_taken_off_adds_up() -> None:
    """From 12 points on off the post: 5 + 2.5 is not enough, 5 + 2.5 + 5 is; a praise gives nothing
    back; the month in which it is reached is that of the third."""
    town = threshold((">= 12", "off-post"))
    assert given_for(town, "quarrel", "smoking") == []
    assert given_for(town, "quarrel", "smoking", "quarrel") == [("F3", "off-post")]
    assert given_for(town, "quarrel", "smoking", "praised", "quarrel") == [("F4", "off-post")]


def test_a_higher_sum_takes_the_place_of_a_lower_one() -> None:
    """From 6 on a talk, from 12 on off the post in its place; once each, however much more."""
    town = threshold((">= 6, < 12", "talk"), (">= 12", "off-post"))
    assert given_for(town, "abuse") == [("F1", "talk")]
    assert given_for(town, "abuse", "smoking") == [("F2", "talk")]
    assert given_for(town, "abuse", "abuse") == [("F2", "off-post")]
    assert given_for(town, "abuse", "abuse", "smoking") == [("F3", "off-post")]


def test_without_a_finding_the_sum_is_counted_anew() -> None:
    """12.5 points lead off the post; without the 2.5 of smoking 10 do not."""
    listed = [finding(f"F{n}", kind, at(n, 2)) for n, kind in enumerate(
        ("quarrel", "smoking", "quarrel"), 1
    )]  # fmt: skip
    found = sh.propose_sanctions(listed, threshold((">= 12", "off-post")), as_of=AS_OF)
    assert [one.measure.title for one in found.proposed if one.measure] == ["off-post"]
    assert not [one for one in found.without("F2").proposed if one.measure]
    assert found.cost("F2") == {("year", "甲", "2026"): Decimal("-2.5")}


@given(st.lists(st.sampled_from(["quarrel", "smoking", "abuse", "praised"]), max_size=8))
def test_a_threshold_agrees_with_a_slow_and_obvious_sum(kinds: list[str]) -> None:
    """Adding up by hand, month by month: off the post is given once, for the last thing that cost
    points at or beyond 12."""
    cost = {"quarrel": Decimal(5), "smoking": Decimal("2.5"), "abuse": Decimal(6)}
    so_far, last = Decimal(0), ""
    for number, kind in enumerate(kinds, 1):
        so_far += cost.get(kind, Decimal(0))
        if kind in cost and so_far >= 12:
            last = f"F{number}"
    expected = [(last, "off-post")] if last else []
    assert given_for(threshold((">= 12", "off-post")), *kinds) == expected


def test_a_sum_is_that_of_its_year_and_its_person() -> None:
    """6 points in December and 6 in January are 6 in each year; 6 of 甲 and 6 of 乙 likewise."""
    town = threshold((">= 12", "off-post"))
    days = (at(12, 30, year=2025), at(1, 5))
    years = [finding(f"F{n}", "abuse", day) for n, day in enumerate(days)]
    people = [finding(name, "abuse", at(3, 2), who={"person": name}) for name in ("甲", "乙")]
    for listed in (years, people):
        found = sh.propose_sanctions(listed, town, as_of=AS_OF)
        assert not [one for one in found.proposed if one.measure]


def test_what_goes_over_to_a_chief_adds_up_for_the_chief() -> None:
    """Half of 5 goes to the chief: three times make 7.5, and from 7 on a talk with the chief."""
    chief = {**YEAR, "id": "chief", "of": "hall_head"}
    window = {**YEAR, "propagates": [{"to": "hall_head", "ratio": "0.5", "score": "chief"}]}
    town = rules(
        measures=TALK,
        scores=[chief, window],
        counts=[{**OFF, "of": "score:chief", "per": "hall_head"}],
        sanctions=[
            {"id": "r", "title": "扣分", "kinds": "quarrel", "then": [taken("-5")]},
            {
                "id": "talk",
                "title": "约谈负责人",
                "kinds": "score:chief",
                "when": {"off": ">= 7"},
                "then": [{"who": "hall_head", "measure": "talk"}],
            },
        ],
    )
    who = {"person": "甲", "hall_head": "乙"}
    listed = [finding(f"F{n}", "quarrel", at(n, 2), who=who) for n in (1, 2, 3)]
    found = sh.propose_sanctions(listed, town, as_of=AS_OF)
    assert [(name, whom) for name, whom, says in proposed(found) if says == "约谈"] == [
        ("F3", "乙")
    ]


def test_what_went_over_falls_away_with_what_it_came_from() -> None:
    """The second quarrel costs 6 in place of the 2 of the first: the chief's half is 3, not 4."""
    chief = {**YEAR, "id": "chief", "of": "hall_head"}
    window = {**YEAR, "propagates": [{"to": "hall_head", "ratio": "0.5", "score": "chief"}]}
    count = {"id": "n", "label": "n", "of": "quarrel", "per": "person", "within": "year"}
    plain = {"title": "扣分", "kinds": "quarrel"}
    one, two = (
        {**plain, "id": f"r{n}", "when": {"n": n}, "then": [taken(off)]}
        for n, off in ((1, "-2"), (2, "-6"))
    )
    town = rules(
        scores=[chief, window], counts=[count], sanctions=[one, {**two, "supersedes": ["r1"]}]
    )
    who = {"person": "甲", "hall_head": "乙"}
    listed = [finding(f"F{n}", "quarrel", at(n, 2), who=who) for n in (1, 2)]
    found = sh.propose_sanctions(listed, town, as_of=AS_OF)
    assert found.score("year", "甲", "2026").total == 94
    assert found.score("chief", "乙", "2026").total == 97


def test_an_amount_that_leads_back_to_itself_is_refused() -> None:
    """Points off for points off would never end."""
    row = {"id": "r", "title": "再扣分", "kinds": "score:year", "then": [taken("-1")]}
    first = {"id": "f", "title": "扣分", "kinds": "quarrel", "then": [taken("-1")]}
    town = rules(scores=[YEAR], sanctions=[first, row])
    with pytest.raises(sh.DataError) as caught:
        sh.propose_sanctions([finding("F1", "quarrel", at(3, 2))], town, as_of=AS_OF)
    assert caught.value.code == "SH821"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"of": "quarrel"}, "SH465"),
        ({"of": ["score:year", "quarrel"]}, "SH465"),
        ({"of": "score:yaer"}, "SH465"),
        ({"of": "score:year", "in_a_row": True}, "SH459"),
        ({"of": "score:year", "distinct": "person"}, "SH459"),
    ],
)
def test_only_amounts_add_up(change: dict[str, Any], code: str) -> None:
    """Quarrels do not add up, nor do periods in a row or different people; a score must exist."""
    with pytest.raises(sh.FaultyDataError) as caught:
        rules(scores=[YEAR], counts=[{**OFF, **change}])
    assert {problem.code for problem in caught.value.problems} == {code}


def test_steps_of_sums_are_checked_for_holes(run: Run, tmp_path: Any) -> None:
    """From 6 to 8 a talk and from 12 on another: 9 to 12 is a hole; the list says what for."""
    town = threshold((">= 6, <= 8", "talk"), (">= 12", "off-post"))
    faults = check_sanctions(town.policy(TOWN, on=date(2026, 3, 2)))
    assert [one.kind for one in faults] == [RuleFaultKind.HOLE]
    assert "年度得分扣减：一年内累计扣分" in faults[0].text
    pack = tmp_path / "town.toml"
    pack.write_text(_TOWN, encoding="utf-8")
    told = run("sanctions", "--division", TOWN, "--on", "2026-03-02", "--pack", pack)
    assert "针对：年度得分扣减" in told.output
    assert "当事人：年度得分 -1分，每满5分钟计一次，最多3分" in told.output


@pytest.mark.parametrize(
    ("then", "says"),
    [
        ({"per": "late_days"}, "年度得分 -1分，每逾期的工作日"),
        ({"per": "late_minutes", "each": 5, "begun": True}, "每满5分钟计一次，不满的也计"),
        ({"per": "plain", "each": 5}, "每满5（次品）计一次"),
    ],
)
def test_what_counts_as_one_is_said(
    run: Run, tmp_path: Any, then: dict[str, Any], says: str
) -> None:
    """每满5分钟, with its unit; a number without a unit is named by what it counts."""
    keys = "".join(f"{key} = {json.dumps(value)}\n" for key, value in then.items())
    old = 'per = "late_minutes"\neach = 5\n'
    pack = tmp_path / "town.toml"
    plain = '[facts.plain]\nlabel = "次品"\ntype = "count"\n[[scores]]'
    pack.write_text(_TOWN.replace(old, keys).replace("[[scores]]", plain, 1), encoding="utf-8")
    told = run("sanctions", "--division", TOWN, "--on", "2026-03-02", "--pack", pack)
    assert says in told.output


_TOWN = """
format = 1
id = "town"
division = "530926103"

[[scores]]
id = "year"
title = "年度得分"
of = "person"
period = "year"
base = "100"
cite = "《某镇考核办法》第一条"

[[sanctions]]
id = "late"
title = "迟到"
kinds = "quarrel"
cite = "《某镇考核办法》第一条"
[[sanctions.then]]
who = "person"
score = "year"
amount = "-1"
per = "late_minutes"
each = 5
at_most = "3"

[[sanctions]]
id = "talk"
title = "约谈"
kinds = "score:year"
then = [{ who = "person", measure = "reminder-talk" }]
cite = "《某镇考核办法》第一条"
"""


# ---- rolling months


@pytest.mark.parametrize(
    ("earlier", "day", "months", "expected"),
    [
        (date(2025, 3, 3), date(2026, 3, 2), 12, True),
        (date(2025, 3, 2), date(2026, 3, 2), 12, False),
        (date(2026, 3, 2), date(2026, 3, 2), 12, True),
        (date(2026, 3, 3), date(2026, 3, 2), 12, False),
        (date(2026, 2, 28), date(2026, 3, 31), 1, False),
        (date(2026, 3, 1), date(2026, 3, 31), 1, True),
    ],
)
def test_months_that_end_with_the_day(
    earlier: date, day: date, months: int, *, expected: bool
) -> None:
    """Twelve months up to 2 March begin on 3 March a year before; one month up to 31 March begins
    after 28 February, the last day of the month before."""
    assert (Period("months", months).first(day) <= earlier <= day) is expected


def test_three_within_twelve_months() -> None:
    """12个月内累计3次: on 2 November, in January, and a year later. On 2 November the first is a
    year old and no longer counts; a day earlier it does, and there are three."""
    count = {"id": "n", "label": "n", "of": "quarrel", "per": "person", "within": "12 months"}
    row = {
        "id": "r",
        "title": "12个月内3次的，约谈",
        "kinds": "quarrel",
        "when": {"n": ">= 3"},
        "then": [{"who": "person", "measure": "talk"}],
    }
    town = rules(measures=TALK, counts=[count], sanctions=[row])
    for last, expected in ((at(11, 2), []), (at(11, 1), ["约谈"])):
        days = (at(11, 2, year=2025), at(1, 15), last)
        listed = [finding(f"F{n}", "quarrel", day) for n, day in enumerate(days)]
        found = sh.propose_sanctions(listed, town, as_of=AS_OF)
        assert [says for _, _, says in proposed(found)] == expected
    assert (Period("months", 12).zh, Period("days", 30).zh) == ("12个月", "30天")


@pytest.mark.parametrize("within", ["0 months", "months", "12 Months", "1.5 months"])
def test_a_time_that_is_none_is_refused(within: str) -> None:
    """Nought months, months without number, and parts of them."""
    count = {"id": "n", "label": "n", "of": "quarrel", "per": "person", "within": within}
    with pytest.raises(sh.FaultyDataError) as caught:
        rules(counts=[count])
    assert [problem.code for problem in caught.value.problems] == ["SH812"]


def test_months_in_a_row_are_months_of_the_calendar() -> None:
    """Rolling months one after another would count a day twice."""
    count = {"id": "n", "label": "n", "of": "quarrel", "per": "person", "within": "3 months"}
    with pytest.raises(sh.FaultyDataError) as caught:
        rules(counts=[{**count, "in_a_row": True}])
    assert [problem.code for problem in caught.value.problems] == ["SH812"]
