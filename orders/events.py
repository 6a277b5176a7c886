"""Facts this room announces."""

from b2b_portal.core.events import Event

approval_wanted = Event("orders.approval_wanted")
order_returned = Event("orders.order_returned")
order_placed = Event("orders.order_placed")
order_cancelled = Event("orders.order_cancelled")
order_changed = Event("orders.order_changed")
order_confirmed = Event("orders.order_confirmed")
message_posted = Event("orders.message_posted")
order_shipped = Event("orders.order_shipped")
awaited_reserved = Event("orders.awaited_reserved")
price_news_noted = Event("orders.price_news_noted")
reservation_lost = Event("orders.reservation_lost")
