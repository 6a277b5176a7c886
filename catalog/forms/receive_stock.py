"""Where goods came and how many."""

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.models import Warehouse
from catalog.quantities import MOST


class ReceiveStockForm(forms.Form):
    """Parses one submission; who waits for the goods is served by the action."""

    warehouse = forms.ModelChoiceField(Warehouse.objects.all(), label=_("Warehouse"))
    quantity = forms.IntegerField(label=_("Quantity"), min_value=1, max_value=MOST)
