"""What the library reads into a sentence is marked as inferred (推定), in every pack that ships."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from servicehall import national
from tests.places import PLUGINS

NATIONAL: Final = Path(next(iter(national.__path__)))
FIRST_DAY: Final = "only the first day is the library's own, and that is later than the rule began"
BESIDE: Final[Mapping[str, str]] = {
    "feedback duties/shanghai.rating.contact": FIRST_DAY,
    "feedback duties/weifang.hotline.reply": FIRST_DAY,
    "feedback duties/weifang.hotline.reply.longer": FIRST_DAY,
    "feedback duties/weifang.hotline.no-return": FIRST_DAY,
    "statutes terms/shanghai.review.contact": FIRST_DAY,
    "statutes terms/weifang.hotline.reply": FIRST_DAY,
    "housing-hall forms/booking": "an advice on what to write into a field, not what is asked for",
    "petitions duties/petition.notify": "says what the law at hand does not say; the rule stands",
}
"""Records whose note speaks of the library, and not of how it reads the rule: why."""


def written() -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Go through all records of all packs, values of terms too, each with its name."""
    folders = [NATIONAL, *sorted(PLUGINS.glob("*/src/*"))]
    for file in (file for folder in folders for file in sorted(folder.glob("*.toml"))):
        head = file if file.parent == NATIONAL else file.with_name("pack.toml")
        pack = tomllib.loads(head.read_text("utf-8"))["id"]
        for section, listed in tomllib.loads(file.read_text("utf-8")).items():
            for one in listed if isinstance(listed, list) else ():
                if isinstance(one, dict):
                    name = f"{pack} {section}/{one.get('id') or one.get('changes')}"
                    yield name, one
                    for value in one.get("values", ()) if section == "terms" else ():
                        yield name, value


OWN: Final = [
    (name, one.get("confidence", "clean"))
    for name, one in written()
    if "本库" in one.get("note", "")
]


def test_the_notes_are_found() -> None:
    """In packs that ship with the library, and in those of places."""
    packs = {name.split()[0] for name, _ in OWN}
    assert {"staff", "duty-head", "longpo", "dunhou", "linyi", "wuyi", "wulagai"} <= packs


@pytest.mark.requirement("R-306")
@pytest.mark.parametrize(("name", "confidence"), [one for one in OWN if one[0] not in BESIDE])
def test_what_the_library_reads_into_a_rule_is_inferred(name: str, confidence: str) -> None:
    """“为本库所定”, “本库的理解”: no such record passes for the words of its source."""
    assert confidence in ("inferred", "garbled"), name


def test_no_exception_is_idle() -> None:
    """Each of them is a record that says so, and is not marked."""
    clean = {name for name, confidence in OWN if confidence == "clean"}
    assert clean == set(BESIDE)
