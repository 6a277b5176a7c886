"""A year of orders, lived through in the order of its days by the shop's own actions."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from heapq import heappop, heappush
from itertools import count
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from accounts.actors import SYSTEM, Actor
from accounts.enums import Channel
from accounts.models import Address, Company, Membership, User
from accounts.permissions import Role
from accounts.queries.credit import shop_day
from b2b_portal.core.calendar import add_working_days
from b2b_portal.core.change import change
from b2b_portal.core.models import Holiday
from b2b_portal.demo.catalogue import Good
from b2b_portal.demo.order_plan import Fate, PlannedOrder, plan_orders
from catalog.actions.expire_reservations import expire_reservations
from catalog.actions.move_stock import Move, move_stock
from catalog.actions.receive_stock import receive_stock
from catalog.enums import MovementKind
from catalog.models import Product, Stock, Warehouse
from documents.actions.issue_document import issue_document
from documents.actions.put_off_rendering import put_off_rendering
from documents.actions.record_payment import record_payment
from documents.enums import DocumentKind
from documents.models import Document
from orders.actions.agree_delivery import DeliveryChoice
from orders.actions.cancel_line import cancel_line
from orders.actions.cancel_order import cancel_order
from orders.actions.confirm_order import confirm_order
from orders.actions.note_awaited_arrival import note_awaited_arrival
from orders.actions.note_expired_reservation import note_expired_reservation
from orders.actions.place_order import place_order
from orders.actions.renew_reservation import renew_reservation
from orders.actions.ship_order import ship_order
from orders.actions.start_picking import start_picking
from orders.models import Cart, CartLine, DeliveryMethod, Order

Step = Callable[[datetime], None]
VAT_ROSE_ON = date(2026, 1, 1)  # п.3 ст.164 НК
VAT_BEFORE, VAT_SINCE = Decimal("0.20"), Decimal("0.22")
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
NOTED = timedelta(days=60)  # how long ago the warehouse began to note when picking starts
UNPAID = "Не оплачен в срок, резерв снят"


@dataclass
class Year:
    """The shop and the steps still to be lived through; steps of one moment keep the order they were planned in."""

    products: dict[str, Product]
    warehouse: Warehouse
    manager: Actor
    until: datetime
    holidays: Mapping[date, bool]
    methods: dict[str, DeliveryMethod] = field(default_factory=dict)
    documents: list[Document] = field(default_factory=list)
    _steps: list[tuple[datetime, int, Step]] = field(default_factory=list)
    _numbers: "count[int]" = field(default_factory=count)

    def plan(self, at: datetime, step: Step) -> None:
        """Puts a step on the calendar; one after the end of the year will never happen."""
        if at <= self.until:
            heappush(self._steps, (at, next(self._numbers), step))

    def later(self, at: datetime, days: int) -> datetime:
        """So many working days on."""
        return add_working_days(at, days, self.holidays)

    def set_vat(self, rate: Decimal) -> None:
        """Everything sold and brought bears this rate from now on."""
        Product.objects.update(vat_rate=rate)
        DeliveryMethod.objects.update(vat_rate=rate)
        self.methods = {method.code: method for method in DeliveryMethod.objects.all()}

    def live(self) -> None:
        """Takes the steps in turn; each may plan more."""
        while self._steps:
            at, _number, step = heappop(self._steps)
            step(at)


def live_through_the_year(
    goods: Sequence[Good],
    products: dict[str, Product],
    manager: User,
    publications: Iterator[tuple[datetime, Step]],
    at: datetime,
) -> int:
    """Receives, sells, confirms, ships and cancels up to `at`; also publishes prices. Returns how many orders.

    Nothing may be announced meanwhile: it is all over. Invoices get their numbers and are made when first opened.
    """
    at = timezone.localtime(at, timezone.get_default_timezone())
    main = Warehouse.objects.get(code="main")
    holidays = dict(Holiday.objects.values_list("day", "is_working"))
    year = Year(products, main, Actor(user=manager, channel=Channel.ADMIN), at, holidays)
    plans = plan_orders(goods, at, holidays)
    year.set_vat(VAT_SINCE)
    if plans[0].at.date() < VAT_ROSE_ON:
        year.set_vat(VAT_BEFORE)
        year.plan(_midnight(VAT_ROSE_ON), lambda _at: year.set_vat(VAT_SINCE))
    for moment, publish in publications:
        year.plan(moment, publish)
    for first_of_month, wanted in _receipts(plans).items():
        year.plan(_midnight(first_of_month) + 7 * HOUR, _receipt(year, wanted))
    buyers, addresses = _buyers(plans), _addresses()
    for plan in plans:
        story = Story(year, plan, buyers[plan.company, plan.person], addresses[plan.company])
        year.plan(plan.at, story.place)
    year.live()
    put_off_rendering(documents=year.documents, by=SYSTEM, at=at)
    return len(plans)


@dataclass
class Story:
    """One order from its cart to its end."""

    year: Year
    plan: PlannedOrder
    buyer: Actor
    addresses: Sequence[Address]

    def place(self, at: datetime) -> None:
        """The buyer orders; the invoice gets its number a minute later."""
        plan, products = self.plan, self.year.products
        cart = Cart.objects.get_or_create(company=self.buyer.company, user=self.buyer.user)[0]
        CartLine.objects.bulk_create(
            CartLine(cart=cart, product=products[article], quantity=quantity) for article, quantity in plan.lines
        )
        self.order: Order = place_order(
            key=uuid5(NAMESPACE_URL, f"demo order {plan.number}"),
            by=self.buyer,
            at=at,
            buyer_number=plan.buyer_number,
            comment=plan.comment,
            delivery=DeliveryChoice(self.year.methods[plan.delivery], self.addresses[plan.address]),
            may_await=True,
        )
        self.year.plan(at + MINUTE, self.invoice)
        self._go_on(at)

    def invoice(self, at: datetime) -> None:
        """Issues the invoice for the order as it stands."""
        issued = issue_document(order=self.order, kind=DocumentKind.INVOICE, by=SYSTEM, at=at)
        self.year.documents.append(issued)

    def confirm(self, at: datetime) -> None:
        confirm_order(order=self.order, by=self.year.manager, at=at)

    def pick(self, at: datetime) -> None:
        start_picking(order=self.order, by=self.year.manager, at=at)

    def ship(self, at: datetime) -> None:
        """The goods leave; what is owed for them is paid on its last day."""
        self.order = ship_order(order=self.order, by=self.year.manager, at=at)
        if self.order.deferred_gross:
            self.year.plan(at + timedelta(days=int(self.order.contract_terms["deferral_days"])), self.pay)

    def pay(self, at: datetime) -> None:
        """The bank has the company's payment."""
        facts = {"company": self.order.company, "number": str(self.order.number), "gross": self.order.deferred_gross}
        record_payment(**facts, paid_on=shop_day(at), by=self.year.manager, at=at)

    def renew(self, at: datetime) -> None:
        renew_reservation(order=self.order, by=self.buyer, at=at)

    def cancel(self, at: datetime) -> None:
        """The buyer changes his mind."""
        cancel_order(order=self.order, by=self.buyer, at=at, reason="Закупка перенесена")

    def cancel_last_line(self, at: datetime) -> None:
        """The buyer takes the last product off; a new invoice follows."""
        line = self.order.lines.filter(product__isnull=False).order_by("position").last()
        assert line
        cancel_line(line=line, by=self.buyer, at=at, reason="Нашли на своём складе")
        self.year.plan(at + MINUTE, self.invoice)

    def expire(self, at: datetime) -> None:
        """The reservation runs out: the goods are free, the order says so."""
        expire_reservations(by=SYSTEM, at=at)
        note_expired_reservation(holder=self.order.uid, by=SYSTEM, at=at)

    def give_up(self, at: datetime) -> None:
        """We cancel what nobody paid for."""
        cancel_order(order=self.order, by=self.year.manager, at=at, reason=UNPAID)

    def receive(self, at: datetime) -> None:
        """What the order waits for comes in; the warehouse reserves it for the order."""
        article, quantity = self.plan.lines[0]
        product = self.year.products[article]
        receive_stock(product=product, warehouse=self.year.warehouse, quantity=quantity, by=SYSTEM, at=at)
        note_awaited_arrival(holder=self.order.uid, by=SYSTEM, at=at)

    def _go_on(self, at: datetime) -> None:
        """Plans what is to become of the order."""
        plan, fate = self.year.plan, self.plan.fate
        run_out = self.order.reserved_until
        soon, next_day = at + 40 * MINUTE, self.year.later(at, 1)
        if fate in (Fate.CANCELLED,):
            plan(at + 90 * MINUTE, self.cancel)
        elif fate in (Fate.LAPSED, Fate.EXPIRED):
            assert run_out
            plan(run_out + MINUTE, self.expire)
            if fate == Fate.LAPSED:
                plan(self.year.later(run_out, 2), self.give_up)
        elif fate == Fate.HELD_LONGER:
            plan(self.year.later(at, 2), self.renew)
        else:
            self._sell(soon, next_day)

    def _sell(self, soon: datetime, next_day: datetime) -> None:
        plan, fate = self.year.plan, self.plan.fate
        if fate in (Fate.PLACED, Fate.PART_AWAITED):
            return
        if fate in (Fate.LINE_CANCELLED, Fate.SHORTENED):
            plan(soon - 25 * MINUTE, self.cancel_last_line)
        if fate == Fate.RENEWED:
            plan(self.year.later(soon, 2), self.renew)
            soon, next_day = self.year.later(soon, 3), self.year.later(next_day, 3)
        plan(soon, self.confirm)
        if fate == Fate.AWAITED:
            plan(self.year.later(soon, 2), self.receive)
            next_day = self.year.later(soon, 2) + HOUR
        if fate in (Fate.CONFIRMED, Fate.PART_AWAITED_CONFIRMED, Fate.SHORTENED):
            return
        if self.year.until - soon < NOTED:
            plan(next_day, self.pick)
        if fate != Fate.PICKING:
            plan(next_day + 3 * HOUR, self.ship)


def _receipts(plans: Sequence[PlannedOrder]) -> dict[date, dict[str, int]]:
    """What a month will sell comes in on its first day, so that the year ends with the stock of the files."""
    wanted: dict[date, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for plan in plans:
        is_awaiting = plan.fate in (Fate.AWAITED, Fate.PART_AWAITED, Fate.PART_AWAITED_CONFIRMED)
        for article, quantity in plan.lines[1 if is_awaiting else 0 :]:
            wanted[plan.at.date().replace(day=1)][article] += quantity
    return wanted


def _receipt(year: Year, wanted: dict[str, int]) -> Step:
    """One delivery of many products; nobody waits for them, so it is one movement of many balances."""

    def receive(at: datetime) -> None:
        ids = {year.products[article].pk: pieces for article, pieces in wanted.items()}
        with change(SYSTEM, at):
            stocks = list(Stock.objects.filter(warehouse=year.warehouse, product__in=ids).order_by("pk"))
            moves = [Move(stock, MovementKind.RECEIPT, on_hand=ids[stock.product_id]) for stock in stocks]
            move_stock(moves, None, SYSTEM, at)

    return receive


def _buyers(plans: Sequence[PlannedOrder]) -> dict[tuple[str, str], Actor]:
    """Everybody who orders, for the company he orders for."""
    places = Membership.objects.select_related("user", "company__tier", "company__account_manager__user")
    found = {
        (place.company.code, place.user.email): Actor(place.user, place.company, Role(place.role)) for place in places
    }
    return {key: found[key] for key in {(plan.company, plan.person) for plan in plans}}


def _addresses() -> dict[str, list[Address]]:
    return {company.code: list(company.addresses.order_by("pk")) for company in Company.objects.all()}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=timezone.get_default_timezone())
