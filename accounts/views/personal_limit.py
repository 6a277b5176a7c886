"""How much a colleague may order in a period."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actions.set_personal_limit import set_personal_limit
from accounts.forms.personal_limit import SetPersonalLimitForm
from accounts.permissions import Permission
from accounts.queries.company_people import member_of
from accounts.queries.personal_limits import limits_of
from accounts.views.confirmed import ask_who_is_there
from b2b_portal.core.access import needs

INVALID = 422


@needs(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def person_limit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Shows the limits of a colleague and sets one, after he who sets it has said who he is."""
    member = member_of(request.actor, uid)
    if member is None:
        raise Http404
    form = SetPersonalLimitForm(request.POST or None)
    if not form.is_valid():
        context = {"form": form, "member": member, "limits": limits_of(member)}
        return render(request, "accounts/person_limit.html", context, status=INVALID if form.is_bound else 200)
    here = reverse("accounts:person-limit", args=[uid])
    if unconfirmed := ask_who_is_there(request, here):
        return unconfirmed
    set_personal_limit(membership=member, **form.cleaned_data, by=request.actor, at=timezone.now())
    messages.success(request, _("The limit of %(email)s is saved") % {"email": member.user.email})
    return HttpResponseRedirect(here)
