"""Tables decide a million cases as they decide one; what is odd is refused with its row."""

import itertools
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

import servicehall as sh

np = pytest.importorskip("numpy")
batch = pytest.importorskip("servicehall.batch")

POLICY = sh.Registry.discover().policy("530926103", on=date(2026, 11, 21))
KINDS = POLICY.tables["case_kind"]
DOMAIN: Mapping[str, list[Any]] = {
    "main_document": ["provided", "held_not_brought", "lacking"],
    "other_materials": [
        "complete", "missing_undertaken", "missing_not_affecting", "missing_affecting",
    ],
    "contrary_to_policy": [False, True],
    "survey": ["not_needed", "pending", "passed", "failed"],
    "needs_process": [False, True],
    "same_day_possible": [False, True],
    "windows": [1, 2, 3, 9],
    "departments": [1, 2, 3, 9],
    "must_forward": [False, True],
}  # fmt: skip
CASES = [dict(zip(DOMAIN, case, strict=True)) for case in itertools.product(*DOMAIN.values())]
COLUMNS = {name: np.array([case[name] for case in CASES]) for name in DOMAIN}


def coded(name: str, codes: Any = None) -> Any:
    """Return a column of choices as numbers."""
    values = DOMAIN[name]
    codes = [values.index(case[name]) for case in CASES] if codes is None else codes
    return batch.Coded(values, np.array(codes))


def test_the_whole_domain_is_decided_as_one_by_one() -> None:
    """Scalar, compiled and batch agree on every cell, with texts and with codes."""
    one_by_one = [POLICY.classify(case).kind for case in CASES]
    texts = batch.decide(KINDS, COLUMNS)
    codes = {n: coded(n) for n in ("main_document", "other_materials", "survey")}
    assert texts.tolist() == one_by_one
    assert batch.decide(KINDS, {**COLUMNS, **codes}).tolist() == one_by_one
    assert [KINDS.outcome(SimpleNamespace(**case)) for case in CASES] == one_by_one


def test_what_is_not_known_is_not_no() -> None:
    """None, -1, a mask or a column left out: settled all the same, or None."""
    facts = [{"main_document": d, "survey": "not_needed"} for d in ("lacking", "provided", None)]
    documents = np.array([fact["main_document"] for fact in facts], dtype=object)
    found = batch.decide(KINDS, {"main_document": documents, "survey": ["not_needed"] * 3})
    assert found.tolist() == ["RETURNED", None, None]
    numbers = batch.decide(KINDS, {"main_document": coded("main_document", [2, 0, -1])})
    assert numbers.tolist() == ["RETURNED", None, None]
    asked = np.ma.MaskedArray([True, True, False], mask=[False, True, False])
    assert batch.decide(KINDS, {"contrary_to_policy": asked}).tolist() == ["RETURNED", None, None]
    some = {**{n: column[:3] for n, column in COLUMNS.items()}, "contrary_to_policy": asked}
    assert batch.decide(KINDS, some).tolist()[:2] == ["RETURNED", None]


def test_a_pandas_categorical_is_taken() -> None:
    """What has categories and codes, itself or behind ``.cat``, is a coded column."""
    column = SimpleNamespace(cat=SimpleNamespace(categories=["lacking"], codes=np.array([0, 0])))
    assert batch.decide(KINDS, {"main_document": column}).tolist() == ["RETURNED"] * 2
    unused = batch.Coded(["lacking", "never used"], np.array([0]))
    assert batch.decide(KINDS, {"main_document": unused}).tolist() == ["RETURNED"]


@pytest.mark.parametrize(
    ("columns", "code", "row"),
    [
        ({"main_document": ["lacking", "lackng"]}, "SH402", "row    1"),
        ({"main_document": batch.Coded(["lacking", "lackng"], [0, 1])}, "SH402", "row    1"),
        ({"main_document": batch.Coded(["lacking"], [0, 7])}, "SH402", "row    1"),
        ({"main_document": batch.Coded(["lacking"], [0.0, 1.0])}, "SH104", ""),
        ({"windows": [1, 0, 0]}, "SH402", "row    1 (and 1 more rows)"),
        ({"windows": [1.0, 2.0]}, "SH404", "row    0"),
        ({"contrary_to_policy": [1, 0]}, "SH403", "row    0"),
        ({"main_document": [1, 2]}, "SH403", "row    0"),
        ({"main_documnet": ["lacking"]}, "SH401", ""),
        ({"windows": [1, 2], "departments": [1]}, "SH418", ""),
        ({"windows": [[1, 2], [3, 4]]}, "SH418", ""),
        ({"main_document": [[], "lacking"]}, "SH418", ""),
        ({"windows": batch.Coded([1], [0])}, "SH119", ""),
        ({"windows": [2**63, 1, 0]}, "SH402", "row    2"),
    ],
)
def test_what_is_odd_is_refused_with_its_row(columns: dict[str, Any], code: str, row: str) -> None:
    """The refusal is that of one case, with a note of the first row."""
    with pytest.raises(sh.ServiceHallError) as refused:
        batch.decide(KINDS, columns)
    assert refused.value.code == code
    assert row in "".join(getattr(refused.value, "__notes__", ()))


def table_of(facts: dict[str, Any], rows: list[dict[str, Any]], answer: str = "one") -> sh.Table:
    """Return a table over some facts."""
    listed = [{"table": "t", "id": f"r{i}", "cite": "《X》", **row} for i, row in enumerate(rows)]
    head = {"id": "t", "gives": "out", "answer": answer}
    return sh.load_tables({"id": "x", "facts": facts, "tables": [head], "rows": listed})["t"]


def test_exact_decimals_decide_at_the_threshold() -> None:
    """0.1 + 0.2 is 0.3; whole numbers may stand among decimals."""
    facts = {"rate": "decimal", "out": ["low", "high"]}
    rows = [{"when": {"rate": "<= 0.3"}, "then": "low"}, {"otherwise": True, "then": "high"}]
    rates = [Decimal("0.1") + Decimal("0.2"), Decimal("0.31"), 0, None]
    found = batch.decide(table_of(facts, rows), {"rate": np.array(rates, dtype=object)})
    assert found.tolist() == ["low", "high", "low", None]


def test_several_outcomes_are_a_tuple() -> None:
    """Under "all" each row has the outcomes that apply, perhaps none."""
    facts = {"late": "count", "out": ["talk", "fine"]}
    rows = [{"when": {"late": ">= 1"}, "then": "talk"}, {"when": {"late": ">= 3"}, "then": "fine"}]
    found = batch.decide(table_of(facts, rows, "all"), {"late": [0, 1, 3]})
    assert found.tolist() == [(), ("talk",), ("talk", "fine")]


def test_facts_compared_with_one_another_are_decided_by_their_values() -> None:
    """Such a table is not packed; missing values and booleans behave as elsewhere."""
    facts = {"asked": "count", "given": "count", "urgent": "yes_no", "out": ["short", "full"]}
    rows = [
        {"when": {"given": "< @asked"}, "then": "short"},
        {"otherwise": True, "then": "full"},
    ]
    table = table_of(facts, rows)
    columns = {"asked": np.array([3, 3, 3]), "given": np.array([1, 3, None], dtype=object)}
    assert batch.decide(table, columns).tolist() == ["short", "full", None]


def test_a_hole_is_refused_with_its_row() -> None:
    """A row for which the table has no answer is refused as one case is."""
    table = table_of({"n": "count", "out": ["a"]}, [{"when": {"n": ">= 2"}, "then": "a"}])
    with pytest.raises(sh.DataError) as refused:
        batch.decide(table, {"n": [2, 1]})
    assert refused.value.code == "SH406"
    assert "row    1" in "".join(refused.value.__notes__)


def test_a_table_too_large_to_pack_is_decided_all_the_same() -> None:
    """24 yes-or-no facts: the rows are settled over the columns."""
    facts: dict[str, Any] = {f"f{i}": "yes_no" for i in range(24)}
    rows = [{"when": {f"f{i}": True for i in range(24)}, "then": "all"},
            {"otherwise": True, "then": "not"}]  # fmt: skip
    table = table_of({**facts, "out": ["all", "not"]}, rows)
    columns = {name: np.array([True, True, i > 0]) for i, name in enumerate(facts)}
    assert batch.decide(table, columns).tolist() == ["all", "all", "not"]


def test_numbers_are_checked_where_they_have_bounds() -> None:
    """Whole numbers below the least or above the most are refused; with one bound, by that one."""
    facts = {
        "few": {"label": "少", "type": "integer", "most": 3},
        "many": {"label": "多", "type": "integer", "least": 2},
        "any": "integer",
        "out": ["yes", "no"],
    }
    rows = [
        {"when": {"few": "<= 2", "many": ">= 3", "any": ">= 0"}, "then": "yes"},
        {"otherwise": True, "then": "no"},
    ]
    columns = {"few": np.array([1, 3]), "many": np.array([4, 2]), "any": np.array([0, -7])}
    assert batch.decide(table_of(facts, rows), columns).tolist() == ["yes", "no"]
    for name, odd in (("few", 4), ("many", 1)):
        with pytest.raises(sh.InputValueError):
            batch.decide(table_of(facts, rows), columns | {name: np.array([2, odd])})


def test_where_no_row_can_apply_all_answers_are_none() -> None:
    """A table that gives all answers gives none to a case that no row covers."""
    facts = {"ready": "yes_no", "out": ["yes", "no"]}
    rows = [{"when": {"ready": True}, "then": "yes"}]
    table = table_of(facts, rows, "all")
    ready = np.array([False, True, False], dtype=object)
    assert batch.decide(table, {"ready": ready}).tolist() == [(), ("yes",), ()]
