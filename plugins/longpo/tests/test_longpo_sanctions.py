"""What follows in 龙坡, how the work of an agent is appraised, and who is there on days of rest.

The days are those of the State Council notice of 2026: 25 to 27 September are the mid-autumn
holiday, 1 to 7 October the national one, 20 September and 10 October are worked. Persons are made
up.
"""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import servicehall_longpo

import servicehall as sh
from servicehall.accountability import check_sanctions, detect

REGISTRY = sh.Registry.of(servicehall_longpo.pack)
STATION = "460203/longpo"
SHANGHAI = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 9, 8, 9, tzinfo=SHANGHAI)  # a Tuesday
POLICY = REGISTRY.policy(STATION, on=AT.date())
COMPLAINT = ["通报批评", "限时整改"]


def propose(breach: str, role: str = "person", **more: Any) -> sh.Proposals:
    """Return what is proposed for a verified breach of 王某."""
    finding = sh.Finding(
        id="F1",
        breach=breach,
        occurred_at=AT,
        division=STATION,
        subjects={role: "王某"},
        rulings=[sh.Ruling(state="verified", at=AT)],
        **more,
    )
    return sh.propose_sanctions([finding], REGISTRY, as_of=AT)


def given(breach: str, role: str = "person", **more: Any) -> list[str]:
    """Return the measures that are proposed for it."""
    proposed = propose(breach, role, **more).proposed
    return [item.measure.title for item in proposed if item.measure]


# ---- complaints


@pytest.mark.requirement("R-284")
def test_a_complaint_that_is_true_is_criticised_and_corrected() -> None:
    """通报批评,限时整改; nothing says within how long."""
    assert given("complaint_verified") == COMPLAINT


@pytest.mark.requirement("R-283", "R-150")
@pytest.mark.parametrize(
    "breach",
    ["first_not_attended", "circulated_outside", "overdue_promised", "agency_charged", "extortion"],
)
def test_a_breach_that_was_complained_of_goes_by_the_measures_on_complaints(breach: str) -> None:
    """首问负责、限时办结、代办: 依照投诉管理办法追责, which is 通报批评,限时整改; else nothing."""
    facts = {"bad_result": False, "bad_influence": False, "serious": False}
    expected = ["按照投诉管理办法追责", *COMPLAINT]
    assert given(breach, facts={"complained": True, **facts}) == expected
    assert given(breach, facts={"complained": False, **facts}) == []


@pytest.mark.requirement("R-283", "R-285")
def test_not_telling_at_once_goes_both_ways() -> None:
    """The station's rule looks at complaints; the one above, at bad influence."""
    both = {"complained": True, "bad_influence": True}
    titles = ["按照投诉管理办法追责", "按责任追究的规定处理", *COMPLAINT]
    assert given("one_time_notice", facts=both) == titles


@pytest.mark.requirement("R-283", "R-284", "R-290")
def test_one_fact_is_criticised_once() -> None:
    """The complaint that was true, and the breach that it was about: 通报批评 once, not twice."""
    facts = {"complained": True, "bad_result": False}
    findings = [
        sh.Finding(
            id=f"F{n}",
            breach=breach,
            occurred_at=AT,
            division=STATION,
            subjects={"person": "王某"},
            facts=facts,
            occurrence="同一件事",
            rulings=[sh.Ruling(state="verified", at=AT)],
        )
        for n, breach in enumerate(["complaint_verified", "first_not_attended"])
    ]
    proposed = sh.propose_sanctions(findings, REGISTRY, as_of=AT).proposed
    titles = [item.measure.title for item in proposed if item.measure]
    assert sorted(titles) == sorted([*COMPLAINT, "按照投诉管理办法追责"])


@pytest.mark.requirement("R-283")
def test_a_case_that_is_complained_of_shows_it_itself() -> None:
    """The applicant was sent round at ten and complained at eleven: once verified, it follows."""
    happened = [("received", 9, {}), ("circulated.outside", 10, {})]
    happened += [("complaint.received", 11, {"complaint": "C1"})]
    events = [
        sh.Event(id=kind, kind=kind, occurred_at=AT.replace(hour=hour), actor="王某", refs=refs)
        for kind, hour, refs in happened
    ]
    until = AT.replace(hour=17)
    found = REGISTRY.assess(sh.Timeline.of(events), as_of=until, division=STATION)
    (alleged,) = [one for one in detect(found).findings if one.breach == "circulated_outside"]
    assert alleged.facts == {"complained": True}
    verified = alleged.with_ruling(sh.Ruling(state="verified", at=until))
    proposed = sh.propose_sanctions([verified], REGISTRY, as_of=until).proposed
    titles = [item.measure.title for item in proposed if item.measure]
    assert titles == ["按照投诉管理办法追责", *COMPLAINT]


# ---- duty, group heads, equipment


@pytest.mark.requirement("R-286", "R-243")
def test_who_is_on_duty_answers_for_it() -> None:
    """谁值班、谁负责; 视情给予处理."""
    assert given("duty_neglected", "duty_officer") == ["视情给予处理"]


@pytest.mark.requirement("R-286")
def test_a_group_head_is_named_before_all() -> None:
    """对执行不力的小组长予以通报."""
    assert given("group_head_neglect") == ["予以通报"]


@pytest.mark.requirement("R-289")
@pytest.mark.parametrize("paid", ["compensation.repair", "compensation.value"])
def test_damage_is_paid_for(paid: str) -> None:
    """赔偿维修费或该设备折旧后的实际价值: which of them, somebody picks."""
    proposals = propose("equipment_damaged")
    (open_,) = proposals.open
    assert open_.needed == ("picks.equipment",)
    picked = given("equipment_damaged", picks={"equipment": paid})
    assert picked == ["追究当事人责任", POLICY.measures[paid].title]


# ---- agents, by what people say


@pytest.mark.requirement("R-299")
@pytest.mark.parametrize("breach", ["agency_satisfied", "agency_dissatisfied"])
def test_ratings_count_in_the_work_of_an_agent(breach: str) -> None:
    """评价结果作为考评的依据: it goes to the agent's score; how much, the source does not say."""
    (item,) = propose(breach, "agent").items
    assert item.score is not None
    assert (item.score.id, item.category, item.amount) == ("agency-quality", "rating", None)
    assert "没有写" in item.why
    assert POLICY.breaches[breach].merit == (breach == "agency_satisfied")


@pytest.mark.requirement("R-302")
@pytest.mark.parametrize(
    ("kind", "hour", "expected"),
    [
        ("rating.asked", 11, "fulfilled"),
        ("rating.asked", 9, "fulfilled"),
        ("rated", 12, "discharged"),
    ],
)
def test_who_is_served_is_asked_for_a_rating(kind: str, hour: int, expected: str) -> None:
    """业务办理完毕,主动请服务对象评价; who rates unasked need not be asked."""
    found = course((kind, hour))
    assert found.duty("rating.ask").status.value == expected


@pytest.mark.requirement("R-302")
def test_who_is_not_asked_can_still_be_asked() -> None:
    """No limit is printed: it stays open."""
    assert course().duty("rating.ask").status.value == "open"


def course(*more: tuple[str, int]) -> sh.Assessment:
    """Return a case that was received at eight and closed at ten, and what happened beside."""
    happened = [("received", 8), ("closed", 10), *more]
    events = [
        sh.Event(id=f"e{n}", kind=kind, occurred_at=AT.replace(hour=hour), actor="王某")
        for n, (kind, hour) in enumerate(happened)
    ]
    as_of = AT.replace(hour=17)
    return REGISTRY.assess(sh.Timeline.of(events), as_of=as_of, division=STATION)


# ---- days of rest, and the day before a holiday


def turns(duty: str, first: date, last: date, *happened: tuple[str, date]) -> dict[date, str]:
    """Return what became of a duty of the station on each day."""
    events = [
        sh.Event(
            id=f"{kind} {day}",
            kind=kind,
            occurred_at=datetime(day.year, day.month, day.day, 9, tzinfo=SHANGHAI),
        )
        for kind, day in happened
    ]
    as_of = datetime(2026, 12, 1, tzinfo=SHANGHAI)
    found = sh.rounds(POLICY, events, first, last, as_of=as_of, duties=[duty])
    return {one.occurrence.due: one.status.value for one in found}


@pytest.mark.requirement("R-015")
def test_the_station_works_five_days() -> None:
    """每周五天工作制: of a plain week Monday to Friday are worked."""
    week = [date(2026, 9, day) for day in range(7, 14)]
    assert [POLICY.calendar.is_workday(day) for day in week] == [True] * 5 + [False] * 2


@pytest.mark.requirement("R-018")
def test_the_station_is_inspected_before_each_holiday() -> None:
    """节假日前: on 24 and on 30 September, the last working days before the holidays."""
    first, second = date(2026, 9, 24), date(2026, 9, 30)
    done = ("hygiene.inspected", first)
    found = turns("hygiene.before-holiday", date(2026, 9, 14), date(2026, 10, 16), done)
    assert found == {first: "fulfilled", second: "breached"}


# ---- the rules themselves


def test_the_rules_do_not_clash() -> None:
    """Nothing is given twice for one fact, and every row can apply."""
    assert check_sanctions(POLICY) == ()
