"""Ledgers (台账) by two sets of rules: the cases that change, summed and listed.

Each line is read and assessed by both sides. One that either of them cannot take is told with the
side, and is never counted as unchanged: cases that change, cases that do not, and lines that were
not taken make all lines of the ledger.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from os import PathLike
from typing import TypeVar

from attrs import define, evolve, field, frozen

from servicehall.accountability import Finding, FindingState, Ruling, load_finding
from servicehall.comparing.cases import CaseChange, CaseView, case_change, view
from servicehall.comparing.comparison import MOST
from servicehall.comparing.findings import FindingsComparison, compare_each
from servicehall.comparing.sides import NEW, OLD, Side, SideRules
from servicehall.divisions import NATION
from servicehall.errors import InputValueError
from servicehall.events import check_instant
from servicehall.ledgers import Answer, Reject, assess_ledger
from servicehall.money import ZERO, difference, sum_of
from servicehall.plugins import Registry
from servicehall.reading import parse_json
from servicehall.reports import Outcome
from servicehall.sanctions import Unit

__all__ = ["FeeSum", "LedgerComparison", "Shift", "SideReject", "compare_ledgers"]

T = TypeVar("T")
Both = tuple[T, T]
"""Of the one side, and of the other."""


@frozen(kw_only=True)
class SideReject:
    """A line that not both sides can take (未采用的行).

    Attributes:
        number: The number of the line, from 1.
        old: Why the one cannot; None where it can.
        new: Why the other cannot; None where it can.
    """

    number: int
    old: Reject | None = None
    new: Reject | None = None

    @property
    def reject(self) -> Reject:
        """The line, as the first of the sides that cannot take it tells of it."""
        found = self.old or self.new
        assert found is not None  # noqa: S101  # one of them cannot
        return found

    @property
    def is_fault(self) -> bool:
        """Whether something is wrong with it: not that it stood there before, nor comes later."""
        return any(one.is_fault for one in (self.old, self.new) if one is not None)


@frozen
class Shift:
    """How the ends of duties are moved (期限变动).

    Attributes:
        count: How many.
        days: By how many working days in all; those of unpublished years beyond reach left out.
    """

    count: int = 0
    days: int = 0


@frozen(kw_only=True)
class FeeSum:
    """The fees of all cases by both sides (收费合计), of those where both are known.

    Attributes:
        old: By the one, in yuan.
        new: By the other.
        cases: How many cases that are.
        unknown: How many cases are left out because a side does not know.
    """

    old: Decimal = ZERO
    new: Decimal = ZERO
    cases: int = 0
    unknown: int = 0

    @property
    def difference(self) -> Decimal:
        """By how many yuan the other comes to more."""
        return difference(self.new, self.old)


@frozen(kw_only=True, eq=False)
class LedgerComparison:
    """What two sets of rules make of the cases of a ledger (台账比较).

    Attributes:
        as_of: The instant for which the cases are looked at.
        cases: The cases of which something changes, in the order of the ledger.
        unchanged: How many cases there are of which nothing does.
        rejects: The lines that one side or both cannot take.
        outcomes: What has become of all cases, by the one and by the other, with their number.
        fees: What all cases cost.
        supposed: What would follow if all that was broken were verified; None unless asked for.
    """

    as_of: datetime
    cases: tuple[CaseChange, ...] = field(repr=False)
    unchanged: int
    rejects: tuple[SideReject, ...] = field(repr=False)
    outcomes: Mapping[Both[Outcome], int] = field(repr=False)
    fees: FeeSum
    supposed: FindingsComparison | None = field(default=None, repr=False)

    @property
    def total(self) -> int:
        """How many lines the ledger has: what changes, what does not, and what was not taken."""
        return len(self.cases) + self.unchanged + len(self.rejects)

    @cached_property
    def kinds(self) -> Mapping[Both[str], int]:
        """How many cases change their kind, by old and new kind (办件类型的变化)."""
        pairs = ((one.old.kind, one.new.kind) for one in self.cases)
        return Counter(pair for pair in pairs if pair[0] != pair[1])

    @cached_property
    def verdicts(self) -> Mapping[Both[Outcome], int]:
        """How many cases change their verdict, by old and new one (办理结果的变化)."""
        return {pair: count for pair, count in self.outcomes.items() if pair[0] != pair[1]}

    @cached_property
    def earlier(self) -> Shift:
        """The duties that end earlier (提前)."""
        return self._shift(-1)

    @cached_property
    def later(self) -> Shift:
        """The duties that end later (推迟)."""
        return self._shift(1)

    def _shift(self, sign: int) -> Shift:
        moved = [
            one
            for case in self.cases
            for one in case.moved
            if (one.new > one.old) == (sign > 0)  # type: ignore[operator]  # both are known
        ]
        return Shift(len(moved), sum(abs(one.days or 0) for one in moved))

    def by_weight(self) -> tuple[CaseChange, ...]:
        """Return the cases that change, those first that change most (按影响排列)."""
        return tuple(sorted(self.cases, key=lambda one: (*(-n for n in one.weight), one.number)))

    def explain(self, *, most: int | None = MOST, unmask: bool = False) -> str:
        """Say in plain Chinese what changes, summed, then case by case (说明).

        Args:
            most: How many lines of each list are shown; how many more there are, is said. None for
                all.
            unmask: Whether to show what lines hold that were not taken, personal data too.
        """
        from servicehall.comparing.texts import ledger_text  # words, when somebody asks

        return ledger_text(self, most, unmask=unmask)

    def to_json(self) -> str:
        """Return what changes as JSON (比较记录)."""
        from servicehall.comparing.data import dump, ledger_data  # as above

        return dump(ledger_data(self))

    def _repr_html_(self) -> str:
        from servicehall.comparing.html import ledger_html  # as above

        return ledger_html(self)


def compare_ledgers(
    file: str | PathLike[str],
    old: Side,
    new: Side,
    *,
    as_of: datetime,
    workers: int = 1,
    suppose_verified: bool = False,
) -> LedgerComparison:
    """Say what two sets of rules make of each case of a ledger (台账比较).

    Args:
        file: A file of JSON Lines, a case on each line.
        old: The one side.
        new: The other.
        as_of: The instant for which the cases are looked at, with time zone.
        workers: How many processes do the work of each side; 1 for this one alone.
        suppose_verified: Whether to compare also what would follow if all that was broken were
            verified at that instant: scores, money, measures. Until somebody with authority
            verifies a breach, nothing follows from it.

    Raises:
        InputTypeError: The instant is none (SH601).
        InputValueError: It has no time zone (SH103); fewer than one worker (SH636); a registry that
            was made already is handed over for several (SH851); there is no such division (SH445)
            or profile (SH412), with the side.
        FaultyDataError: The file cannot be read (SH201); packs are faulty, with the side.
    """
    instant = check_instant(as_of, "as_of")
    rules = (old.at_hand(OLD), new.at_hand(NEW))
    for one in rules:  # what was said of a side is refused once, not for each case
        if one.side.division or one.side.profiles:
            one.policy(NATION, on=instant.date())
    book = _Book(supposes=suppose_verified)
    for before, after in zip(
        *(_answers(file, one, instant, workers) for one in rules), strict=True
    ):
        book.enter(before, after)
    supposed = book.suppose(rules, instant) if suppose_verified else None
    return LedgerComparison(
        as_of=instant,
        cases=tuple(book.cases(supposed)),
        unchanged=book.unchanged,
        rejects=tuple(book.rejects),
        outcomes=book.outcomes,
        fees=book.fees(),
        supposed=supposed,
    )


def _answers(
    file: str | PathLike[str], rules: SideRules, as_of: datetime, workers: int
) -> Iterator[Answer[CaseView] | Reject]:
    side = rules.side
    if workers > 1 and isinstance(side.rules, Registry):
        raise InputValueError("SH851", workers=workers)
    return assess_ledger(
        file,
        (lambda: rules.registry) if workers == 1 else side.rules,  # type: ignore[arg-type]  # no registry
        view,
        as_of=as_of,
        division=side.division,
        profiles=side.profiles,
        workers=workers,
    )


@frozen(kw_only=True)
class _Taken:
    """A case that both sides could take, with what differs in it, or None."""

    number: int
    divisions: Both[str]
    views: Both[CaseView]
    change: CaseChange | None = field(init=False)

    @change.default
    def _found(self) -> CaseChange | None:
        return case_change(self.number, self.division, *self.views)

    @property
    def division(self) -> str:
        return "、".join(dict.fromkeys(self.divisions))

    def findings(self, place: int, rules: Both[SideRules], as_of: datetime) -> Iterator[Finding]:
        """Go through what was broken by one side, as if it were verified.

        Two places may use one number: so each finding is named after its line.
        """
        where = self.divisions[1 if rules[0].side.division else 0]
        for line in self.views[place].findings:
            one = load_finding(parse_json(line))
            if one.state(as_of) is FindingState.ALLEGED:
                one = one.with_ruling(Ruling(state=FindingState.VERIFIED, at=as_of))
            yield evolve(one, id=f"第{self.number}行 {one.id}", division=where)


@define(kw_only=True)
class _Book:
    """What was found of the lines so far; a case is kept while something may be told of it."""

    supposes: bool
    kept: list[_Taken] = field(factory=list)
    unchanged: int = 0
    rejects: list[SideReject] = field(factory=list)
    outcomes: Counter[Both[Outcome]] = field(factory=Counter)
    totals: list[Both[Decimal | None]] = field(factory=list)

    def enter(self, old: Answer[CaseView] | Reject, new: Answer[CaseView] | Reject) -> None:
        if isinstance(old, Reject) or isinstance(new, Reject):
            self.rejects.append(
                SideReject(
                    number=old.number,
                    old=old if isinstance(old, Reject) else None,
                    new=new if isinstance(new, Reject) else None,
                )
            )
            return
        views = (old.value, new.value)
        self.outcomes[old.value.outcome, new.value.outcome] += 1
        self.totals.append((old.value.fee.total, new.value.fee.total))
        taken = _Taken(number=old.number, divisions=(old.division, new.division), views=views)
        has_findings = self.supposes and any(one.findings for one in views)
        if taken.change is not None or has_findings:
            self.kept.append(taken)
        else:
            self.unchanged += 1

    def suppose(self, rules: Both[SideRules], as_of: datetime) -> FindingsComparison:
        """Say what would follow if all that was broken were verified."""
        old, new = (
            [found for one in self.kept for found in one.findings(place, rules, as_of)]
            for place in (0, 1)
        )
        return compare_each((old, new), rules, as_of)

    def cases(self, supposed: FindingsComparison | None) -> Iterator[CaseChange]:
        """Go through the cases that change; those that do not after all are counted."""
        amounts = _amounts(supposed) if supposed else {}
        for one in self.kept:
            points = amounts.get(one.number, {})
            old, new = one.views
            bare = CaseChange(
                number=one.number,
                case=new.case,
                division=one.division,
                matter=new.matter or old.matter,
                old=old,
                new=new,
            )
            if one.change is not None or points:
                yield evolve(one.change or bare, points=points)
            else:
                self.unchanged += 1

    def fees(self) -> FeeSum:
        known = [pair for pair in self.totals if None not in pair]
        return FeeSum(
            old=sum_of(one for one, _ in known if one is not None),
            new=sum_of(other for _, other in known if other is not None),
            cases=len(known),
            unknown=len(self.totals) - len(known),
        )


def _amounts(found: FindingsComparison) -> dict[int, dict[Unit, Both[Decimal]]]:
    """Return what each case's breaches would change in scores, where that differs, by unit."""
    sums: dict[tuple[int, Unit], list[list[Decimal]]] = {}
    for place, side in enumerate((found.old, found.new)):
        for item in side.proposed:
            if item.score is not None and item.amount is not None:
                number = int(item.finding.id.removeprefix("第").partition("行")[0])
                sums.setdefault((number, item.score.unit), [[], []])[place].append(item.amount)
    told: dict[int, dict[Unit, Both[Decimal]]] = {}
    for (number, unit), (old, new) in sums.items():
        if (before := sum_of(old)) != (after := sum_of(new)):
            told.setdefault(number, {})[unit] = (before, after)
    return told
