"""Laws of calendar feeds: whatever happens to items, subscribers are told of it, and only of it.

The oracle keeps, for each entry, what was told last and how often that changed.
"""

from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from hypothesis import given, strategies as st
from icalendar import Calendar

from servicehall.calendars import Certainty
from servicehall.duties import DutyStatus, Grade
from servicehall.interop.feeds import feed
from servicehall.ledgers import OpenItem

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
START: Final = datetime(2026, 10, 12, 12, tzinfo=SHANGHAI)
CASES: Final = ("甲-1", "乙/2", "丙;3,4\\n")

# The day on which the time of each case ends; None while it is paused; absent when it is done.
stands = st.dictionaries(st.sampled_from(CASES), st.none() | st.integers(1, 3))
runs = st.lists(stands, min_size=1, max_size=6)


def items_of(stand: dict[str, int | None]) -> list[OpenItem]:
    """Return the open items of a ledger in which each case has one duty."""
    items = []
    for case, days in stand.items():
        end = None if days is None else START + timedelta(days=days)
        item = OpenItem(
            case=case,
            division="371302998",
            role="第一责任人",
            duty="decide",
            title="办结",
            grade=Grade.SERVICE,
            status=DutyStatus.PAUSED if end is None else DutyStatus.OPEN,
            warn_at=end,
            due_at=end,
            certainty=Certainty.CERTAIN,
        )
        items.append(item)
    return items


def read(text: bytes) -> dict[str, tuple[str, int, date]]:
    """Read a feed as a calendar program does: status, sequence and day by case."""
    return {
        str(entry["SUMMARY"]).rpartition(" ")[2]: (
            str(entry["STATUS"]),
            int(entry.decoded("SEQUENCE")),
            entry.decoded("DTSTART"),
        )
        for entry in Calendar.from_ical(text).walk("VEVENT")
    }


def follow(
    known: dict[str, tuple[str, int, date]], stand: dict[str, int | None]
) -> dict[str, tuple[str, int, date]]:
    """Say what subscribers must know next: the slow, obvious way."""
    following = dict(known)
    for case in CASES:
        days = stand.get(case)
        before = known.get(case)
        if days is None:
            if before is not None and before[0] != "CANCELLED":
                following[case] = ("CANCELLED", before[1] + 1, before[2])
            continue
        day = (START + timedelta(days=days)).date()
        if before is None:
            following[case] = ("CONFIRMED", 0, day)
        elif before[0] != "CONFIRMED" or before[2] != day:
            following[case] = ("CONFIRMED", before[1] + 1, day)
    return following


@given(runs)
def test_subscribers_are_told_of_every_change_once(stands: list[dict[str, int | None]]) -> None:
    """After each run the feed says what the oracle says; a run without news changes no byte."""
    text: bytes | None = None
    known: dict[str, tuple[str, int, date]] = {}
    for hours, stand in enumerate(stands):
        items = items_of(stand)
        text = feed(items, text, as_of=START + timedelta(hours=hours))
        known = follow(known, stand)
        assert read(text) == known
        again = feed(list(reversed(items)), text, as_of=START + timedelta(hours=hours, minutes=1))
        assert again == text
