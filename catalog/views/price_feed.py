"""The address behind a personal link: prices for a program, without sign-in."""

from collections.abc import Callable
from datetime import datetime

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header, parse_etags
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from accounts.actors import Actor
from b2b_portal.core.downloads import long_file_answer
from catalog.actions.fetch_price_feed import COME_BACK, OK, SUSPENDED, Fetched, Request, fetch_price_feed
from catalog.actions.note_feed_fetch import note_feed_fetch
from catalog.queries.price_feeds import feed_by_secret, reader_of

AGAIN_SECONDS = 15
BAD = 400
TEXT = "text/plain; charset=utf-8"


@require_safe
def price_feed(request: HttpRequest, secret: str) -> HttpResponseBase:
    """The price list, or with ?since= a moment what changed after it; 304 for who has the state of If-None-Match."""
    now = timezone.now()
    feed = feed_by_secret(secret, now)
    reader = reader_of(feed) if feed else None
    if feed is None or reader is None:
        raise Http404
    with override(feed.token.user.language):
        try:
            since = _since(request.GET.get("since", ""), now)
        except ValueError:
            note_feed_fetch(feed=feed, address=_address(request), status=BAD, by=reader, at=now)
            words = _("since: write a past moment as 2026-11-23T09:00:00+03:00.")
            return _unlogged(HttpResponse(words, status=BAD, content_type=TEXT))
        asked = Request(_knows(request), since, request.method == "GET", _address(request))
        fetched = fetch_price_feed(feed=feed, request=asked, by=reader, at=now)
        return _unlogged(_answer(reader, fetched, now))


def _unlogged(response: HttpResponseBase) -> HttpResponseBase:
    """Django would write the address of an answer like 503 to its log, and with it the secret."""
    response._has_been_logged = True  # type: ignore[attr-defined]  # what django.utils.log.log_response asks
    return response


def _answer(reader: Actor, fetched: Fetched, now: datetime) -> HttpResponseBase:
    if fetched.status == SUSPENDED and reader.company:
        reason = reader.company.suspension_reason or _("The company is suspended.")
        return HttpResponse(reason, status=SUSPENDED, content_type=TEXT)
    if fetched.status == COME_BACK:
        words = _("The price list is being made: come back in %(seconds)s seconds.") % {"seconds": AGAIN_SECONDS}
        response = HttpResponse(words, status=COME_BACK, content_type=TEXT)
        response["Retry-After"] = str(AGAIN_SECONDS)
        return response
    response = _body(fetched)
    response["ETag"] = f'"{fetched.etag}"'
    if fetched.kind:
        response["X-Price-List"] = fetched.kind
        response["X-Price-List-Moment"] = now.isoformat()
    return response


def _body(fetched: Fetched) -> HttpResponseBase:
    if fetched.file:
        return long_file_answer(fetched.file)
    if fetched.taken is None:
        return HttpResponse(status=fetched.status)
    response = HttpResponse(fetched.taken.content, status=OK, content_type=fetched.taken.content_type)
    response["Content-Disposition"] = content_disposition_header(True, fetched.taken.name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _knows(request: HttpRequest) -> Callable[[str], bool]:
    """Whether the program has a state already; proxies may mark its tag as weak."""
    tags = {tag.removeprefix("W/") for tag in parse_etags(request.headers.get("If-None-Match", ""))}
    return lambda etag: f'"{etag}"' in tags


def _since(text: str, now: datetime) -> datetime | None:
    """The moment asked for; a plus that the address turned into a space is one again. Raises ValueError."""
    if not text:
        return None
    moment = datetime.fromisoformat(text.strip().replace(" ", "+"))
    if timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    if moment > now:
        raise ValueError
    return moment


def _address(request: HttpRequest) -> str | None:
    """From where; None where the proxies do not tell."""
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return None
