import re
from datetime import datetime, timedelta

import pytest

from accounts.actions.send_invitation import send_invitation
from accounts.actors import SYSTEM
from accounts.models import Membership, Token
from accounts.permissions import Role
from accounts.queries.people import invitation_of
from b2b_portal.core.models import Delivery, Mail
from tests.factories import make_company, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def membership() -> Membership:
    user = make_user("new@buyer.example", language="ru")
    user.set_unusable_password()
    user.save()
    return Membership.objects.create(user=user, company=make_company("ООО «Лес»"), role=Role.PURCHASER.value)


def secret_in(mail: Mail) -> str:
    """The secret of the link in an invitation mail."""
    found = re.search(r"/invitation/([^/]+)/", mail.text)
    assert found
    return found[1]


def test_send_invitation_mails_a_link_whose_secret_stands_only_in_the_mail(
    membership: Membership, now: datetime
) -> None:
    send_invitation(membership=membership, invitation="1", by=SYSTEM, at=now)
    mail = Mail.objects.get()
    secret = secret_in(mail)
    assert mail.to == "new@buyer.example"
    assert secret in mail.html
    assert secret not in str(list(Delivery.objects.values())) + str(list(Token.objects.values()))
    token = Token.objects.get()
    assert token.expires_at == now + timedelta(days=7)
    invited = invitation_of(secret, now)
    assert invited
    assert invited.user == membership.user
    assert invited.company == membership.company


def test_send_invitation_twice_is_one_mail_and_one_token(membership: Membership, now: datetime) -> None:
    for _attempt in range(2):
        send_invitation(membership=membership, invitation="1", by=SYSTEM, at=now)
    assert Mail.objects.count() == Token.objects.count() == 1


def test_send_invitation_anew_makes_the_former_link_worthless(membership: Membership, now: datetime) -> None:
    for number in ("1", "2"):
        send_invitation(membership=membership, invitation=number, by=SYSTEM, at=now)
    first, second = (secret_in(mail) for mail in Mail.objects.order_by("pk"))
    assert invitation_of(first, now) is None
    assert invitation_of(second, now)


def test_send_invitation_tells_who_has_a_password_without_a_link(membership: Membership, now: datetime) -> None:
    membership.user.set_password("correct horse 2026")
    membership.user.save()
    send_invitation(membership=membership, invitation="1", by=SYSTEM, at=now)
    assert "/profile/" in Mail.objects.get().text
    assert not Token.objects.exists()


def test_send_invitation_says_nothing_to_who_has_left(membership: Membership, now: datetime) -> None:
    membership.left_at = now
    send_invitation(membership=membership, invitation="1", by=SYSTEM, at=now)
    assert not Mail.objects.exists()
