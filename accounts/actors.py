"""Who acts: a person, for a company, through a channel. Every verb takes `by: Actor`."""

from dataclasses import dataclass, field
from uuid import UUID

from accounts.enums import Channel
from accounts.models import Company, Membership, OwnRole, Tier, User
from accounts.permissions import Permission, Role, permissions_of

NO_COMPANY = 0  # keys begin with 1


@dataclass(frozen=True)
class Actor:
    """A person acting for a company. Without a user it is a stranger on the web, and elsewhere the system itself.

    `application` is the status of the person's own request for registration while he is to know of it; `visits_at` the
    tier at whose prices an applicant without a company looks around meanwhile; `companies` are all that the person
    works for and `invitations` those he has not answered, where the actor was read for a page.
    """

    user: User | None = None
    company: Company | None = None
    role: Role | None = None
    on_behalf_of: User | None = None
    channel: str = Channel.WEB
    application: str = ""
    visits_at: Tier | None = None
    own_role: OwnRole | None = None
    companies: tuple[Company, ...] = field(default=(), compare=False)
    invitations: tuple[Membership, ...] = field(default=(), compare=False)

    @property
    def permissions(self) -> frozenset[Permission]:
        """What the actor may for his company."""
        if self.own_role is not None:
            return self.own_role.granted
        return permissions_of(self.role) if self.role else frozenset()

    @property
    def role_name(self) -> str:
        """What the actor is there, in words."""
        if self.own_role is not None:
            return self.own_role.name
        return str(self.role.label) if self.role else "—"

    @property
    def user_uid(self) -> UUID | None:
        return self.user.uid if self.user else None

    @property
    def company_uid(self) -> UUID | None:
        return self.company.uid if self.company else None

    @property
    def on_behalf_of_uid(self) -> UUID | None:
        return self.on_behalf_of.uid if self.on_behalf_of else None

    @property
    def sees_as(self) -> Company | None:
        """Whose assortment and prices the catalogue shows: the company's, else of one that has nothing but the tier.

        For reading the catalogue only: the stand-in is in no table, and nobody acts for it.
        """
        if self.company is None and self.visits_at is not None:
            return Company(pk=NO_COMPANY, tier=self.visits_at)
        return self.company

    @property
    def is_system(self) -> bool:
        return self.user is None and self.channel != Channel.WEB

    @property
    def name(self) -> str:
        """How histories call the actor."""
        return str(self.user) if self.user else "—"


SYSTEM = Actor(channel=Channel.TASK)
