"""Sellers, price tiers, contracts."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.actions.override_credit import override_credit
from accounts.actions.set_credit_limit import set_credit_limit
from accounts.actors import Actor
from accounts.admin.staff import staff_actor
from accounts.forms.company import EditSellerForm
from accounts.forms.credit import OverrideCreditForm, SetCreditLimitForm
from accounts.models import Contract, Seller, Tier
from b2b_portal.core.admin.audited import AuditedAdmin
from b2b_portal.core.admin.verbs import Verb, VerbsAdmin


@admin.register(Seller)
class SellerAdmin(AuditedAdmin):
    """Requisites go onto every new document; issued ones keep what they froze."""

    form = EditSellerForm
    list_display = ["name", "inn", "kpp", "phone"]
    search_fields = ["name", "inn"]


@admin.register(Tier)
class TierAdmin(AuditedAdmin):
    """Columns of wholesale prices, and the purchases that lead to them (docs/turnover.md)."""

    list_display = ["name", "code", "percent", "turnover_from", "is_recommended", "position"]
    ordering = ["position"]


@admin.register(Contract)
class ContractAdmin(VerbsAdmin, AuditedAdmin):
    """Terms by contract; the company's page shows them too. The credit limit is a verb (docs/credit.md)."""

    list_display = [
        "number",
        "company",
        "seller",
        "signed_on",
        "is_default",
        "is_open",
        "deferral_days",
        "credit_limit",
    ]
    list_select_related = ["company", "seller"]
    search_fields = ["number", "company__name", "company__inn"]
    ordering = ["-signed_on", "number"]
    raw_id_fields = ["company"]
    readonly_fields = ["credit_limit"]
    argument = "contract"
    verbs = (
        Verb("limit", _("Set the credit limit"), _("The limit is set"), set_credit_limit, SetCreditLimitForm),
        Verb("override", _("Allow more credit"), _("Allowed until that moment"), override_credit, OverrideCreditForm),
    )

    def author(self, request: HttpRequest) -> Actor:
        return staff_actor(request)
