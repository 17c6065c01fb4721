"""Comparing ledgers and findings: what changes is summed and listed, and every line is told."""

import functools
import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

import servicehall as sh
from servicehall.cases import load_case
from servicehall.cli.options import registry_of
from servicehall.comparing import (
    FindingsComparison,
    LedgerComparison,
    LimitChange,
    Side,
    compare_findings,
    compare_ledgers,
)
from servicehall.comparing.cases import view, working_days
from servicehall.comparing.html import findings_html, ledger_html
from servicehall.fees import FeeStatus
from servicehall.instants import SHANGHAI
from servicehall.plugins import open_pack
from servicehall.reports import Outcome
from servicehall.sanctions import Unit
from tests.accountable import AS_OF, CITE, TOWN, at, finding, rules

EXAMPLES = Path(__file__).parent.parent / "examples"
LIUHE = EXAMPLES / "liuhe"
LEDGER = EXAMPLES / "ledger.jsonl"
DECEMBER = datetime(2026, 12, 1, tzinfo=SHANGHAI)
LANE: Mapping[str, Any] = {
    "id": "lane",
    "division": TOWN,
    "matters": [
        {
            "id": "stall",
            "title": "摆摊",
            "promised": "5 working days",
            "materials": "none",
            **CITE,
        }
    ],
    "fees": [
        {
            "id": "stall.fee",
            "matter": "stall",
            "item": "摊位",
            "rate": "20",
            "per": "个",
            "basis": "《甲法》",
            **CITE,
        }
    ],
}
"""A town of one matter, promised in five working days, at 20 yuan a stall."""


def lane(**changes: Any) -> sh.Registry:
    """Return the registry of the town; changes are of the matter, or further sections."""
    pack = {name: [*said] if isinstance(said, list) else said for name, said in LANE.items()}
    sections = {name: changes.pop(name) for name in [*changes] if isinstance(changes[name], list)}
    pack["matters"] = [{**pack["matters"][0], **changes}]
    return sh.Registry.of(sh.load_pack(pack | sections))


def line(number: str, *events: tuple[str, str], **payload: Any) -> str:
    """Return a line: a case received on Monday 12 October 2026, and what else happened."""
    facts = {
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
    about = {"case": number, "division": TOWN, "matter": "stall"}
    received = {"id": "e0", "kind": "received", "occurred_at": "2026-10-12T09:00+08:00"}
    received |= {"actor": "王芳", "unit": "窗口", "payload": {**about, **facts, **payload}}
    more = [
        {"id": f"e{n}", "kind": kind, "occurred_at": f"2026-{when}+08:00", "actor": "王芳"}
        for n, (kind, when) in enumerate(events, 1)
    ]
    return json.dumps({"format": 1, "events": [received, *more]}, ensure_ascii=False)


def ledger(folder: Path, *lines: str) -> Path:
    """Write a ledger."""
    file = folder / "ledger.jsonl"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def compared(file: Path, old: sh.Registry, new: sh.Registry, **others: Any) -> LedgerComparison:
    return compare_ledgers(file, Side(old), Side(new), **{"as_of": DECEMBER, **others})


CLOSED = ("closed", "10-19T16:00")
"""On the fifth working day after 12 October 2026, a Monday."""


# ---- what changes in a case


def test_a_shorter_promise_moves_ends_and_verdicts(tmp_path: Path) -> None:
    """Three working days end on Thursday the 15th, two earlier; closed on the 19th it is late."""
    file = ledger(tmp_path, line("C1", CLOSED))
    found = compared(file, lane(), lane(promised="3 working days"))
    (case,) = found.cases
    assert (case.number, case.case, case.division, case.matter) == (1, "C1", TOWN, "摆摊")
    assert (case.old.outcome, case.new.outcome) == (Outcome.ON_LAST_DAY, Outcome.LATE)
    (moved,) = case.moved
    assert (moved.duty, moved.title) == ("decide.promised", "承诺时限内办结")
    assert (moved.old, moved.new, moved.days) == (at(10, 20, 0), at(10, 16, 0), -2)
    assert (moved.old_status, moved.new_status) == ("按时完成", "逾期完成")
    assert case.come == ("超过承诺时限（王芳、窗口）",)
    assert case.gone == ()
    assert (found.earlier.count, found.earlier.days) == (1, 2)
    assert (found.later.count, found.later.days) == (0, 0)
    assert found.verdicts == {(Outcome.ON_LAST_DAY, Outcome.LATE): 1}
    assert found.kinds == {}
    text = found.explain()
    assert "  1件：到期日办结 → 逾期办结" in text
    assert "  提前：1项，合计2个工作日" in text
    assert "  新增1项，减少0项（均待查实）" in text
    back = compared(file, lane(promised="3 working days"), lane())
    assert back.later == found.earlier
    assert back.cases[0].gone == case.come
    assert "（推迟2个工作日），逾期完成 → 按时完成" in back.explain()
    assert "    不再违反：超过承诺时限（王芳、窗口）" in back.explain()


def test_another_threshold_changes_the_kind(tmp_path: Path) -> None:
    """Two departments are a joint case from two on; one is not."""
    joint = [{"changes": "joint.threshold", "value": 2, **CITE}]
    file = ledger(tmp_path, line("C1", CLOSED, departments=2), line("C2", CLOSED))
    found = compared(file, lane(), lane(terms=joint))
    assert found.kinds == {("承诺件", "联办件"): 1}
    (case,) = found.cases
    assert (case.old.kind, case.new.kind) == ("承诺件", "联办件")
    assert found.unchanged == 1
    assert "    办件类型：承诺件 → 联办件" in found.explain()
    assert "  1件：承诺件 → 联办件" in found.explain()


def test_what_is_not_settled_says_what_it_can_be(tmp_path: Path) -> None:
    """Without knowing whether it can be done at once, both kinds are possible."""
    joint = [{"changes": "joint.threshold", "value": 2, **CITE}]
    open_ = {"needs_process": False, "same_day_possible": None}
    file = ledger(tmp_path, line("C1", departments=2, **open_))
    (case,) = compared(file, lane(), lane(terms=joint)).cases
    assert case.old.kind == "未定（可能为承诺件、即办件）"
    assert case.new.kind == "联办件"


def test_fees_are_summed_where_both_sides_know_them(tmp_path: Path) -> None:
    """Two stalls and three, at 20 and at 15 yuan: 100 and 75 yuan; one of unknown number."""
    dearer = [{**LANE["fees"][0], "rate": "15"}]
    file = ledger(
        tmp_path,
        line("C1", CLOSED, quantities={"摊位": "2"}),
        line("C2", CLOSED, quantities={"摊位": "3"}),
        line("C3", CLOSED),
    )
    found = compared(file, lane(), lane(fees=dearer))
    assert [one.fee_difference for one in found.cases] == [Decimal("-10.00"), Decimal("-15.00")]
    assert [one.old.fee.total for one in found.cases] == [40, 60]
    fees = found.fees
    assert (fees.old, fees.new, fees.difference) == (100, 75, -25)
    assert (fees.cases, fees.unknown) == (2, 1)
    assert found.by_weight()[0].case == "C2"
    text = found.explain()
    assert "  2件两方都已算出的合计：100.00元 → 75.00元" in text
    assert "    相差-25.00元；另有1件有一方不明，没有计入" in text
    assert "    收费：60.00元 → 45.00元" in text
    assert "相差+25.00元" in compared(file, lane(fees=dearer), lane()).explain()


@pytest.mark.parametrize("end", ["not_accepted", "returned", "withdrawn", "closed"])
def test_fees_count_whatever_became_of_the_case(tmp_path: Path, end: str) -> None:
    """Two stalls at 20 and at 15 yuan; nothing says when a fee falls due or is paid back."""
    file = ledger(tmp_path, line("C1", (end, "10-13T09:00"), quantities={"摊位": "2"}))
    found = compared(file, lane(), lane(fees=[{**LANE["fees"][0], "rate": "15"}]))
    assert (found.fees.old, found.fees.new, found.fees.cases) == (40, 30, 1)


def test_a_fee_that_is_not_known_is_not_zero(tmp_path: Path) -> None:
    """From 40 yuan to nothing known: a change without a difference, and not in the sum."""
    fixed = {"id": "stall.fee", "matter": "stall", "amount": "40", "basis": "《甲法》", **CITE}
    file = ledger(tmp_path, line("C1", CLOSED))
    found = compared(file, lane(fees=[fixed]), lane(fees=[], fee="unknown: 没有写"))
    (case,) = found.cases
    assert case.fee_difference is None
    assert (case.old.fee.total, case.new.fee.total) == (40, None)
    assert case.new.fee.status is FeeStatus.UNKNOWN
    assert (found.fees.cases, found.fees.unknown, found.fees.difference) == (0, 1, 0)
    assert "    收费：40.00元 → 收费不明" in found.explain()


def test_a_quantity_that_one_side_does_not_know_is_told(tmp_path: Path) -> None:
    """Of an item without a rate on one side nothing is made up: the line is told with the side."""
    file = ledger(tmp_path, line("C1", CLOSED, quantities={"摊位": "2"}))
    found = compared(file, lane(), lane(fees=[], fee="unknown: 没有写"))
    (reject,) = found.rejects
    assert (reject.old, found.total, found.unchanged) == (None, 1, 0)
    assert "    新规则：[SH518]" in found.explain()


DUTY = {
    "id": "call",
    "title": "回访",
    "on": "closed",
    "who": "case_owner",
    "must": "rated",
    "within": "3 working days",
    "breach": "not-called",
    **CITE,
}
UNTIMED = {key: value for key, value in DUTY.items() if key != "within"} | {"before": "delivered"}


def test_duties_that_come_and_go_are_told(tmp_path: Path) -> None:
    """A duty that one side lacks; one that has no end there; one that weighs more."""
    file = ledger(tmp_path, line("C1", ("closed", "10-16T16:00")))
    found = compared(file, lane(), lane(duties=[DUTY]))
    (change,) = found.cases[0].limits
    assert (change.duty, change.old_status, change.new_status) == ("call", "", "逾期")
    assert (change.old, change.new, change.days) == (None, at(10, 22, 0), None)
    assert not change.is_moved
    assert "新增义务：回访，2026年10月21日24:00届满（逾期）" in found.explain()
    assert "原规则没有届满日、新规则有的：1项" in found.explain()
    back = compared(file, lane(duties=[DUTY]), lane())
    assert "不再有义务：回访，2026年10月21日24:00届满（逾期）" in back.explain()
    assert "原规则有届满日、新规则没有的：1项" in back.explain()
    untimed = compared(file, lane(duties=[DUTY]), lane(duties=[UNTIMED]))
    assert "回访：2026年10月21日24:00 → 届满日不明，逾期 → 办理中" in untimed.explain()
    assert "新增义务：回访（办理中）" in compared(file, lane(), lane(duties=[UNTIMED])).explain()
    early = ledger(tmp_path, line("C1", ("closed", "10-16T16:00"), ("rated", "10-16T17:00")))
    weightier = compared(early, lane(duties=[DUTY]), lane(duties=[DUTY | {"grade": "unlawful"}]))
    assert "回访：性质改为法定义务" in weightier.explain()


def test_only_names_that_differ_are_told_as_such(tmp_path: Path) -> None:
    """Another title of the matter is no change of kind, days or fee, and is not hidden."""
    file = ledger(tmp_path, line("C1", CLOSED))
    found = compared(file, lane(), lane(title="摆摊登记"))
    (case,) = found.cases
    assert (case.limits, case.come, case.gone) == ((), (), ())
    assert "  第1行　C1　摆摊登记\n    名称不同" in found.explain()


def test_a_case_without_a_matter_has_no_fee(tmp_path: Path) -> None:
    """Where no matter is on record nothing is said of a fee, by neither side."""
    bare = line("C1", CLOSED).replace('"matter": "stall", ', "")
    found = compared(ledger(tmp_path, bare), lane(), lane(promised="3 working days"))
    assert (found.unchanged, found.fees.unknown) == (1, 1)


def test_a_breach_of_nobody_on_record_is_told(tmp_path: Path) -> None:
    """Nobody on record who was late."""
    data = json.loads(line("C1", CLOSED))
    for event in data["events"]:
        event.pop("actor"), event.pop("unit", None)
    file = ledger(tmp_path, json.dumps(data, ensure_ascii=False))
    found = compared(file, lane(), lane(promised="3 working days"))
    assert found.cases[0].come == ("承诺时限内办结（没有登记由谁承担）",)


def complaint(**noted: str) -> str:
    """Return a line: a complaint of the 12th of October, verified on the 14th."""
    refs = {"complaint": "TS1"}
    about = {"case": "TS-1", "division": TOWN, **noted}
    received = {"id": "c1", "kind": "complaint.received", "refs": refs, "payload": about}
    verified = {"id": "c2", "kind": "complaint.verified", "refs": refs, "actor": "督查室"}
    received["occurred_at"] = "2026-10-12T09:00+08:00"
    verified["occurred_at"] = "2026-10-14T09:00+08:00"
    return json.dumps({"format": 1, "events": [received, verified]}, ensure_ascii=False)


def test_a_complaint_that_cannot_be_a_finding_is_told() -> None:
    """Verified, and nobody says against whom."""
    timeline = load_case(json.loads(complaint()))
    breaches = view(lane().assess(timeline, as_of=DECEMBER)).breaches
    assert breaches["TS1"].startswith("TS1不能写成认定：")


def test_what_was_decided_is_not_supposed(tmp_path: Path) -> None:
    """A verified complaint stays as it is; a measure beside the points is no amount."""
    file = ledger(tmp_path, complaint(complained_of="甲"))
    old, new = (
        {
            "scores": [{**MONTH, **CITE}],
            "sanctions": [
                {
                    "id": "complaint",
                    "title": "投诉查实的",
                    "kinds": "complaint_verified",
                    "then": [
                        {"who": "person", "score": "month", "amount": amount},
                        {"who": "person", "measure": "criticism-education"},
                    ],
                    **CITE,
                }
            ],
        }
        for amount in ("-3", "-5")
    )
    found = compared(file, lane(**old), lane(**new), suppose_verified=True)
    (case,) = found.cases
    assert case.points == {Unit.POINTS: (-3, -5)}
    assert found.supposed is not None
    (one,) = found.supposed.old.findings
    assert [ruling.by for ruling in one.rulings] == ["督查室"]


def test_ends_beyond_every_calendar_have_no_days_between() -> None:
    """Unpublished years are estimated; beyond the law's reach nothing is said."""
    far = datetime(2190, 1, 1, tzinfo=SHANGHAI)
    assert working_days(at(10, 16), far) is None
    assert working_days(at(10, 12), at(10, 16)) == 4
    assert working_days(at(10, 16), at(10, 12)) == -4
    assert working_days(at(10, 16, 9), at(10, 16, 11)) == 0
    change = LimitChange(duty="x", title="x", grade=sh.Grade.SERVICE)
    assert not change.is_moved


# ---- every line


KIOSK = {"id": "kiosk", "title": "书报亭", "promised": "2 working days", **CITE}


def test_lines_that_one_side_cannot_read_are_told_with_the_side(tmp_path: Path) -> None:
    """A matter of one side, a line that is no case, one that comes later, one that is repeated."""
    file = ledger(
        tmp_path,
        line("C1", CLOSED),
        line("C2", CLOSED, matter="kiosk"),
        "{",
        line("C3").replace("2026-10-12", "2027-01-04"),
        line("C1", CLOSED),
        line("李小明", matter="李小明"),
    )
    found = compared(file, lane(), lane(matters=[LANE["matters"][0], KIOSK]))
    assert (found.total, len(found.cases), found.unchanged, len(found.rejects)) == (6, 0, 1, 5)
    sides = [(one.number, one.old is not None, one.new is not None) for one in found.rejects]
    assert sides == [(2, True, False), *((number, True, True) for number in (3, 4, 5, 6))]
    assert [one.is_fault for one in found.rejects] == [True, True, False, False, True]
    assert [one.reject.number for one in found.rejects] == [2, 3, 4, 5, 6]
    text = found.explain()
    assert "  第2行（C2）\n    原规则：[SH467] 事项中没有这一条：'k＊＊＊＊'" in text
    assert "  第3行\n    两方：[SH632]" in text
    assert "李小明" not in text
    assert "李小明" in found.explain(unmask=True)
    back = compared(file, lane(matters=[LANE["matters"][0], KIOSK]), lane())
    assert "  第2行（C2）\n    新规则：[SH467]" in back.explain()
    data = json.loads(found.to_json())
    assert data["rejects"][0]["line"] == 2
    assert data["rejects"][0]["new"] is None
    assert data["total"] == data["changed"] + data["unchanged"] + data["rejected"] == 6


def test_both_sides_may_refuse_a_line_for_reasons_of_their_own(tmp_path: Path) -> None:
    """Each side with its reason."""
    file = ledger(tmp_path, line("C1", matter="kiosk"))
    near = {"id": "kiosks", "title": "书报亭", "promised": "2 working days", **CITE}
    text = compared(file, lane(), lane(matters=[LANE["matters"][0], near])).explain()
    assert "    原规则：[SH467]" in text
    assert "    新规则：[SH467]" in text


def example(promised: str) -> sh.Registry:
    """Return the registry of the example town with another promise for the allowance."""
    text = (LIUHE / "pack.toml").read_text(encoding="utf-8")
    changed = text.replace('promised = "5个工作日"', f'promised = "{promised}"')
    return sh.Registry.of(sh.load_pack(_toml(changed)))


def _toml(text: str) -> dict[str, Any]:
    import tomllib

    return tomllib.loads(text)


FIVE, THREE = example("5个工作日"), example("3个工作日")


@settings(max_examples=max(1, settings.default.max_examples // 5))
@given(st.permutations(LEDGER.read_text(encoding="utf-8").splitlines()))
def test_the_order_of_the_ledger_never_matters(lines: list[str]) -> None:
    """The same cases change by the same days, whatever line they stand on; all lines are told."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        found = compared(ledger(Path(folder), *lines), FIVE, THREE)
    straight = compared(LEDGER, FIVE, THREE)
    assert {(one.case, one.limits, one.come) for one in found.cases} == {
        (one.case, one.limits, one.come) for one in straight.cases
    }
    assert found.total == len(lines)
    assert (found.verdicts, found.earlier, found.fees) == (
        straight.verdicts,
        straight.earlier,
        straight.fees,
    )


def test_the_same_rules_change_nothing() -> None:
    """Every line of the example is unchanged or cannot be taken by either side, alike."""
    found = compared(LEDGER, FIVE, FIVE)
    assert found.cases == ()
    assert found.total == len(LEDGER.read_text(encoding="utf-8").splitlines())
    assert all(one.old and one.new for one in found.rejects)
    assert "有变化的0件" in found.explain()


def test_several_processes_come_to_the_same(tmp_path: Path) -> None:
    """What makes the registry travels; a registry that was made already is refused."""
    changed = tmp_path / "liuhe.toml"
    text = (LIUHE / "pack.toml").read_text(encoding="utf-8")
    changed.write_text(text.replace('"5个工作日"', '"3个工作日"'), encoding="utf-8")
    old, new = (Side(functools.partial(registry_of, (file,))) for file in (LIUHE, changed))
    alone = compare_ledgers(LEDGER, old, new, as_of=DECEMBER)
    together = compare_ledgers(LEDGER, old, new, as_of=DECEMBER, workers=2)
    assert together.to_json() == alone.to_json()
    with pytest.raises(sh.InputValueError, match="SH851"):
        compared(LEDGER, FIVE, THREE, workers=2)
    with pytest.raises(sh.InputValueError, match="SH636"):
        compared(LEDGER, FIVE, THREE, workers=0)


def test_a_side_names_a_place_for_all_cases(tmp_path: Path) -> None:
    """The cases of one town by the rules of another; both places are named."""
    there = {**LANE["matters"][0], "promised": "2 working days"}
    other = sh.Registry.of(
        sh.load_pack({"id": "there", "division": "371302998", "matters": [there]})
    )
    file = ledger(tmp_path, line("C1", CLOSED))
    found = compare_ledgers(file, Side(lane()), Side(other, "371302998"), as_of=DECEMBER)
    (case,) = found.cases
    assert case.division == f"{TOWN}、371302998"
    assert case.moved[0].days == -3


# ---- sides


def test_what_is_wrong_with_a_side_names_the_side(tmp_path: Path) -> None:
    """A faulty pack, a place that does not exist, a profile that nobody knows; what is no side."""
    faulty = tmp_path / "faulty.toml"
    faulty.write_text('id = "faulty"\ndivision = "530926103"\n[[terms]]\nid = "x"\n', "utf-8")
    good, bad = Side(lane()), Side(functools.partial(registry_of, (faulty,)))
    with pytest.raises(sh.FaultyDataError, match=r"新规则：.*faulty"):
        compare_ledgers(LEDGER, good, bad, as_of=DECEMBER)
    with pytest.raises(sh.FaultyDataError, match=r"原规则：.*faulty"):
        compare_findings([], bad, good, as_of=AS_OF)
    with pytest.raises(sh.InputValueError, match="新规则: ") as caught:
        compare_ledgers(LEDGER, good, Side(lane(), "5"), as_of=DECEMBER)
    assert caught.value.code == "SH445"
    with pytest.raises(sh.InputValueError, match="SH412"):
        compare_ledgers(LEDGER, Side(lane(), profiles=["X99"]), good, as_of=DECEMBER)
    with pytest.raises(sh.InputTypeError, match="SH119"):
        Side("530926103")  # type: ignore[arg-type]  # on purpose
    with pytest.raises(sh.InputTypeError, match="SH119"):
        Side(lane(), profiles="X8")


def test_a_side_supposes_profiles(tmp_path: Path) -> None:
    """The county hall X8 names two departments for a joint case; adopted on one side only."""
    file = ledger(tmp_path, line("C1", CLOSED, departments=2))
    found = compare_ledgers(file, Side(lane()), Side(lane(), profiles=["X8"]), as_of=DECEMBER)
    assert found.kinds == {("承诺件", "联办件"): 1}


# ---- findings


MONTH = {"id": "month", "title": "月度得分", "of": "person", "period": "month", "base": "100"}
BONUS = {"id": "bonus", "title": "奖金", "of": "person", "period": "month", "base": "500"}
YEAR = {"id": "year", "title": "年度得分", "of": "person", "period": "year", "made_of": "month"}


def scheme(quarrel: Any = "-2", **sections: list[dict[str, Any]]) -> Side:
    """Return a side with a score of points, from which a quarrel takes some."""
    said: dict[str, list[dict[str, Any]]] = {"scores": [MONTH], "sanctions": _rows(quarrel)}
    return Side(
        rules(**said | {name: [*said.get(name, []), *more] for name, more in sections.items()})
    )


def _rows(amount: Any, title: str = "吵架的") -> list[dict[str, Any]]:
    then = [{"who": "person", "score": "month", "amount": amount}]
    return [{"id": "quarrel", "title": title, "kinds": "quarrel", "then": then}]


OTHER_TITLES = (("-2", "扣两分的"), ("-4", "扣四分的"))


def weighed(old: Side, new: Side, *findings: sh.Finding) -> FindingsComparison:
    return compare_findings(findings, old, new, as_of=AS_OF)


def test_scores_that_differ_are_told_by_person_and_period() -> None:
    """Two quarrels in March at 2 points each, then at 5: six less; the year is the average."""
    quarrels = [finding(f"F{n}", "quarrel", at(3, n)) for n in (1, 2)]
    found = weighed(scheme(scores=[YEAR]), scheme("-5", scores=[YEAR]), *quarrels)
    assert [(one.title, one.name, one.period, one.difference) for one in found.scores] == [
        ("月度得分", "甲", "2026-03", -6),
        ("年度得分", "甲", "2026", Decimal("-0.50")),
    ]
    assert found.sums == {(Unit.POINTS, "月度得分"): -6}
    assert [(one.finding, one.old_text, one.new_text) for one in found.items] == [
        ("F1", "月度得分扣2分（建议）", "月度得分扣5分（建议）"),
        ("F2", "月度得分扣2分（建议）", "月度得分扣5分（建议）"),
    ]
    assert found.others == ()
    text = found.explain()
    assert "其他各项" not in text
    assert "  月度得分合计：-6分" in text
    assert "  甲　月度得分　2026-03：96分 → 90分\n    相差-6分" in text
    assert weighed(scheme(), scheme(), *quarrels).is_empty
    assert weighed(scheme(), scheme(), *quarrels).explain().endswith("两方相同。")


def test_money_is_told_in_yuan() -> None:
    fine = {"id": "fine", "title": "罚款", "kinds": "quarrel"}
    fine |= {"then": [{"who": "person", "score": "bonus", "amount": "-50"}]}
    bonus = BONUS | {"unit": "yuan"}
    found = weighed(
        scheme(scores=[bonus]),
        scheme(scores=[bonus], sanctions=[fine]),
        finding("F1", "quarrel", at(3, 2)),
    )
    (score,) = found.scores
    assert (score.unit, score.difference) == (Unit.YUAN, -50)
    assert "  甲　奖金　2026-03：500.00元 → 450.00元\n    相差-50.00元" in found.explain()


def test_money_of_an_unknown_base_is_told_as_what_is_taken_off() -> None:
    """Half a yuan more of a bonus whose base nobody wrote down; a grade stands with the money."""
    bonus = BONUS | {"unit": "yuan", "base": "unknown: 没有写"}
    then = [{"who": "person", "score": "bonus", "amount": "-50"}]
    fine = {"id": "fine", "title": "罚款", "kinds": "quarrel", "then": then}
    more = fine | {"then": [then[0] | {"amount": "-50.5"}]}
    quarrel = finding("F1", "quarrel", at(3, 2))
    graded = BONUS | {"unit": "yuan", "grades": [{"points": ">= 460", "grade": "全额"}]}
    for score, said in (
        (bonus, "不明，增减合计-50.00元 → 不明，增减合计-50.50元\n    相差-0.50元"),
        (BONUS | {"unit": "yuan"}, "450.00元 → 449.50元\n    相差-0.50元"),
    ):
        old, new = (Side(rules(scores=[score], sanctions=[row])) for row in (fine, more))
        assert f"  甲　奖金　2026-03：{said}" in weighed(old, new, quarrel).explain()
    old, new = (Side(rules(scores=[graded], sanctions=rows)) for rows in ([], [fine]))
    assert "500.00元，全额 → 450.00元" in weighed(old, new, quarrel).explain()


def test_measures_come_and_go() -> None:
    """A talk by the one, a criticism by the other; what is left to a choice is open."""
    talk, blame = (
        {
            "id": name,
            "title": name,
            "kinds": "quarrel",
            "then": [{"who": "person", "measure": name}],
        }
        for name in ("admonition", "criticism-education")
    )
    found = weighed(
        scheme(sanctions=[talk]), scheme(sanctions=[blame]), finding("F1", "quarrel", at(3, 2))
    )
    assert [one.old_text for one in found.gone] == ["诫勉（建议）"]
    assert [one.new_text for one in found.come] == ["批评教育（建议）"]
    text = found.explain()
    assert "、新增的措施（1项）" in text
    assert "、不再给予的措施（1项）" in text
    assert "  甲（当事人）　认定 F1：没有 → 批评教育（建议）" in text
    picked = weighed(scheme(), scheme(["-1", "-3"]), finding("F1", "quarrel", at(3, 2)))
    (one,) = picked.items
    assert (one.old_text, one.new_text) == (
        "月度得分扣2分（建议）",
        "月度得分-1至-3分（待定）",
    )
    assert picked.others == picked.items
    assert f"  甲（当事人）　认定 F1：{one.old_text} → {one.new_text}" in picked.explain()


def test_an_amount_that_changes_is_told_once() -> None:
    """Of one delay of two days six points become ten: one score, one item, nothing else."""
    then = [{"who": "person", "score": "month", "amount": "-3", "per": "late_days"}]
    late = {"id": "late", "title": "超过承诺时限的", "kinds": "overdue_promised", "then": then}
    worse = late | {"then": [then[0] | {"amount": "-5"}]}
    found = weighed(
        scheme(sanctions=[late]),
        scheme(sanctions=[worse]),
        finding("F1", "overdue_promised", at(3, 2), late_days=2),
    )
    assert [one.difference for one in found.scores] == [-4]
    (item,) = found.items
    assert (item.old_text, item.new_text) == ("月度得分扣6分（建议）", "月度得分扣10分（建议）")
    assert found.others == ()
    assert "其他各项" not in found.explain()
    (record,) = json.loads(found.to_json())["items"]
    assert (record["finding"], record["name"]) == ("F1", "甲")
    assert (record["old"]["amount"], record["new"]["amount"]) == ("-6", "-10")


def test_amounts_of_one_rule_belong_together() -> None:
    """Of two rules one is dropped: that is told of it, and not of the one that stays."""
    first, second = (
        {"id": name, "title": name, "kinds": "quarrel"}
        | {"then": [{"who": "person", "score": "month", "amount": amount}]}
        for name, amount in (("first", "-1"), ("second", "-3"))
    )
    harder = second | {"then": [{"who": "person", "score": "month", "amount": "-5"}]}
    renamed = harder | {"id": "third"}
    none = Side(rules(scores=[MONTH], sanctions=[harder]))
    both = Side(rules(scores=[MONTH], sanctions=[first, second]))
    found = weighed(both, none, finding("F1", "quarrel", at(3, 2)))
    assert [(one.old_text, one.new_text) for one in found.items] == [
        ("月度得分扣1分（建议）", ""),
        ("月度得分扣3分（建议）", "月度得分扣5分（建议）"),
    ]
    only = Side(rules(scores=[MONTH], sanctions=[second]))
    other = Side(rules(scores=[MONTH], sanctions=[renamed]))
    (item,) = weighed(only, other, finding("F1", "quarrel", at(3, 2))).items
    assert (item.old_text, item.new_text) == ("月度得分扣3分（建议）", "月度得分扣5分（建议）")


def test_an_amount_that_no_score_tells_is_listed() -> None:
    """At the least that a score can be, two points more change nothing of it; both rules stand."""
    bound = MONTH | {"least": "99"}
    old, new = (Side(rules(scores=[bound], sanctions=_rows(a, t))) for a, t in OTHER_TITLES)
    found = weighed(old, new, finding("F1", "quarrel", at(3, 2)))
    assert found.scores == ()
    assert found.others == found.items
    assert (
        "  甲（当事人）　认定 F1：月度得分扣2分（建议） → 月度得分扣4分（建议）\n"
        "    原：扣两分的。依据：《某镇考核办法》第一条\n"
        "    新：扣四分的。依据：《某镇考核办法》第一条"
    ) in found.explain()


def test_a_measure_that_was_open_comes() -> None:
    """A talk that depends on a fact nobody noted, and one that follows at once."""
    talk = {"id": "talk", "title": "吵架的，诫勉", "kinds": "quarrel"}
    talk |= {"then": [{"who": "person", "measure": "admonition"}]}
    unsure = talk | {"when": {"late_days": ">= 1"}}
    found = weighed(
        scheme(sanctions=[unsure]), scheme(sanctions=[talk]), finding("F1", "quarrel", at(3, 2))
    )
    assert found.come == found.items
    assert (found.gone, found.others) == ((), ())
    assert "  甲（当事人）　认定 F1：诫勉（待定） → 诫勉（建议）" in found.explain()
    back = weighed(
        scheme(sanctions=[talk]), scheme(sanctions=[unsure]), finding("F1", "quarrel", at(3, 2))
    )
    assert back.gone == back.items


def test_a_score_that_one_side_lacks_is_no_zero() -> None:
    """Without such a score, and with one whose base is not known, nothing is subtracted."""
    quarrel = finding("F1", "quarrel", at(3, 2))
    none = Side(rules())
    found = weighed(scheme(), none, quarrel)
    (score,) = found.scores
    assert (score.new, score.difference) == (None, None)
    assert found.sums == {}
    assert "  甲　月度得分　2026-03：98分 → 没有这项得分" in found.explain()
    unknown = Side(rules(scores=[MONTH | {"base": "unknown: 没有写"}], sanctions=_rows("-2")))
    one_known = weighed(scheme("-3"), unknown, quarrel)
    assert [one.difference for one in one_known.scores] == [None]
    worse = Side(rules(scores=[MONTH | {"base": "unknown: 没有写"}], sanctions=_rows("-5")))
    assert [one.difference for one in weighed(unknown, worse, quarrel).scores] == [-3]


def test_a_score_that_only_one_side_changes_has_its_base_on_the_other() -> None:
    found = weighed(scheme(), Side(rules(scores=[MONTH])), finding("F1", "quarrel", at(3, 2)))
    (score,) = found.scores
    assert score.new is not None
    assert (score.new.total, score.difference) == (100, 2)


def test_a_finding_that_one_side_cannot_take_is_counted_by_neither() -> None:
    """A breach that only one side knows: told with the side; the rest is compared."""
    own = {"id": "own", "title": "自定的", "of": "quarrel"}
    found = weighed(
        scheme(breaches=[own]),
        scheme("-3"),
        finding("F1", "own", at(3, 2)),
        finding("F2", "quarrel", at(3, 3)),
    )
    (reject,) = found.rejects
    assert (reject.finding, reject.side, reject.error.code) == ("F1", "新规则", "SH801")
    assert [one.id for one in found.old.findings] == ["F2"]
    assert [one.difference for one in found.scores] == [-1]
    text = found.explain()
    assert "认定比较：共采用1个认定" in text
    assert "、未采用的认定（两方都不计）（1项）\n  认定 F1\n    新规则：[SH801]" in text
    data = json.loads(found.to_json())
    assert data["rejects"][0]["side"] == "新规则"


def test_what_is_not_verified_or_comes_later_is_said() -> None:
    found = weighed(
        scheme(),
        scheme("-3"),
        finding("F1", "quarrel", at(3, 2), "alleged"),
        finding("F2", "quarrel", at(3, 2, year=2027)),
    )
    assert "共采用1个认定，其中1个未经查实或已不成立，另有1个在此以后发生。" in found.explain()


def test_a_side_judges_findings_by_the_rules_of_its_place() -> None:
    """People of one name in two places stay two, also where one place's rules are asked for all."""
    here, there = "530926103", "530926104"
    both = [finding("F1", "quarrel", at(3, 2)), finding("F2", "quarrel", at(3, 2), division=there)]
    found = weighed(scheme(), Side(scheme("-5").rules, here), *both)
    assert [(one.division, one.difference) for one in found.scores] == [(here, -3), (there, None)]


# ---- if all were verified


def test_breaches_of_a_ledger_can_be_supposed_verified(tmp_path: Path) -> None:
    """Late by the shorter promise: three points and fifty yuan, told with the case and summed."""
    sections = {
        "scores": [{**MONTH, **CITE}, {**BONUS, "unit": "yuan", **CITE}],
        "sanctions": [
            {
                "id": "late",
                "title": "超过承诺时限的",
                "kinds": "overdue_promised",
                "then": [
                    {"who": "person", "score": "month", "amount": "-3"},
                    {"who": "person", "score": "bonus", "amount": "-50"},
                ],
                **CITE,
            }
        ],
    }
    file = ledger(tmp_path, line("C1", CLOSED), line("C2", ("closed", "10-23T16:00")))
    found = compared(
        file, lane(**sections), lane(promised="3 working days", **sections), suppose_verified=True
    )
    first, second = found.cases
    assert first.points == {Unit.POINTS: (0, -3), Unit.YUAN: (0, -50)}
    assert second.points == {}  # late by both
    assert found.supposed is not None
    assert [(one.title, one.name, one.difference) for one in found.supposed.scores] == [
        ("奖金", "王芳", -50),
        ("月度得分", "王芳", -3),
    ]
    text = found.explain()
    assert "    如经查实，得分增减：0分 → -3分" in text
    assert "    如经查实，得分增减：0.00元 → -50.00元" in text
    assert "、如经查实：得分和奖金（2项）" in text
    data = json.loads(found.to_json())
    assert data["supposed"]["scores"][0]["difference"] == "-50"
    assert data["cases"][0]["points"] == {
        "points": {"old": "0", "new": "-3"},
        "yuan": {"old": "0", "new": "-50"},
    }
    dearer = {**sections, "sanctions": [{**sections["sanctions"][0], "id": "later"}]}
    dearer["sanctions"][0]["then"] = [{"who": "person", "score": "month", "amount": "-9"}]
    only = compared(file, lane(**sections), lane(**dearer), suppose_verified=True)
    assert [(one.case, dict(one.points)[Unit.POINTS]) for one in only.cases] == [("C2", (-3, -9))]
    assert only.unchanged == 1
    same = compared(file, lane(**sections), lane(**sections), suppose_verified=True)
    assert (same.cases, same.unchanged) == ((), 2)


def test_what_a_body_has_decided_stays_as_it_is(tmp_path: Path) -> None:
    """A side that names a place: its findings stand under the place of the other."""
    file = ledger(tmp_path, line("C1", CLOSED))
    late = {
        "scores": [{**MONTH, **CITE}],
        "sanctions": [{**_rows("-3")[0], "kinds": "overdue_promised", **CITE}],
    }
    found = compare_ledgers(
        file,
        Side(lane(**late), TOWN),
        Side(lane(promised="3 working days", **late)),
        as_of=DECEMBER,
        suppose_verified=True,
    )
    assert found.supposed is not None
    assert [one.division for one in found.supposed.scores] == [TOWN]


# ---- how it is shown


def test_pages_and_records_are_made_of_everything() -> None:
    """The ledger of the example: cut on the page, whole as data; findings likewise."""
    found = compared(LEDGER, FIVE, THREE)
    assert f"还有{len(found.cases) - 2}项" in ledger_html(found, 2)
    assert found._repr_html_() == ledger_html(found)
    assert f"还有{len(found.cases) - 1}项" in found.explain(most=1)
    data = json.loads(found.to_json())
    assert len(data["cases"]) == len(found.cases)
    assert {"old": "提前办结", "new": "到期日办结", "cases": 1} in data["outcomes"]
    assert data["fees"]["difference"] == "0"
    quarrel = finding("F1", "quarrel", at(3, 2))
    scores = weighed(scheme(), Side(rules()), quarrel)
    assert "没有这项得分" in findings_html(scores)
    assert scores._repr_html_() == findings_html(scores)
    record = json.loads(scores.to_json())
    assert record["scores"][0]["new"] is None
    assert record["items"][0]["new"] is None
    back = json.loads(weighed(Side(rules()), scheme(), quarrel).to_json())
    assert back["items"][0]["old"] is None


def test_the_example_of_findings_is_compared() -> None:
    """The scheme of the example against itself: nothing; its file is read as it is."""
    from servicehall.accountability import read_findings

    file = read_findings(EXAMPLES / "accountability" / "findings.jsonl")
    side = Side(sh.Registry.of(open_pack(EXAMPLES / "accountability" / "scheme.toml")))
    assert compare_findings(file.findings, side, side, as_of=AS_OF).is_empty
