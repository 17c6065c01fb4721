"""Files for other systems and later versions: records read back, schemas, frozen files."""

import json
import runpy
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from jsonschema import Draft202012Validator

import servicehall as sh
from servicehall.cases import event_data, load_case, read_case
from servicehall.duties import DutyStatus
from servicehall.explain.records import verify
from servicehall.interop.feeds import feed
from servicehall.interop.policies import policy_from_json, policy_to_json
from servicehall.interop.records import read_record
from servicehall.interop.schemas import FILES, schema
from servicehall.kinds import CaseKind
from servicehall.ledgers import CaseLine, read_ledger, write_case_line
from servicehall.timeline import CaseState
from tests.places import place

ROOT: Final = Path(__file__).parent.parent
FORMAT_1: Final = ROOT / "tests" / "data" / "format-1"
SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
AT: Final = datetime(2026, 12, 31, 12, tzinfo=SHANGHAI)
LIUHE: Final = sh.read_pack(ROOT / "examples" / "liuhe")
REGISTRY: Final = sh.Registry.of(LIUHE, place("mengding"), place("longpo"))
STORIES: Final = sorted((ROOT / "examples" / "cases").glob("*.json"))
EACH: Final = pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
LEDGER: Final = (ROOT / "examples" / "ledger.jsonl").read_text(encoding="utf-8").splitlines()
VALIDATORS: Final = {name: Draft202012Validator(schema(name)) for name in FILES}


def record_of(path: Path, *, unmask: bool = False) -> str:
    """Return the record of a story."""
    return REGISTRY.assess(read_case(path), as_of=AT).to_json(unmask=unmask)


HANDOVER: Final = record_of(ROOT / "examples" / "cases" / "handover.json")


def altered(**values: Any) -> str:
    """Write over values of a record by hand."""
    return json.dumps(json.loads(HANDOVER) | values, ensure_ascii=False)


# ---- records


@EACH
@pytest.mark.parametrize("unmask", [False, True])
def test_a_record_is_the_same_text_after_a_round_trip(path: Path, *, unmask: bool) -> None:
    """Every story, masked or not: byte for byte."""
    text = record_of(path, unmask=unmask)
    assert read_record(text).to_json() == text


def test_a_record_names_its_case_where_it_has_a_number() -> None:
    """The first line of the example ledger is the case LH-0001; a story by itself has no number."""
    text = REGISTRY.assess(load_case(json.loads(LEDGER[0])), as_of=AT).to_json()
    assert read_record(text).case == "LH-0001"
    assert read_record(text).to_json() == text
    assert read_record(HANDOVER).case == ""


def test_what_was_found_is_read_with_its_types() -> None:
    """The story: received on 12 October 2026, five working days, closed two days late."""
    record = read_record(HANDOVER)
    assert (record.format, record.unmasked) == (1, False)
    assert record.filed_on == date(2026, 10, 12)
    assert record.as_of == AT
    assert (record.state, record.kind) == (CaseState.CLOSED, CaseKind.PROMISED)
    (promised,) = [one for one in record.duties if one.duty == "decide.promised"]
    assert promised.status is DutyStatus.BREACHED
    assert promised.due_at == datetime(2026, 10, 19, 17, tzinfo=SHANGHAI)
    assert record.timeline.filed_on == record.filed_on
    assert record.events == record.timeline.recorded


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "SH619"),
        ("[1]", "SH205"),
        ("7", "SH205"),
        (altered(format=2, more=1), "SH620"),
        (altered(more=1), "SH204"),
        ("{}", "SH206"),
        (altered(filed_on="12.10.2026"), "SH205"),
        (altered(filed_on=20261012), "SH205"),
        (altered(as_of="2026-12-31T12:00:00"), "SH205"),
        (altered(as_of="noon"), "SH205"),
        (altered(as_of=12), "SH205"),
        (altered(state="lost"), "SH217"),
        (altered(kind=3), "SH217"),
        (altered(events=[]), "SH604"),
        (altered(events=[{"id": "e1"}]), "SH206"),
    ],
)
def test_what_is_no_record_is_refused(text: str, code: str) -> None:
    """An unknown key, a wrong type, an instant without time zone, a word that does not exist."""
    with pytest.raises(sh.FaultyDataError) as error:
        read_record(text, source="r.json")
    assert code in [problem.code for problem in error.value.problems]
    assert error.value.source == "r.json"
    assert error.value.in_chinese()


# ---- schemas


@pytest.mark.parametrize("name", FILES)
def test_each_is_a_schema_of_draft_2020_12(name: str) -> None:
    found = schema(name)
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(found)


def test_the_shipped_files_are_what_the_records_make() -> None:
    """Whoever changes what is read or written runs ``python docs/exchange_schemas.py``."""
    made = runpy.run_path(str(ROOT / "docs" / "exchange_schemas.py"))
    for name, found in made["make_schemas"]().items():
        assert FILES[name].read_text(encoding="utf-8") == made["as_text"](found)


def test_every_key_says_in_chinese_what_it_is() -> None:
    """Also those of records within records."""
    for name in ("case", "ledger", "record", "policy"):
        found = schema(name)
        for one in (found, *found["$defs"].values()):
            for key in one.get("properties", {}).values():
                assert any("一" <= letter <= "鿿" for letter in key["description"])


def test_there_are_no_others() -> None:
    with pytest.raises(sh.InputValueError) as error:
        schema("cases")
    assert error.value.code == "SH747"
    assert "ledger" in error.value.fix


@EACH
def test_every_story_fits(path: Path) -> None:
    """The case as somebody wrote it, the case as the library writes it, and its record."""
    VALIDATORS["case"].validate(json.loads(path.read_text(encoding="utf-8")))
    events = [event_data(event) for event in read_case(path).recorded]
    VALIDATORS["case"].validate({"format": 1, "events": events})
    VALIDATORS["record"].validate(json.loads(record_of(path, unmask=True)))


def test_every_line_of_the_example_ledger_fits() -> None:
    """As it stands, and as the library writes it."""
    for line in LEDGER:
        VALIDATORS["ledger"].validate(json.loads(line))
        VALIDATORS["ledger"].validate(json.loads(write_case_line(load_case(json.loads(line)))))


@pytest.mark.parametrize("division", ["000000", "371302998", "530926103", "460203/longpo"])
def test_every_policy_fits(division: str) -> None:
    policy = REGISTRY.policy(division, on=date(2026, 11, 20))
    VALIDATORS["policy"].validate(json.loads(policy_to_json(policy)))


EVENT: Final = {"id": "e1", "kind": "received", "occurred_at": "2026-10-12T09:00+08:00"}


@pytest.mark.parametrize(
    ("event", "place"),
    [
        ({**EVENT, "occurred_at": "2026-10-12"}, "events/0/occurred_at"),
        ({**EVENT, "occurred_at": "2026-10-12T09:00"}, "events/0/occurred_at"),
        ({**EVENT, "recorded_at": "later"}, "events/0/recorded_at"),
        ({**EVENT, "id": ""}, "events/0/id"),
        ({**EVENT, "kind": 1}, "events/0/kind"),
        ({**EVENT, "when": "now"}, "events/0"),
        ({"id": "e1", "kind": "received"}, "events/0"),
        ({**EVENT, "payload": {"fee": 1.5}}, "events/0/payload/fee"),
        ({**EVENT, "payload": {"fees": [{"fee": 1.5}]}}, "events/0/payload/fees"),
        ({**EVENT, "refs": {"part": 1}}, "events/0/refs/part"),
    ],
)
def test_what_the_library_refuses_does_not_fit(event: dict[str, Any], place: str) -> None:
    """Schema and reader agree: neither takes it."""
    data = {"format": 1, "events": [event]}
    places = {"/".join(map(str, one.absolute_path)) for one in VALIDATORS["case"].iter_errors(data)}
    assert places == {place}
    with pytest.raises(sh.ServiceHallError):
        load_case(data)


@pytest.mark.parametrize(
    "data", [{}, {"events": []}, {"format": 2, "events": [EVENT]}, {"events": [EVENT], "x": 1}, []]
)
def test_a_file_that_is_no_case_does_not_fit(data: object) -> None:
    assert not VALIDATORS["case"].is_valid(data)
    with pytest.raises(sh.ServiceHallError):
        load_case(data)


def test_a_line_of_a_ledger_needs_a_number() -> None:
    """Any one of the events may say it."""
    numbered = {**EVENT, "id": "e2", "kind": "accepted", "payload": {"case": "1"}}
    nameless = {**numbered, "payload": {"case": ""}}
    fits = VALIDATORS["ledger"].is_valid
    assert fits({"events": [EVENT, numbered]})
    assert not fits({"events": [EVENT]})
    assert not fits({"events": [EVENT, nameless]})


def in_records(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Go through the places of a record at which a key stands."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield (*path, key)
            yield from in_records(value, (*path, key))
    elif isinstance(data, list) and data:
        yield from in_records(data[0], (*path, 0))


def without(data: Any, path: tuple[Any, ...]) -> Any:
    """Return a copy of plain data without one key."""
    copied = json.loads(json.dumps(data))
    inner = copied
    for step in path[:-1]:
        inner = inner[step]
    del inner[path[-1]]
    return copied


def test_a_record_without_any_one_key_neither_fits_nor_is_read() -> None:
    """Every key that the library writes is asked for, by the schema and by the reader; what may be
    left out of an event it does not write where it is left out."""
    data = json.loads(HANDOVER)
    optional = {"recorded_at", "actor", "unit", "refs", "payload", "corrects"}
    for path in in_records(data):
        if optional.isdisjoint(path):
            less = without(data, path)
            assert not VALIDATORS["record"].is_valid(less), path
            with pytest.raises(sh.FaultyDataError):
                read_record(json.dumps(less))


# ---- files of the first version


def test_cases_of_format_1_keep_loading() -> None:
    """The file was written once by version 0.1.0 and must never be rewritten: what a hall wrote
    down then has to be read for as long as it keeps its files."""
    timeline = read_case(FORMAT_1 / "case.json")
    assert timeline.division == "371302998"
    assert [event.id for event in timeline.events] == ["e1", "e2", "e4"]
    assert [(one.before.id, one.after.id) for one in timeline.corrections] == [("e3", "e4")]


def test_ledgers_of_format_1_keep_loading() -> None:
    """The file must never be rewritten; its lines are written by this version as they were."""
    lines = list(read_ledger(FORMAT_1 / "ledger.jsonl"))
    assert all(isinstance(line, CaseLine) for line in lines)
    assert [line.case for line in lines] == ["LH-0001", "LH-0003", "LH-0019"]
    texts = [write_case_line(line.timeline) for line in lines if isinstance(line, CaseLine)]
    assert texts == [line.text for line in lines]


def test_records_of_format_1_keep_loading() -> None:
    """The file must never be rewritten. The case LH-0003 of 12 October 2026: ten working days were
    promised, to the 26th; on 3 November it was still open. It can be assessed again; what the rules
    of a later version find otherwise is told, and the promise stands."""
    text = (FORMAT_1 / "record.json").read_text(encoding="utf-8")
    record = read_record(text)
    assert record.timeline.case == "LH-0003"
    assert (record.state, record.kind) == (CaseState.ACCEPTED, CaseKind.PROMISED)
    (promised,) = [one for one in record.duties if one.duty == "decide.promised"]
    assert promised.due_at == datetime(2026, 10, 26, 17, tzinfo=SHANGHAI)
    assert promised.status is DutyStatus.BREACHED
    told = [one.where for one in verify(text, sh.Registry.of(LIUHE))]
    assert not [where for where in told if where.startswith(("state", "kind", "decide.promised"))]


def test_policies_of_format_1_keep_loading() -> None:
    """The file must never be rewritten. It holds the town 柳河 of 12 October 2026 with the built-in
    packs of version 0.1.0. Holiday notices come and go, and a later version may tell rules apart by
    more: both are accepted here; what the packs say is the same for ever."""
    text = (FORMAT_1 / "policy.json").read_text(encoding="utf-8")
    policy = policy_from_json(text, accept=["calendar", "rules"])
    assert (policy.division, policy.on) == ("371302998", date(2026, 10, 12))
    assert str(policy.matter("outdoor-sign").promised) == "10个工作日"
    assert policy.terms["joint.threshold"].value == 3
    assert policy.packs[-1].id == "liuhe"


def test_feeds_of_format_1_are_built_upon() -> None:
    """The file must never be rewritten: subscribers know its entries by their UIDs. A run in which
    nothing is open any more cancels the entries that were left and keeps their identity."""
    before = (FORMAT_1 / "feed.ics").read_bytes()
    after = feed([], before, as_of=datetime(2026, 11, 4, 12, tzinfo=SHANGHAI))
    told = [
        {
            str(one["UID"]): one.decoded("SEQUENCE")
            for one in Calendar.from_ical(text).walk("VEVENT")
        }
        for text in (before, after)
    ]
    assert told[1] == {uid: sequence + 1 for uid, sequence in told[0].items()}
    assert len(told[1]) == 3


@pytest.mark.parametrize("name", ["case", "record", "policy"])
def test_files_of_format_1_fit_the_schemas(name: str) -> None:
    """What was valid stays valid."""
    text = (FORMAT_1 / f"{name}.json").read_text(encoding="utf-8")
    VALIDATORS[name].validate(json.loads(text))
