"""The built-in statutes: every figure against a table that was read from the laws themselves.

The table below was written from the texts (LawRefBook/Laws, 2025-04; 行政复议法 of 2023 and
信访工作条例 also in Theonefkguy/Chinese-Laws; the local ones of 安阳 and 上海 as well, 潍坊 from
the notes of the project), article by article, before the pack was compared.
What the pack states must stand in it, and what stands in it must be in the pack: a figure that
nobody has read can slip in nowhere.
"""

from datetime import date
from typing import NamedTuple

import pytest

import servicehall as sh
from servicehall import (
    Before,
    Minutes,
    NaturalDays,
    NotBefore,
    SameDay,
    SilenceEffect,
    Unknown,
    WorkingDays,
)

REGISTRY = sh.Registry.of()
DAY = date(2026, 11, 21)
NATION, ANYANG, SHANGHAI, WEIFANG = "000000", "4105", "31", "3707"

LICENSING = "《中华人民共和国行政许可法》"
PETITIONS_2005, PETITIONS = "《信访条例》", "《信访工作条例》"
INFORMATION = "《中华人民共和国政府信息公开条例》"
RECONSIDERATION = "《中华人民共和国行政复议法》"
PENALTIES = "《中华人民共和国行政处罚法》"
ENFORCEMENT = "《中华人民共和国行政强制法》"
PROPERTY = "《不动产登记暂行条例》"
BUSINESS = "《优化营商环境条例》"
COMPLAINTS = "《市场监督管理投诉举报处理暂行办法》"
ID_CARDS = "《中华人民共和国居民身份证法》"
ENTITIES = "《中华人民共和国市场主体登记管理条例》"
DISCHARGE = "《排污许可管理条例》"
NOTARIES = "《中华人民共和国公证法》"
INJURIES = "《工伤保险条例》"
OF_ANYANG = "《安阳市政务服务条例》"
OF_SHANGHAI = "《上海市优化营商环境条例》"
OF_WEIFANG = "《潍坊市12345政务服务便民热线条例》"

D2004, D2005, D2012 = date(2004, 7, 1), date(2005, 5, 1), date(2012, 1, 1)
D2015 = date(2015, 3, 1)
D2019, D2020, D2021 = date(2019, 5, 15), date(2020, 1, 1), date(2021, 7, 15)
D2022, D2024 = date(2022, 5, 1), date(2024, 1, 1)
ID_CARDS_BEGIN = INJURIES_BEGIN = date(
    2004, 1, 1
)  # 居民身份证法 第二十三条, 工伤保险条例 第六十七条
INJURIES_AMENDED = date(2011, 1, 1)  # the decision of 2010 says 自2011年1月1日起施行
NOTARIES_BEGIN = date(2006, 3, 1)  # 第四十七条
GUARDS_BEGIN = date(2010, 1, 1)  # 第五十二条
REVIEWS_BEGIN = date(1999, 10, 1)  # 行政复议法 of 2017, 第四十三条


class Read(NamedTuple):
    """What a law says of one limit: how long, where, from when, whom it binds, its first day."""

    limit: sh.Limit
    law: str
    article: str
    trigger: str
    binds: str
    since: date | None = None
    division: str = NATION


def w(n: int) -> WorkingDays:
    """Return working days."""
    return WorkingDays(n)


def d(n: int) -> NaturalDays:
    """Return natural days."""
    return NaturalDays(n)


OFFICE, ASKER, MARKET = "行政机关", "申请人", "市场监督管理部门"
WHY = Unknown("the law states no figure")

READ: dict[str, Read] = {
    # 第八十二条: 本法规定的行政机关实施行政许可的期限以工作日计算，不含法定节假日
    "licence.supplement-notice": Read(
        w(5), LICENSING, "第三十二条第一款第四项", "收到申请材料", OFFICE, D2004
    ),
    "licence.decide.on-the-spot": Read(
        SameDay(), LICENSING, "第三十四条第二款", "申请材料", OFFICE, D2004
    ),
    "licence.decide": Read(w(20), LICENSING, "第四十二条第一款", "受理", OFFICE, D2004),
    "licence.decide.extension": Read(w(10), LICENSING, "第四十二条第一款", "", OFFICE, D2004),
    "licence.joint": Read(w(45), LICENSING, "第四十二条第二款", "受理", OFFICE, D2004),
    "licence.joint.extension": Read(w(15), LICENSING, "第四十二条第二款", "", OFFICE, D2004),
    "licence.first-review": Read(w(20), LICENSING, "第四十三条", "受理", "下级行政机关", D2004),
    "licence.deliver": Read(w(10), LICENSING, "第四十四条", "准予行政许可", OFFICE, D2004),
    # 申请人、利害关系人在被告知听证权利之日起五日内: no limit of the agency's, so not 第八十二条
    "licence.hearing.request": Read(
        d(5), LICENSING, "第四十七条第一款", "被告知听证权利", ASKER, D2004
    ),
    "licence.hearing.hold": Read(w(20), LICENSING, "第四十七条第一款", "听证", OFFICE, D2004),
    "licence.hearing.notice": Read(
        Before(w(7)), LICENSING, "第四十八条第一款第一项", "举行听证", OFFICE, D2004
    ),
    "licence.renew.apply": Read(
        Before(d(30)), LICENSING, "第五十条第一款", "有效期届满", ASKER, D2004
    ),
    "licence.renew.decide": Read(WHY, LICENSING, "第五十条第二款", "", OFFICE, D2004),
    "licence.inspection.assign": Read(w(5), LICENSING, "第五十五条第二款", "受理", OFFICE, D2004),
    "licence.register.on-the-spot": Read(
        SameDay(), LICENSING, "第五十六条", "申请材料", OFFICE, D2004
    ),
    # 信访工作条例: no article makes 日 working days; only 第二十三条 writes 5个工作日
    "petition.sort": Read(d(15), PETITIONS, "第二十二条", "收到信访事项", "信访部门", D2005),
    "petition.notify": Read(d(15), PETITIONS, "第二十三条", "收到", "机关、单位", D2005),
    "petition.object": Read(w(5), PETITIONS, "第二十三条第三款", "收到", "机关、单位", D2022),
    "petition.decide": Read(d(60), PETITIONS, "第三十四条", "受理", "机关、单位", D2005),
    "petition.decide.extension": Read(d(30), PETITIONS, "第三十四条", "", "机关、单位", D2005),
    "petition.review.request": Read(d(30), PETITIONS, "第三十五条", "书面答复", "信访人", D2005),
    "petition.review": Read(d(30), PETITIONS, "第三十五条", "收到复查请求", "复查机关", D2005),
    "petition.recheck.request": Read(
        d(30), PETITIONS, "第三十六条第一款", "书面答复", "信访人", D2005
    ),
    "petition.recheck": Read(
        d(30), PETITIONS, "第三十六条第一款", "收到复核请求", "复核机关", D2005
    ),
    # 政府信息公开条例: every figure is written 个工作日
    "information.publish": Read(w(20), INFORMATION, "第二十六条", "形成或者变更", OFFICE, D2019),
    "information.supplement-notice": Read(w(7), INFORMATION, "第三十条", "收到申请", OFFICE, D2019),
    # 说明需要补正的事项和合理的补正期限: the agency sets it
    "information.supplement": Read(WHY, INFORMATION, "第三十条", "", ASKER, D2019),
    "information.answer.on-the-spot": Read(
        SameDay(), INFORMATION, "第三十三条第一款", "收到申请", OFFICE, D2019
    ),
    "information.answer": Read(
        w(20), INFORMATION, "第三十三条第二款", "收到补正的申请", OFFICE, D2019
    ),
    "information.answer.extension": Read(w(20), INFORMATION, "第三十三条第二款", "", OFFICE, D2019),
    "information.third-party": Read(
        w(15), INFORMATION, "第三十二条", "收到征求意见书", "第三方", D2019
    ),
    "information.co-producer": Read(
        w(15), INFORMATION, "第三十四条", "收到征求意见书", "机关", D2019
    ),
    # 第八十八条第二款: 三日、五日、七日、十日 are working days; so 15, 20, 30 and 60 are not
    "reconsideration.apply": Read(
        d(60), RECONSIDERATION, "第二十条第一款", "知道", ASKER, REVIEWS_BEGIN
    ),
    "reconsideration.review": Read(
        w(5), RECONSIDERATION, "第三十条第一款", "收到行政复议申请", "行政复议机关", REVIEWS_BEGIN
    ),
    "reconsideration.supplement-notice": Read(
        w(5), RECONSIDERATION, "第三十一条第一款", "申请", "行政复议机关", D2024
    ),
    "reconsideration.supplement": Read(
        w(10), RECONSIDERATION, "第三十一条第二款", "收到补正通知", ASKER, D2024
    ),
    "reconsideration.forward": Read(
        w(5), RECONSIDERATION, "第三十二条第二款", "收到行政复议申请", OFFICE, D2024
    ),
    "reconsideration.sue": Read(
        d(15), RECONSIDERATION, "第三十四条", "收到决定书", ASKER, REVIEWS_BEGIN
    ),
    "reconsideration.send": Read(
        w(7), RECONSIDERATION, "第四十八条", "受理", "行政复议机构", REVIEWS_BEGIN
    ),
    "reconsideration.reply": Read(
        w(10), RECONSIDERATION, "第四十八条", "副本", "被申请人", REVIEWS_BEGIN
    ),
    "reconsideration.hearing.notice": Read(
        Before(w(5)), RECONSIDERATION, "第五十一条第一款", "举行听证", "行政复议机构", D2024
    ),
    "reconsideration.simple.send": Read(
        w(3), RECONSIDERATION, "第五十四条第一款", "受理", "行政复议机构", D2024
    ),
    "reconsideration.simple.reply": Read(
        w(5), RECONSIDERATION, "第五十四条第一款", "副本", "被申请人", D2024
    ),
    "reconsideration.norm.reply": Read(
        w(10), RECONSIDERATION, "第五十八条第一款", "收到书面通知", "制定机关", D2024
    ),
    "reconsideration.decide": Read(
        d(60), RECONSIDERATION, "第六十二条第一款", "受理", "行政复议机关", REVIEWS_BEGIN
    ),
    "reconsideration.decide.extension": Read(
        d(30), RECONSIDERATION, "第六十二条第一款", "", "行政复议机关", REVIEWS_BEGIN
    ),
    "reconsideration.simple.decide": Read(
        d(30), RECONSIDERATION, "第六十二条第二款", "受理", "行政复议机关", D2024
    ),
    # 第八十五条: 二日、三日、五日、七日 are working days
    "penalty.decide": Read(d(90), PENALTIES, "第六十条", "立案", OFFICE, D2021),
    "penalty.pay": Read(d(15), PENALTIES, "第六十七条第三款", "处罚决定书", "当事人", D2021),
    # 第六十九条: 十日以内 are working days
    "enforcement.freeze.decide": Read(
        d(30), ENFORCEMENT, "第三十二条第一款", "冻结", OFFICE, D2012
    ),
    "enforcement.freeze.decide.extension": Read(
        d(30), ENFORCEMENT, "第三十二条第一款", "", OFFICE, D2012
    ),
    "enforcement.apply-court": Read(
        NotBefore(w(10)), ENFORCEMENT, "第五十四条", "催告书送达", OFFICE, D2012
    ),
    "enforcement.court.review-acceptance": Read(
        d(15), ENFORCEMENT, "第五十六条第二款", "收到复议申请", "人民法院", D2012
    ),
    "enforcement.court.rule": Read(w(7), ENFORCEMENT, "第五十七条", "受理", "人民法院", D2012),
    "enforcement.court.rule-contested": Read(
        d(30), ENFORCEMENT, "第五十八条第二款", "受理", "人民法院", D2012
    ),
    "property.register": Read(w(30), PROPERTY, "第二十条", "受理", "登记机构", D2015),
    # 向社会公开征求意见的期限一般不少于30日
    "business.consultation": Read(
        NotBefore(d(30)), BUSINESS, "第六十二条第二款", "公开征求意见", "制定", D2020
    ),
    # 第四十条 says 本办法自2020年1月1日起施行
    "complaint.accept": Read(w(7), COMPLAINTS, "第十四条", "收到投诉", MARKET, D2020),
    "complaint.mediate": Read(w(45), COMPLAINTS, "第二十一条第一款第五项", "受理", MARKET, D2020),
    "complaint.mediate.end-notice": Read(
        w(7), COMPLAINTS, "第二十一条第二款", "终止调解", MARKET, D2020
    ),
    "complaint.check": Read(w(15), COMPLAINTS, "第二十三条第一款", "发现", MARKET, D2020),
    "complaint.check.extension": Read(w(15), COMPLAINTS, "第二十三条第一款", "", MARKET, D2020),
    "complaint.informant.notify": Read(
        w(5), COMPLAINTS, "第三十一条第二款", "是否立案", MARKET, D2020
    ),
    "id-card.issue": Read(
        d(60), ID_CARDS, "第十二条第一款", "《居民身份证申领登记表》", "公安机关", ID_CARDS_BEGIN
    ),
    "id-card.issue.extension": Read(
        d(30), ID_CARDS, "第十二条第一款", "", "公安机关", ID_CARDS_BEGIN
    ),
    "market-entity.register.on-the-spot": Read(
        SameDay(), ENTITIES, "第十九条第一款", "材料", "登记机关", date(2022, 3, 1)
    ),
    "market-entity.register": Read(
        w(3), ENTITIES, "第十九条第一款", "", "登记机关", date(2022, 3, 1)
    ),
    "market-entity.register.extension": Read(
        w(3), ENTITIES, "第十九条第一款", "", "登记机关", date(2022, 3, 1)
    ),
    # 第九条(四): 应当当场或者在3日内出具告知单
    "discharge.supplement-notice": Read(
        d(3), DISCHARGE, "第九条第一款第四项", "收到申请材料", "审批部门", date(2021, 3, 1)
    ),
    "notarial.issue": Read(w(15), NOTARIES, "第三十条", "受理", "公证机构", NOTARIES_BEGIN),
    # 自受理工伤认定申请之日起60日内; the 15日 of 第二款 did not stand in the text of 2003
    "work-injury.decide": Read(
        d(60), INJURIES, "第二十条第一款", "受理", "社会保险行政部门", INJURIES_BEGIN
    ),
    "work-injury.clear.decide": Read(
        d(15), INJURIES, "第二十条第二款", "受理", "社会保险行政部门", INJURIES_AMENDED
    ),
    "work-capacity.decide": Read(
        d(60),
        INJURIES,
        "第二十五条第二款",
        "收到劳动能力鉴定申请",
        "鉴定委员会",
        INJURIES_BEGIN,
    ),
    "work-capacity.decide.extension": Read(
        d(30), INJURIES, "第二十五条第二款", "", "鉴定委员会", INJURIES_BEGIN
    ),
    # 安阳, in force since 2021-12-01 (第五十八条)
    "anyang.deferred-materials": Read(
        WHY, OF_ANYANG, "第二十四条", "", ASKER, date(2021, 12, 1), ANYANG
    ),
    "anyang.undertaking.decide": Read(
        SameDay(), OF_ANYANG, "第二十六条", "承诺", "有关部门", date(2021, 12, 1), ANYANG
    ),
    "anyang.supplement-notice": Read(
        SameDay(), OF_ANYANG, "第三十六条第二款", "材料", "有关部门", date(2021, 12, 1), ANYANG
    ),
    "anyang.supplement": Read(
        WHY, OF_ANYANG, "第三十六条第二款", "", ASKER, date(2021, 12, 1), ANYANG
    ),
    # 办理时间为一个工作日，最多不超过三个工作日
    "anyang.property": Read(
        w(1), OF_ANYANG, "第四十条第一款", "", "登记", date(2021, 12, 1), ANYANG
    ),
    "anyang.property.longest": Read(
        w(3), OF_ANYANG, "第四十条第一款", "", "登记", date(2021, 12, 1), ANYANG
    ),
    "anyang.online-screening": Read(
        w(1), OF_ANYANG, "第四十二条第一款", "申请", "有关部门", date(2021, 12, 1), ANYANG
    ),
    "anyang.hotline.reply": Read(
        w(5), OF_ANYANG, "第五十条第一款", "接到", "承办单位", date(2021, 12, 1), ANYANG
    ),
    "anyang.hotline.reply.extension": Read(
        w(5), OF_ANYANG, "第五十条第一款", "", "承办单位", date(2021, 12, 1), ANYANG
    ),
    "anyang.hotline.return": Read(
        Minutes(24 * 60, clock="wall"),
        OF_ANYANG,
        "第五十条第二款",
        "",
        "承办单位",
        date(2021, 12, 1),
        ANYANG,
    ),
    "anyang.review.contact": Read(
        w(1), OF_ANYANG, "第五十二条第二款", "差评", "有关部门", date(2021, 12, 1), ANYANG
    ),
    "shanghai.review.contact": Read(
        w(1), OF_SHANGHAI, "第三十条第二款", "差评", "业务办理单位", None, SHANGHAI
    ),
    "weifang.hotline.reply": Read(w(5), OF_WEIFANG, "第二十条", "", "承办单位", None, WEIFANG),
}
"""Every limit of the statutes pack in force on ``DAY``, with what was read of it."""

EXTENSIONS = {
    # 二十日内不能作出决定的，经本行政机关负责人批准，可以延长十日，并应当将延长期限的理由告知申请人
    "licence.decide": ("本行政机关负责人批准", "理由告知申请人"),
    # 经本级人民政府负责人批准，可以延长十五日
    "licence.joint": ("本级人民政府负责人批准", "理由告知申请人"),
    # 经本机关、单位负责人批准…但延长期限不得超过30日，并告知信访人延期理由
    "petition.decide": ("负责人批准", "告知信访人延期理由"),
    # 应当经政府信息公开工作机构负责人同意并告知申请人
    "information.answer": ("政府信息公开工作机构负责人同意", "告知申请人"),
    # 经行政复议机构的负责人批准，可以适当延长，并书面告知当事人
    "reconsideration.decide": ("行政复议机构的负责人批准", "书面告知当事人"),
    # 经行政机关负责人批准; 延长冻结的决定应当及时书面告知当事人，并说明理由
    "enforcement.freeze.decide": ("行政机关负责人批准", "书面告知当事人"),
    "complaint.check": ("特殊情况",),
    "id-card.issue": ("交通不便的地区",),
    # 情形复杂的，经登记机关负责人批准，可以再延长3个工作日
    "market-entity.register": ("情形复杂", "登记机关负责人批准"),
    "work-capacity.decide": ("必要时",),
    # 经本单位负责人批准，可以延期五个工作日
    "anyang.hotline.reply": ("特别复杂", "本单位负责人批准"),
}
"""What lengthens each limit that can be lengthened, in the words of its law."""


def policy(division: str = NATION, on: date = DAY) -> sh.Policy:
    """Return what is in force by the built-in packs alone."""
    return REGISTRY.policy(division, on=on)


def own(division: str, on: date = DAY) -> set[str]:
    """Return the names of the terms of the statutes pack."""
    return {name for name, value in policy(division, on).terms.items() if "statutes" in of(value)}


def of(value: sh.TermValue) -> set[str]:
    """Return the packs that have said something of a term."""
    return {value.term.pack} | {one.pack for one in value.set_by}


def same(found: sh.Limit, read: sh.Limit) -> bool:
    """Tell whether a limit is the one that was read; where none is stated, any reason will do."""
    return isinstance(found, Unknown) if isinstance(read, Unknown) else found == read


# ---- every figure


@pytest.mark.parametrize("name", READ)
def test_each_limit_is_that_of_its_law(name: str) -> None:
    """Number, unit, article, beginning, and whom it binds are those that were read."""
    read = READ[name]
    found = policy(read.division).terms[name]
    assert same(found.value, read.limit), f"{found.value} is not {read.limit}"
    assert found.citation.instrument == read.law
    assert found.citation.article == read.article
    assert found.citation.confidence is sh.Confidence.CLEAN
    assert read.trigger in found.term.trigger
    assert read.binds in found.term.binds
    assert found.term.label


@pytest.mark.parametrize("division", [NATION, ANYANG, SHANGHAI, WEIFANG])
def test_nothing_stands_in_the_pack_that_was_not_read(division: str) -> None:
    """The limits of a place are those of the nation, and its own, and no others."""
    expected = {name for name, read in READ.items() if read.division in (NATION, division)}
    assert own(division) == expected


@pytest.mark.parametrize("name", [name for name, read in READ.items() if read.since])
def test_a_limit_begins_with_its_law(name: str) -> None:
    """On the first day of the law it is there, on the day before it is not."""
    read = READ[name]
    assert read.since is not None
    assert name in policy(read.division, read.since).terms
    assert name not in policy(read.division, day_before(read.since)).terms


def day_before(day: date) -> date:
    """Return the day before."""
    return date.fromordinal(day.toordinal() - 1)


def test_the_agency_is_not_told_the_limit_of_the_citizen() -> None:
    """Limits of applicants, parties and third parties are nobody's to shorten."""
    for name, read in READ.items():
        if read.binds in (ASKER, "信访人", "第三方", "当事人", "被申请人"):
            term = policy(read.division).terms[name].term
            assert not term.shorter_only, name


def test_each_unit_that_the_number_alone_does_not_tell_is_explained() -> None:
    """Where a law writes 日, the note says by which article, or why, it was read as it was."""
    written = {INFORMATION, COMPLAINTS, PROPERTY, ENTITIES, NOTARIES, OF_ANYANG, OF_SHANGHAI}
    for name, read in READ.items():
        found = policy(read.division).terms[name]
        limit = getattr(found.value, "limit", found.value)
        if isinstance(limit, NaturalDays):
            assert "按自然日" in "".join(found.notes), name
        elif isinstance(limit, WorkingDays) and read.law not in written | {OF_WEIFANG}:
            explained = "工作日" in "".join(found.notes) or "个工作日" in found.citation.quote
            assert explained, name


# ---- the units trap


@pytest.mark.parametrize(
    ("on", "limit", "article"),
    [
        # the text before, 第四十条: 有关“五日”、“七日”的规定是指工作日
        (date(2023, 12, 31), d(10), "第二十三条第一款"),
        (date(2017, 9, 2), d(10), "第二十三条第一款"),
        # 第八十八条第二款: “三日”、“五日”、“七日”、“十日”的规定是指工作日
        (date(2024, 1, 1), w(10), "第四十八条"),
        (DAY, w(10), "第四十八条"),
    ],
)
def test_the_ten_days_of_the_reply_change_their_unit(
    on: date, limit: sh.Limit, article: str
) -> None:
    """被申请人 answers within 十日: natural days to the end of 2023, working days from 2024."""
    found = policy(on=on).terms["reconsideration.reply"]
    assert found.value == limit
    assert found.citation.article == article
    assert "第四十条" in found.notes[0] or "第八十八条第二款" in found.notes[0]


@pytest.mark.parametrize(
    ("name", "limit", "article", "unit"),
    [
        # 可以自知道该具体行政行为之日起六十日内提出行政复议申请
        ("reconsideration.apply", d(60), "第九条第一款", "按自然日"),
        # 行政复议机关收到行政复议申请后，应当在五日内进行审查
        ("reconsideration.review", w(5), "第十七条第一款", "以工作日计算"),
        # 可以自收到不予受理决定书之日起或者行政复议期满之日起十五日内
        ("reconsideration.sue", d(15), "第十九条", "按自然日"),
        # 应当自行政复议申请受理之日起七日内，将…副本…发送被申请人
        ("reconsideration.send", w(7), "第二十三条第一款", "以工作日计算"),
        # 应当自受理申请之日起六十日内作出行政复议决定
        ("reconsideration.decide", d(60), "第三十一条第一款", "按自然日"),
        # 经行政复议机关的负责人批准…延长期限最多不超过三十日
        ("reconsideration.decide.extension", d(30), "第三十一条第一款", "按自然日"),
    ],
)
def test_before_2024_the_text_of_2017_is_cited(
    name: str, limit: sh.Limit, article: str, unit: str
) -> None:
    """Only 五日 and 七日 are working days in it (第四十条); it began on 1999-10-01 (第四十三条)."""
    for on in (REVIEWS_BEGIN, date(2023, 12, 31)):
        found = policy(on=on).terms[name]
        assert found.value == limit
        assert (found.citation.instrument, found.citation.article) == (RECONSIDERATION, article)
        notes = "".join(found.notes)
        assert "2017年" in notes
        assert unit in notes
        assert "第四十条" in notes
        assert "第八十八条" not in notes
    after = policy(on=D2024).terms[name]
    assert after.citation.article == READ[name].article
    assert "2017年" not in "".join(after.notes)


def test_who_lengthens_a_review_has_changed() -> None:
    """行政复议机关的负责人 (2017, 第三十一条) was the head of the agency, now of its office."""
    old, new = (policy(on=day).terms for day in (date(2023, 12, 31), D2024))
    extension = "reconsideration.decide.extension"
    assert "行政复议机关的负责人批准" in "".join(old[extension].notes)
    assert "行政复议机关的负责人" not in "".join(new[extension].notes)
    told = new[extension].term.condition
    assert "行政复议机构的负责人批准" in told
    assert "2023年12月31日以前，经行政复议机关的负责人批准" in told


def test_the_unit_decides_the_day() -> None:
    """Received on Friday 2024-09-27: 10 natural days end after the holiday, 10 working days later.

    Rest days were 10-01 to 10-07; 9-29 (Sunday) and 10-12 (Saturday) were worked. Day 10 is
    10-07, a rest day, so the natural period ends on 10-08. Working days are 9-29, 9-30, 10-08 to
    10-12, 10-14 to 10-16: the tenth is 10-16.
    """
    received, calendar = date(2024, 9, 27), sh.mainland()
    old = policy(on=date(2023, 12, 31)).terms["reconsideration.reply"].value
    new = policy(on=received).terms["reconsideration.reply"].value
    assert sh.deadline(received, old, calendar).due == date(2024, 10, 8)
    assert sh.deadline(received, new, calendar).due == date(2024, 10, 16)


@pytest.mark.parametrize(
    ("n", "natural", "working"),
    [
        (5, ["licence.hearing.request"], ["licence.supplement-notice", "petition.object"]),
        (10, [], ["licence.deliver", "reconsideration.supplement", "reconsideration.norm.reply"]),
        (
            15,
            ["petition.sort", "penalty.pay", "reconsideration.sue"],
            ["information.third-party", "notarial.issue", "complaint.check"],
        ),
        (30, ["petition.review", "enforcement.freeze.decide"], ["property.register"]),
        (45, [], ["licence.joint", "complaint.mediate"]),
        (60, ["petition.decide", "reconsideration.decide", "id-card.issue"], []),
    ],
)
def test_one_number_has_two_units(n: int, natural: list[str], working: list[str]) -> None:
    """The same number is natural days in one law and working days in the next."""
    terms = policy().terms
    assert [terms[name].value for name in natural] == [d(n)] * len(natural)
    assert [terms[name].value for name in working] == [w(n)] * len(working)


def test_what_the_new_reconsideration_law_has_brought_was_not_there_before() -> None:
    """补正、转送、听证、简易程序、制定机关答复 have no counterpart in the text before 2024."""
    before = policy(on=date(2023, 12, 31)).terms
    new = [n for n, read in READ.items() if read.law == RECONSIDERATION and read.since == D2024]
    assert len(new) == 8
    assert [name for name in new if name in before] == []


# ---- 信访


@pytest.mark.parametrize(
    ("name", "limit", "old", "new"),
    [
        ("petition.sort", d(15), "第二十一条", "第二十二条"),
        ("petition.notify", d(15), "第二十一条", "第二十三条"),
        ("petition.decide", d(60), "第三十三条", "第三十四条"),
        ("petition.decide.extension", d(30), "第三十三条", "第三十四条"),
        ("petition.review.request", d(30), "第三十四条", "第三十五条"),
        ("petition.review", d(30), "第三十四条", "第三十五条"),
        ("petition.recheck.request", d(30), "第三十五条", "第三十六条第一款"),
        ("petition.recheck", d(30), "第三十五条", "第三十六条第一款"),
    ],
)
def test_petitions_change_their_regulation(name: str, limit: sh.Limit, old: str, new: str) -> None:
    """To 2022-04-30 the regulation of 2005 is cited, from 2022-05-01 that of 2022."""
    last, first = (policy(on=day).terms[name] for day in (date(2022, 4, 30), D2022))
    assert (last.value, first.value) == (limit, limit)
    assert (last.citation.instrument, last.citation.article) == (PETITIONS_2005, old)
    assert (first.citation.instrument, first.citation.article) == (PETITIONS, new)


def test_only_the_new_regulation_leads_into_other_procedures() -> None:
    """第三十一条 第四项 of 2022 is meant: that of 2005 has no fourth item."""
    name = "petition.decide"
    old, new = (policy(on=day).terms[name] for day in (date(2022, 4, 30), D2022))
    assert old.term.condition == new.term.condition == ""
    assert "第三十一条" not in "".join(old.notes)
    assert "导入相应程序" in "".join(new.notes)
    assert "第三十一条第四项" in "".join(new.notes)


def test_the_advice_of_the_old_regulation_ends_with_it() -> None:
    """收到改进建议的行政机关应当在30日内书面反馈情况 (2005, 第三十六条); 2022 names no days."""
    found = policy(on=date(2022, 4, 30)).terms["petition.improve"]
    assert (found.value, found.citation.article) == (d(30), "第三十六条")
    assert found.citation.instrument == PETITIONS_2005
    assert "petition.improve" not in policy(on=D2022).terms
    assert "petition.improve" in policy(on=D2005).terms
    assert "petition.improve" not in policy(on=day_before(D2005)).terms


def test_the_time_of_a_hearing_is_not_counted_in_the_last_review() -> None:
    """听证所需时间不计算在前款规定的期限内 stands in 2005 第三十五条 and in 2022 第三十六条."""
    for on, law, article in (
        (date(2022, 4, 30), PETITIONS_2005, "第三十五条第二款"),
        (D2022, PETITIONS, "第三十六条第二款"),
    ):
        (pause,) = (one for one in policy(on=on).pauses.values() if "petition.recheck" in one.of)
        assert pause.id == "petition.hearing"
        assert pause.grounds == ("听证",)
        assert pause.of == ("petition.recheck",)
        cited = pause.settled.citations[-1]
        assert (cited.instrument, cited.article) == (law, article)
    assert "petition.hearing" in policy(on=D2005).pauses
    assert "petition.hearing" not in policy(on=day_before(D2005)).pauses


# ---- extensions


@pytest.mark.parametrize("name", EXTENSIONS)
def test_an_extension_names_its_cap_and_who_approves_it(name: str) -> None:
    """The extension is a term of its own, tied to the limit, and says whose approval it needs."""
    read = READ[f"{name}.extension"]
    found = policy(read.division).terms[f"{name}.extension"]
    assert found.value == read.limit
    assert found.term.extends == name
    for words in EXTENSIONS[name]:
        assert words in found.term.condition


def test_no_other_limit_can_be_lengthened() -> None:
    """What no law lets anyone extend has no extension."""
    found = {value.term.extends for value in policy(ANYANG).terms.values() if value.term.extends}
    assert found == set(EXTENSIONS)


# ---- silences


SILENCES: dict[tuple[str, str, str], tuple[SilenceEffect, str]] = {
    # 逾期不告知的，自收到申请材料之日起即为受理
    ("licence.supplement-notice", LICENSING, "第三十二条第一款第四项"): (
        SilenceEffect.DEEMED_ACCEPTED,
        "收到申请材料之日",
    ),
    # 逾期未作决定的，视为准予延续
    ("licence.renew.decide", LICENSING, "第五十条第二款"): (
        SilenceEffect.DEEMED_RENEWED,
        "有效期届满",
    ),
    # 第三方逾期未提出意见的，由行政机关依照本条例的规定决定是否公开
    ("information.third-party", INFORMATION, "第三十二条"): (SilenceEffect.AGENCY_DECIDES, ""),
    # 逾期未提出意见的视为同意公开
    ("information.co-producer", INFORMATION, "第三十四条"): (SilenceEffect.DEEMED_CONSENT, ""),
    # 申请人无正当理由逾期不补正的，视为放弃申请
    ("information.supplement", INFORMATION, "第三十条"): (SilenceEffect.DEEMED_WITHDRAWN, ""),
    # 逾期不告知的，自收到申请材料之日起即视为受理
    ("discharge.supplement-notice", DISCHARGE, "第九条第一款第四项"): (
        SilenceEffect.DEEMED_ACCEPTED,
        "收到申请材料之日",
    ),
    # 行政复议机关未作出不予受理决定的，审查期限届满之日起视为受理
    ("reconsideration.review", RECONSIDERATION, "第三十条第三款"): (
        SilenceEffect.DEEMED_ACCEPTED,
        "审查期限届满之日",
    ),
    # 无正当理由逾期不补正的，视为申请人放弃行政复议申请
    ("reconsideration.supplement", RECONSIDERATION, "第三十一条第二款"): (
        SilenceEffect.DEEMED_WITHDRAWN,
        "",
    ),
}
SILENT_SINCE = {
    LICENSING: D2004,
    INFORMATION: D2019,
    DISCHARGE: date(2021, 3, 1),
    RECONSIDERATION: D2024,
    OF_ANYANG: date(2021, 12, 1),
}
OF_ANYANG_ONLY: dict[tuple[str, str, str], tuple[SilenceEffect, str]] = {
    # 申请人逾期未补齐补正材料的，视为撤回申请
    ("anyang.deferred-materials", OF_ANYANG, "第二十四条"): (SilenceEffect.DEEMED_WITHDRAWN, ""),
    # 未履行一次性告知义务的，自收到申请材料之日起即为受理
    ("anyang.supplement-notice", OF_ANYANG, "第三十六条第二款"): (
        SilenceEffect.DEEMED_ACCEPTED,
        "收到申请材料之日",
    ),
    # 申请人逾期未补齐补正的，视为撤回申请
    ("anyang.supplement", OF_ANYANG, "第三十六条第二款"): (SilenceEffect.DEEMED_WITHDRAWN, ""),
}


def silences(division: str, on: date = DAY) -> dict[tuple[str, str, str], tuple[str, str]]:
    """Return what follows from silence, by the limit and the article."""
    return {
        (one.of, one.settled.citation.instrument, one.settled.citation.article): (
            one.effect,
            one.as_of,
        )
        for one in policy(division, on).silences.values()
    }


def test_five_silences_have_five_effects() -> None:
    """Deemed accepted, renewed, withdrawn, consented, and the agency decides: each by its rule."""
    for division, expected in ((NATION, SILENCES), (ANYANG, SILENCES | OF_ANYANG_ONLY)):
        found = silences(division)
        assert set(found) == set(expected)
        for key, (effect, as_of) in expected.items():
            assert found[key][0] is effect
            assert as_of in found[key][1]
            assert bool(as_of) is bool(found[key][1])
    effects = {effect for effect, _ in silences(ANYANG).values()}
    assert effects == set(SilenceEffect) - {SilenceEffect.FLAG}


def test_withdrawal_is_local() -> None:
    """No licence is deemed withdrawn by a national rule; outside 安阳 a silent case stays open."""
    for division in (NATION, "41", "4106", SHANGHAI, WEIFANG):
        licensing = {
            effect
            for (of, _, _), (effect, _) in silences(division).items()
            if of.startswith("licence.")
        }
        assert licensing == {SilenceEffect.DEEMED_ACCEPTED, SilenceEffect.DEEMED_RENEWED}
        assert not any("anyang" in of for of, _, _ in silences(division))


def test_silence_says_nothing_before_its_law() -> None:
    """On the first day of a law all that it says of silence is there, on the day before nothing."""
    expected = SILENCES | OF_ANYANG_ONLY
    for law, first in SILENT_SINCE.items():
        keys = {key for key in expected if key[1] == law}
        assert keys
        assert keys & set(silences(ANYANG, day_before(first))) == set()
        assert keys <= set(silences(ANYANG, first))


def test_acceptance_by_silence_begins_where_each_law_says() -> None:
    """行政许可法 and 排污 go back to the day of receipt; 行政复议法 takes the end of the period."""
    accepted = {
        of: as_of
        for (of, _, _), (effect, as_of) in silences(NATION).items()
        if effect is SilenceEffect.DEEMED_ACCEPTED
    }
    assert accepted == {
        "licence.supplement-notice": "收到申请材料之日",
        "discharge.supplement-notice": "收到申请材料之日",
        "reconsideration.review": "审查期限届满之日",
    }


def test_giving_up_by_silence_needs_the_want_of_a_reason() -> None:
    """Both national rules say 无正当理由."""
    found = [
        one for one in policy().silences.values() if one.effect is SilenceEffect.DEEMED_WITHDRAWN
    ]
    assert {one.of for one in found} == {"information.supplement", "reconsideration.supplement"}
    assert all(one.condition.startswith("无正当理由") for one in found)


def test_anyang_extends_deemed_acceptance_to_all_matters() -> None:
    """The national rule is for licences; 安阳 第三十六条 says it of any 政务服务事项."""
    found = policy(ANYANG).silences
    (local,) = (s for s in found.values() if s.of == "anyang.supplement-notice")
    assert "不限于行政许可" in local.scope
    assert "licence.supplement-notice" in {
        one.of for one in found.values() if one.effect is local.effect
    }


# ---- time that is not counted


def test_licensing_pauses_for_exactly_eight_grounds() -> None:
    """听证、招标、拍卖、检验、检测、检疫、鉴定和专家评审 (第四十五条), told in writing."""
    (pause,) = (one for one in policy().pauses.values() if "licence.decide" in one.of)
    grounds = ("听证", "招标", "拍卖", "检验", "检测", "检疫", "鉴定", "专家评审")
    assert pause.grounds == grounds
    assert "书面告知" in pause.notice
    assert "所需时间" in pause.notice
    cited = pause.settled.citation
    assert (cited.instrument, cited.article) == (LICENSING, "第四十五条")
    assert pause.id not in policy(on=date(2004, 6, 30)).pauses


def test_it_pauses_the_limits_of_its_section_only() -> None:
    """所需时间不计算在本节规定的期限内: section 3 is 第四十二条 to 第四十四条."""
    (pause,) = (one for one in policy().pauses.values() if "licence.decide" in one.of)
    assert set(pause.of) == {
        "licence.decide",
        "licence.joint",
        "licence.first-review",
        "licence.deliver",
    }
    articles = {policy().terms[name].citation.article[:5] for name in pause.of}
    assert articles == {"第四十二条", "第四十三条", "第四十四条"}


@pytest.mark.parametrize("division", [NATION, ANYANG, SHANGHAI])
@pytest.mark.parametrize("ground", ["现场勘查", "现场勘验", "现场核查", "现场踏勘", "技术审查"])
def test_a_site_survey_pauses_nothing(division: str, ground: str) -> None:
    """It is on no list; 安阳 第三十七条 has its time told in writing, and still counts it."""
    pauses = policy(division).pauses
    assert not any(ground in one.grounds for one in pauses.values())
    assert not any("anyang" in name for one in pauses.values() for name in one.of)


@pytest.mark.parametrize(
    ("term", "grounds", "law", "article"),
    [
        # 行政机关征求第三方和其他机关意见所需时间不计算在前款规定的期限内
        (
            "information.answer",
            {"征求第三方意见", "征求其他机关意见"},
            INFORMATION,
            "第三十三条第三款",
        ),
        # 因不可抗力、补充证明材料或者需要核实有关情况的，所需时间不计算在期限内
        ("notarial.issue", {"不可抗力", "补充证明材料", "核实有关情况"}, NOTARIES, "第三十条"),
        ("petition.recheck", {"听证"}, PETITIONS, "第三十六条第二款"),
        # 检定、检验、检测、鉴定所需时间不计算在调解期限内
        (
            "complaint.mediate",
            {"检定", "检验", "检测", "鉴定"},
            COMPLAINTS,
            "第二十条第三款",
        ),
    ],
)
def test_other_excluded_time(term: str, grounds: set[str], law: str, article: str) -> None:
    """Each law excludes what it names, and nothing else."""
    (pause,) = (one for one in policy().pauses.values() if term in one.of)
    assert set(pause.grounds) == grounds
    assert (pause.settled.citation.instrument, pause.settled.citation.article) == (law, article)


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("licence.special-procedure", D2004),
        ("information.consultation", D2019),
        ("notarial.excluded", NOTARIES_BEGIN),
        ("complaint.testing", D2020),
        ("work-injury.conclusion", INJURIES_AMENDED),
    ],
)
def test_a_pause_begins_with_its_law(name: str, first: date) -> None:
    """On the day before there is none."""
    assert name in policy(on=first).pauses
    assert name not in policy(on=day_before(first)).pauses


@pytest.mark.parametrize("name", ["work-injury.decide", "work-injury.clear.decide"])
def test_an_injury_case_waits_for_the_conclusion_of_others(name: str) -> None:
    """司法机关或者有关行政主管部门尚未作出结论期间…时限中止: that is either limit."""
    (pause,) = (one for one in policy().pauses.values() if name in one.of)
    assert len(pause.grounds) == 2
    for ground, body in zip(pause.grounds, ("司法机关", "有关行政主管部门"), strict=True):
        assert body in ground
        assert "尚未作出结论" in ground
    cited = pause.settled.citation
    assert (cited.instrument, cited.article) == (INJURIES, "第二十条第三款")


def test_the_short_limit_for_injuries_is_for_clear_cases() -> None:
    """受理的事实清楚、权利义务明确的工伤认定申请 have 15日, all others 60日."""
    terms = policy().terms
    assert "事实清楚、权利义务明确" in terms["work-injury.clear.decide"].term.condition
    assert terms["work-injury.decide"].term.condition == ""


def test_there_are_no_other_pauses() -> None:
    """What no law excludes is counted: each pause is one of those above."""
    for division in (NATION, ANYANG, SHANGHAI, WEIFANG):
        pauses = policy(division).pauses.values()
        assert {one.id for one in pauses if one.settled.made.pack == "statutes"} == {
            "licence.special-procedure",
            "information.consultation",
            "notarial.excluded",
            "petition.hearing",
            "complaint.testing",
            "work-injury.conclusion",
        }


def test_a_supplement_restarts_the_answer_and_pauses_nothing() -> None:
    """答复期限自行政机关收到补正的申请之日起计算 (第三十条): it begins anew."""
    found = policy().terms["information.answer"]
    assert "补正" in found.term.trigger
    assert "重新" in "".join(found.notes)
    grounds = {ground for one in policy().pauses.values() for ground in one.grounds}
    assert not any("补正" in ground for ground in grounds)


# ---- local rules stay where they are


LOCAL = {ANYANG: "anyang.", SHANGHAI: "shanghai.", WEIFANG: "weifang."}


@pytest.mark.parametrize("division", LOCAL)
def test_a_local_rule_holds_in_its_division_and_below(division: str) -> None:
    """It is known there and in its counties; not in its province, its neighbours, the nation."""
    names = {name for name, read in READ.items() if read.division == division}
    below = {ANYANG: "410581", SHANGHAI: "310115", WEIFANG: "370786"}[division]
    assert names <= set(policy(division).terms)
    assert names <= set(policy(below).terms)
    for other in (NATION, "41", "4106", "37", "3713", "32", "5309", *(set(LOCAL) - {division})):
        assert not any(name.startswith(LOCAL[division]) for name in policy(other).terms)


def test_the_four_digits_are_those_of_the_places() -> None:
    """安阳 is 4105, 上海 31, 潍坊 3707; the terms say for which division they hold."""
    for name, read in READ.items():
        divisions = {one.division for one in policy(read.division).terms[name].set_by}
        assert divisions == ({""} if read.division == NATION else {read.division}), name


# ---- what was not read is not there


def test_only_laws_that_were_read_are_cited() -> None:
    """No standard, no 好差评 notice, no 2007 text: nothing that stands on hearsay."""
    known = {read.law for read in READ.values()} | {read.law for read in MATTERS.values()}
    for division in (NATION, ANYANG, SHANGHAI, WEIFANG):
        now = policy(division)
        cited = {
            one.citation.instrument for name in own(division) for one in now.terms[name].set_by
        }
        for kind in ("matters", "pauses", "silences"):
            for settled in now.settled[kind].values():
                if kind == "pauses" and settled.made.pack == "course":
                    continue  # of promised limits, which no law knows
                assert {entry.pack for entry in settled.entries} == {"statutes"}
                cited |= {citation.instrument for citation in settled.citations}
        assert cited <= known | {PETITIONS_2005}
        for words in ("GB/T", "好差评", "国办发", "国发", "12315"):
            assert not any(words in instrument for instrument in cited)


@pytest.mark.parametrize("words", ["差评", "投诉处置", "整改", "回访"])
def test_no_national_days_for_bad_reviews(words: str) -> None:
    """国办发〔2019〕51号 gives no number of days; the one working day is 上海's and 安阳's own."""
    terms = policy().terms.values()
    assert not any(words in value.term.label + value.term.trigger for value in terms)


def test_the_information_regulation_of_2007_is_not_there() -> None:
    """Its 15 and 15 working days were not read in its text: before 2019-05-15 there is nothing."""
    before = policy(on=date(2019, 5, 14))
    assert not any(name.startswith("information.") for name in before.terms)
    assert "information.consultation" not in before.pauses


# ---- matters


class Matter(NamedTuple):
    """What a law says of a common matter: how long, where, and in which words."""

    limit: sh.Limit
    law: str
    article: str
    words: str
    since: date | None = None


RESIDENCE, PASSPORTS = "《居住证暂行条例》", "《中华人民共和国护照法》"
MARRIAGES, HOUSEHOLDS = "《婚姻登记条例》", "《个体工商户条例》"
CIVIL_CODE = "《中华人民共和国民法典》"
VEHICLES, WATER = "《机动车登记规定》", "《取水许可和水资源费征收管理条例》"
HOUSING, CAFES = "《城市房地产开发经营管理条例》", "《互联网上网服务营业场所管理条例》"
TRAVEL, GUIDES = "《旅行社条例》", "《导游人员管理条例》"
SHOWS, FIRE = "《营业性演出管理条例》", "《中华人民共和国消防法》"
RELIGION, ROADS = "《宗教事务条例》", "《中华人民共和国道路运输条例》"
NURSES, CLINICS = "《护士条例》", "《医疗机构管理条例》"
FOOD, SEEDS = "《中华人民共和国食品安全法》", "《中华人民共和国种子法》"
PESTICIDES, LAWYERS = "《农药管理条例》", "《中华人民共和国律师法》"
JOBS, GUARDS = "《人力资源市场暂行条例》", "《保安服务管理条例》"
ASSOCIATIONS, INSTITUTIONS = "《社会团体登记管理条例》", "《事业单位登记管理暂行条例》"
SCHOOLS = "《中华人民共和国民办教育促进法》"

MATTERS: dict[str, Matter] = {
    "residence-permit": Matter(d(15), RESIDENCE, "第九条", "自受理之日起15日内"),
    "id-card": Matter(d(60), ID_CARDS, "第十二条", "之日起六十日内", ID_CARDS_BEGIN),
    "passport": Matter(
        d(15), PASSPORTS, "第六条", "自收到申请材料之日起十五日内", date(2007, 1, 1)
    ),
    "marriage": Matter(SameDay(), MARRIAGES, "第七条", "当场", date(2003, 10, 1)),
    # 收到离婚登记申请之日起三十日内…可以…撤回; 期限届满后三十日内…亲自…申请发给离婚证
    "divorce": Matter(WHY, CIVIL_CODE, "第一千零七十七条", "三十日内"),
    "market-entity": Matter(w(3), ENTITIES, "第十九条", "3个工作日内", date(2022, 3, 1)),
    # 第九十二条: 一日、二日、三日… are working days
    "vehicle.register": Matter(w(2), VEHICLES, "第十二条", "二日内", D2022),
    "vehicle.change": Matter(w(1), VEHICLES, "第十七条", "一日内", D2022),
    "vehicle.move-out": Matter(w(3), VEHICLES, "第十八条", "三日内", D2022),
    "vehicle.transfer": Matter(w(1), VEHICLES, "第二十六条", "一日内", D2022),
    "vehicle.mortgage": Matter(w(1), VEHICLES, "第三十二条", "一日内", D2022),
    "vehicle.cancel": Matter(w(1), VEHICLES, "第三十八条", "一日内", D2022),
    "property": Matter(w(30), PROPERTY, "第二十条", "自受理登记申请之日起30个工作日内", D2015),
    "water-abstraction": Matter(w(45), WATER, "第十九条", "自受理取水申请之日起45个工作日内"),
    "presale": Matter(d(10), HOUSING, "第二十四条", "自收到商品房预售申请之日起10日内"),
    "discharge.simplified": Matter(
        d(20), DISCHARGE, "第十二条", "自受理申请之日起20日内", date(2021, 3, 1)
    ),
    "discharge.key": Matter(
        d(30), DISCHARGE, "第十二条", "自受理申请之日起30日内", date(2021, 3, 1)
    ),
    "discharge.key.site-check": Matter(
        d(45), DISCHARGE, "第十二条", "自受理申请之日起45日内", date(2021, 3, 1)
    ),
    "internet-cafe.prepare": Matter(w(20), CAFES, "第十一条", "自收到申请之日起20个工作日内"),
    "internet-cafe.security": Matter(w(20), CAFES, "第十一条", "自收到申请之日起20个工作日内"),
    "internet-cafe.final": Matter(w(15), CAFES, "第十一条", "自收到申请之日起15个工作日内"),
    "travel-agency": Matter(w(20), TRAVEL, "第七条", "自受理申请之日起20个工作日内"),
    "tour-guide": Matter(d(15), GUIDES, "第六条", "之日起15日内"),
    "performance.licence": Matter(d(20), SHOWS, "第六条", "自受理申请之日起20日内"),
    "performance.approve": Matter(d(3), SHOWS, "第十三条", "自受理申请之日起3日内"),
    "fire-check": Matter(w(10), FIRE, "第十五条", "自受理申请之日起十个工作日内"),
    "religious-site.county": Matter(
        d(30), RELIGION, "第二十一条", "自收到申请之日起30日内", date(2018, 2, 1)
    ),
    "religious-site.prefecture": Matter(
        d(30), RELIGION, "第二十一条", "报送的材料之日起30日内", date(2018, 2, 1)
    ),
    "religious-site.province": Matter(
        d(30), RELIGION, "第二十一条", "报送的材料之日起30日内", date(2018, 2, 1)
    ),
    "road.passenger": Matter(d(20), ROADS, "第十条", "自受理申请之日起20日内", D2004),
    "road.freight": Matter(d(20), ROADS, "第二十四条", "自受理申请之日起20日内", D2004),
    "road.station": Matter(d(15), ROADS, "第三十九条", "自受理申请之日起15日内", D2004),
    "road.driving-school": Matter(d(15), ROADS, "第三十九条", "自受理申请之日起15日内", D2004),
    "nurse.register": Matter(w(20), NURSES, "第八条", "自收到申请之日起20个工作日内"),
    "nurse.change": Matter(w(7), NURSES, "第九条", "自收到报告之日起7个工作日内"),
    "clinic.establish": Matter(d(30), CLINICS, "第十二条", "自受理设置申请之日起30日内"),
    "clinic.register": Matter(d(45), CLINICS, "第十九条", "自受理执业登记申请之日起45日内"),
    "new-food": Matter(d(60), FOOD, "第三十七条", "六十日内"),
    "crop-variety": Matter(w(20), SEEDS, "第二十二条", "自受理品种登记申请之日起二十个工作日内"),
    "pesticide.trial": Matter(w(40), PESTICIDES, "第九条", "自受理申请之日起40个工作日内"),
    "pesticide.first-review": Matter(w(20), PESTICIDES, "第十一条", "自受理申请之日起20个工作日内"),
    "pesticide.register": Matter(w(20), PESTICIDES, "第十二条", "自收到评审意见之日起20个工作日内"),
    "pesticide.produce": Matter(w(20), PESTICIDES, "第十七条", "自受理申请之日起20个工作日内"),
    "pesticide.sell": Matter(w(20), PESTICIDES, "第二十四条", "自受理申请之日起20个工作日内"),
    "notarial-certificate": Matter(
        w(15), NOTARIES, "第三十条", "之日起十五个工作日内", NOTARIES_BEGIN
    ),
    "lawyer.review": Matter(d(20), LAWYERS, "第六条", "自受理之日起二十日内"),
    "lawyer.decide": Matter(d(10), LAWYERS, "第六条", "自收到报送材料之日起十日内"),
    "work-injury": Matter(
        d(60), INJURIES, "第二十条", "自受理工伤认定申请之日起60日内", INJURIES_BEGIN
    ),
    "work-injury.clear": Matter(d(15), INJURIES, "第二十条", "15日内", INJURIES_AMENDED),
    "work-capacity": Matter(
        d(60), INJURIES, "第二十五条", "自收到劳动能力鉴定申请之日起60日内", INJURIES_BEGIN
    ),
    "job-agency": Matter(d(20), JOBS, "第十九条", "的申请之日起20日内"),
    "guard-company.review": Matter(
        d(15), GUARDS, "第九条", "自收到申请材料之日起15日内", GUARDS_BEGIN
    ),
    "guard-company.decide": Matter(
        d(15), GUARDS, "第九条", "自收到审核意见之日起15日内", GUARDS_BEGIN
    ),
    "association": Matter(d(60), ASSOCIATIONS, "第十二条", "全部有效文件之日起60日内"),
    "public-institution": Matter(d(30), INSTITUTIONS, "第八条", "自收到登记申请书之日起30日内"),
    "private-school": Matter(d(30), SCHOOLS, "第十四条", "自受理筹设民办学校的申请之日起三十日内"),
}
"""The common matters, with what their laws say."""

NOT_ANY_MORE = {
    # 2021-01-01 民法典 第一千零七十七条: thirty days to take it back, then thirty to ask again
    "divorce",
    # 2022-03-29: 第十一条 has only two limits left
    "internet-cafe.security",
    # 2023-07-20 第三十九条第二款: 机动车驾驶员培训业务…进行备案
    "road.driving-school",
    # 2022-03-29: 第九条 has no limit left
    "pesticide.trial",
}


def test_these_are_the_matters() -> None:
    """No matter is missing, and none has come in unread."""
    assert set(policy().matters) == set(MATTERS)


@pytest.mark.parametrize("name", MATTERS)
def test_each_matter_has_the_limit_of_its_law(name: str) -> None:
    """Limit, article and basis are those of the law, and its words are kept as they stand."""
    read, found = MATTERS[name], policy().matters[name]
    assert found.statutory is not None
    assert same(found.statutory, read.limit)
    assert read.words in found.statutory_words
    assert found.settled.citation.instrument == read.law
    assert found.settled.citation.article.startswith(read.article)
    assert isinstance(found.basis, tuple)
    assert any(read.law in basis and read.article in basis for basis in found.basis)
    assert found.promised is None
    assert found.limit == found.statutory
    assert found.title


@pytest.mark.parametrize("name", MATTERS)
def test_the_unit_of_a_matter_is_not_guessed(name: str) -> None:
    """个工作日 is working days, 日 is natural days unless the rules on vehicles define it."""
    found = policy().matters[name]
    words = found.statutory_words
    if isinstance(found.statutory, SameDay):
        assert "当场" in words
    elif isinstance(found.statutory, Unknown):
        assert MATTERS[name].limit is WHY
    elif isinstance(found.statutory, NaturalDays):
        assert "工作日" not in words
        assert "日" in words
    elif found.settled.citation.instrument == VEHICLES:
        assert "工作日" not in words
        assert "第九十二条" in "".join(found.settled.notes)
    else:
        assert "工作日" in words


@pytest.mark.parametrize("name", [n for n, read in MATTERS.items() if read.since])
def test_a_matter_begins_with_its_law(name: str) -> None:
    """The day before the law is in force the matter is not in the catalogue."""
    since = MATTERS[name].since
    assert since is not None
    assert name in policy(on=since).matters
    assert name not in policy(on=day_before(since)).matters


def test_divorce_on_the_spot_ends_with_the_civil_code() -> None:
    """应当当场予以登记 (2003, 第十三条) held to the end of 2020; 民法典 began on 2021-01-01."""
    for on in (date(2003, 10, 1), date(2020, 12, 31)):
        old = policy(on=on).matters["divorce"]
        assert old.statutory == SameDay()
        assert old.statutory_words == "当场"
        assert not old.unusable
        cited = old.settled.citation
        assert (cited.instrument, cited.article) == (MARRIAGES, "第十三条")
    assert "divorce" not in policy(on=date(2003, 9, 30)).matters
    new = policy(on=date(2021, 1, 1)).matters["divorce"]
    assert new.statutory != SameDay()
    assert "三十日" in new.unusable
    assert not policy(on=date(2021, 1, 1)).matters["marriage"].unusable


def test_a_household_business_is_a_market_entity_since_2022_03_01() -> None:
    """市场主体登记管理条例 第二条第四项 names it; the old regulation began on 2011-11-01."""
    for on in (date(2011, 11, 1), date(2022, 2, 28)):
        found = policy(on=on).matters["household-business"]
        assert found.statutory == d(15)
        assert found.statutory_words == "自受理申请之日起15日内"
        cited = found.settled.citation
        assert (cited.instrument, cited.article) == (HOUSEHOLDS, "第九条第一款第二项")
        assert "market-entity" not in policy(on=on).matters
    assert "household-business" not in policy(on=date(2011, 10, 31)).matters
    now = policy(on=date(2022, 3, 1)).matters
    assert "household-business" not in now
    assert "个体工商户" in "".join(now["market-entity"].settled.notes)


def test_what_a_later_text_has_done_away_with_is_kept_but_not_used() -> None:
    """The record says why it must not be used, and so do the remarks."""
    matters = policy().matters
    assert {name for name in matters if matters[name].unusable} == NOT_ANY_MORE
    about = {remark.about for remark in policy().remarks}
    assert {f"matters/{name}" for name in NOT_ANY_MORE} <= about


def test_the_pack_promises_nothing_and_charges_nothing() -> None:
    """A law states no promise, no papers, no fee: they are unknown, not none and not free."""
    for matter in policy().matters.values():
        assert matter.fees == ()
        assert matter.free is None
        assert matter.fee_unknown
        assert isinstance(matter.materials, sh.NotStated)
        assert not matter.is_taken_up


def test_two_levels_one_after_the_other_are_two_matters() -> None:
    """15日+15日 and 20日+10日 are the times of two authorities, not a limit and its extension."""
    matters = policy().matters
    for first, second in (
        ("guard-company.review", "guard-company.decide"),
        ("lawyer.review", "lawyer.decide"),
    ):
        assert matters[first].statutory != NaturalDays(30)
        assert matters[first].statutory_words != matters[second].statutory_words
        assert matters[second].approval_level == "省"


def test_the_supplement_notice_for_discharge_is_shorter_than_that_for_licences() -> None:
    """当场或者在3日内 (第九条) against 当场或者在五日内 (行政许可法 第三十二条)."""
    terms = policy().terms
    assert terms["discharge.supplement-notice"].value == d(3)
    assert terms["licence.supplement-notice"].value == w(5)


# ---- who may set them


@pytest.mark.requirement("R-307")
def test_every_known_limit_says_what_levels_below_may_do() -> None:
    """Only shorter, nothing at all, or only those whom the law names; no limit is left open."""
    for division in (NATION, ANYANG, SHANGHAI, WEIFANG):
        for name in own(division):
            value = policy(division).terms[name]
            bound = value.term.shorter_only or value.term.fixed or value.term.set_by
            assert bound or isinstance(value.value, Unknown) or value.term.domain, name


@pytest.mark.requirement("R-307")
@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("licence.decide.on-the-spot", "2个工作日", "SH463"),
        ("licence.register.on-the-spot", "2个工作日", "SH463"),
        ("information.answer.on-the-spot", "2个工作日", "SH463"),
        ("market-entity.register.on-the-spot", "3个工作日", "SH463"),
        ("business.consultation", "满10个自然日后", "SH461"),
        # 行政许可法 第五十条, 行政处罚法 第六十条: 法律、法规、规章另有规定的 — towns make none
        ("licence.renew.apply", "提前60个自然日", "SH464"),
        ("penalty.decide", "100个自然日", "SH464"),
    ],
)
def test_a_town_does_not_lengthen_a_limit_of_the_law(name: str, value: str, code: str) -> None:
    """What the law calls at once stays at once; what rules may change, a town may not."""
    term = {"changes": name, "value": value, "cite": "《某镇规定》第1条"}
    with pytest.raises(sh.FaultyDataError) as caught:
        sh.load_pack({"id": "t", "division": "530926103", "terms": [term]})
    assert [problem.code for problem in caught.value.problems] == [code]


@pytest.mark.requirement("R-307")
@pytest.mark.parametrize("name", ["anyang.undertaking.decide", "anyang.supplement-notice"])
def test_a_county_of_anyang_does_not_lengthen_its_limits(name: str) -> None:
    """当场 of 《安阳市政务服务条例》 does not become two working days in 林州."""
    term = {"changes": name, "value": "2个工作日", "cite": "《某市规定》第1条"}
    with pytest.raises(sh.FaultyDataError) as caught:
        sh.load_pack({"id": "t", "division": "410581", "terms": [term]})
    assert [problem.code for problem in caught.value.problems] == ["SH463"]


@pytest.mark.requirement("R-307")
def test_a_rule_of_a_province_may_say_otherwise_of_penalties() -> None:
    """行政处罚法 第六十条: 法律、法规、规章另有规定的，从其规定."""
    term = {"changes": "penalty.decide", "value": "120个自然日", "cite": "《某省规定》第1条"}
    pack = sh.load_pack({"id": "t", "division": "53", "terms": [term]})
    found = sh.Registry.of(pack).policy("530926103", on=DAY)
    assert found.terms["penalty.decide"].value == d(120)
