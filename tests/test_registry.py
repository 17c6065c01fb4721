"""The registry: packs put together for a division and a day, whatever their order."""

import itertools
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

import servicehall as sh
from tests.places import place

DAY = date(2026, 11, 21)
BUILT_IN = {
    "statutes",
    "model-hall",
    "words",
    "course",
    "first-responder",
    "complaints",
    "feedback",
    "petitions",
    "discipline",
    "breaches",
    "conduct",
    "notices",
    "three-kinds",
    "county-hall",
    "town-hall",
    "town-hall.accountability",
    "government-hall",
    "staff",
    "settlement-hall",
    "duty-head",
    "housing-hall",
    "community-hall",
    "community-windows",
    "property-hall",
    "labour-hall",
    "staff-rules",
    "county-opening",
}
PLAIN: dict[str, object] = {
    "main_document": "provided",
    "other_materials": "complete",
    "contrary_to_policy": False,
    "survey": "not_needed",
    "needs_process": False,
    "same_day_possible": True,
    "windows": 1,
    "departments": 1,
    "must_forward": False,
}
"""Nothing missing, nothing special: by article 一 of the six kinds an 即办件."""

SIX = "《便民服务大厅六件管理制度》"


def pack(name: str, division: str = "", **others: object) -> sh.Pack:
    """Load a pack for a division."""
    place = {"division": division} if division else {}
    return sh.load_pack({"id": name, **place, **others})


def threshold(name: str, division: str, value: int, **others: object) -> sh.Pack:
    """Load a pack that sets from how many windows or departments a case is joint."""
    set_to = {"changes": "joint.threshold", "value": value, "cite": f"《{name}办法》第1条"}
    return pack(name, division, terms=[set_to | others])


def local_row(name: str, division: str, **others: object) -> sh.Pack:
    """Load a pack with one row of its own for case_kind."""
    row = {"table": "case_kind", "id": name, "cite": f"《{name}办法》第2条", **others}
    return pack(name, division, rows=[row])


def kind(policy: sh.Policy, **others: object) -> str:
    """Return the kind of a case that differs from the plain one in some facts."""
    answer = policy.classify({**PLAIN, **others})
    assert isinstance(answer, sh.Classification)
    return answer.kind


CITY = threshold("city", "3713", 2)
COUNTY = threshold("county", "371323", 4)


# ---- discover and of


def test_the_built_in_packs_are_there() -> None:
    """Without packs of one's own there are the statutes, the model hall and the profiles."""
    assert {p.id for p in sh.Registry.discover().packs} == BUILT_IN
    assert {p.id for p in sh.Registry.of().packs} == BUILT_IN
    assert CITY in sh.Registry.of(CITY).packs


@pytest.mark.parametrize("odd", ["pack.toml", None, 3, [CITY], {"id": "x"}])
def test_only_packs_are_put_together(odd: Any) -> None:
    """A path, a list or plain data is no pack."""
    with pytest.raises(sh.InputTypeError, match="SH119"):
        sh.Registry.of(odd)


@pytest.mark.parametrize("names", [("city", "city"), ("model-hall",), ("statutes",)])
def test_two_packs_do_not_share_a_name(names: tuple[str, ...]) -> None:
    """A second pack of one name would make their order count."""
    with pytest.raises(sh.InputValueError) as caught:
        sh.Registry.of(*(pack(name, "37") for name in names))
    assert caught.value.code == "SH413"
    assert names[0] in caught.value.where
    assert "两个规则包同名" in caught.value.in_chinese()


# ---- asking


@pytest.mark.parametrize(
    ("one", "other"),
    [("3713", "371300"), ("3713", "371300000000"), ("37", "370000"), ("000000", "00")],
)
def test_a_division_has_one_policy(one: str, other: str) -> None:
    """Two codes of one division mean the same object, on one day; another day is another one."""
    registry = sh.Registry.of(CITY)
    policy = registry.policy(one, on=DAY)
    assert registry.policy(other, on=DAY) is policy
    assert registry.policy(other, on=DAY, profiles=[]) is policy
    assert registry.policy(one, on=DAY + timedelta(days=1)) is not policy
    assert (policy.division, policy.on, policy.profiles) == (one, DAY, ())


def test_profiles_are_a_set() -> None:
    """A profile named twice, or in another order, changes nothing."""
    registry = sh.Registry.of(pack("p", profile="P1"))
    policy = registry.policy("37", on=DAY, profiles=["X8", "P1"])
    assert registry.policy("37", on=DAY, profiles=("P1", "X8", "P1")) is policy
    assert policy.profiles == ("P1", "X8")


@pytest.mark.parametrize("code", ["", "371", "沂水", "3713/", "__class__", "3713 "])
def test_a_code_that_does_not_exist_is_refused(code: str) -> None:
    """Codes have 2, 4, 6, 9 or 12 digits."""
    with pytest.raises(sh.InputValueError, match="SH445"):
        sh.Registry.discover().policy(code, on=DAY)


@pytest.mark.parametrize("code", [3713, None, ["3713"]])
def test_a_code_is_text(code: Any) -> None:
    """A number has lost its leading zeros."""
    with pytest.raises(sh.InputTypeError, match="SH118"):
        sh.Registry.discover().policy(code, on=DAY)


@pytest.mark.parametrize(
    ("on", "code"),
    [
        ("2026-11-21", "SH102"),
        (20261121, "SH102"),
        (None, "SH102"),
        ([DAY], "SH102"),
        (datetime(2026, 11, 21), "SH101"),  # noqa: DTZ001  # naive on purpose
    ],
)
def test_the_day_is_a_day(on: Any, code: str) -> None:
    """Text, numbers and instants are refused, and the argument is named."""
    with pytest.raises(sh.InputTypeError) as caught:
        sh.Registry.discover().policy("3713", on=on)
    assert caught.value.code == code
    assert caught.value.where.startswith("on = ")


def test_a_policy_needs_a_day() -> None:
    """Which rules hold is never guessed from the clock of a machine."""
    with pytest.raises(TypeError):
        sh.Registry.discover().policy("3713")  # type: ignore[call-arg]  # that is the point


@pytest.mark.parametrize("name", ["x8", "X88", "three-kinds", "", 1, None])
def test_a_profile_that_does_not_exist_is_refused(name: Any) -> None:
    """A misspelt profile would silently change nothing; the known one is proposed."""
    with pytest.raises(sh.InputValueError) as caught:
        sh.Registry.discover().policy("3713", on=DAY, profiles=[name])
    assert caught.value.code == "SH412"
    assert repr(name) in caught.value.where
    assert "X8" in caught.value.fix
    assert "X8" in caught.value.in_chinese()


@pytest.mark.parametrize("profiles", ["X8", None, 8])
def test_profiles_come_as_a_list(profiles: Any) -> None:
    """A single text would be read letter by letter."""
    with pytest.raises(sh.InputTypeError, match="SH119"):
        sh.Registry.discover().policy("3713", on=DAY, profiles=profiles)


@pytest.mark.parametrize("profiles", [[1, "X8"], [["X8"]], [None, "X8"]])
def test_profiles_of_odd_types_are_refused(profiles: Any) -> None:
    """Whatever stands in the list, it is no profile."""
    with pytest.raises(sh.ServiceHallError):
        sh.Registry.discover().policy("3713", on=DAY, profiles=profiles)


def test_a_table_that_does_not_exist_is_refused() -> None:
    """The tables there are stand in the message."""
    with pytest.raises(sh.InputValueError) as caught:
        sh.Registry.discover().policy("3713", on=DAY).table("case_kinds")
    assert caught.value.code == "SH411"
    assert "case_kind" in caught.value.fix


# ---- which packs count


def test_a_pack_counts_in_its_division_and_below() -> None:
    """孟定's words of procedure are known there and in its villages, nowhere else."""
    registry = sh.Registry.of(place("mengding"))
    for division, known in (
        ("530926103", True),
        ("530926103201", True),
        ("530926103/hall", True),
        ("530926", False),
        ("530926104", False),
        ("3713", False),
    ):
        assert ("procedure" in registry.policy(division, on=DAY).tables) is known


@pytest.mark.requirement("R-063")
def test_a_profile_counts_where_it_is_adopted() -> None:
    """With the three kinds two departments make a joint case, with the six kinds three do."""
    registry = sh.Registry.discover()
    six, three = (registry.policy("3713", on=DAY, profiles=p) for p in ((), ("X8",)))
    assert kind(six, departments=2) == "INSTANT"
    assert kind(three, departments=2) == "JOINT"
    assert kind(three, main_document="lacking", same_day_possible=False) == "PROMISED"


# ---- terms


def test_a_term_of_the_model_hall_is_in_force_everywhere() -> None:
    """Article 五 says 3个及以上, and the term says who set it."""
    found = sh.Registry.discover().policy("3713", on=DAY).terms["joint.threshold"]
    assert found.value == 3
    assert str(found.citation) == f"{SIX}五"
    assert str(found.level) == "示范大厅"
    assert [v.value for v in found.set_by] == [3]
    assert found.on == DAY
    assert "联办件的窗口或部门数" in str(found)


@pytest.mark.requirement("R-063")
@pytest.mark.parametrize(
    ("division", "values"),
    [
        ("37", [3]),
        ("3713", [2, 3]),
        ("371324", [2, 3]),
        ("371323", [4, 2, 3]),
        ("371323001", [4, 2, 3]),
    ],
)
def test_the_most_special_value_counts(division: str, values: list[int]) -> None:
    """What a county sets goes before its city, and that before the model hall; none is lost."""
    found = sh.Registry.of(COUNTY, CITY).policy(division, on=DAY).terms["joint.threshold"]
    assert found.value == values[0]
    assert [v.value for v in found.set_by] == values
    ranks = [v.level.rank for v in found.set_by]
    assert ranks == sorted(ranks, reverse=True)
    assert (found.citation, found.level) == (found.set_by[0].citation, found.set_by[0].level)


@pytest.mark.requirement("R-063")
def test_a_value_holds_on_its_days() -> None:
    """The day before it begins and the day after it ends the level above counts."""
    span = {"since": date(2026, 1, 1), "expires": date(2026, 12, 31)}
    registry = sh.Registry.of(threshold("county", "371323", 5, **span))
    for on, value in (
        (date(2025, 12, 31), 3),
        (date(2026, 1, 1), 5),
        (date(2026, 12, 31), 5),
        (date(2027, 1, 1), 3),
    ):
        assert registry.policy("371323", on=on).terms["joint.threshold"].value == value


@pytest.mark.requirement("R-063")
def test_a_threshold_reaches_the_classification() -> None:
    """Where a county says 4, three windows are not joint yet; where the city says 2, two are."""
    registry = sh.Registry.of(CITY, COUNTY)
    county, city, nation = (registry.policy(code, on=DAY) for code in ("371323", "3713", "000000"))
    assert [kind(county, windows=n) for n in (3, 4)] == ["INSTANT", "JOINT"]
    assert [kind(city, windows=n) for n in (1, 2)] == ["INSTANT", "JOINT"]
    assert [kind(nation, departments=n) for n in (2, 3)] == ["INSTANT", "JOINT"]


def test_a_value_beyond_the_bound_of_the_level_above_is_refused() -> None:
    """One window alone is never joint: the model hall allows 2 and more."""
    with pytest.raises(sh.FaultyDataError) as caught:
        threshold("county", "371323", 1)
    (problem,) = caught.value.problems
    assert problem.code == "SH444"
    assert "≥2" in problem.why
    assert "joint.threshold" in problem.in_chinese()


# ---- order of packs


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_order_of_packs_never_matters(order: tuple[int, ...]) -> None:
    """Whatever is handed over first, the same rules come out, and are asked in the same order."""
    packs = (CITY, COUNTY, local_row("town", "371323001", when={"windows": 9}, then="RETURNED"))
    first = sh.Registry.of(*packs).policy("371323001", on=DAY)
    other = sh.Registry.of(*(packs[i] for i in order)).policy("371323001", on=DAY)
    assert other.tables["case_kind"].logic == first.tables["case_kind"].logic
    assert other.tables["case_kind"].rows == first.tables["case_kind"].rows
    assert other.terms == first.terms
    assert list(other.vocabulary) == list(first.vocabulary)


def test_a_built_in_pack_stands_above_whatever_is_handed_over() -> None:
    """The rows of the most special level come first."""
    town = local_row("town", "371323001", when={"windows": 9}, then="RETURNED")
    rows = sh.Registry.of(town).policy("371323001", on=DAY).tables["case_kind"].rows
    assert rows[0].id == "town"
    assert str(rows[0].level) == "371323001"
    assert {str(r.level) for r in rows[1:]} == {"示范大厅"}


# ---- rows and changes of a place


@pytest.mark.requirement("R-063")
def test_a_town_decides_alone_in_the_cells_that_it_names() -> None:
    """A row of a town goes before the order of the model hall; all else stays, article and all."""
    town = local_row("town", "371323001", when={"survey": "failed"}, then="NOT_ACCEPTED")
    policy = sh.Registry.of(town).policy("371323001", on=DAY)
    here = policy.classify({**PLAIN, "survey": "failed", "main_document": "lacking"})
    assert isinstance(here, sh.Classification)
    assert here.kind is sh.CaseKind.NOT_ACCEPTED
    assert [str(c) for c in here.citations] == ["《town办法》第2条"]
    assert here.traits == ()
    elsewhere = policy.classify({**PLAIN, "main_document": "lacking"})
    assert isinstance(elsewhere, sh.Classification)
    assert elsewhere.kind is sh.CaseKind.RETURNED
    assert [str(c) for c in elsewhere.citations] == [f"{SIX}二、1"]
    above = sh.Registry.of(town).policy("371323", on=DAY)
    assert kind(above, survey="failed") == "RETURNED"


@pytest.mark.requirement("R-063")
def test_a_change_leaves_the_other_cells_and_their_article() -> None:
    """A city that counts windows from 5 on leaves departments alone; both articles are cited."""
    change = {
        "table": "case_kind",
        "changes": "joint",
        "when": {"windows": ">= 5"},
        "cite": "《临沂办法》第3条",
    }
    instant = change | {"changes": "instant", "when": {"windows": "< 5"}}
    policy = sh.Registry.of(pack("city", "3713", rows=[change, instant])).policy("3713", on=DAY)
    assert [kind(policy, windows=n) for n in (4, 5)] == ["INSTANT", "JOINT"]
    assert [kind(policy, departments=n) for n in (2, 3)] == ["INSTANT", "JOINT"]
    (row,) = (r for r in policy.tables["case_kind"].rows if r.id == "joint")
    assert str(row.level) == "示范大厅"
    assert str(row.citation) == f"{SIX}五"
    (amendment,) = row.amendments
    assert amendment.cells == ("windows",)
    assert amendment.level.name == "3713"
    assert [str(c) for c in row.citations] == [f"{SIX}五", "《临沂办法》第3条"]
    (same,) = (r for r in policy.tables["case_kind"].rows if r.id == "forwarded")
    assert same.amendments == ()


@pytest.mark.requirement("R-063")
def test_the_kind_itself_can_be_changed() -> None:
    """A city may let what fails the survey be 未受理 instead of 退回."""
    change = {
        "table": "case_kind",
        "changes": "returned.survey-failed",
        "then": "NOT_ACCEPTED",
        "cite": "《临沂办法》第4条",
    }
    policy = sh.Registry.of(pack("city", "3713", rows=[change])).policy("3713", on=DAY)
    assert kind(policy, survey="failed") == "NOT_ACCEPTED"
    assert kind(policy, main_document="lacking") == "RETURNED"


@pytest.mark.requirement("R-063")
def test_precedence_can_be_changed() -> None:
    """Where the place says so, what must be forwarded is 上报 even though it is to be returned."""
    town = local_row("town", "371323001", when={"must_forward": True}, then="FORWARDED")
    registry = sh.Registry.of(town)
    asked = {"must_forward": True, "main_document": "lacking"}
    assert kind(registry.policy("371323", on=DAY), **asked) == "RETURNED"
    assert kind(registry.policy("371323001", on=DAY), **asked) == "FORWARDED"


@pytest.mark.requirement("R-063")
def test_a_place_may_ask_for_facts_of_its_own() -> None:
    """A predicate that only a town knows stands in its conditions."""
    row = {
        "table": "case_kind",
        "id": "festival",
        "when": {"festival": True},
        "then": "PROMISED",
        "cite": "《镇办法》第1条",
    }
    town = pack("town", "371323001", facts={"festival": "yes_no"}, rows=[row])
    policy = sh.Registry.of(town).policy("371323001", on=DAY)
    assert kind(policy, festival=True) == "PROMISED"
    assert kind(policy, festival=False) == "INSTANT"
    with pytest.raises(sh.InputValueError, match="SH401"):
        sh.Registry.of(town).policy("371323", on=DAY).classify({**PLAIN, "festival": True})


def test_the_difference_that_a_layer_makes_is_told() -> None:
    """From 3 to 2 windows or departments: INSTANT becomes JOINT, at 2, and nowhere else."""
    registry = sh.Registry.of(CITY)
    old = registry.policy("37", on=DAY).tables["case_kind"]
    new = registry.policy("3713", on=DAY).tables["case_kind"]
    assert old.compare(old).is_empty
    difference = old.compare(new)
    assert difference.checked
    assert {(c.old, c.new) for c in difference.changes} == {
        ("INSTANT", "JOINT"),
        ("PROMISED", "JOINT"),
    }
    for change in difference.changes:
        example = change.region.example
        assert 2 in {example["windows"], example["departments"]}
        assert max(example["windows"], example["departments"]) == 2  # type: ignore[type-var]
    assert "联办件" in str(difference)


# ---- packs that do not go together


@pytest.mark.parametrize(
    ("section", "code"),
    [
        ({"facts": {"own": "yes_no"}}, "SH432"),
        ({"tables": [{"id": "own", "gives": "kind", "answer": "all"}]}, "SH432"),
        (
            {"terms": [{"changes": "joint.threshold", "value": 4, "cite": "《X》"}]},
            "SH454",
        ),
        (
            {"rows": [{"table": "case_kind", "changes": "joint", "then": "PROMISED",
                       "cite": "《X》"}]},
            "SH454",
        ),
    ],
    ids=["fact", "table", "value", "change"],
)  # fmt: skip
def test_two_packs_of_one_level_do_not_say_the_same_twice(
    section: dict[str, object], code: str
) -> None:
    """Loaded apart they are in order; put together nothing says which of them counts."""
    packs = pack("one", "3713", **section), pack("two", "3713", **section)
    with pytest.raises(sh.FaultyDataError) as caught:
        sh.Registry.of(*packs)
    assert {problem.code for problem in caught.value.problems} == {code}
    registry = sh.Registry.of(*packs, on_error="quarantine")
    with pytest.raises(sh.DataError):
        registry.policy("3713", on=DAY)
    assert registry.policy("37", on=DAY)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (
            lambda: local_row("same", "3713", when={"windows": 8}, then="RETURNED"),
            lambda: pack(
                "other", "371323",
                rows=[{"table": "case_kind", "id": "same", "when": {"windows": 9},
                       "then": "JOINT", "cite": "《X》"}],
            ),
        ),
        (
            lambda: pack("a", "3713", terms=[{"id": "z", "type": "count", "value": 1,
                                              "cite": "《X》"}]),
            lambda: pack("b", "371323", terms=[{"id": "z", "type": "decimal", "value": "5.5",
                                                "cite": "《X》"}]),
        ),
    ],
    ids=["row", "term"],
)  # fmt: skip
def test_packs_loaded_apart_do_not_share_names(
    one: Callable[[], sh.Pack], two: Callable[[], sh.Pack]
) -> None:
    """A name that two levels make is one name too many, as it is within a file."""
    with pytest.raises(sh.DataError, match="SH432"):
        sh.Registry.of(one(), two()).policy("371323", on=DAY)


COUNTY_FACTS = pack(
    "facts",
    "371323",
    facts={"own": "yes_no"},
    tables=[{"id": "own_table", "gives": "own", "answer": "all"}],
    terms=[{"id": "own.term", "type": "count", "value": 5, "cite": "《X》"}],
)


@pytest.mark.parametrize(
    "row",
    [
        {"table": "case_kind", "when": {"own": True}, "then": "RETURNED"},
        {"table": "own_table", "when": {"must_forward": True}, "then": True},
        {"table": "case_kind", "when": {"windows": "> $own.term"}, "then": "JOINT"},
    ],
    ids=["fact", "table", "term"],
)
def test_a_pack_needs_what_it_builds_on(row: dict[str, object]) -> None:
    """A town that uses its county's words is refused where the county's pack is not at hand."""
    written = {"id": "r", "cite": "《X》", **row}
    town = sh.load_pack(
        {"id": "t", "division": "371323001", "rows": [written]}, above=[COUNTY_FACTS]
    )
    assert sh.Registry.of(town, COUNTY_FACTS).policy("371323001", on=DAY)
    with pytest.raises(sh.DataError):
        sh.Registry.of(town).policy("371323001", on=DAY)


# ---- another order of precedence


def promised_first(**others: object) -> sh.Pack:
    """Return a county's pack in which 承诺件 goes before 联办件."""
    order = ["RETURNED", "SUPPLEMENT", "NOT_ACCEPTED", "FORWARDED", "PROMISED", "JOINT", "INSTANT"]
    change = {"changes": "case_kind", "order": order, "cite": "《县办件规定》第3条", **others}
    return sh.load_pack({"id": "county", "division": "530926", "tables": [change]})


JOINT_AND_PROMISED = {
    "main_document": "provided", "other_materials": "complete", "contrary_to_policy": False,
    "survey": "not_needed", "needs_process": True, "same_day_possible": False, "windows": 3,
    "departments": 1, "must_forward": False,
}  # fmt: skip


@pytest.mark.requirement("R-063")
def test_a_county_sets_another_order_of_precedence() -> None:
    """The order is the county's, with its citation; the loser is kept as a trait; rows stay."""
    county = sh.Registry.of(promised_first())
    policy = county.policy("530926103", on=DAY)
    case = policy.classify(JOINT_AND_PROMISED)
    assert (case.kind, case.traits) == (sh.CaseKind.PROMISED, (sh.CaseKind.JOINT,))
    assert str(policy.tables["case_kind"].citation) == "《县办件规定》第3条"
    assert county.policy("5305", on=DAY).classify(JOINT_AND_PROMISED).kind is sh.CaseKind.JOINT
    later = sh.Registry.of(promised_first(since=date(2027, 1, 1)))
    assert later.policy("530926", on=DAY).classify(JOINT_AND_PROMISED).kind is sh.CaseKind.JOINT


@pytest.mark.parametrize(
    ("others", "code"),
    [
        ({"order": ["JOINT"]}, "SH436"),
        ({"order": []}, "SH451"),
        ({"order": ["JOINT", "JOINT"]}, "SH432"),
        ({"order": ["OTHER"]}, "SH435"),
        ({"answer": "one"}, "SH459"),
        ({"changes": "case_kinds"}, "SH434"),
        ({"cite": "第3条"}, "SH433"),
        ({"id": "case_kind"}, "SH449"),
    ],
)
def test_a_faulty_order_is_refused(others: dict[str, object], code: str) -> None:
    """An order names every outcome once, and nothing else of the table can be changed."""
    with pytest.raises(sh.FaultyDataError) as refused:
        promised_first(**others)
    assert code in {problem.code for problem in refused.value.problems}


def test_two_orders_on_one_level_are_refused() -> None:
    """Which of two equals counts would depend on their order."""
    with pytest.raises(sh.FaultyDataError) as refused:
        sh.load_pack(
            {
                "id": "county",
                "division": "530926",
                "tables": [
                    {
                        "changes": "case_kind",
                        "order": [kind.value for kind in kinds],
                        "cite": "《县办件规定》第3条",
                    }
                    for kinds in (list(sh.CaseKind), list(reversed(sh.CaseKind)))
                ],
            }
        )
    assert {problem.code for problem in refused.value.problems} == {"SH454"}


def test_an_order_for_a_table_that_is_not_at_hand_is_refused() -> None:
    """A pack that changes the order of a county's table needs the county's pack."""
    facts = {"late": "yes_no", "out": ["talk", "none"]}
    table = {"id": "late", "gives": "out", "answer": "order"}
    row = {"table": "late", "id": "r", "when": {}, "then": "talk", "cite": "《X》"}
    county = sh.load_pack(
        {"id": "c", "division": "530926", "facts": facts, "tables": [table], "rows": [row]}
    )
    order = {"changes": "late", "order": ["none", "talk"], "cite": "《Y》"}
    town = sh.load_pack({"id": "t", "division": "530926103", "tables": [order]}, above=[county])
    assert sh.Registry.of(town, county).policy("530926103", on=DAY).tables["late"].order == (
        "none", "talk",
    )  # fmt: skip
    with pytest.raises(sh.FaultyDataError) as refused:
        sh.Registry.of(town).policy("530926103", on=DAY)
    assert [problem.code for problem in refused.value.problems] == ["SH434"]


@pytest.mark.parametrize(
    ("others", "code"),
    [({"gives": ""}, "SH206"), ({"answer": ""}, "SH206"), ({"since": date(2026, 1, 1)}, "SH459")],
)
def test_the_head_of_a_table_says_what_it_gives_and_how(
    others: dict[str, object], code: str
) -> None:
    """A head without them, or with a date of its own, is refused."""
    head = {"id": "t", "gives": "out", "answer": "one", **others}
    with pytest.raises(sh.FaultyDataError) as refused:
        sh.load_tables({"id": "x", "facts": {"out": ["a"]}, "tables": [head]})
    assert {problem.code for problem in refused.value.problems} == {code}


def test_the_tables_of_every_stretch_of_time() -> None:
    """Each day on which something changes begins a stretch, and each stretch has its tables."""
    county = promised_first(since=date(2027, 1, 1))
    stretches = sh.Registry.of(county).over_time("530926103")
    assert [str(span) for span, _ in stretches] == ["至2026-12-31止", "自2027-01-01起"]
    orders = [tables["case_kind"].order[4] for _, tables in stretches]
    assert orders == ["JOINT", "PROMISED"]
    assert all(tables["case_kind"].analyse().is_complete for _, tables in stretches)
    three = sh.Registry.discover().over_time("530926103", profiles=["X8"])
    assert three[0][1]["case_kind"].decide({"departments": 2}).outcome == "JOINT"


def test_the_most_specific_order_counts() -> None:
    """A town's order goes before its county's."""
    order = [kind.value for kind in sh.CaseKind]
    change = {"changes": "case_kind", "order": order, "cite": "《镇办件规定》第1条"}
    town = sh.load_pack({"id": "town", "division": "530926103", "tables": [change]})
    registry = sh.Registry.of(promised_first(), town)
    kinds = [
        registry.policy(place, on=DAY).tables["case_kind"].order[4]
        for place in ("530926103", "530926")
    ]
    assert kinds == ["JOINT", "PROMISED"]
