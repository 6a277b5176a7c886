"""Decide on an order by the link of a mail."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Token
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from orders.actions.approve_order import approve_order
from orders.actions.return_order import return_order
from orders.models import Order
from orders.queries.approval_link import approval_link


class LinkSpent(RuleBroken):
    """The link was used, replaced by a newer one, or is too old; or its person may not decide any more."""

    message = _(
        "This link does not work any more: it was used, or a newer mail replaced it. Open the order in the cabinet."
    )
    code = "link_spent"


def decide_by_link(*, secret: str, agrees: bool, reason: str = "", at: datetime) -> Order:
    """Approves or returns the order in the name of the person to whom the link was mailed, and spends the link.

    Whoever opens it need not be signed in: the secret says who decides. Refused, the link stays good. Locks:
    those of approve_order or return_order, then the token. Raises LinkSpent, and what these raise.
    """
    seen = approval_link(secret, at)
    if seen is None:
        raise LinkSpent
    with change(seen.actor, at):
        facts: dict[str, Any] = {"order": seen.order, "revision": seen.revision, "by": seen.actor, "at": at}
        order = approve_order(**facts) if agrees else return_order(**facts, reason=reason)
        unspent = Token.objects.filter(pk=seen.token.pk, revoked_at=None, last_used_at=None)
        if not unspent.update(last_used_at=at):
            raise LinkSpent
        return order
