"""Open items (待办事项): what must still be done in a case, by whom, by when."""

from datetime import date, datetime

from attrs import frozen

from servicehall.assessment import Assessment
from servicehall.calendars import Certainty
from servicehall.duties import DutyStatus, Grade
from servicehall.matters import Window
from servicehall.privacy import mask, mask_numbers
from servicehall.replay import Obligation
from servicehall.timeline import FILINGS

__all__ = ["OpenItem", "open_items", "window_of"]


@frozen(kw_only=True)
class OpenItem:
    """A duty of a case that must still be done, in time or late (待办事项).

    It holds no personal data of applicants, unless one is the number of the case.

    Attributes:
        case: The number of the case; what may be shown of it is :attr:`shown_case`.
        division: Where it was filed.
        matter: The matter's Chinese name; empty where nothing says which.
        window: The window; see :func:`window_of`. Where that is not known, the unit of the bearer.
        unit: The unit of whoever bears the duty, or empty.
        person: Who bears it, or empty.
        role: The part that they play.
        duty: The duty's name.
        title: Its Chinese name.
        thing: Which part, visit or complaint it is about; empty for the case.
        cycle: The cycle of the case in which it began.
        grade: What missing it means.
        status: What has become of it: open, paused, or breached and not yet done.
        warn_at: When it should be done; None while that is not settled.
        due_at: After when it is late; None while that is not settled.
        days_left: How many working days are left; None where nothing says, or it is overdue.
        certainty: How sure the days are; None without an end.
        reason: Why it has no end, in Chinese.
        is_named: Whether a name or the like stands in the number of the case.
    """

    case: str
    division: str
    matter: str = ""
    window: str = ""
    unit: str = ""
    person: str = ""
    role: str = ""
    duty: str
    title: str
    thing: str = ""
    cycle: int = 1
    grade: Grade
    status: DutyStatus
    warn_at: datetime | None = None
    due_at: datetime | None = None
    days_left: int | None = None
    certainty: Certainty | None = None
    reason: str = ""
    is_named: bool = False

    @property
    def shown_case(self) -> str:
        """The number of the case as it may be shown: none of somebody (办件编号)."""
        return mask(self.case) if self.is_named else mask_numbers(self.case)

    @property
    def is_overdue(self) -> bool:
        """Whether its time has run out (逾期)."""
        return self.status is DutyStatus.BREACHED

    @property
    def name(self) -> str:
        """What it is called, with the part of the case that it is about."""
        return f"{self.title}（{self.thing}）" if self.thing else self.title

    @property
    def last_day(self) -> date | None:
        """The day with which it should be done; midnight is 24:00 of the day that ends."""
        return None if self.warn_at is None else (self.warn_at - datetime.resolution).date()


def open_items(found: Assessment) -> tuple[OpenItem, ...]:
    """Return what must still be done in a case (待办事项), in the order in which it began."""
    return tuple(_item(found, one) for one in found.duties if one.is_undone)


def window_of(found: Assessment) -> str:
    """Return the window of a case (窗口): that of the matter, else the unit that received it."""
    if found.matter is not None and isinstance(found.matter.window, Window):
        return found.matter.window.title
    units = (step.event.unit for step in found.replay.steps if step.event.kind in FILINGS)
    return next(units, "")


def _item(found: Assessment, one: Obligation) -> OpenItem:
    holder, deadline = found.bearer(one), one.deadline
    return OpenItem(
        case=found.timeline.case,
        division=found.policy.division,
        matter=found.matter.title if found.matter else "",
        window=window_of(found) or holder.unit,
        unit=holder.unit,
        person=holder.actor,
        role=holder.role,
        duty=one.duty.id,
        title=one.duty.title,
        thing=one.thing,
        cycle=one.cycle,
        grade=one.duty.grade,
        status=one.status,
        warn_at=one.warn_at,
        due_at=one.due_at,
        days_left=one.days_left,
        certainty=None if deadline is None or one.due_at is None else deadline.certainty,
        reason="" if deadline is None or one.due_at is not None else deadline.reason,
        is_named=any(person in found.timeline.case for person in found.persons),
    )
