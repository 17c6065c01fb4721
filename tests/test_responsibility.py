"""Whose time a case took: every hour below was counted by hand.

The town 石桥 is made up, and prints no hours. September 2026: the 1st is a Tuesday; 5, 6, 12, 13
and 19 are rest days, Sunday the 20th is worked, 25 to 27 are rest. In October 1 to 7 are rest.
Whole days are 24 hours, from 00:00.
"""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, Final
from zoneinfo import ZoneInfo

from hypothesis import given, strategies as st

import servicehall as sh
from servicehall.responsibility import Segment, Share, ShareKind

Data = dict[str, Any]

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
TOWN: Final = "371302996"
PACK: Final[Data] = {
    "format": 1,
    "id": "shiqiao",
    "title": "石桥镇便民服务中心",
    "division": TOWN,
    "matters": [
        {
            "id": "allowance",
            "title": "补贴",
            "kind": "行政给付",
            "promised": "5个工作日",
            "fee": "free",
            "materials": "none",
            "cite": "《石桥镇指南》一",
        },
        {
            "id": "sign",
            "title": "招牌许可",
            "kind": "行政许可",
            "promised": "10个工作日",
            "statutory": "$licence.decide",
            "fee": "free",
            "materials": "none",
            "cite": "《石桥镇指南》二",
        },
    ],
}
REGISTRY: Final = sh.Registry.of(sh.load_pack(PACK))
FACTS: Final[Data] = {
    "main_document": "provided",
    "other_materials": "complete",
    "contrary_to_policy": False,
    "survey": "not_needed",
    "needs_process": True,
    "same_day_possible": False,
    "windows": 1,
    "departments": 1,
    "must_forward": False,
}
CASE: Final[Data] = {"division": TOWN, "matter": "allowance", **FACTS}
LACKING: Final[Data] = {**CASE, "other_materials": "missing_undertaken"}
LICENCE: Final[Data] = {**CASE, "matter": "sign"}
JOINT: Final[Data] = {**CASE, "windows": 3, "departments": 3}
HEARING: Final[Data] = {"ground": "听证", "form": "written"}

REST: Final = "休息日"
HEARD: Final = "依法中止（听证）"
NOBODY: Final = "办结以后"
UNKNOWN: Final = "未登记单位"


def at(text: str) -> datetime:
    """Return an instant of 2026: ``"9-4"`` is 09:00 of that day, ``"9-4 17:30"`` says when."""
    day, _, clock = text.partition(" ")
    month, _, number = day.partition("-")
    hour, _, minute = (clock or "09:00").partition(":")
    return datetime(2026, int(month), int(number), int(hour), int(minute), tzinfo=SHANGHAI)


Happened = tuple[str, str, str] | tuple[str, str, str, Data] | tuple[str, str, str, Data, str]


def told(as_of: str, *happened: Happened, registry: sh.Registry = REGISTRY) -> sh.Assessment:
    """Assess a case; each event is when, what, by which unit, what is noted, and about what.

    Of what a reference speaks, its event says: ``pause`` of a pause, else ``part``.
    """
    events = []
    for number, (when, kind, unit, *rest) in enumerate(happened):
        payload: Any = rest[0] if rest else {}
        thing = str(rest[1]) if len(rest) > 1 else ""
        name = "pause" if kind.startswith("pause") else "part"
        events.append(
            sh.Event(
                id=f"e{number:03}",
                kind=kind,
                occurred_at=at(when),
                unit=unit,
                payload=payload,
                refs={name: thing} if thing else {},
            )
        )
    return registry.assess(sh.Timeline.of(events), as_of=at(as_of), division=TOWN)


def shares(found: sh.Assessment) -> dict[str, timedelta]:
    """Return whose time it took."""
    return {str(share): time for share, time in found.responsibility.shares.items()}


def hours(count: int, minutes: int = 0) -> timedelta:
    """Return so much time."""
    return timedelta(hours=count, minutes=minutes)


def segment(since: str, until: str, *owners: Share) -> Segment:
    """Return a stretch."""
    return Segment(at(since), at(until), owners)


def unit(name: str) -> Share:
    """Return the share of a unit."""
    return Share(ShareKind.UNIT, name)


# ---- what it is called


def test_each_owner_has_a_chinese_name() -> None:
    """A unit by its name, a pause with its ground; a unit that nobody wrote down is said so."""
    assert [kind.zh for kind in ShareKind] == ["经办单位", "申请人", "依法中止", REST, NOBODY]
    assert [str(Share(ShareKind.UNIT, "窗口")), str(Share(ShareKind.UNIT))] == ["窗口", UNKNOWN]
    assert str(Share(ShareKind.PAUSE, "听证")) == HEARD
    assert [str(Share(ShareKind.PAUSE)), str(Share(ShareKind.REST))] == ["依法中止", REST]


# ---- one unit


def test_one_unit_has_all_the_time_of_one_day() -> None:
    """From 09:00 to 10:30, one stretch and no more."""
    found = told("9-30", ("9-1", "received", "窗口", CASE), ("9-1 10:30", "closed", "窗口"))
    assert found.responsibility.segments == (segment("9-1", "9-1 10:30", unit("窗口")),)
    assert found.responsibility.total == hours(1, 30)


def test_nights_belong_to_the_unit_and_rest_days_to_nobody() -> None:
    """Thursday 9-3 09:00 to Monday 9-7 10:00: 15 + 24 hours, two days of rest, 10 hours."""
    found = told("9-30", ("9-3", "received", "窗口", CASE), ("9-7 10:00", "closed", "窗口"))
    rest = Share(ShareKind.REST)
    assert found.responsibility.segments == (
        segment("9-3", "9-5 00:00", unit("窗口")),
        segment("9-5 00:00", "9-7 00:00", rest),
        segment("9-7 00:00", "9-7 10:00", unit("窗口")),
    )
    assert shares(found) == {"窗口": hours(49), REST: hours(48)}


def test_a_sunday_on_which_people_work_is_no_rest_day() -> None:
    """Friday 9-18 09:00 to Monday 9-21 09:00: the 19th is rest, the 20th is worked."""
    found = told("9-30", ("9-18", "received", "窗口", CASE), ("9-21", "closed", "窗口"))
    assert shares(found) == {"窗口": hours(15 + 24 + 9), REST: hours(24)}


def test_holidays_are_rest_days() -> None:
    """9-30 09:00 to 10-9 09:00: 15 hours, seven days of rest, 24 and 9 hours."""
    found = told("10-30", ("9-30", "received", "窗口", CASE), ("10-9", "closed", "窗口"))
    assert shares(found) == {"窗口": hours(15 + 24 + 9), REST: hours(7 * 24)}


def test_a_case_that_is_open_has_taken_the_time_up_to_the_instant() -> None:
    """9-1 09:00 to 9-2 21:00 are 36 hours; at the instant of receipt it is none."""
    received = ("9-1", "received", "窗口", CASE)
    assert shares(told("9-2 21:00", received)) == {"窗口": hours(36)}
    at_once = told("9-1", received).responsibility
    assert (at_once.segments, at_once.total, at_once.shares) == ((), hours(0), {})


def test_what_comes_after_the_end_takes_no_time() -> None:
    """Delivered and rated a week after it was closed: the hour before that is all."""
    found = told(
        "9-30",
        ("9-1", "received", "窗口", CASE),
        ("9-1 10:00", "closed", "窗口"),
        ("9-8", "delivered", "窗口"),
        ("9-8", "rated", ""),
    )
    assert shares(found) == {"窗口": hours(1)}


# ---- handover


def test_a_handover_counts_from_its_acceptance_by_the_receiver() -> None:
    """Offered on 9-2 at 09:00, taken on 9-3 at 15:00: 54 hours, then 18 to 9-4 at 09:00."""
    found = told(
        "9-30",
        ("9-1", "received", "甲窗口", CASE),
        ("9-2", "handover.offered", "甲窗口"),
        ("9-3 15:00", "handover.accepted", "乙窗口"),
        ("9-4", "closed", "乙窗口"),
    )
    assert shares(found) == {"甲窗口": hours(54), "乙窗口": hours(18)}


def test_an_offer_that_nobody_accepts_moves_nothing() -> None:
    """Two days after it the case is where it was."""
    found = told(
        "9-4",
        ("9-1", "received", "甲窗口", CASE),
        ("9-2", "handover.offered", "乙窗口"),
    )
    assert shares(found) == {"甲窗口": hours(72)}


def test_before_any_unit_is_known_the_time_is_nobodys_by_name() -> None:
    """Nobody wrote down who received it; since 9-2 at 09:00 a window has it."""
    found = told(
        "9-30",
        ("9-1", "received", "", CASE),
        ("9-2", "handover.accepted", "窗口"),
        ("9-2 12:00", "closed", ""),
    )
    assert shares(found) == {UNKNOWN: hours(24), "窗口": hours(3)}


def test_who_only_talks_to_the_applicant_does_not_hold_the_case() -> None:
    """The desk was asked on 8-31; the window has it since 9-1, and a notice by others is none."""
    found = told(
        "9-30",
        ("8-31", "consulted", "咨询台"),
        ("9-1", "received", "窗口", CASE),
        ("9-1 12:00", "survey.done", "踏勘组"),
        ("9-2", "closed", "主任"),
    )
    assert shares(found) == {UNKNOWN: hours(24), "窗口": hours(24)}


# ---- the applicant


def test_between_the_notice_and_its_completion_it_is_the_applicants_time() -> None:
    """Told on Friday 9-4 at 10:00, complete on Monday 9-7 at 09:00: 71 hours, the weekend too."""
    found = told(
        "9-30",
        ("9-4", "received", "窗口", LACKING),
        ("9-4 10:00", "notice.supplement", "窗口", {"limit": "10个工作日", "missing": ["证"]}),
        ("9-7", "materials.completed", ""),
        ("9-7 11:00", "closed", "窗口"),
    )
    assert shares(found) == {"窗口": hours(1 + 2), "申请人": hours(71)}


def test_an_applicant_who_supplies_nothing_has_it_until_the_end() -> None:
    """Told on 9-1 at 10:00 and withdrawn on 9-3 at 10:00: 48 hours."""
    found = told(
        "9-30",
        ("9-1", "received", "窗口", LACKING),
        ("9-1 10:00", "notice.supplement", "窗口", {"limit": "10个工作日", "missing": ["证"]}),
        ("9-3 10:00", "withdrawn", ""),
    )
    assert shares(found) == {"窗口": hours(1), "申请人": hours(48)}


def test_what_is_asked_for_after_the_limit_ran_out_is_waited_for_by_the_unit() -> None:
    """Five days from 9-1 end on 9-8; asked on 9-9 at 09:00: no limit waits for it any more.

    From 9-1 09:00 to 9-11 09:00 are ten days, two of them rest.
    """
    found = told(
        "9-30",
        ("9-1", "received", "窗口", LACKING),
        ("9-9", "notice.supplement", "窗口", {"limit": "10个工作日", "missing": ["证"]}),
        ("9-10", "materials.completed", ""),
        ("9-11", "closed", "窗口"),
    )
    assert found.duty("decide.promised").pauses == ()
    assert shares(found) == {"窗口": hours(8 * 24), REST: hours(48)}


def test_what_is_asked_for_once_more_is_waited_for_by_the_unit() -> None:
    """It could have been seen at first: from 9-2 to 9-3 the applicant has it, then no more."""
    notice = {"limit": "10个工作日", "missing": ["证"]}
    found = told(
        "9-30",
        ("9-1", "received", "窗口", LACKING),
        ("9-2", "notice.supplement", "窗口", notice),
        ("9-3", "materials.completed", ""),
        ("9-3 12:00", "notice.supplement", "窗口", {**notice, "knowable_before": True}),
        ("9-4", "materials.completed", ""),
        ("9-4 12:00", "closed", "窗口"),
    )
    assert shares(found) == {"窗口": hours(24 + 27), "申请人": hours(24)}


def test_an_applicant_who_is_late_has_the_time_until_it_is_complete() -> None:
    """Two working days were told, to 9-3; on 9-4 at 10:00, 72 hours after, all was there."""
    found = told(
        "9-4 12:00",
        ("9-1", "received", "窗口", LACKING),
        ("9-1 10:00", "notice.supplement", "窗口", {"limit": "2个工作日", "missing": ["证"]}),
        ("9-4 10:00", "materials.completed", ""),
    )
    assert shares(found) == {"窗口": hours(1 + 2), "申请人": hours(72)}


# ---- pauses


RECEIVED: Final = ("9-1", "received", "窗口", LICENCE)
ACCEPTED: Final = ("9-1 10:00", "accepted", "窗口")


def test_a_pause_that_a_limit_gives_back_is_nobodys_fault() -> None:
    """A hearing from 9-2 09:00 to 9-9 09:00, seven days, the weekend among them."""
    found = told(
        "9-30",
        RECEIVED,
        ACCEPTED,
        ("9-2", "pause.started", "窗口", {**HEARING, "limit": "10个工作日"}),
        ("9-9", "pause.ended", "窗口"),
        ("9-9 12:00", "closed", "窗口"),
    )
    assert shares(found) == {"窗口": hours(24 + 3), HEARD: hours(7 * 24)}


def test_a_pause_on_no_ground_of_the_law_is_the_time_of_the_unit() -> None:
    """A survey stops no clock: 9-2 to 9-9 is the window's, and two days of it are rest."""
    found = told(
        "9-30",
        RECEIVED,
        ACCEPTED,
        ("9-2", "pause.started", "窗口", {**HEARING, "ground": "现场踏勘", "limit": "10个工作日"}),
        ("9-9", "pause.ended", "窗口"),
        ("9-9 12:00", "closed", "窗口"),
    )
    assert shares(found) == {"窗口": hours(8 * 24 + 3 - 48), REST: hours(48)}


def test_a_pause_that_nobody_was_told_of_is_the_time_of_the_unit() -> None:
    """A hearing without its time being told in writing: nothing is given back."""
    found = told(
        "9-30",
        RECEIVED,
        ACCEPTED,
        ("9-2", "pause.started", "窗口", {"ground": "听证", "form": "oral", "limit": "3个工作日"}),
        ("9-3", "pause.ended", "窗口"),
        ("9-3 12:00", "closed", "窗口"),
    )
    assert shares(found) == {"窗口": hours(51)}


def test_a_pause_that_begins_after_every_limit_ran_out_gives_nothing_back() -> None:
    """Received on 9-1 with five days, to 9-8, and no limit of the law; heard from 9-10 to 9-11."""
    found = told(
        "9-30",
        ("9-1", "received", "窗口", CASE),
        ("9-10", "pause.started", "窗口", {**HEARING, "limit": "3个工作日"}),
        ("9-11", "pause.ended", "窗口"),
        ("9-11 12:00", "closed", "窗口"),
    )
    assert shares(found) == {"窗口": hours(10 * 24 + 3 - 48), REST: hours(48)}


def test_what_a_pause_exceeds_is_the_time_of_the_unit() -> None:
    """Told were two working days after 9-2: 9-3 and 9-4, to the end of that day; it ended on 9-9.

    Paused 9-2 09:00 to 9-5 00:00, 63 hours; then two days of rest, 9-7 and 9-8 whole, 9 + 3 hours.
    """
    found = told(
        "9-30",
        RECEIVED,
        ACCEPTED,
        ("9-2", "pause.started", "窗口", {**HEARING, "limit": "2个工作日"}),
        ("9-9", "pause.ended", "窗口"),
        ("9-9 12:00", "closed", "窗口"),
    )
    assert shares(found) == {HEARD: hours(63), REST: hours(48), "窗口": hours(24 + 48 + 12)}


def test_a_pause_that_still_lasts_counts_up_to_the_instant_and_to_its_cap() -> None:
    """At noon of 9-3 it has taken 27 hours; at noon of Monday 9-7 its two days are over."""
    events: tuple[Happened, ...] = (
        RECEIVED,
        ACCEPTED,
        ("9-2", "pause.started", "窗口", {**HEARING, "limit": "2个工作日"}),
    )
    assert shares(told("9-3 12:00", *events)) == {"窗口": hours(24), HEARD: hours(27)}
    assert shares(told("9-7 12:00", *events)) == {
        "窗口": hours(24 + 12),
        HEARD: hours(63),
        REST: hours(48),
    }


def test_a_pause_that_asks_for_no_ground_waits_for_the_applicant() -> None:
    """A rule of the town: while the applicant is asked to come, from 9-2 to 9-3, nothing runs."""
    pack = sh.load_pack(
        PACK
        | {
            "id": "shiqiao-2",
            "events": {"come": {"title": "约申请人到场"}, "came": {"title": "申请人到场"}},
            "pauses": [
                {
                    "id": "coming",
                    "title": "等待申请人到场",
                    "of": ["matter.promised"],
                    "on": "come",
                    "until": "came",
                    "cite": "《石桥镇规定》一",
                }
            ],
        }
    )
    found = told(
        "9-30",
        ("9-1", "received", "窗口", CASE),
        ("9-2", "come", "窗口"),
        ("9-3", "came", "窗口"),
        ("9-4", "closed", "窗口"),
        registry=sh.Registry.of(pack),
    )
    assert len(found.duty("decide.promised").pauses) == 1
    assert shares(found) == {"窗口": hours(48), "申请人": hours(24)}


# ---- the superior


FORWARDED: Final[tuple[Happened, ...]] = (
    ("9-1", "received", "窗口", {**LICENCE, "must_forward": True}),
    ("9-1 10:00", "accepted", "窗口"),
    ("9-1 11:00", "forwarded", "窗口"),
)


def test_the_superior_has_it_from_its_receipt_to_its_answer() -> None:
    """Sent on 9-1, received on 9-2 at 09:00, answered on 9-4 at 09:00, closed at 12:00."""
    found = told(
        "9-30",
        *FORWARDED,
        ("9-2", "superior.received", "县局"),
        ("9-4", "superior.answered", "县局"),
        ("9-4 12:00", "closed", "窗口"),
    )
    assert shares(found) == {"窗口": hours(24 + 3), "县局": hours(48)}


def test_an_answer_gives_the_case_back_to_whoever_sent_it() -> None:
    """Handed over before it was sent: 乙窗口 sent it, and has it again after the answer."""
    found = told(
        "9-30",
        FORWARDED[0],
        FORWARDED[1],
        ("9-2", "handover.accepted", "乙窗口"),
        ("9-2", "forwarded", "乙窗口"),
        ("9-3", "superior.received", "县局"),
        ("9-4", "superior.answered", "县局"),
        ("9-4 12:00", "closed", "乙窗口"),
    )
    assert shares(found) == {"窗口": hours(24), "乙窗口": hours(24 + 3), "县局": hours(24)}


def test_an_answer_of_which_no_receipt_is_on_record_leaves_the_case_where_it_was() -> None:
    """Nobody wrote down that the superior had received it: the window has had it all along."""
    found = told(
        "9-30",
        *FORWARDED,
        ("9-4", "superior.answered", "县局"),
        ("9-4 12:00", "closed", "窗口"),
    )
    assert shares(found) == {"窗口": hours(75)}


def test_after_the_answer_of_a_superior_without_a_name_the_window_has_it_again() -> None:
    """Nobody wrote down which superior it was: after 9-4 at 09:00 the three hours are not its."""
    found = told(
        "9-30",
        *FORWARDED,
        ("9-2", "superior.received", ""),
        ("9-4", "superior.answered", ""),
        ("9-4 12:00", "closed", "窗口"),
    )
    last = found.responsibility.segments[-1]
    assert (last.until, last.shares) == (at("9-4 12:00"), (unit("窗口"),))
    assert shares(found).get("窗口", hours(0)) >= hours(24 + 3)


def test_a_handover_while_the_superior_has_it_says_who_has_it_afterwards() -> None:
    """乙窗口 took the file over on 9-3; after the answer of 9-4 it has the case until 12:00."""
    found = told(
        "9-30",
        *FORWARDED,
        ("9-2", "superior.received", "县局"),
        ("9-3", "handover.accepted", "乙窗口"),
        ("9-4", "superior.answered", "县局"),
        ("9-4 12:00", "closed", "乙窗口"),
    )
    assert found.responsibility.segments[-1].shares == (unit("乙窗口"),)


# ---- parts


def part(when: str, kind: str, name: str) -> Happened:
    """Return an event of the part of a unit."""
    noted = {"limit": "5个工作日"} if kind == "part.assigned" else {}
    return (when, kind, name, noted, name)


def test_units_share_the_time_in_which_all_have_a_part() -> None:
    """Two from 9-2 09:00: 24 hours each to 9-4 09:00; then 乙 alone for 24, to a Saturday 00:00."""
    found = told(
        "9-30",
        ("9-1", "received", "窗口", JOINT),
        part("9-2", "part.assigned", "甲局"),
        part("9-2", "part.assigned", "乙局"),
        part("9-4", "part.done", "甲局"),
        part("9-7", "part.done", "乙局"),
        ("9-7 10:00", "closed", "窗口"),
    )
    assert shares(found) == {
        "窗口": hours(24 + 1),
        "甲局": hours(24),
        "乙局": hours(24 + 15 + 9),
        REST: hours(48),
    }


def test_a_unit_with_two_parts_has_no_more_than_another_with_one() -> None:
    """The units share in equal parts, not the parts: 12 hours each of 24."""
    found = told(
        "9-3",
        ("9-2", "received", "窗口", JOINT),
        ("9-2", "part.assigned", "甲局", {"limit": "5个工作日"}, "一"),
        ("9-2", "part.assigned", "甲局", {"limit": "5个工作日"}, "二"),
        ("9-2", "part.assigned", "乙局", {"limit": "5个工作日"}, "三"),
    )
    assert shares(found) == {"甲局": hours(12), "乙局": hours(12)}


def test_what_cannot_be_split_evenly_still_adds_up_to_the_microsecond() -> None:
    """One hour and a microsecond among seven: 3 600 000 001 = 7 * 514 285 714 + 3."""
    started = at("9-2")
    events = [
        sh.Event(id="r", kind="received", occurred_at=started, unit="窗口", payload=JOINT),
        *(
            sh.Event(
                id=f"p{number}",
                kind="part.assigned",
                occurred_at=started,
                unit=f"{number}局",
                refs={"part": f"{number}"},
                payload={"limit": "5个工作日"},
            )
            for number in range(7)
        ),
    ]
    as_of = started + hours(1) + timedelta.resolution
    found = REGISTRY.assess(sh.Timeline.of(events), as_of=as_of).responsibility
    assert found.total == hours(1) + timedelta.resolution
    each = 514_285_714 * timedelta.resolution
    assert sorted(found.shares.values()) == [each] * 4 + [each + timedelta.resolution] * 3


# ---- ended, and reopened


def test_between_its_end_and_its_reopening_a_case_is_nobodys() -> None:
    """Closed on 9-2 at 09:00, reopened on 9-9 at 09:00: seven days, rest days too."""
    found = told(
        "9-30",
        ("9-1", "received", "甲窗口", CASE),
        ("9-2", "closed", "甲窗口"),
        ("9-3", "delivered", "甲窗口"),
        ("9-9", "reopened", "乙窗口"),
        ("9-9 12:00", "closed", "乙窗口"),
    )
    assert shares(found) == {"甲窗口": hours(24), NOBODY: hours(7 * 24), "乙窗口": hours(3)}


def test_a_decision_that_is_taken_up_again_leaves_no_gap() -> None:
    """A case that is decided has not ended: between 9-2 and 9-3 it is the window's still."""
    found = told(
        "9-30",
        ("9-1", "received", "甲窗口", CASE),
        ("9-2", "decided", "甲窗口", {"outcome": "refused"}),
        ("9-3", "reopened", "乙窗口"),
        ("9-3 12:00", "closed", "乙窗口"),
    )
    assert shares(found) == {"甲窗口": hours(48), "乙窗口": hours(3)}


def test_a_pause_that_nobody_ended_ends_with_the_case() -> None:
    """Ten days were told on 9-2, but on 9-3 it was closed, and on 9-8 another window reopened it.

    From 9-3 09:00 to 9-8 09:00 it had ended; the three hours from then on are the other window's.
    """
    found = told(
        "9-8 12:00",
        RECEIVED,
        ACCEPTED,
        ("9-2", "pause.started", "窗口", {**HEARING, "limit": "10个工作日"}),
        ("9-3", "closed", "窗口"),
        ("9-8", "reopened", "乙窗口"),
    )
    assert shares(found) == {
        "窗口": hours(24),
        HEARD: hours(24),
        NOBODY: hours(5 * 24),
        "乙窗口": hours(3),
    }


def test_a_part_that_nobody_finished_is_over_when_the_case_is_reopened() -> None:
    """A unit that takes a case over has it: ``reopened`` takes (the table of events says so)."""
    found = told(
        "9-9 12:00",
        ("9-1", "received", "窗口", JOINT),
        part("9-2", "part.assigned", "甲局"),
        ("9-3", "closed", "窗口"),
        ("9-9", "reopened", "乙窗口"),
    )
    assert shares(found) == {
        "窗口": hours(24),
        "甲局": hours(24),
        NOBODY: hours(6 * 24),
        "乙窗口": hours(3),
    }


def test_what_silence_ends_takes_no_more_time() -> None:
    """安阳市: who supplies nothing in the time told has withdrawn when that time is up.

    Told on 2026-9-1 at 10:00, three working days: 9-4 at 24:00, 86 hours later.
    """
    found = sh.Registry.of().assess(
        sh.Timeline.of(
            [
                sh.Event(
                    id="r",
                    kind="received",
                    occurred_at=at("9-1"),
                    unit="窗口",
                    payload=FACTS | {"other_materials": "missing_affecting"},
                ),
                sh.Event(
                    id="n",
                    kind="notice.supplement",
                    occurred_at=at("9-1 10:00"),
                    unit="窗口",
                    payload={"limit": "3个工作日", "missing": ["证"]},
                ),
            ]
        ),
        as_of=at("9-30"),
        division="4105",
    )
    until = found.duty("anyang.supply").due_at
    assert until is not None
    assert found.state is sh.CaseState.WITHDRAWN
    assert shares(found) == {"窗口": hours(1), "申请人": until - at("9-1 10:00")}


# ---- days of which nothing is known


def test_before_2004_nobody_knows_which_days_were_rest_days() -> None:
    """Friday 2003-11-07 09:00 to Monday 11-10 09:00: three days, all of them the unit's."""
    first = datetime(2003, 11, 7, 9, tzinfo=SHANGHAI)
    events = [
        sh.Event(id="r", kind="received", occurred_at=first, unit="窗口"),
        sh.Event(id="c", kind="closed", occurred_at=first + hours(72), unit="窗口"),
    ]
    found = sh.Registry.of().assess(sh.Timeline.of(events), as_of=first + hours(100), division="53")
    assert shares(found) == {"窗口": hours(72)}


# ---- of every case


STEPS: Final = st.sampled_from(
    [
        ("handover.offered", "甲窗口"),
        ("handover.accepted", "乙窗口"),
        ("forwarded", "甲窗口"),
        ("superior.received", "县局"),
        ("superior.answered", "县局"),
        ("pause.started", "甲窗口"),
        ("pause.ended", "甲窗口"),
        ("notice.supplement", "甲窗口"),
        ("materials.completed", ""),
        ("part.assigned", "一局"),
        ("part.assigned", "二局"),
        ("part.done", "一局"),
        ("accepted", "甲窗口"),
        ("closed", "甲窗口"),
        ("reopened", "丙窗口"),
    ]
)


@given(
    st.lists(st.tuples(STEPS, st.integers(0, 5_000)), max_size=12),
    st.integers(0, 60 * 24 * 60),
)
def test_every_moment_belongs_to_somebody_once(
    said: list[tuple[tuple[str, str], int]], length: int
) -> None:
    """Whatever happens: stretches follow without gap or overlap, and the shares add up."""
    when = at("9-1")
    events = [sh.Event(id="r", kind="received", occurred_at=when, unit="甲窗口", payload=LICENCE)]
    for number, ((kind, name), wait) in enumerate(said):
        when += timedelta(minutes=wait)
        told_then: Data = {**HEARING, "limit": "3个工作日"} if kind != "part.done" else {}
        refs = {"part": name} if kind.startswith("part") else {}
        one = sh.Event(
            id=f"e{number:02}", kind=kind, occurred_at=when, unit=name, payload=told_then, refs=refs
        )
        try:
            sh.Timeline.of([*events, one])
        except sh.FaultyDataError:
            continue
        events.append(one)
    as_of = at("9-1") + timedelta(minutes=length)
    case = REGISTRY.assess(sh.Timeline.of(events), as_of=as_of)
    found = case.responsibility
    assert sum(found.shares.values(), hours(0)) == found.total
    assert all(one.until == other.since for one, other in pairwise(found.segments))
    assert all(one.shares != other.shares for one, other in pairwise(found.segments))
    assert all(one.since < one.until and one.shares for one in found.segments)
    if found.segments:
        assert found.segments[0].since == at("9-1")
    is_open = case.state not in (sh.CaseState.CLOSED, sh.CaseState.WITHDRAWN)
    if is_open:
        assert found.total == as_of - at("9-1")
