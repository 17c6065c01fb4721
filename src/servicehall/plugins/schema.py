"""The JSON Schema of pack files (规则包的 JSON Schema), for editors that complete and check TOML.

The file is made from the list of sections by ``docs/pack_schema.py`` and shipped as it is.
"""

import json
from pathlib import Path
from typing import Any, Final

__all__ = ["SCHEMA_FILE", "pack_schema"]

SCHEMA_FILE: Final = Path(__file__).with_name("pack.schema.json")
"""The file, for the ``#:schema`` line of an editor."""


def pack_schema() -> dict[str, Any]:
    """Return the JSON Schema of one file of a pack (draft 2020-12).

    It tells keys, types and closed lists of words. What a pack means together with those above it,
    only ``servicehall pack check`` tells.
    """
    schema: dict[str, Any] = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    return schema
