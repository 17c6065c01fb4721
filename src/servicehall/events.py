"""Events (事件): what happened to a case, when, by whom, and when it was written down.

An event never changes. What was written down wrongly is put right by another event that says which
one it corrects; both stay.
"""

import enum
import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from attrs import field, fields, frozen

from servicehall.checks import check_text, check_visible, read_only, shown, wrong_type
from servicehall.errors import InputTypeError, InputValueError
from servicehall.instants import as_instant

__all__ = [
    "Event",
    "Field",
    "FieldKind",
    "Sensitivity",
    "check_instant",
    "frozen_mapping",
    "thawed",
]


class Sensitivity(enum.StrEnum):
    """How far a field of an event may be shown (敏感程度)."""

    OPEN = "open"
    """可以显示."""
    PERSONAL = "personal"
    """个人信息: shown masked, unless somebody asks for it expressly."""

    @property
    def zh(self) -> str:
        """The Chinese label."""
        return {"open": "可以显示", "personal": "个人信息"}[self.value]


class FieldKind(enum.StrEnum):
    """What stands in a field of an event (登记项的类型)."""

    TEXT = "text"
    TEXTS = "texts"
    LIMIT = "limit"
    DAY = "day"
    QUANTITIES = "quantities"

    @property
    def zh(self) -> str:
        """The Chinese label."""
        return {
            "text": "文字",
            "texts": "文字列表",
            "limit": "期限",
            "day": "日期，如 2026-09-18",
            "quantities": "数量",
        }[self.value]


@frozen
class Field:
    """Something that events note and no rule compares: a name, reasons, a limit (登记项).

    Attributes:
        name: Its name.
        label: Its Chinese name.
        kind: What stands in it.
        sensitivity: How far it may be shown.
    """

    name: str
    label: str
    kind: FieldKind = FieldKind.TEXT
    sensitivity: Sensitivity = Sensitivity.OPEN


def check_instant(value: object, name: str) -> datetime:
    """Return an instant in Asia/Shanghai, or refuse it.

    Raises:
        InputTypeError: It is no instant (SH601).
        InputValueError: It has no time zone (SH103).
    """
    if not isinstance(value, datetime):
        raise InputTypeError("SH601", name=name, value=shown(value), type=type(value).__name__)
    return as_instant(value, name)


def _occurred(value: object) -> datetime:
    return check_instant(value, "occurred_at")


def _recorded(value: object) -> Any:
    return None if value is None else check_instant(value, "recorded_at")


def _id(value: object) -> str:
    return str(check_visible(check_text(value, "id")))


def _kind(value: object) -> str:
    return str(check_visible(check_text(value, "kind")))


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise InputTypeError("SH118", value=repr(value), type=type(value).__name__)
    return str(check_visible(value))


def _references(value: object) -> Mapping[str, str]:
    refs = frozen_mapping(value, "refs")
    for name, reference in refs.items():
        check_text(reference, f"refs.{name}")
    return refs


def _payload(value: object) -> Mapping[str, Any]:
    return frozen_mapping(value, "payload")


def frozen_mapping(value: object, name: str) -> Mapping[str, Any]:
    """Return a mapping by name that nobody can change later, at any depth.

    Raises:
        InputTypeError: It is none (SH119), or holds what cannot be written down (SH404, SH623).
        InputValueError: Half a letter stands in it (SH485).
    """
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
        raise wrong_type(value, name, "a mapping with names as keys", "以名称为键的对照")
    return read_only({key: _frozen(one, f"{name}.{key}") for key, one in dict(value).items()})


_DEEPEST: Final = 20


def _frozen(value: Any, name: str, depth: int = 0) -> Any:
    """Return what nobody can change later: a list becomes a tuple, at any depth.

    Raises:
        InputTypeError: It is nothing that can be written down: SH404 for a binary float, SH623 for
            anything else, or nested too deeply.
    """
    if isinstance(value, float):
        raise InputTypeError("SH404", fact=name, label=name.rpartition(".")[2], value=repr(value))
    if isinstance(value, str):
        return _whole(value)
    if value is None or isinstance(value, int | Decimal):
        return value
    if depth < _DEEPEST and isinstance(value, list | tuple):
        return tuple(_frozen(one, name, depth + 1) for one in value)
    if depth < _DEEPEST and isinstance(value, Mapping):
        inside = ((str(key), one) for key, one in value.items())
        return read_only({key: _frozen(one, f"{name}.{key}", depth + 1) for key, one in inside})
    raise InputTypeError("SH623", value=shown(value), type=type(value).__name__)


def _whole(text: str) -> str:
    """Return a text unchanged, or refuse one with half a letter: nobody can write it (SH485)."""
    if not text.isascii() and _HALF.search(text):
        raise InputValueError("SH485", text=shown(text))
    return text


_HALF: Final = re.compile("[\ud800-\udfff]")


def thawed(value: Any) -> Any:
    """Return plain dicts and lists for what an event holds."""
    if isinstance(value, Mapping):
        return {key: thawed(one) for key, one in value.items()}
    return [thawed(one) for one in value] if isinstance(value, tuple) else value


@frozen(kw_only=True)
class Event:
    """One thing that happened to a case (事件).

    Attributes:
        id: Its name, the same wherever it is sent; the same event twice is one event.
        kind: What happened, for example ``"received"``; see :data:`servicehall.timeline.TABLE`.
        occurred_at: When it happened, as stated; an instant with time zone.
        recorded_at: When it was written down; left out, when it happened.
        actor: Who did it, or empty.
        unit: The unit for which it was done, or empty.
        refs: The visit, referral, complaint or part of the case that it concerns, by kind of thing.
        payload: What was noted: facts, details, and fields such as reasons.
        corrects: The event that this one takes the place of, or empty.

    Raises:
        InputTypeError: An instant is none (SH601), a text is none (SH118), a mapping is none
            (SH119), a value cannot be written down (SH404, SH623).
        InputValueError: An instant without time zone (SH103), an empty name (SH126), a record
            older than what it records (SH602), an event that corrects itself (SH603).
    """

    id: str = field(converter=_id)
    kind: str = field(converter=_kind)
    occurred_at: datetime = field(converter=_occurred)
    recorded_at: datetime = field(converter=_recorded, default=None)
    actor: str = field(default="", converter=_text)
    unit: str = field(default="", converter=_text)
    refs: Mapping[str, str] = field(factory=dict, converter=_references, hash=False)
    payload: Mapping[str, Any] = field(factory=dict, converter=_payload, hash=False)
    corrects: str = field(default="", converter=_text)

    def __attrs_post_init__(self) -> None:
        if self.recorded_at is None:
            object.__setattr__(self, "recorded_at", self.occurred_at)
        if self.recorded_at.timestamp() < self.occurred_at.timestamp():
            told = {"recorded": self.recorded_at.isoformat(), "id": self.id}
            raise InputValueError("SH602", occurred=self.occurred_at.isoformat(), **told)
        if self.corrects == self.id:
            raise InputValueError("SH603", id=self.id)
        if "case" in self.payload:  # it names the case wherever it is told
            check_visible(str(self.payload["case"]))

    def __reduce__(self) -> tuple[Any, ...]:
        names = [one.name for one in fields(Event)]
        return _rebuild, ({name: thawed(getattr(self, name)) for name in names},)


def _rebuild(said: dict[str, Any]) -> Event:
    return Event(**said)
