"""The commands about the life of a hall: rounds, roster, standards."""

import functools
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain, groupby
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
from attrs import frozen

from servicehall.accountability import DetectedTurns, detect_turns, write_finding
from servicehall.cells import facts_of
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
from servicehall.cli.sheets import ColumnFiles, SheetName
from servicehall.duties import Duty, DutyStatus, Grade
from servicehall.errors import CalendarCoverageError
from servicehall.events import Event
from servicehall.explain.turns import say_details, say_occurrence, say_turn_status
from servicehall.instants import end_of_day
from servicehall.interop.sheets import (
    Columns,
    Kind,
    Sheet,
    hall_events_from,
    read_columns,
    read_sheet,
    say_reject,
    staff_from,
)
from servicehall.ledgers import Reject
from servicehall.plugins import Registry
from servicehall.policy import Policy
from servicehall.presence import Leaves, Log, who_of
from servicehall.privacy import mask_numbers
from servicehall.staff import Post
from servicehall.standards import StandardCheck, StandardStatus
from servicehall.tables import Decision, Undetermined
from servicehall.trails import say_date
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
    sheet: SheetName = "",
    columns: ColumnFiles = [],
    profiles: Profiles = [],
    packs: Packs = [],
    as_json: AsJson = False,
) -> None:
    """核查周期义务：签到、带班、例会、检查、公示，哪天该谁做，做到没有，准假的不算。"""
    if findings is not None:
        check_free(findings, force=force)
    files = _Files(log, staff, sheet, read_columns(*columns))
    look = _Look.of(registry_of(packs), division, (first, last), files, profiles)
    instant = instant_of(as_of)
    turns = [
        turn
        for turn in look.turns(instant, duties)
        if turn.occurrence.due <= look.last or turn.status is DutyStatus.OPEN
    ]
    if as_json:
        print_json([_data(turn) for turn in turns])
    elif not turns:
        typer.echo("没有一个周期在这段时间内到期，没有什么可以核查")
    else:
        _show(turns, everything=everything, planned=False)
    if findings is not None:
        detected = detect_turns(turns, look.policy)
        with writing(findings) as stream:
            stream.writelines(f"{write_finding(one)}\n" for one in detected.findings)
        for line in _say_detected(findings, detected, turns):
            typer.echo(mask_numbers(line), err=True)
    say_assumed(as_of, instant)
    look.finish(turns, planned=False)


def roster(
    division: Division,
    plan: Annotated[Path, typer.Argument(metavar="值班表", help="值班表（Excel、CSV）")],
    first: First,
    last: Last,
    staff: StaffFile = None,
    duties: Duties = [],
    everything: Annotated[bool, typer.Option("--all", help="逐次列出，包括已经安排的")] = False,
    sheet: SheetName = "",
    columns: ColumnFiles = [],
    profiles: Profiles = [],
    packs: Packs = [],
    as_json: AsJson = False,
) -> None:
    """公布以前核对值班表：规定要有人的日子和时间，哪里没有安排，谁安排了几次。"""
    files = _Files(plan, staff, sheet, read_columns(*columns))
    look = _Look.of(registry_of(packs), division, (first, last), files, profiles)
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
        if not (duties or asked):
            typer.echo("这里的规定没有要求值班表中的任何一项")
        elif not turns:
            typer.echo("没有一个周期涉及这段时间，没有什么可以核对")
        _show(turns, everything=everything, planned=True)
        _share(look.events, look.policy, recurring.values())
        left = [one.title for name, one in recurring.items() if name not in (duties or asked)]
        if left:
            typer.echo(f"值班表没有涉及的周期义务：{'、'.join(left)}（要一并核对的，加 --duty）")
    look.finish(turns, planned=True)


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
    stated = typed_facts(ctx.args, policy, _asked(policy))
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


def _asked(policy: Policy) -> list[Fact]:
    """Return the facts on which the standards depend."""
    conditions = (cells for one in policy.standards.values() for cells in (*one.when, *one.must))
    names = {name for cells in conditions for name in facts_of(cells)}
    return [policy.vocabulary[name] for name in sorted(names)]


# ---- what is looked at


@frozen
class _Files:
    """The files of a hall: its log or roster, the list of its staff, and how they are read."""

    log: Path
    staff: Path | None
    sheet: str
    columns: Columns

    def events(self, rules: Sequence[Policy]) -> tuple[list[tuple[Event, ...]], list[str]]:
        """Return what the log says, by rows, and what is said of what cannot be taken."""
        return self._taken(self.log, "hall", self.sheet, lambda one: hall_events_from(one, *rules))

    def posts(self, rules: Sequence[Policy]) -> tuple[list[Post], list[str]]:
        """Return who has which role, and what is said of what cannot be taken."""
        if self.staff is None:
            return [], []
        return self._taken(self.staff, "staff", "", lambda one: staff_from(one, *rules))

    def _taken(
        self, file: Path, kind: Kind, name: str, read: Callable[[Sheet], Iterable[T | Reject]]
    ) -> tuple[list[T], list[str]]:
        with discreetly(str(file)):
            sheet = read_sheet(file, kind, sheet=name, columns=self.columns)
            found = list(read(sheet))
        good = [one for one in found if not isinstance(one, Reject)]
        wrong = [
            f"{file.name} {say_reject(one, sheet)}" for one in found if isinstance(one, Reject)
        ]
        if sheet.unknown:
            wrong.append(f"{file.name} 不认得的表头：{'、'.join(sheet.unknown)}；没有采用")
        if sheet.others:
            typer.echo(f"{file.name} 没有读取的工作表：{'、'.join(sheet.others)}", err=True)
        return good, wrong


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
        registry: Registry,
        division: str,
        days: tuple[str, str],
        files: _Files,
        profiles: Sequence[str],
    ) -> "_Look":
        begin, end = map(reading.day, days)
        rules = tuple(registry.policies(division, begin, end, profiles=profiles))
        events, wrong = files.events(rules)
        posts, others = files.posts(rules)
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
        """Return every time at which something had to be done; of some duties, or of all."""
        look = functools.partial(
            self.registry.rounds,
            self.policy.division,
            self.events,
            self.first,
            self.last,
            as_of=as_of,
            staff=self.posts,
            profiles=self.profiles,
            duties=duties or None,
        )
        try:
            return list(look(unfinished=True))
        except CalendarCoverageError:
            found = list(look())
        typer.echo("到没有公布放假安排的日子才到期的周期，没有核对", err=True)
        return found

    def finish(self, turns: Sequence[Turn], *, planned: bool) -> None:
        """Say what of the sheet counts for nobody; the status is that of a check."""
        excusing = {
            kind for one in self.recurring.values() if one.routine for kind in one.routine.covered
        }
        leaves = Log(self.events).leaves(sorted(excusing))
        every = self.recurring.values()
        told = [*_strangers(turns, self.events, self.posts, self.policy, every)]
        told += _not_excused(leaves, self.posts, turns)
        told += dict.fromkeys(_on_leave(turns)) if planned else []
        for line in told:
            typer.echo(mask_numbers(line), err=True)
        if self.rejects or any(turn.status is DutyStatus.BREACHED for turn in turns):
            raise typer.Exit(FAULTY)
        unsettled = {DutyStatus.DORMANT, DutyStatus.OPEN} if planned else {DutyStatus.DORMANT}
        if any(turn.status in unsettled for turn in turns):
            raise typer.Exit(UNSETTLED)


# ---- what counts for nobody


def _strangers(
    turns: Sequence[Turn],
    events: Sequence[Event],
    posts: Sequence[Post],
    policy: Policy,
    recurring: Iterable[Duty],
) -> Iterator[str]:
    """Go through who did what is asked of the members of a role only, and is none.

    Whoever does the same for another duty is no stranger.
    """
    used = {event.id for turn in turns for event in turn.by}
    listed = [(duty, _doers(duty)) for duty in recurring]
    for duty, own in groupby(sorted(turns, key=_by_duty), key=lambda turn: turn.duty):
        times = list(own)
        role = _doers(duty)
        if not role:
            continue
        title = policy.roles[role].title if role in policy.roles else role
        if not any(post.role == role for post in posts):
            yield f"{duty.title}：没有“{title}”的名单，没有核对是不是其中的人"
            continue
        first = min(turn.occurrence.first for turn in times)
        last = max(turn.occurrence.due for turn in times)
        strange = set()
        for event in events:
            alike = {name for other, name in listed if event.kind in other.must} | {role}
            if (
                event.kind in duty.must
                and event.id not in used
                and first <= event.occurred_at.date() <= last
                and not _is_named(event, (post for post in posts if post.role in alike))
            ):
                strange.add(who_of(event) or "（未写姓名）")
        if strange:
            yield f"{duty.title}：{_names(strange)}当天不在“{title}”名单上，没有计入"


def _doers(duty: Duty) -> str:
    """Return the role whose members must do it; empty where anybody will do."""
    return duty.routine.each or duty.routine.done_by if duty.routine else ""


def _is_named(event: Event, posts: Iterable[Post]) -> bool:
    """Tell whether somebody has a role on the day on which he does something."""
    day = event.occurred_at.date()
    return any(post.person in (event.actor, event.unit) and post.covers(day, day) for post in posts)


def _not_excused(leaves: Leaves, posts: Iterable[Post], turns: Sequence[Turn]) -> Iterator[str]:
    """Say who has leave on these days and is on no list; without a list nobody is looked for."""
    named = {post.person for post in posts}
    if named and turns:
        first = min(turn.occurrence.first for turn in turns)
        last = max(turn.occurrence.due for turn in turns)
        strange = [who for who in leaves.people - named if leaves.of(who, first, last)]
        if strange:
            yield f"准假的{_names(strange)}不在名单上，没有人因此免责"


def _on_leave(turns: Iterable[Turn]) -> Iterator[str]:
    """Go through who is down for a time for which he has leave."""
    for turn in turns:
        for who, day in turn.clashes:
            yield f"{turn.duty.title}：安排了{who}，但{say_date(day)}已对其准假"


def _names(names: Iterable[str]) -> str:
    return "、".join(f"“{name}”" for name in sorted(names))


def _say_detected(file: Path, detected: DetectedTurns, turns: Sequence[Turn]) -> Iterator[str]:
    """Say how many findings are written, and why what else was missed is none."""
    yield f"写成认定{len(detected.findings)}个：{file}"
    reasons = Counter(_why_none(turn, detected) for turn in turns)
    for reason, count in reasons.items():
        if reason:
            yield f"没有写成认定的{count}次：{reason}"


def _why_none(turn: Turn, detected: DetectedTurns) -> str:
    """Say why what was missed is no finding; empty where it is one, or nothing was missed."""
    if turn in detected.unattributed:
        return f"{turn.duty.title}，没有写明由谁一个人负责"
    if turn.status is not DutyStatus.BREACHED:
        return ""
    if turn.breach:
        is_target = turn.duty.grade is Grade.TARGET
        return f"{turn.duty.title}，是内部目标，不作认定" if is_target else ""
    if isinstance(turn.verdict, Undetermined):
        return f"{turn.duty.title}，认定所需的情况不明"
    if isinstance(turn.verdict, Decision):
        fact = turn.verdict.table.gives
        said = fact.say(turn.verdict.outcome)
        return f"{turn.duty.title}，认定为“{said}”，没有列为违反的种类"
    return f"{turn.duty.title}，规则没有写明违反的种类（breach）"


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


def _share(events: Iterable[Event], policy: Policy, recurring: Iterable[Duty]) -> None:
    """Say who is down how often: whether it is shared, people see."""
    routines = [duty.routine for duty in recurring if duty.routine is not None]
    others = {kind for one in routines for kind in (*one.until, *one.covered)}
    own = (event for event in events if event.kind not in others)
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
        "unended": [[one.occurred_at.isoformat(), who_of(one)] for one in turn.unended],
        "covered_by": turn.covered_by and turn.covered_by.id,
        "bearers": list(turn.bearers),
        "reason": turn.reason,
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
