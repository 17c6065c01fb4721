"""The pack of 敦厚: office hours, publicity, notices, appointments, limits, the garbled silence.

Expected values are read off the sentences in ``source.txt``, the lines of the source that count;
days are counted by hand. The matters of the cases are made up: the source names none.
"""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import servicehall_dunhou

import servicehall as sh
from servicehall.notices import owed

HERE = Path(__file__).parent
SOURCE = (HERE / "source.txt").read_text(encoding="utf-8")
FILES = sorted(Path(servicehall_dunhou.__file__).parent.glob("*.toml"))
REGISTRY = sh.Registry.of(servicehall_dunhou.pack)
DAY = date(2026, 11, 24)  # a Tuesday
POLICY = REGISTRY.policy("360821100", on=DAY)
SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(hour: int, minute: int = 0) -> datetime:
    """Return an instant of that Tuesday."""
    return datetime(DAY.year, DAY.month, DAY.day, hour, minute, tzinfo=SHANGHAI)


def records() -> Iterator[Mapping[str, Any]]:
    """Yield every record of the pack as it is written."""
    for file in FILES:
        for entries in tomllib.loads(file.read_text(encoding="utf-8")).values():
            if isinstance(entries, list):
                yield from entries


RECORDS = tuple(records())


# ---- the source


@pytest.mark.requirement("R-306")
@pytest.mark.parametrize("record", RECORDS)
def test_each_record_quotes_the_source(record: Mapping[str, Any]) -> None:
    """Every record names its rules and quotes them letter by letter; …… stands for what is cut."""
    name = record["cite"].removeprefix("《敦厚镇便民服务中心管理制度》").partition("第")[0]
    assert name in SOURCE.splitlines()
    for piece in record["quote"].split("……"):
        assert piece
        assert any(piece in line for line in SOURCE.splitlines()), piece


@pytest.mark.requirement("R-309")
def test_the_rules_begin_on_their_day() -> None:
    """All of it holds from 5 March 2017, and nothing of it before."""
    assert "2017年3月5日" in SOURCE
    assert {record["since"] for record in RECORDS} == {date(2017, 3, 5)}
    assert "appointment" in REGISTRY.policy("360821100", on=date(2017, 3, 5)).forms
    assert "appointment" not in REGISTRY.policy("360821100", on=date(2017, 3, 4)).forms


# ---- office hours


@pytest.mark.requirement("R-014")
def test_the_hall_is_open_seven_hours() -> None:
    """上午8:00—12:00 下午2:30—5:30."""
    assert list(POLICY.hours.spans(DAY)) == [(at(8), at(12)), (at(14, 30), at(17, 30))]


@pytest.mark.requirement("R-011", "R-014")
def test_office_minutes_stop_at_midday() -> None:
    """30 minutes from 11:45 end at 14:45: the hall rests from 12:00 to 14:30."""
    answer = sh.deadline(at(11, 45), sh.Minutes(30), POLICY.calendar, hours=POLICY.hours)
    assert answer.due_at == at(14, 45)


# ---- publicity


@pytest.mark.requirement("R-257", "R-264")
def test_what_is_public_about_a_matter() -> None:
    """Seven things about each matter, and the result by hotline."""
    form = POLICY.forms["publicity.matter.dunhou"]
    assert dict(form.items) == {
        "basis": "办理依据",
        "steps": "办理程序",
        "conditions": "申报条件",
        "materials": "申报材料",
        "promised": "承诺时限",
        "fee": "收费标准",
        "fee_basis": "收费依据",
        "result_query": "办理结果查询（热线服务电话）",
    }


@pytest.mark.requirement("R-258", "R-264")
def test_what_is_public_about_the_staff() -> None:
    """Name, photograph, duties, badge, and the number of the hotline."""
    form = POLICY.forms["publicity.staff.dunhou"]
    labels = ["姓名", "照片", "岗位职责", "亮牌上岗", "热线服务电话号码"]
    assert list(form.items.values()) == labels


@pytest.mark.requirement("R-268")
def test_legal_documents_lie_at_the_window() -> None:
    """Whoever asks can read the law at the window."""
    assert list(POLICY.forms["legal-documents"].items.values()) == ["办理事项的相关法律依据文件"]


@pytest.mark.requirement("R-197")
def test_the_leaders_schedule_is_public() -> None:
    """When leaders receive visitors is posted in the hall."""
    assert list(POLICY.forms["leaders-reception"].items) == ["schedule"]


# ---- notices


@pytest.mark.requirement("R-066", "R-307")
def test_the_one_time_notice_has_a_sixth_item() -> None:
    """要求 comes on top of the five items of the model hall; none is dropped."""
    above = set(sh.Registry.of().policy("360821100", on=DAY).forms["notice.one-time"].items)
    here = dict(POLICY.forms["notice.one-time"].items)
    assert above == {"materials", "steps", "promised", "fee", "basis"}
    assert set(here) == {*above, "requirements"}
    assert here["requirements"] == "要求"


@pytest.mark.requirement("R-074")
def test_the_promise_is_written() -> None:
    """The window promises the limit in writing."""
    assert dict(POLICY.forms["promise.written"].items) == {"limit": "办理时限"}


@pytest.mark.requirement("R-089")
@pytest.mark.parametrize(
    ("notice", "title"), [("supplement", "补办通知单"), ("not-handled", "不予办理通知书")]
)
def test_notices_have_local_titles(notice: str, title: str) -> None:
    """The code is that of the model hall, the title that of the town."""
    above = sh.Registry.of().policy("360821100", on=DAY).notices[notice]
    here = POLICY.notices[notice]
    assert here.title == title
    assert here.settled.sources["title"][0].pack == "dunhou"
    assert here.code == above.code


# ---- appointments


@pytest.mark.requirement("R-198", "R-200", "R-201", "R-203")
@pytest.mark.parametrize(
    ("item", "words"),
    [
        ("on_site_enterprises", ["规模以上企业", "招商企业", "现场勘察"]),
        ("on_site_people", ["老弱病残"]),
        ("request", ["一个电话", "一封书信", "一封邮件"]),
        ("holidays", ["节假日急需办理手续", "值班人员", "迅速赶到中心或现场"]),
        ("urgent", ["特事特办", "急事急办"]),
        ("rebooking", ["另行预约"]),
    ],
)
def test_what_the_hall_says_of_appointments(item: str, words: list[str]) -> None:
    """For whom, how to ask, on holidays, in haste, and when the staff cannot come."""
    label = POLICY.forms["appointment"].items[item]
    for word in words:
        assert word in label
        assert word in SOURCE


# ---- silence


@pytest.mark.requirement("R-096", "R-311")
def test_the_garbled_silence_is_a_flag() -> None:
    """视作当事人的申请处理 lacks a word: a person must confirm, nothing is deemed approved."""
    silence = POLICY.silences["promised.overdue"]
    assert silence.effect == "flag"
    assert silence.of == "matter.promised"
    assert silence.settled.citation.confidence is sh.Confidence.GARBLED
    assert any("须由人确认" in note for note in silence.settled.notes)


@pytest.mark.requirement("R-096")
def test_the_flag_needs_three_conditions() -> None:
    """Late, without a special reason, and not explained before."""
    condition = POLICY.silences["promised.overdue"].condition
    for word in ("超过办理时限", "无特殊理由", "未事先说明"):
        assert word in condition
        assert word in SOURCE


# ---- what cannot be done in time is explained

TERM = {"id": "test.promise", "type": "limit", "value": "5 working days"}
CITE = {"cite": "《虚构的事项清单》1", "fee": "free", "materials": "none"}
CASES = sh.Registry.of(
    servicehall_dunhou.pack,
    sh.load_pack(
        {
            "id": "dunhou-test",
            "division": "360821",
            "terms": [{**TERM, "cite": "《虚构的事项清单》1"}],
            "matters": [
                {"id": "plain", "title": "虚构的服务", "promised": "5 working days", **CITE},
                {"id": "by-term", "title": "另一服务", "promised": "$test.promise", **CITE},
            ],
        }
    ),
)
PROMISED: Mapping[str, Any] = {
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

Happening = tuple[int, int, str, dict[str, Any]]
"""The day of November 2026, the hour, what happened, and what was noted."""


def instant(day: int, hour: int = 9, minute: int = 0) -> datetime:
    """Return an instant of November 2026; the 2nd is a Monday, and there is no holiday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


def on(day: int, kind: str, *, hour: int = 9, **payload: Any) -> Happening:
    """Write down what happened."""
    return day, hour, kind, payload


def assess(
    *happened: Happening, until: int = 20, matter: str = "plain", **facts: Any
) -> sh.Assessment:
    """Assess a case that 王芳 received on Monday the 2nd."""
    first = on(2, "received", matter=matter, **{**PROMISED, **facts})
    timeline = sh.Timeline.of(
        sh.Event(
            id=f"e{number}",
            kind=kind,
            occurred_at=instant(day, hour),
            actor="王芳" if kind == "received" else "",
            payload=payload,
        )
        for number, (day, hour, kind, payload) in enumerate([first, *happened])
    )
    return CASES.assess(timeline, as_of=instant(until, 12), division="360821100")


def status(found: sh.Assessment, duty: str) -> str:
    """Return what became of a duty; empty where it has not begun."""
    statuses = [one.status.value for one in found.duties if one.duty.id == duty]
    return statuses[-1] if statuses else ""


@pytest.mark.requirement("R-073", "R-078")
@pytest.mark.parametrize(
    ("contrary", "papers", "expected"),
    [
        (True, [], {"notice.return": "open", "notice.not-handled": "open"}),
        (True, ["not-handled"], {"notice.return": "fulfilled", "notice.not-handled": "fulfilled"}),
        (True, ["return"], {"notice.return": "fulfilled", "notice.not-handled": "open"}),
        (False, [], {"notice.return": "open", "notice.not-handled": ""}),
        (False, ["return"], {"notice.return": "fulfilled", "notice.not-handled": ""}),
    ],
)
def test_what_policy_forbids_gets_its_own_notice(
    contrary: bool,  # noqa: FBT001  # a column of the cases
    papers: list[str],
    expected: Mapping[str, str],
) -> None:
    """按规定出具不予办理通知书: one paper with the reasons; other returns get theirs, as above."""
    served = [on(4, f"notice.{one}", form="written", reasons="不符合规划") for one in papers]
    found = assess(on(3, "returned"), *served, contrary_to_policy=contrary)
    assert {name: status(found, name) for name in expected} == expected


@pytest.mark.requirement("R-078")
@pytest.mark.parametrize("noted", [{"form": "oral"}, {"form": "written", "reasons": ""}])
def test_a_notice_without_reasons_or_only_aloud_does_not_count(noted: dict[str, Any]) -> None:
    """It is a paper, and it explains."""
    told = on(4, "notice.not-handled", **{"reasons": "不符合规划", **noted})
    found = assess(on(3, "returned"), told, contrary_to_policy=True)
    assert status(found, "notice.not-handled") == "open"
    assert str(found.bearer(found.duty("notice.not-handled"))) == "第一责任人（王芳）"


@pytest.mark.requirement("R-078")
def test_one_paper_is_owed_to_whom_policy_stands_in_the_way() -> None:
    """Two rules ask for it, and the same paper fulfils both."""
    found = assess(on(3, "returned"), contrary_to_policy=True)
    (one,) = owed(found)
    assert (one.kind.title, len(one.duties)) == ("不予办理通知书", 2)


@pytest.mark.requirement("R-078")
def test_where_nobody_noted_what_policy_says_the_return_is_told() -> None:
    """Whether it gets the other paper is open; that it gets one is not."""
    found = assess(on(3, "returned"), main_document="lacking", contrary_to_policy=None)
    assert [one.kind.id for one in owed(found)] == ["return"]


def flags(found: sh.Assessment) -> set[str]:
    """Return the silences that were met."""
    return {one.silence.id for one in found.duties if one.silence is not None}


@pytest.mark.requirement("R-095")
@pytest.mark.parametrize(
    ("happened", "expected"),
    [
        pytest.param([on(9, "explained", hour=17)], "fulfilled", id="explained on the last day"),
        pytest.param([on(9, "closed", hour=17)], "fulfilled", id="done in time"),
        pytest.param([on(9, "explained", hour=18)], "breached", id="explained after closing time"),
        pytest.param([on(10, "explained"), on(11, "closed")], "breached", id="explained too late"),
        pytest.param([on(10, "closed")], "breached", id="not explained, a day late"),
        pytest.param([], "breached", id="nothing"),
        pytest.param([on(5, "withdrawn")], "discharged", id="withdrawn"),
        pytest.param([on(5, "returned")], "discharged", id="returned"),
    ],
)
def test_what_cannot_be_done_in_time_is_explained_before(
    happened: list[Happening], expected: str
) -> None:
    """Five working days: 3, 4, 5, 6, and Monday the 9th, when the hall closes at 17:30."""
    found = assess(*happened)
    one = found.duty("explain")
    assert (status(found, "explain"), one.due_at) == (expected, instant(9, 17, 30))
    assert str(found.bearer(one)) == "第一责任人（王芳）"
    assert one.duty.grade.value == "service"
    breaches = {one.duty.breach for one in found.breaches}
    assert ("not_explained" in breaches) == (expected == "breached")


@pytest.mark.requirement("R-095")
def test_an_explanation_does_not_make_a_late_case_one_in_time() -> None:
    """Explained on the 6th, closed on the 10th: the promise is broken all the same."""
    found = assess(on(6, "explained", reasons="系统故障"), on(10, "closed"))
    assert status(found, "explain") == "fulfilled"
    assert status(found, "decide.promised") == "breached"
    breaches = {one.duty.breach for one in found.breaches}
    assert breaches & {"overdue_promised", "not_explained"} == {"overdue_promised"}


@pytest.mark.requirement("R-095")
def test_what_has_no_promise_needs_no_explanation() -> None:
    """What is to be returned was promised nothing; other towns have no such rule."""
    assert status(assess(main_document="lacking"), "explain") == ""
    assert "explain" not in REGISTRY.policy("360821101", on=DAY).duties


@pytest.mark.requirement("R-095")
def test_there_is_nothing_to_explain_while_the_promise_runs() -> None:
    """Told on the 4th, completed on Monday the 9th: the promise runs anew, to Monday the 16th."""
    told = on(4, "notice.supplement", missing=["户口簿"])
    case = (told, on(9, "materials.completed"), on(16, "closed"))
    found = assess(*case, main_document="held_not_brought")
    assert found.duty("decide.promised").due_at == instant(16, 17, 30)
    assert status(found, "decide.promised") == "fulfilled"
    assert status(found, "explain") == "fulfilled"


# ---- the flag

NO_REASON = on(12, "facts.stated", special_reason=False)


@pytest.mark.requirement("R-096", "R-311")
@pytest.mark.parametrize("matter", ["plain", "by-term"])
@pytest.mark.parametrize(
    ("happened", "flagged"),
    [
        pytest.param([NO_REASON], True, id="late, no reason, not explained"),
        pytest.param([on(10, "closed"), NO_REASON], True, id="done, but late"),
        pytest.param([on(10, "explained"), NO_REASON], True, id="explained too late"),
        pytest.param([on(6, "explained"), NO_REASON], False, id="explained before"),
        pytest.param([on(9, "closed", hour=17), NO_REASON], False, id="in time"),
        pytest.param([on(12, "facts.stated", special_reason=True)], False, id="a special reason"),
        pytest.param([], False, id="nobody knows of a reason"),
        pytest.param([on(5, "withdrawn"), NO_REASON], False, id="withdrawn"),
    ],
)
def test_a_case_is_flagged_under_three_conditions_only(
    happened: list[Happening],
    flagged: bool,  # noqa: FBT001  # a column
    matter: str,
) -> None:
    """超过办理时限, 无特殊理由, 未事先说明: all three, each of them known."""
    found = assess(*happened, matter=matter)
    assert flags(found) == ({"promised.overdue"} if flagged else set())
    late = found.duty("decide.promised")
    assert (late.silence is not None) == flagged


@pytest.mark.requirement("R-096")
def test_before_the_limit_ends_nothing_is_flagged() -> None:
    """On Monday the 9th at noon it can still be done, or explained."""
    assert flags(assess(until=9, special_reason=False)) == set()
    assert flags(assess(until=10, special_reason=False)) == {"promised.overdue"}


@pytest.mark.requirement("R-096", "R-311")
def test_nothing_follows_from_the_flag_by_itself() -> None:
    """No decision is made, no state changed: a person must confirm it, and the answer says so."""
    found = assess(special_reason=False)
    late = found.duty("decide.promised")
    assert late.silence is not None
    assert late.silence.effect is sh.SilenceEffect.FLAG
    assert found.replay.derived == {}
    assert found.state is sh.CaseState.RECEIVED
    assert [step.event.kind for step in found.replay.steps] == ["received"]
    assert "须由人确认" in found.explain()


# ---- the place


@pytest.mark.requirement("R-308")
def test_the_rules_are_those_of_one_town() -> None:
    """Another town of the county has none of them."""
    other = REGISTRY.policy("360821101", on=DAY)
    assert "appointment" not in other.forms
    assert "requirements" not in other.forms["notice.one-time"].items


# ---- the first responder


def course(*happened: tuple[datetime, str, Mapping[str, Any]]) -> sh.Assessment:
    """Assess what happened on that Tuesday, at its end."""
    timeline = sh.Timeline.of(
        sh.Event(
            id=f"{number}",
            kind=kind,
            occurred_at=when,
            actor=noted.get("who", ""),
            refs={"referral": "R1"} if kind.startswith("referr") else {},
            payload={name: value for name, value in noted.items() if name != "who"},
        )
        for number, (when, kind, noted) in enumerate(happened)
    )
    return REGISTRY.assess(timeline, as_of=at(23), division="360821100")


def blamed(found: sh.Assessment) -> dict[str, str]:
    """Return the breaches, each with who answers for it."""
    return {one.duty.breach: found.bearer(one).actor for one in found.breaches}


ASKED = (at(9), "contacted", {"who": "王芳", "inquiry": "other"})
LEFT = (at(10), "visit.ended", {})
TO = {"who": "王芳", "to_unit": "民政窗口", "receiver": "李刚"}


@pytest.mark.requirement("R-135")
@pytest.mark.parametrize("kind", ["contacted", "phoned"])
def test_the_first_who_met_or_answered_is_the_first_responder(kind: str) -> None:
    """第一个遇到……或第一个接听: by the rules of this hall, and so they are cited."""
    found = course((at(8, 30), kind, {"who": "孙丽"}), ASKED)
    role = found.policy.roles["first_responder"]
    assert found.holder("first_responder", at(12)).actor == "孙丽"
    assert role.settled.citations[-1].article == "首问责任制度第1条"


@pytest.mark.requirement("R-138")
@pytest.mark.parametrize(
    ("noted", "expected"),
    [
        ({**TO, "receiver_settled": "已当面交接"}, "fulfilled"),
        ({**TO, "receiver_settled": ""}, "breached"),
        ({**TO, "receiver": "", "receiver_settled": "已交接"}, "breached"),
    ],
)
def test_a_visitor_is_brought_to_a_settled_person(noted: Mapping[str, str], expected: str) -> None:
    """负责介绍到相关窗口,直接落实具体接待人员: to name a window is not enough."""
    found = course(ASKED, (at(9, 10), "referred", noted), LEFT)
    assert found.duty("first.direct").status.value == expected


@pytest.mark.requirement("R-140")
def test_for_an_absent_colleague_two_things_are_recorded_and_three_settled() -> None:
    """办理事项, 要求; 办理时间, 办理要求, 联络方式: on the first responder."""
    record, settled = POLICY.form("absence.record"), POLICY.form("absence.settled")
    assert list(record.items.values()) == ["办理事项", "要求"]
    assert list(settled.items.values()) == ["办理时间", "办理要求", "联络方式"]
    absent = (at(9, 5), "handler.absent", {"who": "王芳"})
    nothing = course(ASKED, absent, LEFT)
    assert blamed(nothing)["absence_not_recorded"] == "王芳"
    assert nothing.duty("absence.settle").status.value == "open"
    what = {"referral_matter": "低保", "requirements": "尽快"}
    noted = (at(9, 6), "absence.recorded", what)
    fixed = {"handling_time": "明日上午", "handling_requirements": "带原件", "contact_way": "电话"}
    done = course(ASKED, absent, noted, (at(9, 30), "handler.contacted", fixed), LEFT)
    assert done.duty("absence.record").status.value == "fulfilled"
    assert done.duty("absence.settle").status.value == "fulfilled"
    for kind in ("contacted", "consulted"):
        asked = (at(9), kind, {"who": "李刚", "inquiry": "other"})
        kept = course(asked, absent, noted, (at(9, 30), "handler.contacted", fixed), LEFT)
        assert not kept.breaches  # §4 takes the place of leading him to a window
    blank = course(ASKED, absent, (at(9, 30), "handler.contacted", {**fixed, "contact_way": ""}))
    assert blank.duty("absence.settle").status.value == "open"


@pytest.mark.requirement("R-146")
@pytest.mark.parametrize(
    ("reason", "expected"), [("unfamiliar", {"referral_pretext": "王芳"}), ("other", {})]
)
def test_not_to_know_is_no_ground(reason: str, expected: dict[str, str]) -> None:
    """不得以……不熟悉业务为借口; to direct what is another's is no pretext."""
    noted = {**TO, "receiver_settled": "已当面交接", "referral_reason": reason}
    found = course(ASKED, (at(9, 10), "referred", noted), LEFT)
    assert blamed(found) == expected


@pytest.mark.requirement("R-146")
def test_nobody_is_pushed_out_of_the_window() -> None:
    """不得以任何理由将当事人推出本窗口了事: on who does it, by the rule of this hall."""
    away = (at(9, 10), "turned.away", {"who": "李刚"})
    found = course(ASKED, away, LEFT)
    assert blamed(found)["first_turned_away"] == "李刚"
    rules = found.policy.duties["first.turned-away"].settled.citations
    assert "“一次性告知”制度第3条" in {one.article for one in rules}


@pytest.mark.requirement("R-144", "R-145")
def test_what_is_referred_is_neither_shifted_nor_dropped() -> None:
    """The receiver refuses: on him; the first responder follows it up, by the rule of this hall."""
    sent = (at(9, 10), "referred", {**TO, "receiver_settled": "已交接"})
    found = course(ASKED, sent, LEFT, (at(11), "referral.refused", {"who": "李刚"}))
    assert blamed(found) == {"referral_shifted": "李刚"}
    open_ = found.duty("referral.supervise/R1")
    assert (open_.status.value, found.bearer(open_).actor) == ("open", "王芳")


# ---- complaints, and leaders who receive visitors


def hear(*happened: tuple[int, str, dict[str, Any]], thing: str = "complaint") -> sh.Assessment:
    """Assess a complaint or a petition of that Tuesday, as it stood two days later."""
    events = [
        sh.Event(
            id=f"e{n}",
            kind=kind,
            occurred_at=at(hour),
            payload=dict(noted),
            refs={thing: "1", "visit": "V1"},
        )
        for n, (hour, kind, noted) in enumerate(happened)
    ]
    as_of = datetime(2026, 11, 26, 18, tzinfo=SHANGHAI)
    return REGISTRY.assess(sh.Timeline.of(events), as_of=as_of, division="360821100")


def statuses(found: sh.Assessment) -> dict[str, str]:
    """Return what became of each duty."""
    return {one.duty.id: one.status.value for one in found.duties}


@pytest.mark.requirement("R-188")
def test_the_office_receives_complaints() -> None:
    """便民服务中心管理办公室负责受理; above it nobody in particular does."""
    assert POLICY.roles["complaint_receiver"].title == "便民服务中心管理办公室"
    above = REGISTRY.policy("360821", on=DAY)
    assert above.roles["complaint_receiver"].title == "投诉受理人"


@pytest.mark.requirement("R-180", "R-182")
def test_what_the_source_lost_is_taken_from_above() -> None:
    """Articles 4 and 5 are missing: transfers and decisions go by the town hall's, marked so."""
    for name in ("complaint.transfer.report", "complaint.transfer.reply"):
        duty = POLICY.duties[name]
        assert duty.settled.citation.instrument == "《便民服务大厅投诉制度》"
        assert "敦厚镇的投诉制度缺第4、5条，沿用本条。" in duty.settled.notes
    assert POLICY.duties["complaint.decide"].settled.citation.article == "四"


@pytest.mark.requirement("R-175")
@pytest.mark.parametrize(
    ("major", "told", "leader", "discipline"),
    [
        (True, ["leaders.reported", "discipline.reported"], "fulfilled", "fulfilled"),
        (True, ["leaders.reported"], "fulfilled", "breached"),
        (True, [], "breached", "breached"),
        (False, [], None, None),
        (None, [], "dormant", "dormant"),
    ],
)
def test_grave_complaints_are_reported_twice(
    major: bool | None,  # noqa: FBT001  # a case of the test
    told: list[str],
    leader: str | None,
    discipline: str | None,
) -> None:
    """To the leader of the centre and to the discipline body above, before it is answered."""
    received = {} if major is None else {"complaint_major": major}
    course = [(9, "complaint.received", received), *((10, kind, {}) for kind in told)]
    found = statuses(hear(*course, (15, "complaint.answered", {})))
    assert found.get("complaint.major.leader") == leader
    assert found.get("complaint.major.discipline") == discipline


@pytest.mark.requirement("R-195")
@pytest.mark.parametrize(
    ("facts", "done", "expected"),
    [
        ({"legal_channel": False}, "petition.answered", {"petition.leader": "fulfilled"}),
        ({"legal_channel": False}, "petition.limit.set", {"petition.leader": "fulfilled"}),
        ({"legal_channel": False}, "contacted", {"petition.leader": "breached"}),
        (
            {"legal_channel": True},
            "petition.channel.told",
            {"petition.leader.channel": "fulfilled"},
        ),
        ({"legal_channel": True}, "petition.answered", {"petition.leader.channel": "breached"}),
    ],
)
def test_a_leader_on_duty_settles_a_petition(
    facts: dict[str, Any], done: str, expected: dict[str, str]
) -> None:
    """Solved on the spot; or responsibility and limit fixed; or told the lawful way."""
    course = [(9, "petition.received", {"own_level": True, **facts}), (10, done, {})]
    found = statuses(hear(*course, (11, "visit.ended", {}), thing="petition"))
    names = ("petition.leader", "petition.leader.channel")
    assert {name: found[name] for name in names if name in found} == expected


@pytest.mark.requirement("R-195")
def test_what_the_leader_fixed_is_kept() -> None:
    """限期解决: one working day from Tuesday the 24th is the 25th; nobody answered by the 26th."""
    fixed = (10, "petition.limit.set", {"limit": "1个工作日"})
    found = hear((9, "petition.received", {}), fixed, thing="petition")
    assert found.duty("petition.leader.limit/1").last_day == date(2026, 11, 25)
    assert "petition_answered_late" in {one.duty.breach for one in found.breaches}
