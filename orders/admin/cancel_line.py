"""Which line staff take off an order, and why."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.actors import Actor
from b2b_portal.core.admin.verbs import RowForm
from orders.actions.cancel_line import cancel_line
from orders.enums import LineKind
from orders.models import Order, OrderLine


class LineChoiceField(forms.ModelChoiceField):
    """Lines by article, name and quantity."""

    def label_from_instance(self, line: OrderLine) -> str:
        return f"{line.article} · {line.name} · {line.quantity} {line.get_unit_display()}"


class CancelLineForm(RowForm):
    """Parses one submission; whether the line may be taken off is decided by the action."""

    line = LineChoiceField(label=_("Line"), queryset=OrderLine.objects.none())
    reason = forms.CharField(label=_("Why"), max_length=300, required=False)

    def __init__(self, *sent: Any, row: Order) -> None:
        super().__init__(*sent, row=row)
        field = self.fields["line"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = row.lines.live().filter(kind=LineKind.GOODS).select_related("order__company")


def cancel_line_of(*, order: Order, line: OrderLine, reason: str, by: Actor, at: datetime) -> Order:
    """Takes off a line that the form has found on this order."""
    return cancel_line(line=line, by=by, at=at, reason=reason)
