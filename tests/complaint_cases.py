"""Complaints, petitions and calls of the hotline for tests: made-up places, and what happened.

All days are counted by hand, in November 2026, which has no holiday: the 2nd is a Monday, so
working days are 2 to 6, 9 to 13, 16 to 20, 23 to 27 and 30. The hall prints no hours: a day ends
at 24:00. The town of RS closes at 17:00.
"""

from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

import servicehall as sh

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
CITE: Final[dict[str, Any]] = {"cite": "《甲县办法》第1条"}
HALL, OF_RS, OWN = "371302997", "371302996", "371302995"
ANYANG, SHANGHAI_CITY, WEIFANG, DEZHOU = "410500", "310000", "370700", "371400"

Happened = tuple[str, str, dict[str, Any]]
"""When, what, and what is noted; actor, unit and references among it."""


def pack(name: str, division: str, **sections: Any) -> sh.Pack:
    """Return a made-up pack."""
    return sh.load_pack({"id": name, "division": division, **sections})


REGISTRY: Final = sh.Registry.of(
    pack(
        "lane",
        OF_RS,
        adopts=[{"id": "adoption", "profile": "RS", **CITE}],
        hours=[{"id": "hours", "sessions": ["08:30-12:00", "13:30-17:00"], **CITE}],
    ),
    pack(
        "own",
        OWN,
        terms=[
            {"changes": "complaint.general", "value": "24 wall hours", **CITE},
            {"changes": "complaint.complex", "value": "5 natural days", **CITE},
            {"changes": "complaint.units", "value": 3, **CITE},
        ],
        duties=[{"changes": "complaint.group.same-day", "grade": "service", **CITE}],
    ),
)

SENTENCES: Final = {
    "《便民服务大厅信访接待制度》三2": (
        "⒉答复:(1)来访者的意见、要求符合政策、法规,能够当场解决的,当场予以解决;当场解"
        "决不了的,在三日内给予答复。领导接待一般一周内给予答复。(2)来访者反映的意见、要求"
        ",按政策衡量不合理的,向其宣传政策,解释清楚。"
    ),
    "《便民服务大厅信访接待制度》三3": (
        "⒊办理:(1)由本大厅直接答复办理;(2)根据来访反映问题的性质,按照“分级负责、归"
        "口办理”的原则,转交给有关部门或部门办理。"
    ),
    "《便民服务大厅信访接待制度》四": (
        "四、接访结束后,接访人员要及时填写事项交办单和告知书,分别交有关部门和来访群众。明确"
        "接待工作职责。"
    ),
    "《便民服务大厅信访接待制度》五": (
        "五、凡上访人员反映重大紧急问题、集体上访的来信来访,应立即通知有关部门,并向领导汇报。"
    ),
    "《便民服务大厅信访接待制度》六": (
        "六、对集体上访,要本着宜顺不宜激,宜散不宜聚,宜解不宜结,宜粗不宜细的“四宜”原则迅"
        "速处理并责成问题发生地限期解决。"
    ),
    "《便民服务大厅信访接待制度》七": (
        "七、严格执行《信访条例》有关规定,为群众的控告、检举保守秘密。"
    ),
    "《便民服务大厅信访接待制度》八": "八、实行领导信访接待制度。",
    "《便民服务大厅投诉制度》一": (
        "一、便民服务大厅主任负责受理服务对象反映大厅工作人员及进驻大厅的窗口单位及其工作人员"
        "违规违纪行为、服务态度、服务质量等方面问题的投诉。"
    ),
    "《便民服务大厅投诉制度》二": (
        "二、投诉可采用口头、电话或书面形式,投诉电话09164-341053。涉及重大事项的"
        "投诉,应采用书面形式。"
    ),
    "《便民服务大厅投诉制度》三": (
        "三、接待投诉者要礼貌、热情、诚恳,认真做好口头投诉的记录或书面投诉的收件登记,并仔细"
        "分析投诉材料,区别不同情况认真处理。对投诉人及投诉事项予以保密。"
    ),
    "《便民服务大厅投诉制度》四": (
        "四、大厅对投诉行为调查核实后,要按照大厅制度规定,对相关问题及责任人作出处理,并将处"
        "理意见及时反馈给投诉人。"
    ),
    "《便民服务大厅投诉制度》五": (
        "五、进驻大厅窗口单位应积极配合大厅的工作,对大厅转来的群众投诉,在规定时间内作出处理"
        ",及时报告大厅,并同时反馈给投诉人。"
    ),
    "《便民服务大厅投诉制度》六": (
        "六、大厅对一般投诉,要即时处理,现场给予答复;不能现场答复的,要在当日或次日给予答复"
        "。对比较复杂或涉及两个以上单位需要协调处理的投诉,要尽快和有关单位进行沟通协调,在一"
        "周之内作出答复。确因客观原因不能在规定时间内给予答复的,要及时向投诉人说明情况,并负"
        "责此项投诉的追踪处理,直至处理完毕。"
    ),
    "《敦厚镇便民服务中心管理制度》投诉制度第7条": (
        "7、口头投诉以口头答复为主,书面投诉必须书面答复。重大投诉事项应及时向“中心”领导和"
        "上级纪检监察部门汇报,按规定程序查处。"
    ),
    "《龙坡村便民服务站制度汇编》投诉管理办法二": (
        "二、便民服务站要在明显位置设立投诉箱(便民服务站负责人开启管理)、设置电子评价器、开"
        "通投诉电话等。"
    ),
    "《龙坡村便民服务站制度汇编》投诉管理办法三3": (
        "3、坚持归口管理以及“谁主管、谁负责”的原则,做到“有诉必理、有理必果”。"
    ),
    "《龙坡村便民服务站制度汇编》投诉管理办法五": (
        "五、发生的各类投诉由便民服务站所在社区居(村)委会的纪检组织负责受理和处理。处理结果"
        "接受上一级纪检组织监督和监察。"
    ),
    "《龙坡村便民服务站制度汇编》投诉管理办法六（一）3": (
        "3、对人数较多的群体来访,应及时向领导汇报,并协助领导做好工作。"
    ),
}
"""The sentences that the rules of complaints and petitions quote, by the place that they cite."""

_THINGS: Final = {"complaint": "C1", "petition": "P1", "hotline": "H1"}


def at(text: str) -> datetime:
    """Return an instant of November 2026: ``"9"`` is 09:00 of the 9th; the 31st is 1 December."""
    day, _, clock = text.partition(" ")
    hour, minute = map(int, (clock or "09:00").split(":"))
    first = datetime(2026, 11, 1, hour, minute, tzinfo=SHANGHAI)
    return first + timedelta(days=int(day) - 1)


def on(when: str, kind: str, **noted: Any) -> Happened:
    """Write down what happened; what its kind is about, it refers to."""
    thing = kind.partition(".")[0]
    refs = {"refs": {thing: _THINGS[thing]}} if thing in _THINGS else {}
    return when, kind, {**refs, **noted}


def complaint(when: str = "2", **noted: Any) -> Happened:
    """Receive a complaint: a simple one, by word of mouth, about nobody who receives it."""
    said = {
        "case": "TS-1",
        "complaint_complex": False,
        "complaint_units": 1,
        "complaint_major": False,
        "receiver_involved": False,
        "form": "oral",
        "actor": "何敏",
        "unit": "督查室",
    }
    told = {name: value for name, value in {**said, **noted}.items() if value is not None}
    return on(when, "complaint.received", **told)


def timeline(*happened: Happened) -> sh.Timeline:
    """Put together what happened."""
    events = []
    for number, (when, kind, noted) in enumerate(happened):
        payload = dict(noted)
        own = {key: payload.pop(key) for key in ("refs", "actor", "unit") if key in payload}
        events.append(
            sh.Event(id=f"e{number}", kind=kind, occurred_at=at(when), payload=payload, **own)
        )
    return sh.Timeline.of(events)


def assess(*happened: Happened, division: str = HALL, as_of: str = "60") -> sh.Assessment:
    """Assess it; unless told otherwise as it stood at the end of the year."""
    return REGISTRY.assess(timeline(*happened), as_of=at(as_of), division=division)


def shown(due: datetime) -> str:
    """Write an instant as people do: midnight is 24:00 of the day that ends."""
    if (due.hour, due.minute) == (0, 0):
        return f"{due - timedelta(days=1):%m-%d} 24:00"
    return f"{due:%m-%d %H:%M}"


def outcome(found: sh.Assessment, name: str) -> str:
    """Return what became of a duty, of several the last; empty where it has not begun."""
    own = [one for one in found.duties if name in (one.duty.id, f"{one.duty.id}/{one.thing}")]
    if not own:
        return ""
    return own[-1].status.value + (f" {shown(own[-1].due_at)}" if own[-1].due_at else "")


def broken(found: sh.Assessment) -> set[str]:
    """Return the kinds of breach."""
    return {one.duty.breach for one in found.breaches}
