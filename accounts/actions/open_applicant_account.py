"""Lets an applicant sign in before he is approved."""

from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext_lazy as _

from accounts.actions.lock_application import lock_application
from accounts.actors import Actor
from accounts.models import Application, User
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken


class AccountThere(RuleBroken):
    """The address has a password already, or may not sign in any more."""

    message = _("This address has an account already: sign in with its password, or set a new one by mail.")
    code = "account_there"


def open_applicant_account(*, application: Application, password: str, by: Actor, at: datetime) -> User:
    """Makes the applicant's account with the first password; he belongs to no company and may only look around.

    For callers who know the secret of the mailed link, which proves the address. Locks: open applications for this
    INN and KPP, the person. Raises ApplicationDecided, AccountThere.
    """
    with change(by, at):
        held = lock_application(application)
        new = {"full_name": held.full_name, "language": held.language, "password": make_password(None)}
        email = held.email
        user = User.objects.select_for_update().filter(email__iexact=email).first()
        user = user or User.objects.get_or_create(email=email, defaults=new)[0]
        if not user.is_active or user.has_usable_password():
            raise AccountThere
        user.set_password(password)
        user.save(update_fields=["password"])
        held.user = user
        held.save(update_fields=["user"])
        return user
