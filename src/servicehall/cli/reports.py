"""The command about many cases: report."""

import functools
from pathlib import Path
from typing import Annotated

import typer
from attrs import evolve

from servicehall.cli import reading
from servicehall.cli.options import AsOf, Packs, Profiles, instant_of, registry_of, say_assumed
from servicehall.cli.output import write_whole
from servicehall.cli.running import LedgerRun, Rejects, Workers
from servicehall.reports import (
    Report,
    case_row,
    figures_csv,
    lists_csv,
    matter_gaps,
    report_of,
    to_html,
    to_text,
)

__all__ = ["report"]


def report(
    ledger: Annotated[
        Path, typer.Argument(metavar="台账", help="办件台账，JSON Lines 文件，每行一件")
    ],
    by: Annotated[
        list[str],
        typer.Option(
            "--by",
            metavar="分组",
            help="month、window、matter、kind、person、unit；可重复，默认为前五种",
        ),
    ] = ["month", "window", "matter", "kind", "person"],
    since: Annotated[
        str | None, typer.Option("--from", metavar="日期", help="统计期间的首日，默认为台账开始")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--to", metavar="日期", help="统计期间的末日，默认为截止时刻")
    ] = None,
    as_of: AsOf = None,
    near: Annotated[
        int, typer.Option(min=0, metavar="工作日", help="剩余不超过几个工作日的，列为即将届满")
    ] = 3,
    division: Annotated[
        str, typer.Option(metavar="代码", help="收件的地方；事件中已登记的不必写")
    ] = "",
    profiles: Profiles = [],
    packs: Packs = [],
    title: Annotated[str, typer.Option(metavar="标题", help="报告的标题")] = "政务服务办件统计报告",
    html: Annotated[
        Path | None, typer.Option(metavar="文件", help="写成网页，附统计图；- 为标准输出")
    ] = None,
    csv: Annotated[
        Path | None, typer.Option(metavar="文件", help="写成 CSV：各组的全部指标")
    ] = None,
    lists: Annotated[
        Path | None, typer.Option("--lists", metavar="文件", help="写成 CSV：各项清单的全部行")
    ] = None,
    workers: Workers = None,
    rejects: Rejects = None,
) -> None:
    """编制统计报告：受理、办结、按时、逾期、中止、撤回各多少件，办结率、按时办结率、提速，按窗口、人员、事项、类型、月份分列。"""
    instant = instant_of(as_of)
    run = LedgerRun(
        file=ledger,
        packs=packs,
        job=functools.partial(case_row, near=near),
        as_of=instant,
        division=division,
        profiles=profiles,
        workers=workers,
        rejects=rejects,
        writes=(html, csv, lists),
    )
    made = report_of(
        run.lines(),
        as_of=instant,
        by=by,
        since=None if since is None else reading.day(since),
        until=None if until is None else reading.day(until),
        title=title,
    )
    _hand_out(_with_gaps(made, packs, profiles), html, csv, lists)
    say_assumed(as_of, instant)
    run.finish()


def _with_gaps(made: Report, packs: list[Path], profiles: list[str]) -> Report:
    """Return a report with what the catalogues of its places do not say."""
    registry = registry_of(packs)
    policies = (
        registry.policy(division, on=made.as_of.date(), profiles=profiles)
        for division in made.divisions
    )
    return evolve(made, gaps=tuple(gap for policy in policies for gap in matter_gaps(policy)))


def _hand_out(made: Report, html: Path | None, csv: Path | None, lists: Path | None) -> None:
    """Write what was asked for, once all of it has been made; else print the text."""
    pages = [
        (html, to_html(made).encode() if html else b""),
        (csv, figures_csv(made) if csv else b""),
        (lists, lists_csv(made) if lists else b""),
    ]
    asked = [(file, data) for file, data in pages if file is not None]
    for file, data in asked:
        write_whole(file, data)
    if not asked:
        typer.echo(to_text(made))
