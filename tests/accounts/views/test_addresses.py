from collections.abc import Callable

import pytest
from django.test import Client

from accounts.actors import Actor
from accounts.models import Address
from tests.factories import make_company
from tests.factories.accounts import make_address

TEXT = "Tver, Vagzhanova 7"


def test_addresses_shows_those_of_the_company_only(buyer: Actor, buyer_client: Client) -> None:
    make_address(buyer.company, TEXT, hours="Mon–Fri 9–17")
    make_address(make_company(), "Strange street")
    page = buyer_client.get("/addresses/").content.decode()
    assert TEXT in page
    assert "Mon–Fri 9–17" in page
    assert "Strange street" not in page


def test_address_add_adds_and_shows_the_list(buyer_client: Client) -> None:
    answer = buyer_client.post("/addresses/add/", {"text": TEXT, "phone": "+7 482 200-07-30"})
    assert answer["Location"] == "/addresses/"
    assert Address.objects.get().phone == "+7 482 200-07-30"


def test_address_add_goes_back_to_the_cart_which_chooses_it(buyer_client: Client) -> None:
    assert 'name="next" value="/cart/"' in buyer_client.get("/addresses/add/?next=/cart/").content.decode()
    answer = buyer_client.post("/addresses/add/", {"text": TEXT, "next": "/cart/"})
    assert answer["Location"] == f"/cart/?address={Address.objects.get().uid}"


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_address_add_goes_to_no_other_site(buyer_client: Client, url: str) -> None:
    assert buyer_client.post("/addresses/add/", {"text": TEXT, "next": url})["Location"] == "/addresses/"


@pytest.mark.parametrize(("text", "status", "words"), [("", 422, "Write the address."), (TEXT, 409, "already")])
def test_address_add_refuses_kindly_and_keeps_what_was_typed(
    buyer: Actor, buyer_client: Client, text: str, status: int, words: str
) -> None:
    make_address(buyer.company, TEXT)
    answer = buyer_client.post("/addresses/add/", {"text": text, "gate_rules": "Gate 7"})
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert "Gate 7" in answer.content.decode()


def test_address_remove_takes_it_out_of_the_list(buyer: Actor, buyer_client: Client) -> None:
    address = make_address(buyer.company, TEXT)
    buyer_client.post(f"/addresses/{address.uid}/remove/")
    assert not Address.objects.get().is_active
    page = buyer_client.get("/addresses/").content.decode()
    assert TEXT not in page
    assert "No addresses yet" in page


def test_address_remove_of_another_company_is_404(buyer_client: Client) -> None:
    address = make_address(make_company())
    assert buyer_client.post(f"/addresses/{address.uid}/remove/").status_code == 404
    assert Address.objects.get().is_active


@pytest.mark.parametrize("rows", [1, 3])
def test_addresses_costs_the_same_queries_for_one_and_three_rows(
    buyer: Actor, buyer_client: Client, rows: int, django_assert_num_queries: Callable
) -> None:
    for number in range(rows):
        make_address(buyer.company, f"Address {number}")
    buyer_client.get("/addresses/")
    # session, person, header: actor and cart summary; addresses
    with django_assert_num_queries(5):
        buyer_client.get("/addresses/")
