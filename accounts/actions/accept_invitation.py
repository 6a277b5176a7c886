"""Accepts an invitation by setting the first password with its link."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.enums import TokenPurpose
from accounts.models import Membership, Token, User
from accounts.secrets import hash_of
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken


class InvitationSpent(RuleBroken):
    """The link was used, revoked, is too old, or never was."""

    message = _("This link does not work any more: it was used, replaced by a newer one, or is older than seven days.")
    code = "invitation_spent"


def accept_invitation(*, secret: str, password: str, by: Actor, at: datetime) -> User:
    """Sets the password and spends the link: the person works for the company that sent it, and for no other one yet.

    Locks: the person, the token. Raises InvitationSpent.
    """
    with change(by, at):
        tokens = Token.objects.filter(sha256=hash_of(secret), purpose=TokenPurpose.INVITATION)
        user = User.objects.select_for_update().filter(pk__in=tokens.values("user_id")).first()
        unspent = tokens.filter(revoked_at=None, last_used_at=None, expires_at__gt=at)
        if user is None or not user.is_active or user.has_usable_password() or not unspent.update(last_used_at=at):
            raise InvitationSpent
        user.set_password(password)
        user.save(update_fields=["password"])
        company = tokens.values_list("scope__company", flat=True).get()
        place = Membership.objects.filter(user=user, company__uid=company, left_at=None, accepted_at=None)
        place.update(accepted_at=at)
        return user
