"""What the link of a mail about an approval stands for."""

from dataclasses import dataclass
from datetime import datetime

from accounts.actors import Actor
from accounts.enums import TokenPurpose
from accounts.models import Token
from accounts.queries.acting import actor_of
from accounts.secrets import hash_of
from orders.models import Order


@dataclass(frozen=True)
class ApprovalLink:
    """Whose decision on which revision of which order; the actor is that person in that company."""

    token: Token
    actor: Actor
    order: Order
    revision: int


def approval_link(secret: str, at: datetime) -> ApprovalLink | None:
    """What an unspent link stands for; None for any other, and for whoever left the company, or whose company demands
    two-step sign-in since. Changes nothing. At most four queries.
    """
    tokens = Token.objects.select_related("user").filter(sha256=hash_of(secret), purpose=TokenPurpose.APPROVAL)
    token = tokens.filter(revoked_at=None, last_used_at=None, expires_at__gt=at, user__is_active=True).first()
    if token is None:
        return None
    actor = actor_of(token.user, token.scope["company"])
    company = actor.company
    if company is None or str(company.uid) != token.scope["company"] or company.demands_second_factor:
        return None
    found = Order.objects.visible_to(actor).select_related("placed_by", "company__account_manager__user")
    order = found.filter(uid=token.scope["order"]).first()
    return ApprovalLink(token, actor, order, int(token.scope["revision"])) if order else None
