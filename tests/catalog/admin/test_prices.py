"""Price lists in the admin: what the database would refuse is told in words, and floors follow."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.actors import SYSTEM, Actor
from catalog.actions.set_costs import NewCost, set_costs
from catalog.models import Cost, PriceFloor, PriceList, PriceListCompany, PriceRule
from tests.conftest import client_of
from tests.factories import make_company, make_price_list, make_product, make_tier, make_user

pytestmark = pytest.mark.django_db
ADD = "admin:catalog_pricelist_add"
WINTER = {"valid_from": datetime(2026, 12, 1, tzinfo=UTC), "valid_until": datetime(2027, 3, 1, tzinfo=UTC)}


@pytest.fixture
def client() -> Client:
    return client_of(Actor(user=make_user("boss@shop.example", is_staff=True, is_superuser=True)))


def said(code: str, companies: Any = (), rules: Any = (), **fields: Any) -> dict[str, Any]:
    """The form of a price list as a browser sends it."""
    form = {
        "code": code,
        "name": f"List {code}",
        "kind": "contract",
        "currency": "RUB",
        "is_gross": "on",
        "priority": 0,
        "valid_from": "2026-11-01T00:00",
        "percent": "0",
        "amount": "0",
        "rounding": "nearest",
        **fields,
    }
    for prefix, rows in (("served", [{"company": one.pk} for one in companies]), ("rules", rules)):
        form |= {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
        form |= {f"{prefix}-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()}
    return form


def add(client: Client, *args: Any, **fields: Any) -> str:
    """Sends the form; returns the page that refuses it, "" for a saved list."""
    answer = client.post(reverse(ADD), said(*args, **fields))
    assert answer.status_code in (200, 302)
    return answer.content.decode() if answer.status_code == 200 else ""


def test_a_contract_list_beside_another_of_the_company_is_refused_by_name(client: Client) -> None:
    company = make_company("Forest")
    make_price_list("winter", kind="contract", **WINTER).companies.add(company)
    page = add(client, "second", [company])
    assert "Forest" in page
    assert "(winter, Dec. 1, 2026 — March 1, 2027) has the same priority" in page
    assert not PriceList.objects.filter(code="second").exists()
    assert not add(client, "higher", [company], priority=1)
    assert not add(client, "before", [company], valid_until="2026-12-01T03:00")  # of Moscow: midnight in London
    assert not add(client, "other", [make_company("Other")])
    assert not add(client, "promotion", [company], kind="promotion")


def test_a_base_list_beside_another_of_the_tier_is_refused_by_name(client: Client) -> None:
    tier = make_tier("opt-9")
    make_price_list("winter", tier=tier, **WINTER)
    assert "winter" in add(client, "second", kind="base", tier=tier.pk)
    assert not add(client, "higher", kind="base", tier=tier.pk, priority=1)
    assert not add(client, "later", kind="base", tier=tier.pk, valid_from="2027-03-01T03:00")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"valid_until": "2026-10-01T00:00"}, "This is not after the beginning."),
        ({"valid_until": "2026-11-01T00:00"}, "This is not after the beginning."),
        ({"kind": "base"}, "A base list belongs to a tier."),
        ({"rounding_step": "1"}, "Only a list that is computed from another one has this."),
        ({"amount": "5"}, "Only a list that is computed from another one has this."),
        ({"rules": [{"brand": "", "category": "", "percent": "5", "amount": "0"}]}, "Choose a brand, a section"),
    ],
)
def test_a_senseless_list_is_refused(client: Client, fields: dict[str, Any], words: str) -> None:
    assert words in add(client, "bad", **fields)


def test_rules_are_saved_and_a_second_for_the_same_is_refused(client: Client) -> None:
    product, source = make_product(), make_price_list("base")
    rule = {"brand": product.brand_id, "category": "", "percent": "-5", "amount": "1.5"}
    assert "Only a list that is computed" in add(client, "own", rules=[rule])
    assert "Two rules are for the same" in add(client, "twice", source=source.pk, rules=[rule, rule])
    assert not add(client, "computed", source=source.pk, rules=[rule])
    assert PriceRule.objects.get().amount == Decimal("1.5")
    assert "Choose a list with rows of its own" in add(
        client, "chain", source=PriceList.objects.get(code="computed").pk
    )


def test_saving_a_list_moves_its_floors(client: Client) -> None:
    product = make_product(vat_rate=None)
    set_costs(costs=[NewCost(product, Decimal(100))], by=SYSTEM, at=WINTER["valid_from"])
    assert not add(client, "careful", source=make_price_list("base").pk, margin_floor="20")
    assert PriceFloor.objects.get().unit_price == Decimal(120)


def test_who_sees_no_costs_keeps_the_margin_and_cannot_lose_it(now: datetime) -> None:
    source = make_price_list("base")
    careful = make_price_list("careful", kind="contract", source=source, margin_floor=Decimal(20))
    clerk = make_user("clerk@shop.example", is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(codename__endswith="pricelist"))
    client = client_of(Actor(user=clerk))
    page = reverse("admin:catalog_pricelist_change", args=[careful.pk])
    sent = client.post(page, said("careful", source=source.pk, percent="7", margin_floor="1"))
    assert sent.status_code == 302
    careful.refresh_from_db()
    assert (careful.percent, careful.margin_floor) == (Decimal(7), Decimal(20))
    assert "only who may see costs" in client.post(page, said("careful")).content.decode()


def test_costs_are_added_and_changed_by_article(client: Client) -> None:
    make_product("CF259X")
    client.post(reverse("admin:catalog_cost_add"), {"product": "cf-259x", "unit_net": "10.5"})
    cost = Cost.objects.get()
    assert cost.unit_net == Decimal("10.5")
    client.post(reverse("admin:catalog_cost_change", args=[cost.pk]), {"unit_net": "11"})
    assert Cost.objects.get().unit_net == 11
    assert "CF259X" in client.get(reverse("admin:catalog_cost_changelist"), {"q": "cf 259"}).content.decode()


def test_the_database_refuses_base_lists_of_a_tier_side_by_side() -> None:
    tier = make_tier("opt-9")
    make_price_list("one", tier=tier)
    with pytest.raises(IntegrityError, match="price_list_base_no_overlap"), transaction.atomic():
        make_price_list("two", tier=tier)
    make_price_list("three", tier=tier, priority=1)


def test_the_database_refuses_contract_lists_of_a_company_side_by_side() -> None:
    company, other = make_company("Forest"), make_company("Other")
    one, two = (make_price_list(code, kind="contract") for code in ("one", "two"))
    one.companies.add(company)
    two.companies.add(other)
    with pytest.raises(IntegrityError, match="price_list_contract_no_overlap"), transaction.atomic():
        two.companies.add(company)
    PriceListCompany.objects.filter(price_list=two).delete()
    two.priority = 5
    two.save()
    two.companies.add(company)
    with pytest.raises(IntegrityError, match="price_list_contract_no_overlap"), transaction.atomic():
        PriceList.objects.filter(pk=two.pk).update(priority=0)


def test_a_list_that_took_the_place_meanwhile_is_told(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    company = make_company("Forest")
    make_price_list("winter", kind="contract", **WINTER).companies.add(company)
    # what the form saw a moment earlier: nobody in the way
    monkeypatch.setattr("catalog.forms.price_list.contract_list_in_the_way", lambda companies, wanted: None)
    answer = client.post(reverse(ADD), said("second", [company]), follow=True)
    assert "Meanwhile another list took this place" in answer.content.decode()
    assert not PriceList.objects.filter(code="second").exists()
