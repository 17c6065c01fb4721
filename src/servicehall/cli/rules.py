"""The commands about rules: classify, table."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from servicehall.cli import reading
from servicehall.cli.options import (
    FAULTY,
    UNSETTLED,
    AsJson,
    Division,
    On,
    Packs,
    Profiles,
    assumed,
    policy_of,
)
from servicehall.cli.output import print_json
from servicehall.divisions import NATION
from servicehall.errors import InputValueError, ServiceHallError
from servicehall.kinds import CaseKind, Classification
from servicehall.plugins import load_tables, tables_over_time
from servicehall.policy import Policy
from servicehall.reading import read_toml
from servicehall.spans import Span
from servicehall.tables import Decision, Table, Undetermined
from servicehall.tables.views import say_domain
from servicehall.vocabulary import Choice, Fact, Value, YesNo

__all__ = ["FACT_OPTIONS", "classify", "decide", "plain", "table", "typed_facts"]

FACT_OPTIONS = {"allow_extra_args": True, "ignore_unknown_options": True}
"""Facts are options whose names come from packs, so that the command reads them itself."""


def classify(
    ctx: typer.Context,
    division: Division = NATION,
    on: On = None,
    profiles: Profiles = [],
    packs: Packs = [],
    matter: Annotated[
        str, typer.Option(metavar="事项", help="事项的 id；其登记已确定的事实不必再填")
    ] = "",
    ask: Annotated[bool, typer.Option("--ask", help="逐项询问缺少的事实")] = False,
    as_json: AsJson = False,
) -> None:
    """判定办件类型，并说明依据；事实不足时说明还有哪些可能、应当询问什么。

    事实写成选项：--main-document（provided、held_not_brought、lacking）、--other-materials、
    --contrary-to-policy、--survey、--needs-process、--same-day-possible、--windows、--departments、
    --must-forward；取值也可写中文，如 --main-document 缺少。取值见 servicehall table case_kind。
    """
    policy = policy_of(division, on, profiles, packs)
    facts = typed_facts(ctx.args, policy, policy.tables["case_kind"].facts)
    found = policy.classify(facts, matter=matter)
    if ask:
        settled = policy.matter(matter).facts if matter else {}
        facts = {**{name: allowed[0] for name, allowed in settled.items()}, **facts}
        found = _ask(policy, facts, found)
    if as_json:
        print_json(_data(found))
    else:
        typer.echo(found.explain())
        if on is None:
            typer.echo(f"（未写 --on，按今天 {policy.on} 施行的规则）")
        if isinstance(found, Classification) and found.once_complete is not None:
            typer.echo(_once_complete(found.once_complete))
    if isinstance(found, Undetermined):
        raise typer.Exit(UNSETTLED)


def decide(
    ctx: typer.Context,
    name: Annotated[
        str, typer.Argument(metavar="表名", help="例如 attendance；见 servicehall table")
    ],
    division: Division = NATION,
    on: On = None,
    profiles: Profiles = [],
    packs: Packs = [],
    as_json: AsJson = False,
) -> None:
    """按一张规则表判定，如考勤、请假由谁批、走哪条绿色通道；事实不足时说明还要查明什么。

    事实写成选项，如 --leave-days 1.5；有哪些事实，见 servicehall table 表名。
    """
    policy = policy_of(division, on, profiles, packs)
    chosen = policy.table(name)
    found = chosen.decide(typed_facts(ctx.args, policy, chosen.facts))
    if as_json:
        print_json(_decided(found))
    else:
        typer.echo(f"{found.explain()}{assumed(on, policy.on)}")
    if isinstance(found, Undetermined):
        raise typer.Exit(UNSETTLED)


def table(
    name: Annotated[
        str | None, typer.Argument(metavar="表名", help="例如 case_kind；缺省则列出各表")
    ] = None,
    file: Annotated[
        Path | None, typer.Option(metavar="文件", help="读取独立的规则表文件（TOML）")
    ] = None,
    old: Annotated[
        Path | None, typer.Option(metavar="文件", help="与旧的规则表文件比较，列出结论的变化")
    ] = None,
    division: Division = NATION,
    on: On = None,
    profiles: Profiles = [],
    packs: Packs = [],
) -> None:
    """显示一张规则表，检查漏洞、矛盾和无用的行，并列出加入的模式或规则包带来的变化。"""
    day = None if on is None else reading.day(on)
    stretches = _stretches(file, day, division, on, profiles, packs)
    chosen = [(span, _chosen(tables, name)) for span, tables in stretches]
    clean = True
    for span, shown in chosen:
        if shown is None:
            for listed in stretches[0][1].values():
                typer.echo(f"{listed.id}：{listed.label}，{len(listed.rows)}行")
            return
        heading = f"【{span}】\n" if len(chosen) > 1 else ""
        typer.echo(f"{heading}{shown}\n\n{shown.analyse()}")
        before = _before(shown, old, day, division, on, changed=bool(profiles or packs))
        if before is not None:
            typer.echo(f"\n变化：{before.compare(shown)}")
        clean = clean and shown.analyse().is_clean
    if not clean:
        raise typer.Exit(FAULTY)


def _stretches(
    file: Path | None,
    day: date | None,
    division: str,
    on: str | None,
    profiles: Sequence[str],
    packs: Sequence[Path],
) -> Sequence[tuple[Span, Mapping[str, Table]]]:
    """Return the tables to show: of a file for every stretch of time, else those in force."""
    if file is None:
        return [(Span(), policy_of(division, on, profiles, packs).tables)]
    stretches = tables_over_time(read_toml(file), str(file))
    return [(span, tables) for span, tables in stretches if day is None or day in span]


# ---- the rules


def _chosen(tables: Mapping[str, Table], name: str | None) -> Table | None:
    if name is None:
        return next(iter(tables.values())) if len(tables) == 1 else None
    if name not in tables:
        raise InputValueError("SH411", name=repr(name), known=tuple(tables))
    return tables[name]


def _before(
    chosen: Table,
    old: Path | None,
    day: date | None,
    division: str,
    on: str | None,
    *,
    changed: bool,
) -> Table | None:
    """Return the table to compare with: an older file, or the policy without what was added."""
    if old is not None:
        return _chosen(load_tables(read_toml(old), str(old), on=day), chosen.id)
    if changed:
        return policy_of(division, on, (), ()).tables.get(chosen.id)
    return None


# ---- facts


def typed_facts(
    arguments: Sequence[str], policy: Policy, allowed: Iterable[Fact]
) -> dict[str, Value]:
    """Read facts written as options: ``--windows 3`` or ``--windows=3``."""
    facts: dict[str, Value] = {}
    asked = tuple(fact.name for fact in allowed)
    left = list(arguments)
    while left:
        option = left.pop(0)
        name, given, text = option.removeprefix("--").partition("=")
        if not option.startswith("--") or not (given or left):
            raise InputValueError("SH414", text=repr(option))
        key = name.replace("-", "_")
        if key not in policy.vocabulary:
            raise policy.vocabulary.unknown(key, asked, spell=_option)
        if key in facts:
            raise InputValueError("SH417", name=f"--{name}")
        facts[key] = policy.vocabulary[key].read(text if given else left.pop(0))
    return facts


def _option(name: str) -> str:
    """Return how a fact is typed."""
    return f"--{name.replace('_', '-')}"


def _ask(
    policy: Policy, facts: dict[str, Value], found: Classification | Undetermined
) -> Classification | Undetermined:
    """Ask for what is missing, the most useful question first, until it is settled."""
    unknown: set[str] = set()
    while isinstance(found, Undetermined):
        open_questions = [fact for fact in found.questions if fact.name not in unknown]
        if not open_questions:
            break
        fact = open_questions[0]
        answer = _answer(fact)
        if answer is None:
            unknown.add(fact.name)
        else:
            facts[fact.name] = answer
            found = policy.classify(facts)
    return found


def _answer(fact: Fact) -> Value | None:
    """Ask one question until the answer is understood; nothing means not known."""
    options = list(_options(fact))
    typer.echo(f"\n{fact.question}")
    for number, value in enumerate(options, 1):
        typer.echo(f"  {number}. {fact.say(value)}")
    if not options:
        typer.echo(f"  （{say_domain(fact)}）")
    while True:
        text = _typed()
        if not text:
            return None
        try:
            chosen = text.isdecimal() and 1 <= int(text) <= len(options)
            return options[int(text) - 1] if chosen else fact.read(text)
        except ServiceHallError as error:
            typer.echo(error.in_chinese())


def _typed() -> str:
    """Read what is typed at a question; the end of the input is no answer."""
    typer.echo("请回答（不清楚则直接回车）：", nl=False)
    return sys.stdin.readline().strip()


def _options(fact: Fact) -> Sequence[Value]:
    """Return the answers that can be numbered, yes before no."""
    match fact.domain:
        case YesNo():
            return (True, False)
        case Choice(values=values):
            return values
        case _:
            return ()


# ---- what is shown


def _once_complete(kind: CaseKind | Undetermined) -> str:
    if isinstance(kind, Undetermined):
        return f"补齐后：尚待确定，可能为{'、'.join(CaseKind(str(k)).zh for k in kind.possible)}。"
    return f"补齐后：{kind.zh}。"


def _open_data(found: Undetermined) -> dict[str, Any]:
    return {
        "settled": False,
        "possible": list(found.possible),
        "needed": [{"name": fact.name, "question": fact.question} for fact in found.questions],
        "facts": {name: plain(value) for name, value in found.facts.items()},
    }


def _decided(found: Decision | Undetermined) -> dict[str, Any]:
    """Return what a table decides as plain data."""
    if isinstance(found, Undetermined):
        return _open_data(found)
    return {
        "settled": True,
        "outcomes": [plain(value) for value in found.outcomes],
        "names": [found.table.gives.say(value) for value in found.outcomes],
        "rows": [row.id for row in found.rows],
        "citations": [str(citation) for citation in found.citations],
        "facts": {name: plain(value) for name, value in found.facts.items()},
    }


def _data(found: Classification | Undetermined) -> dict[str, Any]:
    """Return an answer as plain data."""
    if isinstance(found, Undetermined):
        return _open_data(found)
    facts = {name: plain(value) for name, value in found.facts.items()}
    becomes = found.once_complete
    return {
        "settled": True,
        "kind": found.kind,
        "name": found.kind.zh,
        "gbt_39046": found.kind.gbt_39046,
        "traits": list(found.traits),
        "open_traits": list(found.open_traits),
        "once_complete": list(becomes.possible) if isinstance(becomes, Undetermined) else becomes,
        "rows": [row.id for row in found.rows],
        "citations": [str(citation) for citation in found.citations],
        "facts": facts,
    }


def plain(value: Value) -> bool | int | str:
    """Return a value of a fact as JSON has it: a number with decimals is a text."""
    return value if isinstance(value, bool | int | str) else str(value)
