"""Decision tables (规则表): typed facts in, an outcome with its article out, no hole unnoticed."""

from servicehall.tables.analysis import Analysis, IdleRow, Overlap
from servicehall.tables.differences import Change, Difference, NoAnswer, TraitChange
from servicehall.tables.logic import HitPolicy, Logic
from servicehall.tables.records import Amendment, Row
from servicehall.tables.space import MOST_CELLS, Region, Space, cut
from servicehall.tables.table import Answer, Decision, Table, Undetermined
from servicehall.tables.trails import Met, TrailStep

__all__ = [
    "MOST_CELLS",
    "Amendment",
    "Analysis",
    "Answer",
    "Change",
    "Decision",
    "Difference",
    "HitPolicy",
    "IdleRow",
    "Logic",
    "Met",
    "NoAnswer",
    "Overlap",
    "Region",
    "Row",
    "Space",
    "Table",
    "TrailStep",
    "TraitChange",
    "Undetermined",
    "cut",
]
