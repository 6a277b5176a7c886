"""Secret links: who got one, whether it still works; a new one is sent by inviting again."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import OuterRef, QuerySet, Subquery, UUIDField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.actions.revoke_tokens import revoke_tokens
from accounts.admin.staff import staff_actor
from accounts.enums import TokenPurpose
from accounts.models import Company, Token
from b2b_portal.core.admin.seen_only import SeenOnlyAdmin


@admin.register(Token)
class LinkAdmin(SeenOnlyAdmin):
    """The secret itself stands in the mail and nowhere else."""

    list_display = ["user", "company", "purpose", "sent_at", "expires_at", "outcome"]
    list_filter = ["purpose", ("last_used_at", admin.EmptyFieldListFilter), ("revoked_at", admin.EmptyFieldListFilter)]
    list_select_related = ["user"]
    search_fields = ["user__email", "user__full_name"]
    ordering = ["-id"]
    fields = ["user", "company", "purpose", "sent_at", "expires_at", "last_used_at", "revoked_at", "outcome"]
    readonly_fields = ["company", "sent_at", "outcome"]
    actions = ["revoke"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        uid = Cast(KeyTextTransform("company", OuterRef("scope")), UUIDField())
        return (
            super()
            .get_queryset(request)
            .annotate(company_name=Subquery(Company.objects.filter(uid=uid).values("name")[:1]))
        )

    @admin.display(description=_("company"))
    def company(self, token: Any) -> str:
        return token.company_name or "—"

    @admin.display(description=_("sent at"), ordering="created_at")
    def sent_at(self, token: Token) -> Any:
        return token.created_at

    @admin.display(description=_("outcome"))
    def outcome(self, token: Token) -> str:
        if token.last_used_at:
            return _("used")
        if token.revoked_at:
            return _("revoked")
        return _("waits") if token.expires_at > timezone.now() else _("ran out")

    @admin.action(description=_("Revoke: the link works no more"), permissions=["revoke"])
    def revoke(self, request: HttpRequest, queryset: QuerySet[Token]) -> None:
        """Makes the chosen links worthless, with other unused ones of the same people and purpose."""
        chosen = set(queryset.order_by().values_list("user", "purpose"))
        people = {token.user_id: token.user for token in queryset}
        by, now = staff_actor(request), timezone.now()
        count = sum(
            revoke_tokens(user=people[user], purpose=TokenPurpose(purpose), by=by, at=now) for user, purpose in chosen
        )
        text = ngettext("%(n)s link works no more.", "%(n)s links work no more.", count)
        self.message_user(request, text % {"n": count}, messages.SUCCESS if count else messages.WARNING)

    def has_revoke_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("accounts.change_token"))
