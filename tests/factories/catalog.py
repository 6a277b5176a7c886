"""Products with prices and stock."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from accounts.actors import SYSTEM, Actor
from accounts.models import Company, Tier
from b2b_portal.core.files import store_file
from catalog.actions.link_analogue import link_analogue
from catalog.actions.open_price_feed import open_price_feed
from catalog.articles import search_key
from catalog.enums import AnalogueKind, FeedFormat, MovementKind, ProductFileKind
from catalog.models import (
    Analogue,
    Assortment,
    AssortmentRule,
    Brand,
    Category,
    Price,
    PriceFeed,
    PriceList,
    Product,
    ProductFile,
    Rate,
    Stock,
    StockMovement,
    Transit,
    Warehouse,
)
from catalog.price_list_columns import USUAL, PriceColumn
from tests.factories.accounts import make_tier

_numbers = count(10_000)  # beside the articles that tests write themselves


def make_product(article: str = "", brand: str = "HP", name: str = "", **fields: Any) -> Product:
    """A product on sale, without price and stock."""
    article = article or f"CF{next(_numbers)}X"
    return Product.objects.create(
        brand=Brand.objects.get_or_create(name=brand)[0],
        category=Category.objects.get_or_create(name="Cartridges", parent=None)[0],
        article=article,
        key=search_key(article),
        name=name or f"Cartridge {article}",
        **fields,
    )


def make_product_file(
    product: Product,
    kind: ProductFileKind = ProductFileKind.PICTURE,
    content: bytes = b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    content_type: str = "image/svg+xml",
    **fields: Any,
) -> ProductFile:
    """A file of a product with its bytes: a picture unless told."""
    number = next(_numbers)
    fields = {"title": f"File {number}", "position": number, **fields}
    file = store_file(content, name=f"file-{number}", content_type=content_type)
    return ProductFile.objects.create(product=product, kind=kind, file=file, **fields)


def make_analogue(
    product: Product, other: Product, kind: AnalogueKind = AnalogueKind.FULL, differs_in: str = ""
) -> Analogue:
    """A link that no person vouches for."""
    return link_analogue(product=product, other=other, kind=kind, differs_in=differs_in, by=SYSTEM, at=timezone.now())


def make_price_list(code: str = "opt-1", **fields: Any) -> PriceList:
    """A rouble list with VAT of the base tier, made once per code."""
    if "tier" not in fields and fields.get("kind", "base") == "base":
        fields["tier"] = make_tier(code)
    fields = {"name": code, "valid_from": "2020-01-01T00:00:00Z", **fields}
    return PriceList.objects.get_or_create(code=code, defaults=fields)[0]


def make_price(product: Product, unit_price: str | Decimal = "100", quantity: int = 1, **fields: Any) -> Price:
    """A price row in the list `opt-1` unless another list is given."""
    if "price_list" not in fields:
        fields["price_list"] = make_price_list()
    return Price.objects.create(product=product, unit_price=Decimal(unit_price), quantity=quantity, **fields)


def make_price_feed(
    actor: Actor, file_format: FeedFormat = FeedFormat.CSV, columns: Sequence[PriceColumn] = USUAL
) -> tuple[PriceFeed, str]:
    """A link of the actor's company with its secret."""
    return open_price_feed(name="Accounting", file_format=file_format, columns=columns, by=actor, at=timezone.now())


def make_rate(currency: str = "USD", roubles: str = "90", day: str = "2020-01-01") -> Rate:
    """A rate in force since long ago."""
    return Rate.objects.create(currency=currency, roubles=Decimal(roubles), valid_from_on=day)


def make_warehouse(code: str = "main", **fields: Any) -> Warehouse:
    """A warehouse, made once per code."""
    return Warehouse.objects.get_or_create(code=code, defaults={"name": code.title(), **fields})[0]


def make_stock(product: Product, on_hand: int = 10, warehouse: Warehouse | None = None) -> Stock:
    """Pieces in a warehouse with the movement that brought them."""
    stock = Stock.objects.create(product=product, warehouse=warehouse or make_warehouse(), on_hand=on_hand)
    StockMovement.objects.create(stock=stock, kind=MovementKind.RECEIPT, on_hand_delta=on_hand, moved_at=timezone.now())
    return stock


def make_transit(product: Product, quantity: int, expected_on: date, warehouse: Warehouse | None = None) -> Transit:
    """Pieces on their way; nobody is told."""
    return Transit.objects.create(
        product=product, warehouse=warehouse or make_warehouse(), expected_on=expected_on, quantity=quantity
    )


def make_assortment(owner: Company | Tier, *rules: AssortmentRule, shows_rest: bool | None = None) -> Assortment:
    """What a company, or all of a tier, see; the rules as shows() and hides() make them."""
    name = "tier" if isinstance(owner, Tier) else "company"
    assortment = Assortment.objects.create(**{name: owner}, shows_rest=shows_rest)
    for rule in rules:
        rule.assortment = assortment
    AssortmentRule.objects.bulk_create(rules)
    return assortment


def shows(subject: Product | Brand | Category) -> AssortmentRule:
    """A rule that is not saved yet."""
    return AssortmentRule(shows=True, **{subject._meta.model_name: subject})


def hides(subject: Product | Brand | Category) -> AssortmentRule:
    """A rule that is not saved yet."""
    return AssortmentRule(shows=False, **{subject._meta.model_name: subject})
