"""Hearing (事件的作用): whether an event fulfils a duty, begins its limit anew, or lengthens it.

What does not count is noted on the duty, with the reason and the rule.
"""

from collections.abc import Iterable

from servicehall.citations import Citation
from servicehall.conditions import Known, holds, unsettled
from servicehall.duties import Extension, Within
from servicehall.events import Event
from servicehall.limits import Limit, Unknown, is_longer
from servicehall.replay.book import DutyBook
from servicehall.replay.obligations import Obligation
from servicehall.replay.pausing import told_limit

__all__ = ["extend", "performs", "restart"]


def performs(book: DutyBook, one: Obligation, event: Event, known: Known) -> bool:
    """Tell whether an event is what had to be done: in the right way, saying all that it must.

    What is not on record is neither so nor not: it counts, and is noted as to be checked.
    """
    duty = one.duty
    met = book.ways[duty.id](known)
    if met and duty.form is None:
        return True
    title = book.title(event.kind)
    missing = duty.form.missing(event.payload) if duty.form else {}
    empty = [label for name, label in missing.items() if name in event.payload]
    if met is False:
        one.note(event, f"{title}：方式不符合规定，不算完成")
    elif empty:
        one.note(event, f"{title}：没有写明{'、'.join(empty)}，不算完成")
    elif met is None or missing:
        asked = unsettled(duty.how, known) if met is None else ()
        listed = _listed([book.labels(asked), *missing.values()])
        one.note(event, f"{title}：没有登记{listed}，暂按完成计，须核实")
    return met is not False and not empty


def _listed(labels: Iterable[str]) -> str:
    return "、".join(label for label in labels if label)


def restart(book: DutyBook, one: Obligation, event: Event, known: Known) -> bool:
    """Begin to count anew, unless it is too late for that; tell whether it did."""
    listener = one.duty.restart
    met = listener is not None and holds(listener.when, known)
    if listener is None or met is False:
        return False
    title = book.title(event.kind)
    if met is None:
        asked = book.labels(unsettled(listener.when, known))
        one.note(event, f"{title}：没有登记{asked}，期限不重新计算，须核实")
        return False
    if one.is_late(event.occurred_at) and not _was_waited_for(one, event):
        one.note(event, f"{title}：期限已经届满，不重新计算")
        return False
    if one.duty.within and one.duty.within.source == "event.limit":
        one.change(limit=told_limit(event))
    one.change(start=event.occurred_at, counting_from=listener.counting_from, extensions=())
    return True


def _was_waited_for(one: Obligation, event: Event) -> bool:
    """Tell whether a limit stood still until an event, be it after the hours of that day."""
    return any(span.ended is event and span.last == event.occurred_at.date() for span in one.pauses)


def extend(book: DutyBook, one: Obligation, rule: Extension, event: Event, known: Known) -> bool:
    """Lengthen a limit: once, in time, by no more than the rule allows; tell whether it did."""
    most, citation = _longest(book, one, rule.by, event)
    why_not = ""
    if (met := holds(rule.when, known)) is not True:
        asked = book.labels(unsettled(rule.when, known)) if met is None else ""
        why_not = f"没有登记{asked}" if asked else "不具备规定的条件"
    elif wrong := _wrong_approver(book, one, rule.by, known):
        why_not = wrong
    elif one.extended_by is not None:
        why_not = "已经延长过一次"
    elif one.is_late(event.occurred_at):
        why_not = "批准时期限已经届满"
    elif most is None:
        why_not = "没有规定可以延长多久"
    if why_not or most is None:
        one.note(event, f"延期：{why_not}，不予计算", citation)
        return False
    return _lengthen(one, event, most, citation)


def _wrong_approver(book: DutyBook, one: Obligation, by: Within | None, known: Known) -> str:
    """Say whose approval the law asks for, where it is not his."""
    lawful = by is None or by.source == "extension"
    terms = [t.term for t in book.policy.terms.values() if one.term and t.term.extends == one.term]
    asked = terms[0].approver if lawful and terms else ""
    if not asked or known.get("approver") in (asked, None):
        return ""
    return f"须经{book.policy.vocabulary['approver'].say(asked)}批准"


def _lengthen(one: Obligation, event: Event, most: Limit, citation: Citation | None) -> bool:
    told = told_limit(event) if event.payload.get("limit") else most
    if not type(told) is type(most) is type(one.limit):
        one.note(event, f"延期：{told}与原期限{one.limit}单位不同，不予计算", citation)
        return False
    if is_longer(told, most):
        one.note(event, f"延期：{told}超过允许的{most}，按{most}计算", citation)
        told = most
    one.change(extensions=(told,), extended_by=event)
    return True


def _longest(
    book: DutyBook, one: Obligation, by: Within | None, event: Event
) -> tuple[Limit | None, Citation | None]:
    """Return by how much a limit may be lengthened, and where that stands."""
    terms = book.policy.terms
    if by is not None and by.source == "event.limit":
        told = told_limit(event)
        return None if isinstance(told, Unknown) else told, None
    if by is not None and by.source != "extension":
        limit = None if isinstance(by.limit, Unknown) else by.limit
        return limit, terms[by.term].citation if by.term in terms else None
    lawful = [term for term in terms.values() if one.term and term.term.extends == one.term]
    return (lawful[0].value, lawful[0].citation) if lawful else (None, None)
