"""Departments, cost centres and personal limits of companies: they keep them themselves, staff look."""

from django.contrib import admin

from accounts.models import CostCentre, Department, PersonalLimit
from b2b_portal.core.admin.seen_only import SeenOnlyAdmin


@admin.register(Department)
class DepartmentAdmin(SeenOnlyAdmin):
    """Whose orders go to which head."""

    list_display = ["name", "company", "head", "is_active"]
    list_filter = ["is_active"]
    list_select_related = ["company", "head"]
    search_fields = ["name", "company__name"]
    ordering = ["-id"]
    fields = ["company", "name", "head", "is_active"]


@admin.register(CostCentre)
class CostCentreAdmin(SeenOnlyAdmin):
    """What companies book to."""

    list_display = ["code", "name", "company", "is_active"]
    list_filter = ["is_active"]
    list_select_related = ["company"]
    search_fields = ["=code", "name", "company__name"]
    ordering = ["-id"]
    fields = ["company", "code", "name", "is_active"]


@admin.register(PersonalLimit)
class PersonalLimitAdmin(SeenOnlyAdmin):
    """Who may order how much."""

    list_display = ["user", "company", "period", "amount_gross"]
    list_filter = ["period"]
    list_select_related = ["company", "user"]
    search_fields = ["user__email", "company__name"]
    ordering = ["-id"]
    fields = ["company", "user", "period", "amount_gross"]
