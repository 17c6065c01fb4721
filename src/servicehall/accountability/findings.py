"""Findings (认定): that somebody broke a rule, and what became of it: verified, appealed, revoked.

A finding never changes. What is decided of it later is added as a ruling, with its instant, so that
one can ask for any day what stood then. Only what is verified, or was upheld, counts.
"""

import enum
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from attrs import evolve, field, frozen

from servicehall.checks import check_many, check_text, check_type, check_visible, read_only, shown
from servicehall.divisions import check_division
from servicehall.errors import (
    DataError,
    FaultyDataError,
    InputTypeError,
    InputValueError,
    ServiceHallError,
)
from servicehall.events import check_instant, frozen_mapping, thawed
from servicehall.vocabulary import hint_for

__all__ = [
    "ALLOWED",
    "COUNTING",
    "Finding",
    "FindingState",
    "LaterRuling",
    "Ruling",
    "check_findings",
    "place_of",
    "with_rulings",
]


class FindingState(enum.StrEnum):
    """Where a finding stands (认定状态)."""

    ALLEGED = "alleged"
    VERIFIED = "verified"
    UNFOUNDED = "unfounded"
    EXCUSED = "excused"
    """It happened, and nobody is at fault: the system was down, the rating was a slip."""
    APPEALED = "appealed"
    UPHELD = "upheld"
    REVOKED = "revoked"

    @property
    def zh(self) -> str:
        """The Chinese label."""
        return _STATES[self]


_STATES: Final = {
    FindingState.ALLEGED: "待查实",
    FindingState.VERIFIED: "查实",
    FindingState.UNFOUNDED: "不属实",
    FindingState.EXCUSED: "免责",
    FindingState.APPEALED: "申诉中",
    FindingState.UPHELD: "申诉后维持",
    FindingState.REVOKED: "撤销",
}

_S = FindingState
ALLOWED: Final[Mapping[FindingState, tuple[FindingState, ...]]] = {
    _S.ALLEGED: (_S.VERIFIED, _S.UNFOUNDED, _S.EXCUSED),
    _S.VERIFIED: (_S.APPEALED, _S.EXCUSED, _S.REVOKED),
    _S.UNFOUNDED: (_S.VERIFIED,),
    _S.EXCUSED: (_S.VERIFIED,),
    _S.APPEALED: (_S.UPHELD, _S.EXCUSED, _S.REVOKED),
    _S.UPHELD: (_S.APPEALED, _S.EXCUSED, _S.REVOKED),
    _S.REVOKED: (),
}
"""The one table: what a finding can become, by where it stands."""

COUNTING: Final = frozenset({FindingState.VERIFIED, FindingState.UPHELD})
"""The states in which something follows from a finding."""


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise InputTypeError("SH118", value=repr(value), type=type(value).__name__)
    return str(check_visible(value))


def _state(value: object) -> FindingState:
    """Read what was decided; alleged is no decision."""
    decided = [one for one in FindingState if one is not FindingState.ALLEGED]
    if value not in decided:
        raise InputValueError("SH112", name="state", value=shown(value), allowed=tuple(decided))
    return FindingState(str(value))


def _at(value: object) -> datetime:
    return check_instant(value, "at")


@frozen(kw_only=True)
class Ruling:
    """What was decided of a finding (处理结论).

    Attributes:
        state: What it has been since.
        at: When, an instant with time zone.
        by: Who decided.
        reason: Why, in their words.
    """

    state: FindingState = field(converter=_state)
    at: datetime = field(converter=_at)
    by: str = field(default="", converter=_text)
    reason: str = field(default="", converter=_text)


@frozen
class LaterRuling:
    """A ruling that came apart from its finding (后来的处理).

    Attributes:
        finding: The id of the finding.
        ruling: What was decided.
    """

    finding: str
    ruling: Ruling


def _subjects(value: object) -> Mapping[str, str]:
    return read_only(
        {
            role: str(check_visible(check_text(name, role)))
            for role, name in frozen_mapping(value, "subjects").items()
        }
    )


def _texts(value: object) -> tuple[str, ...]:
    return tuple(
        _text(one) for one in check_many(value, "evidence", "a list of texts", "文字的列表")
    )


def _name(value: object) -> str:
    return str(check_visible(check_text(value, "id")))


def _occurred(value: object) -> datetime:
    return check_instant(value, "occurred_at")


def _frozen(value: object, name: str, finding: str) -> Mapping[str, Any]:
    """Return a mapping that nobody can change later; what it may not hold is told with the id."""
    try:
        return frozen_mapping(value, name)
    except ServiceHallError as error:
        raise type(error)(error.code, **{**error.facts, "path": finding}) from None


def _in_order(value: object) -> tuple[Ruling, ...]:
    rulings = list(check_many(value, "rulings", "a list of rulings", "处理结论的列表"))
    for one in rulings:
        check_type(one, Ruling, "rulings")
    unique = dict.fromkeys(rulings)
    return tuple(sorted(unique, key=place_of))


def place_of(one: Ruling) -> tuple[datetime, int]:
    """Put rulings in the order of time; of one instant, as they can follow one another."""
    return one.at, list(FindingState).index(one.state)


@frozen(kw_only=True)
class Finding:
    """That a rule was broken, by whom, and what became of it (认定).

    Attributes:
        id: Its name; the same finding twice is one finding.
        breach: The kind of breach, such as ``"quarrel"``.
        occurred_at: When it happened, an instant with time zone; the rules of that day hold.
        division: Where, the code of the division or the hall.
        subjects: Whom it concerns, by role: ``{"person": "甲", "window": "民政窗口"}``.
        facts: What was found beside it, such as ``{"late_days": 3, "media_exposed": False}``.
        evidence: What shows it.
        occurrence: What happened, where several findings are about the same fact; left out, itself.
        case: The number of the case, or empty.
        duty: The duty that was missed, or empty.
        rulings: What was decided of it, in the order of time; none while it is only alleged.
        picks: What the body with authority picked, where a rule leaves a choice, by rule.

    Raises:
        InputTypeError: Something of the wrong type (SH118, SH119, SH601), a float (SH404).
        InputValueError: An instant without time zone (SH103), no such division (SH445).
        DataError: It is against nobody (SH802); a ruling cannot follow (SH805), or is older than
            the breach (SH806).
    """

    id: str = field(converter=_name)
    breach: str = field(converter=_name)
    occurred_at: datetime = field(converter=_occurred)
    division: str = field(converter=check_division)
    subjects: Mapping[str, str] = field(converter=_subjects, hash=False)
    facts: Mapping[str, Any] = field(factory=dict, hash=False)
    evidence: tuple[str, ...] = field(default=(), converter=_texts)
    occurrence: str = field(default="", converter=_text)
    case: str = field(default="", converter=_text)
    duty: str = field(default="", converter=_text)
    rulings: tuple[Ruling, ...] = field(default=(), converter=_in_order)
    picks: Mapping[str, Any] = field(factory=dict, hash=False)

    def __attrs_post_init__(self) -> None:
        for name in ("facts", "picks"):
            object.__setattr__(self, name, _frozen(getattr(self, name), name, self.id))
        if not self.subjects:
            raise DataError("SH802", id=self.id)
        state = FindingState.ALLEGED
        for one in self.rulings:
            at = one.at.isoformat(timespec="minutes")
            if one.at < self.occurred_at:
                occurred = self.occurred_at.isoformat(timespec="minutes")
                raise DataError("SH806", id=self.id, at=at, occurred=occurred)
            if one.state not in ALLOWED[state]:
                raise DataError("SH805", id=self.id, at=at, **_said(state, one.state))
            state = one.state

    @property
    def fact(self) -> str:
        """What happened (同一事实): findings about the same have the same."""
        return self.occurrence or self.id

    def state(self, as_of: datetime) -> FindingState:
        """Return where it stands at an instant (当时的状态)."""
        last = self.ruling(as_of)
        return FindingState.ALLEGED if last is None else last.state

    def ruling(self, as_of: datetime) -> Ruling | None:
        """Return the last ruling by an instant, that instant included; None where there is none."""
        instant = check_instant(as_of, "as_of")
        before = [one for one in self.rulings if one.at <= instant]
        return before[-1] if before else None

    def with_ruling(self, ruling: Ruling) -> "Finding":
        """Return the same finding with one more ruling.

        Raises:
            DataError: It cannot follow (SH805, SH806).
        """
        return evolve(self, rulings=(*self.rulings, ruling))


def _said(state: FindingState, new: FindingState) -> dict[str, object]:
    allowed = ALLOWED[state]
    return {
        "before": state.value,
        "before_zh": state.zh,
        "state": new.value,
        "state_zh": new.zh,
        "allowed": allowed or "—",
        "allowed_zh": "、".join(one.zh for one in allowed) or "（已经终了）",
    }


def check_findings(findings: object) -> tuple[Finding, ...]:
    """Return findings in the order of time; the order in which they come never matters.

    Raises:
        InputTypeError: What is handed over are no findings (SH119).
        FaultyDataError: With every id that two different findings have (SH803).
    """
    known: dict[str, Finding] = {}
    problems: list[DataError] = []
    for one in check_many(findings, "findings", "a list of findings", "认定的列表"):
        check_type(one, Finding, "findings")
        if known.setdefault(one.id, one) != one:
            problems.append(DataError("SH803", id=one.id, path=one.id))
    if problems:
        raise FaultyDataError("findings", problems)
    return tuple(sorted(known.values(), key=lambda one: (one.occurred_at.timestamp(), one.id)))


def with_rulings(findings: Iterable[Finding], later: Iterable[LaterRuling]) -> tuple[Finding, ...]:
    """Add rulings that came apart from their findings (并入后来的处理).

    Raises:
        FaultyDataError: With every ruling of a finding that is not there (SH804), or that cannot
            follow (SH805, SH806).
    """
    known = {one.id: one for one in check_findings(findings)}
    problems: list[DataError] = []
    for one in sorted(later, key=lambda one: place_of(one.ruling)):
        if one.finding not in known:
            told = {"id": one.finding, "state": one.ruling.state.value, "path": one.finding}
            told |= {"at": one.ruling.at.isoformat(timespec="minutes")}
            hint = hint_for(one.finding, known)
            problems.append(DataError("SH804", **told, state_zh=one.ruling.state.zh, hint=hint))
            continue
        try:
            known[one.finding] = known[one.finding].with_ruling(one.ruling)
        except DataError as error:
            problems.append(error)
    if problems:
        raise FaultyDataError("rulings", problems)
    return check_findings(known.values())


def plain(one: Finding) -> dict[str, Any]:
    """Return a finding as plain dicts and lists, as it stands in a file, without what is empty."""
    record = {
        "id": one.id,
        "breach": one.breach,
        "occurred_at": one.occurred_at.isoformat(),
        "division": one.division,
        "subjects": dict(one.subjects),
        "facts": thawed(one.facts),
        "evidence": list(one.evidence),
        "occurrence": one.occurrence,
        "case": one.case,
        "duty": one.duty,
        "rulings": [_plain_ruling(ruling) for ruling in one.rulings],
        "picks": thawed(one.picks),
    }
    return {key: value for key, value in record.items() if value}


def _plain_ruling(one: Ruling) -> dict[str, str]:
    record = {"state": one.state.value, "at": one.at.isoformat(), "by": one.by}
    return {key: value for key, value in (record | {"reason": one.reason}).items() if value}
