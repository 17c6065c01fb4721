"""Refusing rows (拒绝的行): the first one that cannot be answered, in the words of one by one."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from servicehall.errors import ServiceHallError

__all__ = ["refuse_rows"]


def refuse_rows(bad: npt.NDArray[np.bool_], ask: Callable[[int], object]) -> None:
    """Let the calendar refuse the first bad row, if there is one, in its own words."""
    rows = np.flatnonzero(bad)
    if not rows.size:
        return
    row = int(rows[0])
    try:
        ask(row)
    except ServiceHallError as error:
        error.add_note(f"  row    {row} (and {rows.size - 1} more rows)")
        raise
