"""Dead deliveries: what was announced and could not be done, and the way to try again."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from b2b_portal.core import outbox
from b2b_portal.core.admin.seen_only import SeenOnlyAdmin
from b2b_portal.core.enums import DeliveryState
from b2b_portal.core.models import Delivery

ALL = "all"


class StateFilter(admin.SimpleListFilter):
    """Dead ones unless another state, or all, is asked for."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(ALL, _("All")), *DeliveryState.choices]

    def choices(self, changelist: ChangeList) -> Iterator[dict[str, Any]]:
        for value, title in self.lookup_choices:
            yield {
                "selected": value == (self.value() or DeliveryState.DEAD),
                "query_string": changelist.get_query_string({self.parameter_name: value}),
                "display": title,
            }

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        state = self.value() or DeliveryState.DEAD
        return queryset if state == ALL else queryset.filter(state=state)


@admin.register(Delivery)
class DeliveryAdmin(SeenOnlyAdmin):
    """The outbox as staff see it."""

    list_display = ["announced_at", "event", "receiver", "state", "attempts", "error"]
    list_filter = [StateFilter]
    ordering = ["-id"]
    fields = ["event", "receiver", "payload", "state", "attempts", "next_at", "done_at", "error"]
    readonly_fields = fields
    actions = ["retry"]

    @admin.display(description=_("announced at"), ordering="created_at")
    def announced_at(self, delivery: Delivery) -> datetime:
        return delivery.created_at

    @admin.action(description=_("Try again"), permissions=["retry"])
    def retry(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Gives the chosen dead deliveries three more attempts; others stay as they are."""
        count = outbox.retry_dead(list(queryset.values_list("pk", flat=True)))
        text = ngettext("%(n)s delivery will be tried again.", "%(n)s deliveries will be tried again.", count)
        self.message_user(request, text % {"n": count}, messages.SUCCESS if count else messages.WARNING)

    def has_retry_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("core.change_delivery")
