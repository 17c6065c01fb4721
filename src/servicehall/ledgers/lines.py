"""Lines of text files (文本行), whatever program wrote them.

UTF-8, with or without a mark at its beginning, GB18030, and UTF-16 with its mark are told apart
line by line: a ledger to which two programs have added may be written in two of them.
"""

import codecs
from collections.abc import Iterator
from io import TextIOWrapper
from os import PathLike
from pathlib import Path
from typing import IO, BinaryIO, Final

from attrs import frozen

from servicehall.checks import wrong_type
from servicehall.errors import DataError, FaultyDataError, ServiceHallError
from servicehall.ledgers.encodings import text_of
from servicehall.privacy import mask_numbers

__all__ = ["NOT_YET", "REMARK", "Line", "Reject", "case_lines", "read_lines", "say_problem"]

REMARK: Final = "#"
"""With which a line begins that is no case: a remark for people."""


@frozen
class Line:
    """One line of a file (一行).

    Attributes:
        number: Its number, from 1.
        text: What stands in it, without its end.
    """

    number: int
    text: str


@frozen
class Reject:
    """A line that could not be taken, and why (未采用的行); nothing of it is lost.

    Attributes:
        number: The number of the line, from 1.
        error: Why.
        text: The line as it stands; bytes that are no text are kept as lone surrogates.
        case: The number of the case, where it could be read.
    """

    number: int
    error: ServiceHallError
    text: str = ""
    case: str = ""

    @property
    def is_fault(self) -> bool:
        """Whether something is wrong with it: not that it stood there before, nor comes later."""
        return self.error.code not in _NO_FAULTS

    @property
    def reason(self) -> str:
        """Why it was not taken, in Chinese, on one line; see :func:`say_reject` for the screen."""
        problems = self.error.problems if isinstance(self.error, FaultyDataError) else (self.error,)
        return mask_numbers("；".join(dict.fromkeys(map(say_problem, problems))))

    def __str__(self) -> str:
        case = f"（{mask_numbers(self.case)}）" if self.case else ""
        return f"第{self.number}行{case}：{self.reason}"


NOT_YET: Final = "SH615"
"""The code of a case of which nothing had happened by the instant."""
_NO_FAULTS: Final = ("SH634", NOT_YET)


def say_problem(problem: ServiceHallError) -> str:
    """Say what is wrong, where, and how to mend it, on one line."""
    parts = [problem.part(name, "zh") for name in ("what", "fix")]
    where = problem.place("zh")
    told = f"{where}：{parts[0]}" if where else parts[0]
    return " ".join(f"[{problem.code}] {told}，{parts[1]}".split())


_WIDE: Final = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


def read_lines(file: str | PathLike[str]) -> Iterator[Line | Reject]:
    """Go through the lines of a file, one at a time; blank ones are left out.

    Args:
        file: The file.

    Yields:
        Each line, or a reject for one that is text in none of the encodings (SH631), or in two of
        them (SH640), or with which UTF-16 breaks off within a letter (SH632).

    Raises:
        FaultyDataError: The file cannot be read (SH201).
    """
    if not isinstance(file, str | PathLike):
        raise wrong_type(file, "file", "the path of a file", "文件路径")
    try:
        with Path(file).open("rb") as stream:
            wide = _WIDE.get(stream.read(2))
            stream.seek(0)
            yield from _decoded(stream) if wide is None else _wide_lines(stream, wide)
    except (OSError, ValueError) as error:
        raise FaultyDataError(str(file), [DataError("SH201", reason=str(error))]) from error


def case_lines(file: str | PathLike[str]) -> Iterator[Line | Reject]:
    """Go through the lines of a ledger that are meant as cases: remarks are left out."""
    for line in read_lines(file):
        if isinstance(line, Reject) or not line.text.startswith(REMARK):
            yield line


def _decoded(stream: IO[bytes]) -> Iterator[Line | Reject]:
    marked = False
    for number, raw in enumerate(stream, 1):
        marked = marked or (number == 1 and raw.startswith(codecs.BOM_UTF8))
        data = raw.rstrip(b"\r\n")
        if data.removeprefix(codecs.BOM_UTF8).strip():
            yield _line(number, data, marked=marked)


def _line(number: int, data: bytes, *, marked: bool) -> Line | Reject:
    try:
        return Line(number, text_of(data, marked=marked))
    except DataError as error:
        return Reject(number, error, data.decode("utf-8", "surrogateescape"))


# ---- UTF-16


_HALVES: Final = "servicehall.halves"
"""The name under which Python knows what to do with halves of letters: to keep them, and go on."""
_BYTE: Final = 0xDC00
"""The lone surrogate that stands for a byte is so much more than the byte."""


def _kept(error: UnicodeError) -> tuple[str | bytes, int]:
    """Keep half a letter: a lone surrogate as it is, and a byte with which the file ends."""
    if isinstance(error, UnicodeDecodeError) and error.end - error.start == 1:
        return chr(_BYTE + error.object[error.start]), error.end
    return codecs.lookup_error("surrogatepass")(error)


codecs.register_error(_HALVES, _kept)


def _wide_lines(stream: BinaryIO, encoding: str) -> Iterator[Line | Reject]:
    """Go through the lines of UTF-16, as spreadsheet programs write it."""
    with TextIOWrapper(stream, encoding, _HALVES, "\n") as lines:
        for number, text in enumerate(lines, 1):
            line = text.removeprefix("\ufeff").rstrip("\r\n")
            if _BYTE <= ord(text[-1]) < _BYTE + 256:
                yield Reject(number, DataError("SH632", reason="half a letter of UTF-16"), line)
            elif line.strip():
                yield Line(number, line)
