"""The command about notices: what a case or a ledger owes, and the paper itself."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from servicehall.assessment import Assessment
from servicehall.cases import read_case
from servicehall.cli.options import (
    AsJson,
    AsOf,
    Packs,
    Profiles,
    Unmask,
    instant_of,
    registry_of,
)
from servicehall.cli.output import discreetly, print_json, writing
from servicehall.cli.running import LedgerRun, Rejects, Workers
from servicehall.errors import ServiceHallError
from servicehall.explain.words import say_at
from servicehall.ledgers import window_of
from servicehall.plugins import Pack
from servicehall.policy import Policy

__all__ = ["notices", "text_faults"]

Row = dict[str, Any]


def notices(
    file: Annotated[
        Path, typer.Argument(metavar="办件或台账", help="一个办件（.json），或者台账（.jsonl）")
    ],
    division: Annotated[
        str, typer.Option(metavar="代码", help="收件的地方；事件中已登记的不必写")
    ] = "",
    as_of: AsOf = None,
    kind: Annotated[
        str | None, typer.Option(metavar="种类", help="拟写这一种告知书，如 supplement")
    ] = None,
    items: Annotated[
        list[str],
        typer.Option("--item", metavar="名称=内容", help="办件中没有登记的内容，可重复"),
    ] = [],
    html: Annotated[
        Path | None, typer.Option(metavar="文件", help="写成可打印的 A4 网页；- 为标准输出")
    ] = None,
    unmask: Unmask = False,
    profiles: Profiles = [],
    packs: Packs = [],
    workers: Workers = None,
    rejects: Rejects = None,
    as_json: AsJson = False,
) -> None:
    """列出应当送达和已经送达的告知书，逐项核对格式；或者拟写其中一种，供打印、盖章、送达。"""
    if kind is None and (items or html or unmask):
        raise typer.BadParameter("--item、--html、--unmask 要和 --kind 一起用")
    instant = instant_of(as_of)
    if file.suffix in (".jsonl", ".ndjson"):
        if kind is not None:
            raise typer.BadParameter(
                "台账只列出应送的告知书；拟写要指定一个办件", param_hint="--kind"
            )
        run = LedgerRun(
            file=file,
            packs=packs,
            job=owed_rows,
            as_of=instant,
            division=division,
            profiles=profiles,
            workers=workers,
            rejects=rejects,
        )
        _ledger(run, as_json=as_json)
        return
    registry = registry_of(packs)
    with discreetly(str(file), division, *profiles, unmask=unmask):
        found = registry.assess(
            read_case(file), as_of=instant, division=division, profiles=profiles
        )
    if kind is not None:
        _draft(found, kind, _given(items), html, unmask=unmask, as_json=as_json)
    elif as_json:
        print_json(_rows(found))
    else:
        _show(found, _rows(found))
    if as_of is None and not as_json:
        typer.echo(f"（未写 --as-of，按现在 {instant:%Y-%m-%d %H:%M} 计算）", err=True)


def text_faults(pack: Pack, policies: Iterable[Policy]) -> tuple[ServiceHallError, ...]:
    """Return what is wrong with the texts of notices that a pack brings, each fault once."""
    found: dict[str, ServiceHallError] = {}
    for policy in policies:
        texts = (one.settled.sources.get("text", ()) for one in policy.notices.values())
        if any(said[0].pack == pack.id for said in texts if said):
            from servicehall.notices import check_texts  # needs its extra

            for kind, fault in check_texts(policy):
                if kind.settled.sources["text"][0].pack == pack.id:
                    found[str(fault)] = fault
    return tuple(found.values())


# ---- one case


def _rows(found: Assessment) -> list[Row]:
    """Return what is known of each notice of a case, as plain data without personal data."""
    from servicehall.notices import notices_of  # needs its extra

    return [
        {
            "case": found.shown_case,
            "division": found.policy.division,
            "window": window_of(found),
            "kind": one.kind.id,
            "code": one.kind.code,
            "title": one.kind.title,
            "status": one.status.value,
            "status_zh": one.status.zh,
            "warn_at": one.warn_at and one.warn_at.isoformat(),
            "due_at": one.due_at and one.due_at.isoformat(),
            "before": list(one.before),
            "bearer": one.bearer,
            "served_at": one.served and one.served.occurred_at.isoformat(),
            "missing": list(one.missing),
            "unrecorded": list(one.unrecorded),
            "notes": list(one.notes),
            "is_owed": one.is_owed,
        }
        for one in notices_of(found)
    ]


def _show(found: Assessment, rows: Iterable[Row]) -> None:
    case = found.shown_case or "（没有办件编号）"
    matter = found.matter.title if found.matter else "未登记事项"
    typer.echo(f"{case}　{matter}　截至{say_at(found.as_of)}")
    listed = list(rows)
    if not listed:
        typer.echo("没有应当送达或者已经送达的告知书。")
        return
    table = Table()
    for head in ("告知书", "状态", "最迟", "由谁送达", "格式核对"):
        table.add_column(head, overflow="fold")
    for row in listed:
        title = f"{row['title']}（{row['kind']}）"
        table.add_row(title, row["status_zh"], _by(row), row["bearer"], _check(row))
    Console(highlight=False, markup=False).print(table)


def _by(row: Row) -> str:
    """Say by when a notice must be served, or when it was."""
    if row["served_at"]:
        return f"{say_at(datetime.fromisoformat(row['served_at']))}送达"
    ends = [f"{say_at(datetime.fromisoformat(row['warn_at']))}前"] if row["warn_at"] else []
    ends += [f"{'、'.join(row['before'])}以前"] if row["before"] else []
    return "，并在".join(ends) or "没有规定期限，应当及时"


def _check(row: Row) -> str:
    if not row["served_at"]:
        return "；".join(row["notes"])
    said = [f"未写明：{'、'.join(row['missing'])}"] if row["missing"] else []
    said += [f"没有登记，待核：{'、'.join(row['unrecorded'])}"] if row["unrecorded"] else []
    said += row["notes"]
    return "；".join(said) or "齐全"


# ---- one paper


def _given(items: Iterable[str]) -> dict[str, Any]:
    """Read items as they are typed; one that is typed several times is a list."""
    found: dict[str, list[str]] = {}
    for item in items:
        name, sign, text = item.partition("=")
        if not sign:
            raise typer.BadParameter(f"应写成 名称=内容：{item}", param_hint="--item")
        found.setdefault(name.strip(), []).append(text)
    return {name: texts[0] if len(texts) == 1 else texts for name, texts in found.items()}


def _draft(
    found: Assessment,
    kind: str,
    items: Mapping[str, Any],
    html: Path | None,
    *,
    unmask: bool,
    as_json: bool,
) -> None:
    from servicehall.notices import draft, owed  # needs its extra

    paper = draft(found, kind, items=items, unmask=unmask)
    if html is not None:
        with writing(html) as stream:
            stream.write(paper.to_html() + "\n")
    if as_json:
        print_json(
            {
                "kind": kind,
                "title": paper.title,
                "case": paper.case,
                "addressee": paper.addressee,
                "paragraphs": list(paper.paragraphs),
                "basis": list(paper.basis),
                "unit": paper.unit,
                "day": paper.day,
                "missing": dict(paper.missing),
                "remark": paper.remark,
            }
        )
    elif html is None:
        typer.echo(paper.to_text(), nl=False)
    if all(one.kind.id != kind for one in owed(found)):
        typer.echo("提示：按登记的情况，目前没有待送达的这种告知书。", err=True)
    if paper.missing:
        typer.echo(f"还须填写：{'、'.join(paper.missing.values())}", err=True)


# ---- a ledger


def owed_rows(found: Assessment) -> list[Row]:
    """Return what a case still has to serve, as plain data."""
    return [row for row in _rows(found) if row["is_owed"]]


def _ledger(run: LedgerRun, *, as_json: bool) -> None:
    """List what a ledger owes, by window."""
    rows: list[Row] = [row for answer in run.answers() for row in answer.value]
    rows.sort(key=lambda row: (row["window"], row["warn_at"] or "9", row["case"]))
    if as_json:
        print_json(rows)
    else:
        for line in _by_window(rows, run.as_of):
            typer.echo(line)
    run.finish()


def _by_window(rows: list[Row], instant: datetime) -> Iterator[str]:
    yield f"截至{say_at(instant)}，待送达的告知书{len(rows)}份"
    window = None
    for row in rows:
        if row["window"] != window:
            window = row["window"]
            yield f"{window or '（没有登记窗口）'}："
        late = "【逾期】" if row["status"] == "overdue" else ""
        yield f"  {row['case']}　{late}{row['title']}　{_by(row)}　{row['bearer']}"
