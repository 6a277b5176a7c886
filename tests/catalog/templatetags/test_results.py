"""What the row of results must not do, being written in Python; what it shows is asked of its page, in views."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from django.template import engines
from django.utils import translation

from catalog.enums import AnalogueKind, Match
from catalog.models import Brand, Category, Product
from catalog.pricing import PriceRow, price_line
from catalog.queries.analogues import AnalogueRow, Link
from catalog.queries.listing import Column, Listing, Row
from catalog.queries.transit import Incoming

NASTY = '"><script>alert(1)</script>&'
MAIN = Column("main", NASTY, 0)


def product(**fields: object) -> Product:
    facts = {"article": NASTY, "name": NASTY, "attributes": {"package": NASTY}, "uid": UUID(int=7), **fields}
    bought = {name: facts.pop(name) for name in ("last_bought_at", "last_quantity") if name in facts}
    made = Product(brand=Brand(name=NASTY), category=Category(name=NASTY), **facts)
    vars(made).update(bought)
    made.own_code = NASTY
    return made


def row(**fields: object) -> Row:
    steps = [PriceRow("opt-1", "base", "RUB", True, quantity, Decimal(10 - quantity)) for quantity in (1, 5)]
    price = price_line(steps, quantity=1, tax_rate=Decimal("0.22"))
    facts = {
        "product": product(),
        "match": Match.EXACT,
        "price": price,
        "recommended": Decimal(20),
        "stock": ((MAIN, 3),),
        "warehouses": (),
        "incoming": (Incoming(date(2026, 11, 20), NASTY, 5, 5, True),),
        "analogues": 2,
        **fields,
    }
    return Row(**facts)


def written(source: str = "{% product_row row is_first=True %}", language: str = "en", **context: object) -> str:
    listing = Listing((MAIN,), (), has_prices=True, has_recommended=True, has_incoming=True)
    facts = {"listing": listing, "can_order": True, "marked": NASTY, "folded_url": f"/search/?q={NASTY}", **context}
    with translation.override(language):
        return engines["django"].from_string("{% load results %}" + source).render({"row": row(), **facts})


@pytest.mark.parametrize("can_order", [True, False])
def test_product_row_escapes_every_word_of_others(can_order: bool) -> None:
    text = written(can_order=can_order)
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert "&amp;amp;" not in text


def test_product_row_of_an_analogue_escapes_too() -> None:
    link = Link(1, AnalogueKind.FULL, False, NASTY, True)
    analogue = AnalogueRow(link, row(place="analogue-"), Decimal("-0.1"), Decimal(-1))
    text = written("{% product_row analogue.row analogue %}", analogue=analogue, opened=product())
    assert "<script" not in text
    assert 'class="sub"' in text
    assert "&amp;amp;" not in text


def test_product_row_speaks_the_language_of_the_page() -> None:
    assert "from 5" in written()
    assert "от 5" in written(language="ru").replace("\u00a0", " ")
    assert "from 5" in written()


def test_product_row_marks_the_exact_hit_only_where_it_stands_first() -> None:
    assert 'class="hit"' in written()
    assert '<tr id="p-00000000-0000-0000-0000-000000000007">' in written("{% product_row row %}")


def test_product_row_without_a_price_cannot_be_added() -> None:
    text = written(row=row(price=None))
    assert "on request" in text
    assert "<form" not in text
    assert text.count("<td") == 8


def test_product_row_says_what_comes_and_what_is_late() -> None:
    assert "was due</span> <time" in written()
    coming = Incoming(date(2026, 11, 30), "main", 5, 0, False)
    text = written(row=row(incoming=(coming,)))
    assert "was due" not in text
    assert '<span class="st no">—</span><small><time' in text


def test_product_row_says_behind_the_price_why_it_is_so() -> None:
    text = written()
    opener, _, rest = text.partition('popovertarget="why-p-')
    assert '<button class="why" type="button"' in opener
    assert rest.startswith(f'{UUID(int=7)}"')
    assert f'id="why-p-{UUID(int=7)}" popover' in rest
    assert "Price of your tier" in rest
    assert "More to the next price" in rest


def test_a_row_says_what_the_company_bought_last() -> None:
    bought = product(last_bought_at=datetime(2020, 3, 27, tzinfo=UTC), last_quantity=1200)
    assert "1,200" in written(row=row(product=bought)).replace("\xa0", " ").partition("bought ")[2][:60]
    assert "27 Mar 2020" in written(row=row(product=bought)).replace("\xa0", " ")
    assert "bought " not in written()
