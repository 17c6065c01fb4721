"""The commands about the life of a hall: rounds, roster, standards."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain, groupby
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from attrs import frozen

from servicehall.accountability import detect_turns, write_finding
from servicehall.cli import reading
from servicehall.cli.options import (
    FAULTY,
    UNSETTLED,
    AsJson,
    AsOf,
    On,
    Packs,
    Profiles,
    assumed,
    day_of,
    instant_of,
    registry_of,
    say_assumed,
)
from servicehall.cli.output import check_free, discreetly, print_json, writing
from servicehall.cli.rules import plain, typed_facts
from servicehall.duties import Duty, DutyStatus
from servicehall.errors import InputValueError
from servicehall.events import Event
from servicehall.explain.turns import say_details, say_occurrence, say_turn_status
from servicehall.instants import end_of_day
from servicehall.interop.sheets import (
    Kind,
    Sheet,
    hall_events_from,
    read_sheet,
    say_reject,
    staff_from,
)
from servicehall.ledgers import Reject
from servicehall.plugins import Registry
from servicehall.policy import Policy
from servicehall.presence import who_of
from servicehall.privacy import mask_numbers
from servicehall.staff import Post
from servicehall.standards import StandardCheck, StandardStatus
from servicehall.tables import Decision
from servicehall.turns import Turn
from servicehall.vocabulary import Choice, Fact

__all__ = ["roster", "rounds", "standards"]

T = TypeVar("T")

Division = Annotated[str, typer.Argument(metavar="代码", help="大厅的行政区划代码")]
First = Annotated[str, typer.Option("--from", metavar="日期", help="从哪天起")]
Last = Annotated[str, typer.Option("--to", metavar="日期", help="到哪天止")]
StaffFile = Annotated[
    Path | None, typer.Option("--staff", metavar="表格", help="人员名单：姓名、角色、任职日期")
]
Duties = Annotated[
    list[str], typer.Option("--duty", metavar="名称", help="只核查该项义务（id），可重复")
]


def rounds(
    division: Division,
    log: Annotated[Path, typer.Argument(metavar="记录", help="厅务记录（Excel、CSV）")],
    first: First,
    last: Last,
    staff: StaffFile = None,
    duties: Duties = [],
    everything: Annotated[bool, typer.Option("--all", help="逐次列出，包括已经做到的")] = False,
    findings: Annotated[
        Path | None, typer.Option(metavar="文件", help="没有做到的写成认定台账（.jsonl），供查实")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的文件")] = False,
    as_of: AsOf = None,
    profiles: Profiles = [],
    packs: Packs = [],
    as_json: AsJson = False,
) -> None:
    """核查周期义务：签到、带班、例会、检查、公示，哪天该谁做，做到没有，准假的不算。"""
    if findings is not None:
        check_free(findings, force=force)
    look = _Look.of(division, log, first, last, staff, profiles, packs)
    instant = instant_of(as_of)
    turns = look.turns(instant, duties)
    if findings is not None:
        with writing(findings) as stream:
            detected = detect_turns(turns, look.policy)
            stream.writelines(f"{write_finding(one)}\n" for one in detected.findings)
    if as_json:
        print_json([_data(turn) for turn in turns])
    elif not turns:
        typer.echo("没有一个周期在这段时间内开始，没有什么可以核查")
    else:
        _show(turns, everything=everything, planned=False)
    say_assumed(as_of, instant)
    look.finish(turns)


def roster(
    division: Division,
    plan: Annotated[Path, typer.Argument(metavar="值班表", help="值班表（Excel、CSV）")],
    first: First,
    last: Last,
    staff: StaffFile = None,
    duties: Duties = [],
    everything: Annotated[bool, typer.Option("--all", help="逐次列出，包括已经安排的")] = False,
    profiles: Profiles = [],
    packs: Packs = [],
    as_json: AsJson = False,
) -> None:
    """公布以前核对值班表：规定要有人的日子和时间，哪里没有安排，谁安排了几次。"""
    look = _Look.of(division, plan, first, last, staff, profiles, packs)
    planned = {event.kind for event in look.events}
    recurring = look.recurring
    asked = [
        one.id
        for one in recurring.values()
        if (one.routine and one.routine.throughout) or planned.intersection(one.must)
    ]
    end = end_of_day(max([look.last, *(event.occurred_at.date() for event in look.events)]))
    turns = look.turns(end, duties or asked) if duties or asked else []
    if as_json:
        print_json([_data(turn) for turn in turns])
    else:
        if not turns:
            typer.echo("这里的规定没有要求值班表中的任何一项")
        _show(turns, everything=everything, planned=True)
        _share(look.events, look.policy)
        left = [one.title for name, one in recurring.items() if name not in (duties or asked)]
        if left:
            typer.echo(f"值班表没有涉及的周期义务：{'、'.join(left)}（要一并核对的，加 --duty）")
    look.finish(turns)


def standards(
    ctx: typer.Context,
    division: Division,
    on: On = None,
    profiles: Profiles = [],
    packs: Packs = [],
    as_json: AsJson = False,
) -> None:
    """核对场所、柜台、工作牌、设备是否达到标准；没有查明的，说明还要看什么。

    量得、看到的情况写成选项，如 --office-area 36、--badge-worn 是。
    """
    day = day_of(on)
    policy = registry_of(packs).policy(division, on=day, profiles=profiles)
    stated = typed_facts(ctx.args, policy, policy.vocabulary.facts.values())
    checks = policy.check_standards(stated)
    if as_json:
        print_json([_check_data(one) for one in checks])
    else:
        typer.echo(f"标准{len(checks)}项{assumed(on, day)}")
        for of, group in groupby(checks, key=lambda one: one.standard.of):
            typer.echo(f"\n{of}")
            for one in group:
                typer.echo("\n".join(f"  {line}" for line in _say_check(one, policy)))
    if any(one.status is StandardStatus.FAILED and not one.standard.advised for one in checks):
        raise typer.Exit(FAULTY)
    if any(one.status is StandardStatus.UNKNOWN for one in checks):
        raise typer.Exit(UNSETTLED)


# ---- what is looked at


@frozen(kw_only=True)
class _Look:
    """A look at a hall, as the options say."""

    registry: Registry
    policies: tuple[Policy, ...]
    first: date
    last: date
    events: tuple[Event, ...]
    posts: tuple[Post, ...]
    profiles: tuple[str, ...]
    rejects: tuple[str, ...]

    @classmethod
    def of(
        cls,
        division: str,
        log: Path,
        first: str,
        last: str,
        staff: Path | None,
        profiles: Sequence[str],
        packs: Sequence[Path],
    ) -> "_Look":
        registry = registry_of(packs)
        begin, end = reading.day(first), reading.day(last)
        rules = tuple(registry.policies(division, begin, end, profiles=profiles))
        events, wrong = _taken(log, "hall", lambda sheet: hall_events_from(sheet, *rules))
        posts: list[Post] = []
        if staff is not None:
            posts, others = _taken(staff, "staff", lambda sheet: staff_from(sheet, *rules))
            wrong += others
        for line in wrong:
            typer.echo(line, err=True)
        return cls(
            registry=registry,
            policies=rules,
            first=begin,
            last=end,
            events=tuple(chain.from_iterable(events)),
            posts=tuple(posts),
            profiles=tuple(profiles),
            rejects=tuple(wrong),
        )

    @property
    def policy(self) -> Policy:
        """The rules of the last day."""
        return self.policies[-1]

    @property
    def recurring(self) -> dict[str, Duty]:
        """The duties that recur on some of the days, by id."""
        duties = (one for policy in self.policies for one in policy.duties.values())
        return {one.id: one for one in duties if one.routine is not None}

    def turns(self, as_of: datetime, duties: Collection[str]) -> list[Turn]:
        """Return every time at which something had to be done; of some duties, or of all.

        Raises:
            InputValueError: There is no such recurring duty (SH844).
        """
        known = tuple(self.recurring)
        for name in duties:
            if name not in known:
                raise InputValueError("SH844", name=name, known=known or "—")
        found = self.registry.rounds(
            self.policy.division,
            self.events,
            self.first,
            self.last,
            as_of=as_of,
            staff=self.posts,
            profiles=self.profiles,
            duties=duties or None,
        )
        return list(found)

    def _strangers(self, turns: Iterable[Turn]) -> Iterator[str]:
        """Go through those who did what only members of a role must do, and are no members."""
        each = {one.duty.id: one.duty for one in turns if one.who}
        for duty in each.values():
            role = duty.routine.each if duty.routine else ""
            members = {post.person for post in self.posts if post.role == role}
            did = (event for event in self.events if event.kind in duty.must)
            strangers = sorted({who_of(event) for event in did} - members)
            if strangers:
                told = "、".join(f"“{name}”" for name in strangers)
                yield f"{duty.title}：记录中的{told}不在名单上，没有计入任何人"

    def finish(self, turns: Sequence[Turn]) -> None:
        """Say who is on no list; the status is that of a check that found something."""
        for line in self._strangers(turns):
            typer.echo(mask_numbers(line), err=True)
        broken = any(turn.status is DutyStatus.BREACHED for turn in turns)
        if broken or self.rejects:
            raise typer.Exit(FAULTY)


def _taken(
    file: Path, kind: Kind, read: Callable[[Sheet], Iterable[T | Reject]]
) -> tuple[list[T], list[str]]:
    """Return what the rows of a sheet say, and what is said of those that cannot be taken."""
    with discreetly(str(file)):
        sheet = read_sheet(file, kind)
        found = list(read(sheet))
    good = [one for one in found if not isinstance(one, Reject)]
    wrong = [f"{file.name} {say_reject(one, sheet)}" for one in found if isinstance(one, Reject)]
    wrong += (
        [f"{file.name} 不认得的表头：{'、'.join(sheet.unknown)}；没有采用"] if sheet.unknown else []
    )
    return good, wrong


# ---- what is shown


def _show(turns: Sequence[Turn], *, everything: bool, planned: bool) -> None:
    """Print what is missing, duty by duty; all of it where that is asked for."""
    for name, group in groupby(sorted(turns, key=_by_duty), key=lambda turn: turn.duty.id):
        own = list(group)
        duty = own[0].duty
        by_status = sorted(own, key=lambda turn: _ORDER.index(turn.status))
        counts = Counter(say_turn_status(turn, planned=planned) for turn in by_status)
        told = "，".join(f"{said}{count}次" for said, count in counts.items())
        typer.echo(f"{duty.title}〔{name}〕：{told}")
        for turn in own:
            if everything or turn.status in _TOLD or turn.unended:
                who = f"　{turn.who}" if turn.who else ""
                said = say_turn_status(turn, planned=planned)
                typer.echo(mask_numbers(f"  {say_occurrence(turn.occurrence)}{who}　{said}"))
                for line in say_details(turn):
                    typer.echo(mask_numbers(f"    {line}"))
        typer.echo(f"  依据：{duty.settled.citation}")


_ORDER = (
    DutyStatus.FULFILLED,
    DutyStatus.EXCUSED,
    DutyStatus.BREACHED,
    DutyStatus.OPEN,
    DutyStatus.DORMANT,
)
_TOLD = (DutyStatus.BREACHED, DutyStatus.DORMANT)


def _by_duty(turn: Turn) -> tuple[str, date, str]:
    return turn.duty.id, turn.occurrence.due, turn.who


def _share(events: Iterable[Event], policy: Policy) -> None:
    """Say who is down how often: whether it is shared, people see."""
    until = {
        kind
        for duty in policy.duties.values()
        if duty.routine is not None
        for kind in duty.routine.until
    }
    own = (event for event in events if event.kind not in until)
    counts = Counter((event.kind, who_of(event)) for event in own)
    listed = sorted(counts.items(), key=lambda one: (one[0][0], -one[1], one[0][1]))
    for kind, group in groupby(listed, key=lambda one: one[0][0]):
        title = policy.events[kind].title if kind in policy.events else kind
        told = "，".join(f"{who or '（未写姓名）'}{count}次" for (_, who), count in group)
        typer.echo(f"{title}：{told}")


def _data(turn: Turn) -> dict[str, Any]:
    """Return one time as plain data."""
    verdict = turn.verdict
    return {
        "duty": turn.duty.id,
        "title": turn.duty.title,
        "first": turn.occurrence.first.isoformat(),
        "last": turn.occurrence.last.isoformat(),
        "due": turn.occurrence.due.isoformat(),
        "due_at": turn.due_at and turn.due_at.isoformat(),
        "who": turn.who,
        "status": turn.status.value,
        "verdict": verdict.outcome if isinstance(verdict, Decision) else None,
        "breach": turn.breach,
        "facts": dict(turn.facts),
        "by": [[one.occurred_at.isoformat(), who_of(one)] for one in turn.by],
        "gaps": [[began.isoformat(), ended.isoformat()] for began, ended in turn.gaps],
        "covered_by": turn.covered_by and turn.covered_by.id,
        "citation": str(turn.duty.settled.citation),
    }


def _say_check(one: StandardCheck, policy: Policy) -> Iterator[str]:
    standard = one.standard
    advised = "（建议）" if standard.advised else ""
    facts = policy.vocabulary
    stated = "，".join(f"{facts[name].label}{facts[name].say(v)}" for name, v in one.stated.items())
    failed = standard.advised and one.status is StandardStatus.FAILED
    sign, said = ("△", "未达到建议") if failed else (_SIGNS[one.status], one.status.zh)
    yield f"{sign} {standard.title}{advised}：{said}" + (f"（{stated}）" if stated else "")
    if one.needed:
        yield f"    还须查明：{'、'.join(_say_option(facts[name]) for name in one.needed)}"
    yield f"    依据：{standard.settled.citation}"


def _say_option(fact: Fact) -> str:
    """Say what must be found out, the option for it, and what can be written there."""
    among = isinstance(fact.domain, Choice)
    values = f"：{fact.domain.allowed_zh}" if among else ""
    return f"{fact.label}（--{fact.name.replace('_', '-')}{values}）"


_SIGNS = {
    StandardStatus.MET: "✓",
    StandardStatus.FAILED: "✗",
    StandardStatus.UNKNOWN: "？",
    StandardStatus.NOT_APPLICABLE: "－",
}


def _check_data(one: StandardCheck) -> dict[str, Any]:
    return {
        "standard": one.standard.id,
        "title": one.standard.title,
        "of": one.standard.of,
        "advised": one.standard.advised,
        "status": one.status.value,
        "stated": {name: plain(value) for name, value in one.stated.items()},
        "needed": list(one.needed),
        "citation": str(one.standard.settled.citation),
    }
