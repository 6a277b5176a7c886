"""Word the mail to somebody whose decision an order waits for."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.functional import lazy

from accounts.actions.issue_token import issue_token
from accounts.actions.notify import notify
from accounts.actions.revoke_tokens import revoke_tokens
from accounts.actors import Actor
from accounts.enums import TokenPurpose
from accounts.models import User
from b2b_portal.core.change import change
from b2b_portal.core.models import Mail
from orders.models import ApprovalAsk, Order
from orders.queries.approvals import step_words
from orders.queries.tell import told_lines

LIVES = timedelta(days=7)


def send_approval_link(
    *, order: Order, person: User, ask: ApprovalAsk, round_of: str = "", by: Actor, at: datetime
) -> bool:
    """Queues one mail per question, person and round (the day of a reminder); tells whether it was new.

    Its link is good for one decision on this revision; a newer mail makes the former link worthless. A company that
    demands two-step sign-in gets a link to the cabinet instead. The secret stands in the mail and nowhere else. Locks:
    the person.
    """
    key = ":".join(filter(None, ["approval", str(ask.pk), str(order.revision), str(person.uid), round_of]))
    with change(by, at):
        person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
        if Mail.objects.filter(key=key).exists():
            return False
        notify(
            person=person,
            key=key,
            template="orders/mail/approval_wanted",
            address=reverse("order", args=[order.number]),
            company=order.company,
            context={
                "order": order,
                "lines": told_lines(order),
                "secret": "" if order.company.demands_second_factor else _secret(order, person, by, at),
                "is_reminder": bool(round_of),
                "reasons": lazy(step_words, tuple)(ask.step),  # worded in the reader's language
                "in_place_of": str(ask.person) if ask.person_id != person.pk else "",
            },
        )
        return True


def _secret(order: Order, person: User, by: Actor, at: datetime) -> str:
    purpose = TokenPurpose.APPROVAL
    of_order = {"company": str(order.company.uid), "order": str(order.uid)}
    revoke_tokens(user=person, purpose=purpose, scope=of_order, by=by, at=at)
    scope = {**of_order, "revision": order.revision}
    return issue_token(user=person, purpose=purpose, scope=scope, lives=LIVES, by=by, at=at)
