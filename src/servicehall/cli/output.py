"""Output (输出): JSON for programs, and files."""

import json
from pathlib import Path

import typer

from servicehall.errors import InputValueError

__all__ = ["print_json", "write_whole"]


def print_json(data: object) -> None:
    """Print plain data."""
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2))


def write_whole(file: Path, data: bytes) -> None:
    """Write a file whole or not at all: whoever reads it meanwhile finds the old one.

    Raises:
        InputValueError: It cannot be written (SH625).
    """
    beside = file.with_name(f".{file.name}.new")
    try:
        beside.write_bytes(data)
        beside.replace(file)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise InputValueError("SH625", file=file, reason=str(error)) from error
