"""Which orders the list shows: the whole address of the list is one submission of this form."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orders.enums import OrderStatus
from orders.queries.orders import OrderFilter
from orders.queries.tell import UNDER_WAY

ALL_UNDER_WAY = "under_way"
STATUSES = [("", _("all")), (ALL_UNDER_WAY, _("all under way")), *OrderStatus.choices]
NAMES = {"since": "from", "until": "to"}  # what the address calls them; `from` is no name in Python
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)


class DayField(forms.DateField):
    """A day that a calendar of the browser gives and that an address carries: 2026-11-23."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    default_error_messages = {"invalid": _("Write the day as 2026-11-23.")}

    def __init__(self, **options: Any) -> None:
        sensible = _("Write a day between 2000 and 2100.")
        limits = [MinValueValidator(FIRST_DAY, sensible), MaxValueValidator(LAST_DAY, sensible)]
        super().__init__(input_formats=["%Y-%m-%d", "%d.%m.%Y"], required=False, validators=limits, **options)


class FilterOrdersForm(forms.Form):
    """Days are whole days of the reader's time zone, both included."""

    status = forms.ChoiceField(
        label=_("Status"),
        choices=STATUSES,
        required=False,
        error_messages={"invalid_choice": _("There is no such status: choose one of the list.")},
    )
    since = DayField(label=_("From"))
    until = DayField(label=_("To"))
    q = forms.CharField(
        label=_("Search in orders"),
        max_length=100,
        required=False,
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": _("Number, your number, article, name, person")}
        ),
    )

    def add_prefix(self, field_name: str) -> str:
        """The name a field has in the address."""
        return NAMES.get(field_name, field_name)

    def clean(self) -> dict[str, Any]:
        """Refuses a period that ends before it begins."""
        given = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", _("The period ends before it begins: choose a later day."))
        return given

    def asked(self) -> OrderFilter:
        """What a valid submission asks for."""
        given = self.cleaned_data
        status, until = given["status"], given["until"]
        return OrderFilter(
            statuses=UNDER_WAY if status == ALL_UNDER_WAY else (status,) if status else (),
            since=_midnight(given["since"]),
            until=_midnight(until + timedelta(days=1)) if until else None,
            text=given["q"],
        )


def _midnight(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None
