"""What staff say of a price list, its rules and its companies, with kind words for what the database would refuse."""

from datetime import datetime
from typing import Any

from django import forms
from django.forms import BaseInlineFormSet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from catalog.enums import PriceListKind
from catalog.models import PriceList
from catalog.queries.overlapping_lists import Stand, base_list_in_the_way, contract_list_in_the_way

_ONLY_COMPUTED = _("Only a list that is computed from another one has this.")
_HIDDEN_MARGIN = _("This list has lowest prices over cost: only who may see costs can take its source off.")
_IN_THE_WAY = _(
    "%(list)s (%(code)s, %(dates)s) has the same priority at the same time: choose another priority or other dates."
)


class PriceListForm(forms.ModelForm):
    """A price list; the dates must not cross those of its like. Who may not see costs has no `margin_floor` in it."""

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("valid_from") and said.get("valid_until") and said["valid_until"] <= said["valid_from"]:
            self.add_error("valid_until", _("This is not after the beginning."))
        self._check_source(said)
        self._check_tier(said)
        return said

    def _check_source(self, said: dict[str, Any]) -> None:
        source = said.get("source")
        if source is None:
            for name in ("amount", "rounding_step", "margin_floor"):
                if said.get(name):
                    self.add_error(name, _ONLY_COMPUTED)
            if "margin_floor" not in self.fields and self.instance.margin_floor is not None:
                self.add_error("source", _HIDDEN_MARGIN)
            return
        if source.pk == self.instance.pk or source.source_id:
            self.add_error("source", _("Choose a list with rows of its own."))
        elif self.instance.pk and self.instance.computed.exists():
            self.add_error("source", _("Other lists are computed from this one, so it needs rows of its own."))

    def _check_tier(self, said: dict[str, Any]) -> None:
        if said.get("kind") != PriceListKind.BASE:
            return
        if said.get("tier") is None:
            if "tier" not in self.errors:
                self.add_error("tier", _("A base list belongs to a tier."))
        elif {"priority", "valid_from", "valid_until"}.isdisjoint(self.errors):
            wanted = Stand(self.instance.pk, said["priority"], said["valid_from"], said.get("valid_until"))
            other = base_list_in_the_way(said["tier"], wanted)
            if other:
                self.add_error("priority", _IN_THE_WAY % _facts(other))


class CompaniesFormSet(BaseInlineFormSet):
    """The companies of a list: two contract lists of one company never stand side by side with one priority."""

    def clean(self) -> None:
        super().clean()
        price_list = self.instance
        if price_list.kind != PriceListKind.CONTRACT or any(self.errors) or not _has_stand(price_list):
            return
        companies = [form.cleaned_data["company"].pk for form in _kept(self)]
        wanted = Stand(price_list.pk, price_list.priority, price_list.valid_from, price_list.valid_until)
        other = contract_list_in_the_way(companies, wanted)
        if other:
            raise forms.ValidationError([f"{other.company}:", _IN_THE_WAY % _facts(other.price_list)])


class PriceRuleForm(forms.ModelForm):
    """One rule of a computed list."""

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not said.get("brand") and not said.get("category") and not self.errors:
            self.add_error("brand", _("Choose a brand, a section, or both."))
        return said


class RulesFormSet(BaseInlineFormSet):
    """The rules of a list, each for something else; only a computed list has any."""

    def clean(self) -> None:
        super().clean()
        if any(self.errors):
            return
        subjects = [(form.cleaned_data.get("brand"), form.cleaned_data.get("category")) for form in _kept(self)]
        if subjects and not self.instance.source_id:
            raise forms.ValidationError(_ONLY_COMPUTED)
        if len(set(subjects)) < len(subjects):
            raise forms.ValidationError(_("Two rules are for the same brand and section."))


def _kept(formset: BaseInlineFormSet) -> list[forms.ModelForm]:
    """Rows that were filled and are not taken off."""
    return [form for form in formset.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]


def _has_stand(price_list: PriceList) -> bool:
    """Whether the form above left a list whose dates can be compared."""
    until = price_list.valid_until
    return isinstance(price_list.valid_from, datetime) and (until is None or until > price_list.valid_from)


def _facts(other: PriceList) -> dict[str, str]:
    return {"list": other.name, "code": other.code, "dates": _dates(other)}


def _dates(one: PriceList) -> str:
    since, until = (moment and date_format(timezone.localtime(moment)) for moment in (one.valid_from, one.valid_until))
    return f"{since} — {until}" if until else str(_("since %(day)s") % {"day": since})
