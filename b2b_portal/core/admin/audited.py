"""Tables that staff edit by hand: every change is made inside change(), so the audit knows who and when."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from b2b_portal.core.admin.titles import PlainTitles
from b2b_portal.core.change import change

CHANNEL = "admin"


@dataclass(frozen=True)
class StaffAuthor:
    """A person of our staff at work in the admin."""

    user_uid: UUID
    company_uid: UUID | None = None
    on_behalf_of_uid: UUID | None = None
    channel: str = CHANNEL


# the browser's own pickers: one labelled field, no script
PICKERS: dict[type[models.Field], dict[str, Any]] = {
    models.DateField: {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")},
    models.DateTimeField: {
        "form_class": forms.DateTimeField,
        "widget": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    },
    models.TimeField: {"widget": forms.TimeInput(attrs={"type": "time"}, format="%H:%M")},
}


class AuditedAdmin(PlainTitles, admin.ModelAdmin):
    """Rows of configuration: saved as they are, audited, deleted only where `may_delete` says so."""

    may_delete = False
    list_per_page = 50
    formfield_overrides = PICKERS
    show_full_result_count = False  # a second count(*) on every search
    show_facets = admin.ShowFacets.NEVER  # one more count(*) per filter value

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with written_by(request):
            return super().changeform_view(request, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with written_by(request):
            return super().delete_view(request, *args, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.may_delete and super().has_delete_permission(request, obj)


@contextmanager
def written_by(request: HttpRequest) -> Iterator[None]:
    """Puts what a POST changes under the name of the person who sent it; a GET changes nothing."""
    if request.method != "POST":
        yield
        return
    with change(StaffAuthor(request.user.uid), timezone.now()):
        yield
