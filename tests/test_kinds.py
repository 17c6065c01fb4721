"""The six kinds of case: every case there is, against a reading of its own.

The reading below is written from the rule of the hall (《便民服务大厅六件管理制度》, quoted in
``RULE``) and from the design's table of facts and kinds; it shares nothing with the shipped packs.
The domain is all 768 combinations of the listed facts, with 1 to 5 windows and departments.
"""

import functools
import itertools
import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import servicehall as sh
from servicehall import CaseKind as K
from tests.places import place

Facts = dict[str, Any]

DAY = date(2026, 11, 21)
POLICY = sh.Registry.of(place("mengding")).policy("530926103", on=DAY)
THREE_KINDS = sh.Registry.discover().policy("530926103", on=DAY, profiles=("X8",))

LISTED: Mapping[str, Sequence[object]] = {
    "main_document": ("provided", "held_not_brought", "lacking"),
    "other_materials": (
        "complete",
        "missing_undertaken",
        "missing_not_affecting",
        "missing_affecting",
    ),
    "contrary_to_policy": (False, True),
    "survey": ("not_needed", "pending", "passed", "failed"),
    "needs_process": (False, True),
    "same_day_possible": (False, True),
    "windows": (1, 2, 3, 4, 5),
    "departments": (1, 2, 3, 4, 5),
    "must_forward": (False, True),
}
NAMES = tuple(LISTED)
PLAIN: Facts = {
    "main_document": "provided",
    "other_materials": "complete",
    "contrary_to_policy": False,
    "survey": "not_needed",
    "needs_process": False,
    "same_day_possible": True,
    "windows": 1,
    "departments": 1,
    "must_forward": False,
}
"""A simple case in which nothing is amiss: done at once."""

RULE = {
    "一": "程序简便,申报材料齐全,可当场或当天办结的一般性申请事项,均为即办件。",
    "二、1": "服务对象申报材料缺少主件的;",
    "二、2": "服务对象申报材料齐全,但经窗口初审,项目内容明显不符合国家、省、市有关政策规定的;",
    "二、3": "申办事项经现场踏勘、调查、核实,不具备批准条件的。",
    "三、1": "服务对象的申报材料中已有主件但未带来的;",
    "三、2": "服务对象的申请材料中非主体材料不全,服务对象承诺补齐的;",
    "三、3": "服务对象的申报材料主体完整,少数附件不全但不影响审批的。",
    "四": "申请事项需经审核、论证、召开听证会、公告或现场踏勘,"
    "应承诺在一定期限内办结的,均属承诺件。",
    "五": "涉及3个及以上窗口或部门,应由主办窗口受理并牵头进行联合审核办理的事项均属联办件;",
    "六": "服务对象申请事项的审批权在县以上部门,需要转报、上报的,均为上报件。",
}
"""The articles of 《便民服务大厅六件管理制度》 that say what belongs to a kind."""
ORDER = (K.RETURNED, K.SUPPLEMENT, K.NOT_ACCEPTED, K.FORWARDED, K.JOINT, K.PROMISED, K.INSTANT)


# ---- a reading of the rules


def clauses(facts: Facts, threshold: int = 3) -> list[tuple[K, str]]:
    """Return each clause that fits a case: the kind that it makes, and its article."""
    several = max(facts["windows"], facts["departments"]) >= threshold
    surveyed = facts["survey"] in ("pending", "passed")
    fitting = [
        (facts["main_document"] == "lacking", K.RETURNED, "二、1"),
        (facts["contrary_to_policy"], K.RETURNED, "二、2"),
        (facts["survey"] == "failed", K.RETURNED, "二、3"),
        (facts["main_document"] == "held_not_brought", K.SUPPLEMENT, "三、1"),
        (facts["other_materials"] == "missing_undertaken", K.SUPPLEMENT, "三、2"),
        (facts["other_materials"] == "missing_not_affecting", K.SUPPLEMENT, "三、3"),
        (facts["other_materials"] == "missing_affecting", K.NOT_ACCEPTED, "one-time notice"),
        (facts["must_forward"], K.FORWARDED, "六"),
        (several, K.JOINT, "五"),
        (facts["needs_process"] or surveyed, K.PROMISED, "四"),
        # What cannot be done the same day is no 即办件 (一) and has to be promised (四).
        (not facts["same_day_possible"], K.PROMISED, "一、四"),
    ]
    found = [(kind, article) for fits, kind, article in fitting if fits]
    return found or [(K.INSTANT, "一")]


def kinds_of(facts: Facts, threshold: int = 3) -> tuple[K, ...]:
    """Return all kinds that apply, the one that counts first."""
    applying = {kind for kind, _ in clauses(facts, threshold)}
    return tuple(kind for kind in ORDER if kind in applying)


def completed(facts: Facts) -> Facts:
    """Return a case with everything brought."""
    return {**facts, "main_document": "provided", "other_materials": "complete"}


def three_kinds_of(facts: Facts) -> tuple[K, ...]:
    """Read the three kinds: a lead department and others; else on the spot, or promised."""
    joint = [K.JOINT] if facts["departments"] >= 2 else []
    promised = [] if facts["same_day_possible"] else [K.PROMISED]
    return (*joint, *promised) or (K.INSTANT,)


def cases(**narrowed: Sequence[object]) -> Iterator[Facts]:
    """Go through all cases there are, some facts narrowed."""
    domain = {**LISTED, **narrowed}
    for values in itertools.product(*domain.values()):
        yield dict(zip(domain, values, strict=True))


@functools.cache
def classified() -> tuple[tuple[Facts, sh.Classification], ...]:
    """Return every case with what the library says of it."""
    return tuple((facts, POLICY.classify(facts)) for facts in cases())


def wrong(
    said: Callable[[sh.Classification], object], meant: Callable[[Facts], object]
) -> list[Facts]:
    """Return the cases of which something else is said than is meant."""
    return [facts for facts, answer in classified() if said(answer) != meant(facts)]


# ---- the whole domain


@pytest.mark.requirement("R-041")
def test_every_case_belongs_to_exactly_one_kind() -> None:
    """All 19,200 cases get the one kind that the reading finds; each of the kinds occurs."""
    assert len(classified()) == 3 * 4 * 2 * 4 * 2 * 2 * 2 * 5 * 5
    assert wrong(lambda answer: answer.kind, lambda facts: kinds_of(facts)[0]) == []
    assert {answer.kind for _, answer in classified()} == set(ORDER)


@pytest.mark.requirement("R-052")
def test_kinds_that_lose_are_kept_as_traits_in_order() -> None:
    """Traits are the other kinds that apply, in order of precedence, never 即办件."""
    assert wrong(lambda answer: answer.traits, lambda facts: kinds_of(facts)[1:]) == []
    assert all(K.INSTANT not in answer.traits for _, answer in classified())
    assert all(answer.open_traits == () for _, answer in classified())


@pytest.mark.requirement("R-053")
def test_a_supplement_becomes_its_substantive_kind() -> None:
    """A 补办件 tells what it becomes once all is there; other kinds do not."""

    def becomes(facts: Facts) -> K | None:
        waits = kinds_of(facts)[0] is K.SUPPLEMENT
        return kinds_of(completed(facts))[0] if waits else None

    assert wrong(lambda answer: answer.once_complete, becomes) == []
    expected = {K.FORWARDED, K.JOINT, K.PROMISED, K.INSTANT}
    assert {a.once_complete for _, a in classified() if a.kind is K.SUPPLEMENT} == expected
    for facts, answer in classified():
        if answer.kind is K.SUPPLEMENT:
            assert answer.once_complete is POLICY.classify(completed(facts)).kind


@pytest.mark.requirement("R-062")
def test_the_clauses_that_triggered_the_kind_are_named() -> None:
    """Every case names all articles, and no others, by which it is of its kind."""

    def articles(facts: Facts) -> set[str]:
        kind = kinds_of(facts)[0]
        return {article for made, article in clauses(facts) if made is kind}

    def said(answer: sh.Classification) -> set[str]:
        hall = {"《便民服务大厅六件管理制度》"}
        cited = answer.citations
        own = {c.article for c in cited if c.instrument in hall}
        return own | {"one-time notice" for c in cited if c.instrument not in hall}

    assert wrong(said, articles) == []


@pytest.mark.requirement("R-062")
def test_a_row_decides_when_its_kind_is_the_one_that_counts() -> None:
    """Rows and citations are those of the kind that wins: each row once, none left out."""
    for _, answer in classified():
        assert {row.then for row in answer.rows} == {answer.kind}
        assert len({row.id for row in answer.rows}) == len(answer.rows) >= 1
        assert answer.row is answer.rows[0]
        assert set(answer.citations) == {row.citation for row in answer.rows}


@pytest.mark.requirement("R-062")
def test_the_clauses_are_quoted_as_they_stand() -> None:
    """Where a row quotes the rule, the words stand in the article that it names."""
    quoted = 0
    for row in POLICY.tables["case_kind"].rows:
        if row.citation.instrument == "《便民服务大厅六件管理制度》":
            both = row.citation.article == "一、四"
            text = RULE["一"] + RULE["四"] if both else RULE[row.citation.article]
            for words in row.citation.quote.split("；"):
                assert words in text
                quoted += 1
    assert quoted > len(RULE)


# ---- kind by kind


@pytest.mark.parametrize(
    ("change", "kind", "article"),
    [
        pytest.param(
            {"main_document": "lacking"},
            K.RETURNED,
            "二、1",
            marks=pytest.mark.requirement("R-043"),
        ),
        pytest.param(
            {"contrary_to_policy": True},
            K.RETURNED,
            "二、2",
            marks=pytest.mark.requirement("R-044"),
        ),
        pytest.param(
            {"survey": "failed"}, K.RETURNED, "二、3", marks=pytest.mark.requirement("R-045")
        ),
        pytest.param(
            {"main_document": "held_not_brought"},
            K.SUPPLEMENT,
            "三、1",
            marks=pytest.mark.requirement("R-046"),
        ),
        pytest.param(
            {"other_materials": "missing_undertaken"},
            K.SUPPLEMENT,
            "三、2",
            marks=pytest.mark.requirement("R-047"),
        ),
        pytest.param(
            {"other_materials": "missing_not_affecting"},
            K.SUPPLEMENT,
            "三、3",
            marks=pytest.mark.requirement("R-048"),
        ),
        pytest.param(
            {"must_forward": True}, K.FORWARDED, "六", marks=pytest.mark.requirement("R-051")
        ),
        pytest.param({"windows": 3}, K.JOINT, "五", marks=pytest.mark.requirement("R-050")),
        pytest.param({"departments": 3}, K.JOINT, "五", marks=pytest.mark.requirement("R-050")),
        pytest.param(
            {"needs_process": True}, K.PROMISED, "四", marks=pytest.mark.requirement("R-049")
        ),
        pytest.param(
            {"survey": "pending"}, K.PROMISED, "四", marks=pytest.mark.requirement("R-049")
        ),
        pytest.param(
            {"survey": "passed"}, K.PROMISED, "四", marks=pytest.mark.requirement("R-049")
        ),
        pytest.param(
            {"same_day_possible": False},
            K.PROMISED,
            "一、四",
            marks=pytest.mark.requirement("R-042"),
        ),
        pytest.param({}, K.INSTANT, "一", marks=pytest.mark.requirement("R-042")),
    ],
)
def test_one_fact_makes_the_kind_and_names_its_article(
    change: Facts, kind: K, article: str
) -> None:
    """In a plain case one thing that is so makes the kind, by the article that says it."""
    answer = POLICY.classify({**PLAIN, **change})
    assert (answer.kind, answer.traits) == (kind, ())
    assert [citation.article for citation in answer.citations] == [article]
    assert answer.citations[0].instrument == "《便民服务大厅六件管理制度》"
    assert f"《便民服务大厅六件管理制度》{article}" in answer.explain()
    assert answer.explain().startswith(f"结论：{kind.zh}")


@pytest.mark.requirement("R-042")
def test_an_instant_case_meets_all_four_conditions() -> None:
    """即办件: simple, complete, finished the same day, ordinary; whatever breaks one is not."""

    def is_instant(facts: Facts) -> bool:
        simple = not facts["needs_process"] and facts["survey"] == "not_needed"
        brought = (facts["main_document"], facts["other_materials"])
        ordinary = (
            not facts["contrary_to_policy"]
            and not facts["must_forward"]
            and facts["windows"] < 3
            and facts["departments"] < 3
        )
        complete = brought == ("provided", "complete")
        return simple and complete and facts["same_day_possible"] and ordinary

    assert wrong(lambda answer: answer.kind is K.INSTANT, is_instant) == []


@pytest.mark.requirement("R-043", "R-044", "R-045")
def test_any_of_three_reasons_returns_a_case_whatever_else_is_so() -> None:
    """Main document lacking, or contrary to policy, or survey failed: 退回件, and only then."""

    def is_returned(facts: Facts) -> bool:
        lacking, failed = facts["main_document"] == "lacking", facts["survey"] == "failed"
        return lacking or failed or facts["contrary_to_policy"]

    assert wrong(lambda answer: answer.kind is K.RETURNED, is_returned) == []


@pytest.mark.requirement("R-050")
def test_joint_begins_at_three_windows_or_three_departments() -> None:
    """The greater of the two counts, not their sum: 2 and 2 is no joint case, 1 and 3 is one."""
    for windows, departments in itertools.product(range(1, 6), repeat=2):
        answer = POLICY.classify({**PLAIN, "windows": windows, "departments": departments})
        expected = K.JOINT if windows >= 3 or departments >= 3 else K.INSTANT
        assert answer.kind is expected, (windows, departments)


@pytest.mark.parametrize("many", [6, 40, 10**30])
def test_any_number_of_windows_is_a_case(many: int) -> None:
    """There is no greatest number of windows or departments."""
    assert POLICY.classify({**PLAIN, "windows": many}).kind is K.JOINT
    assert POLICY.classify({**PLAIN, "departments": many}).kind is K.JOINT


@pytest.mark.requirement("R-054")
def test_what_the_six_kinds_leave_out_is_not_accepted() -> None:
    """Missing, affecting the approval, nobody undertook to bring it: not accepted yet.

    The main document decides first: where it is held elsewhere the case is a 补办件, where it is
    lacking a 退回件.
    """

    def in_the_gap(facts: Facts) -> bool:
        returned = facts["contrary_to_policy"] or facts["survey"] == "failed"
        affected = facts["other_materials"] == "missing_affecting"
        return facts["main_document"] == "provided" and affected and not returned

    assert wrong(lambda answer: answer.kind is K.NOT_ACCEPTED, in_the_gap) == []
    answer = POLICY.classify({**PLAIN, "other_materials": "missing_affecting"})
    (citation,) = answer.citations
    assert "首问负责一次性告知制度" in str(citation)
    assert "一次性告知需要补正的全部材料" in citation.quote
    assert citation.confidence is sh.Confidence.INFERRED
    assert "推定" in answer.explain()


@pytest.mark.requirement("R-043", "R-046")
def test_whether_the_applicant_holds_the_main_document_is_asked() -> None:
    """Not brought may be 退回 or 补办: the question asks whether the applicant holds it."""
    answer = POLICY.classify({k: v for k, v in PLAIN.items() if k != "main_document"})
    assert isinstance(answer, sh.Undetermined)
    assert set(answer.possible) == {K.RETURNED, K.SUPPLEMENT, K.INSTANT}
    (question,) = answer.questions
    assert question.name == "main_document"
    assert "持有" in question.question


def test_the_whole_table_is_clean() -> None:
    """No hole, no overlap, no idle row; two sides of the threshold stand for all numbers."""
    analysis = POLICY.tables["case_kind"].analyse()
    assert analysis.is_clean
    assert analysis.is_complete
    assert analysis.cells == 768 * 2 * 2


# ---- codes and names


@pytest.mark.parametrize(
    ("kind", "zh", "code"),
    [
        (K.RETURNED, "退回件", "9"),
        (K.SUPPLEMENT, "补办件", "9"),
        (K.NOT_ACCEPTED, "未受理（待补正）", "9"),
        (K.FORWARDED, "上报件", "9"),
        (K.JOINT, "联办件", "9"),
        (K.PROMISED, "承诺件", "2"),
        (K.INSTANT, "即办件", "1"),
    ],
)
@pytest.mark.requirement("R-041")
def test_kinds_have_their_chinese_name_and_national_code(kind: K, zh: str, code: str) -> None:
    """GB/T 39046 knows 1 即办, 2 承诺, 9 其他; the library's own kinds are "other"."""
    assert (kind.zh, kind.gbt_39046) == (zh, code)
    outcome = POLICY.tables["case_kind"].gives
    assert outcome.say(kind) == zh


@pytest.mark.requirement("R-052")
def test_the_order_of_precedence_is_fixed_and_says_whose_it_is() -> None:
    """退回 > 补办 > 未受理 > 上报 > 联办 > 承诺 > 即办, marked as the library's own reading."""
    table = POLICY.tables["case_kind"]
    assert tuple(K) == ORDER
    assert table.order == ORDER
    assert table.citation is not None
    assert table.citation.confidence is sh.Confidence.INFERRED


# ---- partial facts

ENOUGH = {**LISTED, "windows": (1, 2, 3, 4), "departments": (1, 2, 3, 4)}
"""Numbers up to 4 show all that more could: both sides of the threshold, twice each."""


@functools.cache
def read_all(profile: str = "") -> dict[tuple[Any, ...], tuple[K, ...]]:
    """Return the kinds of every complete case, by its values."""
    read = three_kinds_of if profile else kinds_of
    return {tuple(f.values()): read(f) for f in cases(windows=range(1, 5), departments=range(1, 5))}


def partial_facts(step: int, offset: int = 0) -> Iterator[Facts]:
    """Go through every ``step``-th of the 202,500 ways in which facts can be known or missing."""
    ways = itertools.product(*((None, *values) for values in ENOUGH.values()))
    for values in itertools.islice(ways, offset, None, step):
        yield dict(zip(NAMES, values, strict=True))


def completions(known: Facts) -> list[tuple[Any, ...]]:
    """Return the values of every complete case that known facts leave open."""
    ways = ((known[n],) if known[n] is not None else ENOUGH[n] for n in NAMES)
    return list(itertools.product(*ways))


def needed_for(known: Facts, values: Sequence[tuple[Any, ...]], profile: str = "") -> set[str]:
    """Return the missing facts for which two completions that differ only in it differ."""
    read, found = read_all(profile), set()
    for at, name in enumerate(NAMES):
        if known[name] is None:
            others = defaultdict(set)
            for one in values:
                others[one[:at] + one[at + 1 :]].add(read[one][0])
            if any(len(kinds) > 1 for kinds in others.values()):
                found.add(name)
    return found


def told(answer: sh.Classification | sh.Undetermined) -> tuple[object, ...]:
    """Return all that an answer says of the kind."""
    if isinstance(answer, sh.Undetermined):
        return ("open", answer.possible, frozenset(answer.needed), answer.has_gaps)
    return ("settled", answer.kind, answer.traits, answer.open_traits)


def meant(known: Facts, profile: str = "") -> tuple[object, ...]:
    """Return what all completions of some facts come to, by going through them."""
    values = completions(known)
    found = [read_all(profile)[one] for one in values]
    possible = {kinds[0] for kinds in found}
    if len(possible) > 1:
        needed = frozenset(needed_for(known, values, profile))
        return ("open", tuple(k for k in ORDER if k in possible), needed, False)
    (kind,) = possible
    also = [k for k in ORDER if any(k in kinds[1:] for kinds in found)]
    always = tuple(k for k in also if all(k in kinds[1:] for kinds in found))
    return ("settled", kind, always, tuple(k for k in also if k not in always))


@pytest.mark.requirement("R-041", "R-052")
def test_part_of_the_facts_say_neither_more_nor_less_than_all_completions() -> None:
    """Thousands of partial cases: kind, traits, possible kinds, needed facts by brute force."""
    seen = defaultdict(int)
    for known in partial_facts(53):
        answer = POLICY.classify({n: v for n, v in known.items() if v is not None})
        assert told(answer) == meant(known), known
        seen[told(answer)[0]] += 1
    assert min(seen["open"], seen["settled"]) > 500


@pytest.mark.requirement("R-041")
def test_nothing_known_leaves_every_kind_open() -> None:
    """No facts at all: any kind is possible, and every fact is worth asking for."""
    answer = POLICY.classify({})
    assert isinstance(answer, sh.Undetermined)
    assert answer.possible == ORDER
    assert set(answer.needed) == set(NAMES)
    assert answer.facts == {}


@pytest.mark.requirement("R-053")
def test_what_a_supplement_becomes_may_itself_be_open() -> None:
    """With facts missing, ``once_complete`` says what all completions say of the full case."""
    seen = set()
    for known in partial_facts(11, 3):
        if kinds_in(known) != {K.SUPPLEMENT}:
            continue
        answer = POLICY.classify({n: v for n, v in known.items() if v is not None})
        later = answer.once_complete
        expected = {kinds_of(completed(f))[0] for f in as_facts(known)}
        if len(expected) == 1:
            assert {later} == expected
        else:
            assert isinstance(later, sh.Undetermined)
            assert set(later.possible) == expected
            assert all(isinstance(kind, K) for kind in later.possible)
        seen.add(len(expected))
    assert {1, 2} <= seen


def kinds_in(known: Facts) -> set[K]:
    """Return the kinds that some facts leave possible; none where they plainly leave several."""
    if known["main_document"] is None or known["other_materials"] is None:
        return set()
    return {kinds_of(facts)[0] for facts in as_facts(known)}


def as_facts(known: Facts) -> Iterator[Facts]:
    """Go through the completions of some facts, one side of the threshold and the other."""
    numbers = ("windows", "departments")
    ways = (
        (known[n],) if known[n] is not None else ((1, 3) if n in numbers else LISTED[n])
        for n in NAMES
    )
    for values in itertools.product(*ways):
        yield dict(zip(NAMES, values, strict=True))


@pytest.mark.requirement("R-062")
def test_with_facts_missing_the_clauses_are_those_that_are_certain() -> None:
    """A clause that fits whatever is still missing is named; one that merely may fit is not."""
    answer = POLICY.classify({"main_document": "lacking"})
    assert [citation.article for citation in answer.citations] == ["二、1"]
    both = POLICY.classify({"main_document": "lacking", "survey": "failed"})
    assert [citation.article for citation in both.citations] == ["二、1", "二、3"]


@pytest.mark.requirement("R-062")
def test_where_no_clause_is_certain_all_that_may_decide_are_named() -> None:
    """Not the same day or needing a process: promised, by a clause that is still open."""
    known = {n: PLAIN[n] for n in NAMES if n not in ("survey", "same_day_possible")}
    always = POLICY.classify({**known, "survey": "pending"})
    assert always.kind is K.PROMISED
    assert [citation.article for citation in always.citations] == ["四"]


# ---- a missing fact is not "no"


@pytest.mark.requirement("R-041", "R-042")
@pytest.mark.parametrize("name", NAMES)
def test_a_missing_fact_is_never_read_as_no(name: str) -> None:
    """A plain case that lacks one fact is not called 即办件: that fact is asked for, alone."""
    known = {n: v for n, v in PLAIN.items() if n != name}
    answer = POLICY.classify(known)
    assert isinstance(answer, sh.Undetermined)
    assert answer.needed == (name,)
    assert answer.possible[-1] is K.INSTANT
    assert len(answer.possible) > 1


@pytest.mark.requirement("R-041")
def test_what_is_not_known_is_the_same_as_what_is_missing() -> None:
    """None, an absent name, and any order of names give one answer."""
    for known in partial_facts(397):
        given = {n: v for n, v in known.items() if v is not None}
        backwards = dict(reversed(known.items()))
        expected = told(POLICY.classify(given))
        assert told(POLICY.classify(known)) == expected
        assert told(POLICY.classify(backwards)) == expected


def test_facts_of_other_tables_change_nothing() -> None:
    """A fact that the table does not ask for may be handed over, and counts for nothing."""
    for facts in (PLAIN, {"main_document": "lacking"}, {}):
        assert told(POLICY.classify({**facts, "says_measured": True})) == told(
            POLICY.classify(facts)
        )


def test_the_facts_that_were_handed_over_are_not_changed_or_kept() -> None:
    """A decision keeps its own copy: changing the mapping later changes no answer."""
    facts = dict(PLAIN)
    answer = POLICY.classify(facts)
    facts["survey"] = "failed"
    assert answer.facts == PLAIN
    assert answer.kind is K.INSTANT


# ---- the most useful question

SIDES = {**LISTED, "windows": (1, 3), "departments": (1, 3)}
"""One number below the threshold and one that reaches it, as one answer weighs them."""


def doubt_after(known: Facts, name: str) -> float:
    """Return the doubt that is left, on average, once one more fact is known.

    For each kind: how open it is, in bits, whether the case is of it; all completions weighing
    the same, numbers counting as below the threshold or not.
    """
    left: dict[object, list[K]] = defaultdict(list)
    for facts in as_facts(known):
        left[facts[name]].append(kinds_of(facts)[0])
    total = sum(map(len, left.values()))
    return sum(len(kinds) / total * _open_bits(kinds) for kinds in left.values())


def _open_bits(kinds: Sequence[K]) -> float:
    shares = [kinds.count(kind) / len(kinds) for kind in set(kinds)]
    doubts = [(p, 1 - p) for p in shares if 0 < p < 1]
    return -sum(p * math.log2(p) + q * math.log2(q) for p, q in doubts)


@pytest.mark.requirement("R-041")
def test_the_question_that_leaves_the_least_doubt_comes_first() -> None:
    """Questions stand in the order of the doubt that their answers leave; ties in table order."""
    several = 0
    for known in partial_facts(211, 17):
        if sum(value is None for value in known.values()) > 6:
            continue
        answer = POLICY.classify(known)
        if isinstance(answer, sh.Undetermined) and len(answer.needed) > 1:
            left = {name: doubt_after(known, name) for name in answer.needed}
            places = sorted(left, key=lambda n: (round(left[n], 9), NAMES.index(n)))
            assert answer.needed == tuple(places), (known, left)
            several += 1
    assert several > 100


def test_asking_the_first_question_settles_every_case() -> None:
    """Whoever answers always the first question arrives, at most nine questions later."""
    for facts in itertools.islice(cases(), 0, None, 97):
        known: Facts = {}
        answer = POLICY.classify(known)
        while isinstance(answer, sh.Undetermined):
            assert answer.needed[0] not in known
            known[answer.needed[0]] = facts[answer.needed[0]]
            answer = POLICY.classify(known)
        assert answer.kind is kinds_of(facts)[0]


# ---- what is refused


@pytest.mark.parametrize("rest", [{}, {"main_document": "lacking"}, PLAIN])
@pytest.mark.parametrize(
    ("facts", "kind", "code", "nearest"),
    [
        ({"main_documnt": "lacking"}, sh.InputValueError, "SH401", "main_document?"),
        ({"window": 3}, sh.InputValueError, "SH401", "windows?"),
        ({"Survey": None}, sh.InputValueError, "SH401", "survey?"),
        ({"survey": "fialed"}, sh.InputValueError, "SH402", "failed?"),
        ({"survey": ""}, sh.InputValueError, "SH402", "not_needed"),
        ({"main_document": "helt_not_brought"}, sh.InputValueError, "SH402", "held_not_brought?"),
        ({"windows": 0}, sh.InputValueError, "SH402", "1"),
        ({"departments": -3}, sh.InputValueError, "SH402", "1"),
        ({"windows": "3"}, sh.InputTypeError, "SH403", "str"),
        ({"windows": True}, sh.InputTypeError, "SH403", "bool"),
        ({"contrary_to_policy": 1}, sh.InputTypeError, "SH403", "int"),
        ({"contrary_to_policy": "no"}, sh.InputTypeError, "SH403", "str"),
        ({"survey": ["failed"]}, sh.InputTypeError, "SH403", "list"),
        ({"survey": False}, sh.InputTypeError, "SH403", "bool"),
        ({"windows": 3.0}, sh.InputTypeError, "SH404", "3.0"),
        ({"departments": float("nan")}, sh.InputTypeError, "SH404", "nan"),
    ],
)
def test_what_is_not_declared_is_refused_with_what_is_near(
    rest: Facts, facts: Facts, kind: type[sh.ServiceHallError], code: str, nearest: str
) -> None:
    """Unknown names, values and types are refused, even where the rest settles the kind."""
    with pytest.raises(kind) as refused:
        POLICY.classify({**rest, **facts})
    assert refused.value.code == code
    assert nearest in str(refused.value)
    assert nearest.removesuffix("?") in refused.value.in_chinese()


@pytest.mark.parametrize("facts", [None, "lacking", ["main_document"], 3])
def test_facts_are_names_with_values(facts: object) -> None:
    """What is no mapping is refused."""
    with pytest.raises(sh.InputTypeError) as refused:
        POLICY.classify(facts)
    assert refused.value.code == "SH119"


def test_a_chinese_label_is_answered_with_the_value_it_names() -> None:
    """Whoever hands over the label is told the value that programs use."""
    with pytest.raises(sh.InputValueError) as refused:
        POLICY.classify({"main_document": "缺少"})
    assert "lacking?" in refused.value.where


# ---- cases that change


@pytest.mark.requirement("R-053", "R-045")
def test_any_kind_becomes_returned_when_the_survey_fails() -> None:
    """Whatever a case was, once the survey has failed it is a 退回件, by 二、3."""
    for facts, before in classified():
        if facts["survey"] != "failed" and facts["windows"] == facts["departments"]:
            after = POLICY.classify({**facts, "survey": "failed"})
            assert after.kind is K.RETURNED
            assert "二、3" in {citation.article for citation in after.citations}
            kept = {before.kind, *before.traits} - {K.RETURNED, K.INSTANT, K.PROMISED}
            assert kept <= set(after.traits)


@pytest.mark.requirement("R-053")
def test_an_instant_case_that_takes_longer_is_promised() -> None:
    """Not finished the same day after all: an instant case becomes 承诺件, other kinds stay."""
    for facts, before in classified():
        if facts["same_day_possible"] and facts["windows"] == facts["departments"]:
            after = POLICY.classify({**facts, "same_day_possible": False})
            expected = K.PROMISED if before.kind is K.INSTANT else before.kind
            assert after.kind is expected
            assert K.PROMISED in {after.kind, *after.traits}


# ---- what a place may change


def registry_with(**pack: object) -> sh.Registry:
    """Return the registry with one more local pack."""
    data = {"id": "local", "division": "460203", **pack}
    return sh.Registry.of(sh.load_pack(data))


LOWER: Facts = {"changes": "joint.threshold", "value": 2, "cite": "《吉阳区政务服务规定》第6条"}


@pytest.mark.requirement("R-050", "R-063")
def test_a_place_may_set_the_threshold_to_two() -> None:
    """With the threshold at 2 the whole domain follows; other places keep 3."""
    registry = registry_with(terms=[LOWER])
    local = registry.policy("460203", on=DAY)
    for facts in cases(windows=(1, 2, 3), departments=(1, 2, 3)):
        answer = local.classify(facts)
        assert (answer.kind, *answer.traits) == kinds_of(facts, threshold=2), facts
    term = local.terms["joint.threshold"]
    assert term.value == 2
    assert term.citation.instrument == "《吉阳区政务服务规定》"
    assert [value.value for value in term.set_by] == [2, 3]
    two = {**PLAIN, "departments": 2}
    assert registry.policy("460203/longpo", on=DAY).classify(two).kind is K.JOINT
    assert registry.policy("4602", on=DAY).classify(two).kind is K.INSTANT
    assert POLICY.classify(two).kind is K.INSTANT


@pytest.mark.requirement("R-050")
@pytest.mark.parametrize(("value", "code"), [(1, "SH444"), (0, "SH444"), (-1, "SH426")])
def test_one_window_alone_is_never_joint(value: int, code: str) -> None:
    """The model hall bounds the threshold: below 2 it is refused, whoever sets it."""
    with pytest.raises(sh.FaultyDataError) as refused:
        registry_with(terms=[{**LOWER, "value": value}])
    assert [problem.code for problem in refused.value.problems] == [code]


@pytest.mark.requirement("R-063")
def test_a_place_may_change_a_predicate() -> None:
    """A local change of one cell: a passed survey no longer makes a case 承诺件."""
    change = {
        "table": "case_kind",
        "changes": "promised.survey",
        "when": {"survey": "pending"},
        "cite": "《吉阳区政务服务规定》第7条",
    }
    instant = {
        "table": "case_kind",
        "changes": "instant",
        "when": {"survey": ["not_needed", "passed"]},
        "cite": "《吉阳区政务服务规定》第7条",
    }
    local = registry_with(rows=[change, instant]).policy("460203", on=DAY)
    for facts, before in classified():
        if facts["windows"] == facts["departments"] == 1:
            seen_as = "not_needed" if facts["survey"] == "passed" else facts["survey"]
            answer = local.classify(facts)
            expected = kinds_of({**facts, "survey": seen_as})
            assert (answer.kind, *answer.traits) == expected
            if facts["survey"] != "passed":
                assert answer.kind is before.kind


@pytest.mark.requirement("R-063", "R-052")
def test_a_place_may_put_one_kind_before_another() -> None:
    """A local row decides alone in its cells: there 上报 goes before 补办, and nowhere else."""
    row = {
        "table": "case_kind",
        "id": "forward-first",
        "when": {"must_forward": True, "main_document": "held_not_brought"},
        "then": "FORWARDED",
        "cite": "《吉阳区政务服务规定》第8条",
    }
    local = registry_with(rows=[row]).policy("460203", on=DAY)
    for facts, before in classified():
        if facts["windows"] == facts["departments"] == 1:
            named = facts["must_forward"] and facts["main_document"] == "held_not_brought"
            answer = local.classify(facts)
            assert answer.kind is (K.FORWARDED if named else before.kind)
            if named:
                assert [c.article for c in answer.citations] == ["第8条"]
            else:
                assert answer.citations == before.citations


@pytest.mark.requirement("R-063")
def test_a_place_may_give_a_row_another_kind() -> None:
    """Where a place returns what the six kinds leave out, its article stands beside the row's."""
    change = {
        "table": "case_kind",
        "changes": "not-accepted.missing-affecting",
        "then": "RETURNED",
        "cite": "《吉阳区政务服务规定》第9条",
    }
    local = registry_with(rows=[change]).policy("460203", on=DAY)
    answer = local.classify({**PLAIN, "other_materials": "missing_affecting"})
    assert answer.kind is K.RETURNED
    assert ["第9条" in str(citation) for citation in answer.citations] == [False, True]


# ---- three kinds


@pytest.mark.requirement("R-055", "R-063")
def test_three_kinds_on_their_whole_domain() -> None:
    """联办 from two departments on, else 承诺 or 即办 as it can be done on the spot; no others."""
    for facts in cases():
        answer = THREE_KINDS.classify(facts)
        assert (answer.kind, *answer.traits) == three_kinds_of(facts), facts
        assert all("篇8" in str(citation) for citation in answer.citations)
        assert answer.once_complete is None


@pytest.mark.requirement("R-055")
@pytest.mark.parametrize(("departments", "joint"), [(1, False), (2, True), (3, True)])
def test_a_joint_case_has_a_lead_and_an_assisting_department(
    departments: int, *, joint: bool
) -> None:
    """A lead department alone is not joint, however many windows; with one that assists it is."""
    for windows in range(1, 6):
        answer = THREE_KINDS.classify({"windows": windows, "departments": departments, **SPOT})
        assert (answer.kind is K.JOINT) is joint


SPOT = {"same_day_possible": True}


@pytest.mark.requirement("R-055")
def test_three_kinds_ask_for_two_facts_only() -> None:
    """Part of the facts, three kinds: by brute force; only departments and the day matter."""
    for known in partial_facts(997):
        answer = THREE_KINDS.classify(known)
        assert told(answer) == meant(known, "X8"), known
        if isinstance(answer, sh.Undetermined):
            assert set(answer.needed) <= {"departments", "same_day_possible"}


# ---- the words of 孟定's procedures


WORDS = ("examined", "handled", "reported", "forwarded", "measured")


@pytest.mark.requirement("R-060")
@pytest.mark.parametrize(
    ("procedure", "words", "meanings"),
    [
        ("审核、办理", {"examined", "handled"}, {"window_decides"}),
        ("审核办理", {"examined", "handled"}, {"window_decides"}),
        ("提交申请、审核、上报", {"examined", "reported"}, {"must_forward"}),
        ("受理、转报", {"forwarded"}, {"must_forward"}),
        ("提交申请、实地丈量、核算、发放占道许可证", {"measured"}, {"survey"}),
        ("书面说明、审核", {"examined"}, {"window_decides"}),
        ("受理", set(), set()),
    ],
)
def test_the_words_of_a_procedure_have_a_meaning(
    procedure: str, words: set[str], meanings: set[str]
) -> None:
    """审核 and 办理 are decided by the window, unless 上报 or 转报 goes up; 丈量 is a survey."""
    answer = POLICY.table("procedure").decide({f"says_{w}": w in words for w in WORDS})
    assert set(answer.outcomes) == meanings, procedure
    assert all(c.confidence is sh.Confidence.INFERRED for c in answer.citations)
    assert all("孟定" in str(citation) for citation in answer.citations)


@pytest.mark.requirement("R-060")
def test_the_meaning_of_a_procedure_leads_to_the_kind() -> None:
    """What goes up is 上报件; what is measured on site is 承诺件, even if promised the same day."""
    forward = {**PLAIN, "must_forward": True}
    assert POLICY.classify(forward).kind is K.FORWARDED
    measured = POLICY.classify({**PLAIN, "survey": "pending", "must_forward": True})
    assert (measured.kind, measured.traits) == (K.FORWARDED, (K.PROMISED,))
    on_the_day = POLICY.classify({**PLAIN, "survey": "passed", "same_day_possible": True})
    assert on_the_day.kind is K.PROMISED


@pytest.mark.requirement("R-060")
def test_the_words_are_those_of_one_town() -> None:
    """Other places do not have the table."""
    other = sh.Registry.of(place("mengding")).policy("460203", on=DAY)
    with pytest.raises(sh.InputValueError) as refused:
        other.table("procedure")
    assert refused.value.code == "SH411"
    assert "says_examined" not in other.vocabulary


# ---- a town's own rules

TOWN = sh.read_pack(Path(__file__).parents[1] / "docs" / "examples" / "town.toml")


def test_instant_is_never_a_trait() -> None:
    """A change that leaves the row of 即办件 as it was lets both apply; 即办件 is what is left."""
    policy = sh.Registry.of(TOWN).policy("530926103", on=DAY)
    facts = {**PLAIN, "windows": 2, "departments": 1}
    case = policy.classify(facts)
    assert (case.kind, case.traits, case.open_traits) == (K.JOINT, (), ())
    open_case = policy.classify({n: v for n, v in facts.items() if n != "same_day_possible"})
    assert (open_case.kind, open_case.open_traits) == (K.JOINT, (K.PROMISED,))
    national = POLICY.tables["case_kind"].compare(policy.tables["case_kind"])
    assert "INSTANT" not in {change.trait for change in national.trait_changes}


@pytest.mark.requirement("R-062")
def test_only_what_plays_a_part_is_cited() -> None:
    """A changed condition is cited where it holds; a term, where a place has set it."""
    policy = sh.Registry.of(TOWN).policy("530926103", on=DAY)
    windows = policy.classify({**PLAIN, "windows": 2, "departments": 1})
    assert [str(c)[-3:] for c in windows.citations] == ["度》五", "第四条"]
    departments = policy.classify({**PLAIN, "windows": 1, "departments": 3})
    assert [str(c) for c in departments.citations] == ["《便民服务大厅六件管理制度》五"]
    value = {"changes": "joint.threshold", "value": 2, "cite": "《某镇规定》第一条"}
    two = sh.load_pack({"id": "two", "division": "530926103", "terms": [value]})
    joint = sh.Registry.of(two).policy("530926103", on=DAY).classify({**PLAIN, "windows": 2})
    assert "《某镇规定》第一条" in map(str, joint.citations)
    assert "参数 joint.threshold 的依据：《某镇规定》第一条" in joint.explain()
