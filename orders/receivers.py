"""What this room does when another announces something: one task for one event."""

from accounts.events import tier_moved
from b2b_portal.core.events import receive
from catalog.events import awaited_arrived, price_terms_changed, prices_published, reservations_expired
from orders import tasks
from orders.events import (
    approval_wanted,
    awaited_reserved,
    message_posted,
    order_cancelled,
    order_changed,
    order_confirmed,
    order_placed,
    order_returned,
    order_shipped,
    price_news_noted,
    reservation_lost,
)

receive(reservations_expired, tasks.note_expired)
receive(awaited_arrived, tasks.note_awaited)
receive(prices_published, tasks.note_published_prices)
receive(price_terms_changed, tasks.note_other_terms)
receive(tier_moved, tasks.note_prices_of_tier)
receive(price_news_noted, tasks.mail_price_news)
receive(message_posted, tasks.mail_message)
receive(approval_wanted, tasks.mail_approval_wanted)
receive(order_returned, tasks.mail_order_returned)
receive(order_placed, tasks.mail_order_placed)
receive(order_confirmed, tasks.mail_order_confirmed)
receive(order_shipped, tasks.mail_order_shipped)
receive(order_changed, tasks.mail_order_changed)
receive(awaited_reserved, tasks.mail_awaited_reserved)
receive(order_cancelled, tasks.mail_order_cancelled)
receive(reservation_lost, tasks.mail_reservation_lost)
