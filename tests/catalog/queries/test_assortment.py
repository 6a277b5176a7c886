"""SQL decides as the pure rules do, and what the database keeps of them is never old."""

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.actors import SYSTEM
from catalog.assortment import Rule, Rules, Seen, is_seen
from catalog.models import Assortment, AssortmentRule, Brand, Category, Product
from catalog.queries.assortment import assortment_state, section_seen, seen, seen_by, seen_parameters
from tests.factories import hides, make_actor, make_assortment, make_product, make_tier, shows

pytestmark = pytest.mark.django_db

SUBJECTS = ("category", "brand", "product")
ONE_RULE = st.tuples(st.booleans(), st.sampled_from(SUBJECTS), st.integers(0, 4))
RULES = st.tuples(st.lists(ONE_RULE, max_size=8), st.sampled_from([None, True, False]))


@pytest.fixture
def tree():
    """Five sections: two roots, one of them with a child and two grandchildren; each has a product of each of three
    brands.
    """
    first, second = (Category.objects.create(name=name) for name in ("First", "Second"))
    child = Category.objects.create(name="Child", parent=first)
    deep = [Category.objects.create(name=name, parent=child) for name in ("Deep", "Deeper")]
    sections = [first, second, child, *deep]
    products = [make_product(f"A{number}-{brand}", brand=f"Brand {brand}") for number in range(5) for brand in range(3)]
    for number, product in enumerate(products):
        product.category = sections[number % 5]
    Product.objects.bulk_update(products, ["category"])
    return sections, list(Brand.objects.order_by("pk")), products


def by_hand(parameters):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT product.id FROM catalog_product AS product WHERE {seen()}", parameters)
        return {row[0] for row in cursor.fetchall()}


def sections_of(parameters):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT section.name FROM catalog_category AS section WHERE {section_seen()}", parameters)
        return {row[0] for row in cursor.fetchall()}


def kept(said, tree):
    """The rules of one owner as rows, and as the pure module takes them; a subject has one rule, the last said."""
    subjects = dict(zip(SUBJECTS, tree, strict=True))
    named = {(kind, place % len(subjects[kind])): is_shown for is_shown, kind, place in said[0]}
    rows, rules = [], []
    for (kind, place), is_shown in named.items():
        subject = subjects[kind][place]
        rows.append(AssortmentRule(shows=is_shown, **{kind: subject}))
        rules.append(Rule(is_shown, **{kind: subject.pk}))
    return rows, Rules(rules, said[1])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.none() | RULES, st.none() | RULES)
def test_sql_and_the_pure_rules_agree(tree, buyer, own, common):
    with transaction.atomic():
        actor, twins = buyer, []
        for said, owner in ((own, actor.company), (common, actor.company.tier)):
            rows, rules = kept(said, tree) if said else ([], None)
            twins.append(rules)
            if said:
                make_assortment(owner, *rows, shows_rest=said[1])
        lineages = dict(Category.objects.values_list("pk", "lineage"))
        expected = {
            product.pk
            for product in tree[2]
            if is_seen(*twins, Seen(product.pk, product.brand_id, lineages[product.category_id]))
        }
        assert by_hand(seen_parameters(actor)) == expected
        assert set(Product.objects.visible_to(actor).values_list("pk", flat=True)) == expected
        assert set(Product.objects.filter(pk__in=expected).values_list("category__name", flat=True)) <= sections_of(
            seen_parameters(actor)
        )
        transaction.set_rollback(True)


def test_without_a_company_all_is_seen(tree):
    make_assortment(make_tier("opt-1"), shows_rest=False)
    assert len(by_hand(seen_parameters(SYSTEM))) == Product.objects.visible_to(SYSTEM).count() == 15
    assert Product.objects.seen_by(None, make_tier("opt-1").pk).count() == 0


def test_a_rule_counts_as_soon_as_it_is_written_changed_or_gone(tree):
    company, product = make_actor().company, tree[2][0]
    assortment = make_assortment(company)
    states = [assortment_state(company)]
    for step in (
        lambda: AssortmentRule.objects.create(assortment=assortment, brand=product.brand),
        lambda: AssortmentRule.objects.update(shows=True),
        lambda: AssortmentRule.objects.update(brand=None, category=tree[0][0]),
        lambda: Assortment.objects.update(shows_rest=False),
        lambda: AssortmentRule.objects.all().delete(),
    ):
        step()
        states.append(assortment_state(company))
    assert len(set(states)) == len(states)
    assert by_hand(seen_by(company)) == set()


def test_a_section_that_comes_or_moves_obeys_the_rules_above_it(tree):
    company, (first, second, child, *_deep) = make_actor().company, tree[0]
    make_assortment(company, hides(first), shows(child))
    seen_before = by_hand(seen_by(company))
    assert len(seen_before) == 12
    new = Category.objects.create(name="New", parent=first)
    product = make_product("NEW-1")
    Product.objects.filter(pk=product.pk).update(category=new)
    assert product.pk not in by_hand(seen_by(company))
    Category.objects.filter(pk=new.pk).update(parent=child)
    assert product.pk in by_hand(seen_by(company))
    Category.objects.filter(pk=child.pk).update(parent=second)
    AssortmentRule.objects.filter(category=child).delete()
    assert by_hand(seen_by(company)) == {*seen_before, product.pk}
    Category.objects.filter(pk=second.pk).update(parent=first)
    assert by_hand(seen_by(company)) == set()


def test_sections_hidden_whole_are_no_choice(tree):
    company, (first, second, child, *_deep) = make_actor().company, tree[0]
    make_assortment(company, hides(first), hides(second), shows(child), shows_rest=False)
    assert sections_of(seen_by(company)) == {"First", "Child", "Deep", "Deeper"}


def test_a_rule_names_one_subject_and_an_assortment_one_owner(tree):
    company, (sections, brands, _products) = make_actor().company, tree
    assortment = make_assortment(company)
    for fields in ({}, {"brand": brands[0], "category": sections[0]}):
        with pytest.raises(Exception, match="assortment_rule_has_one_subject"), transaction.atomic():
            AssortmentRule.objects.create(assortment=assortment, **fields)
    for fields in ({}, {"company": make_actor().company, "tier": company.tier}):
        with pytest.raises(Exception, match="assortment_has_one_owner"), transaction.atomic():
            Assortment.objects.create(**fields)


def test_the_trail_keeps_who_may_see_what(tree):
    assortment = make_assortment(make_actor().company, hides(tree[1][0]))
    AssortmentRule.objects.update(shows=True)
    AssortmentRule.objects.all().delete()
    labels = AssortmentRule._meta.apps.get_model("catalog", "AssortmentRuleEvent").objects.order_by("pgh_id")
    assert list(labels.values_list("pgh_label", "shows")) == [("insert", False), ("update", True), ("delete", True)]
    assert assortment.events.count() == 1
