"""Compose a role of the company's own."""

from collections.abc import Set
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actions.keep_within import keep_within
from accounts.actions.lock_people import lock_people
from accounts.actors import Actor
from accounts.models import OwnRole
from accounts.permissions import Permission
from accounts.queries.access import buyer_of
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken

# whoever is in a company sees its shelf; whoever manages people sees them
ALWAYS = frozenset({Permission.VIEW_CATALOG})
IMPLIED = {Permission.MANAGE_PEOPLE: Permission.VIEW_PEOPLE}


class RoleNameTaken(RuleBroken):
    """The company has another role of that name. Fact: name."""

    message = _("There is a role «%(name)s» already.")
    code = "role_name_taken"


def compose_role(
    *, own_role: OwnRole | None = None, name: str, permissions: Set[Permission], by: Actor, at: datetime
) -> OwnRole:
    """Writes a new role of the actor's company, or another content of one; the audit keeps the former. It holds for
    everybody who has it from his next request on, and never grants more than whoever composes it has.

    Locks: the company. Raises RoleNameTaken, GrantsTooMuch, NotAllowed.
    """
    with change(by, at):
        company = lock_people(buyer_of(by)[0], by)
        role = OwnRole.objects.get(pk=own_role.pk, company=company) if own_role else OwnRole(company=company)
        granted = set(permissions) | ALWAYS | {IMPLIED[one] for one in permissions if one in IMPLIED}
        keep_within(by, company, granted | role.granted if own_role else granted)
        if OwnRole.objects.filter(company=company, name__iexact=name).exclude(pk=role.pk).exists():
            raise RoleNameTaken(name=name)
        role.name, role.permissions = name, [one.value for one in Permission if one in granted]
        role.save()
        return role
