"""Notices of a case (办件的告知书): the record of one, what became of it, and what it states."""

import enum
from datetime import datetime
from typing import Final

from attrs import field, frozen

from servicehall.events import Event
from servicehall.forms import NoticeKind
from servicehall.replay import Obligation

__all__ = ["PREFIX", "CaseNotice", "ItemState", "NoticeItem", "NoticeStatus"]

PREFIX: Final = "notice."
"""How the kinds of event begin with which notices are served."""


class ItemState(enum.StrEnum):
    """What is on record of an item that a notice must state (项目登记情况)."""

    STATED = "stated"
    EMPTY = "empty"
    """The paper leaves it blank: it does not have its form."""
    UNRECORDED = "unrecorded"
    """The record of service does not say: the paper must be looked at."""

    @property
    def zh(self) -> str:
        """The Chinese label."""
        return {"stated": "已写明", "empty": "未写明", "unrecorded": "未登记"}[self.value]


class NoticeStatus(enum.StrEnum):
    """What has become of a notice (告知书状态)."""

    UNSETTLED = "unsettled"
    """Whether it is owed is not settled: facts are missing."""
    OWED = "owed"
    OVERDUE = "overdue"
    MISSED = "missed"
    """It was not served before that by which it had to be."""
    SERVED = "served"
    LATE = "late"
    FAULTY = "faulty"
    """It was served and does not count: an item is blank, or it was not in writing."""

    @property
    def zh(self) -> str:
        """The Chinese label."""
        return {
            "unsettled": "是否应送未定",
            "owed": "待送达",
            "overdue": "逾期未送达",
            "missed": "应送未送",
            "served": "已送达",
            "late": "逾期送达",
            "faulty": "已送达，不符合要求",
        }[self.value]


@frozen
class NoticeItem:
    """One item of the form of a notice, as it was served (告知书的一项)."""

    name: str
    label: str
    state: ItemState


@frozen(kw_only=True)
class CaseNotice:
    """A notice that a case owes, or has had served (办件的告知书).

    Attributes:
        kind: Its kind, with the title that it has here.
        status: What has become of it.
        duties: The duties that ask for it; none for one that was served without being owed, or
            that a pause asks for.
        trigger: The event that made it owed, or None. Where no duty asks for it, it can be a paper
            of its own kind that did not count.
        served: The event with which it was served, or None.
        items: The items of its form, each with what is on record; empty until it is served.
        warn_at: By when it should be served; None where only an event ends its time.
        due_at: After when it is late; None likewise.
        before: The events before which it must be served, in Chinese.
        bearer: Who must serve it, in Chinese; empty where nothing says.
        notes: What did not count or must be checked, and why, in Chinese.
    """

    kind: NoticeKind
    status: NoticeStatus
    duties: tuple[Obligation, ...] = field(default=(), repr=False)
    trigger: Event | None = field(default=None, repr=False)
    served: Event | None = field(default=None, repr=False)
    items: tuple[NoticeItem, ...] = ()
    warn_at: datetime | None = None
    due_at: datetime | None = None
    before: tuple[str, ...] = ()
    bearer: str = ""
    notes: tuple[str, ...] = ()

    @property
    def is_owed(self) -> bool:
        """Whether it must still be served, in time or late (待送达)."""
        return self.status in (NoticeStatus.OWED, NoticeStatus.OVERDUE)

    @property
    def missing(self) -> tuple[str, ...]:
        """The items that the paper leaves blank, in Chinese (缺项)."""
        return tuple(one.label for one in self.items if one.state is ItemState.EMPTY)

    @property
    def unrecorded(self) -> tuple[str, ...]:
        """The items of which the record of service says nothing, in Chinese (待核)."""
        return tuple(one.label for one in self.items if one.state is ItemState.UNRECORDED)
