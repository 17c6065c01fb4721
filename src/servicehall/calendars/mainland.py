"""The calendar of the Chinese mainland (中国内地工作日历), made from the notices."""

import functools
from collections.abc import Iterable
from os import PathLike

from servicehall.calendars.installed import installed_years
from servicehall.calendars.notices import (
    HolidayNotice,
    as_notice,
    merge_notices,
    shipped_notices,
)
from servicehall.calendars.working import WorkCalendar
from servicehall.checks import check_many
from servicehall.errors import InputValueError

__all__ = ["mainland"]


def mainland(
    notices: Iterable[HolidayNotice | str | PathLike[str]] = (),
    *,
    extra: str | None = None,
    beyond: str = "refuse",
) -> WorkCalendar:
    """Return the national working calendar (全国工作日历).

    Without arguments it knows the notices shipped with the library, and answers the same on every
    machine whatever else is installed.

    Args:
        notices: Further notices, as records or as paths of TOML files.
        extra: ``"installed"`` adds the years that an installed ``chinesecalendar`` knows beyond
            the notices, PROVISIONAL, after checking them against ``holidays``. Days on which the
            two disagree stay UNKNOWN and are listed in ``calendar.disagreements``.
        beyond: What happens past the last known year: ``"refuse"``, or ``"estimate"``, which lets
            answers that can say so (a deadline, a day) rest on the law alone.

    Raises:
        FaultyDataError: A notice is faulty or contradicts another.
        InputValueError: An option that does not exist (SH112).
    """
    _check_option("extra", extra, (None, "installed"))
    _check_option("beyond", beyond, ("refuse", "estimate"))
    if isinstance(notices, HolidayNotice | str | PathLike):
        notices = (notices,)
    listed = check_many(notices, "notices", "a list of notices", "通知的列表")
    given = tuple(as_notice(notice) for notice in listed)
    if not given and extra is None:
        return _shipped(beyond)
    merged = merge_notices(shipped_notices(), given)
    if extra is None:
        return WorkCalendar(merged, estimates=beyond == "estimate")
    last = max(notice.year for notice in merged)
    years, disagreements = installed_years(since=last + 1)
    return WorkCalendar(
        merge_notices(merged, years),
        estimates=beyond == "estimate",
        disagreements=disagreements,
    )


@functools.cache
def _shipped(beyond: str) -> WorkCalendar:
    return WorkCalendar(merge_notices(shipped_notices()), estimates=beyond == "estimate")


def _check_option(name: str, value: object, allowed: tuple[object, ...]) -> None:
    if value not in allowed:
        raise InputValueError("SH112", name=name, value=repr(value), allowed=allowed)
