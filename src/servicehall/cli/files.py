"""Files that commands write (写出文件): whole, or not at all, and never over another one unasked."""

import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from servicehall.errors import InputValueError

__all__ = ["SHEET", "check_free", "written_whole"]

SHEET = "utf-8-sig"
"""The encoding in which spreadsheet programs open a text file without asking."""


@contextlib.contextmanager
def written_whole(file: Path, *, force: bool = False, encoding: str = "utf-8") -> Iterator[TextIO]:
    """Write a file that stands there only when all of it is written (整体写出).

    Args:
        file: The file.
        force: Whether it may take the place of one that is there.
        encoding: Its encoding; line ends are written as they come.

    Raises:
        InputValueError: It is there already, or cannot be written (SH738).
    """
    check_free(file, force=force)
    try:
        number, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    except OSError as error:
        raise _refused(file, error) from error
    try:
        with open(number, "w", encoding=encoding, newline="") as stream:
            yield stream
        Path(name).replace(file)
    except OSError as error:
        raise _refused(file, error) from error
    finally:
        Path(name).unlink(missing_ok=True)


def check_free(file: Path, *, force: bool) -> None:
    """Refuse to write over a file (SH738)."""
    if file.exists() and not force:
        told = {"reason": "there is such a file", "reason_zh": "文件已经存在"}
        raise InputValueError("SH738", file=file, **told)


def _refused(file: Path, error: OSError) -> InputValueError:
    return InputValueError("SH738", file=file, reason=str(error), reason_zh=str(error))
