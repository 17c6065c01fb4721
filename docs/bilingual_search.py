"""The search of the book finds Chinese too: runs of Chinese characters are indexed by pairs."""

import re
from typing import Final

from sphinx.application import Sphinx
from sphinx.search import SearchLanguage
from sphinx.search.en import SearchEnglish

_RUN: Final = re.compile(r"[\u3400-\u9fff]+|[^\W\u3400-\u9fff]+")
_CHINESE: Final = re.compile(r"[\u3400-\u9fff]")

_SPLITTER: Final = r"""
function splitQuery(query) {
  const words = [];
  for (const [run] of query.matchAll(/[\u3400-\u9fff]+|[\p{L}\p{N}_]+/gu)) {
    if (!/[\u3400-\u9fff]/.test(run) || run.length < 3) { words.push(run); continue; }
    for (let place = 0; place < run.length - 1; place++) words.push(run.slice(place, place + 2));
  }
  return words;
}
"""


class ChineseAndEnglish(SearchEnglish):
    """English words, and Chinese by pairs of characters: 一次性告知 is 一次, 次性, 性告, 告知."""

    lang = "zh-en"
    js_splitter_code = _SPLITTER

    def split(self, input: str) -> list[str]:  # noqa: A002 # the name is Sphinx's
        """Split a text into the words that are indexed, and in the browser asked for."""
        return [word for run in _RUN.findall(input) for word in _pairs(run)]


def _pairs(run: str) -> list[str]:
    if not _CHINESE.match(run):
        return [run]
    return [run[place : place + 2] for place in range(max(1, len(run) - 1))]


def setup(app: Sphinx) -> dict[str, bool]:
    """Register it; ``html_search_language`` chooses it."""
    language: type[SearchLanguage] = ChineseAndEnglish
    app.add_search_language(language)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
