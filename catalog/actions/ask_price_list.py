"""Asks for a price list that is made in the background."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actors import Actor
from accounts.models import Company
from accounts.permissions import Permission
from accounts.queries.access import buyer_of, require
from b2b_portal.core.change import change
from b2b_portal.core.errors import RuleBroken
from b2b_portal.core.events import announce
from b2b_portal.core.jobs import open_job
from b2b_portal.core.models import Job
from catalog.enums import FeedFormat
from catalog.events import price_list_asked
from catalog.models import PriceFeed
from catalog.price_list_columns import WantedFile
from catalog.queries.price_list_jobs import KIND, running_job


class PriceListRunning(RuleBroken):
    """One at a time per company. Facts: job, the running one's uid, and owner, the uid of who asked for it."""

    message = gettext_lazy("A price list of your company is being made now: wait until it is ready.")
    code = "price_list_running"


def ask_price_list(*, wanted: WantedFile, feed: PriceFeed | None = None, by: Actor, at: datetime) -> Job:
    """Opens the job that makes the file, for a link where `feed` is given. Announces price_list_asked.

    Locks: the company, so that two who ask at once are told apart. Raises NotAllowed, PriceListRunning.
    """
    with change(by, at):
        company, user = buyer_of(by)
        Company.objects.select_for_update().get(pk=company.pk)
        require(by, Permission.TAKE_PRICES, company)
        running = running_job(company)
        if running:
            raise PriceListRunning(job=running.uid, owner=running.owner_uid)
        job = open_job(KIND, user.uid, None, at)
        job.report = {
            "title": _("Price list, %(format)s") % {"format": FeedFormat(wanted.format).label},
            "company": str(company.uid),
            "user": user.pk,
            "feed": str(feed.uid) if feed else None,
            **wanted.as_json(),
        }
        job.save(update_fields=["report"])
        announce(price_list_asked, job_id=job.pk)
        return job
