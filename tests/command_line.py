"""Running the command line inside a test."""

from collections.abc import Callable
from typing import NamedTuple

__all__ = ["Result", "Run"]


class Result(NamedTuple):
    """What a command printed, and how it ended."""

    status: int
    output: str
    errors: str


Run = Callable[..., Result]
