"""Ledgers (台账): the cases of a hall, one a line, read and assessed without holding them all.

    lines of a file ─► read, line by line ─► assessed, on several cores ─► what a job makes of each

A line that cannot be taken becomes a :class:`Reject` with its number and the reason; the rest goes
on.
"""

from servicehall.ledgers.items import OpenItem, open_items, window_of
from servicehall.ledgers.lines import NOT_YET, REMARK, Line, Reject, read_lines
from servicehall.ledgers.reading import CaseLine, read_case_line, read_ledger, write_case_line
from servicehall.ledgers.registers import (
    check_register,
    register_form,
    register_row,
    register_rows,
)
from servicehall.ledgers.running import Answer, assess_ledger
from servicehall.ledgers.shown import discreet, discreet_reject, say_reject

__all__ = [
    "NOT_YET",
    "REMARK",
    "Answer",
    "CaseLine",
    "Line",
    "OpenItem",
    "Reject",
    "assess_ledger",
    "check_register",
    "discreet",
    "discreet_reject",
    "open_items",
    "read_case_line",
    "read_ledger",
    "read_lines",
    "register_form",
    "register_row",
    "register_rows",
    "say_reject",
    "window_of",
    "write_case_line",
]
