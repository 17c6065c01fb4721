"""Stories (情节): how a case of each kind goes on, in the hall of a place.

Every story follows the table of :mod:`servicehall.timeline`. What the hall must do, it mostly does,
and in time; where it does not, that is for the library to find.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from servicehall.fees import PERIODS, Needed
from servicehall.fees.rates import COUNT, WHETHER
from servicehall.kinds import CaseKind
from servicehall.limits import Limit, Minutes, SameDay, WorkingDays
from servicehall.matters import Matter
from servicehall.testing.dice import WORDS, Dice
from servicehall.testing.drafts import Draft
from servicehall.testing.halls import window_of
from servicehall.testing.shares import Shares
from servicehall.vocabulary import Value

__all__ = ["complaint", "service"]

_TO_SUPPLY: Final = WorkingDays(10)
"""By when applicants are asked to bring what is missing."""
_TO_FORWARD: Final = WorkingDays(3)
"""By when a hall says that it forwards, where no rule says when."""


def service(draft: Draft) -> None:
    """Make up a service case (办件) from its filing to its end, or to the end of the year."""
    matters = draft.hall.matters(draft.at.date())
    draft.matter = draft.dice.pick(matters) if matters else None
    draft.facts = _facts(draft.matter, draft.dice, draft.shares)
    draft.unit = window_of(draft.matter, draft.policy, draft.dice)
    draft.actor = draft.hall.somebody(draft.unit, draft.dice)
    referred = _referred(draft) if draft.chance("referred") else ""
    draft.tell("received", **_application(draft))
    if draft.is_over:
        return
    draft.begin()
    _COURSES[draft.kind](draft)
    if referred:
        draft.tell("referral.closed", ref=referred)


def _facts(matter: Matter | None, dice: Dice, shares: Shares) -> dict[str, Value]:
    """Return what is known of a case, within what its matter allows."""
    promised = matter.promised if matter else None
    needs = dice.chance(0.5) if promised is None else not isinstance(promised, SameDay | Minutes)
    facts: dict[str, Value] = {
        "main_document": "provided",
        "other_materials": "complete",
        "contrary_to_policy": False,
        "survey": "pending" if needs and dice.chance(shares.survey) else "not_needed",
        "needs_process": needs,
        "same_day_possible": not needs,
        "windows": 1,
        "departments": 1,
        "must_forward": False,
    }
    if dice.chance(shares.joint):
        facts["departments"] = dice.whole(2, 5)
        facts["windows"] = dice.whole(1, 3)
    facts |= _lacking(dice, shares)
    allowed: Mapping[str, tuple[Value, ...]] = matter.facts if matter else {}
    return {
        name: value if value in allowed.get(name, (value,)) else allowed[name][0]
        for name, value in facts.items()
    }


def _lacking(dice: Dice, shares: Shares) -> dict[str, Value]:
    """Return what is wrong with an application, of most nothing."""
    if dice.chance(shares.returned):
        return dice.pick([{"main_document": "lacking"}, {"contrary_to_policy": True}])
    if dice.chance(shares.supplement):
        later = ("missing_undertaken", "missing_not_affecting")
        return dice.pick(
            [{"main_document": "held_not_brought"}, {"other_materials": dice.pick(later)}]
        )
    if dice.chance(shares.not_accepted):
        return {"other_materials": "missing_affecting"}
    return {}


def _application(draft: Draft) -> dict[str, Any]:
    """Return what is noted when a case is received."""
    said: dict[str, Any] = {"case": draft.number, "division": draft.hall.division}
    if draft.matter is not None:
        said["matter"] = draft.matter.id
        said |= _quantities(draft, draft.matter.id)
    return said | {"applicant": draft.dice.name()} | draft.facts


def _quantities(draft: Draft, matter: str) -> dict[str, Any]:
    """Return what a fee is charged by, as far as two questions of the quote lead."""
    told: dict[str, str] = {}
    for _ in range(2):
        needed = draft.policy.quote(matter, told, include_disabled=True).needed
        if needed:
            asked = draft.dice.pick(needed)
            told[asked.name] = _amount(asked, draft.dice)
    return {"quantities": told} if told else {}


def _amount(asked: Needed, dice: Dice) -> str:
    """Return how much there is of what a fee is charged by: once, some tenths, or some yuan."""
    if asked.what in (WHETHER, PERIODS):
        return "1"
    number = Decimal(dice.whole(5, 80))
    return str(number / 10 if asked.what == COUNT else number * 10)


# ---- before it is filed


def _referred(draft: Draft) -> str:
    """Ask at another window first, which refers to the right one; return the referral."""
    known = f"referral:{draft.number}-1"
    others = [unit for unit in draft.hall.windows if unit != draft.unit]
    unit = draft.dice.pick(others or [draft.unit])
    first = (draft.hall.somebody(unit, draft.dice), unit)
    draft.tell(
        "contacted", by=first, case=draft.number, division=draft.hall.division, inquiry="other"
    )
    named: dict[str, Any] = {
        "to_unit": draft.unit,
        "receiver": draft.actor,
        "referral_reason": "other",
    }
    draft.tell("referred", by=first, ref=known, **named)
    draft.tell("visit.ended", by=("", ""))
    draft.wait(1 if draft.chance("late") else 0)
    draft.tell("referral.accepted", ref=known)
    return known


# ---- of each kind


def _returned(draft: Draft) -> None:
    """Return it with written reasons (退回件)."""
    failed = draft.facts["survey"] == "failed"
    reasons = draft.dice.word("survey_failed" if failed else "returned")
    draft.tell("returned", reasons=reasons)
    draft.paper("notice.return", reasons=reasons)


def _supplement(draft: Draft) -> None:
    """Tell what is missing; most applicants bring it, and the case goes on (补办件)."""
    in_time = min(draft.working_days(draft.promise), 4)
    draft.wait(draft.dice.whole(6, 8) if draft.chance("late") else draft.dice.whole(0, in_time))
    papers = draft.dice.draw(_papers(draft), draft.dice.whole(1, 2))
    draft.tell("notice.supplement", form="written", missing=papers, limit=str(_TO_SUPPLY))
    draft.wait(draft.dice.whole(0, 9))
    if draft.chance("withdrawn"):
        draft.tell("withdrawn")
    elif not draft.chance("forgotten"):  # else the applicant never comes back
        draft.tell("materials.completed")
        draft.begin()
        draft.facts |= {"main_document": "provided", "other_materials": "complete"}
        _COURSES[draft.kind](draft)


def _papers(draft: Draft) -> list[str]:
    """Return the papers that a matter asks for, or usual ones."""
    known = draft.matter.materials if draft.matter else ()
    titles = [one.titles[0] for one in known] if isinstance(known, tuple) else []
    return titles or WORDS["papers"]


def _not_accepted(draft: Draft) -> None:
    """Ask for what is missing; or do not accept it, and say so in writing (未受理)."""
    if draft.dice.chance(0.5):
        _supplement(draft)
        return
    draft.reach(draft.dice.whole(0, min(draft.working_days(draft.promise), 3)))
    draft.tell("not_accepted")
    draft.paper("notice.not-accepted", reasons=draft.dice.word("returned"))


def _instant(draft: Draft) -> None:
    """Do it on the spot, or at least the same day (即办件)."""
    draft.reach(draft.dice.whole(1, 2) if draft.chance("late") else 0)
    _close(draft)


def _promised(draft: Draft) -> None:
    """Promise a day, accept it, and decide (承诺件)."""
    draft.paper("notice.promise", limit=str(draft.promise))
    _accept(draft)
    if _looked_at(draft):
        _work(draft, draft.pace(draft.promise))
        _end(draft)


def _forwarded(draft: Draft) -> None:
    """Examine it and pass it on; the authority above decides (上报件)."""
    _accept(draft)
    known = draft.matter.forwarding if draft.matter else None
    limit = known if isinstance(known, Limit) else _TO_FORWARD
    draft.paper("notice.forward", limit=str(limit))
    days, above = draft.pace(limit), ("", WORDS["superior"])
    draft.reach(days)
    draft.tell("forwarded")
    draft.tell("superior.received", by=above)
    draft.reach(draft.pace(draft.promise))
    draft.tell("superior.answered", by=above)
    _end(draft)


def _joint(draft: Draft) -> None:
    """Take it in hand for several departments, each with its part (联办件)."""
    draft.paper("notice.joint")
    _accept(draft)
    office = WORDS["office"]
    draft.tell("joint.convened", by=(draft.hall.staff[office][0], office))
    _parts(draft, max(int(draft.facts["departments"]), 1))
    if _looked_at(draft):
        draft.reach(draft.pace(draft.promise))
        _end(draft)


def _parts(draft: Draft, number: int) -> None:
    """Let each department do its part, within half the time that there is (分办)."""
    most = min(draft.working_days(draft.promise) // 2, 5)
    limit = WorkingDays(most) if most else SameDay()
    given = draft.dice.draw(WORDS["departments"], number)
    for unit in given:
        draft.tell("part.assigned", by=("", unit), ref=f"part:{unit}", limit=str(limit))
    for days, unit in sorted((draft.pace(limit), unit) for unit in given):
        draft.reach(days)
        draft.tell("part.done", by=("", unit), ref=f"part:{unit}")


_COURSES: Final[Mapping[CaseKind, Callable[[Draft], None]]] = MappingProxyType(
    {
        CaseKind.RETURNED: _returned,
        CaseKind.SUPPLEMENT: _supplement,
        CaseKind.NOT_ACCEPTED: _not_accepted,
        CaseKind.FORWARDED: _forwarded,
        CaseKind.JOINT: _joint,
        CaseKind.PROMISED: _promised,
        CaseKind.INSTANT: _instant,
    }
)


# ---- on the way


def _accept(draft: Draft) -> None:
    draft.tell("accepted")
    if draft.is_licence:
        draft.paper("notice.acceptance")


def _looked_at(draft: Draft) -> bool:
    """Look at the place where that is needed; tell whether the case goes on."""
    if draft.facts["survey"] != "pending":
        return True
    draft.reach(min(draft.pace(draft.promise), 2))
    draft.facts["survey"] = "failed" if draft.dice.chance(0.2) else "passed"
    draft.tell("survey.done", survey=draft.facts["survey"])
    if draft.facts["survey"] == "failed":
        _returned(draft)
    return draft.facts["survey"] == "passed"


def _work(draft: Draft, days: int) -> None:
    """Let the days of the work go by, with what comes between."""
    draft.reach(draft.dice.whole(0, days))
    if days and draft.chance("paused"):
        _paused(draft)
    elif days and draft.chance("extended"):
        _extended(draft)
    elif draft.chance("handed_over"):
        _handed_over(draft)
    draft.reach(days)


def _paused(draft: Draft) -> None:
    """Stop the limit for a special procedure, told in writing (中止)."""
    days = draft.dice.whole(2, 6)
    ground, limit = draft.dice.word("special_procedures"), str(WorkingDays(days))
    draft.tell("pause.started", form="written", ground=ground, limit=limit)
    draft.lost = draft.dice.whole(1, days)
    draft.wait(days + draft.dice.whole(1, 3) if draft.chance("late") else draft.lost)
    draft.tell("pause.ended")


def _extended(draft: Draft) -> None:
    """Lengthen the limit with the approval of the head of the agency (延期)."""
    reasons, limit = draft.dice.word("extension_reasons"), str(WorkingDays(10))
    head = (draft.hall.staff[WORDS["office"]][0], WORDS["office"])
    draft.tell("extension.requested", reasons=reasons)
    approval: dict[str, Any] = {"approver": "agency_head", "reasons_told": True, "limit": limit}
    draft.tell("extension.approved", by=head, **approval)
    draft.paper("notice.extension", reasons=reasons, limit=limit)


def _handed_over(draft: Draft) -> None:
    """Give it to a colleague at the same window (交接)."""
    draft.tell("handover.offered")
    draft.wait(0)
    draft.actor = draft.hall.somebody(draft.unit, draft.dice)
    draft.tell("handover.accepted")


# ---- at the end


def _end(draft: Draft) -> None:
    """Decide, or see that the applicant has given it up; hand out the result."""
    if draft.chance("withdrawn"):
        draft.tell("withdrawn")
        return
    if draft.is_licence:
        _decide(draft)
    _close(draft)
    draft.tell("notified")
    draft.wait(draft.dice.whole(0, 3))
    draft.tell("delivered")


def _decide(draft: Draft) -> None:
    """Grant a licence and serve it, or refuse it with reasons (作出许可决定)."""
    refused = draft.dice.chance(0.06)
    draft.tell("decided", outcome="refused" if refused else "granted")
    if refused:
        told = {"reasons": draft.dice.word("refused"), "remedies": WORDS["remedies"]}
        draft.paper("notice.refusal", **told)
    draft.wait(draft.dice.whole(11, 13) if draft.chance("late") else draft.dice.whole(0, 6))
    draft.tell("served")


def _close(draft: Draft) -> None:
    """Close it; now and then the record has to be put right, or the case is taken up again."""
    draft.tell("closed")
    if draft.is_over:
        return
    if draft.chance("corrected"):
        draft.correct()
    elif draft.chance("reopened"):
        draft.wait(draft.dice.whole(2, 15))
        draft.tell("reopened")
        draft.begin()
        draft.reach(draft.pace(draft.promise))
        draft.tell("closed")


# ---- complaints


def complaint(draft: Draft) -> None:
    """Make up a complaint about somebody at a window (投诉), looked into and answered."""
    window = draft.dice.pick(draft.hall.windows)
    draft.unit = WORDS["office"]
    draft.actor = draft.hall.staff[draft.unit][1]
    about = f"complaint:{draft.number}"
    draft.tell("complaint.received", ref=about, **_grievance(draft, window))
    is_complex = draft.events[0].payload["complaint_complex"]
    draft.wait(draft.dice.whole(2, 4) if is_complex else 0)
    draft.wait(draft.dice.whole(2, 5) if draft.chance("late") else 0)
    if draft.dice.chance(0.6):
        evidence = [draft.dice.word("evidence")]
        draft.tell("complaint.verified", ref=about, evidence=evidence, **_blame(draft))
        draft.tell("complaint.decided", ref=about)
    else:
        draft.tell("complaint.unfounded", ref=about)
    draft.tell("complaint.answered", ref=about, form="written")
    draft.tell("complaint.closed", ref=about)


def _blame(draft: Draft) -> dict[str, Any]:
    """Return what was found, now and then in a word of its own; else a proven complaint."""
    found = {"breach": draft.dice.word("found")} if draft.dice.chance(0.3) else {}
    return found | {"serious": draft.dice.chance(0.2)}


def _grievance(draft: Draft, window: str) -> dict[str, Any]:
    """Return what is noted when somebody complains."""
    units = 2 if draft.dice.chance(0.2) else 1
    return {
        "case": draft.number,
        "division": draft.hall.division,
        "complaint_channel": draft.dice.pick(("visit", "telephone", "letter", "online")),
        "complaint_about": draft.dice.pick(("attitude", "quality", "efficiency")),
        "form": draft.dice.pick(("oral", "written")),
        "complainant": draft.dice.name(),
        "complained_of": draft.hall.somebody(window, draft.dice),
        "complained_window": window,
        "complaint": draft.dice.word("complaints"),
        "complaint_complex": draft.dice.chance(0.2),
        "complaint_units": units,
        "complaint_major": False,
        "receiver_involved": False,
    }
