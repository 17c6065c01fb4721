"""Views (显示): answers as tables for the terminal, and as plain data for JSON."""

import itertools
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from rich.columns import Columns
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from servicehall.calendars import Certainty, Day, DayKind
from servicehall.deadlines import Deadline
from servicehall.trails import TrailDay, Why, say_day

__all__ = ["MONTH_WIDTH", "day_data", "day_text", "deadline_data", "deadline_view", "year_view"]

MONTH_WIDTH: Final = 38
"""How wide a month is shown."""

_KIND_MARKS: Final = {
    DayKind.WORKDAY: ("", ""),
    DayKind.WEEKEND: ("休", "dim"),
    DayKind.STATUTORY_HOLIDAY: ("假", "red"),
    DayKind.ADJUSTED_REST_DAY: ("调", "red"),
    DayKind.MAKE_UP_WORKDAY: ("班", "blue"),
    DayKind.LOCAL_REST_DAY: ("地", "magenta"),
    DayKind.LOCAL_WORKDAY: ("岗", "blue"),
}
_YEAR_LEGEND: Final = (
    "休＝休息日　假＝法定节假日　调＝调休放假　班＝调休上班　地＝地方放假　岗＝地方上班"
)
_WHY_MARKS: Final = {
    Why.START: ("起", "cyan"),
    Why.REST: ("", "dim"),
    Why.PAUSED: ("停", "yellow"),
    Why.HELD: ("停", "yellow"),
    Why.ROLLED: ("顺", "yellow"),
    Why.ROLLED_TO: ("止", "bold reverse"),
    Why.MOVED_UP: ("提", "yellow"),
    Why.MOVED_UP_TO: ("止", "bold reverse"),
    Why.COUNTED: ("计", "green"),
}


# ---- deadlines


def deadline_view(answer: Deadline) -> RenderableType:
    """Show the months of a deadline, with the days counted and skipped."""
    days = answer.trail.days
    if not days:
        return Text("")
    legend = "数字＝第几日　起＝起始日　停＝中止　顺＝顺延　提＝提前　止＝到期日\n" + _YEAR_LEGEND
    return Group(_months(days, answer.due), Text(legend, style="dim"))


def _months(days: Sequence[TrailDay], due: date | None) -> Columns:
    steps = {step.day.date: step for step in days}
    months = sorted({(d.year, d.month) for d in steps})
    cells = {d: _step_cell(step, due) for d, step in steps.items()}
    return Columns([_month(year, month, cells) for year, month in months], padding=(1, 3))


def _step_cell(step: TrailDay, due: date | None) -> Text:
    """Show one day of a count in two lines: the day and its kind, how it was treated."""
    kind, _ = _KIND_MARKS[step.day.kind]
    mark, style = _WHY_MARKS[step.why]
    if step.number is not None:
        mark = str(step.number)
    if step.day.date == due:
        mark, style = f"{mark}止".replace("止止", "止"), "bold reverse"
    return Text(f"{step.day.date.day}{kind}\n{mark}", style=style, justify="right")


def _month(year: int, month: int, cells: dict[date, Text]) -> Table:
    """Show a month, Monday first; days without a cell stay faint."""
    table = Table(title=f"{year}年{month}月", box=None, padding=(0, 1, 0, 0), title_style="bold")
    for weekday in "一二三四五六日":
        table.add_column(weekday, justify="right", width=4)
    first = date(year, month, 1)
    days = [date.fromordinal(first.toordinal() + i) for i in range(31)]
    row: list[Text] = [Text("")] * first.weekday()
    for day in (d for d in days if d.month == month):
        row.append(cells.get(day) or Text(str(day.day), style="dim", justify="right"))
        if day.weekday() == 6:
            table.add_row(*row)
            row = []
    if row:
        table.add_row(*row)
    return table


# ---- days and years


def day_text(found: Day) -> str:
    """Say what one day is, and what makes it so."""
    named = "" if found.name == found.weekday_zh else f"（{found.name}）"
    lines = [
        f"日　　期：{say_day(found.date)}",
        f"类　　别：{found.kind.zh}{named}，{'计为' if found.is_workday else '不计为'}工作日",
        f"确定程度：{found.certainty.zh}",
        f"依　　据：{found.citation}",
    ]
    lines += [f"链　　接：{found.citation.link}"] if found.citation.link else []
    lines += [f"说　　明：{found.note}"] if found.note else []
    return "\n".join(lines)


def year_view(year: int, days: Sequence[Day]) -> RenderableType:
    """Show a year month by month, then what its notices arrange."""
    cells = {day.date: _day_cell(day) for day in days}
    months = Columns([_month(year, month, cells) for month in range(1, 13)], padding=(1, 3))
    working = sum(day.is_workday for day in days)
    doubtful = sum(day.certainty is not Certainty.CERTAIN for day in days)
    total = f"全年{len(days)}天，工作日{working}天，休息日{len(days) - working}天"
    total += f"；其中{doubtful}天为暂定" if doubtful else ""
    return Group(months, Text(_YEAR_LEGEND, style="dim"), Text(total), Text(), _arrangements(days))


def _day_cell(day: Day) -> Text:
    mark, style = _KIND_MARKS[day.kind]
    return Text(f"{day.date.day}{mark or '　'}", style=style, justify="right")


def _arrangements(days: Sequence[Day]) -> Table:
    """List the days that a notice names, those alike and in a row together."""
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("日期", "类别", "名称", "依据"):
        table.add_column(heading, overflow="fold")
    named = [day for day in days if day.name != day.weekday_zh]

    def likeness(item: tuple[int, Day]) -> tuple[object, ...]:
        place, day = item
        return day.date.toordinal() - place, day.kind, day.name, day.citation

    for _, group in itertools.groupby(enumerate(named), key=likeness):
        alike = [day for _, day in group]
        first, last = alike[0], alike[-1]
        dates = f"{first.date:%m-%d}" + ("" if first is last else f" 至 {last.date:%m-%d}")
        table.add_row(dates, first.kind.zh, first.name, first.citation.short)
    return table


# ---- plain data


def deadline_data(answer: Deadline) -> dict[str, Any]:
    """Return a deadline as plain data."""
    cal, asked = answer.calendar, answer.question
    return {
        "start": answer.start.isoformat(),
        "limit": str(answer.limit),
        "hours": str(asked.hours) if asked.hours else None,
        "pauses": [[_iso(first), _iso(last)] for first, last in asked.pauses],
        "extensions": [str(extension) for extension in asked.extensions],
        "counting_from": asked.counting_from,
        "roll": asked.roll,
        "deemed_receipt": asked.deemed_receipt,
        "as_of": _iso(asked.as_of),
        "day_0": _iso(answer.day_0),
        "due": _iso(answer.due),
        "due_at": answer.due_at.isoformat() if answer.due_at else None,
        "not_before": _iso(answer.not_before),
        "certainty": answer.certainty.value,
        "window": [_iso(d) for d in answer.window] if answer.window else None,
        "reason": answer.reason,
        "rules": [str(rule) for rule in answer.trail.rules],
        "days": [_step_data(step) for step in answer.trail.days],
        "calendar": {
            "first": _iso(cal.first),
            "last": _iso(cal.last),
            "known_on": _iso(cal.known_on),
            "overlays": [overlay.division for overlay in cal.overlays],
            "estimates": cal.estimates,
            "fingerprint": cal.fingerprint,
        },
    }


def _step_data(step: TrailDay) -> dict[str, Any]:
    return {**day_data(step.day), "why": step.why.value, "number": step.number}


def day_data(found: Day) -> dict[str, Any]:
    """Return a day as plain data."""
    return {
        "date": _iso(found.date),
        "kind": found.kind.value,
        "is_workday": found.is_workday,
        "name": found.name,
        "certainty": found.certainty.value,
        "citation": str(found.citation),
        "link": found.citation.link,
        "note": found.note,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
