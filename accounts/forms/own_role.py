"""A role of the company's own, and the choice of a role."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import OwnRole
from accounts.permissions import ROLE_CHOICES, Permission, Role


class ComposeRoleForm(forms.Form):
    """A name, and what of the maker's own permissions the role grants."""

    name = forms.CharField(label=_("Name of the role"), max_length=60)
    permissions = forms.TypedMultipleChoiceField(label=_("May"), coerce=Permission, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, grantable: Iterable[Permission], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = set(grantable)
        self.fields["permissions"].choices = [(one.value, one.label) for one in Permission if one in own]

    def clean_permissions(self) -> frozenset[Permission]:
        return frozenset(self.cleaned_data["permissions"])


class RoleChoiceForm(forms.Form):
    """One of the six roles, or one of the company's own. An own role comes as `own_role`, and `role` stands for nothing
    more than a viewer's then.
    """

    def __init__(self, *args: Any, own_roles: Sequence[OwnRole] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = {str(one.uid): one for one in own_roles if one.is_active}
        choices = role_choices(own_roles)
        self.fields["role"] = forms.ChoiceField(label=_("Role"), choices=choices, initial=Role.PURCHASER)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if chosen := data.get("role"):
            data["own_role"] = self.own.get(chosen)
            data["role"] = Role.VIEWER if data["own_role"] else Role(chosen)
        return data


def role_choices(own_roles: Sequence[OwnRole]) -> list[tuple[str, Any]]:
    """What a list of roles offers: the six, then the company's own that are in use."""
    return [*ROLE_CHOICES, *((str(one.uid), one.name) for one in own_roles if one.is_active)]
