"""What a case shows to have been broken: alleged findings, and what nobody can be blamed for."""

from datetime import datetime
from typing import Any

import pytest

import servicehall as sh
from servicehall.accountability import detect
from tests.accountable import CITE, TOWN, at

EVENTS = {"work.done": "做完", "work.shifted": "推诿"}


def town(*duties: dict[str, Any], **sections: Any) -> sh.Registry:
    made = [{"id": f"d{n}", "title": f"义务{n}", "who": "case_owner", **CITE, **one}
            for n, one in enumerate(duties)]  # fmt: skip
    pack = {"id": "town", "division": TOWN, "events": EVENTS, "duties": made, **sections}
    return sh.Registry.of(sh.load_pack(pack))


def event(kind: str, when: datetime, **said: Any) -> sh.Event:
    return sh.Event(id=f"{kind}{when:%m%d%H}", kind=kind, occurred_at=when, **said)


def case(*events: sh.Event, actor: str = "甲", unit: str = "民政局") -> sh.Timeline:
    facts = {"main_document": "provided", "other_materials": "complete", "survey": "not_needed",
             "contrary_to_policy": False, "needs_process": True, "same_day_possible": False,
             "windows": 1, "departments": 1, "must_forward": False}  # fmt: skip
    payload = {"case": "A1", "division": TOWN, **facts}
    received = event("received", at(3, 2), actor=actor, unit=unit, payload=payload)
    return sh.Timeline.of([received, *events])


DUTY = {"on": "received", "must": "work.done", "within": "3 working days", "breach": "not_done"}


@pytest.mark.requirement("R-150")
def test_a_duty_that_was_missed_is_an_alleged_finding() -> None:
    """Received on Monday the 2nd of March 2026, due on the 5th, done on the 10th: three days late.

    The 6th, the 9th and the 10th are the working days after the last one.
    """
    late = case(event("work.done", at(3, 10), actor="甲"))
    found = detect(town(DUTY).assess(late, as_of=at(3, 20)))
    (one,) = found.findings
    assert (one.id, one.breach, one.duty, one.case) == ("A1/d0", "not_done", "d0", "A1")
    assert (one.division, dict(one.subjects)) == (TOWN, {"person": "甲", "unit": "民政局"})
    assert dict(one.facts) == {"late_days": 3, "undone": False}
    assert one.state(at(4, 1)) is sh.FindingState.ALLEGED
    assert one.occurred_at == at(3, 6, 0)  # when the 5th was over
    assert "依据：《某镇考核办法》第一条" in one.evidence


def test_what_is_still_undone_counts_until_the_instant_asked_for() -> None:
    """Undone on Wednesday the 11th: four working days after the 5th."""
    (one,) = detect(town(DUTY).assess(case(), as_of=at(3, 11))).findings
    assert dict(one.facts) == {"late_days": 4, "undone": True}


def test_what_was_kept_is_no_finding_and_a_target_is_blamed_on_nobody() -> None:
    kept = town(DUTY).assess(case(event("work.done", at(3, 4))), as_of=at(3, 20))
    assert detect(kept).findings == ()
    target = town(DUTY | {"grade": "target"}).assess(case(), as_of=at(3, 20))
    assert target.breaches
    assert detect(target).findings == ()


def test_what_is_forbidden_is_found_when_it_is_done_and_more_than_once() -> None:
    duty = {"must_not": "work.shifted", "breach": "shifting"}
    twice = case(event("work.shifted", at(3, 3)), event("work.shifted", at(3, 4)))
    found = detect(town(duty).assess(twice, as_of=at(3, 20))).findings
    assert [(one.id, one.occurred_at) for one in found] == [
        ("A1/d0", at(3, 3)), ("A1/d0#2", at(3, 4)),
    ]  # fmt: skip
    assert all(dict(one.facts) == {} for one in found)


def test_the_window_is_known_by_its_name() -> None:
    windows = [{"id": "w", "title": "民政窗口", "department": "民政局", **CITE}]
    found = town(DUTY, windows=windows).assess(case(unit="民政窗口"), as_of=at(3, 20))
    (one,) = detect(found).findings
    assert dict(one.subjects) == {"person": "甲", "window": "民政窗口", "unit": "民政局"}


def test_without_a_bearer_on_record_nobody_is_accused() -> None:
    found = detect(town(DUTY).assess(case(actor="", unit=""), as_of=at(3, 20)))
    assert found.findings == ()
    assert [one.duty.id for one in found.unattributed] == ["d0"]


def test_facts_of_the_case_that_rules_ask_for_come_along() -> None:
    """Whether it was urgent, the row asks; whether the survey was done, none does."""
    scores = [{"id": "m", "title": "m", "of": "person", "period": "month", "base": "100", **CITE}]
    then = {"who": "person", "score": "m", "amount": "-2"}
    rows = [{"id": "r", "title": "r", "kinds": "not_done", "when": {"urgent": True},
             "then": [then], **CITE}]  # fmt: skip
    registry = town(DUTY, scores=scores, sanctions=rows)
    (one,) = detect(registry.assess(case(), as_of=at(3, 11))).findings
    assert dict(one.facts) == {"urgent": False, "late_days": 4, "undone": True}
    verified = one.with_ruling(sh.Ruling(state=sh.FindingState.VERIFIED, at=at(3, 12)))
    found = sh.propose_sanctions([verified], registry, as_of=at(3, 20))
    assert (found.items, found.without_rule) == ((), (verified,))


def test_beyond_all_calendars_the_days_are_not_counted() -> None:
    """Of a case that is undone in 2199 nobody can say for how many working days."""
    (one,) = detect(town(DUTY).assess(case(), as_of=at(3, 2, year=2199))).findings
    assert dict(one.facts) == {"undone": True}


# ---- complaints


def complaint(*decided: tuple[str, datetime, dict[str, Any]], **noted: Any) -> sh.Assessment:
    """Return a complaint of the 2nd of March about 甲, and what was decided of it."""
    received = sh.Event(
        id="c1", kind="complaint.received", occurred_at=at(3, 2), refs={"complaint": "TS1"},
        payload={"case": "TS-1", "division": TOWN, **noted},
    )  # fmt: skip
    events = [
        sh.Event(
            id=f"c{n}", kind=kind, occurred_at=when, actor="督查室", refs={"complaint": "TS1"},
            payload=payload,
        )
        for n, (kind, when, payload) in enumerate(decided, 2)
    ]  # fmt: skip
    return sh.Registry.of().assess(sh.Timeline.of([received, *events]), as_of=at(5, 1))


WHOSE = {"complained_of": "甲", "complained_window": "民政窗口", "complained_unit": "民政局"}


@pytest.mark.requirement("R-150", "R-181")
def test_what_was_found_of_a_complaint_comes_with_its_rulings() -> None:
    """Verified on the 5th, appealed on the 9th, revoked on the 20th."""
    found = complaint(
        ("complaint.verified", at(3, 5), {"evidence": ["窗口录像"], "reasons": "录像可见"}),
        ("complaint.appealed", at(3, 9), {}),
        ("complaint.revoked", at(3, 20), {}),
        **WHOSE,
    )
    (one,) = [one for one in detect(found).findings if one.id == "TS-1/TS1"]
    assert (one.breach, one.occurred_at, one.evidence) == (
        "complaint_verified", at(3, 2), ("窗口录像",),
    )  # fmt: skip
    assert dict(one.subjects) == {"person": "甲", "window": "民政窗口", "unit": "民政局"}
    assert [(ruling.state.value, ruling.by, ruling.reason) for ruling in one.rulings] == [
        ("verified", "督查室", "录像可见"), ("appealed", "督查室", ""),
        ("revoked", "督查室", ""),
    ]  # fmt: skip


def test_a_complaint_about_somebody_is_alleged_until_it_is_looked_into() -> None:
    """One that names nobody, and of which nothing was found, is no finding."""
    (one,) = [one for one in detect(complaint(**WHOSE)).findings if one.id.endswith("TS1")]
    assert (one.state(at(12, 1)), one.rulings) == (sh.FindingState.ALLEGED, ())
    assert not [one for one in detect(complaint()).findings if one.id.endswith("TS1")]


def test_what_was_found_can_be_another_breach() -> None:
    (one,) = [
        one
        for one in detect(
            complaint(("complaint.verified", at(3, 5), {"breach": "quarrel"}), **WHOSE)
        ).findings
        if one.id == "TS-1/TS1"
    ]
    assert one.breach == "quarrel"


def test_a_complaint_about_nobody_is_told() -> None:
    """Verified, and nobody says against whom: no finding can be made of it."""
    told = detect(complaint(("complaint.verified", at(3, 5), {}))).faulty
    assert [(name, error.code) for name, error in told] == [("TS1", "SH802")]


def test_who_complained_is_shown_in_no_finding_and_what_is_false_is_kept() -> None:
    """What was noted in words of its own stands with the evidence, the complainant hidden."""
    verified = ("complaint.verified", at(3, 5), {
        "evidence": ["王小明的录音"], "reasons": "王小明所述属实", "breach": "对王小明说话难听",
    })  # fmt: skip
    found = complaint(verified, complainant="王小明", media_exposed=False, **WHOSE)
    (one,) = [one for one in detect(found).findings if one.id.endswith("TS1")]
    assert one.breach == "complaint_verified"
    assert one.facts["media_exposed"] is False
    assert len(one.evidence) == 2
    assert "认定：对" in one.evidence[1]
    assert "王小明" not in repr(one)


def test_done_by_midnight_is_done_on_the_day_that_ends() -> None:
    """Due on the 5th, done on the 9th at 24:00: the 6th and the 9th are late, the 10th is not."""
    late = case(event("work.done", at(3, 10, 0), actor="甲"))
    (one,) = detect(town(DUTY).assess(late, as_of=at(3, 20))).findings
    assert one.facts["late_days"] == 2
