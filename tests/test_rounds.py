"""Duties that recur, by the time of the day, throughout some time, and judged by a table.

The calendar is that of 2026: 14 to 18 September is a working week, 19 a Saturday and 20 a workday;
1 to 7 October are holidays, 25 to 27 September too.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given, strategies as st

import servicehall as sh
from servicehall.accountability import detect_turns
from servicehall.explain.turns import say_details, say_occurrence, say_turn, say_turn_status
from servicehall.hours import ClockTime
from servicehall.instants import SHANGHAI
from servicehall.presence import gaps

TOWN = "371302996"
CITE = {"cite": "《某镇值班办法》一"}
HOURS = {"hours": [{"id": "h", "sessions": ["08:00-12:00", "14:30-17:30"], **CITE}]}
LATE = {
    "rows": [
        {
            "table": "attendance",
            "id": "late",
            "when": {"leave_granted": False, "signed": True, "minutes_late": ">= 1, <= 30"},
            "then": "late",
            **CITE,
        },
        {
            "table": "attendance",
            "id": "absent",
            "when": {"leave_granted": False, "signed": True, "minutes_late": "> 30"},
            "then": "absent",
            **CITE,
        },
        {
            "table": "attendance",
            "id": "away",
            "when": {"leave_granted": False, "signed": False},
            "then": "away_without_leave",
            **CITE,
        },
    ]
}
SIGN_IN = {
    "id": "sign-in",
    "title": "上午上班签到",
    "every": "working day",
    "each": "clerk",
    "who": "clerk",
    "slot": "morning",
    "latest": "opening",
    "must": "signed_in",
    "covered": "leave.approved",
    "judged": "attendance",
}
WATCH = {
    "id": "watch",
    "title": "非办公时间有人值班",
    "every": "day",
    "who": "watchman",
    "must": "watch.began",
    "until": "watch.ended",
    "throughout": "closed hours",
    "breach": "watch_gap",
}


def pack(*duties: dict[str, Any], **others: Any) -> sh.Pack:
    """Return the pack of a town with duties that recur."""
    return sh.load_pack(
        {
            "id": "town",
            "division": TOWN,
            "events": {"watch.began": "值班", "watch.ended": "交班", "checked": "检查"},
            "roles": [
                {"id": "clerk", "title": "窗口人员", **CITE},
                {"id": "watchman", "title": "值班人员", **CITE},
            ],
            "duties": [{**CITE, **duty} for duty in duties],
            **others,
        }
    )


def registry(*duties: dict[str, Any], **others: Any) -> sh.Registry:
    return sh.Registry.of(pack(*duties, **others))


def policy(*duties: dict[str, Any], **others: Any) -> sh.Policy:
    return registry(*duties, **others).policy(TOWN, on=date(2026, 9, 1))


def at(day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    """Return an instant in September 2026."""
    return datetime(2026, 9, day, hour, minute, second, tzinfo=SHANGHAI)


def event(kind: str, who: str, when: datetime, **payload: Any) -> sh.Event:
    name = f"{kind} {who} {when:%m%d%H%M%S}"
    return sh.Event(id=name, kind=kind, occurred_at=when, actor=who, payload=payload)


def look(
    here: sh.Policy, events: list[sh.Event], day: int, as_of: datetime, **names: list[str]
) -> tuple[sh.Turn, ...]:
    on = date(2026, 9, day)
    return sh.rounds(here, events, on, on, as_of=as_of, staff=names, unfinished=True)


def attendance(turn: sh.Turn) -> object:
    assert isinstance(turn.verdict, sh.Decision)
    return turn.verdict.outcome


# ---- the time of the day


@pytest.mark.parametrize(
    ("when", "status", "minutes", "judged"),
    [
        ((7, 50, 0), "fulfilled", 0, "present"),
        ((8, 0, 0), "fulfilled", 0, "present"),
        ((8, 0, 1), "breached", 1, "late"),
        ((8, 30, 0), "breached", 30, "late"),
        ((8, 30, 1), "breached", 31, "absent"),
        ((11, 0, 0), "breached", 180, "absent"),
    ],
)
def test_who_signs_in_is_judged_by_the_minute(
    when: tuple[int, int, int], status: str, minutes: int, judged: str
) -> None:
    """Up to half an hour is late, more is absent; a minute that has begun counts."""
    here = policy(SIGN_IN, **HOURS, **LATE)
    events = [event("signed_in", "甲", at(14, *when))]
    (turn,) = look(here, events, 14, at(15), clerk=["甲"])
    assert turn.status.value == status
    assert turn.facts["minutes_late"] == minutes
    assert attendance(turn) == judged
    assert turn.due_at == at(14, 8)


def test_who_never_signs_in_is_away() -> None:
    """Signing in for the afternoon is no sign-in for the morning."""
    events = [event("signed_in", "甲", at(14, 14, 25))]
    (turn,) = look(policy(SIGN_IN, **HOURS, **LATE), events, 14, at(15), clerk=["甲"])
    assert attendance(turn) == "away_without_leave"
    assert "minutes_late" not in turn.facts
    assert turn.breach == "away_without_leave"


def test_who_has_leave_is_on_leave() -> None:
    events = [event("leave.approved", "甲", at(11, 9), first_day="2026-09-14")]
    (turn,) = look(policy(SIGN_IN, **HOURS, **LATE), events, 14, at(15), clerk=["甲"])
    assert (turn.status.value, attendance(turn), turn.breach) == ("excused", "on_leave", "")


@pytest.mark.parametrize(
    ("now", "status", "breach"),
    [
        ((8, 0, 0), "open", ""),
        ((8, 0, 1), "breached", ""),  # he may still come, and be late
        ((11, 59, 59), "breached", ""),
        ((12, 0, 0), "breached", "away_without_leave"),
    ],
)
def test_until_the_morning_is_over_nobody_is_called_away(
    now: tuple[int, int, int], status: str, breach: str
) -> None:
    (turn,) = look(policy(SIGN_IN, **HOURS, **LATE), [], 14, at(14, *now), clerk=["甲"])
    assert (turn.status.value, turn.breach) == (status, breach)
    assert (turn.verdict is None) == (breach == "")


def test_who_signs_out_early_may_sign_out_again() -> None:
    """At 15:00 nobody can say that he left early; at the end of the day it is so."""
    duty = {**SIGN_IN, "id": "sign-out", "must": "signed_out", "slot": "afternoon"}
    del duty["latest"]
    here = policy({**duty, "earliest": "closing"}, **HOURS)
    events = [event("signed_out", "甲", at(14, 15))]
    assert look(here, events, 14, at(14, 18), clerk=["甲"])[0].verdict is None
    assert look(here, events, 14, at(15), clerk=["甲"])[0].verdict is not None


def test_without_a_rule_of_the_place_nobody_is_called_late() -> None:
    """The model hall knows who is there and who has leave; how late is late, a place says."""
    events = [event("signed_in", "甲", at(14, 8, 10))]
    (turn,) = look(policy(SIGN_IN, **HOURS), events, 14, at(15), clerk=["甲"])
    assert (attendance(turn), turn.breach) == ("not_stated", "")


def test_without_hours_nobody_knows_when_a_hall_opens() -> None:
    (turn,) = look(policy(SIGN_IN, **LATE), [], 14, at(15), clerk=["甲"])
    assert turn.status is sh.DutyStatus.DORMANT
    assert (turn.due_at, turn.verdict, turn.breach) == (None, None, "")
    assert list(say_details(turn)) == ["没有规定当天的办公时间，不能判断"]


def test_on_a_rest_day_a_hall_does_not_open() -> None:
    """Saturday the 19th; Sunday the 20th is a make-up workday."""
    duty = {**SIGN_IN, "every": "day"}
    here = policy(duty, **HOURS, **LATE)
    assert look(here, [], 19, at(25), clerk=["甲"])[0].status is sh.DutyStatus.DORMANT
    assert look(here, [], 20, at(25), clerk=["甲"])[0].status is sh.DutyStatus.BREACHED


@pytest.mark.parametrize(
    ("minute", "expected", "early"), [(29, "breached", 1), (30, "fulfilled", 0)]
)
def test_who_leaves_before_closing_has_not_stayed(minute: int, expected: str, early: int) -> None:
    duty = {
        **SIGN_IN,
        "id": "sign-out",
        "must": "signed_out",
        "slot": "afternoon",
        "earliest": "closing",
    }
    del duty["latest"]
    events = [event("signed_out", "甲", at(14, 17, minute))]
    (turn,) = look(policy(duty, **HOURS), events, 14, at(15), clerk=["甲"])
    assert (turn.status.value, turn.facts["minutes_early"]) == (expected, early)


@pytest.mark.parametrize(
    ("written", "expected", "said"),
    [
        ("08:00", "08:00", "08:00"),
        ("8:05", "08:05", "08:05"),
        ("opening", "08:30", "上班时"),
        ("10 minutes before opening", "08:20", "上班前10分钟"),
        ("1 minute after closing", "17:31", "下班后1分钟"),
        ("closing", "17:30", "下班时"),
    ],
)
def test_a_time_of_the_day(written: str, expected: str, said: str) -> None:
    open_from = [(at(14, 8, 30), at(14, 12)), (at(14, 14), at(14, 17, 30))]
    found = ClockTime.parse(written)
    assert (f"{found.on(date(2026, 9, 14), open_from):%H:%M}", str(found)) == (expected, said)


@pytest.mark.parametrize("written", ["25:00", "noon", "10 minutes opening", "", "8点", "-5:00"])
def test_what_is_no_time_of_the_day(written: str) -> None:
    with pytest.raises(sh.InputValueError, match="SH840"):
        ClockTime.parse(written)


def test_a_time_of_the_day_is_a_text() -> None:
    with pytest.raises(sh.InputTypeError, match="SH118"):
        ClockTime.parse(8)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"until": None}, "SH206"),
        ({"throughout": ""}, "SH206"),
        ({"latest": "08:00"}, "SH459"),
        ({"throughout": "always"}, "SH217"),
        ({"judged": "nothing"}, "SH434"),
        ({"latest": "25:00"}, "SH840"),
    ],
)
def test_what_cannot_be_asked_of_a_time_that_must_be_covered(
    change: dict[str, Any], code: str
) -> None:
    duty = {key: one for key, one in {**WATCH, **change}.items() if one}
    with pytest.raises(sh.FaultyDataError) as caught:
        policy(duty, **HOURS)
    assert [problem.code for problem in caught.value.problems] == [code]


def test_a_duty_of_a_case_has_no_time_of_the_day() -> None:
    duty = {"id": "d", "title": "d", "on": "accepted", "who": "clerk", "must": "decided"}
    with pytest.raises(sh.FaultyDataError, match="SH459"):
        policy({**duty, "latest": "08:00"})


# ---- a time that must be covered


def shift(who: str, first: datetime, last: datetime | None) -> list[sh.Event]:
    ended = [] if last is None else [event("watch.ended", who, last)]
    return [event("watch.began", who, first), *ended]


def test_somebody_is_there_whenever_the_hall_is_closed() -> None:
    """Monday: before 8:00, at midday and from 17:30 on; one shift runs over midnight."""
    events = [
        *shift("甲", at(13, 17, 30), at(14, 8)),
        *shift("乙", at(14, 12), at(14, 14, 30)),
        *shift("丙", at(14, 17), at(15, 9)),
    ]
    (turn,) = look(policy(WATCH, **HOURS), events, 14, at(16))
    assert (turn.status, turn.gaps) == (sh.DutyStatus.FULFILLED, ())
    assert [one.actor for one in turn.by] == ["甲", "乙", "丙"]


def test_a_gap_is_told_to_the_minute() -> None:
    events = [*shift("甲", at(14), at(14, 8)), *shift("丙", at(14, 18), at(15))]
    (turn,) = look(policy(WATCH, **HOURS), events, 14, at(16))
    expected = ((at(14, 12), at(14, 14, 30)), (at(14, 17, 30), at(14, 18)))
    assert (turn.status, turn.gaps) == (sh.DutyStatus.BREACHED, expected)
    assert turn.broken_at == at(14, 12)
    assert list(say_details(turn)) == [
        "2026年9月14日00:00　甲",
        "2026年9月14日18:00　丙",
        "无人：2026年9月14日12:00至2026年9月14日14:30",
        "无人：2026年9月14日17:30至2026年9月14日18:00",
    ]


def test_a_gap_that_is_still_to_come_can_be_filled() -> None:
    """At noon nobody is known for the evening; that is open. The morning is past."""
    here = policy(WATCH, **HOURS)
    night = shift("甲", at(13, 17, 30), at(14, 8))
    assert look(here, night, 14, at(14, 12))[0].status is sh.DutyStatus.OPEN
    assert look(here, [], 14, at(14, 12))[0].gaps == ((at(14), at(14, 8)),)


def test_who_never_left_covers_nothing() -> None:
    """Nobody knows how long he stayed; it is told."""
    duty = {**WATCH, "throughout": "day"}
    (turn,) = look(policy(duty), shift("甲", at(14), None), 14, at(15))
    assert turn.gaps == ((at(14), at(15)),)
    assert [one.actor for one in turn.unended] == ["甲"]
    assert list(say_details(turn))[-1] == ("没有登记甲何时离开：2026年9月14日00:00到岗，不计")


def test_who_comes_again_before_he_left_has_not_been_there_between() -> None:
    """乙 came on Saturday at 8 and was seen again on Sunday evening: Saturday is not covered."""
    events = [
        *shift("甲", at(19), at(19, 8)),
        *shift("乙", at(19, 8), None),
        *shift("乙", at(20, 20), at(20, 22)),
    ]
    (turn,) = look(policy(WATCH, **HOURS), events, 19, at(25))
    assert turn.gaps == ((at(19, 8), at(20)),)
    assert [one.actor for one in turn.unended] == ["乙"]


def test_a_gap_over_days_is_one_gap() -> None:
    """A whole week, and nobody came; that somebody left says nothing."""
    duty = {**WATCH, "every": "week", "throughout": "day"}
    gone = event("watch.ended", "甲", at(15))
    (turn,) = look(policy(duty), [gone], 14, at(30))
    assert (turn.gaps, turn.broken_at) == (((at(14), at(21)),), at(14))


def test_what_was_done_was_not_broken() -> None:
    (turn,) = look(
        policy(SIGN_IN, **HOURS), [event("signed_in", "甲", at(14, 8))], 14, at(15), clerk=["甲"]
    )
    assert turn.broken_at is None


def test_a_unit_that_never_left_is_not_covered_by_another() -> None:
    """Where no names are noted, units come and go; each by itself."""

    def seen(kind: str, unit: str, when: datetime) -> sh.Event:
        return sh.Event(id=f"{kind}{unit}", kind=kind, occurred_at=when, unit=unit)

    events = [
        seen("watch.began", "一组", at(19)),
        seen("watch.began", "二组", at(19, 20)),
        seen("watch.ended", "二组", at(20)),
    ]
    (turn,) = look(policy(WATCH, **HOURS), events, 19, at(25))
    assert turn.gaps == ((at(19), at(19, 20)),)


def test_shifts_of_one_person_may_overlap() -> None:
    """What one row of a roster says belongs together, whatever another row says."""

    def row(number: int, first: datetime, last: datetime) -> list[sh.Event]:
        refs = {"shift": f"R{number}"}
        return [
            sh.Event(id=f"{number}a", kind="watch.began", occurred_at=first, actor="甲", refs=refs),
            sh.Event(id=f"{number}b", kind="watch.ended", occurred_at=last, actor="甲", refs=refs),
        ]

    events = [*row(1, at(19), at(20)), *row(2, at(19, 10), at(19, 11))]
    assert look(policy(WATCH, **HOURS), events, 19, at(25))[0].gaps == ()


def test_on_a_rest_day_the_whole_day_is_closed() -> None:
    events = shift("甲", at(19, 8), at(19, 18))
    (turn,) = look(policy(WATCH, **HOURS), events, 19, at(25))
    assert turn.gaps == ((at(19), at(19, 8)), (at(19, 18), at(20)))


def test_open_hours_may_need_two_at_once() -> None:
    """One person twice is one person."""
    duty = {**WATCH, "throughout": "open hours", "least": 2}
    events = [
        *shift("甲", at(14, 8), at(14, 17, 30)),
        *shift("乙", at(14, 8), at(14, 12)),
        *shift("甲", at(14, 14, 30, 0), at(14, 17, 30)),
    ][:4]
    (turn,) = look(policy(duty, **HOURS), events, 14, at(16))
    assert turn.gaps == ((at(14, 14, 30), at(14, 17, 30)),)


def test_without_hours_nobody_knows_when_it_is_closed() -> None:
    (turn,) = look(policy(WATCH), [], 14, at(16))
    assert turn.status is sh.DutyStatus.DORMANT


def test_leave_excuses_whoever_must_always_be_there() -> None:
    duty = {**WATCH, "each": "watchman", "covered": "leave.approved"}
    leave = event("leave.approved", "甲", at(14, 7))
    first, other = look(policy(duty, **HOURS), [leave], 14, at(16), watchman=["甲", "乙"])
    assert (first.status.value, other.status.value) == ("excused", "breached")


FEBRUARY = date(2026, 2, 1)
MINUTES = st.integers(0, 600)


@given(
    st.lists(st.tuples(st.sampled_from("甲乙丙"), MINUTES, MINUTES), max_size=8),
    st.lists(st.tuples(MINUTES, MINUTES), max_size=3),
    st.integers(1, 3),
)
def test_gaps_are_what_looking_at_every_minute_finds(
    stays: list[tuple[str, int, int]], spans: list[tuple[int, int]], least: int
) -> None:
    """The oracle goes through all minutes of the needed time and counts who is there."""
    start = at(14)

    def minute(n: int) -> datetime:
        return start + timedelta(minutes=n)

    shown = [(minute(a), minute(b), who) for who, a, b in stays if a < b]
    needed = [(n * 1000 + min(one), n * 1000 + max(one)) for n, one in enumerate(spans)]
    found = gaps([(minute(a), minute(b)) for a, b in needed if a < b], shown, least)
    bare = {
        n
        for first, last in needed
        for n in range(first, last)
        if len({who for who, a, b in stays if a <= n < b}) < least
    }
    covered = {
        n
        for first, last in found
        for n in range(
            (first - start) // timedelta(minutes=1),
            (last - start).seconds // 60 + (last - start).days * 1440,
        )
    }
    assert covered == bare


# ---- who answers


def test_who_had_to_do_it_answers_once_it_is_verified() -> None:
    here = policy(SIGN_IN, WATCH, **HOURS, **LATE)
    events = [event("signed_in", "甲", at(14, 8, 31)), event("signed_in", "乙", at(14, 8))]
    turns = look(here, events, 14, at(15), clerk=["甲", "乙"], watchman=["丙"])
    found = detect_turns(turns, here)
    told = [(one.breach, dict(one.subjects), one.occurred_at) for one in found.findings]
    assert told == [
        ("absent", {"person": "甲"}, at(14, 8)),
        ("watch_gap", {"person": "丙"}, at(14)),
    ]
    assert found.findings[0].facts["minutes_late"] == 31
    assert found.findings[0].facts["late_minutes"] == 31  # what rules of sanctions ask
    assert found.findings[0].state(at(20)) == "alleged"
    assert found.unattributed == ()


def test_of_several_who_might_have_done_it_nobody_is_blamed() -> None:
    here = policy(WATCH, **HOURS)
    for names in ({}, {"watchman": ["丙", "丁"]}):
        turns = look(here, [], 14, at(15), **names)
        found = detect_turns(turns, here)
        assert (found.findings, len(found.unattributed)) == ((), 1)


def test_a_target_is_blamed_on_nobody() -> None:
    here = policy({**WATCH, "grade": "target"}, **HOURS)
    turns = look(here, [], 14, at(15), watchman=["丙"])
    assert turns[0].status is sh.DutyStatus.BREACHED
    assert detect_turns(turns, here).findings == ()


def test_a_unit_answers_as_a_unit() -> None:
    roles = [
        {"id": "clerk", "title": "窗口", "collective": True, **CITE},
        {"id": "watchman", "title": "值班人员", **CITE},
    ]
    here = policy({**SIGN_IN, "breach": "empty_window"}, **HOURS, roles=roles)
    turns = look(here, [], 14, at(15), clerk=["民政窗口"])
    (found,) = detect_turns(turns, here).findings
    assert (found.breach, dict(found.subjects)) == ("empty_window", {"unit": "民政窗口"})


# ---- staff, and rules that change


def test_a_post_counts_while_somebody_has_it() -> None:
    """乙 comes on the 15th, 甲 leaves after the 14th."""
    posts = [
        sh.Post(person="甲", role="clerk", expires=date(2026, 9, 14)),
        sh.Post(person="乙", role="clerk", since=date(2026, 9, 15)),
    ]
    here = policy(SIGN_IN, **HOURS)
    found = sh.rounds(here, [], date(2026, 9, 14), date(2026, 9, 15), as_of=at(16), staff=posts)
    assert [(one.occurrence.due.day, one.who) for one in found] == [(14, "甲"), (15, "乙")]


def test_one_name_twice_in_a_role_is_refused() -> None:
    """Two people of one name, or one twice: nobody could tell. One post after the other is one."""
    first, last = date(2026, 9, 14), date(2026, 9, 15)
    earlier = sh.Post(person="甲", role="clerk", expires=first)
    later = sh.Post(person="甲", role="clerk", since=last)
    here = policy(SIGN_IN, **HOURS)
    assert len(sh.rounds(here, [], first, last, as_of=at(16), staff=[earlier, later])) == 2
    both = [earlier, sh.Post(person="甲", role="clerk", since=first)]
    with pytest.raises(sh.InputValueError, match="SH845"):
        sh.rounds(here, [], first, last, as_of=at(16), staff=both)


@pytest.mark.parametrize(
    ("post", "done", "status"),
    [
        ({"expires": date(2026, 9, 14)}, False, "dormant"),
        ({"since": date(2026, 9, 18)}, False, "dormant"),
        ({"since": date(2026, 9, 18)}, True, "fulfilled"),
        ({"since": date(2026, 9, 14), "expires": date(2026, 9, 20)}, False, "breached"),
    ],
)
def test_nobody_is_blamed_for_a_week_of_which_he_had_only_a_part(
    post: dict[str, date],
    done: bool,  # noqa: FBT001  # a column of the cases
    status: str,
) -> None:
    duty = {"id": "c", "title": "检查", "every": "week", "who": "clerk", "each": "clerk"}
    posts = [sh.Post(person="甲", role="clerk", **post)]
    first = date(2026, 9, 14)
    events = [event("checked", "甲", at(18, 9))] if done else []
    here = policy({**duty, "must": "checked", "breach": "unchecked"})
    turns = sh.rounds(here, events, first, first, as_of=at(30), staff=posts, unfinished=True)
    (one,) = turns
    assert one.status.value == status
    assert one.breach == ("unchecked" if status == "breached" else "")
    assert bool(one.reason) == (status == "dormant")


def test_leave_for_one_day_does_not_excuse_a_week() -> None:
    """Leave from Monday to Saturday covers all working days of it; Sunday the 20th is one too."""
    duty = {"id": "c", "title": "检查", "every": "week", "who": "clerk", "each": "clerk"}
    here = policy({**duty, "must": "checked", "covered": "leave.approved"})

    def leave(first: int, last: int) -> sh.Event:
        days = {"first_day": f"2026-09-{first}", "last_day": f"2026-09-{last}"}
        return event("leave.approved", "甲", at(11, first), **days)

    for leaves, status in (
        ([leave(14, 14)], "breached"),
        ([leave(14, 19)], "breached"),
        ([leave(14, 20)], "excused"),
        ([leave(14, 16), leave(17, 20)], "excused"),
    ):
        assert look(here, leaves, 14, at(30), clerk=["甲"])[0].status.value == status


def test_half_a_day_excuses_that_half() -> None:
    here = policy(SIGN_IN, **HOURS, **LATE)
    for half, status in (("上午", "excused"), ("下午", "breached")):
        leave = event("leave.approved", "甲", at(11, 9), first_day="2026-09-14", half_day=half)
        assert look(here, [leave], 14, at(15), clerk=["甲"])[0].status.value == status


def test_leave_excuses_who_asked_for_it_and_not_who_granted_it() -> None:
    """By the same reference, or by name."""
    refs = {"leave": "L1"}
    asked = sh.Event(id="a", kind="leave.requested", occurred_at=at(11, 8), actor="甲", refs=refs)
    granted = sh.Event(
        id="b",
        kind="leave.approved",
        occurred_at=at(11, 9),
        actor="主任",
        refs=refs,
        payload={"first_day": "2026-09-14"},
    )
    named = event("leave.approved", "主任", at(14, 7), concerns="甲")
    here = policy(SIGN_IN, **HOURS, **LATE)
    for events in ([asked, granted], [named]):
        turns = look(here, events, 14, at(15), clerk=["甲", "主任"])
        assert [one.status.value for one in turns] == ["excused", "breached"]


def test_what_is_done_late_is_not_done_twice() -> None:
    """A week that ends in the holidays may be done on 8 October; that is not the next week's."""
    duty = {"id": "c", "title": "检查", "every": "week", "rest": "next", "who": "clerk"}
    here = policy({**duty, "must": "checked"})
    done = sh.Event(
        id="x", kind="checked", occurred_at=datetime(2026, 10, 8, 9, tzinfo=SHANGHAI), actor="甲"
    )
    first, last = date(2026, 9, 29), date(2026, 10, 12)
    as_of = datetime(2026, 11, 1, tzinfo=SHANGHAI)
    turns = sh.rounds(here, [done], first, last, as_of=as_of)
    assert [one.status.value for one in turns] == ["fulfilled", "breached"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (
            {
                "person": "甲",
                "role": "clerk",
                "since": date(2026, 2, 1),
                "expires": date(2026, 1, 1),
            },
            "SH440",
        ),
        ({"person": 3, "role": "clerk"}, "SH118"),
        ({"person": "甲", "role": "clerk", "since": "2026-01-01"}, "SH102"),
    ],
)
def test_a_post_that_cannot_be(given: dict[str, Any], code: str) -> None:
    with pytest.raises(sh.ServiceHallError, match=code):
        sh.Post(**given)


def test_a_role_that_is_not_there_is_refused() -> None:
    with pytest.raises(sh.InputValueError, match="SH467"):
        look(policy(SIGN_IN, **HOURS), [], 14, at(15), clrek=["甲"])


def test_an_event_that_no_rule_knows_is_refused() -> None:
    """A misspelt kind of event would do nothing, and somebody would be blamed."""
    with pytest.raises(sh.FaultyDataError, match="SH613"):
        look(
            policy(SIGN_IN, **HOURS), [event("sign_in", "甲", at(14, 8))], 14, at(15), clerk=["甲"]
        )


def test_each_time_is_judged_by_the_rules_of_its_first_day() -> None:
    """From the 16th on the hall opens at 8:30."""
    later = {
        "hours": [
            {
                "id": "h",
                "sessions": ["08:00-12:00", "14:30-17:30"],
                **CITE,
                "expires": date(2026, 9, 15),
            },
            {
                "id": "i",
                "sessions": ["08:30-12:00", "14:30-17:30"],
                **CITE,
                "since": date(2026, 9, 16),
            },
        ]
    }
    rules = registry(SIGN_IN, **later)
    found = rules.rounds(
        TOWN, [], date(2026, 9, 14), date(2026, 9, 18), as_of=at(20), staff={"clerk": ["甲"]}
    )
    assert [(one.due_at or at(1)).time() for one in found] == [time(8)] * 2 + [time(8, 30)] * 3


def test_days_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(sh.InputValueError, match="SH106"):
        registry(WATCH, **HOURS).rounds(TOWN, [], date(2026, 9, 2), date(2026, 9, 1), as_of=at(20))
    with pytest.raises(sh.InputValueError, match="SH106"):
        list(registry(WATCH).policies(TOWN, date(2026, 9, 2), date(2026, 9, 1)))


def test_days_that_are_not_published_are_refused() -> None:
    """A roster for 2030: nobody knows its working days."""
    rules = registry(SIGN_IN, **HOURS)
    first = date(2030, 3, 4)
    with pytest.raises(sh.CalendarCoverageError):
        rules.rounds(TOWN, [], first, first, as_of=at(20), staff={"clerk": ["甲"]})


def test_what_is_due_every_day_needs_no_working_days() -> None:
    """A round each day of 2030: whether that is a working day makes no difference."""
    daily = {"id": "walk", "title": "每天巡查", "every": "day", "who": "clerk", "must": "checked"}
    day = date(2030, 3, 4)
    done = sh.Event(id="1", kind="checked", occurred_at=datetime(2030, 3, 4, 9, tzinfo=SHANGHAI))
    found = registry(daily).rounds(
        TOWN, [done], day, day + timedelta(1), as_of=datetime(2030, 3, 7, tzinfo=SHANGHAI)
    )
    assert [one.status.value for one in found] == ["fulfilled", "breached"]


def test_only_some_duties_are_looked_at() -> None:
    rules = registry(SIGN_IN, WATCH, **HOURS)
    day = date(2026, 9, 14)
    found = rules.rounds(TOWN, [], day, day, as_of=at(20), duties=["watch"])
    assert [one.duty.id for one in found] == ["watch"]


# ---- words


def test_what_is_said_of_a_time() -> None:
    here = policy(SIGN_IN, **HOURS, **LATE)
    (turn,) = look(here, [event("signed_in", "甲", at(14, 8, 31))], 14, at(15), clerk=["甲"])
    assert list(say_turn(turn)) == [
        "2026年9月14日（星期一）　上午上班签到（甲）：✗ 没有做到（考勤：缺席）",
        "2026年9月14日08:31　甲",
        "应当做到，2026年9月14日08:00以前",
        "依据：《某镇值班办法》一",
        "依据：《某镇值班办法》一",
    ]


def test_what_is_said_of_a_period() -> None:
    check = {
        "id": "c",
        "title": "检查",
        "every": "week",
        "who": "clerk",
        "must": "checked",
        "least": 2,
    }
    (turn,) = look(policy({**check, "rest": "skip"}), [], 14, at(25))
    assert say_occurrence(turn.occurrence) == ("2026年9月14日至2026年9月20日")
    assert "应当至少2次，做了0次" in list(say_turn(turn))
    assert "应当做到，2026年9月20日24:00以前" in list(say_turn(turn))
    first = date(2026, 9, 21)
    skipped = policy({**check, "rest": "skip"})
    (holiday,) = sh.rounds(skipped, [], first, first + timedelta(3), as_of=at(30))
    assert say_occurrence(holiday.occurrence) == ("2026年9月21日至2026年9月27日，2026年9月24日前")
    day = {**check, "every": "Fri", "rest": "next"}
    friday = date(2026, 9, 25)
    (moved,) = sh.rounds(policy(day), [], friday, friday + timedelta(3), as_of=at(30))
    assert say_occurrence(moved.occurrence) == (
        "2026年9月25日（星期五），顺延至2026年9月28日（星期一）"
    )


def test_a_roster_is_spoken_of_as_a_plan() -> None:
    here = policy(WATCH, **HOURS)
    full = look(here, shift("甲", at(13, 12), at(15, 12)), 14, at(16))[0]
    assert say_turn_status(full, planned=True) == "✓ 已安排"
    assert say_turn_status(look(here, [], 14, at(15))[0], planned=True) == "✗ 没有安排"
    assert say_turn_status(full) == "✓ 已做到"
    assert list(say_turn(full))[-1] == "依据：《某镇值班办法》一"


def test_leave_is_named_with_its_event() -> None:
    leave = event("leave.approved", "甲", at(14, 7))
    (turn,) = look(policy(SIGN_IN, **HOURS), [leave], 14, at(15), clerk=["甲"])
    assert "2026年9月14日07:00　已批准（leave.approved 甲 0914070000）" in list(say_details(turn))


def test_a_table_may_ask_for_more_than_a_look_can_see() -> None:
    """Whether the errand was ordered, nobody noted: what is missing is named."""
    rows = [
        {
            "table": "t",
            "id": "a",
            "when": {"signed": False, "urgent": True},
            "then": "late",
            **CITE,
        },
        {"table": "t", "id": "b", "otherwise": True, "then": "present", **CITE},
    ]
    tables = [
        {"id": "t", "gives": "attendance", "answer": "one", "facts": ["signed", "urgent"], **CITE}
    ]
    here = policy({**SIGN_IN, "judged": "t"}, **HOURS, rows=rows, tables=tables)
    (turn,) = look(here, [], 14, at(15), clerk=["甲"])
    assert isinstance(turn.verdict, sh.Undetermined)
    assert list(say_details(turn)) == ["还须查明：已标明特事特办、急事急办"]
