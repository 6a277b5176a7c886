"""Gives a person the address that he has shown to be his."""

import uuid
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.enums import TokenPurpose
from accounts.models import Token, User
from accounts.secrets import hash_of
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.mail import queue_mail


class EmailLinkSpent(RuleBroken):
    """The link was used, replaced, is older than a day, is another person's, or the address was taken meanwhile."""

    message = _("This link does not work any more: it was used, replaced by a newer one, or is older than a day.")
    code = "email_link_spent"


def change_email(*, secret: str, by: Actor, at: datetime) -> User:
    """Writes the address and spends the link; the former address is told by mail. Only who asked may.

    Locks: the person, the token. Raises EmailLinkSpent.
    """
    assert by.user
    with change(by, at):
        person = User.objects.select_for_update().get(pk=by.user.pk)
        tokens = Token.objects.filter(sha256=hash_of(secret), purpose=TokenPurpose.EMAIL, user=person)
        unspent = tokens.filter(revoked_at=None, last_used_at=None, expires_at__gt=at).first()
        if unspent is None:
            raise EmailLinkSpent
        former, email = person.email, unspent.scope["email"]
        if User.objects.filter(email__iexact=email).exists():
            raise EmailLinkSpent
        unspent.last_used_at = at
        unspent.save(update_fields=["last_used_at"])
        person.email = email
        person.save(update_fields=["email"])
        queue_mail(
            key=f"email_changed:{uuid.uuid4()}",
            to=former,
            template="accounts/mail/email_changed",
            language=person.language,
            context={"user": person},
        )
        return person
