"""Complaints, petitions and calls of the hotline for tests: made-up places, and what happened.

All days are counted by hand, in November 2026, which has no holiday: the 2nd is a Monday, so
working days are 2 to 6, 9 to 13, 16 to 20, 23 to 27 and 30. The hall prints no hours: a day ends
at 24:00. The town of RS closes at 17:00.
"""

from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import servicehall as sh

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
CITE: Final[dict[str, Any]] = {"cite": "《甲县办法》第1条"}
HALL, OF_RS, OWN = "371302997", "371302996", "371302995"
ANYANG, SHANGHAI_CITY, WEIFANG, DEZHOU = "410500", "310000", "370700", "371400"

Happened = tuple[str, str, dict[str, Any]]
"""When, what, and what is noted; actor, unit and references among it."""


def pack(name: str, division: str, **sections: Any) -> sh.Pack:
    """Return a made-up pack."""
    return sh.load_pack({"id": name, "division": division, **sections})


REGISTRY: Final = sh.Registry.of(
    pack(
        "lane",
        OF_RS,
        adopts=[{"id": "adoption", "profile": "RS", **CITE}],
        hours=[{"id": "hours", "sessions": ["08:30-12:00", "13:30-17:00"], **CITE}],
    ),
    pack(
        "own",
        OWN,
        terms=[
            {"changes": "complaint.general", "value": "24 wall hours", **CITE},
            {"changes": "complaint.complex", "value": "5 natural days", **CITE},
            {"changes": "complaint.units", "value": 3, **CITE},
        ],
        duties=[{"changes": "complaint.group.same-day", "grade": "service", **CITE}],
    ),
)

_THINGS: Final = {"complaint": "C1", "petition": "P1", "hotline": "H1"}


def at(text: str) -> datetime:
    """Return an instant of November 2026: ``"9"`` is 09:00 of the 9th; the 31st is 1 December."""
    day, _, clock = text.partition(" ")
    hour, minute = map(int, (clock or "09:00").split(":"))
    first = datetime(2026, 11, 1, hour, minute, tzinfo=SHANGHAI)
    return first + timedelta(days=int(day) - 1)


def on(when: str, kind: str, **noted: Any) -> Happened:
    """Write down what happened; what its kind is about, it refers to."""
    thing = kind.partition(".")[0]
    refs = {"refs": {thing: _THINGS[thing]}} if thing in _THINGS else {}
    return when, kind, {**refs, **noted}


def complaint(when: str = "2", **noted: Any) -> Happened:
    """Receive a complaint: a simple one, by word of mouth, about nobody who receives it."""
    said = {
        "case": "TS-1",
        "complaint_complex": False,
        "complaint_units": 1,
        "complaint_major": False,
        "receiver_involved": False,
        "form": "oral",
        "actor": "何敏",
        "unit": "督查室",
    }
    told = {name: value for name, value in {**said, **noted}.items() if value is not None}
    return on(when, "complaint.received", **told)


def timeline(*happened: Happened) -> sh.Timeline:
    """Put together what happened."""
    events = []
    for number, (when, kind, noted) in enumerate(happened):
        payload = dict(noted)
        own = {key: payload.pop(key) for key in ("refs", "actor", "unit") if key in payload}
        events.append(
            sh.Event(id=f"e{number}", kind=kind, occurred_at=at(when), payload=payload, **own)
        )
    return sh.Timeline.of(events)


def assess(*happened: Happened, division: str = HALL, as_of: str = "60") -> sh.Assessment:
    """Assess it; unless told otherwise as it stood at the end of the year."""
    return REGISTRY.assess(timeline(*happened), as_of=at(as_of), division=division)


def shown(due: datetime) -> str:
    """Write an instant as people do: midnight is 24:00 of the day that ends."""
    if (due.hour, due.minute) == (0, 0):
        return f"{due - timedelta(days=1):%m-%d} 24:00"
    return f"{due:%m-%d %H:%M}"


def outcome(found: sh.Assessment, name: str) -> str:
    """Return what became of a duty, of several the last; empty where it has not begun."""
    own = [one for one in found.duties if name in (one.duty.id, f"{one.duty.id}/{one.thing}")]
    if not own:
        return ""
    return own[-1].status.value + (f" {shown(own[-1].due_at)}" if own[-1].due_at else "")


def broken(found: sh.Assessment) -> set[str]:
    """Return the kinds of breach."""
    return {one.duty.breach for one in found.breaches}
