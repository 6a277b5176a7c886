"""The own code as it is edited on the page."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actors import Actor
from accounts.permissions import Role
from catalog.models import CompanyProduct
from tests.conftest import client_of
from tests.factories import make_actor, make_product

pytestmark = pytest.mark.django_db
PART = {"HX-Request": "true"}


def test_without_script_the_page_comes_back_with_the_code(buyer_client: Client) -> None:
    product = make_product()
    answer = buyer_client.post(reverse("catalog:own-code", args=[product.uid]), {"own_code": "10-00482"}, follow=True)
    assert answer.redirect_chain == [(reverse("product", args=[product.uid]), 302)]
    assert '<span class="art">10-00482</span>' in answer.text


def test_htmx_gets_the_cell(buyer_client: Client) -> None:
    url = reverse("catalog:own-code", args=[make_product().uid])
    answer = buyer_client.post(url, {"own_code": "<b>1"}, headers=PART)
    assert "<html" not in answer.text
    assert '<div id="own-code" class="rowx">' in answer.text
    assert "&lt;b&gt;1" in answer.text


@pytest.mark.parametrize("written", ["--", "x" * 101])
def test_a_refusal_stands_beside_what_was_written(buyer_client: Client, written: str) -> None:
    url = reverse("catalog:own-code", args=[make_product().uid])
    part = buyer_client.post(url, {"own_code": written}, headers=PART)
    assert part.status_code == 422
    assert 'role="alert"' in part.text
    assert f'value="{written}"' in part.text
    assert buyer_client.post(url, {"own_code": written}).status_code == 302
    assert not CompanyProduct.objects.exists()


def test_hidden_and_unknown_products_are_404(buyer_client: Client) -> None:
    for uid in (make_product(is_on_sale=False).uid, uuid.uuid4()):
        assert buyer_client.post(reverse("catalog:own-code", args=[uid]), {"own_code": "1"}).status_code == 404


def test_a_viewer_is_refused(buyer: Actor) -> None:
    url = reverse("catalog:own-code", args=[make_product().uid])
    viewer = client_of(make_actor(buyer.company, Role.VIEWER))
    assert viewer.post(url, {"own_code": "1"}).status_code == 403
