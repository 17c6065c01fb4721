"""Told limits (写明的期限): how long a duty may take, and where that stands."""

from attrs import frozen

from servicehall.citations import Citation
from servicehall.duties import Within
from servicehall.events import Event
from servicehall.limits import Limit, Unknown
from servicehall.matters import Matter
from servicehall.replay.book import DutyBook
from servicehall.replay.pausing import term_of, told_limit

__all__ = ["Told", "find_limit"]


@frozen
class Told:
    """A limit, the name under which pauses and silences know it, and where it stands."""

    limit: Limit | None
    term: str = ""
    basis: Citation | None = None


def find_limit(book: DutyBook, matter: Matter | None, within: Within | None, event: Event) -> Told:
    """Return a limit, the name under which pauses and silences know it, and where it stands.

    Args:
        book: The duties of the policy.
        matter: The matter, or None where nothing says which.
        within: What the duty says of it.
        event: The event that begins the duty.
    """
    if within is None:
        return Told(None)
    if not within.source:
        term = book.policy.terms.get(within.term)
        told = isinstance(within.limit, Unknown) and "limit" in event.payload
        limit = told_limit(event) if told else within.limit
        return Told(limit, within.term, term.citation if term else None)
    if within.source == "event.limit":
        return Told(told_limit(event))
    if matter is None:
        return Told(Unknown("没有写明是哪个事项"), within.source)
    name = within.source.removeprefix("matter.")
    said = matter.settled.sources.get(name, ())
    term_name = term_of(matter, within.source)
    return Told(getattr(matter, name), term_name, said[0].citation if said else None)
