"""Calendar feeds: what a calendar program is told of open items, and of what becomes of them.

Monday 2026-10-19 is the last day of an item that ends at 17:00; the feed is first made on the 12th.
"""

import hashlib
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from icalendar import Calendar, Component

import servicehall as sh
from servicehall.calendars import Certainty
from servicehall.duties import DutyStatus, Grade
from servicehall.interop.feeds import KEPT, feed
from servicehall.ledgers import OpenItem
from servicehall.privacy import UNMASKED

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
DAY: Final = date(2026, 10, 19)


def at(month: int, day: int, hour: int = 12, *, year: int = 2026) -> datetime:
    """Return an instant in Beijing."""
    return datetime(year, month, day, hour, tzinfo=SHANGHAI)


ITEM: Final = OpenItem(
    case="LH-0001",
    division="371302998",
    matter="高龄津贴",
    window="民政服务窗口",
    unit="民政服务窗口",
    person="王芳",
    role="第一责任人",
    duty="decide.promised",
    title="承诺时限内办结",
    grade=Grade.SERVICE,
    status=DutyStatus.OPEN,
    warn_at=at(10, 19, 17),
    due_at=at(10, 19, 17),
    days_left=5,
    certainty=Certainty.CERTAIN,
)
FIRST: Final = at(10, 12)


def entries(text: bytes) -> list[Component]:
    """Read a feed as a calendar program does."""
    return list(Calendar.from_ical(text).walk("VEVENT"))


def only(text: bytes) -> Component:
    """Return the one entry of a feed."""
    (entry,) = entries(text)
    return entry


def told(entry: Component) -> tuple[str, int]:
    """Return the status of an entry and how often it was changed."""
    return str(entry["STATUS"]), entry.decoded("SEQUENCE")


def made(
    items: Iterable[OpenItem] = (ITEM,), previous: bytes | None = None, **options: Any
) -> bytes:
    """Make a feed, on the first day unless another is given."""
    return feed(items, previous, **{"as_of": FIRST, **options})


def code(error: pytest.ExceptionInfo[sh.FaultyDataError]) -> str:
    """Return the code of the one fault."""
    (problem,) = error.value.problems
    return problem.code


# ---- one entry


def test_an_item_is_an_entry_of_its_last_day() -> None:
    """It lasts the whole 19 October: a plain date, whose end iCalendar names exclusively."""
    entry = only(made())
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (DAY, date(2026, 10, 20))
    assert entry["DTSTART"].params["VALUE"] == "DATE"
    assert told(entry) == ("CONFIRMED", 0)
    assert str(entry["SUMMARY"]) == "承诺时限内办结 LH-0001"
    assert str(entry["DESCRIPTION"]).splitlines() == [
        "事项：高龄津贴",
        "办件编号：LH-0001",
        "应办：承诺时限内办结（服务承诺）",
        "时限：2026年10月19日（星期一）17:00前",
        "承担：第一责任人（民政服务窗口）",
        "窗口：民政服务窗口",
    ]


def test_midnight_belongs_to_the_day_that_ends() -> None:
    """A limit that ends at 24:00 of the 19th is an entry of the 19th."""
    entry = only(made([evolve(ITEM, warn_at=at(10, 20, 0), due_at=at(10, 20, 0))]))
    assert entry["DTSTART"].dt == DAY
    assert "2026年10月19日（星期一）24:00前" in str(entry["DESCRIPTION"])


def test_nobody_is_woken() -> None:
    """No entry holds an alarm, and none takes up time in which somebody could be met."""
    text = made()
    assert b"VALARM" not in text
    assert str(only(text)["TRANSP"]) == "TRANSPARENT"


def test_the_calendar_says_what_it_is() -> None:
    """It is published, has a name, and no instant without time zone stands in it."""
    calendar = Calendar.from_ical(made(name="柳河镇"))
    assert str(calendar["METHOD"]) == "PUBLISH"
    assert str(calendar["X-WR-CALNAME"]) == "柳河镇"
    assert only(made()).decoded("DTSTAMP") == FIRST


def test_lines_are_folded_between_letters() -> None:
    """No line is longer than 75 bytes (RFC 5545, 3.1), and no Chinese letter is cut in two."""
    lines = made().split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert all(line.decode() is not None for line in lines)


def test_it_names_no_person() -> None:
    """Who bears it is told by part and unit; numbers of people in a title are masked."""
    item = evolve(ITEM, thing="13812345678")
    text = made([item]).decode()
    assert "王芳" not in text
    assert "13812345678" not in text
    assert "承诺时限内办结（1" in text.replace("\r\n ", "")


PHONE: Final = "13812345678"


def test_a_case_number_that_is_somebodys_is_masked() -> None:
    """Two cases have telephone numbers for numbers; each keeps an entry of its own."""
    text = made([evolve(ITEM, case=PHONE), evolve(ITEM, case="13812345679")])
    assert b"138123" not in text.replace(b"\r\n ", b"")
    assert len({str(one["UID"]) for one in entries(text)}) == 2
    assert {str(one["SUMMARY"]) for one in entries(text)} == {
        "承诺时限内办结 1＊＊＊＊＊＊＊＊＊＊"
    }


def test_numbers_are_shown_where_that_is_asked_for() -> None:
    """The feed says so; the UID is the same as in one that is masked."""
    item = evolve(ITEM, case=PHONE)
    bare = made([item], unmask=True)
    assert str(only(bare)["SUMMARY"]) == f"承诺时限内办结 {PHONE}"
    assert str(Calendar.from_ical(bare)["X-WR-CALDESC"]) == UNMASKED
    assert only(bare)["UID"] == only(made([item]))["UID"]
    assert "X-WR-CALDESC" not in Calendar.from_ical(made([item]))


@pytest.mark.parametrize(
    ("items", "cases", "status"),
    [([], None, ("CANCELLED", 2)), ([], [], ("CONFIRMED", 1)), (["same"], None, ("CONFIRMED", 1))],
)
def test_numbers_that_the_last_feed_showed_are_masked(
    items: list[str], cases: list[tuple[str, str]] | None, status: tuple[str, int]
) -> None:
    """Whether the item is done, was not looked at, or is still there."""
    item = evolve(ITEM, case=PHONE)
    text = made([item for _ in items], made([item], unmask=True), cases=cases)
    assert PHONE not in text.decode().replace("\r\n ", "")
    assert told(only(text)) == status
    assert made([item for _ in items], text, cases=cases) == text


def test_what_is_not_known_is_left_out() -> None:
    """Without matter, number, unit and window there are no empty lines for them."""
    entry = only(made([evolve(ITEM, matter="", case="", unit="", window="")]))
    text = str(entry["DESCRIPTION"])
    assert str(entry["SUMMARY"]) == "承诺时限内办结"
    assert "事项" not in text
    assert "编号" not in text
    assert "窗口" not in text
    assert "承担：第一责任人" in text.splitlines()


@pytest.mark.requirement("R-005")
def test_a_provisional_day_is_tentative() -> None:
    """The status says so to programs, title and text to people."""
    entry = only(made([evolve(ITEM, certainty=Certainty.PROVISIONAL)]))
    assert told(entry) == ("TENTATIVE", 0)
    assert str(entry["SUMMARY"]).endswith("（暂定）")
    assert "日期为暂定" in str(entry["DESCRIPTION"])


def test_where_two_calendars_count_both_instants_are_told() -> None:
    """The entry lies on the earlier day; it is late only after the later one."""
    entry = only(made([evolve(ITEM, due_at=at(10, 21, 17))]))
    assert entry["DTSTART"].dt == DAY
    assert "逾期自2026年10月21日（星期三）17:00起认定" in str(entry["DESCRIPTION"])


def test_an_item_without_an_end_is_no_entry() -> None:
    """A paused limit has no day on which it could be shown."""
    assert entries(made([evolve(ITEM, status=DutyStatus.PAUSED, warn_at=None, due_at=None)])) == []


# ---- what stays the same


def test_the_order_of_items_never_matters() -> None:
    """The same items in any order give the same bytes."""
    items = [
        evolve(ITEM, case=f"LH-{n}", warn_at=at(10, n, 17), due_at=at(10, n, 17))
        for n in (9, 12, 10)
    ]
    assert made(items) == made(reversed(items))


def test_a_second_run_gives_the_same_bytes() -> None:
    """Where nothing changed nothing is written differently, even at a later instant."""
    assert made(previous=made(), as_of=at(10, 13)) == made()


def test_the_previous_feed_may_be_text() -> None:
    """Bytes and text are read alike."""
    assert feed([ITEM], made().decode(), as_of=FIRST) == made()


@pytest.mark.parametrize(
    "change",
    [{"case": "LH-2"}, {"division": "45"}, {"duty": "d"}, {"thing": "P1"}, {"cycle": 2}],
)
def test_another_duty_case_or_cycle_is_another_entry(change: dict[str, Any]) -> None:
    """The UID follows from place, case, duty, part and cycle."""
    other = only(made([evolve(ITEM, **change)]))
    assert str(other["UID"]) != str(only(made())["UID"])
    assert str(other["UID"]).endswith("@servicehall")


def test_the_uid_never_changes() -> None:
    """Subscribers know entries by it: the first 64 bits of the SHA-256 of what tells a duty apart.

    Written here as the format says: place, case, duty, part as JSON texts, and the cycle.
    """
    told_apart = '["371302998","LH-0001","decide.promised","",int:1]'
    expected = hashlib.sha256(told_apart.encode()).hexdigest()[:16] + "@servicehall"
    assert str(only(made())["UID"]) == expected


def test_two_items_of_one_duty_are_two_entries() -> None:
    """A duty that has begun twice, for example for two consultations, is shown twice."""
    later = evolve(ITEM, warn_at=at(10, 21, 17), due_at=at(10, 21, 17))
    found = entries(made([later, ITEM]))
    assert [entry["DTSTART"].dt.day for entry in found] == [19, 21]
    assert str(found[1]["UID"]) == str(found[0]["UID"]).replace("@", "-2@")


# ---- what changes


def test_a_day_that_moves_is_told_by_a_higher_sequence() -> None:
    """0 at first, 1 after the move, and the stamp of the run in which it moved."""
    later = evolve(ITEM, warn_at=at(10, 20, 17), due_at=at(10, 20, 17))
    entry = only(made([later], made(), as_of=at(10, 13)))
    assert told(entry) == ("CONFIRMED", 1)
    assert entry["DTSTART"].dt == date(2026, 10, 20)
    assert entry.decoded("DTSTAMP") == at(10, 13)


def test_an_overdue_item_keeps_its_day_and_says_so() -> None:
    """The entry stays where it was: on the day that was missed."""
    late = evolve(ITEM, status=DutyStatus.BREACHED)
    entry = only(made([late], made(), as_of=at(10, 20)))
    assert entry["DTSTART"].dt == DAY
    assert str(entry["SUMMARY"]) == "逾期：承诺时限内办结 LH-0001"
    assert "状态：已逾期，尚未办结" in str(entry["DESCRIPTION"])
    assert told(entry) == ("CONFIRMED", 1)
    done = only(made([], made([late]), as_of=at(10, 21)))
    assert str(done["SUMMARY"]) == "不再待办：承诺时限内办结 LH-0001"


def test_what_is_done_is_cancelled_once() -> None:
    """The entry stays, cancelled, with the next sequence; the run after that leaves it alone."""
    cancelled = made([], made(), as_of=at(10, 16))
    entry = only(cancelled)
    assert told(entry) == ("CANCELLED", 1)
    assert str(entry["SUMMARY"]) == "不再待办：承诺时限内办结 LH-0001"
    assert entry["DTSTART"].dt == DAY
    assert made([], cancelled, as_of=at(10, 17)) == cancelled


def test_a_cancelled_entry_goes_when_everybody_has_heard_of_it() -> None:
    """It is there on the last day for which it is kept, and gone after that."""
    cancelled = made([], made(), as_of=at(10, 16))
    last = at(10, 16) + KEPT
    assert made([], cancelled, as_of=last) == cancelled
    assert entries(made([], cancelled, as_of=last + timedelta(seconds=1))) == []


def test_a_pause_cancels_and_its_end_brings_back() -> None:
    """Sequence 0 as it begins, 1 while it is paused, 2 with its new day after the pause."""
    paused = evolve(ITEM, status=DutyStatus.PAUSED, warn_at=None, due_at=None)
    during = made([paused], made(), as_of=at(10, 14))
    assert told(only(during)) == ("CANCELLED", 1)
    resumed = evolve(ITEM, warn_at=at(10, 26, 17), due_at=at(10, 26, 17))
    after = only(made([resumed], during, as_of=at(10, 20)))
    assert told(after) == ("CONFIRMED", 2)
    assert after["DTSTART"].dt == date(2026, 10, 26)


def test_a_case_that_was_not_looked_at_stays_as_it_is() -> None:
    """A line of the ledger that cannot be read does not mean that the case is done."""
    other = evolve(ITEM, case="LH-0002")
    before = made([ITEM, other])
    after = entries(made([], before, as_of=at(10, 16), cases=[("371302998", "LH-0002")]))
    states = {str(entry["SUMMARY"]).split()[-1]: told(entry) for entry in after}
    assert states == {
        "LH-0001": ("CONFIRMED", 0),
        "LH-0002": ("CANCELLED", 1),
    }


@pytest.mark.parametrize(
    "case", ["A/1", "A;1,2:3", "A\\n1", "A\n1", "A\r\nEND:VEVENT", "甲\u20281"]
)
def test_a_number_may_be_written_with_any_signs(case: str) -> None:
    """Slashes, signs of iCalendar, line ends: the case is found again when it is looked at."""
    item = evolve(ITEM, case=case)
    text = made([item])
    assert made([item], text) == text
    assert told(only(made([], text, cases=[("371302998", case)]))) == ("CANCELLED", 1)


def test_a_hall_is_told_from_its_town() -> None:
    """The code of a hall has a slash of its own."""
    hall = evolve(ITEM, division="460203/longpo")
    kept = made([], made([hall]), cases=[("460203", "longpo/LH-0001")])
    assert told(only(kept)) == ("CONFIRMED", 0)
    assert (
        told(only(made([], made([hall]), cases=[("460203/longpo", "LH-0001")])))[0] == "CANCELLED"
    )


# ---- files that are no feed


@pytest.mark.parametrize(
    "text",
    [
        "",
        "这不是日历",
        b"\xff\xfe\x00",
        b"BEGIN:VCALENDAR\r\n",
        b"BEGIN:VEVENT\r\nUID:1@servicehall\r\nEND:VEVENT\r\n",
        made() + made(),
        made().replace(b"CATEGORIES:", b"CATEGORIES;VALUE=DATE:"),
        made().replace(b"CATEGORIES:", b"CATEGORIES;VALUE=BINARY:"),
        made().replace(b"METHOD:", b"METHOD;VALUE=DATE,DATE:"),
        made().decode().replace("LH-0001", "\ud800"),
        made().decode().encode("gb18030"),
    ],
)
def test_a_file_that_is_no_calendar_is_refused(text: bytes | str) -> None:
    """iCalendar is written in UTF-8: what a program converted would be told in wrong letters."""
    with pytest.raises(sh.FaultyDataError) as error:
        feed([ITEM], text, as_of=FIRST)
    assert code(error) == "SH741"


ANOTHER: Final = (
    b"BEGIN:VEVENT\r\nUID:x@example.com\r\nSUMMARY:\xe4\xbe\x8b\xe4\xbc\x9a\r\nEND:VEVENT\r\n"
)
TASK: Final = b"BEGIN:VTODO\r\nUID:y@servicehall\r\nEND:VTODO\r\n"


@pytest.mark.parametrize(("foreign", "first"), [(ANOTHER, "例会"), (TASK, "VTODO")])
def test_entries_of_somebody_else_are_not_lost(foreign: bytes, first: str) -> None:
    """A calendar in which somebody keeps a meeting is refused, and the meeting named."""
    text = made().replace(b"END:VCALENDAR", foreign + b"END:VCALENDAR")
    with pytest.raises(sh.FaultyDataError) as error:
        made([], text)
    assert code(error) == "SH742"
    assert first in error.value.in_chinese()


def test_an_alarm_that_somebody_added_is_not_lost() -> None:
    """An entry with something inside is no longer ours alone."""
    alarm = b"BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT1H\r\nEND:VALARM\r\n"
    text = made().replace(b"END:VEVENT", alarm + b"END:VEVENT")
    with pytest.raises(sh.FaultyDataError) as error:
        made([], text)
    assert code(error) == "SH742"


@pytest.mark.parametrize(
    ("written", "mangled"),
    [
        (b"SEQUENCE:0\r\n", b""),
        (b"SEQUENCE:0", b"SEQUENCE:zero"),
        (b"SEQUENCE:0", b"SEQUENCE:-5"),
        (b"SEQUENCE:0", b"SEQUENCE;VALUE=DATE-TIME:20261012"),
        (b"SEQUENCE:0", b"SEQUENCE:0\r\nSEQUENCE:1"),
        (b"DTSTAMP:20261012T040000Z", b"DTSTAMP:20261012T040000"),
        (b"DTSTAMP:", b"DTSTAMP;VALUE=CAL-ADDRESS:"),
        (b"STATUS:CONFIRMED\r\n", b""),
        (b"X-SERVICEHALL-CASE:", b"X-SERVICEHALL-NOTE:"),
    ],
)
def test_a_damaged_entry_is_refused(written: bytes, mangled: bytes) -> None:
    """What says which state is newer must be there once, and readable."""
    text = made()
    assert written in text
    with pytest.raises(sh.FaultyDataError) as error:
        made([], text.replace(written, mangled))
    assert code(error) == "SH743"


def test_an_entry_that_stands_there_twice_is_refused() -> None:
    text = made()
    entry = text[text.index(b"BEGIN:VEVENT") : text.index(b"END:VCALENDAR")]
    with pytest.raises(sh.FaultyDataError) as error:
        made([], text.replace(entry, entry + entry))
    assert code(error) == "SH743"


def test_an_earlier_state_is_not_told_as_a_newer_one() -> None:
    """The last feed was made for the 12th at 12:00: for an instant before it, none is made; for the
    same one, it is the same again."""
    last = made()
    with pytest.raises(sh.InputValueError) as error:
        made([], last, as_of=at(10, 12, 11))
    assert error.value.code == "SH750"
    assert "2026-10-12 12:00" in error.value.in_chinese()
    assert made((ITEM,), last) == last


def test_the_mark_before_a_feed_does_no_harm() -> None:
    """Some programs write one before UTF-8."""
    assert made((ITEM,), b"\xef\xbb\xbf" + made()) == made()


def test_the_instant_has_a_time_zone() -> None:
    with pytest.raises(sh.InputValueError) as error:
        feed([], as_of=datetime(2026, 10, 12))  # noqa: DTZ001  # refused
    assert error.value.code == "SH103"
