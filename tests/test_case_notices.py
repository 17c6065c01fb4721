"""Notices of cases: which are owed, by when, by whom; what each lacks; the text and the page.

The county, its matters and its people are made up. November 2026 has no holiday and its 2nd is a
Monday: working days are 2 to 6, 9 to 13, 16 to 20. The hall prints no hours: a day ends at 24:00.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from html.parser import HTMLParser
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest

import servicehall as sh
from servicehall.errors import FaultyDataError, InputTypeError, InputValueError
from servicehall.notices import (
    CaseNotice,
    ItemState,
    Notice,
    NoticeStatus,
    check_texts,
    draft,
    notices_of,
    owed,
)
from servicehall.notices.content import NAMES
from servicehall.notices.texts import BLANK, Words, read_text

Data = dict[str, Any]
Happened = tuple[str, str, Data]

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
CITE: Final[Data] = {"cite": "《甲县办法》第1条"}
COUNTY, TOWN, LAKE = "371302", "371302001", "371302002"

WINDOW: Final[Data] = {
    "id": "main",
    "title": "综合窗口",
    "department": "甲县政务服务局",
    "place": "一楼1号",
    "phone": "0539-1234567",
    **CITE,
}
MATTERS: Final[list[Data]] = [
    {"id": "service", "title": "服务", "kind": "公共服务", "promised": "5个工作日"},
    {
        "id": "licence",
        "title": "许可",
        "kind": "行政许可",
        "promised": "10个工作日",
        "statutory": "$licence.decide",
        "window": "main",
    },
    {
        "id": "forwarded",
        "title": "转报",
        "kind": "行政许可",
        "promised": "20个工作日",
        "forwarding": "3个工作日",
        "statutory": "$licence.decide",
    },
    {
        "id": "together",
        "title": "联办",
        "kind": "公共服务",
        "promised": "15个工作日",
        "departments": ["消防站", "卫生所", "市场所"],
    },
    {"id": "bare", "title": "没有时限的事项", "kind": "公共服务", "promised": "unknown: 没有写"},
]
LISTED: Final[Data] = {
    "id": "listed",
    "title": "列有材料的联办",
    "kind": "公共服务",
    "promised": "15个工作日",
    "fee": "free",
    **CITE,
}


def pack(name: str, division: str, **sections: Any) -> sh.Pack:
    """Return a made-up pack."""
    return sh.load_pack({"id": name, "division": division, **sections})


PAPER: Final = {"id": "paper", "matter": "listed", "title": "平面图", **CITE}
REGISTRY: Final = sh.Registry.of(
    pack(
        "county",
        COUNTY,
        windows=[WINDOW],
        matters=[*({**one, "fee": "free", "materials": "none", **CITE} for one in MATTERS), LISTED],
        materials=[PAPER],
    ),
    pack("lake", LAKE, adopts=[{"id": "adoption", "profile": "X8", **CITE}]),
)

PROMISED: Final[Data] = {
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
SUPPLEMENT: Final = {**PROMISED, "main_document": "held_not_brought"}
JOINT: Final = {**PROMISED, "departments": 3}
FORWARDED: Final = {**PROMISED, "must_forward": True}
WRITTEN: Final[Data] = {"form": "written"}


def at(text: str) -> datetime:
    """Return an instant of November 2026: ``"9"`` is 09:00 of the 9th, ``"9 15:30"`` later."""
    day, _, clock = text.partition(" ")
    hour, minute = map(int, (clock or "09:00").split(":"))
    first = datetime(2026, 11, 1, hour, minute, tzinfo=SHANGHAI)
    return first + timedelta(days=int(day) - 1)


def on(when: str, kind: str, **noted: Any) -> Happened:
    """Write down what happened."""
    return when, kind, noted


def received(
    facts: Mapping[str, Any] = PROMISED, matter: str = "service", **noted: Any
) -> Happened:
    """Receive a case from 李小明 at 王芳's window, on Monday the 2nd."""
    who = {"actor": "王芳", "unit": "受理窗口", "case": "甲-1", "applicant": "李小明"}
    return on("2", "received", **{**who, "matter": matter, **facts, **noted})


def assess(*happened: Happened, division: str = TOWN, as_of: str = "30") -> sh.Assessment:
    """Assess a case, unless told otherwise at the end of the month."""
    events = []
    for number, (when, kind, noted) in enumerate(happened):
        payload = dict(noted)
        own = {name: payload.pop(name) for name in ("actor", "unit", "refs") if name in payload}
        moment = at(when)
        event = sh.Event(id=f"e{number}", kind=kind, occurred_at=moment, payload=payload, **own)
        events.append(event)
    return REGISTRY.assess(sh.Timeline.of(events), as_of=at(as_of), division=division)


def the(found: sh.Assessment, kind: str) -> CaseNotice:
    """Return the one notice of a kind."""
    (one,) = (notice for notice in notices_of(found) if notice.kind.id == kind)
    return one


def stands(found: sh.Assessment) -> dict[str, str]:
    """Return what became of each notice; of several of a kind the last."""
    return {one.kind.id: one.status.value for one in notices_of(found)}


ACCEPTED: Final = on("3", "accepted", actor="李明", unit="许可窗口")
REFUSED: Final = on("6", "decided", outcome="refused", reasons="不符合规划")


# ---- owed: by when, by whom


@pytest.mark.requirement("R-072")
def test_a_supplement_notice_is_owed_within_five_days_by_who_received_it() -> None:
    """行政许可法第三十二条: five working days after the 2nd end with Monday the 9th."""
    found = assess(received(SUPPLEMENT), as_of="5")
    (one,) = owed(found)
    assert (one.kind.id, one.status) == ("supplement", NoticeStatus.OWED)
    assert one.warn_at == one.due_at == at("10 00:00")
    assert one.bearer == "收件人（受理窗口王芳）"
    assert (one.items, one.served, one.before) == ((), None, ())


@pytest.mark.requirement("R-072")
def test_one_paper_fulfils_the_duty_of_the_hall_and_that_of_the_law() -> None:
    """Two duties ask for a licence's supplement notice; the clerk writes one."""
    one = the(assess(received(SUPPLEMENT, "licence"), as_of="5"), "supplement")
    assert [o.duty.id for o in one.duties] == ["one-time-notice", "licence.one-time-notice"]


def test_what_was_not_served_in_time_is_overdue_and_still_owed() -> None:
    """On the 10th the five days are over; the applicant must be told all the same."""
    (one,) = owed(assess(received(SUPPLEMENT), as_of="10"))
    assert one.status is NoticeStatus.OVERDUE


@pytest.mark.requirement("R-074")
def test_a_promise_must_be_served_before_the_decision() -> None:
    """Where no rule gives a figure, the event before which it is due is told."""
    one = the(assess(received(), as_of="3"), "promise")
    assert (one.status, one.before, one.warn_at) == (NoticeStatus.OWED, ("作出决定", "办结"), None)


def test_a_paper_that_never_came_was_missed_and_one_after_the_event_is_late() -> None:
    """Decided on the 6th without it: missed; handed over on the 9th, it came late."""
    decided = on("6", "decided")
    assert stands(assess(received(), decided)) == {"promise": "missed"}
    paper = on("9", "notice.promise", limit="5个工作日", **WRITTEN)
    found = assess(received(), decided, paper)
    assert stands(found) == {"promise": "late"}
    assert the(found, "promise").served is found.timeline.events[-1]


def test_a_paper_of_a_later_cycle_is_none_of_an_earlier_one() -> None:
    """Missed before the decision on the 4th; reopened on the 9th, the paper is served in time."""
    again = (on("9", "reopened"), on("10", "notice.promise", limit="5个工作日", **WRITTEN))
    found = assess(received(), on("4", "decided"), *again, as_of="11")
    promises = [one.status.value for one in notices_of(found) if one.kind.id == "promise"]
    assert promises == ["missed", "served"]


def test_a_supplement_notice_after_its_limit_is_late() -> None:
    """Due by the 9th, served on the 10th."""
    paper = on("10", "notice.supplement", missing=["户口簿"])
    assert stands(assess(received(SUPPLEMENT), paper))["supplement"] == "late"


def test_a_withdrawn_case_owes_nothing() -> None:
    """The duty fell away."""
    assert notices_of(assess(received(), on("3", "withdrawn"))) == ()


def test_whether_a_notice_is_owed_can_be_open() -> None:
    """Nobody noted whether it can be done the same day: promised or instant, nobody knows."""
    facts = {**PROMISED, "needs_process": False}
    del facts["same_day_possible"]
    found = assess(received(facts), as_of="3")
    assert stands(found) == {"promise": "unsettled"}
    assert owed(found) == ()


def test_a_notice_that_nobody_owed_is_shown() -> None:
    """A voucher of acceptance for a matter that needs none is a paper like any other."""
    paper = on("3 10:00", "notice.acceptance", seal="有", date="2026-11-03", **WRITTEN)
    one = the(assess(received(), ACCEPTED, paper), "acceptance")
    assert (one.status, one.duties, one.trigger) == (NoticeStatus.SERVED, (), None)


def test_notices_stand_in_the_order_of_what_asked_for_them() -> None:
    """The promise is asked for on the 2nd, the voucher on the 3rd, the refusal on the 6th."""
    found = assess(received(PROMISED, "licence"), ACCEPTED, REFUSED)
    assert list(stands(found)) == ["promise", "acceptance", "refusal"]


# ---- the form, item by item


def test_each_item_of_a_served_notice_is_held_against_its_form() -> None:
    """Reasons stated, remedies left blank: the paper does not have its form, and is owed again."""
    paper = on("6 10:00", "notice.refusal", reasons="不符合规划", remedies=" ", **WRITTEN)
    found = assess(received(PROMISED, "licence"), REFUSED, paper)
    again, served = (one for one in notices_of(found) if one.kind.id == "refusal")
    states = {one.name: one.state for one in served.items}
    assert states == {"reasons": ItemState.STATED, "remedies": ItemState.EMPTY}
    assert (served.status, served.missing) == (
        NoticeStatus.FAULTY,
        ("申请行政复议或者提起行政诉讼的权利",),
    )
    assert again.is_owed
    assert "没有写明" in served.notes[0]


@pytest.mark.parametrize(
    ("happened", "kind", "blank", "label"),
    [
        pytest.param(
            [received(SUPPLEMENT)], "supplement", "missing", "需补办的全部材料", id="supplement"
        ),
        pytest.param([received()], "promise", "limit", "承诺办结时限", id="promise"),
        pytest.param([received(), on("3", "returned")], "return", "reasons", "退回的原因"),
        pytest.param(
            [received(), ACCEPTED, on("4", "extension.approved")],
            "extension",
            "limit",
            "新的办理时限",
            id="extension",
        ),
        pytest.param(
            [received(PROMISED, "licence"), on("3", "not_accepted")],
            "not-accepted",
            "reasons",
            "不予受理的理由",
            id="not accepted",
        ),
        pytest.param([received(FORWARDED, "forwarded"), ACCEPTED], "forward", "limit", "上报时限"),
        pytest.param(
            [received(JOINT, "together")], "joint", "materials", "各联办部门要求提供的有关材料"
        ),
        pytest.param([received(PROMISED, "licence"), ACCEPTED], "acceptance", "seal", "专用印章"),
    ],
)
@pytest.mark.requirement("R-072", "R-073", "R-074", "R-080")
def test_a_paper_that_leaves_an_item_blank_is_still_owed(
    happened: list[Happened], kind: str, blank: str, label: str
) -> None:
    """Each kind has its items; with one of them blank nothing was served."""
    paper = on("5", f"notice.{kind}", **{blank: [] if kind == "supplement" else ""}, **WRITTEN)
    found = assess(*happened, paper, as_of="6")
    served = next(one for one in notices_of(found) if one.served is not None)
    assert (served.status, served.missing) == (NoticeStatus.FAULTY, (label,))
    assert [one.kind.id for one in owed(found) if one.kind.id == kind] == [kind]


@pytest.mark.requirement("R-080")
def test_a_joint_notice_in_which_one_department_is_left_out_does_not_count() -> None:
    """各联办部门要求提供的有关材料一次性告知: all of them, in one notice."""
    lists = {"消防站": ["平面图"], "卫生所": ["健康证"], "市场所": []}
    paper = on("3", "notice.joint", materials=lists, **WRITTEN)
    found = assess(received(JOINT, "together"), paper)
    assert [one.status.value for one in notices_of(found)] == ["owed", "faulty"]
    whole = on("3", "notice.joint", materials={**lists, "市场所": ["执照"]}, **WRITTEN)
    assert stands(assess(received(JOINT, "together"), whole)) == {"joint": "served"}


def test_what_the_record_does_not_say_is_to_be_checked() -> None:
    """A seal is on the paper: where nobody noted it, somebody must look; it counts until then."""
    paper = on("4", "notice.acceptance", date="2026-11-04", **WRITTEN)
    one = the(assess(received(PROMISED, "licence"), ACCEPTED, paper), "acceptance")
    assert (one.status, one.missing, one.unrecorded) == (NoticeStatus.SERVED, (), ("专用印章",))
    assert [item.state.zh for item in one.items] == ["未登记", "已写明"]


def test_what_was_only_said_aloud_does_not_count() -> None:
    """A promise is a paper: said aloud it is still owed, and the reason is told."""
    aloud = on("3", "notice.promise", form="oral", limit="5个工作日")
    paper, spoken = notices_of(assess(received(), aloud, as_of="4"))
    assert (spoken.status.zh, paper.status.zh) == ("已送达，不符合要求", "待送达")
    assert spoken.notes == (
        "送达承诺件通知：方式不符合规定，不算完成（《便民服务大厅六件管理制度》四）",
    )


# ---- papers that no duty asks for yet


LICENCE: Final = (received(PROMISED, "licence"), ACCEPTED)
ALOUD: Final = on("5", "notice.refusal", form="oral", reasons="不符合规划", remedies="可以复议")
ONCE_MORE: Final = "先前送达的不符合要求，应当重新送达"


def of_kind(kind: str, *happened: Happened, as_of: str = "9") -> list[tuple[str, tuple[str, ...]]]:
    """Return status and notes of the notices of a kind, in their order."""
    listed = notices_of(assess(*happened, as_of=as_of))
    return [(one.status.value, one.notes) for one in listed if one.kind.id == kind]


def test_a_refusal_aloud_does_not_count_before_the_decision_is_on_record() -> None:
    """行政许可法第三十八条第二款 asks for a written one. No decision is noted, so no duty has
    begun; the paper is held against the rule all the same. It must be served before the closing.
    """
    rule = "《中华人民共和国行政许可法》第三十八条第二款"
    told = f"送达不予许可决定书：方式不符合规定，不算完成（{rule}）"
    assert of_kind("refusal", *LICENCE, ALOUD) == [("faulty", (told,)), ("owed", (ONCE_MORE,))]
    (again,) = (one for one in owed(assess(*LICENCE, ALOUD, as_of="9")) if one.notes)
    assert (again.kind.id, again.before, again.duties) == ("refusal", ("办结",), ())


@pytest.mark.parametrize(
    ("happened", "kind", "blank"),
    [
        pytest.param(LICENCE, "refusal", {"reasons": "  ", "remedies": ""}, id="refusal"),
        pytest.param([received()], "return", {"reasons": ""}, id="return"),
        pytest.param(LICENCE, "special-procedure", {"limit": ""}, id="no pause on record"),
    ],
)
def test_a_blank_paper_is_still_owed_where_no_duty_asks_for_it_yet(
    happened: list[Happened], kind: str, blank: Data
) -> None:
    """The paper of a return stands before the return, that of a pause before the pause: nobody has
    noted either yet. With its items blank nothing was served."""
    paper = on("5", f"notice.{kind}", actor="李明", **blank, **WRITTEN)
    assert of_kind(kind, *happened, paper) == [("faulty", ()), ("owed", (ONCE_MORE,))]
    (again,) = (one for one in owed(assess(*happened, paper, as_of="9")) if one.notes)
    assert again.bearer == "李明"


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        pytest.param(
            [on("6", "notice.refusal", reasons="不符合规划", remedies="可以复议", **WRITTEN)],
            ["faulty", "served"],
            id="served as it must be",
        ),
        pytest.param([ALOUD], ["faulty", "faulty", "owed"], id="aloud again: owed once"),
        pytest.param([REFUSED], ["faulty", "owed"], id="decided: the duty owes it"),
        pytest.param([on("6", "withdrawn")], ["faulty"], id="withdrawn"),
        pytest.param([on("6", "returned"), on("7", "reopened")], ["faulty"], id="another cycle"),
    ],
)
def test_a_paper_is_served_again_until_it_is_served_or_the_course_settles_it(
    later: list[Happened], expected: list[str]
) -> None:
    """What is to be done follows from the case as it stands; what did not count can be seen."""
    assert [status for status, _ in of_kind("refusal", *LICENCE, ALOUD, *later)] == expected


def test_a_blank_paper_that_no_rule_can_ask_for_is_not_owed_again() -> None:
    """A voucher of acceptance is for licences: where a public service had one, nobody needs it."""
    paper = on("5", "notice.acceptance", seal="", date="", **WRITTEN)
    assert of_kind("acceptance", received(), ACCEPTED, paper) == [("faulty", ())]


def test_a_paper_that_is_served_again_copies_nothing_from_the_one_that_did_not_count() -> None:
    """Neither its reasons nor its date: what the next one states, somebody must say. The remedies
    are those that every refusal names."""
    aloud = (*ALOUD[:2], {**ALOUD[2], "date": "2026-11-05"})
    paper = written("refusal", *LICENCE, aloud, as_of="9")
    assert set(paper.missing) == {"reasons"}
    assert paper.day == ""
    voucher = on("2", "notice.acceptance", date="2026-11-02", **{**WRITTEN, "seal": ""})
    told = written("acceptance", received(PROMISED, "licence"), voucher, as_of="9")
    assert "2026年11月2日予以受理" not in told.to_text()


AGAIN: Final = "不得再次要求补正首次即可发现的问题（《便民服务大厅一次性告知制度》2）"


@pytest.mark.requirement("R-069")
def test_a_second_supplement_notice_that_raises_old_defects_is_shown_as_a_breach() -> None:
    """≤ 1 supplement round: what was plain the first time must not be raised again."""
    first = on("3", "notice.supplement", missing=["户口簿"])
    again = on("10", "notice.supplement", missing=["照片"], knowable_before=True)
    found = assess(received(SUPPLEMENT), first, on("4", "materials.completed"), again)
    notes = [one.notes for one in notices_of(found) if one.kind.id == "supplement"]
    assert notes == [(), (f"违反规定：{AGAIN}",)]


@pytest.mark.requirement("R-069")
@pytest.mark.parametrize(
    ("noted", "expected"),
    [
        pytest.param(
            {},
            (f"待核（尚须查明：第一次告知时就能发现的问题）：{AGAIN}",),
            id="nobody noted it",
        ),
        pytest.param({"knowable_before": False}, (), id="it was not plain the first time"),
    ],
)
def test_a_second_supplement_notice_is_to_be_checked_until_it_is_known_what_was_plain(
    noted: Data, expected: tuple[str, ...]
) -> None:
    """It is no breach yet, and not in order either; what came up later may be asked for."""
    first = on("3", "notice.supplement", missing=["户口簿"])
    again = on("10", "notice.supplement", missing=["照片"], **noted)
    found = assess(received(SUPPLEMENT), first, on("4", "materials.completed"), again)
    notes = [one.notes for one in notices_of(found) if one.kind.id == "supplement"]
    assert notes == [(), expected]


def test_a_supplement_notice_of_a_later_cycle_is_a_first_one() -> None:
    """Reopened, the case begins anew: nothing is to be checked."""
    first = on("3", "notice.supplement", missing=["户口簿"])
    later = on("10", "notice.supplement", missing=["照片"])
    case = (received(SUPPLEMENT), first, on("4", "returned"), on("9", "reopened"), later)
    notices = [one for one in notices_of(assess(*case)) if one.kind.id == "supplement"]
    assert [(one.served is not None, one.notes) for one in notices] == [(True, ()), (True, ())]


@pytest.mark.requirement("R-069")
def test_a_second_supplement_notice_does_not_say_that_all_was_listed_at_once() -> None:
    """Whether it was is what has to be checked: no paper asserts it."""
    first = on("3", "notice.supplement", missing=["户口簿"])
    again = on("10", "notice.supplement", missing=["照片"])
    case = (received(SUPPLEMENT), first, on("4", "materials.completed"), again)
    paper = written("supplement", *case)
    assert paper.paragraphs[1:] == ("1．照片", "请补齐以后交到受理窗口。")


def test_a_kind_without_a_form_has_no_items() -> None:
    """A place may have a paper that need state nothing."""
    registry = sh.Registry.of(
        pack("plain", "411102", notices=[{"id": "one-time", "title": "办事须知", **CITE}])
    )
    event = sh.Event(id="e1", kind="contacted", occurred_at=at("2"), actor="王芳")
    paper = sh.Event(id="e2", kind="notice.one-time", occurred_at=at("2 10:00"))
    timeline = sh.Timeline.of([event, paper])
    found = registry.assess(timeline, as_of=at("3"), division="411102")
    (one,) = notices_of(found)
    assert (one.kind.title, one.items, one.status) == ("办事须知", (), NoticeStatus.SERVED)
    assert draft(found, "one-time").paragraphs == ()


# ---- special procedures


PAUSED: Final = on("5", "pause.started", ground="听证", actor="李明", unit="许可窗口")


def test_a_pause_of_which_nobody_told_owes_its_notice() -> None:
    """行政许可法第四十五条: 应当将所需时间书面告知申请人; until then the limit runs."""
    found = assess(received(PROMISED, "licence"), ACCEPTED, PAUSED, as_of="6")
    one = the(found, "special-procedure")
    assert (one.status, one.before, one.bearer) == (NoticeStatus.OWED, ("恢复",), "许可窗口李明")
    assert one.notes == (
        "没有按规定告知申请人，期限照常计算（《中华人民共和国行政许可法》第四十五条）",
    )


@pytest.mark.parametrize(
    ("noted", "expected"),
    [
        pytest.param({**WRITTEN, "limit": "5个工作日"}, {}, id="with the time"),
        pytest.param(WRITTEN, {"special-procedure": "owed"}, id="without the time"),
        pytest.param(
            {"form": "oral", "limit": "5个工作日"}, {"special-procedure": "owed"}, id="aloud"
        ),
        pytest.param({**WRITTEN, "ground": "现场踏勘"}, {}, id="a ground that pauses nothing"),
    ],
)
def test_a_pause_that_is_told_as_it_begins_needs_no_second_paper(
    noted: Data, expected: Mapping[str, str]
) -> None:
    """In writing, with the time; on a ground that the law does not list nothing pauses."""
    pause = (PAUSED[0], PAUSED[1], {**PAUSED[2], **noted})
    found = assess(received(PROMISED, "licence"), ACCEPTED, pause, as_of="6")
    told = {kind: status for kind, status in stands(found).items() if kind == "special-procedure"}
    assert told == expected


def test_a_special_procedure_that_is_told_is_served_and_one_that_never_was_is_missed() -> None:
    """Told on the 6th; never told by the end of the pause on the 9th."""
    case = (received(PROMISED, "licence"), ACCEPTED, PAUSED)
    paper = on("6", "notice.special-procedure", limit="5个工作日", **WRITTEN)
    served = the(assess(*case, paper, as_of="7"), "special-procedure")
    assert (served.status, served.missing) == (NoticeStatus.SERVED, ())
    assert served.trigger is not None
    never = assess(*case, on("9", "pause.ended"), as_of="10")
    assert the(never, "special-procedure").status is NoticeStatus.MISSED


# ---- what a draft says


def written(kind: str, *happened: Happened, as_of: str = "30", **options: Any) -> Notice:
    """Write a notice of a case, by the rules of the town."""
    return draft(assess(*happened, as_of=as_of), kind, **options)


PAGE: Final = {"division": TOWN}


@pytest.mark.requirement("R-072")
def test_a_supplement_notice_lists_everything_once() -> None:
    """What was noted as missing when the papers were received, each on its own line."""
    paper = written("supplement", received(SUPPLEMENT, "licence", missing=["户口簿", "照片"]))
    assert paper.paragraphs == (
        "您于2026年11月2日申请办理“许可”，我窗口已经收件。经核对，还需要补办下列材料和手续：",
        "1．户口簿",
        "2．照片",
        "请补齐以后交到综合窗口。",
    )
    assert paper.missing == {}
    assert paper.basis == ("《中华人民共和国行政许可法》第三十二条第一款第四项",)


def test_what_nobody_noted_is_a_blank_and_is_named() -> None:
    """Nothing is made up."""
    paper = written("supplement", received(SUPPLEMENT))
    assert f"1．{BLANK}" in paper.paragraphs
    assert paper.missing == {"missing": "需补办的全部材料"}


def test_items_that_are_handed_over_go_before_what_the_case_says() -> None:
    """The clerk has the last word; several texts are several lines."""
    case = received(SUPPLEMENT, missing=["户口簿"])
    paper = written(
        "supplement", case, items={"missing": ["照片", "申请表"], "limit": "15个工作日"}
    )
    assert paper.paragraphs[1:] == (
        "1．照片",
        "2．申请表",
        "请在15个工作日以内补齐，交到受理窗口。",
    )


@pytest.mark.requirement("R-074")
def test_a_promise_tells_the_limit_and_its_last_day() -> None:
    """Five working days after the 2nd: 3, 4, 5, 6 and Monday the 9th."""
    paper = written("promise", received())
    assert paper.paragraphs[1:3] == (
        "承诺办结时限：5个工作日，至2026年11月9日24:00止。",
        "收费：不收费。",
    )
    assert paper.missing == {}


def test_a_promise_that_nobody_made_stays_blank() -> None:
    """The matter's limit is not known, so no day is told."""
    assert written("promise", received(PROMISED, "bare")).missing == {"limit": "承诺办结时限"}


def test_a_limit_that_waits_for_papers_tells_no_last_day() -> None:
    """The clock stands still until the papers are complete: five working days, and no day."""
    asked = on("3", "notice.supplement", missing=["户口簿"])
    paper = written("promise", received(SUPPLEMENT), asked)
    assert paper.paragraphs[1] == "承诺办结时限：5个工作日。"


def test_a_day_that_is_not_certain_says_so() -> None:
    """Received at the end of 2026: no holidays of 2027 are published, so no day is sure."""
    event = sh.Event(
        id="e1",
        kind="received",
        occurred_at=datetime(2026, 12, 24, 9, tzinfo=SHANGHAI),
        payload={**PROMISED, "matter": "service"},
    )
    found = REGISTRY.assess(sh.Timeline.of([event]), as_of=at("55"), division=TOWN)
    (limit,) = (line for line in draft(found, "promise").paragraphs if "时限：" in line)
    assert limit == "承诺办结时限：5个工作日，至2026年12月31日24:00止（暂定）。"


@pytest.mark.requirement("R-073", "R-078")
@pytest.mark.parametrize(
    ("kind", "line"),
    [("return", "退回的原因：缺少主件"), ("not-handled", "不予办理的原因：缺少主件")],
)
def test_a_return_tells_the_reasons_that_were_noted(kind: str, line: str) -> None:
    """The event that returned the case stated why; a kind that nobody owes finds nothing."""
    case = (received(), on("3", "returned", reasons="缺少主件"))
    owes = kind == "return"
    paper = written(kind, *case) if owes else written(kind, *case, items={"reasons": "缺少主件"})
    assert paper.paragraphs[-1] == line
    assert written("not-handled", *case).missing == {"reasons": "退回的原因"}


@pytest.mark.requirement("R-079")
def test_a_refusal_tells_reasons_and_remedies() -> None:
    """行政许可法第三十八条第二款; 复议 within 60 days (复议法第二十条), and the courts."""
    paper = written("refusal", received(PROMISED, "licence"), REFUSED)
    _, reasons, remedies = paper.paragraphs
    assert reasons == "不予许可的理由：不符合规划"
    assert "六十日内依法申请行政复议" in remedies
    assert "也可以依法提起行政诉讼" in remedies
    assert paper.basis == ("《中华人民共和国行政许可法》第三十八条第二款",)


@pytest.mark.requirement("R-079")
def test_reasons_of_something_else_are_no_reasons_of_a_refusal() -> None:
    """The extension was explained, the refusal was not: its reasons stay blank."""
    case = (received(PROMISED, "licence"), ACCEPTED)
    longer = on("4", "extension.approved", reasons="须征求意见", approver="agency_head")
    paper = written("refusal", *case, longer, on("6", "decided", outcome="refused"))
    assert paper.missing == {"reasons": "不予许可的理由"}


APPROVED: Final = on(
    "4", "extension.approved", reasons="须征求意见", approver="agency_head", reasons_told=True
)


def test_an_extension_tells_the_new_limit() -> None:
    """Accepted on the 3rd: 20 working days to 12-01, ten more to 12-15."""
    paper = written("extension", received(PROMISED, "licence"), ACCEPTED, APPROVED)
    assert paper.paragraphs[1:] == (
        "延期的原因和理由：须征求意见",
        "新的办理时限：20个工作日，延长10个工作日，至2026年12月15日24:00止。",
    )


LONGER: Final = (APPROVED[0], APPROVED[1], {**APPROVED[2], "limit": "10个工作日"})


def test_by_how_much_an_extension_lengthens_is_not_the_new_limit() -> None:
    """The approval states ten working days: the paper tells until when, as it does without."""
    paper = written("extension", received(PROMISED, "licence"), ACCEPTED, LONGER)
    assert paper.paragraphs[-1] == (
        "新的办理时限：20个工作日，延长10个工作日，至2026年12月15日24:00止。"
    )
    assert paper.missing == {}


def test_an_extension_of_which_no_new_limit_follows_leaves_it_blank() -> None:
    """No approval that counts, or no limit of the law: ten days more are not made ten in all."""
    void = (LONGER[0], LONGER[1], {**LONGER[2], "approver": "leader"})
    paper = written("extension", received(PROMISED, "licence"), ACCEPTED, void)
    assert paper.missing == {"limit": "新的办理时限"}
    assert written("extension", received(), ACCEPTED, LONGER).paragraphs[-1] == (
        f"新的办理时限：{BLANK}。"
    )


def test_the_limit_that_the_extension_notice_stated_goes_first() -> None:
    """Served on the 5th with thirty days in all: it is written again as it was."""
    stated = on("5", "notice.extension", reasons="须征求意见", limit="30个工作日", **WRITTEN)
    paper = written("extension", received(PROMISED, "licence"), ACCEPTED, LONGER, stated)
    assert paper.paragraphs[-1] == "新的办理时限：30个工作日。"


def test_an_extension_that_counts_for_nothing_tells_no_new_limit() -> None:
    """Without approval of the head of the agency the old limit runs on: it is not told as new."""
    void = (APPROVED[0], APPROVED[1], {**APPROVED[2], "approver": "leader"})
    paper = written("extension", received(PROMISED, "licence"), ACCEPTED, void)
    assert paper.missing == {"limit": "新的办理时限"}


def test_a_special_procedure_tells_its_ground_and_its_time() -> None:
    """What the pause states: a hearing, five working days; the law's own sentence."""
    stated = (PAUSED[0], PAUSED[1], {**PAUSED[2], "limit": "5个工作日", "form": "oral"})
    paper = written("special-procedure", received(PROMISED, "licence"), ACCEPTED, stated)
    assert paper.paragraphs[0].endswith("依法需要听证，所需时间为5个工作日。")


def test_an_acceptance_leaves_seal_and_date_to_the_paper() -> None:
    """Each page has its places for both; what the law asks for is not written out in words."""
    paper = written("acceptance", received(PROMISED, "licence"), ACCEPTED)
    assert paper.paragraphs == (
        "您于2026年11月2日提出的“许可”申请，经审查，已于2026年11月3日予以受理。",
        "办理时限：20个工作日，至2026年12月1日24:00止。",
    )
    assert (paper.missing, paper.day) == ({}, "")
    dated = draft(
        assess(received(PROMISED, "licence"), ACCEPTED), "acceptance", items={"date": "今日"}
    )
    assert dated.day == "今日"


def test_a_forwarded_case_tells_its_limit() -> None:
    """Three working days after the 3rd: 4, 5 and Friday the 6th."""
    paper = written("forward", received(FORWARDED, "forwarded"), ACCEPTED)
    assert paper.paragraphs[-1] == "上报时限：3个工作日，至2026年11月6日24:00止。"


def test_a_licence_that_is_not_accepted_is_told_why() -> None:
    """The event that refused to accept stated the reasons."""
    case = (received(PROMISED, "licence"), on("3", "not_accepted", reasons="不属于受理范围"))
    assert written("not-accepted", *case).paragraphs[-1] == "不予受理的理由：不属于受理范围"


def test_what_was_served_is_written_again_as_it_was() -> None:
    """The paper on record stated 4 working days on the 3rd; that is what it says."""
    served = on("3", "notice.promise", limit="4个工作日", **WRITTEN)
    paper = written("promise", received(), served)
    assert paper.paragraphs[1] == "承诺办结时限：4个工作日。"
    assert paper.day == "2026年11月3日"


# ---- joint cases: every department, in one notice


def part(unit: str, **noted: Any) -> Happened:
    """Assign a part of the case to a unit."""
    return on("3", "part.assigned", unit=unit, refs={"part": unit}, **noted)


@pytest.mark.requirement("R-080")
def test_a_joint_notice_lists_the_materials_of_every_department() -> None:
    """As the departments stated them when they got their part; who stated none has a blank."""
    parts = (part("消防站", materials=["平面图", "照片"]), part("卫生所"))
    paper = written("joint", received(JOINT, "together"), *parts)
    assert paper.paragraphs[1:4] == (
        "1．消防站：平面图、照片",
        f"2．卫生所：{BLANK}",
        "承诺办结时限：15个工作日，至2026年11月23日24:00止。",
    )
    assert paper.missing == {"materials": "各联办部门要求提供的有关材料"}
    lists = {"消防站": ["平面图"], "卫生所": "健康证"}
    told = written("joint", received(JOINT, "together"), *parts, items={"materials": lists})
    assert (told.paragraphs[2], told.missing) == ("2．卫生所：健康证", {})


@pytest.mark.requirement("R-080")
@pytest.mark.parametrize(
    ("matter", "happened", "line"),
    [
        pytest.param("together", [], f"1．消防站：{BLANK}", id="the matter's departments"),
        pytest.param("together", [part("消防站")], f"1．消防站：{BLANK}", id="a part"),
        pytest.param("listed", [], "1．平面图", id="the matter's materials"),
        pytest.param("bare", [], f"1．{BLANK}", id="nothing is known"),
        pytest.param(None, [], f"1．{BLANK}", id="no matter"),
    ],
)
def test_where_no_department_stated_its_list(
    matter: str | None, happened: list[Happened], line: str
) -> None:
    """The register of the matter tells what it can; the rest is a blank for each department."""
    first = received(JOINT, matter or "service")
    if matter is None:
        del first[2]["matter"]
    assert written("joint", first, *happened).paragraphs[1] == line


# ---- names, places, privacy


def test_the_paper_says_who_serves_it_and_where_to_ask() -> None:
    """The department behind the window; its place and its telephone are public."""
    paper = written("promise", received(PROMISED, "licence"))
    assert paper.unit == "甲县政务服务局"
    assert paper.contact == "综合窗口，一楼1号，0539-1234567"
    assert written("promise", received()).unit == "受理窗口"


def test_personal_data_is_masked_unless_asked_otherwise() -> None:
    """Only the first letter of the applicant's name; numbers in free text are hidden too."""
    case = (received(), on("3", "returned", reasons="13812345678无人接听"))
    masked = written("return", *case)
    assert (masked.addressee, masked.is_masked) == ("李＊＊", True)
    assert "13812345678" not in masked.to_text() + masked.to_html()
    bare = written("return", *case, unmask=True)
    assert bare.addressee == "李小明"
    assert "13812345678无人接听" in bare.to_text()
    typed = written("return", *case, items={"reasons": "13812345678", "applicant": "张三"})
    assert typed.addressee == "张＊"
    assert "13812345678" not in typed.to_text()


@pytest.mark.parametrize(
    ("unmask", "said"), [(False, "个人信息只显示首字"), (True, "未作隐去处理")]
)
def test_the_output_says_whether_it_is_masked(unmask: bool, said: str) -> None:  # noqa: FBT001
    """On the screen always; on paper a draft that must not be served says so too."""
    paper = written("promise", received(), unmask=unmask)
    assert said in paper.to_text()
    assert said in paper.to_html()
    hidden_in_print = "@media print { .remark { display: none; } }" in paper.to_html()
    assert hidden_in_print is unmask


@pytest.mark.requirement("R-089")
def test_a_notice_has_the_title_of_its_place_and_the_code_of_all() -> None:
    """承诺通知书 in the halls of the three kinds; PRO everywhere."""
    here, there = written("promise", received()), assess(received(), division=LAKE)
    elsewhere = draft(there, "promise", items={"limit": "5个工作日"})
    assert (here.title, elsewhere.title) == ("承诺件受理通知", "承诺通知书")
    assert here.kind.code == elsewhere.kind.code == "PRO"


@pytest.mark.requirement("R-087")
@pytest.mark.parametrize("kind", ["promise", "joint"])
def test_where_results_are_collected_against_the_notice_it_says_so(kind: str) -> None:
    """服务对象到时凭通知书到服务大厅领件: of promised and of joint cases, in those halls."""
    line = "到时请凭本通知书到服务大厅领件。"
    assert line in draft(assess(received(), division=LAKE), kind).paragraphs
    assert line not in written(kind, received()).paragraphs


# ---- texts of places


def town(text: str, **more: Any) -> sh.Policy:
    """Return the policy of a town that replaces the text of the return notice."""
    one = {"changes": "return", "text": text, **CITE, **more}
    return sh.Registry.of(pack("town", TOWN, notices=[one])).policy(TOWN, on=at("2").date())


def drafted(text: str, *, forms: Any = (), **noted: Any) -> Notice:
    """Write a return notice by a text of the town."""
    notices = [{"changes": "return", "text": text, **CITE}]
    registry = sh.Registry.of(pack("town", TOWN, notices=notices, forms=list(forms)))
    events = [
        sh.Event(id="e1", kind="received", occurred_at=at("2"), payload={"applicant": "李小明"}),
        sh.Event(id="e2", kind="returned", occurred_at=at("3"), payload=noted),
    ]
    found = registry.assess(sh.Timeline.of(events), as_of=at("4"), division=TOWN)
    return draft(found, "return")


def test_a_place_writes_its_own_text() -> None:
    """Title, form and duty stay those above; only the words change."""
    paper = drafted("{{ title }}：因{{ reasons }}退回。", reasons="缺少主件")
    assert paper.paragraphs == ("退回件通知书：因缺少主件退回。",)


def test_what_a_text_leaves_out_is_added_below_it() -> None:
    """No text can drop what the form asks for; what a place adds to the form is printed too."""
    forms = [{"changes": "notice.return", "items": {"advice": "可以怎样办理"}, **CITE}]
    paper = drafted("现予退回。", forms=forms, reasons="缺少主件", advice="补齐后重新申请")
    assert paper.paragraphs == (
        "现予退回。",
        "退回的原因：缺少主件",
        "可以怎样办理：补齐后重新申请",
    )


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("{{ reasons }}", {"reasons"}),
        ('{{ reasons | join("；") }}', {"reasons"}),
        ("{% for one in reasons %}{{ one }}{% endfor %}", {"reasons"}),
        ("{% for one in reasons %}{{ loop.index }}{% endfor %}", set()),
        ("{% for one in missing %}{{ one }}{{ reasons }}{% endfor %}", {"missing", "reasons"}),
        ("{% if case %}{{ reasons }}{% endif %}", set()),
        ("{% if case %}{{ reasons }}{% else %}{{ reasons }}、{{ case }}{% endif %}", {"reasons"}),
        ("{% if case %}{{ case }}{% elif reasons %}{{ reasons }}{% else %}无{% endif %}", set()),
        ("{{ reasons or case }}", set()),
        ("只有文字", set()),
    ],
)
def test_what_a_text_prints_in_any_case(text: str, printed: set[str]) -> None:
    """Whichever way its conditions go; what is printed only sometimes is no promise."""
    assert read_text(text, frozenset({"reasons", "missing", "case"})).prints == printed


HOSTILE: Final = [
    "{{ reasons.__class__ }}",
    "{{ reasons['__class__'] }}",
    "{{ reasons() }}",
    "{{ ().__class__.__bases__[0].__subclasses__() }}",
    "{% for x in reasons %}{% for y in reasons %}{{ y }}{% endfor %}{% endfor %}",
    "{% for x in range(10 ** 9) %}x{% endfor %}",
    "{% for x in reasons recursive %}{{ loop(x) }}{% endfor %}",
    "{% for x in reasons %}{{ x }}{% else %}无{% endfor %}",
    "{% for x in reasons if x %}{{ x }}{% endfor %}",
    "{% for x, y in reasons %}{{ x }}{% endfor %}",
    "{% for reasons in missing %}{{ reasons }}{% endfor %}",
    "{% for x in reasons %}{{ loop.cycle }}{% endfor %}",
    "{% for x in reasons %}{{ loop }}{% endfor %}",
    "{{ 'a' * 1000000000 }}",
    "{{ 1 + 1 }}",
    "{{ reasons ~ case }}",
    "{{ [1, 2] }}",
    "{{ reasons[0:1] }}",
    "{{ reasons | upper }}",
    "{{ reasons | safe }}",
    "{{ reasons | attr('x') }}",
    "{{ reasons | join }}",
    "{{ reasons | join('、', 'x') }}",
    "{{ reasons | join(case) }}",
    "{{ reasons | join(d='、') }}",
    "{{ reasons | join('、') | join('、') }}",
    "{{ 5 | join('、') }}",
    "{{ none | join('、') }}",
    "{{ 'x' | join('、') }}",
    "{{ (not reasons) | join('、') }}",
    "{{ (reasons or case) | join('、') }}",
    "{% for x in reasons %}{{ loop.index | join('、') }}{% endfor %}",
    "{% for x in reasons %}{{ x | join('、') }}{% endfor %}",
    "{{ reasons | join('" + "、" * 21 + "') }}",
    "{{ reasons or 1e999 }}",
    "{{ 5 }}",
    "{{ reasons or none }}",
    "{{ " + "9" * 4_500 + " }}",
    "{{ 0x" + "f" * 4_900 + " }}",
    "{{ reasons if case }}",
    "{{ reasons is defined }}",
    "{{ case == reasons }}",
    "{% set x = 1 %}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{% extends 'x' %}",
    "{% macro m() %}{% endmacro %}",
    "{% call m() %}{% endcall %}",
    "{% block x %}{% endblock %}",
    "{% filter upper %}x{% endfilter %}",
    "{% with x = 1 %}{{ x }}{% endwith %}",
    "{% autoescape false %}x{% endautoescape %}",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_can_do_nothing_but_print(text: str) -> None:
    """Each is refused before anything of it runs, with its line, whoever asks."""
    policy = town(f"第一行\n{text}")
    (faults,) = ([fault for kind, fault in check_texts(policy) if kind.id == "return"],)
    assert {fault.code for fault in faults} <= {"SH701", "SH702", "SH703"}
    assert faults
    assert all("notices return.text" in str(fault.facts["path"]) for fault in faults)
    assert all(fault.facts["line"] == 2 for fault in faults)
    with pytest.raises(FaultyDataError) as caught:
        drafted(text)
    assert {one.code for one in caught.value.problems} <= {"SH701", "SH702", "SH703"}


@pytest.mark.parametrize(
    "text",
    [
        "{{ " + "(" * 2_000 + "reasons" + ")" * 2_000 + " }}",
        "{% if " + "not " * 1_000 + "reasons %}是{% endif %}",
        "{% if reasons %}" * 120 + "{% endif %}" * 120,
    ],
    ids=["brackets", "not", "if"],
)
def test_a_text_that_is_nested_too_deeply_is_refused(text: str) -> None:
    """It would take down the reader, or Python itself."""
    ((_, fault),) = check_texts(town(text))
    assert fault.code == "SH701"


def test_a_join_puts_a_few_signs_between_the_texts_of_one_name() -> None:
    """Up to 20 signs; in a loop over another name too."""
    names = frozenset({"reasons", "missing"})
    words = {"reasons": Words(("甲", "乙")), "missing": Words(("丙",))}
    signs = "、" * 20
    joined = read_text(f"{{{{ reasons | join('{signs}') }}}}", names).paragraphs(words)
    assert joined == (f"甲{signs}乙",)
    inside = "{% for one in missing %}{{ one }}：{{ reasons | join('；') }}{% endfor %}"
    assert read_text(inside, names).paragraphs(words) == ("丙：甲；乙",)


def test_joins_that_were_nested_are_refused_with_one_fault_before_anything_grows() -> None:
    """Each join of a join walked letters: a few of them were gigabytes."""
    text = "{{ reasons" + (" | join('" + "长" * 20 + "')") * 20 + " }}"
    ((_, fault),) = check_texts(town(text))
    assert (fault.code, fault.facts["what"]) == ("SH702", "Filter")


def test_a_number_is_too_long_after_twenty_signs() -> None:
    """Twenty can be read, and are refused as no word; one more cannot be read."""
    codes = [
        [fault.code for _, fault in check_texts(town("{{ " + "9" * digits + " }}"))]
        for digits in (20, 21)
    ]
    assert codes == [["SH702"], ["SH701"]]
    assert drafted("9" * 4_500).paragraphs[0] == "9" * 4_500


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("好\n{{ reasons", "SH701", "第2行"),
        ("好\n{% for one in reasons %}", "SH701", "第2行"),
        ("好\n{{ reason }}", "SH703", "reasons"),
        ("好\n{{ loop.index }}", "SH702", "第2行"),
        ("好\n{{ reasons() }}", "SH702", "第2行"),
        ("长" * 5_001, "SH704", "5001"),
    ],
)
def test_a_fault_of_a_text_is_told_with_line_and_mending(text: str, code: str, words: str) -> None:
    """In Chinese, for the clerk who wrote it."""
    faults = [fault for _, fault in check_texts(town(text))]
    assert code in {fault.code for fault in faults}
    (fault,) = (one for one in faults if one.code == code)
    assert words in fault.in_chinese()
    assert fault.fix


def test_all_faults_of_a_text_are_told_at_once() -> None:
    """Three lines, three faults."""
    faults = [fault for _, fault in check_texts(town("{{ a }}\n{{ b }}\n{{ reasons() }}"))]
    assert [(fault.code, fault.facts["line"]) for fault in faults] == [
        ("SH703", 1),
        ("SH703", 2),
        ("SH702", 3),
    ]


@pytest.mark.parametrize("division", [TOWN, LAKE, "4105", "000000"])
def test_the_texts_that_ship_are_sound_and_state_every_item_of_their_form(division: str) -> None:
    """Nothing is added below them; seal and date have places of their own."""
    policy = sh.Registry.of().policy(division, on=at("2").date(), profiles=("X8",))
    assert not list(check_texts(policy))
    for kind in policy.notices.values():
        known = {*kind.form.items} if kind.form else set()
        names = frozenset({*known, *policy.fields, *NAMES})
        assert known - {"seal", "date"} <= read_text(kind.text, names).prints, kind.id


def test_a_sign_that_nobody_sees_is_refused_in_a_text() -> None:
    """A mark that turns the direction of writing makes a text read otherwise than it is."""
    with pytest.raises(FaultyDataError) as caught:
        town("退回\u202e的原因")
    assert [one.code for one in caught.value.problems] == ["SH485"]


def test_an_item_that_a_notice_says_in_every_case_can_be_changed_alone() -> None:
    """A place names the court; the reasons, the text and the title stay."""
    says = {"remedies": "可以向甲县人民法院起诉。"}
    one = {"changes": "refusal", "says": says, **CITE}
    registry = sh.Registry.of(pack("town", TOWN, notices=[one]))
    kind = registry.policy(TOWN, on=at("2").date()).notices["refusal"]
    assert (kind.says["remedies"], kind.title) == ("可以向甲县人民法院起诉。", "不予许可决定书")


def test_who_says_what_a_notice_says_can_be_asked() -> None:
    """Text, fixed words and the duty whose limit it tells each have their source."""
    policy = sh.Registry.of().policy(TOWN, on=at("2").date())
    told = policy.explain("notices/refusal.says")
    assert "照写的项目 remedies：如不服本决定" in told
    assert "规则包 notices" in told
    assert "正文：" in policy.explain("notices/refusal.text")
    assert "写明哪项义务的期限：decide.promised" in policy.explain("notices/promise.limit")


def test_the_limit_of_a_notice_is_that_of_a_duty_that_there_is() -> None:
    """A misspelt duty is refused when the pack is read."""
    one = {"changes": "promise", "limit": "decide.promise", **CITE}
    with pytest.raises(FaultyDataError) as caught:
        sh.Registry.of(pack("town", TOWN, notices=[one])).policy(TOWN, on=at("2").date())
    assert [problem.code for problem in caught.value.problems] == ["SH465"]


# ---- hostile names


EVIL: Final = "<script>alert(1)</script>\u202e\x1b[31m\n{{ 7 * 7 }}&\"'"


class _Tags(HTMLParser):
    """Which tags a page has, and whether they close in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        assert not any(name.startswith("on") for name, _ in attrs)
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def tags(page: str) -> list[str]:
    """Return the tags of a page, which are well nested."""
    parser = _Tags()
    parser.feed(page)
    assert parser.open == []
    return parser.seen


def test_names_and_texts_bring_in_no_markup() -> None:
    """Whatever people write is text on the page; it moves no line, and nothing of it is run."""
    case = (received(applicant=EVIL, case="甲-1"), on("3", "returned", reasons=EVIL))
    plain_tags = tags(written("return", received(), on("3", "returned", reasons="缺")).to_html())
    paper = written("return", *case, unmask=True)
    page = paper.to_html()
    assert tags(page) == plain_tags
    assert "&lt;script&gt;" in page
    assert "{{ 7 * 7 }}" in page
    for sign in ("\u202e", "\x1b"):
        assert sign not in page + paper.to_text()
    assert len(paper.paragraphs) == 2


def test_a_text_of_a_place_brings_in_no_markup() -> None:
    """A pack is data: its tags are letters."""
    paper = drafted("<img src=x onerror=alert(1)>{{ reasons }}", reasons="<b>粗</b>")
    assert "&lt;img src=x onerror=alert(1)&gt;&lt;b&gt;粗&lt;/b&gt;" in paper.to_html()


# ---- the page and the text


def test_the_page_is_a_sheet_of_a4_with_places_for_seal_date_and_receipt() -> None:
    """Title, number, addressee, paragraphs, basis, sign-off, acknowledgement of receipt."""
    page = written("refusal", received(PROMISED, "licence"), REFUSED, unmask=True).to_html()
    assert "@page { size: A4;" in page
    assert page.startswith('<!doctype html>\n<html lang="zh-CN">')
    body = re.sub(r"<[^>]+>", "|", page.partition("<body>")[2])
    said = [text.strip() for text in body.split("|") if text.strip()]
    assert said[:3] == ["不予许可决定书", "编号：甲-1", "李小明："]
    assert said[3].startswith("您于2026年11月2日提出的“许可”申请")
    for words in ("告知依据：《中华人民共和国行政许可法》第三十八条第二款", "（印章）", "送达回证"):
        assert words in said
    assert "break-inside: avoid" in page
    assert not re.findall(r"(?:src|href)=|@import|url\(", page)


def test_the_text_is_the_same_paper() -> None:
    """Line by line, with the blanks to fill in."""
    paper = written("return", received(), on("3", "returned", reasons="缺少主件"), unmask=True)
    lines = [line.strip() for line in paper.to_text().splitlines() if line.strip()]
    assert lines == [
        "退回件通知书",
        "编号：甲-1",
        "李小明：",
        "您于2026年11月2日申请办理的“服务”，经审查，现予退回。",
        "退回的原因：缺少主件",
        "联系：受理窗口",
        "受理窗口（印章）",
        "＿＿＿＿年＿＿月＿＿日",
        "－" * 38,
        f"送达回证　收件人（签名）：{BLANK}　收到日期：＿＿＿＿年＿＿月＿＿日",
        "（未作隐去处理：含有个人信息原文，请妥善保管）",
    ]


def test_the_text_has_its_basis_and_a_blank_for_what_nobody_noted() -> None:
    """Nobody noted the case number or the name, and the window is not known."""
    events = [
        sh.Event(id="e1", kind="received", occurred_at=at("2"), payload={"matter": "licence"}),
        sh.Event(id="e2", kind="accepted", occurred_at=at("3")),
    ]
    found = REGISTRY.assess(sh.Timeline.of(events), as_of=at("4"), division=TOWN)
    said = draft(found, "acceptance").to_text()
    assert f"编号：{BLANK}" in said
    assert f"\n{BLANK}：\n" in said
    assert "告知依据：《中华人民共和国行政许可法》第三十二条第二款" in said
    contacted = sh.Event(id="e1", kind="contacted", occurred_at=at("2"))
    bare = REGISTRY.assess(sh.Timeline.of([contacted]), as_of=at("4"), division=TOWN)
    assert (draft(bare, "return").unit, draft(bare, "return").contact) == (BLANK, "")
    assert "联系：" not in draft(bare, "return").to_text()
    assert draft(bare, "acceptance").paragraphs[0].endswith("经审查，现予以受理。")


def test_a_fee_that_is_not_computed_is_not_told() -> None:
    """The matter of the list is free; one without a known fee says nothing of it."""
    registry = sh.Registry.of(
        pack(
            "fees",
            "411103",
            matters=[
                {**MATTERS[0], "id": "fixed", "materials": "none", **CITE},
                {**MATTERS[0], "id": "unknown", "materials": "none", **CITE},
            ],
            fees=[
                {
                    "id": "fixed.fee",
                    "matter": "fixed",
                    "amount": "20",
                    "basis": "《价格法》",
                    **CITE,
                }
            ],
        )
    )
    for matter, expected in (("fixed", "收费：20.00元。"), ("unknown", None)):
        event = sh.Event(
            id="e1", kind="received", occurred_at=at("2"), payload={"matter": matter, **PROMISED}
        )
        found = registry.assess(sh.Timeline.of([event]), as_of=at("3"), division="411103")
        fees = [line for line in draft(found, "promise").paragraphs if line.startswith("收费")]
        assert fees == ([expected] if expected else [])


# ---- what is refused


@pytest.mark.parametrize(
    ("kind", "options", "error", "code"),
    [
        ("suplement", {}, InputValueError, "SH705"),
        ("", {}, InputValueError, "SH126"),
        (7, {}, InputTypeError, "SH118"),
        ("return", {"items": {"reason": "缺"}}, InputValueError, "SH706"),
        ("return", {"items": {"reasons": 7}}, InputTypeError, "SH707"),
        ("return", {"items": {"reasons": ["缺", 7]}}, InputTypeError, "SH707"),
        ("return", {"items": {"reasons": {"消防": [7]}}}, InputTypeError, "SH707"),
        ("return", {"items": ["缺"]}, InputTypeError, "SH119"),
    ],
)
def test_a_draft_of_what_there_is_not_is_refused(
    kind: Any, options: Data, error: type[Exception], code: str
) -> None:
    """With the code, and what would be right."""
    with pytest.raises(error) as caught:
        draft(assess(received()), kind, **options)
    assert caught.value.code == code  # type: ignore[attr-defined]  # an error of this library


def test_a_draft_needs_an_assessment() -> None:
    """A timeline alone has no rules."""
    with pytest.raises(InputTypeError) as caught:
        draft("case", "return")  # type: ignore[arg-type]  # what is refused
    assert caught.value.code == "SH119"


def test_near_names_are_told() -> None:
    """A misspelt kind or item is most often one letter away."""
    with pytest.raises(InputValueError) as caught:
        draft(assess(received()), "suplement")
    assert "supplement" in str(caught.value)


def test_words_print_a_blank_for_what_is_not_known() -> None:
    """None, several, and one of several blank."""
    assert (str(Words()), list(Words()), bool(Words())) == (BLANK, [BLANK], False)
    assert str(Words(("甲", "乙"))) == "甲、乙"
    assert str(Words(("甲", ""))) == f"甲、{BLANK}"
    assert not Words(("甲", "")).is_complete
    assert Words.of(["甲\n 乙\u200b"]).lines == ("甲 乙",)
