"""What this room does when another announces something: one task for one event."""

from accounts import tasks
from accounts.events import application_link_owed, application_sent, member_invited, tier_moved
from b2b_portal.core.events import receive

receive(application_sent, tasks.mail_application_sent)
receive(application_link_owed, tasks.send_application_link, queue="mail")
receive(member_invited, tasks.send_invitation, queue="mail")
receive(tier_moved, tasks.mail_tier_moved)
