"""Cases (办件) by two sets of rules: what each says of a case, and what differs between them."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Final

from attrs import evolve, field, frozen

from servicehall.accountability import detect, write_finding
from servicehall.accountability.words import say_breach
from servicehall.assessment import Assessment
from servicehall.calendars import WorkCalendar, mainland
from servicehall.duties import Grade
from servicehall.errors import CalendarCoverageError
from servicehall.explain.words import name_of, say_possible, say_status
from servicehall.fees import FeeStatus
from servicehall.money import ZERO, difference
from servicehall.privacy import mask_persons
from servicehall.reports import Outcome, case_row
from servicehall.reports.outcomes import day_of
from servicehall.sanctions import Unit
from servicehall.tables import Undetermined

__all__ = ["CaseChange", "CaseView", "FeeView", "LimitChange", "LimitView", "case_change", "view"]

Key = tuple[str, str, str]
"""A duty that has begun: its name, the part of the case, the event that began it."""

UNSETTLED: Final = "未定"


# ---- what one set of rules says


@frozen(kw_only=True)
class LimitView:
    """A duty of a case by one set of rules (一项义务).

    Attributes:
        title: What it is called, with the part of the case that it is about.
        grade: What missing it means.
        due_at: After when it is late; None where nothing says, or it has no limit.
        status: What has become of it, in Chinese.
    """

    title: str
    grade: Grade
    due_at: datetime | None
    status: str


@frozen(kw_only=True)
class FeeView:
    """The fee of a case by one set of rules (收费).

    Attributes:
        status: What became of the quote; None where the case has no matter.
        total: The amount in yuan; None where it is not known, which is not zero.
    """

    status: FeeStatus | None = None
    total: Decimal | None = None


@frozen(kw_only=True)
class CaseView:
    """What one set of rules says of a case (办件情况); no personal data of applicants.

    Attributes:
        case: The number of the case, as it may be shown.
        matter: The matter's Chinese name, or empty.
        kind: Its kind in Chinese; while that is not settled, what it can still be.
        outcome: What has become of it (办理结果).
        limits: Its duties, by name, part and the event that began them.
        fee: What it costs.
        breaches: What was broken, and by whom, by name.
        findings: The same as lines of a file of findings, for those on record.
    """

    case: str
    matter: str
    kind: str
    outcome: Outcome
    limits: Mapping[Key, LimitView] = field(repr=False)
    fee: FeeView
    breaches: Mapping[str, str] = field(repr=False)
    findings: tuple[str, ...] = field(repr=False, default=())


def view(found: Assessment) -> CaseView:
    """Return what an assessment says, as far as it is compared (办件情况)."""
    row, answer = case_row(found), found.classification
    settled = row.kind or not isinstance(answer, Undetermined)
    return CaseView(
        case=row.case,
        matter=row.matter,
        kind=row.kind if settled else f"{UNSETTLED}（可能为{say_possible(answer)}）",  # type: ignore[arg-type]  # it is open
        outcome=row.outcome,
        limits=dict(_limits(found)),
        fee=_fee(found),
        breaches=dict(_breaches(found)),
        findings=tuple(write_finding(one) for one in detect(found).findings),
    )


def _limits(found: Assessment) -> Iterator[tuple[Key, LimitView]]:
    for one in found.duties:
        yield (
            (one.duty.id, one.thing, one.trigger.id),
            LimitView(
                title=mask_persons(name_of(one), found.persons),
                grade=one.duty.grade,
                due_at=one.due_at,
                status=say_status(one),
            ),
        )


def _fee(found: Assessment) -> FeeView:
    quote = found.fee
    return FeeView() if quote is None else FeeView(status=quote.status, total=quote.total)


def _breaches(found: Assessment) -> Iterator[tuple[str, str]]:
    """Go through what was broken: with whom it concerns, or why nobody is named."""
    detected = detect(found)
    for one in detected.findings:
        who = "、".join(dict.fromkeys(one.subjects.values())) or "没有登记由谁承担"
        yield one.id, f"{say_breach(one, found.policy)}（{who}）"
    for missed in detected.unattributed:
        yield f"{missed.duty.id}/{missed.thing}", f"{name_of(missed)}（没有登记由谁承担）"
    for complaint, error in detected.faulty:
        yield complaint, f"{complaint}不能写成认定：{error.part('what', 'zh')}"


# ---- what differs


@frozen(kw_only=True)
class LimitChange:
    """A duty of a case that ends, or stands, otherwise (期限的变化).

    Attributes:
        duty: The duty.
        title: Its Chinese name, with the part of the case.
        grade: What missing it means.
        old: When it was to be done by the one; None where nothing says.
        new: The same by the other.
        old_status: What has become of it by the one; empty where there is no such duty.
        new_status: The same by the other.
        days: How many working days later it ends, by the national calendar; fewer than none where
            it ends earlier; None where one of the ends is not known.
    """

    duty: str
    title: str
    grade: Grade
    old: datetime | None = None
    new: datetime | None = None
    old_status: str = ""
    new_status: str = ""
    days: int | None = None

    @property
    def is_moved(self) -> bool:
        """Whether both know when it ends, and not at the same instant (届满时刻变动)."""
        return self.old is not None and self.new is not None and self.old != self.new


@frozen(kw_only=True)
class CaseChange:
    """A case of which two sets of rules do not say the same (有变化的办件).

    Attributes:
        number: The number of the line in the ledger, from 1.
        case: The number of the case, as it may be shown.
        division: Where it was filed; with several, by either set of rules.
        matter: The matter's Chinese name, or empty.
        old: What the one says.
        new: What the other says.
        limits: The duties that end or stand otherwise.
        gone: What was broken by the one only, in Chinese.
        come: What was broken by the other only, in Chinese.
        points: What its breaches would change in scores, were they all verified: by unit, by the
            one and by the other; empty unless that was asked for, or where it is the same.
    """

    number: int
    case: str
    division: str
    matter: str
    old: CaseView
    new: CaseView
    limits: tuple[LimitChange, ...] = ()
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()
    points: Mapping[Unit, tuple[Decimal, Decimal]] = field(factory=dict)

    @property
    def moved(self) -> tuple[LimitChange, ...]:
        """The duties whose end is moved (届满时刻变动)."""
        return tuple(one for one in self.limits if one.is_moved)

    @property
    def fee_difference(self) -> Decimal | None:
        """By how many yuan the fee is higher; None where one of the two is not known."""
        if self.old.fee.total is None or self.new.fee.total is None:
            return None
        return difference(self.new.fee.total, self.old.fee.total)

    @property
    def weight(self) -> tuple[int, ...]:
        """How much it matters that it changes: verdict, kind, breaches, fee, points, days."""
        days = max((abs(one.days or 0) for one in self.limits), default=0)
        return (
            self.old.outcome != self.new.outcome,
            self.old.kind != self.new.kind,
            len(self.gone) + len(self.come),
            int(abs(self.fee_difference or ZERO) * 100),
            int(max((abs(difference(b, a)) for a, b in self.points.values()), default=ZERO) * 100),
            days,
        )


def case_change(number: int, division: str, old: CaseView, new: CaseView) -> CaseChange | None:
    """Return what differs in a case; None where nothing does (办件的变化)."""
    if evolve(old, findings=()) == evolve(new, findings=()):
        return None
    return CaseChange(
        number=number,
        case=new.case,
        division=division,
        matter=new.matter or old.matter,
        old=old,
        new=new,
        limits=tuple(_limit_changes(old, new)),
        gone=tuple(said for name, said in old.breaches.items() if name not in new.breaches),
        come=tuple(said for name, said in new.breaches.items() if name not in old.breaches),
    )


def _limit_changes(old: CaseView, new: CaseView) -> Iterator[LimitChange]:
    for key in dict.fromkeys([*old.limits, *new.limits]):
        one, other = old.limits.get(key), new.limits.get(key)
        if one == other:
            continue
        known = other or one
        assert known is not None  # noqa: S101  # one of them has it
        before, after = (side.due_at if side else None for side in (one, other))
        yield LimitChange(
            duty=key[0],
            title=known.title,
            grade=known.grade,
            old=before,
            new=after,
            old_status=one.status if one else "",
            new_status=other.status if other else "",
            days=None if before is None or after is None else working_days(before, after),
        )


def working_days(old: datetime, new: datetime) -> int | None:
    """Return how many working days lie between two ends; None where the calendar ends earlier."""
    first, last = sorted((day_of(old), day_of(new)))
    try:
        count = _calendar().reaching(last).count(first, last)
    except CalendarCoverageError:
        return None
    return count if old <= new else -count


@cache
def _calendar() -> WorkCalendar:
    return mainland(beyond="estimate")
