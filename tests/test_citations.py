"""Citations as packs write them: instrument, document number, place."""

import pytest

import servicehall as sh
from servicehall.citations import parse_citation


@pytest.mark.parametrize(
    ("written", "instrument", "number", "article"),
    [
        ("《行政许可法》第42条", "《行政许可法》", "", "第42条"),
        ("《行政许可法》 第42条第1款", "《行政许可法》", "", "第42条第1款"),
        ("《行政许可法》", "《行政许可法》", "", ""),
        ("  《行政许可法》第42条\n", "《行政许可法》", "", "第42条"),
        (
            "《关于2026年放假的通知》（国办发明电〔2025〕7号）第一条",
            "《关于2026年放假的通知》",
            "国办发明电〔2025〕7号",
            "第一条",
        ),
        ("《通知》（国办发明电〔2025〕7号）", "《通知》", "国办发明电〔2025〕7号", ""),
        ("《便民服务大厅六件管理制度》二、1", "《便民服务大厅六件管理制度》", "", "二、1"),
        ("《大厅范文10篇》篇8一（一）2②", "《大厅范文10篇》", "", "篇8一（一）2②"),
        ("《关于〈条例〉的答复》第1条", "《关于〈条例〉的答复》", "", "第1条"),
        ("行政复议法(2023) 第88条第2款", "行政复议法(2023)", "", "第88条第2款"),
        ("行政复议法(2023)", "行政复议法(2023)", "", ""),
        ("D0 篇7 六件管理制度 §五续 L347", "D0", "", "篇7 六件管理制度 §五续 L347"),
    ],
)
def test_a_citation_is_taken_apart(
    written: str, instrument: str, number: str, article: str
) -> None:
    """With 《》 the instrument ends with it; without, it ends at the first space."""
    found = parse_citation(written)
    assert (found.instrument, found.number, found.article) == (instrument, number, article)
    assert found.confidence is sh.Confidence.CLEAN


def test_quote_link_and_confidence_are_kept() -> None:
    """What else is known of a source stands in the citation, and its text shows how sure it is."""
    found = parse_citation("《X》第1条", quote="words", link="https://x.cn", confidence="inferred")
    assert (found.quote, found.link) == ("words", "https://x.cn")
    assert found.confidence is sh.Confidence.INFERRED
    assert str(found) == "《X》第1条（推定）"


def test_a_citation_reads_as_it_was_written() -> None:
    """Taken apart and put together it is the same text."""
    for written in ("《行政许可法》第42条", "《通知》（国办发明电〔2025〕7号）第一条"):
        assert str(parse_citation(written)) == written


def test_the_document_number_alone_is_the_short_form() -> None:
    """Where there is a number it stands for the title."""
    assert (
        parse_citation("《通知》（国办发明电〔2025〕7号）第一条").short
        == "国办发明电〔2025〕7号第一条"
    )
    assert parse_citation("《行政许可法》第42条").short == "《行政许可法》第42条"


@pytest.mark.parametrize(
    "written",
    ["", " ", "第42条", "第42条第1款", "第三章", "第二节 一", "§3", "12条", "３条", "L347"],
)
def test_a_place_without_an_instrument_is_refused(written: str) -> None:
    """An article alone can be looked up nowhere; both languages say what to write."""
    with pytest.raises(sh.DataError) as caught:
        parse_citation(written)
    assert caught.value.code == "SH433"
    assert repr(written) in caught.value.where
    assert "《行政许可法》第42条" in caught.value.fix
    assert "依据没有写明文件名称" in caught.value.in_chinese()


@pytest.mark.parametrize("written", ["《》第3条", "《 》第3条", "《》"])
def test_an_empty_title_is_no_instrument(written: str) -> None:
    """Brackets around nothing name no law."""
    with pytest.raises(sh.DataError, match="SH433"):
        parse_citation(written)


def test_a_confidence_must_exist() -> None:
    """How well a source was read is one of three words."""
    with pytest.raises(sh.InputValueError, match="SH112"):
        parse_citation("《X》", confidence="sure")
