"""Papers that no duty asks for (没有义务对应的告知书), held against the rules all the same.

Who serves a refusal before the decision is on record has served a paper for which no duty has begun
to ask. What it must be like stands in the rules that ask for papers of its kind. One that does not
count is owed again while the case goes on, until a duty begins that asks for it, and decides.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from servicehall.assessment import Assessment, book_of
from servicehall.clocks import Pause
from servicehall.conditions import Known, holds
from servicehall.duties import Duty
from servicehall.events import Event
from servicehall.notices.status import PREFIX, CaseNotice, NoticeStatus
from servicehall.timeline import ENDS

__all__ = ["owed_again", "why_refused"]


def why_refused(found: Assessment, paper: Event) -> Iterator[str]:
    """Go through the rules by which a paper was not served as it must be, in Chinese."""
    known = _known(found, paper)
    title = book_of(found.policy).title(paper.kind)
    for rule in _rules(found, paper, known):
        if holds(rule.how, known) is False:
            yield f"{title}：方式不符合规定，不算完成（{rule.settled.citation}）"


def owed_again(found: Assessment, notices: Iterable[CaseNotice]) -> Iterator[CaseNotice]:
    """Go through what must be served again, for the paper does not count and no duty says so.

    Args:
        found: The assessment of the case.
        notices: Its notices so far.
    """
    if found.state in ENDS:
        return
    cycle = found.replay.steps[-1].cycle
    here = {step.event.id for step in found.replay.steps if step.cycle == cycle}
    settled = {name for one in found.duties if one.cycle == cycle for name in one.duty.must}
    faulty: dict[str, tuple[CaseNotice, Event]] = {}
    for one in notices:
        event = one.served or one.trigger
        if event is None or event.id not in here:
            continue
        if one.status is NoticeStatus.FAULTY:
            faulty[event.kind] = one, event
        else:
            settled.add(PREFIX + one.kind.id)
    for kind, (one, paper) in faulty.items():
        rules = tuple(_rules(found, paper, _known(found, paper)))
        if rules and kind not in settled:
            yield _again(found, one, paper, rules)


def _again(
    found: Assessment, one: CaseNotice, paper: Event, rules: Iterable[Duty | Pause]
) -> CaseNotice:
    before = (name for rule in rules if isinstance(rule, Duty) for name in rule.before)
    return CaseNotice(
        kind=one.kind,
        status=NoticeStatus.OWED,
        trigger=paper,
        before=tuple(dict.fromkeys(map(book_of(found.policy).title, before))),
        bearer=paper.unit + paper.actor,
        notes=("先前送达的不符合要求，应当重新送达",),
    )


def _rules(found: Assessment, paper: Event, known: Known) -> Iterator[Duty | Pause]:
    """Go through the rules that ask for papers of a kind, and may do so in this case."""
    for duty in found.policy.duties.values():
        if paper.kind in duty.must and holds(duty.when, known) is not False:
            yield duty
    for pause in found.policy.pauses.values():
        if paper.kind in pause.told and holds(pause.when, known) is not False:
            yield pause


def _known(found: Assessment, paper: Event) -> Known:
    """Return what is known of the case, and of a paper."""
    facts, steps = found.policy.vocabulary.facts, found.replay.steps
    noted = {name: value for name, value in paper.payload.items() if name in facts}
    cycle = next(step.cycle for step in steps if step.event is paper)
    counts = Counter(step.event.kind for step in steps if step.cycle == cycle)
    return Known(found.replay.facts, noted, counts)
