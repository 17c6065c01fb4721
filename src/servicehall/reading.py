"""Reading records that people wrote in TOML, with every fault reported at once.

TOML never executes anything and reads no other file. ``tomllib`` parses, ``cattrs`` builds the
records; what they complain of becomes errors that name the place and the remedy.
"""

from importlib.resources.abc import Traversable
from os import PathLike
from pathlib import Path
from typing import Any, TypeVar

from servicehall.checks import wrong_type
from servicehall.errors import DataError, FaultyDataError

__all__ = ["parse_toml", "read_text", "read_toml", "structure"]

Record = TypeVar("Record")

_MOST_BYTES = 4_000_000
_FEW_BYTES = 65_536


def read_toml(path: str | PathLike[str]) -> dict[str, Any]:
    """Read one TOML file.

    Raises:
        FaultyDataError: The file cannot be read (SH201), is not TOML (SH202) or is too large
            (SH203).
    """
    if not isinstance(path, str | PathLike):
        raise wrong_type(path, "path", "the path of a file", "文件路径")
    return parse_toml(read_text(Path(path)), str(Path(path)))


def read_text(file: Traversable) -> str:
    """Read the text of one file, on disk or in a package.

    Raises:
        FaultyDataError: It cannot be read (SH201) or is too large (SH203).
    """
    try:
        with file.open("rb") as stream:
            data = stream.read(_FEW_BYTES)
            if len(data) == _FEW_BYTES:  # to ask for many at once would reserve them all
                data += stream.read(_MOST_BYTES + 1 - _FEW_BYTES)
        text = data.decode("utf-8-sig") if len(data) <= _MOST_BYTES else ""
    except (OSError, ValueError) as error:  # ValueError: not UTF-8, or no possible path
        raise FaultyDataError(str(file), [DataError("SH201", reason=str(error))]) from error
    if len(data) > _MOST_BYTES:
        raise FaultyDataError(str(file), [DataError("SH203", most=_MOST_BYTES)])
    return text


def parse_toml(text: str, source: str) -> dict[str, Any]:
    """Parse TOML text; ``source`` names it in messages."""
    import tomllib  # loads when the first file is read

    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise FaultyDataError(source, [DataError("SH202", reason=str(error))]) from error


def structure(data: object, kind: type[Record], source: str, path: str = "") -> Record:
    """Build a record from parsed TOML.

    Args:
        data: The parsed table.
        kind: The attrs class to build.
        source: The file, for messages.
        path: Where in the file the table stands, for messages.

    Raises:
        FaultyDataError: Every fault that was found: unknown keys (SH204), wrong types (SH205),
            missing keys (SH206), and what the record itself refuses.
    """
    from servicehall.structuring import build  # cattrs loads when the first record is read

    return build(data, kind, source, path)
