"""Facts this room announces."""

from b2b_portal.core.events import Event

assortment_saved = Event("catalog.assortment_saved")
awaited_arrived = Event("catalog.awaited_arrived")
import_asked = Event("catalog.import_asked")
import_ended = Event("catalog.import_ended")
import_given_up = Event("catalog.import_given_up")
price_list_asked = Event("catalog.price_list_asked")
price_list_given_up = Event("catalog.price_list_given_up")
price_terms_changed = Event("catalog.price_terms_changed")
prices_published = Event("catalog.prices_published")
publication_asked = Event("catalog.publication_asked")
reservations_expired = Event("catalog.reservations_expired")
rollback_asked = Event("catalog.rollback_asked")
watch_over = Event("catalog.watch_over")
