"""Make the JSON Schemas of exchange files: ``python docs/exchange_schemas.py`` writes them.

msgspec reads the shapes from the records that are read and written; what each key says, in Chinese,
stands below, and so does what no type tells.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import msgspec
from attrs import Attribute, fields

from servicehall.accountability import FindingState
from servicehall.accountability.files import (
    FORMAT as FINDING_FORMAT,
    _FindingForm,
    _LaterForm,
    _RulingForm,
)
from servicehall.cases import FORMAT as CASE_FORMAT, _CaseForm, _EventForm
from servicehall.interop import records
from servicehall.interop.policies import FORMAT as POLICY_FORMAT, _PackForm, _PolicyForm

FOLDER: Final = Path(__file__).parent.parent / "src/servicehall/interop/schemas"

Schema = dict[str, Any]

INSTANT: Final[Schema] = {
    "type": "string",
    "pattern": r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}([.]\d{1,6})?)?(Z|[+-]\d{2}:\d{2})$",
}
"""An instant with time zone; seconds may be left out."""

DAY: Final[Schema] = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}

NONE: Final[Schema] = {"type": "null"}

TIMES: Final[Mapping[object, Schema]] = {
    datetime: INSTANT,
    datetime | None: {"anyOf": [INSTANT, NONE]},
    date: DAY,
}
"""The types of which msgspec tells less than is read."""

VALUE: Final[Schema] = {
    "description": "文字、整数、是否、空，或者由它们组成的列表和对照；小数写成文字",
    "anyOf": [
        {"type": ["string", "integer", "boolean", "null"]},
        {"type": "array", "items": {"$ref": "#/$defs/Value"}},
        {"type": "object", "additionalProperties": {"$ref": "#/$defs/Value"}},
    ],
}

ABOUT: Final[Mapping[str, Mapping[str, str]]] = {
    "Event": {
        "": "一个事件",
        "id": "事件的标识，同一办件内不重复",
        "kind": "事件种类，如 received",
        "occurred_at": "发生的时刻，带时区",
        "recorded_at": "登记的时刻；省略时与发生的时刻相同",
        "actor": "何人",
        "unit": "何单位",
        "refs": "涉及的部分、投诉等，按种类",
        "payload": "登记的内容：事实、细节和登记项",
        "corrects": "所更正的事件的标识",
    },
    "Case": {
        "": "一个办件：发生的各个事件",
        "format": "格式的版本",
        "about": "说明，不参与计算",
        "events": "各个事件，次序不限",
    },
    "Record": {
        "": "一次评估的结果，连同重新计算所需的一切",
        "format": "格式的版本",
        "servicehall": "写出它的 servicehall 版本",
        "unmasked": "个人信息是否未作隐去处理",
        "case": "办件编号",
        "division": "属地的行政区划代码",
        "filed_on": "收件之日",
        "as_of": "查询的时刻",
        "calendar": "工作日历的指纹",
        "policy": "规则的指纹",
        "packs": "采用的规则包",
        "profiles": "采用的模式",
        "events": "登记的全部事件",
        "state": "办件状态",
        "kind": "办件分类；未定的为空",
        "possible": "未定时还可能是哪些分类",
        "needed": "尚需了解的事实",
        "duties": "各项义务",
        "shares": "责任时间，秒",
        "fee": "收费；没有事项的为空",
    },
    "RecordedDuty": {
        "": "一项已产生的义务",
        "duty": "义务的 id",
        "thing": "所涉的部分、投诉等；办件本身的为空",
        "cycle": "第几次办理",
        "status": "义务状态",
        "trigger": "使它产生的事件",
        "start": "期限起算的时刻",
        "limit": "期限",
        "due_at": "届满时刻，此后为逾期",
        "warn_at": "应办时刻",
        "certainty": "日期的确定程度",
        "completed_at": "完成的时刻",
        "broken_at": "违反的时刻",
        "bearer": "承担人",
        "breach": "违反的种类",
        "effect": "逾期的后果",
        "needed": "尚需了解的事实",
        "notes": "未予采用的情况",
    },
    "RecordedPack": {"": "一个规则包", "id": "规则包的 id", "package": "来自哪个软件包"},
    "RecordedNote": {"": "未予采用的情况", "event": "事件", "text": "说明"},
    "RecordedShare": {"": "责任时间", "kind": "归谁", "name": "名称", "seconds": "秒"},
    "RecordedFee": {"": "收费", "status": "测算的情况", "total": "合计，元；未定的为空"},
    "Policy": {
        "": "一个地方某日的全部规则，连同组成它的各规则包原文",
        "format": "格式的版本",
        "servicehall": "写出它的 servicehall 版本",
        "division": "属地的行政区划代码",
        "on": "哪一天的规则",
        "profiles": "采用的模式",
        "fingerprint": "规则的指纹",
        "calendar": "工作日历的指纹",
        "digest": "各规则包内容的校验值",
        "packs": "组成它的规则包",
    },
    "Pack": {
        "": "一个规则包",
        "id": "规则包的 id",
        "package": "来自哪个软件包",
        "files": '各文件的内容，表头所在的在前；日期写成 {"$date": "2026-11-22"}',
    },
    "Finding": {
        "": "一个认定",
        "format": "格式的版本",
        "id": "认定的编号",
        "breach": "违反种类，如 quarrel",
        "occurred_at": "发生的时刻，带时区",
        "division": "属地的行政区划代码",
        "subjects": "针对谁，按角色，如 person、window、unit",
        "facts": "认定的事实，如 late_days、media_exposed；小数写成文字",
        "evidence": "证据",
        "occurrence": "几个认定说的是同一事实时，同一个名称",
        "case": "办件编号",
        "duty": "违反的义务",
        "rulings": "处理结论，按时间",
        "picks": "有幅度的规定，由有权机关选定的，按规定的 id",
    },
    "Ruling": {
        "": "一次处理",
        "state": "此后的状态",
        "at": "时刻，带时区",
        "by": "由谁决定",
        "reason": "理由",
    },
    "Later": {
        "": "另行写明的处理",
        "format": "格式的版本",
        "finding": "哪个认定",
        "state": "此后的状态",
        "at": "时刻，带时区",
        "by": "由谁决定",
        "reason": "理由",
    },
}
"""What each key says; that of a record as a whole under the empty name."""


def make_schemas() -> dict[str, Schema]:
    """Return the schemas by name."""
    event = _record("Event", _EventForm)
    event["properties"] |= {
        "id": {**event["properties"]["id"], "minLength": 1},
        "kind": {**event["properties"]["kind"], "minLength": 1},
        "occurred_at": {**event["properties"]["occurred_at"], **INSTANT},
        "payload": {**event["properties"]["payload"], **_mapping({"$ref": "#/$defs/Value"})},
    }
    recorded = event["properties"]["recorded_at"]
    event["properties"]["recorded_at"] = {**recorded, "pattern": f"{INSTANT['pattern']}|^$"}
    defs = {"Event": event, "Value": VALUE}
    case = _with_events(_record("Case", _CaseForm), CASE_FORMAT)
    return {
        "case": _published("办件文件", {**case, "$defs": defs}),
        "ledger": _published("台账的一行", {**_numbered(case), "$defs": defs}),
        "record": _published("评估记录", {**_record_schema(), "$defs": _inner() | defs}),
        "policy": _published("规则存档", _policy_schema()),
        "finding": _published("认定台账的一行", _finding_schema()),
    }


def _published(title: str, schema: Schema) -> Schema:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"servicehall {title}，格式 1",
        **schema,
    }


def _record(name: str, form: type) -> Schema:
    """Return the schema of a record, with what its keys say."""
    _, found = msgspec.json.schema_components([form], ref_template="#/$defs/{name}")
    schema = found[form.__name__]
    about = ABOUT[name]
    return {
        "description": about[""],
        "type": "object",
        "properties": {
            key.name: {"description": about[key.name], **_shape(key, schema)}
            for key in fields(form)
            if key.name in schema["properties"]
        },
        "required": schema.get("required", []),
        "additionalProperties": False,
    }


def _shape(key: "Attribute[Any]", schema: Schema) -> Schema:
    """Return the shape of a key, without its default."""
    found = TIMES.get(key.type) or schema["properties"][key.name]
    return {name: value for name, value in found.items() if name != "default"}


def _with_events(schema: Schema, version: int) -> Schema:
    events = schema["properties"]["events"]
    schema["properties"] |= {
        "format": {**schema["properties"]["format"], "const": version},
        "events": {
            "description": events["description"],
            "type": "array",
            "minItems": 1,
            "items": {"$ref": "#/$defs/Event"},
        },
    }
    schema["required"] = list(dict.fromkeys([*schema["required"], "events"]))
    return schema


def _numbered(case: Schema) -> Schema:
    """Return the schema of a case of which one event at least says its number."""
    numbered = {"properties": {"case": {"type": "string", "minLength": 1}}, "required": ["case"]}
    says = {"properties": {"payload": numbered}, "required": ["payload"]}
    events = {**case["properties"]["events"], "contains": says}
    return {**case, "properties": {**case["properties"], "events": events}}


def _record_schema() -> Schema:
    return _with_events(_record("Record", records.Record), records.FORMAT)


def _inner() -> dict[str, Schema]:
    """Return the records within a record, and the words that it lists."""
    names = [name for name in records.__all__ if name.startswith("Recorded")]
    found = {name: _record(name, getattr(records, name)) for name in names}
    _, components = msgspec.json.schema_components([records.Record], ref_template="#/$defs/{name}")
    words = {name: {"enum": one["enum"]} for name, one in components.items() if "enum" in one}
    return found | words


def _policy_schema() -> Schema:
    policy = _record("Policy", _PolicyForm)
    pack = _record("Pack", _PackForm)
    pack["properties"]["files"] |= {**_mapping(_mapping({"$ref": "#/$defs/Value"}))}
    pack["properties"]["files"]["minProperties"] = 1
    policy["properties"] |= {
        "format": {**policy["properties"]["format"], "const": POLICY_FORMAT},
        "packs": {
            "description": policy["properties"]["packs"]["description"],
            "type": "array",
            "minItems": 1,
            "items": {"$ref": "#/$defs/Pack"},
        },
    }
    return {**policy, "$defs": {"Pack": pack, "Value": VALUE}}


def _finding_schema() -> Schema:
    """Return the schema of a line of a file of findings: a finding, or a later ruling."""
    ruling = _record("Ruling", _RulingForm)
    finding, later = _record("Finding", _FindingForm), _record("Later", _LaterForm)
    states = [one.value for one in FindingState if one is not FindingState.ALLEGED]
    for one in (ruling, later):
        about = {name: one["properties"][name]["description"] for name in ("state", "at")}
        one["properties"] |= {
            "state": {"description": about["state"], "enum": states},
            "at": {"description": about["at"], **INSTANT},
        }
    values = {"$ref": "#/$defs/Value"}
    said = finding["properties"]
    said["occurred_at"] |= INSTANT
    said["subjects"] |= {**_mapping({"type": "string"}), "minProperties": 1}
    said["facts"] |= _mapping(values)
    said["picks"] |= _mapping(values)
    said["rulings"] |= {"type": "array", "items": {"$ref": "#/$defs/Ruling"}}
    for one in (finding, later):
        one["properties"]["format"]["const"] = FINDING_FORMAT
    finding["required"] = [*finding["required"], "subjects"]
    return {"anyOf": [finding, later], "$defs": {"Ruling": ruling, "Value": VALUE}}


def _mapping(values: Schema) -> Schema:
    return {"type": "object", "additionalProperties": values}


def as_text(schema: Schema) -> str:
    """Return a schema as its file holds it."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    for name, schema in make_schemas().items():
        (FOLDER / f"{name}.schema.json").write_text(as_text(schema), encoding="utf-8")
