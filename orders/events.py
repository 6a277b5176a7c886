"""Facts this room announces."""

from b2b_portal.core.events import Event

order_placed = Event("orders.order_placed")
order_cancelled = Event("orders.order_cancelled")
order_changed = Event("orders.order_changed")
order_confirmed = Event("orders.order_confirmed")
order_shipped = Event("orders.order_shipped")
awaited_reserved = Event("orders.awaited_reserved")
reservation_lost = Event("orders.reservation_lost")
