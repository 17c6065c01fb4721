"""The picture of a case (办件过程图): what happened, what was due, whose time it took, along time.

From top to bottom: the days, rest days shaded; the events, numbered; a bar for each duty with a
limit; the strip of responsibility. One scale serves all of them, so that what stands under a day
happened on it. Its size is bounded: a long case is drawn by months, numbers that would collide
share one label, and of very many duties those that matter most are drawn.

Colour never speaks alone: each bar has its sign and its word. All colours can be read on light and
on dark pages; text has the colour of the page.
"""

from servicehall.explain.picture.bars import pauses_of
from servicehall.explain.picture.days import FINE, MADE_WORK
from servicehall.explain.picture.drawing import draw
from servicehall.explain.picture.shapes import clean
from servicehall.explain.picture.sheet import Sheet, closed_by, provisional, sheet_of
from servicehall.explain.picture.strip import fill_of, share_classes, share_marks

__all__ = [
    "FINE",
    "MADE_WORK",
    "Sheet",
    "clean",
    "closed_by",
    "draw",
    "fill_of",
    "pauses_of",
    "provisional",
    "share_classes",
    "share_marks",
    "sheet_of",
]
