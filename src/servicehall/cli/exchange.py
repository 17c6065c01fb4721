"""The commands of exchange: feed, moved, schema."""

import functools
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from servicehall.assessment import Assessment
from servicehall.calendars import HolidayNotice, WorkCalendar, mainland, read_notice
from servicehall.cli import reading
from servicehall.cli.options import AsJson, AsOf, Packs, Unmask, instant_of
from servicehall.cli.output import print_json, write_whole
from servicehall.cli.policy_views import grid, show
from servicehall.cli.running import LedgerRun, Rejects, Workers
from servicehall.errors import DataError, FaultyDataError, InputValueError
from servicehall.interop.moves import MovedItem, moved_items
from servicehall.interop.schemas import schema as schema_of
from servicehall.interop.sheets import write_csv
from servicehall.ledgers import OpenItem, open_items
from servicehall.privacy import UNMASKED, mask_numbers
from servicehall.trails import say_instant

__all__ = ["feed", "moved", "schema"]

Ledger = Annotated[Path, typer.Argument(metavar="台账", help="JSON Lines 文件，每行一个办件")]


def feed(
    ledger: Ledger,
    out: Annotated[Path, typer.Option(metavar="文件", help="日历文件（.ics），已有的在其上更新")],
    as_of: AsOf = None,
    packs: Packs = [],
    name: Annotated[
        str, typer.Option(metavar="名称", help="日历程序中显示的名称")
    ] = "政务服务待办",
    workers: Workers = None,
    rejects: Rejects = None,
    unmask: Unmask = False,
) -> None:
    """把台账中待办事项的届满日写成日历，供日历程序订阅；办结、改期的在原有日程上更新。

    每项待办一条全天日程，不含申请人的个人信息；办件编号是手机号、身份证号的，也作隐去处理。日历文件以上一次写出的为基础；其中有他人写入的日程时，
    不予改写。读不了的办件，其原有日程保持不变。
    """
    from servicehall.interop.feeds import feed as feed_of  # an extra of its own

    run = LedgerRun(
        file=ledger,
        packs=packs,
        job=open_items,
        as_of=instant_of(as_of),
        workers=workers,
        rejects=rejects,
        writes=(out,),
        unmask=unmask,
    )
    items, seen = _gathered(run)
    cases = seen if run.rejected or not seen else None  # what was not read, is not done
    text = feed_of(items, _previous(out), as_of=run.as_of, name=name, cases=cases, unmask=unmask)
    write_whole(out, text)
    typer.echo(_told(out, items, run.as_of))
    if unmask:
        typer.echo(UNMASKED)
    run.finish()


def _gathered(run: LedgerRun) -> tuple[list[Any], set[tuple[str, str]]]:
    """Return what a run gave: the values of all cases, and which cases there were."""
    values: list[Any] = []
    seen: set[tuple[str, str]] = set()
    for answer in run.answers():
        values += answer.value
        seen.add((answer.division, answer.case))
    return values, seen


def _previous(file: Path) -> bytes | None:
    """Return the feed made last, where there is one."""
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise FaultyDataError(str(file), [DataError("SH201", reason=str(error))]) from error


def _told(file: Path, items: Sequence[OpenItem], instant: datetime) -> str:
    dated = [item for item in items if item.last_day is not None]
    late = sum(item.is_overdue for item in dated)
    without = len(items) - len(dated)
    told = f"已写入 {file}：截至{say_instant(instant)}，待办{len(dated)}项，其中逾期{late}项"
    return f"{told}；另有{without}项没有确定的届满日，不列入。" if without else f"{told}。"


# ---- moved deadlines


def moved(
    ledger: Ledger,
    notices: Annotated[
        list[Path], typer.Option("--notice", metavar="文件", help="新的放假通知（TOML），可重复")
    ] = [],
    known_on: Annotated[
        str | None,
        typer.Option(metavar="日期", help="与该日所知的通知相比；默认与现有的全部通知相比"),
    ] = None,
    as_of: AsOf = None,
    packs: Packs = [],
    table: Annotated[
        Path | None, typer.Option("--csv", metavar="文件", help="写成 CSV 表格")
    ] = None,
    workers: Workers = None,
    rejects: Rejects = None,
    as_json: AsJson = False,
) -> None:
    """列出放假通知使哪些待办事项的届满日变动：由哪天变为哪天，提前的列在前面。"""
    if not notices and known_on is None:
        raise InputValueError("SH748")
    old = None if known_on is None else reading.day(known_on)
    told = tuple(read_notice(file) for file in notices)
    mainland().with_notices(told)  # what contradicts is refused once, not for each case
    run = LedgerRun(
        file=ledger,
        packs=packs,
        job=functools.partial(_moved, told, old),
        as_of=instant_of(as_of),
        workers=workers,
        rejects=rejects,
        writes=(table,),
    )
    found, seen = _gathered(run)
    found.sort(key=_urgency)
    if table is not None:
        write_whole(table, _as_csv(found))
    if as_json:
        _print_moves(found, run)
    else:
        _show_moves(found, len(seen))
    run.finish()


def _moved(
    notices: tuple[HolidayNotice, ...], known_on: date | None, found: Assessment
) -> tuple[MovedItem, ...]:
    """Return what moves in one case: the job for a ledger."""
    new, old = _calendars(found.policy.calendar, notices, known_on)
    return moved_items(found, new, old=old)


@functools.lru_cache(maxsize=16)
def _calendars(
    calendar: WorkCalendar, notices: tuple[HolidayNotice, ...], known_on: date | None
) -> tuple[WorkCalendar, WorkCalendar]:
    """Return the calendar with the notices, and that to compare with."""
    old = calendar if known_on is None else calendar.as_known_on(known_on)
    return calendar.with_notices(notices), old


def _urgency(one: MovedItem) -> tuple[bool, datetime, str, str]:
    """What there is less time for comes first."""
    end = one.after or one.before
    return not one.is_earlier, end, one.item.case, one.item.duty  # type: ignore[return-value]  # one of both is there


_HEADINGS = ("办件", "事项", "应办", "承担", "原届满", "现届满", "变动")


def _show_moves(found: Sequence[MovedItem], cases: int) -> None:
    earlier = sum(one.is_earlier for one in found)
    if earlier:
        typer.echo(f"注意：有{earlier}项提前，列在最前。")
    narrow = [*_HEADINGS[:3], *_HEADINGS[4:]]
    rows = [[*row[:3], *row[4:]] for row in map(_row, found)]
    show(grid("", narrow, rows))
    moved_cases = len({(one.item.division, one.item.case) for one in found})
    typer.echo(f"共评估{cases}件，{moved_cases}件的{len(found)}项到期日变动，其中提前{earlier}项。")
    for reason in dict.fromkeys(one.reason for one in found if one.reason):
        typer.echo(reason)


def _row(one: MovedItem) -> tuple[str, ...]:
    item = one.item
    clock = "（按全国日历）" if one.is_national else ""
    bearer = f"{item.role}（{item.unit}）" if item.unit else item.role
    ends = (_say(one.before), _say(one.after))
    return (
        item.shown_case,
        item.matter,
        mask_numbers(item.name) + clock,
        bearer,
        *ends,
        one.direction,
    )


def _say(at: datetime | None) -> str:
    """Say an instant as short as a table needs; midnight is 24:00 of the day that ends."""
    if at is None:
        return "无法计算"
    day = (at - datetime.resolution).date()
    return f"{day} 24:00" if at.date() != day else f"{at:%Y-%m-%d %H:%M}"


def _print_moves(found: Sequence[MovedItem], run: LedgerRun) -> None:
    print_json(
        {
            "as_of": run.as_of.isoformat(),
            "cases": run.taken,
            "moved": [_data(one) for one in found],
            "rejected": run.rejected,
        }
    )


def _data(one: MovedItem) -> dict[str, Any]:
    item = one.item
    return {
        "case": item.shown_case,
        "division": item.division,
        "matter": item.matter,
        "duty": item.duty,
        "title": item.title,
        "thing": mask_numbers(item.thing),
        "cycle": item.cycle,
        "window": item.window,
        "unit": item.unit,
        "role": item.role,
        "before": None if one.before is None else one.before.isoformat(),
        "after": None if one.after is None else one.after.isoformat(),
        "earlier": one.is_earlier,
        "national": one.is_national,
        "reason": one.reason,
    }


def _as_csv(found: Iterable[MovedItem]) -> bytes:
    """Return a table for spreadsheet programs, which know UTF-8 by its mark."""
    text = io.StringIO(newline="")
    write_csv([_HEADINGS, *map(_row, found)], text)
    return text.getvalue().encode("utf-8-sig")


# ---- schemas


def schema(
    name: Annotated[
        str,
        typer.Argument(
            metavar="名称",
            help="case 办件、ledger 台账一行、record 评估记录、policy 规则存档、"
            "finding 认定台账一行、pack 规则包",
        ),
    ],
) -> None:
    """输出一种交换文件的 JSON Schema，供其他系统核对格式。"""
    print_json(schema_of(name))
