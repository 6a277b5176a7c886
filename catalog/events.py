"""Facts this room announces."""

from b2b_portal.core.events import Event

reservations_expired = Event("catalog.reservations_expired")
