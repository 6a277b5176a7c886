"""A shop in which every fact that company A may not see is a canary: of B, of other tiers, of suppliers and cost."""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.utils import timezone

from accounts.actors import SYSTEM, Actor
from accounts.models import Company, Contract, User
from accounts.permissions import Role
from b2b_portal.core.files import store_file
from b2b_portal.core.models import File, Job
from catalog.actions.note_search import note_search
from catalog.actions.set_own_code import set_own_code
from catalog.actions.set_prices import NewPrice, set_prices
from catalog.enums import ImportKind, ImportState, PriceListKind, Verdict
from catalog.imports.layout import Layout
from catalog.models import (
    Cost,
    ImportBatch,
    ImportRow,
    PriceFloor,
    PriceList,
    Product,
    Supplier,
    SupplierCode,
    Watch,
)
from catalog.queries.prices import price_lines
from documents.models import Document
from documents.render import render_invoice
from documents.snapshots import invoice_from_json
from orders.actions.post_message import post_message
from orders.models import Order
from tests.factories import make_actor, make_company, make_price, make_price_list, make_product, make_stock, make_tier
from tests.factories.accounts import make_address, make_user
from tests.law.canaries import Canaries
from tests.law.hidden import Hidden, call_it, hide
from tests.law.worlds import World, make_world

QUANTITIES = (1, 5)
BEFORE_OURS = 9  # lists of others would win, were they asked for A
_amounts = count(1)


@dataclass
class Planted:
    """The shop. `own` are A's prices, `quiet` those of a product that A never bought, the other two are canaries."""

    a: World
    b: World
    quiet: Product
    people: dict[Role, Actor]  # of A, one in each role
    others: Canaries  # of B and the tiers that A is not in
    costs: Canaries  # what nobody but staff may know
    hidden: Canaries  # goods that all others are offered
    hidden_goods: tuple[Hidden, ...]
    own: Canaries = field(default_factory=Canaries)
    own_quiet: Canaries = field(default_factory=Canaries)

    @property
    def secrets(self) -> Canaries:
        """All that A may not see."""
        return self.others | self.costs | self.hidden


def plant() -> Planted:
    """Builds the shop with three products that A and B are both offered."""
    products = [make_product(brand="Canary", name=f"Perch {number}") for number in range(3)]
    for product in products:
        make_stock(product, 1000)
    others, costs, hidden = Canaries(), Canaries(), Canaries()
    a, b = make_company("ООО «Альфа»"), _company(others)
    people = {role: make_actor(a, role) for role in Role}
    base = make_price_list("opt-1")
    for product in products:
        make_price(product, amount(), price_list=base)
        make_price(product, amount(), quantity=5, price_list=base)
    _prices_of_others(others, b, products)
    _prices_to_come(others, products)
    _own_lists(a, products, costs)
    goods = hide(hidden, a, b, products[0])
    for one in goods:
        call_it(one, people[Role.PURCHASER])
    _costs(costs, others, products)
    world_a = make_world(people[Role.PURCHASER], products[0])
    world_b = make_world(make_actor(b, user=_person(others)), products[0])
    _facts(others, world_b, products)
    _draw(world_a.document)
    planted = Planted(world_a, world_b, products[2], people, others, costs, hidden, goods)
    note_prices(planted.own, a, products[:2], "a price of A")
    note_prices(planted.own_quiet, a, products[2:], "a price of A in the catalogue")
    return planted


def amount() -> Decimal:
    """A price of seven digits that nothing else costs."""
    return Decimal(2_000_000 + next(_amounts) * 1_234_577 % 7_654_321) + Decimal("0.37")


def secret(name: str) -> str:
    """A word of letters that stands nowhere else."""
    letters = hashlib.sha256(name.encode()).hexdigest()[:10].translate(str.maketrans("0123456789", "ghjkmnpqrs"))
    return f"zq{letters}"


def note_prices(canaries: Canaries, company: Company, products: list[Product], name: str) -> None:
    """All that a line of these products costs the company, net and gross, by the piece and in sum, now."""
    for quantity in QUANTITIES:
        lines = price_lines(company, {product.pk: quantity for product in products}, timezone.now())
        for line in lines.values():
            for one in (line.unit_net, line.unit_gross, line.amounts.net, line.amounts.gross):
                canaries.money(f"{name} ({quantity} pcs)", one)


def _company(canaries: Canaries) -> Company:
    words = {name: canaries.word(f"{name} of B", secret(name)) for name in ("name", "code", "legal_address")}
    company = make_company(**words)
    canaries.code("INN of B", company.inn)
    number = canaries.word("contract of B", secret("contract"))
    Contract.objects.filter(company=company).update(number=number, credit_limit=_sum(canaries, "credit limit of B"))
    return company


def _person(canaries: Canaries) -> User:
    name, email = (canaries.word(f"{what} of B's person", secret(what)) for what in ("full name", "e-mail"))
    canaries.code("phone of B's person", "79215554317")
    return make_user(f"{email}@buyer.example", full_name=name, phone="+79215554317")


def _sum(canaries: Canaries, name: str) -> Decimal:
    planted = amount()
    canaries.money(name, planted)
    return planted


def _rows(price_list: PriceList, products: list[Product], canaries: Canaries, name: str) -> None:
    for product in products:
        for quantity in QUANTITIES:
            price = _sum(canaries, f"{name} from {quantity} pcs")
            make_price(product, price, quantity=quantity, price_list=price_list)


def _prices_of_others(canaries: Canaries, b: Company, products: list[Product]) -> None:
    """A contract list and a promotion of B, a tier's own list, and one computed from it."""
    contract = _list_of(canaries, b, PriceListKind.CONTRACT, "contract list of B")
    for version in ("first", "second"):  # the trail of changes and names of files
        news = [
            NewPrice(product, quantity, _sum(canaries, f"{version} contract price of B"))
            for product in products[:2]
            for quantity in QUANTITIES
        ]
        file = canaries.word(f"file of B's {version} prices", secret(f"{version} file"))
        set_prices(price_list=contract, prices=news, source_name=file, by=SYSTEM, at=timezone.now())
    _rows(_list_of(canaries, b, PriceListKind.PROMOTION, "promotion of B"), products, canaries, "promotion of B")
    high = make_price_list("opt-9", priority=BEFORE_OURS)
    _rows(high, products, canaries, "price of another tier")
    low = make_price_list("opt-8", source=high, percent=Decimal("-3.10"))
    for company, name in ((b, "price of B"), (make_company(tier=low.tier), "computed price of another tier")):
        note_prices(canaries, company, products, name)
    _import(canaries, products[0], "prices of B", kind=ImportKind.PRICES, price_list=contract)


def _list_of(canaries: Canaries, company: Company, kind: PriceListKind, name: str) -> PriceList:
    words = {"code": canaries.word(f"code of the {name}", secret(f"{name} code")), "name": secret(f"{name} name")}
    price_list = make_price_list(**words, kind=kind, priority=BEFORE_OURS)
    price_list.companies.add(company)
    canaries.word(f"name of the {name}", price_list.name)
    return price_list


def _prices_to_come(canaries: Canaries, products: list[Product]) -> None:
    """A's tier has other prices from next month on, which nobody has announced."""
    later = timezone.now() + timedelta(days=30)
    coming = make_price_list("opt-1-later", tier=make_tier("opt-1"), priority=10, valid_from=later)
    _rows(coming, products, canaries, "price of next month")


def _own_lists(a: Company, products: list[Product], costs: Canaries) -> None:
    """The first product is of A's tier, the second of its contract list, the third of a list computed from a draft;
    its floor is lower than its price.
    """
    own = make_price_list("own-a", kind=PriceListKind.CONTRACT, priority=2)
    own.companies.add(a)
    make_price(products[1], amount(), price_list=own)
    draft = make_price_list("draft-a", kind=PriceListKind.CONTRACT)
    for quantity in QUANTITIES:
        make_price(products[2], amount(), quantity=quantity, price_list=draft)
    terms = {"source": draft, "percent": Decimal("-1.70"), "margin_floor": 3}
    computed = make_price_list("computed-a", kind=PriceListKind.CONTRACT, **terms)
    computed.companies.add(a)
    for product in products:
        floor = Decimal(1_000_000) + amount() / 1000
        costs.money("a floor of A's own prices", floor)
        PriceFloor.objects.create(price_list=computed, product=product, unit_price=floor)


def _costs(costs: Canaries, others: Canaries, products: list[Product]) -> None:
    """Costs, the file that brought them, and the suppliers, whom staff know but buyers do not."""
    supplier = Supplier.objects.create(code=secret("supplier code"), name=secret("supplier"))
    for name in (supplier.code, supplier.name):
        others.word("supplier", name)
    for number, product in enumerate(products):
        Cost.objects.create(product=product, unit_net=_sum(costs, "cost"), changed_at=timezone.now())
        code = others.word("supplier's code", secret(f"code {number}"))
        SupplierCode.objects.create(supplier=supplier, code=code, product=product)
    _import(costs, products[0], "costs", kind=ImportKind.COSTS)


def _import(canaries: Canaries, product: Product, name: str, **fields: Any) -> None:
    """A file that was compared and waits to be published."""
    was, becomes = (_sum(canaries, f"{state} in the file of {name}") for state in ("now", "then"))
    brand = {"id": product.brand_id, "name": canaries.word(f"report of {name}", secret(f"report {name}"))}
    counts = dict.fromkeys(("rows", "new", "up", "down", "changed", "unchanged", "missing"), 1)
    layout = Layout("", 1, 2, {"article": 0}, 1, encoding="utf-8", delimiter=";").as_json()
    batch = ImportBatch.objects.create(
        state=ImportState.READY,
        file=_file(canaries, name),
        layout=layout,
        report={**counts, "brands": [{**brand, **counts, "was": float(was), "becomes": float(becomes)}]},
        **fields,
    )
    ImportRow.objects.create(
        batch_id=batch.pk, line=2, verdict=Verdict.UP, product_id=product.pk, quantity=1, was=was, becomes=becomes
    )


def _file(canaries: Canaries, name: str) -> File:
    words = [canaries.word(f"{part} of {name}", secret(f"{name} {part}")) for part in ("file name", "content")]
    return store_file(words[1].encode(), name=f"{words[0]}.csv", content_type="text/csv")


def _facts(canaries: Canaries, b: World, products: list[Product]) -> None:
    """Words and numbers of B in every row that it has of its own."""
    for name in ("address", "contact_name", "gate_rules"):
        canaries.word(f"{name} of B", secret(name))
    make_address(b.company, secret("address"), contact_name=secret("contact_name"), gate_rules=secret("gate_rules"))
    for number, product in enumerate(products):
        code = canaries.word("own code of B", secret(f"own code {number}"))
        set_own_code(product=product, own_code=code, by=b.actor, at=timezone.now())
    _words_of(canaries, b)
    words = {name: canaries.word(f"{name} of B's order", secret(name)) for name in ("buyer_number", "comment")}
    consignee = {"name": canaries.word("consignee of B", secret("consignee")), "inn": "7700000000", "kpp": ""}
    payer = {"name": canaries.word("payer of B", secret("payer")), "inn": "7700000000", "kpp": ""}
    Order.objects.filter(pk=b.order.pk).update(**words, consignee=consignee, payer=payer)
    canaries.code("number of B's order", b.order.number)
    for row in (b.order, *b.order.lines.all()):
        for name in ("net", "tax", "gross", "unit_price"):
            canaries.money(f"{name} of B's order", getattr(row, name, None))
    report = {**b.job.report, "note": canaries.word("report of B's job", secret("job report"))}
    Job.objects.filter(pk=b.job.pk).update(report=report, result=_file(canaries, "job of B"))
    for name, row in _rows_of(b).items():
        canaries.uid(f"uid of B's {name}", row)


def _words_of(canaries: Canaries, b: World) -> None:
    """What B looked for, asked its manager and waits for."""
    asked = canaries.word("search of B", secret("search"))
    note_search(query=asked, understood=asked, hits=0, by=b.actor, at=timezone.now())
    post_message(text=canaries.word("message of B", secret("message")), by=b.actor, at=timezone.now())
    Watch.objects.filter(pk=b.watch.pk).update(asked_unit_gross=_sum(canaries, "price that B watches"))


def _rows_of(world: World) -> Mapping[str, uuid.UUID]:
    """The uids of a world's own rows; products and their files are everybody's."""
    rows = {one.name: getattr(getattr(world, one.name), "uid", None) for one in fields(world)}
    lines = {f"line {line.position}": line.uid for line in world.order.lines.all()}
    mine = {name: uid for name, uid in rows.items() if uid and not name.startswith("product")}
    return mine | lines | {"person": world.actor.user.uid if world.actor.user else uuid.uuid4()}


def _draw(document: Document) -> None:
    """Gives A's invoice the paper that its snapshot makes."""
    paper = render_invoice(invoice_from_json(document.snapshot))
    file = store_file(paper.content, name=f"invoice.{paper.extension}", content_type=paper.content_type)
    Document.objects.filter(pk=document.pk).update(file=file)
    document.refresh_from_db()
