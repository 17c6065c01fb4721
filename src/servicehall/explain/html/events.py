"""The table of the events (事件表): when and by whom each was done, and what was noted."""

from collections.abc import Iterator
from typing import Any, Final

from servicehall.assessment import Assessment
from servicehall.events import Event, FieldKind
from servicehall.explain.html.tables import cell, table
from servicehall.explain.words import say_at, title_of
from servicehall.limits import parse_limit
from servicehall.matters import say
from servicehall.privacy import MASKED, hide, mask_persons

__all__ = ["event_table", "numbers_of", "title"]

_REFS: Final = {"part": "分办", "pause": "中止", "visit": "到访", "referral": "转办"}
"""What events refer to; the rest is shown by its name."""


def numbers_of(found: Assessment) -> dict[str, int]:
    """Return the numbers of the events in picture and tables (事件编号), by their ids."""
    return {step.event.id: number for number, step in enumerate(found.replay.steps, 1)}


def title(found: Assessment, event: Event) -> str:
    """Return what an event is called, and whether silence made it."""
    derived = "（推定）" if event.id in found.replay.derived else ""
    return f"{title_of(found, event)}{derived}"


def event_table(found: Assessment, *, unmask: bool) -> str:
    """Return the table of the events (事件表)."""
    headings = ("序", "时间", "事件", "经办", "登记内容")
    steps = enumerate(found.replay.steps, 1)
    rows = [_row(found, number, step.event, unmask=unmask) for number, step in steps]
    masked = "" if unmask else f"；{MASKED}"
    return table("events", f"<b>事件</b>编号与图中相同{masked}", headings, rows)


def _row(found: Assessment, number: int, event: Event, *, unmask: bool) -> list[str]:
    by = [part for part in (event.actor, event.unit) if part]
    return [
        cell([str(number)]),
        cell(_when(event), whole=True),
        cell([title(found, event), *_how(found, event)]),
        cell(by if unmask else [mask_persons(part, found.persons) for part in by]),
        cell(["；".join(_noted(found, event, unmask=unmask))]),
    ]


def _when(event: Event) -> Iterator[str]:
    yield say_at(event.occurred_at)
    if event.recorded_at != event.occurred_at:
        yield f"登记于{say_at(event.recorded_at)}"


def _how(found: Assessment, event: Event) -> Iterator[str]:
    """Say what a reader must know of how an event got here."""
    cause = found.replay.derived.get(event.id)
    if cause is not None:
        yield f"因“{found.policy.duties[cause].title}”逾期"
    if event.corrects:
        yield "更正了先前的登记"


# ---- what was noted


def _noted(found: Assessment, event: Event, *, unmask: bool) -> Iterator[str]:
    """Say what an event notes, with the names that the rules give it."""
    yield from (f"{_REFS.get(name, name)}：{value}" for name, value in event.refs.items())
    for name, value in event.payload.items():
        shown = value if unmask else hide(found.policy, name, value, found.persons)
        label, said = _word(found, name, shown)
        yield f"{label}：{said}"


def _word(found: Assessment, name: str, value: Any) -> tuple[str, str]:
    """Return what a word is called, and its value as people read it."""
    fact, one = found.policy.vocabulary.facts.get(name), found.policy.fields.get(name)
    if fact is not None:
        return fact.label, "不详" if value is None else fact.say(value)
    if one is None:
        items = (form.items[name] for form in found.policy.forms.values() if name in form.items)
        return next(items, name), say(value)
    if name == "matter" and found.matter is not None:
        return one.label, found.matter.title
    return one.label, str(parse_limit(value)) if one.kind is FieldKind.LIMIT else say(value)
