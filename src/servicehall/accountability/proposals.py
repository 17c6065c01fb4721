"""Proposals (处理建议书): all that follows from findings, for a body with authority to decide."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from attrs import field, frozen

from servicehall.accountability.findings import COUNTING, Finding, FindingState
from servicehall.accountability.items import Item, ItemStatus
from servicehall.accountability.scoring import Tally, as_tally, put_together
from servicehall.checks import check_text, shown
from servicehall.errors import InputValueError
from servicehall.policy import Policy
from servicehall.sanctions import Appraisal, Score
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
    """

    findings: tuple[Finding, ...]
    items: tuple[Item, ...]
    as_of: datetime
    policies: Mapping[str, Policy] = field(repr=False)
    _registry: Any = field(repr=False)
    _profiles: tuple[str, ...] = field(repr=False, default=())

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

    def of(self, name: str) -> tuple[Item, ...]:
        """Return what is proposed for somebody (某人的各项建议)."""
        return tuple(one for one in self.proposed if one.name == name)

    def state(self, finding_id: str) -> FindingState:
        """Return where a finding stands.

        Raises:
            InputValueError: There is none (SH827).
        """
        return self._finding(finding_id).state(self.as_of)

    def _finding(self, finding_id: str) -> Finding:
        known = {one.id: one for one in self.findings}
        if finding_id not in list(known):
            raise InputValueError("SH827", id=shown(finding_id), hint=hint_for(finding_id, known))
        return known[finding_id]

    def ceiling(self, name: str, year: int) -> Appraisal | None:
        """Return the best grade that somebody's appraisal of a year can give (考核等次上限).

        None where nothing that is proposed bounds it.
        """
        bounds = (
            one.measure.ceiling
            for one in self.of(name)
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
        left = [one for one in self.findings if one is not gone]
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
            InputValueError: There is no such score (SH810), period (SH811), or the findings are
                of several divisions, or of none (SH826).
        """
        where = division or self._division()
        score, number = self._score(score_id, period, where)
        if score.made_of:
            parts = list(self._parts(score, number, name, where))
            return put_together(score, name, period, parts)
        mine = [
            one
            for one in self.items
            if one.score is not None
            and one.score.id == score.id
            and one.name == name
            and score.period.number(one.at.date()) == number
        ]
        counted = (one for one in mine if one.counts and one.amount is not None)
        open_ = (one for one in mine if one.status is ItemStatus.OPEN)
        return as_tally(score, check_text(name, "name"), period, counted, open_)

    def _division(self) -> str:
        found = sorted({one.division for one in self.findings})
        if len(found) != 1:
            raise InputValueError("SH826", found=tuple(found) or "—")
        return found[0]

    def _score(self, score_id: str, period: str, division: str) -> tuple[Score, int]:
        """Return a score as it is on the last day of a period, and the period's number."""
        policy = self._policy(division, self.as_of)
        known = policy.scores
        if score_id not in list(known):
            raise InputValueError("SH810", id=shown(score_id), known=tuple(known) or "—")
        score = known[score_id]
        number = score.period.numbered(check_text(period, "period"))
        if number is None:
            told = {"id": score.id, "title": score.title, "unit": score.period.unit}
            example = score.period.name(self.as_of.date())
            raise InputValueError(
                "SH811", value=shown(period), unit_zh=score.period.zh, example=example, **told
            )
        last = score.period.days_of(number)[1]
        if last < self.as_of.date():
            score = self._registry.policy(division, on=last, profiles=self._profiles).scores.get(
                score_id, score
            )
        return score, number

    def _policy(self, division: str, at: datetime) -> Policy:
        policy: Policy = self._registry.policy(division, on=at.date(), profiles=self._profiles)
        return policy

    def _parts(self, score: Score, number: int, name: str, division: str) -> Iterator[Tally]:
        """Go through the scores of shorter periods that had begun by the instant."""
        policy = self._policy(division, self.as_of)
        part = policy.scores[score.made_of].period
        first, last = score.period.days_of(number)
        last = min(last, self.as_of.date())
        for place in range(part.number(first), part.number(last) + 1 if last >= first else 0):
            named = part.name(part.days_of(place)[0])
            yield self.score(score.made_of, name, named, division=division)

    def scores(self, period: str, *, division: str = "") -> tuple[Tally, ...]:
        """Return every score of a period of all who have one that was changed (各项得分).

        Args:
            period: See :meth:`score`; scores of other kinds of period are left out.
            division: Where; left out, where all the findings are.
        """
        where = division or self._division()
        policy = self._policy(where, self.as_of)
        named = {(one.score.id, one.name) for one in self.items if one.score and one.name}
        made = {score.id: score.made_of for score in policy.scores.values()}
        for score, of in made.items():
            named |= {(score, name) for part, name in tuple(named) if part == of and of}
        wanted = [
            (score, name)
            for score, name in sorted(named)
            if score in policy.scores and policy.scores[score].period.numbered(period) is not None
        ]
        return tuple(self.score(score, name, period, division=where) for score, name in wanted)

    def cost(self, finding_id: str) -> Mapping[tuple[str, str, str], Decimal]:
        """Return what a finding changed, by score, name and period (一个认定的影响).

        Removing it restores exactly this.

        Raises:
            InputValueError: There is no such finding (SH827).
        """
        other = self.without(finding_id)
        touched = {
            (one.score.id, one.name, one.score.period.name(one.at.date()), one.finding.division)
            for one in (*self.items, *other.items)
            if one.score is not None and one.name
        }
        found = {}
        for score, name, period, division in sorted(touched):
            mine = self.score(score, name, period, division=division)
            theirs = other.score(score, name, period, division=division)
            if difference := mine.change - theirs.change:
                found[score, name, period] = difference
        return found

    # ---- words

    def explain(self, names: Iterable[str] = ()) -> str:
        """Say in plain Chinese what is proposed, and by which clause (说明).

        Args:
            names: Of whom; left out, of all.
        """
        from servicehall.accountability.words import explain

        return explain(self, tuple(names))

    def to_json(self) -> str:
        """Return what is proposed as JSON (处理建议记录)."""
        from servicehall.accountability.words import to_json

        return to_json(self)
