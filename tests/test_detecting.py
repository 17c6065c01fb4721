"""What a case shows to have been broken: alleged findings, and what nobody can be blamed for."""

from datetime import datetime
from typing import Any

import pytest

import servicehall as sh
from servicehall.accountability import detect
from tests.accountable import CITE, TOWN, at

EVENTS = {"work.done": "做完", "work.shifted": "推诿", "work.begun": "开始"}


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
    assert one.id == "A1/d0/received030209/甲"
    assert (one.breach, one.duty, one.case) == ("not_done", "d0", "A1")
    assert (one.division, dict(one.subjects)) == (TOWN, {"person": "甲", "unit": "民政局"})
    assert dict(one.facts) == {"late_days": 3, "undone": False}
    assert one.state(at(4, 1)) is sh.FindingState.ALLEGED
    assert one.occurred_at == at(3, 6, 0)  # when the 5th was over
    assert "依据：《某镇考核办法》第一条" in one.evidence


def test_what_is_still_undone_counts_until_the_instant_asked_for() -> None:
    """Undone on Wednesday the 11th: four working days after the 5th."""
    (one,) = detect(town(DUTY).assess(case(), as_of=at(3, 11))).findings
    assert dict(one.facts) == {"late_days": 4, "undone": True}
    assert "截至2026年3月11日09:00仍未完成，逾期计至当时" in one.evidence


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
        ("A1/d0/work.shifted030309/甲", at(3, 3)), ("A1/d0/work.shifted030409/甲", at(3, 4)),
    ]  # fmt: skip
    assert all(dict(one.facts) == {} for one in found)
    assert len({one.fact for one in found}) == 2


def test_what_is_registered_later_takes_over_no_ruling() -> None:
    """甲 shifted the work at 10:00; later it turns out that 丙 had done so at 9:00 already.

    The finding about 甲 keeps its id. Who was blamed for another reason has another one.
    """
    roles = [{"id": "shifter", "title": "推诿的人", "taken_on": "work.shifted", **CITE}]
    duty = {"must_not": "work.shifted", "breach": "shifting", "who": "shifter"}
    known = event("work.shifted", at(3, 3, 10), actor="甲")
    late = event("work.shifted", at(3, 3, 9), actor="丙")

    def found(*events: sh.Event) -> dict[str, str]:
        listed = detect(town(duty, roles=roles).assess(case(*events), as_of=at(3, 20))).findings
        return {one.id: one.subjects["person"] for one in listed}

    assert found(known).items() <= found(known, late).items()
    assert len(found(known, late)) == 2
    other = sh.Event(id=known.id, kind=known.kind, occurred_at=known.occurred_at, actor="乙")
    assert found(known).keys().isdisjoint(found(other))


CLOCKS = (
    {
        "on": "received",
        "must": "work.done",
        "within": "3 working days",
        "breach": "overdue_promised",
    },
    {
        "on": "work.begun",
        "must": "work.done",
        "within": "5 working days",
        "breach": "overdue_statutory",
    },
)


@pytest.mark.parametrize("done", [(), (event("work.done", at(3, 30), actor="甲"),)])
def test_one_late_case_is_one_fact_though_it_missed_two_limits(done: tuple[sh.Event, ...]) -> None:
    """A promised limit, and that of the law: one decision was late, or was not made at all.

    A row for either takes its 5 points once, and the first finding keeps its fact when the second
    one comes.
    """
    events = [event("work.begun", at(3, 3), actor="甲"), *done]
    scores = [{"id": "m", "title": "m", "of": "person", "period": "month", "base": "100", **CITE}]
    rows = [{"id": "r", "title": "r", "kinds": "time_limit", **CITE,
             "then": [{"who": "person", "score": "m", "amount": "-5"}]}]  # fmt: skip
    registry = town(*CLOCKS, scores=scores, sanctions=rows)
    early = detect(registry.assess(case(*events), as_of=at(3, 9))).findings
    both = detect(registry.assess(case(*events), as_of=at(4, 10))).findings
    assert [one.duty for one in both] == ["d0", "d1"]
    assert {one.fact for one in (*early, *both)} == {early[0].fact}
    ruling = sh.Ruling(state=sh.FindingState.VERIFIED, at=at(4, 10))
    verified = [one.with_ruling(ruling) for one in both]
    found = sh.propose_sanctions(verified, registry, as_of=at(5, 1))
    assert found.score("m", "甲", "2026-03").total == 100 - 5


def test_what_is_owed_again_after_it_was_done_is_another_fact() -> None:
    """Done late on the 9th, and asked for again on the 10th, by another duty: two facts."""
    again = CLOCKS[1] | {"on": "work.shifted"}
    events = [event("work.done", at(3, 9), actor="甲"), event("work.shifted", at(3, 10))]
    found = detect(town(CLOCKS[0], again).assess(case(*events), as_of=at(4, 10))).findings
    assert [one.duty for one in found] == ["d0", "d1"]
    assert len({one.fact for one in found}) == 2


def test_one_event_that_breaks_two_prohibitions_is_one_fact() -> None:
    """The same call for the same money; what must be done, and was not, is another."""
    duties = [{"must_not": "work.shifted", "breach": name} for name in ("shifting", "rude")]
    events = [event("work.shifted", at(3, 3), actor="甲")]
    found = detect(town(*duties, DUTY).assess(case(*events), as_of=at(3, 20))).findings
    facts = {one.duty: one.fact for one in found}
    assert facts["d0"] == facts["d1"]
    assert facts["d2"] != facts["d0"]


def test_the_window_is_known_by_its_name() -> None:
    windows = [{"id": "w", "title": "民政窗口", "department": "民政局", **CITE}]
    found = town(DUTY, windows=windows).assess(case(unit="民政窗口"), as_of=at(3, 20))
    (one,) = detect(found).findings
    assert dict(one.subjects) == {"person": "甲", "window": "民政窗口", "unit": "民政局"}


def test_of_two_windows_of_one_title_no_department_is_named() -> None:
    """Both are called 综合窗口: it was one of them, and nothing says whose. Of one whose, it is."""

    def blamed(*departments: str) -> dict[str, str]:
        windows = [{"id": f"w{n}", "title": "综合窗口", "department": one, **CITE}
                   for n, one in enumerate(departments)]  # fmt: skip
        found = town(DUTY, windows=windows).assess(case(unit="综合窗口"), as_of=at(3, 20))
        return dict(detect(found).findings[0].subjects)

    assert blamed("民政局", "税务局") == {"person": "甲", "window": "综合窗口"}
    assert blamed("民政局", "unknown: 没有写") == {"person": "甲", "window": "综合窗口"}
    assert blamed("unknown: 没有写") == {"person": "甲", "window": "综合窗口"}
    assert blamed("民政局", "民政局") == {
        "person": "甲", "window": "综合窗口", "unit": "民政局",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("noted", "expected"),
    [
        ({"complained_window": "民政窗口"}, {"window": "民政窗口", "unit": "民政局"}),
        ({"complained_unit": "民政窗口"}, {"window": "民政窗口", "unit": "民政局"}),
        (
            {"complained_window": "民政窗口", "complained_unit": "督查局"},
            {"window": "民政窗口", "unit": "督查局"},
        ),
        (
            {"complained_window": "二号窗口", "complained_unit": "民政窗口"},
            {"window": "二号窗口", "unit": "民政窗口"},
        ),
        ({"complained_window": "二号窗口"}, {"window": "二号窗口"}),
    ],
)
def test_a_complaint_knows_a_window_by_its_name_too(
    noted: dict[str, str], expected: dict[str, str]
) -> None:
    """What is said of the unit stands; what is left out is that of the window."""
    windows = [{"id": "w", "title": "民政窗口", "department": "民政局", **CITE}]
    found = complaint(registry=town(windows=windows), **noted)
    (one,) = [one for one in detect(found).findings if one.id.endswith("TS1")]
    assert dict(one.subjects) == expected


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


def complaint(
    *decided: tuple[str, datetime, dict[str, Any]],
    registry: sh.Registry | None = None,
    **noted: Any,
) -> sh.Assessment:
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
    rules = registry or sh.Registry.of()
    return rules.assess(sh.Timeline.of([received, *events]), as_of=at(5, 1))


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
