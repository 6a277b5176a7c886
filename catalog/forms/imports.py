"""What staff say to load a file: what it brings, how its columns are read, what of it is published."""

from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Company
from b2b_portal.core.sheets import CSV_BYTES, XLSX_BYTES
from catalog.enums import ImportKind
from catalog.imports.layout import FIELDS
from catalog.queries.import_choices import companies_called, lists_with_rows, profiles_of, warehouses_by_name
from catalog.rows.products import ATTRIBUTE

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

MEGABYTE = 1024 * 1024
MOST_BYTES = {".xlsx": XLSX_BYTES, ".xls": XLSX_BYTES, ".csv": CSV_BYTES, ".csv.gz": CSV_BYTES}
MOST_BODY = max(MOST_BYTES.values()) + MEGABYTE  # the other fields too


class CompanyByCodeField(forms.CharField):
    """A company typed by its INN or code."""

    default_error_messages = {
        "unknown": _("No company has the INN or code “%(typed)s”."),
        "several": _("Several companies have the INN “%(typed)s”: write the code, one of %(codes)s."),
    }

    def clean(self, value: object) -> Company | None:
        """The one company that is meant. Raises ValidationError for none and for several."""
        typed = super().clean(value)
        if not typed:
            return None
        found = companies_called(typed)
        if len(found) == 1:
            return found[0]
        code = "several" if found else "unknown"
        facts = {"typed": typed, "codes": ", ".join(company.code for company in found)}
        raise forms.ValidationError(self.error_messages[code], code=code, params=facts)


class UploadSheetForm(forms.Form):
    """A file and where it goes. Only what the kind needs is asked."""

    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": ",".join((*MOST_BYTES, ".gz"))}),
        help_text=_("XLSX or XLS up to 20 MB and 100,000 rows; CSV or CSV.gz up to 200 MB and 2,000,000 rows."),
    )
    price_list = forms.ModelChoiceField(label=capfirst(_("price list")), queryset=None)
    warehouse = forms.ModelChoiceField(
        label=capfirst(_("warehouse")),
        queryset=None,
        required=False,
        help_text=_("Empty: a column of the file holds the codes of warehouses."),
    )
    company = CompanyByCodeField(label=capfirst(_("company")), help_text=_("INN or code"))
    profile = forms.ModelChoiceField(
        label=_("Profile of the supplier"),
        queryset=None,
        required=False,
        empty_label=_("guess by the headings"),
    )

    def __init__(self, *sent: Any, kind: str) -> None:
        super().__init__(*sent)
        asked = {ImportKind.PRICES: "price_list", ImportKind.STOCK: "warehouse", ImportKind.OWN_CODES: "company"}
        for name in set(asked.values()) - {asked.get(ImportKind(kind))}:
            del self.fields[name]
        self._offer("price_list", lists_with_rows())
        self._offer("warehouse", warehouses_by_name())
        self._offer("profile", profiles_of(kind))

    def _offer(self, name: str, rows: Any) -> None:
        if name in self.fields:
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        most = MOST_BYTES.get(suffix_of(file.name or ""))
        if most is None:
            words = _("Only XLSX, XLS, CSV and CSV.gz are read here: save the table as one of them.")
            raise forms.ValidationError(words)
        if (file.size or 0) > most:
            words = _("The file is larger than %(most)s MB: save it as CSV or send the rows in parts.")
            raise forms.ValidationError(words, params={"most": most // MEGABYTE})
        return file


def suffix_of(name: str) -> str:
    """`.csv.gz` for a gzipped CSV, else the last suffix in small letters."""
    suffixes = [one.lower() for one in PurePath(name).suffixes]
    return "".join(suffixes[-2:]) if suffixes[-1:] == [".gz"] else "".join(suffixes[-1:])


class ColumnsForm(forms.Form):
    """What each column of a sheet means, as `column_0`, `column_1` ...; an empty one is not read."""

    brand = forms.CharField(
        label=_("Brand of all rows"),
        max_length=200,
        required=False,
        help_text=_("Where the sheet has no column of brands."),
    )
    profile_name = forms.CharField(
        label=_("Keep as the profile of supplier"),
        max_length=200,
        required=False,
        help_text=_("The next file of this supplier is then read the same way."),
    )

    def __init__(self, *sent: Any, kind: str, headings: Sequence[str], initial: dict[str, Any] | None = None) -> None:
        super().__init__(*sent, initial=initial)
        self.kind = kind
        meanings = [("", "—"), *((field.name, capfirst(str(field.label))) for field in FIELDS[kind])]
        self.names = [f"column_{place}" for place in range(len(headings))]
        for name, heading in zip(self.names, headings, strict=True):
            label = _("Column “%(heading)s”") % {"heading": heading}
            # what becomes an attribute is said by a person: a column of costs would be seen by every buyer
            own = [(f"{ATTRIBUTE}{heading}", _("Attribute"))] if kind == ImportKind.PRODUCTS else []
            self.fields[name] = forms.ChoiceField(label=label, choices=[*meanings, *own], required=False)

    @property
    def meanings(self) -> list[forms.BoundField]:
        """The choices above the columns."""
        return [self[name] for name in self.names]

    @property
    def columns(self) -> dict[str, int]:
        """Which column holds what, as Layout keeps it."""
        return {self.cleaned_data[name]: place for place, name in enumerate(self.names) if self.cleaned_data.get(name)}

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        chosen = [said[name] for name in self.names if said.get(name)]
        for field in FIELDS[self.kind]:
            if chosen.count(field.name) > 1:
                words = gettext("Two columns are marked “%(field)s”: leave one of them.")
                self.add_error(None, words % {"field": field.label})
            if field.is_required and field.name not in chosen:
                words = gettext("No column is marked “%(field)s”: choose it above the column that holds it.")
                self.add_error(None, words % {"field": field.label})
        return said


# what becomes of what the file does not hold: left alone, or not
MISSING: dict[str, tuple["_StrOrPromise", "_StrOrPromise"]] = {
    ImportKind.PRICES: (_("stays at its price"), _("loses its price in this list")),
    ImportKind.STOCK: (_("stays as it is"), _("is not there any more: 0 on hand")),
    ImportKind.PRODUCTS: (_("stays on sale"), _("is taken off sale")),
    ImportKind.OWN_CODES: (_("keeps its code"), _("loses its code")),
}


class PublishForm(forms.Form):
    """Which brands, whether the missing go, and when."""

    brands = forms.TypedMultipleChoiceField(
        label=_("Brands"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    removes_missing = forms.TypedChoiceField(
        label=_("What the file does not hold"),
        coerce=bool,
        empty_value=False,
        required=False,
        widget=forms.RadioSelect,
    )
    publish_at = forms.DateTimeField(
        label=_("At a moment"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Empty: now."),
    )

    def __init__(self, *sent: Any, kind: str, brands: Iterable[tuple[int, str]]) -> None:
        super().__init__(*sent)
        self.fields["brands"].choices = list(brands)  # type: ignore[attr-defined]
        stays, goes = MISSING.get(kind, MISSING[ImportKind.PRICES])
        self.fields["removes_missing"].choices = [("", stays), ("yes", goes)]  # type: ignore[attr-defined]

    def clean_publish_at(self) -> Any:
        moment = self.cleaned_data["publish_at"]
        if moment and moment <= timezone.now():
            raise forms.ValidationError(_("This moment has passed: choose a later one, or leave the field empty."))
        return moment
