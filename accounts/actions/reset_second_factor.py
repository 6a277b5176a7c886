"""Lets in a person who lost the phone and the recovery codes."""

from datetime import datetime

from allauth.mfa.models import Authenticator

from accounts.actions.end_sessions import end_sessions
from accounts.actors import Actor
from accounts.models import User
from accounts.queries.staff import require_staff
from b2b_portal.core.change import change


def reset_second_factor(*, user: User, by: Actor, at: datetime) -> bool:
    """Switches the second step off: the password alone lets in until the person switches it on again. Whoever was
    signed in with it is signed out everywhere.

    False: it was off. Raises StaffOnly.
    """
    require_staff(by)
    with change(by, at):
        count, _tables = Authenticator.objects.filter(user_id=user.pk).delete()
        if count:
            end_sessions(user=user, by=by, at=at)
        return bool(count)
