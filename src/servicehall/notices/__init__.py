"""Notices (告知书): which a case owes, what each must state, and the paper itself.

    an assessment ─► notices_of: owed, served, with what they lack ─► draft ─► text, or a page of A4

What a notice says stands in packs, one text for each kind; places replace it. A text is data: it
can print what the case knows, and do nothing else. Needs the extra ``notices``.
"""

from servicehall.errors import MissingExtraError

try:
    import jinja2  # noqa: F401  # whether it is there
except ImportError as error:  # pragma: no cover  # seen by the test that installs no extra
    raise MissingExtraError(
        "SH901", extra="notices", module="servicehall.notices", package="jinja2"
    ) from error

from servicehall.notices.drafts import check_texts, draft
from servicehall.notices.paper import Notice
from servicehall.notices.served import notices_of, owed
from servicehall.notices.status import CaseNotice, ItemState, NoticeItem, NoticeStatus

__all__ = [
    "CaseNotice",
    "ItemState",
    "Notice",
    "NoticeItem",
    "NoticeStatus",
    "check_texts",
    "draft",
    "notices_of",
    "owed",
]
