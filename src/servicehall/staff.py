"""Staff (人员): who belongs to which role of a hall, from when to when."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from attrs import evolve, field, frozen

from servicehall.checks import check_many, check_text, wrong_type
from servicehall.errors import InputValueError
from servicehall.instants import ONE_DAY, check_date
from servicehall.policy import Policy
from servicehall.spans import Span

__all__ = ["Post", "Staff", "staff_of"]


def _name(value: object) -> str:
    return check_text(value, "person").strip()


def _role(value: object) -> str:
    return check_text(value, "role").strip()


def _day(value: object) -> date | None:
    return None if value is None else check_date(value, "day")


@frozen(kw_only=True)
class Post:
    """Somebody who belongs to a role for some time (任职).

    Attributes:
        person: The person; of a role that is no person, the window or unit.
        role: The id of the role, for example ``"group_head"``.
        since: The first day, or None from the beginning.
        expires: The last day, or None without end.

    Raises:
        InputTypeError: A name is no text (SH118), a day is none (SH101, SH102).
        InputValueError: The last day is before the first (SH440).
    """

    person: str = field(converter=_name)
    role: str = field(converter=_role)
    since: date | None = field(default=None, converter=_day)
    expires: date | None = field(default=None, converter=_day)

    def __attrs_post_init__(self) -> None:
        Span(since=self.since, expires=self.expires)

    def covers(self, first: date, last: date) -> bool:
        """Tell whether somebody has it on any day of [first, last]."""
        begun = self.since is None or self.since <= last
        return begun and (self.expires is None or self.expires >= first)

    def lasts(self, first: date, last: date) -> bool:
        """Tell whether somebody has it on every day of [first, last]."""
        begun = self.since is None or self.since <= first
        return begun and (self.expires is None or self.expires >= last)


Staff = Mapping[str, Sequence[str]] | Iterable[Post]
"""Who belongs to each role: names by its id, or posts with their days."""


def staff_of(given: Staff | None, *policies: Policy) -> tuple[Post, ...]:
    """Return the posts that are handed over; each role must be known to some of the policies.

    Raises:
        InputTypeError: They are neither posts nor names by role (SH119).
        InputValueError: There is no such role (SH467); a name stands twice in one (SH845).
    """
    if given is None:
        return ()
    if isinstance(given, Mapping):
        given = [
            Post(person=name, role=role)
            for role, names in given.items()
            for name in check_many(names, f"staff[{role}]", "a list of names", "姓名的列表")
        ]
    posts = tuple(check_many(given, "staff", "posts, or names by role", "任职名单"))
    for post in posts:
        if not isinstance(post, Post):
            raise wrong_type(post, "staff", "posts, or names by role", "任职名单")
        if not any(post.role in policy.roles for policy in policies):
            policies[-1].role(post.role)
    _refuse_twice(posts)
    return _joined(posts)


def _refuse_twice(posts: Iterable[Post]) -> None:
    """Refuse a name that has one role twice at a time: they are two people, or a slip (SH845)."""
    named: dict[tuple[str, str], list[Post]] = {}
    for post in posts:
        others = named.setdefault((post.person, post.role), [])
        if any(_meet(post, other) for other in others):
            raise InputValueError("SH845", person=post.person, role=post.role)
        others.append(post)


def _meet(one: Post, other: Post) -> bool:
    return all(
        first.since is None or second.expires is None or first.since <= second.expires
        for first, second in ((one, other), (other, one))
    )


def _joined(posts: Iterable[Post]) -> tuple[Post, ...]:
    """Return the posts; two of one person that adjoin are one (续任)."""
    found: dict[tuple[str, str], list[Post]] = {}
    for post in sorted(posts, key=lambda post: post.since or date.min):
        own = found.setdefault((post.person, post.role), [])
        if own and own[-1].expires and own[-1].expires + ONE_DAY == post.since:
            own[-1] = evolve(own[-1], expires=post.expires)
        else:
            own.append(post)
    order = dict.fromkeys((post.person, post.role) for post in posts)
    return tuple(post for named in order for post in found[named])
