"""What an assessment says in Chinese: every status, every branch, and nothing that was not found.

The town 石桥 is made up, and prints no hours. September 2026: the 1st is a Tuesday; 5, 6, 12, 13
and 19 are rest days, Sunday the 20th is worked, 25 to 27 are rest; 10-1 to 10-7 are rest. "Due on
the 4th" means by 24:00. Five working days from the 1st end on the 8th, three on the 4th.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest

import servicehall as sh
from servicehall import CaseState, DutyStatus
from servicehall.duties import Grade
from servicehall.explain.text import say_time
from tests.places import place

Data = dict[str, Any]

EXAMPLES: Final = Path(__file__).parent.parent / "examples"
STORIES: Final = sorted((EXAMPLES / "cases").glob("*.json"))
EXAMPLE_HALLS: Final = sh.Registry.of(sh.read_pack(EXAMPLES / "liuhe"), place("mengding"))
EACH: Final = pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
TOWN: Final = "371302996"


def stated(**said: Any) -> Data:
    """Write a record with its source."""
    return {"cite": f"《石桥镇规定》{said['id']}", **said}


MATTER: Final[Data] = {
    "title": "补贴",
    "kind": "行政给付",
    "fee": "free",
    "materials": "none",
}


def matter(name: str, **said: Any) -> Data:
    """Write a matter."""
    return stated(id=name, **{**MATTER, **said})


COPY: Final = matter("copy", title="复印", promised="5个工作日")
PACK: Final[Data] = {
    "format": 1,
    "id": "shiqiao",
    "title": "石桥镇便民服务中心",
    "division": TOWN,
    "events": {"call": {"title": "回访"}, "noise": {"title": "喧哗"}},
    "fields": {"heirs": {"label": "继承人", "type": "texts", "sensitivity": "personal"}},
    "matters": [
        matter("allowance", promised="5个工作日"),
        matter("restaurant", title="开店", promised="15个工作日"),
        matter("sign", title="招牌", kind="行政许可", statutory="$licence.decide"),
        matter("vague", title="补证", promised="unknown: 原文残缺"),
        matter("void", title="旧事项", promised="5个工作日", unusable="已废止"),
        {key: said for key, said in COPY.items() if key != "fee"},
        matter("lost", title="存档", promised="5个工作日", fee="unknown: 没有写"),
    ],
    "fees": [
        stated(
            id="copy.fee",
            matter="copy",
            item="复印",
            rate="0.50",
            per="页",
            basis="unknown: 没有写",
        )
    ],
    "duties": [
        stated(
            id="quiet",
            title="三日内不得喧哗",
            on="received",
            when={"urgent": True},
            who="case_owner",
            must_not="noise",
            within="3 working days",
        ),
    ],
}


def town(**sections: Any) -> sh.Registry:
    """Return a registry that knows the town, with more sections."""
    return sh.Registry.of(sh.load_pack({**PACK, **sections}))


REGISTRY: Final = town()
FACTS: Final[Data] = {
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


def case(matter_id: str = "allowance", **said: Any) -> Data:
    """Return what is noted at receipt; what is None is left out."""
    noted = {"division": TOWN, "matter": matter_id, **FACTS, "urgent": False, **said}
    return {name: value for name, value in noted.items() if value is not None}


def at(text: str) -> datetime:
    """Return an instant of 2026: ``"9-4"`` is 09:00 of that day, ``"9-4 17:30"`` says when."""
    day, _, clock = text.partition(" ")
    month, _, number = day.partition("-")
    hour, _, minute = (clock or "09:00").partition(":")
    return datetime(2026, int(month), int(number), int(hour), int(minute), tzinfo=SHANGHAI)


Happened = tuple[str, str] | tuple[str, str, Data] | tuple[str, str, Data, str]


def told(
    as_of: str, *happened: Happened, noted: Data | None = None, registry: sh.Registry = REGISTRY
) -> sh.Assessment:
    """Assess a case that 王芳 of a window received on 9-1, with what happened then."""
    events = []
    first = ("9-1", "received", case() if noted is None else noted)
    for number, (when, kind, *rest) in enumerate((first, *happened)):
        thing = str(rest[1]) if len(rest) > 1 else ""
        name = "pause" if kind.startswith("pause") else "part"
        events.append(
            sh.Event(
                id=f"e{number}",
                kind=kind,
                occurred_at=at(when),
                actor="" if kind.startswith("part") else "王芳",
                unit=f"{thing}局" if kind.startswith("part") else "窗口",
                payload=rest[0] if rest else {},
                refs={name: thing} if thing else {},
            )
        )
    return registry.assess(sh.Timeline.of(events), as_of=at(as_of))


def line(found: sh.Assessment, title: str) -> str:
    """Return the line of a duty: what it is, who bears it, when, and what became of it."""
    pattern = rf"^  \d+\. ({re.escape(title)}[〔（].*)$"
    (said,) = re.findall(pattern, found.explain(), re.MULTILINE)
    return str(said)


def part_of(text: str, heading: str) -> list[str]:
    """Return the lines below a heading."""
    lines = text.splitlines()
    below = lines[lines.index(heading) + 1 :]
    ends = [place for place, one in enumerate(below) if not one.startswith("  ")]
    return [one.strip() for one in below[: ends[0] if ends else None]]


PROMISE: Final = "承诺时限内办结"
LAWFUL: Final = "法定时限内作出决定"
BEARER: Final = "（服务承诺；承担人：第一责任人（窗口王芳））："
DUE: Final = "应于2026年9月8日（星期二）24:00前"

# ---- the head


def test_the_head_says_what_it_is_and_where_it_stands() -> None:
    """The matter by its title, the place, the day of filing, the instant, the state, the kind."""
    head = told("9-2").explain().splitlines()[:3]
    assert head[0] == f"办件：补贴，{TOWN}，2026年9月1日收件"
    assert head[1] == "状态：截至2026年9月2日（星期三）09:00，已收件"
    assert head[2].startswith("类型：承诺件（《便民服务大厅六件管理制度》四")


def test_midnight_is_the_end_of_the_day() -> None:
    """9-3 at 00:00 is 24:00 of 9-2."""
    assert "截至2026年9月2日（星期三）24:00" in told("9-3 00:00").explain()


def test_several_kinds_are_told() -> None:
    """A forwarded case that has a limit is a promised case too."""
    said = told("9-2", noted=case(must_forward=True)).explain()
    assert "类型：上报件；同时属于承诺件（" in said


def test_a_kind_that_is_not_settled_says_what_to_find_out() -> None:
    """Only the forwarding and the survey are known: four kinds are left, three facts are asked."""
    noted: Data = {"division": TOWN, "must_forward": True, "survey": "not_needed"}
    said = told("9-2", noted=noted).explain()
    (kind,) = re.findall("^类型：(.*)$", said, re.MULTILINE)
    assert kind == (
        "尚不能判定（可能是退回件、补办件、未受理（待补正）、上报件），"
        "还须查明：明显不符合政策、主件、其他材料"
    )


def test_without_a_matter_the_text_says_so() -> None:
    """Neither a title nor a fee, and the limit of the promise is not known."""
    said = told("9-2", noted=case() | {"matter": ""}).explain()
    assert said.startswith(f"办件：未写明事项，{TOWN}，")
    assert "收费：" not in said
    assert "期限不明：没有写明是哪个事项，办理中" in said


def test_what_begins_no_duty_says_so() -> None:
    """A record that is annulled: nobody came, and nothing was handed in."""
    came = sh.Event(id="e1", kind="annulled", occurred_at=at("9-1"), payload={"division": TOWN})
    found = REGISTRY.assess(sh.Timeline.of([came]), as_of=at("9-1"))
    said = found.explain().splitlines()
    assert said[0] == f"办件：{TOWN}，2026年9月1日撤销登记"
    assert said[1].endswith("没有收件")
    assert "尚未产生任何义务。" in said
    assert "各项义务：" not in said
    assert "时间：合计0分钟" in said


def test_a_second_cycle_is_counted() -> None:
    """Closed on 9-3, reopened on 9-7; what ran in the first ended with that."""
    found = told("9-8", ("9-3", "closed"), ("9-7", "reopened"))
    assert found.state is CaseState.RECEIVED
    assert "09:00，已收件（第2次办理）" in found.explain()
    again = told("9-8", ("9-3", "decided", {"outcome": "refused"}), ("9-4", "reopened"))
    assert "（第2次办理）" in again.explain()


def test_what_a_new_cycle_ends_is_said_so() -> None:
    """A duty that waits for the applicant's visit ends where the case is taken up anew."""
    duty = stated(
        id="visit",
        title="回访申请人",
        on="decided",
        who="case_owner",
        must="call",
        within="1 month",
    )
    found = told(
        "9-8",
        ("9-3", "decided", {"outcome": "refused"}),
        ("9-4", "reopened"),
        registry=town(duties=[duty]),
    )
    assert line(found, "回访申请人").endswith("因“重新办理”而终止")


# ---- what becomes of a duty


def test_an_open_duty_says_how_many_days_are_left() -> None:
    """On 9-2 there are 3, 4, 7 and 8; on 9-8 none is left, and it is not late."""
    assert line(told("9-2"), PROMISE) == f"{PROMISE}{BEARER}{DUE}，办理中，剩余4个工作日"
    assert line(told("9-8"), PROMISE).endswith("，办理中，剩余0个工作日")


def test_an_open_duty_without_a_limit_says_that_it_is_open() -> None:
    """The paper must be served before the decision; no day is set."""
    assert line(told("9-2"), "出具承诺件通知") == (
        "出具承诺件通知（服务承诺；承担人：收件人（窗口王芳））：办理中"
    )


def test_a_duty_that_is_done_in_time_says_how_much_was_saved() -> None:
    """Closed on 9-3: 4, 7 and 8 are saved. On 9-8 nothing is, and nothing is said of it."""
    assert line(told("9-30", ("9-3", "closed")), PROMISE).endswith(
        f"{DUE}，已于2026年9月3日（星期四）09:00按时完成，提前3个工作日"
    )
    assert line(told("9-30", ("9-8 23:00", "closed")), PROMISE).endswith("23:00按时完成")


def test_a_duty_that_is_done_late_says_by_how_much() -> None:
    """Closed on 9-10: 9 and 10 are two working days."""
    found = told("9-30", ("9-10", "closed"))
    assert line(found, PROMISE).endswith(
        f"{DUE}，逾期，2026年9月10日（星期四）09:00才完成，超过2个工作日"
    )


def test_what_is_late_by_no_working_day_is_late() -> None:
    """The limit of 9-3 ends on 9-10 at 24:00; three days end on Friday 9-4, done on Saturday."""
    duty = stated(
        id="visit",
        title="回访",
        on="received",
        who="case_owner",
        must="call",
        within="3 working days",
    )
    found = told("9-30", ("9-5", "call"), registry=town(duties=[duty]))
    assert line(found, "回访").endswith("逾期，2026年9月5日（星期六）09:00才完成")
    assert "超过" not in found.explain_overdue()


def test_a_duty_that_is_overdue_and_not_done_is_said_so() -> None:
    """On 9-9 it is not closed yet."""
    assert line(told("9-9"), PROMISE).endswith(f"{DUE}，逾期，尚未完成")


def test_a_duty_that_fell_away_says_why() -> None:
    """Withdrawn before the limit ended."""
    found = told("9-30", ("9-3", "withdrawn"))
    assert line(found, PROMISE).endswith(f"{DUE}，因“申请人撤回”而终止")
    assert found.explain_overdue() == "没有逾期或者违反的义务。"


def test_a_duty_that_waits_says_before_when_it_cannot_end() -> None:
    """The applicant has it from 9-2 to 9-4 at least: then five days, from 9-4 on: 9-11."""
    found = told(
        "9-4",
        ("9-2", "notice.supplement", {"limit": "10个工作日", "missing": ["证"], "form": "written"}),
        noted=case(other_materials="missing_undertaken"),
    )
    assert found.duty("decide.promised").status is DutyStatus.PAUSED
    said = line(found, PROMISE)
    assert said.endswith("，中止")
    assert "尚未恢复" in said
    not_before = found.deadlines["decide.promised"].not_before
    assert str(not_before) in said


def test_a_duty_about_what_could_not_be_told_late_is_not_called_punctual() -> None:
    """Where the limit is not known, nobody knows whether it was kept."""
    assert line(told("9-2", noted=case("vague")), PROMISE).endswith("期限不明：原文残缺，办理中")
    done = line(told("9-30", ("9-3", "closed"), noted=case("vague")), PROMISE)
    assert "期限不明：原文残缺" in done
    assert "2026年9月3日（星期四）09:00" in done
    assert "按时" not in done


def test_a_program_learns_that_nothing_says_by_when_it_had_to_be_done() -> None:
    """Minutes of a hall without hours never end: it is done, and that is all that can be said."""
    greet = stated(id="greet", title="三十分钟内办", on="received", who="case_owner", must="closed")
    rules = town(duties=[{**greet, "within": "30 office minutes"}, *PACK["duties"]])
    events = [
        sh.Event(id="1", kind="received", occurred_at=at("9-14"), payload={"urgent": True}),
        sh.Event(id="2", kind="closed", occurred_at=at("11-14")),
    ]
    found = rules.assess(sh.Timeline.of(events), as_of=at("11-15"), division=TOWN)
    greeted, quiet = found.duty("greet"), found.duty("quiet")
    assert (greeted.status, greeted.due_at) == (DutyStatus.FULFILLED, None)
    assert (greeted.is_untimed, greeted.status_zh) == (True, "已完成，期限不明")
    assert (quiet.is_untimed, quiet.status_zh) == (False, "没有违反")


def test_what_was_done_in_time_is_called_so() -> None:
    """A limit that ends is kept or not; a duty that runs is called what its status is."""
    assert told("9-30", ("9-3", "closed")).duty("decide.promised").status_zh == "按时完成"
    assert told("9-2").duty("decide.promised").status_zh == "办理中"


def test_a_limit_that_rests_on_no_notice_is_said_so() -> None:
    """From 2026-12-14 twenty working days end in 2027, of which no notice speaks yet."""
    timeline = sh.read_case(EXAMPLES / "cases" / "into-2027.json")
    found = EXAMPLE_HALLS.assess(timeline, as_of=at("12-20"))
    assert "应于2027年1月12日（星期二）17:00前（暂定），办理中" in line(found, LAWFUL)
    assert "（暂定）" not in line(found, PROMISE)  # it ends in 2026


def test_what_must_come_before_something_and_did_not_is_said_so() -> None:
    """Closed without the paper that had to be served before."""
    found = told("9-30", ("9-3", "closed"))
    assert line(found, "出具承诺件通知").endswith("：没有在“办结”以前完成")
    assert "【出具承诺件通知】没有在“办结”以前完成" in found.explain_overdue()


def test_what_is_forbidden_is_broken_or_kept() -> None:
    """For three days, to 9-4, nobody may make a noise; on 9-7 everybody may."""
    noted = case(urgent=True)
    broken = told("9-30", ("9-3", "noise"), noted=noted)
    assert line(broken, "三日内不得喧哗").endswith("违反：发生了“喧哗”")
    assert "违反：发生了“喧哗”" in broken.explain_overdue()
    kept = told("9-30", ("9-7", "noise"), noted=noted)
    assert line(kept, "三日内不得喧哗").endswith("没有违反")


def test_what_may_have_begun_says_what_to_find_out() -> None:
    """One fact is not known: what hangs on it is asked for together, and not listed."""
    both = [
        stated(
            id=name,
            title=title,
            on="accepted",
            when={"consult": True},
            who="case_owner",
            must="call",
        )
        for name, title in (("one", "回访甲"), ("two", "回访乙"))
    ]
    facts = {"consult": {"label": "已经咨询", "type": "yes_no"}}
    found = told("9-2", ("9-1 10:00", "accepted"), registry=town(duties=both, facts=facts))
    assert [one.status for one in found.duties if one.needed] == [DutyStatus.DORMANT] * 2
    assert part_of(found.explain(), "提示：") == [
        "· 查明“已经咨询”以后，才能确定是否产生义务：回访甲、回访乙"
    ]
    assert "回访甲（" not in found.explain()
    assert any(
        step.text == "回访甲：是否产生尚不能确定，还须查明：已经咨询" for step in found.trail
    )


def test_a_target_names_nobody() -> None:
    """A target that the hall sets itself is told, and blamed on nobody."""
    duty = stated(
        id="fast",
        title="三日内回访",
        on="received",
        who="case_owner",
        must="call",
        within="3 working days",
        grade="target",
    )
    found = told("9-9", registry=town(duties=[duty]))
    assert line(found, "三日内回访") == (
        "三日内回访（内部目标）：应于2026年9月4日（星期五）24:00前，逾期，尚未完成"
    )
    (text,) = [
        block for block in found.explain_overdue().split("【") if block.startswith("三日内回访")
    ]
    assert "  内部目标\n" in text
    assert "王芳" not in text


# ---- what can be asked of an assessment


def test_a_duty_is_found_by_its_name() -> None:
    """With the part that it is about; another name is answered with one that is known (SH618)."""
    found = told("9-3", assigned("9-2", "消防", "3个工作日"), noted=JOINT)
    assert found.duty("part/消防").due_at == at("9-8 00:00")
    assert list(found.deadlines) == ["decide.promised", "part/消防"]
    assert found.deadlines["decide.promised"].due == date(2026, 9, 21)
    with pytest.raises(sh.InputValueError) as caught:
        found.duty("part/消方")
    assert caught.value.code == "SH618"
    assert "part/消防" in str(caught.value)


def test_the_papers_that_must_be_served_are_known() -> None:
    """Of a promised case one: that which names the limit."""
    assert [one.duty.id for one in told("9-2").notices] == ["notice.promise"]


def test_the_policy_must_be_of_the_day_of_filing() -> None:
    """SH614: a case keeps the rules of the day on which it was filed."""
    received = sh.Event(id="r", kind="received", occurred_at=at("9-1"), payload=case())
    timeline = sh.Timeline.of([received])
    with pytest.raises(sh.InputValueError) as caught:
        sh.assess(timeline, REGISTRY.policy(TOWN, on=date(2026, 9, 2)), as_of=at("9-3"))
    assert caught.value.code == "SH614"


@pytest.mark.parametrize(
    ("kind", "noted", "code"),
    [
        ("recieved", {}, "SH613"),
        ("rated", {"satisfacton": "满意"}, "SH612"),
        ("rated", {"survey": "maybe"}, "SH402"),
        ("rated", {"survey": "pending"}, "SH477"),
        ("rated", {"note": 3}, "SH616"),
        ("rated", {"missing": "证"}, "SH616"),
        ("rated", {"missing": ["证", 3]}, "SH616"),
        ("rated", {"quantities": "七"}, "SH616"),
        ("rated", {"limit": 5}, "SH616"),
        ("rated", {"limit": "soon"}, "SH115"),
        ("rated", {"turn": 5}, "SH616"),
        ("rated", {"turn": "2026-9-1"}, "SH616"),
        ("rated", {"turn": "2026-09-31"}, "SH616"),
    ],
)
def test_words_that_no_rule_knows_are_refused(kind: str, noted: Data, code: str) -> None:
    """With the event and the word; nothing of the case is told."""
    settled = matter("settled", title="盖章", promised="5个工作日", facts={"survey": "not_needed"})
    fields = {**PACK["fields"], "turn": {"label": "轮到之日", "type": "day"}}
    registry = town(matters=[*PACK["matters"], settled], fields=fields)
    with pytest.raises(sh.FaultyDataError) as caught:
        told("9-3", ("9-2", kind, noted), noted=case("settled"), registry=registry)
    (problem,) = caught.value.problems
    assert problem.code == code
    assert "e1" in problem.where


def test_words_that_fit_are_taken() -> None:
    """A limit, a day, a list, a number of pages, and what a matter settles, stated again."""
    settled = matter("settled", title="盖章", promised="5个工作日", facts={"survey": "not_needed"})
    fields = {**PACK["fields"], "turn": {"label": "轮到之日", "type": "day"}}
    noted = {"limit": "3个工作日", "turn": "2026-09-02", "missing": ["证"]}
    said = told(
        "9-3",
        ("9-2", "rated", {**noted, "survey": "not_needed"}),
        noted=case("settled"),
        registry=town(matters=[*PACK["matters"], settled], fields=fields),
    ).explain()
    assert "期限：3个工作日；轮到之日：" in said


@pytest.mark.parametrize("blank", ["", " "])
def test_a_limit_that_a_paper_leaves_blank_is_not_known(blank: str) -> None:
    """The applicant is told no day; nobody makes one up."""
    found = told(
        "9-3",
        ("9-2", "notice.supplement", {"limit": blank, "missing": ["证"]}),
        noted=case(other_materials="missing_undertaken"),
    )
    assert found.duty("supplement.supply").due_at is None
    assert "期限不明：" in line(found, "补齐材料")


# ---- two calendars


def days(**said: Any) -> sh.Registry:
    """Return the town with a market day of its own."""
    return town(days=[stated(id="market", name="赶集节", years=[2026], **said)])


ACCEPTED: Final = ("9-1 10:00", "accepted")


def test_two_calendars_are_told_with_both_ends() -> None:
    """Twenty days by the notices end on 9-29; a market on 9-23 makes it 9-30."""
    found = told("9-2", ACCEPTED, noted=case("sign"), registry=days(rest=[date(2026, 9, 23)]))
    assert (
        "应于2026年9月29日（星期二）24:00前（全国日历），"
        "最迟2026年9月30日（星期三）24:00（计入地方放假）" in line(found, LAWFUL)
    )


WORKED: Final = days(work=[date(2026, 9, 5)])
"""A Saturday on which only the town works: its own count ends on 9-28, that of the nation on 9-29.

2, 3, 4, 7 to 11 (8), 14 to 18 (13), 20 (14), 21 to 24 (18), 28 (19), 29 (20); and one less.
"""


def test_the_earlier_end_is_not_always_that_of_the_nation() -> None:
    """What the text calls the national end is the national end."""
    found = told("9-2", ACCEPTED, noted=case("sign"), registry=WORKED)
    one = found.duty("decide.statutory")
    assert (one.warn_at, one.due_at) == (at("9-29 00:00"), at("9-30 00:00"))
    said = line(found, LAWFUL)
    assert "9月28日" in said
    assert "9月29日" in said
    assert "9月28日（星期一）24:00前（全国日历）" not in said


def test_days_that_are_late_are_counted_from_the_end_that_counts() -> None:
    """Late only after the later of two ends, 9-29: on 9-30 that is one working day."""
    found = told("10-30", ACCEPTED, ("9-30", "closed"), noted=case("sign"), registry=WORKED)
    one = found.duty("decide.statutory")
    assert (one.status, one.due_at) == (DutyStatus.BREACHED, at("9-30 00:00"))
    assert line(found, LAWFUL).endswith("才完成，超过1个工作日")


# ---- what is overdue


def test_a_breach_says_rule_count_and_bearer() -> None:
    """What, what it is, since when, by which rule, how long, and how that was counted."""
    found = told("9-30", ("9-10", "closed"), ("9-2", "notice.promise", {"form": "written"}))
    text = found.explain_overdue().splitlines()
    assert text[0] == (
        f"【{PROMISE}】{DUE}，逾期，2026年9月10日（星期四）09:00才完成，超过2个工作日"
    )
    assert text[1] == "  服务承诺；承担人：第一责任人（窗口王芳）"
    assert text[2] == "  产生：2026年9月1日（星期二）09:00“收件”"
    assert text[3] == "  依据：《便民服务大厅六件管理制度》四；《石桥镇规定》allowance"
    assert text[4].startswith("  原文：“承诺件必须在公开承诺时间内办结")
    assert text[5:7] == ["  期限：5个工作日", "  计算："]
    counted = [one.strip() for one in text[7:]]
    assert counted[-4:] == [
        "2026年9月1日 星期二：起始日，不计入，工作日",
        "2026年9月2日至4日：第1至3日，工作日",
        "2026年9月5日至6日：不计入，休息日",
        "2026年9月7日至8日：第4至5日，工作日",
    ]


def test_a_limit_that_was_counted_anew_says_from_when() -> None:
    """Papers complete on 9-3 at 09:00: 9-4, 7, 8, 9, then 9-10 is the fifth day."""
    found = told(
        "9-30",
        ("9-2", "notice.supplement", {"limit": "10个工作日", "missing": ["证"], "form": "written"}),
        ("9-3", "materials.completed"),
        noted=case(other_materials="missing_undertaken"),
    )
    assert "“收件”，2026年9月3日（星期四）09:00重新起算" in found.explain_overdue()
    assert "应于2026年9月10日（星期四）24:00前，逾期" in line(found, PROMISE)


HEARING: Final[Data] = {"ground": "听证", "form": "written", "limit": "2个工作日"}


def test_pauses_and_extensions_of_what_is_overdue_are_told() -> None:
    """A hearing from 9-2, two days told, and ten days more by leave of the head."""
    found = told(
        "12-1",
        ACCEPTED,
        ("9-2", "pause.started", HEARING),
        ("9-4", "pause.ended"),
        (
            "9-10",
            "extension.approved",
            {"approver": "agency_head", "reasons_told": True, "limit": "10个工作日"},
        ),
        noted=case("sign"),
    )
    (text,) = [one for one in found.explain_overdue().split("【") if one.startswith(LAWFUL)]
    assert "  中止：许可特别程序所需时间\n" in text
    assert "  延长：10个工作日\n" in text


def test_what_did_not_count_is_told_with_its_rule() -> None:
    """A paper that was only said aloud, and an extension that came too late."""
    found = told(
        "12-1",
        ACCEPTED,
        ("9-2", "notice.promise", {"form": "oral"}),
        ("11-2", "extension.approved", {"approver": "agency_head", "reasons_told": True}),
        noted=case("sign"),
    )
    said = "     未采用：送达承诺件通知：方式不符合规定，不算完成（《便民服务大厅六件管理制度》四）"
    assert said in found.explain().splitlines()
    assert "  未采用：延期：批准时期限已经届满，不予计算（" in found.explain_overdue()


def test_nothing_overdue_is_said_in_one_sentence() -> None:
    """No heading, no list."""
    assert told("9-2").explain_overdue() == "没有逾期或者违反的义务。"


# ---- what follows from silence


CALL: Final = stated(
    id="visit",
    title="回访",
    on="received",
    who="case_owner",
    must="call",
    within="$shiqiao.call",
)
TERM: Final = stated(id="shiqiao.call", label="回访期限", type="limit", value="3个工作日")


def silent(effect: str, **said: Any) -> sh.Assessment:
    """Assess on 9-9 a case whose applicant should have been called by 9-4."""
    rule = stated(id="silence", title="逾期未回访", of="shiqiao.call", effect=effect, **said)
    return told("9-9", registry=town(duties=[CALL], terms=[TERM], silences=[rule]))


@pytest.mark.parametrize(
    ("effect", "zh"),
    [
        ("deemed_renewed", "视为准予延续"),
        ("deemed_consent", "视为同意"),
        ("agency_decides", "由行政机关决定"),
        ("deemed_withdrawn", "视为撤回申请"),
        ("deemed_accepted", "视为受理"),
    ],
)
def test_an_effect_that_makes_no_event_must_be_confirmed(effect: str, zh: str) -> None:
    """No rule says from when it holds, so nothing follows by itself: a person decides."""
    found = silent(effect)
    assert found.replay.derived == {}
    said = f"后果：逾期未回访，{zh}，须由人确认（《石桥镇规定》silence）"
    assert f"     {said}" in found.explain().splitlines()
    assert f"  {said}" in found.explain_overdue().splitlines()
    assert f"逾期未回访：{zh}" in [step.text for step in found.trail]


def test_a_flag_asks_for_confirmation_once() -> None:
    """Its own words say so already."""
    said = silent("flag").explain()
    assert "后果：逾期未回访，仅作提示，须由人确认（《石桥镇规定》silence）" in said


@pytest.mark.parametrize(
    ("effect", "zh", "state"),
    [
        ("deemed_accepted", "视为受理", CaseState.ACCEPTED),
        ("deemed_withdrawn", "视为撤回申请", CaseState.WITHDRAWN),
    ],
)
def test_an_effect_that_the_law_dates_needs_nobody(effect: str, zh: str, state: CaseState) -> None:
    """It made an event, and the case has moved: there is nothing left to confirm."""
    found = silent(effect, dated="expiry")
    assert found.state is state
    (derived,) = found.replay.derived
    (event,) = [step.event for step in found.replay.steps if step.event.id == derived]
    assert event.occurred_at == at("9-5 00:00")
    assert "2026年9月4日（星期五）24:00 " in found.explain()
    assert "［依法推定］" in found.explain()
    assert f"后果：逾期未回访，{zh}（《石桥镇规定》silence）" in found.explain()


# ---- parts


def assigned(when: str, name: str, limit: str) -> Happened:
    """Return that a part was given to a unit."""
    return (when, "part.assigned", {"limit": limit}, name)


JOINT: Final = case("restaurant", windows=3, departments=3)
"""Fifteen days from 9-1: 2 to 4 (3), 7 to 11 (8), 14 to 18 (13), 20 (14), 21: the 15th day."""


def test_parts_are_told_apart() -> None:
    """Each with its name and its unit; the one that is late in the breaches too."""
    found = told(
        "9-10",
        assigned("9-2", "消防", "3个工作日"),
        assigned("9-2", "卫生", "10个工作日"),
        noted=JOINT,
    )
    assert line(found, "协办单位按时办理〔消防〕").endswith(
        "（服务承诺；承担人：协办单位（消防局））："
        "应于2026年9月7日（星期一）24:00前，逾期，尚未完成"
    )
    assert "【协办单位按时办理】〔消防〕应于2026年9月7日" in found.explain_overdue()
    assert "卫生" not in found.explain_overdue()
    assert "提示：" not in found.explain()


def test_a_part_that_ends_after_the_whole_is_told() -> None:
    """Fifteen days from 9-2 end on 9-22, those of the whole on 9-21."""
    found = told("9-3", assigned("9-2", "消防", "15个工作日"), noted=JOINT)
    assert part_of(found.explain(), "提示：") == [
        "· 协办单位按时办理〔消防〕的期限晚于整件的期限2026年9月21日（星期一）24:00"
    ]


def test_a_part_is_compared_with_the_limit_of_the_whole_and_no_other() -> None:
    """Asked for papers by 9-8, complete on 9-2; the part may end on 9-9, long before the case."""
    found = told(
        "9-3",
        ("9-1 10:00", "notice.supplement", {"limit": "10个工作日", "missing": ["证"]}),
        ("9-2", "materials.completed"),
        assigned("9-2", "消防", "5个工作日"),
        noted=JOINT | {"other_materials": "missing_undertaken"},
    )
    assert found.duty("one-time-notice").due_at == at("9-9 00:00")
    assert found.duty("part/消防").due_at == at("9-10 00:00")
    assert "晚于整件的期限" not in found.explain()


def test_a_part_is_compared_with_the_limit_of_its_own_cycle() -> None:
    """The first cycle had to end on 9-21; the second, from 9-22, has fifteen days of its own."""
    found = told(
        "9-24",
        ("9-3", "closed"),
        ("9-22", "reopened"),
        assigned("9-22 10:00", "消防", "3个工作日"),
        noted=JOINT,
    )
    assert "晚于整件的期限" not in found.explain()


# ---- hints


def test_a_pause_that_does_not_count_says_why() -> None:
    """Not on this ground, not without ground, not without being told, not without its time."""

    def hints(**payload: Any) -> list[str]:
        happened: tuple[Happened, ...] = (ACCEPTED, ("9-2", "pause.started", payload))
        return part_of(told("9-3", *happened, noted=case("sign")).explain(), "提示：")

    listed = "听证、招标、拍卖、检验、检测、检疫、鉴定、专家评审"
    begin = "· 2026年9月2日（星期三）09:00开始的“许可特别程序所需时间”不计算中止："
    told_ = {"form": "written", "limit": "2个工作日"}
    assert hints(ground="领导出差", **told_)[0] == (
        f"{begin}“领导出差”不属于规定的事由（{listed}）"
    )
    assert hints(**told_)[0] == f"{begin}没有写明事由（{listed}）"
    assert hints(ground="听证", form="oral")[0] == f"{begin}没有按规定告知申请人"
    assert hints(ground="听证", form="written")[0] == f"{begin}没有告知申请人所需时间"


def test_a_pause_that_is_too_long_says_so() -> None:
    """Told were two days, to 9-4; it ended on 9-9."""
    found = told(
        "9-10",
        ACCEPTED,
        ("9-2", "pause.started", HEARING),
        ("9-9", "pause.ended"),
        noted=case("sign"),
    )
    assert part_of(found.explain(), "提示：")[0] == (
        "· 2026年9月2日（星期三）09:00开始的“许可特别程序所需时间”"
        "超过了告知的时间，超出部分不计算中止"
    )


def test_a_pause_as_it_should_be_needs_no_hint() -> None:
    """Told in writing, and ended in time."""
    happened: tuple[Happened, ...] = (("9-2", "pause.started", HEARING), ("9-3", "pause.ended"))
    assert "提示：" not in told("9-4", ACCEPTED, *happened, noted=case("sign")).explain()


def test_a_matter_that_must_not_be_used_says_so() -> None:
    """It is kept for the record only."""
    found = told("9-2", noted=case("void"))
    assert part_of(found.explain(), "提示：") == ["· 该事项只作记录，不得使用：已废止"]


# ---- the course


def test_an_event_is_told_with_who_and_what() -> None:
    """When, what, the unit and the person, what was noted by its label, in words."""
    noted = case("sign", note="急", seal="有", survey="pending")
    found = told("9-2", ("9-1 09:30", "rated", {"satisfaction": "满意"}), noted=noted)
    first, second = part_of(found.explain(), "经过：")
    assert first.startswith("2026年9月1日（星期二）09:00 收件（窗口王芳）：主件：已提供；")
    assert "；现场踏勘：尚未完成；" in first
    assert first.endswith("；备注：急；专用印章：有")
    assert second == "2026年9月1日（星期二）09:30 评价（窗口王芳）：满意度：满意"


def test_an_event_of_which_nothing_is_noted_is_told_without() -> None:
    """Neither brackets nor colon."""
    out = sh.Event(id="x", kind="visit.ended", occurred_at=at("9-1 10:00"))
    first = sh.Event(id="r", kind="received", occurred_at=at("9-1"), payload=case())
    found = REGISTRY.assess(sh.Timeline.of([first, out]), as_of=at("9-2"))
    assert part_of(found.explain(), "经过：")[-1] == "2026年9月1日（星期二）10:00 离开窗口"


def test_a_value_that_nobody_knows_is_not_told_as_a_word_of_python() -> None:
    """``None`` is left out or said in Chinese, never printed."""
    assert "None" not in told("9-2", noted=case() | {"survey": None, "note": "急"}).explain()


def test_a_limit_that_was_written_in_english_is_told_in_chinese() -> None:
    """Limits can be written either way."""
    noted = {"form": "electronic", "limit": "5 working days"}
    said = told("9-2", ("9-1 10:00", "notice.promise", noted)).explain()
    assert "：形式：电子；期限：5个工作日" in said


def test_a_yes_is_told_in_chinese() -> None:
    """That a paper bears a seal, noted as yes or no."""
    said = told("9-2", ("9-1 10:00", "notice.acceptance", {"seal": True, "date": "9月1日"}))
    (noted,) = re.findall("送达受理通知书.*", said.explain())
    assert "日期：9月1日" in noted
    assert re.search("[A-Za-z]", noted) is None


def test_lists_are_told_with_the_chinese_comma() -> None:
    """The papers that are missing, one after another."""
    found = told(
        "9-2",
        ("9-1 10:00", "notice.supplement", {"missing": ["证", "照"]}),
        noted=case(other_materials="missing_undertaken"),
    )
    assert "需补正的材料：证、照" in found.explain()


def test_what_was_recorded_on_another_day_is_said_so() -> None:
    """Closed on 9-3, written down on 9-7; written down an hour later is not worth a word."""
    first = sh.Event(
        id="r",
        kind="received",
        occurred_at=at("9-1"),
        recorded_at=at("9-1 10:00"),
        payload=case(),
    )
    end = sh.Event(id="c", kind="closed", occurred_at=at("9-3"), recorded_at=at("9-7"))
    found = REGISTRY.assess(sh.Timeline.of([first, end]), as_of=at("9-8"))
    said = part_of(found.explain(), "经过：")
    assert said[-1] == "2026年9月3日（星期四）09:00 办结［2026年9月7日登记］"
    assert "登记］" not in said[0]


def test_a_correction_is_told() -> None:
    """Which record took the place of which, and when."""
    timeline = sh.read_case(EXAMPLES / "cases" / "corrected-later.json")
    said = EXAMPLE_HALLS.assess(timeline, as_of=at("11-1")).explain()
    (correction,) = re.findall("（更正：.*）", said)
    assert re.fullmatch(r"（更正：e3 由 e4 更正，2026年10月22日（星期四）\S+登记）", correction)


# ---- personal data


PERSONAL: Final = {
    "applicant": "王小明",
    "phone": "13800000000",
    "id_number": "371302199001011234",
    "address": "石桥镇乙村3号",
}


def test_personal_data_are_masked() -> None:
    """The first sign stays; who works on the case is shown by name."""
    said = told("9-2", noted=case() | PERSONAL).explain()
    assert not any(value in said for value in PERSONAL.values())
    assert "申请人：王＊＊；联系电话：1＊＊＊＊＊＊＊＊＊＊；" in said
    assert "王芳" in said
    assert "未作隐去处理" not in said


def test_who_asks_for_personal_data_is_told_so() -> None:
    """In full, and the last line says it."""
    said = told("9-2", noted=case() | PERSONAL).explain(unmask=True)
    assert all(value in said for value in PERSONAL.values())
    assert said.endswith("\n（未作隐去处理：含有个人信息原文，请妥善保管）")


def test_a_name_of_one_sign_is_not_shown_as_such() -> None:
    """Not even its length is given away."""
    assert "申请人：＊" in told("9-2", noted=case(applicant="王")).explain()


def test_lists_of_personal_texts_are_masked_one_by_one() -> None:
    """As on the page; each heir keeps the first sign."""
    found = told("9-2", noted=case(heirs=["王一二", "李四"]))
    assert "继承人：王＊＊、李＊" in found.explain()


def test_what_is_overdue_names_no_applicant() -> None:
    """Nothing that was noted stands in it."""
    said = told("9-30", noted=case() | PERSONAL).explain_overdue()
    assert not any(value in said for value in PERSONAL.values())


# ---- time and money


def test_time_is_told_in_words() -> None:
    """9-1 09:00 to 9-8 10:30 are seven days and 90 minutes, two days of it rest."""
    found = told("9-30", ("9-8 10:30", "closed"))
    assert "时间：合计7天1小时30分钟：窗口5天1小时30分钟，休息日2天" in found.explain()


@pytest.mark.parametrize(
    ("time", "said"),
    [
        (timedelta(), "0分钟"),
        (timedelta(seconds=29), "0分钟"),
        (timedelta(seconds=31), "1分钟"),
        (timedelta(hours=24), "1天"),
        (timedelta(days=1, minutes=5), "1天5分钟"),
        (timedelta(hours=23, minutes=59, seconds=59), "1天"),
    ],
)
def test_a_time_is_told_to_the_minute(time: timedelta, said: str) -> None:
    """What is nothing is left out, unless all is."""
    assert say_time(time) == said


def test_fees_are_told() -> None:
    """Free, computed to the fen, not known for want of a number, not known at all."""

    def fee(matter_id: str, **said: Any) -> str:
        (text,) = re.findall(
            "^收费：(.*)$", told("9-2", noted=case(matter_id, **said)).explain(), re.MULTILINE
        )
        return str(text)

    assert fee("allowance") == "免费"
    assert fee("copy", quantities={"复印": "7"}) == "3.50元"
    assert fee("copy") == "缺少数量"
    assert fee("lost") == "不明"


def test_quantities_are_not_told_twice() -> None:
    """They stand in the fee."""
    assert "计费数量" not in told("9-2", noted=case("copy", quantities={"复印": "7"})).explain()


# ---- the trail


def test_the_trail_goes_from_the_case_to_its_rules() -> None:
    """The day whose rules hold, the kind with its rows, each duty with its rule, each once."""
    found = told("9-30", ("9-10", "closed"))
    steps = found.trail
    assert steps[0].text.endswith("2026年9月1日收件，适用2026年9月1日施行的规则")
    assert steps[0].citation is None
    assert steps[1].text == "办件类型：承诺件"
    assert all(step.citation is not None for step in steps[1:])
    assert len(set(steps)) == len(steps)
    said = {step.text.partition("：")[0] for step in steps}
    assert {one.duty.title for one in found.duties} <= said


def test_the_trail_of_an_open_question_begins_with_the_duties() -> None:
    """No row decided what kind it is."""
    found = told("9-2", noted={"division": TOWN, "must_forward": True})
    assert not any(step.text.startswith("办件类型：") for step in found.trail)


def test_the_trail_keeps_what_did_not_count() -> None:
    """The note, with the rule that it rests on."""
    found = told("9-2", ("9-1 10:00", "notice.promise", {"form": "oral"}))
    (note,) = [step for step in found.trail if "方式不符合规定" in step.text]
    assert str(note.citation) == "《便民服务大厅六件管理制度》四"


# ---- of every case


def story(path: Path) -> sh.Assessment:
    """Assess a story at the end of the day of its last event."""
    timeline = sh.read_case(path)
    last = timeline.steps[-1].event.occurred_at
    return EXAMPLE_HALLS.assess(timeline, as_of=last.replace(hour=23, minute=59))


def citations(found: sh.Assessment) -> set[str]:
    """Return every rule that the assessment rests on."""
    cited: Iterable[sh.Citation | None] = (
        cite
        for one in found.duties
        for cite in (*one.duty.settled.citations, one.basis, *(note.citation for note in one.notes))
    )
    silences = (one.silence for one in found.duties if one.silence)
    rows = (
        () if not isinstance(found.classification, sh.Classification) else found.classification.rows
    )
    return {
        *(str(cite) for cite in cited if cite is not None),
        *(str(rule.settled.citation) for rule in silences),
        *(str(row.citation) for row in rows),
    }


@EACH
def test_every_breach_is_told_with_its_bearer_and_its_rule(path: Path) -> None:
    """And nothing else is: as many headings as breaches."""
    found = story(path)
    said, whole = found.explain_overdue(), found.explain()
    for one in found.breaches:
        assert f"【{one.duty.title}】" in said
        assert str(one.duty.settled.citation) in said
        assert one.duty.title in whole
        assert str(one.duty.settled.citation) in whole
        if one.duty.grade is not Grade.TARGET:
            assert str(found.bearer(one)) in said
            assert str(found.bearer(one)) in whole
    assert said.count("【") == len(found.breaches)


@EACH
def test_every_rule_that_is_told_stands_in_the_assessment(path: Path) -> None:
    """The text is made from what was found, never written beside it."""
    found = story(path)
    known = citations(found)
    said = found.explain() + "\n" + found.explain_overdue()
    rules = [rule for text in re.findall("依据：(.*)", said) for rule in text.split("；")]
    assert rules or not found.duties
    assert set(rules) <= known
    assert {str(step.citation) for step in found.trail if step.citation} <= known


@EACH
def test_every_duty_and_event_is_told(path: Path) -> None:
    """Each duty that has begun, and each event, by its Chinese title."""
    found = story(path)
    begun = [one for one in found.duties if one.status is not DutyStatus.DORMANT]
    said = found.explain()
    assert len(re.findall(r"^  \d+\. ", said, re.MULTILINE)) == len(begun)
    course = [one for one in part_of(said, "经过：") if not one.startswith("（更正")]
    assert len(course) == len(found.replay.steps)


@EACH
def test_no_english_and_no_raw_names_are_told(path: Path) -> None:
    """Everything has a Chinese title; only a correction names two records by their ids."""
    found = story(path)
    said = re.sub("（更正：.*）", "", found.explain() + found.explain_overdue())
    said += "".join(map(str, found.trail))
    assert re.findall("[A-Za-z_]+", said) == []


@EACH
def test_the_page_and_the_text_agree_on_titles_and_rules(path: Path) -> None:
    """What the text tells of duties stands on the page too."""
    found = story(path)
    page = found._repr_html_()
    for one in found.duties:
        assert one.duty.title in page
        assert str(one.duty.settled.citation) in page


# ---- words that the page has of its own


def test_the_page_says_of_each_duty_what_became_of_it() -> None:
    """Late but done, kept, broken, and done where nobody knows by when."""

    def page(*happened: Happened, **how: Any) -> str:
        return told("9-30", *happened, **how)._repr_html_()

    assert "✗ 逾期完成" in page(("9-10", "closed"))
    assert "✗ 违反" in page(("9-3", "noise"), noted=case(urgent=True))
    assert "✓ 已遵守" in page(("9-7", "noise"), noted=case(urgent=True))
    assert "✓ 已完成" in page(("9-3", "closed"), noted=case("vague"))
    assert "－ 终止" in page(("9-3", "withdrawn"))


def test_the_page_names_pauses_parts_and_kinds() -> None:
    """A pause with its ground or without, a part in brackets, what a case may be, midnight."""
    paused = told(
        "9-30",
        ACCEPTED,
        ("9-2", "pause.started", HEARING),
        ("9-9", "pause.ended"),
        ("9-10", "pause.started", {"form": "written"}),
        noted=case("sign"),
    )._repr_html_()
    assert "许可特别程序所需时间（听证）" in paused
    assert "许可特别程序所需时间：没有写明事由" in paused
    joint = told("9-3", assigned("9-2", "消防", "3个工作日"), noted=JOINT)._repr_html_()
    assert "协办单位按时办理（消防）" in joint
    open_ = told("9-2", noted={"division": TOWN, "must_forward": True, "survey": "not_needed"})
    assert "可能为退回件、补办件、未受理（待补正）、上报件" in open_._repr_html_()
    assert "2026年9月8日24:00" in told("9-2")._repr_html_()
