from datetime import timedelta
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import CommandError, call_command
from django.db.models import F, Sum
from django.test import Client
from pytest_django import Settings

from accounts.models import Address, Company, Membership, Seller, User
from accounts.permissions import Role
from accounts.queries.acting import actor_of
from accounts.queries.terms import chosen_contract, contract_terms, open_contracts
from accounts.requisites import check_account, check_correspondent_account, check_inn, check_kpp, check_ogrn
from b2b_portal.core.files import read_file
from b2b_portal.core.models import Delivery, Holiday
from b2b_portal.core.money import to_cents
from b2b_portal.demo.catalogue import goods
from b2b_portal.demo.people import LOGINS, MANAGER, PASSWORD
from b2b_portal.demo.prices import CONTRACT, PROMOTION
from b2b_portal.invariants import broken
from catalog.enums import AnalogueKind, BackorderState, NumberKind, PriceListKind, ProductFileKind, ReservationState
from catalog.models import (
    Analogue,
    ArticleNumber,
    Backorder,
    Brand,
    Category,
    Cost,
    PriceChange,
    PriceList,
    Product,
    ProductFile,
    Reservation,
    Stock,
    StockMovement,
    Transit,
    Warehouse,
)
from catalog.queries.prices import price_lines, recommended_prices, shown_prices
from documents.enums import DocumentState
from documents.models import Document, Series
from documents.queries.owed import documents_unmade, orders_without_invoice
from orders.enums import HistoryKind, OrderStatus
from orders.models import Cart, DeliveryMethod, History, Order, OrderLine

pytestmark = pytest.mark.slow  # the year is lived through once

NOT_IN_THE_DEMO = {  # what happens while an order waits for days
    HistoryKind.LINE_LOWERED,
    HistoryKind.LINE_SWAPPED,
    HistoryKind.ASKED_ANEW,
    HistoryKind.ESCALATED,
    HistoryKind.APPROVAL_LATE,
    HistoryKind.COLLECTOR_NAMED,
}


@pytest.fixture
def said(demo, settings: Settings, tmp_path: Path) -> str:
    """What the command says where the demo is loaded already."""
    settings.EMBEDDED, settings.DATA_DIR = True, tmp_path
    out = StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_load_demo_refuses_a_database_that_is_not_ours(settings: Settings) -> None:
    settings.EMBEDDED = False
    with pytest.raises(CommandError, match="only into the embedded database"):
        call_command("load_demo")
    assert not Company.objects.exists()


def test_load_demo_prints_and_keeps_the_logins(said: str, tmp_path: Path) -> None:
    kept = (tmp_path / "demo_logins.txt").read_text()
    assert "there already" in said
    assert kept in said
    assert PASSWORD in kept
    assert all(login.email in kept for login in LOGINS)


def test_load_demo_changes_nothing_the_second_time(demo, settings: Settings, tmp_path: Path) -> None:
    settings.EMBEDDED, settings.DATA_DIR = True, tmp_path
    tables = (Company, User, Product, PriceChange, StockMovement, Holiday)
    before = [table.objects.count() for table in tables]
    call_command("load_demo", stdout=StringIO())
    assert [table.objects.count() for table in tables] == before


def test_the_demo_announces_nothing_and_is_sound(demo) -> None:
    assert not Delivery.objects.exists()
    assert broken() == {}


def test_every_demo_login_signs_in(demo, client: Client) -> None:
    for login in LOGINS:
        assert client.login(username=login.email, password=PASSWORD), login.email
    for company in Company.objects.all():
        roles = {actor_of(user).role for user in User.objects.filter(memberships__company=company)}
        assert roles == set(Role)
    assert Membership.objects.count() == len(LOGINS) - 2 + 1


def test_demo_requisites_pass_every_check(demo) -> None:
    for party in (*Company.objects.all(), *Seller.objects.all()):
        check_inn(party.inn)
        check_kpp(party.kpp)
        check_ogrn(party.ogrn)
    seller = Seller.objects.get()
    check_account(seller.settlement_account, seller.bik)
    check_correspondent_account(seller.correspondent_account, seller.bik)


def test_demo_companies_have_prices_of_their_tiers_and_terms(demo) -> None:
    cartridge = Product.objects.get(article="CF259X")
    prices, days = {}, {}
    for company in Company.objects.select_related("tier"):
        prices[company.code] = price_lines(company, {cartridge.pk: 1}, demo)[cartridge.pk].unit_gross
        contract = chosen_contract(open_contracts(company), None)
        assert contract
        days[company.code] = contract_terms(contract).reservation_working_days
        assert 1 <= Address.objects.filter(company=company).count() <= 3
    assert prices == {"demo": Decimal("14240.5000"), "sever": Decimal("13790.8000"), "ural": Decimal("14240.5000")}
    assert days == {"demo": 3, "sever": 3, "ural": 5}
    assert recommended_prices([cartridge.pk], demo)[cartridge.pk] == Decimal("19487.0000")


def test_the_demo_is_as_large_as_a_real_catalogue(demo) -> None:
    assert Product.objects.count() >= 400
    assert Brand.objects.filter(product__isnull=False).distinct().count() >= 25
    assert Category.objects.filter(product__isnull=False).distinct().count() >= 12
    assert not Product.objects.filter(attributes={}).exists()
    assert Warehouse.objects.count() == 3
    assert DeliveryMethod.objects.count() == 4
    assert not Cart.objects.filter(lines__isnull=False).exists()


def test_every_demo_product_has_a_price_and_stock_whose_movements_add_up(demo) -> None:
    company = Company.objects.get(code="demo")
    wanted = {product.pk: product.smallest_order for product in Product.objects.all()}
    priced = price_lines(company, wanted, demo)
    assert priced.keys() == wanted.keys()
    assert all(len(line.breaks) in (2, 3) for line in priced.values())
    for stock in Stock.objects.annotate(moved=Sum("movements__on_hand_delta")):
        assert stock.on_hand == stock.moved


def test_contract_and_promotion_are_cheaper_than_the_tier(demo) -> None:
    company = Company.objects.get(code="demo")
    ids = dict(Product.objects.filter(article__in=[*CONTRACT, *PROMOTION]).values_list("pk", "article"))
    base = dict(PriceList.objects.get(code="opt-1").prices.filter(quantity=1).values_list("product", "unit_price"))
    priced = price_lines(company, dict.fromkeys(ids, 1), demo)
    assert len(ids) == len(CONTRACT) + len(PROMOTION)
    for pk, article in ids.items():
        kind = PriceListKind.CONTRACT if article in CONTRACT else PriceListKind.PROMOTION
        assert priced[pk].row.list_kind == kind
        assert priced[pk].unit_gross < base[pk] * Decimal("0.95")


def test_prices_rose_in_three_versions_to_what_the_files_say(demo) -> None:
    base = PriceList.objects.get(code="opt-1")
    assert base.versions.count() == 3
    changes = PriceChange.objects.filter(version__price_list=base, quantity=1).order_by("version")
    last = dict(changes.values_list("product__article", "becomes"))
    assert last == {good.article: dict(good.prices)[1] for good in goods()}
    assert not PriceChange.objects.filter(was__gt=F("becomes")).exists()


def test_the_second_tier_has_a_list_with_rows_of_its_own(demo) -> None:
    second, base = PriceList.objects.get(code="opt-2"), PriceList.objects.get(code="opt-1")
    assert (second.source, second.priority, second.versions.count()) == (None, 30, 3)
    assert second.prices.count() == base.prices.count()
    cheaper = dict(second.prices.filter(quantity=1).values_list("product", "unit_price"))
    for product, price in base.prices.filter(quantity=1).values_list("product", "unit_price"):
        assert cheaper[product] == to_cents(price * Decimal("0.95"))


def test_no_demo_price_has_a_third_decimal(demo) -> None:
    wanted = {product.pk: product.smallest_order for product in Product.objects.all()}
    for company in Company.objects.all():
        shown = shown_prices(company, wanted, demo)
        prices = [one.unit_gross for line in shown.lines.values() for one in line.breaks]
        prices += shown.recommended.values()
        assert [price for price in prices if price != to_cents(price)] == []


def test_the_demo_has_costs_rules_and_lowest_prices(demo) -> None:
    assert Cost.objects.count() == Product.objects.count()
    company = Company.objects.get(code="sever")
    lines = price_lines(company, dict.fromkeys(Product.objects.values_list("pk", flat=True), 1), demo).values()
    steps = {(step.kind, str(step.value)) for line in lines for step in line.explanation}
    assert {("percent", "-11.00"), ("percent", "-9.50"), ("percent", "-8.00")} <= steps
    floored = [line for line in lines if any(step.kind == "floor" for step in line.explanation)]
    assert 3 <= len(floored) <= 60


def test_barcodes_of_the_demo_have_right_check_digits(demo) -> None:
    barcodes = list(ArticleNumber.objects.filter(kind=NumberKind.EAN).values_list("number", flat=True))
    assert len(barcodes) == len(set(barcodes)) > 400
    wrong = [one for one in barcodes if sum(int(d) * (3 if n % 2 else 1) for n, d in enumerate(one)) % 10]
    assert not wrong
    assert {*ArticleNumber.objects.values_list("kind", flat=True)} == set(NumberKind)


def test_some_goods_are_out_of_stock_and_on_their_way(demo) -> None:
    here = Stock.objects.filter(on_hand__gt=F("reserved")).values("product")
    coming = Transit.objects.exclude(product__in=here).values("product").distinct()
    assert coming.count() >= 10
    assert Transit.objects.count() >= 50
    assert not Transit.objects.filter(expected_on__lte=demo.date()).exists()
    assert not Transit.objects.filter(expected_on__week_day__in=[1, 7]).exists()


def test_the_demo_links_analogues_of_every_kind(demo) -> None:
    assert Analogue.objects.count() >= 150
    assert set(Analogue.objects.values_list("kind", flat=True)) == set(AnalogueKind)
    assert Analogue.objects.filter(vouched_by__email=MANAGER).exists()


def test_two_companies_of_the_demo_see_less_than_the_first(demo) -> None:
    hidden = {
        company.code: set(Product.objects.values_list("pk", flat=True))
        - set(Product.objects.seen_by(company.pk, company.tier_id).values_list("pk", flat=True))
        for company in Company.objects.all()
    }
    furniture = Category.objects.get(name="Мебель", parent=None)
    of_section = Product.objects.filter(category__lineage__contains=[furniture.pk])
    assert hidden == {
        "demo": set(),
        "sever": set(of_section.values_list("pk", flat=True)),
        "ural": set(Product.objects.filter(brand__name="NV Print").values_list("pk", flat=True)),
    }
    assert all(hidden[code] for code in ("sever", "ural"))


def test_every_demo_product_has_its_picture(demo) -> None:
    pictures = ProductFile.objects.filter(kind=ProductFileKind.PICTURE).select_related("file")
    assert pictures.count() == Product.objects.count()
    assert read_file(pictures[0].file).startswith(b"<svg")
    papers = ProductFile.objects.exclude(kind=ProductFileKind.PICTURE).select_related("file")
    assert read_file(papers[0].file).startswith(b"%PDF")


def test_the_demo_manager_works_in_the_admin_and_has_no_rights_to_give(demo, client: Client) -> None:
    client.force_login(User.objects.get(email=MANAGER), backend=django_settings.AUTHENTICATION_BACKENDS[0])
    company = Company.objects.get(code="demo")
    for page in ("/admin/", f"/admin/accounts/company/{company.pk}/change/", "/admin/core/mail/"):
        assert client.get(page).status_code == 200, page
    assert client.get(f"/admin/accounts/company/{company.pk}/invite/").status_code == 200
    assert client.get("/admin/auth/group/add/").status_code == 403
    assert client.get("/admin/accounts/user/add/").status_code == 403


def test_the_demo_has_a_year_of_orders_in_every_state(demo) -> None:
    orders = Order.objects.all()
    assert orders.count() == 203  # three of them of the company whose people approve
    assert set(orders.values_list("status", flat=True)) == set(OrderStatus)
    assert set(orders.values_list("company__code", flat=True)) == {"demo", "sever", "ural"}
    assert orders.values("placed_by").distinct().count() >= 6
    assert list(orders.order_by("number")) == list(orders.order_by("placed_at"))
    assert demo - timedelta(days=400) < orders.earliest("placed_at").placed_at
    assert orders.latest("placed_at").placed_at < demo
    assert {*History.objects.values_list("kind", flat=True)} == set(HistoryKind) - NOT_IN_THE_DEMO
    assert not History.objects.filter(happened_at__gt=demo).exists()
    assert Backorder.objects.filter(state=BackorderState.WAITING, expected_on__isnull=False).count() == 2
    assert OrderLine.objects.filter(cancelled_at__isnull=False).exists()
    lapsed = orders.filter(status=OrderStatus.PLACED, reserved_until__lte=demo)
    assert lapsed.count() == 2


def test_active_reservations_of_the_demo_still_run(demo) -> None:
    active = Reservation.objects.filter(state=ReservationState.ACTIVE)
    assert active.exists()
    assert not active.filter(until__lte=demo).exists()


def test_orders_of_the_past_year_bear_the_vat_of_their_day(demo) -> None:
    lines = OrderLine.objects.values_list("order__placed_at__year", "vat_rate").distinct()
    assert set(lines) == {(2025, Decimal("0.20")), (2026, Decimal("0.22"))}
    assert set(Product.objects.values_list("vat_rate", flat=True)) == {Decimal("0.22")}


def test_invoices_of_the_demo_are_numbered_by_day_and_made_when_opened(demo) -> None:
    assert set(Document.objects.values_list("state", flat=True)) == {DocumentState.PUT_OFF}
    for series in Series.objects.all():
        numbers = list(series.documents.order_by("issued_at", "pk").values_list("number", flat=True))
        assert numbers == list(range(1, series.last_number + 1))
    assert orders_without_invoice(demo) == []
    assert documents_unmade(demo) == []


def test_the_demo_ends_with_the_stock_that_the_files_say(demo) -> None:
    free = dict(
        Stock.objects.values_list("product__article").annotate(free=Sum(F("on_hand") - F("reserved"))).order_by()
    )
    waiting = Order.objects.filter(status=OrderStatus.APPROVAL).values("uid")
    for article, pieces in Reservation.objects.filter(holder__in=waiting).values_list(
        "stock__product__article", "quantity"
    ):
        free[article] += pieces
    for good in goods():
        assert free.get(good.article, 0) >= sum(good.stock.values()), good.article
