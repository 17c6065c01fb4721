"""Data (记录): what differs as plain values, and as JSON; all of it, nothing is cut."""

import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from servicehall.accountability.items import digits
from servicehall.accountability.scoring import Tally
from servicehall.accountability.words import item_record
from servicehall.comparing.cases import CaseChange, CaseView, LimitChange
from servicehall.comparing.changes import Change
from servicehall.comparing.comparison import Comparison, Later, name_of
from servicehall.comparing.differences import TableChange
from servicehall.comparing.findings import FindingsComparison, ItemChange, ScoreChange
from servicehall.comparing.ledgers import LedgerComparison, Shift, SideReject
from servicehall.ledgers import discreet_reject
from servicehall.policy import Policy
from servicehall.privacy import mask_numbers
from servicehall.tables.views import say_region

__all__ = ["comparison_data", "dump", "findings_data", "ledger_data"]


def dump(data: Mapping[str, Any]) -> str:
    """Write plain values as JSON."""
    return json.dumps(data, ensure_ascii=False, indent=2)


def _amount(amount: Decimal | None) -> str | None:
    return None if amount is None else digits(amount)


# ---- rules


def comparison_data(found: Comparison) -> dict[str, Any]:
    """Return what differs between two policies as plain values."""
    gone, come = found.packs
    return {
        "across_days": found.days is not None,
        "old": _policy(found.old),
        "new": _policy(found.new),
        "packs": {"old": [pack.id for pack in gone], "new": [pack.id for pack in come]},
        "tables": [_table(one) for one in found.tables],
        "changes": [_change(one) for one in found.changes],
        "sources": [_change(one) for one in found.sources],
        "later": {
            side: [_later(one) for one in listed]
            for side, listed in zip(("old", "new"), found.later, strict=True)
        },
    }


def _policy(policy: Policy) -> dict[str, Any]:
    return {
        "division": policy.division,
        "name": name_of(policy),
        "on": policy.on.isoformat(),
        "profiles": list(policy.profiles),
        "fingerprint": policy.fingerprint,
    }


def _change(one: Change) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "id": one.id,
        "title": one.title,
        "of": one.of or None,
        "field": one.field or None,
        "label": one.label or None,
        "old": None if one.old is None else one.old_text,
        "new": None if one.new is None else one.new_text,
        "old_sources": [str(ground) for ground in one.old_grounds],
        "new_sources": [str(ground) for ground in one.new_grounds],
        "affects": list(one.affects),
    }


def _later(one: Later) -> dict[str, Any]:
    since, expires = one.span.since, one.span.expires
    return {
        "kind": one.kind,
        "id": one.id,
        "title": one.title,
        "since": since.isoformat() if since else None,
        "expires": expires.isoformat() if expires else None,
        "day": one.day.isoformat(),
    }


def _table(one: TableChange) -> dict[str, Any]:
    found = one.difference
    told: dict[str, Any] = {"id": one.id, "label": one.label, "reason": one.reason or None}
    if found is None:
        return told
    changes = [
        {
            "old": found.say(change.old),
            "new": found.say(change.new),
            "where": say_region(change.region),
        }
        for change in found.changes
    ]
    traits = [
        {
            "trait": found.say(trait.trait),
            "added": trait.added,
            "where": say_region(trait.region),
        }
        for trait in found.trait_changes
    ]
    counts = {"checked": found.checked, "cells": found.cells, "changed": found.changed_cells}
    return {**told, **counts, "changes": changes, "traits": traits}


# ---- ledgers


def ledger_data(found: LedgerComparison) -> dict[str, Any]:
    """Return what changes in a ledger as plain values."""
    return {
        "as_of": found.as_of.isoformat(),
        "total": found.total,
        "changed": len(found.cases),
        "unchanged": found.unchanged,
        "rejected": len(found.rejects),
        "kinds": _pairs(found.kinds),
        "outcomes": _pairs({(a.zh, b.zh): count for (a, b), count in found.outcomes.items()}),
        "earlier": _shift(found.earlier),
        "later": _shift(found.later),
        "fees": {
            "old": _amount(found.fees.old),
            "new": _amount(found.fees.new),
            "difference": _amount(found.fees.difference),
            "cases": found.fees.cases,
            "unknown": found.fees.unknown,
        },
        "cases": [_case(one) for one in found.cases],
        "rejects": [_reject(one) for one in found.rejects],
        "supposed": None if found.supposed is None else findings_data(found.supposed),
    }


def _pairs(counts: Mapping[tuple[str, str], int]) -> list[dict[str, Any]]:
    return [{"old": old, "new": new, "cases": counts[old, new]} for old, new in sorted(counts)]


def _shift(shift: Shift) -> dict[str, int]:
    return {"count": shift.count, "working_days": shift.days}


def _case(one: CaseChange) -> dict[str, Any]:
    return {
        "line": one.number,
        "case": one.case,
        "division": one.division,
        "matter": one.matter or None,
        "old": _view(one.old),
        "new": _view(one.new),
        "limits": [_limit(limit) for limit in one.limits],
        "gone": list(map(mask_numbers, one.gone)),
        "come": list(map(mask_numbers, one.come)),
        "points": {
            unit.value: {"old": digits(old), "new": digits(new)}
            for unit, (old, new) in one.points.items()
        },
    }


def _view(one: CaseView) -> dict[str, Any]:
    status = one.fee.status
    return {
        "kind": one.kind,
        "outcome": one.outcome.value,
        "fee_status": None if status is None else status.value,
        "fee": _amount(one.fee.total),
    }


def _limit(one: LimitChange) -> dict[str, Any]:
    return {
        "duty": one.duty,
        "title": mask_numbers(one.title),
        "grade": one.grade.value,
        "old": _instant(one.old),
        "new": _instant(one.new),
        "working_days": one.days,
        "old_status": one.old_status or None,
        "new_status": one.new_status or None,
    }


def _instant(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


def _reject(one: SideReject) -> dict[str, Any]:
    said = {
        side: None if reject is None else discreet_reject(reject).reason
        for side, reject in (("old", one.old), ("new", one.new))
    }
    return {"line": one.number, "case": discreet_reject(one.reject).case or None, **said}


# ---- findings


def findings_data(found: FindingsComparison) -> dict[str, Any]:
    """Return what follows otherwise from findings as plain values."""
    return {
        "as_of": found.old.as_of.isoformat(),
        "findings": len(found.old.findings),
        "pending": [one.id for one in found.old.pending],
        "later": [one.id for one in found.old.later],
        "sums": [
            {"unit": unit.value, "score": title, "difference": _amount(amount)}
            for (unit, title), amount in found.sums.items()
        ],
        "scores": [_score(one) for one in found.scores],
        "items": [_item(one) for one in found.items],
        "rejects": [
            {
                "finding": one.finding,
                "side": one.side,
                "code": one.error.code,
                "reason": mask_numbers(one.error.part("what", "zh")),
            }
            for one in found.rejects
        ],
    }


def _score(one: ScoreChange) -> dict[str, Any]:
    return {
        "score": one.score,
        "title": one.title,
        "unit": one.unit.value,
        "name": one.name,
        "period": one.period,
        "division": one.division,
        "old": _tally(one.old),
        "new": _tally(one.new),
        "difference": _amount(one.difference),
    }


def _tally(one: Tally | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {"total": _amount(one.total), "change": _amount(one.change), "grade": one.grade or None}


def _item(one: ItemChange) -> dict[str, Any]:
    return {
        "finding": one.finding,
        "name": one.name,
        "old": None if one.old is None else item_record(one.old),
        "new": None if one.new is None else item_record(one.new),
    }
