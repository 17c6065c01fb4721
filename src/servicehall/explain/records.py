"""Records of assessments (评估记录): what was found, with all that is needed to find it again.

A record keeps the events, the day of filing, the instant asked for, and the fingerprints of the
calendar and the rules. :func:`verify` assesses the events again and tells every difference.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final, Protocol

from attrs import evolve, frozen

from servicehall.assessment import Assessment
from servicehall.cases import event_data, load_case
from servicehall.checks import shown
from servicehall.errors import DataError, FaultyDataError
from servicehall.events import Event
from servicehall.privacy import hide, mask_persons
from servicehall.replay import Obligation
from servicehall.tables import Undetermined
from servicehall.timeline import Timeline
from servicehall.version import __version__

__all__ = ["FORMAT", "Difference", "record", "to_json", "verify"]

FORMAT: Final = 1
"""The version of the format of records."""


class Assessor(Protocol):
    """What can assess a case: a registry."""

    def assess(  # see Registry
        self,
        timeline: Timeline,
        *,
        as_of: datetime,
        division: str = "",
        profiles: Iterable[str] = (),
    ) -> Assessment: ...


def to_json(found: Assessment, *, unmask: bool = False) -> str:
    """Return the record of an assessment as JSON text."""
    return json.dumps(record(found, unmask=unmask), ensure_ascii=False, indent=1)


def record(found: Assessment, *, unmask: bool = False) -> dict[str, Any]:
    """Return the record of an assessment (评估记录).

    Args:
        found: The assessment.
        unmask: Whether personal data stand in it in full.
    """
    policy = found.policy
    number = found.timeline.case if unmask else found.shown_case
    return {
        "format": FORMAT,
        "servicehall": __version__,
        "unmasked": unmask,
        **({"case": number} if number else {}),
        "division": policy.division,
        "filed_on": found.timeline.filed_on.isoformat(),
        "as_of": found.as_of.isoformat(),
        "calendar": policy.calendar.fingerprint,
        "policy": policy.fingerprint,
        "packs": [{"id": pack.id, "package": pack.origin} for pack in policy.packs],
        "profiles": list(policy.profiles),
        "events": [_event(found, event, unmask=unmask) for event in found.timeline.recorded],
        **_findings(found, unmask=unmask),
    }


def _event(found: Assessment, event: Event, *, unmask: bool) -> dict[str, Any]:
    """Return an event, with personal data masked: they decide nothing."""
    data = event_data(event)
    if unmask:
        return data
    for name in ("actor", "unit"):
        if name in data:
            data[name] = mask_persons(data[name], found.persons)
    noted = data.get("payload", {})
    hidden = {name: hide(found.policy, name, one, found.persons) for name, one in noted.items()}
    return data | ({"payload": hidden} if hidden else {})


def _findings(found: Assessment, *, unmask: bool) -> dict[str, Any]:
    """Return what was found, which another assessment of the same must find again.

    Who bears a duty, and whose time it took, are masked as in the events: so they are found again.
    """

    def shown(text: str) -> str:
        return text if unmask else mask_persons(text, found.persons)

    return {
        "state": found.state.value,
        **_kind(found),
        "duties": [_duty(found, one, shown) for one in found.duties],
        "shares": [
            {"kind": share.kind.value, "name": shown(share.name), "seconds": time.total_seconds()}
            for share, time in found.responsibility.shares.items()
        ],
        "fee": None
        if found.fee is None
        else {
            "status": found.fee.status.value,
            "total": None if found.fee.total is None else str(found.fee.total),
        },
    }


def _kind(found: Assessment) -> dict[str, Any]:
    kind = found.classification
    if not found.has_kind:
        return {"kind": None, "possible": [], "needed": []}
    if isinstance(kind, Undetermined):
        return {
            "kind": None,
            "possible": list(map(str, kind.possible)),
            "needed": list(kind.needed),
        }
    return {"kind": kind.kind.value, "possible": [], "needed": []}


def _duty(found: Assessment, one: Obligation, shown: Callable[[str], str]) -> dict[str, Any]:
    deadline, holder = one.deadline, found.bearer(one)
    holder = evolve(holder, actor=shown(holder.actor), unit=shown(holder.unit))
    return {
        "duty": one.duty.id,
        "thing": one.thing,
        "cycle": one.cycle,
        "status": one.status.value,
        "trigger": one.trigger.id,
        "start": one.start.isoformat(),
        "limit": None if one.limit is None else str(one.limit),
        "due_at": _instant(one.due_at),
        "warn_at": _instant(one.warn_at),
        "certainty": None if deadline is None else deadline.certainty.name.lower(),
        "completed_at": _instant(one.completed_at),
        "broken_at": _instant(one.broken_at),
        "bearer": str(holder),
        "breach": one.duty.breach if one.broken_at else "",
        "effect": None if one.silence is None else one.silence.effect.value,
        "needed": list(one.needed),
        "notes": [{"event": note.event, "text": note.text} for note in one.notes],
    }


def _instant(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


# ---- verification


@frozen
class Difference:
    """Something that is found otherwise now than the record says (不一致).

    Attributes:
        where: The key of the record.
        recorded: What the record says.
        found: What is found now.
    """

    where: str
    recorded: object
    found: object

    def __str__(self) -> str:
        return f"{self.where}：记录为{_say(self.recorded)}，重新计算为{_say(self.found)}"


def verify(text: str, registry: Assessor, *, source: str = "record") -> tuple[Difference, ...]:
    """Assess a case again from its record, and tell every difference (复核).

    Args:
        text: The record, as :func:`to_json` made it.
        registry: The packs at hand.
        source: What the record is called in messages.

    Returns:
        What differs; nothing where the record stands.

    Raises:
        FaultyDataError: It is no JSON (SH619) or no record (SH622), and whatever assessing its
            events raises.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FaultyDataError(source, [DataError("SH619", reason=str(error))]) from error
    _check_record(data, source)
    timeline = load_case({"events": data["events"]}, source)
    as_of = _read_instant(data["as_of"], source)
    profiles = [str(name) for name in data.get("profiles", ())]
    now = registry.assess(timeline, as_of=as_of, division=data["division"], profiles=profiles)
    return tuple(_differences(data, record(now, unmask=True)))


def _read_instant(said: object, source: str) -> datetime:
    try:
        return datetime.fromisoformat(str(said))
    except ValueError:
        problem = DataError("SH621", name="as_of", value=shown(said))
        raise FaultyDataError(source, [problem]) from None


def _check_record(data: object, source: str) -> None:
    needed = ("format", "division", "as_of", "events")
    missing = [key for key in needed if not isinstance(data, dict) or key not in data]
    if missing:
        raise FaultyDataError(source, [DataError("SH622", missing=tuple(missing))])
    if isinstance(data, dict) and data["format"] != FORMAT:
        problem = DataError("SH620", format=data["format"], known=FORMAT)
        raise FaultyDataError(source, [problem])


_ASIDE: Final = frozenset({"servicehall", "unmasked", "case", "events", "packs"})
"""What may differ where nothing that was found does."""


def _differences(recorded: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Difference]:
    for key in dict.fromkeys((*now, *recorded)):
        if key in _ASIDE:
            continue
        one, other = recorded.get(key), now.get(key)
        if key == "duties" and isinstance(one, list) and len(one) == len(other or ()):
            yield from _in_duties(one, other)
        elif one != other:
            yield Difference(key, one, other)


def _in_duties(recorded: list[Any], now: Any) -> Iterator[Difference]:
    for one, other in zip(recorded, now, strict=True):
        old = one if isinstance(one, dict) else {}
        for key in dict.fromkeys((*other, *old)):
            if old.get(key) != other.get(key):
                yield Difference(f"{other['duty']}.{key}", old.get(key), other.get(key))


def _say(value: object) -> str:
    return "无" if value in (None, "", []) else shown(value)
