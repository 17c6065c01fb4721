"""Layers: who may set what, what is checked in each stretch of time, who is told to have set it.

Expected values are worked out by hand from DESIGN.md section 3; the sentences of the statutes that
the built-in packs cite are those of LAW.md.
"""

import itertools
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import servicehall as sh
from servicehall.plugins.files import PackFiles

Data = dict[str, Any]

DAY = date(2026, 1, 5)
TOWN = "530926103"
CITE: Data = {"cite": "《办法》第1条"}
PLACES = {
    "statutes": {"layer": "statutes"},
    "model hall": {"layer": "model hall"},
    "profile": {"profile": "P"},
    "nation": {"division": "000000"},
    "province": {"division": "53"},
    "prefecture": {"division": "5309"},
    "county": {"division": "530926"},
    "town": {"division": TOWN},
    "village": {"division": "530926103201"},
    "hall": {"division": "530926103201/h"},
}
"""One place of every layer, all on one path."""


def unchecked(name: str, division: str = "", **others: Any) -> sh.Pack:
    """Return a pack as it is handed over by a package: only its head is read."""
    place = {"division": division} if division else {}
    return sh.Pack.open(PackFiles.of_data({"id": name, **place, **others}, name))


def term(name: str = "t", **others: Any) -> Data:
    """Return a term that is a whole number."""
    return {"id": name, "type": "count", "value": 3, **CITE, **others}


def limit(value: str, **others: Any) -> Data:
    """Return a term that is a limit."""
    return {"id": "t", "type": "limit", "value": value, **CITE, **others}


def sets(value: object, name: str = "t", **others: Any) -> Data:
    """Return a value for a term above."""
    return {"changes": name, "value": value, **CITE, **others}


def matter(name: str = "m", **others: Any) -> Data:
    """Return a matter in good order."""
    good = {"title": "事项", "promised": "5个工作日", "fee": "free", "materials": "none"}
    return {key: v for key, v in {"id": name, **good, **CITE, **others}.items() if v is not None}


def changes(name: str = "m", **others: Any) -> Data:
    """Return a change of a matter above."""
    return {"changes": name, **CITE, **others}


def policy(*packs: sh.Pack, at: str = TOWN, on: date = DAY, **others: Any) -> sh.Policy:
    """Return what is in force where these packs are at hand."""
    return sh.Registry.of(*packs).policy(at, on=on, **others)


def problems(*packs: sh.Pack) -> list[sh.ServiceHallError]:
    """Return what a registry of these packs refuses."""
    with pytest.raises(sh.FaultyDataError) as caught:
        sh.Registry.of(*packs)
    return list(caught.value.problems)


def codes(*packs: sh.Pack) -> list[str]:
    """Return the codes of what a registry of these packs refuses."""
    return sorted(problem.code for problem in problems(*packs))


# ---- fixed


@pytest.mark.requirement("R-307")
def test_what_is_fixed_cannot_be_changed_below() -> None:
    """A fixed term and a fixed matter of the province are not the town's to change."""
    above = unchecked("a", "53", terms=[term(fixed=True)], matters=[matter(fixed=True)])
    below = unchecked("b", TOWN, terms=[sets(4)], matters=[changes(phone="0883")])
    assert codes(above, below) == ["SH461", "SH461"]
    kept = policy(above)
    assert (kept.terms["t"].value, kept.matters["m"].title) == (3, "事项")


def test_a_pack_can_change_what_it_has_fixed_itself_on_other_days() -> None:
    """Fixed binds levels below; the pack that fixed a term can date its values."""
    values = [{"value": n, "since": date(2020 + n, 1, 1), **CITE} for n in (2, 3)]
    own = {"id": "t", "type": "count", "fixed": True, "values": values}
    pack = unchecked("a", "53", terms=[own])
    days = (date(2022, 12, 31), date(2023, 1, 1))
    assert [policy(pack, on=day).terms["t"].value for day in days] == [2, 3]


@pytest.mark.requirement("R-307")
def test_replaces_is_no_way_around_fixed() -> None:
    """A place below cannot make a fixed matter anew, even if it says that it replaces the pack."""
    above = unchecked("a", "53", matters=[matter(fixed=True, statutory="10个工作日")])
    below = unchecked("b", TOWN, matters=[matter(replaces="a", statutory="100个工作日")])
    with pytest.raises(sh.DataError):
        policy(above, below)


@pytest.mark.requirement("R-307")
def test_replaces_is_for_equals() -> None:
    """A place below cannot drop items of a form by making it anew in place of the one above."""
    form = {"id": "f", "title": "告知书", "of": "notice", **CITE}
    above = unchecked("a", "53", forms=[{**form, "items": {"a": "甲", "b": "乙"}}])
    below = unchecked("b", TOWN, forms=[{**form, "items": {"a": "甲"}, "replaces": "a"}])
    with pytest.raises(sh.DataError):
        policy(above, below)


# ---- authority


@pytest.mark.requirement("R-307")
@pytest.mark.parametrize("allowed", list(PLACES))
def test_only_the_layers_named_may_set_a_term(allowed: str) -> None:
    """Of all ten layers exactly the one that set_by names can set the term."""
    base = unchecked("base", layer="statutes", terms=[term(set_by=[allowed])])
    for name, place in PLACES.items():
        needs = {"needs": ["base"]} if name == "statutes" else {}
        pack = unchecked("p", **place, **needs, terms=[sets(4)])
        if name != allowed:
            (problem,) = problems(base, pack)
            assert problem.code == "SH464"
            assert allowed in problem.why
        elif name != "statutes":  # an equal of the statutes would contradict them
            supposed = ("P",) if name == "profile" else ()
            found = policy(base, pack, at=PLACES["hall"]["division"], profiles=supposed)
            assert found.terms["t"].value == 4


def test_a_value_for_a_part_needs_the_authority_of_that_part() -> None:
    """A county that sets a value for one town sets it on the town's level, dated or not."""
    base = unchecked("base", layer="statutes", terms=[term(set_by=["county"])])
    dated = {"changes": "t", "values": [{"value": 5, "division": TOWN, **CITE}]}
    for record in (sets(5, division=TOWN), dated):
        assert codes(base, unchecked("c", "530926", terms=[record])) == ["SH464"]


def test_values_of_different_places_do_not_end_each_other() -> None:
    """A value for one place from 2024 leaves the value of all others in force."""
    values = [
        {"value": 3, "since": date(2020, 1, 1), **CITE},
        {"value": 5, "since": date(2024, 1, 1), "division": "53", **CITE},
    ]
    pack = unchecked("a", "000000", terms=[{"id": "t", "type": "count", "values": values}])
    assert policy(pack, at="53").terms["t"].value == 5
    assert "t" in policy(pack, at="44").terms
    assert policy(pack, at="44").terms["t"].value == 3


def test_a_layer_that_does_not_exist_is_refused() -> None:
    """set_by takes names of layers only, and lists them."""
    (problem,) = problems(unchecked("a", terms=[term(set_by=["city"])]))
    assert problem.code == "SH217"
    assert all(layer in str(problem) for layer in PLACES)


# ---- bounds


def test_a_value_outside_its_bound_is_refused() -> None:
    """joint.threshold is at least 2 (model hall): 1 is refused, 2 is taken."""
    assert codes(unchecked("a", TOWN, terms=[sets(1, "joint.threshold")])) == ["SH444"]
    good = unchecked("a", TOWN, terms=[sets(2, "joint.threshold")])
    assert policy(good).terms["joint.threshold"].value == 2


SHORTER = [
    ("20 working days", "20 working days", True),
    ("20 working days", "19 working days", True),
    ("20 working days", "21 working days", False),
    ("15 natural days", "16 natural days", False),
    ("1 month", "2 months", False),
    ("10 natural days", "40 working days", False),  # at least 40 days, never within 10 and a rest
    ("20 natural days", "3 months", False),  # at least 84 days
    ("20 working days", "1 month", None),
    ("15 natural days", "12 working days", None),  # 2024: 16 days as a rule, 15 in make-up weeks
]
"""A limit above, one below it, and whether it may be: None where each case decides."""


@pytest.mark.requirement("R-024", "R-307")
@pytest.mark.parametrize(("above", "below", "allowed"), SHORTER)
def test_a_term_that_is_shorter_only(above: str, below: str, allowed: bool | None) -> None:  # noqa: FBT001  # a case
    """Longer is refused, in one unit or across; what each case decides is remarked on."""
    packs = (
        unchecked("a", layer="statutes", terms=[limit(above, bound="shorter only")]),
        unchecked("b", TOWN, terms=[sets(below)]),
    )
    if allowed is False:
        (problem,) = problems(*packs)
        assert problem.code == "SH463"
        assert "t is set to" in problem.what
        return
    found = policy(*packs)
    assert found.terms["t"].value == sh.parse_limit(below)
    assert [r.about for r in found.remarks if r.about == "t"] == ([] if allowed else ["t"])


@pytest.mark.requirement("R-024", "R-032", "R-307")
@pytest.mark.parametrize(("above", "below", "allowed"), SHORTER)
def test_a_promise_beside_a_statute(above: str, below: str, allowed: bool | None) -> None:  # noqa: FBT001  # a case
    """A promise longer than the statute is refused, in one unit or across."""
    pack = unchecked("a", TOWN, matters=[matter(promised=below, statutory=above)])
    if allowed is False:
        assert codes(pack) == ["SH462"]
        return
    about = [r.text for r in policy(pack).remarks if r.about == "matters/m"]
    assert len(about) == (0 if allowed else 1)
    assert all("单位不同" in text for text in about)


@pytest.mark.requirement("R-307")
@pytest.mark.parametrize("n", [2, 5, 90])
def test_working_days_are_longer_than_the_same_day(n: int) -> None:
    """当日 ends that day or the next working day: two working days always end later."""
    pack = unchecked("a", TOWN, matters=[matter(promised=f"{n}个工作日", statutory="当日")])
    assert codes(pack) == ["SH462"]


@pytest.mark.requirement("R-307")
@pytest.mark.parametrize(("working", "natural"), [(16, 15), (20, 15), (30, 20)])
def test_more_working_days_than_natural_days_are_longer(working: int, natural: int) -> None:
    """n natural days, rolled, hold at most n working days: n + 1 always end later."""
    limits = {"promised": f"{working}个工作日", "statutory": f"{natural}个自然日"}
    assert codes(unchecked("a", TOWN, matters=[matter(**limits)])) == ["SH462"]


def test_no_more_natural_days_than_working_days_are_no_question() -> None:
    """10 natural days, rolled to a workday, never end after 20 working days: nothing to remark."""
    pack = unchecked("a", TOWN, matters=[matter(promised="10个自然日", statutory="20个工作日")])
    assert [r for r in policy(pack).remarks if r.about == "matters/m"] == []


def test_a_value_whose_place_was_taken_bounds_nobody() -> None:
    """A county's 10 days, replaced by its 20, do not forbid the town's 15."""
    packs = (
        unchecked("law", layer="statutes", terms=[limit("30个工作日", bound="shorter only")]),
        unchecked("old", "530926", terms=[sets("10个工作日")]),
        unchecked("new", "530926", terms=[sets("20个工作日", replaces="old")]),
        unchecked("town", TOWN, terms=[sets("15个工作日")]),
    )
    assert policy(*packs).terms["t"].value == sh.WorkingDays(15)


# ---- every stretch of time


def statute(**others: Any) -> sh.Pack:
    """Return a law that gives 20 working days up to 2023, and 10 from 2024 on."""
    values = [
        {"value": "20个工作日", "expires": date(2023, 12, 31), **CITE},
        {"value": "10个工作日", "since": date(2024, 1, 1), **CITE},
    ]
    own = {"id": "t", "type": "limit", "values": values, **others}
    made = matter(promised=None, statutory="$t")
    return unchecked("law", layer="statutes", terms=[own], matters=[made])


@pytest.mark.requirement("R-307", "R-309")
def test_a_promise_is_measured_when_the_statute_changes() -> None:
    """15 working days were allowed up to 2023; a promise that goes on is refused for 2024."""
    ends = unchecked(
        "b", TOWN, matters=[changes(promised="15个工作日", expires=date(2023, 12, 31))]
    )
    goes_on = unchecked("b", TOWN, matters=[changes(promised="15个工作日")])
    found = policy(statute(), ends, on=date(2023, 12, 31)).matters["m"]
    assert (found.promised, found.statutory) == (sh.WorkingDays(15), sh.WorkingDays(20))
    later = policy(statute(), ends, on=date(2024, 1, 1)).matters["m"]
    assert (later.promised, later.statutory) == (None, sh.WorkingDays(10))
    assert codes(statute(), goes_on) == ["SH462"]


@pytest.mark.requirement("R-307")
def test_a_promise_is_measured_when_a_term_below_is_shortened() -> None:
    """A town that sets the term to 5 days binds itself; what the law says stays what it is."""
    county = unchecked("c", "530926", matters=[changes(promised="8个工作日")])
    town = unchecked("d", TOWN, terms=[sets("5个工作日")])
    found = policy(statute(), county, town)
    assert found.terms["t"].value == sh.WorkingDays(5)
    assert found.matters["m"].statutory == sh.WorkingDays(10)
    assert found.matters["m"].limit == sh.WorkingDays(8)


@pytest.mark.requirement("R-307")
@pytest.mark.parametrize(
    "statutory", ["90个自然日", "unknown: 不知", "not before 5 natural days", "1个月", "$longer"]
)
def test_a_statutory_limit_is_not_lengthened_below(statutory: str) -> None:
    """Neither by a figure, nor by not knowing, nor by naming another term."""
    law = unchecked(
        "law",
        layer="statutes",
        terms=[limit("45个工作日") | {"id": "longer"}],
        matters=[matter(promised=None, statutory="15个自然日")],
    )
    town = unchecked("d", TOWN, matters=[changes(statutory=statutory)])
    assert codes(law, town) == ["SH463"]


def test_a_statutory_limit_may_be_shortened_below() -> None:
    """A province's regulation asks for ten days where the law gives fifteen."""
    law = unchecked("law", layer="statutes", matters=[matter(statutory="15个自然日")])
    province = unchecked("p", "53", matters=[changes(statutory="10个自然日")])
    assert policy(law, province).matters["m"].statutory == sh.NaturalDays(10)
    late = unchecked("d", TOWN, matters=[changes(promised="12个自然日")])
    assert codes(law, province, late) == ["SH462"]


@pytest.mark.parametrize("value", ["unknown: 未定", "not before 5 working days", "10 months"])
def test_a_bounded_term_is_not_made_unknown(value: str) -> None:
    """Shorter only: what is no latest day is not shorter."""
    law = unchecked("law", layer="statutes", terms=[limit("20个工作日", bound="shorter only")])
    assert codes(law, unchecked("b", TOWN, terms=[sets(value)])) == ["SH463"]


def test_what_the_law_does_not_count_is_not_for_a_town_to_say() -> None:
    """A town adds no ground to a pause of the law and makes none; a province may add one."""
    law = unchecked(
        "law",
        layer="statutes",
        terms=[limit("20个工作日")],
        pauses=[{"id": "p", "title": "停", "of": ["t"], "grounds": ["听证"], **CITE}],
    )
    more = {"changes": "p", "grounds": ["现场勘查"], **CITE}
    assert codes(law, unchecked("b", TOWN, pauses=[more])) == ["SH486"]
    own = {"id": "q", "title": "停", "of": ["t"], "grounds": ["出差"], **CITE}
    assert codes(law, unchecked("b", TOWN, pauses=[own])) == ["SH486"]
    found = policy(law, unchecked("b", "53", pauses=[more])).pauses["p"]
    assert found.grounds == ("听证", "现场勘查")


def test_a_day_is_no_rest_day_and_workday_at_once() -> None:
    """Two packs of one town that say opposite things of a Saturday are told."""
    said = {"name": "节", "years": [2026], **CITE}
    rest = unchecked("a", TOWN, days=[{"id": "x", "rest": [date(2026, 5, 16)], **said}])
    work = unchecked("b", TOWN, days=[{"id": "y", "work": [date(2026, 5, 16)], **said}])
    with pytest.raises(sh.FaultyDataError, match="SH454"):
        policy(rest, work)


def test_two_fees_of_one_item_are_not_added_up() -> None:
    """A town that writes a fee of its own instead of a change would charge twice."""
    fee = {"matter": "m", "item": "甲", "per": "件", "basis": "《法》第1条", **CITE}
    above = unchecked("a", "53", matters=[matter(fee=None)], fees=[{"id": "f", "rate": "1", **fee}])
    below = unchecked("b", TOWN, fees=[{"id": "g", "rate": "2", **fee}])
    assert codes(above, below) == ["SH483"]


def test_a_hole_that_a_change_opens_is_told() -> None:
    """Joint from four windows on: cases of three have no row left, which the policy remarks."""
    change = {"table": "case_kind", "changes": "joint", "when": {"windows": ">= 4"}, **CITE}
    (told,) = (r for r in policy(unchecked("b", TOWN, rows=[change])).remarks if "漏洞" in r.text)
    assert told.about == "case_kind"
    assert re.search("涉及窗口[：＝]3个", told.text)
    assert not any("漏洞" in remark.text for remark in policy().remarks)


def test_a_bound_is_measured_when_the_level_above_changes() -> None:
    """15 days are shorter than 20, and not shorter than 10: the value is refused from 2024 on."""
    law = statute(bound="shorter only")
    ends = unchecked("b", TOWN, terms=[sets("15个工作日", expires=date(2023, 12, 31))])
    assert policy(law, ends, on=date(2023, 1, 1)).terms["t"].value == sh.WorkingDays(15)
    assert policy(law, ends).terms["t"].value == sh.WorkingDays(10)
    assert codes(law, unchecked("b", TOWN, terms=[sets("15个工作日")])) == ["SH463"]


def test_a_term_without_a_value_on_the_day_is_unknown() -> None:
    """A limit set by a term that is not yet in force is unknown, and says so; it is no default."""
    values = [{"value": "20个工作日", "since": date(2024, 1, 1), **CITE}]
    term_ = {"id": "t", "type": "limit", "values": values}
    pack = unchecked("a", terms=[term_], matters=[matter(promised=None, statutory="$t")])
    found = policy(pack, on=date(2023, 12, 31)).matters["m"]
    assert isinstance(found.statutory, sh.Unknown)
    assert not found.has_longest
    assert policy(pack).matters["m"].statutory == sh.WorkingDays(20)


@pytest.mark.requirement("R-019")
def test_a_matter_has_a_limit() -> None:
    """A matter without any limit is refused; one whose limit the source does not state is not."""
    assert codes(unchecked("a", TOWN, matters=[matter(promised=None)])) == ["SH470"]
    open_ = policy(unchecked("a", TOWN, matters=[matter(promised="unknown: 原文残缺")]))
    assert open_.matters["m"].promised == sh.Unknown("原文残缺")
    assert "事项：承诺时限不明（原文残缺）" in [r.text for r in open_.remarks]


# ---- the touchstone: a change of law


@pytest.mark.requirement("R-309")
@pytest.mark.parametrize(
    ("on", "value"),
    [
        (date(2023, 1, 1), sh.NaturalDays(10)),
        (date(2023, 12, 31), sh.NaturalDays(10)),
        (date(2024, 1, 1), sh.WorkingDays(10)),
        (date(2026, 11, 21), sh.WorkingDays(10)),
    ],
)
def test_ten_days_of_reconsideration_change_their_unit(on: date, value: sh.Limit) -> None:
    """行政复议法: 10日 are natural days up to 2023, working days from 2024-01-01 (LAW.md 6)."""
    found = sh.Registry.of().policy(TOWN, on=on)
    assert found.terms["reconsideration.reply"].value == value
    assert str(value) in found.explain("reconsideration.reply")
    article = "第二十三条" if on.year < 2024 else "第四十八条"
    assert article in str(found.terms["reconsideration.reply"].citation)


# ---- forms


FORM: Data = {"id": "f", "title": "告知书", "of": "notice", **CITE}


@pytest.mark.requirement("R-307", "R-066")
def test_a_form_grows_from_level_to_level() -> None:
    """County and town each add an item; the items of the province stay, and stand first."""
    province = unchecked("a", "53", forms=[{**FORM, "items": {"a": "甲", "b": "乙"}}])
    county = unchecked("b", "530926", forms=[changes("f", items={"c": "丙"})])
    town = unchecked("c", TOWN, forms=[changes("f", items={"d": "丁"})])
    packs = (province, county, town)
    found = policy(*packs).forms["f"]
    assert list(found.items) == ["a", "b", "c", "d"]
    assert list(policy(*packs, at="530926").forms["f"].items) == ["a", "b", "c"]
    assert list(found.missing({"a": "有", "c": "有", "d": ""})) == ["b", "d"]
    assert [e.pack for e in found.settled.sources["items"]] == ["c", "b", "a"]


@pytest.mark.parametrize("items", [{}, {"a": ""}, {"a": "别的"}])
def test_a_form_is_not_shortened(items: dict[str, str]) -> None:
    """No writing takes an item away, empties it or gives it another name."""
    above = unchecked("a", "53", forms=[{**FORM, "items": {"a": "甲", "b": "乙"}}])
    below = unchecked("b", TOWN, forms=[changes("f", items=items)])
    try:
        found = policy(above, below).forms["f"].items
    except sh.FaultyDataError:
        return
    assert dict(found) == {"a": "甲", "b": "乙"}


# ---- equals


EQUALS = [
    ("terms", sets(4), sets(5), "SH454"),
    ("matters", matter(), matter(), "SH460"),
    ("matters", changes("base", phone="1"), changes("base", phone="2"), "SH454"),
]
BASE = unchecked("base", layer="statutes", terms=[term()], matters=[matter("base")])


@pytest.mark.requirement("R-310")
@pytest.mark.parametrize(("section", "one", "other", "code"), EQUALS)
def test_two_equals_are_refused_by_name(section: str, one: Data, other: Data, code: str) -> None:
    """Two packs of one town that say the same thing are both named, with their sources."""
    a = unchecked("a", TOWN, **{section: [{**one, "cite": "《甲》第1条"}]})
    b = unchecked("b", TOWN, **{section: [{**other, "cite": "《乙》第1条"}]})
    with pytest.raises(sh.DataError) as caught:
        policy(BASE, a, b)
    (problem,) = getattr(caught.value, "problems", (caught.value,))
    assert problem.code == code
    assert "a: 《甲》第1条, b: 《乙》第1条" in str(problem)
    assert "a: 《甲》第1条, b: 《乙》第1条" in problem.in_chinese()
    kept = policy(BASE, a, unchecked("b", TOWN, **{section: [{**other, "replaces": "a"}]}))
    chain = kept.terms["t"].set_by if section == "terms" else None
    if chain:
        assert [v.pack for v in chain] == ["b", "a", "base"]
    else:
        name = one.get("id") or one["changes"]
        key = "title" if "id" in one else "phone"
        assert [e.pack for e in kept.settled["matters"][name].sources[key]][:2] == ["b", "a"]


@pytest.mark.parametrize(("section", "one", "other", "code"), EQUALS)
def test_equals_on_different_days_are_in_order(
    section: str, one: Data, other: Data, code: str
) -> None:
    """What ends on the day before the other begins does not meet it; one day more, and it does."""
    begins = unchecked("b", TOWN, **{section: [{**other, "since": date(2024, 1, 1)}]})
    for last, clash in ((date(2023, 12, 31), False), (date(2024, 1, 1), True)):
        ends = unchecked("a", TOWN, **{section: [{**one, "expires": last}]})
        registry = sh.Registry.of(BASE, ends, begins, on_error="quarantine")
        registry.policy(TOWN, on=date(2023, 12, 31))
        registry.policy(TOWN, on=date(2024, 1, 2))
        if clash:
            with pytest.raises(sh.DataError, match=code):
                registry.policy(TOWN, on=date(2024, 1, 1))
        else:
            registry.policy(TOWN, on=date(2024, 1, 1))


def test_all_conflicts_of_a_day_are_told_at_once() -> None:
    """Two towns' packs that quarrel about a term and two matters are told three things."""
    both = [
        unchecked(name, TOWN, terms=[sets(n)], matters=[matter("x"), matter("y")])
        for n, name in enumerate(("a", "b"))
    ]
    with pytest.raises(sh.FaultyDataError) as caught:
        policy(BASE, *both)
    assert sorted(p.code for p in caught.value.problems) == ["SH454", "SH460", "SH460"]


def test_a_conflict_of_the_past_does_not_stop_the_town_below() -> None:
    """Two provincial packs quarrelled in 2023: the town's policy of 2026 is as sound as theirs."""
    old = unchecked("a", "53", terms=[sets(4, expires=date(2023, 12, 31))])
    new = unchecked("b", "53", terms=[sets(5)])
    town = unchecked("c", TOWN, terms=[sets(6)])
    registry = sh.Registry.of(BASE, old, new, town, on_error="quarantine")
    assert registry.policy("53", on=DAY).terms["t"].value == 5
    assert registry.policy(TOWN, on=DAY).terms["t"].value == 6


def test_one_conflict_is_told_once() -> None:
    """A pack that contradicts itself is told once, not for each day on which anything changes."""
    years = [
        sets(6, division=TOWN, since=date(y, 1, 1), expires=date(y, 6, 30))
        for y in range(2020, 2024)
    ]
    pack = unchecked("a", "53", terms=[sets(4), sets(5), *years])
    assert codes(BASE, pack) == ["SH454"]


def test_a_record_whose_place_was_taken_fights_nobody() -> None:
    """A matter made by b was replaced by a's; c may say the phone that only b's had stated."""
    a = unchecked("a", TOWN, matters=[matter(replaces="b")])
    b = unchecked("b", TOWN, matters=[matter(phone="1")])
    c = unchecked("c", TOWN, needs=["a"], matters=[changes(phone="2")])
    assert policy(a, b, c).matters["m"].phone == "2"


def test_a_chain_follows_who_replaced_whom() -> None:
    """a replaced c, which had replaced b: the chain tells them in that order."""
    packs = [
        unchecked("a", TOWN, terms=[sets(5, replaces="c")]),
        unchecked("b", TOWN, terms=[sets(6)]),
        unchecked("c", TOWN, terms=[sets(7, replaces="b")]),
    ]
    assert [v.pack for v in policy(BASE, *packs).terms["t"].set_by] == ["a", "c", "b", "base"]


def test_packs_that_replace_one_another_in_a_circle_settle_nothing() -> None:
    """a replaces b and b replaces a: a third does not win by that, and of two neither does."""
    a = unchecked("a", TOWN, terms=[sets(5, replaces="b")])
    b = unchecked("b", TOWN, terms=[sets(6, replaces="a")])
    assert codes(BASE, a, b) == ["SH454"]
    assert "SH454" in codes(BASE, a, b, unchecked("c", TOWN, terms=[sets(7)]))


def test_who_replaces_whom_is_looked_at_together() -> None:
    """The county speaks for the town; a replaces its word, b replaces a's: b's counts.

    Looked at without a, whom it does not know, b would seem to contradict the county.
    """
    county = unchecked("county", "530926", terms=[sets(5, division=TOWN)])
    a = unchecked("a", TOWN, terms=[sets(6, replaces="county")])
    b = unchecked("b", TOWN, terms=[sets(7, replaces="a")])
    assert policy(BASE, county, a, b).terms["t"].value == 7
    lone = unchecked("b", TOWN, terms=[sets(7, replaces="none")])
    assert codes(BASE, county, lone) == ["SH454"]


def test_days_on_which_nothing_changes_share_their_rules() -> None:
    """From 2024 on there are 10 days: two days of 2025 share what one of 2023 does not."""
    registry = sh.Registry.of(statute(), unchecked("a", TOWN))
    early, one, other = (registry.policy(TOWN, on=date(year, 6, 1)) for year in (2023, 2024, 2025))
    assert [p.terms["t"].value for p in (early, one, other)] == [
        sh.WorkingDays(20),
        sh.WorkingDays(10),
        sh.WorkingDays(10),
    ]
    assert (one.on, other.on) == (date(2024, 6, 1), date(2025, 6, 1))
    assert one.tables is other.tables
    assert early.tables is not one.tables
    assert one.fingerprint == other.fingerprint != early.fingerprint


def test_two_office_hours_of_one_place_are_a_conflict() -> None:
    """Two packs of one town with hours of different names: which are in force must be said."""
    a = unchecked("a", TOWN, hours=[{"id": "h1", "sessions": ["08:00-12:00"], **CITE}])
    b = unchecked("b", TOWN, hours=[{"id": "h2", "sessions": ["09:00-12:00"], **CITE}])
    with pytest.raises(sh.DataError):
        _ = policy(a, b).hours


# ---- where it comes from


@pytest.mark.requirement("R-306", "R-310")
def test_the_chain_of_a_value_tells_who_replaced_whom() -> None:
    """Statute 30, county 20, town 15: three links, each with its place, pack, days and source."""
    law = unchecked(
        "law",
        layer="statutes",
        terms=[limit("30个工作日", bound="shorter only", label="决定期限", cite="《法》第42条")],
    )
    county = unchecked(
        "county",
        "530926",
        title="某县",
        terms=[sets("20个工作日", cite="《县办法》第3条", quote="二十日内办结")],
    )
    town = unchecked(
        "town",
        TOWN,
        title="某镇",
        terms=[
            sets(
                "15个工作日",
                cite="《镇办法》第5条",
                since=date(2025, 1, 1),
                confidence="inferred",
                note="原文未写单位",
            )
        ],
    )
    assert (
        policy(law, county, town).explain("t")
        == """\
t（决定期限）：15个工作日
  现行：15个工作日
    某镇（530926103），规则包 town（自2025-01-01起）
    依据：《镇办法》第5条（推定）
    可信程度：推定
    说明：原文未写单位
  取代：20个工作日
    某县（530926），规则包 county
    依据：《县办法》第3条
    原文：“二十日内办结”
  取代：30个工作日
    法律法规，规则包 law
    依据：《法》第42条
    施行之日：未查，不能断定查询之日已经施行
  界限：下级只能缩短"""
    )
    before = policy(law, county, town, on=date(2024, 12, 31)).explain("t")
    assert "镇办法" not in before


def test_the_chain_of_a_field_tells_only_of_that_field() -> None:
    """The town changed the phone: title and promise are still the province's, with its source."""
    above = unchecked("a", "53", matters=[matter(phone="1", cite="《省》第1条")])
    below = unchecked("b", TOWN, matters=[changes(phone="2", cite="《镇》第2条")])
    found = policy(above, below)
    text = found.explain("matters/m.phone")
    assert text.index("《镇》第2条") < text.index("《省》第1条")
    assert "《镇》" not in found.explain("matters/m.title")
    assert found.explain("m.phone") == text
    assert [str(c) for c in found.settled["matters"]["m"].citations] == [
        "《省》第1条",
        "《镇》第2条",
    ]


def test_a_name_that_several_records_have_asks_which() -> None:
    """A bare id of a window and of a matter is refused; with its kind it is answered."""
    window = {"id": "m", "title": "窗口", **CITE}
    found = policy(unchecked("a", TOWN, matters=[matter()], windows=[window]))
    with pytest.raises(sh.InputValueError, match="SH479"):
        found.explain("m")
    assert found.explain("windows/m").startswith("windows/m：窗口")
    for odd in ("matters/n", "n", "matters/m.nothing", "rows/m", "matters/"):
        with pytest.raises(sh.InputValueError, match="SH478"):
            found.explain(odd)


@pytest.mark.requirement("R-311")
def test_what_the_source_does_not_say_stays_unknown() -> None:
    """ "unknown: why" is no text: it is false, tells why, and a board lacks it."""
    pack = unchecked("a", TOWN, matters=[matter(phone="unknown: 原文残缺", tips="带伞")])
    found = policy(pack).matters["m"]
    assert found.phone == sh.NotStated("原文残缺")
    assert not found.phone
    assert str(found.phone) == "不明（原文残缺）"
    board = {**FORM, "of": "matter", "items": {"phone": "咨询电话", "tips": "温馨提示"}}
    with_board = policy(
        unchecked(
            "a", TOWN, matters=[matter(phone="unknown: 原文残缺", tips="带伞")], forms=[board]
        )
    )
    assert with_board.matters["m"].missing(with_board.forms["f"]) == {"phone": "咨询电话"}


# ---- needs


def test_packs_of_one_place_build_on_each_other() -> None:
    """b needs a, so it may change a's matter where it says that it replaces a's word."""
    a = unchecked("a", TOWN, matters=[matter(phone="1")])
    b = unchecked("b", TOWN, needs=["a"], matters=[changes(phone="2", replaces="a")])
    for packs in itertools.permutations((a, b)):
        assert policy(*packs).matters["m"].phone == "2"
    alone = unchecked("b", TOWN, matters=[changes(phone="2")])
    assert codes(a, alone) == ["SH465"]


@pytest.mark.parametrize("others", [(), (unchecked("a", "44"),), (unchecked("a", "530926"),)])
def test_a_pack_that_is_needed_is_of_the_same_place(others: Sequence[sh.Pack]) -> None:
    """A pack that is not there, or is for another place, cannot be needed."""
    (problem,) = problems(unchecked("b", TOWN, needs=["a"]), *others)
    assert problem.code == "SH475"
    assert "'a'" in problem.what


def test_packs_do_not_need_each_other_in_a_circle() -> None:
    """Of three packs in a circle each is told; none is put before the others by chance."""
    names = "abc"
    packs = [unchecked(n, TOWN, needs=[names[k - 1]]) for k, n in enumerate(names)]
    assert set(codes(*packs)) == {"SH476"}


# ---- adopted profiles


PROFILE = unchecked(
    "px",
    profile="X",
    terms=[sets(7)],
    matters=[matter("p")],
    windows=[{"id": "w", "title": "窗", **CITE}],
)


def adopts(name: str = "ad", **others: Any) -> Data:
    """Return the record of an adoption from 2024 to 2025."""
    span = {"since": date(2024, 1, 1), "expires": date(2025, 12, 31)}
    return {"id": name, "profile": "X", **span, **CITE, **others}


@pytest.mark.requirement("R-309")
@pytest.mark.parametrize(
    ("on", "counts"),
    [
        (date(2023, 12, 31), False),
        (date(2024, 1, 1), True),
        (date(2025, 12, 31), True),
        (date(2026, 1, 1), False),
    ],
)
def test_a_profile_counts_while_it_is_adopted(on: date, counts: bool) -> None:  # noqa: FBT001
    """From the first day to the last, for the county and the town below it, and for nobody else."""
    county = unchecked("c", "530926", adopts=[adopts()])
    registry = sh.Registry.of(BASE, PROFILE, county)
    for at in ("530926", TOWN):
        found = registry.policy(at, on=on)
        assert found.profiles == (("X",) if counts else ())
        assert found.terms["t"].value == (7 if counts else 3)
        assert ("p" in found.matters) == counts == ("w" in found.windows)
    for at in ("5309", "530927"):
        other = registry.policy(at, on=on)
        assert (other.profiles, other.terms["t"].value) == ((), 3)
    supposed = registry.policy("530927", on=on, profiles=["X"])
    assert (supposed.profiles, supposed.terms["t"].value) == (("X",), 7)
    assert registry.policy("530927", on=on).profiles == ()


def test_an_adopted_profile_is_explained_and_stands_below_places() -> None:
    """A county's own value goes before the profile's, which goes before the statute's."""
    county = unchecked("c", "530926", adopts=[adopts()], terms=[sets(9)])
    found = policy(BASE, PROFILE, county, on=date(2025, 1, 1))
    assert [v.pack for v in found.terms["t"].set_by] == ["c", "px", "base"]
    assert "取代：7" in found.explain("t")


def test_a_town_below_changes_what_an_adopted_profile_made() -> None:
    """The change counts while the profile does; before, there is nothing to change."""
    county = unchecked("c", "530926", adopts=[adopts()])
    town = unchecked("d", TOWN, matters=[changes("p", phone="2")])
    registry = sh.Registry.of(BASE, PROFILE, county, town)
    assert registry.policy(TOWN, on=date(2025, 1, 1)).matters["p"].phone == "2"
    assert "p" not in registry.policy(TOWN, on=date(2023, 1, 1)).matters
    with pytest.raises(sh.FaultyDataError, match="SH465"):
        sh.Registry.of(BASE, PROFILE, town)


def test_an_adoption_that_is_changed_below_is_another_adoption() -> None:
    """A town that changes the county's adoption from X to Y has Y, not both."""
    other = unchecked("py", profile="Y", windows=[{"id": "v", "title": "窗", **CITE}])
    county = unchecked("c", "530926", adopts=[adopts(expires=date(2030, 1, 1))])
    town = unchecked("d", TOWN, adopts=[changes("ad", profile="Y")])
    found = policy(BASE, PROFILE, other, county, town)
    assert found.profiles == ("Y",)
    assert list(found.windows) == ["v"]


def test_a_profile_has_no_local_days() -> None:
    """A kind of hall is no place: its local days, and its adoptions, are refused."""
    rest = {"id": "d", "name": "节", "rest": [date(2026, 3, 3)], "years": [2026], **CITE}
    with pytest.raises(sh.FaultyDataError, match="SH459"):
        sh.Registry.of(unchecked("px", profile="X", days=[rest]))


def test_a_profile_cannot_adopt_in_silence() -> None:
    """An adoption written in a profile is refused, or it counts; it is not passed over."""
    inner = unchecked("py", profile="Y", windows=[{"id": "v", "title": "窗", **CITE}])
    outer = unchecked("px", profile="X", adopts=[{"id": "q", "profile": "Y", **CITE}])
    county = unchecked("c", "530926", adopts=[adopts(expires=date(2030, 1, 1))])
    try:
        found = policy(inner, outer, county)
    except sh.DataError:
        return
    assert found.profiles == ("X", "Y")


def test_only_profiles_at_hand_are_adopted_or_supposed() -> None:
    """A misspelt profile is refused with the nearest name, in a pack and in a question."""
    (problem,) = problems(PROFILE, BASE, unchecked("c", TOWN, adopts=[adopts(profile="x1")]))
    assert problem.code == "SH412"
    with pytest.raises(sh.InputValueError, match="SH412"):
        sh.Registry.of(PROFILE, BASE).policy(TOWN, on=DAY, profiles=["Z"])


# ---- quarantine


GOOD = unchecked("good", "44", matters=[matter()])
BAD = unchecked("bad", "530926", matters=[matter(oops=1), matter("n", promised="15日")])
WORSE = unchecked("worse", TOWN, windows=[{"id": "w", "title": 3, **CITE}])


def test_faults_stop_everything_by_default() -> None:
    """Every fault of every pack is told at once, each with the pack that has it."""
    other = unchecked("other", "37", terms=[sets(4, "nothing")])
    with pytest.raises(sh.FaultyDataError) as caught:
        sh.Registry.of(GOOD, BAD, other)
    told = [(p.code, str(p.facts["path"]).partition(":")[0]) for p in caught.value.problems]
    assert sorted(told) == [("SH115", "bad"), ("SH204", "bad"), ("SH430", "other")]


def test_faults_below_a_faulty_pack_are_told_too() -> None:
    """The town's own fault is told together with those of the county above it."""
    with pytest.raises(sh.FaultyDataError) as caught:
        sh.Registry.of(BAD, WORSE)
    assert {p.code for p in caught.value.problems} == {"SH115", "SH204", "SH205"}


def test_a_registry_tells_what_goes_wrong_between_packs_read_before() -> None:
    """Two packs, each in good order when read alone, make one matter twice: strict means now."""
    both = [
        sh.load_pack({"id": name, "division": at, "matters": [matter()]})
        for name, at in (("c", "530926"), ("d", TOWN))
    ]
    with pytest.raises(sh.FaultyDataError, match="SH432"):
        sh.Registry.of(*both)


def test_quarantine_keeps_other_divisions_alive() -> None:
    """The faulty county and all below it raise with all its problems; all others answer."""
    registry = sh.Registry.of(GOOD, BAD, on_error="quarantine")
    assert registry.policy("44", on=DAY).matters["m"].title == "事项"
    assert "m" not in registry.policy("5309", on=DAY).matters
    for at, _ in itertools.product(("530926", TOWN, "530926103/h"), range(2)):
        with pytest.raises(sh.FaultyDataError) as caught:
            registry.policy(at, on=DAY)
        assert caught.value.source == "bad"
        assert sorted(p.code for p in caught.value.problems) == ["SH115", "SH204"]
    assert list(registry.faults) == ["bad"]


def test_a_faulty_profile_stops_those_who_adopt_it() -> None:
    """Who has adopted it, or supposes it, is stopped; who has not is not."""
    profile = unchecked("px", profile="X", matters=[matter(oops=1)])
    county = unchecked("c", "530926", adopts=[adopts()])
    registry = sh.Registry.of(profile, county, on_error="quarantine")
    assert registry.policy("44", on=DAY).profiles == ()
    for question in ({"division": TOWN}, {"division": "44", "profiles": ["X"]}):
        with pytest.raises(sh.FaultyDataError, match="oops"):
            registry.policy(**question, on=DAY)  # type: ignore[arg-type]


def test_a_faulty_file_is_quarantined_too(tmp_path: Path) -> None:
    """A pack whose head can be read and whose rest is no TOML stops its own division only."""
    file = tmp_path / "p.toml"
    file.write_text('id = "p"\ndivision = "53"\n[[matters]]\nid: "m"\n', encoding="utf-8")
    pack = sh.open_pack(file)
    with pytest.raises(sh.FaultyDataError, match="SH202"):
        sh.Registry.of(pack)
    registry = sh.Registry.of(pack, on_error="quarantine")
    assert registry.policy("44", on=DAY).division == "44"
    with pytest.raises(sh.FaultyDataError, match="SH202"):
        registry.policy("53", on=DAY)


# ---- the filing day


def test_the_same_question_on_other_days() -> None:
    """A policy is that of its day: asking for another day changes nothing in the first."""
    values = [{"value": n, "since": date(2020 + n, 1, 1), **CITE} for n in (2, 3, 4)]
    registry = sh.Registry.of(
        unchecked("a", TOWN, terms=[{"id": "t", "type": "count", "values": values}])
    )
    first = registry.policy(TOWN, on=date(2022, 1, 1))
    later = [registry.policy(TOWN, on=date(2020 + n, 1, 1)).terms["t"].value for n in (2, 3, 4)]
    assert later == [2, 3, 4]
    assert first.terms["t"].value == 2
    assert registry.policy(TOWN, on=date(2022, 1, 1)).terms["t"].value == 2
    assert "t" not in registry.policy(TOWN, on=date(2021, 12, 31)).terms


# ---- rows of tables, and what a registry is asked

ROWS = {
    "facts": {"late": "yes_no", "out": ["talk", "none"]},
    "tables": [{"id": "late", "gives": "out", "answer": "order"}],
}


def row(name: str = "r", **others: Any) -> Data:
    """Return a row that is met where somebody is late."""
    return {"id": name, "table": "late", "when": {"late": True}, "then": "talk", **CITE, **others}


def test_a_fixed_row_cannot_be_changed_below() -> None:
    """A row that a province fixes is not a town's to change; the province's own pack may."""
    above = unchecked("a", "53", **ROWS, rows=[row(fixed=True)])
    below = unchecked("b", TOWN, rows=[{"table": "late", "changes": "r", "then": "none", **CITE}])
    assert codes(above, below) == ["SH461"]


def test_a_changed_row_is_replaced_among_equals() -> None:
    """Of two towns' changes of one cell the one that replaces the other counts."""
    above = unchecked("a", "53", **ROWS, rows=[row()])
    for winner, loser in (("b", "c"), ("c", "b")):
        said = {"table": "late", "changes": "r", **CITE}
        one = unchecked(winner, TOWN, rows=[{**said, "then": "none", "replaces": loser}])
        other = unchecked(loser, TOWN, rows=[{**said, "then": "talk"}])
        for order in ((above, one, other), (other, above, one)):
            assert policy(*order).tables["late"].decide({"late": True}).outcome == "none"


def test_two_packs_of_a_place_do_not_declare_one_thing() -> None:
    """A term that two packs of one town declare is made twice."""
    both = [unchecked(name, TOWN, terms=[term()]) for name in ("a", "b")]
    assert codes(*both) == ["SH432"]


@pytest.mark.parametrize("odd", ["ignore", "", None, True])
def test_what_is_done_with_faults_is_one_of_two_words(odd: Any) -> None:
    """Faults are raised or quarantined, never ignored."""
    with pytest.raises(sh.InputValueError, match="SH112"):
        sh.Registry.of(on_error=odd)


@pytest.mark.parametrize(
    ("odd", "code"),
    [
        (term(set_by=["city"]), "SH217"),
        (limit("5 working days", bound=">= 3"), "SH217"),
        (limit("5 working days", extends="nothing"), "SH430"),
        (term(trigger="受理之日"), "SH459"),
    ],
)
def test_a_term_that_is_declared_wrongly_is_refused(odd: Data, code: str) -> None:
    """Unknown layers and bounds, a term that is not there, words of limits on a number."""
    assert codes(unchecked("a", TOWN, terms=[odd])) == [code]


def test_a_form_does_not_get_an_item_twice() -> None:
    """An item that a level above asks for already is no addition."""
    form = {"id": "f", "title": "格式", "of": "ledger", "items": {"name": "姓名"}, **CITE}
    above = unchecked("a", "53", forms=[form])
    more = {"changes": "f", "items": {"name": "名字", "phone": "电话"}, **CITE}
    assert codes(above, unchecked("b", TOWN, forms=[more])) == ["SH432"]


def test_a_row_is_explained_with_its_changes_and_terms() -> None:
    """Who set it, who changed a cell, and what sets the term that it refers to."""
    numbers = {**ROWS, "facts": {"minutes": "count", "out": ["talk", "none"]}}
    above = unchecked("a", "53", **numbers, terms=[term()], rows=[row(when={"minutes": "> $t"})])
    change = {"table": "late", "changes": "r", "then": "none", "cite": "《镇办法》第2条"}
    below = unchecked("b", TOWN, rows=[change], terms=[sets(5)])
    told = policy(above, below).explain("late/r")
    assert told.startswith("late/r：none\n")
    assert "then 由530926103修改，《镇办法》第2条" in told
    assert "参数 t 的依据：《办法》第1条" in told
    for odd in ("late/s", "t.x", "matters/none", "nothing"):
        with pytest.raises(sh.InputValueError, match="SH478"):
            policy(above, below).explain(odd)


def test_a_term_is_explained_with_who_may_set_it() -> None:
    """The authorised layers are named in Chinese, or that nobody below may."""
    told = policy(unchecked("a", "53", terms=[term(set_by=["county", "town"])])).explain("t")
    assert "可由以下层级设值：县级、乡镇（街道）" in told
    assert "下级不得设值" in policy(unchecked("a", "53", terms=[term(fixed=True)])).explain("t")


def test_changes_of_what_has_ended_change_nothing() -> None:
    """Two changes of a matter that was made up to 2023 do not bring it back."""
    above = unchecked("a", "53", matters=[matter(expires=date(2023, 12, 31))])
    county = unchecked("c", "530926", matters=[changes(phone="1")])
    town = unchecked("d", TOWN, matters=[changes(phone="2")])
    assert policy(above, county, town, on=date(2023, 12, 31)).matters["m"].phone == "2"
    assert "m" not in policy(above, county, town, on=date(2024, 1, 1)).matters


def test_a_law_adopts_no_profile() -> None:
    """Places adopt profiles; in a law or the model hall an adoption says nothing."""
    assert codes(unchecked("law", layer="statutes", adopts=[adopts()])) == ["SH459"]


def test_a_replacement_of_a_pack_that_is_not_there_is_told() -> None:
    """A misspelt ``replaces`` changes nothing, which a reader of the policy is told."""
    town = unchecked(
        "a",
        TOWN,
        terms=[term(), sets(5, "joint.threshold", replaces="old-twon")],
        matters=[matter(replaces="old-twon"), matter("n", replaces="b")],
    )
    policy = sh.Registry.of(town, unchecked("b", TOWN)).policy(TOWN, on=DAY)
    told = [remark.about for remark in policy.remarks if "取代规则包 old-twon" in remark.text]
    assert told == ["joint.threshold", "matters/m"]
    assert not [remark for remark in policy.remarks if "取代规则包 b" in remark.text]


# ---- limits of another shape

OTHER_SHAPES = ["before 200 working days", "2026-12-31", "not before 1 working day"]


@pytest.mark.requirement("R-307")
@pytest.mark.parametrize("below", OTHER_SHAPES)
@pytest.mark.parametrize("above", ["20 working days", "90 natural days", "2 months", "same day"])
def test_a_limit_of_another_shape_is_no_shortening(above: str, below: str) -> None:
    """A date, or so long before or after a day, is refused: for terms, statutes and promises."""
    law = unchecked("law", layer="statutes", terms=[limit(above, bound="shorter only")])
    assert codes(law, unchecked("b", TOWN, terms=[sets(below)])) == ["SH463"]
    ours = unchecked("law", layer="statutes", matters=[matter(promised=None, statutory=above)])
    assert codes(ours, unchecked("b", TOWN, matters=[changes(statutory=below)])) == ["SH463"]
    assert codes(ours, unchecked("b", TOWN, matters=[changes(promised=below)])) == ["SH462"]


@pytest.mark.requirement("R-307")
def test_the_limit_of_a_licence_is_not_lengthened_by_its_shape() -> None:
    """licence.decide of twenty working days becomes neither a far day nor 200 days before one."""
    for odd in ("before 200 working days", "2099-12-31"):
        assert codes(unchecked("b", TOWN, terms=[sets(odd, "licence.decide")])) == ["SH463"]


@pytest.mark.requirement("R-307")
@pytest.mark.parametrize(
    ("above", "below", "term", "promise"),
    [
        ("before 30 natural days", "before 60 natural days", "SH463", ""),
        ("before 30 natural days", "before 20 natural days", "", "SH462"),
        ("before 30 natural days", "before 30 natural days", "", ""),
        ("before 30 natural days", "5 natural days", "SH463", "SH462"),
        ("2026-12-31", "2027-01-01", "SH463", "SH462"),
        ("2026-12-31", "2026-12-30", "", ""),
        ("2026-12-31", "5 natural days", "SH463", "SH462"),
        ("5 working days", "30 office minutes", "", ""),
        ("5 working days", "400000 office minutes", "SH463", "SH462"),  # at least 277 days
        ("not before 30 natural days", "5 natural days", "", ""),  # it sets no last day
    ],
)
def test_limits_that_are_counted_back_or_end_on_a_day(
    above: str, below: str, term: str, promise: str
) -> None:
    """More days before a day burden the applicant; a promise of the hall must not be later."""
    law = unchecked("law", layer="statutes", terms=[limit(above, bound="shorter only")])
    packs = (law, unchecked("b", TOWN, terms=[sets(below)]))
    assert (codes(*packs) if term else [policy(*packs).terms["t"].term.id]) == [term or "t"]
    promises = unchecked("c", TOWN, matters=[matter(promised=below, statutory=above)])
    assert (codes(promises) if promise else list(policy(promises).matters)[-1:]) == [promise or "m"]


def test_days_before_a_day_in_one_unit_are_no_question() -> None:
    """Twenty days before instead of thirty is shorter, which needs no remark."""
    law = unchecked("law", layer="statutes", terms=[limit("提前30个自然日", bound="shorter only")])
    found = policy(law, unchecked("b", TOWN, terms=[sets("提前20个自然日")]))
    assert [r for r in found.remarks if r.about == "t"] == []


# ---- facts, one by one

CASES = {"survey": "pending", "needs_process": True, "must_forward": False}


@pytest.mark.requirement("R-306", "R-307")
def test_a_change_of_facts_leaves_what_it_does_not_name() -> None:
    """The town settles one fact anew and the county adds one; each has its own source."""
    above = unchecked("a", "53", matters=[matter(facts=CASES, cite="《省》第1条")])
    between = {"facts": {"same_day_possible": False}, "cite": "《县》第1条"}
    county = unchecked("b", "530926", matters=[changes(**between)])
    town = {"facts": {"survey": "not_needed"}, "cite": "《镇》第1条"}
    found = policy(above, county, unchecked("c", TOWN, matters=[changes(**town)]))
    assert dict(found.matters["m"].facts) == {
        "survey": ("not_needed",),
        "needs_process": (True,),
        "must_forward": (False,),
        "same_day_possible": (False,),
    }
    cited = [str(one) for one in found.settled["matters"]["m"].citations]
    assert cited == ["《省》第1条", "《镇》第1条", "《县》第1条"]
    survey = found.explain("matters/m.facts.survey")
    assert (
        survey.index("现行：not_needed")
        < survey.index("《镇》第1条")
        < survey.index("取代：pending")
    )
    assert "《县》" not in survey
    every = found.explain("m.facts")
    for name in found.matters["m"].facts:
        assert f"预先确定的事实 {name}：" in every
    assert "预先确定的事实 same_day_possible：否" in found.explain("matters/m")
    with pytest.raises(sh.InputValueError, match="SH478"):
        found.explain("matters/m.facts.windows")


def test_equals_may_settle_different_facts_and_not_the_same_one() -> None:
    """Two packs of one town quarrel about a fact that both settle, and about no other."""
    above = unchecked("a", "53", matters=[matter(facts={"survey": "pending"})])
    one = unchecked("b", TOWN, matters=[changes(facts={"survey": "not_needed"})])
    other = unchecked("c", TOWN, matters=[changes(facts={"needs_process": True})])
    assert set(policy(above, one, other).matters["m"].facts) == {"survey", "needs_process"}
    rival = unchecked("d", TOWN, matters=[changes(facts={"survey": "passed"})])
    (problem,) = problems(above, one, rival)
    assert (problem.code, problem.facts["what"]) == ("SH454", "matters m.facts.survey")


def test_a_fact_of_a_record_whose_place_was_taken_is_told() -> None:
    """What the replaced maker had settled is told as what was replaced, and does not count."""
    old = unchecked("a", TOWN, matters=[matter(facts={"survey": "pending", "windows": 2})])
    new = unchecked("b", TOWN, matters=[matter(facts={"survey": "passed"}, replaces="a")])
    found = policy(old, new)
    assert dict(found.matters["m"].facts) == {"survey": ("passed",)}
    assert "取代：pending" in found.explain("matters/m.facts.survey")


# ---- words beside a figure


@pytest.mark.requirement("R-306")
@pytest.mark.parametrize(
    ("below", "words", "statutory_words"),
    [
        ({"promised": "3个工作日"}, "", "二十日内"),
        ({"promised": "3个工作日", "words": "三个工作日内"}, "三个工作日内", "二十日内"),
        ({"promised": "5个工作日"}, "五个工作日内", "二十日内"),
        ({"statutory": "10个工作日"}, "五个工作日内", ""),
        ({"words": "五日（工作日）内"}, "五日（工作日）内", "二十日内"),
        ({"phone": "1"}, "五个工作日内", "二十日内"),
    ],
)
def test_words_do_not_outlast_the_figure_that_they_speak_of(
    below: Data, words: str, statutory_words: str
) -> None:
    """A town that sets another limit does not keep the county's printed sentence beside it."""
    limits = {"promised": "5个工作日", "statutory": "20个工作日"}
    printed = {"words": "五个工作日内", "statutory_words": "二十日内"}
    above = unchecked("a", "530926", matters=[matter(**limits, **printed)])
    found = policy(above, unchecked("b", TOWN, matters=[changes(**below)])).matters["m"]
    assert (found.words, found.statutory_words) == (words, statutory_words)


def test_words_without_a_figure_do_not_stay_beside_one() -> None:
    """Words that a county printed without any figure are not those of the town's figure."""
    silent = matter(statutory="20个工作日", promised=None, words="尽快")
    above = unchecked("a", "530926", matters=[silent])
    assert policy(above).matters["m"].words == "尽快"
    town = unchecked("b", TOWN, matters=[changes(promised="3个工作日")])
    assert policy(above, town).matters["m"].words == ""


# ---- what explanations show


@pytest.mark.requirement("R-306")
def test_a_limit_that_a_term_sets_is_explained_in_words() -> None:
    """The figure in force is told with the term; a term without a value on the day says so."""
    later = {"id": "later", "type": "limit", "values": [
        {"value": "5个工作日", "since": date(2027, 1, 1), **CITE}
    ]}  # fmt: skip
    written = [
        matter(promised=None, statutory="$licence.decide"),
        matter("n", promised="3个工作日", statutory="$later"),
    ]
    found = policy(unchecked("a", TOWN, matters=written, terms=[later]))
    label = found.terms["licence.decide"].term.label
    told = found.explain("matters/m.statutory")
    assert f"法定时限：20个工作日（参数 licence.decide，{label}）" in told
    assert "TermReference" not in told
    assert "（参数 later，该日没有施行的取值）" in found.explain("matters/n.statutory")


def test_a_fee_is_explained_with_its_figure() -> None:
    """The headline of a fee says what is charged."""
    fee = {"id": "f", "matter": "m", "rate": "20", "per": "立方米", "item": "自用材", "least": "5",
           "basis": "《收费办法》", **CITE}  # fmt: skip
    found = policy(unchecked("a", TOWN, matters=[matter(fee=None)], fees=[fee]))
    assert found.explain("fees/f").startswith("fees/f：自用材：20元/立方米，最低5元\n")
    assert found.explain("f") == found.explain("fees/f")
    assert found.fees["f"].matter == "m"
