"""One fact: what counts for whom, what takes the place of what, what is given once."""

from typing import Any

import pytest

import servicehall as sh
from tests.accountable import AS_OF, TOWN, at, finding, proposed, rules

POINTS = {"id": "month", "title": "月度", "of": "person", "period": "month", "base": "100"}
MEASURES = [
    {"id": "talk", "title": "talk", "scale": "s", "step": 1},
    {"id": "notice", "title": "notice", "scale": "s", "step": 2},
    {"id": "off", "title": "off"},
]


def row(name: str, kinds: object, *then: dict[str, Any], **said: Any) -> dict[str, Any]:
    return {"id": name, "title": name, "kinds": kinds, "then": list(then), **said}


def minus(amount: object, who: str = "person", **said: Any) -> dict[str, Any]:
    return {"who": who, "score": "month", "amount": amount, **said}


def take(measure: object, who: str = "person") -> dict[str, Any]:
    return {"who": who, "measure": measure}


def count(name: str, of: object, **said: Any) -> dict[str, Any]:
    return {"id": name, "label": name, "of": of, "per": "person", "within": "year", **said}


def town(*sanctions: dict[str, Any], **sections: Any) -> sh.Registry:
    given: dict[str, Any] = {"scores": [POINTS], "measures": MEASURES} | sections
    return rules(sanctions=sanctions, **given)


def become(found: sh.Proposals) -> list[tuple[str, str, str]]:
    """Return all items: the finding, the row, what became of it."""
    return [(item.finding.id, item.sanction.id, item.status.value) for item in found.items]


# ---- whom something counts for


def test_what_a_unit_receives_no_person_has_received() -> None:
    """The unit was criticised twice, 甲 never: 甲 keeps the post, and nothing is left open."""
    place = town(
        row("u", "smoking", take("talk", "unit")),
        row("p", "talk", take("off"), when={"n": ">= 2"}),
        counts=[count("n", "talk")],
    )
    who = {"person": "甲", "unit": "U"}
    listed = [finding(f"F{n}", "smoking", at(n, 1), who=who) for n in (1, 2)]
    found = sh.propose_sanctions(listed, place, as_of=AS_OF)
    assert proposed(found) == [("F1", "U", "talk"), ("F2", "U", "talk")]
    assert not found.open


def test_what_a_unit_receives_counts_for_the_unit() -> None:
    """The same, counted for the unit: the second of the year has the consequence."""
    place = town(
        row("u", "smoking", take("talk", "unit")),
        row("p", "talk", take("off", "unit"), when={"n": ">= 2"}),
        counts=[count("n", "talk", per="unit")],
    )
    listed = [finding(f"F{n}", "smoking", at(n, 1), who={"unit": "U"}) for n in (1, 2)]
    found = sh.propose_sanctions(listed, place, as_of=AS_OF)
    assert proposed(found)[-1] == ("F2", "U", "off")


@pytest.mark.parametrize(("months", "expected"), [((1,), []), ((1, 2), ["F2"])])
def test_of_a_head_each_finding_counts_once(months: tuple[int, ...], expected: list[str]) -> None:
    """For one breach 甲 and the head are talked to: of the head that is one, not two."""
    place = town(
        row("u", "smoking", take("talk"), take("talk", "unit_head")),
        row("p", "talk", take("off", "unit_head"), when={"n": ">= 2"}, supersedes=["p"]),
        counts=[count("n", "talk", per="unit_head")],
    )
    who = {"person": "甲", "unit_head": "H"}
    listed = [finding(f"F{n}", "smoking", at(n, 1), who=who) for n in months]
    found = sh.propose_sanctions(listed, place, as_of=AS_OF)
    assert [one.finding.id for one in found.proposed if one.says == "off"] == expected


def test_a_grade_counts_beside_what_was_given_for_its_last_finding() -> None:
    """A talk for the breach, and another for the grade that it brings, are two of the unit."""
    bad = {"points": "< 100", "grade": "差", "then": [take("talk")]}
    place = town(
        row("u", "smoking", take("talk"), minus("-5")),
        row("p", "talk", take("off", "unit"), when={"n": ">= 2"}),
        scores=[POINTS | {"grades": [bad]}],
        counts=[count("n", "talk", per="unit")],
    )
    listed = [finding("F", "smoking", at(1, 2), who={"person": "甲", "unit": "U"})]
    found = sh.propose_sanctions(listed, place, as_of=AS_OF)
    assert proposed(found)[-1] == ("F", "U", "off")


# ---- what takes the place of what


def test_what_is_counted_in_a_row_reaches_back_to_the_first_of_the_row() -> None:
    """January, February, March: the talk of February falls away; that of last July does not."""
    place = town(
        row("two", "smoking", take("talk"), when={"row": 2}),
        row("three", "smoking", take("off"), when={"row": ">= 3"}, supersedes=["two"]),
        counts=[count("row", "smoking", within="month", in_a_row=True)],
    )
    days = {"J": at(6, 10, year=2025), "K": at(7, 10, year=2025)}
    days |= {"A": at(1, 10), "B": at(2, 10), "C": at(3, 10)}
    listed = [finding(name, "smoking", day) for name, day in days.items()]
    found = sh.propose_sanctions(listed, place, as_of=AS_OF)
    assert become(found) == [
        ("K", "two", "proposed"), ("B", "two", "superseded"), ("C", "three", "proposed"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("within", "gap", "status"),
    [("30 days", 29, "superseded"), ("30 days", 30, "proposed"),
     ("1 month", 30, "superseded"), ("1 month", 31, "proposed")],
)  # fmt: skip
def test_what_rolls_reaches_back_to_its_first_day(within: str, gap: int, status: str) -> None:
    """From 1 January 2026: 30 days end on the 30th, a month on the 31st."""
    place = town(
        row("one", "smoking", take("talk")),
        row("two", "chess", take("off"), when={"n": ">= 1"}, supersedes=["one"]),
        counts=[count("n", "chess", within=within)],
    )
    days = at(1, 1), at(1, 1 + gap) if gap < 31 else at(2, 1)
    listed = [finding("A", "smoking", days[0]), finding("B", "chess", days[1])]
    found = sh.propose_sanctions(listed, place, as_of=AS_OF)
    assert become(found) == [("A", "one", status), ("B", "two", "proposed")]


LADDER = [
    row("one", "smoking", take("talk"), when={"n": 1}),
    row("two", "smoking", take("off"), when={"n": ">= 2"}, supersedes=["one"]),
]


@pytest.mark.parametrize(
    "follows",
    [row("f", "talk", minus(["-1", "-3"])), row("f", "talk", minus("-1", per="late_days")),
     row("f", "talk", take("notice", "unit_head"))],
)  # fmt: skip
def test_what_is_open_goes_with_what_it_follows_from(follows: dict[str, Any]) -> None:
    """The talk was taken back, and a pick, a number or a head for what it led to is moot."""
    place = town(*LADDER, follows, counts=[count("n", "smoking")])
    listed = [finding("A", "smoking", at(1, 10)), finding("B", "smoking", at(2, 10))]
    found = sh.propose_sanctions(listed, place, as_of=AS_OF)
    assert become(found) == [
        ("A", "one", "superseded"), ("A", "f", "superseded"), ("B", "two", "proposed"),
    ]  # fmt: skip
    assert not found.open


def test_what_goes_over_to_an_unknown_chief_goes_with_the_points() -> None:
    """The points of the window fell away, and with them the share of a chief nobody named."""
    shares = [{"to": "chief_representative", "ratio": "0.5", "score": "chief"}]
    window = POINTS | {"id": "window", "of": "window", "propagates": shares}
    chief = POINTS | {"id": "chief", "of": "chief_representative"}
    points = {"who": "window", "score": "window"}
    place = town(
        row("one", "smoking", points | {"amount": "-2"}, when={"n": 1}),
        row("two", "smoking", points | {"amount": "-6"}, when={"n": 2}, supersedes=["one"]),
        scores=[window, chief], counts=[count("n", "smoking")],
    )  # fmt: skip
    who = {"person": "甲", "window": "W"}
    listed = [
        finding("A", "smoking", at(1, 10), who=who),
        finding("B", "smoking", at(1, 12), who=who),
    ]
    found = sh.propose_sanctions(listed, place, as_of=AS_OF)
    assert [(one.finding.id, one.says) for one in found.open] == [("B", "月度扣3分")]
    assert found.score("window", "W", "2026-01").total == 94


@pytest.mark.parametrize("how", ["absorbs", "supersedes"])
def test_a_row_that_waits_for_a_pick_has_taken_the_place_already(how: str) -> None:
    """Instead of 2 points it is 5 to 9: the 2 are gone, for the same fact and for an earlier."""
    when: dict[str, Any] = {
        "absorbs": {"when": {"serious": True}},
        "supersedes": {"when": {"n": ">= 2"}},
    }[how]
    place = town(
        row("a", "smoking", minus("-2"), **({} if how == "absorbs" else {"when": {"n": 1}})),
        row("b", "smoking", minus(["-5", "-9"]), **when, **{how: ["a"]}),
        counts=[count("n", "smoking")],
    )
    days = [3] if how == "absorbs" else [3, 4]
    listed = [finding(f"F{day}", "smoking", at(1, day), serious=True) for day in days]
    found = sh.propose_sanctions(listed, place, as_of=AS_OF)
    assert [one.sanction.id for one in found.open] == ["b"]
    assert found.score("month", "甲", "2026-01").total == 100


def test_what_may_be_superseded_is_open_with_what_it_led_to() -> None:
    """Whether the second was serious nobody says: whether the first talk stands is open too."""
    place = town(
        row("one", "smoking", take("talk"), when={"n": 1}),
        row("f", "talk", minus("-1")),
        row("two", "smoking", take("off"), when={"n": ">= 2", "serious": True}, supersedes=["one"]),
        counts=[count("n", "smoking")],
    )  # fmt: skip
    days = {"A": at(1, 10), "B": at(2, 10)}
    for serious, expected in ((None, "open"), (True, "superseded"), (False, "proposed")):
        said: dict[str, Any] = {} if serious is None else {"serious": serious}
        listed = [finding(name, "smoking", day, **said) for name, day in days.items()]
        found = sh.propose_sanctions(listed, place, as_of=AS_OF)
        status = {row_: status for _, row_, status in become(found)}
        assert (status["one"], status["f"]) == (expected, expected)
    unsaid = [finding(name, "smoking", day) for name, day in days.items()]
    first, follows, _ = sh.propose_sanctions(unsaid, place, as_of=AS_OF).open
    assert (first.why, first.needed) == ("是否改为“two”尚未确定", ("serious",))
    assert (follows.why, follows.needed) == ("所依据的“talk”尚未确定", ("serious",))


def test_nobody_s_item_is_not_taken_back_for_another_nobody() -> None:
    """Who the heads were is not said: they need not be one."""
    place = town(
        row("one", "smoking", take("talk", "unit_head"), when={"n": 1}),
        row("two", "smoking", take("off", "unit_head"), when={"n": 2}, supersedes=["one"]),
        counts=[count("n", "smoking")],
    )
    listed = [finding(f"F{n}", "smoking", at(n, 2)) for n in (1, 2)]
    found = sh.propose_sanctions(listed, place, as_of=AS_OF)
    assert [one.says for one in found.open] == ["talk", "off"]


# ---- one occurrence, found on several days


def test_each_finding_of_an_occurrence_has_its_own_day() -> None:
    """Talks on 10 January, 10 February and 10 March: the last is the third, not the second."""
    kinds = ("smoking", "chess", "games")
    place = town(
        *(row(kind, kind, take("talk")) for kind in kinds),
        row("third", "talk", take("off"), when={"talks": 3}),
        counts=[count("talks", "talk")],
    )
    occurrences = ("x", "", "x")
    listed = [
        finding(f"F{n}", kind, at(n, 10), occurrence=occurrences[n - 1])
        for n, kind in enumerate(kinds, 1)
    ]
    found = sh.propose_sanctions(listed, place, as_of=AS_OF)
    assert proposed(found)[-1] == ("F3", "甲", "off")


@pytest.mark.parametrize(
    ("serious", "expected"),
    [(True, ["absorbed", "proposed"]), (None, ["open", "open"]), (False, ["proposed"])],
)
def test_what_is_found_later_of_a_fact_takes_the_place_of_what_was_found_first(
    serious: Any, expected: list[str]
) -> None:
    """Smoking in January, found in March to have been a serious matter of the same occurrence."""
    place = town(
        row("base", "smoking", minus("-2")),
        row("heavy", "chess", minus("-9"), when={"serious": True}, absorbs=["base"]),
    )
    said: dict[str, Any] = {} if serious is None else {"serious": serious}
    listed = [
        finding("A", "smoking", at(1, 10), occurrence="x"),
        finding("B", "chess", at(3, 10), occurrence="x", **said),
    ]
    found = sh.propose_sanctions(listed, place, as_of=AS_OF)
    assert [one.status.value for one in found.items] == expected


# ---- once for one fact


LATE = row("late", "overdue_promised", minus("-2", per="late_days"))


def late(*days: int | None) -> list[sh.Finding]:
    """Return findings of one occurrence, a week apart, with so many days late each."""
    said: list[dict[str, Any]] = [{} if one is None else {"late_days": one} for one in days]
    return [
        finding(f"F{n}", "overdue_promised", at(3, 2 + 7 * n), occurrence="o", **known)
        for n, known in enumerate(said)
    ]


@pytest.mark.parametrize(
    ("days", "statuses", "total"),
    [
        ((2, 5), ["absorbed", "proposed"], 90),
        ((5, 2), ["proposed", "absorbed"], 90),
        ((5, 5), ["proposed", "absorbed"], 90),
        ((2, 5, 3), ["absorbed", "proposed", "absorbed"], 90),
        ((None, 5), ["open", "open"], 100),
        ((5, None), ["open", "open"], 100),
        ((None, None), ["open", "open"], 100),
    ],
)
def test_the_heavier_of_two_findings_of_one_fact_counts(
    days: tuple[int | None, ...], statuses: list[str], total: int
) -> None:
    """Two points a day late, in whichever order they were found; unknown days are no days."""
    found = sh.propose_sanctions(late(*days), town(LATE), as_of=AS_OF)
    assert [one.status.value for one in found.items] == statuses
    assert found.score("month", "甲", "2026-03").total == total
    for one in found.open:
        assert "取重的" in one.why
        assert one.needed == ("late_days",)


@pytest.mark.parametrize("serious", [(True, None), (None, True)])
def test_what_comes_to_the_same_either_way_is_certain(serious: tuple[Any, ...]) -> None:
    """Two points for what was serious: it was, whatever else is found of the same fact."""
    place = town(row("r", "smoking", minus("-2"), when={"serious": True}))
    listed = [
        finding(f"F{n}", "smoking", at(3, n + 2), occurrence="o",
                **({} if said is None else {"serious": said}))
        for n, said in enumerate(serious)
    ]  # fmt: skip
    found = sh.propose_sanctions(listed, place, as_of=AS_OF)
    assert sorted(one.status.value for one in found.items) == ["absorbed", "proposed"]
    assert found.score("month", "甲", "2026-03").total == 98


def test_one_row_takes_once_for_a_fact_though_its_figure_changed() -> None:
    """Two points until the end of June, three from July on: three for a fact of both months."""
    old = row("s", "smoking", minus("-2"), expires=at(6, 30).date())
    place = town(old, row("s", "smoking", minus("-3"), since=at(7, 1).date()))
    listed = [finding(f"F{m}", "smoking", at(m, 2), occurrence="o") for m in (6, 7)]
    found = sh.propose_sanctions(listed, place, as_of=AS_OF)
    assert proposed(found) == [("F7", "甲", "月度扣3分")]


def test_two_amounts_of_one_row_are_two() -> None:
    """Two points, and two for each day, are both taken, and each once for one fact."""
    then = minus("-2"), minus("-2", per="late_days")
    place = town(row("r", "overdue_promised", *then))
    found = sh.propose_sanctions(late(1, 3), place, as_of=AS_OF)
    assert found.score("month", "甲", "2026-03").total == 92


@pytest.mark.parametrize(
    ("picks", "expected"),
    [(("talk", "notice"), ["absorbed", "proposed"]), (("notice", "talk"), ["proposed", "absorbed"]),
     (("talk", "off"), ["open", "open"]), (("off", "off"), ["proposed", "absorbed"])],
)  # fmt: skip
def test_of_two_measures_that_were_picked_the_heavier_counts(
    picks: tuple[str, str], expected: list[str]
) -> None:
    """A notice is heavier than a talk; whether to be suspended is, no scale says."""
    place = town(row("r", "smoking", take(["talk", "notice", "off"])))
    listed = [
        finding(f"F{n}", "smoking", at(3, n + 2), occurrence="o", picks={"r": pick})
        for n, pick in enumerate(picks)
    ]
    found = sh.propose_sanctions(listed, place, as_of=AS_OF)
    assert [one.status.value for one in found.items] == expected


@pytest.mark.parametrize("figures", [("-2", "3"), ("-2", "unknown: 没有写")])
def test_what_cannot_be_compared_is_left_open(figures: tuple[str, str]) -> None:
    """What was taken off until June is added from July on, or nobody knows how much it is."""
    place = town(
        row("s", "smoking", minus(figures[0]), expires=at(6, 30).date()),
        row("s", "smoking", minus(figures[1]), since=at(7, 1).date()),
    )
    listed = [finding(f"F{m}", "smoking", at(m, 2), occurrence="o") for m in (6, 7)]
    found = sh.propose_sanctions(listed, place, as_of=AS_OF)
    assert len(found.open) == 2


def test_the_share_of_the_milder_goes_with_it() -> None:
    """Of 4 and 10 points of a window the chief has half of the 10, and no more."""
    shares = [{"to": "chief_representative", "ratio": "0.5", "score": "chief"}]
    window = POINTS | {"id": "window", "of": "window", "propagates": shares}
    chief = POINTS | {"id": "chief", "of": "chief_representative"}
    points = {"who": "window", "score": "window", "amount": "-2", "per": "late_days"}
    place = town(row("late", "overdue_promised", points), scores=[window, chief])
    who = {"window": "W", "chief_representative": "C"}
    listed = [
        finding(f"F{n}", "overdue_promised", at(3, day), who=who, occurrence="o", late_days=n)
        for n, day in ((2, 2), (5, 9), (3, 10))
    ]
    found = sh.propose_sanctions(listed, place, as_of=AS_OF)
    assert found.score("window", "W", "2026-03").total == 90
    assert found.score("chief", "C", "2026-03").total == 95


# ---- factors


@pytest.mark.parametrize(
    ("who", "total"), [({"person": "甲"}, 94), ({"person": "甲", "unit": "U"}, 92)]
)
def test_a_factor_can_ask_how_often(who: dict[str, str], total: int) -> None:
    """Twice as much from the second of the year on: 2 + 4; twice for a unit's second as well."""
    twice = {"title": "一年内两次以上", "when": {"n": ">= 2"}, "times": "2"}
    of_unit = {"title": "单位一年内两次以上", "when": {"u": ">= 2"}, "times": "1.5"}
    factors = [twice, of_unit] if "unit" in who else [twice]
    place = town(
        row("r", "smoking", minus("-2"), factors=factors),
        counts=[count("n", "smoking"), count("u", "smoking", per="unit")],
    )
    listed = [finding(f"F{n}", "smoking", at(3, n + 2), who=who) for n in (0, 1)]
    found = sh.propose_sanctions(listed, place, as_of=AS_OF)
    assert found.score("month", "甲", "2026-03").total == total


def test_a_factor_that_asks_how_often_in_an_unknown_unit_is_open() -> None:
    """Which unit it is would settle it."""
    factor = {"title": "单位一年内两次以上", "when": {"u": ">= 2"}, "times": "2"}
    place = town(
        row("r", "smoking", minus("-2"), factors=[factor]),
        counts=[count("u", "smoking", per="unit")],
    )
    found = sh.propose_sanctions([finding("F", "smoking", at(3, 2))], place, as_of=AS_OF)
    assert [one.needed for one in found.open] == [("unit",)]
    assert found.score("month", "甲", "2026-03", division=TOWN).total == 100
