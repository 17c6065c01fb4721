"""What follows from findings: rows, counts, measures of measures, picks, and what is not known."""

import itertools
import json

import pytest
from hypothesis import given, strategies as st

import servicehall as sh
from tests.accountable import AS_OF, CITE, TOWN, at, finding, proposed, rules

POINTS = {"id": "month", "title": "月度得分", "of": "person", "period": "month", "base": "100"}


def row(name: str, kinds: object, *then: dict[str, object], **said: object) -> dict[str, object]:
    return {"id": name, "title": name, "kinds": kinds, "then": list(then), **said}


def off(amount: object, who: str = "person", **said: object) -> dict[str, object]:
    return {"who": who, "score": "month", "amount": amount, **said}


def take(measure: object, who: str = "person") -> dict[str, object]:
    return {"who": who, "measure": measure}


MEASURES = [{"id": name, "title": name} for name in ("talk", "notice", "suspended", "warned")]


@pytest.mark.requirement("R-272", "R-150")
@pytest.mark.parametrize(
    ("states", "counts"),
    [
        (("alleged",), False), (("verified",), True), (("unfounded",), False),
        (("excused",), False), (("verified", "appealed"), False),
        (("verified", "appealed", "upheld"), True), (("verified", "appealed", "revoked"), False),
        (("unfounded", "verified"), True), (("verified", "appealed", "excused"), False),
    ],
)  # fmt: skip
def test_only_what_is_verified_or_upheld_has_consequences(
    states: tuple[str, ...],
    counts: bool,  # noqa: FBT001  # a column
) -> None:
    town = rules(scores=[POINTS], sanctions=[row("q", "quarrel", off("-2"))])
    one = finding("F1", "quarrel", at(3, 2), *states)
    found = sh.propose_sanctions([one], town, as_of=AS_OF)
    assert bool(found.items) is counts
    assert found.pending == (() if counts else (one,))
    assert found.score("month", "甲", "2026-03", division=TOWN).total == (98 if counts else 100)


def test_what_stood_then_is_what_counts() -> None:
    """Verified on the 3rd, appealed on the 4th, revoked on the 5th of March."""
    town = rules(scores=[POINTS], sanctions=[row("q", "quarrel", off("-2"))])
    one = finding("F1", "quarrel", at(3, 2), "verified", "appealed", "revoked")
    totals = [
        sh.propose_sanctions([one], town, as_of=at(3, day, 12))
        .score("month", "甲", "2026-03", division=TOWN)
        .total
        for day in (2, 3, 4, 5)
    ]
    assert totals == [100, 98, 100, 100]


def test_what_had_not_happened_yet_is_told_and_not_counted() -> None:
    town = rules(scores=[POINTS], sanctions=[row("q", "quarrel", off("-2"))])
    listed = [finding("F1", "quarrel", at(3, 2)), finding("F2", "quarrel", at(4, 2))]
    found = sh.propose_sanctions(listed, town, as_of=at(3, 20))
    assert (found.findings, found.later) == ((listed[0],), (listed[1],))
    assert "另有1个认定在此以后发生，没有计入。" in found.explain()
    assert found.without("F1").later == (listed[1],)


@pytest.mark.requirement("R-290")
def test_for_one_fact_the_heavier_row_absorbs_the_base() -> None:
    """100 in the place of 50, not beside it; another fact is another 50."""
    base = row("base", "quarrel", off("-50"))
    heavy = row("heavy", "quarrel", off("-100"), when={"media_exposed": True}, absorbs=["base"])
    town = rules(scores=[POINTS], sanctions=[base, heavy])
    one = finding("F1", "quarrel", at(3, 2), media_exposed=True)
    other = finding("F2", "quarrel", at(3, 3), media_exposed=False)
    found = sh.propose_sanctions([one, other], town, as_of=AS_OF)
    assert proposed(found) == [("F1", "甲", "月度得分扣100分"), ("F2", "甲", "月度得分扣50分")]
    (dropped,) = [item for item in found.items if item.status is sh.ItemStatus.ABSORBED]
    assert (dropped.by and dropped.by.id, dropped.sanction.id) == ("heavy", "base")


@pytest.mark.requirement("R-290")
def test_findings_of_one_occurrence_are_one_fact() -> None:
    """A quarrel that became a complaint: the row for the complaint absorbs that for the quarrel."""
    town = rules(
        scores=[POINTS],
        sanctions=[
            row("q", "quarrel", off("-2")),
            row("c", "complaint_verified", off("-5"), absorbs=["q"]),
        ],
    )
    about = [
        finding("F1", "quarrel", at(3, 2), occurrence="O"),
        finding("F2", "complaint_verified", at(3, 4), occurrence="O"),
        finding("F3", "quarrel", at(3, 2), who={"person": "乙"}, occurrence="O"),
    ]
    found = sh.propose_sanctions(about, town, as_of=AS_OF)
    assert proposed(found) == [("F3", "乙", "月度得分扣2分"), ("F2", "甲", "月度得分扣5分")]


def test_one_row_gives_somebody_one_thing_for_one_fact() -> None:
    """Two findings of one occurrence under one row: the points are taken once."""
    town = rules(scores=[POINTS], sanctions=[row("any", "*", off("-2"))])
    about = [
        finding("F1", "quarrel", at(3, 2), occurrence="O"),
        finding("F2", "smoking", at(3, 2), occurrence="O"),
        finding("F3", "smoking", at(3, 2)),
    ]
    found = sh.propose_sanctions(about, town, as_of=AS_OF)
    assert found.score("month", "甲", "2026-03").total == 96


def test_what_follows_later_for_a_fact_can_absorb_what_was_given_first() -> None:
    """A rude word costs 2 points and leads to a talk; the row for talks takes 5 in their place."""
    town = rules(
        scores=[POINTS],
        measures=MEASURES,
        sanctions=[
            row("first", "rude", off("-2"), take("talk")),
            row("second", "talk", off("-5"), absorbs=["first"]),
        ],
    )
    found = sh.propose_sanctions([finding("F1", "rude", at(3, 2))], town, as_of=AS_OF)
    own = [one for one in proposed(found) if "法" not in one[2]]
    assert own == [("F1", "甲", "月度得分扣5分")]


# ---- what is not known


def test_a_condition_that_is_not_settled_leaves_its_row_open_and_what_it_would_absorb() -> None:
    """Whether the media told of it nobody says: neither 50 nor 100 is taken yet."""
    town = rules(
        scores=[POINTS],
        sanctions=[
            row("base", "quarrel", off("-50")),
            row("heavy", "quarrel", off("-100"), when={"media_exposed": True}, absorbs=["base"]),
        ],
    )
    found = sh.propose_sanctions([finding("F1", "quarrel", at(3, 2))], town, as_of=AS_OF)
    assert found.proposed == ()
    assert [(item.sanction.id, item.needed) for item in found.open] == [
        ("base", ("media_exposed",)),
        ("heavy", ("media_exposed",)),
    ]
    assert "需要：被媒体曝光" in found.explain()
    assert found.score("month", "甲", "2026-03").total == 100
    assert len(found.score("month", "甲", "2026-03").open) == 2


@pytest.mark.parametrize(
    ("then", "facts", "needed"),
    [
        (off("-2", per="late_days"), {}, ("late_days",)),
        (off(["-2", "-5"]), {}, ("picks.r",)),
        (off("-2", who="hall_head"), {}, ("hall_head",)),
        (take(["talk", "notice"]), {}, ("picks.r",)),
        (off("unknown: 原文没有数字"), {}, ()),
    ],
)
def test_what_is_missing_is_named_and_nothing_is_guessed(
    then: dict[str, object], facts: dict[str, object], needed: tuple[str, ...]
) -> None:
    town = rules(scores=[POINTS], measures=MEASURES, sanctions=[row("r", "quarrel", then)])
    found = sh.propose_sanctions([finding("F1", "quarrel", at(3, 2), **facts)], town, as_of=AS_OF)
    (item,) = found.items
    assert (item.status, item.needed) == (sh.ItemStatus.OPEN, needed)
    assert found.proposed == ()
    assert item.why
    assert item.why in found.explain()


def test_a_factor_that_is_not_settled_leaves_the_amount_open() -> None:
    """One and a half times for obstruction; whether there was any is not said."""
    factor = {"title": "干扰调查", "when": {"serious": True}, "times": "1.5"}
    town = rules(scores=[POINTS], sanctions=[row("r", "quarrel", off("-2"), factors=[factor])])
    said = {True: -3, False: -2, None: None}
    for value, amount in said.items():
        facts = {} if value is None else {"serious": value}
        one = finding("F1", "quarrel", at(3, 2), **facts)
        (item,) = sh.propose_sanctions([one], town, as_of=AS_OF).items
        assert item.amount == amount


# ---- amounts


@pytest.mark.requirement("R-291")
def test_amounts_are_taken_as_often_as_the_unit_says() -> None:
    """Two points for each of three working days late; none for none."""
    town = rules(
        scores=[POINTS], sanctions=[row("late", "overdue_promised", off("-2", per="late_days"))]
    )
    for days, total in ((0, 100), (1, 98), (3, 94)):
        one = finding("F1", "overdue_promised", at(3, 2), late_days=days)
        found = sh.propose_sanctions([one], town, as_of=AS_OF)
        assert found.score("month", "甲", "2026-03").total == total


def test_a_pick_within_the_range_counts_and_any_other_is_refused() -> None:
    town = rules(
        scores=[POINTS], measures=MEASURES,
        sanctions=[
            row("range", "quarrel", off(["-2", "-5"])),
            row("choice", "smoking", take(["talk", "notice"])),
        ],
    )  # fmt: skip
    one = finding("F1", "quarrel", at(3, 2), picks={"range": "-3.5"})
    found = sh.propose_sanctions([one], town, as_of=AS_OF)
    assert str(found.score("month", "甲", "2026-03").total) == "96.50"
    other = finding("F1", "smoking", at(3, 2), picks={"choice": "notice"})
    assert proposed(sh.propose_sanctions([other], town, as_of=AS_OF)) == [("F1", "甲", "notice")]
    for breach, picks in (
        ("quarrel", {"range": "-6"}), ("quarrel", {"range": "viel"}), ("quarrel", {"range": "2"}),
        ("smoking", {"choice": "warned"}), ("smoking", {"choice": 3}),
    ):  # fmt: skip
        wrong = finding("F1", breach, at(3, 2), picks=picks)
        with pytest.raises(sh.FaultyDataError, match="SH807"):
            sh.propose_sanctions([wrong], town, as_of=AS_OF)


# ---- counts and ladders of ladders


LADDER = {
    "counts": [
        {"id": "talks", "label": "谈话", "of": "talk", "per": "person", "within": "year"},
        {"id": "notices", "label": "通报", "of": "notice", "per": "person", "within": "year"},
    ],
    "sanctions": [
        row("each", "quarrel", take("talk")),
        row("three", "talk", take("notice"), when={"talks": ">= 3"}, supersedes=["three"]),
        row("two-notices", "notice", take("suspended"), when={"notices": ">= 2"}),
    ],
    "measures": MEASURES,
}  # fmt: skip


def test_measures_count_again() -> None:
    """Three quarrels of a year are three talks, and those a notice; two of a year are none."""
    town = rules(**LADDER)
    year = [finding(f"F{n}", "quarrel", at(n, 2)) for n in (3, 4, 5)]
    found = sh.propose_sanctions(year, town, as_of=AS_OF)
    assert proposed(found)[-2:] == [("F5", "甲", "talk"), ("F5", "甲", "notice")]
    two = sh.propose_sanctions(year[:2], town, as_of=AS_OF)
    assert {one[2] for one in proposed(two)} == {"talk"}
    split = [*year[:2], finding("F9", "quarrel", at(1, 2, year=2027))]
    later = sh.propose_sanctions(split, town, as_of=at(2, 1, year=2027))
    assert {one[2] for one in proposed(later)} == {"talk"}


def test_a_row_that_takes_its_own_place_is_given_once_in_its_time() -> None:
    """At the third and the fourth talk of a year: one notice, that of the fourth."""
    town = rules(**LADDER)
    year = [finding(f"F{n}", "quarrel", at(n, 2)) for n in (3, 4, 5, 6)]
    found = sh.propose_sanctions(year, town, as_of=AS_OF)
    notices = [one[0] for one in proposed(found) if one[2] == "notice"]
    assert notices == ["F6"]
    assert "suspended" not in {one[2] for one in proposed(found)}
    (gone,) = [item for item in found.items if item.status is sh.ItemStatus.SUPERSEDED]
    assert gone.finding.id == "F5"


def test_a_revoked_finding_takes_all_that_followed_with_it() -> None:
    """Without the second of three quarrels there are two talks, and no notice."""
    town = rules(**LADDER)
    states = {3: (), 4: ("verified", "appealed", "revoked"), 5: ()}
    year = [finding(f"F{n}", "quarrel", at(n, 2), *said) for n, said in states.items()]
    found = sh.propose_sanctions(year, town, as_of=AS_OF)
    assert proposed(found) == [("F3", "甲", "talk"), ("F5", "甲", "talk")]


def test_periods_of_counts() -> None:
    """What falls into a month, a quarter, a half-year, a year, and into thirty days."""
    for within, days, expected in (
        ("month", [(3, 1), (3, 31), (4, 1)], [1, 2, 1]),
        ("quarter", [(3, 31), (4, 1), (6, 30)], [1, 1, 2]),
        ("half-year", [(6, 30), (7, 1), (12, 31)], [1, 1, 2]),
        ("year", [(1, 1), (12, 31)], [1, 2]),
        ("30 days", [(3, 1), (3, 30), (3, 31)], [1, 2, 2]),
    ):
        count = {"id": "n", "label": "n", "of": "quarrel", "per": "person", "within": within}
        steps = [row(f"r{n}", "quarrel", off(f"-{n}"), when={"n": n}) for n in range(1, 4)]
        town = rules(scores=[POINTS], counts=[count], sanctions=steps)
        listed = [finding(f"F{n}", "quarrel", at(*day)) for n, day in enumerate(days)]
        found = sh.propose_sanctions(listed, town, as_of=AS_OF)
        assert [int(-(item.amount or 0)) for item in found.proposed] == expected, within


def test_periods_in_a_row() -> None:
    """January, February, April, May, June: the runs are 1, 2, 1, 2, 3; a month counts once."""
    count = {
        "id": "n", "label": "n", "of": "quarrel", "per": "person", "within": "month",
        "in_a_row": True,
    }  # fmt: skip
    steps = [row(f"r{n}", "quarrel", off(f"-{n}"), when={"n": n}) for n in range(1, 6)]
    town = rules(scores=[POINTS], counts=[count], sanctions=steps)
    days = [(1, 5), (2, 5), (2, 6), (4, 5), (5, 5), (6, 5)]
    listed = [finding(f"F{n}", "quarrel", at(*day)) for n, day in enumerate(days)]
    found = sh.propose_sanctions(listed, town, as_of=AS_OF)
    assert [int(-(item.amount or 0)) for item in found.proposed] == [1, 2, 2, 1, 2, 3]


def test_counts_of_a_unit_reach_its_head() -> None:
    """Two of a unit in a month, by different people: the head of the unit is talked to."""
    count = {"id": "n", "label": "n", "of": "quarrel", "per": "unit", "within": "month"}
    town = rules(
        counts=[count], measures=MEASURES,
        sanctions=[row("head", "quarrel", take("talk", who="unit_head"), when={"n": ">= 2"})],
    )  # fmt: skip
    whose = {"unit": "民政局", "unit_head": "局长"}
    listed = [
        finding("F1", "quarrel", at(3, 2), who={"person": "甲", **whose}),
        finding("F2", "quarrel", at(3, 5), who={"person": "乙", **whose}),
        finding("F3", "quarrel", at(3, 6), who={"person": "丙", "unit": "别局"}),
    ]
    found = sh.propose_sanctions(listed, town, as_of=AS_OF)
    assert proposed(found) == [("F2", "局长", "talk")]
    nobody = sh.propose_sanctions([finding("F1", "quarrel", at(3, 2))], town, as_of=AS_OF)
    assert nobody.open[0].needed == ("unit_head", "unit")


def test_different_people_of_a_unit_are_counted_once_each() -> None:
    """甲 twice and 乙 once are two people: the second of them brings the talk, not 甲's second."""
    count = {
        "id": "n", "label": "n", "of": "quarrel", "per": "unit", "within": "year",
        "distinct": "person",
    }  # fmt: skip
    town = rules(
        counts=[count], measures=MEASURES,
        sanctions=[row("head", "quarrel", take("talk", who="unit_head"), when={"n": ">= 2"})],
    )  # fmt: skip
    whose = {"unit": "民政局", "unit_head": "局长"}
    listed = [
        finding(f"F{n}", "quarrel", at(3, n), who={"person": who, **whose})
        for n, who in enumerate(("甲", "甲", "乙"), 1)
    ]
    found = sh.propose_sanctions(listed, town, as_of=AS_OF)
    assert proposed(found) == [("F3", "局长", "talk")]


def test_a_measure_counts_for_the_one_who_received_it() -> None:
    """Two talks with the head, for the quarrels of two people, are two of the head."""
    count = {"id": "n", "label": "n", "of": "talk", "per": "person", "within": "year"}
    town = rules(
        counts=[count], measures=MEASURES,
        sanctions=[
            row("head", "quarrel", take("talk", who="unit_head")),
            row("two", "talk", take("notice"), when={"n": ">= 2"}),
        ],
    )  # fmt: skip
    listed = [
        finding(f"F{n}", "quarrel", at(3, n + 1), who={"person": who, "unit_head": "局长"})
        for n, who in enumerate(("甲", "乙"), 1)
    ]
    found = sh.propose_sanctions(listed, town, as_of=AS_OF)
    assert proposed(found)[-1] == ("F2", "局长", "notice")


def test_kinds_of_kinds_and_merits() -> None:
    """Extortion is a kind of obstruction; what is to one's credit is no breach of any kind."""
    town = rules(
        scores=[POINTS],
        breaches=[{"id": "praised", "title": "受到表扬", "merit": True}],
        sanctions=[
            row("o", "obstruction", off("-3")),
            row("any", "*", off("-1")),
            row("plus", "praised", off("2")),
        ],
    )
    for breach, total in (("extortion", 96), ("smoking", 99), ("praised", 102)):
        one = finding("F1", breach, at(3, 2), serious=False, bad_result=False, bad_influence=False)
        found = sh.propose_sanctions([one], town, as_of=AS_OF)
        assert found.score("month", "甲", "2026-03").total == total, breach


# ---- the law


@pytest.mark.requirement("R-279")
def test_the_law_s_measures_are_only_proposed_and_picked_by_a_body_with_authority() -> None:
    """政务处分法 38: 警告, 记过 or 记大过; 降级 or 撤职 where it is serious."""
    town = rules()
    one = finding("F1", "obstruction", at(3, 2), bad_result=True, serious=False)
    found = sh.propose_sanctions([one], town, as_of=AS_OF)
    assert [item.says for item in found.open] == ["警告、记过、记大过之一"]
    picked = finding(
        "F1", "obstruction", at(3, 2), bad_result=True, serious=False,
        picks={"law.obstruction": "记过"},
    )  # fmt: skip
    (item,) = sh.propose_sanctions([picked], town, as_of=AS_OF).proposed
    assert item.measure is not None
    assert (item.measure.months, item.measure.statutory) == (12, True)
    text = sh.propose_sanctions([picked], town, as_of=AS_OF).explain()
    assert "只能由有权机关作出" in text
    assert "由有权机关决定" in text


@pytest.mark.parametrize(
    ("name", "months"),
    [
        ("disciplinary.warning", 6), ("disciplinary.demerit", 12),
        ("disciplinary.major-demerit", 18), ("disciplinary.demotion", 24),
        ("disciplinary.removal", 24), ("disciplinary.dismissal", None),
        ("institution.warning", 6), ("institution.demerit", 12), ("institution.lower-post", 24),
    ],
)  # fmt: skip
def test_the_periods_of_the_law(name: str, months: int | None) -> None:
    """政务处分法 7 and 8; 事业单位人事管理条例 29, which knows no 记大过 and no 降级."""
    measure = rules().policy(TOWN, on=at(3, 2).date()).measures[name]
    assert (measure.months, measure.statutory) == (months, True)


def test_two_years_running_not_competent() -> None:
    """公务员法 88: two years running 不称职, dismissed; not where a year lies between."""
    town = rules(sanctions=[row("i", "quarrel", take("appraisal.incompetent"))])
    for years, dismissed in (((2025, 2026), True), ((2024, 2026), False)):
        listed = [
            finding(f"F{y}", "quarrel", at(3, 2, year=y), staff="civil_servant") for y in years
        ]
        found = sh.propose_sanctions(listed, town, as_of=AS_OF)
        assert ("予以辞退" in {item.says for item in found.proposed}) is dismissed
        assert found.ceiling("甲", 2026) is sh.Appraisal.INCOMPETENT
    other = [finding("F", "quarrel", at(3, 2), staff="institution")]
    found = sh.propose_sanctions(other, town, as_of=AS_OF)
    assert {item.says for item in found.proposed} == {"年度考核确定为不称职"}
    assert found.ceiling("甲", 2025) is None
    assert "不称职（不合格）" in found.explain()


def test_how_long_a_measure_has_effect_is_said() -> None:
    """政务处分法 8: 记过 has effect for twelve months; only a body with authority imposes it."""
    town = rules(sanctions=[row("i", "quarrel", take("disciplinary.demerit"))])
    found = sh.propose_sanctions([finding("F1", "quarrel", at(3, 2))], town, as_of=AS_OF)
    said = "记过（期间12个月）（法定处分，只能由有权机关作出）"
    assert said in found.explain()
    assert said in found._repr_html_()
    (item,) = json.loads(found.to_json())["items"]
    assert (item["says"], item["months"], item["statutory"]) == ("记过", 12, True)


ELSEWHERE = "530926104"
COUNTED = {"id": "n", "label": "n", "of": "quarrel", "per": "person", "within": "year"}


def test_people_of_one_name_in_two_towns_are_two() -> None:
    """Each was found once; nobody was found twice, and nobody's talk is taken back for another."""
    county = {
        "id": "county", "division": "530926", "measures": [one | CITE for one in MEASURES],
        "counts": [COUNTED | CITE],
        "sanctions": [
            row("each", "quarrel", take("talk")) | CITE,
            row("twice", "quarrel", take("notice"), when={"n": ">= 2"}, supersedes=["each"]) | CITE,
        ],
    }  # fmt: skip
    listed = [
        finding("F1", "quarrel", at(3, 2)), finding("F2", "quarrel", at(3, 9), division=ELSEWHERE),
    ]  # fmt: skip
    found = sh.propose_sanctions(listed, sh.Registry.of(sh.load_pack(county)), as_of=AS_OF)
    assert proposed(found) == [("F1", "甲", "talk"), ("F2", "甲", "talk")]


def test_what_is_proposed_for_a_name_is_asked_for_by_place_where_there_are_two() -> None:
    """One 甲 may be 不称职, the other only not 优秀; a third place has none of that name."""
    bars = {TOWN: "appraisal.incompetent", ELSEWHERE: "appraisal.not-excellent"}
    packs = [
        sh.load_pack({"id": f"t{where}", "division": where,
                      "sanctions": [row(f"r{where}", "quarrel", take(bar)) | CITE]})
        for where, bar in bars.items()
    ]  # fmt: skip
    listed = [
        finding("F1", "quarrel", at(3, 2)), finding("F2", "quarrel", at(3, 9), division=ELSEWHERE),
        finding("F3", "smoking", at(3, 9), division=ELSEWHERE, who={"person": "乙"}),
    ]  # fmt: skip
    found = sh.propose_sanctions(listed, sh.Registry.of(*packs), as_of=AS_OF)
    for ask in (found.of, lambda name: found.ceiling(name, 2026)):
        with pytest.raises(sh.InputValueError) as caught:
            ask("甲")
        assert caught.value.code == "SH838"
        assert f"{TOWN}, {ELSEWHERE}" in caught.value.what
        assert not ask("乙")
    assert [one.finding.id for one in found.of("甲", division=ELSEWHERE + "000")] == ["F2"]
    assert found.ceiling("甲", 2026, division=TOWN) is sh.Appraisal.INCOMPETENT
    assert found.ceiling("甲", 2026, division=ELSEWHERE) is sh.Appraisal.COMPETENT
    assert found.of("甲", division="530926105") == ()
    text = found.explain()
    for part in (
        f"F2　{ELSEWHERE}　2026年3月9日", f"甲（{TOWN}）：2026年度考核最高不称职",
        f"甲（{ELSEWHERE}）：2026年度考核最高称职",
    ):  # fmt: skip
        assert part in text
    assert ELSEWHERE in found._repr_html_()


@pytest.mark.parametrize(("within", "expected"), [("month", []), ("year", ["F4"])])
def test_a_town_counts_within_another_time_than_its_county(
    within: str, expected: list[str]
) -> None:
    """Two within the time lead to a notice; the county counts within a quarter."""
    measures = [one | CITE for one in MEASURES]
    county = sh.load_pack({
        "id": "county", "division": "530926", "measures": measures,
        "counts": [COUNTED | CITE | {"within": "quarter"}],
    })  # fmt: skip
    change = {"changes": "n", "within": within, "cite": "《镇办法》一"}
    twice = row("twice", "quarrel", take("notice"), when={"n": ">= 2"}) | CITE
    own = {"id": "town", "division": TOWN, "counts": [change], "sanctions": [twice]}
    town = sh.load_pack(own, above=[county])
    listed = [finding(f"F{month}", "quarrel", at(month, 2)) for month in (3, 4)]
    found = sh.propose_sanctions(listed, sh.Registry.of(county, town), as_of=AS_OF)
    assert [name for name, _, _ in proposed(found)] == expected


def test_findings_about_one_fact_on_several_days_are_counted_each_on_its_day() -> None:
    """The fact was found on the 2nd and the 20th, another on the 10th: the 20th is the third."""
    town = rules(
        counts=[COUNTED], measures=MEASURES,
        sanctions=[row("third", "quarrel", take("notice"), when={"n": ">= 3"})],
    )  # fmt: skip
    listed = [
        finding("F1", "quarrel", at(3, 2), occurrence="o"),
        finding("F2", "quarrel", at(3, 20), occurrence="o"),
        finding("F3", "quarrel", at(3, 10)),
    ]
    found = sh.propose_sanctions(listed, town, as_of=AS_OF)
    assert proposed(found) == [("F2", "甲", "notice")]


def test_only_the_alternative_that_holds_says_from_when_on_something_is_taken_back() -> None:
    """Twice in a month, not nine times in a year: what was given in January stays."""
    month = {"id": "m", "label": "m", "of": "quarrel", "per": "person", "within": "month"}
    either = [{"m": ">= 2"}, {"n": ">= 9"}]
    town = rules(
        counts=[month, COUNTED], measures=MEASURES,
        sanctions=[
            row("each", "quarrel", take("talk")),
            row("more", "quarrel", take("notice"), when=either, supersedes=["each"],
                absorbs=["each"]),
        ],
    )  # fmt: skip
    days = (at(1, 5), at(3, 2), at(3, 9))
    listed = [finding(f"F{n}", "quarrel", day) for n, day in enumerate(days, 1)]
    found = sh.propose_sanctions(listed, town, as_of=AS_OF)
    assert proposed(found) == [("F1", "甲", "talk"), ("F3", "甲", "notice")]


def test_nothing_taken_off_is_said_so() -> None:
    """Two points a day late, and no day late."""
    town = rules(scores=[POINTS], sanctions=[row("q", "quarrel", off("-2", per="late_days"))])
    found = sh.propose_sanctions(
        [finding("F1", "quarrel", at(3, 2), late_days=0)], town, as_of=AS_OF
    )
    assert "月度得分不增不减" in found.explain()


def test_a_breach_that_is_of_one_kind_in_two_ways_is_sanctioned_once() -> None:
    """Shouting is insolent and noisy, and either is misbehaviour."""
    kinds = {"misbehaviour": (), "insolent": "misbehaviour", "noisy": "misbehaviour",
             "shouting": ["insolent", "noisy"]}  # fmt: skip
    town = rules(
        breaches=[
            {"id": name, "title": name} | ({"of": of} if of else {}) for name, of in kinds.items()
        ],
        measures=MEASURES,
        sanctions=[row("r", "misbehaviour", take("talk"))],
    )
    found = sh.propose_sanctions([finding("F1", "shouting", at(3, 2))], town, as_of=AS_OF)
    assert proposed(found) == [("F1", "甲", "talk")]


# ---- words that no rule knows


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"breach": "quarel"}, "SH801"),
        ({"subjects": {"persn": "甲"}}, "SH808"),
        ({"facts": {"late_day": 3}}, "SH401"),
        ({"facts": {"late_days": "drei"}}, "SH403"),
        ({"picks": {"r": "-2"}}, "SH809"),
    ],
)
def test_words_that_no_rule_knows_are_refused(change: dict[str, object], code: str) -> None:
    town = rules(scores=[POINTS], sanctions=[row("r", "quarrel", off("-2"))])
    said = {
        "id": "F1", "breach": "quarrel", "occurred_at": at(3, 2), "division": TOWN,
        "subjects": {"person": "甲"},
    }  # fmt: skip
    with pytest.raises(sh.FaultyDataError) as caught:
        sh.propose_sanctions([sh.Finding(**(said | change))], town, as_of=AS_OF)  # type: ignore[arg-type]
    assert [problem.code for problem in caught.value.problems] == [code]
    assert "F1" in str(caught.value)


def test_a_pick_for_a_rule_that_is_not_in_force_is_told() -> None:
    """What another scheme leaves to a person is of no use under this one, and does no harm."""
    town = rules(scores=[POINTS], sanctions=[row("r", "quarrel", off("-2"))])
    one = finding("F1", "quarrel", at(3, 2), picks={"other": "-2"})
    found = sh.propose_sanctions([one], town, as_of=AS_OF)
    assert found.unused_picks == (("F1", "other"),)
    assert "选定未采用，没有这些规定：F1：other" in found.explain()


def test_a_pick_for_a_rule_that_does_not_apply_is_told() -> None:
    """Smoking is no quarrel, and was not serious: two picks decide nothing."""
    town = rules(
        scores=[POINTS],
        sanctions=[
            row("q", "quarrel", off(["-2", "-5"])),
            row("s", "smoking", off(["-3", "-5"]), when={"serious": True}),
            row("any", "smoking", off(["-1", "-5"])),
        ],
    )
    picks = {"q": "-3", "s": "-4", "any": "-2"}
    listed = [
        finding("F1", "smoking", at(3, 2), picks=picks, serious=False),
        finding("F2", "smoking", at(3, 2), "alleged", picks=picks | {"x": "-1"}),
    ]
    found = sh.propose_sanctions(listed, town, as_of=AS_OF)
    assert found.unused_picks == (("F1", "q"), ("F1", "s"), ("F2", "x"))
    assert "选定未采用，这些规定没有适用于该认定：F1：q、F1：s" in found.explain()
    assert "选定未采用，没有这些规定：F2：x" in found.explain()


BAD = {"points": "< 80", "grade": "不合格", "then": [take(["talk", "notice"])]}
GOOD = {"points": ">= 80", "grade": "合格", "then": [take("warned")]}


def graded(*picks: str, grade: str = "不合格") -> sh.Proposals:
    """Return what follows from smoking of 30 points, twice a month, with picks for the grade."""
    town = rules(
        scores=[POINTS | {"grades": [BAD, GOOD]}], measures=MEASURES,
        sanctions=[row("s", "smoking", off("-30"))],
    )  # fmt: skip
    listed = [
        finding(f"F{n}", "smoking", at(3, n + 2),
                picks={f"month:{grade}": pick} if pick else {})
        for n, pick in enumerate(picks)
    ]  # fmt: skip
    return sh.propose_sanctions(listed, town, as_of=AS_OF)


@pytest.mark.parametrize("picks", [("talk", ""), ("", "talk"), ("talk", "talk")])
def test_what_a_grade_leads_to_is_picked_in_any_of_its_findings(picks: tuple[str, ...]) -> None:
    """The grade is of both, and the last to be found need not be the last to be decided."""
    found = graded(*picks)
    assert proposed(found)[-1] == ("F1", "甲", "talk")
    assert found.unused_picks == ()


def test_picks_for_one_grade_that_differ_decide_nothing() -> None:
    found = graded("talk", "notice")
    (item,) = found.open
    assert item.needed == ("picks.month:不合格",)
    assert item.why == "各认定的选定不一致（F0、F1），由有权机关在talk、notice中选定"


def test_a_pick_for_a_grade_is_one_of_its_measures() -> None:
    """What the grade does not lead to is refused; a grade without choice asks for none."""
    with pytest.raises(sh.FaultyDataError) as caught:
        graded("", "warned")
    assert [problem.code for problem in caught.value.problems] == ["SH807"]
    for grade in ("合格", "差"):
        assert graded("talk", grade=grade).unused_picks == (("F0", f"month:{grade}"),)


@pytest.mark.parametrize(("pick", "allowed"), [("talk", False), ("warned", True)])
def test_a_pick_is_judged_by_the_rules_that_ask_for_it(pick: str, allowed: bool) -> None:  # noqa: FBT001  # a column
    """In January a year's grade left other measures to pick than at the end of December."""
    year = POINTS | {"id": "year", "period": "year"}
    later = BAD | {"then": [take(["suspended", "warned"])]}
    town = rules(
        scores=[
            year | {"grades": [BAD], "expires": at(6, 30).date()},
            year | {"grades": [later], "since": at(7, 1).date()},
        ],
        measures=MEASURES,
        sanctions=[row("s", "smoking", off("-30") | {"score": "year"})],
    )
    one = finding("F1", "smoking", at(1, 2), picks={"year:不合格": pick})
    if allowed:
        assert proposed(sh.propose_sanctions([one], town, as_of=AS_OF))[-1] == ("F1", "甲", pick)
        return
    with pytest.raises(sh.FaultyDataError, match="SH807"):
        sh.propose_sanctions([one], town, as_of=AS_OF)


def test_each_finding_is_judged_by_the_rules_of_its_day() -> None:
    """Two points until the end of June, five from July on."""
    old = row("r", "quarrel", off("-2"), expires=at(6, 30).date())
    new = row("s", "quarrel", off("-5"), since=at(7, 1).date())
    town = rules(scores=[POINTS], sanctions=[old, new])
    listed = [finding("F1", "quarrel", at(6, 30)), finding("F2", "quarrel", at(7, 1))]
    found = sh.propose_sanctions(listed, town, as_of=AS_OF)
    assert [item.amount for item in found.proposed] == [-2, -5]


def test_measures_in_a_circle_are_refused() -> None:
    town = rules(
        measures=MEASURES,
        sanctions=[
            row("a", "quarrel", take("talk")),
            row("b", "talk", take("notice")),
            row("c", "notice", take("talk")),
        ],
    )
    with pytest.raises(sh.DataError) as caught:
        sh.propose_sanctions([finding("F1", "quarrel", at(3, 2))], town, as_of=AS_OF)
    assert caught.value.code == "SH821"


def test_a_text_of_several_lines_is_shown_in_one() -> None:
    """What somebody wrote cannot look like a line of the explanation."""
    forged = "甲\n  → 乙（当事人）：开除"
    one = sh.Finding(
        id="F1", breach="smoking", occurred_at=at(3, 2), division=TOWN, subjects={"person": "甲"},
        evidence=[forged],
        rulings=[sh.Ruling(state="verified", at=at(3, 3), by=forged, reason=forged)],  # type: ignore[arg-type]
    )  # fmt: skip
    text = sh.propose_sanctions([one], rules(), as_of=AS_OF).explain()
    assert text.count("→ 乙") == 3
    assert not any(line.strip().startswith("→ 乙") for line in text.splitlines())


def test_what_no_row_speaks_of_is_said() -> None:
    found = sh.propose_sanctions([finding("F1", "smoking", at(3, 2))], rules(), as_of=AS_OF)
    assert found.without_rule == found.findings
    assert "没有规定后果" in found.explain()


@pytest.mark.requirement("R-292")
def test_every_item_has_its_clause_and_the_record_says_all() -> None:
    """Clause, person, date, evidence, level and amount stand in the text and in the record."""
    town = rules(scores=[POINTS], sanctions=[row("q", "quarrel", off("-2"))])
    one = finding("F1", "quarrel", at(3, 2))
    found = sh.propose_sanctions([one], town, as_of=AS_OF)
    text = found.explain()
    for part in ("2026年3月2日", "甲（当事人）", "扣2分", "《某镇考核办法》第一条", "查实"):
        assert part in text
    record = json.loads(found.to_json())
    assert record["items"][0] == {
        "finding": "F1", "division": TOWN, "date": "2026-03-02", "sanction": "q",
        "role": "person", "name": "甲", "says": "月度得分扣2分",
        "measure": None, "months": None, "statutory": None,
        "score": "month", "category": None, "amount": "-2", "status": "proposed", "why": "",
        "needed": [], "by": None, "cite": "《某镇考核办法》第一条",
    }  # fmt: skip
    assert record["findings"] == [{
        "id": "F1", "state": "verified", "breach": "quarrel", "division": TOWN,
        "date": "2026-03-02", "subjects": {"person": "甲"},
    }]  # fmt: skip
    assert record["note"] == "以下是按规定提出的建议，由有权机关决定。"
    assert found.explain(["乙"]).count("F1") == 0
    assert "没有关于“乙”的认定。" in found.explain(["乙"])
    assert "F1" in found.explain(["甲"])
    assert "没有关于" not in found.explain(["甲"])
    assert json.loads(found.to_json(["甲"])) == record
    of_nobody = json.loads(found.to_json(["乙"]))
    assert (of_nobody["findings"], of_nobody["items"]) == ([], [])
    assert found.of("甲") == found.proposed
    assert found.state("F1") is sh.FindingState.VERIFIED
    with pytest.raises(sh.InputValueError) as caught:
        found.state("F2")
    assert caught.value.code == "SH827"


# ---- laws


SCHEME = rules(
    scores=[
        POINTS | {
            "least": "0", "most": "105", "most_on": "3",
            "categories": [{"id": "c", "title": "c", "most_off": "6"}],
        },
    ],
    breaches=[{"id": "praised", "title": "受到表扬", "merit": True}],
    counts=LADDER["counts"],
    measures=MEASURES,
    sanctions=[
        *LADDER["sanctions"],  # type: ignore[misc]
        row("p", "praised", off("2")),
        row("s", "smoking", off("-4", category="c")),
        row("l", "overdue_promised", off("-2", per="late_days", category="c")),
        row("n", "notice", off("-9")),
    ],
)  # fmt: skip
KINDS = ("quarrel", "smoking", "praised", "overdue_promised")
FINDINGS = st.lists(
    st.tuples(
        st.sampled_from(KINDS), st.integers(1, 12), st.integers(1, 28),
        st.sampled_from(["verified", "alleged", "unfounded"]), st.sampled_from("甲乙"),
        st.integers(0, 4),
    ),
    max_size=14,
)  # fmt: skip


def made(drawn: list[tuple[str, int, int, str, str, int]]) -> list[sh.Finding]:
    return [
        finding(
            f"F{n}", kind, at(month, day), state, who={"person": who},
            **({"late_days": late} if kind == "overdue_promised" else {}),
        )
        for n, (kind, month, day, state, who, late) in enumerate(drawn)
    ]  # fmt: skip


@given(drawn=FINDINGS, order=st.randoms(use_true_random=False))
def test_the_order_in_which_findings_come_never_matters(drawn: list, order: object) -> None:
    listed = made(drawn)
    shuffled = list(listed)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = (sh.propose_sanctions(of, SCHEME, as_of=AS_OF) for of in (listed, shuffled))
    assert one.to_json() == other.to_json()


@given(drawn=FINDINGS)
def test_a_year_agrees_with_a_slow_and_obvious_count(drawn: list) -> None:
    """Points of each month by hand: bounds, category, bonus; talks and notices by counting."""
    found = sh.propose_sanctions(made(drawn), SCHEME, as_of=AS_OF)
    for who in "甲乙":
        mine = sorted(
            (month, day, n, kind, late)
            for n, (kind, month, day, state, person, late) in enumerate(drawn)
            if state == "verified" and person == who
        )
        quarrels = [(month, day) for month, day, _, kind, _ in mine if kind == "quarrel"]
        last_notice = quarrels[-1][0] if len(quarrels) >= 3 else 0
        for month in range(1, 13):
            here = [(kind, late) for m, _, _, kind, late in mine if m == month]
            bonus = min(3, 2 * sum(kind == "praised" for kind, _ in here))
            off_ = sum(4 if kind == "smoking" else 2 * late for kind, late in here
                       if kind in ("smoking", "overdue_promised"))  # fmt: skip
            expected = 100 + bonus - min(6, off_) - (9 if month == last_notice else 0)
            total = found.score("month", who, f"2026-{month:02}", division=TOWN).total
            assert total == max(0, min(105, expected))


@given(drawn=FINDINGS)
def test_without_a_finding_its_cost_comes_back_exactly(drawn: list) -> None:
    listed = made(drawn)
    found = sh.propose_sanctions(listed, SCHEME, as_of=AS_OF)
    for one in listed[:3]:
        other = found.without(one.id)
        again = [left for left in listed if left is not one]
        assert other.to_json() == sh.propose_sanctions(again, SCHEME, as_of=AS_OF).to_json()
        cost = found.cost(one.id)
        for who, month in itertools.product("甲乙", range(1, 13)):
            period = f"2026-{month:02}"
            before = found.score("month", who, period, division=TOWN).change
            after = other.score("month", who, period, division=TOWN).change
            assert before - after == cost.get(("month", who, period), 0)
