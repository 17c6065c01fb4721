"""Registers (登记台账): what a hall writes down of a case in the columns that its rules name.

The columns are the items of a form of kind ledger. Those that the library can tell from the course
of a case are filled in; any other is what the events last noted under that name. What nobody noted
stays empty, and :meth:`Form.missing` names it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from servicehall.assessment import Assessment
from servicehall.checks import read_only, shown
from servicehall.duties import DutyStatus, Grade
from servicehall.errors import InputValueError
from servicehall.events import Event
from servicehall.explain.words import say_at, title_of
from servicehall.forms import Form, FormSubject
from servicehall.plugins import Registry
from servicehall.privacy import mask_persons, say_field
from servicehall.timeline import ENDS, CaseState
from servicehall.vocabulary import hint_for

__all__ = [
    "KNOWN",
    "KNOWN_OF_THINGS",
    "check_register",
    "register_form",
    "register_row",
    "register_rows",
]


def check_register(registry: Registry, form_id: str) -> None:
    """Refuse a name that is no register's in any place, before a ledger is gone through.

    Raises:
        InputValueError: There is no such form (SH467), or it is about something else (SH637).
        FaultyDataError: A pack is faulty.
    """
    made = registry.made("forms")
    subjects = {FormSubject(one.fields["of"]): one for one in made if one.id == form_id}
    if not subjects:
        registers = [one.id for one in made if one.fields["of"] == FormSubject.LEDGER]
        hint = hint_for(form_id, registers)
        raise InputValueError("SH467", kind="forms", kind_zh="格式", id=shown(form_id), hint=hint)
    if FormSubject.LEDGER not in subjects:
        subject, one = next(iter(subjects.items()))
        raise InputValueError("SH637", form=form_id, title=one.fields["title"], of=subject.zh)


def register_form(found: Assessment, form_id: str) -> Form:
    """Return the form of a register as it is in force for a case (台账格式).

    Raises:
        InputValueError: There is no such form (SH467), or it is about something else (SH637).
    """
    form = found.policy.form(form_id)
    if form.of is not FormSubject.LEDGER:
        raise InputValueError("SH637", form=form.id, title=form.title, of=form.of.zh)
    return form


def register_row(found: Assessment, form: Form, *, unmask: bool = False) -> Mapping[str, str]:
    """Return what a register says of a case, by item, as people read it (登记一行).

    Args:
        found: The assessment of the case.
        form: The form of the register.
        unmask: Whether personal data stand in it in full.
    """
    return read_only({item: _said(found, item, _all(found), unmask=unmask) for item in form.items})


def register_rows(
    found: Assessment, form: Form, *, unmask: bool = False
) -> tuple[Mapping[str, str], ...]:
    """Return all that a register says of a case (登记各行): one line, or one for each thing.

    A register of referrals (``each = "referral"``) has a line for each; a case may have none.

    Args:
        found: The assessment of the case.
        form: The form of the register.
        unmask: Whether personal data stand in it in full.
    """
    if not form.each:
        return (register_row(found, form, unmask=unmask),)
    things: dict[str, list[Event]] = {}
    for event in _all(found):
        if form.each in event.refs:
            things.setdefault(event.refs[form.each], []).append(event)
    rows = []
    for thing, events in things.items():
        said = {item: _said_of(found, item, thing, events, unmask=unmask) for item in form.items}
        rows.append(read_only(said))
    return tuple(rows)


def _said_of(
    found: Assessment, item: str, thing: str, events: Sequence[Event], *, unmask: bool
) -> str:
    if item in KNOWN_OF_THINGS:
        told = KNOWN_OF_THINGS[item](found, thing, events)
        return told if unmask else mask_persons(told, found.persons)
    return _said(found, item, events, unmask=unmask)


def _all(found: Assessment) -> list[Event]:
    return [step.event for step in found.replay.steps]


def _said(found: Assessment, item: str, events: Iterable[Event], *, unmask: bool) -> str:
    if item in KNOWN:
        told = KNOWN[item](found)
        return told if unmask or item in _NAMES else mask_persons(told, found.persons)
    noted = [event.payload[item] for event in events if item in event.payload]
    if not noted or noted[-1] is None:
        return ""
    fact = found.policy.vocabulary.facts.get(item)
    if fact is not None:
        return fact.say(noted[-1])
    return say_field(found.policy, item, noted[-1], persons=found.persons, unmask=unmask)


# ---- what the course of a case tells


def _first(found: Assessment) -> Event:
    return found.replay.steps[0].event


def _first_responder(found: Assessment) -> str:
    """Return who was asked first, whoever stands in for him now."""
    held = found.replay.holders.get("first_responder", ())
    return held[-1][1].actor if held else _first(found).actor


def _matter(found: Assessment) -> str:
    return found.matter.title if found.matter else ""


def _limit(found: Assessment) -> str:
    """Say the promise to the applicant, and until when it runs; else what the law gives."""
    for name in ("decide.promised", "decide.statutory"):
        for one in reversed(found.duties):
            if one.duty.id == name and one.limit is not None:
                return f"{one.limit}，至{say_at(one.due_at)}" if one.due_at else str(one.limit)
    return ""


def _progress(found: Assessment) -> str:
    late = any(one.is_undone and one.status is DutyStatus.BREACHED for one in found.breaches)
    return f"{found.state.zh}，逾期" if late else found.state.zh


def _end(found: Assessment) -> Event | None:
    """Return the event with which a case ended, where it has."""
    ended: Event | None = None
    for step in found.replay.steps:
        if step.state not in ENDS:
            ended = None
        elif ended is None:
            ended = step.event
    return ended


def _closed_on(found: Assessment) -> str:
    end = _end(found)
    return end.occurred_at.date().isoformat() if end else ""


def _course(found: Assessment) -> str:
    steps = (f"{say_at(s.event.occurred_at)}{title_of(found, s.event)}" for s in found.replay.steps)
    return "；".join(steps)


def _handling_time(found: Assessment) -> str:
    end = _end(found)
    until = end.occurred_at.date().isoformat() if end else "未办结"
    return f"{_first(found).occurred_at.date().isoformat()}至{until}"


def _reply(found: Assessment) -> str:
    """Say what came of the case, and when the applicant was told."""
    outcome = found.replay.facts.get("outcome")
    said = found.policy.vocabulary["outcome"].say(outcome) if isinstance(outcome, str) else ""
    if not said and found.state in ENDS and found.state is not CaseState.CLOSED:
        said = found.state.zh
    told = [s.event for s in found.replay.steps if s.event.kind in _TELLS]
    when = f"{say_at(told[-1].occurred_at)}{title_of(found, told[-1])}" if told else ""
    return "，".join(part for part in (said, when) if part)


_TELLS: Final = (
    *("notified", "served", "delivered", "notice.refusal", "notice.return"),
    *("complaint.answered", "petition.answered", "hotline.replied"),
)

KNOWN: Final[Mapping[str, Callable[[Assessment], str]]] = {
    "case": lambda found: found.timeline.case,
    "matter": _matter,
    "first_contact": lambda found: say_at(_first(found).occurred_at),
    "first_responder": _first_responder,
    "limit": _limit,
    "progress": _progress,
    "closed_on": _closed_on,
    "course": _course,
    "handling_time": _handling_time,
    "reply": _reply,
}
"""The items that the course of a case tells, whatever events note under these names."""
_NAMES: Final = ("matter",)
"""Items that name something: their numbers are nobody's."""


# ---- what the course of a case tells of one thing in it


def _standing(found: Assessment, thing: str, events: Sequence[Event]) -> str:
    """Say what is still to be done about a thing, and by whom; else with what it ended."""
    undone = [
        f"{one.duty.title}（{found.bearer(one)}）"
        for one in found.duties
        if one.thing == thing and one.is_undone and one.duty.grade is not Grade.TARGET
    ]
    if undone:
        return f"未完成：{'；'.join(undone)}"
    return f"{say_at(events[-1].occurred_at)}{title_of(found, events[-1])}"


KNOWN_OF_THINGS: Final[Mapping[str, Callable[[Assessment, str, Sequence[Event]], str]]] = {
    "thing": lambda _, thing, __: thing,
    "begun_at": lambda _, __, events: say_at(events[0].occurred_at),
    "from_unit": lambda _, __, events: events[0].unit,
    "from_actor": lambda _, __, events: events[0].actor,
    "standing": _standing,
}
"""The items that the course of a case tells of one thing in it, such as a referral."""
