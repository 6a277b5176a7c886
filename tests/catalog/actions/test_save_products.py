"""A product is known by brand and printed article."""

from datetime import datetime

import pytest

from accounts.actors import SYSTEM
from catalog.actions.save_products import ArticleEmpty, ProductFacts, ProductNameless, SaidProduct, save_products
from catalog.models import Brand, Product
from tests.factories import make_product

pytestmark = pytest.mark.django_db


def test_save_products_changes_only_what_is_said(now: datetime) -> None:
    known = make_product("CF259X", brand="HP", name="Old", pack_multiple=5)
    saved = save("HP ", " CF259X", {"name": "New"}, now)
    known.refresh_from_db()
    assert (saved.pk, known.name, known.pack_multiple) == (known.pk, "New", 5)


def test_save_products_makes_the_product_and_its_brand(now: datetime) -> None:
    category = make_product().category
    facts = {"name": "Лоток", "category": category, "vat_rate": None}
    made = save("Новый", "Лот-1", facts, now)
    assert (made.brand, made.key, made.vat_rate) == (Brand.objects.get(name="Новый"), "ЛOT1", None)


def test_save_products_tells_other_spellings_apart(now: datetime) -> None:
    known = make_product("SMBJ6.0CA")
    facts = {"name": "Other", "category": known.category}
    save("HP", "SMBJ60CA", facts, now)
    assert Product.objects.filter(key=known.key).count() == 2


def test_save_products_refuses_a_nameless_one(now: datetime) -> None:
    with pytest.raises(ProductNameless, match="HP A1"):
        save("HP", "A1", {"pack_multiple": 2}, now)
    for brand, article in (("HP", " "), ("\u200b", "A1")):
        with pytest.raises(ArticleEmpty):
            save(brand, article, {}, now)


def test_save_products_costs_the_same_for_more(now: datetime, django_assert_num_queries: object) -> None:
    category = make_product().category
    for count in (1, 4):
        known = [make_product() for _number in range(count)]
        said = [SaidProduct("HP", product.article, {"name": "New", "vat_rate": None}) for product in known]
        said += [SaidProduct("HP", f"N{count}{n}", {"name": "New", "category": category}) for n in range(count)]
        with django_assert_num_queries(10):  # three of them for lowest prices, as the VAT rate is another
            save_products(products=said, by=SYSTEM, at=now)
    assert Product.objects.filter(name="New", vat_rate=None).count() == 5


def save(brand: str, article: str, facts: ProductFacts, now: datetime) -> Product:
    return save_products(products=[SaidProduct(brand, article, facts)], by=SYSTEM, at=now)[0]
