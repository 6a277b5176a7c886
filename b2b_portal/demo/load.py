"""Loads the demo once."""

from datetime import datetime, timedelta
from pathlib import Path

from accounts.actors import SYSTEM
from accounts.models import Company
from b2b_portal.core.change import change
from b2b_portal.core.events import unannounced
from b2b_portal.core.russian_holidays import add_known_days
from b2b_portal.demo import (
    analogues,
    approvals,
    assortment,
    attributes,
    catalogue,
    companies,
    goods,
    orders,
    people,
    pictures,
    prices,
    talk,
)
from catalog.actions.refresh_search_rows import refresh_search_rows

OPENED = timedelta(days=390)  # before the first order


def load(at: datetime) -> bool:
    """Writes the demo shop in one transaction, the same every time. False: it is there already, nothing is changed.

    The files of products are stored before the transaction; nothing that happens in the demo is announced.
    """
    if Company.objects.filter(code="demo").exists():
        return False
    stored = pictures.store_files(catalogue.goods())
    with unannounced():
        _make_shop(stored, at)
        while refresh_search_rows(by=SYSTEM, at=at):
            pass
    return True


def _make_shop(stored: pictures.StoredFiles, at: datetime) -> None:
    """What was there before the first order, then a year of orders, then what is so today."""
    with change(SYSTEM, at - OPENED):
        add_known_days()
        known, tiers, warehouses = people.make_people(), companies.make_tiers(), goods.make_warehouses()
        buyers = companies.make_companies(companies.make_seller(), tiers, known[people.MANAGER], at - OPENED)
        people.make_memberships(known, buyers)
        companies.make_delivery_methods(warehouses)
        products = goods.make_products(catalogue.goods())
        attributes.define_attributes()
        pictures.attach_files(catalogue.goods(), products, stored)
        goods.make_own_codes(buyers["demo"], products)
        lists = prices.make_lists(catalogue.goods(), products, tiers, at)
    goods.open_stock(catalogue.goods(), products, warehouses, at - OPENED)
    analogues.make_analogues(products, known[people.MANAGER], at - OPENED)
    orders.live_through_the_year(catalogue.goods(), products, known[people.MANAGER], lists.publications(at), at)
    prices.make_special_lists(lists, buyers, at)
    prices.make_rules_and_costs(lists, at)
    assortment.make_assortments(known[people.MANAGER], buyers, at)
    goods.expect_goods(catalogue.goods(), products, warehouses, at)
    approvals.make_approvals(known, buyers["demo"], at)
    talk.make_talk(known[people.MANAGER], buyers, at)


def logins() -> str:
    """Who can sign in, as text for the terminal and for demo_logins.txt."""
    width = max(len(login.email) for login in people.LOGINS)
    lines = [f"  {login.email:<{width}}  {_role(login)}" for login in people.LOGINS]
    return "\n".join([f"Sign in with the password: {people.PASSWORD}", *lines, ""])


def write_logins(folder: Path) -> Path:
    """Keeps the logins where ./run finds them at every later start."""
    path = folder / "demo_logins.txt"
    path.write_text(logins())
    return path


def _role(login: people.Login) -> str:
    return f"{login.role} of {login.company}" if login.company else login.role
