"""Reading records that people wrote in TOML, with every fault reported at once.

TOML never executes anything and reads no other file. ``tomllib`` parses, ``cattrs`` builds the
records; what they complain of becomes errors that name the place and the remedy.
"""

import json
import re
from importlib.resources.abc import Traversable
from os import PathLike
from pathlib import Path
from typing import Any, Final, TypeVar

from servicehall.checks import shown, wrong_type
from servicehall.errors import DataError, FaultyDataError

__all__ = ["parse_json", "parse_toml", "read_text", "read_toml", "structure"]

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
        _check_file(file)
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


def _check_file(file: Traversable) -> None:
    """Refuse a pipe, which would wait for ever; what is not there is told by opening it."""
    if isinstance(file, Path) and file.exists() and not file.is_file():
        raise OSError(f"{file} is no file")


def parse_toml(text: str, source: str) -> dict[str, Any]:
    """Parse TOML text; ``source`` names it in messages."""
    import tomllib  # loads when the first file is read

    if deep := _DEEP_KEY.search(text):
        raise _no_toml(
            source, text, "too many dots in a key", text.count("\n", 0, deep.start()) + 1
        )
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        found = re.search(r"\(at line (\d+)", str(error))
        raise _no_toml(source, text, str(error), int(found[1]) if found else 0) from error


def _no_toml(source: str, text: str, reason: str, number: int) -> FaultyDataError:
    """Say which line is no TOML, and what was probably meant."""
    lines = text.splitlines()
    line = lines[number - 1].strip() if 0 < number <= len(lines) else ""
    hint, hint_zh = next(
        ((en, zh) for sign, en, zh in _MISTAKES if sign.search(line) or sign.search(reason)),
        ("look at the line that is named", "查看指出的那一行"),
    )
    told = f"; line {number}: {shown(line)}" if line else ""
    facts = {"reason": reason, "line": told, "hint": hint, "hint_zh": hint_zh}
    return FaultyDataError(source, [DataError("SH202", **facts)])


_DEEP_KEY = re.compile(r"^[ \t]*\[*[^\"'=#\n.]*(\.[^\"'=#\n.]*){40}", re.MULTILINE)
"""A key of so many parts that it must be a mistake: each would be a table in the one before."""

_MISTAKES: Final = tuple(
    (re.compile(sign), en, zh)
    for sign, en, zh in (
        (
            "[“”＝：‘’，]",
            'use plain signs: = , and straight quotation marks "',
            "用了全角符号：等号、逗号和引号都要用半角",
        ),
        (
            r"^[\w.-]+:(\s|$)|^-\s",
            "this is YAML: write key = value, and [[matters]] above each record",
            "这是 YAML 的写法：应写 键 = 值，每条记录上面写 [[matters]] 等",
        ),
        (
            r"=\s*\d{4}[-/年.]\d",
            "write a day as 2026-03-01",
            "日期写成 2026-03-01 的形式",
        ),
        (
            "Cannot (overwrite|declare)",
            "a key stands there twice, or the head stands below a section",
            "同一个键写了两次，或者表头写在了某一节的后面",
        ),
        (
            r"=\s*[^\s\"'\[{\d+-]",
            "put text into quotation marks",
            "文字要加引号",
        ),
        (
            r"^[^=]*=\s*[\"'][^\"']*$",
            "close the quotation mark",
            "引号没有闭合",
        ),
    )
)


def parse_json(text: str) -> Any:
    """Parse JSON text in which no key stands twice: the last would silently count.

    Raises:
        ValueError, RecursionError: It is no such text.
    """
    return json.loads(text, object_pairs_hook=_each_key_once)


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the key {shown(twice)} stands there twice")
    return found


def structure(
    data: object, kind: type[Record], source: str, path: str = "", *, from_json: bool = False
) -> Record:
    """Build a record from parsed TOML, or from parsed JSON.

    Args:
        data: The parsed table.
        kind: The attrs class to build.
        source: The file, for messages.
        path: Where in the file the table stands, for messages.
        from_json: Whether days and instants are text, and words of a list are looked up.

    Raises:
        FaultyDataError: Every fault that was found: unknown keys (SH204), wrong types (SH205),
            missing keys (SH206), words that do not exist (SH217), and what the
            record itself refuses.
    """
    from servicehall.structuring import build  # cattrs loads when the first record is read

    return build(data, kind, source, path, from_json=from_json)
