"""Words (说法): what is proposed, and how a score came about, in plain Chinese; and as JSON."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from servicehall.accountability.findings import COUNTING, Finding
from servicehall.accountability.items import Item, ItemStatus, digits, say_amount
from servicehall.accountability.proposals import Proposals
from servicehall.accountability.scoring import Tally
from servicehall.entries import NotStated
from servicehall.policy import Policy
from servicehall.privacy import mask_numbers
from servicehall.sanctions import Amount, Consequence
from servicehall.trails import say_date

__all__ = [
    "explain",
    "explain_tally",
    "say_breach",
    "say_consequence",
    "say_finding",
    "say_needed",
    "say_state",
    "say_total",
    "tally_record",
    "to_json",
]

NOT_A_DECISION = "以下是按规定提出的建议，由有权机关决定。"


def say_breach(one: Finding, policy: Policy) -> str:
    """Return what a finding is of."""
    return policy.breach_titles().get(one.breach, one.breach)


def say_finding(one: Finding, policy: Policy) -> str:
    """Say in a line when, who and what."""
    who = "、".join(f"{name}（{policy.roles[role].title}）" for role, name in one.subjects.items())
    return f"{one.id}　{say_date(one.occurred_at.date())}　{who}　{say_breach(one, policy)}"


def say_state(one: Finding, as_of: datetime) -> str:
    """Say where a finding stands, since when, by whose decision, and why."""
    last = one.ruling(as_of)
    if last is None:
        return one.state(as_of).zh
    by = f"，{last.by}" if last.by else ""
    reason = f"：{last.reason}" if last.reason else ""
    return f"{last.state.zh}（{say_date(last.at.date())}{by}{reason}）"


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


def _item(item: Item) -> Iterator[str]:
    reckoned = "" if item.amount is None else f"（{item.reckoning}）"
    lawful = "（法定处分，只能由有权机关作出）" if item.measure and item.measure.statutory else ""
    line = f"  {_SIGNS[item.status]} {item.subject}：{item.says}{reckoned}{lawful}"
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
        items = [item for item in by_finding[one.id] if not names or item.name in names]
        concerned = not names or bool(items) or not set(names).isdisjoint(one.subjects.values())
        if concerned:
            nothing = not by_finding[one.id]
            lines += ["", *_finding(found, one, items, nothing=nothing)]
    lines += _ceilings(found, names)
    if found.later:
        lines += ["", f"另有{len(found.later)}个认定在此以后发生，没有计入。"]
    unused = [f"{finding}：{rule}" for finding, rule in found.unused_picks]
    if unused:
        lines += ["", f"选定未采用，没有这些规定：{'、'.join(unused)}"]
    return mask_numbers("\n".join(lines))


def _finding(
    found: Proposals, one: Finding, items: Iterable[Item], *, nothing: bool
) -> Iterator[str]:
    yield say_finding(one, found.policies[one.id])
    yield f"  状态：{say_state(one, found.as_of)}"
    if one.evidence:
        yield f"  证据：{'；'.join(one.evidence)}"
    if one.state(found.as_of) not in COUNTING:
        yield "  未经查实，或已不成立，不作处理"
    elif nothing:
        yield "  没有规定后果"
    for item in items:
        yield from _item(item)


def _ceilings(found: Proposals, names: Sequence[str]) -> Iterator[str]:
    pairs = {(one.name, one.at.year) for one in found.proposed if one.measure}
    said = [
        f"{name}：{year}年度考核最高{ceiling.zh}"
        for name, year in sorted(pairs)
        if (not names or name in names) and (ceiling := found.ceiling(name, year))
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
    each = "" if one.each == 1 else str(one.each)
    per = f"，每{each}{policy.vocabulary[one.per].label}" if one.per else ""
    most = f"，最多{digits(one.at_most)}{score_.unit.zh}" if one.at_most else ""
    return f"{who}：{score_.title} {amount}{per}{most}"


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
    category = one.score.category(item.category)
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
    grade = f"，{one.grade}" if one.grade else ""
    return f"{digits(one.total)}{unit}{grade}"


# ---- JSON


def to_json(found: Proposals) -> str:
    """Return what is proposed as a record."""
    record = {
        "as_of": found.as_of.isoformat(),
        "findings": [
            {"id": one.id, "state": one.state(found.as_of).value, "breach": one.breach}
            for one in found.findings
        ],
        "items": [item_record(one) for one in found.items],
    }
    return json.dumps(record, ensure_ascii=False, indent=2)


def tally_record(one: Tally) -> dict[str, Any]:
    """Return a score as plain values, every point with its finding and its rule."""
    return {
        "score": one.score.id,
        "name": one.name,
        "period": one.period,
        "unit": one.score.unit.value,
        "base": None if isinstance(one.score.base, NotStated) else f"{digits(one.score.base)}",
        "total": None if one.total is None else f"{digits(one.total)}",
        "grade": one.grade or None,
        "items": [item_record(item) for item in one.items],
        "open": [item_record(item) for item in one.open],
        "cuts": [{"what": cut.what, "amount": f"{digits(cut.amount)}"} for cut in one.cuts],
        "parts": [tally_record(part) for part in one.parts],
    }


def item_record(one: Item) -> dict[str, Any]:
    """Return an item as plain values."""
    return {
        "finding": one.finding.id,
        "sanction": one.sanction.id,
        "role": one.role,
        "name": one.name,
        "measure": one.measure.id if one.measure else None,
        "score": one.score.id if one.score else None,
        "category": one.category or None,
        "amount": None if one.amount is None else f"{digits(one.amount)}",
        "status": one.status.value,
        "why": one.why,
        "needed": list(one.needed),
        "by": one.by.id if one.by else None,
        "cite": str(one.citation),
    }
