"""Account managers link products by article and vouch for what they link."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.actors import Actor
from accounts.models import User
from catalog.admin.by_article import ProductByArticleField
from catalog.enums import AnalogueKind
from catalog.models import Analogue, Product
from tests.conftest import client_of
from tests.factories import make_analogue, make_product, make_user

pytestmark = pytest.mark.django_db
ADD, LIST = "admin:catalog_analogue_add", "admin:catalog_analogue_changelist"


@pytest.fixture
def staff() -> User:
    return make_user("boss@shop.example", is_staff=True, is_superuser=True)


@pytest.fixture
def staff_client(staff: User) -> Client:
    return client_of(Actor(user=staff))


def add(client: Client, product: Product, other: Product, kind: str = AnalogueKind.FULL) -> str:
    form = {"product": str(product), "other": other.article, "kind": kind, "differs_in": "no chip"}
    return client.post(reverse(ADD), form, follow=True).text


def test_a_link_is_added_in_any_order_and_vouched_for(staff: User, staff_client: Client) -> None:
    first, second = make_product("CF259X"), make_product("CS-CF259X")
    add(staff_client, second, first)
    link = Analogue.objects.get()
    assert (link.product, link.other, link.differs_in, link.vouched_by) == (first, second, "no chip", staff)
    assert link.vouched_at


def test_a_second_link_of_a_pair_and_a_link_to_itself_are_refused_in_words(staff_client: Client) -> None:
    first, second = make_product(), make_product()
    make_analogue(first, second)
    assert "linked already" in add(staff_client, second, first, AnalogueKind.ACCESSORY)
    assert "no analogue of itself" in add(staff_client, first, first, AnalogueKind.ACCESSORY)
    assert Analogue.objects.count() == 1


def test_on_a_link_only_the_words_change(staff: User, staff_client: Client) -> None:
    link = make_analogue(make_product(), make_product(), AnalogueKind.CONSUMABLE, "old")
    address = reverse("admin:catalog_analogue_change", args=[link.pk])
    staff_client.post(address, {"differs_in": "new", "product": link.other_id, "kind": AnalogueKind.FULL})
    changed = Analogue.objects.get()
    assert (changed.pk, changed.product, changed.kind) == (link.pk, link.product, AnalogueKind.CONSUMABLE)
    assert (changed.differs_in, changed.vouched_by) == ("new", staff)


def test_staff_vouch_for_many_links_at_once(staff: User, staff_client: Client) -> None:
    links = [make_analogue(make_product(), make_product()) for _ in range(3)]
    chosen = {"action": "vouch", "_selected_action": [links[0].pk, links[1].pk]}
    text = staff_client.post(reverse(LIST), chosen, follow=True).text
    assert "You vouch for 2 links now." in text
    assert list(Analogue.objects.order_by("pk").values_list("vouched_by", flat=True)) == [staff.pk, staff.pk, None]
    assert "You vouch for 0 links now." in staff_client.post(reverse(LIST), chosen, follow=True).text
    assert staff_client.get(reverse(LIST), {"vouched": "no"}).text.count('name="_selected_action"') == 1
    assert staff_client.get(reverse(LIST), {"vouched": "yes"}).text.count('name="_selected_action"') == 2


def test_a_link_is_deleted(staff_client: Client) -> None:
    link = make_analogue(make_product(), make_product())
    staff_client.post(reverse("admin:catalog_analogue_delete", args=[link.pk]), {"post": "yes"})
    assert not Analogue.objects.exists()


def test_links_are_found_by_the_article_of_either_end(staff_client: Client) -> None:
    make_analogue(make_product("CF259X"), make_product("CS-1"))
    make_analogue(make_product("TK-1170"), make_product("TK-1200"))
    for query, article in (("cf 259", "CF259X"), ("cs1", "CF259X"), ("тк1200", "TK-1170")):
        text = staff_client.get(reverse(LIST), {"q": query}).text
        assert article in text
        assert ("CF259X" in text) != ("TK-1170" in text)
    assert "CF259X" not in staff_client.get(reverse(LIST), {"q": "!!"}).text


@pytest.mark.parametrize("typed", ["cf 259x", "CF-259X", "СF259Х", "hp cf259x", "HP CF 259 X"])
def test_a_product_is_named_by_its_article_in_any_spelling(db: None, typed: str) -> None:
    product = make_product("CF259X", brand="HP")
    make_product("CF259XC")
    assert ProductByArticleField().clean(typed) == product


def test_the_exact_spelling_or_the_brand_tells_equal_articles_apart(db: None) -> None:
    dashed, plain, other = make_product("A-1"), make_product("A1"), make_product("B1", brand="Long Name")
    make_product("B1", brand="Another")
    field = ProductByArticleField()
    assert (field.clean("A-1"), field.clean("A1"), field.clean("long name b1")) == (dashed, plain, other)


@pytest.mark.parametrize(("typed", "said"), [("B1", "Another B1"), ("X9", "X9"), ("--", "--"), ("HP B1", "HP B1")])
def test_no_product_or_several_are_refused_in_words(db: None, typed: str, said: str) -> None:
    for brand in ("Another", "Long Name"):
        make_product("B1", brand=brand)
    with pytest.raises(ValidationError, match=said):
        ProductByArticleField().clean(typed)
