"""The command line (命令行), in Chinese, for auditors and policy staff. Needs the extra ``cli``."""

import contextlib
import sys

from servicehall.errors import MissingExtraError, ServiceHallError

__all__ = ["main"]

REFUSED = 3
"""Exit status of a question that cannot be answered: see the message. Bad usage is 2."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; refusals are printed in Chinese and end with status 3."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):  # a stream of some other kind shows what it can
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # see above
    try:
        _run(arguments)
    except ServiceHallError as error:
        sys.stderr.write(error.in_chinese() + "\n")
        sys.exit(REFUSED)
    except OSError as error:  # the screen or a pipe takes no more
        sys.stderr.write(f"无法输出：{error}\n")
        sys.exit(REFUSED)


def _run(arguments: list[str] | None) -> None:
    try:
        from servicehall.cli.commands import app  # Typer and Rich, only when a command runs
    except ModuleNotFoundError as error:
        if error.name not in ("typer", "rich", "click"):
            raise
        raise MissingExtraError(
            "SH901", extra="cli", module="servicehall.cli", package=error.name
        ) from error
    app(args=arguments, prog_name="servicehall")
