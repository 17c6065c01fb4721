"""The notebook of policy officers runs from top to bottom, and shows what it shows to readers."""

import base64
import copy
from io import BytesIO
from typing import Any

import nbformat
import pytest
from PIL import Image

from tests.notebooks import code_cells, differences, executed, read


@pytest.fixture(scope="module")
def stored() -> Any:
    return read()


def test_what_the_notebook_shows_is_what_the_code_gives(stored: Any) -> None:
    """Executed in a fresh kernel: no error, no warning, the same text and pictures."""
    told = list(differences(stored, executed(stored)))
    assert told == [], "python -m nox -s notebook stores what comes out now"


def test_it_says_what_it_is_about_in_both_languages(stored: Any) -> None:
    """A reader of English finds a summary at the top; every section has its slow count."""
    first = stored.cells[0].source
    assert "In English." in first
    checks = [cell for cell in code_cells(stored) if "assert " in cell.source]
    assert len(checks) >= 10


def changed(stored: Any, kind: str) -> Any:
    """Return the notebook with one thing in one output changed."""
    other = copy.deepcopy(stored)
    for cell in code_cells(other):
        for output in cell.outputs:
            if kind == "text" and "一致" in output.get("text", ""):
                output.text = output.text.replace("一致", "一样")
                return other
            if kind == "picture" and "image/png" in output.get("data", {}):
                output.data["image/png"] = inverted(output.data["image/png"])
                return other
    raise AssertionError(kind)


def inverted(picture: str) -> str:
    """Return a picture of the same size and version that shows something else."""
    old = Image.open(BytesIO(base64.b64decode(picture)))
    drawn = BytesIO()
    Image.new(old.mode, old.size, "red").save(drawn, format="png")
    return base64.b64encode(drawn.getvalue()).decode()


@pytest.mark.parametrize("kind", ["text", "picture"])
def test_an_output_that_was_changed_is_told(stored: Any, kind: str) -> None:
    """Of a text a single letter, of pictures what they show."""
    (told,) = differences(stored, changed(stored, kind))
    assert ("other text" if kind == "text" else "another picture") in told


def test_a_warning_and_a_cell_out_of_order_are_told(stored: Any) -> None:
    """Both would be seen by readers."""
    other = copy.deepcopy(stored)
    first, second = code_cells(other)[:2]
    first.outputs = [nbformat.v4.new_output("stream", name="stderr", text="findfont")]
    second.execution_count = 7
    told = "\n".join(differences(stored, other))
    assert "cell 1: a warning" in told
    assert "cell 2: not executed in order" in told
