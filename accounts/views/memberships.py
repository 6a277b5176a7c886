"""What a person answers to companies that invite him."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.actions.accept_membership import InvitationGone, accept_membership
from accounts.actions.decline_membership import decline_membership
from accounts.models import Membership
from accounts.queries.people import own_place
from b2b_portal.core.access import for_everyone_signed_in


@for_everyone_signed_in
@require_POST
def membership_accept(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Lets the signed-in person work for the company that invited him, and goes over to it."""
    place = _own(request, uid)
    try:
        accept_membership(membership=place, by=request.actor, at=timezone.now())
    except InvitationGone as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("accounts:profile"))
    request.session["company"] = str(place.company.uid)
    messages.success(request, _("You now act for %(company)s.") % {"company": place.company.name})
    return HttpResponseRedirect(reverse("overview"))


@for_everyone_signed_in
@require_POST
def membership_decline(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Says no to an invitation."""
    place = _own(request, uid)
    decline_membership(membership=place, by=request.actor, at=timezone.now())
    messages.success(request, _("Declined: %(company)s.") % {"company": place.company.name})
    return HttpResponseRedirect(reverse("accounts:profile"))


def _own(request: HttpRequest, uid: UUID) -> Membership:
    place = own_place(request.user, uid)
    if place is None:
        raise Http404
    return place
