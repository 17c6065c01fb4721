"""The commands about accountability: findings, propose, score, sanctions."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from servicehall.accountability import (
    Finding,
    FindingState,
    Proposals,
    Tally,
    check_sanctions,
    detect,
    load_finding,
    propose_sanctions,
    read_findings,
    write_finding,
)
from servicehall.accountability.course import title_of
from servicehall.accountability.proposing import faults_of
from servicehall.accountability.words import (
    say_consequence,
    say_finding,
    say_state,
    tally_record,
)
from servicehall.assessment import Assessment
from servicehall.cli.options import (
    FAULTY,
    UNSETTLED,
    AsJson,
    AsOf,
    Division,
    On,
    Packs,
    Profiles,
    assumed,
    instant_of,
    policy_of,
    registry_of,
    say_assumed,
)
from servicehall.cli.output import check_free, print_json, writing
from servicehall.cli.running import LedgerRun, Rejects, Workers
from servicehall.divisions import NATION
from servicehall.errors import ServiceHallError
from servicehall.explain.words import name_of
from servicehall.privacy import mask_numbers
from servicehall.reading import parse_json

__all__ = ["findings", "propose", "sanctions", "score"]

FindingsFile = Annotated[Path, typer.Argument(metavar="认定", help="每行一个认定的 .jsonl 文件")]
Where = Annotated[str, typer.Option(metavar="代码", help="属地；只有一个属地的不必写")]
Names = Annotated[
    list[str], typer.Option("--name", metavar="姓名", help="只列某人或某单位，可重复")
]


def findings(
    ledger: Annotated[Path, typer.Argument(metavar="台账", help="每行一件的 .jsonl 文件")],
    out: Annotated[
        Path | None, typer.Option(metavar="文件", help="写成认定台账（.jsonl），供查实")
    ] = None,
    division: Where = "",
    as_of: AsOf = None,
    profiles: Profiles = [],
    packs: Packs = [],
    workers: Workers = None,
    rejects: Rejects = None,
    force: Annotated[
        bool, typer.Option("--force", help="覆盖已有的文件；其中后来写入的处理会丢失")
    ] = False,
) -> None:
    """列出台账中各件的违反：什么事、何时、谁承担、有什么证据。查实以前没有后果。"""
    if out is not None and str(out) != "-":
        check_free(out, force=force)
    run = LedgerRun(
        file=ledger,
        packs=packs,
        job=_detected,
        as_of=instant_of(as_of),
        division=division,
        profiles=profiles,
        workers=workers,
        rejects=rejects,
        writes=(out,),
    )
    registry = registry_of(packs)
    found: list[str] = []
    nobody: list[str] = []
    faulty: list[str] = []
    for answer in run.answers():
        lines, unattributed, wrong = answer.value
        found += lines
        nobody += [f"{answer.case}　{one}" for one in unattributed]
        faulty += [f"{answer.case}　{one}" for one in wrong]
    if out is not None:
        with writing(out) as stream:
            stream.writelines(f"{line}\n" for line in found)
    listed = [load_finding(parse_json(line)) for line in found]
    typer.echo(_summary(listed, run.as_of))
    for one in sorted(listed, key=lambda one: (one.occurred_at, one.id)):
        policy = registry.policy(one.division, on=one.occurred_at.date(), profiles=profiles)
        told = (say_finding(one, policy), f"状态：{say_state(one, run.as_of)}", *one.evidence)
        typer.echo(mask_numbers(f"{told[0]}\n  {'；'.join(told[1:])}"))
    for line in nobody:
        typer.echo(mask_numbers(f"没有登记由谁承担：{line}"))
    for line in faulty:
        typer.echo(mask_numbers(f"不能写成认定：{line}"))
    say_assumed(as_of, run.as_of)
    run.finish()
    if faulty:
        raise typer.Exit(FAULTY)


def _summary(listed: Sequence[Finding], as_of: datetime) -> str:
    """Say how many findings there are, by where they stand."""
    states = [one.state(as_of) for one in listed]
    counts = [(state, states.count(state)) for state in FindingState]
    said = "，".join(f"{state.zh}{count}项" for state, count in counts if count)
    return f"违反{len(listed)}项" + (f"：{said}" if said else "")


def _detected(found: Assessment) -> tuple[list[str], list[str], list[str]]:
    """Return the findings of a case as lines, what nobody on record missed, and what is wrong."""
    detected = detect(found)
    lines = [write_finding(one) for one in detected.findings]
    nobody = [name_of(one) for one in detected.unattributed]
    return lines, nobody, [f"{name}：{error.part('what', 'zh')}" for name, error in detected.faulty]


def propose(
    file: FindingsFile,
    names: Names = [],
    as_of: AsOf = None,
    profiles: Profiles = [],
    packs: Packs = [],
    as_json: AsJson = False,
) -> None:
    """按规定对查实的认定提出处理建议，逐项说明依据；建议由有权机关决定。"""
    found, told = _proposed(file, as_of, profiles, packs)
    typer.echo(found.to_json() if as_json else found.explain(names))
    _finish(found, told, as_of)


def score(
    file: FindingsFile,
    period: Annotated[str, typer.Option(metavar="期间", help="如 2026-03、2026-Q1、2026-H1、2026")],
    names: Names = [],
    score_id: Annotated[
        str, typer.Option("--score", metavar="得分", help="得分的 id；默认为该期间的各项得分")
    ] = "",
    division: Where = "",
    as_of: AsOf = None,
    profiles: Profiles = [],
    packs: Packs = [],
    as_json: AsJson = False,
) -> None:
    """计算一个期间的得分、奖金，逐分说明来自哪个认定、哪条规定。"""
    found, told = _proposed(file, as_of, profiles, packs)
    tallies = tuple(_tallies(found, period, names, score_id, division))
    if as_json:
        print_json([tally_record(one) for one in tallies])
    else:
        typer.echo("\n\n".join(one.explain() for one in tallies) or "没有得分变化")
    _finish(found, told, as_of, open_=any(one.open for one in tallies))


def _tallies(
    found: Proposals, period: str, names: Sequence[str], score_id: str, division: str
) -> Iterator[Tally]:
    if score_id and names:
        yield from (found.score(score_id, name, period, division=division) for name in names)
        return
    for one in found.scores(period, division=division):
        if (not names or one.name in names) and score_id in ("", one.score.id):
            yield one


def _proposed(
    file: Path, as_of: str | None, profiles: Sequence[str], packs: Sequence[Path]
) -> tuple[Proposals, list[str]]:
    """Return what follows from the findings of a file, and what of it could not be taken."""
    registry, told = registry_of(packs), read_findings(file)
    wrong = [str(reject) for reject in told.rejects]
    taken = []
    for one in told.findings:
        policy = registry.policy(one.division, on=one.occurred_at.date(), profiles=profiles)
        faults = list(faults_of(one, policy))
        wrong += [_say_fault(one, fault) for fault in faults]
        taken += [] if faults else [one]
    found = propose_sanctions(taken, registry, as_of=instant_of(as_of), profiles=profiles)
    return found, wrong


def _say_fault(one: Finding, fault: ServiceHallError) -> str:
    parts = "，".join(fault.part(name, "zh") for name in ("what", "fix"))
    return mask_numbers(f"认定 {one.id}：[{fault.code}] {parts}")


def _finish(
    found: Proposals, wrong: Sequence[str], as_of: str | None, *, open_: bool | None = None
) -> None:
    """Say what was not taken, and what is open; the status says so too."""
    say_assumed(as_of, found.as_of)
    for line in wrong:
        typer.echo(line, err=True)
    if wrong:
        count = len(found.findings) + len(found.later)
        typer.echo(f"共采用{count}个认定，有{len(wrong)}处未采用。", err=True)
        raise typer.Exit(FAULTY)
    if bool(found.open) if open_ is None else open_:
        raise typer.Exit(UNSETTLED)


def sanctions(
    division: Division = NATION,
    on: On = None,
    profiles: Profiles = [],
    packs: Packs = [],
) -> None:
    """列出一个地方的责任追究规定，并检查空档、重复处理、不会适用的和越重反而越轻的规定。"""
    policy = policy_of(division, on, profiles, packs)
    for rule in policy.sanctions.values():
        typer.echo(f"{rule.title}　（{rule.id}）")
        kinds = "、".join(title_of(kind, policy) for kind in rule.kinds)
        typer.echo(f"  针对：{kinds}")
        for one in rule.then:
            typer.echo(f"  {say_consequence(one, policy)}")
        typer.echo(f"  依据：{rule.settled.citation}")
    typer.echo(f"共{len(policy.sanctions)}条{assumed(on, policy.on)}")
    faults = check_sanctions(policy)
    for fault in faults:
        typer.echo(str(fault))
    if faults:
        raise typer.Exit(FAULTY)
    typer.echo("检查：没有空档、重复、不会适用或越重反而越轻的规定")
