"""Local arrangements: a place may rest where the nation works and work where it rests.

The days are those of 广西 三月三 2017: rest on 30 and 31 March and 1 April, a national make-up
Saturday, and work on Saturday 8 April (自治区政府令第98号, notice of 10 February 2017). In 2005
古尔邦节 was free in 新疆 for a group only.
"""

import pickle
from datetime import date
from pathlib import Path

import pytest

import servicehall as sh

CAL = sh.mainland()
REST = (date(2017, 3, 30), date(2017, 3, 31), date(2017, 4, 1))
WORK = (date(2017, 4, 8),)
DECREE = sh.Citation("《广西壮族自治区少数民族习惯节日放假办法》", number="自治区政府令第98号")
CERTAIN, PROVISIONAL = sh.Certainty.CERTAIN, sh.Certainty.PROVISIONAL
GUANGXI = CAL.overlay(
    rest=REST,
    work=WORK,
    name="三月三",
    division="45",
    citation=DECREE,
    years=[2017],
    published=date(2017, 2, 10),
)

OVERLAY_FILE = """\
format = 1
division = "45"
cite = "《广西壮族自治区少数民族习惯节日放假办法》"
article = "第3条"
link = "https://example.org/98"
confidence = "inferred"
years = [2017]
published = 2017-02-10

[[days]]
name = "三月三"
rest = [2017-03-30, 2017-03-31, 2017-04-01]
work = [2017-04-08]
"""


def written(folder: Path, text: str) -> Path:
    """Write an overlay file and return its path."""
    file = folder / "guangxi.toml"
    file.write_text(text, encoding="utf-8")
    return file


# ---- both ways


@pytest.mark.parametrize(
    ("day", "nation", "region"),
    [
        (date(2017, 3, 29), sh.DayKind.WORKDAY, sh.DayKind.WORKDAY),
        (date(2017, 3, 30), sh.DayKind.WORKDAY, sh.DayKind.LOCAL_REST_DAY),
        (date(2017, 3, 31), sh.DayKind.WORKDAY, sh.DayKind.LOCAL_REST_DAY),
        (date(2017, 4, 1), sh.DayKind.MAKE_UP_WORKDAY, sh.DayKind.LOCAL_REST_DAY),
        (date(2017, 4, 2), sh.DayKind.WEEKEND, sh.DayKind.WEEKEND),
        (date(2017, 4, 3), sh.DayKind.ADJUSTED_REST_DAY, sh.DayKind.ADJUSTED_REST_DAY),
        (date(2017, 4, 4), sh.DayKind.STATUTORY_HOLIDAY, sh.DayKind.STATUTORY_HOLIDAY),
        (date(2017, 4, 8), sh.DayKind.WEEKEND, sh.DayKind.LOCAL_WORKDAY),
    ],
)
def test_a_place_rests_and_works_against_the_nation(
    day: date, nation: sh.DayKind, region: sh.DayKind
) -> None:
    """Local rest wins over work and a make-up day, local work over a weekend; the rest stays."""
    assert CAL.day(day).kind is nation
    assert GUANGXI.day(day).kind is region
    assert GUANGXI.is_workday(day) is region.is_workday


def test_counting_follows_the_local_days() -> None:
    """Deadlines are counted by the days on which the place works."""
    start = date(2017, 3, 29)
    # The nation works 30, 31 March, 1 April; the region not before 5, 6, 7 April.
    assert CAL.add(start, 3) == date(2017, 4, 1)
    assert GUANGXI.add(start, 3) == date(2017, 4, 7)
    # Up to Monday 10 April: 30, 31, 1, 5, 6, 7, 10 against 5, 6, 7, 8, 10.
    assert CAL.count(start, date(2017, 4, 10)) == 7
    assert GUANGXI.count(start, date(2017, 4, 10)) == 5
    assert GUANGXI.before(date(2017, 4, 10), 4) == date(2017, 4, 5)


@pytest.mark.parametrize(("day", "name"), [(REST[0], "三月三"), (WORK[0], "三月三调休")])
def test_a_local_day_names_its_festival_and_what_orders_it(day: date, name: str) -> None:
    """A local day carries the festival and the citation, not those of the national notice."""
    found = GUANGXI.day(day)
    assert found.name == name
    assert found.citation == DECREE
    assert "自治区政府令第98号" in str(found)


def test_a_local_rest_day_may_fall_on_any_day_of_rest() -> None:
    """Rest on a Sunday is shown as local; a statutory holiday stays one, with its own notice."""
    cal = CAL.overlay(rest=[date(2017, 4, 2), date(2017, 4, 4)], name="三月三", division="45")
    assert cal.day(date(2017, 4, 2)).kind is sh.DayKind.LOCAL_REST_DAY
    assert cal.day(date(2017, 4, 4)).kind is sh.DayKind.STATUTORY_HOLIDAY
    assert cal.day(date(2017, 4, 4)).name == "清明节"


def test_citations_may_be_text_or_left_out() -> None:
    """Text becomes a citation; without any the day says that no basis was given."""
    cited = CAL.overlay(rest=REST, name="三月三", division="45", citation="自治区政府令第98号")
    assert cited.day(REST[0]).citation == sh.Citation("自治区政府令第98号")
    bare = CAL.overlay(rest=REST, name="三月三", division="45")
    assert "三月三" in str(bare.day(REST[0]).citation)
    assert "未注明依据" in str(bare.day(REST[0]).citation)
    assert bare.day(REST[0]).citation.confidence is sh.Confidence.INFERRED


def test_the_base_calendar_is_not_changed() -> None:
    """An overlay makes another calendar; the one it was laid on answers as before."""
    before = sh.mainland().fingerprint
    other = sh.mainland().overlay(rest=REST, work=WORK, division="45")
    assert sh.mainland().fingerprint == before
    assert sh.mainland().overlays == ()
    assert other != sh.mainland()
    assert len(other.overlays) == 1


def test_an_overlay_survives_pickling() -> None:
    """A calendar with local days comes back from a pickle with them."""
    again = pickle.loads(pickle.dumps(GUANGXI))  # noqa: S301  # made on this line
    assert again == GUANGXI
    assert again.day(WORK[0]) == GUANGXI.day(WORK[0])


def test_the_calendar_names_its_overlays() -> None:
    """Who prints a calendar sees whose local days it holds."""
    assert repr(GUANGXI) == "<WorkCalendar 2004-01-01 to 2026-12-31, overlay 45>"


# ---- how far the arrangement is complete


@pytest.mark.parametrize(
    ("years", "certain"),
    [
        ((2017,), {2017}),
        ((2016, 2017), {2016, 2017}),
        ((), set()),
        (None, set()),
    ],
)
@pytest.mark.requirement("R-005")
def test_years_say_for_which_the_arrangement_is_complete(
    years: tuple[int, ...] | None, certain: set[int]
) -> None:
    """Days are certain in the years named and provisional in all others, as none may be known."""
    cal = CAL.overlay(rest=REST, work=WORK, division="45", years=years)
    for year in range(2004, 2027):
        expected = CERTAIN if year in certain else PROVISIONAL
        assert cal.certainty(date(year, 6, 1)) is expected
    assert cal.certainty(REST[0]) is (CERTAIN if 2017 in certain else PROVISIONAL)


def test_overlays_of_one_division_add_up_their_years() -> None:
    """Two arrangements of a division, one for each year, are both complete."""
    cal = GUANGXI.overlay(
        rest=[date(2021, 4, 14), date(2021, 4, 15), date(2021, 4, 16)],
        work=[date(2021, 4, 18)],
        name="三月三",
        division="45",
        years=[2021],
    )
    assert cal.certainty(date(2017, 6, 1)) is CERTAIN
    assert cal.certainty(date(2021, 6, 1)) is CERTAIN
    assert cal.certainty(date(2019, 6, 3)) is PROVISIONAL
    assert not cal.is_workday(REST[0])
    assert not cal.is_workday(date(2021, 4, 14))


def test_each_division_must_be_complete() -> None:
    """A year that is complete for the region but not for its city is provisional."""
    cal = GUANGXI.overlay(rest=[date(2021, 4, 14)], division="4501", years=[2021])
    assert cal.certainty(date(2017, 6, 1)) is PROVISIONAL
    assert cal.certainty(date(2021, 6, 1)) is PROVISIONAL


def test_the_reason_of_a_provisional_deadline_names_the_local_arrangement() -> None:
    """A deadline in an incomplete year says in Chinese that local days may be missing."""
    answer = sh.deadline(date(2018, 6, 4), sh.WorkingDays(3), GUANGXI)
    assert answer.certainty is PROVISIONAL
    assert "本地的放假安排没有写全" in answer.reason
    assert sh.deadline(date(2017, 6, 5), sh.WorkingDays(3), GUANGXI).reason == ""


def test_days_beyond_what_is_published_wait_for_their_notice() -> None:
    """Local days of a year without a national notice are kept and do not extend coverage."""
    cal = CAL.overlay(rest=[date(2027, 4, 9)], division="45", years=[2027])
    assert cal.last == date(2026, 12, 31)
    with pytest.raises(sh.CalendarCoverageError):
        cal.is_workday(date(2027, 4, 9))
    estimated = sh.mainland(beyond="estimate").overlay(rest=[date(2027, 4, 9)], division="45")
    assert estimated.day(date(2027, 4, 9)).kind is sh.DayKind.LOCAL_REST_DAY


# ---- festivals of a group


GROUP = CAL.overlay(
    rest=[date(2005, 1, 21), date(2005, 1, 24), date(2005, 1, 25)],
    name="古尔邦节",
    division="65",
    years=[2005],
    group="信仰伊斯兰教的职工",
)


@pytest.mark.parametrize("day", [date(2005, 1, 21), date(2005, 1, 24), date(2005, 1, 25)])
def test_a_festival_of_a_group_changes_no_day(day: date) -> None:
    """The office stays open, so that the day keeps its kind, name and citation, with a note."""
    found = GROUP.day(day)
    assert found.kind is sh.DayKind.WORKDAY
    assert (found.name, found.citation) == (CAL.day(day).name, CAL.day(day).citation)
    assert "古尔邦节" in found.note
    assert "信仰伊斯兰教的职工" in found.note
    assert CAL.day(day).note != found.note


def test_a_festival_of_a_group_does_not_stop_the_clock() -> None:
    """Working days run on through a festival of a group."""
    assert GROUP.add(date(2005, 1, 20), 3) == CAL.add(date(2005, 1, 20), 3) == date(2005, 1, 25)
    answer = sh.deadline(date(2005, 1, 20), sh.WorkingDays(3), GROUP)
    assert answer.certainty is CERTAIN
    assert "机关照常办公" in answer.explain()


# ---- refusals


@pytest.mark.parametrize(
    "day",
    [
        date(2017, 4, 10),  # an ordinary Monday
        date(2017, 4, 1),  # a national make-up Saturday
    ],
)
def test_work_on_a_working_day_is_refused(day: date) -> None:
    """Only a day of rest can become a local workday: anything else is a mistyped date."""
    with pytest.raises(sh.InputValueError) as caught:
        CAL.overlay(work=[day], name="三月三", division="45")
    assert caught.value.code == "SH109"
    assert f"{day}, festival '三月三'" in caught.value.where
    assert f"{day}，“三月三”" in caught.value.in_chinese()


def test_work_on_a_statutory_holiday_is_refused() -> None:
    """A place cannot take away a holiday that the law gives to all citizens."""
    with pytest.raises(sh.InputValueError) as caught:
        CAL.overlay(work=[date(2017, 4, 4)], division="45")
    assert caught.value.code == "SH110"
    assert caught.value.where == "2017-04-04 (清明节)"
    assert "2017-04-04（清明节）" in caught.value.in_chinese()


def test_no_local_workday_takes_a_statutory_holiday_of_an_estimated_year() -> None:
    """1 October is a holiday by law in 2027 too: work on it is refused before the notice is out."""
    for beyond in ("refuse", "estimate"):
        with pytest.raises(sh.InputValueError) as caught:
            sh.mainland(beyond=beyond).overlay(work=[date(2027, 10, 1)], division="45")
        assert caught.value.code == "SH110"
        assert caught.value.where == "2027-10-01 (国庆节)"


@pytest.mark.parametrize("day", [date(2027, 4, 10), date(2100, 10, 1), date(1999, 10, 1)])
def test_work_on_days_of_which_nothing_is_known_is_kept(day: date) -> None:
    """No holiday by any law that is known lies on them: the overlay waits for their year."""
    assert CAL.overlay(work=[day], division="45").overlays[0].days[0].work == (day,)


def test_a_local_workday_in_an_unpublished_year_never_unmakes_the_law() -> None:
    """A local workday laid on before the notice of its year leaves a statutory holiday alone."""
    early = sh.Overlay(
        division="45", days=(sh.LocalDays(name="三月三", work=(date(2026, 10, 1),)),)
    )
    cal = sh.WorkCalendar(tuple(n for n in CAL.notices if n.year < 2026), overlays=(early,))
    later = sh.WorkCalendar(CAL.notices, overlays=cal.overlays)
    assert later.day(date(2026, 10, 1)).kind is sh.DayKind.STATUTORY_HOLIDAY


def test_a_holiday_given_later_stays_one_and_says_so() -> None:
    """3 September 2015 became a holiday in May 2015: local work planned before does not undo it."""
    day = date(2015, 9, 3)
    early = CAL.as_known_on(date(2014, 6, 1)).overlay(
        work=[day], name="市运会", division="45", years=[2015]
    )
    later = sh.WorkCalendar(CAL.notices, overlays=early.overlays)
    found = later.day(day)
    assert found.kind is sh.DayKind.STATUTORY_HOLIDAY
    assert found.name == "抗战胜利70周年纪念日"
    assert found.certainty is CERTAIN
    assert found.note == "市运会安排上班，但法定节假日不因地方安排而取消"


def test_a_weekend_inside_a_block_may_be_worked_locally() -> None:
    """Sunday 2 April 2017 rests in the block of 清明节 but is no statutory holiday."""
    cal = CAL.overlay(work=[date(2017, 4, 2)], division="45")
    assert cal.day(date(2017, 4, 2)).kind is sh.DayKind.LOCAL_WORKDAY


@pytest.mark.parametrize(
    ("rest", "work"),
    [([REST[0], REST[0]], []), ([], [WORK[0], WORK[0]]), ([WORK[0]], [WORK[0]])],
)
def test_a_day_named_twice_is_refused(rest: list[date], work: list[date]) -> None:
    """A day cannot be named twice, be it as rest, as work, or as both."""
    with pytest.raises(sh.FaultyDataError) as caught:
        CAL.overlay(rest=rest, work=work, name="三月三", division="45")
    assert [problem.code for problem in caught.value.problems] == ["SH212"]
    assert caught.value.source == "overlay '45'"


# ---- as known on a day


@pytest.mark.parametrize(
    ("known_on", "kind"),
    [
        (date(2017, 2, 9), sh.DayKind.WORKDAY),
        (date(2017, 2, 10), sh.DayKind.LOCAL_REST_DAY),
    ],
)
def test_an_overlay_is_known_from_its_publication(known_on: date, kind: sh.DayKind) -> None:
    """Before the day on which it was published a local arrangement changes nothing."""
    assert GUANGXI.as_known_on(known_on).day(REST[0]).kind is kind


def test_an_overlay_of_unknown_publication_leaves_its_days_open() -> None:
    """Without a day of publication the days that it changes are refused, the others answered."""
    cal = CAL.overlay(rest=REST, work=WORK, division="45", years=[2017])
    then = cal.as_known_on(date(2017, 6, 30))
    for day in (*REST, *WORK):
        assert then.certainty(day) is sh.Certainty.UNKNOWN
        with pytest.raises(sh.PublicationUnknownError) as caught:
            then.is_workday(day)
        assert caught.value.code == "SH302"
        assert caught.value.where == f"the day {day}, notice or overlay '45'"
        assert "发布日期不详" in caught.value.in_chinese()
    assert then.is_workday(date(2017, 3, 29))
    # Only the overlay says that 2017 is complete: without it other local days may be missing.
    assert then.certainty(date(2017, 3, 29)) is PROVISIONAL
    with pytest.raises(sh.PublicationUnknownError):
        then.add(date(2017, 3, 29), 1)
    with pytest.raises(sh.PublicationUnknownError):
        then.count(date(2017, 3, 29), date(2017, 4, 10))
    with pytest.raises(sh.PublicationUnknownError):
        then.before(date(2017, 4, 10), 3)


def test_an_overlay_that_is_not_known_yet_leaves_its_years_provisional() -> None:
    """Before it is published nobody knows whether the arrangement of the division is complete."""
    day = date(2017, 6, 5)
    assert GUANGXI.certainty(day) is CERTAIN
    assert GUANGXI.as_known_on(date(2017, 2, 10)).certainty(day) is CERTAIN
    before = GUANGXI.as_known_on(date(2017, 2, 9))
    assert before.certainty(day) is PROVISIONAL
    assert "本地的放假安排没有写全" in before.day(day).note
    assert before.certainty(REST[0]) is PROVISIONAL


@pytest.mark.parametrize("beyond", ["refuse", "estimate"])
def test_a_deadline_on_an_open_day_is_refused(beyond: str) -> None:
    """A deadline that depends on whether an overlay was known is refused, estimate or not."""
    cal = sh.mainland(beyond=beyond).overlay(rest=REST, work=WORK, division="45")
    with pytest.raises(sh.PublicationUnknownError):
        sh.deadline(date(2017, 3, 29), sh.WorkingDays(3), cal.as_known_on(date(2017, 6, 30)))


# ---- reading a file


def test_an_overlay_is_read_from_a_file(tmp_path: Path) -> None:
    """A file says the same as the arguments of overlay(), citation and publication included."""
    overlay = sh.read_overlay(written(tmp_path, OVERLAY_FILE))
    cal = CAL.with_overlay(overlay)
    assert cal == GUANGXI
    assert overlay.published == date(2017, 2, 10)
    cited = cal.day(REST[0]).citation
    assert (cited.article, cited.link) == ("第3条", "https://example.org/98")
    assert cited.confidence is sh.Confidence.INFERRED


@pytest.mark.parametrize(
    ("change", "code", "where", "word"),
    [
        (('division = "45"', ""), "SH206", "(top level)", "add division"),
        (('cite = "', 'zitat = "'), "SH206", "(top level)", "add cite"),
        (('cite = "', 'cites = "'), "SH204", "(top level)", "did you mean: cite"),
        (('name = "三月三"', ""), "SH206", "days[1]", "add name"),
        (("rest = [", "rests = ["), "SH204", "days[1]", "did you mean: rest"),
        (('division = "45"', "division = 45"), "SH205", "division = 45", "quotation marks"),
        (("years = [2017]", 'years = ["2017"]'), "SH205", "years[1] = '2017'", "whole number"),
        (("years = [2017]", "years = 2017"), "SH205", "years = 2017", "square brackets"),
        (("[2017-04-08]", "[2017-04-01]"), "SH212", "2017-04-01, clause '三月三'", "twice"),
        (("format = 1", "format = 3"), "SH210", "format = 3", "reads format 1"),
        (('confidence = "inferred"', 'confidence = "sure"'), "SH217", "sure", "clean"),
        (("2017-04-08", "2017-04-31"), "SH202", "", "line"),
        (("[2017]", "[1999]"), "SH216", "year = 1999", "2000 to 2099"),
        (("[2017]", "[2100]"), "SH", "2100", "2099"),
        (("[2017]", "[0]"), "SH", "0", "2099"),
        (('"三月三"', '""'), "SH126", 'name = ""', "give it a name"),
        (('"三月三"', '"三月三"\ngroup = "职工"'), "SH218", "'三月三', group '职工'", "leave out"),
    ],
)
def test_a_fault_of_an_overlay_file_is_named(
    tmp_path: Path, change: tuple[str, str], code: str, where: str, word: str
) -> None:
    """Each fault is reported with its code, its place, the remedy, and the name of the file."""
    assert change[0] in OVERLAY_FILE
    file = written(tmp_path, OVERLAY_FILE.replace(*change, 1))
    with pytest.raises(sh.FaultyDataError) as caught:
        sh.read_overlay(file)
    problem = next(problem for problem in caught.value.problems if problem.code.startswith(code))
    assert where in problem.where
    assert word in str(problem)
    assert caught.value.source == str(file)


def test_a_missing_overlay_file_is_named(tmp_path: Path) -> None:
    """A file that does not exist is a fault of the file, with its path."""
    with pytest.raises(sh.FaultyDataError, match="nowhere"):
        sh.read_overlay(tmp_path / "nowhere.toml")


def test_a_file_for_a_working_day_is_refused_when_it_is_laid_on(tmp_path: Path) -> None:
    """Whether a day is worked anyway only the calendar knows, so that it refuses."""
    file = written(tmp_path, OVERLAY_FILE.replace("[2017-04-08]", "[2017-04-10]"))
    with pytest.raises(sh.InputValueError, match="SH109"):
        CAL.with_overlay(sh.read_overlay(file))


@pytest.mark.parametrize("first", [CAL, GUANGXI])
def test_an_overlay_needs_a_name_only(first: sh.WorkCalendar) -> None:
    """An overlay without a name is called 地方安排."""
    cal = first.overlay(rest=[date(2017, 6, 5)])
    assert cal.day(date(2017, 6, 5)).name == "地方安排"


def test_a_division_is_written_as_text() -> None:
    """A code as a number is refused: leading zeros and hall names would be lost."""
    with pytest.raises(sh.InputTypeError, match="SH118"):
        CAL.overlay(rest=[date(2017, 6, 5)], division=45)  # type: ignore[arg-type]


def test_a_year_that_no_notice_can_arrange_is_refused() -> None:
    """A mistyped year among the complete ones is named."""
    with pytest.raises(sh.FaultyDataError, match=r"SH216.*\n.*year = 217"):
        CAL.overlay(rest=[date(2017, 6, 5)], years=[217])


# ---- records


def test_records_take_lists_and_keep_tuples() -> None:
    """What is handed over as lists is kept as tuples, so that a record cannot change later."""
    rest, years = list(REST), [2018, 2017]
    festival = sh.LocalDays(name="三月三", rest=rest, work=list(WORK))  # type: ignore[arg-type]
    overlay = sh.Overlay(division="45", days=[festival], years=years)  # type: ignore[arg-type]
    rest.clear()
    years.clear()
    assert (festival.rest, festival.work) == (REST, WORK)
    assert overlay.days == (festival,)
    assert overlay.years == (2017, 2018)
    assert hash(overlay) == hash(pickle.loads(pickle.dumps(overlay)))  # noqa: S301  # made here


def test_a_festival_of_a_group_has_no_local_workdays() -> None:
    """Where only one group rests the office stays open: there is nothing to make up for."""
    with pytest.raises(sh.FaultyDataError) as caught:
        CAL.overlay(rest=REST, work=WORK, name="古尔邦节", division="65", group="职工")
    (problem,) = caught.value.problems
    assert problem.code == "SH218"
    assert problem.where == "'古尔邦节', group '职工'"
    assert "不存在调休" in problem.in_chinese()


@pytest.mark.parametrize("year", [0, 1, 1999, 2100])
def test_a_complete_year_needs_a_law(year: int) -> None:
    """Of years before 2000 and after 2099 no law on holidays is known."""
    with pytest.raises(sh.FaultyDataError, match="SH216"):
        sh.Overlay(division="45", days=(), years=(year,))


@pytest.mark.parametrize("year", [2000, 2099])
def test_the_first_and_the_last_year_of_the_law_can_be_complete(year: int) -> None:
    """The bounds themselves are years of which the law is known."""
    assert sh.Overlay(division="45", days=(), years=(year,)).years == (year,)
