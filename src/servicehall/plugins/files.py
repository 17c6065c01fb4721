"""The files of a pack (规则包的文件): what stands in them, each record with its place."""

import contextlib
import re
from collections.abc import Callable, Iterator, Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from os import PathLike
from pathlib import Path
from typing import Any, Final

from attrs import frozen

from servicehall.checks import shown
from servicehall.errors import DataError, FaultyDataError, ServiceHallError
from servicehall.problems import Problems
from servicehall.reading import parse_toml, read_text

__all__ = ["Contents", "PackFiles"]

HEAD_FILE = "pack.toml"
"""The file of a package in which the head stands."""

_MISTAKEN: Final = (".toml", ".toml.txt", ".yaml", ".yml")

_Parse = Callable[[str, str], dict[str, Any]]

_FIRST_SECTION = re.compile(r"^[ \t]*\[", re.MULTILINE)


@frozen(eq=False)
class Contents:
    """What stands in the files of a pack.

    Attributes:
        files: The parsed files with their names; a pack of one file needs no name.
    """

    files: tuple[tuple[str, Mapping[str, Any]], ...]

    def top_level(self) -> Iterator[tuple[str, str, int]]:
        """Go through the top-level keys: the place of the file, the key, the file's number."""
        for number, (name, data) in enumerate(self.files):
            for key in data:
                yield name, key, number

    def listed(self, section: str, problems: Problems) -> Iterator[tuple[str, Any]]:
        """Go through the records of a section, each with its place; a faulty section is noted."""
        for name, data in self.files:
            listed = data.get(section, [])
            place = f"{name} {section}".strip()
            if not isinstance(listed, list):
                expected = f"[[{section}]]"
                facts = {"expected": expected, "expected_zh": expected}
                problems.add("SH205", place, value=shown(listed), **facts)
                continue
            for number, item in enumerate(listed, 1):
                label = item.get("id") or item.get("changes") if isinstance(item, dict) else None
                told = f" {label}" if isinstance(label, str) else ""
                yield f"{place}[{number}]{told}", item

    def named(self, section: str, problems: Problems) -> Iterator[tuple[str, str, Any]]:
        """Go through the keys of a section: place, key, value; a faulty section is noted."""
        for name, data in self.files:
            found = data.get(section, {})
            place = f"{name} {section}".strip()
            if isinstance(found, dict):
                for key, value in found.items():
                    yield f"{place}.{key}", key, value
            else:
                expected = {
                    "expected": "a table of keys and values",
                    "expected_zh": "由键和值组成的表",
                }
                problems.add("SH205", place, value=shown(found), **expected)


@frozen(eq=False)
class PackFiles:
    """The files of a pack, read when they are needed.

    Attributes:
        source: What they are called in messages.
        texts: Each file's name, and how to read its text. The head stands in the first.
        parsed: Each file's name, and what stands in it, where that was handed over already parsed.
    """

    source: str
    texts: tuple[tuple[str, Callable[[], str]], ...] = ()
    parsed: tuple[tuple[str, Mapping[str, Any]], ...] = ()

    @classmethod
    def of_data(cls, data: Mapping[str, Any], source: str) -> "PackFiles":
        """Take parsed TOML."""
        return cls.of_contents({"": data}, source)

    @classmethod
    def of_contents(cls, files: Mapping[str, Mapping[str, Any]], source: str) -> "PackFiles":
        """Take parsed files by name, that with the head first."""
        return cls(source, parsed=tuple(files.items()))

    @classmethod
    def of_path(cls, path: str | PathLike[str]) -> "PackFiles":
        """Take a TOML file, or a folder with ``pack.toml`` and more TOML files."""
        file = Path(path)
        with _readable(str(path)):
            is_folder = file.is_dir()
        if is_folder:
            return cls._of_folder(file, str(path))
        return cls(str(path), (("", lambda: read_text(file)),))

    @classmethod
    def of_resource(cls, file: Traversable, source: str) -> "PackFiles":
        """Take one file of a package."""
        return cls(source, (("", _reader(file)),))

    @classmethod
    def of_package(cls, module: str) -> "PackFiles":
        """Take the TOML files of a Python package; its name is that of the module.

        Raises:
            FaultyDataError: It holds no ``pack.toml`` (SH469), or files that look like a part of it
                and would not be read (SH487).
        """
        return cls._of_folder(resources.files(module), module)

    @classmethod
    def _of_folder(cls, folder: Traversable, source: str) -> "PackFiles":
        problems = Problems(source)
        with _readable(source):
            listed = {file.name: file for file in folder.iterdir()}
            for name in sorted(listed):
                if _seems_meant(listed[name]):
                    problems.add("SH487", name, name=name)
        files = {name: file for name, file in listed.items() if name.endswith(".toml")}
        if HEAD_FILE not in files:
            problems.add("SH469", "", name=HEAD_FILE, found=tuple(sorted(files)))
        problems.stop()
        names = [HEAD_FILE, *sorted(files.keys() - {HEAD_FILE})]
        return cls(source, tuple((name, _reader(files[name])) for name in names))

    def head(self) -> Mapping[str, Any]:
        """Return the top-level keys that stand before the first section; little is read.

        Raises:
            FaultyDataError: The file cannot be read, or is no TOML.
        """
        if self.parsed:
            return self.parsed[0][1]
        return self._of_file(*self.texts[0], _parsed_head)

    def contents(self) -> Contents:
        """Return what stands in all files.

        Raises:
            FaultyDataError: With the faults of every file that cannot be read.
        """
        problems = Problems(self.source)
        contents = self.readable(problems)
        problems.stop()
        return contents

    def readable(self, problems: Problems) -> Contents:
        """Return what stands in the files that can be read; the faults of the others are noted."""
        if self.parsed:
            return Contents(self.parsed)
        parsed: list[tuple[str, Mapping[str, Any]]] = []
        for name, read in self.texts:
            try:
                data = self._of_file(name, read, parse_toml)
            except FaultyDataError as error:
                problems.found.extend(error.problems)
                continue
            if "id" in data and name != self.texts[0][0]:  # the rest would be taken for doubles
                problems.add("SH490", name, name=name, id=shown(data["id"]))
            else:
                parsed.append((name, data))
        if len(self.texts) == 1 and parsed:
            return Contents((("", parsed[0][1]),))
        return Contents(tuple(parsed))

    def _of_file(self, name: str, read: Callable[[], str], parse: _Parse) -> dict[str, Any]:
        """Read and parse one file; a fault is told with its name."""
        try:
            return parse(read(), self.source)
        except FaultyDataError as error:
            source = f"{self.source}/{name}" if name else error.source
            raise FaultyDataError(source, [_placed(one, name) for one in error.problems]) from error


def _parsed_head(text: str, source: str) -> dict[str, Any]:
    """Parse what stands before the first section, where that is all that a head needs."""
    if section := _FIRST_SECTION.search(text):
        with contextlib.suppress(FaultyDataError):  # it was no section but part of a longer text
            head = parse_toml(text[: section.start()], source)
            if "id" in head:
                return head
    return parse_toml(text, source)


@contextlib.contextmanager
def _readable(source: str) -> Iterator[None]:
    """Turn what the system says of an impossible path, or a folder one may not list, into SH201."""
    try:
        yield
    except (OSError, ValueError) as error:
        raise FaultyDataError(source, [DataError("SH201", reason=str(error))]) from error


def _seems_meant(file: Traversable) -> bool:
    """Tell of something in the folder whether somebody takes it for a part of the pack."""
    name = file.name.lower()
    if file.is_dir():
        return any(inner.name.endswith(".toml") for inner in file.iterdir())
    return not file.name.endswith(".toml") and name.endswith(_MISTAKEN)


def _reader(file: Traversable) -> Callable[[], str]:
    return lambda: read_text(file)


def _placed(problem: ServiceHallError, name: str) -> ServiceHallError:
    if not name:
        return problem
    return type(problem)(problem.code, **{"path": name, **problem.facts})
