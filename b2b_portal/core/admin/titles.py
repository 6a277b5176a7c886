"""Headings of admin pages: names as they are, because Russian would have to decline them inside Django's sentences."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _


class PlainTitles:
    """«Companies», «Company», «New row: company» instead of «Select company to change» and «Change company»."""

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        name = self.opts.verbose_name
        context["title"] = _("New row: %(name)s") % {"name": name} if kwargs.get("add") else capfirst(name)
        return super().render_change_form(request, context, **kwargs)
