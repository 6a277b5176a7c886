import pytest

from b2b_portal.core import outbox, tasks
from b2b_portal.core.enums import DeliveryState
from b2b_portal.core.models import Delivery
from tests.factories import make_actor, make_price, make_product, make_stock


@pytest.mark.django_db
def test_factories_make_a_buyer_and_a_product():
    make_actor()
    product = make_product()
    make_price(product)
    assert make_stock(product).on_hand == 10
