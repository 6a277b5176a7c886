"""The history of a price list in the admin: what it, its rules and its companies were, from the audit trail."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from catalog.models import PriceList
from catalog.queries.price_list_trail import price_list_trail


class PriceTrail:
    """Shows the trail where Django would list only the names of saved fields. For the admin of price lists."""

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Who saved what when; the fields that the reader may not see are left out."""
        price_list: PriceList | None = self.get_object(request, object_id)
        if price_list is None:
            raise Http404
        if not self.has_view_permission(request, price_list):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Changes of the list %(name)s") % {"name": price_list},
            "price_list": price_list,
            "entries": price_list_trail(price_list, hidden=self.hidden_fields(request)),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/catalog/price_trail.html", context)
