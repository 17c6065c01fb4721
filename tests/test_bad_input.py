"""Bad input: what cannot be meant is refused, with its type, its code and a helpful text.

Each case states the exception, the code, a key word for each of *what*, *where*, *why* and *fix*,
and what the Chinese text must show of the value that was handed over.
"""

import contextlib
import decimal
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest

import servicehall as sh

CAL = sh.mainland()
SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 9, 18)
NAIVE = datetime(2026, 9, 18, 15, 30)  # noqa: DTZ001  # naive on purpose: it is to be refused
INSTANT = datetime(2026, 9, 18, 15, 30, tzinfo=SHANGHAI)
TWENTY = sh.WorkingDays(20)
HOURS = sh.OfficeHours.of("08:00-12:00", "14:30-17:30")


class Case(NamedTuple):
    """One mistake and how it is answered."""

    name: str
    ask: Callable[[], object]
    kind: type[sh.ServiceHallError]
    code: str
    what: str
    where: str
    why: str
    fix: str
    chinese: str


def due(start: object = DAY, limit: object = TWENTY, cal: object = CAL, **others: object) -> object:
    """Ask for a deadline with something wrong in it."""
    return sh.deadline(start, limit, cal, **others)  # type: ignore[arg-type]  # that is the point


def check(case: Case) -> None:
    """Assert that a mistake is refused as its case says."""
    with pytest.raises(case.kind) as caught:
        case.ask()
    error = caught.value
    assert (type(error), error.code) == (case.kind, case.code)
    assert case.what in error.what
    assert case.where in error.where
    assert case.why in error.why
    assert case.fix in error.fix
    assert f"[{case.code}]" in error.in_chinese()
    assert case.chinese in error.in_chinese()


def by_name(cases: list[Case]) -> pytest.MarkDecorator:
    """Run a test for each case, under the name of the case."""
    names = [re.sub(r" at 0x[0-9a-f]+", "", case.name) for case in cases]  # the same in every run
    return pytest.mark.parametrize("case", cases, ids=names)


# ---- days and instants

DAY_QUESTIONS: dict[str, tuple[str, Callable[[object], object]]] = {
    "is_workday": ("d", CAL.is_workday),  # type: ignore[dict-item]  # asked with anything
    "day": ("d", CAL.day),  # type: ignore[dict-item]
    "certainty": ("d", CAL.certainty),  # type: ignore[dict-item]
    "on_or_after": ("d", CAL.on_or_after),  # type: ignore[dict-item]
    "on_or_before": ("d", CAL.on_or_before),  # type: ignore[dict-item]
    "as_known_on": ("d", CAL.as_known_on),  # type: ignore[dict-item]
    "add": ("start", lambda d: CAL.add(d, 20)),  # type: ignore[arg-type]
    "before": ("end", lambda d: CAL.before(d, 20)),  # type: ignore[arg-type]
    "count from": ("start", lambda d: CAL.count(d, DAY)),  # type: ignore[arg-type]
    "count to": ("end", lambda d: CAL.count(DAY, d)),  # type: ignore[arg-type]
    "overlay rest": ("rest", lambda d: CAL.overlay(rest=[d])),  # type: ignore[list-item]
    "overlay work": ("work", lambda d: CAL.overlay(work=[d])),  # type: ignore[list-item]
    "FixedDate": ("day", sh.FixedDate),  # type: ignore[dict-item]
    "pause first": ("pauses", lambda d: due(pauses=[(d, DAY)])),
    "pause last": ("pauses", lambda d: due(pauses=[(DAY, d)])),
}
QUESTIONS = pytest.mark.parametrize(
    ("name", "ask"), DAY_QUESTIONS.values(), ids=list(DAY_QUESTIONS)
)


@QUESTIONS
@pytest.mark.parametrize("instant", [NAIVE, INSTANT], ids=["naive", "aware"])
def test_an_instant_is_no_day(
    name: str, ask: Callable[[object], object], instant: datetime
) -> None:
    """Where a day is meant an instant is refused, naive or aware, and its day is proposed."""
    check(
        Case(
            name=name,
            ask=lambda: ask(instant),
            kind=sh.InputTypeError,
            code="SH101",
            what=f"{name} is an instant",
            where=f"{name} = 2026-09-18 15:30",
            why="the caller's decision",
            fix="2026-09-18",
            chinese="改用日期 2026-09-18",
        )
    )


@QUESTIONS
@pytest.mark.parametrize("value", ["2026-09-18", 20260918, 46283.0, b"2026-09-18", ("x",)])
def test_text_and_numbers_are_no_days(
    name: str, ask: Callable[[object], object], value: object
) -> None:
    """Text and numbers are not turned into days; the value and its type are named."""
    check(
        Case(
            name=name,
            ask=lambda: ask(value),
            kind=sh.InputTypeError,
            code="SH102",
            what=f"{name} is no day",
            where=f"{name} = {value!r} ({type(value).__name__})",
            why="not interpreted",
            fix="datetime.date",
            chinese=f"{value!r}（{type(value).__name__}）",
        )
    )


@pytest.mark.parametrize("question", [name for name in DAY_QUESTIONS if name != "pause last"])
def test_none_is_no_day(question: str) -> None:
    """A missing day is refused; only a pause may leave its last day open."""
    _, ask = DAY_QUESTIONS[question]
    with pytest.raises(sh.InputTypeError) as caught:
        ask(None)
    assert caught.value.code == "SH102"
    assert "None (NoneType)" in caught.value.where


def test_an_unhashable_value_is_no_day() -> None:
    """A list is refused like any other value, not with an error about dictionaries."""
    with pytest.raises(sh.InputTypeError) as caught:
        CAL.add([DAY], 20)  # type: ignore[arg-type]  # that is the point
    assert caught.value.code == "SH102"


class Holiday(date):
    """A day that somebody made more of."""


def test_a_subclass_of_date_is_a_day() -> None:
    """What is a plain date by inheritance answers like one."""
    day = Holiday(2026, 9, 18)
    assert CAL.is_workday(day)
    assert CAL.add(day, 20) == CAL.add(DAY, 20)
    assert CAL.day(day).kind is CAL.day(DAY).kind
    assert sh.deadline(day, TWENTY, CAL).due == sh.deadline(DAY, TWENTY, CAL).due


@by_name(
    [
        Case(
            name,
            lambda others=others: due(**others),  # type: ignore[misc]
            sh.InputValueError,
            "SH103",
            f"{argument} has no time zone",
            f"{argument} = 2026-09-18 15:30:00",
            "different moments on different machines",
            "Asia/Shanghai",
            "2026-09-18 15:30:00",
        )
        for name, argument, others in (
            ("start", "start", {"start": NAIVE}),
            ("as_of", "as_of", {"as_of": NAIVE, "pauses": [(DAY, None)]}),
        )
    ]
)
def test_a_naive_instant_is_refused(case: Case) -> None:
    """Where an instant may be given it needs a time zone, since guessing moves deadlines."""
    check(case)


@pytest.mark.parametrize("ask", ["met_by", "days_saved", "days_late"])
def test_a_naive_instant_of_completion_is_refused(ask: str) -> None:
    """Whether something was in time cannot be told of an instant without a time zone."""
    answer = sh.deadline(DAY, TWENTY, CAL)
    with pytest.raises(sh.InputValueError, match="done has no time zone") as caught:
        getattr(answer, ask)(NAIVE)
    assert caught.value.code == "SH103"


@pytest.mark.parametrize("ask", ["met_by", "days_saved", "days_late"])
def test_a_completion_that_is_no_day_is_refused(ask: str) -> None:
    """Text is no day of completion."""
    answer = sh.deadline(DAY, TWENTY, CAL)
    with pytest.raises(sh.InputTypeError, match="done is no day") as caught:
        getattr(answer, ask)("2026-10-10")
    assert caught.value.code == "SH102"


# ---- numbers

NUMBERS: dict[str, Callable[[object], object]] = {
    "add": lambda n: CAL.add(DAY, n),  # type: ignore[arg-type]
    "before": lambda n: CAL.before(DAY, n),  # type: ignore[arg-type]
    "WorkingDays": sh.WorkingDays,  # type: ignore[dict-item]
    "NaturalDays": sh.NaturalDays,  # type: ignore[dict-item]
    "Months": sh.Months,  # type: ignore[dict-item]
    "Minutes": sh.Minutes,  # type: ignore[dict-item]
}
COUNTS = pytest.mark.parametrize("ask", NUMBERS.values(), ids=list(NUMBERS))


@COUNTS
@pytest.mark.parametrize("value", [True, False, 2.0, "3", None, decimal.Decimal(3), [3]])
def test_only_whole_numbers_count(ask: Callable[[object], object], value: object) -> None:
    """A truth value, a fraction, text or nothing is no number of days, months or minutes."""
    check(
        Case(
            name="",
            ask=lambda: ask(value),
            kind=sh.InputTypeError,
            code="SH104",
            what="n is no whole number",
            where=f"n = {value!r} ({type(value).__name__})",
            why="counted whole",
            fix="pass an int",
            chinese=f"{value!r}（{type(value).__name__}）",
        )
    )


@COUNTS
@pytest.mark.parametrize("value", [0, -1, 10**9, 10**30])
def test_a_number_must_be_possible(ask: Callable[[object], object], value: int) -> None:
    """Nothing ends after no day at all, and a billion is a mistake rather than a limit."""
    check(
        Case(
            name="",
            ask=lambda: ask(value),
            kind=sh.InputValueError,
            code="SH105",
            what="n is out of range",
            where=f"n = {value}",
            why="at least 1",
            fix="a number from 1 to",
            chinese=f"n = {value}",
        )
    )


@pytest.mark.parametrize(
    ("make", "most"),
    [
        (sh.WorkingDays, 36_500),  # 100 years of 365 days
        (sh.NaturalDays, 36_500),
        (sh.Months, 1_200),  # 100 years of 12 months
        (sh.Minutes, 525_600),  # a year of 365 days of 1,440 minutes
    ],
)
def test_the_largest_number_is_stated(make: Callable[[int], sh.Limit], most: int) -> None:
    """The largest number of each unit is accepted, one more is refused and the bound named."""
    assert make(most)
    with pytest.raises(sh.InputValueError) as caught:
        make(most + 1)
    assert caught.value.fix == f"pass a number from 1 to {most}"


# ---- stretches and coverage


def test_a_stretch_does_not_run_backwards() -> None:
    """Counting to an earlier day is refused rather than answered with a negative number."""
    check(
        Case(
            "",
            lambda: CAL.count(date(2026, 9, 18), date(2026, 9, 17)),
            sh.InputValueError,
            "SH106",
            "the end lies before the start",
            "start 2026-09-18, end 2026-09-17",
            "from its start to its end",
            "exchange",
            "起点 2026-09-18，终点 2026-09-17",
        )
    )


BEFORE = date(2003, 12, 31)
AFTER = date(2027, 1, 1)


@by_name(
    [
        Case(name, ask, sh.CalendarCoverageError, code, what, where, why, fix, chinese)
        for code, what, why, fix, chinese, asked in (
            (
                "SH305",
                "no arrangement before 2004-01-01",
                "begins on 2004-01-01",
                "earlier years",
                "2004-01-01 以前",
                {
                    "is_workday before": ("2003-12-31", lambda: CAL.is_workday(BEFORE)),
                    "day before": ("2003-12-31", lambda: CAL.day(BEFORE)),
                    "add before": ("2003-12-31", lambda: CAL.add(BEFORE, 1)),
                    "before before": ("2003-12-31", lambda: CAL.before(BEFORE, 1)),
                    "count before": ("2003-12-31", lambda: CAL.count(BEFORE, DAY)),
                    "on_or_after before": ("2003-12-31", lambda: CAL.on_or_after(BEFORE)),
                    "deadline before": ("2003-12-31", lambda: due(BEFORE)),
                    "back over the start": (
                        "3 working days from 2004-01-05",
                        # 1 January 2004 was a holiday, 2 January a Friday: only one working day.
                        lambda: CAL.before(date(2004, 1, 5), 3),
                    ),
                    "the first of all days": ("0001-01-01", lambda: CAL.before(date.min, 1)),
                },
            ),
            (
                "SH301",
                "no arrangement after 2026-12-31",
                "up to 2026 (国办发明电〔2025〕7号)",
                "add the notice for",
                "2026-12-31 以后",
                {
                    "is_workday after": ("2027-01-01", lambda: CAL.is_workday(AFTER)),
                    "day after": ("2027-01-01", lambda: CAL.day(AFTER)),
                    "add after": ("2027-01-01", lambda: CAL.add(AFTER, 1)),
                    "before after": ("2027-01-01", lambda: CAL.before(AFTER, 1)),
                    "count after": ("2027-01-01", lambda: CAL.count(DAY, AFTER)),
                    "on_or_before after": ("2027-01-01", lambda: CAL.on_or_before(AFTER)),
                    "deadline after": ("2027-01-01", lambda: due(AFTER)),
                    "over the end": (
                        "1 working days from 2026-12-31",
                        lambda: CAL.add(date(2026, 12, 31), 1),
                    ),
                    "the last of all days": ("9999-12-31", lambda: CAL.add(date.max, 1)),
                },
            ),
        )
        for name, (where, ask) in asked.items()
    ]
)
@pytest.mark.requirement("R-005")
def test_what_is_not_published_is_refused(case: Case) -> None:
    """A question that reaches a day without a published arrangement is refused, never guessed."""
    check(case)


@pytest.mark.parametrize("day", [BEFORE, AFTER, date.min, date.max])
def test_certainty_answers_for_every_day(day: date) -> None:
    """Outside coverage the certainty of a day is UNKNOWN; asking for it is never refused."""
    assert CAL.certainty(day) is sh.Certainty.UNKNOWN


EXTREMES: dict[str, Callable[[], object]] = {
    "fixed": lambda: sh.deadline(DAY, sh.FixedDate(date.max), CAL),
    "natural": lambda: sh.deadline(date.max, sh.NaturalDays(1), CAL, roll=False),
    "months": lambda: sh.deadline(date.max, sh.Months(1), CAL, roll=False),
    "back": lambda: sh.deadline(date.min, sh.Before(sh.NaturalDays(1)), CAL, roll=False),
    "months back": lambda: sh.deadline(date.min, sh.Before(sh.Months(1)), CAL, roll=False),
    "instant": lambda: sh.deadline(datetime(9999, 12, 31, 23, tzinfo=UTC), TWENTY, CAL),
    "same day": lambda: sh.deadline(date.max, TWENTY, CAL, counting_from="same_day"),
    "pause": lambda: sh.deadline(DAY, sh.NaturalDays(1), CAL, roll=False, pauses=[(DAY, date.max)]),
    "years": lambda: list(sh.Recurrence("year").between(date(9998, 1, 1), date.max, CAL)),
    "first days": lambda: list(sh.Recurrence("day").between(date.min, date(1, 1, 2), CAL)),
    "first holidays": lambda: list(sh.Recurrence("day before holiday").between(date.min, DAY, CAL)),
}


@pytest.mark.parametrize("ask", EXTREMES.values(), ids=list(EXTREMES))
def test_the_end_of_time_is_no_crash(ask: Callable[[], object]) -> None:
    """Days at the ends of Python's calendar are answered or refused, like all others."""
    with contextlib.suppress(sh.ServiceHallError):
        assert ask()


# ---- pauses

OPEN = [(date(2026, 9, 24), None)]


@by_name(
    [
        *(
            Case(
                f"malformed {value!r}",
                lambda value=value: due(pauses=[value]),  # type: ignore[misc]
                sh.InputTypeError,
                "SH130",
                "a pause is not a pair of days",
                f"pauses: {value!r}",
                "(first, last)",
                "date(2026, 9, 24)",
                repr(value),
            )
            for value in (DAY, (DAY,), (DAY, DAY, DAY), "2026-09-24:2026-10-12", None, {DAY: DAY})
        ),
        Case(
            "one pause instead of a list of them",
            lambda: due(pauses=(DAY, DAY)),
            sh.InputTypeError,
            "SH130",
            "a pause is not a pair of days",
            "datetime.date(2026, 9, 18)",
            "both days given back",
            "date(2026, 10, 12)",
            "datetime.date(2026, 9, 18)",
        ),
        Case(
            "reversed",
            lambda: due(pauses=[(date(2026, 10, 12), date(2026, 9, 24))]),
            sh.InputValueError,
            "SH131",
            "ends before it begins",
            "from 2026-10-12 to 2026-09-24",
            "given back",
            "exchange",
            "2026-10-12 至 2026-09-24",
        ),
        Case(
            "open without as_of",
            lambda: due(pauses=OPEN),
            sh.InputValueError,
            "SH132",
            "an open pause needs the day",
            "open since 2026-09-24",
            "depends on the day on which one asks",
            "pass as_of",
            "自 2026-09-24 起中止",
        ),
        Case(
            "open, as_of before it",
            lambda: due(pauses=OPEN, as_of=date(2026, 9, 23)),
            sh.InputValueError,
            "SH133",
            "before it began",
            "open since 2026-09-24, as_of 2026-09-23",
            "nobody knew",
            "later as_of",
            "查询日 2026-09-23",
        ),
        *(
            Case(
                f"pausing {limit}",
                lambda limit=limit: due(limit=limit, pauses=[(DAY, DAY)]),  # type: ignore[misc]
                sh.InputValueError,
                "SH134",
                "cannot be paused",
                str(limit),
                "no clock runs",
                "leave the pauses out",
                str(limit),
            )
            for limit in (sh.Before(sh.WorkingDays(7)), sh.FixedDate(date(2026, 12, 1)))
        ),
    ]
)
def test_pauses_that_cannot_be_meant_are_refused(case: Case) -> None:
    """A pause is a pair of days in order; an open one is looked at from a day not before it."""
    check(case)


def test_an_open_pause_may_be_looked_at_on_its_first_day() -> None:
    """The first day of an open pause is late enough to know of it."""
    assert sh.deadline(DAY, TWENTY, CAL, pauses=OPEN, as_of=date(2026, 9, 24)).due is None


# ---- options, limits and extensions


@by_name(
    [
        Case(
            name,
            ask,
            sh.InputValueError,
            "SH112",
            f"{option} has a value that does not exist",
            f"{option} = {value!r}",
            "silently do nothing",
            fix,
            f"{option} = {value!r}",
        )
        for name, option, value, fix, ask in (
            (
                "counting_from",
                "counting_from",
                "today",
                "next_day, same_day",
                lambda: due(counting_from="today"),
            ),
            (
                "beyond",
                "beyond",
                "guess",
                "refuse, estimate",
                lambda: sh.mainland(beyond="guess"),
            ),
            ("extra", "extra", "all", "None, installed", lambda: sh.mainland(extra="all")),
            ("beyond True", "beyond", True, "refuse", lambda: sh.mainland(beyond=True)),  # type: ignore[arg-type]
            ("clock", "clock", "sun", "office, wall", lambda: sh.Minutes(30, clock="sun")),  # type: ignore[arg-type]
            ("every", "every", "fortnight", "half-month", lambda: sh.Recurrence("fortnight")),  # type: ignore[arg-type]
            ("rest", "rest", "drop", "keep, next, skip", lambda: sh.Recurrence("day", rest="drop")),  # type: ignore[arg-type]
            (
                "weekdays",
                "weekdays",
                "Monday",
                "Mon, Tue",
                lambda: sh.HoursVariation(sessions="09:00-12:00", weekdays=("Monday",)),
            ),
        )
    ]
)
def test_an_option_that_does_not_exist_is_refused(case: Case) -> None:
    """A misspelt option is refused with the values that exist, since ignoring it misleads."""
    check(case)


@by_name(
    [
        Case(
            f"{name} {value!r}",
            lambda name=name, value=value: due(**{name: value}),  # type: ignore[misc]
            sh.InputTypeError,
            "SH119",
            f"{name} has the wrong type",
            f"{name} = {value!r}",
            f"{name} must be",
            expected,
            f"{name} = {value!r}",
        )
        for name, value, expected in (
            ("limit", 20, "WorkingDays(20)"),
            ("limit", "20个工作日", "WorkingDays(20)"),
            ("limit", None, "WorkingDays(20)"),
            ("limit", sh.WorkingDays, "WorkingDays(20)"),
            ("limit", sh.Limit(), "limit"),
            ("hours", "08:00-12:00", "OfficeHours"),
            ("roll", "no", "True or False"),
            ("roll", 1, "True or False"),
            ("deemed_receipt", None, "True or False"),
            ("cal", None, "WorkCalendar"),
            ("cal", sh.mainland, "WorkCalendar"),
            ("cal", "mainland", "WorkCalendar"),
        )
    ]
)
def test_an_argument_of_the_wrong_type_is_refused(case: Case) -> None:
    """Limit, calendar, hours and switches are checked by type, and the value is shown."""
    check(case)


SINGLE: dict[str, tuple[str, object, Callable[[], object]]] = {
    "pauses None": ("pauses", None, lambda: due(pauses=None)),
    "pauses text": ("pauses", "2026-09-24", lambda: due(pauses="2026-09-24")),
    "one extension": ("extensions", TWENTY, lambda: due(extensions=TWENTY)),
    "extensions None": ("extensions", None, lambda: due(extensions=None)),
    "one day of rest": ("rest", DAY, lambda: CAL.overlay(rest=DAY)),  # type: ignore[arg-type]
    "one day of work": ("work", DAY, lambda: CAL.overlay(work=DAY)),  # type: ignore[arg-type]
    "one year": ("years", 2026, lambda: CAL.overlay(rest=[DAY], years=2026)),  # type: ignore[arg-type]
}


@pytest.mark.parametrize(("name", "value", "ask"), SINGLE.values(), ids=list(SINGLE))
def test_one_thing_is_no_list_of_them(name: str, value: object, ask: Callable[[], object]) -> None:
    """Where several are meant, a single one or nothing is refused, and a list is asked for."""
    with pytest.raises(sh.InputTypeError) as caught:
        ask()
    assert caught.value.code == "SH119"
    assert caught.value.where == f"{name} = {value!r}"
    assert "list" in caught.value.fix
    assert f"{name} = {value!r}" in caught.value.in_chinese()


ANSWER = sh.deadline(DAY, TWENTY, CAL)
RECORDS: dict[str, tuple[str, str, Callable[[Any], object]]] = {
    "cal of deadline": ("SH119", "cal", lambda bad: due(cal=bad)),
    "cal of between": ("SH119", "cal", lambda bad: sh.Recurrence("day").between(DAY, DAY, bad)),
    "old calendar": ("SH119", "old", lambda bad: sh.moved([ANSWER], bad, CAL)),
    "new calendar": ("SH119", "new", lambda bad: sh.moved([ANSWER], CAL, bad)),
    "new calendar, no deadlines": ("SH119", "new", lambda bad: sh.moved([], CAL, bad)),
    "deadlines": ("SH119", "deadlines", lambda bad: sh.moved(bad, CAL, CAL)),
    "a deadline": ("SH119", "deadlines", lambda bad: sh.moved([ANSWER, bad], CAL, CAL)),
    "a deadline by key": ("SH119", "deadlines", lambda bad: sh.moved({"1": bad}, CAL, CAL)),
    "an overlay": ("SH119", "overlay", CAL.with_overlay),
    "path of a notice": ("SH119", "path", sh.read_notice),
    "path of an overlay": ("SH119", "path", sh.read_overlay),
    "name of a clause": ("SH118", "", lambda bad: sh.NamedDays(name=bad)),
    "name of local days": ("SH118", "", lambda bad: sh.LocalDays(name=bad)),
    "name of an overlay": ("SH118", "", lambda bad: CAL.overlay(rest=[DAY], name=bad)),
    "group": ("SH118", "", lambda bad: sh.LocalDays(name="三月三", group=bad)),
    "division": ("SH118", "", lambda bad: sh.Overlay(division=bad, days=())),
    "id": ("SH118", "", lambda bad: sh.HolidayNotice(id=bad, year=2027, holidays=())),
    "year": ("SH104", "year", lambda bad: sh.HolidayNotice(id="1", year=bad, holidays=())),
    "years": ("SH119", "years", lambda bad: sh.Overlay(division="45", days=(), years=bad)),
    "one of the years": (
        "SH104",
        "years",
        lambda bad: sh.Overlay(division="45", days=(), years=[bad]),  # type: ignore[arg-type]
    ),
    "rest of a clause": ("SH119", "rest", lambda bad: sh.NamedDays(name="元旦", rest=bad)),
    "work of a clause": ("SH119", "work", lambda bad: sh.NamedDays(name="元旦", work=bad)),
    "local rest": ("SH119", "rest", lambda bad: sh.LocalDays(name="三月三", rest=bad)),
    "local work": ("SH119", "work", lambda bad: sh.LocalDays(name="三月三", work=bad)),
    "clauses": (
        "SH119",
        "holidays",
        lambda bad: sh.HolidayNotice(id="2027", year=2027, holidays=bad),
    ),
    "a clause": (
        "SH119",
        "holidays",
        lambda bad: sh.HolidayNotice(id="2027", year=2027, holidays=[bad]),  # type: ignore[arg-type]
    ),
    "festivals": ("SH119", "days", lambda bad: sh.Overlay(division="45", days=bad)),
    "a festival": (
        "SH119",
        "days",
        lambda bad: sh.Overlay(division="45", days=[bad]),  # type: ignore[arg-type]
    ),
    "statutory": (
        "SH119",
        "statutory",
        lambda bad: sh.HolidayNotice(id="2027", year=2027, holidays=(), statutory=bad),
    ),
    "statutory days": (
        "SH119",
        "元旦",
        lambda bad: sh.HolidayNotice(id="2027", year=2027, holidays=(), statutory={"元旦": bad}),
    ),
    "undecided": (
        "SH119",
        "undecided",
        lambda bad: sh.HolidayNotice(id="2027", year=2027, holidays=(), undecided=bad),
    ),
}


@pytest.mark.parametrize(("code", "name", "ask"), RECORDS.values(), ids=list(RECORDS))
@pytest.mark.parametrize("value", [3.5, DAY], ids=["number", "day"])
def test_what_a_record_or_an_argument_cannot_be_is_refused(
    code: str, name: str, ask: Callable[[Any], object], value: object
) -> None:
    """Records and arguments are checked when they are handed over, and the value is shown."""
    with pytest.raises(sh.InputTypeError) as caught:
        ask(value)
    assert caught.value.code == code
    assert caught.value.where.startswith(f"{name} = {value!r}" if name else repr(value))


def test_deadlines_in_text_are_no_deadlines() -> None:
    """Text can be gone through letter by letter, and is refused all the same."""
    for value in ("2026-09-18", None):
        with pytest.raises(sh.InputTypeError, match="SH119"):
            sh.moved(value, CAL, CAL)  # type: ignore[arg-type]  # that is the point


@pytest.mark.parametrize("value", [None, 5, ["2027.toml"]])
@pytest.mark.parametrize("read", [sh.read_notice, sh.read_overlay])
def test_a_path_is_text_or_a_path(read: Callable[[Any], object], value: object) -> None:
    """A number would be the place of an open file to Python: it is refused as a path."""
    with pytest.raises(sh.InputTypeError) as caught:
        read(value)
    assert caught.value.code == "SH119"
    assert caught.value.where == f"path = {value!r}"
    assert "文件路径" in caught.value.in_chinese()


DAY_FIELDS: dict[str, tuple[str, Callable[[Any], object]]] = {
    "rest": ("rest", lambda d: sh.NamedDays(name="元旦", rest=[d])),  # type: ignore[arg-type]
    "work": ("work", lambda d: sh.NamedDays(name="元旦", work=[d])),  # type: ignore[arg-type]
    "local rest": ("rest", lambda d: sh.LocalDays(name="节", rest=[d])),  # type: ignore[arg-type]
    "local work": ("work", lambda d: sh.LocalDays(name="节", work=[d])),  # type: ignore[arg-type]
    "overlay": ("published", lambda d: sh.Overlay(division="45", days=(), published=d)),
    "overlay()": ("published", lambda d: CAL.overlay(rest=[DAY], published=d)),
    "statutory": (
        "元旦",
        lambda d: sh.HolidayNotice(id="1", year=2027, holidays=(), statutory={"元旦": [d]}),  # type: ignore[dict-item]
    ),
    **{
        name: (
            name,
            lambda d, name=name: sh.HolidayNotice(  # type: ignore[misc]
                id="1", year=2027, holidays=(), **{name: [d] if name == "undecided" else d}
            ),
        )
        for name in ("signed", "published", "published_from", "published_until", "undecided")
    },
}


@pytest.mark.parametrize(("name", "ask"), DAY_FIELDS.values(), ids=list(DAY_FIELDS))
@pytest.mark.parametrize(
    ("value", "code"), [(INSTANT, "SH101"), (NAIVE, "SH101"), ("2027-01-01", "SH102")]
)
def test_days_of_records_are_plain_days(
    name: str, ask: Callable[[Any], object], value: object, code: str
) -> None:
    """A day inside a record is checked like one handed to the calendar."""
    with pytest.raises(sh.InputTypeError) as caught:
        ask(value)
    assert caught.value.code == code
    assert caught.value.where.startswith(f"{name} = ")


@pytest.mark.parametrize("value", ["", "  "])
@pytest.mark.parametrize(
    ("name", "ask"),
    [
        ("name", lambda text: sh.NamedDays(name=text)),
        ("name", lambda text: sh.LocalDays(name=text)),
        ("name", lambda text: CAL.overlay(rest=[DAY], name=text)),
        ("id", lambda text: sh.HolidayNotice(id=text, year=2027, holidays=())),
    ],
)
def test_a_name_is_not_empty(name: str, ask: Callable[[str], object], value: str) -> None:
    """What is shown to people by its name, or told apart by its id, needs one."""
    with pytest.raises(sh.InputValueError) as caught:
        ask(value)
    assert caught.value.code == "SH126"
    assert caught.value.what == f"{name} is empty"
    assert f"{name} 是空的" in caught.value.in_chinese()


@pytest.mark.parametrize("year", [0, -1, 10_000])
def test_a_year_of_a_record_must_be_possible(year: int) -> None:
    """A year that no calendar has is out of range, not a Python error further on."""
    with pytest.raises(sh.FaultyDataError, match="SH216"):
        sh.HolidayNotice(id="1", year=year, holidays=())
    with pytest.raises(sh.FaultyDataError, match="SH216"):
        sh.Overlay(division="45", days=(), years=(year,))


# ---- days so far off that they are a mistake

FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)
FAR = [date.min, date(1899, 12, 31), date(2200, 1, 1), date.max]
FAR_QUESTIONS: dict[str, tuple[str, Callable[[date], object]]] = {
    "start": ("start", due),
    "start instant": (
        "start",
        lambda d: due(datetime(d.year, d.month, d.day, 12, tzinfo=UTC)),
    ),
    "pause first": ("pauses", lambda d: due(pauses=[(d, date.max)])),
    "open pause": ("pauses", lambda d: due(pauses=[(d, None)], as_of=DAY)),
    "as_of": ("as_of", lambda d: due(pauses=[(DAY, None)], as_of=d)),
    "FixedDate": ("day", sh.FixedDate),
    "first": ("first", lambda d: sh.Recurrence("day").between(d, LAST, CAL)),
    "last": ("last", lambda d: sh.Recurrence("day").between(FIRST, d, CAL)),
}


@pytest.mark.parametrize(("name", "ask"), FAR_QUESTIONS.values(), ids=list(FAR_QUESTIONS))
@pytest.mark.parametrize("day", FAR, ids=str)
def test_a_day_in_another_century_is_a_mistake(
    name: str, ask: Callable[[date], object], day: date
) -> None:
    """Where a case cannot lie the day is refused as mistyped, with the bounds."""
    with pytest.raises(sh.InputValueError) as caught:
        ask(day)
    assert caught.value.code == "SH108"
    assert caught.value.where.startswith(f"{name} = {day}")
    assert "1900-01-01" in str(caught.value)
    assert "2199-12-31" in caught.value.in_chinese()


@pytest.mark.parametrize("day", [FIRST, LAST])
def test_the_first_and_the_last_possible_day_are_no_mistake(day: date) -> None:
    """The bounds themselves are possible days."""
    assert sh.FixedDate(day).day == day
    assert next(sh.Recurrence("day").between(day, day, CAL)).due == day
    assert sh.deadline(FIRST, sh.FixedDate(day), CAL).due == day


@pytest.mark.parametrize("day", FAR, ids=str)
def test_a_calendar_refuses_far_days_as_not_covered(day: date) -> None:
    """To the calendar a far day is a day like others that it does not cover."""
    for ask in (CAL.is_workday, CAL.day, CAL.on_or_after, CAL.on_or_before):
        with pytest.raises(sh.CalendarCoverageError):
            ask(day)


@pytest.mark.parametrize("notices", [3, None, date(2027, 1, 1)])
def test_notices_that_are_no_list_are_refused(notices: object) -> None:
    """What is neither a notice nor a list of them is refused as an argument, not by Python."""
    with pytest.raises(sh.InputTypeError):
        sh.mainland(notices)  # type: ignore[arg-type]  # that is the point


@pytest.mark.parametrize("years", [["2026"], [2026.0], [True], [None], ["2026", 2027]])
def test_years_are_whole_numbers(years: list[object]) -> None:
    """A year given as text would never be found: it is refused."""
    with pytest.raises(sh.InputTypeError):
        CAL.overlay(rest=[DAY], years=years)  # type: ignore[arg-type]  # that is the point


@by_name(
    [
        Case(
            "minutes from a day",
            lambda: due(limit=sh.Minutes(30), hours=HOURS),
            sh.InputTypeError,
            "SH136",
            "only a day is known",
            "start = 2026-09-18",
            "at what time the clock started",
            "datetime(",
            "start = 2026-09-18",
        ),
        Case(
            "wall minutes from a day",
            lambda: due(limit=sh.Minutes(30, clock="wall")),
            sh.InputTypeError,
            "SH136",
            "minutes are counted from an instant",
            "start = 2026-09-18",
            "at what time",
            "Asia/Shanghai",
            "start = 2026-09-18",
        ),
        Case(
            "office minutes without hours",
            lambda: due(INSTANT, sh.Minutes(30)),
            sh.InputValueError,
            "SH137",
            "office minutes need office hours",
            "30分钟（办公时间）",
            "when the hall is open",
            "OfficeHours.of",
            "30分钟（办公时间）",
        ),
        Case(
            "a fixed day before the start",
            lambda: due(limit=sh.FixedDate(date(2026, 9, 17))),
            sh.InputValueError,
            "SH135",
            "lies before the start",
            "start 2026-09-18, day 2026-09-17",
            "late before it began",
            "check both days",
            "指定日期 2026-09-17",
        ),
        *(
            Case(
                f"{name}({value!r})",
                lambda make=make, value=value: make(value),  # type: ignore[misc]
                sh.InputTypeError,
                "SH117",
                f"{name} turns round a limit that it cannot",
                repr(value),
                "counted back",
                f"{name}(NaturalDays(30))",
                repr(value),
            )
            for name, make in (("Before", sh.Before), ("NotBefore", sh.NotBefore))
            for value in (sh.SameDay(), sh.Minutes(30), sh.FixedDate(DAY), 7, None)
        ),
        *(
            Case(
                f"Unknown({value!r})",
                lambda value=value: sh.Unknown(value),  # type: ignore[misc]
                sh.InputValueError,
                "SH116",
                "unknown, and not why",
                f"why = {value!r}",
                "what is missing",
                "Unknown(",
                f"why = {value!r}",
            )
            for value in ("", "  ", None, 3)
        ),
    ]
)
def test_a_limit_that_cannot_be_counted_is_refused(case: Case) -> None:
    """A limit needs what its unit needs: an instant, office hours, a reason, a later day."""
    check(case)


@by_name(
    [
        Case(
            f"{limit} by {extension}",
            lambda limit=limit, extension=extension: due(  # type: ignore[misc]
                INSTANT, limit, hours=HOURS, extensions=[extension]
            ),
            sh.InputValueError,
            "SH138",
            "does not fit its limit",
            f"limit {limit}, extension {extension}",
            "which is counted first",
            "working days by working days",
            f"延长 {extension}",
        )
        for limit, extension in (
            (sh.WorkingDays(20), sh.NaturalDays(10)),
            (sh.NaturalDays(15), sh.WorkingDays(10)),
            (sh.NaturalDays(15), sh.Months(1)),
            (sh.Months(1), sh.WorkingDays(10)),
            (sh.SameDay(), sh.NaturalDays(1)),
            (sh.Minutes(30), sh.Minutes(30, clock="wall")),
            (sh.Minutes(30), sh.WorkingDays(1)),
            (sh.FixedDate(date(2026, 12, 1)), sh.WorkingDays(1)),
            (sh.Before(sh.WorkingDays(7)), sh.WorkingDays(1)),
            (sh.NotBefore(sh.NaturalDays(30)), sh.WorkingDays(1)),
            (sh.Unknown("原文残缺"), sh.WorkingDays(1)),
            (sh.WorkingDays(20), 10),
        )
    ]
)
@pytest.mark.requirement("R-008")
def test_an_extension_of_another_unit_is_refused(case: Case) -> None:
    """Working days are lengthened by working days only: units are never converted silently."""
    check(case)


# ---- reading text


@by_name(
    [
        *(
            Case(
                f"limit {text!r}",
                lambda text=text: sh.parse_limit(text),  # type: ignore[misc]
                sh.InputValueError,
                "SH115",
                "the limit cannot be read",
                repr(text),
                "states its unit",
                "20 working days",
                repr(text),
            )
            for text in (
                "15日",
                "15天",
                "15",
                "",
                "working days",
                "-3 working days",
                "2.5 months",
                "1234567 working days",
                "20 working days or so",
                "二十个工作日",
                "2026-02-30",
            )
        ),
        *(
            Case(
                f"{name} {value!r}",
                lambda read=read, value=value: read(value),  # type: ignore[misc]
                sh.InputTypeError,
                "SH118",
                "text was expected",
                f"{value!r} ({type(value).__name__})",
                "written as text",
                "quotation marks",
                f"{value!r}（{type(value).__name__}）",
            )
            for name, read, value in (
                ("limit", sh.parse_limit, 20),
                ("limit", sh.parse_limit, None),
                ("hours", sh.OfficeHours.of, 8),
                ("hours", sh.OfficeHours.of, None),
            )
        ),
        *(
            Case(
                f"hours {text!r}",
                lambda text=text: sh.OfficeHours.of(text),  # type: ignore[misc]
                sh.InputValueError,
                "SH120",
                "office hours cannot be read",
                repr(text),
                "opening-closing",
                "08:00-12:00",
                repr(text),
            )
            for text in (
                "08:00",
                "8-12",
                "12:00-08:00",
                "08:00-08:00",
                "22:00-02:00",
                "08:00-25:00",
                "08:61-12:00",
                "20:00-24:00",
                "morning",
                "",
            )
        ),
    ]
)
@pytest.mark.requirement("R-008")
def test_text_that_cannot_be_read_is_refused(case: Case) -> None:
    """A limit without a unit and hours that are none are refused, with what one may write."""
    check(case)


@by_name(
    [
        Case(
            "no session",
            lambda: sh.OfficeHours(sessions=()),
            sh.InputValueError,
            "SH121",
            "there is no office hour",
            "sessions",
            "local rest day",
            "overlay",
            "没有写办公时间",
        ),
        Case(
            "overlapping sessions",
            lambda: sh.OfficeHours.of("08:00-12:00", "11:30-17:30"),
            sh.InputValueError,
            "SH122",
            "two sessions overlap",
            "08:00-12:00 and 11:30-17:30",
            "count twice",
            "before the second begins",
            "08:00-12:00 与 11:30-17:30",
        ),
        *(
            Case(
                f"season {value!r}",
                lambda value=value: sh.HoursVariation(  # type: ignore[misc]
                    sessions="09:00-12:00", first=value, last="09-30"
                ),
                sh.InputValueError,
                "SH123",
                "the day of a season cannot be read",
                repr(value),
                "month-day",
                "06-01",
                repr(value),
            )
            for value in ("June", "6-1", "13-01", "02-30", "2026-06-01", 601, DAY, (13, 1), (6,))
        ),
        Case(
            "a season with one end",
            lambda: sh.HoursVariation(sessions="09:00-12:00", first="06-01"),
            sh.InputValueError,
            "SH124",
            "only one end",
            "last = None",
            "first and its last day",
            "name both",
            "last = None",
        ),
    ]
)
def test_office_hours_that_cannot_hold_are_refused(case: Case) -> None:
    """Hours need a session, sessions that do not overlap, and seasons with two real ends."""
    check(case)


# ---- notices, citations


@by_name(
    [
        Case(
            "a notice",
            lambda: sh.mainland([2027]),  # type: ignore[list-item]
            sh.InputTypeError,
            "SH113",
            "neither a record nor a path",
            "2027 (int)",
            "TOML files",
            "the path of a file",
            "2027（int）",
        ),
        Case(
            "a citation",
            lambda: CAL.overlay(rest=[DAY], citation=98),  # type: ignore[arg-type]
            sh.InputTypeError,
            "SH111",
            "neither a Citation nor text",
            "citation = 98 (int)",
            "what orders it",
            "令第98号",
            "98（int）",
        ),
    ]
)
def test_records_of_the_wrong_kind_are_refused(case: Case) -> None:
    """A notice is a record or a file, a citation a record or text."""
    check(case)


@pytest.mark.parametrize("argument", ["roll", "hours", "limit", "cal"])
def test_the_chinese_text_has_no_english_phrase(argument: str) -> None:
    """Who reads the Chinese text is told in Chinese which type an argument must have."""
    with pytest.raises(sh.InputTypeError) as caught:
        due(**{argument: "no"})
    text = caught.value.in_chinese().replace(argument, "").replace("SH119", "")
    assert " or " not in text
    assert not re.search(r"\b(a|such|of|this|library)\b", text)


def test_a_confidence_must_exist() -> None:
    """A citation with a confidence that does not exist is refused, with those that do."""
    with pytest.raises(sh.InputValueError, match="clean, inferred, garbled"):
        sh.Citation("自治区政府令第98号", confidence="sure")  # type: ignore[arg-type]
