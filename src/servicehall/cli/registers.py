"""The command register: a ledger as the register that a hall's rules ask for."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from servicehall.assessment import Assessment
from servicehall.cli.options import (
    AsOf,
    Packs,
    Profiles,
    Unmask,
    instant_of,
    registry_of,
    say_assumed,
)
from servicehall.cli.output import SHEET, writing
from servicehall.cli.running import LedgerRun, Rejects, Workers
from servicehall.errors import InputValueError
from servicehall.interop.sheets import write_csv
from servicehall.ledgers import Reject, check_register, register_form, register_rows
from servicehall.privacy import MASKED, UNMASKED

__all__ = ["register"]

Rows = tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]


def register(
    ledger: Annotated[Path, typer.Argument(metavar="台账", help="每行一件的 .jsonl 文件")],
    form: Annotated[
        str, typer.Option(metavar="格式", help="登记台账的格式，如 ledger.service")
    ] = "ledger.service",
    out: Annotated[Path, typer.Option(metavar="文件", help="写成 CSV 表格；默认为标准输出")] = Path(
        "-"
    ),
    division: Annotated[
        str, typer.Option(metavar="代码", help="收件的地方；事件中已登记的不必写")
    ] = "",
    as_of: AsOf = None,
    profiles: Profiles = [],
    packs: Packs = [],
    workers: Workers = None,
    rejects: Rejects = None,
    unmask: Unmask = False,
) -> None:
    """按规定的格式列出登记台账，每件一行（转办台账每次转办一行），没有登记的留空。"""
    check_register(registry_of(packs), form)
    run = LedgerRun(
        file=ledger,
        packs=packs,
        job=partial(_rows, form=form, unmask=unmask),
        as_of=instant_of(as_of),
        division=division,
        profiles=profiles,
        workers=workers,
        rejects=rejects,
        writes=(out,),
        unmask=unmask,
    )
    with writing(out, encoding=SHEET) as stream:
        headings: tuple[str, ...] = ()
        for answer in run.answers():
            own, rows = answer.value
            if not headings:
                headings = own
                write_csv([headings], stream)
            if own == headings:
                write_csv(rows, stream)
                continue
            error = InputValueError("SH638", form=form)
            run.reject(Reject(answer.number, error, case=answer.case))
    typer.echo(UNMASKED if unmask else MASKED, err=True)
    say_assumed(as_of, run.as_of)
    run.finish()


def _rows(found: Assessment, *, form: str, unmask: bool) -> Rows:
    """Return the columns of the register of a case's place, and what stands in them."""
    columns = register_form(found, form)
    rows = register_rows(found, columns, unmask=unmask)
    said = f"（{UNMASKED if unmask else MASKED}）"  # the last heading; nothing stands below it
    cells = tuple((*(row[item] for item in columns.items), "") for row in rows)
    return (*columns.items.values(), said), cells
