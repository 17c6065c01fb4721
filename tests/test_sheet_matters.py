"""Sheets of matters: a list of matters becomes a pack that the loader takes."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import servicehall as sh
from servicehall.errors import FaultyDataError, InputValueError
from servicehall.interop.sheets import (
    SheetMatter,
    by_reason,
    is_repeated,
    matters_from,
    read_sheet,
    write_toml,
)
from servicehall.ledgers import Reject
from tests.sheet_files import TOWN, book, text

LIST = "《柳河镇政务服务事项实施清单》"
FULL = {
    "事项名称": "设置户外招牌许可",
    "实施编码": "371302998000-0001",
    "事项类型": "01",
    "行使层级": "镇(乡、街道)级",
    "实施主体": "柳河镇人民政府",
    "联办机构": "综合执法队、柳河镇人民政府",
    "办理窗口": "综合执法窗口",
    "服务对象": "1；2",
    "办理形式": "窗口办理；网上办理",
    "办理流程": "申请\n审核\n发证",
    "法定办结时限": 20,
    "法定办结时限单位": "工作日",
    "法定办结时限说明": "自受理之日起",
    "承诺办结时限": "10",
    "承诺办结时限单位": "W",
    "受理条件": "有固定经营场所",
    "申请材料": "1.申请书 2.营业执照",
    "结果名称": "许可证",
    "是否收费": "否",
    "办理地点": "一楼",
    "办理时间": "工作日",
    "咨询电话": "0539-1234567",
    "监督电话": "0539-7654321",
    "到现场次数": "1",
    "设定依据": "《行政许可法》第四十二条",
    "数量限制": "无",
}


def read(file: Path, **more: Any) -> list[SheetMatter | Reject]:
    """Read the matters of a sheet of the town 371302998."""
    sheet = read_sheet(file, "matters")
    return list(matters_from(sheet, **{"division": TOWN, "cite": LIST, **more}))


def one(tmp_path: Path, **cells: str) -> SheetMatter | Reject:
    """Read one matter; what is left out is a title and a limit."""
    row = {"事项名称": "高龄津贴", "承诺办结时限": "5个工作日", **cells}
    (found,) = read(book(tmp_path / "a.xlsx", [list(row), list(row.values())]))
    return found


def record(found: SheetMatter | Reject) -> dict[str, Any]:
    """Return the record of a matter that was taken."""
    assert isinstance(found, SheetMatter), str(found)
    return found.matter


def fault(found: SheetMatter | Reject) -> list[str]:
    """Return the codes of why a row was not taken."""
    assert isinstance(found, Reject), str(found)
    return list(by_reason([found]))


def test_a_full_row(tmp_path: Path) -> None:
    """Every column of GB/T 39046 that a pack has a key for stands under it; the codes of its
    appendix A are words; what has no key is kept in the note."""
    (found,) = read(book(tmp_path / "a.xlsx", [list(FULL), list(FULL.values())]))
    assert isinstance(found, SheetMatter)
    assert found.matter == {
        "id": "371302998000-0001",
        "title": "设置户外招牌许可",
        "code": "371302998000-0001",
        "kind": "行政许可",
        "approval_level": "镇",
        "departments": ("柳河镇人民政府", "综合执法队"),
        "clients": ("自然人", "企业法人"),
        "manner": ("窗口", "电脑网上"),
        "steps": ("申请", "审核", "发证"),
        "promised": "10个工作日",
        "words": "10W",
        "statutory": "20个工作日",
        "statutory_words": "20工作日；自受理之日起",
        "conditions": "有固定经营场所",
        "result": "许可证",
        "fee": "free",
        "place": "一楼",
        "time": "工作日",
        "phone": "0539-1234567",
        "complaint_phone": "0539-7654321",
        "visits": 1,
        "basis": ("《行政许可法》第四十二条",),
        "window": "window.综合执法窗口",
        "note": "数量限制：无",
        "cite": LIST,
    }
    assert [paper["title"] for paper in found.materials] == ["申请书", "营业执照"]
    assert found.windows == ({"id": "window.综合执法窗口", "title": "综合执法窗口", "cite": LIST},)


def test_a_pack_comes_of_it(tmp_path: Path) -> None:
    """The text is parsed back, loaded and in force: two matters of one window, which stands there
    once."""
    more = {**FULL, "实施编码": "371302998000-0002", "事项名称": "续期", "承诺办结时限": "0"}
    found = read(book(tmp_path / "a.xlsx", [list(FULL), list(FULL.values()), list(more.values())]))
    matters = [each for each in found if isinstance(each, SheetMatter)]
    head = {"format": 1, "id": "liuhe-list", "title": "清单", "division": TOWN}
    written = write_toml(matters, head)
    data = tomllib.loads(written)
    assert [len(data[key]) for key in ("windows", "matters", "materials")] == [1, 2, 4]
    (tmp_path / "pack.toml").write_text(written, encoding="utf-8")
    registry = sh.Registry.of(sh.read_pack(tmp_path / "pack.toml"))
    policy = registry.policy(TOWN, on=date(2026, 11, 20))
    matter = policy.matters["371302998000-0002"]
    assert matter.promised == sh.SameDay()
    assert matter.statutory == sh.WorkingDays(20)
    assert [paper.titles for paper in matter.materials] == [("申请书",), ("营业执照",)]  # type: ignore[union-attr]


def test_a_file_beside_others(tmp_path: Path) -> None:
    """Without a head the text is a further file for the folder of a pack."""
    found = one(tmp_path)
    assert isinstance(found, SheetMatter)
    assert list(tomllib.loads(write_toml([found]))) == ["matters"]


def test_what_names_a_matter(tmp_path: Path) -> None:
    """Its id, else its code, else its title."""
    assert record(one(tmp_path, 事项标识="x", 实施编码="1"))["id"] == "x"
    assert record(one(tmp_path, 实施编码="1"))["id"] == "1"
    assert record(one(tmp_path))["id"] == "高龄津贴"


def test_what_it_cites(tmp_path: Path) -> None:
    """Its own source, else the list, else what it rests on; a record without any is refused."""
    rests = {"设定依据": "《老年人权益保障法》第三十三条"}
    assert record(one(tmp_path, 来源="《办事指南》", **rests))["cite"] == "《办事指南》"
    assert record(one(tmp_path, **rests))["cite"] == LIST
    file = text(
        tmp_path / "a.csv",
        "事项名称,承诺时限,设定依据",
        "甲,5个工作日,《民法典》第一条",
        "乙,5个工作日,",
    )
    rested, none = read(file, cite="")
    assert record(rested)["cite"] == "《民法典》第一条"
    assert fault(none) == ["SH733"]


@pytest.mark.parametrize(
    ("cells", "fee"),
    [
        ({"是否收费": "否"}, "free"),
        ({"是否收费": "0"}, "free"),
        ({"收费标准": "不收费"}, "free"),
        ({"是否收费": "是"}, "unknown: 清单写明收费（没有写明标准），须改写为收费记录"),
        (
            {"是否收费": "是", "收费标准": "每证10元", "收费依据": "某文"},
            "unknown: 清单写明收费（每证10元；某文），须改写为收费记录",
        ),
        ({"收费标准": "每证10元"}, "unknown: 清单写明收费（每证10元），须改写为收费记录"),
        ({}, None),
    ],
)
def test_fees(tmp_path: Path, cells: dict[str, str], fee: str | None) -> None:
    """That there is no fee is taken; rules of a fee are not guessed from words, which are kept."""
    assert record(one(tmp_path, **cells)).get("fee") == fee


def test_materials(tmp_path: Path) -> None:
    """无 says that none is needed; an empty cell says nothing."""
    assert record(one(tmp_path, 申请材料="无"))["materials"] == "none"
    assert "materials" not in record(one(tmp_path, 申请材料=""))


def test_limits_with_the_unit_in_the_heading(tmp_path: Path) -> None:
    """承诺办结时限（工作日） says the unit; a second column may say the same."""
    file = text(
        tmp_path / "a.csv",
        "事项名称,承诺办结时限（工作日）,承诺时限",
        "甲,5,5个工作日",
        "乙,5,6个工作日",
    )
    same, other = read(file)
    assert record(same)["promised"] == "5个工作日"
    assert fault(other) == ["SH729"]


@pytest.mark.parametrize(
    ("cells", "codes"),
    [
        ({"事项名称": ""}, ["SH725"]),
        ({"承诺办结时限": "5"}, ["SH731"]),
        ({"承诺办结时限": "5天"}, ["SH731"]),
        ({"承诺办结时限": ""}, ["SH470"]),
        ({"承诺办结时限": "无"}, ["SH470"]),
        ({"承诺办结时限": "30个工作日", "法定办结时限": "20个工作日"}, ["SH462"]),
        ({"事项类型": "99"}, ["SH732"]),
        ({"是否收费": "否", "收费标准": "10元"}, ["SH729"]),
        ({"是否收费": "是", "收费标准": "免费"}, ["SH729"]),
        ({"到现场次数": "一次"}, ["SH732"]),
    ],
)
def test_rows_that_cannot_be_taken(tmp_path: Path, cells: dict[str, str], codes: list[str]) -> None:
    """Units are never inferred; what the loader of packs refuses is refused with its reasons."""
    assert fault(one(tmp_path, **{"事项标识": "x", **cells})) == codes


def test_repeated_matters(tmp_path: Path) -> None:
    """The same matter twice is told; another of the same name is refused and names the first."""
    file = text(
        tmp_path / "a.csv",
        "事项名称,承诺时限",
        "甲,5个工作日",
        "甲,5个工作日",
        "甲,6个工作日",
        "乙,1,2,3",
    )
    first, same, other, broken = read(file)
    assert isinstance(first, SheetMatter)
    assert isinstance(same, Reject)
    assert isinstance(other, Reject)
    assert [fault(same), fault(other), fault(broken)] == [["SH739"], ["SH739"], ["SH730"]]
    assert (is_repeated(same), is_repeated(other)) == (True, False)
    assert "第2行" in other.reason


def test_a_sheet_without_titles(tmp_path: Path) -> None:
    """It is refused at once, and so is a place that does not exist."""
    with pytest.raises(FaultyDataError) as caught:
        read(text(tmp_path / "a.csv", "实施编码,承诺时限", "1,5个工作日"))
    assert caught.value.problems[0].code == "SH725"
    with pytest.raises(InputValueError, match="SH445"):
        read(text(tmp_path / "a.csv", "事项名称,承诺时限"), division="x")


def test_texts_of_toml() -> None:
    """Quotation marks, line ends and the sign 127 are written so that TOML reads them again."""
    told = '说"好"\\\n第二行\x7f\t'
    matter = SheetMatter(number=2, matter={"id": "a", "title": told, "steps": (told,), "visits": 1})
    assert tomllib.loads(write_toml([matter])) == {
        "matters": [{"id": "a", "title": told, "steps": [told], "visits": 1}]
    }
