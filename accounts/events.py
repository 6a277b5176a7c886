"""Facts this room announces."""

from b2b_portal.core.events import Event

application_sent = Event("accounts.application_sent")
application_link_owed = Event("accounts.application_link_owed")
member_invited = Event("accounts.member_invited")
tier_moved = Event("accounts.tier_moved")
