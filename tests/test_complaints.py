"""Complaints (投诉): their clocks, who may deal with them, what came of them; ratings, the hotline.

The sentences are those of 《便民服务大厅投诉制度》 (D0 篇7); see ``complaint_cases`` for the days.
"""

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

import servicehall as sh
from servicehall import CaseState, DutyStatus
from servicehall.duties import Grade
from servicehall.explain.html import to_html
from servicehall.interop.standard import case_records
from servicehall.ledgers import (
    open_items,
    register_form,
    register_row,
    window_of,
    write_case_line,
)
from servicehall.plugins.loading import built_in_packs
from servicehall.reports import case_row
from servicehall.responsibility import Share, ShareKind
from tests.command_line import Run
from tests.complaint_cases import (
    ANYANG,
    CITE,
    DEZHOU,
    HALL,
    OF_RS,
    OWN,
    REGISTRY,
    SHANGHAI_CITY,
    WEIFANG,
    Happened,
    assess,
    at,
    broken,
    complaint,
    on,
    outcome,
    pack,
    shown,
    timeline,
)

ANSWERED = on("3", "complaint.answered", form="oral")
VISIT = {"complaint": "C1", "visit": "V1"}
GENERAL, COMPLEX = "complaint.answer.general", "complaint.answer.complex"


# ---- a course of its own


@pytest.mark.requirement("R-171", "R-187")
def test_a_complaint_is_a_course_of_its_own() -> None:
    """Received it is being handled, and closed it is closed; it was never filed as a case."""
    course = timeline(
        complaint(),
        ANSWERED,
        on("3 10:00", "complaint.unfounded"),
        on("4", "complaint.closed"),
    )
    states = [step.state.value for step in course.steps]
    assert states == ["handling", "handling", "handling", "closed"]
    assert course.filed_on == date(2026, 11, 2)
    assert CaseState.HANDLING.zh == "处理中"


def test_in_the_course_of_a_case_it_moves_nothing() -> None:
    """A case that is accepted stays accepted, held by whoever held it; its complaint is on time."""
    case = on("2", "received", unit="综合窗口")
    course = timeline(case, complaint("3"), on("4", "complaint.answered"), on("5", "accepted"))
    assert [step.state.value for step in course.steps] == [*["received"] * 3, "accepted"]
    found = REGISTRY.assess(course, as_of=at("6"), division=HALL)
    assert found.has_kind
    assert outcome(found, GENERAL) == "fulfilled 11-04 24:00"
    assert {str(share) for share in found.responsibility.shares} == {"综合窗口"}


def test_who_receives_a_complaint_holds_it() -> None:
    """The time is that of the unit that received it, from the first moment on."""
    found = assess(complaint(), as_of="3")
    assert list(found.responsibility.shares) == [Share(ShareKind.UNIT, "督查室")]
    assert window_of(found) == "督查室"


# ---- by when


@pytest.mark.requirement("R-171", "R-016")
@pytest.mark.parametrize(
    ("came", "answered", "expected"),
    [
        pytest.param("2", "2 15:00", "fulfilled 11-03 24:00", id="the same day"),
        pytest.param("2", "3 23:00", "fulfilled 11-03 24:00", id="the next day"),
        pytest.param("2", "4 00:01", "breached 11-03 24:00", id="the day after"),
        pytest.param("6", "9 16:00", "fulfilled 11-09 24:00", id="Friday to Monday"),
        pytest.param("7", "9 16:00", "fulfilled 11-09 24:00", id="Saturday to Monday"),
        pytest.param("2", None, "breached 11-03 24:00", id="never"),
    ],
)
def test_a_general_complaint_is_answered_by_the_next_day(
    came: str, answered: str | None, expected: str
) -> None:
    """不能现场答复的,要在当日或次日给予答复: a working day; Saturday's next one is Monday."""
    answer = [] if answered is None else [on(answered, "complaint.answered")]
    found = assess(complaint(came), *answer)
    assert outcome(found, GENERAL) == expected
    assert outcome(found, COMPLEX) == ""


@pytest.mark.requirement("R-172")
@pytest.mark.parametrize(
    ("facts", "answered", "expected"),
    [
        ({"complaint_complex": True}, "9 23:00", "fulfilled 11-09 24:00"),
        ({"complaint_units": 2}, "9 23:00", "fulfilled 11-09 24:00"),
        ({"complaint_complex": True, "complaint_units": 2}, "10", "breached 11-09 24:00"),
        ({"complaint_complex": True, "complaint_units": None}, "4", "fulfilled 11-09 24:00"),
    ],
)
def test_a_complex_one_is_answered_within_a_week(
    facts: dict[str, Any], answered: str, expected: str
) -> None:
    """比较复杂或涉及两个以上单位: one week after Monday the 2nd ends with Monday the 9th."""
    found = assess(complaint(**facts), on(answered, "complaint.answered"))
    assert outcome(found, COMPLEX) == expected
    assert outcome(found, GENERAL) == ""


@pytest.mark.requirement("R-172")
def test_what_is_not_known_leaves_both_clocks_open() -> None:
    """Whether it is complex, nobody noted: both are told with their ends, and what would settle it.

    Noted later, on the 4th, it settles the one; it is judged from the day of receipt.
    """
    asked = complaint(complaint_complex=None)
    found = assess(asked, as_of="4")
    assert [outcome(found, name) for name in (GENERAL, COMPLEX)] == [
        "dormant 11-03 24:00",
        "dormant 11-09 24:00",
    ]
    assert "查明“比较复杂的投诉”以后，才能确定是否产生义务" in found.explain()
    assert not found.breaches
    settled = assess(asked, on("4", "facts.stated", complaint_complex=True), as_of="5")
    assert outcome(settled, COMPLEX) == "open 11-09 24:00"
    assert outcome(settled, GENERAL) == ""


@pytest.mark.requirement("R-171")
@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([on("2 09:20", "complaint.answered", refs=VISIT)], "fulfilled"),
        ([], "breached"),
    ],
)
def test_on_the_spot_is_a_target(events: list[Happened], expected: str) -> None:
    """现场给予答复, before the visitor leaves at 09:30; else there is the next day: no fault."""
    left = on("2 09:30", "visit.ended", refs={"visit": "V1"})
    found = assess(complaint(refs=VISIT), *events, left, as_of="2 10:00")
    assert outcome(found, "complaint.on-the-spot") == expected
    assert found.duty("complaint.on-the-spot/V1").duty.grade is Grade.TARGET
    assert outcome(assess(complaint(), *events), "complaint.on-the-spot") == ""  # by letter
    assert {one.duty.grade for one in found.breaches} <= {Grade.TARGET}


@pytest.mark.requirement("R-173")
@pytest.mark.parametrize(
    ("explained", "expected", "breaches"),
    [
        pytest.param("9 17:00", "discharged 11-09 24:00", set(), id="in time"),
        pytest.param("10", "breached 11-09 24:00", {"complaint_answered_late"}, id="too late"),
    ],
)
def test_what_cannot_be_answered_is_explained_and_tracked(
    explained: str, expected: str, breaches: set[str]
) -> None:
    """Two units, due on the 9th: explained by then it is tracked until the answer on the 20th."""
    said = on(explained, "complaint.delay-explained", objective=True, reasons="两家单位尚在核对")
    asked = complaint(complaint_units=2)
    found = assess(asked, said, as_of="15")
    assert outcome(found, COMPLEX) == expected
    assert broken(found) == breaches
    assert [item.duty for item in open_items(found) if item.duty == "complaint.track"]
    end = assess(asked, said, on("20", "complaint.answered"), as_of="21")
    assert outcome(end, "complaint.track") == "fulfilled"
    assert broken(end) == breaches


@pytest.mark.requirement("R-173")
@pytest.mark.parametrize(
    ("noted", "expected"),
    [({"objective": True}, ""), ({"objective": False}, "breached"), ({}, "dormant")],
)
def test_only_objective_reasons_put_an_answer_off(noted: dict[str, Any], expected: str) -> None:
    """确因客观原因: another is no reason; where nobody noted whether it was one, that is asked."""
    found = assess(complaint(), on("3", "complaint.delay-explained", **noted))
    assert outcome(found, "complaint.delay") == expected


@pytest.mark.requirement("R-187", "R-173")
def test_no_complaint_remains_without_a_result() -> None:
    """有诉必理、有理必果: open until it is answered; closed without an answer, it is broken."""
    assert outcome(assess(complaint()), "complaint.result") == "open"
    assert outcome(assess(complaint(), ANSWERED), "complaint.result") == "fulfilled"
    closed = on("3", "complaint.closed")
    assert outcome(assess(complaint(), closed), "complaint.result") == "breached"
    put_off = on("2", "complaint.delay-explained", objective=True)
    dropped = assess(complaint(), put_off, closed)
    assert "complaint_not_tracked" in broken(dropped)


def test_what_happens_in_one_minute_is_taken_in_order() -> None:
    """Verified, decided, answered and closed at once: the answer came before the end."""
    kinds = ("closed", "answered", "decided", "verified")
    found = assess(complaint(), *(on("3", f"complaint.{kind}") for kind in kinds))
    assert not found.breaches
    assert found.state is CaseState.CLOSED


def test_a_complaint_can_be_withdrawn() -> None:
    """Then nothing is owed any more, neither by who received it nor by a unit it was given to."""
    passed_on = handed("2 09:30", "税务窗口")
    found = assess(complaint(), passed_on, on("2 10:00", "complaint.withdrawn"))
    assert found.state is CaseState.WITHDRAWN
    assert not open_items(found)
    assert not found.breaches


@pytest.mark.parametrize("kind", ["withdrawn", "transferred"])
def test_what_ends_a_case_leaves_its_complaint(kind: str) -> None:
    """Who withdraws an application has not withdrawn his complaint; nor is that one moved on."""
    found = assess(on("2", "received"), complaint("3"), on("3 10:00", kind), as_of="3 12:00")
    assert found.state.value == kind
    assert outcome(found, GENERAL) == "open 11-04 24:00"
    assert outcome(found, "complaint.result") == "open"


def test_one_complaint_of_two_is_withdrawn() -> None:
    """Only the one that is named; a case goes on where it was."""
    second = complaint("3", refs={"complaint": "C2"})
    gone = on("3 10:00", "complaint.withdrawn")
    found = assess(on("2", "received"), complaint("3"), second, gone, as_of="3 12:00")
    assert found.state is CaseState.RECEIVED
    assert outcome(found, f"{GENERAL}/C1") == "discharged 11-04 24:00"
    assert outcome(found, f"{GENERAL}/C2") == "open 11-04 24:00"


# ---- given to a unit


FIRST_UNIT = {"complaint": "C1", "transfer": "T1"}
REPORT = "complaint.transfer.report"


def handed(when: str, unit: str, **noted: Any) -> Happened:
    """Give a complaint to a unit, with three working days."""
    said = {"refs": FIRST_UNIT, "limit": "3个工作日", "unit": unit, **noted}
    return on(when, "complaint.transferred", **said)


def reports(found: sh.Assessment) -> list[str]:
    """Return what became of the reports of the units, in the order in which they were given it."""
    own = [one for one in found.duties if one.duty.id == REPORT]
    return [f"{one.status.value} {shown(one.due_at)}" for one in own if one.due_at is not None]


@pytest.mark.requirement("R-175")
@pytest.mark.parametrize(
    ("again", "expected"),
    [
        pytest.param("4", ["discharged 11-05 24:00", "open 11-09 24:00"], id="in time"),
        pytest.param("6", ["breached 11-05 24:00", "open 11-11 24:00"], id="too late"),
    ],
)
def test_each_unit_has_the_time_from_its_own_transfer(again: str, expected: list[str]) -> None:
    """Three working days from Monday the 2nd end with Thursday the 5th.

    From Wednesday the 4th they end with Monday the 9th, from Friday the 6th with the 11th.
    """
    found = assess(complaint(), handed("2", "税务窗口"), handed(again, "社保窗口"), as_of="6 12:00")
    assert reports(found) == expected


def test_the_same_unit_has_its_time_once() -> None:
    """What it is given again with the same number is due when it was."""
    found = assess(complaint(), handed("2", "税务窗口"), handed("4", "税务窗口"), as_of="4")
    assert reports(found) == ["open 11-05 24:00"]


def test_two_complaints_may_name_their_transfers_alike() -> None:
    """Each has a clock of its own; a report that names both things is about the one it names."""
    other = {"complaint": "C2", "transfer": "T1"}
    events = [
        complaint(),
        complaint("2 09:10", refs={"complaint": "C2"}),
        handed("2 10:00", "税务窗口"),
        handed("3 10:00", "税务窗口", refs=other),
    ]
    assert reports(assess(*events, as_of="4")) == ["open 11-05 24:00", "open 11-06 24:00"]
    done = on("4", "complaint.reported", refs=other)
    ended = ["breached 11-05 24:00", "fulfilled 11-06 24:00"]
    assert reports(assess(*events, done)) == ended
    unnamed = on("4", "complaint.reported", refs={"transfer": "T1"})
    both = ["fulfilled 11-05 24:00", "fulfilled 11-06 24:00"]
    assert reports(assess(*events, unnamed)) == both


# ---- what is noted of which complaint


@pytest.mark.parametrize(
    ("refs", "told"),
    [({"complaint": "C1"}, False), ({"visit": "V1"}, True), (VISIT, False), ({}, True)],
)
def test_only_who_names_no_complaint_is_told_so(refs: dict[str, str], told: bool) -> None:  # noqa: FBT001
    """Which visit it was nobody need note; which complaint it is, everybody must."""
    assert ("没有写明是哪一件" in assess(complaint(refs=refs)).explain()) is told


# ---- a locality's own


@pytest.mark.requirement("R-171", "R-172")
def test_a_locality_shortens_the_limits() -> None:
    """24 hours by the clock, over the weekend too; five days; three units; a target made a promise.

    Saturday the 7th, 09:00, and a day are Sunday, 09:00; five days from Monday the 2nd end with
    Saturday the 7th and roll to Monday the 9th.
    """
    assert outcome(assess(complaint("7"), division=OWN), GENERAL) == "breached 11-08 09:00"
    assert outcome(assess(complaint(complaint_units=2), division=OWN), COMPLEX) == ""
    three = assess(complaint(complaint_units=3), division=OWN, as_of="3")
    assert outcome(three, COMPLEX) == "open 11-09 24:00"
    group = assess(complaint(mass_visit=True), division=OWN)
    assert group.duty("complaint.group.same-day/C1") in group.breaches


@pytest.mark.parametrize(
    ("name", "value"),
    [("complaint.general", "2 working days"), ("complaint.complex", "8 natural days")],
)
def test_nobody_lengthens_them(name: str, value: str) -> None:
    """Both may only be shortened."""
    with pytest.raises(sh.FaultyDataError, match="SH463"):
        sh.Registry.of(pack("slow", HALL, terms=[{"changes": name, "value": value, **CITE}]))


def test_a_changed_duty_still_reads_the_terms_of_its_conditions() -> None:
    """Its conditions speak of ``$complaint.units``, which the pack that changes it does not set."""
    changed = pack(
        "other",
        HALL,
        duties=[{"changes": COMPLEX, "title": "答复", "since": date(2020, 1, 1), **CITE}],
    )
    policy = sh.Registry.of(changed).policy(HALL, on=date(2026, 11, 2))
    assert policy.duties[COMPLEX].title == "答复"


# ---- in which form, by whom


@pytest.mark.requirement("R-174")
@pytest.mark.parametrize(
    ("asked", "answered", "expected"),
    [
        ("oral", "oral", ""),
        ("oral", "written", ""),
        ("written", "written", "fulfilled"),
        ("written", "electronic", "fulfilled"),
        ("written", "oral", "breached"),
        ("electronic", None, "breached"),
    ],
)
def test_written_for_written(asked: str, answered: str | None, expected: str) -> None:
    """口头投诉以口头答复为主,书面投诉必须书面答复: 以…为主 forbids no letter."""
    answer = [] if answered is None else [on("3", "complaint.answered", form=answered)]
    closed = on("4", "complaint.closed")
    found = assess(complaint(form=asked), *answer, closed)
    assert outcome(found, "complaint.written-answer") == expected


@pytest.mark.requirement("R-170")
@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"complaint_major": True}, "open"),
        ({"complaint_major": True, "form": "written"}, ""),
        ({"complaint_major": False}, ""),
    ],
)
def test_grave_matters_are_put_in_writing(facts: dict[str, Any], expected: str) -> None:
    """应采用书面形式: the complainant's part, and no breach of anybody."""
    found = assess(complaint(**facts))
    assert outcome(found, "complaint.major.written") == expected
    written = assess(complaint(**facts), on("3", "complaint.put-in-writing"))
    assert outcome(written, "complaint.major.written") == ("fulfilled" if expected else "")
    assert {one.duty.who for one in found.breaches} == {"complaint_receiver"}


@pytest.mark.requirement("R-170", "R-169")
def test_the_channels_and_what_complaints_are_about() -> None:
    """By mouth, telephone or in writing; discipline, attitude, quality, and the five of 龙坡."""
    facts = REGISTRY.policy(HALL, on=date(2026, 11, 2)).vocabulary
    for name, labels in (
        ("complaint_channel", ["来访", "电话", "来信"]),
        ("complaint_about", ["违规违纪行为", "服务态度", "服务质量"]),
        ("complaint_about", ["服务态度", "办事效率", "办件手续", "收费情况", "办理结果"]),
    ):
        said = [facts[name].say(value) for value in facts[name].domain.values]  # type: ignore[union-attr]
        assert set(labels) <= set(said)


def escalation(when: str, **noted: Any) -> Happened:
    """Hand a complaint up; who received it records that."""
    told = {"actor": "何敏", "unit": "督查室", "escalated_to": "党政办", **noted}
    return on(when, "complaint.escalated", **told)


@pytest.mark.requirement("R-188")
@pytest.mark.parametrize(("to", "bearer"), [("党政办", "（党政办）"), ("", "")])
def test_who_handed_it_up_is_not_blamed_for_what_comes_after(to: str, bearer: str) -> None:
    """报上级以后，由上级承担: the answer that is never given is not 何敏's, named or not."""
    up = escalation("2 10:00", escalated_to=to)
    found = assess(complaint(receiver_involved=True), up)
    assert outcome(found, GENERAL).startswith("breached")
    assert str(found.bearer(found.duty(f"{GENERAL}/C1"))) == f"投诉受理人{bearer}"


@pytest.mark.requirement("R-162")
@pytest.mark.parametrize(
    ("kind", "noted", "breach"),
    [
        ("complaint.disclosed", {}, "complaint_disclosed"),
        ("complaint.delay-explained", {"objective": False}, "complaint_delayed"),
    ],
)
def test_who_does_what_is_forbidden_answers_for_it(
    kind: str, noted: dict[str, Any], breach: str
) -> None:
    """孙某 disclosed it, or put it off without a reason: not the receiver. Nobody noted: nobody."""
    for actor in ("孙某", ""):
        found = assess(complaint(), on("2 10:00", kind, actor=actor, **noted))
        broken_by = {one.duty.breach: found.bearer(one).actor for one in found.breaches}
        assert broken_by[breach] == actor


@pytest.mark.requirement("R-188")
@pytest.mark.parametrize(
    ("facts", "escalated", "expected", "bearer"),
    [
        pytest.param({"receiver_involved": True}, "2 10:00", "fulfilled", "督查室何敏", id="up"),
        pytest.param({"receiver_involved": True}, None, "breached", "督查室何敏", id="kept"),
        pytest.param({"receiver_involved": True}, "3 10:00", "breached", "督查室何敏", id="late"),
        pytest.param({"receiver_involved": False}, None, "", "", id="another"),
        pytest.param({"receiver_involved": None}, None, "dormant", "", id="not known"),
    ],
)
def test_nobody_deals_with_a_complaint_about_himself(
    facts: dict[str, Any], escalated: str | None, expected: str, bearer: str
) -> None:
    """It goes to the body above before anything is found or answered: the 3rd at nine."""
    up = [] if escalated is None else [escalation(escalated)]
    found = assess(complaint(**facts), *up, ANSWERED)
    assert outcome(found, "complaint.conflict") == expected
    if bearer:
        assert str(found.bearer(found.duty("complaint.conflict/C1"))) == f"投诉受理人（{bearer}）"


@pytest.mark.requirement("R-188")
def test_who_receives_complaints_is_the_locality_s() -> None:
    """In the town hall of RS it is its head; the model hall names the part only."""
    for division, title in ((HALL, "投诉受理人"), (OF_RS, "便民服务大厅主任")):
        policy = REGISTRY.policy(division, on=date(2026, 11, 2))
        assert policy.roles["complaint_receiver"].title == title


def transfer(when: str, name: str, unit: str, limit: str = "3个工作日", **noted: Any) -> Happened:
    """Hand a complaint to a unit."""
    refs = {"complaint": "C1", "transfer": name}
    return when, "complaint.transferred", {"refs": refs, "unit": unit, "limit": limit, **noted}


@pytest.mark.requirement("R-180")
def test_each_unit_has_its_own_clock_reports_and_replies() -> None:
    """Two units, three working days from Monday the 2nd: Thursday the 5th. One is a day late."""
    done = [
        (when, f"complaint.{kind}", {"refs": {"complaint": "C1", "transfer": name}})
        for name, when in (("T1", "4"), ("T2", "6"))
        for kind in ("reported", "unit-replied")
    ]
    found = assess(
        complaint(complaint_units=2),
        transfer("2 10:00", "T1", "税务窗口"),
        transfer("2 10:00", "T2", "社保窗口"),
        *done,
        as_of="7",
    )
    said = {
        (one.duty.id, str(found.bearer(one))): one.status.value
        for one in found.duties
        if one.duty.of == "transfer"
    }
    assert said == {
        ("complaint.transfer.report", "承办投诉的单位（税务窗口）"): "fulfilled",
        ("complaint.transfer.reply", "承办投诉的单位（税务窗口）"): "fulfilled",
        ("complaint.transfer.report", "承办投诉的单位（社保窗口）"): "breached",
        ("complaint.transfer.reply", "承办投诉的单位（社保窗口）"): "breached",
    }
    assert outcome(found, COMPLEX) == "open 11-09 24:00"  # the hall's own answer is still owed


def test_a_unit_answers_not_the_clerk_who_hands_on() -> None:
    """The hall records that it hands a complaint to 税务窗口: 周明 of the hall is not the unit."""
    handed = transfer("2 10:00", "T1", "税务窗口", actor="周明")
    found = assess(complaint(), handed)
    one = found.duty("complaint.transfer.report/T1")
    assert (one.status.value, str(found.bearer(one))) == ("breached", "承办投诉的单位（税务窗口）")


def test_a_transfer_without_a_limit_stays_open() -> None:
    """在规定时间内: where nobody set one, none is made up."""
    found = assess(complaint(), transfer("2 10:00", "T1", "税务窗口", limit=""), as_of="20")
    assert outcome(found, "complaint.transfer.report") == "open"


# ---- what came of it


@pytest.mark.requirement("R-182")
def test_what_is_verified_is_decided_and_told() -> None:
    """调查核实 → 作出处理 → 反馈: each is owed once the one before is done, until the end."""
    end = on("6", "complaint.closed")
    verified, decided = on("4", "complaint.verified"), on("5", "complaint.decided")
    names = ("complaint.check", "complaint.decide", "complaint.feedback")

    def said(*happened: Happened) -> list[str]:
        found = assess(complaint(), ANSWERED, *happened, end)
        return [outcome(found, name) for name in names]

    assert said() == ["breached", "", ""]
    assert said(on("4", "complaint.unfounded")) == ["fulfilled", "", ""]
    assert said(verified) == ["fulfilled", "breached", ""]
    assert said(verified, decided) == ["fulfilled", "fulfilled", "breached"]
    told = on("5 10:00", "complaint.answered")
    assert said(verified, decided, told) == ["fulfilled"] * 3


def test_a_finding_names_whom_and_what() -> None:
    """The events of a finding note who is complained of, what was found, and the evidence."""
    noted = {
        "complained_of": "王芳",
        "complained_window": "综合窗口",
        "complained_unit": "民政所",
        "breach": "complaint_verified",
        "evidence": ["录音", "笔录"],
    }
    events = [
        on("3", "complaint.verified", **noted),
        on("4", "complaint.appealed", **noted),
        on("5", "complaint.upheld"),
        on("6", "complaint.revoked"),
    ]
    assert "被投诉人：王芳" in assess(complaint(**noted), *events).explain()


@pytest.mark.requirement("R-162")
def test_who_complains_is_masked_everywhere() -> None:
    """Complainant and informant in text, page, record and register; who is complained of is not."""
    named = complaint(
        complainant="周大勇", informant="吴小兰", complained_of="王芳", complaint="周大勇反映排队"
    )
    found = assess(named, ANSWERED)
    row = register_row(found, register_form(found, "register.complaint"))
    texts = [found.explain(), to_html(found), found.to_json(), "".join(row.values())]
    for text in texts:
        assert "周大勇" not in text
        assert "吴小兰" not in text
        assert "王芳" in text
    assert "周大勇" in found.explain(unmask=True)


@pytest.mark.requirement("R-162")
@pytest.mark.parametrize("kind", ["complaint", "petition"])
def test_nobody_tells_who_complained(kind: str) -> None:
    """对投诉人及投诉事项予以保密; 为群众的控告、检举保守秘密."""
    found = assess(on("2", f"{kind}.received"), on("3", f"{kind}.disclosed"))
    assert f"{kind}_disclosed" in broken(found)


@pytest.mark.requirement("R-186")
@pytest.mark.parametrize(
    ("facts", "reported", "service", "target"),
    [
        ({}, None, "", ""),
        ({"mass_visit": True}, "2 17:00", "fulfilled", "fulfilled 11-02 24:00"),
        ({"grave_urgent": True}, "3 08:00", "fulfilled", "breached 11-02 24:00"),
        ({"mass_visit": True}, None, "breached", "breached 11-02 24:00"),
    ],
)
def test_group_visits_are_reported(
    facts: dict[str, Any], reported: str | None, service: str, target: str
) -> None:
    """To the leaders, before the answer on the 3rd; the same day is only a target, and ours."""
    told = [] if reported is None else [on(reported, "leaders.reported", refs={"complaint": "C1"})]
    found = assess(complaint(**facts), *told, ANSWERED)
    assert outcome(found, "complaint.group") == service
    assert outcome(found, "complaint.group.same-day") == target


# ---- what is said of it


def test_a_complaint_is_no_case_of_unknown_kind() -> None:
    """Text, page, record and progress say what it is; none asks for what decides the kind."""
    found = assess(complaint(), as_of="2 10:00")
    assert not found.has_kind
    lines = found.explain().splitlines()
    assert lines[0] == f"办件：{HALL}，2026年11月2日收到投诉"
    assert lines[1].endswith("处理中")
    for text in (found.explain(), to_html(found), str(found.trail)):
        assert "办件类型" not in text
        assert "主件" not in text
        assert "尚不能判定" not in text
    assert "2026年11月2日收到投诉" in to_html(found)
    data = json.loads(found.to_json())
    assert (data["kind"], data["possible"], data["needed"]) == (None, [], [])
    assert case_records(found).kind is None


def test_facts_of_a_kind_make_it_no_case() -> None:
    """Also where what decides the kind of a case is noted with it."""
    case = {
        "main_document": "lacking",
        "other_materials": "complete",
        "contrary_to_policy": False,
        "survey": "not_needed",
    }
    found = assess(complaint(**case))
    assert isinstance(found.classification, sh.Classification)
    assert "退回件" not in found.explain() + to_html(found) + str(found.trail)
    assert case_records(found).kind is None


def test_progress_tells_the_complainant_until_when_he_is_answered() -> None:
    """Number, day and state; the answer that is due; whom to ask."""
    said = assess(complaint(), as_of="2 10:00").explain_progress().splitlines()
    assert said == [
        "办件：TS-1，2026年11月2日收到投诉",
        "办理情况：处理中（截至2026年11月2日10:00）",
        "答复一般投诉：2026年11月3日24:00前",
        "查询：投诉受理人（督查室何敏）",
    ]


def test_the_register_of_complaints() -> None:
    """When, by which channel, about whom; how far it is; and the answer."""
    found = assess(complaint(complaint_channel="telephone", complained_of="王芳"), ANSWERED)
    row = register_row(found, register_form(found, "register.complaint"))
    assert row["first_contact"] == "2026年11月2日09:00"
    assert row["complaint_channel"] == "电话"
    assert row["progress"] == "处理中"
    assert row["reply"] == "2026年11月3日09:00答复投诉人"


CLOSED = on("4", "complaint.closed")


@pytest.mark.parametrize(
    ("happened", "outcome_", "closed_on"),
    [
        ([], "overdue", None),
        ([on("2 15:00", "complaint.answered"), CLOSED], "early", date(2026, 11, 2)),
        ([ANSWERED, CLOSED], "on_last_day", date(2026, 11, 3)),
        ([on("4", "complaint.answered"), CLOSED], "late", date(2026, 11, 4)),
        ([on("3", "complaint.withdrawn")], "withdrawn", None),
    ],
)
def test_a_report_counts_a_complaint_by_its_answer(
    happened: list[Happened], outcome_: str, closed_on: date | None
) -> None:
    """Due on the 3rd; it is done with its answer, not its end, and asks for no kind or matter."""
    row = case_row(assess(complaint(), *happened))
    assert (row.outcome.value, row.closed_on) == (outcome_, closed_on)
    assert (row.kind, row.received_on) == ("收到投诉", date(2026, 11, 2))
    assert row.unsettled == ()


def test_in_the_course_of_a_case_a_report_counts_the_case() -> None:
    """The answer to the complaint does not end it, and its limit is not one of the case."""
    row = case_row(assess(on("2", "received"), complaint(), ANSWERED, on("9", "closed")))
    assert row.closed_on == date(2026, 11, 9)
    assert not [one for one in row.verdicts if "投诉" in one.title]


def test_a_ledger_of_complaints(tmp_path: Path, run: Run) -> None:
    """A line each: number, state, what it is; nothing of a kind or a matter that is not settled."""
    ledger = tmp_path / "complaints.jsonl"
    place = {"division": HALL}
    lines = [
        write_case_line(timeline(complaint(**place))),
        write_case_line(
            timeline(complaint(**{**place, "case": "TS-2"}), on("3", "complaint.closed"))
        ),
    ]
    ledger.write_text("\n".join(lines), encoding="utf-8")
    told = run("assess", ledger, "--as-of", "2026-11-03")
    assert [line.strip() for line in told.output.splitlines()[:2]] == [
        "TS-1  处理中  2026年11月2日收到投诉",
        "TS-2  已办结  2026年11月2日收到投诉，违反2项",
    ]
    assert "类型未定" not in told.output


@pytest.mark.requirement("R-189")
def test_the_means_that_must_exist() -> None:
    """A box, an evaluator, a telephone; and a box for opinions."""
    form = REGISTRY.policy(HALL, on=date(2026, 11, 2)).form("complaint.means")
    assert list(form.items.values()) == ["投诉箱", "电子评价器", "投诉电话", "意见箱"]
    assert form.of == "hall"


def test_figures_that_no_source_gives_are_targets() -> None:
    """What is marked as ours blames nobody: its duty is a target."""
    policy = REGISTRY.policy(HALL, on=date(2026, 11, 2))
    users = [d for d in policy.duties.values() if d.within and d.within.term == "group.report"]
    assert len(users) == 2
    assert {one.grade for one in users} == {Grade.TARGET}


# ---- bad ratings and the hotline

RATED = on("6", "rating.bad", real_name=True)
CASE = on("2", "received", unit="综合窗口", actor="王芳")


@pytest.mark.parametrize(
    ("noted", "expected"),
    [({"real_name": True}, "open"), ({"real_name": False}, ""), ({}, "dormant")],
)
def test_the_nation_gives_no_days_for_bad_ratings(noted: dict[str, Any], expected: str) -> None:
    """Each is settled, each with a name is called back: open until then, without a limit."""
    bad = on("6", "rating.bad", **noted)
    found = assess(CASE, bad)
    assert outcome(found, "rating.call-back") == expected
    assert outcome(found, "rating.settle") == "open"
    done = assess(CASE, bad, on("9", "rating.explained"), on("9", "rating.called-back"))
    assert outcome(done, "rating.settle") == "fulfilled"
    assert outcome(done, "rating.call-back") == ("fulfilled" if expected == "open" else expected)
    mistaken = assess(CASE, bad, on("9", "rating.revoked"))
    assert outcome(mistaken, "rating.settle") == "discharged"


@pytest.mark.parametrize(
    ("division", "duty", "kind", "day", "due"),
    [
        (ANYANG, "anyang.rating.contact", "rating.contacted", "9", "11-09 24:00"),
        (SHANGHAI_CITY, "shanghai.rating.contact", "rating.called-back", "9", "11-09 24:00"),
        (DEZHOU, "dezhou.rating.rectify", "rating.rectified", "13", "11-13 24:00"),
    ],
)
def test_cities_have_figures_for_bad_ratings(
    division: str, duty: str, kind: str, day: str, due: str
) -> None:
    """Rated on Friday the 6th: one working day is Monday the 9th, five are Friday the 13th."""
    late = f"{int(day) + 3}"
    assert (
        outcome(assess(CASE, RATED, on(day, kind), division=division), duty) == f"fulfilled {due}"
    )
    assert (
        outcome(assess(CASE, RATED, on(late, kind), division=division), duty) == f"breached {due}"
    )
    assert outcome(assess(CASE, RATED), duty) == ""


CALL = on("2 10:00", "hotline.received", unit="住建局")


@pytest.mark.parametrize(
    ("events", "duty", "expected"),
    [
        ([on("9", "hotline.replied")], "reply", "fulfilled 11-09 24:00"),
        ([on("10", "hotline.replied")], "reply", "breached 11-09 24:00"),
        ([], "return", "dormant 11-03 10:00"),
        ([on("2 11:00", "facts.stated", own_scope=True)], "return", ""),
    ],
)
def test_anyang_replies_in_five_working_days(
    events: list[Happened], duty: str, expected: str
) -> None:
    """第五十条: five working days from Monday the 2nd end with Monday the 9th."""
    found = assess(CALL, *events, division=ANYANG)
    assert outcome(found, f"anyang.hotline.{duty}") == expected


@pytest.mark.parametrize(
    ("noted", "expected"),
    [
        ({"approver": "agency_head", "especially_complex": True}, "fulfilled 11-16 24:00"),
        ({"approver": "leader", "especially_complex": True}, "breached 11-09 24:00"),
        ({"approver": "agency_head", "especially_complex": False}, "breached 11-09 24:00"),
    ],
)
def test_anyang_adds_five_with_approval(noted: dict[str, Any], expected: str) -> None:
    """特别复杂的，经本单位负责人批准: ten working days end with Monday the 16th."""
    longer = on("6", "extension.approved", refs={"hotline": "H1"}, **noted)
    found = assess(CALL, longer, on("16", "hotline.replied"), division=ANYANG)
    assert outcome(found, "anyang.hotline.reply") == expected


@pytest.mark.parametrize(
    ("when", "noted", "expected"),
    [
        ("3 10:00", {"reasons": "属县级职责"}, "fulfilled 11-03 10:00"),
        ("3 10:01", {"reasons": "属县级职责"}, "breached 11-03 10:00"),
        ("3 09:00", {"reasons": ""}, "breached 11-03 10:00"),
    ],
)
def test_anyang_returns_within_a_day_with_reasons(
    when: str, noted: dict[str, Any], expected: str
) -> None:
    """二十四小时, by the clock: received at ten, returned by ten of the next day, saying why."""
    call = on("2 10:00", "hotline.received", unit="住建局", own_scope=False)
    found = assess(call, on(when, "hotline.returned", **noted), division=ANYANG)
    assert outcome(found, "anyang.hotline.return") == expected
    assert outcome(found, "anyang.hotline.reply") == "discharged 11-09 24:00"


@pytest.mark.parametrize(
    ("noted", "plain", "longer"),
    [
        ({"longer_by_law": False}, "open 11-09 24:00", ""),
        ({"longer_by_law": True, "limit": "20个工作日"}, "", "open 11-30 24:00"),
        ({}, "dormant 11-09 24:00", "dormant"),
    ],
)
def test_weifang_keeps_the_longer_limit_of_a_law(
    noted: dict[str, Any], plain: str, longer: str
) -> None:
    """第二十条: five working days, or what the law says: twenty from the 2nd end with the 30th."""
    call = on("2 10:00", "hotline.received", unit="住建局", **noted)
    found = assess(call, division=WEIFANG, as_of="4")
    assert outcome(found, "weifang.hotline.reply") == plain
    assert outcome(found, "weifang.hotline.reply.longer") == longer


def test_weifang_lets_nobody_return_a_call() -> None:
    """第二十二条: what the hotline has assigned stays where it is; 安阳 lets it go back."""
    back = on("3", "hotline.returned", unit="城管局", reasons="属县级职责")
    found = assess(CALL, back, division=WEIFANG)
    assert "hotline_returned" in broken(found)
    assert str(found.bearer(found.duty("weifang.hotline.no-return/H1"))) == (
        "退回热线事项的单位（城管局）"
    )
    assert "hotline_returned" not in broken(assess(CALL, back, division=ANYANG))


@pytest.mark.parametrize(
    ("noted", "expected"),
    [({"own_scope": True}, "breached"), ({"own_scope": False}, ""), ({}, "dormant")],
)
def test_anyang_lets_nobody_return_what_is_his(noted: dict[str, Any], expected: str) -> None:
    """第五十条第二款 lets go back 不属于本单位职责范围的, and nothing else."""
    call = on("2 10:00", "hotline.received", unit="住建局", **noted)
    back = on("3 09:00", "hotline.returned", reasons="属县级职责")
    found = assess(call, back, division=ANYANG)
    assert outcome(found, "anyang.hotline.no-return") == expected
    assert ("hotline_returned" in broken(found)) is (expected == "breached")


@pytest.mark.parametrize(
    ("division", "noted", "name"),
    [
        (ANYANG, {"own_scope": True}, "anyang.hotline.reply"),
        (WEIFANG, {"longer_by_law": False}, "weifang.hotline.reply"),
    ],
)
def test_each_unit_replies_within_its_own_time(
    division: str, noted: dict[str, Any], name: str
) -> None:
    """Received on Monday the 2nd and by another on Friday the 6th: by the 9th, and by the 13th.

    Whoever receives it again himself, gains nothing by that.
    """
    call = on("2 10:00", "hotline.received", unit="住建局", **noted)
    for unit, expected in (
        ("城管局", [("discharged", "11-09 24:00"), ("open", "11-13 24:00")]),
        ("住建局", [("open", "11-09 24:00")]),
    ):
        again = on("6 10:00", "hotline.received", unit=unit, **noted)
        found = assess(call, again, division=division, as_of="7")
        own = [one for one in found.duties if one.duty.id == name]
        assert [(one.status.value, shown(one.due_at)) for one in own if one.due_at] == expected


def test_a_call_can_be_withdrawn() -> None:
    """Nothing is owed any more."""
    found = assess(CALL, on("3", "hotline.withdrawn"), division=ANYANG)
    assert found.state is CaseState.WITHDRAWN
    assert outcome(found, "anyang.hotline.reply") == "discharged 11-09 24:00"


@pytest.mark.parametrize(
    ("division", "first"), [(SHANGHAI_CITY, date(2021, 1, 1)), (WEIFANG, date(2023, 1, 1))]
)
def test_where_no_source_gives_the_first_day_nothing_is_judged_before(
    division: str, first: date
) -> None:
    """The texts are known to be of 2020 and of October 2022: they count from the year after."""

    def names(day: date) -> set[str]:
        policy = REGISTRY.policy(division, on=day)
        local = ("shanghai.", "weifang.")
        return {one for one in (*policy.duties, *policy.terms) if one.startswith(local)}

    assert names(first)
    assert not names(first - timedelta(days=1))


# ---- every duty, and a law


def test_every_duty_says_what_it_is() -> None:
    """Each cites, each that blames somebody names a breach; a target names none."""
    packs = {one.id for one in built_in_packs()}
    assert {"complaints", "petitions", "feedback"} <= packs
    for division in (HALL, OF_RS, ANYANG, SHANGHAI_CITY, WEIFANG, DEZHOU):
        policy = REGISTRY.policy(division, on=date(2026, 11, 2))
        for one in policy.duties.values():
            if one.of in ("complaint", "petition", "transfer", "hotline") or "rating" in one.id:
                assert one.settled.citation.instrument
                blames = one.grade in (Grade.SERVICE, Grade.UNLAWFUL)
                assert bool(one.breach) is blames, one.id


def answer_due(came: datetime, *, complex_: bool, units: int) -> date:
    """Walk from day to day to the last day of an answer, in a month without holidays."""
    day = came.date()
    if complex_ or units >= 2:
        day += timedelta(days=7)
        while day.weekday() >= 5:
            day += timedelta(days=1)
        return day
    day += timedelta(days=1)
    while day.weekday() >= 5:
        day += timedelta(days=1)
    return day


@given(
    came=st.integers(1, 14 * 1440).map(
        lambda m: datetime(2026, 11, 1, tzinfo=at("1").tzinfo) + timedelta(minutes=m)
    ),
    answered=st.integers(0, 14 * 1440),
    explained=st.none() | st.integers(0, 14 * 1440),
    complex_=st.booleans(),
    units=st.integers(1, 4),
)
def test_the_clocks_of_a_complaint(
    came: datetime, answered: int, explained: int | None, *, complex_: bool, units: int
) -> None:
    """Answered by the end of its last day it is kept; explained before, it is no longer late."""
    events = [
        ("complaint.received", came, {"complaint_complex": complex_, "complaint_units": units})
    ]
    events.append(("complaint.answered", came + timedelta(minutes=answered), {}))
    if explained is not None:
        put_off = came + timedelta(minutes=explained)
        events.append(("complaint.delay-explained", put_off, {"objective": True}))
    course = sh.Timeline.of(
        sh.Event(id=f"e{n}", kind=kind, occurred_at=when, payload=said, refs={"complaint": "C1"})
        for n, (kind, when, said) in enumerate(events)
    )
    found = REGISTRY.assess(course, as_of=at("60"), division=HALL)
    (one,) = [o for o in found.duties if o.duty.id in (GENERAL, COMPLEX)]
    end = answer_due(came, complex_=complex_, units=units)
    assert one.last_day == end
    first = min(answered, explained) if explained is not None else answered
    in_time = (came + timedelta(minutes=first)).date() <= end or (
        came + timedelta(minutes=first)
    ) == datetime.combine(end + timedelta(days=1), datetime.min.time(), came.tzinfo)
    if not in_time:
        assert one.status is DutyStatus.BREACHED
    elif explained is not None and explained < answered:
        assert one.status is DutyStatus.DISCHARGED
    else:
        assert one.status is DutyStatus.FULFILLED
