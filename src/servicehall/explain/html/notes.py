"""The notes (未予采用的情况): what did not count, and by which rule."""

from collections.abc import Iterator

from servicehall.assessment import Assessment
from servicehall.explain.html.events import numbers_of
from servicehall.explain.picture import clean
from servicehall.explain.words import name_of, say_pause
from servicehall.replay import PauseSpan
from servicehall.trails import say_date

__all__ = ["notes"]


def notes(found: Assessment) -> str:
    """Tell what did not count (未予采用的情况); nothing where all of it did."""
    told = dict.fromkeys((*_of_duties(found), *_of_refused(found), *_of_too_long(found)))
    if not told:
        return ""
    items = "".join(f"<li>{clean(text)}</li>" for text in told)
    return f'<h4>未予采用的情况</h4><ul class="notes">{items}</ul>'


def _of_duties(found: Assessment) -> Iterator[str]:
    numbers = numbers_of(found)
    for one in found.duties:
        for note in one.notes:
            yield f"事件{numbers[note.event]}，{name_of(one)}：{note}"


def _of_refused(found: Assessment) -> Iterator[str]:
    for span in _refused(found):
        rule = span.rule.settled.citation
        yield f"{_which(found, span)}：{span.why_not}，期限照常计算（{rule}）"


def _of_too_long(found: Assessment) -> Iterator[str]:
    for span in found.replay.pauses:
        if not span.why_not and span.exceeds and span.cap is not None:
            told = f"超过告知的时间，{say_date(span.cap)}以后不予扣除"
            yield f"{_which(found, span)}：{told}（{span.rule.settled.citation}）"


def _which(found: Assessment, span: PauseSpan) -> str:
    return f"事件{numbers_of(found)[span.started.id]}，{say_pause(span)}"


def _refused(found: Assessment) -> Iterator[PauseSpan]:
    """Go through the pauses that no rule allowed, by the rules for the limits of this case."""
    within = ((one.term, one.duty.within) for one in found.duties)
    limits = {name for term, said in within for name in (term, said.source if said else "")} - {""}
    for started in dict.fromkeys(span.started.id for span in found.replay.pauses):
        spans = [span for span in found.replay.pauses if span.started.id == started]
        concerning = [span for span in spans if limits.intersection(span.rule.of)]
        if all(span.why_not for span in spans):
            yield from concerning or spans[:1]
