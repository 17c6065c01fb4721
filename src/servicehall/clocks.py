"""What a clock does (时限规则): time that is not counted, and what follows from silence."""

import enum

from attrs import field, frozen

from servicehall.conditions import When
from servicehall.entries import Settled

__all__ = ["Pause", "Silence", "SilenceEffect"]


class SilenceEffect(enum.StrEnum):
    """What follows where nothing was said in time (逾期的后果). Each is its own, never one flag."""

    DEEMED_ACCEPTED = "deemed_accepted"
    """视为受理; ``as_of`` says from when."""
    DEEMED_RENEWED = "deemed_renewed"
    """视为准予延续."""
    DEEMED_WITHDRAWN = "deemed_withdrawn"
    """视为撤回申请."""
    DEEMED_CONSENT = "deemed_consent"
    """视为同意."""
    AGENCY_DECIDES = "agency_decides"
    """由行政机关决定."""
    FLAG = "flag"
    """A flag that a person must confirm (须由人确认); nothing follows by itself."""

    @property
    def zh(self) -> str:
        """The Chinese label."""
        return {
            "deemed_accepted": "视为受理",
            "deemed_renewed": "视为准予延续",
            "deemed_withdrawn": "视为撤回申请",
            "deemed_consent": "视为同意",
            "agency_decides": "由行政机关决定",
            "flag": "仅作提示，须由人确认",
        }[self.value]


@frozen(kw_only=True)
class Pause:
    """Time that a limit does not count (不计入期限的时间).

    Attributes:
        id: Its name.
        title: Its Chinese name.
        of: The terms that do not count it.
        grounds: The grounds, any one of which suffices; no other does. None where the event alone
            is the ground.
        notice: How the applicant must be told, or empty.
        on: The kind of event with which it begins.
        until: The kinds of event with which it ends.
        when: The conditions under which it begins.
        told: The kinds of event with which the applicant is told of it; none where nobody need be.
        how: What must be so of that event, for example that it was in writing.
        capped: Whether the time that the applicant was told is the most that it can last.
        settled: Who set it, on what authority.
    """

    id: str
    title: str
    of: tuple[str, ...]
    grounds: tuple[str, ...] = ()
    notice: str = ""
    on: tuple[str, ...] = ("pause.started",)
    until: tuple[str, ...] = ("pause.ended",)
    when: When = ()
    told: tuple[str, ...] = ()
    how: When = ()
    capped: bool = False
    settled: Settled = field(repr=False)


@frozen(kw_only=True)
class Silence:
    """What follows where nothing was said within a limit (逾期未告知、未决定的后果).

    Attributes:
        id: Its name.
        title: Its Chinese name.
        of: The term whose end it waits for.
        effect: What follows.
        as_of: From when, in Chinese; empty where the text does not say.
        dated: The instant from which the effect holds: that of the trigger, or the end of the
            limit; empty where the text does not say.
        scope: To which matters it applies, in Chinese; empty for all that the term is for.
        condition: What must also be the case, in Chinese.
        when: The same as conditions that can be decided.
        settled: Who set it, on what authority.
    """

    id: str
    title: str
    of: str
    effect: SilenceEffect
    as_of: str = ""
    dated: str = ""
    when: When = ()
    scope: str = ""
    condition: str = ""
    settled: Settled = field(repr=False)
