"""The command due-list: what is overdue, and what will be soon, by window and person."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from servicehall.calendars import Certainty
from servicehall.cli.options import AsJson, AsOf, Packs, Profiles, instant_of, say_assumed
from servicehall.cli.output import print_json
from servicehall.cli.running import LedgerRun, Rejects, Workers
from servicehall.duties import Grade
from servicehall.explain.words import say_at
from servicehall.ledgers import OpenItem, open_items
from servicehall.privacy import mask_numbers

__all__ = ["due_list"]


def due_list(
    ledger: Annotated[Path, typer.Argument(metavar="台账", help="每行一件的 .jsonl 文件")],
    division: Annotated[
        str, typer.Option(metavar="代码", help="收件的地方；事件中已登记的不必写")
    ] = "",
    as_of: AsOf = None,
    near: Annotated[
        int, typer.Option(min=0, metavar="天数", help="剩余多少个工作日以内的列为临近")
    ] = 5,
    window: Annotated[str, typer.Option(metavar="窗口", help="只列该窗口的")] = "",
    person: Annotated[str, typer.Option(metavar="姓名", help="只列由该人承担的")] = "",
    everything: Annotated[
        bool, typer.Option("--all", help="全部待办，包括期限较远的和没有确定期限的")
    ] = False,
    profiles: Profiles = [],
    packs: Packs = [],
    workers: Workers = None,
    rejects: Rejects = None,
    as_json: AsJson = False,
) -> None:
    """列出台账中逾期未办和临近届满的事项，按窗口和承担人分列，最急的在前。"""
    run = LedgerRun(
        file=ledger,
        packs=packs,
        job=open_items,
        as_of=instant_of(as_of),
        division=division,
        profiles=profiles,
        workers=workers,
        rejects=rejects,
    )
    every = (item for answer in run.answers() for item in answer.value)
    wanted = (one for one in every if window in ("", one.window) and person in ("", one.person))
    items = sorted((one for one in wanted if everything or _is_near(one, near)), key=_urgency)
    if as_json:
        print_json([item_data(item) for item in items])
    else:
        _show(items, run, near=None if everything else near)
    say_assumed(as_of, run.as_of)
    run.finish()


def _is_near(item: OpenItem, near: int) -> bool:
    return item.is_overdue or (item.days_left is not None and item.days_left <= near)


def _urgency(item: OpenItem) -> tuple[bool, str, str, str]:
    """Put what ends first first; what has no end last."""
    end = "" if item.warn_at is None else item.warn_at.isoformat()
    return item.warn_at is None, end, item.case, item.duty


def _by_place(item: OpenItem) -> tuple[str, str]:
    return item.window, item.person or item.unit


def _show(items: list[OpenItem], run: LedgerRun, *, near: int | None) -> None:
    console = Console(highlight=False)
    what = "全部待办事项" if near is None else f"逾期和{near}个工作日内届满的事项"
    typer.echo(f"{what}，截至{say_at(run.as_of)}：{len(items)}项")
    for (window, person), group in groupby(sorted(items, key=_by_place), key=_by_place):
        typer.echo(f"\n{window or '未登记窗口'} · {person or '未登记承担人'}")
        console.print(_table(sorted(group, key=_urgency), run.as_of.year))


def _table(items: Iterable[OpenItem], year: int) -> Table:
    """Lay out some items; the year is left out where it is the one asked for."""
    table = Table(box=box.SIMPLE, pad_edge=False, show_edge=False)
    for heading in ("届满", "情况", "办件", "事项", "义务"):
        table.add_column(heading, overflow="fold", no_wrap=heading in ("届满", "办件"))
    for item in items:
        table.add_row(*_cells(item, year))
    return table


def _cells(item: OpenItem, year: int) -> Iterator[str]:
    unsure = "（暂定）" if item.certainty not in (None, Certainty.CERTAIN) else ""
    yield "未定" if item.warn_at is None else f"{say_at(item.warn_at, year)}{unsure}"
    yield _say_status(item)
    yield item.shown_case
    yield item.matter or "未写明"
    name = mask_numbers(item.name)
    yield f"{name}（{item.grade.zh}）" if item.grade is not Grade.SERVICE else name


def _say_status(item: OpenItem) -> str:
    if item.is_overdue:
        return "申请人逾期" if item.grade is Grade.EFFECT else "逾期"
    if item.days_left is None:
        return item.reason or item.status.zh
    return f"剩余{item.days_left}个工作日" if item.days_left else "今日届满"


def item_data(item: OpenItem) -> dict[str, object]:
    """Return an open item as plain data."""
    return {
        "case": item.shown_case,
        "division": item.division,
        "matter": item.matter,
        "window": item.window,
        "unit": item.unit,
        "person": item.person,
        "role": item.role,
        "duty": item.duty,
        "title": item.title,
        "thing": mask_numbers(item.thing),
        "cycle": item.cycle,
        "grade": item.grade.value,
        "status": item.status.value,
        "warn_at": item.warn_at and item.warn_at.isoformat(),
        "due_at": item.due_at and item.due_at.isoformat(),
        "days_left": item.days_left,
        "certainty": item.certainty and item.certainty.name.lower(),
        "reason": item.reason,
    }
