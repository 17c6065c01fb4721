"""Running over a ledger in a terminal (逐件处理台账): progress, rejected lines, summary, status."""

import contextlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import IO, Annotated, Any, Final

import typer
from attrs import define, field
from rich.console import Console
from rich.progress import track

from servicehall.assessment import Assessment
from servicehall.cli.options import FAULTY, registry_of
from servicehall.errors import InputValueError
from servicehall.ledgers import Answer, Reject, assess_ledger

__all__ = ["LedgerRun", "Rejects", "Workers", "writing"]

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
    taken: int = 0
    rejected: list[int] = field(factory=list, init=False)
    repeated: int = 0
    later: int = 0

    def answers(self) -> Iterator[Answer[Any]]:
        """Go through what the job makes of each case; rejected lines are told as they come."""
        with _maybe(self.rejects) as kept:
            for one in self._with_progress():
                if isinstance(one, Reject):
                    self._tell(one, kept)
                else:
                    self.taken += 1
                    yield one

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

    def _tell(self, reject: Reject, kept: IO[str] | None) -> None:
        if reject.error.code == "SH615":
            self.later += 1
            return
        if reject.is_fault:
            self.rejected.append(reject.number)
        else:
            self.repeated += 1
        typer.echo(str(reject), err=True)
        if kept is not None:
            kept.write(_kept(reject) + "\n")

    def finish(self) -> None:
        """Say how it went; the status is that of a check in which something was found."""
        counts = [
            ("重复", self.repeated),
            ("当时尚未收件", self.later),
            ("未采用", len(self.rejected)),
        ]
        others = "".join(f"，{name}{count}件" for name, count in counts if count)
        typer.echo(f"共采用{self.taken}件{others}。", err=True)
        if self.rejected:
            raise typer.Exit(FAULTY)


def _kept(reject: Reject) -> str:
    """Return a rejected line as it is kept; bytes that are no text stand in it as escapes."""
    told = {"line": reject.number, "case": reject.case, "reason": reject.reason}
    is_text = not any("\ud800" <= letter <= "\udfff" for letter in reject.text)
    return json.dumps({**told, "text": reject.text}, ensure_ascii=not is_text)


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


# ---- writing


def _maybe(file: Path | None) -> contextlib.AbstractContextManager[IO[str] | None]:
    return contextlib.nullcontext() if file is None else writing(file, "--rejects")


@contextlib.contextmanager
def writing(file: Path, option: str) -> Iterator[IO[str]]:
    """Write a file whole or not at all: under another name until it is done.

    Args:
        file: The file; ``-`` is the standard output.
        option: The option that named it, for messages.

    Raises:
        InputValueError: It cannot be written (SH625).
    """
    if str(file) == "-":
        yield typer.get_text_stream("stdout")
        return
    unfinished = file.with_name(f".{file.name}.unfinished")
    try:
        with unfinished.open("w", encoding="utf-8", newline="") as stream:
            yield stream
        unfinished.replace(file)
    except OSError as error:
        raise InputValueError("SH625", file=file, option=option, reason=str(error)) from error
    finally:
        unfinished.unlink(missing_ok=True)
