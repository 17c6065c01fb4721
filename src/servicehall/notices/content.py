"""Content (内容): what a notice can print, and what a case knows of it. Nothing is made up.

Each name is looked for in this order: what is handed over; what the paper stated when it was
served; what the event stated that made it owed; what the kind of notice says in every case; what
follows from the case itself. What is found nowhere stays blank. The limit of a duty that the kind
names is never what the event stated that made it owed: an extension states by how much, the paper
until when.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from attrs import frozen

from servicehall.assessment import Assessment
from servicehall.calendars import Certainty
from servicehall.checks import shown
from servicehall.duties import DutyStatus
from servicehall.errors import InputTypeError, InputValueError
from servicehall.events import Event
from servicehall.explain.words import say_at
from servicehall.fees import FeeStatus
from servicehall.forms import NoticeKind
from servicehall.ledgers import window_of
from servicehall.limits import Unknown
from servicehall.matters import Window
from servicehall.notices.status import PREFIX, CaseNotice
from servicehall.notices.texts import BLANK, Words
from servicehall.policy import Policy
from servicehall.privacy import hide, say_field
from servicehall.replay import Obligation
from servicehall.trails import say_date
from servicehall.vocabulary import hint_for

__all__ = ["NAMES", "Content", "known_names"]

Items = Mapping[str, Any]


def known_names(policy: Policy, kind: NoticeKind) -> frozenset[str]:
    """Return the names that the text of a kind of notice can print (可用的名称)."""
    of_form = kind.form.items if kind.form else {}
    return frozenset({*NAMES, *policy.fields, *of_form})


@frozen(kw_only=True)
class Content:
    """What can be said of one notice of one case (告知内容).

    Attributes:
        found: The assessment of the case.
        kind: The kind of notice.
        notice: What became of it in the case; None where it neither owes it nor had it served.
        items: What is handed over, by name.
        unmask: Whether personal data is shown in full.
    """

    found: Assessment
    kind: NoticeKind
    notice: CaseNotice | None = None
    items: Items
    unmask: bool = False

    def __attrs_post_init__(self) -> None:
        known = known_names(self.found.policy, self.kind)
        for name, value in self.items.items():
            if name not in known:
                hint = hint_for(name, known)
                raise InputValueError("SH706", name=shown(name), kind=self.kind.id, hint=hint)
            _check_item(name, value)

    @property
    def cause(self) -> Event | None:
        """That of which the notice tells; a paper that did not count is nothing to tell of."""
        event = self.notice.trigger if self.notice else None
        return None if event is None or event.kind == PREFIX + self.kind.id else event

    def words(self, name: str) -> Words:
        """Return what is known of a name."""
        return Words.of(self._lines(name))

    def _lines(self, name: str) -> Iterator[str]:
        if name in self.items:
            return _each(self.items[name], lambda one: str(self._shown(name, one)))
        if name in _OF_CASE:
            return _each(_OF_CASE[name](self), str)
        for event in self._events(name):
            if name in event.payload:
                return self.noted(name, event.payload[name])
        if name in self.kind.says:
            return iter([self.kind.says[name]])
        return _each(_OF_FORM[name](self), str) if name in _OF_FORM else iter(())

    def _events(self, name: str) -> Iterator[Event]:
        """Go through the events that can have stated a name, the paper itself first."""
        notice = self.notice
        is_computed = name == "limit" and bool(self.kind.limit)
        events = (notice.served, None if is_computed else self.cause) if notice else ()
        return (one for one in events if one is not None)

    def noted(self, name: str, value: object) -> Iterator[str]:
        """Say what an event notes, each text for itself."""
        policy, persons = self.found.policy, self.found.persons

        def say(one: object) -> str:
            return say_field(policy, name, one, persons=persons, unmask=self.unmask)

        return _each(value, say)

    def _shown(self, name: str, value: object) -> object:
        found = self.found
        return value if self.unmask else hide(found.policy, name, value, found.persons)


def _each(value: object, say: Callable[[object], str]) -> Iterator[str]:
    """Say a value: a text, several, or those of several units, each unit on its own line."""
    match value:
        case None:
            return
        case Mapping():
            for unit, of_unit in value.items():
                said = "、".join(_each(of_unit, say))
                yield f"{unit}：{said.strip() or BLANK}"
        case list() | tuple():
            yield from map(say, value)
        case _:
            yield say(value)


def _check_item(name: str, value: object) -> None:
    """Refuse what is neither a text, nor several, nor several of several units (SH707)."""
    values = value.values() if isinstance(value, Mapping) else (value,)
    for one in values:
        texts = one if isinstance(one, list | tuple) else (one,)
        if not all(isinstance(text, str) for text in texts):
            raise InputTypeError("SH707", name=name, value=shown(value))


# ---- what follows from the case


def _applicant(content: Content) -> object:
    said = [step.event.payload.get("applicant") for step in content.found.replay.steps]
    names = (one for one in reversed(said) if one)
    return list(content.noted("applicant", next(names, None)))


def _case(content: Content) -> object:
    found = content.found
    return (found.timeline.case if content.unmask else found.shown_case) or None


def _matter(content: Content) -> object:
    return content.found.matter and content.found.matter.title


def _at_window(content: Content, name: str) -> object:
    """Return what the record of the window says: its department, place or telephone."""
    matter = content.found.matter
    window = matter.window if matter is not None else None
    return (getattr(window, name) or None) if isinstance(window, Window) else None


def _unit(content: Content) -> object:
    """Return who serves it: the department of the window, else the unit that has to."""
    found, notice = content.found, content.notice
    units = [found.bearer(one).unit for one in notice.duties] if notice else []
    return _at_window(content, "department") or next(filter(None, units), "") or _window(content)


def _window(content: Content) -> object:
    return window_of(content.found) or None


def _received(content: Content) -> object:
    days = [s.event.occurred_at for s in content.found.replay.steps if s.event.kind == "received"]
    return say_date(days[-1].date()) if days else None


def _day(content: Content) -> object:
    """Return the day on which that happened of which the notice tells."""
    return say_date(content.cause.occurred_at.date()) if content.cause else None


def _fee(content: Content) -> object:
    fee = content.found.fee
    if fee is not None and fee.status is FeeStatus.FREE:
        return "不收费"
    computed = fee is not None and fee.status is FeeStatus.COMPUTED
    return f"{fee.total}元" if fee is not None and computed else None


_OF_CASE: Final[Mapping[str, Callable[[Content], object]]] = {
    "title": lambda content: content.kind.title,
    "applicant": _applicant,
    "matter": _matter,
    "case": _case,
    "unit": _unit,
    "window": _window,
    "window_place": lambda content: _at_window(content, "place"),
    "window_phone": lambda content: _at_window(content, "phone"),
    "received": _received,
    "day": _day,
    "fee": _fee,
}
NAMES: Final = tuple(_OF_CASE)
"""What every text can print, beside the fields of events and the items of its form: its title, the
applicant, the matter, the number of the case, who serves it, the window, its place and telephone,
the day of receipt, the day of that of which it tells, the fee."""


# ---- what follows for an item of a form


def _limit(content: Content) -> object:
    """Return the limit that the notice tells, with its end; the earlier one of two calendars'."""
    known = [one for one in content.found.duties if one.duty.id == content.kind.limit]
    if not known or not _is_told(content, known[-1]):
        return None
    one = known[-1]
    longer = "".join(f"，延长{extension}" for extension in one.extensions)
    if one.warn_at is None or one.deadline is None:
        return f"{one.limit}{longer}"
    sure = one.deadline.certainty is Certainty.CERTAIN
    return f"{one.limit}{longer}，至{say_at(one.warn_at)}止{'' if sure else '（暂定）'}"


def _is_told(content: Content, one: Obligation) -> bool:
    """Tell whether a limit is known, and lengthened where the notice tells of that."""
    if one.status is DutyStatus.DORMANT or isinstance(one.limit, Unknown | None):
        return False
    trigger = content.cause
    lengthens = trigger and one.duty.extend and trigger.kind in one.duty.extend.on
    return not lengthens or one.extended_by is trigger


def _materials(content: Content) -> object:
    """Return what every department asks for: as it was assigned, else as the matter says."""
    matter, steps = content.found.matter, content.found.replay.steps
    parts = [step.event for step in steps if step.event.kind == "part.assigned"]
    of_parts = {
        event.unit: tuple(content.noted("materials", event.payload.get("materials")))
        for event in parts
        if event.unit
    }
    if any(of_parts.values()) or matter is None:
        return of_parts
    if isinstance(matter.materials, tuple) and matter.materials:
        return [str(material) for material in matter.materials]
    departments = matter.departments if isinstance(matter.departments, tuple) else ()
    return of_parts or dict.fromkeys(departments, ())


_OF_FORM: Final[Mapping[str, Callable[[Content], object]]] = {
    "limit": _limit,
    "materials": _materials,
}
