"""The slow and obvious way to what becomes of duties: it walks from day to day.

It shares no code with ``src/``, and asks of the calendar only whether a day is a working day. There
are no office hours: a day ends at 24:00. A day on which a pause begins still counts; those after
it do not, up to the one on which the pause ends.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

__all__ = ["Happening", "Judged", "PauseRule", "Rule", "judge"]

ONE_DAY = timedelta(days=1)
IsWorkday = Callable[[date], bool]


@dataclass(frozen=True)
class Rule:
    """One duty as somebody wrote it: a limit of so many days, and what it listens to."""

    id: str
    on: tuple[str, ...]
    must: tuple[str, ...]
    days: int
    working: bool
    released: tuple[str, ...] = ()
    restart: str = ""
    extend: str = ""
    by: int = 0
    paused_by: frozenset[str] = frozenset()
    """The pauses that its limit knows."""


@dataclass(frozen=True)
class PauseRule:
    """One pause: the events with which it begins and ends."""

    id: str
    on: str
    until: str


@dataclass(frozen=True)
class Happening:
    """One event, as far as it matters here."""

    id: str
    kind: str
    at: datetime


@dataclass(frozen=True)
class Judged:
    """What became of one duty that began."""

    rule: str
    trigger: str
    status: str
    due: date | None
    """The last day, as it stood when the verdict fell; None while a pause was open."""


@dataclass
class Span:
    """A pause as it came about."""

    rule: str
    start: datetime
    end: datetime | None = None

    def covers(self, day: date) -> bool:
        """Tell whether a day is given back."""
        return self.start.date() < day and (self.end is None or day <= self.end.date())


@dataclass
class Running:
    """A duty that runs."""

    trigger: Happening
    start: datetime
    extra: int = 0
    extended: bool = field(default=False)


def last_day(
    rule: Rule, running: Running, spans: Sequence[Span], is_workday: IsWorkday
) -> date | None:
    """Walk from the day after the start until no day is left; None where an open pause is met."""
    day, left = running.start.date(), rule.days + running.extra
    known = [span for span in spans if span.rule in rule.paused_by]
    while True:
        day += ONE_DAY
        standing = [span for span in known if span.covers(day)]
        if any(span.end is None for span in standing):
            return None
        if standing:
            continue
        if left > 0 and (not rule.working or is_workday(day)):
            left -= 1
        if left == 0 and is_workday(day):
            return day


def is_over(last: date | None, at: datetime) -> bool:
    """Tell whether an instant lies after 24:00 of a day."""
    if last is None:
        return False
    midnight = datetime.combine(last + ONE_DAY, datetime.min.time(), tzinfo=at.tzinfo)
    return at > midnight


def judge(
    rule: Rule,
    pauses: Sequence[PauseRule],
    course: Sequence[Happening],
    as_of: datetime,
    is_workday: IsWorkday,
) -> list[Judged]:
    """Go through the events up to an instant, in order; ``reopened`` begins everything anew."""
    found: list[Judged] = []
    spans: list[Span] = []
    running: Running | None = None

    def last() -> date | None:
        assert running is not None
        return last_day(rule, running, spans, is_workday)

    def end(status: str, at: datetime) -> None:
        assert running is not None
        word = "breached" if is_over(last(), at) else status
        found.append(Judged(rule.id, running.trigger.id, word, last()))

    for one in (h for h in course if h.at <= as_of):
        if one.kind == "reopened":
            if running is not None:
                end("discharged", one.at)
            spans, running = [], None
        for pause in pauses:
            for span in spans:
                if one.kind == pause.until and span.rule == pause.id and span.end is None:
                    span.end = one.at
            if one.kind == pause.on:
                spans.append(Span(pause.id, one.at))
        if running is not None and not is_over(last(), one.at):
            if one.kind == rule.restart:
                running.start, running.extra = one.at, 0
            if one.kind == rule.extend and not running.extended:
                running.extra, running.extended = running.extra + rule.by, True
        if running is not None and one.kind in (*rule.must, *rule.released):
            end("fulfilled" if one.kind in rule.must else "discharged", one.at)
            running = None
        if running is None and one.kind in rule.on:
            running = Running(one, one.at)
    if running is not None:
        waits = [s for s in spans if s.end is None and s.rule in rule.paused_by]
        stands = any(not is_over(last(), span.start) for span in waits)
        end("paused" if stands else "open", as_of)
    return found
