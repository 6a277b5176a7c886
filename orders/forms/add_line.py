"""A line typed as words: article, space, quantity."""

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.queries.search import LONGEST_QUERY


class AddLineForm(forms.Form):
    """Parses nothing: the search knows where an article ends and a quantity begins."""

    line = forms.CharField(
        max_length=LONGEST_QUERY,
        error_messages={"required": _("Write an article and a quantity, for example: CF259X 5.")},
    )
