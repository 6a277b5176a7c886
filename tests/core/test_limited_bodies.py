"""How much a request may bring: 2 MB with its files, more only where the view says so."""

import io

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.actors import Actor
from b2b_portal.core.access import takes_body
from b2b_portal.core.middleware import MEGABYTE, LimitedBodies
from catalog.forms.imports import MOST_BODY
from tests.catalog.admin.sheets import page
from tests.conftest import client_of
from tests.factories import make_user


def large(megabytes: float) -> io.BytesIO:
    file = io.BytesIO(b"a" * int(megabytes * MEGABYTE))
    file.name = "large.csv"
    return file


@pytest.mark.django_db
def test_limited_bodies_refuse_a_large_file_in_words(buyer_client: Client) -> None:
    answer = buyer_client.post(reverse("core:theme"), {"theme": "dark", "file": large(2.1)})
    assert answer.status_code == 413
    assert "This page takes 2 MB at most" in answer.text


@pytest.mark.django_db
def test_limited_bodies_let_marked_pages_of_the_admin_take_more() -> None:
    client = client_of(Actor(user=make_user(is_staff=True, is_superuser=True)))
    taken = client.post(page("product", "import"), {"import_file": large(4.9), "resource": "0"})
    assert taken.status_code == 422  # parsed and refused for what it says
    refused = client.post(page("product", "import"), {"import_file": large(5.1), "resource": "0"})
    assert refused.status_code == 413
    assert client.post(page("product", "process_import"), {"file": large(2.1)}).status_code == 413


@pytest.mark.django_db
def test_limited_bodies_let_the_first_step_of_an_import_take_the_largest_files() -> None:
    client = client_of(Actor(user=make_user(is_staff=True, is_superuser=True)))
    sent = {"file": large(25)}
    assert client.post(reverse("admin:catalog_importbatch_add"), sent).status_code == 422  # no price list is chosen
    sent = {"file": large(3)}
    assert client.post(reverse("admin:catalog_importbatch_changelist"), sent).status_code == 413
    assert MOST_BODY == 201 * MEGABYTE


@pytest.mark.django_db
def test_limited_bodies_let_staff_alone_send_the_largest_files(buyer_client: Client) -> None:
    """The body is read before the page asks who sent it: strangers must not fill the disk."""
    for client in (Client(), buyer_client):
        assert client.post(reverse("admin:catalog_importbatch_add"), {"file": large(3)}).status_code == 413


def test_limited_bodies_pass_what_fits_and_what_has_no_length(rf: RequestFactory) -> None:
    @takes_body(10)
    def view(request: object) -> HttpResponse:
        return HttpResponse()

    limited = LimitedBodies(lambda request: HttpResponse())
    for length in ("10", "", "many"):
        request = rf.post("/", b"", content_type="text/plain", CONTENT_LENGTH=length)
        assert limited.process_view(request, view, (), {}) is None
