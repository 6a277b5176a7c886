"""Who works for which company: roles and leaving, through actions."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.actions.change_role import change_role
from accounts.actions.end_membership import end_membership
from accounts.admin.staff import staff_actor
from accounts.models import Membership
from accounts.permissions import Role
from b2b_portal.core.admin.audited import AuditedAdmin


@admin.register(Membership)
class MembershipAdmin(AuditedAdmin):
    """A membership begins with an invitation on the company's page and ends here."""

    list_display = ["user", "company", "role", "left_at"]
    list_filter = ["role", ("left_at", admin.EmptyFieldListFilter)]
    list_select_related = ["user", "company"]
    search_fields = ["user__email", "user__full_name", "company__name"]
    ordering = ["company__name", "user__full_name"]
    fields = ["user", "company", "role", "own_role", "left_at"]
    readonly_fields = ["user", "company", "own_role", "left_at"]
    actions = ["end"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Membership, form: Any, change: bool) -> None:
        if "role" not in form.changed_data:  # a save of nothing takes no own role away
            return
        change_role(membership=obj, role=Role(obj.role), by=staff_actor(request), at=timezone.now())

    @admin.action(description=_("End: from now on a stranger to the company"), permissions=["change"])
    def end(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Ends the chosen memberships; people who left keep their first day of leaving."""
        now = timezone.now()
        chosen = list(queryset)
        for membership in chosen:
            end_membership(membership=membership, by=staff_actor(request), at=now)
        text = ngettext("%(n)s membership has ended.", "%(n)s memberships have ended.", len(chosen))
        self.message_user(request, text % {"n": len(chosen)}, messages.SUCCESS)
