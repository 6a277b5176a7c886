"""The kernel's tables: what is owed (deliveries, mails, jobs), files, holidays."""

from b2b_portal.core.models.abstract import AppendOnly, AppendOnlyQuerySet, Timestamped
from b2b_portal.core.models.delivery import Delivery
from b2b_portal.core.models.file import File
from b2b_portal.core.models.holiday import Holiday
from b2b_portal.core.models.job import Job
from b2b_portal.core.models.mail import Mail

__all__ = ["AppendOnly", "AppendOnlyQuerySet", "Delivery", "File", "Holiday", "Job", "Mail", "Timestamped"]
