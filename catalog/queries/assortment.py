"""Whether a company sees a product, for statements written by hand; `Product.objects.visible_to()` asks the same."""

from django.db import connection
from django.db.models import Exists, F, Func, JSONField, OuterRef, Q

from accounts.actors import Actor
from accounts.models import Company
from catalog.assortment import OF_COMPANY, OF_TIER
from catalog.models import Product
from catalog.models.product import not_hidden

# the two SELECTs depend on no row, so each runs once in a statement, and catalog_verdict() is not called without one.
# Unequal to 0, not «is true»: the planner takes it for what nearly every product passes, and keeps its plans
_SEEN = """coalesce(
    catalog_verdict(({own}), {product}, {brand}, {section}),
    catalog_verdict(({common}), {product}, {brand}, {section}), 1) <> 0"""
# sections where something may be seen, with those above them; any, where a rule shows a brand or a product
_SECTIONS = """{section} IN (
    SELECT unnest(below.lineage) FROM catalog_category AS below
     WHERE {seen} OR EXISTS (
           SELECT FROM catalog_assortment AS own JOIN catalog_assortmentrule AS rule ON rule.assortment_id = own.id
            WHERE (own.company_id = %(company)s OR own.tier_id = %(tier)s) AND rule.shows AND rule.category_id IS NULL))
"""
_STATE = """
    SELECT coalesce(md5(string_agg(verdicts::text, ';' ORDER BY company_id NULLS LAST)), '')
      FROM catalog_assortment WHERE company_id = %(company)s OR tier_id = %(tier)s
"""
# what the functions of OF_COMPANY and OF_TIER return, for a statement that is planned once
_PREPARED = "SELECT verdicts || '{{}}' FROM catalog_assortment WHERE {owner} = %({key})s"
_OWN = OF_COMPANY.format(key="%(company)s")
_COMMON = OF_TIER.format(key="%(tier)s")


def seen(
    product: str = "product.id",
    brand: str = "product.brand_id",
    section: str = "product.category_id",
    *,
    is_prepared: bool = False,
) -> str:
    """SQL of the condition that the company `%(company)s` of the tier `%(tier)s` sees a product, on sale or not.

    The arguments are column names of ours. The parameters may be NULL: then all is seen. Quicker where the statement is
    prepared (catalog/queries/prepared.py).
    """
    own = _PREPARED.format(owner="company_id", key="company") if is_prepared else _OWN
    common = _PREPARED.format(owner="tier_id", key="tier") if is_prepared else _COMMON
    return _SEEN.format(own=own, common=common, product=product, brand=brand, section=section)


def section_seen(section: str = "section.id") -> str:
    """SQL of the condition that a section is not hidden whole from the company, with the parameters of seen()."""
    return _SECTIONS.format(section=section, seen=seen("0", "0", "below.id"))


def is_offered(actor: Actor, product: str = "product") -> Exists:
    """For rows that name a product: whether the actor may see it now, so that it can be shown as a link and ordered."""
    return Exists(Product.objects.visible_to(actor).filter(pk=OuterRef(product)))


def is_seen_by(company: str, product: str) -> Q:
    """For rows of many companies: whether the one that a row names by `company` sees its `product`, on sale or not."""
    own, common = (
        Func(F(key), function=f"catalog_{owner}_verdicts", output_field=JSONField())
        for owner, key in (("company", f"{company}_id"), ("tier", f"{company}__tier_id"))
    )
    return not_hidden(own, common, f"{product}__")


def seen_parameters(actor: Actor) -> dict[str, int | None]:
    """The parameters that seen() needs; without a company, for staff and the shop itself, all is seen."""
    company = actor.sees_as
    return seen_by(company) if company else {"company": None, "tier": None}


def seen_by(company: Company) -> dict[str, int | None]:
    """The parameters of a company that is no actor's."""
    return {"company": company.pk, "tier": company.tier_id}


def assortment_state(company: Company) -> str:
    """A fingerprint of all that decides what the company sees, "" while it sees everything. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_STATE, seen_by(company))
        return str(cursor.fetchone()[0])
