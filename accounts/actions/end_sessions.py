"""Signs a person out."""

from datetime import datetime
from uuid import UUID

from accounts.actors import Actor
from accounts.models import Session, User
from b2b_portal.core.change import change


def end_sessions(*, user: User, uid: UUID | None = None, keep: str | None = None, by: Actor, at: datetime) -> int:
    """Ends one session of the person, by its uid, or all of them; never the one whose key is `keep`. Returns how many.

    Holds from the next request of that device on.
    """
    with change(by, at):
        ended = Session.objects.filter(user=user).exclude(session_key=keep or "")
        if uid is not None:
            ended = ended.filter(uid=uid)
        count, _tables = ended.delete()
        return int(count)
