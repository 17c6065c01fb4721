"""Calendar feeds (日历订阅): the days of open items as iCalendar (RFC 5545).

Needs the extra ``calendar-feed``.

An item keeps its UID as long as it is the same duty of the same case. What changes, is told by a
higher SEQUENCE; what is no longer to be done, by STATUS:CANCELLED. So the feed of yesterday is
needed to make that of today; both are functions of nothing else.

Entries last a whole day and are plain dates: a calendar program shows them on that day whatever its
time zone. They hold no alarm, for nobody is to be woken at midnight or told of a case that is
closed, and no personal data: numbers of people are masked, also where one is the number of a case.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from servicehall.calendars import Certainty
from servicehall.errors import DataError, FaultyDataError, InputValueError, MissingExtraError
from servicehall.events import check_instant
from servicehall.fingerprints import fingerprint
from servicehall.instants import ONE_DAY, SHANGHAI
from servicehall.ledgers import OpenItem
from servicehall.privacy import UNMASKED, mask_numbers
from servicehall.trails import say_instant

try:
    from icalendar import Calendar, Component, Event
except ImportError as error:  # pragma: no cover  # seen by the test that installs no extra
    raise MissingExtraError(
        "SH901", extra="calendar-feed", module="servicehall.interop.feeds", package="icalendar"
    ) from error

__all__ = ["KEPT", "feed"]

KEPT: Final = timedelta(days=400)
"""How long a cancelled entry stays in the feed, so that every subscriber hears of it."""

_OURS: Final = "@servicehall"
_CASE: Final = "X-SERVICEHALL-CASE"
_LATE: Final = "逾期："
_ASIDE: Final = ("DTSTAMP", "SEQUENCE")
"""The lines that say when and how often an entry was changed, and are no change themselves."""


def feed(
    items: Iterable[OpenItem],
    previous: bytes | str | None = None,
    *,
    as_of: datetime,
    name: str = "政务服务待办",
    cases: Collection[tuple[str, str]] | None = None,
    unmask: bool = False,
) -> bytes:
    """Return the days of open items as a calendar that programs subscribe to (日历订阅).

    Args:
        items: What must still be done; what has no end is no entry. Their order never matters.
        previous: The feed made last; None for the first one.
        as_of: The instant for which it is made, with time zone.
        name: The name under which programs show the calendar.
        cases: The cases that were looked at, each a division and a number, where those were not
            all: entries of other cases then stay as they are. Left out, what is not among the
            items is cancelled.
        unmask: Whether numbers of people stand in it in full; it then says so in its description.

    Returns:
        The text of an ``.ics`` file. An entry that does not change is kept byte for byte; a
        cancelled one is dropped after :data:`KEPT`.

    Raises:
        InputTypeError: The instant is none (SH601).
        InputValueError: It has no time zone (SH103), or the previous feed was made for a later one
            (SH750).
        FaultyDataError: The previous feed is no calendar (SH741), holds entries of somebody else
            (SH742), or lacks what the next one builds on (SH743). It is not written over.
    """
    instant = check_instant(as_of, "as_of")
    known = {} if previous is None else _known(previous)
    _check_later(known.values(), instant)
    named = _named(items)
    looked_at = None if cases is None else {fingerprint(case) for case in cases}
    shown = str if unmask else mask_numbers
    entries = [_entry(uid, item, known.get(uid), instant, shown) for uid, item in named.items()]
    for uid, entry in known.items():
        if uid not in named:
            entries += _without_item(_hidden(entry, instant, shown), looked_at, instant)
    return _calendar(name, entries, UNMASKED if unmask else "")


Shown = Callable[[str], str]
"""What makes of a text what may be shown of it."""


def _calendar(name: str, entries: Iterable[Component], remark: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//servicehall//due days//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    if remark:
        calendar.add("x-wr-caldesc", remark)
    calendar.add("x-wr-timezone", "Asia/Shanghai")
    for entry in sorted(entries, key=_place):
        calendar.add_component(entry)
    return bytes(calendar.to_ical())


def _place(entry: Component) -> tuple[str, str]:
    return str(entry.decoded("DTSTART")), str(entry["UID"])


# ---- what is to be done


def _named(items: Iterable[OpenItem]) -> Mapping[str, OpenItem]:
    """Give each item that has an end its UID; a second one of the same duty is numbered."""
    named: dict[str, OpenItem] = {}
    counts: Counter[str] = Counter()
    ended = [item for item in items if item.warn_at is not None]
    for item in sorted(ended, key=lambda item: (item.warn_at, item.due_at, item.title)):
        key = fingerprint((item.division, item.case, item.duty, item.thing, item.cycle))
        counts[key] += 1
        number = "" if counts[key] == 1 else f"-{counts[key]}"
        named[f"{key}{number}{_OURS}"] = item
    return named


def _entry(
    uid: str, item: OpenItem, before: Component | None, at: datetime, shown: Shown
) -> Component:
    """Return the entry of an item: as it was where nothing changed."""
    entry = Event()
    entry.add("uid", uid)
    number = item.case if shown is str else item.shown_case
    entry.add("summary", shown(_summary(item, number)))
    entry.add("dtstart", item.last_day)
    entry.add("dtend", item.last_day + ONE_DAY)  # type: ignore[operator]  # one with an end
    entry.add("status", "CONFIRMED" if item.certainty is Certainty.CERTAIN else "TENTATIVE")
    entry.add("transp", "TRANSPARENT")
    entry.add("categories", [item.grade.zh])
    entry.add("description", shown("\n".join(_lines(item, number))))
    entry.add(_CASE, fingerprint((item.division, item.case)))
    if before is None:
        return _stamped(entry, 0, at)
    if _content(entry) == _content(before):
        return before
    return _stamped(entry, int(before.decoded("SEQUENCE")) + 1, at)


def _stamped(entry: Component, sequence: int, at: datetime) -> Component:
    """Say how often an entry was changed, and when."""
    for name in ("SEQUENCE", "DTSTAMP"):
        entry.pop(name, None)
    entry.add("sequence", sequence)
    entry.add("dtstamp", at)
    return entry


def _content(entry: Component) -> list[str]:
    """Return the lines of an entry, without those that say when and how often it was changed."""
    return [str(line) for line in entry.content_lines() if not line.startswith(_ASIDE)]


def _summary(item: OpenItem, number: str) -> str:
    late = _LATE if item.is_overdue else ""
    doubt = "" if item.certainty is Certainty.CERTAIN else "（暂定）"
    return f"{late}{item.name} {number}".rstrip() + doubt


def _lines(item: OpenItem, number: str) -> Iterator[str]:
    """Say what is to be done, by when, by whom."""
    if item.matter:
        yield f"事项：{item.matter}"
    if number:
        yield f"办件编号：{number}"
    yield f"应办：{item.name}（{item.grade.zh}）"
    yield f"时限：{_say(item.warn_at)}前"
    if item.due_at != item.warn_at:
        yield f"逾期自{_say(item.due_at)}起认定：按全国日历与按地方日历计算不同，应办从早，逾期从晚"
    if item.certainty is not Certainty.CERTAIN:
        yield "日期为暂定：所涉的放假安排尚未确定，可能变动"
    yield f"承担：{item.role}（{item.unit}）" if item.unit else f"承担：{item.role}"
    if item.window:
        yield f"窗口：{item.window}"
    if item.is_overdue:
        yield "状态：已逾期，尚未办结"


def _say(at: datetime | None) -> str:
    return "" if at is None else say_instant(at)


# ---- what no longer is


def _hidden(entry: Component, at: datetime, shown: Shown) -> Component:
    """Return an entry that was made last, without what it shows and may not."""
    texts = {name: str(entry[name]) for name in ("SUMMARY", "DESCRIPTION") if name in entry}
    if all(shown(text) == text for text in texts.values()):
        return entry
    for name, text in texts.items():
        del entry[name]
        entry.add(name.lower(), shown(text))
    return _stamped(entry, int(entry.decoded("SEQUENCE")) + 1, at)


def _without_item(
    entry: Component, looked_at: Collection[str] | None, at: datetime
) -> Iterator[Component]:
    """Return what becomes of an entry that no item stands for: at last, nothing."""
    if looked_at is not None and str(entry[_CASE]) not in looked_at:
        yield entry
    elif entry["STATUS"] != "CANCELLED":
        summary = str(entry["SUMMARY"]).removeprefix(_LATE)
        for name in ("STATUS", "SUMMARY"):
            del entry[name]
        entry.add("status", "CANCELLED")
        entry.add("summary", f"不再待办：{summary}")
        yield _stamped(entry, int(entry.decoded("SEQUENCE")) + 1, at)
    elif at - entry.decoded("DTSTAMP") <= KEPT:
        yield entry


# ---- the feed made last


def _check_later(entries: Iterable[Component], at: datetime) -> None:
    """Refuse to tell subscribers of an earlier state as if it were newer (SH750)."""
    last = max((entry.decoded("DTSTAMP") for entry in entries), default=at)
    if last > at:
        told = last.astimezone(SHANGHAI)
        raise InputValueError("SH750", as_of=f"{at:%Y-%m-%d %H:%M}", last=f"{told:%Y-%m-%d %H:%M}")


def _known(previous: bytes | str) -> dict[str, Component]:
    """Return the entries of a feed by UID.

    Raises:
        FaultyDataError: It is no feed of ours.
    """
    calendar = _parsed(previous)
    foreign = [one for one in calendar.subcomponents if not _is_ours(one)]
    if foreign:
        told = str(foreign[0].get("SUMMARY", foreign[0].name))
        raise _refused("SH742", count=len(foreign), first=told)
    known = {str(entry["UID"]): entry for entry in calendar.subcomponents}
    if len(known) < len(calendar.subcomponents):
        raise _refused("SH743", entry="UID", missing="UID")
    for uid, entry in known.items():
        if faulty := [name for name in _NEEDED if not _stands(entry, name)]:
            raise _refused("SH743", entry=uid, missing=tuple(faulty))
    return known


_NEEDED: Final = ("DTSTART", "DTSTAMP", "SEQUENCE", "STATUS", "SUMMARY", _CASE)
"""What the next feed builds on."""


def _stands(entry: Component, name: str) -> bool:
    """Tell whether an entry says something once, and so that it can be read."""
    value: Any = entry.get(name)
    if value is None or isinstance(value, list) or name in dict(entry.errors):
        return False
    if name == "SEQUENCE":
        return isinstance(value, int) and value >= 0
    return name != "DTSTAMP" or getattr(getattr(value, "dt", None), "tzinfo", None) is not None


def _parsed(previous: bytes | str) -> Component:
    """Read a calendar; what cannot be written again is none, however it was mangled."""
    try:
        text = previous if isinstance(previous, str) else previous.decode("utf-8-sig")
        calendar = Calendar.from_ical(text)
        calendar.to_ical()
    except (ValueError, TypeError, AttributeError, IndexError, KeyError) as error:
        raise _refused("SH741", reason=str(error)) from error
    if calendar.name != "VCALENDAR":
        raise _refused("SH741", reason=f"it begins with {calendar.name}")
    return calendar


def _is_ours(entry: Component) -> bool:
    """Tell whether an entry is of a feed, and nobody has added anything to it."""
    uid = str(entry.get("UID", ""))
    return entry.name == "VEVENT" and uid.endswith(_OURS) and not entry.subcomponents


def _refused(code: str, **facts: object) -> FaultyDataError:
    return FaultyDataError("calendar feed", [DataError(code, **facts)])
