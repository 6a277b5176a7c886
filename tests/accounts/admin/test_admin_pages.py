"""Every page of the admin: opens for staff at a cost that does not grow with the rows, shut to everybody else."""

from decimal import Decimal

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.actors import Actor
from accounts.models import (
    AccountManager,
    Address,
    Company,
    CompanyGroup,
    Contract,
    CostCentre,
    CreditAccount,
    CreditDebt,
    CreditEntry,
    Department,
    Membership,
    PersonalLimit,
    Seller,
    Tier,
    TierMove,
    Token,
    User,
)
from accounts.permissions import Role
from b2b_portal.core.files import store_file
from b2b_portal.core.models import Delivery, Holiday, Job, Mail
from catalog.models import (
    AnalogueCandidate,
    Assortment,
    Attribute,
    Backorder,
    Brand,
    BrandAlias,
    Category,
    Cost,
    ImportBatch,
    ImportProfile,
    Price,
    PriceList,
    PriceListVersion,
    Product,
    ProductFile,
    Rate,
    Reservation,
    SearchLog,
    Stock,
    StockMovement,
    Transit,
)
from documents.enums import DocumentKind
from documents.models import Document, Payment, Series
from orders.models import (
    ApprovalAsk,
    ApprovalStep,
    Budget,
    BudgetEntry,
    BudgetPeriod,
    DeliveryMethod,
    Deputy,
    History,
    Order,
    Thread,
)
from tests.conftest import client_of
from tests.factories import (
    make_actor,
    make_analogue,
    make_company,
    make_price,
    make_price_list,
    make_product,
    make_rate,
    make_seller,
    make_stock,
    make_tier,
    make_user,
    make_warehouse,
)
from tests.factories.accounts import make_application, make_power
from tests.factories.approvals import make_rule

pytestmark = [pytest.mark.django_db, pytest.mark.unsound]  # one bare row of every table
MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)


@pytest.fixture
def staff_client() -> Client:
    """A browser in which a superuser is signed in."""
    return client_of(Actor(user=make_user("boss@shop.example", is_staff=True, is_superuser=True)))


def make_order(number: int) -> Order:
    """A placed order as a plain row."""
    actor = make_actor()
    return Order.objects.create(
        number=number,
        key=actor.user_uid,
        company=actor.company,
        contract=Contract.objects.get(company=actor.company),
        placed_by=actor.user,
        placed_at="2026-11-20T10:00:00Z",
        seller_requisites={},
        buyer_requisites={},
        contract_terms={},
        net=Decimal("100"),
        tax=Decimal("22"),
        gross=Decimal("122"),
    )


def make_rows(number: int) -> None:
    """One row of every table that the admin shows."""
    company = make_company(tier=make_tier(f"tier-{number}"))
    make_actor(company, Role.VIEWER)
    make_seller(code=f"seller-{number}", name=f"Seller {number}")
    product = make_product(brand=f"Brand {number}")
    Category.objects.create(name=f"Category {number}", parent=product.category)
    make_analogue(product, make_product(brand=f"Brand {number}"))
    AnalogueCandidate.objects.create(
        article=f"SS-{number}", other_article=f"SS{number}", doubt="spelling", found_at="2026-11-20T10:00:00Z"
    )
    listed = make_price_list(f"list-{number}", tier=make_tier(f"tier-{number}"))
    PriceListVersion.objects.create(price_list=listed, number=1, published_at="2026-11-20T10:00:00Z")
    make_price(product, price_list=listed)
    stock = make_stock(product, warehouse=make_warehouse(f"warehouse-{number}"))
    Reservation.objects.create(stock=stock, holder=company.uid, quantity=1, until="2026-12-01T00:00:00Z")
    make_rate(day=f"2026-01-0{number}")
    order = make_order(1000 + number)
    History.objects.create(order=order, kind="placed", happened_at=order.placed_at, by_name="Person")
    series = Series.objects.create(seller=make_seller(), kind=DocumentKind.INVOICE, year=2020 + number)
    Document.objects.create(
        series=series,
        number=1,
        kind=DocumentKind.INVOICE,
        company=order.company,
        order=order,
        issued_at=order.placed_at,
        gross=order.gross,
        snapshot={},
    )
    Group.objects.create(name=f"Managers {number}")
    Mail.objects.create(key=str(number), to="a@b.example", subject="Invoice", text="Hello")
    Delivery.objects.create(event="e", receiver="r", state="dead", error="no")
    Job.objects.create(kind="import")
    Holiday.objects.create(day=f"2026-05-0{number}")
    CompanyGroup.objects.create(name=f"Group {number}")
    make_catalogue_rows(number, product, stock, company)
    make_credit_rows(number, company)
    make_approval_rows(company, order)


def make_approval_rows(company: Company, order: Order) -> None:
    """A rule, a deputy, and what an order waited for."""
    make_rule(company)
    one, other = make_user(), make_user()
    days = {"valid_from": "2026-11-20", "valid_until": "2026-11-30"}
    Deputy.objects.create(company=company, person=one, deputy=other, **days)
    step = ApprovalStep.objects.create(order=order, level=1, rule_name="Large", mode="any")
    ApprovalAsk.objects.create(step=step, person=one)


def make_credit_rows(number: int, company: Company) -> None:
    """What a company may owe and owes."""
    account = CreditAccount.objects.create(contract=company.contracts.get(), limit_gross=100)
    CreditEntry.objects.create(account=account, kind="limit", by_name="Person", happened_at="2026-11-20T10:00:00Z")
    CreditDebt.objects.create(account=account, holder=company.uid, source=company.uid, due_on="2026-12-01", gross=5)
    Payment.objects.create(
        company=company, number=str(number), paid_on="2026-11-20", gross=5, recorded_at="2026-11-20T10:00:00Z"
    )


def make_catalogue_rows(number: int, product: Product, stock: Stock, company: Company) -> None:
    """One row of what is on its way, who waits for it, how it is delivered and who was invited."""
    Transit.objects.create(product=product, warehouse=stock.warehouse, expected_on="2027-01-01", quantity=5)
    Backorder.objects.create(
        product=product, holder=company.uid, quantity=3, asked_at="2026-11-20T10:00:00Z", working_days=3
    )
    DeliveryMethod.objects.create(code=f"way-{number}", name=f"Way {number}", kind="address")
    Address.objects.create(company=company, text=f"Street {number}")
    make_power(company, f"{number}/26")
    make_budget_rows(number, company)
    TierMove.objects.create(
        company=company,
        kind="raised",
        was=company.tier,
        becomes=company.tier,
        quarter_on="2026-10-01",
        turnover_gross=number,
        moved_at="2026-11-20T10:00:00Z",
    )
    file = store_file(b"%PDF-1.7", name=f"manual-{number}.pdf", content_type="application/pdf")
    ProductFile.objects.create(product=product, kind="manual", title="Manual", file=file)
    Cost.objects.create(product=product, unit_net=80, changed_at="2026-11-20T10:00:00Z")
    profile = ImportProfile.objects.create(kind="prices", name=f"profile-{number}", supplier=f"Supplier {number}")
    prices = PriceList.objects.get(code=f"list-{number}")
    layout = {"sheet": "", "header_row": 1, "first_row": 2, "columns": {"article": 0, "price": 1}, "width": 2}
    ImportBatch.objects.create(
        kind="prices", state="cancelled", file=file, price_list=prices, profile=profile, layout=layout
    )
    make_found_rows(number, product, company)
    Token.objects.create(
        sha256=str(number),
        purpose="invitation",
        user=make_user(),
        scope={"company": str(company.uid)},
        expires_at="2026-12-01T10:00:00Z",
    )


def make_found_rows(number: int, product: Product, company: Company) -> None:
    """One row of what search goes by, of what was looked for, of what was talked about, and of who asks to join."""
    make_application(inn=company.inn, kpp=company.kpp)
    Attribute.objects.create(name=f"Colour {number}", code=f"colour-{number}", kind="choice")
    BrandAlias.objects.create(brand=product.brand, alias=f"alias {number}")
    Assortment.objects.create(company=company, shows_rest=True)
    moment = "2026-11-20T10:00:00Z"
    SearchLog.objects.create(company=company, query="nothing", key=f"NOTHING{number}", hits=0, searched_at=moment)
    Thread.objects.create(company=company, subject=company.uid, last_message_at=moment)


def make_budget_rows(number: int, company: Company) -> None:
    """One row of what a company means to spend and has spent."""
    Department.objects.create(company=company, name=f"Department {number}")
    CostCentre.objects.create(company=company, code=f"44-{number}", name=f"Centre {number}")
    PersonalLimit.objects.create(company=company, user=make_user(), period="month", amount_gross=100)
    budget = Budget.objects.create(
        company=company, name=f"Budget {number}", period="month", amount_gross=100, valid_from="2026-11-01"
    )
    period = BudgetPeriod.objects.create(budget=budget, starts_on="2026-11-01", is_hard=False, allotted=100)
    BudgetEntry.objects.create(
        period=period,
        kind="committed",
        amount=10,
        committed_delta=10,
        spent_delta=0,
        holder=company.uid,
        by_name="Person",
        happened_at="2026-11-20T10:00:00Z",
    )


def list_queries(client: Client, model: type) -> int:
    """How many queries the list page costs; it must open."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page = client.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"))
    assert page.status_code == 200
    return len(queries)


def test_every_list_costs_the_same_for_one_row_and_three(staff_client: Client) -> None:
    make_rows(1)
    staff_client.get(reverse("admin:index"))
    first = {model._meta.label: list_queries(staff_client, model) for model in MODELS}
    make_rows(2)
    make_rows(3)
    third = {model._meta.label: list_queries(staff_client, model) for model in MODELS}
    assert third == first


# of searches staff get a report, and no page that says who looked for what
@pytest.mark.parametrize("model", sorted({*MODELS} - {SearchLog}, key=str), ids=lambda model: model._meta.label)
def test_every_row_has_a_page(staff_client: Client, model: type) -> None:
    make_rows(1)
    row = model._default_manager.first()
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[row.pk])
    assert staff_client.get(address).status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_list_is_shut_to_buyers_and_strangers(client: Client, buyer_client: Client, model: type) -> None:
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    assert client.get(address).url.startswith("/account/login/")
    assert buyer_client.get(address).status_code in {302, 403}
    assert "changelist" not in buyer_client.get(address, follow=True).text


@pytest.mark.parametrize(
    "model",
    [Order, History, Stock, StockMovement, Reservation, Backorder, Price, PriceListVersion, Mail, Delivery, Job, Token],
)
def test_facts_are_seen_and_never_edited(staff_client: Client, model: type) -> None:
    make_rows(1)
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    row = model._default_manager.first()
    assert staff_client.get(reverse(f"{name}_add")).status_code == 403
    assert staff_client.post(reverse(f"{name}_change", args=[row.pk]), {}).status_code == 403
    assert staff_client.post(reverse(f"{name}_delete", args=[row.pk]), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("model", [User, Membership, Contract, Seller, Tier, AccountManager, Brand, Rate])
def test_rows_with_a_history_are_not_deleted(staff_client: Client, model: type) -> None:
    make_rows(1)
    row = model._default_manager.first()
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_delete", args=[row.pk])
    assert staff_client.post(address, {"post": "yes"}).status_code == 403


def test_products_are_found_by_article_in_any_spelling(staff_client: Client) -> None:
    make_product("CF259X")
    make_product("Q2612A")
    page = staff_client.get(reverse("admin:catalog_product_changelist"), {"q": "cf-259"})
    assert "CF259X" in page.text
    assert "Q2612A" not in page.text
    assert "CF259X" not in staff_client.get(reverse("admin:catalog_product_changelist"), {"q": "!!"}).text


def test_a_large_table_is_not_counted(staff_client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("b2b_portal.core.admin.paginator.MOST_COUNTED", 2)
    for number in range(3):
        make_product(f"A{number}")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE catalog_product")
    with CaptureQueriesContext(connection) as queries:
        page = staff_client.get(reverse("admin:catalog_product_changelist"))
    assert page.status_code == 200
    counted = [one["sql"] for one in queries if "COUNT(" in one["sql"] and "catalog_product" in one["sql"]]
    assert counted == []


def test_a_change_of_terms_is_audited(staff_client: Client) -> None:
    tier = make_tier("opt-9")
    form = {"code": "opt-9", "name": "Опт-9", "position": 9, "percent": "-9"}
    staff_client.post(reverse("admin:accounts_tier_change", args=[tier.pk]), form)
    tier.refresh_from_db()
    assert tier.percent == Decimal(-9)
    event = Tier.pgh_event_model.objects.filter(pgh_obj_id=tier.pk).latest("pgh_id")
    assert event.pgh_context.metadata["channel"] == "admin"
    assert event.pgh_context.metadata["user"] == str(User.objects.get(email="boss@shop.example").uid)
