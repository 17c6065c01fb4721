"""Petitions (信访): the promise of the town hall inside the limits of the regulations, both shown.

The town's sentences are those of 《便民服务大厅信访接待制度》 (D0 篇7); the limits of 信访条例 and
信访工作条例 are those of their articles. See ``complaint_cases`` for the days of November 2026.
"""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, strategies as st

import servicehall as sh
from servicehall import CaseState
from servicehall.duties import Grade
from servicehall.explain.html import to_html
from servicehall.ledgers import open_items
from tests.complaint_cases import (
    HALL,
    OF_RS,
    REGISTRY,
    SHANGHAI,
    Happened,
    assess,
    broken,
    on,
    outcome,
)

P1 = {"petition": "P1"}
LEFT = on("2 10:00", "visit.ended", refs={"petition": "P1", "visit": "V1"})
RS_ONLY = {"petition_accords": None, "leader_reception": None}
ACCEPTED = on("4", "petition.accepted", unit="民政所")


def petition(when: str = "2", **noted: Any) -> Happened:
    """Receive a petition at the town hall: justified, not by a leader, within its own powers."""
    said = {
        "petition_accords": True,
        "leader_reception": False,
        "petition_office": False,
        "own_scope": True,
        "other_procedure": False,
        "actor": "孙立",
        "unit": "信访接待室",
    }
    told = {name: value for name, value in {**said, **noted}.items() if value is not None}
    return on(when, "petition.received", **told)


def plain(when: str = "2", **noted: Any) -> Happened:
    """Receive a petition at another hall, which does not ask what only the town hall does."""
    return petition(when, **{**RS_ONLY, **noted})


def town(*happened: Happened, as_of: str = "60") -> sh.Assessment:
    """Assess a petition under the rules of the town hall."""
    return assess(*happened, division=OF_RS, as_of=as_of)


# ---- the promise of the town hall


@pytest.mark.requirement("R-190")
@pytest.mark.parametrize(
    ("came", "answered", "expected"),
    [
        pytest.param("2", "5 17:00", "fulfilled 11-05 17:00", id="three working days"),
        pytest.param("2", "5 17:01", "breached 11-05 17:00", id="a minute late"),
        pytest.param("5", "10 12:00", "fulfilled 11-10 17:00", id="over the weekend"),
        pytest.param("2", None, "breached 11-05 17:00", id="never"),
    ],
)
def test_a_justified_petition_is_answered_in_three_days(
    came: str, answered: str | None, expected: str
) -> None:
    """在三日内给予答复: working days by default, until the hall closes at 17:00."""
    answer = [] if answered is None else [on(answered, "petition.answered", form="oral")]
    found = town(petition(came), *answer)
    assert outcome(found, "petition.answer") == expected
    assert outcome(assess(plain(came), *answer), "petition.answer") == ""  # RS only


@pytest.mark.requirement("R-190")
@pytest.mark.parametrize(("answered", "expected"), [("2 09:30", "fulfilled"), ("3", "breached")])
def test_what_can_be_solved_on_the_spot_is(answered: str, expected: str) -> None:
    """当场予以解决, before the visitor leaves at ten; who cannot still has three days: a target."""
    visit = {"refs": LEFT[2]["refs"]}
    found = town(petition(**visit), LEFT, on(answered, "petition.answered", **visit), as_of="4")
    assert outcome(found, "petition.on-the-spot") == expected
    assert found.duty("petition.on-the-spot/V1").duty.grade is Grade.TARGET


@pytest.mark.requirement("R-191")
@pytest.mark.parametrize(
    ("answered", "expected"), [("9", "fulfilled 11-09 17:00"), ("10", "breached 11-09 17:00")]
)
def test_a_leader_answers_within_a_week(answered: str, expected: str) -> None:
    """领导接待一般一周内: 一般 makes it a target, which blames nobody."""
    found = town(petition(leader_reception=True), on(answered, "petition.answered"))
    assert outcome(found, "petition.answer.leader") == expected
    assert found.duty("petition.answer.leader/P1").duty.grade is Grade.TARGET
    assert outcome(found, "petition.answer") == ""


@pytest.mark.requirement("R-190", "R-191")
def test_who_received_it_may_not_be_known() -> None:
    """Then neither clock is certain, and it is said what would settle it."""
    found = town(petition(leader_reception=None), as_of="3")
    assert outcome(found, "petition.answer") == "dormant 11-05 17:00"
    assert outcome(found, "petition.answer.leader") == "dormant 11-09 17:00"
    assert "查明“领导接待”以后" in found.explain()


@pytest.mark.requirement("R-192")
@pytest.mark.parametrize(
    ("events", "expected"),
    [([on("2 09:40", "petition.explained")], "fulfilled"), ([], "breached")],
)
def test_what_is_not_justified_is_explained(events: list[Happened], expected: str) -> None:
    """宣传政策,解释清楚, before it is closed; no answer in three days is owed."""
    found = town(petition(petition_accords=False), *events, on("6", "petition.closed"))
    assert outcome(found, "petition.explanation") == expected
    assert outcome(found, "petition.answer") == ""


@pytest.mark.requirement("R-194")
@pytest.mark.parametrize("early", [True, False])
def test_two_papers_after_a_reception(early: bool) -> None:  # noqa: FBT001  # a case of the test
    """事项交办单 to the department, 告知书 to the visitor: owed once the visit is over."""
    when = "2 09:50" if early else "2 10:30"
    order, slip = on(when, "petition.order.issued"), on(when, "petition.slip.issued")
    closed = on("6", "petition.closed")
    assert outcome(town(petition(), as_of="3"), "petition.order") == ""
    found = town(petition(), order, slip, LEFT, closed)
    assert [outcome(found, f"petition.{one}") for one in ("order", "slip")] == ["fulfilled"] * 2
    one = town(petition(), order, LEFT, closed)
    assert outcome(one, "petition.order") == "fulfilled"
    assert "petition_slip" in broken(one)


@pytest.mark.requirement("R-186")
@pytest.mark.parametrize("facts", [{"mass_visit": True}, {"grave_urgent": True}])
def test_grave_and_collective_ones_are_told_at_once(facts: dict[str, Any]) -> None:
    """立即通知有关部门,并向领导汇报: two duties, before the answer; the same day is a target."""
    answered = on("3", "petition.answered")
    told = [on("2 16:00", kind, refs=P1) for kind in ("departments.notified", "leaders.reported")]
    names = ["petition.group.departments", "petition.group.leaders"]
    kept = assess(plain(**facts), *told, answered)
    assert [outcome(kept, name) for name in names] == ["fulfilled", "fulfilled"]
    assert outcome(kept, "petition.group.same-day") == "fulfilled 11-02 24:00"
    missed = assess(plain(**facts), told[0], answered)
    assert [outcome(missed, name) for name in names] == ["fulfilled", "breached"]
    assert not [o for o in assess(plain(), answered).duties if ".group." in o.duty.id]


@pytest.mark.requirement("R-196")
def test_the_place_of_origin_solves_it_by_a_limit() -> None:
    """责成问题发生地限期解决: five working days from the 2nd end with the 9th; only for groups."""
    ordered = on("2 15:00", "petition.origin.ordered", unit="甲村", limit="5个工作日")
    solved = on("10", "petition.origin.solved")
    found = town(petition(mass_visit=True), ordered, solved)
    assert outcome(found, "petition.origin") == "fulfilled"
    assert outcome(found, "petition.origin.solve") == "breached 11-09 17:00"
    assert str(found.bearer(found.duty("petition.origin.solve/P1"))) == "问题发生地（甲村）"
    assert outcome(town(petition()), "petition.origin") == ""


@pytest.mark.requirement("R-193")
@pytest.mark.parametrize("way", ["answered", "assigned", "forwarded", "accepted", "led"])
def test_it_is_handled_here_or_handed_on(way: str) -> None:
    """由本大厅直接答复办理, or 分级负责、归口办理; closed without either, it is broken."""
    closed = on("6", "petition.closed")
    found = assess(plain(), on("3", f"petition.{way}"), closed)
    assert outcome(found, "petition.dispose") == "fulfilled"
    assert outcome(assess(plain(), closed), "petition.dispose") == "breached"


@pytest.mark.requirement("R-193")
@pytest.mark.parametrize("way", ["assigned", "forwarded"])
@pytest.mark.parametrize("leader", [False, True])
def test_what_is_handed_on_is_answered_by_whom_it_is_handed_to(way: str, leader: bool) -> None:  # noqa: FBT001
    """转交给有关部门或部门办理: the hall's time to answer ends; that of the regulation goes on.

    No source excuses the hall from telling the petitioner in writing (第二十三条).
    """
    found = town(petition(leader_reception=leader), on("2 10:00", f"petition.{way}"))
    name = "petition.answer.leader" if leader else "petition.answer"
    assert outcome(found, name).startswith("discharged")
    assert outcome(found, "petition.dispose") == "fulfilled"
    assert outcome(found, "petition.notify") == "breached 11-17 17:00"


def test_a_petition_can_be_withdrawn() -> None:
    """Nothing is owed any more; what ends a case beside it, does not end the petition."""
    found = town(petition(), on("2 10:00", "petition.withdrawn"))
    assert found.state is CaseState.WITHDRAWN
    assert not open_items(found)
    beside = town(on("2", "received"), petition(), on("2 10:00", "withdrawn"), as_of="2 12:00")
    assert outcome(beside, "petition.answer") == "open 11-05 17:00"


@pytest.mark.requirement("R-197")
def test_leaders_receive_visitors_and_say_when() -> None:
    """The schedule is public in every hall."""
    form = REGISTRY.policy(HALL, on=date(2026, 11, 2)).form("leaders.reception")
    assert dict(form.items) == {"schedule": "领导接待时间安排"}
    assert form.of == "hall"


# ---- the regulation around it


@pytest.mark.requirement("R-190", "R-023")
def test_both_clocks_run_and_both_are_shown() -> None:
    """Three days are a promise; fifteen days to tell, sixty from acceptance are the law.

    Received on 2 November: fifteen natural days end on Tuesday the 17th. Accepted on the 4th: sixty
    end on Sunday 3 January 2027 (26 days of November, 31 of December, 3), so on Monday the 4th; the
    holidays of 2027 are not published, so that is provisional.
    """
    found = town(petition(), ACCEPTED, as_of="6")
    assert outcome(found, "petition.answer") == "breached 11-05 17:00"
    assert outcome(found, "petition.notify") == "open 11-17 17:00"
    decide = found.duty("petition.decide/P1")
    assert decide.due_at == datetime(2027, 1, 4, 17, tzinfo=SHANGHAI)
    grades = {one.duty.id: one.duty.grade for one in found.duties}
    assert grades["petition.answer"] is Grade.SERVICE
    assert grades["petition.decide"] is Grade.UNLAWFUL
    said = found.explain()
    assert "三日内答复信访人〔P1〕（服务承诺" in said
    assert "书面答复信访人〔P1〕（法定义务" in said


def test_an_oral_answer_keeps_the_promise_and_not_the_law() -> None:
    """The regulation asks for a written one; the promise of the hall says nothing of the form."""
    oral = on("4 10:00", "petition.answered", form="oral")
    found = town(petition(), ACCEPTED, oral, as_of="6")
    assert outcome(found, "petition.answer") == "fulfilled 11-05 17:00"
    assert found.duty("petition.decide/P1").is_running
    assert "方式不符合规定" in found.explain()


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([on("17", "petition.notified", form="written")], "fulfilled 11-17 24:00"),
        ([on("18", "petition.notified", form="written")], "breached 11-17 24:00"),
        ([on("3", "petition.notified", form="oral")], "breached 11-17 24:00"),
    ],
)
def test_whether_it_is_accepted_is_told_in_writing(told: list[Happened], expected: str) -> None:
    """Fifteen natural days from Monday the 2nd end with Tuesday the 17th."""
    assert outcome(assess(plain(), *told), "petition.notify") == expected


OFFICE = plain(petition_office=True, own_scope=None)
FORWARDED = on("16", "petition.forwarded")


@pytest.mark.parametrize(
    ("sent", "expected"), [("17", "fulfilled 11-17 24:00"), ("18", "breached 11-17 24:00")]
)
def test_the_petition_office_sorts_in_fifteen_days(sent: str, expected: str) -> None:
    """It forwards what it receives; whether that is accepted, the other body tells."""
    found = assess(OFFICE, on(sent, "petition.forwarded"))
    assert outcome(found, "petition.sort") == expected
    assert outcome(found, "petition.notify") == ""
    got = assess(OFFICE, FORWARDED, on("17", "petition.forward-received", unit="民政局"))
    assert outcome(got, "petition.notify") == "breached 12-02 24:00"
    assert str(got.bearer(got.duty("petition.notify/P1"))) == "有权处理的机关、单位（民政局）"


@pytest.mark.parametrize(
    ("when", "noted", "expected"),
    [
        ("24", {"reasons": "属县自然资源局职责"}, "fulfilled 11-24 24:00"),
        ("25", {"reasons": "属县自然资源局职责"}, "breached 11-24 24:00"),
        ("18", {"reasons": ""}, "breached 11-24 24:00"),
    ],
)
def test_whose_matter_it_is_not_says_so_in_five_working_days(
    when: str, noted: dict[str, Any], expected: str
) -> None:
    """第二十三条第三款: with detailed reasons; five working days from the 17th: the 24th."""
    got = on("17", "petition.forward-received", unit="民政局", own_scope=False)
    found = assess(OFFICE, FORWARDED, got, on(when, "petition.objected", **noted))
    assert outcome(found, "petition.object") == expected
    assert outcome(found, "petition.notify") == "discharged 12-02 24:00"


@pytest.mark.parametrize(
    ("noted", "extended"),
    [
        ({"approver": "agency_head", "reasons_told": True}, True),
        ({"approver": "agency_head", "reasons_told": False}, False),
        ({"approver": "leader", "reasons_told": True}, False),
    ],
)
def test_sixty_days_and_thirty_more(noted: dict[str, Any], extended: bool) -> None:  # noqa: FBT001
    """第三十四条: with approval of its head and the reasons told, ninety natural days.

    From 4 November 2026 sixty end on 3 January 2027, a Sunday; ninety on 2 February, a Tuesday.
    """
    longer = on("20", "extension.approved", refs=P1, **noted)
    found = assess(plain(), ACCEPTED, longer, as_of="25")
    ends = date(2027, 2, 2) if extended else date(2027, 1, 4)
    assert found.duty("petition.decide/P1").last_day == ends


@pytest.mark.parametrize(
    ("events", "lead", "decide"),
    [
        ([on("6", "petition.led")], "fulfilled", "discharged"),
        ([on("6", "petition.answered", form="written")], "breached", "fulfilled"),
    ],
)
def test_what_another_procedure_can_settle_is_led_there(
    events: list[Happened], lead: str, decide: str
) -> None:
    """第三十一条第四项: the limit of that procedure takes the place of the petition's."""
    found = assess(plain(other_procedure=True), ACCEPTED, *events)
    assert outcome(found, "petition.lead") == lead
    assert outcome(found, "petition.decide").startswith(decide)
    assert outcome(assess(plain(), ACCEPTED), "petition.lead") == ""


REPLIED = on("10", "petition.answered", form="written", unit="民政所")
REVIEW = on("16", "petition.review.requested", unit="县民政局")
REVIEWED = on("30", "petition.review.answered", form="written", unit="县民政局")
RECHECK = on("31", "petition.recheck.requested", unit="市民政局")


def test_review_and_recheck_have_thirty_days_each() -> None:
    """Answered on the 10th, asked on the 16th, answered by 16 December; recheck by 31 December.

    From 10 November thirty days end on 10 December, from the 16th on 16 December; from 30 November
    on 30 December; from 1 December on 31 December.
    """
    course = (plain(), ACCEPTED, REPLIED, REVIEW, REVIEWED, RECHECK)
    found = assess(*course, as_of="32")
    assert outcome(found, "petition.review.request") == "fulfilled 12-10 24:00"
    assert outcome(found, "petition.review") == "fulfilled 12-16 24:00"
    assert outcome(found, "petition.recheck.request") == "fulfilled 12-30 24:00"
    assert outcome(found, "petition.recheck") == "open 12-31 24:00"
    reviewer = found.bearer(found.duty("petition.review/P1"))
    assert str(reviewer) == "复查机关、单位（县民政局）"


def test_who_asks_for_a_review_does_not_owe_it() -> None:
    """The petitioner asks; the body is where he asks, or else who answers, late or not."""
    asked = on("16", "petition.review.requested", actor="林秀英", unit="县民政局")
    found = assess(plain(), ACCEPTED, REPLIED, asked, as_of="60")
    one = found.duty("petition.review/P1")
    assert (one.status.value, str(found.bearer(one))) == ("breached", "复查机关、单位（县民政局）")
    assert "林秀英" not in str(found.holder("petition_reviewer"))
    nowhere = on("16", "petition.review.requested", actor="林秀英")
    found = assess(plain(), ACCEPTED, REPLIED, nowhere, as_of="60")
    assert str(found.bearer(found.duty("petition.review/P1"))) == "复查机关、单位"
    late = on("50", "petition.review.answered", form="written", unit="市民政局", actor="吴某")
    found = assess(plain(), ACCEPTED, REPLIED, nowhere, late, as_of="60")
    one = found.duty("petition.review/P1")
    assert (one.status.value, str(found.bearer(one))) == ("breached", "复查机关、单位（市民政局）")


def test_time_of_a_hearing_is_not_counted_in_a_recheck() -> None:
    """第三十六条第二款: a hearing from 3 to 10 December gives seven days back: 7 January 2027."""
    hearing = [
        on("33", "pause.started", refs=P1, ground="听证"),
        on("40", "pause.ended", refs=P1),
    ]
    found = assess(plain(), ACCEPTED, REPLIED, REVIEW, REVIEWED, RECHECK, *hearing)
    assert found.duty("petition.recheck/P1").last_day == date(2027, 1, 7)


def test_a_pause_is_for_the_petition_that_it_names() -> None:
    """A hearing about another one, or about the case in whose course it stands, stops none."""
    rest = (on("2", "received"), plain(), ACCEPTED, REPLIED, REVIEW, REVIEWED, RECHECK)
    for refs in ({}, {"petition": "P2"}):
        about: dict[str, Any] = {"refs": refs} if refs else {}
        hearing = [
            on("33", "pause.started", ground="听证", **about),
            on("40", "pause.ended", **about),
        ]
        found = assess(*rest, *hearing)
        assert found.duty("petition.recheck/P1").last_day == date(2026, 12, 31)
        assert "petition.hearing" not in {span.rule.id for span in found.replay.pauses} or refs


def test_who_does_not_ask_for_review_breaks_nothing() -> None:
    """Thirty days from the 10th end with 10 December; the right is lost, nobody is to blame."""
    found = assess(plain(), ACCEPTED, REPLIED, on("10 10:00", "petition.notified", form="written"))
    assert outcome(found, "petition.review.request") == "breached 12-10 24:00"
    assert not found.breaches


def moment(year: int, month: int, day: int) -> datetime:
    """Return nine o'clock of a day."""
    return datetime(year, month, day, 9, tzinfo=SHANGHAI)


def course(*happened: tuple[datetime, str, dict[str, Any]]) -> sh.Assessment:
    """Assess a petition of any year, by the model hall, a month after the last that happened."""
    events = [
        sh.Event(id=f"e{n}", kind=kind, occurred_at=when, payload=said, refs=P1)
        for n, (when, kind, said) in enumerate(happened)
    ]
    until = max(event.occurred_at for event in events) + timedelta(days=1)
    return REGISTRY.assess(sh.Timeline.of(events), as_of=until, division=HALL)


@pytest.mark.parametrize(
    ("day", "law", "article"),
    [(30, "《信访条例》", "第三十三条"), (None, "《信访工作条例》", "第三十四条")],
)
def test_the_regulation_is_that_of_the_day_of_receipt(
    day: int | None, law: str, article: str
) -> None:
    """To 30 April 2022 that of 2005, which asks for neither leading on nor objecting."""
    came = moment(2022, 4, 30) if day else moment(2022, 5, 1)
    facts = {"petition_office": False, "own_scope": False, "other_procedure": True}
    found = course(
        (came, "petition.received", facts),
        (came + timedelta(days=2), "petition.forward-received", {}),
        (came + timedelta(days=3), "petition.accepted", {}),
    )
    citation = found.duty("petition.decide/P1").duty.settled.citation
    assert (citation.instrument, citation.article) == (law, article)
    newer = [
        outcome(found, name).partition(" ")[0] for name in ("petition.object", "petition.lead")
    ]
    assert newer == (["", ""] if day else ["open", "open"])


def test_before_2005_no_regulation_is_shipped() -> None:
    """信访条例 is in force from 1 May 2005."""
    came = moment(2005, 4, 29)
    found = course((came, "petition.received", {}), (came, "petition.accepted", {}))
    assert outcome(found, "petition.decide") == ""


# ---- what is said of it


def test_a_petition_is_no_case_of_unknown_kind() -> None:
    """It is received, handled, closed; its page and text say so; what is owed is on the list."""
    found = town(petition(), as_of="3")
    assert found.state is CaseState.HANDLING
    assert found.explain().startswith(f"办件：{OF_RS}，2026年11月2日收到信访事项")
    assert "办件类型" not in to_html(found)
    assert {item.duty for item in open_items(found)} == {
        *("petition.answer", "petition.dispose", "petition.notify")
    }
    assert town(petition(), on("6", "petition.closed")).state is CaseState.CLOSED
    told = found.explain_progress()
    assert "三日内答复信访人：2026年11月5日17:00前" in told
    assert "书面告知是否受理：2026年11月17日17:00前" in told


def test_targets_are_not_promised_to_those_who_ask() -> None:
    """A leader's week is a target: progress tells the limit of the law only."""
    told = town(petition(leader_reception=True), as_of="3").explain_progress()
    assert "领导接待" not in told
    assert "书面告知是否受理" in told


# ---- a law


@given(
    came=st.integers(0, 20 * 1440),
    accepted=st.integers(0, 5 * 1440),
    answered=st.none() | st.integers(0, 100 * 1440),
    extended=st.booleans(),
)
def test_the_law_is_kept_or_broken_day_by_day(
    came: int, accepted: int, answered: int | None, *, extended: bool
) -> None:
    """Sixty days after acceptance, ninety where extended, off Saturdays and Sundays: in 2026 from
    June on, walked day by day; the summer has no holiday but 19 June and 25 to 27 September."""
    start = datetime(2026, 6, 22, tzinfo=SHANGHAI) + timedelta(minutes=came)
    taken = start + timedelta(minutes=accepted)
    happened: list[tuple[datetime, str, dict[str, Any]]] = [
        (start, "petition.received", {}),
        (taken, "petition.accepted", {}),
    ]
    if extended:
        approved = {"approver": "agency_head", "reasons_told": True}
        happened.append((taken, "extension.approved", approved))
    if answered is not None:
        when = taken + timedelta(minutes=answered)
        happened.append((when, "petition.answered", {"form": "written"}))
    events = [
        sh.Event(id=f"e{n}", kind=kind, occurred_at=when, payload=said, refs=P1)
        for n, (when, kind, said) in enumerate(happened)
    ]
    found = REGISTRY.assess(
        sh.Timeline.of(events), as_of=datetime(2026, 12, 31, tzinfo=SHANGHAI), division=HALL
    )
    day = taken.date()
    for _ in range(90 if extended else 60):
        day += timedelta(days=1)
    rest = {date(2026, 9, 25), *(date(2026, 10, n) for n in range(1, 8))}
    work = {date(2026, 9, 20), date(2026, 10, 10)}
    while (day.weekday() >= 5 and day not in work) or day in rest:
        day += timedelta(days=1)
    one = found.duty("petition.decide/P1")
    assert one.last_day == day
    end = datetime(day.year, day.month, day.day, tzinfo=SHANGHAI) + timedelta(days=1)
    kept = answered is not None and taken + timedelta(minutes=answered) <= end
    assert one.status.value == ("fulfilled" if kept else "breached")
