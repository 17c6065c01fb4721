"""Matters, forms and clocks as records: what they know, what they lack, and what they never guess.

The town below is made up; each figure is its own source. Codes are those of GB/T 39046-2020.
"""

import pickle
from collections.abc import Mapping
from datetime import date
from typing import Any

import attrs
import pytest

import servicehall as sh
from servicehall import (
    CaseKind,
    NaturalDays,
    NotBefore,
    NotStated,
    SameDay,
    SilenceEffect,
    Unknown,
    WorkingDays,
)
from servicehall.fees import FeeStatus, Waiver
from servicehall.forms import Form, FormSubject
from servicehall.matters import (
    APPROVAL_LEVELS,
    CLIENTS,
    MANNERS,
    MATTER_KINDS,
    PUBLIC_ITEMS,
    Copy,
    Material,
    Matter,
    say,
)

DAY = date(2026, 11, 21)
TOWN = "530926104"
CITE = {"cite": "《甲镇办事指南》一"}
LIMIT = {"promised": "5 working days"}

Written = dict[str, Any]


def policy(**sections: object) -> sh.Policy:
    """Return what is in force in the town."""
    pack = sh.load_pack({"id": "town", "title": "甲镇", "division": TOWN, **sections})
    return sh.Registry.of(pack).policy(TOWN, on=DAY)


def matter(written: Mapping[str, object] | None = None, **sections: object) -> Matter:
    """Return one matter of the town, with a promise of five working days unless told otherwise."""
    given: Written = {"id": "permit", "title": "准建证", **CITE, **(written or {})}
    if "statutory" not in given:
        given = LIMIT | given
    return policy(matters=[given], **sections).matter("permit")


def papers(of: Matter) -> tuple[Material, ...]:
    """Return what is known to be handed in."""
    assert isinstance(of.materials, tuple)
    return of.materials


def form(of: str = "matter", **items: str) -> Form:
    """Return a form of the town."""
    written = {"id": "board", "title": "公开栏", "of": of, "items": items, **CITE}
    return policy(forms=[written]).form("board")


def refused(code: str, **sections: object) -> None:
    """Expect the town's policy to be refused with one code."""
    with pytest.raises(sh.ServiceHallError) as caught:
        policy(**sections)
    error = caught.value
    found = {p.code for p in error.problems} if isinstance(error, sh.FaultyDataError) else set()
    assert code in found | {error.code}


# ---- what is not stated


@pytest.mark.requirement("R-311")
def test_what_is_not_stated_is_false_and_no_empty_value() -> None:
    """Nobody takes it for an answer, and nobody takes it for nothing."""
    unknown = NotStated("原文缺页")
    assert not unknown
    assert str(unknown) == "不明（原文缺页）"
    empties: tuple[Any, ...] = ("", (), [], {}, 0, None, False)
    for empty in empties:
        assert unknown != empty
    assert unknown == NotStated("原文缺页")
    assert unknown != NotStated("另一个原因")
    assert pickle.loads(pickle.dumps(unknown)) == unknown  # noqa: S301  # our own


@pytest.mark.requirement("R-311")
@pytest.mark.parametrize(("why", "code"), [("", "SH126"), (None, "SH118"), (3, "SH118")])
def test_what_is_not_stated_has_a_reason(why: Any, code: str) -> None:
    """Without one nobody knows what to look for."""
    with pytest.raises(sh.ServiceHallError) as caught:
        NotStated(why)
    assert caught.value.code == code


@pytest.mark.requirement("R-311")
def test_a_pack_says_unknown_with_a_reason() -> None:
    """Texts, lists, materials and fees of one matter stay unknown, each with its own reason."""
    found = matter(
        {
            "steps": "unknown: 原文缺页",
            "conditions": "unknown: 字迹不清",
            "departments": "unknown: 没有写",
            "materials": "unknown: 清单未附",
            "fee": "unknown: 文件未附",
            "basis": "unknown: 只写“有关规定”",
        }
    )
    assert found.steps == NotStated("原文缺页")
    assert found.conditions == NotStated("字迹不清")
    assert found.departments == NotStated("没有写")
    assert found.materials == NotStated("清单未附")
    assert found.basis == NotStated("只写“有关规定”")
    assert found.fee_unknown == "文件未附"
    assert found.stated["fee"] == NotStated("文件未附")
    board = form(
        steps="办理程序", conditions="条件", departments="部门", materials="材料", fee="收费"
    )
    assert list(found.missing(board)) == ["steps", "conditions", "departments", "materials", "fee"]


@pytest.mark.requirement("R-311", "R-124")
def test_silence_is_not_none() -> None:
    """A pack that says nothing of papers and fees does not say that none are needed."""
    found = matter()
    assert isinstance(found.materials, NotStated)
    assert found.fee_unknown
    assert found.free is None
    assert matter({"materials": "none"}).materials == ()


# ---- limits


@pytest.mark.requirement("R-024")
@pytest.mark.parametrize(
    ("promised", "statutory", "governs"),
    [
        ("5 working days", "20 working days", WorkingDays(5)),
        ("5 working days", "unknown: 缺页", WorkingDays(5)),
        ("unknown: 缺页", "20 working days", WorkingDays(20)),
        ("same day", "same day", SameDay()),
        ("not before 30 natural days", None, NotBefore(NaturalDays(30))),
        (None, "15 natural days", NaturalDays(15)),
        ("5 working days", None, WorkingDays(5)),
        ("unknown: 缺页", None, Unknown("缺页")),
        (None, "unknown: 没有写", Unknown("没有写")),
        ("unknown: 缺页", "unknown: 没有写", Unknown("缺页")),
    ],
)
def test_the_promise_governs_where_it_is_known(
    promised: str | None, statutory: str | None, governs: sh.Limit
) -> None:
    """Both limits are kept apart; the statutory one stands in where the promise is not known."""
    written = {"promised": promised, "statutory": statutory}
    given = {key: value for key, value in written.items() if value is not None}
    made = policy(matters=[{"id": "permit", "title": "准建证", **CITE, **given}]).matter("permit")
    assert made.limit == governs
    assert (made.promised is None) is (promised is None)
    assert (made.statutory is None) is (statutory is None)


@pytest.mark.requirement("R-019")
def test_a_matter_without_a_limit_is_refused() -> None:
    """都应有明确的办结时间: one without a promise or a statute must say why."""
    refused("SH470", matters=[{"id": "m", "title": "事项", **CITE}])


@pytest.mark.requirement("R-019")
def test_a_record_without_any_limit_says_so() -> None:
    """Made by hand, it has no limit that anyone could miss."""
    found = attrs.evolve(matter(), promised=None, statutory=None)
    assert isinstance(found.limit, Unknown)
    assert not found.has_longest


@pytest.mark.requirement("R-024", "R-307")
@pytest.mark.parametrize(
    ("promised", "statutory", "fits"),
    [
        ("20 working days", "20 working days", True),
        ("19 working days", "20 working days", True),
        ("21 working days", "20 working days", False),
        ("same day", "20 working days", True),
        ("16 natural days", "15 natural days", False),
        ("21 working days", "unknown: 缺页", True),
        ("15 working days", "15 natural days", True),  # longer or not: that depends on the days
        ("40 working days", "15 natural days", False),  # 40 days at least, against 15 and a rest
    ],
)
def test_a_promise_is_no_longer_than_the_statute(
    promised: str, statutory: str, *, fits: bool
) -> None:
    """A shorter promise is welcome, a longer one is refused."""
    section = {"id": "permit", "title": "准建证", "promised": promised, "statutory": statutory}
    if fits:
        assert policy(matters=[section | CITE]).matter("permit").promised is not None
    else:
        refused("SH462", matters=[section | CITE])


@pytest.mark.requirement("R-019")
@pytest.mark.parametrize(
    ("promised", "has"),
    [
        ("5 working days", True),
        ("same day", True),
        ("2 months", True),
        ("30 office minutes", True),
        ("not before 30 natural days", False),
        ("unknown: 缺页", False),
    ],
)
def test_whether_anything_says_by_when(promised: str, *, has: bool) -> None:
    """ "After 30 days" says from when, not by when."""
    assert matter({"promised": promised}).has_longest is has


@pytest.mark.requirement("R-031")
def test_the_hall_promises_its_own_time_for_passing_a_case_on() -> None:
    """应向服务对象承诺上报时限: two working days here, apart from what the authority takes."""
    found = matter({"forwarding": "2 working days", "statutory": "20 working days"})
    assert found.forwarding == WorkingDays(2)
    assert found.statutory == WorkingDays(20)
    assert found.limit == WorkingDays(20)
    assert matter().forwarding is None


def test_the_words_of_a_limit_are_kept() -> None:
    """Figures are read, wording stays."""
    found = matter(
        {"words": "五个工作日内办结", "statutory": "20 working days", "statutory_words": "二十日内"}
        | LIMIT
    )
    assert (found.words, found.statutory_words) == ("五个工作日内办结", "二十日内")


# ---- who has said something of it


def test_a_matter_is_taken_up_where_a_place_speaks_of_it() -> None:
    """The passport is in the law everywhere; here it is only once the town promises something."""
    plain = policy()
    assert not plain.matter("passport").is_taken_up
    change = {"changes": "passport", "promised": "7 natural days", **CITE}
    taken = policy(matters=[change]).matter("passport")
    assert taken.is_taken_up
    assert taken.promised == NaturalDays(7)
    assert taken.statutory == NaturalDays(15)
    assert matter().is_taken_up
    assert str(taken) == "普通护照签发"


@pytest.mark.requirement("R-306")
def test_each_field_knows_who_set_it() -> None:
    """The promise is the town's, the limit is the law's; both are cited with their confidence."""
    change = {
        "changes": "passport",
        "promised": "7 natural days",
        "cite": "《甲镇办事指南》二",
        "quote": "七日内取证",
        "confidence": "inferred",
        "note": "按上下文推定",
    }
    settled = policy(matters=[change]).matter("passport").settled
    (local,) = settled.sources["promised"]
    assert (str(local.citation), local.citation.quote) == (
        "《甲镇办事指南》二（推定）",
        "七日内取证",
    )
    assert local.citation.confidence is sh.Confidence.INFERRED
    assert local.level.name == TOWN
    assert settled.sources["statutory"][0].level.layer == "statutes"
    assert "按上下文推定" in settled.notes
    assert local.citation in settled.citations


# ---- publicity


WINDOWS = [
    {
        "id": "civil",
        "title": "民政窗口",
        "department": "社会事务办",
        "place": "一楼3号",
        "phone": "0883-1",
        **CITE,
    }
]
FULL: Written = {
    "window": "civil",
    "steps": ["受理", "审核", "发证"],
    "conditions": "年满十六周岁",
    "manner": ["窗口", "快递"],
    "basis": ["《甲法》第一条"],
    "statutory": "20 working days",
    "statutory_words": "自受理之日起二十个工作日内",
    "promised": "5 working days",
    "time": "工作日",
    "complaint_phone": "12345",
    "responsible": "张三",
    "tips": "请带原件",
    "result": "证",
    "result_query": "电话",
    "materials": "unknown: 未附",
}
FEES = [
    {
        "id": f"permit.{item}",
        "matter": "permit",
        "item": item,
        "amount": amount,
        "basis": "《收费标准》第二条",
        **CITE,
    }
    for item, amount in (("新办", "20"), ("补办", "40"))
]


@pytest.mark.requirement("R-264")
def test_what_is_known_of_each_public_item() -> None:
    """The union of all fields; what the matter does not say itself its window says."""
    found = matter(FULL, windows=WINDOWS, fees=FEES)
    stated = found.stated
    assert set(stated) == set(PUBLIC_ITEMS)
    assert stated["departments"] == "社会事务办"
    assert stated["place"] == "一楼3号"
    assert stated["phone"] == "0883-1"
    assert stated["promised"] == WorkingDays(5)
    assert stated["statutory"] == WorkingDays(20)
    assert stated["fee_basis"] == "《收费标准》第二条"
    assert "20元" in str(stated["fee"])
    assert "40元" in str(stated["fee"])
    assert list(found.missing(form(**PUBLIC_ITEMS))) == ["materials"]


def test_what_the_matter_says_itself_goes_before_its_window() -> None:
    """Another department, another room, another telephone."""
    own = {"departments": ["林业站"], "place": "二楼", "phone": "0883-2"}
    stated = matter(FULL | own, windows=WINDOWS).stated
    assert (stated["departments"], stated["place"], stated["phone"]) == (
        ("林业站",),
        "二楼",
        "0883-2",
    )


@pytest.mark.requirement("R-264")
def test_what_a_bare_matter_lacks() -> None:
    """Title and promise are all that is known of it."""
    missing = matter().missing(form(**PUBLIC_ITEMS))
    assert missing == {
        name: label for name, label in PUBLIC_ITEMS.items() if name not in ("title", "promised")
    }


@pytest.mark.requirement("R-264", "R-311")
def test_an_unknown_limit_is_missing_on_the_board() -> None:
    """A promise that nobody can read is none."""
    found = matter({"promised": "unknown: 缺页"})
    assert found.stated["promised"] == NotStated("缺页")
    assert found.missing(form(promised="承诺时限")) == {"promised": "承诺时限"}


@pytest.mark.requirement("R-311")
def test_a_window_that_is_silent_does_not_hide_why_something_is_unknown() -> None:
    """The reason that the matter gives is shown, not an empty field of its window."""
    own = dict.fromkeys(("departments", "place", "phone"), "unknown: 缺页")
    bare = [{"id": "civil", "title": "民政窗口", **CITE}]
    stated = matter({"window": "civil", **own}, windows=bare).stated
    assert {stated[key] for key in own} == {NotStated("缺页")}


def test_the_window_may_be_unknown() -> None:
    """Then its department, place and telephone are too."""
    found = matter({"window": "unknown: 没有写"})
    assert found.window == NotStated("没有写")
    board = form(window="窗口", departments="部门", place="地点", phone="电话")
    assert list(found.missing(board)) == ["window", "departments", "place", "phone"]


@pytest.mark.requirement("R-133")
@pytest.mark.parametrize(
    ("bases", "missing"),
    [
        (("《甲法》第一条", "《甲法》第一条"), []),
        (("《甲法》第一条", "《乙法》第二条"), []),
        (("《甲法》第一条", "unknown: 文件未附"), ["fee_basis"]),
        (("unknown: 文件未附", "《甲法》第一条"), ["fee_basis"]),
    ],
)
def test_a_fee_needs_its_standard_and_its_basis(bases: tuple[str, str], missing: list[str]) -> None:
    """One charge without a basis leaves the basis open; each basis is named once."""
    fees = [fee | {"basis": basis} for fee, basis in zip(FEES, bases, strict=True)]
    found = matter(fees=fees)
    assert list(found.missing(form(fee="收费标准", fee_basis="收费依据"))) == missing
    if not missing:
        assert found.stated["fee_basis"] == "；".join(dict.fromkeys(bases))
    else:
        assert found.stated["fee_basis"] == NotStated("文件未附")


@pytest.mark.requirement("R-124", "R-133")
def test_free_of_charge_is_a_statement_with_a_basis() -> None:
    """Both fields are filled: nothing is charged, and the guide says so."""
    found = matter({"fee": "free"})
    assert found.stated["fee"] == "不收费"
    assert found.stated["fee_basis"] == "《甲镇办事指南》一"
    assert found.missing(form(fee="收费标准", fee_basis="收费依据")) == {}


# ---- what was published against what is registered


@pytest.mark.requirement("R-269")
@pytest.mark.parametrize(
    "published",
    [
        "5个工作日",
        "5 个工作日",
        " 5个工作日 ",
        "5工作日",
        "5 working days",
        "５个工作日",
        "五个工作日内办结",
        "五个工作日内 办结",
    ],
)
def test_a_limit_may_be_published_in_several_ways(published: str) -> None:
    """In figures, in English, in full-width digits, with spaces, or in the words of the promise."""
    found = matter({"words": "五个工作日内办结", **LIMIT})
    assert found.differing({"promised": published}) == {}


@pytest.mark.requirement("R-269")
@pytest.mark.parametrize(
    "published", ["6个工作日", "5个自然日", "1周", "当日", "5日", "尽快", "unknown: x", "999999 周"]
)
def test_another_limit_differs(published: str) -> None:
    """Another number, another unit, no unit: what the board says is not what is registered."""
    plain, worded = matter(), matter({"words": "五个工作日内办结", **LIMIT})
    assert plain.differing({"promised": published}) == {"promised": (published, "5个工作日")}
    assert worded.differing({"promised": published}) == {
        "promised": (published, "五个工作日内办结")
    }


@pytest.mark.requirement("R-269")
@pytest.mark.parametrize("published", ["提前当日", "满当日后", "提前提前5个工作日", "提前" * 2000])
def test_words_that_turn_round_no_limit_are_only_words(published: str) -> None:
    """Whatever stands on a board, it is compared, and does not stop the comparison."""
    assert matter().differing({"promised": published}) == {"promised": (published, "5个工作日")}


@pytest.mark.requirement("R-269")
def test_a_statutory_limit_is_compared_too() -> None:
    """The passport: 自收到申请材料之日起十五日内, registered as natural days."""
    found = policy().matter("passport")
    words = "自收到申请材料之日起十五日内"
    for same in ("15个自然日", "15 natural days", words):
        assert found.differing({"statutory": same}) == {}
    assert found.differing({"statutory": "15个工作日"}) == {"statutory": ("15个工作日", words)}


@pytest.mark.requirement("R-269")
def test_a_fee_that_is_published_must_be_the_registered_one() -> None:
    """Free on the board, but charged in the register; and the other way round."""
    charged, free = matter(fees=FEES[:1]), matter({"fee": "free"})
    registered = str(charged.stated["fee"])
    assert charged.differing({"fee": registered}) == {}
    assert charged.differing({"fee": "不收费"}) == {"fee": ("不收费", registered)}
    assert free.differing({"fee": "不收费"}) == {}
    assert free.differing({"fee": "20元"}) == {"fee": ("20元", "不收费")}


@pytest.mark.requirement("R-269", "R-311")
def test_what_is_not_registered_differs_whatever_the_board_says() -> None:
    """An unknown promise is no promise that a board could repeat."""
    found = matter({"promised": "unknown: 缺页"})
    assert found.differing({"promised": "5个工作日", "phone": "12345"}) == {
        "promised": ("5个工作日", "不明（缺页）"),
        "phone": ("12345", "未登记"),
    }


@pytest.mark.requirement("R-269")
def test_texts_and_lists_are_compared_as_they_are_read() -> None:
    """Spaces and full-width letters make no difference, words do."""
    found = matter(FULL | {"place": "2楼A区"}, windows=WINDOWS)
    same = {
        "title": "准建证",
        "window": "民政窗口",
        "steps": "受理、审核、发证",
        "place": "２楼 Ａ区",
    }
    assert found.differing(same) == {}
    assert found.differing({"steps": "受理、发证"}) == {"steps": ("受理、发证", "受理、审核、发证")}
    assert found.differing({}) == {}


@pytest.mark.parametrize(
    ("published", "code", "words"),
    [
        ({"promise": "5个工作日"}, "SH468", "promised"),
        ({"zzz": "x"}, "SH468", "title"),
        ({3: "x"}, "SH468", "title"),
        ({"promised": ""}, "SH126", "promised"),
        ({"promised": "  "}, "SH126", "promised"),
        ({"promised": 5}, "SH118", "5"),
        ({"fee": None}, "SH118", "None"),
    ],
)
def test_odd_boards_are_refused(published: Any, code: str, words: str) -> None:
    """No such item, with the near ones; an empty text; what is no text."""
    with pytest.raises(sh.ServiceHallError) as caught:
        matter().differing(published)
    assert caught.value.code == code
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (("甲", "乙"), "甲、乙"),
        ({"甲": "一", "乙": ("二", "三")}, "甲（一）、乙（二、三）"),
        (True, "是"),
        (False, "否"),
        (None, "未登记"),
        ("", "未登记"),
        (0, "0"),
        (WorkingDays(5), "5个工作日"),
        (NotStated("缺页"), "不明（缺页）"),
    ],
)
def test_values_are_said_as_people_read_them(value: object, said: str) -> None:
    """No value of the register is printed as Python prints it."""
    assert say(value) == said


def test_a_window_is_said_by_its_title() -> None:
    """Not by its name in the pack."""
    assert say(policy(windows=WINDOWS).windows["civil"]) == "民政窗口"


# ---- materials


@pytest.mark.requirement("R-081")
@pytest.mark.parametrize(
    ("written", "text"),
    [
        ({"title": "申请书"}, "申请书"),
        ({"title": "申请书", "main": True}, "申请书（主件）"),
        ({"title": "身份证", "form": "copy", "number": 2}, "身份证（复印件，2份）"),
        ({"any_of": ["身份证", "户口簿"], "form": "original"}, "身份证或户口簿（原件）"),
        ({"title": "证明", "issuer": "村委会"}, "证明（由村委会出具）"),
        ({"title": "委托书", "condition": "委托他人办理的"}, "委托他人办理的，须有委托书"),
        ({"title": "照片", "form": "unknown: 没有写"}, "照片（不明（没有写））"),
        (
            {
                "any_of": ["土地证", "租赁合同"],
                "main": True,
                "form": "original or copy",
                "number": 1,
                "issuer": "国土所",
                "condition": "新建的",
            },
            "新建的，须有土地证或租赁合同（主件，原件或复印件，1份，由国土所出具）",
        ),
    ],
)
def test_a_material_says_all_that_is_asked_of_it(written: Written, text: str) -> None:
    """Main or attachment, original or copy, alternatives, number, condition, issuing body."""
    found = matter(materials=[{"id": "permit.a", "matter": "permit", **CITE, **written}])
    assert [str(material) for material in papers(found)] == [text]


@pytest.mark.requirement("R-081", "R-311")
def test_what_the_source_does_not_say_of_a_material_stays_open() -> None:
    """No number is not one, no form is not a copy."""
    found = matter(materials=[{"id": "a", "matter": "permit", "title": "申请书", **CITE}])
    (paper,) = papers(found)
    assert (paper.form, paper.number, paper.condition, paper.issuer) == (None, None, "", "")
    assert paper.main is False
    assert paper.titles == ("申请书",)


def test_materials_stand_with_their_matter_in_the_order_of_the_pack() -> None:
    """Those of another matter stand with that one."""
    listed = [
        {"id": "b", "matter": "permit", "title": "乙", **CITE},
        {"id": "c", "matter": "passport", "title": "丙", **CITE},
        {"id": "a", "matter": "permit", "title": "甲", **CITE},
    ]
    now = policy(matters=[{"id": "permit", "title": "准建证", **LIMIT, **CITE}], materials=listed)
    assert [m.id for m in papers(now.matter("permit"))] == ["b", "a"]
    assert [m.id for m in papers(now.matter("passport"))] == ["c"]


def test_the_forms_of_a_paper_have_labels() -> None:
    """原件、复印件、原件或复印件."""
    assert [one.zh for one in Copy] == ["原件", "复印件", "原件或复印件"]


def test_none_and_a_list_of_materials_exclude_each_other() -> None:
    """Nothing is needed, and something is: one of them is wrong."""
    refused(
        "SH471",
        matters=[{"id": "permit", "title": "准建证", "materials": "none", **LIMIT, **CITE}],
        materials=[{"id": "a", "matter": "permit", "title": "申请书", **CITE}],
    )


# ---- code sets of GB/T 39046-2020, appendix A


def test_the_kinds_of_matter_are_those_of_the_standard() -> None:
    """00 行政权力, 01 to 10 its kinds, 20 公共服务."""
    assert list(MATTER_KINDS.values()) == [f"{n:02}" for n in (*range(11), 20)]
    short = ["权力", "许可", "处罚", "强制", "征收", "给付", "检查", "确认", "奖励", "裁决", "其他"]
    for word, (name, code) in zip(short, MATTER_KINDS.items(), strict=False):
        assert word in name, code
    assert MATTER_KINDS["行政许可"] == "01"
    assert MATTER_KINDS["公共服务"] == "20"


def test_the_levels_are_those_of_the_standard() -> None:
    """1 国家, 2 省, 3 市, 4 县, 5 镇(乡街道), 6 村(社区), 7 分级管理."""
    assert (
        dict(zip(["国家", "省", "市", "县", "镇", "村", "分级"], "1234567", strict=True))
        == APPROVAL_LEVELS
    )


def test_the_clients_are_those_of_the_standard() -> None:
    """1 自然人, 2 企业法人, 3 事业法人, 4 社会组织法人, 5 行政机关, 6 其他."""
    names = ["自然人", "企业法人", "事业法人", "社会组织法人", "行政机关", "其他"]
    assert dict(zip(names, "123456", strict=True)) == CLIENTS


def test_the_manners_are_those_of_the_standard() -> None:
    """1 窗口, 2 电脑网上, 3 移动, 4 快递, 9 其他: 5 to 8 are not given out."""
    names = ["窗口", "电脑网上", "移动", "快递", "其他"]
    assert dict(zip(names, "12349", strict=True)) == MANNERS


@pytest.mark.parametrize(
    ("key", "good", "bad"),
    [
        ("kind", "公共服务", "许可"),
        ("approval_level", "镇", "街道"),
        ("clients", ["自然人", "其他"], ["自然人", "个人"]),
        ("manner", ["窗口", "移动"], ["网上"]),
    ],
)
def test_only_words_of_the_standard_are_taken(key: str, good: object, bad: object) -> None:
    """A word that stands in no code set is refused."""
    found = getattr(matter({key: good}), key)
    assert found == (tuple(good) if isinstance(good, list) else good)
    refused("SH217", matters=[{"id": "m", "title": "事项", key: bad, **LIMIT, **CITE}])


# ---- forms


@pytest.mark.requirement("R-264")
@pytest.mark.parametrize(
    ("stated", "missing"),
    [
        ({}, ["a", "b", "c"]),
        ({"a": "x", "b": 0, "c": False}, []),
        ({"a": "", "b": (), "c": []}, ["a", "b", "c"]),
        ({"a": {}, "b": None, "c": NotStated("缺页")}, ["a", "b", "c"]),
        ({"a": " ", "c": "x", "other": "y"}, ["a", "b"]),
    ],
)
def test_a_form_lists_what_is_missing(stated: Any, missing: list[str]) -> None:
    """Empty, blank and unknown is missing; zero and no are answers."""
    found = form("ledger", a="甲", b="乙", c="丙")
    labels = {"a": "甲", "b": "乙", "c": "丙"}
    assert found.missing(stated) == {name: labels[name] for name in missing}


@pytest.mark.parametrize("odd", [["a", "c"], "a b c", None, 3])
def test_what_is_stated_has_names(odd: Any) -> None:
    """A list or a text says nothing of which item says what."""
    with pytest.raises(sh.InputTypeError, match="SH119"):
        form("ledger", a="甲").missing(odd)


def test_a_form_of_matters_asks_only_for_what_a_register_holds() -> None:
    """Otherwise the check could never be met."""
    refused(
        "SH474",
        forms=[{"id": "b", "title": "栏", "of": "matter", "items": {"promise": "承诺"}, **CITE}],
    )
    assert form("staff", photo="照片").missing({}) == {"photo": "照片"}


@pytest.mark.requirement("R-307")
def test_a_place_adds_to_a_form_and_drops_nothing() -> None:
    """The one-time notice has five items; the town adds one, and the five stay."""
    change = {"changes": "notice.one-time", "items": {"window": "办理窗口"}, **CITE}
    items = policy(forms=[change]).form("notice.one-time").items
    assert set(items) == {"materials", "steps", "promised", "fee", "basis", "window"}


def test_subjects_and_effects_have_chinese_labels() -> None:
    """Each its own."""
    assert [one.zh for one in FormSubject] == ["事项", "工作人员", "告知书", "台账", "大厅"]
    assert {one: one.zh for one in SilenceEffect} == {
        SilenceEffect.DEEMED_ACCEPTED: "视为受理",
        SilenceEffect.DEEMED_RENEWED: "视为准予延续",
        SilenceEffect.DEEMED_WITHDRAWN: "视为撤回申请",
        SilenceEffect.DEEMED_CONSENT: "视为同意",
        SilenceEffect.AGENCY_DECIDES: "由行政机关决定",
        SilenceEffect.FLAG: "仅作提示，须由人确认",
    }


# ---- clocks


def test_a_place_adds_a_ground_and_a_silence_of_its_own() -> None:
    """Records of a place stand beside those of the law, with all that they say."""
    now = policy(
        pauses=[
            {
                "id": "survey",
                "title": "踏勘",
                "of": ["matter.promised"],
                "grounds": ["现场踏勘"],
                "notice": "当面告知",
                **CITE,
            }
        ],
        silences=[
            {
                "id": "flag",
                "title": "逾期提示",
                "of": "matter.promised",
                "effect": "flag",
                "as_of": "期满之日",
                "scope": "全部事项",
                "condition": "未书面告知的",
                **CITE,
            }
        ],
    )
    pause, silence = now.pauses["survey"], now.silences["flag"]
    assert (pause.title, pause.of, pause.grounds, pause.notice) == (
        "踏勘",
        ("matter.promised",),
        ("现场踏勘",),
        "当面告知",
    )
    assert silence.effect is SilenceEffect.FLAG
    assert (silence.as_of, silence.scope, silence.condition) == (
        "期满之日",
        "全部事项",
        "未书面告知的",
    )
    assert "licence.special-procedure" in now.pauses
    assert "现场踏勘" not in now.pauses["licence.special-procedure"].grounds


def test_an_effect_that_does_not_exist_is_refused() -> None:
    """Deemed approval follows from no silence: it is no effect that a pack can give."""
    written = {"id": "s", "title": "默许", "of": "matter.promised", "effect": "deemed_approved"}
    refused("SH217", silences=[written | CITE])


# ---- the policy: records by name


def test_what_there_is_not_is_told_with_a_near_name() -> None:
    """A slip of the pen is named; a matter of another town is not there."""
    now = policy(matters=[{"id": "own-timber", "title": "自用材", **LIMIT, **CITE}])
    assert now.matter("own-timber").title == "自用材"
    for ask, near in (
        (lambda: now.matter("own-timbre"), "own-timber"),
        (lambda: now.form("notice.onetime"), "notice.one-time"),
        (lambda: now.quote("own-timbr"), "own-timber"),
        (lambda: now.classify({}, matter="own-timbr"), "own-timber"),
    ):
        with pytest.raises(sh.InputValueError) as caught:
            ask()
        assert caught.value.code == "SH467"
        assert near in caught.value.fix


def test_only_what_is_near_is_named() -> None:
    """No list of matters that have nothing to do with it; a Chinese name leads to its matter."""
    now = policy(matters=[{"id": "own-timber", "title": "自用材", **LIMIT, **CITE}])
    for name, fix in (
        ("自用材料", "known or near: own-timber"),
        ("xyzzy", "known or near: … (servicehall matter)"),
    ):
        with pytest.raises(sh.InputValueError) as caught:
            now.matter(name)
        assert caught.value.fix == fix


@pytest.mark.parametrize("odd", [None, 3, ["own-timber"], {}, b"own-timber", ""])
def test_odd_names_are_refused_in_the_same_way(odd: Any) -> None:
    """What has no hash, or is no text, is the name of nothing."""
    now = policy()
    for ask in (now.matter, now.form):
        with pytest.raises(sh.InputValueError) as caught:
            ask(odd)
        assert caught.value.code == "SH467"


def test_windows_are_those_of_the_place() -> None:
    """All that the pack says of a window; without one there is none."""
    window = policy(windows=WINDOWS).windows["civil"]
    assert (window.title, window.department, window.place, window.phone) == (
        "民政窗口",
        "社会事务办",
        "一楼3号",
        "0883-1",
    )
    assert str(window.settled.citation) == "《甲镇办事指南》一"
    assert policy().windows == {}
    found = matter({"window": "civil"}, windows=WINDOWS).window
    assert found == window


# ---- the policy: classification with the facts of a matter


CASE: Written = {
    "main_document": "provided",
    "other_materials": "complete",
    "contrary_to_policy": False,
    "needs_process": False,
    "same_day_possible": True,
    "windows": 1,
    "departments": 1,
    "must_forward": False,
}
SURVEYED = [
    {"id": "permit", "title": "准建证", "facts": {"survey": "pending"}, **LIMIT, **CITE},
    {"id": "plain", "title": "证明", **LIMIT, **CITE},
]


@pytest.mark.requirement("R-049")
def test_a_matter_settles_facts_in_advance() -> None:
    """With a survey to come the case is promised, though the survey was not asked about."""
    now = policy(matters=SURVEYED)
    open_case, settled = now.classify(CASE), now.classify(CASE, matter="permit")
    assert isinstance(open_case, sh.Undetermined)
    assert "survey" in open_case.needed
    assert isinstance(settled, sh.Classification)
    assert settled.kind is CaseKind.PROMISED
    assert isinstance(now.classify(CASE, matter="plain"), sh.Undetermined)


@pytest.mark.parametrize("told", [{}, {"survey": None}, {"survey": "pending"}])
def test_what_is_told_may_repeat_the_matter_or_leave_it_open(told: Written) -> None:
    """None is not known, and the matter knows."""
    found = policy(matters=SURVEYED).classify({**CASE, **told}, matter="permit")
    assert isinstance(found, sh.Classification)
    assert found.kind is CaseKind.PROMISED


@pytest.mark.parametrize("survey", ["not_needed", "passed", "failed"])
def test_what_contradicts_the_matter_is_refused(survey: str) -> None:
    """Either the fact is wrong, or the matter."""
    with pytest.raises(sh.InputValueError) as caught:
        policy(matters=SURVEYED).classify({**CASE, "survey": survey}, matter="permit")
    assert caught.value.code == "SH477"
    for words in ("permit", "survey", "pending", survey):
        assert words in str(caught.value)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"surveys": "pending"}, "SH401"),
        ({"survey": "maybe"}, "SH402"),
        ({"windows": 1.5}, "SH404"),
    ],
)
def test_with_a_matter_facts_are_checked_as_without(facts: Written, code: str) -> None:
    """An unknown name, an unknown value, a float."""
    for settled in ("", "permit"):
        with pytest.raises(sh.ServiceHallError) as caught:
            policy(matters=SURVEYED).classify(facts, matter=settled)
        assert caught.value.code == code


def test_classifying_leaves_what_is_handed_over_as_it_is() -> None:
    """The facts of the caller and of the matter are not mixed up."""
    now, given = policy(matters=SURVEYED), dict(CASE)
    now.classify(given, matter="permit")
    assert given == CASE
    assert dict(now.matter("permit").facts) == {"survey": ("pending",)}


# ---- the policy: fees


@pytest.mark.requirement("R-124")
@pytest.mark.parametrize(
    ("written", "status", "total"),
    [
        ({}, FeeStatus.UNKNOWN, None),
        ({"fee": "unknown: 文件未附"}, FeeStatus.UNKNOWN, None),
        ({"fee": "free"}, FeeStatus.FREE, "0.00"),
    ],
)
def test_free_only_when_it_is_stated(
    written: Written, status: FeeStatus, total: str | None
) -> None:
    """No fee text is unknown, not free."""
    now = policy(matters=[{"id": "permit", "title": "准建证", **LIMIT, **CITE, **written}])
    found = now.quote("permit")
    assert found.status is status
    assert (None if found.total is None else str(found.total)) == total
    if status is FeeStatus.UNKNOWN:
        assert "文件未附" in str(found) or "没有写明收费" in str(found)


def test_free_and_a_fee_exclude_each_other() -> None:
    """Something is charged, and nothing is: one of them is wrong."""
    refused(
        "SH471",
        matters=[{"id": "permit", "title": "准建证", "fee": "free", **LIMIT, **CITE}],
        fees=FEES,
    )


TIMBER = {
    "matters": [{"id": "permit", "title": "自用材", **LIMIT, **CITE}],
    "fees": [
        {
            "id": "own",
            "matter": "permit",
            "item": "自用材",
            "rate": "20",
            "per": "立方米",
            "basis": "unknown: 没有写",
            **CITE,
        }
    ],
}


def test_a_matter_is_quoted_through_the_policy() -> None:
    """3.5 立方米 × 20 元 = 70.00 元; without the quantity it is named."""
    now = policy(**TIMBER)
    assert str(now.quote("permit", {"自用材": "3.5"}).total) == "70.00"
    open_quote = now.quote("permit")
    assert open_quote.status is FeeStatus.NEEDED
    assert open_quote.total is None
    assert [needed.name for needed in open_quote.needed] == ["自用材"]


def test_a_waiver_needs_its_approval_and_is_taken_off() -> None:
    """Half of 70.00 is 35.00, by an approval with authority, number and day."""
    waiver = Waiver(share="50%", by="县人民政府", document="县政函〔2026〕1号", on=date(2026, 3, 1))
    found = policy(**TIMBER).quote("permit", {"自用材": "3.5"}, waivers=[waiver])
    assert str(found.total) == "35.00"
    assert found.waivers == (waiver,)
    with pytest.raises(sh.InputValueError) as caught:
        Waiver(share="50%", by="县人民政府", on=date(2026, 3, 1))
    assert caught.value.code == "SH517"


def test_a_disabled_fee_is_quoted_on_request_only() -> None:
    """An old rate is kept for the record: asked for, it is 70.00 and says so."""
    fee = {**TIMBER["fees"][0], "disabled": "2007年的标准"}
    now = policy(matters=TIMBER["matters"], fees=[fee])
    assert now.quote("permit", {"自用材": "3.5"}).status is FeeStatus.DISABLED
    found = now.quote("permit", {"自用材": "3.5"}, include_disabled=True)
    assert str(found.total) == "70.00"
    assert "停用" in str(found)


# ---- the policy: hours


def test_the_most_specific_hours_hold() -> None:
    """A province, a county, a town: each goes before the one above; without any there are none."""

    def open_at(division: str, first: str) -> sh.Pack:
        hours = {"id": f"hours-{division}", "sessions": [f"{first}-12:00"], **CITE}
        return sh.load_pack({"id": f"p{division}", "division": division, "hours": [hours]})

    packs = [open_at(d, t) for d, t in (("53", "09:00"), ("530926", "08:30"), (TOWN, "08:00"))]
    registry = sh.Registry.of(*packs)
    for division, first in (
        ("53", "09:00"),
        ("5309", "09:00"),
        ("530926", "08:30"),
        ("530926103", "08:30"),
        (TOWN, "08:00"),
        (f"{TOWN}/hall", "08:00"),
    ):
        hours = registry.policy(division, on=DAY).hours
        assert hours is not None
        assert first in str(hours), division
    assert registry.policy("37", on=DAY).hours is None


# ---- the policy: what is open


def test_remarks_tell_what_is_open_in_a_place() -> None:
    """Unknown limits, papers and fees of what is taken up; units that cannot be compared."""
    now = policy(
        matters=[
            {"id": "open", "title": "甲事", "promised": "unknown: 缺页", **CITE},
            {
                "id": "mixed",
                "title": "乙事",
                "promised": "15 working days",
                "statutory": "15 natural days",
                "fee": "free",
                "materials": "none",
                **CITE,
            },
            {"id": "void", "title": "丙事", "unusable": "已废止", **LIMIT, **CITE},
        ]
    )
    said = [
        str(r) for r in now.remarks if r.about.removeprefix("matters/") in ("open", "mixed", "void")
    ]
    assert [line for line in said if "缺页" in line]
    assert sum(line.startswith("matters/open：") for line in said) == 3
    (mixed,) = (line for line in said if line.startswith("matters/mixed："))
    assert "15个工作日" in mixed
    assert "15个自然日" in mixed
    (void,) = (line for line in said if line.startswith("matters/void："))
    assert "已废止" in void


def test_remarks_do_not_ask_the_law_for_papers() -> None:
    """What a hall asks for is the hall's to say; the passport is complete as the law has it."""
    assert not any(remark.about == "matters/passport" for remark in policy().remarks)
    change = {"changes": "passport", "promised": "7 natural days", **CITE}
    about = [r.text for r in policy(matters=[change]).remarks if r.about == "matters/passport"]
    assert len(about) == 2
    assert any("材料" in text for text in about)
    assert any("收费" in text for text in about)


@pytest.mark.requirement("R-113")
@pytest.mark.parametrize("waived", [True, False])
def test_the_quote_of_an_unusable_matter_says_so(waived: bool) -> None:  # noqa: FBT001  # a case
    """Its figures are for the record: whoever reads the quote is told first."""
    fee = {"id": "f", "matter": "permit", "amount": "5", "basis": "《收费办法》", **CITE}
    kept = {"id": "permit", "title": "准建证", **LIMIT, **CITE}
    if waived:
        kept["unusable"] = "文件已废止"
    found = policy(matters=[kept], fees=[fee]).quote("permit")
    told = [text for text in found.remarks if "不得使用" in text and "文件已废止" in text]
    assert len(told) == waived
    assert all(text in found.explain() for text in told)
    assert str(found.total) == "5.00"
