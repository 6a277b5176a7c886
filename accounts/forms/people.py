"""What a company's administrator types about its people."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.company import InviteMemberForm
from accounts.forms.own_role import RoleChoiceForm
from accounts.models import Membership


class InviteColleagueForm(RoleChoiceForm, InviteMemberForm):
    """Whom to let in."""


class ChangeRoleForm(RoleChoiceForm):
    """Another role for a colleague."""


class DemandSecondFactorForm(forms.Form):
    """Whether everybody needs a second step."""

    demanded = forms.TypedChoiceField(choices=[("yes", "yes"), ("no", "no")], coerce=lambda said: said == "yes")


class LeaveCompanyForm(forms.Form):
    """Who takes over, where somebody has to."""

    successor = forms.ChoiceField(
        label=_("Who takes over as administrator"),
        error_messages={"required": _("You are the last administrator. Name who takes over before you leave.")},
    )

    def __init__(self, *args: object, successors: dict[str, Membership], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.successors = successors
        if successors:
            names = [(uid, str(member.user)) for uid, member in successors.items()]
            self.fields["successor"].choices = [("", "—"), *names]
        else:
            del self.fields["successor"]

    @property
    def chosen(self) -> Membership | None:
        """The colleague who was named, if one was."""
        return self.successors.get(self.cleaned_data.get("successor") or "")
