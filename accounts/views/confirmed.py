"""Before people and roles change, the person at the keyboard says once more who he is."""

from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from b2b_portal.core.htmx import redirect


def ask_who_is_there(request: HttpRequest, back: str) -> HttpResponse | None:
    """None if he has confirmed it within ACCOUNT_REAUTHENTICATION_TIMEOUT, else the way to the page that asks.

    That page leads to `back`. allauth would keep the POST and run its view past our middleware, without an actor:
    here nothing is kept, and a sentence says that nothing was done.
    """
    try:
        _confirmed(request)
    except ReauthenticationRequired:
        ways = get_adapter().get_reauthentication_methods(request.user)
        page = ways[0]["url"] if ways else resolve_url("account_login")
        messages.info(request, _("First confirm that it is you. Nothing has changed yet: then do it once more."))
        return redirect(request, f"{page}?{urlencode({'next': back})}")
    return None


@reauthentication_required
def _confirmed(request: HttpRequest) -> None:
    """Passes or raises."""
