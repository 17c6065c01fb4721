"""Sheets of events (事件表): a row is an event, as a ledger holds it; nothing is lost either way.

    办件编号, 属地, 事件编号, 事件, 发生时间, …, 内容.matter, 内容.windows（整数）, 其他（JSON）

What fits into no column of its own stands as JSON in the last one; the number of a case that no
cell keeps stands in quotation marks. The heading after it says whether personal data are masked; a
masked sheet is for reading, and is not taken for events again.
"""

import contextlib
import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, Final, Self

from attrs import frozen

from servicehall.cases import event_data
from servicehall.divisions import NATION
from servicehall.errors import ServiceHallError
from servicehall.events import Event
from servicehall.interop.sheets.columns import plain, read_columns
from servicehall.interop.sheets.textfiles import TextStream, write_csv
from servicehall.plugins.registry import Registry
from servicehall.policy import Policy
from servicehall.privacy import (
    MASKED,
    UNMASKED,
    hide,
    mask,
    mask_names,
    mask_persons,
    persons_of,
)
from servicehall.timeline import Timeline

__all__ = ["GROUPS", "TEXTS", "WHOLE", "YES", "quoted", "unquoted", "write_events_csv"]

TEXTS: Final = (
    *("id", "kind", "occurred_at", "recorded_at", "actor", "unit"),
    "corrects",
)
"""What every event has, or may have, beside references and payload."""
GROUPS: Final = {"关联": "refs", "内容": "payload"}
WHOLE: Final = "（整数）"
YES: Final = "是"
_KINDS: Final[Mapping[type, str]] = {str: "", int: WHOLE, bool: "（是否）"}


def write_events_csv(
    cases: Callable[[], Iterable[Timeline]],
    stream: TextStream,
    *,
    registry: Registry | None = None,
    unmask: bool = False,
) -> int:
    """Write cases as CSV, an event on each row (写出事件表).

    The cases are gone through twice, once for the headings; only one of them is held at any time.

    Args:
        cases: What goes through the cases from the beginning.
        stream: Where to write; see :func:`servicehall.interop.sheets.write_csv`.
        registry: The rules that say which fields are personal; left out, the built-in ones. Fields
            that they do not know are masked.
        unmask: Whether to write personal data in full. Only such a sheet can be read again.

    Returns:
        How many events were written.
    """
    rules = registry or Registry.of()
    headings: dict[str, None] = {}
    for flat, _ in _flattened(cases(), rules, unmask=unmask):
        headings |= dict.fromkeys(flat)
    own = {name: column.headings[0] for name, column in read_columns().kinds["events"].items()}
    fixed = ["case", "division", *TEXTS]
    more = [heading for heading in headings if heading not in fixed]

    def rows() -> Iterator[list[str]]:
        rest = own["rest"]
        yield [*(own[name] for name in fixed), *more, rest, UNMASKED if unmask else MASKED]
        for flat, left in _flattened(cases(), rules, unmask=unmask):
            text = json.dumps(left, ensure_ascii=False) if left else ""
            yield [*(flat.get(name, "") for name in (*fixed, *more)), text, ""]

    return write_csv(rows(), stream, exact=True) - 1


_Flat = tuple[dict[str, str], dict[str, Any]]


def _flattened(cases: Iterable[Timeline], rules: Registry, *, unmask: bool) -> Iterator[_Flat]:
    for timeline in cases:
        curtain = None if unmask else _Curtain.of(_policy(rules, timeline), timeline)
        about = {"case": timeline.case, "division": timeline.division}
        for event in timeline.recorded:
            flat, left = _flat(event_data(event) if curtain is None else curtain.event(event))
            of = about if curtain is None else curtain.fields(about)
            yield {**{name: quoted(said) for name, said in of.items()}, **flat}, left


def _flat(data: Mapping[str, Any]) -> _Flat:
    """Tell what fits into columns of its own from what does not."""
    flat: dict[str, str] = {}
    left: dict[str, Any] = {}
    for name in TEXTS:
        if name in data and _is_plain(data[name]):
            flat[name] = data[name]
        elif name in data:
            left[name] = data[name]
    for zh, group in GROUPS.items():
        for name, value in data.get(group, {}).items():
            if _has_column(name, value):
                flat[f"{zh}.{name}{_KINDS[type(value)]}"] = _cell(value)
            else:
                left.setdefault(group, {})[name] = value
    return flat, left


def _has_column(name: str, value: object) -> bool:
    is_name = re.fullmatch(r"\w[\w.-]*", name) and plain(name) == name
    return bool(is_name) and type(value) in _KINDS and (type(value) is not str or _is_plain(value))


def _is_plain(text: object) -> bool:
    """Tell whether a text stays as it is when a file of lines is written and read."""
    if not isinstance(text, str) or not text or text != text.strip():
        return False
    lines = text.split("\n")
    return all(line.isprintable() and (not line or line.strip()) for line in lines)


def quoted(text: str) -> str:
    """Return a text that a cell would not keep in quotation marks; others as they are."""
    stays = not text or (_is_plain(text) and not text.startswith('"'))
    return text if stays else json.dumps(text, ensure_ascii=False)


def unquoted(text: str) -> str:
    """Return the text that :func:`quoted` wrote."""
    with contextlib.suppress(ValueError):
        told = json.loads(text) if text.startswith('"') else text
        return str(told)
    return text


def _cell(value: object) -> str:
    return {True: YES, False: "否"}[value] if isinstance(value, bool) else str(value)


# ---- personal data


_NAMES: Final = ("division", "matter")
"""Fields that name something: their numbers are nobody's."""
_SAID: Final = tuple(name for name in TEXTS if not name.endswith("_at"))
"""What every event has that may be shown, but for names of persons."""


def _policy(rules: Registry, timeline: Timeline) -> Policy:
    """Return the rules of a case; where nothing says which, those of the nation."""
    try:
        return rules.policy(timeline.division, on=timeline.filed_on)
    except ServiceHallError:
        return rules.policy(NATION, on=timeline.filed_on)


@frozen
class _Curtain:
    """What hides the personal data of a case (隐去)."""

    policy: Policy
    persons: Collection[str]

    @classmethod
    def of(cls, policy: Policy, timeline: Timeline) -> Self:
        return cls(policy, persons_of(policy, timeline.recorded))

    def event(self, event: Event) -> dict[str, Any]:
        """Return an event as it is written, with what may be shown of it."""
        data = event_data(event)
        told = {name: self._text(one) for name, one in data.items() if name in _SAID}
        refs = {self._text(name): self._text(one) for name, one in data.get("refs", {}).items()}
        return {**data, **told, "refs": refs, "payload": self.fields(data.get("payload", {}))}

    def fields(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Return fields with what may be shown of them; a key may be a name too."""
        return {self._text(name): self._shown(name, value) for name, value in fields.items()}

    def _text(self, text: str) -> str:
        return mask_persons(text, self.persons)

    def _shown(self, name: str, value: Any) -> Any:
        """Return what stands in a field as it may be shown; what no rule knows may be anything."""
        if name in _NAMES and isinstance(value, str):
            return mask_names(value, self.persons)
        if name in self.policy.fields or _fits(self.policy, name, value):
            return hide(self.policy, name, value, self.persons)
        return _all_hidden(value)


def _fits(policy: Policy, name: str, value: Any) -> bool:
    """Tell whether a value is one of those that a fact can have."""
    if name not in policy.vocabulary:
        return False
    with contextlib.suppress(ServiceHallError):
        return value is None or policy.vocabulary[name].check(value) is not None
    return False


def _all_hidden(value: Any) -> Any:
    match value:
        case bool() | None:
            return value
        case list():
            return [_all_hidden(one) for one in value]
        case dict():
            return {key: _all_hidden(one) for key, one in value.items()}
        case _:
            return mask(str(value))
