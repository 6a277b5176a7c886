"""Who acts: a person, for a company, through a channel. Every verb takes `by: Actor`."""

from dataclasses import dataclass
from uuid import UUID

from accounts.enums import Channel
from accounts.models import Company, User
from accounts.permissions import Role


@dataclass(frozen=True)
class Actor:
    """A person acting for a company. Without a user it is a stranger on the web, and elsewhere the system itself."""

    user: User | None = None
    company: Company | None = None
    role: Role | None = None
    on_behalf_of: User | None = None
    channel: str = Channel.WEB

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
    def is_system(self) -> bool:
        return self.user is None and self.channel != Channel.WEB

    @property
    def name(self) -> str:
        """How histories call the actor."""
        return str(self.user) if self.user else "—"


SYSTEM = Actor(channel=Channel.TASK)
