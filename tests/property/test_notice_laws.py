"""Laws of notices: no name brings in markup, no text does more than print, no item is dropped."""

import itertools
from datetime import datetime
from html.parser import HTMLParser
from typing import Final
from zoneinfo import ZoneInfo

from hypothesis import example, given, strategies as st

import servicehall as sh
from servicehall.errors import DataError
from servicehall.notices import draft
from servicehall.notices.texts import Text, Words, read_text

SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
REGISTRY: Final = sh.Registry.of()
NAMES: Final = ("甲", "乙", "reasons")
KNOWN: Final = frozenset(NAMES)

anything = st.text(min_size=1) | st.sampled_from(["<b>", "</p>", "{{ 1 }}", "&amp;", '" onload="'])


class _Tags(HTMLParser):
    """Which tags a page has, in order, with their attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, tuple[str, ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, tuple(name for name, _ in attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.seen.append((f"/{tag}", ()))


def tags(page: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return the tags of a page."""
    parser = _Tags()
    parser.feed(page)
    return parser.seen


def page_of(applicant: str, reasons: str) -> str:
    """Return the page of a returned case."""
    at = datetime(2026, 11, 2, 9, tzinfo=SHANGHAI)
    events = [
        sh.Event(id="e1", kind="received", occurred_at=at, payload={"applicant": applicant}),
        sh.Event(id="e2", kind="returned", occurred_at=at, payload={"reasons": reasons}),
    ]
    found = REGISTRY.assess(sh.Timeline.of(events), as_of=at, division="371302")
    return draft(found, "return", unmask=True).to_html()


PLAIN: Final = tags(page_of("李小明", "缺少主件"))


@given(applicant=anything, reasons=anything)
def test_whatever_people_write_the_page_has_the_same_tags(applicant: str, reasons: str) -> None:
    """Names and reasons are text: they open nothing, close nothing, and add no attribute."""
    assert tags(page_of(applicant, reasons)) == PLAIN


pieces = st.sampled_from(
    [
        *(
            "{{",
            "}}",
            "{%",
            "%}",
            "{#",
            "#}",
            "(",
            ")",
            "[",
            "]",
            ".",
            "|",
            "'",
            '"',
            "=",
            "~",
            "+",
        ),
        *(" if ", " else ", " endif ", " for ", " in ", " endfor ", " not ", " and ", " or "),
        *(" set ", " macro ", " import ", " include ", "loop", "index", "join", "range", "10"),
        *(*NAMES, "self", "__class__", " ", "\n", "文字"),
    ]
)


@given(st.lists(pieces, max_size=30).map("".join))
@example("{{甲.__class__}}")
@example("{% for 丙 in 甲 %}{{ loop.index }}{% endfor %}")
def test_a_text_is_refused_or_prints_and_nothing_else_happens(text: str) -> None:
    """Whatever is written: a message of ours, or paragraphs."""
    try:
        found = read_text(text, KNOWN)
    except DataError:
        return
    lines = found.paragraphs({name: Words((name,)) for name in found.names})
    assert all(line == line.strip() != "" for line in lines)


def _loop(inner: str, name: str) -> str:
    return f"{{% for 丙 in {name} %}}{inner}{{% endfor %}}"


def _condition(parts: tuple[str, str, str]) -> str:
    name, first, second = parts
    return f"{{% if {name} %}}{first}{{% else %}}{second}{{% endif %}}"


prints = st.sampled_from(
    [*(f"{{{{ {name} }}}}" for name in NAMES), "文字", '{{ 甲 | join("；") }}']
)
in_loop = st.builds(
    _loop, prints | st.just("{{ 丙 }}") | st.just("{{ loop.index }}"), st.sampled_from(NAMES)
)
texts = st.recursive(
    prints | in_loop,
    lambda inner: (
        st.tuples(st.sampled_from(NAMES), inner, inner).map(_condition)
        | st.lists(inner, max_size=3).map("".join)
    ),
    max_leaves=6,
)


def printed_always(text: Text) -> set[str]:
    """Try every way in which names can be known or not; slow, and obviously right."""
    found = set(text.names)
    for known in itertools.product([True, False], repeat=len(NAMES)):
        states = dict(zip(NAMES, known, strict=True))
        words = {name: Words((f"〔{name}〕",) if states[name] else ()) for name in NAMES}
        said = "".join(text.paragraphs(words))
        found -= {name for name in found if states[name] and f"〔{name}〕" not in said}
    return found


@given(texts)
def test_what_is_said_to_be_printed_in_any_case_is(text: str) -> None:
    """An item that counts as printed is printed whatever is known: none is ever dropped."""
    read = read_text(text, KNOWN)
    assert read.prints <= printed_always(read)
