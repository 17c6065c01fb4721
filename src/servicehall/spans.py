"""Spans in force (施行期间): from which day, and up to which, something holds."""

from collections.abc import Iterable
from datetime import date

from attrs import field, frozen

from servicehall.errors import DataError
from servicehall.instants import ONE_DAY, check_date

__all__ = ["ALWAYS", "Span", "first_days", "told_from"]


def _since(value: date | None) -> date | None:
    return None if value is None else check_date(value, "since")


def _expires(value: date | None) -> date | None:
    return None if value is None else check_date(value, "expires")


@frozen(kw_only=True)
class Span:
    """The days on which something is in force (施行期间), both ends included.

    Attributes:
        since: The first day in force (施行之日); None from the beginning.
        expires: The last day in force (有效期至); None without end.

    Raises:
        DataError: The last day lies before the first (SH440).
    """

    since: date | None = field(default=None, converter=_since)
    expires: date | None = field(default=None, converter=_expires)

    def __attrs_post_init__(self) -> None:
        if self.since and self.expires and self.expires < self.since:
            raise DataError("SH440", since=self.since, expires=self.expires)

    def __contains__(self, day: date) -> bool:
        check_date(day, "day")
        return (self.since is None or self.since <= day) and (
            self.expires is None or day <= self.expires
        )

    def __str__(self) -> str:
        if self == ALWAYS:
            return ""
        first = f"自{self.since.isoformat()}起" if self.since else ""
        last = f"至{self.expires.isoformat()}止" if self.expires else ""
        return first + last

    @property
    def is_always(self) -> bool:
        """Whether it has neither a first nor a last day."""
        return self == ALWAYS


ALWAYS = Span()


def told_from(day: date) -> dict[str, object]:
    """Return the facts of an error that begins with a stretch of time; the first is always so."""
    if day == date.min:
        return {"on": day, "when": "for all time", "when_zh": "一直"}
    return {"on": day, "when": f"for {day}", "when_zh": f"在 {day} "}


def first_days(spans: Iterable[Span]) -> tuple[date, ...]:
    """Return the first day of every stretch of time within which nothing changes.

    The first stretch begins with :attr:`datetime.date.min`; each day on which a span begins, and
    each day after one has ended, begins another.
    """
    days = {date.min}
    for span in spans:
        if span.since:
            days.add(span.since)
        if span.expires and span.expires < date.max:
            days.add(span.expires + ONE_DAY)
    return tuple(sorted(days))
