"""Sellers, price tiers, contracts."""

from django.contrib import admin

from accounts.forms.company import EditSellerForm
from accounts.models import Contract, Seller, Tier
from b2b_portal.core.admin.audited import AuditedAdmin


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
class ContractAdmin(AuditedAdmin):
    """Terms by contract; the company's page shows them too."""

    list_display = ["number", "company", "seller", "signed_on", "is_default", "deferral_days", "credit_limit"]
    list_select_related = ["company", "seller"]
    search_fields = ["number", "company__name", "company__inn"]
    ordering = ["-signed_on", "number"]
    raw_id_fields = ["company"]
