"""Tokens of texts."""

# ruff: noqa: RUF001  # Full-width signs are what these tests are about.

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_index.alignment import fold_aligned
from search_index.analyzer import Analyzer, analyzer_for
from search_index.batches import grams_of_all, latin_flags
from search_index.lexicon import EMPTY_LEXICON, Lexicon
from search_index.normalize import _normalize_in_full, fold, normalize, normalize_together
from search_index.tokens import compact, core_name, grams, latin_tokens, pairs


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ＡＰＳ", "aps"),
        ("軟體鋼琴", "软体钢琴"),
        ("乾燥", "干燥"),
        ("①", "1"),
        ("ﬁ", "fi"),
        ("a\u200bb\ufeffc", "abc"),
        ("\ud800a", "a"),
        ("İ", "İ"),
    ],
)
def test_fold_gives_one_spelling(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_normalize_keeps_letter_case() -> None:
    assert normalize("ＩｎｆｏLink") == "InfoLink"


def test_fold_aligned_without_change_of_length_needs_no_origins() -> None:
    assert fold_aligned("排產Ａ") == ("排产a", None)


def test_fold_aligned_with_change_of_length_tells_where_characters_come_from() -> None:
    assert fold_aligned("ﬁx\u200by") == ("fixy", (0, 0, 1, 3))


def test_grams_interleave_units_and_joins() -> None:
    assert grams("排产中") == ["排", "排产", "产", "产中", "中"]


def test_grams_join_latin_neighbours_over_one_sign() -> None:
    assert grams("s7-1200 plc") == ["s7", "s71200", "1200", "1200plc", "plc"]


def test_grams_do_not_join_over_punctuation_or_scripts() -> None:
    assert grams("排，产u8产") == ["排", "产", "u8", "产"]


def test_grams_keep_signs_of_programming_languages() -> None:
    assert grams("c++、c#") == ["c++", "c#"]


def test_grams_cut_tokens_that_are_too_long() -> None:
    assert grams("a" * 100) == ["a" * 64]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("排产", ["排产"]),
        ("排", ["排"]),
        ("排产u8", ["排产", "u8"]),
        ("u8排产中", ["u8", "排产", "产中"]),
        ("", []),
        ("a，b", ["a", "b"]),
    ],
)
def test_pairs_are_what_a_text_must_hold(text: str, found: list[str]) -> None:
    assert pairs(text) == found


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("InfoLinkMES", ["infolinkmes", "info", "link", "mes", "infolink", "linkmes"]),
        ("PLC300", ["plc300", "plc", "300"]),
        ("OPC UA", ["opc", "ua", "opcua"]),
        ("U8", ["u8", "u", "8"]),
    ],
)
def test_latin_tokens_know_parts_and_joins(text: str, tokens: list[str]) -> None:
    assert list(latin_tokens(text)) == tokens


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("湖州照见云信息科技有限公司", "湖州照见云信息科技"),
        ("宁波锟铻智能装备股份有限公司", "宁波锟铻智能装备"),
        ("某某有限责任公司", "某某"),
        ("穹知(浙江)工业软件有限公司", "穹知浙江工业软件"),
        ("永康秤砣衡器厂", "永康秤砣衡器"),
        ("有限公司", "有限公司"),
        ("公司", "公司"),
    ],
)
def test_core_name_drops_the_legal_form(name: str, core: str) -> None:
    assert core_name(name) == core


def test_compact_keeps_letters_digits_and_characters() -> None:
    assert compact("穹知（浙江） U8+") == "穹知浙江U8"


def test_document_holds_words_of_the_lexicon_whole() -> None:
    analyzer = Analyzer(Lexicon(words=("开机率",)))

    assert "开机率" in analyzer.document(title="提升开机率", body="").title_words.split()


def test_document_holds_the_sound_of_its_title() -> None:
    tokens = Analyzer(EMPTY_LEXICON).document(title="照见云", body="")

    assert tokens.title_sounds.split() == [
        *("zhao", "jian", "yun", "zhao'jian", "jian'yun"),
        *(";zj", ";jy", ";zjy"),
    ]
    assert tokens.title_exact.split() == ["=照见云", "p:zhaojianyun", "i:zjy"]


def test_document_reads_characters_by_their_words_and_by_themselves() -> None:
    sounds = Analyzer(EMPTY_LEXICON).document(title="银行", body="").title_sounds.split()

    assert "yin'hang" in sounds


def test_document_without_text_has_no_words() -> None:
    tokens = Analyzer(EMPTY_LEXICON).document(title="", body="")

    assert tokens.streams == ([], [], [], ["=", "p:", "i:"], [], [])


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("e\u0301", "é"),
        ("乾隆，乾燥。", "乾隆,干燥。"),
        ("\u1112\u1161\u11ab", "한"),
        ("全角：（１２）", "全角:(12)"),
        ("ｶﾞ", "ガ"),
    ],
)
def test_normalize_minds_neighbours(text: str, plain: str) -> None:
    assert normalize(text) == plain


PLAIN = analyzer_for(EMPTY_LEXICON)
CHINESE = st.text(alphabet=[*"排产乾隆燥後覆（）Ａ１，。~é", "\u0301", "\u200b", "\u3000"], max_size=12)


@given(text=st.one_of(CHINESE, st.text(max_size=40)))
def test_normalize_takes_no_wrong_short_cut(text: str) -> None:
    assert normalize(text) == _normalize_in_full(text)


@given(text=st.text(alphabet="ab 1-/排产，😀$％é", max_size=20))
def test_pairs_stand_among_the_grams(text: str) -> None:
    assert set(pairs(text)) <= set(grams(text))


MIXED = st.text(alphabet=[*"ab1 -/.+#_排产染，😀$％é×한カ", "\n", "\0", "\u3000"], max_size=30)


@given(texts=st.lists(st.one_of(MIXED, st.text(max_size=40)), max_size=6))
def test_many_texts_at_once_have_the_grams_of_each(texts: list[str]) -> None:
    folded = [fold(text) for text in texts]

    assert [found.split() for found in grams_of_all(folded, latin=latin_flags(folded))] == [
        grams(text) for text in folded
    ]


@given(text=st.one_of(MIXED, st.text(alphabet="ȺẞİéK排Ａ１·", max_size=8), st.text(max_size=40)))
def test_words_hold_every_latin_token_of_a_text(text: str) -> None:
    wanted = " ".join(latin_tokens(normalize(text))).split()

    found = PLAIN.document(title=text, body="").title_words.split()

    assert found[len(found) - len(wanted) :] == wanted


@given(texts=st.lists(st.one_of(CHINESE, MIXED), max_size=6))
def test_many_texts_at_once_are_normalized_like_each(texts: list[str]) -> None:
    assert normalize_together(texts) == [normalize(text) for text in texts]
