"""A town made up for the tests of the command line; every figure below is its own source."""

from pathlib import Path

__all__ = ["CODE", "ON", "write_town"]

CODE = "530926104"
ON = ("--on", "2026-11-21")

TOWN = """\
format = 1
id = "lane"
title = "甲镇便民服务中心"
division = "530926104"
confidence = "inferred"
note = "按镇名推定[甲]。"

[[adopts]]
id = "adoption"
profile = "X8"
cite = "《甲镇通知》一"

[[terms]]
changes = "joint.threshold"
value = 2
cite = "《甲镇规定》第一条"

[[terms]]
id = "lane.later"
label = "以后施行的期限"
type = "limit"
trigger = "受理之日"
set_by = ["town"]
[[terms.values]]
value = "unknown: 尚未印发"
since = 2027-01-01
cite = "《甲镇规定》第二条"

[[terms]]
id = "lane.issue"
label = "发证期限"
type = "limit"
trigger = "受理之日"
value = "15 working days"
cite = "《甲镇规定》第三条"

[[terms]]
id = "lane.plain"
label = "没有写起算的期限"
type = "limit"
value = "5 working days"
cite = "《甲镇规定》第九条"

[[windows]]
id = "civil"
title = "民政窗口"
department = "社会事务办"
place = "一楼3号"
phone = "0883-1234567"
cite = "《甲镇规定》第四条"

[[hours]]
id = "hours"
sessions = ["08:00-12:00", "14:30-17:30"]
cite = "《甲镇规定》第五条"

[[days]]
id = "market"
name = "赶集节"
rest = [2026-03-05]
work = [2026-03-07]
years = [2026]
cite = "《甲镇规定》第六条"

[[days]]
id = "women"
name = "妇女节"
rest = [2026-03-09]
group = "妇女"
years = []
cite = "《甲镇规定》第六条"

[[pauses]]
id = "lane.survey"
title = "踏勘时间"
of = ["lane.issue"]
grounds = ["现场踏勘"]
cite = "《甲镇规定》第七条"

[[silences]]
id = "lane.flag"
title = "逾期提示"
of = "lane.issue"
effect = "flag"
scope = "发证事项"
cite = "《甲镇规定》第八条"

[[forms]]
id = "lane.board"
title = "公开栏"
of = "matter"
items = { title = "事项", promised = "承诺", phone = "电话", tips = "提示" }
cite = "《甲镇规定》第十条"

[[forms]]
id = "lane.short"
title = "门牌"
of = "matter"
items = { title = "事项" }
cite = "《甲镇规定》第十条"

[[matters]]
id = "house"
title = "建房审批"
code = "530926104-01"
kind = "行政许可"
approval_level = "镇"
clients = ["自然人", "企业法人"]
window = "civil"
steps = ["申请", "踏勘", "发证"]
promised = "10 working days"
words = "十个工作日"
statutory = "$lane.issue"
statutory_words = "十五日"
conditions = "本镇村民"
manner = ["窗口"]
visits = 2
result = "准建证"
basis = ["《甲法》第一条", "《乙条例》第二条"]
facts = { survey = "pending" }
cite = "《甲镇办事指南》一"
quote = "建房审批，十个工作日"
note = "试行。"
since = 2026-01-01

[[matters]]
id = "stamp"
title = "盖章"
place = "unknown: 原文残缺"
time = "上午"
promised = "same day"
materials = "none"
fee = "free"
steps = "unknown: 原文没有写"
basis = "unknown: 原文没有写"
cite = "《甲镇办事指南》二"

[[matters]]
id = "lost"
title = "补证"
promised = "not before 30 natural days"
fee = "unknown: 原文没有写"
materials = "unknown: 原文没有写"
cite = "《甲镇办事指南》三"

[[matters]]
id = "later"
title = "以后的事项"
statutory = "$lane.later"
cite = "《甲镇办事指南》四"
confidence = "garbled"

[[matters]]
id = "void"
title = "作废事项"
promised = "unknown: 只有标题"
unusable = "只有标题"
cite = "《甲镇办事指南》五"

[[matters]]
id = "twin.one"
title = "重名"
promised = "same day"
cite = "《甲镇办事指南》六"

[[matters]]
id = "twin.two"
title = "重名"
promised = "same day"
cite = "《甲镇办事指南》七"

[[materials]]
id = "house.form"
matter = "house"
title = "申请表"
main = true
form = "original"
number = 2
cite = "《甲镇办事指南》一"

[[materials]]
id = "house.title"
matter = "house"
any_of = ["土地证", "承包合同"]
form = "copy"
condition = "占用承包地的"
issuer = "县局"
cite = "《甲镇办事指南》一"
note = "两者有其一。"

[[fees]]
id = "house.ground"
matter = "house"
item = "占地"
rate = "0.6"
per = "平方米"
period = "年"
basis = "《甲法》第九条"
cite = "《甲镇收费表》一"
since = 2026-01-01

[[fees]]
id = "house.plate"
matter = "house"
item = "门牌"
amount = "10"
basis = "unknown: 原文没有写依据"
disabled = "旧标准"
cite = "《甲镇收费表》二"
note = "照旧表。"

[[fees]]
id = "house.range"
matter = "house"
item = "测绘"
least_rate = "5"
most_rate = "9"
charge = "lowest"
basis = "《甲法》第九条"
cite = "《甲镇收费表》三"

[[fees]]
id = "house.range-per"
matter = "house"
item = "清运"
least_rate = "5"
most_rate = "9"
per = "车"
charge = "lowest"
basis = "《甲法》第九条"
cite = "《甲镇收费表》三"

[[fees]]
id = "house.other"
matter = "house"
item = "*"
unknown = "见另一文件"
basis = "《甲法》第九条"
cite = "《甲镇收费表》四"

[[fees]]
id = "twin.one.fee"
matter = "twin.one"
amount = "4"
basis = "《甲法》第九条"
disabled = "旧标准"
cite = "《甲镇收费表》五"

[[fees]]
id = "twin.two.fee"
matter = "twin.two"
amount = "4"
basis = "《甲法》第九条"
cite = "《甲镇收费表》五"

[[fees]]
id = "id-card.fee"
matter = "id-card"
amount = "20"
basis = "《甲法》第九条"
cite = "《甲镇收费表》六"
"""


def write_town(folder: Path) -> Path:
    """Write the pack of the town; return the file."""
    file = folder / "lane.toml"
    file.write_text(TOWN, encoding="utf-8")
    return file
