"""The page of a case: everything is on it, nothing leaks, and its picture keeps to scale."""

import itertools
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given, strategies as st

import servicehall as sh
from servicehall.assessment import Assessment
from servicehall.duties import DutyStatus
from servicehall.events import Event
from servicehall.explain.html import to_html
from servicehall.explain.picture import share_marks
from servicehall.responsibility import Share, ShareKind
from servicehall.timeline import Timeline

SHANGHAI = ZoneInfo("Asia/Shanghai")
DIVISION = "371302997"

PACK: dict[str, Any] = {
    "format": 1,
    "id": "page-town",
    "title": "甲镇便民服务中心",
    "division": DIVISION,
    "days": [
        {
            "id": "market",
            "name": "赶集节",
            "rest": [date(2026, 9, 23)],
            "work": [date(2026, 9, 26)],
            "years": [2026],
            "cite": "《甲镇规定》第一条",
        }
    ],
    "matters": [
        {
            "id": "sign",
            "title": "招牌<设置>",
            "kind": "行政许可",
            "promised": "10 working days",
            "words": "十个工作日",
            "statutory": "$licence.decide",
            "cite": "《甲镇指南》一",
        },
        {
            "id": "proof",
            "title": "居住证明",
            "kind": "公共服务",
            "promised": "same day",
            "words": "当日",
            "cite": "《甲镇指南》二",
        },
    ],
    "duties": [
        {
            "id": "no-second-visit",
            "title": "五日内不得再要求到场",
            "on": "accepted",
            "who": "case_owner",
            "must_not": "joint.convened",
            "within": "2 natural days",
            "cite": "《甲镇规定》第二条",
        },
        {
            "id": "answer-call",
            "title": "接电后" + "及时并且耐心细致地答复来电人提出的各种问题" * 3,
            "on": "contacted",
            "who": "acceptor",
            "must": "explained",
            "within": "1000 natural days",
            "cite": "《甲镇规定》第三条",
        },
    ],
}
REGISTRY = sh.Registry.of(sh.load_pack(PACK))
FACTS: dict[str, Any] = {
    "main_document": "provided",
    "other_materials": "complete",
    "contrary_to_policy": False,
    "survey": "not_needed",
    "needs_process": True,
    "same_day_possible": False,
    "windows": 1,
    "departments": 1,
    "must_forward": False,
}
SIGN = {"division": DIVISION, "matter": "sign", **FACTS}


def at(day: str, hour: str = "09:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{hour}").replace(tzinfo=SHANGHAI)


def event(id_: str, kind: str, when: datetime, **others: Any) -> Event:
    return Event(id=id_, kind=kind, occurred_at=when, **others)


def found(*events: Event, as_of: datetime) -> Assessment:
    return REGISTRY.assess(Timeline.of(events), as_of=as_of)


RECEIVED = event("r", "received", at("2026-09-14"), actor="张三", unit="窗口", payload=SIGN)
ACCEPTED = event("a", "accepted", at("2026-09-14", "10:00"), actor="张三", unit="窗口")
DECIDED = event("d", "decided", at("2026-11-20"), payload={"outcome": "granted"})
HEARING = {"ground": "听证", "form": "written", "limit": "10 working days"}


def pause(name: str, first: datetime, last: datetime | None, **payload: Any) -> list[Event]:
    refs = {"pause": name}
    started = event(f"{name}-1", "pause.started", first, refs=refs, payload=payload)
    return [started, *([event(f"{name}-2", "pause.ended", last, refs=refs)] if last else [])]


CASES: dict[str, Assessment] = {
    "received only": found(RECEIVED, as_of=at("2026-09-14", "09:30")),
    "nothing known": found(
        event("r", "received", at("2026-09-14"), payload={"division": DIVISION}),
        as_of=at("2026-09-15"),
    ),
    "contact only": found(
        event("c", "contacted", at("2026-09-14"), payload={"division": DIVISION}),
        as_of=at("2026-09-14"),
    ),
    "overdue": found(RECEIVED, ACCEPTED, as_of=at("2026-11-21")),
    "late": found(RECEIVED, ACCEPTED, DECIDED, as_of=at("2026-11-21")),
    "paused": found(
        RECEIVED,
        ACCEPTED,
        *pause("p", at("2026-09-18"), None, **HEARING),
        as_of=at("2026-09-22"),
    ),
    "paused too long": found(
        RECEIVED,
        ACCEPTED,
        *pause("p", at("2026-09-18"), at("2026-10-19"), **HEARING),
        *pause("q", at("2026-10-20"), at("2026-10-21"), ground="领导出差"),
        event("n", "joint.convened", at("2026-09-15")),
        as_of=at("2026-10-22"),
    ),
    "supplement": found(
        attrs.evolve(RECEIVED, payload=SIGN | {"other_materials": "missing_affecting"}),
        event("n", "notice.supplement", at("2026-09-23"), payload={"missing": ["证", "照"]}),
        event("m", "materials.completed", at("2026-09-24")),
        DECIDED,
        event("c", "closed", at("2026-11-23")),
        as_of=at("2030-01-01"),
    ),
    "on the spot": found(
        attrs.evolve(
            RECEIVED,
            payload={**SIGN, "matter": "proof", "needs_process": False, "same_day_possible": True},
        ),
        event("a", "accepted", at("2026-09-14", "09:10")),
        event("d", "decided", at("2026-09-14", "09:20"), payload={"outcome": "granted"}),
        event("c", "closed", at("2026-09-14", "09:30")),
        as_of=at("2026-09-14", "16:00"),
    ),
    "joint": found(
        attrs.evolve(RECEIVED, payload=SIGN | {"windows": 3, "departments": 3}),
        ACCEPTED,
        *(
            event(
                f"p{n}",
                "part.assigned",
                at("2026-09-15"),
                unit=f"单位{n}",
                refs={"part": f"P{n}"},
                payload={"limit": "5 working days"},
            )
            for n in range(12)
        ),
        *(event(f"q{n}", "part.done", at("2026-09-17"), refs={"part": f"P{n}"}) for n in range(10)),
        as_of=at("2026-09-28"),
    ),
    "new year": found(
        attrs.evolve(RECEIVED, occurred_at=at("2026-12-21"), recorded_at=at("2026-12-22")),
        attrs.evolve(ACCEPTED, occurred_at=at("2026-12-21"), recorded_at=at("2026-12-22")),
        as_of=at("2026-12-23"),
    ),
    "extended": found(
        RECEIVED,
        ACCEPTED,
        event("z", "withdrawn", at("2026-09-28"), corrects="y", recorded_at=at("2026-09-28")),
        event("y", "closed", at("2026-09-27")),
        event(
            "x",
            "extension.approved",
            at("2026-09-20"),
            payload={"approver": "agency_head", "reasons_told": True},
        ),
        as_of=at("2026-09-25"),
    ),
}
EACH = pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))


def long_case(years: int, count: int, days: float) -> Assessment:
    first = datetime(2024, 1, 5, 9, tzinfo=SHANGHAI)
    received = attrs.evolve(RECEIVED, occurred_at=first, recorded_at=first)
    calls = [
        event(f"c{n}", "facts.stated", first + timedelta(days=days * (n + 1))) for n in range(count)
    ]
    until = first.replace(year=first.year + years)
    return found(received, *calls, as_of=until)


# ---- reading a page


def parsed(html: str) -> ET.Element:
    return ET.fromstring(html)  # noqa: S314  # our own pages, never somebody else's


def page(case: Assessment, **how: Any) -> ET.Element:
    return parsed(to_html(case, **how))


def picture(case: Assessment) -> ET.Element:
    drawn = page(case).find("svg[@class='picture']")
    assert drawn is not None
    return drawn


def of_class(root: ET.Element, kind: str) -> list[ET.Element]:
    return [one for one in root.iter() if kind in one.get("class", "").split()]


def text(one: ET.Element) -> str:
    return "".join(one.itertext())


def number(one: ET.Element, name: str) -> float:
    return float(one.get(name, "nan"))


def box(one: ET.Element) -> tuple[float, float, float, float]:
    x, y, width, height = (number(one, name) for name in ("x", "y", "width", "height"))
    return x, y, x + width, y + height


def apart(boxes: Iterable[Sequence[float]]) -> bool:
    """Tell whether no two boxes overlap, by more than what rounding explains."""
    pairs, e = itertools.combinations(boxes, 2), 0.02
    return all(
        a[2] <= b[0] + e or b[2] <= a[0] + e or a[3] <= b[1] + e or b[3] <= a[1] + e
        for a, b in pairs
    )


def rows(root: ET.Element, kind: str) -> list[list[str]]:
    body = root.find(f"table[@class='grid-table {kind}']/tbody")
    return [] if body is None else [[text(cell) for cell in line] for line in body]


def wide(said: str) -> float:
    """Return how wide a text of 12 units is at most: no character is wider than it is high."""
    return sum(12 if ord(one) > 0x2E7F else 8 for one in said)


# ---- everything is there


@EACH
def test_a_page_is_well_formed_and_needs_nothing_else(case: Assessment) -> None:
    """One element, no script, no address, nothing loaded; every name inside it exists once."""
    html = to_html(case)
    root = parsed(html)
    assert (root.tag, root.get("class")) == ("div", "servicehall")
    assert not {"script", "link", "img", "iframe", "object"} & {one.tag for one in root.iter()}
    assert not re.search(r"https?:|//|@import|url\((?!#)|\son\w+=", html)
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", html)) <= set(ids)
    assert case._repr_html_() == html


@EACH
def test_style_touches_nothing_outside(case: Assessment) -> None:
    """Every rule of the style begins with the class of the page."""
    style = text(page(case).find("style") or ET.Element("none"))
    rules = re.sub(r"@media print\{(.*)\}\s*$", r"\1", style, flags=re.DOTALL)
    selectors = [one for rule in re.findall(r"([^{}]+)\{[^}]*\}", rules) for one in rule.split(",")]
    assert all(one.strip().startswith(".servicehall") for one in selectors)


@EACH
def test_every_duty_and_every_event_is_listed(case: Assessment) -> None:
    """The tables hold them in their order, with their bearers; events by number."""
    root = page(case)
    duties = rows(root, "duties")
    assert len(duties) == len(case.duties)
    assert all(
        row[0].startswith(one.duty.title) for one, row in zip(case.duties, duties, strict=True)
    )
    assert all(
        str(case.bearer(one)) == row[1] for one, row in zip(case.duties, duties, strict=True)
    )
    events = rows(root, "events")
    assert [row[0] for row in events] == [str(n + 1) for n in range(len(case.replay.steps))]
    assert "Undetermined" not in text(root)
    assert "None" not in text(root)


@EACH
def test_each_limit_has_its_bar_and_each_event_its_dot(case: Assessment) -> None:
    drawn = picture(case)
    limited = [one for one in case.duties if one.limit is not None]
    assert len(of_class(drawn, "duty")) == len(limited)
    assert len(of_class(drawn, "dot")) == len(case.replay.steps)


@EACH
def test_a_picture_says_what_it_shows(case: Assessment) -> None:
    """It has a title and a description; tables have headings for columns and rows."""
    root = page(case)
    drawn = picture(case)
    assert drawn.get("role") == "img"
    assert [one.tag for one in drawn][:2] == ["title", "desc"]
    assert f"{len(case.replay.steps)}个事件" in text(drawn[1])
    scopes = {one.get("scope") for one in root.iter("th")}
    assert scopes == {"col", "row"}
    assert all(table.find("caption") is not None for table in root.iter("table"))


def test_the_head_says_what_it_is_and_what_is_next() -> None:
    head = text(page(CASES["paused too long"]))
    assert "办件状态：已受理" in head
    assert "办件类型：承诺件" in head
    assert "最近应办：" in head
    assert "待办，没有确定的届满时刻：" in head
    assert "逾期未办：承诺时限内办结" in text(page(CASES["overdue"]))


def test_a_kind_that_is_not_settled_is_said_so() -> None:
    said = text(page(CASES["nothing known"]))
    assert "未登记事项" in said
    assert "尚不能判定，可能为退回件、补办件" in said
    assert "是否产生尚未确定的义务" in said
    assert "尚须查明：" in said


def test_a_case_without_duties() -> None:
    case = attrs.evolve(
        CASES["contact only"], replay=attrs.evolve(CASES["contact only"].replay, obligations=())
    )
    assert "没有产生义务。" in text(page(case))
    assert "有期限的义务：无" in text(picture(case)[1])


def test_other_kinds_that_apply_are_said() -> None:
    assert "办件类型：联办件，兼具承诺件" in text(page(CASES["joint"]))


def test_the_last_day_is_said_so() -> None:
    case = found(RECEIVED, as_of=at("2026-09-28", "12:00"))
    assert case.duty("decide.promised").days_left == 0
    assert "（最后一日）" in text(page(case))


# ---- states


@pytest.mark.parametrize("status", DutyStatus)
def test_no_status_is_told_by_colour_alone(status: DutyStatus) -> None:
    """Each bar has the sign and the word of its status; so has the table, and the legend."""
    case = found(RECEIVED, ACCEPTED, as_of=at("2026-09-15"))
    one = case.duty("decide.statutory")
    one.change(status=status)
    sign, word = {
        "dormant": ("？", "未定"),
        "open": ("▷", "办理中"),
        "paused": ("‖", "中止"),
        "fulfilled": ("✓", "按时完成"),
        "breached": ("✗", "逾期"),
        "discharged": ("－", "终止"),
        "excused": ("○", "免责"),
    }[status.value]
    root = page(case)
    bar = next(bar for bar in of_class(root, "duty") if "法定时限" in text(bar))
    assert status.value in bar.get("class", "").split()
    assert f"{sign} {word}" in text(bar)
    assert f"{sign} {word}" in " ".join(text(li) for li in root.iter("li"))
    row = next(row for row in rows(root, "duties") if row[0].startswith("法定时限"))
    assert row[3].startswith(f"{sign} {word}")


def test_what_is_said_of_a_breach_fits_it() -> None:
    """Late is late; what had no limit, or was forbidden, is broken; late work is told as late."""
    said = {row[0][:6]: row[3] for row in rows(page(CASES["paused too long"]), "duties")}
    assert said["五日内不得再"] == "✗ 违反"
    late = {row[0][:6]: row[3] for row in rows(page(CASES["late"]), "duties")}
    assert late["法定时限内作"] == "✗ 逾期完成"
    assert late["出具承诺件通"] == "✗ 违反"
    assert late["五日内不得再"] == "✓ 已遵守"


def test_no_limit_that_is_unknown_was_kept_in_time() -> None:
    case = found(
        attrs.evolve(RECEIVED, payload={**FACTS, "division": DIVISION}),
        event("c", "closed", at("2026-09-15")),
        as_of=at("2026-09-16"),
    )
    row = next(row for row in rows(page(case), "duties") if row[0].startswith("承诺时限"))
    assert row[2].startswith("无法确定")
    assert row[3] == "✓ 已完成"


def test_pauses_are_hatched_on_the_bars_they_concern() -> None:
    """The statutory and the promised limit are paused; the pause of ten working days ends there."""
    case = CASES["paused too long"]
    drawn = picture(case)
    paused = [bar for bar in of_class(drawn, "duty") if of_class(bar, "halt")]
    assert [text(bar).partition("：")[0] for bar in paused] == [
        "承诺时限内办结",
        "法定时限内作出决定",
    ]
    dots = {n: number(dot, "cx") for n, dot in enumerate(of_class(drawn, "dot"))}
    day = (dots[4] - dots[3]) / (at("2026-10-19") - at("2026-09-18")).days
    for bar in paused:
        left, _, right, _ = box(of_class(bar, "halt")[0])
        # from the day after 18 September to the tenth working day: 9 October, by the notice of
        # 2026 with the local rest day of the 23rd and the local workday of the 26th
        assert left == pytest.approx(dots[3] + day * 15 / 24, abs=0.2)
        assert right == pytest.approx(dots[3] + day * (21 + 15 / 24), abs=0.2)
    assert any("中止，不计入期限" in text(li) for li in page(case).iter("li"))


def test_a_running_pause_is_hatched_up_to_now() -> None:
    case = CASES["paused"]
    root = page(case)
    row = next(row for row in rows(root, "duties") if row[0].startswith("承诺时限"))
    assert row[2].startswith("中止期间不届满")
    assert "至恢复之日" in row[2]
    assert of_class(root, "open-end")


def test_a_pause_that_ended_on_its_first_day_gives_nothing_back() -> None:
    case = found(
        RECEIVED,
        ACCEPTED,
        *pause("p", at("2026-09-18"), at("2026-09-18", "15:00"), **HEARING),
        as_of=at("2026-09-22"),
    )
    assert case.duty("decide.statutory").pauses
    assert not of_class(picture(case), "halt")
    assert "扣除" not in text(page(case))


def test_what_did_not_count_is_listed_once() -> None:
    """A ground that no rule lists, and what lasted longer than was told, with their articles."""
    notes = page(CASES["paused too long"]).find("ul[@class='notes']")
    assert notes is not None
    said = [text(one) for one in notes]
    assert len(said) == len(set(said))
    assert any("超过告知的时间" in one and "《中华人民共和国行政许可法》" in one for one in said)
    refused = [one for one in said if "“领导出差”不属于规定的事由" in one]
    assert refused
    assert not any("信访" in one for one in refused)
    assert page(CASES["late"]).find("ul[@class='notes']") is None


def test_notes_of_duties_name_event_and_duty() -> None:
    case = found(
        RECEIVED,
        event("n", "notice.promise", at("2026-09-15"), payload={"form": "oral"}),
        as_of=at("2026-09-16"),
    )
    notes = page(case).find("ul[@class='notes']")
    assert notes is not None
    assert text(notes[0]).startswith("事件2，出具承诺件通知：")


def test_a_pause_of_which_no_rule_speaks_here_is_listed_all_the_same() -> None:
    """Where no limit of the case could be paused, one rule stands for all."""
    contact = event("c", "contacted", at("2026-09-14"), payload={"division": DIVISION})
    received = event("r", "received", at("2026-09-15"))
    case = found(
        contact,
        received,
        *pause("p", at("2026-09-16"), None, ground="无"),
        as_of=at("2026-09-17"),
    )
    case = attrs.evolve(case, replay=attrs.evolve(case.replay, obligations=()))
    notes = page(case).find("ul[@class='notes']")
    assert notes is not None
    assert len(notes) == 1


def test_what_silence_made_is_marked() -> None:
    """A licence whose notice comes late is deemed accepted: a hollow dot, a mark, a word."""
    case = CASES["supplement"]
    root, drawn = page(case), picture(case)
    assert len(of_class(drawn, "derived")) == len(case.replay.derived) == 1
    assert any(text(one) == "推2" for one in of_class(drawn, "number"))
    assert "推定的事件" in text(root)
    second = rows(root, "events")[1]
    assert second[2].startswith("受理（推定）因“许可申请一次性告知补正”逾期")
    notice = next(row for row in rows(root, "duties") if row[0].startswith("许可申请"))
    assert "后果：视为受理" in notice[3]


def test_what_is_not_certain_is_marked() -> None:
    """2027 was not published: a dashed bar, its window, and the word 暂定."""
    root = page(CASES["new year"])
    drawn = picture(CASES["new year"])
    assert of_class(drawn, "window")
    assert any("guess" in one.get("class", "") for one in of_class(drawn, "track"))
    assert "（暂定）" in text(drawn)
    row = next(row for row in rows(root, "duties") if row[0].startswith("法定时限"))
    assert "暂定" in row[2]
    assert "暂定的休息日，尚未公布" in text(root)


def test_a_window_of_several_days_is_said() -> None:
    """Around Spring Festival of a year that is not published the last day moves with it."""
    when = at("2027-01-25")
    case = found(
        attrs.evolve(RECEIVED, occurred_at=when, recorded_at=when),
        attrs.evolve(ACCEPTED, occurred_at=when, recorded_at=when),
        as_of=when,
    )
    row = next(row for row in rows(page(case), "duties") if row[0].startswith("承诺时限"))
    assert re.search(r"暂定，可能为2027年\d+月\d+日至2027年\d+月\d+日", row[2])


def test_two_calendars_are_told_apart() -> None:
    """Where local days count, a limit of the law has an earlier and a later end."""
    received = attrs.evolve(
        RECEIVED,
        occurred_at=at("2026-09-18"),
        recorded_at=at("2026-09-18"),
        payload=SIGN | {"other_materials": "missing_affecting"},
    )
    case = found(received, as_of=at("2026-09-19"))
    row = next(row for row in rows(page(case), "duties") if row[0].startswith("许可申请"))
    # five working days after Friday the 18th: the make-up Sunday and 21 to 24 by the nation; the
    # town rests on the 23rd and works on the 26th
    assert row[2].startswith("2026年9月24日24:00")
    assert "最迟2026年9月26日24:00届满" in row[2]


def test_an_extension_is_told() -> None:
    row = next(
        row for row in rows(page(CASES["extended"]), "duties") if row[0].startswith("法定时限")
    )
    assert "已延长10个工作日" in row[2]


def test_records_made_later_and_corrections_are_told() -> None:
    """When it was written down, where that was not when it happened; what was put right."""
    assert "登记于2026年12月22日09:00" in text(page(CASES["new year"]))
    case = found(
        RECEIVED,
        event("w", "accepted", at("2026-09-15")),
        event("v", "accepted", at("2026-09-16"), corrects="w"),
        as_of=at("2026-09-17"),
    )
    assert rows(page(case), "events")[1][2] == "受理更正了先前的登记"


# ---- what may be shown

NASTY = '<script>alert("x")</script>&\''


def test_every_text_is_escaped() -> None:
    """Names, units, references and fields may hold anything; it stays text."""
    noted = {**SIGN, "note": NASTY + "\x00", "applicant": NASTY}
    received = attrs.evolve(RECEIVED, actor=NASTY, unit=NASTY, payload=noted)
    case = found(
        received,
        ACCEPTED,
        event(
            "p",
            "part.assigned",
            at("2026-09-15"),
            unit=NASTY,
            refs={"part": NASTY},
            payload={"limit": "5 working days"},
        ),
        *pause("q", at("2026-09-16"), None, ground=NASTY),
        as_of=at("2026-09-18"),
    )
    html = to_html(case, unmask=True)
    html.encode()
    assert "<script" not in html
    assert '<script>alert("x")</script>&\'\ufffd' in text(parsed(html))
    assert "招牌<设置>" in text(parsed(html))


PERSONAL = {
    "applicant": "王小明",
    "phone": "13800000000",
    "id_number": "371302199001011234",
    "address": "甲镇乙村3号",
}


def test_personal_data_are_masked() -> None:
    """The first character stays, every other becomes ＊; staff are shown by name."""
    case = found(attrs.evolve(RECEIVED, payload=SIGN | PERSONAL), as_of=at("2026-09-15"))
    html = to_html(case)
    assert not any(value in html for value in PERSONAL.values())
    assert "申请人：王＊＊；联系电话：1＊＊＊＊＊＊＊＊＊＊；" in html
    assert "张三" in html
    assert "未作隐去处理" not in html


def test_whoever_asks_for_personal_data_is_told_so_on_the_page() -> None:
    case = found(attrs.evolve(RECEIVED, payload=SIGN | PERSONAL), as_of=at("2026-09-15"))
    html = to_html(case, unmask=True)
    assert all(value in html for value in PERSONAL.values())
    assert "未作隐去处理" in html


def test_lists_of_personal_texts_are_masked_one_by_one() -> None:
    pack = {
        **PACK,
        "id": "listed-town",
        "fields": {
            "heirs": {"label": "继承人", "type": "texts", "sensitivity": "personal"},
            "empty": {"label": "空", "sensitivity": "personal"},
        },
    }
    registry = sh.Registry.of(sh.load_pack(pack))
    received = attrs.evolve(RECEIVED, payload=SIGN | {"heirs": ["王一二", "李四"], "empty": ""})
    case = registry.assess(Timeline.of([received]), as_of=at("2026-09-15"))
    assert "继承人：王＊＊、李＊；空：" in to_html(case)


def test_what_events_note_is_said_in_words() -> None:
    """Facts, fields, limits and items by their labels; an unknown fact and a bare word as such."""
    case = found(
        attrs.evolve(RECEIVED, payload=SIGN | {"survey": None, "seal": "有", "note": "急"}),
        event("v", "visit.ended", at("2026-09-15"), refs={"visit": "v1", "thing": "t1"}),
        event("s", "facts.stated", at("2026-09-15"), payload={"quantities": {"本": "2"}}),
        event("n", "notice.promise", at("2026-09-15"), payload={"limit": "10 working days"}),
        as_of=at("2026-09-16"),
    )
    said = [row[4] for row in rows(page(case), "events")]
    assert "事项：招牌<设置>" in said[0]
    assert "主件：已提供" in said[0]
    assert "现场踏勘：不详" in said[0]
    assert "专用印章：有" in said[0]
    assert "期限：10个工作日" in " ".join(said)
    assert "到访：v1" in " ".join(said)
    assert "thing：t1" in " ".join(said)
    assert "计费数量：本（2）" in " ".join(said)
    assert "事项：不明" in to_html(
        found(
            attrs.evolve(RECEIVED, payload={"division": DIVISION, "note": "事项：不明"}),
            as_of=at("2026-09-15"),
        )
    )


# ---- whose time it took


@EACH
def test_the_strip_shows_whose_time_it_took(case: Assessment) -> None:
    """Each owner has a sign, a name and its time in the legend."""
    legends = page(case).findall("ul[@class='legend']")
    shares = case.responsibility.shares
    if not shares:
        assert len(legends) == 1
        assert "没有可以划分的时间" in text(page(case))
        return
    said = [text(one) for one in legends[1]]
    assert said[0].startswith("责任时间 ")
    assert len(said) == 1 + len(shares)
    for line, share in zip(said[1:], shares, strict=True):
        assert str(share) in line
    assert len({line.partition("　")[0] for line in said[1:]}) == len(shares)


def test_the_shares_are_said_in_days() -> None:
    """From 9 o'clock on the 14th to 9 o'clock on 21 November are 68 days."""
    said = text(page(CASES["overdue"]))
    assert "责任时间 68天" in said
    assert "甲　窗口：" in said
    brief = found(
        RECEIVED,
        event("h", "handover.accepted", at("2026-09-14", "09:01"), unit="乙窗口"),
        as_of=at("2026-09-15"),
    )
    assert "甲　窗口：1分钟（不足1%）" in text(page(brief))
    short = text(page(CASES["on the spot"]))
    assert "责任时间 30分钟" in short
    assert "责任时间 1天" in text(page(CASES["nothing known"]))
    quick = found(RECEIVED, as_of=at("2026-09-14") + timedelta(seconds=5))
    assert "责任时间 不足1分钟" in text(page(quick))


@pytest.mark.parametrize("kind", ShareKind)
def test_every_kind_of_time_has_its_sign(kind: ShareKind) -> None:
    """Whoever time belongs to, the strip and its legend can say it."""
    marks = share_marks([Share(kind), Share(kind, "另一")])
    assert len(set(marks.values())) == 2
    assert all(marks.values())


def test_time_after_the_end_of_a_case_reopened_later_is_nobodys() -> None:
    case = found(
        RECEIVED,
        event("c", "closed", at("2026-09-16")),
        event("o", "reopened", at("2026-09-21"), unit="窗口"),
        as_of=at("2026-09-24"),
    )
    root = page(case)
    assert any("毕　办结以后：" in text(li) for li in root.iter("li"))
    assert of_class(picture(case), "ended")


def test_units_that_share_time_stand_one_over_another() -> None:
    drawn = picture(CASES["joint"])
    shares = [one for one in of_class(drawn, "share") if one.tag == "rect"]
    assert apart(map(box, shares))
    places = {(one.get("x"), one.get("height")) for one in shares}
    assert len(places) < len(shares)
    assert "12　单位" in text(page(CASES["joint"]))  # beyond the ten stems units are counted


# ---- to scale


@EACH
def test_positions_are_proportional_to_time(case: Assessment) -> None:
    """Between two dots lies as much room as time, for all dots, bars and the strip alike."""
    drawn = picture(case)
    times = [step.event.occurred_at for step in case.replay.steps]
    places = [number(dot, "cx") for dot in of_class(drawn, "dot")]
    first, last = min(times), max(times)
    whole = (last - first) / timedelta(days=1)
    if not whole:
        assert len(set(places)) == 1
        return
    scale = (max(places) - min(places)) / whole
    for when, place in zip(times, places, strict=True):
        assert place == pytest.approx(
            min(places) + scale * ((when - first) / timedelta(days=1)), abs=0.02
        )
    limited = [one for one in case.duties if one.limit is not None]
    for one, bar in zip(limited, of_class(drawn, "duty"), strict=True):
        left = box(of_class(bar, "track")[0])[0]
        assert left == pytest.approx(
            min(places) + scale * ((one.start - first) / timedelta(days=1)), abs=0.2
        )


def scale_of(case: Assessment) -> tuple[float, float]:
    """Return where its first event lies, and how wide a day is, by the scale's own marks."""
    drawn = picture(case)
    shares = [box(one) for one in of_class(drawn, "share")]
    whole = case.responsibility.total / timedelta(days=1)
    return shares[0][0], (shares[-1][2] - shares[0][0]) / whole


@pytest.mark.parametrize("name", ["overdue", "late", "paused", "joint", "new year"])
def test_bars_end_when_their_limits_do(name: str) -> None:
    case = CASES[name]
    drawn = picture(case)
    zero, day = scale_of(case)
    first = case.replay.steps[0].event.occurred_at
    limited = [one for one in case.duties if one.limit is not None]
    for one, bar in zip(limited, of_class(drawn, "duty"), strict=True):
        if one.due_at is None:
            assert not of_class(bar, "due")
            continue
        due = zero + day * ((one.due_at - first) / timedelta(days=1))
        mark = of_class(bar, "due")[0].get("d", "")
        assert float(mark[1:].split()[0]) == pytest.approx(due, abs=0.5)
        assert box(of_class(bar, "track")[0])[2] == pytest.approx(due, abs=0.5)


def test_what_was_done_is_marked_where_it_was_done() -> None:
    case = CASES["late"]
    drawn = picture(case)
    dots = [number(dot, "cx") for dot in of_class(drawn, "dot")]
    bar = next(bar for bar in of_class(drawn, "duty") if "法定时限" in text(bar))
    mark = of_class(bar, "done")[0].get("d", "")
    assert float(mark[1:].split()[0]) == pytest.approx(dots[-1], abs=0.1)
    assert box(of_class(bar, "late")[0])[2] == pytest.approx(dots[-1], abs=0.1)


@EACH
def test_the_instant_asked_for_is_a_line(case: Assessment) -> None:
    now = [one for one in of_class(picture(case), "now") if one.tag == "path"]
    assert len(now) == 1
    xs = set(re.findall(r"M([\d.]+)", now[0].get("d", "")))
    assert len(xs) == 1
    assert all(float(x) <= 784 for x in xs)


def test_long_after_its_end_a_case_is_drawn_as_it_was() -> None:
    """Looked at years later the picture breaks off, and says so."""
    said = text(picture(CASES["supplement"]))
    assert re.search(r"截至2030年1月1日09:00（图至\d+年\d+月\d+日止）▸", said)


def test_a_limit_that_ends_very_much_later_leaves_the_picture() -> None:
    case = found(
        event("c", "contacted", at("2026-09-14"), payload={"division": DIVISION}),
        as_of=at("2026-09-16"),
    )
    drawn = picture(case)
    bar = of_class(drawn, "duty")[0]
    assert not of_class(bar, "due")
    assert "▸" in text(bar)
    assert "…" in text(bar)  # its title is very long; the table has it in full
    assert PACK["duties"][1]["title"] in text(page(case))


# ---- nothing collides


def pills(drawn: ET.Element) -> list[tuple[float, float, float, float]]:
    return [box(one) for one in of_class(drawn, "pill")]


def words_apart(drawn: ET.Element) -> bool:
    """Tell whether in each row what stands at the left ends before what stands at the right."""
    for bar in of_class(drawn, "duty"):
        left, right = of_class(bar, "label")
        if number(left, "x") + wide(text(left)) > number(right, "x") - wide(text(right)):
            return False
    return True


@EACH
def test_no_two_labels_overlap(case: Assessment) -> None:
    drawn = picture(case)
    assert apart(pills(drawn))
    assert words_apart(drawn)
    assert apart(
        (
            number(one, "x"),
            number(one, "y") - 9,
            number(one, "x") + wide(text(one)),
            number(one, "y"),
        )
        for one in drawn
        if one.tag == "text" and one.get("class") in ("small", "small strong")
    )


@given(st.lists(st.integers(0, 500_000), min_size=1, max_size=60))
def test_labels_never_overlap_and_name_every_event(minutes: list[int]) -> None:
    """However events crowd, each number is in exactly one label, in order."""
    first = at("2026-03-02")
    calls = [
        event(f"c{n:03}", "contacted", first + timedelta(minutes=m)) for n, m in enumerate(minutes)
    ]
    opened = event("a", "contacted", first, payload={"division": DIVISION})
    drawn = picture(found(opened, *calls, as_of=first + timedelta(days=400)))
    assert apart(pills(drawn))
    named: list[int] = []
    for one in of_class(drawn, "number"):
        low, _, high = text(one).partition("–")
        named += range(int(low), int(high or low) + 1)
    assert sorted(named) == list(range(1, len(minutes) + 2))
    assert all(left >= 0 and right <= 800 for left, _, right, _ in pills(drawn))


@pytest.mark.parametrize(("years", "count", "days"), [(1, 200, 1.7), (2, 200, 3.6), (9, 400, 8)])
def test_a_long_case_gives_a_bounded_picture(years: int, count: int, days: float) -> None:
    """The picture of 200 events is no larger than that of a few, and its scale counts months."""
    case = long_case(years, count, days)
    drawn = picture(case)
    _, _, width, height = map(float, drawn.get("viewBox", "").split())
    assert width == 800
    assert height < 60 + 4 * 19 + 24 * 38 + 80
    assert len(of_class(drawn, "grid")) < 80
    assert len(of_class(drawn, "pill")) < 3 * 800 / 16
    assert apart(pills(drawn))
    assert "月" in text(drawn) or "年" in text(drawn)
    assert sum(1 for _ in drawn.iter()) < 4_000


def test_rest_days_too_small_to_see_are_left_out() -> None:
    """By months only longer rests are shaded; over many years none."""
    by_months = long_case(2, 5, 100)
    assert "连续三日以上的休息日" in text(page(by_months))
    by_years = long_case(9, 5, 600)
    assert not of_class(picture(by_years), "rest") or all(
        "share" in one.get("class", "") for one in of_class(picture(by_years), "rest")
    )


def test_of_very_many_duties_the_most_important_are_drawn() -> None:
    """Sixty parts: no more than 24 bars, the missed ones among them, and a word about the rest."""
    parts = [
        event(
            f"p{n:02}",
            "part.assigned",
            at("2026-09-15"),
            unit="单位",
            refs={"part": f"P{n:02}"},
            payload={"limit": "5 working days"},
        )
        for n in range(60)
    ]
    done = [
        event(f"q{n:02}", "part.done", at("2026-09-17"), refs={"part": f"P{n:02}"})
        for n in range(55)
    ]
    case = found(RECEIVED, ACCEPTED, *parts, *done, as_of=at("2026-10-20"))
    drawn = of_class(picture(case), "duty")
    assert len(drawn) == 24
    late = [one for one in case.breaches if one.limit is not None]
    assert late
    assert sum("breached" in one.get("class", "") for one in drawn) == len(late)
    assert "项有期限的义务未画出" in text(page(case))
    assert len(rows(page(case), "duties")) == len(case.duties)


def test_days_of_which_nothing_is_known_are_not_shaded() -> None:
    """Before the first year of the calendar a case is drawn without rest days."""
    when = datetime(1990, 3, 1, 9, tzinfo=SHANGHAI)
    case = found(
        event("c", "contacted", when, payload={"division": DIVISION}),
        as_of=when + timedelta(days=3),
    )
    assert not of_class(picture(case), "rest")
    assert "3天" in text(page(case))  # whose they are nobody knows, and none is a rest day


def test_weekends_on_which_people_work_are_marked() -> None:
    """20 September 2026 by the notice, 26 September by the local arrangement; rest days named."""
    drawn = picture(CASES["overdue"])
    titles = [text(one) for one in drawn.iter("title")]
    assert any("调休上班：2026-09-20" in one for one in titles)
    assert any("地方上班：2026-09-26" in one for one in titles)
    assert any(one.startswith("赶集节") for one in titles)
    assert "国庆节" in text(drawn)
