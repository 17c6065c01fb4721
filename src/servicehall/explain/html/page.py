"""The page (网页): its parts from above, and its head, which says where the case stands."""

from collections.abc import Iterator

from servicehall.assessment import Assessment, book_of
from servicehall.duties import DutyStatus
from servicehall.explain.html.duties import duty_table
from servicehall.explain.html.events import event_table
from servicehall.explain.html.legend import legend, owners
from servicehall.explain.html.notes import notes
from servicehall.explain.html.style import STYLE
from servicehall.explain.picture import clean, closed_by, draw, sheet_of
from servicehall.explain.words import SIGNS, name_of, say_at, say_filing, say_possible, say_state
from servicehall.privacy import UNMASKED
from servicehall.replay import Obligation
from servicehall.tables import Undetermined
from servicehall.trails import say_date

__all__ = ["to_html"]


def to_html(found: Assessment, *, unmask: bool = False) -> str:
    """Show a case on a page (网页说明).

    Args:
        found: The assessment.
        unmask: Whether to write personal data in full; the page says so.

    Returns:
        A fragment for a notebook or a page, with its own style; every text is escaped.
    """
    sheet = sheet_of(found)
    bare = f'<p class="bare">{UNMASKED}。</p>' if unmask else ""
    parts = (
        _head(found),
        bare,
        draw(sheet),
        legend(sheet),
        owners(sheet),
        duty_table(found),
        notes(found),
        event_table(found, unmask=unmask),
    )
    return f'<div class="servicehall"><style>{STYLE}</style>{"".join(parts)}</div>'


def _head(found: Assessment) -> str:
    unnamed = "未登记事项" if found.has_kind else say_filing(found)
    title = found.matter.title if found.matter else unnamed
    as_of = f"截至{say_at(found.as_of)}，按{say_date(found.policy.on)}的规则评估"
    next_ = "".join(f'<p class="facts">{clean(line)}</p>' for line in _next(found))
    return (
        f'<p class="head">{clean(title)}</p><p class="facts quiet">{as_of}</p>'
        f'<p class="facts">{"".join(_tags(found))}</p>{next_}'
    )


def _tags(found: Assessment) -> Iterator[str]:
    yield _tag(f"办件状态：{say_state(found)}")
    if found.has_kind:
        yield _tag(f"办件类型：{_kind(found)}")
    if found.breaches:
        sign = SIGNS[DutyStatus.BREACHED]
        yield _tag(f"{sign} 违反义务{len(found.breaches)}项", "tag bad")


def _tag(text: str, kind: str = "tag") -> str:
    return f'<span class="{kind}">{clean(text)}</span>'


def _kind(found: Assessment) -> str:
    """Say what kind of case it is, or what it can still be."""
    answer = found.classification
    if isinstance(answer, Undetermined):
        return f"尚不能判定，可能为{say_possible(answer)}"
    also = "、".join(kind.zh for kind in answer.traits)
    return answer.kind.zh + (f"，兼具{also}" if also else "")


# ---- what is to be done


def _next(found: Assessment) -> Iterator[str]:
    """Say what is overdue and still to be done, and what must be done next."""
    running = [one for one in found.duties if one.is_running]
    yield from _overdue(found)
    yield from _soonest(running)
    others = "、".join(name_of(one) for one in running if one.warn_at is None)
    if others:
        yield f"待办，没有确定的届满时刻：{others}"
    yield from _unsettled(found)


def _overdue(found: Assessment) -> Iterator[str]:
    for one in found.breaches:
        if one.due_at is not None and one.duty.must and closed_by(one) is None:
            yield f"逾期未办：{name_of(one)}，期限{say_at(one.due_at)}届满"


def _soonest(running: list[Obligation]) -> Iterator[str]:
    dated = [(one.warn_at, one) for one in running if one.warn_at is not None]
    if dated:
        at, one = min(dated, key=lambda pair: pair[0])
        left = f"剩余{one.days_left}个工作日" if one.days_left else "最后一日"
        yield f"最近应办：{name_of(one)}，{say_at(at)}前（{left}）"


def _unsettled(found: Assessment) -> Iterator[str]:
    dormant = [one for one in found.duties if one.status is DutyStatus.DORMANT]
    if dormant:
        asked = dict.fromkeys(name for one in dormant for name in one.needed)
        labels = book_of(found.policy).labels(asked)
        yield f"是否产生尚未确定的义务{len(dormant)}项，须查明：{labels}"
