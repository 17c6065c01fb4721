"""Errors: five parts in two languages, stable codes, and the closest builtin as a base."""

import ast
import copy
import pickle
import re
import string
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import servicehall as sh
from servicehall.errors import PARTS, catalogue

SOURCE = Path(sh.__file__).parent
CODE = re.compile(r"SH\d{3}")
CODES = sorted(catalogue())

ENGLISH_ONLY = {"weekday"}
"""Facts that only the English text needs: Chinese says 周一至周五 once for all of them."""

WITHOUT_WHERE = {"SH200", "SH201", "SH202", "SH203"}
"""Faults of a whole file: where they are is the file, which the headline names."""

CLASSES = [
    (sh.InputTypeError, TypeError),
    (sh.InputValueError, ValueError),
    (sh.DataError, ValueError),
    (sh.FaultyDataError, ValueError),
    (sh.CalendarCoverageError, LookupError),
    (sh.PublicationUnknownError, LookupError),
    (sh.MissingExtraError, ImportError),
]


def placeholders(code: str, language: str) -> set[str]:
    """Return the facts of which a text speaks, the Chinese ones by their common name."""
    texts = catalogue()[code][language].values()
    names = {
        re.split(r"[.\[]", name)[0]
        for text in texts
        for _, name, _, _ in string.Formatter().parse(text)
        if name
    }
    return {name.removesuffix("_zh") for name in names} - ENGLISH_ONLY


def raised() -> Iterator[tuple[str, str, set[str] | None]]:
    """Yield (place, code, facts) of each raised error whose code stands in the source.

    ``facts`` is None where they are handed over as a mapping and cannot be read off.
    """
    for file in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            first, name = node.args[0], getattr(node.func, "id", "")
            if not (isinstance(first, ast.Constant) and name.endswith("Error")):
                continue
            if not CODE.fullmatch(str(first.value)):
                continue
            names = {keyword.arg for keyword in node.keywords}
            known = None if None in names else {str(keyword) for keyword in names}
            yield f"{file.name}:{node.lineno}", str(first.value), known


def an_error() -> sh.CalendarCoverageError:
    """Return an error as a caller meets it."""
    with pytest.raises(sh.CalendarCoverageError) as caught:
        sh.mainland().add(date(2026, 11, 21), 30)
    return caught.value


def _through_pickle(error: sh.ServiceHallError) -> sh.ServiceHallError:
    return pickle.loads(pickle.dumps(error))  # noqa: S301  # the bytes were made on this line


# ---- the catalogue


@pytest.mark.parametrize("code", CODES)
def test_every_code_speaks_both_languages(code: str) -> None:
    """Every code has an English and a Chinese text, and no third one."""
    assert set(catalogue()[code]) == {"en", "zh"}


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_text_has_all_parts(code: str, language: str) -> None:
    """Every text says what is wrong, where, why and how to mend it; whole files need no place."""
    texts = catalogue()[code][language]
    expected = set(PARTS) - ({"where"} if code in WITHOUT_WHERE else set())
    assert set(texts) == expected
    assert all(text.strip() for text in texts.values())


@pytest.mark.parametrize("code", CODES)
def test_both_languages_state_the_same_facts(code: str) -> None:
    """The Chinese text names the same facts as the English one."""
    assert placeholders(code, "en") == placeholders(code, "zh")


@pytest.mark.parametrize("code", CODES)
def test_the_chinese_text_is_chinese(code: str) -> None:
    """Each part of the Chinese text holds Chinese characters unless it only shows facts."""
    for text in catalogue()[code]["zh"].values():
        bare = re.sub(r"\{[^}]*\}", "", text)
        assert re.search(r"[\u4e00-\u9fff]", bare) or not re.search(r"[a-z]{4,} [a-z]", bare)


def test_codes_in_use_and_in_the_catalogue_are_the_same() -> None:
    """No error is raised without a text, and no text stands unused."""
    used = {
        code
        for file in SOURCE.rglob("*.py")
        for code in re.findall(r"\"(SH\d{3})\"", file.read_text(encoding="utf-8"))
    }
    assert used == set(CODES)


@pytest.mark.parametrize(("place", "code", "facts"), sorted(raised(), key=str))
def test_every_raised_error_hands_over_what_its_text_names(
    place: str, code: str, facts: set[str] | None
) -> None:
    """Where the facts can be read off the source, none that the text names is missing."""
    added = {"path"} if code in {"SH204", "SH205", "SH206", "SH207"} else set()
    if facts is not None:
        assert placeholders(code, "en") <= {name.removesuffix("_zh") for name in facts} | added


def test_the_scan_of_the_source_finds_most_codes() -> None:
    """The scan is no empty promise: it reads the facts of most codes off the source."""
    read = {code for _, code, facts in raised() if facts is not None}
    assert len(read) > len(CODES) * 2 // 3


# ---- the classes


@pytest.mark.parametrize(("kind", "builtin"), CLASSES)
def test_each_error_is_also_the_closest_builtin(kind: type, builtin: type) -> None:
    """Who catches the builtin catches ours, and who catches the base catches all."""
    assert issubclass(kind, builtin)
    assert issubclass(kind, sh.ServiceHallError)


@pytest.mark.parametrize(
    ("kind", "builtin"), [pair for pair in CLASSES if pair[0].__name__[0] == "I"]
)
def test_a_mistake_of_the_caller_is_no_fault_of_the_data(kind: type, builtin: type) -> None:
    """A caller's mistake and a data fault are different types, so that the right one is asked."""
    assert not issubclass(kind, sh.DataError)
    assert not issubclass(sh.DataError, kind)


@pytest.mark.parametrize("copied", [copy.copy, _through_pickle])
@pytest.mark.parametrize("kind", [kind for kind, _ in CLASSES if kind is not sh.FaultyDataError])
@pytest.mark.parametrize("code", ["SH104", "SH301"])
def test_every_error_pickles_and_keeps_its_text(
    kind: type[sh.ServiceHallError], code: str, copied: object
) -> None:
    """A pickled error comes back as the same type with the same code, facts and texts."""
    facts = dict.fromkeys(placeholders(code, "en") | {"question_zh"}, "7")
    error = kind(code, **facts)
    again = copied(error)  # type: ignore[operator]  # one of two functions
    assert type(again) is kind
    assert (again.code, again.facts) == (code, facts)
    assert str(again) == str(error)
    assert again.in_chinese() == error.in_chinese()


def test_gathered_faults_pickle_with_all_problems() -> None:
    """A pickled load error keeps its source and the text of every problem."""
    problems = [
        sh.DataError("SH212", day=date(2027, 1, 1), name="元旦"),
        sh.DataError("SH206", key="year", path="the whole file"),
    ]
    error = sh.FaultyDataError("2027.toml", problems)
    again = _through_pickle(error)
    assert isinstance(again, sh.FaultyDataError)
    assert again.source == "2027.toml"
    assert str(again) == str(error)
    assert [problem.code for problem in again.problems] == ["SH212", "SH206"]


def test_gathered_faults_can_be_given_a_more_exact_source() -> None:
    """The same problems are kept when a load names the file instead of the record."""
    error = sh.FaultyDataError("notice '2027'", [sh.DataError("SH216", year=1900, last=2099)])
    assert error.at("2027.toml").source == "2027.toml"
    assert error.at("2027.toml").problems == error.problems


# ---- the texts


def test_the_message_has_five_parts() -> None:
    """A refusal says what, where, why and fix under its type and code (DESIGN.md, section 7)."""
    # 2026-11-21 is a Saturday. November has 6 working days left (23-27 and 30), December 23
    # (31 days less 4 weekends): 29, so the 30th is not known.
    assert str(an_error()) == (
        "CalendarCoverageError [SH301]: no arrangement after 2026-12-31 is known\n"
        "  where  30 working days from 2026-11-21\n"
        "  why    the State Council has published arrangements up to 2026"
        " (国办发明电〔2025〕7号)\n"
        "  fix    add the notice for 2027, or ask for an estimate:"
        ' mainland(beyond="estimate")'
    )


def test_the_message_exists_in_chinese() -> None:
    """The same refusal in Chinese names the same day, question, document and remedy."""
    text = an_error().in_chinese()
    assert text.splitlines()[0] == "错误 [SH301]: 2026-12-31 以后的放假安排尚不可知"
    for part in ("自2026-11-21起30个工作日", "国办发明电〔2025〕7号", "加入2027年的通知"):
        assert part in text


def test_a_place_outside_of_all_sections_is_said_in_each_language() -> None:
    """A key that is missing in the file itself: no English in the Chinese text, nor the reverse."""
    with pytest.raises(sh.FaultyDataError) as caught:
        sh.load_pack({"title": "x"})
    (problem,) = caught.value.problems
    assert problem.where == "(top level)"
    assert problem.part("where", "zh") == "（文件最外层）"


def test_the_parts_are_attributes() -> None:
    """Each part can be read on its own, together with the facts it speaks of."""
    error = an_error()
    assert error.code == "SH301"
    assert error.what == "no arrangement after 2026-12-31 is known"
    assert error.where == "30 working days from 2026-11-21"
    assert error.why.startswith("the State Council has published")
    assert error.fix.startswith("add the notice for 2027")
    assert error.facts["last"] == date(2026, 12, 31)
    assert error.part("what", "zh") == "2026-12-31 以后的放假安排尚不可知"


@pytest.mark.parametrize("several", [(1, 2), [1, 2]])
def test_several_values_are_shown_with_commas(several: object) -> None:
    """Lists and tuples read as a sentence does, not as Python writes them."""
    error = sh.InputValueError("SH112", name="x", value="3", allowed=several)
    assert error.fix == "use one of: 1, 2"


def test_a_part_that_a_text_lacks_is_empty() -> None:
    """The fault of a whole file has no place of its own, and says so with empty text."""
    error = sh.DataError("SH203", most=3)
    assert error.where == ""
    assert "where" not in str(error)


def test_gathered_faults_are_listed_below_their_headline() -> None:
    """A load error counts its problems and shows each with its own parts, in both languages."""
    error = sh.FaultyDataError(
        "2027.toml",
        [
            sh.DataError("SH212", day=date(2027, 1, 1), name="元旦"),
            sh.DataError("SH216", year=1900, last=2099),
        ],
    )
    lines = str(error).splitlines()
    assert lines[0] == "FaultyDataError [SH200]: 2 faults in 2027.toml"
    assert [line[:9] for line in lines if line.startswith("- ")] == ["- [SH212]", "- [SH216]"]
    chinese = error.in_chinese()
    assert chinese.startswith("错误 [SH200]: 2027.toml 有 2 处错误")
    assert "- [SH212]: 同一天写了两次" in chinese
    assert "2027-01-01，“元旦”" in chinese


# ---- what the system says


@pytest.mark.parametrize(
    ("reason", "chinese"),
    [
        ("[Errno 2] No such file or directory: '台账.jsonl'", "没有这个文件：台账.jsonl"),
        ("[Errno 21] Is a directory: 'a'", "这是文件夹，不是文件：a"),
        ("[Errno 28] No space left on device", "磁盘已满"),
        ("[Errno 5] Input/output error: 'a'", "[Errno 5] Input/output error: 'a'"),
        (
            "'utf-8' codec can't decode byte 0xff",
            "不是 UTF-8 编码的文字（'utf-8' codec can't decode byte 0xff）",
        ),
    ],
)
def test_why_a_file_cannot_be_read_is_said_in_chinese(reason: str, chinese: str) -> None:
    """Engineers read the words of the system; what it seldom says stays as it is."""
    error = sh.DataError("SH201", reason=reason)
    assert error.why == reason
    assert error.part("why", "zh") == chinese


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    """Not only the words above: what the system itself says of a file that is not there."""
    with pytest.raises(sh.FaultyDataError) as caught:
        sh.read_pack(tmp_path / "没有.toml")
    assert f"原因  没有这个文件：{tmp_path / '没有.toml'}\n" in caught.value.in_chinese()
