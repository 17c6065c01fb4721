"""Findings (认定): that somebody broke a rule, and what became of it: verified, appealed, revoked.

A finding never changes. What is decided of it later is added as a ruling, with its instant, so that
one can ask for any day what stood then. Only what is verified, or was upheld, counts.
"""

import enum
import itertools
from collections.abc import Iterable, Mapping, Sequence
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
    "merge_rulings",
    "one_line",
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


def one_line(text: str, name: str) -> str:
    """Return a name without blanks at its ends; one of several lines is refused.

    In a text that is read line by line the second line of a name would pass for something else.

    Raises:
        InputTypeError: It is no text (SH118).
        InputValueError: It is empty (SH126).
        DataError: It has signs that nobody sees (SH485), or several lines (SH836).
    """
    found = str(check_visible(check_text(text, name))).strip()
    if len(found.splitlines()) > 1:
        raise DataError("SH836", name=name, value=shown(found))
    return found


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


def _name(value: Any) -> str:
    return one_line(value, "id")


def _reference(value: Any) -> str:
    return one_line(value, "reference") if _text(value).strip() else ""


@frozen
class LaterRuling:
    """A ruling that came apart from its finding (后来的处理).

    Attributes:
        finding: The id of the finding.
        ruling: What was decided.
    """

    finding: str = field(converter=_name)
    ruling: Ruling


def _subjects(value: object) -> Mapping[str, str]:
    return read_only(
        {role: one_line(name, role) for role, name in frozen_mapping(value, "subjects").items()}
    )


def _texts(value: object) -> tuple[str, ...]:
    return tuple(
        _text(one) for one in check_many(value, "evidence", "a list of texts", "文字的列表")
    )


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
    ordered = sorted(dict.fromkeys(rulings), key=_instant_of)
    found: list[Ruling] = []
    state = FindingState.ALLEGED
    for _, group in itertools.groupby(ordered, key=_instant_of):
        of_one_instant = tuple(group)
        found += _route(state, of_one_instant, set()) or of_one_instant
        state = found[-1].state
    return tuple(found)


def _instant_of(one: Ruling) -> datetime:
    return one.at


def _route(
    state: FindingState, left: Sequence[Ruling], dead: set[tuple[FindingState, ...]]
) -> tuple[Ruling, ...] | None:
    """Return rulings in an order in which they can follow one another; None where there is none.

    Where several would do, what was written first comes first.
    """
    if not left:
        return ()
    place = (state, *sorted(one.state for one in left))
    tried: set[FindingState] = set()
    for n, one in enumerate(left):
        if place in dead or one.state in tried or one.state not in ALLOWED[state]:
            continue
        tried.add(one.state)
        rest = _route(one.state, (*left[:n], *left[n + 1 :]), dead)
        if rest is not None:
            return (one, *rest)
    dead.add(place)
    return None


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
            the breach (SH806); a name has several lines (SH836).
    """

    id: str = field(converter=_name)
    breach: str = field(converter=_name)
    occurred_at: datetime = field(converter=_occurred)
    division: str = field(converter=check_division)
    subjects: Mapping[str, str] = field(converter=_subjects, hash=False)
    facts: Mapping[str, Any] = field(factory=dict, hash=False)
    evidence: tuple[str, ...] = field(default=(), converter=_texts)
    occurrence: str = field(default="", converter=_reference)
    case: str = field(default="", converter=_reference)
    duty: str = field(default="", converter=_reference)
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
    found, refused = merge_rulings(findings, later)
    if refused:
        raise FaultyDataError("rulings", [error for _, error in refused])
    return found


def merge_rulings(
    findings: Iterable[Finding], later: Iterable[LaterRuling]
) -> tuple[tuple[Finding, ...], tuple[tuple[LaterRuling, DataError], ...]]:
    """Return findings with the rulings that can be added, and those that cannot, with the reason.

    Raises:
        FaultyDataError: Two different findings of one id (SH803).
    """
    known = {one.id: one for one in check_findings(findings)}
    listed = tuple(later)
    by_finding: dict[str, list[int]] = {}
    for place, one in enumerate(listed):
        by_finding.setdefault(one.finding, []).append(place)
    refused: dict[int, DataError] = {}
    for name, places in by_finding.items():
        if name in known:
            known[name] = _merged(known[name], listed, places, refused)
        else:
            refused |= {place: _unknown(listed[place], known) for place in places}
    return (
        check_findings(known.values()),
        tuple((listed[place], refused[place]) for place in sorted(refused)),
    )


def _merged(
    finding: Finding, later: Sequence[LaterRuling], places: list[int], refused: dict[int, DataError]
) -> Finding:
    """Return a finding with the rulings that can be added, in whichever order they come."""
    added = [later[place].ruling for place in places]
    try:
        return evolve(finding, rulings=(*finding.rulings, *added))
    except DataError:
        left = sorted(places, key=lambda place: later[place].ruling.at)
    while left:
        errors: dict[int, DataError] = {}
        for place in left:
            try:
                finding = finding.with_ruling(later[place].ruling)
            except DataError as error:
                errors[place] = error
        if len(errors) == len(left):
            refused |= errors
            break
        left = list(errors)
    return finding


def _unknown(one: LaterRuling, known: Mapping[str, Finding]) -> DataError:
    state = one.ruling.state
    told = {"id": one.finding, "state": state.value, "state_zh": state.zh, "path": one.finding}
    told |= {"at": one.ruling.at.isoformat(timespec="minutes")}
    return DataError("SH804", **told, hint=hint_for(one.finding, known))


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
