"""Search rows follow products, stock, makers, sections and definitions of attributes."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from accounts.actors import SYSTEM
from catalog.actions.refresh_search_rows import refresh_search_rows
from catalog.enums import AttributeKind, StockClass
from catalog.models import Attribute, AttributeChoice, BrandAlias, Category, Product, SearchDue, SearchRow, Transit
from tests.factories.catalog import make_product, make_stock, make_warehouse

AT = datetime(2026, 11, 23, 9, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def refresh() -> int:
    return refresh_search_rows(by=SYSTEM, at=AT)


def finds(product: Product, words: str) -> bool:
    row = SearchRow.objects.extra(
        where=["words @@ plainto_tsquery('russian', catalog_search_text(%s))"], params=[words]
    )
    return row.filter(product=product).exists()


def said_by(product: Product) -> set[tuple[str, Decimal | None, str]]:
    says = SearchRow.objects.get(product=product).says
    return set(AttributeChoice.objects.filter(pk__in=says).values_list("attribute__code", "number", "text"))


def test_refresh_search_rows_is_not_needed_for_a_new_product_or_a_renamed_one() -> None:
    product = make_product(name="Кабель силовой 3х2,5", attributes={"Цвет": "чёрный"})
    assert finds(product, "силовые кабели 3x2.5")
    assert finds(product, "черный")
    product.name = "Провод"
    product.save()
    assert finds(product, "провода")
    assert not finds(product, "кабель")


def test_refresh_search_rows_drops_what_is_no_longer_sold() -> None:
    product = make_product()
    product.is_on_sale = False
    product.save()
    assert not SearchRow.objects.filter(product=product).exists()
    product.is_on_sale = True
    product.save()
    assert SearchRow.objects.filter(product=product).exists()


def test_refresh_search_rows_follows_stock_and_transit() -> None:
    product = make_product()
    near, far = make_warehouse(lead_days=0), make_warehouse("far", lead_days=3)
    refresh()
    assert SearchRow.objects.get(product=product).stock_class == StockClass.TO_ORDER
    Transit.objects.create(product=product, warehouse=near, expected_on=AT.date(), quantity=5)
    assert refresh()
    assert SearchRow.objects.get(product=product).stock_class == StockClass.IN_TRANSIT
    make_stock(product, 2, far)
    refresh()
    assert SearchRow.objects.get(product=product).stock_class == StockClass.SOON
    make_stock(product, 2, near)
    refresh()
    assert SearchRow.objects.get(product=product).stock_class == StockClass.TODAY
    assert refresh() == 0


def test_refresh_search_rows_follows_the_names_of_makers_and_sections() -> None:
    product = make_product()
    BrandAlias.objects.create(brand=product.brand, alias="логитек")
    refresh()
    assert finds(product, "логитек")
    product.brand.aliases.all().delete()
    product.brand.name = "Logitech"
    product.brand.save()
    above = Category.objects.create(name="Периферия")
    product.category.parent = above
    product.category.save()
    refresh()
    assert not finds(product, "логитек")
    assert finds(product, "logitech периферия")


def test_refresh_search_rows_reads_typed_attributes() -> None:
    product = make_product(attributes={"Ресурс": "10 000 стр, ISO 19752", "Цвет": "чёрный", "Вес": "нет данных"})
    Attribute.objects.create(name="Ресурс", code="yield", kind=AttributeKind.NUMBER, unit="стр")
    Attribute.objects.create(name="Вес", code="weight", kind=AttributeKind.NUMBER, unit="кг")
    colour = Attribute.objects.create(category=product.category, name="Цвет", code="colour", kind=AttributeKind.CHOICE)
    refresh()
    assert said_by(product) == {("yield", Decimal(10_000), "10 000 стр, ISO 19752"), ("colour", None, "чёрный")}
    colour.category = Category.objects.create(name="Другое")
    colour.save()
    product.attributes = {**product.attributes, "Ресурс": "1,5"}
    product.save()
    refresh()
    assert said_by(product) == {("yield", Decimal("1.5"), "1,5")}


def test_refresh_search_rows_reads_numbers_anew_when_an_attribute_becomes_one() -> None:
    product = make_product(attributes={"Ресурс": "1 500 стр"})
    attribute = Attribute.objects.create(name="Ресурс", code="yield", kind=AttributeKind.CHOICE)
    refresh()
    assert said_by(product) == {("yield", None, "1 500 стр")}
    attribute.kind = AttributeKind.NUMBER
    attribute.save()
    refresh()
    assert said_by(product) == {("yield", Decimal(1_500), "1 500 стр")}


def test_refresh_search_rows_takes_no_more_than_asked_and_leaves_the_rest() -> None:
    for _each in range(3):
        make_stock(make_product(), 1)
    due = SearchDue.objects.count()
    assert refresh_search_rows(by=SYSTEM, at=AT, most=2) == 2
    assert SearchDue.objects.count() == due - 2
