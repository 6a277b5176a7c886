"""The lowest prices of computed lists: cost, margin, VAT, the list's step, and no more."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.db import transaction

from accounts.actors import SYSTEM
from accounts.queries.staff import StaffOnly
from catalog.actions.keep_floors import keep_floors
from catalog.actions.save_price_list import save_price_list
from catalog.actions.save_products import SaidProduct, save_products
from catalog.actions.set_costs import NewCost, set_costs
from catalog.models import Cost, PriceFloor, PriceList, Product
from tests.factories import make_actor, make_price_list, make_product, make_tier

pytestmark = pytest.mark.django_db


def computed(code: str = "computed", source: str = "base", **fields: object) -> PriceList:
    """A list with a margin of ten percent over cost."""
    facts = {"tier": make_tier(code), "source": make_price_list(source), "margin_floor": Decimal(10), **fields}
    return make_price_list(code, **facts)


def cost(product: Product, unit_net: str, at: datetime) -> int:
    return set_costs(costs=[NewCost(product, Decimal(unit_net))], by=SYSTEM, at=at)


def floors() -> dict[str, Decimal]:
    return {one.price_list.code: one.unit_price for one in PriceFloor.objects.select_related("price_list")}


def test_keep_floors_counts_vat_as_the_source_does_and_rounds_up_to_the_step(now: datetime) -> None:
    make_price_list("net", is_gross=False)
    computed("gross")
    computed("without", source="net")
    computed("stepped", rounding_step=Decimal(10))
    computed("careless", margin_floor=None)
    cost(make_product(vat_rate=Decimal("0.22")), "100.01", now)
    # 100.01 * 1.1 = 110.011; * 1.22 = 134.21342
    assert floors() == {"gross": Decimal("134.22"), "without": Decimal("110.02"), "stepped": Decimal(140)}


def test_keep_floors_of_goods_without_vat(now: datetime) -> None:
    computed()
    cost(make_product(vat_rate=None), "100", now)
    assert floors() == {"computed": Decimal(110)}


def test_set_costs_writes_what_differs(now: datetime) -> None:
    computed()
    product = make_product(vat_rate=None)
    assert [cost(product, unit_net, now) for unit_net in ("100", "100", "120")] == [1, 0, 1]
    assert Cost.objects.get().unit_net == 120
    assert floors() == {"computed": Decimal(132)}


def test_set_costs_takes_the_last_of_two(now: datetime) -> None:
    product = make_product()
    set_costs(costs=[NewCost(product, Decimal(1)), NewCost(product, Decimal(2))], by=SYSTEM, at=now)
    assert Cost.objects.get().unit_net == 2


def test_set_costs_refuses_buyers(now: datetime) -> None:
    with pytest.raises(StaffOnly):
        set_costs(costs=[NewCost(make_product(), Decimal(1))], by=make_actor(), at=now)


def test_save_price_list_moves_its_floors_and_those_computed_from_it(now: datetime) -> None:
    one, other = computed("one"), computed("other")
    cost(make_product(vat_rate=Decimal("0.10")), "100", now)
    one.margin_floor = None
    save_price_list(price_list=one, by=SYSTEM, at=now)
    assert floors() == {"other": Decimal(121)}
    source = other.source
    assert source
    source.is_gross = False
    save_price_list(price_list=source, by=SYSTEM, at=now)
    assert floors() == {"other": Decimal(110)}


def test_save_price_list_refuses_buyers(now: datetime) -> None:
    with pytest.raises(StaffOnly):
        save_price_list(price_list=computed(), by=make_actor(), at=now)


def test_keep_floors_takes_off_floors_without_a_cost_and_leaves_others_alone(now: datetime) -> None:
    computed()
    gone, stays = make_product(vat_rate=None), make_product(vat_rate=None)
    for product in (gone, stays):
        cost(product, "100", now)
    Cost.objects.all().delete()
    with transaction.atomic():
        assert keep_floors(product_ids=[gone.pk]) == 1
    assert PriceFloor.objects.get().product == stays
    with transaction.atomic():
        assert (keep_floors(), keep_floors()) == (1, 0)


def test_another_vat_rate_moves_the_floor(now: datetime) -> None:
    computed()
    product = make_product("CF259X", vat_rate=Decimal("0.22"))
    cost(product, "100", now)
    said = SaidProduct("HP", "CF259X", {"vat_rate": Decimal("0.10")})
    save_products(products=[said], by=SYSTEM, at=now)
    assert floors() == {"computed": Decimal(121)}
