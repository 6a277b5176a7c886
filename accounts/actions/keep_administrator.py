"""See that a company keeps somebody who manages its people."""

from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from accounts.permissions import Permission
from accounts.queries.company_people import is_last_who_can
from b2b_portal.core.errors import RuleBroken


class LastAdministrator(RuleBroken):
    """Nobody else of the company could let people in. Fact: person."""

    message = _("%(person)s is the last administrator. Make somebody else an administrator first.")
    code = "last_administrator"


def keep_administrator(member: Membership) -> None:
    """Refuses to lose the member as an administrator if he is the last one. The caller holds the company's lock.

    Whoever was invited and has no password yet is no administrator. Raises LastAdministrator.
    """
    if is_last_who_can(Permission.MANAGE_PEOPLE, member):
        raise LastAdministrator(person=str(member.user))
