"""Packs of places that tests share, and what stands in a pack."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import servicehall as sh
from servicehall.plugins.loading import Shelf
from servicehall.plugins.packs import Rules

__all__ = ["PLUGINS", "place", "rules_of"]

PLUGINS: Final = Path(__file__).parent.parent / "plugins"


def place(name: str) -> sh.Pack:
    """Read the pack of a locality package of this repository, without installing it."""
    return sh.read_pack(PLUGINS / name / "src" / f"servicehall_{name}")


def rules_of(pack: sh.Pack, above: Iterable[sh.Pack] = ()) -> Rules:
    """Return what stands in a pack."""
    return Shelf.of([*above, pack]).rules(pack)
