"""Tell the shop of a power of attorney to receive goods."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from accounts.actions.lock_company import lock_company
from accounts.actors import Actor
from accounts.models import PowerOfAttorney
from accounts.permissions import Permission
from accounts.powers import last_day
from accounts.queries.access import buyer_of, require
from accounts.queries.credit import shop_day
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken


class PowerKnown(RuleBroken):
    """The company has named a power with this number. Facts: number."""

    message = _("The power of attorney № %(number)s is in your list already.")
    code = "power_known"


class PowerEnded(RuleBroken):
    """Its last day is over, or comes before its first. Facts: day."""

    message = _("This power of attorney ended on %(day)s: name one that is still good.")
    code = "power_ended"


def add_power(
    *, number: str, holder: str, issued_on: date, valid_until_on: date | None = None, by: Actor, at: datetime
) -> PowerOfAttorney:
    """Adds it to the actor's company; without a last day it is good for a year (art. 186 ГК РФ).

    Locks: the company. Raises NotAllowed, PowerKnown, PowerEnded.
    """
    with change(by, at):
        company = lock_company(buyer_of(by)[0])
        require(by, Permission.PLACE_ORDER, company)
        until = last_day(issued_on, valid_until_on)
        if until < max(issued_on, shop_day(at)):
            raise PowerEnded(day=until)
        number = " ".join(number.split())
        if PowerOfAttorney.objects.filter(company=company, is_active=True, number__iexact=number).exists():
            raise PowerKnown(number=number)
        return PowerOfAttorney.objects.create(
            company=company, number=number, holder=holder, issued_on=issued_on, valid_until_on=until
        )
