"""The pack of 孟定: what its hall prints about windows, matters, limits, materials and fees.

Expected values are read off the sentences in ``source.txt``, the lines of the source that count.
"""

import itertools
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import servicehall_mengding

import servicehall as sh

HERE = Path(__file__).parent
SOURCE = (HERE / "source.txt").read_text(encoding="utf-8")
FILES = sorted(Path(servicehall_mengding.__file__).parent.glob("*.toml"))
POLICY = sh.Registry.of(servicehall_mengding.pack).policy("530926103", on=date(2026, 11, 21))

SAME_DAY = (
    "forest-products",
    "own-timber",
    "bamboo",
    "timber-transport",
    "commercial-timber",
    "road-occupation",
    "tractor-registration",
    "village-broadcast-parts",
    "marriage-registration",
)
NO_LIMIT = (
    "minimum-living-allowance",
    "tractor-plates",
    "audio-video-licence",
    "entertainment-licence",
)
FORWARDED = (
    "disability-certificate",
    "village-broadcast-parts",
    "audio-video-licence",
    "entertainment-licence",
)
MATTERS = {*SAME_DAY, *NO_LIMIT, "disability-certificate", "operating-licence-replacement"}


def records() -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield every record as it is written, with its section; a table's head needs no source."""
    for file in FILES:
        for section, entries in tomllib.loads(file.read_text(encoding="utf-8")).items():
            if isinstance(entries, list) and section != "tables":
                yield from ((section, entry) for entry in entries)


RECORDS = tuple(records())


def written(section: str) -> list[Mapping[str, Any]]:
    """Return the records of a section as they are written."""
    return [entry for name, entry in RECORDS if name == section]


def old_total(matter: str, quantities: Mapping[str, str]) -> Decimal | None:
    """Return what the matter cost by the historic figures."""
    return POLICY.quote(matter, quantities, include_disabled=True).total


# ---- the source


@pytest.mark.requirement("R-306")
@pytest.mark.parametrize("record", [entry for _, entry in RECORDS])
def test_each_record_quotes_the_source(record: Mapping[str, Any]) -> None:
    """Every record names the source and quotes it letter by letter; …… stands for what is cut."""
    assert record["cite"].startswith("《社区服务大厅工作制度（精选11篇）》篇11")
    for piece in record["quote"].split("……"):
        assert piece
        assert any(piece in line for line in SOURCE.splitlines()), piece


@pytest.mark.requirement("R-306")
def test_the_pieces_of_a_matter_come_from_one_place() -> None:
    """What is quoted of a matter stands in this order, and nothing of another matter between."""
    headings = "⒈⒉⒊⒋⒌"
    text = SOURCE.replace("\n", "")
    for matter in written("matters"):
        pieces = matter["quote"].split("……")
        end = text.index(pieces[0]) + len(pieces[0])
        for piece in pieces[1:]:
            start = text.index(piece, end)
            assert not set(text[end:start]) & set(headings), matter
            end = start + len(piece)


@pytest.mark.requirement("R-306", "R-311")
def test_what_is_inferred_says_why() -> None:
    """No record is inferred or damaged without a word on what is."""
    for section, record in RECORDS:
        if section != "rows" and record.get("confidence", "clean") != "clean":
            assert record.get("note") or record.get("unusable"), record.get("id")


# ---- windows


@pytest.mark.requirement("R-305")
def test_there_are_twelve_windows() -> None:
    """The windows are the twelve that the source lists, in its words."""
    sentence = next(line for line in SOURCE.splitlines() if "等12个便民服务窗口" in line)
    listed = sentence.partition("服务站内设立了")[2].partition("等12个便民服务窗口")[0]
    titles = [window.title for window in POLICY.windows.values()]
    assert len(titles) == 12
    assert set(titles) == set(listed.split("、"))


@pytest.mark.requirement("R-305")
@pytest.mark.parametrize(
    ("matter", "window"),
    [
        ("own-timber", "林业服务"),
        ("disability-certificate", "民政服务"),
        ("road-occupation", "交通建设"),
        ("tractor-registration", "农技服务"),
        ("village-broadcast-parts", "广播电视"),
        ("audio-video-licence", "文化体育"),
        ("marriage-registration", "婚姻登记"),
    ],
)
def test_matters_belong_to_windows(matter: str, window: str) -> None:
    """Each matter is handled at one of the windows."""
    assert POLICY.matters[matter].window.title == window


# ---- matters and limits


@pytest.mark.requirement("R-083")
def test_there_are_fifteen_matters() -> None:
    """All that is left of the catalogue is there, the matter that cannot be used included."""
    assert {record["id"] for record in written("matters") if "id" in record} == MATTERS
    assert len(MATTERS) == 15
    assert set(POLICY.matters) >= MATTERS


@pytest.mark.requirement("R-035")
@pytest.mark.parametrize("matter", SAME_DAY)
def test_nine_matters_are_done_on_the_day(matter: str) -> None:
    """当日即办 is a promise of the same day, in those words."""
    assert POLICY.matters[matter].promised == sh.SameDay()
    assert POLICY.matters[matter].words == "当日即办"


@pytest.mark.requirement("R-036")
def test_a_disability_certificate_takes_30_days() -> None:
    """30天 does not say which days: natural days, and the matter says that this is inferred."""
    matter = POLICY.matters["disability-certificate"]
    assert matter.promised == sh.NaturalDays(30)
    assert matter.words == "30天"
    (said,) = matter.settled.sources["promised"]
    assert said.citation.confidence is sh.Confidence.INFERRED
    assert "自然日" in said.note
    assert matter.settled.citation.confidence is sh.Confidence.CLEAN


@pytest.mark.requirement("R-037")
def test_thirty_days_after_is_no_maximum() -> None:
    """30天后 is the earliest day, never the last."""
    matter = POLICY.matters["operating-licence-replacement"]
    assert matter.promised == sh.NotBefore(sh.NaturalDays(30))
    assert matter.words == "30天后"
    assert not matter.has_longest


@pytest.mark.requirement("R-038", "R-311")
@pytest.mark.parametrize("matter", NO_LIMIT)
def test_a_lost_limit_stays_unknown(matter: str) -> None:
    """Where the limit is absent or lost, the answer is why, and no figure."""
    promised = POLICY.matters[matter].promised
    assert isinstance(promised, sh.Unknown)
    assert "原文" in promised.why


@pytest.mark.requirement("R-038", "R-311")
def test_a_bare_heading_cannot_be_used() -> None:
    """Of 城镇低保申请 nothing but the heading is left."""
    assert [key for key in sorted(MATTERS) if POLICY.matters[key].unusable] == [
        "minimum-living-allowance"
    ]


@pytest.mark.requirement("R-311")
def test_a_line_without_an_owner_is_not_used() -> None:
    """No matter took its limit from the line that begins with a stray 8."""
    assert "8承诺时限︰30天。" in SOURCE
    assert not any("8承诺时限" in record["quote"] for _, record in RECORDS)


@pytest.mark.requirement("R-060")
@pytest.mark.parametrize("matter", sorted(MATTERS))
def test_the_procedure_settles_facts_in_advance(matter: str) -> None:
    """上报 and 转报 go up, 实地丈量 is a survey; nothing else is settled."""
    steps = "、".join(POLICY.matters[matter].steps)
    expected: dict[str, object] = {}
    if "上报" in steps or "转报" in steps:
        expected["must_forward"] = (True,)
    if "实地丈量" in steps:
        expected["survey"] = ("pending", "passed", "failed")
    assert dict(POLICY.matters[matter].facts) == expected
    assert ("must_forward" in expected) is (matter in FORWARDED)
    assert ("survey" in expected) is (matter == "road-occupation")


@pytest.mark.requirement("R-060")
def test_the_words_of_a_procedure_have_a_meaning() -> None:
    """审核、上报 goes up; the window that only examines does not decide."""
    words = ("examined", "handled", "reported", "forwarded", "measured")
    said = {f"says_{word}": word in ("examined", "reported") for word in words}
    assert set(POLICY.table("procedure").decide(said).outcomes) == {"must_forward"}


# ---- materials

FORMS = {"original": "原件", "copy": "复印件", "original or copy": "原件或复印件"}


def said(material: Any) -> str:
    """Write a material as the source would."""
    title = "或".join(material.titles)
    form = FORMS[material.form] if material.form else ""
    number = f"{material.number}张" if material.number else ""
    return f"{material.condition}{title}{form}{number}"


RIGHTS = "林权证或有效林权证明"
OWNERSHIP = "采伐自留山、责任山的权属证明材料(承包合同)"
FELLING = (
    "有关采伐林木的用途、地点、林种、树种、林况、面积、株树蓄积量、采伐方式、更新树种、更新时间"
    "等内容的相关材料"
)
LISTS = {
    "forest-products": ["林副产品许可证", "产品销售单(销售合同)", "运输车辆车牌号"],
    "own-timber": [
        "办理自用材的申请书",
        "砍伐地点、林种、树种、面积、株树、蓄积",
        RIGHTS,
        OWNERSHIP,
        "申请人的身份证复印件",
        "村民委员会签署的意见",
        "乡镇林业站审核意见",
    ],
    "bamboo": ["林副产品经营许可证", "产品销售单(销售合同)", "运输车辆车牌号"],
    "timber-transport": ["木材经营加工许可证", "木材销售单(销售合同)", "运输车辆车牌号"],
    "commercial-timber": [
        "林木采伐申请书",
        FELLING,
        RIGHTS,
        OWNERSHIP,
        "村民委员会签署的意见",
        "申请人的身份证复印件",
        "林业站工作人员现场鉴定",
        "乡镇林业站审核意见",
    ],
    "disability-certificate": ["户口本", "相片"],
    "road-occupation": ["经营性占道申请"],
    "operating-licence-replacement": [
        "书面说明",
        "身份证",
        "驾驶证",
        "行车证",
        "暂住证原件",
        "照片2张",
    ],
    "tractor-registration": [
        "身份证复印件",
        "保险卡复印件",
        "拖拉机技术参数表原件或复印件",
        "拖拉机出厂合格证",
        "销售发票",
        "销售证明",
        "农业机械推广许可证",
        "移动证或临时牌",
    ],
    "tractor-plates": [
        "补领、换领拖拉机牌证申请表",
        "身份证明复印件",
        "保险卡复印件",
        "拖拉机安全技术检测报告书(年检)",
        "行驶证",
    ],
    "village-broadcast-parts": ["损坏的广播电视“村村通”设备"],
    "audio-video-licence": ["经营申请", "身份证"],
    "entertainment-licence": ["开办申请", "身份证"],
    "marriage-registration": ["户口册复印件", "身份证复印件", "半身双人相"],
}


@pytest.mark.requirement("R-081", "R-083")
@pytest.mark.parametrize("matter", LISTS)
def test_a_list_of_materials_is_complete(matter: str) -> None:
    """Alternatives, conditions, copies and numbers are those of the source, in its order."""
    assert [said(material) for material in POLICY.matters[matter].materials] == LISTS[matter]


@pytest.mark.requirement("R-083")
def test_fourteen_lists_are_left() -> None:
    """All matters have a list but 城镇低保申请."""
    assert set(LISTS) == MATTERS - {"minimum-living-allowance"}
    assert {record["matter"] for record in written("materials")} == set(LISTS)


@pytest.mark.requirement("R-081")
def test_materials_name_who_issues_them() -> None:
    """The opinions come from the village committee and the forestry station."""
    issuers = {said(m): m.issuer for m in POLICY.matters["own-timber"].materials if m.issuer}
    assert issuers == {"村民委员会签署的意见": "村民委员会", "乡镇林业站审核意见": "乡镇林业站"}


# ---- fees


@pytest.mark.parametrize(
    ("matter", "quantities", "yuan"),
    [
        pytest.param(*case, marks=pytest.mark.requirement(requirement))
        for requirement, *case in [
            ("R-114", "forest-products", {"五倍子": "1000"}, "50.00"),
            ("R-114", "forest-products", {"松香": "200"}, "10.00"),
            ("R-114", "forest-products", {"一般野生植物": "1"}, "0.05"),
            ("R-115", "forest-products", {"黄莲": "1000"}, "100.00"),
            ("R-115", "forest-products", {"根雕工艺品": "1000"}, "100.00"),
            ("R-115", "forest-products", {"竹制品": "1000"}, "100.00"),
            ("R-115", "forest-products", {"藤制品": "1000"}, "100.00"),
            ("R-116", "forest-products", {"紫胶": "1000"}, "20.00"),
            ("R-116", "forest-products", {"核桃": "1000"}, "20.00"),
            ("R-117", "own-timber", {"自用材": "3.5"}, "70.00"),
            ("R-117", "own-timber", {"薪材": "3.5"}, "105.00"),
            ("R-117", "own-timber", {"自用材": "1", "薪材": "1"}, "50.00"),
            ("R-118", "bamboo", {"竹材": "1000"}, "100.00"),
            ("R-119", "commercial-timber", {"橡胶木原木": "2"}, "40.00"),
            ("R-119", "commercial-timber", {"橡胶木锯材": "2"}, "56.80"),
            ("R-121", "road-occupation", {"主干道": "10", "计费期数": "1"}, "6.00"),
            ("R-121", "road-occupation", {"次干道车行": "10", "计费期数": "1"}, "8.00"),
            ("R-121", "road-occupation", {"次干道人行": "10", "计费期数": "2"}, "12.00"),
            ("R-121", "road-occupation", {"空地": "10", "计费期数": "3"}, "12.00"),
            ("R-122", "tractor-registration", {"大拖": "1"}, "214.00"),
            ("R-122", "tractor-registration", {"小拖": "1"}, "179.00"),
            ("R-123", "marriage-registration", {}, "14.00"),
        ]
    ],
)
def test_a_historic_fee(matter: str, quantities: Mapping[str, str], yuan: str) -> None:
    """The figures of the source, by hand: 3.5 立方米 at 20元 are 70元, 5% of 1000元 are 50元."""
    assert old_total(matter, quantities) == Decimal(yuan)


@pytest.mark.requirement("R-134")
@pytest.mark.parametrize(
    ("matter", "quantities"),
    [
        ("own-timber", {"自用材": "3.5"}),
        ("tractor-registration", {"大拖": "1"}),
        ("marriage-registration", {}),
    ],
)
def test_historic_fees_are_not_charged_unless_asked_for(
    matter: str, quantities: Mapping[str, str]
) -> None:
    """The figures of 2007 to 2009 have no total by default."""
    quote = POLICY.quote(matter, quantities)
    assert quote.status == "disabled"
    assert quote.total is None


@pytest.mark.requirement("R-134")
def test_every_figure_is_disabled() -> None:
    """No figure goes without the mark; only what has no figure does."""
    for fee in written("fees"):
        assert ("disabled" in fee) is ("unknown" not in fee), fee["id"]


@pytest.mark.requirement("R-120", "R-311")
def test_other_timber_cannot_be_computed() -> None:
    """The rates of the three documents are not in the source: no answer, not nought."""
    quote = POLICY.quote("commercial-timber", {"杉木": "2"}, include_disabled=True)
    assert quote.status == "not_computable"
    assert quote.total is None
    assert "省政发〔1993〕263号" in str(quote.lines[0].rule.basis)


@pytest.mark.requirement("R-118")
def test_bamboo_goods_are_charged_as_forest_products() -> None:
    """竹材、竹制品 has a figure for 竹材 only; that for 竹制品 stands under 林副产品."""
    assert POLICY.quote("bamboo", {"竹制品": "1000"}, include_disabled=True).total is None
    assert old_total("forest-products", {"竹制品": "1000"}) == Decimal("100.00")


@pytest.mark.requirement("R-121", "R-311")
def test_occupying_a_road_needs_the_number_of_periods() -> None:
    """The source does not say for how long one pays, so nothing is computed without it."""
    quote = POLICY.quote("road-occupation", {"主干道": "10"}, include_disabled=True)
    assert quote.status == "needed"
    assert [needed.name for needed in quote.needed] == ["计费期数"]
    assert quote.total is None


@pytest.mark.requirement("R-124")
@pytest.mark.parametrize(
    "matter",
    [
        "timber-transport",
        "disability-certificate",
        "minimum-living-allowance",
        "operating-licence-replacement",
        "tractor-plates",
        "village-broadcast-parts",
        "audio-video-licence",
        "entertainment-licence",
    ],
)
def test_no_word_of_a_fee_is_not_free(matter: str) -> None:
    """Where the source says nothing of a fee, it is unknown."""
    quote = POLICY.quote(matter, {})
    assert quote.status == "unknown"
    assert quote.total is None


@pytest.mark.requirement("R-113")
def test_each_fee_says_what_it_rests_on() -> None:
    """The legal basis is the three documents for 商品材, and unknown for all others."""
    for fee in written("fees"):
        known = not fee["basis"].startswith("unknown:")
        assert known is (fee["matter"] == "commercial-timber"), fee["id"]


# ---- the place


@pytest.mark.requirement("R-308")
def test_the_rules_are_those_of_one_town() -> None:
    """Another town has neither its windows nor its matters."""
    other = sh.Registry.of(servicehall_mengding.pack).policy("530926102", on=date(2026, 11, 21))
    assert not other.windows
    assert not set(other.matters) & MATTERS


@pytest.mark.requirement("R-306")
def test_names_are_made_once() -> None:
    """No two records share a name."""
    names = [record["id"] for _, record in RECORDS if "id" in record]
    twice = [name for name, group in itertools.groupby(sorted(names)) if len(list(group)) > 1]
    assert not twice
