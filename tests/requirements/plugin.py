"""The requirements and the tests that prove them: a pytest plugin for this suite.

A test names what it proves with ``@pytest.mark.requirement("R-001", "R-002")``. The
plugin refuses a name that ``requirements.toml`` does not hold, and knows two options,
both meant for a collection of the whole suite:

* ``--requirements-page=PATH`` writes the page of the requirements and their tests;
* ``--requirements-check=PATH`` fails when the file at PATH is not that page.

Both want the equals sign: before it has read ``tests/conftest.py``, pytest takes a path that
stands alone for the place to collect from, and may then never read that file.
"""

import re
import tomllib
from collections import defaultdict
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).with_name("requirements.toml")
RECORDS = Path(__file__).with_name("records.toml")
COMMAND = "pytest --collect-only -q --requirements-page="
NO_TEST = "—"
STALE = pytest.StashKey[str]()
HEAD = ("Id", "Requirement", "Scope", "Class", "Tests", "Records")

INTRODUCTION = f"""\
# Requirements

What the library is asked to do: the rules of Chinese government service halls, row by row,
and for each row the tests that prove it. The rows, with the figures and the source of each,
stand in `tests/requirements/requirements.toml`; a test names its rows with
`@pytest.mark.requirement("R-001")`. The records of packs that quote its sentences stand in
`records.toml` beside it, each as pack, section and name. This page is made from all three: do not
edit it, write it anew with `{COMMAND}docs/requirements.md`.

Every row has a test, or says why no library can carry it. Which locality a code such as `L:XX`
means, the list at the end says.

| Scope | Meaning |
|---|---|
| `N` | a national default, proposed from the source documents, which are local rules |
| `N*` | a consequence of the design, needed to make the source rules work together |
| `EXT` | needs law or data from outside the source documents |
| `L:XX` | a rule of the locality XX |

| Class | Meaning |
|---|---|
| C | computable as written |
| P | partly computable: needs a parameter, a human judgement or a missing figure |
| H | hortatory, or context |
"""

Proofs = Mapping[str, Sequence[str]]  # the tests of each requirement that has any


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One row of the list; the comment in ``requirements.toml`` explains the fields."""

    id: str
    group: str
    scope: str
    class_: str
    text: str
    figures: str
    source: str
    reason: str = ""
    records: tuple[str, ...] = ()

    @property
    def local(self) -> bool:
        """Whether the rule is one locality's, due with that locality's pack."""
        return self.scope.startswith("L:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirements:
    """The whole list, with the meanings of its codes."""

    rows: tuple[Requirement, ...]
    groups: Mapping[str, str]
    localities: Mapping[str, str]
    sources: Mapping[str, str]

    @property
    def ids(self) -> frozenset[str]:
        """The names that a test may use."""
        return frozenset(row.id for row in self.rows)

    def of_group(self, group: str) -> tuple[Requirement, ...]:
        """The rows of one group, in the order of the file."""
        return tuple(row for row in self.rows if row.group == group)


@cache
def load(path: Path = DATA) -> Requirements:
    """Read the list from its file, once."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    records = tomllib.loads(RECORDS.read_text(encoding="utf-8"))
    return Requirements(
        rows=tuple(
            _requirement({**table, "records": tuple(records.get(table["id"], ()))})
            for table in data["requirements"]
        ),
        groups=data["groups"],
        localities=data["localities"],
        sources=data["sources"],
    )


def _requirement(table: Mapping[str, Any]) -> Requirement:
    """One table of the file; ``class`` is a word that Python keeps for itself."""
    return Requirement(**{"class_" if key == "class" else key: table[key] for key in table})


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the two options."""
    group = parser.getgroup("requirements", "the requirements and their tests")
    group.addoption(
        "--requirements-page",
        type=Path,
        metavar="PATH",
        help="write the page of the requirements to PATH (collect the whole suite)",
    )
    group.addoption(
        "--requirements-check",
        type=Path,
        metavar="PATH",
        help="fail if PATH is not the page of the requirements (collect the whole suite)",
    )


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Turn marks that name no requirement into a collection error, all of them at once."""
    report = yield
    tests = (node for node in report.result or () if isinstance(node, pytest.Item))
    problems = list(dict.fromkeys(_wrong_marks(tests, load().ids)))
    if problems:
        report.outcome = "failed"
        report.longrepr = "\n".join(problems)
        report.result = []
    return report


@pytest.hookimpl(tryfirst=True)  # before -k and -m take tests away
def pytest_collection_modifyitems(
    session: pytest.Session, config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Write or check the page, unless a test file could not be collected."""
    write_to, check_at = (config.getoption(f"requirements_{what}") for what in ("page", "check"))
    if session.testsfailed or not (write_to or check_at):
        return
    text = page(load(), proofs(items))
    if write_to:
        write_to.write_text(text, encoding="utf-8", newline="\n")
    if check_at and hasattr(config, "workerinput"):  # a test tells it: a worker must not stop
        config.stash[STALE] = staleness(check_at, text)
    elif check_at:
        check(check_at, text)


def check(path: Path, text: str) -> None:
    """Refuse a file that is not the page.

    Args:
        path: The file to look at.
        text: The page as it would be written.

    Raises:
        pytest.UsageError: If the file is missing or differs; says how to write it anew.
    """
    if stale := staleness(path, text):
        raise pytest.UsageError(stale)


def staleness(path: Path, text: str) -> str:
    """What is wrong with a file that is not the page; nothing where it is."""
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return ""
    state = "is not what the requirements and the tests say" if path.exists() else "does not exist"
    return f"{path} {state}. Write it anew: {COMMAND}{path.as_posix()}"


def proofs(tests: Iterable[pytest.Item]) -> Proofs:
    """The short names of the tests of each requirement, sorted; a function counts once."""
    names: dict[str, set[str]] = defaultdict(set)
    for test in tests:
        for mark in test.iter_markers("requirement"):
            for name in mark.args:
                names[name].add(_short_name(test))
    return {name: sorted(found) for name, found in names.items()}


def page(requirements: Requirements, proofs: Proofs) -> str:
    """The page, in Markdown.

    Args:
        requirements: The list.
        proofs: The tests of each requirement that has any.

    Returns:
        The text, the same for the same list and tests, with a newline at its end.
    """
    sections = (_section(requirements, group, proofs) for group in requirements.groups)
    localities = "## Localities\n\n" + _table(("Code", "Hall"), requirements.localities.items())
    return "\n".join([INTRODUCTION, _totals(requirements, proofs), *sections, localities])


def _wrong_marks(tests: Iterable[pytest.Item], known: frozenset[str]) -> Iterator[str]:
    """A sentence for each mark that names a requirement that is not there, or none at all."""
    for test in tests:
        function = _function(test)
        for mark in test.iter_markers("requirement"):
            if not mark.args:
                yield f"{function} is marked as proving a requirement, but names none"
            for name in mark.args:
                if name not in known:
                    yield f"{function} names the requirement {name!r}: {DATA.name} has no such id"


def _function(test: pytest.Item) -> str:
    """The test's name without its parameters."""
    return test.nodeid.split("[", 1)[0]


def _short_name(test: pytest.Item) -> str:
    """The test's name without its parameters and without the folder of all tests."""
    return _function(test).removeprefix("tests/")


def _totals(requirements: Requirements, proofs: Proofs) -> str:
    """How many rows have a test: all, those due everywhere, and those of each group."""
    local = [row for row in requirements.rows if row.local]
    general = [row for row in requirements.rows if not row.local]
    groups = [(group, requirements.of_group(group)) for group in requirements.groups]
    lines = [
        (f"{group} {requirements.groups[group]}", len(rows), _tested(rows, proofs))
        for group, rows in groups
    ]
    total = ("All", len(requirements.rows), _tested(requirements.rows, proofs))
    return (
        "## Totals\n\n"
        f"Of {total[1]} requirements, {total[2]} have at least one test: "
        f"{_tested(general, proofs)} of the {len(general)} that hold everywhere, "
        f"{_tested(local, proofs)} of the {len(local)} of a locality.\n\n"
        + _table(("Group", "Requirements", "With a test"), [*lines, total])
    )


def _tested(rows: Iterable[Requirement], proofs: Proofs) -> int:
    """How many of the rows have at least one test."""
    return sum(1 for row in rows if proofs.get(row.id))


def _section(requirements: Requirements, group: str, proofs: Proofs) -> str:
    """The heading and the table of one group."""
    lines = (
        (
            row.id,
            _escaped(row.text),
            f"`{row.scope}`",
            row.class_,
            _tests(proofs.get(row.id, ()), row.reason),
            _records(row.records),
        )
        for row in requirements.of_group(group)
    )
    heading = f"## {group} {requirements.groups[group]}\n\n"
    return heading + _table(HEAD, lines)


def _tests(names: Iterable[str], reason: str) -> str:
    """The tests of one row; or why it has none, or the sign that nobody says why."""
    return ", ".join(f"`{name}`" for name in names) or _escaped(reason) or NO_TEST


def _records(names: Iterable[str]) -> str:
    """The records that quote the sentences of one row, pack by pack."""
    split = [name.partition(" ") for name in names]
    packs = groupby(split, key=lambda one: one[0])
    return "; ".join(f"{pack}: {', '.join(f'`{one[2]}`' for one in own)}" for pack, own in packs)


def _table(head: Sequence[str], lines: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    rows = [head, ["---"] * len(head), *lines]
    return "".join(f"| {' | '.join(map(str, row))} |\n" for row in rows)


def _escaped(text: str) -> str:
    """Text whose signs Markdown does not take for its own."""
    return re.sub(r"([\\`*_\[\]<|])", r"\\\1", text)
