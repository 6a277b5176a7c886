"""Goods that the shop has for everybody but A: every word and number of them is a canary."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone

from accounts.actors import Actor
from accounts.models import Company
from catalog.actions.set_own_code import set_own_code
from catalog.articles import search_key
from catalog.enums import AnalogueKind, NumberKind
from catalog.models import ArticleNumber, Brand, Category, Product, ProductFile
from tests.factories import (
    hides,
    make_analogue,
    make_assortment,
    make_price,
    make_price_list,
    make_product,
    make_product_file,
    make_stock,
    shows,
)
from tests.law.canaries import Canaries

PREFIX = "HIDDEN-7351"  # what the articles begin with, and a visible product's too


@dataclass(frozen=True)
class Hidden:
    """A product that B sees and A does not; `own_code` is A's, from the time before."""

    product: Product
    file: ProductFile
    own_code: str
    ean: str


def hide(canaries: Canaries, a: Company, b: Company, beside: Product) -> tuple[Hidden, ...]:
    """Three products: A's rules hide the first by its brand and the second itself; the third is in a section that
    the tier of both hides, and B's rule shows.
    """
    section = Category.objects.create(name=canaries.word("section of hidden goods", "zqhiddensection"))
    products = [_product(canaries, number, beside) for number in range(3)]
    Product.objects.filter(pk=products[2].pk).update(category=section)
    brand = Brand.objects.get(pk=products[0].brand_id)
    make_assortment(a, hides(brand), hides(products[1]))
    make_assortment(a.tier, hides(section))
    make_assortment(b, shows(section))
    return tuple(_hidden(canaries, number, product) for number, product in enumerate(products))


def _product(canaries: Canaries, number: int, beside: Product) -> Product:
    words = {
        name: canaries.word(f"{name} of hidden goods", f"zqhidden{name}{'xyz'[number]}") for name in ("brand", "name")
    }
    article = f"{PREFIX}-{'XYZ'[number]}Q"
    for spelling in (article, search_key(article)):
        canaries.word("article of hidden goods", spelling)
    product = make_product(
        article, **words, attributes={"Colour": canaries.word("attribute", f"zqcolour{'xyz'[number]}")}
    )
    price = Decimal(9_700_000 + 1_111 * number) + Decimal("0.43")
    canaries.money("price of hidden goods", price)
    make_price(product, price, price_list=make_price_list("opt-1"))
    make_stock(product, 7)
    make_analogue(beside, product, AnalogueKind.FULL)
    return product


def _hidden(canaries: Canaries, number: int, product: Product) -> Hidden:
    file = make_product_file(product, title=canaries.word("file of hidden goods", f"zqhiddenfile{'xyz'[number]}"))
    ean = f"460123456789{number}"
    ArticleNumber.objects.create(product=product, kind=NumberKind.EAN, number=ean, key=ean)
    canaries.uid("uid of hidden goods", product.uid)
    canaries.uid("uid of a file of hidden goods", file.uid)
    return Hidden(product, file, f"OWN-{number}-CODE", ean)


def call_it(hidden: Hidden, by: Actor) -> None:
    """Gives the product a code of the company, as its people did while they saw it."""
    set_own_code(product=hidden.product, own_code=hidden.own_code, by=by, at=timezone.now())
