"""Before people and roles change, the person at the keyboard has said lately who he is."""

import time
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from b2b_portal.core.htmx import redirect


def ask_who_is_there(request: HttpRequest, back: str) -> HttpResponse | None:
    """None if he signed in, or confirmed it, within ACCOUNT_REAUTHENTICATION_TIMEOUT; else the page that asks.

    That page leads to `back`. allauth would keep the POST and run its view past our middleware, without an actor:
    here nothing is kept, and a sentence says that nothing was done.
    """
    records = get_authentication_records(request, request.user)  # type: ignore[arg-type]
    if any(time.time() - record["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT for record in records):
        return None
    ways = get_adapter().get_reauthentication_methods(request.user)
    page = ways[0]["url"] if ways else resolve_url("account_login")
    if request.method == "POST":
        messages.info(request, _("First confirm that it is you. Nothing has changed yet: then do it once more."))
    return redirect(request, f"{page}?{urlencode({'next': back})}")
