"""A case as a page (网页说明): what it is, its picture in time, its duties and its events.

One fragment that needs nothing else: no script, no font, no address. It fits notebooks, light and
dark, and paper of A4. Personal data are masked unless somebody asks for them expressly, and then
the page says so.
"""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any, Final

from servicehall.assessment import Assessment, book_of
from servicehall.calendars import Certainty
from servicehall.duties import DutyStatus
from servicehall.events import Event, FieldKind, Sensitivity
from servicehall.explain.picture import (
    FILLS,
    FINE,
    MADE_WORK,
    SIGNS,
    Sheet,
    clean,
    draw,
    name_of,
    pauses_of,
    provisional,
    say_at,
    say_status,
    share_classes,
    share_marks,
    sheet_of,
)
from servicehall.kinds import CaseKind
from servicehall.limits import parse_limit
from servicehall.matters import say
from servicehall.replay import Obligation, PauseSpan
from servicehall.tables import Undetermined
from servicehall.trails import say_date

__all__ = ["to_html"]

_STYLE: Final = """
.servicehall{font-family:'Noto Sans CJK SC','Microsoft YaHei','PingFang SC',sans-serif;
line-height:1.55;max-width:1000px;font-size:14px}
.servicehall .head{font-size:1.3em;font-weight:600;margin:0}
.servicehall .quiet{opacity:.75}
.servicehall caption{text-align:left;caption-side:top;padding:.6em 0 .3em;color:inherit}
.servicehall caption b{font-size:1.15em;margin-right:.8em}
.servicehall .facts{margin:.1em 0 .5em}
.servicehall .tag{display:inline-block;border:1px solid #888a;border-radius:4px;padding:0 .5em;
margin:0 .5em .25em 0}
.servicehall .tag.bad{border:2px solid #d04545;font-weight:600}
.servicehall .bare{border:2px dashed #c07000;padding:.2em .6em;font-weight:600}
.servicehall .legend{list-style:none;margin:.2em 0 .5em;padding:0;font-size:.88em}
.servicehall .legend li{display:inline-block;margin:0 1.1em .1em 0}
.servicehall .legend svg{width:22px;height:12px;vertical-align:-1px;margin-right:.35em}
.servicehall .notes{margin:.2em 0 .8em;padding-left:1.4em}
.servicehall h4{margin:1em 0 .3em;font-size:1.05em}
.servicehall .grid-table{border-collapse:collapse;table-layout:auto;width:100%;font-size:.9em;
margin:.2em 0 .8em}
.servicehall .grid-table th,.servicehall .grid-table td{border:1px solid #8886;
padding:.25em .55em;text-align:left;vertical-align:top;white-space:normal;max-width:none;
overflow-wrap:anywhere}
.servicehall .grid-table th{background:#8882;font-weight:600}
.servicehall .grid-table tbody th{background:none}
.servicehall .set{white-space:nowrap}
.servicehall .duties td:nth-child(2){width:14%}.servicehall .duties td:nth-child(6){width:22%}
.servicehall .duties th:first-child{width:17%}.servicehall .duties td:nth-child(4){width:14%}
.servicehall .events td:nth-child(3){min-width:8em}
.servicehall .events td:nth-child(4){min-width:5em}
.servicehall .grid-table small{display:block;opacity:.75}
.servicehall .picture{width:100%;height:auto;display:block;font-size:12px;margin:.4em 0}
.servicehall svg text{fill:currentColor}
.servicehall .small{font-size:11px}
.servicehall .tiny{font-size:10px}
.servicehall .middle{text-anchor:middle}
.servicehall .end{text-anchor:end}
.servicehall .strong{font-weight:600}
.servicehall svg .number,.servicehall svg .on{fill:#fff;font-weight:600}
.servicehall .number{font-size:11px}
.servicehall tspan.quiet{opacity:.7}
.servicehall .rest{fill:#8888;fill-opacity:.3}
.servicehall .rest.guess{fill-opacity:.18;stroke:#888;stroke-dasharray:2 3;stroke-width:.5}
.servicehall .grid{stroke:#8887;stroke-width:.6}
.servicehall .work{stroke:#c07000;stroke-width:2.5;fill:none}
.servicehall .base{stroke:currentColor;stroke-width:1}
.servicehall .stalk{stroke:currentColor;stroke-width:.8;stroke-opacity:.55;fill:none}
.servicehall .pill{fill:#5b6b7f}
.servicehall .dot{fill:#5b6b7f;stroke:#fff;stroke-width:.8}
.servicehall .dot.derived{fill:#fff;stroke:#5b6b7f;stroke-width:2}
.servicehall .now{stroke:#d81b72;stroke-width:1.6;fill:none}
.servicehall .fulfilled{--hue:#2f855a}
.servicehall .open{--hue:#3b7dc4}
.servicehall .paused{--hue:#a07417}
.servicehall .breached{--hue:#d04545}
.servicehall .discharged,.servicehall .dormant{--hue:#7a7f87}
.servicehall .excused{--hue:#178a8a}
.servicehall .track{fill:var(--hue);fill-opacity:.16;stroke:var(--hue);stroke-width:1}
.servicehall .track.guess,.servicehall .dormant .track{stroke-dasharray:3 2}
.servicehall .track.open-end{stroke-dasharray:6 2}
.servicehall .used{fill:var(--hue)}
.servicehall .discharged .used{fill-opacity:.55}
.servicehall .breached .used{fill-opacity:.4}
.servicehall .late{fill:var(--hue)}
.servicehall .halt{fill:#fff;fill-opacity:.8}
.servicehall .weave{stroke:#222;stroke-width:1.1;fill:#222}
.servicehall .due{stroke:currentColor;stroke-width:2;fill:none}
.servicehall .window{stroke:currentColor;stroke-width:1;fill:none}
.servicehall .done{fill:currentColor;stroke:#fff;stroke-width:.8}
.servicehall .share{stroke:#8888;stroke-width:.4}
.servicehall .share.rest{fill-opacity:.3}
.servicehall .share.ended{fill:#888;fill-opacity:.06;stroke-dasharray:2 2}
.servicehall .chip{fill:#e8e2d0}
.servicehall svg .ink{fill:#222}
.servicehall .share.pause,.servicehall .share.applicant{fill:#e8e2d0}
.servicehall .u0{fill:#3f6fa8}.servicehall .u1{fill:#7c5295}.servicehall .u2{fill:#2c7a7b}
.servicehall .u3{fill:#a0522d}.servicehall .u4{fill:#56792b}.servicehall .u5{fill:#a83f6f}
@media print{.servicehall{font-size:9.5pt;max-width:none;-webkit-print-color-adjust:exact;
print-color-adjust:exact}.servicehall tr,.servicehall .picture{break-inside:avoid}
.servicehall caption,.servicehall thead,.servicehall h4{break-after:avoid}}
"""


def to_html(found: Assessment, *, unmask: bool = False) -> str:
    """Show a case on a page (网页说明).

    Args:
        found: The assessment.
        unmask: Whether to write personal data in full; the page says so.

    Returns:
        A fragment for a notebook or a page, with its own style; every text is escaped.
    """
    sheet = sheet_of(found)
    bare = '<p class="bare">未作隐去处理：本页含有个人信息原文，请妥善保管。</p>' if unmask else ""
    parts = (
        _head(found),
        bare,
        draw(sheet),
        _legend(sheet),
        _shares(sheet),
        _duties(found),
        _notes(found),
        _events(found, unmask=unmask),
    )
    return f'<div class="servicehall"><style>{_STYLE}</style>{"".join(parts)}</div>'


# ---- the head


def _head(found: Assessment) -> str:
    title = found.matter.title if found.matter else "未登记事项"
    tags = [_tag(f"办件状态：{found.state.zh}"), _tag(f"办件类型：{_kind(found)}")]
    if found.breaches:
        tags.append(
            _tag(f"{SIGNS[DutyStatus.BREACHED]} 违反义务{len(found.breaches)}项", "tag bad")
        )
    next_ = "".join(f'<p class="facts">{clean(line)}</p>' for line in _next(found))
    as_of = f"截至{say_at(found.as_of)}，按{say_date(found.policy.on)}的规则评估"
    return (
        f'<p class="head">{clean(title)}</p><p class="facts quiet">{as_of}</p>'
        f'<p class="facts">{"".join(tags)}</p>{next_}'
    )


def _tag(text: str, kind: str = "tag") -> str:
    return f'<span class="{kind}">{clean(text)}</span>'


def _kind(found: Assessment) -> str:
    """Say what kind of case it is, or what it can still be."""
    answer = found.classification
    if isinstance(answer, Undetermined):
        return f"尚不能判定，可能为{'、'.join(CaseKind(str(one)).zh for one in answer.possible)}"
    also = "、".join(kind.zh for kind in answer.traits)
    return answer.kind.zh + (f"，兼具{also}" if also else "")


def _next(found: Assessment) -> Iterator[str]:
    """Say what is overdue and still to be done, and what must be done next."""
    for one in found.breaches:
        if one.due_at is not None and one.duty.must and not _ended(one):
            yield f"逾期未办：{name_of(one)}，期限{say_at(one.due_at)}届满"
    running = [one for one in found.duties if one.is_running]
    dated = [(one.warn_at, one) for one in running if one.warn_at is not None]
    if dated:
        at, one = min(dated, key=lambda pair: pair[0])
        left = f"剩余{one.days_left}个工作日" if one.days_left else "最后一日"
        yield f"最近应办：{name_of(one)}，{say_at(at)}前（{left}）"
    others = "、".join(name_of(one) for one in running if one.warn_at is None)
    if others:
        yield f"待办，没有确定的届满时刻：{others}"
    dormant = [one for one in found.duties if one.status is DutyStatus.DORMANT]
    if dormant:
        asked = dict.fromkeys(name for one in dormant for name in one.needed)
        labels = book_of(found.policy).labels(asked)
        yield f"是否产生尚未确定的义务{len(dormant)}项，须查明：{labels}"


def _ended(one: Obligation) -> bool:
    return bool(one.completed_by or one.broken_by or one.ended_by)


# ---- what the picture means


def _legend(sheet: Sheet) -> str:
    """Explain the signs that the picture uses."""
    items = (*_status_signs(sheet), *_marks(sheet), *_day_signs(sheet))
    duties = sheet.found.duties
    left_out = sum(one.limit is not None for one in duties) - len(sheet.bars)
    without = sum(one.limit is None for one in duties)
    told = [f"另有{left_out}项有期限的义务未画出" if left_out else ""]
    told.append(f"另有{without}项没有期限的义务" if without else "")
    said = "，".join(text for text in told if text)
    more = f'<p class="facts quiet">{said}，见下表。</p>' if said else ""
    return f'<ul class="legend">{"".join(items)}</ul>{more}'


def _status_signs(sheet: Sheet) -> Iterator[str]:
    for status in SIGNS:
        if any(bar.one.status is status for bar in sheet.bars):
            box = '<rect class="used" x="1" y="1" width="20" height="10"/>'
            swatch = f'<g class="{status.value}">{box}</g>'
            yield _sign(swatch, f"{SIGNS[status]} {status.zh}")


def _marks(sheet: Sheet) -> Iterator[str]:
    found, bars = sheet.found, sheet.bars
    yield _sign('<circle class="dot" cx="11" cy="6" r="3.5"/>', "事件，编号见下表")
    if found.replay.derived:
        yield _sign('<circle class="dot derived" cx="11" cy="6" r="3.5"/>', "推定的事件")
    if any(bar.due for bar in bars):
        yield _sign('<path class="due" d="M11 0v12"/>', "期限届满")
    if any(bar.one.completed_by for bar in bars):
        yield _sign('<path class="done" d="M11 0l6 6-6 6-6-6z"/>', "完成")
    if any(True for bar in bars for _ in pauses_of(found, bar.one)):
        yield _sign(_woven("halt", f"{sheet.prefix}-hatch"), "中止，不计入期限")
    if any(bar.window for bar in bars):
        yield _sign('<path class="window" d="M2 2v8M2 6h18M20 2v8"/>', "暂定，届满日在此区间")
    yield _sign('<path class="now" d="M11 0v12"/>', "截至时刻")


def _day_signs(sheet: Sheet) -> Iterator[str]:
    if any(not day.is_workday for day in sheet.days):
        text = "休息日" if sheet.axis.day_width >= FINE else "连续三日以上的休息日"
        yield _sign('<rect class="rest" width="22" height="12"/>', text)
    if any(day.kind in MADE_WORK for day in sheet.days):
        yield _sign('<path class="work" d="M0 6h22"/>', "班　休息日调为上班")
    if any(day.certainty is not Certainty.CERTAIN for day in sheet.days):
        yield _sign('<rect class="rest guess" width="22" height="12"/>', "暂定的休息日，尚未公布")


def _sign(shape: str, text: str) -> str:
    box = f'<svg viewBox="0 0 22 12" aria-hidden="true">{shape}</svg>'
    return f"<li>{box}{clean(text)}</li>"


def _woven(kind: str, fill: str) -> str:
    place = 'x="1" y="1" width="20" height="10"'
    woven = f'<rect class="weaving" {place} fill="url(#{fill})"/>' if fill else ""
    return f'<rect class="{kind}" {place}/>{woven}'


def _shares(sheet: Sheet) -> str:
    """Explain the strip: whose time it was, and how much."""
    shares, total = sheet.took.shares, sheet.took.total
    marks, classes = share_marks(shares), share_classes(shares)
    items = []
    for share, took in shares.items():
        fill = f"{sheet.prefix}-{FILLS[share.kind]}" if share.kind in FILLS else ""
        part = f"{took / total:.0%}" if took / total >= 0.005 else "不足1%"
        swatch = _woven(f"share {classes[share]}", fill)
        items.append(_sign(swatch, f"{marks[share]}　{share}：{_duration(took)}（{part}）"))
    if not items:
        return '<p class="facts quiet">责任时间：没有可以划分的时间。</p>'
    return f'<ul class="legend"><li><b>责任时间 {_duration(total)}</b></li>{"".join(items)}</ul>'


def _duration(took: timedelta) -> str:
    """Say how long it took, in days and hours; what is shorter, in minutes."""
    minutes = took // timedelta(minutes=1)
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    parts = [f"{days}天" if days else "", f"{hours}小时" if hours else ""]
    if not days and rest:
        parts.append(f"{rest}分钟")
    return "".join(parts) or "不足1分钟"


# ---- the duties


def _duties(found: Assessment) -> str:
    headings = ("义务", "承担人", "应办时刻", "状态", "完成时间", "依据")
    rows = [_duty(found, one) for one in found.duties]
    if not rows:
        return '<p class="facts">没有产生义务。</p>'
    return _table("duties", "<b>义务</b>按产生的先后", headings, rows)


def _duty(found: Assessment, one: Obligation) -> list[str]:
    status = f"{SIGNS[one.status]} {say_status(one)}"
    return [
        _cell([name_of(one), one.duty.grade.zh]),
        _cell([str(found.bearer(one))]),
        _cell(_due(found, one), whole=True),
        _cell([status, *_after(found, one)], whole=True),
        _cell(_done(found, one), whole=True),
        _cell(_authority(found, one)),
    ]


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
    for span in one.pauses:
        if span.stretch is not None:
            first, end = span.stretch
            yield f"扣除{_pause(span)}：{say_date(first)}至{say_date(end) if end else '恢复之日'}"
    if one.days_left is not None:
        yield f"剩余{one.days_left}个工作日"


def _pause(span: PauseSpan) -> str:
    ground = span.started.payload.get("ground", "")
    return f"{span.rule.title}（{ground}）" if ground else span.rule.title


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
            number = f"事件{_number(found, event)}"
            return [f"{how}{say_at(event.occurred_at)}", f"{_title(found, event)}（{number}）"]
    return ["—"]


def _authority(found: Assessment, one: Obligation) -> list[str]:
    term = found.policy.terms.get(one.term)
    cited = [one.duty.settled.citation, *([term.citation] if term else [])]
    return [str(one) if n == 0 else f"期限：{one}" for n, one in enumerate(dict.fromkeys(cited))]


# ---- what did not count


def _notes(found: Assessment) -> str:
    notes = dict.fromkeys(_all_notes(found))
    if not notes:
        return ""
    items = "".join(f"<li>{clean(text)}</li>" for text in notes)
    return f'<h4>未予采用的情况</h4><ul class="notes">{items}</ul>'


def _all_notes(found: Assessment) -> Iterator[str]:
    numbers = {step.event.id: n for n, step in enumerate(found.replay.steps, 1)}
    for one in found.duties:
        for note in one.notes:
            yield f"事件{numbers[note.event]}，{name_of(one)}：{note}"
    for span in _refused(found):
        at = f"事件{numbers[span.started.id]}，{_pause(span)}"
        yield f"{at}：{span.why_not}，期限照常计算（{span.rule.settled.citation}）"
    for span in found.replay.pauses:
        if not span.why_not and span.exceeds and span.cap is not None:
            told = f"超过告知的时间，{say_date(span.cap)}以后不予扣除"
            at = f"事件{numbers[span.started.id]}，{_pause(span)}"
            yield f"{at}：{told}（{span.rule.settled.citation}）"


def _refused(found: Assessment) -> Iterator[PauseSpan]:
    """Go through the pauses that no rule allowed, by the rules for the limits of this case."""
    within = ((one.term, one.duty.within) for one in found.duties)
    limits = {name for term, said in within for name in (term, said.source if said else "")} - {""}
    for started in dict.fromkeys(span.started.id for span in found.replay.pauses):
        spans = [span for span in found.replay.pauses if span.started.id == started]
        concerning = [span for span in spans if limits.intersection(span.rule.of)]
        if all(span.why_not for span in spans):
            yield from concerning or spans[:1]


# ---- the events


def _events(found: Assessment, *, unmask: bool) -> str:
    headings = ("序", "时间", "事件", "经办", "登记内容")
    rows = []
    for number, step in enumerate(found.replay.steps, 1):
        event = step.event
        when = [say_at(event.occurred_at)]
        if event.recorded_at != event.occurred_at:
            when.append(f"登记于{say_at(event.recorded_at)}")
        rows.append(
            [
                _cell([str(number)]),
                _cell(when, whole=True),
                _cell([_title(found, event), *_kind_of(found, event)]),
                _cell([part for part in (event.actor, event.unit) if part]),
                _cell(["；".join(_words(found, event, unmask=unmask))]),
            ]
        )
    masked = "" if unmask else "；个人信息只显示首字"
    return _table("events", f"<b>事件</b>编号与图中相同{masked}", headings, rows)


def _title(found: Assessment, event: Event) -> str:
    title = book_of(found.policy).title(event.kind)
    return f"{title}（推定）" if event.id in found.replay.derived else title


def _number(found: Assessment, event: Event) -> int:
    ids = [step.event.id for step in found.replay.steps]
    return ids.index(event.id) + 1


def _kind_of(found: Assessment, event: Event) -> Iterator[str]:
    """Say what a reader must know of how an event got here."""
    cause = found.replay.derived.get(event.id)
    if cause is not None:
        yield f"因“{found.policy.duties[cause].title}”逾期"
    if event.corrects:
        yield "更正了先前的登记"


def _words(found: Assessment, event: Event, *, unmask: bool) -> Iterator[str]:
    """Say what an event notes, with the names that the rules give it."""
    yield from (f"{_REFS.get(name, name)}：{value}" for name, value in event.refs.items())
    for name, value in event.payload.items():
        label, said = _word(found, name, value)
        one = found.policy.fields.get(name)
        hidden = one is not None and one.sensitivity is Sensitivity.PERSONAL and not unmask
        yield f"{label}：{_masked(value) if hidden else said}"


_REFS: Final = {"part": "分办", "pause": "中止", "visit": "到访", "referral": "转办"}
"""What events refer to; the rest is shown by its name."""


def _word(found: Assessment, name: str, value: Any) -> tuple[str, str]:
    """Return what a word is called, and its value as people read it."""
    fact, one = found.policy.vocabulary.facts.get(name), found.policy.fields.get(name)
    if fact is not None:
        return fact.label, "不详" if value is None else fact.say(value)
    if one is None:
        items = (form.items[name] for form in found.policy.forms.values() if name in form.items)
        return next(items, name), say(value)
    if name == "matter" and found.matter is not None:
        return one.label, found.matter.title
    return one.label, str(parse_limit(value)) if one.kind is FieldKind.LIMIT else say(value)


def _masked(value: object) -> str:
    """Keep the first character of each text, and hide the others."""
    if isinstance(value, tuple):
        return "、".join(map(_masked, value))
    text = str(value)
    return text[:1] + "＊" * (len(text) - 1)


# ---- tables


def _table(kind: str, caption: str, headings: Iterable[str], rows: Iterable[list[str]]) -> str:
    head = "".join(f'<th scope="col">{clean(heading)}</th>' for heading in headings)
    body = "".join(f"<tr>{_row(cells)}</tr>" for cells in rows)
    return (
        f'<table class="grid-table {kind}"><caption>{caption}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _row(cells: list[str]) -> str:
    others = "".join(f"<td>{cell}</td>" for cell in cells[1:])
    return f'<th scope="row">{cells[0]}</th>{others}'


def _cell(lines: Iterable[str], *, whole: bool = False) -> str:
    """Return what stands in a cell: the first line, whole or broken, the others smaller below."""
    first, *others = [clean(line) for line in lines] or [""]
    first = f'<span class="set">{first}</span>' if whole else first
    return first + "".join(f"<small>{line}</small>" for line in others)
