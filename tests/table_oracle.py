"""A slow and obviously right answer to what the library says of decision tables.

The oracle reads the dicts that TOML becomes and nothing else. It takes every case apart by itself:
it reads the cells anew for each case, it looks at every row, and what is to be known about all
cases it finds out by going through all of them. It imports nothing of the library.

A domain without end is gone through in a finite sample: of whole numbers each one from below the
least figure that occurs to above the greatest; of decimals the figures themselves, and numbers
between and beyond them. Facts that are compared with one another are sampled alike, with so many
numbers in each gap that they can stand in every order. Figures are those in the cells, the bounds,
and the facts that are known.

Its readings where the contract leaves room:

* A row that says "otherwise" applies where no proper row does, of whatever level.
* Where rows of a special level apply, they alone decide, and they alone give traits.
* An exception goes before a row also where a further exception goes before it.
* A hole is an answer of its own, and so is a contradiction. Under "all" no row is no hole.
* A row is replaced if it decides no case and would decide one without the more special levels.
  Any other row that decides no case never fires.
* A row that decides nowhere is idle; only of the others it is asked whether they could go.
"""

import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

Data = Mapping[str, Any]
Case = dict[str, Any]

HOLE = "hole"
CONFLICT = "conflict"
FOREIGN = "foreign"
NATION = "000000"


@dataclass(frozen=True)
class Verdict:
    """What a table says of one complete case."""

    answer: str | tuple[Any, ...]
    """``HOLE``, ``CONFLICT``, or all that is decided."""
    rows: frozenset[str] = frozenset()
    traits: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Outlook:
    """What a table says of a case while facts are missing."""

    answers: frozenset[str | tuple[Any, ...]]
    possible: tuple[Any, ...]
    needed: frozenset[str]
    rows: frozenset[str]
    traits: tuple[Any, ...]
    open_traits: tuple[Any, ...]

    @property
    def settled(self) -> bool:
        """Whether all completions have the same answer."""
        return len(self.answers) == 1

    @property
    def has_gaps(self) -> bool:
        """Whether some completion has no single answer."""
        return not self.answers.isdisjoint({HOLE, CONFLICT})


# ---- figures


def figure(written: object) -> Any:
    """Read a number as it stands in a cell; what is none stays as it is."""
    if not isinstance(written, str):
        return written
    try:
        return Decimal(written) if "." in written else int(written)
    except (ValueError, ArithmeticError):
        return written


@dataclass(frozen=True)
class Domain:
    """What a fact can be."""

    kind: str
    """``yes_no``, ``choice``, ``integer`` or ``decimal``."""
    values: tuple[Any, ...] = ()
    least: Any = None
    most: Any = None

    @classmethod
    def of(cls, written: Any) -> "Domain":
        """Read a fact as it stands in a file."""
        if isinstance(written, str):
            written = {"type": written}
        if isinstance(written, list):
            written = {"values": written}
        if "values" in written:
            return cls("choice", tuple(written["values"]))
        kind = written["type"]
        if kind == "yes_no":
            return cls("yes_no", (True, False))
        least = figure(written.get("least"))
        if kind == "count":
            kind, least = "integer", 0 if least is None else least
        return cls(kind, (), least, figure(written.get("most")))

    @property
    def is_number(self) -> bool:
        """Whether it is a number of either kind."""
        return self.kind in ("integer", "decimal")

    def __contains__(self, value: object) -> bool:
        if not self.is_number:
            return value in self.values
        low = self.least is None or value >= self.least
        return low and (self.most is None or value <= self.most)

    def sample(self, figures: Iterable[Any], between: int) -> list[Any]:
        """Return the values to go through."""
        if not self.is_number:
            return list(self.values)
        ends = (end for end in (self.least, self.most) if end is not None)
        points = sorted({*figures, *ends}) or [0]
        if self.kind == "integer":
            first, last = math.ceil(points[0]) - between, math.floor(points[-1]) + between
            return [n for n in range(first, last + 1) if n in self]
        found = set(points)
        for low, high in itertools.pairwise(points):
            found |= {
                low + (high - low) * Decimal(i) / (between + 1) for i in range(1, between + 1)
            }
        found |= {points[0] - i for i in range(1, between + 1)}
        found |= {points[-1] + i for i in range(1, between + 1)}
        return sorted(n for n in found if n in self)

    def joined(self, other: "Domain") -> "Domain":
        """Return what belongs to either of two."""
        lows, highs = (self.least, other.least), (self.most, other.most)
        return Domain(
            self.kind,
            tuple(dict.fromkeys([*self.values, *other.values])),
            None if None in lows else min(lows),
            None if None in highs else max(highs),
        )


# ---- cells

SIGNS: Mapping[str, Callable[[Any, Any], bool]] = {
    ">=": lambda one, other: one >= other,
    "<=": lambda one, other: one <= other,
    "!=": lambda one, other: one != other,
    ">": lambda one, other: one > other,
    "<": lambda one, other: one < other,
    "=": lambda one, other: one == other,
}


def comparisons(cell: object, domain: Domain) -> list[list[tuple[str, Any]]]:
    """Take a cell apart: any line suffices, in a line all signs with their operands must hold."""
    items = cell if isinstance(cell, list) else [cell]
    lines = []
    for item in items:
        compared = isinstance(item, str) and (domain.is_number or item[0] in "<>=!")
        pieces = item.split(",") if compared else [item]
        lines.append([comparison(piece, domain) for piece in pieces])
    return lines


def comparison(piece: object, domain: Domain) -> tuple[str, Any]:
    """Read one comparison; a value alone is compared for being the same."""
    if not isinstance(piece, str):
        return "=", piece
    text = piece.strip()
    for sign in SIGNS:
        if text.startswith(sign):
            rest = text[len(sign) :].strip()
            return sign, figure(rest) if domain.is_number else rest
    return "=", figure(text) if domain.is_number else text


def is_name(operand: object, mark: str) -> bool:
    """Tell whether an operand stands for a term or for another fact."""
    return isinstance(operand, str) and operand.startswith(mark)


# ---- places and days


def path(division: str) -> list[str]:
    """Return the divisions that one lies in, from the nation down to itself."""
    widths = (2, 4, 6, 9, 12)
    if division in ("", NATION):
        return [NATION]
    return [NATION, *(division[:width] for width in widths if width <= len(division))]


def level(pack: Data, record: Data) -> int:
    """Return how special a record is."""
    if record.get("division"):
        return 2 + len(path(record["division"]))
    if pack.get("layer"):
        return {"statutes": 0, "model hall": 1}[pack["layer"]]
    return 2 if pack.get("profile") else 2 + len(path(pack.get("division", "")))


def is_here(pack: Data, record: Data, division: str) -> bool:
    """Tell whether a record holds in a division."""
    where = record.get("division") or pack.get("division", "") or NATION
    return where in path(division)


def in_force(record: Data, on: date) -> bool:
    """Tell whether a record holds on a day."""
    return record.get("since", date.min) <= on <= record.get("expires", date.max)


def turning_days(packs: Iterable[Data]) -> list[date]:
    """Return the first day of all, and each on which something begins or has ended."""
    days = {date.min}
    for pack in packs:
        records = [*pack.get("rows", []), *pack.get("terms", [])]
        records += [value for term in pack.get("terms", []) for value in term.get("values", [])]
        days |= {record["since"] for record in records if "since" in record}
        days |= {record["expires"] + timedelta(1) for record in records if "expires" in record}
    return sorted(days)


# ---- one table at one place on one day


@dataclass(frozen=True)
class Line:
    """A row as it stands at the place."""

    id: str
    level: int
    sets: tuple[Mapping[str, Any], ...]
    then: Any
    otherwise: bool = False
    exception_to: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table of some packs, as it stands in a division on a day."""

    packs: tuple[Data, ...]
    name: str
    division: str = NATION
    on: date = date.min

    # ---- what stands in it

    @cached_property
    def here(self) -> list[Data]:
        """The packs that count at the place."""
        return [p for p in self.packs if (p.get("division") or NATION) in path(self.division)]

    @cached_property
    def facts(self) -> dict[str, Domain]:
        """All facts that are declared."""
        sections = [p.get(s, {}) for p in self.here for s in ("facts", "details")]
        return {name: Domain.of(w) for section in sections for name, w in section.items()}

    @cached_property
    def head(self) -> Data:
        """The head of the table."""
        heads = [head for pack in self.here for head in pack.get("tables", [])]
        return next(head for head in heads if head["id"] == self.name)

    @cached_property
    def terms(self) -> dict[str, Any]:
        """The terms with their values, of the most special level that sets them."""
        found: dict[str, tuple[int, Any]] = {}
        for pack in self.here:
            for term in pack.get("terms", []):
                name = term.get("id") or term["changes"]
                for value in term.get("values", [term]):
                    if not (is_here(pack, value, self.division) and in_force(value, self.on)):
                        continue
                    if name not in found or found[name][0] < level(pack, value):
                        found[name] = level(pack, value), figure(value["value"])
        return {name: value for name, (_, value) in found.items()}

    def _records(self) -> Iterator[tuple[Data, Data]]:
        for pack in self.here:
            for row in pack.get("rows", []):
                here = is_here(pack, row, self.division) and in_force(row, self.on)
                if row["table"] == self.name and here:
                    yield pack, row

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The rows, with what levels below have changed in them."""
        lines = {}
        for pack, row in self._records():
            if "id" in row:
                lines[row["id"]] = Line(
                    row["id"],
                    level(pack, row),
                    tuple(as_sets(row.get("when", []))),
                    figure(row["then"]) if self.gives.is_number else row["then"],
                    row.get("otherwise", False),
                    tuple(row.get("exception_to", ())),
                )
        changes = sorted((level(p, r), i) for i, (p, r) in enumerate(self._records()))
        records = list(self._records())
        for _, number in changes:
            _, record = records[number]
            if record.get("changes") in lines:
                lines[record["changes"]] = changed(lines[record["changes"]], record)
        return tuple(lines.values())

    @cached_property
    def gives(self) -> Domain:
        """What can come out."""
        return self.facts[self.head["gives"]]

    @property
    def policy(self) -> str:
        """How many answers it gives, and which."""
        return self.head["answer"]

    @cached_property
    def order(self) -> list[Any]:
        """All outcomes in order."""
        if self.head.get("order"):
            return list(map(figure, self.head["order"]))
        if self.gives.is_number:
            lines = sorted(self.lines, key=lambda line: -line.level)
            return list(dict.fromkeys(line.then for line in lines))
        # False stands before True, as 0 stands before 1
        return sorted(self.gives.values) if self.gives.kind == "yes_no" else [*self.gives.values]

    # ---- the cells

    def _cells(self) -> Iterator[tuple[str, Any]]:
        for line in self.lines:
            for one in line.sets:
                yield from ((name, cell) for name, cell in one.items() if cell != "-")

    def _operands(self) -> Iterator[tuple[str, Any]]:
        for name, cell in self._cells():
            for line in comparisons(cell, self.facts[name]):
                yield from ((name, operand) for _, operand in line)

    @cached_property
    def asked(self) -> list[str]:
        """The facts that the table is given."""
        used = [name for name, _ in self._cells()]
        used += [operand[1:] for _, operand in self._operands() if is_name(operand, "@")]
        return list(dict.fromkeys([*self.head.get("facts", []), *used]))

    @cached_property
    def linked(self) -> set[str]:
        """The facts that are compared with one another."""
        pairs = ((name, o[1:]) for name, o in self._operands() if is_name(o, "@"))
        return {name for pair in pairs for name in pair}

    def sample(self, name: str, known: Case) -> list[Any]:
        """Return the values of a fact to go through while others are known."""
        domain = self.facts[name]
        alike = [n for n in self.linked if self.facts[n].is_number] if name in self.linked else []
        names = {name, *alike}
        figures = [
            self._value(o) for n, o in self._operands() if n in names and not is_name(o, "@")
        ]
        if not domain.is_number:
            return domain.sample((), 1)
        ends = [e for n in names for e in (self.facts[n].least, self.facts[n].most)]
        figures += [figure for figure in (*ends, *map(known.get, alike)) if figure is not None]
        return domain.sample(figures, max(1, len(alike)))

    def _value(self, operand: Any) -> Any:
        return self.terms[operand[1:]] if is_name(operand, "$") else operand

    def cell_holds(self, cell: Any, name: str, case: Case) -> bool:
        """Tell whether a case meets one cell."""
        if cell == "-":
            return True
        for line in comparisons(cell, self.facts[name]):
            operands = [
                (sign, case[o[1:]] if is_name(o, "@") else self._value(o)) for sign, o in line
            ]
            if all(SIGNS[sign](case[name], operand) for sign, operand in operands):
                return True
        return False

    def applies(self, line: Line, case: Case) -> bool:
        """Tell whether a case meets the conditions of a row."""
        return line.otherwise or any(
            all(self.cell_holds(cell, name, case) for name, cell in one.items())
            for one in line.sets
        )

    def never_holds(self, name: str, cell: Any) -> bool:
        """Tell whether no value at all can meet a cell."""
        lines = comparisons(cell, self.facts[name])
        operands = [o for line in lines for _, o in line]
        if cell == "-" or any(is_name(o, "@") or is_name(o, "$") for o in operands):
            return False
        sample = self.facts[name].sample(operands, 1)
        return not any(self.cell_holds(cell, name, {name: value}) for value in sample)

    # ---- complete cases

    def cases(self, known: Case) -> Iterator[Case]:
        """Go through all cases that agree with what is known."""
        axes = [[known[n]] if n in known else self.sample(n, known) for n in self.asked]
        for values in itertools.product(*axes):
            yield dict(zip(self.asked, values, strict=True))

    def decide(self, case: Case) -> Verdict:
        """Decide a complete case."""
        return self.settle([line for line in self.lines if self.applies(line, case)])

    def settle(self, applying: Sequence[Line]) -> Verdict:
        """Say what rows come to that apply to one case."""
        live = [line for line in applying if not line.otherwise] or list(applying)
        live = [line for line in live if line.level == max(other.level for other in live)]
        if self.policy == "one":
            beaten = {name for line in live for name in line.exception_to}
            live = [line for line in live if line.id not in beaten]
        rows = frozenset(line.id for line in live)
        outcomes = tuple(o for o in self.order if o in [line.then for line in live])
        if self.policy == "all":
            return Verdict(outcomes, rows)
        if not live:
            return Verdict(HOLE)
        if self.policy == "one":
            return Verdict(outcomes if len(outcomes) == 1 else CONFLICT, rows)
        first = frozenset(line.id for line in live if line.then == outcomes[0])
        return Verdict(outcomes[:1], first, outcomes[1:])

    @cached_property
    def met(self) -> list[tuple[Case, list[Line]]]:
        """Every case with the rows that apply to it."""
        return [(c, [line for line in self.lines if self.applies(line, c)]) for c in self.cases({})]

    @cached_property
    def all(self) -> list[tuple[Case, Verdict]]:
        """Every case with what is said of it."""
        return [(case, self.settle(applying)) for case, applying in self.met]

    # ---- facts that are missing

    def outlook(self, known: Case) -> Outlook:
        """Say what all completions of some facts allow."""
        found = [(case, self.decide(case)) for case in self.cases(known)]
        verdicts = [verdict for _, verdict in found]
        possible = {o for v in verdicts if isinstance(v.answer, tuple) for o in v.answer}
        every = frozenset.intersection(*(v.rows for v in verdicts))
        some = frozenset().union(*(v.rows for v in verdicts))
        return Outlook(
            frozenset(v.answer for v in verdicts),
            tuple(o for o in self.order if o in possible),
            frozenset(n for n in self.asked if n not in known and differs_with(n, found)),
            every or some,
            tuple(o for o in self.order if all(o in v.traits for v in verdicts)),
            tuple(
                o
                for o in self.order
                if any(o in v.traits for v in verdicts) and any(o not in v.traits for v in verdicts)
            ),
        )

    # ---- what is wrong with it

    def holes(self) -> list[Case]:
        """Return the cases to which no row applies."""
        return [case for case, verdict in self.all if not verdict.rows]

    def conflicts(self) -> list[Case]:
        """Return the cases in which rows disagree and nothing settles it."""
        return [case for case, verdict in self.all if verdict.answer == CONFLICT]

    def quarrels(self) -> set[frozenset[str]]:
        """Return the pairs of rows that disagree in some case."""
        then = {line.id: line.then for line in self.lines}
        return {
            frozenset(pair)
            for _, verdict in self.all
            if verdict.answer == CONFLICT
            for pair in itertools.combinations(verdict.rows, 2)
            if then[pair[0]] != then[pair[1]]
        }

    def idle(self) -> set[str]:
        """Return the rows that decide no case."""
        deciding = {row for _, verdict in self.all for row in verdict.rows}
        return {line.id for line in self.lines} - deciding

    def replaced(self) -> set[str]:
        """Return the idle rows that would decide if there were no more special levels."""
        idle = self.idle()
        return {line.id for line in self.lines if line.id in idle and self._decides_below(line)}

    def _decides_below(self, line: Line) -> bool:
        below = ([x for x in applying if x.level <= line.level] for _, applying in self.met)
        return any(line.id in self.settle(applying).rows for applying in below)

    def redundant(self) -> set[str]:
        """Return the rows that decide somewhere and without which all would stay the same."""
        idle = self.idle()
        return {x.id for x in self.lines if x.id not in idle and self._is_the_same_without(x)}

    def _is_the_same_without(self, line: Line) -> bool:
        rest = ([x for x in applying if x is not line] for _, applying in self.met)
        without = map(self.settle, rest)
        return all(
            (mine.answer, mine.traits) == (other.answer, other.traits)
            for (_, mine), other in zip(self.all, without, strict=True)
        )

    def unused(self) -> set[str]:
        """Return the facts that change no answer and no trait."""
        told = [(case, Verdict(v.answer, traits=v.traits)) for case, v in self.all]
        return {n for n in self.asked if not differs_with(n, told, traits=True)}

    def silenced(self) -> set[str]:
        """Return the facts that stand in replaced rows only."""
        lines = {n: [x for x in self.lines if n in self._read_by(x)] for n in self.asked}
        replaced = self.replaced()
        return {n for n, own in lines.items() if own and all(x.id in replaced for x in own)}

    def _read_by(self, line: Line) -> set[str]:
        cells = [(n, cell) for one in line.sets for n, cell in one.items() if cell != "-"]
        lines = [pairs for n, cell in cells for pairs in comparisons(cell, self.facts[n])]
        others = {o[1:] for pairs in lines for _, o in pairs if is_name(o, "@")}
        return {n for n, _ in cells} | others

    def never_given(self) -> set[Any]:
        """Return the outcomes that are ordered and never come out."""
        given = {o for _, v in self.all if isinstance(v.answer, tuple) for o in v.answer}
        return set(self.order) - given


def as_sets(when: Any) -> list[Mapping[str, Any]]:
    """Return the sets of cells of which any suffices."""
    return when if isinstance(when, list) else [when]


def changed(line: Line, record: Data) -> Line:
    """Return a row with what a level below changes in it."""
    sets = line.sets
    when = record.get("when", {})
    if isinstance(when, list):
        sets = tuple(when)
    else:
        for name, cell in when.items():
            there = any(one.get(name, "-") != "-" for one in sets)
            sets = tuple(
                {**one, name: cell} if one.get(name, "-") != "-" or not there else one
                for one in sets
            )
    then = record.get("then", line.then)
    return Line(line.id, line.level, sets, then, line.otherwise, line.exception_to)


def differs_with(name: str, found: Iterable[tuple[Case, Verdict]], *, traits: bool = False) -> bool:
    """Tell whether two of some cases that differ in one fact only have different answers."""
    seen: dict[object, object] = {}
    for case, verdict in found:
        rest = tuple((n, value) for n, value in case.items() if n != name)
        answer = (verdict.answer, verdict.traits) if traits else verdict.answer
        if seen.setdefault(rest, answer) != answer:
            return True
    return False


# ---- two tables


@dataclass(frozen=True)
class Contrast:
    """What two tables say of one case."""

    case: Case
    old: Verdict
    new: Verdict

    def changes(self, *, together: bool) -> set[tuple[Any, Any]]:
        """Return what took the place of what; of several outcomes, each that went or came."""
        if not together:
            return {(one(self.old), one(self.new))} if self.old.answer != self.new.answer else set()
        old, new = several(self.old), several(self.new)
        return {(o, HOLE) for o in old - new} | {(HOLE, o) for o in new - old}

    def trait_changes(self) -> set[tuple[Any, bool]]:
        """Return the traits that came (True) or went."""
        old, new = set(self.old.traits), set(self.new.traits)
        return {(o, True) for o in new - old} | {(o, False) for o in old - new}


def one(verdict: Verdict) -> Any:
    """Return the one answer of a table that gives one."""
    return verdict.answer[0] if isinstance(verdict.answer, tuple) else verdict.answer


def several(verdict: Verdict) -> set[Any]:
    """Return all that comes out, faults included; of a hole nothing does."""
    if isinstance(verdict.answer, tuple):
        return set(verdict.answer)
    return {verdict.answer} - {HOLE}


def contrasts(old: Table, new: Table) -> Iterator[Contrast]:
    """Go through all cases of both tables; a value that a table does not know is foreign to it."""
    names = list(dict.fromkeys([*old.asked, *new.asked]))
    axes = [sorted(both_samples(name, old, new), key=repr) for name in names]
    for values in itertools.product(*axes):
        case = dict(zip(names, values, strict=True))
        yield Contrast(case, verdict_on(case, old), verdict_on(case, new))


def both_samples(name: str, old: Table, new: Table) -> set[Any]:
    """Return the values of a fact to go through for both tables."""
    linked = old.linked | new.linked
    alike = linked if name in linked else {name}
    values = [
        value
        for table in (old, new)
        for other in alike
        if other in table.asked and table.facts[other].is_number
        for value in table.sample(other, {})
    ]
    domains = [table.facts[name] for table in (old, new) if name in table.asked]
    domain = domains[0] if len(domains) == 1 else domains[0].joined(domains[1])
    return set(domain.sample(values, max(1, len(alike))))


def verdict_on(case: Case, table: Table) -> Verdict:
    """Let a table decide a case of two tables."""
    own = {name: case[name] for name in table.asked}
    if any(value not in table.facts[name] for name, value in own.items()):
        return Verdict(FOREIGN)
    return table.decide(own)
