"""The page behind the link of a mail that asks for a decision: without sign-in, for one decision on one revision."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from b2b_portal.core.errors import RuleBroken
from orders.actions.decide_by_link import LinkSpent, decide_by_link
from orders.forms.approval import ReasonForm
from orders.queries.approval_link import ApprovalLink, approval_link
from orders.queries.approvals import approval_panel
from orders.queries.tell import told_lines

CONFLICT, GONE, INVALID = 409, 410, 422


@require_http_methods(["GET", "HEAD", "POST"])
def approval_link_page(request: HttpRequest, secret: str) -> HttpResponse:
    """GET shows the order as it is and decides nothing, so mail scanners do no harm; POST decides, once."""
    now = timezone.now()
    seen = approval_link(secret, now)
    if seen is None:
        return render(request, "orders/approval_link_spent.html", status=GONE)
    agrees = request.POST.get("agrees") == "yes"
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if not agrees and not form.is_valid():
        return _page(request, seen, form, INVALID if form.is_bound else 200)
    reason = "" if agrees else form.cleaned_data["reason"]
    try:
        order = decide_by_link(secret=secret, agrees=agrees, reason=reason, at=now)
    except LinkSpent:
        return render(request, "orders/approval_link_spent.html", status=GONE)
    except RuleBroken as refusal:
        return _page(request, seen, ReasonForm(), CONFLICT, refusal)
    return render(request, "orders/approval_link_done.html", {"order": order, "agrees": agrees})


def _page(
    request: HttpRequest, seen: ApprovalLink, form: ReasonForm, status: int, refusal: RuleBroken | None = None
) -> HttpResponse:
    context = {
        "order": seen.order,
        "lines": told_lines(seen.order),
        "approval": approval_panel(seen.actor, seen.order, timezone.now()),
        "is_changed": seen.revision != seen.order.revision,
        "form": form,
        "refusal": refusal,
        "person": seen.actor.user,
    }
    return render(request, "orders/approval_link.html", context, status=status)
