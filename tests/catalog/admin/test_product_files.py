"""Pictures and papers of a product: added by their content, put in order, taken off."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.actors import Actor
from b2b_portal.core.files import read_file
from b2b_portal.core.models import File
from catalog.models import Product, ProductFile
from tests.conftest import client_of
from tests.factories import make_product, make_user

pytestmark = pytest.mark.django_db
PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9"/></svg>'
PAPER = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def client() -> Client:
    return client_of(Actor(user=make_user("boss@shop.example", is_staff=True, is_superuser=True)))


@pytest.fixture
def product() -> Product:
    return make_product()


def add(client: Client, product: Product, kind: str, content: bytes, name: str = "drawing.exe") -> str:
    said = {"kind": kind, "upload": SimpleUploadedFile(name, content), "title": "", "position": "0"}
    address = reverse("admin:catalog_product_add-file", args=[product.pk])
    return client.post(address, said, follow=True).text


def test_a_file_is_named_and_typed_by_what_it_is(client: Client, product: Product) -> None:
    add(client, product, "picture", PICTURE)
    picture = ProductFile.objects.get()
    assert (picture.title, picture.file.name, picture.file.content_type) == ("drawing", "drawing.svg", "image/svg+xml")
    assert read_file(picture.file) == PICTURE


def test_wrong_files_are_refused_in_words_and_leave_nothing(
    client: Client, product: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "no whole picture or PDF" in add(client, product, "picture", b"<script>")
    assert "a data sheet is PDF" in add(client, product, "manual", PICTURE)
    monkeypatch.setattr("catalog.forms.add_product_file.MOST_BYTES", 10)
    assert "larger than 10 MB" in add(client, product, "manual", PAPER)
    assert not File.objects.exists()


def test_the_same_bytes_are_taken_once_per_kind(client: Client, product: Product) -> None:
    add(client, product, "manual", PAPER, "manual.pdf")
    assert "has this file already" in add(client, product, "manual", PAPER, "copy.pdf")
    add(client, product, "certificate", PAPER, "certificate.pdf")
    assert ProductFile.objects.count() == File.objects.count() == 2


def test_staff_get_the_bytes_and_nobody_else(client: Client, product: Product) -> None:
    add(client, product, "manual", PAPER, "manual.pdf")
    address = reverse("admin:catalog_product_file", args=[ProductFile.objects.get().uid])
    assert address in client.get(reverse("admin:catalog_product_change", args=[product.pk])).text
    answer = client.get(address)
    assert (b"".join(answer), answer["Content-Disposition"][:10]) == (PAPER, "attachment")
    assert client.get(reverse("admin:catalog_product_file", args=[product.uid])).status_code == 404
    looker = client_of(Actor(user=make_user(is_staff=True)))
    assert looker.get(address).status_code == 403


def test_the_page_puts_files_in_order_and_takes_them_off(client: Client, product: Product) -> None:
    add(client, product, "manual", PAPER, "manual.pdf")
    add(client, product, "picture", PICTURE, "front.svg")
    first, second = ProductFile.objects.order_by("pk")
    form = {
        "pack_multiple": 5,
        "minimum_quantity": 1,
        "vat_rate": "0.22",
        "files-TOTAL_FORMS": 2,
        "files-INITIAL_FORMS": 2,
        "files-0-id": first.pk,
        "files-0-product": product.pk,
        "files-0-title": "Manual",
        "files-0-position": 0,
        "files-0-DELETE": "on",
        "files-1-id": second.pk,
        "files-1-product": product.pk,
        "files-1-title": "Front view",
        "files-1-position": 3,
        "numbers-TOTAL_FORMS": 0,
        "numbers-INITIAL_FORMS": 0,
        "supplier_codes-TOTAL_FORMS": 0,
        "supplier_codes-INITIAL_FORMS": 0,
    }
    answer = client.post(reverse("admin:catalog_product_change", args=[product.pk]), form)
    assert answer.status_code == 302, answer.text
    left = ProductFile.objects.get()
    assert (left.title, left.position) == ("Front view", 3)
    assert File.objects.get() == left.file
