"""Background work: fetch by id, call one action, log."""

import logging
from datetime import timedelta

from celery import shared_task
from celery.signals import worker_init
from django.utils import timezone

from accounts.actors import SYSTEM
from b2b_portal.core.events import owe_again
from documents import notifications
from documents.actions.fail_rendering import fail_rendering
from documents.actions.issue_document import OrderIsCancelled, issue_document
from documents.actions.render_document import render_document
from documents.enums import DocumentKind
from documents.events import document_issued
from documents.queries import owed
from documents.render import is_available
from orders.events import order_placed

GRACE = timedelta(minutes=2)

logger = logging.getLogger(__name__)


@worker_init.connect
def load_renderer(**_facts: object) -> None:
    """Loads the renderer before the worker forks, or the first buyer would wait seconds for it."""
    is_available()


@shared_task
def issue_invoice(order_id: int) -> None:
    """Issues the invoice of a placed order."""
    try:
        issue_document(order=owed.order_of(order_id), kind=DocumentKind.INVOICE, by=SYSTEM, at=timezone.now())
    except OrderIsCancelled as refusal:
        logger.info("%s", refusal)


@shared_task
def render(document_id: int) -> None:
    """Makes the file of an issued document."""
    render_document(document=owed.document_of(document_id), by=SYSTEM, at=timezone.now())


@shared_task
def fail_render(document_id: int) -> None:
    """Marks a document that no worker could make."""
    fail_rendering(document=owed.document_of(document_id), by=SYSTEM, at=timezone.now())


@shared_task
def mail_document(document_id: int) -> None:
    """Mails a made document to whoever placed the order."""
    notifications.tell_document_is_ready(owed.document_of(document_id))


@shared_task
def make_good() -> None:
    """Owes again what seems forgotten: invoices of orders, files of documents."""
    before = timezone.now() - GRACE
    for order_id in owed.orders_without_invoice(before):
        if owe_again(order_placed, issue_invoice, order_id=order_id):
            logger.warning("order %s had no invoice and none on its way", order_id)
    for document_id in owed.documents_unmade(before):
        if owe_again(document_issued, render, document_id=document_id):
            logger.warning("document %s had no file and none on its way", document_id)
