"""What a company's administrator chooses for all its people."""

import re
from collections.abc import Callable

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from accounts.actors import Actor
from accounts.enums import ReplacementPolicy
from accounts.models import Company, CompanyGroup
from accounts.permissions import Role
from tests.conftest import client_of
from tests.factories import make_actor, make_company

URL, PROFILE = "accounts:replacement-policy", "accounts:profile"


@pytest.fixture
def administrator(db: None) -> Actor:
    return make_actor(role=Role.ADMINISTRATOR)


def test_replacement_policy_is_kept_shown_and_audited(administrator: Actor) -> None:
    client, other = client_of(administrator), make_company()
    assert client.post(reverse(URL), {"policy": "never"}).url == "/profile/#replacements"
    company = administrator.company
    company.refresh_from_db()
    other.refresh_from_db()
    assert (company.replacement_policy, other.replacement_policy) == (ReplacementPolicy.NEVER, ReplacementPolicy.ASK)
    assert '<option value="never" selected>' in client.get(reverse(PROFILE)).text
    event = apps.get_model("accounts", "CompanyEvent").objects.filter(pgh_obj=company).latest("pgh_id")
    assert event.replacement_policy == "never"
    assert event.pgh_context.metadata["user"] == str(administrator.user.uid)


@pytest.mark.parametrize("policy", ["", "always", "x" * 500])
def test_a_policy_that_does_not_exist_changes_nothing(administrator: Actor, policy: str) -> None:
    assert client_of(administrator).post(reverse(URL), {"policy": policy}).status_code == 302
    administrator.company.refresh_from_db()
    assert administrator.company.replacement_policy == ReplacementPolicy.ASK


def test_who_may_not_edit_the_company_is_not_asked_and_refused(buyer: Actor, buyer_client: Client) -> None:
    assert 'id="replacements"' not in buyer_client.get(reverse(PROFILE)).text
    assert buyer_client.post(reverse(URL), {"policy": "never"}).status_code == 403
    buyer.company.refresh_from_db()
    assert buyer.company.replacement_policy == ReplacementPolicy.ASK


def test_the_header_offers_a_persons_companies_by_group_and_goes_over(buyer: Actor) -> None:
    north = CompanyGroup.objects.create(name="North holding")
    branch = make_company("Branch", group=north, kpp="770101001")
    lone = make_company("Apart")
    CompanyGroup.objects.create(name="Group of strangers")
    for company in (branch, lone):
        make_actor(company, user=buyer.user)
    client = client_of(buyer)
    menu = re.search(r'id="menu-company".*?</div>', client.get("/orders/").text, re.DOTALL)[0]
    assert menu.index("North holding") < menu.index("Branch") < menu.index("Without a group") < menu.index("Apart")
    assert "770101001" in menu
    assert "strangers" not in menu
    pressed = re.findall(r'value="([^"]*)" aria-pressed="true"', menu)
    assert pressed == [str(buyer.company.uid)]
    client.post(reverse("accounts:company"), {"company": branch.uid})
    page = client.get("/orders/").text
    assert '<b class="clip">Branch</b><span class="xtra">' in page


def test_the_header_tells_branches_of_one_name_apart(buyer: Actor) -> None:
    for kpp in ("770101001", "780101001"):
        make_actor(make_company("Branch", kpp=kpp), user=buyer.user)
    client = client_of(buyer)
    assert 'class="ctx" ' in client.get("/orders/").text
    assert "<span>KPP" not in client.get("/orders/").text
    branch = Company.objects.get(kpp="780101001")
    client.post(reverse("accounts:company"), {"company": branch.uid})
    assert '<b class="clip">Branch</b><span>KPP 780101001</span>' in client.get("/orders/").text


def test_one_company_is_no_choice(buyer_client: Client) -> None:
    assert "menu-company" not in buyer_client.get("/orders/").text


def test_the_switcher_costs_no_query(buyer: Actor, django_assert_num_queries: Callable) -> None:
    client = client_of(buyer)
    client.get("/addresses/")
    with django_assert_num_queries(5):
        client.get("/addresses/")
    for number in range(3):
        make_actor(make_company(f"Company {number}", group=CompanyGroup.objects.create(name="G")), user=buyer.user)
    with django_assert_num_queries(5):
        client.get("/addresses/")
