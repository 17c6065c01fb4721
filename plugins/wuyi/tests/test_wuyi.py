"""The pack of 武邑: who is asked first, reports and complaints, tasks from above.

Expected values are read off the sentences in ``source.txt``; days are counted by hand: in November
2026 there is no holiday, and the 2nd is a Monday.
"""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import servicehall_wuyi

import servicehall as sh

HERE = Path(__file__).parent
SOURCE = (HERE / "source.txt").read_text(encoding="utf-8").splitlines()
FILES = sorted(Path(servicehall_wuyi.__file__).parent.glob("*.toml"))
REGISTRY = sh.Registry.of(servicehall_wuyi.pack)
BUREAU = "131122"
SHANGHAI = ZoneInfo("Asia/Shanghai")

Happening = tuple[float, str, dict[str, Any]]
"""A day of the month with the hour after the point, what happened, and what was noted."""


def records() -> Iterator[Mapping[str, Any]]:
    """Yield every record of the pack as it is written."""
    for file in FILES:
        for entries in tomllib.loads(file.read_text(encoding="utf-8")).values():
            if isinstance(entries, list):
                yield from entries


RECORDS = tuple(records())


def on(when: float, kind: str, **noted: Any) -> Happening:
    """Write down what happened."""
    return when, kind, noted


def instant(when: float) -> datetime:
    """Return an instant of November 2026: 2.15 is the 2nd, 15:00."""
    day, hour = divmod(round(when * 100), 100)
    return datetime(2026, 11, 1, hour, tzinfo=SHANGHAI) + timedelta(days=day - 1)


def assess(*happened: Happening, until: float = 30.17, division: str = BUREAU) -> sh.Assessment:
    """Assess what happened under the rules of the bureau."""
    events = []
    for number, (when, kind, noted) in enumerate(happened):
        payload = dict(noted)
        actor, unit = payload.pop("actor", ""), payload.pop("unit", "")
        refs = {"task": payload.pop("task")} if "task" in payload else {}
        made = {"actor": actor, "unit": unit, "refs": refs, "payload": payload}
        event = sh.Event(id=f"{number:02}", kind=kind, occurred_at=instant(when), **made)
        events.append(event)
    return REGISTRY.assess(sh.Timeline.of(events), as_of=instant(until), division=division)


def asked(inquiry: str, **noted: Any) -> Happening:
    """Ask 王芳 at the window."""
    return on(2.09, "contacted", actor="王芳", inquiry=inquiry, **noted)


LEFT = on(2.11, "visit.ended")


def became(found: sh.Assessment) -> dict[str, str]:
    """Return what became of each duty, of several the last."""
    return {one.duty.id: one.status.value for one in found.duties}


# ---- the source


@pytest.mark.requirement("R-306")
@pytest.mark.parametrize("record", RECORDS)
def test_each_record_quotes_the_source(record: Mapping[str, Any]) -> None:
    """Every record names the rule and the numeral, and quotes the line letter by letter."""
    rule, numeral = record["cite"].removeprefix("《").split("》")
    assert rule in ("武邑县人社局局五项机制", "武邑县人社局服务大厅管理制度")
    start = numeral.translate({ord("（"): "(", ord("）"): ")"})
    start += "、" if rule.endswith("机制") else ""
    (line,) = [one for one in SOURCE if one.startswith(start)]
    assert record["quote"] in line


@pytest.mark.requirement("R-308")
def test_the_rules_are_those_of_one_county() -> None:
    """The prefecture and other counties have none of them."""
    for other in ("1311", "131121"):
        policy = REGISTRY.policy(other, on=instant(2.09).date())
        assert not {record.get("id", "") for record in RECORDS} & {*policy.duties, *policy.forms}


# ---- whose scope


@pytest.mark.requirement("R-137", "R-068")
@pytest.mark.parametrize(
    ("noted", "expected"),
    [
        ({"matter": "", "materials": "照片", "steps": "窗口申请"}, "breached"),
        ({"materials": "照片", "steps": ""}, "breached"),
        ({"materials": "照片", "steps": "窗口申请"}, "fulfilled"),
        (None, "breached"),
    ],
)
def test_what_cannot_be_done_at_once_is_told_once(
    noted: Mapping[str, str] | None, expected: str
) -> None:
    """The matter, what to add or bring, how it is handled; an item that is blank is not told."""
    told = [] if noted is None else [on(2.10, "notice.one-time", **noted)]
    found = assess(asked("own", on_the_spot=False), *told, LEFT)
    assert became(found)["first.not-on-the-spot"] == expected
    form = found.policy.form("notice.not-on-the-spot")
    assert list(form.items) == ["matter", "materials", "steps"]
    assert "first.not-on-the-spot" not in became(assess(asked("own", on_the_spot=True), LEFT))


@pytest.mark.requirement("R-138")
def test_what_is_anothers_in_the_bureau_is_told_or_guided() -> None:
    """主动告知或引导服务对象到经办人处; outside the organ is another matter."""
    sent = on(2.10, "referred", to_unit="社保科", receiver="李刚")
    found = assess(asked("other"), sent, LEFT)
    assert became(found)["first.direct"] == "fulfilled"
    assert became(assess(asked("other"), LEFT))["first.direct"] == "breached"
    assert "first.direct" not in became(assess(asked("outside"), LEFT))


@pytest.mark.requirement("R-141")
@pytest.mark.parametrize(
    ("told", "helped", "expected"),
    [
        (True, True, ("fulfilled", "fulfilled")),
        (True, False, ("fulfilled", "breached")),
        (False, False, ("breached", "breached")),
    ],
)
def test_what_is_not_of_the_organ_is_told_and_helped_with(
    *, told: bool, helped: bool, expected: tuple[str, str]
) -> None:
    """To tell is owed; to help 尽可能 is a target, and blames nobody."""
    done = [
        on(2.10, kind) for kind, so in (("outside.told", told), ("outside.helped", helped)) if so
    ]
    found = assess(asked("outside"), *done, LEFT)
    assert (became(found)["first.outside"], became(found)["first.outside.help"]) == expected
    assert found.duty("first.outside.help").duty.grade is sh.Grade.TARGET
    assert str(found.bearer(found.duty("first.outside"))) == "接待人员（王芳）"


@pytest.mark.requirement("R-142")
def test_a_report_is_recorded_in_four_fields_and_reported_in_writing() -> None:
    """事项、内容、相对人姓名、联系电话, before the visitor leaves; then in writing."""
    form = REGISTRY.policy(BUREAU, on=instant(2.09).date()).form("report.record")
    assert list(form.items.values()) == ["反映的事项", "反映的内容", "相对人姓名", "联系电话"]
    noted = {"issue": "乱收费", "content": "多收二十元", "person_concerned": "周某", "phone": "1"}
    recorded = on(2.10, "report.recorded", **noted)
    oral, written = (on(3.09, "report.submitted", form=how) for how in ("oral", "written"))
    found = assess(asked("report"), recorded, LEFT, oral)
    assert became(found) == {"report.record": "fulfilled", "report.submit": "open"}
    found = assess(asked("report"), recorded, LEFT, written)
    assert set(became(found).values()) == {"fulfilled"}
    blank = on(2.10, "report.recorded", **{**noted, "person_concerned": ""})
    missed = assess(asked("report"), blank, LEFT)
    assert {one.duty.breach for one in missed.breaches} == {"report_not_recorded"}
    assert str(missed.bearer(missed.breaches[0])) == "首问责任人（王芳）"
    assert "周某" not in found.explain()


# ---- tasks from above


@pytest.mark.requirement("R-028")
@pytest.mark.parametrize(
    ("policy", "done", "expected"),
    [(False, 23.16, "fulfilled"), (False, 24.09, "breached"), (True, 24.09, "")],
)
def test_a_decision_that_needs_no_policy_is_carried_out_in_fifteen_working_days(
    *, policy: bool, done: float, expected: str
) -> None:
    """From Monday the 2nd: 3-6 (4), 9-13 (9), 16-20 (14), Monday the 23rd (15)."""
    got = on(2.09, "task.decision-received", unit="社保科", task="T1", needs_policy=policy)
    found = assess(asked("own"), got, on(done, "task.done", task="T1"))
    assert became(found).get("task.decision", "") == expected


@pytest.mark.requirement("R-028")
def test_the_clock_of_a_task_is_none_of_a_case() -> None:
    """What a citizen hands in has no such limit, and two tasks have a clock each."""
    first = on(2.09, "task.decision-received", unit="社保科", task="T1", needs_policy=False)
    second = on(9.09, "task.decision-received", unit="就业科", task="T2", needs_policy=False)
    found = assess(asked("own"), on(2.10, "received", actor="王芳"), first, second)
    dues = {one.thing: one.last_day.day for one in found.duties if one.duty.id == "task.decision"}
    assert dues == {"T1": 23, "T2": 30}
    owners = {one.thing: str(found.bearer(one)) for one in found.duties if one.thing}
    assert owners == {"T1": "承办科室（社保科）", "T2": "承办科室（就业科）"}


@pytest.mark.requirement("R-029")
@pytest.mark.parametrize(
    ("reported", "expected"),
    [
        (None, ("breached", 9)),
        (on(6.09, "task.reported", form="written", cause_reported=True), ("fulfilled", 13)),
        (on(6.09, "task.reported", form="oral", cause_reported=True), ("breached", 9)),
        (on(6.09, "task.reported", form="written", cause_reported=False), ("breached", 9)),
        (on(10.09, "task.reported", form="written", cause_reported=True), ("breached", 9)),
    ],
    ids=["no report", "in writing, with the reason", "aloud", "without a reason", "too late"],
)
def test_an_assigned_item_keeps_its_order_or_the_limit_of_a_written_report(
    reported: Happening | None, expected: tuple[str, int]
) -> None:
    """Five working days from the 2nd end on the 9th; told on the 6th, five more end on the 13th."""
    got = on(2.09, "task.assigned", unit="社保科", task="T1", limit="5个工作日")
    told = [] if reported is None else [(*reported[:2], {**reported[2], "task": "T1"})]
    told = [(when, kind, {**noted, "limit": "5个工作日"}) for when, kind, noted in told]
    found = assess(asked("own"), got, *told, on(13.09, "task.done", task="T1"))
    task = found.duty("task.supervised/T1")
    assert task.last_day is not None
    assert (task.status.value, task.last_day.day) == expected
