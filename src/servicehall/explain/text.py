"""An assessment in plain Chinese (文字说明): made from what was found, never written beside it."""

import itertools
from collections.abc import Iterator
from datetime import timedelta

from servicehall.assessment import Assessment, book_of
from servicehall.calendars import Certainty
from servicehall.clocks import Silence, SilenceEffect
from servicehall.deadlines import Deadline
from servicehall.duties import DutyStatus, Grade
from servicehall.events import Event
from servicehall.explain.words import say_filing, say_possible, say_state, title_of
from servicehall.fees import FeeQuote, FeeStatus
from servicehall.privacy import UNMASKED, mask_persons, say_field
from servicehall.replay import Obligation
from servicehall.tables import Undetermined
from servicehall.timeline import KINDS
from servicehall.trails import RuleStep, say_date, say_instant

__all__ = [
    "explain",
    "explain_overdue",
    "say_duty",
    "say_event",
    "say_kind",
    "say_time",
    "trail",
]


def explain(found: Assessment, *, unmask: bool = False) -> str:
    """Say what happened, which rules apply, and where the case stands."""
    lines = [f"办件：{_say_case(found)}", f"状态：{_say_state(found)}"]
    if found.has_kind:
        lines.append(f"类型：{say_kind(found)}")
    duties = list(_duty_lines(found))
    lines += ["各项义务：", *duties] if duties else ["尚未产生任何义务。"]
    lines += ["经过：", *(f"  {line}" for line in _course(found, unmask=unmask))]
    lines.append(f"时间：{_say_shares(found)}")
    if found.fee is not None:
        lines.append(f"收费：{_say_fee(found.fee)}")
    if hints := list(_hints(found)):
        lines += ["提示：", *(f"  · {hint}" for hint in hints)]
    if unmask:
        lines.append(f"（{UNMASKED}）")
    return "\n".join(lines)


def explain_overdue(found: Assessment) -> str:
    """Say what was missed, how it was counted, and who held it when its time ran out."""
    if not found.breaches:
        return "没有逾期或者违反的义务。"
    return "\n".join(line for one in found.breaches for line in _breach(found, one))


def trail(found: Assessment) -> tuple[RuleStep, ...]:
    """Return the rules that were applied, each with where it stands."""
    steps = [RuleStep(f"{_say_case(found)}，适用{say_date(found.policy.on)}施行的规则")]
    kind = found.classification
    if found.has_kind and not isinstance(kind, Undetermined):
        steps += [
            RuleStep(f"办件类型：{kind.table.gives.say(row.then)}", row.citation)
            for row in kind.rows
        ]
    for one in found.duties:
        steps.append(
            RuleStep(f"{one.duty.title}：{say_duty(found, one)}", one.duty.settled.citation)
        )
        steps += [RuleStep(note.text, note.citation) for note in one.notes]
        if one.silence is not None:
            effect = f"{one.silence.title}：{one.silence.effect.zh}"
            steps.append(RuleStep(effect, one.silence.settled.citation))
    return tuple(dict.fromkeys(steps))


# ---- the case


def _say_case(found: Assessment) -> str:
    matter = found.matter.title if found.matter else "未写明事项" if found.has_kind else ""
    return f"{matter}，{found.policy.division}，{say_filing(found)}".removeprefix("，")


def _say_state(found: Assessment) -> str:
    cycle = found.replay.steps[-1].cycle
    again = f"（第{cycle}次办理）" if cycle > 1 else ""
    return f"截至{say_instant(found.as_of)}，{say_state(found)}{again}"


def say_kind(found: Assessment) -> str:
    """Say what kind of case it is, or what is missing for that."""
    kind = found.classification
    if isinstance(kind, Undetermined):
        facts = found.policy.vocabulary
        asked = "、".join(facts[name].label for name in kind.needed)
        return f"尚不能判定（可能是{say_possible(kind)}），还须查明：{asked}"
    also = "；同时属于" + "、".join(one.zh for one in kind.traits) if kind.traits else ""
    clauses = "；".join(dict.fromkeys(str(row.citation) for row in kind.rows))
    return f"{kind.kind.zh}{also}（{clauses}）"


# ---- duties


def _duty_lines(found: Assessment) -> Iterator[str]:
    begun = [one for one in found.duties if one.status is not DutyStatus.DORMANT]
    for number, one in enumerate(begun, 1):
        thing = f"〔{one.thing}〕" if one.thing else ""
        who = _say_grade(found, one)
        yield f"  {number}. {one.duty.title}{thing}（{who}）：{say_duty(found, one)}"
        yield f"     依据：{_say_rules(one)}"
        yield from (f"     未采用：{note}" for note in one.notes)
        if one.silence is not None:
            yield f"     后果：{_say_effect(found, one, one.silence)}"


def _say_grade(found: Assessment, one: Obligation) -> str:
    """Say what a duty is, and who bears it; a target that is missed is nobody's fault."""
    if one.duty.grade is Grade.TARGET:
        return one.duty.grade.zh
    return f"{one.duty.grade.zh}；承担人：{found.bearer(one)}"


def _say_rules(one: Obligation) -> str:
    """Say where a duty stands, and where its limit does."""
    rules = [*one.duty.settled.citations, *([one.basis] if one.basis else [])]
    return "；".join(dict.fromkeys(map(str, rules)))


def _say_effect(found: Assessment, one: Obligation, rule: Silence) -> str:
    """Say what follows from silence, and whether a person must confirm it."""
    made = f"{rule.id}@{one.trigger.id}" in found.replay.derived
    flagged = made or rule.effect is SilenceEffect.FLAG  # a flag says so itself
    confirm = "" if flagged else "，须由人确认"
    return f"{rule.title}，{rule.effect.zh}{confirm}（{rule.settled.citation}）"


def say_duty(found: Assessment, one: Obligation) -> str:
    """Say when a duty must be done, and what has become of it."""
    said = f"{_say_end(one)}，{_say_status(found, one)}"
    return said.removeprefix("，")


def _say_end(one: Obligation) -> str:
    deadline = _governing(one)
    if deadline is None:
        return ""
    if one.due_at is None or one.warn_at is None:
        return deadline.reason or "期限不明"
    mark = "" if deadline.certainty is Certainty.CERTAIN else f"（{deadline.certainty.zh}）"
    if one.warn_at == one.due_at:
        return f"应于{say_instant(one.due_at)}前{mark}"
    names = ["计入地方放假", "全国日历"]
    first, last = names if one.clock and one.clock.due_at == one.warn_at else names[::-1]
    early, late = say_instant(one.warn_at), say_instant(one.due_at)
    return f"应于{early}前（{first}），最迟{late}（{last}）{mark}"


def _governing(one: Obligation) -> Deadline | None:
    """Return the answer of the calendar after whose end a duty is late."""
    clocks = [clock for clock in (one.clock, one.national_clock) if clock is not None]
    ends = [clock.deadline for clock in clocks]
    return next((end for end in ends if end.due_at == one.due_at), ends[0] if ends else None)


def _say_status(found: Assessment, one: Obligation) -> str:
    match one.status:
        case DutyStatus.OPEN if one.days_left is not None:
            return f"办理中，剩余{one.days_left}个工作日"
        case DutyStatus.BREACHED:
            return _say_breach(found, one)
        case DutyStatus.FULFILLED if one.completed_at is not None and one.due_at is None:
            return f"已于{say_instant(one.completed_at)}完成"
        case DutyStatus.FULFILLED if one.completed_at is not None:
            return f"已于{say_instant(one.completed_at)}按时完成{_say_saved(one)}"
        case DutyStatus.FULFILLED:
            return "没有违反"
        case DutyStatus.DISCHARGED if one.ended_by is not None:
            return f"因“{title_of(found, one.ended_by)}”而终止"
        case DutyStatus.DORMANT:
            asked = book_of(found.policy).labels(one.needed)
            return f"是否产生尚不能确定，还须查明：{asked}"
        case status:
            return status.zh


def _say_saved(one: Obligation) -> str:
    deadline = _governing(one)
    done = one.completed_at
    saved = deadline.days_saved(done) if deadline and done and deadline.due else None
    return f"，提前{saved}个工作日" if saved else ""


def _say_breach(found: Assessment, one: Obligation) -> str:
    if one.broken_by is not None:
        return f"违反：发生了“{title_of(found, one.broken_by)}”"
    if one.completed_at is not None:
        return f"逾期，{say_instant(one.completed_at)}才完成{_say_late(one)}"
    if one.ended_by is not None and one.ended_by.kind in one.duty.before:
        return f"没有在“{title_of(found, one.ended_by)}”以前完成"
    return "逾期，尚未完成"


def _say_late(one: Obligation) -> str:
    deadline, done = _governing(one), one.completed_at
    late = deadline.days_late(done) if deadline and done and deadline.due else None
    return f"，超过{late}个工作日" if late else ""


def _breach(found: Assessment, one: Obligation) -> Iterator[str]:
    """Explain one breach: the rule, what was counted, who held the case."""
    thing = f"〔{one.thing}〕" if one.thing else ""
    yield f"【{one.duty.title}】{thing}{say_duty(found, one)}"
    yield f"  {_say_grade(found, one)}"
    began = f"{say_instant(one.trigger.occurred_at)}“{title_of(found, one.trigger)}”"
    again = f"，{say_instant(one.start)}重新起算" if one.start != one.trigger.occurred_at else ""
    yield f"  产生：{began}{again}"
    yield f"  依据：{_say_rules(one)}"
    yield from (f"  原文：“{quote}”" for quote in [one.duty.settled.citation.quote] if quote)
    if one.deadline is not None and one.deadline.due is not None:
        yield f"  期限：{one.limit}"
        yield from (f"  中止：{span.rule.title}" for span in one.pauses)
        yield from (f"  延长：{extension}" for extension in one.extensions)
        yield "  计算："
        yield from (f"    {line}" for line in one.deadline.trail.lines())
    yield from (f"  未采用：{note}" for note in one.notes)
    if one.silence is not None:
        yield f"  后果：{_say_effect(found, one, one.silence)}"


# ---- the course


def _course(found: Assessment, *, unmask: bool) -> Iterator[str]:
    for step in found.replay.steps:
        yield say_event(found, step.event, unmask=unmask)
    for correction in found.timeline.corrections:
        after, when = correction.after, say_instant(correction.after.recorded_at)
        yield f"（更正：{correction.before.id} 由 {after.id} 更正，{when}登记）"


def say_event(found: Assessment, event: Event, *, unmask: bool = False) -> str:
    """Say one event: when, what, by whom, and what was noted."""
    who = event.unit + event.actor
    who = who if unmask else mask_persons(who, found.persons)
    by = f"（{who}）" if who else ""
    derived = "［依法推定］" if event.id in found.replay.derived else ""
    late = event.recorded_at.date() != event.occurred_at.date()
    later = f"［{say_date(event.recorded_at.date())}登记］" if late and not derived else ""
    noted = "；".join(_noted(found, event, unmask=unmask))
    detail = f"：{noted}" if noted else ""
    return f"{say_instant(event.occurred_at)} {title_of(found, event)}{by}{derived}{later}{detail}"


def _noted(found: Assessment, event: Event, *, unmask: bool) -> Iterator[str]:
    policy = found.policy
    items = {item: zh for form in policy.forms.values() for item, zh in form.items.items()}
    for name, value in event.payload.items():
        if name in ("division", "matter", "quantities") or value is None:
            continue
        if name in policy.vocabulary:
            fact = policy.vocabulary[name]
            yield f"{fact.label}：{fact.say(value)}"
            continue
        known = policy.fields.get(name)
        label = known.label if known else items.get(name, name)
        yield f"{label}：{say_field(policy, name, value, persons=found.persons, unmask=unmask)}"


# ---- time and money


def _say_shares(found: Assessment) -> str:
    shares = found.responsibility.shares
    each = "，".join(f"{share}{say_time(time)}" for share, time in shares.items())
    return f"合计{say_time(found.responsibility.total)}" + (f"：{each}" if each else "")


def say_time(time: timedelta) -> str:
    """Say how long something took, to the minute."""
    minutes = round(time / timedelta(minutes=1))
    days, rest = divmod(minutes, 1440)
    parts = [(days, "天"), (rest // 60, "小时"), (rest % 60, "分钟")]
    return "".join(f"{number}{unit}" for number, unit in parts if number) or "0分钟"


def _say_fee(fee: FeeQuote) -> str:
    if fee.status is FeeStatus.COMPUTED and fee.total is not None:
        return f"{fee.total}元"
    return fee.status.zh.removeprefix("收费")


def _hints(found: Assessment) -> Iterator[str]:
    """Go through what a reader must know beside the duties."""
    for span in found.replay.pauses:
        when = say_instant(span.started.occurred_at)
        if span.why_not:
            yield f"{when}开始的“{span.rule.title}”不计算中止：{span.why_not}"
        elif span.exceeds:
            yield f"{when}开始的“{span.rule.title}”超过了告知的时间，超出部分不计算中止"
    if found.matter is not None and found.matter.unusable:
        yield f"该事项只作记录，不得使用：{found.matter.unusable}"
    yield from (str(taken[-1][1]) for taken in found.replay.holders.values() if taken[-1][1].among)
    yield from _overtaken(found)
    yield from _unnamed(found)
    yield from _late_parts(found)
    yield from _dormant(found)


def _overtaken(found: Assessment) -> Iterator[str]:
    """Tell of events that came after the law had already moved the case."""
    for before, step in itertools.pairwise(found.replay.steps):
        row = KINDS.get(step.event.kind)
        recorded = step.event.id not in found.replay.derived
        if recorded and row and row.to and before.state not in row.allowed:
            when, title = say_instant(step.event.occurred_at), title_of(found, step.event)
            yield f"{when}“{title}”时，依法已是“{before.state.zh}”，不改变办件状态"


def _unnamed(found: Assessment) -> Iterator[str]:
    """Tell of events that say of no thing which it is, and so begin none of its duties."""
    begins = book_of(found.policy).begins
    for step in found.replay.steps:
        things = {duty.of for duty in begins.get(step.event.kind, ())} - {"case", "visit"}
        if things - step.event.refs.keys():
            when, title = say_instant(step.event.occurred_at), title_of(found, step.event)
            yield f"{when}“{title}”没有写明是哪一件，不能跟踪到完成"


def _dormant(found: Assessment) -> Iterator[str]:
    """Tell together the duties of which it is not settled whether they began."""
    asked: dict[tuple[str, ...], list[str]] = {}
    for one in found.duties:
        if one.status is DutyStatus.DORMANT:
            asked.setdefault(one.needed, []).append(one.duty.title)
    for needed, titles in asked.items():
        labels = book_of(found.policy).labels(needed)
        yield f"查明“{labels}”以后，才能确定是否产生义务：{'、'.join(dict.fromkeys(titles))}"


def _late_parts(found: Assessment) -> Iterator[str]:
    """Tell of parts of a joint case whose limit ends after that of the whole."""
    for one in found.duties:
        whole = [o.due_at for o in found.duties if o.cycle == one.cycle and _is_of_whole(o)]
        end = min((due for due in whole if due is not None), default=None)
        if one.thing and end is not None and one.due_at is not None and one.due_at > end:
            yield f"{one.duty.title}〔{one.thing}〕的期限晚于整件的期限{say_instant(end)}"


def _is_of_whole(one: Obligation) -> bool:
    return not one.thing and bool({"decided", "closed"}.intersection(one.duty.must))
