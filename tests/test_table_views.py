"""What is printed and shown of tables and answers: plain Chinese, aligned, escaped.

The words are those that a clerk reads. Where a text is compared whole it was written by hand from
the table; otherwise it is only looked at for what must stand in it.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest

import servicehall as sh

Rows = Sequence[Mapping[str, object]]

DAY = date(2026, 11, 21)
POLICY = sh.Registry.discover().policy("530926103", on=DAY)
KINDS = POLICY.tables["case_kind"]
COMPLETE: Mapping[str, Any] = {
    "main_document": "provided",
    "other_materials": "complete",
    "contrary_to_policy": False,
    "survey": "not_needed",
    "needs_process": False,
    "same_day_possible": True,
    "windows": 1,
    "departments": 1,
    "must_forward": False,
}

FACTS: Mapping[str, object] = {
    "late": {"label": "迟到", "type": "count", "unit": "分钟", "question": "迟到了几分钟？"},
    "place": {"label": "岗位", "values": {"window": "窗口", "office": "科室"}},
    "excused": {"label": "已请假", "type": "yes_no"},
}
ROWS: Rows = [
    {"when": {"excused": True}, "then": "none", "quote": "经批准的,不予追究"},
    {"when": {"excused": False, "late": "< 10"}, "then": "talk"},
    {
        "when": [
            {"excused": False, "late": ">= 10", "place": "window"},
            {"excused": False, "late": ">= $late.most"},
        ],
        "then": "warning",
    },
]
GIVES = {"none": "不追究", "talk": "谈话提醒", "warning": "通报批评"}


def data_of(
    rows: Rows = ROWS,
    facts: Mapping[str, object] = FACTS,
    gives: Mapping[str, str] = GIVES,
    **head: object,
) -> dict[str, Any]:
    """Return a file with a table of measures against lateness."""
    return {
        "id": "office",
        "facts": {**facts, "measure": {"label": "处理", "values": dict(gives)}},
        "terms": [
            {
                "id": "late.most",
                "label": "界限",
                "type": "count",
                "value": 30,
                "cite": "《办法》第9条",
            }
        ],
        "tables": [
            {"id": "late", "label": "迟到处理", "gives": "measure", "answer": "one", **head}
        ],
        "rows": [
            {"table": "late", "id": f"row-{n}", "cite": f"《考勤办法》第{n}条", **row}
            for n, row in enumerate(rows, 1)
        ],
    }


def table_of(rows: Rows = ROWS, on: date | None = None, **rest: Any) -> sh.Table:
    """Return that table."""
    return sh.load_tables(data_of(rows, **rest), on=on)["late"]


def width(text: str) -> int:
    """Return how many columns a text takes: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def only_chinese(text: str) -> bool:
    """Tell whether a text has no English in it, names in brackets left out."""
    names = r"（[a-z0-9_.\-]+[，）]|\[[a-z_]+\]|〔[a-z.]+〕|row-[0-9]|late\.most"
    return not re.search(r"[A-Za-z]", re.sub(names, "", text))


# ---- a table


def test_a_table_prints_as_people_write_it() -> None:
    """Title, a line for each row or alternative, then the articles and the terms."""
    assert str(table_of()).splitlines() == [
        "迟到处理（late，唯一）",
        "+----+----------+------+--------+----------+",
        "| 行 | 迟到     | 岗位 | 已请假 | 处理     |",
        "+----+----------+------+--------+----------+",
        "| 1  | —        | —    | 是     | 不追究   |",
        "| 2  | ＜10分钟 | —    | 否     | 谈话提醒 |",
        "| 3  | ≥10分钟  | 窗口 | 否     | 通报批评 |",
        "| 或 | ≥30分钟  | —    | 否     |          |",
        "+----+----------+------+--------+----------+",
        "1 row-1：《考勤办法》第1条",
        "2 row-2：《考勤办法》第2条",
        "3 row-3：《考勤办法》第3条",
        "参数 late.most＝30分钟",
    ]


@pytest.mark.parametrize("table", [table_of(), *POLICY.tables.values()], ids=lambda t: t.id)
def test_columns_are_aligned_by_display_width(table: sh.Table) -> None:
    """Every line of the grid is equally wide, and every border stands in the same column."""
    grid = [line for line in str(table).splitlines() if line[0] in "+|"]
    assert len({width(line) for line in grid}) == 1

    def borders(line: str) -> list[int]:
        return [width(line[:place]) for place, letter in enumerate(line) if letter in "+|"]

    assert all(borders(line) == borders(grid[0]) for line in grid)
    assert only_chinese("\n".join(grid))


def test_the_built_in_table_is_printed_whole() -> None:
    """All 13 rows with their articles, all nine facts, all outcomes; the term with its value."""
    text = str(KINDS)
    assert text.startswith("办件分类（case_kind，按次序取先）")
    unfolded = [
        "".join(cells).replace(" ", "")
        for cells in zip(*(line.split("|")[1:-1] for line in _headings(text)), strict=True)
    ]
    assert unfolded == ["行", *(fact.label for fact in KINDS.facts), "办件类型"]
    for row in KINDS.rows:
        assert re.search(
            rf"^\d+ {re.escape(row.id)}：{re.escape(str(row.citation))}", text, re.MULTILINE
        )
    assert "参数 joint.threshold＝3个" in text
    assert "（推定）" in text


def _headings(text: str) -> list[str]:
    lines = text.splitlines()
    rules = [n for n, line in enumerate(lines) if line.startswith("+")]
    return lines[rules[0] + 1 : rules[1]]


def test_what_sets_no_condition_is_a_dash_and_the_rest_is_called_other() -> None:
    """ "Any" is a dash; a row for all other cases says so in each column."""
    rows = [{"when": {"place": "window"}, "then": "talk"}, {"otherwise": True, "then": "none"}]
    grid = [line for line in str(table_of(rows)).splitlines() if line.startswith("|")]
    assert grid[1:] == ["| 1  | 窗口 | 谈话提醒 |", "| 2  | 其他 | 不追究   |"]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ({"place": ["window", "office"]}, "窗口或科室"),
        ({"place": "!= office"}, "非科室"),
        ({"excused": False}, "否"),
        ({"late": "10"}, "＝10分钟"),
        ({"late": 10}, "＝10分钟"),
        ({"late": "> 5, <= 15"}, "＞5分钟且≤15分钟"),
        ({"late": ["< 5", "> 15"]}, "＜5分钟或＞15分钟"),
        ({"late": "!= 3"}, "非3分钟"),
    ],
)
def test_conditions_read_as_people_say_them(cell: Mapping[str, object], said: str) -> None:
    """Each form of a cell in its column, in words and signs."""
    table = table_of([{"when": cell, "then": "talk"}])
    (line,) = table._repr_html_().split("<tbody>")[1].split("</tbody>")[0].split("</tr>")[:1]
    assert f"<td>{said}</td>" in line.replace("&lt;", "<")


def test_another_fact_is_told_by_its_label() -> None:
    """A comparison with another fact names it as people do."""
    facts = {"a": {"label": "实到", "type": "count"}, "b": {"label": "应到", "type": "count"}}
    rows = [{"when": {"a": ">= @b"}, "then": "none"}, {"when": {"a": "< @b"}, "then": "talk"}]
    text = str(table_of(rows, facts=facts))
    assert "≥应到" in text
    assert "＜应到" in text
    assert "@" not in text


def test_spans_and_exceptions_are_told_with_the_row() -> None:
    """From when to when a row holds, and to which it is an exception, stands in its note."""
    rows = [
        {"when": {}, "then": "none"},
        {
            "when": {"place": "window"},
            "then": "talk",
            "exception_to": ["row-1"],
            "since": date(2026, 1, 1),
            "expires": date(2026, 12, 31),
        },
    ]
    lines = str(table_of(rows, on=DAY)).splitlines()
    assert lines[-2:] == [
        "1 row-2：《考勤办法》第2条，自2026-01-01起至2026-12-31止，row-1 的例外",
        "2 row-1：《考勤办法》第1条",
    ]


def test_a_table_without_rows_can_be_printed() -> None:
    """No row in force on a day: the headings stand alone."""
    rows = [{"when": {"place": "window"}, "then": "talk", "since": DAY}]
    table = table_of(rows, on=date(2020, 1, 1))
    assert "处理" in str(table)
    assert "row-1" not in str(table)
    assert "漏洞" in str(table.analyse())


# ---- findings


def test_a_clean_table_says_that_nothing_was_found() -> None:
    """How many cases there are, and that nothing is wrong."""
    assert str(KINDS.analyse()) == "已检查全部3,072种情形。\n没有发现问题。"


def test_a_hole_is_told_with_an_example() -> None:
    """The office from 10 minutes up to the term: nothing is said of it."""
    lines = str(table_of().analyse()).splitlines()
    assert lines[0].startswith("已检查全部")
    assert "漏洞：1种情形没有任何一行适用：" in lines
    (region,) = [line for line in lines if "10至29分钟" in line]
    assert "岗位：科室" in region
    assert "已请假：否" in region
    (example,) = [line for line in lines if "例如" in line]
    assert re.search(r"迟到：[12]\d分钟", example)
    assert only_chinese("\n".join(lines))
    assert "没有发现问题" not in "\n".join(lines)


def test_more_holes_than_can_be_told_are_counted() -> None:
    """Of 25 holes that have nothing in common 20 are told, and how many there are besides."""
    listed = {"values": [f"v{n}" for n in range(25)]}
    facts = {"one": listed, "other": listed}
    unlike = [{"one": f"v{n}", "other": f"!= v{n}"} for n in range(25)]
    analysis = table_of([{"when": unlike, "then": "talk"}], facts=facts).analyse()
    assert (analysis.hole_cells, len(analysis.holes)) == (25, 20)
    assert "漏洞：25种情形没有任何一行适用：" in str(analysis)
    assert "另有5种情形" in str(analysis)


def test_idle_rows_and_facts_are_told_by_name() -> None:
    """A row inside another, a row that never comes, a fact that changes nothing."""
    rows = [
        {"when": {"late": "< 10"}, "then": "talk"},
        {"when": {"late": "< 5"}, "then": "talk"},
        {"when": {"late": ">= 10"}, "then": "none"},
        {"when": {"late": ">= 20", "excused": True}, "then": "none"},
    ]
    text = str(table_of(rows).analyse())
    assert re.search(r"单独删去后结论不变.*row-2（由 row-1 覆盖）", text)
    assert re.search(r"单独删去后结论不变.*row-4（由 row-3 覆盖）", text)
    assert re.search(r"无用的事实：已请假（excused）", text)
    assert "从不出现的结论：通报批评" in text
    order = {"answer": "order", "order": ["talk", "none"]}
    dead = [rows[0], rows[2], {"when": {"late": "< 3"}, "then": "none"}]
    assert re.search(r"row-3（由 row-1 覆盖）", str(table_of(dead, **order).analyse()))


def test_under_all_a_case_without_a_row_is_not_called_a_hole() -> None:
    """Where all that applies is given, it is no fault that nothing does."""
    analysis = table_of([{"when": {"late": ">= 10"}, "then": "talk"}], answer="all").analyse()
    assert analysis.is_clean
    assert "漏洞" not in str(analysis)


def test_a_row_replaced_from_below_is_told_as_replaced() -> None:
    """With the three kinds adopted the six have no say: replaced, and that is no fault."""
    registry = sh.Registry.discover()
    table = registry.policy("530926103", on=DAY, profiles=("X8",)).tables["case_kind"]
    text = str(table.analyse())
    assert table.analyse().is_clean
    assert re.search(r"取代的行：forwarded（由 three\..*覆盖）", text)
    assert "从不出现的结论：上报件" in text


# ---- differences


def test_a_difference_is_told_as_old_and_new() -> None:
    """What changes from what to what, in which cases; or that nothing does."""
    old = table_of(
        [{"when": {"late": "<= 10"}, "then": "none"}, {"otherwise": True, "then": "talk"}]
    )
    new = table_of(
        [{"when": {"late": "<= 15"}, "then": "none"}, {"otherwise": True, "then": "talk"}]
    )
    assert str(old.compare(new)).splitlines() == [
        "共3种情形，其中1种情形的结论不同：",
        "　　谈话提醒 → 不追究：迟到：11至15分钟",
    ]
    assert str(old.compare(old)) == "全部2种情形的结论相同。"


def test_a_difference_in_traits_is_told() -> None:
    """What applies besides comes or goes, and the kind stays."""
    change = {"changes": "joint.threshold", "value": 2, "cite": "《本地规定》第1条"}
    pack = sh.load_pack({"id": "town", "division": "460203", "terms": [change]})
    new = sh.Registry.of(pack).policy("460203", on=DAY).tables["case_kind"]
    old = sh.Registry.discover().policy("460203", on=DAY).tables["case_kind"]
    text = str(old.compare(new))
    assert re.search(r"新增兼具联办件：.*涉及窗口", text)
    assert re.search(r"即办件 → 联办件：.*2个", text)
    assert only_chinese(text)
    assert "不再兼具联办件" in str(new.compare(old))


def test_no_rule_and_no_such_value_are_said_in_chinese() -> None:
    """Where there is no outcome, it is said why."""
    few = {**FACTS, "place": {"label": "岗位", "values": {"window": "窗口"}}}
    old = table_of([{"when": {"place": "window"}, "then": "talk"}], facts=few)
    new = table_of([{"when": {"place": "office"}, "then": "talk"}])
    text = str(old.compare(new))
    assert "谈话提醒 → 无规定：岗位：窗口" in text
    assert "无此取值 → 谈话提醒：岗位：科室" in text


# ---- decisions


def test_a_decision_is_explained_from_end_to_end() -> None:
    """What was decided, by which article and words, on which facts, and how each row stood."""
    answer = table_of().decide({"excused": True, "late": 40, "place": "office"})
    lines = answer.explain().splitlines()
    assert lines[0] == "结论：不追究（处理）。"
    assert lines[1] == "依据："
    assert "《考勤办法》第1条" in lines[2]
    assert "已请假：是" in lines[2]
    assert "“经批准的,不予追究”" in lines[3]
    assert "已知：迟到：40分钟；岗位：科室；已请假：是。" in lines
    assert lines[-4:-1] == [
        "判定过程：",
        "  1. 不追究（row-1）：符合，据此判定",
        "  2. 谈话提醒（row-2）：不符合，不满足“已请假：否；迟到＜10分钟”",
    ]
    assert lines[-1].startswith("  3. 通报批评（row-3）：不符合，不满足“已请假：否")
    assert str(answer) == answer.explain()
    assert only_chinese(answer.explain())


def test_of_a_row_with_alternatives_the_one_that_comes_closest_is_told() -> None:
    """40 minutes at the office, excused: "unexcused from 30 minutes on" lacks one thing only."""
    answer = table_of().decide({"excused": True, "late": 40, "place": "office"})
    assert [cell.fact for cell in answer.trail[-1].failing] == ["excused"]


def test_traits_are_told_and_those_still_open() -> None:
    """Other kinds that apply, and those that may."""
    full = {**COMPLETE, "must_forward": True, "windows": 3, "needs_process": True}
    assert "同时符合：联办件、承诺件。" in POLICY.classify(full).explain()
    partly = POLICY.classify({"main_document": "lacking", "windows": 3}).explain()
    assert "同时符合：联办件。" in partly
    assert "是否同时符合尚待确定：补办件、未受理（待补正）、上报件、承诺件。" in partly
    assert "待定" in partly
    plain = POLICY.classify(COMPLETE).explain()
    assert "同时符合" not in plain


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"survey": "failed"},
        {"other_materials": "missing_affecting"},
        {"windows": 3, "departments": 4},
        {"main_document": "held_not_brought", "must_forward": True},
    ],
)
def test_every_explanation_is_plain_chinese(change: Mapping[str, object]) -> None:
    """No English, no doubled full stop or colon, no empty bracket; the conclusion comes first."""
    text = POLICY.classify({**COMPLETE, **change}).explain()
    assert only_chinese(text)
    assert text.startswith("结论：")
    for odd in ("。。", "：：", "；；", "（）", "“”", "None", "  。", "；。"):
        assert odd not in text


def test_nothing_is_announced_where_nothing_follows() -> None:
    """A case decided on no facts, and one to which no row applies, have no empty headings."""
    nothing_known = table_of([{"when": {}, "then": "talk"}]).decide({}).explain()
    no_row = table_of([{"when": {"late": "> 9"}, "then": "talk"}], answer="all").decide({"late": 1})
    assert "已知：。" not in nothing_known
    assert "依据：\n已知" not in no_row.explain()


def test_a_row_from_below_says_what_it_took_the_place_of() -> None:
    """The general row fits too, and the text says why it does not count."""
    row = {
        "table": "case_kind",
        "id": "local",
        "when": {"must_forward": True},
        "then": "PROMISED",
        "cite": "《本地规定》第2条",
    }
    pack = sh.load_pack({"id": "town", "division": "460203", "rows": [row]})
    local = sh.Registry.of(pack).policy("460203", on=DAY)
    text = local.classify({**COMPLETE, "must_forward": True}).explain()
    (line,) = [line for line in text.splitlines() if "（forwarded）" in line]
    assert "符合，但由更具体的规定取代" in line


def test_a_change_from_below_is_told_with_its_article() -> None:
    """Which cell was changed, by whom, by which article."""
    change = {
        "table": "case_kind",
        "changes": "instant",
        "when": {"survey": ["not_needed", "passed"]},
        "cite": "《本地规定》第3条",
    }
    narrower = {
        "table": "case_kind",
        "changes": "promised.survey",
        "when": {"survey": "pending"},
        "cite": "《本地规定》第3条",
    }
    data = {"id": "town", "title": "某镇大厅", "division": "460203", "rows": [change, narrower]}
    local = sh.Registry.of(sh.load_pack(data)).policy("460203", on=DAY)
    text = local.classify({**COMPLETE, "survey": "passed"}).explain()
    (line,) = [line for line in text.splitlines() if "《本地规定》第3条" in line]
    assert "某镇大厅" in line
    assert "修改" in line


# ---- what is not settled


def test_an_open_answer_asks_its_questions() -> None:
    """What is possible, then each question with what can be answered, then what is known."""
    answer = table_of().decide({"place": "window"})
    lines = str(answer).splitlines()
    assert lines[0] == "尚不能判定（处理）。可能为：不追究、谈话提醒、通报批评。"
    assert lines[1].startswith("需要询问")
    asked = dict(re.findall(r"\d\. (.+?？)（(.+)）\[", "\n".join(lines)))
    assert asked == {"迟到了几分钟？": "整数，不小于0", "是否已请假？": "是、否"}
    assert lines[-1] == "已知：岗位：窗口。"
    assert answer.explain() == str(answer)
    assert only_chinese(str(answer))


def test_the_questions_of_the_six_kinds_are_whole_questions() -> None:
    """Each fact has a question that ends as one, and answers in Chinese."""
    answer = POLICY.classify({})
    assert len(answer.questions) == 9
    for number, fact in enumerate(answer.questions, 1):
        assert re.fullmatch(r"[^？]+？([^？]+？)?(（[^（）]+）)?", fact.question)
        assert f"{number}. {fact.question}（" in str(answer)
        assert only_chinese(fact.question)
    assert "已知" not in str(answer)


def test_an_open_answer_of_a_table_with_a_hole_warns() -> None:
    """Some of what may still come out has no rule: the clerk is told."""
    warning = "注意：部分情形下本表没有唯一的结论，请检查规则表。"
    assert warning in str(table_of().decide({"excused": False}))
    assert warning not in str(table_of().decide({"place": "window"}))


# ---- HTML

NASTY = "<script>alert('问')</script>&\""


class Reader(HTMLParser):
    """Reads HTML: which elements it has, whether they close in order, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: set[str] = set()
        self.classes: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        self.elements.add(tag)
        assert {name for name, _ in attrs} <= {"class"}
        if tag != "br":
            self.open.append(tag)
        self.classes += [str(value) for _, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        """Close the element that was opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Take text."""
        if "style" not in self.open:
            self.text += data


ELEMENTS = {
    *("style", "div", "b", "br", "pre", "details", "summary"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}


def read(shown: object) -> Reader:
    """Read what a notebook shows of something, and see that it is well-formed."""
    reader = Reader(shown._repr_html_())
    assert reader.open == []
    assert reader.elements <= ELEMENTS
    return reader


@pytest.fixture(name="nasty")
def nasty_table() -> sh.Table:
    """Return a table whose every text tries to be HTML."""
    facts = {
        "k": {
            "label": f"甲{NASTY}",
            "question": f"问{NASTY}？",
            "values": {"x": f"乙{NASTY}", "y": "丁"},
        },
        "n": {"label": f"数{NASTY}", "type": "count", "unit": "<u>"},
    }
    rows = [
        {"when": {"k": "x"}, "then": "p", "cite": f"《{NASTY}》第1条", "quote": f"引{NASTY}"},
        {"when": {"k": "y", "n": ">= 3"}, "then": "q"},
    ]
    gives = {"p": f"准{NASTY}", "q": "不准"}
    return table_of(rows, facts=facts, gives=gives, label=f"表{NASTY}")


def test_a_table_is_shown_escaped(nasty: sh.Table) -> None:
    """Labels, values, units, articles and the title are text, whatever stands in them."""
    shown = read(nasty)
    for text in ("表", "甲", "数", "乙", "准"):
        assert f"{text}{NASTY}" in shown.text
    assert "≥3<u>" in shown.text
    assert f"《{NASTY}》第1条" in shown.text
    assert "—" in shown.text


def test_findings_are_shown_escaped(nasty: sh.Table) -> None:
    """Regions and examples too."""
    shown = read(nasty.analyse())
    assert "漏洞" in shown.text
    assert f"数{NASTY}" in shown.text


def test_a_decision_is_shown_escaped(nasty: sh.Table) -> None:
    """The conclusion at once, the explanation folded; both are text."""
    shown = read(nasty.decide({"k": "x"}))
    assert f"准{NASTY}" in shown.text
    assert f"引{NASTY}" in shown.text
    assert "details" in shown.elements


def test_an_open_answer_shows_its_questions_escaped(nasty: sh.Table) -> None:
    """What is possible, the question to ask, and what can be answered."""
    answer = nasty.decide({})
    shown = read(answer)
    assert f"准{NASTY}" in shown.text
    assert f"问{NASTY}？" in shown.text
    assert f"乙{NASTY}、丁" in shown.text
    places = [shown.text.index(fact.question) for fact in answer.questions]
    assert places == sorted(places)


def test_a_difference_is_shown_escaped(nasty: sh.Table) -> None:
    """In which cases, from what, to what."""
    other = data_of(
        [{"when": {"k": ["x", "y"]}, "then": "q"}],
        {
            "k": {"label": f"甲{NASTY}", "values": {"x": f"乙{NASTY}", "y": "丁"}},
            "n": {"label": f"数{NASTY}", "type": "count", "unit": "<u>"},
        },
        {"p": f"准{NASTY}", "q": "不准"},
    )
    shown = read(nasty.compare(sh.load_tables(other)["late"]))
    assert f"甲{NASTY}：乙{NASTY}" in shown.text
    assert f"准{NASTY}" in shown.text
    assert "无规定" in shown.text


def test_what_the_library_ships_is_shown() -> None:
    """The six kinds in a notebook: the table, the question, the answer, the findings."""
    assert all(read(table).text for table in POLICY.tables.values())
    assert "办件类型" in read(KINDS).text
    question = POLICY.classify({**COMPLETE, "survey": None})
    assert "是否需要现场踏勘、调查或核实？如需要，结果如何？" in read(question).text
    assert "不需要、尚未完成、已通过、未通过" in read(question).text
    assert "结论：即办件" in read(POLICY.classify(COMPLETE)).text
    assert "没有发现问题" in read(KINDS.analyse()).text
    assert "全部" in read(KINDS.compare(KINDS)).text


def test_the_outcome_and_the_question_are_set_off() -> None:
    """Cells of outcomes and questions, and cells without a condition, are marked as such."""
    assert read(table_of()).classes.count("out") == len(ROWS) + 1  # one row has two lines
    assert read(table_of()).classes.count("any") == 4
    open_answer = table_of().decide({})
    assert read(open_answer).classes.count("ask") == 3


def test_trait_changes_are_shown() -> None:
    """Where only what applies besides comes or goes, it has its line."""
    order = {"answer": "order", "order": ["talk", "none", "warning"]}
    rows = [
        {"when": {"place": "window"}, "then": "talk"},
        {"when": {"excused": True}, "then": "none"},
        {"when": {}, "then": "warning"},
    ]
    old = table_of(rows, **order)
    new = table_of(
        [rows[0], {"when": {"excused": True, "place": "office"}, "then": "none"}, rows[2]], **order
    )
    assert "兼具不追究" in read(old.compare(new)).text
    assert "兼具不追究" in read(new.compare(old)).text


def test_a_warning_about_holes_is_shown_too() -> None:
    """What the text warns of, a notebook warns of."""
    answer = table_of().decide({"excused": False})
    assert "没有唯一的结论" in read(answer).text
    assert "已请假：否" in read(answer).text


def test_what_was_not_checked_is_shown_as_such() -> None:
    """Beyond the limit a notebook says that nothing is known, too."""
    facts = {f"f{n}": "yes_no" for n in range(23)}
    rows = [
        {"when": dict.fromkeys(facts, True), "then": "talk"},
        {"otherwise": True, "then": "none"},
    ]
    table = table_of(rows, facts=facts)
    assert "未检查" in read(table.analyse()).text
    assert "未比较" in read(table.compare(table)).text


# ---- rows for all other cases, and what is certain already

REST = [
    {"when": {"late": "< 10"}, "then": "talk"},
    {"otherwise": True, "then": "none"},
]


def test_the_row_for_all_other_cases_says_so() -> None:
    """It applies because no other row does; or does not, because another one does."""
    table = table_of(REST, facts={"late": "count"})
    assert "（不符合其他各行）" in str(table.decide({"late": 10}))
    assert "已有其他行适用" in str(table.decide({"late": 5}))


def test_what_is_decided_already_is_told_apart() -> None:
    """Under "all" some outcomes are certain while others wait for a fact."""
    rows = [
        {"when": {"late": ">= 1"}, "then": "talk"},
        {"when": {"late": ">= 1", "excused": False}, "then": "none"},
    ]
    answer = table_of(rows, answer="all").decide({"late": 3})
    assert isinstance(answer, sh.Undetermined)
    assert answer.certain == ("talk",)
    assert set(answer.possible) == {"talk", "none"}
    assert "其中已确定：" in str(answer)


def test_a_row_that_may_decide_in_several_ways_tells_them_all() -> None:
    """Where either of two sets of conditions suffices and one is open, both are told."""
    rows = [
        {"when": [{"excused": True}, {"excused": False}], "then": "talk"},
    ]
    decision = table_of(rows, facts={"excused": "yes_no"}).decide({})
    assert isinstance(decision, sh.Decision)
    assert "；或者" in str(decision)
