"""Checking rules (规则检查): holes, double punishment, dead rows, ladders that get milder.

Conditions cut every fact into finitely many parts, within which nothing tells two values apart; so
the rows are tried on one sample of each combination, and what holds for those holds for all.
"""

import enum
import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from math import prod
from typing import Any, Final

from attrs import field, frozen

from servicehall.accountability.course import kinds_of, rules_of, title_of
from servicehall.accountability.weighing import became_milder, weights_of
from servicehall.cells import Cell, Comparison
from servicehall.conditions import Known, Test, When, ready
from servicehall.parts import parts_of
from servicehall.policy import Policy
from servicehall.sanctions import SCORE, Consequence, Sanction, Score
from servicehall.vocabulary import Fact, Number, Value

__all__ = ["RuleFault", "RuleFaultKind", "check_sanctions"]

_MOST: Final = 50_000
"""So many combinations are tried."""


class RuleFaultKind(enum.StrEnum):
    """What is wrong with rules (规则的问题)."""

    HOLE = "hole"
    DOUBLE = "double"
    UNREACHABLE = "unreachable"
    MILDER = "milder"
    NO_GRADE = "no_grade"
    TOO_MANY = "too_many"

    @property
    def zh(self) -> str:
        """The Chinese label."""
        return _KINDS[self]


_KINDS: Final = {
    RuleFaultKind.HOLE: "中间有空档",
    RuleFaultKind.DOUBLE: "同一事实重复处理",
    RuleFaultKind.UNREACHABLE: "永远不会适用",
    RuleFaultKind.MILDER: "越重反而处理越轻",
    RuleFaultKind.NO_GRADE: "有的得分没有等次",
    RuleFaultKind.TOO_MANY: "情形太多，没有检查",
}


@frozen
class RuleFault:
    """One thing that is wrong with rules, or that one should look at (规则的一个问题).

    Attributes:
        kind: What.
        rules: The rows, or the score.
        text: Where, in Chinese.
    """

    kind: RuleFaultKind
    rules: tuple[str, ...]
    text: str

    def __str__(self) -> str:
        return f"{self.kind.zh}：{'、'.join(self.rules)}：{self.text}"


Point = Mapping[str, Value]
Case = tuple[Point, tuple[Sanction, ...]]
"""What is known, and the rows that apply."""


def check_sanctions(policy: Policy) -> tuple[RuleFault, ...]:
    """Return what is wrong with the sanctions and scores of a policy (检查责任追究规定).

    Holes are told where a figure lies between, or beyond, figures for which something is provided;
    nothing is told of what no rule begins to deal with. What becomes milder is told where it can
    be compared: at both ends of a range, and where nothing else takes its place.

    Raises:
        DataError: Measures give one another in a circle (SH821).
    """
    rules_of(policy)
    ladders = tuple(_ladders(policy))
    found = [fault for ladder in ladders for fault in ladder.faults()]
    tried = {rule.id: rule for ladder in ladders if ladder.is_small for rule in ladder.rules}
    reached = {rule.id for ladder in ladders for _, rules in ladder.hits for rule in rules}
    found += [
        RuleFault(RuleFaultKind.UNREACHABLE, (name,), tried[name].title)
        for name in sorted(tried.keys() - reached)
    ]
    found += [fault for score in policy.scores.values() for fault in _bands(score)]
    return _once(found)


def _once(found: Iterable[RuleFault]) -> tuple[RuleFault, ...]:
    """Return one fault of each kind for the same rows; of holes, one for each kind of breach."""
    told: dict[object, RuleFault] = {}
    for one in found:
        where = one.text.partition("：")[0] if one.kind is RuleFaultKind.HOLE else ""
        told.setdefault((one.kind, frozenset(one.rules), where), one)
    return tuple(told.values())


def _ladders(policy: Policy) -> Iterator["_Ladder"]:
    """Go through the rows by the kind of breach that they concern; the same ones once."""
    seen: set[frozenset[str]] = set()
    changes = (f"{SCORE}{name}" for name in policy.scores)
    for kind in (*policy.breach_titles(), *policy.measures, *changes):
        kinds = kinds_of(kind, policy)
        rules = [one for one in policy.sanctions.values() if not kinds.isdisjoint(one.kinds)]
        names = frozenset(one.id for one in rules)
        if rules and names not in seen:
            seen.add(names)
            yield _Ladder(policy, kind, kinds, tuple(rules))


@frozen(eq=False)
class _Ladder:
    """The rows that concern one kind of breach, tried on every combination of what they ask."""

    policy: Policy
    kind: str
    kinds: frozenset[str]
    rules: tuple[Sanction, ...]
    facts: Mapping[str, tuple[Value, ...]] = field(init=False)
    hits: Sequence[Case] = field(init=False)

    @property
    def title(self) -> str:
        """What the breach, or the measure, is called."""
        return title_of(self.kind, self.policy)

    @property
    def is_small(self) -> bool:
        """Whether every combination can be tried."""
        return prod(len(values) for values in self.facts.values()) <= _MOST

    @facts.default
    def _facts(self) -> Mapping[str, tuple[Value, ...]]:
        """Return samples of what rows ask; of what makes them milder too, if that can be tried."""
        whens = [when for rule in self.rules for when in (rule.when, *_factors(rule))]
        all_ = self._samples_of(whens)
        small = prod(len(values) for values in all_.values()) <= _MOST
        return all_ if small else self._samples_of(rule.when for rule in self.rules)

    def _samples_of(self, whens: Iterable[When]) -> dict[str, tuple[Value, ...]]:
        cells: dict[str, list[Cell]] = {}
        for cell in (cell for when in whens for cell in itertools.chain.from_iterable(when)):
            cells.setdefault(cell.fact, []).append(cell)
        figures = sorted(
            {
                c.operand
                for name, asked in cells.items()
                if name in self.policy.counts
                for cell in asked
                for c in cell.comparisons()
                if isinstance(c.operand, int)
            }
        )
        return {name: self._samples(name, asked, figures) for name, asked in cells.items()}

    def _samples(
        self, name: str, cells: Sequence[Cell], figures: Sequence[Value]
    ) -> tuple[Value, ...]:
        """Return a sample of each part of a fact; what counts itself is at least one."""
        asked = [c for cell in cells for c in cell.comparisons()]
        count = self.policy.counts.get(name)
        if count is None:
            fact = self.policy.vocabulary[name]
            multiplies = any(one.per == name for rule in self.rules for one in rule.then)
            parts = parts_of(fact, asked, extra=_beside(fact, asked) if multiplies else ())
            return tuple(part.sample for part in parts)
        fact = Fact(name, Number(least=0, whole=not count.adds_up), label=count.label)
        several = len(self.policy.counts)
        parts = parts_of(fact, asked, extra=figures, together=min(several, 3))
        least = 0 if count.adds_up or self.kinds.isdisjoint(count.of) else 1
        return tuple(part.sample for part in parts if part.sample >= least)  # type: ignore[operator]

    # ---- every combination

    @hits.default
    def _all_hits(self) -> Sequence[Case]:
        """Return which rows apply, for every combination that is possible."""
        if not self.is_small:
            return ()
        tests = {one.id: ready(one.when) for one in self.rules}
        points = (point for point in self._points() if self._possible(point))
        return [(point, self._applying(point, tests)) for point in points]

    def faults(self) -> Iterator[RuleFault]:
        """Go through what is wrong, but for rows that never apply."""
        if not self.is_small:
            yield RuleFault(RuleFaultKind.TOO_MANY, _names(self.rules), self.title)
        yield from self._doubles()
        for name in self._figures():
            yield from self._along(name)

    def _points(self) -> Iterator[Point]:
        names = list(self.facts)
        for values in itertools.product(*self.facts.values()):
            yield dict(zip(names, values, strict=True))

    def _possible(self, point: Point) -> bool:
        """Tell whether counts go together: of the same things no more in a month than in a year."""
        counts = [self.policy.counts[name] for name in point if name in self.policy.counts]
        for one, other in itertools.permutations(counts, 2):
            alike = (one.of, one.per) == (other.of, other.per)
            plain = not one.in_a_row and not other.in_a_row
            calendar = not (one.within.rolls or other.within.rolls)
            nested = alike and plain and calendar and one.within.is_shorter(other.within)
            if nested and point[one.id] > point[other.id]:  # type: ignore[operator]
                return False
        return True

    def _applying(self, point: Point, tests: Mapping[str, Test]) -> tuple[Sanction, ...]:
        """Return the rows that apply, without those that others take the place of."""
        met = [rule for rule in self.rules if tests[rule.id](Known(dict(point)))]
        takes = ((rule, name) for rule in met for name in (*rule.absorbs, *rule.supersedes))
        gone = {name for rule, name in takes if name != rule.id}
        return tuple(rule for rule in met if rule.id not in gone)

    def _doubles(self) -> Iterator[RuleFault]:
        told: set[tuple[str, ...]] = set()
        for point, rules in self.hits:
            for one, other in itertools.combinations(rules, 2):
                names = (one.id, other.id)
                if (
                    names not in told
                    and _targets(one) & _targets(other)
                    and not _is_meant(one, other)
                ):
                    told.add(names)
                    text = f"{self.title}：{self._say(point)}"
                    yield RuleFault(RuleFaultKind.DOUBLE, names, text)

    @property
    def _asked(self) -> tuple[str, ...]:
        """What it depends on whether rows apply."""
        cells = (cell for rule in self.rules for cells in rule.when for cell in cells)
        return tuple(dict.fromkeys(cell.fact for cell in cells))

    def _figures(self) -> Iterator[str]:
        vocabulary, counts = self.policy.vocabulary, self.policy.counts
        for name in self._asked:
            if name in counts or isinstance(vocabulary[name].domain, Number):
                yield name

    def _along(self, name: str) -> Iterator[RuleFault]:
        """Go up one figure while all else stays: nothing may be left out, nor become milder."""
        lines: dict[tuple[Any, ...], list[Case]] = {}
        for point, rules in self.hits:
            rest = tuple(value for fact, value in point.items() if fact != name)
            lines.setdefault(rest, []).append((point, rules))
        for line in lines.values():
            before: Case | None = None
            for point, rules in sorted(line, key=lambda pair: pair[0][name]):
                if before and rules:
                    yield from self._milder(before, (point, rules))
                elif before:
                    text = f"{self.title}：{self._say(point)}没有规定"
                    yield RuleFault(RuleFaultKind.HOLE, _names(before[1]), text)
                before = (point, rules) if rules else before

    def _milder(self, before: Case, now: Case) -> Iterator[RuleFault]:
        """Tell what became milder for somebody for whom nothing became heavier."""
        if before[1] == now[1] and not any(rule.factors for rule in now[1]):
            return  # the same rows give no less where a figure is higher
        old, new = (weights_of(rules, point, self.policy) for point, rules in (before, now))
        for who, weights in old.items():
            became = new.get(who)
            if weights is None or became is None or not (less := became_milder(weights, became)):
                continue
            names, others = _names(before[1]), _names(now[1])
            changed = tuple(sorted({*names} ^ {*others}, key=(*names, *others).index))
            text = f"{self.title}：{self._say(now[0], self.facts)}，{less}"
            yield RuleFault(RuleFaultKind.MILDER, changed or names, text)

    def _say(self, point: Point, names: Collection[str] = ()) -> str:
        said = []
        for name, value in ((name, point[name]) for name in names or self._asked):
            count = self.policy.counts.get(name)
            if count is not None:
                said.append(f"{count.label}{value}{'' if count.adds_up else '次'}")
            else:
                fact = self.policy.vocabulary[name]
                said.append(f"{fact.label}{fact.say(value)}")
        return "，".join(said) or "任何情形"


def _is_meant(one: Sanction, other: Sanction) -> bool:
    """Tell whether one of two rows says that it is in addition to the other."""
    return other.id in one.in_addition_to or one.id in other.in_addition_to


def _names(rules: Iterable[Sanction]) -> tuple[str, ...]:
    return tuple(rule.id for rule in rules)


def _factors(rule: Sanction) -> Iterator[When]:
    yield from (one.when for one in rule.factors)


def _beside(fact: Fact, asked: Iterable[Comparison]) -> Iterator[Value]:
    """Go through the figures beside those that are asked: a number that multiplies weighs there."""
    step = 1 if isinstance(fact.domain, Number) and fact.domain.whole else Decimal("0.001")
    for figure in (one.operand for one in asked if isinstance(one.operand, int | Decimal)):
        yield from (figure - step, figure, figure + step)


def _targets(rule: Sanction) -> set[tuple[str, str]]:
    """Return what a row gives to whom: a score, or a measure."""
    return {target for one in rule.then for target in _target(one)}


def _target(one: Consequence) -> Iterator[tuple[str, str]]:
    if one.score:
        yield one.who, one.score
    yield from ((one.who, name) for name in one.measures)


# ---- grades


def _bands(score: Score) -> Iterator[RuleFault]:
    """Go through the scores that can be reached and earn no grade."""
    if not score.grades:
        return
    fact = Fact("points", Number(whole=False), label="得分")
    bounds = [one for one in (score.least, score.most) if one is not None]
    asked = [c for band in score.grades for c in band.points.comparisons()]
    for part in parts_of(fact, asked, extra=bounds):
        points = Decimal(str(part.sample))
        inside = (score.least is None or points >= score.least) and (
            score.most is None or points <= score.most
        )
        if inside and not any(band.holds(points) for band in score.grades):
            text = f"例如{points:f}{score.unit.zh}"
            yield RuleFault(RuleFaultKind.NO_GRADE, (score.id,), text)
