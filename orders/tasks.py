"""Background work: fetch by id, call one action, log."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from accounts.actors import SYSTEM
from accounts.permissions import Permission
from accounts.queries.people import people_who_can
from b2b_portal.core.calendar import is_working_day
from b2b_portal.core.working_days import moved_days
from catalog.queries.turned_lists import turned_lists
from orders import message_letters, notifications
from orders.actions.escalate_approval import escalate_approval
from orders.actions.note_awaited_arrival import note_awaited_arrival
from orders.actions.note_expired_reservation import note_expired_reservation
from orders.actions.note_price_news import note_price_news
from orders.actions.prune_price_news import prune_price_news
from orders.actions.review_tiers import review_tiers
from orders.actions.send_approval_link import send_approval_link
from orders.queries.approvals import orders_to_remind_of, people_to_ask, steps_to_escalate
from orders.queries.messages import message_to_tell
from orders.queries.price_concerns import Concern, concerned_by_terms, concerned_by_tier, concerned_by_version
from orders.queries.price_letters import price_letter
from orders.queries.tell import order_to_tell, orders_running_out

WARNED_BEFORE = timedelta(hours=24)
COMPANIES_AT_ONCE = 50
REMINDED_FROM = 9  # o'clock in the shop's zone
LOOKED_BACK = timedelta(hours=6)  # beat may have been away; longer ago is no news

logger = logging.getLogger(__name__)


@shared_task
def note_expired(holder: str) -> None:
    """Tells the order that its goods are free again."""
    note_expired_reservation(holder=UUID(holder), by=SYSTEM, at=timezone.now())


@shared_task
def note_awaited(holder: str) -> None:
    """Tells the order that awaited goods came."""
    note_awaited_arrival(holder=UUID(holder), by=SYSTEM, at=timezone.now())


@shared_task
def mail_approval_wanted(order_id: int) -> None:
    """Mails those who are asked now, and their deputies, each with a link of his own."""
    order, now = order_to_tell(order_id), timezone.now()
    for person, ask in people_to_ask(order, now).values():
        send_approval_link(order=order, person=person, ask=ask, by=SYSTEM, at=now)


@shared_task
def remind_of_approvals() -> None:
    """Reminds each working morning of what was asked before that day; beat calls it, a mail's key lets one through."""
    now = timezone.now()
    local = timezone.localtime(now, timezone.get_default_timezone())
    if local.hour < REMINDED_FROM or not is_working_day(local.date(), moved_days(now)):
        return
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    for order in orders_to_remind_of(midnight):
        for person, ask in people_to_ask(order, now, midnight).values():
            day = local.date().isoformat()
            send_approval_link(order=order, person=person, ask=ask, round_of=day, by=SYSTEM, at=now)


@shared_task
def escalate_approvals() -> None:
    """Asks somebody else about orders that nobody decided on in time; beat calls it."""
    steps = steps_to_escalate(timezone.now())
    asked = sum(escalate_approval(step=step, by=SYSTEM, at=timezone.now()) for step in steps)
    if steps:
        logger.info("approvals: %s of %s late steps ask somebody else", asked, len(steps))


@shared_task
def mail_order_returned(order_id: int) -> None:
    """Mails the author who returned his order and why."""
    notifications.tell_order_returned(order_to_tell(order_id))


@shared_task
def mail_order_placed(order_id: int) -> None:
    """Mails the buyer's confirmation and the account manager's news."""
    notifications.tell_order_placed(order_to_tell(order_id))


@shared_task
def mail_order_confirmed(order_id: int) -> None:
    """Mails the buyer."""
    notifications.tell_order_confirmed(order_to_tell(order_id))


@shared_task
def mail_order_shipped(order_id: int) -> None:
    """Mails the buyer."""
    notifications.tell_order_shipped(order_to_tell(order_id))


@shared_task
def mail_order_changed(order_id: int) -> None:
    """Mails whoever did not take a line off himself."""
    notifications.tell_order_changed(order_to_tell(order_id), timezone.now())


@shared_task
def mail_awaited_reserved(order_id: int) -> None:
    """Mails the buyer what came."""
    notifications.tell_awaited_reserved(order_to_tell(order_id))


@shared_task
def mail_order_cancelled(order_id: int) -> None:
    """Mails whoever did not cancel it himself."""
    notifications.tell_order_cancelled(order_to_tell(order_id))


@shared_task
def mail_reservation_lost(order_id: int) -> None:
    """Mails the buyer and the account manager."""
    notifications.tell_reservation_lost(order_to_tell(order_id))


@shared_task
def mail_message(message_id: int) -> None:
    """Mails the account manager, or whoever asked him."""
    message_letters.tell_message(message_to_tell(message_id))


@shared_task
def warn_of_ending_reservations() -> None:
    """Warns buyers a day before their goods go back on sale; beat calls it, a mail's key lets it through once."""
    orders = orders_running_out(timezone.now(), WARNED_BEFORE)
    for order in orders:
        notifications.tell_reservation_ends(order)
    logger.info("reservations of %s orders end within %s", len(orders), WARNED_BEFORE)


@shared_task
def note_published_prices(version_id: int) -> None:
    """Notes what a new version of a price list changes for the goods that companies buy."""
    _note_price_news(concerned_by_version(version_id))


@shared_task
def note_other_terms(
    price_list_id: int, rows_of: list[int], left_tier_id: int | None, left_company_ids: list[int], at: str
) -> None:
    """Notes what other terms of a price list change for the goods that companies buy."""
    since_at = datetime.fromisoformat(at)
    _note_price_news(concerned_by_terms(price_list_id, rows_of, left_tier_id, left_company_ids, since_at))


@shared_task
def note_turned_lists() -> None:
    """Notes what lists change that began or ended by their dates; beat calls it, a second look finds no news."""
    now = timezone.now()
    for turned in turned_lists(now - LOOKED_BACK, now):
        _note_price_news(concerned_by_terms(turned.pk, [turned.rows_of], None, [], turned.turned_at))


@shared_task
def note_prices_of_tier(move_id: int) -> None:
    """Notes what another tier changes for the goods that the company buys."""
    _note_price_news(concerned_by_tier(move_id))


@shared_task
def mail_price_news(news_id: int) -> None:
    """Mails whoever may order for the company what was noted."""
    letter = price_letter(news_id)
    people = people_who_can(Permission.PLACE_ORDER, [letter.company.pk]).get(letter.company.pk, [])
    notifications.tell_price_changes(letter, people)


def _note_price_news(concern: Concern) -> None:
    """Some companies at a time: each piece is a transaction of its own."""
    told = 0
    for first in range(0, len(concern.company_ids), COMPANIES_AT_ONCE):
        some = concern.company_ids[first : first + COMPANIES_AT_ONCE]
        told += note_price_news(company_ids=some, concern=concern, by=SYSTEM, at=timezone.now())
    logger.info("prices of %s: news for %s of %s companies", concern.since_at, told, len(concern.company_ids))


@shared_task
def prune_old_price_news() -> None:
    """Forgets what companies were told of prices a year ago; beat calls it every hour."""
    prune_price_news(by=SYSTEM, at=timezone.now())


@shared_task
def review_purchases() -> None:
    """Moves companies between tiers by what they bought; beat calls it, a second run moves nobody."""
    done = review_tiers(by=SYSTEM, at=timezone.now())
    logger.info("tiers: %s raised, %s warned, %s lowered", done.raised, done.warned, done.lowered)
