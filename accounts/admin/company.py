"""Companies: requisites and terms are edited, people and the right to order change through actions."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.invite_member import invite_member
from accounts.actions.resume_company import resume_company
from accounts.actions.suspend_company import suspend_company
from accounts.admin.staff import staff_actor
from accounts.forms.company import EditCompanyForm, InviteMemberForm, ResumeCompanyForm, SuspendCompanyForm
from accounts.models import AccountManager, Company, CompanyGroup, Contract, Membership
from b2b_portal.core.admin.audited import PICKERS, AuditedAdmin
from b2b_portal.core.admin.seen_only import SeenOnlyInline
from b2b_portal.core.errors import RuleBroken

Verb = Callable[..., object]


class ContractInline(admin.StackedInline):
    """The company's terms; an empty one is the seller's default."""

    model = Contract
    extra = 0
    can_delete = False
    formfield_overrides = PICKERS
    fields = [
        ("number", "signed_on", "is_default"),
        "seller",
        ("prepayment_percent", "deferral_days", "credit_limit"),
        ("reservation_working_days", "minimum_order_gross"),
    ]


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
class CompanyAdmin(AuditedAdmin):
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
        ("status", "suspension_reason"),
    ]
    readonly_fields = ["status", "suspension_reason"]
    inlines = [ContractInline, MembershipInline]
    change_form_template = "admin/accounts/company/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:company_id>/invite/", view(self.invite), name="accounts_company_invite"),
            path("<int:company_id>/suspend/", view(self.suspend), name="accounts_company_suspend"),
            path("<int:company_id>/resume/", view(self.resume), name="accounts_company_resume"),
            *super().get_urls(),
        ]

    def invite(self, request: HttpRequest, company_id: int) -> HttpResponse:
        """Lets a person in; the mail with the link is on its way when the page comes back."""
        return self._ask(
            request, company_id, InviteMemberForm, invite_member, _("Invite"), _("The invitation is on its way")
        )

    def suspend(self, request: HttpRequest, company_id: int) -> HttpResponse:
        """Stops the company from ordering, with a reason."""
        return self._ask(
            request, company_id, SuspendCompanyForm, suspend_company, _("Suspend"), _("The company is suspended")
        )

    def resume(self, request: HttpRequest, company_id: int) -> HttpResponse:
        """Lets the company order again."""
        return self._ask(
            request,
            company_id,
            ResumeCompanyForm,
            resume_company,
            _("Lift the suspension"),
            _("The company can order again"),
        )

    def _ask(
        self, request: HttpRequest, company_id: int, form_class: type[forms.Form], verb: Verb, title: str, done: str
    ) -> HttpResponse:
        """One page for every verb on a company: a form, the action, its refusal in the form."""
        company = self._own(request, company_id)
        form = form_class(request.POST if request.method == "POST" else None)
        if form.is_valid():
            try:
                verb(company=company, **form.cleaned_data, by=staff_actor(request), at=timezone.now())
            except RuleBroken as refusal:
                form.add_error(None, str(refusal))
            else:
                self.message_user(request, done, messages.SUCCESS)
                return HttpResponseRedirect(reverse("admin:accounts_company_change", args=[company.pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "company": company,
            "form": form,
            "opts": self.opts,
        }
        status = 422 if form.is_bound else 200
        return TemplateResponse(request, "admin/accounts/company/verb.html", context, status=status)

    def _own(self, request: HttpRequest, company_id: int) -> Company:
        company = Company.objects.filter(pk=company_id).first()
        if company is None:
            raise Http404
        if not self.has_change_permission(request, company):
            raise PermissionDenied
        return company


@admin.register(CompanyGroup)
class CompanyGroupAdmin(AuditedAdmin):
    """Several legal entities of one owner."""

    list_display = ["name"]
    search_fields = ["name"]
    ordering = ["name"]
