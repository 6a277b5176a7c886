from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db.models import Sum
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import Company, Seller, User
from accounts.permissions import Role
from accounts.queries.acting import actor_of
from accounts.queries.terms import contract_terms, default_contract
from accounts.requisites import check_account, check_correspondent_account, check_inn, check_kpp, check_ogrn
from b2b_portal.core.models import Holiday
from b2b_portal.demo.people import LOGINS, MANAGER, PASSWORD
from catalog.enums import AnalogueKind
from catalog.models import Analogue, Price, Product, Stock, StockMovement
from catalog.queries.prices import price_lines, recommended_prices

pytestmark = pytest.mark.django_db


@pytest.fixture
def said(settings: Settings, tmp_path: Path) -> str:
    """What the command says when it loads the demo."""
    settings.EMBEDDED, settings.DATA_DIR = True, tmp_path
    out = StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


def test_load_demo_refuses_a_database_that_is_not_ours(settings: Settings) -> None:
    settings.EMBEDDED = False
    with pytest.raises(CommandError, match="only into the embedded database"):
        call_command("load_demo")
    assert not Company.objects.exists()


def test_load_demo_prints_and_keeps_the_logins(said: str, tmp_path: Path) -> None:
    kept = (tmp_path / "demo_logins.txt").read_text()
    assert kept in said
    assert PASSWORD in kept
    assert all(login.email in kept for login in LOGINS)


def test_load_demo_changes_nothing_the_second_time(said: str) -> None:
    tables = (Company, User, Product, Price, StockMovement, Holiday)
    before = [table.objects.count() for table in tables]
    call_command("load_demo", stdout=StringIO())
    assert [table.objects.count() for table in tables] == before


def test_every_demo_login_signs_in(said: str, client: Client) -> None:
    for login in LOGINS:
        client.logout()
        client.post("/account/login/", {"login": login.email, "password": PASSWORD})
        assert client.session["_auth_user_id"], login.email
    assert {actor_of(User.objects.get(email=login.email)).role for login in LOGINS if login.company} == set(Role)


def test_demo_requisites_pass_every_check(said: str) -> None:
    for party in (*Company.objects.all(), *Seller.objects.all()):
        check_inn(party.inn)
        check_kpp(party.kpp)
        check_ogrn(party.ogrn)
    seller = Seller.objects.get()
    check_account(seller.settlement_account, seller.bik)
    check_correspondent_account(seller.correspondent_account, seller.bik)


def test_demo_companies_have_prices_of_their_tiers_and_terms(said: str) -> None:
    cartridge = Product.objects.get(article="CF259X")
    now = timezone.now()
    prices = {}
    for code in ("demo", "sever"):
        company = Company.objects.select_related("tier").get(code=code)
        prices[code] = price_lines(company, {cartridge.pk: 1}, now)[cartridge.pk].unit_gross
        contract = default_contract(company)
        assert contract
        assert contract_terms(contract).reservation_working_days == 3
    assert prices == {"demo": Decimal("14240.5000"), "sever": Decimal("13790.8000")}
    assert recommended_prices([cartridge.pk], now)[cartridge.pk] == Decimal("19487.0000")


def test_every_demo_product_has_a_price_and_stock_whose_movements_add_up(said: str) -> None:
    company = Company.objects.get(code="demo")
    wanted = {product.pk: product.smallest_order for product in Product.objects.all()}
    assert len(wanted) >= 40
    assert price_lines(company, wanted, timezone.now()).keys() == wanted.keys()
    for stock in Stock.objects.annotate(moved=Sum("movements__on_hand_delta")):
        assert stock.on_hand == stock.moved


def test_the_demo_links_analogues_of_every_kind(said: str) -> None:
    assert Analogue.objects.count() == 21
    assert set(Analogue.objects.values_list("kind", flat=True)) == set(AnalogueKind)


def test_load_holidays_leaves_years_that_staff_keep(db: None) -> None:
    Holiday.objects.create(day="2027-05-04", name="moved by hand")
    call_command("load_holidays", stdout=StringIO())
    call_command("load_holidays", stdout=StringIO())
    assert Holiday.objects.filter(day__year=2027).count() == 1
    assert Holiday.objects.filter(day__year=2026, is_working=False).count() == 18


def test_the_demo_manager_works_in_the_admin_and_has_no_rights_to_give(said: str, client: Client) -> None:
    client.force_login(User.objects.get(email=MANAGER), backend=settings.AUTHENTICATION_BACKENDS[0])
    company = Company.objects.get(code="demo")
    for page in ("/admin/", f"/admin/accounts/company/{company.pk}/change/", "/admin/core/mail/"):
        assert client.get(page).status_code == 200, page
    assert client.get(f"/admin/accounts/company/{company.pk}/invite/").status_code == 200
    assert client.get("/admin/auth/group/add/").status_code == 403
    assert client.get("/admin/accounts/user/add/").status_code == 403
