"""Paper (纸面): a notice as plain text, and as a page of A4 with places for seal and receipt."""

import functools
import unicodedata
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Final

from attrs import field, frozen
from jinja2 import Environment, StrictUndefined, Template

from servicehall.checks import read_only
from servicehall.forms import NoticeKind
from servicehall.notices.texts import BLANK
from servicehall.privacy import MASKED, UNMASKED

__all__ = ["Notice"]

_WIDTH: Final = 76
"""How wide a line of text is, in Latin letters."""
_DAY: Final = "＿＿＿＿年＿＿月＿＿日"


@frozen(kw_only=True)
class Notice:
    """The content of one paper (告知书文稿), as :func:`servicehall.notices.draft` writes it.

    Attributes:
        kind: Its kind.
        title: What it is called here.
        case: The number of the case, or empty.
        addressee: To whom it is; a blank where nobody noted the name.
        paragraphs: What it says.
        basis: The articles of law that ask for it, in Chinese.
        unit: Who serves it; a blank where nothing says.
        contact: Where to ask: window, place, telephone.
        day: The day on it, in Chinese; empty to be filled in by hand.
        missing: The items of its form that are not known, by name, in Chinese: blanks on the paper.
        is_masked: Whether personal data is hidden.
    """

    kind: NoticeKind = field(repr=False)
    title: str
    case: str = ""
    addressee: str
    paragraphs: tuple[str, ...]
    basis: tuple[str, ...] = ()
    unit: str
    contact: str = ""
    day: str = ""
    missing: Mapping[str, str] = field(factory=dict, converter=read_only)
    is_masked: bool = True

    @property
    def remark(self) -> str:
        """What the output says of personal data (个人信息说明)."""
        return f"文稿：{MASKED}，不能送达" if self.is_masked else UNMASKED

    def to_text(self) -> str:
        """Return the paper as plain text (文本)."""
        return "\n".join(_lines(self)) + "\n"

    def to_html(self) -> str:
        """Return the paper as a page that prints on A4 (网页); every text in it is escaped."""
        return _page().render(notice=self, blank=BLANK, blank_day=_DAY)


# ---- text


def _lines(notice: Notice) -> Iterator[str]:
    yield _pushed(notice.title, 0.5)
    yield ""
    yield _pushed(f"编号：{notice.case or BLANK}", 1)
    yield f"{notice.addressee}："
    yield from (f"　　{paragraph}" for paragraph in notice.paragraphs)
    yield ""
    if notice.basis:
        yield f"告知依据：{'、'.join(notice.basis)}"
    if notice.contact:
        yield f"联系：{notice.contact}"
    yield _pushed(f"{notice.unit}（印章）", 1)
    yield _pushed(notice.day or _DAY, 1)
    yield "－" * (_WIDTH // 2)
    yield f"送达回证　收件人（签名）：{BLANK}　收到日期：{_DAY}"
    yield f"（{notice.remark}）"


def _pushed(text: str, share: float) -> str:
    """Return a text moved to the right by a share of what is left of the line."""
    wide = sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
    return " " * int(max(_WIDTH - wide, 0) * share) + text


# ---- page


@functools.cache
def _page() -> Template:
    """Return the page; it escapes all that it prints."""
    source = resources.files("servicehall.notices").joinpath("page.html").read_text("utf-8")
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(source)
