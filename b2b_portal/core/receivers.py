"""What the kernel itself does when something is announced."""

from b2b_portal.core import tasks
from b2b_portal.core.events import receive
from b2b_portal.core.mail import mail_queued

receive(mail_queued, tasks.send_mail, queue="mail")
