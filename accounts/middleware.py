"""Sign-in is the rule, public pages are a list; every request knows who acts; every page names what it needs."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.enums import Channel
from accounts.permissions import Permission
from accounts.queries.access import NotAllowed, require
from accounts.queries.acting import actor_of
from accounts.queries.second_factor import has_second_factor
from accounts.sessions import PLACE
from accounts.views.company_link import follow_company_link
from accounts.views.confirmed import ask_who_is_there
from accounts.views.stale_tab import answer_stale, company_meant, is_stale, wants_return
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.htmx import is_part, redirect

# every other page asks for sign-in; tests/law walks all URLs
PUBLIC = frozenset(
    {
        "core:livez",
        "core:readyz",
        "core:language",
        "core:theme",
        "core:sprite",
        "account_login",
        "account_logout",  # also for who stands at the second step and gives up
        "account_signup",  # allauth's: says by whom one is invited, and where one registers
        "account_inactive",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "account_request_login_code",
        "account_confirm_login_code",
        "mfa_authenticate",
        "mfa_login_webauthn",
        "accounts:invitation",
        "accounts:register",
        "accounts:register-sent",
        "accounts:application",  # its secret is the sign-in
        "accounts:application-account",
        "orders:approval-link",  # its secret says whose decision it is, and for which order
        "catalog:price-feed",  # its secret is the sign-in
    }
)
# pages of libraries about the signed-in person himself, and the admin, which asks its own questions
FOR_SIGNED_IN = ("account_", "mfa_", "admin:")
# what a person without a second step may open while his company demands one; to set it up is allauth's
WITHOUT_SECOND_FACTOR = frozenset(
    {
        "accounts:profile",
        "accounts:company",
        "accounts:leave-company",
        "accounts:email",
        "accounts:email-change",
        "accounts:membership-accept",
        "accounts:membership-decline",
        "accounts:sessions",
        "accounts:sessions-end",
        "accounts:session-end",
    }
)
ADMIN_FOR_ALL = frozenset({"admin:login", "admin:logout", "admin:jsi18n"})
SEEN_EVERY = timedelta(minutes=10)
IDLE = timedelta(seconds=settings.SESSION_IDLE_SECONDS)
Answer = Callable[[HttpRequest], HttpResponse]


class SignInRequired:
    """Sends strangers to the sign-in page; HTMX gets HX-Redirect, or it would swap that page into a fragment.

    A device on which nobody has used the cabinet for SESSION_IDLE_SECONDS becomes a stranger's.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        if request.user.is_authenticated and not _is_left_alone(request):
            _note_seen(request)
            return None
        if match and match.view_name in PUBLIC:
            return None
        login = resolve_url(settings.LOGIN_URL)
        if request.headers.get("HX-Request"):
            back = request.headers.get("HX-Current-URL", "/")
            return HttpResponse(headers={"HX-Redirect": redirect_to_login(back, login).url})
        return redirect_to_login(request.get_full_path(), login)


class ActorOfRequest:
    """Puts `request.actor` on every request, lazily: one query when first asked. Time runs in the person's zone."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            with timezone.override(request.user.time_zone):
                return self.get_response(request)
        return self.get_response(request)


class PermissionRequired:
    """Opens a page only to an actor who has what its view was marked with (core/access.py). No mark: nobody gets in."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name.startswith("admin:") and name not in ADMIN_FOR_ALL:
            return _staff_without_second_factor(request)
        if name in PUBLIC or name.startswith(FOR_SIGNED_IN):
            return None
        if getattr(view, "needs_staff", False):
            if request.user.is_staff:  # type: ignore[union-attr]
                return _staff_without_second_factor(request)
            raise Http404
        permission = getattr(view, "needs_permission", None)
        if permission is None:
            raise Http404
        if permission:
            return _gate(request, permission, view)
        if getattr(view, "is_of_company", False) and (stale := _stale(request, _known(request))):
            return stale
        return None if name in WITHOUT_SECOND_FACTOR else _without_second_factor(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """An action asks again under its lock; its refusal gets the same page."""
        return _refused(request, error) if isinstance(error, NotAllowed) else None


def _is_left_alone(request: HttpRequest) -> bool:
    """Signs out whoever has not touched the cabinet for too long; what is in the cart stays there."""
    place = request.session.get(PLACE)
    if not place or timezone.now() - datetime.fromisoformat(place["seen_at"]) < IDLE:
        return False
    logout(request)
    messages.info(request, _("You were signed out: nobody has used the cabinet on this device for a while."))
    return True


def _note_seen(request: HttpRequest) -> None:
    """Writes down now and then that the device is still used: rarely, or every page would write."""
    now, place = timezone.now(), request.session.get(PLACE)
    if place and now - datetime.fromisoformat(place["seen_at"]) > SEEN_EVERY:
        request.session[PLACE] = {**place, "seen_at": now.isoformat()}


def _gate(request: HttpRequest, permission: str, view: Any) -> HttpResponse | None:
    actor = _known(request)
    if led := follow_company_link(request, actor) or _stale(request, actor):
        return led
    actor = request.actor  # type: ignore[attr-defined]  # who went back to another company
    if actor.company is None:
        return None if actor.visits_at and view.is_open_to_visitors else _without_company(request, actor)
    if led := _without_second_factor(request):
        return led
    try:
        require(actor, Permission(permission), actor.company)
    except NotAllowed as error:
        return _refused(request, error)
    return ask_who_is_there(request, request.path) if getattr(view, "is_guarded", False) else None


def _known(request: HttpRequest) -> Actor:
    """Who acts, read now: the object itself, no longer lazy."""
    actor = request.actor = _actor(request)  # type: ignore[attr-defined]
    return actor


def _stale(request: HttpRequest, actor: Actor) -> HttpResponse | None:
    """The answer to a page that was opened for another company; whoever wants to go back to that one goes on."""
    if actor.company is None or not is_stale(request, actor):
        return None
    meant = company_meant(request, actor)
    if uid := wants_return(request, meant):
        request.session["company"] = str(uid)
        return None if _known(request).company == meant else answer_stale(request, actor, meant)
    return answer_stale(request, actor, meant)


def _without_company(request: HttpRequest, actor: Actor) -> HttpResponse:
    if actor.user and actor.user.is_staff:
        return HttpResponseRedirect(reverse("admin:index"))
    if actor.application and request.path == resolve_url(settings.LOGIN_REDIRECT_URL):
        return HttpResponseRedirect(reverse("accounts:own-application"))
    return render(request, "accounts/no_company.html", status=403)


def _without_second_factor(request: HttpRequest) -> HttpResponse | None:
    """Leads whoever acts for a company that demands a second step, and has none, to set it up."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.user is None or actor.company is None or not actor.company.demands_second_factor:
        return None
    words = _("%(company)s demands two-step sign-in of everybody. Set it up first.")
    return _led_to_set_up(request, words % {"company": actor.company.name})


def _staff_without_second_factor(request: HttpRequest) -> HttpResponse | None:
    if not settings.STAFF_SECOND_FACTOR or not getattr(request.user, "is_staff", False):
        return None
    return _led_to_set_up(request, _("Our people work with two-step sign-in. Set it up first."))


def _led_to_set_up(request: HttpRequest, words: str) -> HttpResponse | None:
    if has_second_factor(request.user):  # type: ignore[arg-type]
        return None
    messages.warning(request, words)
    return redirect(request, reverse("mfa_index"))


def _refused(request: HttpRequest, error: RuleBroken) -> HttpResponse:
    if is_part(request):  # the page stays as it is; the sentence comes as a toast
        response = render(request, "core/_refusal.html", {"refusal": error}, status=403)
        response["HX-Reswap"] = "none"
        return response
    return render(request, "403.html", {"refusal": error}, status=403)


def _actor(request: HttpRequest) -> Actor:
    if not request.user.is_authenticated:
        return Actor(channel=Channel.WEB)
    return actor_of(request.user, request.session.get("company"))
