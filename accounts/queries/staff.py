"""What our own staff may do, through the admin, in any company."""

from uuid import UUID

from accounts.actors import Actor
from accounts.enums import Channel
from accounts.models import Company, User
from accounts.permissions import Permission
from accounts.queries.access import require
from b2b_portal.core.errors import RuleBroken


class StaffOnly(RuleBroken):
    """Only our staff, or the system itself, may do this."""

    code = "staff_only"


def is_staff_at_work(actor: Actor) -> bool:
    """True for staff in the admin; in the cabinet the same person acts as a buyer of his company."""
    return actor.channel == Channel.ADMIN and actor.user is not None and actor.user.is_staff


def require_staff(actor: Actor) -> None:
    """Raises StaffOnly for anybody but staff at work and the system."""
    if not (actor.is_system or is_staff_at_work(actor)):
        raise StaffOnly


def require_unless_staff(actor: Actor, permission: Permission, company: Company) -> None:
    """Asks for the permission in the company, unless staff act. Raises NotAllowed."""
    if not is_staff_at_work(actor):
        require(actor, permission, company)


def staff_or(uid: UUID | None, otherwise: Actor) -> Actor:
    """Our person, in whose name a worker finishes what he asked for; `otherwise` for anybody else. One query."""
    user = User.objects.filter(uid=uid, is_staff=True, is_active=True).first() if uid else None
    return Actor(user=user, channel=Channel.ADMIN) if user else otherwise
