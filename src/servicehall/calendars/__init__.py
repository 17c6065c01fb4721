"""Working calendars (工作日历): which days count, why, and how far that is known."""

from servicehall.calendars.days import Certainty, Day, DayKind
from servicehall.calendars.mainland import mainland
from servicehall.calendars.notices import HolidayNotice, NamedDays, read_notice
from servicehall.calendars.overlays import LocalDays, Overlay, read_overlay
from servicehall.calendars.working import Disagreement, WorkCalendar

__all__ = [
    "Certainty",
    "Day",
    "DayKind",
    "Disagreement",
    "HolidayNotice",
    "LocalDays",
    "NamedDays",
    "Overlay",
    "WorkCalendar",
    "mainland",
    "read_notice",
    "read_overlay",
]
