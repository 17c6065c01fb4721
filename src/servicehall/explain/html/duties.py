"""The table of the duties (义务表): who bears each, when it is due, what became of it, and why."""

from collections.abc import Iterator

from servicehall.assessment import Assessment, book_of
from servicehall.explain.html.events import numbers_of, title
from servicehall.explain.html.tables import cell, table
from servicehall.explain.picture import provisional
from servicehall.explain.words import name_of, say_at, say_pause, sign_status
from servicehall.replay import Obligation, PauseSpan
from servicehall.trails import say_date

__all__ = ["duty_table"]


def duty_table(found: Assessment) -> str:
    """Return the table of the duties (义务表)."""
    headings = ("义务", "承担人", "应办时刻", "状态", "完成时间", "依据")
    rows = [_row(found, one) for one in found.duties]
    if not rows:
        return '<p class="facts">没有产生义务。</p>'
    return table("duties", "<b>义务</b>按产生的先后", headings, rows)


def _row(found: Assessment, one: Obligation) -> list[str]:
    return [
        cell([name_of(one), one.duty.grade.zh]),
        cell([str(found.bearer(one))]),
        cell(_due(found, one), whole=True),
        cell([sign_status(one), *_after(found, one)], whole=True),
        cell(_done(found, one), whole=True),
        cell(_authority(found, one)),
    ]


# ---- when


def _due(found: Assessment, one: Obligation) -> list[str]:
    """Say when a duty must be done, the limit, and how firmly that is known."""
    if one.limit is None:
        before = "、".join(map(book_of(found.policy).title, one.duty.before))
        return [f"{before}之前" if before else "没有规定期限"]
    return [_when(one), f"{one.limit}，自{say_at(one.start)}起", *_details(one)]


def _when(one: Obligation) -> str:
    if one.warn_at is not None:
        return say_at(one.warn_at)
    if any(span.last is None and span.stretch for span in one.pauses):
        return "中止期间不届满"
    return "无法确定"


def _details(one: Obligation) -> Iterator[str]:
    """Say what else decides when a limit ends."""
    if one.warn_at != one.due_at and one.due_at is not None:
        yield f"只按全国日历与按本地日历所计不同，最迟{say_at(one.due_at)}届满"
    window = provisional(one)
    if window:
        first, last = window
        among = "" if first == last else f"，可能为{say_date(first)}至{say_date(last)}"
        yield f"暂定{among}"
    yield from (f"已延长{limit}" for limit in one.extensions)
    yield from _given_back(one)
    if one.days_left is not None:
        yield f"剩余{one.days_left}个工作日"


def _given_back(one: Obligation) -> Iterator[str]:
    for span in one.pauses:
        if span.days is not None:
            first, end = span.days
            until = say_date(end) if end else "恢复之日"
            yield f"扣除{say_pause(span)}：{say_date(first)}至{until}{_held(span)}"


def _held(span: PauseSpan) -> str:
    """Say of a pause that began on the last day what becomes of that day."""
    if not span.on_last_day:
        return ""
    day = say_date(span.started.occurred_at.date())
    return f"；{day}是最后一日，待中止结束时再计入"


# ---- what became of it, and why


def _after(found: Assessment, one: Obligation) -> Iterator[str]:
    """Say what follows from a duty that was missed, and what would settle one that is open."""
    if one.silence is not None:
        since = f"，自{one.silence.as_of}起" if one.silence.as_of else ""
        yield f"后果：{one.silence.effect.zh}{since}"
    if one.needed:
        yield f"尚须查明：{book_of(found.policy).labels(one.needed)}"


def _done(found: Assessment, one: Obligation) -> list[str]:
    """Say with which event a duty was fulfilled, broken, or fell away."""
    ways = ((one.completed_by, ""), (one.broken_by, "违反："), (one.ended_by, "止于"))
    for event, how in ways:
        if event is not None:
            number = numbers_of(found)[event.id]
            return [f"{how}{say_at(event.occurred_at)}", f"{title(found, event)}（事件{number}）"]
    return ["—"]


def _authority(found: Assessment, one: Obligation) -> list[str]:
    term = found.policy.terms.get(one.term)
    cited = [one.duty.settled.citation, *([term.citation] if term else [])]
    return [str(one) if n == 0 else f"期限：{one}" for n, one in enumerate(dict.fromkeys(cited))]
