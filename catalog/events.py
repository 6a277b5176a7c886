"""Facts this room announces."""

from b2b_portal.core.events import Event

awaited_arrived = Event("catalog.awaited_arrived")
reservations_expired = Event("catalog.reservations_expired")
