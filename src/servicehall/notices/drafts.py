"""Drafts (拟稿): the content of one paper, from the text of its kind and what the case knows.

An item of the form that a text leaves out is added below it, with its label: no text of any place
can drop what its form asks for.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from servicehall.assessment import Assessment
from servicehall.checks import check_text, check_type, shown, wrong_type
from servicehall.duties import Grade
from servicehall.errors import FaultyDataError, InputValueError, ServiceHallError
from servicehall.forms import NoticeKind
from servicehall.notices.content import Content, known_names
from servicehall.notices.paper import Notice
from servicehall.notices.served import notices_of
from servicehall.notices.status import CaseNotice
from servicehall.notices.texts import Text, plain, read_text
from servicehall.policy import Policy
from servicehall.problems import Problems
from servicehall.trails import say_date
from servicehall.vocabulary import hint_for

__all__ = ["check_texts", "draft"]

_FRAME: Final = frozenset({"seal", "date"})
"""Items that have a place of their own on every paper: a text need not state them."""


def draft(
    found: Assessment,
    kind: str,
    *,
    items: Mapping[str, Any] | None = None,
    unmask: bool = False,
) -> Notice:
    """Write a notice of a case (拟写告知书).

    Args:
        found: The assessment of the case.
        kind: The kind of notice, for example ``"supplement"``.
        items: What the case does not know, by name: a text, several, or several of each of several
            units. It goes before what the case says.
        unmask: Whether to write personal data in full, as on the paper that is served.

    Returns:
        Its content. What nobody stated is in ``missing``, and a blank on the paper; nothing is
        made up.

    Raises:
        InputTypeError: Something of the wrong type was handed over (SH119, SH707).
        InputValueError: There is no such kind (SH705); it can state no such item (SH706).
        FaultyDataError: The text of that kind is faulty (SH701 to SH704).
    """
    check_type(found, Assessment, "found")
    if items is not None and not isinstance(items, Mapping):
        raise wrong_type(items, "items", "a mapping of items", "项目与内容的对照")
    of = _kind(found.policy, kind)
    text = _text(found.policy, of)
    notice = _concerned(found, of)
    content = Content(found=found, kind=of, notice=notice, items=items or {}, unmask=unmask)
    body = text.paragraphs({name: content.words(name) for name in text.names})
    asked = {name: label for name, label in _items(of) if name not in _FRAME}
    left_out = (name for name in asked if name not in text.prints)
    contact = (content.words(name) for name in ("window", "window_place", "window_phone"))
    return Notice(
        kind=of,
        title=plain(of.title),
        case=_or_empty(content, "case"),
        addressee=str(content.words("applicant")),
        paragraphs=(*body, *(f"{asked[name]}：{content.words(name)}" for name in left_out)),
        basis=_basis(notice),
        unit=str(content.words("unit")),
        contact="，".join(str(one) for one in contact if one),
        day=_or_empty(content, "date") or _served_on(notice),
        missing={
            name: label for name, label in asked.items() if not content.words(name).is_complete
        },
        is_masked=not unmask,
    )


def check_texts(policy: Policy) -> Iterator[tuple[NoticeKind, ServiceHallError]]:
    """Go through what is wrong with the texts of notices (检查正文), with the kind of each."""
    for kind in policy.notices.values():
        try:
            _text(policy, kind)
        except FaultyDataError as error:
            yield from ((kind, problem) for problem in error.problems)


def _kind(policy: Policy, name: str) -> NoticeKind:
    kinds = policy.notices
    if check_text(name, "kind") not in kinds:
        raise InputValueError("SH705", kind=shown(name), hint=hint_for(name, kinds))
    return kinds[name]


def _text(policy: Policy, kind: NoticeKind) -> Text:
    problems, found = Problems("notices"), []
    with problems.at(f"notices {kind.id}.text"):
        found.append(read_text(kind.text, known_names(policy, kind)))
    problems.stop()
    return found[0]


def _concerned(found: Assessment, kind: NoticeKind) -> CaseNotice | None:
    """Return the notice that is to be written: the one that is owed, else the last."""
    of_kind = [one for one in notices_of(found) if one.kind.id == kind.id]
    return next((one for one in of_kind if one.is_owed), of_kind[-1] if of_kind else None)


def _items(kind: NoticeKind) -> Iterator[tuple[str, str]]:
    yield from kind.form.items.items() if kind.form else ()


def _or_empty(content: Content, name: str) -> str:
    words = content.words(name)
    return str(words) if words else ""


def _basis(notice: CaseNotice | None) -> tuple[str, ...]:
    """Return the articles of law that ask for a notice; rules of halls bind the hall only."""
    duties = notice.duties if notice else ()
    lawful = (one.duty.settled.citation for one in duties if one.duty.grade is Grade.UNLAWFUL)
    return tuple(dict.fromkeys(plain(str(citation)) for citation in lawful))


def _served_on(notice: CaseNotice | None) -> str:
    served = notice.served if notice else None
    return say_date(served.occurred_at.date()) if served else ""
