"""Pausing (中止): which pauses began, whether they count, and for which limits.

A pause counts on a listed ground only, and only where the applicant was told as the rule says. It
gives back the days after the one on which it starts, up to the one on which it ends, but no more
than the applicant was told; what lasts longer is an excess. One that begins after a limit has run
out gives nothing back; one that begins on its last day leaves of it what was left.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from attrs import define, evolve, field

from servicehall.clocks import Pause
from servicehall.conditions import Known, holds
from servicehall.dues import Clock
from servicehall.duties import OF_MATTER
from servicehall.events import Event
from servicehall.limits import Before, FixedDate, Limit, Unknown, parse_limit
from servicehall.matters import Matter
from servicehall.replay.book import DutyBook
from servicehall.replay.obligations import NO_TIME, NOT_TOLD, Obligation, PauseSpan

__all__ = ["Pausing", "term_of", "told_limit"]


def told_limit(event: Event) -> Limit:
    """Return the limit that an event states, or why it is not known."""
    said = event.payload.get("limit")
    stated = isinstance(said, str) and said.strip()
    return parse_limit(str(said)) if stated else Unknown("事件没有写明期限")


def term_of(matter: Matter, source: str) -> str:
    """Return the term that sets a limit of a matter, or the name of the limit where none does."""
    return getattr(matter.settled.get(source.removeprefix("matter.")), "term", "") or source


@define(eq=False)
class Pausing:
    """The pauses of one cycle of a case.

    Attributes:
        book: The duties of the policy.
        day: The day for which the case is looked at.
        matter: The matter; pauses that concern none of its limits, nor any other of the case, are
            none of the case.
        gave: Takes the ids of the events with which those pauses began that some limit gave back.
        spans: The pauses that began, in order.
    """

    book: DutyBook
    day: date
    matter: Matter | None
    gave: set[str]
    spans: list[PauseSpan] = field(factory=list)

    def take(self, event: Event, known: Known) -> bool:
        """Take an event; tell whether it changed anything."""
        before = tuple(self.spans)
        self.spans = [self._followed(span, event, known) for span in self.spans]
        for rule in self.book.pauses.get(event.kind, ()):
            if self._concerns(rule, event) and holds(rule.when, known):
                self.spans.append(self._opened(rule, event, known))
        return tuple(self.spans) != before

    def _concerns(self, rule: Pause, event: Event) -> bool:
        """Tell whether a pause is for a limit of the case, or of what the event refers to."""
        about = {"case", *event.refs}
        if any(about & self.book.limits.get(name, frozenset()) for name in rule.of):
            return True
        of_matter = [term_of(self.matter, source) for source in OF_MATTER] if self.matter else []
        return any(name in rule.of for name in of_matter)

    def _opened(self, rule: Pause, event: Event, known: Known) -> PauseSpan:
        why_not = _wrong_ground(rule, event)
        span = PauseSpan(rule=rule, started=event, why_not=why_not)
        if why_not or not rule.told:
            return span
        span = evolve(span, why_not=NOT_TOLD)
        return self._told(span, event, known) if event.kind in rule.told else span

    def _followed(self, span: PauseSpan, event: Event, known: Known) -> PauseSpan:
        """Return a pause after another event: told, ended, or as it was."""
        if span.ended is not None or not _is_same(span.started, event):
            return span
        if event.kind in span.rule.told:
            span = self._told(span, event, known)
        if event.kind not in span.rule.until:
            return span
        return evolve(span, ended=event)

    def _told(self, span: PauseSpan, event: Event, known: Known) -> PauseSpan:
        """Take up that the applicant was told, and until when."""
        if span.why_not not in ("", NOT_TOLD, NO_TIME):
            return span
        if holds(span.rule.how, known) is not True:
            return span
        cap: date | None = None
        if span.rule.capped:
            start, calendar = span.started.occurred_at, self.book.calendar
            cap = Clock(start=start, limit=told_limit(event), calendar=calendar).deadline.due
            if cap is None:
                return span if span.tellings else evolve(span, why_not=NO_TIME)
        tellings = (*span.tellings, (event.occurred_at, cap))
        return evolve(span, why_not="", cap=cap, tellings=tellings)

    # ---- for limits

    def apply(self, one: Obligation) -> None:
        """Let a limit take up the pauses that concern it and began before it ran out."""
        if one.limit is None or isinstance(one.limit, Before | FixedDate):
            return
        names = {one.term, one.duty.within.source if one.duty.within else ""} - {""}
        concerning = [s for s in self.spans if names.intersection(s.rule.of) and _is_for(s, one)]
        if not concerning and not one.pauses:
            return
        kept: tuple[PauseSpan, ...] = ()
        for span in self._counting(concerning, one):
            one.change(pauses=kept)
            at = span.started.occurred_at
            if not one.is_late(at):
                began = evolve(span, on_last_day=one.last_day == at.date())
                kept = (*kept, *self._in_time(began, one, kept))
        one.change(pauses=kept)
        self.gave.update(span.started.id for span in kept)

    def _in_time(
        self, span: PauseSpan, one: Obligation, kept: tuple[PauseSpan, ...]
    ) -> Iterator[PauseSpan]:
        """Return a pause as far as the applicant was told before the limit ran out."""
        if not span.rule.told:
            yield self.as_it_stands(span)
            return
        told: PauseSpan | None = None
        for at, cap in span.tellings:
            if not one.is_late(at):
                told = self.as_it_stands(evolve(span, cap=cap))
                one.change(pauses=(*kept, told))
        if told is not None:
            yield told

    def _counting(self, spans: Sequence[PauseSpan], one: Obligation) -> Iterator[PauseSpan]:
        """Go through the pauses that count and had not ended when a limit began to run."""
        for span in spans:
            over = span.ended is not None and span.ended.occurred_at <= one.start
            if not span.why_not and not over:
                yield span

    def as_it_stands(self, span: PauseSpan) -> PauseSpan:
        """Return a pause at the instant asked for: it ends, or its time is up."""
        last = span.ended.occurred_at.date() if span.ended else None
        if span.cap is not None and (last or self.day) > span.cap:
            last = span.cap
        return evolve(span, last=last)


def _wrong_ground(rule: Pause, event: Event) -> str:
    """Say why the ground that an event states allows no pause; empty where it does."""
    ground = event.payload.get("ground", "")
    if not rule.grounds or ground in rule.grounds:
        return ""
    listed = "、".join(rule.grounds)
    return f"“{ground}”不属于规定的事由（{listed}）" if ground else f"没有写明事由（{listed}）"


def _is_for(span: PauseSpan, one: Obligation) -> bool:
    """Tell whether a pause is for the thing that a duty is about, where it names one."""
    return span.started.refs.get(one.duty.of, one.thing) == one.thing


def _is_same(started: Event, event: Event) -> bool:
    """Tell whether an event speaks of a pause; one that names none speaks of all."""
    named = event.refs.get("pause")
    return named is None or started.refs.get("pause") == named
