"""Output (输出): JSON for programs, and files, written whole or not at all."""

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import typer

from servicehall.errors import DataError, InputTypeError, InputValueError
from servicehall.interop.sheets import discreet
from servicehall.privacy import MASKED

__all__ = [
    "SHEET",
    "check_apart",
    "check_free",
    "discreetly",
    "maybe_writing",
    "print_json",
    "write_whole",
    "writing",
]

SHEET = "utf-8-sig"
"""The encoding in which spreadsheet programs open a text file without asking."""


def print_json(data: object) -> None:
    """Print plain data."""
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2))


@contextlib.contextmanager
def discreetly(*words: str, unmask: bool = False, more: str = "") -> Iterator[None]:
    """Mask what an error quotes from a case or a sheet that is read, and say so.

    Args:
        *words: What was typed, and may be shown.
        unmask: Whether to show what is quoted.
        more: What to say of where the original is.
    """
    try:
        yield
    except (DataError, InputValueError, InputTypeError) as error:
        shown = error if unmask else discreet(error, words)
        if str(shown) != str(error):
            typer.echo(f"（{MASKED}{more}）", err=True)
        raise shown from None


def write_whole(file: Path, data: bytes) -> None:
    """Write a file whole or not at all; ``-`` is the standard output.

    Raises:
        InputValueError: It cannot be written (SH625).
    """
    if str(file) == "-":
        typer.echo(data.decode("utf-8-sig"), nl=False)
        return
    with _replacing(file) as unfinished:
        unfinished.write_bytes(data)


@contextlib.contextmanager
def writing(file: Path, *, encoding: str = "utf-8") -> Iterator[TextIO]:
    """Write the text of a file bit by bit, and whole or not at all; ``-`` is the standard output.

    Line ends are written as they come, and bytes that were read as no text as they were.

    Raises:
        InputValueError: It cannot be written (SH625).
    """
    if str(file) == "-":
        yield typer.get_text_stream("stdout")
        return
    with (
        _replacing(file) as unfinished,
        unfinished.open("w", encoding=encoding, errors="surrogateescape", newline="") as stream,
    ):
        yield stream


def maybe_writing(file: Path | None) -> contextlib.AbstractContextManager[TextIO | None]:
    """Write a file where one was named."""
    return contextlib.nullcontext() if file is None else writing(file)


@contextlib.contextmanager
def _replacing(file: Path) -> Iterator[Path]:
    """Put a file in the place of another once it is done: whoever reads meanwhile has the old.

    A link stays one, and what is no plain file is written to as it is.
    """
    target = file.resolve()
    plain = target.is_file() or not target.exists()
    unfinished = target.with_name(f".{target.name}.unfinished") if plain else target
    try:
        yield unfinished
        if plain:
            unfinished.replace(target)
    except OSError as error:
        raise InputValueError("SH625", file=file, reason=str(error)) from error
    finally:
        if plain:
            with contextlib.suppress(OSError):
                unfinished.unlink(missing_ok=True)


def check_apart(*files: Path | None) -> None:
    """Refuse to write over what is read, or two things to one file (SH764); ``-`` is none."""
    taken: set[Path] = set()
    for file in files:
        if file is None or str(file) == "-":
            continue
        if file.resolve() in taken:
            raise InputValueError("SH764", file=file)
        taken.add(file.resolve())


def check_free(file: Path, *, force: bool) -> None:
    """Refuse to write over a file unasked (SH738)."""
    if file.exists() and not force:
        raise InputValueError("SH738", file=file)
