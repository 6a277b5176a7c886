"""Companies of the demo that do not see everything."""

from datetime import datetime

from accounts.actors import Actor
from accounts.enums import Channel
from accounts.models import Company, User
from b2b_portal.core.change import change
from catalog.actions.save_assortment import save_assortment
from catalog.models import Assortment, AssortmentRule, Brand, Category

UNSEEN_SECTION = ("sever", "Мебель")
UNSEEN_BRAND = ("ural", "NV Print")  # the works take cartridges of the printers' makers only


def make_assortments(manager: User, companies: dict[str, Company], at: datetime) -> None:
    """One company sees no furniture, another none of a brand."""
    by = Actor(user=manager, channel=Channel.ADMIN)
    code, name = UNSEEN_SECTION
    _hide(companies[code], AssortmentRule(category=Category.objects.get(name=name, parent=None)), by, at)
    code, name = UNSEEN_BRAND
    _hide(companies[code], AssortmentRule(brand=Brand.objects.get(name=name)), by, at)


def _hide(company: Company, rule: AssortmentRule, by: Actor, at: datetime) -> None:
    rule.assortment = Assortment(company=company)
    with change(by, at):
        save_assortment(assortment=rule.assortment, by=by, at=at)
        rule.assortment_id = rule.assortment.pk
        rule.save()
