"""Makes one secret link worthless before its time."""

from datetime import datetime

from accounts.actors import Actor
from accounts.models import Token
from b2b_portal.core.change import change


def revoke_token(*, token: Token, by: Actor, at: datetime) -> bool:
    """Revokes the token, used or not. Tells whether it was still good for something."""
    with change(by, at):
        return bool(Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at))
