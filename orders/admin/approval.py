"""How companies decide: they set it themselves, staff look whom an order waits for."""

from django.contrib import admin

from b2b_portal.core.admin.seen_only import SeenOnlyAdmin, SeenOnlyInline
from orders.models import ApprovalAsk, ApprovalRule, ApprovalStep, Deputy


class ApprovalAskInline(SeenOnlyInline):
    """Who is asked, and what he said."""

    model = ApprovalAsk
    fields = ["person", "is_escalation", "approved_at", "decided_by"]


@admin.register(ApprovalStep)
class ApprovalStepAdmin(SeenOnlyAdmin):
    """The steps of orders that wait, or waited."""

    list_display = ["order", "level", "rule_name", "mode", "opened_at", "done_at", "escalated_at"]
    list_select_related = ["order"]
    search_fields = ["=order__number", "rule_name"]
    ordering = ["-id"]
    fields = ["order", ("level", "rule_name", "mode"), ("opened_at", "done_at"), ("escalates_at", "escalates_to")]
    inlines = [ApprovalAskInline]


@admin.register(ApprovalRule)
class ApprovalRuleAdmin(SeenOnlyAdmin):
    """When orders need a yes."""

    list_display = ["name", "company", "is_active", "total_from", "decide_working_days"]
    list_filter = ["is_active"]
    list_select_related = ["company"]
    search_fields = ["name", "company__name"]
    ordering = ["-id"]
    fields = [
        "company",
        ("name", "is_active"),
        ("total_from", "line_from"),
        ("category", "brand"),
        ("asks_new_product", "asks_over_budget"),
        ("address", "role", "own_role", "department"),
        ("decide_working_days", "escalates_after_days", "escalates_to"),
        "allows_own",
    ]


@admin.register(Deputy)
class DeputyAdmin(SeenOnlyAdmin):
    """Who stands in for whom."""

    list_display = ["deputy", "person", "company", "valid_from", "valid_until", "ended_at"]
    list_select_related = ["deputy", "person", "company"]
    search_fields = ["person__full_name", "deputy__full_name", "company__name"]
    ordering = ["-id"]
    fields = ["company", ("person", "deputy"), ("valid_from", "valid_until"), "ended_at"]
