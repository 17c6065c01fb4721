"""A whole assessment (办件评估) beside one ``cal.add``: 15 events, 40 duties, no words made."""

import json
from datetime import date, datetime
from typing import Any, Final

from measure import Entry, at_most, print_table, race

import servicehall as sh
from servicehall.instants import SHANGHAI

DUTIES: Final = 40
TOWN: Final = "371302999"
RUNS: Final = 200
DAY: Final = date(2026, 9, 18)

FACTS: Final = {
    "main_document": "provided",
    "other_materials": "complete",
    "contrary_to_policy": False,
    "survey": "not_needed",
    "needs_process": True,
    "same_day_possible": False,
    "windows": 1,
    "departments": 1,
    "must_forward": False,
}
COURSE: Final = (
    ("contacted", (9, 18, 8), {}),
    ("received", (9, 18, 9), {"division": TOWN, "matter": "stall", **FACTS}),
    ("notice.promise", (9, 18, 9), {"form": "written", "limit": "15个工作日"}),
    ("visit.ended", (9, 18, 10), {}),
    ("accepted", (9, 18, 11), {}),
    ("notice.acceptance", (9, 18, 11), {"form": "written"}),
    ("handover.offered", (9, 21, 9), {}),
    ("handover.accepted", (9, 21, 14), {}),
    ("contacted", (9, 24, 9), {}),
    ("explained", (9, 24, 9), {}),
    ("visit.ended", (9, 24, 10), {}),
    ("decided", (10, 12, 15), {"outcome": "granted"}),
    ("notified", (10, 12, 16), {}),
    ("served", (10, 14, 9), {}),
    ("rated", (10, 14, 10), {"satisfaction": "满意"}),
)


def main() -> None:
    policy, timeline = _policy(), _timeline()
    as_of = datetime(2026, 11, 21, 9, tzinfo=SHANGHAI)
    found = sh.assess(timeline, policy, as_of=as_of)
    assert len(timeline.events) == 15
    assert len(policy.duties) == DUTIES

    def assess(_: None) -> None:
        for _ in range(RUNS):
            sh.assess(timeline, policy, as_of=as_of)

    def add(_: None) -> None:
        cal = policy.calendar
        for _ in range(RUNS):
            cal.add(DAY, 20)

    print_table(
        "A whole assessment",
        [
            race("assess: cal.add", Entry(assess, RUNS), Entry(add, RUNS), at_most(1_000)),
            race(
                "assess and explain",
                Entry(_explaining(timeline, policy, as_of), 10),
                Entry(add, RUNS),
            ),
            race(
                "assess and to_json",
                Entry(_recording(timeline, policy, as_of), 10),
                Entry(add, RUNS),
            ),
        ],
        [f"15 events, {DUTIES} duties, of which {len(found.duties)} begin."],
    )


def _explaining(timeline: sh.Timeline, policy: sh.Policy, as_of: datetime) -> Any:
    def run(_: None) -> None:
        for _ in range(10):
            sh.assess(timeline, policy, as_of=as_of).explain()

    return run


def _recording(timeline: sh.Timeline, policy: sh.Policy, as_of: datetime) -> Any:
    def run(_: None) -> None:
        for _ in range(10):
            json.loads(sh.assess(timeline, policy, as_of=as_of).to_json())

    return run


def _timeline() -> sh.Timeline:
    return sh.Timeline.of(
        sh.Event(
            id=f"e{number}",
            kind=kind,
            occurred_at=datetime(2026, *at, tzinfo=SHANGHAI),
            actor="张三",
            unit="许可窗口",
            payload=payload,
        )
        for number, (kind, at, payload) in enumerate(COURSE)
    )


def _policy() -> sh.Policy:
    """Return the policy of a town with so many duties that there are forty."""
    own = DUTIES - len(sh.Registry.of().policy(TOWN, on=DAY).duties)
    pack = sh.load_pack(
        {
            "id": "town",
            "division": TOWN,
            "matters": [
                {
                    "id": "stall",
                    "title": "摆摊点登记",
                    "kind": "行政许可",
                    "promised": "15个工作日",
                    "statutory": "$licence.decide",
                    "fee": "free",
                    "materials": "none",
                    "cite": "《某镇办法》一",
                }
            ],
            "duties": [_duty(number) for number in range(own)],
        }
    )
    return sh.Registry.of(pack).policy(TOWN, on=DAY)


def _duty(number: int) -> dict[str, Any]:
    """Return a duty; one in four begins in the case at hand."""
    kinds = ("received", "accepted", "decided", "notice.supplement")
    return {
        "id": f"own-{number}",
        "title": f"第{number}项",
        "on": kinds[number % 4],
        "when": {"kind": "PROMISED" if number % 2 else "JOINT"},
        "who": "case_owner",
        "must": ("explained", "served")[number % 2],
        "within": f"{number % 5 + 3}个工作日",
        "cite": "《某镇办法》二",
    }


if __name__ == "__main__":
    main()
