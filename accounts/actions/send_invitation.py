"""Words the mail to somebody who was let into a company."""

from datetime import datetime

from accounts.actions.issue_token import issue_token
from accounts.actions.revoke_tokens import revoke_tokens
from accounts.actors import Actor
from accounts.enums import TokenPurpose
from accounts.models import Company, Membership, User
from accounts.models.membership import INVITED_FOR
from b2b_portal.core.change import change
from b2b_portal.core.mail import queue_mail
from b2b_portal.core.models import Mail


def mails_to(company: Company) -> str:
    """How the keys of all mails of invitation to a company begin."""
    return f"invitation:{company.uid}:"


def send_invitation(*, membership: Membership, invitation: str, by: Actor, at: datetime) -> None:
    """Queues one mail per invitation: with a set-password link, or the question alone for who has a
    password.

    The link's secret stands in that mail and nowhere else: not in the outbox, not in the broker. A new link makes the
    former ones worthless. Who left or was disabled meanwhile gets nothing. Locks: the person.
    """
    key = f"{mails_to(membership.company)}{invitation}"
    with change(by, at):
        user = User.objects.select_for_update().get(pk=membership.user_id)
        if membership.left_at or not user.is_active or Mail.objects.filter(key=key).exists():
            return
        context: dict[str, object] = {"user": user, "company": membership.company, "secret": ""}
        context["is_asked"] = membership.accepted_at is None
        if not user.has_usable_password():
            revoke_tokens(user=user, purpose=TokenPurpose.INVITATION, by=by, at=at)
            scope = {"company": str(membership.company.uid)}
            purpose = TokenPurpose.INVITATION
            context["secret"] = issue_token(user=user, purpose=purpose, scope=scope, lives=INVITED_FOR, by=by, at=at)
        queue_mail(key=key, to=user.email, template="accounts/mail/invitation", language=user.language, context=context)
