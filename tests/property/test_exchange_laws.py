"""Laws of exchange files: whatever can be written down fits the schema and is read as it was."""

import json
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any, Final

from hypothesis import given, strategies as st
from jsonschema import Draft202012Validator

import servicehall as sh
from servicehall.cases import load_case
from servicehall.interop.schemas import schema
from servicehall.ledgers import Line, read_case_line, write_case_line

CASE: Final = Draft202012Validator(schema("case"))
LEDGER: Final = Draft202012Validator(schema("ledger"))

texts = st.text(st.characters(exclude_categories=["C"]), max_size=8)
names = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=8)
plain = st.none() | st.booleans() | st.integers(-(10**20), 10**20) | texts
values = st.recursive(
    plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3)
)
instants = st.datetimes(
    datetime(1990, 1, 1),  # noqa: DTZ001  # the zone follows
    datetime(2100, 1, 1),  # noqa: DTZ001  # as above
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=8)), timezone(timedelta(hours=-5))]),
)


@st.composite
def histories(draw: st.DrawFn) -> sh.Timeline:
    """Draw events of kinds that packs declare, which may come at any time, with any payload."""
    events = []
    for number in range(draw(st.integers(1, 4))):
        happened = draw(instants)
        later = timedelta(minutes=draw(st.sampled_from([0, 0, 1, 60])))
        events.append(
            sh.Event(
                id=f"e{number}",
                kind=draw(st.sampled_from(["stamp.lent", "stamp.back", "weather"])),
                occurred_at=happened,
                recorded_at=happened + later,
                actor=draw(texts),
                unit=draw(texts),
                refs=draw(st.dictionaries(names, names, max_size=2)),
                payload=draw(st.dictionaries(names, values, max_size=3)),
            )
        )
    return sh.Timeline.of(events)


@given(histories())
def test_whatever_happened_fits_and_is_read_as_it_was(timeline: sh.Timeline) -> None:
    """The line of a ledger: valid by the schema, and the same events when it is read."""
    data: dict[str, Any] = json.loads(write_case_line(timeline))
    CASE.validate(data)
    assert load_case(data).recorded == timeline.recorded


@given(histories(), names)
def test_a_line_fits_where_the_reader_takes_it(timeline: sh.Timeline, number: str) -> None:
    """With a number the schema of ledgers takes it, and so does the reader; the text comes back."""
    first, *rest = timeline.recorded
    numbered = sh.Event(
        id=first.id,
        kind=first.kind,
        occurred_at=first.occurred_at,
        payload={"case": number, "fee": Decimal("0.50")},
    )
    text = write_case_line(sh.Timeline.of([numbered, *rest]))
    LEDGER.validate(json.loads(text))
    assert write_case_line(read_case_line(Line(1, text)).timeline) == text
