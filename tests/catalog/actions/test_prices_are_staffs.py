"""Nobody but staff and the shop itself moves prices and costs, whoever calls the action."""

from decimal import Decimal

import pytest

from accounts.queries.staff import StaffOnly
from catalog.actions.publish_costs import publish_costs
from catalog.actions.publish_price_version import publish_price_version
from catalog.actions.rollback_prices import rollback_prices
from catalog.actions.set_costs import NewCost, set_costs
from catalog.actions.set_prices import NewPrice, set_prices
from catalog.enums import ImportKind, VersionKind
from catalog.models import Cost, ImportBatch, Price, PriceListVersion
from tests.factories import make_price, make_price_list, make_product


@pytest.mark.django_db
def test_actions_on_prices_refuse_buyers(buyer, now):
    price_list, product = make_price_list(), make_product()
    make_price(product, "100")
    version = PriceListVersion.objects.create(
        price_list=price_list, number=1, published_at=now, kind=VersionKind.BY_HAND
    )
    batch = ImportBatch(kind=ImportKind.PRICES, price_list=price_list)
    news = [NewPrice(product, 1, Decimal("1"))]
    verbs = (
        lambda: set_prices(price_list=price_list, prices=news, by=buyer, at=now),
        lambda: set_costs(costs=[NewCost(product, Decimal("1"))], by=buyer, at=now),
        lambda: publish_price_version(batch=batch, by=buyer, at=now),
        lambda: publish_costs(batch=batch, by=buyer, at=now),
        lambda: rollback_prices(version=version, by=buyer, at=now),
    )
    for verb in verbs:
        with pytest.raises(StaffOnly):
            verb()
    assert Price.objects.get().unit_price == 100
    assert not Cost.objects.exists()
