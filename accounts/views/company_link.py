"""A link from a mail opens for the company it is about, whichever of his companies the reader acts for."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.queries.acting import served
from b2b_portal.core.access import OPENS_FOR
from b2b_portal.core.uids import uid_of

_SAFE = {"GET", "HEAD"}


def follow_company_link(request: HttpRequest, actor: Actor) -> HttpResponse | None:
    """Lets the reader act for the company of the link, says so, and leads to the page itself.

    None for a page without such a word, and for a company that is not his: the page then answers as to any stranger.
    """
    uid = uid_of(request.GET.get(OPENS_FOR, "")) if request.method in _SAFE else None
    company = served(actor, uid) if uid else None
    if company is None:
        return None
    if company.uid != actor.company_uid:
        request.session["company"] = str(company.uid)
        messages.info(request, _("The link is of %(company)s: you act for it now.") % {"company": company.name})
    rest = request.GET.copy()
    del rest[OPENS_FOR]
    return HttpResponseRedirect(f"{request.path}?{rest.urlencode()}" if rest else request.path)
