"""Closes a personal link to a company's price list."""

from datetime import datetime

from accounts.actions.revoke_token import revoke_token
from accounts.actors import Actor
from accounts.permissions import Permission
from accounts.queries.access import buyer_of, require
from b2b_portal.core.change import change
from b2b_portal.core.files import erase_file
from catalog.models import PriceFeed


def close_price_feed(*, feed: PriceFeed, by: Actor, at: datetime) -> bool:
    """Makes the link worthless at once and forgets its file; who fetched what by it stays. Raises NotAllowed."""
    file = feed.file
    with change(by, at):
        company, _user = buyer_of(by)
        require(by, Permission.TAKE_PRICES, company)
        was_open = revoke_token(token=feed.token, by=by, at=at)
        PriceFeed.objects.filter(pk=feed.pk).update(file=None, etag="", made_at=None)
    if file:
        erase_file(file)
    return was_open
