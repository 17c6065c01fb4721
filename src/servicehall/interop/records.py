"""Reading records of assessments (读取评估记录): what was found, without assessing anything again.

:meth:`servicehall.Assessment.to_json` writes a record; :func:`read_record` reads it, and
:meth:`Record.to_json` writes the same text. Whether it still holds, only
:func:`servicehall.explain.records.verify` tells.
"""

import enum
import json
from datetime import date, datetime
from typing import Any

from attrs import Attribute, asdict, evolve, field, frozen

from servicehall.cases import event_data, load_case
from servicehall.checks import shown
from servicehall.duties import DutyStatus
from servicehall.errors import DataError, FaultyDataError
from servicehall.events import Event
from servicehall.explain.records import FORMAT
from servicehall.kinds import CaseKind
from servicehall.reading import structure
from servicehall.timeline import CaseState, Timeline

__all__ = [
    "Record",
    "RecordedDuty",
    "RecordedFee",
    "RecordedNote",
    "RecordedPack",
    "RecordedShare",
    "read_record",
]


@frozen(kw_only=True)
class RecordedPack:
    """A pack by whose rules a case was assessed (采用的规则包)."""

    id: str
    package: str


@frozen(kw_only=True)
class RecordedNote:
    """Something that an event did not bring about, and why (未予采用的情况)."""

    event: str
    text: str


@frozen(kw_only=True)
class RecordedDuty:
    """What was found of one duty (一项义务的记录).

    Attributes:
        duty: Its name.
        thing: Which part, visit or complaint it is about; empty for the case.
        cycle: The cycle in which it began.
        status: What had become of it.
        trigger: The id of the event that began it.
        start: The instant from which its limit ran.
        limit: Its limit in Chinese, or None.
        due_at: After when it is late, or None.
        warn_at: By when it should be done, or None.
        certainty: How sure the days were, or None.
        completed_at: When it was fulfilled, or None.
        broken_at: When it was broken, or None.
        bearer: Who bore it, in Chinese.
        breach: The kind of breach; empty for none.
        effect: What followed from silence, or None.
        needed: The facts that would settle whether it had begun.
        notes: What did not count.
    """

    duty: str
    thing: str
    cycle: int
    status: DutyStatus
    trigger: str
    start: datetime
    limit: str | None
    due_at: datetime | None
    warn_at: datetime | None
    certainty: str | None
    completed_at: datetime | None
    broken_at: datetime | None
    bearer: str
    breach: str
    effect: str | None
    needed: tuple[str, ...]
    notes: tuple[RecordedNote, ...]


@frozen(kw_only=True)
class RecordedShare:
    """Whose time it took, and how much in seconds (责任时间)."""

    kind: str
    name: str
    seconds: float


@frozen(kw_only=True)
class RecordedFee:
    """What was found of the fee (收费): the total in yuan as text, None where it was open."""

    status: str
    total: str | None


@frozen(kw_only=True)
class Record:
    """What was found in an assessment (评估记录), as it was written down.

    Attributes:
        format: The version of the format.
        servicehall: The version of the library that wrote it.
        unmasked: Whether personal data stand in it in full.
        case: The number of the case, or empty.
        division: Where the case was filed.
        filed_on: The day of filing.
        as_of: The instant for which it was looked at.
        calendar: The fingerprint of the calendar.
        policy: The fingerprint of the rules.
        packs: The packs that made the rules.
        profiles: The profiles that counted.
        events: What had been written down of the case.
        state: Where it stood.
        kind: The kind of case; None where that was not settled.
        possible: The kinds that were still possible.
        needed: The facts that would have settled it.
        duties: Every duty that had begun.
        shares: Whose time it took.
        fee: What it cost; None without a matter.
    """

    format: int
    servicehall: str
    unmasked: bool
    case: str = ""
    division: str
    filed_on: date
    as_of: datetime
    calendar: str
    policy: str
    packs: tuple[RecordedPack, ...]
    profiles: tuple[str, ...]
    events: tuple[Event, ...] = field(default=(), repr=False)
    state: CaseState
    kind: CaseKind | None
    possible: tuple[str, ...]
    needed: tuple[str, ...]
    duties: tuple[RecordedDuty, ...]
    shares: tuple[RecordedShare, ...]
    fee: RecordedFee | None

    @property
    def timeline(self) -> Timeline:
        """The course of the case; personal data in it are masked unless the record says so."""
        return Timeline.of(self.events)

    def to_json(self) -> str:
        """Return the record as JSON text, as :meth:`servicehall.Assessment.to_json` wrote it."""
        data = asdict(self, value_serializer=_plain)
        if not self.case:
            del data["case"]
        return json.dumps(data, ensure_ascii=False, indent=1)


def _plain(_: object, key: "Attribute[Any] | None", value: Any) -> Any:
    """Return what JSON can hold."""
    if key is not None and key.name == "events":
        return [event_data(event) for event in value]
    match value:
        case date():
            return value.isoformat()
        case enum.Enum():
            return value.value
    return value


def read_record(text: str, *, source: str = "record") -> Record:
    """Read the record of an assessment (读取评估记录).

    Args:
        text: The record, as this version of the library wrote it, or an earlier one.
        source: What it is called in messages.

    Raises:
        FaultyDataError: It is no JSON (SH619), of another format (SH620), lacks something or has
            too much (SH204 to SH206), says a word that does not exist (SH217), or its events
            cannot have happened so; see :func:`servicehall.cases.load_case`.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FaultyDataError(source, [DataError("SH619", reason=str(error))]) from error
    told = data.get("format", FORMAT) if isinstance(data, dict) else FORMAT
    if told != FORMAT:  # a later format may have other keys
        raise FaultyDataError(source, [DataError("SH620", format=shown(told), known=FORMAT)])
    written = dict(data) if isinstance(data, dict) else data
    events = written.pop("events", ()) if isinstance(written, dict) else ()
    record = structure(written, Record, source, from_json=True)
    return evolve(record, events=load_case({"events": events}, source).recorded)
