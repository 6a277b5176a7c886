"""Facts this room announces."""

from b2b_portal.core.events import Event

order_placed = Event("orders.order_placed")
