"""Progress (办理进度): what an applicant is told who asks, by whichever channel.

All channels tell the same: it is made from the case, and holds nobody's personal data. A locality
says in its catalogue where people can ask: the telephone of the matter, and ``result_query``.
"""

import itertools
from collections.abc import Iterator
from typing import Final

from servicehall.assessment import Assessment
from servicehall.duties import DutyStatus, Grade
from servicehall.explain.words import say_at, say_filing, say_state
from servicehall.matters import Text, Window
from servicehall.replay import Obligation

__all__ = ["say_progress"]

_OWED: Final = (Grade.SERVICE, Grade.UNLAWFUL)
"""What the hall owes to those who ask; a target is its own affair."""


def say_progress(found: Assessment) -> str:
    """Say to the applicant where a case stands, by when it is done, whom to ask (办理进度)."""
    return "\n".join(_lines(found))


def _lines(found: Assessment) -> Iterator[str]:
    number = f"{found.shown_case}，" if found.shown_case else ""
    unnamed = "未写明事项，" if found.has_kind else ""
    matter = f"{found.matter.title}，" if found.matter else unnamed
    yield f"办件：{number}{matter}{say_filing(found)}"
    yield f"办理情况：{say_state(found)}（截至{say_at(found.as_of)}）"
    promised = [one for one in found.duties if one.duty.id == "decide.promised"]
    if promised and promised[-1].status is not DutyStatus.DISCHARGED:
        yield f"承诺办结：{_limit(promised[-1])}"
    if not found.has_kind:
        yield from _answers(found)
    for one in found.duties:
        if one.is_undone and one.duty.who == "applicant":
            until = f"，{say_at(one.due_at)}前" if one.due_at else ""
            yield f"请您办理：{one.duty.title}{until}"
    yield from _referrals(found)
    yield f"查询：{'；'.join(_channels(found))}"


def _referrals(found: Assessment) -> Iterator[str]:
    """Say of what was referred who has it, or to whom it was sent."""
    for one in found.duties:
        if one.duty.of == "referral" and one.is_undone and one.duty.grade is not Grade.TARGET:
            yield f"转办〔{one.thing}〕：{one.duty.title}，{found.bearer(one)}"


def _answers(found: Assessment) -> Iterator[str]:
    """Say of what is no service case until when each answer is due, which nobody promised apart."""
    for one in found.duties:
        if one.duty.grade in _OWED and one.is_undone and one.limit is not None:
            yield f"{one.duty.title}：{_limit(one)}"


def _limit(one: Obligation) -> str:
    """Say until when the promise runs, and whether it was kept."""
    if one.due_at is None:
        return "期限暂停计算" if one.status is DutyStatus.PAUSED else "尚不能确定"
    kept = {DutyStatus.FULFILLED: "，已按时办结", DutyStatus.BREACHED: "，已超过承诺时限"}
    return f"{say_at(one.due_at)}前{kept.get(one.status, '')}"


def _channels(found: Assessment) -> Iterator[str]:
    """Say whom to ask: the person, the window, the numbers that the catalogue states."""
    if not found.has_kind:
        owed = (one for one in found.duties if one.duty.grade in _OWED)
        yield from (str(found.bearer(one)) for one in itertools.islice(owed, 1))
    for role in ("case_owner", "first_responder"):
        if role in found.replay.holders:
            holder = found.holder(role)
            yield f"{holder.role}{holder.unit}{holder.actor}"
            break
    matter = found.matter
    if matter is None:
        return
    window = matter.window if isinstance(matter.window, Window) else None
    told: list[tuple[str, Text]] = [("咨询电话", matter.phone), ("结果查询", matter.result_query)]
    if window is not None:
        yield window.title
        told.insert(0, ("窗口电话", window.phone))
    # why something is not stated, is no answer to an applicant
    yield from (f"{name}{said}" for name, said in told if isinstance(said, str) and said)
