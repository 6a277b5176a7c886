"""The living style page: every component in every state, for our own staff and for the accessibility tests."""

from datetime import datetime, timedelta
from decimal import Decimal

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from b2b_portal.core.access import for_staff
from b2b_portal.core.templatetags.ui import day_text, moment_text

PAGES = 12
PER_PAGE = 50
COLOURS = [
    ("paper", _("page")),
    ("sunk", _("side panels")),
    ("hover", _("pointer")),
    ("select", _("marked")),
    ("line", _("hairlines")),
    ("edge", _("field borders")),
    ("ink-3", _("captions")),
    ("ink-2", _("secondary text")),
    ("ink", _("text, rules")),
    ("bar", _("command bar")),
    ("act-fill", _("action")),
    ("marker", _("what you searched for")),
    ("ok-f", _("ready")),
    ("info-f", _("in progress")),
    ("warn-f", _("soon bad")),
    ("bad-f", _("bad")),
    ("alt-f", _("replacement")),
]


class SpecimenForm(forms.Form):
    """One field of every kind, drawn by the form renderer."""

    recipient = forms.CharField(label=_("Recipient"), help_text=_("As in the power of attorney"))
    phone = forms.RegexField(
        r"^\+\d{11}$",
        label=_("Phone"),
        help_text=_("With the country code"),
        error_messages={"invalid": _("Three digits are missing")},
    )
    contract = forms.ChoiceField(label=_("Contract"), choices=[("1", "218/24"), ("2", "219/24")])
    tax_number = forms.CharField(label=_("Tax number"), disabled=True)
    note = forms.CharField(label=_("Comment"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    until = forms.ChoiceField(
        label=_("Hold until"), choices=[("1", _("tomorrow")), ("2", _("Friday"))], widget=forms.RadioSelect
    )
    is_urgent = forms.BooleanField(label=_("Call before shipping"), required=False)


def _steps(at: datetime) -> list[dict[str, object]]:
    return [
        {"title": _("Placed"), "note": moment_text(at, "short"), "state": "done"},
        {"title": _("Reserved"), "note": day_text(at, "short"), "state": "done"},
        {"title": _("Shipping"), "note": "1 / 2", "state": "now"},
        {"title": _("Delivered"), "note": "", "state": "todo"},
    ]


@for_staff
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Show every component in every state."""
    now = timezone.now()
    context = {
        "colours": COLOURS,
        "form": SpecimenForm(
            {"recipient": "Гусев Н. В.", "phone": "+7 495 000-7", "contract": "1", "until": "1", "is_urgent": "on"},
            initial={"tax_number": "7701234568"},
        ),
        "page": Paginator(range(PAGES * PER_PAGE - 16), PER_PAGE).get_page(request.GET.get("page", 2)),
        "steps": _steps(now),
        "stopped_steps": [*_steps(now)[:2], {"title": _("Cancelled"), "note": "", "state": "stop"}],
        "price": Decimal("8940.00"),
        "small_price": Decimal("0.0124"),
        "debt": Decimal("-38200"),
        "rate": Decimal("0.22"),
        "drop": Decimal("-0.235"),
        "now": now,
        "last_year": now - timedelta(days=400),
    }
    return render(request, "core/gallery.html", context)
