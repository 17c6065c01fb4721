"""Rows (办件行): what one case adds to a report; small, and without personal data of applicants."""

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from typing import Final

from attrs import field, frozen

from servicehall.assessment import Assessment
from servicehall.duties import Grade
from servicehall.errors import InputValueError
from servicehall.events import Event
from servicehall.explain.words import title_of_filing
from servicehall.ledgers import OpenItem, open_items, window_of
from servicehall.limits import NaturalDays, Unknown, WorkingDays
from servicehall.replay import Holder, Obligation
from servicehall.reports.outcomes import (
    Outcome,
    Verdict,
    done_of,
    limits_of,
    outcome_of,
    verdict_of,
)
from servicehall.reports.pauses import LatePause, late_pauses
from servicehall.tables import Undetermined
from servicehall.timeline import FILINGS, CaseState

__all__ = ["CaseRow", "case_row"]

_OWNER: Final = "case_owner"
"""The role of whoever answers for a case."""
_RECEIVING: Final = FILINGS | {"reopened"}
"""The kinds of event with which a case is handed in."""
_ACCEPTING: Final = frozenset({"accepted", "notice.acceptance", "notice.promise"})
"""The kinds of event that put an acceptance on record: each of these papers says so."""
_BEFORE: Final = frozenset(
    {
        *(CaseState.SUPPLEMENTING, CaseState.RETURNED, CaseState.NOT_ACCEPTED),
        *(CaseState.WITHDRAWN, CaseState.TRANSFERRED),
    }
)
"""The states in which a case is not accepted unless an acceptance is on record."""


@frozen(kw_only=True)
class CaseRow:
    """What one case adds to a report (办件行); it holds no personal data of applicants.

    Attributes:
        case: The number of the case, as it may be shown.
        division: Where it was filed.
        matter: The matter's Chinese name; empty where nothing says which.
        window: The window.
        unit: The unit that answers for it.
        person: Who answers for it: of a missed limit its bearer when it was missed, else the
            present case owner.
        kind: The kind in Chinese; empty while it is not settled.
        outcome: What has become of it.
        began_on: The day of its first event.
        received_on: The day of receipt; None where somebody asked only.
        accepted_on: The day of acceptance; None where it is not accepted.
        closed_on: The day of decision or closing, whichever came first, in the last cycle; None
            where it is open.
        cycles: How often it was taken up.
        verdicts: What has become of its limits, in each cycle.
        promised: How much shorter the promised limit is than the statutory one, 1 − promised ÷
            statutory; None where they are not both known, in one unit of days.
        actual: How much of the statutory limit was not used, of several cycles the least; None
            where the case is not closed, or has no statutory limit in days.
        pauses: How many pauses some limit gave back.
        late_pauses: The pauses that began shortly before an end.
        overdue: What should have been done and is not.
        near_due: What must be done soon.
        unsettled: What is not known of it, in Chinese.
        missed: The grades of limits that were missed, in any cycle, done later or not.
    """

    case: str
    division: str
    matter: str = ""
    window: str = ""
    unit: str = ""
    person: str = ""
    kind: str = ""
    outcome: Outcome
    began_on: date
    received_on: date | None = None
    accepted_on: date | None = None
    closed_on: date | None = None
    cycles: int = 1
    verdicts: tuple[Verdict, ...] = ()
    promised: Fraction | None = None
    actual: Fraction | None = None
    pauses: int = 0
    late_pauses: tuple[LatePause, ...] = ()
    overdue: tuple[OpenItem, ...] = ()
    near_due: tuple[OpenItem, ...] = ()
    unsettled: tuple[str, ...] = ()
    missed: frozenset[Grade] = field(init=False)

    @property
    def day(self) -> date:
        """The day by which it belongs to a period: accepted, else received, else first seen."""
        return self.accepted_on or self.received_on or self.began_on

    @property
    def is_closed(self) -> bool:
        """Whether it was decided or closed (已办结)."""
        return self.closed_on is not None

    @missed.default
    def _missed_by_verdicts(self) -> frozenset[Grade]:
        return frozenset(one.grade for one in self.verdicts if one.standing.is_missed)


def case_row(found: Assessment, *, near: int = 3) -> CaseRow:
    """Return what a case adds to a report (办件行).

    Args:
        found: The assessment.
        near: Within how many working days something is due soon, or a pause shortly before an end.

    Raises:
        InputValueError: Fewer than none (SH763).
    """
    if near < 0:
        raise InputValueError("SH763", near=near)
    received = _first_day(found, _RECEIVING)
    accepted = None if received is None else _accepted_on(found, received)
    limits = tuple(limits_of(found))
    verdicts = tuple(map(verdict_of, limits))
    outcome = Outcome.CONSULTED
    if received is not None:
        outcome = outcome_of(found, verdicts, accepted=accepted is not None)
    items = [item for item in open_items(found) if item.grade is not Grade.EFFECT]
    holder = _answers_for(found, zip(limits, verdicts, strict=True))
    return CaseRow(
        case=found.shown_case,
        division=found.policy.division,
        matter=found.matter.title if found.matter else "",
        window=window_of(found),
        unit=holder.unit,
        person=holder.actor,
        kind=_kind(found),
        outcome=outcome,
        began_on=found.replay.steps[0].event.occurred_at.date(),
        received_on=received,
        accepted_on=accepted,
        closed_on=_closed_on(found),
        cycles=found.replay.steps[-1].cycle,
        verdicts=verdicts,
        promised=_promised(found),
        actual=_actual(verdicts) if _closed_on(found) else None,
        pauses=len(found.replay.given),
        late_pauses=late_pauses(found, near),
        overdue=tuple(item for item in items if item.is_overdue),
        near_due=tuple(item for item in items if _is_near(item, near)),
        unsettled=tuple(_unsettled(found)) if received else (),
    )


# ---- days


def _events(found: Assessment, kinds: frozenset[str]) -> Iterator[Event]:
    return (step.event for step in found.replay.steps if step.event.kind in kinds)


def _first_day(found: Assessment, kinds: frozenset[str]) -> date | None:
    return next((event.occurred_at.date() for event in _events(found, kinds)), None)


def _accepted_on(found: Assessment, received: date) -> date | None:
    """Return the day of acceptance; without a record of it, that of receipt.

    Source: 行政许可法 32: what is complete shall be accepted, and is deemed so from receipt where
    the applicant is not told in time what is missing. Who was told, is not accepted.
    """
    if found.state is CaseState.NOT_ACCEPTED:
        return None
    on_record = _first_day(found, _ACCEPTING)
    return on_record or (None if found.state in _BEFORE else received)


def _closed_on(found: Assessment) -> date | None:
    last = found.replay.steps[-1]
    if last.state not in (CaseState.DECIDED, CaseState.CLOSED):
        return None
    done = done_of(found)
    steps = (s for s in found.replay.steps if s.cycle == last.cycle and s.event.kind in done)
    return next(steps).event.occurred_at.date()


# ---- who, and how fast


def _answers_for(found: Assessment, limits: Iterable[tuple[Obligation, Verdict]]) -> Holder:
    """Return who answers for a case: who bore the first limit that was missed, else its owner."""
    for one, verdict in limits:
        if verdict.standing.is_missed:
            return found.bearer(one)
    owners = found.replay.holders.get(_OWNER, ())
    return owners[-1][1] if owners else Holder("")


def _promised(found: Assessment) -> Fraction | None:
    """Return how much shorter the promise is than the law, where both are days of one kind."""
    if found.matter is None:
        return None
    match found.matter.promised, found.matter.statutory:
        case (WorkingDays(n=few), WorkingDays(n=many)) | (NaturalDays(n=few), NaturalDays(n=many)):
            return 1 - Fraction(few, many)
    return None


def _actual(verdicts: tuple[Verdict, ...]) -> Fraction | None:
    lawful = (one.saved for one in verdicts if one.grade is Grade.UNLAWFUL)
    return min((saved for saved in lawful if saved is not None), default=None)


def _kind(found: Assessment) -> str:
    answer = found.classification
    if not found.has_kind:
        return title_of_filing(found)
    return "" if isinstance(answer, Undetermined) else answer.kind.zh


def _is_near(item: OpenItem, near: int) -> bool:
    return not item.is_overdue and item.days_left is not None and item.days_left <= near


def _unsettled(found: Assessment) -> Iterator[str]:
    """Say what is not known of a case: its matter, its kind, its limit."""
    if not found.has_kind:
        return
    if found.matter is None:
        yield "没有登记事项"
    answer = found.classification
    if isinstance(answer, Undetermined):
        labels = (found.policy.vocabulary.facts[name].label for name in answer.needed)
        yield f"办件类型未定，缺：{'、'.join(labels)}"
    if found.matter is not None and isinstance(limit := found.matter.limit, Unknown):
        yield f"期限不明（{limit.why}）"
