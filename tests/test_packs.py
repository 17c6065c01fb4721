"""Reading packs: every good form, and every fault with its code and its place, all at once."""

import contextlib
import copy
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import servicehall as sh
from tests.places import rules_of

Data = dict[str, Any]
CITE = "《测试办法》第1条"


def row(number: str = "r1", **others: object) -> Data:
    """Return a row of table T; what is None is left out."""
    whole: Data = {"table": "T", "id": number, "when": {"a": "x"}, "then": "P", "cite": CITE}
    return {key: value for key, value in (whole | others).items() if value is not None}


def change(of: str = "r1", **others: object) -> Data:
    """Return a change of a row of table T."""
    return {"table": "T", "changes": of, "cite": "《修改决定》第2条", **others}


def term(**others: object) -> Data:
    """Return a term that is a whole number of at least 2."""
    whole: Data = {"id": "t", "type": "count", "bound": ">= 2", "value": 3, "cite": CITE}
    return {key: value for key, value in (whole | others).items() if value is not None}


def file(**others: object) -> Data:
    """Return a small pack in good order, with some of its sections replaced."""
    return {
        "id": "test",
        "facts": {"a": ["x", "y"], "n": "count", "b": "yes_no", "d": "decimal", "out": ["P", "Q"]},
        "details": {"style": ["written", "oral"]},
        "events": {"received": "收件"},
        "tables": [{"id": "T", "gives": "out", "answer": "one"}],
        "rows": [row(), row("r2", when={"a": "y"}, then="Q")],
        **others,
    }


def with_fact(written: object) -> Data:
    """Return the pack with one more fact, z."""
    return file(facts={**file()["facts"], "z": written})


def with_table(**others: object) -> Data:
    """Return the pack with other words in the head of its table, and no rows."""
    return file(tables=[{**file()["tables"][0], **others}], rows=[])


def with_row(**others: object) -> Data:
    """Return the pack with one row more."""
    return file(rows=[*file()["rows"], row("r3", **others)])


def faults(data: Any, above: tuple[sh.Pack, ...] = ()) -> tuple[sh.ServiceHallError, ...]:
    """Return what is wrong with a pack."""
    with pytest.raises(sh.FaultyDataError) as caught:
        sh.load_pack(data, "test.toml", above=above)
    assert caught.value.source == "test.toml"
    for problem in caught.value.problems:
        assert f"[{problem.code}]" in str(caught.value)
        assert f"[{problem.code}]" in caught.value.in_chinese()
        assert problem.where in str(caught.value)
    return caught.value.problems


def codes(data: Any, above: tuple[sh.Pack, ...] = ()) -> list[str]:
    """Return the codes of what is wrong with a pack."""
    return sorted(problem.code for problem in faults(data, above))


def table(data: Data, on: date | None = None) -> sh.Table:
    """Return table T of a file that stands alone."""
    return sh.load_tables(data, on=on)["T"]


def texts(data: Any) -> tuple[str, str]:
    """Read a pack, or return what is wrong with it in both languages."""
    try:
        return str(sh.load_pack(data).id), "in good order"
    except sh.FaultyDataError as error:
        return str(error), error.in_chinese()


def decided(decision: sh.Decision | sh.Undetermined) -> sh.Decision:
    """Return a decision that is one."""
    assert isinstance(decision, sh.Decision)
    return decision


# ---- good forms


def test_a_small_pack_is_in_good_order() -> None:
    """The pack that all other cases vary has no fault itself."""
    pack = sh.load_pack(file())
    assert [r.id for r in rules_of(pack).rows] == ["r1", "r2"]
    assert pack.level.name == "000000"
    assert decided(table(file()).decide({"a": "y"})).outcome == "Q"


@pytest.mark.parametrize(
    ("written", "domain"),
    [
        ("yes_no", sh.YesNo()),
        ("count", sh.Number(least=0)),
        ("integer", sh.Number()),
        ("decimal", sh.Number(whole=False)),
        (["p", "q"], sh.Choice(["p", "q"])),
        ({"values": ["p", "q"]}, sh.Choice(["p", "q"])),
        ({"values": {"p": "甲", "q": "乙"}}, sh.Choice({"p": "甲", "q": "乙"})),
        ({"type": "count", "most": 9, "unit": "个"}, sh.Number(least=0, most=9, unit="个")),
        ({"type": "integer", "least": -5}, sh.Number(least=-5)),
        (
            {"type": "decimal", "least": "0.5", "most": 1},
            sh.Number(whole=False, least=Decimal("0.5"), most=1),
        ),
    ],
)
@pytest.mark.parametrize("section", ["facts", "details"])
def test_facts_have_a_short_and_a_long_form(
    section: str, written: object, domain: sh.YesNo | sh.Choice | sh.Number
) -> None:
    """A type or a list alone suffices; a detail is marked as one."""
    data = file()
    data[section] = {**data[section], "z": written}
    (found,) = (fact for fact in rules_of(sh.load_pack(data)).facts if fact.name == "z")
    assert found.domain == domain
    assert found.detail is (section == "details")
    assert found.label == "z"


def test_words_of_a_fact_are_kept() -> None:
    """Label and question stand as they are written."""
    pack = sh.load_pack(with_fact({"type": "yes_no", "label": "甲", "question": "是甲吗？"}))
    fact = (
        rules_of(pack).facts[-1]
        if rules_of(pack).facts[-1].name == "z"
        else rules_of(pack).facts[-2]
    )
    assert (fact.label, fact.question) == ("甲", "是甲吗？")


@pytest.mark.parametrize(
    ("head", "rank", "name"),
    [
        ({"layer": "statutes"}, 0, "statutes"),
        ({"layer": "model hall"}, 1, "model hall"),
        ({"profile": "P1"}, 2, "P1"),
        ({}, 3, "000000"),
        ({"division": "370000"}, 4, "37"),
        ({"division": "371300"}, 5, "3713"),
        ({"division": "371323"}, 6, "371323"),
        ({"division": "371323001"}, 7, "371323001"),
        ({"division": "371323001201/hall"}, 9, "371323001201/hall"),
    ],
)
def test_a_pack_stands_on_one_level(head: Data, rank: int, name: str) -> None:
    """Statutes, model hall, profiles, then divisions from the nation down to a hall."""
    pack = sh.load_pack(file(**head, title="名称"))
    assert (pack.level.rank, pack.level.name, str(pack.level)) == (rank, name, "名称")


def test_values_of_a_term_follow_one_another() -> None:
    """The value in force on the day stands in the condition."""
    values = [
        {"value": 3, "cite": CITE, "expires": date(2023, 12, 31)},
        {"value": 5, "cite": "《新办法》第9条", "since": date(2024, 1, 1)},
    ]
    data = file(
        terms=[term(value=None, cite=None, values=values)],
        rows=[row(when={"n": ">= $t"}), row("r2", when={"n": "< $t"}, then="Q")],
    )
    assert decided(table(data, date(2023, 12, 31)).decide({"n": 4})).outcome == "P"
    assert decided(table(data, date(2024, 1, 1)).decide({"n": 4})).outcome == "Q"


@pytest.mark.parametrize(
    ("written", "outcomes"),
    [
        ({"when": {"a": "y"}}, {("x", 0): "Q", ("y", 0): "P"}),
        ({"when": {"n": ">= 2"}}, {("x", 0): "Q", ("x", 2): "P", ("y", 2): "Q"}),
        ({"when": {"a": "-"}}, {("x", 0): "P", ("y", 0): "P"}),
        ({"when": [{"a": "y"}, {"n": 7}]}, {("x", 0): "Q", ("y", 0): "P", ("x", 7): "P"}),
        ({"then": "Q"}, {("x", 0): "Q", ("y", 0): "Q"}),
        ({"when": {"a": "y"}, "then": "Q"}, {("x", 0): "Q", ("y", 0): "Q"}),
    ],
    ids=["a cell", "one more cell", "a cell away", "all", "outcome", "both"],
)
def test_a_row_can_be_changed_in_parts(
    written: Data, outcomes: Mapping[tuple[str, int], str]
) -> None:
    """What a change does not name stays; both articles are cited, the row's own first."""
    data = file(rows=[row(), row("rest", when=None, then="Q", otherwise=True), change(**written)])
    changed = table(data)
    for (a, n), outcome in outcomes.items():
        answer = decided(changed.decide({"a": a, "n": n, "b": True}))
        assert answer.outcome == outcome
    (first, _) = changed.rows
    assert [str(c) for c in first.citations] == [CITE, "《修改决定》第2条"]


def test_rows_hold_in_their_span_and_division_only() -> None:
    """Before and after its days, and elsewhere, a row is not there."""
    local = row(
        "local", when={"a": "x"}, then="Q", division="3713",
        since=date(2026, 1, 1), expires=date(2026, 12, 31),
    )  # fmt: skip
    pack = sh.load_pack(file(rows=[*file()["rows"], local]))
    registry = sh.Registry.of(pack)
    for division, on, outcome in (
        ("3713", date(2025, 12, 31), "P"),
        ("3713", date(2026, 1, 1), "Q"),
        ("371323", date(2026, 12, 31), "Q"),
        ("3713", date(2027, 1, 1), "P"),
        ("3714", date(2026, 6, 1), "P"),
    ):
        policy = registry.policy(division, on=on)
        assert decided(policy.table("T").decide({"a": "x"})).outcome == outcome


def test_a_table_may_ask_for_details_at_an_event() -> None:
    """With an event named, details of it are conditions like others."""
    data = with_table(at=["received"])
    data["rows"] = [row(when={"style": "written"}), row("r2", when={"style": "oral"}, then="Q")]
    assert decided(table(data).decide({"style": "oral"})).outcome == "Q"


def test_files_are_read(tmp_path: Path) -> None:
    """A TOML file says the same as the data in it."""
    text = """
        id = "f"
        [facts]
        a = ["x", "y"]
        out = ["P", "Q"]
        [[tables]]
        id = "T"
        gives = "out"
        answer = "one"
        [[rows]]
        table = "T"
        id = "r"
        when = [{ a = "x" }, { a = "y" }]
        then = "P"
        cite = "《X》第1条"
        """
    path = tmp_path / "f.toml"
    path.write_text(text, encoding="utf-8")
    assert decided(sh.read_tables(path)["T"].decide({"a": "y"})).outcome == "P"
    pack = sh.read_pack(path)
    assert (pack.id, pack.source) == ("f", str(path))


@pytest.mark.parametrize(
    "rows",
    [
        [row(), row("r2", when={"n": 3}, then="P")],
        [row(), row("r2", when={"n": 3}, then="Q", exception_to=["r1"])],
        [row(), row("r2", when=None, then="Q", otherwise=True)],
        [
            row(since=date(2026, 1, 1)),
            row("r2", then="Q", expires=date(2025, 12, 31)),
        ],
        [
            row(division="3713"),
            row("r2", then="Q", division="3714"),
        ],
        [
            row("r0", exception_to=["r1", "r2"]),
            row("r1", then="Q", exception_to=["r3"]),
            row("r2", then="Q", exception_to=["r3"]),
            row("r3"),
        ],
    ],
    ids=["agree", "exception", "otherwise", "one after the other", "side by side", "diamond"],
)
def test_what_is_settled_is_no_contradiction(rows: list[Data]) -> None:
    """Rows may meet where they agree, where one is named as exception, or never at one time."""
    assert len(rules_of(sh.load_pack(file(layer="statutes", rows=rows))).rows) == len(rows)


def test_the_one_number_at_which_rows_meet_is_told() -> None:
    """At 3, and only there, both apply."""
    (problem,) = faults(FAULTS["overlap at one"][0])
    assert "3" in str(problem.facts["region"])
    assert set(problem.facts["outcomes"]) == {"P", "Q"}  # type: ignore[call-overload]  # a tuple


def test_a_value_set_below_can_make_rows_meet() -> None:
    """From 4 on and below 4 is in order; where a county says 3, both rows apply at 3."""
    above = sh.load_pack(
        file(
            layer="statutes",
            terms=[term(value=4)],
            rows=[row(when={"n": ">= $t"}), row("r2", when={"n": "< 4"}, then="Q")],
        )
    )
    lowered: Data = {
        "id": "county",
        "division": "371323",
        "terms": [{"changes": "t", "value": 3, "cite": CITE}],
    }
    (problem,) = faults(lowered, (above,))
    assert (problem.code, problem.facts["path"]) == ("SH441", "rows r1, r2")


def test_a_table_may_give_numbers() -> None:
    """Outcomes are numbers like those of a fact; with decimals they stand in quotation marks."""
    data = file(
        facts={"a": ["x", "y"], "out": "decimal"},
        rows=[row(then="0.5"), row("r2", when={"a": "y"}, then=2)],
    )
    numbers = table(data)
    assert decided(numbers.decide({"a": "x"})).outcome == Decimal("0.5")
    assert decided(numbers.decide({"a": "y"})).outcome == 2
    assert numbers.order == (Decimal("0.5"), 2)


# ---- each fault

FAULTS: dict[str, tuple[Data, str, str]] = {
    # what a file says of itself
    "unknown key": (file(zitat=1), "SH204", "top level"),
    "id missing": ({}, "SH206", "top level"),
    "id no text": (file(id=3), "SH205", "id = 3"),
    "format": (file(format=2), "SH210", "format = 2"),
    "format no number": (file(format="1"), "SH205", "format = '1'"),
    "layer": (file(layer="modle hall"), "SH217", "layer = 'modle hall'"),
    "two levels": (file(layer="statutes", division="37"), "SH448", "layer, division"),
    "three levels": (file(layer="statutes", profile="p", division="37"), "SH448", "profile"),
    "division": (file(division="371"), "SH445", "'371'"),
    # facts
    "no type": (with_fact({}), "SH421", "facts.z"),
    "unknown type": (with_fact("yesno"), "SH421", "facts.z: 'yesno'"),
    "type and values": (with_fact({"type": "count", "values": ["p"]}), "SH421", "facts.z"),
    "values no list": (with_fact({"values": 3}), "SH421", "facts.z: 3"),
    "float": (with_fact(0.5), "SH205", "facts.z = 0.5"),
    "bound float": (with_fact({"type": "decimal", "least": 0.5}), "SH428", "facts.z: 0.5"),
    "bound text": (with_fact({"type": "count", "most": "many"}), "SH421", "facts.z: 'many'"),
    "bound broken": (with_fact({"type": "count", "most": "0.5"}), "SH421", "facts.z"),
    "bound list": (with_fact({"type": "count", "most": [3]}), "SH421", "facts.z: [3]"),
    "bounds": (with_fact({"type": "count", "least": 3, "most": 2}), "SH446", "facts.z: least 3"),
    "no values": (with_fact([]), "SH423", "facts.z"),
    "value twice": (with_fact(["p", "p"]), "SH423", "facts.z: 'p'"),
    "value a number": (with_fact([1, 2]), "SH423", "facts.z: 1"),
    "value a sign": (with_fact([">= 2"]), "SH423", "facts.z: '>= 2'"),
    "label no text": (with_fact({"type": "yes_no", "label": 3}), "SH205", "facts.z.label = 3"),
    "label blank": (with_fact({"type": "yes_no", "label": " "}), "SH126", "facts.z: label"),
    "fact key": (with_fact({"type": "yes_no", "lable": "x"}), "SH204", "facts.z"),
    "fact twice": (file(details={"a": "yes_no"}), "SH432", "details.a"),
    "fact above": (with_fact("yes_no") | {"details": {"survey": "yes_no"}}, "SH432", "survey"),
    # terms
    "term nameless": (file(terms=[term(id=None)]), "SH449", "terms[1]"),
    "term both": (file(terms=[term(changes="t")]), "SH449", "terms[1] t"),
    "term twice": (file(terms=[term(), term()]), "SH432", "terms[2] t"),
    "term unknown": (file(terms=[term(id=None, changes="u")]), "SH430", "terms[1] u"),
    "term no value": (file(terms=[term(value=None)]), "SH450", "terms[1] t"),
    "term two values": (
        file(terms=[term(values=[{"value": 3, "cite": CITE}])]), "SH450", "terms[1] t",
    ),
    "term beyond bound": (file(terms=[term(value=1)]), "SH444", "terms[1] t: 1"),
    "term dated beyond": (
        file(terms=[term(value=None, cite=None, values=[{"value": 1, "cite": CITE}])]),
        "SH444", "terms[1] t.values[1]: 1",
    ),
    "term float": (file(terms=[term(type="decimal", value=2.5)]), "SH428", "terms[1] t: 2.5"),
    "term bound float": (file(terms=[term(bound=2.5)]), "SH205", "terms[1] t.bound = 2.5"),
    "term wrong value": (file(terms=[term(value="many")]), "SH426", "terms[1] t: 'many'"),
    "term list": (file(terms=[term(value=[3])]), "SH426", "terms[1] t: [3]"),
    "term bound": (file(terms=[term(bound="=> 2")]), "SH425", "terms[1] t: '=> 2'"),
    "term type": (file(terms=[term(type="counts")]), "SH421", "terms[1] t: 'counts'"),
    "term uncited": (file(terms=[term(cite=None)]), "SH433", "terms[1] t"),
    "term unsure": (file(terms=[term(confidence="sure")]), "SH217", "terms[1] t: confidence"),
    "term span": (
        file(terms=[term(since=date(2026, 1, 2), expires=date(2026, 1, 1))]),
        "SH440", "terms[1] t: since 2026-01-02",
    ),
    "term twice set": (
        file(terms=[term(), {"changes": "t", "value": 4, "cite": CITE}]), "SH454", "terms t",
    ),
    "term not a list": (file(terms=term()), "SH205", "terms ="),
    # tables
    "answer": (with_table(answer="first"), "SH217", "tables[1] T: answer = 'first'"),
    "gives": (with_table(gives="outt"), "SH424", "tables[1] T"),
    "table twice": (file(tables=[*file()["tables"], *file()["tables"]]), "SH432", "tables[2] T"),
    "table above": (with_table(id="case_kind"), "SH432", "tables[1] case_kind"),
    "order unknown": (with_table(order=["P", "R", "Q"]), "SH435", "tables[1] T.order: 'R'"),
    "order twice": (with_table(order=["P", "Q", "P"]), "SH432", "tables[1] T.order"),
    "order short": (
        with_table(answer="order", order=["P"]) | {"rows": file()["rows"]}, "SH436",
        "rows[2] r2.then: Q",
    ),
    "table facts": (with_table(facts=["aa"]), "SH424", "tables[1] T.facts"),
    "event": (with_table(at=["recieved"]), "SH443", "tables[1] T.at"),
    "after outcome": (with_table(after={"R": {}}), "SH435", "tables[1] T.after.R: 'R'"),
    "after fact": (with_table(after={"P": {"aa": "x"}}), "SH424", "tables[1] T.after.P.aa"),
    "after value": (with_table(after={"P": {"a": "z"}}), "SH426", "tables[1] T.after.P.a: 'z'"),
    "after float": (with_table(after={"P": {"d": 0.5}}), "SH428", "tables[1] T.after.P.d: 0.5"),
    "table cite": (with_table(cite="第1条"), "SH433", "tables[1] T"),
    "events": (file(events={"received": 3}), "SH205", "events.received = 3"),
    # rows
    "row nameless": (with_row(id=None), "SH449", "rows[3]"),
    "row both": (with_row(changes="r1"), "SH449", "rows[3] r3"),
    "row twice": (file(rows=[row(), row()]), "SH432", "rows[2] r1"),
    "row elsewhere": (with_row(table="TT"), "SH434", "rows[3] r3"),
    "row unconditional": (with_row(when=None), "SH437", "rows[3] r3"),
    "row undecided": (with_row(otherwise=True), "SH437", "rows[3] r3"),
    "row of no sets": (with_row(when=[]), "SH437", "rows[3] r3"),
    "row without outcome": (with_row(then=None), "SH206", "rows[3] r3"),
    "row key": (with_row(wenn={}), "SH204", "rows[3] r3"),
    "when text": (with_row(when="a = x"), "SH205", "rows[3] r3.when = 'a = x'"),
    "when text listed": (with_row(when=[{"a": "x"}, "x"]), "SH205", "rows[3] r3.when[2] = 'x'"),
    "cell fact": (with_row(when={"aa": "x"}), "SH424", "rows[3] r3.when.aa"),
    "cell value": (with_row(when={"a": "z"}), "SH426", "rows[3] r3.when.a: 'z'"),
    "cell listed": (with_row(when=[{}, {"a": "z"}]), "SH426", "rows[3] r3.when[2].a: 'z'"),
    "cell sign": (with_row(when={"n": "=> 3"}), "SH425", "rows[3] r3.when.n: '=> 3'"),
    "cell type": (with_row(when={"b": "true"}), "SH427", "rows[3] r3.when.b: 'true'"),
    "cell float": (with_row(when={"d": 0.5}), "SH428", "rows[3] r3.when.d: 0.5"),
    "cell backwards": (with_row(when={"n": "> 5, < 3"}), "SH429", "rows[3] r3.when.n: '> 5, < 3'"),
    "cell between": (with_row(when={"n": "> 3, < 4"}), "SH429", "rows[3] r3.when.n"),
    "cell term": (with_row(when={"n": ">= $u"}), "SH430", "rows[3] r3.when.n"),
    "cell compared": (with_row(when={"n": "@b"}), "SH431", "rows[3] r3.when.n"),
    "cell detail": (with_row(when={"style": "oral"}), "SH442", "rows[3] r3.when.style"),
    "cell outcome": (with_row(when={"out": "P"}), "SH447", "rows[3] r3.when.out"),
    "then unknown": (with_row(then="R"), "SH435", "rows[3] r3.then: 'R'"),
    "then float": (with_row(then=0.5), "SH428", "rows[3] r3.then: 0.5"),
    "then list": (with_row(then=["P"]), "SH435", "rows[3] r3.then: ['P']"),
    "cite none": (with_row(cite=None), "SH433", "rows[3] r3.cite: ''"),
    "cite article": (with_row(cite="第1条"), "SH433", "rows[3] r3.cite: '第1条'"),
    "cite unsure": (with_row(confidence="sure"), "SH217", "rows[3] r3.cite: confidence = 'sure'"),
    "row span": (
        with_row(since=date(2026, 1, 2), expires=date(2026, 1, 1)), "SH440", "rows[3] r3: since",
    ),
    "row since text": (with_row(since="2026-01-01"), "SH205", "rows[3] r3.since = '2026-01-01'"),
    "row since instant": (
        with_row(since=datetime(2026, 1, 1)), "SH205", "rows[3] r3.since",  # noqa: DTZ001
    ),
    "row division": (with_row(division="371"), "SH445", "rows[3] r3: '371'"),
    "row outside": (
        file(division="37", rows=[row(division="4413")]), "SH452", "rows[1] r1: the record",
    ),
    "exception order": (
        with_table(answer="order") | {"rows": [row(exception_to=["r1"])]},
        "SH438", "rows[1] r1: exception_to",
    ),
    "exception unknown": (with_row(exception_to=["r9"]), "SH456", "rows[3] r3: exception_to"),
    "exception circle": (
        file(rows=[row(exception_to=["r2"]), row("r2", exception_to=["r1"])]), "SH457", "rows r1",
    ),
    "exception itself": (file(rows=[row(exception_to=["r1"])]), "SH457", "rows r1: r1"),
    "term not in force": (
        file(terms=[term(since=date(2026, 1, 1))], rows=[row(when={"n": ">= $t"})]),
        "SH453", "rows r1",
    ),
    # changes
    "change of nothing": (file(rows=[row(), change("r9", then="Q")]), "SH439", "rows[2] r9"),
    "change no part": (file(rows=[row(), change()]), "SH451", "rows[2] r1"),
    "change absent": (file(rows=[row(), change(when={"n": "-"})]), "SH455", "rows r1"),
    "change otherwise": (
        file(rows=[row(when=None, otherwise=True), change(when={"n": 3})]), "SH455", "rows r1",
    ),
    "change twice": (
        file(rows=[row(), change(then="Q"), change(then="P")]), "SH454", "rows r1: the change",
    ),
    # contradictions
    "overlap": (with_row(then="Q"), "SH441", "rows r1, r3: a"),
    "overlap at one": (
        file(rows=[row(when={"n": "<= 3"}), row("r2", when={"n": ">= 3"}, then="Q")]),
        "SH441", "rows r1, r2: n",
    ),
    "overlap in a stretch": (
        with_row(then="Q", since=date(2026, 1, 1), expires=date(2026, 6, 30)),
        "SH441", "2026-01-01",
    ),
    "overlap of a division": (
        file(layer="statutes", rows=[row(), row("r2", then="Q", division="3713")]),
        "SH441", "rows r1, r2",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("data", "code", "where"), FAULTS.values(), ids=list(FAULTS))
def test_a_fault_is_named_with_its_place(data: Data, code: str, where: str) -> None:
    """Code, record and field are told, in both languages; nothing else is said to be wrong."""
    before = copy.deepcopy(data)
    found = faults(data)
    assert [problem.code for problem in found] == [code] * len(found)
    assert any(where in problem.where for problem in found)
    assert data == before


@pytest.mark.parametrize("data", [[], None, 5, "id", b"", [("id", "x")], {1: 2}, {None: 3}])
@pytest.mark.parametrize("load", [sh.load_pack, sh.load_tables])
def test_what_is_no_file_at_all_is_refused(load: Callable[[Any], object], data: object) -> None:
    """Parsed TOML is a mapping of names; all else is refused like other input."""
    with pytest.raises(sh.ServiceHallError):
        load(data)


CONTAINERS: list[Any] = [3, 0.5, "x", True, None, [], {}, [3], [[]], [{}], {"x": 3}, {"x": {}}]


@pytest.mark.parametrize("odd", CONTAINERS, ids=repr)
@pytest.mark.parametrize(
    "place",
    ["facts", "details", "events", "terms", "tables", "rows", "id", "format", "layer", "title"],
)
def test_a_container_of_the_wrong_kind_is_no_crash(place: str, odd: object) -> None:
    """Whatever stands in a section, it is read or refused, never a bare Python exception."""
    assert all(texts(file(**{place: odd})))


@pytest.mark.parametrize("odd", CONTAINERS, ids=repr)
@pytest.mark.parametrize(
    ("section", "key"),
    [
        *(("rows", k) for k in ("table", "id", "when", "then", "otherwise", "exception_to")),
        *(("rows", k) for k in ("cite", "division", "since", "confidence", "changes")),
        *(("tables", k) for k in ("id", "gives", "answer", "order", "facts", "at", "after")),
        *(("terms", k) for k in ("id", "type", "bound", "value", "values", "changes")),
        *(("facts", k) for k in ("type", "values", "least", "most", "label", "unit")),
    ],
)
def test_a_field_of_the_wrong_kind_is_no_crash(section: str, key: str, odd: object) -> None:
    """Whatever stands in a field, it is read or refused with words in both languages."""
    data = copy.deepcopy(file(terms=[term()]))
    if section == "facts":
        data["facts"]["z"] = {"type": "count", key: odd}
    else:
        data[section][0][key] = odd
    assert all(texts(data))


# ---- all at once

MANY = """
id = "many"
[facts]
a = ["x", "y"]
b = "yes_no"
n = "count"
d = "decimal"
out = ["P", "Q"]
bad = "yesno"
__class__ = "yes_no"
[[terms]]
id = "t"
type = "count"
bound = ">= 2"
value = 1
cite = "《X》"
[[tables]]
id = "T"
gives = "out"
answer = "one"
at = ["gone"]
[[rows]]
table = "T"
id = "value"
when = { a = "z" }
then = "P"
cite = "《X》第1条"
[[rows]]
table = "T"
id = "value"
when = { a = "x" }
then = "P"
cite = "《X》第1条"
[[rows]]
table = "T"
id = "several"
when = { b = "true", n = "> 5, < 3", d = 0.5, aa = true }
then = "R"
cite = "第1条"
[[rows]]
table = "TT"
id = "lost"
when = { a = "x" }
then = "P"
cite = "《X》第1条"
[[rows]]
table = "T"
id = "one"
when = { a = "x" }
then = "P"
cite = "《X》第1条"
[[rows]]
table = "T"
id = "two"
when = { a = "x" }
then = "Q"
cite = "《X》第1条"
"""
EXPECTED = {
    ("SH421", "facts.bad"),
    ("SH422", "facts.__class__"),
    ("SH444", "terms[1] t"),
    ("SH443", "tables[1] T.at"),
    ("SH426", "rows[1] value.when.a"),
    ("SH432", "rows[2] value"),
    ("SH427", "rows[3] several.when.b"),
    ("SH429", "rows[3] several.when.n"),
    ("SH428", "rows[3] several.when.d"),
    ("SH424", "rows[3] several.when.aa"),
    ("SH435", "rows[3] several.then"),
    ("SH433", "rows[3] several.cite"),
    ("SH434", "rows[4] lost"),
    ("SH441", "rows one, two"),
}


@pytest.mark.parametrize("read", [sh.read_pack, sh.read_tables])
def test_all_faults_of_a_file_are_told_at_once(
    tmp_path: Path, read: Callable[[Path], object]
) -> None:
    """Fourteen faults of a file are told together, none twice and none that is not there."""
    path = tmp_path / "many.toml"
    path.write_text(MANY, encoding="utf-8")
    with pytest.raises(sh.FaultyDataError) as caught:
        read(path)
    error = caught.value
    assert error.source == str(path)
    assert {(p.code, str(p.facts["path"])) for p in error.problems} == EXPECTED
    assert len(error.problems) == len(EXPECTED)
    for code, place in EXPECTED:
        for text in (str(error), error.in_chinese()):
            assert f"[{code}]" in text
            assert place in text
    assert str(path) in str(error)
    assert str(path) in error.in_chinese()


def test_an_unknown_key_hides_no_other_fault() -> None:
    """A misspelt key and a faulty row are told together."""
    assert codes(file(zitat=1, rows=[row(cite="第1条")])) == ["SH204", "SH433"]


def test_a_misspelt_section_is_recognised() -> None:
    """[[rwos]] most likely means [[rows]]."""
    (problem,) = faults(file(rwos=[]))
    assert problem.fix == "did you mean: rows"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (with_row(then="R") | {"tables": with_table(answer="order", order=["P", "Q"])["tables"]},
         ["SH435"]),
        (with_table(order=["R", "S", "P", "Q"]), ["SH435", "SH435"]),
        (with_fact("yesno") | {"rows": [row(when={"z": True})]}, ["SH421"]),
        (with_table(answer="first") | {"rows": [row()]}, ["SH217"]),
        (file(terms=[term(type="counts")], rows=[row(when={"n": ">= $t"})]), ["SH421"]),
        (file(terms=[term(value=1)], rows=[row(when={"n": ">= $t"})]), ["SH444"]),
        (file(rows=[row(exception_to=["r2"]), row("r2", then="Q", cite="第1条")]), ["SH433"]),
    ],
    ids=["outcome", "order", "fact", "table", "term", "term value", "row"],
)  # fmt: skip
def test_one_fault_does_not_feign_others(data: Data, expected: list[str]) -> None:
    """What is declared with a fault is not said to be undeclared as well."""
    assert codes(data) == expected


def test_one_contradiction_is_told_once() -> None:
    """Two rows that contradict each other everywhere do so in each division: that is one fault."""
    rows = [row(), row("r2", then="Q"), row("r3", when={"a": "y"}, division="3713")]
    assert codes(file(layer="statutes", rows=rows)) == ["SH441"]


@pytest.mark.parametrize(
    "data",
    [
        file(rows=[row(), change(when={})]),
        file(rows=[row(), change(then="Q", otherwise=True)]),
        file(rows=[row(), change(then="Q", exception_to=["r9"])]),
        file(terms=[term(), {"changes": "joint.threshold", "value": 4, "cite": CITE,
                          "label": "x"}]),
        file(terms=[term(), {"changes": "joint.threshold", "value": 4, "cite": CITE,
                          "bound": "9"}]),
        file(terms=[term(), {"changes": "joint.threshold", "value": 4, "cite": CITE, "type": "x"}]),
        file(terms=[term(value=None, since=date(2026, 1, 1),
                         values=[{"value": 3, "cite": CITE}])]),
        file(terms=[term(value=None, division="zzz", values=[{"value": 3, "cite": CITE}])]),
        with_fact({"type": "yes_no", "least": 3}),
        with_fact({"type": "yes_no", "unit": "个"}),
        with_fact({"values": ["p"], "most": 0.5}),
    ],
    ids=["empty when", "otherwise", "exception", "label", "bound", "type", "since", "division",
         "least", "unit", "most"],
)  # fmt: skip
def test_nothing_is_written_in_vain(data: Data) -> None:
    """What could only be ignored is refused."""
    faults(data)


def test_an_interval_the_wrong_way_round_is_found_in_a_list() -> None:
    """One of several alternatives that can never hold is a mistake as well."""
    assert codes(with_row(when={"n": ["> 5, < 3", 1]}, then="Q")) == ["SH429"]


@pytest.mark.parametrize("data", [file(id=""), file(tables=[], rows=[]) | {
    "tables": [{"id": "", "gives": "out", "answer": "one"}]}], ids=["pack", "table"])  # fmt: skip
def test_a_name_is_not_empty(data: Data) -> None:
    """What is told apart by its name has one."""
    faults(data)


# ---- files and days


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"id = ", "SH202"),
        (b'id = "x"\nid = "y"', "SH202"),
        (b"[[rows]\n", "SH202"),
        (b'id = "x"\nsince = 2026-02-30', "SH202"),
        (b'id = "\xff"', "SH201"),
        (b"x = " + b"[" * 5000 + b"]" * 5000, "SH202"),
        (b"x = " + b"9" * 5000, "SH202"),
        (b"#" * 4_000_001, "SH203"),
    ],
    ids=["torn", "twice", "bracket", "no day", "encoding", "deep", "long", "large"],
)
@pytest.mark.parametrize("read", [sh.read_pack, sh.read_tables])
def test_a_broken_file_is_refused(
    tmp_path: Path, read: Callable[[Path], object], content: bytes, code: str
) -> None:
    """What is no TOML is refused with the name of the file."""
    path = tmp_path / "broken.toml"
    path.write_bytes(content)
    with pytest.raises(sh.FaultyDataError) as caught:
        read(path)
    assert [problem.code for problem in caught.value.problems] == [code]
    assert str(path) in caught.value.in_chinese()


@pytest.mark.parametrize("read", [sh.read_pack, sh.read_tables])
def test_a_missing_file_is_named(tmp_path: Path, read: Callable[[Any], object]) -> None:
    """A path without a file, and what is no path, are refused."""
    with pytest.raises(sh.FaultyDataError, match="SH201"):
        read(tmp_path / "none.toml")
    with pytest.raises(sh.InputTypeError, match="SH119"):
        read(3)


DATED = file(rows=[row(since=date(2026, 1, 1)), row("r2", when={"a": "y"}, then="Q")])


def test_tables_that_change_need_a_day() -> None:
    """Which rows hold depends on the day; the days of change are told."""
    with pytest.raises(sh.InputValueError) as caught:
        sh.load_tables(DATED, "dated.toml")
    assert caught.value.code == "SH415"
    assert "dated.toml" in caught.value.what
    assert "2026-01-01" in caught.value.why
    assert "2026-01-01" in caught.value.in_chinese()
    assert [r.id for r in table(DATED, date(2025, 12, 31)).rows] == ["r2"]
    assert len(table(DATED, date(2026, 1, 1)).rows) == 2


@pytest.mark.parametrize("on", ["2026-01-01", 2026, datetime(2026, 1, 1)])  # noqa: DTZ001
def test_the_day_is_a_day(on: Any) -> None:
    """Text, numbers and instants are no days."""
    with pytest.raises(sh.InputTypeError):
        sh.load_tables(DATED, on=on)


def test_tables_that_stand_alone_build_on_nothing() -> None:
    """The facts of the built-in packs are not theirs; the same file as a pack knows them."""
    data = file(rows=[row(when={"survey": "failed"})])
    with pytest.raises(sh.FaultyDataError, match="SH424"):
        sh.load_tables(data)
    assert rules_of(sh.load_pack(data)).rows


def test_tables_of_a_place_hold_there() -> None:
    """A file for a division or a profile is read as seen from there."""
    for head in ({"division": "3713"}, {"profile": "own"}, {"layer": "statutes"}):
        assert decided(table(file(**head)).decide({"a": "y"})).outcome == "Q"


# ---- hostile input

WORDS = [
    "x'; import os",
    "'''",
    '"""',
    "\\",
    "\\'",
    "x{0}",
    "x{}",
    "%s",
    "__class__",
    "None",
    "lambda: 0",
    "a,b",
    "v0",
    "facts",
    "')) or __import__('os').system('false') or (('",
    "中文 “引号”",
    "#",
    ";",
]


@pytest.mark.parametrize("policy", ["one", "order", "all"])
def test_values_are_values(policy: str) -> None:
    """Whatever a value looks like, it is decided on and given like any other."""
    data = file(
        facts={"a": WORDS, "out": WORDS},
        tables=[{"id": "T", "gives": "out", "answer": policy}],
        rows=[row(f"r{i}", when={"a": word}, then=word) for i, word in enumerate(WORDS)],
    )
    hostile = table(data)
    assert hostile.analyse().is_clean
    for word in WORDS:
        for _ in range(2):  # decided, then remembered
            assert decided(hostile.decide({"a": word})).outcomes == (word,)
        assert word in str(decided(hostile.decide({"a": word})))
    record = type("Record", (), {"a": WORDS[0]})()
    assert hostile.outcome(record) == WORDS[0]


@pytest.mark.parametrize(
    "name",
    ["__class__", "x; import os", "class", "None", "_a", "a.b", "", "1a", "{0}", "'''", "\\", "ﬁ"],
)
@pytest.mark.parametrize("section", ["facts", "details"])
def test_names_are_names(section: str, name: str) -> None:
    """A name that cannot stand in a program is refused, with its place."""
    data = file()
    data[section] = {**data[section], name: "yes_no"}
    (problem,) = faults(data)
    assert problem.code == "SH422"
    assert f"{section}.{name}" in problem.where
    assert repr(name) in problem.in_chinese()


@pytest.mark.parametrize("name", ["record", "facts", "slow", "answers", "made", "Decimal", "v0"])
def test_names_of_the_generated_code_are_free(name: str) -> None:
    """A fact may have a name that generated code uses for something else."""
    data = file(
        facts={name: "decimal", "out": ["P", "Q"]},
        rows=[row(when={name: "> 0.5"}), row("r2", when={name: "<= 0.5"}, then="Q")],
    )
    free = table(data)
    assert decided(free.decide({name: Decimal("0.6")})).outcome == "P"
    assert free.outcome(type("Record", (), {name: Decimal("0.5")})()) == "Q"


@pytest.mark.parametrize("word", ["'''", '"""', "{0}", "\\", "a\nb", "{path}", "x'; import os"])
def test_odd_words_stand_in_messages(word: str) -> None:
    """A word with quotes, braces or line ends is shown, and formats nothing."""
    data = file(rows=[row(word, table=word, cite=word, then=word)])
    (problem,) = faults(data)
    assert problem.code == "SH434"
    assert repr(word) in problem.what
    (problem,) = faults(file(rows=[row(word, when={"a": word + "?"})]))
    assert repr(word + "?") in problem.where


DEEP: list[Any] = []
for _ in range(50_000):
    DEEP = [DEEP]


@pytest.mark.parametrize("value", [DEEP, 16**5000], ids=["deep", "long"])
@pytest.mark.parametrize("key", ["then", "when", "cite", "cell"])
def test_what_cannot_even_be_shown_is_refused(key: str, value: object) -> None:
    """A nest of fifty thousand lists, or a hexadecimal number without end, is no crash."""
    written = {"when": {"a": value}} if key == "cell" else {key: value}
    with pytest.raises(sh.ServiceHallError):
        sh.load_tables(with_row(**written))


@pytest.mark.parametrize("number", ["9" * 4300, 16**5000], ids=["decimal", "hexadecimal"])
def test_a_very_long_threshold_is_met(number: str | int) -> None:
    """A threshold of thousands of digits is refused, or decides."""
    above = f"> {number}" if isinstance(number, str) else number
    rows = [row(when={"n": "<= 1"}), row("r2", when={"n": above}, then="Q")]
    with contextlib.suppress(sh.ServiceHallError):
        assert decided(table(file(rows=rows)).decide({"n": 1})).outcome == "P"


@pytest.mark.no_cover
def test_a_long_chain_of_exceptions_is_no_crash() -> None:
    """Fifteen hundred rows, each an exception to the next, are in good order."""
    rows = [row(f"r{i}", exception_to=[f"r{i + 1}"] if i < 1500 else []) for i in range(1501)]
    assert sh.load_pack(file(rows=rows))


@pytest.mark.parametrize(
    "written",
    [
        {"table": "procedure", "when": {"says_examined": True}, "then": "survey"},
        {"table": "case_kind", "when": {"says_examined": True}, "then": "RETURNED"},
    ],
    ids=["table", "fact"],
)
def test_what_another_place_declares_is_not_there(written: Data) -> None:
    """The words of 孟定 are not known in Shandong: refused, not a bare KeyError."""
    with pytest.raises(sh.FaultyDataError):
        sh.load_pack(
            {"id": "q", "division": "3713", "rows": [{"id": "r", "cite": CITE, **written}]}
        )


def test_a_name_of_another_place_is_free() -> None:
    """A fact that only 孟定 declares may be declared in Shandong."""
    data = {"id": "q", "division": "3713", "facts": {"says_examined": "yes_no"}}
    assert rules_of(sh.load_pack(data)).facts


# ---- nothing half applied


def test_a_faulty_pack_leaves_no_trace() -> None:
    """After a refusal the packs above, and the registry, are what they were."""
    above = sh.load_pack(file())
    before = repr(above)
    with pytest.raises(sh.FaultyDataError):
        sh.load_pack(
            {"id": "low", "division": "37", "rows": [row("n1", then="Q"), row("n2", then="R")]},
            above=[above],
        )
    assert repr(above) == before
    policy = sh.Registry.of(above).policy("37", on=date(2026, 1, 1))
    assert [r.id for r in policy.table("T").rows] == ["r1", "r2"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (file(rows=[row(), change("r1", then="PP")]), ["SH435"]),
        (with_table(facts=["a", "aa"]) | {"rows": [row()]}, ["SH424"]),
        (with_row(exception_to=["r9"], then="PP"), ["SH435", "SH456"]),
        (
            file(rows=[row(), row("r2", then="Q"), row("r3", exception_to=["r1", "r2"], cite="")]),
            ["SH433"],
        ),
    ],
    ids=["change", "facts", "exception", "dropped exception"],
)
def test_what_is_built_on_a_fault_is_not_analysed(data: Data, expected: list[str]) -> None:
    """A faulty record is left out with its own fault told, never a bare exception."""
    assert sorted(codes(data)) == expected


@pytest.mark.parametrize("data", [file(rows=[{1: 2}]), with_table(after={"P": {None: 1}})])
def test_keys_are_text(data: Data) -> None:
    """A parser of TOML makes nothing else."""
    with pytest.raises(sh.InputTypeError) as refused:
        sh.load_pack(data)
    assert refused.value.code == "SH119"


def test_a_message_can_always_be_shown() -> None:
    """Even that of a number which Python does not write."""
    with pytest.raises(sh.FaultyDataError) as refused:
        sh.load_tables(file(format=10**5000))
    assert "SH210" in str(refused.value)


def test_arguments_are_checked() -> None:
    """A caller's mistake is told as one."""
    for wrong in (
        lambda: sh.load_pack(file(), above=1),  # type: ignore[arg-type]
        lambda: sh.load_pack(file(), above=["pack"]),  # type: ignore[list-item]
        lambda: sh.load_tables(file())["T"].compare(1),  # type: ignore[arg-type]
        lambda: sh.load_tables(file())["T"].analyse("x"),  # type: ignore[arg-type]
    ):
        with pytest.raises(sh.InputTypeError):
            wrong()


def test_a_fact_that_nothing_asks_for_is_told() -> None:
    """Declared in the file and used by no row: a misspelt name, or a rule that was forgotten."""
    table = sh.load_tables(with_fact("yes_no"))["T"]
    assert "z" in [fact.name for fact in table.analyse().unused_facts]


def test_a_bound_of_thousands_of_digits_is_refused() -> None:
    """So long a figure is a mistake."""
    assert codes(with_fact({"type": "integer", "least": 10**2000})) == ["SH421"]
