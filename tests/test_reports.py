"""Reports: each figure counts what it says, in whichever order; the page hides nothing.

The ledger of ``examples`` was judged case by case from its stories (``examples/cases``, counted by
hand in ``tests/test_stories.py``); :data:`JUDGED` says how, and the oracle below counts that list.

The town of this file is made up. It works 8:30 to 17:00. In October 2026 the 1st to the 7th are
rest, Saturday 10-10 is worked; the 12th is a Monday. So what was received on the 12th with five
working days (13 to 16, 19) is due on Monday the 19th at 17:00.
"""

import csv
import functools
import io
import pickle
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given, strategies as st

import servicehall as sh
from servicehall.assessment import Assessment
from servicehall.duties import Grade
from servicehall.errors import InputTypeError, InputValueError
from servicehall.ledgers import Answer, Reject, assess_ledger, write_case_line
from servicehall.reports import (
    GROUPINGS,
    CaseRow,
    Gap,
    LatePause,
    Mean,
    Outcome,
    Rate,
    Report,
    Standing,
    Tally,
    Verdict,
    case_row,
    figures,
    figures_csv,
    lists_csv,
    matter_gaps,
    report_of,
    tally,
    to_html,
    to_text,
    value_of,
)
from servicehall.reports.tally import percent
from tests.command_line import Run
from tests.places import PLUGINS, place

EXAMPLES: Final = Path(__file__).parent.parent / "examples"
LEDGER: Final = EXAMPLES / "ledger.jsonl"
MENGDING: Final = PLUGINS / "mengding" / "src" / "servicehall_mengding"
SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
CLOSED_STATES: Final = {Outcome.EARLY, Outcome.ON_LAST_DAY, Outcome.UNTIMED, Outcome.LATE}


def at(when: str) -> datetime:
    """Return an instant of 2026, ``"10-12 09:00"``."""
    return datetime.fromisoformat(f"2026-{when}").replace(tzinfo=SHANGHAI)


AS_OF: Final = at("11-21 12:00")


# ---- the ledger of the examples, judged by hand

JUDGED: Final = {
    # number: (outcome, month of acceptance or receipt, accepted, who answers, matter)
    "LH-0001": ("on_last_day", "2026-10", True, "王芳", "高龄津贴"),  # corrected: 10-19 16:00
    "LH-0002": ("early", "2026-09", True, "玉罕", "残疾证"),  # a Friday; due 10-19, a Monday
    "LH-0003": ("late", "2026-10", True, "陈静", "户外招牌设置许可"),  # promise 10-26
    "LH-0004": ("late", "2026-10", True, "陈静", "户外招牌设置许可"),  # and law 11-09
    "LH-0005": ("late", "2026-10", True, "王芳", "高龄津贴"),  # on the Saturday after 10-23
    "LH-0006": ("running", "2026-11", True, "陈静", "养殖水面使用许可（转报县局）"),  # 11-30
    "LH-0007": ("late", "2026-10", True, "赵强", "高龄津贴"),  # handed over to him on 10-15
    "LH-0008": ("late", "2026-09", True, "陈静", "户外招牌设置许可"),  # promise 10-15
    "LH-0009": ("on_last_day", "2026-09", True, "陈静", "户外招牌设置许可"),  # promise 10-16
    "LH-0011": ("early", "2026-10", True, "李敏", "农家乐开办联合办理"),  # 10-26 of 11-02
    "LH-0012": ("late", "2026-10", True, "陈静", "户外招牌设置许可"),  # a day, law too
    "LH-0013": ("on_last_day", "2026-11", True, "赵强", "居住情况证明"),  # same day
    "LH-0014": ("late", "2026-10", True, "王芳", "高龄津贴"),  # first cycle late; she bore it
    "LH-0015": ("returned", "2026-11", True, "岩罕", "占道许可证"),  # after the promise
    "LH-0016": ("late", "2026-10", True, "王芳", "高龄津贴"),  # 10-22 of 10-21
    "LH-0017": ("early", "2020-01", True, "杨丽", "旅行社业务经营许可"),  # Friday before 2-17
    "LH-0018": ("early", "2026-09", True, "王芳", "高龄津贴"),  # 9-30 of 10-09
    "LH-0019": ("waiting", "2026-09", False, "王芳", "高龄津贴"),
    "LH-0020": ("on_last_day", "2026-09", True, "岩温", "新车落户"),  # same day
    "LH-0021": ("withdrawn", "2026-10", True, "王芳", "高龄津贴"),  # after the promise
}
"""LH-0010 is of December: nothing of it had happened."""


@functools.cache
def registry() -> sh.Registry:
    """Return the rules of the example town and of 孟定."""
    return sh.Registry.of(sh.read_pack(EXAMPLES / "liuhe"), place("mengding"))


@functools.cache
def answers() -> tuple[Answer[CaseRow] | Reject, ...]:
    """Return what the ledger of the examples gives."""
    return tuple(assess_ledger(LEDGER, registry, case_row, as_of=AS_OF))


@functools.cache
def rows() -> tuple[CaseRow, ...]:
    """Return its rows."""
    return tuple(one.value for one in answers() if isinstance(one, Answer))


def example() -> Report:
    """Return the report on it."""
    return report_of(answers(), as_of=AS_OF, by=tuple(GROUPINGS))


def test_each_case_of_the_ledger_is_judged_as_by_hand() -> None:
    """Outcome, month, acceptance, person and matter of all twenty cases."""
    found = {
        row.case: (
            row.outcome.value,
            f"{row.day:%Y-%m}",
            row.accepted_on is not None,
            row.person,
            row.matter,
        )
        for row in rows()
    }
    assert found == JUDGED


@pytest.mark.requirement("R-312", "R-313")
def test_the_figures_of_the_ledger_are_counted() -> None:
    """Of 20: 19 accepted, 16 closed, 8 of them in time (4 early), 8 late, one waits."""
    total = example().total
    counted = Counter(outcome for outcome, *_ in JUDGED.values())
    assert total.outcomes == Counter({Outcome(name): n for name, n in counted.items()})
    assert (total.cases, total.received, total.accepted, total.closed) == (20, 20, 19, 16)
    assert (total.on_time, total.all_overdue, total.ended) == (8, 8, 2)
    assert total.closing_rate == Rate(16, 19)
    assert total.on_time_rate == Rate(8, 16)
    assert (total.reopened, total.missed_promise, total.missed_statute) == (1, 8, 2)


@pytest.mark.parametrize(("by", "place"), [("month", 1), ("person", 3), ("matter", 4)])
def test_groups_are_counted_as_an_oracle_counts_the_list(by: str, place: int) -> None:
    """Each month, person and matter has the outcomes of its cases; names carry their unit."""
    expected: dict[object, Counter[str]] = {}
    for judged in JUDGED.values():
        expected.setdefault(judged[place], Counter())[str(judged[0])] += 1
    found = {
        one.name.partition("（")[0] if by == "person" else one.name: Counter(
            {outcome.value: n for outcome, n in one.tally.outcomes.items()}
        )
        for one in example().groups[by]
    }
    assert found == expected


@pytest.mark.requirement("R-315")
def test_kinds_come_in_their_order_and_months_in_time() -> None:
    """Kinds as they take precedence; other groups with most cases first.

    Returned: LH-0015. Waiting for papers: 19. Forwarded: 2 and 6. Joint: 11. Instant: 13 and 20.
    """
    groups = example().groups
    assert [(one.name, one.tally.cases) for one in groups["kind"]] == [
        *(("退回件", 1), ("补办件", 1), ("上报件", 2), ("联办件", 1)),
        *(("承诺件", 13), ("即办件", 2)),
    ]
    assert [one.name for one in groups["month"]] == ["2020-01", "2026-09", "2026-10", "2026-11"]
    assert groups["window"][0].name == "民政服务窗口"
    assert groups["window"][0].tally.cases == 8


@pytest.mark.requirement("R-314")
def test_speed_is_compared_with_the_statute() -> None:
    """Promised: five signs 10 ÷ 20, the pond 20 ÷ 20: 2.5 ÷ 6. Actual, of 20 working days: 29, 29
    (no pause, no extension in it), 19, 10 (the hearings given back), 21, 19: −7/20 ÷ 6.

    29: 10-13 to 11-20 are 4 + 5 × 5. 19: 9-22 to 9-24, 9-28, then from 10-09 (the applicant was
    told until 10-08) 10-09, 10-10 and 13 to 10-28. 10: 9-22 to 9-24, 9-28, 10-10, 12 to 16. 21:
    10-13 to 11-10. 2020: 1-14 to 1-17, 1-19 to 1-23, 2-03 to 2-14.
    """
    total = example().total
    assert total.promised_speed == Mean(Fraction(5, 2), 6, 13)
    assert total.actual_speed == Mean(Fraction(-7, 20), 6, 10)
    assert (str(total.promised_speed), str(total.actual_speed)) == ("41.6%", "-5.9%")


# ---- a town, and the course of single cases

DIVISION: Final = "371302996"
TOWN: Final[dict[str, Any]] = {
    "format": 1,
    "id": "report-town",
    "title": "甲镇便民服务中心",
    "division": DIVISION,
    "hours": [{"id": "h", "sessions": ["08:30-12:00", "13:30-17:00"], "cite": "《甲镇规定》一"}],
    "windows": [{"id": "civil", "title": "民政窗口", "cite": "《甲镇规定》二"}],
    "matters": [
        {
            "id": "allowance",
            "title": "高龄津贴",
            "kind": "行政给付",
            "window": "civil",
            "promised": "5 working days",
            "words": "五个工作日",
            "fee": "free",
            "materials": "unknown: 没有写材料",
            "cite": "《甲镇指南》一",
        },
        {
            "id": "sign",
            "title": "招牌设置",
            "kind": "行政许可",
            "promised": "10 working days",
            "words": "十个工作日",
            "statutory": "$licence.decide",
            "fee": "unknown: 没有写收费",
            "cite": "《甲镇指南》二",
        },
        {
            "id": "plan",
            "title": "规划意见",
            "kind": "公共服务",
            "promised": "6 natural days",
            "words": "六日",
            "statutory": "15 natural days",
            "statutory_words": "十五日",
            "cite": "《甲镇指南》三",
        },
        {
            "id": "mystery",
            "title": "其他事项",
            "kind": "公共服务",
            "promised": "unknown: 尚未公布",
            "cite": "《甲镇指南》四",
        },
        {
            "id": "law-unknown",
            "title": "法定不明",
            "kind": "公共服务",
            "statutory": "unknown: 原文缺失",
            "cite": "《甲镇指南》五",
        },
        {
            "id": "banned",
            "title": "不得使用",
            "kind": "公共服务",
            "promised": "unknown: 已取消",
            "unusable": "已取消",
            "cite": "《甲镇指南》七",
        },
    ],
}
FACTS: Final[dict[str, Any]] = {
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


@functools.cache
def town() -> sh.Registry:
    """Return the rules of the town."""
    return sh.Registry.of(sh.load_pack(TOWN))


def timeline(*course: str, number: str = "T-1", **payload: Any) -> sh.Timeline:
    """Return a case received on 10-12 at 9:00, with what happened then: ``"10-16 closed"``.

    What stands in ``payload`` is noted at receipt; without a matter it is the allowance.
    """
    told = {"case": number, "division": DIVISION, "matter": "allowance", **FACTS, **payload}
    noted = {name: value for name, value in told.items() if value is not None}
    events = [_event("e0", "10-12 09:00", "received", noted)]
    for place_, said in enumerate(course, 1):
        day, hour, kind = said.split()
        events.append(_event(f"e{place_}", f"{day} {hour}", kind, MORE.get(kind, {})))
    return sh.Timeline.of(events)


def _event(name: str, when: str, kind: str, payload: dict[str, Any]) -> sh.Event:
    return sh.Event(
        id=name, kind=kind, occurred_at=at(when), actor="王芳", unit="民政科", payload=payload
    )


MORE: Final[dict[str, dict[str, Any]]] = {
    "pause.started": {"ground": "听证", "form": "written", "limit": "10 working days"},
    "extension.approved": {"approver": "agency_head", "reasons_told": True},
}


def assessed(course: sh.Timeline, as_of: str = "11-20 12:00") -> Assessment:
    """Return the assessment of a case of the town."""
    return town().assess(course, as_of=at(as_of))


def row(*course: str, as_of: str = "11-20 12:00", near: int = 3, **payload: Any) -> CaseRow:
    """Return the row of a case of the town."""
    return case_row(assessed(timeline(*course, **payload), as_of), near=near)


ACCEPTED: Final = "10-12 09:30 accepted"
RECEIPT: Final = date(2026, 10, 12)


@pytest.mark.parametrize(
    ("course", "as_of", "outcome", "accepted"),
    [
        # due on 10-19 at 17:00; nothing says that it was not accepted: it is, with receipt
        ([], "10-16 12:00", "running", RECEIPT),
        ([], "10-19 17:00", "running", RECEIPT),
        ([], "10-19 17:01", "overdue", RECEIPT),
        # the 19th is one working day after the 16th, a Friday; the 17th is a Saturday
        (["10-16 16:00 closed"], "11-20 12:00", "early", RECEIPT),
        (["10-17 16:00 closed"], "11-20 12:00", "early", RECEIPT),
        (["10-19 17:00 closed"], "11-20 12:00", "on_last_day", RECEIPT),
        (["10-19 17:01 closed"], "11-20 12:00", "late", RECEIPT),
        # the decision meets the limit, the closing comes later
        (["10-16 16:00 decided"], "11-20 12:00", "early", RECEIPT),
        (["10-16 16:00 decided", "11-02 09:00 closed"], "11-20 12:00", "early", RECEIPT),
        (["10-14 09:30 accepted"], "10-15 12:00", "running", date(2026, 10, 14)),
        (["10-13 09:30 notice.promise"], "10-15 12:00", "running", date(2026, 10, 13)),
        # asked for papers, first before, then after acceptance
        (["10-12 09:30 notice.supplement"], "10-15 12:00", "waiting", None),
        ([ACCEPTED, "10-13 09:30 notice.supplement"], "10-15 12:00", "running", RECEIPT),
        (["10-13 09:00 not_accepted"], "11-20 12:00", "not_accepted", None),
        (
            ["10-12 09:10 notice.promise", "10-13 09:00 not_accepted"],
            "11-20 12:00",
            "not_accepted",
            None,
        ),
        (["10-13 09:00 returned"], "11-20 12:00", "returned", None),
        ([ACCEPTED, "10-13 09:00 returned"], "11-20 12:00", "returned", RECEIPT),
        (["10-13 09:00 withdrawn"], "11-20 12:00", "withdrawn", None),
        ([ACCEPTED, "10-13 09:00 transferred"], "11-20 12:00", "transferred", RECEIPT),
        # withdrawn after the end: neither in time nor overdue
        ([ACCEPTED, "10-21 09:00 withdrawn"], "11-20 12:00", "withdrawn", RECEIPT),
    ],
)
@pytest.mark.requirement("R-312", "R-313")
def test_a_case_has_one_outcome(
    course: list[str], as_of: str, outcome: str, accepted: date | None
) -> None:
    """Instants decide, not numbers of days; a case is accepted unless it is told otherwise."""
    found = row(*course, as_of=as_of)
    assert (found.outcome.value, found.accepted_on) == (outcome, accepted)
    assert found.is_closed == (found.outcome in CLOSED_STATES)


def test_what_was_missed_is_kept_when_the_applicant_withdraws() -> None:
    """The promise ended on the 19th and was broken, whatever came later."""
    found = row("10-21 09:00 withdrawn")
    assert found.outcome is Outcome.WITHDRAWN
    assert [one.standing for one in found.verdicts] == [Standing.LATE]
    assert found.missed == {Grade.SERVICE}
    in_time = row("10-15 09:00 withdrawn")
    assert [one.standing for one in in_time.verdicts] == [Standing.ENDED]


def test_a_late_cycle_is_not_wiped_out_by_reopening() -> None:
    """Late on the 20th, reopened on the 26th: open, then closed on the 30th in time: late."""
    course = ("10-20 09:00 closed", "10-26 09:00 reopened", "10-30 09:00 closed")
    again = row(*course, as_of="10-27 09:00")
    assert (again.outcome, again.cycles, again.closed_on) == (Outcome.RUNNING, 2, None)
    done = row(*course)
    assert (done.outcome, done.cycles, done.closed_on) == (Outcome.LATE, 2, date(2026, 10, 30))
    assert [one.standing for one in done.verdicts] == [Standing.LATE, Standing.EARLY]
    assert tally([done]).reopened == 1


def test_a_lawful_pause_is_told() -> None:
    """A hearing stops the limit of the law: paused, and counted as ever paused afterwards."""
    course = (ACCEPTED, "10-14 09:00 pause.started")
    found = row(*course, as_of="10-16 12:00", matter="sign")
    assert (found.outcome, found.pauses) == (Outcome.PAUSED, 1)
    assert tally([found]).ever_paused == 1


@pytest.mark.requirement("R-312")
def test_who_only_asks_hands_nothing_in() -> None:
    """Consulted or contacted, also where it was then withdrawn: no receipt, no acceptance."""
    for kinds in (["consulted"], ["contacted"], ["contacted", "withdrawn"]):
        events = [
            _event(f"e{n}", f"10-12 09:0{n}", kind, {"case": "T-2", "division": DIVISION})
            for n, kind in enumerate(kinds)
        ]
        found = case_row(assessed(sh.Timeline.of(events)))
        assert (found.outcome, found.received_on) == (Outcome.CONSULTED, None)
        assert (found.day, found.unsettled) == (RECEIPT, ())
        assert (tally([found]).received, tally([found]).cases) == (0, 1)


def test_who_comes_back_hands_something_in() -> None:
    """Withdrawn before anything was received, then reopened and closed: received by reopening."""
    kinds = ["10-12 09:00 contacted", "10-12 10:00 withdrawn", "10-14 09:00 reopened"]
    told = {"case": "T-4", "division": DIVISION, "matter": "allowance", **FACTS}
    events = [
        _event(f"e{n}", said[:11], said[12:], told if n == 0 else {})
        for n, said in enumerate([*kinds, "10-15 09:00 closed"])
    ]
    found = case_row(assessed(sh.Timeline.of(events)))
    assert (found.outcome, found.received_on) == (Outcome.EARLY, date(2026, 10, 14))
    assert (tally([found]).closed, tally([found]).accepted) == (1, 1)


def test_what_has_no_known_limit_is_neither_in_time_nor_late() -> None:
    """Closed, and left out of the rate of those in time; it is said that its limit is unknown."""
    found = row("10-16 09:00 closed", matter="mystery")
    assert found.outcome is Outcome.UNTIMED
    assert found.unsettled == ("期限不明（尚未公布）",)
    total = tally([found, row("10-16 09:00 closed")])
    assert (total.closing_rate, total.on_time_rate) == (Rate(2, 2), Rate(1, 1))


def test_what_is_not_known_of_a_case_is_told() -> None:
    """Without a matter and with no facts: neither kind nor limit can be said."""
    found = row(as_of="10-16 12:00", matter=None, **dict.fromkeys(FACTS))
    assert found.unsettled[0] == "没有登记事项"
    assert found.unsettled[1].startswith("办件类型未定，缺：")
    assert "主件" in found.unsettled[1]
    assert (found.matter, found.kind) == ("", "")
    assert found.outcome is Outcome.RUNNING


def test_who_answers_without_an_owner_is_nobody() -> None:
    """A mere contact makes nobody the owner of a case."""
    event = _event("e0", "10-12 09:00", "contacted", {"case": "T-3", "division": DIVISION})
    found = case_row(assessed(sh.Timeline.of([event])))
    assert (found.person, found.unit) == ("", "")


@pytest.mark.requirement("R-314")
def test_natural_days_are_compared_with_natural_days() -> None:
    """1 − 6 ÷ 15 promised; 12th to 16th are four of fifteen: 11/15 were not used."""
    found = row(ACCEPTED, "10-16 09:00 closed", matter="plan")
    assert (found.promised, found.actual) == (Fraction(9, 15), Fraction(11, 15))
    open_ = row(ACCEPTED, as_of="10-16 12:00", matter="plan")
    assert (open_.promised, open_.actual) == (Fraction(9, 15), None)
    assert row("10-16 09:00 closed").promised is None  # the allowance has no limit of the law


def test_a_limit_that_counts_the_day_of_receipt_uses_it() -> None:
    """Counted from the same day, Monday to Friday are five of twenty; else four."""
    pack = {
        **TOWN,
        "duties": [{"changes": "decide.promised", "counting": "same_day", "cite": "《甲》"}],
    }
    found = sh.Registry.of(sh.load_pack(pack)).assess(
        timeline("10-14 09:00 closed"), as_of=at("11-20 12:00")
    )
    assert [one.saved for one in case_row(found).verdicts] == [Fraction(2, 5)]
    assert [one.saved for one in row("10-14 09:00 closed").verdicts] == [Fraction(3, 5)]


def test_paused_days_are_not_used() -> None:
    """Received on the 12th, hearing from the 14th to the 20th, decided on the 22nd: of 13 to 16,
    19 to 22 the 15th, 16th, 19th, 20th are given back; four of twenty are used.
    """
    found = row(
        ACCEPTED,
        "10-14 09:00 pause.started",
        "10-20 09:00 pause.ended",
        "10-22 09:00 decided",
        matter="sign",
    )
    assert found.actual == 1 - Fraction(4, 20)


def test_a_case_decided_while_paused_used_nothing_of_the_pause() -> None:
    """Hearing from the 14th and never ended, decided on the 20th: only the 13th and 14th count."""
    found = row(ACCEPTED, "10-14 09:00 pause.started", "10-20 09:00 decided", matter="sign")
    assert found.actual == 1 - Fraction(2, 20)


@pytest.mark.requirement("R-321")
def test_what_is_due_soon_and_overdue_is_listed() -> None:
    """Due on Monday the 19th: on Wednesday three working days are left, on the 20th it is late.

    With 100 days it is near at once; what rests on no end, is near at no time.
    """
    soon = row(as_of="10-14 12:00")
    (item,) = [one for one in soon.near_due if one.duty == "decide.promised"]
    assert (item.days_left, item.person) == (3, "王芳")
    assert soon.overdue == ()
    assert row(as_of="10-13 12:00").near_due == ()
    assert row(as_of="10-13 12:00", near=100).near_due != ()
    late = row(as_of="10-20 12:00")
    assert [one.duty for one in late.overdue] == ["decide.promised"]
    assert late.near_due == ()


def test_a_row_travels() -> None:
    """Between processes, unchanged."""
    found = row(as_of="10-20 12:00")
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301  # our own bytes


def test_a_time_that_is_near_cannot_be_negative() -> None:
    """SH763."""
    with pytest.raises(InputValueError, match="SH763"):
        row(near=-1)


# ---- pauses shortly before an end


def pauses(*course: str, near: int = 3) -> list[tuple[str, int, bool]]:
    """Return the pauses near an end: the limit, the days left, whether it counted."""
    found = row(ACCEPTED, *course, near=near, matter="sign")
    return [(one.limit, one.days_left, one.counted) for one in found.late_pauses]


LAW: Final = "法定时限内作出决定"


def test_a_pause_shortly_before_the_end_is_listed() -> None:
    """Accepted on 10-12, twenty days end on 11-09, a Monday: on Thursday 11-05 two are left.

    13 to 16, 19 to 23, 26 to 30, 11-02 to 11-06 are nineteen. The promise ended on 10-26, and no
    hearing stops it.
    """
    assert pauses("11-05 09:00 pause.started") == [(LAW, 2, True)]
    assert pauses("11-05 09:00 pause.started", near=1) == []
    assert pauses("11-09 16:00 pause.started") == [(LAW, 0, True)]
    assert pauses("11-03 09:00 pause.started") == []


def test_a_pause_on_the_first_day_of_a_short_limit_is_nothing_odd() -> None:
    """Papers asked for on the day of receipt, five days ahead: none; on the next, four: it is."""
    asked = row("10-12 09:30 notice.supplement", as_of="10-15 12:00", near=9)
    assert asked.late_pauses == ()
    course = ("10-13 09:30 notice.supplement",)
    assert [one.days_left for one in row(*course, as_of="10-15 12:00", near=9).late_pauses] == [4]


def test_after_the_end_a_pause_is_not_shortly_before_it() -> None:
    """On 11-09 at 17:01 nothing was left; nor is anything once it was decided."""
    assert pauses("11-09 17:01 pause.started") == []
    assert pauses("11-05 08:00 decided", "11-05 09:00 pause.started") == []


def test_a_pause_on_no_lawful_ground_is_listed_too() -> None:
    """That it stops no clock does not make it less odd; the reason is told."""
    events = timeline(ACCEPTED, "11-05 09:00 pause.started", matter="sign").events
    payload = {"ground": "现场踏勘13912345678"}
    changed = [attrs.evolve(e, payload=payload) if e.kind == "pause.started" else e for e in events]
    (found,) = case_row(assessed(sh.Timeline.of(changed))).late_pauses
    assert (found.days_left, found.counted) == (2, False)
    assert "不属于规定的事由" in found.why_not
    assert "13912345678" not in str(found)


def test_earlier_pauses_and_extensions_count_later_ones_do_not() -> None:
    """10-14 to 10-20 gives back 15, 16, 19, 20: the end moves to 11-13, a Friday; on the 12th one
    is left. Extended by ten on 11-05 it would be 11-27; extended after the pause began, it was not.
    """
    first = ("10-14 09:00 pause.started", "10-20 09:00 pause.ended")
    assert pauses(*first, "11-12 09:00 pause.started") == [(LAW, 1, True)]
    longer = "11-05 09:00 extension.approved"
    assert pauses(*first, longer, "11-12 09:00 pause.started") == []
    after = "11-12 16:00 extension.approved"
    assert pauses(*first, "11-12 09:00 pause.started", after) == [(LAW, 1, True)]


def test_where_a_pause_is_near_two_ends_the_first_is_told() -> None:
    """Accepted on the 13th: the law ends on 11-10, three left; a duty of the town, on 11-09."""
    own = {
        "id": "own",
        "title": "镇里的期限",
        "on": "received",
        "who": "case_owner",
        "must": ["decided"],
        "within": "$licence.decide",
        "cite": "《甲镇规定》三",
    }
    registry_ = sh.Registry.of(sh.load_pack({**TOWN, "duties": [own]}))
    course = timeline("10-13 09:30 accepted", "11-05 09:00 pause.started", matter="sign")
    found = case_row(registry_.assess(course, as_of=at("11-20 12:00")))
    assert [(one.limit, one.days_left) for one in found.late_pauses] == [("镇里的期限", 2)]


# ---- rates


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "—"),
        (Fraction(0), "0.0%"),
        (Fraction(1), "100.0%"),
        (Fraction(15979, 15980), "99.9%"),
        (Fraction(2, 3), "66.6%"),
        (Fraction(1, 15980), "<0.1%"),
        (Fraction(-7, 120), "-5.9%"),
        (Fraction(-1), "-100.0%"),
    ],
)
def test_a_share_is_never_rounded_up(value: Fraction | None, said: str) -> None:
    """100% is all and nothing less; a rate of nothing is neither 0 % nor 100 %."""
    assert percent(value) == said


@pytest.mark.requirement("R-312", "R-313")
def test_rates_of_nothing_are_none() -> None:
    """No case: no rate, no mean."""
    empty = Tally()
    assert (empty.closing_rate.value, empty.on_time_rate.value) == (None, None)
    assert (str(empty.closing_rate), str(empty.actual_speed)) == ("—", "—")
    assert empty.cases == 0


# ---- laws

DAYS: Final = st.dates(date(2026, 9, 1), date(2026, 11, 30))
SPEEDS: Final = st.none() | st.fractions(-1, 1, max_denominator=20)
NAMES: Final = st.sampled_from(["", "民政窗口", "<b>窗口</b>", "=1+1"])
VERDICTS: Final = st.lists(
    st.builds(
        Verdict,
        title=st.just("期限"),
        grade=st.sampled_from([Grade.SERVICE, Grade.UNLAWFUL]),
        cycle=st.just(1),
        standing=st.sampled_from(Standing),
    ),
    max_size=2,
).map(tuple)


@st.composite
def made_rows(draw: st.DrawFn) -> CaseRow:
    """Draw a row that hangs together: what is closed was accepted, what was asked, not received."""
    outcome, day = draw(st.sampled_from(Outcome)), draw(DAYS)
    closed = outcome in CLOSED_STATES
    never = outcome in (Outcome.WAITING, Outcome.NOT_ACCEPTED, Outcome.CONSULTED)
    accepted = closed or (not never and draw(st.booleans()))
    return CaseRow(
        case=draw(st.text(max_size=3)),
        division=draw(st.sampled_from(["3713", "5309"])),
        matter=draw(NAMES),
        window=draw(NAMES),
        unit=draw(NAMES),
        person=draw(NAMES),
        kind=draw(st.sampled_from(["", "承诺件", "即办件"])),
        outcome=outcome,
        began_on=day,
        received_on=None if outcome is Outcome.CONSULTED else day,
        accepted_on=day if accepted else None,
        closed_on=day if closed else None,
        cycles=draw(st.integers(1, 2)),
        verdicts=draw(VERDICTS),
        promised=draw(SPEEDS),
        actual=draw(SPEEDS) if closed else None,
        pauses=draw(st.integers(0, 2)),
    )


def slow(listed: Sequence[CaseRow]) -> dict[str, object]:
    """Count rows the slow and obvious way, by going through them for each figure."""

    def how_many(*outcomes: Outcome) -> int:
        return len([one for one in listed if one.outcome in outcomes])

    in_time = how_many(Outcome.EARLY, Outcome.ON_LAST_DAY)
    late = how_many(Outcome.LATE)
    accepted = len([one for one in listed if one.accepted_on])
    closed = len([one for one in listed if one.closed_on])
    speeds = [one.promised for one in listed if one.accepted_on and one.promised is not None]
    used = [one.actual for one in listed if one.closed_on and one.actual is not None]
    return {
        "received": len([one for one in listed if one.received_on]),
        "accepted": accepted,
        "closed": closed,
        "on_time": in_time,
        "closing_rate": Fraction(closed, accepted) if accepted else None,
        "on_time_rate": Fraction(in_time, in_time + late) if in_time + late else None,
        "promised_speed": sum(speeds, Fraction()) / len(speeds) if speeds else None,
        "actual_speed": sum(used, Fraction()) / len(used) if used else None,
    }


def quick(found: Tally) -> dict[str, object]:
    """Return the same figures of a tally."""
    return {
        "received": found.received,
        "accepted": found.accepted,
        "closed": found.closed,
        "on_time": found.on_time,
        "closing_rate": found.closing_rate.value,
        "on_time_rate": found.on_time_rate.value,
        "promised_speed": found.promised_speed.value,
        "actual_speed": found.actual_speed.value,
    }


def test_a_tally_counts_as_the_oracle_does() -> None:
    """The cases of the examples; the laws below draw others."""
    assert quick(tally(rows())) == slow(rows())


@given(st.lists(made_rows(), max_size=12))
def test_any_tally_counts_as_the_oracle_does(listed: list[CaseRow]) -> None:
    """Whatever the rows."""
    assert quick(tally(listed)) == slow(listed)


def test_tallies_of_parts_add_up() -> None:
    """The cases of the examples, cut anywhere."""
    for place_ in range(len(rows()) + 1):
        assert tally(rows()[:place_]) + tally(rows()[place_:]) == tally(rows())


@given(st.lists(made_rows(), max_size=12), st.integers(0, 12), st.randoms())
def test_tallies_add_up_in_any_order(listed: list[CaseRow], cut: int, random: Any) -> None:
    """Cut anywhere, in any order: the same."""
    mixed = random.sample(listed, len(listed))
    assert tally(mixed[:cut]) + tally(mixed[cut:]) == tally(listed)


@given(st.lists(made_rows(), max_size=12))
def test_no_rate_exceeds_all_and_nothing_is_lost(listed: list[CaseRow]) -> None:
    """Accepted ≥ closed ≥ in time; what was received is closed, open, waiting or ended."""
    found = tally(listed)
    out = found.outcomes
    assert found.accepted >= found.closed >= found.on_time
    open_ = (Outcome.OVERDUE, Outcome.RUNNING, Outcome.PAUSED, Outcome.WAITING)
    assert found.received == found.closed + sum(out[one] for one in open_) + found.ended


@given(st.lists(made_rows(), max_size=12))
def test_groups_add_up_to_the_total(listed: list[CaseRow]) -> None:
    """Whatever the grouping; and every page and text of them can be written and read."""
    found = report_of(answered(listed), as_of=AS_OF, by=tuple(GROUPINGS))
    for groups in found.groups.values():
        assert sum((one.tally for one in groups), Tally()) == found.total
        assert len({one.name for one in groups}) == len(groups)
    page_of(found)
    to_text(found)


def answered(listed: Iterable[CaseRow]) -> list[Answer[CaseRow]]:
    """Return rows as a ledger gives them."""
    return [
        Answer(number=n, case=one.case, division=one.division, course="", value=one)
        for n, one in enumerate(listed, 1)
    ]


# ---- the report


def reported(*listed: CaseRow, **others: Any) -> Report:
    """Return a report on some rows."""
    return report_of(answered(listed), as_of=AS_OF, **others)


def test_a_case_belongs_to_the_period_of_its_acceptance() -> None:
    """Received on the 12th, accepted on the 14th: it belongs to the 14th, both ends included."""
    one = row("10-14 09:30 accepted", "10-16 09:00 closed")
    day = date(2026, 10, 14)
    inside = reported(one, since=day, until=day)
    assert (inside.total.cases, inside.outside) == (1, 0)
    for since, until in ((None, date(2026, 10, 13)), (date(2026, 10, 15), None)):
        outside = reported(one, since=since, until=until)
        assert (outside.total.cases, outside.outside) == (0, 1)
    assert row("10-13 09:00 withdrawn").day == RECEIPT


def test_cases_that_begin_later_are_no_faults() -> None:
    """LH-0010 is received in December: it is counted as such, and is no rejected line."""
    found = example()
    assert (found.not_yet, found.rejects) == (1, ())
    assert "另有1件到截止时刻还没有发生，没有计入。" in to_text(found)


def test_bad_questions_are_refused() -> None:
    """SH761 with what can be written, SH762, and SH103 without a time zone."""
    with pytest.raises(InputValueError, match="SH761") as caught:
        report_of([], as_of=AS_OF, by=["windw"])
    assert "window" in caught.value.in_chinese()
    with pytest.raises(InputValueError, match="SH762"):
        report_of([], as_of=AS_OF, since=date(2026, 2, 1), until=date(2026, 1, 31))
    with pytest.raises(InputTypeError, match="SH119"):
        report_of([], as_of=AS_OF, by="window")
    with pytest.raises(InputTypeError, match="SH102"):
        report_of([], as_of=AS_OF, until="2026-01-31")  # type: ignore[arg-type]
    with pytest.raises(InputValueError, match="SH103"):
        report_of([], as_of=datetime(2026, 11, 21))  # noqa: DTZ001  # that is the point


def test_two_windows_of_one_name_are_told_apart() -> None:
    """The same name in two places is two windows; a matter of one name is one matter."""
    here = row("10-16 09:00 closed")
    there = attrs.evolve(here, division="5309")
    groups = reported(here, there, by=("window", "matter", "window")).groups
    assert [one.name for one in groups["window"]] == [f"民政窗口（{DIVISION}）", "民政窗口（5309）"]
    assert [one.name for one in groups["matter"]] == ["高龄津贴"]
    assert list(groups) == ["window", "matter"]


def test_the_lists_are_in_order() -> None:
    """What ended first stands first, then the number of the case; two places are named."""
    early, late = row(as_of="10-20 12:00"), row(as_of="10-20 12:00", number="T-0")
    found = reported(early, late)
    assert [one.case for one in found.overdue] == ["T-0", "T-1"]
    assert "T-0" in to_text(found)
    two = reported(early, attrs.evolve(late, division="5309"))
    assert f"{DIVISION}/T-1" in to_text(two)


@pytest.mark.requirement("R-321")
def test_what_each_window_and_person_has_to_do_is_counted() -> None:
    """Two overdue of 王芳, one due soon of 李明, in one window; the most overdue stands first."""
    soon = attrs.evolve(row(as_of="10-16 12:00").near_due[0], person="李明")
    waits = attrs.evolve(row(as_of="10-16 12:00"), near_due=(soon,))
    found = reported(waits, row(as_of="10-20 12:00"), row(as_of="10-20 12:00", number="T-0"))
    assert "【待办汇总】\n窗口     承担人     逾期 即将" in to_text(found)
    lines = csv.DictReader(io.StringIO(lists_csv(found).decode("utf-8-sig")))
    told = [one for one in lines if one["清单"] == "待办汇总"]
    assert [(one["窗口"], one["承担人"], one["逾期未办"], one["即将届满"]) for one in told] == [
        ("民政窗口", "民政科王芳", "2", "0"),
        ("民政窗口", "民政科李明", "0", "1"),
    ]


@pytest.mark.requirement("R-322")
def test_what_the_catalogue_does_not_say_is_listed() -> None:
    """Of the town: an unknown limit, promised or of the law, papers, a fee; nothing of
    a matter that must not be used, nor of the law's matters that no place took up.

    What a record does not mention of fees and materials is not known either.
    """
    gaps = matter_gaps(town().policy(DIVISION, on=date(2026, 11, 21)))
    told = {(one.title, one.what): one.why for one in gaps}
    assert told[("高龄津贴", "材料")] == "没有写材料"
    assert told[("招牌设置", "收费")] == "没有写收费"
    assert told[("其他事项", "承诺时限")] == "尚未公布"
    assert told[("法定不明", "法定时限")] == "原文缺失"
    assert ("高龄津贴", "收费") not in told
    assert not [one for one in gaps if one.title == "不得使用"]
    assert {one.title for one in gaps} <= {one["title"] for one in TOWN["matters"]}


# ---- page, text, spreadsheet

EVIL: Final = '<script>alert(1)</script>"&\x1b[31m=cmd'
GAP: Final = Gap(division=DIVISION, matter="m", title=EVIL, what="材料", why=EVIL)


def hostile() -> Report:
    """Return a report in which every name is hostile, and every list has a line."""
    one = row(as_of="10-20 12:00")
    item = attrs.evolve(one.overdue[0], case=EVIL, matter=EVIL, window=EVIL, person=EVIL)
    pause = LatePause(
        case=EVIL,
        division=DIVISION,
        window=EVIL,
        person=EVIL,
        limit=EVIL,
        pause=EVIL,
        began=AS_OF,
        due_at=AS_OF,
        days_left=0,
        counted=False,
    )
    made = attrs.evolve(
        one,
        **dict.fromkeys(("case", "matter", "window", "unit", "person", "kind"), EVIL),
        overdue=(item,),
        near_due=(item,),
        late_pauses=(pause, attrs.evolve(pause, pause="中止", ground=EVIL, counted=True)),
        unsettled=(EVIL,),
    )
    reject = Reject(7, InputValueError("SH112", name=EVIL, value=EVIL, allowed=()), EVIL, EVIL)
    found = report_of([*answered([made]), reject], as_of=AS_OF, by=tuple(GROUPINGS), title=EVIL)
    return attrs.evolve(found, gaps=(GAP,))


def page_of(report: Report, **others: Any) -> ET.Element:
    """Return the page as it is parsed: it is well-formed XML too."""
    return ET.fromstring(to_html(report, **others))  # noqa: S314  # our own page


def texts(page: ET.Element, tag: str) -> list[str]:
    """Return what stands in the elements of a kind."""
    return ["".join(one.itertext()) for one in page.iter(tag)]


def test_the_page_needs_nothing_else() -> None:
    """No script, no address, no import, no picture from elsewhere; in Chinese, and it prints."""
    page = to_html(example())
    assert page.startswith('<!DOCTYPE html>\n<html lang="zh-CN">')
    assert not re.search(r"<script|<link|<img|<iframe|https?:|@import|url\(http|javascript:", page)
    assert set(re.findall(r"url\(([^)]*)\)", page)) <= {"#hatch", "#cross", "#dots"}
    assert "@page{size:A4" in page


def test_hostile_names_stay_names() -> None:
    """Nothing that is written in a ledger becomes a tag, an attribute, or a sign to a terminal."""
    page = page_of(hostile())
    assert not list(page.iter("script"))
    assert {name for one in page.iter() for name in one.attrib if name.startswith("on")} == set()
    assert "\x1b" not in to_html(hostile())
    assert "\x1b" not in to_text(hostile())
    assert sum("<script>alert(1)" in text for text in texts(page, "td")) >= 10


def test_the_page_has_the_figures_on_top() -> None:
    """Accepted, closed, both rates with their parts, overdue, paused."""
    page = page_of(example())
    cards = [
        one
        for one in page.iter("div")
        if one.get("class", "").startswith("card ") or one.get("class") == "card"
    ]
    assert ["".join(card.itertext()) for card in cards] == [
        "19已受理收件20件",
        "16已办结其中提前4件",
        "84.2%办结率16÷受理19",
        "50.0%按时办结率8÷有期限16",
        "8逾期办结8件，未办0件",
        "0中止曾中止5件",
    ]
    assert [card.get("class") for card in cards].count("card bad") == 1


def test_every_chart_says_what_it_is_and_has_its_table() -> None:
    """A title, a description, and below it a table with the numbers that stand in it."""
    page = page_of(example())
    charts = [one for one in page.iter("svg") if one.get("role") == "img"]
    assert [one.findtext("title") for one in charts] == [
        *("各月份受理与办结", "各窗口的办理结果", "各事项的办理结果"),
        *("各办件类型的办理结果", "各第一责任人的办理结果", "各单位的办理结果"),
    ]
    assert {one.findtext("desc") for one in charts} == {"数字见下表。"}
    tables = {table.findtext("thead/tr/th"): table for table in page.iter("table")}
    for grouping in GROUPINGS.values():
        assert grouping.label in tables


def test_bars_are_as_long_as_their_numbers() -> None:
    """民政服务窗口 has eight of at most eight cases: all of 540, four late ones half of it."""
    page = page_of(example())
    (chart,) = [one for one in page.iter("svg") if one.findtext("title") == "各窗口的办理结果"]
    first = next(one for one in chart if one.tag == "g")
    wide = {
        one.get("class"): float(str(one.get("width")))
        for one in first.iter("rect")
        if "segment" in str(one.get("class"))
    }
    assert sum(wide.values()) == pytest.approx(540)
    assert wide["late segment"] == pytest.approx(270)
    drawn = [one.get("fill") for one in first.iter("rect") if one.get("class") == "weaving"]
    assert drawn == ["url(#hatch)"]  # colour is not the only sign


def test_a_chart_shows_so_many_and_says_so() -> None:
    """Fifteen groups of thirty; narrow bars have no numbers in them; the table has all."""
    one = row("10-16 09:00 closed")
    many = [attrs.evolve(one, window=f"窗口{n:02}") for n in range(30)]
    big = [attrs.evolve(one, window="大窗口")] * 200
    page = page_of(reported(*many, *big, by=("window",)))
    assert "图中只有15组，共31组，表中列出全部。" in "".join(page.itertext())
    assert len(list(page.iter("tr"))) == 1 + 31
    months = [attrs.evolve(one, accepted_on=date(2024 + n // 12, n % 12 + 1, 1)) for n in range(30)]
    page = page_of(reported(*months, by=("month",)))
    assert "图中只有24组，共30组" in "".join(page.itertext())


def test_a_tiny_rate_stands_on_the_page() -> None:
    """One of two thousand: less than 0.1 %, written so that it is no tag."""
    open_ = row(as_of="10-16 12:00")
    page = page_of(reported(row("10-16 09:00 closed"), *[open_] * 1999))
    assert "<0.1%办结率1÷受理2000" in "".join(page.itertext())


def test_an_empty_ledger_has_a_report() -> None:
    """Nothing counted, no rate, no chart; page, text and tables can be written."""
    empty = report_of([], as_of=AS_OF)
    page = page_of(empty)
    assert not [one for one in page.iter("svg") if one.get("role") == "img"]
    assert "—办结率0÷受理0" in "".join(page.itertext())
    assert "【按月份】没有" in to_text(empty)
    assert len(figures_csv(empty).decode("utf-8-sig").splitlines()) == 2
    assert len(lists_csv(empty).decode("utf-8-sig").splitlines()) == 1


def test_long_lists_are_cut_and_say_so() -> None:
    """Two of five are shown, three more are told; the spreadsheet has all five."""
    listed = [row(as_of="10-20 12:00", number=f"T-{n}") for n in range(5)]
    found = reported(*listed, by=())
    assert "还有3项" in to_text(found, most=2)
    assert "还有3项" in to_html(found, most=2)
    assert "还有" not in to_text(found) + to_html(found)
    lines = list(csv.DictReader(io.StringIO(lists_csv(found).decode("utf-8-sig"))))
    late = [one for one in lines if one["清单"] == "逾期未办的事项"]
    assert [one["办件"] for one in late] == [f"T-{n}" for n in range(5)]
    assert late[0]["期限"] == "2026年10月19日17:00"
    assert len(lines) == 1 + len(late)


def test_figures_for_spreadsheets_can_be_computed_again() -> None:
    """UTF-8 with a mark; each rate with its parts; a line for all and for each group."""
    data = figures_csv(example())
    assert data.startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    total = lines[0]
    assert (total["分组"], total["名称"], total["受理"], total["办结"]) == (
        "全部",
        "合计",
        "19",
        "16",
    )
    assert (total["办结率"], total["办结率分子"], total["办结率分母"]) == ("84.2%", "16", "19")
    assert (total["实际提速"], total["实际提速可比件数"], total["实际提速不可比件数"]) == (
        *("-5.9%", "6"),
        "10",
    )
    assert len(lines) == 1 + sum(map(len, example().groups.values()))


def test_no_cell_is_a_formula() -> None:
    """What begins like one has an apostrophe before it, full-width signs too; numbers have none."""
    one = row("10-16 09:00 closed")
    names = ["=1+1", "+1", "@SUM(A1)", "-1+1", "＝1", "-5"]
    found = reported(*(attrs.evolve(one, window=name) for name in names), by=("window",))
    lines = list(csv.reader(io.StringIO(figures_csv(found).decode("utf-8-sig"))))
    assert sorted(line[1] for line in lines[2:]) == sorted(
        ["'=1+1", "'+1", "'@SUM(A1)", "'-1+1", "'＝1", "-5"]
    )


def test_columns_of_the_text_stand_below_one_another() -> None:
    """A Chinese character is two columns wide; all lines end in the same column."""
    lines = to_text(example()).split("【按月份】\n")[1].split("\n\n")[0].splitlines()
    assert len({sum(2 if ord(c) > 0x2E7F else 1 for c in line) for line in lines[2:]}) == 1
    assert max(sum(2 if ord(c) > 0x2E7F else 1 for c in line) for line in lines) <= 100


def test_the_notes_explain_every_figure() -> None:
    """Page and text print what each figure counts; all of them have a value."""
    figures.cache_clear()
    notes = {figure.label: figure.note for figure in figures()}
    assert len(notes) == len(figures())
    whole = "".join(page_of(example()).itertext())
    for label, note in notes.items():
        assert note in whole
        assert f"  {label}：{note}" in to_text(example())
    assert all(value_of(figure, Tally()) is not None for figure in figures())
    assert {outcome.value for outcome in Outcome} - {figure.id for figure in figures()} == {
        "on_last_day"  # = 按时 − 提前
    }


def test_the_period_is_said() -> None:
    """From when, until when, and for which instant."""
    found = report_of([], as_of=AS_OF, since=date(2026, 10, 1), until=date(2026, 10, 31))
    assert "2026年10月1日至2026年10月31日受理" in to_text(found)
    assert "截至2026年11月21日12:00" in to_text(found)
    assert "台账开始至截止时刻受理" in to_text(report_of([], as_of=AS_OF))


# ---- the command

PACKS: Final = ("--pack", EXAMPLES / "liuhe", "--pack", MENGDING)
ON: Final = ("--as-of", "2026-11-21T12:00")
LATER: Final = "共采用20件，当时尚未收件1件。\n"


def test_the_report_is_printed(run: Run) -> None:
    """Status 0, as the library says it, with what the catalogues do not say."""
    told = run("report", LEDGER, *PACKS, *ON)
    assert (told.status, told.errors) == (0, LATER)
    gaps = [
        gap
        for division in ("371302998", "5309", "530926103")
        for gap in matter_gaps(registry().policy(division, on=AS_OF.date()))
    ]
    made = attrs.evolve(report_of(answers(), as_of=AS_OF), gaps=tuple(gaps))
    assert told.output == to_text(made) + "\n"


def test_groups_period_and_title_can_be_chosen(run: Run) -> None:
    """Only windows, only October: ten cases, the others are told."""
    options = ("--by", "window", "--from", "2026-10-01", "--to", "2026-10-31", "--title", "十月")
    told = run("report", LEDGER, *PACKS, *ON, *options)
    assert told.output.startswith("十月\n2026年10月1日至2026年10月31日受理")
    assert "另有10件不在统计期间，没有计入。" in told.output
    assert "【按窗口】" in told.output
    assert "【按月份】" not in told.output


def test_files_are_written_and_nothing_is_printed(run: Run, tmp_path: Path) -> None:
    """The page and both tables; on the screen with ``-``."""
    files = {name: tmp_path / name for name in ("html", "csv", "lists")}
    options = [word for name, file in files.items() for word in (f"--{name}", file)]
    assert run("report", LEDGER, *PACKS, *ON, *options) == (0, "", LATER)
    page = files["html"].read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert files["csv"].read_bytes() == figures_csv(report_of(answers(), as_of=AS_OF))
    assert b"\xe6\xb8\x85\xe5\x8d\x95" in files["lists"].read_bytes()
    shown = run("report", LEDGER, *PACKS, *ON, "--html", "-")
    assert shown.output == page


def test_what_was_rejected_is_told(run: Run, tmp_path: Path) -> None:
    """Status 1: the line and the reason, on stderr and in the report; the rest is counted. A case
    that stands there twice, the same, is none that was lost: its line is counted apart."""
    file = tmp_path / "ledger.jsonl"
    first = LEDGER.read_text(encoding="utf-8").splitlines()[0]
    file.write_text(f"{first}\nnothing 13912345678\n{first}\n", encoding="utf-8")
    told = run("report", file, *PACKS, *ON)
    assert told.status == 1
    assert "共采用1件，重复1件，未采用1件。" in told.errors
    assert "第3行（LH-0001）：[SH634]" in told.errors
    assert "另有1件重复，内容相同，只计一次。" in told.output
    assert "另有1行不能采用，没有计入，原因见“没有采用的行”。" in told.output
    assert "第3行" not in told.output
    assert "13912345678" not in told.output + told.errors
    assert "\n收件     1\n" in told.output


def test_many_rejected_lines_are_told_in_short(run: Run, tmp_path: Path) -> None:
    """Fifty, and how many more; numbers of persons are masked."""
    file = tmp_path / "ledger.jsonl"
    bad = '{"format":1,"events":[{"id":"e1","kind":"13912345678","occurred_at":"x"}]}'
    file.write_text(f"{bad}\n" * 52, encoding="utf-8")
    told = run("report", file, *PACKS, *ON)
    assert told.status == 1
    assert len(told.errors.splitlines()) == 50 + 2
    assert "还有2行，用 --rejects 写入文件查看。\n" in told.errors
    assert "13912345678" not in told.errors + told.output


def test_several_processes_count_the_same(run: Run) -> None:
    """Two workers, one answer."""
    one = run("report", LEDGER, *PACKS, *ON)
    assert run("report", LEDGER, *PACKS, *ON, "--workers", "2") == one


def test_progress_is_shown_on_a_terminal_only(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it prints on a terminal beside the report goes to stderr."""
    plain = run("report", LEDGER, *PACKS, *ON)
    monkeypatch.setenv("FORCE_COLOR", "1")
    told = run("report", LEDGER, *PACKS, *ON)
    assert told.output == plain.output
    assert plain.errors == LATER
    assert "处理台账" in told.errors


def test_now_is_used_where_no_instant_is_given(run: Run) -> None:
    """And it is said, beside the report."""
    told = run("report", LEDGER, *PACKS)
    assert "未写 --as-of" in told.errors
    assert "未写 --as-of" not in told.output


def test_nothing_is_written_over(run: Run, tmp_path: Path) -> None:
    """Neither the ledger, nor one table by another (SH764); a missing folder is told (SH625)."""
    file = tmp_path / "ledger.jsonl"
    file.write_text(write_case_line(timeline()), encoding="utf-8")
    before = file.read_bytes()
    told = run("report", file, *PACKS, *ON, "--csv", file)
    assert (told.status, told.output) == (3, "")
    assert "SH764" in told.errors
    assert file.read_bytes() == before
    other = tmp_path / "one"
    assert "SH764" in run("report", file, *PACKS, "--csv", other, "--html", other).errors
    assert not other.exists()
    missing = run("report", LEDGER, *PACKS, *ON, "--html", tmp_path / "none" / "page")
    assert missing.status == 3
    assert "SH625" in missing.errors


def test_bad_options_are_refused(run: Run, tmp_path: Path) -> None:
    """A grouping and a period that cannot be (3), a near time below zero (2), no file (3)."""
    told = run("report", LEDGER, *PACKS, *ON, "--by", "windows")
    assert (told.status, told.output) == (3, "")
    assert "SH761" in told.errors
    assert "window" in told.errors
    period = run("report", LEDGER, *PACKS, *ON, "--from", "2026-02-01", "--to", "2026-01-31")
    assert "SH762" in period.errors
    assert run("report", LEDGER, "--near", "-1").status == 2
    assert "SH201" in run("report", tmp_path / "none.jsonl").errors
