"""A company with one of everything that has an address, and a walk through all addresses of the shop."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from accounts.actors import SYSTEM, Actor
from accounts.models import Address, Application, Company, CostCentre, Department, OwnRole, PowerOfAttorney
from b2b_portal.core.access import ACTING_FOR
from b2b_portal.core.files import store_file
from b2b_portal.core.icons import sprite_digest
from b2b_portal.core.models import Job
from catalog.actions.watch_product import watch_product
from catalog.enums import WatchKind
from catalog.models import PriceFeed, Product, ProductFile, Watch
from documents.actions.complete_rendering import complete_rendering
from documents.actions.issue_document import issue_document
from documents.enums import DocumentKind
from documents.models import Document
from orders.actions.change_cart_line import change_cart_line
from orders.actions.place_order import place_order
from orders.approvals import Level
from orders.models import ApprovalRule, Budget, Deputy, Order
from orders.queries.cart import cart_page
from tests.factories import make_actor, make_price, make_price_feed, make_product, make_product_file, make_stock
from tests.factories.accounts import make_address, make_application, make_own_role, make_power, make_user
from tests.law.access_matrix import MATRIX

HTMX = {"HX-Request": "true"}
ADMIN = "admin:"  # the admin's own pages have laws of their own


@dataclass
class World:
    """A company with one of everything that has an address."""

    actor: Actor
    company: Company
    product: Product
    product_file: ProductFile
    order: Order
    document: Document
    job: Job
    sprite: str
    order_form: dict[str, Any]
    address: Address
    price_feed: PriceFeed
    watch: Watch
    application: Application
    department: Department
    cost_centre: CostCentre
    budget: Budget
    own_role: OwnRole
    approval_rule: ApprovalRule
    deputy: Deputy
    power: PowerOfAttorney


def make_world(actor: Actor | None = None, product: Product | None = None) -> World:
    """A world of a company of its own around a product of its own, unless given with price and stock."""
    actor, now = actor or make_actor(), timezone.now()
    if product is None:
        product = make_product()
        make_price(product)
        make_stock(product, 50)
    change_cart_line(product=product, quantity=1, by=actor, at=now)
    order = place_order(key=uuid.uuid4(), by=actor, at=now)
    document = issue_document(order=order, kind=DocumentKind.INVOICE, by=SYSTEM, at=now)
    file = store_file(b"%PDF-", name="invoice.pdf", content_type="application/pdf")
    complete_rendering(document=document, file=file, by=SYSTEM, at=now)
    change_cart_line(product=product, quantity=1, by=actor, at=now)
    form = {
        "key": uuid.uuid4(),
        "seen": [row.seen_text for row in cart_page(actor, now).rows],
        ACTING_FOR: actor.company.uid,
    }
    facts = {"company": str(actor.company.uid)}
    job = Job.objects.create(kind="test", owner_uid=actor.user.uid, report=facts, result=file)
    return World(
        actor,
        actor.company,
        product,
        make_product_file(product),
        order,
        document,
        job,
        sprite_digest(),
        form,
        make_address(actor.company),
        make_price_feed(actor)[0],
        watch_product(product=product, kind=WatchKind.PRICE, by=actor, at=now),
        make_application(inn=actor.company.inn, kpp=actor.company.kpp),
        Department.objects.create(company=actor.company, name="Workshop"),
        CostCentre.objects.create(company=actor.company, code="44-1", name="Workshop"),
        Budget.objects.create(
            company=actor.company, name="Workshop", period="month", amount_gross=100_000, valid_from=now.date()
        ),
        make_own_role(actor.company),
        ApprovalRule.objects.create(
            company=actor.company, name="Large", total_from=10**9, levels=[Level(roles=("administrator",)).as_json()]
        ),
        Deputy.objects.create(
            company=actor.company,
            person=actor.user,
            deputy=make_user(),
            valid_from=now.date(),
            valid_until=now.date() + timedelta(days=2),
        ),
        make_power(actor.company),
    )


def views(patterns: Any = None, prefix: str = "") -> Iterator[str]:
    """The names of all addresses, the admin's too."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            namespace = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from views(pattern.url_patterns, namespace)
        elif isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}"


def ask(client: Client, name: str, world: World, **more: Any) -> HttpResponse:
    """Asks an address as its row says, with the ids of a world."""
    row = MATRIX[name]
    url = reverse(name, kwargs=row.kwargs(world) or None)
    return getattr(client, row.method)(url, row.data(world), **more)
