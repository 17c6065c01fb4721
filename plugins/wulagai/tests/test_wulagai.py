"""The pack of 乌拉盖: premises, windows, publicity, the badge, systems, appraisal.

Expected values are read off the sentences in ``source.txt``. No hall is described there: what is
measured below is made up, on both sides of each figure.
"""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import servicehall_wulagai

import servicehall as sh

HERE = Path(__file__).parent
SOURCE = (HERE / "source.txt").read_text(encoding="utf-8").splitlines()
FILES = sorted(Path(servicehall_wulagai.__file__).parent.glob("*.toml"))
REGISTRY = sh.Registry.of(servicehall_wulagai.pack)
AREA, LEAGUE = "152571", "152500"
DAY = date(2026, 3, 2)
POLICY = REGISTRY.policy(AREA, on=DAY)
CHINA = timezone(timedelta(hours=8))


def records() -> Iterator[Mapping[str, Any]]:
    """Yield every record of the pack as it is written."""
    for file in FILES:
        for entries in tomllib.loads(file.read_text(encoding="utf-8")).values():
            if isinstance(entries, list):
                yield from entries


RECORDS = tuple(records())


def checked(standard: str, **facts: Any) -> str:
    """Return whether a standard is met; numbers with decimals are written as text."""
    known = {name: Decimal(one) if isinstance(one, str) and one[0].isdigit() else one
             for name, one in facts.items()}  # fmt: skip
    found = {one.standard.id: one.status.value for one in POLICY.check_standards(known)}
    return found[standard]


# ---- the source


@pytest.mark.requirement("R-306")
@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record["id"])
def test_each_record_quotes_the_source(record: Mapping[str, Any]) -> None:
    """Every record names the plan and quotes it letter by letter."""
    assert record["cite"].startswith(("《大厅范文10篇》篇7二", "《大厅范文10篇》篇7三"))
    assert any(record["quote"] in line for line in SOURCE)
    assert record.get("confidence", "clean") == "clean" or record["note"]


@pytest.mark.requirement("R-308", "R-304")
def test_the_place_is_inferred() -> None:
    """管理区, 全盟, 巴镇, 乌场: the source names no place; the neighbours have none of it."""
    assert servicehall_wulagai.pack.confidence is sh.Confidence.INFERRED
    assert not any("乌拉盖" in line for line in SOURCE)
    above = REGISTRY.policy(LEAGUE, on=DAY)
    assert set(POLICY.standards) - set(above.standards)
    assert "publicity.nine.wulagai" not in above.forms


@pytest.mark.requirement("R-309")
def test_the_rules_begin_with_the_first_phase() -> None:
    """宣传发动阶段 begins on 2012-08-01; before it nothing is claimed."""
    assert any("宣传发动阶段(2012年8月1日至" in line for line in SOURCE)
    lasting = [record for record in RECORDS if "since" in record and "expires" not in record]
    assert {record["since"] for record in lasting} == {date(2012, 8, 1)}
    assert {record["id"] for record in RECORDS if "since" not in record} == {"enters_hall"}
    before = REGISTRY.policy(AREA, on=date(2012, 7, 31))
    assert "area.community" not in before.standards
    assert "area.community" in REGISTRY.policy(AREA, on=date(2012, 8, 1)).standards


@pytest.mark.requirement("R-309")
@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2012, 10, 31), []),
        (date(2012, 11, 1), ["责令限期整改"]),
        (date(2012, 12, 15), ["责令限期整改"]),
        (date(2012, 12, 16), []),
    ],
)
def test_what_fails_acceptance_is_put_right_in_time(day: date, expected: list[str]) -> None:
    """检查验收阶段(2012年11月1日至2012年12月15日): on its first and last day, and on no other."""
    policy = REGISTRY.policy(AREA, on=day)
    assert ("hall_below_requirements" in policy.breaches) == bool(expected)
    rules = [one for one in policy.sanctions.values() if one.id == "acceptance"]
    assert [
        policy.measures[name].title for one in rules for name in one.then[0].measures
    ] == expected


@pytest.mark.parametrize("duty", ["web.update", "appraisal.month", "appraisal.year"])
def test_who_answers_is_inferred(duty: str) -> None:
    """The source names nobody for these; the head of the hall is ours, and is marked so."""
    assert POLICY.duties[duty].settled.citation.confidence is sh.Confidence.INFERRED
    (record,) = [one for one in RECORDS if one["id"] == duty]
    assert "大厅负责人" in record["note"]


def test_who_answers_for_what() -> None:
    """Each is a promise of the hall, and has its bearer."""
    above = REGISTRY.policy(LEAGUE, on=DAY).duties
    found: dict[str, set[str]] = {}
    for name, duty in POLICY.duties.items():
        if name not in above:
            assert duty.grade is sh.Grade.SERVICE
            found.setdefault(POLICY.roles[duty.who].title, set()).add(duty.breach)
    assert found == {"大厅主任": {"web_not_updated", "appraisal_not_held"}}


# ---- premises


@pytest.mark.requirement("R-323")
@pytest.mark.parametrize(
    ("hall", "area", "expected"),
    [
        ("community", "34.99", ("failed", "failed", "not_applicable")),
        ("community", "35", ("met", "failed", "not_applicable")),
        ("community", "49.99", ("met", "failed", "not_applicable")),
        ("community", "50", ("met", "met", "not_applicable")),
        ("ba_town", "99.99", ("not_applicable", "not_applicable", "failed")),
        ("ba_town", "100", ("not_applicable", "not_applicable", "met")),
        ("wu_farm", "99.99", ("not_applicable", "not_applicable", "failed")),
        ("wu_farm", "100", ("not_applicable", "not_applicable", "met")),
        ("pasture", "20", ("not_applicable", "not_applicable", "not_applicable")),
    ],
)
def test_the_floor_area(hall: str, area: str, expected: tuple[str, str, str]) -> None:
    """社区不得低于35㎡,最好在50㎡以上; 巴镇和乌场在100㎡以上; of 牧场 no figure is printed."""
    names = ("area.community", "area.community.better", "area.town")
    assert tuple(checked(one, hall_type=hall, office_area=area) for one in names) == expected


@pytest.mark.requirement("R-323")
def test_only_the_larger_area_is_advised() -> None:
    """最好 is no must."""
    advised = {one.id for one in POLICY.standards.values() if one.advised}
    assert advised == {"area.community.better"}


@pytest.mark.requirement("R-324")
@pytest.mark.parametrize(
    ("height", "width", "expected"),
    [
        ("75", "75", "met"),
        ("75", "100", "met"),
        ("75", "74.9", "failed"),
        ("75", "100.1", "failed"),
        ("74.9", "80", "failed"),
        ("75.1", "80", "failed"),
    ],
)
def test_the_counter(height: str, width: str, expected: str) -> None:
    """高75厘米、台面宽75-100厘米."""
    assert checked("counter", counter_height=height, counter_top_width=width) == expected


@pytest.mark.requirement("R-324")
@pytest.mark.parametrize(
    ("top", "body", "expected"),
    [
        ("black", "white", "met"),
        ("other", "white", "failed"),
        ("black", "other", "failed"),
    ],
)
def test_the_counter_is_black_and_white(top: str, body: str, expected: str) -> None:
    """台面为黑色、柜身为白色."""
    facts = {"counter_top_colour": top, "counter_body_colour": body}
    assert checked("counter.colour", counter_open=True, **facts) == expected
    assert checked("counter.colour", counter_open=False, **facts) == "failed"


SIGN = {
    "sign_name": True,
    "sign_ground": "white",
    "sign_letters": "red",
    "sign_typeface": "song",
    "sign_material": "imitation_copper",
}


@pytest.mark.requirement("R-333")
@pytest.mark.parametrize("fact", [*SIGN, ""])
def test_the_signboard(fact: str) -> None:
    """名称统一, 白底红字、宋体字、仿铜质材料: whatever is otherwise fails, or is not known."""
    assert checked("signboard", **SIGN) == "met"
    if fact:
        wrong = False if fact == "sign_name" else "other"
        assert checked("signboard", **{**SIGN, fact: wrong}) == "failed"
        left = {name: one for name, one in SIGN.items() if name != fact}
        assert checked("signboard", **left) == "unknown"


@pytest.mark.requirement("R-333")
@pytest.mark.parametrize(
    ("form", "names"),
    [
        ("equipment", "统一的办公桌椅、电脑、打印机、复印机"),
        ("facilities", "便民桌椅、饮水机、便民服务公示牌"),
    ],
)
def test_equipment_and_facilities(form: str, names: str) -> None:
    """Four things to work with, three for people; what is not there is told."""
    items = POLICY.form(form).items
    assert "、".join(items.values()) == names
    first, *others = items
    assert POLICY.form(form).missing(dict.fromkeys(others, "有")) == {first: items[first]}


@pytest.mark.requirement("R-333")
def test_the_network_is_connected() -> None:
    """与管理区行政服务中心实现网络连通."""
    assert checked("network", network_connected=True) == "met"
    assert checked("network", network_connected=False) == "failed"


@pytest.mark.requirement("R-325", "R-305")
@pytest.mark.parametrize(
    ("standard", "fact", "number", "expected"),
    [
        ("hall.windows", "hall_windows", 5, "failed"),
        ("hall.windows", "hall_windows", 6, "met"),
        ("hall.staff", "hall_staff", 5, "failed"),
        ("hall.staff", "hall_staff", 6, "met"),
        ("hall.director", "hall_directors", 0, "failed"),
        ("hall.director", "hall_directors", 1, "met"),
        ("hall.director", "hall_directors", 2, "failed"),
    ],
)
def test_six_windows_six_staff_one_director(
    standard: str, fact: str, number: int, expected: str
) -> None:
    """窗口不得少于6个,工作人员不得少于6名; 设主任1名."""
    assert checked(standard, **{fact: number}) == expected


@pytest.mark.requirement("R-325")
@pytest.mark.parametrize(
    ("key_people", "stable", "expected"),
    [
        (True, True, "met"),
        (False, True, "failed"),
        (True, False, "failed"),
        (True, None, "unknown"),
        (None, None, "unknown"),
    ],
)
def test_staff_are_key_people_and_stay(
    key_people: bool | None,  # noqa: FBT001  # a case of the test
    stable: bool | None,  # noqa: FBT001
    expected: str,
) -> None:
    """且要为各科室业务骨干,并能实现长期稳定: both, and people say whether; no figure tells it."""
    seen = {"staff_key_people": key_people, "staff_stable": stable}
    known = {name: one for name, one in seen.items() if one is not None}
    assert checked("hall.staff.quality", **known) == expected
    record = POLICY.standards["hall.staff.quality"].settled
    assert "由人判断" in "".join(record.notes)
    assert record.citation.quote == "且要为各科室业务骨干,并能实现长期稳定"


# ---- what is made public


@pytest.mark.requirement("R-255")
def test_nine_things_are_made_public_of_each_matter() -> None:
    """Nine, in the order of the sentence."""
    items = POLICY.form("publicity.nine.wulagai").items
    assert "、".join(items.values()) == (
        "服务事项、申报材料、办事程序、办事时限、收费标准、收费依据、办理地点、办理电话、责任人员"
    )
    assert len(items) == 9


@pytest.mark.requirement("R-255")
def test_what_a_matter_lacks_is_told() -> None:
    """A matter of the area with a limit and no telephone, place, fee or person."""
    cite = {"cite": "《某镇服务指南》一"}
    matter = {
        "id": "subsidy",
        "title": "草原补贴",
        "promised": "5个工作日",
        "steps": ["申请", "审核"],
        "materials": "none",
        "fee": "unknown: 指南没有写",
        **cite,
    }
    town = sh.load_pack({"id": "town", "division": f"{AREA}100", "matters": [matter]})
    rules = sh.Registry.of(servicehall_wulagai.pack, town).policy(f"{AREA}100", on=DAY)
    lacking = rules.matter("subsidy").missing(rules.form("publicity.nine.wulagai"))
    assert list(lacking.values()) == ["收费标准", "收费依据", "办理地点", "办理电话", "责任人员"]


@pytest.mark.requirement("R-265")
def test_three_papers_of_each_matter() -> None:
    """便民服务指南、服务流程图、申请书示范文本."""
    form = POLICY.form("guides.wulagai")
    assert form.missing({"guide": "有", "samples": "有"}) == {"flow_chart": "服务流程图"}
    assert len(form.items) == 3


@pytest.mark.requirement("R-265")
@pytest.mark.parametrize(("updated", "expected"), [(True, "fulfilled"), (False, "open")])
def test_the_web_column_follows_the_guide(
    updated: bool,  # noqa: FBT001  # a case of the test
    expected: str,
) -> None:
    """及时公开和更新 has no figure: open until it is done."""
    kinds = ["guide.changed", *(["web.updated"] if updated else [])]
    events = [
        sh.Event(
            id=kind,
            kind=kind,
            occurred_at=datetime(2026, 3, 2, 9 + place, tzinfo=CHINA),
            refs={"guide": "G1"},
        )
        for place, kind in enumerate(kinds)
    ]
    as_of = datetime(2026, 4, 2, tzinfo=CHINA)
    found = REGISTRY.assess(sh.Timeline.of(events), as_of=as_of, division=AREA)
    assert [one.status.value for one in found.duties if one.duty.id == "web.update"] == [expected]


# ---- the badge


@pytest.mark.requirement("R-263")
@pytest.mark.parametrize(
    ("length", "width", "expected"),
    [
        ("11.4", "8.4", "met"),
        ("11.40", "8.40", "met"),
        ("11.5", "8.4", "failed"),
        ("11.4", "8.3", "failed"),
        ("8.4", "11.4", "failed"),
    ],
)
def test_the_size_of_the_badge(length: str, width: str, expected: str) -> None:
    """长11.4厘米、宽8.4厘米."""
    assert checked("badge.size", badge_length=length, badge_width=width) == expected


@pytest.mark.requirement("R-263", "R-251")
def test_what_the_badge_shows_and_that_it_is_worn() -> None:
    """照片、岗位、职务、职责; 挂牌上岗."""
    assert "、".join(POLICY.form("badge").items.values()) == "照片、岗位、职务、职责"
    assert checked("badge", badge_worn=False) == "failed"


# ---- how the hall is run


@pytest.mark.parametrize(
    ("within", "kind", "expected"),
    [
        (True, "economic", "must"),
        (True, "social", "must"),
        (True, "certificates", "must"),
        (True, "subsidies", "must"),
        (True, "legal", "must"),
        (True, "petitions", "must"),
        (True, "other", "not_stated"),
        (False, "economic", "not_stated"),
    ],
)
def test_what_should_come_in_must_come_in(
    within: bool,  # noqa: FBT001  # a case of the test
    kind: str,
    expected: str,
) -> None:
    """凡在管理权限内的…都要在便民服务大厅实行一个窗口统一办理."""
    table = POLICY.tables["enters_hall"]
    found = table.decide({"within_authority": within, "matter_class": kind})
    assert isinstance(found, sh.Decision)
    assert found.outcome == expected
    assert table.analyse().is_clean


@pytest.mark.requirement("R-270")
def test_five_systems_must_exist() -> None:
    """Five by name; 限制办结 is a slip for 限时办结, which is said."""
    form = POLICY.form("systems.wulagai")
    assert list(form.items.values()) == [
        *("服务项目管理制度", "限时办结制度", "投诉举报制度", "日常出勤管理制度", "台账制度"),
    ]
    assert form.missing(
        dict.fromkeys(["matters", "complaints", "attendance", "ledgers"], "有")
    ) == {"limits": "限时办结制度"}
    assert "限制办结制度" in form.settled.made.note


@pytest.mark.requirement("R-164")
def test_the_ledger_has_one_layout_that_is_not_printed() -> None:
    """全盟统一的办件台账表: used or not can be told; its columns cannot, and none are made up."""
    assert checked("ledger.layout", ledger_layout="league") == "met"
    assert checked("ledger.layout", ledger_layout="other") == "failed"
    assert "没有印出" in POLICY.standards["ledger.layout"].settled.made.note
    above = REGISTRY.policy(LEAGUE, on=DAY)
    ledgers = {one.id for one in POLICY.forms.values() if one.of.value == "ledger"}
    assert ledgers == {one.id for one in above.forms.values() if one.of.value == "ledger"}


@pytest.mark.requirement("R-296")
def test_appraisal_has_two_cycles() -> None:
    """月度考核 and 年度考核: of three months of 2026 the second was left out."""
    held = [
        sh.Event(
            id=f"{kind}{month}", kind=kind, occurred_at=datetime(2026, month, 20, tzinfo=CHINA)
        )
        for kind, month in (("appraisal.month-held", 1), ("appraisal.month-held", 3))
    ]
    found = sh.rounds(
        POLICY,
        held,
        date(2026, 1, 1),
        date(2026, 3, 31),
        as_of=datetime(2026, 4, 1, tzinfo=CHINA),
        duties=["appraisal.month", "appraisal.year"],
        unfinished=True,
    )
    said = [(one.duty.id, one.occurrence.due, one.status.value) for one in found]
    assert said == [
        ("appraisal.month", date(2026, 1, 31), "fulfilled"),
        ("appraisal.month", date(2026, 2, 28), "breached"),
        ("appraisal.month", date(2026, 3, 31), "fulfilled"),
        ("appraisal.year", date(2026, 12, 31), "open"),
    ]
