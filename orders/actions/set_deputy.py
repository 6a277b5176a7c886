"""Let somebody decide in another's place for some days."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from accounts.actions.lock_company import lock_company
from accounts.actors import Actor
from accounts.models import Membership
from accounts.permissions import Permission
from accounts.queries.access import buyer_of, require
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from orders.models import Deputy


class DeputyUnable(RuleBroken):
    """The deputy may not approve orders himself, or is the person. Facts: person."""

    message = _("%(person)s cannot be the deputy: it takes somebody else who may approve orders.")
    code = "deputy_unable"


def set_deputy(
    *, person: Membership, deputy: Membership, valid_from: date, valid_until: date, by: Actor, at: datetime
) -> Deputy:
    """From a day on, before another, the deputy decides for the person, who may go on deciding himself.

    Everybody sets his own deputy; for others it takes the right to set rules. Locks: the company. Raises NotAllowed,
    DeputyUnable.
    """
    with change(by, at):
        company = lock_company(buyer_of(by)[0])
        require(by, Permission.APPROVE_ORDERS, company)
        if by.user is None or person.user_id != by.user.pk:
            require(by, Permission.MANAGE_RULES, company)
        able = Membership.objects.active().who_may(Permission.APPROVE_ORDERS).filter(company=company)
        if person.user_id == deputy.user_id or not able.filter(pk=deputy.pk).exists():
            raise DeputyUnable(person=str(deputy.user))
        place = Membership.objects.get(pk=person.pk, company=company)
        return Deputy.objects.create(
            company=company,
            person_id=place.user_id,
            deputy_id=deputy.user_id,
            valid_from=valid_from,
            valid_until=valid_until,
        )
