"""The commands about sheets: import cases, import events, import matters, export csv."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import time
from pathlib import Path
from typing import Annotated, Final, TextIO, TypeVar

import typer
from attrs import Factory, frozen
from rich.console import Console
from rich.progress import track

from servicehall.cli.options import FAULTY, Packs, Profiles, Unmask, instant_of, registry_of
from servicehall.cli.output import SHEET, check_apart, check_free, discreetly, writing
from servicehall.interop.sheets import (
    Sheet,
    SheetCase,
    SheetMatter,
    by_reason,
    cases_from,
    events_from,
    is_repeated,
    matters_from,
    read_columns,
    read_sheet,
    say_reject,
    write_events_csv,
    write_rejects,
    write_toml,
)
from servicehall.ledgers import CaseLine, Reject, read_ledger, write_case_line
from servicehall.plugins.files import HEAD_FILE
from servicehall.privacy import MASKED, UNMASKED, mask_numbers
from servicehall.timeline import Timeline

__all__ = ["export_commands", "import_commands"]

T = TypeVar("T")

_MOST_SHOWN: Final = 20
"""How many rows that were not taken are shown."""
_HOW: Final = "；要看原文，加 --unmask"

import_commands = typer.Typer(no_args_is_help=True, help="从表格（Excel、CSV）导入办件或者事项。")
export_commands = typer.Typer(no_args_is_help=True, help="导出台账，供表格软件使用。")

Source = Annotated[Path, typer.Argument(metavar="表格", help="Excel 工作簿（.xlsx）或 CSV 文件")]
Out = Annotated[Path, typer.Option("--out", metavar="文件", help="写到哪个文件")]
SheetName = Annotated[
    str, typer.Option("--sheet", metavar="名称", help="工作簿中的哪张表，默认为第一张")
]
ColumnFiles = Annotated[
    list[Path],
    typer.Option("--columns", metavar="文件", help="表头对照（TOML），补充内置的表头；可重复"),
]
Rejects = Annotated[
    Path | None,
    typer.Option("--rejects", metavar="文件", help="未采用的行及原因另存为 CSV，改正后可再次导入"),
]
Force = Annotated[bool, typer.Option("--force", help="覆盖已有的文件")]


@import_commands.callback()
def _import_commands() -> None:
    """从表格（Excel、CSV）导入办件或者事项；每一行不能采用的，都说明原因。"""


@export_commands.callback()
def _export_commands() -> None:
    """导出台账，供表格软件使用。"""


# ---- import


@import_commands.command("cases")
def import_cases(
    source: Source,
    out: Out,
    sheet: SheetName = "",
    division: Annotated[
        str, typer.Option(metavar="代码", help="收件的地方；表中有属地一列的，以该列为准")
    ] = "",
    time_of_day: Annotated[
        str, typer.Option("--time", metavar="时刻", help="只有日期的，按几点记，事件中会注明")
    ] = "09:00",
    columns: ColumnFiles = [],
    packs: Packs = [],
    profiles: Profiles = [],
    rejects: Rejects = None,
    force: Force = False,
    unmask: Unmask = False,
) -> None:
    """把办件表（一行一件）导入为台账：事项按编码或名称查找，日期、期限不明的不作猜测。"""
    clock = _time(time_of_day)
    known = read_columns(*columns)
    with discreetly(str(source), sheet, unmask=unmask, more=_HOW):
        read = read_sheet(source, "cases", sheet=sheet, columns=known)
    found = cases_from(
        read,
        division=division,
        time_of_day=clock,
        registry=registry_of(packs),
        profiles=profiles,
        as_of=instant_of(None),
    )
    untimed: list[int] = []

    def write(cases: Iterable[SheetCase], stream: TextIO) -> None:
        for one in cases:
            stream.write(write_case_line(one.timeline) + "\n")
            untimed.append(len(one.untimed))

    job = _Job(sheet=read, out=out, rejects=rejects, force=force, unmask=unmask)
    tally = job.run(found, write)
    if any(untimed):
        told = f"{sum(untimed)}个单元格只有日期、没有时间，按{clock:%H:%M}记（--time）"
        typer.echo(f"{told}，已在事件的备注中注明；以分钟、小时计的期限不能据此判断")
    job.report(tally)


@import_commands.command("events")
def import_events(
    source: Source,
    out: Out,
    sheet: SheetName = "",
    columns: ColumnFiles = [],
    rejects: Rejects = None,
    force: Force = False,
    unmask: Unmask = False,
) -> None:
    """把事件表（一行一个事件，如 export csv --unmask 所写的）导入为台账。"""
    known = read_columns(*columns)
    with discreetly(str(source), sheet, unmask=unmask, more=_HOW):
        read = read_sheet(source, "events", sheet=sheet, columns=known)

    def write(cases: Iterable[CaseLine], stream: TextIO) -> None:
        stream.writelines(write_case_line(one.timeline) + "\n" for one in cases)

    job = _Job(sheet=read, out=out, rejects=rejects, force=force, unmask=unmask)
    job.report(job.run(events_from(read, as_of=instant_of(None)), write))


@import_commands.command("matters")
def import_matters(
    source: Source,
    out: Out,
    division: Annotated[str, typer.Option(metavar="代码", help="这些事项属于哪个地方")],
    sheet: SheetName = "",
    cite: Annotated[
        str, typer.Option(metavar="名称", help="清单本身的名称，作为各条记录的出处")
    ] = "",
    pack_id: Annotated[
        str, typer.Option("--id", metavar="名称", help="写成完整的规则包，以此为名")
    ] = "",
    title: Annotated[str, typer.Option(metavar="名称", help="规则包的中文名称")] = "",
    columns: ColumnFiles = [],
    rejects: Rejects = None,
    force: Force = False,
    unmask: Unmask = False,
) -> None:
    """把事项表（实施清单，一行一个事项）导入为规则包；不写 --id 的，放进已有规则包的文件夹。"""
    known = read_columns(*columns)
    with discreetly(str(source), sheet, unmask=unmask, more=_HOW):
        read = read_sheet(source, "matters", sheet=sheet, columns=known)
    found = matters_from(read, division=division, cite=cite)
    head = {"format": 1, "id": pack_id, "title": title or pack_id, "division": division}

    def write(matters: Iterable[SheetMatter], stream: TextIO) -> None:
        stream.write(write_toml(matters, head if pack_id else None))

    job = _Job(sheet=read, out=out, rejects=rejects, force=force, unmask=unmask)
    tally = job.run(found, write)
    typer.echo(_next_step(out, is_whole=bool(pack_id)))
    job.report(tally)


def _next_step(out: Path, *, is_whole: bool) -> str:
    """Say what to do with a file of matters: check it, or first put it into a pack's folder."""
    if is_whole:
        return f'下一步，检查规则包：servicehall pack check "{out}"'
    if (out.parent / HEAD_FILE).exists():
        return f'下一步，检查所在的规则包：servicehall pack check "{out.parent}"'
    told = f"{out} 只有事项，没有规则包的表头，不能单独使用：放进有 {HEAD_FILE} 的规则包文件夹，"
    return f"{told}再用 servicehall pack check 检查该文件夹；要单独成为一个规则包，加 --id 名称"


def _time(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter("写成 09:00", param_hint="--time") from None


# ---- what was taken, and what was not


@frozen
class _Tally:
    """What became of the rows (统计).

    Attributes:
        taken: The numbers of the rows that were taken.
        rejects: The others.
    """

    taken: list[int] = Factory(list)
    rejects: list[Reject] = Factory(list)

    def sorted_out(self, found: Iterable[T | Reject]) -> Iterator[T]:
        """Go through what was taken; the rest is kept, with its reasons."""
        console = Console(stderr=True)
        for one in track(found, "读取", console=console, disable=not console.is_terminal):
            if isinstance(one, Reject):
                self.rejects.append(one)
            else:
                self.taken.append(len(self.taken))
                yield one


@frozen(kw_only=True)
class _Job:
    """What is read, and where it goes (导入).

    Attributes:
        sheet: The sheet.
        out: The file to write.
        rejects: Where the rows go that were not taken, or None.
        force: Whether files may be overwritten.
        unmask: Whether the screen shows what the cells hold, personal data too.
    """

    sheet: Sheet
    out: Path
    rejects: Path | None
    force: bool
    unmask: bool

    def run(
        self, found: Iterable[T | Reject], write: Callable[[Iterable[T], TextIO], None]
    ) -> _Tally:
        """Write what was taken; where nothing was, no file is written and the command ends."""
        tally = _Tally()
        check_apart(Path(self.sheet.source), self.out, self.rejects)
        for file in (self.out, self.rejects):
            if file is not None:
                check_free(file, force=self.force)
        reading = discreetly(self.sheet.source, unmask=self.unmask, more=_HOW)
        with writing(self.out) as stream, reading:
            write(tally.sorted_out(found), stream)
            if not tally.taken:
                typer.echo(f"没有写出 {self.out}：一行也没有采用")
                self.report(tally)
                raise typer.Exit(FAULTY)
        typer.echo(f"已写出 {self.out}：采用{len(tally.taken)}{self._unit}")
        return tally

    @property
    def _unit(self) -> str:
        return "个事项" if self.sheet.kind == "matters" else "件"

    def report(self, tally: _Tally) -> None:
        """Say what was not taken, and why; end with status 1 where something was lost."""
        repeated = [one for one in tally.rejects if is_repeated(one)]
        lost = [one for one in tally.rejects if not is_repeated(one)]
        if repeated:
            typer.echo(f"重复{len(repeated)}行，内容相同，只计一次")
        if self.sheet.unknown:
            told = "原样写入备注" if self.sheet.kind == "matters" else "没有采用"
            words = "、".join(self.sheet.unknown)
            words = words if self.unmask else mask_numbers(words)
            typer.echo(f"不认得的表头：{words}；{told}，可用 --columns 写明含义")
        if self.sheet.others:
            typer.echo(f"没有读取的工作表：{'、'.join(self.sheet.others)}；用 --sheet 指定")
        if not lost:
            return
        counted = "、".join(f"{code} {count}行" for code, count in by_reason(lost).most_common())
        typer.echo(f"未采用{len(lost)}行（{counted}）")
        if self.rejects is None:
            _show(lost, self.sheet, unmask=self.unmask)
        else:
            with writing(self.rejects, encoding=SHEET) as stream:
                write_rejects(self.sheet.headings, lost, stream)
            typer.echo(f"未采用的行及原因写在 {self.rejects}；{UNMASKED}")
        raise typer.Exit(FAULTY)


def _show(lost: Sequence[Reject], sheet: Sheet | None = None, *, unmask: bool) -> None:
    for one in lost[:_MOST_SHOWN]:
        typer.echo(f"  {say_reject(one, sheet, unmask=unmask)}")
    if len(lost) > _MOST_SHOWN:
        more = "，用 --rejects 全部写出" if sheet else ""
        typer.echo(f"  另有{len(lost) - _MOST_SHOWN}行{more}")
    typer.echo(f"（{UNMASKED if unmask else f'{MASKED}{_HOW}'}）")


# ---- export


@export_commands.command("csv")
def export_csv(
    ledger: Annotated[Path, typer.Argument(metavar="台账", help="台账（JSON Lines，一行一件）")],
    out: Out,
    unmask: Annotated[
        bool, typer.Option("--unmask", help="个人信息不作隐去处理；只有这样的文件能再次导入")
    ] = False,
    packs: Packs = [],
    force: Force = False,
) -> None:
    """把台账导出为事件表（CSV，一行一个事件），可用 Excel 直接打开。"""
    rejects: dict[int, Reject] = {}

    def cases() -> Iterator[Timeline]:
        for one in read_ledger(ledger):
            if isinstance(one, Reject):
                rejects[one.number] = one
            else:
                yield one.timeline

    check_free(out, force=force)
    with writing(out, encoding=SHEET) as stream:
        count = write_events_csv(cases, stream, registry=registry_of(packs), unmask=unmask)
    typer.echo(f"已写出 {out}：{count}个事件；{UNMASKED if unmask else MASKED}")
    lost = [one for one in rejects.values() if not is_repeated(one)]
    if lost:
        typer.echo(f"台账中有{len(lost)}行未采用")
        _show(lost, unmask=unmask)
        raise typer.Exit(FAULTY)
