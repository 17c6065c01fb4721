"""Duties (义务): who must do what, within which limit or before which event, after which trigger.

A duty is data; :mod:`servicehall.replay` finds what becomes of it in the course of a case.
"""

import enum
from collections.abc import Mapping
from typing import Final, Literal

from attrs import field, frozen

from servicehall.checks import read_only
from servicehall.conditions import When
from servicehall.entries import Settled
from servicehall.forms import Form
from servicehall.hours import ClockTime
from servicehall.limits import Limit
from servicehall.questions import CountingFrom
from servicehall.recurrence import Recurrence
from servicehall.vocabulary import Value

__all__ = [
    "Duty",
    "DutyStatus",
    "EventKind",
    "Extension",
    "Grade",
    "LimitSource",
    "Listener",
    "Naming",
    "Role",
    "Routine",
    "Throughout",
    "Within",
]


class Grade(enum.StrEnum):
    """What missing a duty means (违反的性质)."""

    TARGET = "target"
    """A target that the hall sets itself: missing it is told, and blamed on nobody."""
    SERVICE = "service"
    """A promise to the public: missing it is a breach of service."""
    UNLAWFUL = "unlawful"
    """A limit of the law: missing it is unlawful."""
    EFFECT = "effect"
    """Missing it has a legal effect, and is no breach: a duty of the applicant."""

    @property
    def zh(self) -> str:
        """The Chinese label."""
        return {
            "target": "内部目标",
            "service": "服务承诺",
            "unlawful": "法定义务",
            "effect": "申请人事项",
        }[self.value]


class DutyStatus(enum.StrEnum):
    """What has become of a duty (义务状态)."""

    DORMANT = "dormant"
    """Whether it has begun is not settled: facts are missing."""
    OPEN = "open"
    PAUSED = "paused"
    FULFILLED = "fulfilled"
    """Done in time; or done, where nothing says by when: see :attr:`Obligation.status_zh`."""
    BREACHED = "breached"
    """Missed; it stays so when it is done later."""
    DISCHARGED = "discharged"
    """It fell away: withdrawn, transferred, overtaken."""
    EXCUSED = "excused"

    @property
    def zh(self) -> str:
        """The Chinese label."""
        return {
            "dormant": "未定",
            "open": "办理中",
            "paused": "中止",
            "fulfilled": "按时完成",
            "breached": "违反",
            "discharged": "终止",
            "excused": "免责",
        }[self.value]


LimitSource = Literal["", "matter.promised", "matter.statutory", "matter.forwarding", "event.limit"]

OF_MATTER: Final = ("matter.promised", "matter.statutory", "matter.forwarding")


@frozen
class Within:
    """How long a duty may take, and where that is written (期限的来源).

    Attributes:
        limit: The limit; None where the matter or the event says it.
        term: The term that sets it, or empty.
        source: Where else it is said: one of the limits of the matter, or the event.
    """

    limit: Limit | None = None
    term: str = ""
    source: str = ""


@frozen(kw_only=True)
class Listener:
    """What a duty listens for: a kind of event, under conditions (监听).

    Attributes:
        on: The kinds of event, any of which will do.
        when: The conditions.
        counting_from: How counting begins anew after it.
    """

    on: tuple[str, ...]
    when: When = ()
    counting_from: CountingFrom = "next_day"


@frozen(kw_only=True)
class Extension:
    """How a limit can be lengthened (延长).

    Attributes:
        on: The kinds of event that lengthen it.
        when: The conditions.
        by: By how much at most; without it, by what the law says for the limit. As much as the
            event states, where no rule caps it.
    """

    on: tuple[str, ...]
    when: When = ()
    by: Within | None = None


@frozen(kw_only=True)
class Naming:
    """Events that give a part to somebody whom they name (指明).

    Attributes:
        on: The kinds of event.
        person: The field in which they name the person, or empty.
        unit: The field in which they name the unit, or empty.
    """

    on: tuple[str, ...]
    person: str = ""
    unit: str = ""


@frozen(kw_only=True)
class Role:
    """A part that somebody plays in a case (角色); who, is read from the events.

    Attributes:
        id: Its name.
        title: Its Chinese name.
        taken_on: The kinds of event whose actor takes it; none for a party that has a name only.
        collective: Whether it is no person: a window, a unit. The unit of the event has it then,
            whoever recorded the event.
        named: The events that give it to whom they name, or None; it is nobody's where they name
            nobody.
        when: The conditions under which it is taken; what nobody noted is no hindrance.
        keeps: Whether it stays with the first who took it; otherwise each passes it on.
        prefers: The detail by which one of several at the same instant has it: the greatest number.
        of_trigger: Whether in a duty it is played by who took it with the event that began the
            duty, whoever takes it later.
        prefers_role: The role by which one of several has it who took it at once with the event
            that began the duty: who plays that other one.
        settled: Who set it, on what authority.
    """

    id: str
    title: str
    taken_on: tuple[str, ...] = ()
    collective: bool = False
    named: Naming | None = None
    when: When = ()
    keeps: bool = False
    prefers: str = ""
    of_trigger: bool = False
    prefers_role: str = ""
    settled: Settled = field(repr=False)


@frozen(kw_only=True)
class EventKind:
    """A kind of event (事件种类).

    Attributes:
        id: Its name.
        title: Its Chinese name.
        sets: Facts of the case that hold after it, unless the event itself says otherwise.
        clears: Facts of which nothing is known after it, unless the event itself says so.
        in_place_of: The field that names whose parts the actor plays from then on, or empty.
        back: The field that names who plays his own parts again, or empty.
    """

    id: str
    title: str
    sets: Mapping[str, Value] = field(factory=dict, converter=read_only)
    clears: tuple[str, ...] = ()
    in_place_of: str = ""
    back: str = ""


Throughout = Literal["day", "open hours", "closed hours"]


@frozen(kw_only=True)
class Routine:
    """How a duty recurs, and what counts each time (周期); see :mod:`servicehall.turns`.

    Attributes:
        every: How often, and what becomes of a rest day.
        each: The role of which every member must do it; empty where anybody will do.
        done_by: The role to which somebody must belong for what he does to count; empty where
            anybody will do. Without a list of those who have it, nobody knows, and all count.
        least: How often at least; of a time that must be covered, how many people at once.
        slot: The part of the day in which it must be done, or empty.
        earliest: The time of the day before which it does not count, or None.
        latest: The time of the day after which it is late, or None: then at any time of the day.
        covered: The kinds of event, of the same person, that excuse from it.
        throughout: The time that somebody must be there for without a gap: the whole ``"day"``,
            ``"open hours"`` or ``"closed hours"``; empty where once is enough.
        until: The kinds of event with which whoever came is there no longer.
        judged: The table that says what each time amounts to, such as attendance; or empty.
    """

    every: Recurrence
    each: str = ""
    done_by: str = ""
    least: int = 1
    slot: str = ""
    earliest: ClockTime | None = None
    latest: ClockTime | None = None
    covered: tuple[str, ...] = ()
    throughout: Throughout | Literal[""] = ""
    until: tuple[str, ...] = ()
    judged: str = ""


@frozen(kw_only=True)
class Duty:
    """One duty (义务).

    Attributes:
        id: Its name.
        title: Its Chinese name.
        of: The kind of thing it is about: the case, or what events refer to, such as a part.
        on: The kinds of event that begin it; none for what is always forbidden.
        when: The conditions under which they do.
        who: The role that bears it.
        must: The kinds of event, any of which fulfils it.
        must_not: The kinds of event that break it.
        how: What must be so of the event that fulfils it, for example that it was in writing.
        form: The items that this event must state, or None.
        early: Whether what was done before it begins counts too.
        within: How long it may take; None where only an event ends its time.
        before: The kinds of event, by the first of which it must be done.
        counting_from: How counting begins.
        restart: What makes it begin anew, or None.
        extend: What lengthens it, or None.
        released: The kinds of event with which it falls away.
        routine: How it recurs, or None.
        grade: What missing it means.
        breach: The kind of breach, for sanctions; empty for none.
        settled: Who set it, on what authority.
    """

    id: str
    title: str
    of: str = "case"
    on: tuple[str, ...] = ()
    when: When = ()
    who: str
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    how: When = ()
    form: Form | None = None
    early: bool = False
    within: Within | None = None
    before: tuple[str, ...] = ()
    counting_from: CountingFrom = "next_day"
    restart: Listener | None = None
    extend: Extension | None = None
    released: tuple[str, ...] = ()
    routine: Routine | None = None
    grade: Grade = Grade.SERVICE
    breach: str = ""
    settled: Settled = field(repr=False)

    @property
    def is_lawful(self) -> bool:
        """Whether the law sets it: then local rest days are in doubt, and it is counted twice."""
        return self.grade is Grade.UNLAWFUL

    def __str__(self) -> str:
        return self.title
