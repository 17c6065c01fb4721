"""Outcomes (办理结果): what has become of a case and of each of its limits.

The limits of a case are those that its decision or closing meets, and whose being missed is a
breach: the promised limit, the statutory one, the same day of an instant case, and what packs add.
Each cycle of a case has its own; what was late once stays late when a case is reopened.
"""

import enum
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Final

from attrs import frozen

from servicehall.assessment import Assessment
from servicehall.duties import DutyStatus, Grade
from servicehall.instants import ONE_DAY
from servicehall.limits import NaturalDays, WorkingDays
from servicehall.questions import Pause
from servicehall.replay import Obligation
from servicehall.timeline import CaseState

__all__ = [
    "DONE",
    "ENDED",
    "Outcome",
    "Standing",
    "Verdict",
    "day_of",
    "done_of",
    "limits_of",
    "outcome_of",
    "verdict_of",
]

DONE: Final = frozenset({"decided", "closed"})
"""The kinds of event with which a case is done: a limit is met by the first of them."""
ANSWERED: Final = frozenset(
    {
        *("complaint.answered", "petition.answered", "hotline.replied"),
        *("complaint.closed", "petition.closed", "hotline.closed"),
    }
)
"""The same of a complaint, a petition and a call of the hotline, which nobody decides."""
ZERO: Final = timedelta(0)


class Standing(enum.StrEnum):
    """What has become of one limit of a case (期限执行情况)."""

    EARLY = "early"
    """Met at least one working day before its end."""
    ON_LAST_DAY = "on_last_day"
    """Met on its last day."""
    LATE = "late"
    """Missed, and nothing is left to be done: it was done late, or the case ended otherwise."""
    OVERDUE = "overdue"
    """Missed, and still to be done."""
    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"
    """It fell away in time: withdrawn, transferred, returned, excused."""
    UNKNOWN = "unknown"
    """Nothing says when it ends."""

    @property
    def is_missed(self) -> bool:
        """Whether its time ran out before it was met."""
        return self in (Standing.LATE, Standing.OVERDUE)


class Outcome(enum.StrEnum):
    """What has become of a case (办理结果); each case has exactly one."""

    EARLY = "early"
    """Closed, each limit met at least one working day before its end."""
    ON_LAST_DAY = "on_last_day"
    """Closed, each limit met, one of them on its last day."""
    UNTIMED = "untimed"
    """Closed, and no limit is known by which it could be judged."""
    LATE = "late"
    """Closed, a limit missed, in whichever cycle."""
    OVERDUE = "overdue"
    """Not closed, and a limit has run out."""
    RUNNING = "running"
    PAUSED = "paused"
    WAITING = "waiting"
    """Not accepted yet: the applicant has been asked for what is missing."""
    RETURNED = "returned"
    NOT_ACCEPTED = "not_accepted"
    WITHDRAWN = "withdrawn"
    TRANSFERRED = "transferred"
    CONSULTED = "consulted"
    """Nothing was handed in: somebody asked only."""

    @property
    def zh(self) -> str:
        """The Chinese name."""
        return _NAMES[self]


_NAMES: Final = {
    Outcome.EARLY: "提前办结",
    Outcome.ON_LAST_DAY: "到期日办结",
    Outcome.UNTIMED: "办结（期限不明）",
    Outcome.LATE: "逾期办结",
    Outcome.OVERDUE: "逾期未办",
    Outcome.RUNNING: "在办",
    Outcome.PAUSED: "中止",
    Outcome.WAITING: "待补正",
    Outcome.RETURNED: "退回",
    Outcome.NOT_ACCEPTED: "不予受理",
    Outcome.WITHDRAWN: "撤回",
    Outcome.TRANSFERRED: "移送",
    Outcome.CONSULTED: "咨询",
}

_ENDS: Final = {
    CaseState.RETURNED: Outcome.RETURNED,
    CaseState.NOT_ACCEPTED: Outcome.NOT_ACCEPTED,
    CaseState.WITHDRAWN: Outcome.WITHDRAWN,
    CaseState.TRANSFERRED: Outcome.TRANSFERRED,
}
ENDED: Final = tuple(_ENDS.values())
"""The outcomes of cases that ended otherwise than by decision or closing."""


@frozen(kw_only=True)
class Verdict:
    """What has become of one limit in one cycle of a case (一项期限的执行情况).

    Attributes:
        title: The name of the duty whose limit it is.
        grade: What missing it means: a broken promise, or a breach of law.
        cycle: The cycle of the case.
        standing: What has become of it.
        saved: The part of the limit that was not used, 1 − used ÷ limit, in its own unit and
            without paused days; below 0 where it took longer. None where it was not met, or is
            not counted in days.
    """

    title: str
    grade: Grade
    cycle: int
    standing: Standing
    saved: Fraction | None = None


def done_of(found: Assessment) -> frozenset[str]:
    """Return the kinds of event with which a case of its sort is done."""
    return DONE if found.has_kind else ANSWERED


def limits_of(found: Assessment) -> Iterator[Obligation]:
    """Go through the limits of a case, in the order in which they began to run."""
    done = done_of(found)
    for one in found.duties:
        duty = one.duty
        ends_case = bool(duty.must) and done.issuperset(duty.must)
        if ends_case and one.limit is not None and duty.grade in (Grade.SERVICE, Grade.UNLAWFUL):
            yield one


def verdict_of(one: Obligation) -> Verdict:
    """Return what has become of a limit."""
    return Verdict(
        title=one.duty.title,
        grade=one.duty.grade,
        cycle=one.cycle,
        standing=_standing(one),
        saved=_saved(one),
    )


def _standing(one: Obligation) -> Standing:
    match one.status:
        case DutyStatus.BREACHED:
            return Standing.OVERDUE if one.is_undone else Standing.LATE
        case DutyStatus.PAUSED:
            return Standing.PAUSED
        case DutyStatus.DISCHARGED | DutyStatus.EXCUSED:
            return Standing.ENDED
        case DutyStatus.OPEN if one.due_at is not None:
            return Standing.RUNNING
    end, done = one.warn_at, one.completed_at
    if end is None or done is None:
        return Standing.UNKNOWN
    last = day_of(end)
    ahead = one.almanac.calendar.reaching(last).count(min(day_of(done), last), last)
    return Standing.EARLY if ahead else Standing.ON_LAST_DAY


def day_of(at: datetime) -> date:
    """Return the day of an instant; midnight is 24:00 of the day that ends."""
    return (at - datetime.resolution).date()


# ---- how long it took


def _saved(one: Obligation) -> Fraction | None:
    if one.completed_at is None or not isinstance(one.limit, WorkingDays | NaturalDays):
        return None
    used = sum(_counted(one, day_of(one.completed_at)))
    return 1 - Fraction(used, one.limit.n)


def _counted(one: Obligation, last: date) -> Iterator[bool]:
    """Tell of each day that a limit ran whether it was counted."""
    calendar = one.almanac.calendar.reaching(last)
    paused = [span.stretch for span in one.pauses if span.stretch is not None]
    day = one.start.date() + (ONE_DAY if one.counting_from == "next_day" else ZERO)
    while day <= last:
        rests = isinstance(one.limit, WorkingDays) and not calendar.is_workday(day)
        yield not rests and not any(_lies_in(day, stretch) for stretch in paused)
        day += ONE_DAY


def _lies_in(day: date, stretch: Pause) -> bool:
    first, end = stretch
    return first <= day and (end is None or day <= end)


# ---- the case


def outcome_of(found: Assessment, verdicts: Sequence[Verdict], *, accepted: bool) -> Outcome:
    """Return what has become of a case (办理结果).

    Args:
        found: The assessment of a case that was received.
        verdicts: What has become of its limits.
        accepted: Whether it counts as accepted.
    """
    if found.state in _ENDS:
        return _ENDS[found.state]
    if found.state in (CaseState.DECIDED, CaseState.CLOSED):
        return _closed(verdicts)
    cycle = found.replay.steps[-1].cycle
    now = {one.standing for one in verdicts if one.cycle == cycle}
    if Standing.OVERDUE in now:
        return Outcome.OVERDUE
    if not accepted:
        return Outcome.WAITING
    return Outcome.PAUSED if Standing.PAUSED in now else Outcome.RUNNING


def _closed(verdicts: Sequence[Verdict]) -> Outcome:
    standings = {one.standing for one in verdicts}
    if any(one.is_missed for one in standings):
        return Outcome.LATE
    if Standing.ON_LAST_DAY in standings:
        return Outcome.ON_LAST_DAY
    return Outcome.EARLY if Standing.EARLY in standings else Outcome.UNTIMED
