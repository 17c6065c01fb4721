"""A long ledger (长台账) beside single cases: 100,000 lines read and assessed, on all cores.

A single case is what somebody does with one: read from its text, and assessed. A ledger of as many
lines takes that time, divided by the cores, if its streaming costs nothing. The cases are those of
the examples, numbered through; the ledger is written into a temporary folder.
"""

import json
import os
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from measure import Race, at_most, compare_turns, print_table

import servicehall as sh
from servicehall.instants import SHANGHAI
from servicehall.ledgers import Answer, Line, assess_ledger, read_case_line
from servicehall.plugins import open_pack

EXAMPLES: Final = Path(__file__).parent.parent / "examples"
CASES: Final = 100_000
FEW: Final = 10_000
ELSEWHERE: Final = ("LH-0002", "LH-0015", "LH-0020")
"""Cases of towns whose packs are not looked at."""
AS_OF: Final = datetime(2026, 12, 31, 9, tzinfo=SHANGHAI)


def main() -> None:
    cores = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as folder:
        few, many = (_written(Path(folder), count) for count in (FEW, CASES))
        races = [
            _compare(f"{FEW:,} lines, 1 process: single cases", few, FEW, 1, rounds=3),
            _compare(
                f"{FEW:,} lines, {cores} processes: cases / {cores}", few, FEW, cores, rounds=3
            ),
        ]
        before = _peak()
        races.append(
            _compare(f"{CASES:,} lines, {cores} processes: cases / {cores}", many, CASES, cores)
        )
        notes = [f"The reading process needs {before:.0f} MiB after {FEW:,} lines at most, "]
        notes[0] += f"{_peak():.0f} MiB after {CASES:,}."
    print_table("A long ledger", races, notes)


def rules() -> sh.Registry:
    """Return the registry of the example town."""
    return sh.Registry.of(open_pack(EXAMPLES / "liuhe"))


def state_of(found: sh.Assessment) -> str:
    """Return where a case stands."""
    return found.state.value


def _numbered(count: int) -> Iterator[str]:
    """Go through so many cases, each with a number of its own."""
    stories = [
        line
        for line in (EXAMPLES / "ledger.jsonl").read_text(encoding="utf-8").splitlines()
        if json.loads(line)["events"][0]["payload"]["case"] not in ELSEWHERE
    ]
    for number in range(count):
        yield stories[number % len(stories)].replace('"case":"LH-', f'"case":"{number}-', 1)


def _written(folder: Path, count: int) -> Path:
    file = folder / f"{count}.jsonl"
    with file.open("w", encoding="utf-8") as stream:
        stream.writelines(f"{line}\n" for line in _numbered(count))
    return file


def _compare(work: str, file: Path, count: int, workers: int, *, rounds: int = 1) -> Race:
    single = _single()
    bar = at_most(2) if count == CASES else None  # a short one is mostly beginning processes
    return compare_turns(
        work,
        lambda: _streamed(file, count, workers),
        lambda: single() / workers,
        bar,
        rounds=rounds,
    )


def _streamed(file: Path, count: int, workers: int) -> float:
    """Return the seconds that a case of a ledger takes."""
    begin = time.perf_counter()
    answers = assess_ledger(file, rules, state_of, as_of=AS_OF, workers=workers)
    taken = sum(isinstance(answer, Answer) for answer in answers)
    seconds = time.perf_counter() - begin
    assert taken == count
    return seconds / count


def _single() -> Callable[[], float]:
    """Return what measures the seconds that reading and assessing one case takes."""
    registry = rules()
    texts = list(_numbered(1_000))

    def run() -> float:
        begin = time.perf_counter()
        for text in texts:
            timeline = read_case_line(Line(1, text)).timeline
            state_of(registry.assess(timeline, as_of=AS_OF))
        return (time.perf_counter() - begin) / len(texts)

    return run


def _peak() -> float:
    """Return the most memory that this process has needed, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
