"""Where a form goes back to that another page has asked for."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def way_back(request: HttpRequest) -> str:
    """The page of ours, without a query, that asked; "" when none did."""
    url = request.POST.get("next", request.GET.get("next", "")).partition("?")[0]
    ours = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return url if url.startswith("/") and ours else ""
