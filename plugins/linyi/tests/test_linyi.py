"""The pack of 临沂: agency for projects, charging at one point, delegation.

Expected values are read off the sentences in ``source.txt``. The source names no matter and prints
no rate: those of the county below are made up. In March 2026 the 2nd is a Monday.
"""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest
import servicehall_linyi

import servicehall as sh

HERE = Path(__file__).parent
SOURCE = (HERE / "source.txt").read_text(encoding="utf-8").splitlines()
FILES = sorted(Path(servicehall_linyi.__file__).parent.glob("*.toml"))
REGISTRY = sh.Registry.of(servicehall_linyi.pack)
CITY, COUNTY, ELSEWHERE = "371300", "371327", "371200"
DAY = date(2026, 3, 2)
POLICY = REGISTRY.policy(COUNTY, on=DAY)
NINE = datetime(2026, 3, 2, 9, tzinfo=timezone(timedelta(hours=8)))

Told = tuple[str, dict[str, Any]]
"""What happened, an hour after what stands before it, and what was noted."""


def records() -> Iterator[Mapping[str, Any]]:
    """Yield every record of the pack as it is written."""
    for file in FILES:
        for entries in tomllib.loads(file.read_text(encoding="utf-8")).values():
            if isinstance(entries, list):
                yield from entries


def on(kind: str, **noted: Any) -> Told:
    """Write down what happened."""
    return kind, noted


def assess(*told: Told) -> sh.Assessment:
    """Assess what happened in a county of the city, as it stands a month later."""
    events = [
        sh.Event(
            id=f"e{number}",
            kind=kind,
            occurred_at=NINE + timedelta(hours=number),
            actor=noted.get("actor", "王某"),
            refs=noted.get("refs", {}),
            payload={key: one for key, one in noted.items() if key not in ("actor", "refs")},
        )
        for number, (kind, noted) in enumerate(told)
    ]
    as_of = NINE + timedelta(days=30)
    return REGISTRY.assess(sh.Timeline.of(events), as_of=as_of, division=COUNTY)


def broken(*told: Told) -> set[str]:
    """Return the kinds of breach."""
    return {one.duty.breach for one in assess(*told).breaches}


def status(duty: str, *told: Told) -> str:
    """Return what became of a duty; empty where it never began."""
    found = [one.status.value for one in assess(*told).duties if one.duty.id == duty]
    return found[-1] if found else ""


def answer(table: str, **facts: Any) -> str:
    """Return what a table says, in Chinese."""
    found = POLICY.tables[table].decide(facts)
    assert isinstance(found, sh.Decision)
    return POLICY.tables[table].gives.say(found.outcome)


def checked(standard: str, **facts: Any) -> str:
    """Return whether a standard is met."""
    found = {one.standard.id: one.status.value for one in POLICY.check_standards(facts)}
    return found[standard]


# ---- the source


@pytest.mark.requirement("R-306")
@pytest.mark.parametrize("record", tuple(records()), ids=lambda record: record["id"])
def test_each_record_quotes_the_source(record: Mapping[str, Any]) -> None:
    """Every record names the speech and quotes it letter by letter."""
    assert record["cite"].startswith("《大厅范文10篇》篇4二")
    assert any(record["quote"] in line for line in SOURCE)
    assert record.get("confidence", "clean") == "clean" or record["note"]


@pytest.mark.requirement("R-308", "R-304")
def test_the_rules_are_those_of_the_city_and_its_counties() -> None:
    """市县两级大厅: the city and what lies below it; the source names the city itself."""
    own = {record["id"] for record in records()}
    for division in (CITY, COUNTY, "371327001"):
        assert "delegation" in REGISTRY.policy(division, on=DAY).duties
    assert not own & set(REGISTRY.policy(ELSEWHERE, on=DAY).duties)
    assert servicehall_linyi.pack.confidence is sh.Confidence.CLEAN
    assert any("来临沂投资" in line for line in SOURCE)


def test_who_answers_for_what() -> None:
    """Each is a promise of the hall, and has its bearer."""
    above = REGISTRY.policy(ELSEWHERE, on=DAY).duties
    found: dict[str, set[str]] = {}
    for name, duty in POLICY.duties.items():
        if name not in above:
            assert duty.grade is sh.Grade.SERVICE
            found.setdefault(POLICY.roles[duty.who].title, set()).add(duty.breach)
    assert found == {
        "代办机构": {"project_without_agency"},
        "首席代表": {"window_without_delegation"},
        "收费的窗口和工作人员": {"fee_outside_funnel"},
        "减免收费的单位和个人": {"fee_waived_without_approval"},
    }


def test_the_tables_have_no_hole() -> None:
    """Every case has one answer."""
    for name in ("project_agency", "fee_level"):
        assert POLICY.tables[name].analyse().is_clean


# ---- agency for projects


@pytest.mark.requirement("R-216")
@pytest.mark.parametrize(
    ("project", "expected"),
    [
        ("key_construction", "代办，作为工作的重点"),
        ("outside_investment", "代办，作为工作的重点"),
        ("new_enterprise", "代办，作为工作的重点"),
        ("other", "代办"),
        ("none", "原文没有写"),
    ],
)
def test_all_projects_have_an_agent_three_kinds_first(project: str, expected: str) -> None:
    """全面推行进厅项目,特别是重点建设项目、外来投资项目、新办企业项目的审批代办服务制."""
    assert answer("project_agency", project_type=project) == expected


@pytest.mark.requirement("R-216")
@pytest.mark.parametrize("project", ["key_construction", "other", "none"])
def test_a_project_that_no_agent_took_is_told(project: str) -> None:
    """Until it is decided an agent takes it; what is no project needs none."""
    case = on("received", project_type=project)
    end = [on("accepted"), on("decided")]
    needed = project != "none"
    assert ("project_without_agency" in broken(case, *end)) == needed
    taken = on("project.agency-arranged")
    assert status("project.agency", case, taken, *end) == ("fulfilled" if needed else "")


@pytest.mark.requirement("R-216")
def test_two_ways_of_agency() -> None:
    """联合预审制、告知承诺制, and a body that does it."""
    form = POLICY.form("project.methods")
    assert form.missing({"agency_body": "代办中心"}) == {
        "joint_examination": "联合预审制",
        "promise_on_notice": "告知承诺制",
    }


# ---- delegation


@pytest.mark.requirement("R-109")
@pytest.mark.parametrize("kind", ["accepted", "decided"])
def test_a_window_acts_with_a_letter_only(kind: str) -> None:
    """Without the letter it has neither 受理权 nor 处治权; what nobody noted blames nobody."""
    case = [on("received"), on("accepted"), on("decided")]
    for signed, expected in ((False, True), (True, False), (None, False)):
        noted = {} if signed is None else {"delegation_signed": signed}
        told = [(name, noted if name == kind else {}) for name, _ in case]
        assert ("window_without_delegation" in broken(*told)) == expected


@pytest.mark.requirement("R-109")
@pytest.mark.parametrize(
    ("facts", "expected"), [({"delegation_signed": True}, "met"), ({}, "unknown")]
)
def test_the_letter_is_a_standard_of_the_window(facts: Mapping[str, bool], expected: str) -> None:
    """What nobody looked at is not known."""
    assert checked("window.delegation", **facts) == expected
    assert checked("window.delegation", delegation_signed=False) == "failed"


@pytest.mark.requirement("R-109")
def test_what_the_letter_says() -> None:
    """Between 部门主要领导 and 首席代表: 受理权与处治权."""
    form = POLICY.form("delegation.letter")
    letter = {"unit_head": "张某", "chief_representative": "李某", "acceptance": "全部事项"}
    assert form.missing(letter) == {"disposal": "处治权"}
    assert form.missing({**letter, "disposal": "全部事项"}) == {}


@pytest.mark.requirement("R-109")
@pytest.mark.parametrize(
    ("standard", "fact", "good", "bad"),
    [
        ("sections.concentrated", "approval_sections", (1, 2), (0, 3)),
        ("sections.leader", "leaders_in_charge", (1,), (0, 2)),
        ("sections.in-hall", "section_in_hall", (True,), (False,)),
        ("approvals.in-hall", "approvals_outside", (0,), (1,)),
    ],
)
def test_approval_is_concentrated_in_the_hall(
    standard: str, fact: str, good: tuple[object, ...], bad: tuple[object, ...]
) -> None:
    """一个或两个科室; 一名领导分管; 整建制进驻; 大厅之外无审批."""
    assert {checked(standard, **{fact: one}) for one in good} == {"met"}
    assert {checked(standard, **{fact: one}) for one in bad} == {"failed"}


# ---- charging

FEE: Mapping[str, Any] = {"refs": {"fee": "F1"}}


@pytest.mark.requirement("R-125")
def test_charges_have_four_principles() -> None:
    """In the order of the sentence."""
    items = "、".join(POLICY.form("charging.principles").items.values())
    assert items == "公示收费项目、统一集中征收、严格规范程序、确保公共受益"


@pytest.mark.requirement("R-125")
@pytest.mark.parametrize(
    ("where", "expected"), [("elsewhere", {"fee_outside_funnel"}), ("hall", set())]
)
def test_charges_are_collected_at_one_point(where: str, expected: set[str]) -> None:
    """一个漏斗: whatever is charged elsewhere is told, and who charged it."""
    charged = on("fee.charged", collected_where=where, **FEE)
    assert broken(on("received"), charged) == expected
    found = assess(on("received"), charged)
    assert {found.bearer(one).actor for one in found.breaches} == ({"王某"} if expected else set())


@pytest.mark.requirement("R-128", "R-129", "R-126")
@pytest.mark.parametrize(
    ("kind", "by", "expected"),
    [
        ("operating", "city_department", "自由裁量的低限"),
        ("operating", "intermediary", "投标进入时的标准，原则上不高于周边地区同类收费标准"),
        ("operating", "other", "规定的收费标准，不得擅自改变"),
        ("administrative", "city_department", "规定的收费标准，不得擅自改变"),
        ("fund", "other", "规定的收费标准，不得擅自改变"),
    ],
)
def test_which_level_is_charged(kind: str, by: str, expected: str) -> None:
    """Only operating charges of 市直各部门 are at the lower bound."""
    assert answer("fee_level", fee_type=kind, charged_by=by) == expected


@pytest.mark.requirement("R-128")
def test_a_range_is_charged_at_its_lower_bound_in_the_county() -> None:
    """20 to 50 yuan a piece, three pieces: 60, where the order of the city is written down."""
    cite = {"cite": "《某县收费目录》一"}
    fee = {
        "id": "copy.fee",
        "matter": "copy",
        "least_rate": "20",
        "most_rate": "50",
        "per": "件",
        "charge": "lowest",
        "basis": "《某县收费目录》",
        **cite,
    }
    matter = {"id": "copy", "title": "图纸复制", "promised": "1个工作日", **cite}
    county = {"id": "county", "division": COUNTY, "matters": [matter], "fees": [fee]}
    rules = sh.Registry.of(servicehall_linyi.pack, sh.load_pack(county)).policy(COUNTY, on=DAY)
    assert rules.quote("copy", {"件": "3"}).total == Decimal("60.00")


WAIVER_APPROVED: Final = on("fee.waiver-approved", **FEE)


@pytest.mark.requirement("R-127")
@pytest.mark.parametrize(
    ("kind", "approved", "special", "expected"),
    [
        ("administrative", True, True, set()),
        ("administrative", True, None, set()),
        ("administrative", True, False, {"fee_waived_without_approval"}),
        ("administrative", False, True, {"fee_waived_without_approval"}),
        ("administrative", False, None, {"fee_waived_without_approval"}),
        ("operating", False, False, set()),
    ],
)
def test_only_the_city_government_waives_for_cause(
    kind: str,
    approved: bool,  # noqa: FBT001  # cases of the test
    special: bool | None,  # noqa: FBT001
    expected: set[str],
) -> None:
    """行政事业性收费…确有特殊情况的,要报市政府批准; of others the source says nothing."""
    noted = FEE if special is None else {**FEE, "special_circumstances": special}
    asked = [WAIVER_APPROVED] if approved else []
    case = [on("received"), *asked, on("fee.waived", fee_type=kind, **noted)]
    assert broken(*case) == expected
    (found,) = [one for one in assess(*case).duties if one.duty.id == "fee.waiver"] or [None]
    open_ = approved and special is None
    assert (found is not None and found.status.value == "dormant") == open_


@pytest.mark.requirement("R-125")
def test_where_it_was_charged_is_asked_for() -> None:
    """A charge of which nobody noted where is neither in the funnel nor beside it, and is told."""
    found = assess(on("received"), on("fee.charged", **FEE))
    (funnel,) = [one for one in found.duties if one.duty.id == "fee.funnel"]
    assert (funnel.status.value, funnel.needed) == ("dormant", ("collected_where",))
    assert "查明“在哪里收费”以后" in found.explain()


@pytest.mark.requirement("R-129")
def test_intermediaries_bid_and_are_paid_in_the_hall() -> None:
    """投标进入; 原则上不能高于周边地区同类收费标准 (advised); 统一在大厅收缴."""
    assert checked("intermediary.bidding", entered_by_bidding=False) == "failed"
    assert checked("intermediary.in-hall", paid_in_hall=True) == "met"
    near = Decimal("100.00")
    for own, expected in (("99.99", "met"), ("100.00", "met"), ("100.01", "failed")):
        facts = {"intermediary_fee": Decimal(own), "neighbouring_fee": near}
        assert checked("intermediary.level", **facts) == expected
    assert checked("intermediary.level", intermediary_fee=near) == "unknown"
    advised = {one.id for one in POLICY.standards.values() if one.advised}
    assert advised == {"intermediary.level"}


@pytest.mark.requirement("R-126", "R-288")
@pytest.mark.parametrize(
    ("breach", "expected"),
    [
        ("fee_tied", ["王某", "某局"]),
        ("fee_arbitrary", ["王某", "某局"]),
        ("fee_changed", []),
        ("fee_forced", []),
    ],
)
def test_tie_in_and_arbitrary_charges_are_dealt_with_severely(
    breach: str, expected: list[str]
) -> None:
    """对…单位和人员按有关规定严肃处理: both; for the other two bans no consequence is printed."""
    assert POLICY.breaches[breach].title
    finding = sh.Finding(
        id="F1",
        breach=breach,
        subjects={"person": "王某", "unit": "某局"},
        division=COUNTY,
        occurred_at=NINE,
        rulings=[sh.Ruling(state="verified", at=NINE)],
    )
    found = sh.propose_sanctions([finding], REGISTRY, as_of=NINE + timedelta(days=30))
    own = [one for one in found.proposed if one.sanction.id == "charging.improper"]
    assert [one.name for one in own] == expected
    assert {one.says for one in own} <= {"按有关规定严肃处理"}
