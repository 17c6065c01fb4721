"""Pictures (图) for notebooks: a deadline on a calendar. Needs the extra ``notebook``.

Once this module is imported, matplotlib writes Chinese with the font of the package ``zhplot``
(Noto Sans SC, OFL), on machines that have no Chinese font too, in all pictures.

No picture tells by colour alone: what a day is, stands on it.
"""

import calendar
import itertools
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from typing import Any, Final

from attrs import frozen

from servicehall.calendars import Certainty, DayKind, WorkCalendar
from servicehall.checks import check_type
from servicehall.deadlines import Deadline
from servicehall.errors import CalendarCoverageError, InputValueError, MissingExtraError
from servicehall.trails import TrailDay, Why, say_day

try:
    import zhplot  # noqa: F401  # it tells matplotlib of its font
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.patches import Patch, Rectangle
except ImportError as error:  # pragma: no cover  # seen by the test that installs no extra
    raise MissingExtraError(
        "SH901", extra="notebook", module="servicehall.plots", package="matplotlib"
    ) from error

__all__ = ["MOST_MONTHS", "Picture", "calendar_picture"]

MOST_MONTHS: Final = 24
"""How many months a picture shows at most."""
_IN_A_ROW: Final = 3
_MOST_WEEKS: Final = 6
_DPI: Final = 110
_SIGNS: Final = "休：周末　假：节假日、调休放假　班：调休上班　?：还没有放假安排"


@frozen
class _Look:
    """How a day is drawn (画法)."""

    zh: str
    face: str
    letters: str = "#1b2733"
    weave: str = ""


_PLAIN: Final = _Look("未走到的日子", "#ffffff", "#9aa5b1")
_DUE: Final = _Look("届满之日", "#b03a2e", "#ffffff")
_LOOKS: Final[Mapping[Why, _Look]] = {
    Why.START: _Look("起始日（不计入）", "#1f4e79", "#ffffff"),
    Why.COUNTED: _Look("计入，第几日", "#cfe3f5"),
    Why.PAUSED: _Look("中止，不计入", "#f6d99a", weave="///"),
    Why.HELD: _Look("最后一日开始中止，待中止结束时再计入", "#f6d99a", weave="..."),
    Why.REST: _Look("休息，不计入", "#e6e8eb", "#6b7682"),
}
_ROLLED: Final = _Look("届满遇休息日，顺延", "#f4cfc9", weave="...")


class Picture(Figure):
    """A figure that a notebook shows, whether or not anything was plotted before (图)."""

    def _repr_png_(self) -> bytes:
        drawn = BytesIO()
        self.savefig(drawn, format="png")
        return drawn.getvalue()


def calendar_picture(found: Deadline) -> Picture:
    """Draw a deadline on the leaves of a calendar (期限日历图): day 0, each day, the last one.

    On each day stands what it was in the count: 起 for the first, its number, 停 in a pause, 休 or
    the holiday, 班 on a make-up workday, 止 on the last.

    Args:
        found: The deadline.

    Raises:
        InputTypeError: It is none (SH119).
        InputValueError: It reaches over more months than a picture has room for (SH871).
    """
    check_type(found, Deadline, "found")
    months = _months(found)
    columns = min(len(months), _IN_A_ROW)
    rows = -(-len(months) // columns)
    size = (3.6 * columns + 0.4, 3.1 * rows + 1.3)
    figure = Picture(figsize=size, dpi=_DPI, layout="constrained")
    leaves = figure.subplots(rows, columns, squeeze=False).flat
    steps = {step.day.date: step for step in found.trail.days}
    for axes, month in itertools.zip_longest(leaves, months):
        axes.set_axis_off()
        if month is not None:
            _leaf(axes, month, steps, found)
    figure.suptitle(_title(found))
    looks = dict.fromkeys([*(_look(day, step, found) for day, step in steps.items()), _PLAIN])
    box: dict[str, Any] = {"ncols": 3, "frameon": False, "title": _SIGNS}
    figure.legend(handles=list(map(_patch, looks)), loc="outside lower center", **box)
    return figure


def _months(found: Deadline) -> list[tuple[int, int]]:
    """Return the months from the first day that was walked to the last, by year and number."""
    days = [found.day_0, *(step.day.date for step in found.trail.days)]
    days += [found.due] if found.due else []
    first, last = (12 * day.year + day.month - 1 for day in (min(days), max(days)))
    if last - first >= MOST_MONTHS:
        raise InputValueError("SH871", months=last - first + 1, most=MOST_MONTHS)
    return [(number // 12, number % 12 + 1) for number in range(first, last + 1)]


def _title(found: Deadline) -> str:
    sure = "" if found.certainty is Certainty.CERTAIN else f"（{found.certainty.zh}）"
    end = f"{say_day(found.due)}届满{sure}" if found.due else found.reason
    return f"{found.limit}：{say_day(found.day_0)}起，{end}"


# ---- a leaf


def _leaf(
    axes: Axes, month: tuple[int, int], steps: Mapping[date, TrailDay], found: Deadline
) -> None:
    """Draw a month, weeks from Monday on."""
    year, number = month
    weeks = calendar.Calendar().monthdatescalendar(year, number)
    axes.set(xlim=(-0.05, 7.05), ylim=(_MOST_WEEKS + 0.65, -0.1), title=f"{year}年{number}月")
    for column, name in enumerate("一二三四五六日"):
        axes.text(column + 0.5, 0.3, name, ha="center", va="center", color="#6b7682")
    for row, week in enumerate(weeks):
        for column, day in enumerate(week):
            if day.month == number:
                _day(axes, (column, row + 0.6), day, steps.get(day), found)


def _day(
    axes: Axes, corner: tuple[float, float], day: date, step: TrailDay | None, found: Deadline
) -> None:
    look = _look(day, step, found)
    box: dict[str, Any] = {"facecolor": look.face, "edgecolor": "#c9ced4", "hatch": look.weave}
    axes.add_patch(Rectangle(corner, 1, 1, linewidth=0.6, **box))
    x, y = corner
    axes.text(x + 0.5, y + 0.36, str(day.day), ha="center", va="center", color=look.letters)
    note = _note(day, step, found)
    axes.text(x + 0.5, y + 0.76, note, ha="center", va="center", color=look.letters, fontsize=7)


def _look(day: date, step: TrailDay | None, found: Deadline) -> _Look:
    if day == found.due:
        return _DUE
    return _PLAIN if step is None else _LOOKS.get(step.why, _ROLLED)


def _note(day: date, step: TrailDay | None, found: Deadline) -> str:
    """Return what stands on a day: what the calendar says of it, and what the count."""
    return "".join(filter(None, (_named(day, found.calendar), _treated(day, step, found))))


def _treated(day: date, step: TrailDay | None, found: Deadline) -> str:
    number = str(step.number) if step is not None and step.number is not None else ""
    if day == found.due:
        return f"{number}止"
    why = step.why if step is not None else None
    return number or {Why.START: "起", Why.PAUSED: "停", Why.HELD: "停"}.get(why, "")  # type: ignore[arg-type]  # None is no key


def _named(day: date, known: WorkCalendar) -> str:
    """Return the sign of a day that is not what its weekday makes it; empty for others."""
    try:
        found = known.day(day)
    except CalendarCoverageError:
        return "?"
    if found.kind in (DayKind.WORKDAY, DayKind.WEEKEND):
        return "" if found.is_workday else "休"
    return "班" if found.is_workday else "假"


def _patch(look: _Look) -> Patch:
    return Patch(facecolor=look.face, edgecolor="#c9ced4", hatch=look.weave, label=look.zh)
