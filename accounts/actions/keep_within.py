"""See that nobody gives, or takes away, more than he has himself."""

from collections.abc import Set
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.models import Company, OwnRole
from accounts.permissions import Permission, Role, permissions_of
from accounts.queries.acting import as_now
from accounts.queries.staff import is_staff_at_work
from b2b_portal.core.errors import RuleBroken


@dataclass(frozen=True)
class GivenRole:
    """One of the six roles, or an own role, which stands beside a viewer's."""

    role: Role
    own_role: OwnRole | None = None

    @property
    def granted(self) -> frozenset[Permission]:
        return self.own_role.granted if self.own_role else permissions_of(self.role)

    @property
    def is_administrator(self) -> bool:
        """An own role never is: it may manage people and little else."""
        return self.own_role is None and Permission.MANAGE_PEOPLE in permissions_of(self.role)


class GrantsTooMuch(RuleBroken):
    """A role that may more than whoever hands it out. Fact: missing, the permissions in words."""

    message = _("This takes rights that you do not have yourself: %(missing)s.")
    code = "grants_too_much"


def keep_within(by: Actor, company: Company, granted: Set[Permission]) -> None:
    """Refuses permissions that the actor lacks in the company. The caller holds the company's lock. Staff and the
    system may all. One query. Raises GrantsTooMuch.
    """
    if by.is_system or is_staff_at_work(by):
        return
    own = as_now(by, company).permissions
    if missing := [one for one in Permission if one in granted and one not in own]:
        raise GrantsTooMuch(missing=", ".join(str(one.label) for one in missing))


def held_role(company: Company, own_role: OwnRole | None) -> OwnRole | None:
    """The own role as it is under the company's lock. Raises DoesNotExist for a stranger's and for one out of use."""
    return OwnRole.objects.get(pk=own_role.pk, company=company, is_active=True) if own_role else None
