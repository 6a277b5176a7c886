"""A product is known by brand and printed article."""

from datetime import datetime

import pytest

from accounts.actors import SYSTEM
from catalog.actions.save_product import ArticleEmpty, ProductNameless, save_product
from catalog.models import Brand, Product
from tests.factories import make_product

pytestmark = pytest.mark.django_db


def test_save_product_changes_only_what_is_said(now: datetime) -> None:
    known = make_product("CF259X", brand="HP", name="Old", pack_multiple=5)
    saved = save_product(brand="HP ", article=" CF259X", facts={"name": "New"}, by=SYSTEM, at=now)
    known.refresh_from_db()
    assert (saved.pk, known.name, known.pack_multiple) == (known.pk, "New", 5)


def test_save_product_makes_the_product_and_its_brand(now: datetime) -> None:
    category = make_product().category
    facts = {"name": "Лоток", "category": category, "vat_rate": None}
    made = save_product(brand="Новый", article="Лот-1", facts=facts, by=SYSTEM, at=now)
    assert (made.brand, made.key, made.vat_rate) == (Brand.objects.get(name="Новый"), "ЛOT1", None)


def test_save_product_tells_other_spellings_apart(now: datetime) -> None:
    known = make_product("SMBJ6.0CA")
    facts = {"name": "Other", "category": known.category}
    save_product(brand="HP", article="SMBJ60CA", facts=facts, by=SYSTEM, at=now)
    assert Product.objects.filter(key=known.key).count() == 2


def test_save_product_refuses_a_nameless_one(now: datetime) -> None:
    with pytest.raises(ProductNameless, match="HP A1"):
        save_product(brand="HP", article="A1", facts={"pack_multiple": 2}, by=SYSTEM, at=now)
    for brand, article in (("HP", " "), ("\u200b", "A1")):
        with pytest.raises(ArticleEmpty):
            save_product(brand=brand, article=article, facts={}, by=SYSTEM, at=now)
