"""Make the JSON Schema of pack files: ``python docs/pack_schema.py`` writes the shipped file.

msgspec reads the shapes from the forms of the pack format; what each key says, in Chinese, stands
in their metadata; closed lists of words stand in the modules that check them.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import msgspec
from attrs import fields, fields_dict

from servicehall.citations import Confidence
from servicehall.clocks import SilenceEffect
from servicehall.duties import Grade
from servicehall.events import FieldKind, Sensitivity
from servicehall.forms import FormSubject
from servicehall.levels import LAYERS, PROFILE
from servicehall.limits import _AROUND, _UNITS
from servicehall.matters import APPROVAL_LEVELS, CLIENTS, MANNERS, MATTER_KINDS, Copy
from servicehall.plugins import sections
from servicehall.plugins.entries import _JOINED, _REQUIRED
from servicehall.plugins.sections import FORMAT, SECTIONS, EntryForm, HeadForm, RowForm, Section
from servicehall.tables import HitPolicy

FILE: Final = Path(__file__).parent.parent / "src/servicehall/plugins/pack.schema.json"

Schema = dict[str, Any]

NOT_STATED: Final[Schema] = {"type": "string", "pattern": r"^\s*unknown:\s*\S"}
"""What the source does not say, and why."""

SHAPES: Final[Mapping[str, Schema]] = {
    "names": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
    "conditions": {"anyOf": [{"type": "object"}, {"type": "array", "items": {"type": "object"}}]},
    "table": {"type": "object", "required": ["on"]},
    "source": {"type": "string"},
}
"""The shapes that no type tells."""

WORDS: Final[Mapping[tuple[str, str], Iterable[str]]] = {
    ("HeadForm", "confidence"): Confidence,
    ("HeadForm", "layer"): list(LAYERS)[:PROFILE],
    ("TermForm", "set_by"): LAYERS,
    ("TableForm", "answer"): HitPolicy,
    ("MatterForm", "kind"): MATTER_KINDS,
    ("MatterForm", "approval_level"): APPROVAL_LEVELS,
    ("MatterForm", "clients"): CLIENTS,
    ("MatterForm", "manner"): MANNERS,
    ("MaterialForm", "form"): Copy,
    ("FeeForm", "tiering"): ("slice", "whole"),
    ("FeeForm", "charge"): ("lowest",),
    ("FormForm", "of"): FormSubject,
    ("SilenceForm", "effect"): SilenceEffect,
    ("SilenceForm", "dated"): ("trigger", "expiry"),
    ("DutyForm", "grade"): Grade,
    ("FieldForm", "type"): FieldKind,
    ("FieldForm", "sensitivity"): Sensitivity,
    **{(name, "confidence"): Confidence for name in sections.__all__ if name.endswith("Form")},
}
"""The words that a key can have, where there are no others."""

OPEN: Final = ("kind", "approval_level", "form")
"""Of these keys, those of which a source may say nothing."""


def make_schema() -> Schema:
    """Return the schema of one file of a pack."""
    forms = [HeadForm, *(section.form for section in SECTIONS)]
    _, definitions = msgspec.json.schema_components(forms, ref_template="#/$defs/{name}")
    for name, schema in definitions.items():
        _complete(schema, getattr(sections, name))
    head = definitions.pop("HeadForm")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"servicehall 规则包，格式 {FORMAT}",
        "description": "一个地方、一类大厅写下的规则。表头写在 pack.toml 的最前面，条目随后。",
        "type": "object",
        "properties": {
            **head["properties"],
            "format": {**head["properties"]["format"], "const": FORMAT},
            **{section.name: _listed(section) for section in SECTIONS},
        },
        "additionalProperties": False,
        "$defs": definitions,
    }


def _listed(section: Section) -> Schema:
    """Return the schema of a section: a list of records, or records by name."""
    record: Schema = {"$ref": f"#/$defs/{section.form.__name__}"}
    if section.named:
        short = [{"type": "string"}, {"type": "array"}]
        either: Schema = {"anyOf": [record, *short]}
        return {"description": section.zh, "type": "object", "additionalProperties": either}
    return {"description": section.zh, "type": "array", "items": record}


def _complete(schema: Schema, form: type) -> None:
    """Add what the types of a form do not tell."""
    schema["additionalProperties"] = False
    schema["description"] = next(
        (section.zh for section in SECTIONS if section.form is form), schema["description"]
    )
    for key in fields(form):
        schema["properties"][key.name] = {
            "description": key.metadata["about"],
            **_shape(form, key.name, schema["properties"][key.name]),
        }
    if not schema.get("required"):
        schema.pop("required", None)
    if {"id", "changes"} <= fields_dict(form).keys():
        schema["oneOf"] = [{"required": ["id", *_needed(form)]}, {"required": ["changes"]}]
    if issubclass(form, EntryForm | RowForm):
        schema["required"] = [*schema.get("required", ()), "cite"]


def _needed(form: type) -> list[str]:
    """Return what a record must state where it is made, as far as one key states it."""
    (section,) = (section for section in SECTIONS if section.form is form)
    joined = _JOINED.get(section.name, {})
    return [key for key in _REQUIRED.get(section.name, ()) if key not in joined]


def _shape(form: type, name: str, found: Schema) -> Schema:
    """Return the shape of a key; TOML has no null, and a default need not be told."""
    shape = fields_dict(form)[name].metadata.get("shape")
    words = list(map(str, WORDS.get((form.__name__, name), ())))
    if shape == "limit":
        return {"anyOf": [{"type": "string", "pattern": _limit_pattern()}, NOT_STATED]}
    if shape in SHAPES:
        return SHAPES[shape]
    if shape == "texts" or (words and found["type"] == "array"):
        item: Schema = {"type": "string", **({"enum": words} if words else {})}
        listed: Schema = {"type": "array", "items": item}
        return {"anyOf": [listed, NOT_STATED]} if shape else listed
    if words:
        closed: Schema = {"type": "string", "enum": words}
        return {"anyOf": [closed, NOT_STATED]} if name in OPEN else closed
    plain = {key: value for key, value in found.items() if key != "default"}
    if "anyOf" in plain:
        (plain,) = (one for one in plain["anyOf"] if one != {"type": "null"})
    return plain


def _limit_pattern() -> str:
    """Return the pattern of a limit, from the words that are read as one; or ``$term``."""
    units, a_day = "|".join(_UNITS), "[0-9]{4}-[0-9]{2}-[0-9]{2}"
    plain = rf"[0-9]{{1,6}}\s*({units})|same day|当日|当天|{a_day}"
    around = [one.replace("(.+)", rf"({plain})") for one in _AROUND]
    return rf"^\s*({'|'.join([plain, *around])}|\$\S+)\s*$"


def as_text(schema: Schema) -> str:
    """Return the schema as the file holds it."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(as_text(make_schema()), encoding="utf-8")
