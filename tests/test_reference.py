"""The reference: nothing public is missing, and what is made from data says what the data says."""

import datetime as dt
import re
import runpy
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from attrs import fields, has
from typer.main import get_command

import servicehall as sh
from servicehall.cli.commands import app
from servicehall.errors import catalogue
from servicehall.interop import standard
from servicehall.interop.schemas import FILES, schema
from servicehall.plugins.sections import SECTIONS, keys_of
from servicehall.timeline import KINDS as EVENTS, TABLE, CaseState

DOCS = Path(__file__).parent.parent / "docs"
GUIDES = [DOCS / "localities.md", DOCS / "localities.zh-CN.md"]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the pages made from data and from interfaces."""
    folder = tmp_path_factory.mktemp("pages")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(DOCS))
        runpy.run_path(str(DOCS / "pages.py"))["write_pages"](folder)
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


def parts() -> dict[str, list[str]]:
    """Return the pages of each part of the book, by the caption of its table of contents."""
    text = (DOCS / "index.md").read_text(encoding="utf-8")
    tocs = re.findall(r"```{toctree}\n:caption: ([^\n]*)\n:hidden:\n\n(.*?)```", text, re.DOTALL)
    return {caption: listed.split() for caption, listed in tocs}


def test_every_page_is_in_the_table_of_contents_once(pages: dict[str, str]) -> None:
    listed = [page for part in parts().values() for page in part]
    written = {path.stem for path in DOCS.glob("*.md")} - {"index"}
    assert sorted(listed) == sorted(written | {f"_generated/{name}" for name in pages})


@pytest.mark.parametrize(("caption", "listed"), parts().items())
def test_each_part_begins_with_a_page_that_says_what_is_in_it(
    caption: str, listed: list[str]
) -> None:
    """Its first page links every other one; the cover links the first page of each part."""
    first, *others = listed
    text = (DOCS / f"{first}.md").read_text(encoding="utf-8")
    assert [page for page in others if f"]({page}.md)" not in text] == [], caption
    assert f"]({first}.md)" in (DOCS / "index.md").read_text(encoding="utf-8")


# ---- pages made from data


def test_the_pages_made_from_data_are_kept_as_they_are_made(pages: dict[str, str]) -> None:
    """On a code host nobody builds the book: ``python docs/pages.py`` writes them anew."""
    kept = {path.stem: path.read_text("utf-8") for path in (DOCS / "_generated").glob("*.md")}
    assert kept.keys() == pages.keys()
    assert [name for name, text in pages.items() if kept[name] != text] == [], (
        "python docs/pages.py (or nox -s pages) writes these pages of docs/_generated anew"
    )


def test_every_error_is_explained(pages: dict[str, str]) -> None:
    assert [code for code in catalogue() if f"\n### {code}\n" not in pages["errors"]] == []


def test_the_course_of_a_case_is_drawn_and_told_whole(pages: dict[str, str]) -> None:
    """Every kind of event has its row, every state its box or its line."""
    assert [row.kind for row in TABLE if f"`{row.kind}`" not in pages["course"]] == []
    assert [state for state in CaseState if state.zh not in pages["course"]] == []
    assert pages["course"].count("url(#tip)") == 13  # the arrows of the main way


def test_every_section_has_its_keys_and_a_plugin(pages: dict[str, str]) -> None:
    told = sections(pages["packs"])
    hooks = sections(pages["hooks"])
    names = {"head", *(section.name for section in SECTIONS)}
    assert {heading.partition(" ")[0] for heading in told} == names == set(hooks)
    for section in SECTIONS:
        text = told[f"{section.name} {section.zh}"]
        assert f"In TOML: `{section.title}`" in text
        assert f"def {section.name}():" in hooks[section.name]
        for key, meaning in keys_of(section):
            assert f"| `{key}` | {meaning} |" in text
    for inner in ("| `rate` | 费率 |", "| `up_to` |"):
        assert inner in told["fees 收费"]


def sections(page: str) -> dict[str, str]:
    """Return what stands below each heading of a page."""
    return dict(re.findall(r"\n## ([^\n]+)\n(.*?)(?=\n## |\Z)", page, re.DOTALL))


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
def test_the_example_of_each_section_is_sound_toml(section: object, pages: dict[str, str]) -> None:
    """Another reader reads what the hook of that name hands over."""
    text = sections(pages["packs"])[f"{section.name} {section.zh}"]
    (block,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    assert tomllib.loads(block) == {section.name: section.example}


# ---- the command line


def commands() -> Iterator[tuple[str, object]]:
    """Go through all commands, those of groups too."""
    waiting = list(get_command(app).commands.items())
    while waiting:
        name, command = waiting.pop()
        inner = getattr(command, "commands", None)
        if inner is None:
            yield name, command
        else:
            waiting += [(f"{name} {word}", one) for word, one in inner.items()]


def test_every_command_is_told_with_its_help_arguments_and_options(pages: dict[str, str]) -> None:
    told = sections(pages["commands"])
    names = [name for name, _ in commands()]
    assert len(names) > 25
    assert set(told) == {f"servicehall {name}" for name in names}
    for name, command in commands():
        text = told[f"servicehall {name}"].replace("`", "")
        assert "".join(command.help.split()) in "".join(text.split())
        for parameter in command.params:
            given = (
                parameter.opts[0] if parameter.param_type_name == "option" else parameter.metavar
            )
            assert given in text
            assert parameter.help in text


def test_a_command_is_told_to_the_letter(pages: dict[str, str]) -> None:
    """What cannot be left out, what can, what can be given many times, and what holds without."""
    told = sections(pages["commands"])
    assert "`servicehall fee 事项 [名称=数…] [选项]`" in told["servicehall fee"]
    assert "`servicehall table [表名] [选项]`" in told["servicehall table"]
    assert (
        "| `--near 天数` | 剩余多少个工作日以内的列为临近 | `5` |" in told["servicehall due-list"]
    )
    assert "| `--json` | 输出 JSON |  |" in told["servicehall due-list"]


def shown() -> list[str]:
    """Return the commands that pages show without running them, lines joined."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(DOCS.glob("*.md"))]
    blocks = [
        block
        for text in texts
        for block in re.findall(r"```(?:sh|shell)\n(.*?)```", text, re.DOTALL)
    ]
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    return [line for line in lines if line.startswith("servicehall ")]


@pytest.mark.parametrize("line", shown())
def test_what_pages_show_and_do_not_run_can_be_typed(line: str) -> None:
    """The command is there, and so are its options."""
    words = shlex.split(line.partition(" > ")[0])[1:]
    by_name = dict(commands())
    name = " ".join(words[:2]) if " ".join(words[:2]) in by_name else words[0]
    options = {option for one in by_name[name].params for option in one.opts}
    assert {word for word in words if word.startswith("--")} <= options


# ---- exchange files


def test_every_key_of_every_exchange_file_is_told(pages: dict[str, str]) -> None:
    told = sections(pages["schemas"])
    assert set(told) == set(FILES) - {"pack"}
    for name, text in told.items():
        whole = schema(name)
        shapes = [*whole.get("anyOf", [whole]), *whole["$defs"].values()]
        keys = {key for shape in shapes for key in shape.get("properties", ())}
        assert [key for key in keys if f"| `{key}` |" not in text] == []


def test_a_key_is_told_with_its_type_and_whether_it_must_be_there(pages: dict[str, str]) -> None:
    told = sections(pages["schemas"])["case"]
    assert "| `occurred_at` | 必填 | 时刻 | 发生的时刻，带时区 |" in told
    assert "| `about` |  | 文字 | 说明，不参与计算 |" in told
    assert "| `events` | 必填 | 列表：`Event` | 各个事件，次序不限 |" in told


# ---- the glossary


def known_words() -> Iterator[str]:
    """Go through all names that the glossary can point to."""
    policy = sh.Registry.of().policy("000000", on=dt.date(2026, 11, 21))
    groups = {
        "event": EVENTS,
        "fact": policy.vocabulary.facts,
        "term": policy.terms,
        "role": policy.roles,
        "form": policy.forms,
        "measure": policy.measures,
        "field": policy.fields,
    }
    yield from (f"{group} {name}" for group, names in groups.items() for name in names)
    for section in SECTIONS:
        yield section.title
        yield from (f"{section.name}.{key}" for key, _ in keys_of(section))
        yield from (key for inner in keys_of_inner(section) for key in inner)
    for place in (sh, standard):
        for name in place.__all__:
            yield name
            yield from (f"{name}.{one}" for one in members(getattr(place, name)))


def keys_of_inner(section: object) -> Iterator[list[str]]:
    """Go through the records inside those of a section, such as the categories of a score."""
    for key in fields(section.form):
        for inner in getattr(key.type, "__args__", ()):
            if has(inner):
                yield [one.name for one in fields(inner)]


def members(thing: object) -> set[str]:
    """Return the names of the attributes of a class."""
    return {*dir(thing), *vars(thing)} if isinstance(thing, type) else set()


def test_every_name_in_the_glossary_is_one_of_the_library() -> None:
    """What is spelt wrong, renamed or withdrawn is found."""
    text = (DOCS / "glossary.md").read_text(encoding="utf-8")
    rows = [re.split(r" ?\| ?", line) for line in text.splitlines() if line.startswith("| ")]
    named = {word for row in rows for word in re.findall(r"`([^`]+)`", row[3])}
    assert len(named) > 120
    assert named - set(known_words()) == {'beyond="estimate"'}


@pytest.mark.parametrize("term", ["licence.decide", "licence.deliver", "petition.review"])
def test_the_glossary_gives_the_article_that_the_statutes_give(term: str) -> None:
    """The number of the article is the same, in other numerals."""
    text = (DOCS / "glossary.md").read_text(encoding="utf-8")
    policy = sh.Registry.of().policy("000000", on=dt.date(2026, 11, 21))
    numerals = {"第四十二条": "Art. 42", "第四十四条": "Art. 44", "第三十五条": "Art. 35"}
    article = policy.terms[term].citation.article
    (row,) = [line for line in text.splitlines() if f"`term {term}`" in line]
    (said,) = [number for words, number in numerals.items() if words in article]
    assert said in row


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


PAIRS = ("localities", "local-days", "tutorial", "hall", "how-to-services")
"""Pages that stand there in both languages."""


@pytest.mark.parametrize("name", PAIRS)
def test_pages_in_two_languages_have_the_same_parts(name: str) -> None:
    """The same headings by depth, in the same order, and the same commands between them."""
    texts = [(DOCS / f"{name}{end}.md").read_text(encoding="utf-8") for end in ("", ".zh-CN")]
    one, other = (re.findall(r"^(#+) |^(\$ .*)", text, re.MULTILINE) for text in texts)
    assert one == other


def test_all_toml_of_the_tutorial_comes_from_its_sample() -> None:
    """And together they are the whole of it."""
    sample = (DOCS / "examples" / "liuxi.toml").read_text(encoding="utf-8")
    for page in ("tutorial.md", "tutorial.zh-CN.md"):
        blocks = re.findall(
            r"```toml\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL
        )
        assert "\n".join(blocks) == sample


SHORT = ("how-to-rules.md", "how-to-services.md", "how-to-services.zh-CN.md")


@pytest.mark.parametrize("page", SHORT)
def test_all_toml_of_the_short_answers_comes_from_files(page: str) -> None:
    """What is copied is what the commands beside it use."""
    files = [path.read_text(encoding="utf-8") for path in (DOCS / "examples").rglob("*.toml")]
    blocks = re.findall(r"```toml\n(.*?)```", (DOCS / page).read_text("utf-8"), re.DOTALL)
    assert blocks
    for block in blocks:
        for record in block.strip().split("\n\n"):
            assert any(record in file for file in files), record


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.name)
def test_the_guide_names_every_kind_of_record(guide: Path) -> None:
    """With a place where it is told."""
    told = re.findall(
        r"^\| `(\[+\w+\]+)` \| .+ \| \[.+\]\(.+\) \|$", guide.read_text("utf-8"), re.MULTILINE
    )
    assert sorted(told) == sorted(section.title for section in SECTIONS)


def test_both_guides_show_the_same_records() -> None:
    texts = [guide.read_text(encoding="utf-8") for guide in GUIDES]
    one, other = (re.findall(r"```toml\n(.*?)```", text, re.DOTALL) for text in texts)
    assert one == other
