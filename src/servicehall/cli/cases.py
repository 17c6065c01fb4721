"""The commands about cases: assess, verify."""

from pathlib import Path
from typing import Annotated

import typer

from servicehall.cases import read_case
from servicehall.cli.options import FAULTY, AsJson, Packs, Profiles, instant_of, registry_of
from servicehall.errors import InputValueError
from servicehall.explain.html import to_html
from servicehall.explain.records import verify as verify_record
from servicehall.reading import read_text

__all__ = ["assess", "verify", "write_page"]

_PAGE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>办件评估</title></head>
<body>
{body}
</body></html>
"""


def assess(
    case: Annotated[Path, typer.Argument(metavar="办件", help="办件的事件，JSON 文件")],
    division: Annotated[
        str, typer.Option(metavar="代码", help="收件的地方；事件中已登记的不必写")
    ] = "",
    as_of: Annotated[
        str | None,
        typer.Option(metavar="时刻", help="查询的时刻或日期（当日24:00），默认为现在"),
    ] = None,
    profiles: Profiles = [],
    packs: Packs = [],
    overdue: Annotated[bool, typer.Option("--overdue", help="只说明逾期或者违反的义务")] = False,
    as_json: AsJson = False,
    html: Annotated[
        Path | None, typer.Option(metavar="文件", help="写成网页，附时间图；- 为标准输出")
    ] = None,
    unmask: Annotated[bool, typer.Option("--unmask", help="个人信息不作隐去处理")] = False,
) -> None:
    """评估一个办件：属于哪一类，各项期限何时届满，哪些已经完成、逾期，由谁承担，依据是什么。"""
    instant = instant_of(as_of)
    found = registry_of(packs).assess(
        read_case(case), as_of=instant, division=division, profiles=profiles
    )
    if html is not None:
        write_page(html, _PAGE.format(body=to_html(found, unmask=unmask)))
    if as_json:
        typer.echo(found.to_json(unmask=unmask))
    elif html is None:
        typer.echo(found.explain_overdue() if overdue else found.explain(unmask=unmask))
        if as_of is None:
            typer.echo(f"（未写 --as-of，按现在 {instant:%Y-%m-%d %H:%M} 计算）")


def verify(
    record: Annotated[
        Path, typer.Argument(metavar="记录", help="servicehall assess --json 写出的评估记录")
    ],
    packs: Packs = [],
) -> None:
    """复核一份评估记录：按记录中的事件和时刻重新计算，指出每一处不一致。"""
    differences = verify_record(read_text(record), registry_of(packs), source=str(record))
    for difference in differences:
        typer.echo(str(difference))
    if differences:
        typer.echo(f"共{len(differences)}处不一致。")
        raise typer.Exit(FAULTY)
    typer.echo("重新计算的结果与记录一致。")


def write_page(file: Path, page: str) -> None:
    """Write a page to a file, or to the standard output."""
    if str(file) == "-":
        typer.echo(page)
        return
    try:
        file.write_text(page, encoding="utf-8")
    except OSError as error:
        raise InputValueError("SH625", file=file, reason=str(error)) from error
