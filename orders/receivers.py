"""What this room does when another announces something: one task for one event."""

from b2b_portal.core.events import receive
from catalog.events import reservations_expired
from orders import tasks

receive(reservations_expired, tasks.note_expired)
