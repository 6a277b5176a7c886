"""Background work: fetch by id, call one action, log."""

import logging

from celery import shared_task
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import SYSTEM
from accounts.queries.staff import staff_or
from b2b_portal.core import jobs
from b2b_portal.core.errors import RuleBroken
from catalog import notifications
from catalog.actions.end_import import end_import
from catalog.actions.expire_reservations import expire_reservations
from catalog.actions.forget_price_lists import forget_price_lists
from catalog.actions.make_price_list import make_price_list as make_list
from catalog.actions.prune_feed_fetches import prune_feed_fetches
from catalog.actions.prune_imports import prune_imports
from catalog.actions.prune_searches import prune_searches
from catalog.actions.publish_import import publish_due_imports
from catalog.actions.refresh_search_rows import refresh_search_rows
from catalog.actions.reserve_awaited import reserve_awaited
from catalog.actions.rollback_prices import rollback_prices
from catalog.actions.tell_watchers import tell_watchers as tell_due_watchers
from catalog.enums import ImportState
from catalog.imports.stage import publish_staged, stage_import
from catalog.queries.awaiting import products_to_serve
from catalog.queries.imports import import_at_work, version_of
from catalog.queries.price_list_jobs import job_by_id
from catalog.queries.watches import watch_to_tell

logger = logging.getLogger(__name__)


@shared_task
def expire_due_reservations() -> None:
    """Clears what ran out; beat calls it every minute."""
    cleared = expire_reservations(by=SYSTEM, at=timezone.now())
    if cleared:
        logger.info("%s reservations expired", cleared)


@shared_task
def serve_awaited() -> None:
    """Reserves for those who wait what became free without a receipt; beat calls it every minute."""
    pieces = sum(reserve_awaited(product_ids=[pk], by=SYSTEM, at=timezone.now()) for pk in products_to_serve())
    if pieces:
        logger.info("%s awaited pieces reserved", pieces)


@shared_task
def refresh_search() -> None:
    """Makes search rows true again until nothing is due; beat calls it every few seconds."""
    while refreshed := refresh_search_rows(by=SYSTEM, at=timezone.now()):
        logger.info("%s search rows refreshed", refreshed)


@shared_task
def compare_import(batch_id: int) -> None:
    """Reads a sent file and compares it with what holds now."""
    stage_import(batch=import_at_work(batch_id), by=SYSTEM, at=timezone.now())


@shared_task
def publish_import(batch_id: int) -> None:
    """Publishes a compared file."""
    publish_staged(batch=import_at_work(batch_id), by=SYSTEM, at=timezone.now())


@shared_task
def give_import_up(batch_id: int) -> None:
    """Says that no worker could finish the work on a file; nothing of it is published."""
    batch = import_at_work(batch_id)
    words = _("The work broke off three times. Start it again; if it breaks again, tell the administrator.")
    if batch.job:
        jobs.fail(batch.job, words)
    end_import(batch=batch, state=ImportState.FAILED, error=words, by=SYSTEM, at=timezone.now())


@shared_task
def mail_import_ended(batch_id: int) -> None:
    """Mails whoever asked for the work on a file that it is over."""
    batch = import_at_work(batch_id)
    asked = batch.job.owner_uid if batch.job else None
    notifications.tell_import_ended(batch, staff_or(asked or batch.author_uid, SYSTEM).user)


@shared_task
def publish_due() -> None:
    """Asks for the publications whose moment has come; beat calls it every minute."""
    publish_due_imports(by=SYSTEM, at=timezone.now())


@shared_task
def prune_old_imports() -> None:
    """Forgets rows of old comparisons; beat calls it every hour."""
    prune_imports(by=SYSTEM, at=timezone.now())


@shared_task
def prune_old_fetches() -> None:
    """Forgets fetches of price lists of a year ago; beat calls it every hour."""
    prune_feed_fetches(by=SYSTEM, at=timezone.now())


@shared_task
def tell_watchers() -> None:
    """Closes the watches whose moment has come; beat calls it every five minutes, a second run closes none twice."""
    told = tell_due_watchers(by=SYSTEM, at=timezone.now())
    if told:
        logger.info("%s watches came true", told)


@shared_task
def mail_watch(watch_id: int) -> None:
    """Mails who waited."""
    notifications.tell_watch(watch_to_tell(watch_id))


@shared_task
def prune_old_searches() -> None:
    """Forgets searches of a year ago; beat calls it every hour."""
    prune_searches(by=SYSTEM, at=timezone.now())


@shared_task
def undo_version(version_id: int, job_id: int) -> None:
    """Takes a version of a price list back, and those after it."""
    version, job = version_of(version_id), jobs.job_by_key(job_id)
    if job.is_over:
        return
    try:
        made = rollback_prices(version=version, by=staff_or(job.owner_uid, SYSTEM), at=timezone.now())
    except RuleBroken as refusal:
        jobs.fail(job, str(refusal))
    else:
        jobs.finish(job, made.report if made else {})


@shared_task
def make_price_list(job_id: int) -> None:
    """Makes the price list that a job asks for."""
    make_list(job=job_by_id(job_id), by=SYSTEM, at=timezone.now())


@shared_task
def give_price_list_up(job_id: int) -> None:
    """Ends the job of a price list that no worker could make."""
    job = job_by_id(job_id)
    jobs.fail(job, _("The price list could not be made. Ask for it again."), job.report)


@shared_task
def forget_price_lists_of(assortment_id: int) -> None:
    """Erases files of companies that may see something else now."""
    erased = forget_price_lists(assortment_id=assortment_id, by=SYSTEM, at=timezone.now())
    if erased:
        logger.info("%s price lists erased, as an assortment changed", erased)


@shared_task
def forget_old_price_lists() -> None:
    """Erases files that were made to be saved once; beat calls it every hour."""
    erased = forget_price_lists(by=SYSTEM, at=timezone.now())
    if erased:
        logger.info("%s price lists erased", erased)
