"""What the kernel itself does when something is announced."""

from datetime import timedelta

from b2b_portal.core import tasks
from b2b_portal.core.events import receive
from b2b_portal.core.mail import mail_queued

# a server that says "try later" means minutes, not seconds; one that is away is waited for (mail.MailServerAway)
receive(mail_queued, tasks.send_mail, queue="mail", pauses=(timedelta(minutes=1), timedelta(minutes=15)))
