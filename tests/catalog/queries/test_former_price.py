"""What a company paid before: its own price, by its own lists, while it is news."""

from datetime import datetime, timedelta
from decimal import Decimal

import pgtrigger
import pytest

from accounts.actions.set_tier import set_tier
from accounts.actors import SYSTEM, Actor
from accounts.models import Company
from catalog.actions.rollback_prices import rollback_prices
from catalog.models import PriceList, PriceListCompany, PriceRule, Product
from catalog.queries.former_price import NEWS_FOR, FormerPrice, former_price
from catalog.queries.prices import price_lines
from tests.catalog.queries.test_repriced import publish
from tests.conftest import client_of
from tests.factories import make_company, make_price, make_price_list, make_product, make_tier

pytestmark = pytest.mark.django_db
AGES = timedelta(days=400)  # tables of the trail stamp with the clock of the database: later than any version here


@pytest.fixture
def at() -> datetime:
    """Long after everything that the test saves, so that only what it says is news."""
    return datetime.now().astimezone() + AGES


@pytest.fixture
def product() -> Product:
    made = make_product("CF259X")
    make_price(made, "100")
    return made


def former(company: Company, product: Product, at: datetime, quantity: int = 1) -> FormerPrice | None:
    now = price_lines(company, {product.pk: quantity}, at)[product.pk].unit_gross
    return former_price(company, product, quantity, now, at)


def test_former_price_is_what_the_last_version_changed(product: Product, at: datetime) -> None:
    company = make_company()
    assert former(company, product, at) is None
    publish(make_price_list(), at - timedelta(days=9), {product: "90"})
    publish(make_price_list(), at - timedelta(days=3), {product: "108"})
    assert former(company, product, at) == FormerPrice(Decimal(90), at - timedelta(days=3), Decimal("0.2"))


def test_former_price_is_news_for_thirty_days(product: Product, at: datetime) -> None:
    company = make_company()
    publish(make_price_list(), at - NEWS_FOR, {product: "90"})
    assert former(company, product, at) is None
    assert former(company, product, at - timedelta(seconds=1)) is not None


def test_former_price_is_the_companys_own_by_a_computed_list(product: Product, at: datetime) -> None:
    make_price_list("opt-2", source=make_price_list(), percent=Decimal(-5))
    publish(make_price_list(), at - timedelta(days=3), {product: "110"})
    found = former(make_company(tier=make_tier("opt-2")), product, at)
    assert found is not None
    assert found.unit_gross == Decimal("95")


def test_former_price_of_who_pays_by_another_list_is_none(product: Product, at: datetime) -> None:
    company, other = make_company(), make_company()
    for one in (company, other):
        contract = make_price_list(f"contract-{one.pk}", kind="contract")
        contract.companies.add(one)
        make_price(product, "70", price_list=contract)
    publish(make_price_list(), at - timedelta(days=3), {product: "110"})
    publish(make_price_list(f"contract-{other.pk}"), at - timedelta(days=2), {product: "71"})
    assert former(company, product, at) is None
    assert former(other, product, at) is not None


def test_former_price_after_a_rollback_is_what_was_taken_back(product: Product, at: datetime) -> None:
    version = publish(make_price_list(), at - timedelta(days=3), {product: "110"})
    rollback_prices(version=version, by=SYSTEM, at=at - timedelta(days=2))
    found = former(make_company(), product, at)
    assert found is not None
    assert (found.unit_gross, found.until_at) == (Decimal(110), at - timedelta(days=2))


def age_the_trail() -> None:
    """All that was saved so far was saved long ago."""
    for model in (PriceList, PriceRule, PriceListCompany):
        events = model.pgh_event_model
        with pgtrigger.ignore(f"{events._meta.label}:append_only"):
            events.objects.update(pgh_created_at=datetime.now().astimezone() - AGES)


@pytest.mark.parametrize("what", ["nothing", "list", "rule", "company", "tier"])
def test_former_price_is_not_guessed_where_terms_changed_since(what: str, product: Product) -> None:
    yesterday, now = (datetime.now().astimezone() - timedelta(days=days) for days in (1, 0))
    company = make_company(tier=make_tier("opt-2"))
    own = make_price_list("opt-2", source=make_price_list(), percent=Decimal(-5))
    age_the_trail()
    publish(make_price_list(), yesterday, {product: "121"})
    if what == "list":
        own.percent = Decimal(-10)
        own.save()
    elif what == "rule":
        PriceRule.objects.create(price_list=own, brand=product.brand, percent=Decimal(-10))
    elif what == "company":
        make_price_list("agreed", kind="contract", source=make_price_list()).companies.add(company)
    elif what == "tier":
        set_tier(company=company, tier=make_tier("opt-1"), by=SYSTEM, at=now)
        company.refresh_from_db()
    assert (former(company, product, now) is not None) == (what == "nothing")


def test_product_page_tells_the_former_price_of_the_asked_quantity(buyer: Actor, product: Product) -> None:
    make_price(product, "95", quantity=10)
    age_the_trail()
    yesterday = datetime.now().astimezone() - timedelta(days=1)
    publish(make_price_list(), yesterday, {product: "110"})
    client = client_of(buyer)
    page = client.get(f"/products/{product.uid}/").content.decode()
    assert "Your price was" in page
    assert "100<i>.00" in page.partition("Your price was")[2][:80]
    part = client.get(f"/products/{product.uid}/", {"quantity": 10}, headers={"HX-Request": "true"}).content.decode()
    assert "95<i>.00" in part
    assert "Your price was" not in part  # ten pieces cost what they did
