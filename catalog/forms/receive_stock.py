"""Where goods came and how many."""

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.quantities import MOST
from catalog.queries.warehouses import warehouses


class ReceiveStockForm(forms.Form):
    """Parses one submission; who waits for the goods is served by the action."""

    warehouse = forms.ModelChoiceField(warehouses(), label=_("Warehouse"))
    quantity = forms.IntegerField(label=_("Quantity"), min_value=1, max_value=MOST)
