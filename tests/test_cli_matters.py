"""The commands about matters: the service guide of a matter, and what a case costs."""

import json
from pathlib import Path

import pytest

from tests.command_line import Run
from tests.town_pack import CODE, ON, write_town

pytest.importorskip("typer")

MENGDING = Path(__file__).parents[1] / "plugins" / "mengding" / "src" / "servicehall_mengding"


@pytest.fixture
def town(run: Run, tmp_path: Path) -> Run:
    """Run a command for the town of the tests, on a day."""
    options = ("--division", CODE, "--pack", write_town(tmp_path), *ON)
    return lambda *arguments: run(*arguments, *options)


@pytest.fixture
def mengding(run: Run) -> Run:
    """Run a command for 孟定, on a day."""
    options = ("--division", "530926103", "--pack", MENGDING, *ON)
    return lambda *arguments: run(*arguments, *options)


# ---- fees


@pytest.mark.requirement("R-117")
def test_a_fee_is_worked_out_line_by_line(mengding: Run) -> None:
    """3.5 m³ at 20 yuan are 70 yuan; the quote says that the standard is an old one."""
    found = mengding("fee", "own-timber", "--disabled", "自用材=3.5")
    assert found.status == 0
    assert found.output.startswith("农民自用材：70.00元（含已停用的标准，仅供参考）\n")
    assert "自用材：3.5立方米 × 20元/立方米 = 70.00元" in found.output


@pytest.mark.requirement("R-134")
def test_a_disabled_fee_is_no_answer(mengding: Run) -> None:
    """Unless it is asked for, an old standard gives no total, and status 3."""
    found = mengding("fee", "own-timber", "自用材=3.5")
    assert found.status == 3
    assert "标准已停用，未予计算" in found.output
    assert "70.00" not in found.output


@pytest.mark.requirement("R-120")
def test_a_rate_that_is_not_stated_is_not_zero(mengding: Run) -> None:
    """Other timber has no rate in the source: not computable, never 0 yuan."""
    found = mengding("fee", "commercial-timber", "松木=2")
    assert found.status == 3
    assert "商品材：无法计算" in found.output
    assert "0.00" not in found.output


@pytest.mark.requirement("R-124")
def test_no_fee_text_is_not_free(mengding: Run) -> None:
    """What nobody stated is unknown; what is stated to be free is 0 yuan."""
    found = mengding("fee", "disability-certificate")
    assert found.status == 3
    assert found.output.startswith("残疾证：收费不明")


def test_free_is_an_answer(town: Run) -> None:
    """A matter that is stated to be free costs 0.00 yuan, and the status is 0."""
    found = town("fee", "stamp")
    assert found.status == 0
    assert found.output == "盖章：免费（《甲镇办事指南》二）\n"
    data = json.loads(town("fee", "stamp", "--json").output)
    assert (data["status"], data["total"], data["free"]) == ("free", "0.00", "《甲镇办事指南》二")
    assert data["lines"] == []


def test_quantities_of_several_items(town: Run) -> None:
    """20 m² for 3 years at 0.6 yuan are 36 yuan; a chosen survey costs its lower bound, 5 yuan."""
    found = town("fee", "house", "占地＝20", "计费期数=3", "测绘")
    assert found.status == 0
    assert found.output.startswith("建房审批：41.00元\n")


@pytest.mark.parametrize(
    ("written", "status", "says"),
    [
        (
            ["占地"],
            3,
            "尚缺：\n- 占地的数量（平方米）\n- 计费期数（年）",
        ),  # measured: not known yet
        (["占地="], 3, "- 占地的数量（平方米）"),
        (["清运"], 3, "- 清运的数量（车）"),  # a range for each unit is measured as well
        (["清运=2"], 0, "建房审批：10.00元"),
        (["门牌", "--disabled"], 0, "建房审批：10.00元"),  # fixed: a name alone chooses it
        (["门牌=", "--disabled"], 0, "建房审批：10.00元"),
        (["测绘"], 0, "建房审批：5.00元"),  # a range for a case is charged once
        (["路灯"], 3, "见另一文件"),  # covered by "every other"
        ([], 3, "请选择收费项目："),
    ],
)
def test_a_name_alone_is_chosen_or_not_known_yet(
    town: Run, written: list[str], status: int, says: str
) -> None:
    """What a name without a number means depends on whether its fee is measured."""
    found = town("fee", "house", *written)
    assert found.status == status
    assert says in found.output


def test_a_name_alone_of_an_unknown_item(mengding: Run) -> None:
    """A name that no rule knows is refused with the nearest."""
    found = mengding("fee", "own-timber", "自用木")
    assert found.status == 3
    assert "SH518" in found.errors
    assert "是否想写：自用材" in found.errors


@pytest.mark.parametrize(
    ("written", "code", "says"),
    [
        (["=3"], "SH530", "例如 自用材=3.5"),
        (["占地=3", "占地=4"], "SH417", "占地 写了两次"),
        (["占地=三"], "SH503", "占地"),
        (["占地=-1"], "SH508", "占地"),
    ],
)
def test_a_quantity_that_cannot_be_meant(
    town: Run, written: list[str], code: str, says: str
) -> None:
    """Nothing is dropped or guessed: the message names the quantity; the status is 3."""
    found = town("fee", "house", *written)
    assert (found.status, found.output) == (3, "")
    assert code in found.errors
    assert says in found.errors


def test_a_quote_as_data(town: Run) -> None:
    """``--json`` says the same: lines with amounts as text, what is needed with its unit."""
    found = town("fee", "house", "占地=20", "门牌", "--json")
    assert found.status == 3
    data = json.loads(found.output)
    assert (data["matter"], data["division"], data["on"]) == ("house", CODE, "2026-11-21")
    assert (data["status"], data["total"], data["choice"]) == ("needed", None, False)
    assert data["needed"] == [{"name": "计费期数", "what": "计费期数", "unit": "年"}]
    ground, plate = data["lines"]
    assert (ground["quantities"], ground["amount"]) == ({"占地": "20"}, None)
    assert (ground["basis"], ground["basis_unknown"]) == ("《甲法》第九条", "")
    assert (plate["status"], plate["disabled"]) == ("disabled", "旧标准")
    assert (plate["basis"], plate["basis_unknown"]) == (None, "原文没有写依据")
    settled = json.loads(town("fee", "house", "占地=20", "计费期数=3", "--json").output)
    assert (settled["total"], settled["lines"][0]["amount"]) == ("36.00", "36.00")


def test_today_is_used_where_no_day_is_given(run: Run, tmp_path: Path) -> None:
    """The rules are those of today in Shanghai, and the answer says so."""
    options = ("--division", CODE, "--pack", write_town(tmp_path))
    assert "（未写 --on，按今天 20" in run("fee", "stamp", *options).output
    assert "（未写 --on，按今天 20" in run("matter", "stamp", *options).output
    assert "未写 --on" not in run("matter", "stamp", *options, "--json").output


# ---- which matter


@pytest.mark.parametrize("command", ["fee", "matter"])
def test_a_matter_can_be_named_in_chinese(town: Run, command: str) -> None:
    """A Chinese name does where it is clear."""
    assert town(command, "盖章") == town(command, "stamp")


@pytest.mark.parametrize("command", ["fee", "matter"])
@pytest.mark.parametrize(
    ("name", "code", "says"),
    [
        ("stmap", "SH467", "已有或相近的：盖章（stamp）\n"),
        ("建房审判", "SH467", "已有或相近的：建房审批（house）"),
        ("建房", "SH467", "已有或相近的：建房审批（house）\n"),
        ("×", "SH467", "用 servicehall matter 列出各事项"),
        ("重名", "SH531", "写事项的 id：twin.one, twin.two"),
    ],
)
def test_an_unknown_matter_is_refused_with_the_nearest(
    town: Run, command: str, name: str, code: str, says: str
) -> None:
    """Ids and Chinese names are both looked for; several of one name are not chosen from."""
    found = town(command, name)
    assert found.status == 3
    assert code in found.errors
    assert says in found.errors


# ---- the guide


def test_a_guide_tells_what_a_citizen_must_know(town: Run) -> None:
    """Where, what to bring, by when, how much, each with its source, in a fixed order."""
    lines = town("matter", "house").output.splitlines()
    assert lines[:2] == [
        "办事指南：建房审批（house）",
        "甲镇便民服务中心（530926104）（归属：推定），按2026-11-21施行的规则",
    ]
    expected = [
        "服务对象：自然人、企业法人",
        "办理窗口：民政窗口",
        "实施主体：社会事务办",
        "办理地点：一楼3号",
        "办理时间：工作日08:00-12:00、14:30-17:30",
        "咨询电话：0883-1234567",
        "受理条件：本镇村民",
        "办理流程：",
        "  3. 发证",
        "申请材料：",
        "  1. 申请表（主件，原件，2份）",
        "  2. 占用承包地的，须有土地证或承包合同（复印件，由县局出具）",
        "     说明：两者有其一。",
        "承诺时限：10个工作日（原文：“十个工作日”）",
        "  依据：《甲镇办事指南》一",
        "法定时限：15个工作日（原文：“十五日”）",
        "  依据：《甲镇规定》第三条，自受理之日起算",
        "收费：",
        "  1. 占地：0.6元/平方米，按年计收",
        "     收费依据：《甲法》第九条",
        "     出处：《甲镇收费表》一，自2026-01-01起",
        "  2. 门牌：10元",
        "     收费依据：不明（原文没有写依据）",
        "     出处：《甲镇收费表》二",
        "     已停用，不得据以收费：旧标准",
        "     说明：照旧表。",
        "办理形式：窗口",
        "到现场次数：2次",
        "办理结果：准建证",
        "设定依据：",
        "  2. 《乙条例》第二条",
        "办件分类时已经确定：现场踏勘：尚未完成",
        "出处：",
        "  甲镇便民服务中心（530926104），《甲镇办事指南》一，自2026-01-01起",
        "    原文：“建房审批，十个工作日”",
        "    说明：试行。",
        "没有登记：监督电话、结果查询、责任人员、温馨提示",
    ]
    assert lines[-1] == expected[-1]
    places = [lines.index(line) for line in expected]
    assert places == sorted(places)


def test_a_full_register_lacks_nothing(run: Run, tmp_path: Path) -> None:
    """Where everything is registered, nothing is said to be missing."""
    told = {
        "complaint_phone": "12345", "result_query": "来电", "responsible": "甲", "tips": "无",
    }  # fmt: skip
    file = write_town(tmp_path)
    lines = "".join(f'{key} = "{value}"\n' for key, value in told.items())
    whole = file.read_text(encoding="utf-8").replace("visits = 2\n", f"visits = 2\n{lines}")
    file.write_text(whole, encoding="utf-8")
    found = run("matter", "house", "--division", CODE, "--pack", file, *ON).output
    assert "监督电话：12345\n" in found
    assert "没有登记" not in found


def test_what_is_not_known_says_why(town: Run) -> None:
    """Unknown things are 不明 with the reason; what is not registered is told as such."""
    found = town("matter", "stamp").output.splitlines()
    assert "办理地点：不明（原文残缺）" in found
    assert "办理时间：上午" in found  # its own, not the hall's
    assert "办理流程：不明（原文没有写）" in found
    assert "申请材料：不需要提交材料" in found
    assert "法定时限：没有登记" in found
    assert "设定依据：不明（原文没有写）" in found
    assert found[found.index("收费：不收费") + 1] == "  依据：《甲镇办事指南》二"
    lost = town("matter", "lost").output.splitlines()
    assert "申请材料：不明（原文没有写）" in lost
    assert "收费：不明（原文没有写），不等于免费" in lost
    assert lost[-1].startswith("没有登记：")
    assert "办理流程" in lost[-1]
    assert "设定依据" in lost[-1]


@pytest.mark.requirement("R-037")
def test_an_earliest_day_is_no_limit(town: Run) -> None:
    """满30个自然日后 is not shown as a limit by which something is done."""
    lines = town("matter", "lost").output.splitlines()
    assert "承诺时限：满30个自然日后，是最早办结的日子，不是最迟的期限" in lines


def test_a_limit_that_is_not_in_force_yet(town: Run) -> None:
    """A term without a value on the day leaves the limit unknown; the matter's source is told."""
    lines = town("matter", "later").output.splitlines()
    at = lines.index("法定时限：不明（参数 lane.later 在该日没有施行的取值）")
    assert lines[at + 1] == "  依据：《甲镇办事指南》四（原文残缺）"
    assert "承诺时限：没有作出承诺" in lines


@pytest.mark.requirement("R-038")
def test_what_must_not_be_used_says_so_first(mengding: Run) -> None:
    """城镇低保 has only its heading in the source."""
    lines = mengding("matter", "minimum-living-allowance").output.splitlines()
    assert lines[2].startswith("不得使用：原文只有标题")
    assert "承诺时限：不明（原文只有标题，内容缺失）" in lines


@pytest.mark.requirement("R-264")
def test_a_form_says_what_is_missing(town: Run) -> None:
    """What a board must state and the register lacks is listed by its Chinese names."""
    found = town("matter", "house", "--form", "lane.board").output.splitlines()
    assert found[-1] == "按“公开栏”（lane.board）公开，缺1项：提示"
    found = town("matter", "house", "--form", "lane.short").output.splitlines()
    assert found[-1] == "按“门牌”（lane.short）公开：1项齐全"


@pytest.mark.parametrize(
    ("form", "code", "says"),
    [("lane.bord", "SH467", "lane.board"), ("notice.return", "SH532", "lane.board")],
)
def test_another_form_is_refused(town: Run, form: str, code: str, says: str) -> None:
    """A form that does not exist, and one about notices, are refused with those about matters."""
    found = town("matter", "house", "--form", form)
    assert found.status == 3
    assert code in found.errors
    assert says in found.errors


def test_the_nation_has_guides_too(run: Run) -> None:
    """Without a division the guide is that of the whole nation."""
    lines = run("matter", "id-card", *ON).output.splitlines()
    assert lines[1] == "全国，按2026-11-21施行的规则"
    assert "服务对象：自然人" in lines
    assert "法定时限：60个自然日" in lines[lines.index("承诺时限：没有作出承诺") + 1]


def test_a_guide_as_data(town: Run) -> None:
    """``--json`` gives the same; unknown things are texts that say why, or null."""
    data = json.loads(town("matter", "house", "--form", "lane.board", "--json").output)
    assert (data["id"], data["window"], data["phone"]) == ("house", "民政窗口", "0883-1234567")
    assert data["materials"][1]["titles"] == ["土地证", "承包合同"]
    assert data["materials"][0] | {"citation": ""} == {
        "id": "house.form", "titles": ["申请表"], "main": True, "form": "original", "number": 2,
        "condition": "", "issuer": "", "citation": "",
    }  # fmt: skip
    assert data["promised"] == {
        "limit": "10个工作日", "words": "十个工作日", "citation": "《甲镇办事指南》一",
    }  # fmt: skip
    assert data["missing"] == {"tips": "提示"}
    assert data["facts"] == {"survey": ["pending"]}
    assert [fee["id"] for fee in data["fees"]][:2] == ["house.ground", "house.plate"]
    lost = json.loads(town("matter", "lost", "--json").output)
    assert (lost["materials"], lost["fee_unknown"]) == ("不明（原文没有写）", "原文没有写")
    assert (lost["missing"], lost["window"]) == (None, None)
    stamp = json.loads(town("matter", "stamp", "--json").output)
    assert (stamp["statutory"], stamp["materials"]) == (None, [])


# ---- the list


def test_matters_are_listed(town: Run) -> None:
    """Those that the place has taken up are listed, the others counted; ``--all`` lists them."""
    found = town("matter").output
    assert "甲镇便民服务中心（530926104）的事项" in found
    for title in ("建房审批", "盖章", "居民身份证"):  # the last one has a fee of the town
        assert title in found
    assert "普通护照签发" not in found
    assert "另有全国通用事项" in found
    everything = town("matter", "--all").output
    assert "普通护照签发" in everything
    assert "另有全国通用事项" not in everything


def test_matters_are_listed_as_data(town: Run, run: Run) -> None:
    """The list as data; where a place has no matters, those of the nation are listed."""
    listed = {one["id"]: one for one in json.loads(town("matter", "--json").output)}
    assert listed["void"]["fee"] == "不得使用"
    assert listed["stamp"]["fee"] == "不收费"
    assert listed["lost"]["fee"] == "不明"
    assert listed["house"]["fee"] == "5项标准，其中1项已停用"
    assert listed["twin.one"]["fee"] == "1项标准，均已停用"
    assert listed["twin.two"]["fee"] == "1项标准"
    assert all(one["local"] for one in listed.values())
    nation = json.loads(run("matter", "--json", *ON).output)
    assert "passport" in [one["id"] for one in nation]
    assert not any(one["local"] for one in nation)


def test_the_limit_of_forwarding_is_told(mengding: Run) -> None:
    """What the hall promises of passing a case on stands beside the promise."""
    assert "上报时限：当日" in mengding("matter", "village-broadcast-parts").output
