"""Opens a personal link to a company's price list."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from accounts.actions.issue_token import issue_token
from accounts.actors import Actor
from accounts.enums import TokenPurpose
from accounts.models import Company, Token
from accounts.permissions import Permission
from accounts.queries.access import buyer_of, require
from accounts.secrets import hash_of
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from catalog.models import PriceFeed
from catalog.price_list_columns import PriceColumn
from catalog.queries.price_feeds import count_open_feeds

LIVES = timedelta(days=365)  # a program of the buyer's reads it every night: a year is when its owner looks at it again
MOST_OPEN = 20


class TooManyFeeds(RuleBroken):
    """The company has as many links as it may. Facts: most."""

    message = _("Your company has %(most)s links: close one that nobody uses.")
    code = "too_many_feeds"


def open_price_feed(
    *, name: str, file_format: str, columns: Sequence[PriceColumn], by: Actor, at: datetime
) -> tuple[PriceFeed, str]:
    """Writes the link down and returns it with its secret, which is kept nowhere and never shown again.

    The link works while its maker may take prices of this company away. Locks: the company. Raises NotAllowed,
    TooManyFeeds.
    """
    with change(by, at):
        company, user = buyer_of(by)
        Company.objects.select_for_update().get(pk=company.pk)
        require(by, Permission.TAKE_PRICES, company)
        if count_open_feeds(company) >= MOST_OPEN:
            raise TooManyFeeds(most=MOST_OPEN)
        scope, purpose = {"company": str(company.uid)}, TokenPurpose.PRICE_FEED
        secret = issue_token(user=user, purpose=purpose, scope=scope, lives=LIVES, by=by, at=at)
        feed = PriceFeed.objects.create(
            company=company,
            token=Token.objects.get(sha256=hash_of(secret)),
            name=name,
            format=file_format,
            columns=[column.value for column in columns],
        )
        return feed, secret
