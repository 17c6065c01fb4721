"""Comparing policies: every change is told once, with the articles of both, and nothing is lost."""

import copy
import json
import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

import servicehall as sh
from servicehall.citations import parse_citation
from servicehall.comparing import KINDS, Comparison, Ground, TableChange, compare
from servicehall.comparing.html import comparison_html
from servicehall.comparing.texts import comparison_text
from servicehall.tables import Difference
from tests.places import place
from tests.town_pack import CODE, TOWN

ON = date(2026, 11, 21)
CITE = {"cite": "《甲镇规定》第一条"}
SCHEME: Mapping[str, Any] = {
    "facts": {"smoked": {"label": "吸过烟", "type": "yes_no"}},
    "details": {"tone": {"label": "语气", "values": {"kind": "和气", "plain": "平常"}}},
    "fields": {"talker": {"label": "约谈人姓名", "type": "text"}},
    "events": {
        "talk.held": {"title": "约谈", "sets": {"smoked": False}},
        "talk.undone": "撤销约谈",
    },
    "roles": [
        {
            "id": "talker",
            "title": "约谈人",
            "named": {"on": "talk.held", "person": "talker"},
            **CITE,
        }
    ],
    "tables": [
        {
            "id": "leave",
            "label": "请假审批",
            "gives": "leave_signer",
            "answer": "order",
            "order": ["chief", "head"],
            "facts": ["days_off"],
            "rest": "head",
            **CITE,
        }
    ],
    "rows": [
        {"table": "leave", "id": "long", "when": {"days_off": "> 3"}, "then": "chief", **CITE},
        {"table": "leave", "id": "short", "otherwise": True, "then": "head", **CITE},
    ],
    "duties": [
        {
            "id": "talk",
            "title": "及时约谈",
            "on": "accepted",
            "when": {
                "seen:explained": False,
                "before:smoked": True,
                "windows": ">= $joint.threshold",
            },
            "who": "case_owner",
            "must": "talk.held",
            "within": "$lane.issue",
            "breach": "talked-late",
            "restart": {"on": "materials.completed", "only_if": {"supplement.resume": "restart"}},
            **CITE,
        },
        {
            "id": "weekly",
            "title": "每周约谈",
            "every": "week",
            "who": "case_owner",
            "must": "talk.held",
            **CITE,
        },
    ],
    "breaches": [{"id": "smoke", "title": "吸烟", "of": "quarrel", **CITE}],
    "measures": [{"id": "talk.town", "title": "镇约谈", "months": 3, **CITE}],
    "counts": [
        {
            "id": "smokes",
            "label": "一年内吸烟",
            "of": "smoke",
            "per": "person",
            "within": "year",
            **CITE,
        },
        {
            "id": "points_off",
            "label": "累计扣分",
            "of": "score:month",
            "per": "person",
            "within": "12 months",
            "adds_up": True,
            **CITE,
        },
    ],
    "scores": [
        {
            "id": "month",
            "title": "月度得分",
            "of": "person",
            "period": "month",
            "base": "100",
            "categories": [
                {"id": "duty", "title": "岗位", "most_off": "20", "most_on": "5"},
                {"id": "rest", "title": "其他"},
            ],
            "grades": [
                {"points": ">= 60", "grade": "合格"},
                {
                    "points": "< 60",
                    "grade": "不合格",
                    "then": [{"who": "person", "measure": "talk.town"}],
                },
            ],
            "propagates": [{"to": "hall_head", "ratio": "0.5", "score": "head"}],
            **CITE,
        },
        {
            "id": "other",
            "title": "组长得分",
            "of": "person",
            "period": "month",
            "base": "1",
            **CITE,
        },
        {
            "id": "head",
            "title": "主任得分",
            "of": "hall_head",
            "period": "month",
            "base": "100",
            **CITE,
        },
        {
            "id": "year",
            "title": "年度得分",
            "of": "person",
            "period": "year",
            "made_of": "month",
            **CITE,
        },
    ],
    "sanctions": [
        {
            "id": "smoke.one",
            "title": "吸烟的，扣2分",
            "kinds": "smoke",
            "when": {"smokes": "< 2"},
            "then": [{"who": "person", "score": "month", "amount": "-2", "category": "duty"}],
            "factors": [{"title": "多次", "when": {"smoked": True}, "times": "1.5"}],
            **CITE,
        },
        {
            "id": "smoke.two",
            "title": "吸烟两次的，约谈",
            "kinds": "smoke",
            "when": {"smokes": ">= 2", "points_off": ">= 4"},
            "then": [{"who": "person", "measure": "talk.town"}],
            "absorbs": ["smoke.one"],
            **CITE,
        },
    ],
}
"""What the town of the command line does not have; every figure is its own source."""
SCHEME_FACTS = {
    "days_off": {"label": "请假天数", "type": "count"},
    "leave_signer": {"label": "签批人", "values": {"chief": "主任", "head": "组长"}},
}

Edit = Callable[[dict[str, Any]], None]


def town() -> dict[str, Any]:
    """Return a pack with records of every kind but local days, whose calendar takes a while."""
    pack = {name: said for name, said in tomllib.loads(TOWN).items() if name != "days"}
    for name, said in copy.deepcopy(dict(SCHEME)).items():
        pack[name] = [*pack.get(name, []), *said] if isinstance(said, list) else said
    pack["facts"] |= copy.deepcopy(SCHEME_FACTS)
    return pack


def policy(pack: Mapping[str, Any], on: date = ON, **others: Any) -> sh.Policy:
    """Return what is in force in the town by a pack."""
    return sh.Registry.of(sh.load_pack(pack)).policy(CODE, on=on, **others)


BASE = policy(town())


def edited(*edits: Edit) -> sh.Policy:
    """Return what is in force once a pack has been edited."""
    pack = town()
    for edit in edits:
        edit(pack)
    return policy(pack)


def put(section: str, name: str, **fields: Any) -> Edit:
    """Return an edit of a record; None takes a field away."""

    def edit(pack: dict[str, Any]) -> None:
        listed = pack[section]
        found = [listed[name]] if isinstance(listed, dict) else _named(listed, name)
        assert len(found) == 1
        for key, value in fields.items():
            found[0][key] = value
            if value is None:
                del found[0][key]

    return edit


def _named(listed: Iterable[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    return [one for one in listed if name in (one.get("id"), one.get("changes"))]


def drop(section: str, name: str) -> Edit:
    """Return an edit that takes a record away."""

    def edit(pack: dict[str, Any]) -> None:
        if isinstance(pack[section], dict):
            del pack[section][name]
        else:
            pack[section] = [one for one in pack[section] if one not in _named(pack[section], name)]

    return edit


def told(found: Comparison) -> list[tuple[str, str, str, str, str]]:
    """Return what is told: kind, name and field, and what stands there by each."""
    return [(c.kind, c.id, c.field, c.old_text, c.new_text) for c in found.changes]


# ---- every change, once


CHANGES: Mapping[str, tuple[Edit, tuple[str, str, str, str, str]]] = {
    "a term": (
        put("terms", "joint.threshold", value=4),
        ("terms", "joint.threshold", "value", "2", "4"),
    ),
    "a limit": (
        put("terms", "lane.issue", value="12 working days"),
        ("terms", "lane.issue", "value", "15个工作日", "12个工作日"),
    ),
    "from when a limit runs": (
        put("terms", "lane.issue", trigger="收件之日"),
        ("terms", "lane.issue", "trigger", "受理之日", "收件之日"),
    ),
    "who may set a term": (
        put("terms", "lane.issue", set_by=["town", "village"]),
        ("terms", "lane.issue", "set_by", "", "乡镇（街道）、村（社区）"),
    ),
    "whether limits become shorter only": (
        put("terms", "lane.issue", bound="shorter only"),
        ("terms", "lane.issue", "shorter_only", "", "是"),
    ),
    "a promise": (
        put("matters", "house", promised="8 working days"),
        ("matters", "house", "promised", "10个工作日", "8个工作日"),
    ),
    "a statutory limit": (
        put("matters", "house", statutory="15 working days"),
        ("matters", "house", "statutory", "15个工作日（参数“发证期限”）", "15个工作日"),
    ),
    "the words of a limit": (
        put("matters", "house", statutory_words=None),
        ("matters", "house", "statutory_words", "十五日", ""),
    ),
    "a window": (
        put("matters", "house", window="unknown: 待定"),
        ("matters", "house", "window", "民政窗口", "不明（待定）"),
    ),
    "a fact that a matter settles": (
        put("matters", "house", facts={"survey": ["pending", "passed"]}),
        ("matters", "house", "facts.survey", "尚未完成", "尚未完成、已通过"),
    ),
    "a material": (
        put("materials", "house.title", form="original"),
        ("materials", "house.title", "form", "复印件", "原件"),
    ),
    "the number of copies": (
        put("materials", "house.form", number=3),
        ("materials", "house.form", "number", "2", "3"),
    ),
    "a rate": (
        put("fees", "house.ground", rate="0.8"),
        ("fees", "house.ground", "rate", "0.6元/平方米", "0.8元/平方米"),
    ),
    "a period of charging": (
        put("fees", "house.ground", period="unknown: 没有写"),
        ("fees", "house.ground", "period", "年", "不明（没有写）"),
    ),
    "whether a matter is free of charge": (
        put("matters", "stamp", fee="unknown: 没有写"),
        ("matters", "stamp", "fee", "不收费", "不明（没有写）"),
    ),
    "whether a matter asks for papers": (
        put("matters", "stamp", materials="unknown: 没有写"),
        ("matters", "stamp", "materials", "不需要材料", "不明（没有写）"),
    ),
    "the least that is charged": (
        put("fees", "house.ground", least="5"),
        ("fees", "house.ground", "least", "", "5.00元"),
    ),
    "on which day a duty recurs": (
        put("duties", "weekly", every="Thu"),
        ("duties", "weekly", "every", "每周", "每周四"),
    ),
    "what a rest day does to a duty": (
        put("duties", "weekly", rest="skip"),
        ("duties", "weekly", "rest", "", "免去"),
    ),
    "for which limit silence counts": (
        put("silences", "lane.flag", of="matter.promised"),
        ("silences", "lane.flag", "of", "发证期限", "事项的承诺时限"),
    ),
    "the hours": (
        put("hours", "hours", sessions=["09:00-12:00"]),
        ("hours", "hours", "sessions", "08:00-12:00、14:30-17:30", "09:00-12:00"),
    ),
    "a ground of a pause": (
        put("pauses", "lane.survey", grounds=["现场踏勘", "鉴定"]),
        ("pauses", "lane.survey", "grounds", "现场踏勘", "现场踏勘、鉴定"),
    ),
    "an effect of silence": (
        put("silences", "lane.flag", effect="agency_decides"),
        ("silences", "lane.flag", "effect", "仅作提示，须由人确认", "由行政机关决定"),
    ),
    "an item of a form": (
        put("forms", "lane.short", items={"title": "事项", "phone": "电话"}),
        ("forms", "lane.short", "items.phone", "", "电话"),
    ),
    "what a form is about": (
        put("forms", "lane.short", of="hall"),
        ("forms", "lane.short", "of", "事项", "大厅"),
    ),
    "the telephone of a window": (
        put("windows", "civil", phone="0883-7654321"),
        ("windows", "civil", "phone", "0883-1234567", "0883-7654321"),
    ),
    "who bears a duty": (
        put("duties", "talk", who="talker"),
        ("duties", "talk", "who", "第一责任人", "约谈人"),
    ),
    "the limit of a duty": (
        put("duties", "talk", within="3 working days"),
        ("duties", "talk", "within", "15个工作日（参数“发证期限”）", "3个工作日"),
    ),
    "a limit that the matter says": (
        put("duties", "talk", within="matter.promised"),
        ("duties", "talk", "within", "15个工作日（参数“发证期限”）", "事项的承诺时限"),
    ),
    "what fulfils a duty": (
        put("duties", "talk", must=["talk.held", "closed"]),
        ("duties", "talk", "must", "约谈", "约谈、办结"),
    ),
    "the conditions of a duty": (
        put("duties", "talk", when={"smoked": True}),
        (
            "duties",
            "talk",
            "when",
            "已经说明情况：否，此前的吸过烟：是，涉及窗口：≥联办件的窗口或部门数",
            "吸过烟：是",
        ),
    ),
    "when a limit begins anew": (
        put("duties", "talk", restart={"on": ["accepted", "materials.completed"]}),
        (
            "duties",
            "talk",
            "restart",
            "事件：补齐材料；只在：“补齐材料后期限怎样继续”为重新计算",
            "事件：受理、补齐材料",
        ),
    ),
    "what missing a duty means": (
        put("duties", "talk", grade="unlawful"),
        ("duties", "talk", "grade", "", "法定义务"),
    ),
    "how often a duty recurs": (
        put("duties", "weekly", every="month"),
        ("duties", "weekly", "every", "每周", "每月"),
    ),
    "how often at least": (
        put("duties", "weekly", least=2),
        ("duties", "weekly", "least", "", "2"),
    ),
    "a role": (
        put("roles", "talker", named={"on": "closed", "unit": "talker"}),
        (
            "roles",
            "talker",
            "named",
            "事件：约谈；写明的人：约谈人姓名",
            "事件：办结；写明的单位：约谈人姓名",
        ),
    ),
    "to what a kind of breach belongs": (
        put("breaches", "smoke", of=["quarrel", "complaint_verified"]),
        (
            "breaches",
            "smoke",
            "of",
            "与前来咨询、办事的人吵架",
            "与前来咨询、办事的人吵架、投诉查实",
        ),
    ),
    "how long a measure has effect": (
        put("measures", "talk.town", months=6),
        ("measures", "talk.town", "months", "3", "6"),
    ),
    "within what time is counted": (
        put("counts", "smokes", within="30 days"),
        ("counts", "smokes", "within", "年", "30天"),
    ),
    "what is counted": (
        put("counts", "smokes", of=["smoke", "talk.town", "score:month"], adds_up=None),
        ("counts", "smokes", "of", "吸烟", "吸烟、镇约谈、月度得分扣减"),
    ),
    "the base of a score": (
        put("scores", "month", base="120"),
        ("scores", "month", "base", "100", "120"),
    ),
    "the categories of a score": (
        put("scores", "month", categories=[{"id": "duty", "title": "岗位", "most_off": "30"}]),
        ("scores", "month", "categories", "岗位（最多扣20，最多加5）、其他", "岗位（最多扣30）"),
    ),
    "the grades of a score": (
        put("scores", "month", grades=[{"points": ">= 80", "grade": "合格"}]),
        (
            "scores",
            "month",
            "grades",
            "合格（≥60分）、不合格（＜60分）：当事人：镇约谈",
            "合格（≥80分）",
        ),
    ),
    "of what a score is made": (
        put("scores", "year", made_of="other"),
        ("scores", "year", "made_of", "月度得分", "组长得分"),
    ),
    "what goes over to others": (
        put("scores", "month", propagates=None),
        ("scores", "month", "propagates", "按0.5计入大厅主任的主任得分", ""),
    ),
    "an amount of a sanction": (
        put("sanctions", "smoke.one", then=[{"who": "person", "score": "month", "amount": "-3"}]),
        ("sanctions", "smoke.one", "then", "当事人：月度得分 -2分", "当事人：月度得分 -3分"),
    ),
    "the conditions of a sanction": (
        put("sanctions", "smoke.two", when=[{"smokes": ">= 3"}, {"smoked": True}]),
        (
            "sanctions",
            "smoke.two",
            "when",
            "一年内吸烟：≥2次，累计扣分：≥4",
            "一年内吸烟：≥3次；或者吸过烟：是",
        ),
    ),
    "a factor": (
        put("sanctions", "smoke.one", factors=[{"when": {"smoked": True}, "times": "2"}]),
        ("sanctions", "smoke.one", "factors", "多次：乘以1.5", "吸过烟：是：乘以2"),
    ),
    "what a sanction absorbs": (
        put("sanctions", "smoke.two", absorbs=None),
        ("sanctions", "smoke.two", "absorbs", "吸烟的，扣2分", ""),
    ),
    "whether a record can be changed below": (
        put("sanctions", "smoke.two", fixed=True),
        ("sanctions", "smoke.two", "fixed", "", "是"),
    ),
    "the conditions of a row": (
        put("rows", "long", when={"days_off": "> 5"}),
        ("rows", "leave/long", "when", "请假天数：＞3", "请假天数：＞5"),
    ),
    "the outcome of a row": (
        put("rows", "long", then="head"),
        ("rows", "leave/long", "then", "主任", "组长"),
    ),
    "the order of a table": (
        put("tables", "leave", order=["head", "chief"]),
        ("tables", "leave", "order", "主任、组长", "组长、主任"),
    ),
    "what else an event brings": (
        put("events", "talk.held", sets={"smoked": True}),
        ("events", "talk.held", "sets.smoked", "否", "是"),
    ),
    "what nobody knows after an event": (
        put("events", "talk.held", clears=["survey"]),
        ("events", "talk.held", "clears", "", "现场踏勘"),
    ),
    "who stands in for whom": (
        put("events", "talk.held", in_place_of="talker"),
        ("events", "talk.held", "in_place_of", "", "约谈人姓名"),
    ),
    "how far a field may be shown": (
        put("fields", "talker", sensitivity="personal"),
        ("fields", "talker", "sensitivity", "否", "是"),
    ),
    "what a fact can be": (
        put("facts", "days_off", type="integer"),
        ("facts", "days_off", "domain", "整数，不小于0", "整数"),
    ),
    "the title of a matter": (
        put("matters", "stamp", title="用印"),
        ("matters", "stamp", "title", "盖章", "用印"),
    ),
}


@pytest.mark.parametrize(("edit", "expected"), CHANGES.values(), ids=list(CHANGES))
def test_a_change_is_told_once(edit: Edit, expected: tuple[str, str, str, str, str]) -> None:
    """One edit of a pack is one change, with what stands there on both sides, and seen mirrored."""
    new = edited(edit)
    found = compare(BASE, new)
    assert told(found) == [expected]
    assert found.sources == ()
    (change,) = found.changes
    assert change.label
    (back,) = compare(new, BASE).changes
    assert (back.old, back.new) == (change.new, change.old)
    assert (back.old_text, back.new_grounds) == (change.new_text, change.old_grounds)


DAYS: Mapping[str, tuple[Edit, tuple[str, str, str, str, str]]] = {
    "a local rest day": (
        put("days", "market", rest=[date(2026, 3, 6)]),
        ("days", "赶集节", "rest", "2026-03-05", "2026-03-06"),
    ),
    "for whom a day is free": (
        put("days", "women", group="女职工"),
        ("days", "妇女节", "group", "2026-03-09（妇女）", "2026-03-09（女职工）"),
    ),
    "the years that are complete": (
        put("days", "market", years=[2025, 2026]),
        ("days", "赶集节", "years", "2026", "2025、2026"),
    ),
}


@pytest.mark.parametrize(("edit", "expected"), DAYS.values(), ids=list(DAYS))
def test_local_days_are_told_by_festival(
    edit: Edit, expected: tuple[str, str, str, str, str]
) -> None:
    """Which days, for whom, and for which years they are complete; one change each."""
    days = {"id": "days", "division": CODE, "days": tomllib.loads(TOWN)["days"]}
    other = copy.deepcopy(days)
    edit(other)
    assert told(compare(policy(days), policy(other))) == [expected]


def test_local_days_of_another_article_are_the_same_days() -> None:
    """A second record of the same festival adds to it; another article alone changes nothing."""
    days: dict[str, Any] = {"id": "days", "division": CODE, "days": tomllib.loads(TOWN)["days"]}
    other, more = copy.deepcopy(days), copy.deepcopy(days)
    other["days"][0]["cite"] = "《乙镇规定》第六条"
    found = compare(policy(days), policy(other))
    assert found.changes == ()
    assert [(one.id, one.new_text) for one in found.sources] == [("赶集节", "《乙镇规定》第六条")]
    extra = {"id": "more", "name": "赶集节", "rest": [date(2026, 4, 2)], "years": [2026], **CITE}
    more["days"].append(extra)
    assert told(compare(policy(days), policy(more))) == [
        ("days", "赶集节", "rest", "2026-03-05", "2026-03-05、2026-04-02")
    ]


def test_every_kind_of_change_together_is_told() -> None:
    """All edits that do not touch one record: as many changes, in the order of their weight."""
    chosen = {expected[:2]: (edit, expected) for edit, expected in CHANGES.values()}
    edits, expected = zip(*chosen.values(), strict=True)
    found = compare(BASE, edited(*edits))
    assert sorted(told(found)) == sorted(expected)
    kinds = [one.kind for one in found.changes]
    assert kinds == sorted(kinds, key=list(KINDS).index)


def test_a_policy_does_not_differ_from_itself() -> None:
    found = compare(BASE, policy(town()))
    assert found.is_empty
    assert (found.changes, found.sources, found.tables) == ((), (), ())
    assert found.explain().splitlines()[-1] == "两方相同。"


NOTHING: Mapping[str, Edit] = {
    "a grade that holds anyway": put("duties", "talk", grade="service"),
    "a day from which one counts anyway": put("materials", "house.title", main=False),
    "a number that holds anyway": put("duties", "weekly", least=1),
    "a key without anything in it": put("duties", "weekly", only_if={}),
}


@pytest.mark.parametrize("edit", NOTHING.values(), ids=list(NOTHING))
def test_what_holds_anyway_is_no_change(edit: Edit) -> None:
    """A default that is written out changes nothing."""
    assert compare(BASE, edited(edit)).is_empty


SOURCES: Mapping[str, tuple[Edit, tuple[str, str], str]] = {
    "the article of a matter": (
        put("matters", "stamp", cite="《乙镇办事指南》二"),
        ("matters", "stamp"),
        "《乙镇办事指南》二",
    ),
    "the note of a term": (
        put("terms", "lane.plain", note="试行"),
        ("terms", "lane.plain"),
        "《甲镇规定》第九条，说明：试行",
    ),
    "the quote of a fee": (
        put("fees", "house.ground", quote="每年"),
        ("fees", "house.ground"),
        "《甲镇收费表》一，自2026-01-01起，原文：“每年”",
    ),
    "the link of a row": (
        put("rows", "long", link="https://example.org"),
        ("rows", "leave/long"),
        "《甲镇规定》第一条，链接：https://example.org",
    ),
    "the days of a sanction": (
        put("sanctions", "smoke.one", since=date(2026, 3, 1), expires=date(2026, 12, 31)),
        ("sanctions", "smoke.one"),
        "《甲镇规定》第一条，自2026-03-01起至2026-12-31止",
    ),
    "how well a window was read": (
        put("windows", "civil", confidence="garbled"),
        ("windows", "civil"),
        "《甲镇规定》第四条（原文残缺）",
    ),
    "the article of hours": (
        put("hours", "hours", cite="《乙镇规定》第五条"),
        ("hours", "hours"),
        "《乙镇规定》第五条",
    ),
    "the article of a table": (
        put("tables", "leave", cite="《乙镇规定》第一条"),
        ("tables", "leave"),
        "《乙镇规定》第一条",
    ),
    "the article of an item": (
        put("forms", "lane.short", cite="《乙镇规定》第十条"),
        ("forms", "lane.short"),
        "《乙镇规定》第十条",
    ),
}


@pytest.mark.parametrize(("edit", "record", "text"), SOURCES.values(), ids=list(SOURCES))
def test_another_source_is_no_change_of_the_rule(
    edit: Edit, record: tuple[str, str], text: str
) -> None:
    """Told apart, once, with both sources; the rules themselves are the same."""
    found = compare(BASE, edited(edit))
    assert found.changes == ()
    assert found.tables == ()
    (one,) = found.sources
    assert (one.kind, one.id) == record
    assert one.new_text == text
    assert one.old_text != text
    assert not found.is_empty
    assert "内容相同，只是出处、说明或施行期间不同" in found.explain()


def test_a_change_has_the_articles_of_both_sides() -> None:
    """A figure with a new article: one change, and no second line for the source."""
    change = put("terms", "joint.threshold", value=5, cite="《乙镇规定》第二条", quote="五个部门")
    found = compare(BASE, edited(change))
    assert found.sources == ()
    (one,) = found.changes
    assert one.old_citations == (parse_citation("《甲镇规定》第一条"),)
    assert one.new_citations == (parse_citation("《乙镇规定》第二条", quote="五个部门"),)
    assert one.affects == ("义务“及时约谈”", "规则表“办件分类”")
    assert "用于：义务“及时约谈”、规则表“办件分类”" in found.explain()


def test_what_a_term_sets_is_named_with_it() -> None:
    """A matter, a duty and a silence; what a condition asks by only_if too."""
    (one,) = compare(BASE, edited(put("terms", "lane.issue", value="11 working days"))).changes
    assert one.affects == ("义务“及时约谈”", "事项“建房审批”")
    value = {"changes": "supplement.resume", "value": "continue", **CITE}
    (one,) = compare(BASE, edited(lambda pack: pack["terms"].append(value))).of("terms")
    assert "义务“及时约谈”" in one.affects


def test_a_record_that_depends_on_a_term_comes_and_goes_with_it() -> None:
    """A duty that only holds while a term has a value is taken away by another value."""
    base, other = town(), town()
    for pack, value in ((base, "restart"), (other, "continue")):
        pack["terms"].append({"changes": "supplement.resume", "value": value, **CITE})
        _named(pack["duties"], "weekly")[0]["only_if"] = {"supplement.resume": "restart"}
    found = compare(policy(base), policy(other))
    assert ("duties", "weekly", True) in [(c.kind, c.id, c.is_removed) for c in found.changes]


# ---- what only one side has


@pytest.mark.parametrize(
    ("section", "name", "kind"),
    [
        ("terms", "lane.plain", "terms"),
        ("matters", "stamp", "matters"),
        ("fees", "house.other", "fees"),
        ("materials", "house.form", "materials"),
        ("sanctions", "smoke.two", "sanctions"),
        ("duties", "weekly", "duties"),
        ("forms", "lane.short", "forms"),
        ("hours", "hours", "hours"),
        ("events", "talk.undone", "events"),
        ("details", "tone", "facts"),
        ("adopts", "adoption", "adopts"),
    ],
)
def test_a_record_that_one_side_lacks(section: str, name: str, kind: str) -> None:
    """It is told once as a whole, taken away or new, with its content and its article."""
    less = edited(drop(section, name))
    (gone,) = compare(BASE, less).of(kind)
    assert (gone.id, gone.is_removed, gone.is_added, gone.new) == (name, True, False, None)
    (come,) = compare(less, BASE).of(kind)
    assert (come.id, come.is_removed, come.is_added, come.old) == (name, False, True, None)
    assert come == gone.mirrored
    assert f"取消：{gone.title}" in compare(BASE, less).explain()
    assert f"新增：{gone.title}" in compare(less, BASE).explain()


def test_what_belongs_to_a_new_matter_is_counted_with_it() -> None:
    """Text: one line for the matter with how many materials and fees; the records have them all."""
    less = edited(drop("matters", "house"), _without("materials"), _without("fees"))
    found = compare(less, BASE)
    assert len(found.of("fees")) == 5
    text = found.explain()
    assert "  新增：建房审批：" in text
    assert "    连同材料2项\n    连同收费5项" in text
    assert "、收费（" not in text
    assert "承诺时限：10个工作日" in text


def _without(section: str) -> Edit:
    """Return an edit that takes away what belongs to one matter."""

    def edit(pack: dict[str, Any]) -> None:
        pack[section] = [one for one in pack[section] if one["matter"] != "house"]

    return edit


def test_a_table_that_one_side_lacks() -> None:
    """It is among the tables, and its rows are counted with it."""
    less = edited(drop("tables", "leave"), drop("rows", "long"), drop("rows", "short"))
    (gone,) = compare(BASE, less).tables
    assert (gone.id, gone.new, gone.difference) == ("leave", None, None)
    assert gone.share == 1
    assert gone.reason == "只有原规则有这张表"
    (come,) = compare(less, BASE).tables
    assert come.reason == "只有新规则有这张表"
    assert "    连同规则行2项" in compare(less, BASE).explain()


# ---- tables


def test_what_a_table_decides_otherwise_is_told_over_its_whole_domain() -> None:
    """Leave of 4 and 5 days is signed by a head now: one of three parts of the only fact."""
    found = compare(BASE, edited(put("rows", "long", when={"days_off": "> 5"})))
    (table,) = found.tables
    assert table.difference is not None
    assert (table.difference.cells, table.difference.changed_cells) == (3, 1)
    assert "请假审批（leave）：全部3种情形中，1种的结论不同" in found.explain()
    assert "    主任 → 组长：请假天数：4至5" in found.explain()


def test_a_term_changes_a_table_whose_rows_are_the_same() -> None:
    """The rows are not told: they say the same. What they decide is."""
    two, three = (sh.Registry.of(*packs).policy(CODE, on=ON) for packs in ([threshold(2)], []))
    found = compare(three, two)
    assert found.of("rows") == ()
    (table,) = found.tables
    assert table.difference is not None
    assert {one.new for one in table.difference.changes} == {"JOINT"}
    text = found.explain()
    assert "即办件 → 联办件：" in text
    assert "新增兼具联办件：" in text
    assert "不再兼具联办件：" in compare(two, three).explain()


def threshold(value: int) -> sh.Pack:
    """Return a pack that sets from how many windows or departments on a case is a joint one."""
    term = {"changes": "joint.threshold", "value": value, **CITE}
    return sh.load_pack({"id": "threshold", "division": CODE, "terms": [term]})


def test_a_row_in_other_words_decides_alike() -> None:
    found = compare(BASE, edited(put("rows", "long", when={"days_off": ">= 4"})))
    assert [one.id for one in found.of("rows")] == ["leave/long"]
    assert "全部2种情形的结论相同" in found.explain()


def test_tables_that_settle_different_facts_are_not_compared() -> None:
    """Said with the reason; the heads and rows are compared all the same."""
    other = edited(
        put("tables", "leave", gives="tone_of", order=["chief", "head"]),
        lambda pack: pack["facts"].update(
            tone_of={"label": "另一事实", "values": {"chief": "主任", "head": "组长"}}
        ),
    )
    found = compare(BASE, other)
    (table,) = found.tables
    assert table.difference is None
    assert table.reason == "两张规则表不能比较：两表判定的不是同一事实，或同一事实的类型不同"
    assert ("tables", "leave", "gives", "签批人", "另一事实") in told(found)
    assert table.reason in found.explain()


def test_a_table_too_large_to_go_through_says_so() -> None:
    """Nothing is concluded of it."""
    gives = BASE.tables["leave"].gives
    unknown = Difference(gives=gives, checked=False, cells=10**9)
    huge = TableChange(id="huge", label="巨表", old=None, new=None, difference=unknown)
    found = Comparison(old=BASE, new=BASE, changes=(), sources=(), tables=(huge,))
    assert not found.is_empty
    assert huge.share == 1
    assert "未比较：共1,000,000,000种情形" in found.explain()


def test_the_most_regions_of_a_change_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a table tells no more than so many regions of one change, the text says so."""
    monkeypatch.setattr("servicehall.comparing.texts.SHOWN", 1)
    found = compare(BASE, edited(put("rows", "long", when={"days_off": "> 5"})))
    assert "（每种变化最多列出1处）" in found.explain()


# ---- which policies


def test_policies_of_different_days_are_refused() -> None:
    """The message names both days, and how to compare them all the same."""
    later = policy(town(), on=date(2027, 2, 1))
    with pytest.raises(sh.InputValueError, match="2026-11-21 and 2027-02-01") as caught:
        compare(BASE, later)
    assert caught.value.code == "SH850"
    assert "across_days=True" in caught.value.fix


def test_days_are_compared_on_purpose() -> None:
    """The text says so first; a term whose value began between the days is a change."""
    later = policy(town(), on=date(2027, 2, 1))
    found = compare(BASE, later, across_days=True)
    assert found.days == (date(2026, 11, 21), date(2027, 2, 1))
    first = found.explain().splitlines()[0]
    assert first == "注意：两方不是同一天的规则：原规则2026-11-21，新规则2027-02-01。"
    assert [one.id for one in found.of("terms")] == ["lane.later"]
    assert compare(BASE, BASE, across_days=True).days is None


def test_something_else_than_a_policy_is_refused() -> None:
    with pytest.raises(sh.InputTypeError, match="SH119"):
        compare(BASE, town())  # type: ignore[arg-type]  # on purpose
    with pytest.raises(sh.InputTypeError, match="SH119"):
        compare(None, BASE)  # type: ignore[arg-type]  # on purpose


def test_the_text_begins_with_the_policies() -> None:
    """Places by name, profiles, and the packs that only one has."""
    mengding, registry = place("mengding"), sh.Registry.of(place("mengding"))
    code = mengding.division
    one = registry.policy(code, on=ON)
    other = sh.Registry.of().policy("360821102", on=ON, profiles=["X8"])
    found = compare(one, other)
    assert found.explain().splitlines()[:4] == [
        "原规则：孟定便民服务大厅（530926103），2026-11-21",
        "新规则：360821102，2026-11-21，模式X8",
        "只有原规则有的规则包：孟定便民服务大厅（mengding）",
        f"只有新规则有的规则包：{_packs(other, 'X8')}",
    ]
    national = sh.Registry.of().policy("000000", on=ON)
    assert compare(national, national).explain().startswith("原规则：全国，2026-11-21")


def _packs(found: sh.Policy, profile: str) -> str:
    packs = [one for one in found.packs if one.profile == profile]
    return "、".join(f"{pack.title}（{pack.id}）" for pack in packs)


# ---- what begins or ends later


def _from_new_year(pack: dict[str, Any]) -> None:
    """End the promise of a matter with the year, and write down a shorter one from then on."""
    (house,) = _named(pack["matters"], "house")
    pack["matters"].append({**house, "promised": "8 working days", "since": date(2027, 1, 1)})
    house["expires"] = date(2026, 12, 31)


def test_a_shorter_promise_that_begins_later_is_not_hidden() -> None:
    """On the day nothing differs; what comes with the new year is told at the end, everywhere."""
    new = edited(_from_new_year)
    found = compare(BASE, new)
    assert found.changes == ()
    gone, come = found.later
    assert gone == ()
    assert [(one.kind, one.id, one.title, one.day, one.begins) for one in come] == [
        ("matters", "house", "建房审批", date(2027, 1, 1), False),
        ("matters", "house", "建房审批", date(2027, 1, 1), True),
    ]
    line = (
        "注意：新规则另有自2027-01-01起施行的1条（建房审批）、施行至2026-12-31为止的1条（建房审批），"
        "这里没有比较；要比较，加 --on 2027-01-01"
    )
    assert found.explain().endswith(f"\n\n{line}")
    assert f"<p>{line}</p></div>" in found._repr_html_()
    later = json.loads(found.to_json())["later"]
    assert later["old"] == []
    assert later["new"][1] == {
        "kind": "matters",
        "id": "house",
        "title": "建房审批",
        "since": "2027-01-01",
        "expires": None,
        "day": "2027-01-01",
    }
    assert compare(new, BASE).later == (come, ())
    assert "注意：原规则另有" in compare(new, BASE).explain()


def test_on_the_later_day_it_is_compared() -> None:
    pack, day = town(), date(2027, 1, 1)
    _from_new_year(pack)
    found = compare(policy(town(), on=day), policy(pack, on=day))
    assert [one.field for one in found.changes] == ["promised"]
    assert found.later == ((), ())
    assert "--on" not in found.explain()


def test_the_last_day_still_has_its_end_ahead() -> None:
    """On the last day of the year the end is told; on the day after, there is nothing left."""
    last = date(2026, 12, 31)
    pack = town()
    _named(pack["matters"], "house")[0]["expires"] = last
    for on, expected in ((last, ["house"]), (date(2027, 1, 1), [])):
        found = compare(policy(town(), on=on), policy(pack, on=on))
        assert [one.id for one in found.later[1]] == expected


def test_what_comes_later_on_both_sides_alike_is_not_told() -> None:
    """The town's term of the new year stands in both; across days what lies between is meant."""
    assert compare(BASE, policy(town())).later == ((), ())
    assert compare(BASE, policy(town())).explain().endswith("\n两方相同。")
    new = town()
    _from_new_year(new)
    found = compare(BASE, policy(new, on=date(2027, 2, 1)), across_days=True)
    assert found.later == ((), ())


def test_every_kind_of_record_can_come_later() -> None:
    """A new matter, a value of a term, a row, changes of a row and of an order, each by name."""

    def edit(pack: dict[str, Any]) -> None:
        since = {"since": date(2027, 3, 1), **CITE}
        order = [kind.value for kind in sh.CaseKind]
        pack["matters"].append(
            {"id": "kiosk", "title": "书报亭", "promised": "2 working days", **since}
        )
        pack["terms"].append({"changes": "supplement.resume", "value": "continue", **since})
        pack["rows"] += [
            {
                "table": "leave",
                "id": "longer",
                "when": {"days_off": "> 9"},
                "then": "chief",
                **since,
            },
            {"table": "case_kind", "changes": "joint", "then": "PROMISED", **since},
        ]
        pack["tables"].append({"changes": "case_kind", "order": order, **since})

    found = compare(BASE, edited(edit))
    told = [(one.kind, one.title) for one in found.later[1]]
    assert set(told) == {
        ("matters", "书报亭"),
        ("terms", BASE.terms["supplement.resume"].term.label),
        ("rows", "leave/longer"),
        ("rows", "办件分类　joint"),
        ("tables", "办件分类"),
    }
    assert found.is_empty
    assert "\n这一天两方相同。\n\n注意：新规则另有自2027-03-01起施行的5条（" in found.explain()
    assert "还有3项），这里没有比较" in found.explain(most=2)


# ---- how it is shown


def test_lists_are_cut_and_say_so() -> None:
    """Two of fifteen matters, and how many more there are; all of them where that is asked for."""
    one = sh.Registry.of(place("mengding")).policy("530926103", on=ON)
    found = compare(one, sh.Registry.of().policy("530926103", on=ON))
    text = found.explain(most=2)
    assert "、事项（15项）" in text
    assert "  还有13项" in text
    assert text.count("  取消：") < found.explain(most=None).count("  取消：")
    assert "还有" not in found.explain(most=None)


def test_of_long_texts_the_lines_that_differ_are_shown() -> None:
    """Of a paper of three paragraphs the one that changed; without a limit both in full."""
    paragraphs = ["第一段不变。", "第二段{{ matter }}。", "第三段不变。"]
    changed = [*paragraphs[:1], "第二段改了{{ matter }}。", *paragraphs[2:]]
    one, other = (
        edited(
            lambda pack, lines=lines: pack.update(
                notices=[{"changes": "supplement", "text": "\n".join(lines), **CITE}]
            )
        )
        for lines in (paragraphs, changed)
    )
    found = compare(one, other)
    assert "正文：第二段{{ matter }}。 → 第二段改了{{ matter }}。" in found.explain()
    assert "原：第一段不变。 第二段{{ matter }}。 第三段不变。" in found.explain(most=None)
    longer = edited(
        lambda pack: pack.update(
            notices=[
                {"changes": "supplement", "text": "\n".join([*changed, "第四段。" * 50]), **CITE}
            ]
        )
    )
    text = compare(other, longer).explain()
    assert "原：（没有这几行）" in text
    assert "……（共200字）" in text


def test_what_has_one_article_on_both_sides_names_it_once() -> None:
    text = compare(BASE, edited(CHANGES["a promise"][0])).explain()
    assert "  建房审批　承诺时限：10个工作日 → 8个工作日\n    依据：《甲镇办事指南》一" in text
    assert "原依据" not in text


def test_one_article_that_is_quoted_otherwise_is_named_once() -> None:
    """The same article with another quote is not printed twice; another one stands apart."""
    text = compare(BASE, edited(put("matters", "house", promised="8 working days", quote="八日内")))
    assert (
        "  建房审批　承诺时限：10个工作日 → 8个工作日\n"
        "    依据：《甲镇办事指南》一（两方所引的原文不同）"
    ) in text.explain()
    assert "原依据" not in text.explain()
    assert "（两方所引的原文不同）" in text._repr_html_()
    other = edited(put("matters", "house", promised="8 working days", cite="《甲镇办事指南》九"))
    assert "    原依据：《甲镇办事指南》一\n    新依据：《甲镇办事指南》九" in (
        compare(BASE, other).explain()
    )


def test_what_is_not_written_on_one_side_has_its_arrow() -> None:
    """A least amount that is new, and one that goes: with both sides, in text and page."""
    least = edited(put("fees", "house.ground", least="5"))
    there, back = compare(BASE, least), compare(least, BASE)
    assert "最低收费：没有写 → 5.00元" in there.explain()
    assert "最低收费：5.00元 → 没有写" in back.explain()
    assert "没有写" in there._repr_html_()
    assert there.changes[0].old_text == ""


def test_a_new_matter_is_told_in_chinese() -> None:
    """Free of charge, and without papers: in the words of the hall, on the page too."""
    found = compare(edited(drop("matters", "stamp")), BASE)
    (line,) = [one for one in found.explain().splitlines() if "新增：盖章" in one]
    assert "收费标准：不收费" in line
    assert "申报材料：不需要材料" in line
    assert "：free" not in found._repr_html_()
    assert "：none" not in found._repr_html_()


def test_a_place_is_told_in_chinese() -> None:
    """What standards ask for, when duties recur, who is named: nothing as packs write it."""
    pack = place("longpo")
    bare, own = (sh.Registry.of(*packs).policy(pack.division, on=ON) for packs in ((), (pack,)))
    found = compare(bare, own)
    said = [f"{one.old_text}{one.new_text}" for one in found.changes]
    assert not [one for one in said if "Cell(" in one]
    words = ("morning", "working day", "month", "next", "closed hours", "receiver", "yuan")
    assert not [one for one in said if any(f"：{word}" in one for word in words)]


def test_the_record_has_everything() -> None:
    """JSON holds every change in full, whatever the text leaves out."""
    one = sh.Registry.of(place("mengding")).policy("530926103", on=ON)
    found = compare(one, sh.Registry.of().policy("530926103", on=ON))
    data = json.loads(found.to_json())
    assert len(data["changes"]) == len(found.changes)
    assert data["across_days"] is False
    assert data["old"]["name"] == "孟定便民服务大厅（530926103）"
    assert data["packs"] == {"old": ["mengding"], "new": []}
    assert data["tables"] == [
        {"id": "procedure", "label": "办理程序用语", "reason": "只有原规则有这张表"}
    ]
    bare = sh.Registry.of().policy(CODE, on=ON)
    data = json.loads(compare(bare, sh.Registry.of(threshold(2)).policy(CODE, on=ON)).to_json())
    (table,) = data["tables"]
    assert table["checked"]
    assert {one["new"] for one in table["changes"]} == {"联办件"}
    assert {one["trait"] for one in table["traits"]} == {"联办件"}
    (change,) = data["changes"]
    assert (change["old"], change["new"], change["of"]) == ("3", "2", None)


def test_the_page_is_escaped_and_whole() -> None:
    """A title with signs of HTML stands there as text; tags are closed."""
    found = compare(BASE, edited(put("matters", "stamp", title="<b>用印</b>")))
    page = found._repr_html_()
    assert "&lt;b&gt;用印&lt;/b&gt;" in page
    assert "<b>用印" not in page
    seen: list[str] = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, _: seen.append(tag)  # type: ignore[method-assign]
    parser.handle_endtag = seen.remove  # type: ignore[method-assign]
    parser.feed(page)
    assert seen == []
    one = sh.Registry.of(place("mengding")).policy("530926103", on=ON)
    found = compare(one, sh.Registry.of().policy("530926103", on=ON))
    assert "还有13项" in comparison_html(found, 2)


def test_chapters_are_numbered_in_chinese() -> None:
    """Eleven and twelve too: there are more kinds of record than fingers."""
    one = sh.Registry.of(place("longpo")).policy("460203/longpo", on=ON)
    text = comparison_text(compare(BASE, one), 1)
    assert "\n十、" in text
    assert "\n十一、" in text


# ---- laws


def test_what_differs_in_nothing_has_one_fingerprint() -> None:
    """Each edit that changes a rule, not only its name, changes the fingerprint too."""
    words = {"terms", "facts", "fields", "matters"}
    for edit, (kind, _, field, *_) in CHANGES.values():
        if kind not in {*words, "events"} and field != "fixed":
            assert edited(edit).fingerprint != BASE.fingerprint


NUMBERS = st.dictionaries(
    st.sampled_from(["a", "b", "c", "d"]), st.tuples(st.integers(1, 4), st.sampled_from("一二")),
    max_size=4,
)  # fmt: skip


def _count(name: str, value: int, article: str) -> dict[str, Any]:
    cite = f"《规定》{article}"
    return {"id": f"lane.{name}", "label": name, "type": "count", "value": value, "cite": cite}


def numbers(values: Mapping[str, tuple[int, str]]) -> sh.Policy:
    """Return the policy of a pack with some terms, each with a value and an article."""
    terms = [
        {
            "id": f"lane.{name}",
            "label": name,
            "type": "count",
            "value": value,
            "cite": f"《规定》{n}",
        }
        for name, (value, n) in values.items()
    ]
    return policy({"id": "lane", "division": CODE, "terms": terms})


@settings(max_examples=max(1, settings.default.max_examples // 3))
@given(NUMBERS, NUMBERS)
def test_every_change_of_a_term_is_told_exactly_once(
    old: dict[str, tuple[int, str]], new: dict[str, tuple[int, str]]
) -> None:
    """Values among the changes, articles alone among the sources, and nothing else."""
    found = compare(numbers(old), numbers(new))
    names = sorted({*old, *new})
    changed = [n for n in names if old.get(n, (0,))[0] != new.get(n, (0,))[0]]
    cited = [n for n in names if n not in changed and old[n] != new[n]]
    assert [one.id for one in found.changes] == [f"lane.{name}" for name in changed]
    assert [one.id for one in found.sources] == [f"lane.{name}" for name in cited]
    assert found.is_empty == (old == new)
    back = compare(numbers(new), numbers(old))
    assert back.changes == tuple(one.mirrored for one in found.changes)
    assert back.sources == tuple(one.mirrored for one in found.sources)


@pytest.mark.parametrize("names", [("mengding", "dunhou"), ("longpo", "wuyi")])
def test_two_places_are_mirrored(names: tuple[str, str]) -> None:
    """Which of two places is named first changes nothing but the side."""
    one, other = (sh.Registry.of(place(name)).policy(place(name).division, on=ON) for name in names)
    there, back = compare(one, other), compare(other, one)
    keys = [(c.kind, c.id, c.field, c.old_text, c.new_text) for c in there.changes]
    assert keys == [(c.kind, c.id, c.field, c.new_text, c.old_text) for c in back.changes]
    assert len(there.sources) == len(back.sources)
    assert [t.id for t in there.tables] == [t.id for t in back.tables]
    assert keys


def test_a_ground_is_said_with_all_that_it_has() -> None:
    citation = parse_citation("《甲法》第一条", quote="原话", link="https://example.org")
    ground = Ground(citation=citation, span=sh.Span(since=date(2026, 1, 1)), note="注意")
    assert str(ground) == (
        "《甲法》第一条，自2026-01-01起，原文：“原话”，链接：https://example.org，说明：注意"
    )
