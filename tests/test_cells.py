"""The cell language: each form is read as PACKS.md means it, all else is refused."""

from decimal import Decimal

import pytest

import servicehall as sh
from servicehall.cells import Cell, Comparison, Reference, parse_cell

FACTS = {
    fact.name: fact
    for fact in (
        sh.Fact("survey", sh.Choice({"pending": "待办", "passed": "通过", "failed": "未过"})),
        sh.Fact("other", sh.Choice(["pending", "passed", "failed"])),
        sh.Fact("some", sh.Choice(["pending", "passed"])),
        sh.Fact("odd", sh.Choice(["a,b", "it's", '"""', "\\", "x; import os"])),
        sh.Fact("ready", sh.YesNo(), label="齐全"),
        sh.Fact("told", sh.YesNo()),
        sh.Fact("n", sh.Number(least=0), label="数量"),
        sh.Fact("m", sh.Number(least=0), label="另一数量"),
        sh.Fact("d", sh.Number(whole=False)),
    )
}
TERMS = {
    "joint.threshold": sh.Number(least=0),
    "share": sh.Number(whole=False),
    "stage": sh.Choice(["pending", "passed"]),
    "strict": sh.YesNo(),
}
VALUES: dict[str, bool | int | Decimal | str] = {"joint.threshold": 3, "share": Decimal("0.5")}

NAMES = {fact.name: fact.label for fact in FACTS.values()}


def read(fact: str, written: object) -> Cell | None:
    """Read one cell of a fact."""
    return parse_cell(FACTS[fact], written, FACTS, TERMS)


@pytest.mark.parametrize(
    ("fact", "written", "passing", "failing"),
    [
        ("survey", "failed", ["failed"], ["pending", "passed"]),
        ("survey", "= failed", ["failed"], ["pending", "passed"]),
        ("survey", "=failed", ["failed"], ["pending", "passed"]),
        ("survey", " failed ", ["failed"], ["pending", "passed"]),
        ("survey", ["failed", "passed"], ["failed", "passed"], ["pending"]),
        ("survey", "!= failed", ["pending", "passed"], ["failed"]),
        ("survey", "!= failed, != passed", ["pending"], ["failed", "passed"]),
        ("survey", ["failed", "!= passed"], ["failed", "pending"], ["passed"]),
        ("odd", "a,b", ["a,b"], ["it's"]),
        ("odd", ["it's", '"""'], ["it's", '"""'], ["a,b", "\\"]),
        ("ready", True, [True], [False]),
        ("ready", False, [False], [True]),
        ("ready", [True, False], [True, False], []),
        ("n", 3, [3], [2, 4]),
        ("n", "3", [3], [2, 4]),
        ("n", ">= 2", [2, 3], [0, 1]),
        ("n", ">=2", [2, 3], [0, 1]),
        ("n", "> 2", [3], [2]),
        ("n", "<= 2", [0, 2], [3]),
        ("n", "< 2", [0, 1], [2]),
        ("n", "!= 2", [1, 3], [2]),
        ("n", "> 1, <= 5", [2, 5], [1, 6]),
        ("n", "≥ 3", [3], [2]),  # as tables are printed
        ("n", "＞1, ≤ 5", [2, 5], [1, 6]),
        ("n", ["< 2", "> 5"], [0, 1, 6], [2, 5]),
        ("n", [1, ">= 4, < 6"], [1, 4, 5], [0, 2, 3, 6]),
        ("d", "> 0.5, <= 1", [Decimal("0.51"), 1], [Decimal("0.5"), Decimal("1.01")]),
        ("d", "-0.50", [Decimal("-0.5")], [0]),
        ("d", "< -1", [-2], [-1]),
        ("d", 2, [2, Decimal("2.0")], [1]),
        ("n", ">= $joint.threshold", [3, 4], [2]),
        ("n", "$joint.threshold", [3], [2, 4]),
        ("n", "> 0, < $joint.threshold", [1, 2], [0, 3]),
        ("d", "> $share", [1], [Decimal("0.5")]),
        ("d", ">= $joint.threshold", [3], [Decimal("2.9")]),
    ],
)
def test_a_condition_is_read(
    fact: str, written: object, passing: list[object], failing: list[object]
) -> None:
    """Values pass or fail as the words of the condition say."""
    cell = read(fact, written)
    assert cell is not None
    resolved = cell.resolved(VALUES)
    assert not resolved.references("$")
    for value in passing:
        assert resolved.holds({fact: value})  # type: ignore[dict-item]  # a value
    for value in failing:
        assert not resolved.holds({fact: value})  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("fact", "written", "other", "passing", "failing"),
    [
        ("n", "@m", {"m": 2}, 2, 3),
        ("n", "> @m", {"m": 2}, 3, 2),
        ("n", ">= 1, <= @m", {"m": 2}, 2, 0),
        ("survey", "@other", {"other": "failed"}, "failed", "passed"),
        ("survey", "!= @other", {"other": "failed"}, "passed", "failed"),
        ("ready", "@told", {"told": False}, False, True),
    ],
)
def test_facts_are_compared_with_one_another(
    fact: str, written: str, other: dict[str, bool | int | str], passing: object, failing: object
) -> None:
    """With @ a condition looks at another fact of the same kind."""
    cell = read(fact, written)
    assert cell is not None
    assert cell.references("@") == tuple(other)
    assert cell.holds({fact: passing, **other})  # type: ignore[dict-item]
    assert not cell.holds({fact: failing, **other})  # type: ignore[dict-item]


@pytest.mark.parametrize("fact", FACTS)
def test_a_hyphen_is_no_condition(fact: str) -> None:
    """Whatever the fact, "-" means that it does not matter."""
    assert read(fact, "-") is None


@pytest.mark.parametrize(
    ("fact", "written", "code", "shown"),
    [
        ("survey", [], "SH425", "[]"),
        ("survey", "", "SH425", "''"),
        ("survey", ">= failed", "SH425", "'>= failed'"),
        ("survey", "!=", "SH425", "'!='"),
        ("survey", "$", "SH425", "'$'"),
        ("survey", "faild", "SH426", "'faild'"),
        ("survey", "!= faild", "SH426", "'faild'"),
        ("survey", ["failed", "-"], "SH426", "'-'"),
        ("survey", "未过", "SH426", "'未过'"),
        ("survey", "x'; import os", "SH426", repr("x'; import os")),
        ("survey", "{0}", "SH426", "'{0}'"),
        ("survey", True, "SH427", "True (bool)"),
        ("survey", 3, "SH427", "3 (int)"),
        ("survey", ["failed", 3], "SH427", "3 (int)"),
        ("survey", [["failed"]], "SH427", "(list)"),
        ("survey", {"a": 1}, "SH427", "(dict)"),
        ("survey", None, "SH427", "(NoneType)"),
        ("survey", 0.5, "SH428", "0.5"),
        ("ready", "true", "SH427", "'true' (str)"),
        ("ready", "= true", "SH427", "'true' (str)"),
        ("ready", "> true", "SH425", "'> true'"),
        ("ready", 1, "SH427", "1 (int)"),
        ("n", "three", "SH425", "'three'"),
        ("n", "=> 3", "SH425", "'=> 3'"),
        ("n", "３", "SH425", "'３'"),
        ("n", "1_000", "SH425", "'1_000'"),
        ("n", "1e3", "SH425", "'1e3'"),
        ("n", ">= 3,", "SH425", "'>= 3,'"),
        ("n", ">= 3 <= 5", "SH425", "'>= 3 <= 5'"),
        ("n", "2..5", "SH425", "'2..5'"),
        ("n", "9" * 5000, "SH425", "999"),
        ("n", True, "SH427", "True (bool)"),
        ("n", Decimal("0.5"), "SH427", "(Decimal)"),
        ("n", ">= 0.5", "SH427", "(Decimal)"),
        ("n", -1, "SH426", "-1"),
        ("n", ">= -1", "SH426", "-1"),
        ("n", 3.0, "SH428", "3.0"),
        ("n", [1, 0.5], "SH428", "0.5"),
        ("d", 0.5, "SH428", "0.5"),
        ("d", float("nan"), "SH428", "nan"),
        ("n", ">= $no.such", "SH430", "the condition"),
        ("n", ">= $share", "SH431", "the condition"),
        ("survey", "$joint.threshold", "SH431", "the condition"),
        ("ready", "$stage", "SH431", "the condition"),
        ("n", "@no_such", "SH424", "the condition"),
        ("n", "@n", "SH431", "the condition"),
        ("n", "@d", "SH431", "the condition"),
        ("d", "@n", "SH431", "the condition"),
        ("n", "@ready", "SH431", "the condition"),
        ("survey", "@some", "SH431", "the condition"),
        ("some", "@survey", "SH431", "the condition"),
    ],
)
def test_what_cannot_be_read_is_refused(fact: str, written: object, code: str, shown: str) -> None:
    """Each fault has its code and shows what was written; both languages have their text."""
    with pytest.raises(sh.DataError) as caught:
        read(fact, written)
    error = caught.value
    assert error.code == code
    assert shown in error.where
    assert f"[{code}]" in str(error)
    assert f"[{code}]" in error.in_chinese()


@pytest.mark.parametrize(
    ("fact", "written", "help_text"),
    [
        ("survey", "!=", '"pending", ["pending", …], "!= pending"'),
        ("ready", "> true", "true, false"),
        ("n", "x", '3, ">= 3", "> 1, <= 5", ">= $term"'),
        ("d", "x", '"0.5", ">= 0.5", "> 0.5, <= 1", ">= $term"'),
    ],
)
def test_the_help_fits_the_fact(fact: str, written: str, help_text: str) -> None:
    """Examples are such that they could stand in this very cell."""
    with pytest.raises(sh.DataError) as caught:
        read(fact, written)
    assert caught.value.fix == f"for {fact} write for example {help_text}"


def test_known_words_are_proposed() -> None:
    """An unknown term is met with the terms there are, an unknown fact with the nearest."""
    with pytest.raises(sh.DataError) as caught:
        read("n", ">= $joint")
    assert "joint.threshold" in caught.value.fix
    with pytest.raises(sh.DataError, match="did you mean: survey"):
        read("n", "@survy")


@pytest.mark.parametrize(
    ("fact", "written"),
    [("survey", "$stage"), ("ready", "!= $strict"), ("d", ">= $joint.threshold")],
)
def test_a_term_of_a_narrower_kind_fits(fact: str, written: str) -> None:
    """Whatever such a term is set to could stand in the cell."""
    cell = read(fact, written)
    assert cell is not None
    assert cell.references("$")


@pytest.mark.parametrize(
    ("fact", "written", "said"),
    [
        ("survey", "failed", "未过"),
        ("survey", ["failed", "passed"], "未过或通过"),
        ("survey", "!= failed", "非未过"),
        ("ready", True, "是"),
        ("n", 3, "＝3"),
        ("n", "> 1, <= 5", "＞1且≤5"),
        ("n", ["< 1", ">= 5"], "＜1或≥5"),
        ("n", ">= $joint.threshold", "≥3〔joint.threshold〕"),
        ("n", "> @m", "＞另一数量"),
        ("n", "@m", "与“另一数量”相同"),
        ("n", "!= @m", "与“另一数量”不同"),
    ],
)
def test_a_condition_reads_as_people_say_it(fact: str, written: object, said: str) -> None:
    """Signs and labels take the place of the cell language; terms are named beside their value."""
    cell = read(fact, written)
    assert cell is not None
    assert cell.resolved(VALUES).say(FACTS[fact].domain, NAMES) == said
    plain = cell.resolved(VALUES).say(FACTS[fact].domain, NAMES, terms=False)
    assert plain == said.partition("〔")[0]


def test_where_a_value_came_from_changes_no_condition() -> None:
    """A term's value and the same figure written down are equal conditions."""
    by_term, by_figure = read("n", ">= $joint.threshold"), read("n", ">= 3")
    assert by_term is not None
    assert by_figure is not None
    assert by_term.resolved(VALUES) == by_figure
    assert by_figure.resolved(VALUES) is by_figure


def test_references_are_told_once_each() -> None:
    """A cell says which terms and which facts it looks at."""
    reference = Comparison("=", Reference("$", "t"))
    cell = Cell("n", ((reference, Comparison("=", Reference("@", "m"))), (reference,)))
    assert cell.references("$") == ("t",)
    assert cell.references("@") == ("m",)
    assert len(list(cell.comparisons())) == 3
