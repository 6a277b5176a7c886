"""Orders: seen here with lines and history, moved on by actions alone."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.enums import Channel
from b2b_portal.core.admin.columns import money_column, percent_column
from b2b_portal.core.admin.seen_only import SeenOnlyAdmin, SeenOnlyInline
from b2b_portal.core.admin.verbs import Verb, VerbsAdmin
from b2b_portal.core.templatetags.ui import NONE, day_text
from orders.actions.cancel_order import cancel_order
from orders.actions.confirm_order import confirm_order
from orders.actions.renew_reservation import RENEWABLE, renew_reservation
from orders.actions.ship_order import ship_order
from orders.actions.start_picking import start_picking
from orders.admin.cancel_line import CancelLineForm, cancel_line_of
from orders.admin.find_orders import FindOrders
from orders.delivery import promised_day
from orders.enums import OrderStatus
from orders.forms.cancel_order import CancelOrderForm
from orders.history_words import history_words
from orders.line_states import Pieces, cancelled_state, shipped_state, waiting_state
from orders.models import History, Order, OrderLine
from orders.payment_words import paid_words
from orders.queries.staff_lines import with_pieces
from orders.states import can_move


class LinesInline(SeenOnlyInline):
    """What was sold, as it was named and priced that day, what is held of it and what is to come."""

    model = OrderLine
    fields = ["article", "brand", "name", "quantity", "state", "price", "rate", "without_vat", "vat", "with_vat"]
    readonly_fields = fields
    price = money_column("unit_price", _("unit price"))
    rate = percent_column("vat_rate", _("VAT rate"))
    without_vat = money_column("net", _("without VAT"))
    vat = money_column("tax", _("VAT"))
    with_vat = money_column("gross", _("with VAT"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return with_pieces(super().get_queryset(request).select_related("order"), timezone.now())

    @admin.display(description=_("state"))
    def state(self, line: Any) -> str:
        return _listed(*_state_words(line))


class HistoryInline(SeenOnlyInline):
    """What happened to it."""

    model = History
    fields = ["happened_at", "what", "by_name"]
    readonly_fields = ["what"]

    @admin.display(description=_("what happened"))
    def what(self, entry: History) -> str:
        return history_words(entry.kind, entry.facts)


def _state_words(line: Any) -> tuple[str, ...]:
    """The same words as on the buyer's page; delivery has no state of its own."""
    if line.cancelled_at or line.order.status == OrderStatus.CANCELLED:
        state = cancelled_state(timezone.localdate(line.cancelled_at) if line.cancelled_at else None)
    elif line.product_id is None:
        return ()
    elif line.order.status == OrderStatus.SHIPPED:
        state = shipped_state()
    else:
        pieces = Pieces(line.quantity, line.held or 0, line.awaited or 0, line.awaited_on)
        state = waiting_state(pieces, is_picked=line.order.status == OrderStatus.PICKING)
    return state.label, state.note


def _leads_to(status: str) -> Callable[[Order], bool]:
    return lambda order: can_move(order.status, status)


@admin.register(Order)
class OrderAdmin(FindOrders, VerbsAdmin, SeenOnlyAdmin):
    """The latest orders of all companies."""

    list_display = ["number", "company", "placed_at", "status", "reserved_until", "with_vat"]
    list_filter = ["status", "placed_at"]
    list_select_related = ["company"]
    fields = [
        ("number", "status", "placed_at"),
        ("company", "contract", "placed_by"),
        ("reserved_until", "renewals", "buyer_number"),
        ("delivered", "arrives_on", "not_later_than_on"),
        ("receives", "fetches", "consignee_words", "payer_words", "payment"),
        "comment",
        ("without_vat", "vat", "with_vat"),
    ]
    readonly_fields = [
        "delivered",
        "arrives_on",
        "receives",
        "fetches",
        "consignee_words",
        "payer_words",
        "payment",
        "without_vat",
        "vat",
        "with_vat",
    ]
    inlines = [LinesInline, HistoryInline]
    argument = "order"
    verbs = (
        Verb("confirm", _("Confirm"), _("The order is confirmed"), confirm_order, is_offered=_leads_to("confirmed")),
        Verb("pick", _("Start picking"), _("Picking has started"), start_picking, is_offered=_leads_to("picking")),
        Verb("ship", _("Ship"), _("The order is shipped"), ship_order, is_offered=_leads_to("shipped")),
        Verb(
            "renew",
            _("Renew the reservation"),
            _("The reservation is renewed"),
            renew_reservation,
            is_offered=lambda order: order.status in RENEWABLE,
        ),
        Verb(
            "cancel-line",
            _("Cancel a line"),
            _("The line is cancelled"),
            cancel_line_of,
            CancelLineForm,
            is_offered=_leads_to("cancelled"),
        ),
        Verb(
            "cancel",
            _("Cancel the order"),
            _("The order is cancelled"),
            cancel_order,
            CancelOrderForm,
            is_offered=_leads_to("cancelled"),
        ),
    )
    without_vat = money_column("net", _("without VAT"))
    vat = money_column("tax", _("VAT"))
    with_vat = money_column("gross", _("with VAT"))

    def author(self, request: HttpRequest) -> Actor:
        return Actor(user=request.user, channel=Channel.ADMIN)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).select_related("company", "contract", "placed_by")

    @admin.display(description=_("delivery method"))
    def delivered(self, order: Order) -> str:
        facts = order.delivery
        return _listed(facts.get("name"), facts.get("address") or facts.get("warehouse"))

    @admin.display(description=_("arrival"))
    def arrives_on(self, order: Order) -> str:
        return day_text(promised_day(order.delivery))

    @admin.display(description=_("who receives"))
    def receives(self, order: Order) -> str:
        facts = order.delivery
        return _listed(facts.get("contact_name"), facts.get("phone"), facts.get("hours"), facts.get("gate_rules"))

    @admin.display(description=_("who fetches the goods"))
    def fetches(self, order: Order) -> str:
        facts = order.delivery
        day = facts.get("power_until_on")
        until = gettext("until %(day)s") % {"day": day_text(date.fromisoformat(day))} if day else ""
        return _listed(facts.get("collector"), facts.get("power") and f"№ {facts['power']}", until)

    @admin.display(description=_("consignee"))
    def consignee_words(self, order: Order) -> str:
        return _listed(*(order.consignee.get(name) for name in ("name", "inn", "kpp")))

    @admin.display(description=_("payer"))
    def payer_words(self, order: Order) -> str:
        return _listed(*(order.payer.get(name) for name in ("name", "inn", "kpp")))

    @admin.display(description=_("payment"))
    def payment(self, order: Order) -> str:
        return paid_words(order.gross, order.deferred_gross, order.contract_terms)


def _listed(*words: str | None) -> str:
    return ", ".join(filter(None, words)) or NONE
