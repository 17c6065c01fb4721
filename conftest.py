"""Documents that run: the README, the pages of docs/, and the examples in docstrings.

``python`` blocks are executed, with ``>>>`` as doctests. In ``console`` blocks every ``$`` line
that calls servicehall is run and its output compared; ``...`` stands for anything.
"""

import contextlib
import doctest
import os
import shlex
import subprocess
import sys
from io import StringIO
from pathlib import Path
from unittest import mock

from sybil import Example, Sybil
from sybil.document import PythonDocStringDocument
from sybil.parsers.markdown import CodeBlockParser, PythonCodeBlockParser, SkipParser
from sybil.parsers.rest import DocTestParser

pytest_plugins = ["tests.requirements.plugin"]

ROOT = Path(__file__).parent
OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def run_console(example: Example) -> str | None:
    """Run the commands of a console block; return what differs, or None."""
    session = str(example.parsed)
    wrong = []
    for part in session.split("$ ")[1:]:
        command, _, expected = part.partition("\n")
        words = shlex.split(command.rpartition("&&")[2])
        if words[:3] == ["python", "-m", "servicehall"]:
            words = words[2:]
        if words[0] != "servicehall":
            continue  # installing is tested by doing it: see .ci/run
        run = run_as_typed if Path(example.path).name.startswith("README") else run_here
        got = run(words[1:])
        if not doctest.OutputChecker().check_output(expected, got, OPTIONS):
            wrong.append(f"$ {command}\nexpected:\n{expected}\ngot:\n{got}")
    return "\n".join(wrong) or None


def run_here(arguments: list[str]) -> str:
    """Run the command line in this process, which is faster, and return all that it prints."""
    from servicehall import cli  # needs its extra, which not every environment has

    printed = StringIO()
    environment = mock.patch.dict(os.environ, COLUMNS="100", NO_COLOR="1")
    screen = contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed)
    with contextlib.chdir(ROOT), environment, screen[0], screen[1], contextlib.suppress(SystemExit):
        cli.main(arguments)
    return printed.getvalue()


def run_as_typed(arguments: list[str]) -> str:
    """Run the command line in a process of its own, as a reader of the README will."""
    done = subprocess.run(
        [sys.executable, "-m", "servicehall", *arguments],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": "100", "PYTHONUTF8": "1", "NO_COLOR": "1"},
        encoding="utf-8",
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return done.stdout


documents = Sybil(
    parsers=[
        CodeBlockParser(language="console", evaluator=run_console),
        PythonCodeBlockParser(doctest_optionflags=OPTIONS),
        SkipParser(),
    ],
    patterns=["*.md"],
    excludes=["CHANGELOG.md", "changelog.d/*", "**/_build/*", "**/_generated/*"],
)
docstrings = Sybil(
    parsers=[DocTestParser(optionflags=OPTIONS)],
    patterns=["src/**/*.py"],
    document_types={".py": PythonDocStringDocument},
)
pytest_collect_file = (documents + docstrings).pytest()
