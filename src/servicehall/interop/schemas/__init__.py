"""JSON Schemas of exchange files (交换格式的 JSON Schema), draft 2020-12.

The files are made by ``docs/exchange_schemas.py`` from the records that are read and written, and
shipped as they are. They tell keys, types and closed lists of words; whether events can follow one
another, or a policy is what it was, only reading it tells.
"""

import json
from pathlib import Path
from typing import Any, Final

from servicehall.checks import shown
from servicehall.errors import InputValueError
from servicehall.plugins.schema import SCHEMA_FILE

__all__ = ["FILES", "schema"]

_HERE: Final = Path(__file__).parent

FILES: Final = {
    "case": _HERE / "case.schema.json",
    "ledger": _HERE / "ledger.schema.json",
    "record": _HERE / "record.schema.json",
    "policy": _HERE / "policy.schema.json",
    "finding": _HERE / "finding.schema.json",
    "pack": SCHEMA_FILE,
}
"""The schemas by name: a case file, a line of a ledger, a record, a policy, a line of findings, a
file of a pack."""


def schema(name: str) -> dict[str, Any]:
    """Return a published JSON Schema (交换格式).

    Args:
        name: ``case``, ``ledger`` (each line), ``record``, ``policy``, ``finding`` (each
            line), or ``pack``.

    Raises:
        InputValueError: There is none of that name (SH747).
    """
    if name not in list(FILES):
        raise InputValueError("SH747", name=shown(name), known=tuple(FILES))
    found: dict[str, Any] = json.loads(FILES[name].read_text(encoding="utf-8"))
    return found
