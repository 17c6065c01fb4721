"""Explanations: made from the trail, in Chinese, with each day, rule and document.

The dates are in 2026: 18 September is a Friday, 20 a make-up Sunday, 25 to 27 September rest for
中秋节 and 1 to 7 October for 国庆节, 10 October is a make-up Saturday.
"""

import re
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, strategies as st

import servicehall as sh
from servicehall.trails import RuleStep, Trail, TrailDay, Why, say_instant, say_stretch

CAL = sh.mainland()
SHANGHAI = ZoneInfo("Asia/Shanghai")
FRIDAY = date(2026, 9, 18)
NOTICE = "国办发明电〔2025〕7号"
CODE = "《中华人民共和国民法典》"
HOURS = sh.OfficeHours.of("08:00-12:00", "14:30-17:30")
ENGLISH = re.compile(r"[A-Za-z]{2,}")


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """Return an instant of a day."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SHANGHAI)


def without_links(text: str) -> str:
    """Return a text without the addresses and the names of packages in it."""
    return re.sub(r"https?://\S+|chinesecalendar|chinese-days|holidays", "", text)


PAUSED = sh.deadline(
    FRIDAY, sh.WorkingDays(20), CAL, pauses=[(date(2026, 9, 24), date(2026, 10, 12))]
)
ANSWERS = {
    "working days": sh.deadline(FRIDAY, sh.WorkingDays(15), CAL),
    "paused": PAUSED,
    "open pause": sh.deadline(
        FRIDAY,
        sh.WorkingDays(20),
        CAL,
        pauses=[(date(2026, 9, 24), None)],
        as_of=date(2026, 10, 12),
    ),
    "natural days": sh.deadline(FRIDAY, sh.NaturalDays(15), CAL),
    "not rolled": sh.deadline(FRIDAY, sh.NaturalDays(15), CAL, roll=False),
    "months": sh.deadline(FRIDAY, sh.Months(1), CAL),
    "extended": sh.deadline(FRIDAY, sh.WorkingDays(3), CAL, extensions=[sh.WorkingDays(2)]),
    "from the same day": sh.deadline(FRIDAY, sh.WorkingDays(3), CAL, counting_from="same_day"),
    "deemed": sh.deadline(
        date(2026, 9, 26), sh.WorkingDays(3), CAL, deemed_receipt=True, hours=HOURS
    ),
    "same day": sh.deadline(at(FRIDAY, 9), sh.SameDay(), CAL, hours=HOURS),
    "office": sh.deadline(at(FRIDAY, 17), sh.Minutes(60), CAL, hours=HOURS),
    "wall": sh.deadline(at(FRIDAY, 17), sh.Minutes(60, clock="wall"), CAL),
    "fixed": sh.deadline(FRIDAY, sh.FixedDate(date(2026, 12, 1)), CAL),
    "before": sh.deadline(date(2026, 9, 28), sh.Before(sh.WorkingDays(7)), CAL),
    "before, rolled": sh.deadline(date(2026, 9, 28), sh.Before(sh.NaturalDays(2)), CAL),
    "not before": sh.deadline(FRIDAY, sh.NotBefore(sh.NaturalDays(30)), CAL),
    "unknown": sh.deadline(FRIDAY, sh.Unknown("原文残缺"), CAL),
    "provisional": sh.deadline(date(2026, 12, 28), sh.WorkingDays(2), CAL),
    "estimated": sh.deadline(
        date(2026, 12, 28), sh.WorkingDays(30), sh.mainland(beyond="estimate")
    ),
    "local": sh.deadline(
        date(2017, 3, 29),
        sh.WorkingDays(5),
        CAL.overlay(
            rest=[date(2017, 3, 30)], work=[date(2017, 4, 8)], name="三月三", division="45"
        ),
    ),
    "inferred": sh.deadline(date(2004, 4, 28), sh.WorkingDays(3), CAL),
}
EVERY = pytest.mark.parametrize("answer", ANSWERS.values(), ids=list(ANSWERS))


# ---- one explanation in full


def test_a_paused_deadline_is_explained_day_by_day() -> None:
    """The whole text of a deadline: conclusion, what was asked, rules, days, sources."""
    # Counted are 4 days from Sunday 20 to Wednesday 23 September (a make-up day among them), 4, 5
    # and 5 in the weeks from 13, 19 and 26 October, and 2 and 3 November: 20 in all.
    lines = PAUSED.explain().splitlines()
    assert lines[0] == "结论：应于2026年11月3日（星期二）24:00前办结（确定）。"
    assert lines[1].startswith(
        "条件：自2026年9月18日（星期五）起，期限20个工作日，中止2026年9月24日至"
    )
    body = [line.strip() for line in lines]
    for expected in (
        "2026年9月18日 星期五：起始日，不计入，工作日",
        "2026年9月19日 星期六：不计入，休息日",
        f"2026年9月20日 星期日：第1日，调休上班（国庆节调休，{NOTICE}）",
        "2026年9月21日至23日：第2至4日，工作日",
        "2026年9月24日至10月12日：中止，不计入",
        "2026年10月13日至16日：第5至8日，工作日",
        "2026年10月31日至11月1日：不计入，休息日",
        "2026年11月2日至3日：第19至20日，工作日",
    ):
        assert expected in body
    rules = [line for line in body if re.match(r"\d\. ", line)]
    assert rules[0] == f"1. 开始的当日不计入，自下一日开始计算（{CODE}第201条）"
    assert "调休上班日计入" in rules[1]
    assert "2026年9月24日至10月12日中止，首尾两日均不计入" in rules[2]
    sources = body[body.index("依据：") + 1 :]
    assert sources[0] == f"{CODE}第201条"
    assert any(
        line.startswith("《国务院办公厅关于2026年部分节假日安排的通知》") for line in sources
    )


@EVERY
def test_every_explanation_has_its_parts(answer: sh.Deadline) -> None:
    """Each text begins with the conclusion, repeats what was asked, and names rules and sources."""
    lines = answer.explain().splitlines()
    assert lines[0].startswith("结论：")
    assert [line[:3] for line in lines if not line.startswith(" ")] == [
        "结论：",
        *(["提示："] if answer.reason else []),
        "条件：",
        "日历：",
        "计算过",
        "依据：",
    ]
    assert any(line.startswith("  1. ") for line in lines)


@pytest.mark.parametrize(
    ("cal", "words"),
    [
        (CAL, "国务院2004年至2026年放假安排通知。"),
        # The notice of 2019 was published on 6 December 2018.
        (
            CAL.as_known_on(date(2018, 12, 5)),
            "国务院2004年至2018年放假安排通知，只计2018年12月5日以前发布的。",
        ),
        (
            CAL.overlay(rest=[date(2017, 3, 30)], division="45").overlay(rest=[date(2017, 3, 31)]),
            "国务院2004年至2026年放假安排通知，叠加45的地方安排，叠加未写明区划的地方安排。",
        ),
        (
            sh.mainland(beyond="estimate"),
            "国务院2004年至2026年放假安排通知，未公布的年份依法推定。",
        ),
        (
            CAL.as_known_on(date(2003, 12, 1)),
            "没有已公布的通知，只计2003年12月1日以前发布的。",
        ),
    ],
)
def test_the_calendar_that_counted_is_named(cal: sh.WorkCalendar, words: str) -> None:
    """A text says which notices counted, as known when, with which local days and estimates."""
    lines = sh.deadline(date(2017, 3, 1), sh.Unknown("原文残缺"), cal).explain().splitlines()
    place = next(n for n, line in enumerate(lines) if line.startswith("日历："))
    assert lines[place] == f"日历：{words}"
    assert lines[place - 1].startswith("条件：")


@EVERY
def test_no_english_word_stands_in_the_text(answer: sh.Deadline) -> None:
    """The text is Chinese: apart from addresses and names of packages no English word is in it."""
    assert not ENGLISH.search(without_links(answer.explain()))


@EVERY
def test_every_citation_of_the_trail_is_listed_once(answer: sh.Deadline) -> None:
    """The sources at the end are those of the rules and days above, each once, with its link."""
    text = answer.explain()
    sources = text[text.index("依据：") :].splitlines()[1:]
    cited = answer.trail.citations()
    assert len(cited) == len(set(cited)) == len(sources)
    for citation, line in zip(cited, sources, strict=True):
        assert str(citation) in line
        assert citation.link in line


# ---- rules


@pytest.mark.parametrize(
    ("name", "words", "article"),
    [
        ("working days", "开始的当日不计入，自下一日开始计算", "第201条"),
        ("working days", "按工作日计算", ""),
        ("natural days", "按自然日计算", ""),
        ("natural days", "届满日2026年10月3日（星期六）为休息日，顺延", "第203条"),
        ("months", "到期月的对应日为最后一日", "第202条"),
        ("from the same day", "自收件当日起计算（本地规定）", ""),
        ("deemed", "视为2026年9月28日（星期一）收到（本地规定）", ""),
        ("deemed", "停止业务活动的时间为截止时间", "第203条"),
        ("same day", "当日办结", ""),
        ("office", "午休和下班时间不计", ""),
        ("office", "2026年9月20日（星期日）办公时间：08:00-12:00、14:30-17:30", ""),
        ("wall", "按钟点连续计时", "第201条"),
        ("fixed", "日期由文件指定：2026-12-01止", ""),
        ("before", "自2026年9月28日（星期一）向前倒数，当日不计", ""),
        ("before, rolled", "倒数至2026年9月26日（星期六）为休息日，提前至", ""),
        ("open pause", "自2026年9月24日（星期四）起中止，暂计至2026-10-12", ""),
        ("not before", "按自然日计算", ""),
        ("unknown", "期限不明：原文残缺", ""),
    ],
)
def test_each_rule_is_named_with_its_article(name: str, words: str, article: str) -> None:
    """A rule that was applied stands in the trail, the statutory ones with their article."""
    rule = next(rule for rule in ANSWERS[name].trail.rules if words in rule.text)
    assert (rule.citation.article if rule.citation else "") == article
    if rule.citation:
        assert rule.citation.instrument == CODE
    assert words in ANSWERS[name].explain()


def test_the_rules_stand_in_the_order_in_which_they_apply() -> None:
    """First how the count starts, then its unit, extensions, pauses, the roll, and closing."""
    # Day 0 is Friday 18 September; 8 days, 1 more and 2 given back end on Tuesday 29 September;
    # with 6 more on Sunday 4 October, which rolls to Thursday 8 October.
    answer = sh.deadline(
        FRIDAY,
        sh.NaturalDays(8),
        CAL,
        hours=HOURS,
        extensions=[sh.NaturalDays(6)],
        pauses=[(date(2026, 9, 21), date(2026, 9, 22))],
    )
    assert answer.due == date(2026, 10, 8)
    assert [str(rule)[:7] for rule in answer.trail.rules] == [
        "开始的当日不计",
        "按自然日计算：",
        "延长6个自然日",
        "2026年9月",
        "届满日2026",
        "有办公时间的，",
    ]


def test_a_deemed_receipt_comes_before_the_start() -> None:
    """The day of deemed receipt is said first: everything else is counted from it."""
    rules = ANSWERS["deemed"].trail.rules
    assert "视为2026年9月28日（星期一）收到" in rules[0].text
    assert "开始的当日不计入" in rules[1].text
    assert "停止业务活动的时间" in rules[-1].text


@pytest.mark.parametrize(
    ("start", "limit", "hours", "words"),
    [
        (FRIDAY, sh.WorkingDays(3), None, "自收件当日起计算（本地规定）；当日休息或下班后收到的"),
        (FRIDAY, sh.NaturalDays(3), None, "自收件当日起计算（本地规定）；下班后收到的，自次日起"),
        (FRIDAY, sh.Before(sh.WorkingDays(3)), None, "向前倒数，当日计入（本地规定）"),
        (FRIDAY, sh.SameDay(), None, "当日办结；休息日收到的，于下一工作日办结"),
        (FRIDAY, sh.SameDay(), HOURS, "当日办结；休息日或下班后收到的，于下一工作日办结"),
    ],
)
def test_the_rule_of_the_first_day_says_what_it_does(
    start: date, limit: sh.Limit, hours: sh.OfficeHours | None, words: str
) -> None:
    """How the day of receipt is counted is said for the unit, the direction and the hours."""
    answer = sh.deadline(start, limit, CAL, hours=hours, counting_from="same_day")
    assert words in answer.trail.rules[0].text


def test_closing_is_named_where_it_ends_the_day_only() -> None:
    """A last day on which the hall is closed ends at 24:00, and nothing is said of closing."""
    # 3 October 2026 is a holiday: not rolled, the period ends on it at midnight.
    answer = sh.deadline(FRIDAY, sh.NaturalDays(15), CAL, roll=False, hours=HOURS)
    assert answer.due_at == at(date(2026, 10, 4), 0)
    assert "停止业务活动的时间" not in answer.explain()
    assert "停止业务活动的时间" not in ANSWERS["office"].explain()


def test_natural_days_in_an_unpublished_year_are_said_to_need_no_notice() -> None:
    """A period that is not rolled ends on its day whatever the next notice will say."""
    answer = sh.deadline(date(2026, 12, 20), sh.NaturalDays(20), CAL, roll=False)
    assert (answer.due, answer.certainty) == (date(2027, 1, 9), sh.Certainty.CERTAIN)
    assert "2026年12月31日以后的放假安排尚未公布，自然日不受其影响" in answer.explain()


def test_a_rule_that_was_not_applied_is_not_named() -> None:
    """A period that ends on a working day, or is not rolled, says nothing of a roll."""
    straight = sh.deadline(FRIDAY, sh.NaturalDays(3), CAL)
    assert straight.due == date(2026, 9, 21)
    assert "顺延" not in straight.explain()
    assert "顺延" not in ANSWERS["not rolled"].explain()
    assert "中止" not in ANSWERS["working days"].explain()


# ---- days


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        # Day, why, number; 1 is Sunday 20 September.
        (
            "working days",
            [
                (date(2026, 9, 18), Why.START, None),
                (date(2026, 9, 19), Why.REST, None),
                (date(2026, 9, 20), Why.COUNTED, 1),
                (date(2026, 9, 25), Why.REST, None),
                (date(2026, 9, 28), Why.COUNTED, 6),
                (date(2026, 10, 10), Why.COUNTED, 11),
                (date(2026, 10, 15), Why.COUNTED, 15),
            ],
        ),
        (
            "natural days",
            [
                (date(2026, 9, 18), Why.START, None),
                (date(2026, 9, 19), Why.COUNTED, 1),
                (date(2026, 10, 3), Why.COUNTED, 15),
                (date(2026, 10, 4), Why.ROLLED, None),
                (date(2026, 10, 7), Why.ROLLED, None),
                (date(2026, 10, 8), Why.ROLLED_TO, None),
            ],
        ),
        (
            "paused",
            [
                (date(2026, 9, 23), Why.COUNTED, 4),
                (date(2026, 9, 24), Why.PAUSED, None),
                (date(2026, 10, 12), Why.PAUSED, None),
                (date(2026, 10, 13), Why.COUNTED, 5),
            ],
        ),
        (
            "from the same day",
            [
                (date(2026, 9, 18), Why.COUNTED, 1),
                (date(2026, 9, 20), Why.COUNTED, 2),
                (date(2026, 9, 21), Why.COUNTED, 3),
            ],
        ),
        (
            "before",
            [
                (date(2026, 9, 28), Why.START, None),
                (date(2026, 9, 27), Why.REST, None),
                (date(2026, 9, 24), Why.COUNTED, 1),
                (date(2026, 9, 17), Why.COUNTED, 7),
            ],
        ),
        (
            "before, rolled",
            [
                (date(2026, 9, 28), Why.START, None),
                (date(2026, 9, 27), Why.COUNTED, 1),
                (date(2026, 9, 26), Why.COUNTED, 2),
                (date(2026, 9, 25), Why.MOVED_UP, None),
                (date(2026, 9, 24), Why.MOVED_UP_TO, None),
            ],
        ),
        (
            "deemed",
            [
                # Received on Saturday 26 September, deemed received on Monday 28.
                (date(2026, 9, 26), Why.START, None),
                (date(2026, 9, 27), Why.REST, None),
                (date(2026, 9, 28), Why.START, None),
                (date(2026, 9, 29), Why.COUNTED, 1),
            ],
        ),
        ("same day", [(date(2026, 9, 18), Why.COUNTED, 1)]),
        (
            "office",
            [
                (date(2026, 9, 18), Why.COUNTED, None),
                (date(2026, 9, 19), Why.REST, None),
                (date(2026, 9, 20), Why.COUNTED, None),
            ],
        ),
    ],
)
def test_each_day_is_counted_or_skipped_for_a_reason(
    name: str, expected: list[tuple[date, Why, int | None]]
) -> None:
    """The trail says of each day why it was counted or not, and its number."""
    steps = {step.day.date: step for step in ANSWERS[name].trail.days}
    for day, why, number in expected:
        assert (steps[day].why, steps[day].number) == (why, number)


@pytest.mark.parametrize("name", ["wall", "fixed", "unknown"])
def test_what_counts_no_days_shows_none(name: str) -> None:
    """By the wall clock, to a fixed date, and of an unknown limit no day is counted."""
    assert ANSWERS[name].trail.days == ()


@pytest.mark.parametrize(
    ("words", "document"),
    [
        ("2026年9月25日 星期五：不计入，法定节假日（中秋节", NOTICE),
        ("2026年9月26日至27日：不计入，休息日（中秋节", NOTICE),
        ("2026年10月1日至3日：不计入，法定节假日（国庆节", NOTICE),
        ("2026年10月5日至7日：不计入，调休放假（国庆节", NOTICE),
        ("2026年10月10日 星期六：第11日，调休上班（国庆节调休", NOTICE),
    ],
)
@pytest.mark.requirement("R-002", "R-003", "R-004")
def test_a_skipped_day_names_its_reason_and_document(words: str, document: str) -> None:
    """Skipped holidays and counted make-up days name the festival and the document number."""
    line = next(line for line in ANSWERS["working days"].explain().splitlines() if words in line)
    assert document in line


def test_an_ordinary_weekend_needs_no_document() -> None:
    """An ordinary weekend rests by the law on the week, which stands among the sources."""
    text = ANSWERS["working days"].explain()
    assert "2026年10月11日 星期日：不计入，休息日\n" in text
    assert "《国务院关于职工工作时间的规定》第7条" in text


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("local", "2017年3月30日 星期四：不计入，地方放假（三月三，"),
        ("local", "未注明依据"),
        ("provisional", "［暂定］"),
        ("estimated", "［暂定］"),
        ("inferred", "推定"),
        ("extended", "延长2个工作日"),
        ("deemed", "办公时间08:00-12:00、14:30-17:30"),
        ("open pause", "尚未恢复"),
        ("before, rolled", "2026年9月25日 星期五：提前，法定节假日（中秋节，"),
        ("before, rolled", "2026年9月24日 星期四：提前至此日，工作日"),
        ("not before", "不早于2026年10月18日（星期日）"),
        ("unknown", "无法确定到期日。"),
        ("before", "最迟应于2026年9月17日（星期四）24:00前完成"),
        ("office", "应于2026年9月20日（星期日）08:30前办结（确定）。"),
    ],
)
def test_what_a_reader_must_know_is_said(name: str, words: str) -> None:
    """Local days, doubt, extensions, hours, open pauses and missing limits are all spelt out."""
    assert words in ANSWERS[name].explain()


def test_days_before_coverage_are_numbered_too() -> None:
    """A natural period that begins before the first notice still counts its days from 1."""
    # 28 December 2003 is day 0; 7 January 2004, a Wednesday, is the tenth day after it.
    answer = sh.deadline(date(2003, 12, 28), sh.NaturalDays(10), CAL)
    assert answer.due == date(2004, 1, 7)
    last = answer.trail.days[-1]
    assert (last.day.date, last.number) == (date(2004, 1, 7), 10)


# ---- laws

STARTS = st.dates(date(2005, 1, 1), date(2025, 6, 1))
LIMITS = st.integers(1, 60).flatmap(
    lambda n: st.sampled_from([sh.WorkingDays(n), sh.NaturalDays(n)])
)


@given(
    start=STARTS,
    limit=LIMITS,
    counting_from=st.sampled_from(["next_day", "same_day"]),
    gaps=st.lists(st.integers(0, 60), max_size=2),
)
def test_numbers_run_from_one_to_the_limit(
    start: date,
    limit: sh.WorkingDays | sh.NaturalDays,
    counting_from: Literal["next_day", "same_day"],
    gaps: list[int],
) -> None:
    """The counted days are numbered 1, 2, 3 up to the limit, in order and without a gap."""
    pauses = [(start + timedelta(gap), start + timedelta(gap + 9)) for gap in gaps]
    answer = sh.deadline(start, limit, CAL, pauses=pauses, counting_from=counting_from)
    steps = answer.trail.days
    assert [step.number for step in steps if step.number] == list(range(1, limit.n + 1))
    assert [step.day.date for step in steps] == sorted({step.day.date for step in steps})
    assert steps[0].day.date == start
    assert steps[-1].day.date == answer.due


@given(start=STARTS, limit=LIMITS)
def test_every_day_from_the_start_to_the_end_is_accounted_for(
    start: date, limit: sh.WorkingDays | sh.NaturalDays
) -> None:
    """No day between the start and the last day is left out, and the text says the last one."""
    answer = sh.deadline(start, limit, CAL)
    assert answer.due is not None
    expected = [start + timedelta(n) for n in range((answer.due - start).days + 1)]
    assert [step.day.date for step in answer.trail.days] == expected
    assert f"{answer.due.year}年{answer.due.month}月{answer.due.day}日" in answer.explain()


# ---- the smallest parts


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2026, 9, 18), date(2026, 9, 18), "2026年9月18日 星期五"),
        (date(2026, 9, 18), date(2026, 9, 20), "2026年9月18日至20日"),
        (date(2026, 9, 18), date(2026, 10, 1), "2026年9月18日至10月1日"),
        (date(2026, 12, 31), date(2027, 1, 1), "2026年12月31日至2027年1月1日"),
        (date(2025, 9, 18), date(2026, 9, 20), "2025年9月18日至2026年9月20日"),
    ],
)
def test_a_stretch_is_said_as_short_as_it_can_be(first: date, last: date, text: str) -> None:
    """Year and month are not repeated where they are the same."""
    assert say_stretch(first, last) == text


@pytest.mark.parametrize(
    ("instant", "text"),
    [
        (at(FRIDAY, 17, 30), "2026年9月18日（星期五）17:30"),
        (at(FRIDAY, 0), "2026年9月17日（星期四）24:00"),
        (at(FRIDAY, 0, 1), "2026年9月18日（星期五）00:01"),
        (at(FRIDAY, 9).replace(second=5), "2026年9月18日（星期五）09:00:05"),
    ],
)
def test_an_instant_is_said_with_its_weekday(instant: datetime, text: str) -> None:
    """Midnight is 24:00 of the day that ends; seconds are said where there are some."""
    assert say_instant(instant) == text


@pytest.mark.parametrize("why", list(Why))
def test_every_reason_has_a_chinese_name(why: Why) -> None:
    """Why a day was counted or not is said in Chinese."""
    assert re.fullmatch(r"[\u4e00-\u9fff，]+", why.zh)


@pytest.mark.parametrize("kind", list(sh.DayKind))
def test_every_kind_has_a_chinese_name(kind: sh.DayKind) -> None:
    """Kinds of days are named in Chinese."""
    assert re.fullmatch(r"[\u4e00-\u9fff]+", kind.zh)


def test_a_trail_can_be_put_together_by_hand() -> None:
    """A rule without citation stands alone, one with it in brackets; days follow."""
    day = CAL.day(FRIDAY)
    trail = Trail(
        (RuleStep("甲"), RuleStep("乙", sh.Citation(CODE, "第201条"))),
        (TrailDay(day, Why.START), TrailDay(CAL.day(date(2026, 9, 21)), Why.COUNTED, 1)),
    )
    assert trail.lines() == [
        "1. 甲",
        f"2. 乙（{CODE}第201条）",
        "2026年9月18日 星期五：起始日，不计入，工作日",
        "2026年9月21日 星期一：第1日，工作日",
    ]
    assert trail.citations()[0].article == "第201条"


def test_a_citation_says_how_well_it_was_read() -> None:
    """A citation reads with number, article and, if it was not read whole, how it was."""
    cited = sh.Citation("《办法》", "第3条", number="令第98号", confidence=sh.Confidence.GARBLED)
    assert str(cited) == "《办法》（令第98号）第3条（原文残缺）"
    assert cited.short == "令第98号第3条（原文残缺）"
    assert str(sh.Citation("《办法》")) == sh.Citation("《办法》").short == "《办法》"
    assert {confidence.zh for confidence in sh.Confidence} == {"原文", "推定", "原文残缺"}
