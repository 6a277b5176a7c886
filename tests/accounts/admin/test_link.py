"""Staff see whose invitation waits and can make it worthless."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.actions.issue_token import issue_token
from accounts.actors import SYSTEM, Actor
from accounts.enums import TokenPurpose
from accounts.models import Token
from tests.conftest import client_of
from tests.factories import make_company, make_user

pytestmark = pytest.mark.django_db
LIST = "admin:accounts_token_changelist"


@pytest.fixture
def client() -> Client:
    return client_of(Actor(user=make_user("boss@shop.example", is_staff=True, is_superuser=True)))


def test_links_name_the_company_and_are_revoked(client: Client) -> None:
    company, user = make_company(name="ООО Ромашка"), make_user("new@buyer.example")
    secret = issue_token(
        user=user,
        purpose=TokenPurpose.INVITATION,
        scope={"company": str(company.uid)},
        lives=timedelta(days=7),
        by=SYSTEM,
        at=timezone.now(),
    )
    page = client.get(reverse(LIST)).text
    assert "ООО Ромашка" in page
    assert "waits" in page
    assert secret not in page
    client.post(reverse(LIST), {"action": "revoke", "_selected_action": [Token.objects.get().pk]})
    assert Token.objects.get().revoked_at
    assert "revoked" in client.get(reverse(LIST)).text
