"""Assortments in the admin: staff write rules, wrong ones are told in words, and a page says what a company sees."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from accounts.actors import Actor
from catalog.models import Assortment, Category, Product
from tests.conftest import client_of
from tests.factories import hides, make_assortment, make_company, make_product, make_user, shows

pytestmark = pytest.mark.django_db
ADD, LIST, CHECK = (f"admin:catalog_assortment_{page}" for page in ("add", "changelist", "check"))


@pytest.fixture
def client() -> Client:
    return staff("add_assortment", "change_assortment", "view_assortment", "delete_assortment", "view_product")


def staff(*codes: str) -> Client:
    user = make_user(is_staff=True)
    user.user_permissions.set(
        Permission.objects.filter(
            codename__in=[*codes, *(f"{code}rule" for code in codes)], content_type__app_label="catalog"
        )
    )
    return client_of(Actor(user=user))


def said(*rules: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """The form of an assortment as a browser sends it."""
    form = {"company": "", "tier": "", "shows_rest": "", **fields}
    form |= {"rules-TOTAL_FORMS": len(rules), "rules-INITIAL_FORMS": 0}
    return form | {f"rules-{n}-{name}": value for n, rule in enumerate(rules) for name, value in rule.items()}


def test_a_rule_of_staff_hides_a_brand_and_an_article(client: Client) -> None:
    company = make_company()
    hidden, other, left = make_product("A1", brand="Bosch"), make_product("B-1", brand="HP"), make_product("C1")
    rules = [
        {"shows": "False", "brand": hidden.brand_id, "category": "", "product": ""},
        {"shows": "False", "brand": "", "category": "", "product": "b1"},
    ]
    answer = client.post(reverse(ADD), said(*rules, company=company.pk))
    assert answer.status_code == 302, answer.text
    assert list(Product.objects.seen_by(company.pk, company.tier_id)) == [left]
    assortment = Assortment.objects.get()
    page = client.get(reverse("admin:catalog_assortment_change", args=[assortment.pk]))
    assert str(other) in page.text
    context = assortment.events.get().pgh_context
    assert context.metadata["channel"] == "admin"


@pytest.mark.parametrize(
    ("rules", "fields", "words"),
    [
        ([], {}, "Choose a company or a price tier, not both."),
        ([], {"company": "company", "tier": "tier"}, "Choose a company or a price tier, not both."),
        ([{"shows": "True"}], {"company": "company"}, "Choose one: a section, a brand or a product."),
        ([{"brand": "brand", "product": "A1"}], {"company": "company"}, "Choose one: a section, a brand or a product."),
        ([{"product": "NONE-9"}], {"company": "company"}, "No product has the article"),
        ([{"brand": "brand"}, {"brand": "brand", "shows": "True"}], {"company": "company"}, "Two rules are for HP."),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(
    client: Client, rules: list[dict[str, Any]], fields: dict[str, Any], words: str
) -> None:
    company, product = make_company(), make_product("A1", brand="HP")
    keys = {"company": company.pk, "tier": company.tier_id, "brand": product.brand_id}
    sent = [
        {"shows": "False", "category": "", **{name: keys.get(text, text) for name, text in rule.items()}}
        for rule in rules
    ]
    answer = client.post(
        reverse(ADD),
        said(*sent, **{name: keys[text] for name, text in fields.items()}),
        headers={"Accept-Language": "en"},
    )
    assert answer.status_code == 200
    assert words in answer.text
    assert not Assortment.objects.exists()


def test_a_company_has_one_assortment(client: Client) -> None:
    company = make_company()
    make_assortment(company)
    answer = client.post(reverse(ADD), said(company=company.pk))
    assert answer.status_code == 200
    assert Assortment.objects.count() == 1


def test_the_page_says_what_a_company_sees_and_why(client: Client) -> None:
    company = make_company("Forest", code="forest")
    hidden, left = make_product("A1", brand="Bosch"), make_product("B1", brand="HP")
    make_product("C1", brand="Bosch", is_on_sale=False)
    make_assortment(company, hides(hidden.brand))
    make_assortment(company.tier, shows(left.brand))

    def ask(article: str) -> str:
        said = {"company": "forest", "product": article}
        return " ".join(client.get(reverse(CHECK), said, headers={"Accept-Language": "en"}).text.split())

    assert "1 of 2 products" in ask("")
    assert "hidden from the company" in ask("A1")
    assert "the rule for “Bosch” in the assortment “Forest”" in ask("A1")
    assert f"the rule for “HP” in the assortment “{company.tier}”" in ask("B1")
    Assortment.objects.filter(company=company).update(shows_rest=False)
    assert "so is everything else in the assortment “Forest”" in ask("B1")
    Assortment.objects.all().delete()
    assert "No rule speaks of it." in ask("A1")


def test_the_list_costs_the_same_for_one_and_three_rows(client: Client, django_assert_num_queries: Any) -> None:
    for number in range(3):
        make_assortment(make_company(), hides(Category.objects.create(name=f"Section {number}")))
        with django_assert_num_queries(7):
            assert client.get(reverse(LIST)).status_code == 200


def test_who_may_not_see_assortments_sees_none() -> None:
    stranger = staff("view_product")
    for page in (ADD, LIST, CHECK):
        assert stranger.get(reverse(page)).status_code == 403
    reader = staff("view_assortment")
    assert reader.get(reverse(LIST)).status_code == 200
    assert reader.post(reverse(ADD), said()).status_code == 403
