"""Gathering problems (汇总问题): all of a load at once, each with its place."""

import contextlib
from collections.abc import Iterator

from attrs import Factory, frozen

from servicehall.errors import DataError, FaultyDataError, ServiceHallError

__all__ = ["Problems"]


@frozen(eq=False)
class Problems:
    """The problems found so far.

    Attributes:
        source: The file, for messages.
        found: The problems.
    """

    source: str
    found: list[ServiceHallError] = Factory(list)

    @contextlib.contextmanager
    def at(self, path: str) -> Iterator[None]:
        """Keep what goes wrong inside, with the place at which it went wrong."""
        try:
            yield
        except FaultyDataError as error:
            self.found.extend(error.problems)
        except ServiceHallError as error:
            self.found.append(type(error)(error.code, **{"path": path, **error.facts}))

    def add(self, code: str, path: str, **facts: object) -> None:
        """Note a problem."""
        self.found.append(DataError(code, path=path, **facts))

    def stop(self) -> None:
        """Raise all that was found, if anything was.

        Raises:
            FaultyDataError: With every problem.
        """
        if self.found:
            raise FaultyDataError(self.source, self.found)
