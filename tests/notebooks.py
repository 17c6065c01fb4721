"""The notebook, executed: what its reader sees is what the code gives.

``python tests/notebooks.py`` executes it and stores what comes out: ``python -m nox -s notebook``.
"""

import base64
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import matplotlib.font_manager  # noqa: F401  # lists the fonts first: where it is new, that is told
import nbformat
import numpy as np
from nbclient import NotebookClient
from PIL import Image

NOTEBOOK = Path(__file__).parents[1] / "examples" / "policy_check.ipynb"
MOST = 0.01
"""By how much pictures of two versions of matplotlib may differ, on average, of 1."""


def read() -> Any:
    """Return the notebook as it is stored."""
    return nbformat.read(NOTEBOOK, as_version=4)


def executed(notebook: Any) -> Any:
    """Execute a copy of a notebook from top to bottom, in a fresh kernel, beside the examples."""
    fresh = nbformat.from_dict(notebook)
    for cell in code_cells(fresh):
        cell.outputs, cell.execution_count = [], None
    where = {"metadata": {"path": str(NOTEBOOK.parent)}}
    how: dict[str, Any] = {"record_timing": False, "coalesce_streams": True}  # neither is stable
    NotebookClient(fresh, timeout=600, resources=where, **how).execute()
    fresh.metadata = notebook.metadata  # without the version of this Python
    return fresh


def code_cells(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def differences(stored: Any, fresh: Any) -> Iterator[str]:
    """Go through what differs in what two notebooks show, and through warnings."""
    for number, (old, new) in enumerate(zip(code_cells(stored), code_cells(fresh), strict=True), 1):
        if old.execution_count != number or new.execution_count != number:
            yield f"cell {number}: not executed in order"
        if any(output.get("name") == "stderr" for output in new.outputs):
            yield f"cell {number}: a warning"
        if texts(old) != texts(new):
            yield f"cell {number}: other text\n{texts(old)}\n{texts(new)}"
        pictures = list(zip_pictures(old, new))
        if any(not alike(*pair) for pair in pictures):
            yield f"cell {number}: another picture"


def texts(cell: Any) -> list[tuple[str, str]]:
    """Return all that a cell shows but pictures, of which it tells that they are there."""
    shown = []
    for output in cell.outputs:
        data = output.get("data", {})
        shown += [(output.output_type, output.get("text", ""))]
        shown += [(kind, "" if kind == "image/png" else data[kind]) for kind in sorted(data)]
    return shown


def zip_pictures(old: Any, new: Any) -> Iterator[tuple[str, str]]:
    """Go through the pictures of two cells that show as many."""
    found = [
        [
            output.data["image/png"]
            for output in cell.outputs
            if "image/png" in output.get("data", {})
        ]
        for cell in (old, new)
    ]
    return zip(*found, strict=False)


def alike(old: str, new: str) -> bool:
    """Tell whether pictures are the same; of two versions of matplotlib, about the same."""
    one, other = (Image.open(BytesIO(base64.b64decode(picture))) for picture in (old, new))
    first, second = (np.asarray(picture, dtype=float) / 255 for picture in (one, other))
    if first.shape != second.shape:
        return False
    same_version = one.info.get("Software") == other.info.get("Software")
    return bool(np.abs(first - second).mean() <= (0 if same_version else MOST))


if __name__ == "__main__":
    nbformat.write(executed(read()), NOTEBOOK)
