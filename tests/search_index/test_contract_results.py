"""Pages, order, facets, marks, better spellings and suggestions, on both engines."""

# ruff: noqa: RUF001  # Full-width signs are what these tests are about.

from collections.abc import Callable

import pytest

from search_index import (
    Document,
    FacetCount,
    InvalidQueryError,
    PageOutOfRangeError,
    SearchIndex,
    SearchQuery,
    Span,
)


def keys(index: SearchIndex, query: SearchQuery) -> list[str]:
    return [f"{hit.kind}/{hit.id}" for hit in index.search(query).hits]


def many(count: int) -> list[Document]:
    return [
        Document(kind="module", id=str(n), title="同名模块", body="一样的说明", digest=str(n)) for n in range(count)
    ]


def test_search_without_text_browses_everything_by_key(catalogue: SearchIndex) -> None:
    results = catalogue.search(SearchQuery(per_page=3))

    assert results.total == 22
    assert [f"{hit.kind}/{hit.id}" for hit in results.hits] == ["module/1", "module/10", "module/2"]


def test_search_in_kinds_keeps_to_them(catalogue: SearchIndex) -> None:
    assert keys(catalogue, SearchQuery(text="能耗", kinds=("provider",))) == ["provider/6"]


def test_search_in_an_unknown_kind_finds_nothing(catalogue: SearchIndex) -> None:
    assert catalogue.search(SearchQuery(text="能耗", kinds=("ghost",))).total == 0


def test_search_with_a_filter_keeps_to_its_values(catalogue: SearchIndex) -> None:
    query = SearchQuery(kinds=("module",), filters={"county": ("余姚市",)})

    assert keys(catalogue, query) == ["module/1", "module/3"]


def test_search_with_two_values_of_a_filter_takes_either(catalogue: SearchIndex) -> None:
    query = SearchQuery(filters={"county": ("瑞安市", "长兴县")})

    assert keys(catalogue, query) == ["module/8", "provider/8"]


def test_search_with_two_filters_needs_both(catalogue: SearchIndex) -> None:
    query = SearchQuery(filters={"county": ("永康市",), "payment": ("一次性付费",)})

    assert keys(catalogue, query) == ["module/5"]


def test_search_with_an_injected_filter_value_takes_it_literally(catalogue: SearchIndex) -> None:
    assert catalogue.search(SearchQuery(filters={"county": ("余姚市' OR 'x'='x", "*")})).total == 0


def test_facets_count_matches_most_frequent_first(catalogue: SearchIndex) -> None:
    facets = catalogue.search(SearchQuery(kinds=("module",))).facets

    assert facets["payment"] == (
        FacetCount("按使用付费", 3),
        FacetCount("一次性付费", 2),
        FacetCount("按效果付费", 1),
    )


def test_facets_lift_their_own_filter(catalogue: SearchIndex) -> None:
    facets = catalogue.search(SearchQuery(kinds=("module",), filters={"county": ("余姚市",)})).facets

    assert facets["county"] == (
        FacetCount("余姚市", 2),
        FacetCount("慈溪市", 2),
        FacetCount("永康市", 2),
        FacetCount("瑞安市", 1),
    )
    assert facets["payment"] == (FacetCount("按使用付费", 2),)
    assert facets["kind"] == (FacetCount("module", 2),)


def test_facets_of_text_count_its_matches_only(catalogue: SearchIndex) -> None:
    facets = catalogue.search(SearchQuery(text="能耗")).facets

    assert facets["kind"] == (FacetCount("module", 1), FacetCount("provider", 1))


def test_facets_of_a_filter_without_hits_still_offer_other_values(catalogue: SearchIndex) -> None:
    results = catalogue.search(SearchQuery(text="照见云", filters={"county": ("余姚市",)}))

    assert results.total == 0
    assert results.facets["county"] == (FacetCount("吴兴区", 1),)


def test_pages_of_equal_scores_show_everything_once(fresh: Callable[..., SearchIndex]) -> None:
    index = fresh()
    index.apply(upserts=many(57), deletes=[], cursor=1)

    pages = [keys(index, SearchQuery(text="同名", page=page, per_page=10)) for page in range(1, 7)]

    assert sorted(k for page in pages for k in page) == sorted(f"module/{n}" for n in range(57))


def test_order_of_equal_scores_depends_on_the_tie_seed(
    fresh: Callable[..., SearchIndex], tmp_path_factory: pytest.TempPathFactory
) -> None:
    orders = []
    for seed in ("2026", "2027"):
        index = fresh(tie_seed=seed, folder=str(tmp_path_factory.mktemp("seeded")))
        index.apply(upserts=many(20), deletes=[], cursor=1)
        orders.append(keys(index, SearchQuery(text="同名")))

    assert orders[0] != orders[1]
    assert sorted(orders[0]) == sorted(orders[1])


def test_order_of_equal_scores_does_not_depend_on_the_order_of_writing(
    fresh: Callable[..., SearchIndex], tmp_path_factory: pytest.TempPathFactory
) -> None:
    orders = []
    for documents in (many(30), many(30)[::-1]):
        index = fresh(folder=str(tmp_path_factory.mktemp("ordered")))
        index.apply(upserts=documents[:15], deletes=[], cursor=1)
        index.apply(upserts=documents[15:], deletes=[], cursor=2)
        orders.append(keys(index, SearchQuery(text="同名", per_page=30)))

    assert orders[0] == orders[1]


def test_weight_of_a_document_lifts_it(fresh: Callable[..., SearchIndex]) -> None:
    index = fresh()
    heavy = Document(kind="module", id="heavy", title="同名模块", body="一样的说明", weight=2.0)
    index.apply(upserts=[*many(5), heavy], deletes=[], cursor=1)

    assert keys(index, SearchQuery(text="同名"))[0] == "module/heavy"


@pytest.mark.parametrize(("page", "per_page"), [(2, 20), (10**9, 1), (10**18, 100), (3, 1), (0, 20), (-1, 20)])
def test_page_outside_the_results_is_an_error(catalogue: SearchIndex, page: int, per_page: int) -> None:
    with pytest.raises(PageOutOfRangeError):
        catalogue.search(SearchQuery(text="桐乡", page=page, per_page=per_page))


def test_page_error_tells_the_last_page(catalogue: SearchIndex) -> None:
    with pytest.raises(PageOutOfRangeError) as caught:
        catalogue.search(SearchQuery(page=99, per_page=10))

    assert (caught.value.page, caught.value.pages) == (99, 3)


def test_second_page_of_nothing_is_an_error(catalogue: SearchIndex) -> None:
    with pytest.raises(PageOutOfRangeError):
        catalogue.search(SearchQuery(text="zzqqxx", page=2))


@pytest.mark.parametrize("per_page", [0, -1, 101, 10**9])
def test_page_size_out_of_bounds_is_an_error(catalogue: SearchIndex, per_page: int) -> None:
    with pytest.raises(InvalidQueryError):
        catalogue.search(SearchQuery(per_page=per_page))


def test_filter_by_kind_in_the_wrong_place_is_an_error(catalogue: SearchIndex) -> None:
    with pytest.raises(InvalidQueryError):
        catalogue.search(SearchQuery(filters={"kind": ("module",)}))


def test_filter_with_too_many_values_is_an_error(catalogue: SearchIndex) -> None:
    with pytest.raises(InvalidQueryError):
        catalogue.search(SearchQuery(filters={"county": tuple(map(str, range(101)))}))


def test_title_spans_mark_what_was_asked(catalogue: SearchIndex) -> None:
    hit = catalogue.search(SearchQuery(text="见云")).hits[0]

    assert hit.title_spans == (
        Span("湖州照", marked=False),
        Span("见云", marked=True),
        Span("信息科技有限公司", marked=False),
    )


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("zhaojianyun", "照见云"),
        ("zjyxx", "照见云信息"),
        ("照見雲", "照见云"),
        ("ＩＮＦＯＬＩＮＫ", "InfoLink"),
        ("锟铻 装备", "锟铻"),
    ],
)
def test_title_spans_mark_other_spellings_too(catalogue: SearchIndex, text: str, marked: str) -> None:
    hit = catalogue.search(SearchQuery(text=text)).hits[0]

    assert marked in [span.text for span in hit.title_spans if span.marked]


def test_snippet_shows_the_place_that_matches(catalogue: SearchIndex) -> None:
    hit = catalogue.search(SearchQuery(text="蒸汽管网")).hits[0]

    text = "".join(span.text for span in hit.snippet)
    assert "蒸汽管网" in text
    assert len(text) <= 122


def test_snippet_of_a_body_without_matches_is_its_beginning(catalogue: SearchIndex) -> None:
    hit = catalogue.search(SearchQuery(text="快反")).hits[0]

    assert hit.snippet == (Span("急单插单自动重排，交期一眼看清。", marked=False),)


def test_snippet_of_markup_stays_plain_text_in_spans(catalogue: SearchIndex) -> None:
    hit = catalogue.search(SearchQuery(text="script 染色")).hits[0]

    assert "".join(span.text for span in hit.snippet) == (
        "<script>alert('x')</script> 染色曲线下发 & 助剂计量 <b>粗体</b>"
    )
    assert [span.text for span in hit.snippet if span.marked] == ["script", "script", "染色"]


@pytest.mark.parametrize("text", ["№5", "café", "提案"])
def test_spans_join_to_the_stored_title(catalogue: SearchIndex, text: str) -> None:
    hit = catalogue.search(SearchQuery(text=text)).hits[0]

    assert "".join(span.text for span in hit.title_spans) == hit.title


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("派产", "排产"),
        ("照见运", "照见云"),
        ("桐乡市绒峪毛杉有限公司", "桐乡市绒峪毛衫有限公司"),
        ("WSM", "wms"),
        ("infolnikmes", "infolinkmes"),
        ("安登呼叫", "安灯呼叫"),
    ],
)
def test_search_with_a_typing_error_offers_a_better_spelling(catalogue: SearchIndex, text: str, better: str) -> None:
    results = catalogue.search(SearchQuery(text=text))

    assert (results.did_you_mean, results.relaxed) == (better, True)


@pytest.mark.parametrize("text", ["排产", "照见云", "aps", "zhaojianyun", "zjyxx", "", "-排产", '"自动重排"'])
def test_search_that_is_spelt_well_offers_no_other_spelling(catalogue: SearchIndex, text: str) -> None:
    results = catalogue.search(SearchQuery(text=text))

    assert (results.did_you_mean, results.relaxed) == (None, False)


def test_search_below_the_synonym_ranks_the_word_itself_first(catalogue: SearchIndex) -> None:
    assert keys(catalogue, SearchQuery(text="排产"))[:2] == ["module/1", "module/2"]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("快", "快反排产"),
        ("快反排", "快反排产"),
        ("kuaif", "快反排产"),
        ("kfp", "快反排产"),
        ("infol", "InfoLinkMES"),
        ("照见", "湖州照见云信息科技有限公司"),
        ("zhaojiany", "湖州照见云信息科技有限公司"),
        ("绍興", "绍兴柯印智联科技有限公司"),
        ("ＡＰ", "APS高级计划"),
        ("U8电", "金华U8电动车有限公司"),
    ],
)
def test_suggest_offers_titles_while_typing(catalogue: SearchIndex, typed: str, title: str) -> None:
    assert title in [s.text for s in catalogue.suggest(typed)]


def test_suggest_puts_titles_that_begin_so_first(catalogue: SearchIndex) -> None:
    assert catalogue.suggest("桐")[0].text.startswith("桐乡市")


def test_suggest_keeps_to_kinds_and_limit(catalogue: SearchIndex) -> None:
    found = catalogue.suggest("有限公司", limit=2, kinds=("provider",))

    assert [s.kind for s in found] == ["provider", "provider"]


@pytest.mark.parametrize("typed", ["", "  ", '"', "-", "魑魅", "-排产"])
def test_suggest_for_nothing_useful_offers_nothing(catalogue: SearchIndex, typed: str) -> None:
    assert catalogue.suggest(typed) == ()
