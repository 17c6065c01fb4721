"""The list of requirements is whole, and its page says what the list and the tests say."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.requirements import plugin
from tests.requirements.plugin import Requirement, Requirements

pytest_plugins = ["pytester"]
ROOT = Path(__file__).parents[2]
NATIONAL = ROOT / "src/servicehall/national"

ROW = Requirement(
    id="R-001", group="E1", scope="N", class_="C", text="Count | days_", figures="–", source="D0 L1"
)
LOCAL_ROW = Requirement(
    id="R-002", group="E2", scope="L:RS", class_="P", text="Ask", figures="3", source="D1 L2"
)
SMALL = Requirements(
    rows=(ROW, LOCAL_ROW),
    groups={"E1": "Calendar", "E2": "Limits"},
    localities={"RS": "A town's hall"},
    sources={"D0": "One", "D1": "Two"},
)
SUITE = """
import pytest

@pytest.mark.requirement("R-001", "R-003")
@pytest.mark.parametrize("number", [1, 2])
def test_numbers(number): pass

@pytest.mark.requirement("R-001")
class TestDays:
    def test_first(self): pass
"""


def records_of_packs() -> Iterator[str]:
    """Go through the records of all packs as they are written: pack, section, name."""
    folders = [NATIONAL, *sorted(ROOT.glob("plugins/*/src/*"))]
    for file in (file for folder in folders for file in sorted(folder.glob("*.toml"))):
        head = file if file.parent == NATIONAL else file.with_name("pack.toml")
        pack = tomllib.loads(head.read_text(encoding="utf-8"))["id"]
        for section, listed in tomllib.loads(file.read_text(encoding="utf-8")).items():
            for one in listed if isinstance(listed, list) else ():
                if isinstance(one, dict):
                    yield f"{pack} {section}/{one.get('id') or one.get('changes')}"


@pytest.fixture(scope="module")
def requirements() -> Requirements:
    return plugin.load()


@pytest.fixture
def suite(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A small suite in a folder of its own, without the plugins that happen to be installed."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.makeini("[pytest]\nmarkers = requirement(*ids): proves them\n")
    pytester.makepyfile(test_suite=SUITE)
    return pytester


def run(suite: pytest.Pytester, *options: str) -> pytest.RunResult:
    return suite.runpytest_inprocess(*options, plugins=[plugin])


class TestList:
    def test_ids_run_from_1_to_338_without_gap_or_double(self, requirements: Requirements) -> None:
        assert [row.id for row in requirements.rows] == [f"R-{n:03}" for n in range(1, 339)]

    @pytest.mark.parametrize("field", sorted({*Requirement.__slots__} - {"reason", "records"}))
    def test_every_field_is_filled(self, requirements: Requirements, field: str) -> None:
        values = [getattr(row, field) for row in requirements.rows]
        assert all(value and value == value.strip() for value in values)

    def test_classes(self, requirements: Requirements) -> None:
        assert Counter(row.class_ for row in requirements.rows) == {"C": 281, "P": 56, "H": 1}

    def test_scopes(self, requirements: Requirements) -> None:
        scopes = Counter(row.scope.split(":")[0] for row in requirements.rows)
        assert scopes == {"N": 86, "N*": 35, "L": 215, "EXT": 2}

    def test_every_locality_is_explained_and_has_a_row(self, requirements: Requirements) -> None:
        used = {row.scope.removeprefix("L:") for row in requirements.rows if row.local}
        assert used == set(requirements.localities)

    def test_groups_follow_each_other(self, requirements: Requirements) -> None:
        assert list(requirements.groups) == [f"E{number}" for number in range(1, 18)]
        assert list(dict.fromkeys(row.group for row in requirements.rows)) == list(
            requirements.groups
        )

    def test_rows_of_each_group(self, requirements: Requirements) -> None:
        """As many as the headings of the study said that the list was drawn from."""
        counts = [len(requirements.of_group(group)) for group in requirements.groups]
        assert counts == [18, 22, 23, 26, 12, 11, 22, 17, 17, 29, 20, 35, 19, 31, 9, 11, 16]

    def test_every_record_stands_in_a_pack(self, requirements: Requirements) -> None:
        """Each named record of each pack that ships is written in one of its files."""
        known = set(records_of_packs())
        named = {name for row in requirements.rows for name in row.records}
        assert named - known == set()
        assert len(named) > 300

    def test_every_source_names_one_of_the_four_documents(self, requirements: Requirements) -> None:
        """Each part between semicolons begins with a document and ends with its lines."""
        assert list(requirements.sources) == ["D0", "D1", "D2", "D3"]
        for row in requirements.rows:
            for part in row.source.split("; "):
                assert part.split()[0] in requirements.sources, row.id
                assert " L" in part, row.id


class TestPage:
    def test_a_row_names_its_tests(self) -> None:
        text = plugin.page(SMALL, {"R-001": ["test_a.py::test_x", "test_b.py::test_y"]})
        tests = "`test_a.py::test_x`, `test_b.py::test_y`"
        assert f"| R-001 | Count \\| days\\_ | `N` | C | {tests} |  |\n" in text

    def test_a_row_without_a_test_shows_a_dash(self) -> None:
        assert "| R-002 | Ask | `L:RS` | P | — |  |\n" in plugin.page(SMALL, {})

    def test_totals(self) -> None:
        text = plugin.page(SMALL, {"R-002": ["test_a.py::test_x"]})
        assert (
            "Of 2 requirements, 1 have at least one test: 0 of the 1 that hold everywhere, "
            "1 of the 1 of a locality.\n"
        ) in text
        assert "| E1 Calendar | 1 | 0 |\n| E2 Limits | 1 | 1 |\n| All | 2 | 1 |\n" in text

    def test_groups_stand_in_order_and_localities_last(self) -> None:
        lines = plugin.page(SMALL, {}).splitlines()
        headings = [line for line in lines if line.startswith("## ")]
        assert headings == ["## Totals", "## E1 Calendar", "## E2 Limits", "## Localities"]

    def test_a_row_without_a_test_may_say_why(self) -> None:
        row = replace(LOCAL_ROW, reason="People decide it.")
        text = plugin.page(replace(SMALL, rows=(ROW, row)), {})
        assert "| R-002 | Ask | `L:RS` | P | People decide it. |  |\n" in text

    def test_a_row_names_its_records_pack_by_pack(self) -> None:
        row = replace(ROW, records=("course duties/a", "course roles/b", "words facts/c"))
        text = plugin.page(replace(SMALL, rows=(row, LOCAL_ROW)), {})
        assert "| — | course: `duties/a`, `roles/b`; words: `facts/c` |\n" in text

    def test_every_requirement_has_one_row(self, requirements: Requirements) -> None:
        text = plugin.page(requirements, {})
        assert [text.count(f"\n| {row.id} | ") for row in requirements.rows] == [1] * 338

    def test_ends_with_one_newline(self) -> None:
        text = plugin.page(SMALL, {})
        assert text == text.rstrip() + "\n"

    def test_every_requirement_has_a_test_or_a_reason(self) -> None:
        """That the page is what list and tests say is checked where the documents are built."""
        text = (ROOT / "docs/requirements.md").read_text(encoding="utf-8")
        rows = [line for line in text.splitlines() if line.startswith("| R-")]
        open_ = [row for row in rows if f" | {plugin.NO_TEST} | " in row]
        assert (len(rows), open_) == (338, [])

    def test_the_page_is_what_list_and_tests_say(self, pytestconfig: pytest.Config) -> None:
        """Each worker of a run of the whole suite has compared it; others cannot know."""
        if plugin.STALE not in pytestconfig.stash:
            pytest.skip("only a worker of the whole suite, with --requirements-check, can tell")
        assert pytestconfig.stash[plugin.STALE] == ""


class TestRun:
    def test_page_counts_a_function_once(self, suite: pytest.Pytester) -> None:
        result = run(suite, "--requirements-page=page.md")
        result.assert_outcomes(passed=3)
        text = Path("page.md").read_text(encoding="utf-8")
        assert "| `test_suite.py::TestDays::test_first`, `test_suite.py::test_numbers` | " in text
        assert "| `test_suite.py::test_numbers` | " in text
        assert "Of 338 requirements, 2 have at least one test" in text

    def test_page_keeps_the_tests_that_are_not_selected(self, suite: pytest.Pytester) -> None:
        run(suite, "--requirements-page=all.md")
        run(suite, "--requirements-page=some.md", "-k", "numbers")
        assert Path("all.md").read_bytes() == Path("some.md").read_bytes()

    def test_check_passes_on_the_page_just_written(self, suite: pytest.Pytester) -> None:
        run(suite, "--collect-only", "-q", "--requirements-page=page.md")
        result = run(suite, "--requirements-check=page.md")
        assert result.ret == pytest.ExitCode.OK

    def test_check_fails_on_a_stale_page(self, suite: pytest.Pytester) -> None:
        run(suite, "--collect-only", "-q", "--requirements-page=page.md")
        suite.makepyfile(test_suite=SUITE.replace('"R-003"', '"R-004"'))
        result = run(suite, "--requirements-check=page.md")
        assert result.ret == pytest.ExitCode.USAGE_ERROR
        assert result.stderr.str().strip() == (
            "ERROR: page.md is not what the requirements and the tests say. Write it anew: "
            "pytest --collect-only -q --requirements-page=page.md"
        )

    def test_check_fails_without_a_page(self, suite: pytest.Pytester) -> None:
        result = run(suite, "--requirements-check=page.md")
        assert result.ret == pytest.ExitCode.USAGE_ERROR
        result.stderr.fnmatch_lines(["ERROR: page.md does not exist. Write it anew: pytest *"])

    def test_unknown_ids_are_refused_all_at_once(self, suite: pytest.Pytester) -> None:
        suite.makepyfile(test_suite=SUITE.replace('"R-003"', '"R-339", "R-3"'))
        result = run(suite, "--requirements-page=page.md")
        assert result.ret == pytest.ExitCode.INTERRUPTED
        result.assert_outcomes(errors=1)
        message = "test_suite.py::test_numbers names the requirement '{}': {}"
        result.stdout.fnmatch_lines(
            [
                "*ERROR collecting test_suite.py*",
                message.format("R-339", "requirements.toml has no such id"),
                message.format("R-3", "requirements.toml has no such id"),
            ]
        )
        report, _, _ = result.stdout.str().partition("short test summary info")
        assert report.count("'R-339'") == 1
        assert not Path("page.md").exists()

    def test_an_unknown_id_on_a_class_is_refused(self, suite: pytest.Pytester) -> None:
        suite.makepyfile(test_suite=SUITE.replace('"R-001")\nclass', '"R-000")\nclass'))
        result = run(suite)
        assert result.ret == pytest.ExitCode.INTERRUPTED
        result.stdout.fnmatch_lines(["*::TestDays::test_first names the requirement 'R-000'*"])

    def test_a_mark_must_name_something(self, suite: pytest.Pytester) -> None:
        suite.makepyfile(test_suite=SUITE.replace('"R-001", "R-003"', ""))
        result = run(suite)
        assert result.ret == pytest.ExitCode.INTERRUPTED
        result.stdout.fnmatch_lines(["test_suite.py::test_numbers * but names none"])
