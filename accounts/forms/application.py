"""What is said to an applicant."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Tier
from accounts.permissions import ROLE_CHOICES, Role


class ApproveApplicationForm(forms.Form):
    """Which prices the new company gets."""

    tier = forms.ModelChoiceField(
        label=_("Price tier"),
        queryset=Tier._default_manager.all(),
        required=False,
        empty_label=_("Recommended prices"),
    )


class AdmitApplicantForm(forms.Form):
    """As what the person comes into the company."""

    role = forms.TypedChoiceField(label=_("Role"), choices=ROLE_CHOICES, coerce=Role, initial=Role.VIEWER)


class AnswerApplicantForm(forms.Form):
    """What the applicant reads."""

    reason = forms.CharField(
        label=_("Answer"),
        max_length=500,
        help_text=_("The applicant reads it in a mail and on the page of his application."),
        error_messages={"required": _("Write the answer: the applicant reads it.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
