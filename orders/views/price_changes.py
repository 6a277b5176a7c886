"""What the company was told of new prices of the goods that it buys: the page behind the letter."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import Permission
from b2b_portal.core.access import needs
from orders.queries.price_letters import goods_today, letter_of, news_of

PER_PAGE = 50


@needs(Permission.VIEW_PRICES)
@require_safe
def price_changes(request: HttpRequest) -> HttpResponse:
    """The changes of one letter, the newest unless `told` asks for another; unknown ones are the newest."""
    now, company = timezone.now(), request.actor.company
    told = news_of(request.actor, now)
    asked = request.GET.get("told", "")
    news = next((one for one in told if one.told_at.isoformat() == asked), next(iter(told), None))
    letter = letter_of(news) if news else None
    page = Paginator(letter.goods if letter else (), PER_PAGE).get_page(request.GET.get("page"))
    goods = goods_today(company, list(page), now) if letter else []
    context = {
        "told": told,
        "letter": letter,
        "page": page,
        "goods": goods,
    }
    return render(request, "orders/price_changes.html", context)
