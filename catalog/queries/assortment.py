"""Whether a company sees a product, for statements written by hand; `Product.objects.visible_to()` asks the same."""

from accounts.actors import Actor
from accounts.models import Company
from catalog.assortment import VERDICTS

# the two SELECTs depend on no row, so each runs once in a statement, and catalog_verdict() is not called without one.
# Unequal to 0, not «is true»: the planner takes it for what nearly every product passes, and keeps its plans
_SEEN = """coalesce(
    catalog_verdict(({own}), {product}, {brand}, {section}),
    catalog_verdict(({common}), {product}, {brand}, {section}), 1) <> 0"""
_OWN = VERDICTS.format(owner="company_id", key="%(company)s")
_COMMON = VERDICTS.format(owner="tier_id", key="%(tier)s")


def seen(product: str = "product.id", brand: str = "product.brand_id", section: str = "product.category_id") -> str:
    """SQL of the condition that the company `%(company)s` of the tier `%(tier)s` sees a product, on sale or not.

    The arguments are column names of ours. The parameters may be NULL: then all is seen.
    """
    return _SEEN.format(own=_OWN, common=_COMMON, product=product, brand=brand, section=section)


def seen_parameters(actor: Actor) -> dict[str, int | None]:
    """The parameters that seen() needs; without a company, for staff and the shop itself, all is seen."""
    company = actor.company
    return seen_by(company) if company else {"company": None, "tier": None}


def seen_by(company: Company) -> dict[str, int | None]:
    """The parameters of a company that is no actor's."""
    return {"company": company.pk, "tier": company.tier_id}
