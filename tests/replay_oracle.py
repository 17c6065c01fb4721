"""The slow and obvious way to what becomes of duties: it walks from day to day.

It shares no code with ``src/``, and asks of the calendar only whether a day is a working day. There
are no office hours: a day ends at 24:00. A day on which a pause begins still counts; those after
it do not, up to the one on which the pause ends. One that begins on the last day of a limit leaves
it one day, that on which the pause ends.
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
    lawful: bool = False
    """Whether the law sets it: then it is over only when it is so by every calendar."""


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

    @property
    def last_day(self) -> date | None:
        """The day on which it ended."""
        return None if self.end is None else self.end.date()

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
    held: list[Span] = []
    while True:
        day += ONE_DAY
        standing = [span for span in known if span.covers(day) and span not in held]
        if any(span.end is None for span in standing):
            return None
        if standing or any(day < span.end.date() for span in held if span.end is not None):
            continue
        counts = left > 0 and (not rule.working or is_workday(day))
        left -= counts
        if left == 0 and is_workday(day):
            late = [span for span in known if span.start.date() == day != span.last_day]
            if not late:
                return day
            if late[0].end is None:
                return None
            held.append(late[0])
            left += counts


def is_over(last: date | None, at: datetime) -> bool:
    """Tell whether an instant lies after 24:00 of a day."""
    if last is None:
        return False
    midnight = datetime.combine(last + ONE_DAY, datetime.min.time(), tzinfo=at.tzinfo)
    return at > midnight


@dataclass
class Course:
    """What has happened to one duty so far."""

    rule: Rule
    pauses: Sequence[PauseRule]
    calendars: Sequence[IsWorkday]
    spans: list[Span] = field(default_factory=list)
    running: Running | None = None
    found: list[Judged] = field(default_factory=list)

    def last(self) -> date | None:
        """Return the last day, of several calendars the latest; None while there is none."""
        assert self.running is not None
        days = [last_day(self.rule, self.running, self.spans, one) for one in self.calendars]
        known = [day for day in days if day is not None]
        return max(known) if len(known) == len(days) else None

    def end(self, status: str, at: datetime) -> None:
        """Give the verdict: what ends after its time was missed."""
        if self.running is not None:
            word = "breached" if is_over(self.last(), at) else status
            self.found.append(Judged(self.rule.id, self.running.trigger.id, word, self.last()))
        self.running = None

    def follow(self, one: Happening) -> None:
        """End the pauses that an event ends, and begin those that it begins."""
        for pause in self.pauses:
            for span in self.spans:
                if one.kind == pause.until and span.rule == pause.id and span.end is None:
                    span.end = one.at
            if one.kind == pause.on:
                self.spans.append(Span(pause.id, one.at))

    def move(self, one: Happening) -> None:
        """Begin to count anew, or lengthen, unless it is too late for that."""
        running, rule = self.running, self.rule
        if running is None or is_over(self.last(), one.at):
            return
        if one.kind == rule.restart:
            running.start, running.extra = one.at, 0
        if one.kind == rule.extend and not running.extended:
            running.extra, running.extended = running.extra + rule.by, True

    def take(self, one: Happening) -> None:
        """Take the next event."""
        if one.kind == "reopened":
            self.end("discharged", one.at)
            self.spans = []
        self.follow(one)
        self.move(one)
        if one.kind in self.rule.must:
            self.end("fulfilled", one.at)
        elif one.kind in self.rule.released:
            self.end("discharged", one.at)
        if self.running is None and one.kind in self.rule.on:
            self.running = Running(one, one.at)

    def is_paused(self) -> bool:
        """Tell whether a pause is open that began in time."""
        waits = [one for one in self.spans if one.end is None and one.rule in self.rule.paused_by]
        return any(not is_over(self.last(), span.start) for span in waits)


def judge(
    rule: Rule,
    pauses: Sequence[PauseRule],
    course: Sequence[Happening],
    as_of: datetime,
    local: IsWorkday,
    national: IsWorkday | None = None,
) -> list[Judged]:
    """Go through the events up to an instant, in order; ``reopened`` begins everything anew.

    Days are those of the place; a limit of the law is counted by those of the nation too.
    """
    calendars = [local, national] if rule.lawful and national is not None else [local]
    case = Course(rule, pauses, calendars)
    for one in course:
        if one.at <= as_of:
            case.take(one)
    if case.running is not None:
        case.end("paused" if case.is_paused() else "open", as_of)
    return case.found
