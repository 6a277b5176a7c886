"""The staff's pages on mails, deliveries, long work and the calendar."""

from b2b_portal.core.admin import delivery, holiday, job, mail

__all__ = ["delivery", "holiday", "job", "mail"]
