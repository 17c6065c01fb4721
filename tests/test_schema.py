"""The JSON Schema of packs: made from the pack format, true of every pack, false of mistakes."""

import json
import runpy
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from servicehall.plugins.schema import SCHEMA_FILE, pack_schema

ROOT = Path(__file__).parent.parent
VALIDATOR = Draft202012Validator(pack_schema())
NO_PACKS = {"2026.toml", "guangxi-2017.toml"}
"""Notices and overlays: TOML files with formats of their own."""
PACK_FILES = [
    *ROOT.glob("src/servicehall/national/*.toml"),
    *ROOT.glob("plugins/*/src/*/*.toml"),
    *(path for path in ROOT.glob("docs/examples/*.toml") if path.name not in NO_PACKS),
    *ROOT.glob("docs/examples/qinghe/src/*/*.toml"),
]


def plain(value: Any) -> Any:
    """Return what a TOML parser made, with dates as editors see them: as text."""
    match value:
        case dict():
            return {key: plain(item) for key, item in value.items()}
        case list():
            return [plain(item) for item in value]
        case date():
            return value.isoformat()
        case _:
            return value


def faults(text: str) -> list[str]:
    """Return the places at which the schema refuses a TOML text."""
    found = VALIDATOR.iter_errors(plain(tomllib.loads(text)))
    return ["/".join(map(str, error.absolute_path)) for error in found]


# ---- the file


def test_the_shipped_file_is_what_the_pack_format_makes() -> None:
    """Whoever changes the pack format runs ``python docs/pack_schema.py``."""
    made = runpy.run_path(str(ROOT / "docs" / "pack_schema.py"))
    assert SCHEMA_FILE.read_text(encoding="utf-8") == made["as_text"](made["make_schema"]())


def test_it_is_a_schema_of_draft_2020_12_itself() -> None:
    schema = pack_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)


def test_every_key_says_in_chinese_what_it_means() -> None:
    """An editor shows it beside the key."""
    schema = pack_schema()
    keys = dict(schema["properties"])
    for name, record in schema["$defs"].items():
        keys |= {f"{name}.{key}": shape for key, shape in record["properties"].items()}
    assert keys["MatterForm.promised"]["description"].startswith("承诺办结时限")
    for name, shape in keys.items():
        assert any("\u4e00" <= letter <= "\u9fff" for letter in shape["description"]), name


def test_references_lead_somewhere() -> None:
    text = json.dumps(pack_schema())
    names = {part.split('"')[0] for part in text.split("#/$defs/")[1:]}
    assert names == set(pack_schema()["$defs"])


# ---- what it takes


@pytest.mark.parametrize("path", PACK_FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_pack_file_is_valid(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8")) == []


CITED = 'cite = "《某镇办法》第一条"\n'
MATTER = '[[matters]]\nid = "card"\ntitle = "优待证"\n' + CITED


@pytest.mark.parametrize(
    "line",
    [
        'promised = "3个工作日"',
        'promised = "20 working days"',
        'promised = "same day"',
        'promised = "30 office minutes"',
        'promised = "2027-03-01"',
        'promised = "满30个自然日后"',
        'promised = "before 7 natural days"',
        'promised = "unknown: 公示栏破损"',
        'statutory = "$licence.decide"',
        'steps = ["收件", "审核"]',
        'steps = "unknown: 原文没有写"',
        'kind = "行政许可"',
        'kind = "unknown: 原文没有写"',
        'clients = ["自然人"]',
        "since = 2027-01-01",
        "facts = { must_forward = true, windows = 1 }",
    ],
)
def test_it_takes_each_way_of_writing(line: str) -> None:
    assert faults(MATTER + line) == []


# ---- what it refuses


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ('promise = "3个工作日"', "matters/0"),  # no such key
        ('promised = "3天"', "matters/0/promised"),  # which days?
        ("promised = 3", "matters/0/promised"),
        ('steps = "收件、审核"', "matters/0/steps"),  # a text where a list stands
        ('fixed = "yes"', "matters/0/fixed"),
        ('kind = "许可"', "matters/0/kind"),  # not a word of GB/T 39046
        ('clients = ["居民"]', "matters/0/clients/0"),
        ('visits = "1"', "matters/0/visits"),
        ("since = 2027", "matters/0/since"),
        ('confidence = "sure"', "matters/0/confidence"),
        ('changes = "card"', "matters/0"),  # made and changed at once
    ],
)
def test_it_refuses_each_mistake_at_its_place(line: str, place: str) -> None:
    assert faults(MATTER + line) == [place]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("format = 2", "format"),
        ('divison = "371302999"', ""),
        ("division = 371302999", "division"),
        ('layer = "province"', "layer"),
        ('[matters]\nid = "card"', "matters"),  # one bracket too few
        ('[[matter]]\nid = "card"', ""),
        ('[[matters]]\nid = "card"\n' + CITED, "matters/0"),  # no title
        ('[[matters]]\nid = "card"\ntitle = "优待证"', "matters/0"),  # no source
        ('[[rows]]\nid = "a"\nthen = "JOINT"\n' + CITED, "rows/0"),  # of which table?
        ('[[days]]\nid = "a"\nname = "庙会"\nyears = [2026]\nrest = ["5月"]\nwork = 1\n' + CITED,
         "days/0/work"),
        ('[[fees]]\nid = "a"\nmatter = "card"\namount = 5\nbasis = "《某》"\n' + CITED,
         "fees/0/amount"),  # yuan stand in quotation marks
        ('[[fees]]\nid = "a"\nmatter = "card"\namount = "5"\n' + CITED, "fees/0"),  # no basis
        ("[events]\nreceived = 1", "events/received"),
        ('[facts.a]\ntyp = "yes_no"', "facts/a"),
    ],
)  # fmt: skip
def test_it_refuses_mistakes_elsewhere(text: str, place: str) -> None:
    assert faults(text) == [place]
