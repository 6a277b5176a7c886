"""Budgets of companies: they keep them themselves, staff look where an order went."""

from django.contrib import admin

from b2b_portal.core.admin.seen_only import SeenOnlyAdmin, SeenOnlyInline
from orders.models import Budget, BudgetEntry, BudgetPeriod


class BudgetPeriodInline(SeenOnlyInline):
    """Its balances."""

    model = BudgetPeriod
    fields = ["starts_on", "allotted", "carried", "committed", "spent", "overrun"]


@admin.register(Budget)
class BudgetAdmin(SeenOnlyAdmin):
    """What companies mean to spend."""

    list_display = ["name", "company", "period", "amount_gross", "is_hard", "valid_from", "valid_until"]
    list_filter = ["period", "is_hard"]
    list_select_related = ["company"]
    search_fields = ["name", "company__name"]
    ordering = ["-id"]
    fields = [
        "company",
        "name",
        ("department", "cost_centre", "category"),
        ("period", "amount_gross", "warn_percent"),
        ("carries_over", "is_hard"),
        ("valid_from", "valid_until"),
    ]
    inlines = [BudgetPeriodInline]


@admin.register(BudgetEntry)
class BudgetEntryAdmin(SeenOnlyAdmin):
    """The ledger: what moved which budget."""

    list_display = ["happened_at", "period", "kind", "amount", "by_name"]
    list_filter = ["kind"]
    list_select_related = ["period__budget"]
    search_fields = ["=holder", "period__budget__name"]
    ordering = ["-id"]
    fields = ["happened_at", "period", "kind", "amount", "committed_delta", "spent_delta", "holder", "by_name"]
