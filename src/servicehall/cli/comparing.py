"""The command that compares rules: compare."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from attrs import define, evolve

from servicehall.accountability import FindingFile, read_findings
from servicehall.cli.options import (
    FAULTY,
    AsJson,
    AsOf,
    On,
    Packs,
    Profiles,
    Unmask,
    assumed,
    day_of,
    instant_of,
    packs_at_hand,
    say_assumed,
)
from servicehall.cli.output import check_apart, print_json, write_whole
from servicehall.comparing import (
    NEW,
    OLD,
    Comparison,
    FindingsComparison,
    LedgerComparison,
    Side,
    compare as compare_policies,
    compare_findings,
    compare_ledgers,
)
from servicehall.comparing.comparison import MOST
from servicehall.comparing.data import comparison_data, findings_data, ledger_data
from servicehall.comparing.html import comparison_html, findings_html, ledger_html, page
from servicehall.plugins import Registry, open_pack

__all__ = ["compare"]

OldOn = Annotated[
    str | None, typer.Option("--old-on", metavar="日期", help="原规则取另一天的，默认同 --on")
]
NewOn = Annotated[
    str | None, typer.Option("--new-on", metavar="日期", help="新规则取另一天的，默认同 --on")
]


def compare(
    old: Annotated[str, typer.Argument(metavar="原", help="原规则的行政区划代码")],
    new: Annotated[
        str, typer.Argument(metavar="新", help="新规则的行政区划代码；可以是同一个地方")
    ],
    on: On = None,
    old_on: OldOn = None,
    new_on: NewOn = None,
    packs: Packs = [],
    old_packs: Annotated[
        list[Path],
        typer.Option("--old-pack", metavar="路径", help="只加入原规则的规则包，取代同名的；可重复"),
    ] = [],
    new_packs: Annotated[
        list[Path],
        typer.Option("--new-pack", metavar="路径", help="只加入新规则的规则包，取代同名的；可重复"),
    ] = [],
    profiles: Profiles = [],
    old_profiles: Annotated[
        list[str], typer.Option("--old-profile", metavar="名称", help="只在原规则中假设采用的模式")
    ] = [],
    new_profiles: Annotated[
        list[str], typer.Option("--new-profile", metavar="名称", help="只在新规则中假设采用的模式")
    ] = [],
    ledger: Annotated[
        Path | None,
        typer.Option(metavar="台账", help="每行一件的 .jsonl 文件：各件按两方规则评估，列出变化"),
    ] = None,
    suppose_verified: Annotated[
        bool,
        typer.Option("--suppose-verified", help="假定台账中的违反均经查实，比较得分、奖金和措施"),
    ] = False,
    findings: Annotated[
        Path | None,
        typer.Option(metavar="认定", help="每行一个认定的 .jsonl 文件：比较得分、奖金和措施"),
    ] = None,
    as_of: AsOf = None,
    workers: Annotated[
        int, typer.Option(metavar="个数", min=1, help="每一方同时工作的进程数，默认为 1")
    ] = 1,
    everything: Annotated[bool, typer.Option("--all", help="各项清单全部列出，不截短")] = False,
    unmask: Unmask = False,
    as_json: AsJson = False,
    html: Annotated[
        Path | None, typer.Option(metavar="文件", help="写成网页；- 为标准输出")
    ] = None,
) -> None:
    """比较两方的规则：两个地方，或者同一地方的两版规则包；并列出台账、认定因此有什么变化。"""
    check_apart(ledger, findings, html)
    one = _side(old, OLD, (packs, old_packs), (*profiles, *old_profiles), workers)
    other = _side(new, NEW, (packs, new_packs), (*profiles, *new_profiles), workers)
    instant, days = instant_of(as_of), (day_of(old_on or on), day_of(new_on or on))
    rules = compare_policies(
        one.at_hand(OLD).policy(old, on=days[0]),
        other.at_hand(NEW).policy(new, on=days[1]),
        across_days=bool(old_on or new_on),
    )
    found = _Found(rules=rules)
    if ledger is not None:
        found.cases = compare_ledgers(
            ledger, one, other, as_of=instant, workers=workers, suppose_verified=suppose_verified
        )
    if findings is not None:
        found.file = read_findings(findings)
        found.scores = compare_findings(found.file.findings, one, other, as_of=instant)
    most = None if everything else MOST
    if html is not None:
        write_whole(html, found.page(most).encode())
    elif as_json:
        print_json(found.data())
    else:
        typer.echo("\n\n".join(found.texts(most, unmask=unmask)))
        typer.echo(assumed(old_on or new_on or on, days[0]), nl=not (old_on or new_on or on))
    if ledger or findings:
        say_assumed(as_of, instant)
    found.finish()


def _side(
    division: str,
    name: str,
    packs: tuple[Sequence[Path], Sequence[Path]],
    profiles: Sequence[str],
    workers: int,
) -> Side:
    """Return a side; where one process does all, its registry is made once."""
    side = Side(partial(_registry, *map(tuple, packs)), division, profiles)
    return side if workers > 1 else evolve(side, rules=side.at_hand(name).registry)


def _registry(common: Sequence[Path], own: Sequence[Path]) -> Registry:
    """Return the registry of a side; its own packs take the place of others of their name."""
    given = [open_pack(path) for path in own]
    names = {pack.id for pack in given}
    return Registry.of(*(one for one in packs_at_hand(common) if one.id not in names), *given)


@define(kw_only=True)
class _Found:
    """What was found: of the rules, and of a ledger and findings where they were named."""

    rules: Comparison
    cases: LedgerComparison | None = None
    file: FindingFile | None = None
    scores: FindingsComparison | None = None

    def texts(self, most: int | None, *, unmask: bool) -> Iterator[str]:
        yield self.rules.explain(most=most)
        if self.cases is not None:
            yield self.cases.explain(most=most, unmask=unmask)
        if self.scores is not None:
            yield self.scores.explain(most=most)

    def page(self, most: int | None) -> str:
        parts = [comparison_html(self.rules, most)]
        parts += [ledger_html(self.cases, most)] if self.cases is not None else []
        parts += [findings_html(self.scores, most)] if self.scores is not None else []
        return page(parts)

    def data(self) -> dict[str, Any]:
        return {
            "rules": comparison_data(self.rules),
            "ledger": None if self.cases is None else ledger_data(self.cases),
            "findings": None if self.scores is None else findings_data(self.scores),
        }

    def finish(self) -> None:
        """Say what of the findings was not taken; the status says whether anything was not."""
        unread = () if self.file is None else self.file.rejects
        for reject in unread:
            typer.echo(str(reject), err=True)
        faulty = any(one.is_fault for one in self.cases.rejects) if self.cases else False
        if unread or faulty or (self.scores is not None and self.scores.rejects):
            raise typer.Exit(FAULTY)
