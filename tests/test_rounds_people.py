"""Rounds: which periods are looked at, half days of leave, who counts, who answers.

The calendar is that of 2026: 14 to 18 September is a working week, 19 a Saturday and 20 a workday;
1 to 7 October are holidays, 25 to 27 September too.
"""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, strategies as st

import servicehall as sh
from servicehall.accountability import detect_turns
from servicehall.explain.turns import say_details
from servicehall.instants import SHANGHAI
from servicehall.presence import Log
from tests.test_rounds import CITE, HOURS, LATE, SIGN_IN, TOWN, WATCH, at, event, policy, registry

CHECK = {"id": "c", "title": "检查", "who": "clerk", "must": "checked", "breach": "unchecked"}
DAILY = {**CHECK, "every": "working day", "each": "clerk"}
WHOLE = {key: value for key, value in SIGN_IN.items() if key != "slot"}
END = datetime(2026, 12, 1, tzinfo=SHANGHAI)


def sep(day: int) -> date:
    return date(2026, 9, day)


def on(here: sh.Policy, events: list[sh.Event], day: int, **options: Any) -> sh.Turn:
    """Return the one turn of a day."""
    options.setdefault("staff", {"clerk": ["甲"]})
    (turn,) = sh.rounds(here, events, sep(day), sep(day), **{"as_of": END, **options})
    return turn


def open_from(*sessions: str) -> dict[str, Any]:
    return {"hours": [{"id": "h", "sessions": list(sessions), **CITE}]}


def leave(day: int, **payload: Any) -> sh.Event:
    """Return the leave of 甲 for one day of September, or for half of it."""
    return event("leave.approved", "甲", at(11, 9, day), first_day=f"2026-09-{day}", **payload)


# ---- which periods


def test_a_quarter_is_looked_at_in_the_month_in_which_it_ends() -> None:
    """Who looks month by month finds what nobody did in July to September, once."""
    here = policy({**CHECK, "every": "quarter"})
    found = {}
    for month in (7, 8, 9, 10):
        first, last = date(2026, month, 1), date(2026, month + 1, 1) - timedelta(1)
        as_of = datetime(2026, month + 1, 1, tzinfo=SHANGHAI)
        found[month] = [
            (one.occurrence.first.month, one.status.value)
            for one in sh.rounds(here, [], first, last, as_of=as_of)
        ]
    assert found == {7: [], 8: [], 9: [(7, "breached")], 10: []}


def test_what_has_begun_is_looked_at_where_that_is_asked_for() -> None:
    here = policy({**CHECK, "every": "half-month"})
    (one,) = sh.rounds(here, [], sep(18), sep(25), as_of=at(26), unfinished=True)
    assert (one.occurrence.first, one.occurrence.due) == (sep(16), sep(30))
    assert one.status is sh.DutyStatus.OPEN


@given(
    every=st.sampled_from(["day", "Thu", "week", "half-month", "month", "quarter"]),
    rest=st.sampled_from(["keep", "next", "skip"]),
    cuts=st.lists(st.integers(1, 270), max_size=5),
    done=st.lists(st.integers(0, 270), max_size=20),
)
def test_looking_piece_by_piece_finds_each_period_once(
    every: str, rest: str, cuts: list[int], done: list[int]
) -> None:
    """The pieces of the first three quarters of 2026 give what the whole gives."""
    here = policy({**CHECK, "every": every, "rest": rest})
    start = datetime(2026, 1, 1, 9, tzinfo=SHANGHAI)
    events = [event("checked", "甲", start + timedelta(days)) for days in sorted({*done})]
    begins = [date(2026, 1, 1) + timedelta(days) for days in sorted({0, *cuts})]
    ends = [*(day - timedelta(1) for day in begins[1:]), date(2026, 9, 30)]
    pieces = [
        (turn.occurrence, turn.status)
        for first, last in zip(begins, ends, strict=True)
        for turn in sh.rounds(here, events, first, last, as_of=END)
    ]
    whole = sh.rounds(here, events, begins[0], ends[-1], as_of=END)
    assert sorted(pieces, key=str) == sorted(
        ((turn.occurrence, turn.status) for turn in whole), key=str
    )


def test_a_period_that_began_under_other_rules_is_judged_by_those() -> None:
    """From the 16th on twice a week; the week of the 14th asks for once."""
    later = {**CHECK, "every": "week", "least": 2, "since": sep(16)}
    rules = registry({**CHECK, "every": "week", "expires": sep(15)}, later)
    events = [event("checked", "甲", at(15, 9)), event("checked", "甲", at(22, 9))]
    for first in (sep(14), sep(17), sep(20)):
        found = rules.rounds(TOWN, events, first, sep(27), as_of=END)
        assert [one.status.value for one in found] == ["fulfilled", "breached"]


def test_a_duty_that_began_within_a_period_begins_with_the_next() -> None:
    rules = registry({**CHECK, "every": "week", "since": sep(16)})
    found = rules.rounds(TOWN, [], sep(17), sep(27), as_of=END)
    assert [one.occurrence.first for one in found] == [sep(21)]


def test_what_happened_may_be_handed_over_once_only() -> None:
    """A generator, while another rule changes in the midst."""
    other = {**CHECK, "id": "z", "every": "week", "since": sep(16)}
    rules = registry({**CHECK, "every": "working day"}, other)
    events = (event("checked", "甲", at(day, 9)) for day in (14, 15, 16, 17))
    found = rules.rounds(TOWN, events, sep(14), sep(17), as_of=END, duties=["c"])
    assert {one.status for one in found} == {sh.DutyStatus.FULFILLED}


def test_what_is_done_late_is_not_done_twice_though_a_rule_changes() -> None:
    """Two Thursdays fall due on 8 October, and something else begins between them."""
    other = {**CHECK, "id": "z", "every": "year", "since": date(2026, 10, 5)}
    rules = registry({**CHECK, "every": "Thu", "rest": "next"}, other)
    then = datetime(2026, 10, 8, 9, tzinfo=SHANGHAI)
    done = sh.Event(id="x", kind="checked", occurred_at=then, actor="甲")
    last = date(2026, 10, 8)
    found = rules.rounds(TOWN, [done], date(2026, 10, 1), last, as_of=END, duties=["c"])
    assert [one.status.value for one in found] == ["fulfilled", "breached"]


@pytest.mark.parametrize(("duties", "code"), [(["cc"], "SH844"), ("abc", "SH119"), ([1], "SH844")])
def test_duties_that_are_none_are_refused(duties: Any, code: str) -> None:
    with pytest.raises(sh.ServiceHallError, match=code):
        sh.rounds(policy(DAILY), [], sep(14), sep(14), as_of=END, duties=duties)


# ---- half days


def test_half_a_day_of_leave_leaves_the_other_half() -> None:
    """Signing in for the whole day: with the morning off, in time is by 14:30."""
    here = policy(WHOLE, **HOURS, **LATE)
    off = leave(14, half_day="上午")
    for minute, status, late in ((25, "fulfilled", 0), (40, "breached", 10)):
        turn = on(here, [off, event("signed_in", "甲", at(14, 14, minute))], 14)
        assert (turn.status.value, turn.facts["minutes_late"]) == (status, late)
    assert on(here, [leave(14, half_day="下午")], 14).status.value == "breached"


def test_whoever_has_the_afternoon_off_leaves_at_noon() -> None:
    away = {**WHOLE, "earliest": "closing"}
    del away["latest"]
    here = policy(away, **HOURS, **LATE)
    off = leave(14, half_day="下午")
    for hour, status in ((12, "fulfilled"), (11, "breached")):
        assert on(here, [off, event("signed_in", "甲", at(14, hour))], 14).status.value == status
    with_morning = [leave(14, half_day="上午"), event("signed_in", "甲", at(14, 12))]
    assert on(here, with_morning, 14).status.value == "breached"


def test_two_halves_are_a_day() -> None:
    here = policy(WHOLE, **HOURS, **LATE)
    both = [leave(14, half_day="上午"), evolve(leave(14, half_day="下午"), id="2")]
    turn = on(here, both, 14)
    assert (turn.status.value, turn.facts["leave_granted"]) == ("excused", True)
    morning_only = policy(WHOLE, **open_from("08:00-12:00"), **LATE)
    assert on(morning_only, both[:1], 14).status.value == "excused"


def test_a_fixed_time_says_nothing_of_the_other_half() -> None:
    """By 08:30; of whoever has the morning off, no rule says by when."""
    here = policy({**WHOLE, "latest": "08:30"}, **HOURS, **LATE)
    turn = on(here, [leave(14, half_day="上午"), event("signed_in", "甲", at(14, 14))], 14)
    assert turn.status.value == "dormant"
    assert list(say_details(turn)) == ["没有规定当天这半天几点上下班，不能判断"]
    assert on(here, [leave(14, half_day="下午")], 14).status.value == "breached"


def test_who_has_half_a_day_off_need_not_be_there_then() -> None:
    there = {
        **WATCH,
        "throughout": "open hours",
        "each": "clerk",
        "covered": "leave.approved",
    }
    here = policy(there, **HOURS)
    morning = [event("watch.began", "甲", at(14, 8)), event("watch.ended", "甲", at(14, 12))]
    off = leave(14, half_day="下午")
    assert on(here, morning, 14).gaps == ((at(14, 14, 30), at(14, 17, 30)),)
    assert on(here, [*morning, off], 14).status.value == "fulfilled"
    assert on(here, [off], 14).gaps == ((at(14, 8), at(14, 12)),)
    whole = on(here, [leave(14)], 14)
    assert (whole.status.value, whole.covered_by) == ("excused", leave(14))


@pytest.mark.parametrize(
    ("sessions", "slot", "signed", "expected"),
    [
        (("09:00-12:00",), "afternoon", None, None),  # nobody works that afternoon
        (("14:00-17:00",), "morning", None, None),
        (("09:00-17:00",), "afternoon", 13, "dormant"),  # no afternoon begins
        (("09:00-17:00",), "morning", 9, "fulfilled"),
        (("08:00-12:00", "14:30-17:30"), "afternoon", 14, "fulfilled"),
        (("08:00-12:00", "14:30-17:30"), "afternoon", 15, "breached"),
        (("08:00-12:00", "14:30-17:30"), "afternoon", None, "breached"),
    ],
)
def test_half_of_a_day_without_a_break(
    sessions: tuple[str, ...], slot: str, signed: int | None, expected: str | None
) -> None:
    here = policy({**SIGN_IN, "slot": slot}, **open_from(*sessions), **LATE)
    events = [] if signed is None else [event("signed_in", "甲", at(14, signed))]
    found = sh.rounds(here, events, sep(14), sep(14), as_of=END, staff={"clerk": ["甲"]})
    assert [one.status.value for one in found] == ([] if expected is None else [expected])


def test_a_morning_that_runs_into_the_afternoon_has_no_end() -> None:
    away = {**SIGN_IN, "earliest": "closing"}
    del away["latest"]
    here = policy(away, **open_from("09:00-17:00"), **LATE)
    assert on(here, [], 14).status.value == "dormant"
    afternoon = policy({**away, "slot": "afternoon"}, **open_from("09:00-17:00"), **LATE)
    assert on(afternoon, [event("signed_in", "甲", at(14, 17))], 14).status.value == "fulfilled"


def test_leave_without_a_last_day_is_for_one_day() -> None:
    """Noted on the 18th for the 14th: the days between are not excused."""
    noted = event("leave.approved", "甲", at(18, 16), first_day="2026-09-14")
    here = policy({**DAILY, "covered": "leave.approved"})
    found = sh.rounds(here, [noted], sep(14), sep(18), as_of=END, staff={"clerk": ["甲"]})
    assert [one.status.value for one in found] == ["excused"] + ["breached"] * 4


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ({"first_day": "2026-09-15", "last_day": "2026-09-14"}, "SH106"),
        ({"first_day": "2026-09-14", "half_day": "早上"}, "SH732"),
    ],
)
def test_leave_that_cannot_be_is_refused(stated: dict[str, str], code: str) -> None:
    here = policy({**DAILY, "covered": "leave.approved"})
    wrong = event("leave.approved", "甲", at(11), **stated)
    with pytest.raises(sh.ServiceHallError, match=code):
        on(here, [wrong], 14)


# ---- who is there


def test_who_goes_out_in_the_midst_of_a_shift_is_gone() -> None:
    """One row says the shift, another that he left at 20:00; he is back at 21:00."""
    shift = {"shift": "第2行"}

    def noted(kind: str, when: datetime, **refs: str) -> sh.Event:
        name = f"{kind} {when:%d%H}"
        return sh.Event(id=name, kind=kind, occurred_at=when, actor="甲", refs=refs)

    whole = [noted("watch.began", at(14), **shift), noted("watch.ended", at(15), **shift)]
    out, back = noted("watch.ended", at(14, 20)), noted("watch.began", at(14, 21))
    here = policy({**WATCH, "throughout": "day"})
    assert on(here, [*whole, out, back], 14).gaps == ((at(14, 20), at(14, 21)),)
    assert on(here, [*whole, out], 14).gaps == ((at(14, 20), at(15)),)
    assert on(here, whole, 14).gaps == ()


def test_while_a_shift_runs_who_came_is_there() -> None:
    """At 20:00 he has not left; once the time is over, nobody knows when he did."""
    came = event("watch.began", "甲", at(14))
    here = policy({**WATCH, "throughout": "day"})
    running = on(here, [came], 14, as_of=at(14, 20))
    assert (running.status.value, running.gaps, running.unended) == ("open", (), ())
    over = on(here, [came], 14, as_of=at(15))
    assert (over.status.value, over.gaps, over.unended) == (
        "breached",
        ((at(14), at(15)),),
        (came,),
    )
    gone = [came, event("watch.ended", "甲", at(14, 18))]
    assert on(here, gone, 14, as_of=at(14, 20)).gaps == ((at(14, 18), at(14, 20)),)


def test_who_forgot_to_sign_out_yesterday_is_not_there_today() -> None:
    """He came again today, and left at noon."""
    events = [
        event("watch.began", "甲", at(13, 8)),
        event("watch.began", "甲", at(14)),
        event("watch.ended", "甲", at(14, 12)),
    ]
    here = policy({**WATCH, "throughout": "day"})
    assert on(here, events, 14, as_of=at(14, 20)).gaps == ((at(14, 12), at(14, 20)),)


def test_on_a_rest_day_no_open_hours_are_to_be_covered() -> None:
    here = policy({**WATCH, "throughout": "open hours"}, **HOURS)
    found = sh.rounds(here, [], sep(18), sep(20), as_of=END)
    assert [one.occurrence.due for one in found] == [sep(18), sep(20)]


def test_only_who_has_the_role_counts() -> None:
    """With a list of those who have it; without one, nobody knows."""
    here = policy({**CHECK, "every": "working day", "done_by": "watchman"}, **HOURS)
    done = [event("checked", "甲", at(14, 9))]
    listed = sh.Post(person="乙", role="watchman")
    assert on(here, done, 14, staff=None).status.value == "fulfilled"
    assert on(here, done, 14, staff=[listed]).status.value == "breached"
    for last, status in ((sep(14), "fulfilled"), (sep(13), "breached")):
        had = sh.Post(person="甲", role="watchman", expires=last)
        assert on(here, done, 14, staff=[listed, had]).status.value == status


def test_only_the_watch_of_who_has_the_role_counts() -> None:
    here = policy({**WATCH, "throughout": "day", "done_by": "watchman"})
    events = [event("watch.began", "甲", at(14)), event("watch.ended", "甲", at(15))]
    for who, status in (("甲", "fulfilled"), ("乙", "breached")):
        assert on(here, events, 14, staff={"watchman": [who]}).status.value == status


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        ({"covered": "leave.approved"}, "SH206"),
        ({"each": "clerk", "done_by": "clerk"}, "SH459"),
        ({"each": "clerk", "throughout": "day", "until": "watch.ended", "least": 2}, "SH459"),
        ({"done_by": "nobody"}, "SH465"),
        ({"every": "week", "latest": "closing"}, "SH459"),
    ],
)
def test_what_can_never_be_met_is_refused(keys: dict[str, Any], code: str) -> None:
    with pytest.raises(sh.FaultyDataError, match=code):
        policy({**CHECK, "every": "day", **keys})


def test_who_signs_in_too_early_and_too_late_is_late() -> None:
    """Between 08:00 and 09:00: 07:00 does not count, 09:30 is half an hour late."""
    here = policy({**SIGN_IN, "earliest": "08:00", "latest": "09:00"}, **HOURS, **LATE)
    events = [event("signed_in", "甲", at(14, 7)), event("signed_in", "甲", at(14, 9, 30))]
    turn = on(here, events, 14)
    assert (turn.facts["minutes_late"], turn.breach) == (30, "late")


# ---- who answers


def test_who_left_before_the_last_day_is_not_blamed() -> None:
    """Thursday 1 October may be done on the 8th; his post ended on the 3rd."""
    here = policy({**DAILY, "every": "Thu", "rest": "next"})
    gone = sh.Post(person="甲", role="clerk", expires=date(2026, 10, 3))
    last = date(2026, 10, 8)
    found = sh.rounds(here, [], date(2026, 10, 1), last, as_of=END, staff=[gone])
    assert [(one.status.value, one.breach) for one in found] == [("dormant", "")]


def test_two_posts_that_adjoin_are_one() -> None:
    here = policy({**DAILY, "every": "week"})
    two = [
        sh.Post(person="甲", role="clerk", since=sep(17)),
        sh.Post(person="甲", role="clerk", expires=sep(16)),
    ]
    assert on(here, [], 20, staff=two).status.value == "breached"
    apart = [two[0], sh.Post(person="甲", role="clerk", expires=sep(15))]
    assert on(here, [], 20, staff=apart).status.value == "dormant"


def test_nobody_is_blamed_where_another_could_have_done_it() -> None:
    here = policy({**CHECK, "every": "half-month"})
    left = sh.Post(person="甲", role="clerk", expires=sep(14))
    stayed = sh.Post(person="乙", role="clerk")
    for staff, bearers in (([stayed], ("乙",)), ([left, stayed], ("甲", "乙")), ([left], ())):
        turn = on(here, [], 15, staff=staff)
        assert turn.bearers == bearers
        assert len(detect_turns([turn], here).findings) == (len(bearers) == 1)


def test_a_role_that_ended_within_the_days_can_answer() -> None:
    """Until the 15th there was a role, and a duty of it; the last rules know neither."""
    old = {"id": "old", "title": "旧职", "expires": sep(15), **CITE}
    duty = {**CHECK, "every": "working day", "each": "old", "who": "old", "expires": sep(15)}
    roles = [{"id": "clerk", "title": "窗口人员", **CITE}, old]
    rules = registry({**CHECK, "id": "z", "every": "year"}, duty, roles=roles)
    found = rules.rounds(TOWN, [], sep(14), sep(18), as_of=END, staff={"old": ["甲"]}, duties=["c"])
    assert len(found) == 2
    written = detect_turns(found, rules.policy(TOWN, on=sep(18)))
    assert [dict(one.subjects) for one in written.findings] == [{"person": "甲"}] * 2


def test_whom_nobody_has_named_for_these_days() -> None:
    gone = sh.Post(person="甲", role="clerk", expires=sep(1))
    with pytest.raises(sh.InputValueError, match="SH624"):
        sh.rounds(policy(DAILY), [], sep(14), sep(18), as_of=END, staff=[gone])


def test_a_look_at_stays_is_the_same_twice() -> None:
    log = Log([event("watch.began", "甲", at(14)), event("watch.ended", "甲", at(15))])
    kinds = (("watch.began",), ("watch.ended",))
    assert log.stays(*kinds) == log.stays(*kinds)


# ---- what a second reader found


def test_a_night_watch_that_runs_is_no_gap_of_the_day_before() -> None:
    """From 17:30 to 08:00, looked at in between: at midnight, and at half past seven."""
    here = policy({**WATCH, "least": 1}, **HOURS)
    night = [event("watch.began", "甲", at(14, 17, 30)), event("watch.ended", "甲", at(15, 8))]
    noon = [event("watch.began", "乙", at(14, 12)), event("watch.ended", "乙", at(14, 14, 30))]
    morning = [event("watch.began", "丙", at(13, 17, 30)), event("watch.ended", "丙", at(14, 8))]
    for as_of in (at(15), at(15, 7, 30), at(15, 9)):
        full = on(here, [*morning, *noon, *night], 14, as_of=as_of)
        assert (full.status.value, full.unended) == ("fulfilled", ())
    for as_of, status in (
        (at(15), "fulfilled"),
        (at(15, 7, 30), "fulfilled"),
        (at(15, 9), "breached"),
    ):
        still = on(here, [*morning, *noon, night[0]], 14, as_of=as_of)
        assert still.status.value == status
        assert still.unended == (() if status == "fulfilled" else (night[0],))


def test_a_period_of_a_week_that_runs_is_judged_until_now() -> None:
    """He has been there since yesterday; before that nobody was."""
    here = policy({**WATCH, "every": "week", "throughout": "day"})
    since = event("watch.began", "甲", at(16))
    turn = on(here, [since], 14, as_of=at(16, 20), unfinished=True)
    assert turn.gaps == ((at(14), at(16)),)


def test_who_came_more_than_a_day_ago_is_not_there_any_more() -> None:
    here = policy({**WATCH, "throughout": "day"})
    came = event("watch.began", "甲", at(10))
    assert on(here, [came], 14, as_of=at(14, 20)).gaps == ((at(14), at(14, 20)),)


def test_a_rule_that_recurs_otherwise_judges_its_own_periods() -> None:
    """Monthly until the middle of August, then quarterly: the whole, and each month by itself."""
    month = {**CHECK, "every": "month", "expires": date(2026, 8, 14)}
    rules = registry(month, {**CHECK, "every": "quarter", "since": date(2026, 8, 15)})

    def found(first: date, last: date) -> list[tuple[int, int]]:
        turns = rules.rounds(TOWN, [], first, last, as_of=END)
        return [(one.occurrence.first.month, one.occurrence.due.month) for one in turns]

    pieces = [(7, 31), (8, 31), (9, 30)]
    assert found(date(2026, 7, 1), sep(30)) == [(7, 7), (8, 8)]
    assert [found(date(2026, m, 1), date(2026, m, d)) for m, d in pieces] == [
        [(7, 7)],
        [(8, 8)],
        [],
    ]


def test_a_rule_that_has_ended_judges_what_began_under_it() -> None:
    """A quarter that began while it held; in September it is known only from before."""
    rules = registry({**CHECK, "every": "quarter", "expires": date(2026, 7, 31)})
    (one,) = rules.rounds(TOWN, [], sep(1), sep(30), as_of=END, duties=["c"])
    assert (one.occurrence.first, one.status.value) == (date(2026, 7, 1), "breached")


def test_what_was_done_for_last_month_is_not_done_for_this_one() -> None:
    """The week of 18 May is done on Monday the 25th; the week of the 25th is not."""
    here = policy({**CHECK, "every": "week", "rest": "next"})
    monday = datetime(2026, 5, 25, 9, tzinfo=SHANGHAI)
    done = sh.Event(id="x", kind="checked", occurred_at=monday, actor="甲")
    for first in (date(2026, 5, 18), date(2026, 5, 26), date(2026, 6, 1)):
        found = sh.rounds(here, [done], first, date(2026, 6, 1), as_of=END)
        assert found[-1].occurrence.first == date(2026, 5, 25)
        assert found[-1].status.value == "breached"


def test_an_afternoon_of_a_month_need_not_be_that_of_its_last_day() -> None:
    """On Fridays the hall is closed after noon, and 31 July is one."""
    weekly = {"sessions": ["08:00-12:00"], "weekdays": ["Fri"]}
    hours = {"hours": [{"id": "h", "sessions": ["08:00-12:00", "14:30-17:30"], **CITE}]}
    hours["hours"][0]["variations"] = [weekly]
    here = policy({**CHECK, "every": "month", "slot": "afternoon"}, **hours)
    (july,) = sh.rounds(here, [], date(2026, 7, 31), date(2026, 7, 31), as_of=END)
    assert july.status.value == "breached"


def test_what_is_done_late_enough_in_its_own_day_counts() -> None:
    """Once a week, after eight: Wednesday at nine does, Wednesday at seven does not."""
    here = policy({**CHECK, "every": "week", "rest": "skip", "earliest": "08:00"})
    for hour, status in ((9, "fulfilled"), (7, "breached")):
        found = on(here, [event("checked", "甲", at(9, hour))], 11)
        assert found.status.value == status


def test_two_shifts_that_overlap_and_an_outing() -> None:
    """Shifts 0 to 12 and 10 to 24; he is out from 11:00 to 11:30."""

    def noted(kind: str, when: datetime, shift: str = "") -> sh.Event:
        refs = {"shift": shift} if shift else {}
        name = f"{kind} {when:%d%H%M}{shift}"
        return sh.Event(id=name, kind=kind, occurred_at=when, actor="甲", refs=refs)

    events = [
        noted("watch.began", at(14), "1"),
        noted("watch.began", at(14, 10), "2"),
        noted("watch.ended", at(14, 11)),
        noted("watch.began", at(14, 11, 30)),
        noted("watch.ended", at(14, 12), "1"),
        noted("watch.ended", at(15), "2"),
    ]
    here = policy({**WATCH, "throughout": "day"})
    assert on(here, events, 14).gaps == ((at(14, 11), at(14, 11, 30)),)
    both = [*events[:3], *events[4:]]
    assert on(here, both, 14).gaps == ((at(14, 11), at(15)),)


def test_leave_of_nobody_knows_whom_is_refused() -> None:
    """It refers to a request that is not here; who granted it has no leave for that."""
    here = policy({**DAILY, "covered": "leave.approved"})
    granted = evolve(leave(14), actor="主任", refs={"leave": "L9"})
    with pytest.raises(sh.DataError, match="SH849"):
        on(here, [granted], 14)


def test_a_window_may_be_one_of_those_who_count() -> None:
    windows = [{"id": "clerk", "title": "窗口", "collective": True, **CITE}]
    duty = {**CHECK, "every": "working day", "done_by": "clerk"}
    here = policy(duty, roles=windows)
    done = evolve(event("checked", "甲", at(14, 9)), unit="民政窗口")
    for name, status in (("民政窗口", "fulfilled"), ("国土窗口", "breached")):
        assert on(here, [done], 14, staff={"clerk": [name]}).status.value == status


@pytest.mark.parametrize(
    ("sessions", "hour", "status"),
    [
        (("08:00-10:00", "10:20-12:00", "14:00-17:30"), 11, "fulfilled"),
        (("08:00-10:00", "10:20-12:00", "14:00-17:30"), 13, "breached"),
        (("08:00-10:00", "10:20-17:00"), 11, "fulfilled"),
        (("08:00-10:00", "10:20-17:00"), 13, "breached"),
    ],
)
def test_the_morning_may_have_a_break(sessions: tuple[str, ...], hour: int, status: str) -> None:
    here = policy({**DAILY, "slot": "morning"}, **open_from(*sessions))
    assert on(here, [event("checked", "甲", at(14, hour))], 14).status.value == status


def test_who_is_there_in_spite_of_leave_is_named() -> None:
    """A night watch into a day of leave; a morning of leave, and the watch of that morning."""
    excusing = {**SIGN_IN, "id": "other"}
    here = policy({**WATCH, "throughout": "day"}, excusing, **HOURS)
    night = [event("watch.began", "甲", at(14, 17)), event("watch.ended", "甲", at(15, 8))]
    options = {"duties": ["watch"]}
    assert on(here, [*night, leave(15)], 14, **options).clashes == (("甲", sep(15)),)
    assert on(here, [*night, leave(14, half_day="上午")], 14, **options).clashes == ()
    assert on(here, [*night, leave(14, half_day="下午")], 14, **options).clashes == (
        ("甲", sep(14)),
    )


def test_who_is_excused_has_broken_nothing() -> None:
    """Though the table calls it by the name of a breach."""
    row = {
        "table": "attendance",
        "id": "x",
        "when": {"leave_granted": True},
        "then": "late",
        **CITE,
    }
    here = policy(SIGN_IN, rows=[row], **HOURS)
    turn = on(here, [leave(14)], 14)
    assert (turn.status.value, turn.breach) == ("excused", "")
    assert detect_turns([turn], here).findings == ()


def test_of_several_the_last_that_is_needed_is_late() -> None:
    here = policy({**SIGN_IN, "least": 2, "latest": "10:00"}, **HOURS, **LATE)
    events = [event("signed_in", "甲", at(14, 9)), event("signed_in", "甲", at(14, 11))]
    assert on(here, events, 14).facts["minutes_late"] == 60


def test_a_period_is_answered_for_by_who_had_it() -> None:
    """All of May; the last day is a Sunday, and the next working day is in June."""
    here = policy({**DAILY, "every": "month", "rest": "next"})
    gone = sh.Post(person="甲", role="clerk", expires=date(2026, 5, 31))
    new = sh.Post(person="乙", role="clerk", since=date(2026, 6, 1))
    day = date(2026, 6, 1)
    (one,) = sh.rounds(here, [], day, day, as_of=END, staff=[gone, new])
    assert (one.who, one.status.value) == ("甲", "breached")


@pytest.mark.parametrize("rest", ["keep", "next"])
def test_the_edges_of_the_calendar(rest: str) -> None:
    """A week that ends in a year of which nothing is published is not due by 31 December."""
    here = policy({**CHECK, "every": "week", "rest": rest})
    last = date(2026, 12, 31)
    found = sh.rounds(here, [], date(2026, 12, 21), last, as_of=END)
    assert found[-1].occurrence.first == date(2026, 12, 21)
    first = here.calendar.first
    assert sh.rounds(here, [], first, first + timedelta(20), as_of=END)


def test_the_night_of_the_last_day_that_is_published() -> None:
    """Looked at when 2027 begins, of which nobody knows when the hall is open."""
    here = policy(WATCH, **HOURS)
    day, instant = date(2026, 12, 31), datetime(2027, 1, 1, tzinfo=SHANGHAI)
    came = event("watch.began", "甲", datetime(2026, 12, 31, 17, 30, tzinfo=SHANGHAI))
    (turn,) = sh.rounds(here, [came], day, day, as_of=instant)
    assert (turn.gaps[-1][1], turn.unended) == (instant, (came,))


def test_rules_of_long_ago_judge_nothing_of_today() -> None:
    rules = registry({**CHECK, "every": "working day"}, {**DAILY, "id": "z", "since": sep(1)})
    found = rules.rounds(TOWN, [], sep(14), sep(14), as_of=END, duties=["c"])
    assert [one.occurrence.due for one in found] == [sep(14)]


def test_how_early_something_counts_in_a_week_is_of_its_day() -> None:
    """Due on a Sunday, when nothing opens, and with leave for that Sunday or for a Friday."""
    weekly = {**DAILY, "every": "week", "earliest": "opening", "covered": "leave.approved"}
    here = policy(weekly, **HOURS)
    for hour, status in ((9, "fulfilled"), (7, "breached")):
        for off in (leave(13), leave(11)):
            events = [event("checked", "甲", at(9, hour)), off]
            assert on(here, events, 13).status.value == status
    both = policy({**weekly, "rest": "skip"}, **HOURS)
    assert on(both, [event("checked", "甲", at(9, 9)), leave(11)], 11).status.value == "fulfilled"


def test_what_is_done_on_the_day_itself_is_not_early_for_the_day_it_is_moved_to() -> None:
    """Friday 25 September is a holiday; it may be done until Monday, and is, on the Friday."""
    here = policy({**CHECK, "every": "Fri", "rest": "next", "earliest": "08:00"}, **HOURS)
    for hour, early, status in ((9, 0, "fulfilled"), (7, 60, "breached")):
        turn = on(here, [event("checked", "甲", at(25, hour))], 28)
        assert (turn.facts["minutes_early"], turn.status.value) == (early, status)
