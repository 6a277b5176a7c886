"""Word the mails to those whose decision an order waits for."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.functional import lazy

from accounts.actions.issue_token import issue_token
from accounts.actions.lock_company import lock_company
from accounts.actions.notify import notify
from accounts.actions.revoke_tokens import revoke_tokens
from accounts.actors import Actor
from accounts.enums import TokenPurpose
from accounts.models import User
from b2b_portal.core.change import change
from b2b_portal.core.models import Mail
from orders.models import ApprovalAsk, Order
from orders.queries.approvals import people_to_ask, step_words
from orders.queries.tell import told_lines

LIVES = timedelta(days=7)


def send_approval_links(*, order: Order, round_of: str, by: Actor, at: datetime) -> int:
    """Queues for everybody who is asked now one mail per question and round, and returns how many were new.

    Its link is good for one decision on this revision; a newer mail makes the former link worthless. A company that
    demands two-step sign-in gets links to the cabinet instead. The secret stands in the mail and nowhere else. Locks:
    the company.
    """
    with change(by, at):
        company = lock_company(order.company)
        order = Order.objects.select_related("placed_by", "company").get(pk=order.pk)
        told = 0
        for person, ask in people_to_ask(order, at).values():
            key = ":".join(filter(None, ["approval", str(ask.pk), str(order.revision), str(person.uid), round_of]))
            if Mail.objects.filter(key=key).exists():
                continue
            secret = "" if company.demands_second_factor else _secret(order, person, by, at)
            _tell(order, person, ask, key, secret, is_reminder=bool(round_of))
            told += 1
        return told


def _secret(order: Order, person: User, by: Actor, at: datetime) -> str:
    purpose = TokenPurpose.APPROVAL
    of_order = {"company": str(order.company.uid), "order": str(order.uid)}
    revoke_tokens(user=person, purpose=purpose, scope=of_order, by=by, at=at)
    scope = {**of_order, "revision": order.revision}
    return issue_token(user=person, purpose=purpose, scope=scope, lives=LIVES, by=by, at=at)


def _tell(order: Order, person: User, ask: ApprovalAsk, key: str, secret: str, *, is_reminder: bool) -> None:
    notify(
        person=person,
        key=key,
        template="orders/mail/approval_wanted",
        address=reverse("order", args=[order.number]),
        company=order.company,
        context={
            "order": order,
            "lines": told_lines(order),
            "secret": secret,
            "is_reminder": is_reminder,
            "reasons": lazy(step_words, tuple)(ask.step),  # worded in the reader's language
            "in_place_of": str(ask.person) if ask.person_id != person.pk else "",
        },
    )
