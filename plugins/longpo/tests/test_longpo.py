"""The pack of 龙坡: what is told, registered and filed, agency, publicity; cases kept and broken.

Expected values are read off the sentences in ``source.txt``, the lines of the source that count;
the days are counted by hand. The matters in ``matters.toml`` are made up: the source names none.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import servicehall_longpo

import servicehall as sh
from servicehall.matters import PUBLIC_ITEMS

HERE = Path(__file__).parent
SOURCE = (HERE / "source.txt").read_text(encoding="utf-8").splitlines()
FILES = sorted(Path(servicehall_longpo.__file__).parent.glob("*.toml"))
REGISTRY = sh.Registry.of(servicehall_longpo.pack, sh.open_pack(HERE / "matters.toml"))
STATION, DISTRICT = "460203/longpo", "460203"
DAY = date(2026, 11, 2)  # a Monday; that month has no holiday
POLICY = REGISTRY.policy(STATION, on=DAY)
ABOVE = REGISTRY.policy(DISTRICT, on=DAY)
SHANGHAI = ZoneInfo("Asia/Shanghai")


def records() -> Iterator[Mapping[str, Any]]:
    """Yield every record of the pack as it is written."""
    for file in FILES:
        for entries in tomllib.loads(file.read_text(encoding="utf-8")).values():
            if isinstance(entries, list):
                yield from entries


RECORDS = tuple(records())

# ---- cases

PROMISED: Mapping[str, Any] = {
    "main_document": "provided",
    "other_materials": "complete",
    "contrary_to_policy": False,
    "survey": "not_needed",
    "needs_process": True,
    "same_day_possible": False,
    "windows": 1,
    "departments": 1,
    "must_forward": False,
    "priority_visitor": False,
}
"""A case for which a limit is promised, and nothing is amiss."""
INCOMPLETE = {**PROMISED, "other_materials": "missing_affecting"}
AGENCY = {**PROMISED, "must_forward": True, "station_authority": False, "presence_required": False}

Happening = tuple[float, str, dict[str, Any]]
"""A day of the month with the hour after the point, what happened, and what was noted."""


def instant(when: float) -> datetime:
    """Return an instant of November 2026: 2.15 is the 2nd, 15:00; the 31st is 1 December."""
    day, hour = divmod(round(when * 100), 100)
    return datetime(2026, 11, 1, hour, tzinfo=SHANGHAI) + timedelta(days=day - 1)


def on(when: float, kind: str, **payload: Any) -> Happening:
    """Write down what happened."""
    return when, kind, payload


def received(when: float = 2.09, matter: str = "service", **facts: Any) -> Happening:
    """Receive a case."""
    return on(when, "received", matter=matter, **{**PROMISED, **facts})


def assess(*happened: Happening, until: float = 30.17, division: str = STATION) -> sh.Assessment:
    """Assess a case under the rules of the station, or of the district that has none."""
    timeline = sh.Timeline.of(
        sh.Event(
            id=f"{number}",
            kind=kind,
            occurred_at=instant(when),
            actor=payload.pop("actor", ""),
            payload=payload,
        )
        for number, (when, kind, payload) in enumerate([(w, k, dict(p)) for w, k, p in happened])
    )
    return REGISTRY.assess(timeline, as_of=instant(until), division=division)


def status(found: sh.Assessment, duty: str) -> str:
    """Return what became of a duty; empty where it has not begun."""
    statuses = [one.status.value for one in found.duties if one.duty.id == duty]
    return statuses[-1] if statuses else ""


def broken(found: sh.Assessment) -> set[str]:
    """Return the kinds of breach."""
    return {one.duty.breach for one in found.breaches}


# ---- the source


@pytest.mark.requirement("R-306")
@pytest.mark.parametrize("record", RECORDS)
def test_each_record_quotes_the_source(record: Mapping[str, Any]) -> None:
    """Every record names its rules and quotes them letter by letter."""
    name = record["cite"].removeprefix("《龙坡村便民服务站制度汇编》")
    headings = [re.sub("^便民服务站(便民服务)?", "", line) for line in SOURCE]
    assert [
        one
        for one in headings
        if one.endswith(("制", "制度", "规范", "办法", "规定", "职责")) and name.startswith(one)
    ]
    assert record["quote"]
    assert any(record["quote"] in line for line in SOURCE)


@pytest.mark.requirement("R-309")
def test_the_rules_begin_on_the_day_they_were_published() -> None:
    """自印发之日起施行 has no date; nothing is claimed for the time before the page of 2016."""
    assert SOURCE[1].startswith("2016-09-27")
    dated = [record for record in RECORDS if "gives" not in record]  # a table holds by its rows
    assert {record["since"] for record in dated} == {date(2016, 9, 27)}
    assert "agency.feedback" in REGISTRY.policy(STATION, on=date(2016, 9, 27)).duties
    assert "agency.feedback" not in REGISTRY.policy(STATION, on=date(2016, 9, 26)).duties


@pytest.mark.requirement("R-308")
@pytest.mark.parametrize("division", [DISTRICT, "460203/other", "460202"])
def test_the_rules_are_those_of_one_station(division: str) -> None:
    """The district, its other halls and other districts have none of them."""
    other = REGISTRY.policy(division, on=DAY)
    assert not {record.get("id", "") for record in RECORDS} & {*other.duties, *other.forms}
    assert other.duties["one-time-notice"].before == ()
    assert "agency.entrusted" not in other.events


@pytest.mark.requirement("R-308")
def test_the_village_has_no_code_made_up() -> None:
    """The code of the village was not found: the station is a hall of its district."""
    assert POLICY.division == STATION
    assert servicehall_longpo.pack.confidence is sh.Confidence.INFERRED


@pytest.mark.requirement("R-311")
def test_no_hours_are_made_up() -> None:
    """每周五天工作制 tells no hour: the station has days of work, and no hours."""
    assert POLICY.hours is None
    assert any("每周五天工作制" in line for line in SOURCE)
    workdays = [d for d in range(2, 9) if POLICY.calendar.is_workday(date(2026, 11, d))]
    assert workdays == [2, 3, 4, 5, 6]


# ---- counting


@pytest.mark.requirement("R-006", "R-090")
@pytest.mark.parametrize(
    ("term", "value"),
    [
        ("counting.from", "next_day"),
        ("supplement.counting.from", "next_day"),
        ("supplement.resume", "restart"),
    ],
)
def test_how_limits_are_counted(term: str, value: str) -> None:
    """从收到……的次日起计算, and anew from the day after the papers are complete."""
    found = POLICY.terms[term]
    assert found.value == value
    assert "限时办结制" in str(found.citation)


@pytest.mark.requirement("R-086", "R-090")
@pytest.mark.parametrize(("closed", "expected"), [(16.17, "fulfilled"), (17.09, "breached")])
def test_once_corrected_the_promise_is_kept(closed: float, expected: str) -> None:
    """Completed on Monday the 9th: five working days end on Monday the 16th."""
    found = assess(
        received(**INCOMPLETE),
        on(2.10, "notice.supplement", missing=["证明"], form="written"),
        on(2.11, "visit.ended"),
        on(9.10, "materials.completed"),
        on(9.11, "accepted"),
        on(closed, "decided", outcome="granted"),
    )
    assert status(found, "decide.promised") == expected
    due = found.deadlines["decide.promised"].due
    assert due == date(2026, 11, 16)


# ---- told once

TOLD = on(2.10, "notice.supplement", missing=["证明"], form="written")


@pytest.mark.requirement("R-070", "R-071")
@pytest.mark.parametrize(
    ("told", "here", "above"),
    [
        pytest.param([TOLD], "fulfilled", "fulfilled", id="written, before the visitor leaves"),
        pytest.param(
            [on(2.10, "notice.supplement", missing=["证明"], form="electronic")],
            "fulfilled",
            "fulfilled",
            id="electronic",
        ),
        pytest.param(
            [on(2.10, "notice.supplement", missing=["证明"], form="oral")],
            "breached",
            "fulfilled",
            id="by word of mouth",
        ),
        pytest.param(
            [on(3.10, "notice.supplement", missing=["证明"], form="written")],
            "breached",
            "fulfilled",
            id="on the next day",
        ),
        pytest.param([on(2.10, "not_accepted")], "discharged", "discharged", id="refused at once"),
        pytest.param([on(3.10, "not_accepted")], "breached", "discharged", id="refused later"),
        pytest.param([], "breached", "breached", id="never"),
    ],
)
def test_what_is_missing_is_told_on_the_spot(told: list[Happening], here: str, above: str) -> None:
    """In writing and before the visitor leaves; the model hall allows five days, in any form."""
    case = [received(**INCOMPLETE), *told, on(2.11, "visit.ended")]
    assert status(assess(*case), "one-time-notice") == here
    assert status(assess(*case, division=DISTRICT), "one-time-notice") == above


@pytest.mark.requirement("R-071")
@pytest.mark.parametrize(("day", "expected"), [(9.10, "fulfilled"), (10.10, "breached")])
def test_without_a_visit_five_working_days_remain(day: float, expected: str) -> None:
    """Who applies by post does not leave a window: the outer limit ends on Monday the 9th."""
    told = on(day, "notice.supplement", missing=["证明"], form="written")
    assert status(assess(received(**INCOMPLETE), told), "one-time-notice") == expected


@pytest.mark.requirement("R-070", "R-071", "R-307")
def test_what_the_station_changes_has_its_own_sources() -> None:
    """Written by one rule, on the spot by another; the limit stays that of the model hall."""
    duty = POLICY.duties["one-time-notice"]
    written, spot, limit = (duty.settled.sources[key][0] for key in ("how", "before", "within"))
    assert "书面" in written.citation.quote
    assert "当场" in spot.citation.quote
    assert (written.pack, spot.pack, limit.pack) == ("longpo", "longpo", "course")
    assert duty.must == ABOVE.duties["one-time-notice"].must


@pytest.mark.requirement("R-067")
def test_who_asks_is_told_two_things() -> None:
    """一口清: the procedure and the papers, by telephone as well."""
    form = POLICY.forms["notice.consultation"]
    assert dict(form.items) == {"steps": "办理程序", "materials": "所需申报材料"}
    assert form.missing({"steps": "申请、审核"}) == {"materials": "所需申报材料"}
    assert "含电话咨询" in form.settled.citation.quote


# ---- accepted

ACCEPTED = on(2.10, "accepted", actor="李四")


@pytest.mark.requirement("R-077")
@pytest.mark.parametrize(
    ("papers", "breaches"),
    [
        pytest.param(
            [on(2.11, "acceptance.registered"), on(2.12, "notice.acceptance", form="written")],
            set(),
            id="registered and confirmed",
        ),
        pytest.param(
            [on(2.12, "notice.acceptance", form="written")],
            {"acceptance_registration"},
            id="not registered",
        ),
        pytest.param([on(2.11, "acceptance.registered")], {"acceptance_notice"}, id="no notice"),
        pytest.param(
            [on(2.11, "acceptance.registered"), on(2.12, "notice.acceptance", form="oral")],
            {"acceptance_notice"},
            id="by word of mouth",
        ),
    ],
)
def test_acceptance_is_registered_and_confirmed(
    papers: list[Happening], breaches: set[str]
) -> None:
    """Both before the decision; no sentence says sooner."""
    found = assess(received(), ACCEPTED, *papers, on(4.10, "decided", outcome="granted"))
    assert {one for one in broken(found) if one.startswith("acceptance")} == breaches


@pytest.mark.requirement("R-077")
def test_the_model_hall_confirms_licences_only() -> None:
    """The same service without any paper: a breach here, none in the district."""
    case = [received(), ACCEPTED, on(4.10, "decided", outcome="granted")]
    assert status(assess(*case), "acceptance.notice") == "breached"
    above = assess(*case, division=DISTRICT)
    assert status(above, "acceptance.notice") == ""
    assert "acceptance_voucher" not in broken(above)


@pytest.mark.requirement("R-040")
@pytest.mark.parametrize(
    ("filed", "expected"), [(2.17, "fulfilled"), (3.09, "breached"), (None, "breached")]
)
def test_papers_are_filed_on_the_day(filed: float | None, expected: str) -> None:
    """当日受理的事项材料,……及时整理归档: that day, which is a reading and marked so."""
    filing = [] if filed is None else [on(filed, "materials.filed")]
    assert status(assess(received(), ACCEPTED, *filing), "materials.filing") == expected
    citation = POLICY.duties["materials.filing"].settled.citation
    assert citation.confidence is sh.Confidence.INFERRED


@pytest.mark.requirement("R-148")
def test_who_accepts_is_the_first_responsible() -> None:
    """受理该事项的窗口工作人员为第一责任人: not who received it."""
    found = assess((2.09, "received", {**received()[2], "actor": "张三"}), ACCEPTED)
    assert found.bearer(found.duty("decide.promised")).actor == "李四"
    assert found.bearer(found.duty("acceptance.notice")).role == "第一责任人"


@pytest.mark.requirement("R-106")
def test_the_applicant_carries_no_papers_round() -> None:
    """不得在窗口外流转; passing a case on inside is none of it."""
    sent = assess(received(), ACCEPTED, on(3.09, "circulated.outside"))
    assert "circulated_outside" in broken(sent)
    inside = assess(received(), ACCEPTED, on(3.09, "handover.accepted", actor="王五"))
    assert "circulated_outside" not in broken(inside)


REFUSED = on(4.10, "decided", outcome="refused")


@pytest.mark.requirement("R-079")
@pytest.mark.parametrize(
    ("letter", "expected"),
    [
        ({"form": "written", "reasons": "不符合条件", "remedies": "复议、诉讼"}, "fulfilled"),
        ({"form": "written", "reasons": "不符合条件", "remedies": ""}, "breached"),
        ({"form": "written", "reasons": "", "remedies": "复议、诉讼"}, "breached"),
        ({"form": "oral", "reasons": "不符合条件", "remedies": "复议、诉讼"}, "breached"),
    ],
)
def test_a_refused_licence_says_why_and_what_can_be_done(
    letter: dict[str, Any], expected: str
) -> None:
    """The duty of the model hall says the same as the source, for licences; for others nothing."""
    case = [ACCEPTED, REFUSED, on(4.11, "notice.refusal", **letter), on(4.12, "closed")]
    assert status(assess(received(matter="permit"), *case), "licence.refusal") == expected
    assert status(assess(received(), *case), "licence.refusal") == ""
    assert any("不予许可决定书" in line and "行政诉讼" in line for line in SOURCE)


# ---- extension

LONGER = {"approver": "agency_head", "reasons_told": True, "lawful_ground": True}
TOLD_LONGER = {"form": "written", "reasons": "情况复杂", "limit": "10个工作日"}


@pytest.mark.requirement("R-094")
@pytest.mark.parametrize(
    ("notice", "expected"),
    [
        (TOLD_LONGER, "fulfilled"),
        ({**TOLD_LONGER, "form": "oral"}, "breached"),
        ({**TOLD_LONGER, "reasons": ""}, "breached"),
        ({"form": "written", "reasons": "情况复杂"}, "fulfilled"),  # not on record is not "no"
        (None, "breached"),
    ],
)
def test_an_extension_is_told_in_writing(notice: dict[str, Any] | None, expected: str) -> None:
    """In writing, with the reasons and, in the same notice, the new limit."""
    told = [] if notice is None else [on(20.11, "notice.extension", **notice)]
    case = [received(matter="permit"), ACCEPTED, on(20.10, "extension.approved", **LONGER), *told]
    decided = on(30.10, "decided", outcome="granted")
    assert status(assess(*case, decided), "extension.notice") == expected


@pytest.mark.requirement("R-094")
@pytest.mark.parametrize(
    ("ground", "expected"), [({"lawful_ground": False}, "breached"), (LONGER, ""), ({}, "dormant")]
)
def test_an_extension_needs_a_rule(ground: dict[str, Any], expected: str) -> None:
    """Without a law, regulation or rule it is a breach; where nobody noted one, that is asked."""
    approved = on(20.10, "extension.approved", **ground)
    found = assess(received(matter="permit"), ACCEPTED, approved)
    assert status(found, "extension.lawful") == expected


@pytest.mark.requirement("R-094")
def test_no_extension_moves_a_promise() -> None:
    """Promised for the 9th, extended, decided on the 10th: late all the same."""
    approved = on(5.10, "extension.approved", **LONGER)
    decided = on(10.10, "decided", outcome="granted")
    found = assess(received(matter="permit"), ACCEPTED, approved, decided)
    assert found.deadlines["decide.promised"].due == date(2026, 11, 9)
    assert status(found, "decide.promised") == "breached"
    assert status(found, "decide.statutory") == "fulfilled"


# ---- who comes first


@pytest.mark.requirement("R-206")
@pytest.mark.parametrize(
    ("visitor", "served", "expected"),
    [
        (True, 2.08, "fulfilled"),
        (True, 2.10, "fulfilled"),
        (True, 3.10, "breached"),
        (True, None, "breached"),
        (False, None, ""),
        (None, None, "dormant"),
    ],
)
def test_who_needs_help_is_served_first(
    visitor: bool | None,  # noqa: FBT001  # a column
    served: float | None,
    expected: str,
) -> None:
    """老弱病残孕等: before they leave; who was served first on arrival, has been."""
    first = [] if served is None else [on(served, "priority.served")]
    case = [on(2.07, "contacted"), received(priority_visitor=visitor), on(2.11, "visit.ended")]
    assert status(assess(*case, *first), "priority") == expected


# ---- agency

ENTRUSTED = on(2.10, "agency.entrusted", actor="赵六")
EXPLAINED = on(2.11, "agency.explained", steps="报区政务中心办理", limit="5个工作日")
CONTACTED = on(3.09, "agency.contacted")
RESULT = on(6.09, "agency.result.received")
NOTIFIED = on(6.10, "notified")
HANDED = on(9.10, "agency.result.handed")
FEEDBACK = on(9.11, "agency.feedback", result_confirmed="已确认", satisfaction="满意")
GOOD = (ENTRUSTED, EXPLAINED, CONTACTED, RESULT, NOTIFIED, HANDED, FEEDBACK, on(9.12, "closed"))
"""An agency case in which all is done as it should be."""


def agency(*happened: Happening, until: float = 30.17, **facts: Any) -> sh.Assessment:
    """Assess a case that the agent takes to the district's hall."""
    return assess(received(**{**AGENCY, **facts}), *happened, until=until)


def without(*left_out: Happening) -> list[Happening]:
    """Return the good case without some of what happened."""
    return [one for one in GOOD if one not in left_out]


@pytest.mark.requirement("R-211", "R-212", "R-213")
def test_an_agency_case_in_which_all_is_done() -> None:
    """No breach, nothing left to do, and the agent bears what is his."""
    found = agency(*GOOD)
    mine = [one for one in found.duties if one.duty.id.startswith("agency.")]
    assert {one.duty.id for one in mine if one.status is sh.DutyStatus.FULFILLED} == {
        "agency.explanation",
        "agency.contact",
        "agency.promised",
        "agency.statutory",
        "agency.collection",
        "agency.feedback",
    }
    assert {one.status.value for one in mine} == {"fulfilled"}
    assert not found.breaches
    assert {str(found.bearer(one)) for one in mine} == {"代办员（赵六）"}


@pytest.mark.requirement("R-209")
def test_the_model_hall_knows_no_agency() -> None:
    """It forwards such a case; a word of the station is refused there, not passed over."""
    with pytest.raises(sh.FaultyDataError, match="SH613"):
        assess(received(), ENTRUSTED, division=DISTRICT)


@pytest.mark.requirement("R-209")
@pytest.mark.parametrize(
    ("facts", "presence", "authority"),
    [
        ({}, "", ""),
        ({"presence_required": True}, "breached", ""),
        ({"presence_required": None}, "dormant", ""),
        ({"station_authority": True}, "", ""),
        ({"station_authority": True, "same_day_possible": True}, "", "breached"),
        ({"station_authority": None, "same_day_possible": True}, "", "dormant"),
    ],
)
def test_what_agency_is_for(facts: dict[str, Any], presence: str, authority: str) -> None:
    """Matters beyond the station or its day, and none for which one must come in person."""
    found = agency(ENTRUSTED, **facts)
    assert status(found, "agency.presence") == presence
    assert status(found, "agency.authority") == authority


@pytest.mark.requirement("R-210")
def test_a_substitute_takes_over() -> None:
    """The committee names one while the agent is away; what is missed then is the substitute's."""
    away = on(4.09, "agency.substituted", actor="钱七")
    found = agency(ENTRUSTED, EXPLAINED, CONTACTED, away)
    late = found.duty("agency.promised")
    assert late.status is sh.DutyStatus.BREACHED
    assert str(found.bearer(late)) == "代办员（钱七）"


@pytest.mark.requirement("R-211")
@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"steps": "报区政务中心办理", "limit": "5个工作日"}, "fulfilled"),
        ({"steps": "", "limit": "5个工作日"}, "breached"),
        ({"limit": "5个工作日"}, "fulfilled"),  # the steps are not on record, which is not "no"
        (None, "breached"),
    ],
)
def test_who_entrusts_is_told_steps_and_limit(told: dict[str, Any] | None, expected: str) -> None:
    """Both, before the agent sets out."""
    explained = [] if told is None else [on(2.11, "agency.explained", **told)]
    found = agency(*without(EXPLAINED), *explained)
    assert status(found, "agency.explanation") == expected


@pytest.mark.requirement("R-211")
def test_nobody_acts_without_a_mandate() -> None:
    """《代办服务委托书》 comes first: it is the applicant's own choice."""
    assert "agency_without_mandate" in broken(agency(*without(ENTRUSTED)))
    assert "agency_without_mandate" not in broken(agency(*GOOD))


@pytest.mark.requirement("R-212")
@pytest.mark.parametrize(
    ("handed", "expected"), [(9.23, "fulfilled"), (10.09, "breached"), (None, "breached")]
)
def test_the_result_is_handed_over_within_the_promise(handed: float | None, expected: str) -> None:
    """Entrusted on the 2nd: the five working days promised end on Monday the 9th."""
    given = [] if handed is None else [on(handed, "agency.result.handed")]
    found = agency(ENTRUSTED, EXPLAINED, CONTACTED, RESULT, NOTIFIED, *given)
    assert found.deadlines["agency.promised"].due == date(2026, 11, 9)
    assert status(found, "agency.promised") == expected


@pytest.mark.requirement("R-212")
@pytest.mark.parametrize(
    ("left_out", "duty", "expected"),
    [
        ([CONTACTED], "agency.contact", "breached"),
        ([NOTIFIED], "agency.collection", "discharged"),
        ([NOTIFIED, HANDED], "agency.collection", "open"),
    ],
)
def test_the_agent_contacts_the_centre_and_calls_for_collection(
    left_out: list[Happening], duty: str, expected: str
) -> None:
    """Who already has the result need not be called; until then the call is due."""
    assert status(agency(*without(*left_out)), duty) == expected


@pytest.mark.requirement("R-027")
@pytest.mark.parametrize(("got", "expected"), [(30.17, "fulfilled"), (31.09, "breached")])
def test_agency_ends_within_the_statutory_limit(got: float, expected: str) -> None:
    """Twenty working days after Monday the 2nd end on Monday the 30th."""
    result = on(got, "agency.result.received")
    found = agency(ENTRUSTED, EXPLAINED, CONTACTED, result, until=32.09)
    assert found.deadlines["agency.statutory"].due == date(2026, 11, 30)
    assert status(found, "agency.statutory") == expected


@pytest.mark.requirement("R-027", "R-090")
def test_agency_runs_once_the_papers_are_complete() -> None:
    """Completed on Wednesday the 4th: five working days end on Wednesday the 11th."""
    completed = on(4.10, "materials.completed")
    supplement = on(2.11, "notice.supplement", missing=["证明"], form="written")
    case = (ENTRUSTED, supplement, completed)
    lacking = agency(*case, until=4.09, other_materials="missing_affecting")
    assert status(lacking, "agency.promised") == ""
    found = agency(*case, until=5.09, other_materials="missing_affecting")
    assert found.deadlines["agency.promised"].due == date(2026, 11, 11)
    assert found.deadlines["agency.statutory"].due == date(2026, 12, 2)


AGREED = on(6.09, "agency.extension.agreed", limit="5个工作日")


@pytest.mark.requirement("R-097")
@pytest.mark.parametrize(
    ("agreed", "handed", "breaches"),
    [
        pytest.param([AGREED], 13.10, set(), id="agreed and kept"),
        pytest.param([AGREED], 16.10, {"agency_late"}, id="agreed and missed"),
        pytest.param([], 13.10, {"agency_late", "overdue_promised"}, id="not agreed"),
        pytest.param(
            [on(10.09, "agency.extension.agreed", limit="5个工作日")],
            13.10,
            {"agency_late", "overdue_promised"},
            id="agreed after the limit",
        ),
    ],
)
def test_agency_is_extended_only_by_consent(
    agreed: list[Happening], handed: float, breaches: set[str]
) -> None:
    """Promised for the 9th; on the 6th five more working days are agreed on: to the 13th."""
    result = [on(handed, "agency.result.handed"), on(handed + 0.01, "closed")]
    found = agency(ENTRUSTED, EXPLAINED, CONTACTED, *agreed, *result)
    assert broken(found) == breaches


@pytest.mark.requirement("R-097")
def test_consent_does_not_move_the_statutory_limit() -> None:
    """That one stays where the law puts it; an extension by law moves it."""
    found = agency(ENTRUSTED, EXPLAINED, CONTACTED, AGREED)
    assert found.deadlines["agency.agreed"].due == date(2026, 11, 13)
    assert found.deadlines["agency.statutory"].due == date(2026, 11, 30)
    approved = on(20.10, "extension.approved", **LONGER)
    licence = received(matter="permit", **AGENCY)
    longer = assess(licence, ENTRUSTED, EXPLAINED, CONTACTED, approved)
    assert longer.deadlines["agency.statutory"].due == date(2026, 12, 14)


@pytest.mark.requirement("R-132")
@pytest.mark.parametrize("asked", ["agency.charged", "agency.gift-asked"])
def test_agency_is_free(asked: str) -> None:
    """No charge under any name, no gift; the good case has neither."""
    assert "agency_charged" in broken(agency(*GOOD, on(5.09, asked)))
    assert "agency_charged" not in broken(agency(*GOOD))


@pytest.mark.requirement("R-213")
@pytest.mark.parametrize(
    ("filled", "expected"),
    [
        ({"result_confirmed": "已确认", "satisfaction": "满意"}, "fulfilled"),
        ({"result_confirmed": "", "satisfaction": "满意"}, "open"),
        (None, "open"),
    ],
)
@pytest.mark.parametrize("end", [HANDED, on(9.10, "agency.failed")])
def test_every_agency_case_has_its_feedback(
    end: Happening, filled: dict[str, Any] | None, expected: str
) -> None:
    """所有的: also the one that could not be done. No day is stated: it stays open until then."""
    form = [] if filled is None else [on(9.11, "agency.feedback", **filled)]
    found = agency(ENTRUSTED, EXPLAINED, CONTACTED, end, *form)
    assert status(found, "agency.feedback") == expected


FAILED = on(6.09, "agency.failed")


@pytest.mark.requirement("R-215")
@pytest.mark.parametrize(
    ("told", "expected"),
    [({"reasons": "不符合条件"}, "fulfilled"), ({"reasons": ""}, "breached"), (None, "breached")],
)
def test_what_cannot_be_done_is_explained(told: dict[str, Any] | None, expected: str) -> None:
    """With the reason, before the case is closed; the limits of agency fall away."""
    explained = [] if told is None else [on(6.10, "explained", **told)]
    found = agency(ENTRUSTED, EXPLAINED, CONTACTED, FAILED, *explained, on(6.11, "closed"))
    assert status(found, "agency.failure") == expected
    assert status(found, "agency.promised") == "discharged"


# ---- what an agent knows


@pytest.mark.requirement("R-214")
def test_an_agent_knows_six_things() -> None:
    """办事依据、条件、程序、所需材料、承诺时限、收费标准, of every matter that is taken on."""
    form = POLICY.form("agency.knowledge")
    labels = ["办事依据", "条件", "程序", "所需材料", "承诺时限", "收费标准"]
    assert list(form.items.values()) == labels
    assert form.of == "matter"
    assert set(form.items) <= set(PUBLIC_ITEMS)
    assert "、".join(labels) in form.settled.citation.quote
    assert "agency.knowledge" not in ABOVE.forms


@pytest.mark.requirement("R-214")
@pytest.mark.parametrize(
    ("matter", "unknown"),
    [
        ("guide", []),
        ("torn", ["条件", "承诺时限", "收费标准"]),  # the guide is torn there
        ("service", ["办事依据", "条件", "程序", "所需材料", "收费标准"]),  # only limits are stated
    ],
)
def test_a_matter_tells_what_its_agent_could_not_know(matter: str, unknown: list[str]) -> None:
    """What its record does not state, or states as not known; no papers needed is known."""
    form = POLICY.form("agency.knowledge")
    assert list(POLICY.matter(matter).missing(form).values()) == unknown


# ---- written down, made public


@pytest.mark.requirement("R-152")
def test_the_ledger_has_seven_fields() -> None:
    """《首问责任登记台帐》; the name of the person served is personal."""
    form = POLICY.forms["ledger.first-responder"]
    assert form.of == "ledger"
    assert list(form.items.values()) == [
        "首次接待时间",
        "首问责任人姓名",
        "办事群众姓名",
        "办理事项",
        "办理期限",
        "办理情况",
        "办结日期",
    ]
    assert POLICY.fields["applicant"].sensitivity == "personal"
    assert form.missing(dict.fromkeys(form.items, "有") | {"closed_on": ""}) == {
        "closed_on": "办结日期"
    }


@pytest.mark.requirement("R-260")
def test_five_things_about_a_limit_are_public() -> None:
    """Matter, post, procedure, limit, telephone: all of them known to the register of matters."""
    form = POLICY.forms["publicity.limits.longpo"]
    labels = ["办理事项", "责任岗位", "办理流程", "办理时限", "监督部门电话"]
    assert list(form.items.values()) == labels
    assert set(form.items) <= set(PUBLIC_ITEMS)


@pytest.mark.requirement("R-261")
def test_what_stands_on_the_window() -> None:
    """What is done there, who sits there with post and telephone, and the badge."""
    labels = ["服务事项说明", "姓名", "职务", "电话", "佩带工作证"]
    assert list(POLICY.forms["publicity.window.longpo"].items.values()) == labels


@pytest.mark.requirement("R-262")
def test_what_the_village_board_says() -> None:
    """Three things on the board, and two ways to complain; the number was not printed."""
    board = POLICY.forms["publicity.agency.longpo"].items
    assert list(board.values()) == ["便民服务的有关内容", "服务项目", "报送期限"]
    ways = POLICY.forms["supervision.longpo"]
    assert list(ways.items.values()) == ["监督意见箱", "监督举报电话"]
    assert any("没有印出号码" in note for note in ways.settled.notes)


# ---- complaints

Complaint = tuple[float, str, dict[str, Any]]


def complain(*happened: Complaint, until: float = 30.17, **facts: Any) -> sh.Assessment:
    """Assess a complaint that was received on Monday the 2nd, at nine."""
    known = {"complaint_complex": False, "complaint_units": 1, **facts}
    course = [on(2.09, "complaint.received", **known), *happened]
    events = [
        sh.Event(
            id=f"e{n}",
            kind=kind,
            occurred_at=instant(when),
            payload=dict(noted),
            refs={"complaint": "C1", "visit": "V1"},
        )
        for n, (when, kind, noted) in enumerate(course)
    ]
    return REGISTRY.assess(sh.Timeline.of(events), as_of=instant(until), division=STATION)


SCOPE = ["attitude", "efficiency", "formalities", "charging", "result"]
ANSWER = on(3.09, "complaint.answered")


@pytest.mark.requirement("R-188")
def test_the_discipline_organisation_receives_complaints() -> None:
    """社区居(村)委会的纪检组织负责受理和处理; elsewhere in the district nobody in particular."""
    assert POLICY.roles["complaint_receiver"].title == "社区居（村）委会纪检组织"
    assert ABOVE.roles["complaint_receiver"].title == "投诉受理人"


@pytest.mark.requirement("R-171", "R-172")
def test_no_figure_is_printed_so_those_above_hold() -> None:
    """A general one by the next working day, the 3rd; a complex one within a week, the 9th."""
    assert complain().duty("complaint.answer.general/C1").last_day == date(2026, 11, 3)
    found = complain(complaint_complex=True)
    assert found.duty("complaint.answer.complex/C1").last_day == date(2026, 11, 9)


@pytest.mark.requirement("R-176")
@pytest.mark.parametrize(("opened", "expected"), [(2.17, "fulfilled"), (3.09, "breached")])
def test_a_letter_is_opened_the_day_it_comes(opened: float, expected: str) -> None:
    """当日来信,当日拆封; what did not come by letter is not opened."""
    happened = on(opened, "complaint.letter.opened")
    assert status(complain(happened, complaint_channel="letter"), "complaint.letter") == expected
    assert status(complain(happened, complaint_channel="visit"), "complaint.letter") == ""


@pytest.mark.requirement("R-177")
@pytest.mark.parametrize(("checked", "expected"), [(2.10, "fulfilled"), (4.09, "breached")])
def test_the_evaluator_brings_the_manager(checked: float, expected: str) -> None:
    """管理人员第一时间到现场调查处理: no figure, but before anything is answered, on the 3rd."""
    happened = on(checked, "complaint.site.checked")
    found = complain(happened, ANSWER, complaint_channel="evaluator")
    assert status(found, "complaint.evaluator") == expected


@pytest.mark.requirement("R-178", "R-169")
@pytest.mark.parametrize("about", SCOPE)
@pytest.mark.parametrize(
    ("happened", "expected"),
    [
        ([on(2.09, "complaint.limit.told", limit="1个工作日")], "fulfilled"),
        ([on(2.09, "complaint.limit.told", limit="")], "breached"),
        ([on(2.09, "complaint.answered")], "discharged"),
        ([], "breached"),
    ],
)
def test_the_limit_is_told_at_once(about: str, happened: list[Complaint], expected: str) -> None:
    """五类: accepted at once, the limit told before the visitor leaves; unless it is settled."""
    found = complain(*happened, on(2.10, "visit.ended"), complaint_about=about)
    assert status(found, "complaint.limit.told") == expected


@pytest.mark.requirement("R-178")
def test_what_is_out_of_scope_is_not_accepted_so() -> None:
    """违规违纪 is no part of the five."""
    assert status(complain(complaint_about="discipline"), "complaint.limit.told") == ""


@pytest.mark.requirement("R-149")
@pytest.mark.parametrize(
    ("within", "escalated", "expected"),
    [(False, True, "fulfilled"), (False, False, "breached"), (True, False, "")],
)
def test_what_is_beyond_authority_goes_a_level_up(
    within: bool,  # noqa: FBT001  # a case of the test
    escalated: bool,  # noqa: FBT001
    expected: str,
) -> None:
    """授权有限,逐级负责."""
    up = [on(2.10, "complaint.escalated")] if escalated else []
    found = complain(*up, ANSWER, within_authority=within)
    assert status(found, "complaint.level") == expected


@pytest.mark.requirement("R-184")
@pytest.mark.parametrize(("nature", "expected"), [("opinion", "breached"), ("complaint", "")])
def test_opinions_go_to_the_head(nature: str, expected: str) -> None:
    """对意见和反映类投诉,报便民服务站管理负责人, before it is closed."""
    closed = on(4.09, "complaint.closed")
    assert status(complain(closed, complaint_nature=nature), "complaint.opinion") == expected
    told = complain(on(3.09, "complaint.head.told"), closed, complaint_nature=nature)
    assert status(told, "complaint.opinion") == expected.replace("breached", "fulfilled")


@pytest.mark.requirement("R-179")
def test_four_ways_to_inquire() -> None:
    """Complainant, window, records, witnesses; what was heard is written down."""
    four = POLICY.vocabulary.facts["inquiry_method"].domain
    assert list(four.values) == ["complainant", "window", "records", "witnesses"]
    asked = on(2.15, "complaint.inquired", inquiry_method="witnesses")
    closed = on(4.09, "complaint.closed")
    assert status(complain(asked, closed), "complaint.inquiry") == "breached"
    noted = on(3.09, "complaint.inquiry.noted")
    assert status(complain(asked, noted, closed), "complaint.inquiry") == "fulfilled"


@pytest.mark.requirement("R-098")
@pytest.mark.parametrize(
    ("facts", "approver", "due"),
    [
        ({"complaint_complex": True}, "leader", date(2026, 11, 12)),
        ({"complaint_complex": True}, "agency_head", date(2026, 11, 9)),
        ({}, "leader", date(2026, 11, 3)),
    ],
)
def test_a_complex_one_is_extended_with_consent(
    facts: dict[str, Any], approver: str, due: date
) -> None:
    """经领导同意后,可适当延期: three days more than the 9th are the 12th; a simple one has none."""
    agreed = on(3.09, "extension.approved", approver=approver, limit="3个自然日")
    found = complain(agreed, **facts)
    (one,) = [o for o in found.duties if o.duty.id.startswith("complaint.answer.")]
    assert one.last_day == due


@pytest.mark.requirement("R-181")
def test_a_verified_complaint_is_corrected_and_told() -> None:
    """限时整改: three working days from the 4th end with the 9th; the complainant hears both."""
    verified, decided = (
        on(3.09, "complaint.verified"),
        on(4.09, "complaint.decided", limit="3个工作日"),
    )
    told = on(4.10, "complaint.answered", findings="属实", result="通报批评")
    closed = on(4.11, "complaint.closed")
    late = complain(verified, decided, told, on(10.09, "complaint.corrected"))
    assert late.duty("complaint.correction/C1").last_day == date(2026, 11, 9)
    assert status(late, "complaint.correction") == "breached"
    kept = complain(verified, decided, told, on(9.09, "complaint.corrected"), closed)
    assert status(kept, "complaint.correction") == "fulfilled"
    assert status(kept, "complaint.verified.told") == "fulfilled"
    bare = on(4.10, "complaint.answered", findings="属实", result="")
    half = complain(verified, decided, bare, closed)
    assert status(half, "complaint.verified.told") == "breached"


@pytest.mark.requirement("R-183")
@pytest.mark.parametrize(
    ("happened", "recheck", "call_back"),
    [
        (["complaint.rechecked", "complaint.called-back"], "fulfilled", "fulfilled"),
        (["complaint.rechecked"], "fulfilled", "open"),
        ([], "breached", "open"),
    ],
)
def test_who_is_not_satisfied_is_heard_again(
    happened: list[str], recheck: str, call_back: str
) -> None:
    """须重新进行核实, and called back; how often, nobody says: open until it is done."""
    course = [on(5.09, "complaint.disputed"), *(on(6.09, kind) for kind in happened)]
    found = complain(ANSWER, *course, on(9.09, "complaint.closed"))
    assert status(found, "complaint.recheck") == recheck
    assert status(found, "complaint.call-back") == call_back


@pytest.mark.requirement("R-185")
@pytest.mark.parametrize(
    ("kind", "expected"),
    [("disturbance.educated", "fulfilled"), ("disturbance.police", "fulfilled"), ("", "breached")],
)
def test_disturbance_is_met_with_education_or_the_police(kind: str, expected: str) -> None:
    """给予严肃批评教育,情节严重的可交公安部门."""
    course = [on(2.10, "disturbance"), *([on(2.11, kind)] if kind else [])]
    found = complain(*course, ANSWER, on(4.09, "complaint.closed"))
    assert status(found, "complaint.disturbance") == expected


@pytest.mark.requirement("R-161")
@pytest.mark.parametrize(
    ("papers", "expected"),
    [
        ({"complaint_papers": "有", "inquiry_papers": "有", "decision_papers": "有"}, "fulfilled"),
        ({"complaint_papers": "有", "inquiry_papers": "有", "decision_papers": ""}, "open"),
        (None, "open"),
    ],
)
def test_each_complaint_is_one_volume(papers: dict[str, str] | None, expected: str) -> None:
    """每宗一卷: three papers, filed; no day is stated, so it is open until then."""
    filed = [] if papers is None else [on(5.09, "complaint.filed", **papers)]
    found = complain(ANSWER, on(4.09, "complaint.closed"), *filed)
    assert status(found, "complaint.archive") == expected


@pytest.mark.requirement("R-187", "R-186", "R-174")
def test_what_the_model_hall_took_from_here_holds_here() -> None:
    """有诉必理、有理必果; group visits; written for written: in the words of these rules."""
    assert POLICY.duties["complaint.result"].settled.citation.quote == "做到“有诉必理、有理必果”"
    for name in ("complaint.result", "complaint.group", "complaint.conflict"):
        quote = POLICY.duties[name].settled.citation.quote
        assert any(quote in line for line in SOURCE)
    assert any("书面投诉应书面答复" in line for line in SOURCE)


# ---- the first responder


def first(found: sh.Assessment) -> str:
    """Return who is the first responder in the end."""
    return found.holder("first_responder").actor


@pytest.mark.requirement("R-136")
def test_the_first_responder_is_who_receives_by_duty() -> None:
    """按照职责首次接待: neither who only answered the telephone, nor who was there by chance."""
    call = on(2.08, "phoned", actor="孙丽")
    chance = on(2.09, "contacted", actor="李刚", by_duty=False)
    duty = on(2.10, "contacted", actor="王芳", by_duty=True)
    assert first(assess(call, chance, duty)) == "王芳"
    assert first(assess(call, on(2.09, "contacted", actor="钱红"), duty)) == "钱红"
    assert first(assess(call)) == ""
    assert first(assess(call, division=DISTRICT)) == "孙丽"


@pytest.mark.requirement("R-136", "R-070")
@pytest.mark.parametrize(
    ("kind", "duty"), [("consulted", "consultation"), ("phoned", "call.answer")]
)
def test_who_asks_by_telephone_is_told_all_too(kind: str, duty: str) -> None:
    """含电话咨询: told nothing, it is on whoever was asked, in both ways, and once."""
    asked = on(2.09, kind, actor="孙丽")
    found = assess(asked, on(2.10, "visit.ended"))
    assert [one.duty.id for one in found.breaches] == [duty]
    assert found.breaches[0].duty.breach == "consultation"
    assert found.bearer(found.duty(duty)).actor == "孙丽"
    answered = assess(asked, on(2.091, "answered", actor="孙丽"), on(2.10, "visit.ended"))
    assert broken(answered) == {"consultation"}
    told = assess(asked, on(2.091, "notice.one-time", actor="孙丽"), on(2.10, "visit.ended"))
    assert broken(told) == set()


@pytest.mark.requirement("R-137")
def test_what_can_be_answered_at_once_is() -> None:
    """应当场答复或办理, else told and explained."""
    came = on(2.09, "contacted", actor="王芳")
    left = on(2.11, "visit.ended")
    assert "first_not_attended" in broken(assess(came, left))
    assert broken(assess(came, on(2.10, "answered", actor="王芳"), left)) == set()


@pytest.mark.requirement("R-148")
def test_who_accepts_the_case_answers_for_it() -> None:
    """Two roles: 王芳 was asked first; 赵强 accepted it, and is 第一责任人."""
    came = on(2.08, "contacted", actor="王芳")
    found = assess(came, received(), on(2.10, "accepted", actor="赵强"))
    assert first(found) == "王芳"
    assert str(found.holder("case_owner")) == "第一责任人（赵强）"


@pytest.mark.requirement("R-149")
@pytest.mark.parametrize(
    ("authority", "passed", "expected"),
    [(True, False, ""), (False, False, "open"), (False, True, "fulfilled")],
)
def test_an_objection_goes_up_step_by_step(*, authority: bool, passed: bool, expected: str) -> None:
    """授权有限,逐级负责: what is beyond one's authority goes up; there is no figure for when."""
    objected = on(3.09, "objection.raised", within_authority=authority)
    up = [on(3.10, "objection.escalated")] if passed else []
    assert status(assess(received(), objected, *up), "objection.escalate") == expected


@pytest.mark.requirement("R-151")
def test_the_guide_passes_on_what_is_special_and_records_it() -> None:
    """及时传达给相关人员处理,并做好记录: two duties of the guide, open until done."""
    found_ = on(2.09, "incident.found", actor="周芳")
    came = on(2.08, "contacted", actor="王芳")
    open_ = assess(came, found_)
    assert status(open_, "incident.pass-on") == status(open_, "incident.record") == "open"
    assert str(open_.bearer(open_.duty("incident.record"))) == "咨询引导人员（周芳）"
    done = assess(came, found_, on(2.10, "incident.passed-on"), on(2.11, "incident.recorded"))
    assert status(done, "incident.pass-on") == status(done, "incident.record") == "fulfilled"
