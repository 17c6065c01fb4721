"""Holiday notices: those that ship, and the faults of those that somebody writes."""

import pickle
import re
from datetime import date
from importlib import resources
from pathlib import Path

import attrs
import pytest

import servicehall as sh
from servicehall.calendars.holiday_law import holiday_law, statutory_holidays
from servicehall.calendars.notices import merge_notices, shipped_notices
from servicehall.reading import structure

SHIPPED = shipped_notices()
YEARS = range(2004, 2027)
REVISIONS = {"2015-victory-day": "2015", "2019-labour-day": "2019", "2020-spring-festival": "2020"}
PROVISIONAL, CERTAIN = sh.Certainty.PROVISIONAL, sh.Certainty.CERTAIN

# A notice that nobody has published. Its statutory days are those of the law (元旦 on 1 January,
# 除夕 on 5 February, 清明节 on 5 April, 端午节 on 9 June, 中秋节 on 15 September); the rest is
# invented.
NOTICE_2027 = """\
format = 1
id = "2027"
year = 2027
title = "关于2027年部分节假日安排的通知"
document = "国办发明电〔2026〕99号"
signed = 2026-11-05
published = 2026-11-06

[[holidays]]
name = "元旦"
rest = [2027-01-01, 2027-01-02, 2027-01-03]

[[holidays]]
name = "春节"
rest = [2027-02-05, 2027-02-06, 2027-02-07, 2027-02-08, 2027-02-09, 2027-02-10, 2027-02-11]
work = [2027-01-31, 2027-02-20]

[[holidays]]
name = "清明节"
rest = [2027-04-03, 2027-04-04, 2027-04-05]

[[holidays]]
name = "劳动节"
rest = [2027-05-01, 2027-05-02, 2027-05-03, 2027-05-04, 2027-05-05]
work = [2027-04-25, 2027-05-08]

[[holidays]]
name = "端午节"
rest = [2027-06-09]

[[holidays]]
name = "中秋节"
rest = [2027-09-15]

[[holidays]]
name = "国庆节"
rest = [2027-10-01, 2027-10-02, 2027-10-03, 2027-10-04, 2027-10-05, 2027-10-06, 2027-10-07]
work = [2027-09-26, 2027-10-09]
"""


def written(folder: Path, text: str, name: str = "2027.toml") -> Path:
    """Write a file and return its path."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def faults(file: Path) -> sh.FaultyDataError:
    """Return what is wrong with a notice."""
    with pytest.raises(sh.FaultyDataError) as caught:
        sh.read_notice(file)
    return caught.value


def codes(error: sh.FaultyDataError) -> list[str]:
    """Return the codes of all problems."""
    return [problem.code for problem in error.problems]


@pytest.fixture
def notice_2027(tmp_path: Path) -> Path:
    """A file that a user wrote for a year that does not ship."""
    return written(tmp_path, NOTICE_2027)


# ---- the shipped notices


def test_one_notice_for_each_year_and_three_revisions() -> None:
    """The years 2004 to 2026 each have a notice named after them, and three were revised."""
    yearly = [notice.id for notice in SHIPPED if not notice.revises]
    assert yearly == [str(year) for year in YEARS]
    assert {notice.id: notice.revises for notice in SHIPPED if notice.revises} == REVISIONS


def test_the_files_are_named_after_the_notices() -> None:
    """Each file is named after the id of its notice, and each id begins with its year."""
    folder = resources.files("servicehall.calendars") / "data" / "notices"
    stems = {file.name.removesuffix(".toml") for file in folder.iterdir()}
    assert stems == {notice.id for notice in SHIPPED}
    assert all(notice.id[:4] == str(notice.year) for notice in SHIPPED)


@pytest.mark.parametrize("notice", SHIPPED, ids=lambda notice: notice.id)
def test_every_shipped_notice_can_be_found_and_read(notice: sh.HolidayNotice) -> None:
    """Every notice names its title, document number, date of signing, and where it stands."""
    assert str(notice.year) in notice.title or notice.revises
    assert notice.title.endswith("通知")
    assert notice.issuer.startswith("国务院")
    assert notice.document
    assert notice.signed is not None
    assert notice.link.startswith(("http://", "https://"))
    assert notice.published_basis


@pytest.mark.parametrize("notice", SHIPPED, ids=lambda notice: notice.id)
def test_the_publication_of_every_shipped_notice_is_known_or_bounded(
    notice: sh.HolidayNotice,
) -> None:
    """A notice was published on a known day, or between two, neither before it was signed."""
    assert notice.known_from is not None
    assert notice.known_by is not None
    assert notice.signed is not None
    assert notice.signed <= notice.known_from <= notice.known_by


@pytest.mark.parametrize("notice", SHIPPED, ids=lambda notice: notice.id)
def test_a_notice_whose_text_was_not_read_says_so(notice: sh.HolidayNotice) -> None:
    """A notice whose text was not read states where its days come from instead, in Chinese."""
    assert notice.source or notice.confidence == "clean"
    assert not re.search(r"^[A-Za-z ]+$", notice.source) or not notice.source
    assert notice.certainty == "certain"
    assert not notice.undecided
    assert notice.cite().confidence.value == notice.confidence


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.requirement("R-003")
def test_statutory_days_in_the_files_are_those_of_the_law(year: int) -> None:
    """The files state the statutory holidays that the law in force in their year gives."""
    stated = next(notice.statutory for notice in SHIPPED if notice.id == str(year))
    assert stated == statutory_holidays(year)


def test_only_the_holiday_of_2015_stands_outside_the_law() -> None:
    """Revisions add no statutory holiday but 3 September 2015, given for one year."""
    added = {notice.id: notice.statutory_days for notice in SHIPPED if notice.revises}
    assert added == {
        "2015-victory-day": {date(2015, 9, 3): "抗战胜利70周年纪念日"},
        "2019-labour-day": {},
        "2020-spring-festival": {},
    }


@pytest.mark.parametrize(
    ("year", "days", "eve"),
    [
        # 1999 version: 10 days; 2007: 11 with 除夕; 2013: 11 without; 2024: 13 with it.
        # Lunar new year: 2007-02-18, 2008-02-07, 2013-02-10, 2014-01-31, 2024-02-10, 2025-01-29.
        (2000, 10, date(2000, 2, 5)),
        (2007, 10, date(2007, 2, 18)),
        (2008, 11, date(2008, 2, 6)),
        (2013, 11, date(2013, 2, 9)),
        (2014, 11, date(2014, 1, 31)),
        (2024, 11, date(2024, 2, 10)),
        (2025, 13, date(2025, 1, 28)),
        (2027, 13, date(2027, 2, 5)),
    ],
)
def test_each_version_of_the_law_governs_its_years(year: int, days: int, eve: date) -> None:
    """The number of statutory days and the first day of 春节 follow the version in force."""
    found = statutory_holidays(year)
    assert sum(map(len, found.values())) == days
    assert found["春节"][0] == eve


@pytest.mark.parametrize(
    ("year", "version"), [(2005, "1999"), (2010, "2007"), (2020, "2013"), (2026, "2024")]
)
def test_each_version_of_the_law_is_cited(year: int, version: str) -> None:
    """Each version names its date, and whether its text was read."""
    law = holiday_law(year)
    assert law.citation.startswith(f"{version}年")
    assert law.confidence == ("clean" if version in {"2013", "2024"} else "inferred")


# ---- a new notice


@pytest.mark.requirement("R-005")
def test_a_new_notice_extends_what_is_known(notice_2027: Path) -> None:
    """With the notice of 2027 the calendar reaches to the end of that year."""
    cal = sh.mainland(notices=[notice_2027])
    assert cal.last == date(2027, 12, 31)
    assert cal.first == sh.mainland().first
    assert cal.day(date(2027, 2, 5)).kind is sh.DayKind.STATUTORY_HOLIDAY
    assert cal.day(date(2027, 2, 5)).name == "春节"
    assert cal.day(date(2027, 2, 9)).kind is sh.DayKind.ADJUSTED_REST_DAY
    assert cal.day(date(2027, 2, 20)).kind is sh.DayKind.MAKE_UP_WORKDAY
    assert "国办发明电〔2026〕99号" in str(cal.day(date(2027, 2, 20)).citation)
    # From Thursday 4 February: 12 is a Friday, 15-19 a week, 20 a make-up Saturday.
    assert cal.count(date(2027, 2, 4), date(2027, 2, 20)) == 7


@pytest.mark.requirement("R-005")
@pytest.mark.parametrize("day", [29, 30, 31])
def test_the_next_notice_makes_the_end_of_december_certain(notice_2027: Path, day: int) -> None:
    """29 to 31 December are provisional until the next notice is out, and certain afterwards."""
    assert sh.mainland().certainty(date(2026, 12, day)) is PROVISIONAL
    assert sh.mainland(notices=[notice_2027]).certainty(date(2026, 12, day)) is CERTAIN
    assert sh.mainland(notices=[notice_2027]).certainty(date(2027, 12, day)) is PROVISIONAL


def test_a_notice_may_reach_back_into_december(tmp_path: Path) -> None:
    """A notice that gives 31 December of the year before as rest changes that day."""
    text = NOTICE_2027.replace("rest = [2027-01-01", "rest = [2026-12-31, 2027-01-01")
    text = text.replace("2027-01-03]", "2027-01-03]\nwork = [2026-12-26]")
    cal = sh.mainland(notices=[written(tmp_path, text)])
    assert cal.day(date(2026, 12, 31)).kind is sh.DayKind.ADJUSTED_REST_DAY
    assert cal.day(date(2026, 12, 26)).kind is sh.DayKind.MAKE_UP_WORKDAY


@pytest.mark.parametrize("how", ["path", "text", "record", "alone"])
def test_a_notice_is_a_path_or_a_record(notice_2027: Path, how: str) -> None:
    """A notice is handed over as a path, as text or as a record, in a list or alone."""
    record = sh.read_notice(notice_2027)
    given = {
        "path": [notice_2027],
        "text": [str(notice_2027)],
        "record": [record],
        "alone": record,
    }[how]
    assert sh.mainland(given) == sh.mainland([notice_2027])  # type: ignore[arg-type]  # all four


@pytest.mark.parametrize("folded", ["\ufeff", ""])
def test_a_byte_order_mark_does_no_harm(tmp_path: Path, folded: str) -> None:
    """Files saved as UTF-8 with a byte order mark, as some editors do, are read."""
    assert sh.read_notice(written(tmp_path, folded + NOTICE_2027)).year == 2027


def test_statutory_days_left_out_are_those_of_the_law(notice_2027: Path) -> None:
    """A file may leave the statutory days to the law; one that states them means the same."""
    record = sh.read_notice(notice_2027)
    assert record.statutory is None
    assert record.statutory_days == {
        day: name for name, days in statutory_holidays(2027).items() for day in days
    }


def test_a_day_of_two_festivals_has_both_names() -> None:
    """In 2020 中秋节 fell on 1 October: the day is both, in the order of the notice."""
    assert sh.mainland().day(date(2020, 10, 1)).name == "中秋节、国庆节"
    assert sh.mainland().day(date(2020, 10, 2)).name == "国庆节"


@pytest.mark.parametrize(
    ("year", "version"), [(2007, 1999), (2008, 2007), (2013, 2007), (2014, 2013), (2025, 2024)]
)
def test_a_version_of_the_law_begins_with_its_year(year: int, version: int) -> None:
    """Which version is in force in a year follows from the first year of each."""
    assert holiday_law(year).id == str(version)


# 2027 has 1 January, four days of 春节, 清明节, two of 劳动节, 端午节, 中秋节, three of 国庆节.
STATED = statutory_holidays(2027)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"端午节": ()}, "端午节: 0 days given, 1 by the law in force in 2027"),
        (
            {"国庆节": (*STATED["国庆节"], date(2027, 10, 4))},
            "国庆节: 4 days given, 3 by the law in force in 2027",
        ),
        (
            {"三月三": (date(2027, 4, 5),)},
            "三月三: 1 days given, 0 by the law in force in 2027",
        ),
    ],
)
def test_stated_statutory_days_are_those_of_the_law(
    notice_2027: Path, change: dict[str, tuple[date, ...]], where: str
) -> None:
    """A notice gives no statutory day more or less than the law; a revision may."""
    record = sh.read_notice(notice_2027)
    assert attrs.evolve(record, statutory=STATED).statutory_days == record.statutory_days
    with pytest.raises(sh.FaultyDataError) as caught:
        attrs.evolve(record, statutory={**STATED, **change})
    assert codes(caught.value) == ["SH219"]
    assert caught.value.problems[0].where == where
    assert "按2027年有效的办法" in caught.value.in_chinese()


def test_a_holiday_left_out_of_the_stated_ones_is_named(notice_2027: Path) -> None:
    """A statutory table without 端午节 differs from the law as much as one with a day more."""
    record = sh.read_notice(notice_2027)
    stated = {name: days for name, days in STATED.items() if name != "端午节"}
    with pytest.raises(sh.FaultyDataError) as caught:
        attrs.evolve(record, statutory=stated)
    assert codes(caught.value) == ["SH219"]


# ---- records


def test_a_record_keeps_what_it_was_made_of(notice_2027: Path) -> None:
    """Lists and dictionaries are copied into what cannot change, so that a record stays valid."""
    record = sh.read_notice(notice_2027)
    rest, clauses = [date(2027, 6, 9)], list(record.holidays)
    stated = {name: list(days) for name, days in STATED.items()}
    clause = sh.NamedDays(name="端午节", rest=rest)  # type: ignore[arg-type]  # a list is taken
    notice = attrs.evolve(record, holidays=clauses, statutory=stated, undecided=rest)
    rest.clear()
    clauses.clear()
    stated["元旦"].clear()
    stated.clear()
    assert clause.rest == (date(2027, 6, 9),)
    assert notice.holidays == record.holidays
    assert notice.statutory == STATED
    assert notice.undecided == (date(2027, 6, 9),)


def test_stated_statutory_days_are_a_mapping_that_cannot_change(notice_2027: Path) -> None:
    """The mapping reads like a dictionary, can be hashed and pickled, and takes no new entry."""
    notice = attrs.evolve(sh.read_notice(notice_2027), statutory=STATED)
    stated = notice.statutory
    assert stated is not None
    assert list(stated) == list(STATED)
    assert len(stated) == len(STATED)
    assert stated["端午节"] == (date(2027, 6, 9),)
    assert "三月三" not in stated
    with pytest.raises(TypeError):
        stated["三月三"] = ()  # type: ignore[index]  # that is the point
    again = pickle.loads(pickle.dumps(notice))  # noqa: S301  # made on this line
    assert again == notice
    assert hash(again) == hash(notice)
    assert hash(again.statutory) == hash(stated)


def test_an_unnamed_notice_is_cited_by_its_year() -> None:
    """A notice without a title is cited by the year that it arranges."""
    notice = sh.HolidayNotice(
        id="2027-change",
        year=2027,
        revises="2027",
        holidays=(sh.NamedDays(name="元旦", rest=(date(2027, 1, 4),)),),
    )
    assert str(notice.cite()) == "《2027年放假安排》"


# ---- one notice beside others


def test_the_same_notice_twice_is_harmless(notice_2027: Path) -> None:
    """Handing over a notice twice, or one that ships, changes nothing."""
    once = sh.mainland(notices=[notice_2027])
    assert sh.mainland(notices=[notice_2027, sh.read_notice(notice_2027)]) == once
    assert len(sh.mainland(notices=SHIPPED).notices) == len(SHIPPED)
    assert sh.mainland(notices=SHIPPED) == sh.mainland()


def test_the_same_days_under_another_name_are_harmless(notice_2027: Path) -> None:
    """A second file for a year that says the same of every day is taken once."""
    record = sh.read_notice(notice_2027)
    twin = attrs.evolve(record, id="2027-copy", title="转载")
    assert sh.mainland(notices=[record, twin]) == sh.mainland(notices=[record])


def conflict(*notices: sh.HolidayNotice) -> sh.FaultyDataError:
    """Return why some notices cannot stand beside the shipped ones."""
    with pytest.raises(sh.FaultyDataError) as caught:
        sh.mainland(notices=notices)
    return caught.value


def test_two_different_notices_for_one_year_are_refused(notice_2027: Path) -> None:
    """Which of two notices for a year holds must not depend on their order."""
    record = sh.read_notice(notice_2027)
    longer = sh.NamedDays(name="端午节", rest=(date(2027, 6, 9), date(2027, 6, 10)))
    others = tuple(clause for clause in record.holidays if clause.name != "端午节")
    other = attrs.evolve(record, id="2027-other", holidays=(*others, longer))
    error = conflict(record, other)
    assert codes(error) == ["SH222"]
    assert "2027: '2027' and '2027-other'" in str(error)
    assert "revises = '2027'" in error.problems[0].fix
    assert "以哪一份为准" in error.in_chinese()


def test_two_different_notices_with_one_id_are_refused() -> None:
    """A revision could not say which of two notices with one id it changes."""
    revision = sh.HolidayNotice(
        id="2026-change",
        year=2026,
        revises="2026",
        holidays=(sh.NamedDays(name="端午节", rest=(date(2026, 6, 22),)),),
    )
    other = attrs.evolve(
        revision, holidays=(sh.NamedDays(name="端午节", rest=(date(2026, 6, 18),)),)
    )
    error = conflict(revision, other)
    assert codes(error) == ["SH221"]
    assert "2026-change" in error.problems[0].where


def test_a_revision_of_a_missing_notice_is_refused() -> None:
    """A revision names a notice that is there; most likely its id is mistyped."""
    revision = sh.HolidayNotice(
        id="2027-change",
        year=2027,
        revises="2O27",
        holidays=(sh.NamedDays(name="端午节", rest=(date(2027, 6, 10),)),),
    )
    error = conflict(revision)
    assert codes(error) == ["SH223"]
    assert error.problems[0].where == "'2027-change' revises '2O27'"


def test_a_revision_takes_back_rest_and_gives_it_elsewhere() -> None:
    """A revision may turn a day of rest into a workday, also an ordinary weekday."""
    revision = sh.HolidayNotice(
        id="2026-change",
        year=2026,
        revises="2026",
        published=date(2026, 4, 1),
        holidays=(
            sh.NamedDays(
                name="劳动节", rest=(date(2026, 5, 6),), work=(date(2026, 5, 5), date(2026, 5, 10))
            ),
        ),
    )
    cal = sh.mainland(notices=[revision])
    # 5 May 2026 (a Tuesday) rested by the notice of the year, 6 May and Sunday 10 May did not.
    assert cal.day(date(2026, 5, 5)).kind is sh.DayKind.WORKDAY
    assert cal.day(date(2026, 5, 6)).kind is sh.DayKind.ADJUSTED_REST_DAY
    assert cal.day(date(2026, 5, 10)).kind is sh.DayKind.MAKE_UP_WORKDAY
    assert cal.as_known_on(date(2026, 3, 31)).day(date(2026, 5, 5)).is_workday is False


def revision(
    *work: date, year: int = 2026, revises: str = "2026", name: str = "2026-change"
) -> sh.HolidayNotice:
    """Return a revision that makes days workdays."""
    return sh.HolidayNotice(
        id=name,
        year=year,
        revises=revises,
        published=date(2026, 4, 1),
        holidays=(sh.NamedDays(name="劳动节", work=work),),
    )


@pytest.mark.parametrize(
    ("given", "where"),
    [
        (revision(year=2025), "'2026-change' for 2025 revises '2026'"),
        (
            revision(year=2020, revises="2020-spring-festival"),
            "'2026-change' for 2020 revises '2020-spring-festival'",
        ),
        (revision(revises="2026-change"), "'2026-change' for 2026 revises '2026-change'"),
    ],
    ids=["another year", "a revision", "itself"],
)
def test_a_revision_changes_the_yearly_notice_of_its_year(
    given: sh.HolidayNotice, where: str
) -> None:
    """A revision of another year, of a revision or of itself is refused."""
    error = conflict(given)
    assert codes(error) == ["SH224"]
    assert error.problems[0].where == where
    assert "同一年的年度通知" in error.in_chinese()


def test_a_revision_does_not_take_away_a_statutory_holiday() -> None:
    """1 May is a holiday for all citizens by law, whatever a revision says."""
    error = conflict(revision(date(2026, 5, 1)))
    assert codes(error) == ["SH225"]
    assert error.problems[0].where == "2026-05-01 (劳动节)"
    assert "2026-05-01（劳动节）" in error.in_chinese()


def test_a_revision_takes_back_rest_that_was_given_only() -> None:
    """A weekday that never rested cannot be made up: Monday 11 May 2026 is worked anyway."""
    error = conflict(revision(date(2026, 5, 5), date(2026, 5, 11)))
    assert codes(error) == ["SH211"]
    assert error.problems[0].where == "2026-05-11, clause '劳动节'"


def test_a_revision_may_take_back_what_another_revision_gave() -> None:
    """Rest on an ordinary weekday that one revision gave, the next may take back."""
    gave = sh.HolidayNotice(
        id="2026-first",
        year=2026,
        revises="2026",
        published=date(2026, 3, 1),
        holidays=(sh.NamedDays(name="劳动节", rest=(date(2026, 5, 11),)),),
    )
    assert not sh.mainland(notices=[gave]).is_workday(date(2026, 5, 11))
    both = sh.mainland(notices=[gave, revision(date(2026, 5, 11))])
    assert both.is_workday(date(2026, 5, 11))


SHIPPED_2026 = next(notice for notice in SHIPPED if notice.id == "2026")


@pytest.mark.parametrize("name", ["2026", "2026-copy"])
def test_a_copy_of_a_shipped_notice_is_ignored(name: str) -> None:
    """A file without its day of publication does not make the shipped notice forget it."""
    copy = attrs.evolve(SHIPPED_2026, id=name, published=None, title="转载", statutory=None)
    cal = sh.mainland(notices=[copy])
    assert SHIPPED_2026 in cal.notices
    assert copy not in cal.notices
    assert cal == sh.mainland()
    for day in (date(2025, 11, 1), date(2025, 12, 1)):
        assert cal.as_known_on(day) == sh.mainland().as_known_on(day)


@pytest.mark.parametrize(("name", "code"), [("2026", "SH221"), ("2026-copy", "SH222")])
def test_a_copy_published_on_another_day_is_refused(name: str, code: str) -> None:
    """Two days of publication of one notice cannot both be right."""
    copy = attrs.evolve(SHIPPED_2026, id=name, published=date(2025, 11, 20))
    assert SHIPPED_2026.published != copy.published
    assert codes(conflict(copy)) == [code]


def test_notices_can_be_merged_without_the_shipped_ones(notice_2027: Path) -> None:
    """A calendar of one notice knows its year and nothing else."""
    cal = sh.WorkCalendar(merge_notices([sh.read_notice(notice_2027)]))
    assert (cal.first, cal.last) == (date(2027, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize("year", [2006, 2008, 2019, 2023])
def test_days_before_the_first_notice_are_not_made_known(year: int) -> None:
    """A notice that reaches back into a year that is not covered leaves that year alone."""
    cal = sh.WorkCalendar(merge_notices(notice for notice in SHIPPED if notice.year >= year))
    assert cal.first == date(year, 1, 1)
    assert cal.certainty(date(year - 1, 12, 31)) is sh.Certainty.UNKNOWN


# ---- faults of a file

FAULTS = [
    (
        "ordinary Monday as make-up workday",
        ("2027-01-31,", "2027-02-01,"),
        "SH211",
        "2027-02-01, clause '春节'",
        ["Monday"],
    ),
    (
        "a day twice in one clause",
        ("[2027-06-09]", "[2027-06-09, 2027-06-09]"),
        "SH212",
        "2027-06-09, clause '端午节'",
        ["named twice"],
    ),
    (
        "a day both rest and work",
        ("[2027-09-26, 2027-10-09]", "[2027-10-02, 2027-10-09]"),
        "SH212",
        "2027-10-02, clause '国庆节'",
        ["must be a mistake"],
    ),
    (
        "a day outside the year",
        ("2027-05-08]", "2028-05-06]"),
        "SH213",
        "2028-05-06, clause '劳动节', year 2027",
        ["December"],
    ),
    (
        "a day in November before",
        ("[2027-01-31", "[2026-11-28"),
        "SH213",
        "2026-11-28",
        ["reach back into December"],
    ),
    (
        "a statutory holiday left out",
        ("[2027-06-09]", "[2027-06-10]"),
        "SH214",
        "端午节: 2027-06-09",
        ["by the law in force"],
    ),
    (
        "an unknown key",
        ('id = "2027"', 'id = "2027"\npublshed = 1'),
        "SH204",
        "(top level)",
        ["published"],
    ),
    (
        "an unknown key like none",
        ('id = "2027"', 'id = "2027"\nzzz = 1'),
        "SH204",
        "(top level)",
        ["id, year, holidays"],
    ),
    (
        "an unknown key in a clause",
        ('name = "端午节"', 'name = "端午节"\nworks = []'),
        "SH204",
        "holidays[5]",
        ["did you mean: work"],
    ),
    ("a missing key", ("year = 2027", ""), "SH206", "(top level)", ["add year"]),
    ("a missing name", ('name = "端午节"', ""), "SH206", "holidays[5]", ["add name"]),
    (
        "a quoted date",
        ("published = 2026-11-06", 'published = "2026-11-06"'),
        "SH205",
        "published = '2026-11-06'",
        ["without quotation marks"],
    ),
    (
        "an instant for a date",
        ("published = 2026-11-06", "published = 2026-11-06T09:00:00"),
        "SH205",
        "published = datetime.datetime(2026, 11, 6, 9, 0)",
        ["a date such as 2027-01-01"],
    ),
    (
        "text for a list",
        ("rest = [2027-06-09]", 'rest = "2027-06-09"'),
        "SH205",
        "holidays[5].rest = '2027-06-09'",
        ["a list in square brackets"],
    ),
    (
        "a date in a list quoted",
        ("[2027-04-03,", '["2027-04-03",'),
        "SH205",
        "holidays[3].rest[1] = '2027-04-03'",
        ["without quotation marks"],
    ),
    (
        "text for a number",
        ("year = 2027", 'year = "2027"'),
        "SH205",
        "year = '2027'",
        ["whole number"],
    ),
    (
        "a truth value for a number",
        ("format = 1", "format = true"),
        "SH205",
        "format",
        ["whole number"],
    ),
    ("a number for text", ('id = "2027"', "id = 2027"), "SH205", "id = 2027", ["quotation marks"]),
    ("another format", ("format = 1", "format = 2"), "SH210", "format = 2", ["reads format 1"]),
    ("a year too early", ("year = 2027", "year = 1999"), "SH216", "year = 1999", ["2000 to 2099"]),
    ("a year too late", ("year = 2027", "year = 2100"), "SH216", "year = 2100", ["2000 to 2099"]),
    (
        "a confidence that does not exist",
        ("format = 1", 'format = 1\nconfidence = "sure"'),
        "SH217",
        "confidence = 'sure'",
        ["clean, inferred, garbled"],
    ),
    (
        "a certainty that does not exist",
        ("format = 1", 'format = 1\ncertainty = "unknown"'),
        "SH217",
        "certainty = 'unknown'",
        ["certain, provisional"],
    ),
    (
        "a publication both known and bounded",
        ("format = 1", "format = 1\npublished_from = 2026-11-01"),
        "SH215",
        "published 2026-11-06",
        ["between two days"],
    ),
    (
        "reversed bounds of the publication",
        (
            "published = 2026-11-06",
            "published_from = 2026-11-06\npublished_until = 2026-11-05",
        ),
        "SH215",
        "2026-11-06, 2026-11-05",
        ["in order"],
    ),
    ("a date that does not exist", ("2027-02-05", "2027-02-30"), "SH202", "", ["line"]),
    ("no TOML", ("format = 1", "format: 1"), "SH202", "", ["line 1"]),
]


@pytest.mark.parametrize(
    ("change", "code", "where", "words"),
    [fault[1:] for fault in FAULTS],
    ids=[fault[0] for fault in FAULTS],
)
def test_a_fault_of_a_file_is_named(
    tmp_path: Path, change: tuple[str, str], code: str, where: str, words: list[str]
) -> None:
    """Each fault is reported with its code, its place in the file, the rule and the remedy."""
    old, new = change
    assert old in NOTICE_2027
    error = faults(written(tmp_path, NOTICE_2027.replace(old, new, 1)))
    problem = next(problem for problem in error.problems if problem.code == code)
    assert where in problem.where
    assert all(word in str(problem) for word in words)
    assert error.source == str(tmp_path / "2027.toml")
    assert "2027.toml" in str(error)
    assert f"[{code}]" in error.in_chinese()


@pytest.mark.parametrize(
    ("given", "where"),
    [
        ("statutory = []", "statutory = []"),
        ('statutory = {"元旦" = 2027-01-01}', "statutory[元旦] = datetime.date(2027, 1, 1)"),
        ("holidays = 3", "holidays = 3"),
        ("holidays = [3]", "holidays[1] = 3"),
        ("holidays = {}", "holidays = {}"),
    ],
)
def test_a_wrong_shape_is_named(tmp_path: Path, given: str, where: str) -> None:
    """A list for a table, a number for a list and the like are reported with their place."""
    text = f'id = "2027"\nyear = 2027\n{given}\n'
    if "holidays" not in given:
        text += "holidays = []\n"
    error = faults(written(tmp_path, text))
    assert codes(error) == ["SH205"]
    assert where in error.problems[0].where


def test_the_chinese_text_of_a_wrong_type_is_chinese(tmp_path: Path) -> None:
    """An author who reads Chinese is told in Chinese what was expected."""
    error = faults(written(tmp_path, NOTICE_2027.replace("year = 2027", 'year = "2027"')))
    text = error.problems[0].in_chinese().replace("SH205", "").replace("year", "")
    assert not re.search(r"[A-Za-z]{3,}", text)


def test_all_faults_are_reported_at_once(tmp_path: Path) -> None:
    """An author sees every fault of a file in one go, under the name of the file."""
    text = NOTICE_2027.replace("2027-01-31", "2027-02-01")  # a Monday
    text = text.replace("2027-06-09", "2027-06-10")  # 端午节 left out
    text = text.replace("2027-05-08", "2028-05-08")  # another year, and a Monday
    error = faults(written(tmp_path, text))
    assert sorted(codes(error)) == ["SH211", "SH211", "SH213", "SH214"]
    assert str(error).startswith(f"FaultyDataError [SH200]: 4 faults in {tmp_path}")


def test_all_faults_of_form_are_reported_at_once(tmp_path: Path) -> None:
    """Unknown keys, missing keys and wrong types of one file come together."""
    text = NOTICE_2027.replace("year = 2027", "yaer = 2027").replace('id = "2027"', "id = 3")
    text = text.replace('name = "端午节"', "")
    assert sorted(codes(faults(written(tmp_path, text)))) == ["SH204", "SH205", "SH206", "SH206"]


def test_a_record_is_checked_like_a_file() -> None:
    """A notice made in Python has the same faults, under its id."""
    with pytest.raises(sh.FaultyDataError) as caught:
        sh.HolidayNotice(id="2027", year=2027, holidays=())
    # All seven holidays of the law are left out.
    assert codes(caught.value) == ["SH214"] * 7
    assert caught.value.source == "notice '2027'"


@attrs.frozen
class Odd:
    """A record that refuses even numbers in words of its own."""

    number: int = attrs.field()
    text: str = ""

    @number.validator
    def _check(self, _: object, value: int) -> None:
        if value % 2 == 0:
            error = ValueError(f"{value} is even")
            error.add_note("choose another")
            raise error


def test_what_a_record_refuses_in_its_own_words_is_passed_on() -> None:
    """A record's own refusal becomes a fault with its words and its place."""
    assert structure({"number": 3}, Odd, "odd.toml") == Odd(3)
    with pytest.raises(sh.FaultyDataError) as caught:
        structure({"number": 4}, Odd, "odd.toml")
    (problem,) = caught.value.problems
    assert problem.code == "SH207"
    assert problem.why == "4 is even"
    assert "4 is even" in problem.in_chinese()
    assert caught.value.source == "odd.toml"


# ---- files that cannot be read


@pytest.mark.parametrize("name", ["missing.toml", ".", "a\0b.toml"])
def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path, name: str) -> None:
    """A missing file, a folder and an impossible name are refused as faults of the file."""
    file = f"{tmp_path}/{name}"
    with pytest.raises(sh.FaultyDataError) as caught:
        sh.read_notice(file)
    assert codes(caught.value) == ["SH201"]
    assert "check the path" in str(caught.value)


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    """A file saved in GBK is refused, and UTF-8 is asked for."""
    file = tmp_path / "2027.toml"
    file.write_bytes(NOTICE_2027.encode("gbk"))
    error = faults(file)
    assert codes(error) == ["SH201"]
    assert "UTF-8" in error.problems[0].fix


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    """A file of 5 MB is refused, and no more of it read than is needed to know."""
    file = written(tmp_path, "#" * 5_000_000)
    error = faults(file)
    assert codes(error) == ["SH203"]
    assert "4000000 bytes" in error.problems[0].why


@pytest.mark.parametrize(
    "text", ["a = " + "[" * 20_000, "a = " + "{a=" * 20_000, "[" + "a." * 900 + "a]"]
)
def test_deep_nesting_is_a_fault_of_the_file(tmp_path: Path, text: str) -> None:
    """Nesting that no parser can follow is refused like any broken file, without a crash."""
    assert faults(written(tmp_path, text)).source.endswith("2027.toml")


def test_an_empty_file_lacks_everything(tmp_path: Path) -> None:
    """Of an empty file the three keys without which a notice means nothing are missing."""
    assert {problem.facts["key"] for problem in faults(written(tmp_path, "")).problems} == {
        "id",
        "year",
        "holidays",
    }
