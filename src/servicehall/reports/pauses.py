"""Pauses shortly before an end (临近届满的中止): lawful or not, somebody should look at them."""

from collections.abc import Iterator
from datetime import datetime

from attrs import evolve, frozen

from servicehall.assessment import Assessment
from servicehall.dues import Clock
from servicehall.ledgers import window_of
from servicehall.privacy import mask_numbers
from servicehall.replay import Obligation, PauseSpan
from servicehall.reports.outcomes import day_of

__all__ = ["LatePause", "late_pauses"]


@frozen(kw_only=True)
class LatePause:
    """A pause that began shortly before a limit would have run out (临近届满的中止).

    Attributes:
        case: The number of the case, as it may be shown.
        division: Where it was filed.
        window: Its window.
        person: Who bore the duty.
        limit: The name of the duty whose limit it was.
        pause: The name of the pause.
        ground: The ground that was stated, without numbers of persons.
        began: When it began.
        due_at: When the limit would have run out.
        days_left: How many working days were left: 0 on the last day.
        counted: Whether any limit gave it back.
        why_not: Why not, where the rule itself refuses it.
    """

    case: str
    division: str
    window: str = ""
    person: str = ""
    limit: str
    pause: str
    ground: str = ""
    began: datetime
    due_at: datetime
    days_left: int
    counted: bool
    why_not: str = ""


def late_pauses(found: Assessment, near: int) -> tuple[LatePause, ...]:
    """Return the pauses that began shortly before an end, each once, in the order of time.

    On the day on which a limit begins to run no pause is shortly before its end, however short the
    limit is.

    Args:
        found: The assessment.
        near: How many working days may have been left.
    """
    first: dict[tuple[datetime, str], LatePause] = {}
    for one in sorted(_told(found, near), key=lambda one: one.due_at):
        first.setdefault((one.began, one.pause), one)
    return tuple(sorted(first.values(), key=lambda one: one.began))


def _told(found: Assessment, near: int) -> Iterator[LatePause]:
    for span in found.replay.pauses:
        for one in found.duties:
            clock = one.clock
            if clock is None or not _concerns(span, one):
                continue
            due = _without(span, one, clock).due_at
            left = None if due is None else _days_left(span, one, due)
            if due is not None and left is not None and left <= near:
                yield _late(found, span, one, due, left)


def _concerns(span: PauseSpan, one: Obligation) -> bool:
    """Tell whether a pause is for a limit, and began while it ran, after its first day."""
    names = {one.term, one.duty.within.source if one.duty.within else ""} - {""}
    at, done = span.started.occurred_at, one.completed_by or one.ended_by
    runs = one.start.date() < at.date() and (done is None or done.occurred_at > at)
    return runs and not names.isdisjoint(span.rule.of)


def _without(span: PauseSpan, one: Obligation, clock: Clock) -> Clock:
    """Return a limit as it ran before a pause: without it, and without what came after it."""
    at = span.started.occurred_at
    before = [other.stretch for other in one.pauses if other.started.occurred_at < at]
    longer = one.extended_by is not None and one.extended_by.occurred_at < at
    return evolve(
        clock,
        pauses=tuple(stretch for stretch in before if stretch is not None and stretch[1]),
        extensions=one.extensions if longer else (),
        as_of=None,
    )


def _days_left(span: PauseSpan, one: Obligation, due: datetime) -> int | None:
    """Return how many working days were left; None where the limit had run out."""
    at, last = span.started.occurred_at, day_of(due)
    if at > due:
        return None
    return one.almanac.calendar.reaching(last).count(min(at.date(), last), last)


def _late(
    found: Assessment, span: PauseSpan, one: Obligation, due: datetime, left: int
) -> LatePause:
    return LatePause(
        case=found.shown_case,
        division=found.policy.division,
        window=window_of(found),
        person=found.bearer(one).actor,
        limit=one.duty.title,
        pause=span.rule.title,
        ground=mask_numbers(str(span.started.payload.get("ground", ""))),
        began=span.started.occurred_at,
        due_at=due,
        days_left=left,
        counted=span.started.id in found.replay.given,
        why_not=mask_numbers(span.why_not),
    )
