"""Moved deadlines: what a new or revised notice does to open cases.

The notice of 6 December 2018 gave one day of rest on 1 May 2019. That of 22 March 2019 gave four,
made up for on Sundays 28 April and 5 May. The notice of 26 January 2020, published on the 27th,
prolonged 春节 to 2 February and cancelled the make-up Saturday 1 February.
"""

import itertools
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

import servicehall as sh

CAL = sh.mainland()
LABOUR_2019 = (CAL.as_known_on(date(2019, 3, 21)), CAL.as_known_on(date(2019, 3, 22)))
SPRING_2020 = (CAL.as_known_on(date(2020, 1, 26)), CAL.as_known_on(date(2020, 1, 27)))
SHANGHAI = ZoneInfo("Asia/Shanghai")


def test_a_make_up_sunday_brings_a_deadline_forward() -> None:
    """The notice of March 2019 moves a deadline from 30 April to 29 April."""
    old, new = LABOUR_2019
    # Six working days after Monday 22 April: 23, 24, 25, 26, then 29 and 30. With Sunday 28 April
    # worked the sixth is the 29th.
    stored = sh.deadline(date(2019, 4, 22), sh.WorkingDays(6), old)
    assert stored.due == date(2019, 4, 30)
    (move,) = sh.moved([stored], old, new)
    assert move.before is not None
    assert move.after is not None
    assert move.before.due == date(2019, 4, 30)
    assert move.after.due == date(2019, 4, 29)
    assert move.reason == ""
    assert str(move) == "0：由2019-04-30变为2019-04-29"


def test_a_prolonged_holiday_puts_a_deadline_back() -> None:
    """The notice of January 2020 moves a deadline from 3 February to 5 February."""
    old, new = SPRING_2020
    # Three working days after Thursday 23 January: 春节 rests from 24 to 30 January. Then Friday 31
    # and the make-up Saturday 1 February, and Monday 3; prolonged, 3, 4 and 5 February.
    stored = sh.deadline(date(2020, 1, 23), sh.WorkingDays(3), old)
    (move,) = sh.moved([stored], old, new)
    assert move.before is not None
    assert move.after is not None
    assert (move.before.due, move.after.due) == (date(2020, 2, 3), date(2020, 2, 5))


def test_a_deadline_that_stays_does_not_move() -> None:
    """A deadline that no changed day decides is not listed."""
    old, new = LABOUR_2019
    stored = sh.deadline(date(2019, 6, 3), sh.WorkingDays(3), old)
    assert sh.moved([stored], old, new) == ()
    assert sh.moved([], old, new) == ()


def test_the_keys_of_a_mapping_are_kept() -> None:
    """Case numbers come back with the moves; of a list, the place."""
    old, new = LABOUR_2019
    moving = sh.deadline(date(2019, 4, 22), sh.WorkingDays(6), old)
    staying = sh.deadline(date(2019, 6, 3), sh.WorkingDays(3), old)
    moves = sh.moved({"甲-1": staying, "甲-2": moving}, old, new)
    assert [move.key for move in moves] == ["甲-2"]
    assert str(moves[0]) == "甲-2：由2019-04-30变为2019-04-29"
    assert [move.key for move in sh.moved([staying, moving], old, new)] == [1]
    assert [move.key for move in sh.moved(iter([staying, moving]), old, new)] == [1]


def test_the_stored_day_does_not_matter() -> None:
    """What moves is told from the question, whichever calendar gave the stored answer."""
    old, new = LABOUR_2019
    by_old = sh.deadline(date(2019, 4, 22), sh.WorkingDays(6), old)
    by_new = sh.deadline(date(2019, 4, 22), sh.WorkingDays(6), new)
    assert len(sh.moved([by_old], old, new)) == len(sh.moved([by_new], old, new)) == 1


def test_pauses_and_extensions_are_counted_again() -> None:
    """A pause over the changed days takes the change with it."""
    old, new = LABOUR_2019
    pause = (date(2019, 4, 23), date(2019, 5, 5))
    stored = sh.deadline(date(2019, 4, 22), sh.WorkingDays(3), old, pauses=[pause])
    assert stored.due == date(2019, 5, 8)  # 6, 7 and 8 May by both
    assert sh.moved([stored], old, new) == ()


@pytest.mark.parametrize("swapped", [False, True])
def test_a_refusal_on_one_side_is_a_move(swapped: bool) -> None:  # noqa: FBT001  # a column
    """Where only one calendar can answer, the move says in Chinese why the other cannot."""
    old = CAL.as_known_on(date(2018, 12, 5))  # the notice of 2019 was published on the 6th
    stored = sh.deadline(date(2018, 12, 25), sh.WorkingDays(10), CAL)
    pair = (CAL, old) if swapped else (old, CAL)
    (move,) = sh.moved({"乙-7": stored}, *pair)
    known, unknown = (move.before, move.after) if swapped else (move.after, move.before)
    assert unknown is None
    assert known is not None
    # 26, 27, 28 December, the make-up Saturday 29, then 2, 3, 4, 7, 8, 9 January.
    assert known.due == date(2019, 1, 9)
    assert "2018-12-31 以后的放假安排尚不可知" in move.reason
    words = "由2019-01-09变为无法计算" if swapped else "由无法计算变为2019-01-09"
    assert str(move) == f"乙-7：{words}"


def test_two_refusals_are_no_move() -> None:
    """Where neither calendar can answer nothing is known to move."""
    old, older = (CAL.as_known_on(date(2018, 12, day)) for day in (5, 4))
    stored = sh.deadline(date(2018, 12, 25), sh.WorkingDays(10), CAL)
    assert sh.moved([stored], older, old) == ()


def test_becoming_certain_is_no_move() -> None:
    """A deadline on 31 December 2024 was provisional until the next notice and stayed there."""
    # The notice of 2025 was published on 12 November 2024 and left December as it was.
    old = CAL.as_known_on(date(2024, 11, 11))
    stored = sh.deadline(date(2024, 12, 26), sh.WorkingDays(3), old)
    assert stored.due == date(2024, 12, 31)
    assert stored.certainty is sh.Certainty.PROVISIONAL
    assert sh.deadline(date(2024, 12, 26), sh.WorkingDays(3), CAL).certainty is sh.Certainty.CERTAIN
    assert sh.moved([stored], old, CAL) == ()


def test_an_earliest_day_can_move() -> None:
    """The earliest day of a limit without a due day moves too."""
    old, new = LABOUR_2019
    stored = sh.deadline(date(2019, 4, 22), sh.NotBefore(sh.WorkingDays(6)), old)
    (move,) = sh.moved([stored], old, new)
    assert str(move) == "0：由不早于2019-04-30变为不早于2019-04-29"


def test_an_open_pause_can_move() -> None:
    """The day before which a paused limit cannot end moves too."""
    old, new = LABOUR_2019
    stored = sh.deadline(
        date(2019, 4, 22),
        sh.WorkingDays(5),
        old,
        pauses=[(date(2019, 4, 24), None)],
        as_of=date(2019, 4, 24),
    )
    # Paused on the 24th: 23, 25, 26, 29, 30 April; with Sunday the 28th 23, 25, 26, 28, 29.
    (move,) = sh.moved([stored], old, new)
    assert str(move) == "0：由不早于2019-04-30变为不早于2019-04-29"


def test_an_unknown_limit_never_moves() -> None:
    """A limit without any day has nothing that could move."""
    old, new = LABOUR_2019
    assert sh.moved([sh.deadline(date(2019, 4, 22), sh.Unknown("原文残缺"), old)], old, new) == ()


def test_an_instant_can_move_within_a_day() -> None:
    """Office minutes that end at another minute have moved, though on the same day."""
    hours = sh.OfficeHours.of("08:00-12:00")
    start = datetime(2019, 4, 30, 11, 30, tzinfo=SHANGHAI)
    old, new = LABOUR_2019
    stored = sh.deadline(start, sh.Minutes(60), old, hours=hours)
    # 2 May was worked by the first notice; by the second the next working day is Sunday 5 May.
    (move,) = sh.moved([stored], old, new)
    assert str(move) == "0：由2019-05-02变为2019-05-05"


@pytest.mark.parametrize(
    ("one", "two"), list(itertools.permutations([CAL, LABOUR_2019[0], SPRING_2020[0]], 2))
)
def test_moving_there_and_back_lists_the_same(one: sh.WorkCalendar, two: sh.WorkCalendar) -> None:
    """Before and after change places when the calendars do."""
    stored = [sh.deadline(date(2019, 4, day), sh.WorkingDays(6), CAL) for day in (8, 22, 24)]
    there = [(move.key, move.before, move.after) for move in sh.moved(stored, one, two)]
    back = [(move.key, move.after, move.before) for move in sh.moved(stored, two, one)]
    assert there == back


def test_an_estimate_that_is_replaced_by_a_notice_moves() -> None:
    """A deadline that was estimated moves to where the notice puts it."""
    then = sh.mainland(beyond="estimate").as_known_on(date(2018, 12, 5))
    stored = sh.deadline(date(2018, 12, 25), sh.WorkingDays(10), then)
    assert stored.certainty is sh.Certainty.PROVISIONAL
    # By law alone only 1 January rests: 26, 27, 28, 31 December, 2, 3, 4, 7, 8, 9 January. The
    # notice gave 31 December for Saturday 29: the tenth is the 9th by both.
    assert stored.due == date(2019, 1, 9)
    assert sh.moved([stored], then, CAL) == ()
    shorter = sh.deadline(date(2018, 12, 25), sh.WorkingDays(4), then)
    assert [str(move) for move in sh.moved([shorter], then, CAL)] == [
        "0：由2018-12-31变为2018-12-29"
    ]
