"""Reports (统计报告): what became of many cases, by window, person, matter, kind, unit and month.

    a ledger ─► a row for each case ─► tallies, in groups ─► a report ─► page, text, spreadsheet

Every figure says what it counts, and rates are exact fractions; see ``figures.toml``.
"""

from servicehall.reports.figures import Figure, figures, value_of
from servicehall.reports.outcomes import Outcome, Standing, Verdict
from servicehall.reports.page import to_html
from servicehall.reports.pauses import LatePause
from servicehall.reports.quality import Gap, matter_gaps
from servicehall.reports.report import GROUPINGS, Group, Report, Unsettled, report_of
from servicehall.reports.rows import CaseRow, case_row
from servicehall.reports.shares import MatterShare, matter_share
from servicehall.reports.sheets import figures_csv, lists_csv
from servicehall.reports.tally import Mean, Rate, Tally, tally
from servicehall.reports.text import to_text

__all__ = [
    "GROUPINGS",
    "CaseRow",
    "Figure",
    "Gap",
    "Group",
    "LatePause",
    "MatterShare",
    "Mean",
    "Outcome",
    "Rate",
    "Report",
    "Standing",
    "Tally",
    "Unsettled",
    "Verdict",
    "case_row",
    "figures",
    "figures_csv",
    "lists_csv",
    "matter_gaps",
    "matter_share",
    "report_of",
    "tally",
    "to_html",
    "to_text",
    "value_of",
]
