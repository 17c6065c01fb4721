"""Assessment (办件评估): from what happened to a case to what follows, at one instant.

    events ─► timeline ─► words checked ─► replay ─► kind, duties, limits, breaches, fee

An assessment is a pure function of the timeline, the policy and the instant. Nothing of it needs to
be kept: the record that :meth:`Assessment.to_json` writes can be made again, and verified.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final

from attrs import define, field

from servicehall.checks import check_type, shown
from servicehall.deadlines import Deadline
from servicehall.duties import DutyStatus, EventKind, Grade
from servicehall.errors import DataError, FaultyDataError, InputValueError, ServiceHallError
from servicehall.events import Event, Field, FieldKind, Sensitivity, check_instant
from servicehall.fees import FeeQuote
from servicehall.kinds import Classification
from servicehall.limits import parse_limit
from servicehall.matters import Matter
from servicehall.policy import Policy
from servicehall.privacy import mask, mask_persons, persons_of
from servicehall.replay import DutyBook, Holder, Obligation, Replay, replay
from servicehall.responsibility import Responsibility, responsibility
from servicehall.tables import Undetermined
from servicehall.timeline import KINDS, CaseState, Timeline
from servicehall.trails import RuleStep, say_at
from servicehall.vocabulary import hint_for

__all__ = ["Assessment", "assess"]


@define(eq=False, kw_only=True)
class Assessment:
    """What follows from what happened to a case, at one instant (办件评估).

    Attributes:
        timeline: What happened.
        policy: The rules: those of the day of filing.
        as_of: The instant for which it is looked at.
        matter: The matter; None where the events do not say which.
        replay: What became of each duty.
    """

    timeline: Timeline = field(repr=False)
    policy: Policy
    as_of: datetime
    matter: Matter | None
    replay: Replay = field(repr=False)

    # ---- what it is

    @property
    def state(self) -> CaseState:
        """Where the case stands (办件状态)."""
        return self.replay.steps[-1].state

    @property
    def has_kind(self) -> bool:
        """Whether it is a service case, which is of a kind.

        A complaint, a petition is of none; nor is what concerns the hall alone, such as an outing.
        """
        states = {step.state for step in self.replay.steps}
        return CaseState.HANDLING not in states and states != {CaseState.NEW}

    @property
    def classification(self) -> Classification | Undetermined:
        """What kind of case it is (办件分类), as last settled; or what is missing for that.

        It says nothing of what is no service case: see :attr:`has_kind`.
        """
        return self.replay.kinds[-1][1]

    # ---- what must be done

    @property
    def duties(self) -> tuple[Obligation, ...]:
        """Every duty that has begun, in the order in which they did (各项义务)."""
        return self.replay.obligations

    @property
    def deadlines(self) -> Mapping[str, Deadline]:
        """When each duty must be done, and why (到期日), by duty.

        A duty about a part of the case is named with it, ``"part/P1"``. Of a duty that has begun
        more than once it is the last.
        """
        named = ((_name(one), one.deadline) for one in self.duties)
        return {name: deadline for name, deadline in named if deadline is not None}

    @property
    def breaches(self) -> tuple[Obligation, ...]:
        """The duties that were missed, in the order in which they began (违反的义务).

        What an applicant leaves undone has an effect where a rule says so, and is no breach.
        """
        missed = (one for one in self.duties if one.status is DutyStatus.BREACHED)
        return tuple(one for one in missed if one.duty.grade is not Grade.EFFECT)

    @property
    def notices(self) -> tuple[Obligation, ...]:
        """The duties to serve a paper (告知义务), served or not."""
        return tuple(o for o in self.duties if any(k.startswith("notice.") for k in o.duty.must))

    def duty(self, name: str) -> Obligation:
        """Return a duty that has begun, by its name; of several the last.

        Raises:
            InputValueError: It has not begun, or there is none (SH618).
        """
        found = {_name(one): one for one in self.duties}
        if name not in list(found):
            raise InputValueError("SH618", name=shown(name), hint=hint_for(name, found))
        return found[name]

    def bearer(self, one: Obligation) -> Holder:
        """Return who bears a duty (承担人), or bore it when it was broken, fulfilled or fell away.

        Whoever took the part after that has nothing to do with it.
        """
        role = self.policy.roles[one.duty.who]
        return self.replay.holder(role, one.settled_at or self.as_of, one)

    def holder(self, role_id: str, at: datetime | None = None) -> Holder:
        """Return who plays a part (角色的担任人), or who stands in; for nobody the role alone.

        Args:
            role_id: The role, for example ``"first_responder"``.
            at: The instant; without it, that for which the case is looked at.

        Raises:
            InputValueError: There is no such role (SH467), or no time zone (SH103).
            InputTypeError: It is no instant (SH601).
        """
        instant = self.as_of if at is None else check_instant(at, "at")
        return self.replay.holder(self.policy.role(role_id), instant)

    @cached_property
    def persons(self) -> frozenset[str]:
        """What personal fields of the case hold (已登记的个人信息): masked wherever it stands."""
        return persons_of(self.policy, self.timeline.recorded)

    @property
    def shown_case(self) -> str:
        """The number of the case as it may be shown (办件编号): it may be somebody's telephone."""
        return mask_persons(self.timeline.case, self.persons)

    # ---- what it costs, and whose time it took

    @cached_property
    def fee(self) -> FeeQuote | None:
        """What it costs (收费), by the quantities that the events state; None without a matter."""
        if self.matter is None:
            return None
        quantities: dict[str, Any] = {}
        for step in self.replay.steps:
            quantities |= step.event.payload.get("quantities", {})
        return self.policy.quote(self.matter.id, quantities)

    @cached_property
    def responsibility(self) -> Responsibility:
        """Whose time it took (责任时间), without gap or overlap."""
        return responsibility(self.replay, book_of(self.policy).calendar, self.as_of)

    # ---- why

    @property
    def trail(self) -> tuple[RuleStep, ...]:
        """The rules that were applied, in the order in which they were (依据)."""
        from servicehall.explain.text import trail  # words are made when somebody asks for them

        return trail(self)

    def explain(self, *, unmask: bool = False) -> str:
        """Say in plain Chinese what happened, which rules apply, and where it stands (说明).

        Args:
            unmask: Whether to show personal data in full; the text says so.
        """
        from servicehall.explain.text import explain

        return explain(self, unmask=unmask)

    def explain_overdue(self) -> str:
        """Say in plain Chinese what was missed, how it was counted, who held it (逾期说明)."""
        from servicehall.explain.text import explain_overdue

        return explain_overdue(self)

    def explain_progress(self) -> str:
        """Say to the applicant where it stands, by when it is done, whom to ask (办理进度)."""
        from servicehall.explain.progress import say_progress

        return say_progress(self)

    def to_json(self, *, unmask: bool = False) -> str:
        """Return a record that can be verified anywhere (评估记录), as JSON.

        Args:
            unmask: Whether to write personal data in full; the record says so.
        """
        from servicehall.explain.records import to_json

        return to_json(self, unmask=unmask)

    def _repr_html_(self) -> str:
        from servicehall.explain.html import to_html

        return to_html(self)


def assess(timeline: Timeline, policy: Policy, *, as_of: datetime) -> Assessment:
    """Say what follows from what happened to a case, at one instant (评估办件).

    Args:
        timeline: What happened.
        policy: The rules of the day of filing.
        as_of: The instant for which the case is looked at, with time zone.

    Raises:
        InputTypeError: Something of the wrong type was handed over (SH119, SH601).
        InputValueError: The policy is of another day (SH614); nothing had happened by that instant
            (SH615); there is no such matter (SH467).
        FaultyDataError: With every word of the events that no rule knows (SH612, SH613), or that
            does not fit (SH402 to SH404, SH477, SH616).
    """
    check_type(timeline, Timeline, "timeline")
    check_type(policy, Policy, "policy")
    instant = check_instant(as_of, "as_of")
    if timeline.filed_on != policy.on:
        raise InputValueError("SH614", on=policy.on, filed=timeline.filed_on)
    steps = timeline.until(instant)
    if not steps:
        raise _not_yet(instant, timeline.steps[0].event.occurred_at)
    matter = policy.matter(timeline.matter) if timeline.matter else None
    check_words(timeline, policy, matter)
    found = replay(steps, book_of(policy), matter, instant)
    return Assessment(timeline=timeline, policy=policy, as_of=instant, matter=matter, replay=found)


def _not_yet(instant: datetime, began: datetime) -> InputValueError:
    """Say that nothing had happened by an instant (SH615)."""
    return InputValueError(
        "SH615",
        as_of=instant.isoformat(timespec="minutes"),
        first=began.isoformat(timespec="minutes"),
        as_of_zh=say_at(instant),
        first_zh=say_at(began),
    )


def book_of(policy: Policy) -> DutyBook:
    """Return the duties of a policy, laid out for cases; made once."""
    if "book" not in policy.derived:
        policy.derived["book"] = DutyBook(policy)
    book: DutyBook = policy.derived["book"]
    return book


def _name(one: Obligation) -> str:
    return f"{one.duty.id}/{one.thing}" if one.thing else one.duty.id


# ---- words


def check_words(timeline: Timeline, policy: Policy, matter: Matter | None) -> None:
    """Refuse events that speak of what no rule knows.

    Raises:
        FaultyDataError: With every such word.
    """
    problems = list(_wrong_words(timeline, policy, matter))
    if problems:
        raise FaultyDataError("events", problems)


def _wrong_words(
    timeline: Timeline, policy: Policy, matter: Matter | None
) -> Iterator[ServiceHallError]:
    for event in timeline.events:
        if event.kind not in KINDS and event.kind not in policy.events:
            hint = hint_for(event.kind, (*KINDS, *policy.events))
            yield DataError("SH613", id=event.id, kind=shown(event.kind), hint=hint, path=event.id)
        elif event.kind in policy.events:
            yield from _nobody(event, policy.events[event.kind], policy)
        for name, value in event.payload.items():
            try:
                _check_word(event, name, value, policy, matter)
            except ServiceHallError as error:
                where = {"path": f"{event.id}.{name}", "field": name}
                if error.code == _UNKNOWN:
                    del where["field"]
                yield type(error)(error.code, **{**error.facts, **where})


def _nobody(event: Event, kind: EventKind, policy: Policy) -> Iterator[DataError]:
    """Refuse to let somebody stand in for nobody, or nobody for somebody (SH650)."""
    name = kind.in_place_of or kind.back
    if not name:
        return
    missing = []
    if not event.payload.get(name):
        missing.append((name, policy.fields[name].label))
    if kind.in_place_of and not event.actor:
        missing.append(("actor", "经办人"))
    for one, zh in missing:
        what = {"kind": event.kind, "kind_zh": kind.title, "name": one, "name_zh": zh}
        yield DataError("SH650", id=event.id, path=event.id, **what)


def _check_word(
    event: Event, name: str, value: object, policy: Policy, matter: Matter | None
) -> None:
    fact = policy.vocabulary.facts.get(name)
    if fact is not None:
        if value is None:
            return
        known = fact.check(value)
        allowed = matter.facts.get(name) if matter else None
        if matter is not None and allowed is not None and known not in allowed:
            told = {"matter": matter.id, "name": name, "value": known, "settled": allowed}
            raise InputValueError("SH477", **told)
    elif name in policy.fields:
        _check_field(policy.fields[name], value)
    elif name not in _items(policy):
        known_words = (*policy.vocabulary.facts, *policy.fields, *_items(policy))
        raise DataError(_UNKNOWN, name=shown(name), id=event.id, hint=hint_for(name, known_words))


_UNKNOWN: Final = "SH612"
"""The code of a name that no rule knows; any other fault stands in a field that is known."""


def _items(policy: Policy) -> frozenset[str]:
    """Return the items of all forms: what papers can be asked to state."""
    if "items" not in policy.derived:
        items = (item for form in policy.forms.values() for item in form.items)
        policy.derived["items"] = frozenset(items)
    found: frozenset[str] = policy.derived["items"]
    return found


def _check_field(one: Field, value: object) -> None:
    """Refuse what does not fit a field (SH616), and limits that cannot be read (SH115)."""
    match one.kind:
        case FieldKind.LIMIT if isinstance(value, str):
            if value.strip():  # a paper may leave it blank
                parse_limit(value)
        case FieldKind.DAY if isinstance(value, str):
            _refuse_unless(_is_day(value), one, value)
        case FieldKind.TEXTS:
            fits = isinstance(value, tuple) and all(isinstance(text, str) for text in value)
            _refuse_unless(fits, one, value)
        case FieldKind.QUANTITIES:
            _refuse_unless(isinstance(value, Mapping), one, value)
        case _:
            _refuse_unless(isinstance(value, str), one, value)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _refuse_unless(fits: bool, one: Field, value: object) -> None:  # noqa: FBT001  # a result
    if not fits:
        said = mask(str(value)) if one.sensitivity is Sensitivity.PERSONAL else value
        told = {"name": one.name, "label": one.label, "value": shown(said)}
        raise DataError("SH616", expected=one.kind.value, expected_zh=one.kind.zh, **told)
