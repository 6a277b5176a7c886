import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.actors import Actor
from accounts.models import Membership
from accounts.permissions import Role
from tests.conftest import client_of
from tests.factories import make_actor, make_company, make_user

CHOICE = {"language": "ru", "time_zone": "Asia/Vladivostok", "has_letter_keys": ""}


def test_profile_keeps_the_choice_and_switches_this_device(buyer: Actor, buyer_client: Client) -> None:
    answer = buyer_client.post(reverse("accounts:profile"), CHOICE)
    assert answer.url == reverse("accounts:profile")
    assert answer.cookies[settings.LANGUAGE_COOKIE_NAME].value == "ru"
    buyer.user.refresh_from_db()
    assert (buyer.user.time_zone, buyer.user.has_letter_keys) == ("Asia/Vladivostok", False)
    page = buyer_client.get(answer.url)
    assert 'lang="ru"' in page.text
    assert 'data-letter-keys="off"' in page.text


@pytest.mark.parametrize("wrong", [{"language": "tlh"}, {"time_zone": "Mars/Olympus"}])
def test_profile_refuses_what_it_does_not_offer(buyer: Actor, buyer_client: Client, wrong: dict[str, str]) -> None:
    assert buyer_client.post(reverse("accounts:profile"), CHOICE | wrong).status_code == 422
    buyer.user.refresh_from_db()
    assert buyer.user.language == "en"


def test_profile_offers_a_zone_outside_russia_to_whom_has_it(db: None) -> None:
    client = client_of(Actor(user=make_user(time_zone="Asia/Kathmandu")))
    assert "Asia/Kathmandu, UTC+5:45" in client.get(reverse("accounts:profile")).text


def test_profile_asks_for_sign_in(client: Client, db: None) -> None:
    assert client.get(reverse("accounts:profile")).url == "/account/login/?next=/profile/"


def test_choose_company_acts_for_it_from_then_on(buyer: Actor, buyer_client: Client) -> None:
    other = make_company("ООО «Вторая»")
    Membership.objects.create(user=buyer.user, company=other, role=Role.VIEWER.value)
    assert str(other.uid) in buyer_client.get(reverse("accounts:profile")).text
    assert buyer_client.post(reverse("accounts:company"), {"company": other.uid}).url == "/"
    assert f'value="{other.uid}" checked' in buyer_client.get(reverse("accounts:profile")).text


@pytest.mark.parametrize("company", ["", "not-a-uuid", "f92bb0f1-f273-47b8-8a26-998158131a4d"])
def test_choose_company_knows_no_such_company(buyer_client: Client, company: str) -> None:
    assert buyer_client.post(reverse("accounts:company"), {"company": company}).status_code == 404


def test_choose_company_is_a_stranger_to_others_and_to_a_former_one(buyer: Actor, buyer_client: Client) -> None:
    stranger = make_actor()
    assert buyer_client.post(reverse("accounts:company"), {"company": stranger.company.uid}).status_code == 404
    Membership.objects.filter(user=buyer.user).update(left_at="2026-01-01T00:00:00Z")
    assert buyer_client.post(reverse("accounts:company"), {"company": buyer.company.uid}).status_code == 404


def test_who_works_nowhere_is_told_so(db: None) -> None:
    client = client_of(Actor(user=make_user()))
    page = client.get("/orders/")
    assert page.status_code == 403
    assert "You do not work for any company here" in page.text


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "is_linked"), [(Role.PURCHASER, True), (Role.VIEWER, False)])
def test_profile_leads_to_the_addresses_whoever_may_order(role: Role, is_linked: bool) -> None:
    page = client_of(make_actor(role=role)).get(reverse("accounts:profile")).text
    assert (reverse("accounts:addresses") in page) is is_linked
