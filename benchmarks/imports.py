"""The import (导入): ``import servicehall`` in fresh processes beside ``import attrs, pluggy``.

Only the import itself is timed, inside the process, so that the start of Python, which is the same
for all, does not make the ratio look better than it is.
"""

import subprocess
import sys
from typing import Final

from measure import Bar, Race, at_most, compare_turns, print_table

ROUNDS: Final = 21

TIMER: Final = """\
import time
begin = time.perf_counter()
{statements}
print(time.perf_counter() - begin)
"""

PEER: Final = "import attrs, pluggy"
BARE: Final = "import servicehall"
EVERYTHING: Final = "from servicehall import *"
FIRST_ANSWER: Final = """\
import servicehall as sh
from datetime import date
sh.mainland().add(date(2026, 3, 2), 20)
"""

HEAVY: Final = ("numpy", "holidays", "pytest", "cattrs")
"""What a bare import must not load."""


def main() -> None:
    check_light()
    print_table(
        "Imports in fresh processes",
        [
            race_of("import servicehall", BARE, at_most(2)),
            race_of("every public name", EVERYTHING),
            race_of("import and first mainland().add", FIRST_ANSWER),
        ],
        [f"The peer is `{PEER}`. A bare import loads none of {', '.join(HEAVY)}."],
    )


def check_light() -> None:
    """Make sure that a bare import loads nothing heavy."""
    found = output_of(f"{BARE}\nimport sys\nprint(*(set({HEAVY!r}) & sys.modules.keys()))")
    assert not found.strip(), f"import servicehall loads {found}"


def race_of(work: str, statements: str, bar: Bar | None = None) -> Race:
    """Compare some statements with the peer, each in processes of its own."""
    return compare_turns(
        work, lambda: seconds_of(statements), lambda: seconds_of(PEER), bar, rounds=ROUNDS
    )


def seconds_of(statements: str) -> float:
    """Return how long statements take in a fresh process."""
    return float(output_of(TIMER.format(statements=statements)))


def output_of(program: str) -> str:
    """Run a program in a fresh process and return what it prints."""
    command = [sys.executable, "-I", "-c", program]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603  # our own text


if __name__ == "__main__":
    main()
