"""Times (时间) as items: the office hours, and the local days, festival by festival."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Final

from servicehall.comparing.changes import Ground
from servicehall.comparing.items import Item, stated
from servicehall.comparing.words import Words
from servicehall.policy import Policy

__all__ = ["time_items"]

HOURS: Final = "hours"
"""The one item of all records of office hours: only one of them is in force."""


def time_items(words: Words) -> Iterator[Item]:
    """Go through the office hours and the local days of a policy."""
    yield from _hours(words.policy)
    yield from _days(words.policy)


def _hours(policy: Policy) -> Iterator[Item]:
    hours = policy.hours
    if hours is None:
        return
    said = [one.sources["sessions"][0] for one in policy.settled["hours"].values()]
    entry = max(said, key=lambda one: one.level.rank)
    grounds = (Ground(citation=entry.citation, span=entry.span, note=entry.note),)
    yield Item(
        kind="hours",
        id=HOURS,
        title="办公时间",
        record=hours,
        fields={"sessions": stated("时间", hours, str, grounds)},
        grounds=grounds,
    )


def _days(policy: Policy) -> Iterator[Item]:
    """Go through festivals; what several records say of one of them is put together."""
    found: dict[str, list[tuple[Any, Any]]] = {}
    for overlay in policy.calendar.overlays:
        for days in overlay.days:
            found.setdefault(days.name, []).append((days, overlay))
    for name, said in found.items():
        grounds = tuple(dict.fromkeys(Ground(citation=one.citation) for _, one in said))
        whole = {
            "rest": ("放假", {day for days, _ in said for day in days.rest if not days.group}),
            "work": ("调休上班", {day for days, _ in said for day in days.work}),
            "group": (
                "仅限特定人群的假日",
                {(d.group, day) for d, _ in said for day in d.rest if d.group},
            ),
            "years": ("已经写全的年份", {year for _, one in said for year in one.years}),
            "published": ("公布之日", {one.published for _, one in said if one.published}),
        }
        fields = {
            key: stated(label, tuple(sorted(values)), _list, grounds)
            for key, (label, values) in whole.items()
            if values
        }
        yield Item(
            kind="days", id=name, title=name, record=tuple(said), fields=fields, grounds=grounds
        )


def _list(values: Iterable[Any]) -> str:
    return "、".join(_say(one) for one in values)


def _say(value: Any) -> str:
    match value:
        case (str() as group, date() as day):
            return f"{day}（{group}）"
    return str(value)
