"""Who fetches the goods of an order."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import PowerOfAttorney
from b2b_portal.core.templatetags.ui import day_text


class NameCollectorForm(forms.Form):
    """One of the company's powers of attorney, or none."""

    power = forms.ChoiceField(
        label=_("Who fetches the goods"),
        required=False,
        error_messages={"invalid_choice": _("This power of attorney is not in the list any more: choose another one.")},
    )

    def __init__(self, *args: object, powers: Sequence[PowerOfAttorney], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.powers = {str(one.uid): one for one in powers}
        named = [(uid, _words(one)) for uid, one in self.powers.items()]
        self.fields["power"].choices = [("", _("whoever represents the company by law")), *named]

    def clean_power(self) -> PowerOfAttorney | None:
        """The power that was chosen, if one was."""
        return self.powers.get(self.cleaned_data["power"])


def _words(power: PowerOfAttorney) -> str:
    facts = {"name": power.holder, "number": power.number, "day": day_text(power.valid_until_on)}
    return _("%(name)s, № %(number)s until %(day)s") % facts
