"""The commands about cases, one or a ledger of them: assess, progress, verify."""

import json
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from servicehall.assessment import Assessment
from servicehall.cases import read_case
from servicehall.cli.options import (
    FAULTY,
    AsJson,
    AsOf,
    Packs,
    Profiles,
    Unmask,
    instant_of,
    registry_of,
    say_assumed,
)
from servicehall.cli.output import discreetly, writing
from servicehall.cli.running import LedgerRun, Rejects, Workers
from servicehall.errors import InputValueError
from servicehall.explain.html import to_html
from servicehall.explain.records import record, verify as verify_record
from servicehall.explain.words import say_filing
from servicehall.ledgers import Reject, read_ledger
from servicehall.reading import read_text
from servicehall.tables import Undetermined
from servicehall.timeline import Timeline

__all__ = ["assess", "progress", "verify"]

_PAGE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>办件评估</title></head>
<body>
{body}
</body></html>
"""


def assess(
    case: Annotated[
        Path,
        typer.Argument(metavar="办件", help="办件文件（JSON）；或者台账，每行一件（.jsonl）"),
    ],
    division: Annotated[
        str, typer.Option(metavar="代码", help="收件的地方；事件中已登记的不必写")
    ] = "",
    as_of: AsOf = None,
    profiles: Profiles = [],
    packs: Packs = [],
    overdue: Annotated[bool, typer.Option("--overdue", help="只说明逾期或者违反的义务")] = False,
    as_json: AsJson = False,
    html: Annotated[
        Path | None, typer.Option(metavar="文件", help="写成网页，附时间图；- 为标准输出")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="文件", help="台账：把各件的评估记录写入文件，每行一件；- 为标准输出"),
    ] = None,
    workers: Workers = None,
    rejects: Rejects = None,
    unmask: Unmask = False,
) -> None:
    """评估一个办件：属于哪一类，各项期限何时届满，哪些已经完成、逾期，由谁承担，依据是什么。台账则逐件评估。"""
    instant = instant_of(as_of)
    if case.suffix == ".jsonl" or out is not None:
        _refuse_alone(overdue=overdue, html=html is not None)
        job = partial(_record_line if as_json or out is not None else _brief, unmask=unmask)
        run = LedgerRun(
            file=case,
            packs=packs,
            job=job,
            as_of=instant,
            division=division,
            profiles=profiles,
            workers=workers,
            rejects=rejects,
            writes=(out,),
            unmask=unmask,
        )
        with writing(Path("-") if out is None else out) as stream:
            for answer in run.answers():
                stream.write(f"{answer.value}\n")
        say_assumed(as_of, instant)
        run.finish()
        return
    registry = registry_of(packs)
    with discreetly(str(case), division, *profiles, unmask=unmask, more="；要看原文，加 --unmask"):
        found = registry.assess(
            read_case(case), as_of=instant, division=division, profiles=profiles
        )
    if html is not None:
        with writing(html) as stream:
            stream.write(_PAGE.format(body=to_html(found, unmask=unmask)))
    if as_json:
        typer.echo(found.to_json(unmask=unmask))
    elif html is None:
        typer.echo(found.explain_overdue() if overdue else found.explain(unmask=unmask))
        say_assumed(as_of, instant, err=False)


def _refuse_alone(*, overdue: bool, html: bool) -> None:
    """Refuse what is for one case only."""
    for name, given in (("--overdue", overdue), ("--html", html)):
        if given:
            raise typer.BadParameter("只用于单个办件；台账见 due-list 和 report", param_hint=name)


def _record_line(found: Assessment, *, unmask: bool) -> str:
    """Return the record of a case on one line."""
    return json.dumps(record(found, unmask=unmask), ensure_ascii=False, separators=(",", ":"))


def _brief(found: Assessment, *, unmask: bool) -> str:
    """Say in a line where a case stands."""
    number = found.timeline.case if unmask else found.shown_case
    kind = found.classification
    what = "类型未定" if isinstance(kind, Undetermined) else kind.kind.zh
    matter = found.matter.title if found.matter else "未写明事项"
    if not found.has_kind:
        what, matter = say_filing(found), found.matter.title if found.matter else ""
    missed = f"，违反{len(found.breaches)}项" if found.breaches else ""
    return f"{number}  {found.state.zh}  {what}  {matter}".rstrip() + missed


def progress(
    file: Annotated[
        Path, typer.Argument(metavar="办件", help="办件文件（JSON），或者台账（.jsonl）")
    ],
    case: Annotated[str, typer.Option(metavar="编号", help="台账中哪一件的办件编号")] = "",
    division: Annotated[
        str, typer.Option(metavar="代码", help="收件的地方；事件中已登记的不必写")
    ] = "",
    as_of: AsOf = None,
    packs: Packs = [],
) -> None:
    """答复申请人的查询：办到哪一步，什么时候办结，向谁询问；窗口、热线、网上答复相同，不含个人信息。"""
    instant = instant_of(as_of)
    registry = registry_of(packs)
    timeline = _case_of(file, case) if case else None
    with discreetly(str(file), division):
        timeline = timeline or read_case(file)
        found = registry.assess(timeline, as_of=instant, division=division)
    typer.echo(found.explain_progress())


def _case_of(ledger: Path, number: str) -> Timeline:
    """Return a case of a ledger by its number.

    Raises:
        InputValueError: It is not there, or there are several of this number (SH639).
    """
    found: list[Timeline] = []
    unread = 0
    for one in read_ledger(ledger):
        if isinstance(one, Reject):
            unread += one.is_fault
        elif one.case == number:
            found.append(one.timeline)
    if len(found) != 1:
        told = {
            "unread": f"; {unread} lines cannot be read",
            "unread_zh": f"，另有{unread}行读不了",
        }
        hidden = told if unread else dict.fromkeys(told, "")
        raise InputValueError("SH639", case=number, count=len(found), file=ledger, **hidden)
    return found[0]


def verify(
    record: Annotated[
        Path, typer.Argument(metavar="记录", help="servicehall assess --json 写出的评估记录")
    ],
    packs: Packs = [],
) -> None:
    """复核一份评估记录：按记录中的事件和时刻重新计算，指出每一处不一致。"""
    registry = registry_of(packs)
    with discreetly(str(record)):
        differences = verify_record(read_text(record), registry, source=str(record))
    for difference in differences:
        typer.echo(str(difference))
    if differences:
        typer.echo(f"共{len(differences)}处不一致。")
        raise typer.Exit(FAULTY)
    typer.echo("重新计算的结果与记录一致。")
