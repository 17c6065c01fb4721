"""Conditions over what is known: yes, no, or not settled yet."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

import servicehall as sh
from servicehall.cells import Cell, parse_cell
from servicehall.conditions import (
    Known,
    Possible,
    When,
    history_fact,
    holds,
    kinds_counted,
    ready,
    unsettled,
)

FACTS = {
    fact.name: fact
    for fact in (
        sh.Fact("ready", sh.YesNo()),
        sh.Fact("told", sh.YesNo()),
        sh.Fact("survey", sh.Choice(["pending", "passed", "failed"])),
        sh.Fact("earlier", sh.Choice(["pending", "passed", "failed"])),
        sh.Fact("n", sh.Number(least=0)),
        sh.Fact("m", sh.Number(least=0)),
        sh.Fact("share", sh.Number(whole=False)),
        history_fact("count:notice.supplement", "一次性告知补正"),
        history_fact("seen:explained", "说明情况"),
    )
}


def when(*rows: Mapping[str, object]) -> When:
    """Read sets of conditions as a pack writes them: any one of them suffices."""
    return tuple(tuple(cell(name, written) for name, written in row.items()) for row in rows)


def cell(name: str, written: object) -> Cell:
    """Read one cell."""
    found = parse_cell(FACTS[name], written, FACTS, {})
    assert found is not None
    return found


def known(**lasting: Any) -> Known:
    """Return what is known: only lasting facts."""
    return Known(lasting)


def one_of(*values: Any) -> Possible:
    """Return what a fact can still be."""
    return Possible(frozenset(values))


READY, NOT_READY, OPEN = known(ready=True), known(ready=False), known()


# ---- one condition


@pytest.mark.parametrize(
    ("name", "written", "value", "expected"),
    [
        ("ready", True, True, True),
        ("ready", True, False, False),
        ("ready", True, None, None),
        ("ready", False, False, True),
        ("ready", False, True, False),
        ("ready", False, None, None),  # what is not known is not "no"
        ("survey", "failed", "failed", True),
        ("survey", "failed", "passed", False),
        ("survey", "!= failed", None, None),
        ("survey", ["failed", "passed"], "passed", True),
        ("survey", ["failed", "passed"], "pending", False),
        ("n", ">= 2", 2, True),
        ("n", ">= 2", 1, False),
        ("n", "> 1, < 4", 4, False),
        ("n", "> 1, < 4", 3, True),
        ("n", ["< 1", "> 4"], 0, True),
        ("n", ["< 1", "> 4"], 3, False),
        ("n", 0, 0, True),
        ("n", 0, None, None),
        ("share", "> 0.1", Decimal("0.1"), False),
        ("share", "> 0.1", Decimal("0.11"), True),
    ],
)
def test_a_condition_on_a_known_fact_is_settled(
    *, name: str, written: object, value: object, expected: bool | None
) -> None:
    """Yes or no where the fact is known, neither where it is not."""
    told = Known({} if value is None else {name: value})  # type: ignore[dict-item]  # a value
    assert holds(when({name: written}), told) is expected


@pytest.mark.parametrize(
    ("written", "values", "expected"),
    [
        ("failed", ["failed"], True),
        ("failed", ["passed", "pending"], False),
        ("failed", ["failed", "passed"], None),
        (["failed", "passed"], ["failed", "passed"], True),
        ("!= failed", ["pending", "passed"], True),
        ("!= failed", ["pending", "failed"], None),
        ("failed", [], None),  # nothing is known of it
    ],
)
def test_what_a_fact_can_still_be_may_suffice(
    *, written: object, values: list[str], expected: bool | None
) -> None:
    """If all that is possible passes, the condition holds; if nothing does, it does not."""
    assert holds(when({"survey": written}), known(survey=one_of(*values))) is expected


# ---- several conditions


@pytest.mark.parametrize(
    ("one", "other", "both", "either"),
    [
        (True, True, True, True),
        (True, False, False, True),
        (True, None, None, True),
        (False, True, False, True),
        (False, False, False, False),
        (False, None, False, None),
        (None, True, None, True),
        (None, False, False, None),
        (None, None, None, None),
    ],
)
def test_and_and_or_are_three_valued(
    *, one: bool | None, other: bool | None, both: bool | None, either: bool | None
) -> None:
    """One no settles "and", one yes settles "or"; otherwise what is open stays open."""
    pair = {"ready": one, "told": other}
    told = Known({name: value for name, value in pair.items() if value is not None})
    assert holds(when({"ready": True, "told": True}), told) is both
    assert holds(when({"told": True, "ready": True}), told) is both
    assert holds(when({"ready": True}, {"told": True}), told) is either
    assert holds(when({"told": True}, {"ready": True}), told) is either


@pytest.mark.parametrize("told", [READY, NOT_READY, OPEN])
def test_no_condition_is_always_met(told: Known) -> None:
    """Neither none at all nor an empty set asks for anything."""
    assert holds((), told) is True
    assert holds(((),), told) is True
    assert holds(((), *when({"ready": True})), told) is True


def test_conditions_made_ready_are_asked_many_times() -> None:
    """Each answer is that for what is known then; no answer is left over from another."""
    test = ready(when({"ready": True, "n": ">= 2"}))
    for told, expected in ((READY, None), (NOT_READY, False), (known(ready=True, n=2), True)) * 2:
        assert test(told) is expected
        assert holds(when({"ready": True, "n": ">= 2"}), told) is expected
    assert ready(())(OPEN) is True


# ---- facts compared with one another


@pytest.mark.parametrize(
    ("written", "lasting", "expected"),
    [
        ("> @m", {"n": 3, "m": 2}, True),
        ("> @m", {"n": 2, "m": 2}, False),
        ("> @m", {"n": 3}, None),
        ("> @m", {"m": 3}, None),
        ("> @m", {}, None),
        ("> @m", {"n": 3, "m": one_of(1, 2)}, True),
        ("> @m", {"n": 3, "m": one_of(3, 4)}, False),
        ("> @m", {"n": 3, "m": one_of(2, 3)}, None),
        ("> @m", {"n": one_of(3, 4), "m": one_of(1, 2)}, True),
        ("> @m", {"n": one_of(3, 4), "m": one_of(5, 6)}, False),
        ("> @m", {"n": one_of(3, 4), "m": one_of(3)}, None),
        ("> @m", {"n": one_of(3, 4), "m": one_of(2, 3)}, None),
        ("> @m", {"n": one_of(3, 4)}, None),
        ("> @m, < 9", {"n": 9}, False),  # whatever m is
        ("> @m, < 9", {"n": 8}, None),
        (["> @m", 9], {"n": 9}, True),  # whatever m is
        (["> @m", 9], {"n": 8}, None),
        (["> @m", 9], {"n": 8, "m": 8}, False),
        (["> @m, > 9", "< 1"], {"n": 5}, False),
        (["> @m, > 1", "< 1"], {"n": 5}, None),
        (["> @m, > 1", "< 1"], {"n": 0}, True),
    ],
)
def test_a_fact_that_another_is_compared_with_may_not_be_known(
    *, written: object, lasting: dict[str, Any], expected: bool | None
) -> None:
    """Then the comparison is open, unless the rest of the condition settles it."""
    assert holds(when({"n": written}), Known(lasting)) is expected


def test_values_of_a_list_are_compared_too() -> None:
    """The survey came out as the one before: known, known to differ, not known."""
    same = when({"survey": "@earlier"})
    assert holds(same, known(survey="failed", earlier="failed")) is True
    assert holds(same, known(survey="failed", earlier="passed")) is False
    assert holds(same, known(survey="failed")) is None
    assert holds(same, known(survey=one_of("failed"), earlier=one_of("failed"))) is True


# ---- what is known of a moment


def test_details_belong_to_the_event_at_hand() -> None:
    """They are asked for like facts of the case; each name is one or the other."""
    asked = when({"ready": True})
    assert holds(asked, Known({"told": False}, {"ready": True})) is True
    assert holds(asked, Known({"told": True}, {"ready": False})) is False
    assert holds(asked, Known({}, {"ready": True})) is True
    assert holds(asked, Known({"ready": True}, {"told": False})) is True
    assert Known({"n": 0}).get("n") == 0
    assert Known({}, {"ready": False}).get("ready") is False
    assert Known({}).get("ready") is None


@pytest.mark.parametrize(
    ("counts", "times"),
    [({}, 0), ({"explained": 5}, 0), ({"notice.supplement": 1}, 1), ({"notice.supplement": 2}, 2)],
)
def test_how_often_something_happened_is_counted(counts: dict[str, int], times: int) -> None:
    """A second request to supplement is one after a first; what never happened counts as none."""
    told = Known({}, counts=counts)
    assert told.get("count:notice.supplement") == times
    assert holds(when({"count:notice.supplement": ">= 2"}), told) is (times == 2)
    assert holds(when({"count:notice.supplement": 0}), told) is (times == 0)


def test_whether_something_happened_is_known() -> None:
    """Never is no, once and twice are yes; neither is ever open."""
    for times, expected in ((0, False), (1, True), (2, True)):
        told = Known({}, counts={"explained": times})
        assert holds(when({"seen:explained": True}), told) is expected
        assert told.get("seen:explained") is expected
    assert holds(when({"seen:explained": False}), OPEN) is True
    assert holds(when({"seen:explained": False}), Known({}, counts={"rated": 1})) is True


def test_a_count_is_no_yes_and_yes_is_no_count() -> None:
    """Both are asked by name: how often, and whether."""
    told = Known({}, counts={"explained": 1, "notice.supplement": 3})
    assert told.get("seen:explained") is True
    assert told.get("count:explained") == 1
    assert told.get("count:explained") is not True
    assert told.get("count:notice.supplement") == 3


@pytest.mark.parametrize(
    ("name", "label", "fact_label", "question"),
    [
        ("count:notice.supplement", "一次性告知补正", "一次性告知补正的次数", "是多少"),
        ("seen:explained", "说明情况", "已经说明情况", "是否"),
    ],
)
def test_history_is_a_fact_of_its_own(
    name: str, label: str, fact_label: str, question: str
) -> None:
    """It has a made name, a Chinese label and a domain: a count in 次, or yes and no."""
    fact = history_fact(name, label)
    assert (fact.name, fact.label, fact.history) == (name, fact_label, True)
    assert question in fact.question
    if name.startswith("count:"):
        assert fact.say(2) == "2次"
        assert fact.check(0) == 0
        with pytest.raises(sh.InputValueError):
            fact.check(-1)
    else:
        assert [fact.say(value) for value in (True, False)] == ["是", "否"]


def test_the_kinds_that_are_counted_are_told() -> None:
    """Of all conditions, those on how often and whether something happened."""
    rows = when(
        {"ready": True, "count:notice.supplement": ">= 2"},
        {"seen:explained": True},
        {"n": "> @m"},
    )
    assert sorted(kinds_counted(rows)) == ["explained", "notice.supplement"]
    assert list(kinds_counted(())) == []


# ---- what is missing


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (known(), ("ready", "m", "n", "survey")),
        (known(ready=True), ("m", "n", "survey")),
        (known(ready=False, n=1), ("m", "survey")),
        (known(ready=False, n=1, m=0, survey="failed"), ()),
        (known(n=1, m=0, survey=one_of("failed", "passed")), ("ready", "survey")),
        (Known({"n": 1, "survey": "failed"}, {"ready": True, "m": 0}), ()),
    ],
)
def test_what_conditions_ask_for_and_nobody_knows_is_told(
    told: Known, expected: tuple[str, ...]
) -> None:
    """Each fact once, in the order of the conditions; what was compared with is asked for too."""
    rows = when({"ready": True}, {"n": "> @m", "ready": False}, {"survey": "failed"})
    found = unsettled(rows, told)
    assert sorted(found) == sorted(expected)
    assert len(set(found)) == len(found)
    if "ready" in found:
        assert found[0] == "ready"
    if "survey" in found:
        assert found[-1] == "survey"


def test_what_has_happened_is_never_missing() -> None:
    """Events that are not on record have not happened."""
    rows = when({"seen:explained": True, "count:notice.supplement": ">= 1"})
    assert unsettled(rows, OPEN) == ()
    assert unsettled((), OPEN) == ()


def test_what_is_open_has_something_missing() -> None:
    """Where conditions are not settled, a fact can be named that would settle them."""
    rows = when({"ready": True, "n": "> @m"})
    assert holds(rows, known(ready=True, n=1)) is None
    assert unsettled(rows, known(ready=True, n=1)) == ("m",)
