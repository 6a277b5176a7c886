"""Gives a person another password."""

from datetime import datetime

from accounts.actions.revoke_tokens import revoke_tokens
from accounts.actors import Actor
from accounts.enums import TokenPurpose
from accounts.models import User
from b2b_portal.core.change import change


def set_password(*, user: User, password: str, by: Actor, at: datetime) -> None:
    """Sets the password; an invitation that still waits for a first one is worthless from now on. Locks: the person.

    The given user gets the new hash too: its session is kept by it.
    """
    with change(by, at):
        person = User.objects.select_for_update().get(pk=user.pk)
        person.set_password(password)
        person.save(update_fields=["password"])
        revoke_tokens(user=person, purpose=TokenPurpose.INVITATION, by=by, at=at)
    user.password = person.password
