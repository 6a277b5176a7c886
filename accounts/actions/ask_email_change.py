"""A person wants to sign in, and get mails, under another address."""

import uuid
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from accounts.actions.issue_token import issue_token
from accounts.actions.revoke_tokens import revoke_tokens
from accounts.actors import Actor
from accounts.enums import TokenPurpose
from accounts.models import User
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.mail import queue_mail
from b2b_portal.core.models import Mail

LIVES = timedelta(hours=24)
DAY, MOST_A_DAY = timedelta(days=1), 5


class SameAddress(RuleBroken):
    """It is the address that he has."""

    message = _("This is your address already.")
    code = "same_address"


class AskedTooOften(RuleBroken):
    """So many mails went out within a day that more would be of no use to anybody. Facts: times."""

    message = _("%(times)s such mails were sent within a day: the last link works. Ask again tomorrow.")
    code = "asked_too_often"


def ask_email_change(*, email: str, by: Actor, at: datetime) -> None:
    """Mails a link to the new address; nothing changes until it is opened by the person who asked, within a day.

    An address that somebody else signs in with gets no mail, and the asker is not told: he would learn who is known
    here. A new link makes the former one worthless. Locks: the person. Raises SameAddress, AskedTooOften.
    """
    assert by.user
    email = email.lower()
    with change(by, at):
        user = User.objects.select_for_update(no_key=True).get(pk=by.user.pk)
        if email == user.email.lower():
            raise SameAddress
        begins = f"email_change:{user.uid}:"
        sent = Mail.objects.filter(key__startswith=begins, created_at__gt=at - DAY).count()
        if sent >= MOST_A_DAY:
            raise AskedTooOften(times=sent)
        revoke_tokens(user=user, purpose=TokenPurpose.EMAIL, by=by, at=at)
        if User.objects.filter(email__iexact=email).exists():
            return
        secret = issue_token(user=user, purpose=TokenPurpose.EMAIL, scope={"email": email}, lives=LIVES, by=by, at=at)
        queue_mail(
            key=f"{begins}{uuid.uuid4()}",
            to=email,
            template="accounts/mail/email_change",
            language=user.language,
            context={"user": user, "secret": secret},
        )
