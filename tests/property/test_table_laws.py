"""Laws of decision tables: what holds for every table, every case and every part of a case.

Tables are drawn as the dicts that TOML becomes; the library loads them, and ``table_oracle`` goes
through all their cases by hand. Four groups. Deciding: complete cases, partial ones, compiled and
in columns. Analysis: holes, contradictions, idle rows, facts without use. Comparing. Layers.
"""

import functools
import itertools
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from attrs import evolve, frozen
from hypothesis import assume, given, settings, strategies as st

import servicehall as sh
from servicehall import batch
from tests import table_oracle as oracle
from tests.table_oracle import CONFLICT, FOREIGN, HOLE, NATION

Data = dict[str, Any]
Facts = Mapping[str, oracle.Domain]

CITE = "《办法》第1条"
DAYS = [date(2023, 6, 1), date(2024, 6, 1), date(2025, 6, 1)]
TURN = [date(2024, 1, 1), date(2025, 1, 1)]
PLACES = [NATION, "37", "3713", "371302", "371302001", "3702", "13"]
COUNTY = "371302"

# ---- what is drawn

FACTS = {
    "yes_no": [{"type": "yes_no"}, "yes_no"],
    "choice": [["p", "q"], ["p", "q", "r"], {"values": {"p": "甲", "q": "乙", "s": "丁"}}],
    "integer": ["integer", "count", {"type": "integer", "least": 1, "most": 4}],
    "decimal": ["decimal", {"type": "decimal", "least": "0", "most": "2.5"}],
}
TERMS = {
    "t.yes_no": ("yes_no", [True, False]),
    "t.choice": (["p", "q"], ["p", "q"]),
    "t.integer": ("integer", [1, 2, 3]),
    "t.decimal": ("decimal", ["0.5", "1.5", 2]),
}
GIVES: dict[str, tuple[Any, Sequence[Any]]] = {
    "choice": (["A", "B", "C"], ["A", "B", "C"]),
    "yes_no": ("yes_no", [True, False]),
    "number": ("integer", [1, 2, 3]),
}
POLICIES = ["one", "order", "all"]
SIGNS = [">=", "<=", ">", "<", "!=", "="]


@functools.cache
def up_to(last: int) -> st.SearchStrategy[int]:
    """Return the numbers from 0 to a last one; made once, since making it takes long."""
    return st.integers(0, last)


def pick(draw: st.DrawFn, options: Sequence[Any]) -> Any:
    """Draw one of some things."""
    return options[draw(up_to(len(options) - 1))]


def rarely(draw: st.DrawFn, one_in: int = 4) -> bool:
    """Draw yes now and then."""
    return draw(up_to(one_in - 1)) == one_in - 1


def some(draw: st.DrawFn, options: Sequence[Any], least: int, most: int) -> list[Any]:
    """Draw several different things, in any order."""
    left = list(options)
    number = least + draw(up_to(min(most, len(left)) - least))
    return [left.pop(draw(up_to(len(left) - 1))) for _ in range(number)]


def some_facts(draw: st.DrawFn) -> dict[str, Any]:
    """Draw two to four facts, often two of one kind; at most two are numbers."""
    first = pick(draw, list(FACTS))
    second = pick(draw, [first, *FACTS])
    numbers = sum(kind in ("integer", "decimal") for kind in (first, second))
    rest = [pick(draw, ["yes_no", "choice"]) for _ in range(draw(up_to(2 - numbers)))]
    return {f"f{'abcd'[i]}": pick(draw, FACTS[k]) for i, k in enumerate([first, second, *rest])}


def some_terms(draw: st.DrawFn) -> list[Data]:
    """Draw a value for each term, now and then two, one after the other."""
    found: list[Data] = []
    for name, (kind, values) in TERMS.items():
        own: Data = {"value": pick(draw, values), "cite": CITE}
        if rarely(draw):
            later = {"value": pick(draw, values), "since": date(2024, 1, 2), "cite": CITE}
            own = {"values": [{**own, "expires": TURN[0]}, later]}
        found += [{"id": name, "type": kind, **own}]
    return found


# ---- conditions


def cells_on(name: str, facts: Facts) -> list[Any]:
    """Return the cells to draw from for one fact: all without alternatives that some value meets.

    Those that refer to a term or to another fact stand first, and values last.
    """
    mine = facts[name]
    others = [
        other
        for other, domain in facts.items()
        if other != name and mine.kind == domain.kind and set(mine.values) == set(domain.values)
    ]
    return cells_of(mine, tuple(others))


@functools.cache
def cells_of(domain: oracle.Domain, others: tuple[str, ...]) -> list[Any]:
    """Return the cells on a fact that can be compared with some others."""
    signs = SIGNS if domain.is_number else ["!=", "="]
    names = [f"$t.{domain.kind}", *(f"@{other}" for other in others)]
    referring = [*names, *(f"{sign} {name}" for sign in signs for name in names)]
    if not domain.is_number:
        excluded = [f"!= {value}" for value in domain.values if domain.kind == "choice"]
        return [*referring, *excluded, *domain.values]
    written = [0, 1, 2, 3] if domain.kind == "integer" else ["0.5", 1, "1.5", "2"]
    figures = [figure for figure in written if oracle.figure(figure) in domain]
    compared = [f"{sign} {figure}" for sign in signs for figure in figures]
    both = [f"{one}, {other}" for one, other in itertools.permutations(compared, 2)]
    both += [f"{one}, {other}" for one in compared for other in referring[len(names) :]]
    alone = oracle.Table((), "")
    alone.__dict__["facts"] = {"": domain}
    met = [cell for cell in [*both, *compared] if not alone.never_holds("", cell)]
    return [*referring, *met[:: max(1, len(met) // 40)], *compared_met(met), *figures]


def compared_met(met: list[str]) -> list[str]:
    """Return the plain comparisons among cells."""
    return [cell for cell in met if "," not in cell]


def cell(draw: st.DrawFn, name: str, facts: Facts) -> Any:
    """Draw a cell, now and then with alternatives, or with no condition."""
    options = cells_on(name, facts)
    one = pick(draw, options)
    if not rarely(draw):
        return one
    return pick(draw, ["-", [one], [one, pick(draw, options)], [pick(draw, options), one]])


def one_when(draw: st.DrawFn, facts: Facts) -> Data:
    """Draw a set of cells."""
    return {name: cell(draw, name, facts) for name in some(draw, list(facts), 1, 3)}


def some_when(draw: st.DrawFn, facts: Facts) -> Any:
    """Draw conditions: one set of cells, or several of which any suffices."""
    if not rarely(draw):
        return one_when(draw, facts)
    return [one_when(draw, facts) for _ in range(draw(up_to(2)) + 1)]


def span(draw: st.DrawFn) -> Data:
    """Draw when a record is in force; mostly always."""
    first, last = TURN
    both = {"since": first, "expires": last}
    ends = [{"since": first}, {"since": last}, {"expires": first}, {"expires": last}, both]
    return pick(draw, ends) if rarely(draw, 6) else {}


def some_rows(
    draw: st.DrawFn,
    facts: Facts,
    head: Data,
    outcomes: Sequence[Any],
    *,
    prefix: str = "r",
    number: tuple[int, int] = (1, 6),
) -> list[Data]:
    """Draw rows, some with a span, some of them "otherwise", some exceptions to those before."""
    rows: list[Data] = []
    least, most = number
    for place in range(1, least + draw(up_to(most - least)) + 1):
        row = {"table": "t", "id": f"{prefix}{place}", "cite": CITE, **span(draw)}
        row["then"] = pick(draw, outcomes)
        if rarely(draw, 6):
            row["otherwise"] = True
        else:
            row["when"] = some_when(draw, facts)
        proper = [before["id"] for before in rows if "when" in before]
        if proper and "when" in row and head["answer"] == "one" and rarely(draw):
            row["exception_to"] = some(draw, proper, 1, 2)
        rows.append(row)
    return rows


# ---- tables


def some_head(draw: st.DrawFn, facts: Data, policy: str | None) -> tuple[Data, str]:
    """Draw the head of a table, and which kind of outcomes it gives."""
    kind = pick(draw, ["choice", "choice", "yes_no", "number"])
    head = {"id": "t", "gives": "out", "answer": policy or pick(draw, POLICIES)}
    if (kind == "number" and head["answer"] == "order") or draw(up_to(1)):
        outcomes = GIVES[kind][1]
        head["order"] = some(draw, outcomes, len(outcomes), len(outcomes))
    head["facts"] = some(draw, list(facts), 0, 2)
    return head, kind


def read(facts: Data) -> Facts:
    """Return facts as the oracle reads them, without the one that is given."""
    return {name: oracle.Domain.of(w) for name, w in facts.items() if name != "out"}


@st.composite
def drawn(draw: st.DrawFn, policy: str | None = None) -> Data:
    """Draw a table that stands alone, with its facts and terms."""
    facts = some_facts(draw)
    head, kind = some_head(draw, facts, policy)
    gives, outcomes = GIVES[kind]
    rows = some_rows(draw, read(facts), head, outcomes)
    facts = {**facts, "out": gives}
    terms = some_terms(draw)
    return {"id": "law-n", "facts": facts, "terms": terms, "tables": [head], "rows": rows}


def outcomes_of(data: Data) -> Sequence[Any]:
    """Return the outcomes that a table was drawn with."""
    return next(outcomes for gives, outcomes in GIVES.values() if gives == data["facts"]["out"])


def quarrel_in(packs: list[Data]) -> list[str]:
    """Return two rows that contradict each other somewhere at some time, the earlier one first."""
    order = [row["id"] for pack in packs for row in pack["rows"] if "id" in row]
    if packs[0]["tables"][0]["answer"] != "one":
        return []
    places = PLACES[:1] if len(packs) == 1 else PLACES
    for place, day in itertools.product(places, oracle.turning_days(packs)):
        for pair in oracle.Table(tuple(packs), "t", place, day).quarrels():
            return sorted(pair, key=order.index)
    return []


def settled(packs: list[Data]) -> list[Data]:
    """Settle all contradictions: the later row becomes an exception, or goes."""
    while pair := quarrel_in(packs):
        first, later = pair
        rows = next(p["rows"] for p in packs if later in [row.get("id") for row in p["rows"]])
        row = next(row for row in rows if row.get("id") == later)
        if row.pop("otherwise", False):
            row["when"] = {}
        else:
            row["exception_to"] = [*row.get("exception_to", ()), first]
    return packs


@frozen(eq=False)
class Twice:
    """One table twice: for the library, and as the oracle reads it."""

    table: sh.Table
    hand: oracle.Table

    @property
    def data(self) -> Data:
        return self.hand.packs[0]


def loaded(data: Data, day: date) -> Twice:
    """Load a table without contradictions."""
    return Twice(sh.load_tables(data, on=day)["t"], oracle.Table((data,), "t", NATION, day))


def forced(data: Data, day: date) -> Twice:
    """Load any table: the outcomes are put in after loading has looked for contradictions."""
    hand = oracle.Table((data,), "t", NATION, day)
    same = data["rows"][0]["then"]
    table = sh.load_tables({**data, "rows": [{**r, "then": same} for r in data["rows"]]}, on=day)
    then = {line.id: line.then for line in hand.lines}
    rows = tuple(evolve(row, then=then[row.id]) for row in table["t"].rows)
    return Twice(evolve(table["t"], rows=rows, order=tuple(hand.order)), hand)


@st.composite
def tables(draw: st.DrawFn, policy: str | None = None) -> Twice:
    """Draw a table without contradictions on a day."""
    data = draw(drawn(policy))
    return loaded(settled([data])[0], draw(st.sampled_from(DAYS)))


@st.composite
def any_tables(draw: st.DrawFn) -> Twice:
    """Draw a table on a day, contradictions and all."""
    return forced(draw(drawn()), draw(st.sampled_from(DAYS)))


@st.composite
def parts_of_cases(draw: st.DrawFn, twice: Twice) -> oracle.Case:
    """Draw what is known of some case."""
    case, _ = pick(draw, twice.hand.all)
    return {name: value for name, value in case.items() if draw(up_to(1))}


# ---- what is told


def told(decision: sh.Decision) -> oracle.Verdict:
    """Return what a decision says, as the oracle says it."""
    rows = frozenset(row.id for row in decision.rows)
    return oracle.Verdict(decision.outcomes, rows, decision.traits)


FAULTS = {HOLE: "SH406", CONFLICT: "SH407"}


def check_refused(decide: Any, facts: Any, codes: set[str]) -> None:
    """Check that a table that fails says so."""
    with pytest.raises(sh.DataError) as caught:
        decide(facts)
    assert caught.value.code in codes


def check_complete(table: sh.Table, hand: oracle.Table) -> None:
    """Check every complete case, twice: first kept answers are made, then they are used."""
    for case, verdict in hand.all * 2:
        if verdict.answer in (HOLE, CONFLICT):
            check_refused(table.decide, case, {FAULTS[verdict.answer]})
        else:
            assert told(table.decide(case)) == verdict


def check_partial(twice: Twice, known: oracle.Case) -> None:
    """Check what is said of a part of a case."""
    outlook = twice.hand.outlook(known)
    if outlook.settled and outlook.has_gaps:
        check_refused(twice.table.decide, known, {FAULTS[answer] for answer in outlook.answers})
        return
    found = twice.table.decide(known)
    if outlook.settled:
        assert isinstance(found, sh.Decision)
        assert {found.outcomes} == outlook.answers
        assert told(found) == oracle.Verdict(found.outcomes, outlook.rows, outlook.traits)
        assert found.open_traits == outlook.open_traits
    else:
        assert isinstance(found, sh.Undetermined)
        assert found.possible == outlook.possible
        assert frozenset(found.needed) == outlook.needed
        assert len(found.needed) == len(outlook.needed)
        assert found.has_gaps == outlook.has_gaps


# ---- deciding


@pytest.mark.requirement("R-052")
@settings(max_examples=40)
@given(twice=tables())
def test_a_complete_case_is_decided_as_by_hand(twice: Twice) -> None:
    """Each complete case has the outcome, the rows and the traits that the oracle finds."""
    check_complete(twice.table, twice.hand)


@settings(max_examples=40)
@given(twice=any_tables())
def test_a_case_on_which_rows_disagree_is_refused(twice: Twice) -> None:
    """Where nothing settles a contradiction the table says so and never picks a row."""
    check_complete(twice.table, twice.hand)


@settings(max_examples=40)
@given(data=st.data(), twice=tables())
def test_part_of_a_case_says_what_all_completions_allow(data: st.DataObject, twice: Twice) -> None:
    """Neither more nor less than the completions is said: outcomes, traits, gaps, questions."""
    check_partial(twice, {})
    for _ in range(4):
        check_partial(twice, data.draw(parts_of_cases(twice)))


@settings(max_examples=40)
@given(data=st.data(), twice=tables())
def test_one_more_fact_never_widens_what_is_possible(data: st.DataObject, twice: Twice) -> None:
    """Facts that come in one by one leave the same outcomes or fewer, and no new questions' facts.

    What was asked for and is known now is not asked for again.
    """
    case, verdict = data.draw(st.sampled_from(twice.hand.all))
    assume(verdict.answer != HOLE)
    known: oracle.Case = {}
    before = set(twice.hand.order)
    for name in data.draw(st.permutations(sorted(case))):
        known[name] = case[name]
        found = twice.table.decide(known)
        possible = set(getattr(found, "possible", None) or getattr(found, "outcomes", ()))
        assert possible <= before
        assert set(getattr(found, "needed", ())).isdisjoint(known)
        before = possible
    assert twice.table.decide(case).outcomes == verdict.answer


@settings(max_examples=30)
@given(data=st.data(), twice=tables())
def test_a_fact_that_is_not_needed_makes_no_difference(data: st.DataObject, twice: Twice) -> None:
    """Whatever the answer to a question that is not asked, the same outcomes stay possible."""
    known = data.draw(parts_of_cases(twice))
    outlook = twice.hand.outlook(known)
    assume(not outlook.settled)
    found = twice.table.decide(known)
    for name in sorted(set(twice.hand.asked) - outlook.needed - set(known)):
        for value in twice.hand.sample(name, known):
            more = twice.table.decide({**known, name: value})
            assert isinstance(more, sh.Undetermined)
            assert set(more.possible) == set(found.possible)


@settings(max_examples=30)
@given(data=st.data(), twice=st.sampled_from(["one", "order"]).flatmap(tables))
def test_the_compiled_outcome_is_that_of_deciding(data: st.DataObject, twice: Twice) -> None:
    """The generated function says of each record what the oracle says, or refuses it likewise."""
    for case, verdict in twice.hand.all:
        record = SimpleNamespace(**case)
        if verdict.answer == HOLE:
            check_refused(twice.table.outcome, record, {"SH406"})
        else:
            assert (twice.table.outcome(record),) == verdict.answer
    known = data.draw(parts_of_cases(twice))
    outlook = twice.hand.outlook(known)
    record = SimpleNamespace(**{**dict.fromkeys(twice.hand.asked), **known})
    if not outlook.settled:
        with pytest.raises(sh.InputValueError) as caught:
            twice.table.outcome(record)
        assert caught.value.code == "SH409"
    elif outlook.has_gaps:
        check_refused(twice.table.outcome, record, {"SH406"})
    else:
        assert {(twice.table.outcome(record),)} == outlook.answers


@settings(max_examples=40)
@given(twice=any_tables())
def test_a_table_with_contradictions_is_compiled_with_care(twice: Twice) -> None:
    """Where rows contradict each other the fast outcome refuses, as deciding does."""
    assume(twice.hand.policy != "all")
    for case, verdict in twice.hand.all:
        record = SimpleNamespace(**case)
        if verdict.answer in FAULTS:
            check_refused(twice.table.outcome, record, {FAULTS[verdict.answer]})
        else:
            assert (twice.table.outcome(record),) == verdict.answer


SMALL = {"id": "law-n", "facts": {"fa": "decimal", "out": ["A", "B"]}}
SMALL["tables"] = [{"id": "t", "gives": "out", "answer": "one"}]


@pytest.mark.parametrize("word", ["Infinity", "-Infinity", "NaN"])
def test_a_number_without_end_is_always_refused(word: str) -> None:
    """Infinite and undefined decimals belong to no domain, whatever was decided before."""
    row = {"table": "t", "cite": CITE}
    rows = [
        {**row, "id": "r1", "when": {"fa": "= 1"}, "then": "A"},
        {**row, "id": "r2", "otherwise": True, "then": "B"},
    ]
    table = sh.load_tables({**SMALL, "rows": rows})["t"]
    for number in (0, 1, 2):
        table.decide({"fa": number})
    case = {"fa": Decimal(word)}
    for ask in (table.decide, lambda facts: table.outcome(SimpleNamespace(**facts))):
        with pytest.raises(sh.InputValueError) as caught:
            ask(case)
        assert caught.value.code == "SH402"


@pytest.mark.parametrize("policy", ["one", "order"])
def test_a_table_without_rows_has_a_hole_only(policy: str) -> None:
    """Where no row is in force there is no outcome, also for the compiled function."""
    head = {"id": "t", "gives": "out", "answer": policy}
    table = sh.load_tables({**SMALL, "tables": [head], "rows": []})["t"]
    check_refused(table.decide, {}, {"SH406"})

    def ask(record: object) -> object:
        return table.outcome(record)

    check_refused(ask, SimpleNamespace(), {"SH406"})


# ---- in columns


def column(draw: st.DrawFn, domain: oracle.Domain, values: list[Any]) -> Any:
    """Put values in an array of one of the kinds that can hold them."""
    objects = np.empty(len(values), dtype=object)
    objects[:] = values
    if domain.kind == "choice" and draw(st.booleans()):
        codes = [-1 if value is None else domain.values.index(value) for value in values]
        return batch.Coded(domain.values, np.array(codes, dtype=np.int8))
    if None in values or domain.kind == "decimal" or draw(st.booleans()):
        if domain.kind == "integer" and draw(st.booleans()):
            mask = [value is None for value in values]
            return np.ma.array([value or 0 for value in values], mask=mask, dtype=np.int64)
        return objects
    return np.array(values)


def fate(twice: Twice, known: oracle.Case) -> Any:
    """Return what stands in a row of an array: the outcome, None, or a fault."""
    answers = twice.hand.outlook(known).answers
    if len(answers) > 1:
        return None
    (answer,) = answers
    return answer if isinstance(answer, str) or twice.hand.policy == "all" else answer[0]


@settings(max_examples=30)
@given(data=st.data(), twice=tables())
def test_columns_are_decided_row_by_row(data: st.DataObject, twice: Twice) -> None:
    """An array of cases, whole or with gaps, gets the answers that its rows get one by one."""
    asked = twice.hand.asked
    parts = data.draw(st.lists(parts_of_cases(twice), max_size=4))
    parts += [case for case, _ in twice.hand.all] if data.draw(st.booleans()) else []
    left_out = pick(data.draw, [*asked, *[""] * 9])
    rows = [{n: v for n, v in known.items() if n != left_out} for known in parts]
    fates = [fate(twice, known) for known in rows]
    whole = [row for row, end in zip(rows, fates, strict=True) if end not in FAULTS]
    columns = {
        name: column(data.draw, twice.hand.facts[name], [row.get(name) for row in whole])
        for name in asked
        if name != left_out
    }
    assume(columns)
    found = batch.decide(twice.table, columns)
    assert list(found) == [end for end in fates if end not in FAULTS]


@settings(max_examples=30)
@given(data=st.data(), twice=any_tables())
def test_a_row_without_an_answer_is_refused_in_columns(data: st.DataObject, twice: Twice) -> None:
    """A hole or a contradiction in any complete row refuses the array, with its code."""
    faulty = [(case, v.answer) for case, v in twice.hand.all if v.answer in FAULTS]
    assume(faulty and twice.hand.asked)
    case, answer = data.draw(st.sampled_from(faulty))
    good = [case for case, verdict in twice.hand.all if verdict.answer not in FAULTS][:3]
    columns = {
        name: column(data.draw, twice.hand.facts[name], [c[name] for c in [*good, case]])
        for name in twice.hand.asked
    }
    check_refused(lambda given: batch.decide(twice.table, given), columns, {FAULTS[answer]})


def test_columns_of_a_table_of_65536_cells_end_with_a_fact_without_use() -> None:
    """Sixteen times yes or no, then a fact that no row asks for: still decided row by row."""
    names = [f"f{number}" for number in range(16)]
    row = {"table": "t", "cite": CITE}
    data = {
        "id": "law-n",
        "facts": {**dict.fromkeys(names, "yes_no"), "last": ["p", "q"], "out": ["A", "B"]},
        "tables": [{"id": "t", "gives": "out", "answer": "order", "facts": [*names, "last"]}],
        "rows": [
            {**row, "id": "r1", "when": dict.fromkeys(names, True), "then": "A"},
            {**row, "id": "r2", "otherwise": True, "then": "B"},
        ],
    }
    table = sh.load_tables(data)["t"]
    columns = {name: np.array([True, False]) for name in names} | {"last": np.array(["p", "q"])}
    assert list(batch.decide(table, columns)) == ["A", "B"]


def test_columns_of_a_table_without_outcomes_have_none() -> None:
    """Under "all" a table of numbers without a row gives every case no outcome."""
    head = {"id": "t", "gives": "out", "answer": "all", "facts": ["fa"]}
    data = {"id": "law-n", "facts": {"fa": "yes_no", "out": "integer"}, "tables": [head]}
    table = sh.load_tables(data)["t"]
    assert table.decide({"fa": True}).outcomes == ()
    assert list(batch.decide(table, {"fa": np.array([True])})) == [()]


# ---- analysis


def lies_in(case: oracle.Case, region: Any) -> bool:
    """Tell whether a case lies in a region."""
    return all(
        any(belongs(case[fact.name], part.values) for part in parts)
        for fact, parts in region.conditions
    )


def belongs(value: Any, values: Any) -> bool:
    """Tell whether a value lies in a part: it is listed, or between two edges."""
    if isinstance(values, tuple):
        return value in values
    low, high = values.low, values.high
    above = low is None or value > low[0] or (value == low[0] and not low[1])
    return above and (high is None or value < high[0] or (value == high[0] and bool(high[1])))


@settings(max_examples=40)
@given(twice=any_tables())
def test_analysis_finds_exactly_the_holes(twice: Twice) -> None:
    """Every case without a row lies in a region that is told, no other does, examples are holes."""
    found = twice.table.analyse()
    holes = twice.hand.holes()
    assert found.checked
    assert bool(found.hole_cells) == bool(holes)
    for region in found.holes:
        assert not twice.hand.decide(dict(region.example)).rows
        assert lies_in(dict(region.example), region) or twice.hand.linked
    all_told = sum(region.cells for region in found.holes) == found.hole_cells
    assert all_told or len(found.holes) == 20
    if not twice.hand.linked:
        for case, verdict in twice.hand.all:
            in_one = any(lies_in(case, region) for region in found.holes)
            assert in_one == (not verdict.rows) or (not all_told and not in_one)


@settings(max_examples=40)
@given(twice=any_tables())
def test_analysis_finds_exactly_the_contradictions(twice: Twice) -> None:
    """The pairs of rows that disagree in some case are told, no others, each with an example."""
    found = twice.table.analyse()
    assert {frozenset(overlap.rows) for overlap in found.overlaps} == twice.hand.quarrels()
    then = {line.id: line.then for line in twice.hand.lines}
    for overlap in found.overlaps:
        verdict = twice.hand.decide(dict(overlap.region.example))
        assert verdict.answer == CONFLICT
        assert set(overlap.rows) <= verdict.rows
        assert overlap.outcomes == tuple(then[row] for row in overlap.rows)


@settings(max_examples=40)
@given(twice=any_tables())
def test_analysis_finds_exactly_the_rows_that_never_fire(twice: Twice) -> None:
    """Rows that decide no case are told, also if only several others cover them, "otherwise" too.

    No level but one is at work, so that none is told as replaced by a more specific level.
    """
    found = twice.table.analyse()
    assert {idle.row for idle in found.never_fire} == twice.hand.idle()
    assert not found.replaced
    for idle in found.never_fire:
        own = [applying for applying in rows_met(twice.hand) if idle.row in applying]
        assert bool(own) == bool(idle.because)
        assert all(applying & set(idle.because) for applying in own)


def rows_met(hand: oracle.Table) -> Iterator[set[str]]:
    """Go through the rows that apply, case by case."""
    return ({line.id for line in applying} for _, applying in hand.met)


@settings(max_examples=40)
@given(twice=any_tables())
def test_analysis_finds_exactly_the_rows_that_could_go(twice: Twice) -> None:
    """A row that decides and without which no answer and no trait changes is told as redundant."""
    found = twice.table.analyse()
    assert {idle.row for idle in found.redundant} == twice.hand.redundant()
    for idle in found.redundant:
        for (_, verdict), applying in zip(twice.hand.all, rows_met(twice.hand), strict=True):
            decides = idle.row in verdict.rows and verdict.answer != CONFLICT
            assert not decides or applying & set(idle.because)


@settings(max_examples=40)
@given(twice=any_tables())
def test_analysis_finds_exactly_the_facts_without_use(twice: Twice) -> None:
    """Facts that change no answer and no trait are told, and outcomes that never come out."""
    found = twice.table.analyse()
    asked = {fact.name for fact in found.unused_facts if fact in twice.table.facts}
    assert asked == twice.hand.unused()
    assert set(found.unused_outcomes) == twice.hand.never_given()


@settings(max_examples=40)
@given(twice=any_tables())
def test_all_is_well_only_if_nothing_is_wrong(twice: Twice) -> None:
    """A table is complete with one answer for each case, and clean with nothing idle besides."""
    hand, found = twice.hand, twice.table.analyse()
    assert found.is_complete == (not hand.holes() and not hand.conflicts())
    faults = (hand.policy != "all" and hand.holes()) or hand.conflicts()
    assert found.is_clean == (not (faults or hand.idle() or hand.redundant() or hand.unused()))


@settings(max_examples=40)
@given(data=drawn("one"))
def test_a_table_that_contradicts_itself_is_refused(data: Data) -> None:
    """Loading refuses a contradiction at any time, names both rows, and refuses nothing else."""
    hands = [oracle.Table((data,), "t", NATION, day) for day in oracle.turning_days([data])]
    pairs = {pair for hand in hands for pair in hand.quarrels()}
    if not pairs:
        assert "t" in sh.load_tables(data, on=DAYS[0])
        return
    with pytest.raises(sh.FaultyDataError) as caught:
        sh.load_tables(data, on=DAYS[0])
    problems = caught.value.problems
    assert {problem.code for problem in problems} == {"SH441"}
    found = {frozenset(p.facts["path"].removeprefix("rows ").split(", ")) for p in problems}
    assert found == pairs


# ---- two tables

NO_ANSWER = {"none": HOLE, "conflict": CONFLICT, "unknown value": FOREIGN}


def said(outcome: Any) -> Any:
    """Return one side of a change as the oracle says it."""
    return NO_ANSWER[outcome.value] if isinstance(outcome, sh.NoAnswer) else outcome


def widened(draw: st.DrawFn, written: Any) -> Any:
    """Draw a fact of the same kind, with other values or bounds."""
    domain = oracle.Domain.of(written)
    if domain.kind == "choice":
        return pick(draw, [["p", "q"], ["q", "p", "r"], ["p", "q", "s"]])
    bounds = {"integer": (0, 2, 3), "decimal": ("0.5", "1", "2")}
    if domain.kind not in bounds:
        return written
    least, middle, most = bounds[domain.kind]
    ends = [{}, {"least": least}, {"most": most}, {"least": middle, "most": most}]
    return {"type": domain.kind, **pick(draw, ends)}


@st.composite
def versions(draw: st.DrawFn) -> tuple[Twice, Twice]:
    """Draw two tables that give the same, on the same facts; some facts are of other values."""
    data, day = draw(drawn()), pick(draw, DAYS)
    facts = {n: widened(draw, w) if rarely(draw) else w for n, w in data["facts"].items()}
    facts["out"] = data["facts"]["out"]
    outcomes = outcomes_of(data)
    (head,) = data["tables"]
    head = {"order": outcomes, **head, "answer": pick(draw, [head["answer"]] * 3 + POLICIES)}
    if facts != data["facts"] or draw(up_to(1)):
        rows = some_rows(draw, read(facts), head, outcomes)
    else:
        rows = [
            {**row, "then": pick(draw, outcomes) if rarely(draw) else row["then"]}
            for row in data["rows"]
        ]
    if head["answer"] != "one":
        rows = [{**row, "exception_to": []} for row in rows]
    return forced(data, day), forced({**data, "facts": facts, "tables": [head], "rows": rows}, day)


@settings(max_examples=30)
@given(pair=versions())
def test_comparing_tells_exactly_the_cases_that_differ(pair: tuple[Twice, Twice]) -> None:
    """Each case whose answer differs lies in a region that is told with the change, no other."""
    old, new = pair
    together = "all" in (old.hand.policy, new.hand.policy)
    found = old.table.compare(new.table)
    assert found.checked
    contrasts = list(oracle.contrasts(old.hand, new.hand))
    changes = [contrast.changes(together=together) for contrast in contrasts]
    traits = [
        set() if change else contrast.trait_changes()
        for contrast, change in zip(contrasts, changes, strict=True)
    ]
    assert bool(found.changed_cells) == any(changes)
    assert found.is_empty == (not any(changes) and not any(traits))
    assert {(said(c.old), said(c.new)) for c in found.changes} == set().union(*changes)
    assert {(c.trait, c.added) for c in found.trait_changes} == set().union(*traits)
    if old.hand.linked or new.hand.linked:
        return
    for contrast, change, trait in zip(contrasts, changes, traits, strict=True):
        here = {
            (said(c.old), said(c.new)) for c in found.changes if lies_in(contrast.case, c.region)
        }
        assert here == change
        also = [c for c in found.trait_changes if lies_in(contrast.case, c.region)]
        assert {(c.trait, c.added) for c in also} == trait


@settings(max_examples=30)
@given(pair=versions())
def test_examples_of_changes_are_changes(pair: tuple[Twice, Twice]) -> None:
    """The example of a change is decided as it says by either table."""
    old, new = pair
    together = "all" in (old.hand.policy, new.hand.policy)
    for change in old.table.compare(new.table).changes:
        case = dict(change.region.example)
        contrast = oracle.Contrast(
            case, oracle.verdict_on(case, old.hand), oracle.verdict_on(case, new.hand)
        )
        assert (said(change.old), said(change.new)) in contrast.changes(together=together)


@settings(max_examples=30)
@given(twice=any_tables())
def test_a_table_does_not_differ_from_itself(twice: Twice) -> None:
    """Comparing a table with itself tells nothing."""
    assert twice.table.compare(twice.table).is_empty


# ---- layers


def change_of(draw: st.DrawFn, row: Data, facts: Facts, outcomes: Any, *, first: bool) -> Data:
    """Draw a change of a row above; the first one may take conditions away."""
    change = {"table": "t", "changes": row["id"], "cite": CITE, **span(draw)}
    if "otherwise" in row or draw(up_to(1)):
        change["then"] = pick(draw, outcomes)
    if "otherwise" not in row and ("then" not in change or draw(up_to(1))):
        change["when"] = some_when(draw, facts)
    if isinstance(change.get("when"), dict):
        there = {n for one in oracle.as_sets(row["when"]) for n, c in one.items() if c != "-"}
        kept = {n: c for n, c in change["when"].items() if c != "-" or (first and n in there)}
        change["when"] = kept
        if not kept:  # a change must change something
            change = {**change, "then": pick(draw, outcomes)}
            del change["when"]
    return change


def lower(draw: st.DrawFn, place: str, above: list[Data], facts: Facts, prefix: str) -> Data:
    """Draw a pack of a place below: own rows, changes of rows above, values of terms."""
    (head,) = above[0]["tables"]
    outcomes = outcomes_of(above[0])
    rows = some_rows(draw, facts, head, outcomes, prefix=prefix, number=(0, 2))
    for row in rows:
        row.pop("exception_to", None)
        if rarely(draw):
            row["division"] = pick(draw, {"37": ["3713", "3702"], "371302": ["371302001"]}[place])
    for row in (row for pack in above for row in pack["rows"] if "id" in row):
        if rarely(draw):
            rows.append(change_of(draw, row, facts, outcomes, first=len(above) == 1))
    terms = [
        {"changes": name, "value": pick(draw, values), "cite": CITE}
        for name, (_, values) in TERMS.items()
        if rarely(draw)
    ]
    return {"id": f"law-{prefix}", "division": place, "terms": terms, "rows": rows}


@st.composite
def layered(draw: st.DrawFn) -> list[Data]:
    """Draw the packs of the nation, of a province and of a county in it."""
    nation = draw(drawn())
    nation["rows"] = nation["rows"][:4]
    if draw(up_to(1)):
        nation["layer"] = "model hall"
    elif rarely(draw):
        nation["rows"][-1]["division"] = "13"  # another province
    facts = read(nation["facts"])
    province = lower(draw, "37", [nation], facts, "p")
    county = lower(draw, "371302", [nation, province], facts, "c")
    return [nation, province, county]


def load_all(packs: list[Data]) -> list[sh.Pack]:
    """Load packs, each on those above it."""
    found: list[sh.Pack] = []
    for data in packs:
        found += [sh.load_pack(data, above=found)]
    return found


@pytest.mark.requirement("R-063")
@settings(max_examples=30)
@given(packs=layered(), place=st.sampled_from(PLACES), day=st.sampled_from(DAYS))
def test_each_place_decides_by_its_own_rows_first(packs: list[Data], place: str, day: date) -> None:
    """Rows, changed cells, figures of a level below count there, and all else stays as above."""
    registry = sh.Registry.of(*load_all(settled(packs)))
    hand = oracle.Table(tuple(packs), "t", place, day)
    table = registry.policy(place, on=day).tables["t"]
    check_complete(table, hand)


@settings(max_examples=40)
@given(data=st.data(), packs=layered(), day=st.sampled_from(DAYS))
def test_part_of_a_case_in_a_county(data: st.DataObject, packs: list[Data], day: date) -> None:
    """With rows of three levels the completions still say what is possible and what to ask."""
    registry = sh.Registry.of(*load_all(settled(packs)))
    hand = oracle.Table(tuple(packs), "t", COUNTY, day)
    twice = Twice(registry.policy(COUNTY, on=day).tables["t"], hand)
    for _ in range(3):
        check_partial(twice, data.draw(parts_of_cases(twice)))


@settings(max_examples=40)
@given(packs=layered(), day=st.sampled_from(DAYS))
def test_analysis_of_layers(packs: list[Data], day: date) -> None:
    """Idle rows never fire, or are replaced where only more special levels keep them from it."""
    registry = sh.Registry.of(*load_all(settled(packs)))
    hand = oracle.Table(tuple(packs), "t", COUNTY, day)
    found = registry.policy(COUNTY, on=day).tables["t"].analyse()
    assert bool(found.hole_cells) == bool(hand.holes())
    assert not found.overlaps
    assert {idle.row for idle in found.replaced} == hand.replaced()
    assert {idle.row for idle in found.never_fire} == hand.idle() - hand.replaced()
    assert {idle.row for idle in found.redundant} == hand.redundant()
    assert {fact.name for fact in found.unused_facts} == hand.unused() - hand.silenced()


def test_a_fact_in_a_replaced_row_is_silenced_not_unused() -> None:
    """A fact that only a replaced row compares another with is no more unused than that other."""
    row = {"table": "t", "cite": CITE}
    data = {
        "id": "law-n",
        "facts": {"fa": "yes_no", "fb": "yes_no", "out": ["A", "B"]},
        "tables": [{"id": "t", "gives": "out", "answer": "one"}],
        "rows": [{**row, "id": "r1", "when": {"fa": "@fb"}, "then": "A"}],
    }
    below = {
        "id": "law-p",
        "division": "37",
        "rows": [{**row, "id": "p1", "when": {}, "then": "B"}],
    }
    packs = [data, below]
    registry = sh.Registry.of(*load_all(packs))
    found = registry.policy("37", on=DAYS[0]).tables["t"].analyse()
    hand = oracle.Table(tuple(packs), "t", "37", DAYS[0])
    assert hand.silenced() == {"fa", "fb"}
    assert {fact.name for fact in found.unused_facts} == hand.unused() - hand.silenced()


@settings(max_examples=40)
@given(packs=layered())
def test_packs_that_contradict_themselves_are_refused(packs: list[Data]) -> None:
    """The first pack that brings a contradiction to some place at some time is the one refused."""
    found: list[sh.Pack] = []
    for number, data in enumerate(packs, 1):
        if quarrel_in(packs[:number]):
            with pytest.raises(sh.FaultyDataError) as caught:
                sh.load_pack(data, above=found)
            assert {problem.code for problem in caught.value.problems} == {"SH441"}
            return
        found.append(sh.load_pack(data, above=found))


@settings(max_examples=30)
@given(data=st.data(), packs=layered(), place=st.sampled_from(PLACES), day=st.sampled_from(DAYS))
def test_the_order_of_registration_never_matters(
    data: st.DataObject, packs: list[Data], place: str, day: date
) -> None:
    """Packs handed over in any order make the same table, which decides and asks the same."""
    known = load_all(settled(packs))
    one = sh.Registry.of(*known).policy(place, on=day).tables["t"]
    shuffled = data.draw(st.permutations(known))
    other = sh.Registry.of(*shuffled).policy(place, on=day).tables["t"]
    assert one.logic == other.logic
    assert one.rows == other.rows
    assert str(one) == str(other)
    assert str(one.analyse()) == str(other.analyse())
    hand = oracle.Table(tuple(packs), "t", place, day)
    twice = Twice(one, hand)
    known_facts = data.draw(parts_of_cases(twice))
    check_partial(twice, known_facts)
    check_partial(Twice(other, hand), known_facts)
