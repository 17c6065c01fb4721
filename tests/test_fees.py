"""Fees: rates, rules, quotes, waivers; expected amounts are worked out by hand from the sources.

The sentences of 孟定 stand in D0 篇11; each test of one of its fees quotes the sentence.
"""

import copy
import decimal
import pickle
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from servicehall.citations import Citation
from servicehall.errors import DataError, InputTypeError, InputValueError, ServiceHallError
from servicehall.fees import (
    FeeQuote,
    FeeRule,
    FeeStatus,
    Fixed,
    LineStatus,
    Needed,
    NoFigure,
    Percent,
    PerUnit,
    Range,
    Rate,
    Tier,
    Tiered,
    Waiver,
    quote,
)
from servicehall.money import Share, as_share, say_yuan, sum_of, to_fen, yuan
from servicehall.spans import Span

SOURCE = Citation("孟定便民服务大厅服务事项", "收费标准")
UNSTATED = "原文未写明收费依据"
OLD = "2007年至2009年的标准，未核实是否有效"
APPROVAL: Mapping[str, Any] = {
    "by": "市人民政府",
    "document": "市政函〔2009〕12号",
    "on": date(2009, 5, 1),
}


def rule(rate: Rate, item: str = "", **others: Any) -> FeeRule:
    """Return a rule of one matter."""
    given = {"id": f"fee-{item}", "matter": "m", "citation": SOURCE, "basis_unknown": UNSTATED}
    return FeeRule(rate=rate, item=item, **{**given, **others})


def ask(rules: list[FeeRule], quantities: Mapping[str, object], **others: Any) -> FeeQuote:
    """Return the quote of a matter."""
    return quote("事项", rules, quantities, **others)


def total(rules: list[FeeRule], quantities: Mapping[str, object], **others: Any) -> str:
    """Return the total as text, so that the fen are compared too."""
    return str(ask(rules, quantities, **others).total)


# ---- the fees of 孟定


M01 = [
    *(rule(Percent("5%", "初交价"), item) for item in ("五倍子", "松香加工", "一般野生植物")),
    *(rule(Percent("10%", "交价"), item) for item in ("黄莲", "根雕工艺品", "竹制品", "藤制品")),
    *(rule(Percent("2%", "初交价"), item) for item in ("紫胶", "核桃")),
]
"""五倍子、松香加工,一般野生植物按初交价的5%计征;黄莲、根雕工艺品,竹制品、藤制品按交价的10%计征;紫胶、核桃按初交价2%计征。"""

M02 = [rule(PerUnit("20", "立方米"), "自用材"), rule(PerUnit("30", "立方米"), "薪材")]
"""自用材每立方20元;薪材每立方30元。"""

M05 = [
    rule(PerUnit("20", "立方米"), "橡胶木原木"),
    rule(PerUnit("28.40", "立方米"), "橡胶木锯材"),
    rule(NoFigure("原文只列三个文件，未写标准"), "*"),
]
"""按省政发〔1993〕263号文件,…相关规定收取;橡胶木原木每立方20元、橡胶木锯材每立方28.40元。"""

NO_PERIOD = "原文未写明收费周期"
ROAD_RATES = {"主干道": "0.6", "次干道车行": "0.8", "次干道人行": "0.6", "空地": "0.4"}
M08 = [
    rule(PerUnit(rate, "平方米"), item, period_unknown=NO_PERIOD)
    for item, rate in ROAD_RATES.items()
]
"""主干道:0.6/㎡元;次干道:车行0.8/㎡元、人行:0.6/㎡元、空地:0.4/㎡元。"""

M10 = [rule(Fixed("214"), "大拖"), rule(Fixed("179"), "小拖")]
"""大拖:214元;小拖179元。"""


@pytest.mark.requirement("R-113", "R-114", "R-115", "R-116")
@pytest.mark.parametrize(
    ("item", "price", "expected"),
    [
        ("五倍子", "1000", "50.00"),  # 5%
        ("松香加工", "1000", "50.00"),
        ("一般野生植物", "1000", "50.00"),
        ("黄莲", "1000", "100.00"),  # 10%
        ("根雕工艺品", "1000", "100.00"),
        ("竹制品", "1000", "100.00"),
        ("藤制品", "1000", "100.00"),
        ("紫胶", "1000", "20.00"),  # 2%
        ("核桃", "1000", "20.00"),
        ("五倍子", "0.10", "0.01"),  # half a fen is rounded up
        ("五倍子", "0.09", "0.00"),  # 0.0045
        ("核桃", "33.33", "0.67"),  # 0.6666
    ],
)
def test_wild_products_are_charged_by_their_price(item: str, price: str, expected: str) -> None:
    """5% of 初交价, 10% of 交价, 2% of 初交价."""
    assert total(M01, {item: price}) == expected


@pytest.mark.requirement("R-114", "R-115")
def test_the_price_that_is_asked_for_is_named_as_in_the_source() -> None:
    """初交价 and 交价 are two prices, and which one is meant is never guessed."""
    assert ask(M01, {"五倍子": None}).needed == (Needed("五倍子", "初交价", "元"),)
    assert ask(M01, {"黄莲": None}).needed == (Needed("黄莲", "交价", "元"),)


@pytest.mark.requirement("R-113", "R-117")
def test_timber_is_charged_by_volume() -> None:
    """3.5 m³ at 20 yuan are 70; 2 m³ of firewood at 30 are 60."""
    assert total(M02, {"自用材": "3.5"}) == "70.00"
    assert total(M02, {"薪材": 2}) == "60.00"
    assert total(M02, {"自用材": "3.5", "薪材": Decimal(2)}) == "130.00"


@pytest.mark.requirement("R-118")
def test_bamboo_is_charged_by_its_sales_price() -> None:
    """竹材凡形成商品的按销售价款的10%计征: a rule that always applies is asked by its price."""
    bamboo = [rule(Percent("10%", "销售价款"))]
    assert total(bamboo, {"销售价款": "1234.56"}) == "123.46"  # 123.456
    assert ask(bamboo, {}).needed == (Needed("销售价款", "销售价款", "元"),)
    assert str(ask(bamboo, {}).needed[0]) == "销售价款（元）"


@pytest.mark.requirement("R-119")
def test_rubber_wood_has_two_rates() -> None:
    """Logs 20 yuan, sawn timber 28.40 yuan for each m³."""
    assert total(M05, {"橡胶木原木": 3}) == "60.00"
    assert total(M05, {"橡胶木锯材": 3}) == "85.20"
    assert total(M05, {"橡胶木锯材": "0.5", "橡胶木原木": "0.5"}) == "24.20"  # 14.20 + 10


@pytest.mark.requirement("R-120")
@pytest.mark.parametrize("volume", ["12", 0, None, True])
def test_a_rate_that_is_not_stated_is_not_zero(volume: object) -> None:
    """Other commercial timber goes by three documents whose rates nobody has: not computable."""
    found = ask(M05, {"松木": volume, "橡胶木原木": 3})
    assert found.status is FeeStatus.NOT_COMPUTABLE
    assert found.total is None
    assert [line.amount for line in found.lines] == [Decimal("60.00"), None]
    assert found.lines[1].item == "松木"
    assert found.lines[1].reason == "原文只列三个文件，未写标准"
    assert found.remarks == ("“松木”没有单独的标准，按“其他”计。",)
    assert str(found) == "事项：无法计算（松木：原文只列三个文件，未写标准）"


@pytest.mark.requirement("R-113", "R-121")
@pytest.mark.parametrize(
    ("item", "one", "three"),
    [
        ("主干道", "6.00", "18.00"),
        ("次干道车行", "8.00", "24.00"),
        ("次干道人行", "6.00", "18.00"),
        ("空地", "4.00", "12.00"),
    ],
)
def test_road_occupation_needs_the_number_of_periods(item: str, one: str, three: str) -> None:
    """10 m² for 1 and for 3 periods; without the number of periods nothing is computed."""
    found = ask(M08, {item: 10})
    assert (found.status, found.total) == (FeeStatus.NEEDED, None)
    assert found.needed == (Needed("计费期数", "计费期数", "期"),)
    assert found.remarks == (f"“{item}”的收费周期不明（{NO_PERIOD}），须填计费期数。",)
    assert str(found.lines[0]) == (
        f"{item}：{ROAD_RATES[item]}元/平方米，收费周期不明（{NO_PERIOD}）——缺少数量：计费期数（期）"
    )
    assert total(M08, {item: 10, "计费期数": 1}) == one
    found = ask(M08, {item: 10, "计费期数": 3})
    assert str(found.total) == three
    assert found.remarks == (f"“{item}”的收费周期不明（{NO_PERIOD}），按所填3期计。",)
    assert found.lines[0].quantities == {item: Decimal(10), "计费期数": Decimal(3)}


@pytest.mark.requirement("R-122")
@pytest.mark.parametrize("one", [1, True, "1", Decimal("1.0")])
def test_a_tractor_has_a_fixed_fee(one: object) -> None:
    """214 yuan for a large one, 179 for a small one, whatever stands for "it is one"."""
    assert total(M10, {"大拖": one}) == "214.00"
    assert total(M10, {"小拖": one}) == "179.00"


@pytest.mark.requirement("R-123")
def test_a_marriage_costs_14_yuan_a_couple() -> None:
    """每对14元: as a fixed fee nothing is asked, by the couple the number is."""
    assert total([rule(Fixed("14"))], {}) == "14.00"
    couples = [rule(PerUnit("14", "对"))]
    assert total(couples, {"对": 1}) == "14.00"
    assert ask(couples, {}).needed == (Needed("对", "数量", "对"),)
    assert str(ask(couples, {}).needed[0]) == "数量（对）"


@pytest.mark.requirement("R-124")
def test_no_fee_text_is_not_free() -> None:
    """M04, M06, M12 to M14 say nothing of a fee: unknown, until a place states that it is free."""
    silent = ask([], {})
    assert (silent.status, silent.total) == (FeeStatus.UNKNOWN, None)
    assert str(silent) == "事项：收费不明（没有收费的记载，不等于免费）"
    lost = ask([], {}, unknown="原文残缺")
    assert (lost.status, lost.reason, lost.total) == (FeeStatus.UNKNOWN, "原文残缺", None)
    free = ask([], {}, free=SOURCE)
    assert (free.status, str(free.total)) == (FeeStatus.FREE, "0.00")
    assert str(free) == f"事项：免费（{SOURCE}）"
    assert free.explain() == str(free)


@pytest.mark.requirement("R-128")
def test_a_range_is_charged_at_its_lower_bound_where_that_is_ordered() -> None:
    """一律按自由裁量的低限执行: 20 of 20 to 50; without the order nobody knows the fee."""
    low = ask([rule(Range("20", "50", lowest=True), "评估")], {"评估": 1})
    assert str(low.total) == "20.00"
    assert low.remarks == ("“评估”有收费幅度，按低限执行。",)
    assert str(low.lines[0]) == "评估：20元（低限） = 20.00元"
    each = [rule(Range("20", "50", per="平方米", lowest=True))]
    assert total(each, {"平方米": 3}) == "60.00"
    assert str(ask(each, {"平方米": 3}).lines[0]) == ("3平方米 × 20元/平方米（低限） = 60.00元")
    assert ask(each, {"平方米": 3}).remarks == ("按平方米收取的费用有收费幅度，按低限执行。",)
    open_ = ask([rule(Range("20", "50"))], {})
    assert (open_.status, open_.total) == (FeeStatus.NOT_COMPUTABLE, None)
    assert open_.lines[0].reason == "应在20元至50元之间由有权机关确定"
    open_ = ask([rule(Range("20", "50", per="平方米"))], {"平方米": 3})
    assert open_.lines[0].reason == "每平方米应在20元至50元之间由有权机关确定"


@pytest.mark.requirement("R-134")
def test_a_historic_rule_is_not_charged_unless_asked_for() -> None:
    """A disabled rule gives no amount; on request it does, and says what it is."""
    old = [rule(PerUnit("20", "立方米"), "自用材", disabled=OLD)]
    found = ask(old, {"自用材": None})
    assert (found.status, found.total, found.needed) == (FeeStatus.DISABLED, None, ())
    assert found.lines[0].disabled == OLD
    assert found.remarks == (f"“自用材”的标准已停用，未予计算（{OLD}）。",)
    assert str(found) == f"事项：标准已停用，未予计算（自用材：{OLD}）"
    found = ask(old, {"自用材": "3.5"}, include_disabled=True)
    assert (found.status, str(found.total)) == (FeeStatus.COMPUTED, "70.00")
    assert found.lines[0].disabled == OLD
    assert found.remarks == (f"“自用材”的标准已停用，按要求列出，仅供参考（{OLD}）。",)
    assert str(found) == "事项：70.00元（含已停用的标准，仅供参考）"
    assert f"   停用：{OLD}" in found.explain().splitlines()


@pytest.mark.requirement("R-134")
def test_disabled_items_to_choose_from_say_so() -> None:
    """Who has chosen nothing yet learns that the choice is of old rules."""
    found = ask([rule(Fixed(5), "甲", disabled=OLD), rule(Fixed(6), "乙")], {})
    assert found.status is FeeStatus.NEEDED
    assert found.remarks == (f"“甲”的标准已停用（{OLD}）。",)


@pytest.mark.requirement("R-113", "R-134")
def test_a_rule_has_base_rate_basis_period_and_dates() -> None:
    """All that a fee rule must have is said by it, or by the explanation of a quote."""
    full = rule(
        PerUnit("20", "立方米"),
        "自用材",
        period="年",
        least="5",
        most="500",
        basis="《森林法》第一条",
        basis_unknown="",
        span=Span(since=date(2007, 1, 1), expires=date(2009, 12, 31)),
        note="立方为立方米",
    )
    assert str(full) == "自用材：20元/立方米，按年计收，最低5元，最高500元"
    found = ask([full], {"自用材": "3.5", "计费期数": 2})
    assert found.explain() == (
        "事项：140.00元\n"
        "1. 自用材：3.5立方米 × 20元/立方米 × 2年 = 140.00元\n"
        "   收费依据：《森林法》第一条\n"
        f"   出处：{SOURCE}，自2007-01-01起至2009-12-31止\n"
        "   说明：立方为立方米"
    )


# ---- what rates say and come to


SLICES = Tiered(tiers=[Tier("2", "10"), Tier("2.5", "20"), Tier("3")], by_slice=True, per="吨")
WHOLE = Tiered(tiers=[Tier("2", "10"), Tier("2.5", "20"), Tier("3")], by_slice=False, per="吨")
PRICES = Tiered(tiers=[Tier("5%", "1000"), Tier(Share(2))], by_slice=True, of="价款")


@pytest.mark.parametrize(
    ("rate", "said"),
    [
        (Fixed("28.40"), "28.40元"),
        (PerUnit("28.40", "立方米"), "28.40元/立方米"),
        (Percent("5%", "初交价"), "按初交价的5%"),
        (Percent(Share("2.50"), "初交价"), "按初交价的2.50%"),
        (NoFigure("残缺"), "收费标准不明（残缺）"),
        (Range(20, 50), "20元至50元"),
        (Range(20, 50, per="平方米", lowest=True), "每平方米20元至50元（按低限执行）"),
        (Tiered(tiers=[Tier("2")], by_slice=False, per="吨"), "按2元/吨"),
        (
            SLICES,
            "不超过10吨的部分按2元/吨；超过10吨、不超过20吨的部分按2.5元/吨；超过20吨的部分按3元/吨",
        ),
        (
            WHOLE,
            "不超过10吨的，全部按2元/吨；超过10吨、不超过20吨的，全部按2.5元/吨；超过20吨的，全部按3元/吨",
        ),
        (PRICES, "不超过1000元的部分按价款的5%；超过1000元的部分按价款的2%"),
    ],
)
def test_rates_are_said_in_chinese(rate: Rate, said: str) -> None:
    """A rate reads as a notice board has it, and a rule puts its item before it."""
    assert str(rate) == said
    assert rule(rate, "甲").say() == f"甲：{said}"
    assert rule(rate, "*").say() == f"其他：{said}"
    assert rule(rate).say() == said


@pytest.mark.parametrize(
    ("rate", "quantity", "formula"),
    [
        (SLICES, 0, "0吨 × 2元/吨 = 0.00元"),
        (SLICES, 10, "10吨 × 2元/吨 = 20.00元"),
        (SLICES, "10.1", "10吨 × 2元/吨 + 0.1吨 × 2.5元/吨 = 20.25元"),
        (SLICES, 25, "10吨 × 2元/吨 + 10吨 × 2.5元/吨 + 5吨 × 3元/吨 = 60.00元"),  # 20 + 25 + 15
        (WHOLE, 0, "0吨 × 2元/吨 = 0.00元"),
        (WHOLE, 10, "10吨 × 2元/吨 = 20.00元"),
        (WHOLE, "10.1", "10.1吨 × 2.5元/吨 = 25.25元"),
        (WHOLE, 25, "25吨 × 3元/吨 = 75.00元"),
        (PRICES, 1500, "价款1000元 × 5% + 价款500元 × 2% = 60.00元"),
        (PerUnit("0.333", "吨"), "0.1", "0.1吨 × 0.333元/吨 = 0.03元（四舍五入到分）"),
        (Fixed("14"), 1, "14.00元"),
        (Percent("5%", "初交价"), 1000, "初交价1000元 × 5% = 50.00元"),
    ],
)
def test_a_line_shows_its_formula(rate: Rate, quantity: object, formula: str) -> None:
    """Each line says how its amount came about."""
    assert str(ask([rule(rate, "甲")], {"甲": quantity}).lines[0]) == f"甲：{formula}"


@pytest.mark.parametrize(
    ("rate", "formula"),
    [
        (Fixed("14"), "14元 × 2年 = 28.00元"),
        (SLICES, "（10吨 × 2元/吨 + 1吨 × 2.5元/吨） × 2年 = 45.00元"),
    ],
)
def test_a_formula_shows_its_periods(rate: Rate, formula: str) -> None:
    """The number of charging periods multiplies all of it."""
    given = {"甲": 1 if isinstance(rate, Fixed) else 11, "计费期数": 2}
    assert ask([rule(rate, "甲", period="年")], given).lines[0].say() == f"甲：{formula}"


@pytest.mark.parametrize(
    ("volume", "expected", "said"),
    [
        (2, "5.00", "2吨 × 1元/吨 × 2年 = 4.00元，不足最低收费，按5.00元计"),
        ("2.5", "5.00", "2.5吨 × 1元/吨 × 2年 = 5.00元"),
        (5, "10.00", "5吨 × 1元/吨 × 2年 = 10.00元"),
        (6, "10.00", "6吨 × 1元/吨 × 2年 = 12.00元，超过最高收费，按10.00元计"),
    ],
)
def test_least_and_most_hold_after_the_periods(volume: object, expected: str, said: str) -> None:
    """The least and the most are of the line, all its periods included."""
    found = ask(
        [rule(PerUnit(1, "吨"), "甲", period="年", least=5, most=10)], {"甲": volume, "计费期数": 2}
    )
    assert str(found.total) == expected
    assert str(found.lines[0]) == f"甲：{said}"


def test_equal_bounds_are_allowed() -> None:
    """A line between 5 and 5 is 5; a range from 5 to 5 is 5."""
    assert total([rule(Fixed(7), least=5, most=5)], {}) == "5.00"
    assert total([rule(Range(5, 5, lowest=True))], {}) == "5.00"


# ---- what is missing


def test_all_that_is_missing_is_named_at_once() -> None:
    """Quantities and periods of all lines, each once, in the order of the rules."""
    rules = [
        rule(PerUnit(1, "平方米"), id="a", period="年"),
        rule(PerUnit(2, "平方米"), id="b", period="年"),
        rule(Percent("5%", "初交价"), "五倍子"),
        rule(Fixed(7), "工本"),
    ]
    found = ask(rules, {"五倍子": None, "工本": None})
    assert found.needed == (
        Needed("平方米", "数量", "平方米"),
        Needed("计费期数", "计费期数", "年"),
        Needed("五倍子", "初交价", "元"),
        Needed("工本", "是否办理"),
    )
    assert not found.is_choice
    assert str(found) == (
        "事项：缺少数量（数量（平方米）、计费期数（年）、五倍子的初交价（元）、工本是否办理（是则填1））"
    )
    assert found.lines[2].say() == "五倍子：按初交价的5%——缺少数量：五倍子的初交价（元）"
    assert found.lines[2].quantities == {}
    assert "尚缺：\n- 数量（平方米）\n- 计费期数（年）\n" in found.explain()


@pytest.mark.requirement("R-121")
def test_where_nothing_is_chosen_the_items_are_listed() -> None:
    """Only items and none named: all are listed, with the period that each of them needs."""
    found = ask(M08, {})
    assert (found.status, found.total, found.lines) == (FeeStatus.NEEDED, None, ())
    assert found.is_choice
    assert found.needed == (
        *(Needed(item, "数量", "平方米") for item in ROAD_RATES),
        Needed("计费期数", "计费期数", "期"),
    )
    assert str(found).startswith("事项：缺少数量（请选择：主干道的数量（平方米）、")
    assert "请选择收费项目：\n- 主干道的数量（平方米）" in found.explain()
    assert len(ask(M08, {"计费期数": 2}).needed) == 4
    others = ask(M05, {}).needed
    assert others[1:] == (Needed("橡胶木锯材", "数量", "立方米"), Needed("其他", "是否办理"))


def test_items_that_were_not_chosen_are_mentioned() -> None:
    """Beside a charge that always applies, a reader is told that items could be added."""
    rules = [rule(Fixed(5)), rule(Fixed(6), "甲"), rule(Fixed(7), "*")]
    found = ask(rules, {})
    assert str(found.total) == "5.00"
    assert found.remarks == ("另有按项目收取的费用，未选定，未计入：甲、其他。",)
    assert total(rules, {"甲": 1}) == "11.00"
    assert ask(rules, {"甲": 1}).remarks == ()
    assert total(rules, {"乙": 1, "甲": 1, "丙": 1}) == "25.00"  # 5 + 6 + 7 + 7
    assert [line.item for line in ask(rules, {"乙": 1, "丙": 1}).lines] == ["", "丙", "乙"]


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        ("定缺停", FeeStatus.NOT_COMPUTABLE),
        ("缺停算", FeeStatus.NEEDED),
        ("停算", FeeStatus.DISABLED),
        ("算", FeeStatus.COMPUTED),
    ],
)
def test_the_weakest_line_decides_the_status(items: str, expected: FeeStatus) -> None:
    """Not computable, then needed, then disabled: the total needs every line."""
    rules = [
        rule(NoFigure("残缺"), "定"),
        rule(PerUnit(1, "吨"), "缺"),
        rule(Fixed(1), "停", disabled=OLD),
        rule(Fixed(1), "算"),
    ]
    given = {item: None if item == "缺" else 1 for item in items}
    found = ask(rules, given)
    assert found.status is expected
    assert (found.total is None) == (expected is not FeeStatus.COMPUTED)
    assert [needed.name for needed in found.needed] == (["缺"] if "缺" in items else [])


def test_statuses_speak_chinese() -> None:
    """Every status has a label, and a line's is that of the quote."""
    assert all(FeeStatus(status.value).zh == status.zh for status in LineStatus)
    assert FeeStatus.FREE.zh == "免费"


def test_periods_of_two_units_have_two_names() -> None:
    """Years and months of one quote are told apart; the bare name would not say which."""
    rules = [
        rule(Fixed(10), "甲", period="年"),
        rule(Fixed(1), "乙", period="月"),
        rule(Fixed(5), "丙"),
    ]
    assert ask(rules, {"甲": 1, "乙": 1}).needed == (
        Needed("计费期数（年）", "计费期数", "年"),
        Needed("计费期数（月）", "计费期数", "月"),
    )
    given = {"甲": 1, "乙": 1, "计费期数（年）": 2, "计费期数（月）": 3}
    assert total(rules, given) == "23.00"
    assert total(rules, {"甲": 1, "计费期数": 2}) == "20.00"
    assert refused("SH519", lambda: ask(rules, {**given, "计费期数": 2})).part("why")
    assert ask(rules, {"计费期数": 2}).is_choice
    assert len(ask(rules, {}).needed) == 3


# ---- waivers


def waiver(**given: Any) -> Waiver:
    """Return an approved waiver."""
    return Waiver(**{**APPROVAL, **given})


@pytest.mark.requirement("R-127")
@pytest.mark.parametrize("missing", ["by", "document", "on"])
@pytest.mark.parametrize("empty", ["", "  ", None])
def test_nobody_waives_a_fee_without_approval(missing: str, empty: object) -> None:
    """任何单位和个人不得擅自减免: authority, number and day of the approval must be recorded."""
    error = refused("SH517", lambda: waiver(share="50%", **{missing: empty}))
    assert error.facts["name"] == missing
    refused("SH517", lambda: Waiver(amount="10"))


@pytest.mark.requirement("R-127")
@pytest.mark.parametrize(
    ("waivers", "expected"),
    [
        ([{"share": "50%"}], "65.00"),
        ([{"share": "100%"}], "0.00"),
        ([{"share": "50%", "item": "自用材"}], "95.00"),  # 35 + 60
        ([{"share": "50%", "item": "薪材-id"}], "100.00"),  # 70 + 30
        ([{"share": "60%"}, {"share": "60%", "item": "自用材"}], "24.00"),  # 0 + 24
        ([{"amount": "10"}], "120.00"),
        ([{"amount": "100"}], "30.00"),  # the first line, and 30 of the second
        ([{"amount": "1000"}], "0.00"),
        ([{"amount": "1000", "item": "自用材"}], "60.00"),
        ([{"amount": "65", "item": "自用材"}, {"amount": "70"}], "0.00"),  # 65 + 5 + 60
        ([{"amount": "10"}, {"share": "50%"}], "55.00"),
        ([{"share": "33.33%"}], "86.67"),  # 46.669 → 46.67, 40.002 → 40.00
    ],
)
def test_an_approved_waiver_is_taken_off(waivers: list[dict[str, Any]], expected: str) -> None:
    """Of 70 and 60 yuan; shares are of the line before waivers, and no line falls below zero."""
    rules = [M02[0], rule(PerUnit("30", "立方米"), "薪材", id="薪材-id")]
    given = {"自用材": "3.5", "薪材": 2}
    several = [waiver(**one) for one in waivers]
    found = ask(rules, given, waivers=several)
    assert str(found.total) == expected
    assert found.waivers == tuple(several)
    assert found.remarks == ()
    assert total(rules, given, waivers=several[::-1]) == expected
    assert [str(line.assessed) for line in found.lines] == ["70.00", "60.00"]


@pytest.mark.requirement("R-127")
def test_a_waiver_is_shown_with_its_approval() -> None:
    """The line shows what was taken off, the quote by whose approval."""
    found = ask(
        M02,
        {"自用材": "3.5"},
        waivers=[waiver(item="自用材", share="50%", reason="特困户"), waiver(amount="5")],
    )
    assert str(found.lines[0]) == (
        "自用材：3.5立方米 × 20元/立方米 = 70.00元，减免40.00元，应收30.00元"
    )
    assert found.explain().endswith(
        "减免：\n"
        "- 自用材：减免50%（市人民政府批准，市政函〔2009〕12号，2009-05-01）：特困户\n"
        "- 减免5.00元（市人民政府批准，市政函〔2009〕12号，2009-05-01）"
    )


def test_a_waiver_without_effect_says_so() -> None:
    """Where nothing was computed, or nothing is charged, a waiver takes nothing off."""
    remark = "没有可减免的已算出费用，减免未起作用。"
    several = [waiver(share="50%"), waiver(amount="5")]
    assert remark in ask(M02, {"自用材": None}, waivers=several).remarks
    assert ask(M02, {"自用材": 0}, waivers=several).remarks == (remark,)
    assert ask([], {}, free=SOURCE, waivers=several).remarks == (remark,)


@pytest.mark.parametrize(
    ("code", "given"),
    [
        ("SH516", {}),
        ("SH516", {"share": "50%", "amount": 5}),
        ("SH507", {"share": "0%"}),
        ("SH507", {"share": "100.1%"}),
        ("SH506", {"share": "50"}),
        ("SH119", {"share": 50}),
        ("SH526", {"amount": 0}),
        ("SH526", {"amount": "0.005"}),
        ("SH508", {"amount": -5}),
        ("SH501", {"amount": 0.5}),
        ("SH118", {"amount": 5, "by": 7}),
        ("SH118", {"amount": 5, "item": None}),
        ("SH126", {"amount": 5, "reason": " "}),
        ("SH102", {"amount": 5, "on": "2009-05-01"}),
        ("SH101", {"amount": 5, "on": datetime(2009, 5, 1)}),  # noqa: DTZ001  # refused anyway
    ],
)
def test_a_waiver_that_cannot_be_meant_is_refused(code: str, given: dict[str, Any]) -> None:
    """Share or amount, of a size that can be; a real date; texts."""
    refused(code, lambda: waiver(**given))


def test_a_waiver_for_nothing_is_refused() -> None:
    """One for an item that is not charged, and one that is there twice."""
    half = waiver(item="薪材", share="50%")
    error = refused("SH524", lambda: ask(M02, {"自用材": 1}, waivers=[half]))
    assert error.facts["known"] == ("自用材",)
    refused("SH524", lambda: ask(M02, {}, waivers=[half]))
    refused("SH525", lambda: ask(M02, {"薪材": 1}, waivers=[half, half]))
    refused("SH119", lambda: ask(M02, {}, waivers=[SOURCE]))
    refused("SH119", lambda: ask(M02, {}, waivers=half))


# ---- bad input


def refused(code: str, call: Callable[[], object]) -> ServiceHallError:
    """Return the error that a call raises, which has a code and speaks both languages."""
    with pytest.raises(ServiceHallError) as caught:
        call()
    assert caught.value.code == code
    assert caught.value.in_chinese() != str(caught.value)
    return caught.value


@pytest.mark.parametrize(
    ("code", "value", "kind"),
    [
        ("SH501", 0.1, InputTypeError),
        ("SH501", float("nan"), InputTypeError),
        ("SH502", False, InputTypeError),
        ("SH502", b"3", InputTypeError),
        ("SH502", [3], InputTypeError),
        ("SH503", "", InputValueError),
        ("SH503", "３.５", InputValueError),
        ("SH503", "1,000", InputValueError),
        ("SH503", "1 000", InputValueError),
        ("SH503", "1e3", InputValueError),
        ("SH503", "+1", InputValueError),
        ("SH503", ".5", InputValueError),
        ("SH503", "5.", InputValueError),
        ("SH503", "5\n", InputValueError),
        ("SH503", "5元", InputValueError),
        ("SH503", "三", InputValueError),
        ("SH503", "NaN", InputValueError),
        ("SH504", Decimal("NaN"), InputValueError),
        ("SH504", Decimal("sNaN"), InputValueError),
        ("SH504", Decimal("-Infinity"), InputValueError),
        ("SH505", 10**15, InputValueError),
        pytest.param("SH505", 10**5000, InputValueError, id="5001 digits"),
        ("SH505", "9" * 16, InputValueError),
        pytest.param("SH505", "9" * 100_000, InputValueError, id="long text"),
        ("SH505", "0.12345678901", InputValueError),
        ("SH505", Decimal("1E+15"), InputValueError),
        ("SH505", Decimal("1E-11"), InputValueError),
        ("SH505", Decimal("1E+999999"), InputValueError),
        ("SH508", "-0.01", InputValueError),
        ("SH508", -1, InputValueError),
    ],
)
def test_a_quantity_that_is_no_sensible_number_is_refused(
    code: str, value: object, kind: type
) -> None:
    """What is not exact, not plain, not finite, not short or below zero is refused, by its name."""
    error = refused(code, lambda: ask(M02, {"自用材": value}))
    assert isinstance(error, kind)
    assert error.facts["name"] == "自用材"
    assert len(str(error)) < 1000
    refused(code, lambda: ask(M08, {"空地": 1, "计费期数": value}))


@pytest.mark.parametrize("value", ["0", "-0", " 7 ", "007", 7, Decimal("7E+2"), 10**15 - 1])
def test_plain_numbers_are_read_exactly(value: Any) -> None:
    """Outer blanks and leading zeros do no harm, and there is no minus zero."""
    number = yuan(value)
    assert number == Decimal(value)
    assert not number.is_signed()


@pytest.mark.parametrize(
    ("amount", "said"),
    [("0.005", "0.01元"), ("0.0049999999", "0.00元"), ("-0.001", "0.00元"), ("-0.005", "-0.01元")],
)
def test_amounts_are_rounded_half_up(amount: str, said: str) -> None:
    """Half a fen is a fen; there is no minus zero."""
    assert say_yuan(Decimal(amount)) == said


def test_only_sensible_amounts_are_rounded() -> None:
    """A float is refused, so is what is not finite or absurdly great; an int is exact."""
    assert str(to_fen(7)) == "7.00"  # type: ignore[arg-type]  # accepted all the same
    refused("SH501", lambda: to_fen(0.1))  # type: ignore[arg-type]  # refused
    refused("SH504", lambda: to_fen(Decimal("Infinity")))
    refused("SH505", lambda: to_fen(Decimal("1E+91")))
    assert str(sum_of([])) == "0.00"


def test_the_ambient_context_does_not_matter() -> None:
    """A thread that computes with one digit and traps everything gets the same fee."""
    rules = [*M05[:2], rule(SLICES, "甲", least="0.01")]
    given = {"橡胶木锯材": "123456.789", "甲": "12345.678"}
    plain = ask(rules, given, waivers=[waiver(share="33.33%"), waiver(amount="0.01")])
    with decimal.localcontext(decimal.Context(prec=1, Emax=1, Emin=-1)) as context:
        context.traps = dict.fromkeys(context.traps, True)
        strict = ask(rules, given, waivers=[waiver(share="33.33%"), waiver(amount="0.01")])
        assert strict.explain() == plain.explain()
        assert strict == plain


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("SH119", 5),
        ("SH119", None),
        ("SH506", "5"),
        ("SH506", "5％"),
        ("SH506", "５%"),
        ("SH506", "5%%"),
        ("SH506", "%"),
        ("SH506", "5 %"),
        ("SH506", "约5%"),
        ("SH507", "1000.1%"),
        ("SH507", "-1%"),
        ("SH505", "0.00000000001%"),
    ],
)
def test_a_share_is_written_with_its_sign(code: str, value: object) -> None:
    """Without % nobody knows whether 5 is 5% or five times."""
    refused(code, lambda: as_share(value))


def test_shares_are_values() -> None:
    """A share is equal to another of the same size, and as text it is read again."""
    assert as_share(" 5% ") == Share("5.0") == as_share(Share(5))
    assert as_share(str(Share("2.50"))) == Share("2.5")
    assert Share(5).factor == Decimal("0.05")
    refused("SH507", lambda: Share(1001))


@pytest.mark.parametrize(
    ("code", "make"),
    [
        ("SH508", lambda: Fixed("-1")),
        ("SH501", lambda: PerUnit(0.6, "吨")),
        ("SH126", lambda: PerUnit("6", "")),
        ("SH118", lambda: PerUnit("6", None)),
        ("SH507", lambda: Percent("0%", "价款")),
        ("SH507", lambda: Percent("1001%", "价款")),
        ("SH506", lambda: Percent("5", "价款")),
        ("SH126", lambda: Percent("5%", " ")),
        ("SH446", lambda: Range(50, 20)),
        ("SH119", lambda: Range(20, 50, lowest="yes")),  # type: ignore[arg-type]
        ("SH118", lambda: Range(20, 50, per=None)),  # type: ignore[arg-type]
        ("SH126", lambda: NoFigure("")),
        ("SH119", lambda: Tiered(tiers=[Tier(1)], by_slice="slice", per="吨")),  # type: ignore[arg-type]
        ("SH119", lambda: Tiered(tiers=Tier(1), by_slice=True, per="吨")),
        ("SH119", lambda: Tiered(tiers=["2"], by_slice=True, per="吨")),
        ("SH512", lambda: Tiered(tiers=[Tier(1)], by_slice=True)),
        ("SH512", lambda: Tiered(tiers=[Tier(1)], by_slice=True, per="吨", of="价款")),
        ("SH510", lambda: Tiered(tiers=[], by_slice=True, per="吨")),
        ("SH510", lambda: Tiered(tiers=[Tier(1, 10)], by_slice=True, per="吨")),
        ("SH510", lambda: Tiered(tiers=[Tier(1), Tier(2)], by_slice=True, per="吨")),
        ("SH509", lambda: Tiered(tiers=[Tier(1, 0), Tier(2)], by_slice=True, per="吨")),
        (
            "SH509",
            lambda: Tiered(tiers=[Tier(1, 9), Tier(2, 9), Tier(3)], by_slice=True, per="吨"),
        ),
        ("SH511", lambda: Tiered(tiers=[Tier("5%")], by_slice=True, per="吨")),
        ("SH511", lambda: Tiered(tiers=[Tier("5")], by_slice=True, of="价款")),
        ("SH508", lambda: Tier(-1)),
        ("SH506", lambda: Tier("5%5")),
        ("SH513", lambda: rule(Fixed(1), "计费期数")),
        ("SH513", lambda: rule(PerUnit(1, "计费期数（年）"))),
        ("SH514", lambda: rule(Fixed(1), basis_unknown="")),
        ("SH514", lambda: rule(Fixed(1), basis="《价格法》")),
        ("SH515", lambda: rule(Fixed(1), period="年", period_unknown="残缺")),
        ("SH446", lambda: rule(Fixed(1), least=2, most=1)),
        ("SH508", lambda: rule(Fixed(1), least=-2)),
        ("SH126", lambda: rule(Fixed(1), id="")),
        ("SH126", lambda: rule(Fixed(1), matter="")),
        ("SH126", lambda: rule(Fixed(1), " ")),
        ("SH118", lambda: rule(Fixed(1), disabled=True)),
        ("SH119", lambda: rule("20")),  # type: ignore[arg-type]
        ("SH119", lambda: rule(Fixed(1), citation="《价格法》")),
        ("SH119", lambda: rule(Fixed(1), span=None)),
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused(code: str, make: Callable[[], object]) -> None:
    """A rule that exists is valid."""
    refused(code, make)


@pytest.mark.parametrize(
    ("code", "rules", "given"),
    [
        ("SH518", M02, {"自用才": 1}),
        ("SH518", M02, {"自用材": 1, "煤": 1}),
        ("SH518", [], {"自用材": 1}),
        ("SH519", M02, {"自用材": 1, "立方米": 1}),
        ("SH519", M05, {"立方米": 1}),
        ("SH519", M02, {"自用材": 1, "计费期数": 1}),
        ("SH519", [], {"计费期数": 1}),
        ("SH520", M10, {"大拖": 2}),
        ("SH520", M10, {"大拖": "0"}),
        ("SH520", M10, {"大拖": False}),
        ("SH520", [rule(Range(1, 2), "甲")], {"甲": 2}),
        ("SH502", M02, {"自用材": True}),
        ("SH118", M02, {1: 1}),
        ("SH126", M02, {"": 1}),
        ("SH119", M02, [("自用材", 1)]),
        ("SH119", M02[0], {}),
        ("SH119", ["20"], {}),
        ("SH521", [rule(Fixed(1), "甲"), rule(PerUnit(1, "吨"), "甲", id="b")], {}),
        ("SH521", [rule(PerUnit(1, "吨")), rule(PerUnit(1, "吨"), "吨")], {}),
        ("SH523", [rule(Fixed(1)), rule(Fixed(2))], {}),
        ("SH523", [rule(Fixed(1)), rule(Fixed(2), "甲", matter="n")], {"甲": 1}),
    ],
)
def test_what_cannot_be_quoted_is_refused(code: str, rules: Any, given: Any) -> None:
    """Nothing is ignored silently: names, numbers and rules that do not fit are refused."""
    refused(code, lambda: quote("事项", rules, given))


def test_a_refused_name_tells_the_known_ones() -> None:
    """The nearest name is suggested; where none is near, all are."""
    error = refused("SH518", lambda: ask(M08, {"主杆道": 1}))
    assert error.fix == "did you mean: 主干道"
    assert error.facts["known"] == (*ROAD_RATES, "计费期数")
    assert refused("SH518", lambda: ask(M02, {"煤": 1})).fix == "did you mean: 自用材, 薪材"
    assert refused("SH518", lambda: ask([], {"煤": 1})).fix == "did you mean: —"


@pytest.mark.parametrize(
    ("rules", "others"),
    [
        (M02, {"free": SOURCE}),
        (M02, {"unknown": "残缺"}),
        ([], {"free": SOURCE, "unknown": "残缺"}),
        (M02, {"free": SOURCE, "unknown": "残缺"}),
    ],
)
def test_a_fee_is_free_or_unknown_or_has_rules(rules: list[FeeRule], others: Any) -> None:
    """One of the three, never two."""
    error = refused("SH522", lambda: ask(rules, {}, **others))
    assert isinstance(error, DataError)


@pytest.mark.parametrize(
    ("code", "others"),
    [
        ("SH119", {"free": True}),
        ("SH119", {"include_disabled": "no"}),
        ("SH118", {"unknown": None}),
        ("SH126", {"unknown": " "}),
    ],
)
def test_options_are_checked(code: str, others: Any) -> None:
    """An option of another type is a mistake."""
    refused(code, lambda: ask([], {}, **others))
    refused("SH126", lambda: quote(" ", [], {}))


# ---- values


def test_records_are_values() -> None:
    """Rules and quotes are frozen, equal by content, can be keys, are copied and pickled."""
    found = ask(M08, {"空地": 3, "计费期数": 2}, waivers=[waiver(share="50%")])
    again = pickle.loads(pickle.dumps(found))  # noqa: S301  # the bytes were made on this line
    assert again == found == copy.deepcopy(found)
    assert len({again, found}) == 1
    assert again.explain() == found.explain()
    with pytest.raises(AttributeError):
        found.title = "别的"  # type: ignore[misc]  # that is what is tested


def test_two_rules_may_charge_one_item() -> None:
    """Two charges for the same quantity are two lines; a rule without figure may be a fixed one."""
    rules = [rule(PerUnit(20, "吨"), "甲"), rule(PerUnit(1, "吨"), "甲", id="b")]
    assert total(rules, {"甲": 3}) == "63.00"
    several = [waiver(item="甲", amount="61")]
    assert [str(x.amount) for x in ask(rules, {"甲": 3}, waivers=several).lines] == ["0.00", "2.00"]
    mixed = ask([rule(Fixed(20), "甲"), rule(NoFigure("残缺"), "甲", id="b")], {"甲": 1})
    assert mixed.status is FeeStatus.NOT_COMPUTABLE
    lost = ask([rule(NoFigure("残缺"), disabled=OLD)], {}, include_disabled=True)
    assert lost.remarks == (f"本项收费的标准已停用，按要求列出，仅供参考（{OLD}）。",)


# ---- names as they are shown


@pytest.mark.requirement("R-113")
def test_every_name_that_is_shown_as_missing_is_read_as_typed() -> None:
    """What stands after 尚缺 can be typed back, whatever it is that is missing."""
    rules = [
        rule(PerUnit(1, "平方米"), period="年"),
        rule(PerUnit(1, "立方米"), "自用材"),
        rule(Percent("5%", "初交价"), id="price"),
        rule(PerUnit(1, "吨"), "*"),
    ]
    given: dict[str, object] = {"自用材": None, "杂木": None}
    needed = ask(rules, given).needed
    assert [str(one) for one in needed] == [
        "数量（平方米）",
        "计费期数（年）",
        "自用材的数量（立方米）",
        "初交价（元）",
        "杂木的数量（吨）",
    ]
    typed = {str(one): number for one, number in zip(needed, (10, 2, 3, 100, 7), strict=True)}
    assert total(rules, typed) == "35.00"  # 10 × 2 + 3 + 5 + 7
    assert total([rule(Fixed(5), "工本")], {"工本是否办理（是则填1）": 1}) == "5.00"
    refused("SH417", lambda: ask(rules, {"自用材": 1, "自用材的数量（立方米）": 2}))


@pytest.mark.parametrize("name", ["计费期数", "计费期数（年）", "计费期数(年)"])
def test_the_number_of_periods_is_read_with_and_without_its_unit(name: str) -> None:
    """Where there is one unit, both names say the same; both at once are refused."""
    rules = [rule(Fixed(10), "甲", period="年"), rule(Fixed(1), "乙", period="月")]
    assert total(rules, {"甲": 1, name: 3}) == "30.00"
    assert total(rules[:1], {"甲": 1, name: 3}) == "30.00"
    if name != "计费期数":
        refused("SH417", lambda: ask(rules, {"甲": 1, name: 3, "计费期数": 3}))


def test_periods_of_two_units_are_shown_once() -> None:
    """计费期数（月） is what is missing, not the 计费期数 of it."""
    rules = [rule(Fixed(10), "甲", period="年"), rule(Fixed(1), "乙", period="月")]
    found = ask(rules, {"甲": 1, "乙": 1})
    assert [str(one) for one in found.needed] == ["计费期数（年）", "计费期数（月）"]
    assert "的计费期数" not in found.explain()


@pytest.mark.parametrize(
    ("given", "known"),
    [
        ({"甲": 1, "乙": 1, "计费期数": 2}, ("甲", "乙", "丙", "计费期数（年）", "计费期数（月）")),
        ({"甲": 1, "计费期数（月）": 2}, ("甲", "乙", "丙", "计费期数")),
        ({"丙": 1, "计费期数": 2}, ("甲", "乙", "丙")),
        ({"丙": 1, "计费期数（日）": 2}, ("甲", "乙", "丙")),
        ({"计费期数（日）": 2}, ("甲", "乙", "丙", "计费期数（年）", "计费期数（月）")),
    ],
)
def test_the_remedy_lists_only_names_that_are_read(given: Any, known: tuple[str, ...]) -> None:
    """None of the names listed is the one that was just refused."""
    rules = [
        rule(Fixed(10), "甲", period="年"),
        rule(Fixed(1), "乙", period="月"),
        rule(Fixed(5), "丙"),
    ]
    assert refused("SH519", lambda: ask(rules, given)).facts["known"] == known
