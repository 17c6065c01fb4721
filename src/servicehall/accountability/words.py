"""Words (说法): what is proposed, and how a score came about, in plain Chinese; and as JSON."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from servicehall.accountability.findings import COUNTING, Finding
from servicehall.accountability.items import Item, ItemStatus, digits, say_amount
from servicehall.accountability.proposals import Proposals
from servicehall.accountability.scoring import Tally, category_of
from servicehall.entries import NotStated
from servicehall.policy import Policy
from servicehall.privacy import mask_numbers
from servicehall.sanctions import Amount, Consequence, Measure
from servicehall.trails import say_date
from servicehall.vocabulary import Fact

__all__ = [
    "explain",
    "explain_tally",
    "in_one_line",
    "say_breach",
    "say_consequence",
    "say_details",
    "say_finding",
    "say_needed",
    "say_state",
    "say_terms",
    "say_total",
    "tally_record",
    "to_json",
]

NOT_A_DECISION = "以下是按规定提出的建议，由有权机关决定。"


def say_breach(one: Finding, policy: Policy) -> str:
    """Return what a finding is of."""
    return policy.breach_titles().get(one.breach, one.breach)


def say_finding(one: Finding, policy: Policy, *, where: bool = False) -> str:
    """Say in a line when, who and what; and where, if it is asked for."""
    place = f"{one.division}　" if where else ""
    who = "、".join(f"{name}（{policy.roles[role].title}）" for role, name in one.subjects.items())
    return f"{one.id}　{place}{say_date(one.occurred_at.date())}　{who}　{say_breach(one, policy)}"


def say_state(one: Finding, as_of: datetime) -> str:
    """Say where a finding stands, since when, by whose decision, and why."""
    last = one.ruling(as_of)
    if last is None:
        return one.state(as_of).zh
    by = f"，{in_one_line(last.by)}" if last.by else ""
    reason = f"：{in_one_line(last.reason)}" if last.reason else ""
    return f"{last.state.zh}（{say_date(last.at.date())}{by}{reason}）"


def in_one_line(text: str) -> str:
    """Return a text without ends of lines: what stands in a line of its own is ours."""
    return " ".join(text.splitlines())


def say_needed(item: Item) -> str:
    """Say what would settle an open item."""
    policy = item.policy
    said = []
    for name in item.needed:
        if name in policy.vocabulary:
            said.append(policy.vocabulary[name].label)
        elif name in policy.roles:
            said.append(policy.roles[name].title)
    return "、".join(dict.fromkeys(said))


def say_details(item: Item) -> str:
    """Say how an amount came about; how long a measure has effect, and who can impose it."""
    if item.amount is not None:
        return f"（{item.reckoning}）"
    return "" if item.measure is None else say_terms(item.measure)


def say_terms(one: Measure) -> str:
    """Say for how long a measure has effect, and that only some body can impose it."""
    effect = "" if one.months is None else f"（期间{one.months}个月）"
    return effect + ("（法定处分，只能由有权机关作出）" if one.statutory else "")


def _item(item: Item) -> Iterator[str]:
    line = f"  {_SIGNS[item.status]} {item.subject}：{item.says}{say_details(item)}"
    if item.why:
        line += f"〔{item.why}〕"
    if item.status is ItemStatus.OPEN and (needed := say_needed(item)):
        line += f"，需要：{needed}"
    yield line
    cause = "" if item.cause is None else f"因“{item.cause.says}”，"
    yield f"      {cause}{item.sanction.title}。依据：{item.citation}"


_SIGNS = {
    ItemStatus.PROPOSED: "→",
    ItemStatus.OPEN: "？",
    ItemStatus.ABSORBED: "－",
    ItemStatus.SUPERSEDED: "－",
}


def explain(found: Proposals, names: Sequence[str] = ()) -> str:
    """Say what is proposed, finding by finding, and what is not, and why."""
    lines = [NOT_A_DECISION]
    by_finding: dict[str, list[Item]] = {one.id: [] for one in found.findings}
    for item in found.items:
        by_finding[item.finding.id].append(item)
    for one in found.findings:
        items = by_finding[one.id]
        if not names or not _concerned(one, items).isdisjoint(names):
            mine = [item for item in items if not names or item.name in names]
            lines += ["", *_finding(found, one, mine, nothing=not items)]
    known = {name for one in found.findings for name in _concerned(one, by_finding[one.id])}
    lines += [f"没有关于“{name}”的认定。" for name in dict.fromkeys(names) if name not in known]
    lines += _ceilings(found, names)
    lines += _flawless(found.flawless)
    if found.later:
        lines += ["", f"另有{len(found.later)}个认定在此以后发生，没有计入。"]
    unknown = [pair for pair in found.unused_picks if not found.knows_rule(*pair)]
    idle = [pair for pair in found.unused_picks if found.knows_rule(*pair)]
    for pairs, why in ((unknown, "没有这些规定"), (idle, "这些规定没有适用于该认定")):
        said = "、".join(f"{finding}：{rule}" for finding, rule in pairs)
        lines += ["", f"选定未采用，{why}：{said}"] if said else []
    return mask_numbers("\n".join(lines))


def _concerned(one: Finding, items: Iterable[Item]) -> set[str]:
    """Return whom a finding, or what follows from it, concerns."""
    return {*one.subjects.values(), *(item.name for item in items)}


def _finding(
    found: Proposals, one: Finding, items: Iterable[Item], *, nothing: bool
) -> Iterator[str]:
    yield say_finding(one, found.policies[one.id], where=found.in_several_places)
    yield f"  状态：{say_state(one, found.as_of)}"
    if one.evidence:
        yield f"  证据：{'；'.join(map(in_one_line, one.evidence))}"
    if one.state(found.as_of) not in COUNTING:
        yield "  未经查实，或已不成立，不作处理"
    elif nothing:
        yield "  没有规定后果"
    for item in items:
        yield from _item(item)


def _ceilings(found: Proposals, names: Sequence[str]) -> Iterator[str]:
    whose = {(one.name, one.finding.division, one.at.year) for one in found.proposed if one.measure}
    said = [
        f"{name}{f'（{where}）' if found.in_several_places else ''}：{year}年度考核最高{ceiling.zh}"
        for name, where, year in sorted(whose)
        if (not names or name in names) and (ceiling := found.ceiling(name, year, division=where))
    ]
    if said:
        yield from ("", "年度考核")
        yield from (f"  {line}" for line in said)


def say_consequence(one: Consequence, policy: Policy) -> str:
    """Say what follows for whom: a measure, or an amount to a score (后果)."""
    who = policy.roles[one.who].title
    if one.measures:
        return f"{who}：{'、'.join(policy.measures[name].title for name in one.measures)}" + (
            "之一" if len(one.measures) > 1 else ""
        )
    score_ = policy.scores[one.score]
    amount = f"{one.amount}{score_.unit.zh}" if isinstance(one.amount, Amount) else str(one.amount)
    per = f"，{_say_units(one, policy.vocabulary[one.per])}" if one.per else ""
    most = f"，最多{digits(one.at_most)}{score_.unit.zh}" if one.at_most else ""
    return f"{who}：{score_.title} {amount}{per}{most}"


def _say_units(one: Consequence, fact: Fact) -> str:
    """Say by what an amount is counted: 每逾期的工作日; 每满10分钟计一次, with the rest or not."""
    if one.each == 1:
        return f"每{fact.label}"
    units = fact.say(one.each)
    of = "" if units != str(one.each) else f"（{fact.label}）"
    return f"每满{units}{of}计一次{'，不满的也计' if one.begun else ''}"


def _flawless(tallies: Iterable[Tally]) -> Iterator[str]:
    """Say that grades lead to something also for those of whom nothing was found."""
    periods: dict[tuple[str, str], list[str]] = {}
    for one in tallies:
        periods.setdefault((one.score.title, one.grade), []).append(one.period)
    if periods:
        yield from ("", "没有认定的人和单位，这里没有名单，下列等次的后果没有为他们列出：")
        for (title, grade), listed in periods.items():
            named = "、".join(dict.fromkeys(listed))
            yield f"  {title}“{grade}”：{named}"


# ---- scores


def explain_tally(one: Tally) -> str:
    """Say how a score came about, point by point."""
    score, unit = one.score, one.score.unit.zh
    lines = [f"{one.name}　{score.title}　{one.period}"]
    if one.parts:
        how = "平均" if score.by == "average" else "合计"
        lines += [f"  {part.period}：{say_total(part)}" for part in one.parts]
        lines += [f"  {how}"]
    else:
        base = score.base
        lines.append(f"  基础{base if isinstance(base, NotStated) else f'{digits(base)}{unit}'}")
        lines += [line for item in one.items for line in _point(item, one)]
    lines += [f"  {cut.what}，多出的{_signed(cut.amount)}{unit}" for cut in one.cuts]
    lines += [f"  待定：{item.subject}　{item.says}〔{item.why}〕" for item in one.open]
    lines.append(f"  得分：{say_total(one)}")
    if one.in_hole:
        lines.append("  没有规定这个得分的等次")
    lines.append(f"  依据：{score.settled.citation}")
    return mask_numbers("\n".join(lines))


def _point(item: Item, one: Tally) -> Iterator[str]:
    category = category_of(item, one.score)
    where = f"〔{category.title}〕" if category else ""
    amount = say_amount(item.amount or Decimal(0), one.score)
    breach = say_breach(item.finding, item.policy)
    day = say_date(item.at.date())
    yield f"  {amount}{where}　{day}　{breach}（认定 {item.finding.id}）：{item.reckoning}"
    yield f"      {item.sanction.title}。依据：{item.citation}"


def _signed(amount: Decimal) -> str:
    return f"{'+' if amount > 0 else ''}{digits(amount)}"


def say_total(one: Tally) -> str:
    """Say a score, with the grade that it earns."""
    unit = one.score.unit.zh
    if one.total is None:
        return f"不明，增减合计{_signed(one.change)}{unit}"
    grade = "等次未定" if one.is_undecided else one.grade
    return f"{digits(one.total)}{unit}{grade and f'，{grade}'}"


# ---- JSON


def to_json(found: Proposals, names: Sequence[str] = ()) -> str:
    """Return what is proposed as a record."""
    items = [one for one in found.items if not names or one.name in names]
    given = {one.finding.id for one in items}
    record = {
        "note": NOT_A_DECISION,
        "as_of": found.as_of.isoformat(),
        "findings": [
            _finding_record(one, found.as_of)
            for one in found.findings
            if not names or one.id in given or not _concerned(one, ()).isdisjoint(names)
        ],
        "items": [item_record(one) for one in items],
        "flawless": [_grade_record(one) for one in found.flawless],
    }
    return json.dumps(record, ensure_ascii=False, indent=2)


def _grade_record(one: Tally) -> dict[str, str]:
    return {
        "score": one.score.id,
        "division": one.division,
        "period": one.period,
        "grade": one.grade,
    }


def _finding_record(one: Finding, as_of: datetime) -> dict[str, Any]:
    return {
        "id": one.id,
        "state": one.state(as_of).value,
        "breach": one.breach,
        "division": one.division,
        "date": one.occurred_at.date().isoformat(),
        "subjects": dict(one.subjects),
    }


def tally_record(one: Tally) -> dict[str, Any]:
    """Return a score as plain values, every point with its finding and its rule."""
    return {
        "score": one.score.id,
        "division": one.division,
        "name": one.name,
        "period": one.period,
        "unit": one.score.unit.value,
        "base": None if isinstance(one.score.base, NotStated) else f"{digits(one.score.base)}",
        "total": None if one.total is None else f"{digits(one.total)}",
        "grade": one.grade or None,
        "undecided": one.is_undecided,
        "items": [item_record(item) for item in one.items],
        "open": [item_record(item) for item in one.open],
        "cuts": [{"what": cut.what, "amount": f"{digits(cut.amount)}"} for cut in one.cuts],
        "parts": [tally_record(part) for part in one.parts],
    }


def item_record(one: Item) -> dict[str, Any]:
    """Return an item as plain values."""
    return {
        "finding": one.finding.id,
        "division": one.finding.division,
        "date": one.at.date().isoformat(),
        "sanction": one.sanction.id,
        "role": one.role,
        "name": one.name,
        "says": one.says,
        "measure": one.measure.id if one.measure else None,
        "months": one.measure.months if one.measure else None,
        "statutory": one.measure.statutory if one.measure else None,
        "score": one.score.id if one.score else None,
        "category": one.category or None,
        "amount": None if one.amount is None else f"{digits(one.amount)}",
        "status": one.status.value,
        "why": one.why,
        "needed": list(one.needed),
        "by": one.by.id if one.by else None,
        "cite": str(one.citation),
    }
