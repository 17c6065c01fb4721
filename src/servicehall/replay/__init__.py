"""Replay (推演): what becomes of each duty in the course of a case, up to one instant.

Nothing is stored and moved: to see a case again, at another instant or by other rules, replay it.
"""

from servicehall.replay.book import DutyBook
from servicehall.replay.obligations import Almanac, Holder, Note, Obligation, PauseSpan, StandIn
from servicehall.replay.outcome import Replay
from servicehall.replay.replaying import replay

__all__ = [
    "Almanac",
    "DutyBook",
    "Holder",
    "Note",
    "Obligation",
    "PauseSpan",
    "Replay",
    "StandIn",
    "replay",
]
