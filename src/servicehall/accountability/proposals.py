"""Proposals (处理建议书): all that follows from findings, for a body with authority to decide."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from attrs import field, frozen

from servicehall.accountability.course import Place
from servicehall.accountability.findings import COUNTING, Finding, FindingState, one_line
from servicehall.accountability.items import Item, ItemStatus
from servicehall.accountability.reckoning import rules_named
from servicehall.accountability.scoring import ScoreBook, Tally
from servicehall.checks import check_text, shown
from servicehall.divisions import check_division
from servicehall.errors import InputValueError
from servicehall.policy import Policy
from servicehall.sanctions import Appraisal, Period, Score
from servicehall.vocabulary import hint_for

__all__ = ["Proposals"]


@frozen(eq=False, kw_only=True)
class Proposals:
    """What follows from findings at an instant (处理建议书). None of it is a decision.

    Attributes:
        findings: What was found, in the order of time.
        items: All that rules give for it, also what is open or was dropped, in the order in which
            it follows.
        as_of: The instant for which one asks.
        policies: The rules of the day of each breach, by the id of the finding.
        later: The findings of what had not happened by that instant.
        flawless: The scores of whoever has no finding in a period that is over, where the grade
            leads to something; who they are stands in no finding, so nothing is proposed for them.
    """

    findings: tuple[Finding, ...]
    items: tuple[Item, ...]
    as_of: datetime
    policies: Mapping[str, Policy] = field(repr=False)
    later: tuple[Finding, ...] = ()
    flawless: tuple[Tally, ...] = field(repr=False, default=())
    _registry: Any = field(repr=False)
    _profiles: tuple[str, ...] = field(repr=False, default=())
    _books: dict[str, ScoreBook] = field(factory=dict, init=False, repr=False)

    # ---- what there is

    @property
    def proposed(self) -> tuple[Item, ...]:
        """What is proposed (建议)."""
        return tuple(one for one in self.items if one.counts)

    @property
    def open(self) -> tuple[Item, ...]:
        """What is not settled: a fact, a pick, somebody is missing (待定)."""
        return tuple(one for one in self.items if one.status is ItemStatus.OPEN)

    @property
    def pending(self) -> tuple[Finding, ...]:
        """The findings of which nothing follows as they stand (未计入的认定)."""
        return tuple(one for one in self.findings if one.state(self.as_of) not in COUNTING)

    @property
    def without_rule(self) -> tuple[Finding, ...]:
        """The verified findings for which no rule gives anything (没有规定后果的认定)."""
        given = {item.finding.id for item in self.items}
        standing = (one for one in self.findings if one.state(self.as_of) in COUNTING)
        return tuple(one for one in standing if one.id not in given)

    @property
    def unused_picks(self) -> tuple[tuple[str, str], ...]:
        """The picks that decide nothing: the finding and the rule (未采用的选定).

        The rule is not in force, or does not apply to the finding, or not yet.
        """
        asked = (one for one in self.items if one.consequence.needs_pick)
        used = {(finding, one.sanction.id) for one in asked for finding in one.picks}
        return tuple(
            (one.id, name)
            for one in self.findings
            for name in one.picks
            if (one.id, name) not in used
            and (one.state(self.as_of) in COUNTING or not self.knows_rule(one.id, name))
        )

    def knows_rule(self, finding_id: str, name: str) -> bool:
        """Tell whether there was a rule, or a grade, of a name on the day of a finding."""
        return bool(rules_named(name, self.policies[finding_id]))

    def of(self, name: str, *, division: str = "") -> tuple[Item, ...]:
        """Return what is proposed for somebody (某人的各项建议).

        Args:
            name: Who.
            division: Where; left out, wherever something is proposed for that name.

        Raises:
            InputValueError: That is in several divisions (SH838): people of one name in two places
                are two. There is no such division (SH445).
        """
        named = [one for one in self.proposed if one.name == name]
        if division:
            where = check_division(division)
            return tuple(one for one in named if one.finding.division == where)
        found = sorted({one.finding.division for one in named})
        if len(found) > 1:
            raise InputValueError("SH838", name=shown(name), found=tuple(found))
        return tuple(named)

    def state(self, finding_id: str) -> FindingState:
        """Return where a finding stands.

        Raises:
            InputValueError: There is none (SH827).
        """
        return self._finding(finding_id).state(self.as_of)

    @property
    def in_several_places(self) -> bool:
        """Whether the findings are of several divisions: then one name can be two people."""
        return len({one.division for one in self.findings}) > 1

    def _finding(self, finding_id: str) -> Finding:
        known = {one.id: one for one in self.findings}
        if finding_id not in list(known):
            raise InputValueError("SH827", id=shown(finding_id), hint=hint_for(finding_id, known))
        return known[finding_id]

    def ceiling(self, name: str, year: int, *, division: str = "") -> Appraisal | None:
        """Return the best grade that somebody's appraisal of a year can give (考核等次上限).

        None where nothing that is proposed bounds it.

        Args:
            name: Whose.
            year: Of which year.
            division: As for :meth:`of`.

        Raises:
            InputValueError: As for :meth:`of`.
        """
        bounds = (
            one.measure.ceiling
            for one in self.of(name, division=division)
            if one.measure and one.measure.ceiling and one.at.year == year
        )
        return max(bounds, key=lambda grade: grade.rank, default=None)

    def without(self, finding_id: str) -> "Proposals":
        """Return what would follow had there not been a finding (去掉一个认定).

        Raises:
            InputValueError: There is none (SH827).
        """
        from servicehall.accountability.proposing import propose_sanctions

        gone = self._finding(finding_id)
        left = [one for one in (*self.findings, *self.later) if one is not gone]
        return propose_sanctions(left, self._registry, as_of=self.as_of, profiles=self._profiles)

    # ---- scores

    def score(self, score_id: str, name: str, period: str, *, division: str = "") -> Tally:
        """Return somebody's score for a period, by the rules of its last day (得分).

        Args:
            score_id: Which score.
            name: Whose; of somebody without any finding it is the base.
            period: Which period: ``"2026-03"``, ``"2026-Q1"``, ``"2026-H1"``, ``"2026"``.
            division: Where; left out, where all the findings are.

        Raises:
            InputValueError: There is no such score (SH810), period (SH811), it was not in force
                then (SH828), or division (SH445), or the findings are of several divisions, or of
                none (SH826).
        """
        book = self._book(division)
        score, number = self._score(score_id, period, book)
        return book.tally(score.id, number, score.period, one_line(name, "name"))

    def _book(self, division: str) -> ScoreBook:
        where = check_division(division) if division else self._division()
        if where not in self._books:
            place = Place(self._registry, self._profiles, self.as_of)
            until = (self.as_of - timedelta.resolution).date()
            days = (one.occurred_at.date() for one in self.findings if one.division == where)
            self._books[where] = ScoreBook(
                items=self.items,
                scores=lambda day: place.policy(where, day).scores,
                division=where,
                until=until,
                known=place.scores(where, days),
            )
        return self._books[where]

    def _division(self) -> str:
        found = sorted({one.division for one in self.findings})
        if len(found) != 1:
            raise InputValueError("SH826", found=tuple(found) or "—")
        return found[0]

    def _score(self, score_id: str, period: str, book: ScoreBook) -> tuple[Score, int]:
        """Return a score, and the number of a period."""
        known = book.known
        if score_id not in list(known):
            raise InputValueError("SH810", id=shown(score_id), known=tuple(known) or "—")
        score = known[score_id]
        number = score.period.numbered(check_text(period, "period"))
        if number is None:
            told = {"id": score.id, "title": score.title, "unit": score.period.unit}
            example = score.period.name(book.until)
            told |= {"unit_zh": score.period.zh, "example": example}
            raise InputValueError("SH811", value=shown(period), **told)
        if not book.is_in_force(score.id, number, score.period):
            raise InputValueError("SH828", id=score.id, title=score.title, period=period)
        return score, number

    def scores(self, period: str, *, division: str = "", score_id: str = "") -> tuple[Tally, ...]:
        """Return every score of a period of all who have one that was changed (各项得分).

        What may change it once it is settled counts as a change here.

        Args:
            period: See :meth:`score`; scores of other kinds of period are left out.
            division: Where; left out, where all the findings are.
            score_id: Which score; left out, all.

        Raises:
            InputValueError: It is no period (SH834); of one score, as :meth:`score`; the findings
                are of several divisions, or of none (SH826).
        """
        book = self._book(division)
        return tuple(
            book.tally(score.id, number, score.period, name)
            for score, number in self._asked(period, score_id, book)
            for name in book.names(score.id, number, score.period)
        )

    def nameless(self, period: str, *, division: str = "", score_id: str = "") -> tuple[Item, ...]:
        """Return what may change scores of a period, and it is not said whose (未写明是谁的待定项).

        Arguments and errors are those of :meth:`scores`.
        """
        book = self._book(division)
        asked = self._asked(period, score_id, book)
        found = (book.nameless(score.id, number, score.period) for score, number in asked)
        return tuple({id(item): item for items in found for item in items}.values())

    def _asked(self, period: str, score_id: str, book: ScoreBook) -> Iterator[tuple[Score, int]]:
        """Go through the scores that are asked for, each with the number of the period."""
        if score_id:
            yield self._score(score_id, period, book)
            return
        if not Period.is_name(check_text(period, "period")):
            raise InputValueError("SH834", value=shown(period))
        for score in book.known.values():
            number = score.period.numbered(period)
            if number is not None and book.is_in_force(score.id, number, score.period):
                yield score, number

    def cost(self, finding_id: str) -> Mapping[tuple[str, str, str], Decimal]:
        """Return what a finding changed, by score, name and period (一个认定的影响).

        Removing it restores exactly this.

        Raises:
            InputValueError: There is no such finding (SH827).
        """
        other = self.without(finding_id)
        found = {}
        for score_id, name, period, division in sorted(self._touched(other)):
            mine = self.score(score_id, name, period, division=division)
            theirs = other.score(score_id, name, period, division=division)
            if difference := _worth(mine) - _worth(theirs):
                found[score_id, name, period] = difference
        return found

    def _touched(self, other: "Proposals") -> set[tuple[str, str, str, str]]:
        """Return the scores that what follows here or there can have changed."""
        items = [one for one in (*self.items, *other.items) if one.score is not None and one.name]
        books = {where: self._book(where) for where in {one.finding.division for one in items}}
        return {
            (score.id, one.name, score.period.name(one.at.date()), one.finding.division)
            for one in items
            for score in books[one.finding.division].made_with(one.score.id)  # type: ignore[union-attr]
            if books[one.finding.division].is_in_force(
                score.id, score.period.number(one.at.date()), score.period
            )
        }

    # ---- words

    def explain(self, names: Iterable[str] = ()) -> str:
        """Say in plain Chinese what is proposed, and by which clause (说明).

        Args:
            names: Of whom; left out, of all.
        """
        from servicehall.accountability.words import explain

        return explain(self, tuple(names))

    def _repr_html_(self) -> str:
        from servicehall.accountability.html import proposals_html

        return proposals_html(self)

    def to_json(self, names: Iterable[str] = ()) -> str:
        """Return what is proposed as JSON (处理建议记录).

        Args:
            names: Of whom; left out, of all.
        """
        from servicehall.accountability.words import to_json

        return to_json(self, tuple(names))


def _worth(one: Tally) -> Decimal:
    """Return a score; of one whose base is not known, by how much it was changed."""
    return one.change if one.total is None else one.total
