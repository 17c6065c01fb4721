"""The stories of ``examples/cases``: each answer was counted by hand before it was asked.

Working days come from the State Council's notices (``calendars/data/notices``). Of use here:

* 2026, second half: Sunday 9-20 and Saturday 10-10 are worked; 9-25 to 9-27 and 10-1 to 10-7 are
  rest. 9-18, 10-9, 10-16 and 10-23 are Fridays, 10-12 and 11-2 Mondays.
* 2020: Sunday 1-19 is worked, 1-24 to 1-30 are rest; the notice of 1-27 adds 1-31 to 2-2.

The made-up town 柳河 (``examples/liuhe``) closes at 17:00, so its limits end then. 孟定 prints no
hours: there a day ends at 24:00. "9-18 day 0" is the day on which a limit begins, never counted.
"""

import json
import re
import shlex
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given, settings, strategies as st

import servicehall as sh
from servicehall import CaseKind, CaseState, Certainty, DutyStatus
from servicehall.duties import Grade
from servicehall.replay import Obligation
from tests.command_line import Run
from tests.places import place

EXAMPLES: Final = Path(__file__).parent.parent / "examples"
CASES: Final = EXAMPLES / "cases"
REGISTRY: Final = sh.Registry.of(sh.read_pack(EXAMPLES / "liuhe"), place("mengding"))
SHANGHAI: Final = ZoneInfo("Asia/Shanghai")

STORIES: Final[Mapping[str, str]] = {
    "tractor-same-day": "2026-09-30 12:00",
    "on-the-spot": "2026-11-04 12:00",
    "disability-certificate": "2026-11-01 12:00",
    "forwarded-late": "2026-12-20 12:00",
    "joint-restaurant": "2026-11-20 12:00",
    "supplement-completed": "2026-11-01 12:00",
    "supplement-never-came": "2026-10-20 09:20",
    "second-supplement": "2026-11-01 12:00",
    "notice-a-day-late": "2026-11-30 12:00",
    "hearing": "2026-11-20 12:00",
    "hearing-too-long": "2026-11-20 12:00",
    "extension-in-time": "2026-12-20 12:00",
    "extension-too-late": "2026-12-20 12:00",
    "spring-festival-2020": "2020-03-31 12:00",
    "withdrawn": "2026-11-01 12:00",
    "returned-after-survey": "2026-11-10 12:00",
    "handover": "2026-11-01 12:00",
    "corrected-later": "2026-11-01 12:00",
    "finished-on-a-rest-day": "2026-11-01 12:00",
    "reopened": "2026-11-10 12:00",
    "into-2027": "2026-12-20 12:00",
    "referral-chain": "2026-10-20 12:00",
    "complaint-about-the-receiver": "2026-11-20 12:00",
    "complaint-two-units": "2026-11-20 12:00",
    "petition-extended": "2026-11-20 12:00",
}
"""Each story, with the instant for which it is told."""

WANG, ZHAO = "第一责任人（民政服务窗口王芳）", "第一责任人（综合服务窗口赵强）"
CHEN = "第一责任人（综合执法窗口陈静）"


def instant(text: str) -> datetime:
    """Return an instant in Shanghai."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def read(name: str) -> sh.Timeline:
    """Read a story."""
    return sh.read_case(CASES / f"{name}.json")


def tell(name: str, as_of: str = "") -> sh.Assessment:
    """Assess a story at its instant, or at another."""
    return REGISTRY.assess(read(name), as_of=instant(as_of or STORIES[name]))


def kind(told: sh.Assessment) -> CaseKind:
    """Return what kind of case it is; it must be settled."""
    assert isinstance(told.classification, sh.Classification)
    return told.classification.kind


def name_of(one: Obligation) -> str:
    """Return the name of a duty, with the part that it is about."""
    return f"{one.duty.id}/{one.thing}" if one.thing else one.duty.id


def became(told: sh.Assessment) -> dict[str, str]:
    """Return what became of each duty and when it was due; of several the last."""
    return {
        name_of(one): f"{one.status.value}{f' {one.due_at:%Y-%m-%d %H:%M}' if one.due_at else ''}"
        for one in told.duties
    }


def check(told: sh.Assessment, expected: Mapping[str, str]) -> None:
    """Compare the duties that matter to a story; others are their own affair."""
    found = became(told)
    assert {name: found.get(name) for name in expected} == expected


def blamed(told: sh.Assessment) -> list[tuple[str, str]]:
    """Return the promises and laws that were broken, each with its bearer."""
    grave = (Grade.SERVICE, Grade.UNLAWFUL)
    return [(name_of(o), str(told.bearer(o))) for o in told.breaches if o.duty.grade in grave]


def shares(told: sh.Assessment) -> dict[str, timedelta]:
    """Return whose time it took."""
    return {str(share): time for share, time in told.responsibility.shares.items()}


def hours(count: int, minutes: int = 0) -> timedelta:
    """Return so much time."""
    return timedelta(hours=count, minutes=minutes)


# ---- instant matters


@pytest.mark.requirement("R-021")
def test_a_tractor_is_registered_on_the_same_day() -> None:
    """Received on Friday 9-18, a working day, at 09:30: it must end by 24:00, and did at 10:05."""
    told = tell("tractor-same-day")
    assert (kind(told), told.state) == (CaseKind.INSTANT, CaseState.CLOSED)
    check(
        told,
        {
            "instant.same-day": "fulfilled 2026-09-19 00:00",
            "decide.promised": "fulfilled 2026-09-19 00:00",
        },
    )
    assert blamed(told) == []
    assert shares(told) == {"农技服务窗口": hours(0, 35)}


@pytest.mark.requirement("R-021", "R-053")
def test_an_instant_case_that_is_not_finished_the_same_day_is_flagged() -> None:
    """Cut off after its receipt: at 24:00 it is open still, a moment later it is overdue."""
    received = sh.Timeline.of(read("tractor-same-day").events[:1])
    midnight = instant("2026-09-19 00:00")
    told = REGISTRY.assess(received, as_of=midnight)
    assert told.duty("instant.same-day").status is DutyStatus.OPEN
    told = REGISTRY.assess(received, as_of=midnight + timedelta.resolution)
    assert told.duty("instant.same-day").status is DutyStatus.BREACHED
    assert ("instant.same-day", "第一责任人（农技服务窗口岩温）") in blamed(told)


@pytest.mark.requirement("R-020")
def test_thirty_minutes_are_a_target_that_nobody_is_blamed_for() -> None:
    """11:45 to 12:00 are 15 minutes, 13:30 to 13:45 the other 15: 14:00 misses only the target."""
    told = tell("on-the-spot")
    assert (kind(told), told.state) == (CaseKind.INSTANT, CaseState.CLOSED)
    check(
        told,
        {
            "instant.thirty-minutes": "breached 2026-11-03 13:45",
            "instant.same-day": "fulfilled 2026-11-03 17:00",
            "decide.promised": "fulfilled 2026-11-03 17:00",
        },
    )
    assert told.duty("instant.thirty-minutes").duty.grade is Grade.TARGET
    assert blamed(told) == []
    assert shares(told) == {"综合服务窗口": hours(2, 15)}


def test_a_missed_target_is_told_and_names_nobody() -> None:
    """``Grade.TARGET`` says so: told, and blamed on nobody."""
    words = tell("on-the-spot").explain_overdue()
    assert "即办件三十分钟内办结" in words
    assert "赵强" not in words


# ---- forwarded and joint cases


@pytest.mark.requirement("R-107", "R-026")
def test_a_certificate_is_forwarded_to_the_county_and_back() -> None:
    """Thirty natural days: 9-18 day 0, 9-30 day 12, Sunday 10-18 day 30; it rolls to Monday 10-19.

    It was finished on Friday 10-16, one working day (10-19) before that. From 9-18 09:00 to 10-16
    10:00 are 673 hours; rest days are 9-19, 9-25 to 27, 10-1 to 7 and 10-11: 12 days, 288 hours.
    The county has it from 9-24 09:00, when it received it, to 10-14 16:00: of its working time
    15 (9-24) + 72 (9-28 to 30) + 72 (10-8 to 10) + 48 (10-12, 13) + 16 = 223 hours. The hall has
    the rest: 15 + 96 (9-20 to 23) + 9 before, 8 + 24 + 10 after = 162.
    """
    told = tell("disability-certificate")
    assert (kind(told), told.state) == (CaseKind.FORWARDED, CaseState.CLOSED)
    check(told, {"decide.promised": "fulfilled 2026-10-20 00:00", "forward.notice": "fulfilled"})
    assert told.deadlines["decide.promised"].days_saved(instant("2026-10-16 10:00")) == 1
    assert "decide.statutory" not in became(told)  # it binds the county, not the hall
    assert blamed(told) == []
    assert shares(told) == {
        "民政服务窗口": hours(162),
        "耿马县残疾人联合会": hours(223),
        "休息日": hours(288),
    }
    assert told.responsibility.total == hours(673)


@pytest.mark.requirement("R-107", "R-108")
def test_a_forwarded_case_has_a_clock_for_the_hall_and_one_for_the_county() -> None:
    """The hall forwards a day late; the county's own twenty days begin when it receives the case.

    Forwarding, 3 working days: 11-2 day 0, 11-3 day 1, 11-4 day 2, 11-5 day 3. It went on 11-6.
    County, 20 working days: 11-9 day 0, 11-10 to 13 days 1 to 4, 11-16 to 20 day 9, 11-23 to 27
    day 14, 11-30 to 12-4 day 19, Monday 12-7 day 20. Promise to the applicant, 20 working days:
    11-2 day 0, 11-3 to 6 day 4, then weeks to 11-13 (9), 11-20 (14), 11-27 (19), Monday 11-30 (20).
    Delivery, 10 working days: 11-26 day 0, 11-27 day 1, 11-30 to 12-4 day 6, Thursday 12-10 day 10.
    """
    told = tell("forwarded-late")
    assert (kind(told), told.state) == (CaseKind.FORWARDED, CaseState.CLOSED)
    check(
        told,
        {
            "forward": "breached 2026-11-05 17:00",
            "forward.notice": "fulfilled",
            "decide.superior": "fulfilled 2026-12-07 17:00",
            "decide.promised": "fulfilled 2026-11-30 17:00",
            "licence.deliver": "fulfilled 2026-12-10 17:00",
        },
    )
    assert "decide.statutory" not in became(told)
    assert blamed(told) == [("forward", CHEN)]
    assert str(told.bearer(told.duty("decide.superior"))) == "上级机关（县农业农村局）"
    # the county: 11-9 15 h, 11-10 to 13 96 h, 11-16 to 20 120 h, 11-23 and 24 48 h, 11-25 15 h
    assert shares(told)["县农业农村局"] == hours(294)
    assert shares(told)["休息日"] == 8 * hours(24)  # four weekends
    assert told.responsibility.total == hours(28 * 24, 10) == sum(shares(told).values(), hours(0))


@pytest.mark.requirement("R-102", "R-103", "R-105")
def test_three_departments_share_a_joint_case_and_one_is_late() -> None:
    """One promise governs the whole; each department answers for its part, the lead for the case.

    Promise, 15 working days: 10-12 day 0, 10-13 to 16 day 4, 10-23 day 9, 10-30 day 14, Monday
    11-2 day 15. Parts: 10-13 day 0; three days end on 10-16, five (14, 15, 16, 19, 20) on 10-20.
    Time: 10-12 09:00 to 10-26 10:00 is 337 hours, 96 of them rest (10-17, 18, 24, 25). All three
    hold it for 48 hours (16 each), two for 72 working hours (36 each), the last alone for 48.
    """
    told = tell("joint-restaurant")
    assert (kind(told), told.state) == (CaseKind.JOINT, CaseState.CLOSED)
    check(
        told,
        {
            "decide.promised": "fulfilled 2026-11-02 17:00",
            "joint.review": "fulfilled",
            "notice.joint": "fulfilled",
            "part/消防": "fulfilled 2026-10-16 17:00",
            "part/卫生": "breached 2026-10-20 17:00",
            "part/市场": "fulfilled 2026-10-20 17:00",
        },
    )
    assert blamed(told) == [("part/卫生", "协办单位（卫生监督所）")]
    hall = told.bearer(told.duty("decide.promised"))
    assert (hall.actor, hall.unit) == ("李敏", "柳河镇便民服务中心")
    assert shares(told) == {
        "柳河镇便民服务中心": hours(24 + 39 + 10),
        "消防救援站": hours(16),
        "市场监管所": hours(16 + 36),
        "卫生监督所": hours(16 + 36 + 48),
        "休息日": hours(96),
    }
    assert told.responsibility.total == hours(337)


# ---- supplements


@pytest.mark.requirement("R-026", "R-053", "R-072", "R-074", "R-090", "R-091")
def test_a_supplement_makes_the_promise_count_anew() -> None:
    """Five working days from completion: 9-24 day 0, 9-25 to 27 rest, 9-28, 29, 30 days 1 to 3.

    10-1 to 7 rest, 10-8 day 4, Friday 10-9 day 5. Closed on 9-30: two working days (10-8, 10-9)
    are saved. From 9-18 09:20 to 9-24 15:00 the applicant has it, 149 h 40 min, rest days too.
    """
    waiting = tell("supplement-completed", "2026-09-21 12:00")
    assert (kind(waiting), waiting.state) == (CaseKind.SUPPLEMENT, CaseState.SUPPLEMENTING)
    assert isinstance(waiting.classification, sh.Classification)
    assert waiting.classification.once_complete is CaseKind.PROMISED
    assert waiting.duty("decide.promised").status is DutyStatus.PAUSED
    assert waiting.duty("decide.promised").due_at is None
    told = tell("supplement-completed")
    assert (kind(told), told.state) == (CaseKind.PROMISED, CaseState.CLOSED)
    check(
        told,
        {
            "one-time-notice": "fulfilled 2026-09-24 17:00",  # 9-20 make-up day 1, 21 to 24 day 5
            "supplement.supply": "fulfilled 2026-10-09 17:00",  # then 28, 29, 30, 10-8, 10-9 day 10
            "notice.promise": "fulfilled",
            "decide.promised": "fulfilled 2026-10-09 17:00",
        },
    )
    assert told.deadlines["decide.promised"].days_saved(instant("2026-09-30 11:00")) == 2
    assert blamed(told) == []
    assert shares(told) == {
        "民政服务窗口": hours(0, 20) + hours(9 + 48 + 11),
        "申请人": hours(149, 40),
        "休息日": hours(72),
    }
    assert told.responsibility.total == hours(12 * 24 + 2)


@pytest.mark.requirement("R-072", "R-099")
def test_a_supplement_that_never_came_leaves_the_case_open() -> None:
    """No rule of the place says that silence withdraws: the case stays open, nobody else decides.

    The applicant's 10 working days: 9-21 day 0, 22, 23, 24 day 3, 9-28, 29, 30 day 6, 10-8, 9 and
    the make-up Saturday 10-10 day 9, Monday 10-12 day 10.
    """
    told = tell("supplement-never-came")
    assert (kind(told), told.state) == (CaseKind.SUPPLEMENT, CaseState.SUPPLEMENTING)
    assert told.replay.derived == {}
    assert told.duty("supplement.supply").due_at == instant("2026-10-12 17:00")
    assert told.duty("supplement.supply").duty.grade is Grade.EFFECT
    assert told.duty("one-time-notice").status is DutyStatus.FULFILLED
    assert told.duty("decide.promised").status is DutyStatus.PAUSED
    assert told.duty("decide.promised").due_at is None
    assert blamed(told) == []
    assert shares(told) == {"民政服务窗口": hours(0, 20), "申请人": hours(29 * 24)}


def test_what_an_applicant_does_not_supply_is_no_breach() -> None:
    """``Grade.EFFECT`` says so: it has a legal effect and is no breach, so it is not among them."""
    assert tell("supplement-never-came").breaches == ()


@pytest.mark.requirement("R-069", "R-090")
def test_a_second_request_for_what_was_plain_before_stops_no_clock() -> None:
    """Five working days from the first completion: 10-14 day 0, 15, 16, 19, 20, then 10-21 day 5.

    The second request is itself a breach, at the instant at which it was made.
    """
    told = tell("second-supplement")
    assert (kind(told), told.state) == (CaseKind.PROMISED, CaseState.CLOSED)
    check(
        told,
        {
            "decide.promised": "breached 2026-10-21 17:00",
            "one-time-notice.again": "breached",
        },
    )
    assert told.duty("one-time-notice.again").broken_at == instant("2026-10-16 10:00")
    assert sorted(blamed(told)) == [
        ("decide.promised", WANG),
        ("one-time-notice.again", "收件人（民政服务窗口王芳）"),
    ]
    assert told.responsibility.total == hours(10 * 24 + 1) == sum(shares(told).values(), hours(0))


@pytest.mark.requirement("R-090")
def test_a_second_request_for_what_could_not_be_seen_before_begins_anew() -> None:
    """The same, but nobody could have known: 10-20 day 0, 21, 22, 23, 26, Tuesday 10-27 day 5."""
    events = [
        attrs.evolve(event, payload={**event.payload, "knowable_before": False})
        if event.id == "e5"
        else event
        for event in read("second-supplement").events
    ]
    told = REGISTRY.assess(sh.Timeline.of(events), as_of=instant("2026-11-01 12:00"))
    check(told, {"decide.promised": "fulfilled 2026-10-27 17:00"})
    assert blamed(told) == []


def test_a_notice_that_is_a_day_late_makes_the_licence_accepted_as_of_receipt() -> None:
    """行政许可法第三十二条: what is not told in five working days is accepted as of receipt.

    10-12 day 0, 13, 14, 15, 16 day 4, Monday 10-19 day 5; told on 10-20. So the twenty days of the
    law run from 10-12: 10-16 day 4, 10-23 day 9, 10-30 day 14, 11-6 day 19, Monday 11-9 day 20;
    decided on 11-10. The promise of ten days is neither paused nor begun anew, for after
    acceptance nothing is asked for: 10-16 day 4, 10-23 day 9, Monday 10-26 day 10.
    Delivery: 11-10 day 0, 11-13 day 3, 11-20 day 8, 11-23 and Tuesday 11-24 day 10.
    """
    told = tell("notice-a-day-late")
    assert (kind(told), told.state) == (CaseKind.PROMISED, CaseState.CLOSED)
    check(
        told,
        {
            "licence.one-time-notice": "breached 2026-10-19 17:00",
            "decide.statutory": "breached 2026-11-09 17:00",
            "decide.promised": "breached 2026-10-26 17:00",
            "licence.acceptance-voucher": "fulfilled",
            "licence.deliver": "fulfilled 2026-11-24 17:00",
        },
    )
    notice = told.duty("licence.one-time-notice")
    assert notice.silence is not None
    assert notice.silence.effect is sh.SilenceEffect.DEEMED_ACCEPTED
    assert list(told.replay.derived.values()) == ["licence.one-time-notice"]
    assert told.duty("decide.statutory").start == instant("2026-10-12 09:00")
    assert sorted(blamed(told)) == [
        ("decide.promised", CHEN),
        ("decide.statutory", CHEN),
        ("licence.one-time-notice", "收件人（综合执法窗口陈静）"),
    ]


def test_nothing_is_deemed_before_the_five_days_are_over() -> None:
    """On Monday 10-19 at 17:00 the hall may still tell; at 18:00 the licence is accepted."""
    before = tell("notice-a-day-late", "2026-10-19 17:00")
    assert (before.state, before.replay.derived) == (CaseState.RECEIVED, {})
    assert kind(before) is CaseKind.NOT_ACCEPTED
    assert tell("notice-a-day-late", "2026-10-19 18:00").state is CaseState.ACCEPTED


def test_a_late_notice_does_not_undo_the_acceptance() -> None:
    """What is accepted stays so: by the table a notice leaves an accepted case as it is."""
    assert tell("notice-a-day-late", "2026-10-21 09:00").state is CaseState.ACCEPTED


# ---- pauses and extensions


def test_a_hearing_across_national_day_gives_back_its_working_days() -> None:
    """The hearing from 9-28 to 10-9 gives back 9-29, 9-30, 10-8, 10-9: four working days.

    Law, 20 days: 9-21 day 0, 22, 23, 24 day 3, 9-28 day 4, the make-up Saturday 10-10 day 5,
    10-16 day 10, 10-23 day 15, Friday 10-30 day 20. Promise, 10 days: Friday 10-16.
    Told were 5 days: 9-29, 9-30, 10-8, 10-9, 10-10; it ended a day before.
    Delivery, 10 days: 10-16 day 0, 10-23 day 5, 10-30 day 10.
    """
    told = tell("hearing")
    assert (kind(told), told.state) == (CaseKind.PROMISED, CaseState.CLOSED)
    check(
        told,
        {
            "decide.statutory": "fulfilled 2026-10-30 17:00",
            "decide.promised": "fulfilled 2026-10-16 17:00",
            "licence.deliver": "fulfilled 2026-10-30 17:00",
        },
    )
    (span,) = told.duty("decide.statutory").pauses
    assert (span.cap, span.last, span.exceeds) == (date(2026, 10, 10), date(2026, 10, 9), False)
    assert blamed(told) == []
    # 9-28 10:00 to 10-9 16:00 are 270 hours; rest outside of it 9-25 to 27, 10-11, 17, 18
    assert shares(told) == {
        "综合执法窗口": hours(87 + 10 + 32 + 120 + 107),
        "依法中止（听证）": hours(270),
        "休息日": hours(6 * 24),
    }
    assert told.responsibility.total == hours(32 * 24 + 2)


def test_while_the_hearing_lasts_no_day_is_guessed() -> None:
    """At noon of 9-30 two days (29, 30) are given back so far: not 10-26, but 10-28 at least.

    Without a pause: 9-24 day 3, 9-28, 29, 30 day 6, 10-8, 9, 10 day 9, 10-16 day 14, 10-23 day 19,
    Monday 10-26 day 20.
    """
    told = tell("hearing", "2026-09-30 12:00")
    assert told.duty("decide.statutory").status is DutyStatus.PAUSED
    assert told.duty("decide.statutory").due_at is None
    assert told.deadlines["decide.statutory"].not_before == date(2026, 10, 28)


def test_a_hearing_that_outlasts_what_was_told_gives_back_no_more_than_that() -> None:
    """Told were 3 working days, 9-29, 9-30 and 10-8; it ended on 10-14. Three days are given back.

    Law, 20 days: 9-24 day 3, 9-28 day 4, 10-9 day 5, 10-10 (make-up) day 6, 10-16 day 11, 10-23
    day 16, 10-26 to 29: Thursday 10-29 day 20. Promise, 10 days: Thursday 10-15.
    """
    told = tell("hearing-too-long")
    assert (kind(told), told.state) == (CaseKind.PROMISED, CaseState.CLOSED)
    check(
        told,
        {
            "decide.statutory": "fulfilled 2026-10-29 17:00",
            "decide.promised": "breached 2026-10-15 17:00",
            "licence.refusal": "fulfilled",
        },
    )
    (span,) = told.duty("decide.statutory").pauses
    assert (span.cap, span.last, span.exceeds) == (date(2026, 10, 8), date(2026, 10, 8), True)
    assert blamed(told) == [("decide.promised", CHEN)]


def test_what_a_hearing_exceeds_is_the_time_of_the_hall() -> None:
    """The pause is lawful from 9-28 10:00 to the end of 10-8, 254 hours; the rest is the hall's.

    In all 913 hours, from 9-21 09:00 to 10-29 10:00; rest days outside of the pause are 9-25 to
    27, 10-11, 17, 18, 24, 25: 192 hours. 913 - 254 - 192 = 467.
    """
    told = tell("hearing-too-long")
    assert told.responsibility.total == hours(913)
    assert shares(told) == {
        "综合执法窗口": hours(467),
        "依法中止（听证）": hours(254),
        "休息日": hours(192),
    }


def test_of_a_pause_only_the_rules_for_the_limits_of_the_case_are_told() -> None:
    """A sign licence is no notarial certificate, no petition and no work injury."""
    told = tell("hearing-too-long")
    rules = {span.rule.id for span in told.replay.pauses}
    assert rules == {"licence.special-procedure", "promise.special-procedure"}
    assert "公证" not in told.explain()


@pytest.mark.requirement("R-092")
def test_an_extension_in_time_lengthens_the_law_and_never_the_promise() -> None:
    """Thirty working days instead of twenty: 10-12 day 0, 11-9 day 20, 11-13 day 24, 11-20 day 29,
    Monday 11-23 day 30. The promise ends after ten all the same, on Monday 10-26.

    Delivery, 10 days: 11-20 day 0, 11-27 day 5, 12-4 day 10.
    """
    told = tell("extension-in-time")
    assert (kind(told), told.state) == (CaseKind.PROMISED, CaseState.CLOSED)
    check(
        told,
        {
            "decide.statutory": "fulfilled 2026-11-23 17:00",
            "decide.promised": "breached 2026-10-26 17:00",
            "licence.deliver": "fulfilled 2026-12-04 17:00",
        },
    )
    extended = told.duty("decide.statutory").extended_by
    assert extended is not None
    assert extended.kind == "extension.approved"
    assert blamed(told) == [("decide.promised", CHEN)]
    assert shares(told) == {"综合执法窗口": hours(31 * 24, 10), "休息日": 12 * hours(24)}


@pytest.mark.requirement("R-099")
def test_a_late_extension_and_a_site_survey_lengthen_nothing() -> None:
    """A survey is not among the grounds of 行政许可法第四十五条, and 11-10 is after 11-9.

    Law: 10-12 day 0, 10-16 day 4, 10-23 day 9, 10-30 day 14, 11-6 day 19, Monday 11-9 day 20.
    """
    told = tell("extension-too-late")
    assert (kind(told), told.state) == (CaseKind.PROMISED, CaseState.CLOSED)
    check(
        told,
        {
            "decide.statutory": "breached 2026-11-09 17:00",
            "decide.promised": "breached 2026-10-26 17:00",
        },
    )
    statutory = told.duty("decide.statutory")
    assert (statutory.extensions, statutory.pauses) == ((), ())
    (note,) = statutory.notes
    assert note.event == "e8"
    assert "届满" in note.text
    assert "第四十二条" in str(note.citation)
    ours = [span for span in told.replay.pauses if span.rule.id == "licence.special-procedure"]
    assert ["现场踏勘" in span.why_not for span in ours] == [True]
    assert blamed(told) == [
        ("decide.promised", CHEN),
        ("decide.statutory", CHEN),
        ("extension.notice", CHEN),  # and nobody told the applicant of it in writing
    ]
    assert shares(told) == {"综合执法窗口": hours(31 * 24, 10), "休息日": 12 * hours(24)}


# ---- calendars


def test_the_longer_spring_festival_of_2020_moves_the_limit() -> None:
    """Twenty working days: 1-13 day 0, 14 to 17 day 4, Sunday 19 (make-up) day 5, 20 to 23 day 9.

    As first announced, 1-31 day 10, Saturday 2-1 (make-up) day 11, 2-3 to 7 day 16, 2-10 to 13:
    Thursday 2-13 day 20. With the notice of 1-27, 1-31 to 2-2 are rest: 2-3 to 7 day 14, 2-10 to
    14 day 19, Monday 2-17 day 20. Decided on Friday 2-14: in time. No hours are known: 24:00.
    """
    told = tell("spring-festival-2020")
    assert (kind(told), told.state) == (CaseKind.PROMISED, CaseState.CLOSED)
    check(
        told,
        {
            "decide.statutory": "fulfilled 2020-02-18 00:00",
            "licence.deliver": "fulfilled 2020-02-29 00:00",  # 2-14 day 0, 2-21 day 5, 2-28 day 10
        },
    )
    assert "decide.promised" not in became(told)  # nobody promised anything
    assert blamed(told) == []
    clock = told.duty("decide.statutory").clock
    assert clock is not None
    before = attrs.evolve(clock, calendar=told.policy.calendar.as_known_on(date(2020, 1, 26)))
    after = attrs.evolve(clock, calendar=told.policy.calendar.as_known_on(date(2020, 1, 27)))
    assert before.deadline.due == date(2020, 2, 13)
    assert after.deadline.due == date(2020, 2, 17)
    assert before.deadline.met_by(instant("2020-02-14 16:00")) is False
    # rest: 1-18, 1-24 to 2-2 (10 days), 2-8, 9, 15, 16
    assert shares(told) == {
        "临沧市政务服务中心": 23 * hours(24) + hours(0, 10),
        "休息日": 15 * hours(24),
    }


def test_a_limit_that_reaches_into_2027_is_provisional() -> None:
    """No notice for 2027 yet. Ten days end in 2026 for certain, twenty go on the law alone.

    12-14 day 0, 12-18 day 4, 12-25 day 9, Monday 12-28 day 10; 12-29, 30, 31 day 13; 2027-01-01
    is New Year, a Friday; 1-4 to 8 day 18, Monday 1-11 day 19, Tuesday 1-12 day 20.
    """
    told = tell("into-2027")
    assert (kind(told), told.state) == (CaseKind.PROMISED, CaseState.ACCEPTED)
    check(
        told,
        {
            "decide.promised": "open 2026-12-28 17:00",
            "decide.statutory": "open 2027-01-12 17:00",
        },
    )
    assert told.deadlines["decide.promised"].certainty is Certainty.CERTAIN
    statutory = told.deadlines["decide.statutory"]
    assert statutory.certainty is Certainty.PROVISIONAL
    assert statutory.window is not None
    assert statutory.window[0] <= date(2027, 1, 12) <= statutory.window[1]
    assert told.duty("decide.promised").days_left == 6  # 12-21 to 25, 12-28
    assert blamed(told) == []


def test_midnight_is_still_the_day_that_ends() -> None:
    """12-20 at 24:00 leaves 12-21 to 25 and 12-28, six days, as many as at noon.

    For the law 12-29 to 31, 2027-01-04 to 08, 11 and 12 are left besides: sixteen.
    """
    told = tell("into-2027", "2026-12-21 00:00")
    assert told.duty("decide.promised").days_left == 6
    assert told.duty("decide.statutory").days_left == 16


def test_at_midnight_an_open_pause_has_taken_no_more_than_the_day_that_ends() -> None:
    """From 9-22 to 10-20 it is the applicant's; then 10-21, 22, 23, 26, Tuesday 10-27 day 5."""
    told = tell("supplement-never-came", "2026-10-21 00:00")
    assert told.deadlines["decide.promised"].not_before == date(2026, 10, 27)


# ---- ends


def test_a_case_that_is_withdrawn_is_neither_on_time_nor_overdue() -> None:
    """Five days would have ended on 10-19 (13, 14, 15, 16, 19); on 10-15 the case ended itself."""
    told = tell("withdrawn")
    assert (kind(told), told.state) == (CaseKind.PROMISED, CaseState.WITHDRAWN)
    check(told, {"decide.promised": "discharged 2026-10-19 17:00", "notice.promise": "fulfilled"})
    assert told.breaches == ()
    assert shares(told) == {"民政服务窗口": hours(73)}  # to 10-15 10:00 and no further


@pytest.mark.requirement("R-053", "R-073")
def test_a_failed_survey_makes_it_a_returned_case_with_a_written_reason() -> None:
    """Promised in the morning, returned at 15:00; what is only said aloud does not count."""
    morning = tell("returned-after-survey", "2026-11-03 12:00")
    assert (kind(morning), morning.state) == (CaseKind.PROMISED, CaseState.RECEIVED)
    told = tell("returned-after-survey")
    assert (kind(told), told.state) == (CaseKind.RETURNED, CaseState.RETURNED)
    check(
        told,
        {"decide.promised": "discharged 2026-11-04 00:00", "notice.return": "fulfilled"},
    )
    notice = told.duty("notice.return")
    assert notice.completed_at == instant("2026-11-03 15:30")
    assert [note.event for note in notice.notes] == ["e5"]
    assert told.breaches == ()
    assert shares(told) == {"交通建设窗口": hours(6)}


@pytest.mark.requirement("R-025")
def test_a_handover_moves_the_duty_when_it_is_accepted_and_stops_no_clock() -> None:
    """10-12 day 0, 13, 14, 15, 16, Monday 10-19 day 5; closed on 10-21. 赵强 had it since 10-15."""
    told = tell("handover")
    assert (kind(told), told.state) == (CaseKind.PROMISED, CaseState.CLOSED)
    check(told, {"decide.promised": "breached 2026-10-19 17:00"})
    assert told.duty("decide.promised").broken_at == instant("2026-10-19 17:00")
    assert blamed(told) == [("decide.promised", ZHAO)]
    offered = tell("handover", "2026-10-14 17:00")
    assert str(offered.bearer(offered.duty("decide.promised"))) == WANG
    assert shares(told) == {
        "民政服务窗口": hours(72),
        "综合服务窗口": hours(39 + 58),
        "休息日": hours(48),
    }
    assert told.responsibility.total == hours(9 * 24 + 1)


@pytest.mark.requirement("R-144", "R-157")
def test_a_chain_of_referrals_shows_who_was_asked_who_took_it_and_who_never_did() -> None:
    """王芳 asked at 09:00 → 李刚, who takes it at 15:00 → 赵强, who never does: the targets of one
    working day (10-15) and of three after the follow-up of 10-14 and the referral (10-19) pass."""
    told = tell("referral-chain")
    assert told.state is CaseState.CONTACTED
    check(
        told,
        {
            "first.direct": "fulfilled",
            "referral.accept/转办1": "fulfilled",
            "referral.accept/转办2": "open",
            "referral.handle/转办1": "open",
            "referral.supervise/转办1": "open",
            "referral.supervise/转办2": "open",
            "referral.accept.in-time/转办2": "breached 2026-10-15 17:00",
        },
    )
    bearers = {name_of(one): str(told.bearer(one)) for one in told.duties if one.is_undone}
    assert bearers["referral.supervise/转办2"] == "首问责任人（综合服务窗口王芳）"
    assert bearers["referral.handle/转办1"] == "承办人（民政服务窗口李刚）"
    assert bearers["referral.accept/转办2"] == "指明的承办人（残联窗口赵强）"


@pytest.mark.requirement("R-101")
def test_a_correction_counts_from_when_it_was_recorded() -> None:
    """Due on 10-19 at 17:00. Closed at 16:00, as corrected on 10-22; before, it looked late."""
    timeline = read("corrected-later")
    told = tell("corrected-later")
    assert (kind(told), told.state) == (CaseKind.PROMISED, CaseState.CLOSED)
    check(told, {"decide.promised": "fulfilled 2026-10-19 17:00"})
    assert told.breaches == ()
    assert shares(told)["民政服务窗口"] == hours(7 * 24 + 7 - 48)
    ((before, after),) = [(one.before.id, one.after.id) for one in timeline.corrections]
    assert (before, after) == ("e3", "e4")
    as_of = instant("2026-11-01 12:00")
    older = REGISTRY.assess(timeline.as_recorded(instant("2026-10-21 12:00")), as_of=as_of)
    check(older, {"decide.promised": "breached 2026-10-19 17:00"})
    assert blamed(older) == [("decide.promised", WANG)]


@pytest.mark.requirement("R-025")
def test_what_is_finished_on_a_rest_day_after_the_limit_is_late() -> None:
    """10-16 day 0, 10-19 to 23 days 1 to 5; closed on Saturday 10-24: no working day, yet late."""
    told = tell("finished-on-a-rest-day")
    assert (kind(told), told.state) == (CaseKind.PROMISED, CaseState.CLOSED)
    check(told, {"decide.promised": "breached 2026-10-23 17:00"})
    assert blamed(told) == [("decide.promised", WANG)]
    deadline, done = told.deadlines["decide.promised"], instant("2026-10-24 10:00")
    assert (deadline.met_by(done), deadline.days_late(done)) == (False, 0)
    # Friday from 09:00 and five whole days; a weekend, and Saturday to 10:00
    assert shares(told) == {"民政服务窗口": hours(15 + 120), "休息日": hours(48 + 10)}


def test_a_fact_that_is_stated_after_the_end_settles_what_was_late() -> None:
    """Left out at receipt, one fact leaves open whether anything was promised; it is stated later.

    Until then the promise is not settled; it has not fallen away, for nobody withdrew anything.
    """
    events = list(read("finished-on-a-rest-day").events)
    left_out = {k: v for k, v in events[0].payload.items() if k != "contrary_to_policy"}
    events[0] = attrs.evolve(events[0], payload=left_out)
    as_of = instant("2026-11-01 12:00")
    open_ = REGISTRY.assess(sh.Timeline.of(events), as_of=as_of).duty("decide.promised")
    assert (open_.status, open_.needed) == (DutyStatus.DORMANT, ("contrary_to_policy",))
    stated = sh.Event(
        id="late",
        kind="facts.stated",
        occurred_at=instant("2026-10-26 09:00"),
        payload={"contrary_to_policy": False},
    )
    told = REGISTRY.assess(sh.Timeline.of([*events, stated]), as_of=as_of)
    check(told, {"decide.promised": "breached 2026-10-23 17:00"})


def test_a_case_that_is_reopened_has_a_new_limit_and_keeps_its_old_verdict() -> None:
    """First 10-12 day 0, Monday 10-19 day 5: late on 10-21. Then 10-26 day 0, 27, 28, 29, 30,
    Monday 11-2 day 5: closed on 10-30, in time.
    """
    told = tell("reopened")
    assert (kind(told), told.state) == (CaseKind.PROMISED, CaseState.CLOSED)
    cycles = [
        (one.cycle, one.status, one.due_at)
        for one in told.duties
        if one.duty.id == "decide.promised"
    ]
    assert cycles == [
        (1, DutyStatus.BREACHED, instant("2026-10-19 17:00")),
        (2, DutyStatus.FULFILLED, instant("2026-11-02 17:00")),
    ]
    assert blamed(told) == [("decide.promised", WANG)]
    assert str(told.bearer(told.duty("decide.promised"))) == ZHAO


def test_while_a_case_is_closed_nobody_holds_it() -> None:
    """The window had it from 10-12 09:00 to 10-21 10:00 without 10-17 and 18, not until 10-26.

    The second cycle, 10-26 09:00 to 10-30 10:00, belongs to the other window: 97 hours.
    """
    told = shares(tell("reopened"))
    assert told["综合服务窗口"] == hours(97)
    assert told["民政服务窗口"] == hours(9 * 24 + 1 - 48)


# ---- complaints and petitions


@pytest.mark.requirement("R-171", "R-188")
def test_who_answers_a_complaint_about_himself() -> None:
    """Received on Monday 11-16, answered in writing the next day; it was not his to answer."""
    told = tell("complaint-about-the-receiver")
    check(
        told,
        {
            "complaint.answer.general/投诉一": "fulfilled 2026-11-17 17:00",
            "complaint.written-answer/投诉一": "fulfilled",
            "complaint.conflict/投诉一": "breached",
        },
    )
    assert blamed(told) == [("complaint.conflict/投诉一", "投诉受理人（大厅办公室周明）")]


@pytest.mark.requirement("R-172", "R-173", "R-180")
def test_a_complaint_about_two_windows_is_explained_and_tracked() -> None:
    """A week from Monday 11-09 ends on the 16th at 17:00; the reasons were told two hours before.

    Three working days end on Thursday the 12th; the second window replied on Tuesday the 17th.
    """
    told = tell("complaint-two-units")
    check(
        told,
        {
            "complaint.answer.complex/投诉一": "discharged 2026-11-16 17:00",
            "complaint.track/投诉一": "fulfilled",
            "complaint.transfer.report/税务窗口": "fulfilled 2026-11-12 17:00",
            "complaint.transfer.report/社保窗口": "breached 2026-11-12 17:00",
            "complaint.feedback/投诉一": "fulfilled",
        },
    )
    late = "承办投诉的单位（社保窗口）"
    names = ["complaint.transfer.report/社保窗口", "complaint.transfer.reply/社保窗口"]
    assert blamed(told) == [(name, late) for name in names]


@pytest.mark.requirement("R-023")
def test_a_petition_is_extended_and_reviewed() -> None:
    """Fifteen days from 8-03 end on 8-18; ninety from 8-17 on Sunday 11-15, so on Monday 11-16.

    Review: thirty days from 10-20 end on 11-19; thirty from 11-05 on Saturday 12-05, so 12-07.
    """
    told = tell("petition-extended")
    check(
        told,
        {
            "petition.notify/信访一": "fulfilled 2026-08-18 17:00",
            "petition.decide/信访一": "fulfilled 2026-11-16 17:00",
            "petition.review.request/信访一": "fulfilled 2026-11-19 17:00",
            "petition.review/信访一": "open 2026-12-07 17:00",
        },
    )
    assert blamed(told) == []


# ---- of every story


READMES: Final = (EXAMPLES / "README.md", EXAMPLES / "README.zh-CN.md")


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_lists_name_every_file_and_the_day_for_which_it_is_told(readme: Path) -> None:
    """No file without a test, none that the lists leave out, and the same day in all places."""
    assert {path.stem for path in CASES.glob("*.json")} == set(STORIES)
    rows = re.findall(
        r"^\| \[(.+?)\]\(cases/\1\.json\) \| (\S+) \|", readme.read_text("utf-8"), re.MULTILINE
    )
    assert rows == [(name, as_of[:10]) for name, as_of in STORIES.items()]


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_the_command_of_the_list_answers(
    readme: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is printed there can be typed as it stands, at the root of the repository."""
    monkeypatch.chdir(EXAMPLES.parent)
    (command,) = re.findall(r"^servicehall (.*)$", readme.read_text("utf-8"), re.MULTILINE)
    told = run(*shlex.split(command))
    assert told.status == 0
    assert "户外招牌设置许可" in told.output


@pytest.mark.parametrize("name", STORIES)
def test_every_story_says_what_it_is_about(name: str) -> None:
    """In two or three sentences of Chinese."""
    about = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))["about"]
    assert 2 <= about.count("。") <= 3


@pytest.mark.parametrize("name", STORIES)
def test_shares_add_up_to_the_whole_time_without_gap_or_overlap(name: str) -> None:
    """Stretches follow one another in time, and what the owners have is what there is."""
    found = tell(name).responsibility
    assert sum(found.shares.values(), hours(0)) == found.total
    assert all(before.until <= after.since for before, after in pairwise(found.segments))
    assert all(one.since < one.until for one in found.segments)


@pytest.mark.requirement("R-101")
@pytest.mark.parametrize("name", STORIES)
@settings(max_examples=8)
@given(data=st.data())
def test_the_order_of_arrival_does_not_matter(name: str, data: st.DataObject) -> None:
    """Events handed over in any order give the same record, to the letter."""
    shuffled = data.draw(st.permutations(read(name).recorded))
    found = REGISTRY.assess(sh.Timeline.of(shuffled), as_of=instant(STORIES[name]))
    assert found.to_json() == tell(name).to_json()


@pytest.mark.requirement("R-101")
@pytest.mark.parametrize("name", STORIES)
def test_an_event_that_arrives_twice_is_one_event(name: str) -> None:
    """Each event twice, and all of them twice, give the same record."""
    recorded, expected = read(name).recorded, tell(name).to_json()
    for twice in (*((*recorded, event) for event in recorded), recorded * 2):
        found = REGISTRY.assess(sh.Timeline.of(twice), as_of=instant(STORIES[name]))
        assert found.to_json() == expected


def outcome(events: Sequence[sh.Event], as_of: datetime) -> sh.Assessment | sh.ServiceHallError:
    """Return the answer for some events, or the error with which they are refused."""
    try:
        return REGISTRY.assess(sh.Timeline.of(events), as_of=as_of)
    except sh.ServiceHallError as error:
        return error


@pytest.mark.parametrize("name", STORIES)
def test_a_case_that_is_cut_off_is_assessed_or_refused_with_a_message(name: str) -> None:
    """After any number of events there is a whole answer, or an error that explains itself."""
    recorded = read(name).recorded
    for cut in range(len(recorded) + 1):
        for as_of in {instant(STORIES[name]), recorded[max(cut - 1, 0)].occurred_at}:
            told = outcome(recorded[:cut], as_of)
            if isinstance(told, sh.ServiceHallError):
                assert str(told)
                assert told.in_chinese()
            else:
                assert told.explain()
                assert told.explain_overdue()
                assert told.to_json()
                assert (
                    sum(told.responsibility.shares.values(), hours(0)) == told.responsibility.total
                )


@pytest.mark.requirement("R-101")
@pytest.mark.parametrize("name", [name for name in STORIES if name != "corrected-later"])
def test_what_happens_later_changes_no_earlier_answer(name: str) -> None:
    """Looked at for an instant, a case is the same whether or not what came after is known."""
    timeline, answers = read(name), []
    for step in timeline.steps:
        as_of = step.event.occurred_at
        known = sh.Timeline.of(one.event for one in timeline.until(as_of))
        for course in (timeline, known):
            told = REGISTRY.assess(course, as_of=as_of)
            answers.append((told.state, became(told), blamed(told), shares(told)))
    assert answers[::2] == answers[1::2]
