"""What must stay out, on both engines."""

# ruff: noqa: RUF001  # Full-width signs are what these tests are about.

import pytest

from search_index import SearchIndex, SearchQuery


def found(index: SearchIndex, text: str) -> set[str]:
    return {f"{hit.kind}/{hit.id}" for hit in index.search(SearchQuery(text=text, per_page=100)).hits}


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("排产 -急单", "module/1"),
        ("排产 －急单", "module/1"),
        ("排产 -APS", "module/2"),
        ("桐乡 -毛衫", "provider/4"),
        ('中控 -"染色曲线"', "module/7"),
        ("能耗 -印染", "provider/6"),
        ("用友U8 -金蝶K3", "module/4"),
    ],
)
def test_search_with_excluded_words_leaves_their_documents_out(catalogue: SearchIndex, text: str, absent: str) -> None:
    assert absent not in found(catalogue, text)


@pytest.mark.parametrize(
    ("text", "kept"), [("排产 -急单", {"module/2"}), ("桐乡 -毛衫", {"provider/5"}), ("中控 -科技", {"module/7"})]
)
def test_search_with_excluded_words_keeps_the_others(catalogue: SearchIndex, text: str, kept: set[str]) -> None:
    assert found(catalogue, text) == kept


def test_search_with_only_excluded_words_returns_everything_else(catalogue: SearchIndex) -> None:
    results = catalogue.search(SearchQuery(text="-排产"))

    assert results.total == 21


@pytest.mark.parametrize("text", ['"重排自动"', '"单插急"', '"UA OPC"', '"照见云科技"', '"交期自动"'])
def test_search_for_a_phrase_that_stands_nowhere_finds_nothing(catalogue: SearchIndex, text: str) -> None:
    assert catalogue.search(SearchQuery(text=text)).total == 0


def test_search_for_a_phrase_across_title_and_body_finds_nothing(catalogue: SearchIndex) -> None:
    assert catalogue.search(SearchQuery(text='"快反排产急单"')).total == 0


@pytest.mark.parametrize("text", ["！！！", '()"*-', "…", "''", "\u200b", "\x00\x01", '""', "-", "*", "、，。"])
def test_search_for_signs_only_finds_nothing(catalogue: SearchIndex, text: str) -> None:
    assert catalogue.search(SearchQuery(text=text)).total == 0


@pytest.mark.parametrize("text", ["魑魅魍魉", "zzqqxx", "🦄"])
def test_search_for_what_is_nowhere_finds_nothing(catalogue: SearchIndex, text: str) -> None:
    results = catalogue.search(SearchQuery(text=text))

    assert (results.total, results.hits, results.relaxed) == (0, (), False)


@pytest.mark.parametrize(
    "text",
    [
        "' OR 1=1 --",
        "'; DROP TABLE documents; --",
        "kind:module AND *:*",
        "{!lucene q.op=OR}",
        "<script>alert(1)</script>",
        "../../etc/passwd",
        "%00%0a",
        "${jndi:ldap://x}",
        "((((((((((",
        '"' * 99,
        "[* TO *]",
        "\\u0000",
        "a" * 10_000,
        "排产" * 5_000,
        "排 " * 5_000,
        "-" * 10_000,
        "(" * 5_000 + ")" * 5_000,
        "急单插单自动重排，交期一眼看清。" * 700,
        "\ud800排产",
        "排产\x00",
        "👨‍👩‍👧‍👦" * 100,
        "é" * 300,
    ],
)
def test_search_with_strange_text_answers(catalogue: SearchIndex, text: str) -> None:
    results = catalogue.search(SearchQuery(text=text))

    assert 0 <= results.total <= 22


def test_search_with_a_lone_surrogate_reads_the_rest(catalogue: SearchIndex) -> None:
    assert "module/1" in found(catalogue, "\ud800快反排产")


def test_search_with_ten_thousand_characters_reads_the_beginning(catalogue: SearchIndex) -> None:
    results = catalogue.search(SearchQuery(text="急单插单自动重排，交期一眼看清。" * 700))

    assert [f"{hit.kind}/{hit.id}" for hit in results.hits[:1]] == ["module/1"]
