"""Orders: seen here with lines and history, moved on by actions alone."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.enums import Channel
from b2b_portal.core.admin.columns import money_column, percent_column
from b2b_portal.core.admin.seen_only import SeenOnlyAdmin, SeenOnlyInline
from b2b_portal.core.admin.verbs import Verb, VerbsAdmin
from orders.actions.cancel_order import cancel_order
from orders.actions.confirm_order import confirm_order
from orders.actions.ship_order import ship_order
from orders.forms.cancel_order import CancelOrderForm
from orders.models import History, Order, OrderLine
from orders.states import can_move


class LinesInline(SeenOnlyInline):
    """What was sold, as it was named and priced that day."""

    model = OrderLine
    fields = ["position", "article", "brand", "name", "quantity", "price", "rate", "without_vat", "vat", "with_vat"]
    readonly_fields = fields
    price = money_column("unit_price", _("unit price"))
    rate = percent_column("vat_rate", _("VAT rate"))
    without_vat = money_column("net", _("without VAT"))
    vat = money_column("tax", _("VAT"))
    with_vat = money_column("gross", _("with VAT"))


class HistoryInline(SeenOnlyInline):
    """What happened to it."""

    model = History
    fields = ["happened_at", "kind", "by_name", "facts"]


def _leads_to(status: str) -> Callable[[Order], bool]:
    return lambda order: can_move(order.status, status)


@admin.register(Order)
class OrderAdmin(VerbsAdmin, SeenOnlyAdmin):
    """The latest orders of all companies."""

    list_display = ["number", "company", "placed_at", "status", "reserved_until", "with_vat"]
    list_filter = ["status"]
    list_select_related = ["company"]
    search_fields = ["=number", "company__name", "company__inn", "buyer_number"]
    date_hierarchy = "placed_at"
    fields = [
        ("number", "status", "placed_at"),
        ("company", "contract", "placed_by"),
        ("reserved_until", "buyer_number"),
        "comment",
        ("without_vat", "vat", "with_vat"),
    ]
    readonly_fields = ["without_vat", "vat", "with_vat"]
    inlines = [LinesInline, HistoryInline]
    argument = "order"
    verbs = (
        Verb("confirm", _("Confirm"), _("The order is confirmed"), confirm_order, is_offered=_leads_to("confirmed")),
        Verb("ship", _("Ship"), _("The order is shipped"), ship_order, is_offered=_leads_to("shipped")),
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
