"""For which of his companies a person acts, and what that company has chosen for all its people."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.actions.set_replacement_policy import set_replacement_policy
from accounts.forms.replacement_policy import SetReplacementPolicyForm
from accounts.permissions import Permission
from accounts.queries.people import works_for
from b2b_portal.core.access import for_everyone_signed_in, needs


@for_everyone_signed_in
@require_POST
def choose_company(request: HttpRequest) -> HttpResponse:
    """Remembers the company in the session; 404 for a company that he does not work for."""
    try:
        uid = UUID(request.POST.get("company", ""))
    except ValueError:
        raise Http404 from None
    if not works_for(request.user, uid):
        raise Http404
    request.session["company"] = str(uid)
    return HttpResponseRedirect(reverse("overview"))


@needs(Permission.EDIT_COMPANY)
@require_POST
def replacement_policy(request: HttpRequest) -> HttpResponse:
    """Sets whether analogues are offered; a policy that does not exist changes nothing."""
    form = SetReplacementPolicyForm(request.POST)
    if form.is_valid():
        set_replacement_policy(**form.cleaned_data, by=request.actor, at=timezone.now())
        messages.success(request, _("Saved for the whole company"))
    return HttpResponseRedirect(f"{reverse('accounts:profile')}#replacements")
