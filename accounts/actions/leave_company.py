"""A person leaves a company and passes on its administration."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.actions.lock_company import lock_company
from accounts.actors import Actor
from accounts.models import Membership
from accounts.permissions import Permission, Role
from accounts.queries.access import buyer_of
from accounts.queries.company_people import is_last_who_can, successors_of
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken


class SuccessorMissing(RuleBroken):
    """The last administrator leaves, and nobody who can take over is named."""

    message = _("You are the last administrator. Name who takes over before you leave.")
    code = "successor_missing"


def leave_company(*, successor: Membership | None = None, by: Actor, at: datetime) -> None:
    """The actor's person is a stranger to the company from now on. Of the last administrator the successor takes over,
    in the same transaction; nobody else makes administrators by leaving. A suspended company holds nobody back.

    Locks: the company, the memberships by key. Raises SuccessorMissing, and NotAllowed for who is no member.
    """
    with change(by, at):
        company, person = buyer_of(by)
        lock_company(company)
        members = (
            Membership.objects.active()
            .select_for_update(no_key=True, of=("self",))
            .filter(company=company)
            .order_by("pk")
        )
        member = next((one for one in members if one.user_id == person.pk), None)
        if member is None:
            return
        if is_last_who_can(Permission.MANAGE_PEOPLE, member):
            heir = successors_of(member).filter(pk=successor.pk).first() if successor else None
            if heir is None:
                raise SuccessorMissing
            heir.role, heir.own_role = Role.ADMINISTRATOR.value, None
            heir.save(update_fields=["role", "own_role"])
        member.left_at = at
        member.save(update_fields=["left_at"])
