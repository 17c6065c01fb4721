"""Packs and the registry (规则包与规则库): how each place brings its own rules."""

from servicehall.plugins.packs import Pack
from servicehall.plugins.reading import (
    load_pack,
    load_tables,
    open_pack,
    read_pack,
    read_tables,
    tables_over_time,
)
from servicehall.plugins.registry import Registry

__all__ = [
    "Pack",
    "Registry",
    "load_pack",
    "load_tables",
    "open_pack",
    "read_pack",
    "read_tables",
    "tables_over_time",
]
