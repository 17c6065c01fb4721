"""What all tests share: the Hypothesis profile, the requirements, and documents that run."""

import os
import sys
from io import StringIO

import pytest
from hypothesis import HealthCheck, settings

from tests.command_line import Result, Run

settings.register_profile(
    "default",
    max_examples=20,  # nox -s tests stays within its time; "thorough" looks longer
    deadline=None,  # machines differ; nothing here is timed
    derandomize=True,  # what passed once passes again; "thorough" looks where nobody looked
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "thorough", settings.get_profile("default"), max_examples=2_000, derandomize=False
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))

collect_ignore = ["bare"]  # for an environment without extras; see the session of that name


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Measure coverage by examples, not by laws: which lines those reach is chance, and slow."""
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker("no_cover")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the command line as the script does, in a terminal of 100 columns.

    ``typed`` is what is typed at its questions.
    """
    from servicehall import cli  # needs its extra, which not every environment has

    monkeypatch.setenv("COLUMNS", "100")

    def main(*arguments: object, typed: str = "") -> Result:
        monkeypatch.setattr(sys, "stdin", StringIO(typed))
        with pytest.raises(SystemExit) as caught:
            cli.main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return Result(int(caught.value.code or 0), printed.out, printed.err)

    return main
