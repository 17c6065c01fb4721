"""Decision tables (规则表): ``case_kind`` beside code written by hand and beside rule engines.

All peers but the hand-written ones are made of the rows of the table itself. Before anything is
timed all are asked about every case of the domain, and must say the same.
"""

import inspect
import itertools
import json
import random
import time
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, partial, reduce
from typing import Any, Final

import business_rules.engine
import json_logic
import numpy as np
import numpy.typing as npt
import zen
from attrs import define, evolve, frozen
from business_rules.actions import BaseActions, rule_action
from business_rules.fields import FIELD_TEXT
from business_rules.variables import (
    BaseVariables,
    boolean_rule_variable,
    numeric_rule_variable,
    string_rule_variable,
)
from measure import Entry, Race, at_least, at_most, print_table, race, say_time

import servicehall as sh
from servicehall import batch
from servicehall.cells import Cell, Comparison
from servicehall.tables import MOST_CELLS, HitPolicy, Logic, Table
from servicehall.tables.analysis import analyse_logic
from servicehall.tables.logic import Rule
from servicehall.vocabulary import Choice, Fact, Number, YesNo

ON: Final = date(2026, 11, 21)
DIVISION: Final = "530926103"
COUNTS: Final = (1, 2, 3, 4)
"""The numbers of windows and of departments that are tried: below, at and above the threshold."""

FAST: Final = 2_000
SLOW: Final = 100
ROWS: Final = 1_000_000
SAMPLE: Final = 500
SEED: Final = 20260101

REGISTRY: Final = sh.Registry.discover()
POLICY: Final = REGISTRY.policy(DIVISION, on=ON)
TABLE: Final = POLICY.table("case_kind")
NAMES: Final = tuple(fact.name for fact in TABLE.facts)

Facts = dict[str, Any]
Decide = Callable[[Facts], object]


def main() -> None:
    check()
    print_table(
        "One decision by case_kind", [*one_decision(), *partial_decisions()], missing_fact()
    )
    print_table(f"{ROWS:,} decisions by case_kind at once", many_decisions())
    print_sizes("Exact analysis over the whole domain", analyses(), beyond())


# ---- the cases


@cache
def every_case() -> list[Facts]:
    """Return the whole domain."""
    domains = [COUNTS if isinstance(f.domain, Number) else f.domain.values for f in TABLE.facts]
    return [dict(zip(NAMES, values, strict=True)) for values in itertools.product(*domains)]


def is_ordinary(case: Facts) -> bool:
    """Tell whether nothing is missing and nothing returned: such a case passes most rows."""
    brought = case["main_document"] == "provided" and case["other_materials"] == "complete"
    return brought and not case["contrary_to_policy"] and case["survey"] != "failed"


@define
class Case:
    """A case as a record."""

    main_document: str
    other_materials: str
    contrary_to_policy: bool
    survey: str
    needs_process: bool
    same_day_possible: bool
    windows: int
    departments: int
    must_forward: bool


def fresh(cases: Sequence[Facts]) -> list[Facts]:
    """Return cases as they come from outside: texts are new objects, their hashes not known."""
    read: list[Facts] = json.loads(json.dumps(cases))
    return read


def fresh_records(cases: Sequence[Facts]) -> list[Case]:
    """Return the same as records."""
    return [Case(**case) for case in fresh(cases)]


# ---- by hand


def by_hand(case: Case) -> str:
    """Say what kind of case it is, as a programmer would write it down."""
    if case.main_document == "lacking" or case.contrary_to_policy or case.survey == "failed":
        return "RETURNED"
    if case.main_document == "held_not_brought" or case.other_materials in {
        "missing_undertaken",
        "missing_not_affecting",
    }:
        return "SUPPLEMENT"
    if case.other_materials == "missing_affecting":
        return "NOT_ACCEPTED"
    if case.must_forward:
        return "FORWARDED"
    if case.windows >= 3 or case.departments >= 3:
        return "JOINT"
    if case.needs_process or case.survey in {"pending", "passed"} or not case.same_day_possible:
        return "PROMISED"
    return "INSTANT"


# ---- the same table in other engines


def lines() -> Iterator[tuple[tuple[Cell, ...], str]]:
    """Go through the rows in order of precedence, each set of conditions on a line of its own."""
    for row in TABLE.rows_in_order:
        yield from ((cells, str(row.then)) for cells in row.when)


def pairs(cell: Cell) -> list[tuple[str, Any]]:
    """Return the comparisons of a cell, any one of which suffices."""
    return [(comparison.sign, comparison.operand) for (comparison,) in cell.alternatives]


def zen_table() -> Decide:
    """The fastest way of zen-engine to run a table: by a static loader.

    What ``create_decision`` and ``get_decision`` return takes 14 to 19 times as long a call.
    """
    columns = [{"id": name, "name": name, "field": name} for name in NAMES]
    content = {
        "hitPolicy": "first",
        "inputs": columns,
        "outputs": [{"id": "kind", "name": "kind", "field": "kind"}],
        "rules": [zen_rule(str(n), *line) for n, line in enumerate(lines())],
    }
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode"},
        {"id": "table", "name": "table", "type": "decisionTableNode", "content": content},
        {"id": "out", "name": "out", "type": "outputNode"},
    ]
    edges = [
        {"id": "first", "sourceId": "in", "targetId": "table"},
        {"id": "second", "sourceId": "table", "targetId": "out"},
    ]
    graph = {"nodes": nodes, "edges": edges}
    engine = zen.ZenEngine({"loader": {"type": "static", "content": {"case_kind": graph}}})
    return lambda facts: engine.evaluate("case_kind", facts)["result"].get("kind")


def zen_rule(name: str, cells: Iterable[Cell], kind: str) -> dict[str, str]:
    """Write one line as zen-engine has it; an empty cell sets no condition."""
    written = {cell.fact: ", ".join(zen_word(*pair) for pair in pairs(cell)) for cell in cells}
    return {"_id": name, **dict.fromkeys(NAMES, ""), **written, "kind": json.dumps(kind)}


def zen_word(sign: str, operand: object) -> str:
    """Write one comparison; equality needs no sign."""
    return json.dumps(operand) if sign == "=" else f"{sign} {operand}"


def zen_expression() -> Decide:
    """One nested expression, compiled: no table any more, but the fastest that zen-engine has."""
    written = "null"
    for cells, kind in reversed(list(lines())):
        tests = [
            " or ".join(f"{cell.fact} {zen_sign(sign)} {json.dumps(v)}" for sign, v in pairs(cell))
            for cell in cells
        ]
        written = (
            f"({' and '.join(f'({test})' for test in tests)}) ? {json.dumps(kind)} : {written}"
        )
    compiled: Decide = zen.compile_expression(written).evaluate
    return compiled


def zen_sign(sign: str) -> str:
    """Write a sign of comparison."""
    return "==" if sign == "=" else sign


def json_logic_table() -> Decide:
    """The package ``json-logic``, each row an "if" in the "else" of the one before.

    Version 0.6.3 was written for Python 2 and fails on Python 3 in two places: it takes
    ``tests.keys()[0]``, and uses ``reduce`` without importing it. Only these are mended.
    """
    source = inspect.getsource(json_logic).replace("tests.keys()[0]", "next(iter(tests))")
    names: dict[str, Any] = {"reduce": reduce}
    exec(source, names)  # noqa: S102  # the package's own text
    written: Any = None
    for cells, kind in reversed(list(lines())):
        written = {"?:": [{"and": [json_logic_test(cell) for cell in cells]}, kind, written]}
    return lambda facts: names["jsonLogic"](written, facts)


def json_logic_test(cell: Cell) -> dict[str, Any]:
    """Write one cell as json-logic has it."""
    var = {"var": cell.fact}
    return {"or": [{zen_sign(sign): [var, operand]} for sign, operand in pairs(cell)]}


class Variables(BaseVariables):  # type: ignore[misc]  # the package has no types
    """The facts of one case, as business-rules reads them; its methods are added below."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts


VARIABLE_KINDS: Final = {
    YesNo: boolean_rule_variable,
    Choice: string_rule_variable,
    Number: numeric_rule_variable,
}

for _fact in TABLE.facts:
    _kind = VARIABLE_KINDS[type(_fact.domain)](_fact.label)
    setattr(Variables, _fact.name, _kind(lambda self, name=_fact.name: self.facts.get(name)))


class Actions(BaseActions):  # type: ignore[misc]  # as above
    """What business-rules does with an outcome."""

    kind: str | None = None

    @rule_action(params={"kind": FIELD_TEXT})  # type: ignore[untyped-decorator]  # as above
    def say(self, kind: str) -> None:
        """Keep the outcome."""
        self.kind = kind


def business_rules_table() -> Decide:
    """The package ``business-rules``, which stops at the first row that applies."""
    written = [
        {
            "conditions": {"all": [business_rules_test(cell) for cell in cells]},
            "actions": [{"name": "say", "params": {"kind": kind}}],
        }
        for cells, kind in lines()
    ]

    def run(facts: Facts) -> object:
        actions = Actions()
        business_rules.engine.run_all(
            written, Variables(facts), actions, stop_on_first_trigger=True
        )
        return actions.kind

    return run


def business_rules_test(cell: Cell) -> dict[str, Any]:
    """Write one cell as business-rules has it."""
    return {"any": [business_rules_comparison(cell.fact, *pair) for pair in pairs(cell)]}


def business_rules_comparison(name: str, sign: str, operand: object) -> dict[str, Any]:
    """Write one comparison; of yes and no only that they are true or false can be said."""
    words = {"=": "equal_to", ">=": "greater_than_or_equal_to", "<": "less_than"}
    if isinstance(operand, bool):
        return {"name": name, "operator": "is_true" if operand else "is_false", "value": None}
    return {"name": name, "operator": words[sign], "value": operand}


ENGINES: Final[Mapping[str, Decide]] = {
    "zen-engine": zen_table(),
    "zen-engine, one nested expression": zen_expression(),
    "business-rules": business_rules_table(),
    "json-logic": json_logic_table(),
}


# ---- the answers


def check() -> None:
    """Make sure that all of them say the same of every case; the numpy ones too."""
    cases = every_case()
    kinds = [by_hand(case) for case in fresh_records(cases)]
    assert kinds == [TABLE.outcome(case) for case in fresh_records(cases)]
    assert kinds == [POLICY.classify(case).outcome for case in cases]  # type: ignore[union-attr]  # all complete
    for name, engine in ENGINES.items():
        assert kinds == [engine(case) for case in cases], name
    check_columns(coded_columns(range(len(cases))), kinds)
    check_columns(text_columns(range(len(cases))), kinds)


def check_columns(columns: "Columns", kinds: list[str]) -> None:
    """Make sure that both ways to decide many cases give these kinds."""
    assert batch.decide(TABLE, columns.ours).tolist() == kinds
    assert outcomes_by_numpy(columns).tolist() == kinds


def missing_fact() -> list[str]:
    """Say what comes out where one fact is missing without which the kind is not settled."""
    chosen = random.Random(SEED)  # noqa: S311  # no secret
    ordinary = [case for case in every_case() if is_ordinary(case)]
    asked: list[Facts] = []
    while len(asked) < SAMPLE:
        case = chosen.choice(ordinary).copy()
        case.pop(chosen.choice(NAMES))
        if isinstance(POLICY.classify(case), sh.Undetermined):
            asked.append(case)
    hand = {"by hand, None for what is missing": lambda facts: by_hand(record_with_none(facts))}
    return [
        f"{SAMPLE} ordinary cases, each without one fact that can change its kind. Ours says",
        "Undetermined each time; of the others",
        *(f"* {name}: {reactions(ask, asked)}" for name, ask in {**hand, **ENGINES}.items()),
    ]


def record_with_none(facts: Facts) -> Case:
    """Return a record in which None stands for what is missing."""
    return Case(**{**dict.fromkeys(NAMES), **facts})


def reactions(ask: Decide, cases: Iterable[Facts]) -> str:
    """Return how often a peer gives a kind all the same, none, or an error."""
    counted = Counter(reaction(ask, facts) for facts in cases)
    return ", ".join(f"{times} × {what}" for what, times in counted.most_common())


def reaction(ask: Decide, facts: Facts) -> str:
    """Return what a peer does with one case."""
    try:
        return "a kind" if ask(facts) else "nothing"
    except Exception as error:  # noqa: BLE001  # whatever it may be, it is told
        return type(error).__name__


# ---- one decision


def entry(
    decide: Callable[[Any], object],
    cases: Sequence[Facts],
    items: int,
    make: Callable[[Sequence[Facts]], list[Any]] = fresh,
) -> Entry:
    """Return an entry that decides cases chosen at random, new objects in each turn."""
    chosen = random.Random(SEED).choices(cases, k=items)  # noqa: S311  # no secret

    def run(given: list[Any]) -> None:
        for case in given:
            decide(case)

    return Entry(run, items, lambda: make(chosen))


def one_decision() -> Iterator[Race]:
    """Compare on cases from the whole domain, then on ordinary ones."""
    cases = every_case()
    yield from decisions_on("whole domain", cases)
    yield from decisions_on("ordinary", [case for case in cases if is_ordinary(case)])


def decisions_on(name: str, cases: Sequence[Facts]) -> Iterator[Race]:
    """Compare on some cases."""
    hand = entry(by_hand, cases, FAST, fresh_records)
    classify = entry(POLICY.classify, cases, FAST)
    outcome = entry(TABLE.outcome, cases, FAST, fresh_records)
    yield race(f"outcome(record), {name}: if/elif by hand", outcome, hand, at_most(2))
    yield race(f"classify(mapping), {name}: if/elif by hand", classify, hand, at_most(12))
    for engine, decide in ENGINES.items():
        bar = at_least(10) if engine == "zen-engine" else None
        yield race(f"classify, {name}: {engine}", classify, entry(decide, cases, SLOW), bar)


def partial_decisions() -> Iterator[Race]:
    """Compare what is not settled with what is; on ordinary cases, one of each kind of facts."""
    cases = [case for case in every_case() if is_ordinary(case)]
    complete = entry(POLICY.classify, cases, FAST)
    for count in (3, 8):
        open_cases = [{name: case[name] for name in NAMES[count:]} for case in cases]
        assert all(isinstance(POLICY.classify(case), sh.Undetermined) for case in open_cases)
        name = f"classify, {count} facts missing"
        yield race(
            f"{name}, asked before: none missing",
            entry(POLICY.classify, open_cases, FAST),
            complete,
        )
        yield race(f"{name}, never asked before: none missing", never_asked(open_cases), complete)


def never_asked(cases: Sequence[Facts]) -> Entry:
    """Return an entry that decides each case by a table that has kept nothing yet."""
    chosen = random.Random(SEED).choices(cases, k=SLOW)  # noqa: S311  # no secret

    def prepare() -> list[tuple[Decide, Facts]]:
        tables = [evolve(TABLE) for _ in chosen]
        for table in tables:
            table.decide(every_case()[0])  # compiles it
        return [(table.decide, case) for table, case in zip(tables, chosen, strict=True)]

    def run(given: list[tuple[Decide, Facts]]) -> None:
        for decide, case in given:
            decide(case)

    return Entry(run, SLOW, prepare)


# ---- a million decisions


Array = npt.NDArray[Any]
KINDS: Final = np.array(TABLE.order, dtype=object)
CODES: Final = [np.uint8(number) for number in range(len(TABLE.order))]


@frozen(eq=False)
class Columns:
    """Many cases, for us and for numpy.

    Attributes:
        ours: The columns that ``batch.decide`` is given.
        plain: The same as arrays only.
        word: What stands in a plain column for a value of a fact.
    """

    ours: Mapping[str, Any]
    plain: Mapping[str, Array]
    word: Callable[[str, str], Any]


def listed(name: str) -> tuple[Any, ...]:
    """Return the values of a choice."""
    values: tuple[Any, ...] = TABLE.vocabulary[name].domain.values  # type: ignore[union-attr]  # a choice
    return values


def choices() -> list[str]:
    """Return the facts that are one of a list."""
    return [fact.name for fact in TABLE.facts if isinstance(fact.domain, Choice)]


def text_columns(places: Sequence[int] | Array) -> Columns:
    """Return the cases of the domain at some places; choices are texts."""
    cases = every_case()
    plain = {name: np.array([case[name] for case in cases])[places] for name in NAMES}
    return Columns(plain, plain, lambda _, value: value)


def coded_columns(places: Sequence[int] | Array) -> Columns:
    """Return the same; choices are small numbers."""
    texts = text_columns(places).plain
    codes = {name: coded(texts[name], listed(name)) for name in choices()}
    ours = {name: batch.Coded(listed(name), codes[name]) for name in codes}
    return Columns(
        {**texts, **ours}, {**texts, **codes}, lambda name, value: listed(name).index(value)
    )


def coded(texts: Array, values: Sequence[str]) -> Array:
    """Return the place of each text among some values."""
    return np.select([texts == value for value in values], CODES[: len(values)], np.uint8(255))


def codes_by_numpy(columns: Columns) -> Array:
    """Return the number of each case's kind, as one writes it by hand with numpy."""
    of, word = columns.plain, columns.word
    main, other, survey = of["main_document"], of["other_materials"], of["survey"]
    conditions = [
        (main == word("main_document", "lacking"))
        | of["contrary_to_policy"]
        | (survey == word("survey", "failed")),
        (main == word("main_document", "held_not_brought"))
        | (other == word("other_materials", "missing_undertaken"))
        | (other == word("other_materials", "missing_not_affecting")),
        other == word("other_materials", "missing_affecting"),
        of["must_forward"],
        (of["windows"] >= 3) | (of["departments"] >= 3),
        of["needs_process"]
        | (survey == word("survey", "pending"))
        | (survey == word("survey", "passed"))
        | ~of["same_day_possible"],
    ]
    return np.select(conditions, CODES[:-1], CODES[-1])


def outcomes_by_numpy(columns: Columns) -> Array:
    """Return the kinds themselves, as ours does."""
    return KINDS[codes_by_numpy(columns)]


def many_decisions() -> Iterator[Race]:
    """Compare with choices as small numbers and as texts; by hand without checks."""
    places = np.random.default_rng(SEED).integers(0, len(every_case()), ROWS)
    for name, columns in (("coded", coded_columns(places)), ("texts", text_columns(places))):
        ours = Entry(lambda _, columns=columns: batch.decide(TABLE, columns.ours))
        codes = Entry(lambda _, columns=columns: codes_by_numpy(columns))
        kinds = Entry(lambda _, columns=columns: outcomes_by_numpy(columns))
        yield race(f"batch.decide, {name}: np.select, outcomes", ours, kinds, at_most(2))
        yield race(f"batch.decide, {name}: np.select, numbers only", ours, codes, at_most(2))


# ---- exact analysis

ROW_COUNT: Final = 200
OUTCOMES: Final = tuple("ABCDE")


@frozen
class Size:
    """What the work on one table takes.

    Attributes:
        work: What was done.
        cells: How many cells were gone through.
        seconds: How long it took.
        peak: How many bytes it needed at most.
        found: What came out.
    """

    work: str
    cells: int
    seconds: float
    peak: int
    found: str


def random_logic(facts: int) -> Logic:
    """Return a table of 200 rows with 2 to 5 conditions each on so many facts of yes or no."""
    chosen = random.Random(SEED)  # noqa: S311  # no secret
    asked = tuple(Fact(f"fact_{number}", YesNo()) for number in range(facts))
    rules = []
    for number in range(ROW_COUNT):
        names = [fact.name for fact in chosen.sample(asked, chosen.randint(2, 5))]
        values = [chosen.random() < 0.5 for _ in names]
        cells = (
            Cell(n, ((Comparison("=", value),),)) for n, value in zip(names, values, strict=True)
        )
        rules.append(Rule(f"row_{number}", (tuple(cells),), chosen.choice(OUTCOMES)))
    return Logic(Fact("gives", Choice(OUTCOMES)), asked, HitPolicy.ORDER, OUTCOMES, tuple(rules))


def analyses() -> Iterator[Size]:
    """Analyse three tables, and compare two."""
    yield analysed("analyse case_kind", TABLE.logic)
    yield compared("compare case_kind with the X8 profile's", table_of_x8())
    most = MOST_CELLS.bit_length() - 1
    for facts in (16, most):
        yield analysed(f"analyse {ROW_COUNT} random rows, {facts} facts", random_logic(facts))


def analysed(work: str, logic: Logic) -> Size:
    """Analyse a table, whether or not it was done before."""
    seconds, peak, analysis = measured(partial(analyse_logic.__wrapped__, logic))
    assert analysis.checked
    rows = len(analysis.never_fire), len(analysis.redundant)
    found = "holes {}, never fire {}, redundant {}".format(analysis.hole_cells, *rows)
    return Size(work, analysis.cells, seconds, peak, found)


def table_of_x8() -> Table:
    """Return the table of the three kinds."""
    return REGISTRY.policy(DIVISION, on=ON, profiles=("X8",)).table("case_kind")


def compared(work: str, new: Table) -> Size:
    """Compare our table with another."""
    seconds, peak, difference = measured(partial(TABLE.compare, new))
    assert difference.checked
    found = f"{difference.changed_cells:,} cells changed"
    return Size(work, difference.cells, seconds, peak, found)


def measured(run: Callable[[], Any]) -> tuple[float, int, Any]:
    """Run twice: for the time, and for the memory, which is slower to watch."""
    begin = time.perf_counter()
    run()
    seconds = time.perf_counter() - begin
    tracemalloc.start()
    found = run()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return seconds, peak, found


def beyond() -> list[str]:
    """Say where the stated size ends, and what comes out beyond it."""
    analysis = analyse_logic.__wrapped__(random_logic(MOST_CELLS.bit_length()))
    assert not analysis.checked
    assert not analysis.is_complete
    assert not analysis.is_clean
    return [
        f"On every machine: the stated size ends at {MOST_CELLS:,} cells (2^20). Of a larger",
        f"domain ({analysis.cells:,} cells here) analysis says checked=False, is_complete=False,",
        f"is_clean=False, and in words: {analysis}",
    ]


def print_sizes(title: str, sizes: Iterable[Size], notes: Iterable[str]) -> None:
    """Print what work on tables takes; for information, with no bar."""
    print(f"\n{title}\n")
    print(f"| {'work':45} | {'cells':>9} | {'time':7} | {'peak':>10} | {'found':39} |")
    print(f"| {'-' * 45} | {'-' * 9} | {'-' * 7} | {'-' * 10} | {'-' * 39} |")
    for size in sizes:
        peak = f"{size.peak / 2**20:.3g} MiB"
        taken = say_time(size.seconds)
        print(f"| {size.work:45} | {size.cells:9,} | {taken:7} | {peak:>10} | {size.found:39} |")
    print("", *notes, sep="\n")


if __name__ == "__main__":
    main()
