"""What a buyer says to take prices away, and to open a link to them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from catalog.enums import FeedFormat
from catalog.models import Brand
from catalog.price_list_columns import USUAL, Goods, PriceColumn, WantedFile, in_order
from catalog.queries.price_list_choices import brand_called, section_choices


class _FileForm(forms.Form):
    """Format and columns; at least one of them."""

    format = forms.ChoiceField(label=_("Format"), choices=FeedFormat, initial=FeedFormat.XLSX)
    columns = forms.MultipleChoiceField(
        label=_("Columns"),
        choices=PriceColumn,
        initial=[column.value for column in USUAL],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one column.")},
    )

    @property
    def chosen(self) -> tuple[PriceColumn, ...]:
        """The columns of a valid submission in the order of the file."""
        return in_order(self.cleaned_data["columns"])


class TakePriceListForm(_FileForm):
    """Of which goods; nothing said: of all."""

    brand = forms.CharField(label=_("Brand"), max_length=200, required=False)
    category = forms.TypedChoiceField(label=_("Section"), coerce=int, empty_value=None, required=False)
    words = forms.CharField(label=_("Words or article"), max_length=200, required=False)

    def __init__(self, *args: Any, reader: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [("", _("all")), *section_choices(reader)]  # type: ignore[attr-defined]

    def clean_brand(self) -> Brand | None:
        name = self.cleaned_data["brand"]
        brand = brand_called(name) if name else None
        if name and brand is None:
            raise forms.ValidationError(_("There is no such brand: write it as the catalogue does."))
        return brand

    def wanted(self) -> WantedFile:
        """What a valid submission asks for."""
        said = self.cleaned_data
        goods = Goods(said["brand"].pk if said["brand"] else None, said["category"], said["words"])
        return WantedFile(said["format"], self.chosen, goods)


class OpenPriceFeedForm(_FileForm):
    """A name by which its owner knows the link again."""

    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("Who will read it: your accounting program, your site.")
    )
    field_order = ("name", "format", "columns")
