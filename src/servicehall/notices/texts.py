"""Texts (正文): what a notice says, one paragraph a line, and what such a text may do.

A text prints names and nothing else::

    您申请的“{{ matter }}”还缺下列材料：
    {% for one in missing %}
    {{ loop.index }}．{{ one }}
    {% endfor %}
    {% if limit %}请在{{ limit }}补齐。{% endif %}

It is read by Jinja2 in its sandbox, and only what stands above is let through: names that are
known, ``if`` with ``and``, ``or``, ``not``, ``for`` over one name, ``loop.index``, and
``join("；")`` of one name with a few signs. Calls, sums, numbers, attributes and imports are
refused, with the line. What is printed is text; the page escapes the whole of it, so neither a text
nor a name can bring in markup.
"""

import contextlib
import functools
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from attrs import field, frozen
from jinja2 import StrictUndefined, Template, TemplateSyntaxError, nodes
from jinja2.filters import do_join
from jinja2.sandbox import ImmutableSandboxedEnvironment

from servicehall.checks import shown
from servicehall.errors import DataError
from servicehall.problems import Problems
from servicehall.vocabulary import hint_for

__all__ = ["BLANK", "Text", "Words", "plain", "read_text"]

BLANK: Final = "＿" * 12
"""What stands where something is to be filled in by hand."""

_LONGEST: Final = 5_000
_LONGEST_NUMBER: Final = 20
"""No text needs a number; the reader itself fails at one of some thousand digits."""
_LONGEST_JOIN: Final = 20
"""How many signs may stand between what is joined."""
_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})

_ENVIRONMENT: Final = ImmutableSandboxedEnvironment(
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    autoescape=False,  # plain text; the page escapes all of it
)
_ENVIRONMENT.globals.clear()
_ENVIRONMENT.tests.clear()
_ENVIRONMENT.filters = {"join": do_join}

_ALLOWED: Final = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.If,
    nodes.For,
    nodes.And,
    nodes.Or,
    nodes.Not,
)


def plain(text: str) -> str:
    """Return a text on one line, without signs that nobody sees (整理成一行)."""
    line = " ".join(text.split())
    return "".join(sign for sign in line if unicodedata.category(sign) not in _HIDDEN)


@frozen
class Words:
    """What is known of one name: a text, or several (填入的内容). Unknown, it prints a blank.

    Attributes:
        lines: The texts; none where nothing is known. An empty one prints a blank too.
    """

    lines: tuple[str, ...] = ()

    @classmethod
    def of(cls, lines: Iterable[str]) -> "Words":
        """Return texts, each on one line."""
        return cls(tuple(map(plain, lines)))

    def __bool__(self) -> bool:
        return any(self.lines)

    def __iter__(self) -> Iterator[str]:
        return (line or BLANK for line in self.lines or ("",))

    def __str__(self) -> str:
        return "、".join(self)

    @property
    def is_complete(self) -> bool:
        """Whether nothing is left blank."""
        return bool(self.lines) and all(line and BLANK not in line for line in self.lines)


@frozen
class Text:
    """A text that was read, and can be printed (可用的正文).

    Attributes:
        template: What prints it.
        names: The names of which it speaks.
        prints: Those that it prints in any case, whatever is known.
    """

    template: Template = field(repr=False)
    names: frozenset[str]
    prints: frozenset[str]

    def paragraphs(self, words: Mapping[str, Words]) -> tuple[str, ...]:
        """Return the paragraphs, with what is known filled in (填写)."""
        lines = map(plain, self.template.render(words).split("\n"))
        return tuple(line for line in lines if line)


@functools.lru_cache(maxsize=256)
def read_text(text: str, known: frozenset[str]) -> Text:
    """Read what a notice says (读取正文).

    Args:
        text: The text.
        known: The names that it can print.

    Raises:
        DataError: It cannot be read (SH701), or is too long (SH704).
        FaultyDataError: With all that no text may do (SH702), and every unknown name (SH703).
    """
    if len(text) > _LONGEST:
        raise DataError("SH704", length=len(text), most=_LONGEST)
    with _readable():
        _check_numbers(text)
        tree = _ENVIRONMENT.parse(text)
        problems = Problems("text", found=list(_faults(tree, known)))
        problems.stop()
        names = {node.name for node in tree.find_all(nodes.Name)} & known
        printed = _printed(tree.body) & names
        return Text(_ENVIRONMENT.from_string(tree), frozenset(names), frozenset(printed))


@contextlib.contextmanager
def _readable() -> Iterator[None]:
    """Say of what cannot be read in which line, and why."""
    try:
        yield
    except TemplateSyntaxError as error:
        raise DataError("SH701", line=error.lineno, reason=error.message) from error
    except (RecursionError, SyntaxError) as error:  # for Jinja2, or for Python below it
        raise DataError("SH701", line=1, reason="nested too deeply") from error


def _check_numbers(text: str) -> None:
    """Refuse a number that is too long to be read, before anything makes a number of it."""
    for line, kind, sign in _ENVIRONMENT.lex(text):
        if kind in ("integer", "float") and len(sign) > _LONGEST_NUMBER:
            raise TemplateSyntaxError(f"a number of {len(sign)} signs", line)


# ---- what a text may do

_INSIDE: Final = ""
"""Stands among the names that are known inside a loop; no name is empty."""


def _faults(node: nodes.Node, known: Collection[str]) -> Iterator[DataError]:
    """Go through a text; inside a loop one more name is known."""
    if isinstance(node, nodes.For):
        yield from _faults_of_loop(node, known)
        return
    if isinstance(node, nodes.Name) and node.name not in known:
        hint = hint_for(node.name, [name for name in known if name])
        yield DataError("SH703", line=node.lineno, name=shown(node.name), hint=hint)
    if _is_number(node, known):
        return
    if not isinstance(node, _ALLOWED) and not _is_text(node) and not _is_join(node):
        yield _forbidden(node)
        return
    for child in node.iter_child_nodes(exclude=("args",)):
        yield from _faults(child, known)


def _faults_of_loop(loop: nodes.For, known: Collection[str]) -> Iterator[DataError]:
    match loop:
        case nodes.For(
            target=nodes.Name(name=each), iter=nodes.Name(), test=None, recursive=False, else_=[]
        ) if not {each, _INSIDE} & set(known):
            yield from _faults(loop.iter, known)
            yield from map(_forbidden, _joins_of(each, loop))
            for child in loop.body:
                yield from _faults(child, {*known, each, _INSIDE})
        case _:
            yield _forbidden(loop)


def _forbidden(node: nodes.Node) -> DataError:
    lines = [one.lineno for one in (node, *node.find_all(nodes.Node)) if one.lineno]
    return DataError("SH702", line=lines[0], what=type(node).__name__)


def _is_number(node: nodes.Node, known: Collection[str]) -> bool:
    """Tell whether a node is the number of an item, inside a loop."""
    match node:
        case nodes.Getattr(node=nodes.Name(name="loop"), attr="index"):
            return _INSIDE in known
    return False


def _is_text(node: nodes.Node) -> bool:
    """Tell whether a node is a text between quotes; numbers, true and none are no words."""
    return isinstance(node, nodes.Const) and isinstance(node.value, str)


def _is_join(node: nodes.Node) -> bool:
    """Tell whether a node joins what is known of a name, and nothing else, with a few signs."""
    match node:
        case nodes.Filter(
            node=nodes.Name(),
            name="join",
            args=[nodes.Const(value=str(signs))],
            kwargs=[],
            dyn_args=None,
            dyn_kwargs=None,
        ):
            return len(signs) <= _LONGEST_JOIN
    return False


def _joins_of(each: str, loop: nodes.For) -> Iterator[nodes.Filter]:
    """Go through the joins of one of what a loop goes over: a text, taken apart into letters."""
    for one in loop.find_all(nodes.Filter):
        if _is_join(one) and isinstance(one.node, nodes.Name) and one.node.name == each:
            yield one


# ---- what it prints in any case


def _printed(body: Iterable[nodes.Node]) -> set[str]:
    """Return the names that are printed, whichever way each condition goes."""
    found: set[str] = set()
    for node in body:
        if isinstance(node, nodes.Output):
            found.update(name for one in node.nodes for name in _named(one))
        elif isinstance(node, nodes.If):
            branches = (node.body, *(one.body for one in node.elif_), node.else_)
            found |= set.intersection(*map(_printed, branches))
        else:  # a loop, over one name
            each, over = node.target.name, node.iter.name  # type: ignore[attr-defined]  # see above
            inside = _printed(node.body)  # type: ignore[attr-defined]  # as above
            found |= inside - {each} | ({over} if each in inside else set())
    return found


def _named(node: nodes.Node) -> Iterator[str]:
    """Return the name that is printed, joined or not."""
    inner = node.node if isinstance(node, nodes.Filter) else node
    if isinstance(inner, nodes.Name):
        yield inner.name
