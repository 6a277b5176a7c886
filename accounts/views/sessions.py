"""Where a person is signed in, and signing out there."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.actions.end_sessions import end_sessions
from accounts.queries.sessions import sessions_of
from b2b_portal.core.access import for_everyone_signed_in


@for_everyone_signed_in
@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """Shows the devices, this one marked."""
    found = sessions_of(request.user, request.session.session_key, timezone.now())
    return render(request, "accounts/sessions.html", {"sessions": found})


@for_everyone_signed_in
@require_POST
def sessions_end(request: HttpRequest) -> HttpResponse:
    """Signs out everywhere but here. To sign out, nobody has to prove who he is."""
    keep = request.session.session_key
    ended = end_sessions(user=request.user, keep=keep, by=request.actor, at=timezone.now())
    said = ngettext("Signed out on %(n)s device", "Signed out on %(n)s devices", ended)
    messages.success(request, said % {"n": ended})
    return _list()


@for_everyone_signed_in
@require_POST
def session_end(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Signs one other device out; 404 for this one, which has a button of its own, and for a stranger's."""
    keep = request.session.session_key
    if not end_sessions(user=request.user, uid=uid, keep=keep, by=request.actor, at=timezone.now()):
        raise Http404
    messages.success(request, _("Signed out there"))
    return _list()


def _list() -> HttpResponse:
    return HttpResponseRedirect(reverse("accounts:sessions"))
