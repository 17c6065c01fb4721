"""Fingerprints (指纹): whether two sets of records say the same, on any machine."""

import enum
import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

from attrs import fields, has

from servicehall.citations import Citation

__all__ = ["canonical", "fingerprint"]

_WORDS: Final = frozenset(
    {
        *("settled", "citation", "note", "title", "titles", "label", "question", "words"),
        *("statutory_words", "amendments", "terms", "level", "pack", "span", "notice", "tips"),
    }
)
"""Fields that tell people something and decide nothing."""


def fingerprint(value: object) -> str:
    """Return a short text that is the same for the same rules."""
    return hashlib.sha256(canonical(value).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def canonical(value: Any) -> str:
    """Write a value in the one way in which it can be written."""
    match value:
        case enum.Enum():
            return f"{type(value).__name__}.{value.name}"
        case Citation():
            return "Citation"  # where something stands decides nothing
        case str():
            return json.dumps(value, ensure_ascii=False)
        case Mapping():
            pairs = sorted((canonical(key), canonical(one)) for key, one in value.items())
            return "{" + ",".join(f"{key}:{one}" for key, one in pairs) + "}"
        case list() | tuple():
            return "[" + ",".join(map(canonical, value)) + "]"
        case set() | frozenset():
            return "(" + ",".join(sorted(map(canonical, value))) + ")"
        case _ if has(type(value)):
            own = [one.name for one in fields(type(value)) if one.name not in _WORDS]
            told = (f"{name}={canonical(getattr(value, name))}" for name in own)
            return f"{type(value).__name__}<{';'.join(told)}>"
        case _:
            return f"{type(value).__name__}:{value}"
