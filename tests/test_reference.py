"""The reference: nothing public is missing, and what is made from data says what the data says."""

import re
import runpy
import tomllib
from pathlib import Path

import pytest

import servicehall as sh
from servicehall.errors import catalogue
from servicehall.plugins.sections import SECTIONS, keys_of
from servicehall.timeline import TABLE, CaseState

DOCS = Path(__file__).parent.parent / "docs"
GUIDES = [DOCS / "localities.md", DOCS / "localities.zh-CN.md"]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the pages made from data."""
    folder = tmp_path_factory.mktemp("pages")
    runpy.run_path(str(DOCS / "generated.py"))["write_pages"](folder)
    return {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}


KINDS = ("terms", "pauses", "silences", "matters")


# ---- what is listed


@pytest.mark.parametrize("name", sh.__all__)
def test_every_public_name_stands_in_the_reference(name: str) -> None:
    """By itself, or among the members of its module."""
    text = (DOCS / "api.md").read_text(encoding="utf-8")
    module = getattr(sh, name).__module__
    _, of_module, listed = text.partition(f".. automodule:: {module}\n")
    members = listed.strip().partition("\n")[0] if of_module else ""
    whole = members == ":members:"
    assert re.search(rf"servicehall\.{name}\b", text) or whole or name in re.split(r"\W+", members)


def test_every_page_is_in_the_table_of_contents() -> None:
    index = (DOCS / "index.md").read_text(encoding="utf-8")
    _, _, listed = index.partition(":maxdepth: 2\n")
    pages = {path.stem for path in DOCS.glob("*.md")} - {"index"}
    made = {f"_generated/{name}" for name in ("errors", "packs", "statutes", "course")}
    assert set(listed.replace("```", "").split()) == pages | made


# ---- pages made from data


def test_every_error_is_explained(pages: dict[str, str]) -> None:
    assert [code for code in catalogue() if f"\n### {code}\n" not in pages["errors"]] == []


def test_the_course_of_a_case_is_drawn_and_told_whole(pages: dict[str, str]) -> None:
    """Every kind of event has its row, every state its box or its line."""
    assert [row.kind for row in TABLE if f"`{row.kind}`" not in pages["course"]] == []
    assert [state for state in CaseState if state.zh not in pages["course"]] == []
    assert pages["course"].count("url(#tip)") == 13  # the arrows of the main way


def test_every_section_has_its_keys_and_a_plugin(pages: dict[str, str]) -> None:
    parts = dict(re.findall(r"\n## (\w+)\n(.*?)(?=\n## |\Z)", pages["packs"], re.DOTALL))
    assert set(parts) == {"head", *(section.name for section in SECTIONS)}
    for section in SECTIONS:
        assert f"{section.zh}. In TOML: `{section.title}`" in parts[section.name]
        assert f"def {section.name}():" in parts[section.name]
        for key, meaning in keys_of(section):
            assert f"| `{key}` | {meaning} |" in parts[section.name]
    for inner in ("| `rate` | 费率 |", "| `up_to` |"):
        assert inner in parts["fees"]


def test_every_record_of_the_statutes_is_told(pages: dict[str, str]) -> None:
    """Each with its article; the file is read here without the library."""
    file = Path(sh.__file__).parent / "national" / "statutes.toml"
    records = tomllib.loads(file.read_text(encoding="utf-8"))
    rows = [line for line in pages["statutes"].splitlines() if line.startswith("| ")]
    for record in (one for kind in KINDS for one in records[kind]):
        of_record = [row for row in rows if row.split(" | ")[0].endswith(f"<br>`{record['id']}`")]
        said = record.get("values") or [record]
        assert len(of_record) >= len(said)
        for one in said:
            article = one["cite"].rpartition("》")[2]
            told = [row for row in of_record if article in row and one.get("note", "") in row]
            assert told, record["id"]


def test_the_touchstone_of_units_is_told(pages: dict[str, str]) -> None:
    """行政复议法: its ten days for a reply are working days since 2024, natural days before."""
    rows = [row for row in pages["statutes"].splitlines() if "`reconsideration.reply`" in row]
    assert [row for row in rows if "| 10个工作日 |" in row and "自2024-01-01起" in row]
    assert [row for row in rows if "| 10个自然日 |" in row and "至2023-12-31止" in row]


# ---- the guide


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_all_toml_of_the_guide_comes_from_the_sample(guide: Path) -> None:
    """What an author copies is what the tests check."""
    sample = DOCS / "examples" / "qinghe"
    files = [path.read_text(encoding="utf-8") for path in sample.rglob("*.toml")]
    blocks = re.findall(r"```toml\n(.*?)```", guide.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) > 10
    for block in blocks:
        for record in block.strip().split("\n\n"):
            assert any(record in file for file in files), record


def test_both_guides_show_the_same_records() -> None:
    texts = [guide.read_text(encoding="utf-8") for guide in GUIDES]
    one, other = (re.findall(r"```toml\n(.*?)```", text, re.DOTALL) for text in texts)
    assert one == other
