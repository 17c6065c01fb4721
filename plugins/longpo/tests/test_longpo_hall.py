"""The life of the station 龙坡: attendance, duty, meetings, equipment, premises, emergencies.

Expected values are read off the sentences in ``source.txt``; the days are those of the State
Council notice of 2026: Monday 14 to Friday 18 September are working days, 1 to 7 October is the
national holiday. The station prints no hours: those of ``WITH_HOURS`` are made up, as persons are.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import servicehall_longpo

import servicehall as sh
from servicehall.accountability import detect_turns
from servicehall.ledgers import register_rows
from servicehall.notices import draft

SOURCE = (Path(__file__).parent / "source.txt").read_text(encoding="utf-8")
STATION = "460203/longpo"
SHANGHAI = ZoneInfo("Asia/Shanghai")
ON = date(2026, 9, 1)
REGISTRY = sh.Registry.of(servicehall_longpo.pack)
POLICY = REGISTRY.policy(STATION, on=ON)
HOURS = {"id": "hours", "sessions": ["08:00-12:00", "14:30-17:30"], "cite": "《虚构的作息》一"}
WITH_HOURS = sh.Registry.of(
    servicehall_longpo.pack,
    sh.load_pack({"id": "longpo-hours", "division": STATION, "hours": [HOURS]}),
).policy(STATION, on=ON)

Happening = tuple[datetime, str, dict[str, Any]]
"""An instant, what happened, and what was noted; ``actor`` and ``refs`` among it."""


def sep(day: int, hour: int = 9, minute: int = 0) -> datetime:
    """Return an instant of September 2026; the 31st is 1 October."""
    first = datetime(2026, 9, 1, hour, minute, tzinfo=SHANGHAI)
    return first + timedelta(days=day - 1)


END = sep(30)


def on(at: datetime, kind: str, **noted: Any) -> Happening:
    """Write down what happened."""
    return at, kind, noted


def event(number: int, happening: Happening) -> sh.Event:
    """Return it as an event."""
    at, kind, noted = happening
    payload = dict(noted)
    made = {"actor": payload.pop("actor", ""), "refs": payload.pop("refs", {})}
    return sh.Event(id=f"{number:03}", kind=kind, occurred_at=at, payload=payload, **made)


def events(*happened: Happening) -> list[sh.Event]:
    """Return events."""
    return [event(number, one) for number, one in enumerate(happened)]


def assess(*happened: Happening, until: datetime = END) -> sh.Assessment:
    """Assess what happened at the station."""
    timeline = sh.Timeline.of(events(*happened))
    return REGISTRY.assess(timeline, as_of=until, division=STATION)


def became(found: sh.Assessment, duty: str) -> str:
    """Return what became of a duty, of several the last; empty where it has not begun."""
    return {one.duty.id: one.status.value for one in found.duties}.get(duty, "")


def of(thing: str, *happened: Happening) -> list[Happening]:
    """Let what happened be about one thing."""
    return [(at, kind, {**noted, "refs": {thing: "1"}}) for at, kind, noted in happened]


def turns(
    duty: str,
    first: datetime,
    last: datetime,
    *happened: Happening,
    policy: sh.Policy = POLICY,
    as_of: datetime | None = None,
    **staff: list[str],
) -> tuple[sh.Turn, ...]:
    """Return what became of a duty that recurs."""
    return sh.rounds(
        policy,
        events(*happened),
        first.date(),
        last.date(),
        as_of=as_of or last + timedelta(days=100),
        staff=staff,
        duties=[duty],
    )


def told(found: tuple[sh.Turn, ...]) -> list[tuple[int, str]]:
    """Return the day of each turn, and what became of it."""
    return [(one.occurrence.due.day, one.status.value) for one in found]


# ---- attendance

FRIDAY, MONDAY = sep(11), sep(14)


def signing(*happened: Happening, duty: str = "attendance.sign-in") -> sh.Turn:
    """Return what became of the attendance of 王芳 on Monday the 14th, when 8:00 is opening."""
    (turn,) = turns(duty, MONDAY, MONDAY, *happened, policy=WITH_HOURS, staff=["王芳"])
    return turn


def verdict(turn: sh.Turn) -> str:
    """Return what a table makes of it."""
    assert isinstance(turn.verdict, sh.Decision)
    return str(turn.verdict.outcome)


def signed(hour: int, minute: int, kind: str = "signed_in") -> Happening:
    """Let 王芳 sign on the Monday."""
    return on(sep(14, hour, minute), kind, actor="王芳")


LEAVE = on(FRIDAY, "leave.approved", actor="王芳", first_day="2026-09-14", last_day="2026-09-15")
CALLED = on(sep(14, 7), "leave.telephoned", actor="王芳")


@pytest.mark.requirement("R-221", "R-222")
@pytest.mark.parametrize(
    ("happened", "status", "expected", "breach"),
    [
        pytest.param([signed(7, 50)], "fulfilled", "present", "", id="before eight"),
        pytest.param([signed(8, 0)], "fulfilled", "present", "", id="at eight"),
        pytest.param([signed(8, 1)], "breached", "late", "late", id="a minute late"),
        pytest.param([signed(8, 30)], "breached", "late", "late", id="half an hour"),
        pytest.param([signed(8, 31)], "breached", "absent", "absent", id="more"),
        pytest.param([], "breached", "absent", "absent", id="never"),
        pytest.param([LEAVE], "excused", "on_leave", "", id="on leave"),
    ],
)
def test_half_an_hour_parts_late_from_absent(
    happened: list[Happening], status: str, expected: str, breach: str
) -> None:
    """迟到半小时内,视为迟到;半小时以上并未请假者,视为缺席: it is laid to 王芳."""
    turn = signing(*happened)
    assert (turn.status.value, verdict(turn), turn.breach) == (status, expected, breach)
    found = detect_turns([turn], WITH_HOURS).findings
    assert [(one.breach, one.subjects) for one in found] == (
        [(breach, {"person": "王芳"})] if breach else []
    )


@pytest.mark.requirement("R-221")
def test_without_hours_nobody_is_late() -> None:
    """The rules print no hours: nothing is made up."""
    (turn,) = turns("attendance.sign-in", MONDAY, MONDAY, signed(11, 0), staff=["王芳"])
    assert (turn.status.value, turn.verdict, turn.breach) == ("dormant", None, "")


@pytest.mark.requirement("R-224")
@pytest.mark.parametrize(
    ("happened", "expected", "breach"),
    [
        ([signed(17, 30, "signed_out")], "present", ""),
        ([signed(17, 29, "signed_out")], "left_early", "left_early"),
        ([signed(12, 0, "signed_out"), signed(17, 35, "signed_out")], "present", ""),
        ([], "not_stated", ""),
        ([LEAVE], "on_leave", ""),
    ],
)
def test_nobody_leaves_early(happened: list[Happening], expected: str, breach: str) -> None:
    """不得提前下班; nobody has to sign out, so of who did not, nothing is said."""
    turn = signing(*happened, duty="attendance.leaving")
    assert (verdict(turn), turn.breach) == (expected, breach)


@pytest.mark.requirement("R-224")
def test_attendance_is_counted_every_day() -> None:
    """负责人负责每天考勤统计: of two days one; not on the Saturday."""
    counted = on(sep(17), "attendance.counted")
    found = turns("attendance.statistics", sep(17), sep(19), counted)
    assert told(found) == [(17, "fulfilled"), (18, "breached")]


@pytest.mark.requirement("R-224")
@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"leaving_spot_checked": True}, "met"),
        ({"leaving_spot_checked": False}, "failed"),
        ({}, "unknown"),
    ],
)
def test_the_head_makes_spot_checks(facts: dict[str, bool], expected: str) -> None:
    """由便民服务站负责人进行不定时抽查: how often is not printed, as with hygiene."""
    found = {one.standard.id: one.status.value for one in POLICY.check_standards(facts)}
    assert found["spot-checks"] == expected


@pytest.mark.requirement("R-233", "R-318")
@pytest.mark.parametrize(("posted", "expected"), [(14, "fulfilled"), (15, "breached")])
def test_the_result_of_a_week_is_posted_on_monday(posted: int, expected: str) -> None:
    """每周一公布上周考勤结果."""
    found = turns("attendance.result", MONDAY, sep(20), on(sep(posted), "attendance.posted"))
    assert told(found) == [(14, expected)]


@pytest.mark.requirement("R-233")
def test_a_monday_of_rest_is_made_up_for() -> None:
    """Monday 5 October is a holiday; the next working day is Thursday the 8th."""
    found = turns("attendance.result", sep(35), sep(38), on(sep(38), "attendance.posted"))
    assert told(found) == [(8, "fulfilled")]


@pytest.mark.requirement("R-233")
@pytest.mark.parametrize(
    ("down", "expected"),
    [(sep(21, 9), "breached"), (sep(21, 9, 1), "fulfilled"), (None, "fulfilled")],
)
def test_it_hangs_for_a_week(down: datetime | None, expected: str) -> None:
    """公示时间一周: posted on Monday the 14th at nine, it ends on Monday the 21st at nine."""
    happened = [on(sep(14, 9), "attendance.posted")]
    happened += [on(down, "attendance.taken-down")] if down else []
    assert became(assess(*of("result", *happened)), "attendance.result.week") == expected


# ---- leave

BEGAN = on(MONDAY, "leave.began", actor="王芳")


@pytest.mark.requirement("R-223", "R-232")
@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ([], {"away_without_leave"}),
        ([on(sep(13), "leave.requested", actor="王芳")], {"away_without_leave"}),
        ([on(sep(13), "leave.refused", actor="站长")], {"away_without_leave"}),
        ([on(sep(12), "substitute.named"), on(sep(13), "leave.approved", actor="站长")], set()),
        ([CALLED], set()),
    ],
)
def test_leave_without_approval_is_absence_without_leave(
    before: list[Happening], expected: set[str]
) -> None:
    """未经批准休假的,一律视为旷工; a call to the head will do in an emergency."""
    found = assess(*of("leave", *before, BEGAN))
    assert {one.duty.breach for one in found.breaches} == expected
    for one in found.breaches:
        assert str(found.bearer(one)) == "请假人（王芳）"


@pytest.mark.requirement("R-232")
@pytest.mark.parametrize(
    ("called", "completed", "expected"),
    [
        (True, sep(17), "fulfilled"),
        (True, sep(15), "fulfilled"),
        (True, None, "open"),
        (False, None, ""),
    ],
)
def test_after_an_urgent_leave_the_papers_follow(
    *, called: bool, completed: datetime | None, expected: str
) -> None:
    """假满后,要尽快补全手续: no figure; who asked in the usual way has them already."""
    asked = CALLED if called else on(sep(13), "leave.requested", actor="王芳")
    happened = [asked, on(sep(16), "leave.ended", actor="王芳")]
    happened += [on(completed, "leave.papers-completed", actor="王芳")] if completed else []
    assert became(assess(*of("leave", *happened)), "leave.papers") == expected


@pytest.mark.requirement("R-232")
def test_who_called_in_time_is_on_leave() -> None:
    """No signing in that day."""
    assert verdict(signing(CALLED)) == "on_leave"


# ---- outings

CARD = on(sep(14, 8, 50), "outing.card-shown", actor="王芳", card_kind="counter")
CONSENT = on(sep(14, 8, 30), "outing.approved", actor="站长")
SUBSTITUTE = on(sep(14, 8, 40), "substitute.named", actor="站长")
OUT = on(sep(14, 9), "outing.began", actor="王芳")


def back(hour: int, minute: int) -> Happening:
    """Let 王芳 come back."""
    return on(sep(14, hour, minute), "outing.ended", actor="王芳")


@pytest.mark.requirement("R-225", "R-223")
@pytest.mark.parametrize(
    ("happened", "expected"),
    [
        pytest.param([CARD, OUT, back(9, 30)], "fulfilled", id="half an hour"),
        pytest.param([CARD, OUT, back(9, 31)], "breached", id="a minute more"),
        pytest.param([CARD, OUT], "breached", id="never back"),
        pytest.param([CARD, CONSENT, SUBSTITUTE, OUT, back(11, 0)], "", id="with consent"),
        pytest.param(
            [CARD, OUT, on(sep(14, 9, 10), "outing.approved"), back(11, 0)],
            "breached",
            id="consent came later",
        ),
    ],
)
def test_beyond_half_an_hour_the_head_must_agree(happened: list[Happening], expected: str) -> None:
    """外出超过30分钟的,同意后方能离开; without it, it is absence without leave."""
    found = assess(*of("outing", *happened))
    assert became(found, "outing.over-half-hour") == expected
    breaches = {one.duty.breach for one in found.breaches}
    assert breaches == ({"away_without_leave"} if expected == "breached" else set())
    assert became(found, "outing.leave") == ""


WHY = {"leave_reason": "到区里开会", "contact": "88650000"}


@pytest.mark.requirement("R-225")
@pytest.mark.parametrize(
    ("happened", "expected"),
    [
        ([SUBSTITUTE], "discharged"),
        ([on(sep(14, 8, 20), "substitute.named")], ""),
        ([on(sep(14, 8, 40), "outing.explained", actor="王芳", **WHY)], "fulfilled"),
        ([on(sep(14, 8, 40), "outing.explained", actor="王芳", **{**WHY, "contact": ""})], "late"),
        ([on(sep(14, 9, 40), "outing.explained", actor="王芳", **WHY)], "late"),
        ([], "late"),
    ],
)
def test_a_window_is_covered_or_says_why_it_is_empty(
    happened: list[Happening], expected: str
) -> None:
    """安排顶岗人员; 无人顶岗的, reason and contact are posted before 王芳 goes."""
    found = assess(*of("outing", CARD, CONSENT, *happened, OUT, back(11, 0)))
    assert became(found, "outing.cover") == expected.replace("late", "breached")
    if expected == "late":
        assert str(found.bearer(found.duty("outing.cover/1"))) == "外出人（王芳）"


@pytest.mark.requirement("R-236")
@pytest.mark.parametrize(
    ("card", "expected"),
    [
        ([CARD], set()),
        ([on(sep(14, 8, 50), "outing.card-shown", card_kind="screen")], set()),
        ([on(sep(14, 8, 50), "outing.card-shown", card_kind="other")], {"outing.card.proper"}),
        ([on(sep(14, 9, 5), "outing.card-shown", card_kind="counter")], {"outing.card"}),
        ([], {"outing.card"}),
    ],
)
def test_whoever_leaves_the_window_shows_the_card(
    card: list[Happening], expected: set[str]
) -> None:
    """正中间摆放告知牌或在双屏上显示告知, before going; no other way, however short the outing."""
    found = assess(*of("outing", *card, OUT, back(9, 10)))
    assert {one.duty.id for one in found.breaches} == expected


# ---- on duty


@pytest.mark.requirement("R-239")
def test_group_heads_come_on_thursday_mornings() -> None:
    """The 17th: one came, one after noon only, one asked for leave in writing, one otherwise."""
    happened = [
        on(sep(17, 9), "signed_in", actor="甲"),
        on(sep(17, 15), "signed_in", actor="乙"),
        on(sep(16), "leave.written", actor="丙", first_day="2026-09-17"),
        on(sep(16), "leave.approved", actor="丁", first_day="2026-09-17"),
    ]
    heads = ["甲", "乙", "丙", "丁"]
    found = turns("group-head.thursday", MONDAY, sep(20), *happened, group_head=heads)
    statuses = ["fulfilled", "breached", "excused", "breached"]
    assert [(one.who, one.status.value) for one in found] == list(zip(heads, statuses, strict=True))
    assert {one.occurrence.due for one in found} == {date(2026, 9, 17)}


@pytest.mark.requirement("R-239")
def test_a_group_head_who_does_not_come_is_named_before_all() -> None:
    """对执行不力的小组长予以通报, once it is verified."""
    (turn,) = turns("group-head.thursday", sep(17), sep(17), group_head=["乙"])
    (finding,) = detect_turns([turn], POLICY).findings
    verified = finding.with_ruling(sh.Ruling(state="verified", at=sep(18)))
    proposed = sh.propose_sanctions([verified], REGISTRY, as_of=sep(19)).proposed
    assert [one.measure.title for one in proposed if one.measure] == ["予以通报"]


@pytest.mark.requirement("R-239")
def test_no_group_head_comes_on_a_thursday_of_rest() -> None:
    """1 October is a holiday."""
    assert turns("group-head.thursday", sep(31), sep(31), group_head=["甲"]) == ()


@pytest.mark.requirement("R-239")
@pytest.mark.parametrize(
    ("leave", "expected"), [("leave.written", {}), ("leave.approved", None), ("", None)]
)
def test_a_group_head_leaves_with_written_leave_only(
    leave: str, expected: dict[str, str] | None
) -> None:
    """确因工作需要离开的,应作书面请假: leave by word of mouth is none; it is laid to who left."""
    asked = [on(sep(17, 9, 30), leave, actor="乙")] if leave else []
    left = on(sep(17, 10), "group-head.left", actor="乙")
    found = assess(*of("absence", *asked, left))
    blamed = {one.duty.breach: found.bearer(one).actor for one in found.breaches}
    assert blamed == ({"group_head_neglect": "乙"} if expected is None else expected)


@pytest.mark.requirement("R-239")
@pytest.mark.parametrize("duty", ["group-head.thursday", "group-head.leave"])
def test_that_once_is_neglect_is_our_reading(duty: str) -> None:
    """对执行不力的小组长予以通报: the sentence does not say what 执行不力 is."""
    citation = POLICY.duties[duty].settled.citation
    assert citation.confidence is sh.Confidence.INFERRED


@pytest.mark.requirement("R-240")
def test_a_roster_is_posted_for_each_week() -> None:
    """周一至周日值班表: for the week of the 14th it was, for that of the 21st not; seven days."""
    found = turns("rota.post", MONDAY, sep(27), on(MONDAY, "rota.posted"))
    assert told(found) == [(20, "fulfilled"), (27, "breached")]
    labels = ["周一", "周二", "周三", "周四", "周五", "周六", "周日"]
    assert list(POLICY.forms["rota"].items.values()) == labels


def watch(who: str, came: datetime, left: datetime | None) -> list[Happening]:
    """Let somebody be on duty."""
    stay = [on(came, "duty.staff-on", actor=who)]
    return stay + ([on(left, "duty.staff-off", actor=who)] if left else [])


NIGHTS = [
    *watch("甲", sep(18, 12), sep(18, 14, 30)),
    *watch("甲", sep(18, 17, 30), sep(19, 8)),
    *watch("乙", sep(19, 8), sep(20, 8)),
]
"""From the midday of Friday the 18th to the morning of the make-up Sunday."""


@pytest.mark.requirement("R-241", "R-240")
def test_somebody_is_there_whenever_the_station_is_closed() -> None:
    """Saturday the 19th all day: handed over at eight, without a gap."""
    found = turns("rota.coverage", sep(19), sep(19), *NIGHTS, policy=WITH_HOURS)
    assert told(found) == [(19, "fulfilled")]


@pytest.mark.requirement("R-241")
def test_a_handover_that_leaves_a_gap_is_a_breach() -> None:
    """甲 goes at eight, 丙 comes at nine: an hour without anybody, from eight on."""
    happened = [*NIGHTS[:4], *watch("丙", sep(19, 9), sep(20, 8))]
    (turn,) = turns("rota.coverage", sep(19), sep(19), *happened, policy=WITH_HOURS)
    assert turn.gaps == ((sep(19, 8), sep(19, 9)),)
    assert (turn.status.value, turn.broken_at, turn.breach) == (
        "breached",
        sep(19, 8),
        "duty_neglected",
    )


@pytest.mark.requirement("R-241")
def test_whose_leaving_nobody_noted_covers_nothing() -> None:
    """乙 came on Saturday, and nothing says how long; that is told."""
    happened = [*NIGHTS[:4], *watch("乙", sep(19, 8), None)]
    (turn,) = turns("rota.coverage", sep(19), sep(19), *happened, policy=WITH_HOURS)
    assert [one.actor for one in turn.unended] == ["乙"]
    assert turn.status.value == "breached"


@pytest.mark.requirement("R-241")
@pytest.mark.parametrize("duty", ["rota.coverage", "rota.leader"])
def test_without_hours_nobody_knows_when_it_is_closed(duty: str) -> None:
    """The rules print none."""
    assert told(turns(duty, sep(19), sep(19), *NIGHTS)) == [(19, "dormant")]


@pytest.mark.requirement("R-015")
@pytest.mark.parametrize(
    ("duty", "kind"), [("rota.coverage", "duty.staff"), ("rota.leader", "duty.leader")]
)
@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (sep(14, 8), [(12, "fulfilled"), (13, "fulfilled")]),
        (sep(13, 18), [(12, "fulfilled"), (13, "breached")]),
        (sep(12, 18), [(12, "breached"), (13, "breached")]),
    ],
    ids=["to Monday", "to Sunday evening", "to Saturday evening"],
)
def test_one_shift_may_last_the_whole_weekend(
    duty: str, kind: str, until: datetime, expected: list[tuple[int, str]]
) -> None:
    """周六、周日和非工作时间确定带班领导和值班人员: from Friday 17:30 on; nobody begins anew."""
    nights = [
        on(sep(10, 17, 30), f"{kind}-on", actor="甲"),
        on(sep(11, 8), f"{kind}-off", actor="甲"),
        on(sep(11, 12), f"{kind}-on", actor="甲"),
        on(sep(11, 14, 30), f"{kind}-off", actor="甲"),
    ]
    weekend = [on(sep(11, 17, 30), f"{kind}-on", actor="乙"), on(until, f"{kind}-off", actor="乙")]
    found = turns(duty, sep(12), sep(13), *nights, *weekend, policy=WITH_HOURS)
    assert told(found) == expected


@pytest.mark.requirement("R-242")
@pytest.mark.parametrize(
    ("left_out", "expected"),
    [
        ("", ""),
        ("watch.leave-approved", "breached"),
        ("watch.replaced", "breached"),
        ("watch.handed-over", "breached"),
    ],
)
def test_who_is_on_duty_leaves_when_three_things_are_done(left_out: str, expected: str) -> None:
    """需经领导批准,并重新安排值班人员做好交接工作后方可离岗."""
    kinds = ["watch.leave-approved", "watch.replaced", "watch.handed-over"]
    done = [on(sep(19, 8, n), kind) for n, kind in enumerate(kinds) if kind != left_out]
    found = assess(*of("watch", *done, on(sep(19, 9), "watch.left", actor="甲")))
    assert became(found, "watch.leave") == expected
    if expected:
        assert str(found.bearer(found.duty("watch.leave/1"))) == "值班人员（甲）"


@pytest.mark.requirement("R-246")
@pytest.mark.parametrize("kind", ["call", "fax", "notice"])
def test_what_comes_in_is_recorded_and_passed_on(kind: str) -> None:
    """记录准确,上传下达信息及时: two duties of whoever is on duty, open until done."""
    came = on(sep(19), "message.received", actor="甲", message_kind=kind)
    noted, passed = on(sep(19, 10), "message.recorded"), on(sep(19, 11), "message.passed-on")
    pair = ("message.record", "message.pass-on")
    half = assess(*of("message", came, noted))
    assert [became(half, name) for name in pair] == ["fulfilled", "open"]
    assert str(half.bearer(half.duty("message.pass-on/1"))) == "值班人员（甲）"
    whole = assess(*of("message", came, noted, passed))
    assert [became(whole, name) for name in pair] == ["fulfilled", "fulfilled"]


# ---- meetings and training


@pytest.mark.requirement("R-248")
def test_a_meeting_is_held_each_quarter() -> None:
    """In the second quarter on 30 June, in the third none."""
    held = on(datetime(2026, 6, 30, 14, tzinfo=SHANGHAI), "meeting.held")
    found = turns("meeting.quarterly", datetime(2026, 4, 1, tzinfo=SHANGHAI), END, held)
    assert [one.status.value for one in found] == ["fulfilled", "breached"]
    assert [one.occurrence.due for one in found] == [date(2026, 6, 30), date(2026, 9, 30)]


def standards(**facts: object) -> Mapping[str, str]:
    """Return whether each standard is met."""
    return {one.standard.id: one.status.value for one in POLICY.check_standards(facts)}


@pytest.mark.requirement("R-248")
@pytest.mark.parametrize(
    ("days", "disturbs", "expected"),
    [
        ("0.5", False, ("met", "met")),
        ("1", True, ("failed", "failed")),
        ("0.5", None, ("met", "unknown")),
    ],
)
def test_a_meeting_takes_half_a_day_and_disturbs_nobody(
    days: str, *, disturbs: bool | None, expected: tuple[str, str]
) -> None:
    """会期半天; 不影响群众办事."""
    found = standards(meeting_days=Decimal(days), meeting_disturbs=disturbs)
    assert (found["meeting.half-day"], found["meeting.service"]) == expected


@pytest.mark.requirement("R-248")
def test_the_head_records_the_meeting() -> None:
    """负责人负责考勤和记录."""
    held = on(MONDAY, "meeting.held")
    assert became(assess(*of("meeting", held)), "meeting.record") == "open"
    noted = on(sep(15), "meeting.recorded")
    assert became(assess(*of("meeting", held, noted)), "meeting.record") == "fulfilled"


@pytest.mark.requirement("R-249")
@pytest.mark.parametrize(
    ("happened", "expected"),
    [
        (["staff.assigned", "staff.started"], "breached"),
        (["staff.assigned", "training.special", "staff.started"], "breached"),
        (["staff.assigned", "training.pre-post", "staff.started"], ""),
        (["staff.assigned", "staff.started", "training.pre-post"], "breached"),
        (["staff.started"], ""),
    ],
)
def test_who_is_new_is_trained_before_working(happened: list[str], expected: str) -> None:
    """对新派驻窗口的工作人员,在其上岗前: only for who is new, and only the training for it."""
    course = [on(sep(14 + n), kind, actor="新人") for n, kind in enumerate(happened)]
    assert became(assess(*of("posting", *course)), "training.before-post") == expected


@pytest.mark.requirement("R-249")
@pytest.mark.parametrize("kind", ["training.pre-post", "training.special", "training.renewal"])
def test_each_training_is_assessed_filed_and_reported(kind: str) -> None:
    """Three kinds; 建立培训档案,并及时上报备案; the district's centre bears it."""
    done = ["training.assessed", "training.archived", "training.reported"]
    duties = ["training.assess", "training.archive", "training.report"]
    held = assess(*of("course", on(MONDAY, kind)))
    assert [became(held, name) for name in duties] == ["open"] * 3
    assert str(held.bearer(held.duty("training.archive/1"))) == "区行政服务中心"
    after = [on(sep(15 + n), name) for n, name in enumerate(done)]
    whole = assess(*of("course", on(MONDAY, kind), *after))
    assert [became(whole, name) for name in duties] == ["fulfilled"] * 3


# ---- by appointment, at home, the contact card, reports


@pytest.mark.requirement("R-202")
@pytest.mark.parametrize(
    ("special", "served", "expected"),
    [
        (True, sep(19, 16), "fulfilled"),
        (True, sep(21), "breached"),
        (True, None, "breached"),
        (False, None, ""),
        (None, None, "dormant"),
    ],
)
def test_by_appointment_matters_are_handled_on_days_of_rest(
    special: bool | None,  # noqa: FBT001  # a column
    served: datetime | None,
    expected: str,
) -> None:
    """Agreed for Saturday the 19th: that day, and not on the Monday after it."""
    assert not POLICY.calendar.is_workday(date(2026, 9, 19))
    happened = [on(MONDAY, "booking.agreed", limit="2026-09-19", special_case=special)]
    happened += [on(served, "booking.served")] if served else []
    assert became(assess(*of("booking", *happened)), "booking.serve") == expected


@pytest.mark.requirement("R-199")
@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"service_area": "support"}, "open"),
        ({"service_area": "civil_affairs"}, "open"),
        ({"service_area": "social_security"}, "open"),
        ({"service_area": "other", "limited_mobility": True}, "open"),
        ({"service_area": "other", "limited_mobility": False}, ""),
        ({"service_area": "other"}, "dormant"),
    ],
)
def test_whom_the_station_serves_at_home(facts: dict[str, Any], expected: str) -> None:
    """惠民帮扶、民政、社保等, or who can hardly walk."""
    asked = on(MONDAY, "home.requested", **facts)
    assert became(assess(*of("home", asked)), "home.serve") == expected
    served = assess(*of("home", asked, on(sep(15), "home.served")))
    assert became(served, "home.serve") == expected.replace("open", "fulfilled")


@pytest.mark.requirement("R-199")
@pytest.mark.parametrize(("special", "expected"), [(True, "open"), (False, "")])
def test_whom_an_agent_visits(*, special: bool, expected: str) -> None:
    """对孤寡、伤病(残)、五保等特殊对象,实行上门代办服务."""
    asked = on(MONDAY, "home.agency-requested", special_person=special)
    found = assess(*of("home", asked))
    assert became(found, "home.agency") == expected
    if expected:
        assert found.bearer(found.duty("home.agency/1")).role == "代办员"


@pytest.mark.requirement("R-208")
def test_a_contact_card_names_the_telephone() -> None:
    """制定发放便民联系卡,公布联系电话; no number is printed, none is made up."""
    form = POLICY.forms["contact-card"]
    assert dict(form.items) == {"phone": "联系电话"}
    assert form.missing({"phone": " "}) == {"phone": "联系电话"}


@pytest.mark.requirement("R-317")
def test_the_agent_reports_each_month() -> None:
    """报送每月办件情况: in August, not in September."""
    sent = on(datetime(2026, 8, 28, 9, tzinfo=SHANGHAI), "agency.reported")
    first = datetime(2026, 8, 1, tzinfo=SHANGHAI)
    found = turns("agency.monthly", first, END, sent, agent=["赵六"])
    assert [one.status.value for one in found] == ["fulfilled", "breached"]
    assert found[1].bearers == ("赵六",)


# ---- what enters and leaves; guides

STEPS = ["entry.reviewed", "entry.committee-reported", "entry.decided", "entry.done"]


@pytest.mark.requirement("R-061")
@pytest.mark.parametrize(
    ("left_out", "expected"),
    [
        ("", set()),
        ("entry.reviewed", {"entry.review"}),
        ("entry.committee-reported", {"entry.decide"}),
        ("entry.decided", {"entry.decide"}),
    ],
)
def test_a_matter_enters_step_by_step(left_out: str, expected: set[str]) -> None:
    """初审并逐级报居(村)委会和上级主管部门决定: each step before the next."""
    kinds = ["entry.proposed", *(one for one in STEPS if one != left_out)]
    found = assess(*of("entry", *(on(sep(14 + n), kind) for n, kind in enumerate(kinds))))
    assert {one.duty.id for one in found.breaches} == expected


@pytest.mark.requirement("R-061")
@pytest.mark.parametrize(
    ("noted", "expected"),
    [
        ({"window_nature": "综合窗口", "window_business": "社保"}, "fulfilled"),
        ({"window_nature": "综合窗口", "window_business": ""}, "open"),
    ],
)
def test_nature_and_business_of_a_window_are_fixed(noted: dict[str, str], expected: str) -> None:
    """核定窗口的性质和业务."""
    happened = [on(MONDAY, "window.proposed"), on(sep(15), "window.settled", **noted)]
    assert became(assess(*of("window", *happened)), "window.settle") == expected


@pytest.mark.requirement("R-267")
@pytest.mark.parametrize(
    ("happened", "expected"),
    [
        ([on(MONDAY, "guidance.reviewed", departments_joined=True)], set()),
        ([on(MONDAY, "guidance.reviewed", departments_joined=False)], {"guidance.departments"}),
        ([], {"guidance.review"}),
    ],
)
def test_guides_are_reviewed_before_they_are_used(
    happened: list[Happening], expected: set[str]
) -> None:
    """会同有关部门审查办事指南、办理程序."""
    found = assess(*of("guidance", *happened, on(sep(15), "guidance.used")))
    assert {one.duty.id for one in found.breaches} == expected


# ---- equipment

BOUGHT = {
    "brand": "某牌",
    "device_number": "LP-01",
    "device_source": "区里配发",
    "first_use": "2026年9月14日",
    "using_department": "综合窗口",
}


@pytest.mark.requirement("R-166")
def test_the_file_of_a_device_has_seven_fields() -> None:
    """From being put to use to the first repair: one line of the register."""
    happened = [
        on(MONDAY, "device.acquired"),
        on(MONDAY, "device.filed", **BOUGHT),
        on(sep(15), "device.faulted", fault="不能开机"),
        on(sep(16), "device.repaired", repairs="更换电源"),
    ]
    found = assess(*of("device", *happened))
    assert [became(found, name) for name in ("device.file", "device.repair")] == ["fulfilled"] * 2
    form = POLICY.forms["ledger.devices"]
    (row,) = register_rows(found, form)
    assert dict(row) == {**BOUGHT, "fault": "不能开机", "repairs": "更换电源"}
    quote = form.settled.citation.quote
    assert [label in quote for label in form.items.values()] == [True] * 7


@pytest.mark.requirement("R-166")
def test_what_is_left_blank_is_not_on_file() -> None:
    """No source noted: the file is not made; a repair without a record is none."""
    happened = [
        on(MONDAY, "device.acquired"),
        on(MONDAY, "device.filed", **{**BOUGHT, "device_source": ""}),
        on(sep(15), "device.faulted"),
        on(sep(16), "device.repaired", repairs=""),
    ]
    found = assess(*of("device", *happened))
    assert [became(found, name) for name in ("device.file", "device.repair")] == ["open"] * 2


@pytest.mark.requirement("R-167")
def test_supplies_are_issued_against_a_register() -> None:
    """建立办公用品领用登记."""
    issued = on(MONDAY, "supplies.issued", actor="保管员")
    found = assess(*of("supply", issued))
    assert became(found, "supplies.register") == "open"
    assert found.bearer(found.duty("supplies.register/1")).actor == "保管员"
    done = assess(*of("supply", on(sep(13), "supplies.registered"), issued))
    assert became(done, "supplies.register") == "fulfilled"


SCRAPPING = ["device.scrap-approved", "device.data-moved", "device.scrapped"]


@pytest.mark.requirement("R-168")
@pytest.mark.parametrize(
    ("left_out", "expected"),
    [("", set()), (SCRAPPING[0], {"device.scrap"}), (SCRAPPING[1], {"device.data"})],
)
def test_scrapping_is_approved_and_the_data_are_saved(left_out: str, expected: set[str]) -> None:
    """需报所在区镇相关部门批准,并做好数据的迁移工作."""
    kinds = [one for one in SCRAPPING if one != left_out]
    found = assess(*of("device", *(on(sep(14 + n), kind) for n, kind in enumerate(kinds))))
    assert {one.duty.id for one in found.breaches} == expected


@pytest.mark.requirement("R-168")
@pytest.mark.parametrize(
    ("noted", "expected"),
    [
        ({"scrap_reason": "老化", "scrapped_on": "2026-09-16"}, "fulfilled"),
        ({"scrap_reason": "", "scrapped_on": "2026-09-16"}, "open"),
        ({}, "fulfilled"),  # not on record is not "no": it is noted as to be checked
    ],
)
def test_the_book_says_why_and_when(noted: dict[str, str], expected: str) -> None:
    """在设备帐簿中注明原因和报废日期."""
    happened = [on(sep(16), "device.scrapped"), on(sep(17), "device.scrap-noted", **noted)]
    found = assess(*of("device", *happened))
    assert became(found, "device.scrap-note") == expected
    notes = [note for one in found.duties for note in one.notes]
    assert bool(notes) == (noted != {"scrap_reason": "老化", "scrapped_on": "2026-09-16"})


@pytest.mark.requirement("R-334")
def test_power_is_switched_off_after_work() -> None:
    """下班后必须关闭各种办公设备电源: on the 17th it was, on the 18th not; Saturday is free."""
    off = on(sep(17, 18), "power.switched-off")
    found = turns("power.off", sep(17), sep(19), off, policy=WITH_HOURS)
    assert told(found) == [(17, "fulfilled"), (18, "breached")]


@pytest.mark.requirement("R-334")
@pytest.mark.parametrize(
    ("hour", "minute", "expected"),
    [(8, 0, "breached"), (17, 29, "breached"), (17, 30, "fulfilled"), (18, 0, "fulfilled")],
)
def test_power_that_is_off_before_closing_is_not_off_after_work(
    hour: int, minute: int, expected: str
) -> None:
    """下班后: what was switched off before 17:30 does not count; without hours nobody can tell."""
    off = on(sep(17, hour, minute), "power.switched-off")
    assert told(turns("power.off", sep(17), sep(17), off, policy=WITH_HOURS)) == [(17, expected)]
    assert told(turns("power.off", sep(17), sep(17), off)) == [(17, "dormant")]


# ---- premises


@pytest.mark.requirement("R-326")
@pytest.mark.parametrize(
    ("season", "degrees", "cooling", "heating"),
    [
        ("summer", "26", "met", "not_applicable"),
        ("summer", "25.5", "failed", "not_applicable"),
        ("winter", "20", "not_applicable", "met"),
        ("winter", "20.5", "not_applicable", "failed"),
        ("other", "25", "not_applicable", "not_applicable"),
    ],
)
def test_how_cool_and_how_warm(season: str, degrees: str, cooling: str, heating: str) -> None:
    """夏季不得低于26摄氏度, 冬季不得高于20摄氏度; both bounds are allowed."""
    found = standards(season=season, set_temperature=Decimal(degrees))
    assert (found["cooling"], found["heating"]) == (cooling, heating)


@pytest.mark.requirement("R-326")
@pytest.mark.parametrize(
    ("running", "shut", "expected"),
    [(True, True, "met"), (True, False, "failed"), (False, False, "not_applicable")],
)
def test_windows_are_shut_while_it_runs(*, running: bool, shut: bool, expected: str) -> None:
    """空调运行期间禁止开窗."""
    found = standards(air_conditioning_on=running, windows_shut=shut)
    assert found["windows-shut"] == expected


@pytest.mark.requirement("R-327")
def test_a_line_before_the_window_is_advised() -> None:
    """宜设置一米线: it is looked at, and nobody has to; the only one of its kind."""
    assert standards(one_metre_line=False)["one-metre-line"] == "failed"
    assert [one.id for one in POLICY.standards.values() if one.advised] == ["one-metre-line"]


@pytest.mark.requirement("R-331", "R-335", "R-336")
@pytest.mark.parametrize(
    ("standard", "good"),
    [
        ("signs", {"signs_gb2894": True, "signs_gb15630": True}),
        ("fire-equipment", {"fire_equipment": True, "fire_alarm": True}),
        ("cameras", {"camera_blind_spot": False}),
        ("equipment-checks", {"equipment_checked": True}),
        (
            "hygiene-checks",
            {"hygiene_patrolled": True, "hygiene_checked": True, "hygiene_spot_checked": True},
        ),
        (
            "emergency-stock",
            {
                "stock_food": True,
                "stock_medicine": True,
                "stock_water": True,
                "stock_lights": True,
                "stock_life_saving": True,
            },
        ),
        ("emergency-drills", {"drills_held": True}),
    ],
)
def test_all_of_a_standard_is_needed(standard: str, good: dict[str, bool]) -> None:
    """Met with all; failed without any one; unknown while any one is not looked at."""
    assert standards(**good)[standard] == "met"
    for name in good:
        assert standards(**{**good, name: not good[name]})[standard] == "failed"
        others = {key: value for key, value in good.items() if key != name}
        assert standards(**others)[standard] == "unknown"


@pytest.mark.requirement("R-331")
def test_two_national_standards_are_named() -> None:
    """GB2894-2008 and GB15630-1995, with their years."""
    labels = [POLICY.vocabulary[name].label for name in ("signs_gb2894", "signs_gb15630")]
    quote = POLICY.standards["signs"].settled.citation.quote
    for label in labels:
        (number,) = re.findall(r"GB\d+-\d{4}", label)
        assert number in quote


@pytest.mark.requirement("R-335")
@pytest.mark.parametrize(
    ("recorder", "expected"), [("周芳", "fulfilled"), ("", "open"), (None, "open")]
)
def test_what_a_check_finds_is_recorded_by_somebody_named(
    recorder: str | None, expected: str
) -> None:
    """出现问题由专人进行记录,管理(物业)部门及时检查解决."""
    happened = [on(MONDAY, "fault.found")]
    happened += [on(sep(15), "fault.recorded", recorder=recorder)] if recorder is not None else []
    found = assess(*of("fault", *happened))
    assert (became(found, "fault.record"), became(found, "fault.solve")) == (expected, "open")
    solved = assess(*of("fault", *happened, on(sep(16), "fault.solved")))
    assert became(solved, "fault.solve") == "fulfilled"


@pytest.mark.requirement("R-329")
@pytest.mark.parametrize(
    ("duty", "kind"), [("toilet.clean", "cleaned"), ("toilet.disinfect", "disinfected")]
)
def test_toilets_are_cleaned_and_disinfected_each_day(duty: str, kind: str) -> None:
    """每日清扫、消毒: two things, Saturday and Sunday too; Sunday was left out."""
    done = [on(sep(day), f"toilet.{kind}") for day in (11, 12)]
    found = turns(duty, FRIDAY, sep(13), *done)
    assert told(found) == [(11, "fulfilled"), (12, "fulfilled"), (13, "breached")]


@pytest.mark.requirement("R-337")
@pytest.mark.parametrize(
    ("happened", "keep", "expected"),
    [
        (["lost.kept", "lost.checked", "lost.returned"], "fulfilled", ""),
        (["lost.kept", "lost.returned"], "fulfilled", "breached"),
        (["lost.checked", "lost.returned"], "breached", ""),
        (["lost.kept"], "fulfilled", ""),
        ([], "open", ""),
    ],
)
def test_lost_property_is_kept_and_returned_after_a_check(
    happened: list[str], keep: str, expected: str
) -> None:
    """核实遗失物品信息,确认后归还."""
    course = [on(sep(14 + n), kind) for n, kind in enumerate(["lost.found", *happened])]
    found = assess(*of("lost_item", *course))
    assert (became(found, "lost.keep"), became(found, "lost.return")) == (keep, expected)


# ---- emergencies


@pytest.mark.requirement("R-330")
def test_hazards_are_inspected_each_quarter() -> None:
    """按季度: in the second quarter nobody did."""
    first = datetime(2026, 4, 1, tzinfo=SHANGHAI)
    found = turns("hazard.inspect", first, END, on(sep(2), "hazard.inspected"))
    assert [one.status.value for one in found] == ["breached", "fulfilled"]


@pytest.mark.requirement("R-330")
def test_a_hazard_is_reported_and_dealt_with() -> None:
    """发现隐患,应立即上报; 及时处置: no figures, open until done."""
    found_ = on(MONDAY, "hazard.found", actor="王芳")
    duties = ("hazard.report", "hazard.handle")
    half = assess(*of("hazard", found_, on(sep(15), "hazard.reported")))
    assert [became(half, name) for name in duties] == ["fulfilled", "open"]
    assert str(half.bearer(half.duty("hazard.report/1"))).endswith("（王芳）")
    whole = [found_, on(sep(15), "hazard.reported"), on(sep(15), "hazard.handled")]
    assert became(assess(*of("hazard", *whole)), "hazard.handle") == "fulfilled"


REPORTS: Mapping[str, set[str]] = {
    "dispute": {"便民服务站负责人"},
    "violence": {"便民服务站负责人", "单位相关主管领导", "公安部门"},
    "illness": {"急救电话", "便民服务站主要领导"},
    "disaster": {"上级"},
    "water_cut": {"后勤（物业）部门", "有关抢修单位"},
    "power_cut": {"后勤（物业）部门"},
    "theft": {"便民服务站主要领导"},
}
"""Read off the plans: who is told of what."""


@pytest.mark.requirement("R-338")
@pytest.mark.parametrize("police", [True, False])
@pytest.mark.parametrize("kind", REPORTS)
def test_each_emergency_is_reported_to_those_named(kind: str, *, police: bool) -> None:
    """The table says to whom; of a theft the police are told 根据情况 too."""
    expected = REPORTS[kind] | ({"公安部门"} if kind == "theft" and police else set())
    facts = {"emergency": kind, "police_needed": police}
    answer = POLICY.table("emergency_report").decide(facts)
    assert isinstance(answer, sh.Decision)
    to = POLICY.vocabulary["report_to"]
    assert {to.say(one) for one in answer.outcomes} == expected


@pytest.mark.requirement("R-338")
@pytest.mark.parametrize("police", [True, False])
@pytest.mark.parametrize("kind", REPORTS)
def test_the_duties_are_those_of_the_table(kind: str, *, police: bool) -> None:
    """One for each who must be told, of whoever found it; each open until it is done."""
    facts = {"emergency": kind, "police_needed": police}
    answer = POLICY.table("emergency_report").decide(facts)
    assert isinstance(answer, sh.Decision)
    expected = {f"emergency.tell.{one}".replace("_", "-") for one in answer.outcomes}
    came = on(MONDAY, "emergency.occurred", actor="王芳", **facts)
    found = assess(*of("emergency", came))
    tell = [one for one in found.duties if one.duty.id.startswith("emergency.")]
    assert {(one.duty.id, one.status.value) for one in tell} == {(one, "open") for one in expected}
    assert {found.bearer(one).actor for one in tell} == {"王芳"}
    told_ = [on(sep(14, 10), one.duty.must[0]) for one in tell]
    after = assess(*of("emergency", came, *told_))
    assert {became(after, name) for name in expected} == {"fulfilled"}


@pytest.mark.requirement("R-338")
def test_whether_a_theft_is_for_the_police_is_asked() -> None:
    """根据情况: while nobody said, it is open."""
    found = assess(*of("emergency", on(MONDAY, "emergency.occurred", emergency="theft")))
    assert became(found, "emergency.tell.police") == "dormant"
    answer = POLICY.table("emergency_report").decide({"emergency": "theft"})
    assert isinstance(answer, sh.Undetermined)
    assert answer.needed == ("police_needed",)


# ---- twelve phrases

PHRASES = [one for one in POLICY.notices.values() if one.id.startswith("phrase.")]
ITEMS = {
    "matter": "甲",
    "requirements": "甲",
    "rule": "甲",
    "papers": "甲",
    "days": "甲",
    "to_unit": "甲单位（窗口）",
}
PRINTED = str.maketrans(",!?:()", "，！？：（）")


@pytest.mark.requirement("R-084")
def test_there_are_twelve_phrases() -> None:
    """In the order of the source, each with a code of its own."""
    assert [one.code for one in PHRASES] == [f"LP{number:02}" for number in range(1, 13)]


@pytest.mark.requirement("R-084")
@pytest.mark.parametrize("kind", PHRASES, ids=lambda one: one.id)
def test_each_phrase_can_be_printed_with_its_blanks_filled_in(kind: Any) -> None:
    """With 甲 in every blank it is the sentence of the source with 甲 for each ××."""
    (line,) = [line for line in SOURCE.splitlines() if kind.settled.citation.quote in line]
    sentence = re.sub(r"^\d+、?", "", line).translate(PRINTED).replace("××", "甲")
    blanks = {name: text for name, text in ITEMS.items() if f"{{{{ {name} }}}}" in kind.text}
    paper = draft(assess(on(MONDAY, "contacted")), kind.id, items=blanks)
    assert paper.paragraphs == (sentence,)
    assert len(blanks) == len(re.findall("××", line))


@pytest.mark.requirement("R-084")
def test_a_blank_that_nobody_fills_in_stays_one() -> None:
    """Nothing is made up."""
    paper = draft(assess(on(MONDAY, "contacted")), "phrase.cannot", items={"matter": "低保"})
    assert paper.paragraphs == (
        "对不起，根据＿＿＿＿＿＿＿＿＿＿＿＿规定，您的低保业务（事项）不能办理，请原谅。",
    )
