"""The built-in forms, notices, duties and ways of counting, and the two profiles, against sources.

``SAID`` holds the sentences of the sources as they stand (D0 篇7: a town hall without a name; D0
篇5: 武邑县; D1: 敦厚镇; D2 篇8: a county hall; D3: 龙坡村), and two of the law. What no source
settles is the library's own.
"""

from datetime import date

import pytest

import servicehall as sh
from servicehall import Confidence
from servicehall.forms import FormSubject
from servicehall.matters import PUBLIC_ITEMS
from tests.complaint_cases import SENTENCES

DAY = date(2026, 11, 21)
REGISTRY = sh.Registry.of()
HALL = REGISTRY.policy("000000", on=DAY)
RS = REGISTRY.policy("000000", on=DAY, profiles=("RS",))
X8 = REGISTRY.policy("000000", on=DAY, profiles=("X8",))

SIX = "《便民服务大厅六件管理制度》"
TELL = "《便民服务大厅一次性告知制度》"
VILLAGE = "《龙坡村便民服务站制度汇编》"
LICENSING = "《中华人民共和国行政许可法》"

SAID = {
    **SENTENCES,
    "《便民服务大厅受理事项办理制度》三、1": (
        "1、服务对象对承办件的办理情况,可在承诺时限内,到原受理窗口查询。"
        "对办理情况或结果有异议的,可要求受理窗口明确答复。"
    ),
    "《便民服务大厅工作人员考勤制度》2": (
        "2、大厅实行上班签到制度,工作人员每天早晨8:00点前签到,因故不能按时到岗或早退的须向大厅主任说明。"
    ),
    "《便民服务大厅受理事项办理制度》二": (
        "实行首问责任制,当服务对象询问有关问题时,大厅工作人员必须热情回答;咨询问题属于自身工作范围的"
        "须详细解答,并对结果负责;不属于自身工作范畴或不清楚的,应耐心解释,并详细告知到相关窗口进行咨询;"
    ),
    "《便民服务大厅受理事项办理制度》三、2": (
        "2、各窗口的办理工作必须严格按规定程序运行,各事项的受理和办理过程,均应有记录备案。"
    ),
    "《便民服务大厅首问负责制度》1": (
        "1、凡第一个遇到来大厅办事的服务对象或第一个接听服务对象询问电话的大厅工作人员,即为镇便民服务大"
        "厅首问责任人。"
    ),
    "《便民服务大厅首问负责制度》3": (
        "3、服务对象需办理事项属首问责任人职责范围内的,首问责任人应及时处理,一时不能办理的,要耐心说明理"
        "由。不属于首问责任人职责范围的,首问责任人有责任向服务对象指明负责该项工作具体承办人。"
    ),
    "《便民服务大厅首问负责制度》4": (
        "4、接到服务对象联系工作或询问电话时,属首问责任人职责范围的,要热情礼貌地给予答复,属其他承办人同"
        "职责范围的,要清楚地告知该承办人的电话号码。"
    ),
    "《便民服务大厅首问负责制度》5": (
        "5、相关窗口对首问责任人转办的事项,必须及时认真办理,不得推诿、拖延;首问责任人对转办的事情仍需进"
        "行督办,直到事情办理结束。"
    ),
    "《社区服务大厅工作制度(精选11篇)》篇2二": (
        "制订规范的服务流程示意图和工作台账,对受理事项、办理过程、办理时间、办复结果进行动态跟踪,全程监控,"
        "保证受理事项及时办理和反馈;"
    ),
    "《社区服务大厅工作制度(精选11篇)》篇1便民服务工作程序": (
        "服务程序由受理、承办、回复三个环节,代办员全程负责。居民需要办理的事项可到便民服务大厅提出申请,由服务室工作人员代为代理"
        "。承办人员在接到申请材料后,应按“即来即办、限时办理、承诺办理”的原则全程登记。代理办事完毕,代办员(回复人)签字复核后"
        "将办理结果通知申请人。"
    ),
    "《便民服务大厅信访接待制度》三1": (
        "⒈登记:认真做好来信、来访、举报电话和网上信访记录,必要时可让上访人提供书面材料。登记内容包括来访时"
        "间、访者姓名、性别、年龄、职业、政治面貌、住址或工作单位,反映的主要问题。"
    ),
    TELL + "1": (
        "1、对前来大厅窗口申报项目或进行政策咨询的服务对象,要一次性明确告知所办理或咨询的事"
        "项需要提交的有关材料、办理程序、承诺时限、收费标准和办事依据。"
    ),
    TELL + "2": (
        "2、对于申报材料不齐作补办收件的事项,要在补办通知单中一次性告知服务对象所需补充的有关材料。"
    ),
    TELL + "3": "3、对于联办件,具体责任人对各联办部门要求提供的有关材料一次性告知服务对象。",
    TELL + "4": "4、对不符合批准条件作退回件办理的,要以书面形式一次性告知服务对象退回的原因。",
    "《便民服务大厅限时办结制度》2": (
        "2、服务对象提出的申请事项,办事程序简单,申报材料齐全,可当场办结的,办事人同要即收即"
        "办,现场一般30分钟内办结。"
    ),
    SIX + "一": (
        "程序简便,申报材料齐全,可当场或当天办结的一般性申请事项,均为即办件。即办件必须即收即"
        "办,由窗口工作人员直接办理。"
    ),
    # The sentence stands at the end of 3, and is about all three.
    SIX + "二": "凡属退回件的,须向服务对象出具《退回件通知书》,注明退回原",
    SIX + "二、3": (
        "3、申办事项经现场踏勘、调查、核实,不具备批准条件的。凡属退回件的,须向服务对象出具"
        "《退回件通知书》,注明退回原"
    ),
    SIX + "三": (
        "补办件首先必须收件,由收件人出具《办件通知书》交服务对象,一次性明确告知服务对象需补"
        "办的事项。补办件的办事时限从服务对象补齐材料之日起计算。"
    ),
    SIX + "四": (
        "申请事项需经审核、论证、召开听证会、公告或现场踏勘,应承诺在一定期限内办结的,均属承"
        "诺件。承诺件收件后,应向服务对象出具《承诺件受理通知》,明确承诺办结时限。受理承诺件的窗口工作"
        "人员应及时向大厅领导汇报承诺内容,尽快组织人员审核或踏勘。承诺件必须在公开承诺时间内"
        "办结,不得随意延长办理时间。"
    ),
    SIX + "五": (
        "涉及3个及以上窗口或部门,应由主办窗口受理并牵头进行联合审核办理的事项均属联办件;联办"
        "件的办理实行牵头单位负责制,由牵头单位和大厅主任组织联合办理。牵头责任单位窗口工作人员受理联办件后,应向申请对象出具《联办件通知书》,并向主任提出"
        "联办意见。同时帮助指导申请对象为联审会提供相关文件、图纸、资料。大厅主任主持召开联审"
        "会,组织各有关部门联合办理,保证在承诺时限内办结。"
    ),
    SIX + "六": (
        "服务对象申请事项的审批权在县以上部门,需要转报、上报的,均为上报件。上报件受理后,应"
        "向服务对象承诺上报时限,并尽快与上级主管部门联系,负责协助申请人全过程办理。"
    ),
    "《便民服务大厅六公开制度》": (
        "公开服务部门公开办理事项公开办理程序公开申报材料公开承诺时限公开收费标准"
    ),
    "《敦厚镇便民服务中心管理制度》限时办结制度第5条": (
        "5、对申请事项不符合政策规定的,工作人员应及时作出解释,按规定出具不予办理通知书。"
    ),
    "《大厅范文10篇》篇8一（一）1③": (
        "③编制《服务指南》、《收费目录》等资料,将审批内容、办理程序、申报条件与材料、办理方"
        "式、承诺时限、收费标准进行“六公开”,增加服务透明度,使客户和群众满意。"
    ),
    "《大厅范文10篇》篇8一（一）2②": (
        "即办件是由窗口工作人员直接在大厅当场办结;承诺件是由窗口工作人员先收件,出具承诺通知"
        "书,然后联系本部门在承诺时限内办结,服务对象到时凭通知书到服务大厅领件;联办"
        "件由主办部门牵头,相关部门协办,在承诺时限内,服务对象到时凭通知书来服务大厅领件。"
    ),
    "《武邑县人社局局五项机制》三": (
        "对能够缩短时间、当场办理的事项,应当当场办理。对紧急事项,应当急事急办,随到随办。"
    ),
    VILLAGE + "首问负责一次性告知制度五（一）1": (
        "1、受理申请事项时,应当进行受理登记,录入服务中心办公门户网的信息管理系统,并向服务"
        "对象出具书面受理通知书。"
    ),
    VILLAGE + "首问负责一次性告知制度五（一）2": (
        "2、受理该事项的窗口工作人员为第一责任人,负责在窗口内办结事项,不得在窗口外流转,服务"
        "对象只需与第一责任人保持联系,询问办事进度和结果。"
    ),
    VILLAGE + "首问负责一次性告知制度五（一）3": (
        "3、做出不予行政许可决定的,应出具不予许可决定书,一次性告知理由及申请人享有依法申请"
        "行政复议或者提起行政诉讼的权利。"
    ),
    VILLAGE + "限时办结制四": (
        "四、限时办结的时限以工作日计算,其办理时限从收到相关文件、材料或指令的次日起计算。文"
        "件、材料不齐全或不符合法定形式的,其办理时限从收到补正文件、材料的次日起计算。"
    ),
    VILLAGE + "限时办结制五": (
        "五、因特殊情况不能按时限办结或予以答复、需要延期的,应当依照有关法律、法规、规章规定"
        ",以书面形式告知原因和理由,并同时告知办理时限。"
    ),
    LICENSING + "第三十二条第一款第四项": (
        "（四）申请材料不齐全或者不符合法定形式的，应当当场或者在五日内一次告知申请人需要补正"
        "的全部内容，逾期不告知的，自收到申请材料之日起即为受理；"
    ),
    LICENSING + "第三十二条第二款": (
        "行政机关受理或者不予受理行政许可申请，应当出具加盖本行政机关专用印章和注明日期的书面凭证。"
    ),
    LICENSING + "第三十八条第二款": (
        "行政机关依法作出不予行政许可的书面决定的，应当说明理由，并告知申请人享有依法申请行政"
        "复议或者提起行政诉讼的权利。"
    ),
    LICENSING + "第四十二条第一款": (
        "二十日内不能作出决定的，经本行政机关负责人批准，可以延长十日，并应当将延长期限的理由"
        "告知申请人。"
    ),
    LICENSING + "第四十五条": "行政机关应当将所需时间书面告知申请人。",
    LICENSING + "第四十二条": (
        "除可以当场作出行政许可决定的外，行政机关应当自受理行政许可申请之日起二十日内作出行政"
        "许可决定。"
    ),
}
"""Sentences by the place that the packs cite; 六公开 stands on six lines in its source."""


def marked_as_ours(settled: sh.Settled) -> bool:
    """Tell whether a record says that it is the library's own, and why."""
    inferred = settled.citation.confidence is Confidence.INFERRED
    return inferred and any("本库" in note for note in settled.notes)


# ---- forms


@pytest.mark.parametrize(
    ("form", "items", "place"),
    [
        pytest.param(
            "notice.one-time",
            ("需要提交的有关材料", "办理程序", "承诺时限", "收费标准", "办事依据"),
            TELL + "1",
            marks=pytest.mark.requirement("R-066"),
        ),
        pytest.param(
            "notice.supplement",
            ("需补办的全部材料",),
            TELL + "2",
            marks=pytest.mark.requirement("R-072"),
        ),
        pytest.param(
            "notice.joint",
            ("各联办部门要求提供的有关材料",),
            TELL + "3",
            marks=pytest.mark.requirement("R-080"),
        ),
        pytest.param(
            "notice.return",
            ("退回的原因",),
            TELL + "4",
            marks=pytest.mark.requirement("R-073"),
        ),
        pytest.param(
            "notice.promise",
            ("承诺办结时限",),
            SIX + "四",
            marks=pytest.mark.requirement("R-074"),
        ),
        pytest.param(
            "notice.refusal",
            ("不予许可的理由", "申请行政复议或者提起行政诉讼的权利"),
            VILLAGE + "首问负责一次性告知制度五（一）3",
            marks=pytest.mark.requirement("R-079"),
        ),
        pytest.param(
            "notice.extension",
            ("延期的原因和理由", "新的办理时限"),
            VILLAGE + "限时办结制五",
        ),
        pytest.param("notice.forward", ("上报时限",), SIX + "六"),
        pytest.param("notice.acceptance", ("专用印章", "日期"), LICENSING + "第三十二条第二款"),
        pytest.param(
            "notice.not-accepted",
            ("不予受理的理由", "专用印章", "日期"),
            LICENSING + "第三十二条第二款",
        ),
        pytest.param(
            "notice.extension.licence", ("延长期限的理由",), LICENSING + "第四十二条第一款"
        ),
        pytest.param("notice.special-procedure", ("所需时间",), LICENSING + "第四十五条"),
    ],
)
def test_a_notice_states_what_its_rule_asks_for(
    form: str, items: tuple[str, ...], place: str
) -> None:
    """The items are those of the sentence, in its order, and the sentence is cited."""
    found = HALL.form(form)
    assert tuple(found.items.values()) == items
    assert found.of is FormSubject.NOTICE
    assert str(found.settled.citation) == place
    assert found.settled.citation.confidence is Confidence.CLEAN


@pytest.mark.requirement("R-066")
def test_the_one_time_notice_lists_what_is_missing() -> None:
    """Five things: materials, procedure, promised limit, fee standard, legal basis."""
    form = HALL.form("notice.one-time")
    assert list(form.missing({})) == ["materials", "steps", "promised", "fee", "basis"]
    told = {"materials": "身份证", "steps": ["受理"], "promised": "3个工作日", "fee": ""}
    assert form.missing(told) == {"fee": "收费标准", "basis": "办事依据"}


def test_every_form_for_notices_is_known() -> None:
    """These forms ship, and no others."""
    notices = {name for name in HALL.forms if name.startswith("notice.")}
    assert notices == {
        f"notice.{name}"
        for name in (
            "one-time",
            "supplement",
            "joint",
            "return",
            "promise",
            "refusal",
            "acceptance",
            "not-accepted",
            "extension",
            "extension.licence",
            "special-procedure",
            "forward",
        )
    }
    others = {"publicity.matter", "ledger.service", "ledger.agency"}
    others |= {"ledger.referral", "direction", "direction.phone"}
    others |= {"register.complaint"}
    others |= {"complaint.means", "leaders.reception", "petition.objection"}
    assert set(HALL.forms) - notices == others


# ---- publicity: X-19


@pytest.mark.requirement("R-264")
def test_the_default_publicity_is_what_the_halls_share_and_the_basis_of_fees() -> None:
    """Matter, procedure, materials, limit, fee stand in both lists of six; the basis is added."""
    form = HALL.form("publicity.matter")
    shared = {"title", "steps", "materials", "promised", "fee"}
    assert set(form.items) == shared | {"fee_basis"}
    of_rs = set(RS.form("publicity.six.rs").items)
    of_x8 = set(X8.form("publicity.six.x8").items)
    assert of_rs & of_x8 == shared
    assert form.of is FormSubject.MATTER
    assert marked_as_ours(form.settled)


@pytest.mark.requirement("R-253")
def test_the_six_of_a_town_hall() -> None:
    """服务部门、办理事项、办理程序、申报材料、承诺时限、收费标准, each on a line of its own."""
    form = RS.form("publicity.six.rs")
    assert dict(form.items) == {
        "departments": "服务部门",
        "title": "办理事项",
        "steps": "办理程序",
        "materials": "申报材料",
        "promised": "承诺时限",
        "fee": "收费标准",
    }
    lines = "".join(f"公开{label}" for label in form.items.values())
    assert lines == SAID["《便民服务大厅六公开制度》"] == form.settled.citation.quote
    assert form.settled.made.level.layer == "profile"
    assert "publicity.six.rs" not in HALL.forms
    assert "publicity.six.rs" not in X8.forms


@pytest.mark.requirement("R-254")
def test_the_six_of_a_county_hall() -> None:
    """Approval, procedure, 申报条件与材料, manner, limit, fee: the third has two fields."""
    form = X8.form("publicity.six.x8")
    assert dict(form.items) == {
        "title": "审批内容",
        "steps": "办理程序",
        "conditions": "申报条件",
        "materials": "申报材料",
        "manner": "办理方式",
        "promised": "承诺时限",
        "fee": "收费标准",
    }
    assert "publicity.six.x8" not in HALL.forms
    assert "publicity.six.x8" not in RS.forms


@pytest.mark.requirement("R-264")
def test_every_publicity_field_is_of_the_union_registry() -> None:
    """Named profiles choose from one list of fields; the check names what a matter lacks."""
    for policy in (HALL, RS, X8):
        for form in policy.forms.values():
            if form.of is FormSubject.MATTER:
                assert set(form.items) <= set(PUBLIC_ITEMS)
    passport = HALL.matter("passport")
    assert list(passport.missing(HALL.form("publicity.matter"))) == [
        "steps",
        "materials",
        "promised",
        "fee",
        "fee_basis",
    ]
    assert list(passport.missing(RS.form("publicity.six.rs"))) == [
        "departments",
        "steps",
        "materials",
        "promised",
        "fee",
    ]


# ---- kinds of notice: X-21


@pytest.mark.requirement("R-089")
@pytest.mark.parametrize(
    ("kind", "code", "title", "place"),
    [
        ("supplement", "SUP", "办件通知书", SIX + "三"),
        ("promise", "PRO", "承诺件受理通知", SIX + "四"),
        ("return", "RET", "退回件通知书", SIX + "二、3"),
        (
            "not-handled",
            "NOP",
            "不予办理通知书",
            "《敦厚镇便民服务中心管理制度》限时办结制度第5条",
        ),
        ("refusal", "REF", "不予许可决定书", VILLAGE + "首问负责一次性告知制度五（一）3"),
        ("joint", "JNT", "联办件通知书", SIX + "五"),
        ("acceptance", "ACC", "受理通知书", VILLAGE + "首问负责一次性告知制度五（一）1"),
    ],
)
def test_a_kind_of_notice_has_one_code_and_the_title_of_its_source(
    kind: str, code: str, title: str, place: str
) -> None:
    """The title is a word of the sentence that is cited."""
    notice = HALL.notices[kind]
    assert (notice.code, notice.title) == (code, title)
    assert str(notice.settled.citation) == place
    assert title in SAID[place]
    assert notice.settled.citation.confidence is Confidence.CLEAN


@pytest.mark.requirement("R-089")
@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("not-accepted", "NAC"),
        ("extension", "EXT"),
        ("special-procedure", "SPE"),
        ("forward", "FWD"),
    ],
)
def test_kinds_of_notice_that_no_source_names_are_marked_as_ours(kind: str, code: str) -> None:
    """Something has to be told, but no source gives the paper a name."""
    notice = HALL.notices[kind]
    assert notice.code == code
    assert marked_as_ours(notice.settled)
    assert not any(notice.title in sentence for sentence in SAID.values())


@pytest.mark.requirement("R-089")
def test_no_two_kinds_of_notice_share_a_code() -> None:
    """A code is the same everywhere, and means one kind."""
    codes = [notice.code for notice in HALL.notices.values()]
    assert len(set(codes)) == len(codes) == 11


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        pytest.param("supplement", "notice.supplement", marks=pytest.mark.requirement("R-072")),
        pytest.param("return", "notice.return", marks=pytest.mark.requirement("R-073")),
        pytest.param("promise", "notice.promise", marks=pytest.mark.requirement("R-074")),
        pytest.param("joint", "notice.joint", marks=pytest.mark.requirement("R-080")),
        pytest.param("acceptance", "notice.acceptance", marks=pytest.mark.requirement("R-077")),
        pytest.param("not-handled", "notice.return", marks=pytest.mark.requirement("R-078")),
        pytest.param("refusal", "notice.refusal", marks=pytest.mark.requirement("R-079")),
        ("not-accepted", "notice.not-accepted"),
        ("extension", "notice.extension"),
        ("special-procedure", "notice.special-procedure"),
        ("forward", "notice.forward"),
    ],
)
def test_a_kind_of_notice_must_have_its_form(kind: str, form: str) -> None:
    """What it must state hangs on it."""
    assert HALL.notices[kind].form == HALL.form(form)


@pytest.mark.requirement("R-076", "R-080")
def test_a_joint_case_gets_its_notice() -> None:
    """One rule names the paper, another what it states: the materials of all departments, once."""
    notice = HALL.notices["joint"]
    assert notice.form is not None
    assert dict(notice.form.items) == {"materials": "各联办部门要求提供的有关材料"}
    assert "出具《联办件通知书》" in notice.settled.citation.quote
    assert str(notice.form.settled.citation) == TELL + "3"


@pytest.mark.requirement("R-074", "R-089")
def test_a_profile_gives_a_notice_its_own_title_and_keeps_the_code() -> None:
    """承诺件受理通知 of the town is 承诺通知书 in the county hall; both are PRO, with one form."""
    ours, theirs = HALL.notices["promise"], X8.notices["promise"]
    assert (ours.code, ours.title) == ("PRO", "承诺件受理通知")
    assert (theirs.code, theirs.title) == ("PRO", "承诺通知书")
    assert theirs.form == ours.form
    cited = theirs.settled.sources["title"][0].citation
    assert str(cited) == "《大厅范文10篇》篇8一（一）2②"
    assert theirs.title in cited.quote


@pytest.mark.requirement("R-072")
def test_the_other_name_of_the_supplement_notice_is_told() -> None:
    """The same hall calls it 补办通知单 in its rule on one-time notices."""
    (note,) = HALL.notices["supplement"].settled.notes
    assert "补办通知单" in note
    assert "补办通知单" in SAID[TELL + "2"]


# ---- counting: X-01


def test_the_day_of_receipt_is_not_counted() -> None:
    """其办理时限从收到相关文件、材料或指令的次日起计算."""
    found = HALL.terms["counting.from"]
    assert found.value == "next_day"
    assert found.citation.confidence is Confidence.CLEAN


def test_after_a_supplement_the_limit_begins_anew() -> None:
    """其办理时限从收到补正文件、材料的次日起计算."""
    found = HALL.terms["supplement.resume"]
    assert found.value == "restart"
    assert found.citation.confidence is Confidence.CLEAN
    assert found.term.domain is not None
    assert found.term.domain.refusal("continue") is None


@pytest.mark.requirement("R-007")
def test_from_what_day_a_supplement_counts_is_for_the_place_to_say() -> None:
    """从服务对象补齐材料之日起计算 is read as naming the event; a town may take it literally."""
    found = HALL.terms["supplement.counting.from"]
    assert found.value == "next_day"
    assert found.citation.confidence is Confidence.INFERRED
    assert found.notes != ()
    written = {
        "id": "town",
        "division": "530926104",
        "terms": [
            {"changes": "supplement.counting.from", "value": "same_day", "cite": "《甲镇办法》三"}
        ],
    }
    registry = sh.Registry.of(sh.load_pack(written))
    assert registry.policy("530926104", on=DAY).terms[found.term.id].value == "same_day"
    assert registry.policy("530926", on=DAY).terms[found.term.id].value == "next_day"
    assert registry.policy("530926104", on=DAY).terms["counting.from"].value == "next_day"


@pytest.mark.requirement("R-007")
def test_the_literal_reading_ends_a_day_sooner() -> None:
    """Three working days after Monday 2026-11-16: Thursday, or Wednesday if Monday counts."""
    day, limit, calendar = date(2026, 11, 16), sh.WorkingDays(3), sh.mainland()
    assert sh.deadline(day, limit, calendar, counting_from="next_day").due == date(2026, 11, 19)
    assert sh.deadline(day, limit, calendar, counting_from="same_day").due == date(2026, 11, 18)


# ---- quotes

PACKS = {
    "model-hall",
    "course",
    "first-responder",
    "complaints",
    "notices",
    "town-hall",
    "three-kinds",
}
SECTIONS = ("forms", "notices", "duties", "roles", "pauses")


def quotes(policy: sh.Policy) -> list[sh.Citation]:
    """Return what the records and the figures of the hall and its profiles quote."""
    entries = [
        entry.citation
        for kind in SECTIONS
        for settled in policy.settled[kind].values()
        for entry in settled.entries
        if entry.pack in PACKS
    ]
    values = [
        one.citation for value in policy.terms.values() for one in value.set_by if one.pack in PACKS
    ]
    return [citation for citation in (*entries, *values) if citation.quote]


@pytest.mark.requirement("R-306")
@pytest.mark.parametrize("policy", [HALL, RS, X8], ids=["hall", "RS", "X8"])
def test_every_quote_stands_in_the_sentence_that_is_cited(policy: sh.Policy) -> None:
    """Word by word, stops included."""
    found = quotes(policy)
    assert len(found) >= 40
    for citation in found:
        place = citation.instrument + citation.article
        assert citation.quote in SAID[place], place


@pytest.mark.requirement("R-306")
def test_the_three_kinds_are_quoted_as_they_stand() -> None:
    """Each row of the county hall rests on the sentence that names its kind."""
    rows = [row for row in X8.tables["case_kind"].rows if row.pack == "three-kinds"]
    assert {row.id for row in rows} == {"three.joint", "three.promised", "three.instant"}
    for row in rows:
        assert row.citation.quote in SAID[row.citation.instrument + row.citation.article]


@pytest.mark.parametrize("policy", [HALL, RS, X8], ids=["hall", "RS", "X8"])
def test_what_quotes_nothing_is_law_or_ours(policy: sh.Policy) -> None:
    """A record without a quote rests on a law, or says that it is the library's own."""
    laws = {LICENSING, "《安阳市政务服务条例》"}
    for kind in SECTIONS:
        for settled in policy.settled[kind].values():
            if settled.made.pack in PACKS and not settled.citation.quote:
                assert settled.citation.instrument in laws or marked_as_ours(settled)


def test_the_model_hall_is_no_law() -> None:
    """All of it stands on the level of the library's defaults, below the statutes."""
    for kind in SECTIONS:
        for settled in HALL.settled[kind].values():
            if settled.made.pack in PACKS:
                assert settled.made.level.layer == "model hall"
    law = {"petitions", "discipline"}
    forms = {one.made.pack for one in HALL.settled["forms"].values()}
    assert forms - law == {"model-hall", "first-responder", "complaints"}
    assert {one.made.pack for one in HALL.settled["notices"].values()} == {"notices"}
    for kind in ("duties", "roles"):
        packs = {one.made.pack for one in HALL.settled[kind].values()}
        assert packs - law == {"course", "first-responder", "complaints", "feedback", "staff"}
