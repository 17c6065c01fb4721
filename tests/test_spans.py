"""Spans in force: both ends included, and the stretches within which nothing changes."""

from datetime import UTC, date, datetime, timedelta

import pytest

import servicehall as sh
from servicehall.spans import ALWAYS, first_days

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("span", "inside", "outside"),
    [
        (sh.Span(since=FIRST, expires=LAST), (FIRST, LAST), (FIRST - DAY, LAST + DAY)),
        (sh.Span(since=FIRST), (FIRST, date.max), (FIRST - DAY, date.min)),
        (sh.Span(expires=LAST), (LAST, date.min), (LAST + DAY, date.max)),
        (sh.Span(since=FIRST, expires=FIRST), (FIRST,), (FIRST - DAY, FIRST + DAY)),
        (ALWAYS, (date.min, FIRST, date.max), ()),
    ],
    ids=["both ends", "since", "expires", "one day", "always"],
)
def test_both_ends_are_in_force(
    span: sh.Span, inside: tuple[date, ...], outside: tuple[date, ...]
) -> None:
    """The first and the last day belong to a span, the days next to them do not."""
    assert all(day in span for day in inside)
    assert not any(day in span for day in outside)


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (sh.Span(since=FIRST, expires=LAST), "自2026-01-01起至2026-12-31止"),
        (sh.Span(since=FIRST), "自2026-01-01起"),
        (sh.Span(expires=LAST), "至2026-12-31止"),
        (sh.Span(), ""),
    ],
)
def test_a_span_is_said_in_chinese(span: sh.Span, said: str) -> None:
    """What is always in force needs no words."""
    assert str(span) == said
    assert span.is_always is (not said)


def test_a_span_does_not_end_before_it_begins() -> None:
    """Two days the wrong way round are refused, with both of them."""
    with pytest.raises(sh.DataError) as caught:
        sh.Span(since=LAST, expires=FIRST)
    assert caught.value.code == "SH440"
    assert "2026-12-31" in caught.value.where
    assert "2026-01-01" in caught.value.where
    assert "有效期的末日早于首日" in caught.value.in_chinese()


@pytest.mark.parametrize("end", ["since", "expires"])
@pytest.mark.parametrize("value", ["2026-01-01", 20260101, 1.5, [FIRST]])
def test_an_end_is_a_day(end: str, value: object) -> None:
    """Text and numbers are no days, and the message names the end."""
    with pytest.raises(sh.InputTypeError) as caught:
        sh.Span(**{end: value})  # type: ignore[arg-type]  # that is the point
    assert caught.value.code == "SH102"
    assert end in caught.value.where


def test_each_beginning_and_each_day_after_an_end_starts_a_stretch() -> None:
    """A span changes something on its first day and on the day after its last one, no other."""
    spans = [sh.Span(since=FIRST, expires=LAST), sh.Span(expires=FIRST), ALWAYS]
    assert first_days(spans) == (date.min, FIRST, FIRST + DAY, LAST + DAY)
    assert first_days([]) == (date.min,)


def test_the_end_of_time_starts_no_stretch() -> None:
    """After the last day of Python's calendar there is none, and that is no crash."""
    assert first_days([sh.Span(since=date.max, expires=date.max)]) == (date.min, date.max)


@pytest.mark.parametrize("span", [sh.Span(), sh.Span(since=FIRST)])
@pytest.mark.parametrize("value", ["2026-01-01", datetime(2026, 1, 1, tzinfo=UTC), None])
def test_only_a_day_can_be_in_force(span: sh.Span, value: object) -> None:
    """Asking for something else than a day is a mistake of the caller."""
    with pytest.raises(sh.InputTypeError):
        assert value in span  # type: ignore[operator]  # that is the point
