"""Facts this room announces."""

from b2b_portal.core.events import Event

member_invited = Event("accounts.member_invited")
tier_moved = Event("accounts.tier_moved")
