"""Payments: recorded by hand until bank statements are read; never changed."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from accounts.enums import Channel
from b2b_portal.core.admin.audited import AuditedAdmin
from b2b_portal.core.admin.columns import money_column
from b2b_portal.core.admin.paginator import EstimatingPaginator
from b2b_portal.core.admin.verbs import Verb, VerbsAdmin
from documents.actions.record_payment import record_payment
from documents.actions.spend_rest import spend_rest
from documents.forms.payment import RecordPaymentForm
from documents.models import Payment


@admin.register(Payment)
class PaymentAdmin(VerbsAdmin, AuditedAdmin):
    """Adding one pays the oldest debts of the company (docs/credit.md)."""

    form = RecordPaymentForm
    list_display = ["number", "paid_on", "company", "sum_gross", "sum_left"]
    list_select_related = ["company"]
    search_fields = ["number", "company__name", "company__inn"]
    ordering = ["-paid_on", "-id"]
    paginator = EstimatingPaginator
    raw_id_fields = ["company"]
    argument = "payment"
    verbs = (
        Verb(
            "spend",
            _("Pay debts with the rest"),
            _("The rest has paid what was owed"),
            spend_rest,
            is_offered=lambda payment: payment.left_gross > 0,
        ),
    )
    sum_gross = money_column("gross", _("sum"))
    sum_left = money_column("left_gross", _("left over"))

    def author(self, request: HttpRequest) -> Actor:
        return Actor(user=request.user, channel=Channel.ADMIN)

    def get_fields(self, request: HttpRequest, obj: Payment | None = None) -> list[str]:
        fields = ["company", "number", "paid_on", "gross", "purpose"]
        return [*fields, "left_gross", "recorded_at"] if obj else fields

    def get_readonly_fields(self, request: HttpRequest, obj: Payment | None = None) -> list[str]:
        return self.get_fields(request, obj) if obj else []

    def has_change_permission(self, request: HttpRequest, obj: Payment | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Payment, form: Any, change: bool) -> None:
        """Only ever called for a new one."""
        recorded = record_payment(**form.cleaned_data, by=self.author(request), at=timezone.now())
        obj.pk, obj.uid = recorded.pk, recorded.uid
