"""The built-in duties (``national/course.toml``) and those of the profiles RS and X8: kept, broken.

Each duty has small cases in which it is kept, in which it is not, and in which it does not begin.
Due instants were counted by hand, in November 2026, which has no holiday: the 2nd is a Monday, so
working days are 2 to 6, 9 to 13, 16 to 20, 23 to 27 and 30. The day on which a limit begins is
never counted. The hall prints no hours, so a day ends at 24:00; the town of RS closes at 17:00.

The places and the matters are made up; 安阳 is real, and so is its rule.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest

import servicehall as sh
from servicehall import CaseKind, CaseState, DutyStatus
from servicehall.duties import Grade
from servicehall.replay import Obligation

Data = dict[str, Any]
Happened = tuple[str, str, Data]
"""When, what, and what is noted; actor, unit and references among it."""

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
CITE: Final[Data] = {"cite": "《甲县办法》第1条"}
HALL, OF_RS, OF_X8, ANYANG = "371302997", "371302996", "371302995", "4105"

MATTERS: Final[list[Data]] = [
    {"id": "service", "title": "服务", "kind": "公共服务", "promised": "5个工作日"},
    {
        "id": "licence",
        "title": "许可",
        "kind": "行政许可",
        "promised": "10个工作日",
        "statutory": "$licence.decide",
    },
    {
        "id": "forwarded",
        "title": "转报许可",
        "kind": "行政许可",
        "promised": "20个工作日",
        "forwarding": "3个工作日",
        "statutory": "$licence.decide",
    },
    {"id": "bare", "title": "没有时限的事项", "kind": "公共服务", "promised": "unknown: 没有写"},
]
"""Matters of the county: one for each limit that a duty takes from its matter."""


def pack(name: str, division: str, **sections: Any) -> sh.Pack:
    """Return a made-up pack."""
    return sh.load_pack({"id": name, "division": division, **sections})


def matters(name: str, division: str) -> sh.Pack:
    """Return the pack with the matters of a county or a city."""
    free = {"fee": "free", "materials": "none", **CITE}
    return pack(name, division, matters=[{**one, **free} for one in MATTERS])


REGISTRY: Final = sh.Registry.of(
    matters("county", "371302"),
    matters("city", ANYANG),
    pack(
        "lane",
        OF_RS,
        adopts=[{"id": "adoption", "profile": "RS", **CITE}],
        hours=[{"id": "hours", "sessions": ["08:30-12:00", "13:30-17:00"], **CITE}],
    ),
    pack("lake", OF_X8, adopts=[{"id": "adoption", "profile": "X8", **CITE}]),
)

PROMISED: Final[Mapping[str, Any]] = {
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
"""The facts of a plain 承诺件."""
INSTANT: Final = {**PROMISED, "needs_process": False, "same_day_possible": True}
SUPPLEMENT: Final = {**PROMISED, "main_document": "held_not_brought"}
NOT_ACCEPTED: Final = {**PROMISED, "other_materials": "missing_affecting"}
RETURNED: Final = {**PROMISED, "main_document": "lacking"}
FORWARDED: Final = {**PROMISED, "must_forward": True}
JOINT: Final = {**PROMISED, "departments": 3}


def at(text: str) -> datetime:
    """Return an instant of November 2026: ``"9"`` is 09:00 of the 9th; the 31st is 1 December."""
    day, _, clock = text.partition(" ")
    hour, minute = map(int, (clock or "09:00").split(":"))
    first = datetime(2026, 11, 1, hour, minute, tzinfo=SHANGHAI)
    return first + timedelta(days=int(day) - 1)


def on(when: str, kind: str, **noted: Any) -> Happened:
    """Write down what happened."""
    return when, kind, noted


def received(
    facts: Mapping[str, Any] = PROMISED, matter: str = "service", when: str = "2", **noted: Any
) -> Happened:
    """Receive a case at the window of 王芳, on Monday the 2nd unless told otherwise."""
    who = {"actor": "王芳", "unit": "综合窗口", "matter": matter}
    return on(when, "received", **{**who, **facts, **noted})


def assess(*happened: Happened, division: str = HALL, as_of: str = "60") -> sh.Assessment:
    """Assess a case; unless told otherwise as it stood at the end of the year."""
    events = []
    for number, (when, kind, noted) in enumerate(happened):
        payload = dict(noted)
        own = {key: payload.pop(key) for key in ("refs", "actor", "unit") if key in payload}
        events.append(
            sh.Event(id=f"e{number}", kind=kind, occurred_at=at(when), payload=payload, **own)
        )
    return REGISTRY.assess(sh.Timeline.of(events), as_of=at(as_of), division=division)


def shown(due: datetime) -> str:
    """Write an instant as people do: midnight is 24:00 of the day that ends."""
    if (due.hour, due.minute) == (0, 0):
        return f"{due - timedelta(days=1):%m-%d} 24:00"
    return f"{due:%m-%d %H:%M}"


def became(one: Obligation) -> str:
    """Return what became of a duty, and when it was due, where it has a limit."""
    return one.status.value + (f" {shown(one.due_at)}" if one.due_at else "")


def outcome(found: sh.Assessment, name: str) -> str:
    """Return what became of a duty, of several the last; empty where it has not begun."""
    names = [one for one in found.duties if name in (one.duty.id, f"{one.duty.id}/{one.thing}")]
    return became(names[-1]) if names else ""


def bearer(found: sh.Assessment, name: str) -> str:
    """Return who bears a duty."""
    return str(found.bearer(found.duty(name)))


def broken(found: sh.Assessment) -> set[str]:
    """Return the kinds of breach."""
    return {one.duty.breach for one in found.breaches}


MISSING: Final[Data] = {"missing": ["户口簿"], "limit": "10个工作日"}
SUPPLEMENTED: Final = on("3", "notice.supplement", **MISSING)
COMPLETED: Final = on("10", "materials.completed")
ACCEPTED: Final = on("3", "accepted", actor="李明", unit="许可窗口")
"""Accepted on Tuesday the 3rd, by somebody else, who is the case owner from then on."""
WANG, LI = "第一责任人（综合窗口王芳）", "第一责任人（许可窗口李明）"


# ---- every duty


GRADES: Final[Mapping[str, tuple[Grade, str]]] = {
    "one-time-notice": (Grade.SERVICE, "acceptor"),
    "licence.one-time-notice": (Grade.UNLAWFUL, "acceptor"),
    "one-time-notice.again": (Grade.SERVICE, "acceptor"),
    "supplement.supply": (Grade.EFFECT, "applicant"),
    "consultation": (Grade.SERVICE, "adviser"),
    "objection": (Grade.SERVICE, "acceptor"),
    "urgent.at-once": (Grade.TARGET, "case_owner"),
    "decide.promised": (Grade.SERVICE, "case_owner"),
    "decide.statutory": (Grade.UNLAWFUL, "case_owner"),
    "instant.same-day": (Grade.SERVICE, "case_owner"),
    "forward": (Grade.SERVICE, "case_owner"),
    "forward.told": (Grade.SERVICE, "case_owner"),
    "forward.notice": (Grade.SERVICE, "case_owner"),
    "decide.superior": (Grade.UNLAWFUL, "superior"),
    "joint.review": (Grade.SERVICE, "hall_head"),
    "joint.prepare": (Grade.TARGET, "acceptor"),
    "part": (Grade.SERVICE, "part_unit"),
    "notice.promise": (Grade.SERVICE, "acceptor"),
    "notice.joint": (Grade.SERVICE, "acceptor"),
    "notice.return": (Grade.SERVICE, "case_owner"),
    "licence.acceptance-voucher": (Grade.UNLAWFUL, "acceptor"),
    "licence.refusal": (Grade.UNLAWFUL, "case_owner"),
    "licence.not-accepted": (Grade.UNLAWFUL, "acceptor"),
    "licence.deliver": (Grade.UNLAWFUL, "case_owner"),
    "extension.notice": (Grade.SERVICE, "case_owner"),
    "licence.extension-reasons": (Grade.UNLAWFUL, "case_owner"),
    "first.attend": (Grade.SERVICE, "attendant"),
    "first.direct": (Grade.SERVICE, "attendant"),
    "first.turned-away": (Grade.SERVICE, "sender"),
    "consultation.direct": (Grade.SERVICE, "adviser"),
    "call.answer": (Grade.SERVICE, "call_taker"),
    "call.direct": (Grade.SERVICE, "call_taker"),
    "referral.accept": (Grade.SERVICE, "named_receiver"),
    "referral.accept.in-time": (Grade.TARGET, "named_receiver"),
    "referral.handle": (Grade.SERVICE, "referral_holder"),
    "referral.shifted": (Grade.SERVICE, "refuser"),
    "referral.supervise": (Grade.SERVICE, "first_responder"),
    "referral.follow-up": (Grade.TARGET, "first_responder"),
}
"""What missing a duty means, and who bears it. A limit of the law is unlawful to miss; what a hall
promises is service; 一般 and 随到随办 are targets; what an applicant omits has an effect only."""


@pytest.mark.parametrize(
    ("division", "more"),
    [
        (HALL, {}),
        (
            OF_RS,
            {
                "instant.half-hour": (Grade.TARGET, "case_owner"),
                "promise.report": (Grade.SERVICE, "acceptor"),
            },
        ),
        (
            OF_X8,
            {
                "collect": (Grade.SERVICE, "case_owner"),
                "special-seal": (Grade.SERVICE, "case_owner"),
                "fee.bank": (Grade.SERVICE, "charging_unit"),
                "fee.split": (Grade.SERVICE, "fee_window"),
                "fee.elsewhere": (Grade.SERVICE, "charging_unit"),
                "overtime": (Grade.TARGET, "case_owner"),
            },
        ),
        (
            ANYANG,
            {
                "anyang.one-time-notice": (Grade.UNLAWFUL, "acceptor"),
                "anyang.supply": (Grade.EFFECT, "applicant"),
            },
        ),
    ],
)
def test_each_duty_has_its_grade_and_its_bearer(
    division: str, more: dict[str, tuple[Grade, str]]
) -> None:
    """These duties of service cases ship, and no others; each is on somebody.

    Those of complaints, petitions, ratings and the hotline are in files of their own, and so are
    those of the hall, which recur.
    """
    duties = REGISTRY.policy(division, on=date(2026, 11, 2)).duties
    things = ("case", "part", "referral", "fee")
    once = {name: duty for name, duty in duties.items() if duty.routine is None}
    own = {n: d for n, d in once.items() if d.of in things and "rating." not in n}
    assert {name: (one.grade, one.who) for name, one in own.items()} == {**GRADES, **more}


# ---- told once, what is missing


@pytest.mark.requirement("R-072")
@pytest.mark.parametrize(
    ("happened", "expected"),
    [
        pytest.param([SUPPLEMENTED], "fulfilled", id="on the next day"),
        pytest.param([on("9 23:59", "notice.supplement", **MISSING)], "fulfilled", id="last day"),
        pytest.param(
            [on("3", "notice.supplement", form="oral", **MISSING)], "fulfilled", id="oral"
        ),
        pytest.param([on("10", "notice.supplement", **MISSING)], "breached", id="a day late"),
        pytest.param([on("3", "notice.supplement", missing=[])], "breached", id="lists nothing"),
        pytest.param([], "breached", id="never"),
        pytest.param([on("4", "accepted")], "discharged", id="accepted as it is"),
        pytest.param([on("4", "returned")], "discharged", id="returned"),
        pytest.param([on("4", "withdrawn")], "discharged", id="withdrawn"),
        pytest.param([on("10", "accepted")], "breached", id="accepted when it was too late"),
    ],
)
@pytest.mark.parametrize("facts", [SUPPLEMENT, NOT_ACCEPTED], ids=["SUPPLEMENT", "NOT_ACCEPTED"])
def test_what_is_missing_is_told_once_in_five_working_days(
    facts: Mapping[str, Any], happened: list[Happened], expected: str
) -> None:
    """From Monday the 2nd: 3, 4, 5, 6 are days 1 to 4, Monday the 9th is day 5."""
    found = assess(received(facts), *happened)
    assert outcome(found, "one-time-notice") == f"{expected} 11-09 24:00"
    assert bearer(found, "one-time-notice") == "收件人（综合窗口王芳）"
    assert ("one_time_notice" in broken(found)) == (expected == "breached")


@pytest.mark.requirement("R-072")
@pytest.mark.parametrize("facts", [PROMISED, INSTANT, RETURNED, FORWARDED, JOINT])
def test_where_nothing_is_missing_nothing_is_to_be_told(facts: Mapping[str, Any]) -> None:
    """Complete papers need no notice; what is returned gets another."""
    found = assess(received(facts, "licence"))
    for name in ("one-time-notice", "licence.one-time-notice", "supplement.supply"):
        assert outcome(found, name) == ""


@pytest.mark.requirement("R-072")
def test_a_notice_of_which_the_list_is_not_on_record_counts_and_is_to_be_checked() -> None:
    """Not on record is not "no": the notice counts, with a note."""
    found = assess(received(SUPPLEMENT), on("3", "notice.supplement"))
    assert outcome(found, "one-time-notice") == "fulfilled 11-09 24:00"
    (note,) = found.duty("one-time-notice").notes
    assert "需补办的全部材料" in note.text
    assert "须核实" in note.text


@pytest.mark.requirement("R-072")
def test_for_a_licence_the_limit_of_five_days_is_the_law() -> None:
    """行政许可法第三十二条: told on Monday the 9th it is kept; told on the 10th, it is accepted."""
    kept = assess(received(SUPPLEMENT, "licence"), on("9", "notice.supplement", **MISSING))
    assert outcome(kept, "licence.one-time-notice") == "fulfilled 11-09 24:00"
    assert kept.state is CaseState.SUPPLEMENTING
    late = assess(
        received(SUPPLEMENT, "licence"), on("10", "notice.supplement", **MISSING), as_of="11"
    )
    assert outcome(late, "licence.one-time-notice") == "breached 11-09 24:00"
    assert bearer(late, "licence.one-time-notice") == "收件人（综合窗口王芳）"
    assert late.state is CaseState.ACCEPTED
    assert late.duty("decide.statutory").start == at("2")
    assert broken(late) == {"one_time_notice_unlawful"}  # one omission is one breach


def test_no_other_matter_is_accepted_by_silence() -> None:
    """A service that is told too late is a breach of service, and stays to be supplemented."""
    found = assess(received(SUPPLEMENT), on("10", "notice.supplement", **MISSING))
    assert outcome(found, "licence.one-time-notice") == ""
    assert found.replay.derived == {}
    assert found.state is CaseState.SUPPLEMENTING


@pytest.mark.requirement("R-069")
@pytest.mark.parametrize(
    ("knowable", "expected"), [(True, "breached"), (False, ""), (None, "dormant")]
)
def test_a_second_notice_raises_nothing_that_was_plain_before(
    knowable: bool | None,  # noqa: FBT001  # a column
    expected: str,
) -> None:
    """It breaks the rule at once; for what nobody could know it is allowed, else it is asked."""
    again = on("11", "notice.supplement", missing=["照片"], knowable_before=knowable)
    found = assess(received(SUPPLEMENT), SUPPLEMENTED, COMPLETED, again)
    assert outcome(found, "one-time-notice.again") == expected
    assert ("second_supplement" in broken(found)) == (expected == "breached")
    if expected == "breached":
        assert found.duty("one-time-notice.again").broken_at == at("11")
        assert bearer(found, "one-time-notice.again") == "收件人（综合窗口王芳）"
    if expected == "dormant":
        assert found.duty("one-time-notice.again").needed == ("knowable_before",)


@pytest.mark.requirement("R-069")
def test_the_first_notice_is_no_second_one() -> None:
    """Whatever is noted of it."""
    found = assess(received(SUPPLEMENT), on("3", "notice.supplement", knowable_before=True))
    assert outcome(found, "one-time-notice.again") == ""


@pytest.mark.parametrize(
    ("happened", "expected"),
    [
        pytest.param([on("17", "materials.completed")], "fulfilled 11-17 24:00", id="last day"),
        pytest.param([on("18", "materials.completed")], "breached 11-17 24:00", id="a day late"),
        pytest.param([], "breached 11-17 24:00", id="never"),
        pytest.param([on("5", "accepted")], "discharged 11-17 24:00", id="accepted without"),
        pytest.param([on("5", "withdrawn")], "discharged 11-17 24:00", id="withdrawn"),
    ],
)
def test_the_applicant_has_the_time_that_was_told(happened: list[Happened], expected: str) -> None:
    """Ten working days from Tuesday the 3rd: 4, 5, 6, 9 to 13, 16, and Tuesday the 17th is day 10.

    What the applicant leaves undone is no breach, and no rule of the hall says what follows.
    """
    found = assess(received(SUPPLEMENT), SUPPLEMENTED, *happened)
    assert outcome(found, "supplement.supply") == expected
    assert bearer(found, "supplement.supply") == "申请人"
    assert found.replay.derived == {}
    assert "supplement.supply" not in {one.duty.id for one in found.breaches}


def test_who_is_told_no_time_is_bound_by_none() -> None:
    """A notice without a limit gives the applicant no last day."""
    found = assess(received(SUPPLEMENT), on("3", "notice.supplement", missing=["户口簿"]))
    assert outcome(found, "supplement.supply") == "open"


# ---- the promise while the applicant supplements


@pytest.mark.requirement("R-090", "R-091")
@pytest.mark.parametrize(
    ("closed", "expected"), [("17", "fulfilled 11-17 24:00"), ("18", "breached 11-17 24:00")]
)
def test_the_promise_begins_anew_when_the_papers_are_complete(closed: str, expected: str) -> None:
    """Completed on Tuesday the 10th: 11, 12, 13, 16 are days 1 to 4, Tuesday the 17th is day 5."""
    case = (received(SUPPLEMENT), SUPPLEMENTED, COMPLETED)
    assert outcome(assess(*case, on(closed, "closed")), "decide.promised") == expected


@pytest.mark.requirement("R-090", "R-091")
def test_while_the_applicant_supplements_the_promise_rests() -> None:
    """Nobody is late who waits for papers; before the notice the limit runs, to Monday the 9th."""
    waiting = assess(received(SUPPLEMENT), SUPPLEMENTED, as_of="27")
    assert outcome(waiting, "decide.promised") == "paused"
    before = assess(received(SUPPLEMENT), SUPPLEMENTED, as_of="2 10:00")
    assert outcome(before, "decide.promised") == "open 11-09 24:00"


@pytest.mark.requirement("R-092")
def test_papers_that_nobody_lacked_move_nothing() -> None:
    """All was there on the 2nd: what is added on the 4th leaves Monday the 9th as it was."""
    found = assess(received(), on("4", "materials.completed"))
    assert outcome(found, "decide.promised") == "breached 11-09 24:00"


@pytest.mark.requirement("R-090")
def test_papers_that_come_before_anybody_asked_begin_the_promise_anew() -> None:
    """Completed by itself on Wednesday the 4th: 5, 6, 9, 10, and Wednesday the 11th is day 5."""
    found = assess(received(SUPPLEMENT), on("4", "materials.completed"))
    assert outcome(found, "decide.promised") == "breached 11-11 24:00"


@pytest.mark.requirement("R-072")
@pytest.mark.parametrize("matter", ["service", "licence"])
def test_once_nothing_is_missing_nothing_is_left_to_tell(matter: str) -> None:
    """Completed on the 4th without any notice: nobody is late with one on the 9th."""
    found = assess(received(SUPPLEMENT, matter), on("4", "materials.completed"), as_of="10 12:00")
    assert not {"one_time_notice", "one_time_notice_unlawful"} & broken(found)
    assert found.replay.derived == {}
    assert found.state is CaseState.RECEIVED


@pytest.mark.requirement("R-069", "R-090")
@pytest.mark.parametrize(
    ("knowable", "due"), [(True, "11-17 24:00"), (False, "11-23 24:00"), (None, "11-17 24:00")]
)
def test_only_a_first_request_or_a_fair_second_one_gives_time(
    knowable: bool | None,  # noqa: FBT001  # a column
    due: str,
) -> None:
    """First completed on the 10th: to Tuesday the 17th, as above. Asked again on the 11th and
    completed on Monday the 16th: 17, 18, 19, 20, and Monday the 23rd is day 5.
    """
    again = on("11", "notice.supplement", missing=["照片"], knowable_before=knowable)
    second = on("16", "materials.completed")
    found = assess(received(SUPPLEMENT), SUPPLEMENTED, COMPLETED, again, second)
    assert outcome(found, "decide.promised") == f"breached {due}"


# ---- who asks


@pytest.mark.requirement("R-072", "R-088")
def test_who_answers_a_question_does_not_become_the_one_who_received_the_case() -> None:
    """王芳 received it; 孙丽 answers a call on the 4th; the notice that 王芳 owed stays hers."""
    call = on("4", "consulted", actor="孙丽", unit="咨询台", channel="电话")
    found = assess(received(SUPPLEMENT), call)
    assert outcome(found, "one-time-notice") == "breached 11-09 24:00"
    assert bearer(found, "one-time-notice") == "收件人（综合窗口王芳）"


TOLD: Final[Data] = {
    "materials": "身份证",
    "steps": "申请、审核",
    "promised": "5个工作日",
    "fee": "不收费",
    "basis": "《某法》第九条",
}
ASKED: Final = on("2", "consulted", actor="孙丽", unit="咨询台")
LEFT: Final = on("2 10:00", "visit.ended")


@pytest.mark.requirement("R-088")
@pytest.mark.parametrize(
    ("happened", "expected"),
    [
        pytest.param([on("2 09:30", "notice.one-time", **TOLD), LEFT], "fulfilled", id="all five"),
        pytest.param(
            [on("2 09:30", "notice.one-time", form="oral", **TOLD), LEFT], "fulfilled", id="oral"
        ),
        pytest.param(
            [on("2 09:30", "notice.one-time", **{**TOLD, "fee": ""}), LEFT],
            "breached",
            id="nothing of the fee",
        ),
        pytest.param([on("2 10:30", "notice.one-time", **TOLD), LEFT], "breached", id="too late"),
        pytest.param([LEFT], "breached", id="sent away"),
        pytest.param([], "open", id="still there"),
    ],
)
@pytest.mark.parametrize("channel", ["窗口", "电话"])
def test_who_asks_is_told_all_before_leaving(
    channel: str, happened: list[Happened], expected: str
) -> None:
    """Five things, at the window as by telephone, where hanging up is leaving."""
    asked = (ASKED[0], ASKED[1], {**ASKED[2], "channel": channel})
    found = assess(asked, *happened)
    assert outcome(found, "consultation") == expected
    assert bearer(found, "consultation") == "接受咨询的工作人员（咨询台孙丽）"
    assert broken(found) == ({"consultation"} if expected == "breached" else set())


@pytest.mark.requirement("R-088")
def test_who_asks_is_told_what_who_applies_is_told() -> None:
    """One form for both."""
    duty = assess(ASKED).duty("consultation").duty
    assert duty.form == REGISTRY.policy(HALL, on=date(2026, 11, 2)).form("notice.one-time")
    assert duty.form is not None
    assert duty.form.missing(TOLD) == {}


@pytest.mark.requirement("R-088")
def test_who_only_comes_by_has_not_asked() -> None:
    """First contact is no question, and neither is an application."""
    assert outcome(assess(on("2", "contacted"), LEFT), "consultation") == ""
    assert outcome(assess(received(), LEFT), "consultation") == ""


# ---- in haste


@pytest.mark.requirement("R-030")
@pytest.mark.parametrize(
    ("happened", "expected"),
    [
        pytest.param([on("2 16:00", "accepted")], "fulfilled", id="accepted on arrival"),
        pytest.param([on("2 16:00", "decided")], "fulfilled", id="decided"),
        pytest.param([on("2 16:00", "notice.supplement", **MISSING)], "fulfilled", id="told"),
        pytest.param([on("2 16:00", "returned")], "fulfilled", id="returned"),
        pytest.param([on("2 16:00", "withdrawn")], "discharged", id="withdrawn"),
        pytest.param([on("3", "accepted")], "breached", id="on the next day"),
        pytest.param([], "breached", id="left lying"),
    ],
)
def test_what_is_urgent_is_taken_up_on_arrival(happened: list[Happened], expected: str) -> None:
    """By 24:00 of the day of receipt; it is a target, told and blamed on nobody."""
    found = assess(received(urgent=True), *happened, as_of="9")
    assert outcome(found, "urgent.at-once") == f"{expected} 11-02 24:00"
    one = found.duty("urgent.at-once").duty
    assert (one.grade, one.breach) == (Grade.TARGET, "")
    assert str(found.bearer(found.duty("urgent.at-once"))).startswith("第一责任人")


@pytest.mark.requirement("R-030")
def test_what_nobody_marks_as_urgent_is_not() -> None:
    """Not said is no."""
    for case in (received(), received(urgent=False)):
        assert outcome(assess(case), "urgent.at-once") == ""


# ---- promised


@pytest.mark.requirement("R-025", "R-092")
@pytest.mark.parametrize(
    ("happened", "expected"),
    [
        pytest.param([on("9 23:59", "closed")], "fulfilled", id="closed on the last day"),
        pytest.param([on("9", "decided")], "fulfilled", id="decided on the last day"),
        pytest.param([on("10", "closed")], "breached", id="a day late"),
        pytest.param([], "breached", id="never"),
        pytest.param([on("6", "withdrawn")], "discharged", id="withdrawn"),
        pytest.param([on("6", "transferred")], "discharged", id="transferred"),
        pytest.param([on("10", "withdrawn")], "breached", id="withdrawn when it was too late"),
        pytest.param(
            [
                on("6", "extension.approved", approver="agency_head", reasons_told=True),
                on("10", "closed"),
            ],
            "breached",
            id="extended: 不得随意延长办理时间",
        ),
    ],
)
def test_what_is_promised_binds(happened: list[Happened], expected: str) -> None:
    """Five working days from Monday the 2nd: 3, 4, 5, 6, and Monday the 9th is day 5."""
    found = assess(received(), *happened)
    assert outcome(found, "decide.promised") == f"{expected} 11-09 24:00"
    assert bearer(found, "decide.promised") == WANG
    assert ("overdue_promised" in broken(found)) == (expected == "breached")


@pytest.mark.requirement("R-026")
@pytest.mark.parametrize(("closed", "saved"), [("4", 3), ("6", 1), ("9", 0)])
def test_days_before_the_limit_are_saved(closed: str, saved: int) -> None:
    """Due on Monday the 9th: closed on the 4th, the 5th, 6th and 9th are saved."""
    found = assess(received(), on(closed, "closed"))
    assert found.deadlines["decide.promised"].days_saved(at(closed)) == saved


@pytest.mark.parametrize(
    ("facts", "matter"),
    [(RETURNED, "service"), (PROMISED, "bare")],
    ids=["returned case", "nothing promised"],
)
def test_no_promise_is_broken_that_does_not_bind(facts: Mapping[str, Any], matter: str) -> None:
    """What is to be returned has no limit; a promise of which nothing is known is never late."""
    found = assess(received(facts, matter))
    assert "overdue_promised" not in broken(found)
    assert outcome(found, "decide.promised") == ("" if facts is RETURNED else "open")


@pytest.mark.requirement("R-025")
def test_the_promise_is_of_whoever_has_the_case() -> None:
    """Accepted by another window, and handed over from there: the last one to take it bears it."""
    late = on("12", "closed")
    assert bearer(assess(received(), ACCEPTED, late), "decide.promised") == LI
    handed = on("5", "handover.accepted", actor="赵强")
    assert bearer(assess(received(), ACCEPTED, handed, late), "decide.promised") == (
        "第一责任人（赵强）"
    )
    after = on("11", "handover.accepted", actor="赵强")
    assert bearer(assess(received(), ACCEPTED, after, late), "decide.promised") == LI


def test_a_reopened_case_has_its_promise_again() -> None:
    """Reopened on Monday the 16th: 17, 18, 19, 20, and Monday the 23rd is day 5."""
    case = (received(), on("6", "closed"), on("16", "reopened", actor="赵强"))
    found = assess(*case, on("23", "closed"))
    assert [became(one) for one in found.duties if one.duty.id == "decide.promised"] == [
        "fulfilled 11-09 24:00",
        "fulfilled 11-23 24:00",
    ]


@pytest.mark.requirement("R-099")
@pytest.mark.parametrize(
    ("noted", "expected"),
    [
        pytest.param({"ground": "听证"}, "fulfilled 11-19 24:00", id="hearing"),
        pytest.param({"ground": "现场踏勘"}, "breached 11-16 24:00", id="survey"),
        pytest.param({"ground": "听证", "form": "oral"}, "breached 11-16 24:00", id="told aloud"),
        pytest.param({}, "breached 11-16 24:00", id="no ground"),
    ],
)
def test_only_what_the_law_lists_stops_the_promise(noted: Data, expected: str) -> None:
    """Ten working days from the 2nd: 3 to 6 (4), 9 to 13 (9), Monday the 16th is day 10.

    A hearing from Tuesday the 3rd to Friday the 6th gives back 4, 5 and 6: the 17th, 18th, 19th.
    """
    pause = on("3", "pause.started", **{"form": "written", "limit": "5个工作日", **noted})
    found = assess(received(PROMISED, "licence"), pause, on("6", "pause.ended"), on("19", "closed"))
    assert outcome(found, "decide.promised") == expected


# ---- the law


EXTENDED: Final[Data] = {"approver": "agency_head", "reasons_told": True}


@pytest.mark.parametrize(
    ("happened", "expected"),
    [
        pytest.param([on("31 23:59", "decided")], "fulfilled 12-01 24:00", id="last day"),
        pytest.param([on("32", "decided")], "breached 12-01 24:00", id="a day late"),
        pytest.param([], "breached 12-01 24:00", id="never"),
        pytest.param([on("20", "withdrawn")], "discharged 12-01 24:00", id="withdrawn"),
        pytest.param(
            [on("31", "extension.approved", **EXTENDED), on("45", "decided")],
            "fulfilled 12-15 24:00",
            id="extended",
        ),
        pytest.param(
            [on("31", "extension.approved", **EXTENDED), on("46", "decided")],
            "breached 12-15 24:00",
            id="extended, and late",
        ),
        pytest.param(
            [on("32", "extension.approved", **EXTENDED), on("45", "decided")],
            "breached 12-01 24:00",
            id="extended too late",
        ),
        pytest.param(
            [on("20", "extension.approved", **{**EXTENDED, "reasons_told": False})],
            "breached 12-01 24:00",
            id="extended without reasons",
        ),
        pytest.param(
            [on("20", "extension.approved", **{**EXTENDED, "approver": "leader"})],
            "breached 12-01 24:00",
            id="extended by another",
        ),
    ],
)
def test_a_licence_is_decided_in_twenty_working_days(
    happened: list[Happened], expected: str
) -> None:
    """From Tuesday the 3rd, when it was accepted: 4 to 6 (3), 9 to 13 (8), 16 to 20 (13), 23 to 27
    (18), Monday the 30th is day 19, Tuesday 12-01 day 20. Ten more: 12-02 to 04 (3), 12-07 to 11
    (8), 12-14, and Tuesday 12-15 is day 30.
    """
    found = assess(received(PROMISED, "licence"), ACCEPTED, *happened)
    assert outcome(found, "decide.statutory") == expected
    assert bearer(found, "decide.statutory") == LI
    assert ("overdue_statutory" in broken(found)) == expected.startswith("breached")


@pytest.mark.parametrize(
    "case",
    [
        pytest.param([received(PROMISED, "licence")], id="not accepted"),
        pytest.param([received(FORWARDED, "forwarded"), ACCEPTED], id="decided above"),
        pytest.param([received(), ACCEPTED], id="no law on the matter"),
    ],
)
def test_the_limit_of_the_law_begins_with_acceptance_of_what_the_hall_decides(
    case: list[Happened],
) -> None:
    """It is not that of the hall before it accepts, where another decides, where no law speaks."""
    assert outcome(assess(*case), "decide.statutory") == ""


# ---- instant cases


@pytest.mark.requirement("R-021", "R-022", "R-053")
@pytest.mark.parametrize(
    ("happened", "expected"),
    [
        pytest.param([on("2 09:20", "closed")], "fulfilled", id="on the spot"),
        pytest.param([on("2 23:59", "decided")], "fulfilled", id="on the same day"),
        pytest.param([on("3", "closed")], "breached", id="on the next day"),
        pytest.param([], "breached", id="never"),
        pytest.param([on("2 10:00", "withdrawn")], "discharged", id="withdrawn"),
        pytest.param([on("2 10:00", "returned")], "discharged", id="returned"),
    ],
)
def test_what_can_be_done_on_the_spot_is_done_on_the_day(
    happened: list[Happened], expected: str
) -> None:
    """By 24:00 of the day of receipt, whatever the matter promises; else it is flagged."""
    found = assess(received(INSTANT), *happened, as_of="9")
    assert outcome(found, "instant.same-day") == f"{expected} 11-02 24:00"
    assert bearer(found, "instant.same-day") == WANG
    assert ("instant_not_same_day" in broken(found)) == (expected == "breached")


@pytest.mark.requirement("R-021")
@pytest.mark.parametrize("facts", [PROMISED, SUPPLEMENT, RETURNED, FORWARDED, JOINT])
def test_no_other_kind_ends_on_the_day(facts: Mapping[str, Any]) -> None:
    """Whatever is no 即办件 has its promise."""
    assert outcome(assess(received(facts)), "instant.same-day") == ""


@pytest.mark.requirement("R-053")
def test_an_instant_case_that_fails_verification_is_returned() -> None:
    """Received as 即办件; found contrary to policy at 11:00, it is a 退回件, and its limit ends."""
    stated = on("2 11:00", "facts.stated", contrary_to_policy=True)
    found = assess(received(INSTANT), stated, on("2 11:30", "returned"))
    assert isinstance(found.classification, sh.Classification)
    assert found.classification.kind is CaseKind.RETURNED
    assert outcome(found, "instant.same-day") == "discharged 11-02 24:00"


@pytest.mark.requirement("R-053")
def test_a_supplement_that_is_completed_is_what_it_is_in_substance() -> None:
    """补办件 until the papers are complete; then a 即办件 or a 承诺件, as the facts say."""
    for facts, kind in ((PROMISED, CaseKind.PROMISED), (INSTANT, CaseKind.INSTANT)):
        lacking = {**facts, "main_document": "held_not_brought"}
        found = assess(received(lacking), SUPPLEMENTED, COMPLETED)
        assert isinstance(found.classification, sh.Classification)
        assert found.classification.kind is kind


@pytest.mark.requirement("R-053", "R-091")
def test_an_instant_case_that_is_completed_later_ends_on_that_day() -> None:
    """即收即办 holds from the day on which the papers are complete: Tuesday the 10th, 24:00."""
    lacking = {**INSTANT, "main_document": "held_not_brought"}
    case = (received(lacking), SUPPLEMENTED, COMPLETED)
    assert outcome(assess(*case, on("10 15:00", "closed")), "instant.same-day") == (
        "fulfilled 11-10 24:00"
    )
    assert outcome(assess(*case, on("11", "closed")), "instant.same-day") == (
        "breached 11-10 24:00"
    )


# ---- forwarded cases


UPWARDS: Final = (received(FORWARDED, "forwarded"), ACCEPTED)
TOLD_LIMIT: Final = on("3 10:00", "notice.forward", limit="2个工作日")


@pytest.mark.requirement("R-107", "R-108")
@pytest.mark.parametrize(
    ("happened", "expected"),
    [
        pytest.param([on("6", "forwarded")], "fulfilled", id="last day"),
        pytest.param([on("9", "forwarded")], "breached", id="a day late"),
        pytest.param([], "breached", id="never"),
        pytest.param([on("5", "withdrawn")], "discharged", id="withdrawn"),
        pytest.param([on("5", "returned")], "discharged", id="returned"),
    ],
)
def test_a_case_is_forwarded_within_the_limit_of_its_matter(
    happened: list[Happened], expected: str
) -> None:
    """Three working days from Tuesday the 3rd: the 4th, the 5th, and Friday the 6th is day 3."""
    found = assess(*UPWARDS, *happened)
    assert outcome(found, "forward") == f"{expected} 11-06 24:00"
    assert bearer(found, "forward") == LI
    assert ("forwarded_late" in broken(found)) == (expected == "breached")
    assert outcome(found, "forward.told") == ""


@pytest.mark.requirement("R-107")
@pytest.mark.parametrize(
    ("happened", "expected"),
    [
        pytest.param([TOLD_LIMIT, on("5", "forwarded")], "fulfilled 11-05 24:00", id="last day"),
        pytest.param([TOLD_LIMIT, on("6", "forwarded")], "breached 11-05 24:00", id="a day late"),
        pytest.param([TOLD_LIMIT], "breached 11-05 24:00", id="never"),
        pytest.param([TOLD_LIMIT, on("4", "withdrawn")], "discharged 11-05 24:00", id="withdrawn"),
        pytest.param([on("20", "forwarded")], "", id="nothing was told"),
    ],
)
def test_where_the_matter_has_no_limit_the_one_that_is_told_binds(
    happened: list[Happened], expected: str
) -> None:
    """Told on Tuesday the 3rd, two working days: the 4th, and Thursday the 5th is day 2."""
    found = assess(received(FORWARDED), ACCEPTED, *happened)
    assert outcome(found, "forward.told") == expected
    assert outcome(found, "forward") == ""
    if expected:
        assert bearer(found, "forward.told") == LI


@pytest.mark.requirement("R-107")
def test_a_limit_that_is_told_does_not_replace_that_of_the_matter() -> None:
    """Two days were told; the matter gives three, until Friday the 6th, and those bind."""
    found = assess(*UPWARDS, TOLD_LIMIT, on("6", "forwarded"))
    assert outcome(found, "forward.told") == ""
    assert outcome(found, "forward") == "fulfilled 11-06 24:00"


@pytest.mark.requirement("R-107")
@pytest.mark.parametrize(
    ("happened", "expected"),
    [
        pytest.param([TOLD_LIMIT, on("5", "forwarded")], "fulfilled", id="told before"),
        pytest.param(
            [on("5", "forwarded"), on("6", "notice.forward", limit="2个工作日")],
            "breached",
            id="told afterwards",
        ),
        pytest.param([on("5", "forwarded")], "breached", id="not told"),
        pytest.param([on("5", "withdrawn")], "discharged", id="withdrawn"),
        pytest.param([], "open", id="not forwarded yet"),
    ],
)
def test_the_limit_for_forwarding_is_told_before_it_goes(
    happened: list[Happened], expected: str
) -> None:
    """应向服务对象承诺上报时限: with the limit, and while it can still be kept."""
    found = assess(*UPWARDS, *happened, as_of="6")
    assert outcome(found, "forward.notice") == expected
    assert bearer(found, "forward.notice") == LI
    assert ("forward_notice" in broken(found)) == (expected == "breached")


@pytest.mark.requirement("R-107")
@pytest.mark.parametrize("facts", [PROMISED, INSTANT, JOINT])
def test_only_what_goes_up_is_forwarded(facts: Mapping[str, Any]) -> None:
    """The hall decides all else."""
    found = assess(received(facts, "forwarded"), ACCEPTED)
    assert (outcome(found, "forward"), outcome(found, "forward.notice")) == ("", "")


@pytest.mark.requirement("R-107")
def test_what_has_gone_up_already_is_not_forwarded_late() -> None:
    """Forwarded on the 3rd, as the table allows, and accepted on the 4th: nothing is left to do."""
    case = (received(FORWARDED, "forwarded"), on("3", "forwarded"), on("4", "accepted"))
    assert not outcome(assess(*case), "forward").startswith("breached")


@pytest.mark.requirement("R-107")
def test_a_limit_that_is_told_afterwards_is_not_missed() -> None:
    """Forwarded on the 5th, told on the 6th: the notice was late, the case was not."""
    after = on("6", "notice.forward", limit="2个工作日")
    found = assess(received(FORWARDED), ACCEPTED, on("5", "forwarded"), after)
    assert outcome(found, "forward.notice") == "breached"
    assert not outcome(found, "forward.told").startswith("breached")


ABOVE: Final = (
    on("5", "forwarded"),
    on("6", "superior.received", unit="县农业农村局", actor="周军"),
)


@pytest.mark.requirement("R-108")
@pytest.mark.parametrize(
    ("happened", "expected"),
    [
        pytest.param([on("34", "superior.answered")], "fulfilled 12-04 24:00", id="last day"),
        pytest.param([on("35", "superior.answered")], "breached 12-04 24:00", id="a day late"),
        pytest.param([], "breached 12-04 24:00", id="never"),
        pytest.param([on("20", "withdrawn")], "discharged 12-04 24:00", id="withdrawn"),
        pytest.param(
            [on("30", "extension.approved", **EXTENDED), on("48", "superior.answered")],
            "fulfilled 12-18 24:00",
            id="extended",
        ),
    ],
)
def test_the_superior_has_a_clock_of_its_own(happened: list[Happened], expected: str) -> None:
    """Twenty working days from Friday the 6th, when it had the case: 13 (5), 20 (10), 27 (15),
    Friday 12-04 is day 20; ten more end on Friday 12-18. The hall's own clock ended with the 6th.
    """
    found = assess(*UPWARDS, *ABOVE, *happened)
    assert outcome(found, "decide.superior") == expected
    assert bearer(found, "decide.superior") == "上级机关（县农业农村局周军）"
    assert outcome(found, "forward") == "fulfilled 11-06 24:00"
    assert ("overdue_superior" in broken(found)) == expected.startswith("breached")


@pytest.mark.requirement("R-108")
def test_the_superior_has_no_clock_before_it_has_the_case() -> None:
    """Forwarded is not received."""
    assert outcome(assess(*UPWARDS, ABOVE[0]), "decide.superior") == ""


# ---- joint cases


TOGETHER: Final = (received(JOINT), on("3", "accepted", actor="李明", unit="主办窗口"))


@pytest.mark.requirement("R-103")
@pytest.mark.parametrize(
    ("happened", "expected"),
    [
        pytest.param([on("4", "joint.convened"), on("6", "decided")], "fulfilled", id="held"),
        pytest.param([on("6", "decided")], "breached", id="decided without"),
        pytest.param([on("6", "closed")], "breached", id="closed without"),
        pytest.param([on("5", "withdrawn")], "discharged", id="withdrawn"),
        pytest.param([], "open", id="not yet"),
    ],
)
def test_the_head_of_the_hall_convenes_the_joint_review(
    happened: list[Happened], expected: str
) -> None:
    """Before the decision; no sentence says by which day."""
    found = assess(*TOGETHER, *happened, as_of="6 12:00")
    assert outcome(found, "joint.review") == expected
    assert bearer(found, "joint.review") == "大厅主任"
    assert ("joint_review" in broken(found)) == (expected == "breached")


@pytest.mark.requirement("R-103")
@pytest.mark.parametrize("facts", [PROMISED, INSTANT, FORWARDED, {**PROMISED, "departments": 2}])
def test_nothing_else_needs_a_joint_review(facts: Mapping[str, Any]) -> None:
    """Two departments are not three."""
    found = assess(received(facts), ACCEPTED)
    assert (outcome(found, "joint.review"), outcome(found, "notice.joint")) == ("", "")


@pytest.mark.requirement("R-103")
def test_a_joint_review_that_was_held_before_acceptance_was_held() -> None:
    """The table lets the head convene it as soon as the case is received."""
    case = (received(JOINT), on("2 12:00", "joint.convened"), ACCEPTED, on("5", "decided"))
    assert not outcome(assess(*case), "joint.review").startswith("breached")


@pytest.mark.requirement("R-104")
@pytest.mark.parametrize(
    ("happened", "expected"),
    [
        pytest.param([on("3 10:00", "joint.prepared"), on("4", "joint.convened")], "fulfilled"),
        pytest.param([on("2 12:00", "joint.prepared"), on("4", "joint.convened")], "fulfilled"),
        pytest.param([on("4", "joint.convened"), on("5", "joint.prepared")], "breached"),
        pytest.param([on("4", "withdrawn")], "discharged"),
        pytest.param([], "open"),
    ],
)
def test_the_lead_window_helps_to_prepare_the_joint_review(
    happened: list[Happened], expected: str
) -> None:
    """Documents, drawings and data, before it is held; a target, for no sentence says how much."""
    found = assess(*TOGETHER, *happened, as_of="6 12:00")
    assert outcome(found, "joint.prepare") == expected
    assert bearer(found, "joint.prepare") == bearer(found, "notice.joint")
    assert outcome(assess(received(PROMISED), ACCEPTED), "joint.prepare") == ""


def part(when: str, name: str, kind: str = "part.done", **noted: Any) -> Happened:
    """Write down what happened to a part of a case."""
    return on(when, kind, refs={"part": name}, **noted)


FIRE: Final = part(
    "3 10:00", "消防", "part.assigned", unit="消防站", actor="吴刚", limit="2个工作日"
)
HEALTH: Final = part("4", "卫生", "part.assigned", unit="卫生所", actor="郑敏", limit="2个工作日")


@pytest.mark.requirement("R-102", "R-105")
@pytest.mark.parametrize(
    ("happened", "fire", "health"),
    [
        pytest.param(
            [part("5", "消防"), part("6", "卫生")], "fulfilled", "fulfilled", id="both in time"
        ),
        pytest.param([part("5", "消防")], "fulfilled", "breached", id="one never"),
        pytest.param(
            [part("6", "消防"), part("6", "卫生")], "breached", "fulfilled", id="one late"
        ),
        pytest.param([on("4 10:00", "withdrawn")], "discharged", "discharged", id="withdrawn"),
    ],
)
def test_each_department_answers_for_its_part(
    happened: list[Happened], fire: str, health: str
) -> None:
    """Two working days each: given on Tuesday the 3rd to Thursday the 5th, on the 4th to Friday
    the 6th. The lead answers for the whole, due on Monday the 9th.
    """
    found = assess(*TOGETHER, FIRE, HEALTH, *happened)
    assert outcome(found, "part/消防") == f"{fire} 11-05 24:00"
    assert outcome(found, "part/卫生") == f"{health} 11-06 24:00"
    assert bearer(found, "part/消防") == "协办单位（消防站）"
    assert bearer(found, "part/卫生") == "协办单位（卫生所）"
    assert bearer(found, "decide.promised") == "第一责任人（主办窗口李明）"
    assert shown(found.duty("decide.promised").due_at or at("1")) == "11-09 24:00"
    assert ("part_late" in broken(found)) == ("breached" in (fire, health))


@pytest.mark.requirement("R-105")
def test_no_part_moves_the_limit_of_the_whole() -> None:
    """A part with twenty days does not lengthen five: the whole is due on Monday the 9th."""
    long = part("3 10:00", "消防", "part.assigned", limit="20个工作日")
    found = assess(*TOGETHER, long, on("10", "closed"))
    assert outcome(found, "decide.promised") == "breached 11-09 24:00"


@pytest.mark.requirement("R-102")
def test_a_part_for_which_no_time_was_set_is_never_late() -> None:
    """What nobody limited stays open, and is no breach."""
    found = assess(*TOGETHER, part("3 10:00", "消防", "part.assigned", unit="消防站"))
    assert outcome(found, "part/消防") == "open"


# ---- papers


WRITTEN: Final[Data] = {"form": "written"}
NOTICES: Final = [
    ("notice.promise", PROMISED, {"limit": "5个工作日"}),
    ("notice.joint", JOINT, {"materials": "消防、卫生、市场三家的材料"}),
]


@pytest.mark.requirement("R-074", "R-076", "R-080")
@pytest.mark.parametrize(("notice", "facts", "items"), NOTICES, ids=[one[0] for one in NOTICES])
@pytest.mark.parametrize(
    ("noted", "expected"),
    [
        pytest.param(WRITTEN, "fulfilled", id="written"),
        pytest.param({"form": "electronic"}, "fulfilled", id="electronic"),
        pytest.param({"form": "oral"}, "breached", id="oral"),
        pytest.param({**WRITTEN, "when": "6 10:00"}, "breached", id="after the decision"),
        pytest.param(None, "breached", id="never"),
    ],
)
def test_a_promised_and_a_joint_case_get_their_paper(
    notice: str, facts: Mapping[str, Any], items: Data, noted: Data | None, expected: str
) -> None:
    """In writing, with the limit or with the materials of all departments, before the decision."""
    papers = []
    if noted is not None:
        papers = [on(noted.get("when", "2 10:00"), notice, form=noted["form"], **items)]
    found = assess(received(facts), *papers, on("6", "decided"))
    assert outcome(found, notice) == expected
    assert bearer(found, notice) == "收件人（综合窗口王芳）"
    assert (notice.removeprefix("notice.") + "_notice" in broken(found)) == (expected == "breached")


@pytest.mark.requirement("R-074", "R-076")
@pytest.mark.parametrize(("notice", "facts", "items"), NOTICES, ids=[one[0] for one in NOTICES])
def test_a_paper_that_did_not_count_does_not_spare_the_one_that_does(
    notice: str, facts: Mapping[str, Any], items: Data
) -> None:
    """Said aloud while papers are missing: once they are complete it is due in writing."""
    lacking = {**facts, "main_document": "held_not_brought"}
    aloud = on("2 10:00", notice, form="oral", **items)
    case = (received(lacking), aloud, SUPPLEMENTED, COMPLETED)
    assert outcome(assess(*case), notice) == "open"
    assert outcome(assess(*case, on("17", "closed")), notice) == "breached"


@pytest.mark.requirement("R-080")
def test_a_joint_notice_that_lists_no_materials_does_not_count() -> None:
    """The list of all departments is what it is for."""
    paper = on("2 10:00", "notice.joint", materials="", **WRITTEN)
    found = assess(received(JOINT), paper, on("6", "decided"))
    assert outcome(found, "notice.joint") == "breached"
    (note,) = found.duty("notice.joint").notes
    assert "各联办部门要求提供的有关材料" in note.text


@pytest.mark.requirement("R-074", "R-107")
@pytest.mark.parametrize(
    ("notice", "case"),
    [
        ("notice.promise", (received(),)),
        ("notice.forward", (received(FORWARDED, "forwarded"), ACCEPTED)),
    ],
)
def test_a_paper_that_leaves_its_limit_blank_does_not_count(
    notice: str, case: tuple[Happened, ...]
) -> None:
    """A limit is an item like any other: stated as empty, it is not stated."""
    paper = on("3 10:00", notice, limit="", **WRITTEN)
    found = assess(*case, paper, on("6", "decided"))
    name = {"notice.forward": "forward.notice"}.get(notice, notice)
    assert outcome(found, name) == "breached"


@pytest.mark.requirement("R-074", "R-076")
@pytest.mark.parametrize(("notice", "facts", "items"), NOTICES, ids=[one[0] for one in NOTICES])
def test_the_paper_is_served_once_and_falls_away_with_the_case(
    notice: str, facts: Mapping[str, Any], items: Data
) -> None:
    """Not before the papers are complete, not twice, and not for a case that was withdrawn."""
    lacking = {**facts, "main_document": "held_not_brought"}
    assert outcome(assess(received(lacking), SUPPLEMENTED), notice) == ""
    case = (received(lacking), SUPPLEMENTED, COMPLETED)
    assert outcome(assess(*case), notice) == "open"
    served = on("2 10:00", notice, **WRITTEN, **items)
    fair = on("11", "notice.supplement", missing=["照片"], knowable_before=False)
    again = (received(facts), served, on("3", "notice.supplement", **MISSING), COMPLETED)
    assert [o.status for o in assess(*again, fair).duties if o.duty.id == notice] == [
        DutyStatus.FULFILLED
    ]
    assert outcome(assess(received(facts), on("3", "withdrawn")), notice) == "discharged"
    other = JOINT if facts is PROMISED else PROMISED
    assert outcome(assess(received(other)), notice) == ""


@pytest.mark.requirement("R-080")
def test_the_materials_of_all_departments_stand_in_one_notice() -> None:
    """Departments and window are told apart by nobody: one duty, one paper, one list."""
    found = assess(*TOGETHER, FIRE, HEALTH)
    (one,) = (one for one in found.duties if one.duty.id == "notice.joint")
    assert one.duty.form is not None
    assert list(one.duty.form.items) == ["materials"]


@pytest.mark.requirement("R-065", "R-073")
@pytest.mark.parametrize(
    ("notice", "expected"),
    [
        pytest.param(on("4", "notice.return", form="written", reasons="缺主件"), "fulfilled"),
        pytest.param(on("4", "notice.return", form="electronic", reasons="缺主件"), "fulfilled"),
        pytest.param(on("4", "notice.return", form="oral", reasons="缺主件"), "open"),
        pytest.param(on("4", "notice.return", form="written", reasons=""), "open"),
        pytest.param(on("4", "notice.return", form="written", reasons="  "), "open"),
        pytest.param(None, "open"),
    ],
)
def test_a_return_is_explained_in_writing(notice: Happened | None, expected: str) -> None:
    """Without reasons in writing it stays to be done: no return without a recorded reason."""
    told = [] if notice is None else [notice]
    found = assess(received(RETURNED), on("3", "returned"), *told)
    assert outcome(found, "notice.return") == expected
    assert bearer(found, "notice.return") == WANG
    assert found.duty("notice.return").duty.breach == "return_notice"
    assert bool(found.duty("notice.return").notes) == (notice is not None and expected == "open")


@pytest.mark.requirement("R-073")
def test_what_is_not_returned_needs_no_such_notice() -> None:
    """A case that is still there has nothing to explain."""
    assert outcome(assess(received(RETURNED)), "notice.return") == ""
    assert outcome(assess(received(), on("3", "not_accepted")), "notice.return") == ""


LICENCE: Final = received(PROMISED, "licence")


@pytest.mark.parametrize(
    ("happened", "expected"),
    [
        pytest.param(
            [on("4", "notice.acceptance", seal="有", date="2026-11-04", **WRITTEN)],
            "fulfilled",
            id="sealed and dated",
        ),
        pytest.param([on("4", "notice.acceptance", form="oral")], "breached", id="oral"),
        pytest.param(
            [on("4", "notice.acceptance", seal="", date="2026-11-04", **WRITTEN)],
            "breached",
            id="no seal",
        ),
        pytest.param([on("4", "notice.acceptance", **WRITTEN)], "fulfilled", id="not on record"),
        pytest.param([on("7", "notice.acceptance", **WRITTEN)], "breached", id="afterwards"),
        pytest.param([], "breached", id="never"),
    ],
)
def test_acceptance_of_a_licence_is_confirmed_in_writing(
    happened: list[Happened], expected: str
) -> None:
    """行政许可法第三十二条第二款: 加盖本行政机关专用印章和注明日期的书面凭证."""
    found = assess(LICENCE, ACCEPTED, *happened, on("6", "decided", outcome="granted"))
    assert outcome(found, "licence.acceptance-voucher") == expected
    assert bearer(found, "licence.acceptance-voucher") == "收件人（综合窗口王芳）"
    assert ("acceptance_voucher" in broken(found)) == (expected == "breached")


def test_other_matters_and_licences_not_accepted_need_no_voucher_of_acceptance() -> None:
    """The law speaks of licences; a withdrawn one needs none any more."""
    assert outcome(assess(received(), ACCEPTED), "licence.acceptance-voucher") == ""
    assert outcome(assess(LICENCE), "licence.acceptance-voucher") == ""
    withdrawn = assess(LICENCE, ACCEPTED, on("4", "withdrawn"))
    assert outcome(withdrawn, "licence.acceptance-voucher") == "discharged"


@pytest.mark.parametrize(
    ("noted", "expected"),
    [
        pytest.param({"reasons": "不属于受理范围"}, "fulfilled", id="reasons"),
        pytest.param({"reasons": ""}, "open", id="no reasons"),
        pytest.param({"reasons": "不属于受理范围", "seal": ""}, "open", id="no seal"),
        pytest.param({"reasons": "不属于受理范围", "form": "oral"}, "open", id="oral"),
    ],
)
def test_a_licence_that_is_not_accepted_gets_a_voucher_with_reasons(
    noted: Data, expected: str
) -> None:
    """行政许可法第三十二条第二款, 第七十二条第七项: 未依法说明不受理行政许可申请的理由."""
    paper = on("4", "notice.not-accepted", **{**WRITTEN, **noted})
    found = assess(LICENCE, on("3", "not_accepted"), paper)
    assert outcome(found, "licence.not-accepted") == expected


APPROVED: Final[Data] = {"approver": "agency_head", "reasons_told": True}
LONGER: Final[Data] = {"reasons": "须征求意见", "limit": "10个工作日"}


@pytest.mark.parametrize(
    ("noted", "expected"),
    [
        pytest.param({**WRITTEN, **LONGER}, "fulfilled", id="written"),
        pytest.param({"form": "oral", **LONGER}, "breached", id="oral"),
        pytest.param({**WRITTEN, **LONGER, "reasons": ""}, "breached", id="no reasons"),
        pytest.param({**WRITTEN, **LONGER, "limit": ""}, "breached", id="no limit"),
        pytest.param(None, "breached", id="never"),
    ],
)
def test_an_extension_is_told_in_writing_with_reasons_and_limit(
    noted: Data | None, expected: str
) -> None:
    """以书面形式告知原因和理由,并同时告知办理时限: before the decision, for every matter."""
    told = [] if noted is None else [on("5", "notice.extension", **noted)]
    case = (received(), ACCEPTED, on("4", "extension.approved", **APPROVED), *told)
    found = assess(*case, on("6", "decided"))
    assert outcome(found, "extension.notice") == expected
    assert bearer(found, "extension.notice") == LI
    assert ("extension_notice" in broken(found)) == (expected == "breached")


@pytest.mark.parametrize(
    ("case", "told", "expected"),
    [
        pytest.param(LICENCE, {"reasons_told": True}, "", id="told on approval"),
        pytest.param(LICENCE, {"reasons_told": False}, "breached", id="not told"),
        pytest.param(LICENCE, {}, "dormant", id="not on record"),
        pytest.param(received(), {"reasons_told": False}, "", id="no licence"),
    ],
)
def test_the_reasons_for_extending_a_licence_are_told(
    case: Happened, told: Data, expected: str
) -> None:
    """行政许可法第四十二条: 并应当将延长期限的理由告知申请人; in whatever form."""
    approved = on("4", "extension.approved", approver="agency_head", **told)
    found = assess(case, ACCEPTED, approved, on("6", "decided"))
    assert outcome(found, "licence.extension-reasons") == expected
    if expected == "breached":
        aloud = on("5", "notice.extension", form="oral", reasons="须征求意见")
        mended = assess(case, ACCEPTED, approved, aloud, on("6", "decided"))
        assert outcome(mended, "licence.extension-reasons") == "fulfilled"


REASONS: Final[Data] = {"reasons": "不符合条件", "remedies": "六十日内申请行政复议"}
REFUSED: Final = on("6", "decided", outcome="refused")


@pytest.mark.requirement("R-079")
@pytest.mark.parametrize(
    ("happened", "expected"),
    [
        pytest.param([on("9", "notice.refusal", **WRITTEN, **REASONS)], "fulfilled", id="written"),
        pytest.param([on("9", "notice.refusal", form="oral", **REASONS)], "breached", id="oral"),
        pytest.param(
            [on("9", "notice.refusal", **WRITTEN, **{**REASONS, "reasons": ""})],
            "breached",
            id="no reasons",
        ),
        pytest.param(
            [on("9", "notice.refusal", **WRITTEN, **{**REASONS, "remedies": ""})],
            "breached",
            id="no remedies",
        ),
        pytest.param([], "breached", id="never"),
    ],
)
def test_a_refusal_is_written_with_reasons_and_remedies(
    happened: list[Happened], expected: str
) -> None:
    """行政许可法第三十八条第二款; before the case is closed."""
    found = assess(LICENCE, REFUSED, *happened, on("10", "closed"))
    assert outcome(found, "licence.refusal") == expected
    assert bearer(found, "licence.refusal") == WANG
    assert outcome(found, "licence.deliver") == ""
    assert ("refusal_notice" in broken(found)) == (expected == "breached")


GRANTED: Final = on("6", "decided", outcome="granted")


@pytest.mark.parametrize(
    ("happened", "expected"),
    [
        pytest.param([on("20 23:59", "delivered")], "fulfilled", id="last day"),
        pytest.param([on("9", "served")], "fulfilled", id="served"),
        pytest.param([on("23", "delivered")], "breached", id="late"),
        pytest.param([on("9", "closed")], "breached", id="closed without"),
    ],
)
def test_a_licence_is_delivered_in_ten_working_days(
    happened: list[Happened], expected: str
) -> None:
    """From Friday the 6th, when it was granted: 9 to 13 (5), Friday the 20th is day 10."""
    found = assess(LICENCE, GRANTED, *happened)
    assert outcome(found, "licence.deliver") == f"{expected} 11-20 24:00"
    assert bearer(found, "licence.deliver") == WANG
    assert outcome(found, "licence.refusal") == ""
    assert ("delivered_late" in broken(found)) == (expected == "breached")


def test_what_is_no_licence_is_neither_refused_nor_delivered_as_one() -> None:
    """The two articles are about licences."""
    for decided in (REFUSED, GRANTED):
        found = assess(received(), decided)
        assert (outcome(found, "licence.refusal"), outcome(found, "licence.deliver")) == ("", "")


# ---- RS: a town hall


@pytest.mark.requirement("R-020")
@pytest.mark.parametrize(
    ("arrived", "closed", "expected"),
    [
        pytest.param("2 09:00", "2 09:30", "fulfilled 11-02 09:30", id="thirty minutes"),
        pytest.param("2 09:00", "2 09:31", "breached 11-02 09:30", id="thirty-one"),
        # 11:45 to 12:00 are fifteen minutes, 13:30 to 13:45 the other fifteen
        pytest.param("2 11:45", "2 13:45", "fulfilled 11-02 13:45", id="over midday"),
        pytest.param("2 11:45", "2 13:46", "breached 11-02 13:45", id="over midday, late"),
        # 16:50 to 17:00 are ten minutes, 08:30 to 08:50 of Tuesday the other twenty
        pytest.param("2 16:50", "3 08:50", "fulfilled 11-03 08:50", id="over night"),
        pytest.param("2 09:00", None, "breached 11-02 09:30", id="never"),
    ],
)
def test_an_instant_case_takes_half_an_hour_of_office_time(
    arrived: str, closed: str | None, expected: str
) -> None:
    """一般30分钟内办结: a target; only the same day, here by 17:00, is a promise."""
    ended = [] if closed is None else [on(closed, "closed")]
    found = assess(received(INSTANT, when=arrived), *ended, division=OF_RS, as_of="9")
    assert outcome(found, "instant.half-hour") == expected
    assert bearer(found, "instant.half-hour") == WANG
    duty = found.duty("instant.half-hour").duty
    assert (duty.grade, duty.breach) == (Grade.TARGET, "")
    in_time = closed is not None and at(closed) <= at("2 17:00")
    same_day = "fulfilled" if in_time else "breached"
    assert outcome(found, "instant.same-day") == f"{same_day} 11-02 17:00"


@pytest.mark.requirement("R-012", "R-020")
@pytest.mark.parametrize(
    ("arrived", "half_hour", "same_day"),
    [
        ("2 07:00", "11-02 09:00", "11-02 17:00"),
        ("2 17:30", "11-03 09:00", "11-03 17:00"),
        ("7 10:00", "11-09 09:00", "11-09 17:00"),
    ],
    ids=["before opening", "after closing", "on Saturday"],
)
def test_what_arrives_while_the_hall_is_closed_begins_when_it_opens(
    arrived: str, half_hour: str, same_day: str
) -> None:
    """From 08:30 of the next working day: the half hour ends at 09:00, the day at 17:00."""
    found = assess(received(INSTANT, when=arrived), division=OF_RS)
    assert outcome(found, "instant.half-hour") == f"breached {half_hour}"
    assert outcome(found, "instant.same-day") == f"breached {same_day}"


@pytest.mark.requirement("R-020")
def test_the_half_hour_is_for_instant_cases_of_such_a_town_only() -> None:
    """Not for a 承诺件, not in a hall that has not adopted RS; it ends with a withdrawal."""
    assert outcome(assess(received(), division=OF_RS), "instant.half-hour") == ""
    assert outcome(assess(received(INSTANT)), "instant.half-hour") == ""
    withdrawn = assess(received(INSTANT), on("2 09:10", "withdrawn"), division=OF_RS)
    assert outcome(withdrawn, "instant.half-hour") == "discharged 11-02 09:30"


@pytest.mark.requirement("R-075")
@pytest.mark.parametrize(
    ("happened", "expected"),
    [
        pytest.param([on("3", "promise.reported"), on("6", "closed")], "fulfilled", id="reported"),
        pytest.param([on("6", "closed")], "breached", id="not reported"),
        pytest.param([on("6", "closed"), on("9", "promise.reported")], "breached", id="afterwards"),
        pytest.param([on("3", "withdrawn")], "discharged", id="withdrawn"),
        pytest.param([], "open", id="not yet"),
    ],
)
def test_a_promise_is_reported_to_the_head(happened: list[Happened], expected: str) -> None:
    """及时 has no figure: it is due before the case ends."""
    found = assess(received(), *happened, division=OF_RS, as_of="9 12:00")
    assert outcome(found, "promise.report") == expected
    assert bearer(found, "promise.report") == "收件人（综合窗口王芳）"
    assert ("promise_report" in broken(found)) == (expected == "breached")


@pytest.mark.requirement("R-075")
def test_a_promise_is_reported_once_and_only_where_there_is_one() -> None:
    """A supplement makes the report due when the papers are complete, and not a second time."""
    lacking = assess(received(SUPPLEMENT), SUPPLEMENTED, division=OF_RS)
    assert outcome(lacking, "promise.report") == ""
    case = (received(SUPPLEMENT), SUPPLEMENTED, COMPLETED)
    assert outcome(assess(*case, division=OF_RS), "promise.report") == "open"
    reported = (received(), on("2 10:00", "promise.reported"), SUPPLEMENTED, COMPLETED)
    assert outcome(assess(*reported, division=OF_RS), "promise.report") == "fulfilled"
    assert outcome(assess(received(JOINT), division=OF_RS), "promise.report") == ""
    assert outcome(assess(received(INSTANT), division=OF_RS), "promise.report") == ""


# ---- X8: a county hall


TOGETHER_X8: Final = {"departments": 2}


@pytest.mark.requirement("R-087")
@pytest.mark.parametrize(
    ("notice", "facts"),
    [("notice.promise", PROMISED), ("notice.joint", {**PROMISED, **TOGETHER_X8})],
)
@pytest.mark.parametrize(
    ("happened", "expected"),
    [
        pytest.param([on("9", "notified")], "fulfilled", id="ready on the last day"),
        pytest.param([on("6", "decided"), on("9", "delivered")], "fulfilled", id="collected"),
        pytest.param([on("6", "decided")], "breached", id="decided, and nobody called"),
        pytest.param([on("10", "notified")], "breached", id="a day late"),
        pytest.param([], "breached", id="never"),
        pytest.param([on("6", "withdrawn")], "discharged", id="withdrawn"),
        pytest.param([on("6", "returned")], "discharged", id="returned"),
    ],
)
def test_the_result_is_ready_when_the_notice_says_so(
    notice: str, facts: Mapping[str, Any], happened: list[Happened], expected: str
) -> None:
    """The notice of Monday the 2nd says five working days: 3, 4, 5, 6, and Monday the 9th."""
    paper = on("2 10:00", notice, limit="5个工作日", materials="身份证", **WRITTEN)
    found = assess(received(facts), paper, *happened, division=OF_X8)
    assert outcome(found, "collect") == f"{expected} 11-09 24:00"
    assert bearer(found, "collect") == WANG
    assert ("result_not_ready" in broken(found)) == (expected == "breached")


@pytest.mark.requirement("R-087", "R-091")
@pytest.mark.parametrize(
    ("happened", "day"),
    [
        pytest.param([SUPPLEMENTED, COMPLETED], "17", id="supplement: anew from the 10th"),
        pytest.param(
            [
                on("3", "pause.started", ground="听证", limit="5个工作日", **WRITTEN),
                on("6", "pause.ended"),
            ],
            "12",
            id="hearing: three days are given back",
        ),
    ],
)
def test_the_result_is_not_due_before_the_promise_is(happened: list[Happened], day: str) -> None:
    """在承诺时限内 is the promised limit, with all that moves it: to the 17th, or to the 12th."""
    paper = on("2 10:00", "notice.promise", limit="5个工作日", **WRITTEN)
    ready = (on(f"{day} 10:00", "closed"), on(f"{day} 11:00", "notified"))
    found = assess(received(), paper, *happened, *ready, division=OF_X8)
    assert outcome(found, "decide.promised") == f"fulfilled 11-{day} 24:00"
    assert not outcome(found, "collect").startswith("breached")


@pytest.mark.requirement("R-087")
def test_only_who_has_adopted_it_has_results_collected() -> None:
    """Nobody collects in a hall that has not adopted X8."""
    paper = on("2 10:00", "notice.promise", limit="5个工作日", **WRITTEN)
    assert outcome(assess(received(), paper), "collect") == ""


# ---- 安阳


def anyang(*happened: Happened, as_of: str = "60") -> sh.Assessment:
    """Assess a case of 安阳."""
    return assess(*happened, division=ANYANG, as_of=as_of)


@pytest.mark.requirement("R-072")
@pytest.mark.parametrize("matter", ["service", "licence"])
@pytest.mark.parametrize("facts", [SUPPLEMENT, NOT_ACCEPTED], ids=["SUPPLEMENT", "NOT_ACCEPTED"])
def test_in_anyang_what_is_missing_is_told_on_the_spot(
    matter: str, facts: Mapping[str, Any]
) -> None:
    """当场, so by 24:00 of the 2nd; later, any matter is accepted as of receipt."""
    kept = anyang(
        received(facts, matter), on("2 16:00", "notice.supplement", **MISSING), as_of="3 12:00"
    )
    assert outcome(kept, "anyang.one-time-notice") == "fulfilled 11-02 24:00"
    assert bearer(kept, "anyang.one-time-notice") == "收件人（综合窗口王芳）"
    assert (kept.state, dict(kept.replay.derived)) == (CaseState.SUPPLEMENTING, {})
    late = anyang(received(facts, matter), as_of="3 00:01")
    assert outcome(late, "anyang.one-time-notice") == "breached 11-02 24:00"
    assert late.duty("anyang.one-time-notice").duty.grade is Grade.UNLAWFUL
    assert late.state is CaseState.ACCEPTED
    (accepted,) = (step.event for step in late.replay.steps if step.event.kind == "accepted")
    assert accepted.occurred_at == at("2")
    assert "one_time_notice_unlawful" in broken(late)


def test_in_anyang_a_notice_of_the_next_day_comes_too_late() -> None:
    """The case is accepted; what is asked for afterwards cannot make it a withdrawn one."""
    asked = on("3", "notice.supplement", missing=["户口簿"], limit="5个工作日")
    for day in ("4", "20"):  # before and after the five days that were told
        found = anyang(received(SUPPLEMENT), asked, as_of=day)
        assert found.state is CaseState.ACCEPTED
        assert list(found.replay.derived.values()) == ["anyang.one-time-notice"]


@pytest.mark.parametrize("as_of", ["3", "9", "10", "60"])
@pytest.mark.parametrize("matter", ["service", "licence"])
def test_in_anyang_late_stays_late(matter: str, as_of: str) -> None:
    """Not told on the 2nd: unlawful from then on, also when the five days of the law are over."""
    found = anyang(received(SUPPLEMENT, matter), as_of=as_of)
    assert outcome(found, "anyang.one-time-notice") == "breached 11-02 24:00"
    assert "one_time_notice_unlawful" in broken(found)
    assert found.state is CaseState.ACCEPTED


def test_in_anyang_nothing_is_deemed_where_nothing_was_to_be_told() -> None:
    """Complete papers; returned, withdrawn or refused on the day; and no such rule elsewhere."""
    assert outcome(anyang(received()), "anyang.one-time-notice") == ""
    for end in ("returned", "withdrawn", "not_accepted", "accepted"):
        found = anyang(received(SUPPLEMENT), on("2 16:00", end))
        assert outcome(found, "anyang.one-time-notice") == "discharged 11-02 24:00"
        assert found.replay.derived == {}
    assert assess(received(SUPPLEMENT), as_of="3 12:00").state is CaseState.RECEIVED


SAID_BY_ANYANG: Final = on("2 16:00", "notice.supplement", missing=["户口簿"], limit="5个工作日")


@pytest.mark.requirement("R-072")
@pytest.mark.parametrize(
    ("happened", "expected", "state"),
    [
        pytest.param(
            [on("9 23:59", "materials.completed")], "fulfilled", "received", id="last day"
        ),
        pytest.param([], "breached", "withdrawn", id="never"),
        pytest.param([on("5", "accepted")], "discharged", "accepted", id="accepted without"),
        pytest.param([on("5", "withdrawn")], "discharged", "withdrawn", id="withdrawn before"),
    ],
)
def test_in_anyang_what_is_not_supplied_in_the_time_told_is_withdrawn(
    happened: list[Happened], expected: str, state: str
) -> None:
    """Five working days from Monday the 2nd: 3, 4, 5, 6, and Monday the 9th is day 5."""
    found = anyang(received(SUPPLEMENT), SAID_BY_ANYANG, *happened, as_of="10 00:01")
    assert outcome(found, "anyang.supply") == f"{expected} 11-09 24:00"
    assert bearer(found, "anyang.supply") == "申请人"
    assert found.state is CaseState(state)
    assert found.breaches == ()
    deemed = expected == "breached"
    assert list(found.replay.derived.values()) == (["anyang.supply"] if deemed else [])
    assert (outcome(found, "decide.promised") == "discharged") <= deemed


def test_in_anyang_the_withdrawal_is_dated_by_the_end_of_the_time() -> None:
    """Not before 24:00 of Monday the 9th, and as of then."""
    case = (received(SUPPLEMENT), SAID_BY_ANYANG)
    assert anyang(*case, as_of="10 00:00").state is CaseState.SUPPLEMENTING
    found = anyang(*case, as_of="20")
    (withdrawn,) = (step.event for step in found.replay.steps if step.event.kind == "withdrawn")
    assert withdrawn.occurred_at == at("10 00:00")


def test_in_anyang_nobody_is_withdrawn_who_was_told_no_time() -> None:
    """The regulation sets no number of days: the time is the one that was told, or none."""
    told = on("2 16:00", "notice.supplement", missing=["户口簿"])
    found = anyang(received(SUPPLEMENT), told)
    assert outcome(found, "anyang.supply") == "open"
    assert found.state is CaseState.SUPPLEMENTING


def test_the_rule_of_anyang_holds_for_its_counties_since_december_2021() -> None:
    """滑县 (410526) has it; the day before 2021-12-01 nobody had."""
    for division, day, here in [
        ("410526", date(2021, 12, 1), True),
        (ANYANG, date(2021, 11, 30), False),
        ("4106", date(2026, 11, 2), False),
    ]:
        duties = REGISTRY.policy(division, on=day).duties
        assert ("anyang.one-time-notice" in duties) is here
        assert ("anyang.supply" in duties) is here
