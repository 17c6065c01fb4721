"""Owed and served (应送与已送): every notice of a case, what became of it, and what it lacks.

A notice is owed by the duties that name its kind; one paper can fulfil several. A pause of which
the applicant must be told owes one too, until he was: that is read from the pause itself, which
knows whether the applicant was told in time and how long it takes.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from servicehall.assessment import Assessment, book_of
from servicehall.duties import DutyStatus
from servicehall.events import Event
from servicehall.forms import NoticeKind
from servicehall.notices.status import PREFIX, CaseNotice, ItemState, NoticeItem, NoticeStatus
from servicehall.notices.unasked import owed_again, why_refused
from servicehall.replay import Obligation, PauseSpan

__all__ = ["notices_of", "owed"]


def notices_of(found: Assessment) -> tuple[CaseNotice, ...]:
    """Return every notice that a case owes or has had served (办件的全部告知书).

    Duties that fell away, for example with a withdrawal, owe none. Where one paper can fulfil
    several duties, they are one notice. A paper that was served before any duty asked for it, and
    does not count, is owed again.

    Args:
        found: The assessment of the case.

    Returns:
        The notices, in the order in which they came to be owed or were served.
    """
    groups: dict[tuple[str, str, int], list[Obligation]] = {}
    for one in _asking(found):
        event = _served_by(found, one)
        kind = event.kind if event else _kind_owed(found, one)
        groups.setdefault((kind, event.id if event else "", one.cycle), []).append(one)
    known = {step.event.id: step.event for step in found.replay.steps}
    notices = [
        _notice(found, kind, duties, known.get(name)) for (kind, name, _), duties in groups.items()
    ]
    notices += list(_of_pauses(found, notices))
    shown = {one.served.id for one in notices if one.served is not None}
    notices += [_notice(found, e.kind, (), e) for e in _papers(found) if e.id not in shown]
    notices += list(owed_again(found, notices))
    return tuple(sorted(notices, key=_begun))


def owed(found: Assessment) -> tuple[CaseNotice, ...]:
    """Return the notices that a case must still have served, in time or late (待送达告知书)."""
    return tuple(one for one in notices_of(found) if one.is_owed)


def _begun(one: CaseNotice) -> datetime:
    (first, *_) = (event for event in (one.trigger, one.served) if event is not None)
    return first.occurred_at


# ---- which duties ask for which papers


def _asking(found: Assessment) -> Iterator[Obligation]:
    """Go through the duties that nothing but a notice fulfils, and that did not fall away."""
    kinds = {PREFIX + name for name in found.policy.notices}
    for one in found.duties:
        asks = bool(one.duty.must) and kinds.issuperset(one.duty.must)
        if asks and one.status is not DutyStatus.DISCHARGED:
            yield one


def _papers(found: Assessment) -> Iterator[Event]:
    """Go through the events with which notices of the registry were served."""
    kinds = {PREFIX + name for name in found.policy.notices}
    return (step.event for step in found.replay.steps if step.event.kind in kinds)


def _served_by(found: Assessment, one: Obligation) -> Event | None:
    """Return the paper that fulfilled a duty, or came after the event before which it was due."""
    if one.completed_by is not None or one.ended_by is None:
        return one.completed_by
    events = [step.event for step in found.replay.steps if step.cycle == one.cycle]
    after = events[events.index(one.ended_by) :]
    return next((event for event in after if event.kind in one.duty.must), None)


def _kind_owed(found: Assessment, one: Obligation) -> str:
    """Return what to serve where several kinds will do: what another duty asks for as well."""
    others = (o.duty.must for o in _asking(found) if o is not one and o.is_undone)
    demanded = [must[0] for must in others if len(must) == 1 and must[0] in one.duty.must]
    return (*demanded, *one.duty.must)[0]


# ---- what became of one


def _notice(
    found: Assessment, kind: str, duties: Sequence[Obligation], served: Event | None
) -> CaseNotice:
    of = found.policy.notices[kind.removeprefix(PREFIX)]
    items = () if served is None else tuple(_items(of, served))
    title = book_of(found.policy).title
    ends = [end for end in (one.warn_at for one in duties) if end is not None]
    dues = [due for due in (one.due_at for one in duties) if due is not None]
    return CaseNotice(
        kind=of,
        status=_status(found, duties, served, items),
        duties=tuple(duties),
        trigger=duties[0].trigger if duties else None,
        served=served,
        items=items,
        warn_at=min(ends, default=None),
        due_at=min(dues, default=None),
        before=tuple(dict.fromkeys(title(name) for one in duties for name in one.duty.before)),
        bearer="、".join(dict.fromkeys(str(found.bearer(one)) for one in duties)),
        notes=tuple(dict.fromkeys(_notes(found, kind, duties, served))),
    )


def _items(kind: NoticeKind, served: Event) -> Iterator[NoticeItem]:
    """Hold a paper against its form, item by item."""
    if kind.form is None:
        return
    missing = kind.form.missing(served.payload)
    for name, label in kind.form.items.items():
        blank = ItemState.EMPTY if name in served.payload else ItemState.UNRECORDED
        yield NoticeItem(name, label, blank if name in missing else ItemState.STATED)


def _status(
    found: Assessment,
    duties: Iterable[Obligation],
    served: Event | None,
    items: Iterable[NoticeItem],
) -> NoticeStatus:
    stands = {one.status for one in duties}
    if served is not None:
        empty = any(one.state is ItemState.EMPTY for one in items)
        if empty or (not stands and _is_refused(found, served)):
            return NoticeStatus.FAULTY
        return NoticeStatus.LATE if DutyStatus.BREACHED in stands else NoticeStatus.SERVED
    if any(one.status is DutyStatus.BREACHED and one.is_undone for one in duties):
        return NoticeStatus.OVERDUE
    if stands & {DutyStatus.OPEN, DutyStatus.PAUSED}:
        return NoticeStatus.OWED
    return NoticeStatus.UNSETTLED if DutyStatus.DORMANT in stands else NoticeStatus.MISSED


def _is_refused(found: Assessment, served: Event) -> bool:
    """Tell whether a paper that fulfilled no duty did not count with one, or would not."""
    noted = (note.event for one in _asking(found) for note in one.notes)
    return served.id in noted or any(why_refused(found, served))


def _notes(
    found: Assessment, kind: str, duties: Sequence[Obligation], served: Event | None
) -> Iterator[str]:
    asking = duties or [one for one in _asking(found) if kind in one.duty.must]
    noted = (note for one in asking for note in one.notes)
    yield from (str(note) for note in noted if served is None or note.event == served.id)
    if served is not None and not duties:
        yield from why_refused(found, served)
    for one in found.duties:
        if served is not None and one.broken_by is served:
            rule = f"{one.duty.title}（{one.duty.settled.citation}）"
            if one.status is DutyStatus.DORMANT:
                yield f"待核（尚须查明：{book_of(found.policy).labels(one.needed)}）：{rule}"
            else:
                yield f"违反规定：{rule}"


# ---- pauses


def _of_pauses(found: Assessment, asked: Sequence[CaseNotice]) -> Iterator[CaseNotice]:
    """Go through the notices that pauses ask for and no duty does: owed until they are served."""
    triggers = [one.trigger for one in asked]
    first = {span.started.id: span for span in reversed(found.replay.pauses)}  # the law's, if any
    for span in first.values():
        kinds = [name for name in found.policy.notices if PREFIX + name in span.rule.told]
        told = [at for at, _ in span.tellings]
        papers = (e for e in _papers(found) if e.kind.removeprefix(PREFIX) in kinds)
        served = next((event for event in papers if event.occurred_at in told), None)
        if kinds and span.started not in triggers and (served or span.is_untold):
            yield _of_pause(found, kinds[0], span, served)


def _of_pause(found: Assessment, kind: str, span: PauseSpan, served: Event | None) -> CaseNotice:
    of, rule = found.policy.notices[kind], span.rule.settled.citation
    items = () if served is None else tuple(_items(of, served))
    waits = NoticeStatus.OWED if span.ended is None else NoticeStatus.MISSED
    return CaseNotice(
        kind=of,
        status=waits if served is None else _status(found, (), served, items),
        trigger=span.started,
        served=served,
        items=items,
        before=(book_of(found.policy).title("pause.ended"),),
        bearer=span.started.unit + span.started.actor,
        notes=(f"{span.why_not}，期限照常计算（{rule}）",) if span.is_untold else (),
    )
