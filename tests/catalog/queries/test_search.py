"""What one box finds, and why, best first."""

from datetime import datetime

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from accounts.actors import SYSTEM, Actor
from catalog.actions.refresh_search_rows import refresh_search_rows
from catalog.articles import search_key
from catalog.enums import AnalogueKind, Match, NumberKind
from catalog.models import ArticleNumber, CompanyProduct, Product
from catalog.queries.search import LONGEST_QUERY, MOST_HITS, search
from tests.factories import make_actor, make_analogue, make_product, make_stock

pytestmark = pytest.mark.django_db


def found(actor: Actor, query: str, **options: object) -> list[tuple[str, str]]:
    result = search(actor, query, **options)  # type: ignore[arg-type]
    return [(hit.product.article, hit.match.value) for hit in result.hits]


def number(product: Product, kind: NumberKind, text: str, brand: str = "") -> None:
    ArticleNumber.objects.create(product=product, kind=kind, number=text, brand_name=brand, key=search_key(text))


@pytest.mark.parametrize("typed", ["CF259X", "cf259x", " CF-259 X ", "СF259Х", "ＣＦ２５９Ｘ", "cf\u200b259x"])
def test_an_article_is_found_in_any_spelling(buyer: Actor, typed: str) -> None:
    make_product("CF259X")
    assert found(buyer, typed) == [("CF259X", "exact")]


def test_the_spelling_as_printed_comes_before_others_of_the_same_key(buyer: Actor) -> None:
    for article in ("SMBJ6.0CA", "SMBJ60CA", "SMBJ60-CA"):
        make_product(article)
    assert found(buyer, "smbj60ca")[0] == ("SMBJ60CA", "exact")
    assert found(buyer, "smbj6.0ca")[0] == ("SMBJ6.0CA", "exact")
    assert len(found(buyer, "smbj6.0ca")) == 3


def test_more_spellings_than_a_page_do_not_push_the_printed_one_out(buyer: Actor) -> None:
    for place in range(1, 25):
        make_product("AB" + "-" * place + "CD")
    make_product("ABCD")
    assert found(buyer, "abcd", limit=3)[0] == ("ABCD", "exact")


def test_of_equal_articles_one_in_stock_comes_first(buyer: Actor, now: datetime) -> None:
    make_product("CF259X", brand="A")
    make_stock(make_product("CF259X", brand="B"))
    refresh_search_rows(by=SYSTEM, at=now)
    assert [hit.product.brand.name for hit in search(buyer, "cf259x").hits] == ["B", "A"]


def test_other_numbers_by_their_kind(buyer: Actor) -> None:
    product = make_product("06A115561B")
    number(product, NumberKind.EAN, "4006633374668")
    number(product, NumberKind.OE, "06A-115-561")
    number(product, NumberKind.CROSS, "W 712/75", "MANN")
    number(product, NumberKind.SUPERSEDED, "OLD-1")
    typed = ["4006633374668", "06a 115 561", "w71275", "old1"]
    assert [found(buyer, one)[0][1] for one in typed] == ["ean", "oe", "cross", "superseded"]


def test_own_codes_are_the_companys_own(buyer: Actor) -> None:
    product = make_product()
    CompanyProduct.objects.create(company=buyer.company, product=product, own_code="10-00482", key="1000482")
    assert found(buyer, "10-00482") == [(product.article, "own_code")]
    assert found(make_actor(), "10-00482") == []


def test_prefix_then_part_of_an_article(buyer: Actor) -> None:
    for article in ("CF259XC", "CS-CF259X", "CF259X"):
        make_product(article, name="x")
    assert found(buyer, "CF259X") == [("CF259X", "exact"), ("CF259XC", "prefix"), ("CS-CF259X", "part")]


def test_of_prefixes_the_spelling_as_typed_comes_first(buyer: Actor) -> None:
    for article in ("SMBJ60A", "SMBJ6.0A"):
        make_product(article, name="x")
    assert found(buyer, "smbj6.0") == [("SMBJ6.0A", "prefix"), ("SMBJ60A", "prefix")]


@pytest.mark.parametrize(
    ("article", "typed", "match"),
    [
        ("CE285A", "СУ285Ф", Match.LAYOUT),
        ("TE1075-4", "еу-1075", Match.LAYOUT),
        ("0986494294", "986494294", Match.VARIANT),
        ("GOOD00D", "GOODOOD", Match.VARIANT),
        ("CE285A", "CE258A", Match.TYPO),
        ("CE285A", "CE25A", Match.TYPO),
        ("CE285A", "CE2855A", Match.TYPO),
        ("CE285A", "CE285B", Match.TYPO),
    ],
)
def test_what_was_mistyped_is_understood_and_said(buyer: Actor, article: str, typed: str, match: Match) -> None:
    make_product(article, name="x")
    result = search(buyer, typed)
    assert [(hit.product.article, hit.match) for hit in result.hits] in ([(article, match)], [(article, Match.PART)])
    if result.hits[0].match == match:
        assert (result.literal, result.is_corrected, result.correction) == (typed, True, match)


def test_the_literal_search_puts_no_mistake_right(buyer: Actor) -> None:
    make_product("CE285A", name="x")
    result = search(buyer, "СУ285Ф", is_literal=True)
    assert (result.hits, result.is_corrected) == ((), False)


def test_nothing_is_put_right_where_the_article_exists(buyer: Actor) -> None:
    make_product("CE285A", name="x")
    make_product("CE285B", name="x")
    assert found(buyer, "CE285B") == [("CE285B", "exact")]


def test_words_of_a_name_in_any_form_and_order_the_last_as_a_prefix(buyer: Actor) -> None:
    make_product("A1", name="Картриджи чёрные для принтера")
    for typed in ("картридж", "принтеры картридж", "чёрный карт", "КАРТРИДЖЕЙ"):
        assert found(buyer, typed) == [("A1", "name")]
    assert found(buyer, "картридж синий") == []


def test_sections_makers_and_mixed_queries(buyer: Actor) -> None:
    product = make_product("0986494294", brand="BOSCH GmbH", name="Колодки тормозные")
    make_product("X-1", brand="TRW", name="Колодки тормозные")
    assert found(buyer, "bosch") == [("0986494294", "name")]
    assert found(buyer, "колодки bosch") == [("0986494294", "name")]
    assert found(buyer, "bosch 0986494294") == [("0986494294", "exact")]
    assert {article for article, _match in found(buyer, str(product.category).lower())} == {"0986494294", "X-1"}


def test_what_is_not_on_sale_is_not_found(buyer: Actor) -> None:
    make_product("CF259X", name="Картридж", is_on_sale=False)
    number(make_product("B-1", name="x", is_on_sale=False), NumberKind.EAN, "4006633374668")
    for typed in ("CF259X", "CF259", "F259", "картридж", "4006633374668", "CF258X"):
        result = search(buyer, typed)
        assert (result.hits, result.nearest) == ((), ())


def test_nothing_found_names_the_nearest_articles(buyer: Actor) -> None:
    make_product("KVR32N22S8/16", name="x")
    result = search(buyer, "KVR32N22S8/61-99")
    assert result.hits == ()
    assert [product.article for product in result.nearest] == ["KVR32N22S8/16"]


def test_paging_is_bounded(buyer: Actor) -> None:
    for place in range(30):
        make_product(f"CF259X-{place:02}")
    result = search(buyer, "CF259X", limit=20)
    assert (len(result.hits), result.has_more) == (20, True)
    everything = search(buyer, "CF259X", limit=10**18)
    assert (len(everything.hits), everything.has_more) == (30, False)
    assert MOST_HITS < 1000


def test_the_number_of_queries_does_not_grow_with_the_hits(
    buyer: Actor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for place in range(3):
        make_product("CF259X", brand=f"B{place}")
        with django_assert_num_queries(6):
            search(buyer, "CF259X")
    with django_assert_num_queries(10):  # its words in the other layout too
        search(buyer, "nowhere 12345")


@pytest.mark.parametrize(
    "typed",
    ["", " ", "\x00", "\ud800", "'", "%", "_", "\\", "a'b\"c", "' & !", "a:*", "(((", "😀", "\u202e123", "<b>", "🅰"]
    + ["x" * 10_000, "слово " * 200, "1 " * 5_000, "%" * 10_000, "a\x00b", "CF\ud800259", "ж" * 10_000, "̀" * 10_000],
)
def test_any_text_is_answered(buyer: Actor, typed: str) -> None:
    make_product("CF259X")
    result = search(buyer, typed)
    assert len(result.literal) <= LONGEST_QUERY
    assert result.literal.isprintable()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(st.characters(codec=None), max_size=60))
def test_no_text_breaks_it(buyer: Actor, typed: str) -> None:
    search(buyer, typed)
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


@pytest.mark.parametrize(
    ("query", "quantity"),
    [
        ("CF259X 5", 5),
        ("cf-259 x  12 ", 12),
        ("HP CF259X 5", 5),
        ("картридж CF259X 5", 5),
        ("10-00482 7", 7),
        ("193905265398 3", 3),
        ("СА259Ч 5", 5),
        ("CF259X", 0),
        ("CF259X 0", 0),
        ("CF259X -5", 0),
        ("CF259X 5.5", 0),
        ("CF259X 1234567", 0),
        ("5", 0),
        ("картридж 5", 0),
        ("CF259", 0),
    ],
)
def test_a_number_after_an_article_is_a_quantity(buyer: Actor, query: str, quantity: int) -> None:
    product = make_product("CF259X", name="Картридж чёрный")
    number(product, NumberKind.EAN, "193905265398")
    CompanyProduct.objects.create(company=buyer.company, product=product, own_code="10-00482", key="1000482")
    result = search(buyer, query)
    assert result.quantity == quantity
    if quantity:
        assert [hit.product for hit in result.exact] == [product]


def test_a_number_that_belongs_to_the_article_is_no_quantity(buyer: Actor) -> None:
    for article in ("MVA20 16", "W 712/75", "2050", "СЕ 285"):
        make_product(article, name="Paper")
    for query in ("mva20 16", "MVA-20 16", "W 712/75", "Paper 2050", "CE 285", "ce 285", "СУ 285"):
        result = search(buyer, query)
        assert (query, result.quantity) == (query, 0)
        assert len(result.exact) == 1, query
    assert search(buyer, "MVA20 16 40").quantity == 40


def test_what_is_exact_is_one_product_where_one_is_spelled_so(buyer: Actor) -> None:
    for article in ("SMBJ6.0CA", "SMBJ60CA", "SMBJ60CAB"):
        make_product(article)
    assert [hit.product.article for hit in search(buyer, "smbj6.0ca").exact] == ["SMBJ6.0CA"]
    assert [hit.product.article for hit in search(buyer, "smbj6.0ca 5").exact] == ["SMBJ6.0CA"]
    assert len(search(buyer, "smbj6-0ca").exact) == 2
    assert search(buyer, "smbj60c").exact == ()
    assert search(buyer, "cartridge").exact == ()
    make_product("SMBJ60CA", brand="Littelfuse")
    assert len(search(buyer, "SMBJ60CA").exact) == 2


def test_what_one_character_differs_is_not_exact(buyer: Actor) -> None:
    make_product("CF259X")
    for query, quantity in (("CF295X", 0), ("CF295X 5", 5)):
        result = search(buyer, query)
        assert [hit.match.value for hit in result.hits] == ["typo"]
        assert (result.exact, result.quantity, result.wanted) == ((), quantity, "CF259X")


def test_the_number_of_another_company_is_no_article(buyer: Actor) -> None:
    product = make_product("CF259X")
    CompanyProduct.objects.create(company=make_actor().company, product=product, own_code="77-1", key="771")
    assert search(buyer, "77-1 5").quantity == 0


def test_a_number_and_its_maker_belong_together(buyer: Actor) -> None:
    for article, maker in (("OC-90", "MANN-FILTER"), ("OF-12", "Filtron")):
        number(make_product(article, brand=f"Our {maker}", name="Filter"), NumberKind.CROSS, "W 712/75", maker)
    assert {hit[0] for hit in found(buyer, "w 712/75")} == {"OC-90", "OF-12"}
    for query in ("W712/75 mann", "mann W 712/75", "MANN w71275 4"):
        assert found(buyer, query) == [("OC-90", "cross")], query
    assert {hit[0] for hit in found(buyer, "W712/75 unknown")} == {"OC-90", "OF-12"}


def test_an_article_among_words_is_that_of_the_named_maker(buyer: Actor) -> None:
    make_product("0986494294", brand="BOSCH GmbH", name="Колодки")
    make_product("0986494294", brand="TRW", name="Колодки")
    hits = search(buyer, "bosch 0 986 494 294").hits
    assert [(hit.product.brand.name, hit.match.value) for hit in hits] == [("BOSCH GmbH", "exact")]
    assert len(search(buyer, "0986494294").hits) == 2


@pytest.mark.parametrize(
    "typed", ["кабель 3х2,5", "КАБЕЛЬ 3x2.5", "кабели 3×2,5", "3 х 2,5 кабель", "кабель ввгнг 3*2.5"]
)
@pytest.mark.parametrize("name", ["Кабель силовой ВВГнг(А)-LS 3x2.5 мм²", "Кабель ВВГнг-LS, 3 × 2,5"])
def test_sizes_are_one_however_they_are_written(buyer: Actor, name: str, typed: str) -> None:
    make_product("A-1", name=name)
    make_product("A-2", name="Кабель силовой ВВГнг 3x1.5")
    assert [article for article, _match in found(buyer, typed)] == ["A-1"]


def test_an_article_no_longer_sold_leads_to_what_replaces_it(buyer: Actor) -> None:
    old, new = make_product("CF259A", name="x", is_on_sale=False), make_product("CF260A", name="y")
    make_analogue(old, new, AnalogueKind.SUPERSEDED)
    assert found(buyer, "cf-259a")[0] == ("CF260A", "superseded")


def test_words_come_before_an_article_in_the_other_layout(buyer: Actor) -> None:
    make_product("VSIM-100", name="x")
    make_product("A-1", name="Мышь беспроводная")
    assert found(buyer, "мышь") == [("A-1", "name")]
    assert search(buyer, "мышь").is_corrected is False


@pytest.mark.parametrize(("typed", "understood"), [("vsim ,tcghj", "мышь беспро"), ("ьщгыу", "mouse"), ("vs", "vs")])
def test_words_in_the_other_layout(buyer: Actor, typed: str, understood: str) -> None:
    make_product("A-1", name="Мышь беспроводная Mouse")
    make_product("VSIN", name="x")
    result = search(buyer, typed)
    assert (result.understood, result.is_corrected) == (understood, understood != typed)
    if result.is_corrected:
        assert result.correction == "layout"
        assert [hit.product.article for hit in result.hits] == ["A-1"]
    assert "A-1" not in [article for article, _match in found(buyer, typed, is_literal=True)]
