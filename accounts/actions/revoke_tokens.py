"""Makes secret links worthless before their time."""

from collections.abc import Mapping
from datetime import datetime

from accounts.actors import Actor
from accounts.enums import TokenPurpose
from accounts.models import Company, Token, User
from b2b_portal.core.change import change


def revoke_tokens(
    *,
    user: User,
    purpose: TokenPurpose,
    company: Company | None = None,
    scope: Mapping[str, str] | None = None,
    by: Actor,
    at: datetime,
) -> int:
    """Revokes the person's unused tokens of one purpose, of one company or of all; `scope` narrows them to these facts.

    Returns how many.
    """
    with change(by, at):
        unused = Token.objects.filter(user=user, purpose=purpose, last_used_at=None, revoked_at=None)
        if company is not None:
            unused = unused.filter(scope__company=str(company.uid))
        if scope:
            unused = unused.filter(scope__contains=dict(scope))
        return unused.update(revoked_at=at)
