"""Files of products: who gets them, as what, and that a drawing can do nothing."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from catalog.enums import ProductFileKind
from catalog.models import ProductFile
from tests.factories import make_product, make_product_file

pytestmark = pytest.mark.django_db
EVIL = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(1)</script></svg>"


def address(file: ProductFile) -> str:
    return reverse("catalog:product-file", args=[file.product.uid, file.uid])


@pytest.mark.parametrize("kind", ProductFileKind)
def test_product_file_never_lets_bytes_run_or_be_guessed(buyer_client: Client, kind: ProductFileKind) -> None:
    file = make_product_file(make_product(), kind, EVIL)
    for headers in ({}, {"If-None-Match": f'"{file.file.sha256}"'}):
        answer = buyer_client.get(address(file), headers=headers)
        assert answer["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    answer = buyer_client.get(address(file))
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer.content == EVIL


def test_product_file_shows_pictures_and_saves_the_rest(buyer_client: Client) -> None:
    product = make_product()
    shown = buyer_client.get(address(make_product_file(product)))
    assert shown["Content-Disposition"].startswith("inline")
    manual = make_product_file(product, ProductFileKind.MANUAL, b"%PDF-", "application/pdf")
    saved = buyer_client.get(address(manual))
    assert saved["Content-Disposition"] == f'attachment; filename="{manual.file.name}"'
    assert saved["Content-Type"] == "application/pdf"
    page = make_product_file(product, ProductFileKind.PICTURE, b"<script>alert(1)</script>", "text/html")
    assert buyer_client.get(address(page))["Content-Disposition"].startswith("attachment")


def test_product_file_is_kept_by_the_browser_and_asked_for_again(buyer_client: Client) -> None:
    file = make_product_file(make_product())
    first = buyer_client.get(address(file))
    assert first["ETag"] == f'"{file.file.sha256}"'
    assert first["Cache-Control"] == "private, max-age=3600"
    again = buyer_client.get(address(file), headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert buyer_client.get(address(file), headers={"If-None-Match": '"other"'}).status_code == 200
    assert buyer_client.head(address(file)).content == b""


def test_product_file_of_what_one_may_not_see_is_404(buyer_client: Client) -> None:
    file, hidden = make_product_file(make_product()), make_product_file(make_product(is_on_sale=False))
    for product, asked in (
        (hidden.product.uid, hidden.uid),
        (hidden.product.uid, file.uid),
        (file.product.uid, hidden.uid),
        (file.product.uid, uuid.uuid4()),
        (uuid.uuid4(), file.uid),
    ):
        assert buyer_client.get(reverse("catalog:product-file", args=[product, asked])).status_code == 404


def test_product_file_is_not_changed_by_a_post(buyer_client: Client) -> None:
    assert buyer_client.post(address(make_product_file(make_product()))).status_code == 405


def test_product_file_costs_one_query_beside_who_asks(
    buyer_client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    file = make_product_file(make_product())
    with django_assert_num_queries(4):  # session, person, for whom he acts; the file
        buyer_client.get(address(file))
