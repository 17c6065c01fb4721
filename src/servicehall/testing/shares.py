"""Shares (比例): how often what happens in a made-up year."""

from attrs import Attribute, field, frozen

from servicehall.checks import shown
from servicehall.errors import InputTypeError, InputValueError

__all__ = ["Shares"]


def _check(_: object, attribute: "Attribute[float]", value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise InputTypeError("SH870", name=attribute.name, value=shown(value))
    if not 0 <= value <= 1:
        raise InputValueError("SH870", name=attribute.name, value=shown(value))


def _share(default: float) -> float:
    return field(default=default, validator=_check)


@frozen(kw_only=True)
class Shares:
    """How often what happens in a made-up year (各种情形的比例), each from 0 to 1.

    The figures are ours and say nothing of any hall: what is rare in life is frequent here, so that
    a year of some hundred cases has something of everything.

    Attributes:
        complaint: Of all that is filed, complaints (投诉).
        referred: Of service cases, those that were first asked about elsewhere (引导转办).
        returned: Whose main document is lacking, or which policy plainly excludes (退回).
        supplement: Of which something is missing that can be brought later (补办).
        not_accepted: Of which something is missing that affects the approval (待补正).
        joint: Which concern several departments, two at least (联办).
        survey: Which need a look at the place (现场踏勘).
        withdrawn: Which the applicant gives up (撤回).
        late: Of each time that the hall takes, how often it is longer than it should be (逾期).
        paused: In which a special procedure stops the limit (中止).
        extended: In which the limit is extended (延期).
        handed_over: Which go to a colleague (交接).
        forgotten: Of each paper that is to be served, how often it is not (漏发告知书).
        corrected: Whose end was written down wrongly and put right later (更正).
        reopened: Which are taken up again after they were closed (重新办理).
        closing_time: Filed within the last minutes before closing (临近下班).
        edge_day: Filed on a make-up workday or on the last day before a holiday (调休上班、节前).
    """

    complaint: float = _share(0.04)
    referred: float = _share(0.05)
    returned: float = _share(0.05)
    supplement: float = _share(0.12)
    not_accepted: float = _share(0.04)
    joint: float = _share(0.15)
    survey: float = _share(0.06)
    withdrawn: float = _share(0.03)
    late: float = _share(0.10)
    paused: float = _share(0.10)
    extended: float = _share(0.05)
    handed_over: float = _share(0.04)
    forgotten: float = _share(0.02)
    corrected: float = _share(0.02)
    reopened: float = _share(0.02)
    closing_time: float = _share(0.05)
    edge_day: float = _share(0.08)
