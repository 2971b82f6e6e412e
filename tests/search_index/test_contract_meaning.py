"""What was meant, though something was found, and texts about other things, on both engines."""

from collections.abc import Callable

import pytest

from search_index import Document, SearchIndex, SearchQuery


@pytest.fixture
def torn(fresh: Callable[..., SearchIndex]) -> SearchIndex:
    """Give an index in which 排 and 厂 stand in one text, far apart."""
    index = fresh()
    documents = [
        Document(kind="module", id="1", title="快反排产", body="急单插单自动重排。", digest="1"),
        Document(kind="module", id="2", title="废气处理", body="排口在线监测，全厂一张图。", digest="2"),
    ]
    index.apply(upserts=documents, deletes=[], cursor=1)
    return index


def test_search_for_what_stands_together_nowhere_offers_what_sounds_like_it(torn: SearchIndex) -> None:
    results = torn.search(SearchQuery(text="排厂"))

    assert [hit.id for hit in results.hits] == ["1", "2"]
    assert (results.did_you_mean, results.relaxed) == ("排产", False)


def test_search_for_what_stands_together_somewhere_offers_nothing_else(torn: SearchIndex) -> None:
    torn.apply(
        upserts=[Document(kind="module", id="3", title="设备管理", body="安排厂内检修。", digest="3")],
        deletes=[],
        cursor=2,
    )

    assert torn.search(SearchQuery(text="排厂")).did_you_mean is None


def test_search_offers_only_what_its_filters_find(torn: SearchIndex) -> None:
    assert torn.search(SearchQuery(text="排厂", kinds=("provider",))).did_you_mean is None


@pytest.mark.parametrize("typed", ["排厂", "快反牌产", "kuaifan排厂"])
def test_suggest_offers_titles_that_sound_like_what_was_typed(torn: SearchIndex, typed: str) -> None:
    assert [s.text for s in torn.suggest(typed)] == ["快反排产"]


@pytest.mark.parametrize(
    ("text", "share"),
    [("急单插单", 1.0), ("排产", 1.0), ("急单不排产", 0.5), ("火星旅行", 0.0), ("排", 0.0), ("mes", 0.0), ("", 0.0)],
)
def test_familiarity_is_the_share_of_neighbours_that_stand_together(
    catalogue: SearchIndex, text: str, share: float
) -> None:
    assert catalogue.familiarity(text) == share
