"""What staff say of an assortment and its rules, with kind words for what the database would refuse."""

from typing import Any

from django import forms
from django.forms import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

RULE = ((False, _("hide")), (True, _("show")))
REST = (
    ("", _("as the price tier has it; shown where that says nothing")),
    (True, _("shown")),
    (False, _("hidden: only what the rules show is seen")),
)


def chosen(text: Any) -> bool | None:
    """A choice of the two lists as a browser sends it."""
    return {"True": True, "False": False}.get(str(text))


class AssortmentForm(forms.ModelForm):
    """Whose assortment it is: of one company, or of all companies of a price tier."""

    shows_rest = forms.TypedChoiceField(
        label=_("Everything else"),
        choices=REST,
        coerce=chosen,
        empty_value=None,
        required=False,
        help_text=_("What no rule below speaks of."),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if "company" in self.fields and not self.errors and bool(said.get("company")) == bool(said.get("tier")):
            self.add_error("company", _("Choose a company or a price tier, not both."))
        return said


class AssortmentRuleForm(forms.ModelForm):
    """One rule: a section with all below it, a brand, or a product."""

    shows = forms.TypedChoiceField(label=_("Rule"), choices=RULE, coerce=chosen, initial=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not self.errors and len(subject_of(said)) != 1:
            self.add_error("category", _("Choose one: a section, a brand or a product."))
        return said


class AssortmentRulesFormSet(BaseInlineFormSet):
    """The rules of an assortment, one for each section, brand and product."""

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        kept = [form.cleaned_data for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        subjects = [subject_of(said) for said in kept]
        twins = [subject for place, subject in enumerate(subjects) if subject in subjects[:place]]
        if twins:
            raise forms.ValidationError(_("Two rules are for %(subject)s.") % {"subject": twins[0][0]})


def subject_of(said: dict[str, Any]) -> list[Any]:
    """What a rule speaks of, each thing that was chosen."""
    return [said[name] for name in ("category", "brand", "product") if said.get(name)]
