"""What a pack leaves open (待核事项): unknown figures, inferred records, what is disabled."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from attrs import frozen

from servicehall.accountability import check_sanctions
from servicehall.citations import Confidence
from servicehall.duties import Grade
from servicehall.entries import Settled
from servicehall.limits import Minutes
from servicehall.plugins import Pack
from servicehall.plugins.sections import SECTIONS, Section, keys_of
from servicehall.policy import Policy
from servicehall.problems import Problems
from servicehall.provenance import other_units

__all__ = [
    "OpenPoint",
    "days_to_come",
    "duties_in_question",
    "open_points",
    "rules_in_question",
    "units_in_question",
]

_KEYS = {"materials": "材料", "fee": "收费", "unknown": "收费标准", "value": "取值"}
"""What is not known, where the description of a key begins with something else."""
_UNKNOWN = "unknown:"

_MOST_NAMES = 5

Record = tuple[str, dict[str, Any]]


@frozen
class OpenPoint:
    """Something that a pack leaves open (待核事项).

    Attributes:
        text: What it is, in Chinese.
        names: The records that it is about; none where it is the pack.
    """

    text: str
    names: tuple[str, ...] = ()

    def __str__(self) -> str:
        if not self.names:
            return self.text
        more = "等" if len(self.names) > _MOST_NAMES else ""
        return f"{self.text}：{len(self.names)}条（{'、'.join(self.names[:_MOST_NAMES])}{more}）"


def open_points(pack: Pack) -> Iterator[OpenPoint]:
    """Go through what a pack leaves open, alike ones together, whatever the day.

    Args:
        pack: A pack that was read without a fault.
    """
    if pack.confidence is not Confidence.CLEAN:
        yield OpenPoint(f"本包是否属于该地：{pack.confidence.zh}")
    records = _records(pack)
    for section in SECTIONS:
        yield from _told(section, records.get(section.name, []))
    yield from _silent(records)


def _records(pack: Pack) -> dict[str, list[Record]]:
    """Return what is listed in a pack, by section, each record with its name."""
    contents = pack.files.contents()
    return {
        section.name: [
            (str(item.get("id") or item.get("changes")), item)
            for _, item in contents.listed(section.name, Problems(pack.source))
        ]
        for section in SECTIONS
        if not section.named
    }


def rules_in_question(pack: Pack, policies: Iterable[Policy]) -> tuple[OpenPoint, ...]:
    """Return what is wrong with the sanctions and scores that a pack makes or changes.

    Raises:
        DataError: Measures give one another in a circle (SH821).
    """
    found: dict[OpenPoint, None] = {}
    for policy in policies:
        settled = {**policy.settled["sanctions"], **policy.settled["scores"]}
        own = {
            name
            for name, found_ in settled.items()
            if any(entry.pack == pack.id for entry in found_.entries)
        }
        for fault in check_sanctions(policy):
            if not own.isdisjoint(fault.rules):
                text = f"责任追究，{fault.kind.zh}，{fault.text}"
                found[OpenPoint(text, fault.rules)] = None
    return tuple(found)


def days_to_come(pack: Pack, today: date) -> tuple[date, ...]:
    """Return today, and the later days on which records of a pack begin to be in force."""
    listed = (record for records in _records(pack).values() for _, record in records)
    every = (one for record in listed for one in (record, *record.get("values", ())))
    begins = {one["since"] for one in every if "since" in one}
    return (today, *sorted(day for day in begins if day > today))


def units_in_question(pack: Pack, policies: Iterable[Policy]) -> Iterator[OpenPoint]:
    """Go through limits of a pack in another unit than the limit above, each told once."""
    told = dict.fromkeys(
        OpenPoint(remark.text, (remark.about,))
        for policy in policies
        for remark in other_units(policy)
        if pack.id in _packs_behind(policy, remark.about)
    )
    yield from told


def duties_in_question(pack: Pack, policies: Iterable[Policy]) -> Iterator[OpenPoint]:
    """Go through duties and promises of a pack of which nobody will learn that they were missed."""
    uncounted: dict[str, None] = {}
    unjudged: dict[str, None] = {}
    for policy in policies:
        if pack.division and policy.hours is None:
            uncounted |= dict.fromkeys(_in_office_minutes(pack, policy))
        unjudged |= dict.fromkeys(_without_finding(pack, policy))
    if uncounted:
        text = "期限按办公时间的分钟计算，而本地没有登记办公时间（[[hours]]），到期时刻无法计算"
        yield OpenPoint(text, tuple(uncounted))
    if unjudged:
        text = "周期义务：没有写 breach（违反的种类），也没有写 judged（由哪张规则表认定）"
        yield OpenPoint(f"{text}，没有做到的不会写成认定", tuple(unjudged))


def _in_office_minutes(pack: Pack, policy: Policy) -> Iterator[str]:
    """Go through the duties and matters of a pack whose limit is counted while the hall is open."""
    for duty in policy.duties.values():
        limit = duty.within.limit if duty.within else None
        if _is_of(pack, duty.settled) and _is_office_time(limit):
            yield duty.id
    for matter in policy.matters.values():
        limits = (matter.promised, matter.statutory, matter.forwarding)
        if _is_of(pack, matter.settled) and any(map(_is_office_time, limits)):
            yield matter.id


def _is_office_time(limit: object) -> bool:
    return isinstance(limit, Minutes) and limit.clock == "office"


def _without_finding(pack: Pack, policy: Policy) -> Iterator[str]:
    """Go through the recurring duties of a pack that, when missed, are no kind of breach."""
    for duty in policy.duties.values():
        routine = duty.routine
        if routine is None or duty.grade is Grade.TARGET:  # nobody is blamed for a target
            continue
        if not duty.breach and not routine.judged and _is_of(pack, duty.settled):
            yield duty.id


def _is_of(pack: Pack, settled: Settled) -> bool:
    """Tell whether a pack has said something of a record."""
    return any(entry.pack == pack.id for entry in settled.entries)


def _packs_behind(policy: Policy, about: str) -> set[str]:
    """Return the packs that have said something of a term, or of a matter."""
    if about in policy.terms:
        return {value.pack for value in policy.terms[about].set_by}
    return {entry.pack for entry in policy.matter(about.partition("/")[2]).settled.entries}


def _told(section: Section, records: list[Record]) -> Iterator[OpenPoint]:
    """Go through what the records of one kind say is not known, or not to be used."""
    found: dict[str, list[str]] = {}
    for name, record in records:
        for point in _points(section, record):
            found.setdefault(point, []).append(name)
    for point, names in found.items():
        yield OpenPoint(f"{section.zh}：{point}", tuple(dict.fromkeys(names)))


def _points(section: Section, record: dict[str, Any]) -> Iterator[str]:
    labels = {key: re.split("[，：；]", about)[0] for key, about in keys_of(section)} | _KEYS
    for key, value in record.items():
        if key == "unknown":
            yield f"{labels[key]}不明（{value}）"
        elif isinstance(value, str) and value.startswith(_UNKNOWN):
            yield f"{labels[key]}不明（{value.removeprefix(_UNKNOWN).strip()}）"
        elif key == "values" and isinstance(value, list):
            yield from (point for item in value for point in _points(section, item))
    if record.get("disabled"):
        yield f"已停用（{record['disabled']}）"
    if record.get("unusable"):
        yield f"不得使用（{record['unusable']}）"
    confidence = record.get("confidence", Confidence.CLEAN)
    if confidence != Confidence.CLEAN:
        yield Confidence(confidence).zh


def _silent(records: dict[str, list[Record]]) -> Iterator[OpenPoint]:
    """Go through matters of which a pack says nothing at all of fees, or of materials."""
    for section, key, zh in (("fees", "fee", "收费"), ("materials", "materials", "材料")):
        told = {item.get("matter") for _, item in records[section]}
        names = [
            name
            for name, item in records["matters"]
            if "id" in item and not item.get(key) and name not in told
        ]
        if names:
            yield OpenPoint(f"事项：没有写明{zh}", tuple(names))
