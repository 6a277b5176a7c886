"""Check what a person may order."""

from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.permissions import Permission
from accounts.queries.access import buyer_of, names_of_those_who_can
from b2b_portal.core.errors import RuleBroken
from orders.queries.personal_limits import personal_balances


class PersonalLimitExceeded(RuleBroken):
    """The order takes the person over a limit of his. Facts: limit, left, until, gross, who."""

    message = _(
        "You may order for %(limit)s ₽ until %(until)s: %(left)s ₽ are left, this order comes to %(gross)s ₽. "
        "Who can lift it: %(who)s."
    )
    code = "personal_limit_exceeded"


def check_personal_limits(*, gross: Decimal, by: Actor, at: datetime) -> None:
    """Returns if the actor may order for this sum with VAT, delivery included, beside what he has ordered already.

    For actions that hold the lock of the company: two orders at once are counted one after the other. Raises
    PersonalLimitExceeded.
    """
    company, person = buyer_of(by)
    for one in personal_balances(company, person, at):
        if gross > one.left:
            raise PersonalLimitExceeded(
                limit=one.limit,
                left=one.left,
                until=one.period.last_day,
                gross=gross,
                who=", ".join(names_of_those_who_can(Permission.MANAGE_PEOPLE, company)) or "—",
            )
