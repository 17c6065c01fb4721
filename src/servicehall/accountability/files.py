"""Files of findings (认定台账): JSON Lines, one finding or one later ruling a line.

    {"id": "F1", "breach": "quarrel", "occurred_at": "2026-03-02T09:00+08:00",
     "division": "131122", "subjects": {"person": "王某"}, "facts": {"media_exposed": false},
     "rulings": [{"state": "verified", "at": "2026-03-05T10:00+08:00", "by": "监察室"}]}
    {"finding": "F1", "state": "appealed", "at": "2026-03-09T10:00+08:00", "by": "王某"}

A line that cannot be taken is told with its number and the reason, and the rest goes on. Numbers
with decimals stand in quotation marks: JSON has binary floats only.
"""

import json
from datetime import datetime
from os import PathLike
from typing import Any, Final

from attrs import field, frozen

from servicehall.accountability.findings import (
    Finding,
    LaterRuling,
    Ruling,
    merge_rulings,
    plain,
)
from servicehall.checks import shown
from servicehall.errors import DataError, ServiceHallError
from servicehall.ledgers import Line, Reject
from servicehall.ledgers.lines import case_lines
from servicehall.reading import parse_json, structure

__all__ = ["FORMAT", "FindingFile", "load_finding", "load_ruling", "read_findings", "write_finding"]

FORMAT: Final = 1
"""The version of the format of files of findings."""


@frozen(kw_only=True)
class _RulingForm:
    """A ruling as it is written."""

    state: str
    at: str
    by: str = ""
    reason: str = ""


@frozen(kw_only=True)
class _LaterForm(_RulingForm):
    """A ruling that stands in a line of its own."""

    finding: str
    format: int = FORMAT


@frozen(kw_only=True)
class _FindingForm:
    """A finding as it is written."""

    id: str
    breach: str
    occurred_at: str
    division: str
    subjects: dict[str, str] = field(factory=dict)
    facts: dict[str, Any] = field(factory=dict)
    evidence: tuple[str, ...] = ()
    occurrence: str = ""
    case: str = ""
    duty: str = ""
    rulings: tuple[_RulingForm, ...] = ()
    picks: dict[str, Any] = field(factory=dict)
    format: int = FORMAT


@frozen(kw_only=True)
class FindingFile:
    """What stands in a file of findings (认定台账).

    Attributes:
        findings: The findings, with the rulings that came later, in the order of time.
        rejects: The lines that could not be taken, with the reason.
    """

    findings: tuple[Finding, ...]
    rejects: tuple[Reject, ...] = ()


def load_finding(data: object, source: str = "finding") -> Finding:
    """Make a finding from parsed JSON (载入认定).

    Raises:
        FaultyDataError: Unknown keys, missing ones, wrong types; another format (SH620).
        ServiceHallError: What :class:`Finding` refuses; an instant that cannot be read (SH621).
    """
    form = structure(data, _FindingForm, source)
    _check_format(form.format)
    return Finding(
        id=form.id,
        breach=form.breach,
        occurred_at=_instant(form.occurred_at, "occurred_at"),
        division=form.division,
        subjects=form.subjects,
        facts=form.facts,
        evidence=form.evidence,
        occurrence=form.occurrence,
        case=form.case,
        duty=form.duty,
        rulings=[_ruling(one) for one in form.rulings],
        picks=form.picks,
    )


def load_ruling(data: object, source: str = "ruling") -> LaterRuling:
    """Make a ruling that stands apart from its finding, from parsed JSON (载入后来的处理).

    Raises:
        FaultyDataError, ServiceHallError: As :func:`load_finding`.
    """
    form = structure(data, _LaterForm, source)
    _check_format(form.format)
    return LaterRuling(form.finding, _ruling(form))


def _ruling(form: _RulingForm) -> Ruling:
    return Ruling(
        state=form.state,
        at=_instant(form.at, "at"),
        by=form.by,
        reason=form.reason,
    )


def _check_format(version: int) -> None:
    if version != FORMAT:
        raise DataError("SH620", format=version, known=FORMAT)


def _instant(text: str, name: str) -> datetime:
    """Read an instant; without time zone it is refused where the record is made."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise DataError("SH621", name=name, value=shown(text)) from None
    if "T" not in text and " " not in text:
        raise DataError("SH621", name=name, value=shown(text))
    return instant


def write_finding(one: Finding) -> str:
    """Return a finding as a line of a file; :func:`read_findings` reads the same from it."""
    return json.dumps(plain(one), ensure_ascii=False, separators=(",", ":"), default=str)


def read_findings(file: str | PathLike[str]) -> FindingFile:
    """Read a file of findings (读取认定台账).

    Args:
        file: A file of JSON Lines, in any order; lines that begin with ``#`` are remarks.

    Raises:
        FaultyDataError: The file cannot be read (SH201).
    """
    rejects: list[Reject] = []
    findings: dict[str, list[tuple[Finding, Line]]] = {}
    later: list[tuple[LaterRuling, Line]] = []
    for line in case_lines(file):
        if isinstance(line, Reject):
            rejects.append(line)
            continue
        try:
            one = _one(line)
        except ServiceHallError as error:
            rejects.append(_reject(line, error))
            continue
        if isinstance(one, LaterRuling):
            later.append((one, line))
        else:
            findings.setdefault(one.id, []).append((one, line))
    several = {name for name, said in findings.items() if any(one != said[0][0] for one, _ in said)}
    told = [(name, line) for name in several for _, line in findings.pop(name)]
    told += [(one.finding, line) for one, line in later if one.finding in several]
    rejects += [_reject(line, DataError("SH803", id=name)) for name, line in told]
    line_of = {id(one): line for one, line in later}
    sure = [one for one, _ in later if one.finding not in several]
    taken, refused = merge_rulings([said[0][0] for said in findings.values()], sure)
    rejects += [_reject(line_of[id(one)], error) for one, error in refused]
    return FindingFile(findings=taken, rejects=tuple(sorted(rejects, key=lambda one: one.number)))


def _reject(line: Line, error: ServiceHallError) -> Reject:
    return Reject(line.number, error, line.text)


def _one(line: Line) -> Finding | LaterRuling:
    try:
        data = parse_json(line.text)
    except (ValueError, RecursionError) as error:
        raise DataError("SH619", reason=str(error)) from error
    source = f"第{line.number}行"
    if isinstance(data, dict) and "breach" in data:
        return load_finding(data, source)
    if isinstance(data, dict) and "finding" in data:
        return load_ruling(data, source)
    raise DataError("SH823", line=line.number, value=shown(data))
