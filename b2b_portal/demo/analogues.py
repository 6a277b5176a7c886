"""Which products of the demo replace or accompany which."""

from datetime import datetime

from accounts.actors import SYSTEM, Actor
from accounts.enums import Channel
from accounts.models import User
from b2b_portal.demo.catalogue import links
from catalog.actions.link_analogues import Link, link_analogues
from catalog.enums import AnalogueKind
from catalog.models import Product

VOUCHED = 3  # the account manager vouches for every third link, the others came with the goods


def make_analogues(products: dict[str, Product], manager: User, at: datetime) -> int:
    """Links products as analogues.csv says. Returns how many links."""
    all_links = [
        Link(products[row["article"]], products[row["other"]], AnalogueKind(row["kind"]), row["differs_in"])
        for row in links()
    ]
    vouched = all_links[::VOUCHED]
    others = [link for number, link in enumerate(all_links) if number % VOUCHED]
    link_analogues(links=others, by=SYSTEM, at=at)
    link_analogues(links=vouched, by=Actor(user=manager, channel=Channel.ADMIN), at=at)
    return len(all_links)
