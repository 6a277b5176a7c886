"""A page that was opened for one company changes nothing in another: every form of the cabinet carries its company."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.actors import Actor
from accounts.models import Company
from accounts.queries.acting import served
from b2b_portal.core.access import ACTING_FOR, ACTING_FOR_HEADER
from b2b_portal.core.htmx import is_part
from b2b_portal.core.uids import uid_of
from b2b_portal.core.views.language import way_back

CONFLICT = 409
RETURN = "return_to_it"  # pressed on the page below: act for that company again, and send the form
_OURS = {"csrfmiddlewaretoken", ACTING_FOR, RETURN}
_SAFE = {"GET", "HEAD"}


def is_stale(request: HttpRequest, actor: Actor) -> bool:
    """Whether the request comes from a page of another company, or is a form that does not say of which.

    What HTMX asks says it in a header, so that no part of one company lands in a page of another.
    """
    told = [one for one in (request.headers.get(ACTING_FOR_HEADER), request.POST.get(ACTING_FOR)) if one]
    if not told:
        return request.method not in _SAFE
    return any(one != str(actor.company_uid) for one in told)


def company_meant(request: HttpRequest, actor: Actor) -> Company | None:
    """The company of the page, one of the actor's own; None when it does not say. Raises Http404 for any other."""
    told = request.POST.get(ACTING_FOR) or request.headers.get(ACTING_FOR_HEADER)
    if not told:
        return None
    uid = uid_of(told)
    company = served(actor, uid) if uid else None
    if company is None:
        raise Http404
    return company


def wants_return(request: HttpRequest, meant: Company | None) -> UUID | None:
    """The company to act for again, if that is what was pressed."""
    return meant.uid if meant and request.POST.get(RETURN) else None


def answer_stale(request: HttpRequest, actor: Actor, meant: Company | None) -> HttpResponse:
    """409, nothing done and nothing lost: HTMX leaves the page as it is, without script all that was typed comes along.

    The button of the page goes back to acting for the company that was meant, and sends the same form.
    """
    context = {"meant": meant, "acting": actor.company, "is_change": request.method not in _SAFE}
    if is_part(request):
        response = render(request, "accounts/_stale_tab.html", context, status=CONFLICT)
        response["HX-Reswap"] = "none"
        return response
    typed = [(name, value) for name, values in request.POST.lists() if name not in _OURS for value in values]
    context |= {"typed": typed, "field": ACTING_FOR, "button": RETURN, "back": way_back(request)}
    return render(request, "accounts/stale_tab.html", context, status=CONFLICT)
