"""Lessons from other rule engines: each test carries the rule that keeps a known fault out.

The faults were found in decision engines that a hall would otherwise use: missing facts that were
read as "no", rows that were skipped in silence, overlaps that row order settled, overrides that
replaced more than they said. The numbers are those of the list of lessons on rules and plugins.
"""

import copy
import itertools
import pickle
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import attrs
import pytest

import servicehall as sh

DAY = date(2026, 11, 21)
POLICY = sh.Registry.discover().policy("530926103", on=DAY)
COMPLETE: Mapping[str, Any] = {
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

Rows = Sequence[Mapping[str, object]]


def data_of(
    facts: Mapping[str, object], rows: Rows, *, answer: str = "one", **pack: Any
) -> dict[str, Any]:
    """Return a pack with one table that gives A, B or C; rows are r1, r2, with articles."""
    return {
        "id": "hall",
        "facts": {**facts, "result": ["A", "B", "C"]},
        "tables": [{"id": "t", "gives": "result", "answer": answer}],
        "rows": [
            {"table": "t", "id": f"r{n}", "cite": f"《规定》第{n}条", **row}
            for n, row in enumerate(rows, 1)
        ],
        **pack,
    }


def table_of(
    facts: Mapping[str, object], rows: Rows, *, answer: str = "one", **pack: Any
) -> sh.Table:
    """Return the table of such a pack."""
    return sh.load_tables(data_of(facts, rows, answer=answer, **pack))["t"]


def faults_of(load: Callable[[], object]) -> tuple[sh.ServiceHallError, ...]:
    """Return the faults for which something is refused at load."""
    with pytest.raises(sh.FaultyDataError) as refused:
        load()
    return refused.value.problems


# ---- 1: a missing fact read as "no"


@pytest.mark.parametrize("name", list(COMPLETE))
def test_rule_1_a_missing_fact_is_not_false(name: str) -> None:
    """Without one fact the answer is: undetermined, these kinds are possible, ask for that fact."""
    known = {other: value for other, value in COMPLETE.items() if other != name}
    for facts in (known, {**known, name: None}):
        answer = POLICY.classify(facts)
        assert isinstance(answer, sh.Undetermined)
        assert answer.needed == (name,)
        assert set(answer.possible) > {sh.CaseKind.INSTANT}
        assert answer.questions[0].question in answer.explain()


def test_rule_1_a_missing_fact_is_not_false_in_a_record_either() -> None:
    """The compiled function for records refuses to guess as well, and names what is needed."""
    table = table_of({"a": "yes_no"}, [{"when": {"a": True}, "then": "A"}, OTHERWISE_B])

    @attrs.frozen
    class Record:
        a: object

    assert table.outcome(Record(a=False)) == "B"
    with pytest.raises(sh.InputValueError) as refused:
        table.outcome(Record(a=None))
    assert refused.value.code == "SH409"
    assert refused.value.facts["needed"] == ("a",)


OTHERWISE_B: Mapping[str, object] = {"otherwise": True, "then": "B"}


def test_rule_1_otherwise_is_not_for_what_is_unknown() -> None:
    """A row for all other cases does not catch a case of which too little is known."""
    table = table_of({"a": "yes_no"}, [{"when": {"a": True}, "then": "A"}, OTHERWISE_B])
    answer = table.decide({})
    assert isinstance(answer, sh.Undetermined)
    assert answer.possible == ("A", "B")
    assert table.decide({"a": False}).outcome == "B"


# ---- 2: an unknown value falls through


def test_rule_2_an_unknown_value_is_refused_with_those_allowed() -> None:
    """A value that no row knows matches nothing; it is refused, and the allowed ones listed."""
    table = table_of({"form": ["written", "oral"]}, [{"when": {"form": "written"}, "then": "A"}])
    with pytest.raises(sh.InputValueError) as refused:
        table.decide({"form": "writen"})
    assert refused.value.code == "SH402"
    assert "written?" in refused.value.where
    assert all(word in refused.value.fix for word in ("written", "oral"))


def test_rule_2_an_unknown_value_in_a_row_is_refused_at_load() -> None:
    """A row that asks for a value that does not exist could never apply."""
    (fault,) = faults_of(
        lambda: table_of({"form": ["written", "oral"]}, [{"when": {"form": "spoken"}, "then": "A"}])
    )
    assert fault.code == "SH426"
    assert "rows[1] r1.when.form" in fault.where


# ---- 3: a syntax error in a cell skips the row

FACTS: Mapping[str, object] = {
    "n": "count",
    "amount": "decimal",
    "flag": "yes_no",
    "form": ["written", "oral"],
}


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ({"n": ">> 3"}, "SH425"),
        ({"n": "=> 3"}, "SH425"),
        ({"n": "> "}, "SH425"),
        ({"n": "> 3,"}, "SH425"),
        ({"n": "> 3 < 5"}, "SH425"),
        ({"n": "> three"}, "SH425"),
        ({"n": "3..5"}, "SH425"),
        ({"n": []}, "SH425"),
        ({"n": "> 5, <= 1"}, "SH429"),
        ({"n": "> 2, < 3"}, "SH429"),
        ({"n": "< 0"}, "SH429"),
        ({"n": True}, "SH427"),
        ({"n": "0.5"}, "SH427"),
        ({"n": 0.5}, "SH428"),
        ({"amount": 0.5}, "SH428"),
        ({"amount": "0,5"}, "SH429"),
        ({"flag": "yes"}, "SH427"),
        ({"flag": 1}, "SH427"),
        ({"form": "writen"}, "SH426"),
        ({"form": "> written"}, "SH425"),
        ({"form": {"is": "written"}}, "SH427"),
        ({"n": ">= $most"}, "SH430"),
        ({"n": ">= @m"}, "SH424"),
        ({"n": ">= @flag"}, "SH431"),
        ({"m": 3}, "SH424"),
    ],
)
def test_rule_3_a_syntax_error_in_a_cell_stops_the_load(
    cell: Mapping[str, object], code: str
) -> None:
    """Whatever is wrong in a cell is refused with its row and field, and nothing is loaded."""
    good = {"when": {"flag": False}, "then": "B"}
    (fault,) = faults_of(
        lambda: table_of(FACTS, [good, {"when": {"flag": True, **cell}, "then": "A"}])
    )
    assert fault.code == code
    assert "rows[2] r2" in fault.where
    assert all(fault.part(part, "zh") for part in ("what", "why", "fix"))


def test_rule_3_all_faults_are_told_at_once() -> None:
    """Three faulty rows are three faults, each with its place."""
    rows = [
        {"when": {"n": ">> 3"}, "then": "A"},
        {"when": {"m": 3}, "then": "B"},
        {"when": {"n": 3}, "then": "D"},
    ]
    faults = faults_of(lambda: table_of(FACTS, rows))
    assert [fault.code for fault in faults] == ["SH425", "SH424", "SH435"]
    assert [f"rows[{n}]" in fault.where for n, fault in enumerate(faults, 1)] == [True] * 3


# ---- 4: row order settles overlaps

OVERLAP: Rows = [
    {"when": {"n": ">= 3"}, "then": "A"},
    {"when": {"flag": True}, "then": "B"},
    {"when": {"flag": False, "n": "< 3"}, "then": "C"},
]


def test_rule_4_an_overlap_with_another_outcome_is_refused() -> None:
    """Two rows that disagree somewhere are told with the cases in which they do."""
    for rows in itertools.permutations(OVERLAP):
        (fault,) = faults_of(lambda rows=rows: table_of({"n": "count", "flag": "yes_no"}, rows))
        assert fault.code == "SH441"
        assert set(fault.facts["outcomes"]) == {"A", "B"}
        assert "n：3及以上" in str(fault.facts["region"])


@pytest.mark.parametrize(("loser", "both"), [("r2", "A"), ("r1", "B")])
def test_rule_4_an_overlap_is_settled_by_a_named_exception(loser: str, both: str) -> None:
    """Named as the exception, a row goes before the other where both apply, and only there."""
    rows = [dict(row) for row in OVERLAP]
    rows[0 if loser == "r2" else 1]["exception_to"] = [loser]
    table = table_of({"n": "count", "flag": "yes_no"}, rows)
    assert table.analyse().is_clean
    assert table.decide({"n": 3, "flag": True}).outcome == both
    assert table.decide({"n": 3, "flag": False}).outcome == "A"
    assert table.decide({"n": 2, "flag": True}).outcome == "B"
    assert table.decide({"n": 2, "flag": False}).outcome == "C"


@pytest.mark.parametrize("answer", ["one", "order", "all"])
def test_rule_4_row_order_changes_nothing(answer: str) -> None:
    """However the rows stand in the file, every case has the same answer by the same rows."""
    facts = {"n": "count", "flag": "yes_no"}
    rows = [{"id": f"row{i}", **row} for i, row in enumerate(OVERLAP)]
    if answer == "one":
        rows[0]["exception_to"] = ["row1"]
    seen = []
    for order in itertools.permutations(rows):
        table = table_of(facts, order, answer=answer)
        told = []
        for n, flag in itertools.product((0, 2, 3, 7, None), (True, False, None)):
            answer_ = table.decide({"n": n, "flag": flag})
            if isinstance(answer_, sh.Undetermined):
                told.append((answer_.possible, answer_.needed))
            else:
                named = {row.id for row in answer_.rows}
                told.append((answer_.outcomes, answer_.traits, answer_.open_traits, named))
        seen.append(told)
    assert all(told == seen[0] for told in seen)


# ---- 5: a row that is dead by the union of others


def test_rule_5_a_row_dead_by_the_union_of_several_is_found() -> None:
    """No single row covers r4, three together do: it is found, and the three are named."""
    rows = [
        {"when": {"n": "< 3"}, "then": "A"},
        {"when": {"n": "3"}, "then": "A"},
        {"when": {"n": "> 3"}, "then": "A"},
        {"when": {"flag": True}, "then": "B"},
    ]
    table = table_of({"n": "count", "flag": "yes_no"}, rows, answer="order")
    (idle,) = table.analyse().never_fire
    assert idle.row == "r4"
    assert set(idle.because) == {"r1", "r2", "r3"}
    assert not table.analyse().is_clean
    assert "r4" in str(table.analyse())


def test_rule_5_a_row_that_lives_in_one_case_only_is_not_called_dead() -> None:
    """One number that the others leave is enough to live."""
    rows = [
        {"when": {"n": "< 3"}, "then": "A"},
        {"when": {"n": "> 3"}, "then": "A"},
        {"when": {"flag": True}, "then": "B"},
        {"when": {"flag": False}, "then": "C"},
    ]
    table = table_of({"n": "count", "flag": "yes_no"}, rows, answer="order")
    assert table.analyse().is_clean
    assert table.decide({"n": 3, "flag": True}).outcome == "B"


def test_rule_5_exceptions_that_together_cover_a_row_kill_it() -> None:
    """Under "one" a row dies of its exceptions: each leaves it something, both leave nothing."""
    rows = [
        {"when": {"flag": True}, "then": "A"},
        {"when": {"n": "< 3"}, "then": "B", "exception_to": ["r1"]},
        {"when": {"n": ">= 3"}, "then": "C", "exception_to": ["r1"]},
    ]
    (idle,) = table_of({"n": "count", "flag": "yes_no"}, rows).analyse().never_fire
    assert (idle.row, set(idle.because)) == ("r1", {"r2", "r3"})


# ---- 6: an override that replaces more than it says

TOWN = {
    "id": "town",
    "division": "460203",
    "rows": [
        {
            "table": "case_kind",
            "changes": "instant",
            "when": {"windows": "< 2"},
            "cite": "《吉阳区规定》第2条",
            "quote": "只涉及一个窗口的",
        },
        {
            "table": "case_kind",
            "id": "two-windows",
            "when": {"windows": 2},
            "then": "PROMISED",
            "cite": "《吉阳区规定》第3条",
        },
    ],
}


def test_rule_6_an_override_keeps_the_other_cells_and_their_citation() -> None:
    """Of the row above one cell changes: the others stay, both articles are named, who and what."""
    local = sh.Registry.of(sh.load_pack(TOWN)).policy("460203", on=DAY)

    def row_of(policy: sh.Policy) -> sh.Row:
        return next(row for row in policy.tables["case_kind"].rows if row.id == "instant")

    old, new = row_of(POLICY), row_of(local)
    before, after = ({cell.fact: cell for cell in row.when[0]} for row in (old, new))
    assert {name for name in before if before[name] != after[name]} == {"windows"}
    assert list(before) == list(after)
    assert new.citation == old.citation
    assert new.level == old.level
    (amendment,) = new.amendments
    assert amendment.cells == ("windows",)
    assert amendment.citation.article == "第2条"
    answer = local.classify(COMPLETE)
    assert [str(citation)[-2:] for citation in answer.citations] == ["》一", "2条"]
    assert "《吉阳区规定》第2条" in answer.explain()
    assert old.amendments == ()


def test_rule_6_a_value_keeps_the_citation_of_who_set_it() -> None:
    """A term that a place sets is cited from that place; where none does, from the model hall."""
    change = {"changes": "joint.threshold", "value": 2, "cite": "《吉阳区规定》第4条"}
    pack = sh.load_pack({"id": "town", "division": "460203", "terms": [change]})
    local = sh.Registry.of(pack).policy("460203", on=DAY).terms["joint.threshold"]
    assert (local.value, local.citation.instrument) == (2, "《吉阳区规定》")
    above = POLICY.terms["joint.threshold"]
    assert (above.value, above.citation.instrument) == (3, "《便民服务大厅六件管理制度》")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"changes": "instnat", "then": "PROMISED"}, "SH439"),
        ({"changes": "instant"}, "SH451"),
        ({"id": "instant", "when": {"windows": 1}, "then": "PROMISED"}, "SH432"),
        ({"changes": "forwarded", "when": {"windows": "-"}}, "SH455"),
    ],
)
def test_rule_6_a_change_that_misses_its_row_is_refused(
    change: Mapping[str, object], code: str
) -> None:
    """A misspelt row, a change of nothing, an id that is taken: none of them goes unnoticed."""
    row = {"table": "case_kind", "cite": "《吉阳区规定》第2条", **change}
    data = {"id": "town", "division": "460203", "rows": [row]}
    with pytest.raises(sh.DataError) as refused:
        sh.Registry.of(sh.load_pack(data)).policy("460203", on=DAY)
    problems = getattr(refused.value, "problems", [refused.value])
    assert code in [problem.code for problem in problems]


def test_rule_6_two_equals_that_change_one_cell_are_refused() -> None:
    """Which of two changes of one level counts would depend on their order."""
    first, second = copy.deepcopy(TOWN), copy.deepcopy(TOWN)
    second["id"] = "town-too"
    second["rows"] = second["rows"][:1]
    packs = [sh.load_pack(first), sh.load_pack(second)]
    with pytest.raises(sh.FaultyDataError) as refused:
        sh.Registry.of(*packs)
    assert [problem.code for problem in refused.value.problems] == ["SH454"]


# ---- 7, 11, 12, 13: packs and layers


def test_rule_7_the_order_of_packs_decides_nothing() -> None:
    """Province, city and district set one figure: the most special counts, in any order."""
    packs = [
        sh.load_pack(
            {
                "id": f"pack{code}",
                "division": code,
                "terms": [{"changes": "joint.threshold", "value": n, "cite": f"《{code}》第1条"}],
            }
        )
        for code, n in (("46", 6), ("4602", 5), ("460203", 4))
    ]
    for order in itertools.permutations(packs):
        registry = sh.Registry.of(*order)
        for code, values in (
            ("460203", [4, 5, 6, 3]),
            ("4602", [5, 6, 3]),
            ("46", [6, 3]),
            ("53", [3]),
        ):
            term = registry.policy(code, on=DAY).terms["joint.threshold"]
            assert [value.value for value in term.set_by] == values  # rule 13: the whole chain


def test_rule_11_records_are_frozen() -> None:
    """Neither a policy nor a table, row or pack can be edited in place."""
    table = POLICY.tables["case_kind"]
    pack = sh.load_pack(TOWN)
    for record in (POLICY, table, table.rows[0], table.rows[0].citation, pack):
        name = attrs.fields(type(record))[0].name
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(record, name, None)


def test_rule_11_a_local_pack_leaves_the_baseline_alone() -> None:
    """Registries do not share what a local pack changes."""
    table = POLICY.tables["case_kind"]
    sh.Registry.of(sh.load_pack(TOWN)).policy("460203", on=DAY)
    fresh = sh.Registry.discover().policy("460203", on=DAY).tables["case_kind"]
    assert fresh.logic == table.logic


def test_rule_12_the_day_of_filing_chooses_the_rules() -> None:
    """A row that has expired does not apply again, one not yet in force does not apply early."""
    rows = [
        {"when": {"n": ">= 0"}, "then": "A", "expires": date(2025, 12, 31)},
        {"when": {"n": ">= 0"}, "then": "B", "since": date(2026, 1, 1)},
    ]
    data = data_of({"n": "count"}, rows)
    said = {
        day: sh.load_tables(data, on=day)["t"].decide({"n": 1}).outcome
        for day in (date(2025, 12, 31), date(2026, 1, 1), DAY)
    }
    assert list(said.values()) == ["A", "B", "B"]


def test_rule_14_the_format_of_packs_has_a_version() -> None:
    """A pack of a format that is not known is refused, and says which one is."""
    (fault,) = faults_of(lambda: sh.load_pack({**TOWN, "format": 2}))
    assert fault.code == "SH210"
    assert "1" in fault.fix


@pytest.mark.parametrize(
    "data",
    [
        {**TOWN, "rowss": []},
        {**TOWN, "rows": [{**TOWN["rows"][0], "wenn": {}}]},
        {**TOWN, "rows": [{**TOWN["rows"][0], "table": "case_knid"}]},
    ],
)
def test_rule_8_a_misspelt_word_of_a_pack_does_not_register_silently(
    data: Mapping[str, object],
) -> None:
    """A section, a key or a table that does not exist stops the load."""
    faults_of(lambda: sh.load_pack(data))


# ---- 15, 16: the obvious way is the fast one


def test_rule_16_the_way_in_the_readme_is_the_fast_one() -> None:
    """A case with all facts takes two calls once the policy stands: to ask, and to answer."""
    POLICY.classify(COMPLETE)
    table = POLICY.tables["case_kind"]
    table.decide(COMPLETE)
    facts = dict(COMPLETE)
    assert calls_inside(lambda: POLICY.classify(facts)) <= 3
    assert calls_inside(lambda: table.decide(facts)) <= 3


def test_rule_15_a_policy_is_put_together_once() -> None:
    """Asked again for the same division, day and profiles, the registry hands out the same one."""
    registry = sh.Registry.discover()
    first = registry.policy("460203", on=DAY, profiles=("X8",))
    assert registry.policy("460203", on=DAY, profiles=["X8", "X8"]) is first


def calls_inside(function: Callable[[], object]) -> int:
    """Return how many Python functions a function calls, those that they call included."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        function()
    finally:
        sys.setprofile(before)
    return calls - 1  # the function itself


# ---- 17: explanations from the trail


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"survey": "failed", "main_document": "lacking"},
        {"other_materials": "missing_affecting", "windows": 4, "must_forward": True},
        {"needs_process": True, "same_day_possible": False},
    ],
)
def test_rule_17_the_explanation_is_made_from_the_trail(change: Mapping[str, object]) -> None:
    """Each row stands in the text as the trail has it: whether it is met, and which decides."""
    facts = {**COMPLETE, **change}
    answer = POLICY.classify(facts)
    lines = answer.explain().splitlines()
    for step in answer.trail:
        (line,) = [line for line in lines if f"（{step.row.id}）" in line]
        really = any(all(cell.holds(facts) for cell in cells) for cells in step.row.when)
        assert (step.met is sh.Met.YES) is really
        assert f"：{step.met.zh}" in line
        assert ("据此判定" in line) is step.decides is (step.row in answer.rows)
    assert [step.row for step in answer.trail if step.decides] == list(answer.rows)
    assert all(any(str(c) in line for line in lines) for c in answer.citations)


def test_rule_17_a_changed_threshold_changes_the_explanation() -> None:
    """The text follows the rule: nobody has to write it anew."""
    change = {"changes": "joint.threshold", "value": 2, "cite": "《吉阳区规定》第4条"}
    pack = sh.load_pack({"id": "town", "division": "460203", "terms": [change]})
    local = sh.Registry.of(pack).policy("460203", on=DAY)
    two = {**COMPLETE, "windows": 2}
    assert "涉及窗口≥2个" in local.classify(two).explain()
    assert "不满足“涉及窗口≥3个" in POLICY.classify(two).explain()


# ---- 18: money in floats

FINE: Mapping[str, object] = {"amount": {"type": "decimal", "least": 0, "unit": "元"}}
BANDS: Rows = [
    {"when": {"amount": "<= 0.3"}, "then": "A"},
    {"when": {"amount": "> 0.3"}, "then": "B"},
]


def test_rule_18_money_is_exact() -> None:
    """0.1 + 0.2 is 0.3, and 0.3 is not above 0.3; one tenth of a fen above it is."""
    table = table_of(FINE, BANDS)
    assert table.decide({"amount": Decimal("0.1") + Decimal("0.2")}).outcome == "A"
    assert table.decide({"amount": Decimal("0.3001")}).outcome == "B"
    assert table.decide({"amount": Decimal("0.30")}).outcome == "A"
    assert table.decide({"amount": 1}).outcome == "B"


@pytest.mark.parametrize("amount", [0.3, 450.0000305, 1.0, float("inf"), float("nan")])
def test_rule_18_floats_are_refused_as_facts(amount: float) -> None:
    """A binary float is no amount, not even one that looks whole."""
    with pytest.raises(sh.InputTypeError) as refused:
        table_of(FINE, BANDS).decide({"amount": amount})
    assert refused.value.code == "SH404"
    assert "Decimal" in refused.value.fix


@pytest.mark.parametrize("amount", [Decimal("NaN"), Decimal("Infinity"), Decimal("-0.01")])
def test_rule_18_what_is_no_amount_is_refused(amount: Decimal) -> None:
    """Neither is what is not finite, nor what lies below the least."""
    with pytest.raises(sh.InputValueError) as refused:
        table_of(FINE, BANDS).decide({"amount": amount})
    assert refused.value.code == "SH402"


@pytest.mark.parametrize(
    "data",
    [
        data_of(FINE, [{"when": {"amount": 0.3}, "then": "A"}]),
        data_of(FINE, [{"when": {"amount": [1, 0.3]}, "then": "A"}]),
        data_of(
            FINE,
            BANDS,
            terms=[{"id": "base", "type": "decimal", "value": 0.3, "cite": "《规定》第9条"}],
        ),
    ],
)
def test_rule_18_floats_are_refused_at_load(data: Mapping[str, Any]) -> None:
    """In a cell, a bound or a term a number with decimals stands in quotation marks."""
    codes = {fault.code for fault in faults_of(lambda: sh.load_tables(data))}
    assert codes == {"SH428"}


def test_rule_18_a_float_in_a_bound_is_refused_and_feigns_no_other_fault() -> None:
    """The bound is the one fault: rows that speak of the fact are in order."""
    data = data_of({"amount": {"type": "decimal", "least": 0.1}}, BANDS)
    assert [fault.code for fault in faults_of(lambda: sh.load_tables(data))] == ["SH428"]


def test_answers_travel() -> None:
    """A refusal of a load can be pickled with all its faults, for a worker elsewhere."""
    with pytest.raises(sh.FaultyDataError) as refused:
        sh.load_tables(data_of(FINE, [{"when": {"amount": 0.3}, "then": "A"}]))
    again = pickle.loads(pickle.dumps(refused.value))  # noqa: S301  # our own
    assert str(again) == str(refused.value)
