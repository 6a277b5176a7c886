"""A person leaves a company."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actions.leave_company import SuccessorMissing, leave_company
from accounts.forms.people import LeaveCompanyForm
from accounts.permissions import Permission
from accounts.queries.company_people import is_last_who_can, own_membership, successors_of
from accounts.views.confirmed import ask_who_is_there
from b2b_portal.core.access import for_his_place

CONFLICT, INVALID = 409, 422


@for_his_place
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Asks whether he means it and, of the last administrator, who takes over; then he is a stranger there."""
    member = own_membership(request.actor)
    if member is None:
        raise Http404
    is_last = is_last_who_can(Permission.MANAGE_PEOPLE, member)
    heirs = {str(one.uid): one for one in successors_of(member)} if is_last else {}
    form = LeaveCompanyForm(request.POST if request.method == "POST" else None, successors=heirs)
    context = {"form": form, "company": member.company, "is_last": is_last, "has_heirs": bool(heirs)}
    if not form.is_valid():
        return render(request, "accounts/leave_company.html", context, status=INVALID if form.is_bound else 200)
    if unconfirmed := ask_who_is_there(request, reverse("accounts:leave-company")):
        return unconfirmed
    try:
        leave_company(successor=form.chosen, by=request.actor, at=timezone.now())
    except SuccessorMissing as refusal:
        form.add_error("successor" if heirs else None, str(refusal))
        return render(request, "accounts/leave_company.html", context, status=CONFLICT)
    messages.success(request, _("You have left %(company)s") % {"company": member.company.name})
    return HttpResponseRedirect(reverse("accounts:profile"))
