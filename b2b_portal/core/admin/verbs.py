"""Pages of the admin for verbs: a form if something must be said, the action, its refusal back in the form."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from b2b_portal.core.access import takes_body
from b2b_portal.core.errors import RuleBroken


class Confirmation(forms.Form):
    """Nothing to type: a press of the button."""


class RowForm(forms.Form):
    """A form that asks about the row: it is given it as `row`, for example to offer its parts."""

    def __init__(self, *sent: Any, row: Model) -> None:
        super().__init__(*sent)
        self.row = row


@dataclass(frozen=True)
class Verb:
    """One thing that staff do with a row: the action gets the row, the form's words, `by` and `at`."""

    name: str
    title: Any
    done: Any
    action: Callable[..., object]
    form: type[forms.Form] = Confirmation
    is_offered: Callable[[Any], bool] = lambda row: True
    most_body: int = 0  # of bytes that the form may bring; 0: as everywhere


class VerbsAdmin:
    """Puts a button for every verb on the row's page. For a ModelAdmin that sets `verbs`, `argument` and `author`."""

    verbs: tuple[Verb, ...] = ()
    argument = ""  # what the actions call the row
    change_form_template = "admin/core/verbs.html"

    def author(self, request: HttpRequest) -> Any:
        """The Actor whom the actions get as `by`."""
        raise NotImplementedError

    def has_verb_permission(self, request: HttpRequest, row: Model) -> bool:
        """Who may change such rows may do the verbs too; read-only pages ask for the same right."""
        return bool(request.user.has_perm(f"{self.opts.app_label}.change_{self.opts.model_name}"))

    def get_urls(self) -> list[URLPattern]:
        return [
            path(f"<int:row_id>/{verb.name}/", self.admin_site.admin_view(self._page(verb)), name=self._name(verb))
            for verb in self.verbs
        ] + super().get_urls()

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        row = kwargs.get("obj")
        if row is not None and self.has_verb_permission(request, row):
            context["verbs"] = [
                {"title": verb.title, "url": reverse(f"admin:{self._name(verb)}", args=[row.pk])}
                for verb in self.verbs
                if verb.is_offered(row)
            ]
        return super().render_change_form(request, context, **kwargs)

    def _name(self, verb: Verb) -> str:
        return f"{self.opts.app_label}_{self.opts.model_name}_{verb.name}"

    def _page(self, verb: Verb) -> Callable[[HttpRequest, int], HttpResponse]:
        def page(request: HttpRequest, row_id: int) -> HttpResponse:
            return self._ask(request, self._row(request, row_id), verb)

        return takes_body(verb.most_body)(page) if verb.most_body else page

    def _ask(self, request: HttpRequest, row: Model, verb: Verb) -> HttpResponse:
        sent = (request.POST, request.FILES) if request.method == "POST" else ()
        form = verb.form(*sent, row=row) if issubclass(verb.form, RowForm) else verb.form(*sent)
        if form.is_valid():
            said = {self.argument: row, **form.cleaned_data}
            try:
                verb.action(**said, by=self.author(request), at=timezone.now())
            except RuleBroken as refusal:
                form.add_error(None, str(refusal))
            else:
                self.message_user(request, verb.done, messages.SUCCESS)
                address = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk])
                return HttpResponseRedirect(address)
        context = {**self.admin_site.each_context(request), "title": verb.title, "row": row, "form": form}
        status = 422 if form.is_bound else 200
        return TemplateResponse(request, "admin/core/verb.html", {**context, "opts": self.opts}, status=status)

    def _row(self, request: HttpRequest, row_id: int) -> Model:
        row = self.get_queryset(request).filter(pk=row_id).first()
        if row is None:
            raise Http404
        if not self.has_verb_permission(request, row):
            raise PermissionDenied
        return row
