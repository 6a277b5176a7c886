"""What this room does when a room, or its own page, announces something: one task for one event."""

from b2b_portal.core.events import receive
from catalog import tasks
from catalog.events import (
    assortment_saved,
    import_asked,
    import_ended,
    import_given_up,
    price_list_asked,
    price_list_given_up,
    publication_asked,
    rollback_asked,
    watch_over,
)

LONGEST_SECONDS = 1800  # a list of two million rows takes a minute; a slow machine may need ten
PRICE_LIST_SECONDS = 270  # its one moment is a transaction, which the worker's role may hold for 300

receive(assortment_saved, tasks.forget_price_lists_of)
receive(import_asked, tasks.compare_import, seconds=LONGEST_SECONDS, given_up=import_given_up)
receive(publication_asked, tasks.publish_import, seconds=LONGEST_SECONDS, given_up=import_given_up)
receive(import_given_up, tasks.give_import_up)
receive(import_ended, tasks.mail_import_ended)
receive(rollback_asked, tasks.undo_version, seconds=LONGEST_SECONDS)
receive(price_list_asked, tasks.make_price_list, seconds=PRICE_LIST_SECONDS, given_up=price_list_given_up)
receive(price_list_given_up, tasks.give_price_list_up)
receive(watch_over, tasks.mail_watch)
