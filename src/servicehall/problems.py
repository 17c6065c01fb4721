"""Gathering problems (汇总问题): all of a load at once, each with its place."""

import contextlib
from collections.abc import Iterator

from attrs import Factory, frozen

from servicehall.errors import DataError, FaultyDataError, ServiceHallError

__all__ = ["AlreadyNoted", "Problems"]


class AlreadyNoted(Exception):  # noqa: N818  # no error of its own: it only leads back to one
    """What is spoken of has a fault itself, which is noted; nothing more need be said."""


@frozen(eq=False)
class Problems:
    """The problems found so far.

    Attributes:
        source: The file, for messages.
        found: The problems.
        faulty: The names of records that have a fault, by kind.
        passed_over: The places that speak of them.
    """

    source: str
    found: list[ServiceHallError] = Factory(list)
    faulty: set[tuple[str, str]] = Factory(set)
    passed_over: list[str] = Factory(list)

    @property
    def count(self) -> int:
        """How many places were found to be faulty, by themselves or by what they speak of."""
        return len(self.found) + len(self.passed_over)

    @contextlib.contextmanager
    def at(self, path: str) -> Iterator[None]:
        """Keep what goes wrong inside, with the place at which it went wrong."""
        try:
            yield
        except AlreadyNoted:
            self.passed_over.append(path)
        except FaultyDataError as error:
            self.found.extend(_below(path, problem) for problem in error.problems)
        except ServiceHallError as error:
            self.found.append(type(error)(error.code, **{"path": path, **error.facts}))

    def add(self, code: str, path: str, **facts: object) -> None:
        """Note a problem."""
        self.found.append(DataError(code, path=path, **facts))

    def refuse_faulty(self, kind: str, name: str) -> None:
        """Pass over what speaks of a record that has a fault itself.

        Raises:
            AlreadyNoted: It has.
        """
        if (kind, name) in self.faulty:
            raise AlreadyNoted

    def stop(self) -> None:
        """Raise all that was found, if anything was.

        Raises:
            FaultyDataError: With every problem.
        """
        if self.found:
            raise FaultyDataError(self.source, self.found)


def _below(path: str, problem: ServiceHallError) -> ServiceHallError:
    """Complete a place that lies within another: it is empty, or begins with a dot or a bracket."""
    inner = str(problem.facts.get("path", ""))
    if inner and not inner.startswith((".", "[")):
        return problem
    return type(problem)(problem.code, **{**problem.facts, "path": path + inner})
