"""A retail customer who becomes a business customer keeps his account, his orders and his papers."""

from datetime import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actions.approve_application import approve_application
from accounts.actors import SYSTEM, Actor
from accounts.permissions import Role
from b2b_portal.core.files import store_file
from documents.actions.complete_rendering import complete_rendering
from documents.actions.issue_document import issue_document
from documents.enums import DocumentKind
from tests.conftest import client_of
from tests.factories import make_actor, make_company, make_tier
from tests.factories.accounts import make_application, make_staff
from tests.factories.orders import make_order

pytestmark = pytest.mark.django_db


def test_a_retail_customer_keeps_his_history_when_he_becomes_a_company(now: datetime) -> None:
    tier = make_tier("rrp", name="RRP", is_recommended=True)
    retail = make_actor(make_company("Retail", tier=tier), Role.ADMINISTRATOR)
    order = make_order(retail)
    paper = issue_document(order=order, kind=DocumentKind.INVOICE, by=retail, at=now)
    file = store_file(b"%PDF-", name="invoice.pdf", content_type="application/pdf")
    complete_rendering(document=paper, file=file, by=SYSTEM, at=now)
    application = make_application(by=Actor(user=retail.user), at=timezone.now())
    company = approve_application(application=application, tier=make_tier("opt-1"), by=make_staff(), at=now)
    client = client_of(Actor(user=retail.user))
    assert client.post(reverse("accounts:company"), {"company": company.uid}).status_code == 302
    assert client.get(reverse("order", args=[order.number])).status_code == 404
    assert client.post(reverse("accounts:company"), {"company": retail.company.uid}).status_code == 302
    assert client.get(reverse("order", args=[order.number])).status_code == 200
    assert reverse("documents:document", args=[paper.uid]) in client.get(reverse("documents:documents")).text
