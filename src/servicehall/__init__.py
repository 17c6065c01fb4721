"""What a government service hall must do, by when, and by which article (政务服务大厅).

The public names stand here; each is loaded from its module when it is first used, so that
``import servicehall`` stays light.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from servicehall.version import __version__ as __version__

if TYPE_CHECKING:
    from servicehall.accountability import (
        Finding as Finding,
        FindingState as FindingState,
        Item as Item,
        ItemStatus as ItemStatus,
        Proposals as Proposals,
        Ruling as Ruling,
        Tally as Tally,
        propose_sanctions as propose_sanctions,
    )
    from servicehall.assessment import (
        Assessment as Assessment,
        assess as assess,
    )
    from servicehall.calendars import (
        Certainty as Certainty,
        Day as Day,
        DayKind as DayKind,
        Disagreement as Disagreement,
        HolidayNotice as HolidayNotice,
        LocalDays as LocalDays,
        NamedDays as NamedDays,
        Overlay as Overlay,
        WorkCalendar as WorkCalendar,
        mainland as mainland,
        read_notice as read_notice,
        read_overlay as read_overlay,
    )
    from servicehall.cases import (
        load_case as load_case,
        read_case as read_case,
    )
    from servicehall.citations import (
        Citation as Citation,
        Confidence as Confidence,
    )
    from servicehall.clocks import (
        Pause as Pause,
        Silence as Silence,
        SilenceEffect as SilenceEffect,
    )
    from servicehall.deadlines import (
        Deadline as Deadline,
        deadline as deadline,
    )
    from servicehall.duties import (
        Duty as Duty,
        DutyStatus as DutyStatus,
        Grade as Grade,
        Role as Role,
        Routine as Routine,
    )
    from servicehall.entries import (
        NotStated as NotStated,
        Settled as Settled,
    )
    from servicehall.errors import (
        CalendarCoverageError as CalendarCoverageError,
        DataError as DataError,
        FaultyDataError as FaultyDataError,
        InputTypeError as InputTypeError,
        InputValueError as InputValueError,
        MissingExtraError as MissingExtraError,
        PluginError as PluginError,
        PublicationUnknownError as PublicationUnknownError,
        ServiceHallError as ServiceHallError,
    )
    from servicehall.events import (
        Event as Event,
        Sensitivity as Sensitivity,
    )
    from servicehall.fees import (
        FeeLine as FeeLine,
        FeeQuote as FeeQuote,
        FeeRule as FeeRule,
        FeeStatus as FeeStatus,
        LineStatus as LineStatus,
        Needed as Needed,
        Waiver as Waiver,
    )
    from servicehall.forms import (
        Form as Form,
        FormSubject as FormSubject,
        NoticeKind as NoticeKind,
    )
    from servicehall.hours import (
        HoursVariation as HoursVariation,
        OfficeHours as OfficeHours,
    )
    from servicehall.kinds import (
        CaseKind as CaseKind,
        Classification as Classification,
    )
    from servicehall.limits import (
        Before as Before,
        FixedDate as FixedDate,
        Limit as Limit,
        Minutes as Minutes,
        Months as Months,
        NaturalDays as NaturalDays,
        NotBefore as NotBefore,
        SameDay as SameDay,
        Unknown as Unknown,
        WorkingDays as WorkingDays,
        parse_limit as parse_limit,
    )
    from servicehall.matters import (
        Copy as Copy,
        Material as Material,
        Matter as Matter,
        Window as Window,
    )
    from servicehall.moves import (
        Move as Move,
        moved as moved,
    )
    from servicehall.plugins import (
        Pack as Pack,
        Registry as Registry,
        load_pack as load_pack,
        load_tables as load_tables,
        open_pack as open_pack,
        read_pack as read_pack,
        read_tables as read_tables,
    )
    from servicehall.plugins.hooks import (
        hookimpl as hookimpl,
    )
    from servicehall.policy import (
        Policy as Policy,
    )
    from servicehall.provenance import (
        Remark as Remark,
    )
    from servicehall.recurrence import (
        Occurrence as Occurrence,
        Recurrence as Recurrence,
    )
    from servicehall.replay import (
        Holder as Holder,
        Note as Note,
        Obligation as Obligation,
        PauseSpan as PauseSpan,
    )
    from servicehall.responsibility import (
        Responsibility as Responsibility,
        Segment as Segment,
        Share as Share,
        ShareKind as ShareKind,
    )
    from servicehall.sanctions import (
        Appraisal as Appraisal,
        BreachKind as BreachKind,
        Count as Count,
        Measure as Measure,
        Sanction as Sanction,
        Score as Score,
    )
    from servicehall.spans import (
        Span as Span,
    )
    from servicehall.staff import (
        Post as Post,
    )
    from servicehall.standards import (
        Standard as Standard,
        StandardCheck as StandardCheck,
        StandardStatus as StandardStatus,
    )
    from servicehall.tables import (
        Analysis as Analysis,
        Decision as Decision,
        Difference as Difference,
        HitPolicy as HitPolicy,
        Met as Met,
        NoAnswer as NoAnswer,
        Row as Row,
        Table as Table,
        Undetermined as Undetermined,
    )
    from servicehall.terms import (
        Term as Term,
        TermValue as TermValue,
    )
    from servicehall.timeline import (
        CaseState as CaseState,
        Correction as Correction,
        Step as Step,
        Timeline as Timeline,
    )
    from servicehall.turns import (
        Turn as Turn,
        rounds as rounds,
    )
    from servicehall.vocabulary import (
        Choice as Choice,
        Fact as Fact,
        Number as Number,
        Vocabulary as Vocabulary,
        YesNo as YesNo,
    )

_HOMES = {
    "servicehall.accountability": (
        "Finding",
        "FindingState",
        "Item",
        "ItemStatus",
        "Proposals",
        "Ruling",
        "Tally",
        "propose_sanctions",
    ),
    "servicehall.assessment": ("Assessment", "assess"),
    "servicehall.calendars": (
        "Certainty",
        "Day",
        "DayKind",
        "Disagreement",
        "HolidayNotice",
        "LocalDays",
        "NamedDays",
        "Overlay",
        "WorkCalendar",
        "mainland",
        "read_notice",
        "read_overlay",
    ),
    "servicehall.cases": ("load_case", "read_case"),
    "servicehall.citations": (
        "Citation",
        "Confidence",
    ),
    "servicehall.clocks": (
        "Pause",
        "Silence",
        "SilenceEffect",
    ),
    "servicehall.deadlines": (
        "Deadline",
        "deadline",
    ),
    "servicehall.duties": ("Duty", "DutyStatus", "Grade", "Role", "Routine"),
    "servicehall.entries": (
        "NotStated",
        "Settled",
    ),
    "servicehall.errors": (
        "CalendarCoverageError",
        "DataError",
        "FaultyDataError",
        "InputTypeError",
        "InputValueError",
        "MissingExtraError",
        "PluginError",
        "PublicationUnknownError",
        "ServiceHallError",
    ),
    "servicehall.events": ("Event", "Sensitivity"),
    "servicehall.fees": (
        "FeeLine",
        "FeeQuote",
        "FeeRule",
        "FeeStatus",
        "LineStatus",
        "Needed",
        "Waiver",
    ),
    "servicehall.forms": (
        "Form",
        "FormSubject",
        "NoticeKind",
    ),
    "servicehall.hours": (
        "HoursVariation",
        "OfficeHours",
    ),
    "servicehall.kinds": (
        "CaseKind",
        "Classification",
    ),
    "servicehall.limits": (
        "Before",
        "FixedDate",
        "Limit",
        "Minutes",
        "Months",
        "NaturalDays",
        "NotBefore",
        "SameDay",
        "Unknown",
        "WorkingDays",
        "parse_limit",
    ),
    "servicehall.matters": (
        "Copy",
        "Material",
        "Matter",
        "Window",
    ),
    "servicehall.moves": (
        "Move",
        "moved",
    ),
    "servicehall.plugins": (
        "Pack",
        "Registry",
        "load_pack",
        "load_tables",
        "open_pack",
        "read_pack",
        "read_tables",
    ),
    "servicehall.plugins.hooks": ("hookimpl",),
    "servicehall.policy": ("Policy",),
    "servicehall.provenance": ("Remark",),
    "servicehall.recurrence": (
        "Occurrence",
        "Recurrence",
    ),
    "servicehall.replay": ("Holder", "Note", "Obligation", "PauseSpan"),
    "servicehall.responsibility": ("Responsibility", "Segment", "Share", "ShareKind"),
    "servicehall.sanctions": (
        "Appraisal",
        "BreachKind",
        "Count",
        "Measure",
        "Sanction",
        "Score",
    ),
    "servicehall.spans": ("Span",),
    "servicehall.staff": ("Post",),
    "servicehall.standards": ("Standard", "StandardCheck", "StandardStatus"),
    "servicehall.tables": (
        "Analysis",
        "Decision",
        "Difference",
        "HitPolicy",
        "Met",
        "NoAnswer",
        "Row",
        "Table",
        "Undetermined",
    ),
    "servicehall.terms": (
        "Term",
        "TermValue",
    ),
    "servicehall.timeline": ("CaseState", "Correction", "Step", "Timeline"),
    "servicehall.turns": ("Turn", "rounds"),
    "servicehall.vocabulary": (
        "Choice",
        "Fact",
        "Number",
        "Vocabulary",
        "YesNo",
    ),
}
_HOME_OF = {name: module for module, names in _HOMES.items() for name in names}

__all__ = sorted(_HOME_OF)  # pyright: ignore[reportUnsupportedDunderAll]


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'servicehall' has no attribute {name!r}")
    value = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
