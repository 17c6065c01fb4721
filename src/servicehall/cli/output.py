"""Output (输出): JSON for programs."""

import json

import typer

__all__ = ["print_json"]


def print_json(data: object) -> None:
    """Print plain data."""
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2))
