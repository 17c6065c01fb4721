"""Measuring (计时): two ways to do one piece of work, side by side, as a ratio.

Times differ from machine to machine and from minute to minute; a ratio of neighbours hardly does.
So ours and the peer take turns, A B A B, in one run; each turn gives one ratio, and the median of
the ratios is reported beside the median times. Nothing here fails a build: a bar that is not held
is printed as such.
"""

import gc
import statistics
import time
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from attrs import frozen

__all__ = ["Bar", "Entry", "Race", "at_least", "at_most", "compare_turns", "print_table", "race"]

ROUNDS: Final = 15


@frozen
class Entry:
    """One way to do the work.

    Attributes:
        run: What is timed; it is given what ``prepare`` returns.
        items: How many pieces of work one run does.
        prepare: Makes the input of one run, untimed; new objects each time.
    """

    run: Callable[[Any], object]
    items: int = 1
    prepare: Callable[[], Any] = lambda: None

    def seconds(self) -> float:
        """Run once and return the seconds that one item took."""
        given = self.prepare()
        gc.collect()
        gc.disable()
        begin = time.perf_counter()
        self.run(given)
        end = time.perf_counter()
        gc.enable()
        return (end - begin) / self.items


@frozen
class Bar:
    """What the ratio should hold.

    Attributes:
        figure: The bar itself.
        faster: Whether it says how many times faster ours must be at least, instead of how many
            times the peer's time ours may take at most.
    """

    figure: float
    faster: bool

    def __str__(self) -> str:
        """Return it as the table shows it."""
        return f"≥ {self.figure:,g} × faster" if self.faster else f"≤ {self.figure:,g} × the time"

    def is_held_by(self, ratio: float) -> bool:
        """Tell whether ours, in peer's times, holds the bar."""
        return 1 / ratio >= self.figure if self.faster else ratio <= self.figure


def at_most(figure: float) -> Bar:
    """Ours may take so many times as long as the peer."""
    return Bar(figure, faster=False)


def at_least(figure: float) -> Bar:
    """Ours must be so many times faster than the peer."""
    return Bar(figure, faster=True)


@frozen
class Race:
    """The outcome of one comparison.

    Attributes:
        work: What was done, and by which peer.
        ours: Seconds an item, the median.
        peer: The same of the peer.
        ratio: The median of ours / peer, turn by turn.
        bar: What it should hold; None where the figure is for information.
    """

    work: str
    ours: float
    peer: float
    ratio: float
    bar: Bar | None

    def cells(self) -> tuple[str, ...]:
        """Return the row of the table."""
        faster = self.bar.faster if self.bar else self.ratio < 1
        ratio = (
            f"{say_figure(1 / self.ratio)} × faster" if faster else f"{self.ratio:.2f} × the time"
        )
        held = ("yes" if self.bar.is_held_by(self.ratio) else "NO") if self.bar else ""
        bar = str(self.bar) if self.bar else "none"
        return self.work, say_time(self.ours), say_time(self.peer), ratio, bar, held


def race(
    work: str, ours: Entry, peer: Entry, bar: Bar | None = None, *, rounds: int = ROUNDS
) -> Race:
    """Let ours and the peer take turns and compare them.

    Args:
        work: What is done, and by which peer.
        ours: Our way.
        peer: The other way.
        bar: What should hold.
        rounds: How many turns each takes; one more comes first and is not counted.
    """
    return compare_turns(work, ours.seconds, peer.seconds, bar, rounds=rounds)


def compare_turns(
    work: str,
    ours: Callable[[], float],
    peer: Callable[[], float],
    bar: Bar | None = None,
    *,
    rounds: int = ROUNDS,
) -> Race:
    """Compare as :func:`race` does, where ours and the peer tell their own seconds."""
    turns = [(ours(), peer()) for _ in range(rounds + 1)][1:]
    return Race(
        work,
        ours=statistics.median(mine for mine, _ in turns),
        peer=statistics.median(other for _, other in turns),
        ratio=statistics.median(mine / other for mine, other in turns),
        bar=bar,
    )


HEADINGS: Final = ("work", "ours", "peer", "ratio", "bar", "held")


def print_table(title: str, races: Iterable[Race], notes: Sequence[str] = ()) -> None:
    """Print races as a table that is also one in Markdown, and notes below it."""
    rows = [HEADINGS, *(race.cells() for race in races)]
    widths = [max(map(_columns, column)) for column in zip(*rows, strict=True)]
    rows.insert(1, tuple("-" * width for width in widths))
    print(f"\n{title}\n")
    for row in rows:
        print(_line(row, widths))
    if notes:
        print("", *notes, sep="\n")


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (
        cell + " " * (width - _columns(cell)) for cell, width in zip(cells, widths, strict=True)
    )
    return f"| {' | '.join(padded)} |"


def _columns(text: str) -> int:
    """Return how many columns a terminal needs for a text."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def say_figure(figure: float) -> str:
    """Return a figure to about three places."""
    return f"{figure:,.0f}" if figure >= 100 else f"{figure:.3g}"


def say_time(seconds: float) -> str:
    """Return a time in a unit that suits it."""
    for unit, factor in (("s", 1.0), ("ms", 1e3), ("µs", 1e6)):
        if seconds * factor >= 1:
            return f"{say_figure(seconds * factor)} {unit}"
    return f"{say_figure(seconds * 1e9)} ns"
