"""Pictures: what stands on each day of a calendar, in letters that every machine can draw."""

import warnings
from datetime import date, datetime

import pytest
from attrs import evolve
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.text import Text

import servicehall as sh
from servicehall.instants import SHANGHAI
from servicehall.plots import MOST_MONTHS, Picture, calendar_picture

HEARING = (date(2026, 9, 29), date(2026, 10, 9))


def words(axes: Axes) -> list[str]:
    """Return what is written on a leaf, without what is blank."""
    return [text.get_text() for text in axes.findobj(Text) if text.get_text()]  # type: ignore[attr-defined]


def notes(picture: Picture, month: int) -> dict[str, str]:
    """Return what stands below the number of each day of a month."""
    (leaf,) = [axes for axes in picture.axes if axes.get_title().endswith(f"年{month}月")]
    written = [text.get_text() for text in leaf.texts][7:]  # the weekdays come first
    return dict(zip(written[::2], written[1::2], strict=True))


def test_every_day_says_what_it_is_in_the_count() -> None:
    """Counted by hand: day 0 is 21 September, 25 to 27 Mid-Autumn, 10 October made up for."""
    cal = sh.mainland()
    found = sh.deadline(date(2026, 9, 21), sh.WorkingDays(6), cal, pauses=[HEARING])
    picture = calendar_picture(found)
    assert found.due == date(2026, 10, 12)
    september, october = notes(picture, 9), notes(picture, 10)
    assert [september[str(day)] for day in range(20, 31)] == [
        *("班", "起", "1", "2", "3"), *("假", "休", "休"), *("4", "停", "停")
    ]  # fmt: skip
    assert [october[str(day)] for day in range(7, 14)] == [
        "假停",
        "停",
        "停",
        "班5",
        "休",
        "6止",
        "",
    ]
    assert picture.get_suptitle() == (
        "6个工作日：2026年9月21日（星期一）起，2026年10月12日（星期一）届满"
    )


def test_a_period_that_is_rolled_and_one_that_is_not_known_yet() -> None:
    """15 natural days from 18 September end on 3 October, a holiday, and roll to the 8th."""
    picture = calendar_picture(sh.deadline(date(2026, 9, 18), sh.NaturalDays(15), sh.mainland()))
    october = notes(picture, 10)
    assert [october[str(day)] for day in (2, 3, 4, 8)] == ["假14", "假15", "休", "止"]
    cal = sh.mainland()
    open_end = (date(2026, 9, 22), None)
    found = sh.deadline(date(2026, 9, 21), sh.WorkingDays(3), cal, pauses=[open_end],
                        as_of=date(2026, 9, 30))  # fmt: skip
    assert found.due is None
    assert found.reason in calendar_picture(found).get_suptitle()


def test_the_last_day_on_which_a_pause_began_is_no_day_of_it() -> None:
    """The 4th was the last of three days and waits for the 8th; the pause runs from the 5th on."""
    asked = sh.deadline(date(2026, 9, 1), sh.WorkingDays(3), sh.mainland(),
                        pauses=[(date(2026, 9, 4), date(2026, 9, 7))])  # fmt: skip
    was = evolve(asked.question, actual_pauses=[(date(2026, 9, 5), date(2026, 9, 8))])
    picture = calendar_picture(evolve(asked, question=was))
    september = notes(picture, 9)
    assert [september[str(day)] for day in range(3, 9)] == ["2", "停", "休停", "休停", "停", "3止"]
    legend = [text.get_text() for text in picture.legends[0].get_texts()]
    assert "最后一日开始中止，待中止结束时再计入" in legend
    assert "中止，不计入" in legend


def test_days_that_are_not_published_are_marked() -> None:
    """Beyond the last notice a day has a question mark; an estimated end is called provisional."""
    unpublished = calendar_picture(sh.deadline(date(2026, 12, 30), sh.FixedDate(date(2027, 1, 5)),
                                               sh.mainland()))  # fmt: skip
    assert notes(unpublished, 1)["4"] == "?"
    found = sh.deadline(date(2026, 12, 21), sh.WorkingDays(10), sh.mainland(beyond="estimate"))
    assert calendar_picture(found).get_suptitle().endswith("届满（暂定）")


def test_every_letter_can_be_drawn() -> None:
    """The font comes with the extra, on machines that have no Chinese font too; none is missing."""
    assert "Noto Sans SC" in {font.name for font in font_manager.fontManager.ttflist}
    found = sh.deadline(date(2026, 9, 18), sh.WorkingDays(60), sh.mainland(), pauses=[HEARING])
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # matplotlib warns of each glyph that is missing
        png = calendar_picture(found)._repr_png_()
    assert png.startswith(b"\x89PNG")


def test_a_picture_has_room_for_two_years() -> None:
    """24 months are drawn, 25 refused (SH871); what is no deadline too."""
    cal = sh.mainland(beyond="estimate")
    assert len(calendar_picture(sh.deadline(date(2024, 1, 31), sh.Months(23), cal)).axes) == 24
    with pytest.raises(sh.InputValueError, match="SH871"):
        calendar_picture(sh.deadline(date(2024, 1, 31), sh.Months(MOST_MONTHS), cal))
    with pytest.raises(sh.InputTypeError, match="SH119"):
        calendar_picture(datetime(2026, 1, 1, tzinfo=SHANGHAI))  # type: ignore[arg-type]
