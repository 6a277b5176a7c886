"""What staff say to send or fetch a sheet."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from import_export.forms import ConfirmImportForm, ExportForm, ImportForm

MOST_BYTES = 5 * 1024 * 1024


class ImportSheetForm(ImportForm):
    """One field: the file's name tells its format."""

    import_file = forms.FileField(
        label=_("File"), widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}), help_text=_("XLSX or CSV, up to 5 MB.")
    )

    def __init__(self, formats: list[type], resources: list[type], **kwargs: Any) -> None:
        super().__init__(formats, resources, **kwargs)
        del self.fields["format"]
        self.places = {f".{one().get_extension()}": str(place) for place, one in enumerate(formats)}

    @property
    def media(self) -> forms.Media:
        return forms.Media()

    def clean_import_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["import_file"]
        suffix = PurePath(file.name).suffix.lower()
        if suffix not in self.places:
            raise forms.ValidationError(_("Only XLSX and CSV are read here: save the table as one of them."))
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 5 MB: send the rows in parts."))
        self.cleaned_data["format"] = self.places[suffix]
        return file


class ConfirmSheetForm(ConfirmImportForm):
    """What the preview hands on."""

    format = forms.TypedChoiceField(choices=[(0, 0), (1, 1)], coerce=int, widget=forms.HiddenInput)


class ExportSheetForm(ExportForm):
    """Only the format."""

    def __init__(self, formats: list[type], resources: list[type], **kwargs: Any) -> None:
        super().__init__(formats, resources, **kwargs)
        del self.fields["export_items"]
        titles = [(str(place), one().get_title()) for place, one in enumerate(formats)]
        self.fields["format"] = forms.ChoiceField(
            label=_("Format"), choices=titles, initial="0", widget=forms.RadioSelect
        )

    @property
    def media(self) -> forms.Media:
        return forms.Media()
