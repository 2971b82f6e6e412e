"""What must hold for any text, on both engines."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search_index import Document, SearchIndex, SearchQuery
from tests.search_index.catalogue import DOCUMENTS

FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
# What people and machines type: Chinese, Latin, signs of query syntax, anything at all.
TEXTS = st.one_of(
    st.text(max_size=40),
    st.text(alphabet='排产急单照见云信息aps-"“”*()（）　 8S+.', max_size=30),
    st.lists(st.sampled_from([d.title for d in DOCUMENTS]), max_size=3).map(" ".join),
)


@FEW
@given(text=TEXTS)
def test_any_text_is_answered(catalogue: SearchIndex, text: str) -> None:
    results = catalogue.search(SearchQuery(text=text, per_page=100))

    assert len(results.hits) == results.total
    assert len({(hit.kind, hit.id) for hit in results.hits}) == results.total


@FEW
@given(text=TEXTS)
def test_any_prefix_is_answered(catalogue: SearchIndex, text: str) -> None:
    assert len(catalogue.suggest(text, limit=5)) <= 5


@FEW
@given(text=TEXTS)
def test_spans_of_any_search_join_to_the_title(catalogue: SearchIndex, text: str) -> None:
    results = catalogue.search(SearchQuery(text=text))

    assert all("".join(s.text for s in hit.title_spans) == hit.title for hit in results.hits)


@FEW
@given(text=TEXTS)
def test_scores_never_increase_down_the_page(catalogue: SearchIndex, text: str) -> None:
    scores = [hit.score for hit in catalogue.search(SearchQuery(text=text)).hits]

    assert scores == sorted(scores, reverse=True)


@FEW
@given(data=st.data())
def test_any_two_neighbouring_characters_of_a_title_find_it(catalogue: SearchIndex, data: st.DataObject) -> None:
    document = data.draw(st.sampled_from([d for d in DOCUMENTS if "\u4e00" <= d.title[1] <= "\u9fff"]))
    chinese = [i for i in range(len(document.title) - 1) if _is_chinese(document.title[i : i + 2])]
    at = data.draw(st.sampled_from(chinese))

    hits = catalogue.search(SearchQuery(text=document.title[at : at + 2], per_page=100)).hits

    assert document.key in {(hit.kind, hit.id) for hit in hits}


def _is_chinese(text: str) -> bool:
    return all("\u4e00" <= c <= "\u9fff" for c in text)


@pytest.mark.parametrize("char", sorted({c for d in DOCUMENTS[:8] for c in d.title + d.body if _is_chinese(c)}))
def test_each_single_character_finds_its_documents(catalogue: SearchIndex, char: str) -> None:
    expected = {d.key for d in DOCUMENTS if char in d.title + d.body}

    found = {(hit.kind, hit.id) for hit in catalogue.search(SearchQuery(text=char, per_page=100)).hits}

    assert expected <= found


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.text(max_size=30), body=st.text(max_size=60))
def test_any_document_can_be_stored_and_read_back(fresh: Callable[..., SearchIndex], title: str, body: str) -> None:
    index = fresh()

    index.apply(upserts=[Document(kind="module", id="1", title=title, body=body)], deletes=[], cursor=1)

    hit = index.search(SearchQuery()).hits[0]
    assert hit.title == title.encode("utf-8", "ignore").decode()
