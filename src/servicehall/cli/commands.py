"""The commands: due, day, calendar; those about rules stand in :mod:`servicehall.cli.rules`."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from servicehall.calendars import WorkCalendar, mainland, read_overlay
from servicehall.cli import (
    accountability,
    cases,
    comparing,
    exchange,
    matters,
    places,
    reading,
    registers,
    reports,
    rules,
    sheets,
    views,
)
from servicehall.cli.due_list import due_list
from servicehall.cli.notices import notices as notices_command
from servicehall.cli.options import Packs, policy_of
from servicehall.cli.output import print_json
from servicehall.deadlines import deadline
from servicehall.hours import OfficeHours
from servicehall.limits import Before

__all__ = ["app"]

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="政务服务大厅：办件评估、告知书、台账与统计、工作日历、办理期限、办件分类、地方规则与收费。",
)


@app.callback()
def _commands() -> None:
    """政务服务大厅：办件评估、工作日历、办理期限、办件分类、地方规则与收费。每个结果都注明依据，不作猜测。"""


# the command line shows them in this order: cases, ledgers of them, then what they rest on
app.command()(cases.assess)
app.command()(cases.progress)
app.command()(cases.verify)
app.command("notices")(notices_command)
app.command()(due_list)
app.command()(reports.report)
app.command()(registers.register)
app.command()(exchange.feed)
app.command()(exchange.moved)


Place = Annotated[
    str | None,
    typer.Option("--division", metavar="代码", help="采用该地规则包中的地方放假安排"),
]
Overlays = Annotated[
    list[Path], typer.Option("--overlay", metavar="文件", help="地方放假安排（TOML），可重复")
]
Notices = Annotated[
    list[Path], typer.Option("--notice", metavar="文件", help="补充的放假通知（TOML），可重复")
]
KnownOn = Annotated[
    str | None, typer.Option("--as-known-on", metavar="日期", help="只采用该日以前已发布的通知")
]
Installed = Annotated[
    bool, typer.Option("--installed", help="加入已安装的 chinesecalendar 所知的年份")
]
Estimate = Annotated[
    bool, typer.Option("--estimate", help="未公布的年份依法推定，结果标为暂定并给出可能区间")
]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON")]


@app.command()
def due(
    start: Annotated[str, typer.Argument(metavar="起始日", help="2026-09-18，或 2026-09-18T15:30")],
    limit: Annotated[
        str, typer.Argument(metavar="期限", help="数字配合 --unit，或 20个工作日、当日、2个月")
    ],
    unit: Annotated[
        str, typer.Option(metavar="单位", help="数字的单位：" + "、".join(reading.UNITS))
    ] = "working",
    pauses: Annotated[
        list[str],
        typer.Option("--pause", metavar="首日:末日", help="中止期间，可重复；未恢复的末日留空"),
    ] = [],
    extensions: Annotated[
        list[str], typer.Option("--extend", metavar="期限", help="延长，写法同期限，可重复")
    ] = [],
    hours: Annotated[
        str | None, typer.Option(metavar="时段", help='办公时间，如 "08:00-12:00 14:30-17:30"')
    ] = None,
    same_day: Annotated[
        bool, typer.Option("--same-day", help="自收件当日起计算（本地规定）")
    ] = False,
    no_roll: Annotated[bool, typer.Option("--no-roll", help="届满日为休息日时不顺延")] = False,
    deemed_receipt: Annotated[
        bool, typer.Option("--deemed-receipt", help="休息日或下班后收到的，视为次一工作日收到")
    ] = False,
    before: Annotated[bool, typer.Option("--before", help="自该日向前倒数，如听证七日前")] = False,
    as_of: Annotated[
        str | None, typer.Option(metavar="日期", help="查询日，中止未恢复时需要")
    ] = None,
    division: Place = None,
    packs: Packs = [],
    overlays: Overlays = [],
    notices: Notices = [],
    known_on: KnownOn = None,
    installed: Installed = False,
    estimate: Estimate = False,
    as_json: AsJson = False,
) -> None:
    """计算到期日，并逐日说明计入和不计入的原因。"""
    counted = reading.limit(limit, unit)
    answer = deadline(
        reading.start(start),
        Before(counted) if before else counted,  # type: ignore[arg-type]  # refuses others itself
        _calendar(
            division, packs, overlays, notices, known_on, installed=installed, estimate=estimate
        ),
        hours=None if hours is None else OfficeHours.of(hours),
        pauses=[reading.pause(text) for text in pauses],
        extensions=[reading.limit(text, unit) for text in extensions],
        counting_from="same_day" if same_day else "next_day",
        roll=not no_roll,
        deemed_receipt=deemed_receipt,
        as_of=None if as_of is None else reading.start(as_of),
    )
    if as_json:
        print_json(views.deadline_data(answer))
    else:
        typer.echo(answer.explain() + "\n")
        _console().print(views.deadline_view(answer))


@app.command()
def day(
    day: Annotated[str, typer.Argument(metavar="日期", help="例如 2005-12-31")],
    division: Place = None,
    packs: Packs = [],
    overlays: Overlays = [],
    notices: Notices = [],
    known_on: KnownOn = None,
    installed: Installed = False,
    estimate: Estimate = False,
    as_json: AsJson = False,
) -> None:
    """说明某一天是工作日还是休息日，依据哪份通知。"""
    cal = _calendar(
        division, packs, overlays, notices, known_on, installed=installed, estimate=estimate
    )
    found = cal.day(reading.day(day))
    if as_json:
        print_json(views.day_data(found))
    else:
        typer.echo(views.day_text(found))


@app.command()
def calendar(
    year: Annotated[int, typer.Argument(metavar="年份", help="例如 2026")],
    division: Place = None,
    packs: Packs = [],
    overlays: Overlays = [],
    notices: Notices = [],
    known_on: KnownOn = None,
    installed: Installed = False,
    estimate: Estimate = False,
    as_json: AsJson = False,
) -> None:
    """显示全年的工作日和休息日，以及各节日的安排和依据。"""
    cal = _calendar(
        division, packs, overlays, notices, known_on, installed=installed, estimate=estimate
    )
    days = reading.days_of(year, cal)
    if as_json:
        print_json([views.day_data(found) for found in days])
    else:
        _console().print(views.year_view(year, days))


def _calendar(
    division: str | None,
    packs: list[Path],
    overlays: list[Path],
    notices: list[Path],
    known_on: str | None,
    *,
    installed: bool,
    estimate: bool,
) -> WorkCalendar:
    cal = mainland(
        notices,
        extra="installed" if installed else None,
        beyond="estimate" if estimate else "refuse",
    )
    if division is not None:
        for overlay in policy_of(division, None, (), packs).calendar.overlays:
            cal = cal.with_overlay(overlay)
    for file in overlays:
        cal = cal.with_overlay(read_overlay(file))
    for disagreement in cal.disagreements:
        typer.echo(f"来源不一致，该日不作答：{disagreement}", err=True)
    return cal if known_on is None else cal.as_known_on(reading.day(known_on))


def _console() -> Console:
    """Make a console that is wide enough for a month, whatever the terminal says."""
    console = Console(highlight=False)
    return Console(highlight=False, width=max(console.width, views.MONTH_WIDTH))


app.command(context_settings=rules.FACT_OPTIONS)(rules.classify)
app.command()(rules.table)
app.command()(matters.matter)
app.command()(matters.fee)
app.command()(accountability.findings)
app.command()(accountability.propose)
app.command()(accountability.score)
app.command()(accountability.sanctions)
app.command()(places.plugins)
app.command()(places.policy)
app.command()(comparing.compare)
app.command()(exchange.schema)
app.add_typer(sheets.import_commands, name="import")
app.add_typer(sheets.export_commands, name="export")
app.add_typer(places.pack_commands, name="pack")
