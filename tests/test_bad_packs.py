"""Bad packs: what people write wrongly is told at once, whole, with place, reason and remedy.

Nothing but a ServiceHallError is ever raised, and nothing of a faulty pack is used.
"""

from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

import servicehall as sh
from servicehall.plugins.files import PackFiles
from servicehall.plugins.sections import SECTIONS, keys_of

Data = dict[str, Any]

DAY = date(2026, 1, 5)
HEAD = 'id = "p"\ndivision = "530926103"\n'
CITE = 'cite = "《办法》第1条"'
MATTER = f"""
[[matters]]
id = "m"
title = "事项"
promised = "5个工作日"
fee = "free"
materials = "none"
{CITE}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return where a pack is written."""
    return tmp_path / "pack.toml"


def faults(file: Path, text: str | bytes) -> list[sh.ServiceHallError]:
    """Write a pack, and return what is wrong with it: each problem says all that it must."""
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(sh.FaultyDataError) as caught:
        sh.read_pack(file)
    report, chinese = str(caught.value), caught.value.in_chinese()
    assert str(file) in report
    assert str(file) in chinese
    found = list(caught.value.problems)
    assert found
    for problem in found:
        assert type(problem) is not sh.FaultyDataError
        assert problem.what in report
        assert f"[{problem.code}]" in chinese
        for language in ("en", "zh"):
            for part in ("what", "why", "fix"):
                text_ = problem.part(part, language)
                assert text_, (problem.code, part, language)
        assert problem.what != problem.part("what", "zh")
    return found


def codes(file: Path, text: str | bytes) -> list[str]:
    """Return the codes of what is wrong with a pack."""
    return sorted(problem.code for problem in faults(file, text))


def told(error: sh.ServiceHallError) -> None:
    """Check that an error can be told in both languages."""
    assert str(error)
    assert error.in_chinese()


def in_order(file: Path, text: str) -> sh.Policy:
    """Write a pack that has no fault, and return what is in force with it."""
    file.write_text(text, encoding="utf-8")
    return sh.Registry.of(sh.read_pack(file)).policy("530926103", on=DAY)


def test_the_pack_that_all_cases_vary_is_in_order(file: Path) -> None:
    """Without the faults below there is none."""
    assert in_order(file, HEAD + MATTER).matters["m"].title == "事项"


# ---- the list of the issue


FEE = f'[[fees]]\nid = "f"\nmatter = "m"\namount = "20"\n{CITE}\n'
PAID = MATTER.replace('fee = "free"\n', "")
TERM = f'[[terms]]\nchanges = "joint.threshold"\n{CITE}\n'
TWICE = MATTER.replace('id = "m"', 'id = "n"\nsince = 2024-01-01')

LISTED = [
    ("a fee without basis", PAID + FEE, "SH206", "basis"),
    (
        "a promise longer than the statute",
        MATTER + 'statutory = "3个工作日"\n',
        "SH462",
        "3个工作日",
    ),
    ("a matter without limit", MATTER.replace('promised = "5个工作日"\n', ""), "SH470", "m"),
    ("a value out of bounds", TERM + "value = 1\n", "SH444", "joint.threshold"),
    (
        "a fixed term",
        TERM.replace("joint.threshold", "reconsideration.apply") + 'value = "30个自然日"\n',
        "SH461",
        "reconsideration.apply",
    ),
    ("overlapping spans of one id", MATTER.replace('id = "m"', 'id = "n"') + TWICE, "SH460", "n"),
    (
        "overlapping values",
        TERM.replace(CITE, "")
        + f"values = [{{ value = 3, since = 2020-01-01, expires = 2024-06-30, {CITE} }}, "
        + f"{{ value = 4, since = 2024-01-01, {CITE} }}]\n",
        "SH454",
        "joint.threshold",
    ),
    (
        "a span that is the wrong way round",
        MATTER + "since = 2024-01-01\nexpires = 2023-01-01\n",
        "SH440",
        "2024-01-01",
    ),
    ("a malformed division", MATTER + 'division = "53092610"\n', "SH445", "53092610"),
    ("a division elsewhere", MATTER + 'division = "530927"\n', "SH452", "530927"),
    ("a duplicate id", MATTER + MATTER, "SH460", "m"),
    (
        "a duplicate of what is built in",
        MATTER.replace('id = "m"', 'id = "clinic.register"'),
        "SH432",
        "clinic.register",
    ),
    (
        "a misspelt changes",
        f'[[matters]]\nchanges = "clinic.registre"\nphone = "1"\n{CITE}\n',
        "SH465",
        "clinic.register",
    ),
    (
        "a misspelt term",
        TERM.replace("threshold", "treshold") + "value = 3\n",
        "SH430",
        "joint.threshold",
    ),
    ("an unknown key", MATTER + 'promise = "5个工作日"\n', "SH204", "promised"),
    ("an unknown section", MATTER.replace("matters", "matter"), "SH204", "matters"),
    ("no source", MATTER.replace(CITE, ""), "SH433", "m"),
    ("a source without instrument", MATTER.replace("《办法》第1条", "第1条"), "SH433", "第1条"),
    ("id and changes", MATTER + 'changes = "clinic.register"\n', "SH449", "m"),
    (
        "a change of nothing",
        f'[[matters]]\nchanges = "clinic.register"\n{CITE}\n',
        "SH451",
        "clinic.register",
    ),
    ("an unknown window", MATTER + 'window = "w"\n', "SH465", "w"),
    ("two rates", PAID + FEE + 'rate = "5%"\nof = "价"\nbasis = "《法》"\n', "SH473", "amount"),
    ("a fee and free", MATTER + FEE + 'basis = "《法》"\n', "SH471", "free"),
    (
        "a fee that is negative",
        PAID + FEE.replace('"20"', '"-20"') + 'basis = "《法》"\n',
        "SH",
        "-20",
    ),
]


@pytest.mark.requirement("R-019", "R-307")
@pytest.mark.parametrize(
    ("text", "code", "told"), [case[1:] for case in LISTED], ids=[case[0] for case in LISTED]
)
def test_a_listed_fault(file: Path, text: str, code: str, told: str) -> None:
    """Each fault of the list gives one problem, which names what is meant."""
    (problem,) = faults(file, HEAD + text)
    assert problem.code.startswith(code)
    assert told in str(problem)


@pytest.mark.requirement("R-311")
def test_ten_faults_are_ten_problems(file: Path) -> None:
    """Ten faults of ten kinds in one pack: one report, each with its place in the file."""
    text = f"""{HEAD}
colour = "red"

[[terms]]
changes = "joint.threshold"
value = 1
{CITE}

[[terms]]
changes = "joint.treshold"
value = 3
{CITE}

[[matters]]
id = "m1"
title = "一"
promised = "15日"
{CITE}

[[matters]]
id = "m2"
title = "二"
promised = "5个工作日"
divison = "530926103"
{CITE}

[[matters]]
id = "m3"
title = "三"
promised = "5个工作日"

[[matters]]
changes = "no-such-matter"
phone = "1"
{CITE}

[[matters]]
id = "m5"
title = "五"
promised = 5
{CITE}

[[fees]]
id = "f"
matter = "m1"
amount = "20"
{CITE}

[[windows]]
id = "w"
title = "窗口"
since = "2024-01-01"
{CITE}
"""
    expected = {
        ("SH204", "(top level)"),
        ("SH444", "terms[1] joint.threshold"),
        ("SH430", "terms[2] joint.treshold"),
        ("SH115", "matters[1] m1.promised"),
        ("SH204", "matters[2] m2"),
        ("SH433", "matters[3] m3.cite"),
        ("SH465", "matters[4] no-such-matter"),
        ("SH205", "matters[5] m5.promised"),
        ("SH206", "fees[1] f"),
        ("SH205", "windows[1] w.since"),
    }
    found = faults(file, text)
    assert {(p.code, p.facts["path"]) for p in found} == expected
    assert len(found) == len(expected)


def test_faults_of_reading_and_of_meaning_are_told_together(file: Path) -> None:
    """A promise that is too long is told beside an unknown key of another matter."""
    text = HEAD + MATTER + 'statutory = "3个工作日"\n' + MATTER.replace('"m"', '"n"') + "x = 1\n"
    assert codes(file, text) == ["SH204", "SH462"]


def test_two_faults_of_one_record_are_both_told(file: Path) -> None:
    """A limit without unit and a kind that does not exist stand in one matter."""
    text = HEAD + MATTER.replace("5个工作日", "5日") + 'kind = "许可"\n'
    assert codes(file, text) == ["SH115", "SH217"]


def test_a_source_that_is_missing_hides_no_other_fault(file: Path) -> None:
    """Without a source, a matter's unknown window is told all the same."""
    text = HEAD + MATTER.replace(CITE, "") + 'window = "w"\n'
    assert codes(file, text) == ["SH433", "SH465"]


def test_two_wrong_days_hide_no_other_fault(file: Path) -> None:
    """A division elsewhere and a source that names nothing are two faults of one matter."""
    text = HEAD + MATTER.replace("《办法》第1条", "第1条") + 'division = "530927"\n'
    assert codes(file, text) == ["SH433", "SH452"]


def test_nothing_is_half_applied(file: Path) -> None:
    """Of a pack with one fault, what is in order is not used either, whoever asks."""
    file.write_text(HEAD + MATTER + MATTER.replace('"m"', '"n"') + "x = 1\n", encoding="utf-8")
    registry = sh.Registry.of(sh.open_pack(file), on_error="quarantine")
    for _ in range(2):
        with pytest.raises(sh.FaultyDataError, match="SH204"):
            registry.policy("530926103", on=DAY)
    assert "m" not in registry.policy("530926", on=DAY).matters


# ---- what people who write YAML write


YAML = [
    ("fixed = yes", "SH202"),
    ('fixed = "yes"', "SH205"),
    ("fixed = 1", "SH205"),
    ('since = "2024-01-01"', "SH205"),
    ("since = 2024-01-01T08:00:00", "SH205"),
    ("since = 2024", "SH205"),
    ("since = 2024/01/01", "SH202"),
    ("since = 2024-02-30", "SH202"),
    ("visits = '2'", "SH205"),
    ("visits = 2.0", "SH205"),
    ("visits = true", "SH205"),
    ("visits = nan", "SH205"),
    ("phone = 08831234567", "SH202"),
    ("phone = 8831234567", "SH205"),
    ("phone = null", "SH202"),
    ("phone = ~", "SH202"),
    ("phone = ''", "SH126"),
    ("phone = '  '", "SH126"),
    ("phone = ['1', '2']", "SH205"),
    ("steps = '收件'", "SH205"),
    ("steps = '- 收件'", "SH205"),
    ("steps = [1, 2]", "SH118"),
    ("steps = ['收件', '']", "SH126"),
    ("steps = [['收件']]", "SH118"),
    ("steps = { one = '收件' }", "SH205"),
    ("steps = - 收件", "SH202"),
    ("clients = '自然人'", "SH205"),
    ("clients = ['公民']", "SH217"),
    ("kind = '许可'", "SH217"),
    ("approval_level = '县级'", "SH217"),
    ("facts = ['survey']", "SH205"),
    ("facts = { survey = 'yes' }", "SH426"),
    ("facts = { survey = true }", "SH426"),
    ("facts = { windows = '两' }", "SH426"),
    ("facts = { windows = 1.5 }", "SH428"),
    ("facts = { survye = 'passed' }", "SH424"),
    ("facts.survey.passed = true", "SH426"),
    ("statutory = 20", "SH205"),
    ("statutory = '20'", "SH115"),
    ("statutory = '20日'", "SH115"),
    ("statutory = '二十个工作日'", "SH115"),
    ("statutory = '２０个工作日'", "SH115"),
    ("statutory = '0个工作日'", "SH105"),
    ("statutory = '-5个工作日'", "SH115"),
    ("statutory = '999999个工作日'", "SH105"),
    ("statutory = 'unknown:'", "SH116"),
    ("statutory = '$no.such.term'", "SH430"),
    ("statutory = '$joint.threshold'", "SH430"),
    ("confidence = 'sure'", "SH217"),
    ("title: 事项", "SH202"),
    ("- title = 1", "SH202"),
    ("<<: *default", "SH202"),
    ("title = 另一个", "SH202"),
    ("title = “另一个”", "SH202"),
    ("title = '重复'", "SH202"),
    ("[matters.promised]\ndays = 5", "SH202"),
    ("[matters.statutory]\ndays = 5", "SH205"),
    ("words = '''\nnever closed", "SH202"),
]


@pytest.mark.parametrize(("line", "code"), YAML)
def test_mistakes_of_people_who_write_yaml(file: Path, line: str, code: str) -> None:
    """One wrong line in a good matter is one problem; it is never read as something else."""
    (problem,) = faults(file, f"{HEAD}{MATTER}{line}\n")
    assert problem.code == code


HEADS = [
    ("", ["SH206"]),
    ("   \n\t\n", ["SH206"]),
    ("# nothing but a remark", ["SH206"]),
    ("id = 5", ["SH205"]),
    ('id = ""', ["SH126"]),
    ('id = "p"\ndivision = 530926103', ["SH205"]),
    ('id = "p"\ndivision = "孟定镇"', ["SH445"]),
    ('id = "p"\ndivision = "５３"', ["SH445"]),
    ('id = "p"\ndivision = "53/"', ["SH445"]),
    ('id = "p"\ndivision = "53/大厅"', ["SH445"]),
    ('id = "p"\ndivision = "53"\nlayer = "statutes"', ["SH448"]),
    ('id = "p"\nlayer = "law"', ["SH217"]),
    ('id = "p"\nlayer = "profile"', ["SH217"]),
    ('id = "p"\nformat = 2', ["SH210"]),
    ('id = "p"\nformat = "1"', ["SH205"]),
    ('id = "p"\nneeds = "q"', ["SH205"]),
    ('id = "p"\nconfidence = "yes"', ["SH217"]),
    ('id = "p"\ntitel = "镇"', ["SH204"]),
    ("id: p", ["SH202"]),
    ("---\nid: p", ["SH202"]),
    ('{"id": "p"}', ["SH202"]),
]


@pytest.mark.parametrize(("text", "expected"), HEADS)
def test_heads_that_say_nothing_or_the_wrong_thing(
    file: Path, text: str, expected: list[str]
) -> None:
    """A head is checked when the pack is opened, an unknown key of it when it is read."""
    assert codes(file, text) == expected


def test_a_head_after_sections_is_no_head(file: Path) -> None:
    """What stands below [[matters]] belongs to the matter: the pack has no name, and says so."""
    assert "SH206" in codes(file, MATTER.replace('id = "m"\n', "") + HEAD)
    (problem,) = faults(file, 'id = "p"\n' + MATTER + "format = 1\n")
    assert (problem.code, problem.facts["path"]) == ("SH204", "matters[1] m")


SHAPES = [
    ("matters = 3", "SH205"),
    ("matters = 'm'", "SH205"),
    ("matters = ['m']", "SH205"),
    ("matters = [3, {}]", "SH2"),
    ("[matters]\nid = 'm'", "SH205"),
    ("[matters.m]\ntitle = 't'", "SH205"),
    ("[[facts]]\nid = 'f'", "SH205"),
    ("facts = 'f'", "SH205"),
    ("events = ['received']", "SH205"),
    ("[events]\nx = 1", "SH205"),
    ("[[adopts]]\nprofile = 3", "SH2"),
    ("[[adopts]]\nprofile = ['X']", "SH2"),
    ("adopts = [1]", "SH205"),
    ("[[fees]]\ntiers = [1]", "SH2"),
    ("[[terms]]\nvalues = [1]", "SH2"),
    ("[[hours]]\nvariations = 'x'", "SH2"),
    ("[[days]]\nrest = [2026]", "SH2"),
    ("[[forms]]\nitems = ['a']", "SH2"),
]


@pytest.mark.parametrize(("text", "code"), SHAPES)
def test_sections_of_the_wrong_shape(file: Path, text: str, code: str) -> None:
    """A list for a table, a scalar for a list, a text for a record: the section is named."""
    found = faults(file, f"{HEAD}{text}\n")
    assert any(problem.code.startswith(code) for problem in found)
    section = text.lstrip("[").partition("]")[0].split()[0].partition(".")[0]
    assert all(
        section in str(problem.facts["path"]) for problem in found if problem.code != "SH412"
    )


# ---- files of a folder


def folder(path: Path, **files: str) -> Path:
    """Write the files of a folder."""
    for name, text in files.items():
        (path / f"{name}.toml").write_text(text, encoding="utf-8")
    return path


def test_the_files_of_a_folder_are_told_apart(tmp_path: Path) -> None:
    """The place of a problem names the file; keys of the head stand in pack.toml only."""
    path = folder(
        tmp_path,
        pack=HEAD + MATTER + "x = 1\n",
        more=MATTER.replace('"m"', '"n"') + "y = 1\n",
        other='division = "530926103"\n' + MATTER.replace('"m"', '"o"'),
    )
    with pytest.raises(sh.FaultyDataError) as caught:
        sh.read_pack(path)
    told = sorted((p.code, str(p.facts["path"])) for p in caught.value.problems)
    assert told == [
        ("SH204", "more.toml matters[1] n"),
        ("SH204", "other.toml (top level)"),
        ("SH204", "pack.toml matters[1] m"),
    ]


def test_another_whole_pack_in_the_folder_is_told_as_that(tmp_path: Path) -> None:
    """Its head gives it away; nothing else of it is spoken of, though every record is a double."""
    path = folder(tmp_path, pack=HEAD + MATTER, other=HEAD.replace('"p"', '"q"') + MATTER + "x = 1")
    with pytest.raises(sh.FaultyDataError) as caught:
        sh.read_pack(path)
    (problem,) = caught.value.problems
    assert (problem.code, problem.facts["path"]) == ("SH490", "other.toml")
    assert "other.toml 是另一个完整的规则包" in problem.in_chinese()


def test_files_that_cannot_be_read_are_told_together(tmp_path: Path) -> None:
    """A broken file, one that is no text and one that is too large: three problems, three names."""
    path = folder(tmp_path, pack=HEAD, broken="[[matters]\n")
    (path / "gbk.toml").write_bytes("title = '孟定'".encode("gbk"))
    (path / "large.toml").write_bytes(b"#" * 5_000_000)
    (path / "folder.toml").mkdir()
    with pytest.raises(sh.FaultyDataError) as caught:
        sh.read_pack(path)
    assert sorted((p.code, str(p.facts["path"])) for p in caught.value.problems) == [
        ("SH201", "folder.toml"),
        ("SH201", "gbk.toml"),
        ("SH202", "broken.toml"),
        ("SH203", "large.toml"),
    ]


def test_a_folder_without_head(tmp_path: Path) -> None:
    """The report names the file that is missing, and those that were found."""
    with pytest.raises(sh.FaultyDataError, match=r"pack\.toml") as caught:
        sh.read_pack(folder(tmp_path, matters=MATTER))
    assert caught.value.problems[0].code == "SH469"
    assert "matters.toml" in str(caught.value)


def test_a_file_that_is_no_toml_does_not_hide_the_others(tmp_path: Path) -> None:
    """What can be told of the readable files is told with the fault of the broken one."""
    path = folder(tmp_path, pack='id = "t"\ndivision = "530926103"\n', matters=MATTER)
    (path / "broken.toml").write_text("id = ", encoding="utf-8")
    (path / "wrong.toml").write_text("[[fees]]\nsum = 3\n", encoding="utf-8")
    with pytest.raises(sh.FaultyDataError) as caught:
        sh.read_pack(path)
    told = [(problem.code, problem.where) for problem in caught.value.problems]
    assert [code for code, _ in told] == ["SH202", "SH204"]
    assert [place.split()[0] for _, place in told] == ["broken.toml", "wrong.toml"]


def test_a_broken_head_does_not_hide_the_others(tmp_path: Path) -> None:
    """The head cannot be read; the wrong key of another file is told all the same."""
    path = folder(tmp_path, pack="id = ", matters=MATTER.replace("title", "titel"))
    with pytest.raises(sh.FaultyDataError) as caught:
        sh.read_pack(path)
    assert [problem.code for problem in caught.value.problems] == ["SH202", "SH204"]


@pytest.mark.parametrize("name", ["fees.TOML", "fees.toml.txt", "fees.yaml", "more/fees.toml"])
def test_nothing_that_looks_like_a_part_is_passed_over(tmp_path: Path, name: str) -> None:
    """A file that would not be read is told, with what can be done."""
    path = folder(tmp_path, pack='id = "t"\ndivision = "530926103"\n')
    (path / name).parent.mkdir(exist_ok=True)
    (path / name).write_text("", encoding="utf-8")
    with pytest.raises(sh.FaultyDataError, match=r"\.toml") as caught:
        sh.read_pack(path)
    assert [problem.code for problem in caught.value.problems] == ["SH487"]


@pytest.mark.parametrize("path", ["", "a\0b", "no/such/place", "x" * 5000])
def test_paths_at_which_nothing_stands(path: str, tmp_path: Path) -> None:
    """A path that is empty, impossible or leads nowhere is told as such."""
    with pytest.raises(sh.FaultyDataError):
        sh.open_pack(str(tmp_path / path) if path else tmp_path)


# ---- large, deep and strange


def test_fifty_megabytes_are_refused(file: Path) -> None:
    """A file beyond the bound is refused by its size, before it is parsed."""
    assert codes(file, HEAD.encode() + b"#" + b"x" * 50_000_000) == ["SH203"]


@pytest.mark.parametrize("depth", [30, 200, 600, 3_000, 100_000])
@pytest.mark.parametrize(
    ("before", "opened", "inner", "closed"),
    [
        ("[events]\nx = ", "[", "", "]"),
        ("[[matters]]\nid = 'm'\nfacts = ", "{a=", "1", "}"),
        ("[[matters]]\nid = 'm'\nsteps = ", "[", "", "]"),
        ("[facts]\nx = ", "[", "", "]"),
        ("[[terms]]\nid = 't'\nvalue = 1\ntype = ", "{values=", "1", "}"),
        ("[[rows]]\ntable = 'case_kind'\nid = 'r'\nthen = 'JOINT'\nwhen = ", "[", "", "]"),
    ],
)
def test_deep_nesting(
    file: Path, depth: int, before: str, opened: str, inner: str, closed: str
) -> None:
    """However deep: a report, never a crash."""
    text = f"{HEAD}{before}{opened * depth}{inner}{closed * depth}\n"
    for problem in faults(file, text):
        assert len(str(problem)) < 2_000


@pytest.mark.parametrize("depth", [30, 600, 3_000])
@pytest.mark.parametrize(
    "before", ["x", "facts.x", "events.x", "[[matters]]\nid = 'm'\nfacts.x", "[[terms]]\ntype"]
)
def test_deep_keys(file: Path, depth: int, before: str) -> None:
    """Keys of thousands of parts: a report, never a crash."""
    for problem in faults(file, f"{HEAD}{before}{'.a' * depth} = 1\n"):
        assert len(str(problem)) < 2_000


STRANGE = [
    (b"\xff\xfe" + HEAD.encode("utf-16-le"), "SH201"),
    (HEAD.encode("utf-16"), "SH201"),
    ((HEAD + "title = '孟定'").encode("gbk"), "SH201"),
    ((HEAD + "title = 'a\0b'").encode(), "SH202"),
    ((HEAD + 'title = "\\ud800"').encode(), "SH202"),
    ((HEAD + "title = 'a\rb'").encode(), "SH202"),
    ((HEAD + "ｔｉｔｌｅ = '全角'").encode(), "SH202"),
    ((HEAD + "title ＝ '全角'").encode(), "SH202"),
    ((HEAD + "title = ‘全角’").encode(), "SH202"),
    (HEAD.encode() + b"title = '\xed\xa0\x80'", "SH201"),
    ((HEAD + "visits = " + "9" * 5_000).encode(), "SH202"),
    (("\u200b" + HEAD).encode(), "SH202"),
    (("\ufeff\ufeff" + HEAD).encode(), "SH202"),
    (b"\x00" * 100, "SH202"),
    (b"PK\x03\x04\x00", "SH202"),
]


@pytest.mark.parametrize(("data", "code"), STRANGE)
def test_strange_bytes(file: Path, data: bytes, code: str) -> None:
    """Other encodings, control characters and full-width signs are told, not guessed at."""
    assert codes(file, data) == [code]


def test_a_byte_order_mark_and_line_ends_do_no_harm(file: Path) -> None:
    """What editors on Windows write is read as it is meant."""
    file.write_bytes(b"\xef\xbb\xbf" + (HEAD + MATTER).replace("\n", "\r\n").encode())
    pack = sh.read_pack(file)
    assert sh.Registry.of(pack).policy("530926103", on=DAY).matters["m"].title == "事项"


def test_names_that_look_alike_are_two_names(file: Path) -> None:
    """A full-width letter or a combining sign makes another name: a change of it is refused."""
    for other in ("ｍ", "m\u0301", "m\u200b"):
        text = (
            f'{HEAD}{MATTER}[[materials]]\nid = "x"\nmatter = "{other}"\ntitle = "照片"\n{CITE}\n'
        )
        assert codes(file, text) in (["SH465"], ["SH485"])


@pytest.mark.parametrize(
    "amount", ["２０", "20元", "1,000", "1e3", "inf", "nan", "", "unknown: 原文残缺"]
)
def test_amounts_that_are_none(file: Path, amount: str) -> None:
    """An amount is a number of yuan, to the fen, in plain digits."""
    text = PAID + FEE.replace('"20"', f'"{amount}"') + 'basis = "《法》第1条"\n'
    assert len(faults(file, HEAD + text)) == 1


def test_a_full_width_colon_is_no_text_of_its_own(file: Path) -> None:
    """ "unknown：…" with the colon of a Chinese keyboard is unknown or refused, never a phone."""
    text = HEAD + MATTER + 'phone = "unknown：原文残缺"\n'
    file.write_text(text, encoding="utf-8")
    try:
        pack = sh.read_pack(file)
    except sh.FaultyDataError:
        return
    assert not sh.Registry.of(pack).policy("530926103", on=DAY).matters["m"].phone


def test_thousands_of_faults_are_all_told(file: Path) -> None:
    """Nothing is left out of a long report."""
    good = 'title = "事项"\npromised = "当日"\n'
    records = "".join(f"[[matters]]\nid = 'm{n}'\n{good}{CITE}\nx{n} = 1\n" for n in range(1_000))
    assert codes(file, HEAD + records) == ["SH204"] * 1_000


def test_toml_reads_no_other_file_and_runs_nothing(file: Path) -> None:
    """What looks like an inclusion, a variable or a template stays the text that it is."""
    odd = "${HOME} {{ 1 + 1 }} !include /etc/passwd __import__('os')"
    found = in_order(file, f'{HEAD}{MATTER}tips = "{odd}"\n')
    assert found.matters["m"].tips == odd


# ---- anything at all


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(
        ["m", "free", "none", "5个工作日", "$t", "unknown: x", "《法》", "530926103", "X"]
    ),
    st.dates(),
    st.datetimes(),
    st.times(),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "value", "cite", "a", "values", "type"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)
KEYS = {section.name: [key for key, _ in keys_of(section)] for section in SECTIONS}


@st.composite
def packs(draw: st.DrawFn) -> Data:
    """Draw the data of a pack: real sections and keys, with anything in them."""
    data: Data = {"id": "p", "division": "530926103"}
    for name in draw(st.lists(st.sampled_from(sorted(KEYS)), unique=True, max_size=4)):
        if draw(st.integers(0, 5)) == 0:
            data[name] = draw(VALUES)
            continue
        keys = KEYS[name] or ["a", "b"]
        good = {"id": st.just("m"), "title": st.just("t"), "cite": st.just("《法》第1条")}
        record = st.fixed_dictionaries(
            {}, optional={key: st.one_of(VALUES, good.get(key, VALUES)) for key in keys}
        )
        if name in ("facts", "details", "events"):
            data[name] = {"x": draw(record), "y": draw(VALUES)}
        else:
            data[name] = draw(st.lists(record, max_size=2))
    return data


@settings(max_examples=150)
@given(packs())
def test_whatever_is_written_is_read_or_refused(data: Data) -> None:
    """Any values under the real keys give a pack or one report; nothing else is ever raised."""
    pack = sh.Pack.open(PackFiles.of_data(data, "p"))
    try:
        policy = sh.Registry.of(pack).policy("530926103", on=DAY)
    except sh.ServiceHallError as error:
        told(error)
        return
    for kind, records in policy.settled.items():
        for name in records:
            assert policy.explain(f"{kind}/{name}")
    assert all(str(remark) for remark in policy.remarks)


ODD: list[Any] = [
    *(None, True, 0, -1, 10**30, 1.5, float("nan"), "", " ", "x", "unknown: x", "unknown:", "$x"),
    *(
        [],
        [[]],
        ["x"],
        [3],
        [None],
        [{}],
        ["x", "x"],
        {},
        {"x": {}},
        {"x": "x"},
        {"": ""},
        {"x": None},
    ),
    *(date(2024, 1, 1), datetime(2024, 1, 1), time(8), [date(2024, 1, 1)], date.max),  # noqa: DTZ001
    *("5个工作日", "9" * 400, "a\0b", "\u202e", "-1", "0", "X8", "100%", "08:00-08:00", "13-40"),
]


@pytest.mark.no_cover  # many thousand packs: what each line does, the examples above show
@pytest.mark.parametrize("section", [s for s in SECTIONS if not s.named], ids=lambda s: s.name)
def test_one_odd_value_in_a_good_record(section: Any) -> None:
    """Keys of each section with many odd values: read or refused, and can be told.

    One key has every second of them, the next one the others; all, where laws are thorough.
    """
    step = 1 if settings.default.max_examples > 1000 else 2
    good: Data = {"id": "p", "division": "530926103"}
    good["matters"] = [{"id": "id-card", "title": "证", "promised": "当日", "cite": "《法》第1条"}]
    (record,) = section.example
    crashed = []
    for place, (key, _) in enumerate(keys_of(section)):
        for odd in ODD[place % step :: step]:
            changed = {**record, key: odd}
            data = {**good, section.name: [changed]}
            try:
                pack = sh.Pack.open(PackFiles.of_data(data, "p"))
                policy = sh.Registry.of(pack).policy("530926103", on=DAY)
                own = record["id"] in policy.settled[section.name]
                _ = policy.explain(f"{section.name}/{record['id']}") if own else ""
                _ = [str(remark) for remark in policy.remarks]
            except sh.ServiceHallError as error:
                told(error)
            except Exception as error:  # noqa: BLE001  # what is looked for
                crashed.append((key, odd, type(error).__name__, str(error)))
    assert not crashed


@pytest.mark.parametrize(
    "data",
    [None, 3, "id", [], {1: 2}, {"id": "p", "x": {1: 2}}, {"id": "p", "x": [{None: 1}]}, object()],
)
def test_data_that_no_parser_makes(data: Any) -> None:
    """What is no dict of texts is the caller's mistake, not the author's."""
    with pytest.raises(sh.InputTypeError):
        sh.load_pack(data)


@pytest.mark.parametrize(
    "odd",
    [Decimal(1), datetime(2026, 1, 1), time(8), b"m", {"m"}, object, float("nan")],  # noqa: DTZ001
)
def test_values_of_python_are_refused_in_records(odd: Any) -> None:
    """A plugin in Python that hands over odd values is told so, whatever they are."""
    record = {"id": "m", "title": odd, "promised": odd, "cite": odd, "steps": odd, "facts": odd}
    with pytest.raises(sh.FaultyDataError):
        sh.load_pack({"id": "p", "matters": [record]})


# ---- one matter with several wrong words


def test_all_wrong_words_of_one_matter_are_told(file: Path) -> None:
    """A fee, materials and a promise in the wrong words are three faults, told at once."""
    text = MATTER.replace('"free"', '"不收费"').replace('"none"', '"不需要"')
    found = faults(file, HEAD + text.replace('"5个工作日"', '"尽快"'))
    told_at = {problem.facts["path"]: problem.code for problem in found}
    assert told_at == {
        "matters[1] m.fee": "SH217",
        "matters[1] m.materials": "SH217",
        "matters[1] m.promised": "SH115",
    }


@pytest.mark.parametrize(
    ("written", "code", "words"),
    [
        ("visits = -1", "SH217", "0–99"),
        ("visits = 100", "SH217", "0–99"),
        ('phone = "unknown"', "SH116", "unknown: "),
        ('phone = " Unknown "', "SH116", "unknown: "),
        ('steps = "unknown"', "SH116", "unknown: "),
    ],
)
def test_a_value_that_says_nothing_is_refused(
    file: Path, written: str, code: str, words: str
) -> None:
    """No visits below none; and what is unknown says why."""
    (problem,) = faults(file, f"{HEAD}{MATTER}{written}\n")
    assert problem.code == code
    assert words in problem.fix


def test_a_material_has_one_name_or_several_of_which_one_will_do() -> None:
    """Both would leave open whether the first is needed beside the others."""
    material = {
        "id": "m.id",
        "matter": "m",
        "title": "证",
        "any_of": ["甲证", "乙证"],
        "cite": "《法》",
    }
    matter = {"id": "m", "title": "t", "promised": "当日", "fee": "free", "cite": "《法》"}
    with pytest.raises(sh.FaultyDataError) as caught:
        sh.load_pack(
            {"id": "p", "division": "530926103", "matters": [matter], "materials": [material]}
        )
    assert [problem.code for problem in caught.value.problems] == ["SH459"]


@pytest.mark.parametrize("number", [0, 1, 99])
def test_a_number_of_visits_is_that_of_the_register(file: Path, number: int) -> None:
    """0, 1, 2 and 99 are in use; none of them is refused."""
    assert in_order(file, f"{HEAD}{MATTER}visits = {number}\n").matters["m"].visits == number


LONG = "m" * 101
NAMED = {
    "the pack": HEAD.replace('"p"', '"{}"'),
    "a matter": HEAD + MATTER.replace('"m"', '"{}"'),
    "a term": f'{HEAD}[[terms]]\nid = "{{}}"\ntype = "count"\nvalue = 1\n{CITE}\n',
    "a table": f'{HEAD}[facts.f]\ntype = "yes_no"\n[[tables]]\nid = "{{}}"\n'
    'gives = "f"\nanswer = "one"\n',
    "a row": f'{HEAD}[[rows]]\ntable = "case_kind"\nid = "{{}}"\nthen = "joint"\n'
    f'when = {{{{ windows = ">= 9" }}}}\n{CITE}\n',
}


@pytest.mark.parametrize("name", [" m", "m ", LONG])
@pytest.mark.parametrize("what", NAMED)
def test_a_name_that_nobody_can_type_is_refused(file: Path, what: str, name: str) -> None:
    """Blanks around it, or more than a hundred characters."""
    assert "SH488" in codes(file, NAMED[what].format(name))


def test_a_name_of_a_hundred_characters_is_read(file: Path) -> None:
    """The longest that is allowed."""
    assert LONG[1:] in in_order(file, HEAD + MATTER.replace('"m"', f'"{LONG[1:]}"')).matters


@pytest.mark.parametrize("of", ["matter", "staff", "ledger", "hall"])
def test_a_notice_has_a_form_of_notices(file: Path, of: str) -> None:
    """A form that is about something else is refused, with those that there are."""
    form = f'[[forms]]\nid = "f"\ntitle = "表"\nof = "{of}"\nitems = {{ title = "名称" }}\n{CITE}\n'
    notice = f'[[notices]]\nid = "n"\ntitle = "告知书"\nform = "f"\n{CITE}\n'
    (problem,) = faults(file, HEAD + form + notice)
    assert problem.code == "SH489"
    assert "f" in problem.where
    fitting = form.replace(f'"{of}"', '"notice"')
    found = in_order(file, HEAD + fitting + notice).notices["n"]
    assert found.form is not None


def test_a_near_name_does_not_depend_on_the_order_of_a_set(file: Path) -> None:
    """The names to choose from are told in the order of the alphabet."""
    windows = "".join(
        f'[[windows]]\nid = "{name}"\ntitle = "窗口"\n{CITE}\n' for name in ("zz", "yy", "xx")
    )
    (problem,) = faults(file, f'{HEAD}{MATTER}window = "0"\n{windows}')
    hint = problem.fix
    assert hint.index("xx") < hint.index("yy") < hint.index("zz")


# ---- words that help


@pytest.mark.parametrize(
    ("toml", "hint"),
    [
        ('[[tables]]\nid = "t"\ntitle = "表"\ngives = "attendance"\nanswer = "one"\n', "label"),
        (MATTER.replace("title", "name"), "title"),
        (MATTER.replace("title", "titel"), "title"),
    ],
)
def test_the_key_that_is_meant_is_named(tmp_path: Path, toml: str, hint: str) -> None:
    """What something is called has one key in each section: by its meaning, not by its letters."""
    with pytest.raises(sh.FaultyDataError) as caught:
        sh.read_pack(folder(tmp_path, pack=HEAD + toml))
    (fault,) = (one for one in caught.value.problems if one.code == "SH204")
    assert fault.fix == f"did you mean: {hint}"


@pytest.mark.parametrize(
    ("since", "english", "chinese"),
    [
        ("", "matters m is made twice, for all time", "两处都设立了 matters m，一直同时有效"),
        (
            "since = 2026-03-01\n",
            "matters m is made twice, for 2026-03-01",
            "两处都设立了 matters m，在 2026-03-01 同时有效",
        ),
    ],
)
def test_two_of_one_name_are_told_with_the_day_from_which_they_hold(
    tmp_path: Path, since: str, english: str, chinese: str
) -> None:
    """Records without a first day hold always, not from the first of January of the year 1."""
    with pytest.raises(sh.FaultyDataError) as caught:
        sh.read_pack(folder(tmp_path, pack=HEAD + MATTER + since + MATTER + since))
    (fault,) = caught.value.problems
    assert (fault.code, fault.what, fault.part("what", "zh")) == ("SH460", english, chinese)
