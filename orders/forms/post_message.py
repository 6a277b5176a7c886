"""What somebody says in a thread."""

from django import forms
from django.utils.translation import gettext_lazy as _

from orders.models.message import LONGEST_MESSAGE


class PostMessageForm(forms.Form):
    """Parses one submission."""

    text = forms.CharField(
        label=_("Message"), max_length=LONGEST_MESSAGE, widget=forms.Textarea(attrs={"rows": 3, "class": "in"})
    )
