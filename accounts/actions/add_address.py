"""Add an address to which a company's goods are brought."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actions.lock_company import lock_company
from accounts.actors import Actor
from accounts.models import Address
from accounts.permissions import Permission
from accounts.queries.access import buyer_of, require
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken


class AddressKnown(RuleBroken):
    """The company has this address already. Facts: text."""

    message = _("This address is in your list already: “%(text)s”.")
    code = "address_known"


def add_address(
    *,
    text: str,
    by: Actor,
    at: datetime,
    contact_name: str = "",
    phone: str = "",
    hours: str = "",
    gate_rules: str = "",
) -> Address:
    """Adds an address to the actor's company; letter case and spaces make no other address.

    Locks: the company. Raises NotAllowed, AddressKnown.
    """
    with change(by, at):
        company = lock_company(buyer_of(by)[0])
        require(by, Permission.PLACE_ORDER, company)
        text = " ".join(text.split())
        known = Address.objects.filter(company=company, is_active=True, text__iexact=text).first()
        if known:
            raise AddressKnown(text=known.text)
        return Address.objects.create(
            company=company, text=text, contact_name=contact_name, phone=phone, hours=hours, gate_rules=gate_rules
        )
