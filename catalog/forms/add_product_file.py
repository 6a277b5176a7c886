"""What staff say to add a file to a product."""

from pathlib import PurePath

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from catalog.enums import ProductFileKind
from catalog.file_content import EXTENSIONS, content_type_of

MOST_BYTES = 10 * 1024 * 1024


class AddProductFileForm(forms.Form):
    """The file's own bytes decide what it is; its name may say what it likes."""

    kind = forms.TypedChoiceField(label=_("Kind"), choices=ProductFileKind, coerce=ProductFileKind)
    upload = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(attrs={"accept": ",".join(EXTENSIONS.values())}),
        help_text=_("A picture: SVG, PNG, JPEG or WebP. A paper: PDF. Up to 10 MB."),
    )
    title = forms.CharField(
        label=_("Title"), max_length=200, required=False, help_text=_("Without a title the file's name stands there.")
    )
    position = forms.IntegerField(
        label=_("Position"), min_value=0, max_value=32_767, initial=0, help_text=_("The smallest comes first.")
    )

    def clean_upload(self) -> UploadedFile:
        upload: UploadedFile = self.cleaned_data["upload"]
        if upload.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is larger than 10 MB: make it smaller."))
        upload.content_type = content_type_of(upload.read())
        upload.seek(0)
        if upload.content_type is None:
            words = _(
                "This is no whole picture or PDF that the shop can show: SVG without scripts and links, PNG, JPEG, "
                "WebP or PDF."
            )
            raise forms.ValidationError(words)
        return upload

    def clean(self) -> dict[str, object]:
        said = super().clean() or self.cleaned_data
        upload = said.get("upload")
        if upload and not said.get("title"):
            said["title"] = PurePath(upload.name).stem[:200]
        return said
