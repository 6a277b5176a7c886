"""Which products of the demo replace or accompany which."""

from datetime import datetime

from accounts.actors import SYSTEM, Actor
from accounts.enums import Channel
from accounts.models import User
from b2b_portal.demo.catalogue import links
from catalog.actions.link_analogue import link_analogue
from catalog.enums import AnalogueKind
from catalog.models import Product

VOUCHED = 3  # the account manager vouches for every third link, the others came with the goods


def make_analogues(products: dict[str, Product], manager: User, at: datetime) -> int:
    """Links products as analogues.csv says. Returns how many links."""
    staff = Actor(user=manager, channel=Channel.ADMIN)
    for number, row in enumerate(links(), start=1):
        link_analogue(
            product=products[row["article"]],
            other=products[row["other"]],
            kind=AnalogueKind(row["kind"]),
            differs_in=row["differs_in"],
            by=SYSTEM if number % VOUCHED else staff,
            at=at,
        )
    return number
