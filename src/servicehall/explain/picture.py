"""The picture of a case (办件过程图): what happened, what was due, whose time it took, along time.

From top to bottom: the days, rest days shaded; the events, numbered; a bar for each duty with a
limit; the strip of responsibility. One scale serves all of them, so that what stands under a day
happened on it. Its size is bounded: a long case is drawn by months, numbers that would collide
share one label, and of very many duties those that matter most are drawn.

Colour never speaks alone: each bar has its sign and its word. All colours can be read on light and
on dark pages; text has the colour of the page.
"""

import itertools
import re
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from html import escape
from typing import Final

from attrs import evolve, frozen

from servicehall.assessment import Assessment, book_of
from servicehall.calendars import Certainty, Day, DayKind, WorkCalendar
from servicehall.deadlines import Deadline
from servicehall.duties import DutyStatus
from servicehall.errors import CalendarCoverageError
from servicehall.instants import ONE_DAY, SHANGHAI, end_of_day
from servicehall.replay import Obligation
from servicehall.responsibility import Responsibility, Share, ShareKind
from servicehall.timeline import ENDS, Step
from servicehall.trails import say_date

__all__ = [
    "FILLS",
    "FINE",
    "MADE_WORK",
    "SIGNS",
    "Axis",
    "Bar",
    "Label",
    "Sheet",
    "clean",
    "draw",
    "labels_of",
    "name_of",
    "pauses_of",
    "provisional",
    "say_at",
    "say_status",
    "share_classes",
    "share_marks",
    "sheet_of",
]

SIGNS: Final = {
    DutyStatus.FULFILLED: "✓",
    DutyStatus.OPEN: "▷",
    DutyStatus.PAUSED: "‖",
    DutyStatus.BREACHED: "✗",
    DutyStatus.DISCHARGED: "－",
    DutyStatus.DORMANT: "？",
    DutyStatus.EXCUSED: "○",
}
"""The sign of each status; colour comes on top of it."""

WIDTH: Final = 800
_LEFT: Final = 16
_RIGHT: Final = 784
_MOST_ROWS: Final = 24
"""How many duties are drawn at most."""
_ROW: Final = 38
_BAR: Final = 10
_STRIP: Final = 24
_TOP: Final = 44
"""Where the days end and the rows begin."""
_LANES: Final = 3
_LANE: Final = 19
_ROOM_FOR_DUES: Final = timedelta(days=400)
"""How late after the last event a limit may end and still be drawn as far as that."""
_IDLE: Final = timedelta(days=30)
"""How long nothing may happen before a picture breaks off."""
MADE_WORK: Final = frozenset({DayKind.MAKE_UP_WORKDAY, DayKind.LOCAL_WORKDAY})
_SHADED_DAYS: Final = 1_100
"""How many days are looked up at most: of longer cases no rest day could be seen."""
FINE: Final = 2.5
"""The width of a day from which each rest day is shaded; below, only stretches of three or more."""
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


# ---- words


def clean(value: object) -> str:
    """Return a text for HTML: escaped, and without characters that no page may hold."""
    return escape(_NOT_XML.sub("\ufffd", str(value)))


def say_at(at: datetime, year: int = 0) -> str:
    """Say an instant in short; midnight is 24:00 of the day that ends; a known year is left out."""
    midnight = at.timetz().replace(tzinfo=None) == time(0)
    day = (at - ONE_DAY).date() if midnight else at.date()
    said = say_date(day)
    return f"{said.removeprefix(f'{year}年')}{'24:00' if midnight else f'{at:%H:%M}'}"


def name_of(one: Obligation) -> str:
    """Return what a duty is called, with the part of the case that it is about."""
    return f"{one.duty.title}（{one.thing}）" if one.thing else one.duty.title


def say_status(one: Obligation) -> str:
    """Say what has become of a duty; only what had a limit can be overdue."""
    late = one.due_at is not None and one.broken_by is None
    if one.status is DutyStatus.BREACHED and not late:
        return "违反"
    if one.status is DutyStatus.BREACHED and one.completed_by is not None:
        return "逾期完成"
    if one.status is DutyStatus.FULFILLED and not one.duty.must:
        return "已遵守"
    if one.status is DutyStatus.FULFILLED and one.limit is not None and one.due_at is None:
        return "已完成"
    return one.status.zh


def provisional(one: Obligation) -> tuple[date, date] | None:
    """Return between which days a limit may end, where that is not certain (暂定)."""
    clocks = [clock for clock in (one.clock, one.national_clock) if clock is not None]
    return _window([clock.deadline for clock in clocks])


def _window(deadlines: Iterable[Deadline]) -> tuple[date, date] | None:
    known = [one for one in deadlines if one.due is not None]
    if all(one.certainty is Certainty.CERTAIN for one in known):
        return None
    days = [day for one in known for day in (one.window or (one.due,)) if day is not None]
    return min(days), max(days)


def _ems(text: str) -> float:
    """Return about how wide a text is, in widths of a Chinese character."""
    return sum(1 if unicodedata.east_asian_width(c) in "WFA" else 0.6 for c in text)


def _cut(text: str, ems: float) -> str:
    """Return a text that is no wider than that; the table below has it in full."""
    if _ems(text) <= ems:
        return text
    while text and _ems(text) > ems - 1:
        text = text[:-1]
    return f"{text}…"


# ---- time from left to right


@frozen(kw_only=True)
class Axis:
    """Time from left to right (时间轴); it begins and ends at midnight.

    Attributes:
        since: Its first instant.
        until: Its last.
        left: Where it begins, in units of the picture.
        right: Where it ends.
    """

    since: datetime
    until: datetime
    left: float = _LEFT
    right: float = _RIGHT

    def x(self, at: datetime) -> float:
        """Return where an instant lies; what lies outside is drawn at the edge."""
        share = (at - self.since) / (self.until - self.since)
        return self.left + (self.right - self.left) * min(max(share, 0), 1)

    @property
    def days(self) -> int:
        """How many days it shows."""
        return (self.until - self.since).days

    @property
    def day_width(self) -> float:
        """How wide a day is."""
        return (self.right - self.left) / self.days

    def starts(self) -> Iterator[date]:
        """Go through its days."""
        first = self.since.toordinal()
        return map(date.fromordinal, range(first, first + self.days))


@frozen(eq=False, kw_only=True)
class Bar:
    """A duty as it is drawn (义务条).

    Attributes:
        one: The duty.
        due: When its limit ends; None where it does not, or no longer matters.
        window: Between which days it may end, where that is not certain.
    """

    one: Obligation
    due: datetime | None
    window: tuple[date, date] | None


@frozen(eq=False, kw_only=True)
class Sheet:
    """What a picture is drawn from, worked out once (图示底稿).

    Attributes:
        found: The assessment.
        bars: The duties that are drawn.
        axis: The time that is shown.
        days: What its days are, as far as that is known and can be seen.
        took: Whose time the case took.
        prefix: What keeps the names inside this picture apart from those of other pictures.
    """

    found: Assessment
    bars: tuple[Bar, ...]
    axis: Axis
    days: Sequence[Day]
    took: Responsibility
    prefix: str


def sheet_of(found: Assessment) -> Sheet:
    """Work out what the picture of a case is drawn from."""
    bars = _bars(found)
    axis = axis_of(found, bars)
    return Sheet(
        found=found,
        bars=bars,
        axis=axis,
        days=_known_days(axis, book_of(found.policy).calendar),
        took=_time_of(found),
        prefix=_prefix(found),
    )


def axis_of(found: Assessment, bars: Iterable[Bar]) -> Axis:
    """Return the time that a picture shows (图示时间).

    All events are on it, and when each limit ends, except one that ends very much later. Where
    nothing happens for long before the instant asked for, it breaks off earlier.
    """
    happened = [step.event.occurred_at for step in found.replay.steps]
    first, last = happened[0], happened[-1]
    room = max(_ROOM_FOR_DUES, 2 * (last - first))
    dues = (due for bar in bars for due in _ends(bar) if due - last <= room)
    busy = max(last, *dues, first)
    room = max(ONE_DAY, busy - first) if found.state in ENDS else max(_IDLE, 2 * (busy - first))
    end = max(busy, min(found.as_of, busy + room))
    return Axis(since=_midnight(first.date()), until=end_of_day(_last_day(first, end)))


def _ends(bar: Bar) -> Iterator[datetime]:
    """Return the ends of a limit that are drawn."""
    if bar.due is not None:
        yield bar.due
        yield from [end_of_day(bar.window[1])] if bar.window else []


def _last_day(first: datetime, end: datetime) -> date:
    return max(first, end - timedelta.resolution).date()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(0), tzinfo=SHANGHAI)


def _bars(found: Assessment) -> tuple[Bar, ...]:
    """Return the duties that are drawn: with a limit; of too many, those that matter most."""
    limited = [one for one in found.duties if one.limit is not None]
    order = list(_WEIGHT)
    kept = sorted(limited, key=lambda one: order.index(one.status))[:_MOST_ROWS]
    return tuple(map(_bar_of, (one for one in limited if any(one is other for other in kept))))


def _bar_of(one: Obligation) -> Bar:
    gone = one.status is DutyStatus.DISCHARGED
    due, window = (None, None) if gone else (one.due_at, provisional(one))
    return Bar(one=one, due=due, window=window)


_WEIGHT: Final = (
    DutyStatus.BREACHED,
    DutyStatus.OPEN,
    DutyStatus.PAUSED,
    DutyStatus.DORMANT,
    DutyStatus.FULFILLED,
    DutyStatus.EXCUSED,
    DutyStatus.DISCHARGED,
)


# ---- the days


def _ticks(axis: Axis) -> Iterator[tuple[datetime, str, str]]:
    """Go through the marks of the scale: when, what is written above, what below."""
    if axis.day_width >= 200:
        return _hours(axis)
    if axis.day_width >= 17:
        return _days(axis, 1)
    if axis.day_width >= 4:
        return _days(axis, 7)
    return _months(axis)


def _hours(axis: Axis) -> Iterator[tuple[datetime, str, str]]:
    step = next(hours for hours in (2, 4, 6, 8, 12) if axis.day_width * hours / 24 >= 48)
    for day in axis.starts():
        for hour in range(0, 24, step):
            above = "" if hour else _day_name(day)
            yield _midnight(day) + timedelta(hours=hour), above, f"{hour}时"


def _day_name(day: date) -> str:
    return f"{say_date(day)} 星期{'一二三四五六日'[day.weekday()]}"


def _days(axis: Axis, step: int) -> Iterator[tuple[datetime, str, str]]:
    """Go through days, or through Mondays."""
    for day in axis.starts():
        begins = day.day == 1 or day == axis.since.date()
        named = step == 1 or day.weekday() == 0
        month = f"{day.year}年{day.month}月" if begins else ""
        if begins or named:
            yield _midnight(day), month, str(day.day) if step == 1 else f"{day.day}日"


def _months(axis: Axis) -> Iterator[tuple[datetime, str, str]]:
    width = axis.day_width * 30.4
    step = next((n for n in (1, 2, 3, 6, 12, 24, 60) if width * n >= 34), 120)
    yield axis.since, f"{axis.since.year}年", ""
    first, last = (at.year * 12 + at.month for at in (axis.since, axis.until))
    for number in range(first, last):
        day = date(number // 12, number % 12 + 1, 1)
        if number % step == 0:
            above = f"{day.year}年" if day.month == 1 and step < 12 else ""
            yield _midnight(day), above, f"{day.month}月" if step < 12 else str(day.year)


def _scale(axis: Axis, bottom: float) -> Iterator[str]:
    """Draw the scale; a name that would run into the next is left out."""
    ticks = [(axis.x(at), above, below) for at, above, below in _ticks(axis)]
    for x, name in _spaced((x, above) for x, above, _ in ticks):
        yield _text(x + 2, 11, name, "small strong")
    for x, name in _spaced((x, below) for x, _, below in ticks):
        yield _text(x + 2, 25, name, "small")
    for x, above, _ in ticks:
        top = 16 if above else 30
        yield f'<line class="grid" x1="{x:.1f}" y1="{top}" x2="{x:.1f}" y2="{bottom:.1f}"/>'


def _spaced(names: Iterable[tuple[float, str]]) -> Iterator[tuple[float, str]]:
    """Leave out the names that have no room before the next."""
    shown = [(x, name) for x, name in names if name]
    for (x, name), (after, _) in itertools.pairwise((*shown, (WIDTH, ""))):
        if x + 11.5 * _ems(name) + 3 <= after:
            yield x, name


def _known_days(axis: Axis, calendar: WorkCalendar) -> list[Day]:
    """Return what the days shown are; none of so long a case that they could not be seen."""
    if axis.days > _SHADED_DAYS:
        return []
    days = []
    for day in axis.starts():
        try:
            days.append(calendar.day(day))
        except CalendarCoverageError:  # nothing is known of it, so nothing is drawn
            continue
    return days


def _shading(axis: Axis, days: Sequence[Day], bottom: float) -> Iterator[str]:
    """Shade the rest days, and mark the weekends on which people work."""
    for rests, group in itertools.groupby(days, key=lambda day: not day.is_workday):
        run = list(group)
        if rests and (len(run) >= 3 or axis.day_width >= FINE):
            yield _rest(axis, run, bottom)
    for day in days:
        if day.kind in MADE_WORK:
            yield _working_weekend(axis, day)


def _rest(axis: Axis, run: Sequence[Day], bottom: float) -> str:
    since, until = axis.x(_midnight(run[0].date)), axis.x(end_of_day(run[-1].date))
    named = dict.fromkeys(day.name for day in run if day.kind is not DayKind.WEEKEND)
    certain = all(day.certainty is Certainty.CERTAIN for day in run)
    name = "、".join(named)
    fits = 10 * _ems(name) + 4 <= until - since
    label = _text((since + until) / 2, 40, name, "tiny middle") if fits and name else ""
    said = f"{name or '休息日'}：{run[0].date}至{run[-1].date}{'' if certain else '（暂定）'}"
    box = _rect(since, 30, until - since, bottom - 30, "rest" if certain else "rest guess", said)
    return box + label


def _working_weekend(axis: Axis, day: Day) -> str:
    since, width = axis.x(_midnight(day.date)), axis.day_width
    label = _text(since + width / 2, 40, "班", "tiny middle strong") if width >= 9 else ""
    mark = f'<path class="work" d="M{since:.1f} 31h{width:.1f}"/>'
    return f"<g><title>{clean(day.kind.zh)}：{day.date}</title>{mark}</g>{label}"


# ---- the events


@frozen(kw_only=True)
class Label:
    """The number of an event, or of several that lie too close together (事件编号).

    Attributes:
        first: The first number.
        last: The last number.
        lane: Its line, from 0, the lowest.
        left: Where it begins.
        at: Where its first event lies.
        derived: Whether silence made its only event.
    """

    first: int
    last: int
    lane: int
    left: float
    at: float
    derived: bool = False

    @property
    def text(self) -> str:
        """What is written in it."""
        if self.first == self.last:
            return f"{'推' if self.derived else ''}{self.first}"
        return f"{self.first}–{self.last}"

    @property
    def width(self) -> float:
        """How wide it is."""
        return max(16, 8 + 11 * _ems(self.text))

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.left + self.width


def labels_of(found: Assessment, axis: Axis) -> tuple[Label, ...]:
    """Lay out the numbers of the events so that no two overlap (排布编号).

    Each stands over its event, in the lowest line that has room; where none has, it joins the one
    before.
    """
    labels: list[Label] = []
    free = [0.0] * _LANES
    for number, step in enumerate(found.replay.steps, 1):
        derived = step.event.id in found.replay.derived
        label = _centred(number, axis.x(step.event.occurred_at), derived=derived)
        lane = next((n for n in range(_LANES) if free[n] <= label.left), None)
        if lane is None:
            labels[-1] = label = evolve(labels[-1], last=number)
        else:
            label = evolve(label, lane=lane)
            labels.append(label)
        free[label.lane] = label.right + 2
    return tuple(labels)


def _centred(number: int, at: float, *, derived: bool) -> Label:
    label = Label(first=number, last=number, lane=0, left=at, at=at, derived=derived)
    return evolve(label, left=max(at - label.width / 2, 0))


def _events(found: Assessment, axis: Axis, labels: Sequence[Label], base: float) -> Iterator[str]:
    """Draw the events: dots on a line, their numbers above."""
    yield f'<line class="base" x1="{_LEFT}" y1="{base:.1f}" x2="{_RIGHT}" y2="{base:.1f}"/>'
    for label in labels:
        top = base - 9 - label.lane * _LANE
        at = min(max(label.at, label.left + 3), label.right - 3)
        yield f'<path class="stalk" d="M{label.at:.1f} {base:.1f}L{at:.1f} {top:.1f}"/>'
    for label in labels:
        top = base - 24 - label.lane * _LANE
        steps = found.replay.steps[label.first - 1 : label.last]
        said = f"事件{label.text}：{'；'.join(_say_step(found, step) for step in steps[:12])}"
        yield _rect(label.left, top, label.width, 16, "pill", said, round_=8)
        yield _text(label.left + label.width / 2, top + 12, label.text, "number middle")
    for step in found.replay.steps:
        kind = "dot derived" if step.event.id in found.replay.derived else "dot"
        x = axis.x(step.event.occurred_at)
        said = clean(_say_step(found, step))
        yield (
            f'<circle class="{kind}" cx="{x:.2f}" cy="{base:.1f}" r="3.5"><title>{said}</title>'
            "</circle>"
        )


def _say_step(found: Assessment, step: Step) -> str:
    return f"{book_of(found.policy).title(step.event.kind)} {say_at(step.event.occurred_at)}"


# ---- the duties


def _bar(sheet: Sheet, bar: Bar, top: float) -> str:
    """Draw a duty: its words, the time that it has, and how much of that was used."""
    one, axis = bar.one, sheet.axis
    parts = (
        *_words(bar, axis, top),
        *_track(sheet, bar, top + 18),
        *_halts(sheet, one, top + 18),
        *_marks(bar, axis, top + 18),
    )
    said = clean(f"{name_of(one)}：{say_status(one)}")
    return f'<g class="duty {one.status.value}"><title>{said}</title>{"".join(parts)}</g>'


def _words(bar: Bar, axis: Axis, top: float) -> Iterator[str]:
    one, due = bar.one, bar.due
    result = f"{SIGNS[one.status]} {say_status(one)}"
    if due is not None:
        guess, beyond = "（暂定）" if bar.window else "", " ▸" if due > axis.until else ""
        result += f"　至{say_at(due, axis.since.year)}{guess}{beyond}"
    room = (axis.right - axis.left) / 12 - _ems(result) - 2
    title = _cut(name_of(one), room)
    limit = _cut(f"　{one.limit}", room - _ems(title))
    yield f'<text class="label" x="{axis.left}" y="{top + 12:.1f}">{clean(title)}'
    yield f'<tspan class="quiet">{clean(limit)}</tspan></text>'
    yield _text(axis.right, top + 12, result, "label end strong")


def _track(sheet: Sheet, bar: Bar, y: float) -> Iterator[str]:
    """Draw the time that a duty has, the part that was used, and what it took beyond."""
    one, due, axis = bar.one, bar.due, sheet.axis
    stop = _stopped(sheet.found, one)
    end = stop if due is None else due
    x, x_end = axis.x(one.start), max(axis.x(end), axis.x(one.start) + 3)
    kind = f"track{' open-end' if one.due_at is None else ''}{' guess' if bar.window else ''}"
    yield _rect(x, y, x_end - x, _BAR, kind)
    if one.status is not DutyStatus.DORMANT:
        yield _rect(x, y, max(axis.x(min(stop, end)) - x, 2), _BAR, "used")
    if due is not None and stop > due and one.status is DutyStatus.BREACHED:
        yield _rect(x_end, y + 2, max(axis.x(stop) - x_end, 2), _BAR - 4, "late", "逾期的时间")


def _halts(sheet: Sheet, one: Obligation, y: float) -> Iterator[str]:
    for since, until in pauses_of(sheet.found, one):
        x, fill = sheet.axis.x(since), f"{sheet.prefix}-hatch"
        yield _rect(x, y, sheet.axis.x(until) - x, _BAR, "halt", "中止，不计入期限", fill=fill)


def _stopped(found: Assessment, one: Obligation) -> datetime:
    """Return when a duty came to its end, one way or another, or the instant asked for."""
    by = one.completed_by or one.broken_by or one.ended_by
    return found.as_of if by is None else by.occurred_at


def pauses_of(found: Assessment, one: Obligation) -> Iterator[tuple[datetime, datetime]]:
    """Go through the pauses of a limit: whole days, and up to the instant asked for."""
    for span in one.pauses:
        if span.stretch is not None:
            first, last = span.stretch
            until = found.as_of if last is None else end_of_day(last)
            yield _midnight(first), max(until, _midnight(first))


def _marks(bar: Bar, axis: Axis, y: float) -> Iterator[str]:
    """Mark when a limit ends, between which days it may, and when the duty was fulfilled."""
    one, due = bar.one, bar.due
    if due is not None and due <= axis.until:
        yield f'<path class="due" d="M{axis.x(due):.1f} {y - 3:.1f}v{_BAR + 6}"/>'
        if bar.window:
            since, until = axis.x(_midnight(bar.window[0])), axis.x(end_of_day(bar.window[1]))
            path = f"M{since:.1f} {y + 11:.1f}v4M{since:.1f} {y + 13:.1f}H{until:.1f}m0 -2v4"
            yield f'<path class="window" d="{path}"><title>暂定的区间</title></path>'
    if one.completed_at is not None:
        x, half = axis.x(one.completed_at), _BAR / 2 + 1
        path = f"M{x:.1f} {y - 1:.1f}l{half} {half}l-{half} {half}l-{half} -{half}z"
        said = f"完成：{say_at(one.completed_at)}"
        yield f'<path class="done" d="{path}"><title>{said}</title></path>'


# ---- whose time it took


def _time_of(found: Assessment) -> Responsibility:
    """Return whose time it took; of days of which no calendar knows, nobody's."""
    try:
        return found.responsibility
    except CalendarCoverageError:
        return Responsibility(())


def share_marks(shares: Iterable[Share]) -> dict[Share, str]:
    """Return the sign of each owner of time: units are counted, the others named."""
    marks: dict[Share, str] = {}
    counts: dict[ShareKind, int] = {}
    for share in shares:
        count = counts[share.kind] = counts.get(share.kind, 0) + 1
        if share.kind is ShareKind.UNIT:
            marks[share] = "甲乙丙丁戊己庚辛壬癸"[count - 1] if count <= 10 else str(count)
        else:
            marks[share] = _MARKS[share.kind] + (str(count) if count > 1 else "")
    return marks


_MARKS: Final = {
    ShareKind.APPLICANT: "申",
    ShareKind.PAUSE: "停",
    ShareKind.REST: "休",
    ShareKind.ENDED: "毕",
}


def share_classes(shares: Iterable[Share]) -> dict[Share, str]:
    """Return how each owner of time is drawn."""
    units = itertools.cycle(range(6))
    return {
        one: f"unit u{next(units)}" if one.kind is ShareKind.UNIT else one.kind.value
        for one in shares
    }


_PLAIN: Final = {_MARKS[ShareKind.REST], _MARKS[ShareKind.ENDED]}
"""The signs on time that is nobody's: they have the colour of the page."""

FILLS: Final = {ShareKind.APPLICANT: "dots", ShareKind.PAUSE: "hatch"}


def _strip(sheet: Sheet, top: float) -> Iterator[str]:
    """Draw whose time it was; those that share it stand one over another."""
    axis, took, prefix = sheet.axis, sheet.took, sheet.prefix
    marks, classes = share_marks(took.shares), share_classes(took.shares)
    yield _text(axis.left, top + 11, "责任时间", "label")
    for segment in took.segments:
        since, until = axis.x(segment.since), axis.x(segment.until)
        if until - since < 0.4:
            continue
        height = _STRIP / len(segment.shares)
        for place, share in enumerate(segment.shares):
            y = top + 17 + place * height
            fill = f"{prefix}-{FILLS[share.kind]}" if share.kind in FILLS else ""
            said = f"{share}：{say_at(segment.since)}至{say_at(segment.until)}"
            kind = f"share {classes[share]}"
            yield _rect(since, y, until - since, height, kind, said, fill=fill)
            if until - since >= 14 and height >= 11:
                yield from _mark((since + until) / 2, y + height / 2, marks[share], fill)


def _mark(x: float, y: float, mark: str, fill: str) -> Iterator[str]:
    """Write the sign of an owner on its time; on a pattern it has ground of its own."""
    if fill:
        yield _rect(x - 7, y - 6, 14, 12, "chip")
    tone = "ink" if fill else "plain" if mark in _PLAIN else "on"
    yield _text(x, y + 4, mark, f"tiny middle {tone}")


# ---- the whole


def draw(sheet: Sheet) -> str:
    """Return the picture of a case, as SVG (绘制过程图)."""
    found, axis = sheet.found, sheet.axis
    labels = labels_of(found, axis)
    base = _TOP + 18 + _LANE * (1 + max(label.lane for label in labels))
    first = base + 14
    strip = first + _ROW * len(sheet.bars) + 2
    bottom = strip + 20 + _STRIP
    parts = (
        *_shading(axis, sheet.days, bottom),
        *_scale(axis, bottom),
        *_now(found, axis, base, bottom),
        *_events(found, axis, labels, base),
        *(_bar(sheet, bar, first + _ROW * n) for n, bar in enumerate(sheet.bars)),
        *_strip(sheet, strip),
    )
    return (
        f'<svg viewBox="0 0 {WIDTH} {bottom + 20:.0f}" role="img" class="picture">'
        f"<title>办件过程图</title><desc>{clean(_describe(sheet))}</desc>"
        f"{_patterns(sheet.prefix)}{''.join(parts)}</svg>"
    )


def _now(found: Assessment, axis: Axis, base: float, bottom: float) -> Iterator[str]:
    """Draw the instant asked for; where it lies beyond the picture, say so."""
    x = axis.x(found.as_of)
    shown = say_date(_last_day(axis.since, axis.until))
    beyond = f"（图至{shown}止）▸" if found.as_of > axis.until else ""
    side = "end" if x > WIDTH / 2 else ""
    shift = -4 if side else 4
    gaps = [
        f"M{x:.1f} {top:.1f}V{end:.1f}" for top, end in ((30, base), *_beside_words(base, bottom))
    ]
    yield f'<path class="now" d="{"".join(gaps)}"/>'
    said = f"截至{say_at(found.as_of)}{beyond}"
    yield _text(x + shift, bottom + 15, said, f"small strong {side}")


def _beside_words(base: float, bottom: float) -> Iterator[tuple[float, float]]:
    """Go through the heights at which no words stand, from the events down."""
    top = base + 14
    while top + 16 < bottom:
        yield top + 15, min(top + _ROW - 4, bottom + 3)
        top += _ROW


def _describe(sheet: Sheet) -> str:
    """Say what the picture shows, for those who do not see it."""
    found, steps = sheet.found, sheet.found.replay.steps
    first, last = say_at(steps[0].event.occurred_at), say_at(steps[-1].event.occurred_at)
    duties = "；".join(f"{name_of(bar.one)}，{say_status(bar.one)}" for bar in sheet.bars)
    return (
        f"{first}至{last}的{len(steps)}个事件，截至{say_at(found.as_of)}。"
        f"有期限的义务：{duties or '无'}。事件与义务详见下表。"
    )


def _prefix(found: Assessment) -> str:
    ids = [found.timeline.division, *(step.event.id for step in found.replay.steps)]
    said = f"{found.timeline.steps[0].event.occurred_at}{found.as_of}{ids}"
    return f"sh{zlib.crc32(said.encode('utf-8', 'replace')):08x}"


def _patterns(name: str) -> str:
    box = 'width="6" height="6" patternUnits="userSpaceOnUse"'
    return (
        f'<defs><pattern id="{name}-hatch" {box}>'
        f'<path class="weave" d="M-1 1l2-2M0 6l6-6M5 7l2-2"/></pattern>'
        f'<pattern id="{name}-dots" {box}><circle class="weave" cx="3" cy="3" r="1"/>'
        "</pattern></defs>"
    )


# ---- shapes


def _text(x: float, y: float, text: str, kind: str) -> str:
    return f'<text class="{kind.strip()}" x="{x:.1f}" y="{y:.1f}">{clean(text)}</text>'


def _rect(
    x: float,
    y: float,
    width: float,
    height: float,
    kind: str,
    said: str = "",
    *,
    round_: float = 0,
    fill: str = "",
) -> str:
    """Return a rectangle; one with a pattern has its ground below it."""
    place = f'x="{x:.2f}" y="{y:.1f}" width="{max(width, 0):.2f}" height="{height:.1f}"'
    corners = f' rx="{round_}"' if round_ else ""
    title = f"<title>{clean(said)}</title>" if said else ""
    box = f'<rect class="{kind}" {place}{corners}>{title}</rect>'
    woven = f'<rect class="weaving" {place} fill="url(#{fill})">{title}</rect>' if fill else ""
    return box + woven
