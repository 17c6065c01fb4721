"""Running over a ledger in a terminal (逐件处理台账): progress, rejected lines, summary, status."""

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Final, TextIO

import typer
from attrs import define, field
from rich.console import Console
from rich.progress import track

from servicehall.assessment import Assessment
from servicehall.cli.options import FAULTY, registry_of
from servicehall.cli.output import check_apart, maybe_writing
from servicehall.divisions import NATION
from servicehall.ledgers import NOT_YET, REMARK, Answer, Reject, assess_ledger, say_reject
from servicehall.privacy import MASKED, UNMASKED

__all__ = ["LedgerRun", "Rejects", "Workers"]

Workers = Annotated[
    int | None,
    typer.Option(metavar="个数", help="同时工作的进程数；默认按台账大小和处理器核数"),
]
Rejects = Annotated[
    Path | None,
    typer.Option(
        metavar="文件", help="把未采用的行原样（含个人信息）连同原因写入文件，便于改正后重读"
    ),
]

_MOST: Final = 50
"""How many rejected lines are told on the screen; a file takes all."""

_LONG: Final = 2_000_000
"""A ledger of so many bytes is worth more than one process."""


@define(kw_only=True)
class LedgerRun:
    """One run over a ledger (逐件处理台账).

    Attributes:
        file: The ledger.
        packs: Packs beside the installed ones.
        job: What is made of each case.
        as_of: The instant for which the cases are looked at.
        division: Where they were filed; empty for what the events say.
        profiles: Profiles to suppose adopted.
        workers: How many processes; None for what the ledger is worth.
        rejects: The file for rejected lines, or None.
        writes: The files that the command writes beside: neither is the ledger, nor another.
        taken: How many cases were taken so far.
        rejected: The numbers of the lines that could not be taken.
        repeated: How many cases stood there before.
        later: How many cases had not begun by the instant.
    """

    file: Path
    packs: Sequence[Path] = ()
    job: Callable[[Assessment], Any]
    as_of: datetime
    division: str = ""
    profiles: Sequence[str] = ()
    workers: int | None = None
    rejects: Path | None = None
    writes: Sequence[Path | None] = ()
    unmask: bool = False
    taken: int = 0
    rejected: list[int] = field(factory=list, init=False)
    repeated: int = 0
    later: int = 0
    _kept: TextIO | None = field(default=None, init=False)
    _is_personal: bool = field(default=False, init=False)

    def __attrs_post_init__(self) -> None:
        check_apart(self.file, self.rejects, *self.writes)
        if self.division or self.profiles:  # what was typed is refused once, not for each case
            registry = registry_of(self.packs)
            registry.policy(self.division or NATION, on=self.as_of.date(), profiles=self.profiles)

    def answers(self) -> Iterator[Answer[Any]]:
        """Go through what the job makes of each case; rejected lines are told as they come."""
        return (one for one in self.lines() if isinstance(one, Answer))

    def lines(self) -> Iterator[Answer[Any] | Reject]:
        """Go through all lines, rejected ones too, which are told as they come."""
        with maybe_writing(self.rejects) as self._kept:
            for one in self._with_progress():
                if isinstance(one, Reject):
                    self._tell(one)
                else:
                    self.taken += 1
                yield one

    def reject(self, one: Reject) -> None:
        """Count a case that was taken as one that could not be used after all."""
        self.taken -= 1
        self._tell(one)

    def _with_progress(self) -> Iterator[Answer[Any] | Reject]:
        answers = assess_ledger(
            self.file,
            partial(registry_of, tuple(self.packs)),
            self.job,
            as_of=self.as_of,
            division=self.division,
            profiles=self.profiles,
            workers=_worth(self.file) if self.workers is None else self.workers,
        )
        console = Console(stderr=True)
        if not console.is_terminal:
            return answers
        total = _count_lines(self.file)
        return iter(track(answers, description="处理台账", total=total, console=console))

    def _tell(self, reject: Reject) -> None:
        if reject.error.code == NOT_YET:
            self.later += 1
            return
        if reject.is_fault:
            self.rejected.append(reject.number)
        else:
            self.repeated += 1
        if len(self.rejected) + self.repeated <= _MOST:
            in_full, masked = say_reject(reject, unmask=True), say_reject(reject)
            typer.echo(in_full if self.unmask else masked, err=True)
            self._is_personal |= masked != in_full
        if self._kept is not None:
            self._kept.write(f"{REMARK} {reject}\n{_as_it_stood(reject.text)}\n")

    def finish(self) -> None:
        """Say what was not taken; the status is that of a check in which something was found."""
        counts = [
            ("重复", self.repeated),
            ("当时尚未收件", self.later),
            ("未采用", len(self.rejected)),
        ]
        if (more := len(self.rejected) + self.repeated - _MOST) > 0:
            typer.echo(f"还有{more}行，用 --rejects 写入文件查看。", err=True)
        others = "".join(f"，{name}{count}件" for name, count in counts if count)
        if others:
            told = UNMASKED if self.unmask else f"{MASKED}；原文见 --rejects 写出的文件"
            remark = f"（{told}）" if self._is_personal else ""
            typer.echo(f"共采用{self.taken}件{others}。{remark}", err=True)
        if self.rejected:
            raise typer.Exit(FAULTY)


def _as_it_stood(text: str) -> str:
    """Return a line as it can be written: its bytes, or, of half a letter of UTF-16, its number."""
    try:
        text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace").decode()
    return text


def _worth(file: Path) -> int:
    """Return how many processes a ledger is worth: to begin one takes longer than a short one."""
    with contextlib.suppress(OSError):
        if file.stat().st_size > _LONG:
            return os.cpu_count() or 1
    return 1


def _count_lines(file: Path) -> int | None:
    with contextlib.suppress(OSError), file.open("rb") as stream:
        return sum(1 for line in stream if line.strip())
    return None
