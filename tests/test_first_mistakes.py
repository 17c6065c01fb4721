"""What people who write their first pack get wrong, and what they are told."""

import os
from pathlib import Path

import pytest

import servicehall as sh

HEAD = 'format = 1\nid = "t"\ndivision = "371302999"\n\n'
MATTER = '[[matters]]\nid = "m"\ntitle = "事项"\npromised = "当日"\ncite = "《办法》第1条"\n'


def problems(tmp_path: Path, text: str) -> list[sh.ServiceHallError]:
    """Return what is wrong with a pack."""
    file = tmp_path / "pack.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(sh.FaultyDataError) as caught:
        sh.read_pack(file)
    return list(caught.value.problems)


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("title = “事项”", "全角"),
        ("title ＝ 1", "全角"),
        ("title: 事项", "YAML"),
        ("- title", "YAML"),
        ("since = 2026-3-1", "2026-03-01"),
        ("since = 2026年3月1日", "2026-03-01"),
        ("title = 事项", "加引号"),
        ('title = "事项', "没有闭合"),
        ('id = "m"', "写了两次"),
        ("??", "查看指出的那一行"),
    ],
)
def test_a_line_that_is_no_toml_is_shown_with_what_was_meant(
    tmp_path: Path, line: str, hint: str
) -> None:
    """The line is named and shown, and the cure fits the mistake."""
    (problem,) = problems(tmp_path, f'{HEAD}[[matters]]\nid = "m"\n{line}\n')
    assert problem.code == "SH202"
    assert hint in problem.part("fix", "zh")
    assert "line 7" in problem.part("why", "zh")
    assert line.strip() in problem.part("why", "zh")


def test_a_fault_of_the_head_hides_no_other(tmp_path: Path) -> None:
    """Wrong keys and types of the records are told together with the head's."""
    text = 'format = 1\nid = "t"\ndivision = 371302\nnotes = "x"\n' + MATTER + 'titel = "y"\n'
    assert {problem.code for problem in problems(tmp_path, text)} == {"SH204", "SH205"}
    assert len(problems(tmp_path, text)) == 3


@pytest.mark.requirement("R-133")
@pytest.mark.parametrize("basis", ["无", "没有", "unknown", "-"])
def test_no_basis_is_no_basis(tmp_path: Path, basis: str) -> None:
    """Whoever does not know it says why."""
    fee = f'[[fees]]\nid = "f"\nmatter = "m"\namount = "1"\nbasis = "{basis}"\ncite = "《办法》"\n'
    (problem,) = problems(tmp_path, HEAD + MATTER + fee)
    assert problem.code == "SH433"


@pytest.mark.parametrize("number", [0, -1, 5000])
def test_of_a_material_there_is_one_at_least(tmp_path: Path, number: int) -> None:
    """Nobody hands in no copy, or five thousand."""
    paper = f'[[materials]]\nid = "p"\nmatter = "m"\ntitle = "照片"\nnumber = {number}\n'
    paper += 'cite = "《办法》"\n'
    (problem,) = problems(tmp_path, HEAD + MATTER + paper)
    assert problem.code == "SH105"


@pytest.mark.parametrize("sign", ["\u202e", "\u200b", "\\u001b", "\\u0000"])
def test_signs_that_nobody_sees_are_refused(tmp_path: Path, sign: str) -> None:
    """They change what a terminal shows, or make two names of one."""
    (problem,) = problems(tmp_path, HEAD + MATTER.replace("事项", f"事{sign}项"))
    assert problem.code == "SH485"


def test_all_facts_of_a_matter_are_looked_at(tmp_path: Path) -> None:
    """Three wrong facts are three problems, each with its place."""
    facts = 'facts = { windos = 2, must_forward = "false", windows = 0, survey = ["pending"] }\n'
    found = problems(tmp_path, HEAD + MATTER + facts)
    assert sorted(problem.code for problem in found) == ["SH424", "SH426", "SH426"]
    assert all(".facts." in problem.where for problem in found)


def test_a_key_of_many_parts_is_refused_at_once(tmp_path: Path) -> None:
    """Fifty thousand dots in one key would take minutes and gigabytes."""
    (problem,) = problems(tmp_path, HEAD + ".".join(["a"] * 50_000) + " = 1\n")
    assert problem.code == "SH202"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    """It would be waited for for ever."""
    os.mkfifo(tmp_path / "more.toml")
    (tmp_path / "pack.toml").write_text(HEAD, encoding="utf-8")
    with pytest.raises(sh.FaultyDataError, match="SH201"):
        sh.read_pack(tmp_path)
