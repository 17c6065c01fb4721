"""Laws of sheets: what is written is read as it was, whatever it is.

The oracles are Python's own: the csv module, which knows nothing of spreadsheets, and tomllib.
"""

import csv
import io
import tempfile
import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import example, given, strategies as st

from servicehall.events import Event
from servicehall.instants import SHANGHAI
from servicehall.interop.sheets import (
    SheetMatter,
    events_from,
    read_sheet,
    write_csv,
    write_events_csv,
    write_toml,
)
from servicehall.interop.sheets.cells import guard, read_text_cell
from servicehall.ledgers import CaseLine
from servicehall.timeline import Timeline

START = datetime(2026, 9, 18, 9, 0, tzinfo=SHANGHAI)
SIGNS = "=+-@\t'\"#0123456789Ee.,; \n甲乙（）＝"
SEEN = st.one_of(st.characters(exclude_categories=("C",)), st.sampled_from("\n\t"))
"""What a case file takes: signs that somebody can see."""
TEXTS = st.one_of(st.text(SEEN), st.text(SIGNS))
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.one_of(TEXTS, st.integers(), st.booleans(), st.none()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=5,
)
NAMES = st.one_of(st.sampled_from(["note", "windows", "applicant", "其他"]), TEXTS)
PAYLOADS = st.dictionaries(NAMES, VALUES, max_size=4)


@st.composite
def timelines(draw: st.DrawFn, number: int) -> Timeline:
    """Draw a case: a receipt and a few events that only add something, with any payload."""
    events = [
        Event(
            id="e0",
            kind="received",
            occurred_at=START,
            actor=draw(st.sampled_from(["", "王芳", "=1+1", "5.3E+17"])),
            payload={**draw(PAYLOADS), "case": f"C{number}", "division": "371302998"},
        )
    ]
    for index in range(draw(st.integers(0, 3))):
        occurred = START + timedelta(minutes=draw(st.integers(0, 100)))
        events.append(
            Event(
                id=f"e{index + 1}",
                kind=draw(st.sampled_from(["explained", "rated", "notice.promise"])),
                occurred_at=occurred,
                recorded_at=occurred + timedelta(seconds=draw(st.integers(0, 9))),
                refs=draw(st.dictionaries(st.sampled_from(["visit", "a b"]), st.just("V1"))),
                payload=draw(PAYLOADS.map(lambda one: {**one, "x": 1})),
            )
        )
    return Timeline.of(events)


@given(st.data(), st.integers(1, 3))
def test_events_come_back(data: st.DataObject, count: int) -> None:
    """Events → CSV → events: every case is as it was, and they come in the same order."""
    cases = [data.draw(timelines(number)) for number in range(count)]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "a.csv"
        with file.open("w", encoding="utf-8-sig", newline="") as stream:
            write_events_csv(lambda: cases, stream, unmask=True)
        again = list(events_from(read_sheet(file, "events")))
    assert all(isinstance(one, CaseLine) for one in again), [str(one) for one in again]
    told = [one.timeline.recorded for one in again if isinstance(one, CaseLine)]
    assert told == [case.recorded for case in cases]


@given(TEXTS)
@example("'=1")
@example("''12345678901234")
@example("'530921199001011000")
def test_guarded_texts_come_back(text: str) -> None:
    """Reading takes away exactly what writing added, and what is written begins with no sign of a
    formula."""
    assert read_text_cell(guard(text)) == text
    assert read_text_cell(guard(text, exact=True)) == text
    assert guard(text)[:1] not in tuple("=+-@\t\r＝＋－＠")


@given(st.lists(st.lists(TEXTS, min_size=1, max_size=4), max_size=4))
def test_rows_are_those_of_the_csv_module(rows: list[list[str]]) -> None:
    """What is written is CSV as Python reads it, with an apostrophe more here and there."""
    stream = io.StringIO()
    assert write_csv(rows, stream) == len(rows)
    read = list(csv.reader(io.StringIO(stream.getvalue(), newline="")))
    assert read == [[guard(cell) for cell in row] for row in rows]


@given(st.text())
def test_toml_is_read_as_it_was_written(text: str) -> None:
    """Any text comes back from TOML."""
    written = write_toml([SheetMatter(number=1, matter={"id": "a", "title": text})])
    assert tomllib.loads(written)["matters"] == [{"id": "a", "title": text}]
