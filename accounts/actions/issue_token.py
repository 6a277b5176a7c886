"""Makes a secret link."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from accounts.actors import Actor
from accounts.enums import TokenPurpose
from accounts.models import Token, User
from accounts.secrets import hash_of
from b2b_portal.core.change import change


def issue_token(
    *, user: User, purpose: TokenPurpose, scope: dict[str, Any], lives: timedelta, by: Actor, at: datetime
) -> str:
    """Writes a token and returns its secret, which is kept nowhere: only its sha256 is."""
    secret = secrets.token_urlsafe(32)
    with change(by, at):
        Token.objects.create(sha256=hash_of(secret), purpose=purpose, user=user, scope=scope, expires_at=at + lives)
    return secret
