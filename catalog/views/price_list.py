"""The company's price list to take away: a file now, a file in the background, links for programs."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Permission
from b2b_portal.core.access import needs
from b2b_portal.core.row_files import SHEET_ROWS
from catalog.actions.ask_price_list import PriceListRunning, ask_price_list
from catalog.actions.close_price_feed import close_price_feed
from catalog.actions.open_price_feed import LIVES, TooManyFeeds, open_price_feed
from catalog.actions.take_price_list import PriceListBusy, TakenFile, TooManyProducts, take_price_list
from catalog.forms.take_prices import OpenPriceFeedForm, TakePriceListForm
from catalog.models import PriceFeed
from catalog.queries.price_feeds import last_fetches, open_feed, open_feeds
from catalog.queries.price_list_jobs import last_jobs, running_job

MOST_AT_ONCE = 5_000
CONFLICT, INVALID = 409, 422


@needs(Permission.TAKE_PRICES)
@require_safe
def price_list(request: HttpRequest) -> HttpResponse:
    """Shows what can be taken away, what was made, the links and who fetched what by them."""
    return _page(request, TakePriceListForm(reader=request.actor))


@needs(Permission.TAKE_PRICES)
@require_POST
def price_list_take(request: HttpRequest) -> HttpResponse:
    """A short list comes at once; a long one is made in the background, and its page shows how far it is."""
    form = TakePriceListForm(request.POST, reader=request.actor)
    if not form.is_valid():
        return _page(request, form, status=INVALID)
    wanted, now = form.wanted(), timezone.now()
    try:
        return to_save(take_price_list(wanted=wanted, most=MOST_AT_ONCE, by=request.actor, at=now))
    except TooManyProducts:
        pass
    except PriceListBusy as refusal:
        messages.error(request, str(refusal))
        return _page(request, form, status=CONFLICT)
    try:
        job = ask_price_list(wanted=wanted, by=request.actor, at=now)
    except PriceListRunning as refusal:
        messages.error(request, str(refusal))
        return _page(request, form, status=CONFLICT)
    return HttpResponseRedirect(reverse("core:job", args=[job.uid]))


@needs(Permission.TAKE_PRICES, is_guarded=True)
@require_http_methods(["GET", "HEAD", "POST"])
def price_feed_open(request: HttpRequest) -> HttpResponse:
    """Asks for the name, format and columns of a link and opens it; its address is shown this once."""
    form = OpenPriceFeedForm(request.POST or None)
    if not form.is_valid():
        context = {"form": form, "months": LIVES.days // 30}
        return render(request, "catalog/price_feed_open.html", context, status=INVALID if form.is_bound else 200)
    said = form.cleaned_data
    try:
        feed, secret = open_price_feed(
            name=said["name"], file_format=said["format"], columns=form.chosen, by=request.actor, at=timezone.now()
        )
    except TooManyFeeds as refusal:
        form.add_error(None, str(refusal))
        return render(request, "catalog/price_feed_open.html", {"form": form}, status=CONFLICT)
    url = request.build_absolute_uri(reverse("catalog:price-feed", args=[secret]))
    return render(request, "catalog/price_feed_opened.html", {"feed": feed, "url": url})


@needs(Permission.TAKE_PRICES)
@require_POST
def price_feed_close(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Makes a link worthless."""
    feed = open_feed(request.actor, uid)
    if feed is None:
        raise Http404
    close_price_feed(feed=feed, by=request.actor, at=timezone.now())
    messages.success(request, _("The link «%(name)s» is closed: nobody gets prices by it any more.") % _named(feed))
    return HttpResponseRedirect(reverse("catalog:price-list"))


def _page(request: HttpRequest, form: TakePriceListForm, status: int = 200) -> HttpResponse:
    actor, now = request.actor, timezone.now()
    running = running_job(actor.company)
    context: dict[str, Any] = {
        "form": form,
        "most_at_once": MOST_AT_ONCE,
        "sheet_rows": SHEET_ROWS,
        "running": running,
        "is_own": running is not None and running.owner_uid == actor.user_uid,
        "jobs": last_jobs(actor.company, actor.user_uid),
        "feeds": open_feeds(actor, now),
        "fetches": last_fetches(actor),
    }
    return render(request, "catalog/price_list.html", context, status=status)


def _named(feed: PriceFeed) -> dict[str, str]:
    return {"name": feed.name}


def to_save(taken: TakenFile) -> HttpResponse:
    """The file as an attachment."""
    response = HttpResponse(taken.content, content_type=taken.content_type)
    response["Content-Disposition"] = content_disposition_header(True, taken.name) or "attachment"
    return response
