"""Reading ledgers (读取台账): JSON Lines, a case file on each line.

    {"format": 1, "events": [{"id": "e1", "kind": "received", "occurred_at": "...",
      "payload": {"case": "2026-0001", "division": "530926103", "matter": "..."}}, ...]}

The number of a case is what its events say: the field ``case`` (办件编号).
"""

import contextlib
import hashlib
import json
import sqlite3
import unicodedata
from collections.abc import Iterator
from os import PathLike

from attrs import frozen

from servicehall.cases import FORMAT, event_data, load_case
from servicehall.errors import DataError, FaultyDataError, ServiceHallError
from servicehall.ledgers.lines import Line, Reject, case_lines
from servicehall.reading import parse_json
from servicehall.timeline import Timeline

__all__ = ["CaseLine", "Seen", "read_case_line", "read_ledger", "write_case_line"]


@frozen(kw_only=True)
class CaseLine:
    """A case as a line of a ledger (台账的一件).

    Attributes:
        number: The number of the line, from 1.
        timeline: What happened.
        text: The line as it stands.
    """

    number: int
    timeline: Timeline
    text: str = ""

    @property
    def case(self) -> str:
        """The number of the case (办件编号)."""
        return self.timeline.case

    @property
    def fingerprint(self) -> str:
        """What tells what happened from any other course: equal for the same events."""
        told = json.dumps([event_data(event) for event in self.timeline.recorded], sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def read_case_line(line: Line) -> CaseLine:
    """Read one line of a ledger.

    Raises:
        FaultyDataError: It is no JSON (SH619), or cut off at the end of the file (SH632); it has no
            case number (SH633); and what :func:`servicehall.cases.load_case` refuses.
    """
    source = f"第{line.number}行"
    try:
        data = parse_json(line.text)
    except (ValueError, RecursionError) as error:
        code = "SH632" if _is_cut_off(line.text) else "SH619"
        raise FaultyDataError(source, [DataError(code, reason=str(error))]) from error
    timeline = load_case(data, source)
    if not timeline.case:
        raise FaultyDataError(source, [DataError("SH633")])
    return CaseLine(number=line.number, timeline=timeline, text=line.text)


def _is_cut_off(text: str) -> bool:
    """Tell of what is no JSON whether it begins like a case and only its end is missing."""
    return text.lstrip().startswith("{") and not text.rstrip().endswith("}")


def write_case_line(timeline: Timeline) -> str:
    """Return a case as a line of a ledger; :func:`read_case_line` reads the same from it."""
    data = {"format": FORMAT, "events": [event_data(event) for event in timeline.recorded]}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def read_ledger(file: str | PathLike[str]) -> Iterator[CaseLine | Reject]:
    """Go through the cases of a ledger (读取台账), one at a time.

    Args:
        file: A file of JSON Lines.

    Yields:
        Each case, in the order of the file, once; or a reject for a line that cannot be taken,
        also for a case that stood there before, the same (SH634) or another (SH635), and for a
        number that differs from an earlier one in blanks or width only (SH641).

    Raises:
        FaultyDataError: The file cannot be read (SH201).
    """
    with contextlib.closing(Seen()) as seen:
        for line in case_lines(file):
            yield line if isinstance(line, Reject) else _read(line, seen)


def _read(line: Line, seen: "Seen") -> CaseLine | Reject:
    case = ""
    try:
        found = read_case_line(line)
        case = found.case
        seen.check(found.number, case, found.timeline.division, found.fingerprint)
    except ServiceHallError as error:
        return Reject(line.number, error, line.text, case)
    return found


class Seen:
    """The cases that a ledger has told of so far, kept on disk: it may be long (已读办件)."""

    def __init__(self) -> None:
        self._cases = sqlite3.connect("")  # a file of its own, which goes when it is closed
        self._cases.execute("PRAGMA journal_mode = OFF")
        self._cases.execute(
            "CREATE TABLE cases (division TEXT, bare TEXT, number TEXT, line INTEGER, course TEXT,"
            " PRIMARY KEY (division, bare))"
        )

    def check(self, number: int, case: str, division: str, course: str) -> None:
        """Refuse a case of which an earlier line told.

        Args:
            number: The number of the line.
            case: The number of the case.
            division: Where it was filed: two halls may use one number.
            course: The fingerprint of what happened.

        Raises:
            DataError: It told the same (SH634), or something else (SH635); or its number differs
                from this one in blanks or in the width of letters only (SH641).
        """
        key = (division, _bare(case))
        found = self._cases.execute(
            "SELECT line, number, course FROM cases WHERE division = ? AND bare = ?", key
        ).fetchone()
        if found is None:
            self._cases.execute(
                "INSERT INTO cases VALUES (?, ?, ?, ?, ?)", (*key, case, number, course)
            )
            return
        line, other, known = found
        if other != case:
            raise DataError("SH641", case=case, line=line, other=other)
        raise DataError("SH634" if known == course else "SH635", case=case, line=line)

    def close(self) -> None:
        """Forget them."""
        self._cases.close()


def _bare(case: str) -> str:
    """Return the number of a case without what people hardly see: blanks, and width."""
    return "".join(unicodedata.normalize("NFKC", case).split())
