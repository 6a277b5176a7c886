from datetime import datetime, timedelta

import pytest

from accounts.actions.ask_applicant import ask_applicant
from accounts.actions.prune_applications import prune_applications
from accounts.actions.reject_application import reject_application
from accounts.actors import SYSTEM, Actor
from accounts.models import Application, User
from tests.factories import make_actor, make_user
from tests.factories.accounts import make_application, make_staff

pytestmark = pytest.mark.django_db
DAYS = 90


def test_prune_applications_forgets_what_was_answered_with_no_long_ago(now: datetime) -> None:
    staff, old, fresh = make_staff(), now - timedelta(days=DAYS, minutes=1), now - timedelta(days=DAYS)
    for answer in (ask_applicant, reject_application):
        for moment in (old, fresh):
            answer(application=make_application(at=old), reason="Which branch?", by=staff, at=moment)
    make_application(at=old)
    assert prune_applications(days=DAYS, by=SYSTEM, at=now) == 2
    assert sorted(Application.objects.values_list("status", flat=True)) == ["more_wanted", "rejected", "sent"]
    assert not Application.objects.filter(answered_at=old).exists()


def test_prune_applications_takes_the_account_that_was_opened_to_look_around(now: datetime) -> None:
    member, retail = make_actor(), make_user()
    old, staff = now - timedelta(days=DAYS + 1), make_staff()
    applications = [make_application(at=old, by=Actor(user=user)) for user in (member.user, retail, None)]
    Application.objects.filter(pk=applications[2].pk).update(user=make_user("visitor@buyer.example"))
    for application in applications:
        reject_application(application=application, reason="No", by=staff, at=old)
    assert prune_applications(days=DAYS, by=SYSTEM, at=now) == 3
    assert not User.objects.filter(email="visitor@buyer.example").exists()
    assert User.objects.filter(pk__in=[member.user.pk, retail.pk]).count() == 2


def test_the_trail_of_an_application_leaves_the_person_out(now: datetime) -> None:
    application = make_application(at=now)
    kept = str(list(Application.pgh_event_model.objects.values()))  # type: ignore[attr-defined]
    assert application.inn in kept
    assert not [said for said in (application.full_name, application.email, application.phone) if said in kept]
