"""A decision table, ready to be asked, and what it answers (规则表)."""

import functools
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from attrs import define, evolve, field, frozen

from servicehall.checks import check_count, check_type
from servicehall.citations import Citation
from servicehall.errors import DataError, InputValueError
from servicehall.tables.analysis import Analysis, analyse_logic
from servicehall.tables.compiling import (
    compile_decide,
    compile_outcome,
    compile_place,
    in_order_of_precedence,
)
from servicehall.tables.differences import Difference, compare_logic
from servicehall.tables.logic import HitPolicy, Logic, settle
from servicehall.tables.partial import Completions
from servicehall.tables.records import Row
from servicehall.tables.space import MOST_CELLS
from servicehall.tables.trails import TrailStep, grounds_of, trail_step
from servicehall.vocabulary import Fact, Value, Vocabulary

__all__ = ["Answer", "Decision", "Table", "Undetermined"]

# ---- answers


@frozen(eq=False)
class Answer:
    """What all cases of one cell have in common: kept once, shared by all decisions in it.

    Attributes:
        table: The table that decided.
        outcomes: What is decided: one outcome; under "all" any number.
        rows: The rows that decide it.
        traits: Outcomes that apply as well (兼具), in order.
        open_traits: Outcomes that may apply as well, while facts are missing.
    """

    table: "Table"
    outcomes: tuple[Value, ...]
    rows: tuple[Row, ...]
    traits: tuple[Value, ...] = ()
    open_traits: tuple[Value, ...] = ()


@define(eq=False)
class Decision:
    """What a table decided about one case (判定). It is not changed once it is made.

    A program may make millions of them, and a frozen record takes three times as long to make.
    """

    _answer: Answer
    _facts: Mapping[str, Value]

    @property
    def facts(self) -> Mapping[str, Value]:
        """The facts that it was decided on."""
        return self._facts

    @property
    def table(self) -> "Table":
        """The table."""
        return self._answer.table

    @property
    def outcome(self) -> Value:
        """The outcome; under "all", the only one.

        Raises:
            InputValueError: Under "all", when none or several apply (SH419).
        """
        outcomes = self._answer.outcomes
        if len(outcomes) != 1:
            raise InputValueError("SH419", table=self.table.id, outcomes=outcomes)
        return outcomes[0]

    @property
    def outcomes(self) -> tuple[Value, ...]:
        """All that is decided."""
        return self._answer.outcomes

    @property
    def traits(self) -> tuple[Value, ...]:
        """Other outcomes that apply as well and lose, in order of precedence (兼具)."""
        return self._answer.traits

    @property
    def open_traits(self) -> tuple[Value, ...]:
        """Other outcomes of which it is not settled whether they apply as well (待定)."""
        return self._answer.open_traits

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows that decide it; with facts missing, those certain to, or else all that may."""
        return self._answer.rows

    @property
    def row(self) -> Row:
        """The first of the rows that decide it.

        Raises:
            IndexError: Under "all", when no row applies.
        """
        return self._answer.rows[0]

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The articles by which it is decided (依据).

        Changes of a row, and what sets a term, are named where the conditions that hold use them.
        """
        grounds = (grounds_of(row, self._facts) for row in self.rows)
        return tuple(dict.fromkeys(c for ground in grounds for c in ground.citations))

    @property
    def trail(self) -> tuple[TrailStep, ...]:
        """How the facts stand to each row, in order of precedence (判定过程)."""
        return tuple(
            trail_step(row, self._facts, decides=row in self.rows)
            for row in self.table.rows_in_order
        )

    @property
    def after(self) -> "Decision | Undetermined | None":
        """What it becomes once what the outcome asks for is there; None where it asks nothing."""
        return self.table.decide_after(self)

    def explain(self) -> str:
        """Say in Chinese what was decided, and why (说明)."""
        from servicehall.tables.views import explain  # words are made when somebody asks

        return explain(self)

    def __str__(self) -> str:
        return self.explain()

    def _repr_html_(self) -> str:
        from servicehall.tables.html import decision_html  # as above

        return decision_html(self)


@frozen(kw_only=True)
class Undetermined:
    """The facts do not settle it yet (尚不能判定).

    Attributes:
        table: The table.
        facts: What is known.
        possible: What can still come out, in order of precedence.
        needed: Every missing fact for which two completions that differ only in it differ in
            outcome; the most useful question first.
        certain: Under "all", those of them that every completion has.
        has_gaps: Whether the table has no single answer for some completions.
    """

    table: "Table"
    facts: Mapping[str, Value]
    possible: tuple[Value, ...]
    needed: tuple[str, ...]
    certain: tuple[Value, ...] = ()
    has_gaps: bool = False

    @property
    def questions(self) -> tuple[Fact, ...]:
        """The facts that are needed, each with its question and its domain."""
        return tuple(self.table.vocabulary[name] for name in self.needed)

    def explain(self) -> str:
        """Say in Chinese what can still come out, and what to ask (说明)."""
        from servicehall.tables.views import explain_undetermined  # as for decisions

        return explain_undetermined(self)

    def __str__(self) -> str:
        return self.explain()

    def _repr_html_(self) -> str:
        from servicehall.tables.html import undetermined_html  # as for decisions

        return undetermined_html(self)


@frozen
class _Open:
    """What is not settled by part of the facts; see :class:`Undetermined`."""

    possible: tuple[Value, ...]
    needed: tuple[str, ...]
    certain: tuple[Value, ...]
    has_gaps: bool


# ---- the table

Made = TypeVar("Made", bound=Decision)

_MOST_KEPT = 65_536
"""How many answers a table keeps; then it begins anew."""


@frozen(kw_only=True, slots=False, eq=False)
class Table:
    """A decision table (规则表): facts in, an outcome with its article out.

    A table belongs to one division and one day: its rows are those in force there, terms stand in
    it with their values. It never changes.

    Attributes:
        id: Its name, for example ``"case_kind"``.
        label: Its Chinese name.
        gives: The fact that it settles; its values are the outcomes.
        policy: How many answers it gives, and which.
        order: The outcomes; for :attr:`HitPolicy.ORDER` in order of precedence.
        rows: The rows, as written.
        facts: The facts that it asks for, in the order in which people are asked.
        vocabulary: All facts that may be handed over, used or not.
        idle: Facts that were declared for it and that nothing asks for.
        rest: The outcome of what belongs to none of the others; it is never a trait.
        after: For outcomes that ask for something, the facts that hold once it is there.
        citation: What sets the order or the table itself, where something does.
    """

    id: str
    label: str
    gives: Fact
    policy: HitPolicy
    order: tuple[Value, ...]
    rows: tuple[Row, ...]
    facts: tuple[Fact, ...]
    vocabulary: Vocabulary
    rest: Value | None = None
    idle: tuple[Fact, ...] = ()
    after: Mapping[Value, Mapping[str, Value]] = field(factory=dict)
    citation: Citation | None = None
    _answers: dict[int, Answer] = field(factory=dict, init=False, repr=False)
    _open: dict[tuple[tuple[str, Value], ...], Answer | _Open] = field(
        factory=dict, init=False, repr=False
    )

    @functools.cached_property
    def logic(self) -> Logic:
        """What decides, without words, sources or dates."""
        rules = tuple(row.rule for row in self.rows)
        return Logic(self.gives, self.facts, self.policy, self.order, rules, self.rest)

    # ---- one case

    def decide(self, facts: Mapping[str, object]) -> Decision | Undetermined:
        """Decide one case.

        Args:
            facts: What is known, by name; what is missing, or None, is not known, never "no".

        Returns:
            The decision, where the facts settle it; else what is still possible and what to ask.

        Raises:
            InputValueError: A name (SH401) or a value (SH402) that is not declared; or too few
                facts to go through all completions of a very large table (SH408).
            InputTypeError: A value of the wrong type (SH403), a float (SH404).
            DataError: The table itself fails: no row applies (SH406), or rows contradict each
                other (SH407).
        """
        return self._decide(facts)

    @functools.cached_property
    def _decide(self) -> Callable[[Any], Decision | Undetermined]:
        return self.decider(Decision, lambda open_answer: open_answer)

    def decider(
        self, made: type[Made], asking: Callable[[Undetermined], Undetermined]
    ) -> Callable[[Any], Made | Undetermined]:
        """Return :meth:`decide` as one compiled function, for answers in other words.

        Args:
            made: The class of decisions to make.
            asking: Puts what is not settled into other words.
        """

        def exactly(facts: object) -> Made | Undetermined:
            if isinstance(facts, Mapping) and self.gives.name in facts:
                raise InputValueError("SH416", name=self.gives.name, table=self.id)
            known = self.vocabulary.check(facts, ask=[fact.name for fact in self.facts])
            found = self._decide_checked(known, made)
            return asking(found) if isinstance(found, Undetermined) else found

        return compile_decide(self.logic, self._answers, made, exactly)

    def _decide_checked(self, known: Mapping[str, Value], made: type[Made]) -> Made | Undetermined:
        used = {fact.name: known[fact.name] for fact in self.facts if fact.name in known}
        if len(used) == len(self.facts):
            return made(self._answer(used), known)
        found = self._kept_open(used)
        if isinstance(found, Answer):
            return made(found, known)
        return Undetermined(
            table=self,
            facts=known,
            possible=found.possible,
            needed=found.needed,
            certain=found.certain,
            has_gaps=found.has_gaps,
        )

    @functools.cached_property
    def _place(self) -> Callable[[Any], int | None]:
        return compile_place(self.logic)

    def _answer(self, facts: dict[str, Value]) -> Answer:
        """Return the answer to complete facts, and keep it."""
        place = self._place(facts)
        if place is not None and place in self._answers:
            return self._answers[place]
        answer = self._settled(facts, facts)
        if place is not None:
            if len(self._answers) >= _MOST_KEPT:
                self._answers.clear()
            self._answers[place] = answer
        return answer

    def _settled(self, facts: Mapping[str, Value], told: Mapping[str, Value]) -> Answer:
        """Settle complete facts; a refusal tells of those that were handed over."""
        applying = [r for r in self.logic.rules if r.otherwise or r.applies(facts)]
        settled = settle(self.logic, applying)
        ids = tuple(rule.id for rule in settled.deciding)
        said = ", ".join(f"{name} = {value}" for name, value in told.items())
        if not settled.outcomes and self.policy is not HitPolicy.ALL:
            raise DataError("SH406", table=self.id, label=self.label, facts=said)
        if len(settled.outcomes) > 1 and self.policy is HitPolicy.ONE:
            raise DataError("SH407", table=self.id, label=self.label, facts=said, rows=ids)
        return Answer(self, settled.outcomes, self._rows(ids), settled.traits)

    def _kept_open(self, used: Mapping[str, Value]) -> Answer | _Open:
        """Return what part of the facts come to, and keep it."""
        key = tuple(used.items())
        if key not in self._open:
            if len(self._open) >= _MOST_KEPT:
                self._open.clear()
            self._open[key] = self._completed(Completions(self.logic, used))
        return self._open[key]

    def _completed(self, completions: Completions) -> Answer | _Open:
        """Return the answer that all completions have, or what differs among them."""
        if not completions.is_settled:
            return _Open(
                completions.possible,
                completions.needed(),
                completions.certain(),
                completions.faults != 0,
            )
        if completions.faults:  # they show in any one completion
            return self._settled(completions.space.sample(0), completions.known)
        rows = self._rows(completions.always(completions.settled.deciding))
        traits, open_traits = completions.traits(), completions.open_traits()
        return Answer(self, completions.possible, rows, traits, open_traits)

    def _rows(self, ids: tuple[str, ...]) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.id in ids)

    def decide_after(self, decision: Decision) -> Decision | Undetermined | None:
        """Decide anew with what the outcome asks for; None where it asks for nothing."""
        for outcome in decision.outcomes:
            if outcome in self.after:
                return self.decide({**decision.facts, **self.after[outcome]})
        return None

    @functools.cached_property
    def outcome(self) -> Callable[[Any], Value]:
        """A compiled function from a record to the outcome: the fastest way to decide.

        The record has the facts as attributes. Of those that have to be read to settle the
        outcome, one that is missing (``None``) or not in order is met as :meth:`decide` meets it;
        others are not looked at. Where the facts do not settle it, it raises
        :class:`InputValueError` (SH409). Where a table gives all outcomes that apply, the one
        outcome is returned, as by :attr:`Decision.outcome`.
        """
        analysis = self.analyse()
        if analysis.checked and not analysis.overlaps and self.policy is not HitPolicy.ALL:
            return compile_outcome(self.logic, self._outcome_exactly)
        return self._outcome_exactly

    def _outcome_exactly(self, record: object) -> Value:
        found = self.decide({fact.name: getattr(record, fact.name, None) for fact in self.facts})
        if isinstance(found, Undetermined):
            raise InputValueError("SH409", table=self.id, needed=found.needed)
        return found.outcome

    # ---- the table itself

    @property
    def rows_in_order(self) -> tuple[Row, ...]:
        """The rows in order of precedence: of those that apply, the first one decides."""
        rows = {row.id: row for row in self.rows}
        return tuple(rows[rule.id] for rule in in_order_of_precedence(self.logic))

    def analyse(self, most: int = MOST_CELLS) -> Analysis:
        """Find its holes, contradictions and idle rows, over its whole domain.

        Args:
            most: The largest domain to go through, in cells; beyond it nothing is concluded.
        """
        found = analyse_logic(self.logic, check_count(most, "most", MOST_CELLS))
        unused = (*found.unused_facts, *self.idle)
        return evolve(found, unused_facts=unused) if self.idle else found

    def compare(self, new: "Table") -> Difference:
        """Return what a newer table decides differently, over the whole domain (差异)."""
        check_type(new, Table, "new")
        return compare_logic(self.logic, new.logic)

    def __str__(self) -> str:
        from servicehall.tables.views import table_text  # words are made when somebody asks

        return table_text(self)

    def _repr_html_(self) -> str:
        from servicehall.tables.html import table_html  # as above

        return table_html(self)
