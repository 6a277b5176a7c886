"""Departments and cost centres of a company."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership


class SaveDepartmentForm(forms.Form):
    """A department."""

    name = forms.CharField(
        label=_("Name"), max_length=100, error_messages={"required": _("Write the name of the department.")}
    )
    head = forms.ChoiceField(
        label=_("Head"), required=False, help_text=_("Who decides where a rule asks the head of the department.")
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, colleagues: dict[str, Membership], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.colleagues = colleagues
        names = [(uid, str(place.user)) for uid, place in colleagues.items()]
        self.fields["head"].choices = [("", "—"), *names]

    def clean_head(self) -> Membership | None:
        """The colleague who was chosen, if one was."""
        return self.colleagues.get(self.cleaned_data["head"])


class SaveCostCentreForm(forms.Form):
    """A cost centre, under the code of the company's own books."""

    code = forms.CharField(
        label=_("Code"),
        max_length=30,
        help_text=_("As your accounting writes it, without spaces."),
        error_messages={"required": _("Write the code.")},
    )
    name = forms.CharField(label=_("Name"), max_length=100, error_messages={"required": _("Write the name.")})
    is_active = forms.BooleanField(label=_("In use"), required=False, widget=forms.HiddenInput)


class SetDepartmentForm(forms.Form):
    """In which department a colleague works; empty is none."""

    department = forms.UUIDField(required=False)
