"""Sheets (表格): CSV and Excel in and out, for people who live in spreadsheets.

    file ─► sheet (heading, rows) ─► cases, events or matters, and rejects with the reason of each

Text files need no extra; workbooks need the extra ``sheets``, which loads when one is read.
"""

from servicehall.interop.sheets.cases import SheetCase, cases_from
from servicehall.interop.sheets.columns import Columns, Kind, read_columns
from servicehall.interop.sheets.eventrows import events_from
from servicehall.interop.sheets.events import write_events_csv
from servicehall.interop.sheets.hall import hall_events_from, staff_from
from servicehall.interop.sheets.matters import SheetMatter, matters_from, write_toml
from servicehall.interop.sheets.rejects import by_reason, is_repeated, write_rejects
from servicehall.interop.sheets.rows import Row, Sheet, read_sheet
from servicehall.interop.sheets.shown import discreet, say_reject
from servicehall.interop.sheets.textfiles import write_csv

__all__ = [
    "Columns",
    "Kind",
    "Row",
    "Sheet",
    "SheetCase",
    "SheetMatter",
    "by_reason",
    "cases_from",
    "discreet",
    "events_from",
    "hall_events_from",
    "is_repeated",
    "matters_from",
    "read_columns",
    "read_sheet",
    "say_reject",
    "staff_from",
    "write_csv",
    "write_events_csv",
    "write_rejects",
    "write_toml",
]
