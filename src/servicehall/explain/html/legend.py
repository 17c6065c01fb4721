"""The legend (图例): what the signs of the picture mean, and whose time the case took."""

from collections.abc import Iterator
from datetime import timedelta

from servicehall.calendars import Certainty
from servicehall.explain.picture import (
    FINE,
    MADE_WORK,
    Sheet,
    clean,
    fill_of,
    pauses_of,
    share_classes,
    share_marks,
)
from servicehall.explain.words import SIGNS, say_bar

__all__ = ["legend", "owners"]


def legend(sheet: Sheet) -> str:
    """Explain the signs that the picture uses (图例), and say what it leaves out."""
    items = (*_status_signs(sheet), *_marks(sheet), *_day_signs(sheet))
    said = "，".join(_left_out(sheet))
    more = f'<p class="facts quiet">{said}，见下表。</p>' if said else ""
    return f'<ul class="legend">{"".join(items)}</ul>{more}'


def _left_out(sheet: Sheet) -> Iterator[str]:
    limits = [one.limit for one in sheet.found.duties]
    without = limits.count(None)
    left_out = len(limits) - without - len(sheet.bars)
    if left_out:
        yield f"另有{left_out}项有期限的义务未画出"
    if without:
        yield f"另有{without}项没有期限的义务"


def _status_signs(sheet: Sheet) -> Iterator[str]:
    for status in SIGNS:
        if any(bar.one.status is status for bar in sheet.bars):
            box = '<rect class="used" x="1" y="1" width="20" height="10"/>'
            swatch = f'<g class="{status.value}">{box}</g>'
            yield _sign(swatch, f"{SIGNS[status]} {say_bar(status)}")


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


# ---- the strip


def owners(sheet: Sheet) -> str:
    """Explain the strip: whose time it was, and how much (责任时间)."""
    items = "".join(_owners(sheet))
    if not items:
        return '<p class="facts quiet">责任时间：没有可以划分的时间。</p>'
    total = _duration(sheet.took.total)
    return f'<ul class="legend"><li><b>责任时间 {total}</b></li>{items}</ul>'


def _owners(sheet: Sheet) -> Iterator[str]:
    shares, total = sheet.took.shares, sheet.took.total
    marks, classes = share_marks(shares), share_classes(shares)
    for share, took in shares.items():
        part = f"{took / total:.0%}" if took / total >= 0.005 else "不足1%"
        swatch = _woven(f"share {classes[share]}", fill_of(sheet, share))
        yield _sign(swatch, f"{marks[share]}　{share}：{_duration(took)}（{part}）")


def _duration(took: timedelta) -> str:
    """Say how long it took, in days and hours; what is shorter, in minutes."""
    minutes = took // timedelta(minutes=1)
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    parts = [f"{days}天" if days else "", f"{hours}小时" if hours else ""]
    if not days and rest:
        parts.append(f"{rest}分钟")
    return "".join(parts) or "不足1分钟"
