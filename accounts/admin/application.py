"""Requests for registration: read here, answered by verbs."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.actions.admit_applicant import admit_applicant
from accounts.actions.approve_application import approve_application
from accounts.actions.ask_applicant import ask_applicant
from accounts.actions.reject_application import reject_application
from accounts.actors import Actor
from accounts.admin.staff import staff_actor
from accounts.enums import ApplicationStatus
from accounts.forms.application import AdmitApplicantForm, AnswerApplicantForm, ApproveApplicationForm
from accounts.models import Application
from b2b_portal.core.admin.seen_only import SeenOnlyAdmin
from b2b_portal.core.admin.verbs import Verb, VerbsAdmin


@admin.register(Application)
class ApplicationAdmin(VerbsAdmin, SeenOnlyAdmin):
    """An applicant without a company of his INN and KPP is approved; one who asks to join is let in with a role."""

    list_display = ["name", "inn", "kpp", "full_name", "status", "company", "sent_at"]
    list_filter = ["status", "kind"]
    list_select_related = ["company"]
    search_fields = ["name", "inn", "full_name", "email"]
    ordering = ["-sent_at", "-id"]
    fields = [
        ("status", "sent_at"),
        "reason",
        ("kind", "company"),
        ("inn", "kpp", "ogrn"),
        "name",
        "legal_address",
        ("bik", "bank_account"),
        ("full_name", "email", "phone"),
        ("user", "language"),
        ("consent_at", "consent_version"),
    ]
    argument = "application"
    verbs = (
        Verb(
            "approve",
            _("Approve"),
            _("The company is made, the invitation is on its way"),
            approve_application,
            ApproveApplicationForm,
            is_offered=lambda application: application.is_open and application.company_id is None,
        ),
        Verb(
            "admit",
            _("Let into the company"),
            _("The invitation is on its way"),
            admit_applicant,
            AdmitApplicantForm,
            is_offered=lambda application: application.is_open,
        ),
        Verb(
            "ask",
            _("Ask for more"),
            _("The applicant gets your answer by mail"),
            ask_applicant,
            AnswerApplicantForm,
            is_offered=lambda application: application.status == ApplicationStatus.SENT,
        ),
        Verb(
            "reject",
            _("Reject"),
            _("The applicant gets your answer by mail"),
            reject_application,
            AnswerApplicantForm,
            is_offered=lambda application: application.is_open,
        ),
    )

    def author(self, request: HttpRequest) -> Actor:
        return staff_actor(request)
