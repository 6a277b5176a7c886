import pytest
from django.test import Client
from django.utils import timezone

from accounts.actions.end_membership import end_membership
from accounts.actors import Actor
from accounts.models import Membership
from accounts.permissions import Role
from b2b_portal.core.access import OPENS_FOR
from b2b_portal.core.models import Mail
from orders.notifications import tell_order_confirmed
from tests.factories import make_actor, make_company
from tests.law.worlds import World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def elsewhere(world: World) -> Client:
    """The person of the order acts for another of his companies."""
    return browser_of(make_actor(make_company(), Role.PURCHASER, world.actor.user))


def browser_of(actor: Actor) -> Client:
    """Signed in, acts for the actor's company, and says so only in forms: what a browser does with a link."""
    client = Client(headers={"Accept-Language": "en"})
    client.force_login(actor.user)
    session = client.session
    session["company"] = str(actor.company_uid)
    session.save()
    return client


def link_of(world: World) -> str:
    return f"/orders/{world.order.number}/?{OPENS_FOR}={world.company.uid}"


def test_follow_company_link_opens_the_page_under_its_company_and_says_so(world: World, elsewhere: Client) -> None:
    assert elsewhere.get(f"/orders/{world.order.number}/").status_code == 404
    answer = elsewhere.get(link_of(world), follow=True)
    assert answer.redirect_chain == [(f"/orders/{world.order.number}/", 302)]
    assert f"The link is of {world.company.name}: you act for it now." in answer.text
    assert str(world.order.number) in answer.text
    assert "you act for it now" not in elsewhere.get(link_of(world), follow=True).text  # he does already


def test_follow_company_link_keeps_the_rest_of_the_address(world: World, elsewhere: Client) -> None:
    answer = elsewhere.get(f"/orders/?state=new&{OPENS_FOR}={world.company.uid}")
    assert (answer.status_code, answer.url) == (302, "/orders/?state=new")


@pytest.mark.parametrize("told", ["", "no-uid"])
def test_follow_company_link_tells_strangers_nothing(world: World, told: str) -> None:
    stranger = browser_of(make_actor())
    foreign = stranger.get(f"/orders/{world.order.number}/?{OPENS_FOR}={told or world.company.uid}")
    unknown = stranger.get(f"/orders/{world.order.number}0/?{OPENS_FOR}={told or world.company.uid}")
    assert (foreign.status_code, unknown.status_code) == (404, 404)
    assert world.company.name not in foreign.text


def test_follow_company_link_leads_nobody_back_where_he_left(world: World, elsewhere: Client) -> None:
    place = Membership.objects.get(user=world.actor.user, company=world.company)
    end_membership(membership=place, by=make_actor(world.company, Role.ADMINISTRATOR), at=timezone.now())
    assert elsewhere.get(link_of(world)).status_code == 404


def test_follow_company_link_waits_for_the_sign_in(world: World) -> None:
    answer = Client().get(link_of(world))
    assert answer.status_code == 302
    assert f"{OPENS_FOR}%3D{world.company.uid}" in answer.url


def test_notify_links_to_the_page_under_its_company(world: World) -> None:
    tell_order_confirmed(world.order)
    mail = Mail.objects.get(to=world.actor.user.email, key__startswith="order_confirmed")
    assert link_of(world) in mail.text
