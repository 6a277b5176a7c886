from html.parser import HTMLParser

import pytest
from django.contrib.auth.models import Permission as ModelPermission
from django.test import Client
from django.urls import reverse

from accounts.actors import Actor
from accounts.models import Company, Membership, TierMove, User
from accounts.permissions import Role
from b2b_portal.core.models import Delivery
from tests.conftest import client_of
from tests.factories import make_actor, make_company, make_tier, make_user

pytestmark = pytest.mark.django_db
PERSON = {"email": "new@buyer.example", "full_name": "Анна Новая", "role": "purchaser", "language": "ru"}


@pytest.fixture
def staff_client() -> Client:
    """A browser in which a superuser is signed in."""
    return client_of(Actor(user=make_user("boss@shop.example", is_staff=True, is_superuser=True)))


def page(name: str, *args: object) -> str:
    """The address of an admin page of this room."""
    return reverse(f"admin:accounts_{name}", args=args)


def test_invite_makes_the_member_and_owes_the_mail(staff_client: Client) -> None:
    company = make_company()
    answer = staff_client.post(page("company_invite", company.pk), PERSON)
    assert answer.url == page("company_change", company.pk)
    assert Membership.objects.get(company=company).user.email == "new@buyer.example"
    assert Delivery.objects.filter(event="accounts.member_invited").exists()


def test_invite_shows_a_refusal_and_a_wrong_address(staff_client: Client) -> None:
    member = make_actor()
    known = PERSON | {"email": member.user.email}
    answer = staff_client.post(page("company_invite", member.company.pk), known)
    assert answer.status_code == 422
    assert "is a member of this company already" in answer.text
    assert staff_client.post(page("company_invite", member.company.pk), PERSON | {"email": "x"}).status_code == 422
    assert staff_client.get(page("company_invite", 999_999)).status_code == 404


def test_suspend_asks_for_a_reason_and_resume_lifts_it(staff_client: Client) -> None:
    company = make_company()
    assert staff_client.post(page("company_suspend", company.pk), {"reason": ""}).status_code == 422
    staff_client.post(page("company_suspend", company.pk), {"reason": "Долг"})
    company.refresh_from_db()
    assert (company.status, company.suspension_reason) == ("suspended", "Долг")
    assert page("company_resume", company.pk) in staff_client.get(page("company_change", company.pk)).text
    staff_client.post(page("company_resume", company.pk))
    company.refresh_from_db()
    assert company.status == "active"


@pytest.mark.parametrize("name", ["company_invite", "company_suspend", "company_resume"])
def test_verbs_are_shut_to_who_may_only_look(name: str) -> None:
    looker = make_user(is_staff=True)
    looker.user_permissions.set(ModelPermission.objects.filter(codename="view_company"))
    company = make_company()
    assert client_of(Actor(user=looker)).post(page(name, company.pk), PERSON).status_code == 403
    buyer = client_of(make_actor(company, Role.ADMINISTRATOR))
    assert buyer.post(page(name, company.pk), PERSON).status_code in {302, 403}
    assert not User.objects.filter(email="new@buyer.example").exists()


def company_form(company: Company, **fields: object) -> dict[str, object]:
    """What the company's page posts."""
    names = ("code", "name", "inn", "kpp", "ogrn", "legal_address", "replacement_policy")
    form = {name: getattr(company, name) for name in names}
    form["tier"] = company.tier_id
    for rows in ("contracts", "addresses", "powers", "memberships"):
        form |= {f"{rows}-TOTAL_FORMS": 0, f"{rows}-INITIAL_FORMS": 0}
    return {**form, "inn": "7701234560", "kpp": "770101001", **fields}


def test_company_page_changes_the_tier_and_not_the_status(staff_client: Client) -> None:
    company, tier = make_company(), make_tier("opt-2")
    form = company_form(company, tier=tier.pk, status="suspended")
    answer = staff_client.post(page("company_change", company.pk), form)
    assert answer.status_code == 302, answer.text
    company.refresh_from_db()
    assert (company.tier, company.status) == (tier, "active")
    move = TierMove.objects.get(company=company)
    assert (move.kind, move.was.code, move.becomes) == ("by_hand", "opt-1", tier)
    assert Delivery.objects.filter(event="accounts.tier_moved", receiver="orders.tasks.note_prices_of_tier").exists()


def test_company_page_takes_an_address(staff_client: Client) -> None:
    company = make_actor().company
    Company.objects.filter(pk=company.pk).update(inn="7701234560", kpp="770101001")
    address = page("company_change", company.pk)
    form = filled_in(staff_client.get(address).text)
    staff_client.post(address, {**form, "addresses-0-text": "Москва, Складская, 1", "addresses-0-hours": "9–18"})
    known = company.addresses.get()
    assert (known.text, known.hours, known.is_active) == ("Москва, Складская, 1", "9–18", True)


def test_company_page_saves_as_the_browser_posts_it(staff_client: Client) -> None:
    company = make_actor().company
    Company.objects.filter(pk=company.pk).update(inn="7701234560", kpp="770101001")
    shown = staff_client.get(page("company_change", company.pk))
    form = {**filled_in(shown.text), "name": "ООО «Новое имя»"}
    answer = staff_client.post(page("company_change", company.pk), form)
    assert answer.status_code == 302, answer.text
    company.refresh_from_db()
    assert company.name == "ООО «Новое имя»"
    assert company.memberships.count() == company.contracts.count() == 1


def filled_in(text: str) -> dict[str, str]:
    """What a browser would send back of the page's main form, untouched."""
    reader = FormReader()
    reader.feed(text)
    return reader.values


class FormReader(HTMLParser):
    """Collects inputs and chosen options by name."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        if tag == "select":
            self.select = facts.get("name") or ""
        is_unticked = facts.get("type") in {"checkbox", "submit"} and "checked" not in facts
        if tag == "input" and facts.get("name") and not is_unticked:
            ticked = "on" if facts.get("type") == "checkbox" else ""
            self.values[str(facts["name"])] = facts.get("value") or ticked
        if tag == "option" and "selected" in facts and self.select:
            self.values[self.select] = facts.get("value") or ""


def test_company_page_refuses_an_inn_with_a_mistyped_digit(staff_client: Client) -> None:
    company = make_company()
    answer = staff_client.post(page("company_change", company.pk), company_form(company, inn="7701234561"))
    assert answer.status_code == 200
    assert "check digits" in answer.text


def test_member_page_changes_the_role_by_the_action(staff_client: Client) -> None:
    member = Membership.objects.get(user=make_actor().user)
    staff_client.post(page("membership_change", member.pk), {"role": "accountant"})
    member.refresh_from_db()
    assert member.role == "accountant"
    chosen = {"action": "end", "_selected_action": [member.pk]}
    staff_client.post(page("membership_changelist"), chosen)
    member.refresh_from_db()
    assert member.left_at


def test_new_staff_start_without_a_password(staff_client: Client) -> None:
    form = {"full_name": "Иван", "email": "Ivan@Shop.example", "language": "ru", "time_zone": "Europe/Moscow"}
    answer = staff_client.post(
        page("user_add"),
        form | {"is_active": "on", "is_staff": "on", "memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0},
    )
    assert answer.status_code == 302, answer.text
    ivan = User.objects.get(email="ivan@shop.example")
    assert ivan.is_staff
    assert not ivan.has_usable_password()


def test_staff_without_all_rights_cannot_raise_themselves() -> None:
    clerk = make_user("clerk@shop.example", is_staff=True)
    clerk.user_permissions.set(ModelPermission.objects.filter(codename__in=["view_user", "change_user"]))
    client = client_of(Actor(user=clerk))
    form = {"full_name": "Клерк", "email": clerk.email, "language": "ru", "time_zone": "Europe/Moscow"}
    form |= {"is_active": "on", "is_superuser": "on", "is_staff": "on"}
    assert client.post(page("user_change", clerk.pk), form).status_code == 302
    clerk.refresh_from_db()
    assert (clerk.full_name, clerk.is_superuser) == ("Клерк", False)
    boss = make_user("boss@shop.example", is_staff=True, is_superuser=True)
    assert client.post(page("user_change", boss.pk), form | {"email": "clerk2@shop.example"}).status_code == 403


def test_no_page_shows_or_takes_a_password(staff_client: Client) -> None:
    text = staff_client.get(page("user_change", make_user().pk)).text
    assert "argon2" not in text
    assert 'name="password' not in text
