"""Assessing ledgers (评估台账): case by case, on several cores, in the order of the file.

Only some hundred lines are held at any time, however long the ledger is. What a job makes of each
case is all that travels back from another process; so a job, and what makes the registry, must be
functions that can be imported by name.
"""

import contextlib
import itertools
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import datetime
from multiprocessing import get_context
from os import PathLike
from typing import Any, Final, Generic, TypeVar

from attrs import field, frozen

from servicehall.assessment import Assessment
from servicehall.divisions import check_division
from servicehall.errors import InputValueError, ServiceHallError
from servicehall.events import check_instant
from servicehall.ledgers.lines import NOT_YET, Line, Reject, case_lines
from servicehall.ledgers.reading import Seen, read_case_line
from servicehall.plugins.registry import Registry

__all__ = ["Answer", "assess_ledger"]

T = TypeVar("T")

_CHUNK: Final = 64
"""How many lines travel to a worker at once."""
_AHEAD: Final = 3
"""How many chunks each worker may be ahead of what was taken."""


@frozen(kw_only=True)
class Answer(Generic[T]):
    """What a job made of one case of a ledger (台账一件的结果).

    Attributes:
        number: The number of the line, from 1.
        case: The number of the case.
        division: Where it was filed.
        course: The fingerprint of what happened.
        value: What the job made of it.
    """

    number: int
    case: str
    division: str
    course: str
    value: T


@frozen(kw_only=True)
class _Work:
    """What is done with each line; made anew in every process."""

    registry: Registry
    job: Callable[[Assessment], Any]
    as_of: datetime
    division: str
    profiles: tuple[str, ...]

    def answer(self, line: Line | Reject) -> Answer[Any] | Reject:
        if isinstance(line, Reject):
            return line
        case = ""
        try:
            found = read_case_line(line)
            case = found.case
            assessed = self.registry.assess(
                found.timeline, as_of=self.as_of, division=self.division, profiles=self.profiles
            )
            value = self.job(assessed)
        except ServiceHallError as error:
            value = Reject(line.number, error, line.text, case)
            if error.code != NOT_YET:
                return value
        return Answer(
            number=line.number,
            case=case,
            division=check_division(self.division or found.timeline.division),
            course=found.fingerprint,
            value=value,
        )


def assess_ledger(
    file: str | PathLike[str],
    rules: Callable[[], Registry],
    job: Callable[[Assessment], T],
    *,
    as_of: datetime,
    division: str = "",
    profiles: Iterable[str] = (),
    workers: int = 1,
) -> Iterator[Answer[T] | Reject]:
    """Assess every case of a ledger (评估台账), and go through what a job makes of each.

    Args:
        file: A file of JSON Lines, a case on each line.
        rules: What makes the registry, for example ``Registry.discover``.
        job: What is to be made of each assessment: a row, a text; small, for it travels.
        as_of: The instant for which the cases are looked at, with time zone.
        division: Where they were filed; left out, what the events say.
        profiles: Profiles to suppose adopted, for what-if questions.
        workers: How many processes do the work; 1 for this one alone.

    Yields:
        An answer for each case, in the order of the file, or a reject for each line that cannot be
        taken, with its number and the reason.

    Raises:
        InputTypeError: The instant is none (SH601).
        InputValueError: It has no time zone (SH103); fewer than one worker (SH636).
        FaultyDataError: The file cannot be read (SH201), or packs are faulty.
    """
    told = (rules, job, check_instant(as_of, "as_of"), division, tuple(profiles))
    if workers < 1:
        raise InputValueError("SH636", workers=workers)
    chunks = _chunks(case_lines(file))
    made = _one_by_one(told, chunks) if workers == 1 else _in_parallel(told, chunks, workers)
    with contextlib.closing(Seen()) as seen:
        for chunk, done in made:
            for line, answer in zip(chunk, done, strict=True):
                yield answer if isinstance(answer, Reject) else _once(answer, seen, line.text)


def _once(answer: Answer[T], seen: Seen, text: str) -> Answer[T] | Reject:
    """Refuse a case that stood there before, also one that had not begun by the instant."""
    try:
        seen.check(answer.number, answer.case, answer.division, answer.course)
    except ServiceHallError as error:
        return Reject(answer.number, error, text, answer.case)
    return answer.value if isinstance(answer.value, Reject) else answer


Chunk = list[Line | Reject]
Done = list[Answer[Any] | Reject]


def _chunks(lines: Iterator[Line | Reject]) -> Iterator[Chunk]:
    while chunk := list(itertools.islice(lines, _CHUNK)):
        yield chunk


def _worked(
    rules: Callable[[], Registry],
    job: Callable[[Assessment], Any],
    as_of: datetime,
    division: str,
    profiles: tuple[str, ...],
) -> Callable[[Chunk], Done]:
    """Return what works on a chunk."""
    work = _Work(registry=rules(), job=job, as_of=as_of, division=division, profiles=profiles)
    return lambda chunk: [work.answer(line) for line in chunk]


def _one_by_one(told: tuple[Any, ...], chunks: Iterator[Chunk]) -> Iterator[tuple[Chunk, Done]]:
    """Go through finished chunks in this process."""
    worked = _worked(*told)
    return ((chunk, worked(chunk)) for chunk in chunks)


# ---- several processes


@frozen
class _Process:
    """What a process keeps between chunks."""

    worked: list[Callable[[Chunk], Done]] = field(factory=list)


_THIS: Final = _Process()


def _begin(*told: Any) -> None:
    _THIS.worked[:] = [_worked(*told)]


def _work_on(chunk: Chunk) -> Done:
    return _THIS.worked[0](chunk)


def _in_parallel(
    told: tuple[Any, ...], chunks: Iterator[Chunk], workers: int
) -> Iterator[tuple[Chunk, Done]]:
    """Go through finished chunks in their order, a few ahead of what is taken."""
    context = get_context("spawn")
    with ProcessPoolExecutor(workers, context, _begin, told) as pool:
        waiting: deque[tuple[Chunk, Future[Done]]] = deque()
        try:
            for chunk in chunks:
                waiting.append((chunk, pool.submit(_work_on, chunk)))
                if len(waiting) > workers * _AHEAD:
                    yield _first(waiting)
            while waiting:
                yield _first(waiting)
        finally:
            for _, future in waiting:
                future.cancel()


def _first(waiting: "deque[tuple[Chunk, Future[Done]]]") -> tuple[Chunk, Done]:
    chunk, future = waiting.popleft()
    return chunk, future.result()
