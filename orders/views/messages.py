"""What a company and its account manager write each other."""

from uuid import UUID

from django.contrib import messages as notes
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Permission
from b2b_portal.core.access import needs
from b2b_portal.core.uids import uid_of
from catalog.asking import question_on, wish_for
from catalog.queries.products import visible_product
from orders.actions.post_message import post_message
from orders.asking import request_for
from orders.forms.post_message import PostMessageForm
from orders.queries.messages import messages_page

INVALID = 422


@needs(Permission.WRITE_MESSAGES)
@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    """The general thread; ?before= is a message, of which earlier ones are shown.

    ?find= a query and ?product= a product put the beginning of a question into the box, ?ask= that of a request.
    """
    form = PostMessageForm(initial={"text": _words(request)})
    return _page(request, form, uid_of(request.GET.get("before", "")))


@needs(Permission.WRITE_MESSAGES)
@require_POST
def message_post(request: HttpRequest) -> HttpResponse:
    """Sends a message to the account manager and shows the thread."""
    form = PostMessageForm(request.POST)
    if not form.is_valid():
        return _page(request, form, None, INVALID)
    post_message(text=form.cleaned_data["text"], by=request.actor, at=timezone.now())
    notes.success(request, _("Sent. The answer comes here and by mail."))
    return HttpResponseRedirect(reverse("orders:messages"))


def _page(request: HttpRequest, form: PostMessageForm, before: UUID | None, status: int = 200) -> HttpResponse:
    company = request.actor.company
    context = {
        "page": messages_page(request.actor, before),
        "form": form,
        "manager": company.account_manager,
        "me": request.actor.user,
    }
    return render(request, "orders/messages.html", context, status=status)


def _words(request: HttpRequest) -> str:
    """What the link that led here asks for."""
    uid = uid_of(request.GET.get("product", ""))
    product = visible_product(request.actor, uid) if uid else None
    if product:
        return question_on(product.brand.name, product.article)
    return wish_for(request.GET.get("find", "")) or request_for(request.GET.get("ask", ""))
