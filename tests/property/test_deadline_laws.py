"""Laws of deadlines: what holds for every start, limit, pause and extension.

Three groups. Oracle: each kind of limit ends where a walk by ``tests/oracle.py`` ends. Pauses and
extensions: what they give and that their order, their overlaps and their cuts do not matter. Ends:
the instant, the roll, the certainty, the earliest day.

Cases are drawn as plain values and translated for the library; the oracle sees the plain ones. All
of them lie in published years.
"""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from attrs import frozen
from hypothesis import assume, example, given, strategies as st

import servicehall as sh
from tests import oracle
from tests.oracle import at

CAL = sh.mainland()
DAY = timedelta(days=1)

# ---- what is drawn

DAYS = st.dates(date(2007, 1, 1), date(2024, 6, 30)) | st.builds(
    lambda day, shift: day + shift * DAY,
    st.sampled_from(sorted(d for d in oracle.announced()[1] if 2008 <= d.year <= 2023)),
    st.integers(-12, 12),
)
CLOCK = st.times(time(0), time(23, 59)).map(lambda t: t.replace(second=0, microsecond=0))
INSTANTS = st.builds(at, DAYS, CLOCK | st.sampled_from([time(12), time(17, 30), time(17, 31)]))
NUMBERS = st.integers(1, 40)
SUMMER = range(6, 10)


@frozen
class Hall:
    """Office hours twice: for the library, and as the oracle reads them."""

    hours: sh.OfficeHours | None
    sessions: oracle.Hours | None


def _seasonal(day: date) -> list[tuple[time, time]]:
    if day.month not in SUMMER:
        return [(time(9), time(12)), (time(13, 30), time(17, 30))]
    if day.weekday() >= 5:
        return [(time(10), time(11, 15))]
    return [(time(8, 30), time(12)), (time(15), time(18))]


NO_HOURS = Hall(None, None)
TOWN = Hall(
    sh.OfficeHours.of("08:00-12:00", "14:30-17:30"),
    lambda _: [(time(8), time(12)), (time(14, 30), time(17, 30))],
)
SEASONAL = Hall(
    sh.OfficeHours(
        sessions=("09:00-12:00", "13:30-17:30"),
        variations=(
            sh.HoursVariation(sessions=("08:30-12:00", "15:00-18:00"), first="06-01", last="09-30"),
            sh.HoursVariation(
                sessions=("10:00-11:15",), weekdays=("Sat", "Sun"), first="06-01", last="09-30"
            ),
        ),
    ),
    _seasonal,
)
HALLS = st.sampled_from([NO_HOURS, TOWN, SEASONAL])

MOST = {"working": 60, "natural": 120, "months": 6, "office": 1000, "wall": 6000}
EXTENDED_BY = {
    "working": ["working"],
    "same_day": ["working"],
    "natural": ["natural"],
    "months": ["months", "natural"],
    "office": ["office"],
    "wall": ["wall"],
}


def pauses_after(start: date, *, most: int = 3) -> st.SearchStrategy[list[tuple[date, date]]]:
    """Draw pauses that begin shortly before or in the weeks after a day."""
    pause = st.builds(
        lambda offset, length: (start + offset * DAY, start + (offset + length) * DAY),
        st.integers(-10, 70),
        st.integers(0, 25),
    )
    return st.lists(pause, max_size=most)


def extensions_of(unit: str) -> st.SearchStrategy[list[tuple[str, int]]]:
    """Draw extensions that fit a limit."""
    units = EXTENDED_BY.get(unit, [])
    if not units:
        return st.just([])
    drawn = st.sampled_from(units).flatmap(
        lambda unit: st.tuples(st.just(unit), st.integers(1, min(MOST[unit], 30)))
    )
    return st.lists(drawn, max_size=2)


@st.composite
def limits(draw: st.DrawFn, unit: str) -> oracle.Limit:
    """Draw a limit of a unit."""
    if unit == "same_day":
        return (unit,)
    if unit in ("before", "not_before"):
        inner = draw(st.sampled_from(["working", "natural", "months"]))
        return (unit, draw(limits(inner)))
    return (unit, draw(st.integers(1, MOST[unit])))


@st.composite
def cases(draw: st.DrawFn, unit: str) -> tuple[oracle.Case, Hall]:
    """Draw a case with a limit of a unit, and the hours of its hall."""
    limit = draw(limits(unit))
    minutes = unit in ("office", "wall")
    start = draw(INSTANTS if minutes else DAYS | INSTANTS)
    day = start.date() if isinstance(start, datetime) else start
    hall = draw(st.sampled_from([TOWN, SEASONAL]) if unit == "office" else HALLS)
    inner = limit[1][0] if unit == "not_before" else unit
    pauses = [] if unit == "before" else draw(pauses_after(day))
    as_of = None
    if unit != "before" and draw(st.integers(0, 4)) == 0:
        first = day + draw(st.integers(-5, 60)) * DAY
        as_of = first + draw(st.integers(0, 30)) * DAY
        pauses.append((first, None))
    case = oracle.Case(
        start=start,
        limit=limit,
        hours=hall.sessions,
        pauses=tuple(pauses),
        extensions=tuple(draw(extensions_of(inner))),
        same_day=draw(st.booleans()),
        roll=draw(st.booleans()),
        deemed_receipt=draw(st.booleans()),
        as_of=as_of,
    )
    return case, hall


def translated(limit: oracle.Limit) -> sh.Limit:
    """Return a limit as the library writes it."""
    match limit:
        case ("working", n):
            return sh.WorkingDays(n)
        case ("natural", n):
            return sh.NaturalDays(n)
        case ("months", n):
            return sh.Months(n)
        case ("office" | "wall" as clock, n):
            return sh.Minutes(n, clock=clock)
        case ("before", inner):
            return sh.Before(translated(inner))
        case ("not_before", inner):
            return sh.NotBefore(translated(inner))
        case _:
            return sh.SameDay()


def answered(case: oracle.Case, hall: Hall) -> sh.Deadline:
    """Let the library answer a case."""
    return sh.deadline(
        case.start,
        translated(case.limit),
        CAL,
        hours=hall.hours,
        pauses=case.pauses,
        extensions=[translated(extension) for extension in case.extensions],
        counting_from="same_day" if case.same_day else "next_day",
        roll=case.roll,
        deemed_receipt=case.deemed_receipt,
        as_of=case.as_of,
    )


def place(found: sh.Deadline | oracle.Answer) -> tuple[object, ...]:
    """Return what a deadline says: last day, instant, earliest day."""
    return found.due, found.due_at, found.not_before


# ---- the oracle


@pytest.mark.requirement("R-001", "R-002", "R-003", "R-004", "R-006", "R-008", "R-009", "R-101")
@pytest.mark.parametrize(
    "unit",
    ["working", "natural", "months", "same_day", "before", "not_before", "office", "wall"],
)
@given(data=st.data())
def test_a_deadline_is_where_a_walk_ends(unit: str, data: st.DataObject) -> None:
    """A limit of each kind ends on the day and at the instant at which the oracle ends it."""
    case, hall = data.draw(cases(unit))
    assert place(answered(case, hall)) == place(oracle.deadline(case))


@pytest.mark.requirement("R-011")
@given(start=INSTANTS, n=st.integers(1, 1500))
@example(start=at(date(2026, 9, 18), time(11, 30)), n=30)
@example(start=at(date(2026, 9, 18), time(11, 45)), n=30)
@example(start=at(date(2026, 9, 30), time(17, 20)), n=20)
def test_office_minutes_run_only_while_the_hall_is_open(start: datetime, n: int) -> None:
    """Office minutes end at the first instant at which so many open minutes have passed."""
    found = sh.deadline(start, sh.Minutes(n), CAL, hours=TOWN.hours)
    case = oracle.Case(start=start, limit=("office", n), hours=TOWN.sessions)
    assert place(found) == place(oracle.deadline(case))


@given(day=DAYS, n=st.integers(1, 5))
def test_minutes_that_end_at_midnight_end_on_the_day_that_ends(day: date, n: int) -> None:
    """Minutes used up at 24:00 are due on the day that ends, as every limit due at 24:00 is."""
    found = sh.deadline(at(day, time(0)), sh.Minutes(1440 * n, clock="wall"), CAL)
    assert found.due_at == at(day + n * DAY, time(0))
    assert found.due == day + (n - 1) * DAY
    assert found.met_by(found.due)
    assert not found.met_by(found.due + DAY)


@given(day=DAYS, n=st.integers(1, 5), length=st.integers(0, 10))
def test_a_pause_from_midnight_leaves_minutes_that_end_then(day: date, n: int, length: int) -> None:
    """A pause that opens on the day after minutes were used up at 24:00 stops nothing."""
    limit, start = sh.Minutes(1440 * n, clock="wall"), at(day, time(0))
    first = day + n * DAY
    paused = sh.deadline(start, limit, CAL, pauses=[(first, None)], as_of=first + length * DAY)
    assert place(paused) == place(sh.deadline(start, limit, CAL))


# ---- pauses and extensions


@pytest.mark.requirement("R-099")
@given(start=DAYS, n=NUMBERS, offset=st.integers(1, 60), length=st.integers(0, 30))
def test_a_pause_gives_back_the_working_days_inside_it(
    start: date, n: int, offset: int, length: int
) -> None:
    """A pause of k working days that begins while the clock runs moves the end by k of them."""
    plain = sh.deadline(start, sh.WorkingDays(n), CAL).due
    first = start + offset * DAY
    assume(first <= plain)
    last = first + length * DAY
    k = oracle.count_paused([(first, last)])
    found = sh.deadline(start, sh.WorkingDays(n), CAL, pauses=[(first, last)])
    assert found.due == (oracle.add(plain, k) if k else plain)


@given(start=DAYS, n=NUMBERS, gap=st.integers(1, 60), length=st.integers(0, 30))
def test_a_pause_after_the_end_moves_nothing(start: date, n: int, gap: int, length: int) -> None:
    """A pause that begins after the due day comes too late, closed or open."""
    for limit in (sh.WorkingDays(n), sh.NaturalDays(n), sh.Months(1), sh.SameDay()):
        plain = sh.deadline(start, limit, CAL)
        first = plain.due + gap * DAY
        last = first + length * DAY
        closed = sh.deadline(start, limit, CAL, pauses=[(first, last)])
        still_open = sh.deadline(start, limit, CAL, pauses=[(first, None)], as_of=last)
        assert place(closed) == place(still_open) == place(plain)


@given(start=DAYS, n=NUMBERS, gap=st.integers(0, 60), length=st.integers(0, 30))
def test_a_pause_before_day_1_moves_nothing(start: date, n: int, gap: int, length: int) -> None:
    """A pause that is over on the day of receipt gives nothing back."""
    last = start - gap * DAY
    pause = (last - length * DAY, last)
    for limit in (sh.WorkingDays(n), sh.NaturalDays(n), sh.Months(1)):
        found = sh.deadline(start, limit, CAL, pauses=[pause])
        assert place(found) == place(sh.deadline(start, limit, CAL))


@given(data=st.data(), start=DAYS, n=NUMBERS)
def test_pauses_never_bring_a_deadline_forward(data: st.DataObject, start: date, n: int) -> None:
    """With pauses a limit ends no earlier than without."""
    pauses = data.draw(pauses_after(start))
    for limit in (sh.WorkingDays(n), sh.NaturalDays(n), sh.Months(1), sh.SameDay()):
        plain = sh.deadline(start, limit, CAL).due
        assert sh.deadline(start, limit, CAL, pauses=pauses).due >= plain


@given(data=st.data(), start=DAYS, n=NUMBERS)
def test_overlapping_pauses_count_once(data: st.DataObject, start: date, n: int) -> None:
    """Pauses that are doubled, or cut in two with the parts overlapping, change nothing."""
    pauses = data.draw(pauses_after(start).filter(bool))
    first, last = pauses[0]
    middle = first + data.draw(st.integers(0, (last - first).days)) * DAY
    doubled = [*pauses, *pauses]
    cut = [*pauses[1:], (first, middle), (min(middle + DAY, last), last)]
    overlapping = [*pauses[1:], (first, middle), (first, last), (middle, last)]
    for limit in (sh.WorkingDays(n), sh.NaturalDays(n), sh.Months(1), sh.SameDay()):
        expected = place(sh.deadline(start, limit, CAL, pauses=pauses))
        for others in (doubled, cut, overlapping):
            assert place(sh.deadline(start, limit, CAL, pauses=others)) == expected


@given(data=st.data(), start=DAYS, n=NUMBERS)
def test_the_order_of_pauses_does_not_matter(data: st.DataObject, start: date, n: int) -> None:
    """However pauses are listed, the deadline is the same."""
    pauses = data.draw(pauses_after(start, most=4))
    shuffled = data.draw(st.permutations(pauses))
    for limit in (sh.WorkingDays(n), sh.NaturalDays(n), sh.Months(1), sh.SameDay()):
        one = sh.deadline(start, limit, CAL, pauses=pauses)
        assert one == sh.deadline(start, limit, CAL, pauses=shuffled)


@pytest.mark.parametrize("unit", EXTENDED_BY)
@given(data=st.data())
def test_the_order_of_extensions_does_not_matter(unit: str, data: st.DataObject) -> None:
    """However extensions are listed, and with whatever pauses, the deadline is the same."""
    case, hall = data.draw(cases(unit))
    shuffled = tuple(data.draw(st.permutations(case.extensions)))
    other = oracle.Case(**{**vars(case), "extensions": shuffled})
    assert place(answered(case, hall)) == place(answered(other, hall))


@given(data=st.data(), start=DAYS, n=NUMBERS, m=NUMBERS)
def test_an_extension_is_a_longer_limit(data: st.DataObject, start: date, n: int, m: int) -> None:
    """A limit of n extended by m ends as one of n + m, whatever the pauses."""
    pauses = data.draw(pauses_after(start))
    for unit in (sh.WorkingDays, sh.NaturalDays):
        extended = sh.deadline(start, unit(n), CAL, pauses=pauses, extensions=[unit(m)])
        assert place(extended) == place(sh.deadline(start, unit(n + m), CAL, pauses=pauses))


@pytest.mark.requirement("R-092")
@given(start=DAYS, n=NUMBERS, as_of=DAYS)
def test_nothing_is_extended_unless_an_extension_is_handed_over(
    start: date, n: int, as_of: date
) -> None:
    """A limit stays what it is, on whatever day it is looked at."""
    found = sh.deadline(start, sh.WorkingDays(n), CAL, as_of=as_of)
    assert found.due == oracle.add(start, n)


@given(start=DAYS, n=st.integers(1, 6), days=NUMBERS)
def test_a_month_extended_by_days_counts_the_days_from_its_end(
    start: date, n: int, days: int
) -> None:
    """Months come first, then the days of the extension, then the roll."""
    found = sh.deadline(start, sh.Months(n), CAL, extensions=[sh.NaturalDays(days)])
    last = oracle.months_later(start, n) + days * DAY
    assert found.due == (last if oracle.is_workday(last) else oracle.add(last, 1))


# ---- ends


@given(data=st.data(), start=DAYS, n=NUMBERS, hall=HALLS)
def test_a_deadline_ends_at_closing_or_at_midnight(
    data: st.DataObject, start: date, n: int, hall: Hall
) -> None:
    """The last day ends when the hall closes; without hours, or on a rest day, at 24:00."""
    limit = data.draw(st.sampled_from([sh.WorkingDays(n), sh.NaturalDays(n), sh.SameDay()]))
    found = sh.deadline(start, limit, CAL, hours=hall.hours, roll=data.draw(st.booleans()))
    expected = at(found.due + DAY, time(0))
    if hall.sessions and oracle.is_workday(found.due):
        expected = at(found.due, hall.sessions(found.due)[-1][1])
    assert found.due_at == expected


@pytest.mark.requirement("R-010")
@given(start=INSTANTS)
def test_the_same_day_ends_at_closing_of_a_working_day(start: datetime) -> None:
    """当日 ends at closing of the day of receipt; after closing or on a rest day, of the next."""
    found = sh.deadline(start, sh.SameDay(), CAL, hours=TOWN.hours)
    day = start.date()
    in_time = oracle.is_workday(day) and start <= at(day, time(17, 30))
    assert found.due_at == at(day if in_time else oracle.add(day, 1), time(17, 30))


@given(start=DAYS, n=NUMBERS, hall=HALLS, seconds=st.integers(-200_000, 200_000))
def test_in_time_is_a_comparison_of_instants(start: date, n: int, hall: Hall, seconds: int) -> None:
    """What is done at or before the instant is in time, what is done after it is late."""
    found = sh.deadline(start, sh.WorkingDays(n), CAL, hours=hall.hours)
    done = found.due_at + timedelta(seconds=seconds)
    assert found.met_by(done) is (seconds <= 0)
    assert found.met_by(done.astimezone(UTC)) is (seconds <= 0)


@given(start=DAYS, n=NUMBERS, shift=st.integers(-40, 40))
def test_a_day_is_in_time_up_to_the_due_day(start: date, n: int, shift: int) -> None:
    """Done on a day, without an hour: in time up to and on the due day."""
    found = sh.deadline(start, sh.WorkingDays(n), CAL)
    assert found.met_by(found.due + shift * DAY) is (shift <= 0)


@given(start=DAYS, n=NUMBERS, shift=st.integers(-60, 60))
def test_days_saved_and_late_are_working_days(start: date, n: int, shift: int) -> None:
    """Working days between the two days, the earlier one not counted, on one side only."""
    found = sh.deadline(start, sh.NaturalDays(n), CAL, roll=False)
    done = found.due + shift * DAY
    assert found.days_saved(done) == (oracle.count(done, found.due) if shift < 0 else 0)
    assert found.days_late(done) == (oracle.count(found.due, done) if shift > 0 else 0)


@given(start=INSTANTS, n=NUMBERS)
def test_an_instant_means_the_same_in_every_zone(start: datetime, n: int) -> None:
    """A start given in another zone is read in Beijing time."""
    for limit in (sh.WorkingDays(n), sh.NaturalDays(n), sh.Minutes(n), sh.SameDay()):
        here = sh.deadline(start, limit, CAL, hours=TOWN.hours)
        there = sh.deadline(start.astimezone(UTC), limit, CAL, hours=TOWN.hours)
        assert place(here) == place(there)


@pytest.mark.requirement("R-009")
@given(data=st.data(), start=DAYS, n=st.integers(1, 120))
def test_a_natural_period_never_ends_on_a_rest_day(
    data: st.DataObject, start: date, n: int
) -> None:
    """With the roll a natural period ends on a working day that lies in no pause."""
    pauses = data.draw(pauses_after(start))
    for limit in (sh.NaturalDays(n), sh.Months(1 + n % 6)):
        due = sh.deadline(start, limit, CAL, pauses=pauses).due
        assert oracle.is_workday(due)
        assert not any(first <= due <= last for first, last in pauses)


@pytest.mark.requirement("R-009")
@given(start=DAYS, n=st.integers(1, 120))
def test_without_the_roll_a_natural_period_ends_where_it_ends(start: date, n: int) -> None:
    """Without the roll the last day is the n-th, rest day or not; the roll leads from there."""
    plain = sh.deadline(start, sh.NaturalDays(n), CAL, roll=False).due
    assert plain == start + n * DAY
    rolled = sh.deadline(start, sh.NaturalDays(n), CAL).due
    assert rolled == (plain if oracle.is_workday(plain) else oracle.add(plain, 1))


def test_a_natural_period_may_end_on_a_rest_day_without_the_roll() -> None:
    """One day after Friday 18 September 2026 is Saturday the 19th, a rest day."""
    found = sh.deadline(date(2026, 9, 18), sh.NaturalDays(1), CAL, roll=False)
    assert found.due == date(2026, 9, 19)
    assert not oracle.is_workday(found.due)


@given(start=DAYS, n=st.integers(1, 24), unit=st.sampled_from(["working", "natural", "months"]))
def test_a_longer_limit_ends_no_earlier(start: date, n: int, unit: str) -> None:
    """One more unit never brings the end forward, and one more working day moves it."""
    shorter, longer = (sh.deadline(start, translated((unit, m)), CAL).due for m in (n, n + 1))
    assert shorter < longer if unit == "working" else shorter <= longer


@given(start=DAYS, n=NUMBERS)
def test_counting_from_the_same_day_saves_at_most_a_day(start: date, n: int) -> None:
    """The day of receipt counts as day 1 if it is worked, and otherwise changes nothing."""
    found = sh.deadline(start, sh.WorkingDays(n), CAL, counting_from="same_day").due
    expected = n - oracle.is_workday(start)
    assert found == (oracle.add(start, expected) if expected else start)


@given(day=DAYS, n=NUMBERS)
def test_a_backward_limit_leaves_its_days_whole(day: date, n: int) -> None:
    """From the last day of a backward limit to its day there are at least as many days."""
    working = sh.deadline(day, sh.Before(sh.WorkingDays(n)), CAL).due
    natural = sh.deadline(day, sh.Before(sh.NaturalDays(n)), CAL).due
    assert working == oracle.before(day, n)
    assert oracle.is_workday(natural)
    assert (day - natural).days >= n
    assert oracle.count(natural, day - n * DAY) == 0


@given(start=DAYS, later=st.integers(0, 200), n=NUMBERS)
def test_a_fixed_date_is_that_date(start: date, later: int, n: int) -> None:
    """A date set by an order is due on that day, rest day or not, whatever else is asked."""
    day = start + later * DAY
    found = sh.deadline(start, sh.FixedDate(day), CAL, counting_from="same_day")
    assert place(found) == (day, at(day + DAY, time(0)), None)


# ---- certainty

LOCAL = CAL.overlay(name="三月三", division="45", years=range(2005, 2027, 2))
"""A place whose arrangement is complete for odd years: even ones are provisional."""


@pytest.mark.requirement("R-005")
@given(start=DAYS, n=st.integers(1, 120))
def test_certainty_is_that_of_the_weakest_counted_day(start: date, n: int) -> None:
    """A limit in working days is as certain as the weakest day from day 1 to its end."""
    found = sh.deadline(start, sh.WorkingDays(n), LOCAL)
    assert found.certainty is _weakest(start + DAY, found.due)


@pytest.mark.requirement("R-005")
@given(start=DAYS, n=st.integers(1, 250))
def test_certainty_of_a_natural_period_is_that_of_its_roll(start: date, n: int) -> None:
    """Which days rest decides a natural period only from where it ends to where it rolls."""
    found = sh.deadline(start, sh.NaturalDays(n), LOCAL)
    assert found.certainty is _weakest(start + n * DAY, found.due)


@pytest.mark.requirement("R-005")
@given(start=st.dates(date(2026, 9, 1), date(2026, 12, 31)), n=st.integers(1, 80))
def test_at_the_end_of_what_is_published(start: date, n: int) -> None:
    """A limit is certain until 28 December 2026, provisional until the 31st, and then refused."""
    limit = sh.WorkingDays(n)
    if oracle.count(start, oracle.LAST) < n:
        with pytest.raises(sh.CalendarCoverageError):
            sh.deadline(start, limit, CAL)
        return
    found = sh.deadline(start, limit, CAL)
    assert found.due == oracle.add(start, n)
    firm = found.due < date(2026, 12, 29)
    assert found.certainty is (sh.Certainty.CERTAIN if firm else sh.Certainty.PROVISIONAL)
    assert bool(found.reason) is not firm


def _weakest(first: date, last: date) -> sh.Certainty:
    """Return PROVISIONAL if a day lies in an even year; all days drawn are published."""
    even = any((first + n * DAY).year % 2 == 0 for n in range((last - first).days + 1))
    return sh.Certainty.PROVISIONAL if even else sh.Certainty.CERTAIN


# ---- earliest days


@given(start=DAYS, n=NUMBERS, offset=st.integers(-10, 20), length=st.integers(0, 40))
def test_an_open_pause_has_no_due_day(start: date, n: int, offset: int, length: int) -> None:
    """While a pause is open there is an earliest day: the end if it closed on the day asked for."""
    first = start + offset * DAY
    as_of = first + length * DAY
    for limit in (sh.WorkingDays(n), sh.NaturalDays(n), sh.SameDay()):
        if first > sh.deadline(start, limit, CAL).due:
            continue
        found = sh.deadline(start, limit, CAL, pauses=[(first, None)], as_of=as_of)
        closed = sh.deadline(start, limit, CAL, pauses=[(first, as_of)])
        assert place(found) == (None, None, closed.due)
        assert found.met_by(closed.due) is None


@given(
    start=DAYS,
    n=NUMBERS,
    offset=st.integers(0, 5),
    length=st.integers(0, 30),
    wait=st.integers(0, 9),
)
@example(start=date(2026, 9, 14), n=3, offset=1, length=4, wait=0)
def test_an_open_pause_takes_nothing_from_a_closed_one(
    start: date, n: int, offset: int, length: int, wait: int
) -> None:
    """A closed pause gives all its days back, also those that an open one overlaps."""
    closed = (start + DAY, start + (1 + length) * DAY)
    first = start + offset * DAY
    as_of = first + wait * DAY
    for limit in (sh.WorkingDays(n), sh.NaturalDays(n)):
        found = sh.deadline(start, limit, CAL, pauses=[closed, (first, None)], as_of=as_of)
        if found.due is None:
            both = sh.deadline(start, limit, CAL, pauses=[closed, (first, as_of)])
            assert found.not_before == both.due


@given(start=DAYS, n=NUMBERS, offset=st.integers(0, 20), waits=st.tuples(*[st.integers(0, 40)] * 2))
def test_an_earliest_day_is_never_broken(
    start: date, n: int, offset: int, waits: tuple[int, int]
) -> None:
    """However long an open pause lasts, the deadline is not before the earliest day told."""
    first = start + offset * DAY
    as_of, last = sorted(first + wait * DAY for wait in waits)
    for limit in (sh.WorkingDays(n), sh.NaturalDays(n)):
        told = sh.deadline(start, limit, CAL, pauses=[(first, None)], as_of=as_of)
        ended = sh.deadline(start, limit, CAL, pauses=[(first, last)])
        assert (told.not_before or told.due) <= ended.due


@given(start=DAYS, n=NUMBERS)
def test_a_limit_that_states_an_earliest_day_has_no_due_day(start: date, n: int) -> None:
    """Not before thirty days: earliest the thirtieth day, be it a rest day, and no last one."""
    for limit in (sh.WorkingDays(n), sh.NaturalDays(n)):
        found = sh.deadline(start, sh.NotBefore(limit), CAL)
        assert place(found) == (None, None, sh.deadline(start, limit, CAL, roll=False).due)
        assert found.met_by(start) is None
        assert found.reason


@given(start=DAYS, why=st.sampled_from(["原文残缺", "未公布"]))
def test_an_unknown_limit_has_no_day(start: date, why: str) -> None:
    """Of a limit that nobody knows only the reason is told."""
    found = sh.deadline(start, sh.Unknown(why), CAL)
    assert place(found) == (None, None, None)
    assert found.certainty is sh.Certainty.UNKNOWN
    assert why in found.reason


# ---- pure function


@pytest.mark.requirement("R-101")
@pytest.mark.parametrize("unit", ["working", "natural", "months", "same_day", "office", "wall"])
@given(data=st.data())
def test_the_same_question_has_the_same_answer(unit: str, data: st.DataObject) -> None:
    """A deadline depends on what is handed over and on nothing else; explaining changes nothing."""
    case, hall = data.draw(cases(unit))
    one = answered(case, hall)
    assert one.explain() == answered(case, hall).explain()
    assert one == answered(case, hall)
