"""The staff of a hall: signing in, leave, outings, badges, banned conduct; the halls RS and X8.

``SAID`` holds the sentences of the sources as they stand. The days are those of the State Council
notice of 2026: Monday 14 to Friday 18 September are working days, 20 September is a make-up Sunday.
"""

from datetime import date, datetime
from typing import Any

import pytest

import servicehall as sh
from servicehall.accountability import detect_turns
from servicehall.instants import SHANGHAI

TOWN = "371302996"
REGISTRY = sh.Registry.of()
HALL = REGISTRY.policy(TOWN, on=date(2026, 9, 1))
RS = REGISTRY.policy(TOWN, on=date(2026, 9, 1), profiles=["RS"])
X8 = REGISTRY.policy(TOWN, on=date(2026, 9, 1), profiles=["X8"])

ATTENDANCE = "《便民服务大厅工作人员考勤制度》"
RULES = "《社区服务大厅工作制度(精选11篇)》"
LONGPO = "《龙坡村便民服务站制度汇编》"
SAID = {
    ATTENDANCE + "2": "2、大厅实行上班签到制度,工作人员每天早晨8:00点前签到,"
    "因故不能按时到岗或早退的须向大厅主任说明。",
    ATTENDANCE + "3": "3、大厅工作人员不得擅离岗位,因公事外出或其他原因需请假。",
    ATTENDANCE + "4": "4、工作人员出差、请假(休假)期间,为保持工作的连续性,"
    "原岗位的工作由进驻部门妥善安排,及时确定顶岗人员,方可准假。",
    RULES + "篇1便民服务守则八": "八、挂牌上岗,规范服务,仪容仪表大方,语言文明,服务热情。",
    RULES + "篇4四": "要建立完善领导带班、干部值班、电话回访、服务礼仪规范标准、着装管理、"
    "窗口人员备案、驻厅单位联席会议等配套规章制度;",
    LONGPO + "工作人员行为规范十一": "十一、需要群众填写表件时,要提供示范样本,"
    "给予热情的指导和帮助。",
    LONGPO + "规范化管理制度一（二）2": "2.所有人员不得提前下班,由便民服务站负责人进行不定时抽查。",
    LONGPO + "规范化管理制度一（二）3": "3.所有人员迟到半小时内签到上岗的,视为迟到;"
    "迟到半小时以上并未请假者,视为缺席。",
    LONGPO + "规范化管理制度一（三）3": "3.所有工作人员未经批准擅自离开工作岗位或休假的,"
    "一律视为旷工。",
}

OWN = ("sign-in", "attendance.reason", "sample-forms")
"""Records of other packs that are about staff and papers."""


def sep(day: int, hour: int = 9, minute: int = 0) -> datetime:
    """Return an instant of September 2026."""
    return datetime(2026, 9, day, hour, minute, tzinfo=SHANGHAI)


def on(at: datetime, kind: str, who: str = "", **more: Any) -> sh.Event:
    """Return what happened; ``refs`` and what was noted beside it."""
    refs = more.pop("refs", {})
    name = f"{at:%m%d%H%M} {kind} {who}"
    return sh.Event(id=name, kind=kind, occurred_at=at, actor=who, refs=refs, payload=more)


END = sep(30)


def about(thing: str, *happened: tuple[datetime, str, str]) -> list[sh.Event]:
    """Return what happened to one thing, by whom."""
    return [on(at, kind, who, refs={thing: "1"}) for at, kind, who in happened]


def assess(*events: sh.Event, until: datetime = END, profile: str = "") -> sh.Assessment:
    """Assess what happened under the rules of a town."""
    timeline = sh.Timeline.of(events)
    profiles = [profile] if profile else []
    return REGISTRY.assess(timeline, as_of=until, division=TOWN, profiles=profiles)


def became(found: sh.Assessment, duty: str) -> str:
    """Return what became of a duty; empty where it has not begun."""
    return {one.duty.id: one.status.value for one in found.duties}.get(duty, "")


# ---- the sources


@pytest.mark.requirement("R-306")
def test_every_quote_stands_in_the_sentence_that_is_cited() -> None:
    """Word by word; those of X8 stand with its other rules."""
    kinds = ("duties", "roles", "breaches", "standards")
    found = [
        entry.citation
        for policy in (HALL, RS)
        for kind in kinds
        for settled in policy.settled[kind].values()
        for entry in settled.entries
        if entry.pack == "staff" or settled.id in OWN
    ]
    found += [row.citation for row in HALL.tables["attendance"].rows]
    assert len(found) >= 13
    for citation in found:
        assert citation.quote in SAID[citation.instrument + citation.article]


# ---- leave


@pytest.mark.requirement("R-230")
@pytest.mark.parametrize(
    ("named", "expected"), [(sep(14, 8), ""), (sep(14, 10), "breached"), (None, "breached")]
)
def test_leave_is_granted_once_a_substitute_is_named(named: datetime | None, expected: str) -> None:
    """及时确定顶岗人员,方可准假: named at eight, granted at nine; named at ten it was too early."""
    happened = [(sep(14, 7), "leave.requested", "王芳"), (sep(14), "leave.approved", "主任")]
    happened += [(named, "substitute.named", "主任")] if named else []
    found = assess(*about("leave", *happened))
    assert became(found, "leave.substitute") == expected
    if expected:
        assert str(found.bearer(found.duty("leave.substitute/1"))) == "准假的负责人（主任）"


@pytest.mark.requirement("R-230")
def test_leave_that_is_refused_needs_no_substitute() -> None:
    """Nobody is away."""
    found = assess(*about("leave", (sep(14), "leave.refused", "主任")))
    assert became(found, "leave.substitute") == ""


@pytest.mark.requirement("R-230")
def test_one_substitute_does_not_do_for_two_leaves() -> None:
    """Each leave is a thing of its own."""
    events = [
        on(sep(14, 8), "substitute.named", "主任", refs={"leave": "1"}),
        on(sep(14, 9), "leave.approved", "主任", refs={"leave": "1"}),
        on(sep(14, 10), "leave.approved", "主任", refs={"leave": "2"}),
    ]
    assert [one.thing for one in assess(*events).breaches] == ["2"]


# ---- outings


@pytest.mark.requirement("R-235")
@pytest.mark.parametrize(
    ("approved", "expected"), [(sep(14, 8), ""), (sep(14, 10), "breached"), (None, "breached")]
)
def test_nobody_leaves_the_post_without_leave(approved: datetime | None, expected: str) -> None:
    """不得擅离岗位: leave that comes after the outing does not help."""
    happened = [(sep(14), "outing.began", "王芳")]
    happened += [(approved, "outing.approved", "主任")] if approved else []
    found = assess(*about("outing", *happened))
    assert became(found, "outing.leave") == expected
    if expected:
        (one,) = found.breaches
        assert one.duty.breach == "empty_post"
        assert str(found.bearer(one)) == "工作人员（王芳）"


@pytest.mark.requirement("R-235")
def test_a_place_may_let_people_go_out_briefly() -> None:
    """It says so by a term, and has duties of its own for longer outings."""
    town = {"id": "t", "division": TOWN}
    term = {"changes": "outing.brief", "value": True, "cite": "《某镇考勤办法》一"}
    registry = sh.Registry.of(sh.load_pack({**town, "terms": [term]}))
    assert "outing.leave" in HALL.duties
    assert "outing.leave" not in registry.policy(TOWN, on=date(2026, 9, 1)).duties


# ---- who is where, and with a badge


@pytest.mark.requirement("R-250")
@pytest.mark.parametrize(("filed", "expected"), [(True, "fulfilled"), (False, "open")])
def test_a_change_of_staff_is_put_on_record(*, filed: bool, expected: str) -> None:
    """窗口人员备案: nothing says when; it stays open until it is done."""
    happened = [(sep(14), "staff.changed", "主任")]
    happened += [(sep(15), "staff.change-filed", "主任")] if filed else []
    assert became(assess(*about("change", *happened)), "staff.filing") == expected


@pytest.mark.requirement("R-251")
@pytest.mark.parametrize(
    ("stated", "expected"),
    [({"badge_worn": True}, "met"), ({"badge_worn": False}, "failed"), ({}, "unknown")],
)
def test_staff_work_with_a_badge(stated: dict[str, object], expected: str) -> None:
    """挂牌上岗; what nobody looked at is not known."""
    checks = {one.standard.id: one for one in HALL.check_standards(stated)}
    assert checks["badge"].status.value == expected
    assert checks["badge"].needed == (() if stated else ("badge_worn",))


@pytest.mark.requirement("R-082")
@pytest.mark.parametrize(
    ("stated", "expected"),
    [({"sample_provided": True}, "met"), ({"sample_provided": False}, "failed"), ({}, "unknown")],
)
def test_papers_to_fill_in_have_samples(stated: dict[str, object], expected: str) -> None:
    """要提供示范样本, for every form that people fill in."""
    checks = {one.standard.id: one.status.value for one in HALL.check_standards(stated)}
    assert checks["sample-forms"] == expected
    assert not HALL.standards["sample-forms"].advised


@pytest.mark.requirement("R-252")
@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("drinking", "严禁在工作时间和工作日中午饮酒"),
        ("smoking", "大厅内禁止吸烟"),
        ("games", "玩扑克、打麻将"),
        ("private_work", "办私事"),
        ("gifts", "礼品、礼金、有价证券"),
        ("quarrel", "严禁与前来咨询、办事人吵架"),
        ("empty_post", "绝不允许空岗"),
    ],
)
def test_banned_conduct_has_codes(code: str, words: str) -> None:
    """A finding can name each of them; what follows, places say."""
    breach = HALL.breaches[code]
    assert words in breach.settled.citation.quote
    assert not breach.merit
    finding = sh.Finding(
        id="F1",
        breach=code,
        occurred_at=sep(14),
        division=TOWN,
        subjects={"person": "王芳"},
        rulings=[sh.Ruling(state="verified", at=sep(15))],
    )
    assert sh.propose_sanctions([finding], REGISTRY, as_of=sep(16)).proposed == ()


# ---- RS: before eight


def signing(*times: datetime, leave: bool = False) -> tuple[sh.Turn, ...]:
    """Return what became of the signing in of 王芳 on Monday the 14th in the town hall RS."""
    events = [on(at, "signed_in", "王芳") for at in times]
    if leave:
        events.append(on(sep(11), "leave.approved", "王芳", first_day="2026-09-14"))
    who, day = {"staff": ["王芳"]}, date(2026, 9, 14)
    return sh.rounds(RS, events, day, day, as_of=sep(15), staff=who, duties=["sign-in"])


@pytest.mark.requirement("R-218")
@pytest.mark.parametrize(
    ("times", "status", "verdict"),
    [
        ([sep(14, 7, 59)], "fulfilled", "present"),
        ([sep(14, 8)], "fulfilled", "present"),
        ([sep(14, 8, 1)], "breached", "not_stated"),
        ([], "breached", "not_stated"),
    ],
)
def test_people_sign_in_before_eight(times: list[datetime], status: str, verdict: str) -> None:
    """早晨8:00点前签到: how late is late, this hall does not say, so nobody is named for it.

    That eight sharp is in time, is inferred.
    """
    assert RS.duties["sign-in"].settled.citation.confidence is sh.Confidence.INFERRED
    (turn,) = signing(*times)
    assert turn.status.value == status
    assert isinstance(turn.verdict, sh.Decision)
    assert turn.verdict.outcome == verdict
    assert detect_turns([turn], RS).findings == ()


@pytest.mark.requirement("R-218")
def test_who_has_leave_need_not_sign_in() -> None:
    """The table says so too."""
    (turn,) = signing(leave=True)
    assert turn.status.value == "excused"
    assert isinstance(turn.verdict, sh.Decision)
    assert turn.verdict.outcome == "on_leave"


@pytest.mark.requirement("R-218")
def test_a_make_up_sunday_is_a_working_day() -> None:
    """The 19th is a Saturday of rest, the 20th is worked."""
    first, last = date(2026, 9, 19), date(2026, 9, 20)
    who = {"staff": ["王芳"]}
    found = sh.rounds(RS, [], first, last, as_of=sep(22), staff=who, duties=["sign-in"])
    assert [one.occurrence.due for one in found] == [last]


@pytest.mark.requirement("R-218")
@pytest.mark.parametrize(
    ("told", "expected"), [(sep(13), "fulfilled"), (sep(15), "fulfilled"), (None, "open")]
)
def test_who_is_late_or_leaves_early_says_why(told: datetime | None, expected: str) -> None:
    """须向大厅主任说明, before or after: nothing says when."""
    happened = [(sep(14), "attendance.irregular", "王芳")]
    happened += [(told, "attendance.explained", "王芳")] if told else []
    found = assess(*about("irregularity", *happened), profile="RS")
    assert became(found, "attendance.reason") == expected
    assert str(found.bearer(found.duty("attendance.reason/1"))) == "工作人员（王芳）"
    assert "attendance.reason" not in HALL.duties


# ---- X8: overtime, supervision, a bulletin

CASE: dict[str, Any] = {"matter_kind": "公共服务", "urgent": True, "after_hours": True}


@pytest.mark.requirement("R-207")
@pytest.mark.parametrize(
    ("facts", "ended", "expected"),
    [
        (CASE, ["decided", "signed_out"], "fulfilled"),
        (CASE, ["signed_out", "decided"], "breached"),
        ({**CASE, "after_hours": False}, ["signed_out"], ""),
        ({**CASE, "urgent": False}, ["signed_out"], ""),
        ({"urgent": True}, [], "dormant"),
    ],
)
def test_urgent_work_at_closing_is_done_before_people_go(
    facts: dict[str, Any], ended: list[str], expected: str
) -> None:
    """延时服务,直到办完为止: a target, for the source only tells what is done."""
    happened = [on(sep(18, 17, 25), "received", "王芳", **facts)]
    happened += [on(sep(18, 18, n), kind, "王芳") for n, kind in enumerate(ended)]
    found = assess(*happened, profile="X8")
    assert became(found, "overtime") == expected
    assert X8.duties["overtime"].grade is sh.Grade.TARGET


@pytest.mark.requirement("R-247")
@pytest.mark.parametrize(
    ("deputies", "expected"), [(0, "failed"), (1, "met"), (2, "failed"), (None, "unknown")]
)
def test_one_deputy_is_chosen_for_it(deputies: int | None, expected: str) -> None:
    """专门安排一位副职领导: one, not none and not two; what nobody counted is not known."""
    counted = {} if deputies is None else {"supervising_deputies": deputies}
    found = {one.standard.id: one.status.value for one in X8.check_standards(counted)}
    assert found["supervision.deputy"] == expected


@pytest.mark.requirement("R-247")
def test_one_deputy_supervises_every_working_day() -> None:
    """Done on the 17th; on Friday the 18th nobody did, and the deputy answers for it."""
    events = [on(sep(17), "supervision.done", "陈副主任")]
    who = {"supervising_deputy": ["陈副主任"]}
    first, last = date(2026, 9, 17), date(2026, 9, 19)
    found = sh.rounds(
        X8, events, first, last, as_of=sep(20), staff=who, duties=["supervision.daily"]
    )
    told = [(one.occurrence.due.day, one.status.value, one.bearers) for one in found]
    assert told == [(17, "fulfilled", ("陈副主任",)), (18, "breached", ("陈副主任",))]
    assert detect_turns(found, X8).findings[0].subjects == {"person": "陈副主任"}


@pytest.mark.requirement("R-317")
def test_a_bulletin_comes_out_each_month() -> None:
    """In August one on the 31st, in September none."""
    last = datetime(2026, 8, 31, 17, tzinfo=SHANGHAI)
    found = sh.rounds(
        X8,
        [on(last, "bulletin.published")],
        date(2026, 8, 1),
        date(2026, 9, 30),
        as_of=datetime(2026, 10, 9, tzinfo=SHANGHAI),
        duties=["bulletin"],
    )
    assert [one.status.value for one in found] == ["fulfilled", "breached"]
