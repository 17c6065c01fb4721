"""Registers: the columns that the rules of halls name, filled from the course of a case.

The case of 龙坡: contacted and received on Monday 12 October 2026, told a promise of five working
days, closed on the 15th. 16 and 19 October are working days, the 17th and 18th are not.
"""

from datetime import datetime
from typing import Any

import pytest

import servicehall as sh
from servicehall.instants import SHANGHAI
from servicehall.ledgers import register_form, register_row

TOWN = "371302991"
TOLD = {"promised": "5个工作日", "statutory": "20个工作日", "fee": "free", "materials": "none"}
CITE = {"cite": "《登记办法》一"}
COLUMNS = {
    "case": "编号",
    "first_contact": "首次接待时间",
    "first_responder": "首问责任人姓名",
    "applicant": "办事群众姓名",
    "phone": "电话",
    "matter": "办理事项",
    "limit": "办理期限",
    "progress": "办理情况",
    "closed_on": "办结日期",
    "survey": "踏勘",
    "remark": "备注",
}
PACK = sh.load_pack(
    {
        "id": "town",
        "division": TOWN,
        "forms": [
            {"id": "book", "title": "登记簿", "of": "ledger", "items": COLUMNS, **CITE},
            {"id": "board", "title": "公示栏", "of": "hall", "items": {"a": "甲"}, **CITE},
        ],
        "matters": [{"id": "stall", "title": "摆摊登记", **TOLD, **CITE}],
    }
)
REGISTRY = sh.Registry.of(PACK)
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
WHO = {"applicant": "李小明", "phone": "13812345678"}

Happened = tuple[str, str, dict[str, Any]]
CONTACTED: Happened = ("10-12 08:30", "contacted", {})
RECEIVED: Happened = ("10-12 09:00", "received", {"case": "L-1", "matter": "stall", **FACTS, **WHO})
ACCEPTED: Happened = ("10-12 09:10", "accepted", {})
DECIDED: Happened = ("10-15 10:00", "decided", {"outcome": "granted"})
CLOSED: Happened = ("10-15 11:00", "closed", {"remark": "当面交付"})
NOTIFIED: Happened = ("10-15 15:00", "notified", {})


def at(said: str) -> datetime:
    """Read ``"10-12 09:00"`` of 2026."""
    return datetime.fromisoformat(f"2026-{said}+08:00").astimezone(SHANGHAI)


def row(form: str, *happened: Happened, as_of: str = "10-31 09:00", **how: Any) -> dict[str, str]:
    """Return what a register says of a case."""
    events = [
        sh.Event(
            id=f"e{number}",
            kind=kind,
            occurred_at=at(when),
            actor="王芳",
            payload={"division": TOWN, **payload},
        )
        for number, (when, kind, payload) in enumerate(happened)
    ]
    found = REGISTRY.assess(sh.Timeline.of(events), as_of=at(as_of), **how.pop("rules", {}))
    return dict(register_row(found, register_form(found, form), **how))


@pytest.mark.requirement("R-152")
def test_the_register_of_the_first_responder() -> None:
    """The seven fields of 首问责任登记台帐, the applicant masked, and what was noted beside."""
    assert row("book", CONTACTED, RECEIVED, ACCEPTED, DECIDED, CLOSED, NOTIFIED) == {
        "case": "L-1",
        "first_contact": "2026年10月12日08:30",
        "first_responder": "王芳",
        "applicant": "李＊＊",
        "phone": "1＊＊＊＊＊＊＊＊＊＊",
        "matter": "摆摊登记",
        "limit": "5个工作日，至2026年10月19日24:00",
        "progress": "已办结",
        "closed_on": "2026-10-15",
        "survey": "不需要",
        "remark": "当面交付",
    }


def test_personal_data_are_shown_where_that_is_asked_for() -> None:
    """Expressly, and only then."""
    found = row("book", RECEIVED, unmask=True)
    assert (found["applicant"], found["phone"]) == ("李小明", "13812345678")


def test_what_is_not_known_stays_empty() -> None:
    """A first contact without a matter has no limit, no end, no applicant; a matter, no promise."""
    found = row("book", CONTACTED)
    assert {name for name, said in found.items() if said} == {
        "first_contact",
        "first_responder",
        "progress",
    }
    assert found["progress"] == "已接待"
    assert row("book", ("10-12 09:00", "received", {"survey": None}))["survey"] == ""


def test_the_progress_says_what_is_late() -> None:
    """After the 19th the case that is not closed is overdue; on the 19th it is not."""
    assert row("book", RECEIVED, ACCEPTED, as_of="10-19 17:00")["progress"] == "已受理"
    assert row("book", RECEIVED, ACCEPTED, as_of="10-20 09:00")["progress"] == "已受理，逾期"


def test_without_a_promise_the_limit_is_that_of_the_law() -> None:
    """A returned case never had its promise; a limit that waits has no last day."""
    lacking = {**FACTS, "other_materials": "missing_affecting", "matter": "stall"}
    asked = ("10-12 10:00", "notice.supplement", {"missing": ["申请表"]})
    found = row("book", ("10-12 09:00", "received", lacking), asked)
    assert found["limit"] == "5个工作日"
    lawful = {"id": "t", "division": TOWN, "matters": [{**_matter(), **CITE}]}
    registry = sh.Registry.of(sh.load_pack(lawful))
    event = sh.Event(
        id="e",
        kind="received",
        occurred_at=at("10-12 09:00"),
        payload={"division": TOWN, "matter": "m", **FACTS},
    )
    accepted = sh.Event(id="f", kind="accepted", occurred_at=at("10-12 09:10"))
    found_lawful = registry.assess(sh.Timeline.of([event, accepted]), as_of=at("10-12 10:00"))
    form = found_lawful.policy.form("ledger.service")
    assert form.missing(register_row(found_lawful, form)) == {"reply": "办复结果"}


def _matter() -> dict[str, str]:
    """Return a matter without a promise."""
    return {
        "id": "m",
        "title": "事项",
        "promised": "unknown: 没有公开承诺",
        "statutory": "20个工作日",
        "fee": "free",
        "materials": "none",
    }


@pytest.mark.requirement("R-153", "R-154")
def test_the_service_ledger_tracks_four_things() -> None:
    """受理事项、办理过程、办理时间、办复结果: each from the events."""
    found = row("ledger.service", RECEIVED, ACCEPTED, DECIDED, CLOSED, NOTIFIED)
    assert found == {
        "matter": "摆摊登记",
        "course": (
            "2026年10月12日09:00收件；2026年10月12日09:10受理；2026年10月15日10:00作出决定；"
            "2026年10月15日11:00办结；2026年10月15日15:00通知领取"
        ),
        "handling_time": "2026-10-12至2026-10-15",
        "reply": "准予，2026年10月15日15:00通知领取",
    }
    assert row("ledger.service", RECEIVED)["handling_time"] == "2026-10-12至未办结"


@pytest.mark.parametrize(
    ("last", "reply"),
    [
        (("10-13 10:00", "withdrawn", {}), "已撤回"),
        (("10-13 10:00", "closed", {}), ""),
        (("10-13 10:00", "decided", {"outcome": "refused"}), "不予"),
    ],
)
def test_the_reply_is_the_decision_or_the_end(last: Happened, reply: str) -> None:
    """A case that merely closed says nothing of its result."""
    assert row("ledger.service", RECEIVED, last)["reply"] == reply


def test_a_reopened_case_is_not_closed() -> None:
    """Its day of closing is that of the end that stands."""
    again = ("10-16 09:00", "reopened", {})
    assert row("book", RECEIVED, DECIDED, CLOSED, again)["closed_on"] == ""


@pytest.mark.requirement("R-155", "R-156")
def test_agency_work_has_three_stages_and_a_signature() -> None:
    """受理、承办、回复, signed by the agent: each noted by an event, or missing."""
    noted = {"acceptance": "10月12日张三受理", "handling": "到县局代办", "reply": "10月15日告知"}
    found = row("ledger.agency", RECEIVED, ("10-15 16:00", "explained", noted))
    assert (found["acceptance"], found["handling"]) == ("10月12日张三受理", "到县局代办")
    policy = REGISTRY.policy(TOWN, on=at("10-12 09:00").date())
    assert policy.form("ledger.agency").missing(found) == {
        "reply": "回复",
        "signature": "代办员（回复人）签字复核",
    }


@pytest.mark.requirement("R-160", "R-162")
def test_the_register_of_petitions_protects_who_came() -> None:
    """Eight fields; who came is masked, what it was about is not, but for numbers within it."""
    came = {
        "visitor": "赵六",
        "sex": "男",
        "age": "43",
        "occupation": "农民",
        "address": "城关镇",
        "issue": "补偿款未到，电话13812345678",
    }
    rules = {"division": TOWN, "profiles": ["RS"]}
    found = row("register.petition", ("10-12 09:00", "contacted", came), rules=rules)
    assert found == {
        "first_contact": "2026年10月12日09:00",
        "visitor": "赵＊",
        "sex": "＊",
        "age": "＊＊",
        "occupation": "农＊",
        "political_status": "",
        "address": "城＊＊",
        "issue": "补偿款未到，电话1" + "＊" * 10,
    }


def test_a_register_has_the_form_of_a_ledger() -> None:
    """Anything else is refused with what it is about."""
    with pytest.raises(sh.InputValueError, match="SH637"):
        row("board", RECEIVED)
    with pytest.raises(sh.InputValueError, match="SH467"):
        row("none", RECEIVED)
