from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import PowerOfAttorney
from tests.factories import make_company
from tests.factories.accounts import make_power


def typed(**more: str) -> dict[str, str]:
    return {"number": "27", "holder": "Nikolay Gusev", "issued_on": timezone.localdate().isoformat(), **more}


def test_powers_shows_those_of_the_company_and_which_ran_out(buyer: Actor, buyer_client: Client) -> None:
    today = timezone.localdate()
    make_power(buyer.company, "27", holder="Nikolay Gusev")
    make_power(buyer.company, "26", issued_on=today - timedelta(days=9), valid_until_on=today - timedelta(days=1))
    make_power(make_company(), "99", holder="A stranger")
    page = buyer_client.get("/powers/").text
    assert "Nikolay Gusev" in page
    assert page.count("ran out") == 1
    assert "A stranger" not in page


def test_power_add_adds_for_a_year_and_shows_the_list(buyer_client: Client) -> None:
    assert buyer_client.post("/powers/add/", typed())["Location"] == "/powers/"
    power = PowerOfAttorney.objects.get()
    assert (power.holder, power.valid_until_on.year) == ("Nikolay Gusev", power.issued_on.year + 1)


def test_power_add_goes_back_to_the_cart_which_chooses_it(buyer_client: Client) -> None:
    assert 'name="next" value="/cart/"' in buyer_client.get("/powers/add/?next=/cart/").text
    answer = buyer_client.post("/powers/add/", typed(next="/cart/"))
    assert answer["Location"] == f"/cart/?power={PowerOfAttorney.objects.get().uid}"


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({"number": ""}, 422, "Write the number of the power of attorney."),
        ({"issued_on": "yesterday"}, 422, "Choose a day, for example in the calendar."),
        ({"number": "26"}, 409, "is in your list already"),
        ({"valid_until_on": "2020-01-01"}, 409, "This power of attorney ended on"),
    ],
)
def test_power_add_refuses_kindly_and_keeps_what_was_typed(
    buyer: Actor, buyer_client: Client, changes: dict[str, str], status: int, words: str
) -> None:
    make_power(buyer.company, "26")
    answer = buyer_client.post("/powers/add/", typed(**changes))
    assert answer.status_code == status
    assert words in answer.text
    assert "Nikolay Gusev" in answer.text


def test_power_revoke_takes_it_out_of_the_list(buyer: Actor, buyer_client: Client) -> None:
    power = make_power(buyer.company)
    answer = buyer_client.post(f"/powers/{power.uid}/revoke/", follow=True)
    assert "is revoked" in answer.text
    assert "No powers of attorney yet" in answer.text
    assert not PowerOfAttorney.objects.get().is_active


@pytest.mark.parametrize("rows", [1, 3])
def test_powers_costs_the_same_queries_for_one_and_three_rows(
    buyer: Actor, buyer_client: Client, rows: int, django_assert_num_queries: Callable
) -> None:
    for number in range(rows):
        make_power(buyer.company, str(number))
    buyer_client.get("/powers/")
    with django_assert_num_queries(5):
        buyer_client.get("/powers/")
