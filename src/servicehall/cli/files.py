"""Files that commands write (写出文件): whole or not at all, and over no other one unasked."""

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
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=".servicehall-") as folder:
            part = Path(folder) / file.name
            with part.open("w", encoding=encoding, newline="") as stream:
                yield stream
            part.replace(file)
    except OSError as error:
        told = {"reason": str(error), "reason_zh": str(error)}
        raise InputValueError("SH738", file=file, **told) from error


def check_free(file: Path, *, force: bool) -> None:
    """Refuse to write over a file (SH738)."""
    if file.exists() and not force:
        told = {"reason": "there is such a file", "reason_zh": "文件已经存在"}
        raise InputValueError("SH738", file=file, **told)
