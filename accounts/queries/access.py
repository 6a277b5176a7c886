"""May this actor do this for this company, and if not, by which rule and who can lift it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.models import Company, Membership, User
from accounts.permissions import Permission
from b2b_portal.core.errors import RuleBroken

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# a suspended company reads and pays; everything else is refused with the reason
ALLOWED_WHEN_SUSPENDED = frozenset(
    {
        Permission.VIEW_CATALOG,
        Permission.VIEW_PRICES,
        Permission.VIEW_ORDERS,
        Permission.VIEW_DOCUMENTS,
        Permission.VIEW_MONEY,
        Permission.VIEW_PEOPLE,
        Permission.WRITE_MESSAGES,
    }
)
# an applicant without a company looks around (actors.py) on the pages that are marked for him (core/access.py)
ALLOWED_TO_VISITORS = frozenset({Permission.VIEW_CATALOG, Permission.VIEW_PRICES})


@dataclass(frozen=True)
class Allowed:
    """The actor may."""

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True)
class Refusal:
    """The actor may not: the rule in words and the names of those who can help."""

    rule: "str | _StrPromise"
    who_lifts: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return False


class NotAllowed(RuleBroken):
    """The actor lacks the permission."""

    message = _("%(rule)s Who can: %(who)s.")
    code = "not_allowed"


def can(actor: Actor, permission: Permission, company: Company) -> Allowed | Refusal:
    """Decides from the actor's role; one query more only when it refuses (to name who can)."""
    if actor.is_system:
        return Allowed()
    if actor.company is None and company == actor.sees_as and permission in ALLOWED_TO_VISITORS:
        return Allowed()
    if actor.company is None or actor.company.pk != company.pk or actor.role is None:
        return Refusal(_("You do not act for this company."))
    if company.is_suspended and permission not in ALLOWED_WHEN_SUSPENDED:
        manager = company.account_manager
        reason = company.suspension_reason or _("The company is suspended.")
        return Refusal(reason, (str(manager),) if manager else ())
    if permission not in actor.permissions:
        rule = _("Your role «%(role)s» may not %(permission)s.") % {
            "role": actor.role_name,
            "permission": permission.label,
        }
        return Refusal(rule, names_of_those_who_can(permission, company))
    return Allowed()


def buyer_of(actor: Actor) -> tuple[Company, User]:
    """The company and the person who acts for it. Raises NotAllowed for the system and for whoever has no company."""
    if actor.company is None or actor.user is None:
        raise NotAllowed(rule=_("You do not act for a company."), who="—")
    return actor.company, actor.user


def require(actor: Actor, permission: Permission, company: Company) -> None:
    """Raises NotAllowed with the rule and the names of those who can."""
    answer = can(actor, permission, company)
    if isinstance(answer, Refusal):
        raise NotAllowed(rule=answer.rule, who=", ".join(answer.who_lifts) or "—")


def names_of_those_who_can(permission: Permission, company: Company) -> tuple[str, ...]:
    """People of the company whose role grants the permission, at most five. One query."""
    members = Membership.objects.active().who_may(permission).filter(company=company).select_related("user")
    return tuple(str(member.user) for member in members.order_by("user__full_name")[:5])
