"""A payment typed by staff pays debts through the action, and is never changed."""

import pytest
from django.urls import reverse

from accounts.actors import Actor
from documents.models import Payment
from tests.conftest import client_of
from tests.factories import make_company, make_user

pytestmark = pytest.mark.django_db
ADD = "/admin/documents/payment/add/"


@pytest.fixture
def staff_client():
    return client_of(Actor(user=make_user("boss@shop.example", is_staff=True, is_superuser=True)))


def typed(company, **more):
    return {"company": company.pk, "number": "17", "paid_on": "2026-11-20", "gross": "450", "purpose": "", **more}


def test_payment_admin_records_through_the_action(staff_client):
    assert staff_client.post(ADD, typed(make_company())).status_code == 302
    payment = Payment.objects.get()
    assert payment.left_gross == 450
    assert Payment.pgh_event_model.objects.get().pgh_context.metadata["channel"] == "admin"
    page = staff_client.get(reverse("admin:documents_payment_change", args=[payment.pk]))
    assert page.status_code == 200
    assert b"_save" not in page.content


def test_payment_admin_says_that_a_payment_is_there_or_still_to_come(staff_client):
    company = make_company()
    staff_client.post(ADD, typed(company))
    assert staff_client.post(ADD, typed(company)).status_code == 200
    assert staff_client.post(ADD, typed(company, number="18", paid_on="2099-01-01")).status_code == 200
    assert Payment.objects.count() == 1
