"""Millions of questions at once (批量计算), on numpy arrays. Needs the extra ``batch``.

The same calendars and tables answer as one by one, the same questions are refused, and the tests
prove both equal. An error names the first row that cannot be answered.
"""

from servicehall.errors import MissingExtraError

try:
    import numpy  # noqa: ICN001, F401  # whether it is there
except ImportError as error:  # pragma: no cover  # seen by the test that installs no extra
    raise MissingExtraError(
        "SH901", extra="batch", module="servicehall.batch", package="numpy"
    ) from error

from servicehall.batch.days import add, count, is_workday
from servicehall.batch.tables import Coded, decide

__all__ = ["Coded", "add", "count", "decide", "is_workday"]
