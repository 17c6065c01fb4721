"""The sections of a pack (规则包的写法): every kind of record, and the keys it is written with.

One list, from which come the parser, the hooks of plugins, the JSON Schema and its reference.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from attrs import field, fields, frozen

__all__ = [
    "ENTRY_SECTIONS",
    "FORMAT",
    "SECTIONS",
    "AdoptionForm",
    "BandForm",
    "BreachForm",
    "CategoryForm",
    "ConsequenceForm",
    "CountForm",
    "DaysForm",
    "DutyForm",
    "EntryForm",
    "EventForm",
    "FactForm",
    "FactorForm",
    "FeeForm",
    "FieldForm",
    "FormForm",
    "HeadForm",
    "HoursForm",
    "MaterialForm",
    "MatterForm",
    "MeasureForm",
    "NoticeForm",
    "PauseForm",
    "PropagationForm",
    "RoleForm",
    "RowForm",
    "SanctionForm",
    "ScoreForm",
    "Section",
    "SilenceForm",
    "Sourced",
    "StandardForm",
    "TableForm",
    "TermForm",
    "TierForm",
    "ValueForm",
    "VariationForm",
    "WindowForm",
    "keys_of",
]

FORMAT: Final = 1
"""The version of the pack format."""


def _key(default: Any, says: str, **shape: Any) -> Any:
    """Declare a key, with what it says in Chinese, and its shape where its type does not tell."""
    return field(default=default, metadata={"about": says, **shape})


TEXTS: Final = {"shape": "texts"}
"""A list of texts, or ``"unknown: why"``."""
LIMIT: Final = {"shape": "limit"}
NAMES: Final = {"shape": "names"}
"""A name, or a list of names."""
CONDITIONS: Final = {"shape": "conditions"}
"""One set of conditions, or a list of sets, any one of which suffices."""
TABLE: Final = {"shape": "table"}
"""A table of keys that say one thing between them."""
SOURCE: Final = {"shape": "source"}
"""A limit, or where it is said."""


@frozen(kw_only=True)
class HeadForm:
    """What a pack says of itself."""

    format: int = _key(FORMAT, "规则包格式的版本，目前是 1")
    id: str = field(metadata={"about": "规则包的名称"})
    title: str = _key("", "中文名称")
    layer: str = _key("", "层级：statutes（法律法规）或 model hall（示范大厅）")
    profile: str = _key("", "模式的名称：某一类大厅的一套规则，由采用它的地方引用")
    division: str = _key("", "行政区划代码；某一个大厅再加斜线和名称，如 460203/longpo")
    needs: tuple[str, ...] = _key((), "同一层级中本包所依据的其他规则包")
    confidence: str = _key("clean", "对“本包属于该地”的把握：clean、inferred 或 garbled")
    note: str = _key("", "使用者应当知道的情况")


@frozen(kw_only=True)
class FactForm:
    """One fact or detail, or the kind of figure that a term is."""

    label: str = _key("", "中文名称")
    question: str = _key("", "向人询问它的一句话")
    type: str = _key("", "类型：yes_no、count、integer 或 decimal")
    values: Any = _key(None, "可取的值：列表，或“值 = 中文名称”的表")
    least: Any = _key(None, "最小值")
    most: Any = _key(None, "最大值")
    unit: str = _key("", "单位")


@frozen(kw_only=True)
class EventForm:
    """One kind of event."""

    title: str = _key("", "中文名称")
    sets: dict[str, Any] = field(
        factory=dict, metadata={"about": "此后成立的事实，除非事件本身另有说明"}
    )
    clears: tuple[str, ...] = _key((), "此后不再知道的事实，除非事件本身写明")
    in_place_of: str = _key("", "此后由经办人代行谁的各项角色：写明姓名的登记项")
    back: str = _key("", "此后谁恢复行使自己的各项角色：写明姓名的登记项")


@frozen(kw_only=True)
class FieldForm:
    """One field that events can note."""

    label: str = _key("", "中文名称")
    type: str = _key(
        "text", "类型：text、texts（列表）、limit（期限）、day（日期）或 quantities（数量）"
    )
    sensitivity: str = _key("open", "敏感程度：open（可以显示）或 personal（个人信息）")


@frozen(kw_only=True)
class Sourced:
    """What every figure carries: where it stands, and when and where it holds."""

    cite: str = _key("", "依据，如 《行政许可法》第四十二条")
    quote: str = _key("", "原文中起决定作用的句子")
    link: str = _key("", "可以读到原文的地址")
    confidence: str = _key(
        "clean", "可信程度：clean（原文）、inferred（推定）、garbled（原文残缺）"
    )
    note: str = _key("", "使用者应当知道的情况")
    division: str = _key("", "只适用于本包所属地方的一部分时，写它的代码")
    since: date | None = _key(None, "施行之日")
    expires: date | None = _key(None, "有效期的最后一日")
    replaces: str = _key("", "同一层级中被它取代的规则包")


@frozen(kw_only=True)
class ValueForm(Sourced):
    """One value of a term."""

    value: Any = field(metadata={"about": "取值"})


@frozen(kw_only=True)
class TermForm(Sourced):
    """A term, or a value for a term declared above."""

    id: str = _key("", "参数的名称")
    changes: str = _key("", "为上级声明的这个参数设值")
    label: str = _key("", "中文名称")
    type: Any = _key(None, "类型：count、integer、decimal、yes_no、limit，或可取的值")
    bound: str = _key("", "下级设值的界限：如 >= 2；期限写 shorter only")
    set_by: tuple[str, ...] = _key((), "哪些层级可以设值；不写则各级都可以")
    fixed: bool = _key(default=False, says="下级不得设值")
    trigger: str = _key("", "期限从何时起算")
    binds: str = _key("", "期限约束谁")
    extends: str = _key("", "它所延长的另一个期限")
    condition: str = _key("", "适用的条件")
    approver: str = _key(
        "", "延长须经谁批准：agency_head（机关负责人）、government_head（政府负责人）"
    )
    value: Any = _key(None, "取值；期限如 20 working days 或 20个工作日")
    values: tuple[ValueForm, ...] = _key((), "随时间变化的取值，每个到下一个开始为止")


@frozen(kw_only=True)
class TableForm(Sourced):
    """The head of a table, or another order for one above."""

    id: str = _key("", "规则表的名称")
    changes: str = _key("", "修改上级的这张表的次序")
    label: str = _key("", "中文名称")
    gives: str = _key("", "它确定哪个事实")
    answer: str = _key("", "给出几个结论：one、order 或 all")
    order: tuple[Any, ...] = _key((), "结论的先后次序")
    facts: tuple[str, ...] = _key((), "依次询问哪些事实")
    at: tuple[str, ...] = _key((), "在哪些事件时判定")
    rest: Any = _key(None, "不属于其他任何一种时的结论")
    after: dict[str, dict[str, Any]] = field(
        factory=dict, metadata={"about": "要求补齐的结论：补齐以后成立的事实"}
    )


@frozen(kw_only=True)
class RowForm(Sourced):
    """A row, or a change of single cells of a row above."""

    table: str = field(metadata={"about": "属于哪张规则表"})
    id: str = _key("", "行的名称")
    changes: str = _key("", "修改上级的这一行的个别单元格")
    when: Any = _key(None, "条件：一组，或几组之一")
    then: Any = _key(None, "结论")
    otherwise: bool = _key(default=False, says="其他行都不适用时才适用")
    exception_to: tuple[str, ...] = _key((), "它作为例外而优先于哪些行")
    fixed: bool = _key(default=False, says="下级不得修改")


# ---- entries


@frozen(kw_only=True)
class EntryForm(Sourced):
    """A record, or a change of single fields of one above."""

    id: str = _key("", "名称")
    changes: str = _key("", "修改上级的这一条的个别项目")
    fixed: bool = _key(default=False, says="下级不得修改")


@frozen(kw_only=True)
class WindowForm(EntryForm):
    """A window of the hall."""

    title: str = _key("", "窗口名称")
    department: str = _key("", "进驻部门")
    place: str = _key("", "地点")
    phone: str = _key("", "电话")


@frozen(kw_only=True)
class MatterForm(EntryForm):
    """A matter."""

    title: str = _key("", "事项名称")
    code: str = _key("", "实施编码")
    window: str = _key("", "由哪个窗口办理（窗口的 id）")
    departments: Any = _key(None, "实施主体、联办机构", **TEXTS)
    kind: str = _key("", "事项类型，如 行政许可")
    approval_level: str = _key("", "行使层级：国家、省、市、县、镇、村或分级")
    clients: tuple[str, ...] = _key((), "服务对象：自然人、企业法人等")
    steps: Any = _key(None, "办理流程", **TEXTS)
    promised: str = _key("", "承诺办结时限，如 3个工作日；原文没有写明的写 unknown: 原因", **LIMIT)
    words: str = _key("", "承诺时限的原话")
    statutory: str = _key("", "法定办结时限，或 $参数", **LIMIT)
    statutory_words: str = _key("", "法定时限的原话")
    forwarding: str = _key("", "上报时限：转报上级以前本大厅的时限", **LIMIT)
    conditions: str = _key("", "受理条件")
    manner: Any = _key(None, "办理形式：窗口、电脑网上、移动、快递、其他", **TEXTS)
    result: str = _key("", "结果名称")
    place: str = _key("", "办理地点")
    time: str = _key("", "办理时间")
    phone: str = _key("", "咨询电话")
    complaint_phone: str = _key("", "监督电话")
    responsible: str = _key("", "责任人员")
    tips: str = _key("", "温馨提示")
    result_query: str = _key("", "结果查询方式")
    visits: int | None = _key(None, "到现场次数")
    basis: Any = _key(None, "设定依据", **TEXTS)
    facts: dict[str, Any] = field(
        factory=dict, metadata={"about": "本事项预先确定的分类事实，如 survey = pending"}
    )
    materials: str = _key("", "没有材料清单时：none（不需要），或 unknown: 原因")
    fee: str = _key("", "没有收费记录时：free（不收费），或 unknown: 原因")
    unusable: str = _key("", "只作记录、不得使用的原因")


@frozen(kw_only=True)
class MaterialForm(EntryForm):
    """A material that a matter asks for."""

    matter: str = _key("", "属于哪个事项")
    title: str = _key("", "材料名称")
    any_of: tuple[str, ...] = _key((), "几种材料，有其一即可")
    main: bool | None = _key(None, "是否主件")
    form: str = _key("", "original（原件）、copy（复印件）或 original or copy")
    number: int | None = _key(None, "份数")
    condition: str = _key("", "在什么情形下需要")
    issuer: str = _key("", "出具单位")


@frozen(kw_only=True)
class TierForm:
    """One step of a tiered fee."""

    up_to: str = _key("", "到多少为止；最后一级不写")
    rate: str = field(metadata={"about": "费率"})


@frozen(kw_only=True)
class FeeForm(EntryForm):
    """A rule of a fee."""

    matter: str = _key("", "属于哪个事项")
    item: str = _key("", "收费项目；* 表示未列明的各项；不写则总要收")
    amount: str = _key("", "定额，元")
    rate: str = _key("", "单价（元）配 per，或比例（5%）配 of")
    per: str = _key("", "计费单位，如 立方米")
    of: str = _key("", "按什么金额的比例")
    tiers: tuple[TierForm, ...] = _key((), "分级费率")
    tiering: str = _key("", "slice（分段累计）或 whole（全额适用）")
    least_rate: str = _key("", "幅度的下限，元")
    most_rate: str = _key("", "幅度的上限，元")
    charge: str = _key("", "lowest：按幅度的低限收")
    unknown: str = _key("", "标准不明的原因")
    period: str = _key("", "计费周期，如 年；原文没有写明的写 unknown: 原因")
    least: str = _key("", "最低收费，元")
    most: str = _key("", "最高收费，元")
    basis: str = _key("", "收费的法律依据，或 unknown: 原因")
    disabled: str = _key("", "停用的原因：除非专门要求，不计算")


@frozen(kw_only=True)
class FormForm(EntryForm):
    """What a notice, a ledger or a public board must state."""

    title: str = _key("", "名称")
    of: str = _key("", "对象：matter、staff、notice、ledger 或 hall")
    items: dict[str, str] = field(
        factory=dict, metadata={"about": "必须写明的项目；下级只能增加，不能减少"}
    )
    each: str = _key("", "台账每行记一件什么，如 referral；不写则每行一件办件")


@frozen(kw_only=True)
class NoticeForm(EntryForm):
    """A kind of notice, with its local title."""

    title: str = _key("", "在本地的名称")
    code: str = _key("", "统一代码")
    form: str = _key("", "必须符合的格式")
    text: str = _key("", "正文：一行一段，{{ 名称 }} 处填入办件的内容")
    says: dict[str, str] = field(
        factory=dict, metadata={"about": "每一份都照写的项目，如救济途径；下级只写要改的项目"}
    )
    limit: str = _key("", "写明哪项义务的期限（义务的 id）")


@frozen(kw_only=True)
class PauseForm(EntryForm):
    """Time that a limit does not count."""

    title: str = _key("", "名称")
    of: tuple[str, ...] = _key((), "不计入哪些期限")
    grounds: tuple[str, ...] = _key((), "事由，有其一即可")
    notice: str = _key("", "须怎样告知申请人")
    on: Any = _key(None, "从哪个事件起；不写则为 pause.started", **NAMES)
    until: Any = _key(None, "到哪个事件止；不写则为 pause.ended", **NAMES)
    when: Any = _key(None, "在什么条件下", **CONDITIONS)
    told: Any = _key(None, "用哪些事件告知申请人；没有告知的不算", **NAMES)
    how: Any = _key(None, "怎样告知才算数，如 { form = written }", **CONDITIONS)
    capped: bool | None = _key(None, "是否以告知的时间为限")
    only_if: dict[str, Any] = field(factory=dict, metadata={"about": "只在这些参数取这些值时"})


@frozen(kw_only=True)
class SilenceForm(EntryForm):
    """What follows where nothing is said in time."""

    title: str = _key("", "名称")
    of: str = _key("", "哪个期限届满")
    effect: str = _key("", "后果")
    as_of: str = _key("", "从何时起算")
    dated: str = _key("", "后果从何时发生：trigger（期限起算之时）或 expiry（期限届满之时）")
    when: Any = _key(None, "在什么条件下", **CONDITIONS)
    scope: str = _key("", "适用于哪些事项")
    condition: str = _key("", "还须具备的条件")


@frozen(kw_only=True)
class RoleForm(EntryForm):
    """A part that somebody plays in a case."""

    title: str = _key("", "名称")
    taken_on: Any = _key(None, "由哪些事件的经办人担任", **NAMES)
    collective: bool | None = _key(None, "是否集体，如窗口：由登记的单位担任，不是经办人")
    named: Any = _key(None, "由哪些事件指明的人担任：on、person、unit", **TABLE)
    when: Any = _key(None, "在什么条件下担任；没有登记的，不妨碍担任", **CONDITIONS)
    keeps: bool | None = _key(None, "是否始终由第一个担任的人担任")
    prefers: str = _key("", "几个人同时担任的，按哪个数字情节大的为准")
    of_trigger: bool | None = _key(None, "是否由引起义务时的担任人承担该义务，不随后来的人变")
    prefers_role: str = _key("", "引起义务时几个人同时担任的，由其中担任哪个角色的人担任")


@frozen(kw_only=True)
class DutyForm(EntryForm):
    """A duty: who must do what, by when."""

    title: str = _key("", "名称")
    of: str = _key("", "针对什么：case（办件），或 part、visit、referral、complaint 等")
    on: Any = _key(None, "由哪些事件引起", **NAMES)
    when: Any = _key(None, "在什么条件下", **CONDITIONS)
    who: str = _key("", "由谁承担（角色的 id）")
    must: Any = _key(None, "必须做到的事件，有其一即可", **NAMES)
    must_not: Any = _key(None, "不得发生的事件", **NAMES)
    how: Any = _key(None, "怎样做才算数，如 { form = written }", **CONDITIONS)
    form: str = _key("", "必须写明的内容（格式的 id）")
    early: bool | None = _key(None, "义务产生以前已经做到的，是否也算")
    within: str = _key(
        "", "期限：如 5个工作日、$参数、matter.promised、matter.statutory、event.limit", **SOURCE
    )
    before: Any = _key(None, "最迟在哪些事件以前", **NAMES)
    counting: str = _key("", "从哪天起算：next_day、same_day 或 $参数")
    restart: Any = _key(None, "什么事件使期限重新计算：on、when、counting、only_if", **TABLE)
    extend: Any = _key(None, "什么事件使期限延长：on、when、by、only_if", **TABLE)
    released: Any = _key(None, "因哪些事件而终止", **NAMES)
    every: str = _key("", "每隔多久：day、working day、Mon 至 Sun、week、half-month、month 等")
    slot: str = _key("", "在一天的哪一段：morning（上午）或 afternoon（下午）")
    earliest: str = _key("", "当天几点以后才算，写法同 latest")
    latest: str = _key(
        "", "当天最迟几点：08:00、opening（上班）、closing（下班）、10 minutes before opening"
    )
    rest: str = _key("", "遇到休息日：keep（照旧）、next（顺延）或 skip（免去）；不写则照旧")
    each: str = _key("", "每个担任这一角色的人都要做到（角色的 id）")
    done_by: str = _key("", "由担任这一角色的某一个人做到才算（角色的 id）；不写则谁都可以")
    least: int | None = _key(None, "至少要有几次（throughout 时为同时几人）；不写则一次")
    covered: Any = _key(None, "因哪些事件而免（本人的，如批准请假）", **NAMES)
    throughout: str = _key(
        "", "须一直有人的时间：day（全天）、open hours（办公时间）或 closed hours（非办公时间）"
    )
    until: Any = _key(None, "到哪些事件为止（本人的，如交班）", **NAMES)
    judged: str = _key("", "由哪张规则表认定每一次属于什么，如考勤")
    grade: str = _key("", "违反的性质：target、service、unlawful 或 effect")
    breach: str = _key("", "违反的种类，供责任追究引用")
    only_if: dict[str, Any] = field(factory=dict, metadata={"about": "只在这些参数取这些值时"})


# ---- accountability


@frozen(kw_only=True)
class BreachForm(EntryForm):
    """A kind of breach, of banned conduct, or of merit."""

    title: str = _key("", "名称")
    of: Any = _key(None, "属于哪些种类；对那些种类的规定，对它同样适用", **NAMES)
    merit: bool | None = _key(None, "是否加分、表彰的事项")


@frozen(kw_only=True)
class MeasureForm(EntryForm):
    """A measure that can be taken for a breach."""

    title: str = _key("", "名称")
    months: int | None = _key(None, "影响期限，月")
    statutory: bool | None = _key(None, "是否法定的处分：只能由有权机关作出")
    ceiling: str = _key("", "当年年度考核最高可评的等次：优秀、称职、基本称职或不称职")
    scale: str = _key("", "与哪些措施比较轻重：同一序列的名称")
    step: int | None = _key(None, "在这一序列中的轻重，数大为重")


@frozen(kw_only=True)
class CountForm(EntryForm):
    """How many of what, within what time: a fact for the rows of sanctions."""

    label: str = _key("", "名称")
    of: Any = _key(
        None, "数哪些违反种类、措施；* 表示任何违反，score:得分的 id 表示得分扣减", **NAMES
    )
    per: str = _key("", "按谁计数（角色的 id），如 person、window、unit")
    within: str = _key("", "在多长时间内：month、quarter、half-year、year，或 365 days、12 months")
    in_a_row: bool | None = _key(None, "数连续出现的月、季度、半年或年")
    distinct: str = _key("", "只数有几个不同的人或单位（角色的 id），不数次数")
    adds_up: bool | None = _key(None, "累计扣了多少，不是次数；of 写 score:得分的 id")


@frozen(kw_only=True)
class ConsequenceForm:
    """One thing that follows: a measure, or an amount to a score."""

    who: str = _key("", "由谁承担（角色的 id），如 person、window、unit、hall_head")
    measure: Any = _key(None, "措施；写几个的，由有权的人选一个", **NAMES)
    score: str = _key("", "计入哪个得分（得分的 id）")
    category: str = _key("", "计入其中哪个项目")
    amount: Any = _key(
        None, "数额，如 -2；幅度写 [-2, -5]；原文没有数字的写 unknown: 原因", shape="amount"
    )
    per: str = _key("", "按什么数量计（事实的名称），如 late_days；不写则按次")
    each: int | None = _key(None, "每满多少计一次，如 5；不写则为 1")
    begun: bool = _key(default=False, says="不足的也计一次")
    at_most: str | None = _key(None, "一个认定最多多少；不写则不限")


@frozen(kw_only=True)
class FactorForm:
    """What makes it heavier or milder."""

    title: str = _key("", "名称")
    when: Any = _key(None, "在什么条件下", **CONDITIONS)
    times: str = field(metadata={"about": "数额乘以多少，如 1.5"})


@frozen(kw_only=True)
class SanctionForm(EntryForm):
    """What follows from a breach, or from a measure."""

    title: str = _key("", "名称")
    kinds: Any = _key(
        None, "针对哪些违反种类、措施；* 表示任何违反，score:得分的 id 表示得分扣减", **NAMES
    )
    when: Any = _key(None, "在什么条件下：认定的事实和计次", **CONDITIONS)
    then: tuple[ConsequenceForm, ...] = _key((), "后果")
    absorbs: tuple[str, ...] = _key((), "同一事实不再适用哪些规定")
    supersedes: tuple[str, ...] = _key((), "同一期间内取代哪些规定已经给出的后果")
    in_addition_to: tuple[str, ...] = _key(
        (), "在哪些规定以外另行处理：同一事实两者都适用，不算重复"
    )
    factors: tuple[FactorForm, ...] = _key((), "从重、从轻情节")


@frozen(kw_only=True)
class CategoryForm:
    """A part of a score with bounds of its own."""

    id: str = field(metadata={"about": "名称"})
    title: str = _key("", "中文名称")
    most_off: str | None = _key(None, "最多扣多少（扣完为止）；不写则不限")
    most_on: str | None = _key(None, "最多加多少；不写则不限")


@frozen(kw_only=True)
class BandForm:
    """A grade, and what earns it."""

    points: Any = field(metadata={"about": "条件，如 >= 60, < 80", "shape": "cell"})
    grade: str = field(metadata={"about": "等次"})
    then: tuple[ConsequenceForm, ...] = _key((), "期间结束时得到这个等次的后果")


@frozen(kw_only=True)
class PropagationForm:
    """What goes over to somebody else too."""

    to: str = field(metadata={"about": "连带到谁（角色的 id）"})
    ratio: str = field(metadata={"about": "按多大比例，如 0.5"})
    score: str = field(metadata={"about": "计入他的哪个得分（得分的 id）"})
    category: str = _key("", "计入其中哪个项目")


@frozen(kw_only=True)
class ScoreForm(EntryForm):
    """A score, or a sum of money counted like one."""

    title: str = _key("", "名称")
    of: str = _key("", "谁的得分（角色的 id），如 person、window、unit")
    period: str = _key("", "每个多长时间：month、quarter、half-year 或 year")
    unit: str = _key("", "计量单位：points（分）、yuan（元）或 percent（%）；不写则为分")
    base: str = _key("", "基础分；原文没有数字的写 unknown: 原因")
    least: str = _key("", "最低到多少；不写则不限")
    most: str = _key("", "最高到多少；不写则不限")
    most_on: str = _key("", "合计最多加多少；不写则不限")
    categories: tuple[CategoryForm, ...] = _key((), "考核项目")
    grades: tuple[BandForm, ...] = _key((), "等次")
    made_of: str = _key("", "由哪个较短期间的得分汇总（得分的 id）")
    by: str = _key("", "怎样汇总：average（平均）或 sum（合计）")
    propagates: tuple[PropagationForm, ...] = _key((), "连带计入")


@frozen(kw_only=True)
class StandardForm(EntryForm):
    """What premises, counters, badges, equipment must be like."""

    title: str = _key("", "名称")
    of: str = _key("", "关于什么，如 服务场所、柜台、工作牌")
    when: Any = _key(None, "在什么条件下适用；不写则一律适用", **CONDITIONS)
    must: Any = _key(None, "必须怎样：一组条件，或几组之一", **CONDITIONS)
    advised: bool | None = _key(None, "是否只是建议（宜、最好）")


@frozen(kw_only=True)
class VariationForm:
    """Hours that differ on some weekdays or in a season."""

    sessions: tuple[str, ...] = field(metadata={"about": "各段时间，如 09:00-12:00"})
    weekdays: tuple[str, ...] = _key((), "Mon 至 Sun；不写则每天")
    first: str | None = _key(None, "季节的第一天，如 06-01")
    last: str | None = _key(None, "季节的最后一天")


@frozen(kw_only=True)
class HoursForm(EntryForm):
    """Office hours."""

    sessions: tuple[str, ...] = _key((), "各段办公时间，如 08:00-12:00")
    variations: tuple[VariationForm, ...] = _key((), "个别日子或季节不同的时间")


@frozen(kw_only=True)
class DaysForm(EntryForm):
    """Local rest days and make-up workdays."""

    name: str = _key("", "节日名称")
    years: tuple[int, ...] = _key((), "地方安排已经写全的年份")
    rest: tuple[date, ...] = _key((), "放假的日子")
    work: tuple[date, ...] = _key((), "调休上班的日子")
    group: str = _key("", "只有哪些人放假；大厅照常办公")
    published: date | None = _key(None, "公布之日")


@frozen(kw_only=True)
class AdoptionForm(EntryForm):
    """A profile that a place has adopted."""

    profile: str = _key("", "采用哪个模式")


@frozen(kw_only=True)
class Section:
    """One kind of record of a pack.

    Attributes:
        name: The section, and the hook of the same name.
        zh: What its records are called.
        form: The form in which one is written.
        named: Whether it is a table of names, ``[facts.survey]``; otherwise a list, ``[[rows]]``.
        example: A record, as a plugin written in Python hands it over.
    """

    name: str
    zh: str
    form: type
    named: bool = False
    example: Any = None

    @property
    def title(self) -> str:
        """How the section is opened in TOML."""
        return f"[{self.name}]" if self.named else f"[[{self.name}]]"


def keys_of(section: Section) -> tuple[tuple[str, str], ...]:
    """Return the keys of a section's records, each with what it says, in Chinese."""
    return tuple((key.name, str(key.metadata["about"])) for key in fields(section.form))


def _section(name: str, zh: str, form: type, example: Any, *, named: bool = False) -> Section:
    return Section(name=name, zh=zh, form=form, named=named, example=example)


_CITED: Mapping[str, str] = {"cite": "《某镇便民服务办法》第三条"}

SECTIONS: Final[tuple[Section, ...]] = (
    _section(
        "facts",
        "事实",
        FactForm,
        {"survey_needed": {"label": "需踏勘", "type": "yes_no"}},
        named=True,
    ),
    _section(
        "details", "事件情节", FactForm, {"tone": {"values": ["friendly", "plain"]}}, named=True
    ),
    _section("events", "事件", EventForm, {"talk.held": "约谈"}, named=True),
    _section("fields", "登记项", FieldForm, {"reason": "text"}, named=True),
    _section("terms", "参数", TermForm, [{"changes": "joint.threshold", "value": 2, **_CITED}]),
    _section(
        "tables", "规则表", TableForm, [{"id": "leave", "gives": "leave_approver", "answer": "one"}]
    ),
    _section(
        "rows",
        "规则行",
        RowForm,
        [{"table": "case_kind", "changes": "joint", "when": {"windows": ">= 2"}, **_CITED}],
    ),
    _section("windows", "窗口", WindowForm, [{"id": "civil", "title": "民政服务窗口", **_CITED}]),
    _section(
        "matters",
        "事项",
        MatterForm,
        [{"id": "stall", "title": "摆摊点登记", "promised": "20个工作日", **_CITED}],
    ),
    _section(
        "materials",
        "材料",
        MaterialForm,
        [{"id": "id-card.photo", "matter": "id-card", "title": "照片", "number": 2, **_CITED}],
    ),
    _section(
        "fees",
        "收费",
        FeeForm,
        [
            {
                "id": "id-card.fee",
                "matter": "id-card",
                "amount": "20",
                "basis": "unknown: 原文没有写",
                **_CITED,
            }
        ],
    ),
    _section(
        "forms",
        "格式",
        FormForm,
        [
            {
                "id": "board",
                "title": "公开栏",
                "of": "matter",
                "items": {"promised": "承诺时限"},
                **_CITED,
            }
        ],
    ),
    _section(
        "notices",
        "告知书",
        NoticeForm,
        [{"changes": "supplement", "title": "补办通知单", **_CITED}],
    ),
    _section(
        "pauses",
        "不计入期限的时间",
        PauseForm,
        [
            {
                "id": "survey",
                "title": "踏勘",
                "of": ["matter.promised"],
                "grounds": ["踏勘"],
                **_CITED,
            }
        ],
    ),
    _section(
        "silences",
        "逾期的后果",
        SilenceForm,
        [{"id": "flag", "title": "逾期提示", "of": "matter.promised", "effect": "flag", **_CITED}],
    ),
    _section(
        "roles",
        "角色",
        RoleForm,
        [{"id": "talker", "title": "约谈人", "taken_on": "accepted", **_CITED}],
    ),
    _section(
        "duties",
        "义务",
        DutyForm,
        [
            {
                "id": "explain.late",
                "title": "逾期前说明",
                "on": "accepted",
                "who": "case_owner",
                "must": "explained",
                "before": "closed",
                **_CITED,
            }
        ],
    ),
    _section(
        "breaches",
        "违反种类",
        BreachForm,
        [{"id": "no-badge", "title": "不佩戴工作牌", **_CITED}],
    ),
    _section(
        "measures",
        "措施",
        MeasureForm,
        [{"id": "talk.town", "title": "约谈", **_CITED}],
    ),
    _section(
        "counts",
        "计次",
        CountForm,
        [
            {
                "id": "complaints_in_a_year",
                "label": "一年内查实的投诉",
                "of": "complaint_verified",
                "per": "person",
                "within": "year",
                **_CITED,
            }
        ],
    ),
    _section(
        "scores",
        "得分",
        ScoreForm,
        [
            {
                "id": "month",
                "title": "月度考核",
                "of": "person",
                "period": "month",
                "base": "100",
                **_CITED,
            }
        ],
    ),
    _section(
        "sanctions",
        "责任追究",
        SanctionForm,
        [
            {
                "id": "complaint.criticised",
                "title": "投诉查实的，批评教育",
                "kinds": "complaint_verified",
                "then": [{"who": "person", "measure": "criticism-education"}],
                **_CITED,
            }
        ],
    ),
    _section(
        "standards",
        "标准",
        StandardForm,
        [
            {
                "id": "badge.visible",
                "title": "工作牌戴在左胸前",
                "of": "工作牌",
                "must": {"badge_worn": True},
                **_CITED,
            }
        ],
    ),
    _section(
        "hours",
        "办公时间",
        HoursForm,
        [{"id": "hours", "sessions": ["08:00-12:00", "14:30-17:30"], **_CITED}],
    ),
    _section(
        "days",
        "地方放假与调休",
        DaysForm,
        [
            {
                "id": "festival",
                "name": "三月三",
                "rest": [date(2017, 3, 30)],
                "years": [2017],
                **_CITED,
            }
        ],
    ),
    _section("adopts", "采用的模式", AdoptionForm, [{"id": "adoption", "profile": "X8", **_CITED}]),
)
"""All kinds of record, in the order in which a pack is read."""

ENTRY_SECTIONS: Final = tuple(
    section for section in SECTIONS if issubclass(section.form, EntryForm)
)
"""The kinds whose records are made and changed field by field."""
