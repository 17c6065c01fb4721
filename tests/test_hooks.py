"""The hooks of locality packages: one for each section, and documentation that is true."""

import inspect
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

import servicehall as sh
from servicehall.plugins.hooks import HOOKS
from servicehall.plugins.sections import SECTIONS, Section, keys_of

HEAD = {"format": 1, "id": "hook-example", "division": "371302999"}
NEEDS: Mapping[str, Mapping[str, Any]] = {
    "tables": {"facts": {"leave_approver": {"label": "审批人", "values": ["head", "leader"]}}},
}
"""What the example of a section needs beside it; everything else stands in the built-in packs."""

EACH = pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)


def documentation(name: str) -> str:
    """Return the docstring of a hook."""
    return inspect.getdoc(getattr(HOOKS, name)) or ""


def example(name: str) -> Any:
    """Run the example of a hook's docstring as it stands, and return what its hook returns."""
    _, _, code = documentation(name).partition("Example:\n    ::\n")
    names: dict[str, Any] = {}
    exec(inspect.cleandoc(code), names)  # noqa: S102  # our own documentation
    return names[name]()


@pytest.mark.requirement("R-303")
def test_there_is_one_hook_for_each_section_and_one_for_the_head() -> None:
    """Matters, materials, fees, terms (limits), rows (kinds), forms (publicity), hours, …"""
    hooks = {name for name in vars(HOOKS) if not name.startswith("_")}
    assert hooks == {"head", *(section.name for section in SECTIONS)}
    asked_for = {"matters", "materials", "fees", "terms", "rows", "notices", "forms", "hours"}
    assert asked_for <= hooks


@EACH
def test_a_docstring_tells_every_key_and_the_chinese_word(section: Section) -> None:
    text = documentation(section.name)
    assert text.startswith(f"Hand over {section.name} ({section.zh}), as ``{section.title}``")
    assert "Returns:" in text
    for key, meaning in keys_of(section):
        assert f"* ``{key}``: {meaning}" in text


@EACH
def test_an_example_is_a_valid_record(section: Section) -> None:
    """Pasted into a module, it hands over what a pack takes, on top of what it needs."""
    records = example(section.name)
    assert type(records) is (dict if section.named else list)
    pack = sh.load_pack({**HEAD, **NEEDS.get(section.name, {}), section.name: records})
    policy = sh.Registry.of(pack).policy("371302999", on=date(2026, 11, 21))
    assert pack in policy.packs


def test_the_example_of_the_head_is_a_valid_head() -> None:
    assert sh.load_pack(example("head")).division == "530926103"


def test_marking_a_function_leaves_it_as_it_is() -> None:
    @sh.hookimpl
    def windows() -> list[object]:
        return []

    assert windows() == []
