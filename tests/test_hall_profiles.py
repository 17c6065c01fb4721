"""The small halls whose rules ship as profiles, against their printed sentences.

A settlement centre (HS), a duty head (X9), a housing registration centre (FC), two communities
(SQ1, SQ2), a hall for real estate (RE), one for labour disputes (TW), a staff code (X3), and a
county hall of which only a name is left (LYX). What is expected is read off ``data/halls.toml``;
persons are made up.
"""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, strategies as st

import servicehall as sh
from servicehall import national
from servicehall.instants import SHANGHAI
from servicehall.ledgers import register_rows
from servicehall.terms import TermValue
from tests.places import PLUGINS

TOWN: Final = "530926199"
MONDAY: Final = date(2026, 3, 2)
REGISTRY: Final = sh.Registry.of()
PROFILES: Final = ("RS", "X6", "X8", "HS", "X9", "FC", "SQ1", "SQ2", "RE", "TW", "X3", "LYX")
FILES: Final = (
    *("settlement_hall", "duty_head", "housing_hall", "community_hall", "community_windows"),
    *("property_hall", "labour_hall", "staff_rules", "county_opening", "conduct"),
)
NATIONAL: Final = Path(next(iter(national.__path__)))
CITE: Final = {"cite": "《云岭镇办法》一"}
SAID: Final[Mapping[str, list[str]]] = tomllib.loads(
    (Path(__file__).parent / "data" / "halls.toml").read_text("utf-8")
)


def policy(*profiles: str) -> sh.Policy:
    """Return the rules of a town that has adopted some profiles."""
    return REGISTRY.policy(TOWN, on=MONDAY, profiles=profiles)


HALL: Final = policy()
HS, X9, FC, SQ1, SQ2, RE, TW, X3, LYX = map(policy, PROFILES[3:])

# ---- the sources


def records() -> Iterator[Mapping[str, Any]]:
    """Yield every record of the profiles and of the catalogue of conduct, as it is written."""
    for name in FILES:
        for entries in tomllib.loads((NATIONAL / f"{name}.toml").read_text("utf-8")).values():
            if isinstance(entries, list) and isinstance(entries[0], dict):
                yield from entries


@pytest.mark.requirement("R-306")
@pytest.mark.parametrize("record", tuple(records()), ids=lambda r: r.get("id") or r["changes"])
def test_every_quote_stands_in_a_line_of_the_place_that_is_cited(record: Mapping[str, Any]) -> None:
    """Word by word; what was inferred says why."""
    assert any(record["quote"] in line for line in SAID[record["cite"]])
    assert record.get("confidence", "clean") == "clean" or record["note"]


@pytest.mark.requirement("R-304")
@pytest.mark.parametrize("profile", PROFILES)
def test_a_place_can_adopt_each(profile: str) -> None:
    """Twelve profiles ship; each is adopted by a record, and then counts."""
    adopts = [{"id": "adoption", "profile": profile, **CITE}]
    town = sh.load_pack({"id": "town", "division": TOWN, "adopts": adopts})
    assert sh.Registry.of(town).policy(TOWN, on=MONDAY).profiles == (profile,)


@pytest.mark.requirement("R-304")
def test_what_ships() -> None:
    """These profiles, and a package for every hall with a place of its own; 广西 has days only."""
    heads = [tomllib.loads(one.read_text("utf-8")) for one in NATIONAL.glob("*.toml")]
    assert {head["profile"] for head in heads if "profile" in head} == set(PROFILES)
    packages = {folder.parent.name for folder in PLUGINS.glob("*/pyproject.toml")}
    halls = {"wuyi", "dunhou", "longpo", "mengding", "linyi", "wulagai"}
    assert packages == {*halls, "guangxi"}


def test_all_can_be_adopted_together() -> None:
    """Nothing of one is lost among the others, and no table has a hole."""
    everything = policy(*PROFILES)
    for rules in map(policy, PROFILES):
        assert set(rules.duties) <= set(everything.duties)
        assert set(rules.forms) <= set(everything.forms)
        assert set(rules.terms) <= set(everything.terms)
    own = set(everything.tables) - set(HALL.tables)
    assert all(everything.tables[name].analyse().is_clean for name in own)


@pytest.mark.parametrize("section", ["facts", "details", "fields", "events"])
def test_no_word_means_two_things(section: str) -> None:
    """A fact, a field, a kind of event of one profile is the same in all that know it."""
    said: dict[str, set[str]] = {}
    for file in NATIONAL.glob("*.toml"):
        data = tomllib.loads(file.read_text("utf-8"))
        for name, written in data.get(section, {}).items() if "profile" in data else ():
            said.setdefault(name, set()).add(repr(written))
    assert [name for name, meanings in said.items() if len(meanings) > 1] == []


# ---- cases and rounds

Told = tuple[int, str, dict[str, Any]]
"""Hours after nine on Monday 2 March 2026, what happened, and what was noted."""


def on(hours: int, kind: str, **noted: Any) -> Told:
    """Write down what happened."""
    return hours, kind, noted


def events(*told: Told) -> list[sh.Event]:
    """Make events; whom and what they are about stands in ``actor`` and ``refs``."""
    nine = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)
    return [
        sh.Event(
            id=f"e{number}",
            kind=kind,
            occurred_at=nine + timedelta(hours=hours),
            actor=noted.get("actor", "王某"),
            refs=noted.get("refs", {}),
            payload={key: one for key, one in noted.items() if key not in ("actor", "refs")},
        )
        for number, (hours, kind, noted) in enumerate(told)
    ]


def course(rules: sh.Policy, *told: Told) -> sh.Assessment:
    """Assess what happened, as it stands a month later."""
    as_of = datetime(2026, 4, 2, tzinfo=SHANGHAI)
    return sh.assess(sh.Timeline.of(events(*told)), rules, as_of=as_of)


def status(rules: sh.Policy, duty: str, *told: Told) -> str:
    """Return what became of a duty; empty where it never began."""
    found = [one.status.value for one in course(rules, *told).duties if one.duty.id == duty]
    return found[-1] if found else ""


def broken(rules: sh.Policy, *told: Told) -> dict[str, str]:
    """Return who broke what, by the kind of breach."""
    found = course(rules, *told)
    return {one.duty.breach: found.bearer(one).actor for one in found.breaches if one.duty.breach}


def answers(rules: sh.Policy, table: str, **facts: Any) -> list[str]:
    """Return all that a table says, in Chinese."""
    found = rules.tables[table].decide(facts)
    assert isinstance(found, sh.Decision)
    return [rules.tables[table].gives.say(one) for one in found.outcomes]


# ---- who answers for what


ANSWERS: Final[Mapping[str, Mapping[str, set[str]]]] = {
    "HS": {
        "准假的负责人": {"leave_without_slip", "leave_granted_by_another"},
        "同意外出的人": {"outing_granted_by_another"},
        "工作人员": {"breakfast", "closing_not_checked"},
        "发现隐患的人员": {"hazard_not_reported", "hazard_not_removed"},
        "录入数据的人员": {"data_not_checked", "data_not_backed_up"},
        "使用或者外传存储介质的人员": {"data_security"},
    },
    "X9": {
        "确定值班长的人": {"duty_head_not_window_head"},
        "大厅值班长": {
            *("no_duty_head", "visitor_not_guided", "disagreement_not_settled"),
            *("attendance_not_noted", "violation_not_stopped", "notice_not_passed_on"),
            *("not_assisted", "empty_post", "no_substitute", "accident_not_reported"),
        },
    },
    "FC": {"办理预约业务的人员": {"booking_out_of_order"}, "第一责任人": {"not_at_once"}},
    "SQ1": {
        "收件人": {"agency_not_taken", "second_visit_not_accepted"},
        "代办员": {"agency_not_undertaken", "agency_not_signed", "agency_not_replied"},
    },
    "SQ2": {},
    "RE": {"大厅主任": {"hall_not_inspected"}},
    "TW": {
        "劳动保障监察部门": {"labour_not_investigated"},
        "劳动人事仲裁部门": {"labour_not_settled"},
        "信访部门": {"labour_petition_not_handled", "labour_petition_not_answered"},
    },
    "X3": {
        "工作人员": {"errand_not_reported"},
        "接受咨询的工作人员": {"unsure_not_referred"},
    },
    "LYX": {},
}


@pytest.mark.parametrize("profile", PROFILES[3:])
def test_who_answers_for_what(profile: str) -> None:
    """Each promise of a profile has its bearer; what the source only tries for is a target."""
    rules = policy(profile)
    own = [one for name, one in rules.duties.items() if name not in HALL.duties]
    found: dict[str, set[str]] = {}
    for duty in own:
        if duty.grade is sh.Grade.SERVICE:
            found.setdefault(rules.roles[duty.who].title, set()).add(duty.breach)
    assert found == ANSWERS[profile]
    left = {duty.id for duty in own if duty.grade is not sh.Grade.SERVICE}
    targets = {"leave.task-due", "materials.once", "licences.check"}
    assert left == {one for one in targets if one in rules.duties}
    assert all(rules.duties[one].grade is sh.Grade.TARGET for one in left)


# ---- HS: leave, outings


@pytest.mark.requirement("R-228")
@pytest.mark.parametrize(
    ("days", "expected", "inferred"),
    [
        ("0.25", "大厅负责人", True),
        ("0.5", "大厅负责人", False),
        ("0.75", "分管领导", True),
        ("1", "分管领导", False),
        ("1.5", "核算中心主任", False),
        ("30", "核算中心主任", False),
    ],
)
def test_who_grants_leave(
    days: str,
    expected: str,
    inferred: bool,  # noqa: FBT001  # a case of the test
) -> None:
    """半天, 一天, 一天以上; of what lies between, the source says nothing (inferred)."""
    table = HS.tables["leave_approver"]
    stated = {"leave_days": Decimal(days)}
    assert answers(HS, "leave_approver", **stated) == [expected]
    decision = table.decide(stated)
    assert isinstance(decision, sh.Decision)
    (citation,) = decision.citations
    assert (citation.confidence is sh.Confidence.INFERRED) is inferred


LEAVE: Final = {"refs": {"leave": "L1"}}
GRANTERS: Final = ("hall_head", "leader_in_charge", "centre_director", "other")


def granted(**noted: Any) -> dict[str, str]:
    """Return what became of the two duties on who grants leave."""
    given = on(1, "leave.approved", actor="李某", **LEAVE, **noted)
    names = ("leave.granted-by", "leave.granted-by.between")
    return {one: found for one in names if (found := status(HS, one, given))}


@pytest.mark.requirement("R-228")
@given(quarters=st.integers(0, 40), who=st.sampled_from(GRANTERS))
def test_leave_is_granted_by_whom_the_ladder_names(quarters: int, who: str) -> None:
    """Whatever the days: the ladder and the duties say the same, and others break one of them."""
    days = Decimal(quarters) / 4
    decision = HS.tables["leave_approver"].decide({"leave_days": days})
    assert isinstance(decision, sh.Decision)
    found = granted(granted_by=who, days_granted=days)
    assert bool(found) == (who not in decision.outcomes)
    assert set(found.values()) <= {"breached"}


@pytest.mark.requirement("R-228")
@pytest.mark.parametrize(
    ("days", "who", "duty"),
    [
        ("3", "hall_head", "leave.granted-by"),
        ("1", "hall_head", "leave.granted-by"),
        ("0.5", "leader_in_charge", "leave.granted-by"),
        ("0.5", "other", "leave.granted-by"),
        ("0.75", "hall_head", "leave.granted-by.between"),
        ("0.25", "leader_in_charge", "leave.granted-by.between"),
    ],
)
def test_leave_by_another_is_laid_to_who_granted_it(days: str, who: str, duty: str) -> None:
    """半天, 一天, 一天以上 as they are printed; what lies between is inferred."""
    assert granted(granted_by=who, days_granted=Decimal(days)) == {duty: "breached"}
    inferred = HS.duties[duty].settled.citation.confidence is sh.Confidence.INFERRED
    assert inferred == duty.endswith("between")
    named = on(0, "substitute.named", **LEAVE)
    noted = {"granted_by": who, "days_granted": Decimal(days)}
    given = on(1, "leave.approved", actor="李某", **LEAVE, **noted)
    assert broken(HS, named, given) == {"leave_granted_by_another": "李某"}


@pytest.mark.requirement("R-228")
@pytest.mark.parametrize(
    ("noted", "expected"),
    [
        ({}, {"leave.granted-by", "leave.granted-by.between"}),
        ({"granted_by": "hall_head"}, {"leave.granted-by", "leave.granted-by.between"}),
        ({"days_granted": Decimal(3)}, {"leave.granted-by"}),
    ],
)
def test_a_grant_of_which_nobody_noted_by_whom_is_open(
    noted: dict[str, Any], expected: set[str]
) -> None:
    """Neither kept nor broken: what is missing is asked for."""
    assert granted(**noted) == dict.fromkeys(expected, "dormant")


@pytest.mark.requirement("R-229")
def test_a_slip_is_kept_by_the_office() -> None:
    """经批准签字的请假条由办公室存留: open until it is there; nothing says when."""
    granted = on(1, "leave.approved", **LEAVE)
    assert status(HS, "leave.slip", granted) == "open"
    assert status(HS, "leave.slip", granted, on(2, "leave.slip-kept", **LEAVE)) == "fulfilled"
    assert status(HS, "leave.slip", on(0, "leave.slip-kept", **LEAVE), granted) == "fulfilled"


@pytest.mark.requirement("R-229")
@pytest.mark.parametrize(("due", "expected"), [(True, "breached"), (False, ""), (None, "dormant")])
def test_leave_while_work_is_due_is_told(
    due: bool | None,  # noqa: FBT001  # a case of the test
    expected: str,
) -> None:
    """一般不允许请假: a target, which is told and blamed on nobody."""
    noted = LEAVE if due is None else {**LEAVE, "task_due": due}
    granted = on(1, "leave.approved", **noted)
    assert status(HS, "leave.task-due", granted) == expected
    assert HS.duties["leave.task-due"].grade is sh.Grade.TARGET


OUTING: Final = {"refs": {"outing": "O1"}}
ALLOWED: Final = on(0, "outing.approved", actor="大厅负责人", **OUTING)


@pytest.mark.requirement("R-226")
@pytest.mark.parametrize(
    ("allowed", "told", "expected"),
    [
        (True, True, {}),
        (True, False, {"empty_post": "王某"}),
        (False, True, {"empty_post": "王某"}),
        (False, False, {"empty_post": "王某"}),
    ],
)
def test_an_outing_needs_leave_and_a_destination(
    allowed: bool,  # noqa: FBT001  # cases of the test
    told: bool,  # noqa: FBT001
    expected: dict[str, str],
) -> None:
    """必须向大厅负责人请假,并说明去向, however short it is."""
    asked = [ALLOWED] if allowed else []
    out = on(1, "outing.began", destination_told=told, **OUTING)
    assert broken(HS, *asked, out) == expected


@pytest.mark.requirement("R-226")
@pytest.mark.parametrize(
    ("by", "expected"), [("hall_head", ""), ("other", "breached"), (None, "dormant")]
)
def test_an_outing_is_granted_by_the_head_of_the_hall(by: str | None, expected: str) -> None:
    """必须向大厅负责人请假: who lets himself go breaks it; by whom, is asked for."""
    noted = OUTING if by is None else {**OUTING, "granted_by": by}
    allowed = on(0, "outing.approved", **noted)
    out = on(1, "outing.began", destination_told=True, **OUTING)
    assert status(HS, "outing.granted-by", allowed, out) == expected
    blamed = {"outing_granted_by_another": "王某"} if by == "other" else {}
    assert broken(HS, allowed, out) == blamed


@pytest.mark.requirement("R-226")
@pytest.mark.parametrize(
    ("reason", "expected"),
    [("breakfast", {"breakfast"}), ("private_work", {"breakfast"}), ("business", set())],
)
def test_nobody_goes_out_for_breakfast(reason: str, expected: set[str]) -> None:
    """上班后不允许外出吃早点和干私活, with leave or without."""
    out = on(1, "outing.began", destination_told=True, outing_for=reason, **OUTING)
    assert set(broken(HS, ALLOWED, out)) == expected


# ---- HS: security and data


@pytest.mark.requirement("R-332")
def test_nobody_else_comes_behind_the_counter() -> None:
    """非大厅工作人员不允许进入工作柜台内: a kind of breach for findings."""
    assert HS.breaches["counter_entered"].title == "让非大厅工作人员进入工作柜台内"
    assert not HS.breaches["counter_entered"].merit


@pytest.mark.requirement("R-243")
def test_who_has_the_watch_answers_for_accidents() -> None:
    """因疏忽或擅自离岗出现安全事故的: the officer on watch, not the person who was found."""
    finding = sh.Finding(
        id="F1",
        breach="watch_accident",
        subjects={"person": "王某", "duty_officer": "李某"},
        division=TOWN,
        occurred_at=datetime(2026, 3, 2, 9, tzinfo=SHANGHAI),
        rulings=[sh.Ruling(state="verified", at=datetime(2026, 3, 3, 9, tzinfo=SHANGHAI))],
    )
    as_of = datetime(2026, 12, 31, tzinfo=SHANGHAI)
    found = sh.propose_sanctions([finding], REGISTRY, as_of=as_of, profiles=["HS"])
    assert [(one.name, one.says) for one in found.proposed] == [("李某", "由当班值班人负责")]


@pytest.mark.requirement("R-334")
@pytest.mark.parametrize(
    ("minute", "expected"), [(29, "fulfilled"), (30, "fulfilled"), (31, "breached"), (None, "")]
)
def test_the_hall_is_shut_down_before_closing(minute: int | None, expected: str) -> None:
    """下班前: each of the staff, by 17:30 on every working day; who is on leave is excused."""
    adopts = [{"id": "hs", "profile": "HS", **CITE}]
    hours = [{"id": "hours", "sessions": ["08:30-12:00", "14:00-17:30"], **CITE}]
    town = sh.load_pack({"id": "town", "division": TOWN, "adopts": adopts, "hours": hours})
    rules = sh.Registry.of(town).policy(TOWN, on=MONDAY)
    done = datetime(2026, 3, 2, 17, minute or 0, tzinfo=SHANGHAI)
    seen = [sh.Event(id="c", kind="closing.checked", occurred_at=done, actor="王某")]
    away = [sh.Event(id="l", kind="leave.approved", occurred_at=done, actor="李某")]
    found = sh.rounds(
        rules,
        [*(seen if minute is not None else []), *away],
        MONDAY,
        MONDAY,
        as_of=datetime(2026, 3, 3, tzinfo=SHANGHAI),
        staff={"staff": ["王某", "李某"]},
        duties=["closing.check"],
    )
    statuses = {turn.who: turn.status.value for turn in found}
    assert statuses == {"王某": expected or "breached", "李某": "excused"}


@pytest.mark.requirement("R-334")
def test_four_things_are_done_before_closing() -> None:
    """清理好物品和数据资料,关好电脑和电源."""
    form = HS.form("closing.checklist")
    left = form.missing({"articles": "已清理", "data": "已清理", "computers": "已关"})
    assert left == {"power": "关好电源"}


DATA: Final = {"refs": {"data": "D1"}}


@pytest.mark.requirement("R-165", "R-334")
def test_data_are_checked_before_they_are_recorded_and_backed_up() -> None:
    """与库存数据核对检录 comes first; 时时备份: open after every entry until it is done."""
    entered, recorded = on(0, "data.entered", **DATA), on(2, "data.recorded", **DATA)
    checked, saved = on(1, "data.checked", **DATA), on(3, "data.backed-up", **DATA)
    assert status(HS, "data.check", entered, recorded) == "breached"
    assert status(HS, "data.check", entered, checked, recorded) == "fulfilled"
    assert status(HS, "data.back-up", entered, recorded) == "open"
    assert status(HS, "data.back-up", entered, saved) == "fulfilled"


@pytest.mark.parametrize("kind", ["medium.used", "data.taken-out"])
def test_media_and_data_move_with_permission_only(kind: str) -> None:
    """未经同意,不准上机使用; 未经批准,不准外传; what is not noted blames nobody."""
    thing = {"refs": {"medium": "M1"}}
    assert broken(HS, on(0, kind, permitted=False, **thing)) == {"data_security": "王某"}
    assert broken(HS, on(0, kind, permitted=True, **thing)) == {}
    assert broken(HS, on(0, kind, **thing)) == {}


@pytest.mark.parametrize("done", ["hazard.reported", "hazard.removed"])
def test_a_hazard_is_reported_and_removed(done: str) -> None:
    """及时报告并妥善处置: two things, each open until it is done."""
    thing = {"refs": {"hazard": "H1"}}
    found = course(HS, on(0, "hazard.found", **thing), on(1, done, **thing))
    statuses = {one.duty.must: one.status.value for one in found.duties}
    assert statuses.pop((done,)) == "fulfilled"
    assert list(statuses.values()) == ["open"]


# ---- X9: the duty head


@pytest.mark.requirement("R-244")
@pytest.mark.parametrize(
    ("head", "expected"), [(True, {}), (False, {"duty_head_not_window_head": "主任"}), (None, {})]
)
def test_duty_heads_are_window_heads(
    head: bool | None,  # noqa: FBT001  # a case of the test
    expected: dict[str, str],
) -> None:
    """由窗口负责人中挑选组成: whoever chooses somebody else answers for it."""
    noted = {} if head is None else {"window_head": head}
    chosen = on(0, "duty-head.chosen", actor="主任", refs={"duty_head": "3月"}, **noted)
    assert broken(X9, chosen) == expected


@pytest.mark.requirement("R-244")
def test_the_duty_head_has_six_duties() -> None:
    """Six, in the order in which they are printed, and each in the words of its sentence."""
    items = X9.form("duty-head.duties").items
    assert list(items) == [
        *("order", "guidance", "coordination", "attendance", "supervision", "notices"),
    ]
    printed = ["".join(SAID[f"《大厅范文10篇》篇9二{number}"]) for number in range(1, 7)]
    full_width = [one.replace(",", "，").rstrip(";。") for one in printed]
    assert [f"{place}、负责{one}" for place, one in enumerate(items.values(), 1)] == full_width


HEAD_ON: Final = on(0, "duty-head.on", actor="孙某")


@pytest.mark.requirement("R-244")
@pytest.mark.parametrize(
    ("begun", "done", "thing"),
    [
        ("visitor.asked", "visitor.guided", "question"),
        ("disagreement.arose", "disagreement.settled", "disagreement"),
        ("violation.seen", "violation.stopped", "violation"),
        ("notice.issued", "notice.passed-on", "notice"),
    ],
)
def test_what_comes_up_is_the_duty_heads(begun: str, done: str, thing: str) -> None:
    """咨询导引; 协调; 对违纪违规现象及时制止; 各项通知: his, and open until done."""
    came = on(1, begun, refs={thing: "1"})
    found = course(X9, HEAD_ON, came)
    (duty,) = [one for one in found.duties if one.duty.on == (begun,)]
    assert (duty.status.value, found.bearer(duty).actor) == ("open", "孙某")
    assert status(X9, duty.duty.id, HEAD_ON, came, on(2, done, refs={thing: "1"})) == "fulfilled"


@pytest.mark.requirement("R-244")
def test_every_working_day_has_a_duty_head_who_notes_attendance() -> None:
    """From Thursday to Sunday two working days: on Friday nobody noted who was there."""
    told = [on(72, "duty-head.on"), on(73, "attendance.noted"), on(96, "duty-head.on")]
    found = sh.rounds(
        X9,
        events(*told),
        date(2026, 3, 5),
        date(2026, 3, 8),
        as_of=datetime(2026, 3, 9, tzinfo=SHANGHAI),
        duties=["duty-head.order", "duty-head.attendance"],
    )
    missed = [(one.duty.breach, one.occurrence.due) for one in found if one.by == ()]
    assert missed == [("attendance_not_noted", date(2026, 3, 6))]
    assert len(found) == 4


@pytest.mark.requirement("R-111")
@pytest.mark.parametrize("begun", ["joint.convened", "survey.began"])
def test_the_duty_head_assists(begun: str) -> None:
    """协助各项并联审批和现场踏勘, until the case is decided."""
    case = [HEAD_ON, on(1, "received"), on(2, begun)]
    closed = [on(4, "accepted"), on(5, "decided")]
    assert status(X9, "duty-head.assist", *case) == "open"
    assert status(X9, "duty-head.assist", *case, *closed) == "breached"
    helped = [*case, on(3, "duty-head.assisted"), *closed]
    assert status(X9, "duty-head.assist", *helped) == "fulfilled"


@pytest.mark.requirement("R-245")
def test_the_duty_head_wears_the_badge() -> None:
    """按时佩带上岗证: seen or not seen; what nobody looked at is unknown."""
    for facts, expected in (({"badge_worn": True}, "met"), ({"badge_worn": False}, "failed")):
        (found,) = [
            one for one in X9.check_standards(facts) if one.standard.id == "duty-head.badge"
        ]
        assert found.status.value == expected
    unknown = next(one for one in X9.check_standards({}) if one.standard.id == "duty-head.badge")
    assert unknown.needed == ("badge_worn",)


ABSENCE: Final = {"refs": {"absence": "A1"}}


@pytest.mark.requirement("R-245")
@pytest.mark.parametrize(
    ("cause", "named", "expected"),
    [
        (True, True, set()),
        (True, False, {"no_substitute"}),
        (False, True, {"empty_post"}),
        (False, False, {"empty_post", "no_substitute"}),
    ],
)
def test_the_duty_head_leaves_with_cause_and_a_substitute(
    cause: bool,  # noqa: FBT001  # cases of the test
    named: bool,  # noqa: FBT001
    expected: set[str],
) -> None:
    """不得无故脱岗,有特殊情况应安排好顶岗人员."""
    stood_in = [on(1, "substitute.named", **ABSENCE)] if named else []
    left = on(2, "duty-head.left", actor="孙某", with_cause=cause, **ABSENCE)
    back = on(3, "duty-head.back", actor="孙某", **ABSENCE)
    found = broken(X9, HEAD_ON, *stood_in, left, back)
    assert found == dict.fromkeys(expected, "孙某")


@pytest.mark.requirement("R-245")
def test_grave_accidents_are_reported() -> None:
    """重大事故应及时向“中心”领导汇报; of others the source says nothing."""
    thing = {"refs": {"accident": "1"}}
    grave = on(1, "accident.occurred", major_accident=True, **thing)
    small = on(1, "accident.occurred", major_accident=False, **thing)
    reported = on(2, "centre.reported", **thing)
    assert status(X9, "duty-head.accident", HEAD_ON, grave) == "open"
    assert status(X9, "duty-head.accident", HEAD_ON, grave, reported) == "fulfilled"
    assert status(X9, "duty-head.accident", HEAD_ON, small) == ""


# ---- FC: the guide, booking, green channels


@pytest.mark.requirement("R-259", "R-024")
def test_the_online_guide_has_nine_items() -> None:
    """收费依据及标准 is one of the nine, and two items here; both limits stand in it."""
    form = FC.form("publicity.guide.fc")
    printed = SAID["《社区服务大厅工作制度(精选11篇)》篇9一"][0]
    labels = [one.replace("（", "(").replace("）", ")") for one in form.items.values()]
    assert all(one in printed for one in labels if one != "收费标准")
    assert "收费依据及标准" in printed
    assert len(labels) == 9 + 1
    assert {"statutory", "promised"} <= set(form.items)


BOOKED: Final = {
    "applicant": "李小明",
    "id_number": "110101199003071234",
    "phone": "13812345678",
    "booking_password": "已设",
    "booked_time": "2026-03-02 09:00",
}


@pytest.mark.requirement("R-204")
@pytest.mark.parametrize("lacking", list(BOOKED))
def test_a_booking_has_five_fields(lacking: str) -> None:
    """姓名、身份证号、联系方式、密码、预约办理业务的时间: each of them is asked for."""
    form = FC.form("booking")
    assert form.missing(BOOKED) == {}
    stated = {key: one for key, one in BOOKED.items() if key != lacking}
    assert form.missing(stated) == {lacking: form.items[lacking]}
    assert "、".join(form.items.values()) == "姓名、身份证号、联系方式、密码、预约办理业务的时间"


@pytest.mark.requirement("R-204")
def test_who_booked_is_masked_and_so_is_a_password() -> None:
    """A password that somebody noted is personal, like name, number and telephone."""
    noted = {**BOOKED, "booking_password": "secret"}
    found = course(FC, on(0, "booking.made", refs={"booking": "B1"}, **noted))
    (row,) = register_rows(found, FC.form("booking"))
    assert row["booked_time"] == "2026-03-02 09:00"
    shown = found.to_json() + found.explain() + str(row)
    assert not [one for one in ("secret", "李小明", "13812345678") if one in shown]


@pytest.mark.requirement("R-204")
@pytest.mark.parametrize(
    ("waiting", "expected"), [(True, {"booking_out_of_order": "王某"}), (False, {})]
)
def test_bookings_are_served_in_order(
    waiting: bool,  # noqa: FBT001  # a case of the test
    expected: dict[str, str],
) -> None:
    """根据预约时间到窗口依次办理."""
    served = on(0, "booking.served", earlier_slot_waiting=waiting, refs={"booking": "B1"})
    assert broken(FC, served) == expected


@pytest.mark.requirement("R-205")
@pytest.mark.parametrize(
    ("channel", "prechecked", "immobile", "expected"),
    [
        ("at_once", False, False, "当天办结，领取房屋产权证书"),
        ("on_site", True, True, "等待中心工作人员安排上门办理"),
        ("on_site", False, True, "按预约时间到窗口依次办理"),
        ("on_site", True, False, "按预约时间到窗口依次办理"),
        ("in_hall", False, False, "不排队等号，按预约时段直接到三楼绿色通道窗口办理"),
        ("none", True, True, "按预约时间到窗口依次办理"),
    ],
)
def test_three_green_channels(
    channel: str,
    prechecked: bool,  # noqa: FBT001  # cases of the test
    immobile: bool,  # noqa: FBT001
    expected: str,
) -> None:
    """上门服务: 在一楼咨询处已经预审的前提下,行动不便者; the other two need the booking only."""
    facts = {"prechecked": prechecked, "limited_mobility": immobile}
    assert answers(FC, "green_channel", booked_channel=channel, **facts) == [expected]


@pytest.mark.requirement("R-205")
def test_each_kind_of_booking_is_explained_in_three_respects() -> None:
    """服务对象、申请条件、预约流程."""
    assert "、".join(FC.form("channel.guide").items.values()) == "服务对象、申请条件、预约流程"


@pytest.mark.requirement("R-033")
@pytest.mark.parametrize(
    ("channel", "delivered", "expected"),
    [
        ("at_once", 8, "fulfilled"),
        ("at_once", 24, "breached"),
        ("at_once", None, "breached"),
        ("in_hall", 24, ""),
        ("none", None, ""),
    ],
)
def test_at_once_is_the_same_day_with_the_certificate(
    channel: str, delivered: int | None, expected: str
) -> None:
    """当天即可办结,领取房屋产权证书: decided on the day is not enough."""
    case = [on(0, "received", booked_channel=channel), on(1, "accepted"), on(2, "decided")]
    handed = [] if delivered is None else [on(delivered, "delivered")]
    assert status(FC, "channel.at-once", *case, *handed) == expected


@pytest.mark.requirement("R-034")
def test_half_an_hour_is_what_is_reported() -> None:
    """From booking to completion the time can be told; no duty takes the half hour for a limit."""
    term = FC.terms["booking.reported"]
    assert isinstance(term, TermValue)
    assert term.term.say(term.value) == "0.5小时"
    limits = [one.within.term for one in FC.duties.values() if one.within]
    assert "booking.reported" not in limits
    booked = on(0, "booking.made", refs={"booking": "B1"})
    case = [booked, on(1, "received"), on(2, "accepted"), on(2, "decided"), on(3, "closed")]
    assert course(FC, *case).responsibility.total == timedelta(hours=3)


def test_how_much_can_be_booked_is_known_and_its_matters_are_not() -> None:
    """六大类…共计56项; 三大类…共计34项: no list is printed, and none is made up."""
    names = ("booking.classes", "booking.matters", "channel.classes", "channel.matters")
    assert [FC.terms[name].value for name in names] == [6, 56, 3, 34]
    assert set(FC.matters) == set(HALL.matters)


def test_the_online_hall_begins_on_its_first_day() -> None:
    """从2015年9月1日开始正式试运行: the day before, none of its rules holds."""
    before, first = (
        REGISTRY.policy(TOWN, on=day, profiles=["FC"])
        for day in (date(2015, 8, 31), date(2015, 9, 1))
    )
    plain = REGISTRY.policy(TOWN, on=date(2015, 8, 31))
    for kind in ("duties", "forms", "terms", "roles"):
        assert set(getattr(before, kind)) == set(getattr(plain, kind))
    assert {"booking.order", "channel.at-once"} <= set(first.duties)
    assert {"booking.reported", "booking.matters"} <= set(first.terms)


# ---- SQ1: principles, agency, promises


@pytest.mark.requirement("R-057", "R-217")
@pytest.mark.parametrize(
    ("kind", "limited", "expected"),
    [
        ("INSTANT", False, ["即来即办"]),
        ("INSTANT", True, ["即来即办", "限时办理"]),
        ("PROMISED", True, ["限时办理", "承诺办理"]),
        ("JOINT", True, ["限时办理"]),
        ("JOINT", False, ["原文没有写"]),
    ],
)
def test_three_principles_of_handling(
    kind: str,
    limited: bool,  # noqa: FBT001  # a case of the test
    expected: list[str],
) -> None:
    """即来即办 and 承诺办理 are kinds of case; 限时办理 goes with whatever has a limit."""
    assert answers(SQ1, "handling_principle", kind=kind, limit_set=limited) == expected


@pytest.mark.requirement("R-155", "R-217")
def test_agency_goes_through_three_stages() -> None:
    """受理、承办、回复: the agent signs before the applicant is told, and then he is told."""
    taken, done = on(1, "agency.taken"), on(2, "agency.undertaken")
    signed, told = on(3, "agency.signed"), on(4, "notified")
    case = [on(0, "received"), taken, done]
    assert broken(SQ1, *case, signed, told) == {}
    assert status(SQ1, "agency.reply", *case, signed, told) == "fulfilled"
    assert status(SQ1, "agency.reply", *case, signed) == "open"
    assert broken(SQ1, *case, told) == {"agency_not_signed": "王某"}
    skipped = broken(SQ1, on(0, "received"), taken, signed, told)
    assert skipped == {"agency_not_undertaken": "王某"}


@pytest.mark.requirement("R-217")
def test_staff_act_as_agents() -> None:
    """由服务室工作人员代为代理: a case that ends without an agent was not taken on."""
    closed = [on(5, "accepted"), on(6, "decided"), on(6, "closed")]
    assert status(SQ1, "agency.take", on(0, "received"), *closed) == "breached"
    assert status(SQ1, "agency.take", on(0, "received"), on(1, "agency.taken")) == "fulfilled"


SUPPLEMENTED: Final = (
    on(0, "received", other_materials="missing_affecting"),
    on(1, "notice.supplement", missing=["照片"]),
)


@pytest.mark.requirement("R-069")
@pytest.mark.parametrize(
    ("completed", "expected"),
    [
        ([on(24, "materials.completed")], {"second_visit_not_accepted": "王某"}),
        ([on(24, "materials.completed", other_materials="missing_affecting")], {}),
        ([], {}),
    ],
    ids=["completed", "still not complete", "never completed"],
)
def test_the_second_visit_is_accepted(completed: list[Told], expected: dict[str, str]) -> None:
    """确保第二次受理: what was told is there, and the case is refused all the same."""
    refused = [on(25, "not_accepted"), on(25, "notice.not-accepted", form="written")]
    assert broken(SQ1, *SUPPLEMENTED, *completed, *refused) == expected
    assert broken(SQ1, *SUPPLEMENTED, *completed, on(25, "accepted")) == {}
    assert SQ1.duties["second-visit"].settled.citation.confidence is sh.Confidence.INFERRED


@pytest.mark.requirement("R-069")
def test_what_was_never_to_be_supplied_may_be_refused() -> None:
    """The first visit, complete or not: the sentence speaks of who was told what to bring."""
    for materials in ("complete", "missing_affecting"):
        first = on(0, "received", other_materials=materials)
        assert broken(SQ1, first, on(1, "not_accepted")) == {}


@pytest.mark.requirement("R-271")
def test_what_a_community_promises() -> None:
    """服务项目、服务标准; 办理时限和解决程度; 意见箱."""
    form = SQ1.form("publicity.community")
    stated = {"services": "社保", "standards": "当场答复", "limit": "3日", "degree": "办结"}
    assert form.missing(stated) == {"opinion_box": "意见箱"}
    assert "建立意见箱" in SAID["《社区服务大厅工作制度(精选11篇)》篇1社区服务承诺制度2"][0]


# ---- SQ2: windows, systems, ledger


@pytest.mark.requirement("R-305")
def test_four_windows() -> None:
    """惠民帮扶、基层治理、产权流转、就业社保."""
    titles = [one.title.removesuffix("窗口") for one in SQ2.windows.values()]
    assert "、".join(titles) == "惠民帮扶、基层治理、产权流转、就业社保"


def test_the_size_of_the_catalogue_is_known_and_its_matters_are_not() -> None:
    """达16类108项: no list is printed, and none is made up."""
    sizes = [SQ2.terms[f"catalogue.{name}"].value for name in ("classes", "matters")]
    assert sizes == [16, 108]
    assert set(SQ2.matters) == set(HALL.matters)


@pytest.mark.requirement("R-153")
def test_four_columns_of_the_ledger() -> None:
    """受理事项、办理过程、办理时间、办复结果."""
    columns = SQ2.form("ledger.community").items
    assert "、".join(columns.values()) == "受理事项、办理过程、办理时间、办复结果"
    assert columns == SQ2.form("ledger.service").items


@pytest.mark.requirement("R-270")
@pytest.mark.parametrize(
    ("profile", "form", "names"),
    [
        ("SQ2", "systems.sq2", "一口受理制度、首问责任制度、分办落实制度、组织协调制度"),
        (
            "X8",
            "systems.x8",
            (
                "大厅运作暂行办法、工作人员行为规范、内设机构工作职责、窗口电脑日常管理制度、"
                "统一缴费制度、值班制度、会议制度、安全保卫制度、考勤制度、印章保管制度"
            ),
        ),
        (
            "RE",
            "systems.re",
            "领导带班、干部值班、电话回访、服务礼仪规范标准、着装管理、窗口人员备案、驻厅单位联席会议",
        ),
    ],
)
def test_which_systems_must_exist(profile: str, form: str, names: str) -> None:
    """By name: what a place has not set up is told."""
    items = policy(profile).form(form).items
    assert list(items.values()) == names.split("、")
    first, *others = items
    assert policy(profile).form(form).missing(dict.fromkeys(others, "有")) == {first: items[first]}


# ---- RE: materials, limits, rounds


def case_of(*facts: bool) -> dict[str, bool]:
    """Return the facts of the licence of a bank."""
    return dict(zip(("bank_mortgage", "licence_checked"), facts, strict=True))


@pytest.mark.requirement("R-085")
@pytest.mark.parametrize(
    ("bank", "checked", "expected"),
    [
        (True, True, "加盖公章的复印件"),
        (True, False, "原件"),
        (False, True, "原文没有写"),
        (False, False, "原文没有写"),
    ],
)
def test_a_bank_hands_in_a_copy_once_its_licence_was_checked(
    bank: bool,  # noqa: FBT001  # cases of the test
    checked: bool,  # noqa: FBT001
    expected: str,
) -> None:
    """每年集中核验一次,其后提交加盖公章的复印件即可; others are not written about."""
    assert answers(RE, "licence_paper", **case_of(bank, checked)) == [expected]


@pytest.mark.requirement("R-085")
def test_materials_are_collected_once() -> None:
    """力争全程一次性收取材料: the second time is told, and blamed on nobody (a target)."""
    once = [on(0, "received"), on(1, "materials.collected")]
    assert status(RE, "materials.once", *once) == ""
    assert status(RE, "materials.once", *once, on(2, "materials.collected")) == "breached"
    assert RE.duties["materials.once"].grade is sh.Grade.TARGET


@pytest.mark.requirement("R-085")
def test_licences_are_checked_once_a_year() -> None:
    """Checked in March 2026: that year is done, 2027 is not."""
    found = sh.rounds(
        RE,
        events(on(0, "licences.checked")),
        date(2025, 1, 1),
        date(2026, 12, 31),
        as_of=datetime(2026, 12, 31, 9, tzinfo=SHANGHAI),
        duties=["licences.check"],
    )
    assert [one.status.value for one in found] == ["breached", "fulfilled"]


def test_who_does_what_in_a_hall_for_real_estate() -> None:
    """登记机构 checks licences; who inspects, the essay does not say, and the rule says so."""
    who = {name: RE.roles[RE.duties[name].who] for name in ("licences.check", "inspection.daily")}
    assert [one.title for one in who.values()] == ["登记机构", "大厅主任"]
    assert who["licences.check"].collective
    (record,) = [one for one in records() if one.get("id") == "inspection.daily" and "who" in one]
    assert record["confidence"] == "inferred"
    assert "没有写由谁检查" in record["note"]


@pytest.mark.requirement("R-032")
@pytest.mark.parametrize(("days", "taken"), [(20, True), (30, True), (31, False)])
def test_thirty_working_days_may_be_shortened(
    days: int,
    taken: bool,  # noqa: FBT001  # a case of the test
) -> None:
    """能短则短, with the essay's rules adopted; longer than 30个工作日 is refused."""
    adopts = [{"id": "re", "profile": "RE", **CITE}]
    promised = {"changes": "property", "promised": f"{days}个工作日", **CITE}
    town = {"id": "town", "division": TOWN, "adopts": adopts, "matters": [promised]}
    if taken:
        rules = sh.Registry.of(sh.load_pack(town)).policy(TOWN, on=MONDAY)
        assert rules.matter("property").promised == sh.WorkingDays(days)
    else:
        with pytest.raises(sh.FaultyDataError, match="SH462"):
            sh.load_pack(town)


def test_the_hall_is_inspected_every_working_day() -> None:
    """每天按时 over three things: on Tuesday nobody did."""
    assert list(RE.form("inspection.daily").items.values()) == [
        *("大厅工作秩序", "环境卫生", "服务质量"),
    ]
    found = sh.rounds(
        RE,
        events(on(0, "hall.inspected")),
        MONDAY,
        date(2026, 3, 3),
        as_of=datetime(2026, 3, 4, tzinfo=SHANGHAI),
        duties=["inspection.daily"],
    )
    assert [one.status.value for one in found] == ["fulfilled", "breached"]


# ---- TW: where a labour dispute goes

BODIES: Final = ("supervision", "arbitration", "petition")


def about(*bodies: str) -> dict[str, bool]:
    """Return whom a dispute concerns."""
    return {f"about_{name}": name in bodies for name in BODIES}


@pytest.mark.requirement("R-058")
@pytest.mark.parametrize(
    ("bodies", "expected"),
    [
        (["supervision"], ["劳动保障监察部门：及时依法查处"]),
        (["arbitration"], ["劳动人事仲裁部门：调解和裁决"]),
        (["petition"], ["信访部门：处理和答复"]),
        (
            ["supervision", "arbitration"],
            ["劳动保障监察部门：及时依法查处", "劳动人事仲裁部门：调解和裁决"],
        ),
        ([], ["大厅：咨询"]),
    ],
)
def test_where_a_labour_dispute_goes(bodies: list[str], expected: list[str]) -> None:
    """Three bodies, each with its own way; several work together (三部门相互协调)."""
    assert answers(TW, "labour_route", **about(*bodies)) == expected


@pytest.mark.requirement("R-058")
@pytest.mark.parametrize(
    ("body", "done", "who"),
    [
        ("supervision", "labour.investigated", "劳动保障监察部门"),
        ("arbitration", "labour.mediation-settled", "劳动人事仲裁部门"),
        ("arbitration", "labour.ruled", "劳动人事仲裁部门"),
    ],
)
def test_each_body_does_its_part(body: str, done: str, who: str) -> None:
    """查处; 调解和裁决: only the body concerned, and open until it is done."""
    asked = on(0, "consulted", **about(body))
    (duty,) = [one for one in course(TW, asked).duties if one.duty.id.startswith("labour.")]
    assert (duty.status.value, TW.roles[duty.duty.who].title) == ("open", who)
    assert status(TW, duty.duty.id, asked, on(1, done)) == "fulfilled"


@pytest.mark.requirement("R-058")
def test_a_mediation_that_failed_leaves_the_ruling() -> None:
    """给予调解和裁决: only what was settled needs no ruling."""
    asked = on(0, "consulted", **about("arbitration"))
    failed = on(1, "labour.mediation-failed")
    assert status(TW, "labour.mediate", asked, failed) == "open"
    assert status(TW, "labour.mediate", asked, failed, on(2, "labour.ruled")) == "fulfilled"


@pytest.mark.requirement("R-058")
def test_a_petition_is_handled_and_answered() -> None:
    """给予处理和答复: two things, both of 信访部门; an answer alone handles nothing."""
    asked, done = on(0, "consulted", **about("petition")), on(1, "labour.petition-handled")
    told = on(2, "petition.answered")
    names = ("labour.petition-handle", "labour.petition")
    assert [TW.roles[TW.duties[name].who].title for name in names] == ["信访部门"] * 2
    for case, expected in (
        ([asked], ["open", "open"]),
        ([asked, told], ["open", "fulfilled"]),
        ([asked, done], ["fulfilled", "open"]),
        ([asked, done, told], ["fulfilled", "fulfilled"]),
    ):
        assert [status(TW, name, *case) for name in names] == expected


@pytest.mark.parametrize("end", ["withdrawn", "transferred"])
def test_what_is_withdrawn_is_owed_no_more(end: str) -> None:
    """By none of the three bodies, and by no agent of a community."""
    found = course(TW, on(0, "consulted", **about(*BODIES)), on(1, end))
    own = [one for one in found.duties if one.duty.id.startswith("labour.")]
    assert [one.status.value for one in own] == ["discharged"] * 4
    taken = [on(0, "received"), on(1, "agency.taken"), on(2, "agency.undertaken")]
    assert status(SQ1, "agency.sign", *taken, on(3, end)) == "discharged"
    assert status(SQ1, "agency.reply", *taken, on(3, "agency.signed"), on(4, end)) == "discharged"


# ---- X3: errands


@pytest.mark.requirement("R-227")
@pytest.mark.parametrize(
    ("reported", "expected"),
    [
        (
            [
                on(
                    0,
                    "errand.reported",
                    errand_destination="县局",
                    errand_time="9点到11点",
                    **OUTING,
                )
            ],
            {},
        ),
        (
            [on(0, "errand.reported", errand_destination="县局", errand_time="", **OUTING)],
            {"errand_not_reported": "王某"},
        ),
        ([], {"errand_not_reported": "王某"}),
    ],
    ids=["both", "no time", "nothing"],
)
def test_an_errand_is_reported(reported: list[Told], expected: dict[str, str]) -> None:
    """向综合科报告去向、时间: both of them; what lacks one does not count."""
    out, back = on(1, "outing.began", **OUTING), on(3, "outing.ended", **OUTING)
    assert broken(X3, ALLOWED, *reported, out, back) == expected


@pytest.mark.requirement("R-227")
def test_whoever_is_out_can_be_reached_and_no_post_is_empty() -> None:
    """保持工作联系; 绝不允许空岗: kinds of breach, and an outing without leave is one."""
    assert X3.breaches["out_of_touch"].title == "外出办事没有保持工作联系"
    reported = on(
        0, "errand.reported", errand_destination="县局", errand_time="9点到11点", **OUTING
    )
    assert broken(X3, reported, on(1, "outing.began", **OUTING)) == {"empty_post": "王某"}


@pytest.mark.parametrize("done", ["leaders.reported", "referred"])
def test_who_is_not_sure_asks_or_refers(done: str) -> None:
    """对拿不准的问题,要向领导请示报告或主动介绍到其它部门."""
    asked, left = on(0, "consulted", inquiry="unclear"), on(2, "visit.ended")
    assert status(X3, "unsure.refer", asked, left) == "breached"
    assert status(X3, "unsure.refer", asked, on(1, done), left) == "fulfilled"
    assert status(X3, "unsure.refer", on(0, "consulted", inquiry="own"), left) == ""


# ---- what is banned everywhere


@pytest.mark.requirement("R-252")
@pytest.mark.parametrize(
    "breach",
    [
        *("drinking", "smoking", "games", "chess", "private_work", "gifts", "banquets"),
        *("private_gain", "breakfast", "snacks", "noise", "quarrel", "abuse", "empty_post"),
    ],
)
def test_banned_conduct_can_be_found(breach: str) -> None:
    """Alcohol, smoking, games, private work, gifts, quarrels, empty posts: a code for each."""
    assert HALL.breaches[breach].title
    assert not HALL.breaches[breach].merit


# ---- LYX: a name, and no list


@pytest.mark.requirement("R-256", "R-304")
def test_nine_things_that_nobody_listed_stay_unresolved() -> None:
    """“九个公开” is known by name and number; no list is borrowed, and it is said why."""
    assert set(LYX.forms) == set(HALL.forms)
    assert LYX.terms["publicity.nine.lyx"].value == 9
    (pack,) = [one for one in LYX.packs if one.profile == "LYX"]
    assert "没有列出是哪九项" in pack.note
    assert "没有列出" in LYX.explain("publicity.nine.lyx")
    assert not [line for line in SAID["《大厅范文10篇》篇2"] if "收费依据" in line]
    with pytest.raises(sh.InputValueError, match="SH467"):
        LYX.form("publicity.nine.lyx")
