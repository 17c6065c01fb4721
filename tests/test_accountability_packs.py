"""What follows in the halls whose rules ship with the library, against their printed sentences.

A town hall (profile RS, D0 篇7), a government hall (X6, D2 篇6), a county hall (X8, D2 篇8) and
the model hall. None of them prints a figure of points; what is asked is which clause holds, for
whom, and what stays open. Persons are made up.
"""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import pytest

import servicehall as sh
from servicehall import national
from servicehall.accountability import check_sanctions, detect
from servicehall.instants import SHANGHAI
from servicehall.reports import matter_share

TOWN, COUNTY = "371302996", "371302"
AT: Final = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)  # a Monday
REGISTRY: Final = sh.Registry.of()
FILES: Final = ("breaches", "town_hall_accountability", "government_hall", "county_hall")


def policy(*profiles: str) -> sh.Policy:
    return REGISTRY.policy(TOWN, on=AT.date(), profiles=profiles)


HALL, RS, X6, X8 = policy(), policy("RS"), policy("X6"), policy("X8")

# ---- the sources

TRACED = "《便民服务大厅责任追究制度》"
PRESENT = "《便民服务大厅工作人员考勤制度》"
RECEIVED = "《便民服务大厅受理事项办理制度》"
SIX = "《大厅范文10篇》篇6"
EIGHT = "《大厅范文10篇》篇8"

SAID: Final = {
    TRACED + "1": (
        "1、对工作人员不能履行职责、不及时回答询问、办事推诿拖延、受到群众投诉,经查情况属实的,要在平"
        "时考核中予以记载。"
    ),
    TRACED + "2": (
        "2、对因工作人员态度蛮横、语言粗暴,应办不办、久拖不办,情节严重造成较坏影响的,责令其写书面检"
        "查,年度考核取消评优资格。"
    ),
    TRACED + "3": (
        "3、对工作人员在工作中不负责任,因失职渎职造成严重影响的,除年度考核确定为不称职外,还要给予相应"
        "的纪律处分。"
    ),
    TRACED + "4": (
        "4、镇政府要把便民服务工作情况作为目标管理和评先选优的重要依据,对未能认真履行职责、受到群众投诉"
        "较多的,年度考评不能评为先进,并在年度考评会上通报批评。"
    ),
    PRESENT + "5": (
        "5、临时上岗人员应熟悉相关业务和服务规范,如出现违纪违规现象或工作失误的,将扣除窗口的考核分。"
    ),
    PRESENT + "6": (
        "6、对服务大厅工作人员出勤、遵章守纪、规范服务、业务办理、档案管理、群众满意度等情况进行考核评比"
        "并落实奖惩。"
    ),
    RECEIVED + "三、4": (
        "4、对首问责任人的追责。一是责任人没有做到首问责任要求,尚未造成不良后果的,予以谈话告诫;二是责任"
        "人在服务过程中出现推诿塞责或刁难群众,产生不良后果的,一经查实,给予批评教育。"
    ),
    "《便民服务大厅一次性告知制度》5": (
        "5、对未执行上述规定而造成不良影响的,按大厅责任追究有关规定处理。"
    ),
    "《便民服务大厅限时办结制度》3": (
        "3、服务对象提出的申请事项,需经审核、现场踏勘等,不能当场办结,办事人员要根据办理限时(一般办理限"
        "时为3-5日)规定,出具承诺办结通知单,并在承诺的时限内办结。"
    ),
    "《社区服务大厅工作制度(精选11篇)》篇4五": (
        "一是开展评比活动,定期组织红旗窗口、服务明星、委屈奖等评选,并给予物质和精神上的奖励,让窗口人员"
        "感受到组织的关怀、理解和认同。"
    ),
    SIX + "二（一）": (
        "(一)该入驻的单位必须无条件入驻,以解决个别单位驻厅不经常的问题。按照县政府去年第二十八次常务会议"
        "纪要要求,县上将20个与群众生产生活有密切联系,经常性开展行政许可的单位确定为常驻单位,并在大厅设立"
        "了窗口;将23个涉及自然资源配置、国家安全、公众利益、特殊荣誉资质、资格等方面行政许可事项的单位确定"
        "为预约单位。"
    ),
    SIX + "二（二）": (
        "从即日起,按照“应进必进”的原则,各常驻窗口单位必须在两周内,将规定事项全部纳入大厅窗口办理,由窗口"
        "“统一受理、统一审批、统一收费、统一送达”,不得在原单位继续进行办理。"
    ),
    SIX + "二（三）": (
        "真正赋予窗口工作人员即办事项的审核审批权、承诺事项的督办权、联办事项的协调权、上报事项的初审权,"
        "由大厅窗口工作人员集中受理本部门审批办件,坚决杜绝“只受不理”、“两头受理”等现象。"
    ),
    SIX + "二（四）": (
        "根据各窗口单位项目入驻情况、服务态度、服务质量、办事效率、工作纪律、廉洁自律等情况做好日常考评和"
        "综合考评工作,将年终考评结果纳入县委、县政府对各部门年度目标考核体系,兑现奖惩,并将考评结果对外公开"
        ",接受社会评议。"
    ),
    SIX + "三": (
        "大厅要建立窗口单位群众办事满意度测评制度,并及时向有关单位和群众通报评价结果,接受群众监督评议。"
    ),
    EIGHT + "一（一）1①": (
        "①制订大厅管理制度。今年以来,管理办公室制定和完善了县行政服务大厅运作暂行办法、工作人员行为规范、"
        "内设机构工作职责、窗口电脑日常管理制度、统一缴费制度、值班制度、会议制度、安全保卫制度、考勤制度、"
        "印章保管制度等十项管理办法和制度。"
    ),
    EIGHT + "一（一）2③": (
        "③收费管理。进入大厅的行政服务窗口,在行政服务过程中发生的费用,全部由设点在大厅收费的中国xx银行"
        "xx县支行负责,所收的费额由部门根据上级文件精神及物价部门核准的收费标准收费。收费窗口代收代缴,并在"
        "规定的时限内逐笔、逐级划拨。"
    ),
    EIGHT + "一（一）2④": (
        "④加强日常督查和协调。办公室专门安排一位副职领导负责大厅的日常监督检查和协调工作。通过巡堂观察、"
        "随机询问服务对象、查看办公网络等方式,监督窗口工作人员的办件情况、服务质量及廉政情况"
    ),
    EIGHT + "一（一）3②": (
        "②延时服务。许多办证窗口常在临近下班或休息日接到急办件,窗口工作人员都主动加班,延时服务,直到办完"
        "为止。"
    ),
    EIGHT + "三3": ("3、每月出版一期《xx县行政服务大厅工作简报》,表扬先进,督促后进。"),
    EIGHT + "二2": ("县水利局办证照在大厅,收费在单位;国土局重要收费项目不在窗口,仍在原单位收费。"),
    EIGHT + "二5": (
        "如房管所办理的房产证,要经建设局领导及县分管领导签字,有时领导出差则不能签字办结。"
    ),
    EIGHT + "三1": (
        "继续开展服务质量“文明窗口”、“窗口先进个人”及“窗口单位先进领导”的考评活动,实行清晰量化管理"
        ",严格按评议内容及评分标准进行考评,通过先进带动,全面提高大厅服务质量。"
    ),
    EIGHT + "三5": (
        "在经县有关主管局授权的情况下,试行大厅窗口单位的“行政审批专用章”的制度,减少审批时间和环节,提高"
        "办事效率。"
    ),
}
"""Sentences by the place that the packs cite."""


def records() -> Iterator[Mapping[str, Any]]:
    """Yield every record of the packs, as it is written."""
    folder = Path(next(iter(national.__path__)))
    for name in FILES:
        for entries in tomllib.loads((folder / f"{name}.toml").read_text("utf-8")).values():
            if isinstance(entries, list) and isinstance(entries[0], dict):
                yield from entries


@pytest.mark.requirement("R-306")
@pytest.mark.parametrize("record", tuple(records()), ids=lambda r: r.get("id") or r["changes"])
def test_every_quote_stands_in_the_sentence_that_is_cited(record: Mapping[str, Any]) -> None:
    """Word by word; what was inferred says so and why."""
    assert record["quote"] in SAID[record["cite"]]
    assert record.get("confidence", "clean") == "clean" or record["note"]


@pytest.mark.requirement("R-291")
def test_no_figure_is_made_up() -> None:
    """No built-in rule takes points or money: no source prints any; each place says its own."""
    for rules in (HALL, RS, X6, X8):
        for rule in rules.sanctions.values():
            amounts = [one.amount for one in rule.then if one.amount is not None]
            assert all(isinstance(one, sh.NotStated) for one in amounts), rule.id
        for score in rules.scores.values():
            assert isinstance(score.base, sh.NotStated), score.id


@pytest.mark.parametrize("rules", [HALL, RS, X6, X8], ids=["hall", "RS", "X6", "X8"])
def test_the_rules_do_not_clash(rules: sh.Policy) -> None:
    """Nothing is given twice for one fact, and every row can apply."""
    assert check_sanctions(rules) == ()


# ---- what was found


def finding(breach: str, name: str = "F1", **more: Any) -> sh.Finding:
    """Return a verified finding against 王某 of the civil affairs window."""
    made: dict[str, Any] = {
        "subjects": {"person": "王某", "window": "民政窗口", "unit": "民政办"},
        "division": TOWN,
        "occurred_at": AT,
        "rulings": [sh.Ruling(state="verified", at=more.get("occurred_at", AT))],
        **more,
    }
    return sh.Finding(id=name, breach=breach, **made)


def propose(*findings: sh.Finding, profiles: tuple[str, ...] = ("RS",)) -> sh.Proposals:
    as_of = datetime(2026, 12, 31, 18, tzinfo=SHANGHAI)
    return sh.propose_sanctions(findings, REGISTRY, as_of=as_of, profiles=profiles)


def given(*findings: sh.Finding, profiles: tuple[str, ...] = ("RS",)) -> list[tuple[str, str]]:
    """Return whom which measure is proposed for."""
    found = propose(*findings, profiles=profiles).proposed
    return [(item.name, item.measure.title) for item in found if item.measure]


RECORD = [("王某", "在平时考核中予以记载")]
WRITTEN = [("王某", "责令写书面检查"), ("王某", "年度考核不得评为优秀")]

# ---- RS: the ladder


@pytest.mark.requirement("R-277")
@pytest.mark.parametrize(
    "breach", ["duty_not_performed", "late_answer", "delay", "complaint_verified"]
)
def test_level_one_is_a_record(breach: str) -> None:
    """不能履行职责、不及时回答询问、拖延、受到投诉,经查属实: 在平时考核中予以记载."""
    assert given(finding(breach)) == RECORD
    assert given(finding(breach, rulings=[])) == []


@pytest.mark.requirement("R-277")
def test_a_missed_limit_is_delay() -> None:
    """A case beyond its promised limit is 拖延; so is one of which its course tells it."""
    assert given(finding("overdue_promised")) == RECORD


@pytest.mark.requirement("R-278")
@pytest.mark.parametrize("breach", ["rude", "not_done", "long_delay"])
def test_level_two_is_written_and_costs_excellence(breach: str) -> None:
    """情节严重造成较坏影响: 书面检查, 取消评优资格; 称职 is the best that is left."""
    facts = {"serious": True, "bad_influence": True, "bad_result": False}
    proposals = propose(finding(breach, facts=facts))
    own = [item for item in proposals.proposed if not item.sanction.id.startswith("law.")]
    assert [(item.name, item.measure.title) for item in own if item.measure] == WRITTEN
    assert proposals.ceiling("王某", 2026) is sh.Appraisal.COMPETENT
    assert proposals.ceiling("王某", 2027) is None


@pytest.mark.requirement("R-278")
def test_what_is_serious_somebody_must_say() -> None:
    """No figure says what is 情节严重: while it is not known, neither level stands."""
    proposals = propose(finding("long_delay"))
    assert proposals.proposed == ()
    assert {"serious", "bad_influence"} <= {name for one in proposals.open for name in one.needed}
    assert given(finding("long_delay", facts={"serious": False})) == RECORD


@pytest.mark.requirement("R-279")
def test_level_three_fails_the_year_and_leaves_the_penalty_to_who_may() -> None:
    """不称职, and 相应的纪律处分: one of the law's, picked by a body with authority."""
    facts = {"grave_influence": True}
    proposals = propose(finding("dereliction", facts=facts))
    assert given(finding("dereliction", facts=facts)) == [("王某", "年度考核确定为不称职")]
    assert proposals.ceiling("王某", 2026) is sh.Appraisal.INCOMPETENT
    (open_,) = [one for one in proposals.open if one.sanction.id == "level.3"]
    assert all(RS.measures[name].statutory for name in open_.consequence.measures)
    picked = finding("dereliction", facts=facts, picks={"level.3": "disciplinary.demerit"})
    assert ("王某", "记过") in given(picked)


@pytest.mark.requirement("R-279")
def test_dereliction_without_grave_influence_is_level_one() -> None:
    """It is still 不能履行职责."""
    assert given(finding("dereliction", facts={"grave_influence": False})) == RECORD


# ---- RS: the unit


@pytest.mark.requirement("R-280")
@pytest.mark.parametrize(
    ("many", "expected"),
    [
        (True, [("民政办", "年度考评不能评为先进"), ("民政办", "在年度考评会上通报批评")]),
        (False, []),
    ],
)
def test_many_complaints_cost_the_unit_its_title(
    many: bool,  # noqa: FBT001  # a case of the test
    expected: list[tuple[str, str]],
) -> None:
    """受到群众投诉较多: how many, the source does not say, so somebody must."""
    found = given(finding("complaint_verified", facts={"many_complaints": many}))
    assert [one for one in found if one[0] == "民政办"] == expected
    of_unit = [one for one in propose(finding("complaint_verified")).open if one.role == "unit"]
    assert {one.needed for one in of_unit} == {("many_complaints",)}


@pytest.mark.requirement("R-280")
def test_a_town_sets_how_many_are_many() -> None:
    """Three in a year: the second gives nothing, the third what the hall says, once."""
    change = {
        "changes": "unit.complaints",
        "when": {"unit_complaints_in_a_year": "= 3"},
        "cite": "《甲镇办法》四",
    }
    adopts = [{"id": "rs", "profile": "RS", "cite": "《甲镇办法》一"}]
    town = sh.load_pack({"id": "town", "division": TOWN, "adopts": adopts, "sanctions": [change]})
    days = [AT.replace(month=month) for month in (3, 5, 9, 10)]
    listed = [
        finding("complaint_verified", f"F{n}", occurred_at=at) for n, at in enumerate(days, 1)
    ]
    as_of = datetime(2026, 12, 31, tzinfo=SHANGHAI)
    proposals = sh.propose_sanctions(listed, sh.Registry.of(town), as_of=as_of)
    of_unit = [one for one in proposals.proposed if one.name == "民政办"]
    assert {(one.finding.id, one.sanction.id) for one in of_unit} == {("F3", "unit.complaints")}
    assert len(of_unit) == 2


# ---- RS: the first responder, and telling once


@pytest.mark.requirement("R-281", "R-150")
@pytest.mark.parametrize(
    ("breach", "bad", "expected"),
    [
        ("first_not_directed", False, ["谈话告诫"]),
        ("first_not_directed", True, []),
        ("first_turned_away", False, ["谈话告诫", "在平时考核中予以记载"]),
        ("first_turned_away", True, ["批评教育", "在平时考核中予以记载"]),
        ("first_shifting", True, ["批评教育", "在平时考核中予以记载"]),
    ],
)
def test_the_first_responder_answers_in_two_steps(
    breach: str,
    bad: bool,  # noqa: FBT001  # a case of the test
    expected: list[str],
) -> None:
    """尚未造成不良后果: 谈话告诫; 推诿塞责或刁难,产生不良后果: 批评教育. Bad results without either
    are dealt with nowhere. 推诿 is recorded too, by the other rule."""
    found = given(finding(breach, facts={"bad_result": bad}))
    assert [title for _, title in found] == expected


@pytest.mark.requirement("R-281")
def test_the_two_steps_are_not_ranked() -> None:
    """X-12: which of 谈话告诫 and 批评教育 is heavier, no source says."""
    assert not RS.measures["admonishing-talk"].scale
    assert not RS.measures["criticism-education"].scale


@pytest.mark.requirement("R-150")
def test_every_duty_of_first_responsibility_leads_here() -> None:
    """What the first responder's duties name as a breach belongs to the one group."""
    named = {
        duty.breach
        for duty in HALL.duties.values()
        if duty.breach and duty.settled.made.pack == "first-responder"
    }
    grouped = {
        name
        for name, kind in HALL.breaches.items()
        if {"first_responsibility", "first_shifting"} & set(kind.of)
    }
    assert named <= grouped


@pytest.mark.requirement("R-285")
def test_not_telling_at_once_with_bad_influence_goes_to_the_ladder() -> None:
    """按大厅责任追究有关规定处理: in RS, its first level; its second where it is serious too."""
    sent = ("王某", "按责任追究的规定处理")
    facts = {"bad_influence": True, "serious": False, "grave_influence": False}
    assert given(finding("one_time_notice", facts=facts)) == [sent, *RECORD]
    serious = {**facts, "serious": True}
    assert given(finding("one_time_notice", facts=serious)) == [sent, *WRITTEN]
    assert given(finding("one_time_notice", facts=facts), profiles=()) == [sent]
    assert given(finding("one_time_notice", facts={"bad_influence": False})) == []


@pytest.mark.requirement("R-290", "R-285")
def test_one_fact_is_dealt_with_on_its_highest_level_only() -> None:
    """Late and not told at once, of one occurrence, serious: the second level, not the first."""
    facts = {"bad_influence": True, "serious": True, "grave_influence": False}
    late = finding("delay", "F1", occurrence="同一件事", facts=facts)
    untold = finding("one_time_notice", "F2", occurrence="同一件事", facts=facts)
    titles_ = [title for _, title in given(late, untold)]
    assert titles_ == ["按责任追究的规定处理", *(title for _, title in WRITTEN)]


def test_what_only_duties_name_is_called_after_what_they_ask_for() -> None:
    """A kind that is declared has its own name; any other says which duty was not kept."""
    titles_ = RS.breach_titles()
    assert titles_["overdue_promised"] == "超过承诺时限"
    assert titles_["promise_report"] == "违反“向大厅领导汇报承诺内容”的要求"


# ---- RS: substitutes, what is appraised, what is usual


@pytest.mark.requirement("R-287", "R-231")
@pytest.mark.parametrize("breach", ["work_error", "smoking", "overdue_promised", "promise_report"])
def test_what_a_substitute_does_costs_the_window(breach: str) -> None:
    """将扣除窗口的考核分: the window, not the person; how much is not printed, so it stays open."""
    proposals = propose(finding(breach, facts={"substitute": True}))
    (item,) = [one for one in proposals.items if one.sanction.id == "substitute"]
    assert (item.role, item.name, item.amount) == ("window", "民政窗口", None)
    assert item.status is sh.ItemStatus.OPEN
    tally = proposals.score("window-appraisal", "民政窗口", "2026")
    assert (tally.total, tally.items, tally.open) == (None, (), (item,))
    own = propose(finding(breach, facts={"substitute": False}))
    assert [one for one in own.items if one.sanction.id == "substitute"] == []


@pytest.mark.requirement("R-287")
def test_a_town_sets_what_a_substitute_costs() -> None:
    """Two points off a hundred, by a change of the cells: 98."""
    cite = {"cite": "《甲镇办法》五"}
    then = [{"who": "window", "score": "window-appraisal", "amount": "-2"}]
    town = sh.load_pack(
        {
            "id": "town",
            "division": TOWN,
            "adopts": [{"id": "rs", "profile": "RS", **cite}],
            "scores": [{"changes": "window-appraisal", "base": "100", **cite}],
            "sanctions": [{"changes": "substitute", "then": then, **cite}],
        }
    )
    one = finding("work_error", facts={"substitute": True})
    as_of = datetime(2026, 12, 31, tzinfo=SHANGHAI)
    proposals = sh.propose_sanctions([one], sh.Registry.of(town), as_of=as_of)
    assert proposals.score("window-appraisal", "民政窗口", "2026").total == 98


def titles(score: sh.Score) -> list[str]:
    return [one.title for one in score.categories]


@pytest.mark.requirement("R-293")
def test_six_things_are_appraised_in_the_town() -> None:
    """出勤、遵章守纪、规范服务、业务办理、档案管理、群众满意度."""
    found = titles(RS.scores["staff-appraisal"])
    assert "、".join(found) == "出勤、遵章守纪、规范服务、业务办理、档案管理、群众满意度"


@pytest.mark.requirement("R-023")
@pytest.mark.parametrize(
    ("promised", "told"),
    [
        ("2个工作日", "短于一般的最短办理时限（3个工作日）"),
        ("3个工作日", ""),
        ("5个工作日", ""),
        ("6个工作日", "长于一般的最长办理时限（5个工作日）"),
        ("当日", ""),
        ("30 office minutes", ""),
    ],
)
def test_what_is_promised_is_told_where_it_is_unusual(promised: str, told: str) -> None:
    """一般办理限时为3-5日, for what cannot be done on the spot; without the profile nothing is."""
    matter = {
        "id": "m",
        "title": "补证",
        "promised": promised,
        "fee": "free",
        "materials": "none",
        "cite": "《甲镇指南》",
    }
    town = sh.load_pack({"id": "town", "division": TOWN, "matters": [matter]})
    registry = sh.Registry.of(town)
    here = registry.policy(TOWN, on=AT.date(), profiles=("RS",)).remarks
    found = [one.text for one in here if one.about == "matters/m"]
    assert [told in one for one in found] == ([True] if told else [])
    plain = registry.policy(TOWN, on=AT.date()).remarks
    assert [one for one in plain if one.about == "matters/m"] == []


@pytest.mark.requirement("R-023")
def test_a_matter_without_a_figure_or_out_of_use_is_not_compared() -> None:
    """What is not known is neither short nor long; what must not be used is said to be that."""
    cite = {"fee": "free", "materials": "none", "cite": "《甲镇指南》"}
    unknown = {"id": "u", "title": "甲", "promised": "unknown: 没有写", **cite}
    gone = {"id": "g", "title": "乙", "promised": "9个工作日", "unusable": "已停办", **cite}
    town = sh.load_pack({"id": "town", "division": TOWN, "matters": [unknown, gone]})
    rules = sh.Registry.of(town).policy(TOWN, on=AT.date(), profiles=("RS",))
    texts = [one.text for one in rules.remarks if one.about in ("matters/u", "matters/g")]
    assert len(texts) == 2
    assert not any("办理时限（" in text for text in texts)


# ---- X6


@pytest.mark.requirement("R-056")
@pytest.mark.parametrize(
    ("kind", "power"),
    [
        ("INSTANT", "审核审批权"),
        ("PROMISED", "督办权"),
        ("JOINT", "协调权"),
        ("FORWARDED", "初审权"),
        ("RETURNED", "原文没有写"),
    ],
)
def test_each_kind_asks_for_a_power_of_the_window(kind: str, power: str) -> None:
    """即办事项的审核审批权、承诺事项的督办权、联办事项的协调权、上报事项的初审权."""
    found = X6.tables["window_power"].decide({"kind": kind})
    assert isinstance(found, sh.Decision)
    assert X6.vocabulary["window_power"].say(found.outcome) == power


@pytest.mark.requirement("R-059")
@pytest.mark.parametrize(
    ("close", "often", "special", "expected"),
    [
        (True, True, False, "常驻单位"),
        (False, True, True, "预约单位"),
        (True, False, True, "预约单位"),
        (True, True, True, "由县上确定"),
        (False, False, False, "由县上确定"),
    ],
)
def test_units_stay_or_come_by_appointment(
    close: bool,  # noqa: FBT001  # cases of the test
    often: bool,  # noqa: FBT001
    special: bool,  # noqa: FBT001
    expected: str,
) -> None:
    """密切联系、经常性开展许可: 常驻; 自然资源、国家安全等: 预约; both or neither: not printed."""
    facts = {"close_to_people": close, "licenses_often": often, "special_field": special}
    found = X6.tables["stationing"].decide(facts)
    assert isinstance(found, sh.Decision)
    assert X6.vocabulary["stationing"].say(found.outcome) == expected


def test_the_tables_have_no_hole() -> None:
    """Every case has one answer."""
    for name in ("window_power", "stationing"):
        assert X6.tables[name].analyse().is_clean


def course(*events: tuple[str, dict[str, Any]], profile: str) -> sh.Assessment:
    """Assess a case of that Monday, an hour between events, as it stood a month later."""
    made = [
        sh.Event(
            id=f"e{n}",
            kind=kind,
            occurred_at=AT.replace(hour=9 + n),
            actor="王某",
            unit="民政办",
            payload={key: value for key, value in noted.items() if key != "refs"},
            refs=noted.get("refs", {}),
        )
        for n, (kind, noted) in enumerate(events)
    ]
    as_of = datetime(2026, 4, 2, tzinfo=SHANGHAI)
    return sh.assess(sh.Timeline.of(made), policy(profile), as_of=as_of)


def broken(found: sh.Assessment, *names: str) -> dict[str, str]:
    """Return who broke which of some duties, by the kind of breach."""
    wanted = set(names)
    return {
        one.duty.breach: found.bearer(one).actor
        for one in found.breaches
        if one.duty.breach in wanted
    }


@pytest.mark.requirement("R-110")
@pytest.mark.parametrize("kind", ["received", "accepted"])
def test_a_case_taken_in_the_home_unit_is_taken_at_two_ends(kind: str) -> None:
    """两头受理; in the hall it is as it should be, and what is not noted blames nobody."""
    for place, expected in (("home_unit", {"two_acceptances": "王某"}), ("hall", {}), ("", {})):
        noted = {"place": place} if place else {}
        events = [("received", {}), ("accepted", {})]
        listed = [(one, noted if one == kind else {}) for one, _ in events]
        assert broken(course(*listed, profile="X6"), "two_acceptances") == expected


@pytest.mark.requirement("R-110")
@pytest.mark.parametrize("kind", ["decided", "fee.charged", "delivered"])
def test_what_is_done_outside_the_hall_circulates_outside(kind: str) -> None:
    """统一审批、统一收费、统一送达: in the home unit each of them is a breach."""
    for place, expected in (("home_unit", {"outside_circulation": "王某"}), ("hall", {})):
        done = {"decided": {}, "fee.charged": {"refs": {"fee": "1"}}, "delivered": {}}
        done[kind] = {**done[kind], "place": place}
        events = [("received", {}), ("accepted", {}), *done.items()]
        assert broken(course(*events, profile="X6"), "outside_circulation") == expected


def matter(name: str, promised: str = "5个工作日", **facts: bool) -> dict[str, Any]:
    """Return a matter as a pack writes it."""
    return {
        "id": name,
        "title": f"事项{name}",
        "promised": promised,
        "fee": "free",
        "materials": "none",
        "cite": "《县政务大厅实施方案》",
        "facts": facts,
    }


def county(*matters: dict[str, Any]) -> sh.Policy:
    """Return the rules of a county that has adopted X6, with matters of its own."""
    adopts = [{"id": "x6", "profile": "X6", "cite": "《县政务大厅实施方案》"}]
    written = {"id": "county", "division": COUNTY, "adopts": adopts, "matters": list(matters)}
    return sh.Registry.of(sh.load_pack(written)).policy(COUNTY, on=AT.date())


@pytest.mark.requirement("R-316")
def test_the_rate_of_entry() -> None:
    """共170项…实际驻厅办理的事项仅有28项,占应入驻事项的16.5%; others need not be there."""
    inside = [matter(f"a{n}", required_in_hall=True, handled_in_hall=True) for n in range(28)]
    outside = [matter(f"b{n}", required_in_hall=True, handled_in_hall=False) for n in range(100)]
    unsaid = [matter(f"c{n}", required_in_hall=True) for n in range(42)]
    others = [matter("d", required_in_hall=False, handled_in_hall=True), matter("e")]
    rules = county(*inside, *outside, *unsaid, *others)
    found = matter_share(rules, of={"required_in_hall": True}, having={"handled_in_hall": True})
    assert (len(found.having), len(found.lacking), len(found.unknown)) == (28, 100, 42)
    assert str(found) == "16.5%"


def test_a_matter_that_may_be_either_is_not_known() -> None:
    """Where a record leaves two answers, neither holds; of no matter there is no share."""
    one = {**matter("a"), "facts": {"survey": ["pending", "passed"]}}
    found = matter_share(county(one), of={}, having={"survey": "pending"})
    assert [each.id for each in found.unknown if each.id == "a"] == ["a"]
    gone = {**matter("b", required_in_hall=True), "unusable": "已停办"}
    none = matter_share(county(gone), of={"required_in_hall": True}, having={})
    assert none.rate.value is None
    assert str(none) == str(none.rate)


@pytest.mark.requirement("R-319")
def test_a_unit_that_withdrew_is_seen_on_each_day() -> None:
    """民政局 is there on Monday and Tuesday, 质监局 on Monday: two empty posts are left."""
    monday, tuesday = date(2026, 3, 2), date(2026, 3, 3)
    there = [("民政局", monday), ("民政局", tuesday), ("质监局", monday)]
    events = [
        sh.Event(
            id=f"{unit}{day}",
            kind="window.staffed",
            occurred_at=datetime(day.year, day.month, day.day, 9, tzinfo=SHANGHAI),
            actor=unit,
        )
        for unit, day in there
    ]
    as_of = datetime(2026, 3, 4, tzinfo=SHANGHAI)
    staff = {"permanent_unit": ["民政局", "质监局", "劳动局"]}
    found = sh.rounds(X6, events, monday, tuesday, as_of=as_of, staff=staff)
    empty = [
        (one.who, one.occurrence.due)
        for one in found
        if one.duty.id == "unit.present" and one.status is sh.DutyStatus.BREACHED
    ]
    assert sorted(empty) == [("劳动局", monday), ("劳动局", tuesday), ("质监局", tuesday)]


@pytest.mark.requirement("R-298", "R-320")
def test_satisfaction_is_told_to_units_and_people() -> None:
    """向有关单位和群众通报: two duties; 及时 has no figure, so each is open till done."""
    thing = {"refs": {"satisfaction": "2026年一季度"}}
    asked = [("received", {}), ("satisfaction.surveyed", thing)]
    found = course(*asked, ("satisfaction.units-told", thing), profile="X6")
    statuses = {one.duty.id: one.status.value for one in found.duties}
    assert statuses["satisfaction.units"] == "fulfilled"
    assert statuses["satisfaction.public"] == "open"
    items = X6.form("satisfaction.report").items
    assert list(items.values())[:2] == ["窗口单位", "群众办事满意度"]


@pytest.mark.requirement("R-295")
def test_six_things_are_appraised_of_a_window_unit() -> None:
    """Six in the order of the sentence; the result of the year is made public."""
    found = titles(X6.scores["window-unit-appraisal"])
    assert "、".join(found) == "项目入驻情况、服务态度、服务质量、办事效率、工作纪律、廉洁自律"
    duty = X6.duties["appraisal.publish"]
    assert duty.must == ("appraisal.published",)


# ---- X8


@pytest.mark.requirement("R-112")
@pytest.mark.parametrize(
    ("authorised", "expected"), [(False, {"seal_without_authority": "王某"}), (True, {})]
)
def test_a_seal_is_used_with_authority_only(
    authorised: bool,  # noqa: FBT001  # a case of the test
    expected: dict[str, str],
) -> None:
    """在经县有关主管局授权的情况下."""
    sealed = ("seal.used", {"seal_authorised": authorised})
    found = course(("received", {}), sealed, profile="X8")
    assert broken(found, "seal_without_authority") == expected


@pytest.mark.requirement("R-112")
def test_an_absent_leader_is_on_record() -> None:
    """有时领导出差则不能签字办结: from then on the case says so, and who it was."""
    found = course(("received", {}), ("leader.absent", {"leader": "孙某"}), profile="X8")
    assert found.replay.facts["leader_absent"] is True
    assert found.replay.holder(X8.roles["absent_leader"], found.as_of).actor == "孙某"


@pytest.mark.requirement("R-130")
@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("bank", []),
        ("window", ["民政办"]),
        ("home_unit", ["民政办"]),
    ],
)
def test_the_bank_collects(by: str, expected: list[str]) -> None:
    """全部由设点在大厅收费的银行负责; whichever other unit collects answers for it."""
    charged = ("fee.charged", {"collected_by": by, "refs": {"fee": "1"}})
    found = course(("received", {}), charged, profile="X8")
    own = [one for one in found.breaches if one.duty.breach == "fee_not_by_bank"]
    assert [found.bearer(one).who for one in own] == expected


@pytest.mark.requirement("R-130")
def test_each_fee_is_split() -> None:
    """逐笔: of two fees one was split; the time is not printed, so the other stays open."""
    fees = [("fee.charged", {"refs": {"fee": number}}) for number in ("1", "2")]
    split = ("fee.split", {"refs": {"fee": "1"}})
    found = course(("received", {}), *fees, split, profile="X8")
    assert found.duty("fee.split/1").status is sh.DutyStatus.FULFILLED
    assert found.duty("fee.split/2").status is sh.DutyStatus.OPEN


@pytest.mark.requirement("R-131")
@pytest.mark.parametrize(
    ("handled", "charged", "flagged"),
    [
        ("hall", "home_unit", True),
        ("home_unit", "hall", True),
        ("hall", "hall", False),
        ("home_unit", "home_unit", False),
    ],
)
def test_a_fee_is_taken_where_the_case_is(
    handled: str,
    charged: str,
    flagged: bool,  # noqa: FBT001  # a case of the test
) -> None:
    """办证照在大厅,收费在单位: flagged, and so is the other way round; it is the unit's."""
    fee = ("fee.charged", {"charged_place": charged, "refs": {"fee": "1"}})
    found = course(("received", {"handled_place": handled}), fee, profile="X8")
    own = [one for one in found.breaches if one.duty.breach == "fee_elsewhere"]
    assert [found.bearer(one).who for one in own] == (["民政办"] if flagged else [])
    assert ("fee_elsewhere" in {one.breach for one in detect(found).findings}) == flagged


@pytest.mark.requirement("R-297")
def test_three_titles_are_contested() -> None:
    """文明窗口, 窗口先进个人, 窗口单位先进领导: scored, by a standard that is not printed."""
    contests = {one.title: one.of for one in X8.scores.values() if one.id.startswith("contest.")}
    assert contests == {
        "文明窗口评分": "window",
        "窗口先进个人评分": "person",
        "窗口单位先进领导评分": "unit_head",
    }
    merits = {"civilised_window", "advanced_person", "advanced_leader"}
    assert all(X8.breaches[name].merit for name in merits)


@pytest.mark.requirement("R-301")
def test_three_awards() -> None:
    """红旗窗口、服务明星、委屈奖: to one's credit; what it is worth, each place says."""
    awards = [
        HALL.breaches[name] for name in ("red_flag_window", "service_star", "grievance_award")
    ]
    assert all(one.merit for one in awards)
    assert propose(finding("service_star"), profiles=()).items == ()
