"""Companies: requisites and terms are edited, people and the right to order change through actions."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.invite_member import invite_member
from accounts.actions.resume_company import resume_company
from accounts.actions.set_tier import set_tier
from accounts.actions.suspend_company import suspend_company
from accounts.actors import Actor
from accounts.admin.staff import staff_actor
from accounts.forms.company import EditCompanyForm, InviteMemberForm, SuspendCompanyForm
from accounts.models import AccountManager, Address, Company, CompanyGroup, Contract, Membership, PowerOfAttorney
from b2b_portal.core.admin.audited import PICKERS, AuditedAdmin
from b2b_portal.core.admin.seen_only import SeenOnlyInline
from b2b_portal.core.admin.verbs import Verb, VerbsAdmin


class ContractInline(admin.StackedInline):
    """The company's terms; an empty one is the seller's default."""

    model = Contract
    extra = 0
    can_delete = False
    formfield_overrides = PICKERS
    readonly_fields = ["credit_limit"]  # a verb on the contract's page
    fields = [
        ("number", "signed_on", "is_default", "is_open"),
        "seller",
        ("prepayment_percent", "deferral_days", "grace_days"),
        ("credit_limit", "overrun_gross", "overrun_approver"),
        ("reservation_working_days", "reservation_renewals", "minimum_order_gross"),
    ]


class AddressInline(admin.StackedInline):
    """Where its goods are brought; orders keep copies, so a place that is left is switched off or taken away."""

    model = Address
    extra = 1  # works without script
    fields = ["text", ("contact_name", "phone"), ("hours", "gate_rules"), "is_active"]


class PowerInline(admin.StackedInline):
    """Who fetches its goods; what was revoked stays, for orders name it."""

    model = PowerOfAttorney
    extra = 0
    can_delete = False
    fields = [("number", "holder"), ("issued_on", "valid_until_on"), "is_active"]


class MembershipInline(SeenOnlyInline):
    """Who works there; roles change on the membership's page."""

    model = Membership
    fields = ["user", "role", "left_at"]
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("user", "company")


class ManagerFilter(admin.SimpleListFilter):
    """Whose companies; one query, however many account managers there are."""

    title = _("account manager")
    parameter_name = "manager"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(str(one.pk), str(one)) for one in AccountManager.objects.select_related("user")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(account_manager=self.value()) if (self.value() or "").isdigit() else queryset


@admin.register(Company)
class CompanyAdmin(VerbsAdmin, AuditedAdmin):
    """The list an account manager starts the day with."""

    form = EditCompanyForm
    list_display = ["name", "code", "inn", "tier", "account_manager", "status"]
    list_filter = ["status", "tier", ManagerFilter]
    list_select_related = ["tier", "account_manager__user"]
    search_fields = ["name", "inn", "code"]
    ordering = ["name"]
    fields = [
        ("name", "code"),
        ("inn", "kpp", "ogrn"),
        "legal_address",
        ("tier", "account_manager", "group"),
        "replacement_policy",
        ("status", "suspension_reason"),
    ]
    readonly_fields = ["status", "suspension_reason"]
    inlines = [ContractInline, AddressInline, PowerInline, MembershipInline]
    argument = "company"
    verbs = (
        Verb("invite", _("Invite a person"), _("The invitation is on its way"), invite_member, InviteMemberForm),
        Verb(
            "suspend",
            _("Suspend"),
            _("The company is suspended"),
            suspend_company,
            SuspendCompanyForm,
            is_offered=lambda company: not company.is_suspended,
        ),
        Verb(
            "resume",
            _("Lift the suspension"),
            _("The company can order again"),
            resume_company,
            is_offered=lambda company: company.is_suspended,
        ),
    )

    def author(self, request: HttpRequest) -> Actor:
        return staff_actor(request)

    def save_model(self, request: HttpRequest, obj: Company, form: Any, change: bool) -> None:
        """A tier set by hand is a move like one by purchases: the next quarter is judged from it."""
        if not change or "tier" not in form.changed_data:
            super().save_model(request, obj, form, change)
            return
        chosen, obj.tier_id = obj.tier, form.initial["tier"]
        super().save_model(request, obj, form, change)
        set_tier(company=obj, tier=chosen, by=self.author(request), at=timezone.now())


@admin.register(CompanyGroup)
class CompanyGroupAdmin(AuditedAdmin):
    """Several legal entities of one owner."""

    list_display = ["name"]
    search_fields = ["name"]
    ordering = ["name"]
