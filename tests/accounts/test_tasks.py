import pytest

from accounts.events import application_link_owed, application_sent
from accounts.models import AccountManager
from b2b_portal.core.events import receiver_of
from b2b_portal.core.models import Delivery, Mail
from tests.factories import make_user
from tests.factories.accounts import make_application

pytestmark = pytest.mark.django_db


def test_an_application_is_answered_and_told_once_however_often_its_deliveries_run() -> None:
    AccountManager.objects.create(user=make_user("manager@shop.example", is_staff=True), phone="1")
    application = make_application()
    owed = Delivery.objects.filter(event__in=[application_sent.name, application_link_owed.name])
    assert owed.count() == 2
    for delivery in [*owed, *owed]:
        receiver = receiver_of(delivery.event, delivery.receiver)
        assert receiver
        receiver.task(**delivery.payload)
    assert set(Mail.objects.values_list("to", flat=True)) == {application.email, "manager@shop.example"}
    assert Mail.objects.count() == 2
