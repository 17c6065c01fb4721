"""Ledgers: every line is taken once, or told with its number and the reason; nothing is lost.

The example ledger holds the stories of examples/cases, each with a number; on which line each
stands follows from the order of their names.
"""

import codecs
import functools
import itertools
import json
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, strategies as st

import servicehall as sh
from servicehall.cases import read_case
from servicehall.instants import SHANGHAI
from servicehall.ledgers import (
    Answer,
    CaseLine,
    Line,
    OpenItem,
    Reject,
    assess_ledger,
    open_items,
    read_case_line,
    read_ledger,
    read_lines,
    running,
    window_of,
    write_case_line,
)
from servicehall.ledgers.encodings import text_of
from servicehall.plugins import open_pack

EXAMPLES = Path(__file__).parent.parent / "examples"
LEDGER = EXAMPLES / "ledger.jsonl"
STORIES = [
    path
    for path in sorted((EXAMPLES / "cases").glob("*.json"))
    if not path.stem.startswith(("complaint-", "petition-", "referral-"))
]
"""The stories of service cases: complaints, petitions and questions are no part of that ledger."""
AS_OF = datetime(2026, 11, 21, 9, tzinfo=SHANGHAI)


@functools.cache
def registry() -> sh.Registry:
    """Return the registry of the example town."""
    return sh.Registry.of(open_pack(EXAMPLES / "liuhe"))


def case(number: str = "C1", **others: Any) -> str:
    """Return a line with a case of the example town, received on 21 September 2026."""
    payload = {"case": number, "division": "371302998", "matter": "outdoor-sign"}
    event = {"id": "e1", "kind": "received", "occurred_at": "2026-09-21T09:00+08:00"}
    event |= {"unit": "综合执法窗口", "payload": payload | others}
    return json.dumps({"format": 1, "events": [event]}, ensure_ascii=False)


def written(folder: Path, *lines: str | bytes) -> Path:
    """Write a ledger."""
    file = folder / "ledger.jsonl"
    data = [line.encode() if isinstance(line, str) else line for line in lines]
    file.write_bytes(b"\n".join(data) + b"\n")
    return file


def codes(reject: object) -> list[str]:
    """Return the codes of what was wrong with a line."""
    assert isinstance(reject, Reject)
    error = reject.error
    return [one.code for one in getattr(error, "problems", (error,))]


def state_of(found: sh.Assessment) -> str:
    """Return where a case stands: a job that another process can find by its name."""
    return found.state.value


def run(file: Path, job: Callable[[sh.Assessment], Any] = state_of, **others: Any) -> list[Any]:
    """Assess a ledger of the example town."""
    return list(assess_ledger(file, registry, job, **{"as_of": AS_OF, **others}))


# ---- lines


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_lines_are_read_whatever_program_wrote_them(encoding: str, tmp_path: Path) -> None:
    """Each line with its number; blank ones are left out; the ends of both worlds are ends."""
    file = tmp_path / "a.txt"
    file.write_bytes("甲\r\n\n  \n乙\n丙".encode(encoding))
    assert list(read_lines(file)) == [Line(1, "甲"), Line(4, "乙"), Line(5, "丙")]


def test_two_encodings_may_stand_in_one_file(tmp_path: Path) -> None:
    """A program that appends in another encoding than the first spoils nothing."""
    file = written(tmp_path, "龙坡村".encode(), "敦厚镇".encode("gb18030"), "孟定镇".encode())
    assert [line.text for line in read_lines(file)] == ["龙坡村", "敦厚镇", "孟定镇"]


def test_bytes_that_are_no_text_are_told_and_kept(tmp_path: Path) -> None:
    """0xFF is a byte of no encoding: the line is a reject that still holds its bytes."""
    file = written(tmp_path, b"a", b"b\xff\xff", b"c")
    one, other, last = read_lines(file)
    assert (one, last) == (Line(1, "a"), Line(3, "c"))
    assert codes(other) == ["SH631"]
    assert isinstance(other, Reject)
    assert other.text.encode("utf-8", "surrogateescape") == b"b\xff\xff"
    assert other.number == 2


def test_a_letter_that_is_cut_off_is_not_read_as_another(tmp_path: Path) -> None:
    """The first two bytes of 村 are a letter of GB18030 too: the line is told, not misread."""
    cut = "龙坡村".encode()[:-1]
    assert cut.decode("gb18030")  # which is why it must not be tried
    (line,) = read_lines(written(tmp_path, cut))
    assert codes(line) == ["SH631"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("left", ["", "乙", "乙\ud83d"])
def test_utf_16_that_ends_within_a_letter_costs_its_last_line(
    encoding: str, left: str, tmp_path: Path
) -> None:
    """What was sent is taken, and what broke off is told with its number (SH632): the letters that
    are whole, and the byte after them, here the first of 村 (U+6751), as a lone surrogate."""
    file, half = tmp_path / "a.txt", "村".encode(encoding)[:1]
    text = f"\ufeff甲\n\n{left}"
    file.write_bytes(text.encode(encoding, "surrogatepass") + half)
    whole, cut = read_lines(file)
    assert (whole, codes(cut)) == (Line(1, "甲"), ["SH632"])
    assert isinstance(cut, Reject)
    assert (cut.number, cut.text) == (3, left + chr(0xDC00 + half[0]))


def level_one() -> list[str]:
    """Return the 3755 letters of the first level of GB 2312, rows 16 to 55."""
    pairs = (bytes([row + 0xA0, cell + 0xA0]) for row in range(16, 56) for cell in range(1, 95))
    return [letter for pair in pairs if (letter := pair.decode("gb2312", "ignore"))]


def reading(data: bytes) -> str:
    """Return the text of a line, or the code with which it is refused."""
    try:
        return text_of(data)
    except sh.DataError as error:
        return error.code


def test_chinese_is_read_right_or_told_in_both_encodings() -> None:
    """No pair of common letters is misread, and of all such pairs in GB18030 one in 100 is told.

    Two letters are sound UTF-8 only if each is: with a first byte from C2 to DF and a second one up
    to BF, as 682 have. Of their pairs every seventh is tried, and of others some of each letter.
    """
    letters = level_one()
    sound = [one for one in letters if _is_utf8(one.encode("gb18030"))]
    assert (len(letters), len(sound)) == (3755, 682)
    doubtful = [a + b for a, b in itertools.islice(itertools.product(sound, sound), 0, None, 7)]
    others = [a + letters[(n + step) % 3755] for n, a in enumerate(letters) for step in (1, 1013)]
    found = {text: reading(text.encode("gb18030")) for text in doubtful + others + letters}
    assert [text for text, read in found.items() if read not in (text, "SH640")] == []
    assert [text for text in found if reading(text.encode()) != text] == []
    assert sum(found[text] == "SH640" for text in doubtful) * 7 < 3755**2 / 100


def _is_utf8(data: bytes) -> bool:
    try:
        return bool(data.decode())
    except UnicodeDecodeError:
        return False


@pytest.mark.parametrize(
    "text",
    [
        *("Müller", "José", "Ali·Khan", "Ó Néill", "Lǐ Wéi", "nǚ", "10×2"),
        *(
            "Иванов",
            "Анна",
            "Νίκος",
            "ئۇيغۇر",
            "བོད་",
            "ᠮᠣᠩᠭᠣᠯ",
            "ꆈꌠ",
            "조선",
            "𫖯",
            "（1）",
            "“”",
        ),
        *("阿依古丽·买买提", "约3×4米，20°C", "徐娟", "年底"),
    ],
)
def test_what_is_written_in_utf8_is_read_so(text: str) -> None:
    """Foreign names, scripts of the nationalities, signs, and Chinese of every kind."""
    assert reading(text.encode()) == text


@pytest.mark.parametrize("text", ["谢毛", r'{"name":"\n谢毛"}', "双窨帆咋", "id楼毛豆"])
def test_what_is_written_in_gb18030_is_not_taken_for_utf8(text: str) -> None:
    """As UTF-8 the first two mix Latin and Cyrillic letters; the third has unassigned ones."""
    assert reading(text.encode("gb18030")) == text


def test_a_line_that_can_be_read_in_two_ways_is_told_with_both(tmp_path: Path) -> None:
    """The bytes of 路毛 are those of ·ë; they are masked, for they may be a name."""
    (other,) = read_lines(written(tmp_path, "路毛".encode("gb18030")))
    assert codes(other) == ["SH640"]
    assert "按 UTF-8 是 ·＊，按 GB18030 是 路＊" in str(other)
    assert isinstance(other, Reject)
    assert other.text.encode("utf-8", "surrogateescape") == "路毛".encode("gb18030")


def test_the_mark_of_utf8_settles_a_line(tmp_path: Path) -> None:
    """A single é may be 茅; with the mark before it, it is é."""
    file = written(tmp_path, b"a", codecs.BOM_UTF8 + "é".encode(), "é".encode())
    one, two, three = read_lines(file)
    assert (one, two) == (Line(1, "a"), Line(2, "é"))
    assert codes(three) == ["SH640"]


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """Of a missing file nothing can go on; what is no path is a mistake of the caller."""
    with pytest.raises(sh.FaultyDataError, match="SH201"):
        list(read_lines(tmp_path / "none"))
    with pytest.raises(sh.InputTypeError, match="SH119"):
        list(read_lines(3))  # type: ignore[arg-type]  # what is refused


# ---- cases


def test_a_case_is_read_back_as_it_was_written() -> None:
    """Line → case → line, for every story; the number is what an event says."""
    for number, text in enumerate(LEDGER.read_text(encoding="utf-8").splitlines(), 1):
        found = read_case_line(Line(number, text))
        assert write_case_line(found.timeline) == text
        assert found.case == f"LH-{number:04d}"


def test_the_example_ledger_holds_the_stories() -> None:
    """Each line tells its story, the number apart."""
    ledger = [one for one in read_ledger(LEDGER) if isinstance(one, CaseLine)]
    for one, story in zip(ledger, STORIES, strict=True):
        told, first = read_case(story).recorded, one.timeline.recorded[0]
        payload = {name: value for name, value in first.payload.items() if name != "case"}
        assert payload == dict(told[0].payload)
        assert one.timeline.recorded[1:] == told[1:]


BAD = {
    "no JSON": ("[1, 2", ["SH619"]),
    "no case": ("[]", ["SH205"]),
    "cut off": (case()[:-20], ["SH632"]),
    "another format": (case().replace('"format": 1', '"format": 2'), ["SH620"]),
    "no number": (case("").replace('"case": "", ', ""), ["SH633"]),
    "blank number": (case(""), ["SH633"]),
    "unknown key": (case().replace('"format": 1', '"fromat": 1'), ["SH204"]),
    "no time zone": (case().replace("+08:00", ""), ["SH103"]),
    "no events": ('{"format": 1, "events": []}', ["SH604"]),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_line_is_told_and_the_rest_goes_on(name: str, tmp_path: Path) -> None:
    """The number, the reason, the line itself; the lines before and after are taken."""
    line, expected = BAD[name]
    found = list(read_ledger(written(tmp_path, case("A"), line, case("B"))))
    assert [one.case for one in found if isinstance(one, CaseLine)] == ["A", "B"]
    bad = found[1]
    assert codes(bad) == expected
    assert isinstance(bad, Reject)
    assert (bad.number, bad.text, bad.is_fault) == (2, line, True)
    assert str(bad).startswith("第2行：[SH")
    assert "\n" not in str(bad)


def test_a_case_that_stands_there_twice_is_counted_once(tmp_path: Path) -> None:
    """In the same words it is told and no fault, be its keys in another order; in others it is."""
    same = json.dumps(json.loads(case("A")), sort_keys=True)
    file = written(tmp_path, case("A"), case("B"), same, case("A", phone="1"))
    one, other, again, another = read_ledger(file)
    assert isinstance(one, CaseLine)
    assert isinstance(other, CaseLine)
    assert (codes(again), codes(another)) == (["SH634"], ["SH635"])
    assert isinstance(again, Reject)
    assert isinstance(another, Reject)
    assert (again.is_fault, another.is_fault) == (False, True)
    assert "第1行" in another.reason
    assert str(another).startswith("第4行（A）：")


@pytest.mark.parametrize("other", ["  M1 ", "Ｍ1", "M１", "M 1"])
def test_numbers_that_look_alike_are_told(other: str, tmp_path: Path) -> None:
    """Blanks and width make no other number for those who read it: the second line is neither
    counted as another case nor taken for the first. Where the number was filed elsewhere, or
    differs in a letter, it is another."""
    more = [case("M1", division="371302997"), case("m1"), case("M1")]
    found = list(read_ledger(written(tmp_path, case("M1"), case(other), *more)))
    assert [type(one) for one in found] == [CaseLine, Reject, CaseLine, CaseLine, Reject]
    assert (codes(found[1]), codes(found[4])) == (["SH641"], ["SH634"])
    assert "第1行" in str(found[1])
    assert [codes(one) for one in run(written(tmp_path, case("M1"), case(other)))[1:]] == [
        ["SH641"]
    ]


def test_two_halls_may_use_one_number(tmp_path: Path) -> None:
    """Each hall numbers its own cases: the same number elsewhere is another case."""
    there = case("A").replace("371302998", "371302997")
    assert all(
        isinstance(one, CaseLine) for one in read_ledger(written(tmp_path, case("A"), there))
    )


@given(st.binary(max_size=200), st.integers(0, 400))
def test_whatever_a_line_holds_the_rest_is_read(noise: bytes, cut: int) -> None:
    """Noise, and a case cut off anywhere: each line is a case or a reject, none is lost."""
    noisy = noise.replace(b"\n", b" ").replace(b"\r", b" ")
    lines = [case("A").encode(), noisy, case("C").encode()[:cut], case("B").encode()]
    expected = [n for n, line in enumerate(lines, 1) if line.removeprefix(codecs.BOM_UTF8).strip()]
    found = list(_ledger_of(lines))
    assert [one.number for one in found] == expected
    taken = [one.case for one in found if isinstance(one, CaseLine)]
    assert (taken[0], taken[-1]) == ("A", "B")


def _ledger_of(lines: list[bytes]) -> list[CaseLine | Reject]:
    """Read lines as a ledger, from a file of this test alone."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        return list(read_ledger(written(Path(folder), *lines)))


# ---- assessed


def test_every_case_is_assessed_as_alone() -> None:
    """In the order of the file, what one assessment finds; what no rule knows is told."""
    answers = run(LEDGER)
    assert [one.number for one in answers] == list(range(1, 22))
    for answer, story in zip(answers, STORIES, strict=True):
        if isinstance(answer, Reject):
            with pytest.raises(sh.ServiceHallError, match=codes(answer)[0]):
                registry().assess(read_case(story), as_of=AS_OF)
            continue
        alone = registry().assess(read_case(story), as_of=AS_OF)
        assert (answer.value, answer.division) == (alone.state.value, alone.policy.division)


def test_what_comes_later_is_no_fault() -> None:
    """Asked as of the end of 2025, the one case of 2020 stands there; the others come later."""
    answers = run(LEDGER, as_of=datetime(2025, 12, 31, tzinfo=SHANGHAI))
    assert [one.number for one in answers if isinstance(one, Answer)] == [17]
    later = [one for one in answers if isinstance(one, Reject) and codes(one) == ["SH615"]]
    assert len(later) == 20
    assert not any(one.is_fault for one in later)


def test_the_division_and_profiles_may_be_handed_over(tmp_path: Path) -> None:
    """For a ledger that does not say where its cases were filed."""
    file = written(tmp_path, case().replace('"division": "371302998", ', ""))
    (without,) = run(file)
    assert codes(without) == ["SH617"]
    (told,) = run(file, division="371302998", profiles=["X8"])
    assert told.division == "371302998"


def test_a_case_twice_is_answered_once(tmp_path: Path) -> None:
    """As when it is only read: the second is a reject."""
    first, again, other = run(written(tmp_path, case(), case(), case(phone="1")))
    assert first.value == "received"
    assert (codes(again), codes(other)) == (["SH634"], ["SH635"])


def test_a_case_that_comes_later_is_counted_once(tmp_path: Path) -> None:
    """Of four lines one begins later, one says the same, one another thing; the last is elsewhere.

    All begin on 21 September 2026, and the ledger is looked at for the 20th.
    """
    lines = [case(), case(), case(name="王芳"), case(division="530926103", matter="")]
    found = run(written(tmp_path, *lines), as_of=datetime(2026, 9, 20, tzinfo=SHANGHAI))
    assert [codes(one) for one in found] == [["SH615"], ["SH634"], ["SH635"], ["SH615"]]


def test_bytes_that_are_no_text_stay_rejects(tmp_path: Path) -> None:
    """They pass through the work as they are."""
    (answer,) = run(written(tmp_path, b"\xff"))
    assert codes(answer) == ["SH631"]


def test_some_worker_is_needed() -> None:
    """No worker does nothing, which nobody can have meant."""
    with pytest.raises(sh.InputValueError, match="SH636"):
        run(LEDGER, workers=0)
    with pytest.raises(sh.InputValueError, match="SH103"):
        run(LEDGER, as_of=datetime(2026, 11, 21))  # noqa: DTZ001  # what is refused


def test_several_processes_answer_in_the_order_of_the_file(tmp_path: Path) -> None:
    """Two processes find what one finds, in the same order, over more lines than they share."""
    lines = [case(f"C{n}") for n in range(700)]
    lines[333] = "{"
    file = written(tmp_path, *lines)
    alone, together = run(file), run(file, workers=2)
    assert list(map(str, together)) == list(map(str, alone))
    assert [one.number for one in together] == list(range(1, 701))
    assert [one.number for one in together if isinstance(one, Reject)] == [334]


def test_what_was_begun_is_given_up_when_nobody_asks_any_more(tmp_path: Path) -> None:
    """Whoever takes the first answer only, waits for no other."""
    file = written(tmp_path, *(case(f"C{n}") for n in range(1000)))
    answers = assess_ledger(file, registry, state_of, as_of=AS_OF, workers=2)
    assert next(iter(answers)).case == "C0"
    answers.close()  # type: ignore[attr-defined]  # a generator


def test_what_a_process_does() -> None:
    """It makes its registry once, and answers chunk by chunk."""
    running._begin(registry, state_of, AS_OF, "", ())
    (answer,) = running._work_on([Line(1, case())])
    assert isinstance(answer, Answer)
    assert (answer.case, answer.value) == ("C1", "received")


# ---- open items


def items(text: str, as_of: datetime = AS_OF) -> dict[str, OpenItem]:
    """Return what must still be done in a case, by duty."""
    found = registry().assess(read_case_line(Line(1, text)).timeline, as_of=as_of)
    return {one.duty: one for one in open_items(found)}


@pytest.mark.requirement("R-321")
def test_what_must_still_be_done_is_listed_with_who_and_when() -> None:
    """The promise of ten working days from Monday 21 September ends on 12 October 2026.

    22 to 24 September are three; 25 to 27 are rest, 28 to 30 three more, 1 to 7 October rest, 8 and
    9 two, 10 a make-up Saturday, 11 a rest day; 12 is the tenth. The hall closes at 17:00.
    """
    facts = {
        "main_document": "provided",
        "other_materials": "complete",
        "contrary_to_policy": False,
        "survey": "not_needed",
        "needs_process": True,
        "same_day_possible": False,
        "windows": 1,
        "departments": 1,
        "must_forward": False,
    }
    before = items(case(**facts), datetime(2026, 10, 9, 10, tzinfo=SHANGHAI))["decide.promised"]
    assert (before.last_day, before.is_overdue) == (date(2026, 10, 12), False)
    assert before.days_left == 2  # the 10th and the 12th
    assert (before.case, before.window, before.unit) == ("C1", "综合执法窗口", "综合执法窗口")
    after = items(case(**facts))["decide.promised"]
    assert (after.is_overdue, after.days_left) == (True, None)
    assert (after.name, after.role) == ("承诺时限内办结", "第一责任人")


def test_what_waits_for_somebody_says_why_it_has_no_end() -> None:
    """The papers of story 19 never came: the promise stands still, the supplement is overdue."""
    line = LEDGER.read_text(encoding="utf-8").splitlines()[18]
    found = items(line)
    promise, supply = found["decide.promised"], found["supplement.supply"]
    assert (promise.last_day, promise.due_at, promise.is_overdue) == (None, None, False)
    assert promise.reason
    assert (supply.is_overdue, supply.grade) == (True, sh.Grade.EFFECT)


def test_a_part_is_named_with_its_duty() -> None:
    """Of parallel parts each is an item of its own."""
    line = LEDGER.read_text(encoding="utf-8").splitlines()[10]
    found = registry().assess(
        read_case_line(Line(11, line)).timeline,
        as_of=datetime(2026, 10, 16, 9, tzinfo=SHANGHAI),  # one of three parts was done before
    )
    parts = {one.thing: one for one in open_items(found) if one.thing}
    assert {one.unit for one in parts.values()} == {"卫生监督所", "市场监管所"}
    assert all(one.name == f"协办单位按时办理（{thing}）" for thing, one in parts.items())


def test_the_window_is_that_of_the_matter_or_of_the_receipt() -> None:
    """A matter names its window; else it is the unit that received; else nobody knows."""
    said = {"promised": "unknown: 未写明", "fee": "free", "materials": "none", "cite": "《公示》"}
    town = sh.load_pack(
        {
            "id": "t",
            "division": "371302996",
            "windows": [{"id": "w", "title": "民政窗口", "cite": "《公示》"}],
            "matters": [
                {"id": "m", "title": "事项", "window": "w", **said},
                {"id": "n", "title": "事项二", **said},
            ],
        }
    )
    rules = sh.Registry.of(town)

    def window(matter: str, kind: str = "received") -> str:
        payload = {"division": "371302996"} | ({"matter": matter} if matter else {})
        at = datetime(2026, 9, 21, 9, tzinfo=SHANGHAI)
        event = sh.Event(id="e", kind=kind, occurred_at=at, unit="综合窗口", payload=payload)
        return window_of(rules.assess(sh.Timeline.of([event]), as_of=AS_OF))

    assert (window("m"), window("n"), window("")) == ("民政窗口", "综合窗口", "综合窗口")
    assert window("", "consulted") == ""
