"""Take a role of the company's own out of use, or into it again."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actions.keep_within import keep_within
from accounts.actions.lock_people import lock_people
from accounts.actors import Actor
from accounts.models import Membership, OwnRole
from accounts.queries.access import buyer_of
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken


class RoleInUse(RuleBroken):
    """People hold the role. Fact: people, their names."""

    message = _("The role is held by: %(people)s. Give them another one first.")
    code = "role_in_use"


def switch_role(*, own_role: OwnRole, on: bool, by: Actor, at: datetime) -> None:
    """Offers the role, or offers it no more. Locks: the company. Raises RoleInUse, GrantsTooMuch, NotAllowed."""
    with change(by, at):
        company = lock_people(buyer_of(by)[0], by)
        role = OwnRole.objects.get(pk=own_role.pk, company=company)
        keep_within(by, company, role.granted)
        holders = Membership.objects.filter(own_role=role, left_at=None).select_related("user")
        if not on and (names := [str(one.user) for one in holders.order_by("user__full_name")]):
            raise RoleInUse(people=", ".join(names))
        role.is_active = on
        role.save(update_fields=["is_active"])
