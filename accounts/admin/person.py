"""People. Nobody's password is set here: an invitation or a reset link does that."""

from typing import Any

from allauth.account import admin as allauth_account  # registers, so that it can be taken back here
from allauth.account.models import EmailAddress
from allauth.mfa import admin as allauth_mfa
from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.end_sessions import end_sessions
from accounts.actions.reset_second_factor import reset_second_factor
from accounts.admin.staff import staff_actor
from accounts.models import AccountManager, Membership, User
from b2b_portal.core.admin.audited import AuditedAdmin
from b2b_portal.core.admin.seen_only import SeenOnlyInline

# allauth's table of addresses is not used here; second factors are switched off by an action, never edited
for registered, model in ((allauth_account, EmailAddress), (allauth_mfa, Authenticator)):
    assert registered
    admin.site.unregister(model)

admin.site.unregister(Group)

RIGHTS = ["is_staff", "is_superuser", "groups"]


class CompaniesInline(SeenOnlyInline):
    """Where the person works."""

    model = Membership
    fields = ["company", "role", "left_at"]
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("user", "company")


@admin.register(User)
class UserAdmin(AuditedAdmin):
    """Buyers come by invitation; staff are added here and set a password by «Forgot the password?»."""

    list_display = ["full_name", "email", "is_staff", "is_active", "last_login"]
    list_filter = ["is_staff", "is_active"]
    search_fields = ["email", "full_name"]
    ordering = ["full_name", "email"]
    fields = [
        ("full_name", "email", "phone"),
        ("language", "time_zone", "has_letter_keys"),
        ("is_active", "is_staff", "is_superuser"),
        "groups",
        "last_login",
    ]
    inlines = [CompaniesInline]
    actions = ["sign_out_everywhere", "switch_second_factor_off"]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        """Only a superuser gives rights; nobody raises himself by a form."""
        return ["last_login"] if request.user.is_superuser else ["last_login", *RIGHTS]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        obj.email = obj.email.lower()
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    @admin.action(description=_("Sign out everywhere"), permissions=["change"])
    def sign_out_everywhere(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Ends every session of the chosen people; they sign in again."""
        for user in queryset:
            if not self.has_change_permission(request, user):
                self.message_user(request, _("%(person)s is left alone.") % {"person": user}, messages.WARNING)
                continue
            count = end_sessions(user=user, by=staff_actor(request), at=timezone.now())
            self.message_user(request, _("%(person)s: sessions ended: %(count)s.") % {"person": user, "count": count})

    @admin.action(description=_("Switch two-step sign-in off: phone and codes are lost"), permissions=["change"])
    def switch_second_factor_off(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Lets the chosen people in by password alone."""
        for user in queryset:
            if not self.has_change_permission(request, user):
                self.message_user(request, _("%(person)s is left alone.") % {"person": user}, messages.WARNING)
            elif reset_second_factor(user=user, by=staff_actor(request), at=timezone.now()):
                self.message_user(request, _("%(person)s signs in by password alone.") % {"person": user})


@admin.register(Group)
class RightsAdmin(GroupAdmin):
    """Sets of rights for staff without all of them; a plain list, which needs no script."""

    filter_horizontal: list[str] = []


@admin.register(AccountManager)
class AccountManagerAdmin(AuditedAdmin):
    """Our people whom buyers call."""

    list_display = ["user", "position", "phone"]
    list_select_related = ["user"]
    raw_id_fields = ["user"]
    search_fields = ["user__full_name", "user__email"]
