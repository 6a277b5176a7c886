from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from accounts.actions.accept_invitation import InvitationSpent, accept_invitation
from accounts.actions.issue_token import issue_token
from accounts.actions.revoke_tokens import revoke_tokens
from accounts.actors import SYSTEM, Actor
from accounts.enums import TokenPurpose
from accounts.models import Token, User
from tests.factories import make_user
from tests.races import meeting_point, race

pytestmark = pytest.mark.django_db
PASSWORD = "a sentence is a password"


@pytest.fixture
def invited() -> User:
    user = make_user()
    user.set_unusable_password()
    user.save()
    return user


def link(user: User, at: datetime, days: int = 7) -> str:
    """The secret of a fresh invitation."""
    return issue_token(
        user=user, purpose=TokenPurpose.INVITATION, scope={}, lives=timedelta(days=days), by=SYSTEM, at=at
    )


def test_accept_invitation_sets_the_password_and_spends_the_link(invited: User, now: datetime) -> None:
    secret = link(invited, now)
    accept_invitation(secret=secret, password=PASSWORD, by=Actor(user=invited), at=now)
    invited.refresh_from_db()
    assert invited.check_password(PASSWORD)
    assert Token.objects.get().last_used_at == now


def test_accept_invitation_refuses_the_link_a_second_time(invited: User, now: datetime) -> None:
    secret = link(invited, now)
    accept_invitation(secret=secret, password=PASSWORD, by=Actor(user=invited), at=now)
    with pytest.raises(InvitationSpent):
        accept_invitation(secret=secret, password="another sentence", by=Actor(user=invited), at=now)
    invited.refresh_from_db()
    assert invited.check_password(PASSWORD)


def test_accept_invitation_refuses_a_link_in_the_second_it_expires(invited: User, now: datetime) -> None:
    secret = link(invited, now)
    with pytest.raises(InvitationSpent):
        accept_invitation(secret=secret, password=PASSWORD, by=Actor(user=invited), at=now + timedelta(days=7))


def test_accept_invitation_refuses_a_revoked_link(invited: User, now: datetime) -> None:
    secret = link(invited, now)
    assert revoke_tokens(user=invited, purpose=TokenPurpose.INVITATION, by=SYSTEM, at=now) == 1
    with pytest.raises(InvitationSpent):
        accept_invitation(secret=secret, password=PASSWORD, by=Actor(user=invited), at=now)


def test_accept_invitation_refuses_an_unknown_secret(invited: User, now: datetime) -> None:
    link(invited, now)
    with pytest.raises(InvitationSpent):
        accept_invitation(secret="made-up", password=PASSWORD, by=Actor(user=invited), at=now)


def test_accept_invitation_never_replaces_a_password(invited: User, now: datetime) -> None:
    secret = link(invited, now)
    invited.set_password("correct horse 2026")
    invited.save()
    with pytest.raises(InvitationSpent):
        accept_invitation(secret=secret, password=PASSWORD, by=Actor(user=invited), at=now)


def test_accept_invitation_refuses_a_disabled_person(invited: User, now: datetime) -> None:
    secret = link(invited, now)
    User.objects.filter(pk=invited.pk).update(is_active=False)
    with pytest.raises(InvitationSpent):
        accept_invitation(secret=secret, password=PASSWORD, by=Actor(user=invited), at=now)


@pytest.mark.django_db(transaction=True)
def test_accept_invitation_lets_one_of_two_clicks_set_the_password(invited: User, now: datetime) -> None:
    secret = link(invited, now)

    def click(number: int) -> Callable[[], User]:
        return lambda: accept_invitation(secret=secret, password=f"{PASSWORD} {number}", by=Actor(user=invited), at=now)

    answers = race([click(number) for number in range(4)])
    assert sum(isinstance(answer, InvitationSpent) for answer in answers) == 3
    winner = next(number for number, answer in enumerate(answers) if isinstance(answer, User))
    invited.refresh_from_db()
    assert invited.check_password(f"{PASSWORD} {winner}")


@pytest.mark.django_db(transaction=True)
def test_control_twin_without_the_lock_sets_two_passwords(invited: User, now: datetime) -> None:
    """What accept_invitation would do without its lock: both read an unspent link, the later password wins unseen."""
    link(invited, now)
    both_have_read = meeting_point(2)

    def naive() -> bool:
        token = Token.objects.get(last_used_at=None)
        both_have_read()
        User.objects.filter(pk=token.user_id).update(password="set")
        Token.objects.filter(pk=token.pk).update(last_used_at=now)
        return True

    assert race([naive, naive]) == [True, True]
